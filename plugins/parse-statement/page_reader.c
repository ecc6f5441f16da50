/* page_reader.c - the lines of an HTML page: its main part, without navigation, header and footer.
 *
 * What is clearly not the document is marked in the tree of the page, and the smallest element that still holds most of the
 * text and the title is walked through: each paragraph, heading, list entry and line between <br> is a line.  A table that holds
 * headings or lists is a layout and walked through as well; any other goes through stm_grid_put.  Of the node's own numbers `units`
 * are the bytes of text below it outside links, `links` the titles.  A page of more than MAX_PAGE bytes is refused.
 */
#include <stdlib.h>

#include <tidings/kit/html.h>
#include <tidings/kit/html_tree.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>

#include "statement.h"

enum {
  MAX_PAGE = 8 << 20,
  MAX_HEAD_TEXT = 2000,
  MAX_SECTION_NAME = 40, /* bytes */
  NEWSPAPER = 3,         /* sections that only newspapers have */
  MAX_LINE_TEXT = 1 << 20,
  MAX_CELL = 700,                  /* bytes of text: with more the table is a layout */
  MAX_CELL_SOURCE = 16 * MAX_CELL, /* bytes of one text of it, with its white space and references */
  MAX_OPEN = 16,
  MAX_SPANS = 200,
  MAX_LISTS = 16,
  NODE_NOISE = 2,
  MOST = 60 /* of 100: so much of the text makes an element the main part */
};

/* ---- what is not the document ---- */

static const uint8_t NOISE_TAGS[] = {
    TDG_HTML_HEAD,   TDG_HTML_TITLE,    TDG_HTML_SCRIPT, TDG_HTML_STYLE,    TDG_HTML_NAV,    TDG_HTML_ASIDE,
    TDG_HTML_FOOTER, TDG_HTML_FORM,     TDG_HTML_IFRAME, TDG_HTML_NOSCRIPT, TDG_HTML_SELECT, TDG_HTML_DIALOG,
    TDG_HTML_SVG,    TDG_HTML_TEMPLATE, TDG_HTML_OBJECT, TDG_HTML_LINK,     TDG_HTML_META};
static const char *const NOISE_WORDS[] = {
    "nav",        "navbar",  "menu",      "breadcrumb", "breadcrumbs", "crumbs",  "footer",
    "foot",       "sidebar", "share",     "sharing",    "social",      "cookie",  "cookies",
    "related",    "search",  "skip",      "banner",     "languages",   "toolbar", "pagination",
    "newsletter", "consent", "subscribe", "comments",   "teaser",      "teasers", "recommended",
    "promo",      "advert",  "popup",     "modal",      "sitemap",     "noprint", NULL};

static int is_noise_word(struct tdg_str s) {
  for (const char *const *w = NOISE_WORDS; s.n > 2 && s.n < 12 && *w != NULL; w++)
    if (tdg_lower(*s.p) == **w && tdg_nocase_is(s, *w)) return 1;
  return 0;
}

/* One of the words, parted from the rest by anything that is no letter. */
static int has_noise_word(struct tdg_str s) {
  for (size_t from = 0, to = 0; from < s.n; from = to + 1) {
    for (to = from; to < s.n && tdg_is_letter(s.p[to]);) to++;
    if (is_noise_word((struct tdg_str){s.p + from, to - from})) return 1;
  }
  return 0;
}

/* The header of a site holds no title of a document; a button in a heading is what opens an accordion. */
static int is_noise_by_place(const struct tdg_tree *t, uint32_t i) {
  const unsigned tag = t->node[i].tag;
  if (tag == TDG_HTML_BUTTON) return !tdg_html_is_heading(t->node[t->node[i].parent].tag);
  if (tag != TDG_HTML_HEADER) return 0;
  for (uint32_t k = i + 1; k < t->node[i].end; k++)
    if (t->node[k].tag == TDG_HTML_H1) return 0;
  for (uint32_t up = t->node[i].parent; up > 0; up = t->node[up].parent)
    if (t->node[up].tag == TDG_HTML_ARTICLE || t->node[up].tag == TDG_HTML_MAIN) return 0;
  return 1;
}

