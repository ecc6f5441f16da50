/* test_kit_text.c - sentences, words, folding, language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <tidings/kit/text.h>

#include "test_kit.h"

#include <cmocka.h>

#include "kit/text/text_internal.h"

struct cut {
  const char *language, *text, *expected; /* the pieces with | between */
};

typedef size_t (*cut_fn)(tdg_call *, struct tdg_str, const char *, struct tdg_range **);

static size_t words_of(tdg_call *call, struct tdg_str text, const char *language, struct tdg_range **out) {
  (void)language;
  return tdg_words(call, text, out);
}

static void check_cuts(const struct cut *v, size_t n, cut_fn cut) {
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t i = 0; i < n; i++) {
    struct tdg_range *r;
    char got[1024] = "";
    size_t pieces = cut(&call.pub, kit_str(v[i].text), v[i].language, &r), at = 0;
    for (size_t k = 0; k < pieces && at + r[k].end - r[k].start + 2 < sizeof got; k++) {
      if (k > 0) got[at++] = '|';
      memcpy(got + at, v[i].text + r[k].start, r[k].end - r[k].start);
      at += r[k].end - r[k].start;
    }
    got[at] = '\0';
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("%s: expected %s\n        got %s\n", v[i].language, v[i].expected, got);
    wrong++;
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}
#define SENTENCES(table) check_cuts(table, sizeof(table) / sizeof((table)[0]), tdg_sentences)
#define WORDS(table) check_cuts(table, sizeof(table) / sizeof((table)[0]), words_of)

static void a_stop_behind_an_abbreviation_is_no_end(void **state) {
  (void)state;
  static const struct cut v[] = {
      {"en", "Mr. Brown met Dr. Ames. They spoke.", "Mr. Brown met Dr. Ames.|They spoke."},
      {"en", "U.S. President Ann Lee spoke. He left.", "U.S. President Ann Lee spoke.|He left."},
      {"en", "It was made in the U.S. The price rose.", "It was made in the U.S.|The price rose."},
      {"en", "J. K. Rowe and A. Bell won. I saw it.", "J. K. Rowe and A. Bell won.|I saw it."},
      {"en", "Shares of Acme Inc. fell. Acme Inc. The firm fell.",
       "Shares of Acme Inc. fell.|Acme Inc.|The firm fell."},
      {"", "There were 640 cases ten years ago. Researchers won the set. Others count.",
       "There were 640 cases ten years ago.|Researchers won the set.|Others count."},
      {"en", "It left the rails at 4:52 a.m. Two carriages overturned.",
       "It left the rails at 4:52 a.m.|Two carriages overturned."},
      {"es", "Se firma el 12 ago. 2026 en Tarsk.", "Se firma el 12 ago. 2026 en Tarsk."},
      {"en", "See No. 5 and p. 7. He said no. Then he left.",
       "See No. 5 and p. 7.|He said no.|Then he left."},
      {"en", "The first call came in at 2:10 a.m. 262 houses were destroyed.",
       "The first call came in at 2:10 a.m.|262 houses were destroyed."},
      {"en", "It begins at 9 a.m. 25 May 2026 in Inverne.", "It begins at 9 a.m. 25 May 2026 in Inverne."},
      {"en", "They met on Jan. 25 after all.", "They met on Jan. 25 after all."},
      {"en", "At 5 p.m. Tuesday it began. At 6 p.m. The hall was full.",
       "At 5 p.m. Tuesday it began.|At 6 p.m.|The hall was full."},
      {"en", "Gen. Oak, Sen. Elm and Gov. Ash came.", "Gen. Oak, Sen. Elm and Gov. Ash came."},
      {"de", "Das gilt z. B. für Dr. Weiß, d. h. für alle. Es regnet.",
       "Das gilt z. B. für Dr. Weiß, d. h. für alle.|Es regnet."},
      {"de", "Am 5. März kam er. Die 3. Runde folgt.", "Am 5. März kam er.|Die 3. Runde folgt."},
      {"de", "Das kostet 3 Mio. Euro usw. Der Rest fehlt.", "Das kostet 3 Mio. Euro usw.|Der Rest fehlt."},
      {"fr", "M. Leroux a parlé. Mme Petit aussi, cf. p. 3.",
       "M. Leroux a parlé.|Mme Petit aussi, cf. p. 3."},
      {"es", "El Sr. Gil y la Dra. Paz llegaron. EE. UU. no vino.",
       "El Sr. Gil y la Dra. Paz llegaron.|EE. UU. no vino."},
      {"it", "Il dott. Riva e l'on. Neri votano. Poi basta.",
       "Il dott. Riva e l'on. Neri votano.|Poi basta."},
      {"pt", "O Sr. Silva e a Dra. Costa falaram. Depois saíram.",
       "O Sr. Silva e a Dra. Costa falaram.|Depois saíram."},
      {"nl", "Dhr. Bakker kwam, o.a. met drs. Smit. Hij zweeg.",
       "Dhr. Bakker kwam, o.a. met drs. Smit.|Hij zweeg."},
      {"pl", "Mieszka przy ul. Długiej, np. od 2020 r. Jest tam prof. Nowak.",
       "Mieszka przy ul. Długiej, np. od 2020 r. Jest tam prof. Nowak."},
      {"cs", "Přišel 5. května např. Ing. Novák. Pak odešel.",
       "Přišel 5. května např. Ing. Novák.|Pak odešel."},
      {"ru", "Это ул. Ленина, т. е. центр. Он ушёл.", "Это ул. Ленина, т. е. центр.|Он ушёл."},
  };
  SENTENCES(v);
}

