/* page_kind.c - what a page is, when it is no article: see page_kind.h.
 *
 * Nearly all of it is form: how much text was kept, what boxes the page is made of, what it says it is. Where
 * form does not tell (a "not found" page, a consent notice without a name), short lists of words of many
 * languages (core/languages) do, and only on pages that show next to nothing.  Nothing here can fail; memory is the call's. */
#include "page_kind.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>
#include <tidings/kit/word_classes.h>

enum {
  FEW_WORDS = 80, /* hardly an article */
  NEXT_TO_NOTHING = 40,
  NOTHING = 10,
  TOLD_WORDS = 12,    /* that say what a film shows: a report, and not only its caption */
  LITTLE_SHOWN = 800, /* units of a whole page */
  SHORT_PAGE = 3000,
  LONG_NOTICE = 400,  /* words of a wall with a name */
  SHORT_NOTICE = 120, /* words of one without */
  PER_COOKIE = 20,    /* words */
  OWN_TEXT = 600,     /* units that make an article whatever stands around it */
  OWN_LINES = 3,      /* so do paragraphs that follow each other */
  OWN_LINE = 60,      /* units of a line that may be a report by itself */
  MANY_TEASERS = 6,
  MANY_POSTS = 3,
  MANY_LINK_LINES = 15,
  SOME_LINK_LINES = 4,
  MANY_PICTURES = 6,
  MAX_HEAD = 400,
  MAX_SHOWN = 12000
};

/* ---- words, where form does not tell ---- */

static size_t times_said(struct tdg_str folded, struct tdg_str word) {
  size_t n = 0;
  for (size_t i = 0; i + word.n <= folded.n; i++) {
    const char *at = memmem(folded.p + i, folded.n - i, word.p, word.n);
    if (at == NULL) break;
    i = (size_t)(at - folded.p) + word.n - 1;
    n++;
  }
  return n;
}

/* How often a folded text says the word that it says most. */
static size_t most_frequent(struct tdg_str folded, const struct tdg_word_class *words) {
  size_t most = 0, at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(words, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    size_t k = times_said(folded, tdg_word_text(words, w));
    if (k > most) most = k;
  }
  return most;
}

/* A status such as 404, standing alone. */
static int has_status(struct tdg_str s) {
  static const char *const codes[] = {"403", "404", "410", "500", "502", "503"};
  for (size_t i = 0; i + 3 <= s.n; i++) {
    int alone = (i == 0 || s.p[i - 1] < '0' || s.p[i - 1] > '9') &&
                (i + 3 == s.n || s.p[i + 3] < '0' || s.p[i + 3] > '9');
    for (size_t k = 0; alone && k < sizeof(codes) / sizeof(codes[0]); k++)
      if (memcmp(s.p + i, codes[k], 3) == 0) return 1;
  }
  return 0;
}

/* The heads of a page: what it is titled, and its largest headings.  Where there is next to nothing else, all
 * of it. */
static int is_error(struct page *pg, const struct chosen *title, size_t words) {
  struct tdg_buf b = tdg_buf_make(pg->call, MAX_HEAD * 4);
  struct tdg_str folded;
  tdg_buf_add(&b, title->text.p, title->text.n < MAX_HEAD ? title->text.n : 0);
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_str text;
    if (pg->node[i].tag != TDG_HTML_TITLE && pg->node[i].tag != TDG_HTML_H1 && pg->node[i].tag != TDG_HTML_H2)
      continue;
    text = node_text(pg, i, MAX_HEAD);
    if (b.n + text.n + 1 > MAX_HEAD * 3) break;
    tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, text.p, text.n);
  }
  folded = tdg_fold(pg->call, tdg_buf_get(&b));
  if (has_status(folded) || most_frequent(folded, &tdg_words_article_not_found) > 0) return 1;
  if (words >= NEXT_TO_NOTHING || pg->node[0].units >= LITTLE_SHOWN) return 0;
  return most_frequent(tdg_fold(pg->call, node_text(pg, 0, MAX_SHOWN)), &tdg_words_article_not_found) > 0;
}

