/* test_dedupe.c - what is a copy, what is none, and that the memory can be rebuilt from notes. */
#include "stage_languages.h"
#include "stage_test.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char ferry[] = "The ferry Halcyon ran aground on a sandbank near Port Ellery early on Monday "
                            "with 214 people on board, the coast guard said.\n"
                            "Rescue boats from three harbours brought the passengers ashore within four "
                            "hours, and nobody was seriously hurt in the accident.\n"
                            "The captain, Ida Morrow, told investigators that a steering pump had failed "
                            "shortly after the ship left the breakwater behind.\n"
                            "Divers found two tears of about five metres in the hull, and the owner, Ellery "
                            "Lines, said repairs would take at least six weeks.\n"
                            "Until then an older ship, the Petrel, is to sail twice a day, and tickets "
                            "already paid for can be used on it without a charge.\n";
static const char wrapped[] = "Sign up for our letter\nBy Tom Reyes\n"
                              "ELLERY (Coastwire) - The ferry Halcyon ran aground on a sandbank near Port "
                              "Ellery early on Monday with 214 people on board, the coast guard said.\n"
                              "Rescue boats from three harbours brought the passengers ashore within four "
                              "hours, and nobody was seriously hurt in the accident.\n"
                              "The captain, Ida Morrow, told investigators that a steering pump had failed "
                              "shortly after the ship left the breakwater behind.\n"
                              "Read more about this\nFollow us\n";
static const char follow_up[] = "A panel of 7 members was named in Winslet on Thursday to look into what "
                                "went wrong, and it is to hear 31 witnesses from next week.\n"
                                "Its chair, Ada Brandt, said that nothing would be ruled out and that a "
                                "first account was due in 90 days at the very latest.\n"
                                "Lawyers for the families asked for 480 pages of records, among them the log "
                                "of the engine room and the orders of the last year.\n"
                                "Divers found two tears of about five metres in the hull, and the owner, "
                                "Ellery Lines, said repairs would take at least six weeks.\n";

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "stage-dedupe", "dedupe", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}
static int64_t original_of(int64_t id) { return stage_said(&t, id, TDG_DUPLICATE_OF); }
static void judge(int64_t id, const char *text, const char *outlet) {
  assert_int_equal(stage_judge(&t, stage_article(&t, id, "A title", text, outlet)), TDG_OK);
}

static void every_record_gets_a_note_it_can_be_recalled_from(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, "Short.", "Courier");
  assert_int_equal(t.n, 2);
  for (size_t i = 0; i < 2; i++) assert_true(rec_get(t.note[i], TDG_SIGNATURE, 0).n > 0);
  assert_int_equal(original_of(1), 0);
}

static void the_same_words_are_a_copy_whatever_the_title(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  assert_int_equal(stage_judge(&t, stage_article(&t, 2, "Quite another title", ferry, "Ledger")), TDG_OK);
  assert_int_equal(original_of(2), 1);
  assert_string_equal(rec_get(t.note[1], TDG_REASON, 0).p, "it has the same words as the original");
}

static void a_wrapped_and_cut_copy_is_found_and_the_reason_told(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, wrapped, "Ledger");
  assert_int_equal(original_of(2), 1);
  assert_non_null(strstr(rec_get(t.note[1], TDG_REASON, 0).p, "% of its text"));
}

static void a_follow_up_that_quotes_its_background_is_no_copy(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, follow_up, "Courier");
  assert_int_equal(original_of(2), 0);
}

static void two_reports_of_one_event_in_their_own_words_are_no_copies(void **state) {
  (void)state;
  static const char a[] = "The ferry Halcyon ran aground near Port Ellery on Monday, Captain Ida Morrow of "
                          "Ellery Lines told the Coast Guard of Winslet.\n"
                          "Passengers from Corvo and Belmar were brought to Winslet, where Mayor Petra Lund "
                          "received them in the hall of the old market.\n";
  static const char b[] = "Captain Ida Morrow and her Halcyon struck sand off Port Ellery on Monday; the "
                          "Coast Guard of Winslet sent boats at once, it said.\n"
                          "Mayor Petra Lund opened a hall for travellers bound for Corvo or Belmar, while "
                          "Ellery Lines sought another ship for the week.\n";
  assert_int_equal(stage_judge(&t, stage_article(&t, 1, "", a, "Courier")), TDG_OK);
  assert_int_equal(stage_judge(&t, stage_article(&t, 2, "", b, "Ledger")), TDG_OK);
  assert_int_equal(original_of(2), 0);
}

