/* test_facts.c - the typed facts of sentences in several languages, what two facts are to each other, and the sense of a
 * sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <tidings/kit/word_classes.h>

#include "test_facts.h"

#include <cmocka.h>

/* Wednesday, 20 May 2026, half past ten. */
static const int64_t PUBLISHED = 1779273000000;

struct sample {
  const char *language, *text;
  const char *expected; /* "kind value [said] state flags; ..." */
};

static struct tdg_lexicon *lexicon;

static int make_lexicon(void **state) {
  struct host_call call;
  (void)state;
  kit_open(&call);
  lexicon = tdg_lexicon_make(&call.pub);
  host_free(&call);
  return lexicon == NULL ? -1 : 0;
}

static int free_lexicon(void **state) {
  (void)state;
  tdg_lexicon_free(lexicon);
  return 0;
}

/* The n-th allocation from now fails; 0: none.  The linker puts these before those of the C library. */
static int failing;
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
static int fails(void) { return failing > 0 && --failing == 0; }
void *__wrap_calloc(size_t n, size_t size) { return fails() ? NULL : __real_calloc(n, size); }
void *__wrap_realloc(void *p, size_t size) { return fails() ? NULL : __real_realloc(p, size); }

static void say_all(const struct tdg_fact_text *t, const struct tdg_fact *f, size_t n, char *out,
                    size_t size) {
  size_t at = 0;
  *out = '\0';
  for (size_t i = 0; i < n && at + 300 < size; i++) {
    if (i > 0) at += (size_t)snprintf(out + at, size - at, "; ");
    at += kit_say_fact(t, &f[i], out + at, size - at);
  }
}

static void check(const struct sample *v, size_t n, int64_t published) {
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t i = 0; i < n; i++) {
    struct tdg_fact *f;
    char got[2000];
    struct tdg_fact_text t = kit_fact_text(&call.pub, lexicon, v[i].language, kit_str(v[i].text), published);
    size_t k = tdg_facts(&call.pub, &t, &f);
    say_all(&t, f, k, got, sizeof got);
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("%s\n expected %s\n      got %s\n", v[i].text, v[i].expected, got);
    wrong++;
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, sizeof(table) / sizeof((table)[0]), PUBLISHED)

static void a_count_names_what_it_counts_and_its_state(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "Eleven workers were injured when the roof fell.",
       "count 11 [Eleven workers were injured] injured"},
      {"en", "At least 14 people were killed and 41 others injured, police said.",
       "count >=14 [14 people were killed] killed; count 41 part"},
      {"en", "Two hundred and ten thousand homes; twenty-seven ministers; 1.2 million doses.",
       "count 210000 [Two hundred and ten thousand homes]; count 27 [twenty-seven ministers]; count 1200000 [1.2 million doses]"},
      {"en", "The ferry left with 214 people on board, 198 of them tourists.",
       "count 214 [214 people]; count 198 part"},
      {"en", "The mayor said that no one was hurt.",
       "count 0 [no one was hurt] injured nobody"},
      {"en", "No injuries were reported.",
       "count 0 [No injuries] injured nobody"},
      {"en", "Around 2,000 people marched; organisers spoke of 5,000 to 7,000.",
       "count ~2000 [2,000 people marched]; count 5000-7000"},
      {"en", "In 2011, nine people died in the same mine.",
       "date 2011; count 9 [nine people died] killed back"},
      {"en", "The 12-member panel sat.",
       "count 12 [12-member]"},
      {"en", "Half a million homes lost power.",
       "count 500000 [Half a million homes lost power]"},
      {"en", "Police arrested 12 people on Wednesday night.",
       "count 12 [12 people] arrested; date 2026-05-20"},
      {"en", "2 trillion trillion trillion trillion people were injured.",
       "count 2e+48 [2 trillion trillion trillion trillion people were injured] injured"},
      {"en", "Between 3 and 400 trillion trillion trillion kilometres were lit.",
       "measure 3e+36-4e+38 km"},
  };
  // clang-format on
  CHECK(v);
}

static void amounts_have_their_unit(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "The bridge will cost about $3.5 million, down from €4bn.",
       "money ~3500000 USD; money 4000000000 EUR"},
      {"en", "The town expects 2.3 million euros a year in taxes, 12 percent more than in 2019.",
       "money 2300000 EUR [2.3 million euros a year] per; percent 12% back; date 2019"},
      {"en", "The fire burned 3,000 hectares within 48 kilometres of the city.",
       "measure 3000 ha; measure <=48 km"},
      {"en", "Winds of 70 mph (113 km/h) hit the coast; temperatures rose by 3 degrees Celsius to 31°C.",
       "measure 70 mph; measure 113 km/h; measure 3 C change; measure 31 C"},
      {"en", "Half of the voters had no power for three and a half hours.",
       "percent 50%; count 0 [no power] nobody; duration 3.5 h"},
      {"en", "Between 5 and 7 million people, or 20 to 25 percent, were affected.",
       "count 5000000-7000000 [5 and 7 million people]; percent 20-25%"},
      {"en", "The 18-month plan needs EUR 5 million.",
       "duration 18 months; money 5000000 EUR"},
      {"en", "A 43-year-old man, Anna Berg, 43, and a boy aged nine were there.",
       "age 43; name Anna Berg; age 43; age 9"},
  };
  // clang-format on
  CHECK(v);
}

static void days_and_times_are_resolved(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "It fell on Tuesday, 12 May, at 5:20 a.m.",
       "date 2026-05-12; clock 05:20"},
      {"en", "He will be sentenced Thursday.",
       "date 2026-05-21 future"},
      {"en", "He was sentenced Thursday.",
       "date 2026-05-14"},
      {"en", "The strike will begin on Monday and was called off last Friday.",
       "date 2026-05-25 future; date 2026-05-15"},
      {"en", "It has burned 12 000 hectares since Sunday.", "measure 12000 ha; date 2026-05-17 back since"},
      {"en", "The accused, 58, wore a dark suit.", "age 58"},
      {"en", "The number of dead had risen to eleven.", "count 11"},
      {"en", "It lasts until 30 June 2026, since May 2024.",
       "date 2026-06-30 future until; date 2024-05 back since"},
      {"en", "It opened in 2019 and closes next year.",
       "date 2019; date 2027 future"},
      {"en", "It left at noon yesterday.",
       "clock 12:00; date 2026-05-19"},
  };
  // clang-format on
  CHECK(v);
}

