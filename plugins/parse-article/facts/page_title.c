/* page_title.c - what an article is called: the headline on the page that the page's own statements agree with.
 *
 * A page that calls itself a schema.org NewsArticle comes from a newsroom's system, whose headline is the one
 * its editors wrote: it beats a shown one that differs.  Elsewhere (blogs, shops) that field is written for
 * search engines, and the shown headline wins. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>
#include <tidings/kit/units.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

#include "page_facts.h"

enum {
  MAX_HEADLINES = 12,
  MAX_TITLE = 400,
  LETTERS = 8192,
  MAX_LOWER = 30,
  MIN_HEAD = 24,
  MIN_LOWER = 8,
  MAX_LINE_UNITS = 150, /* of a headline in no heading */
  CUT_HEADLINE = 70,
  MAX_KICKER = 60,
  MAX_SECTION_NAME = 16,
  MIN_OUTLET_NAME = 4,
  MUCH_ALIKE = 60
};

struct candidate {
  struct tdg_str text, bare;
  uint32_t node;
  int from, weight;
  struct tdg_str key;
};

struct titles {
  struct page *pg;
  const struct meta *m;
  struct candidate c[MAX_HEADLINES + MAX_VALUES];
  size_t n;
  struct tdg_str site; /* bare name of the outlet */
  struct tdg_str publisher;
  struct tdg_str host; /* bare host */
};

static int contains(struct tdg_str a, struct tdg_str b) {
  return b.n > 0 && a.n >= b.n && memmem(a.p, a.n, b.p, b.n) != NULL;
}

/* Said by v, or shown at a node. */
static void add(struct titles *t, struct tdg_str text, uint32_t node, const struct value *v, int weight) {
  struct candidate *c = &t->c[t->n];
  if (t->n == sizeof(t->c) / sizeof(t->c[0]) || text.n == 0) return;
  c->text = str_spaces(t->pg->call, text, 0);
  c->bare = str_bare(t->pg->call, text);
  c->node = node;
  c->from = v != NULL ? v->from : FROM_VISIBLE;
  c->key = v != NULL ? v->key : tdg_str_of("");
  c->weight = weight;
  if (c->bare.n > 0) t->n++;
}

/* "Headline | Opinion" without what stands behind the bar, when enough for a headline stands before it. */
static struct tdg_str before_bar(struct tdg_str s) {
  const char *bar = memmem(s.p, s.n, " | ", 3);
  size_t head = bar == NULL ? 0 : (size_t)(bar - s.p);
  if (head > 0 && tdg_units(s.p, head) >= MIN_HEAD) s.n = head;
  return s;
}

/* Does the link lead to the front page of this site? */
static int leads_to_front(struct page *pg, uint32_t link) {
  struct tdg_str ref = node_attr_text(pg, link, TDG_ATTR_HREF);
  struct tdg_url u;
  if (ref.n == 0) return 0;
  ref = tdg_url_resolve(pg->call, pg->url, ref);
  return tdg_url_parse(ref, &u) == 0 && u.path.n <= 1 && u.query.n == 0 &&
         str_same_folded(pg->call, u.host, tdg_url_host(pg->call, pg->url));
}

/* A heading that is a link to the front page and nothing else: the name of the site. */
static int leads_home(struct titles *t, uint32_t h1) {
  struct page *pg = t->pg;
  for (uint32_t i = h1 + 1; i < pg->node[h1].end; i++) {
    if (pg->node[i].tag != TDG_HTML_A || pg->node[i].units != pg->node[h1].units || pg->node[h1].units == 0)
      continue;
    return leads_to_front(pg, i);
  }
  return 0;
}

static int starts(struct tdg_str a, struct tdg_str b) { return a.n >= b.n && memcmp(a.p, b.p, b.n) == 0; }
static int ends(struct tdg_str a, struct tdg_str b) {
  return a.n >= b.n && memcmp(a.p + a.n - b.n, b.p, b.n) == 0;
}

