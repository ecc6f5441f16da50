/* test_dedupe.c - what is a copy, what is none, and that the memory can be rebuilt from notes. */
#include "stage_test.h"

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
  assert_string_equal(rec_get(t.note[1], TDG_REASON, 0).p, "the same words");
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

static void copies_hang_on_the_original_never_on_a_copy(void **state) {
  (void)state;
  judge(1, ferry, "Courier");
  judge(2, wrapped, "Ledger");
  judge(3, wrapped, "Herald");
  assert_int_equal(original_of(3), 1);
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

static void a_restart_anywhere_changes_nothing(void **state) {
  enum { N = 90 };
  const tdg_rec *in[N];
  size_t before[N + 1] = {0};
  (void)state;
  for (int i = 0; i < N; i++) {
    in[i] = stage_article(&t, i + 1, "A title",
                          stage_report(&t, (unsigned)i % 20, i % 3 == 0 ? (unsigned)i : (unsigned)i % 20),
                          i % 2 ? "Courier" : "Ledger");
    stage_judge(&t, in[i]);
    before[i + 1] = t.n;
  }
  for (size_t at = 1; at < N; at += 17)
    assert_int_equal(stage_differs_after_restart("stage-dedupe", "dedupe", &t, at, in, before, N), 0);
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
      TEST(copies_hang_on_the_original_never_on_a_copy),
      TEST(templated_reports_with_other_figures_stay_apart),
      TEST(a_new_version_is_no_copy_of_the_one_before),
      TEST(the_most_trusted_copy_becomes_the_original_when_asked),
      TEST(texts_of_a_few_words_are_never_copies),
      TEST(records_leave_after_the_window),
      TEST(letters_decomposed_or_curly_are_the_same_words),
      TEST(a_restart_anywhere_changes_nothing),
      TEST(a_damaged_note_is_refused_and_the_stage_goes_on),
      TEST(a_record_without_an_id_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
