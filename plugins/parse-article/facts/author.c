/* author.c - who wrote it.
 *
 * Sources in the order of their worth: people in JSON-LD, author tags, rel=author and microdata, links to an
 * author's page and byline elements around the headline, the same behind the article, then organisations. The
 * first source that gives a name which can be one wins.  Words like "by" are cut off where they stand, in
 * many languages, but nothing rests on them. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>
#include <tidings/kit/word_classes.h>

#include "author_search.h"

enum { HEAD_NODES = 60, JUST_ABOVE = 16, MIN_OUTLET = 4 };

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
    author_add_list(a, s, url);
    return;
  }
  while (s.n > 0) {
    const char *stop = memchr(s.p, ';', s.n);
    size_t n = stop == NULL ? s.n : (size_t)(stop - s.p);
    author_add_list(a, family_last(a->pg->call, (struct tdg_str){s.p, n}), url);
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

static void by_twitter_label(struct authors *a) {
  struct page *pg = a->pg;
  for (uint32_t i = 1; i < pg->n && pg->node[i].tag != TDG_HTML_BODY; i++) {
    if (pg->node[i].tag == TDG_HTML_META && tdg_nocase_is(node_attr(pg, i, TDG_ATTR_NAME), "twitter:data1")) {
      struct tdg_str v = node_attr_text(pg, i, TDG_ATTR_CONTENT);
      if (!author_has_digit(v)) author_add_list(a, v, tdg_str_of("")); /* "3 minutes" */
    }
  }
  if (a->n > 0) a->origin = (struct origin){.from = FROM_META, .key = tdg_str_of("twitter:data1")};
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
  author_behind(behind, last);
  if (behind->n > 0) *a = *behind;
}

/* What the page tells its own scripts. */
static void from_scripts(struct authors *a) {
  static const char *const names[] = {"pagePostAuthor", "articleAuthor", "article_author", "authorName",
                                      "author_name"};
  for (size_t i = 0; i < sizeof names / sizeof names[0] && a->n == 0; i++) {
    author_add_list(a, script_value(a->pg, names[i]), tdg_str_of(""));
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
  author_search(shown, from, to, BY_NAME);
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
  for (int way = BY_REL; way <= BY_NAME && shown->n == 0; way++)
    author_search(shown, from, to, (enum author_way)way);
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
    author_search_around(a, a->h1, a->h1 + HEAD_NODES < to ? a->h1 + HEAD_NODES : to);
    if (a->n == 0) author_search_around(a, near, a->h1);
    if (a->n == 0) author_search_around(a, a->h1, to);
  }
  if (a->n == 0 && from < to) author_search_around(a, from, to);
  a->allow_account = 1;
  if (a->n == 0) from_statements(a);
  if (from >= to) return;
  if (a->n == 0) author_after_label(a, from, to);
}

static void from_body(struct authors *a, uint32_t first, uint32_t last) {
  author_search(a, first, last, BY_REL);
  for (int way = BY_REL; way <= BY_NAME && a->n == 0 && last > 0; way++)
    author_search(a, last, last + 400, (enum author_way)way);
  if (a->n == 0 && last > 0) author_search(a, last, last + TAIL_NODES, BY_COLON);
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
  if (a->n == 0 && names_organisation(a->m)) author_signature(a, b);
  if (a->n == 0 && names_organisation(a->m)) author_below_headline(a);
  if ((a->n == 0 && names_organisation(a->m)) || only_outlet(a)) person_behind(a, b->last_node);
  prefer_organisation(a);
  if (a->n == 0) add_said(a, FROM_OPENGRAPH, 2, 9);
  if (a->n == 0) from_body(a, first, b->last_node);
  if (a->n == 0) author_beside_date(a, head, first);
  if (a->n == 0) author_below_headline(a);
  if (a->n == 0) author_search(a, first, b->last_node, BY_NAME);
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
