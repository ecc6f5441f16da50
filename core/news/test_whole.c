/* Was a document received to its end? */
#include "news/news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena memory;

static tdg_rec *document(const char *type, const char *body, int length_known) {
  tdg_rec *doc = rec_new(&memory, TDG_DOC);
  rec_put_int(doc, TDG_STATUS, 200);
  rec_put_str(doc, TDG_MEDIA_TYPE, type);
  if (!length_known) rec_put_str(doc, TDG_FLAG, "length-unknown");
  rec_put(doc, TDG_BODY, body, strlen(body));
  return doc;
}

static void each_kind_has_an_end_of_its_own(void **state) {
  static const struct {
    const char *type, *body;
    enum whole unstated, stated;
  } cases[] = {
      {"application/rss+xml", "<?xml version='1.0'?><!-- <rss> --><rss><channel></channel></rss>\n",
       WHOLE_YES, WHOLE_YES},
      {"application/rss+xml", "<rss><channel></channel></rss><!-- cached -->", WHOLE_YES, WHOLE_YES},
      {"application/rss+xml", "<rss><channel></channel></rs", WHOLE_CUT, WHOLE_CUT},
      {"text/html", "<rss><channel></channel>", WHOLE_CUT, WHOLE_CUT},
      {"text/xml", "<a:feed xmlns:a='x'></a:feed >", WHOLE_YES, WHOLE_YES},
      {"text/xml", "<feed/>", WHOLE_YES, WHOLE_YES},
      {"text/xml", "<?xml version='1.0'?>", WHOLE_UNKNOWN, WHOLE_YES},
      {"text/html", "<!doctype html><HTML><body>x</BODY></HTML>", WHOLE_YES, WHOLE_YES},
      {"text/html", "<html><p>x</p>", WHOLE_CUT, WHOLE_CUT},
      {"text/html", "<htmlx><p>x</p>", WHOLE_UNKNOWN, WHOLE_YES},
      {"text/html", "<p>x</p>", WHOLE_UNKNOWN, WHOLE_YES},
      {"application/json", "{\"a\": [\"}\", \"\\\"\"]}\n", WHOLE_YES, WHOLE_YES},
      {"application/feed+json", "{\"a\": [1, 2", WHOLE_CUT, WHOLE_CUT},
      {"application/json", "{\"a\": \"}", WHOLE_CUT, WHOLE_CUT},
      {"text/plain", "{\"a\": 1}", WHOLE_YES, WHOLE_YES},
      {"text/plain", "A report.", WHOLE_UNKNOWN, WHOLE_YES},
      {"text/html", "\xFF\xFE<\0", WHOLE_UNKNOWN, WHOLE_YES},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    if (whole_end(document(cases[i].type, cases[i].body, 0)) != cases[i].unstated)
      fail_msg("unstated: %s", cases[i].body);
    if (whole_end(document(cases[i].type, cases[i].body, 1)) != cases[i].stated)
      fail_msg("stated: %s", cases[i].body);
  }
}

static void a_body_cut_anywhere_has_no_end(void **state) {
  static const char *const bodies[][2] = {
      {"text/xml", "<?xml version='1.0'?><urlset><url><loc>x</loc></url></urlset>"},
      {"text/html", "<!DOCTYPE html><html><head></head><body><p>x</p></body>"},
      {"application/json", "{\"items\": [{\"a\": \"x\\\\\"}, {}]}"}};
  (void)state;
  for (size_t k = 0; k < sizeof bodies / sizeof bodies[0]; k++)
    for (size_t n = strlen(bodies[k][1]); n > 0; n--) {
      char body[200];
      snprintf(body, sizeof body, "%.*s", (int)n - 1, bodies[k][1]);
      if (whole_end(document(bodies[k][0], body, 0)) == WHOLE_YES) fail_msg("%s", body);
    }
}

static void files_and_compressed_bodies_are_not_looked_at(void **state) {
  tdg_rec *file = rec_new(&memory, TDG_DOC), *packed = document("text/html", "<html>", 0);
  (void)state;
  rec_put_str(file, TDG_BODY, "<html>");
  rec_put_str(packed, TDG_ENCODING, "gzip");
  assert_int_equal(whole_end(file), WHOLE_YES);
  assert_int_equal(whole_end(packed), WHOLE_YES);
  assert_ptr_equal(whole_or_failed(&memory, packed), packed);
}

