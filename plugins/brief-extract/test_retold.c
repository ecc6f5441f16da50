/* test_retold.c - which sentence tells again what a chosen one tells, in pairs: an opening of the same news in other words, with a detail
 * more or a figure in another frame; and which one adds something. */
#include "kit/test_kit.h"

#include "brief.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { PERCENT = 28, PERCENT_LONG = 40 };

/* Two reports, each with its title; `behind` stands behind a first sentence of its report, and is no lead. */
struct pair {
  const char *language, *title, *told, *again;
  const char *before; /* the first sentence of the second report; NULL: again is it */
};

static const struct pair repeats[] = {
    /* leads that open with the same news */
    {"en", "Ellery police beat suspects, ministry report says",
     "A ministry inquiry found that officers in Ellery routinely beat suspects in custody, Anna Berg said.",
     "Suspects are beaten by officers in Ellery for want of training, says a scathing report on the last 12 "
     "years.",
     NULL},
    {"en", "Norvia raises visa fees, charges refugees",
     "The Norvian government announced that it is raising visa fees sharply and that refugees will pay for "
     "their claims.",
     "The Interior Ministry said visa fees would go up 81 percent to $1,160 and refugees would have to pay "
     "$50.",
     NULL},
    {"en", "Navy chief: drones will be shot down again",
     "Tarn's navy chief warned that its forces could shoot down more drones if they enter its airspace.",
     "An officer in Tarn says it is able to bring down more drones from spying forces, local media report.",
     NULL},
    {"en", "Officer meant to fire stun gun, chief says",
     "Officials in Winslet said the officer who shot a driver did so by accident and meant to fire a stun "
     "gun.",
     "The police chief released video of the officer shooting Duncan Rait, 20, and called it an accidental "
     "discharge.",
     NULL},
    {"de", "Stadt Kesten schließt drei Bäder",
     "Die Stadt Kesten schließt drei ihrer Bäder, weil das Geld für die Sanierung fehlt.",
     "Wegen leerer Kassen werden in Kesten drei Bäder geschlossen: Für eine Sanierung fehlt der Stadt laut "
     "Bürgermeisterin Anna "
     "Berg das Geld.",
     NULL},
    {"de", "Bahn streicht Nachtzüge nach Tarn", "Die Bahn streicht vom Sommer an ihre Nachtzüge nach Tarn.",
     "Reisende müssen auf Nachtzüge nach Tarn verzichten: Die Bahn streicht das Angebot im Sommer und nennt "
     "hohe Kosten.",
     NULL},
    {"fr", "Marvelle interdit les voitures au centre",
     "La ville de Marvelle va interdire les voitures dans son centre dès septembre.",
     "Les voitures seront bannies du centre historique de Marvelle, où la mairie veut interdire toute "
     "circulation.",
     NULL},
    {"fr", "L'usine de Sarmont ferme, 240 emplois supprimés",
     "Le groupe Valdor ferme son usine de Sarmont et supprime 240 emplois.",
     "Coup dur pour Sarmont : la fermeture de l'usine entraîne la suppression de 240 emplois, annonce la "
     "direction.",
     NULL},
    {"es", "Carrera anuncia recortes en sanidad",
     "El presidente Luis Carrera anunció recortes en la sanidad pública para reducir el déficit.",
     "Hospitales y centros de la sanidad pública sufrirán recortes, según un plan del gobierno contra el "
     "déficit.",
     NULL},
    {"es", "La lluvia inunda el mercado de Tarna",
     "La lluvia inundó el mercado central de Tarna y obligó a evacuar a los vendedores.",
     "Decenas de vendedores fueron evacuados cuando la lluvia entró en el mercado de Tarna.", NULL},
    {"it", "Valdora, sciopero dei treni",
     "I macchinisti di Valdora hanno iniziato uno sciopero che blocca i treni regionali.",
     "Treni regionali fermi a Valdora: lo sciopero dei macchinisti durerà 48 ore, secondo il sindacato.",
     NULL},
    {"pt", "Lourel proíbe sacos de plástico",
     "A câmara de Lourel proibiu os sacos de plástico nas lojas da cidade.",
     "As lojas de Lourel deixam de poder vender sacos de plástico, decidiu a câmara, que prevê multas de 200 "
     "euros.",
     NULL},
    {"nl", "Haveren sluit bibliotheken", "De gemeente Haveren sluit drie bibliotheken om geld te besparen.",
     "Om te besparen gaan in Haveren drie bibliotheken dicht, meldt wethouder Jan de Wit van de gemeente.",
     NULL},
    {"pl", "Zalesie zamyka szpital", "Władze miasta Zalesie zamykają szpital dziecięcy z powodu długów.",
     "Szpital dziecięcy w mieście Zalesie zostanie zamknięty, bo jego długi sięgają 40 milionów złotych.",
     NULL},
    {"ru", "В Заречье закрывают школу", "Власти Заречья закрывают старую школу из-за трещин в стенах.",
     "Из-за трещин старая школа в Заречье будет закрыта, сообщил мэр Иван Петров.", NULL},
    {"tr", "Kesten'de baraj kapakları açıldı",
     "Kesten yakınlarındaki barajın kapakları yoğun yağmur nedeniyle açıldı.",
     "Yoğun yağmur yetkilileri harekete geçirdi ve Kesten'de barajın kapakları açıldı.", NULL},
    /* what a later sentence tells with no figure and nobody beside */
    {"en", "Two ferries collide off Port Ellery",
     "Two ferries collided in thick fog off Port Ellery, and passengers jumped into the water.",
     "Passengers jumped from the decks when the ferries collided in the fog, witnesses said.",
     "The coast guard sent four boats."},
    {"en", "Students block bridge in Winslet",
     "Students protesting against higher fees blocked the old bridge in Winslet for hours.",
     "The protesting students had blocked the bridge because of the fees, the town said.",
     "Winslet has 8,000 inhabitants."},
    {"de", "Sturm deckt Dächer in Kesten ab",
     "Ein Sturm hat in Kesten Dächer abgedeckt, Bäume entwurzelt und Straßen blockiert.",
     "Der Sturm hatte dort Bäume entwurzelt, Dächer abgedeckt und viele Straßen unpassierbar gemacht.",
     "Die Feuerwehr war bis zum Morgen unterwegs."},
    {"es", "Un incendio destruye la fábrica de Tarna",
     "Un incendio destruyó la fábrica de muebles de Tarna durante la noche.",
     "El fuego destruyó por la noche toda la fábrica de muebles, según los bomberos.",
     "Los vecinos vieron llamas."},
};

