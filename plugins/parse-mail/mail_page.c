/* mail_page.c - the page of a message: a clean one is written, without what no reader sees and what the mail says of itself.
 *
 * Left out are hidden elements (the preview line, the copy for small screens), pictures of one pixel, scripts, styles, and
 * lines that mail_judge() drops.  Tables that only place things become divisions; tables of data stay.
 */
#include <tidings/kit/html.h>
#include <tidings/kit/html_tree.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "mail.h"

enum { NODE_HIDDEN = 2, NODE_LAYOUT = 4, NODE_JOINED = 8 };
enum { MAX_STYLE = 2000, MAX_OPEN = 512, MIN_BREAKS = 2 };
#define NO_LINE UINT32_MAX

struct page {
  struct mail *mail;
  struct tdg_tree t;
  struct mail_line *v;
  size_t n, cap;
  uint32_t *line_of;   /* of each node that is text; NO_LINE */
  struct tdg_buf text; /* of the line that is read, as its source is */
  uint32_t from, gap, br;
};

/* ---- what no reader sees ---- */

/* "display : None" is "display:none". */
static struct tdg_str style_of(const struct page *p, uint32_t i) {
  struct tdg_str s = tdg_node_attr(&p->t, i, TDG_ATTR_STYLE);
  size_t n = 0;
  if (s.n > MAX_STYLE) s.n = MAX_STYLE;
  if (s.n == 0) return s;
  char *out = tdg_scratch(p->t.call, s.n + 1);
  for (size_t k = 0; k < s.n; k++)
    if (!tdg_is_space(s.p[k])) out[n++] = tdg_lower(s.p[k]);
  return (struct tdg_str){out, n};
}

/* The property has this value, which "0" of "0.5" is not. */
static int style_is(struct tdg_str style, const char *what) {
  for (const char *at = style.p;
       (at = memmem(at, style.n - (size_t)(at - style.p), what, strlen(what))) != NULL; at++) {
    const char *end = at + strlen(what);
    const int begins = at == style.p || at[-1] == ';';
    if (begins && (end == style.p + style.n || (*end != '.' && !tdg_is_digit(*end)))) return 1;
  }
  return 0;
}

static int is_small(struct tdg_str size) {
  const int64_t n = tdg_str_number(tdg_str_before(tdg_str_trim(size), "px"), 4);
  return n >= 0 && n <= 2;
}

static int is_hidden(const struct page *p, uint32_t i) {
  static const char *const hides[] = {"display:none", "visibility:hidden", "mso-hide:all", "max-height:0",
                                      "opacity:0"};
  const struct tdg_node *e = &p->t.node[i];
  const struct tdg_str style = style_of(p, i);
  for (size_t k = 0; style.n > 0 && k < sizeof hides / sizeof hides[0]; k++)
    if (style_is(style, hides[k])) return 1;
  if (tdg_node_has_attr(&p->t, i, TDG_ATTR_HIDDEN)) return 1;
  if (e->tag != TDG_HTML_IMG) return 0;
  return is_small(tdg_node_attr(&p->t, i, TDG_ATTR_WIDTH)) ||
         is_small(tdg_node_attr(&p->t, i, TDG_ATTR_HEIGHT)) || style_is(style, "width:1px") ||
         style_is(style, "height:1px");
}

static int is_left_out(const struct page *p, uint32_t i) {
  const unsigned tag = p->t.node[i].tag;
  return tag == TDG_HTML_HEAD || (tdg_html_flags(tag) & (TDG_IS_SKIPPED | TDG_IS_HEAD)) != 0 ||
         is_hidden(p, i);
}

/* ---- tables ---- */

