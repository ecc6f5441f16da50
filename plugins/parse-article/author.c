/* author.c - who wrote it.
 *
 * Sources in the order of their worth: people in JSON-LD, author tags, rel=author and microdata, links to an
 * author's page and byline elements around the headline, the same behind the article, then organisations. The
 * first source that gives a name which can be one wins.  Words like "by" are cut off where they stand, in
 * many languages, but nothing rests on them. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/url.h>

#include "meta.h"

enum { MAX_NAME = 80, MAX_NAME_UNITS = 70, MAX_BYLINE_UNITS = 160, MAX_NAME_WORDS = 8, HEAD_NODES = 60 };

struct authors {
  struct page *pg;
  const struct meta *m;
  struct tdg_str name[MAX_AUTHORS], url[MAX_AUTHORS];
  size_t n;
  struct tdg_str site, publisher; /* bare */
  int from;
  uint32_t h1;
  int allow_site; /* the outlet itself may be named */
  int shown;      /* read from the page's text, where dates stand beside names */
};

static int is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

/* What a byline begins with, longest first; behind it a space or a colon. */
static const char *const by_words[] = {"written by",
                                       "posted by",
                                       "published by",
                                       "reviewed by",
                                       "story by",
                                       "words by",
                                       "text by",
                                       "text und fotos:",
                                       "by",
                                       "author",
                                       "authors",
                                       "von",
                                       "par",
                                       "por",
                                       "di",
                                       "da",
                                       "door",
                                       "af",
                                       "av",
                                       "od",
                                       "przez",
                                       "autor",
                                       "autora",
                                       "autorin",
                                       "auteur",
                                       "autore",
                                       "redaktion:",
                                       "text",
                                       "tekst",
                                       "yazan",
                                       "haber",
                                       "skrevet av",
                                       "skriven av",
                                       "szerző",
                                       "автор",
                                       "Автор",
                                       "Автори",
                                       "Авторы",
                                       "Текст",
                                       "Від",
                                       "oleh",
                                       "penulis",
                                       "reporter",
                                       "posted",
                                       "作者",
                                       "文",
                                       "記者",
                                       "记者",
                                       "撰文",
                                       "글",
                                       "기자",
                                       "מאת",
                                       "بقلم",
                                       "كتب",
                                       "contributed by",
                                       "medically reviewed by",
                                       "edited by",
                                       "foto:",
                                       "von:"};

static struct tdg_str cut_by(struct tdg_str s) {
  s = str_trim(s);
  for (size_t i = 0; i < sizeof(by_words) / sizeof(by_words[0]); i++) {
    size_t n = strlen(by_words[i]);
    if (!str_starts(s, by_words[i]) || s.n <= n) continue;
    if (is_space(s.p[n]) || s.p[n] == ':' || s.p[n] == '/') {
      s.p += n + 1;
      s.n -= n + 1;
      while (s.n > 0 && (is_space(s.p[0]) || s.p[0] == ':' || s.p[0] == '/')) s.p++, s.n--;
      break;
    }
  }
  return s;
}

/* Up to a sign that no name holds. */
static struct tdg_str cut_end(struct tdg_str s) {
  static const char *const ends[] = {"|",
                                     "\xE2\x80\xA2",
                                     "\xC2\xB7",
                                     " \xE2\x80\x93 ",
                                     " - ",
                                     " \xE2\x80\x94 ",
                                     "(",
                                     "@",
                                     "\n",
                                     " / ",
                                     "<",
                                     "\xEF\xBC\x88",
                                     " at ",
                                     " on ",
                                     " \xE2\x88\x99 ",
                                     " \xE2\x97\x8F "};
  for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
    const char *q = memmem(s.p, s.n, ends[i], strlen(ends[i]));
    if (q != NULL && q > s.p) s.n = (size_t)(q - s.p);
  }
  while (s.n > 0 && strchr(" ,;:.-*", s.p[s.n - 1]) != NULL) {
    if (s.p[s.n - 1] == '.' && s.n > 2 && s.p[s.n - 3] == ' ') break; /* an initial */
    s.n--;
  }
  while (s.n > 0 && strchr(" ,;:-*", s.p[0]) != NULL) s.p++, s.n--;
  return s;
}

static int same_as_site(const struct authors *a, struct tdg_str name) {
  struct tdg_str bare = str_bare(a->pg->call, name);
  if (bare.n == 0) return 1;
  if (a->site.n > 0 && bare.n == a->site.n && memcmp(bare.p, a->site.p, bare.n) == 0) return 1;
  if (a->publisher.n > 0 && bare.n == a->publisher.n && memcmp(bare.p, a->publisher.p, bare.n) == 0) return 1;
  return 0;
}

