/* fresh.c - the words of the rows that this transaction has appended, for the search index.
 *
 * The index is written at the end of the transaction.  What it needs of a new record was in memory a moment ago; reading
 * it back takes a fifth of the time of indexing.  Up to MAX_BYTES of texts are kept until the commit, of the first rows of
 * the transaction; further ones are read, as are those of other transactions.  Without memory nothing is kept.
 */
#include "sq.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 4 << 20, FIRST_BYTES = 64 << 10, FIRST_ROWS = 64 };

void sq_fresh_begin(struct sq *s) {
  struct sq_fresh *f = &s->fresh;
  f->n = f->used = 0;
  f->full = 0;
  f->after = f->upto = s->last_seq;
}

void sq_fresh_forget(struct sq *s) {
  free(s->fresh.rows);
  free(s->fresh.bytes);
  memset(&s->fresh, 0, sizeof s->fresh);
}

void sq_fresh_drop(struct sq *s) {
  s->fresh.n = 0;
  s->fresh.full = 1;
  s->fresh.upto = s->fresh.after;
}

static int has_room(struct sq_fresh *f, size_t more) {
  size_t room = f->room, size = f->size;
  void *grown;
  if (more > MAX_BYTES - f->used) return 0;
  while (size < f->used + more) size = size == 0 ? FIRST_BYTES : 2 * size;
  if (size > f->size) {
    if ((grown = realloc(f->bytes, size)) == NULL) return 0;
    f->bytes = grown;
    f->size = size;
  }
  if (f->n < room) return 1;
  room = room == 0 ? FIRST_ROWS : 2 * room;
  if ((grown = realloc(f->rows, room * sizeof *f->rows)) == NULL) return 0;
  f->rows = grown;
  f->room = room;
  return 1;
}

static void put(struct sq_fresh *f, struct tdg_str text) {
  if (text.n > 0) memcpy(f->bytes + f->used, text.p, text.n);
  f->used += text.n;
}

void sq_fresh_add(struct sq *s, const struct tdg_row *r) {
  struct sq_fresh *f = &s->fresh;
  if (f->full) return;
  if (sq_is_record(r->kind)) {
    f->full = r->title.n > MAX_BYTES || r->text.n > MAX_BYTES || !has_room(f, r->title.n + r->text.n);
    if (f->full) return;
    f->rows[f->n++] = (struct sq_fresh_row){r->seq, r->supersedes, f->used, r->title.n, r->text.n};
    put(f, r->title);
    put(f, r->text);
  }
  f->upto = r->seq;
}

const struct sq_fresh_row *sq_fresh_next(const struct sq *s, int64_t after) {
  const struct sq_fresh *f = &s->fresh;
  size_t low = 0, high = f->n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (f->rows[middle].seq > after) high = middle;
    else low = middle + 1;
  }
  return low < f->n ? &f->rows[low] : NULL;
}

void sq_fresh_words(const struct sq *s, const struct sq_fresh_row *row, struct tdg_str *title,
                    struct tdg_str *text) {
  *title = (struct tdg_str){s->fresh.bytes + row->at, row->title};
  *text = (struct tdg_str){s->fresh.bytes + row->at + row->title, row->text};
}
