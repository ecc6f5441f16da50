/* feed_links.c - a page given as a source: which feeds does it name?  And the hub that a Link header names.
 *
 * In this order: the Link header, <link rel=alternate> and rel=feed, links in the page that look like feeds,
 * and when there is nothing at all, the usual places.  Feeds of comments come last.  They
 * are several ways to the same (rel "alternate"): whoever asks takes the first that can be read.
 */
#include "feed.h"

#include <tidings/kit/html.h>
#include <tidings/kit/html_tree.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { MAX_CANDIDATES = 40, MAX_SCAN = 2 << 20, MAX_PARAMETERS = 1024, MAX_LINK_HEADERS = 200 };

struct candidate {
  struct tdg_str url, title;
  int rank; /* lower is asked first */
};
struct search {
  struct feed *f;
  struct tdg_str base;
  struct candidate found[MAX_CANDIDATES];
  size_t n;
  int asks_password; /* the page has a field for one */
};
enum { NAMED = 0, LINKED = 10, GUESSED = 20, COMMENTS = 100 };

static int names_comments(struct tdg_str title) {
  const struct tdg_word_class *c = &tdg_words_feed_comments;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (tdg_nocase_has(title, tdg_word_text(c, w).p)) return 1;
  return 0;
}

static void add(struct search *s, struct tdg_str href, struct tdg_str title, int rank) {
  if (href.n > 0 && href.p[0] == '#') return;
  struct tdg_str url =
      tdg_url_resolve_written(s->f->call, s->base, tdg_url_of_feed(s->f->call, tdg_trim_invisible(href)));
  if (url.n == 0 || !tdg_url_is_web(url) || s->n == MAX_CANDIDATES) return;
  if (tdg_str_same(url, s->f->url)) return; /* this very page */
  for (size_t i = 0; i < s->n; i++)
    if (tdg_str_same(s->found[i].url, url)) return;
  if (tdg_nocase_has(url, "comment") || names_comments(title)) rank += COMMENTS;
  s->found[s->n++] = (struct candidate){url, title, rank};
}

/* A media type without its parameters. */
static struct tdg_str bare_type(struct tdg_str type) {
  const char *stop = type.n > 0 ? memchr(type.p, ';', type.n) : NULL;
  if (stop != NULL) type.n = (size_t)(stop - type.p);
  return tdg_str_trim(type);
}

/* A type that only feeds have. */
static int is_feed_type(struct tdg_str type) {
  static const char *const types[] = {"application/rss+xml",
                                      "application/atom+xml",
                                      "application/rdf+xml",
                                      "application/feed+json",
                                      "application/x.atom+xml",
                                      "application/x-atom+xml",
                                      "application/x-rss+xml",
                                      "application/rss",
                                      "application/atom",
                                      "application/rdf",
                                      "text/rss+xml",
                                      "text/atom+xml",
                                      "text/rdf+xml",
                                      "text/rss",
                                      "text/atom",
                                      "text/x-rss"};
  return tdg_nocase_is_one_of(bare_type(type), types, sizeof types / sizeof types[0]);
}

/* A type that feeds may have, and documents of programs (oEmbed has its own: application/json+oembed). */
static int is_generic_type(struct tdg_str type) {
  static const char *const types[] = {"application/json", "application/xml", "text/xml", "text/json"};
  return tdg_nocase_is_one_of(bare_type(type), types, sizeof types / sizeof types[0]);
}

/* Do systems have documents for programs at such addresses, which they name as they name feeds? */
static int is_interface(struct tdg_str href) {
  static const char *const signs[] = {"wp-json",     "rest_route=", "oembed",  "/api/",
                                      "xmlrpc",      "opensearch",  "graphql", "jsonapi",
                                      "activitypub", "webmanifest", "sitemap"};
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
    if (tdg_nocase_has(href, signs[i])) return 1;
  return 0;
}

/* ---- the page ---- */

static struct tdg_str attribute(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name) {
  return tdg_str_trim(tdg_html_unescape(t->call, tdg_node_attr(t, i, name), 1));
}

static int has_word(struct tdg_str list, const char *word) {
  for (size_t from = 0, to; from < list.n; from = to + 1) {
    for (to = from; to < list.n && !tdg_is_space(list.p[to]);) to++;
    if (tdg_nocase_is((struct tdg_str){list.p + from, to - from}, word)) return 1;
  }
  return 0;
}

/* The rank of a link that names a feed, -1 for others. */
static int rank_of(struct tdg_str rel, struct tdg_str type, struct tdg_str href) {
  if (has_word(rel, "stylesheet") || has_word(rel, "hub") || has_word(rel, "replies")) return -1;
  if (has_word(rel, "feed")) return NAMED;
  int named = has_word(rel, "alternate") || has_word(rel, "alternative") || has_word(rel, "rss");
  if (is_feed_type(type) && (named || rel.n == 0 || has_word(rel, "home") || has_word(rel, "service.feed")))
    return NAMED;
  return named && is_generic_type(type) && !is_interface(href) ? NAMED + 2 : -1;
}