static int is_noise(const struct tdg_tree *t, uint32_t i) {
  const unsigned tag = t->node[i].tag;
  if (tag == TDG_HTML_TEXT || tag == TDG_HTML_BODY || tag == TDG_HTML_HTML) return 0;
  if (memchr(NOISE_TAGS, (int)tag, sizeof NOISE_TAGS) != NULL || is_noise_by_place(t, i)) return 1;
  if (t->node[i].len == 0) return 0;
  return has_noise_word(tdg_node_attr(t, i, TDG_ATTR_CLASS)) ||
         has_noise_word(tdg_node_attr(t, i, TDG_ATTR_ID)) ||
         has_noise_word(tdg_node_attr(t, i, TDG_ATTR_ROLE));
}

static void mark_noise(struct tdg_tree *t, uint32_t top) {
  for (uint32_t i = top + 1; i < t->node[top].end;) {
    const int noise = is_noise(t, i);
    if (noise) t->node[i].flags |= NODE_NOISE;
    i = noise ? t->node[i].end : i + 1;
  }
}

/* ---- what the page says of itself ---- */

static struct tdg_str text_of(const struct tdg_tree *t, struct tdg_str raw, int in_attribute) {
  return memchr(raw.p, '&', raw.n) != NULL ? tdg_html_unescape(t->call, raw, in_attribute) : raw;
}

static struct tdg_str keep(const struct tdg_tree *t, struct tdg_str raw, int in_attribute) {
  raw.n = tdg_utf8_cut(raw, MAX_HEAD_TEXT);
  return tdg_fold_space(t->call, text_of(t, raw, in_attribute));
}

static void read_date(struct statement *s, struct stm_date *d, struct tdg_str raw, const char *from) {
  if (d->known || raw.n == 0 || raw.n > 60) return;
  const struct tdg_date_hint hint = {.language = s->language};
  if (tdg_date_parse(raw.p, raw.n, &hint, &d->date) != 0 || d->date.precision < TDG_DATE_DAY) return;
  d->raw = raw, d->from = from, d->known = 1;
}

static void read_meta(struct statement *s, const struct tdg_tree *t, uint32_t i) {
  static const char *const first[] = {
      "article:published_time", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date",
      "citation_date",          "datepublished",  "publish_date",   "pubdate",      "date"};
  static const char *const later[] = {"article:modified_time", "dcterms.modified", "dc.date.modified",
                                      "datemodified", "last-modified"};
  const struct tdg_str name = tdg_node_attr(t, i, TDG_ATTR_NAME),
                       prop = tdg_node_attr(t, i, TDG_ATTR_PROPERTY);
  struct tdg_str key = name.n > 0 ? name : prop.n > 0 ? prop : tdg_node_attr(t, i, TDG_ATTR_ITEMPROP);
  if (key.n == 0) return;
  const struct tdg_str value = keep(t, tdg_node_attr(t, i, TDG_ATTR_CONTENT), 1);
  if (tdg_nocase_is(key, "og:title")) s->meta_title = value;
  if (tdg_nocase_is(key, "og:site_name") || tdg_nocase_is(key, "application-name")) s->site = value;
  for (size_t k = 0; k < sizeof first / sizeof *first; k++)
    if (tdg_nocase_is(key, first[k])) read_date(s, &s->meta_published, value, "meta");
  for (size_t k = 0; k < sizeof later / sizeof *later; k++)
    if (tdg_nocase_is(key, later[k])) read_date(s, &s->meta_updated, value, "meta");
}

/* The text value of a name in JSON, wherever it stands. */
static struct tdg_str json_value(struct tdg_str json, const char *name) {
  const char *p = tdg_str_find(json, name), *end = json.p + json.n;
  if (p == NULL) return stm_none();
  p += strlen(name);
  while (p < end && (tdg_is_space(*p) || *p == ':')) p++;
  if (p == end || *p != '"') return stm_none();
  const char *stop = memchr(p + 1, '"', (size_t)(end - p - 1));
  return stop != NULL ? (struct tdg_str){p + 1, (size_t)(stop - p - 1)} : stm_none();
}

