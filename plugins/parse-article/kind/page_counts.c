/* page_counts.c - what is counted on a page to tell what it is: see page_kind.h.
 *
 * One walk over the elements, one over the lines; a line looks at its neighbours and at the box around it.
 * Nothing here can fail; memory is the call's. */
#include "page_kind.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "page_facts.h"

enum {
  LONG_LINE = 40,   /* units of a line that says something */
  HEADLINE = 15,    /* units of a link that may be one; a Chinese character counts three */
  MAX_TEASER = 700, /* units of its box */
  MAX_WALL = 1000,  /* units */
  LEAD_LINE = 80    /* units of a first paragraph */
};

/* ---- what the page says it is ---- */

static int script_says(const struct page *pg, uint32_t i, const char *type) {
  const struct tdg_node *text = &pg->node[i + 1];
  return memmem(pg->src.p + text->at, text->len, type, strlen(type)) != NULL;
}

static void read_said(struct page *pg, const struct meta *m, struct page_counts *s) {
  s->says_article = m->ld_type.n > 0 || tdg_nocase_is(m->og_type, "article");
  s->says_video = tdg_nocase_starts(m->og_type, "video");
  for (uint32_t i = 1; i + 1 < pg->n; i++) {
    if (pg->node[i].tag != TDG_HTML_SCRIPT || pg->node[i].end == i + 1) continue;
    if (!tdg_nocase_has(node_attr(pg, i, TDG_ATTR_TYPE), "ld+json")) continue;
    s->says_video |= script_says(pg, i, "\"VideoObject\"");
    s->says_gallery |= script_says(pg, i, "\"ImageGallery\"") || script_says(pg, i, "\"MediaGallery\"");
    s->says_search |= script_says(pg, i, "\"SearchResultsPage\"");
    s->says_listing |= script_says(pg, i, "\"CollectionPage\"") || script_says(pg, i, "\"ItemList\"");
  }
}

/* ---- what stands on it ---- */

static int tiny(const struct page *pg, uint32_t i) {
  struct tdg_str w = node_attr(pg, i, TDG_ATTR_WIDTH);
  return w.n > 0 && w.n < 3 && w.p[0] >= '0' && w.p[0] <= '9';
}

static int is_button(const struct page *pg, uint32_t i) {
  struct tdg_str type;
  if (pg->node[i].tag != TDG_HTML_INPUT) return pg->node[i].tag == TDG_HTML_BUTTON;
  type = node_attr(pg, i, TDG_ATTR_TYPE);
  return tdg_nocase_is(type, "submit") || tdg_nocase_is(type, "button");
}

/* "/login", "/auth?": what addresses call it, whatever the language of the page. */
static int speaks_of_login(struct tdg_str address) {
  static const char *const words[] = {"login", "logon",   "signin", "sign-in",   "sign_in",        "auth",
                                      "sso",   "account", "anmeld", "connexion", "iniciar-sesion", "accedi"};
  for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
    if (tdg_nocase_has(address, words[i])) return 1;
  return 0;
}

/* A form with a field for a name or an address, and not for a search. */
static int asks_who(const struct page *pg, uint32_t form) {
  for (uint32_t i = form + 1; i < pg->node[form].end; i++) {
    struct tdg_str type;
    if (pg->node[i].tag != TDG_HTML_INPUT) continue;
    type = node_attr(pg, i, TDG_ATTR_TYPE);
    if (type.n == 0 || tdg_nocase_is(type, "text") || tdg_nocase_is(type, "email") ||
        tdg_nocase_is(type, "tel"))
      return speaks_of_login(node_attr(pg, form, TDG_ATTR_ACTION)) || speaks_of_login(pg->url);
  }
  return 0;
}

static void count_picture(const struct page *pg, uint32_t i, struct page_counts *s) {
  if ((pg->node[i].flags & F_HIDDEN) != 0 || tiny(pg, i)) return;
  if ((pg->node[i].flags & F_IN_LINK) != 0) s->linked_pictures++;
  else s->pictures++;
}