/* A sentence that everybody writes alike, or what somebody said, is half of a short report. */
static void short_reports_with_a_sentence_in_common_are_no_copies(void **state) {
  static const char *const pair[][3] = {
      {"Jewel raid in Port Ansel",
       "Four men drove a car into a jewel shop in Port Ansel on 4 October and fled with watches worth 2 "
       "million crowns, "
       "police said.\nThe robbers set the car on fire.\n",
       "Robbers rammed a car into a jewel shop in Port Ansel and made off with watches worth 2 million "
       "crowns.\n"
       "Police said four men had set fire to the car.\n"},
      {"14 Verletzte bei Zugunfall",
       "Ein Zugunfall hat sich am Sonntag bei Amsried ereignet.\nZwanzig Wagen sprangen aus den Gleisen.\n"
       "Dabei wurden 14 Menschen verletzt. Verkehrsministerin Jutta Moll besuchte die Unfallstelle.\n",
       "Am Sonntag entgleiste ein Zug kurz vor Amsried.\nZwanzig Wagen sprangen aus den Gleisen.\n"
       "14 Menschen wurden verletzt, teilte die Polizei mit. Die Unfallstelle wurde von Verkehrsministerin "
       "Jutta Moll "
       "besucht. Gutachter untersuchen die Strecke.\n"},
      {"Choque de trenes en Roblega",
       "Dos trenes chocaron el lunes cerca de Roblega. El ministro Marcos Arce visita el lugar.\n"
       "Nueve personas resultaron heridas y fueron llevadas al hospital.\n",
       "Un tren de carga choca con otro de pasajeros en Roblega el lunes por la tarde.\n"
       "Nueve personas resultaron heridas y fueron llevadas al hospital.\nMarcos Arce, ministro, pide "
       "calma.\n"},
      {"Ada Merrin, judge of the High Court, dies at 87",
       "Ada Merrin, the High Court judge and pioneer of tenants' rights who had fought off two illnesses, "
       "died "
       "Friday of a stroke, the High Court announced. She was 87. \xE2\x80\x9CWe have lost a judge of rare "
       "standing,\xE2\x80\x9D Chief Judge Ivo Brandt said in a statement. \xE2\x80\x9CWe at the High Court "
       "have "
       "lost a dear friend.\xE2\x80\x9D\n",
       "High Court judge Ada Merrin passed away Friday at age 87 after a stroke, the Court announced. "
       "\xE2\x80\x9CWe have lost a judge of rare standing,\xE2\x80\x9D said Chief Judge Ivo Brandt. "
       "\xE2\x80\x9CWe at "
       "the High Court have lost a dear friend. Those who come after us will remember her as we knew her, "
       "patient and without fear.\xE2\x80\x9D Merrin was named to the court by President Olsen in 1993.\n"},
  };
  (void)state;
  for (int64_t i = 0; i < (int64_t)(sizeof pair / sizeof *pair); i++) {
    assert_int_equal(stage_judge(&t, stage_article(&t, 2 * i + 1, pair[i][0], pair[i][1], "Courier")),
                     TDG_OK);
    assert_int_equal(stage_judge(&t, stage_article(&t, 2 * i + 2, pair[i][0], pair[i][2], "Ledger")), TDG_OK);
    assert_int_equal(original_of(2 * i + 2), 0);
  }
}

static void a_short_reprint_with_one_value_changed_is_a_copy(void **state) {
  static const char *const form[][2] = {
      {"A fire at the Brandal mill in Skarvik on Monday killed",
       "workers, Governor Ana Brekke said. The brigade needed six hours to put out the flames.\nThe coast "
       "road stays "
       "closed until Wednesday, and the union called for an inquiry into the safety of all mills.\n"},
      {"Bei einem Brand im Werk von Skarvik sind am Montag",
       "Arbeiter ums Leben gekommen, sagte Landrat Ole Brekke. Die Feuerwehr brauchte sechs Stunden, um die "
       "Flammen zu "
       "ersticken.\nDie Uferstrasse bleibt bis Mittwoch gesperrt, und die Gewerkschaft fordert Aufsicht.\n"},
      {"Un incendie dans la filature de Skarvik a fait lundi",
       "morts, selon le ministre Jean Brekke. Les pompiers ont mis six heures pour dompter les flammes.\nLa "
       "route du "
       "port restera barr\xC3\xA9"
       "e jusque mercredi, et le syndicat demande une inspection de toutes les filatures.\n"}};
  char a[600], b[600];
  (void)state;
  for (int64_t i = 0; i < 3; i++) {
    snprintf(a, sizeof a, "%s 11 %s", form[i][0], form[i][1]);
    snprintf(b, sizeof b, "%s 14 %s", form[i][0], form[i][1]);
    judge(2 * i + 1, a, "Courier");
    judge(2 * i + 2, b, "Ledger");
    assert_int_equal(original_of(2 * i + 2), 2 * i + 1);
  }
}

