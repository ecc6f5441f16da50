/* test_borne_out.c - which sentence of another record bears a sentence out, in pairs: paraphrases do, and not what has
 * another name, place, month, day, figure, stage, an opposite or a negated verb. */
#include "kit/test_kit.h"

#include "brief.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct pair {
  const char *language, *told, *source;
  const char *in; /* of the source, when it is another language; NULL: the same */
};

static const struct pair bear_out[] = {
    {"en", "A freight train derailed near Hollin on Monday, killing 12 people.",
     "Twelve people died when a freight train came off the rails near Hollin on Monday.", NULL},
    {"en", "Anna Berg, the mayor of Winslet, opened the new bridge over the Tarn in May.",
     "The new bridge over the Tarn was opened in May by Winslet's mayor, Anna Berg.", NULL},
    {"en", "Parliament approved the water bill by 61 votes to 38 on Tuesday.",
     "On Tuesday the water bill was approved by parliament, with 61 votes for and 38 against.", NULL},
    {"en", "The central bank raised its key rate to 4.5 percent, its highest level in nine years.",
     "The key rate goes up to 4.5 percent, the highest in nine years, after the central bank raised it.",
     NULL},
    {"en", "The company has not signed the contract with the port of Ellery, a spokesman said.",
     "A spokesman said that the contract with the port of Ellery had not been signed by the company.", NULL},
    {"de", "Bei dem Brand in der Lagerhalle in Kesten wurden am Montag drei Feuerwehrleute verletzt.",
     "Drei Feuerwehrleute wurden am Montag verletzt, als in Kesten eine Lagerhalle brannte; der Brand ist "
     "gelöscht.",
     NULL},
    {"de", "Der Bundestag hat das Gesetz zur Rente am 5. März mit 362 Stimmen beschlossen.",
     "Mit 362 Stimmen beschloss der Bundestag am 5. März das Gesetz zur Rente.", NULL},
    {"de", "Die Brücke über die Tarn wird im Juni für den Verkehr gesperrt, teilte die Stadt Winslet mit.",
     "Die Stadt Winslet teilte mit, dass im Juni die Brücke über die Tarn für den Verkehr gesperrt wird.",
     NULL},
    {"fr", "Le tribunal de Marvelle a condamné lundi l'ancien maire Paul Dorval à trois ans de prison.",
     "L'ancien maire Paul Dorval a été condamné lundi à trois ans de prison par le tribunal de Marvelle.",
     NULL},
    {"fr", "L'usine de Sarmont fermera ses portes en septembre et 240 salariés perdront leur emploi.",
     "En septembre, l'usine de Sarmont fermera ses portes : 240 salariés vont perdre leur emploi.", NULL},
    {"es", "El presidente Luis Carrera firmó el martes el acuerdo de pesca con Norvia.",
     "El acuerdo de pesca con Norvia fue firmado el martes por el presidente Luis Carrera.", NULL},
    {"es", "Las lluvias dejaron once muertos y 40 heridos en la provincia de Tarna.",
     "Once muertos y 40 heridos dejaron las lluvias en la provincia de Tarna, según los bomberos.", NULL},
    {"it", "Il governo ha approvato giovedì un aiuto di 30 milioni di euro per gli agricoltori di Valdora.",
     "Un aiuto di 30 milioni di euro per gli agricoltori di Valdora è stato approvato giovedì dal governo.",
     NULL},
    {"pt", "A greve dos motoristas em Lourel terminou na sexta-feira depois de nove dias.",
     "Depois de nove dias, terminou na sexta-feira a greve dos motoristas em Lourel.", NULL},
    {"nl", "De rechtbank in Haveren heeft Jan de Wit maandag vrijgesproken van fraude.",
     "Jan de Wit is maandag door de rechtbank in Haveren vrijgesproken van fraude.", NULL},
    {"sv", "Två bussar krockade på tisdagen utanför Ekby och sju personer skadades.",
     "Sju personer skadades när två bussar krockade utanför Ekby på tisdagen.", NULL},
    {"pl", "Rada miasta Zalesie przyjęła w poniedziałek budżet w wysokości 90 milionów złotych.",
     "Budżet w wysokości 90 milionów złotych przyjęła w poniedziałek rada miasta Zalesie.", NULL},
    {"ru", "Суд в Заречье в понедельник приговорил Ивана Петрова к пяти годам тюрьмы.",
     "Иван Петров приговорён судом в Заречье в понедельник к пяти годам тюрьмы.", NULL},
    {"tr", "Kesten yakınlarındaki maden kazasında pazartesi günü dokuz işçi öldü.",
     "Pazartesi günü Kesten yakınlarındaki maden kazasında dokuz işçi hayatını kaybetti.", NULL},
    {"en", "A freight train derailed near Hollin on Monday, killing 12 people and injuring 30.",
     "Bei Hollin ist am Montag ein Güterzug entgleist, 12 Menschen starben, 30 wurden verletzt.", "de"},
};