/* A table of data has heads, or cells beside each other in which there is nothing but a line of text. */
static int is_layout(const struct page *p, uint32_t table) {
  const struct tdg_node *v = p->t.node;
  int heads = 0, nested = 0, boxes = 0, cells = 0, most = 0;
  for (uint32_t i = table + 1; i < v[table].end; i++) {
    const unsigned tag = v[i].tag;
    if (tag == TDG_HTML_TABLE) {
      nested = 1;
      i = v[i].end - 1;
    } else if (tag == TDG_HTML_TR) {
      cells = 0;
    } else if (tag == TDG_HTML_TD || tag == TDG_HTML_TH) {
      heads += tag == TDG_HTML_TH;
      if (++cells > most) most = cells;
    } else if (tag == TDG_HTML_P || tag == TDG_HTML_DIV || tag == TDG_HTML_UL || tag == TDG_HTML_OL ||
               tag == TDG_HTML_BLOCKQUOTE || tag == TDG_HTML_IMG || tdg_html_is_heading(tag)) {
      boxes = 1;
    }
  }
  if (nested || most < 2) return 1;
  if (heads > 0) return 0;
  return boxes || tdg_nocase_is(tdg_node_attr(&p->t, table, TDG_ATTR_ROLE), "presentation");
}

/* ---- lines ---- */

static void end_line(struct page *p, uint32_t at) {
  if (p->text.n == 0) return;
  struct tdg_str text =
      tdg_trim_invisible(tdg_fold_space(p->t.call, tdg_html_text(p->t.call, tdg_buf_get(&p->text))));
  tdg_buf_cut(&p->text, 0);
  if (text.n == 0) return;
  if (p->n == p->cap) {
    struct mail_line *more = tdg_scratch(p->t.call, (2 * p->cap + 64) * sizeof *more);
    if (p->n > 0) memcpy(more, p->v, p->n * sizeof *more);
    p->v = more;
    p->cap = 2 * p->cap + 64;
  }
  p->v[p->n++] = (struct mail_line){.text = text, .from = p->from, .to = at, .gap = p->gap, .br = p->br};
  p->gap = p->br = 0;
}

static void read_lines(struct page *p) {
  struct tdg_tree *t = &p->t;
  uint32_t ends[MAX_OPEN], depth = 0;
  for (uint32_t i = 1; i < t->n && p->n < MAIL_MAX_LINES; i++) {
    while (depth > 0 && ends[depth - 1] <= i) {
      end_line(p, i);
      p->gap = 1;
      depth--;
    }
    struct tdg_node *e = &t->node[i];
    p->line_of[i] = NO_LINE;
    if (e->tag == TDG_HTML_TEXT) {
      if (p->text.n == 0) p->from = i;
      p->line_of[i] = (uint32_t)p->n;
      tdg_buf_add(&p->text, t->src.p + e->at, e->len);
      continue;
    }
    if (is_left_out(p, i)) {
      e->flags |= NODE_HIDDEN;
      i = e->end - 1;
      continue;
    }
    if (e->tag == TDG_HTML_TABLE && is_layout(p, i)) e->flags |= NODE_LAYOUT;
    if (e->tag == TDG_HTML_BR) {
      const size_t before = p->n;
      end_line(p, i);
      p->gap |= p->n == before; /* a second one */
      p->br = i;
    }
    if ((tdg_html_flags(e->tag) & TDG_IS_BOX) == 0) continue;
    end_line(p, i);
    p->gap = 1;
    if (depth < MAX_OPEN && e->end > i + 1) ends[depth++] = e->end;
  }
  end_line(p, t->n);
}

/* ---- text in markup ---- */

/* Lines that a program broke at a width, with <br>: the breaks that fall inside a paragraph. */
static void join_lines(struct page *p) {
  struct tdg_buf b = tdg_buf_make(p->t.call, 2 * p->t.src.n + 2 * p->n + 16);
  size_t breaks = 0, at = 0;
  for (size_t i = 0; i < p->n; i++) {
    if (p->v[i].drop) continue;
    breaks += p->v[i].br != 0 && p->v[i].gap == 0;
    if (p->v[i].gap > 0) tdg_buf_char(&b, '\n');
    tdg_buf_add(&b, p->v[i].text.p, p->v[i].text.n);
    tdg_buf_char(&b, '\n');
  }
  if (breaks < MIN_BREAKS) return;
  const struct tdg_lines joined = tdg_lines_read(p->t.call, tdg_buf_get(&b));
  for (size_t i = 0; i < joined.n; i++) {
    size_t used = 0;
    for (int first = 1; at < p->n && (first || used < joined.v[i].s.n); at++) {
      struct mail_line *l = &p->v[at];
      if (l->drop) continue;
      if (!first && l->br != 0 && l->gap == 0) p->t.node[l->br].flags |= NODE_JOINED;
      used += l->text.n + (first == 0);
      first = 0;
    }
  }
}