static void copies_hang_on_the_original_never_on_a_copy(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, wrapped, "Ledger");
  judge(3, wrapped, "Herald");
  assert_int_equal(original_of(3), 1);
}

static int judge_told(int64_t id, const char *text, int64_t of) {
  tdg_rec *r = stage_article(&t, id, "A title", text, "Mimic");
  rec_put_int(r, TDG_DUPLICATE_OF, of);
  return stage_judge(&t, r);
}

static void a_record_that_comes_with_its_original_is_a_copy_whatever_it_says(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, follow_up, "Ledger");
  assert_int_equal(judge_told(3, follow_up, 1), TDG_OK);
  assert_int_equal(original_of(3), 1);
  /* its original has left the memory: the store knows it */
  assert_int_equal(judge_told(4, ferry, 99), TDG_OK);
  assert_int_equal(original_of(4), 0);
}

static void a_longer_record_that_comes_with_its_original_does_not_take_its_place(void **state) {
  char longer[4000];
  (void)state;
  stage_close(&t);
  struct option_value keep = {.name = "keep", .value = "longest"};
  assert_int_equal(stage_open(&t, "stage-dedupe", "dedupe", &keep, 1), 0);
  snprintf(longer, sizeof longer, "%s%s", ferry, follow_up);
  judge(1, ferry, "Courier");
  assert_int_equal(judge_told(2, longer, 1), TDG_OK);
  assert_int_equal(original_of(2), 1);
  assert_int_equal(original_of(1), 0);
}

static void templated_reports_with_other_figures_stay_apart(void **state) {
  static const char *const place[] = {"Arn", "Belmar", "Corvo", "Dunes", "Eastlow", "Farr"};
  char text[2000];
  (void)state;
  for (int i = 0; i < 6; i++) {
    snprintf(text, sizeof text,
             "A magnitude %d.%d earthquake struck %d kilometres north of %s on Monday, the institute of "
             "seismology said in a bulletin.\n"
             "The quake hit at %d:%d local time at a depth of %d kilometres, and %d aftershocks were counted "
             "until the early afternoon.\n"
             "There were no immediate reports of casualties, and residents of %s spoke of shaking that "
             "lasted about %d seconds or more.\n",
             4 + i % 3, i + 1, 20 + 7 * i, place[i], 2 * i + 3, 10 + 8 * i, 30 + 9 * i, 5 + 3 * i, place[i],
             11 + 4 * i);
    judge(i + 1, text, "Courier");
    assert_int_equal(original_of(i + 1), 0);
  }
}

/* Same teams, same day, same next match: only the figures tell the two apart. */
static void two_matches_of_the_same_teams_stay_apart(void **state) {
  static const char match[] =
      "Arn Falcons and Belmar United met on Saturday in the league, and the match ended %d-%d in front of %d "
      "spectators.\n"
      "The first goal chance came in minute %d, and the visitors answered in minute %d after a corner.\n"
      "The referee showed %d yellow cards. The home side had %d percent of the ball and %d shots on target.\n"
      "The result leaves Arn Falcons with %d points from %d games. They travel to Corvo for the second of "
      "three "
      "matches in seven days next weekend.\n";
  char text[1200];
  (void)state;
  snprintf(text, sizeof text, match, 3, 0, 16404, 25, 61, 1, 63, 7, 45, 11);
  tdg_rec *first = stage_article(&t, 1, "Arn Falcons 3-0 Belmar United", text, "Courier");
  assert_int_equal(stage_judge(&t, first), TDG_OK);
  snprintf(text, sizeof text, match, 3, 1, 21880, 25, 88, 0, 53, 8, 17, 22);
  tdg_rec *second = stage_article(&t, 2, "Arn Falcons 3-1 Belmar United", text, "Courier");
  assert_int_equal(stage_judge(&t, second), TDG_OK);
  assert_int_equal(original_of(2), 0);
}

