/* features.c - the numbers of features.h, for each line near the article.
 *
 * One pass over the text of each line, one look at each of its ancestors below the root.  Linear; memory is
 * the call's. */
#include "features.h"
#include "grams.h"

#include <string.h>

#include <tidings/kit/date.h>

enum { MAX_SQUEEZED = 4000, MAX_UP = 24, MAX_DATED = 110, NEAR = 5 };

struct text_facts {
  char buf[MAX_SQUEEZED];
  size_t n; /* letters and digits only, ASCII in lower case */
  uint32_t letters, capitals, digits, brackets;
  uint8_t first, last; /* first byte, last sign class */
};

struct reader {
  struct page *pg;
  const struct body *b;
  const struct hints *h;
  struct grams title, lead, body, author;
  size_t title_n;
  int32_t *parent_good; /* good units by parent element */
  uint32_t *alike;      /* good units by signature of the element */
  uint64_t *seen;       /* hashes of the texts of earlier lines */
  uint32_t *images;     /* images before each node */
  uint32_t first_good, last_good, h1_line, h1_article, heading, h1_since;
  int32_t good;
  struct text_facts t;
};
enum { ALIKE_SLOTS = 4096, SEEN_SLOTS = 1 << 14 };

static int clip(int64_t v, int max) { return v > max ? max : v < -max ? -max : (int)v; }
static int share(int64_t part, int64_t all) { return all > 0 ? clip(part * 100 / all, 100) : 0; }

/* ---- the text of a line ---- */

/* 1 full stop, 2 colon, 3 other sign, 4 closing quote or bracket, 0 letter. */
static uint8_t stop_class(const char *p, const char *end) {
  uint8_t c;
  while (end > p && (uint8_t)end[-1] <= ' ') end--;
  if (end == p) return 0;
  c = (uint8_t)end[-1];
  if (c == '.' || c == '!' || c == '?') return 1;
  if (c == ':') return 2;
  if (c == '"' || c == ')' || c == '\'' || c == ']') return 4;
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 0 : 3;
  if (end - p >= 3) {
    const uint8_t *q = (const uint8_t *)end - 3;
    if (q[0] == 0xE3 && q[1] == 0x80) return q[2] == 0x82 ? 1 : 4;
    if (q[0] == 0xEF && q[1] == 0xBC) return q[2] == 0x9A ? 2 : 1;
    if (q[0] == 0xE2 && q[1] == 0x80) return q[2] == 0xA6 ? 1 : 4;
  }
  return 0;
}

static void facts_add(struct text_facts *t, const char *p, size_t n) {
  if (t->letters == 0 && t->digits == 0 && t->first == 0) {
    size_t i = 0;
    while (i < n && (uint8_t)p[i] <= ' ') i++;
    if (i < n) t->first = (uint8_t)p[i];
  }
  for (size_t i = 0; i < n; i++) {
    uint8_t c = (uint8_t)p[i];
    t->capitals += c >= 'A' && c <= 'Z';
    t->digits += c >= '0' && c <= '9';
    t->letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
    t->brackets += c == '(' || c == '[' || c == '|' || c == '@' || c == '/';
  }
  t->n = squeeze(t->buf, t->n, MAX_SQUEEZED, p, n);
  if (n > 0) t->last = stop_class(p, p + n);
}

static void read_text(struct reader *r, const struct line *l) {
  struct page *pg = r->pg;
  memset((char *)&r->t + MAX_SQUEEZED, 0, sizeof(r->t) - MAX_SQUEEZED);
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct node *n = &pg->node[i];
    if (n->tag == T_TEXT && (n->flags & F_SPACE) == 0)
      facts_add(&r->t, pg->src.p + n->at, n->len);
    else if (n->tag != T_TEXT && (n->flags & (F_SKIP | F_HIDDEN)) != 0)
      i = n->end - 1;
  }
}

static int first_sign(uint8_t c) {
  if (c == 0xC2 || c == '*') return 2; /* copyright sign, bullets */
  if (c == 0xE2) return 3;
  if (c >= '0' && c <= '9') return 4;
  if (c == '(' || c == '[') return 5;
  return c == '"' || c == '\'' ? 1 : 0;
}

static int repeated(struct reader *r) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < r->t.n; i++) h = (h ^ (uint8_t)r->t.buf[i]) * 1099511628211u;
  h |= 1;
  for (size_t k = 0; k < 16; k++) {
    uint64_t *slot = &r->seen[(h + k * 7919) % SEEN_SLOTS];
    if (*slot == h) return 1;
    if (*slot == 0) {
      *slot = h;
      return 0;
    }
  }
  return 0;
}