static void read_json(struct statement *s, struct tdg_str json) {
  read_date(s, &s->meta_published, json_value(json, "\"datePublished\""), "json-ld");
  read_date(s, &s->meta_updated, json_value(json, "\"dateModified\""), "json-ld");
  s->looks_article |= tdg_str_has(json, "NewsArticle\"") || tdg_str_has(json, "\"BlogPosting\"") ||
                      tdg_str_has(json, "\"Recipe\"");
}

/* A link of the navigation that no authority has: "Sport", "Weather". */
static int names_newspaper(const struct tdg_tree *t, uint32_t i) {
  if (t->node[i].tag != TDG_HTML_A || t->node[i].end <= i + 1 || t->node[i + 1].tag != TDG_HTML_TEXT)
    return 0;
  const struct tdg_str text =
      tdg_str_trim((struct tdg_str){t->src.p + t->node[i + 1].at, t->node[i + 1].len});
  return text.n >= 3 && text.n <= MAX_SECTION_NAME &&
         tdg_words_find(&tdg_words_statement_newspapers, TDG_EVERY_LANGUAGE, tdg_fold(t->call, text)) != NULL;
}

static void read_page_head(struct statement *s, const struct tdg_tree *t) {
  int sections = 0;
  s->reserved = tdg_tree_reserved(t);
  for (uint32_t i = 1; i < t->n; i++) {
    const struct tdg_node *n = &t->node[i];
    if (n->tag == TDG_HTML_A && sections < NEWSPAPER) sections += names_newspaper(t, i);
    const struct tdg_str below = n->end > i + 1 && t->node[i + 1].tag == TDG_HTML_TEXT
                                     ? (struct tdg_str){t->src.p + n[1].at, n[1].len}
                                     : stm_none();
    if (n->tag == TDG_HTML_TITLE && s->page_title.n == 0) s->page_title = keep(t, below, 0);
    if (n->tag == TDG_HTML_META) read_meta(s, t, i);
    if (n->tag == TDG_HTML_SCRIPT && tdg_str_has(tdg_node_attr(t, i, TDG_ATTR_TYPE), "ld+json"))
      read_json(s, below);
    if (n->tag == TDG_HTML_LINK && s->canonical.n == 0 &&
        tdg_nocase_is(tdg_node_attr(t, i, TDG_ATTR_REL), "canonical"))
      s->canonical = keep(t, tdg_node_attr(t, i, TDG_ATTR_HREF), 1);
    if (n->tag == TDG_HTML_HTML || n->tag == TDG_HTML_BODY) {
      s->rtl |= tdg_nocase_is(tdg_node_attr(t, i, TDG_ATTR_DIR), "rtl");
      if (s->page_language.n == 0) s->page_language = tdg_node_attr(t, i, TDG_ATTR_LANG);
    }
  }
  s->is_newspaper = sections >= NEWSPAPER;
}

/* ---- where the document is ---- */

/* "Title | Ministry of Health": the page's own title begins with this. */
static int begins_title(const struct statement *s, struct tdg_str text) {
  const struct tdg_str own = s->meta_title.n > 0 ? s->meta_title : s->page_title;
  text = tdg_str_trim(text);
  return text.n > 8 && own.n >= text.n && memcmp(own.p, text.p, text.n) == 0;
}

/* What stands below each element, without noise; a node comes behind its parent, so from the last back to the first. */
static void weigh(const struct statement *s, struct tdg_tree *t, uint32_t top) {
  uint32_t link_end = 0;
  for (uint32_t i = top; i < t->node[top].end;
       i = (t->node[i].flags & NODE_NOISE) != 0 ? t->node[i].end : i + 1) {
    struct tdg_node *n = &t->node[i];
    const struct tdg_str text = {t->src.p + n->at, n->len};
    if (n->tag == TDG_HTML_A && n->end > link_end) link_end = n->end;
    if (n->tag == TDG_HTML_TEXT && i >= link_end && !(n->flags & TDG_NODE_SPACE)) n->units = n->len;
    n->links = n->tag == TDG_HTML_H1 || (n->tag == TDG_HTML_TEXT && i >= link_end && begins_title(s, text));
  }
  for (uint32_t i = t->node[top].end; i-- > top + 1;) {
    struct tdg_node *n = &t->node[i], *up = &t->node[n->parent];
    if ((n->flags & NODE_NOISE) != 0) continue;
    up->units += n->units;
    up->links += n->links;
  }
}