static size_t text_in(const struct page *p, uint32_t from, uint32_t to) {
  size_t sum = 0;
  for (uint32_t i = from; i < to; i++)
    if (p->t.node[i].tag == TDG_HTML_TEXT) sum += p->t.node[i].len;
  return sum;
}

/* A page that is one <pre> is a text, with its lines; 1: it was read as one. */
static int is_text(struct page *p) {
  const size_t all = text_in(p, 1, p->t.n);
  for (uint32_t i = 1; i < p->t.n; i++) {
    const struct tdg_node *e = &p->t.node[i];
    if (e->tag != TDG_HTML_PRE || text_in(p, i, e->end) * 10 < all * 8) continue;
    struct tdg_buf raw = tdg_buf_make(p->t.call, p->t.src.n + 1);
    for (uint32_t k = i; k < e->end; k++)
      if (p->t.node[k].tag == TDG_HTML_TEXT)
        tdg_buf_add(&raw, p->t.src.p + p->t.node[k].at, p->t.node[k].len);
    mail_clean_text(p->mail, tdg_html_unescape(p->t.call, tdg_buf_get(&raw), 0), 0, 0);
    return 1;
  }
  return 0;
}

/* ---- the clean page ---- */

/* A start tag as the source has it. */
static struct tdg_str raw_tag(const struct page *p, const struct tdg_node *e) {
  const char *at = p->t.src.p + e->name - 1, *end = p->t.src.p + p->t.src.n, *q = at;
  char quote = 0;
  for (; q < end && (quote != 0 || *q != '>'); q++) {
    if (quote == 0 && (*q == '"' || *q == '\'') && q[-1] == '=') quote = *q;
    else if (*q == quote) quote = 0;
  }
  return (struct tdg_str){at, (size_t)(q < end ? q + 1 - at : q - at)};
}

static int is_of_table(unsigned tag) {
  return tag == TDG_HTML_TABLE || tag == TDG_HTML_TBODY || tag == TDG_HTML_THEAD || tag == TDG_HTML_TFOOT ||
         tag == TDG_HTML_TR || tag == TDG_HTML_TD || tag == TDG_HTML_TH || tag == TDG_HTML_CAPTION ||
         tag == TDG_HTML_COL || tag == TDG_HTML_COLGROUP;
}

struct open {
  uint32_t end;
  const char *close; /* its name; NULL: nothing was written */
  int layout;        /* the table around is one */
};

static void close_open(struct tdg_buf *out, const struct open *o) {
  if (o->close == NULL) return;
  tdg_buf_str(out, "</");
  tdg_buf_str(out, o->close);
  tdg_buf_char(out, '>');
}

/* Write the start tag; the name of its end tag, NULL: it needs none. */
static const char *write_tag(struct page *p, struct tdg_buf *out, uint32_t i, int layout) {
  const struct tdg_node *e = &p->t.node[i];
  const char *name = tdg_html_name(e->tag);
  if (layout && is_of_table(e->tag)) {
    if (e->tag == TDG_HTML_COL || e->tag == TDG_HTML_COLGROUP) return NULL;
    tdg_buf_str(out, "<div>");
    return "div";
  }
  if (name[0] == '\0' || e->tag == TDG_HTML_HTML || e->tag == TDG_HTML_BODY || e->tag == TDG_HTML_DOCUMENT)
    return NULL;
  if (e->name > 0) {
    const struct tdg_str raw = raw_tag(p, e);
    tdg_buf_add(out, raw.p, raw.n);
    if (raw.n == 0 || raw.p[raw.n - 1] != '>') tdg_buf_char(out, '>');
  } else {
    tdg_buf_char(out, '<');
    tdg_buf_str(out, name);
    tdg_buf_char(out, '>');
  }
  return tdg_html_flags(e->tag) & TDG_IS_VOID ? NULL : name;
}

