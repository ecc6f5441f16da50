/* author.c - who wrote it.
 *
 * Sources in the order of their worth: people in JSON-LD, author tags, rel=author and microdata, links to an
 * author's page and byline elements around the headline, the same behind the article, then organisations. The
 * first source that gives a name which can be one wins.  Words like "by" are cut off where they stand, in
 * many languages, but nothing rests on them. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/units.h>
#include <tidings/kit/url.h>
#include <tidings/kit/word_classes.h>

#include "page_facts.h"

enum {
  MAX_NAME_UNITS = 70,
  MAX_BYLINE_UNITS = 160,
  HEAD_NODES = 60,
  JUST_ABOVE = 16,
  TAIL_NODES = 60,
  BEHIND_NODES = 400,
  LAST_LINES = 4,
  MIN_OUTLET = 4,
  MAX_TRIES = 24,
  LINES_BELOW = 4,
  ADDRESS_NODES = 200,
  MAX_SPACED = 8
};

struct authors {
  struct page *pg;
  const struct meta *m;
  struct tdg_str name[MAX_AUTHORS], url[MAX_AUTHORS];
  size_t n;
  struct tdg_str site, publisher, tab; /* bare; tab: what stands behind the headline in the <title> */
  struct origin origin;
  uint32_t h1;
  unsigned tries;
  struct tdg_date_hint hint;
  int allow_site;    /* the outlet itself may be named */
  int allow_account; /* so may who keeps its machine */
  int one;           /* look at one byline alone */
  int shown;         /* read from the page's text, where dates stand beside names */
};

static int same(struct tdg_str a, struct tdg_str b) { return a.n > 0 && tdg_str_same(a, b); }

/* The outlet, or what JSON-LD calls an organisation: no person. */
static int same_as_site(const struct authors *a, struct tdg_str name) {
  struct tdg_str bare = str_bare(a->pg->call, name);
  if (bare.n == 0 || same(a->site, bare) || same(a->publisher, bare)) return 1;
  for (size_t i = 0; i < a->m->author.n; i++) {
    const struct value *v = &a->m->author.v[i];
    if (v->from == FROM_JSONLD && v->rank >= 100 && same(str_bare(a->pg->call, v->text), bare)) return 1;
  }
  return 0;
}

static int has_digit(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9') return 1;
  }
  return 0;
}

/* Is it the same name of two words or more, with words in front of it? */
static int ends_with_name(struct tdg_str longer, struct tdg_str name) {
  if (longer.n <= name.n + 1 || memchr(name.p, ' ', name.n) == NULL) return 0;
  return longer.p[longer.n - name.n - 1] == ' ' && memcmp(longer.p + longer.n - name.n, name.p, name.n) == 0;
}

static void add_one(struct authors *a, struct tdg_str name, struct tdg_str url) {
  struct tdg_str rest;
  if (a->shown && (has_digit(name) || (tdg_author_label(name, &rest) && rest.n == 0))) return;
  if (a->n == MAX_AUTHORS || (!a->allow_account && tdg_author_is_account(name))) return;
  if (!a->allow_site && same_as_site(a, name)) return;
  for (size_t i = 0; i < a->n; i++) {
    if (str_same_folded(a->pg->call, a->name[i], name)) return;
    if (a->shown && ends_with_name(name, a->name[i])) return; /* "All texts of Ada Quill" */
    if (a->shown && ends_with_name(a->name[i], name)) {
      a->name[i] = name;
      return;
    }
  }
  a->name[a->n] = name;
  a->url[a->n++] = url;
}

/* Names of Han or Hangul between spaces: "张三 李四". */
static size_t spaced_names(const struct authors *a, struct tdg_str name, struct tdg_str *out, size_t max) {
  const char *lang = a->hint.language;
  size_t n = 0;
  if (lang == NULL || (strncmp(lang, "zh", 2) != 0 && strncmp(lang, "ko", 2) != 0)) return 0;
  while (name.n > 0 && n < max) {
    const char *space = memchr(name.p, ' ', name.n);
    struct tdg_str one = {name.p, space == NULL ? name.n : (size_t)(space - name.p)};
    for (size_t i = 0; i < one.n; i++) {
      if ((unsigned char)one.p[i] < 0x80) return 0;
    }
    if (one.n < 6 || one.n > 12) return 0; /* two to four characters */
    out[n++] = one;
    name.p += one.n + (space != NULL), name.n -= one.n + (space != NULL);
  }
  return name.n == 0 ? n : 0;
}