/* Go down as long as one child holds most of the text, and a title when there is one. */
static uint32_t main_part(const struct tdg_tree *t, uint32_t top) {
  for (uint32_t at = top, into;; at = into) {
    const struct tdg_node *all = &t->node[at];
    into = 0;
    for (uint32_t i = at + 1; i < all->end && into == 0; i = t->node[i].end) {
      const struct tdg_node *part = &t->node[i];
      if (part->tag != TDG_HTML_TEXT && (part->flags & NODE_NOISE) == 0 && part->units > 0 &&
          (uint64_t)part->units * 100 >= (uint64_t)all->units * MOST && (part->links > 0 || all->links == 0))
        into = i;
    }
    if (into == 0 || t->node[into].tag == TDG_HTML_P || t->node[into].tag == TDG_HTML_TR) return at;
  }
}

/* ---- walking ---- */

struct open_inline {
  const char *type;
  uint32_t end; /* node behind it */
  size_t start;
  struct tdg_str url;
};
struct list {
  uint32_t end;
  int ordered;
  int64_t next;
  char style;
};
struct reader {
  struct statement *s;
  const struct tdg_tree *t;
  struct tdg_str base;
  struct tdg_buf text;
  size_t linked, bold, small; /* bytes of it */
  int space, breaks;
  struct open_inline open[MAX_OPEN];
  size_t n_open;
  struct stm_span spans[MAX_SPANS];
  size_t n_spans;
  struct list list[MAX_LISTS];
  size_t n_lists;
  char mark[24]; /* of the entry that begins */
  uint32_t heading_end, heading, quote_end, term_end, item_end, code_end;
  int item;
  size_t sup_end; /* of a number set high at the front of the line */
};

static void put_mark_number(struct reader *r, const struct list *l, int64_t n) {
  static const char *const tens[] = {"", "x", "xx", "xxx", "xl"}, *const ones[] = {"",     "i", "ii", "iii",
                                                                                   "iv",   "v", "vi", "vii",
                                                                                   "viii", "ix"};
  char *to = r->mark;
  const size_t room = sizeof r->mark;
  if ((l->style | 32) == 'a' && n >= 1 && n <= 26) snprintf(to, room, "%c.", (int)(l->style + n - 1));
  else if ((l->style | 32) == 'i' && n >= 1 && n < 50) {
    snprintf(to, room, "%s%s.", tens[n / 10], ones[n % 10]);
    for (char *p = to; l->style == 'I' && *p != '\0'; p++)
      if (tdg_is_letter(*p)) *p = (char)(*p & ~32);
  } else snprintf(to, room, "%lld.", (long long)n);
}

static void span_put(struct reader *r, const struct open_inline *o) {
  if (r->n_spans < MAX_SPANS && r->text.n > o->start)
    r->spans[r->n_spans++] = (struct stm_span){o->type, o->start, r->text.n, o->url};
}