static int can_be_name(struct tdg_str s) {
  size_t digits = 0, words = 1;
  if (s.n < 2 || s.n > MAX_NAME || text_units(s.p, s.n) > MAX_NAME_UNITS) return 0;
  for (size_t i = 0; i < s.n; i++) {
    digits += s.p[i] >= '0' && s.p[i] <= '9';
    words += (size_t)is_space(s.p[i]);
    if (strchr("{}[]<>=?!%$\\", s.p[i]) != NULL) return 0;
  }
  if (digits > 2 || words > MAX_NAME_WORDS) return 0;
  return !str_has(s, "http") && !str_has(s, "www.") && !str_has(s, ".com/");
}

static int has_digit(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9') return 1;
  }
  return 0;
}

static void add_one(struct authors *a, struct tdg_str name, struct tdg_str url) {
  name = cut_end(cut_by(cut_end(name)));
  if (!can_be_name(name) || (a->shown && has_digit(name)) || a->n == MAX_AUTHORS) return;
  if (!a->allow_site && same_as_site(a, name)) return;
  for (size_t i = 0; i < a->n; i++) {
    if (str_same_folded(a->pg->call, a->name[i], name)) return;
  }
  a->name[a->n] = name;
  a->url[a->n++] = url;
}

/* The length of a join between two names at p; 0. */
static size_t join_at(const char *p, const char *end) {
  static const char *const joins[] = {", and ", " and ", " und ", " et ",   " y ",  " e ", " & ",
                                      ", ",     "; ",    " og ",  " och ",  " en ", " i ", " и ",
                                      " та ",   " ve ",  "、",    " with ", " và ", ",",   ";"};
  for (size_t i = 0; i < sizeof(joins) / sizeof(joins[0]); i++) {
    size_t n = strlen(joins[i]);
    if ((size_t)(end - p) >= n && memcmp(p, joins[i], n) == 0) return n;
  }
  return 0;
}

static void add_list(struct authors *a, struct tdg_str s, struct tdg_str url) {
  const char *p, *from, *end;
  s = cut_by(s);
  from = s.p;
  end = s.p + s.n;
  for (p = from; p < end;) {
    size_t n = join_at(p, end);
    if (n == 0) {
      p++;
      continue;
    }
    add_one(a, (struct tdg_str){from, (size_t)(p - from)}, url);
    from = p = p + n;
    url = str_of("");
  }
  add_one(a, (struct tdg_str){from, (size_t)(end - from)}, url);
}

static void add_said(struct authors *a, int from, int min_rank, int max_rank) {
  for (int rank = min_rank; rank <= max_rank && a->n == 0; rank++) {
    for (size_t i = 0; i < a->m->author.n; i++) {
      const struct value *v = &a->m->author.v[i];
      if (v->from == from && v->rank == rank) add_list(a, v->text, v->url);
    }
  }
  if (a->n > 0) a->from = from;
}

/* Boxes around the headline as well are no junk, whatever they are called. */
static int in_junk(const struct page *pg, uint32_t i, uint32_t h1) {
  for (uint32_t steps = 0; i > 0 && steps < 40; i = pg->node[i].parent, steps++) {
    if (h1 > i && h1 < pg->node[i].end) return 0;
    if ((pg->node[i].names & (N_COMMENT | N_RELATED)) != 0 || pg->node[i].tag == T_NAV) return 1;
    if (pg->node[i].tag == T_FOOTER && pg->node[pg->node[i].parent].tag == T_BODY) return 1;
  }
  return 0;
}

static int author_link(struct tdg_str href) {
  static const char *const others[] = {"bsky.app",  "facebook.",  "twitter.", "/x.com",
                                       "linkedin.", "instagram.", "threads.", "mastodon"};
  static const char *const paths[] = {"/author",  "/autor",  "/auteur",  "/profile/",    "/staff",
                                      "/people/", "/writer", "/by/",     "/contributor", "/journalist",
                                      "/users/",  "/user/",  "/person/", "/redakt",      "/yazar",
                                      "/penulis", "/firma",  "/reporter"};
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
    if (str_has(href, others[i])) return 0;
  }
  for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
    if (str_has(href, paths[i])) return 1;
  }
  return 0;
}

enum way { BY_REL, BY_ITEMPROP, BY_LINK, BY_NAME, BY_WORD };

static int starts_with_by(struct tdg_str s) {
  struct tdg_str rest = cut_by(s);
  return rest.p != str_trim(s).p;
}

/* The names inside a byline element: its links, else its text. */
static void add_byline(struct authors *a, uint32_t i) {
  struct page *pg = a->pg;
  size_t before = a->n;
  for (uint32_t k = i; k < pg->node[i].end; k++) {
    struct tdg_str href;
    if (pg->node[k].tag != T_A) continue;
    href = node_attr_text(pg, k, A_HREF);
    if (author_link(href) || (pg->node[k].names & N_AUTHOR) != 0) add_list(a, node_text(pg, k, 200), href);
  }
  for (uint32_t k = i + 1; k < pg->node[i].end && a->n == before; k++) {
    const struct node *n = &pg->node[k];
    if (n->tag == T_TEXT || (n->names & N_AUTHOR) == 0 || n->units == 0 || n->units >= pg->node[i].units)
      continue;
    add_list(a, node_text(pg, k, 200), str_of(""));
  }
  if (a->n == before && pg->node[i].units <= MAX_BYLINE_UNITS) add_list(a, node_text(pg, i, 300), str_of(""));
}

