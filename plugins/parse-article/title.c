/* title.c - what an article is called: the headline on the page that the page's own statements agree with. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/url.h>

#include "meta.h"

enum { MAX_HEADLINES = 12, MAX_TITLE = 400 };

struct candidate {
  struct tdg_str text, bare;
  uint32_t node;
  int from, weight;
};

struct titles {
  struct page *pg;
  const struct meta *m;
  struct candidate c[MAX_HEADLINES + MAX_VALUES];
  size_t n;
  struct tdg_str site; /* bare name of the outlet */
  struct tdg_str host; /* bare host */
};

static int contains(struct tdg_str a, struct tdg_str b) {
  return b.n > 0 && a.n >= b.n && memmem(a.p, a.n, b.p, b.n) != NULL;
}

static void add(struct titles *t, struct tdg_str text, uint32_t node, int from, int weight) {
  struct candidate *c = &t->c[t->n];
  if (t->n == sizeof(t->c) / sizeof(t->c[0]) || text.n == 0) return;
  c->text = text;
  c->bare = str_bare(t->pg->call, text);
  c->node = node;
  c->from = from;
  c->weight = weight;
  if (c->bare.n > 0) t->n++;
}

static void add_headings(struct titles *t) {
  struct page *pg = t->pg;
  size_t found = 0;
  for (uint32_t i = 1; i < pg->n && found < MAX_HEADLINES; i++) {
    const struct node *n = &pg->node[i];
    if (n->tag != T_H1 || (n->flags & F_SKIP) != 0) continue;
    add(t, node_text(pg, i, MAX_TITLE), i, FROM_VISIBLE, 10);
    found++;
  }
}

/* Is this piece of a title only the name of the outlet or its address? */
static int is_site(const struct titles *t, struct tdg_str piece) {
  struct tdg_str bare = str_bare(t->pg->call, piece);
  if (bare.n == 0) return 1;
  if (t->site.n > 0 && (contains(t->site, bare) || contains(bare, t->site))) return 1;
  return bare.n >= 3 && t->host.n > 0 && contains(t->host, bare);
}

/* The length of a separator at p, which must stand between spaces or be one of the signs only titles use; 0.
 */
static size_t separator(const char *p, const char *end) {
  static const char *const signs[] = {" | ",
                                      " - ",
                                      " \xE2\x80\x93 ",
                                      " \xE2\x80\x94 ",
                                      " \xC2\xB7 ",
                                      " \xC2\xBB ",
                                      " :: ",
                                      " // ",
                                      " / ",
                                      " \xE2\x80\xA2 ",
                                      "|",
                                      " < ",
                                      " > ",
                                      "\xEF\xBD\x9C",
                                      "_"};
  for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
    size_t n = strlen(signs[i]);
    if ((size_t)(end - p) >= n && memcmp(p, signs[i], n) == 0) return n;
  }
  return 0;
}

/* "Headline - Outlet" without the outlet, from either end. */
static struct tdg_str strip_site(const struct titles *t, struct tdg_str s) {
  for (int round = 0; round < 3; round++) {
    const char *end = s.p + s.n, *last = NULL;
    size_t last_n = 0, n;
    for (const char *p = s.p; p < end; p++) {
      if ((n = separator(p, end)) > 0) last = p, last_n = n;
    }
    if (last == NULL || last == s.p) return s;
    if (!is_site(t, (struct tdg_str){last + last_n, (size_t)(end - last) - last_n})) return s;
    s.n = (size_t)(last - s.p);
  }
  return s;
}

static void add_said(struct titles *t) {
  const struct values *v = &t->m->title;
  for (size_t i = 0; i < v->n; i++) {
    int weight = v->v[i].from == FROM_JSONLD      ? 9 - v->v[i].rank
                 : v->v[i].from == FROM_OPENGRAPH ? 7
                 : v->v[i].from == FROM_MICRODATA ? 6
                 : v->v[i].from == FROM_TITLE     ? 3
                                                  : 4;
    struct tdg_str s = v->v[i].text;
    if (v->v[i].from != FROM_JSONLD) s = strip_site(t, s);
    add(t, s, 0, v->v[i].from, weight);
  }
}