/* A told fact with a detail more: a figure, a name, a day; the last ones in another section. */
static const struct pair detailed[] = {
    {"en", "Video of shout shared by Ellery mayor",
     "A spokeswoman defended the mayor's sharing of a video in which a man shouts slogans at a parade.",
     "The mayor had shared the video early on 8 March, showing a parade of 300 carts and the shouting man in "
     "Port Ellery.",
     "Nobody was hurt."},
    {"en", "Winslet raises fees",
     "The town of Winslet is raising fees for permits, and builders face a sharp increase for each house.",
     "The rule increases the permit fees of builders by 81 percent to $1,160, among other fees of the town.",
     "It was printed on Friday."},
    {"de", "Kesten erhöht Gebühren",
     "Die Stadt Kesten erhöht die Gebühren der Kindergärten, und Eltern müssen künftig mehr bezahlen.",
     "Eltern bezahlen nach dem Beschluss der Stadt vom 8. März in den Kindergärten Gebühren von 140 Euro.",
     "Der Rat tagte lange."},
    {"fr", "Un pont fermé à Marvelle",
     "Le vieux pont de Marvelle est fermé aux camions parce que des fissures menacent les piliers.",
     "Les fissures des piliers, longues de 40 centimètres, ont fermé le pont aux camions, selon Anne Morel.",
     "Les riverains se plaignent."},
    {"es", "Huelga de autobuses en Tarna",
     "Los conductores de autobuses de Tarna iniciaron una huelga para pedir mejores salarios.",
     "La huelga de los conductores de autobuses, que piden salarios un 12 por ciento mejores, dura 48 horas.",
     "El alcalde guarda silencio."},
    {"en", "Town orders masks indoors",
     "Residents of Winslet must wear masks in indoor public spaces again as infections rise.",
     "The order requiring masks in indoor public spaces will go into effect on Saturday, Dr. Rait said.",
     "The vote was short."},
    {"en", "Protests against security law",
     "Thousands marched in Port Ellery against the announcement of a sweeping new security law.",
     "The sweeping security law will be imposed directly by the announcement of Norvia, bypassing a council.",
     "Shops were shut."},
};

