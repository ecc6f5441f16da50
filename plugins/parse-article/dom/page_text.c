/* page_text.c - slices of text: comparing, measuring, and reading them out of the tree.
 *
 * Results that are new lie in the memory of the call.  Nothing here can fail but by being cut at its maximum.
 */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>

#include "article_page.h"

static int is_letter(uint32_t c) {
  if (c < 128) return tdg_is_alnum((char)c);
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
         !(c >= 0x3000 && c <= 0x3004) && !(c >= 0x3008 && c <= 0x3020) && !(c >= 0xFE00 && c <= 0xFE6F) &&
         !(c >= 0xFF00 && c <= 0xFF0F) && c != 0xFEFF && c != 0xFFFD;
}

struct tdg_str str_bare(tdg_call *call, struct tdg_str s) {
  struct tdg_str folded = s.n > 0 ? tdg_fold(call, s) : tdg_str_of("");
  const char *p = folded.p, *end = p + folded.n;
  char *out = tdg_scratch(call, folded.n + 1);
  size_t n = 0;
  while (p < end) {
    const char *from = p;
    if (is_letter(tdg_utf8_next(&p, end))) {
      memcpy(out + n, from, (size_t)(p - from));
      n += (size_t)(p - from);
    }
  }
  return (struct tdg_str){out, n};
}

int str_same_folded(tdg_call *call, struct tdg_str a, struct tdg_str b) {
  struct tdg_str x = str_bare(call, a), y = str_bare(call, b);
  return x.n > 0 && tdg_str_same(x, y);
}

size_t text_words(const char *p, size_t n) {
  const char *end = p + n;
  size_t words = 0, wide = 0;
  int inside = 0;
  while (p < end) {
    uint32_t c = tdg_utf8_next(&p, end);
    if (c >= 0x2E80 && c < 0xFB00 && !(c >= 0xAC00 && c < 0xD7B0)) {
      wide++;
      inside = 0;
    } else if (is_letter(c)) {
      words += !inside;
      inside = 1;
    } else if (c != '\'' && c != 0x2019 && c != '-') {
      inside = 0;
    }
  }
  return words + (wide + 1) / 2;
}

struct tdg_str node_attr_text(const struct page *pg, uint32_t i, enum tdg_html_attr name) {
  struct tdg_str raw = node_attr(pg, i, name);
  if (memchr(raw.p, '&', raw.n) != NULL) raw = tdg_html_unescape(pg->call, raw, 1);
  return tdg_fold_space(pg->call, raw);
}

/* It stands before its value. */
struct tdg_str attr_name(const struct page *pg, const struct tdg_attr *a) {
  const char *begin = pg->src.p, *end = begin + a->at, *p;
  if (end > begin && (end[-1] == '"' || end[-1] == '\'')) end--;
  while (end > begin && strchr(" \t\r\n\f", end[-1]) != NULL) end--;
  if (end > begin && end[-1] == '=') end--;
  while (end > begin && strchr(" \t\r\n\f", end[-1]) != NULL) end--;
  for (p = end; p > begin && strchr(" \t\r\n\f/<\"'>", p[-1]) == NULL;) p--;
  return (struct tdg_str){p, (size_t)(end - p)};
}

struct tdg_str source_text(const struct page *pg, uint32_t at, uint32_t len) {
  struct tdg_str raw = {pg->src.p + at, len};
  if (memchr(raw.p, '&', raw.n) != NULL) raw = tdg_html_unescape(pg->call, raw, 0);
  return tdg_fold_space(pg->call, raw);
}

struct tdg_str node_text(const struct page *pg, uint32_t i, size_t max) {
  struct tdg_buf b = tdg_buf_make(pg->call, max + 8);
  uint32_t end = pg->node[i].end;
  struct tdg_str raw;
  for (uint32_t k = i; k < end && b.n < max; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT) {
      size_t take = tdg_utf8_cut((struct tdg_str){pg->src.p + n->at, n->len}, max);
      if (b.n + take > max) break;
      tdg_buf_add(&b, pg->src.p + n->at, take);
    } else if (k != i && (n->flags & F_SKIP) != 0) {
      k = n->end - 1;
    } else if (n->tag == TDG_HTML_BR || (tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0) {
      tdg_buf_char(&b, ' ');
    }
  }
  raw = tdg_buf_get(&b);
  if (memchr(raw.p, '&', raw.n) != NULL) raw = tdg_html_unescape(pg->call, raw, 0);
  return tdg_fold_space(pg->call, raw);
}
