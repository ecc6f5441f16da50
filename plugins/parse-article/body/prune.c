/* prune.c - mark what is not article by its tag and its name.
 *
 * A name is only believed while what it would take away is the smaller part of the page. */
#include "body.h"

enum {
  LEFT_OF_HEADED = 15,
  MIN_LEFT = 35,
  /* hundredths of the text that must survive */ MUCH_TEXT = 250,
  ENOUGH = 500 /* units of an article */
};

/* Names that stand on text as well: collapsed parts, articles with share buttons. */
#define N_WEAK (N_HIDDEN | N_SHARE | N_TAGS | N_AD)

/* How many hundredths of the page's text a mark may take. */
static int limit_of(const struct tdg_node *n, int32_t text) {
  switch (n->tag) {
  case TDG_HTML_NAV: return 60;
  case TDG_HTML_FOOTER: return 40;
  case TDG_HTML_ASIDE: return 40;
  case TDG_HTML_FORM: return 30;
  case TDG_HTML_MENU: return 30;
  case TDG_HTML_TEXT:
  case TDG_HTML_HTML:
  case TDG_HTML_BODY:
  case TDG_HTML_MAIN: return 0;
  default: break;
  }
  if ((n->names & N_COMMENT) != 0 && (n->names & N_BODY) == 0) return 75;
  if ((n->names & N_BODY) != 0) return 0;
  if (n->tag == TDG_HTML_BLOCKQUOTE || (n->names & N_EMBED) != 0) return 0;
  if ((n->names & N_JUNK & ~(uint32_t)N_WEAK) != 0) return 33;
  if ((n->names & N_WEAK) != 0) return text >= MUCH_TEXT && n->links * 5 < n->units ? 0 : 33;
  return 0;
}

/* Names that would take most of the page away are not what they seem: made up by a program, or a style's. */
static void undo(struct page *pg) {
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_node *n = &pg->node[i];
    n->flags &= (uint16_t)~F_PRUNED;
    n->flags |= (uint16_t)(pg->node[n->parent].flags & F_PRUNED);
    if (n->tag == TDG_HTML_NAV || n->tag == TDG_HTML_FOOTER || (n->names & N_COMMENT) != 0)
      n->flags |= limit_of(n, 0) > 0 ? F_PRUNED : 0;
  }
}

/* The article around the headline, when it has enough of a text: an <aside> elsewhere is no part of it. */
static uint32_t headed_article(const struct page *pg, const int32_t *sum, uint32_t h1) {
  for (uint32_t i = h1; i > 0; i = pg->node[i].parent)
    if (pg->node[i].tag == TDG_HTML_ARTICLE) return sum[i] >= ENOUGH ? i : 0;
  return 0;
}

static int is_beside(const struct page *pg, uint32_t i, uint32_t article) {
  const struct tdg_node *n = &pg->node[i];
  int aside = n->tag == TDG_HTML_ASIDE ||
              ((n->names & (N_NAV | N_RELATED | N_AD | N_SIGNUP)) != 0 &&
               (n->names & (N_BODY | N_ARTICLE | N_TEXT)) == 0 && n->tag != TDG_HTML_BODY &&
               n->tag != TDG_HTML_HTML && n->tag != TDG_HTML_MAIN);
  return article != 0 && aside && (i >= pg->node[article].end || (i < article && pg->node[i].end <= article));
}

void prune_page(struct page *pg, int32_t good, uint32_t h1) {
  int32_t *sum = tdg_scratch(pg->call, pg->n * sizeof(*sum)), left = 0;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    int32_t v = line_value(&pg->line[i]);
    if (v > 0) sum[pg->line[i].node] += v;
  }
  for (uint32_t i = pg->n; i-- > 1;) sum[pg->node[i].parent] += sum[i];
  uint32_t article = headed_article(pg, sum, h1);
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_node *n = &pg->node[i];
    int limit;
    n->flags |= (uint16_t)(pg->node[n->parent].flags & F_PRUNED);
    limit = limit_of(n, sum[i]);
    if (is_beside(pg, i, article)) limit = 100;
    if (limit > 0 && (int64_t)sum[i] * 100 <= (int64_t)good * limit) n->flags |= F_PRUNED;
  }
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    int32_t v = line_value(&pg->line[i]);
    if (v > 0 && (pg->node[pg->line[i].node].flags & F_PRUNED) == 0) left += v;
  }
  if ((int64_t)left * 100 < (int64_t)good * (article != 0 ? LEFT_OF_HEADED : MIN_LEFT)) undo(pg);
}