/* Units of the line that stand inside one kind of inline element, and how many links. */
static void read_inline(struct reader *r, const struct line *l, int16_t *v) {
  struct page *pg = r->pg;
  uint32_t strong = 0, em = 0, best_link = 0, links = 0;
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct node *n = &pg->node[i];
    if (n->tag == T_STRONG || n->tag == T_B)
      strong += n->units;
    else if (n->tag == T_EM || n->tag == T_I)
      em += n->units;
    else if (n->tag == T_TIME)
      v[FT_HAS_TIME] = 1;
    else if (n->tag == T_A)
      links++, best_link = n->units > best_link ? n->units : best_link;
  }
  for (uint32_t i = pg->node[l->first].parent, k = 0; i != l->node && i > 0 && k < MAX_UP;
       i = pg->node[i].parent, k++) {
    unsigned t = pg->node[i].tag;
    if (t == T_STRONG || t == T_B) strong = l->units;
    if (t == T_EM || t == T_I) em = l->units;
    if (t == T_A) links++, best_link = l->units;
  }
  v[FT_ALL_STRONG] = (int16_t)(strong * 10 >= l->units * 9);
  v[FT_ALL_EM] = (int16_t)(em * 10 >= l->units * 9);
  v[FT_ALL_LINK] = (int16_t)(best_link * 10 >= l->units * 9);
  v[FT_LINKS] = (int16_t)clip(links, 50);
}

/* How much of a short line is a date. */
static int date_share(const struct reader *r, const struct line *l) {
  char text[3 * MAX_DATED];
  size_t n = 0, start, end;
  struct tdg_date d;
  if (l->units > MAX_DATED || r->t.digits == 0) return 0;
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct node *k = &r->pg->node[i];
    if (k->tag != T_TEXT || (k->flags & F_SPACE) != 0 || n + k->len + 1 > sizeof text) continue;
    memcpy(text + n, r->pg->src.p + k->at, k->len);
    n += k->len;
    text[n++] = ' ';
  }
  if (n == 0 || tdg_date_find(text, n, NULL, &d, &start, &end) != 0) return 0;
  return share((int64_t)(end - start), (int64_t)n);
}

static void read_self(struct reader *r, const struct line *l, int16_t *v) {
  const struct text_facts *t = &r->t;
  unsigned tag = r->pg->node[l->node].tag;
  v[FT_UNITS] = (int16_t)clip(l->units, 3000);
  v[FT_LINK_SHARE] = (int16_t)share(l->links, l->units);
  v[FT_COMMAS] = (int16_t)clip(l->commas, 100);
  v[FT_STOP] = t->last;
  v[FT_CAPITALS] = (int16_t)share(t->capitals, t->letters);
  v[FT_DIGITS] = (int16_t)share(t->digits, l->units);
  v[FT_BRACKETS] = (int16_t)clip(t->brackets, 20);
  v[FT_KIND] = l->kind;
  v[FT_LEVEL] = l->level;
  v[FT_TAG_P] = tag == T_P;
  v[FT_TAG_DIV] = tag == T_DIV;
  v[FT_TAG_LI] = tag == T_LI;
  v[FT_FIRST_SIGN] = (int16_t)first_sign(t->first);
  v[FT_REPEATED] = (int16_t)repeated(r);
  v[FT_LIKE_TITLE] = (int16_t)grams_like(&r->title, t->buf, t->n);
  v[FT_LIKE_LEAD] = (int16_t)grams_like(&r->lead, t->buf, t->n);
  v[FT_LIKE_BODY] = (int16_t)grams_like(&r->body, t->buf, t->n);
  v[FT_LIKE_AUTHOR] = (int16_t)(l->units < MAX_DATED ? grams_like(&r->author, t->buf, t->n) : 0);
  v[FT_DATE_SHARE] = (int16_t)date_share(r, l);
  v[FT_TITLE_INSIDE] = (int16_t)(v[FT_LIKE_TITLE] > 80 ? share((int64_t)t->n, (int64_t)r->title_n) : 0);
}

/* ---- around a line ---- */

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
  } map[] = {{T_ASIDE, FT_IN_ASIDE},      {T_FIGURE, FT_IN_FIGURE}, {T_HEADER, FT_IN_HEADER},
             {T_FOOTER, FT_IN_FOOTER},    {T_FORM, FT_IN_FORM},     {T_TABLE, FT_IN_TABLE},
             {T_BLOCKQUOTE, FT_IN_QUOTE}, {T_UL, FT_IN_LIST},       {T_OL, FT_IN_LIST},
             {T_ADDRESS, FT_IN_ADDRESS},  {T_A, FT_IN_LINK},        {T_DETAILS, FT_IN_DETAILS}};
  for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
    if (map[i].tag == tag) v[map[i].feature] = 1;
  }
}

