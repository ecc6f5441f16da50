/* feature_page.c - numbers of where a line stands on its page: behind which headings and dates, how near to
 * the headline, in which of several articles, among how many lines of its look. */
#include "feature_reader.h"

static uint32_t look_of(const struct reader *r, const struct line *l);

static uint32_t article_around(const struct page *pg, uint32_t i) {
  for (uint32_t k = 0; i > 0 && k < 64; i = pg->node[i].parent, k++) {
    if (pg->node[i].tag == TDG_HTML_ARTICLE) return i;
  }
  return 0;
}

/* Is the line inside an <article> that is not the headline's? */
static int other_article(const struct reader *r, const struct line *l) {
  uint32_t a = article_around(r->pg, l->node);
  if (a == 0 || a == r->h1_article) return 0;
  if (r->b->h1 == 0) return 0;
  if (r->b->h1 > a && r->b->h1 < r->pg->node[a].end) return 0;
  return r->h1_article != 0 ? 2 : 1;
}

/* The headings above, walked along with the lines. */
static void read_headings(struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  if (l->kind == TDG_HEADING) {
    r->heading = at;
    if (l->level == 1 && at > r->h1_line) r->h1_since++;
  }
  v[FT_H1_SINCE] = (int16_t)clip(r->h1_since, 20);
  v[FT_OTHER_ARTICLE] = (int16_t)other_article(r, l);
  if (r->heading == UINT32_MAX) return;
  const struct line *h = &r->pg->line[r->heading];
  v[FT_HEADING_LINK] = (int16_t)share(h->links, h->units);
  v[FT_SINCE_HEADING] = (int16_t)clip(at - r->heading, 60);
  v[FT_HEADING_LEVEL] = h->level;
  v[FT_HEADING_UNITS] = (int16_t)clip(h->units, 200);
  v[FT_HEADING_LOOK] = (int16_t)clip(r->look[look_of(r, h)].lines, 50);
}

/* ---- looks and units ---- */

enum { UNIT_UNITS = 250 };

static uint32_t hash_look(const struct page *pg, uint32_t i) {
  struct tdg_str c = node_attr(pg, i, TDG_ATTR_CLASS);
  uint32_t h = 2166136261u ^ pg->node[i].tag;
  for (size_t k = 0; k < c.n; k++) h = (h ^ (uint8_t)c.p[k]) * 16777619u;
  return h;
}

static uint32_t look_of(const struct reader *r, const struct line *l) {
  uint32_t h = r->raw[l->node] * 31u ^ r->raw[r->pg->node[l->node].parent];
  return (h ^ (h >> 15)) % ALIKE_SLOTS;
}

static struct unit_slot *unit_slot(struct reader *r, uint32_t i) {
  uint64_t key = ((uint64_t)r->pg->node[i].parent << 32 | r->raw[i]) + 1;
  for (uint32_t k = 0, h = (uint32_t)(key * 0x9E3779B97F4A7C15u >> 40); k < 8; k++, h++) {
    struct unit_slot *s = &r->unit[h % UNIT_SLOTS];
    if (s->key == 0) s->key = key;
    if (s->key == key) return s;
  }
  return NULL;
}

static void find_units(struct reader *r) {
  struct page *pg = r->pg;
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    struct unit_slot *s;
    if (n->tag == TDG_HTML_TEXT || n->units < UNIT_UNITS || n->tag == TDG_HTML_P ||
        (tdg_html_flags(n->tag) & TDG_IS_BLOCK) == 0)
      continue;
    if ((s = unit_slot(r, i)) == NULL) continue;
    r->unit_at[i] = ++s->count;
    if (r->b->h1 > i && r->b->h1 < n->end) s->with_h1 = s->count;
  }
  for (uint32_t i = 1; i < pg->n; i++) {
    uint32_t up = r->unit_out[pg->node[i].parent];
    const struct unit_slot *s = up == 0 && r->unit_at[i] != 0 ? unit_slot(r, i) : NULL;
    r->unit_out[i] = s != NULL && s->count > 1 ? i : up;
  }
}

static void sum_looks(struct reader *r) {
  struct page *pg = r->pg;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    struct look *k = &r->look[look_of(r, l)];
    int32_t value = line_value(l);
    k->lines++;
    k->units += l->units;
    k->links += l->links;
    if (value > 0 && i >= r->b->first && i < r->b->last) k->good += (uint32_t)value;
  }
}

