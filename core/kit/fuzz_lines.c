/* fuzz_lines.c - any text through everything that cuts it into lines: the cuts are the text, none is lost, and what
 * is read from them stays inside its bounds. */
#include <stdlib.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/utf8.h>

#include "test_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int ends_line(uint32_t c) {
  return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* The lines by the letter of the header, a code point at a time. */
static size_t count(struct tdg_str text) {
  const char *p = text.p, *end = p + text.n;
  size_t n = 0;
  int open = 0;
  while (p < end) {
    const uint32_t c = tdg_utf8_next(&p, end);
    open = !ends_line(c);
    n += !open;
    if (c == '\r' && p < end && *p == '\n') p++;
  }
  return n + (size_t)open;
}

static size_t cut(struct tdg_str text) {
  struct tdg_str rest = text, line;
  const char *at = text.p;
  size_t n = 0;
  for (; tdg_line_cut(&rest, &line); n++, at = rest.p) {
    const char *p = line.p, *end = p + line.n;
    if (line.p != at || rest.p < end || rest.p > end + 3 || rest.p + rest.n != text.p + text.n) abort();
    while (p < end)
      if (ends_line(tdg_utf8_next(&p, end))) abort();
  }
  if (at != text.p + text.n) abort();
  return n;
}

static void check_line(const struct tdg_line *l) {
  int ordered;
  if (l->s.n == 0 || !tdg_utf8_valid(l->s.p, l->s.n) || l->chars > l->s.n || l->capitals > l->words) abort();
  if (tdg_line_mark(l->s, &ordered) > l->s.n) abort();
  (void)tdg_line_rule(l->s);
  (void)tdg_line_is_prose(l);
  (void)tdg_line_is_titlelike(l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  kit_open(&call);
  const struct tdg_str text =
      tdg_decode(&call.pub, (struct tdg_str){(const char *)data, size}, "utf-8", "", NULL);
  const size_t lines = cut(text);
  if (lines != count(text)) abort();
  const struct tdg_lines t = tdg_lines_read(&call.pub, text);
  if (t.n > lines || t.full != (lines > TDG_MAX_LINES)) abort();
  for (size_t i = 0; i < t.n; i++) {
    check_line(&t.v[i]);
    if (i + 1 < t.n) (void)tdg_line_goes_on(&t.v[i], &t.v[i + 1]);
  }
  if (tdg_text_blocks(&call.pub, tdg_rec_new(&call.pub, TDG_ARTICLE), text) > lines) abort();
  host_free(&call);
  return 0;
}