/* What has gathered is a line. */
static void flush(struct reader *r) {
  struct statement *s = r->s;
  for (size_t k = 0; k < r->n_open; k++) span_put(r, &r->open[k]), r->open[k].start = 0;
  struct tdg_str text = tdg_str_trim(tdg_buf_get(&r->text));
  if (text.n > 0) {
    const int type = r->heading > 0     ? TDG_HEADING
                     : r->quote_end > 0 ? TDG_QUOTE
                     : r->code_end > 0  ? TDG_CODE
                     : r->item          ? TDG_ITEM
                                        : TDG_PARAGRAPH;
    struct stm_line *l = stm_add(s, tdg_str_copy(s->call, text), type);
    if (l != NULL) {
      l->box = s->boxes, l->level = r->heading, l->depth = (uint32_t)r->n_lists;
      l->listed = r->n_lists > 0, l->ordered = r->mark[0] != '\0';
      l->linked = (uint8_t)(r->linked * 100 / text.n > 100 ? 100 : r->linked * 100 / text.n);
      l->bold = r->bold + 1 >= text.n, l->small = r->small + 1 >= text.n;
      l->quoted = r->quote_end > 0;
      l->label_kind = r->term_end > 0;
      if (r->mark[0] != '\0') l->mark = tdg_str_copy(s->call, tdg_str_of(r->mark));
      if (r->sup_end > 0) l->cues |= CUE_FOOTNOTE;
      if (r->n_spans > 0) {
        struct stm_span *v = tdg_scratch(s->call, r->n_spans * sizeof *v);
        memcpy(v, r->spans, r->n_spans * sizeof *v);
        l->spans = v, l->n_spans = r->n_spans;
      }
    }
    r->mark[0] = '\0', r->item = 0;
  }
  tdg_buf_cut(&r->text, 0);
  r->n_spans = r->linked = r->bold = r->small = r->sup_end = 0;
  r->space = 0;
}

static void edge(struct reader *r) {
  flush(r);
  r->s->boxes++;
  r->breaks = 0;
}

static int is_nbsp_of(const char *p, const char *end) {
  return (end - p >= 2 && p[0] == '\xC2' && p[1] == '\xA0') ||
         (end - p >= 3 && p[0] == '\xE2' && p[1] == '\x80' && (p[2] == '\xAF' || p[2] == '\x89'));
}
static inline int is_nbsp(const char *p, const char *end) { return p < end && *p < 0 && is_nbsp_of(p, end); }

/* White space becomes one space; a no-break space stays inside a number only. */
static void add_folded(struct tdg_buf *b, struct tdg_str text, int *space) {
  const char *p = text.p, *end = p + text.n;
  while (p < end) {
    const char *run = p;
    for (; p < end && !is_nbsp(p, end); p++) /* single spaces between words go with them */
      if (tdg_is_space(*p) &&
          (*p != ' ' || p == run || p + 1 == end || tdg_is_space(p[1]) || is_nbsp(p + 1, end)))
        break;
    if (p > run) {
      if (*space && b->n > 0) tdg_buf_char(b, ' ');
      *space = 0;
      tdg_buf_add(b, run, (size_t)(p - run));
    }
    if (p == end) break;
    if (is_nbsp(p, end)) {
      const size_t size = *p == '\xC2' ? 2 : 3;
      const char *next = p + size;
      const int inside = b->n > 0 && tdg_is_digit(b->p[b->n - 1]) && next + 2 < end &&
                         tdg_is_digit(next[0]) && tdg_is_digit(next[1]) && tdg_is_digit(next[2]) && !*space;
      if (inside) tdg_buf_add(b, p, size);
      else *space = 1;
      p = next;
    } else {
      *space = 1;
      p++;
    }
  }
}

static void add_text(struct reader *r, uint32_t i) {
  const struct tdg_node *n = &r->t->node[i];
  const struct tdg_str text = text_of(r->t, (struct tdg_str){r->t->src.p + n->at, n->len}, 0);
  if (n->flags & TDG_NODE_SPACE) {
    r->space = 1;
    return;
  }
  if (r->breaks > 1) r->s->boxes++;
  r->breaks = 0;
  const size_t before = r->text.n;
  add_folded(&r->text, text, &r->space);
  for (size_t k = 0; k < r->n_open; k++) {
    const char *type = r->open[k].type;
    const size_t added = r->text.n - before;
    if (*type == 'l' && !tdg_nocase_starts(r->open[k].url, "mailto:")) r->linked += added;
    if (*type == 's' && type[1] == 't') r->bold += added;
    if (*type == 's' && type[1] == 'm') r->small += added;
    if (*type == 's' && type[1] == 'u' && before == 0) r->sup_end = r->text.n;
  }
}

static const char *inline_type(unsigned tag) {
  switch (tag) {
  case TDG_HTML_A: return "link";
  case TDG_HTML_EM:
  case TDG_HTML_I: return "em";
  case TDG_HTML_STRONG:
  case TDG_HTML_B: return "strong";
  case TDG_HTML_SUP: return "sup";
  case TDG_HTML_SMALL: return "small";
  default: return NULL;
  }
}