static void a_new_version_is_no_copy_of_the_one_before(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  tdg_rec *again = stage_article(&t, 2, "A title", ferry, "Courier");
  rec_put_int(again, TDG_SUPERSEDES, 1);
  assert_int_equal(stage_judge(&t, again), TDG_OK);
  assert_int_equal(original_of(2), 0);
  judge(3, wrapped, "Ledger");
  assert_int_equal(original_of(3), 2); /* not of the version that was replaced */
}

static void the_most_trusted_copy_becomes_the_original_when_asked(void **state) {
  const struct option_value keep = {"keep", "trust"};
  (void)state;
  stage_close(&t);
  assert_int_equal(stage_open(&t, "stage-dedupe", "dedupe", &keep, 1), 0);
  judge(1, ferry, "Courier");
  judge(2, wrapped, "Ledger");
  tdg_rec *best = stage_article(&t, 3, "A title", ferry, ""), *source = rec_new(&t.arena, TDG_GROUP);
  rec_put_int(source, TDG_TRUST, 9);
  rec_put_rec(best, TDG_SOURCE, source);
  const uint32_t none[] = {TDG_SOURCE, 0};
  tdg_rec *bare = rec_without(&t.arena, best, none);
  rec_put_rec(bare, TDG_SOURCE, source);
  assert_int_equal(stage_judge(&t, bare), TDG_OK);
  assert_int_equal(original_of(3), 0);
  assert_int_equal(original_of(1), 3);
  assert_int_equal(original_of(2), 3);
}

static tdg_rec *trusted(int64_t id, const char *text, int64_t trust) {
  static const uint32_t none[] = {TDG_SOURCE, 0};
  tdg_rec *r = rec_without(&t.arena, stage_article(&t, id, "A title", text, ""), none),
          *source = rec_new(&t.arena, TDG_GROUP);
  if (trust >= 0) rec_put_int(source, TDG_TRUST, trust);
  rec_put_rec(r, TDG_SOURCE, source);
  return r;
}

static void trust_decides_unless_another_rule_is_asked_for(void **state) {
  /* of 1, of 2, the original */
  static const int64_t trust[][3] = {{2, 8, 2}, {8, 2, 1}, {5, 5, 1}, {-1, 1, 2}, {-1, -1, 1}};
  (void)state;
  for (size_t i = 0; i < sizeof trust / sizeof *trust; i++) {
    stage_close(&t);
    open_default(NULL);
    assert_int_equal(stage_judge(&t, trusted(1, ferry, trust[i][0])), TDG_OK);
    assert_int_equal(stage_judge(&t, trusted(2, wrapped, trust[i][1])), TDG_OK);
    assert_int_equal(original_of(3 - trust[i][2]), trust[i][2]);
    assert_int_equal(original_of(trust[i][2]), 0);
    assert_int_equal(rec_get_int(t.note[1], TDG_INSTEAD_OF, 0), trust[i][2] == 2 ? 1 : 0);
  }
}

static void an_edit_is_no_copy_of_itself_by_way_of_its_copies(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, wrapped, "Ledger");
  tdg_rec *edit = stage_article(&t, 3, "A title", wrapped, "Courier");
  rec_put_int(edit, TDG_SUPERSEDES, 1);
  assert_int_equal(stage_judge(&t, edit), TDG_OK);
  assert_int_equal(original_of(3), 0);
}

/* Whoever read a record may know more than its text says. */
static void what_is_known_of_a_record_is_taken_over(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  tdg_rec *copy = stage_article(&t, 2, "A title", follow_up, "Ledger");
  rec_put_int(copy, TDG_DUPLICATE_OF, 1);
  assert_int_equal(stage_judge(&t, copy), TDG_OK);
  assert_int_equal(original_of(2), 1);
  judge(3, follow_up, "Herald");
  assert_int_equal(original_of(3), 1); /* it equals a copy */
  tdg_rec *better = stage_article(
      &t, 4, "A title", "Another text, of which nobody could guess that it is the same report.\n", "Bugle");
  rec_put_int(better, TDG_INSTEAD_OF, 1);
  assert_int_equal(stage_judge(&t, better), TDG_OK);
  for (int64_t id = 1; id < 4; id++) assert_int_equal(original_of(id), 4);
  assert_int_equal(original_of(4), 0);
}

static void what_a_record_is_the_original_of_does_not_make_its_text_its_own(void **state) {
  (void)state;
  judge(7, ferry, "Courier");
  judge(5, follow_up, "Bait");
  tdg_rec *stolen = stage_article(&t, 6, "A title", wrapped, "Thief");
  rec_put_int(stolen, TDG_INSTEAD_OF, 5);
  assert_int_equal(stage_judge(&t, stolen), TDG_OK);
  assert_int_equal(original_of(6), 7);
  assert_int_equal(original_of(5), 7);
}