static void names_have_their_offices(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "Interior Minister Duncan Rait of Norvia signed it in Winslet.",
       "name Duncan Rait [Interior Minister Duncan Rait]; place Winslet [in Winslet]"},
      {"en", "Duncan Rait, the interior minister, denied it.",
       "name Duncan Rait [Duncan Rait, the interior minister]"},
      {"en", "The former mayor of Winslet, Tove Lund, said so.",
       "name Tove Lund [mayor of Winslet, Tove Lund] former"},
      {"en", "Lt. Gen. Mark Sool told Mr. Rait.",
       "name Mark Sool [Lt. Gen. Mark Sool]; name Rait"},
      {"en", "Vice President Ann Holt and former President Peter Vane met near Port Ellery.",
       "name Ann Holt [Vice President Ann Holt]; name Peter Vane [President Peter Vane] former; place Port Ellery [near Port Ellery]"},
  };
  // clang-format on
  CHECK(v);
}

static void other_languages_are_read_by_their_words(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"de", "Bei dem Brand wurden am Dienstag, dem 12. Mai, mindestens elf Arbeiter verletzt, teilte die Polizei mit.",
       "date 2026-05-12; count >=11 [elf Arbeiter verletzt] injured"},
      {"de", "Der Bau kostet rund 3,5 Millionen Euro, 1,2 Mrd. Euro weniger als geplant, sagte Innenminister Duncan Rait.",
       "money ~3500000 EUR; money 1200000000 EUR; name Duncan Rait [Innenminister Duncan Rait]"},
      {"de", "Der 43-jährige Fahrer und Anna Berg (43) wurden um 5.20 Uhr in Winslet festgenommen.",
       "age 43; name Anna Berg; age 43; clock 05:20; place Winslet [in Winslet]"},
      {"de", "Zweihundert Menschen, zweiundzwanzig Kinder und ein Drittel der Häuser waren betroffen.",
       "count 200 [Zweihundert Menschen]; count 22 [zweiundzwanzig Kinder]; percent 33.33% [ein Drittel der Häuser]"},
      {"de", "Die Temperatur stieg um 3 Grad auf 31 Grad Celsius; 12.000 Hektar brannten ab.",
       "measure 3 degrees change; measure 31 C; measure 12000 ha"},
      {"fr", "Onze ouvriers ont été blessés mardi 12 mai à 5h20, selon la police.",
       "count 11 [Onze ouvriers ont été blessés] injured; date 2026-05-12; clock 05:20"},
      {"fr", "Le pont coûtera environ 3,5 millions d'euros, soit 12 % de plus.",
       "money ~3500000 EUR; percent 12%"},
      {"fr", "Anna Berg, 43 ans, et un homme de 31 ans ont été arrêtés à Winslet.",
       "name Anna Berg; age 43; age 31; place Winslet [à Winslet]"},
      {"fr", "Le feu a brûlé 3 000 hectares à 48 kilomètres au nord de Port-Elery.",
       "measure 3000 ha; measure 48 km; place Port-Elery [au nord de Port-Elery]"},
      {"es", "Al menos once obreros resultaron heridos el martes 12 de mayo a las 5:20 de la mañana, según la policía.",
       "count >=11 [once obreros resultaron heridos] injured; date 2026-05-12; clock 05:20"},
      {"es", "El alcalde de Winslet, Tove Lund, dijo que nadie resultó herido.",
       "name Tove Lund [alcalde de Winslet, Tove Lund]; count 0 [nadie resultó herido] injured nobody"},
      {"es", "Veinte mil millones de euros; dos millones y medio de personas; quinientas casas.",
       "money 20000000000 EUR; count 2500000 [dos millones y medio de personas]; count 500 [quinientas casas]"},
  };
  // clang-format on
  CHECK(v);
}

static void labels_scores_and_years_are_no_counts(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "The vote was 51-50, on Route 66, under COVID-19 rules, 9/11, version 1.2.3.",
       ""},
      {"en", "In 1999 and 2001 it was the 20th, and one of them was there.",
       "date 1999"},
      {"en", "Millions of people came on Black Friday, as every Monday.",
       ""},
  };
  // clang-format on
  CHECK(v);
}

