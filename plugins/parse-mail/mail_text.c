/* mail_text.c - the plain text of a message: lines that flow are joined (RFC 3676), what is no text is left out.
 *
 * Text that was wrapped at a fixed width stays as it is: the reader of the text rejoins it, from all its lines.
 */
#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "mail.h"

enum { MAX_SIGNATURE_LINES = 30, MAX_BARE_SIGNATURE = 12 };

struct lines {
  struct mail_line *v;
  size_t n, cap;
};

static struct mail_line *add_line(struct mail *m, struct lines *to) {
  if (to->n == MAIL_MAX_LINES) return NULL;
  if (to->n == to->cap) {
    struct mail_line *more = tdg_scratch(m->call, (2 * to->cap + 64) * sizeof *more);
    if (to->n > 0) memcpy(more, to->v, to->n * sizeof *more);
    to->v = more;
    to->cap = 2 * to->cap + 64;
  }
  return &to->v[to->n++];
}

/* ---- flowed text ---- */

static size_t quote_depth(struct tdg_str s) {
  size_t n = 0;
  while (n < s.n && s.p[n] == '>') n++;
  return n;
}

static int is_signature_mark(struct tdg_str s) { return tdg_str_starts(s, "-- ") && s.n == 3; }

/* The lines of one paragraph, joined; *text becomes the rest. */
static struct tdg_str next_flowed(struct tdg_str *text, int delsp, struct tdg_buf *b) {
  struct tdg_str line, rest = *text;
  size_t depth = 0;
  tdg_buf_cut(b, 0);
  for (int first = 1; tdg_line_cut(&rest, &line); first = 0) {
    const size_t d = quote_depth(line);
    if (first) depth = d;
    else if (d != depth) break;
    line.p += d, line.n -= d;
    if (line.n > 0 && line.p[0] == ' ') line.p++, line.n--;
    if (!first && is_signature_mark(line)) break;
    const int flows = line.n > 0 && line.p[line.n - 1] == ' ' && !is_signature_mark(line);
    if (first && depth > 0) tdg_buf_str(b, "> ");
    tdg_buf_add(b, line.p, line.n - (size_t)(flows && delsp));
    *text = rest;
    if (!flows) break;
  }
  return tdg_buf_get(b);
}

/* ---- lines ---- */

/* All of them quoted: a message that is passed on. */
static int is_quoted(const struct lines *l) {
  size_t quoted = 0, other = 0;
  for (size_t i = 0; i < l->n; i++) {
    if (l->v[i].drop || l->v[i].text.n == 0) continue;
    if (l->v[i].text.p[0] == '>') quoted++;
    else other++;
  }
  return quoted > 0 && quoted >= 4 * other;
}

static void read_lines(struct mail *m, struct tdg_str text, struct lines *to) {
  struct tdg_str line;
  struct mail_line *last;
  uint32_t gap = 0;
  while (tdg_line_cut(&text, &line)) {
    const struct tdg_str seen = tdg_trim_invisible(line);
    if (seen.n == 0 && !is_signature_mark(line)) {
      gap++;
      continue;
    }
    if ((last = add_line(m, to)) == NULL) return;
    *last = (struct mail_line){.text = tdg_fold_space(m->call, seen), .raw = line, .gap = gap};
    gap = 0;
  }
}

/* Behind "-- " stands who wrote it. */
static void drop_signature(struct lines *l) {
  for (size_t i = l->n > MAX_SIGNATURE_LINES ? l->n - MAX_SIGNATURE_LINES : 1; i < l->n; i++) {
    const struct tdg_str raw = l->v[i].raw;
    const int bare = tdg_str_starts(raw, "--") && raw.n == 2 && l->n - i <= MAX_BARE_SIGNATURE;
    if (!is_signature_mark(raw) && !bare) continue;
    for (size_t k = i; k < l->n; k++) l->v[k].drop = 1;
    return;
  }
}

/* "[image: Logo]", "[cid:...]": what a program wrote in place of a picture. */
static int is_picture(struct tdg_str s) {
  return (tdg_nocase_starts(s, "[image:") || tdg_nocase_starts(s, "[cid:")) && s.p[s.n - 1] == ']';
}

static void write_lines(struct mail *m, const struct lines *l, int quoted) {
  struct tdg_buf *out = &m->text.body;
  for (size_t i = 0; i < l->n; i++) {
    struct tdg_str raw = l->v[i].raw;
    if (l->v[i].drop) continue;
    while (quoted && raw.n > 0 && (raw.p[0] == '>' || raw.p[0] == ' ')) raw.p++, raw.n--;
    if (l->v[i].gap > 0 && out->n > 0) tdg_buf_char(out, '\n');
    tdg_buf_add(out, raw.p, raw.n);
    tdg_buf_char(out, '\n');
    if (!tdg_nocase_starts(l->v[i].text, "http")) m->text.letters += l->v[i].text.n;
  }
}

void mail_clean_text(struct mail *m, struct tdg_str text, int flowed, int delsp) {
  struct lines l = {0};
  if (flowed) {
    struct tdg_buf all = tdg_buf_make(m->call, 2 * text.n + 64), one = tdg_buf_make(m->call, text.n + 64);
    while (text.n > 0) {
      const struct tdg_str paragraph = next_flowed(&text, delsp, &one);
      tdg_buf_add(&all, paragraph.p, paragraph.n);
      tdg_buf_char(&all, '\n');
    }
    text = tdg_buf_get(&all);
  }
  read_lines(m, text, &l);
  drop_signature(&l);
  for (size_t i = 0; i < l.n; i++) l.v[i].drop |= is_picture(l.v[i].text);
  mail_judge(m, l.v, l.n);
  if (m->text.body.n > 0) tdg_buf_char(&m->text.body, '\n');
  write_lines(m, &l, is_quoted(&l));
}
