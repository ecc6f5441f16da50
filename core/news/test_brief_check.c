/* test_brief_check.c - what of a brief is a sentence of its sources, and what is not. */
#include "news/news.h"

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
  int n;
  char why[300];
};

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
static int64_t first_end(void) { return (int64_t)(strstr(BLOCK, " It sails") - BLOCK); }

static int keeps(struct arena *a, tdg_rec *sentence, struct seen *s) {
  tdg_rec *brief = rec_new(a, TDG_BRIEF), *section = rec_new(a, TDG_GROUP);
  rec_put_rec(section, TDG_SENTENCE, sentence);
  rec_put_rec(brief, TDG_SECTION, section);
  *s = (struct seen){.n = 0};
  return brief_check(a, brief, story(a), see, s) != NULL;
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
      rec_put_str(cite, TDG_TEXT, i == 0 ? "Port" : "Fort");
      put_place(cite, ID, 0, 0, 4);
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
  rec_put_str(claim, TDG_TEXT, "Port");
  put_place(claim, ID, 0, 0, 4);
  rec_put_rec(conflict, TDG_CLAIM, claim);
  rec_put_rec(brief, TDG_CONFLICT, conflict);
  assert_true(rec_has(brief_check(&a, brief, story(&a), see, &s), TDG_CONFLICT));
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
      rec_put_str(claim, TDG_TEXT, i < honest ? "Port" : "Fort");
      put_place(claim, ID, 0, 0, 4);
      rec_put_rec(conflict, TDG_CLAIM, claim);
    }
    rec_put_rec(brief, TDG_CONFLICT, conflict);
    const tdg_rec *out = brief_check(&a, brief, story(&a), see, &s);
    assert_non_null(out);
    assert_int_equal(rec_has(out, TDG_CONFLICT), honest == 2);
    assert_int_equal(s.n, 2 - honest);
  }
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_sentence_of_its_source_is_kept_however_it_is_set),
      cmocka_unit_test(a_changed_figure_name_or_word_is_refused),
      cmocka_unit_test(a_place_that_does_not_exist_is_refused),
      cmocka_unit_test(words_of_its_own_need_citations_that_hold),
      cmocka_unit_test(one_report_may_contradict_its_own_date),
      cmocka_unit_test(a_conflict_needs_two_claims_that_hold),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