static void many_languages_are_read_by_their_words(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"ru", "Не менее 14 человек погибли и 41 пострадал в понедельник, 18 мая, в 5:20 утра, сообщила полиция.",
       "count >=14 [14 человек погибли] killed; count 41 [41 пострадал] injured; date 2026-05-18; clock 05:20"},
      {"ru", "Мост обойдётся примерно в 3,5 млн евро, на 12% больше, чем в 2019 году.",
       "money ~3500000 EUR; percent 12% change; date 2019"},
      {"ru", "Министр внутренних дел Дункан Рейт подписал соглашение в Винслете.",
       "name Дункан Рейт [Министр внутренних дел Дункан Рейт]; place Винслете [в Винслете]"},
      {"ru", "43-летний водитель и Анна Берг, 43 года, были задержаны.",
       "age 43; name Анна Берг; age 43"},
      {"ru", "Парламент не ратифицировал договор, по словам спикера Анны Хольт.",
       "name Анны Хольт [спикера Анны Хольт]"},
      {"ru", "Число погибших возросло до 14; сгорело 12 000 гектаров в 48 километрах от города.",
       "count 14 killed; measure 12000 ha; measure 48 km"},
      {"ru", "Двести десять тысяч домов, двадцать семь министров, полтора миллиона доз.",
       "count 210000 [Двести десять тысяч домов]; count 27 [двадцать семь министров]; count 1500000 [полтора миллиона доз]"},
      {"uk", "Щонайменше 14 людей загинули у понеділок, 18 травня, о 5:20 ранку, повідомила поліція.",
       "count >=14 [14 людей загинули] killed; date 2026-05-18; clock 05:20"},
      {"uk", "Президент Франції Емманюель Макрон не підписав угоду, за словами речника.",
       "name Емманюель Макрон [Президент Франції Емманюель Макрон]"},
      {"uk", "Міст коштуватиме близько 3,5 млн євро; згоріло 3 тис. гектарів.",
       "money ~3500000 EUR; measure 3000 ha"},
      {"pl", "Minister spraw wewnętrznych Duncan Rait podpisał umowę w Winslet.",
       "name Duncan Rait [Minister spraw wewnętrznych Duncan Rait]; place Winslet [w Winslet]"},
      {"pl", "Most będzie kosztował około 3,5 mln euro; spłonęło 3 tys. hektarów.",
       "money ~3500000 EUR; measure 3000 ha"},
      {"it", "Almeno undici operai sono rimasti feriti martedì 12 maggio alle 5.20 del mattino, secondo la polizia.",
       "count >=11 [undici operai sono rimasti feriti] injured; date 2026-05-12; clock 05:20"},
      {"it", "Il ponte costerà circa 3,5 milioni di euro; bruciati tremila ettari.",
       "money ~3500000 EUR; measure 3000 ha"},
      {"it", "Il sindaco di Winslet, Tove Lund, ha smentito che l'accordo sia stato firmato.",
       "name Tove Lund [sindaco di Winslet, Tove Lund]"},
      {"it", "Un uomo di 43 anni e Anna Berg, 43 anni, sono stati arrestati.",
       "age 43; name Anna Berg; age 43"},
      {"nl", "Zeker elf arbeiders raakten dinsdag 12 mei om 5.20 uur gewond, meldde de politie.",
       "count >=11 [elf arbeiders raakten]; date 2026-05-12; clock 05:20"},
      {"nl", "De brug kost ongeveer 3,5 miljoen euro; 3.000 hectare brandde af op 48 kilometer van de stad.",
       "money ~3500000 EUR; measure 3000 ha; measure 48 km"},
      {"nl", "Minister Duncan Rait heeft het akkoord niet ondertekend, zegt burgemeester Tove Lund.",
       "name Duncan Rait [Minister Duncan Rait]; name Tove Lund [burgemeester Tove Lund]"},
      {"sv", "Minst elva arbetare skadades tisdagen den 12 maj klockan 05.20, enligt polisen.",
       "count >=11 [elva arbetare skadades] injured; date 2026-05-12; clock 05:20"},
      {"sv", "Bron kostar omkring 3,5 miljoner kronor; 3 000 hektar brann 48 kilometer från staden.",
       "money ~3500000 SEK; measure 3000 ha; measure 48 km"},
      {"sv", "Inrikesminister Duncan Rait har inte undertecknat avtalet, säger borgmästaren Tove Lund.",
       "name Duncan Rait [Inrikesminister Duncan Rait]; name Tove Lund [borgmästaren Tove Lund]"},
      {"sv", "En 45-årig man, en 23-åring och Anna Berg, 43, greps; den nioårige pojken och tjugosju elever kom hem.",
       "age 45; age 23; name Anna Berg; age 43; age 9; count 27 [tjugosju elever]"},
      {"sv", "14 är döda efter explosionen.", "count 14 [14 är döda] killed"},
      {"pt", "Sete pessoas perderam a vida desde o dia 1.º, e os registros subiram um quarto na semana.", "count 7 [Sete pessoas perderam a vida] killed; percent 25% change"},
      {"es", "El ariete, que a sus 21 años acaba de jugar, tiene 20 años de experiencia.", "age 21; duration 20 years"},
      {"de", "Sieben Polizisten trugen Verletzungen davon.", "count 7 [Sieben Polizisten trugen Verletzungen davon] injured"},
      {"en", "He was one of 134 people aboard; nine have died since the beginning of May.", "count 134 [134 people aboard]; count 9 [nine have died] killed"},
      {"sv", "Två tredjedelar av de 120 invånarna evakuerades för tre år sedan.",
       "percent 66.67% back; count 120 [120 invånarna evakuerades] evacuated back; duration 3 years back"},
      {"sv", "Räntan höjdes med 0,25 procentenheter till 2,5 procent.",
       "percent 0.25 points change; percent 2.5%"},
      {"sv", "Det blåste 27 meter per sekund och snön var 40 centimeter djup.",
       "measure 27 m/s; measure 40 cm"},
      {"da", "Mindst elleve arbejdere blev såret tirsdag den 12. maj klokken 5.20, oplyser politiet.",
       "count >=11 [elleve arbejdere blev såret] injured; date 2026-05-12; clock 05:20"},
      {"da", "Broen koster omkring 3,5 millioner kroner; 3.000 hektar brændte 48 kilometer fra byen.",
       "money ~3500000 DKK; measure 3000 ha; measure 48 km"},
      {"da", "En 45-årig mand, Anna Berg, 43, og syvogtyve elever blev fundet; den niårige dreng kom hjem.",
       "age 45; name Anna Berg; age 43; count 27 [syvogtyve elever]; age 9"},
      {"da", "Halvanden million dollar og halvtreds huse.",
       "money 1500000 USD; count 50 [halvtreds huse]"},
      {"no", "Minst elleve arbeidere ble skadet tirsdag 12. mai klokka 05.20, opplyser politiet.",
       "count >=11 [elleve arbeidere ble skadet] injured; date 2026-05-12; clock 05:20"},
      {"no", "Brua koster rundt 3,5 millioner kroner; 3000 hektar brant 48 kilometer fra byen.",
       "money ~3500000 NOK; measure 3000 ha; measure 48 km"},
      {"no", "En 45-åring, Anna Berg, 43, og syvogtyve elever ble funnet; tjuesju andre kom hjem.",
       "age 45; name Anna Berg; age 43; count 27 [syvogtyve elever]; count 27 [tjuesju andre] part"},
      {"pt", "Pelo menos onze operários ficaram feridos na terça-feira, 12 de maio, às 5h20 da manhã, segundo a polícia.",
       "count >=11 [onze operários ficaram feridos] injured; date 2026-05-12; clock 05:20"},
      {"pt", "A ponte custará cerca de 3,5 milhões de euros; o fogo queimou 3.000 hectares.",
       "money ~3500000 EUR; measure 3000 ha"},
      {"pt", "O prefeito de Winslet, Tove Lund, disse que ninguém ficou ferido.",
       "name Tove Lund [prefeito de Winslet, Tove Lund]; count 0 [ninguém ficou ferido] injured nobody"},
      {"zh", "事故造成至少14人死亡，41人受伤，警方周一说。",
       "count >=14 [14人死亡] killed; count 41 [41人受伤] injured; date 2026-05-18"},
      {"zh", "大桥将耗资约350万欧元，比2019年增加12%。",
       "money ~3500000 EUR; date 2019; percent 12% back change"},
      {"zh", "火灾烧毁3000公顷，距城市48公里。5月12日上午5时20分发生。",
       "measure 3000 ha; measure 48 km; date 2026-05-12; clock 05:20"},
      {"zh", "三千五百人，3万5000人，两万人参加。",
       "count 3500 [三千五百人]; count 35000 [3万5000人]; count 20000 [两万人参加]"},
      {"ja", "事故で少なくとも14人が死亡し、41人が負傷した。",
       "count >=14 [14人が死亡] killed; count 41 [41人が負傷] injured"},
      {"ja", "橋の費用は約350万ユーロで、5月12日午前5時20分に発生した。43歳の男が逮捕された。",
       "money ~3500000 EUR; date 2026-05-12; clock 05:20; age 43"},
      {"ko", "사고로 최소 14명이 사망하고 41명이 부상했다고 경찰이 밝혔다.",
       "count >=14 [14명이 사망] killed; count 41 [41명이 부상했] injured"},
      {"ko", "다리 건설에 약 350만 유로가 든다. 5월 12일 오전 5시 20분에 발생했다.",
       "money ~3500000 EUR; date 2026-05-12; clock 05:20"},
      {"tr", "Kazada en az 14 kişi öldü, 41 kişi yaralandı, polis açıkladı.",
       "count >=14 [14 kişi öldü] killed; count 41 [41 kişi yaralandı] injured"},
      {"tr", "Köprü yaklaşık 3,5 milyon euroya mal olacak; 3 bin hektar yandı.",
       "money ~3500000 EUR; measure 3000 ha"},
      {"cs", "Nejméně 14 lidí zemřelo v pondělí 18. května v 5:20 ráno, uvedla policie.",
       "count >=14 [14 lidí zemřelo] killed; date 2026-05-18; clock 05:20"},
      {"cs", "Most bude stát asi 3,5 milionu eur; shořely 3 tisíce hektarů.",
       "money ~3500000 EUR; measure 3000 ha"},
      {"cs", "Ministr vnitra Duncan Rait dohodu nepodepsal.",
       "name Duncan Rait [Ministr vnitra Duncan Rait]"},
      {"ar", "ستبلغ تكلفة الجسر نحو 3.5 مليون يورو.",
       "money ~3500000 EUR"},
      {"he", "לפחות 14 בני אדם נהרגו ביום שני, מסרה המשטרה.",
       "count >=14 [14 בני אדם נהרגו] killed; date 2026-05-18"},
  };
  // clang-format on
  CHECK(v);
}

