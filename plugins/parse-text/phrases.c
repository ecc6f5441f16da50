/* phrases.c - see phrases.h.  Nothing is kept; a table is folded again for each line that is not ASCII, which only
 * short lines ever are. */
#include "phrases.h"

#include <unicode/uchar.h>

static int is_ascii(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 128) return 0;
  return 1;
}

static int is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Word borders are asked for in ASCII only: other scripts inflect, or write no spaces. */
static int at_border(struct tdg_str s, size_t from, size_t to) {
  if (from > 0 && is_word_byte(s.p[from]) && is_word_byte(s.p[from - 1])) return 0;
  return to >= s.n || !is_word_byte(s.p[to]) || !is_word_byte(s.p[to - 1]);
}

struct tdg_str line_fold(const struct report *r, const struct tdg_line *l) {
  if (l->s.n > MAX_SHORT) return (struct tdg_str){"", 0};
  return tdg_fold(r->call, l->s);
}

struct tdg_str text_unmarked(struct tdg_str s) {
  while (s.n > 0 && strchr("#*_= ", *s.p) != NULL) s.p++, s.n--;
  while (s.n > 0 && strchr("#*_= ", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

struct tdg_str text_bare(struct tdg_str s) {
  const char *p = s.p, *end = s.p + s.n, *from = end, *to = s.p;
  while (p < end) {
    const char *q = p;
    uint32_t c = tdg_utf8_next(&p, end);
    if (!u_isalnum((UChar32)c) && !(u_getCombiningClass((UChar32)c) && from < end)) continue;
    if (q < from) from = q;
    to = p;
  }
  return from < to ? (struct tdg_str){from, (size_t)(to - from)} : (struct tdg_str){s.p, 0};
}

static int matches(struct tdg_str line, struct tdg_str bare, struct tdg_str text, int how, size_t *end) {
  size_t shift = (size_t)(bare.p - line.p);
  if (how == PHRASE_WHOLE) {
    *end = line.n;
    return bare.n == text.n && memcmp(bare.p, text.p, text.n) == 0;
  }
  if (how == PHRASE_START) {
    *end = shift + text.n;
    return bare.n >= text.n && memcmp(bare.p, text.p, text.n) == 0 && at_border(bare, 0, text.n);
  }
  for (const char *p = line.p; (p = memmem(p, line.n - (size_t)(p - line.p), text.p, text.n)) != NULL; p++) {
    *end = (size_t)(p - line.p) + text.n;
    if (at_border(line, (size_t)(p - line.p), *end)) return 1;
  }
  return 0;
}

static int entry_matches(const struct report *r, const struct phrase *e, struct tdg_str line, struct tdg_str bare,
                         int plain, size_t *end) {
  struct tdg_str text = {e->text, strlen(e->text)};
  if (!is_ascii(text)) {
    if (plain) return 0;
    text = tdg_fold(r->call, text);
  }
  return matches(line, bare, text, e->how, end);
}

int phrases_score(const struct report *r, const struct phrase *table, size_t n, struct tdg_str folded) {
  struct tdg_str bare = text_bare(folded);
  int plain = is_ascii(folded), sum = 0;
  size_t end;
  for (size_t i = 0; bare.n > 0 && i < n; i++)
    if (entry_matches(r, &table[i], folded, bare, plain, &end)) sum += table[i].value;
  return sum;
}

const struct phrase *phrases_find(const struct report *r, const struct phrase *table, size_t n, struct tdg_str folded,
                                  size_t *end) {
  struct tdg_str bare = text_bare(folded);
  int plain = is_ascii(folded);
  for (size_t i = 0; bare.n > 0 && i < n; i++)
    if (entry_matches(r, &table[i], folded, bare, plain, end)) return &table[i];
  return NULL;
}
