/* test_brief_check.c - what of a brief is a sentence of its sources, and what is not. */
#include "news/news.h"
#include "record/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define BLOCK                                                                                                \
  "Port Ashby \xE2\x80\x94 The ferry carried 12 people, \xE2\x80\x9C"                                        \
  "all safe\xE2\x80\x9D, the office said. "                                                                  \
  "It sails again."
enum { ID = 77 };

struct seen {
  int n, own;
  char why[300];
};

static void see_own(void *arg, struct tdg_str text) {
  struct seen *s = arg;
  s->own++;
  (void)text;
}

static void see(void *arg, const char *why, struct tdg_str text) {
  struct seen *s = arg;
  (void)text;
  s->n++;
  snprintf(s->why, sizeof s->why, "%s", why);
}

static tdg_rec *story(struct arena *a) {
  tdg_rec *s = rec_new(a, TDG_STORY), *m = rec_new(a, TDG_ARTICLE), *b = rec_new(a, TDG_GROUP);
  rec_put_int(m, TDG_ID, ID);
  rec_put_int(b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(b, TDG_TEXT, BLOCK);
  rec_put_rec(m, TDG_BLOCK, b);
  rec_put_rec(s, TDG_MEMBER, m);
  return s;
}

static void put_place(tdg_rec *r, int64_t id, int64_t block, int64_t start, int64_t end) {
  rec_put_int(r, TDG_RECORD_ID, id);
  rec_put_int(r, TDG_BLOCK_NO, block);
  rec_put_int(r, TDG_START, start);
  rec_put_int(r, TDG_END, end);
}

/* The place of the first sentence, without its dateline. */
static int64_t first_start(void) { return (int64_t)(strstr(BLOCK, "The ferry") - BLOCK); }
static int64_t last_start(void) { return (int64_t)(strstr(BLOCK, "It sails") - BLOCK); }
static int64_t first_end(void) { return (int64_t)(strstr(BLOCK, " It sails") - BLOCK); }

static const tdg_rec *checked(struct arena *a, const tdg_rec *brief, struct seen *s) {
  const struct brief_told told = {see, see_own, s};
  return brief_check(a, brief, story(a), "digest", &told);
}

static int keeps(struct arena *a, tdg_rec *sentence, struct seen *s) {
  tdg_rec *brief = rec_new(a, TDG_BRIEF), *section = rec_new(a, TDG_GROUP);
  rec_put_rec(section, TDG_SENTENCE, sentence);
  rec_put_rec(brief, TDG_SECTION, section);
  *s = (struct seen){.n = 0};
  return checked(a, brief, s) != NULL;
}

static int keeps_text(struct arena *a, const char *text, struct seen *s) {
  tdg_rec *sentence = rec_new(a, TDG_GROUP);
  rec_put_str(sentence, TDG_TEXT, text);
  put_place(sentence, ID, 0, first_start(), first_end());
  return keeps(a, sentence, s);
}

static void a_sentence_of_its_source_is_kept_however_it_is_set(void **state) {
  struct arena a = {0};
  struct seen s;
  static const char *const same[] = {"The ferry carried 12 people, \xE2\x80\x9C"
                                     "all safe\xE2\x80\x9D, the office said.",
                                     "The ferry carried 12 people, \"all safe\", the office said.",
                                     "The\xC2\xA0"
                                     "ferry  carried\n12 people, \"all safe\", the office said.\xE2\x80\xA6",
                                     "... The ferry carried 12 people, \"all safe\", the office said."};
  (void)state;
  for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
    assert_true(keeps_text(&a, same[i], &s));
    assert_int_equal(s.n, 0);
  }
  arena_free(&a);
}

static void a_changed_figure_name_or_word_is_refused(void **state) {
  struct arena a = {0};
  struct seen s;
  static const char *const other[] = {"The ferry carried 21 people, \"all safe\", the office said.",
                                      "The ferry carried 12 people, \"all safe\", the Office said.",
                                      "The ferry carried 12 people, the office said.",
                                      "The ferry carried 12 ... the office said.",
                                      "The ferry sank with all hands.",
                                      "",
                                      "\xE2\x80\xA6"};
  (void)state;
  for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
    assert_false(keeps_text(&a, other[i], &s));
    assert_int_equal(s.n, 1);
  }
  assert_non_null(strstr(s.why, "says there: The ferry carried 12"));
  arena_free(&a);
}