static void add_list(struct authors *a, struct tdg_str s, struct tdg_str url) {
  tdg_call *call = a->pg->call;
  struct tdg_author_names b;
  s = str_spaces(call, s, 1);
  if (a->shown && (byline_is_control(call, s, 0) || byline_is_credit(call, s))) return;
  if (a->shown) s = byline_before_credits(call, s);
  tdg_author_names_read(s, &b);
  for (size_t i = 0; i < b.n; i++) {
    struct tdg_str part[MAX_SPACED];
    size_t n = spaced_names(a, b.name[i], part, MAX_SPACED);
    if (a->shown && byline_is_control(call, b.name[i], 1)) continue;
    if (n < 2) add_one(a, b.name[i], i == 0 ? url : tdg_str_of(""));
    for (size_t k = 0; k < n && n > 1; k++) add_one(a, part[k], tdg_str_of(""));
  }
}

static size_t count_of(struct tdg_str s, char c) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += s.p[i] == c;
  return n;
}

/* "Quill, Ada" is Ada Quill. */
static struct tdg_str family_last(tdg_call *call, struct tdg_str s) {
  const char *comma = memchr(s.p, ',', s.n);
  size_t family = comma == NULL ? 0 : (size_t)(comma - s.p);
  struct tdg_buf b;
  if (family == 0 || family + 1 >= s.n || count_of(s, ',') != 1) return s;
  b = tdg_buf_make(call, s.n + 2);
  tdg_buf_add(&b, comma + 1, s.n - family - 1);
  tdg_buf_char(&b, ' ');
  tdg_buf_add(&b, s.p, family);
  return tdg_fold_space(call, tdg_buf_get(&b));
}

/* The tags of libraries and journals put the family first, and so does a list with a comma in each item. */
static void add_value(struct authors *a, const struct value *v) {
  struct tdg_str s = v->text, url = v->url;
  int family =
      v->from == FROM_META && (v->rank == FAMILY_FIRST || (count_of(s, ';') > 0 && count_of(s, ',') > 1));
  if (!family) {
    add_list(a, s, url);
    return;
  }
  while (s.n > 0) {
    const char *stop = memchr(s.p, ';', s.n);
    size_t n = stop == NULL ? s.n : (size_t)(stop - s.p);
    add_list(a, family_last(a->pg->call, (struct tdg_str){s.p, n}), url);
    s.p += stop == NULL ? n : n + 1;
    s.n -= stop == NULL ? n : n + 1;
  }
}

static void add_said(struct authors *a, int from, int min_rank, int max_rank) {
  for (int rank = min_rank; rank <= max_rank && a->n == 0; rank++) {
    for (size_t i = 0; i < a->m->author.n; i++) {
      const struct value *v = &a->m->author.v[i];
      int site = a->allow_site, first = a->n == 0;
      if (v->from != from || v->rank != rank) continue;
      if (from == FROM_JSONLD && rank < 100 && tdg_author_is_person(v->text))
        a->allow_site = 1; /* a blog of one */
      add_value(a, v);
      a->allow_site = site;
      if (first && a->n > 0) a->origin = (struct origin){.from = from, .key = v->key};
    }
  }
}

/* Boxes around the headline as well are no junk, whatever they are called. */
static int in_junk(const struct page *pg, uint32_t i, uint32_t h1) {
  for (uint32_t steps = 0; i > 0 && steps < 40; i = pg->node[i].parent, steps++) {
    if (h1 > i && h1 < pg->node[i].end) return 0;
    if ((pg->node[i].names & (N_COMMENT | N_RELATED)) != 0 || pg->node[i].tag == TDG_HTML_NAV) return 1;
    if (pg->node[i].tag == TDG_HTML_FOOTER && pg->node[pg->node[i].parent].tag == TDG_HTML_BODY) return 1;
  }
  return 0;
}

static struct tdg_str line_text(const struct page *pg, const struct line *l);

static int author_link(struct tdg_str href) {
  static const char *const others[] = {"bsky.app",  "facebook.",  "twitter.", "/x.com",
                                       "linkedin.", "instagram.", "threads.", "mastodon"};
  static const char *const paths[] = {
      "/author",  "/autor",     "/auteur",      "/profile/",    "/staff",     "/people/",
      "/writer",  "/by/",       "/contributor", "/journalist",  "/users/",    "/user/",
      "/redakt",  "/yazar",     "/penulis",     "/firma",       "/reporter",  "/editors/",
      "/editor/", "/columnist", "/redazione/",  "/journaliste", "/giornalist"};
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
    if (tdg_nocase_has(href, others[i])) return 0;
  }
  for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
    if (tdg_nocase_has(href, paths[i])) return 1;
  }
  return 0;
}

