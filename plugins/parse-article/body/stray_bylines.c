/* stray_bylines.c - lines above the first words that say nothing but the headline, who wrote it, or when.
 *
 * The model judges lines by their surroundings; on pages without names or elements of their own for bylines
 * there are none to judge by.  What such a line says is known here: the author the page names, a date that
 * can be read. */
#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/units.h>

#include "body.h"

enum { MAX_BYLINE = 60, MAX_BESIDES = 12 /* "By", "Autor:", "記者" */ };

static struct tdg_str line_text(const struct page *pg, const struct line *l) {
  struct tdg_buf b = tdg_buf_make(pg->call, 4 * MAX_BYLINE);
  for (uint32_t k = l->first; k < l->last; k++) {
    const struct tdg_node *n = &pg->node[k];
    struct tdg_str s;
    if (n->tag != TDG_HTML_TEXT || (n->flags & (F_SPACE | F_SKIP | F_HIDDEN)) != 0) continue;
    s = source_text(pg, n->at, n->len);
    if (b.n > 0) tdg_buf_char(&b, ' ');
    if (b.n + s.n < 4 * MAX_BYLINE) tdg_buf_add(&b, s.p, s.n);
  }
  return tdg_str_trim(tdg_buf_get(&b));
}

/* A name with a word beside it; the name alone may be the first line of a report. */
static int is_byline(struct tdg_str text, struct tdg_str author) {
  uint32_t besides;
  if (author.n < 4 || memmem(text.p, text.n, author.p, author.n) == NULL) return 0;
  besides = tdg_units(text.p, text.n) - tdg_units(author.p, author.n);
  for (size_t i = 0; i < text.n; i++)
    besides -= text.p[i] >= '0' && text.p[i] <= '9' && besides > 0; /* with its date */
  return besides >= 1 && besides <= MAX_BESIDES;
}

static int is_date(struct tdg_str text) {
  static const struct tdg_date_hint any = {.order = TDG_ORDER_DMY};
  struct tdg_date d;
  return text.n >= 6 && tdg_date_parse(text.p, text.n, &any, &d) == 0 && d.precision >= TDG_DATE_DAY;
}

void stray_bylines_cut(struct page *pg, const struct body *b, const struct hints *h) {
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    struct tdg_str text;
    if (l->dropped) continue;
    if (l->kind == TDG_HEADING) {
      if (l->level == 1 && str_same_folded(pg->call, line_text(pg, l), h->title)) line_drop(l, WHY_HEADLINE);
      continue;
    }
    if (l->units >= MAX_BYLINE) return;
    text = line_text(pg, l);
    if (is_byline(text, h->author) || is_date(text)) line_drop(l, WHY_BYLINE);
  }
}
