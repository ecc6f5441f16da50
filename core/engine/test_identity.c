/* Which work a record is a version of, and what changed. */
#include "engine/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static tdg_rec *article(const char *url, const char *guid, const char *title, const char *text) {
  tdg_rec *r = rec_new(&arena, TDG_ARTICLE), *b = rec_new(&arena, TDG_GROUP);
  rec_put_str(r, TDG_URL, url);
  rec_put_str(r, TDG_GUID, guid);
  rec_put_str(r, TDG_TITLE, title);
  rec_put_int(b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(b, TDG_TEXT, text);
  rec_put_rec(r, TDG_BLOCK, b);
  return r;
}

static int same_work(const tdg_rec *a, const tdg_rec *b, const char *source_a, const char *source_b) {
  struct identity x, y;
  identity_of(&arena, a, source_a, &x);
  identity_of(&arena, b, source_b, &y);
  return memcmp(x.work, y.work, sizeof x.work) == 0;
}

static void one_address_is_one_work(void **state) {
  (void)state;
  const tdg_rec *a = article("https://www.daily.example/a?utm_source=feed#top", "", "T", "x");
  const tdg_rec *b = article("http://daily.example/a", "other", "Another title", "y");
  assert_true(same_work(a, b, "one", "two"));
  assert_false(same_work(a, article("https://daily.example/b", "", "T", "x"), "one", "one"));
}

static void a_guid_counts_within_its_source(void **state) {
  (void)state;
  const tdg_rec *a = article("", "17", "T", "x"), *b = article("", "17", "U", "y");
  assert_true(same_work(a, b, "one", "one"));
  assert_false(same_work(a, b, "one", "two"));
}

static void an_importers_id_comes_before_the_address(void **state) {
  (void)state;
  tdg_rec *a = article("https://daily.example/a", "", "T", "x"), *b = article("https://daily.example/a", "", "T", "x");
  rec_put_str(a, TDG_NATIVE_ID, "1");
  rec_put_str(b, TDG_NATIVE_ID, "2");
  assert_false(same_work(a, b, "", ""));
}

static void images_and_times_are_no_content(void **state) {
  (void)state;
  tdg_rec *a = article("https://daily.example/a", "", "T", "x"), *b = article("https://daily.example/a", "", "T", "x");
  tdg_rec *image = rec_new(&arena, TDG_GROUP);
  struct identity x, y;
  rec_put_int(image, TDG_BLOCK_TYPE, TDG_IMAGE);
  rec_put_str(image, TDG_URL, "https://daily.example/i.jpg?t=12345");
  rec_put_rec(b, TDG_BLOCK, image);
  rec_put_int(b, TDG_UPDATED, 5);
  identity_of(&arena, a, "", &x);
  identity_of(&arena, b, "", &y);
  assert_memory_equal(x.content, y.content, sizeof x.content);
}

static const char *change(const char *before, const char *after) {
  return change_between(&arena, article("u:x", "", "T", before), article("u:x", "", "T", after));
}

static void changes_are_told_apart(void **state) {
  (void)state;
  static const char text[] =
      "The council met on Monday and agreed to repair the old bridge over the river before the winter comes, the mayor said "
      "after a long debate in which several members spoke of the cost, of the delay, of the ferry that has stood in for it "
      "since the flood, and of the school children who have had to walk around the harbour twice each day for 14 months now.";
  char fixed[sizeof text], figure[sizeof text], denied[sizeof text + 8];
  memcpy(fixed, text, sizeof text);
  memcpy(strstr(fixed, "harbour"), "Harbour", 7);
  memcpy(figure, text, sizeof text);
  memcpy(strstr(figure, "14"), "41", 2);
  strcpy(denied, text);
  memcpy(strstr(denied, "now."), "not.", 4);
  assert_string_equal(change(text, fixed), "minor");
  assert_string_equal(change(text, figure), "major");
  assert_string_equal(change(text, denied), "major");
  assert_string_equal(change(text, "Something else altogether."), "major");
  assert_string_equal(change(text, "Correction: an earlier version gave a wrong date."), "correction");
}

static void the_publisher_is_whom_a_reader_would_name(void **state) {
  (void)state;
  tdg_rec *r = article("https://www.daily.example/a", "", "T", "x"), *source = rec_new(&arena, TDG_GROUP);
  assert_string_equal(publisher_of(&arena, r).p, "daily.example");
  rec_put_str(source, TDG_NAME, "The Daily");
  rec_put_rec(r, TDG_SOURCE, source);
  assert_string_equal(publisher_of(&arena, r).p, "The Daily");
  assert_string_equal(publisher_of(&arena, article("file:///reports/000.txt", "", "", "x")).p, "000.txt");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_address_is_one_work),
      cmocka_unit_test(a_guid_counts_within_its_source),
      cmocka_unit_test(an_importers_id_comes_before_the_address),
      cmocka_unit_test(images_and_times_are_no_content),
      cmocka_unit_test(changes_are_told_apart),
      cmocka_unit_test(the_publisher_is_whom_a_reader_would_name),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(&arena);
  return failed;
}
