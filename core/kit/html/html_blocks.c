/* kit/html/html_blocks.c - the blocks of a fragment of HTML; see html.h.
 *
 * One pass over the tokens, of a text or of a tree.  It needs no tree: text gathers in one buffer until an element ends its
 * paragraph, and what the paragraph is follows from a few counters (quotations, lists, preformatted) and from
 * the inline elements that are open.  Elements that mean nothing (div, span) leave no trace, so depth costs
 * nothing.
 *
 * html_block.c writes what has gathered, html_table.c keeps the cells of a table.  All memory is the call's.
 */
#include "kit/html/html_blocks.h"

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <stdlib.h>

enum { MAX_SKIP_DEPTH = 1 << 20, MAX_EMPTY_LINES = 20, FREE_SPANS = 256, BYTES_A_SPAN = 4 };

enum element_kind {
  EL_NONE = 0, /* leaves no trace */
  EL_BLOCK,    /* parts paragraphs */
  EL_BREAK,
  EL_RULE,
  EL_HEADING,
  EL_QUOTE,
  EL_LIST,
  EL_ITEM,
  EL_PRE,
  EL_INLINE,
  EL_LINK,
  EL_IMAGE,
  EL_PLAYER,
  EL_SOURCE,
  EL_TABLE,
  EL_ROW,
  EL_CELL,
  EL_CAPTION,
  EL_FIGURE,
  EL_FIGCAPTION,
  EL_NOSCRIPT,
  EL_BASE,
  EL_SKIP
};
struct element {
  uint8_t kind, arg;
};