enum way { BY_REL, BY_ITEMPROP, BY_LABEL, BY_LINK, BY_NAME, BY_WORD, BY_COLON };

static int starts_with_by(struct tdg_str s) {
  struct tdg_str rest;
  return tdg_author_label(s, &rest) && rest.n > 0;
}

/* What a piece of text is to a byline. */
enum text_kind { TEXT_SIGNS, TEXT_DATE, TEXT_PERSON, TEXT_OTHER };
static enum text_kind kind_of(const struct authors *a, uint32_t i, struct tdg_str *name) {
  const struct tdg_node *n = &a->pg->node[i];
  struct tdg_str s = str_spaces(a->pg->call, source_text(a->pg, n->at, n->len < 200 ? n->len : 0), 1);
  struct tdg_author_names b;
  struct tdg_date date;
  size_t start, stop;
  if (n->units <= 1) return TEXT_SIGNS;
  if (n->units > 60) return TEXT_OTHER;
  if (tdg_date_find(s.p, s.n, &a->hint, &date, &start, &stop) == 0) return TEXT_DATE;
  tdg_author_names_read(s, &b);
  if (b.n != 1 || !tdg_author_is_person(b.name[0]) || (n->flags & F_IN_LINK) != 0) return TEXT_OTHER;
  *name = b.name[0];
  return TEXT_PERSON;
}

/* Elements side by side without a space between them ("By Ada Quill", an office, a link): each is a text of its own, and the first
 * with a label counts.  A text that stands between them makes one sentence of them. */
static void add_pieces(struct authors *a, uint32_t i) {
  struct page *pg = a->pg;
  size_t before = a->n;
  uint32_t end = pg->node[i].end, pieces = 0;
  int glued = 0;
  for (uint32_t k = i + 1; k < end; k = pg->node[k].end) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT && (n->flags & F_SPACE) == 0) return;
    glued |= pieces > 0 && n->tag != TDG_HTML_TEXT && n->units > 0 && pg->node[k - 1].tag == TDG_HTML_TEXT &&
             (pg->node[k - 1].flags & F_SPACE) == 0;
    pieces += n->tag != TDG_HTML_TEXT && n->units > 0;
  }
  if (!glued) return;
  for (uint32_t k = i + 1; k < end && a->n == before; k = pg->node[k].end) {
    struct tdg_str s = node_text(pg, k, 200), rest;
    if (pg->node[k].tag == TDG_HTML_TEXT || tdg_author_is_office(s)) continue;
    if (tdg_author_label(s, &rest) && rest.n > 0) add_list(a, s, tdg_str_of(""));
  }
}

/* An element of several lines (a name, an office, a date): the first that names
 * somebody. */
static void add_lines(struct authors *a, uint32_t i) {
  struct page *pg = a->pg;
  size_t before = a->n;
  for (uint32_t k = 0; k < pg->n_lines && a->n == before; k++) {
    const struct line *l = &pg->line[k];
    struct tdg_str s, rest;
    struct tdg_date date;
    size_t start, stop;
    if (l->first < i || l->units > MAX_NAME_UNITS) continue;
    if (l->first >= pg->node[i].end) break;
    s = line_text(pg, l);
    if (tdg_author_is_office(s) || !(tdg_author_is_person(s) || tdg_author_label(s, &rest))) continue;
    if (tdg_date_find(s.p, s.n, &a->hint, &date, &start, &stop) == 0) continue;
    add_list(a, s, tdg_str_of(""));
  }
}