static int is_dropped(const struct page *p, uint32_t i) {
  const uint32_t line = p->line_of[i];
  return line != NO_LINE && line < p->n && p->v[line].drop;
}

static void write_page(struct page *p, struct tdg_buf *out) {
  struct tdg_tree *t = &p->t;
  struct open open[MAX_OPEN];
  size_t depth = 0;
  for (uint32_t i = 1; i < t->n; i++) {
    while (depth > 0 && open[depth - 1].end <= i) close_open(out, &open[--depth]);
    const struct tdg_node *e = &t->node[i];
    if (e->tag == TDG_HTML_TEXT) {
      if (!is_dropped(p, i)) tdg_buf_add(out, t->src.p + e->at, e->len);
      continue;
    }
    if (e->flags & NODE_HIDDEN) {
      i = e->end - 1;
      continue;
    }
    if (e->flags & NODE_JOINED) {
      tdg_buf_char(out, ' ');
      continue;
    }
    const int layout =
        e->tag == TDG_HTML_TABLE ? (e->flags & NODE_LAYOUT) != 0 : depth > 0 && open[depth - 1].layout;
    const char *close = write_tag(p, out, i, layout);
    if (e->end <= i + 1) close_open(out, &(struct open){.close = close});
    else if (depth < MAX_OPEN) open[depth++] = (struct open){e->end, close, layout};
  }
  while (depth > 0) close_open(out, &open[--depth]);
}

static void add_attribute(struct tdg_buf *b, const char *name, struct tdg_str value) {
  if (value.n == 0 || value.n > 20) return;
  for (size_t i = 0; i < value.n; i++)
    if (!tdg_is_alnum(value.p[i]) && value.p[i] != '-') return;
  tdg_buf_char(b, ' ');
  tdg_buf_str(b, name);
  tdg_buf_str(b, "=\"");
  tdg_buf_add(b, value.p, value.n);
  tdg_buf_char(b, '"');
}

/* The language and the direction of the page, which the elements say that are not written. */
static void keep_attributes(struct page *p) {
  struct tdg_buf b = tdg_buf_make(p->t.call, 200);
  for (uint32_t i = 1; i < p->t.n && i < 200; i++) {
    const unsigned tag = p->t.node[i].tag;
    if (tag != TDG_HTML_HTML && tag != TDG_HTML_BODY) continue;
    if (memmem(b.p, b.n, "lang=", 5) == NULL)
      add_attribute(&b, "lang", tdg_node_attr(&p->t, i, TDG_ATTR_LANG));
    if (memmem(b.p, b.n, "dir=", 4) == NULL) add_attribute(&b, "dir", tdg_node_attr(&p->t, i, TDG_ATTR_DIR));
  }
  if (b.n > 0) p->mail->attributes = tdg_buf_get(&b);
}

void mail_clean_page(struct mail *m, struct tdg_str html) {
  struct page p = {.mail = m, .t = {.call = m->call, .src = html}};
  tdg_tree_read(&p.t);
  if (is_text(&p)) return;
  p.line_of = tdg_scratch(m->call, (p.t.n + 1) * sizeof *p.line_of);
  memset(p.line_of, 0xFF, (p.t.n + 1) * sizeof *p.line_of);
  p.text = tdg_buf_make(m->call, html.n + 1);
  read_lines(&p);
  mail_judge(m, p.v, p.n);
  join_lines(&p);
  for (size_t i = 0; i < p.n; i++)
    if (!p.v[i].drop && !tdg_nocase_starts(p.v[i].text, "http")) m->page.letters += p.v[i].text.n;
  keep_attributes(&p);
  write_page(&p, &m->page.body);
}