static const struct pair adds[] = {
    /* names alone are no fact */
    {"en", "Morrow blames pump of the Halcyon",
     "Ida Morrow blames a worn steering pump of the ferry Halcyon for the long and dangerous night on a "
     "sandbank off Port Ellery, which ended at dawn with tugs and helicopters.",
     "Before the winter Captain Ida Morrow had taken the Halcyon and a choir of mountaineers through heavy "
     "storms, thick ice and blinding snow to Port Winslet and its harbour.",
     "Divers came."},
    /* leads of two matters, or of two sides of one */
    {"en", "Mayor of Winslet resigns",
     "Anna Berg, the mayor of Winslet, resigned after an audit found missing money.",
     "Anna Berg grew up above a bakery and entered politics as a student of law.", NULL},
    {"en", "Norvian envoys return",
     "Two dozen Norvian diplomats in Tarn urged their ministry to begin an airlift.",
     "Norvia struggles with checkpoints and lost papers as it brings people out of Tarn.", NULL},
    {"en", "Kim Ansel calls off missile test",
     "Kim Ansel had heart surgery this month, intelligence services of two countries believe.",
     "State radio announced that Kim Ansel holds off a missile test near Guam.", NULL},
    {"en", "Berg's staff complain", "Anna Berg, the vice president, opened a hospital in Winslet.",
     "The new clinic has no doctors yet, nurses in Winslet told reporters.", NULL},
    {"de", "Wahl in Kesten", "In Kesten hat die Wahl des neuen Bürgermeisters begonnen.",
     "Kesten rechnet nach dem Hochwasser mit Schäden an 300 Häusern.", NULL},
    {"fr", "Procès Dorval",
     "Le procès de l'ancien chef de la police s'est ouvert à Marvelle sous haute surveillance.",
     "Paul Dorval avait bâti sa fortune dans l'immobilier avant de devenir maire.", NULL},
    {"es", "Carrera viaja a Norvia", "Luis Carrera viajó a Norvia para firmar un acuerdo de pesca.",
     "Los pescadores de Tarna temen perder sus licencias por la visita del presidente.", NULL},
    {"it", "Valdora, esonda il fiume", "Il fiume è esondato a Valdora e ha allagato il centro storico.",
     "A Valdora mancano da anni i fondi per gli argini, denuncia il comitato dei cittadini.", NULL},
    {"pl", "Wybory w Zalesiu", "W Zalesiu trwa liczenie głosów po wyborach burmistrza.",
     "Zalesie czeka na nowy most, którego budowę wstrzymano zimą.", NULL},
    {"ru", "Пожар в Заречье", "В Заречье сгорел склад мебели, жителей соседних домов вывезли.",
     "Владелец фабрики в Заречье обещал рабочим выплатить зарплату.", NULL},
    /* later sentences with a figure, a person, an outcome */
    {"en", "Two ferries collide off Port Ellery",
     "Two ferries collided in thick fog off Port Ellery, and passengers jumped into the water.",
     "Eleven people went to hospital with broken bones after the ferries met in the fog.",
     "The coast guard sent boats."},
    {"en", "Students block bridge in Winslet",
     "Students protesting against higher fees blocked the old bridge in Winslet for hours.",
     "Rector Duncan Rait offered to freeze what they pay for a year.", "Winslet is a small town."},
    {"en", "House passes spending bills",
     "The House passed two spending bills to avert a shutdown of the government.",
     "The bills contain $25 million for research into gun violence.", "The vote came late."},
    {"en", "Ellery court blocks app ban",
     "A judge in Ellery blocked the ban of the video app hours before it took effect.",
     "The app would have vanished from stores at midnight.", "Lawyers cheered."},
    {"de", "Sturm deckt Dächer in Kesten ab",
     "Ein Sturm hat in Kesten Dächer abgedeckt, Bäume entwurzelt und Straßen blockiert.",
     "Der Sturm verletzte 14 Menschen, die in Zelten am See schliefen.",
     "Die Feuerwehr war bis zum Morgen unterwegs."},
    {"fr", "L'usine de Sarmont ferme", "Le groupe Valdor ferme son usine de Sarmont en septembre.",
     "Les salariés recevront une prime de 20 000 euros à la fermeture de l'usine.",
     "La nouvelle a surpris la région."},
    {"es", "Un incendio destruye la fábrica de Tarna",
     "Un incendio destruyó la fábrica de muebles de Tarna durante la noche.",
     "La fábrica de muebles daba trabajo a 120 personas y exportaba a Norvia.", "Los vecinos vieron llamas."},
    {"pt", "Lourel proíbe sacos de plástico",
     "A câmara de Lourel proibiu os sacos de plástico nas lojas da cidade.",
     "O vereador Rui Tavel votou contra e teme custos para as lojas.", "A votação foi longa."},
    {"nl", "Haveren sluit bibliotheken", "De gemeente Haveren sluit drie bibliotheken om geld te besparen.",
     "De bibliotheken trokken vorig jaar samen 90.000 bezoekers.", "Het besluit viel laat."},
    {"tr", "Kesten'de baraj kapakları açıldı",
     "Kesten yakınlarındaki barajın kapakları yoğun yağmur nedeniyle açıldı.",
     "Barajın altındaki köylerde 60 ev su altında kaldı.", "Yağmur gece başladı."},
};

