/* tokenizer.c - words for search, in scripts with and without spaces between them.
 *
 * SQLite's unicode61 splits at everything that is not a letter or digit, folds case and drops diacritics.  It
 * returns a run of Chinese, Japanese, Thai and similar scripts as one long word, so their characters become
 * separate tokens here; a run of them in a query becomes a phrase, which finds any word without a dictionary.  Words of
 * ASCII are found and folded here, since unicode61 takes 30 instructions for each byte of them.
 */
#include "sq.h"

#include <string.h>

#include <tidings/kit/utf8.h>

enum { MAX_ASCII = 64, SEPARATOR = 0, OTHER = 1 /* a byte of a character beyond ASCII */ };

typedef int (*token_fn)(void *, int, const char *, int, int, int);

struct tokenizer {
  fts5_tokenizer base;
  Fts5Tokenizer *base_self;
  unsigned char fold[256]; /* of a byte: SEPARATOR, OTHER, or the letter or digit in words */
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
  for (int c = 0; c < 256; c++)
    t->fold[c] = (unsigned char)(c >= 128                                           ? OTHER
                                 : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ? c
                                 : c >= 'A' && c <= 'Z'                             ? c | 32
                                                                                    : SEPARATOR);
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

/* A part that holds more than ASCII, between separators. */
static int run_base(struct tokenizer *t, void *context, int flags, const char *text, int from, int n,
                    token_fn token) {
  struct shift shift = {context, token, 0};
  int rc = SQLITE_OK;
  for (int i = from; i < n && rc == SQLITE_OK;) {
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

/* The length of the word of ASCII at p, folded; 0: it is long, or holds other characters. */
static int ascii_word(const struct tokenizer *t, const char *p, int n, char folded[MAX_ASCII]) {
  const int max = n < MAX_ASCII ? n : MAX_ASCII;
  unsigned char c;
  int i = 0;
  for (; i < max && (c = t->fold[(unsigned char)p[i]]) > OTHER; i++) folded[i] = (char)c;
  return i < n && t->fold[(unsigned char)p[i]] != SEPARATOR ? 0 : i;
}

static int skip(const struct tokenizer *t, const char *text, int from, int n, int separators) {
  while (from < n && (t->fold[(unsigned char)text[from]] == SEPARATOR) == separators) from++;
  return from;
}

/* The end of a part for the base: words behind it that begin with another character than ASCII belong to it, so that text
 * in other letters is not given word by word. */
static int part_end(const struct tokenizer *t, const char *text, int from, int n) {
  int end;
  do {
    end = skip(t, text, from, n, 0);
    from = skip(t, text, end, n, 1);
  } while (from < n && t->fold[(unsigned char)text[from]] == OTHER);
  return end;
}

/* Most words are of ASCII: their separators, and their folding, are the same in every version of unicode61. */
static int tokenizer_run(Fts5Tokenizer *self, void *context, int flags, const char *text, int n,
                         token_fn token) {
  struct tokenizer *t = (struct tokenizer *)(void *)self;
  char folded[MAX_ASCII];
  int rc = SQLITE_OK;
  for (int i = skip(t, text, 0, n, 1), end; i < n && rc == SQLITE_OK; i = skip(t, text, end, n, 1)) {
    const int length = ascii_word(t, text + i, n - i, folded);
    end = length > 0 ? i + length : part_end(t, text, i, n);
    rc = length > 0 ? token(context, 0, folded, length, i, end)
                    : run_base(t, context, flags, text, i, end, token);
  }
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
