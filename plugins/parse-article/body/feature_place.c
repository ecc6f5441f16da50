/* feature_place.c - numbers of where a line stands: its ancestors below the root, its siblings, its
 * neighbours. */
#include "feature_reader.h"

enum { MAX_SIBLINGS = 150 };

static void note_name(int16_t *v, uint32_t names, int up) {
  static const struct {
    uint32_t flag;
    uint8_t feature;
  } map[] = {{N_SHARE, FT_N_SHARE},     {N_RELATED, FT_N_RELATED}, {N_SIGNUP, FT_N_SIGNUP},
             {N_COMMENT, FT_N_COMMENT}, {N_META, FT_N_META},       {N_CAPTION, FT_N_CAPTION},
             {N_AD, FT_N_AD},           {N_NAV, FT_N_NAV},         {N_AUTHOR, FT_N_AUTHOR},
             {N_TAGS, FT_N_TAGS},       {N_HIDDEN, FT_N_HIDDEN},   {N_TITLE, FT_N_TITLE},
             {N_LEAD, FT_N_LEAD},       {N_DATE, FT_N_DATE},       {N_BIO, FT_N_BIO},
             {N_PULL, FT_N_PULL},       {N_PAYWALL, FT_N_PAYWALL}, {N_EMBED, FT_N_EMBED},
             {N_MEDIA, FT_N_MEDIA},     {N_TOC, FT_N_TOC},         {N_NOTE, FT_N_NOTE},
             {N_BODY, FT_N_BODY},       {N_TEXT, FT_N_TEXT},       {N_BUTTON, FT_N_BUTTON},
             {N_BOX, FT_N_BOX}};
  for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
    if ((names & map[i].flag) != 0 && v[map[i].feature] == 0) v[map[i].feature] = (int16_t)up;
  }
}

static void note_tag(int16_t *v, unsigned tag) {
  static const struct {
    uint8_t tag, feature;
  } map[] = {
      {TDG_HTML_ASIDE, FT_IN_ASIDE},      {TDG_HTML_FIGURE, FT_IN_FIGURE}, {TDG_HTML_HEADER, FT_IN_HEADER},
      {TDG_HTML_FOOTER, FT_IN_FOOTER},    {TDG_HTML_FORM, FT_IN_FORM},     {TDG_HTML_TABLE, FT_IN_TABLE},
      {TDG_HTML_BLOCKQUOTE, FT_IN_QUOTE}, {TDG_HTML_UL, FT_IN_LIST},       {TDG_HTML_OL, FT_IN_LIST},
      {TDG_HTML_ADDRESS, FT_IN_ADDRESS},  {TDG_HTML_A, FT_IN_LINK},        {TDG_HTML_DETAILS, FT_IN_DETAILS}};
  for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
    if (map[i].tag == tag) v[map[i].feature] = 1;
  }
}

static void read_box(struct reader *r, uint32_t box, int16_t *v) {
  const struct tdg_node *n = &r->pg->node[box];
  v[FT_BOX_UNITS] = (int16_t)clip(n->units, 5000);
  v[FT_BOX_LINK] = (int16_t)share(n->links, n->units);
  v[FT_BOX_IMAGES] = (int16_t)clip((int64_t)r->images[n->end - 1] - r->images[box], 20);
}

static void read_list(struct reader *r, uint32_t list, int16_t *v) {
  const struct tdg_node *n = &r->pg->node[list];
  int items = 0;
  for (uint32_t k = list + 1; k < n->end && items < 50; k = r->pg->node[k].end)
    items += r->pg->node[k].tag == TDG_HTML_LI;
  v[FT_LIST_LINK] = (int16_t)share(n->links, n->units);
  v[FT_LIST_ITEMS] = (int16_t)items;
}

/* Ancestors up to the root, or a few when the line stands outside. */
static void read_up(struct reader *r, const struct line *l, int16_t *v) {
  struct page *pg = r->pg;
  const struct body *b = r->b;
  int inside = l->first > b->root && l->first < pg->node[b->root].end, up = 0, listed = 0;
  uint32_t box = l->node;
  for (uint32_t i = l->node; i > 0 && i != b->root && up < (inside ? MAX_UP : 8); i = pg->node[i].parent) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag == TDG_HTML_BODY || n->tag == TDG_HTML_HTML) break;
    if (!inside && b->root > i && b->root < n->end) break;
    up++;
    note_name(v, n->names, up);
    note_tag(v, n->tag);
    if ((n->tag == TDG_HTML_UL || n->tag == TDG_HTML_OL) && !listed++) read_list(r, i, v);
    box = i;
  }
  v[FT_IN_ROOT] = (int16_t)inside;
  v[FT_DEPTH] = (int16_t)up;
  v[FT_PRUNED] = (pg->node[l->node].flags & F_PRUNED) != 0;
  read_box(r, box, v);
}

uint32_t element_signature(const struct page *pg, uint32_t i) {
  const struct tdg_node *n = &pg->node[i], *up = &pg->node[n->parent];
  uint32_t h = n->tag * 2654435761u ^ n->names * 40503u ^ up->tag * 97u ^ up->names * 69069u;
  return (h ^ (h >> 13)) % ALIKE_SLOTS;
}