/* What the story is about, told again by another verb of one meaning, of the same person. */
static const struct pair deeds[] = {
    {"en", "Governor of central bank dismissed", "The central bank of Norvia dismissed Anna Berg on Monday.",
     "Berg, who liked long speeches and loud ties, was ousted after a bitter summer.",
     "Shares hardly moved."},
    {"en", "Cyclist killed in Winslet", "A van hit and killed the cyclist Duncan Rait on the old bridge.",
     "Rait was on his way home from choir practice when he was run over.", "The road is narrow."},
    {"en", "Halcyon buys Tarn Foods", "The grocer Halcyon is buying its rival Tarn Foods.",
     "Halcyon, known for yellow bags and slow tills, has acquired an old neighbour.", "Unions want to talk."},
    {"de", "Zentralbank entlässt Chefin", "Die Zentralbank hat Anna Berg am Montag entlassen.",
     "Berg, bekannt für lange Reden und bunte Tücher, wurde nach einem bitteren Sommer gefeuert.",
     "Die Kurse bewegten sich kaum."},
    {"fr", "La banque licencie sa directrice", "La banque centrale a licencié Anna Berg lundi.",
     "Berg, connue pour ses longs discours, a été limogée au terme d'un été amer.",
     "Les cours ont peu bougé."},
    {"es", "El banco despidió a su directora", "El banco central despidió a Anna Berg el lunes.",
     "Berg, conocida por sus largos discursos, fue destituida tras un verano amargo.",
     "La bolsa apenas se movió."},
    {"it", "La banca ha licenziato la direttrice", "La banca centrale ha licenziato Anna Berg lunedì.",
     "Berg, nota per i lunghi discorsi, è stata rimossa dopo una estate amara.", "I listini sono fermi."},
    {"nl", "Bank ontslaat directeur", "De centrale bank ontslaat Anna Berg.",
     "Berg, bekend om haar lange toespraken, werd na een bittere zomer op straat gezet.",
     "De koersen bewogen amper."},
    {"pt", "Banco demitiu a diretora", "O banco central demitiu Anna Berg.",
     "Berg, conhecida pelos longos discursos, foi exonerada depois de um verão amargo.",
     "A bolsa mal se mexeu."},
    {"sv", "Banken avskedar chefen", "Riksbanken avskedar Anna Berg.",
     "Berg, känd för sina långa tal, får sparken efter en bitter sommar.", "Kurserna rörde sig knappt."},
    {"da", "Banken fyrer direktøren", "Nationalbanken fyrer Anna Berg.",
     "Berg, kendt for sine lange taler, blev afskediget efter en bitter sommer.", "Kurserne stod stille."},
    {"no", "Banken sparket sjefen", "Sentralbanken har sparket Anna Berg.",
     "Berg, kjent for sine lange taler, ble avskjediget etter en bitter sommer.", "Kursene sto stille."},
    {"pl", "Bank zwolnił szefową", "Bank centralny zwolnił Annę Berg.",
     "Berg, znana z długich przemówień, została odwołana po gorzkim lecie.", "Kursy stoją w miejscu."},
    {"cs", "Banka odvolala šéfku", "Centrální banka byla ráno bez šéfky, Anna Berg byla odvolána.",
     "Berg, známá dlouhými projevy, byla po hořkém létě sesazena, Berg byla odvolána.", "Kurzy stojí."},
    {"ru", "Банк уволил директора", "Центральный банк уволил Анну Берг.",
     "Берг, известная длинными речами, отправлен в отставку после трудного лета совет.",
     "Курсы не изменились."},
    {"uk", "Банк звільнив директорку", "Центральний банк звільнив Анну Берг.",
     "Берг, відома довгими промовами, після важкого літа усунуто.", "Курси не змінилися."},
    {"tr", "Banka müdürü kovdu", "Anna Berg pazartesi günü kovuldu, Merkez Bankası onu kovdu.",
     "Konuşkan Berg sıkıntılı bir yazın ardından görevden alındı.", "Borsa kıpırdamadı."},
};