/* The names inside a byline element: its links, else its text. */
static void add_byline(struct authors *a, uint32_t i) {
  struct page *pg = a->pg;
  size_t before = a->n;
  for (uint32_t k = i; k < pg->node[i].end; k++) {
    struct tdg_str href;
    if (pg->node[k].tag != TDG_HTML_A) continue;
    href = node_attr_text(pg, k, TDG_ATTR_HREF);
    if (author_link(href) || (pg->node[k].names & N_AUTHOR) != 0) add_list(a, node_text(pg, k, 200), href);
  }
  for (uint32_t k = i + 1; k < pg->node[i].end && a->n == before; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT || (n->names & N_AUTHOR) == 0 || n->units == 0 ||
        n->units >= pg->node[i].units)
      continue;
    add_list(a, node_text(pg, k, 200), tdg_str_of(""));
  }
  if (a->n == before && (pg->node[i].flags & F_HAS_BLOCK) != 0) add_lines(a, i);
  if (a->n == before && (pg->node[i].flags & F_HAS_BLOCK) == 0) add_pieces(a, i);
  if (a->n == before && pg->node[i].units <= MAX_BYLINE_UNITS)
    add_list(a, node_text(pg, i, 300), tdg_str_of(""));
  for (uint32_t k = i + 1; k < pg->node[i].end && a->n == before; k++) {
    struct tdg_str name;
    if (pg->node[k].tag == TDG_HTML_TEXT && kind_of(a, k, &name) == TEXT_PERSON)
      add_one(a, name, tdg_str_of(""));
  }
}

/* Near the headline an <address> is a byline, elsewhere a house. */
static int is_near_address(const struct authors *a, uint32_t i) {
  return a->pg->node[i].tag == TDG_HTML_ADDRESS && a->h1 > 0 && i < a->h1 + ADDRESS_NODES;
}

static int matches(const struct authors *a, uint32_t i, enum way way) {
  const struct tdg_node *n = &a->pg->node[i];
  if (n->tag == TDG_HTML_TEXT || n->units == 0 || n->units > MAX_BYLINE_UNITS ||
      (n->flags & (F_SKIP | F_HIDDEN)) != 0)
    return 0;
  switch (way) {
  case BY_REL: return n->tag == TDG_HTML_A && tdg_nocase_has(node_attr(a->pg, i, TDG_ATTR_REL), "author");
  case BY_ITEMPROP:
    return tdg_nocase_is(node_attr(a->pg, i, TDG_ATTR_ITEMPROP), "author") ||
           tdg_nocase_is(node_attr(a->pg, i, TDG_ATTR_ITEMPROP), "creator");
  case BY_LINK:
    return n->tag == TDG_HTML_A && n->units <= MAX_NAME_UNITS &&
           author_link(node_attr(a->pg, i, TDG_ATTR_HREF));
  case BY_NAME:
    return ((n->names & (N_AUTHOR | N_BYLINE)) != 0 || is_near_address(a, i)) && (n->names & N_BIO) == 0;
  default:
    if ((tdg_html_flags(n->tag) & TDG_IS_BLOCK) == 0 || n->units > 60 || (n->flags & F_HAS_BLOCK) != 0)
      return 0;
    return way == BY_WORD ? starts_with_by(node_text(a->pg, i, 200))
                          : tdg_author_colon(node_text(a->pg, i, 200));
  }
}

/* Look at nodes from .. to; take the neighbours of the first hit as well. */
static void search(struct authors *a, uint32_t from, uint32_t to, enum way way) {
  uint32_t hits = 0, last = 0;
  a->shown = 1;
  for (uint32_t i = from; i < to && i < a->pg->n && hits < (a->one ? 1u : 8u); i++) {
    if (!matches(a, i, way) || in_junk(a->pg, i, a->h1)) continue;
    if (a->n > 0 && i > last + 40) break;
    if (a->n == 0) a->origin = (struct origin){.node = i};
    if (way == BY_REL || way == BY_LINK)
      add_list(a, node_text(a->pg, i, 200), node_attr_text(a->pg, i, TDG_ATTR_HREF));
    else add_byline(a, i);
    hits++;
    last = a->pg->node[i].end;
    if (way != BY_LINK && way != BY_REL) i = last - 1;
  }
  a->shown = 0;
  if (a->n > 0) a->origin.from = way == BY_ITEMPROP ? FROM_MICRODATA : FROM_VISIBLE;
}

static void around(struct authors *a, uint32_t from, uint32_t to) {
  for (int way = BY_REL; way <= BY_WORD && a->n == 0; way++) search(a, from, to, (enum way)way);
}

static void by_twitter_label(struct authors *a) {
  struct page *pg = a->pg;
  for (uint32_t i = 1; i < pg->n && pg->node[i].tag != TDG_HTML_BODY; i++) {
    if (pg->node[i].tag == TDG_HTML_META && tdg_nocase_is(node_attr(pg, i, TDG_ATTR_NAME), "twitter:data1")) {
      struct tdg_str v = node_attr_text(pg, i, TDG_ATTR_CONTENT);
      if (!has_digit(v)) add_list(a, v, tdg_str_of("")); /* "3 minutes" */
    }
  }
  if (a->n > 0) a->origin = (struct origin){.from = FROM_META, .key = tdg_str_of("twitter:data1")};
}

