/* test_words.c - the word lists of core/languages as a program finds them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>

#include "test_kit.h"

#include <cmocka.h>

static const struct {
  const char *name;
  const struct tdg_word_class *words;
  int folded;
} every[] = {TDG_WORDS_EVERY_CLASS};
enum { CLASSES = sizeof every / sizeof *every };

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

/* "sentence-starters: cs de en ...": the languages that fill a class. */
static void say_filled(size_t k, char *out, size_t room) {
  int n = snprintf(out, room, "%s:", every[k].name);
  for (int l = 0; tdg_words_code(l)[0] != '\0'; l++) {
    size_t at = 0;
    if (tdg_words_next(every[k].words, l, &at) != NULL)
      n += snprintf(out + n, room - (size_t)n, " %s", tdg_words_code(l));
  }
  snprintf(out + n, room - (size_t)n, "\n");
}

/* The line of the file that speaks of the class; "" when there is none. */
static void read_filled(FILE *f, size_t k, char *line, int room) {
  size_t n = strlen(every[k].name);
  rewind(f);
  while (fgets(line, room, f) != NULL)
    if (strncmp(line, every[k].name, n) == 0 && line[n] == ':') return;
  line[0] = '\0';
}

static void each_language_fills_the_classes_it_filled(void **state) {
  (void)state;
  FILE *f = fopen(WORDS_FOLDER "/filled", "r");
  char expected[400], found[400];
  size_t wrong = 0, lines = 0;
  assert_non_null(f);
  for (size_t k = 0; k < CLASSES; k++) {
    say_filled(k, found, sizeof found);
    read_filled(f, k, expected, sizeof expected);
    if (strcmp(expected, found) == 0) continue;
    print_error("core/languages/filled says \"%s\", but the lists say\n%s", expected, found);
    wrong++;
  }
  rewind(f);
  while (fgets(expected, sizeof expected, f) != NULL) lines += expected[0] != '#';
  fclose(f);
  if (wrong > 0) print_error("If that is meant, copy languages/filled of the build folder over it.\n");
  assert_int_equal(wrong, 0);
  assert_int_equal(lines, CLASSES);
}

static void languages_are_found_by_any_tag(void **state) {
  (void)state;
  assert_string_equal(tdg_words_code(tdg_words_language("de")), "de");
  assert_string_equal(tdg_words_code(tdg_words_language("DE_at")), "de");
  assert_string_equal(tdg_words_code(tdg_words_language("uk-UA")), "uk");
  assert_int_equal(tdg_words_language(""), TDG_NO_LANGUAGE);
  assert_int_equal(tdg_words_language("xx"), TDG_NO_LANGUAGE);
  assert_int_equal(tdg_words_language("deutsch"), TDG_NO_LANGUAGE);
  assert_string_equal(tdg_words_code(TDG_NO_LANGUAGE), "");
  assert_string_equal(tdg_words_code(1000), "");
}

static void every_entry_is_found_by_its_text(void **state) {
  (void)state;
  for (size_t k = 0; k < CLASSES; k++) {
    const struct tdg_word_class *c = every[k].words;
    const struct tdg_word *w;
    size_t from;
    for (size_t at = 0; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
      struct tdg_str text = tdg_word_text(c, w);
      assert_int_equal(text.p[text.n], '\0');
      assert_ptr_equal(tdg_words_find(c, w->language, text), w);
      assert_true(tdg_words_same(c, text, &from) >= 1);
      assert_ptr_equal(tdg_words_at_start(c, w->language, text), w);
      assert_ptr_equal(tdg_words_at_end(c, w->language, text), w);
    }
  }
}

/* Compiled words are folded by generate.py, texts by tdg_fold(): nothing may be left for it to do.  The words of dates
 * have a folding of their own, and a test beside it. */
static void folded_words_are_as_texts_are_folded(void **state) {
  (void)state;
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t k = 0; k < CLASSES; k++) {
    const struct tdg_word *w;
    if (!every[k].folded || strncmp(every[k].name, "date-", 5) == 0) continue;
    for (size_t at = 0; (w = tdg_words_next(every[k].words, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
      struct tdg_str s = tdg_word_text(every[k].words, w), f = tdg_fold(&call.pub, s);
      if (f.n == s.n && memcmp(f.p, s.p, s.n) == 0) continue;
      print_error("[%s] of %s.words: \"%s\" is \"%s\" in a text\n", every[k].name,
                  tdg_words_code(w->language), s.p, f.p);
      wrong++;
    }
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}

static void what_is_not_there_is_not_found(void **state) {
  (void)state;
  const struct tdg_word_class *c = &tdg_words_sentence_starters;
  size_t from;
  assert_null(tdg_words_find(c, TDG_EVERY_LANGUAGE, str("")));
  assert_null(tdg_words_find(c, TDG_EVERY_LANGUAGE, str("zzz")));
  assert_null(tdg_words_find(c, TDG_NO_LANGUAGE, str("the")));
  assert_null(tdg_words_find(c, tdg_words_language("de"), str("the")));
  assert_non_null(tdg_words_find(c, tdg_words_language("en"), str("the")));
  assert_int_equal(tdg_words_same(c, str("thee"), &from), 0);
  assert_null(tdg_words_at_start(c, TDG_EVERY_LANGUAGE, str("")));
}

static void the_longest_entry_is_taken(void **state) {
  (void)state;
  const struct tdg_word_class *c = &tdg_words_sentence_starters;
  int en = tdg_words_language("en");
  assert_string_equal(tdg_word_text(c, tdg_words_at_start(c, en, str("themselves"))).p, "the");
  assert_string_equal(tdg_word_text(c, tdg_words_at_start(c, en, str("thesep"))).p, "these");
  assert_string_equal(tdg_word_text(c, tdg_words_at_end(c, en, str("nothere"))).p, "there");
}

static void entries_are_found_inside_a_text(void **state) {
  (void)state;
  const struct tdg_word_class *c = &tdg_words_statement_numbered;
  size_t at;
  assert_string_equal(tdg_word_text(c, tdg_words_first(c, str("see article 3"), &at)).p, "article");
  assert_int_equal(at, 4);
  assert_string_equal(tdg_word_text(c, tdg_words_first(c, str("in section and article"), &at)).p, "section");
  assert_int_equal(at, 3);
  assert_null(tdg_words_first(c, str("A, B"), &at));
  assert_int_equal(at, 4);
  assert_null(tdg_words_first(c, str(""), &at));
  assert_int_equal(at, 0);
  assert_true(tdg_words_inside(c, TDG_STATEMENT_NUMBERED_POINT, str("see article 3")));
  assert_false(tdg_words_inside(c, TDG_STATEMENT_NUMBERED_POINT, str("the chapter"))); /* of another value */
  assert_false(tdg_words_inside(c, TDG_STATEMENT_NUMBERED_POINT, str("the arrival")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(entries_are_found_inside_a_text),
      cmocka_unit_test(each_language_fills_the_classes_it_filled),
      cmocka_unit_test(languages_are_found_by_any_tag),
      cmocka_unit_test(every_entry_is_found_by_its_text),
      cmocka_unit_test(folded_words_are_as_texts_are_folded),
      cmocka_unit_test(what_is_not_there_is_not_found),
      cmocka_unit_test(the_longest_entry_is_taken),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