/* The same person and another deed, the same deed and another person or place, what was denied, what is still to come. */
static const struct pair other_deeds[] = {
    {"en", "Governor of central bank dismissed", "The central bank of Norvia dismissed Anna Berg on Monday.",
     "Berg was arrested at the airport with a suitcase of old maps.", "Shares hardly moved."},
    {"en", "Governor of central bank dismissed", "The central bank of Norvia dismissed Anna Berg on Monday.",
     "The bank also ousted Duncan Rait, a spokesman who had mislaid the keys.", "Shares hardly moved."},
    {"en", "Governor of central bank dismissed", "The central bank of Norvia dismissed Anna Berg on Monday.",
     "Berg was never fired from the tram company where her career began.", "Shares hardly moved."},
    {"en", "Cyclist killed in Winslet", "A van hit and killed the cyclist Duncan Rait on the old bridge.",
     "Rait loved the hills and a dry joke, said neighbours from the choir.", "The road is narrow."},
    {"en", "Governor of central bank dismissed",
     "The central bank of Norvia dismissed Anna Berg on Monday after a quarrel over coins, clerks, ledgers, "
     "vaults and lamps.",
     "Berg, whom they fired, plays chess with bakers, paints herons and keeps goats behind a mill.",
     "Shares hardly moved."},
    {"en", "Fire at library", "A fire broke out in the library of Winslet at night.",
     "The blaze cost the library 300 maps.", "It rained."},
    {"de", "Zentralbank entlässt Chefin", "Die Zentralbank hat Anna Berg am Montag entlassen.",
     "Berg wurde am Flughafen mit einem Koffer alter Karten festgenommen.", "Die Kurse bewegten sich kaum."},
    {"fr", "La banque licencie sa directrice", "La banque centrale a licencié Anna Berg lundi.",
     "Berg a été arrêtée à la gare avec une valise de vieilles cartes.", "Les cours ont peu bougé."},
    {"es", "El banco despidió a su directora", "El banco central despidió a Anna Berg el lunes.",
     "Berg fue detenida en la estación con una maleta de mapas viejos.", "La bolsa apenas se movió."},
    {"nl", "Bank ontslaat directeur", "De centrale bank ontslaat Anna Berg.",
     "Berg werd op het station aangehouden met een koffer vol oude kaarten.", "De koersen bewogen amper."},
};

static const struct cues *cues;

static int make_cues(void **state) {
  struct host_call call;
  (void)state;
  kit_open(&call);
  cues = cues_make(&call.pub);
  host_free(&call);
  return cues == NULL;
}
static int free_cues(void **state) {
  (void)state;
  cues_free(cues);
  return 0;
}