static void times_and_ages_are_read_in_words(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "The alarm came in at twenty to eight on Monday evening.", "clock 19:40; date 2026-05-18"},
      {"en", "The bell rang at half past seven.", "clock 07:30"},
      {"en", "He went from five to eight.", ""},
      {"de", "Um halb acht brach das Feuer aus.", "clock 07:30"},
      {"de", "Gegen Viertel nach sieben kam die Polizei.", "clock 07:15"},
      {"nl", "De brand brak om tien over half acht uit.", "clock 07:40"},
      {"sv", "Larmet kom klockan tjugo i åtta.", "clock 07:40"},
      {"da", "Alarmen gik klokken kvart over syv.", "clock 07:15"},
      {"no", "Alarmen gikk klokka ti på åtte.", "clock 07:50"},
      {"fr", "Le train a déraillé à dix-huit heures vingt.", "clock 18:20"},
      {"es", "A las ocho menos veinte de la tarde empezó el fuego.", "clock 19:40"},
      {"it", "Alle otto meno venti è scattato l'allarme.", "clock 07:40"},
      {"pt", "Às sete e vinte soou o alarme.", "clock 07:20"},
      {"en", "A twelve-year-old boy was held.", "age 12"},
      {"en", "Sixty-year-old Sharron Smith is accused.", "age 60; name Sharron Smith"},
      {"pl", "Menedżer, lat 58, przyjął słowa sędzi.", "age 58"},
  };
  // clang-format on
  CHECK(v);
}

static void none_is_a_count_of_none_and_months_have_their_year(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "None of the firefighters was hurt.",
       "count 0 [None of the firefighters was hurt] injured nobody"},
      {"es", "No hay desaparecidos.",
       "count 0 [No hay desaparecidos] missing nobody"},
      {"de", "Verletzt wurde nach Angaben der Polizei niemand, auch wenn es zu Rangeleien kam.",
       "count 0 injured nobody"},
      {"de", "Tote gab es nicht.",
       "count 0 killed nobody"},
      {"nl", "Gewonden zijn er niet gevallen.",
       "count 0 injured nobody"},
      {"ru", "Погибших нет, сообщили спасатели.",
       "count 0 killed nobody"},
      {"fr", "L'accident n'a pas fait de morts.",
       "count 0 [n'a pas fait de morts] killed nobody"},
      {"en", "The number of injured was given by nobody.",
       ""},
      {"sv", "Bron ska vara klar i september 2028.",
       "date 2028-09 future"},
      {"pl", "Most będzie gotowy we wrześniu 2028 r.",
       "date 2028-09 future"},
      {"ru", "Мост будет готов в сентябре 2028 года.",
       "date 2028-09 future"},
      {"nl", "De brug is klaar in september 2028.",
       "date 2028-09 future"},
      {"uk", "Немає загиблих.",
       "count 0 [Немає загиблих] killed nobody"},
      {"it", "Non ci sono feriti.",
       "count 0 [Non ci sono feriti] injured nobody"},
      {"pt", "Não há feridos.",
       "count 0 [Não há feridos] injured nobody"},
      {"fr", "Aucun des pompiers n'a été blessé.",
       "count 0 [Aucun des pompiers n'a été blessé] injured nobody"},
      {"de", "Keiner der Arbeiter wurde verletzt.",
       "count 0 [Keiner der Arbeiter wurde verletzt] injured nobody"},
      {"en", "There were no deaths and no plans.",
       "count 0 [no deaths] killed nobody; count 0 [no plans] nobody"},
  };
  // clang-format on
  CHECK(v);
}