/* How many hundredths of the letter pairs of a stand in b, too: alike in any script. */
static int likeness(struct tdg_str a, struct tdg_str b) {
  uint8_t seen[1024] = {0};
  size_t hit = 0;
  if (a.n < 3 || b.n < 3) return 0;
  for (size_t i = 0; i + 2 < b.n; i++) {
    unsigned h = ((uint8_t)b.p[i] * 31u + (uint8_t)b.p[i + 1]) * 31u + (uint8_t)b.p[i + 2];
    seen[h % 8192 / 8] |= (uint8_t)(1u << (h % 8));
  }
  for (size_t i = 0; i + 2 < a.n; i++) {
    unsigned h = ((uint8_t)a.p[i] * 31u + (uint8_t)a.p[i + 1]) * 31u + (uint8_t)a.p[i + 2];
    hit += (seen[h % 8192 / 8] >> (h % 8)) & 1;
  }
  return (int)(hit * 100 / (a.n - 2));
}

static int agrees(const struct candidate *a, const struct candidate *b) {
  return contains(a->bare, b->bare) || contains(b->bare, a->bare);
}

/* A headline on the page that is like something the page says of itself: the most alike one. */
static const struct candidate *headline(const struct titles *t) {
  const struct candidate *best = NULL;
  int best_like = 24;
  for (size_t i = 0; i < t->n; i++) {
    const struct candidate *c = &t->c[i];
    if (c->node == 0 || is_site(t, c->text)) continue;
    for (size_t k = 0; k < t->n; k++) {
      int like;
      if (t->c[k].node != 0) continue;
      like = (likeness(c->bare, t->c[k].bare) + likeness(t->c[k].bare, c->bare)) / 2;
      if (like > best_like) best = c, best_like = like;
    }
  }
  return best;
}

/* "Kicker: headline" in JSON-LD is the whole of what the page shows in two pieces. */
static const struct candidate *kicked(const struct titles *t, const struct candidate *shown) {
  if (shown == NULL) return NULL;
  for (size_t i = 0; i < t->n; i++) {
    const struct candidate *c = &t->c[i];
    if (c->from != FROM_JSONLD || c->bare.n <= shown->bare.n || c->bare.n > shown->bare.n + 60) continue;
    if (memcmp(c->bare.p + c->bare.n - shown->bare.n, shown->bare.p, shown->bare.n) == 0) return c;
  }
  return shown;
}

static const struct candidate *choose(const struct titles *t) {
  const struct candidate *best = NULL;
  int best_score = -1;
  for (size_t i = 0; i < t->n; i++) {
    const struct candidate *c = &t->c[i];
    int score = c->weight;
    for (size_t k = 0; k < t->n; k++) {
      const struct candidate *o = &t->c[k];
      if (k == i || o->from == c->from) continue;
      if (o->bare.n == c->bare.n && agrees(c, o))
        score += 6;
      else if (agrees(c, o) && c->bare.n >= 8)
        score += 4;
    }
    if (is_site(t, c->text)) score -= 30;
    if (score > best_score || best == NULL) best = c, best_score = score;
  }
  return best;
}

struct chosen title_choose(struct page *pg, const struct meta *m, uint32_t *h1) {
  struct titles *t = tdg_scratch(pg->call, sizeof(*t));
  const struct candidate *c, *shown;
  t->pg = pg;
  t->m = m;
  if (m->site.n > 0) t->site = str_bare(pg->call, m->site.v[0].text);
  t->host = str_bare(pg->call, tdg_url_host(pg->call, pg->url));
  add_headings(t);
  add_said(t);
  shown = headline(t);
  c = kicked(t, shown);
  if (c == NULL) c = choose(t);
  *h1 = 0;
  if (c == NULL) return (struct chosen){str_of(""), str_of(""), FROM_NONE};
  *h1 = c->node != 0 ? c->node : shown != NULL ? shown->node : 0;
  return (struct chosen){c->text, c->text, c->from};
}