/* The outlet in a heading of its own: the page is titled with it and with what a lower heading says. */
static int is_outlet(struct titles *t, uint32_t h1, struct tdg_str bare) {
  struct page *pg = t->pg;
  uint32_t looked = 0;
  for (size_t v = 0; v < t->m->title.n; v++) {
    struct tdg_str whole = str_bare(pg->call, t->m->title.v[v].text);
    if (t->m->title.v[v].from != FROM_TITLE || whole.n <= bare.n ||
        !(starts(whole, bare) || ends(whole, bare)))
      continue;
    for (uint32_t i = h1 + 1; i < pg->n && looked < MAX_LOWER; i++) {
      struct tdg_str lower;
      if ((pg->node[i].tag != TDG_HTML_H2 && pg->node[i].tag != TDG_HTML_H3) || pg->node[i].units < MIN_LOWER)
        continue;
      lower = str_bare(pg->call, node_text(pg, i, MAX_TITLE));
      looked++;
      if (lower.n > bare.n && lower.n + bare.n == whole.n && (starts(whole, lower) || ends(whole, lower)))
        return 1;
    }
  }
  return 0;
}

/* A box to choose the language of the page in. */
static int of_translator(const struct page *pg, uint32_t i) {
  for (int up = 0; i > 0 && up < 4; i = pg->node[i].parent, up++) {
    struct tdg_str name = node_attr(pg, i, TDG_ATTR_CLASS), id = node_attr(pg, i, TDG_ATTR_ID);
    if (tdg_nocase_has(name, "translat") || tdg_nocase_has(id, "translat"))
      return !tdg_nocase_has(name, "notranslate");
    if (tdg_nocase_has(name, "language-s") || tdg_nocase_has(id, "language-s") ||
        tdg_nocase_has(name, "lang-s"))
      return 1;
  }
  return 0;
}

/* What a heading calls a part of it: a kicker above the headline. */
static int is_kicker(const struct page *pg, uint32_t i) {
  static const char *const names[] = {"kicker", "overline",   "eyebrow",   "topline",  "dachzeile",
                                      "flag",   "label",      "section",   "rubri",    "categor",
                                      "topic",  "antetitulo", "occhiello", "surtitre", "spitzmarke"};
  struct tdg_str name = node_attr(pg, i, TDG_ATTR_CLASS);
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
    if (tdg_nocase_has(name, names[k])) return 1;
  return 0;
}

/* The words of a heading behind its kicker. */
static struct tdg_str without_kicker(struct page *pg, uint32_t h1, struct tdg_str whole) {
  uint32_t first = h1 + 1;
  struct tdg_str kicker;
  while (first < pg->node[h1].end && pg->node[first].tag == TDG_HTML_TEXT &&
         (pg->node[first].flags & F_SPACE) != 0)
    first++;
  if (first >= pg->node[h1].end || pg->node[first].tag == TDG_HTML_TEXT ||
      pg->node[first].end >= pg->node[h1].end)
    return whole;
  if (!is_kicker(pg, first)) return whole;
  kicker = node_text(pg, first, MAX_TITLE);
  if (kicker.n == 0 || kicker.n + MIN_HEAD > whole.n || memcmp(kicker.p, whole.p, kicker.n) != 0)
    return whole;
  whole.p += kicker.n, whole.n -= kicker.n;
  while (whole.n > 0 && strchr(" :|-", whole.p[0]) != NULL) whole.p++, whole.n--;
  return whole;
}

/* "12 comments", a mark to link to: a link to a place on the same page. */
static int leads_down(const struct page *pg, uint32_t i) {
  struct tdg_str ref = pg->node[i].tag == TDG_HTML_A ? node_attr(pg, i, TDG_ATTR_HREF) : tdg_str_of("");
  return ref.n > 0 && ref.p[0] == '#';
}

/* The words of a heading without what is set small behind them, or leads down the page. */
static struct tdg_str without_small(struct page *pg, uint32_t h1) {
  struct tdg_str whole = node_text(pg, h1, MAX_TITLE), small;
  for (uint32_t i = h1 + 1; i < pg->node[h1].end; i++) {
    if (pg->node[i].end != pg->node[h1].end || (pg->node[i].tag != TDG_HTML_SMALL && !leads_down(pg, i)))
      continue;
    small = node_text(pg, i, MAX_TITLE);
    if (small.n == 0 || small.n + MIN_HEAD > whole.n || !tdg_str_ends(whole, small.p)) return whole;
    whole.n -= small.n;
    return tdg_str_trim(whole);
  }
  return whole;
}