static const struct pair contradict[] = {
    /* name */
    {"en", "Anna Berg, the mayor of Winslet, opened the new bridge over the Tarn in May.",
     "The new bridge over the Tarn was opened in May by Winslet's mayor, Carla Dunn.", NULL},
    {"fr", "Le tribunal de Marvelle a condamné lundi l'ancien maire Paul Dorval à trois ans de prison.",
     "L'ancien maire Jean Rivet a été condamné lundi à trois ans de prison par le tribunal de Marvelle.",
     NULL},
    {"nl", "De rechtbank in Haveren heeft Jan de Wit maandag veroordeeld voor fraude.",
     "Piet Bos is maandag door de rechtbank in Haveren veroordeeld voor fraude.", NULL},
    /* place */
    {"es", "Las lluvias dejaron once muertos y 40 heridos en la provincia de Tarna.",
     "Once muertos y 40 heridos dejaron las lluvias en la provincia de Osuera, según los bomberos.", NULL},
    {"de", "Bei dem Brand einer Lagerhalle in Kesten wurden am Montag drei Feuerwehrleute verletzt.",
     "Drei Feuerwehrleute wurden am Montag verletzt, als in Winslet eine Lagerhalle brannte.", NULL},
    {"sv", "Två bussar krockade på tisdagen utanför Ekby och sju personer skadades.",
     "Sju personer skadades när två bussar krockade utanför Lunda på tisdagen.", NULL},
    /* month */
    {"en", "The railway will reopen the line between Tarn and Hollin in June.",
     "The line between Tarn and Hollin will be reopened by the railway in August.", NULL},
    {"de", "Die Brücke über die Tarn wird im Juni für den Verkehr gesperrt, teilte die Stadt Winslet mit.",
     "Die Stadt Winslet teilte mit, dass im Oktober die Brücke über die Tarn für den Verkehr gesperrt wird.",
     NULL},
    {"fr", "L'usine de Sarmont fermera ses portes en septembre et 240 salariés perdront leur emploi.",
     "En novembre, l'usine de Sarmont fermera ses portes : 240 salariés vont perdre leur emploi.", NULL},
    /* day */
    {"it", "Il governo ha approvato giovedì un aiuto per gli agricoltori di Valdora.",
     "Un aiuto per gli agricoltori di Valdora è stato approvato martedì dal governo.", NULL},
    {"pt", "A greve dos motoristas em Lourel terminou na sexta-feira, disse o sindicato.",
     "Disse o sindicato que terminou na segunda-feira a greve dos motoristas em Lourel.", NULL},
    /* an opposite verb */
    {"en", "The central bank raised its key rate by half a point to fight inflation.",
     "To fight inflation the central bank lowered its key rate by half a point.", NULL},
    {"pl", "Rada miasta Zalesie przyjęła w poniedziałek budżet miasta na ten rok.",
     "Budżet miasta na ten rok odrzuciła w poniedziałek rada miasta Zalesie.", NULL},
    {"nl", "De rechtbank in Haveren heeft de wethouder maandag vrijgesproken van fraude.",
     "De wethouder is maandag door de rechtbank in Haveren veroordeeld voor fraude.", NULL},
    /* polarity */
    {"en", "The company has signed the contract with the port of Ellery, a spokesman said.",
     "A spokesman said that the contract with the port of Ellery had not been signed by the company.", NULL},
    {"ru", "Завод в Заречье возобновил работу после пожара, сообщила компания.",
     "Компания сообщила, что завод в Заречье не возобновил работу после пожара.", NULL},
    /* stage */
    {"es", "El presidente Luis Carrera firmó el acuerdo de pesca con Norvia.",
     "El presidente Luis Carrera firmará el acuerdo de pesca con Norvia.", NULL},
    {"en", "Norvia and Estmark have ratified the treaty on fishing in the strait.",
     "Norvia and Estmark have proposed the treaty on fishing in the strait.", NULL},
    /* figures in words */
    {"tr", "Kesten yakınlarındaki maden kazasında pazartesi günü dokuz işçi öldü.",
     "Pazartesi günü Kesten yakınlarındaki maden kazasında yedi işçi hayatını kaybetti.", NULL},
    {"en", "A freight train derailed near Hollin on Monday, killing twelve people and injuring 30.",
     "Bei Hollin ist am Montag ein Güterzug entgleist, neun Menschen starben, 30 wurden verletzt.", "de"},
};