/* What a tag is to a reader.  Tags that are not here are EL_NONE. */
static const struct element elements[TDG_HTML_LIMIT] = {
    [TDG_HTML_P] = {EL_BLOCK, 0},
    [TDG_HTML_DIV] = {EL_BLOCK, 0},
    [TDG_HTML_SECTION] = {EL_BLOCK, 0},
    [TDG_HTML_ARTICLE] = {EL_BLOCK, 0},
    [TDG_HTML_ASIDE] = {EL_BLOCK, 0},
    [TDG_HTML_HEADER] = {EL_BLOCK, 0},
    [TDG_HTML_FOOTER] = {EL_BLOCK, 0},
    [TDG_HTML_MAIN] = {EL_BLOCK, 0},
    [TDG_HTML_NAV] = {EL_BLOCK, 0},
    [TDG_HTML_ADDRESS] = {EL_BLOCK, 0},
    [TDG_HTML_CENTER] = {EL_BLOCK, 0},
    [TDG_HTML_DL] = {EL_BLOCK, 0},
    [TDG_HTML_DT] = {EL_BLOCK, 0},
    [TDG_HTML_DD] = {EL_BLOCK, 0},
    [TDG_HTML_FIELDSET] = {EL_BLOCK, 0},
    [TDG_HTML_FORM] = {EL_BLOCK, 0},
    [TDG_HTML_DETAILS] = {EL_BLOCK, 0},
    [TDG_HTML_SUMMARY] = {EL_BLOCK, 0},
    [TDG_HTML_BODY] = {EL_BLOCK, 0},
    [TDG_HTML_HTML] = {EL_BLOCK, 0},
    [TDG_HTML_HEAD] = {EL_BLOCK, 0},
    [TDG_HTML_BR] = {EL_BREAK, 0},
    [TDG_HTML_HR] = {EL_RULE, 0},
    [TDG_HTML_H1] = {EL_HEADING, 1},
    [TDG_HTML_H2] = {EL_HEADING, 2},
    [TDG_HTML_H3] = {EL_HEADING, 3},
    [TDG_HTML_H4] = {EL_HEADING, 4},
    [TDG_HTML_H5] = {EL_HEADING, 5},
    [TDG_HTML_H6] = {EL_HEADING, 6},
    [TDG_HTML_BLOCKQUOTE] = {EL_QUOTE, 0},
    [TDG_HTML_UL] = {EL_LIST, 0},
    [TDG_HTML_MENU] = {EL_LIST, 0},
    [TDG_HTML_DIR] = {EL_LIST, 0},
    [TDG_HTML_OL] = {EL_LIST, 1},
    [TDG_HTML_LI] = {EL_ITEM, 0},
    [TDG_HTML_PRE] = {EL_PRE, 0},
    [TDG_HTML_LISTING] = {EL_PRE, 0},
    [TDG_HTML_XMP] = {EL_PRE, 0},
    [TDG_HTML_PLAINTEXT] = {EL_PRE, 0},
    [TDG_HTML_BASE] = {EL_BASE, 0},
    [TDG_HTML_A] = {EL_LINK, SPAN_LINK},
    [TDG_HTML_EM] = {EL_INLINE, SPAN_EM},
    [TDG_HTML_I] = {EL_INLINE, SPAN_EM},
    [TDG_HTML_DFN] = {EL_INLINE, SPAN_EM},
    [TDG_HTML_VAR] = {EL_INLINE, SPAN_EM},
    [TDG_HTML_STRONG] = {EL_INLINE, SPAN_STRONG},
    [TDG_HTML_B] = {EL_INLINE, SPAN_STRONG},
    [TDG_HTML_CODE] = {EL_INLINE, SPAN_CODE},
    [TDG_HTML_TT] = {EL_INLINE, SPAN_CODE},
    [TDG_HTML_SAMP] = {EL_INLINE, SPAN_CODE},
    [TDG_HTML_KBD] = {EL_INLINE, SPAN_KBD},
    [TDG_HTML_SUB] = {EL_INLINE, SPAN_SUB},
    [TDG_HTML_SUP] = {EL_INLINE, SPAN_SUP},
    [TDG_HTML_MARK] = {EL_INLINE, SPAN_MARK},
    [TDG_HTML_DEL] = {EL_INLINE, SPAN_DEL},
    [TDG_HTML_S] = {EL_INLINE, SPAN_DEL},
    [TDG_HTML_STRIKE] = {EL_INLINE, SPAN_DEL},
    [TDG_HTML_INS] = {EL_INLINE, SPAN_INS},
    [TDG_HTML_Q] = {EL_INLINE, SPAN_QUOTE},
    [TDG_HTML_CITE] = {EL_INLINE, SPAN_CITE},
    [TDG_HTML_SMALL] = {EL_INLINE, SPAN_SMALL},
    [TDG_HTML_U] = {EL_INLINE, SPAN_UNDERLINE},
    [TDG_HTML_ABBR] = {EL_INLINE, SPAN_ABBR},
    [TDG_HTML_IMG] = {EL_IMAGE, 0},
    [TDG_HTML_IMAGE] = {EL_IMAGE, 0},
    [TDG_HTML_IFRAME] = {EL_PLAYER, TDG_EMBED},
    [TDG_HTML_FRAME] = {EL_PLAYER, TDG_EMBED},
    [TDG_HTML_EMBED] = {EL_PLAYER, TDG_EMBED},
    [TDG_HTML_OBJECT] = {EL_PLAYER, TDG_EMBED},
    [TDG_HTML_VIDEO] = {EL_PLAYER, TDG_VIDEO},
    [TDG_HTML_AUDIO] = {EL_PLAYER, TDG_AUDIO},
    [TDG_HTML_SOURCE] = {EL_SOURCE, 0},
    [TDG_HTML_TABLE] = {EL_TABLE, 0},
    [TDG_HTML_TR] = {EL_ROW, 0},
    [TDG_HTML_THEAD] = {EL_ROW, 0},
    [TDG_HTML_TBODY] = {EL_ROW, 0},
    [TDG_HTML_TFOOT] = {EL_ROW, 0},
    [TDG_HTML_TD] = {EL_CELL, 0},
    [TDG_HTML_TH] = {EL_CELL, 1},
    [TDG_HTML_CAPTION] = {EL_CAPTION, 0},
    [TDG_HTML_FIGURE] = {EL_FIGURE, 0},
    [TDG_HTML_FIGCAPTION] = {EL_FIGCAPTION, 0},
    [TDG_HTML_NOSCRIPT] = {EL_NOSCRIPT, 0},
    [TDG_HTML_SVG] = {EL_SKIP, 0},
    [TDG_HTML_TEMPLATE] = {EL_SKIP, 0},
    [TDG_HTML_SELECT] = {EL_SKIP, 0},
};