static void add_headings(struct titles *t) {
  struct page *pg = t->pg;
  size_t found = 0;
  for (uint32_t i = 1; i < pg->n && found < MAX_HEADLINES; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag != TDG_HTML_H1 || (n->flags & F_SKIP) != 0 || (n->names & N_NAV) != 0)
      continue; /* a breadcrumb */
    struct tdg_str text;
    if (of_translator(pg, i)) continue;
    if (leads_home(t, i)) {
      if (t->site.n == 0) t->site = str_bare(pg->call, node_text(pg, i, MAX_TITLE));
      continue;
    }
    text = before_bar(without_kicker(pg, i, without_small(pg, i)));
    if (is_outlet(t, i, str_bare(pg->call, text))) {
      if (t->site.n == 0) t->site = str_bare(pg->call, text);
      continue;
    }
    add(t, text, i, NULL, 10);
    found++;
  }
}

/* Where nothing says how the outlet is called: a link to the front page, with words that the <title> ends or begins with. */
static void find_site(struct titles *t) {
  struct page *pg = t->pg;
  struct tdg_str tab = tdg_str_of("");
  for (size_t v = 0; v < t->m->title.n; v++)
    if (t->m->title.v[v].from == FROM_TITLE) tab = str_bare(pg->call, t->m->title.v[v].text);
  for (uint32_t i = 1, looked = 0; i < pg->n && looked < MAX_LOWER && t->site.n == 0 && tab.n > 0; i++) {
    struct tdg_str bare;
    if (pg->node[i].tag != TDG_HTML_A || pg->node[i].units == 0 || !leads_to_front(pg, i)) continue;
    looked++;
    bare = str_bare(pg->call, node_text(pg, i, MAX_TITLE));
    if (bare.n >= MIN_OUTLET_NAME && bare.n < tab.n && (starts(tab, bare) || ends(tab, bare))) t->site = bare;
  }
}

/* "Daily Example Online" is the Daily Example; "Daily Example wins a prize in Hollin" is a headline. */
static int is_mostly(struct tdg_str site, struct tdg_str bare) {
  return site.n > 0 && (contains(site, bare) || (contains(bare, site) && bare.n <= site.n * 2));
}

/* Is this piece of a title only the name of the outlet or its address? */
static int is_site(const struct titles *t, struct tdg_str piece) {
  struct tdg_str bare = str_bare(t->pg->call, piece);
  if (bare.n == 0 || is_mostly(t->site, bare) || is_mostly(t->publisher, bare)) return 1;
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

/* Is it all that the <title> has in front of a sign that only titles use? */
static int heads_title(const struct titles *t, struct tdg_str text) {
  for (size_t v = 0; v < t->m->title.n; v++) {
    struct tdg_str whole = t->m->title.v[v].text;
    if (t->m->title.v[v].from != FROM_TITLE || whole.n <= text.n || memcmp(whole.p, text.p, text.n) != 0)
      continue;
    if (separator(whole.p + text.n, whole.p + whole.n) > 0) return 1;
  }
  return 0;
}

/* Without an <h1> a lower heading is the headline when it is most of what the page calls itself: the rest is
 * the outlet or a section. */
static void add_lower_heading(struct titles *t) {
  struct page *pg = t->pg;
  size_t said = t->n, looked = 0;
  for (uint32_t i = 1; i < pg->n && looked < MAX_LOWER; i++) {
    const struct tdg_node *n = &pg->node[i];
    struct tdg_str text, bare;
    if ((n->tag != TDG_HTML_H2 && n->tag != TDG_HTML_H3) || n->units < MIN_LOWER || (n->flags & F_SKIP) != 0)
      continue;
    text = node_text(pg, i, MAX_TITLE);
    bare = str_bare(pg->call, text);
    looked++;
    for (size_t k = 0; k < said; k++) {
      struct tdg_str whole = t->c[k].bare;
      int part = bare.n * 2 >= whole.n && (starts(whole, bare) || ends(whole, bare)) &&
                 (n->units >= MIN_HEAD || bare.n == whole.n);
      int head = bare.n * 2 < whole.n && heads_title(t, text);
      int fuller = (n->names & N_TITLE) != 0 && whole.n >= MIN_HEAD && contains(bare, whole);
      if (!part && !fuller && !head) continue;
      add(t, text, i, NULL, 10);
      return;
    }
  }
}

/* Where no heading is one, a line of the page may be all that the <title> has in front of the outlet. */
static void add_line_of_title(struct titles *t) {
  struct page *pg = t->pg;
  size_t looked = 0;
  for (uint32_t i = 1; i < pg->n && looked < MAX_LOWER; i++) {
    const struct tdg_node *n = &pg->node[i];
    if ((n->tag != TDG_HTML_DIV && n->tag != TDG_HTML_P && n->tag != TDG_HTML_SPAN) || n->units < MIN_HEAD ||
        n->units > MAX_LINE_UNITS || n->links > 0 || (n->flags & F_SKIP) != 0)
      continue;
    const struct tdg_str text = node_text(pg, i, MAX_TITLE);
    looked++;
    if (!heads_title(t, text)) continue;
    add(t, text, i, NULL, 10);
    return;
  }
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
    s = strip_site(t, s);
    add(t, before_bar(s), 0, &v->v[i], weight);
  }
}

