/* explain.c - how a page was read: see explain.h.
 *
 * Lines and hidden elements stand in the order of the page.  What does not fit into MAX_EXPLAINED is counted and
 * told.  Memory is the call's; nothing is done, and nothing kept, for pages that nobody asks about. */
#include "explain.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

enum {
  MAX_EXPLAINED = 24 << 20, /* bytes of what lines are told with */
  MAX_SHOWN = 60000,        /* lines */
  MAX_HIDDEN = 500,         /* bytes of a hidden element */
  MAX_PLACE = 160,          /* bytes of an element's description */
  MAX_CLASS = 60
};

struct explainer {
  struct page *pg;
  const struct body *b;
  struct writer *w;
  tdg_rec *out;
  size_t bytes, lines, left;
};

/* ---- words ---- */

static const char *why_who(unsigned why) {
  static const char *const who[] = {
#define WHO(symbol, who, words) who,
      LINE_WHY(WHO)
#undef WHO
  };
  return who[why];
}

static const char *why_words(unsigned why) {
  static const char *const words[] = {
#define WORDS(symbol, who, words) words,
      LINE_WHY(WORDS)
#undef WORDS
  };
  return words[why];
}

/* "div.story" or "p#lead": an element as a selector of a site's rule would name it; "" for text and the document. */
static struct tdg_str element_words(const struct page *pg, uint32_t i) {
  struct tdg_str id, class;
  struct tdg_buf b = tdg_buf_make(pg->call, MAX_PLACE);
  while (i > 0 && pg->node[i].tag == TDG_HTML_TEXT) i = pg->node[i].parent;
  if (i == 0) return tdg_str_of("");
  tdg_buf_str(&b, pg->node[i].tag == TDG_HTML_OTHER ? "*" : tdg_html_name(pg->node[i].tag));
  id = tdg_str_trim(node_attr(pg, i, TDG_ATTR_ID));
  class = tdg_str_trim(node_attr(pg, i, TDG_ATTR_CLASS));
  for (size_t k = 0; k < class.n; k++)
    if ((unsigned char)class.p[k] <= ' ') class.n = k; /* the first of several */
  if (class.n > 0 && class.n <= MAX_CLASS) {
    tdg_buf_char(&b, '.');
    tdg_buf_add(&b, class.p, class.n);
  } else if (id.n > 0 && id.n <= MAX_CLASS) {
    tdg_buf_char(&b, '#');
    tdg_buf_add(&b, id.p, id.n);
  }
  return tdg_buf_get(&b);
}

static int has_name(const struct page *pg, uint32_t i) {
  return node_attr(pg, i, TDG_ATTR_CLASS).n > 0 || node_attr(pg, i, TDG_ATTR_ID).n > 0;
}

/* The element around a line, and the nearest around that which has a name. */
static struct tdg_str place_of(const struct page *pg, uint32_t i) {
  struct tdg_buf b = tdg_buf_make(pg->call, 2 * MAX_PLACE);
  struct tdg_str inner = element_words(pg, i), outer = tdg_str_of("");
  uint32_t up = i;
  if (!has_name(pg, i)) {
    while (up > 0 && !has_name(pg, up)) up = pg->node[up].parent;
    outer = element_words(pg, up);
  }
  tdg_buf_add(&b, outer.p, outer.n);
  if (outer.n > 0) tdg_buf_char(&b, ' ');
  tdg_buf_add(&b, inner.p, inner.n);
  return tdg_buf_get(&b);
}

/* ---- lines ---- */

static void put_verdict(struct explainer *x, int dropped, const char *who, const char *why,
                        struct tdg_str place, struct tdg_str text) {
  if (text.n == 0) return;
  x->bytes += text.n + place.n + strlen(why);
  if (x->lines == MAX_SHOWN || x->bytes > MAX_EXPLAINED) {
    x->left++;
    return;
  }
  x->lines++;
  tdg_explain_line(x->pg->call, x->out, !dropped, who, why, place, text);
}

static int is_apart(const struct tdg_node *n) {
  return n->tag == TDG_HTML_A || n->tag == TDG_HTML_BUTTON || n->tag == TDG_HTML_BR ||
         (tdg_html_flags(n->tag) & TDG_IS_BLOCK) != 0;
}