/* ---- plain text ---- */

static struct tdg_str line_text(const struct page *pg, const struct line *l) {
  struct tdg_buf b = tdg_buf_make(pg->call, 400);
  for (uint32_t k = l->first; k < l->last && b.n < 200; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT) tdg_buf_add(&b, pg->src.p + n->at, n->len < 200 ? n->len : 0);
  }
  return str_spaces(pg->call, tdg_html_unescape(pg->call, tdg_buf_get(&b), 0), 1);
}

/* A link of the same words that leads to no author: a section. */
static int is_section(const struct page *pg, struct tdg_str s) {
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_str t;
    if (pg->node[i].tag != TDG_HTML_A || pg->node[i].units != tdg_units(s.p, s.n)) continue;
    t = node_text(pg, i, 100);
    if (tdg_str_same(t, s) && !author_link(node_attr(pg, i, TDG_ATTR_HREF))) return 1;
  }
  return 0;
}

/* Words of the title are no author. */
static int is_in_title(const struct authors *a, struct tdg_str s) {
  struct tdg_str bare = str_bare(a->pg->call, s);
  for (size_t i = 0; i < a->m->title.n; i++) {
    struct tdg_str title = str_bare(a->pg->call, a->m->title.v[i].text);
    if (memmem(title.p, title.n, bare.p, bare.n) != NULL) return 1;
  }
  return 0;
}

/* A name in the page's text, at a node. */
static void add_plain(struct authors *a, struct tdg_str name, uint32_t node) {
  if (a->tries++ >= MAX_TRIES) return; /* each looks through the whole page */
  if (!is_section(a->pg, name) && !is_in_title(a, name)) add_one(a, name, tdg_str_of(""));
  if (a->n > 0) a->origin = (struct origin){.from = FROM_VISIBLE, .node = node};
}

enum { MAX_RUN = 4 };
struct run {
  struct tdg_str name[MAX_RUN];
  uint32_t node[MAX_RUN];
  size_t n;
  int dated; /* it follows a date */
};

static void take_run(struct authors *a, struct run *r, int dated) {
  for (size_t i = 0; i < r->n && (dated || r->dated); i++) add_plain(a, r->name[i], r->node[i]);
  r->n = 0;
}

/* Names that stand next to a date and nothing else, around the headline. */
static void beside_date(struct authors *a, uint32_t from, uint32_t to) {
  struct page *pg = a->pg;
  struct run r = {0};
  for (uint32_t i = from; i < to && i < pg->n && a->n == 0; i++) {
    const struct tdg_node *n = &pg->node[i];
    struct tdg_str name = {"", 0};
    enum text_kind kind;
    if (n->tag != TDG_HTML_TEXT) {
      if ((n->flags & (F_SKIP | F_HIDDEN)) != 0 || (n->tag >= TDG_HTML_H1 && n->tag <= TDG_HTML_H6))
        i = n->end - 1;
      continue;
    }
    kind = (n->flags & F_SPACE) != 0 ? TEXT_SIGNS : kind_of(a, i, &name);
    if (kind == TEXT_SIGNS) continue;
    if (kind == TEXT_PERSON && r.n < MAX_RUN) {
      r.name[r.n] = name;
      r.node[r.n++] = i;
      continue;
    }
    take_run(a, &r, kind == TEXT_DATE);
    r.dated = kind == TEXT_DATE;
  }
  take_run(a, &r, 0);
}

/* "Written by" in a line of its own: the next line is the name. */
static void after_label(struct authors *a, uint32_t from, uint32_t to) {
  struct page *pg = a->pg;
  struct tdg_str rest;
  for (uint32_t i = 0; i + 1 < pg->n_lines && a->n == 0; i++) {
    const struct line *l = &pg->line[i], *next = &pg->line[i + 1];
    if (l->first < from || l->units > 24 || next->units > 60) continue;
    if (l->first >= to) break;
    if (!tdg_author_label(line_text(pg, l), &rest) || rest.n > 0) continue;
    rest = line_text(pg, next);
    if (tdg_author_is_person(rest)) add_plain(a, rest, next->node);
  }
}

/* The first of the article's last lines. */
static uint32_t last_lines(const struct page *pg, uint32_t last) {
  uint32_t i = 0;
  while (i < pg->n_lines && pg->line[i].first < last) i++;
  return i > LAST_LINES ? i - LAST_LINES : 0;
}