static void open_inline(struct reader *r, uint32_t i) {
  const unsigned tag = r->t->node[i].tag;
  const char *type = inline_type(tag);
  struct tdg_str url = stm_none();
  if (type == NULL || r->n_open == MAX_OPEN) return;
  if (tag == TDG_HTML_A) {
    const struct tdg_str ref = tdg_node_attr(r->t, i, TDG_ATTR_HREF);
    if (ref.n == 0) return;
    if (*ref.p == '#') type = "ref";
    else if (tdg_nocase_starts(ref, "mailto:")) url = text_of(r->t, ref, 1);
    else url = tdg_url_resolve(r->s->call, r->base, text_of(r->t, ref, 1));
  }
  if (r->space && r->text.n > 0) tdg_buf_char(&r->text, ' '), r->space = 0;
  r->open[r->n_open++] = (struct open_inline){type, r->t->node[i].end, r->text.n, url};
}

static int64_t number_of(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name, int64_t otherwise) {
  const struct tdg_str v = tdg_node_attr(t, i, name);
  const int64_t n = tdg_str_number(tdg_str_trim(v), 6);
  return n >= 0 ? n : otherwise;
}

static void open_list(struct reader *r, uint32_t i) {
  const struct tdg_str style = tdg_node_attr(r->t, i, TDG_ATTR_TYPE);
  edge(r);
  if (r->n_lists == MAX_LISTS) return;
  r->list[r->n_lists++] = (struct list){.end = r->t->node[i].end,
                                        .ordered = r->t->node[i].tag == TDG_HTML_OL,
                                        .next = number_of(r->t, i, TDG_ATTR_START, 1),
                                        .style = style.n == 1 ? *style.p : '1'};
}

static void open_item(struct reader *r, uint32_t i) {
  edge(r);
  r->item = 1, r->item_end = r->t->node[i].end, r->mark[0] = '\0';
  if (r->n_lists == 0 || !r->list[r->n_lists - 1].ordered) return;
  struct list *l = &r->list[r->n_lists - 1];
  l->next = number_of(r->t, i, TDG_ATTR_VALUE, l->next);
  put_mark_number(r, l, l->next++);
}

/* ---- tables ---- */

/* The text of the cell at node i; 0: there is too much of it, and the rest is not looked at. */
static int read_cell(struct reader *r, uint32_t i, struct stm_cell *c) {
  struct tdg_buf b = tdg_buf_make(r->s->call, 2 * MAX_CELL);
  int space = 0;
  c->indent = 0;
  for (uint32_t k = i + 1; k < r->t->node[i].end; k++) {
    const struct tdg_node *n = &r->t->node[k];
    if ((n->flags & NODE_NOISE) != 0) {
      k = n->end - 1;
      continue;
    }
    if (n->tag == TDG_HTML_TEXT) {
      if (n->len > MAX_CELL_SOURCE) return 0;
      const struct tdg_str text = text_of(r->t, (struct tdg_str){r->t->src.p + n->at, n->len}, 0);
      for (const char *p = text.p; b.n == 0 && is_nbsp(p, text.p + text.n); p += 2) c->indent++;
      add_folded(&b, text, &space);
      if (b.full || b.n > MAX_CELL + 1) return 0; /* one byte may be the end of a line */
    } else if (n->tag == TDG_HTML_BR || (tdg_html_flags(n->tag) & TDG_IS_BOX) == TDG_IS_BOX) {
      if (b.n > 0 && b.p[b.n - 1] != '\n') tdg_buf_char(&b, '\n');
      space = 0;
    }
  }
  c->text = tdg_str_trim(tdg_buf_get(&b));
  return c->text.n <= MAX_CELL;
}

static int is_cell(unsigned tag) { return tag == TDG_HTML_TD || tag == TDG_HTML_TH; }

