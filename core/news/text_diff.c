/* news/text_diff.c - see text_diff.h: the longest common sequence of words (Wagner and Fischer 1974), after the equal ends
 * were taken off.  Memory is freed before it returns; nothing fails. */
#include "news/text_diff.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

struct words {
  struct tdg_str *v; /* each with the white space behind it */
  size_t n;
};

static struct tdg_str next_word(struct tdg_str *rest) {
  size_t n = 0;
  while (n < rest->n && !tdg_is_space(rest->p[n])) n++;
  while (n < rest->n && tdg_is_space(rest->p[n])) n++;
  const struct tdg_str word = {rest->p, n};
  rest->p += n;
  rest->n -= n;
  return word;
}

static struct words split(struct tdg_str text) {
  struct words w = {NULL, 0};
  struct tdg_str rest = text;
  while (rest.n > 0) w.n++, next_word(&rest);
  w.v = check_alloc((w.n + 1) * sizeof *w.v);
  rest = text;
  for (size_t i = 0; i < w.n; i++) w.v[i] = next_word(&rest);
  return w;
}

static int same_word(struct tdg_str a, struct tdg_str b) {
  return tdg_str_same(tdg_str_trim(a), tdg_str_trim(b));
}

/* The pieces of one kind that follow each other are one. */
struct joiner {
  text_diff_fn fn;
  void *arg;
  struct tdg_str piece[3]; /* by kind */
};

static void flush(struct joiner *j, enum text_diff_kind kind) {
  if (j->piece[kind].n > 0) j->fn(j->arg, kind, j->piece[kind]);
  j->piece[kind].n = 0;
}

static void add(struct joiner *j, enum text_diff_kind kind, struct tdg_str word) {
  if (kind == TEXT_SAME) flush(j, TEXT_GONE), flush(j, TEXT_NEW);
  else flush(j, TEXT_SAME);
  if (j->piece[kind].n == 0) j->piece[kind].p = word.p;
  j->piece[kind].n += word.n;
}

static void add_all(struct joiner *j, enum text_diff_kind kind, const struct tdg_str *v, size_t n) {
  for (size_t i = 0; i < n; i++) add(j, kind, v[i]);
}

/* length[i][k]: of the longest common sequence of a from i on and b from k on. */
static void walk(struct joiner *j, const struct tdg_str *a, size_t n, const struct tdg_str *b, size_t m) {
  const size_t row = m + 1;
  uint16_t *length = check_alloc((n + 1) * row * sizeof *length);
  memset(length, 0, (n + 1) * row * sizeof *length);
  for (size_t i = n; i-- > 0;)
    for (size_t k = m; k-- > 0;) {
      const uint16_t down = length[(i + 1) * row + k], right = length[i * row + k + 1];
      length[i * row + k] = same_word(a[i], b[k]) ? (uint16_t)(length[(i + 1) * row + k + 1] + 1)
                            : down > right        ? down
                                                  : right;
    }
  size_t i = 0, k = 0;
  while (i < n || k < m) {
    if (i < n && k < m && same_word(a[i], b[k])) add(j, TEXT_SAME, b[k]), i++, k++;
    else if (k == m || (i < n && length[(i + 1) * row + k] >= length[i * row + k + 1]))
      add(j, TEXT_GONE, a[i++]);
    else add(j, TEXT_NEW, b[k++]);
  }
  free(length);
}

void text_diff(struct tdg_str before, struct tdg_str after, text_diff_fn fn, void *arg) {
  const struct words a = split(before), b = split(after);
  struct joiner j = {.fn = fn, .arg = arg};
  size_t head = 0, tail = 0;
  while (head < a.n && head < b.n && same_word(a.v[head], b.v[head])) head++;
  while (tail < a.n - head && tail < b.n - head && same_word(a.v[a.n - 1 - tail], b.v[b.n - 1 - tail]))
    tail++;
  const size_t n = a.n - head - tail, m = b.n - head - tail;
  add_all(&j, TEXT_SAME, b.v, head);
  if (n <= TEXT_DIFF_WORDS && m <= TEXT_DIFF_WORDS) {
    walk(&j, a.v + head, n, b.v + head, m);
  } else {
    add_all(&j, TEXT_GONE, a.v + head, n);
    add_all(&j, TEXT_NEW, b.v + head, m);
  }
  add_all(&j, TEXT_SAME, b.v + b.n - tail, tail);
  flush(&j, TEXT_GONE);
  flush(&j, TEXT_NEW);
  flush(&j, TEXT_SAME);
  free(a.v);
  free(b.v);
}
