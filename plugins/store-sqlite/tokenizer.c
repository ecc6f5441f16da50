/* tokenizer.c - words for search, in scripts with and without spaces between them.
 *
 * SQLite's unicode61 splits at everything that is not a letter or digit, folds case and drops diacritics.  It
 * returns a run of Chinese, Japanese, Thai and similar scripts as one long word, so their characters become
 * separate tokens here; a run of them in a query becomes a phrase, which finds any word without a dictionary.
 */
#include "sq.h"

#include <string.h>

#include <tidings/kit/utf8.h>

typedef int (*token_fn)(void *, int, const char *, int, int, int);

struct tokenizer {
  fts5_tokenizer base;
  Fts5Tokenizer *base_self;
};

/* Pass on a token of a part with its offset in the whole text. */
struct shift {
  void *context;
  token_fn token;
  int offset;
};

static int shift_token(void *arg, int flags, const char *p, int n, int start, int end) {
  struct shift *s = arg;
  return s->token(s->context, flags, p, n, start + s->offset, end + s->offset);
}

static void tokenizer_free(Fts5Tokenizer *self) {
  struct tokenizer *t = (struct tokenizer *)(void *)self;
  if (t == NULL) return;
  if (t->base_self != NULL) t->base.xDelete(t->base_self);
  sqlite3_free(t);
}

static int tokenizer_new(void *context, const char **args, int n_args, Fts5Tokenizer **out) {
  static const char *const wanted[] = {"remove_diacritics", "2"};
  fts5_api *api = context;
  void *base_context = NULL;
  struct tokenizer *t = sqlite3_malloc(sizeof *t);
  (void)args, (void)n_args;
  if (t == NULL) return SQLITE_NOMEM;
  memset(t, 0, sizeof *t);
  int rc = api->xFindTokenizer(api, "unicode61", &base_context, &t->base);
  if (rc == SQLITE_OK) rc = t->base.xCreate(base_context, (const char **)(uintptr_t)wanted, 2, &t->base_self);
  if (rc != SQLITE_OK) {
    sqlite3_free(t);
    return rc;
  }
  *out = (Fts5Tokenizer *)t;
  return SQLITE_OK;
}

/* The length of the character at p if its script is written without spaces, else 0. */
static int lone_character(const char *p, int n) {
  size_t length;
  uint32_t c = tdg_utf8_read(p, p + n, &length);
  if (c >= 0x20000 && c < 0x32000) return 4; /* rare ideographs */
  int thai_lao = c >= 0x0E01 && c < 0x0EE0 && c != 0x0E3F;
  int burmese_khmer = (c >= 0x1000 && c < 0x1050) || (c >= 0x1780 && c < 0x17D4);
  int japanese = c >= 0x3041 && c < 0x3100 && c != 0x30FB;
  int ideograph = (c >= 0x3400 && c < 0x4DC0) || (c >= 0x4E00 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00);
  return thai_lao || burmese_khmer || japanese || ideograph ? 3 : 0;
}

static int tokenizer_run(Fts5Tokenizer *self, void *context, int flags, const char *text, int n,
                         token_fn token) {
  struct tokenizer *t = (struct tokenizer *)(void *)self;
  struct shift shift = {context, token, 0};
  int rc = SQLITE_OK, from = 0;
  for (int i = 0; i < n && rc == SQLITE_OK;) {
    int length = (unsigned char)text[i] < 0xE0 ? 0 : lone_character(text + i, n - i);
    if (length == 0) {
      i++;
      continue;
    }
    shift.offset = from;
    if (i > from) rc = t->base.xTokenize(t->base_self, &shift, flags, text + from, i - from, shift_token);
    if (rc == SQLITE_OK) rc = token(context, 0, text + i, length, i, i + length);
    from = i += length;
  }
  shift.offset = from;
  if (rc == SQLITE_OK && n > from)
    rc = t->base.xTokenize(t->base_self, &shift, flags, text + from, n - from, shift_token);
  return rc;
}

int sq_tokenizer_register(struct sq *s) {
  fts5_tokenizer ours = {tokenizer_new, tokenizer_free, tokenizer_run};
  fts5_api *api = NULL;
  sqlite3_stmt *st = NULL;
  if (sqlite3_prepare_v2(s->db, "SELECT fts5(?1)", -1, &st, NULL) != SQLITE_OK)
    return sq_fail(s, TDG_INTERNAL, "this SQLite was built without FTS5: install the one of your system");
  sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
  sqlite3_step(st);
  sqlite3_finalize(st);
  if (api == NULL || api->xCreateTokenizer(api, "tidings", api, &ours, NULL) != SQLITE_OK)
    return sq_fail(s, TDG_INTERNAL, "SQLite's FTS5 does not take a tokenizer");
  return 0;
}
