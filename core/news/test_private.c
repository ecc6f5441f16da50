/* test_private.c - what of the addresses that led to a record stands in it. */
#include "news/news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

/* A record with an address and a block of text, which came by `from`. */
static const tdg_rec *record(const char *from, int found, const char *url, const char *text) {
  const struct private_address v[] = {{{"", 0}, 0}, {str(from), found}};
  tdg_rec *r = rec_new(&arena, TDG_ARTICLE), *block = rec_new(&arena, TDG_GROUP);
  char why[200];
  rec_put_str(r, TDG_URL, url);
  rec_put_int(block, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(block, TDG_TEXT, text);
  rec_put_rec(r, TDG_BLOCK, block);
  rec_put_int(r, TDG_PUBLISHED, 5);
  const tdg_rec *out = record_private(&arena, r, v, 2);
  struct tdg_str bytes = rec_bytes(out);
  if (rec_check(bytes.p, bytes.n, REC_MAX_SIZE, why, sizeof why) != 0) fail_msg("%s", why);
  assert_int_equal(rec_get_int(out, TDG_PUBLISHED, 0), 5);
  return out;
}

static void is(const char *from, int found, const char *url, const char *want_url, const char *text,
               const char *want_text) {
  const tdg_rec *r = record(from, found, url, text);
  assert_string_equal(rec_get(r, TDG_URL, 0).p, want_url);
  assert_string_equal(rec_get(rec_get_rec(r, TDG_BLOCK, 0), TDG_TEXT, 0).p, want_text);
  arena_reset(&arena);
}

static void an_inherited_password_goes(void **state) {
  (void)state;
  is("https://user:pa55word!@h/feed", 0, "https://user:pa55word!@h/a?b=c", "https://h/a?b=c",
     "at https://user:pa55word!@h/a, pa55word! it is", "at https://**************@h/a, ********* it is");
  is("https://user:pa55word!@h/feed", 1, "https://user:pa55word!@h/a", "https://h/a", "", "");
  is("https://u:p%40ss-w0rd@h/", 0, "https://h/?to=u:p%40ss-w0rd@h", "https://h/?to=h", "p@ss-w0rd",
     "*********");
}

static void a_key_of_the_source_goes_wherever_it_stands(void **state) {
  (void)state;
  is("https://h/feed?token=abc123def&n=5", 0, "https://h/feed?token=abc123def&n=5",
     "https://h/feed?token=*********&n=5", "n=5, abc123def", "n=5, *********");
  is("https://h/feed?key=1", 0, "https://h/a?key=1", "https://h/a?key=*", "key=1. key=12 1",
     "key=*. key=12 1");
  is("https://h/feed?key=industry", 0, "https://h/?key=industry", "https://h/?key=********", "the industry",
     "the industry");
}

static void what_an_article_says_is_data(void **state) {
  (void)state;
  is("https://h/feed", 0, "https://h/a?token=abc123def", "https://h/a?token=abc123def", "https://u:p@h/",
     "https://u:p@h/");
  is("https://h/a?code=abc123def", 1, "https://h/a?code=abc123def", "https://h/a?code=abc123def",
     "code=abc123def", "code=abc123def");
  is("https://h/feed?token=abc123def", 0, "https://h/a?token=other", "https://h/a?token=other", "other",
     "other");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_inherited_password_goes),
      cmocka_unit_test(a_key_of_the_source_goes_wherever_it_stands),
      cmocka_unit_test(what_an_article_says_is_data),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(&arena);
  return failed;
}