static void quotes_numbers_and_ellipses_are_understood(void **state) {
  (void)state;
  static const struct cut v[] = {
      {"en", "\"We won.\" He smiled.", "\"We won.\"|He smiled."},
      {"en", "\xe2\x80\x9cWhy?\xe2\x80\x9d he asked. No one spoke.",
       "\xe2\x80\x9cWhy?\xe2\x80\x9d he asked.|No one spoke."},
      {"en", "It rose 3.5 percent to 1.200. See example.com for more.",
       "It rose 3.5 percent to 1.200.|See example.com for more."},
      {"en", "Well... maybe. Well... Then go.", "Well... maybe.|Well...|Then go."},
      {"en", "Really?! Yes! (He nodded.) Fine.", "Really?!|Yes!|(He nodded.)|Fine."},
      {"en", "1. The parties agree. 2. They sign.", "1. The parties agree.|2. They sign."},
      {"en", "A line\nbroken in two. Next", "A line\nbroken in two.|Next"},
      {"en", "A heading\n\nA text.", "A heading|A text."},
      {"es", "¿Quién? ¡Nadie! Fin.", "¿Quién?|¡Nadie!|Fin."},
      {"en", "  \n ", ""},
      {"en", "", ""},
      {"en", "no stop at all", "no stop at all"},
      {"en", "It happened in 2024. Nobody knew.", "It happened in 2024.|Nobody knew."},
  };
  SENTENCES(v);
}

static void other_scripts_have_their_own_stops(void **state) {
  (void)state;
  static const struct cut v[] = {
      {"zh", "他来了。“好吗？”他问。再见！", "他来了。|“好吗？”|他问。|再见！"},
      {"ja", "「行きます。」と言った。終わり。", "「行きます。」と言った。|終わり。"},
      {"ar", "هل جاء؟ نعم. ذهب", "هل جاء؟|نعم.|ذهب"},
      {"hi", "वह आया। वह गया।", "वह आया।|वह गया।"},
      {"he", "הוא בא. היא הלכה.", "הוא בא.|היא הלכה."},
      {"el", "Ήρθε. Έφυγε.", "Ήρθε.|Έφυγε."},
  };
  SENTENCES(v);
}