static void reports_of_other_kinds(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "Turnout was 61.4 percent, up from 58.2 percent four years ago.",
       "percent 61.4%; percent 58.2% [58.2 percent four] back; duration 4 years back"},
      {"en", "Heavy rain of up to 120 millimetres in 24 hours is expected from Thursday to Saturday.",
       "measure <=120 mm; duration 24 h; date 2026-05-21 future; date 2026-05-23 future"},
      {"en", "Flight NA 204 with 86 passengers and five crew members on board landed at 6.40pm.",
       "name Flight NA; count 86 [86 passengers]; count 5 [five crew members]; clock 18:40"},
      {"en", "Some 300 firefighters from three states are battling the 15,000-acre blaze, which is 20% contained.",
       "count ~300 [300 firefighters]; count 3 [three states]; measure 15000 acres; percent 20%"},
      {"en", "The company expects revenue of between $2.1 billion and $2.3 billion this year.",
       "money >=2100000000 USD; money <=2300000000 USD; date 2026"},
      {"de", "Bis zu 30.000 Menschen demonstrierten nach Angaben der Veranstalter, die Polizei sprach von 12.000.",
       "count <=30000 [30.000 Menschen demonstrierten]; count 12000"},
      {"de", "Das Gericht verurteilte den 52-Jährigen zu zwölf Jahren Haft.",
       "age 52; duration 12 years"},
      {"fr", "Le tribunal a condamné l'homme de 52 ans à douze ans de prison.",
       "age 52; duration 12 years"},
      {"es", "El paro bajó 0,3 puntos, hasta el 7,1 %, en el segundo trimestre.",
       "count 0.3 [0,3 puntos] change; percent 7.1%"},
  };
  // clang-format on
  CHECK(v);
}

/* ---- two facts ---- */

static const char *const relations[] = {"same", "rounded", "compatible", "part", "other", "differ"};

/* The relation of the first facts of a kind. */
static const char *relation(struct host_call *call, int kind, const char *a_language, const char *a,
                            const char *b_language, const char *b) {
  struct tdg_fact_text s = kit_fact_text(&call->pub, lexicon, a_language, kit_str(a), PUBLISHED);
  struct tdg_fact_text t = kit_fact_text(&call->pub, lexicon, b_language, kit_str(b), PUBLISHED);
  struct tdg_fact *f, *g;
  size_t n = tdg_facts(&call->pub, &s, &f), m = tdg_facts(&call->pub, &t, &g), i = 0, k = 0;
  while (i < n && f[i].kind != kind) i++;
  while (k < m && g[k].kind != kind) k++;
  if (i == n || k == m) return "not read";
  enum tdg_fact_relation there = tdg_facts_compare(&call->pub, &s, &f[i], &t, &g[k]),
                         back = tdg_facts_compare(&call->pub, &t, &g[k], &s, &f[i]);
  return there == back ? relations[there] : "another each way";
}

struct pair {
  int kind;
  const char *a_language, *a, *b_language, *b, *expected;
};

static void check_pairs(const struct pair *v, size_t n) {
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t i = 0; i < n; i++) {
    const char *got = relation(&call, v[i].kind, v[i].a_language, v[i].a, v[i].b_language, v[i].b);
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("%s\n%s\n expected %s, got %s\n", v[i].a, v[i].b, v[i].expected, got);
    wrong++;
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}
#define CHECK_PAIRS(table) check_pairs(table, sizeof(table) / sizeof((table)[0]))

static void counts_are_compared_as_exactly_as_they_are_written(void **state) {
  (void)state;
  // clang-format off
  static const struct pair v[] = {
      {TDG_FACT_COUNT, "en", "Eleven workers were hurt.", "en", "11 workers were injured.", "same"},
      {TDG_FACT_COUNT, "en", "Eleven workers were hurt.", "de", "Elf Arbeiter wurden verletzt.", "same"},
      {TDG_FACT_COUNT, "en", "Eleven workers were hurt.", "en", "Twelve workers were hurt.", "differ"},
      {TDG_FACT_COUNT, "en", "Nobody was hurt.", "en", "Three people were hurt.", "differ"},
      {TDG_FACT_COUNT, "en", "At least 14 people died.", "en", "17 people died.", "compatible"},
      {TDG_FACT_COUNT, "en", "At least 14 people died.", "en", "11 people died.", "differ"},
      {TDG_FACT_COUNT, "en", "Up to 500 homes lost power.", "en", "430 homes lost power.", "compatible"},
      {TDG_FACT_COUNT, "en", "More than 2,000 people marched.", "en", "1,987 people marched.", "compatible"},
      {TDG_FACT_COUNT, "en", "About 2,000 people marched.", "en", "1,987 people marched.", "rounded"},
      {TDG_FACT_COUNT, "en", "2,000 people marched.", "en", "1,987 people marched.", "rounded"},
      {TDG_FACT_COUNT, "en", "2,000 people marched.", "en", "3,000 people marched.", "differ"},
      {TDG_FACT_COUNT, "en", "20 people died.", "en", "19 people died.", "differ"},
      {TDG_FACT_COUNT, "en", "3 million people voted.", "en", "2.9 million people voted.", "rounded"},
      {TDG_FACT_COUNT, "en", "3 million people voted.", "en", "2 million people voted.", "differ"},
      {TDG_FACT_COUNT, "en", "3.1 million people voted.", "en", "2.9 million people voted.", "differ"},
      {TDG_FACT_COUNT, "en", "5,000 to 7,000 people came.", "en", "6,000 people came.", "compatible"},
      {TDG_FACT_COUNT, "en", "56 people died.", "en", "15 of them died.", "part"},
      {TDG_FACT_COUNT, "en", "29 people were injured.", "en", "16 people were injured in the first coach alone.", "part"},
      {TDG_FACT_COUNT, "en", "The firms will cut four hundred jobs.", "en", "The firms will cut no jobs.", "differ"},
      {TDG_FACT_COUNT, "en", "12 people were hurt.", "en", "14 people were arrested.", "other"},
      {TDG_FACT_COUNT, "en", "12 people died.", "en", "In 2011, nine people died.", "other"},
      {TDG_FACT_COUNT, "uk", "Загинули 14 людей.", "en", "14 people died.", "same"},
      {TDG_FACT_COUNT, "es", "Murieron al menos 14 personas.", "es", "Murieron 17 personas.", "compatible"},
      {TDG_FACT_COUNT, "ru", "Погибли не менее 14 человек.", "ru", "Погибли 17 человек.", "compatible"},
      {TDG_FACT_COUNT, "ru", "Число погибших возросло до 14.", "uk", "Кількість загиблих зросла до 14.", "same"},
      {TDG_FACT_COUNT, "pl", "Zginęło co najmniej 14 osób.", "pl", "Zginęło 11 osób.", "differ"},
      {TDG_FACT_COUNT, "zh", "事故造成14人死亡。", "zh", "事故造成41人死亡。", "differ"},
  };
  // clang-format on
  CHECK_PAIRS(v);
}