static void look_at_link(struct search *s, const struct tdg_tree *t, uint32_t i, struct tdg_str href) {
  struct tdg_str rel = attribute(t, i, TDG_ATTR_REL), type = attribute(t, i, TDG_ATTR_TYPE);
  int rank = rank_of(rel, type, href);
  if (rank >= 0) add(s, href, attribute(t, i, TDG_ATTR_TITLE), rank);
}

static int ends_like_feed(struct tdg_str href) {
  static const char *const ends[] = {".rss",
                                     ".rdf",
                                     ".atom",
                                     "/rss",
                                     "/feed",
                                     "/feed/",
                                     "/atom",
                                     "rss.xml",
                                     "feed.xml",
                                     "atom.xml",
                                     "index.xml",
                                     "feed.json",
                                     "/feeds/posts/default",
                                     "/rss/"};
  const char *stop = href.n > 0 ? memchr(href.p, '?', href.n) : NULL;
  if (stop != NULL) href.n = (size_t)(stop - href.p);
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
    if (tdg_nocase_ends(href, ends[i])) return 1;
  return 0;
}

/* Does a link of the page's text lead to a feed? */
static int leads_to_feed(struct tdg_str href, struct tdg_str type) {
  static const char *const signs[] = {"feed=rss",    "feed=atom", "format=rss",
                                      "format=atom", "type=rss",  "/rss/"};
  if (is_feed_type(type) || ends_like_feed(href)) return 1;
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
    if (tdg_nocase_has(href, signs[i])) return 1;
  return 0;
}

static void look_at_page(struct search *s, struct tdg_str page) {
  struct tdg_tree t = {.call = s->f->call, .src = {page.p, tdg_utf8_cut(page, MAX_SCAN)}};
  tdg_tree_read(&t);
  for (uint32_t i = 1; i < t.n; i++) {
    const unsigned tag = t.node[i].tag;
    if (tag == TDG_HTML_INPUT && tdg_nocase_is(attribute(&t, i, TDG_ATTR_TYPE), "password"))
      s->asks_password = 1;
    if (tag != TDG_HTML_LINK && tag != TDG_HTML_BASE && tag != TDG_HTML_A) continue;
    struct tdg_str href = attribute(&t, i, TDG_ATTR_HREF), url;
    if (tag == TDG_HTML_LINK) look_at_link(s, &t, i, href);
    else if (tag == TDG_HTML_A && leads_to_feed(href, attribute(&t, i, TDG_ATTR_TYPE)))
      add(s, href, attribute(&t, i, TDG_ATTR_TITLE), LINKED);
    else if (tag == TDG_HTML_BASE && (url = tdg_url_resolve(t.call, s->f->url, href)).n > 0) s->base = url;
  }
}

/* ---- the Link header ---- */

/* Up to a sign or white space; white space behind it is skipped as well. */
static struct tdg_str take_token(struct tdg_str *s) {
  struct tdg_str token = {s->p, 0};
  while (token.n < s->n && !tdg_is_space(s->p[token.n]) && memchr("=;,", s->p[token.n], 3) == NULL) token.n++;
  *s = tdg_str_trim((struct tdg_str){s->p + token.n, s->n - token.n});
  return token;
}

/* What stands between quotation marks, of which s begins with the first. */
static struct tdg_str take_quoted(tdg_call *call, struct tdg_str *s) {
  struct tdg_buf b = tdg_buf_make(call, MAX_PARAMETERS);
  size_t i = 1;
  for (; i < s->n && s->p[i] != s->p[0]; i++) {
    if (s->p[i] == '\\' && i + 1 < s->n) i++;
    tdg_buf_char(&b, s->p[i]);
  }
  i += i < s->n;
  *s = (struct tdg_str){s->p + i, s->n - i};
  return tdg_buf_get(&b);
}

/* The next of ; name=value ; name="value"; 0 where the parameters of a link end, at a comma. */
static int next_parameter(tdg_call *call, struct tdg_str *s, struct tdg_str *name, struct tdg_str *value) {
  while (s->n > 0 && (s->p[0] == ';' || tdg_is_space(s->p[0]))) s->p++, s->n--;
  if (s->n == 0 || s->p[0] == ',') return 0;
  *name = take_token(s);
  *value = (struct tdg_str){"", 0};
  if (s->n == 0 || s->p[0] != '=') return 1;
  *s = tdg_str_trim((struct tdg_str){s->p + 1, s->n - 1});
  int quoted = s->n > 0 && (s->p[0] == '"' || s->p[0] == '\'');
  *value = quoted ? tdg_str_trim(take_quoted(call, s)) : take_token(s);
  return 1;
}

/* One link of a Link header. */
struct header_link {
  struct tdg_str href, rel, type, title;
};

/* The parameters of one link are at the front of text, which is cut behind them.  0: they are too long. */
static int read_parameters(tdg_call *call, struct header_link *l, struct tdg_str *text) {
  struct tdg_str name, value;
  const char *begin = text->p;
  while (next_parameter(call, text, &name, &value)) {
    if (l->rel.n == 0 && tdg_nocase_is(name, "rel")) l->rel = value;
    else if (l->type.n == 0 && tdg_nocase_is(name, "type")) l->type = value;
    else if (l->title.n == 0 && tdg_nocase_is(name, "title")) l->title = value;
  }
  return text->p - begin < MAX_PARAMETERS;
}

