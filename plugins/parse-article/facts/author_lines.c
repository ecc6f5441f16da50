/* author_lines.c - names in the lines of a page: beside a date, behind a label, below the headline, at the end; see
 * author_search.h.  Texts are the call's; nothing can fail. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/units.h>

#include "author_search.h"

enum { BEHIND_NODES = 400, LAST_LINES = 4, MAX_TRIES = 24, LINES_BELOW = 4 };

/* A link of the same words that leads to no author: a section. */
static int is_section(const struct page *pg, struct tdg_str s) {
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_str t;
    if (pg->node[i].tag != TDG_HTML_A || pg->node[i].units != tdg_units(s.p, s.n)) continue;
    t = node_text(pg, i, 100);
    if (tdg_str_same(t, s) && !author_is_link(node_attr(pg, i, TDG_ATTR_HREF))) return 1;
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
  if (!is_section(a->pg, name) && !is_in_title(a, name)) author_add(a, name, tdg_str_of(""));
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
void author_beside_date(struct authors *a, uint32_t from, uint32_t to) {
  struct page *pg = a->pg;
  struct run r = {0};
  for (uint32_t i = from; i < to && i < pg->n && a->n == 0; i++) {
    const struct tdg_node *n = &pg->node[i];
    struct tdg_str name = {"", 0};
    enum author_text kind;
    if (n->tag != TDG_HTML_TEXT) {
      if ((n->flags & (F_SKIP | F_HIDDEN)) != 0 || (n->tag >= TDG_HTML_H1 && n->tag <= TDG_HTML_H6))
        i = n->end - 1;
      continue;
    }
    kind = (n->flags & F_SPACE) != 0 ? TEXT_SIGNS : author_text_kind(a, i, &name);
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
void author_after_label(struct authors *a, uint32_t from, uint32_t to) {
  struct page *pg = a->pg;
  struct tdg_str rest;
  for (uint32_t i = 0; i + 1 < pg->n_lines && a->n == 0; i++) {
    const struct line *l = &pg->line[i], *next = &pg->line[i + 1];
    if (l->first < from || l->units > 24 || next->units > 60) continue;
    if (l->first >= to) break;
    if (!tdg_author_label(author_line_text(pg, l), &rest) || rest.n > 0) continue;
    rest = author_line_text(pg, next);
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
void author_behind(struct authors *a, uint32_t last) {
  struct page *pg = a->pg;
  struct tdg_str s, rest;
  for (uint32_t i = last_lines(pg, last); i < pg->n_lines && last > 0 && a->n == 0; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_author_names b;
    if (l->units > MAX_NAME_UNITS || author_in_junk(pg, l->node, a->h1)) continue;
    if (l->first >= last + BEHIND_NODES) break;
    s = author_line_text(pg, l);
    if (!tdg_author_label(s, &rest)) continue;
    if (rest.n == 0 && i + 1 < pg->n_lines && pg->line[i + 1].units <= MAX_NAME_UNITS)
      rest = author_line_text(pg, &pg->line[i + 1]);
    tdg_author_names_read(rest, &b);
    for (size_t k = 0; k < b.n; k++)
      if (tdg_author_is_person(b.name[k])) author_add(a, b.name[k], tdg_str_of(""));
    if (a->n > 0) a->origin = (struct origin){.from = FROM_VISIBLE, .node = l->node};
  }
}

static int stands_again(const struct page *pg, uint32_t line, struct tdg_str s) {
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    struct tdg_str t;
    if (i == line || pg->line[i].units != pg->line[line].units || pg->line[i].kind == TDG_CAPTION_TEXT)
      continue;
    t = author_line_text(pg, &pg->line[i]);
    if (tdg_str_same(t, s)) return 1;
  }
  return 0;
}

/* A person's name in a line of its own right below the headline, and again in another: a box about the
 * writer. */
void author_below_headline(struct authors *a) {
  struct page *pg = a->pg;
  uint32_t looked = 0;
  for (uint32_t i = 0; i < pg->n_lines && looked < LINES_BELOW && a->n == 0; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str s;
    if (a->h1 == 0 || l->first < pg->node[a->h1].end) continue;
    looked++;
    if (l->units > 40 || l->links > 0 || l->kind == TDG_HEADING) continue;
    s = author_line_text(pg, l);
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
void author_signature(struct authors *a, const struct body *b) {
  struct page *pg = a->pg;
  uint32_t last = b->last;
  while (last > b->first && pg->line[last - 1].dropped) last--;
  for (uint32_t i = last > b->first ? last - 1 : b->last; i < b->last && i < last + 2 && a->n == 0; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str s;
    if (l->kind != TDG_PARAGRAPH || l->units > 40 || l->links > 0 || !is_to_the_right(pg, l)) continue;
    s = author_line_text(pg, l);
    if (tdg_author_is_person(s)) add_plain(a, s, l->node);
  }
}