/* A number for the letters that begin at p: three, of ideographs two; *p goes on to the next letter.  SIZE_MAX: there are no more
 * so many. */
static size_t letters_at(const char **p, const char *end) {
  const char *q = *p;
  const uint32_t a = tdg_utf8_next(&q, end);
  *p = q;
  if (q >= end) return SIZE_MAX;
  const uint32_t b = tdg_utf8_next(&q, end);
  if (a >= 0x2E80) return (a * 31u + b) % LETTERS;
  return q < end ? ((a * 31u + b) * 31u + tdg_utf8_next(&q, end)) % LETTERS : SIZE_MAX;
}

/* How many hundredths of the runs of letters of a stand in b, too: alike in any script. */
static int likeness(struct tdg_str a, struct tdg_str b) {
  uint8_t seen[LETTERS / 8] = {0};
  size_t hit = 0, all = 0, h;
  for (const char *p = b.p, *end = b.p + b.n; p < end && (h = letters_at(&p, end)) != SIZE_MAX;)
    seen[h / 8] |= (uint8_t)(1u << (h % 8));
  for (const char *p = a.p, *end = a.p + a.n; p < end && (h = letters_at(&p, end)) != SIZE_MAX; all++)
    hit += (seen[h / 8] >> (h % 8)) & 1;
  return all > 0 ? (int)(hit * 100 / all) : 0;
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

static int same(const struct candidate *a, const struct candidate *b) {
  return a != NULL && b != NULL && tdg_str_same(a->bare, b->bare);
}

static int is_said(const struct titles *t, const struct candidate *shown) {
  for (size_t i = 0; i < t->n; i++) {
    if (t->c[i].from == FROM_JSONLD && same(&t->c[i], shown)) return 1;
  }
  return 0;
}

static int is_news(const struct titles *t) {
  struct tdg_str type = t->m->ld_type;
  return type.n >= 11 && memcmp(type.p + type.n - 11, "NewsArticle", 11) == 0;
}

/* A title "Kicker: headline" in the metadata is the whole of what the page shows in two elements.  A kicker that the page
 * shows inside its headline, and that no metadata has, is not part of the title. */
static const struct candidate *kicked(const struct titles *t, const struct candidate *shown) {
  if (shown == NULL) return NULL;
  for (size_t i = 0; i < t->n; i++) {
    const struct candidate *c = &t->c[i];
    int graph = c->from == FROM_OPENGRAPH;
    if (c->from != FROM_JSONLD && !graph) continue;
    if (!graph && c->bare.n > shown->bare.n && c->bare.n <= shown->bare.n + MAX_KICKER &&
        ends(c->bare, shown->bare))
      return c;
    if (c->bare.n < shown->bare.n && c->bare.n * 2 > shown->bare.n && ends(shown->bare, c->bare) &&
        !is_said(t, shown))
      return c;
  }
  return shown;
}

static const struct candidate *first_from(const struct titles *t, int from) {
  for (size_t i = 0; i < t->n; i++) {
    if (t->c[i].from == from) return &t->c[i];
  }
  return NULL;
}

/* Is what said has behind shown the outlet, or a word like a section's? */
static int is_name_behind(const struct titles *t, const struct candidate *said,
                          const struct candidate *shown) {
  struct tdg_str rest = {said->bare.p + shown->bare.n, said->bare.n - shown->bare.n};
  return rest.n <= MAX_SECTION_NAME || is_mostly(t->site, rest) || is_mostly(t->publisher, rest);
}

/* With or without the outlet. */
static int tells(const struct candidate *title, const struct candidate *c) {
  return starts(title->bare, c->bare) || ends(title->bare, c->bare);
}

/* Written for search engines: the browser's tab has it and social networks are told another, or they are told
 * the shown one and the tab has another. */
static int is_for_search(const struct titles *t, const struct candidate *said,
                         const struct candidate *shown) {
  const struct candidate *tab = first_from(t, FROM_TITLE), *graph = first_from(t, FROM_OPENGRAPH);
  if (tab == NULL || graph == NULL) return 0;
  return (tells(tab, said) && !tells(graph, said)) || (tells(graph, shown) && !tells(tab, shown));
}

/* The headline of a newsroom, when the page shows another one.  Not when it is written for search engines,
 * and not when it is the shown one cut to a length or with a name behind it. */
static const struct candidate *newsroom(const struct titles *t, const struct candidate *shown) {
  const struct candidate *said = first_from(t, FROM_JSONLD);
  if (said == NULL || t->m->title.v[0].from != FROM_JSONLD || t->m->title.v[0].rank != 0) return NULL;
  if (!is_news(t) || is_site(t, said->text)) return NULL;
  if (shown == NULL) return said;
  if (same(said, shown)) return NULL;
  if (is_for_search(t, said, shown)) return NULL;
  if (said->bare.n >= CUT_HEADLINE && starts(shown->bare, said->bare)) return NULL;
  if (starts(said->bare, shown->bare) && is_name_behind(t, said, shown)) return NULL;
  return said;
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
      if (o->bare.n == c->bare.n && agrees(c, o)) score += 6;
      else if (agrees(c, o) && c->bare.n >= 8) score += 4;
    }
    if (is_site(t, c->text)) score -= 30;
    if (score > best_score || best == NULL) best = c, best_score = score;
  }
  return best;
}