/* The words of a line that is no text: of links and buttons that touch, each apart. */
static struct tdg_str nodes_text(const struct page *pg, uint32_t first, uint32_t last) {
  struct tdg_buf b = tdg_buf_make(pg->call, MAX_EXPLAINED);
  uint32_t apart = 0;
  for (uint32_t i = first; i < last; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (i == apart) tdg_buf_char(&b, ' ');
    if (n->tag == TDG_HTML_TEXT) {
      tdg_buf_add(&b, pg->src.p + n->at, n->len);
    } else if ((n->flags & (F_SKIP | F_HIDDEN)) != 0) {
      i = n->end - 1;
    } else if (is_apart(n)) {
      tdg_buf_char(&b, ' ');
      if (n->end > i + 1) apart = n->end;
    }
  }
  struct tdg_str raw = tdg_buf_get(&b);
  if (memchr(raw.p, '&', raw.n) != NULL) raw = tdg_html_unescape(pg->call, raw, 0);
  return tdg_fold_space(pg->call, raw);
}

/* Why an element around a line was marked as no article before the model looked: a number of the model's. */
static const char *mark_of(const struct page *pg, uint32_t i) {
  static const struct {
    uint32_t name;
    const char *words;
  } marks[] = {{N_COMMENT, "comments"}, {N_NAV, "navigation"},    {N_RELATED, "other articles"},
               {N_SIGNUP, "a call"},    {N_SHARE, "share bar"},   {N_AD, "advertisement"},
               {N_TAGS, "tags"},        {N_BIO, "the biography"}, {N_HIDDEN, "hidden"}};
  if ((pg->node[i].flags & F_PRUNED) == 0) return NULL;
  while (i > 0 && (pg->node[pg->node[i].parent].flags & F_PRUNED) != 0) i = pg->node[i].parent;
  for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
    if ((pg->node[i].names & marks[k].name) != 0) return marks[k].words;
  return tdg_html_name(pg->node[i].tag);
}

static void put_line(struct explainer *x, const struct line *l) {
  const char *mark = mark_of(x->pg, l->node);
  int judged = l->why == WHY_MODEL || l->why == WHY_NEIGHBOURS;
  char why[300];
  int n = snprintf(why, sizeof why, "%s", why_words(l->why));
  if (judged) n += snprintf(why + n, sizeof why - (size_t)n, " %+.1f", l->score / 1000.0);
  if (judged && l->links * 2 > l->units)
    n += snprintf(why + n, sizeof why - (size_t)n, ", %u%% links", l->links * 100 / (l->units + !l->units));
  if (mark != NULL) snprintf(why + n, sizeof why - (size_t)n, ", marked as %s", mark);
  put_verdict(x, l->dropped, why_who(l->why), why, place_of(x->pg, l->node),
              l->dropped ? nodes_text(x->pg, l->first, l->last) : blocks_line(x->w, l));
}

/* Words that a page has and does not show, or that are no text: they never were a line. */
static int is_hidden(const struct page *pg, uint32_t i) {
  const struct tdg_node *n = &pg->node[i];
  if (n->tag == TDG_HTML_TEXT || n->units == 0 || n->tag == TDG_HTML_SVG) return 0;
  return (n->flags & (F_HIDDEN | F_SKIP)) != 0 && (tdg_html_flags(n->tag) & (TDG_IS_RAW | TDG_IS_HEAD)) == 0;
}

static void put_hidden(struct explainer *x, uint32_t i) {
  const struct page *pg = x->pg;
  int ruled = (pg->node[i].flags & F_RULED_OUT) != 0, skipped = (pg->node[i].flags & F_SKIP) != 0;
  put_verdict(x, 1, ruled ? "rule" : "measure",
              ruled     ? "what the site's rule drops"
              : skipped ? "an element whose words are not read as text"
                        : "hidden from readers",
              place_of(pg, i), node_text(pg, i, MAX_HIDDEN));
}