static void read_place(struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  struct page *pg = r->pg;
  const struct tdg_node *up = &pg->node[pg->node[l->node].parent];
  v[FT_FROM_FIRST] = (int16_t)clip((int64_t)at - r->first_good, 100);
  v[FT_TO_LAST] = (int16_t)clip((int64_t)at - r->last_good, 100);
  v[FT_PLACE] = (int16_t)clip(
      r->last_good > r->first_good ? ((int64_t)at - r->first_good) * 100 / (r->last_good - r->first_good) : 0,
      300);
  v[FT_AFTER_TITLE] = (int16_t)(r->h1_line == UINT32_MAX ? 0 : clip((int64_t)at - r->h1_line, 60));
  v[FT_SIBLING_SHARE] = (int16_t)share(r->parent_good[pg->node[l->node].parent], r->good);
  v[FT_ALIKE_SHARE] = (int16_t)share(r->alike[element_signature(pg, l->node)], r->good);
  v[FT_PARENT_UNITS] = (int16_t)clip(up->units, 5000);
  v[FT_PARENT_LINK] = (int16_t)share(up->links, up->units);
  v[FT_PARENT_IMAGE] = r->images[up->end - 1] > r->images[pg->node[l->node].parent];
}

static void read_neighbours(struct reader *r, uint32_t at, int16_t *v) {
  const struct page *pg = r->pg;
  const struct line *l = &pg->line[at], *p = at > 0 ? l - 1 : NULL, *n = at + 1 < pg->n_lines ? l + 1 : NULL;
  int32_t before = 0, after = 0;
  if (p != NULL) {
    v[FT_PREV_UNITS] = (int16_t)clip(p->units, 1000), v[FT_PREV_LINK] = (int16_t)share(p->links, p->units);
    v[FT_PREV_KIND] = p->kind;
    v[FT_SAME_PARENT_PREV] = pg->node[p->node].parent == pg->node[l->node].parent;
    if (at > 1) v[FT_PREV2_UNITS] = (int16_t)clip(p[-1].units, 1000);
  }
  if (n != NULL) {
    v[FT_NEXT_UNITS] = (int16_t)clip(n->units, 1000), v[FT_NEXT_LINK] = (int16_t)share(n->links, n->units);
    v[FT_NEXT_KIND] = n->kind;
    v[FT_SAME_PARENT_NEXT] = pg->node[n->node].parent == pg->node[l->node].parent;
    if (at + 2 < pg->n_lines) v[FT_NEXT2_UNITS] = (int16_t)clip(n[1].units, 1000);
  }
  for (uint32_t k = 1; k <= NEAR; k++) {
    if (at >= k) before += line_value(l - k);
    if (at + k < pg->n_lines) after += line_value(l + k);
  }
  v[FT_BEFORE5] = (int16_t)clip(before, 3000);
  v[FT_AFTER5] = (int16_t)clip(after, 3000);
  for (uint32_t k = at + 1; k < pg->n_lines && k < at + 20 && pg->line[k].kind != TDG_HEADING; k++) {
    v[FT_TEXT_BELOW] = (int16_t)clip(v[FT_TEXT_BELOW] + line_value(&pg->line[k]), 2000);
  }
}

/* Its element among its siblings, and pictures just before and behind. */
static void read_siblings(const struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  const struct page *pg = r->pg;
  uint32_t up = pg->node[l->node].parent, before = 0, all = 0;
  for (uint32_t k = up + 1, n = 0; k < pg->node[up].end && n < MAX_SIBLINGS; k = pg->node[k].end, n++) {
    if (pg->node[k].tag == TDG_HTML_TEXT || pg->node[k].units == 0) continue;
    before += k < l->node;
    all++;
  }
  v[FT_SIBLINGS] = (int16_t)all;
  v[FT_SIBLING_AT] = (int16_t)before;
  v[FT_SIBLING_LEFT] = (int16_t)(all - before);
  uint32_t from = at > 0 ? l[-1].last : 0, to = at + 1 < pg->n_lines ? l[1].first : pg->n;
  v[FT_IMAGE_BEFORE] =
      (int16_t)clip((int64_t)r->images[l->first] - r->images[from < l->first ? from : l->first], 5);
  v[FT_IMAGE_AFTER] =
      (int16_t)clip((int64_t)r->images[to < pg->n ? to : pg->n - 1] - r->images[l->last - 1], 5);
}

static void read_links_near(const struct reader *r, uint32_t at, int16_t *v) {
  const struct page *pg = r->pg;
  uint32_t units = 0, links = 0;
  for (uint32_t k = 1; k <= NEAR && k <= at; k++)
    units += pg->line[at - k].units, links += pg->line[at - k].links;
  v[FT_LINK_BEFORE5] = (int16_t)share(links, units);
  units = links = 0;
  for (uint32_t k = 1; k <= NEAR && at + k < pg->n_lines; k++)
    units += pg->line[at + k].units, links += pg->line[at + k].links;
  v[FT_LINK_AFTER5] = (int16_t)share(links, units);
}

void feature_place(struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  read_up(r, l, v);
  read_place(r, at, l, v);
  read_siblings(r, at, l, v);
  read_neighbours(r, at, v);
  read_links_near(r, at, v);
}
