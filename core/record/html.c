/* record/html.c - generate HTML from blocks; see plain_text.h.
 *
 * Only a short list of elements is written.  Lists and quotations are runs of blocks with a level; the state
 * below tracks the open ones.  Spans may overlap in a record; the later one is cut here, so that elements
 * nest.
 */
#include "record/plain_text.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_SPANS = 4096, MAX_OPEN = 32, MAX_LIST_DEPTH = 16 };

void html_escape(struct buf *out, const char *p, size_t n) {
  size_t from = 0;
  for (size_t i = 0; i < n; i++) {
    const char *e = NULL;
    switch (p[i]) {
    case '&': e = "&amp;"; break;
    case '<': e = "&lt;"; break;
    case '>': e = "&gt;"; break;
    case '"': e = "&quot;"; break;
    case '\'': e = "&#39;"; break;
    default: continue;
    }
    buf_add(out, p + from, i - from);
    buf_str(out, e);
    from = i + 1;
  }
  buf_add(out, p + from, n - from);
}

/* Addresses that may become links; javascript:, data: and all other schemes are left out. */
static int is_harmless(struct tdg_str url) {
  static const char *const schemes[] = {"http", "https", "mailto", "tel", "ftp", "file"};
  size_t n = strcspn(url.p, ":/?#");
  if (n >= url.n || url.p[n] != ':') return 1; /* relative */
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
    if (tdg_nocase_is((struct tdg_str){url.p, n}, schemes[i])) return 1;
  return 0;
}

static void attribute(struct buf *out, const char *name, struct tdg_str value) {
  int address = strcmp(name, "href") == 0 || strcmp(name, "src") == 0;
  if (value.n == 0 || (address && !is_harmless(value))) return;
  buf_printf(out, " %s=\"", name);
  html_escape(out, value.p, value.n);
  buf_char(out, '"');
}

struct span {
  size_t start, end, order;
  const char *tag;
  struct tdg_str url;
};

/* The span types that are written; a span of any other type is plain text. */
static const char *span_tag(struct tdg_str type) {
  static const char *const known[][2] = {
      {"link", "a"},    {"em", "em"},       {"strong", "strong"}, {"code", "code"}, {"sub", "sub"},
      {"sup", "sup"},   {"mark", "mark"},   {"del", "del"},       {"ins", "ins"},   {"quote", "q"},
      {"cite", "cite"}, {"small", "small"}, {"underline", "u"},   {"abbr", "abbr"}, {"kbd", "kbd"}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strcmp(type.p, known[i][0]) == 0) return known[i][1];
  return NULL;
}