/* ---- text ---- */

/* Before text or an image of the current paragraph: the breaks and blanks that waited, and the spans that
 * begin. */
static void begin_text(struct blocks *b) {
  int at_start;
  if (b->table == 1 && b->cell_open && b->cell_parts) table_give_up(b); /* paragraphs in a cell: a layout */
  if (b->table == 1 && !b->cell_open) table_cell(b, 0);
  at_start = b->text.n == b->floor;
  if (b->pre > 0) {
    for (int i = 0; i < b->breaks && i < MAX_EMPTY_LINES; i++) tdg_buf_char(&b->text, '\n');
  } else if (b->breaks >= 2 && !at_start && b->heading == 0 && !in_cell(b) && !b->in_caption) {
    blocks_flush(b);
  } else if (!at_start && b->breaks > 0) {
    tdg_buf_char(&b->text, in_cell(b) ? ' ' : '\n');
  } else if (!at_start && b->space && b->text.p[b->text.n - 1] != '\n') {
    tdg_buf_char(&b->text, ' ');
  }
  b->space = 0;
  b->breaks = 0;
  if (b->waiting > 0) spans_start(b);
}

static void put_text(struct blocks *b, const char *p, size_t n) {
  if (b->space || b->breaks || b->waiting) begin_text(b);
  tdg_buf_add(&b->text, p, n);
}

static int is_nbsp(const char *p, const char *end) {
  return end - p >= 2 && p[0] == '\xC2' && p[1] == '\xA0';
}

/* A no-break space counts as a letter, but not where a line begins: there it is somebody's indentation. */
static int at_line_start(const struct blocks *b) { return b->text.n == b->floor || b->breaks > 0; }

static size_t put_reference(struct blocks *b, const char *p, const char *end) {
  char piece[8];
  size_t used = 1, n = tdg_html_reference(p, end, 0, piece, &used);
  if (n == 0) {
    put_text(b, "&", 1);
    return 1;
  }
  if (n == 1 && html_class[(unsigned char)piece[0]] == HTML_SPACE) b->space = 1;
  else if (is_nbsp(piece, piece + n) && at_line_start(b)) b->space = 1;
  else if (n > 1 || html_class[(unsigned char)piece[0]] != HTML_DROP) put_text(b, piece, n);
  return used;
}

static void add_text(struct blocks *b, const char *p, const char *end) {
  while (p < end) {
    const char *run;
    if (is_nbsp(p, end) && at_line_start(b)) {
      b->space = 1;
      p += 2;
      continue;
    }
    run = html_plain_run(p, end);
    if (run > p) {
      put_text(b, p, (size_t)(run - p));
      p = run;
    } else if (*p == '&') {
      p += put_reference(b, p, end);
    } else {
      b->space |= html_class[(unsigned char)*p] == HTML_SPACE;
      p++;
    }
  }
}

/* Preformatted: line ends become "\n", control characters go, the rest stays.  References unless raw. */
static void add_code(struct blocks *b, const char *p, const char *end, int raw) {
  if (b->pre_first) { /* the newline behind <pre> is no content */
    b->pre_first = 0;
    if (p < end && *p == '\r') p++;
    if (p < end && *p == '\n') p++;
  }
  if (p == end) return;
  b->space = 0;
  begin_text(b);
  while (p < end) {
    const char *run = p;
    char piece[8];
    size_t used = 1, n;
    while (p < end && html_class[(unsigned char)*p] != HTML_DROP && *p != '\r' && (raw || *p != '&')) p++;
    if (p > run) tdg_buf_add(&b->text, run, (size_t)(p - run));
    if (p == end) break;
    if (*p == '\r' && !(p + 1 < end && p[1] == '\n')) tdg_buf_char(&b->text, '\n');
    if (*p == '&') {
      n = tdg_html_reference(p, end, 0, piece, &used);
      if (n == 0) piece[0] = '&', n = used = 1;
      if (n > 1 || html_class[(unsigned char)piece[0]] != HTML_DROP) tdg_buf_add(&b->text, piece, n);
    }
    p += used;
  }
}