/* Do the letters of s end where a text of the heading ends?  What follows stands in elements of its own. */
static int ends_with_element(struct page *pg, uint32_t h1, struct tdg_str s) {
  size_t n = 0;
  for (uint32_t i = h1 + 1; i < pg->node[h1].end && n < s.n; i++) {
    if (pg->node[i].tag == TDG_HTML_TEXT)
      n += str_bare(pg->call, source_text(pg, pg->node[i].at, pg->node[i].len)).n;
  }
  return n == s.n;
}

/* A heading with a link to the source or a number of comments behind the headline: the headline is what both the
 * browser's tab and social networks are told. */
static struct tdg_str without_tail(const struct titles *t, const struct candidate *c) {
  const struct candidate *tab = first_from(t, FROM_TITLE), *graph = first_from(t, FROM_OPENGRAPH);
  if (c->node == 0 || tab == NULL || graph == NULL || !starts(c->bare, graph->bare)) return c->text;
  if (graph->bare.n == c->bare.n || graph->bare.n * 2 < c->bare.n || !starts(tab->bare, graph->bare))
    return c->text;
  return ends_with_element(t->pg, c->node, graph->bare) ? graph->text : c->text;
}

/* Of the same words in two settings ("Kicker - headline", "Kicker: headline") the one that the tab and social
 * networks have. */
static struct tdg_str as_shown(const struct titles *t, const struct candidate *c) {
  const struct candidate *tab = first_from(t, FROM_TITLE), *graph = first_from(t, FROM_OPENGRAPH);
  if (c->from != FROM_JSONLD || tab == NULL || !same(graph, c)) return without_tail(t, c);
  return starts(tab->text, graph->text) ? graph->text : c->text;
}