/* A label of an author behind the article, or at its end, with a person's name in its line or the next one. */
static void labelled_behind(struct authors *a, uint32_t last) {
  struct page *pg = a->pg;
  struct tdg_str s, rest;
  for (uint32_t i = last_lines(pg, last); i < pg->n_lines && last > 0 && a->n == 0; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_author_names b;
    if (l->units > MAX_NAME_UNITS || in_junk(pg, l->node, a->h1)) continue;
    if (l->first >= last + BEHIND_NODES) break;
    s = line_text(pg, l);
    if (!tdg_author_label(s, &rest)) continue;
    if (rest.n == 0 && i + 1 < pg->n_lines && pg->line[i + 1].units <= MAX_NAME_UNITS)
      rest = line_text(pg, &pg->line[i + 1]);
    tdg_author_names_read(rest, &b);
    for (size_t k = 0; k < b.n; k++)
      if (tdg_author_is_person(b.name[k])) add_one(a, b.name[k], tdg_str_of(""));
    if (a->n > 0) a->origin = (struct origin){.from = FROM_VISIBLE, .node = l->node};
  }
}

static int stands_again(const struct page *pg, uint32_t line, struct tdg_str s) {
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    struct tdg_str t;
    if (i == line || pg->line[i].units != pg->line[line].units || pg->line[i].kind == TDG_CAPTION_TEXT)
      continue;
    t = line_text(pg, &pg->line[i]);
    if (tdg_str_same(t, s)) return 1;
  }
  return 0;
}

/* A person's name in a line of its own right below the headline, and again in another: a box about the
 * writer. */
static void below_headline(struct authors *a) {
  struct page *pg = a->pg;
  uint32_t looked = 0;
  for (uint32_t i = 0; i < pg->n_lines && looked < LINES_BELOW && a->n == 0; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str s;
    if (a->h1 == 0 || l->first < pg->node[a->h1].end) continue;
    looked++;
    if (l->units > 40 || l->links > 0 || l->kind == TDG_HEADING) continue;
    s = line_text(pg, l);
    if (tdg_author_is_person(s) && stands_again(pg, i, s)) add_plain(a, s, l->node);
  }
}

/* Set to the right, as signatures are. */
static int is_to_the_right(const struct page *pg, const struct line *l) {
  for (uint32_t i = l->node; i < l->last; i++) {
    struct tdg_str style = node_attr(pg, i, TDG_ATTR_STYLE);
    if (tdg_nocase_has(style, "align") && tdg_nocase_has(style, "right")) return 1;
  }
  return 0;
}

/* The article's last line, when it is nothing but a name. */
static void signature(struct authors *a, const struct body *b) {
  struct page *pg = a->pg;
  uint32_t last = b->last;
  while (last > b->first && pg->line[last - 1].dropped) last--;
  for (uint32_t i = last > b->first ? last - 1 : b->last; i < b->last && i < last + 2 && a->n == 0; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str s;
    if (l->kind != TDG_PARAGRAPH || l->units > 40 || l->links > 0 || !is_to_the_right(pg, l)) continue;
    s = line_text(pg, l);
    if (tdg_author_is_person(s)) add_plain(a, s, l->node);
  }
}

/* ---- choosing ---- */

static int any_person(const struct authors *a) {
  for (size_t i = 0; i < a->n; i++) {
    if (tdg_author_is_person(a->name[i])) return 1;
  }
  return 0;
}

static int names_organisation(const struct meta *m) {
  for (size_t i = 0; i < m->author.n; i++) {
    if (m->author.v[i].from == FROM_JSONLD && m->author.v[i].rank >= 100) return 1;
  }
  return 0;
}

/* The name of the outlet with more around it. */
static int holds_more(struct tdg_str bare, struct tdg_str name) {
  return name.n >= MIN_OUTLET && bare.n > name.n && memmem(bare.p, bare.n, name.p, name.n) != NULL;
}

/* "Team Example Daily": nobody but the outlet, in more words than its name. */
static int only_outlet(const struct authors *a) {
  for (size_t i = 0; i < a->n; i++) {
    struct tdg_str bare = str_bare(a->pg->call, a->name[i]);
    if (!holds_more(bare, a->site) && !holds_more(bare, a->publisher) && !holds_more(bare, a->tab)) return 0;
  }
  return a->n > 0;
}