static void add_raw(struct blocks *b, const struct html_token *t) {
  if (t->tag == TDG_HTML_XMP) add_code(b, t->p, t->end, 1);
  else if (t->tag == TDG_HTML_OTHER && b->pre > 0) add_code(b, t->p, t->end, 1);
  else if (t->tag == TDG_HTML_OTHER) /* CDATA: in feeds, markup that somebody escaped once too often */
    add_text(b, t->p, t->end);
}

/* ---- images and players ---- */

static int begins_with(struct tdg_str s, const char *prefix) {
  const size_t n = strlen(prefix);
  return s.n > n && memcmp(s.p, prefix, n) == 0;
}
/* Of an address that tdg_url_resolve has passed. */
static int is_web(struct tdg_str url) { return begins_with(url, "https://") || begins_with(url, "http://"); }

static struct tdg_str web_address(struct blocks *b, struct tdg_str ref) {
  struct tdg_str url = ref.n > 0 ? tdg_url_resolve(b->call, b->base, ref) : (struct tdg_str){"", 0};
  return is_web(url) ? url : (struct tdg_str){"", 0};
}

/* The first address of a srcset. */
static struct tdg_str first_candidate(struct tdg_str set) {
  size_t n = 0;
  while (set.n > 0 && (html_class[(unsigned char)*set.p] == HTML_SPACE || *set.p == ',')) set.p++, set.n--;
  while (n < set.n && html_class[(unsigned char)set.p[n]] != HTML_SPACE) n++;
  while (n > 0 && set.p[n - 1] == ',') n--;
  return (struct tdg_str){set.p, n};
}

/* Is url what the block before shows? */
static int is_just_shown(const struct blocks *b, struct tdg_str url) { return tdg_str_same(url, b->shown); }

/* Pages that load images late keep the real address elsewhere than in src. */
static struct tdg_str image_address(struct blocks *b, const struct html_token *t) {
  static const char *const names[] = {"src", "data-src", "data-lazy-src", "data-original"};
  struct tdg_str url, set;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const struct tdg_str ref = html_attr_get(b->call, t, names[i]);
    url = ref.p != NULL ? web_address(b, ref) : (struct tdg_str){"", 0};
    if (url.n > 0) return url;
  }
  set = html_attr_get(b->call, t, "srcset");
  return set.p != NULL ? web_address(b, first_candidate(set)) : (struct tdg_str){"", 0};
}

static void put_attribute(struct blocks *b, tdg_rec *group, uint32_t field, const struct html_token *t,
                          const char *name) {
  struct tdg_str v = html_attr_get(b->call, t, name);
  if (v.p == NULL) return;
  v = tdg_fold_space(b->call, v);
  tdg_put_text(b->call, group, field, v.p, v.n);
}

static void on_image(struct blocks *b, const struct html_token *t) {
  const struct tdg_str url = image_address(b, t);
  tdg_rec *image;
  struct tdg_str link;
  if (url.n == 0 || (b->noscript && is_just_shown(b, url))) return; /* again, for those without scripts */
  table_give_up(b);
  blocks_flush(b);
  b->shown = url;
  link = spans_link(b);
  image = tdg_block_new(b->call, TDG_IMAGE);
  tdg_put_text(b->call, image, TDG_URL, url.p, url.n);
  tdg_put_text(b->call, image, TDG_CANONICAL, link.p, link.n);
  put_attribute(b, image, TDG_ALT, t, "alt");
  if (b->figure > 0) b->image = image; /* a caption may follow */
  else blocks_put(b, image);
}

