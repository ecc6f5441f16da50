/* body.c - the texts of an entry on their way into a record: one line, a described feed, blocks.
 *
 * Titles are decoded by their declared type and once more when what comes out is plainly escaped a second
 * time. Everything made here lives in the memory of the call. */
#include "feed.h"

#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/url.h>

struct tdg_str body_line(struct feed *f, const struct text *t) {
  return t->html ? tdg_html_text(f->call, t->s) : tdg_fold_space(f->call, t->s);
}

static size_t put_paragraph(struct feed *f, tdg_rec *r, struct tdg_str text) {
  if (text.n > 0) tdg_block(f->call, r, TDG_PARAGRAPH, text.p, text.n);
  return text.n > 0;
}

/* Plain text: an empty line ends a paragraph.  Other line ends are kept, but for those of text that was wrapped, and,
 * where line ends may be those of the source, for those inside a sentence. */
static size_t plain_blocks(struct feed *f, tdg_rec *r, const struct text *t) {
  if (memchr(t->s.p, '\n', t->s.n) == NULL && memchr(t->s.p, '\r', t->s.n) == NULL)
    return put_paragraph(f, r, tdg_fold_space(f->call, t->s));
  struct tdg_lines lines = tdg_lines_read(f->call, t->s);
  struct tdg_buf b = tdg_buf_make(f->call, MAX_FIELD);
  size_t n = 0;
  if (lines.full) return put_paragraph(f, r, tdg_fold_space(f->call, t->s));
  for (size_t i = 0; i < lines.n; i++) {
    const struct tdg_line *l = &lines.v[i];
    const struct tdg_str line = tdg_fold_space(f->call, l->s);
    if (i > 0 && l->gap > 0) {
      n += put_paragraph(f, r, tdg_buf_get(&b));
      b = tdg_buf_make(f->call, MAX_FIELD);
    } else if (i > 0 && (t->lines || !tdg_line_goes_on(l - 1, l))) {
      tdg_buf_char(&b, '\n');
    } else if (i > 0 && !(l[-1].wide && l->wide)) {
      tdg_buf_char(&b, ' ');
    }
    tdg_buf_add(&b, line.p, line.n);
  }
  return n + (b.n > 0 ? put_paragraph(f, r, tdg_buf_get(&b)) : 0);
}

size_t body_blocks(struct feed *f, tdg_rec *r, const struct text *t, struct tdg_str base) {
  if (t->s.n == 0) return 0;
  size_t n =
      t->html ? tdg_html_blocks(f->call, r, t->s, t->base.n > 0 ? t->base : base) : plain_blocks(f, r, t);
  /* A body of which no word is left (a counter's image, a script) is not the same as no body: it is an empty
   * one. */
  if (n == 0) tdg_block(f->call, r, TDG_PARAGRAPH, "", 0);
  return n;
}

/* ---- the description of a feed ---- */

static void put_image(struct tdg_buf *out, tdg_call *call, const tdg_rec *b) {
  struct tdg_str url = tdg_get(call, b, TDG_URL), alt = tdg_get(call, b, TDG_ALT);
  tdg_buf_str(out, "<img src=\"");
  tdg_html_escape(out, url);
  tdg_buf_str(out, "\" alt=\"");
  tdg_html_escape(out, alt);
  tdg_buf_str(out, "\">");
}

/* The text of a block with its links; spans lie in the order they start.  Returns the number of links. */
static size_t put_linked(struct tdg_buf *out, tdg_call *call, const tdg_rec *b) {
  struct tdg_str text = tdg_get(call, b, TDG_TEXT);
  size_t at = 0, pos = 0, links = 0;
  struct tdg_item it;
  while (tdg_next(call, b, &pos, &it)) {
    if (it.field != TDG_SPAN) continue;
    struct tdg_str url = tdg_get(call, it.rec, TDG_URL);
    int64_t start = tdg_get_int(call, it.rec, TDG_START, -1), end = tdg_get_int(call, it.rec, TDG_END, -1);
    if (url.n == 0 || start < (int64_t)at || end < start || (size_t)end > text.n) continue;
    tdg_html_escape(out, (struct tdg_str){text.p + at, (size_t)start - at});
    tdg_buf_str(out, "<a href=\"");
    tdg_html_escape(out, url);
    tdg_buf_str(out, "\">");
    tdg_html_escape(out, (struct tdg_str){text.p + start, (size_t)(end - start)});
    tdg_buf_str(out, "</a>");
    at = (size_t)end;
    links++;
  }
  tdg_html_escape(out, (struct tdg_str){text.p + at, text.n - at});
  return links;
}

/* A feed's head has no blocks.  Its description is plain text; only where the publisher linked or showed
 * something is it HTML, written anew like every HTML of ours: text, <a href> and <img src alt>, nothing else.
 */
struct tdg_str body_described(struct feed *f, const struct text *t, struct tdg_str base) {
  if (!t->html) return tdg_fold_space(f->call, t->s);
  tdg_rec *r = tdg_group(f->call);
  tdg_html_blocks(f->call, r, t->s, t->base.n > 0 ? t->base : base);
  struct tdg_buf out = tdg_buf_make(f->call, MAX_FIELD);
  size_t pos = 0, links = 0;
  struct tdg_item it;
  while (tdg_next(f->call, r, &pos, &it)) {
    if (it.field != TDG_BLOCK) continue;
    if (out.n > 0) tdg_buf_char(&out, ' ');
    if (tdg_get_int(f->call, it.rec, TDG_BLOCK_TYPE, 0) == TDG_IMAGE)
      put_image(&out, f->call, it.rec), links++;
    else links += put_linked(&out, f->call, it.rec);
  }
  return links > 0 ? tdg_buf_get(&out) : tdg_html_text(f->call, t->s);
}