/* Where nobody or only the outlet is named at the head, a label with a person behind the article is asked. */
static void person_behind(struct authors *a, uint32_t last) {
  struct authors *behind = tdg_scratch(a->pg->call, sizeof(*behind));
  *behind = *a;
  behind->n = 0;
  labelled_behind(behind, last);
  if (behind->n > 0) *a = *behind;
}

/* What the page tells its own scripts. */
static void from_scripts(struct authors *a) {
  static const char *const names[] = {"pagePostAuthor", "articleAuthor", "article_author", "authorName",
                                      "author_name"};
  for (size_t i = 0; i < sizeof names / sizeof names[0] && a->n == 0; i++) {
    add_list(a, script_value(a->pg, names[i]), tdg_str_of(""));
    if (a->n > 0) a->origin = (struct origin){.from = FROM_SCRIPT, .key = tdg_str_of(names[i])};
  }
}

/* What the page shows is one thing, what it says in JSON-LD another: an organisation that is named there
 * beats words that do not look like a person's name. */
static void prefer_organisation(struct authors *a) {
  if (!names_organisation(a->m) || any_person(a)) return;
  a->n = 0;
  a->allow_site = 1;
  add_said(a, FROM_JSONLD, 100, 120);
}

/* How many of a's names hold this one? */
static size_t holders(const struct authors *a, struct tdg_str name) {
  struct tdg_str bare = str_bare(a->pg->call, name);
  size_t n = 0;
  for (size_t i = 0; i < a->n; i++) {
    struct tdg_str other = str_bare(a->pg->call, a->name[i]);
    n += memmem(other.p, other.n, bare.p, bare.n) != NULL;
  }
  return n;
}

/* JSON-LD often names the account that published alone: a byline that holds its people, each once, and more
 * is fuller. */
static void fuller_byline(struct authors *a, uint32_t from, uint32_t to) {
  struct authors *shown = tdg_scratch(a->pg->call, sizeof(*shown));
  *shown = *a;
  shown->n = 0;
  shown->one = 1;
  search(shown, from, to, BY_NAME);
  if (shown->n <= a->n) return;
  for (size_t i = 0; i < a->n; i++) {
    if (holders(shown, a->name[i]) != 1) return;
  }
  for (size_t i = 0; i < shown->n; i++) {
    if (!tdg_author_is_person(shown->name[i])) return;
  }
  *a = *shown;
}

static int names_house(const struct authors *a) {
  for (size_t i = 0; i < a->n; i++) {
    struct tdg_str s = tdg_fold(a->pg->call, a->name[i]);
    while (s.n > 0) {
      const char *space = memchr(s.p, ' ', s.n);
      size_t n = space == NULL ? s.n : (size_t)(space - s.p);
      if (tdg_words_find(&tdg_words_article_houses, TDG_EVERY_LANGUAGE, (struct tdg_str){s.p, n}) != NULL)
        return 1;
      s.p += n + (space != NULL), s.n -= n + (space != NULL);
    }
  }
  return 0;
}

/* An author tag that names who publishes: a byline of other people, which article:author has as well, wins. */
static void confirmed_byline(struct authors *a, uint32_t from, uint32_t to) {
  struct authors *shown;
  if (a->origin.from != FROM_META || !names_house(a)) return;
  shown = tdg_scratch(a->pg->call, sizeof(*shown));
  *shown = *a;
  shown->n = 0;
  shown->one = 1;
  for (int way = BY_REL; way <= BY_NAME && shown->n == 0; way++) search(shown, from, to, (enum way)way);
  for (size_t i = 0; i < shown->n; i++) {
    int said = 0;
    if (holders(a, shown->name[i]) > 0) return;
    for (size_t k = 0; k < a->m->author.n; k++)
      said |= a->m->author.v[k].from == FROM_OPENGRAPH &&
              str_same_folded(a->pg->call, a->m->author.v[k].text, shown->name[i]);
    if (!said) return;
  }
  if (shown->n > 0) *a = *shown;
}

static void from_statements(struct authors *a) {
  add_said(a, FROM_RULE, 0, 0);
  if (a->n == 0) add_said(a, FROM_JSONLD, 0, 9);
  if (a->n == 0) add_said(a, FROM_META, 0, 4);
  if (a->n == 0) add_said(a, FROM_OPENGRAPH, 0, 1);
  if (a->n == 0) add_said(a, FROM_MICRODATA, 0, 0);
}