static void put(tdg_call *call, tdg_rec *story, int64_t id, const struct pair *p, const char *text,
                const char *more) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_int(call, r, TDG_ID, id);
  tdg_put_str(call, r, TDG_LANGUAGE, p->language);
  tdg_put_str(call, r, TDG_TITLE, p->title);
  tdg_put_str(call, r, TDG_PUBLISHER, id == 1 ? "Ansel Courier" : "Daily Post");
  tdg_block(call, r, TDG_PARAGRAPH, text, strlen(text));
  if (more != NULL) tdg_block(call, r, TDG_PARAGRAPH, more, strlen(more));
  tdg_put_rec(call, story, TDG_MEMBER, r);
}

static struct sentence *find(struct brief *b, int member, const char *text) {
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].member == member && b->sentence[i].text.n == strlen(text) &&
        memcmp(b->sentence[i].text.p, text, strlen(text)) == 0)
      return &b->sentence[i];
  fail_msg("no sentence: %s", text);
  return NULL;
}

static struct brief *read_story(tdg_call *c, const tdg_rec *story) {
  struct brief *b = tdg_scratch(c, sizeof *b);
  b->call = c, b->cues = cues;
  brief_read(b, story);
  cues_judge(cues, b);
  brief_conflicts(b, tdg_scratch(c, MAX_CONFLICTS * sizeof(struct conflict)));
  return b;
}

/* Of each kind of brief: a short one, and a long one where more is needed. */
static int is_repeated(const struct pair *p) {
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  put(c, story, 1, p, p->told, NULL);
  put(c, story, 2, p, p->before != NULL ? p->before : p->again, p->before != NULL ? p->again : NULL);
  struct brief *b = read_story(c, story);
  struct sentence *s = find(b, 1, p->again), *x = find(b, 0, p->told);
  assert_int_equal(s->lead, p->before == NULL);
  int is = brief_retells(b, s, x, PERCENT_LONG) ? 1 : brief_retells(b, s, x, PERCENT) ? 2 : 0;
  host_free(&call);
  return is;
}

static void what_tells_the_same_in_other_words_is_a_repetition(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++)
    if (!is_repeated(&repeats[i]))
      fail_msg("%s: no repetition of: %s\n  %s", repeats[i].language, repeats[i].told, repeats[i].again);
}

static void what_adds_a_matter_a_figure_or_a_person_is_none(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof adds / sizeof *adds; i++)
    if (is_repeated(&adds[i]))
      fail_msg("%s: a repetition of: %s\n  %s", adds[i].language, adds[i].told, adds[i].again);
}

static void what_happened_is_told_once_whatever_the_verb(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
    if (!is_repeated(&deeds[i]))
      fail_msg("%s: no repetition of: %s\n  %s", deeds[i].language, deeds[i].told, deeds[i].again);
  for (size_t i = 0; i < sizeof other_deeds / sizeof *other_deeds; i++)
    if (is_repeated(&other_deeds[i]))
      fail_msg("%s: a repetition of: %s\n  %s", other_deeds[i].language, other_deeds[i].told,
               other_deeds[i].again);
}

/* In a longer story it is not forbidden, but worth less. */
static void what_the_story_is_about_is_worth_less_again(void **state) {
  (void)state;
  const struct pair *v[] = {&deeds[0], &other_deeds[0]};
  float worth[2];
  for (int i = 0; i < 2; i++) {
    struct host_call call;
    kit_open(&call);
    tdg_rec *story = tdg_rec_new(&call.pub, TDG_STORY);
    put(&call.pub, story, 1, v[i], v[i]->told, NULL);
    put(&call.pub, story, 2, v[i], v[i]->before, v[i]->again);
    struct brief *b = read_story(&call.pub, story);
    worth[i] = brief_worth_again(b, find(b, 1, v[i]->again), find(b, 0, v[i]->told));
    host_free(&call);
  }
  assert_true(worth[0] < 1 && worth[1] == 1);
}

static void a_told_fact_with_a_detail_more_is_a_repetition(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof detailed / sizeof *detailed; i++)
    if (!is_repeated(&detailed[i]))
      fail_msg("%s: no repetition of: %s\n  %s", detailed[i].language, detailed[i].told, detailed[i].again);
}