static void a_place_that_does_not_exist_is_refused(void **state) {
  struct arena a = {0};
  struct seen s;
  const int64_t places[][4] = {{78, 0, 0, 5},  {0, 0, 0, 5},    {ID, 1, 0, 5},         {ID, -1, 0, 5},
                               {ID, 0, -1, 5}, {ID, 0, 5, 500}, {ID, 0, 0, INT64_MAX}, {ID, 0, 9, 9}};
  (void)state;
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    tdg_rec *sentence = rec_new(&a, TDG_GROUP);
    rec_put_str(sentence, TDG_TEXT, "Port ");
    put_place(sentence, places[i][0], places[i][1], places[i][2], places[i][3]);
    assert_false(keeps(&a, sentence, &s));
  }
  tdg_rec *bare = rec_new(&a, TDG_GROUP);
  rec_put_str(bare, TDG_TEXT, "The ferry sank.");
  assert_false(keeps(&a, bare, &s));
  assert_non_null(strstr(s.why, "names no record"));
  arena_free(&a);
}

static void words_of_its_own_need_citations_that_hold(void **state) {
  struct arena a = {0};
  struct seen s;
  (void)state;
  for (int cites = 0; cites < 3; cites++) {
    tdg_rec *own = rec_new(&a, TDG_GROUP);
    rec_put_str(own, TDG_TEXT, "A dozen people crossed.");
    rec_put_str(own, TDG_FROM, "model");
    for (int i = 0; i < cites; i++) {
      tdg_rec *cite = rec_new(&a, TDG_GROUP);
      rec_put_str(cite, TDG_TEXT, i == 0 ? "It sails again." : "Fort");
      put_place(cite, ID, 0, last_start(), (int64_t)strlen(BLOCK));
      rec_put_rec(own, TDG_CITES, cite);
    }
    assert_int_equal(keeps(&a, own, &s), cites == 1);
  }
  arena_free(&a);
}

static void one_report_may_contradict_its_own_date(void **state) {
  struct arena a = {0};
  struct seen s = {.n = 0};
  tdg_rec *brief = rec_new(&a, TDG_BRIEF), *conflict = rec_new(&a, TDG_GROUP),
          *claim = rec_new(&a, TDG_GROUP);
  (void)state;
  rec_put_str(claim, TDG_TEXT, "It sails again.");
  put_place(claim, ID, 0, last_start(), (int64_t)strlen(BLOCK));
  rec_put_rec(conflict, TDG_CLAIM, claim);
  rec_put_rec(brief, TDG_CONFLICT, conflict);
  assert_true(rec_has(checked(&a, brief, &s), TDG_CONFLICT));
  arena_free(&a);
}

static void a_conflict_needs_two_claims_that_hold(void **state) {
  struct arena a = {0};
  (void)state;
  for (int honest = 0; honest <= 2; honest++) {
    struct seen s = {.n = 0};
    tdg_rec *brief = rec_new(&a, TDG_BRIEF), *conflict = rec_new(&a, TDG_GROUP);
    for (int i = 0; i < 2; i++) {
      tdg_rec *claim = rec_new(&a, TDG_GROUP);
      rec_put_str(claim, TDG_TEXT, i < honest ? "It sails again." : "Fort");
      put_place(claim, ID, 0, last_start(), (int64_t)strlen(BLOCK));
      rec_put_rec(conflict, TDG_CLAIM, claim);
    }
    rec_put_rec(brief, TDG_CONFLICT, conflict);
    const tdg_rec *out = checked(&a, brief, &s);
    assert_non_null(out);
    assert_int_equal(rec_has(out, TDG_CONFLICT), honest == 2);
    assert_int_equal(s.n, 2 - honest);
  }
  arena_free(&a);
}

/* Whole: 0 no, 1 yes; the part is the first one that reads so. */
static tdg_rec *cite_last(struct arena *a) {
  tdg_rec *r = rec_new(a, TDG_GROUP);
  rec_put_str(r, TDG_TEXT, "It sails again.");
  put_place(r, ID, 0, last_start(), (int64_t)strlen(BLOCK));
  return r;
}