/* Is it the body itself that speaks of cookies? */
static int speaks_of_cookies(struct page *pg, const struct body *b, size_t words) {
  struct tdg_str text = b->root != 0 ? tdg_fold(pg->call, node_text(pg, b->root, MAX_SHOWN)) : tdg_str_of("");
  size_t n = most_frequent(text, &tdg_words_article_cookies);
  return n >= 2 && n * PER_COOKIE >= words;
}

/* "Please switch JavaScript on": the name of the language is the same everywhere. */
static int wants_scripts(const struct page *pg) {
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag != TDG_HTML_TEXT || (tdg_html_flags(pg->node[n->parent].tag) & TDG_IS_RAW) != 0) continue;
    if (n->len < 2000 && tdg_nocase_has((struct tdg_str){pg->src.p + n->at, n->len}, "javascript")) return 1;
  }
  return 0;
}

/* ---- the judgement: each of these says why it is one, or NULL ---- */

/* A report of one line is a report. */
static int says_nothing(const struct page_counts *s, size_t words) {
  return words < FEW_WORDS && s->own < OWN_LINE;
}

static int has_own_text(const struct page_counts *s) {
  return s->own >= OWN_TEXT || s->own_lines >= OWN_LINES;
}

static int is_front(const struct page *pg) {
  struct tdg_url u;
  return tdg_url_parse(pg->url, &u) == 0 && u.host.n > 0 && u.path.n <= 1 && u.query.n == 0;
}

static const char *search(const struct page *pg, const struct page_counts *s) {
  static const char *const keys[] = {"q=", "s=", "query=", "search=", "text=", "wd=", "keyword="};
  struct tdg_url u;
  if (s->says_search) return "schema.org calls it results of a search";
  if (tdg_url_parse(pg->url, &u) != 0) return NULL;
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
    size_t n = strlen(keys[i]);
    for (size_t k = 0; k + n < u.query.n; k++)
      if ((k == 0 || u.query.p[k - 1] == '&') && memcmp(u.query.p + k, keys[i], n) == 0 &&
          u.query.p[k + n] != '&')
        return "its address has a query, and most of it are teasers";
  }
  return NULL;
}

/* Several posts, each below a heading that leads to it: the index of a blog. */
static int is_index(const struct page_counts *s) {
  return s->posts >= MANY_POSTS && s->kept_posts * 10 >= s->kept * 8;
}

static const char *listing(const struct page *pg, const struct body *b, const struct page_counts *s,
                           size_t words) {
  int front = is_front(pg), only = !has_own_text(s) && s->kept_teasers * 10 >= s->kept * 6;
  int boxes = only && s->teasers >= MANY_TEASERS;
  if (b->notice > 0 && !boxes) return NULL;
  if (s->says_article && !(front && boxes)) return NULL;
  if (boxes) return "many teasers, and no text of its own";
  if (is_index(s)) return "several posts below headings that lead to them";
  if (only && (front || s->says_listing) && s->teasers >= MANY_TEASERS / 2)
    return front ? "the front page of its site, with teasers and no text of its own"
                 : "schema.org calls it a list, and it has teasers and no text of its own";
  if (only && s->kept > 0 && s->link_lines >= MANY_LINK_LINES)
    return "what was kept are teasers, among many lines that are links";
  if (words * 4 < FEW_WORDS * 3 && s->link_lines >= MANY_LINK_LINES)
    return "few words among many lines that are links";
  return says_nothing(s, words) && s->link_lines >= SOME_LINK_LINES &&
                 pg->node[0].links * 2 >= pg->node[0].units
             ? "next to no text, and more links than text"
             : NULL;
}

static const char *gallery(const struct page_counts *s, size_t words) {
  if (words < NEXT_TO_NOTHING && s->pictures >= MANY_PICTURES) return "many pictures and next to no words";
  if (words < NOTHING && s->linked_pictures >= MANY_PICTURES && s->link_lines < SOME_LINK_LINES)
    return "many pictures that are links, and no words";
  return NULL;
}