static void put_player(struct blocks *b, int64_t type, struct tdg_str ref, const struct html_token *t) {
  const struct tdg_str url = web_address(b, ref);
  tdg_rec *player;
  if (url.n == 0 || is_just_shown(b, url)) return;
  table_give_up(b);
  blocks_flush(b);
  b->shown = url; /* <object> often holds an <embed> of the same */
  player = tdg_block_new(b->call, type);
  tdg_put_text(b->call, player, TDG_URL, url.p, url.n);
  put_attribute(b, player, TDG_TYPE, t, "type");
  put_attribute(b, player, TDG_TITLE, t, "title");
  blocks_put(b, player);
}

static void on_player(struct blocks *b, const struct html_token *t, int64_t type) {
  const char *name = t->tag == TDG_HTML_OBJECT ? "data" : "src";
  struct tdg_str ref = html_attr_get(b->call, t, name);
  if (ref.n == 0) ref = html_attr_get(b->call, t, "data-src");
  b->source_of = ref.n == 0 && (type == TDG_VIDEO || type == TDG_AUDIO) ? type : 0;
  if (ref.n > 0) put_player(b, type, ref, t);
}

/* The first <source> of a player that named none itself. */
static void on_source(struct blocks *b, const struct html_token *t) {
  struct tdg_str ref;
  if (b->source_of == 0) return;
  ref = html_attr_get(b->call, t, "src");
  if (ref.n == 0) return;
  put_player(b, b->source_of, ref, t);
  b->source_of = 0;
}

/* ---- elements ---- */

static int64_t number_attribute(struct blocks *b, const struct html_token *t, const char *name,
                                int64_t otherwise) {
  const struct tdg_str v = html_attr_get(b->call, t, name);
  long n = v.n > 0 ? strtol(v.p, NULL, 10) : 0;
  return v.n > 0 && n > -1000000 && n < 1000000 ? (int64_t)n : otherwise;
}

static void list_open(struct blocks *b, const struct html_token *t, int ordered) {
  struct list *list;
  struct tdg_str style;
  b->lists++;
  b->item = 0;
  if (b->lists > MAX_LISTS) return;
  list = &b->list[b->lists - 1];
  *list = (struct list){.ordered = ordered, .next = 1};
  if (!ordered) return;
  list->next = number_attribute(b, t, "start", 1);
  style = html_attr_get(b->call, t, "type");
  if (style.n == 1) list->style = *style.p;
}

static void item_open(struct blocks *b, const struct html_token *t) {
  struct list *list;
  if (b->lists == 0) list_open(b, t, 0);
  b->item = 1;
  if (b->lists > MAX_LISTS) return;
  list = &b->list[b->lists - 1];
  list->now = list->ordered ? number_attribute(b, t, "value", list->next) : 0;
  list->next = list->now + 1;
}

static void link_open(struct blocks *b, const struct html_token *t) {
  const struct tdg_str ref = html_attr_get(b->call, t, "href");
  struct tdg_str url = {"", 0};
  spans_close(b, SPAN_LINK); /* links do not nest */
  if (ref.p != NULL) url = tdg_url_resolve(b->call, b->base, ref);
  if (!is_web(url) && !begins_with(url, "mailto:")) url.n = 0;
  spans_open(b, ref.p != NULL ? SPAN_LINK : SPAN_ANCHOR, url);
}

/* The first <base> with an address rules those behind it. */
static void base_set(struct blocks *b, const struct html_token *t) {
  const struct tdg_str ref = html_attr_get(b->call, t, "href");
  const struct tdg_str url = ref.n > 0 && !b->has_base ? tdg_url_resolve(b->call, b->base, ref) : ref;
  if (b->has_base || !is_web(url)) return;
  b->base = url, b->has_base = 1;
}

/* A change that begins or ends a block: what has gathered is written under the old state. */
static void block_edge(struct blocks *b) {
  if (b->table == 1) {
    b->space = 1;
    if (b->cell_open && b->text.n > b->floor) b->cell_parts = 1;
  } else if (b->in_caption) {
    if (b->text.n > b->floor) b->breaks = 1;
  } else {
    blocks_flush(b);
  }
}