static void what_is_not_in_the_window_is_the_stores_to_know(void **state) {
  (void)state;
  judge(4, ferry, "Courier");
  tdg_rec *stray = stage_article(&t, 5, "A title", ferry, "Post");
  rec_put_int(stray, TDG_DUPLICATE_OF, 77);
  assert_int_equal(stage_judge(&t, stray), TDG_OK);
  assert_int_equal(original_of(5), 0);
}

static void texts_of_a_few_words_are_never_copies(void **state) {
  (void)state;
  judge(1, "Weather warning issued for Ansel.", "Courier");
  judge(2, "Weather warning issued for Ansel.", "Ledger");
  assert_int_equal(original_of(2), 0);
}

static void records_leave_after_the_window(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(700000, ferry, "Ledger"); /* seen 8 days later */
  assert_int_equal(original_of(700000), 0);
}

static void letters_decomposed_or_curly_are_the_same_words(void **state) {
  (void)state;
  judge(1,
        "Die Fähre \"Möwe\" lief am Montag bei Küstrow auf Grund, sagte die Behörde, und 214 Menschen wurden "
        "von Booten an Land gebracht.\n"
        "Der Kapitän berichtete, dass eine Pumpe ausgefallen sei, kurz nachdem das Schiff den Hafen von "
        "Küstrow verlassen hatte, hieß es.\n",
        "Bote");
  judge(2,
        "Die Fa\xCC\x88hre \xE2\x80\x9EMo\xCC\x88we\xE2\x80\x9C lief am Montag bei Ku\xCC\x88strow auf "
        "Grund, sagte die Beho\xCC\x88rde, und 214 Menschen wurden von Booten an Land gebracht.\n"
        "Der Kapita\xCC\x88n berichtete, dass eine Pumpe ausgefallen sei, kurz nachdem das Schiff den Hafen "
        "von Ku\xCC\x88strow verlassen hatte, hieß es.\n",
        "Kurier");
  assert_int_equal(original_of(2), 1);
}

/* A wrapped copy is found, a second report of the event and another event are none. */
static void copies_are_found_in_every_language(void **state) {
  (void)state;
  for (int i = 0; i < STAGE_TOLD; i++) {
    const struct told *l = &stage_told[i];
    char copy[4000];
    snprintf(copy, sizeof copy, "Sign up\nELLERY (Coastwire) - %sMore of this\n", l->a);
    int64_t id = 10 * (i + 1);
    stage_judge(&t, stage_article(&t, id, l->title_a, l->a, "Courier"));
    stage_judge(&t, stage_article(&t, id + 1, l->title_b, l->b, "Ledger"));
    stage_judge(&t, stage_article(&t, id + 2, l->title_other, l->other, "Ledger"));
    stage_judge(&t, stage_article(&t, id + 3, l->title_a, copy, "Herald"));
    if (original_of(id + 1) != 0) fail_msg("in %s a second report is taken for a copy", l->language);
    if (original_of(id + 2) != 0) fail_msg("in %s another event is taken for a copy", l->language);
    if (original_of(id + 3) != id) fail_msg("in %s a copy is not found", l->language);
  }
}

/* Copies of copies, cut and longer ones, versions, sources of all kinds of trust, over more days than the
 * window holds. */
enum { STREAM = 240 };
static const tdg_rec *stream_record(uint64_t *x, unsigned i) {
  static const char *const outlets[] = {"Courier", "Ledger", "Herald", "Bugle", "Post"};
  unsigned event = stage_random(x) % 30, kind = stage_random(x) % 8, outlet = stage_random(x) % 5;
  char *text = stage_report(&t, event, kind < 6 ? 1 : i), title[80];
  if (kind == 2) text[strlen(text) * 2 / 3] = '\0';
  if (kind == 3) memcpy(text + strlen(text) / 2, stage_report(&t, 77, i), strlen(text) / 8);
  if (kind == 4) {
    char *more = arena_alloc(&t.arena, 20000);
    snprintf(more, 20000, "%s\n%s", text, stage_report(&t, event, i));
    text = more;
  }
  snprintf(title, sizeof title, "Report on ev%uname1 and ev%uword2", event, event);
  tdg_rec *r = stage_article(&t, 1 + i * 4000, title, text, outlets[outlet]),
          *s = rec_new(&t.arena, TDG_GROUP);
  const uint32_t none[] = {TDG_SOURCE, 0};
  tdg_rec *bare = rec_without(&t.arena, r, none);
  rec_put_str(s, TDG_OUTLET, outlets[outlet]);
  rec_put_int(s, TDG_TRUST, (int64_t)(outlet * 7 % 5));
  rec_put_rec(bare, TDG_SOURCE, s);
  if (kind == 6 && i > 12)
    rec_put_int(bare, i % 2 ? TDG_DUPLICATE_OF : TDG_INSTEAD_OF, 1 + (i - 1 - stage_random(x) % 10) * 4000);
  if (kind == 5 && i > 12) rec_put_int(bare, TDG_SUPERSEDES, 1 + (i - 1 - stage_random(x) % 10) * 4000);
  return bare;
}