static void amounts_are_compared_in_their_units(void **state) {
  (void)state;
  // clang-format off
  static const struct pair v[] = {
      {TDG_FACT_MONEY, "en", "It cost $1.2 billion.", "en", "It cost 1,200 million dollars.", "same"},
      {TDG_FACT_MONEY, "en", "It cost $20 million.", "en", "It cost 200 million dollars.", "differ"},
      {TDG_FACT_MONEY, "en", "It cost about $20 million.", "en", "It cost $19.8 million.", "rounded"},
      {TDG_FACT_MONEY, "en", "It cost $40 million.", "en", "It cost \xE2\x82\xAC" "40 million.", "differ"},
      {TDG_FACT_MONEY, "en", "It cost $40 million.", "en", "It cost 37 million euros.", "other"},
      {TDG_FACT_MONEY, "en", "Each week it costs $3 million.", "en", "It costs $4 million a week.", "differ"},
      {TDG_FACT_MONEY, "en", "It pays 3 million euros.", "en", "It pays 3 million euros a year.", "other"},
      {TDG_FACT_MONEY, "de", "Es kostet 1,5 Millionen Euro.", "en", "It costs 1,500,000 euros.", "same"},
      {TDG_FACT_PERCENT, "en", "Half of the voters agreed.", "en", "50 percent of the voters agreed.", "same"},
      {TDG_FACT_PERCENT, "en", "52% of voters agreed.", "en", "25% of voters agreed.", "differ"},
      {TDG_FACT_PERCENT, "en", "Prices rose by 3 percent.", "en", "Inflation stands at 4 percent.", "other"},
      {TDG_FACT_MEASURE, "en", "It burned 3,000 hectares.", "en", "It burned 3,000 acres.", "differ"},
      {TDG_FACT_MEASURE, "en", "It burned 12,000 hectares.", "en", "It burned 29,650 acres.", "same"},
      {TDG_FACT_MEASURE, "en", "It is 48 km away.", "en", "It is 30 miles away.", "same"},
      {TDG_FACT_MEASURE, "en", "It is 12 km away.", "en", "It is 12 miles away.", "differ"},
      {TDG_FACT_MEASURE, "en", "Winds of 70 mph hit it.", "fr", "Des vents de 113 km/h ont soufflé.", "same"},
      {TDG_FACT_MEASURE, "en", "It is 48 km away.", "en", "It burned 48 hectares.", "other"},
      {TDG_FACT_MEASURE, "en", "It was 86 degrees Fahrenheit.", "de", "Es waren 30 Grad Celsius.", "same"},
      {TDG_FACT_DURATION, "en", "The strike lasts three days.", "de", "Der Streik dauert 72 Stunden.", "same"},
      {TDG_FACT_DURATION, "en", "He got six years.", "en", "He got nine years.", "differ"},
      {TDG_FACT_AGE, "en", "Anna Berg, 43, died.", "de", "Die 43-jährige Anna Berg starb.", "same"},
      {TDG_FACT_AGE, "en", "Anna Berg, 43, died.", "en", "Anna Berg, 34, died.", "differ"},
  };
  // clang-format on
  CHECK_PAIRS(v);
}

static void days_and_times_are_compared_as_far_as_they_are_given(void **state) {
  (void)state;
  // clang-format off
  static const struct pair v[] = {
      {TDG_FACT_DATE, "en", "It opened on 12 May 2026.", "en", "It opened on May 12.", "same"},
      {TDG_FACT_DATE, "en", "It opened on 12 May 2026.", "de", "Es wurde am 13. Mai eröffnet.", "differ"},
      {TDG_FACT_DATE, "en", "It opened in May 2026.", "en", "It opened on 12 May.", "compatible"},
      {TDG_FACT_DATE, "en", "It opened in May 2026.", "en", "It opened on 12 June.", "differ"},
      {TDG_FACT_DATE, "en", "It was signed on Monday.", "en", "It was signed on 18 May.", "same"},
      {TDG_FACT_DATE, "en", "It was signed on Monday.", "en", "It was signed on Tuesday.", "differ"},
      {TDG_FACT_DATE, "en", "The strike will go on until 21 September.", "en", "The strike will end on 23 September.", "differ"},
      {TDG_FACT_DATE, "en", "A report is due on 16 April.", "en", "By April 16 a report has to be handed in.", "same"},
      {TDG_FACT_DATE, "de", "Das nächste Treffen ist am 21. Mai.", "de", "Am Donnerstag treffen sich beide wieder.", "compatible"},
      {TDG_FACT_DATE, "en", "It is closed until 30 June.", "en", "It is closed since 3 May.", "other"},
      {TDG_FACT_CLOCK, "en", "It struck at 5:20 a.m.", "de", "Es begann um 5.20 Uhr.", "same"},
      {TDG_FACT_CLOCK, "en", "It struck at 5:20 p.m.", "fr", "Il a frappé à 17h20.", "same"},
      {TDG_FACT_CLOCK, "en", "It struck at 5:20 a.m.", "en", "It struck at 7:20 a.m.", "differ"},
  };
  // clang-format on
  CHECK_PAIRS(v);
}