static const char *login_wall(const struct page_counts *s, size_t words, uint32_t page) {
  if (s->says_article) return NULL;
  if (words < FEW_WORDS && s->passwords > 0) return "a field for a password and few words";
  if (words < NEXT_TO_NOTHING && page < LITTLE_SHOWN && s->asks_who && s->own < OWN_LINE)
    return "a form for a name whose address speaks of logging in, and next to no words";
  return NULL;
}

/* By its name, or by what it speaks of; an article below it makes it a page with a notice in front. */
static const char *consent_wall(struct page *pg, const struct body *b, const struct page_counts *s,
                                size_t words) {
  uint32_t page = pg->node[0].units;
  if (s->consent * 2 > page && words < FEW_WORDS)
    return "most of the page is in an element named a consent notice, and few words were kept";
  if (s->says_article || words > LONG_NOTICE) return NULL;
  if (s->consent * 2 > page && s->kept_consent * 2 > s->kept)
    return "most of what was kept is in an element named a consent notice";
  return s->buttons > 0 && page < SHORT_PAGE && words < SHORT_NOTICE && s->link_lines < MANY_LINK_LINES &&
                 speaks_of_cookies(pg, b, words)
             ? "a short page with a button that speaks of cookies"
             : NULL;
}

static const char *video(const struct page_counts *s, size_t words) {
  if (s->says_article || words >= TOLD_WORDS) return NULL;
  if (s->says_video) return "OpenGraph or schema.org calls it a video, and it has few words";
  return s->players > 0 ? "a player and next to no words" : NULL;
}

enum page_kind kind_of(struct page *pg, const struct body *b, const struct page_counts *s,
                       const struct chosen *title, size_t words, const char **why) {
  uint32_t page = pg->node[0].units;
  int shown = s->pictures + s->players > 0;
  if ((*why = consent_wall(pg, b, s, words)) != NULL) return KIND_CONSENT;
  if ((*why = login_wall(s, words, page)) != NULL) return KIND_LOGIN;
  *why = "it shows next to nothing and asks for JavaScript";
  if (words < NEXT_TO_NOTHING && page < LITTLE_SHOWN && s->scripts > 0 && wants_scripts(pg))
    return KIND_SCRIPT;
  *why = "its heading says that something is not found, or has a status such as 404, and it has few words";
  if (words < FEW_WORDS && !s->says_article && !has_own_text(s) && is_error(pg, title, words))
    return KIND_ERROR;
  *why = "an element named a pay wall, and not a word of the article";
  if (words < NOTHING && s->paywall > 0 && !s->says_article) return KIND_PAY;
  if ((*why = video(s, words)) != NULL) return KIND_VIDEO;
  if ((*why = gallery(s, words)) != NULL) return KIND_GALLERY;
  if (!s->says_article && !has_own_text(s) && s->teasers >= 2 && (*why = search(pg, s)) != NULL)
    return KIND_SEARCH;
  if ((*why = listing(pg, b, s, words)) != NULL) return search(pg, s) != NULL ? KIND_SEARCH : KIND_LISTING;
  *why = "not a word, picture or player";
  if (words == 0 && !shown && !s->says_article) return KIND_EMPTY;
  *why = s->says_article ? "OpenGraph or schema.org calls it one, and nothing speaks against it"
                         : "nothing speaks against it";
  return KIND_ARTICLE;
}

const char *kind_name(enum page_kind kind) {
  switch (kind) {
  case KIND_LISTING: return "listing";
  case KIND_SEARCH: return "search";
  case KIND_GALLERY: return "gallery";
  case KIND_VIDEO: return "video";
  case KIND_LOGIN: return "login-wall";
  case KIND_PAY: return "pay-wall";
  case KIND_CONSENT: return "consent-wall";
  case KIND_ERROR: return "error";
  case KIND_SCRIPT: return "needs-script";
  case KIND_EMPTY: return "empty";
  case KIND_ARTICLE: break;
  }
  return NULL;
}
