/* feed_links.c - a page given as a source: which feeds does it name?
 *
 * In this order: the Link header, <link rel=alternate> and rel=feed, links in the page that look like feeds,
 * and when there is nothing at all, the usual places.  Feeds of comments come last.  They
 * are several ways to the same (rel "alternate"): whoever asks takes the first that can be read.
 */
#include "feed.h"

#include <tidings/kit/html.h>
#include <tidings/kit/url.h>
#include <tidings/kit/word_classes.h>

#include <strings.h>

enum { MAX_CANDIDATES = 40, MAX_SCAN = 2 << 20, MAX_TAG_LENGTH = 8192 };

struct candidate {
  struct tdg_str url, title;
  int rank; /* lower is asked first */
};
struct search {
  struct feed *f;
  struct tdg_str base;
  struct candidate found[MAX_CANDIDATES];
  size_t n;
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
  struct tdg_str url = tdg_url_resolve(s->f->call, s->base, tdg_str_trim(href));
  if (url.n == 0 || !tdg_url_is_web(url) || s->n == MAX_CANDIDATES) return;
  if (tdg_str_same(url, s->f->url)) return; /* this very page */
  for (size_t i = 0; i < s->n; i++)
    if (tdg_str_same(s->found[i].url, url)) return;
  if (tdg_nocase_has(url, "comment") || names_comments(title)) rank += COMMENTS;
  s->found[s->n++] = (struct candidate){url, title, rank};
}

static int is_feed_type(struct tdg_str type) {
  static const char *const types[] = {"application/rss+xml",
                                      "application/atom+xml",
                                      "application/rdf+xml",
                                      "application/feed+json",
                                      "application/json",
                                      "application/xml",
                                      "text/xml",
                                      "application/x.atom+xml",
                                      "application/x-atom+xml",
                                      "text/rss+xml",
                                      "text/atom+xml"};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (tdg_nocase_starts(type, types[i])) return 1;
  return 0;
}

/* ---- the page ---- */

/* The value of an attribute inside a tag; "" when it is not there. */
static struct tdg_str attribute(struct feed *f, struct tdg_str tag, const char *name) {
  const char *p = tag.p, *end = tag.p + tag.n;
  size_t n = strlen(name);
  while (p < end) {
    while (p < end && (tdg_is_space(*p) || *p == '/')) p++;
    const char *from = p, *from_end, *value, *value_end;
    while (p < end && !tdg_is_space(*p) && *p != '=' && *p != '/') p++;
    from_end = p;
    while (p < end && tdg_is_space(*p)) p++;
    value = value_end = "";
    if (p < end && *p == '=') {
      for (p++; p < end && tdg_is_space(*p);) p++;
      char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : 0;
      for (value = p; p < end && (quote ? *p != quote : !tdg_is_space(*p));) p++;
      value_end = p;
      p += quote && p < end;
    }
    if ((size_t)(from_end - from) == n && strncasecmp(from, name, n) == 0)
      return tdg_str_trim(
          tdg_html_unescape(f->call, (struct tdg_str){value, (size_t)(value_end - value)}, 1));
    if (p == from) p++;
  }
  return (struct tdg_str){"", 0};
}

static int has_word(struct tdg_str list, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= list.n; i++)
    if ((i == 0 || tdg_is_space(list.p[i - 1])) && (i + n == list.n || tdg_is_space(list.p[i + n])) &&
        strncasecmp(list.p + i, word, n) == 0)
      return 1;
  return 0;
}