static void names_are_compared_with_their_offices(void **state) {
  (void)state;
  // clang-format off
  static const struct pair v[] = {
      {TDG_FACT_NAME, "en", "Interior Minister Duncan Rait resigned.", "en", "Interior Minister Karl Voss resigned.", "differ"},
      {TDG_FACT_NAME, "en", "Interior Minister Duncan Rait resigned.", "en", "Duncan Rait, the interior minister, resigned.", "same"},
      {TDG_FACT_NAME, "en", "Interior Minister Duncan Rait resigned.", "en", "Finance Minister Duncan Rait resigned.", "differ"},
      {TDG_FACT_NAME, "en", "Interior Minister Duncan Rait resigned.", "de", "Innenminister Karl Voss trat zurück.", "differ"},
      {TDG_FACT_NAME, "en", "Interior Minister Duncan Rait resigned.", "en", "Finance Minister Karl Voss resigned.", "other"},
      {TDG_FACT_NAME, "en", "Foreign Minister Mira Sand of Estmark spoke.", "en", "Foreign Minister Karl Voss of Norvia spoke.", "other"},
      {TDG_FACT_NAME, "en", "Judge Per Aas read the verdict.", "en", "The verdict was read by Judge Clint Arden.", "differ"},
      {TDG_FACT_NAME, "en", "Care for American Otto Warmbier was dear.", "en", "Care for Otto Warmbier was dear.", "same"},
      {TDG_FACT_NAME, "en", "Justice Ruth Bader Ginsburg died.", "en", "The Supreme Court said so.", "other"},
      {TDG_FACT_NAME, "en", "Mayor Duncan Rait resigned.", "en", "Governor Duncan Rait resigned.", "differ"},
      {TDG_FACT_NAME, "en", "The mayor of Winslet, Tove Lund, spoke.", "en", "The mayor of Dorne, Ann Holt, spoke.", "other"},
      {TDG_FACT_NAME, "en", "President Volodymyr Zelenskyy spoke.", "en", "President Volodymyr Zelensky spoke.", "same"},
      {TDG_FACT_NAME, "en", "Former President Peter Vane spoke.", "en", "President Ann Holt spoke.", "other"},
      {TDG_FACT_NAME, "en", "Lt. Gen. Mark Sool spoke.", "en", "Lieutenant General Mark Sool spoke.", "same"},
      {TDG_FACT_NAME, "en", "Gov. Ann Holt spoke.", "en", "Governor Ann Holt spoke.", "same"},
      {TDG_FACT_PLACE, "en", "It ran aground near Port Ellery.", "en", "It ran aground near Cape Winslet.", "differ"},
      {TDG_FACT_PLACE, "en", "It happened in Winslet.", "fr", "C'est arrivé à Winslet.", "same"},
  };
  // clang-format on
  CHECK_PAIRS(v);
}

/* ---- the sense ---- */

static void say_sense(const struct tdg_fact_text *t, const struct tdg_sense *s, char *out, size_t size) {
  static const char *const tenses[] = {"", " past", " present", " future", " conditional"};
  static const char *const speeches[] = {"", " said", " confirmed", " denied", " thinks", " asked"};
  static const char *const stages[TDG_FACT_STAGES_COUNT] = {
      "",          " plan",  " propose", " agree",  " sign",   " approve", " ratify",
      " in force", " start", " end",     " cancel", " reject", " suspend"};
  size_t n = (size_t)snprintf(out, size, "%s%s%s", s->polarity > 0 ? "yes" : "no", tenses[s->tense],
                              stages[s->stage]);
  if (s->aim != s->stage) n += (size_t)snprintf(out + n, size - n, ":%s", stages[s->aim]);
  snprintf(out + n, size - n, "%s%s%.*s", speeches[s->speech],
           s->speaker.end > s->speaker.start ? " by " : "", (int)(s->speaker.end - s->speaker.start),
           t->text.p + s->speaker.start);
}

static void check_sense(const struct sample *v, size_t n) {
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t i = 0; i < n; i++) {
    struct tdg_sense s;
    char got[600];
    struct tdg_fact_text t = kit_fact_text(&call.pub, lexicon, v[i].language, kit_str(v[i].text), PUBLISHED);
    tdg_sense(&t, &s);
    say_sense(&t, &s, got, sizeof got);
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("%s\n expected %s\n      got %s\n", v[i].text, v[i].expected, got);
    wrong++;
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}

static void the_sense_is_that_of_the_main_verb(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "The parliament did not ratify the treaty, according to Speaker Ann Holt.", "no past ratify said by Speaker Ann Holt"},
      {"en", "The government plans to sign the accord.", "yes future plan: sign"},
      {"en", "The company refused to sign the accord.", "no past sign"},
      {"en", "Both ministers signed the accord.", "yes past sign"},
      {"en", "Duncan Rait, the interior minister, denied that talks had ended.", "no past end denied by Duncan Rait, the interior minister"},
      {"en", "The minister confirmed the ceasefire had not started.", "no past start confirmed by The minister"},
      {"en", "The deal would have been signed by both.", "yes conditional plan: sign"},
      {"en", "\"It is over,\" said the mayor.", "yes present end said by the mayor"},
      {"de", "Das Parlament hat das Abkommen nicht ratifiziert.", "no past ratify"},
      {"de", "Der Vertrag soll am Freitag unterzeichnet werden.", "yes future plan: sign"},
      {"de", "Der Vertrag wurde am Freitag unterzeichnet, sagte Innenminister Duncan Rait.", "yes past sign said by Innenminister Duncan Rait"},
      {"de", "Anna Berg, Sprecherin des Krankenhauses, sagte, sieben Patienten schwebten in Gefahr.", "yes said by Anna Berg, Sprecherin des Krankenhauses"},
      {"fr", "Le ministre de l'Intérieur, Duncan Rait, a démenti que l'accord ait été signé.", "yes past sign denied by Le ministre de l'Intérieur, Duncan Rait"},
      {"fr", "Le président français Emmanuel Macron n'a pas signé l'accord.", "no past sign"},
      {"es", "El Parlamento no ratificó el tratado, que entrará en vigor el 1 de julio.", "no past ratify"},
      {"es", "El alcalde de Winslet, Tove Lund, dijo que el tratado fue firmado.", "yes past sign said by El alcalde de Winslet, Tove Lund"},
      {"ru", "Парламент не ратифицировал договор, по словам спикера Анны Хольт.", "no ratify said by спикера Анны Хольт"},
      {"ru", "Договор будет подписан в пятницу.", "yes future plan: sign"},
      {"uk", "Президент не підписав угоду, за словами речника.", "no sign said by речника"},
      {"pl", "Parlament nie ratyfikował traktatu.", "no ratify"},
      {"it", "Il sindaco di Winslet, Tove Lund, ha smentito che l'accordo sia stato firmato.", "yes past sign denied by Il sindaco di Winslet, Tove Lund"},
      {"nl", "Het akkoord is niet ondertekend, zegt burgemeester Tove Lund.", "no past sign said by burgemeester Tove Lund"},
      {"sv", "Parlamentet har inte ratificerat avtalet.", "no past ratify"},
      {"sv", "Avtalet ska undertecknas på fredag.", "yes future plan: sign"},
      {"sv", "Avtalet undertecknades på fredagen, sade inrikesminister Duncan Rait.", "yes past sign said by inrikesminister Duncan Rait"},
      {"sv", "Ministern dementerade att samtalen avslutats.", "no end denied by Ministern"},
      {"sv", "\"Festen är slut\", sa borgmästaren.", "yes said by borgmästaren"},
      {"da", "Parlamentet har ikke ratificeret aftalen.", "no past ratify"},
      {"da", "Aftalen skal underskrives på fredag.", "yes future plan: sign"},
      {"da", "Aftalen blev underskrevet fredag, sagde indenrigsminister Duncan Rait.", "yes past sign said by indenrigsminister Duncan Rait"},
      {"no", "Parlamentet har ikke ratifisert avtalen.", "no past ratify"},
      {"no", "Avtalen skal undertegnes på fredag.", "yes future plan: sign"},
      {"no", "Avtalen ble undertegnet fredag, sa innenriksminister Duncan Rait.", "yes past sign said by innenriksminister Duncan Rait"},
      {"pt", "O tratado entrará em vigor em julho.", "yes future plan: in force"},
      {"zh", "双方将于周五签署协议。", "yes future plan: sign"},
      {"tr", "Parlamento anlaşmayı onaylamadı.", "no past"},
      {"ar", "قال وزير الداخلية إن الاتفاق وقع.", "yes sign said by وزير الداخلية"},
  };
  // clang-format on
  check_sense(v, sizeof v / sizeof *v);
}