static int matches(const struct authors *a, uint32_t i, enum way way) {
  const struct node *n = &a->pg->node[i];
  if (n->tag == T_TEXT || n->units == 0 || n->units > MAX_BYLINE_UNITS ||
      (n->flags & (F_SKIP | F_HIDDEN)) != 0)
    return 0;
  switch (way) {
  case BY_REL:
    return n->tag == T_A && str_has(node_attr(a->pg, i, A_REL), "author");
  case BY_ITEMPROP:
    return str_is(node_attr(a->pg, i, A_ITEMPROP), "author") ||
           str_is(node_attr(a->pg, i, A_ITEMPROP), "creator");
  case BY_LINK:
    return n->tag == T_A && n->units <= MAX_NAME_UNITS && author_link(node_attr(a->pg, i, A_HREF));
  case BY_NAME:
    return ((n->names & (N_AUTHOR | N_BYLINE)) != 0 || n->tag == T_ADDRESS) && (n->names & N_BIO) == 0;
  default:
    return (tag_flags(n->tag) & TF_BLOCK) != 0 && n->units <= 60 && (n->flags & F_HAS_BLOCK) == 0 &&
           starts_with_by(node_text(a->pg, i, 200));
  }
}

/* Look at nodes from .. to; take the neighbours of the first hit as well. */
static void search(struct authors *a, uint32_t from, uint32_t to, enum way way) {
  uint32_t hits = 0, last = 0;
  a->shown = 1;
  for (uint32_t i = from; i < to && i < a->pg->n && hits < 8; i++) {
    if (!matches(a, i, way) || in_junk(a->pg, i, a->h1)) continue;
    if (a->n > 0 && i > last + 40) break;
    if (way == BY_REL || way == BY_LINK)
      add_list(a, node_text(a->pg, i, 200), node_attr_text(a->pg, i, A_HREF));
    else
      add_byline(a, i);
    hits++;
    last = a->pg->node[i].end;
    if (way != BY_LINK && way != BY_REL) i = last - 1;
  }
  a->shown = 0;
  if (a->n > 0) a->from = way == BY_ITEMPROP ? FROM_MICRODATA : FROM_VISIBLE;
}

static void around(struct authors *a, uint32_t from, uint32_t to) {
  for (int way = BY_REL; way <= BY_WORD && a->n == 0; way++) search(a, from, to, (enum way)way);
}

static void by_twitter_label(struct authors *a) {
  struct page *pg = a->pg;
  for (uint32_t i = 1; i < pg->n && pg->node[i].tag != T_BODY; i++) {
    if (pg->node[i].tag == T_META && str_is(node_attr(pg, i, A_NAME), "twitter:data1")) {
      add_list(a, node_attr_text(pg, i, A_CONTENT), str_of(""));
    }
  }
  if (a->n > 0) a->from = FROM_META;
}

static void choose(struct authors *a, const struct body *b) {
  uint32_t head = b->h1 > 60 ? b->h1 - 60 : 1, first = b->first_node, last = b->last_node;
  if (b->h1 > 0 && first < b->h1 + HEAD_NODES) first = b->h1 + HEAD_NODES;
  if (b->h1 == 0) head = first > 400 ? first - 400 : 1;
  add_said(a, FROM_RULE, 0, 0);
  if (a->n == 0) add_said(a, FROM_JSONLD, 0, 9);
  if (a->n == 0) add_said(a, FROM_META, 0, 4);
  if (a->n == 0) add_said(a, FROM_OPENGRAPH, 0, 1);
  if (a->n == 0 && first > head) around(a, head, first);
  if (a->n == 0) add_said(a, FROM_OPENGRAPH, 2, 9);
  if (a->n == 0) search(a, first, last, BY_REL);
  if (a->n == 0 && last > 0) {
    for (int way = BY_REL; way <= BY_NAME && a->n == 0; way++) search(a, last, last + 400, (enum way)way);
  }
  if (a->n == 0) search(a, first, last, BY_NAME);
  a->allow_site = 1;
  if (a->n == 0) add_said(a, FROM_JSONLD, 0, 120);
  if (a->n == 0) add_said(a, FROM_META, 0, 4);
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

void authors_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  struct authors *a = tdg_scratch(pg->call, sizeof(*a));
  a->pg = pg;
  a->m = m;
  a->h1 = b->h1;
  if (m->site.n > 0) a->site = str_bare(pg->call, m->site.v[0].text);
  a->publisher = str_bare(pg->call, m->publisher);
  choose(a, b);
  if (a->n == 0) by_twitter_label(a);
  for (size_t i = 0; i < a->n; i++) write_one(pg, rec, a->name[i], a->url[i]);
  if (a->n > 0) origin_write(pg, rec, "authors", a->from);
}
