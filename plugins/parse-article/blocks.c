/* blocks.c - the lines that were kept become blocks with spans. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/url.h>

#include "body.h"

enum { MAX_SPANS = 400, MAX_OPEN = 32 };

struct span {
  const char *type;
  size_t start, end;
  uint32_t node;
};

struct writer {
  struct page *pg;
  tdg_rec *rec;
  struct tdg_str base;
  struct tdg_buf text;
  struct span span[MAX_SPANS];
  size_t n_spans;
  struct span open[MAX_OPEN];
  size_t n_open;
  int space; /* white space is owed */
};

static int is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

static int space_owed(const struct writer *w) {
  return w->space && w->text.n > 0 && w->text.p[w->text.n - 1] != '\n';
}

static void put_piece(struct writer *w, const char *p, size_t n, int keep_space) {
  const char *end = p + n;
  while (p < end) {
    const char *q = p;
    if (!keep_space && is_space(*p)) {
      w->space = 1;
      p++;
      continue;
    }
    while (q < end && (keep_space || !is_space(*q))) q++;
    if (space_owed(w)) tdg_buf_char(&w->text, ' ');
    w->space = 0;
    tdg_buf_add(&w->text, p, (size_t)(q - p));
    p = q;
  }
}

static void put_text(struct writer *w, const struct node *n, int keep_space) {
  struct tdg_str s = {w->pg->src.p + n->at, n->len};
  if ((n->flags & F_REF) != 0) s = tdg_html_unescape(w->pg->call, s, 0);
  put_piece(w, s.p, s.n, keep_space);
}

static const char *span_type(unsigned tag) {
  switch (tag) {
  case T_A: return "link";
  case T_EM:
  case T_I:
  case T_CITE: return "em";
  case T_STRONG:
  case T_B: return "strong";
  case T_CODE:
  case T_KBD:
  case T_SAMP:
  case T_TT: return "code";
  case T_SUB: return "sub";
  case T_SUP: return "sup";
  case T_MARK: return "mark";
  case T_DEL:
  case T_S: return "del";
  case T_INS: return "ins";
  default: return NULL;
  }
}

static void close_spans(struct writer *w, uint32_t at) {
  while (w->n_open > 0 && w->pg->node[w->open[w->n_open - 1].node].end <= at) {
    struct span s = w->open[--w->n_open];
    s.end = w->text.n;
    if (s.end > s.start && w->n_spans < MAX_SPANS) w->span[w->n_spans++] = s;
  }
}

static void open_span(struct writer *w, uint32_t i) {
  const char *type = span_type(w->pg->node[i].tag);
  size_t start = w->text.n + (size_t)space_owed(w);
  if (type == NULL || w->n_open == MAX_OPEN) return;
  w->open[w->n_open++] = (struct span){type, start, 0, i};
}

static void put_spans(struct writer *w, tdg_rec *block) {
  for (size_t k = 0; k < w->n_spans; k++) {
    tdg_rec *g;
    struct tdg_str url = str_of("");
    if (w->span[k].end > w->text.n || w->span[k].start >= w->span[k].end) continue;
    if (w->span[k].type[0] == 'l') {
      url = tdg_url_resolve(w->pg->call, w->base, node_attr_text(w->pg, w->span[k].node, A_HREF));
      if (!tdg_url_is_web(url)) continue;
    }
    g = tdg_group(w->pg->call);
    tdg_put_str(w->pg->call, g, TDG_TYPE, w->span[k].type);
    tdg_put_int(w->pg->call, g, TDG_START, (int64_t)w->span[k].start);
    tdg_put_int(w->pg->call, g, TDG_END, (int64_t)w->span[k].end);
    tdg_put_text(w->pg->call, g, TDG_URL, url.p, url.n);
    tdg_put_rec(w->pg->call, block, TDG_SPAN, g);
  }
}

/* Spans that are open where the line begins: <b><p>..</p></b>. */
static void open_outer(struct writer *w, const struct line *l) {
  uint32_t chain[MAX_OPEN];
  size_t n = 0;
  for (uint32_t i = w->pg->node[l->first].parent; i > 0 && n < MAX_OPEN; i = w->pg->node[i].parent) {
    if (span_type(w->pg->node[i].tag) != NULL) chain[n++] = i;
    else if ((tag_flags(w->pg->node[i].tag) & TF_BLOCK) != 0 && w->pg->node[i].tag != T_P) break;
  }
  while (n > 0) open_span(w, chain[--n]);
}

static void read_line(struct writer *w, const struct line *l) {
  int keep = l->kind == TDG_CODE;
  tdg_buf_cut(&w->text, 0);
  w->n_spans = w->n_open = 0;
  w->space = 0;
  open_outer(w, l);
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct node *n = &w->pg->node[i];
    close_spans(w, i);
    if (n->tag == T_TEXT) {
      put_text(w, n, keep);
    } else if ((n->flags & (F_SKIP | F_HIDDEN)) != 0) {
      i = n->end - 1;
    } else if (n->tag == T_BR) {
      if (w->text.n > 0) tdg_buf_char(&w->text, '\n');
      w->space = 0;
    } else {
      open_span(w, i);
    }
  }
  close_spans(w, UINT32_MAX);
  while (w->text.n > 0 && is_space(w->text.p[w->text.n - 1])) tdg_buf_cut(&w->text, w->text.n - 1);
  for (size_t k = 0; k < w->n_spans; k++) {
    if (w->span[k].end > w->text.n) w->span[k].end = w->text.n;
  }
}

static void put_line(struct writer *w, const struct line *l) {
  tdg_call *call = w->pg->call;
  int64_t kind = l->kind == TDG_TABLE ? TDG_PARAGRAPH : l->kind;
  tdg_rec *block;
  read_line(w, l);
  if (w->text.n == 0) return;
  block = tdg_block_new(call, kind);
  tdg_put_text(call, block, TDG_TEXT, w->text.p, w->text.n);
  if (l->level > 0) tdg_put_int(call, block, TDG_LEVEL, l->level);
  put_spans(w, block);
  tdg_put_rec(call, w->rec, TDG_BLOCK, block);
}

size_t blocks_write(struct page *pg, const struct body *b, tdg_rec *rec, struct tdg_str base) {
  struct writer *w = tdg_scratch(pg->call, sizeof(*w));
  size_t n = 0;
  w->pg = pg;
  w->rec = rec;
  w->base = base;
  w->text = tdg_buf_make(pg->call, MAX_BLOCK_TEXT);
  for (uint32_t i = b->first; i < b->last && n < MAX_BLOCKS; i++) {
    if (pg->line[i].drop != KEEP) continue;
    put_line(w, &pg->line[i]);
    n++;
  }
  return n;
}