static void words_keep_what_spelling_joins(void **state) {
  (void)state;
  static const struct cut v[] = {
      {"", "The cease-fire didn't hold, said U.S. officials.",
       "The|cease-fire|didn't|hold|said|U.S|officials"},
      {"", "It\xe2\x80\x99s 3.5% of 1,000 -- or $20.", "It\xe2\x80\x99s|3.5|of|1,000|or|20"},
      {"", "L'État, 'tis -x- end.The", "L'État|tis|x|end|The"},
      {"", "Straße ёлка Ελλάδα שלום مرحبا", "Straße|ёлка|Ελλάδα|שלום|مرحبا"},
      {"", "naïve cafe\xcc\x81 B2B", "naïve|cafe\xcc\x81|B2B"},
      {"", "中华人民共和国成立了ABC公司", "中华|人民|共和国|成立|了|ABC|公司"},
      {"", "今日は東京へ行く", "今日|は|東京|へ|行く"},
      {"", "สวัสดีชาวโลก", "สวัสดี|ชาว|โลก"},
      {"", "대한민국 정부", "대한민국|정부"},
      {"", "", ""},
      {"", "... !", ""},
  };
  WORDS(v);
}

static void folding_makes_spellings_alike(void **state) {
  (void)state;
  static const char *const v[][2] = {
      {"  The  QUICK\tfox\n", "the quick fox"},
      {"“Don’t” — said", "\"don't\" - said"},
      {"Éric Müller Łódź Çağrı Ørsted Straße", "eric muller lodz cagri orsted strasse"},
      {"cafe\xcc\x81", "cafe"},
      {"Αθήνα Ελλάς", "αθηνα ελλασ"},
      {"Ёлка Й Київ", "елка й київ"},
      {"ＦＵＬＬ ﬁne ①", "full fine 1"},
      {"ガ が 한국", "ガ が 한국"},
      {"सरकार", "सरकार"},
      {"مُحَمَّد", "محمد"},
      {"soft\xc2\xadhyphen", "softhyphen"},
      {"Việt Nam", "viet nam"},
      {"", ""},
  };
  struct host_call call;
  kit_open(&call);
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
    assert_string_equal(tdg_fold(&call.pub, kit_str(v[i][0])).p, v[i][1]);
  host_free(&call);
}

static void folding_twice_changes_nothing(void **state) {
  (void)state;
  struct host_call call;
  kit_open(&call);
  for (uint32_t c = 1; c < 0x3000; c++) {
    char text[16];
    size_t n = tdg_utf8_put(text, c);
    if (c >= 0xD800 && c < 0xE000) continue;
    host_begin(&call, 0);
    struct tdg_str once = tdg_fold(&call.pub, (struct tdg_str){text, n}), twice = tdg_fold(&call.pub, once);
    if (once.n != twice.n || memcmp(once.p, twice.p, once.n) != 0)
      fail_msg("U+%04X: %s, then %s", c, once.p, twice.p);
  }
  host_free(&call);
}

