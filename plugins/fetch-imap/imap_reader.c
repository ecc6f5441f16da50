/* imap_reader.c - the bytes of a server become answers (RFC 3501, section 2.2).
 *
 * An answer is a line; a line that ends in "{n}" is followed by n bytes, a literal, and goes on behind them.  The reader
 * owns the text of one answer, whose size is at most IMAP_MAX_LINE and IMAP_MAX_LITERALS literals of max_literal bytes.  What
 * is longer ends the connection: whoever sends it cannot be followed any more.
 */
#include "imap.h"

#include <stdlib.h>

static int reserve(struct imap_reader *r, size_t n) {
  size_t cap = r->cap > 0 ? r->cap : 4096;
  while (cap < r->n + n + 1) cap *= 2;
  if (cap == r->cap) return 0;
  char *more = realloc(r->p, cap);
  if (more == NULL) return -1;
  r->p = more;
  r->cap = cap;
  return 0;
}

static int add(struct imap_reader *r, const char *p, size_t n) {
  if (reserve(r, n) != 0) return -1;
  memcpy(r->p + r->n, p, n);
  r->n += n;
  r->p[r->n] = '\0';
  return 0;
}

void imap_reader_free(struct imap_reader *r) {
  free(r->p);
  r->p = NULL;
}

static void begin_answer(struct imap_reader *r) {
  if (r->cap > 4 * IMAP_MAX_LINE) imap_reader_free(r), r->cap = 0;
  r->n = r->line_bytes = r->line_begin = r->n_literals = r->left = 0;
  r->ended = 0;
}

/* Does the line end in "{n}", and does a literal follow?  -1: one that may not be. */
static int literal_follows(const struct imap_reader *r, uint64_t *size) {
  size_t i = r->n;
  uint64_t n = 0;
  if (i <= r->line_begin || r->p[i - 1] != '}') return 0;
  i--;
  if (i > r->line_begin && r->p[i - 1] == '+') i--; /* LITERAL+ is of clients, but harmless */
  size_t end = i;
  while (i > r->line_begin && r->p[i - 1] >= '0' && r->p[i - 1] <= '9') i--;
  if (i == end || i == r->line_begin || r->p[i - 1] != '{') return 0;
  if (end - i > 12) return -1;
  for (; i < end; i++) n = n * 10 + (uint64_t)(r->p[i] - '0');
  *size = n;
  return n > r->max_literal ? -1 : 1;
}

/* A line has ended. */
static enum imap_read end_line(struct imap_reader *r) {
  uint64_t size = 0;
  if (r->n > r->line_begin && r->p[r->n - 1] == '\r') r->n--;
  r->p[r->n] = '\0';
  const int follows = literal_follows(r, &size);
  if (follows == 0) return IMAP_ANSWER;
  if (follows < 0 || r->n_literals == IMAP_MAX_LITERALS) return IMAP_BAD_LITERAL;
  r->literal[r->n_literals++] = (struct imap_literal){r->n, (size_t)size};
  r->left = (size_t)size;
  r->line_begin = r->n + (size_t)size;
  return IMAP_MORE;
}

enum imap_read imap_reader_take(struct imap_reader *r, const char *p, size_t n, size_t *taken) {
  const char *at = p, *end = p + n;
  enum imap_read what = IMAP_MORE;
  if (r->ended) begin_answer(r);
  while (at < end && what == IMAP_MORE) {
    if (r->left > 0) {
      const size_t now = r->left < (size_t)(end - at) ? r->left : (size_t)(end - at);
      if (add(r, at, now) != 0) return IMAP_NO_MEMORY;
      r->left -= now;
      at += now;
      continue;
    }
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    const size_t now = (size_t)((stop != NULL ? stop : end) - at);
    r->line_bytes += now + 1;
    if (r->line_bytes > IMAP_MAX_LINE) return IMAP_BAD_LINE;
    if (add(r, at, now) != 0) return IMAP_NO_MEMORY;
    at += now + (stop != NULL);
    if (stop != NULL) what = end_line(r);
  }
  *taken = (size_t)(at - p);
  r->ended = what == IMAP_ANSWER; /* the next call begins another one */
  return what;
}