static int is_told(const struct titles *t, const struct candidate *c) {
  for (size_t i = 0; i < t->n; i++)
    if (t->c[i].node == 0 && (agrees(&t->c[i], c) || likeness(c->bare, t->c[i].bare) > MUCH_ALIKE)) return 1;
  return 0;
}

/* Above the headline another heading may be the first one ("Our blog", a slogan), which nothing that the page says of
 * itself has a word of: then the lower heading counts that the browser's tab has letter by letter. */
static const struct candidate *told_lower(struct titles *t, const struct candidate *shown) {
  struct page *pg = t->pg;
  const struct candidate *tab = first_from(t, FROM_TITLE);
  size_t looked = 0;
  if (tab == NULL) tab = first_from(t, FROM_OPENGRAPH); /* both say the same, which counts once */
  if (tab == NULL || tab->bare.n < MIN_LOWER || (shown != NULL && is_told(t, shown))) return shown;
  for (uint32_t i = 1; i < pg->n && looked < MAX_LOWER && t->n < sizeof(t->c) / sizeof(t->c[0]); i++) {
    const struct tdg_node *n = &pg->node[i];
    if ((n->tag != TDG_HTML_H2 && n->tag != TDG_HTML_H3) || n->units < MIN_LOWER || (n->flags & F_SKIP) != 0)
      continue;
    looked++;
    if (!tdg_str_same(str_bare(pg->call, node_text(pg, i, MAX_TITLE)), tab->bare)) continue;
    add(t, node_text(pg, i, MAX_TITLE), i, NULL, 10);
    return &t->c[t->n - 1];
  }
  return shown;
}

/* A front page has no headline, but a slogan: it is called what its <title> and its host call it. */
static const struct candidate *front_page(struct titles *t) {
  struct tdg_url u;
  struct tdg_str piece, whole;
  if (t->pg->url.n == 0 || tdg_url_parse(t->pg->url, &u) != 0 || u.path.n > 1 || u.query.n > 0) return NULL;
  for (size_t v = 0; v < t->m->title.n && t->n < sizeof(t->c) / sizeof(t->c[0]); v++) {
    whole = t->m->title.v[v].text;
    if (t->m->title.v[v].from != FROM_TITLE) continue;
    while (tdg_str_next(&whole, '|', &piece)) {
      struct tdg_str bare = str_bare(t->pg->call, piece);
      if (bare.n < MIN_OUTLET_NAME || !contains(t->host, bare)) continue;
      add(t, tdg_str_trim(piece), 0, &t->m->title.v[v], 0);
      return &t->c[t->n - 1];
    }
  }
  return NULL;
}

struct chosen title_choose(struct page *pg, const struct meta *m, uint32_t *h1) {
  struct titles *t = tdg_scratch(pg->call, sizeof(*t));
  const struct candidate *c, *shown;
  size_t shown_n;
  t->pg = pg;
  t->m = m;
  if (m->site.n > 0) t->site = str_bare(pg->call, m->site.v[0].text);
  t->publisher = str_bare(pg->call, m->publisher);
  t->host = str_bare(pg->call, tdg_url_host(pg->call, pg->url));
  add_headings(t);
  find_site(t);
  shown_n = t->n;
  add_said(t);
  if (shown_n == 0) {
    const size_t said = t->n;
    add_lower_heading(t);
    if (t->n == said) add_line_of_title(t);
  }
  shown = told_lower(t, headline(t));
  c = front_page(t);
  if (c == NULL) c = newsroom(t, shown);
  if (c == NULL) c = kicked(t, shown);
  if (c == NULL) c = choose(t);
  *h1 = 0;
  if (c == NULL) return (struct chosen){tdg_str_of(""), tdg_str_of(""), {0}};
  *h1 = c->node != 0 ? c->node : shown != NULL ? shown->node : 0;
  struct origin o = {.field = "title", .from = c->from, .key = c->key, .node = c->node};
  return (struct chosen){as_shown(t, c), shown != NULL ? shown->text : c->text, o};
}