static void language_is_told_by_letters_and_small_words(void **state) {
  (void)state;
  static const char *const v[][2] = {
      {"en", "The minister said that the new law would not be changed before the election."},
      {"de", "Der Minister sagte, dass das neue Gesetz nicht vor der Wahl geändert werde."},
      {"fr", "Le ministre a déclaré que la nouvelle loi ne serait pas modifiée avant les élections."},
      {"es", "El ministro dijo que la nueva ley no se cambiará antes de las elecciones."},
      {"it", "Il ministro ha detto che la nuova legge non sarà modificata prima delle elezioni."},
      {"pt", "O ministro disse que a nova lei não será alterada antes das eleições."},
      {"nl", "De minister zei dat de nieuwe wet niet voor de verkiezingen wordt gewijzigd."},
      {"pl", "Minister powiedział, że nowa ustawa nie zostanie zmieniona przed wyborami."},
      {"cs", "Ministr řekl, že nový zákon nebude před volbami změněn."},
      {"sk", "Minister povedal, že nový zákon sa pred voľbami nezmení, ale ešte nie je isté kedy."},
      {"tr",
       "Bakan, yeni yasanın seçimlerden önce değiştirilmeyeceğini ve bunun için bir karar olduğunu söyledi."},
      {"sv", "Ministern sade att den nya lagen inte kommer att ändras före valet, och det är bra."},
      {"da", "Ministeren sagde, at den nye lov ikke bliver ændret før valget, og det har mange ventet på "
             "efter mødet."},
      {"no",
       "Statsråden sa at den nye loven ikke blir endret før valget, og det har mange ventet på etter møtet."},
      {"fi", "Ministeri sanoi, että uutta lakia ei muuteta ennen vaaleja, mutta se on vielä auki."},
      {"hu", "A miniszter azt mondta, hogy az új törvényt nem módosítják a választások előtt."},
      {"ro",
       "Ministrul a spus că noua lege nu va fi modificată înainte de alegeri și că este o decizie finală."},
      {"vi", "Bộ trưởng nói rằng luật mới sẽ không được thay đổi trước cuộc bầu cử."},
      {"uk", "Міністр сказав, що новий закон не буде змінено до виборів."},
      {"ru", "Министр сказал, что новый закон не будет изменён до выборов."},
      {"bg", "Министърът каза, че новият закон няма да бъде променен преди изборите."},
      {"sr", "Министар је рекао да нови закон неће бити промењен пре избора."},
      {"el", "Ο υπουργός είπε ότι ο νέος νόμος δεν θα αλλάξει."},
      {"ar", "قال الوزير إن القانون الجديد لن يتغير قبل الانتخابات"},
      {"fa", "وزیر گفت که قانون جدید پیش از انتخابات تغییر نخواهد کرد"},
      {"he", "השר אמר שהחוק החדש לא ישתנה לפני הבחירות"},
      {"hi", "मंत्री ने कहा कि नया कानून नहीं बदलेगा"},
      {"th", "รัฐมนตรีกล่าวว่ากฎหมายใหม่จะไม่เปลี่ยนแปลง"},
      {"zh", "部长表示，新法律在选举前不会改变。"},
      {"ja", "大臣は、新しい法律は選挙前に変更されないと述べた。"},
      {"ko", "장관은 새 법이 선거 전에 바뀌지 않을 것이라고 말했다."},
      {"", ""},
      {"", "12345 -- 67"},
      {"", "Acme Corp"},
      {"", "Zxqv wrtp lkjh mnbv"},
  };
  int wrong = 0;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    const char *got = tdg_language(kit_str(v[i][1]));
    if (strcmp(got, v[i][0]) == 0) continue;
    print_error("expected %s, got %s: %s\n", v[i][0], got, v[i][1]);
    wrong++;
  }
  assert_int_equal(wrong, 0);
  assert_string_equal(tdg_language((struct tdg_str){NULL, 0}), ""); /* a text that is not there */
}

static void hostile_text_costs_linear_time(void **state) {
  (void)state;
  enum { SIZE = 1 << 18 };
  static const char *const units[] = {".",  "A.", "a. ", "\xff",     "\xe2\x80", "1.",   "\n",
                                      "' ", "中", "a'",  "\xcc\x81", "。",       "U.S. "};
  char *text = malloc(SIZE + 16);
  struct host_call call;
  assert_non_null(text);
  kit_open(&call);
  for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
    size_t n = 0, w = strlen(units[u]);
    struct tdg_range *r;
    for (; n + w < SIZE; n += w) memcpy(text + n, units[u], w);
    struct tdg_str s = {text, n};
    host_begin(&call, 0);
    size_t k = tdg_sentences(&call.pub, s, "en", &r);
    for (size_t i = 0; i < k; i++)
      assert_true(r[i].start < r[i].end && r[i].end <= n && (i == 0 || r[i].start >= r[i - 1].end));
    k = tdg_words(&call.pub, s, &r);
    for (size_t i = 0; i < k; i++)
      assert_true(r[i].start < r[i].end && r[i].end <= n && (i == 0 || r[i].start >= r[i - 1].end));
    (void)tdg_fold(&call.pub, s);
    (void)tdg_language(s);
  }
  host_free(&call);
  free(text);
}