static const tdg_rec *in[STREAM];
static size_t before[STREAM + 1];
static uint64_t judge_stream(const struct option_value *rule) {
  uint64_t x = 99;
  stage_close(&t);
  assert_int_equal(stage_open(&t, "stage-dedupe", "dedupe", rule, 1), 0);
  for (unsigned i = 0; i < STREAM; i++) {
    in[i] = stream_record(&x, i);
    assert_int_equal(stage_judge(&t, in[i]), TDG_OK);
    before[i + 1] = t.n;
  }
  return x;
}
static void restarts_change_nothing_under(const char *keep) {
  const struct option_value rule = {"keep", keep};
  uint64_t x = judge_stream(&rule);
  for (size_t at = 1; at < STREAM; at += 1 + stage_random(&x) % 19)
    assert_int_equal(stage_differs_with("stage-dedupe", "dedupe", &rule, 1, &t, at, in, before, STREAM), 0);
  for (size_t at = 1; at < STREAM; at += 1 + STREAM / 7)
    assert_int_equal(stage_differs_when_saved("stage-dedupe", "dedupe", &rule, 1, &t, at, in, before, STREAM),
                     0);
}
static void a_restart_anywhere_changes_nothing(void **state) {
  (void)state;
  restarts_change_nothing_under("first");
  assert_true(t.n >= STREAM);
}
static void nor_where_trust_or_length_hang_groups_anew(void **state) {
  (void)state;
  restarts_change_nothing_under("trust");
  assert_true(t.n > STREAM + 10);
  restarts_change_nothing_under("longest");
  assert_true(t.n > STREAM + 10);
}

/* Whatever the rule, at the end each copy hangs on a record that is no copy. */
static void no_copy_ever_hangs_on_a_copy(void **state) {
  static const char *const rules[] = {"first", "trust", "longest"};
  (void)state;
  for (size_t k = 0; k < 3; k++) {
    const struct option_value rule = {"keep", rules[k]};
    size_t copies = 0;
    judge_stream(&rule);
    for (unsigned i = 0; i < STREAM; i++) {
      int64_t original = original_of(1 + i * 4000);
      copies += original != 0;
      if (original > 0 && original > 1 + ((int64_t)i - 140) * 4000)
        assert_int_equal(original_of(original), 0);
    }
    assert_true(copies > STREAM / 4);
  }
}

static void memory_does_not_grow_beyond_the_window(void **state) {
  size_t first = 0;
  (void)state;
  for (unsigned day = 0; day < 40; day++) {
    for (unsigned i = 0; i < 200; i++) {
      struct stage_test day_only = {.in = t.in};
      tdg_rec *r = stage_article(&day_only, 1 + day * 86400 + i * 400, "A title",
                                 stage_report(&day_only, day * 400 + i, i), "Courier");
      assert_int_equal(stage_judge(&day_only, r), TDG_OK);
      arena_free(&day_only.arena);
    }
    struct mallinfo2 m = mallinfo2();
    if (day == 15) first = m.uordblks + m.hblkhd;
    if (day > 15) assert_true(m.uordblks + m.hblkhd <= first + first / 10 + 2200000);
  }
}