static void caption_end(struct blocks *b) {
  if (!b->in_caption) return;
  caption_put(b);
  b->in_caption = 0;
}

static void caption_begin(struct blocks *b) {
  caption_end(b);
  if (b->table == 1) { /* a caption of nothing, in a cell */
    block_edge(b);
    return;
  }
  blocks_flush_text(b);
  b->in_caption = 1;
}

static void figure_end(struct blocks *b) {
  caption_end(b);
  blocks_flush(b);
  if (b->figure > 0) b->figure--;
}

static void on_start(struct blocks *b, const struct html_token *t) {
  const struct element e = elements[t->tag];
  if (e.kind == EL_HEADING || e.kind == EL_QUOTE || e.kind == EL_LIST || e.kind == EL_PRE ||
      e.kind == EL_RULE || e.kind == EL_FIGURE)
    table_give_up(b); /* a table with these in it is a layout */
  switch (e.kind) {
  case EL_BLOCK: block_edge(b); break;
  case EL_BREAK: b->breaks++; break;
  case EL_RULE:
    blocks_flush(b);
    blocks_put(b, tdg_block_new(b->call, TDG_RULE));
    break;
  case EL_HEADING:
    block_edge(b);
    b->heading = e.arg;
    break;
  case EL_QUOTE:
    block_edge(b);
    b->quote++;
    break;
  case EL_LIST:
    block_edge(b);
    list_open(b, t, e.arg);
    break;
  case EL_ITEM:
    block_edge(b);
    item_open(b, t);
    break;
  case EL_PRE:
    block_edge(b);
    b->pre++;
    b->pre_first = 1;
    break;
  case EL_INLINE: spans_open(b, e.arg, (struct tdg_str){"", 0}); break;
  case EL_LINK: link_open(b, t); break;
  case EL_IMAGE: on_image(b, t); break;
  case EL_PLAYER: on_player(b, t, e.arg); break;
  case EL_SOURCE: on_source(b, t); break;
  case EL_TABLE: table_open(b); break;
  case EL_ROW: table_row(b); break;
  case EL_CELL: table_cell(b, e.arg); break;
  case EL_CAPTION: table_caption(b); break;
  case EL_FIGURE:
    figure_end(b);
    b->figure++;
    break;
  case EL_FIGCAPTION: caption_begin(b); break;
  case EL_NOSCRIPT: b->noscript = 1; break;
  case EL_BASE: base_set(b, t); break;
  case EL_SKIP:
    b->skip = t->tag;
    b->skip_depth = 1;
    break;
  default: break;
  }
}

static void on_end(struct blocks *b, const struct html_token *t) {
  const struct element e = elements[t->tag];
  switch (e.kind) {
  case EL_BLOCK: block_edge(b); break;
  case EL_CAPTION: table_caption_end(b); break;
  case EL_BREAK: b->breaks++; break; /* "</br>" is a <br> */
  case EL_HEADING:
    block_edge(b);
    b->heading = 0;
    break;
  case EL_QUOTE:
    block_edge(b);
    b->quote -= b->quote > 0;
    break;
  case EL_LIST:
    block_edge(b);
    b->lists -= b->lists > 0;
    b->item = 0;
    break;
  case EL_ITEM:
    block_edge(b);
    b->item = 0;
    break;
  case EL_PRE:
    blocks_flush(b);
    b->pre -= b->pre > 0;
    break;
  case EL_INLINE: spans_close(b, e.arg); break;
  case EL_LINK: spans_close(b, SPAN_LINK); break;
  case EL_PLAYER: b->source_of = 0; break;
  case EL_NOSCRIPT: b->noscript = 0; break;
  case EL_TABLE: table_close(b); break;
  case EL_ROW:
  case EL_CELL: table_cell_end(b); break;
  case EL_FIGURE: figure_end(b); break;
  case EL_FIGCAPTION: caption_end(b); break;
  default: break;
  }
}

