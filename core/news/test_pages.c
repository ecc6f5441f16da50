/* The pages of one article: what joining keeps, strikes and says. */
#include "news/news.h"
#include "record/plain_text.h"
#include "record/record_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LONG " goes on for so long that nobody would write it twice in one and the same article."

static tdg_rec *page(struct arena *a, const char *flag, const char *const *texts) {
  tdg_rec *r = rec_new(a, TDG_ARTICLE), *q = rec_new(a, TDG_GROUP);
  rec_put_str(r, TDG_TITLE, "The harbour");
  rec_put_int(q, TDG_WORDS, 100);
  rec_put_str(q, TDG_FLAG, flag);
  for (; *texts != NULL; texts++) {
    tdg_rec *b = rec_new(a, TDG_GROUP);
    int image = strncmp(*texts, "http", 4) == 0;
    rec_put_int(b, TDG_BLOCK_TYPE, image ? TDG_IMAGE : TDG_PARAGRAPH);
    rec_put_str(b, image ? TDG_URL : TDG_TEXT, *texts);
    rec_put_rec(r, TDG_BLOCK, b);
  }
  rec_put_rec(r, TDG_QUALITY, q);
  return r;
}

#define TEXTS(...)                                                                                           \
  (const char *const[]) { __VA_ARGS__, NULL }

/* The texts and pictures of a record, one letter each. */
static void expect(const tdg_rec *r, const char *wanted) {
  char got[100] = "";
  size_t n = 0;
  struct tdg_item it;
  for (size_t pos = 0; rec_next(r, &pos, &it);) {
    if (it.field != TDG_BLOCK) continue;
    struct tdg_str text = rec_get(it.rec, TDG_TEXT, 0);
    got[n++] = text.n > 0 ? text.p[0] : '#';
  }
  assert_string_equal(got, wanted);
}

static void expect_joined(const char *wanted, const char *const *one, const char *const *two,
                          const char *const *three) {
  struct arena a = {0};
  struct join_page pages[3] = {{page(&a, "", one), "/1"}, {page(&a, "", two), "/2"}};
  if (three != NULL) pages[2] = (struct join_page){page(&a, "", three), "/3"};
  expect(page_join(&a, pages, three != NULL ? 3 : 2, 0), wanted);
  arena_free(&a);
}

static void pages_follow_each_other(void **state) {
  (void)state;
  expect_joined("abcd", TEXTS("a", "b"), TEXTS("c", "d"), NULL);
}

static void a_head_that_pages_share_is_kept_once(void **state) {
  (void)state;
  expect_joined("Labcde", TEXTS("Lead", "a", "b"), TEXTS("Lead", "c"), TEXTS("Lead", "d", "e"));
}

static void a_tail_that_pages_share_stands_at_the_end(void **state) {
  (void)state;
  expect_joined("abcdeW", TEXTS("a", "b", "Writer"), TEXTS("c", "Writer"), TEXTS("d", "e", "Writer"));
}

static void what_ends_one_page_and_begins_the_next_is_said_once(void **state) {
  (void)state;
  expect_joined("abcde", TEXTS("a", "b", "c"), TEXTS("b", "c", "d", "e"), NULL);
}

static void long_paragraphs_and_pictures_are_not_repeated(void **state) {
  (void)state;
  expect_joined("#aBcd", TEXTS("https://x.example/1.jpg", "a", "B" LONG),
                TEXTS("c", "B" LONG, "d", "https://x.example/1.jpg"), NULL);
}

static void short_words_may_be_said_again(void **state) {
  (void)state;
  expect_joined("aYbcYd", TEXTS("a", "Yes.", "b"), TEXTS("c", "Yes.", "d"), NULL);
}

static void what_a_page_says_twice_itself_stays(void **state) {
  (void)state;
  expect_joined("BaBc", TEXTS("B" LONG, "a", "B" LONG), TEXTS("c"), NULL);
}

static void a_page_that_says_nothing_new_is_no_page(void **state) {
  (void)state;
  struct arena a = {0};
  struct join_page pages[2] = {{page(&a, "", TEXTS("a", "b")), "/1"}, {page(&a, "", TEXTS("c")), "/2"}};
  assert_false(page_says_more(pages, 2, page(&a, "", TEXTS("c"))));
  assert_false(page_says_more(pages, 2, page(&a, "", TEXTS("b", "a"))));
  assert_true(page_says_more(pages, 2, page(&a, "", TEXTS("c", "d"))));
  arena_free(&a);
}

static void expect_flags(const char *first, const char *last, int missing, const char *wanted) {
  struct arena a = {0};
  struct buf out = buf_make(1 << 16);
  struct join_page pages[2] = {{page(&a, first, TEXTS("a")), "/1"}, {page(&a, last, TEXTS("b")), "/2"}};
  rec_json(&out, page_join(&a, pages, 2, missing), 0);
  assert_non_null(strstr(out.p, wanted));
  assert_non_null(strstr(out.p, "\"words\":200"));
  buf_free(&out);
  arena_free(&a);
}

static void only_the_end_can_be_cut(void **state) {
  (void)state;
  expect_flags("truncated", "", 0, "\"link_share\":0}");
  expect_flags("", "truncated", 0, "\"flags\":[\"truncated\"]");
  expect_flags("", "", 1, "\"flags\":[\"truncated\"]");
  expect_flags("paywalled", "paywalled", 0, "\"flags\":[\"paywalled\"]");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pages_follow_each_other),
      cmocka_unit_test(a_head_that_pages_share_is_kept_once),
      cmocka_unit_test(a_tail_that_pages_share_stands_at_the_end),
      cmocka_unit_test(what_ends_one_page_and_begins_the_next_is_said_once),
      cmocka_unit_test(long_paragraphs_and_pictures_are_not_repeated),
      cmocka_unit_test(short_words_may_be_said_again),
      cmocka_unit_test(what_a_page_says_twice_itself_stays),
      cmocka_unit_test(a_page_that_says_nothing_new_is_no_page),
      cmocka_unit_test(only_the_end_can_be_cut),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
