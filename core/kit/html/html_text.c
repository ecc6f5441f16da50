/* kit/html/html_text.c - plain text out of markup: references undone, tags removed, white space folded.
 *
 * One pass each, memory of the call; nothing fails. */
#include "kit/html/html_internal.h"
#include "kit/html/html_token.h"

#include <tidings/kit/buf.h>
#include <tidings/kit/html.h>

#define D HTML_DROP
#define S HTML_SPACE
const unsigned char html_class[256] = {D, D, D, D, D, D, D, D, D, S, S, D, S, S, D, D, D,
                                       D, D, D, D, D, D, D, D, D, D, D, D, D, D, D, S, [38] = HTML_AMP};
#undef D
#undef S

/* Eight bytes at a time, as long as none is a control character or '&' and no two blanks meet.  A blank at
 * the end of the eight is looked at again, as the first of the next.  (" !" may pass for two blanks: that
 * only costs time.) */
static const char *plain_words(const char *p, const char *end) {
  while (HTML_LITTLE_ENDIAN && end - p >= 8) {
    uint64_t v, blanks;
    memcpy(&v, p, sizeof v);
    blanks = HTML_ZERO_BYTES(v ^ HTML_EACH(' '));
    if ((HTML_BELOW(v, ' ') | HTML_ZERO_BYTES(v ^ HTML_EACH('&')) | (blanks & blanks << 8)) != 0) break;
    p += p[7] == ' ' ? 7 : 8;
  }
  return p;
}

const char *html_plain_run(const char *p, const char *end) {
  if (p < end && *p == ' ') return p;
  p = plain_words(p, end);
  for (;;) {
    while (p < end && html_class[(unsigned char)*p] == HTML_LETTER) p++;
    if (end - p < 2 || *p != ' ' || html_class[(unsigned char)p[1]] != HTML_LETTER) return p;
    p++;
  }
}

struct fold {
  char *out, *o;
  int space; /* white space waits for a letter behind it */
};

static void fold_put(struct fold *f, const char *p, size_t n) {
  if (f->space && f->o > f->out) *f->o++ = ' ';
  f->space = 0;
  memcpy(f->o, p, n);
  f->o += n;
}

/* references: 0 to leave them as they stand */
static void fold_run(struct fold *f, const char *p, const char *end, int references) {
  while (p < end) {
    const char *run = html_plain_run(p, end);
    char piece[8];
    size_t used = 1, n;
    if (run > p) {
      fold_put(f, p, (size_t)(run - p));
      p = run;
      continue;
    }
    switch (html_class[(unsigned char)*p]) {
    case HTML_SPACE: f->space = 1; break;
    case HTML_AMP:
      n = references ? tdg_html_reference(p, end, 0, piece, &used) : 0;
      if (n == 0) fold_put(f, p, used = 1);
      else if (n == 1 && html_class[(unsigned char)piece[0]] == HTML_SPACE) f->space = 1;
      else if (n > 1 || html_class[(unsigned char)piece[0]] != HTML_DROP) fold_put(f, piece, n);
      break;
    default: break;
    }
    p += used;
  }
}

static struct fold fold_make(tdg_call *call, size_t n) {
  char *out = tdg_scratch(call, n * 2 + 8); /* "&nGt;", five bytes, becomes six: nothing grows more */
  return (struct fold){out, out, 0};
}

static struct tdg_str fold_get(struct fold *f) {
  *f->o = '\0';
  return (struct tdg_str){f->out, (size_t)(f->o - f->out)};
}

struct tdg_str tdg_fold_space(tdg_call *call, struct tdg_str text) {
  struct fold f = fold_make(call, text.n);
  fold_run(&f, text.p, text.p + text.n, 0);
  return fold_get(&f);
}

/* Does the tag leave a word whole?  One that may be no tag does, and one of which nothing is shown. */
static int is_inline(enum tdg_html_tag tag) {
  return (tdg_html_flags(tag) & TDG_IS_INLINE) != 0 || !html_is_markup(tag) || tag == TDG_HTML_SCRIPT ||
         tag == TDG_HTML_STYLE;
}

struct tdg_str tdg_html_text(tdg_call *call, struct tdg_str html) {
  struct fold f = fold_make(call, html.n);
  struct html_lexer lexer = html_lexer_make(html);
  struct html_token t;
  while (html_next(&lexer, &t)) {
    if (t.type == HTML_TEXT) fold_run(&f, t.p, t.end, 1);
    else if (t.type == HTML_RAW && (t.tag == TDG_HTML_OTHER || t.tag == TDG_HTML_XMP))
      fold_run(&f, t.p, t.end, 0);
    else if (t.type != HTML_RAW && !is_inline(t.tag)) f.space = 1;
  }
  return fold_get(&f);
}

int tdg_html_has_tag(struct tdg_str text) {
  struct html_lexer lexer = html_lexer_make(text);
  struct html_token t;
  if (text.n == 0 || memchr(text.p, '<', text.n) == NULL) return 0;
  while (html_next(&lexer, &t))
    if ((t.type == HTML_START || t.type == HTML_END) && html_is_markup(t.tag)) return 1;
  return 0;
}

int tdg_html_looks_like(struct tdg_str text) {
  const char *p = text.p, *end = text.p + text.n;
  char piece[8];
  size_t used;
  while ((p = memchr(p, '&', (size_t)(end - p))) != NULL && p < end) {
    if (tdg_html_reference(p, end, 1, piece, &used) > 0) return 1;
    p++;
  }
  return tdg_html_has_tag(text);
}

struct tdg_str tdg_html_line(tdg_call *call, struct tdg_str text) {
  return tdg_html_looks_like(text) ? tdg_html_text(call, text) : tdg_fold_space(call, text);
}

void tdg_html_escape(struct tdg_buf *out, struct tdg_str text) {
  size_t from = 0;
  for (size_t i = 0; i < text.n; i++) {
    const char *ref = text.p[i] == '&'   ? "&amp;"
                      : text.p[i] == '<' ? "&lt;"
                      : text.p[i] == '>' ? "&gt;"
                      : text.p[i] == '"' ? "&quot;"
                                         : NULL;
    if (ref == NULL) continue;
    tdg_buf_add(out, text.p + from, i - from);
    tdg_buf_str(out, ref);
    from = i + 1;
  }
  tdg_buf_add(out, text.p + from, text.n - from);
}