static void a_new_lead_over_the_same_body_is_a_copy(void **state) {
  (void)state;
  static const char body[] =
      "Rescue boats from three harbours brought the passengers ashore within four hours, and nobody was "
      "seriously hurt in the accident of the ferry Halcyon.\n"
      "The captain, Ida Morrow, told investigators that a steering pump had failed shortly after the ship "
      "left "
      "the breakwater of Port Ellery behind at 6.40 that morning.\n"
      "Divers found two tears of about five metres in the hull, and the owner, Ellery Lines, said repairs "
      "would "
      "take at least six weeks and cost some 3.2 million.\n"
      "Until then an older ship, the Petrel, is to sail twice a day, and tickets already paid for can be "
      "used on "
      "it without a charge, Ellery Lines said on its page.\n"
      "Mayor Petra Lund of Winslet received the 214 travellers in the hall of the old market, where the Red "
      "Cross "
      "had set up 60 beds and a kitchen.\n"
      "The last accident on this line, in 1987, led to a harbour light being built on the Ellery bank; it "
      "was "
      "dark on Monday, as the harbour office confirmed to this paper.\n";
  char first[4000], again[4000];
  snprintf(first, sizeof first,
           "The ferry Halcyon ran aground on a sandbank near Port Ellery early on Monday with 214 people on "
           "board, "
           "the coast guard said.\n%s",
           body);
  snprintf(
      again, sizeof again,
      "Two days of questions and answers are behind the harbour office, which spoke in public yesterday for "
      "the first time and left much open.\n%s",
      body);
  assert_int_equal(stage_judge(&t, stage_article(&t, 1, "Ferry Halcyon aground", first, "Courier")), TDG_OK);
  assert_int_equal(stage_judge(&t, stage_article(&t, 2, "Ferry Halcyon: what is known", again, "Ledger")),
                   TDG_OK);
  assert_int_equal(original_of(2), 1);
}

/* Captions of one gallery and other standing text, printed under two reports. */
static void two_reports_over_the_same_captions_are_no_copies(void **state) {
  (void)state;
  static const char captions[] =
      "A visitor to the spring fair of Winslet tries the new wheel, which at 48 metres is the highest in the "
      "county, on Saturday.\n"
      "Children of the Arden school wave from the roof of the old market, which was opened for the first "
      "time "
      "since 1951.\n"
      "The band of the fire brigade plays in front of the town hall while the queue for tickets reaches down "
      "to "
      "the harbour.\n"
      "Petra Lund, the mayor, cuts the ribbon of the cycle bridge, beside her the engineer Tomas Brandt and "
      "his "
      "two daughters.\n"
      "A seal sleeps on the steps of the Ellery ferry stage, where a fence has been put up so that nobody "
      "disturbs it.\n";
  char a[4000], b[4000];
  snprintf(a, sizeof a,
           "The ferry Halcyon ran aground on a sandbank near Port Ellery early on Monday with 214 "
           "people on board, the coast guard said.\nDivers found two tears of about five metres in "
           "the hull, and the owner, Ellery Lines, said repairs would take six weeks.\n%s",
           captions);
  snprintf(b, sizeof b,
           "A court in Belmar has ruled that the tax on second homes was raised without a vote and "
           "must be paid back to 1,900 owners.\nThe town had asked for 12 days to appeal, its lawyer "
           "Ada Corvin said after the ruling was read out.\n%s",
           captions);
  assert_int_equal(stage_judge(&t, stage_article(&t, 1, "Ferry Halcyon aground", a, "Courier")), TDG_OK);
  assert_int_equal(stage_judge(&t, stage_article(&t, 2, "Court: tax must be paid back", b, "Courier")),
                   TDG_OK);
  assert_int_equal(original_of(2), 0);
}

/* A rewritten copy came first; what equals another copy of it belongs there too, though it is less like the
 * first. */
static void what_equals_a_copy_hangs_on_the_copys_original(void **state) {
  (void)state;
  judge(1, wrapped, "Ledger");
  judge(2, ferry, "Courier");
  judge(3, ferry, "Herald");
  assert_int_equal(original_of(2), 1);
  assert_int_equal(original_of(3), 1);
  assert_non_null(strstr(rec_get(t.note[2], TDG_REASON, 0).p, "another copy"));
}

static void the_full_report_is_no_copy_of_the_excerpt_before_it(void **state) {
  char excerpt[400];
  (void)state;
  snprintf(excerpt, sizeof excerpt, "%.*s\nContinue reading at the Courier.\n", (int)strcspn(ferry, "\n"),
           ferry);
  judge(1, excerpt, "Digest");
  judge(2, ferry, "Courier");
  assert_int_equal(original_of(2), 0);
}

static void teasers_of_other_articles_are_left_out(void **state) {
  (void)state;
  char with[4000];
  snprintf(
      with, sizeof with,
      "%sThe latest on this: what the council of Winslet wants to do about the tunnel and the bridge\n"
      "Read on: the mayor of Belmar answers questions of readers on the tax on second homes and more\n"
      "The latest on this: how a school in Arden came to own a lighthouse and what became of its lamp\n"
      "Also of interest: twelve walks along the coast for days on which the ferry does not sail at all\n",
      wrapped);
  judge(1, ferry, "Courier");
  judge(2, with, "Ledger");
  judge(3, wrapped, "Herald");
  assert_int_equal(original_of(2), 1);
  assert_string_equal(rec_get(t.note[2], TDG_REASON, 0).p, "it has the same words as another copy of it");
}