/* One of a claim that holds (good) or not. */
static void put_conflict(struct arena *a, tdg_rec *brief, const char *what, int good, int64_t by) {
  tdg_rec *conflict = rec_new(a, TDG_GROUP), *claim = cite_last(a);
  if (!good) claim = rec_new(a, TDG_GROUP);
  rec_put_int(claim, TDG_CORRECTED_BY, by);
  rec_put_str(conflict, TDG_WHAT, what);
  rec_put_rec(conflict, TDG_CLAIM, claim);
  rec_put_rec(brief, TDG_CONFLICT, conflict);
}

static void a_sentence_names_only_conflicts_and_records_that_are_there(void **state) {
  struct arena a = {0};
  struct seen s = {.n = 0};
  tdg_rec *brief = rec_new(&a, TDG_BRIEF), *section = rec_new(&a, TDG_GROUP), *sentence = cite_last(&a);
  (void)state;
  for (int i = -1; i < 4; i++) rec_put_int(sentence, TDG_CONFLICT_NO, i);
  rec_put_int(sentence, TDG_BORNE_OUT_BY, ID);
  rec_put_int(sentence, TDG_BORNE_OUT_BY, ID + 1);
  rec_put_rec(section, TDG_SENTENCE, sentence);
  rec_put_rec(brief, TDG_SECTION, section);
  put_conflict(&a, brief, "lost", 0, ID);
  put_conflict(&a, brief, "first", 1, ID + 1);
  put_conflict(&a, brief, "second", 1, ID);
  const tdg_rec *out = checked(&a, brief, &s),
                *kept = rec_get_rec(rec_get_rec(out, TDG_SECTION, 0), TDG_SENTENCE, 0);
  assert_string_equal(rec_get(rec_get_rec(out, TDG_CONFLICT, 0), TDG_WHAT, 0).p, "first");
  size_t pos = 0, conflicts = 0, records = 0;
  struct tdg_item it;
  while (rec_next(kept, &pos, &it)) {
    if (it.field == TDG_CONFLICT_NO) assert_int_equal(it.num, conflicts++);
    if (it.field == TDG_BORNE_OUT_BY) assert_int_equal(it.num, ID), records++;
  }
  const tdg_rec *first = rec_get_rec(rec_get_rec(out, TDG_CONFLICT, 0), TDG_CLAIM, 0),
                *second = rec_get_rec(rec_get_rec(out, TDG_CONFLICT, 1), TDG_CLAIM, 0);
  assert_false(rec_has(first, TDG_CORRECTED_BY)); /* by a record that is not the story's */
  assert_int_equal(rec_get_int(second, TDG_CORRECTED_BY, 0), ID);
  assert_int_equal(conflicts, 2); /* 1 and 2 became 0 and 1 */
  assert_int_equal(records, 1);
  arena_free(&a);
}

static void a_step_of_the_timeline_is_a_sentence_with_a_day(void **state) {
  static const char *const days[] = {"2026-03-09", "", "9 March", "2026-03-0x", "2026-03-099"};
  struct arena a = {0};
  (void)state;
  for (size_t i = 0; i < 2 * sizeof days / sizeof days[0]; i++) {
    struct seen s = {.n = 0};
    tdg_rec *brief = rec_new(&a, TDG_BRIEF), *step = i % 2 == 0 ? cite_last(&a) : rec_new(&a, TDG_GROUP);
    rec_put_str(step, TDG_NORM, days[i / 2]);
    rec_put_rec(brief, TDG_STEP, step);
    assert_int_equal(rec_has(checked(&a, brief, &s), TDG_STEP), i == 0);
    assert_int_equal(s.n, i % 2);
  }
  arena_free(&a);
}

