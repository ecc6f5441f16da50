/* test_extract.c - what a brief holds: cited sentences that stand alone, sections, conflicts, and when there
 * is none. */
#include "stage_test.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "brief-extract", "extract", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}

static tdg_rec *story(void) {
  tdg_rec *s = rec_new(&t.arena, TDG_STORY);
  rec_put_int(s, TDG_STORY_ID, 1);
  rec_put_str(s, TDG_HEADLINE, "Ferry aground off Port Ellery");
  return s;
}
static void add(tdg_rec *s, const tdg_rec *member) { rec_put_rec(s, TDG_MEMBER, member); }
static const tdg_rec *brief_of(const tdg_rec *s) {
  size_t n = t.n;
  assert_int_equal(stage_call(&t, INPROC_RUN, s), TDG_OK);
  return t.n == n ? NULL : t.note[n];
}

/* All sentences, each on a line. */
static const char *text_of(const tdg_rec *brief) {
  char *out = arena_alloc(&t.arena, 20000);
  size_t n = 0;
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++) {
    const tdg_rec *section = rec_get_rec(brief, TDG_SECTION, i);
    for (uint32_t k = 0; rec_get_rec(section, TDG_SENTENCE, k) != NULL; k++)
      n += (size_t)snprintf(out + n, 20000 - n, "%s: %s\n", rec_get(section, TDG_ROLE, 0).p,
                            rec_get(rec_get_rec(section, TDG_SENTENCE, k), TDG_TEXT, 0).p);
  }
  out[n] = '\0';
  return out;
}
static const tdg_rec *conflict_of(const tdg_rec *brief, const char *kind) {
  for (uint32_t i = 0; rec_get_rec(brief, TDG_CONFLICT, i) != NULL; i++)
    if (strcmp(rec_get(rec_get_rec(brief, TDG_CONFLICT, i), TDG_CONFLICT_KIND, 0).p, kind) == 0)
      return rec_get_rec(brief, TDG_CONFLICT, i);
  return NULL;
}

static const char first[] = "The ferry Halcyon ran aground on a sandbank near Port Ellery with 214 people on "
                            "board, the coast guard said.\n"
                            "She said the pump had failed. Captain Ida Morrow told investigators that a "
                            "steering pump failed after the breakwater.\n";
static const char second[] =
    "Rescue boats brought everybody ashore after the ferry Halcyon struck a sandbank near Port Ellery, the "
    "coast guard said.\n"
    "Ellery Lines expects repairs of the Halcyon to take six weeks because the hull is torn.\n";

static tdg_rec *two_reports(void) {
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  add(s, stage_article(&t, 2, "Passengers safe", second, "Ledger"));
  return s;
}

static void every_sentence_stands_in_its_record_where_it_says(void **state) {
  (void)state;
  const tdg_rec *s = two_reports(), *brief = brief_of(s);
  size_t seen = 0;
  assert_non_null(brief);
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++) {
    const tdg_rec *section = rec_get_rec(brief, TDG_SECTION, i);
    for (uint32_t k = 0; rec_get_rec(section, TDG_SENTENCE, k) != NULL; k++, seen++) {
      const tdg_rec *c = rec_get_rec(section, TDG_SENTENCE, k);
      const tdg_rec *m = rec_get_rec(s, TDG_MEMBER, (uint32_t)rec_get_int(c, TDG_RECORD_ID, 0) - 1);
      struct tdg_str block = rec_get(rec_get_rec(m, TDG_BLOCK, (uint32_t)rec_get_int(c, TDG_BLOCK_NO, 99)),
                                     TDG_TEXT, 0),
                     said = rec_get(c, TDG_TEXT, 0);
      size_t from = (size_t)rec_get_int(c, TDG_START, 0), to = (size_t)rec_get_int(c, TDG_END, 0);
      assert_true(to <= block.n && to - from == said.n);
      assert_memory_equal(block.p + from, said.p, said.n);
    }
  }
  assert_true(seen >= 2);
  assert_int_equal(rec_get_int(brief, TDG_PUBLISHERS, 0), 2);
}

static void one_record_or_one_publisher_makes_no_brief(void **state) {
  (void)state;
  tdg_rec *alone = story(), *same = story();
  add(alone, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  assert_null(brief_of(alone));
  add(same, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  add(same, stage_article(&t, 2, "Passengers safe", second, "Courier"));
  assert_null(brief_of(same));
}

static void copies_do_not_count_and_are_not_cited(void **state) {
  (void)state;
  tdg_rec *s = story(), *copy = stage_article(&t, 2, "Ferry aground", first, "Ledger");
  add(s, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  rec_put_int(copy, TDG_DUPLICATE_OF, 1);
  add(s, copy);
  assert_null(brief_of(s));
}

static void sentences_that_hang_on_another_are_left_out(void **state) {
  (void)state;
  const char *text = text_of(brief_of(two_reports()));
  assert_null(strstr(text, "She said"));
  assert_non_null(strstr(text, "Halcyon"));
}

static void headings_say_which_section_a_sentence_is_for(void **state) {
  (void)state;
  tdg_rec *s = two_reports();
  add(s, stage_article(&t, 3, "",
                       "#What's next?\nInspectors from Winslet examine the hull of the ferry Halcyon on a "
                       "dry dock in Port Ellery.\n",
                       "Herald"));
  const char *text = text_of(brief_of(s));
  assert_non_null(strstr(text, "next: Inspectors from Winslet"));
}

static void one_number_for_different_things_is_a_conflict(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "",
                       "The ferry Halcyon ran aground near Port Ellery with 45 sailors on board, the coast "
                       "guard said on the pier.\n",
                       "Courier"));
  add(s, stage_article(&t, 2, "",
                       "The ferry Halcyon ran aground near Port Ellery with 45 passengers on board, the "
                       "coast guard said at the quay.\n",
                       "Ledger"));
  const tdg_rec *c = conflict_of(brief_of(s), "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p, "45 sailors");
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 1), TDG_VALUE, 0).p, "45 passengers");
}