static void notes_in_a_bundle_are_recalled_one_by_one(void **state) {
  struct stage_test *again = malloc(sizeof *again);
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, wrapped, "Ledger");
  tdg_rec *bundle = rec_new(&t.arena, TDG_STORY);
  for (size_t i = 0; i < t.n; i++) rec_put_rec(bundle, TDG_MEMBER, t.note[i]);
  assert_non_null(again);
  assert_int_equal(stage_open(again, "stage-dedupe", "dedupe", NULL, 0), 0);
  assert_int_equal(stage_recall(again, bundle), TDG_OK);
  assert_int_equal(stage_judge(again, stage_article(&t, 3, "A title", wrapped, "Herald")), TDG_OK);
  assert_int_equal(stage_said(again, 3, TDG_DUPLICATE_OF), 1);
  stage_close(again);
  free(again);
}

static void a_damaged_note_is_refused_and_the_stage_goes_on(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  struct tdg_str whole = rec_get(t.note[0], TDG_SIGNATURE, 0);
  for (size_t n = 1; n < whole.n; n += 7) {
    tdg_rec *bad = rec_new(&t.arena, TDG_NOTE);
    rec_put_int(bad, TDG_ABOUT, 5);
    rec_put(bad, TDG_SIGNATURE, whole.p, n);
    assert_int_equal(stage_recall(&t, bad), TDG_BAD_INPUT);
  }
  judge(2, ferry, "Ledger");
  assert_int_equal(original_of(2), 1);
}

static void a_record_without_an_id_is_refused(void **state) {
  (void)state;
  assert_int_equal(stage_judge(&t, stage_article(&t, 0, "A title", ferry, "Courier")), TDG_BAD_INPUT);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(every_record_gets_a_note_it_can_be_recalled_from),
      TEST(the_same_words_are_a_copy_whatever_the_title),
      TEST(a_wrapped_and_cut_copy_is_found_and_the_reason_told),
      TEST(a_follow_up_that_quotes_its_background_is_no_copy),
      TEST(two_reports_of_one_event_in_their_own_words_are_no_copies),
      TEST(short_reports_with_a_sentence_in_common_are_no_copies),
      TEST(a_short_reprint_with_one_value_changed_is_a_copy),
      TEST(copies_hang_on_the_original_never_on_a_copy),
      TEST(a_record_that_comes_with_its_original_is_a_copy_whatever_it_says),
      TEST(a_longer_record_that_comes_with_its_original_does_not_take_its_place),
      TEST(templated_reports_with_other_figures_stay_apart),
      TEST(two_matches_of_the_same_teams_stay_apart),
      TEST(a_new_version_is_no_copy_of_the_one_before),
      TEST(the_most_trusted_copy_becomes_the_original_when_asked),
      TEST(trust_decides_unless_another_rule_is_asked_for),
      TEST(an_edit_is_no_copy_of_itself_by_way_of_its_copies),
      TEST(what_is_known_of_a_record_is_taken_over),
      TEST(what_a_record_is_the_original_of_does_not_make_its_text_its_own),
      TEST(what_is_not_in_the_window_is_the_stores_to_know),
      TEST(texts_of_a_few_words_are_never_copies),
      TEST(records_leave_after_the_window),
      TEST(letters_decomposed_or_curly_are_the_same_words),
      TEST(copies_are_found_in_every_language),
      TEST(a_restart_anywhere_changes_nothing),
      TEST(nor_where_trust_or_length_hang_groups_anew),
      TEST(no_copy_ever_hangs_on_a_copy),
      TEST(memory_does_not_grow_beyond_the_window),
      TEST(a_new_lead_over_the_same_body_is_a_copy),
      TEST(two_reports_over_the_same_captions_are_no_copies),
      TEST(what_equals_a_copy_hangs_on_the_copys_original),
      TEST(the_full_report_is_no_copy_of_the_excerpt_before_it),
      TEST(teasers_of_other_articles_are_left_out),
      TEST(notes_in_a_bundle_are_recalled_one_by_one),
      TEST(a_damaged_note_is_refused_and_the_stage_goes_on),
      TEST(a_record_without_an_id_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
