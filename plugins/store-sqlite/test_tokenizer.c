/* test_tokenizer.c - the words of search are those of unicode61, and single characters of scripts without spaces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sq.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct words {
  char text[1 << 16];
  size_t n;
};

static int see_word(void *arg, int flags, const char *p, int n, int start, int end) {
  struct words *w = arg;
  assert_true(w->n + (size_t)n + 40 < sizeof w->text);
  w->n += (size_t)sprintf(w->text + w->n, "%.*s %d-%d/%d|", n, p, start, end, flags);
  return 0;
}

struct pair {
  sqlite3 *db;
  struct {
    fts5_tokenizer t;
    Fts5Tokenizer *self;
  } ours, base;
};

static int setup(void **state) {
  static struct pair p;
  static const char *const diacritics[] = {"remove_diacritics", "2"};
  struct sq s = {0};
  fts5_api *api = NULL;
  sqlite3_stmt *st;
  void *of_ours, *of_base;
  sqlite3_open(":memory:", &p.db);
  s.db = p.db;
  if (sq_tokenizer_register(&s) != 0 ||
      sqlite3_prepare_v2(p.db, "SELECT fts5(?1)", -1, &st, NULL) != SQLITE_OK)
    return -1;
  sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
  sqlite3_step(st);
  sqlite3_finalize(st);
  *state = &p;
  return api->xFindTokenizer(api, "tidings", &of_ours, &p.ours.t) == SQLITE_OK &&
                 p.ours.t.xCreate(of_ours, NULL, 0, &p.ours.self) == SQLITE_OK &&
                 api->xFindTokenizer(api, "unicode61", &of_base, &p.base.t) == SQLITE_OK &&
                 p.base.t.xCreate(of_base, (const char **)(uintptr_t)diacritics, 2, &p.base.self) == SQLITE_OK
             ? 0
             : -1;
}

static int teardown(void **state) {
  struct pair *p = *state;
  p->ours.t.xDelete(p->ours.self);
  p->base.t.xDelete(p->base.self);
  return sqlite3_close(p->db);
}

static void assert_words(struct pair *p, const char *text, size_t n, const char *words) {
  static struct words ours;
  ours.n = 0;
  ours.text[0] = '\0';
  assert_int_equal(p->ours.t.xTokenize(p->ours.self, &ours, FTS5_TOKENIZE_DOCUMENT, text, (int)n, see_word),
                   0);
  assert_string_equal(ours.text, words);
}

static void assert_like_base(struct pair *p, const char *text, size_t n) {
  static struct words base;
  base.n = 0;
  base.text[0] = '\0';
  assert_int_equal(p->base.t.xTokenize(p->base.self, &base, FTS5_TOKENIZE_DOCUMENT, text, (int)n, see_word),
                   0);
  assert_words(p, text, n, base.text);
}

static void words_are_those_of_unicode61(void **state) {
  static const char *const parts[] = {"Quay",
                                      "7",
                                      "of",
                                      " ",
                                      ". ",
                                      "_",
                                      "-",
                                      "'",
                                      "\n",
                                      "ü",
                                      "É",
                                      "ß",
                                      "e\u0301",
                                      "\u0301",
                                      "Привет",
                                      "мир",
                                      "ελλάδα",
                                      "ع",
                                      "\u2014",
                                      "\u00a0",
                                      "«",
                                      "½",
                                      "\xc3",
                                      "\xe2\x80",
                                      "\x80",
                                      "\xf0\x9f\x98\x80",
                                      "long0123456789long0123456789long0123456789long0123456789long01"};
  enum { PARTS = sizeof parts / sizeof parts[0] };
  char text[2000];
  uint64_t random = 1;
  for (int round = 0; round < 4000; round++) {
    size_t n = 0;
    for (int i = 0; i < round % 25; i++) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      const char *part = parts[(random >> 33) % PARTS];
      memcpy(text + n, part, strlen(part));
      n += strlen(part);
    }
    assert_like_base(*state, text, n);
  }
}

static void characters_of_scripts_without_spaces_stand_alone(void **state) {
  const char mixed[] = "EU和平ab, Ärzte ไท 9";
  assert_words(*state, mixed, sizeof mixed - 1,
               "eu 0-2/0|和 2-5/0|平 5-8/0|ab 8-10/0|arzte 12-18/0|ไ 19-22/0|ท 22-25/0|9 26-27/0|");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(words_are_those_of_unicode61, setup, teardown),
      cmocka_unit_test_setup_teardown(characters_of_scripts_without_spaces_stand_alone, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