static void on_skipped(struct blocks *b, const struct html_token *t) {
  if (t->tag != b->skip) return;
  if (t->type == HTML_START && b->skip_depth < MAX_SKIP_DEPTH) b->skip_depth++;
  if (t->type == HTML_END && --b->skip_depth == 0) b->skip = TDG_HTML_TEXT;
}

static void on_token(struct blocks *b, const struct html_token *t) {
  switch (b->skip != TDG_HTML_TEXT ? 0 : t->type) {
  case 0: on_skipped(b, t); break;
  case HTML_TEXT:
    if (b->pre > 0) add_code(b, t->p, t->end, 0);
    else add_text(b, t->p, t->end);
    break;
  case HTML_RAW: add_raw(b, t); break;
  case HTML_START: on_start(b, t); break;
  default: on_end(b, t); break;
  }
}

static void begin(struct blocks *b, tdg_call *call, tdg_rec *rec, struct tdg_str html, struct tdg_str base) {
  blocks_init(b, call, rec, base);
  b->span_budget = FREE_SPANS + html.n / BYTES_A_SPAN;
}

static size_t finish(struct blocks *b) {
  caption_end(b);
  b->table_depth = b->table_depth > 0;
  table_close(b);
  blocks_flush(b);
  return b->n_blocks;
}

size_t tdg_html_blocks(tdg_call *call, tdg_rec *rec, struct tdg_str html, struct tdg_str base) {
  struct html_lexer lexer = html_lexer_make(html);
  struct html_token t;
  struct blocks b;
  begin(&b, call, rec, html, base);
  while (b.n_blocks < MAX_BLOCKS && html_next(&lexer, &t)) on_token(&b, &t);
  return finish(&b);
}

/* ---- the same of a tree ---- */

/* A start tag as the tokeniser would give it: from behind its name to the end of its last attribute. */
static struct html_token start_of(const struct tdg_tree *t, uint32_t i) {
  const struct tdg_node *n = &t->node[i];
  const struct tdg_str name = tdg_node_name(t, i);
  struct html_token token = {HTML_START, n->tag, name.p + name.n, name.p + name.n};
  if (n->len > 0) token.end = t->src.p + t->attr[n->at + n->len - 1].at + t->attr[n->at + n->len - 1].len;
  return token;
}

static struct html_token text_of(const struct tdg_tree *t, uint32_t i) {
  const struct tdg_node *n = &t->node[i];
  const enum tdg_html_tag around = t->node[n->parent].tag;
  const int raw = (tdg_html_flags(around) & TDG_IS_RAW) != 0;
  const char *p = t->src.p + n->at;
  return (struct html_token){raw ? HTML_RAW : HTML_TEXT, raw ? around : TDG_HTML_OTHER, p, p + n->len};
}

static void begin_node(struct blocks *b, const struct tdg_tree *t, uint32_t i) {
  const struct html_token token = t->node[i].tag == TDG_HTML_TEXT ? text_of(t, i) : start_of(t, i);
  on_token(b, &token);
}

static void end_node(struct blocks *b, const struct tdg_tree *t, uint32_t i) {
  const enum tdg_html_tag tag = t->node[i].tag;
  if (tag != TDG_HTML_TEXT && (tdg_html_flags(tag) & TDG_IS_VOID) == 0)
    on_token(b, &(struct html_token){HTML_END, tag, NULL, NULL});
}

size_t tdg_tree_blocks(const struct tdg_tree *t, uint32_t i, uint16_t without, tdg_rec *rec,
                       struct tdg_str base) {
  struct blocks b;
  uint32_t open = i, next = i;
  begin(&b, t->call, rec, t->src, base);
  while (next < t->node[i].end && b.n_blocks < MAX_BLOCKS) {
    const uint32_t k = next;
    next = (t->node[k].flags & without) != 0 ? t->node[k].end : k + 1;
    if (next == k + 1) begin_node(&b, t, open = k);
    for (; open != i && t->node[open].end <= next; open = t->node[open].parent) end_node(&b, t, open);
  }
  end_node(&b, t, i);
  return finish(&b);
}