void feature_page_begin(struct reader *r) {
  struct page *pg = r->pg;
  r->h1_article = r->b->h1 > 0 ? article_around(pg, r->b->h1) : 0;
  r->raw = tdg_scratch(pg->call, pg->n * sizeof(*r->raw));
  r->unit_at = tdg_scratch(pg->call, pg->n * sizeof(*r->unit_at));
  r->unit_out = tdg_scratch(pg->call, pg->n * sizeof(*r->unit_out));
  r->unit = tdg_scratch(pg->call, UNIT_SLOTS * sizeof(*r->unit));
  r->look = tdg_scratch(pg->call, ALIKE_SLOTS * sizeof(*r->look));
  for (uint32_t i = 1; i < pg->n; i++) {
    if (pg->node[i].tag != TDG_HTML_TEXT) r->raw[i] = hash_look(pg, i);
  }
  find_units(r);
  sum_looks(r);
}

static void read_look(struct reader *r, const struct line *l, int16_t *v) {
  const struct look *k = &r->look[look_of(r, l)];
  v[FT_LOOK_LINES] = (int16_t)clip(k->lines, 200);
  v[FT_LOOK_UNITS] = (int16_t)clip(k->units / k->lines, 1000);
  v[FT_LOOK_LINK] = (int16_t)share(k->links, k->units);
  v[FT_LOOK_GOOD] = (int16_t)share(k->good, r->good);
}

/* The outermost run of like elements it is in: which of how many, and whether the headline is in one of them.
 */
static void read_unit(struct reader *r, const struct line *l, int16_t *v) {
  uint32_t i = r->unit_out[l->node];
  const struct unit_slot *s = i != 0 ? unit_slot(r, i) : NULL;
  if (s == NULL) return;
  v[FT_UNIT_AT] = (int16_t)clip(r->unit_at[i], 50);
  v[FT_UNIT_COUNT] = (int16_t)clip(s->count, 50);
  v[FT_UNIT_UNITS] = (int16_t)clip(r->pg->node[i].units, 10000);
  v[FT_UNIT_H1] = (int16_t)(s->with_h1 == 0 ? 0 : s->with_h1 == r->unit_at[i] ? 1 : 2);
}

/* The element that holds both the line and the headline: how far up from each, how much of the page. */
static void read_headline(struct reader *r, const struct line *l, int16_t *v) {
  const struct page *pg = r->pg;
  uint32_t i = l->node, h1 = r->b->h1, k = 0;
  if (h1 == 0) {
    v[FT_H1_UP] = -1;
    return;
  }
  for (; i > 0 && !(i <= h1 && h1 < pg->node[i].end) && k < 100; i = pg->node[i].parent) k++;
  v[FT_H1_UP] = (int16_t)k;
  v[FT_H1_SHARE] = (int16_t)share(pg->node[i].units, pg->node[0].units);
  v[FT_H1_LINK] = (int16_t)share(pg->node[i].links, pg->node[i].units);
  for (k = 0; h1 > i && k < 100; h1 = pg->node[h1].parent) k++;
  v[FT_H1_DOWN] = (int16_t)k;
}

/* Signs of a new article that went by since the first good line. */
static void read_since(struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  const struct page *pg = r->pg;
  if (at > r->first_good) {
    r->dates_since += v[FT_DATE_SHARE] >= 40 || v[FT_HAS_TIME];
    r->bylines_since += v[FT_N_AUTHOR] == 1 || v[FT_LIKE_AUTHOR] > 80;
    if (l->kind == TDG_HEADING) {
      r->linked_since += l->links * 10 > l->units * 8;
      r->heads_since += r->b->h1 != 0 && r->raw[l->node] == r->raw[r->b->h1];
    }
  }
  (void)pg;
  v[FT_DATES_SINCE] = (int16_t)clip(r->dates_since, 20);
  v[FT_BYLINES_SINCE] = (int16_t)clip(r->bylines_since, 20);
  v[FT_LINKED_SINCE] = (int16_t)clip(r->linked_since, 20);
  v[FT_HEADS_SINCE] = (int16_t)clip(r->heads_since, 20);
}

void feature_page(struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  read_headings(r, at, l, v);
  read_look(r, l, v);
  read_unit(r, l, v);
  read_headline(r, l, v);
  read_since(r, at, l, v);
}