static void read_box(struct reader *r, uint32_t box, int16_t *v) {
  const struct node *n = &r->pg->node[box];
  v[FT_BOX_UNITS] = (int16_t)clip(n->units, 5000);
  v[FT_BOX_LINK] = (int16_t)share(n->links, n->units);
  v[FT_BOX_IMAGES] = (int16_t)clip((int64_t)r->images[n->end - 1] - r->images[box], 20);
}

static void read_list(struct reader *r, uint32_t list, int16_t *v) {
  const struct node *n = &r->pg->node[list];
  int items = 0;
  for (uint32_t k = list + 1; k < n->end && items < 50; k = r->pg->node[k].end)
    items += r->pg->node[k].tag == T_LI;
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
    const struct node *n = &pg->node[i];
    if (n->tag == T_BODY || n->tag == T_HTML) break;
    if (!inside && b->root > i && b->root < n->end) break;
    up++;
    note_name(v, n->names, up);
    note_tag(v, n->tag);
    if ((n->tag == T_UL || n->tag == T_OL) && !listed++) read_list(r, i, v);
    box = i;
  }
  v[FT_IN_ROOT] = (int16_t)inside;
  v[FT_DEPTH] = (int16_t)up;
  v[FT_PRUNED] = (pg->node[l->node].flags & F_PRUNED) != 0;
  read_box(r, box, v);
}

static uint32_t signature(const struct page *pg, uint32_t i) {
  const struct node *n = &pg->node[i], *up = &pg->node[n->parent];
  uint32_t h = n->tag * 2654435761u ^ n->names * 40503u ^ up->tag * 97u ^ up->names * 69069u;
  return (h ^ (h >> 13)) % ALIKE_SLOTS;
}

static void read_place(struct reader *r, uint32_t at, const struct line *l, int16_t *v) {
  struct page *pg = r->pg;
  const struct node *up = &pg->node[pg->node[l->node].parent];
  v[FT_FROM_FIRST] = (int16_t)clip((int64_t)at - r->first_good, 100);
  v[FT_TO_LAST] = (int16_t)clip((int64_t)at - r->last_good, 100);
  v[FT_PLACE] = (int16_t)clip(
      r->last_good > r->first_good ? ((int64_t)at - r->first_good) * 100 / (r->last_good - r->first_good) : 0,
      300);
  v[FT_AFTER_TITLE] = (int16_t)(r->h1_line == UINT32_MAX ? 0 : clip((int64_t)at - r->h1_line, 60));
  v[FT_SIBLING_SHARE] = (int16_t)share(r->parent_good[pg->node[l->node].parent], r->good);
  v[FT_ALIKE_SHARE] = (int16_t)share(r->alike[signature(pg, l->node)], r->good);
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

static uint32_t article_around(const struct page *pg, uint32_t i) {
  for (uint32_t k = 0; i > 0 && k < 64; i = pg->node[i].parent, k++) {
    if (pg->node[i].tag == T_ARTICLE) return i;
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
    r->alike[signature(pg, l->node)] += (uint32_t)value;
    if (l->first <= r->b->first_node) r->first_good = i;
    if (l->last <= r->b->last_node) r->last_good = i;
  }
}

static void count_images(struct reader *r) {
  struct page *pg = r->pg;
  for (uint32_t i = 1; i < pg->n; i++) r->images[i] = r->images[i - 1] + (pg->node[i].tag == T_IMG);
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
  r->h1_article = b->h1 > 0 ? article_around(pg, b->h1) : 0;
  r->heading = UINT32_MAX;
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
    read_text(r, l);
    read_self(r, l, v);
    read_inline(r, l, v);
    read_up(r, l, v);
    read_place(r, i, l, v);
    read_neighbours(r, i, v);
    read_headings(r, i, l, v);
    read_links_near(r, i, v);
    v[FT_PAGE_GOOD] = (int16_t)clip(r->good, 20000);
    v[FT_ROOT_LINK] = (int16_t)share(pg->node[b->root].links, pg->node[b->root].units);
    v[FT_ROOT_NAMED] = (pg->node[b->root].names & N_BODY) != 0;
  }
  count_box_lines(r, out, last - first);
}
