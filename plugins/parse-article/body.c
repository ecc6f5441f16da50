/* body.c - find the element that holds the article.
 *
 * Every line has a value: text is worth its length, links and scraps cost.  Summed bottom-up, the subtree with the
 * highest sum holds the article and as little else as possible; an element that its page itself calls the body of the
 * article wins over it when it holds nearly as much. */
#include "body.h"

static int32_t min32(int32_t a, int32_t b) { return a < b ? a : b; }

int32_t line_value(const struct line *l) {
  int32_t u = (int32_t)l->units, links = (int32_t)l->links;
  if (l->kind == TDG_HEADING) return links * 2 > u ? -20 : 0;
  if (l->kind == TDG_CAPTION_TEXT) return 0;
  if (links * 2 > u) return -min32(40, 10 + u / 4);
  if (u < 30) return l->kind == TDG_ITEM || l->kind == TDG_TABLE || l->kind == TDG_CODE ? 0 : -6;
  if (u < 60 && l->commas == 0) return l->kind == TDG_PARAGRAPH ? 4 : 2;
  return u - links;
}

static void add_values(const struct page *pg, int32_t *sum) {
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    if ((pg->node[l->node].flags & F_PRUNED) == 0) sum[l->node] += line_value(l);
  }
  for (uint32_t i = pg->n; i-- > 1;) sum[pg->node[i].parent] += sum[i];
}

static int32_t good_text(const struct page *pg) {
  int32_t good = 0;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    int32_t v = line_value(&pg->line[i]);
    if (v > 0) good += v;
  }
  return good;
}

static uint32_t best_sum(const struct page *pg, const int32_t *sum) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < pg->n; i++) {
    unsigned t = pg->node[i].tag;
    if (t == T_TEXT || (tag_flags(t) & TF_BLOCK) == 0 || t == T_P || (pg->node[i].flags & F_PRUNED) != 0) continue;
    if (sum[i] > 0 && (best == 0 || sum[i] >= sum[best])) best = i;
  }
  return best;
}

/* The page's own word for it: itemprop=articleBody, a class like article-body, the deepest that holds enough. */
static uint32_t named_body(const struct page *pg, const int32_t *sum, uint32_t best) {
  uint32_t found = 0;
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct node *n = &pg->node[i];
    int share;
    if (n->tag == T_TEXT || sum[i] <= 0 || (n->flags & F_PRUNED) != 0) continue;
    if ((n->names & N_BODY) == 0 || n->tag == T_BODY || n->tag == T_HTML) continue;
    share = (int)((int64_t)sum[i] * 100 / sum[best]);
    if (share >= 80 && (found == 0 || sum[i] * 10 >= sum[found] * 9)) found = i;
  }
  return found;
}

static void lines_under(const struct page *pg, struct body *b) {
  uint32_t i = 0;
  while (i < pg->n_lines && pg->line[i].first < b->root) i++;
  b->first = i;
  while (i < pg->n_lines && pg->line[i].first < pg->node[b->root].end) i++;
  b->last = i;
}

static void good_range(const struct page *pg, struct body *b) {
  uint32_t i = b->first, k = b->last;
  while (i + 1 < k && line_value(&pg->line[i]) < 40) i++;
  while (k > i + 1 && line_value(&pg->line[k - 1]) < 40) k--;
  b->first_node = pg->line[i].first;
  b->last_node = pg->line[k - 1].last;
}

void body_find(struct page *pg, struct body *b) {
  int32_t *sum = tdg_scratch(pg->call, pg->n * sizeof(*sum));
  uint32_t named;
  b->good = good_text(pg);
  prune_page(pg, b->good);
  add_values(pg, sum);
  b->root = best_sum(pg, sum);
  if (b->root == 0) return;
  named = named_body(pg, sum, b->root);
  if (named != 0) b->root = named;
  lines_under(pg, b);
  if (b->first < b->last) good_range(pg, b);
}
