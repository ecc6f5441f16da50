/* prune.c - mark what is not article by its tag and its name.
 *
 * A name is only believed while what it would take away is the smaller part of the page. */
#include "body.h"

/* How many hundredths of the page's text a mark may take. */
static int limit_of(const struct node *n) {
  switch (n->tag) {
  case T_NAV: return 60;
  case T_FOOTER: return 40;
  case T_ASIDE: return 40;
  case T_FORM: return 30;
  case T_MENU: return 30;
  case T_TEXT:
  case T_HTML:
  case T_BODY:
  case T_MAIN: return 0;
  default: break;
  }
  if ((n->names & N_COMMENT) != 0 && (n->names & N_BODY) == 0) return 75;
  if ((n->names & N_BODY) != 0) return 0;
  if ((n->names & N_JUNK) != 0) return 33;
  return 0;
}

void prune_page(struct page *pg, int32_t good) {
  int32_t *sum = tdg_scratch(pg->call, pg->n * sizeof(*sum));
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    int32_t v = line_value(&pg->line[i]);
    if (v > 0) sum[pg->line[i].node] += v;
  }
  for (uint32_t i = pg->n; i-- > 1;) sum[pg->node[i].parent] += sum[i];
  for (uint32_t i = 1; i < pg->n; i++) {
    struct node *n = &pg->node[i];
    int limit;
    n->flags |= (uint16_t)(pg->node[n->parent].flags & F_PRUNED);
    limit = limit_of(n);
    if (limit > 0 && (int64_t)sum[i] * 100 <= (int64_t)good * limit) n->flags |= F_PRUNED;
  }
}