static void from_head(struct authors *a, uint32_t from, uint32_t to) {
  if (a->h1 > from) {
    uint32_t near = a->h1 > JUST_ABOVE ? a->h1 - JUST_ABOVE : 1;
    around(a, a->h1, a->h1 + HEAD_NODES < to ? a->h1 + HEAD_NODES : to);
    if (a->n == 0) around(a, near, a->h1);
    if (a->n == 0) around(a, a->h1, to);
  }
  if (a->n == 0 && from < to) around(a, from, to);
  a->allow_account = 1;
  if (a->n == 0) from_statements(a);
  if (from >= to) return;
  if (a->n == 0) after_label(a, from, to);
}

static void from_body(struct authors *a, uint32_t first, uint32_t last) {
  search(a, first, last, BY_REL);
  for (int way = BY_REL; way <= BY_NAME && a->n == 0 && last > 0; way++)
    search(a, last, last + 400, (enum way)way);
  if (a->n == 0 && last > 0) search(a, last, last + TAIL_NODES, BY_COLON);
}

static void choose(struct authors *a, const struct body *b) {
  uint32_t head = b->h1 > 60 ? b->h1 - 60 : 1, first = b->first_node;
  if (b->h1 > 0 && first < b->h1 + HEAD_NODES) first = b->h1 + HEAD_NODES;
  if (b->h1 == 0) head = first > 400 ? first - 400 : 1;
  from_statements(a);
  if (a->n > 0) {
    fuller_byline(a, head, first);
    confirmed_byline(a, head, first);
    if (only_outlet(a)) person_behind(a, b->last_node);
    return;
  }
  from_head(a, head, first);
  if (a->n == 0 && names_organisation(a->m)) signature(a, b);
  if (a->n == 0 && names_organisation(a->m)) below_headline(a);
  if ((a->n == 0 && names_organisation(a->m)) || only_outlet(a)) person_behind(a, b->last_node);
  prefer_organisation(a);
  if (a->n == 0) add_said(a, FROM_OPENGRAPH, 2, 9);
  if (a->n == 0) from_body(a, first, b->last_node);
  if (a->n == 0) beside_date(a, head, first);
  if (a->n == 0) below_headline(a);
  if (a->n == 0) search(a, first, b->last_node, BY_NAME);
  a->allow_site = 1;
  if (a->n == 0) add_said(a, FROM_JSONLD, 0, 120);
  if (a->n == 0) add_said(a, FROM_META, 0, 4);
  if (a->n == 0) add_said(a, FROM_OPENGRAPH, 0, 9);
}

static void write_one(struct page *pg, tdg_rec *rec, struct tdg_str name, struct tdg_str url) {
  tdg_rec *g = tdg_group(pg->call);
  tdg_put_text(pg->call, g, TDG_NAME, name.p, name.n);
  if (url.n > 0) {
    url = tdg_url_resolve(pg->call, pg->url, url);
    if (tdg_url_is_web(url)) tdg_put_text(pg->call, g, TDG_URL, url.p, url.n);
  }
  tdg_put_rec(pg->call, rec, TDG_AUTHOR, g);
}

/* "Headline | Outlet" */
static struct tdg_str behind_title(const struct authors *a) {
  for (size_t i = 0; i < a->m->title.n; i++) {
    struct tdg_str s = a->m->title.v[i].text;
    const char *bar = a->m->title.v[i].from == FROM_TITLE ? memrchr(s.p, '|', s.n) : NULL;
    if (bar != NULL) return str_bare(a->pg->call, (struct tdg_str){bar + 1, (size_t)(s.p + s.n - bar) - 1});
  }
  return tdg_str_of("");
}

void authors_write(struct page *pg, struct meta *m, const struct body *b, tdg_rec *rec) {
  struct authors *a = tdg_scratch(pg->call, sizeof(*a));
  a->pg = pg;
  a->m = m;
  a->h1 = b->h1;
  if (m->site.n > 0) a->site = str_bare(pg->call, m->site.v[0].text);
  a->tab = behind_title(a);
  if (m->site.n == 0) a->site = a->tab;
  a->publisher = str_bare(pg->call, m->publisher);
  a->hint.language = m->language.n > 0 ? tdg_str_copy(pg->call, m->language.v[0].text).p : NULL;
  choose(a, b);
  if (a->n == 0) by_twitter_label(a);
  if (a->n == 0) from_scripts(a);
  for (size_t i = 0; i < a->n; i++) write_one(pg, rec, a->name[i], a->url[i]);
  a->origin.field = "authors";
  if (a->n > 0) origin_write(pg, m, rec, &a->origin);
}
