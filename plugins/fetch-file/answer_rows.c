/* fetch-file/answer_rows.c - an answer in a web archive that is a list: what an interface gave in JSON, JSON Lines, a table.  Each row
 * becomes a document, as of a file.
 *
 * All rows of an answer are emitted in the call that reads its record, so that the record is the place to go on; an answer has at most
 * max_size bytes, and MAX_ROWS of it are read.  The stream over its bytes owns nothing but itself.
 */
#include "file.h"

#include "warc.h"

#include <stdlib.h>

#include <tidings/kit/str.h>

enum { MAX_ROWS = 10000 };

/* ---- a stream over bytes that somebody else has ---- */

struct memory {
  struct file_stream pub;
  struct tdg_str left;
};

static ssize_t memory_read(struct file_stream *s, char *p, size_t n) {
  struct memory *m = (struct memory *)s;
  if (n > m->left.n) n = m->left.n;
  memcpy(p, m->left.p, n);
  m->left = (struct tdg_str){m->left.p + n, m->left.n - n};
  return (ssize_t)n;
}

static void memory_close(struct file_stream *s) { free(s); }

static struct file_stream *memory_open(struct tdg_str bytes) {
  struct memory *m = calloc(1, sizeof *m);
  if (m == NULL) return NULL;
  m->pub = (struct file_stream){.read = memory_read, .close = memory_close, .stored = bytes.n};
  m->left = bytes;
  return &m->pub;
}

/* ---- rows ---- */

/* A name that a file of this type would have; NULL: it has no rows. */
static const char *name_of(struct tdg_str type) {
  static const struct {
    const char *type, *name;
  } types[] = {{"application/json", "a.json"},      {"text/json", "a.json"},
               {"application/x-ndjson", "a.jsonl"}, {"application/ndjson", "a.jsonl"},
               {"application/jsonl", "a.jsonl"},    {"application/x-jsonlines", "a.jsonl"},
               {"application/json-seq", "a.json"},  {"text/csv", "a.csv"},
               {"application/csv", "a.csv"},        {"text/tab-separated-values", "a.tsv"}};
  const struct tdg_str bare = tdg_str_before(type, ";");
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (tdg_nocase_is(bare, types[i].type)) return types[i].name;
  return NULL;
}

/* What reads its rows; NULL: it has none. */
static file_format_fn rows_of(struct file_batch *b, struct file_reader *r, enum file_form form) {
  switch (form) {
  case FILE_LINES: return file_read_lines;
  case FILE_JSON: return file_begin_json(b, r) ? file_read_json : NULL;
  case FILE_TABLE: return file_begin_table(b, r) ? file_read_table : NULL;
  default: return NULL;
  }
}

/* Those of the batch's own documents are held back until another one follows, so is the last row. */
static int give_rows(struct file_batch *b, struct file_batch *rows, struct file_reader *r,
                     file_format_fn read_rows) {
  size_t n = 0;
  int status = TDG_OK, more = 1;
  rows->held = b->held;
  while (more && status == TDG_OK && n < MAX_ROWS) {
    rows->documents = rows->bytes = 0;
    more = read_rows(rows, r, &status);
    n += rows->documents;
    b->bytes += rows->bytes;
  }
  if (more && status == TDG_OK && n >= MAX_ROWS)
    status = file_batch_fail(rows, "rest", 0, "too-large",
                             "an answer of 10,000 rows and more: the rest of it was not read; save it as a "
                             "file");
  b->held = rows->held;
  b->documents += n;
  b->failures += rows->failures;
  return status;
}

int file_give_answer_rows(struct file_batch *b, const struct file_answer *a, int *status) {
  const char *name = name_of(a->type);
  const size_t n = a->body.n < FILE_HEAD ? a->body.n : FILE_HEAD;
  if (name == NULL) return 0;
  const struct file_kind kind = file_kind_of(b->ask, name, (struct tdg_str){"", 0}, a->body.p, n);
  struct file_batch rows = {.ask = b->ask,
                            .place = a->url,
                            .max_size = b->max_size,
                            .item = 1,
                            .stands = a->stands,
                            .fetched = a->fetched};
  struct file_stream *s = memory_open(a->body);
  struct file_reader *bytes = s != NULL ? file_reader_new(s) : NULL;
  s = bytes != NULL ? file_reader_unpack(bytes, &kind) : NULL;
  struct file_reader *r = s != NULL ? file_reader_new(s) : NULL;
  const file_format_fn read_rows = r != NULL ? rows_of(&rows, r, kind.form) : NULL;
  if (read_rows != NULL) *status = give_rows(b, &rows, r, read_rows);
  if (r != NULL) file_reader_free(r);
  return read_rows != NULL;
}
