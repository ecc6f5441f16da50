/* test_brief_since.c - what a brief says that the one before it did not, and as of when it speaks. */
#include "news/news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { FIRST = 1000, SECOND = 2000 };

static struct arena a;

static int teardown(void **state) {
  (void)state;
  arena_free(&a);
  memset(&a, 0, sizeof a);
  return 0;
}

static tdg_rec *brief(const char *headline, int64_t records, int64_t written) {
  tdg_rec *b = rec_new(&a, TDG_BRIEF);
  rec_put_str(b, TDG_HEADLINE, headline);
  rec_put_int(b, TDG_FIRST_SEEN, written);
  rec_put_int(b, TDG_RECORDS, records);
  return b;
}

/* A section of sentences that a '|' parts. */
static void add_section(tdg_rec *b, const char *sentences) {
  tdg_rec *section = rec_new(&a, TDG_GROUP);
  for (const char *p = sentences; *p != '\0';) {
    size_t n = strcspn(p, "|");
    tdg_rec *s = rec_new(&a, TDG_GROUP);
    rec_put(s, TDG_TEXT, p, n);
    rec_put_rec(section, TDG_SENTENCE, s);
    p += n + (p[n] == '|');
  }
  rec_put_rec(b, TDG_SECTION, section);
}

static void add_conflict(tdg_rec *b, const char *kind, const char *what, const char *how,
                         const char *values) {
  tdg_rec *conflict = rec_new(&a, TDG_GROUP);
  rec_put_str(conflict, TDG_CONFLICT_KIND, kind);
  rec_put_str(conflict, TDG_WHAT, what);
  rec_put_str(conflict, TDG_HOW, how);
  for (const char *p = values; *p != '\0'; p++) {
    tdg_rec *claim = rec_new(&a, TDG_GROUP);
    rec_put(claim, TDG_NORM, p, 1);
    rec_put_rec(conflict, TDG_CLAIM, claim);
  }
  rec_put_rec(b, TDG_CONFLICT, conflict);
}

/* The numbers that a field has, as digits. */
static const char *numbers(const tdg_rec *r, uint32_t field) {
  static char out[2][20];
  static int k;
  char *p = out[k = !k];
  size_t pos = 0, n = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it))
    if (it.field == field) p[n++] = (char)('0' + it.num);
  p[n] = '\0';
  return p;
}

static void a_new_sentence_is_known_by_its_text(void **state) {
  tdg_rec *x = brief("Dam fails", 2, FIRST), *y = brief("Dam fails", 3, SECOND);
  (void)state;
  add_section(x, "The dam gave way.|Nobody was hurt.");
  add_section(y, "The dam gave way.|300 people left.");
  add_section(y, "Nobody was hurt.|Engineers will look at it.");
  const tdg_rec *since = brief_since(&a, y, x);
  assert_string_equal(numbers(since, TDG_SENTENCE_NO), "13");
  assert_false(rec_has(since, TDG_HEADLINE));
  assert_int_equal(rec_get_int(since, TDG_FIRST_SEEN, 0), FIRST);
  assert_int_equal(rec_get_int(since, TDG_RECORDS, 0), 2);
}

static void another_headline_is_told_by_the_earlier_one(void **state) {
  const tdg_rec *since = brief_since(&a, brief("Dam gives way", 2, SECOND), brief("Dam fails", 2, FIRST));
  (void)state;
  assert_string_equal(rec_get(since, TDG_HEADLINE, 0).p, "Dam fails");
}

static void conflicts_are_new_grown_settled_or_as_they_were(void **state) {
  tdg_rec *x = brief("", 2, FIRST), *y = brief("", 2, SECOND);
  (void)state;
  add_conflict(x, "figure", "people", "differs", "34");
  add_conflict(x, "place", "the meeting", "differs", "pq");
  add_conflict(x, "name", "minister", "differs", "xy");
  add_conflict(x, "date", "the vote", "differs", "12");
  add_conflict(y, "figure", "persons", "differs", "34"); /* the same in other words */
  add_conflict(y, "place", "the meeting", "correction", "pq");
  add_conflict(y, "date", "the vote", "differs", "127"); /* one value more */
  add_conflict(y, "money", "the loss", "differs", "89");
  const tdg_rec *since = brief_since(&a, y, x), *settled = rec_get_rec(since, TDG_SETTLED, 0);
  assert_string_equal(numbers(since, TDG_CONFLICT_NO), "123");
  assert_string_equal(rec_get(settled, TDG_WHAT, 0).p, "minister");
  assert_null(rec_get_rec(since, TDG_SETTLED, 1));
  assert_false(rec_has(settled, TDG_CLAIM));
}

static void what_says_the_same_again_keeps_what_was_new(void **state) {
  tdg_rec *x = brief("H", 2, FIRST), *y = brief("H", 3, SECOND), *z = brief("H", 3, 3000);
  (void)state;
  add_section(x, "One.|Two.");
  add_section(y, "One.|Three.|Two.");
  add_section(z, "Three.|Two.|One.");
  assert_null(brief_since(&a, x, x));
  rec_put_rec(y, TDG_SINCE, brief_since(&a, y, x));
  const tdg_rec *since = brief_since(&a, z, y);
  assert_string_equal(numbers(since, TDG_SENTENCE_NO), "0");
  assert_int_equal(rec_get_int(since, TDG_FIRST_SEEN, 0), FIRST);
}

static int64_t as_of(const int64_t (*times)[2], size_t n, int64_t now) {
  tdg_rec *story = rec_new(&a, TDG_STORY);
  for (size_t i = 0; i < n; i++) {
    tdg_rec *m = rec_new(&a, TDG_ARTICLE);
    if (times[i][0] != 0) rec_put_int(m, TDG_PUBLISHED, times[i][0]);
    rec_put_int(m, TDG_FIRST_SEEN, times[i][1]);
    rec_put_rec(story, TDG_MEMBER, m);
  }
  return brief_as_of(story, now);
}

static void a_brief_speaks_as_of_its_newest_record(void **state) {
  static const int64_t dated[][2] = {{10, 100}, {30, 90}, {20, 95}, {0, 98}},
                       undated[][2] = {{0, 100}, {0, 120}}, to_come[][2] = {{500, 100}};
  (void)state;
  assert_int_equal(as_of(dated, 4, 200), 30);
  assert_int_equal(as_of(undated, 2, 200), 120);
  assert_int_equal(as_of(to_come, 1, 200), 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(a_new_sentence_is_known_by_its_text, teardown),
      cmocka_unit_test_teardown(another_headline_is_told_by_the_earlier_one, teardown),
      cmocka_unit_test_teardown(conflicts_are_new_grown_settled_or_as_they_were, teardown),
      cmocka_unit_test_teardown(what_says_the_same_again_keeps_what_was_new, teardown),
      cmocka_unit_test_teardown(a_brief_speaks_as_of_its_newest_record, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