static void only_a_page_that_was_cut_for_certain_is_no_answer(void **state) {
  static const struct {
    const char *body;
    int unstated, stated; /* is it read? */
  } cases[] = {{"<html><body><p>x</p></body></html>", 1, 1},
               {"<html><body><p>x</p>", 0, 1},
               {"<html><body><p>x", 0, 1},
               {"<html><body><p>x</p", 0, 0},
               {"<html><body><a href='x", 0, 0},
               {"<html><body><p>1 < 2", 0, 1},
               {"<p>x</p>", 1, 1}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    for (int stated = 0; stated < 2; stated++) {
      const tdg_rec *doc = document("text/html", cases[i].body, stated), *got = whole_or_failed(&memory, doc);
      if ((got == doc) != (stated ? cases[i].stated : cases[i].unstated))
        fail_msg("%d: %s", stated, cases[i].body);
      if (got == doc) continue;
      assert_string_equal(rec_get(got, TDG_ERROR, 0).p, "incomplete");
      assert_int_equal(rec_has(got, TDG_BODY), 0);
    }
}

static tdg_rec *record(const char *text) {
  tdg_rec *r = rec_new(&memory, TDG_ARTICLE), *block = rec_new(&memory, TDG_GROUP);
  rec_put_int(block, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(block, TDG_TEXT, text);
  rec_put_rec(r, TDG_BLOCK, block);
  return r;
}

static void a_part_begins_like_the_whole_and_is_shorter(void **state) {
  (void)state;
  assert_int_equal(change_is_beginning(record("One two three."), record("One tw")), 1);
  assert_int_equal(change_is_beginning(record("One two three."), record("One two three.")), 0);
  assert_int_equal(change_is_beginning(record("One two."), record("One two three.")), 0);
  assert_int_equal(change_is_beginning(record("One two three."), record("One 2")), 0);
  assert_int_equal(change_is_beginning(record("One"), rec_new(&memory, TDG_ARTICLE)), 1);
}

static void something_else_or_a_part_is_a_loss_and_an_edit_is_none(void **state) {
#define FERRY "Three ferries left the northern harbour before the storm reached the islands"
#define BEES "Beekeepers lost their hives to frost and expect little honey this summer"
  static const struct {
    const char *before, *after;
    int cut, loss;
  } cases[] = {{FERRY ", the office said.", FERRY ", the harbour office said on Monday.", 0, 0},
               {FERRY ".", FERRY ". " BEES ".", 0, 0},
               {FERRY ". " BEES ".", FERRY ". Beekeepers lost their hives to frost.", 0, 0},
               {FERRY ". " BEES ".", FERRY ". Beekeepers lost their hives to frost.", 1,
                1}, /* perhaps the rest is on its way */
               {FERRY ". " BEES ".", FERRY ". " BEES " here.", 1, 0},
               {FERRY ". " BEES ".", "Three ferries left the northern harbour.", 0, 1},
               {FERRY ". " BEES ".", "Correction: only two ferries left the northern harbour.", 0, 0},
               {FERRY ".", BEES ".", 0, 1},
               {FERRY ".", "", 0, 1},
               {"", BEES ".", 0, 0}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    if (change_is_loss(record(cases[i].before), record(cases[i].after), cases[i].cut) != cases[i].loss)
      fail_msg("%zu: %s", i, cases[i].after);
}

static int clear(void **state) {
  (void)state;
  arena_free(&memory);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(each_kind_has_an_end_of_its_own, clear),
      cmocka_unit_test_teardown(a_body_cut_anywhere_has_no_end, clear),
      cmocka_unit_test_teardown(files_and_compressed_bodies_are_not_looked_at, clear),
      cmocka_unit_test_teardown(only_a_page_that_was_cut_for_certain_is_no_answer, clear),
      cmocka_unit_test_teardown(a_part_begins_like_the_whole_and_is_shorter, clear),
      cmocka_unit_test_teardown(something_else_or_a_part_is_a_loss_and_an_edit_is_none, clear),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
