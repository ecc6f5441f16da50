/* pdf_cells.c - lines that are several, cut at gaps: cells of a table and columns that come close to each other.
 *
 * A gap between two words is none of their line where cells or lines below or above it begin, or where it is wider than the line's
 * spaces in rows that begin alike.  Nothing here can fail.
 */
#include <tidings/kit/str.h>

#include "pdf.h"

#include <math.h>

static double gap_of(const struct pdf_cut *c) { return c->x0 - c->x1; }

/* A gap that is no space of its line, which has narrower ones. */
static int is_no_space(const struct pdf_line *l, size_t c) {
  for (size_t k = 0; k < l->n_cuts; k++)
    if (gap_of(&l->cut[c]) > 2 * gap_of(&l->cut[k])) return 1;
  return 0;
}

/* Short lines that begin alike, one below the other: rows, in one of which the cell at the gap leaves room before the next. */
static int is_gap_of_rows(const struct pdf *p, const struct pdf_line *l, size_t c, const struct pdf_line *o) {
  const double most = 0.75 * p->widths[l->page];
  if (fabs(o->x0 - l->x0) > 1 || o->x1 > most || l->x1 > most || fabs(o->size - l->size) > 0.8 ||
      fabs(o->y1 - l->y1) > 2 * (l->y1 - l->y0))
    return 0;
  for (size_t k = 0; k < o->n_cuts; k++)
    if (fabs(o->cut[k].x0 - l->cut[c].x0) < 0.4 && (is_no_space(l, c) || is_no_space(o, k))) return 1;
  return 0;
}

/* A line that has a gap where other lines nearby begin is two: cells whose texts come close to each other.  That others have
 * gaps there as well speaks for it, wide ones most; and that lines of the whole page begin there: a column. */
static int is_gap_of_cells(const struct pdf *p, const struct pdf_line *l, size_t c, const struct pdf_line *v,
                           size_t n) {
  const struct pdf_cut *cut = &l->cut[c];
  const int wide = c == l->widest && gap_of(cut) > 0.5 * l->size;
  int begin = 0, pass = 0, wider = 0, column = 0;
  for (size_t i = 0; i < n && cut->x0 >= l->x0 + 20; i++) {
    const double away = fabs(v[i].y1 - l->y1);
    if (away < 0.6 * l->size) continue;
    if (is_gap_of_rows(p, l, c, &v[i])) return 1;
    column += v[i].x0 > cut->x1 + 2 && v[i].x0 < cut->x0 + 0.4;
    if (away > 4 * (l->y1 - l->y0) || (c != l->widest && fabs(v[i].size - l->size) > 0.8)) continue;
    begin += v[i].x0 >= l->x0 + 20 && fabs(v[i].x0 - cut->x0) < (wide ? 2.5 : 0.8);
    for (size_t k = 0; k < v[i].n_cuts; k++) {
      if (fabs(v[i].cut[k].x0 - cut->x0) >= 0.4) continue;
      pass++;
      wider += gap_of(&v[i].cut[k]) > 0.5 * v[i].size;
    }
  }
  if (column >= 4 && gap_of(cut) > 0.45 * l->size && cut->x0 - l->x0 > 0.2 * p->widths[l->page]) return 1;
  if (begin > 0 && wide) return 1;
  return begin + (begin > 0 && pass > 1 ? pass / 2 : 0) >= 2 ||
         (begin + pass > 1 && begin + wider + wide > 1);
}

/* How the characters of a piece are set: all of the line but those before and behind. */
static void measure(struct pdf_line *l, const struct pdf_line *whole, const struct pdf_cut *before,
                    const struct pdf_cut *end) {
  static const struct pdf_cut none;
  const struct pdf_cut from = before != NULL ? *before : none;
  struct pdf_cut to = {.size_sum = whole->size * (double)whole->chars,
                       .chars = whole->chars,
                       .bold = whole->bold_chars,
                       .letters = whole->letters,
                       .linked = whole->linked};
  if (end != NULL) to = *end;
  l->chars = to.chars - from.chars;
  if (l->chars > 0) l->size = (to.size_sum - from.size_sum) / (double)l->chars;
  l->bold_chars = to.bold - from.bold;
  l->bold = 2 * l->bold_chars > l->chars;
  l->letters = to.letters - from.letters;
  l->linked = to.linked - from.linked;
  l->y0 = fmax(l->y0, l->y1 - 1.3 * l->size);
}

/* The piece of the line from one gap to another one; NULL: its beginning, its end. */
static struct pdf_line piece(const struct pdf_line *whole, const struct pdf_cut *before,
                             const struct pdf_cut *end) {
  struct pdf_line l = *whole;
  const size_t text = before != NULL ? before->text : 0, html = before != NULL ? before->html : 0;
  if (before != NULL) l.x0 = before->x0;
  if (end != NULL) l.x1 = end->x1;
  l.text =
      tdg_str_trim((struct tdg_str){whole->text.p + text, (end != NULL ? end->text : whole->text.n) - text});
  l.html =
      tdg_str_trim((struct tdg_str){whole->html.p + html, (end != NULL ? end->html : whole->html.n) - html});
  if (before != NULL || end != NULL) measure(&l, whole, before, end);
  return l;
}

size_t pdf_cells(struct pdf *p, const struct pdf_line *v, size_t n, struct pdf_line *out) {
  size_t m = 0;
  for (size_t i = 0; i < n; i++) {
    const struct pdf_cut *before = NULL;
    for (size_t c = 0; c < v[i].n_cuts && n <= PDF_MAX_PER_PAGE; c++) {
      if (!is_gap_of_cells(p, &v[i], c, v, n)) continue;
      out[m++] = piece(&v[i], before, &v[i].cut[c]);
      before = &v[i].cut[c];
    }
    out[m++] = piece(&v[i], before, NULL);
  }
  return m;
}