/* Its cells; 0: it is a layout. */
static int read_grid(struct reader *r, uint32_t table, struct stm_grid *g) {
  uint32_t row = 0, in_row = 0, most = 0;
  for (uint32_t i = table + 1; i < r->t->node[table].end; i++) {
    const struct tdg_node *n = &r->t->node[i];
    if (n->tag == TDG_HTML_TABLE || tdg_html_is_heading(n->tag) || n->tag == TDG_HTML_UL ||
        n->tag == TDG_HTML_OL)
      return 0;
    if (n->tag == TDG_HTML_TR) row++, in_row = 0;
    if (!is_cell(n->tag)) continue;
    const struct stm_cell cell = {
        .text = stm_none(), .row = row > 0 ? row - 1 : 0, .header = n->tag == TDG_HTML_TH};
    struct stm_cell *c = in_row < MAX_CELLS_A_ROW ? stm_grid_add(r->s, g, cell) : NULL;
    if (c == NULL || !read_cell(r, i, c)) return 0;
    if (++in_row > most) most = in_row;
    i = n->end - 1;
  }
  g->rows = row;
  return most > 1;
}

struct table_at {
  const struct tdg_tree *t;
  uint32_t node;
};
/* The kit's block of a table, with its rows and spans. */
static const tdg_rec *table_block(struct statement *s, void *arg) {
  const struct table_at *at = arg;
  tdg_rec *blocks = tdg_group(s->call);
  tdg_tree_blocks(at->t, at->node, NODE_NOISE, blocks, tdg_get(s->call, s->doc, TDG_URL));
  for (uint32_t i = 0;; i++) {
    const tdg_rec *b = tdg_get_rec(s->call, blocks, TDG_BLOCK, i);
    if (b == NULL || tdg_get_int(s->call, b, TDG_BLOCK_TYPE, 0) == TDG_TABLE) return b;
  }
}

/* 1: it was a table, and is done. */
static int open_table(struct reader *r, uint32_t i) {
  edge(r);
  struct stm_grid *g = stm_grid_empty(r->s);
  if (!read_grid(r, i, g)) return 0;
  r->s->boxes++;
  stm_grid_put(r->s, g, table_block, &(struct table_at){r->t, i});
  r->s->boxes++;
  return 1;
}

/* ---- elements ---- */

/* Returns the node to go on with. */
static uint32_t open_node(struct reader *r, uint32_t i) {
  const struct tdg_node *n = &r->t->node[i];
  switch (n->tag) {
  case TDG_HTML_TEXT: add_text(r, i); return i + 1;
  case TDG_HTML_BR:
    flush(r);
    r->breaks++;
    return i + 1;
  case TDG_HTML_TABLE: return open_table(r, i) ? n->end : i + 1;
  case TDG_HTML_UL:
  case TDG_HTML_OL: open_list(r, i); return i + 1;
  case TDG_HTML_LI: open_item(r, i); return i + 1;
  case TDG_HTML_BLOCKQUOTE:
    edge(r);
    if (r->quote_end == 0) r->quote_end = n->end;
    return i + 1;
  case TDG_HTML_DT:
    edge(r);
    r->term_end = n->end;
    return i + 1;
  case TDG_HTML_PRE: edge(r); return i + 1;
  case TDG_HTML_HR:
    edge(r);
    if (stm_add(r->s, tdg_str_of("---"), TDG_RULE) != NULL) r->s->v[r->s->n - 1].role = ROLE_NONE;
    return i + 1;
  default: break;
  }
  if (tdg_html_is_heading(n->tag)) {
    edge(r);
    r->heading = n->tag - TDG_HTML_H1 + 1u, r->heading_end = n->end;
  } else if ((tdg_html_flags(n->tag) & (TDG_IS_BLOCK | TDG_CLOSES_P)) != 0) {
    edge(r);
  } else {
    open_inline(r, i);
  }
  return i + 1;
}

