/* pdf_cells.c - lines that are several, cut at gaps: cells of a table and columns that come close to each other.
 *
 * A gap between two words is none of their line where cells or lines below or above it begin, or where it is wider than the line's
 * spaces in rows that begin alike.  Nothing here can fail.
 */
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>

#include "pdf.h"

#include <math.h>

enum { MAX_STARTS = 24, MAX_CELL_WORDS = 6, MIN_ALIGNED = 3 };

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

/* Where words of a row may begin a cell: its lines, and the gaps in them. */
struct starts {
  size_t n;
  struct {
    double x;
    struct tdg_str text; /* from there to the end of the line */
    int line;            /* a line begins there */
  } v[MAX_STARTS];
};

static void add_start(struct starts *s, double x, struct tdg_str text, int line) {
  struct tdg_line word = {.s = tdg_str_trim(text)};
  if (s->n == MAX_STARTS || word.s.n == 0) return;
  text = word.s;
  word.s.n = word.s.n < 40 ? word.s.n : 40;
  tdg_line_measure(&word);
  if (word.start == TDG_STARTS_LOWER || word.start == TDG_STARTS_DIGIT) return;
  size_t at = s->n++;
  for (; at > 0 && s->v[at - 1].x > x; at--) s->v[at] = s->v[at - 1];
  s->v[at].x = x, s->v[at].line = line, s->v[at].text = text;
}

/* Of the lines that stand beside l. */
static void find_starts(const struct pdf_line *v, size_t n, const struct pdf_line *l, struct starts *s) {
  s->n = 0;
  for (size_t i = 0; i < n; i++) {
    if (fabs(v[i].y1 - l->y1) >= 0.6 * l->size || fabs(v[i].size - l->size) > 0.8) continue;
    add_start(s, v[i].x0, v[i].text, 1);
    for (size_t k = 0; k < v[i].n_cuts; k++)
      add_start(s, v[i].cut[k].x0,
                (struct tdg_str){v[i].text.p + v[i].cut[k].text, v[i].text.n - v[i].cut[k].text}, 0);
  }
}

/* The line of the next row above, below it; NULL: none is near. */
static const struct pdf_line *next_row(const struct pdf_line *v, size_t n, const struct pdf_line *l,
                                       int below) {
  const struct pdf_line *next = NULL;
  for (size_t i = 0; i < n; i++) {
    const double away = below ? v[i].y1 - l->y1 : l->y1 - v[i].y1;
    if (away < 0.6 * l->size || away > 2 * (l->y1 - l->y0) || fabs(v[i].size - l->size) > 0.8) continue;
    if (next == NULL || away < fabs(next->y1 - l->y1)) next = &v[i];
  }
  return next;
}

/* The bytes from one start to another in the same line; 0: they are of two. */
static size_t between(struct tdg_str from, struct tdg_str to) {
  return to.p > from.p && to.p < from.p + from.n ? (size_t)(to.p - from.p) : 0;
}

static size_t words_before(struct tdg_str text, struct tdg_str next) {
  const size_t n = between(text, next) > 0 ? between(text, next) : text.n;
  size_t words = 1;
  for (size_t i = 0; i + 1 < n; i++) words += text.p[i] == ' ';
  return words;
}

/* Rows of names and offices whose cells come as close as words: cells of this row begin, each with a capital and no longer than a few
 * words, exactly where cells of the next row do, and the gap is before one of them.  Three of them, or two of which the other row has
 * a line of its own; words of a text hardly ever stand so. */
static int is_gap_of_grid(const struct pdf_line *l, size_t c, const struct pdf_line *v, size_t n, int below) {
  struct starts own, other;
  const struct pdf_line *o = next_row(v, n, l, below);
  struct tdg_str cell[2][MAX_STARTS];
  size_t cells = 0, at = 0, aligned = 0;
  if (o == NULL) return 0;
  find_starts(v, n, l, &own);
  find_starts(v, n, o, &other);
  for (size_t i = 0; i < own.n; i++)
    for (size_t k = 0; k < other.n; k++) {
      if (fabs(own.v[i].x - other.v[k].x) >= 0.05 || cells == MAX_STARTS) continue;
      if (cells > 0) { /* behind the same words no start of its own */
        const size_t same = between(cell[0][cells - 1], own.v[i].text);
        if (same > 0 && same == between(cell[1][cells - 1], other.v[k].text) &&
            memcmp(cell[0][cells - 1].p, cell[1][cells - 1].p, same) == 0)
          break;
      }
      cell[0][cells] = own.v[i].text, cell[1][cells++] = other.v[k].text;
      at += own.v[i].x == l->cut[c].x0;
      aligned += !own.v[i].line && other.v[k].line ? 2 : 1;
      break;
    }
  if (aligned < MIN_ALIGNED || at == 0) return 0;
  for (size_t i = 0; i < cells; i++)
    for (int row = 0; row < 2; row++)
      if (words_before(cell[row][i], i + 1 < cells ? cell[row][i + 1] : (struct tdg_str){"", 0}) >
          MAX_CELL_WORDS)
        return 0;
  return 1;
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
  if (is_gap_of_grid(l, c, v, n, 1) || is_gap_of_grid(l, c, v, n, 0)) return 1;
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

/* Does a cell begin behind the gap?  rest: the lines that are of no table; cuts: pdf_heads */
static int is_cut(const struct pdf *p, const struct pdf_line *l, size_t c, unsigned cuts,
                  const struct pdf_line *rest, size_t n) {
  if (l->table > 0) return cuts >> c & 1;
  return !l->joined && is_gap_of_cells(p, l, c, rest, n);
}

size_t pdf_cells(struct pdf *p, struct pdf_line *v, size_t n, struct pdf_line *out) {
  unsigned *cuts = tdg_scratch(p->call, (n + 1) * sizeof *cuts);
  struct pdf_line *rest = tdg_scratch(p->call, (n + 1) * sizeof *rest);
  size_t m = 0, others = 0;
  if (n <= PDF_MAX_PER_PAGE) pdf_heads(p, v, n, cuts);
  for (size_t i = 0; i < n; i++)
    if (v[i].table == 0) {
      rest[others] = v[i];
      if (v[i].joined) rest[others].n_cuts = 0;
      others++;
    }
  for (size_t i = 0; i < n; i++) {
    const struct pdf_cut *before = NULL;
    for (size_t c = 0; c < v[i].n_cuts && n <= PDF_MAX_PER_PAGE; c++) {
      if (!is_cut(p, &v[i], c, cuts[i], rest, others)) continue;
      out[m++] = piece(&v[i], before, &v[i].cut[c]);
      before = &v[i].cut[c];
    }
    out[m++] = piece(&v[i], before, NULL);
  }
  return m;
}
