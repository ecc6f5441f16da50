/* features.c - the numbers of features.h, for each line near the article.
 *
 * One pass over the text of each line, one look at each of its ancestors below the root.  Linear; memory is
 * the call's. */
#include "feature_reader.h"

#include <string.h>

#include <tidings/kit/url.h>

/* ---- setting up ---- */

static void sum_good(struct reader *r) {
  struct page *pg = r->pg;
  r->first_good = r->b->first, r->last_good = r->b->last > 0 ? r->b->last - 1 : 0;
  for (uint32_t i = r->b->first; i < r->b->last; i++) {
    const struct line *l = &pg->line[i];
    int32_t value = line_value(l);
    if (value < 40 || (pg->node[l->node].flags & F_PRUNED) != 0) continue;
    r->good += value;
    r->parent_good[pg->node[l->node].parent] += value;
    r->alike[element_signature(pg, l->node)] += (uint32_t)value;
    if (l->first <= r->b->first_node) r->first_good = i;
    if (l->last <= r->b->last_node) r->last_good = i;
  }
}

static void count_images(struct reader *r) {
  struct page *pg = r->pg;
  for (uint32_t i = 1; i < pg->n; i++) r->images[i] = r->images[i - 1] + (pg->node[i].tag == TDG_HTML_IMG);
}

static void find_h1(struct reader *r) {
  r->h1_line = UINT32_MAX;
  for (uint32_t i = 0; i < r->pg->n_lines && r->b->h1 != 0; i++) {
    if (r->pg->line[i].first >= r->b->h1) {
      r->h1_line = i;
      return;
    }
  }
}

static struct reader *reader_new(struct page *pg, const struct body *b, const struct hints *h) {
  struct reader *r = tdg_scratch(pg->call, sizeof(*r));
  r->pg = pg;
  r->b = b;
  r->h = h;
  for (size_t i = 0; i < h->n_titles; i++) grams_add(pg, &r->title, h->title_raw[i]);
  grams_add(pg, &r->title, h->title);
  r->title_n = h->title.n;
  grams_add(pg, &r->lead, h->lead);
  grams_add(pg, &r->body, h->body);
  grams_add(pg, &r->author, h->author);
  r->parent_good = tdg_scratch(pg->call, pg->n * sizeof(*r->parent_good));
  r->alike = tdg_scratch(pg->call, ALIKE_SLOTS * sizeof(*r->alike));
  r->seen = tdg_scratch(pg->call, SEEN_SLOTS * sizeof(*r->seen));
  r->images = tdg_scratch(pg->call, pg->n * sizeof(*r->images));
  sum_good(r);
  count_images(r);
  find_h1(r);
  r->heading = UINT32_MAX;
  r->host = tdg_url_host(pg->call, pg->url);
  feature_page_begin(r);
  return r;
}

/* How many lines each box holds is known only when all are read. */
static void count_box_lines(const struct reader *r, struct features *out, uint32_t n) {
  (void)r;
  for (uint32_t i = 0; i < n;) {
    uint32_t k = i;
    while (k < n && out[k].v[FT_BOX_UNITS] == out[i].v[FT_BOX_UNITS] &&
           out[k].v[FT_BOX_LINK] == out[i].v[FT_BOX_LINK])
      k++;
    for (uint32_t j = i; j < k; j++) out[j].v[FT_BOX_LINES] = (int16_t)clip(k - i, 60);
    i = k;
  }
}

void features_read(struct page *pg, const struct body *b, const struct hints *h, uint32_t first,
                   uint32_t last, struct features *out) {
  struct reader *r = reader_new(pg, b, h);
  for (uint32_t i = first; i < last; i++) {
    int16_t *v = out[i - first].v;
    const struct line *l = &pg->line[i];
    feature_text(r, l, v);
    feature_place(r, i, l, v);
    feature_page(r, i, l, v);
    v[FT_PAGE_GOOD] = (int16_t)clip(r->good, 20000);
    v[FT_ROOT_LINK] = (int16_t)share(pg->node[b->root].links, pg->node[b->root].units);
    v[FT_ROOT_NAMED] = (pg->node[b->root].names & N_BODY) != 0;
  }
  count_box_lines(r, out, last - first);
}
