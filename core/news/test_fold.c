/* test_fold.c - notes laid over a record: which fields, in which order, how many. */
#include "news/news.h"

#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static const char *const stages[] = {"first", "second"};
static const struct fold_order order = {stages, 2};

static int begin(void **state) {
  (void)state;
  arena = (struct arena){0};
  return 0;
}

static int end(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

static tdg_rec *note_of(uint32_t field, const char *value) {
  tdg_rec *note = rec_new(&arena, TDG_NOTE);
  rec_put_str(note, field, value);
  return note;
}

static tdg_rec *record(void) {
  tdg_rec *r = rec_new(&arena, TDG_ARTICLE);
  rec_put_str(r, TDG_TITLE, "As published");
  rec_put_str(r, TDG_TAG, "own");
  rec_put_str(r, TDG_LANGUAGE, "en");
  return r;
}

static size_t count(const tdg_rec *r, uint32_t field) {
  size_t pos = 0, n = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) n += it.field == field;
  return n;
}

static void the_later_stage_wins_in_whatever_order_the_notes_were_written(void **state) {
  struct fold_list list = {.n = 0};
  (void)state;
  fold_add(&list, &order, note_of(TDG_LANGUAGE, "de"), str("second"));
  fold_add(&list, &order, note_of(TDG_LANGUAGE, "fr"), str("first"));
  fold_add(&list, &order, note_of(TDG_LANGUAGE, "es"), str("gone"));
  const tdg_rec *out = fold_lay(&arena, record(), &list);
  assert_string_equal(rec_get(out, TDG_LANGUAGE, 0).p, "de");
  assert_int_equal(count(out, TDG_LANGUAGE), 1);
}

static void lists_are_united_and_equal_values_stand_once(void **state) {
  struct fold_list list = {.n = 0};
  (void)state;
  fold_add(&list, &order, note_of(TDG_TAG, "own"), str("first"));
  fold_add(&list, &order, note_of(TDG_TAG, "new"), str("first"));
  fold_add(&list, &order, note_of(TDG_TAG, "new"), str("second"));
  const tdg_rec *out = fold_lay(&arena, record(), &list);
  assert_int_equal(count(out, TDG_TAG), 2);
  assert_string_equal(rec_get(out, TDG_TAG, 1).p, "new");
}

static void what_the_source_said_stays(void **state) {
  struct fold_list list = {.n = 0};
  tdg_rec *note = note_of(TDG_TITLE, "Forged");
  (void)state;
  rec_put_str(note, TDG_SUMMARY, "Forged");
  assert_false(fold_is_overlay(note));
  rec_put_str(note, TDG_TAG, "new");
  assert_true(fold_is_overlay(note));
  fold_add(&list, &order, note, str("first"));
  const tdg_rec *out = fold_lay(&arena, record(), &list);
  assert_string_equal(rec_get(out, TDG_TITLE, 0).p, "As published");
  assert_int_equal(count(out, TDG_TITLE), 1);
  assert_false(rec_has(out, TDG_SUMMARY));
}

static tdg_rec *ext(const char *name, const char *text, const char *by) {
  tdg_rec *note = rec_new(&arena, TDG_NOTE), *group = rec_new(&arena, TDG_GROUP);
  rec_put_str(group, TDG_NAME, name);
  rec_put_str(group, TDG_TEXT, text);
  rec_put_str(group, TDG_BY, by);
  rec_put_rec(note, TDG_EXT, group);
  return note;
}

static void free_data_is_under_the_name_of_its_stage(void **state) {
  struct fold_list list = {.n = 0};
  (void)state;
  fold_add(&list, &order, ext("mood", "grim", "second"), str("first")); /* another's name is not believed */
  fold_add(&list, &order, ext("mood", "calm", ""), str("first"));
  fold_add(&list, &order, ext("mood", "calm", ""), str("second"));
  const tdg_rec *out = fold_lay(&arena, record(), &list);
  assert_int_equal(count(out, TDG_EXT), 2);
  for (uint32_t i = 0; i < 2; i++) {
    const tdg_rec *group = rec_get_rec(out, TDG_EXT, i);
    assert_string_equal(rec_get(group, TDG_BY, 0).p, stages[i]);
    assert_int_equal(count(group, TDG_BY), 1);
    assert_string_equal(rec_get(group, TDG_TEXT, 0).p, "calm");
  }
}

static void there_is_a_limit_to_what_notes_add(void **state) {
  struct fold_list list = {.n = 0};
  tdg_rec *note = rec_new(&arena, TDG_NOTE);
  char tag[20];
  (void)state;
  for (int i = 0; i < 3 * FOLD_MAX_VALUES; i++) {
    snprintf(tag, sizeof tag, "tag %d", i);
    rec_put_str(note, TDG_TAG, tag);
  }
  for (int i = 0; i < 2 * FOLD_MAX_NOTES; i++) fold_add(&list, &order, note, str("first"));
  assert_int_equal(list.n, FOLD_MAX_NOTES);
  assert_int_equal(count(fold_lay(&arena, record(), &list), TDG_TAG), 1 + FOLD_MAX_VALUES);
}

static void what_is_too_large_is_left_out(void **state) {
  struct fold_list list = {.n = 0};
  const size_t n = 5 << 20;
  char *text = arena_zalloc(&arena, n + 1);
  tdg_rec *r = record();
  (void)state;
  memset(text, 'a', n);
  rec_put(r, TDG_SUMMARY, text, n);
  fold_add(&list, &order, note_of(TDG_TAG, text), str("first"));
  const tdg_rec *out = fold_lay(&arena, r, &list);
  assert_int_equal(count(out, TDG_TAG), 1);
  assert_int_equal(rec_get(out, TDG_SUMMARY, 0).n, n);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(the_later_stage_wins_in_whatever_order_the_notes_were_written),
      TEST(lists_are_united_and_equal_values_stand_once),
      TEST(what_the_source_said_stays),
      TEST(free_data_is_under_the_name_of_its_stage),
      TEST(there_is_a_limit_to_what_notes_add),
      TEST(what_is_too_large_is_left_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
