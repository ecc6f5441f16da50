/* What differs between two texts, as a reader sees it: [-gone-]{+new+}. */
#include "news/text_diff.h"
#include "util/bytebuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tidings/kit/str.h>

struct taken {
  struct buf marked, before, after;
};

static void take(void *arg, enum text_diff_kind kind, struct tdg_str piece) {
  struct taken *t = arg;
  buf_str(&t->marked, kind == TEXT_GONE ? "[-" : kind == TEXT_NEW ? "{+" : "");
  buf_add(&t->marked, piece.p, piece.n);
  buf_str(&t->marked, kind == TEXT_GONE ? "-]" : kind == TEXT_NEW ? "+}" : "");
  if (kind != TEXT_NEW) buf_add(&t->before, piece.p, piece.n);
  if (kind != TEXT_GONE) buf_add(&t->after, piece.p, piece.n);
}

/* White space does not count. */
static int same_words(const char *a, const char *b) {
  for (;;) {
    while (*a == ' ' || *a == '\n') a++;
    while (*b == ' ' || *b == '\n') b++;
    if (*a != *b) return 0;
    if (*a == '\0') return 1;
    a++, b++;
  }
}

static void compare(const char *before, const char *after, const char *marked) {
  struct taken t = {buf_make(1 << 20), buf_make(1 << 20), buf_make(1 << 20)};
  text_diff(tdg_str_of(before), tdg_str_of(after), take, &t);
  buf_add(&t.marked, "", 0), buf_add(&t.before, "", 0), buf_add(&t.after, "", 0);
  if (marked != NULL) assert_string_equal(t.marked.n > 0 ? t.marked.p : "", marked);
  assert_true(same_words(t.before.n > 0 ? t.before.p : "", before));
  assert_true(same_words(t.after.n > 0 ? t.after.p : "", after));
  buf_free(&t.marked), buf_free(&t.before), buf_free(&t.after);
}

static void words_are_marked_where_they_differ(void **state) {
  (void)state;
  compare("", "", "");
  compare("a b c", "a b c", "a b c");
  compare("14 people died.", "12 people died.", "[-14 -]{+12 +}people died.");
  compare("It sailed on Monday.", "It sailed again on Monday.", "It sailed {+again +}on Monday.");
  compare("It sailed again on Monday.", "It sailed on Monday.", "It sailed [-again -]on Monday.");
  compare("", "new", "{+new+}");
  compare("gone", "", "[-gone-]");
  compare("It sailed", "It sailed at last", "It sailed {+at last+}");
  compare("It\nsailed. Then\n", "It sailed.\n\nThen", "It sailed.\n\nThen");
  compare("one two three four", "zero two four five", "[-one -]{+zero +}two [-three -]four {+five+}");
  compare("Der Hafen öffnet.\n\nAm Montag.", "Der Hafen schließt.\n\nAm Montag.",
          "Der Hafen [-öffnet.\n\n-]{+schließt.\n\n+}Am Montag.");
}

static void any_two_texts_are_put_together_again(void **state) {
  static const char *const words[] = {"a ", "b ", "c ", "d\n\n", "e "};
  (void)state;
  srand(7);
  for (int turn = 0; turn < 500; turn++) {
    char before[200] = "", after[200] = "";
    for (int i = rand() % 20; i > 0; i--) strcat(before, words[rand() % 5]);
    for (int i = rand() % 20; i > 0; i--) strcat(after, words[rand() % 5]);
    compare(before, after, NULL);
  }
}

static void long_texts_are_compared_by_their_ends(void **state) {
  struct buf a = buf_make(1 << 20), b = buf_make(1 << 20);
  (void)state;
  buf_str(&a, "begin "), buf_str(&b, "begin ");
  for (int i = 0; i < TEXT_DIFF_WORDS + 1; i++) buf_printf(&a, "a%d ", i), buf_printf(&b, "b%d ", i);
  buf_str(&a, "end"), buf_str(&b, "end");
  compare(a.p, b.p, NULL);
  buf_free(&a), buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_are_marked_where_they_differ),
      cmocka_unit_test(any_two_texts_are_put_together_again),
      cmocka_unit_test(long_texts_are_compared_by_their_ends),
  };
  return cmocka_run_group_tests_name("differences of texts", tests, NULL, NULL);
}