static void count_element(const struct page *pg, uint32_t i, struct page_counts *s) {
  const struct tdg_node *n = &pg->node[i];
  if (n->tag == TDG_HTML_IMG) count_picture(pg, i, s);
  if (n->tag == TDG_HTML_FORM) s->asks_who |= asks_who(pg, i);
  s->players += n->tag == TDG_HTML_VIDEO ||
                (n->tag == TDG_HTML_IFRAME && (n->flags & F_HIDDEN) == 0 && embed_is_known(pg, i));
  s->passwords += n->tag == TDG_HTML_INPUT && tdg_nocase_is(node_attr(pg, i, TDG_ATTR_TYPE), "password");
  s->buttons += (uint32_t)is_button(pg, i);
  s->scripts += n->tag == TDG_HTML_SCRIPT;
  s->times += n->tag == TDG_HTML_TIME;
  if (n->tag == TDG_HTML_BODY || n->tag == TDG_HTML_HTML || (n->flags & F_HIDDEN) != 0) return;
  if ((n->names & N_CONSENT) != 0 && n->units > s->consent) s->consent = n->units;
  if ((n->names & N_PAYWALL) != 0 && n->units > s->paywall) s->paywall = n->units, s->paywall_at = i;
  if ((n->names & N_LIVE) != 0 && n->units > s->live) s->live = n->units;
}

static int is_link(const struct line *l) { return l->links * 10 >= l->units * 7; }
static int is_text(const struct line *l) {
  return !is_link(l) && l->units >= LONG_LINE && l->kind != TDG_CAPTION_TEXT;
}

/* A link long enough to be a headline. */
static int is_headline(const struct line *l) { return is_link(l) && l->units >= HEADLINE; }

/* The smallest element around a line that holds something besides it. */
static uint32_t box_of(const struct page *pg, const struct line *l) {
  uint32_t i = l->node;
  while (i > 0 && pg->node[i].units <= l->units) i = pg->node[i].parent;
  return i;
}

/* A headline that is a link and a few words below it, or a few words and a link to the rest, in a box of
 * their own. */
static int is_teaser(const struct page *pg, uint32_t at, uint32_t box) {
  uint32_t texts = 0, heads = 0, links = 0, i = at;
  if (box == 0 || pg->node[box].tag == TDG_HTML_BODY || pg->node[box].units > MAX_TEASER) return 0;
  while (i > 0 && pg->line[i - 1].first > box) i--;
  for (; i < pg->n_lines && pg->line[i].first < pg->node[box].end; i++) {
    const struct line *l = &pg->line[i];
    texts += (uint32_t)is_text(l);
    links += (uint32_t)is_link(l);
    heads += texts == 0 && is_headline(l);
  }
  return (heads > 0 && texts <= 2) || (links > 0 && texts == 1);
}

/* <h3><a>..</a></h3><p>..</p><h3>..: the boxes are missing, the order is the same. */
static int is_bare_teaser(const struct page *pg, uint32_t at) {
  uint32_t k = at;
  while (k > 0 && !is_link(&pg->line[k - 1]) && !is_text(&pg->line[k - 1])) k--;
  if (k == 0 || !is_headline(&pg->line[k - 1]) || pg->line[at].units > MAX_TEASER) return 0;
  for (k = at + 1; k < pg->n_lines && !is_link(&pg->line[k]) && !is_text(&pg->line[k]);) k++;
  return k == pg->n_lines || is_link(&pg->line[k]);
}

/* "Headline. And a few words": the link and what it is about in one line. */
static int is_inline_teaser(const struct page *pg, const struct line *l) {
  uint32_t link = 0;
  if (l->units > MAX_TEASER || l->links * 10 < l->units) return 0;
  for (uint32_t k = l->first; k < l->last; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag != TDG_HTML_TEXT || (n->flags & (F_SPACE | F_SKIP | F_HIDDEN)) != 0) continue;
    if ((n->flags & F_IN_LINK) == 0) return link >= HEADLINE && link == l->links;
    link += n->units;
  }
  return 0;
}

/* A heading that leads to another page of this site. */
static int heads_post(const struct page *pg, const struct line *l) {
  uint32_t k = l->first;
  struct tdg_str ref;
  if (l->kind != TDG_HEADING || !is_headline(l)) return 0;
  while (k < l->last && (pg->node[k].flags & F_IN_LINK) == 0) k++;
  while (k > 0 && pg->node[k].tag != TDG_HTML_A) k = pg->node[k].parent;
  ref = node_attr(pg, k, TDG_ATTR_HREF);
  if (k == 0 || ref.n == 0 || ref.p[0] == '#') return 0;
  ref = tdg_url_host(pg->call, tdg_url_resolve(pg->call, pg->url, ref));
  return str_same_folded(pg->call, ref, tdg_url_host(pg->call, pg->url));
}

/* Does a line stand in an element of that name, no larger than `most`? */
static int in_named(const struct page *pg, const struct line *l, uint32_t name, uint32_t most) {
  for (uint32_t k = l->node; k > 0; k = pg->node[k].parent)
    if ((pg->node[k].names & name) != 0 && pg->node[k].units <= most) return 1;
  return 0;
}