static void a_part_is_a_whole_quotation_or_none(void **state) {
  static const struct {
    const char *text, *part;
    int marked, whole;
  } rows[] = {
      {"Tickets cost 30 crowns. Nobody was hurt.", "Tickets cost 30 crowns.", 0, 1},
      {"Tickets cost 30 crowns. Nobody was hurt.", "Tickets cost 30 crowns", 0, 1},
      {"Tickets cost 30 crowns. Nobody was hurt.", "Tickets cost 3", 1, 0},
      {"Tickets cost 30 crowns. Nobody was hurt.", "body was hurt.", 1, 0},
      {"Tickets cost 30 crowns. Nobody was hurt.", "was hurt.", 0, 0},
      {"Tickets cost 30 crowns. Nobody was hurt.", "was hurt.", 1, 1},
      {"Tickets cost 30 crowns. Nobody was hurt.", "Nobody was", 0, 0},
      {"It lost 1,250 crowns.", "It lost 1", 1, 0},
      {"It lost 3.5 million crowns.", "It lost 3", 1, 0},
      {"It lost 3.5 million crowns.", "It lost 3.5", 1, 0},
      {"Minus: it fell to -5 degrees.", "5 degrees.", 1, 0},
      {"It grew by 30% in May.", "It grew by 30", 1, 0},
      {"The office didn't say: it sank.", "it sank.", 0, 0},
      {"The office said: it sank.", "it sank.", 0, 1},
      {"The office denied it: the ferry sank.", "the ferry sank.", 0, 0},
      {"PORT ASHBY \xE2\x80\x94 The ferry sank.", "The ferry sank.", 0, 1},
      {"PORT ASHBY - The ferry sank.", "The ferry sank.", 0, 1},
      {"PORT ASHBY -- The ferry sank.", "The ferry sank.", 0, 1},
      {"The office denied it -- The ferry sank.", "The ferry sank.", 0, 0},
      {"The owner--The ferry sank.", "The ferry sank.", 0, 0},
      {"It is a well-known ferry.", "known ferry.", 1, 0},
      {"He called it \xE2\x80\x9C"
       "a lie\xE2\x80\x9D of the office.",
       "a lie", 0, 1},
      {"\xE6\xB2\xA1\xE6\x9C\x89\xE4\xBA\xBA\xE5\x8F\x97\xE4\xBC\xA4\xE3\x80\x82\xE6\xB8\xA1\xE8\xBD\xAE\xE5"
       "\xBC\x80"
       "\xE4\xBA\x86\xE3\x80\x82",
       "\xE6\xB8\xA1\xE8\xBD\xAE\xE5\xBC\x80\xE4\xBA\x86\xE3\x80\x82", 0, 1},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct scratch memory;
    const struct tdg_str text = {rows[i].text, strlen(rows[i].text)};
    const size_t start = (size_t)(strstr(rows[i].text, rows[i].part) - rows[i].text);
    const char *fault =
        quotation_fault(scratch_begin(&memory), text, (struct tdg_range){start, start + strlen(rows[i].part)},
                        "", rows[i].marked, rows[i].marked);
    if ((fault == NULL) != rows[i].whole)
      fail_msg("\"%s\" of \"%s\": %s", rows[i].part, rows[i].text, fault != NULL ? fault : "is accepted");
    scratch_end(&memory);
  }
}

static void a_value_is_given_as_a_number_or_in_its_words(void **state) {
  static const struct {
    const char *text, *value;
    int given;
  } rows[] = {{"A dozen people crossed.", "12 people", 1},
              {"The ferry carried 12 people.", "twelve", 1},
              {"The ferry carried 12 people.", "77", 0},
              {"The ferry carried 12 people.", "12 dead", 0},
              {"The ferry cost 1,250 crowns.", "1250 crowns", 1},
              {"It sank on Monday.", "Monday", 1},
              {"It sank on Monday.", "Tuesday", 0},
              {"It sank in 1987.", "1988", 0},
              {"It sank.", "", 1}};
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct scratch memory;
    const struct tdg_str text = {rows[i].text, strlen(rows[i].text)},
                         value = {rows[i].value, strlen(rows[i].value)};
    if (quotation_gives(scratch_begin(&memory), text, value, "en") != rows[i].given)
      fail_msg("\"%s\": %s", rows[i].text, rows[i].value);
    scratch_end(&memory);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_sentence_of_its_source_is_kept_however_it_is_set),
      cmocka_unit_test(a_changed_figure_name_or_word_is_refused),
      cmocka_unit_test(a_place_that_does_not_exist_is_refused),
      cmocka_unit_test(words_of_its_own_need_citations_that_hold),
      cmocka_unit_test(one_report_may_contradict_its_own_date),
      cmocka_unit_test(a_conflict_needs_two_claims_that_hold),
      cmocka_unit_test(a_sentence_names_only_conflicts_and_records_that_are_there),
      cmocka_unit_test(a_step_of_the_timeline_is_a_sentence_with_a_day),
      cmocka_unit_test(a_part_is_a_whole_quotation_or_none),
      cmocka_unit_test(a_value_is_given_as_a_number_or_in_its_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