static void one_thing_counted_differently_is_a_conflict_but_not_when_rounded(void **state) {
  static const char *const count[] = {"214 people", "198 people", "210 people", "about 150 people"};
  static const int wanted[] = {1, 0, 0}; /* 214 against each of the others */
  char a[300], b[300];
  (void)state;
  for (int i = 0; i < 3; i++) {
    snprintf(a, sizeof a,
             "The ferry Halcyon ran aground on a sandbank near Port Ellery with %s on board, the coast guard "
             "said.\n",
             count[0]);
    snprintf(
        b, sizeof b,
        "The ferry Halcyon ran aground on a sandbank near Port Ellery with %s on board, its owner said.\n",
        count[i + 1]);
    tdg_rec *s = story();
    add(s, stage_article(&t, 1, "", a, "Courier"));
    add(s, stage_article(&t, 2, "", b, "Ledger"));
    assert_int_equal(conflict_of(brief_of(s), "figure") != NULL, wanted[i]);
  }
}

static void a_date_long_before_the_report_is_flagged_and_not_repeated(void **state) {
  (void)state;
  tdg_rec *s = two_reports();
  add(s, stage_article(&t, 3, "",
                       "The ferry Halcyon ran aground on March 15, 2024, on a sandbank near Port Ellery, its "
                       "owner Ellery Lines said.\n",
                       "Herald"));
  const tdg_rec *brief = brief_of(s), *c = conflict_of(brief, "date");
  assert_non_null(c);
  assert_non_null(strstr(rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p, "March 15, 2024"));
  assert_null(strstr(text_of(brief), "2024"));
}

static void two_holders_of_one_office_are_a_conflict_spellings_are_not(void **state) {
  static const char *const mayor[] = {"Petra Lund", "Petra Lundd", "Otto Krain"};
  char a[300], b[300];
  (void)state;
  for (int i = 1; i < 3; i++) {
    snprintf(
        a, sizeof a,
        "The ferry Halcyon ran aground near Port Ellery, and Winslet Mayor %s thanked the coast guard.\n",
        mayor[0]);
    snprintf(b, sizeof b,
             "After the ferry Halcyon ran aground near Port Ellery the Winslet Mayor %s thanked the coast "
             "guard.\n",
             mayor[i]);
    tdg_rec *s = story();
    add(s, stage_article(&t, 1, "", a, "Courier"));
    add(s, stage_article(&t, 2, "", b, "Ledger"));
    assert_int_equal(conflict_of(brief_of(s), "name") != NULL, i == 2);
  }
}

static void a_replaced_version_is_not_cited(void **state) {
  (void)state;
  tdg_rec *s = two_reports(), *newer = stage_article(&t, 3, "",
                                                     "The ferry Halcyon was refloated off Port Ellery after "
                                                     "two days on the sandbank, the coast guard said.\n",
                                                     "Courier");
  rec_put_int(newer, TDG_SUPERSEDES, 1);
  add(s, newer);
  assert_null(strstr(text_of(brief_of(s)), "214 people"));
}

static void the_same_story_gives_the_same_bytes(void **state) {
  (void)state;
  struct tdg_str a = rec_bytes(brief_of(two_reports())), b = rec_bytes(brief_of(two_reports()));
  assert_int_equal(a.n, b.n);
  assert_memory_equal(a.p, b.p, a.n);
}

static void stories_of_many_and_empty_records_are_survived(void **state) {
  (void)state;
  tdg_rec *s = story();
  for (int i = 1; i <= 150; i++)
    add(s, stage_article(&t, i, "", i % 9 ? stage_report(&t, (unsigned)i % 3, (unsigned)i) : "",
                         i % 2 ? "Courier" : "Ledger"));
  assert_non_null(brief_of(s));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(every_sentence_stands_in_its_record_where_it_says),
      TEST(one_record_or_one_publisher_makes_no_brief),
      TEST(copies_do_not_count_and_are_not_cited),
      TEST(sentences_that_hang_on_another_are_left_out),
      TEST(headings_say_which_section_a_sentence_is_for),
      TEST(one_number_for_different_things_is_a_conflict),
      TEST(one_thing_counted_differently_is_a_conflict_but_not_when_rounded),
      TEST(a_date_long_before_the_report_is_flagged_and_not_repeated),
      TEST(two_holders_of_one_office_are_a_conflict_spellings_are_not),
      TEST(a_replaced_version_is_not_cited),
      TEST(the_same_story_gives_the_same_bytes),
      TEST(stories_of_many_and_empty_records_are_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
