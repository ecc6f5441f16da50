/* root.c - find the element that holds the article.
 *
 * Every line has a value (page_lines.c).  Summed bottom-up, the subtree
 * with the highest sum holds the article and as little else as possible; an element that its page itself
 * calls the body of the article wins over it when it holds nearly as much. */
#include "body.h"

#include <string.h>

#include <tidings/kit/units.h>

#include "feature_reader.h"

enum { MAX_WITNESS = 4000, MIN_WITNESS = 500, LEAD_BONUS = 200 };

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
    if (t == TDG_HTML_TEXT || (tdg_html_flags(t) & TDG_IS_BLOCK) == 0 || t == TDG_HTML_P ||
        (pg->node[i].flags & F_PRUNED) != 0)
      continue;
    if (sum[i] > 0 && (best == 0 || sum[i] >= sum[best])) best = i;
  }
  return best;
}

/* The page's own word for it: itemprop=articleBody, a class like article-body, the deepest that holds enough.
 */
static uint32_t named_body(const struct page *pg, const int32_t *sum, uint32_t best) {
  uint32_t found = 0;
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    int share;
    if (n->tag == TDG_HTML_TEXT || sum[i] <= 0 || (n->flags & F_PRUNED) != 0) continue;
    if ((n->names & N_BODY) == 0 || n->tag == TDG_HTML_BODY || n->tag == TDG_HTML_HTML) continue;
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

/* How much of schema.org's articleBody stands in the lines below each element, in units. */
static uint32_t witness(struct page *pg, struct tdg_str said, int32_t *found_share) {
  struct grams set = {0};
  int32_t *sum = tdg_scratch(pg->call, pg->n * sizeof(*sum)), all = (int32_t)tdg_units(said.p, said.n);
  char *buf = tdg_scratch(pg->call, MAX_WITNESS);
  uint32_t best = 0;
  grams_add(pg, &set, said);
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    size_t n = 0;
    for (uint32_t k = l->first; k < l->last; k++) {
      if (pg->node[k].tag == TDG_HTML_TEXT)
        n = squeeze(buf, n, MAX_WITNESS, pg->src.p + pg->node[k].at, pg->node[k].len);
    }
    if (l->units >= 30 && grams_like(&set, buf, n) >= 70) sum[l->node] += (int32_t)l->units;
  }
  for (uint32_t i = pg->n; i-- > 1;) sum[pg->node[i].parent] += sum[i];
  for (uint32_t i = 1; i < pg->n; i++) {
    if (sum[i] * 10 >= sum[0] * 8 && sum[i] > 0 && (tdg_html_flags(pg->node[i].tag) & TDG_IS_BLOCK) != 0 &&
        pg->node[i].tag != TDG_HTML_P)
      best = i;
  }
  *found_share = all > 0 ? (int32_t)((int64_t)sum[0] * 100 / all) : 0;
  return best;
}

static void good_range(const struct page *pg, struct body *b) {
  uint32_t i = b->first, k = b->last;
  while (i + 1 < k && line_value(&pg->line[i]) < 40) i++;
  while (k > i + 1 && line_value(&pg->line[k - 1]) < 40) k--;
  b->first_node = pg->line[i].first;
  b->last_node = pg->line[k - 1].last;
}

/* No line looks like text: whatever holds most of what is no link. */
static uint32_t any_text(struct page *pg, int32_t *sum) {
  uint32_t best = 0;
  memset(sum, 0, pg->n * sizeof(*sum));
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    sum[l->node] += (int32_t)l->units - 3 * (int32_t)l->links;
  }
  for (uint32_t i = pg->n; i-- > 1;) sum[pg->node[i].parent] += sum[i];
  for (uint32_t i = 1; i < pg->n; i++) {
    if (sum[i] > 0 && (tdg_html_flags(pg->node[i].tag) & TDG_IS_BLOCK) != 0 &&
        (best == 0 || sum[i] >= sum[best]))
      best = i;
  }
  return best;
}

/* A short article is found by what the page says it is about. */
static void add_lead(struct page *pg, int32_t *sum, struct tdg_str lead) {
  struct grams set = {0};
  char *buf = tdg_scratch(pg->call, MAX_WITNESS);
  if (lead.n < 40) return;
  grams_add(pg, &set, lead);
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    size_t n = 0;
    if (l->units < 30 || l->units > 2000 || l->links * 2 > l->units) continue;
    for (uint32_t k = l->first; k < l->last; k++) {
      if (pg->node[k].tag == TDG_HTML_TEXT)
        n = squeeze(buf, n, MAX_WITNESS, pg->src.p + pg->node[k].at, pg->node[k].len);
    }
    if (grams_like(&set, buf, n) < 60) continue;
    for (uint32_t k = l->node; k > 0; k = pg->node[k].parent) sum[k] += LEAD_BONUS;
  }
}

void body_find(struct page *pg, struct body *b, struct tdg_str said, struct tdg_str lead) {
  int32_t *sum = tdg_scratch(pg->call, pg->n * sizeof(*sum)), share = -1;
  uint32_t named, seen = 0;
  b->good = good_text(pg);
  prune_page(pg, b->good, b->h1);
  add_values(pg, sum);
  add_lead(pg, sum, lead);
  b->root = best_sum(pg, sum);
  if (said.n >= MIN_WITNESS) seen = witness(pg, said, &share);
  b->said_only = said.n >= MIN_WITNESS && share < 30;
  if (b->root == 0) b->root = seen;
  if (b->root == 0) b->root = any_text(pg, sum);
  if (b->root == 0) return;
  named = named_body(pg, sum, b->root);
  if (named != 0) b->root = named;
  if (seen != 0 && share >= 50 && (seen < b->root || seen >= pg->node[b->root].end)) {
    if (!(seen < b->root && b->root < pg->node[seen].end)) b->root = seen; /* elsewhere altogether */
  }
  lines_under(pg, b);
  if (b->first < b->last) good_range(pg, b);
}