static int by_start(const void *a, const void *b) {
  const struct span *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end > y->end ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static size_t count_spans(const tdg_rec *block) {
  size_t pos = 0, n = 0;
  struct tdg_item it;
  while (n < MAX_SPANS && rec_next(block, &pos, &it)) n += it.field == TDG_SPAN;
  return n;
}

static size_t collect_spans(const tdg_rec *block, struct tdg_str text, struct span **out) {
  size_t pos = 0, n = 0, most = count_spans(block);
  struct tdg_item it;
  struct span *spans = most > 0 ? arena_alloc(block->arena, most * sizeof *spans) : NULL;
  while (n < most && rec_next(block, &pos, &it)) {
    if (it.field != TDG_SPAN) continue;
    int64_t start = rec_get_int(it.rec, TDG_START, -1), end = rec_get_int(it.rec, TDG_END, -1);
    const char *tag = span_tag(rec_get(it.rec, TDG_TYPE, 0));
    if (tag == NULL || start < 0 || end < start || (size_t)end > text.n) continue;
    size_t from = tdg_utf8_cut(text, (size_t)start), to = tdg_utf8_cut(text, (size_t)end);
    spans[n] = (struct span){from, to, n, tag, rec_get(it.rec, TDG_URL, 0)};
    n++;
  }
  if (n > 1) qsort(spans, n, sizeof *spans, by_start);
  *out = spans;
  return n;
}

static void open_span(struct buf *out, const struct span *s) {
  buf_printf(out, "<%s", s->tag);
  if (strcmp(s->tag, "a") == 0) attribute(out, "href", s->url);
  buf_char(out, '>');
}

/* Text with its spans; newlines are line breaks unless the text is preformatted. */
static void run_of_text(struct buf *out, const char *p, size_t from, size_t to, int pre) {
  while (from < to) {
    const char *nl = pre ? NULL : memchr(p + from, '\n', to - from);
    size_t stop = nl != NULL ? (size_t)(nl - p) : to;
    html_escape(out, p + from, stop - from);
    if (nl != NULL) buf_str(out, "<br>");
    from = nl != NULL ? stop + 1 : stop;
  }
}

static void close_until(struct buf *out, const struct span *const *open, int *depth, const char *p,
                        size_t *at, size_t to, int pre) {
  while (*depth > 0 && open[*depth - 1]->end <= to) {
    const struct span *s = open[--*depth];
    if (s->end > *at) {
      run_of_text(out, p, *at, s->end, pre);
      *at = s->end;
    }
    buf_printf(out, "</%s>", s->tag);
  }
}

/* The text of a block with its spans, sorted; written at once, or in consecutive slices (cells). */
struct inline_run {
  struct tdg_str text;
  struct span *spans;
  size_t n, next; /* spans[next ..) are not yet written */
};

static struct inline_run inline_of(const tdg_rec *block) {
  struct inline_run run = {.text = rec_get(block, TDG_TEXT, 0)};
  run.n = collect_spans(block, run.text, &run.spans);
  return run;
}

static void write_slice(struct buf *out, struct inline_run *run, size_t from, size_t to, int pre) {
  const struct span *open[MAX_OPEN];
  const char *p = run->text.p;
  size_t at = from;
  int depth = 0;
  for (; run->next < run->n && run->spans[run->next].start <= to; run->next++) {
    struct span *s = &run->spans[run->next];
    close_until(out, open, &depth, p, &at, s->start, pre);
    size_t limit = depth > 0 ? open[depth - 1]->end : to;
    if (s->end > limit) s->end = limit;
    if (s->start < from || s->end < at || depth == MAX_OPEN) continue;
    run_of_text(out, p, at, s->start > at ? s->start : at, pre);
    if (s->start > at) at = s->start;
    open_span(out, s);
    open[depth++] = s;
  }
  close_until(out, open, &depth, p, &at, to, pre);
  run_of_text(out, p, at, to, pre);
}

static void inline_text(struct buf *out, const tdg_rec *block, int pre) {
  struct inline_run run = inline_of(block);
  write_slice(out, &run, 0, run.text.n, pre);
}

/* ---- blocks ---- */

struct writer {
  struct buf *out;
  int lists;                    /* number of open lists */
  char ordered[MAX_LIST_DEPTH]; /* which of them are <ol> */
  int quotes;
};

static void close_lists(struct writer *w, int down_to) {
  while (w->lists > down_to) {
    w->lists--;
    buf_str(w->out, w->ordered[w->lists] ? "</li></ol>" : "</li></ul>");
  }
}

static void close_quotes(struct writer *w, int down_to) {
  for (; w->quotes > down_to; w->quotes--) buf_str(w->out, "</blockquote>");
}

static int level_of(const tdg_rec *block) {
  int64_t level = rec_get_int(block, TDG_LEVEL, 1);
  return level < 1 ? 1 : level > MAX_LIST_DEPTH ? MAX_LIST_DEPTH : (int)level;
}

static void write_item(struct writer *w, const tdg_rec *block) {
  int level = level_of(block), ordered = rec_get_int(block, TDG_ORDERED, 0) != 0;
  close_lists(w, level);
  if (w->lists == level && w->ordered[level - 1] != ordered) close_lists(w, level - 1);
  if (w->lists == level) buf_str(w->out, "</li><li>");
  while (w->lists < level) {
    w->ordered[w->lists++] = (char)ordered;
    buf_str(w->out, ordered ? "<ol><li>" : "<ul><li>");
  }
  inline_text(w->out, block, 0);
}

static void write_quote(struct writer *w, const tdg_rec *block) {
  int level = level_of(block);
  close_quotes(w, level);
  for (; w->quotes < level; w->quotes++) buf_str(w->out, "<blockquote>");
  buf_str(w->out, "<p>");
  inline_text(w->out, block, 0);
  buf_str(w->out, "</p>");
}

/* The text of a table is its cells, each followed by a tab or newline, so the spans of a cell are found by
 * its offset. */
static void write_cell(struct buf *out, struct inline_run *run, size_t *at, struct tdg_str cell) {
  size_t end = *at + cell.n;
  if (end <= run->text.n && memcmp(run->text.p + *at, cell.p, cell.n) == 0)
    write_slice(out, run, *at, end, 0);
  else html_escape(out, cell.p, cell.n); /* the text does not follow this rule: drop the spans */
  *at = end + 1;
}

static void write_row(struct buf *out, const tdg_rec *row, struct inline_run *run, size_t *at) {
  const char *tag = rec_get_int(row, TDG_HEADER_ROW, 0) ? "th" : "td";
  size_t pos = 0;
  struct tdg_item it;
  buf_str(out, "<tr>");
  while (rec_next(row, &pos, &it)) {
    if (it.field != TDG_CELL) continue;
    buf_printf(out, "<%s>", tag);
    write_cell(out, run, at, it.str);
    buf_printf(out, "</%s>", tag);
  }
  buf_str(out, "</tr>");
}

static void write_table(struct buf *out, const tdg_rec *block) {
  struct inline_run run = inline_of(block);
  size_t pos = 0, at = 0;
  struct tdg_item it;
  buf_str(out, "<table>");
  while (rec_next(block, &pos, &it))
    if (it.field == TDG_ROW) write_row(out, it.rec, &run, &at);
  if (!rec_has(block, TDG_ROW)) {
    buf_str(out, "<tr><td>");
    write_slice(out, &run, 0, run.text.n, 0);
    buf_str(out, "</td></tr>");
  }
  buf_str(out, "</table>");
}

static void write_image(struct buf *out, const tdg_rec *block) {
  struct tdg_str caption = rec_get(block, TDG_CAPTION, 0), link = rec_get(block, TDG_CANONICAL, 0);
  if (caption.n > 0) buf_str(out, "<figure>");
  if (link.n > 0) {
    buf_str(out, "<a");
    attribute(out, "href", link);
    buf_char(out, '>');
  }
  buf_str(out, "<img");
  attribute(out, "src", rec_get(block, TDG_URL, 0));
  attribute(out, "alt", rec_get(block, TDG_ALT, 0));
  buf_char(out, '>');
  if (link.n > 0) buf_str(out, "</a>");
  if (caption.n == 0) return;
  buf_str(out, "<figcaption>");
  html_escape(out, caption.p, caption.n);
  buf_str(out, "</figcaption></figure>");
}

/* Players and embedded posts become links, so that no foreign frame is loaded. */
static void write_embed(struct buf *out, const tdg_rec *block) {
  struct tdg_str url = rec_get(block, TDG_URL, 0), text = rec_get(block, TDG_TEXT, 0);
  buf_str(out, "<p><a");
  attribute(out, "href", url);
  buf_char(out, '>');
  html_escape(out, text.p, text.n);
  buf_str(out, "</a></p>");
}

static void element(struct buf *out, const char *tag, const tdg_rec *block) {
  buf_printf(out, "<%s>", tag);
  inline_text(out, block, strcmp(tag, "pre") == 0);
  buf_printf(out, "</%s>", tag);
}

static void write_heading(struct buf *out, const tdg_rec *block) {
  char tag[3] = "h1";
  int level = level_of(block);
  tag[1] = (char)('0' + (level > 6 ? 6 : level));
  element(out, tag, block);
}

static void write_block(struct writer *w, const tdg_rec *block) {
  int64_t type = rec_get_int(block, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  /* a further paragraph of the list item before */
  int goes_on = type == TDG_PARAGRAPH && rec_has(block, TDG_LEVEL);
  if (goes_on) close_lists(w, level_of(block));
  else if (type != TDG_ITEM) close_lists(w, 0);
  if (type != TDG_QUOTE) close_quotes(w, 0);
  switch (type) {
  case TDG_HEADING: write_heading(w->out, block); break;
  case TDG_QUOTE: write_quote(w, block); break;
  case TDG_ITEM: write_item(w, block); break;
  case TDG_TABLE: write_table(w->out, block); break;
  case TDG_CODE: element(w->out, "pre", block); break;
  case TDG_IMAGE: write_image(w->out, block); break;
  case TDG_EMBED:
  case TDG_AUDIO:
  case TDG_VIDEO: write_embed(w->out, block); break;
  case TDG_RULE: buf_str(w->out, "<hr>"); break;
  default: element(w->out, "p", block); break;
  }
}

void rec_html(struct buf *out, const tdg_rec *r) {
  struct writer w = {.out = out};
  size_t pos = 0;
  struct tdg_item it;
  for (struct arena_mark m = arena_mark(r->arena); rec_next(r, &pos, &it); arena_release(r->arena, m))
    if (it.field == TDG_BLOCK) write_block(&w, it.rec);
  close_lists(&w, 0);
  close_quotes(&w, 0);
}