/* What a report files under a heading of its own is told for another reason: why it matters that masks are worn. */
static void what_a_heading_files_elsewhere_is_told_there(void **state) {
  (void)state;
  const struct pair *p = &detailed[5];
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  put(c, story, 1, p, p->told, NULL);
  put(c, story, 2, p, p->before, p->again);
  struct brief *b = read_story(c, story);
  struct sentence *s = find(b, 1, p->again), *x = find(b, 0, p->told);
  assert_true(brief_retells(b, s, x, 60));
  s->role = ROLE_MATTERS;
  s->role_known = 1;
  s->told = UINT64_MAX;
  assert_false(brief_retells(b, s, x, 60));
  assert_false(brief_is_told(b, s, &x, 1));
  host_free(&call);
}

/* Together two sentences tell what neither tells by itself. */
static void what_several_tell_together_is_told(void **state) {
  (void)state;
  static const char
      first[] = "A gunman shot two workers at the bakery in Winslet on Thursday evening.",
      second[] = "Carla Ansel, suspended from the bakery, was arrested after hours on a roof.",
      again[] =
          "Carla Ansel, suspended that evening, shot two workers, hid on a roof and was arrested by guards.",
      other[] = "The arrested woman had quarrelled for months over flour with a foreman.";
  const struct pair p = {"en", "Shots in Winslet", first, again, NULL};
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  put(c, story, 1, &p, first, second);
  put(c, story, 2, &p, again, other);
  struct brief *b = read_story(c, story);
  struct sentence *chosen[] = {find(b, 0, first), find(b, 0, second)};
  struct sentence *s = find(b, 1, again), *x = find(b, 1, other);
  s->told = brief_words_in(s, chosen[0]);
  assert_false(brief_is_told(b, s, chosen, 1));
  s->told |= brief_words_in(s, chosen[1]);
  assert_true(brief_is_told(b, s, chosen, 2));
  x->told = brief_words_in(x, chosen[0]) | brief_words_in(x, chosen[1]);
  assert_false(brief_is_told(b, x, chosen, 2));
  host_free(&call);
}

static int is_chosen(const struct brief *b, const char *text) {
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].chosen != 0 && b->sentence[i].text.n == strlen(text) &&
        memcmp(b->sentence[i].text.p, text, strlen(text)) == 0)
      return 1;
  return 0;
}

/* Four reports of one matter, each with words of its own, and far from the limit of what retells: of a second matter, which fewer
 * tell, a sentence is chosen all the same.  Fillers make the story long. */
static void what_is_told_counts_less_for_the_next_sentence(void **state) {
  (void)state;
  static const char *const heart[] = {"Anna Berg crossed Winslet with a brass band, two bakers, nine "
                                      "gardeners, some clowns, fiddles and a tired sister.",
                                      "Anna Berg, who plays chess, walked into Winslet by moonlight, wearing "
                                      "boots, mittens and gloves against puddles, frogs and hail.",
                                      "Winslet heard Anna Berg sing about lanterns, meadows, kettles, "
                                      "sparrows, buttons, soap and a broken umbrella.",
                                      "Anna Berg slept outside Winslet under walnuts, between goats, drums, "
                                      "ropes, crates, pillows and folded tents."};
  static const char *const other[] = {
      "Plums from Tarn orchards rotted while farmers argued over sacks and ladders.",
      "Farmers in Tarn counted baskets of brown plums beside their silent carts.",
      "Rain spoiled the plums of Tarn, and farmers fed them to geese."};
  const struct pair p = {"en", "Parade", NULL, NULL, NULL};
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  for (int i = 0; i < 4; i++) {
    char *text = tdg_scratch(c, 8000);
    size_t n = (size_t)snprintf(text, 8000, "%s ", i < 3 ? other[i] : "");
    for (int k = 0; k < 40; k++)
      n += (size_t)snprintf(
          text + n, 8000 - n, "Q%d%cx z%d%cy w%d%cv u%d%ct s%d%cr p%d%co n%d%cm l%d%ck j%d%ci. ", k, 'a' + i,
          k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i);
    put(c, story, i + 1, &p, heart[i], text);
  }
  struct brief *b = read_story(c, story);
  struct choosing how = {.max_words = 60, .per_story_percent = 2};
  brief_choose(b, &how);
  assert_true(is_chosen(b, other[0]) || is_chosen(b, other[1]) || is_chosen(b, other[2]));
  host_free(&call);
}