/* The verdicts that nobody gave yet. */
static void finish_verdicts(struct explainer *x) {
  const struct body *b = x->b;
  for (uint32_t i = 0; i < x->pg->n_lines; i++) {
    struct line *l = &x->pg->line[i];
    if (b->said_only) line_drop(l, WHY_SAID);
    else if (b->root == 0) line_drop(l, WHY_NO_ROOT);
    else if (i >= b->first && i < b->last) continue;
    else line_drop(l, i >= b->wide_first && i < b->wide_last ? WHY_BEYOND : WHY_UNJUDGED);
  }
}

static void put_lines(struct explainer *x) {
  struct page *pg = x->pg;
  uint32_t next = 0, all = pg->n_lines + pg->n_cut;
  for (uint32_t i = 1; i < pg->n; i++) {
    if (next < all && pg->line[next].first == i) put_line(x, &pg->line[next++]);
    if (!is_hidden(pg, i)) continue;
    put_hidden(x, i);
    i = pg->node[i].end - 1;
  }
}

/* ---- the page ---- */

static void put_figure(struct explainer *x, const char *what, size_t value) {
  tdg_call *call = x->pg->call;
  tdg_rec *g = tdg_group(call);
  char text[24];
  if (value == 0) return;
  snprintf(text, sizeof text, "%zu", value);
  tdg_put_str(call, g, TDG_WHAT, what);
  tdg_put_str(call, g, TDG_VALUE, text);
  tdg_put_rec(call, x->out, TDG_FIGURE, g);
}

static void put_counts(struct explainer *x, const struct quality *q) {
  const struct page_counts *s = &q->counts;
  put_figure(x, "words kept", q->words);
  put_figure(x, "lines of the article, more than the 15000 that are read",
             x->b->wide_last - x->b->wide_first);
  put_figure(x, "characters on the page", x->pg->node[0].units);
  put_figure(x, "of those in links", x->pg->node[0].links);
  put_figure(x, "characters in the longest run of paragraphs", s->own);
  put_figure(x, "paragraphs in that run", s->own_lines);
  put_figure(x, "lines that are links", s->link_lines);
  put_figure(x, "teasers", s->teasers);
  put_figure(x, "characters kept in teasers", s->kept_teasers);
  put_figure(x, "posts below headings", s->posts);
  put_figure(x, "pictures", s->pictures);
  put_figure(x, "pictures that are links", s->linked_pictures);
  put_figure(x, "players", s->players);
  put_figure(x, "fields for passwords", s->passwords);
  put_figure(x, "characters in a consent notice", s->consent);
  put_figure(x, "characters in a pay wall", s->paywall);
  put_figure(x, "says it is an article", (size_t)s->says_article);
  put_figure(x, "says it is a list", (size_t)s->says_listing);
}

static void put_origin(struct explainer *x, const struct origin *o) {
  struct tdg_str name = o->node != 0 ? element_words(x->pg, o->node) : o->key;
  tdg_explain_origin(x->pg->call, x->out, o->field, meta_from_name(o->from), name, o->raw);
}

int explain_page(struct page *pg, const struct meta *m, const struct body *b, const struct quality *q,
                 struct writer *w) {
  struct explainer x = {.pg = pg, .b = b, .w = w, .out = tdg_rec_new(pg->call, TDG_EXPLANATION)};
  const char *kind = kind_name(q->kind);
  char left[100];
  tdg_put_str(pg->call, x.out, TDG_BY, "article");
  tdg_put_str(pg->call, x.out, TDG_GENRE, kind != NULL ? kind : "article");
  tdg_put_str(pg->call, x.out, TDG_REASON, q->why);
  put_counts(&x, q);
  for (size_t i = 0; i < m->n_origins; i++) put_origin(&x, &m->origin[i]);
  if (b->said_only)
    put_origin(
        &x, &(struct origin){.field = "blocks",
                             .from = FROM_JSONLD,
                             .key = tdg_str_of(b->from_scripts ? "a text of the scripts" : "articleBody")});
  finish_verdicts(&x);
  put_lines(&x);
  if (x.left > 0) {
    snprintf(left, sizeof left, "%zu lines more are not shown", x.left);
    tdg_put_str(pg->call, x.out, TDG_MESSAGE, left);
  }
  return tdg_emit(pg->call, x.out);
}