static void a_title_that_asks_or_quotes_teases(void **state) {
  static const char *const teasing[] = {
      "Why is the ferry aground?",
      "\xE2\x80\x9CWe were safe\xE2\x80\x9D: a night aboard",
      "\xE6\xB8\xA1\xE8\x88\xB9\xEF\xBC\x9F",
      "'Safe', says the captain",
  };
  static const char *const plain[] = {"Ferry aground off Port Ellery", "", "Captain says \"all safe\""};
  (void)state;
  for (size_t i = 0; i < sizeof teasing / sizeof *teasing; i++)
    assert_true(tdg_title_teases((struct tdg_str){teasing[i], strlen(teasing[i])}));
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    assert_false(tdg_title_teases((struct tdg_str){plain[i], strlen(plain[i])}));
}

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

static void a_dateline_ends_where_the_sentence_begins(void **state) {
  static const char *const lines[] = {"BERLIN (Nordbild) - ", "Lille, 4 mai 2026 \xE2\x80\x93 ",
                                      "OSTERVIK \xE2\x80\x94 "};
  static const char *const none[] = {"The owner of the line - ", "Kapit\xC3\xA4nin Ida Morrow - ", ""};
  char text[200];
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    snprintf(text, sizeof text, "%sEllery Lines said that the ferry will be repaired in six weeks.",
             lines[i]);
    assert_int_equal(tdg_dateline(str(text)), strlen(lines[i]));
    snprintf(text, sizeof text, "%sEllery Lines said that the ferry will be repaired in six weeks.", none[i]);
    assert_int_equal(tdg_dateline(str(text)), 0);
  }
}

static void comment_is_known_by_what_publishers_call_it(void **state) {
  static const char *const titles[] = {"Opinion: The harbour needs a plan",
                                       "The harbour needs a plan | Editorial",
                                       "Kommentar: Der Hafen braucht einen Plan",
                                       "[Opinion] A plan",
                                       "Мнение: порту нужен план",
                                       "【社説】港に計画を",
                                       "(Opinion) A plan",
                                       "(Kommentar: Hafen) Ein Plan"};
  static const char *const news[] = {"Harbour opens",
                                     "Letter bomb found in Hollin: two hurt",
                                     "Opinion polls: party ahead",
                                     "Minister: no comment",
                                     "Opinion] A plan",
                                     "(Opinion] A plan",
                                     "[Opinion) A plan",
                                     "Opinion】A plan"};
  (void)state;
  for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
    if (!tdg_title_is_opinion(str(titles[i]))) fail_msg("no opinion: %s", titles[i]);
  for (size_t i = 0; i < sizeof news / sizeof *news; i++)
    if (tdg_title_is_opinion(str(news[i]))) fail_msg("an opinion: %s", news[i]);
  assert_true(tdg_label_is_opinion(str("Letters")) && tdg_label_is_opinion(str(" Op-Ed ")));
  assert_false(tdg_label_is_opinion(str("Politics")) || tdg_label_is_opinion(str("")));
  assert_true(tdg_tag_is_opinion(str("opinion")) && !tdg_tag_is_opinion(str("letters")));
  assert_true(tdg_address_is_opinion(str("https://courier.example/opinion/2026/harbour")));
  assert_false(tdg_address_is_opinion(str("https://courier.example/news/opinion")));
  assert_false(tdg_address_is_opinion(str("https://courier.example/news/a?from=/opinion/x")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(comment_is_known_by_what_publishers_call_it),
      cmocka_unit_test(a_stop_behind_an_abbreviation_is_no_end),
      cmocka_unit_test(quotes_numbers_and_ellipses_are_understood),
      cmocka_unit_test(other_scripts_have_their_own_stops),
      cmocka_unit_test(a_title_that_asks_or_quotes_teases),
      cmocka_unit_test(a_dateline_ends_where_the_sentence_begins),
      cmocka_unit_test(words_keep_what_spelling_joins),
      cmocka_unit_test(folding_makes_spellings_alike),
      cmocka_unit_test(folding_twice_changes_nothing),
      cmocka_unit_test(language_is_told_by_letters_and_small_words),
      cmocka_unit_test(hostile_text_costs_linear_time),
  };
  return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