/* Two sentences without a word in common; a third, of a comment that is not told, has most words of both.  Fillers make the story long. */
static void what_a_third_report_puts_between_two_is_told_once(void **state) {
  (void)state;
  static const char *const said[] = {
      "Vandals smeared paint over a bronze duke beside Kesten harbour.",
      "Red daubs disfigure the monument that sailors once gave to their town.",
      ("Vandals smeared red daubs over a bronze monument beside Kesten harbour "
       "that sailors once gave to their town."),
      "Cyclists from Tarn finished a tour of nine valleys in heavy rain."};
  const struct pair p = {"en", "News of the day", NULL, NULL, NULL},
                    comment = {"en", "Opinion: of vandals", NULL, NULL, NULL};
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  for (int i = 0; i < 4; i++) {
    char *text = tdg_scratch(c, 12000);
    size_t n = (size_t)snprintf(text, 12000, " ");
    for (int k = 0; k < 60; k++)
      n += (size_t)snprintf(text + n, 12000 - n, "Q%d%cx z%d%cy w%d%cv u%d%ct s%d%cr p%d%co n%d%cm. ", k,
                            'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i, k, 'a' + i);
    put(c, story, i + 1, i == 2 ? &comment : &p, said[i], text);
  }
  struct brief *b = read_story(c, story);
  struct near *near = near_make(b);
  const struct sentence *first = find(b, 0, said[0]), *second = find(b, 1, said[1]),
                        *other = find(b, 3, said[3]);
  assert_true(near_of(near, first, second) < 0.05f && near_through(near, first, second) > 0.4f);
  assert_true(near_through(near, first, other) < 0.1f && near_through(near, second, other) < 0.1f);
  struct choosing how = {.max_words = 600, .per_story_percent = 25};
  brief_choose(b, &how);
  assert_int_equal(is_chosen(b, said[0]) + is_chosen(b, said[1]), 1);
  host_free(&call);
}

/* Both tell the heart of the story, each with much of its own: the words alone do not say that it is told again.  A toll is new, and so is what
 * has little in common with it. */
static void the_heart_of_the_story_is_one_thing(void **state) {
  (void)state;
  static const char *const said[] = {
      "Swimmer Ilda Marn died after crossing cold straits in goose fat for thirty summers.",
      "Marn died peacefully while snow covered gardens, pears and beehives.",
      "Swimmer Marn died as snow covered gardens, straits and pears, and 14 were injured.",
      "Marn left gardens and beehives to nieces who sing.",
      "Swimmer Marn crossed cold straits, and snow covered her gardens and pears."};
  const struct pair p = {"en", "News of the day", NULL, NULL, NULL};
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  for (int i = 0; i < 5; i++) put(c, story, i + 1, &p, said[i], NULL);
  struct brief *b = read_story(c, story);
  struct near *near = near_make(b);
  const struct sentence *s[5];
  for (int i = 0; i < 5; i++) s[i] = find(b, i, said[i]);
  assert_false(brief_retells(b, s[1], s[0], 40));
  assert_true(brief_tells_one_thing(b, near, s[1], s[0], 0));
  assert_false(brief_tells_one_thing(b, near, s[2], s[0], 0));
  assert_false(brief_tells_one_thing(b, near, s[3], s[0], 0));
  assert_false(brief_tells_one_thing(b, NULL, s[1], s[0], 0));
  host_free(&call);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_tells_the_same_in_other_words_is_a_repetition),
      cmocka_unit_test(a_told_fact_with_a_detail_more_is_a_repetition),
      cmocka_unit_test(what_happened_is_told_once_whatever_the_verb),
      cmocka_unit_test(what_the_story_is_about_is_worth_less_again),
      cmocka_unit_test(what_adds_a_matter_a_figure_or_a_person_is_none),
      cmocka_unit_test(what_a_heading_files_elsewhere_is_told_there),
      cmocka_unit_test(what_several_tell_together_is_told),
      cmocka_unit_test(what_is_told_counts_less_for_the_next_sentence),
      cmocka_unit_test(what_a_third_report_puts_between_two_is_told_once),
      cmocka_unit_test(the_heart_of_the_story_is_one_thing),
  };
  return cmocka_run_group_tests(tests, make_cues, free_cues);
}