struct own {
  uint32_t units, lines;
};

/* The column of an article with boxes between its paragraphs: where its first paragraph stands, before any box. */
struct column {
  uint32_t holder; /* 0: none so far, or none */
  uint32_t link;   /* the element of the last line that is a link */
  int is_over;     /* a heading that leads to a post came first */
};

/* A paragraph of that column, behind a box of its own or behind none, is no teaser and of no post. */
static int of_column(const struct page *pg, const struct line *l, struct column *c) {
  uint32_t holder = pg->node[l->node].parent;
  if (c->holder == 0 && !c->is_over && l->units >= LEAD_LINE && pg->node[l->node].tag == TDG_HTML_P)
    c->holder = holder;
  return c->holder != 0 && holder == c->holder && (c->link == 0 || pg->node[c->link].parent != holder);
}

static void read_text_line(const struct page *pg, uint32_t i, int kept, int of_article, struct own *own,
                           struct page_counts *s) {
  const struct line *l = &pg->line[i];
  int teaser =
      !of_article && (is_teaser(pg, i, box_of(pg, l)) || is_bare_teaser(pg, i) || is_inline_teaser(pg, l));
  struct own *o = &own[pg->node[l->node].parent];
  if (kept) s->kept += l->units;
  if (kept && teaser) s->kept_teasers += l->units;
  s->teasers += (uint32_t)teaser;
  if (teaser || (pg->node[l->node].flags & F_PRUNED) != 0) return;
  o->units += l->units;
  o->lines++;
  if (o->units > s->own) s->own = o->units, s->own_lines = o->lines;
}

static void read_lines(struct page *pg, const struct body *b, struct page_counts *s) {
  struct own *own = tdg_scratch(pg->call, pg->n * sizeof(*own)); /* by the element around a line */
  struct column column = {0, 0, 0};
  int post = 0, new_post = 0;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    int kept = i >= b->first && i < b->last && !l->dropped;
    int of_article = kept && is_text(l) && of_column(pg, l, &column);
    if (l->kind == TDG_HEADING) post = new_post = heads_post(pg, l);
    if (post && column.holder == 0) column.is_over = kept;
    if (is_link(l)) column.link = l->node;
    if (kept && is_text(l) && post && !of_article)
      s->kept_posts += l->units, s->posts += (uint32_t)new_post, new_post = 0;
    s->link_lines += l->units >= HEADLINE && l->links * 10 >= l->units * 8;
    if (kept && in_named(pg, l, N_CONSENT, UINT32_MAX)) s->kept_consent += l->units;
    if (is_text(l)) read_text_line(pg, i, kept, of_article, own, s);
  }
}

/* Only at the tail, and never most of the body: "premium" may be the name of the whole article. */
void wall_cut(struct page *pg, const struct body *b) {
  uint32_t inside = 0, all = 0, tail = b->last;
  for (uint32_t i = b->first; i < b->last; i++) {
    if (pg->line[i].dropped) continue;
    all += pg->line[i].units;
    if (in_named(pg, &pg->line[i], N_PAYWALL, MAX_WALL)) {
      if (inside == 0) tail = i;
      inside += pg->line[i].units;
    } else if (inside > 0) {
      return;
    }
  }
  if (inside * 2 >= all) return;
  for (uint32_t i = tail; i < b->last; i++)
    if (!pg->line[i].dropped) line_drop(&pg->line[i], WHY_WALL);
}

void foot_cut(struct page *pg, const struct body *b) {
  for (uint32_t i = b->first; i < b->last; i++) {
    uint32_t k = pg->line[i].node;
    if (pg->line[i].dropped) continue;
    while (k > 0 && pg->node[k].tag != TDG_HTML_FOOTER && pg->node[k].tag != TDG_HTML_NAV)
      k = pg->node[k].parent;
    if (k == 0) return;
  }
  for (uint32_t i = b->first; i < b->last; i++)
    if (!pg->line[i].dropped) line_drop(&pg->line[i], WHY_FOOT);
}

void page_counts_read(struct page *pg, const struct meta *m, const struct body *b, struct page_counts *s) {
  *s = (struct page_counts){0};
  read_said(pg, m, s);
  for (uint32_t i = 1; i < pg->n; i++)
    if (pg->node[i].tag != TDG_HTML_TEXT) count_element(pg, i, s);
  read_lines(pg, b, s);
}
