/* excerpt.c - store a text as references into the record that contains it.
 *
 * The text that search indexes consists of the record's own paragraphs, which the record's bytes already
 * contain.  So a text is stored as a list of steps: copy a number of bytes from an offset, or insert literal
 * bytes.  The store need not know the encoding of records, and the text is not stored twice.
 *
 *   packed := step*
 *   step   := varint(length * 2 + literal), then the bytes, or varint(gap) from the end of the last copy
 *
 * Each line of the text is searched once, after the position where the last one was found; the search is
 * abandoned after a fixed number of failures: linear for any input.
 */
#include "sq.h"

#include <string.h>

enum { MIN_COPY = 16, MAX_MISSES = 64, MAX_TRIES = 8, VARINT = 10 };

static size_t put_varint(unsigned char *out, uint64_t v) {
  size_t n = 0;
  for (; v >= 128; v >>= 7) out[n++] = (unsigned char)(v | 128);
  out[n++] = (unsigned char)v;
  return n;
}

static int get_varint(const unsigned char **p, const unsigned char *end, uint64_t *v) {
  *v = 0;
  for (unsigned shift = 0; *p < end && shift < 63; shift += 7) {
    unsigned char b = *(*p)++;
    *v |= (uint64_t)(b & 127) << shift;
    if (b < 128) return 0;
  }
  return -1;
}

/* Every copy covers at least MIN_COPY bytes; every literal between two copies costs one more varint. */
size_t sq_excerpt_room(struct tdg_str text) { return text.n + (text.n / MIN_COPY + 2) * 3 * VARINT; }

struct packer {
  const char *wire;
  size_t wire_n, from; /* from: offset where the search for the next copy begins */
  unsigned char *out;
  size_t n;
  const char *literal; /* literal bytes not yet written */
  size_t literal_n;
  int misses;
};

static void flush_literal(struct packer *p) {
  if (p->literal_n == 0) return;
  p->n += put_varint(p->out + p->n, (uint64_t)p->literal_n * 2 + 1);
  memcpy(p->out + p->n, p->literal, p->literal_n);
  p->n += p->literal_n;
  p->literal_n = 0;
}

/* Search by the first bytes only: a short needle needs no tables, and lines with equal beginnings are usually
 * equal. */
static const char *find_line(const struct packer *p, const char *line, size_t n) {
  const char *at = p->wire + p->from, *end = p->wire + p->wire_n;
  for (int tries = 0; tries < MAX_TRIES && (size_t)(end - at) >= n; tries++, at++) {
    at = memmem(at, (size_t)(end - at), line, MIN_COPY);
    if (at == NULL || (size_t)(end - at) < n) return NULL;
    if (memcmp(at, line, n) == 0) return at;
  }
  return NULL;
}

static void pack_line(struct packer *p, const char *line, size_t n) {
  const char *found = NULL;
  if (n >= MIN_COPY && p->misses < MAX_MISSES) {
    found = find_line(p, line, n);
    p->misses += found == NULL;
  }
  if (found == NULL) {
    if (p->literal_n == 0) p->literal = line;
    p->literal_n += n;
    return;
  }
  flush_literal(p);
  size_t at = (size_t)(found - p->wire);
  p->n += put_varint(p->out + p->n, (uint64_t)n * 2);
  p->n += put_varint(p->out + p->n, at - p->from);
  p->from = at + n;
}

size_t sq_excerpt_pack(struct tdg_str text, struct tdg_str wire, unsigned char *out, size_t room) {
  struct packer p = {.wire = wire.p, .wire_n = wire.n, .out = out};
  if (room < sq_excerpt_room(text)) return 0;
  for (size_t at = 0; at < text.n;) {
    const char *line = text.p + at, *end = memchr(line, '\n', text.n - at);
    size_t n = end == NULL ? text.n - at : (size_t)(end - line);
    if (n > 0) pack_line(&p, line, n);
    for (at += n, line += n, n = 0; at < text.n && text.p[at] == '\n'; at++) n++;
    if (n > 0) pack_line(&p, line, n);
  }
  flush_literal(&p);
  return p.n;
}

size_t sq_excerpt_unpack(struct tdg_str packed, struct tdg_str wire, char *out) {
  const unsigned char *p = (const unsigned char *)packed.p, *end = p + packed.n;
  size_t n = 0, from = 0;
  while (p < end) {
    uint64_t head, gap = 0;
    if (get_varint(&p, end, &head) != 0) return SIZE_MAX;
    uint64_t length = head / 2;
    if (head & 1) {
      if (length > (uint64_t)(end - p)) return SIZE_MAX;
      if (out != NULL) memcpy(out + n, p, length);
      p += length;
    } else {
      if (get_varint(&p, end, &gap) != 0 || gap > wire.n - from || length > wire.n - from - gap)
        return SIZE_MAX;
      if (out != NULL) memcpy(out + n, wire.p + from + gap, length);
      from += gap + length;
    }
    n += length;
    if (n > SQ_MAX_WIRE) return SIZE_MAX;
  }
  return n;
}
