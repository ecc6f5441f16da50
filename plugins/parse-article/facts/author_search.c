/* author_search.c - elements that name an author, by what they are and what they are called; see author_search.h.  Texts are
 * the call's; nothing can fail. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

#include "author_search.h"

enum { MAX_BYLINE_UNITS = 160, ADDRESS_NODES = 200, MAX_PIECES = 40 };

struct tdg_str author_line_text(const struct page *pg, const struct line *l) {
  struct tdg_buf b = tdg_buf_make(pg->call, 400);
  for (uint32_t k = l->first; k < l->last && b.n < 200; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT) tdg_buf_add(&b, pg->src.p + n->at, n->len < 200 ? n->len : 0);
  }
  return str_spaces(pg->call, tdg_html_unescape(pg->call, tdg_buf_get(&b), 0), 1);
}

/* Boxes around the headline as well are no junk, whatever they are called. */
int author_in_junk(const struct page *pg, uint32_t i, uint32_t h1) {
  for (uint32_t steps = 0; i > 0 && steps < 40; i = pg->node[i].parent, steps++) {
    if (h1 > i && h1 < pg->node[i].end) return 0;
    if ((pg->node[i].names & (N_COMMENT | N_RELATED)) != 0 || pg->node[i].tag == TDG_HTML_NAV) return 1;
    if (pg->node[i].tag == TDG_HTML_FOOTER && pg->node[pg->node[i].parent].tag == TDG_HTML_BODY) return 1;
  }
  return 0;
}

int author_is_link(struct tdg_str href) {
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

static int starts_with_by(struct tdg_str s) {
  struct tdg_str rest;
  return tdg_author_label(s, &rest) && rest.n > 0;
}

enum author_text author_text_kind(const struct authors *a, uint32_t i, struct tdg_str *name) {
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
 * with a label counts, else the first of all when it is a person's name.  A text that stands between them makes one sentence of them. */
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
    if (tdg_author_label(s, &rest) && rest.n > 0) author_add_list(a, s, tdg_str_of(""));
  }
  for (uint32_t k = i + 1; k < end && a->n == before; k = pg->node[k].end) {
    struct tdg_str s = node_text(pg, k, 200);
    if (pg->node[k].tag == TDG_HTML_TEXT || pg->node[k].units == 0) continue;
    if (tdg_author_is_person(s)) author_add_list(a, s, tdg_str_of(""));
    return; /* what stands behind: an office, a date, "No Comments" */
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
    if (pg->node[l->node].end - l->node < MAX_PIECES) add_pieces(a, l->node);
    if (a->n > before) return;
    s = author_line_text(pg, l);
    if (tdg_author_is_office(s) || !(tdg_author_is_person(s) || tdg_author_label(s, &rest))) continue;
    if (tdg_date_find(s.p, s.n, &a->hint, &date, &start, &stop) == 0) continue;
    author_add_list(a, s, tdg_str_of(""));
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
    if (author_is_link(href) || (pg->node[k].names & N_AUTHOR) != 0)
      author_add_list(a, node_text(pg, k, 200), href);
  }
  for (uint32_t k = i + 1; k < pg->node[i].end && a->n == before; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT || (n->names & N_AUTHOR) == 0 || n->units == 0 ||
        n->units >= pg->node[i].units)
      continue;
    author_add_list(a, node_text(pg, k, 200), tdg_str_of(""));
  }
  if (a->n == before && (pg->node[i].flags & F_HAS_BLOCK) != 0) add_lines(a, i);
  if (a->n == before && (pg->node[i].flags & F_HAS_BLOCK) == 0) add_pieces(a, i);
  if (a->n == before && pg->node[i].units <= MAX_BYLINE_UNITS)
    author_add_list(a, node_text(pg, i, 300), tdg_str_of(""));
  for (uint32_t k = i + 1; k < pg->node[i].end && a->n == before; k++) {
    struct tdg_str name;
    if (pg->node[k].tag == TDG_HTML_TEXT && author_text_kind(a, k, &name) == TEXT_PERSON)
      author_add(a, name, tdg_str_of(""));
  }
}

/* Near the headline an <address> is a byline, elsewhere a house. */
static int is_near_address(const struct authors *a, uint32_t i) {
  return a->pg->node[i].tag == TDG_HTML_ADDRESS && a->h1 > 0 && i < a->h1 + ADDRESS_NODES;
}

static int matches(const struct authors *a, uint32_t i, enum author_way way) {
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
           author_is_link(node_attr(a->pg, i, TDG_ATTR_HREF));
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
void author_search(struct authors *a, uint32_t from, uint32_t to, enum author_way way) {
  uint32_t hits = 0, last = 0;
  a->shown = 1;
  for (uint32_t i = from; i < to && i < a->pg->n && hits < (a->one ? 1u : 8u); i++) {
    if (!matches(a, i, way) || author_in_junk(a->pg, i, a->h1)) continue;
    if (a->n > 0 && i > last + 40) break;
    if (a->n == 0) a->origin = (struct origin){.node = i};
    if (way == BY_REL || way == BY_LINK)
      author_add_list(a, node_text(a->pg, i, 200), node_attr_text(a->pg, i, TDG_ATTR_HREF));
    else add_byline(a, i);
    hits++;
    last = a->pg->node[i].end;
    if (way != BY_LINK && way != BY_REL) i = last - 1;
  }
  a->shown = 0;
  if (a->n > 0) a->origin.from = way == BY_ITEMPROP ? FROM_MICRODATA : FROM_VISIBLE;
}

void author_search_around(struct authors *a, uint32_t from, uint32_t to) {
  for (int way = BY_REL; way <= BY_WORD && a->n == 0; way++) author_search(a, from, to, (enum author_way)way);
}