/* What ends before node `next`. */
static void close_nodes(struct reader *r, uint32_t next) {
  for (size_t k = r->n_open; k-- > 0;)
    if (r->open[k].end <= next) {
      span_put(r, &r->open[k]);
      memmove(&r->open[k], &r->open[k + 1], (r->n_open - k - 1) * sizeof r->open[0]);
      r->n_open--;
    }
  if (r->heading_end != 0 && r->heading_end <= next) edge(r), r->heading = r->heading_end = 0;
  if (r->quote_end != 0 && r->quote_end <= next) edge(r), r->quote_end = 0;
  if (r->term_end != 0 && r->term_end <= next) edge(r), r->term_end = 0;
  while (r->n_lists > 0 && r->list[r->n_lists - 1].end <= next) edge(r), r->n_lists--;
}

static int is_box(unsigned tag) {
  return tag != TDG_HTML_TEXT && (tdg_html_flags(tag) & (TDG_IS_BLOCK | TDG_CLOSES_P)) != 0;
}

static void walk(struct reader *r, uint32_t top) {
  const struct tdg_node *v = r->t->node;
  uint32_t open = top;
  for (uint32_t i = top + 1; i < v[top].end;) {
    if ((v[i].flags & NODE_NOISE) != 0) {
      edge(r);
      i = v[i].end;
    } else {
      const uint32_t next = open_node(r, i);
      open = next == i + 1 ? i : v[i].parent;
      i = next;
    }
    int boxes = 0;
    for (; open != top && v[open].end <= i; open = v[open].parent) boxes |= is_box(v[open].tag);
    if (boxes) {
      close_nodes(r, i);
      edge(r);
    } else if (r->n_open > 0) {
      close_nodes(r, i);
    }
  }
  close_nodes(r, UINT32_MAX);
  edge(r);
}

/* Lines that a browser would not show apart: "<br>" in the middle of a sentence.  end: how those before l end. */
static int is_broken(const struct statement *s, const struct stm_line *before, int end,
                     const struct stm_line *l) {
  return before->box == l->box && before->type == TDG_PARAGRAPH && l->type == TDG_PARAGRAPH &&
         before->cell == 0 && before->line.chars >= 50 && l->line.start == TDG_STARTS_LOWER &&
         (end == TDG_ENDS_OPEN || end == TDG_ENDS_COMMA) && stm_mark(s, l->line.s) == 0 &&
         before->n_spans == 0 && l->n_spans == 0;
}

/* A paragraph is measured once, when it is whole, because thousands of lines may make one. */
static void join_broken(struct statement *s) {
  size_t out = 0;
  for (size_t i = 0, k; i < s->n; i = k) {
    struct stm_line l = s->v[i];
    struct tdg_buf b = {0};
    int end = l.line.end;
    for (k = i + 1; k < s->n && is_broken(s, &l, end, &s->v[k]); end = s->v[k++].line.end) {
      if (b.p == NULL) b = tdg_buf_make(s->call, 2 * MAX_PAGE), tdg_buf_add(&b, l.line.s.p, l.line.s.n);
      tdg_buf_char(&b, ' ');
      tdg_buf_add(&b, s->v[k].line.s.p, s->v[k].line.s.n);
    }
    if (b.p != NULL) l.line.s = tdg_buf_get(&b), tdg_line_measure(&l.line);
    s->v[out++] = l;
  }
  s->n = out;
}

int stm_read_page(struct statement *s, struct tdg_str html) {
  if (html.n > MAX_PAGE)
    return tdg_fail(s->call, TDG_DENIED, "page of %zu bytes, at most %d are read", html.n, MAX_PAGE);
  struct tdg_tree t = {.call = s->call, .src = html};
  uint32_t body = 1;
  tdg_tree_read(&t);
  while (body < t.n && t.node[body].tag != TDG_HTML_BODY) body++;
  if (body == t.n) body = 0; /* nobody wrote it */
  s->is_page = 1;
  read_page_head(s, &t);
  mark_noise(&t, body);
  weigh(s, &t, body);
  struct reader *r = tdg_scratch(s->call, sizeof *r);
  r->s = s, r->t = &t, r->base = tdg_get(s->call, s->doc, TDG_URL);
  r->text = tdg_buf_make(s->call, MAX_LINE_TEXT);
  s->boxes = 1;
  walk(r, main_part(&t, body));
  join_broken(s);
  return TDG_OK;
}