/* The next of <address>; rel="alternate"; type="application/rss+xml", <...> ... */
static int next_link(tdg_call *call, struct tdg_str *v, struct header_link *l) {
  for (;;) {
    const char *end = v->p + v->n, *lt = memchr(v->p, '<', v->n),
               *gt = lt != NULL ? memchr(lt, '>', (size_t)(end - lt)) : NULL;
    if (gt == NULL) return 0;
    *v = (struct tdg_str){gt + 1, (size_t)(end - gt - 1)};
    *l = (struct header_link){{lt + 1, (size_t)(gt - lt - 1)}, {"", 0}, {"", 0}, {"", 0}};
    if (read_parameters(call, l, v)) return 1;
  }
}

/* The n-th Link header, *n being counted up. */
static int next_header(tdg_call *call, const tdg_rec *doc, uint32_t *n, struct tdg_str *value) {
  const tdg_rec *h;
  while (*n < MAX_LINK_HEADERS && (h = tdg_get_rec(call, doc, TDG_HEADER, (*n)++)) != NULL) {
    *value = tdg_get(call, h, TDG_VALUE);
    if (tdg_nocase_is(tdg_get(call, h, TDG_NAME), "link")) return 1;
  }
  return 0;
}

static void look_at_headers(struct search *s, const tdg_rec *doc) {
  tdg_call *call = s->f->call;
  struct header_link l;
  struct tdg_str v;
  int rank;
  for (uint32_t i = 0; next_header(call, doc, &i, &v);)
    while (next_link(call, &v, &l))
      if ((rank = rank_of(l.rel, l.type, l.href)) >= 0) add(s, l.href, l.title, rank);
}

void feed_read_hub(struct feed *f, const tdg_rec *doc) {
  static const char *const rels[] = {"hub", "self"};
  struct header_link l;
  struct tdg_str v;
  for (uint32_t i = 0; next_header(f->call, doc, &i, &v);)
    while (next_link(f->call, &v, &l))
      for (size_t k = 0; k < 2; k++)
        if (has_word(l.rel, rels[k])) entry_set_hub(f->head, tdg_str_of(rels[k]), l.href);
}

/* ---- the usual places ---- */

/* Not from a place that was itself guessed: a site that answers everything with its front page would have no
 * end. */
static void guess(struct search *s, const tdg_rec *doc) {
  static const char *const places[] = {"/feed", "/rss.xml",   "/feed.xml", "/atom.xml",
                                       "/rss",  "/index.xml", "/feed.json"};
  if (tdg_get(s->f->call, doc, TDG_DISCOVERED).n > 0 || ends_like_feed(s->f->url)) return;
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
    add(s, tdg_str_of(places[i]), (struct tdg_str){"", 0}, GUESSED);
}

/* The engine says of these that the page names none. */
#define IS_GUESSED "guessed"

static void ask(struct search *s, const struct candidate *c) {
  tdg_call *call = s->f->call;
  tdg_rec *q = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_text(call, q, TDG_URL, c->url.p, c->url.n);
  tdg_put_str(call, q, TDG_AS, "feed");
  tdg_put_str(call, q, TDG_REPEAT, "poll");
  tdg_put_str(call, q, TDG_REL, "alternate");
  tdg_put_text(call, q, TDG_TITLE_HINT, c->title.p, c->title.n);
  tdg_put_text(call, q, TDG_DISCOVERED, s->f->url.p, s->f->url.n);
  if (c->rank == GUESSED) tdg_put_str(call, q, TDG_FLAG, IS_GUESSED);
  int status = tdg_emit(call, q);
  if (status < 0) s->f->failed = status;
}

/* A login stands where the feed was. */
static int is_login(const struct search *s) { return s->n == 0 && s->asks_password; }

static int say_login(struct feed *f) {
  tdg_rec *stub = tdg_rec_new(f->call, TDG_STUB);
  tdg_put_text(f->call, stub, TDG_URL, f->url.p, f->url.n);
  tdg_put_str(f->call, stub, TDG_GENRE, "login-wall");
  return tdg_emit(f->call, stub);
}

int feed_discover(struct feed *f, const tdg_rec *doc, struct tdg_str page, size_t *found) {
  struct search *s = tdg_scratch(f->call, sizeof *s);
  s->f = f;
  s->base = f->url;
  look_at_headers(s, doc);
  look_at_page(s, page);
  if (is_login(s)) {
    *found = 1;
    return say_login(f);
  }
  if (s->n == 0 && f->options->guess) guess(s, doc);
  for (int rank = 0; rank <= COMMENTS + GUESSED; rank++)
    for (size_t i = 0; i < s->n; i++)
      if (s->found[i].rank == rank) ask(s, &s->found[i]);
  *found = s->n;
  return f->failed;
}