static void look_at_link(struct search *s, struct tdg_str tag) {
  struct tdg_str rel = attribute(s->f, tag, "rel"), type = attribute(s->f, tag, "type");
  int generic = tdg_nocase_is(type, "application/json") || tdg_nocase_is(type, "text/xml") ||
                tdg_nocase_is(type, "application/xml");
  if (!has_word(rel, "feed") && !(has_word(rel, "alternate") && is_feed_type(type))) return;
  struct tdg_str href = attribute(s->f, tag, "href");
  /* WordPress and others name their interfaces the same way. */
  if (generic && !has_word(rel, "feed") &&
      (tdg_nocase_has(href, "wp-json") || tdg_nocase_has(href, "oembed")))
    return;
  add(s, href, attribute(s->f, tag, "title"), NAMED + (generic ? 2 : 0));
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

static void look_at_tag(struct search *s, const char *p, const char *end) {
  struct tdg_str inside = {p, (size_t)(end - p)};
  if (tdg_nocase_starts(inside, "link") && inside.n > 5 && tdg_is_space(p[4])) {
    look_at_link(s, (struct tdg_str){p + 5, inside.n - 5});
  } else if (tdg_nocase_starts(inside, "base") && inside.n > 5 && tdg_is_space(p[4])) {
    struct tdg_str href = attribute(s->f, (struct tdg_str){p + 5, inside.n - 5}, "href");
    struct tdg_str url = tdg_url_resolve(s->f->call, s->f->url, href);
    if (url.n > 0) s->base = url;
  } else if (inside.n > 2 && (*p | 32) == 'a' && tdg_is_space(p[1])) {
    struct tdg_str href = attribute(s->f, (struct tdg_str){p + 2, inside.n - 2}, "href");
    if (ends_like_feed(href))
      add(s, href, attribute(s->f, (struct tdg_str){p + 2, inside.n - 2}, "title"), LINKED);
  }
}

static const char *past_comment(const char *p, const char *end) {
  const char *close = memmem(p, (size_t)(end - p), "-->", 3);
  return close != NULL ? close + 3 : end;
}

static void look_at_page(struct search *s, struct tdg_str page) {
  const char *p = page.p, *end = p + (page.n < MAX_SCAN ? page.n : MAX_SCAN), *gt;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    size_t most = (size_t)(end - p) < MAX_TAG_LENGTH ? (size_t)(end - p) : MAX_TAG_LENGTH;
    if (most > 4 && memcmp(p, "<!--", 4) == 0) p = past_comment(p, end);
    else if (most < 3 || ((p[1] | 32) != 'l' && (p[1] | 32) != 'b' && (p[1] | 32) != 'a')) p++;
    else if ((gt = memchr(p, '>', most)) == NULL) p += most;
    else {
      look_at_tag(s, p + 1, gt);
      p = gt;
    }
  }
}

/* ---- the Link header ---- */

/* <address>; rel="alternate"; type="application/rss+xml", <...> ... */
static void look_at_header(struct search *s, struct tdg_str v) {
  while (v.n > 0) {
    const char *lt = memchr(v.p, '<', v.n), *end = v.p + v.n,
               *gt = lt != NULL ? memchr(lt, '>', (size_t)(end - lt)) : NULL;
    if (gt == NULL) return;
    const char *next = memmem(gt, (size_t)(end - gt), ",", 1), *stop = next != NULL ? next : end;
    char copy[1024];
    size_t n = (size_t)(stop - gt - 1) < sizeof copy ? (size_t)(stop - gt - 1) : 0;
    for (size_t i = 0; i < n; i++) copy[i] = gt[1 + i] == ';' ? ' ' : gt[1 + i];
    struct tdg_str rest = {copy, n}, rel = attribute(s->f, rest, "rel");
    if (has_word(rel, "feed") || (has_word(rel, "alternate") && is_feed_type(attribute(s->f, rest, "type"))))
      add(s, (struct tdg_str){lt + 1, (size_t)(gt - lt - 1)},
          tdg_str_copy(s->f->call, attribute(s->f, rest, "title")), NAMED);
    v = (struct tdg_str){stop, (size_t)(end - stop)};
    if (v.n > 0) v = (struct tdg_str){v.p + 1, v.n - 1};
  }
}

static void look_at_headers(struct search *s, const tdg_rec *doc) {
  const tdg_rec *h;
  for (uint32_t i = 0; i < 200 && (h = tdg_get_rec(s->f->call, doc, TDG_HEADER, i)) != NULL; i++)
    if (tdg_nocase_is(tdg_get(s->f->call, h, TDG_NAME), "link"))
      look_at_header(s, tdg_get(s->f->call, h, TDG_VALUE));
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

static void ask(struct search *s, const struct candidate *c) {
  tdg_call *call = s->f->call;
  tdg_rec *q = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_text(call, q, TDG_URL, c->url.p, c->url.n);
  tdg_put_str(call, q, TDG_AS, "feed");
  tdg_put_str(call, q, TDG_REPEAT, "poll");
  tdg_put_str(call, q, TDG_REL, "alternate");
  tdg_put_text(call, q, TDG_TITLE_HINT, c->title.p, c->title.n);
  tdg_put_text(call, q, TDG_DISCOVERED, s->f->url.p, s->f->url.n);
  int status = tdg_emit(call, q);
  if (status < 0) s->f->failed = status;
}

int feed_discover(struct feed *f, const tdg_rec *doc, struct tdg_str page, size_t *found) {
  struct search *s = tdg_scratch(f->call, sizeof *s);
  s->f = f;
  s->base = f->url;
  look_at_headers(s, doc);
  look_at_page(s, page);
  if (s->n == 0 && f->options->guess) guess(s, doc);
  for (int rank = 0; rank <= COMMENTS + GUESSED; rank++)
    for (size_t i = 0; i < s->n; i++)
      if (s->found[i].rank == rank) ask(s, &s->found[i]);
  *found = s->n;
  return f->failed;
}
