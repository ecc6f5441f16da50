/* next_article.c - where another article begins behind the first, on pages that go on and on.
 *
 * Another article has a headline of its own, a date or a byline, and text.  It stands in an element that
 * looks like the one around the first article and its headline, or, where nothing is around them, below a
 * headline that looks like the first.  The page is read as if it ended there.  Linear: few headings are
 * looked at. */
#include "body.h"
#include "feature_reader.h"

enum {
  MIN_FIRST = 150,  /* units of text that the first article has at least */
  MIN_SECOND = 600, /* and the second, which is otherwise a teaser */
  MAX_HEADINGS = 200,
  MAX_HEAD = 400, /* nodes between a headline and the words below it */
};

struct seeker {
  struct page *pg;
  uint32_t h1;
  struct grams title, said;
  char buf[MAX_SQUEEZED];
};

static int holds(const struct page *pg, uint32_t i, uint32_t k) { return i <= k && k < pg->node[i].end; }

static int is_text(const struct line *l) { return line_value(l) >= 40; }

static int32_t text_in(const struct page *pg, uint32_t from, uint32_t to) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < pg->n_lines && pg->line[i].first < to; i++) {
    if (pg->line[i].first >= from && is_text(&pg->line[i])) sum += line_value(&pg->line[i]);
  }
  return sum;
}

/* The first line of text from a node on; NULL. */
static const struct line *first_text(const struct page *pg, uint32_t from) {
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    if (pg->line[i].first >= from && is_text(&pg->line[i])) return &pg->line[i];
  }
  return NULL;
}

static int line_like(struct seeker *s, const struct grams *set, const struct line *l) {
  const struct page *pg = s->pg;
  size_t n = 0;
  for (uint32_t k = l->first; k < l->last; k++) {
    if (pg->node[k].tag == TDG_HTML_TEXT)
      n = squeeze(s->buf, n, MAX_SQUEEZED, pg->src.p + pg->node[k].at, pg->node[k].len);
  }
  return grams_like(set, s->buf, n);
}

/* A date or a byline between a headline and the text below it. */
static int has_byline(const struct page *pg, uint32_t headline) {
  const struct line *text = first_text(pg, pg->node[headline].end);
  uint32_t to = text != NULL ? text->first : headline, from = pg->node[headline].end;
  for (uint32_t i = from; i < to && i < from + MAX_HEAD; i++) {
    if (pg->node[i].tag == TDG_HTML_TIME || (pg->node[i].names & (N_DATE | N_BYLINE | N_AUTHOR)) != 0)
      return 1;
  }
  return 0;
}

static int is_article(const struct page *pg, uint32_t i) {
  return pg->node[i].tag == TDG_HTML_ARTICLE || (pg->node[i].names & N_ARTICLE) != 0 ||
         node_has_attr(pg, i, TDG_ATTR_ITEMTYPE);
}

static uint32_t article_of(const struct page *pg, uint32_t i) {
  while (i > 0 && pg->node[i].tag != TDG_HTML_ARTICLE) i = pg->node[i].parent;
  return i;
}

/* The elements around both headlines that lie side by side. */
static void part(const struct page *pg, uint32_t a, uint32_t b, uint32_t *u, uint32_t *v) {
  *u = a, *v = b;
  while (pg->node[*v].parent > 0 && !holds(pg, pg->node[*v].parent, a)) *v = pg->node[*v].parent;
  while (pg->node[*u].parent > 0 && !holds(pg, pg->node[*u].parent, b)) *u = pg->node[*u].parent;
}

static int are_articles(const struct seeker *s, uint32_t u, uint32_t v, uint32_t headline) {
  const struct page *pg = s->pg;
  if (u == s->h1 || u == 0 || v == 0 || !node_same_look(pg, u, v)) return 0;
  if (holds(pg, u, v) || holds(pg, v, u)) return 0;
  if (!node_same_look(pg, s->h1, headline) && !(is_article(pg, u) && is_article(pg, v))) return 0;
  return text_in(pg, u, pg->node[u].end) >= MIN_FIRST && text_in(pg, v, pg->node[v].end) >= MIN_SECOND;
}

/* Headlines of the first rank with nothing around them and their texts. */
static int are_bare(const struct seeker *s, uint32_t u, uint32_t v) {
  const struct page *pg = s->pg;
  if (u != s->h1 || pg->node[u].tag != TDG_HTML_H1 || !node_same_look(pg, u, v)) return 0;
  return text_in(pg, u, v) >= MIN_FIRST && text_in(pg, v, pg->n) >= MIN_SECOND;
}

/* A headline made like the first, with a class of its own: chapters of one article are rarely set like it. */
static int is_made_alike(const struct seeker *s, uint32_t headline) {
  const struct page *pg = s->pg;
  return pg->node[headline].tag == TDG_HTML_H1 && node_same_look(pg, s->h1, headline) &&
         node_attr(pg, headline, TDG_ATTR_CLASS).n > 0;
}

/* The node where the article of this headline begins, 0 when it is none. */
static uint32_t begins(const struct seeker *s, const struct line *l) {
  const struct page *pg = s->pg;
  uint32_t u, v, a = article_of(pg, s->h1), b = article_of(pg, l->node);
  part(pg, s->h1, l->node, &u, &v);
  if (are_articles(s, u, v, l->node)) return is_made_alike(s, l->node) || has_byline(pg, l->node) ? v : 0;
  if (a != 0 && b != 0 && are_articles(s, a, b, l->node))
    return pg->node[l->node].tag == pg->node[s->h1].tag || has_byline(pg, l->node) ? b : 0;
  return are_bare(s, u, v) && has_byline(pg, l->node) ? v : 0;
}

/* May this heading be the headline of another article? */
static int may_be(struct seeker *s, const struct line *l) {
  const struct line *text;
  if (l->level > 2 && !node_same_look(s->pg, s->h1, l->node)) return 0;
  if (line_like(s, &s->title, l) >= 70 || (text = first_text(s->pg, l->last)) == NULL) return 0;
  return line_like(s, &s->said, text) < 70;
}

void next_article_cut(struct page *pg, uint32_t h1, struct tdg_str title, struct tdg_str said) {
  struct seeker *s;
  int seen = 0;
  if (h1 == 0) return;
  s = tdg_scratch(pg->call, sizeof(*s));
  s->pg = pg, s->h1 = h1;
  grams_add(pg, &s->title, title);
  grams_add(pg, &s->said, said);
  for (uint32_t i = 0; i < pg->n_lines && seen < MAX_HEADINGS; i++) {
    const struct line *l = &pg->line[i];
    uint32_t at;
    if (l->kind != TDG_HEADING || l->first < pg->node[h1].end) continue;
    seen++;
    if (!may_be(s, l) || (at = begins(s, l)) == 0) continue;
    while (i > 0 && pg->line[i - 1].first >= at) i--;
    for (uint32_t k = i; k < pg->n_lines; k++) line_drop(&pg->line[k], WHY_NEXT_ARTICLE);
    pg->n_cut += pg->n_lines - i;
    pg->n_lines = i;
  }
}