static const struct cues *cues;

static void put(tdg_call *call, tdg_rec *story, int64_t id, const char *language, const char *text) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_int(call, r, TDG_ID, id);
  tdg_put_str(call, r, TDG_LANGUAGE, language);
  tdg_put_int(call, r, TDG_PUBLISHED, 1773230400000 + id * 3600000); /* Wednesday, 11 March 2026 */
  tdg_put_str(call, r, TDG_PUBLISHER, id == 1 ? "Ansel Courier" : "Daily Post");
  tdg_block(call, r, TDG_PARAGRAPH, text, strlen(text));
  tdg_put_rec(call, story, TDG_MEMBER, r);
}

/* Does the second record bear the sentence of the first out? */
static int is_borne_out(const struct pair *p) {
  struct host_call call;
  kit_open(&call);
  tdg_call *c = &call.pub;
  if (cues == NULL) cues = cues_make(c);
  tdg_rec *story = tdg_rec_new(c, TDG_STORY);
  put(c, story, 1, p->language, p->told);
  put(c, story, 2, p->in != NULL ? p->in : p->language, p->source);
  struct brief *b = tdg_scratch(c, sizeof *b);
  struct conflict *conflict = tdg_scratch(c, MAX_CONFLICTS * sizeof *conflict);
  b->call = c, b->cues = cues;
  brief_read(b, story);
  cues_judge(cues, b);
  brief_conflicts(b, conflict);
  uint64_t by = 0;
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].member == 0) by |= brief_borne_out(b, &b->sentence[i]);
  host_free(&call);
  return (by & 2) != 0;
}

static int count_borne_out(const struct pair *p, size_t n, int expected) {
  int found = 0;
  for (size_t i = 0; i < n; i++) {
    int is = is_borne_out(&p[i]);
    found += is;
    if (is != expected)
      print_error("%s\n  %s\n  %s\n", is ? "borne out:" : "not borne out:", p[i].told, p[i].source);
  }
  return found;
}

static void paraphrases_bear_a_sentence_out(void **state) {
  (void)state;
  int n = (int)(sizeof bear_out / sizeof *bear_out);
  assert_int_equal(count_borne_out(bear_out, (size_t)n, 1), n);
}

static void what_says_otherwise_does_not(void **state) {
  (void)state;
  int n = (int)(sizeof contradict / sizeof *contradict);
  assert_int_equal(count_borne_out(contradict, (size_t)n, 0), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paraphrases_bear_a_sentence_out),
      cmocka_unit_test(what_says_otherwise_does_not),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  cues_free(cues);
  return failed;
}