/* ---- one form ---- */

/* However little room there is. */
static void a_form_is_cut_between_letters(void **state) {
  struct host_call call;
  struct tdg_fact *f;
  char out[12];
  (void)state;
  kit_open(&call);
  struct tdg_fact_text t = kit_fact_text(&call.pub, lexicon, "en",
                                         kit_str("Mayor Ib\xC3\xA9 \xC3\x98st\xC3\xA5 spoke."), PUBLISHED);
  assert_int_equal(tdg_facts(&call.pub, &t, &f), 1);
  for (size_t size = 0; size <= sizeof out; size++) {
    static const char *const forms[] = {"",
                                        "",
                                        "I",
                                        "Ib",
                                        "Ib",
                                        "Ib\xC3\xA9",
                                        "Ib\xC3\xA9 ",
                                        "Ib\xC3\xA9 ",
                                        "Ib\xC3\xA9 \xC3\x98",
                                        "Ib\xC3\xA9 \xC3\x98s",
                                        "Ib\xC3\xA9 \xC3\x98st",
                                        "Ib\xC3\xA9 \xC3\x98st",
                                        "Ib\xC3\xA9 \xC3\x98st\xC3\xA5"};
    memset(out, 0, sizeof out);
    assert_int_equal(tdg_fact_norm(&t, f, out, size), strlen(forms[size]));
    assert_string_equal(out, forms[size]);
  }
  host_free(&call);
}

/* ---- what there is not ---- */

static void a_report_without_a_date_has_no_relative_days(void **state) {
  (void)state;
  // clang-format off
  static const struct sample v[] = {
      {"en", "It was signed yesterday.", ""},
      {"en", "It was signed on Monday.", "date weekday 1"},
      {"en", "It was signed on 4 March.", "date 03-04"},
      {"en", "It was signed on 4 March 2024.", "date 2024-03-04"},
  };
  // clang-format on
  check(v, sizeof v / sizeof *v, 0);
}

/* Of a lexicon that could not be made nothing is left: the leak checker looks. */
static void a_lexicon_without_memory_is_none(void **state) {
  (void)state;
  for (int n = 1; n <= 5; n++) {
    struct host_call call;
    kit_open(&call);
    failing = n;
    struct tdg_lexicon *x = tdg_lexicon_make(&call.pub);
    assert_true(x == NULL || n == 4); /* what is longer than it need be stays so */
    assert_int_equal(failing, 0);
    failing = 0;
    tdg_lexicon_free(x);
    host_free(&call);
  }
}

/* A language whose words have no place would end the worker that meets it. */
static void the_words_of_every_language_have_their_place(void **state) {
  struct host_call call;
  (void)state;
  kit_open(&call);
  for (int i = 0; *tdg_words_code(i) != '\0'; i++) {
    const struct tdg_vocabulary *v = tdg_lexicon_language(lexicon, &call.pub, tdg_words_code(i));
    assert_ptr_equal(v, tdg_lexicon_language(lexicon, &call.pub, tdg_words_code(i)));
  }
  host_free(&call);
}

static void a_text_without_words_has_no_facts(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "", ""}, {"zh", "。", ""}, {"xx", "???", ""}, {"", "14", "count 14"}};
  CHECK(v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_count_names_what_it_counts_and_its_state),
      cmocka_unit_test(amounts_have_their_unit),
      cmocka_unit_test(days_and_times_are_resolved),
      cmocka_unit_test(names_have_their_offices),
      cmocka_unit_test(other_languages_are_read_by_their_words),
      cmocka_unit_test(many_languages_are_read_by_their_words),
      cmocka_unit_test(times_and_ages_are_read_in_words),
      cmocka_unit_test(none_is_a_count_of_none_and_months_have_their_year),
      cmocka_unit_test(reports_of_other_kinds),
      cmocka_unit_test(labels_scores_and_years_are_no_counts),
      cmocka_unit_test(counts_are_compared_as_exactly_as_they_are_written),
      cmocka_unit_test(amounts_are_compared_in_their_units),
      cmocka_unit_test(days_and_times_are_compared_as_far_as_they_are_given),
      cmocka_unit_test(names_are_compared_with_their_offices),
      cmocka_unit_test(the_sense_is_that_of_the_main_verb),
      cmocka_unit_test(a_form_is_cut_between_letters),
      cmocka_unit_test(a_report_without_a_date_has_no_relative_days),
      cmocka_unit_test(a_lexicon_without_memory_is_none),
      cmocka_unit_test(the_words_of_every_language_have_their_place),
      cmocka_unit_test(a_text_without_words_has_no_facts),
  };
  return cmocka_run_group_tests_name("facts", tests, make_lexicon, free_lexicon);
}
