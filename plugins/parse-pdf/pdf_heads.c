/* pdf_heads.c - the cells under the heads of a table, where they come as close to each other as words.
 *
 * The heads stand apart, and tell where the columns are: a column begins where its head does, or as far before the middle of its
 * head as its widest cell ends behind it, and in its rows words begin exactly there.  Such rows have figures; names and
 * offices of signatures are left to pdf_cells.  Nothing here can fail.
 */
#include <tidings/kit/str.h>

#include "pdf.h"

#include <math.h>

enum { MAX_TABLE_ROWS = 40, MAX_HEAD_WORDS = 4 };
#define HEAD_GAP 0.5 /* of the size: more than between two words */
#define EDGE 0.5     /* points: how exactly a column begins */

struct word {
  double x0, x1;
  size_t line;
  int cut; /* the gap before it; -1: it begins the line */
  int figure;
};
struct head {
  double x0, x1;
};
struct heads {
  struct pdf_line *v;
  struct word *word;
  struct pdf_row *row; /* from, to: words */
  size_t n_rows;
  struct head head[PDF_MAX_COLUMNS];
  size_t n;
  size_t
      begin[MAX_TABLE_ROWS]
           [PDF_MAX_COLUMNS]; /* of each row the word that begins the cell; where it ends, if it is empty */
};

static void add_words(struct word *word, size_t *n, const struct pdf_line *l, size_t line) {
  for (size_t k = 0; k <= l->n_cuts; k++) {
    size_t at = k > 0 ? l->cut[k - 1].text : 0;
    while (at < l->text.n && l->text.p[at] == ' ') at++;
    word[(*n)++] = (struct word){k > 0 ? l->cut[k - 1].x0 : l->x0, k < l->n_cuts ? l->cut[k].x1 : l->x1, line,
                                 (int)k - 1, at < l->text.n && tdg_is_digit(l->text.p[at])};
  }
}

static double size_of(const struct heads *h, size_t r) { return h->v[h->word[h->row[r].from].line].size; }

/* The cells of a row that stand apart: perhaps heads. */
static int find_heads(struct heads *h, size_t r) {
  size_t words = 0;
  h->n = 0;
  for (size_t i = h->row[r].from; i < h->row[r].to; i++) {
    const struct word *w = &h->word[i];
    if (h->n > 0 && w->x0 - h->head[h->n - 1].x1 <= HEAD_GAP * size_of(h, r)) {
      if (++words > MAX_HEAD_WORDS) return 0;
      h->head[h->n - 1].x1 = w->x1;
      continue;
    }
    if (h->n == PDF_MAX_COLUMNS) return 0;
    words = 1;
    h->head[h->n++] = (struct head){w->x0, w->x1};
  }
  return h->n >= 2;
}

/* The cells of column k, if it begins at x; end: where the next column begins. */
static int begins_at(struct heads *h, size_t first, size_t n, size_t k, double x) {
  size_t filled = 0;
  if (x <= h->head[k - 1].x1) return 0;
  for (size_t r = 0; r < n; r++) {
    const struct pdf_row *row = &h->row[first + r];
    const size_t end = k + 1 < h->n ? h->begin[r][k + 1] : row->to;
    size_t i = end;
    while (i > row->from && h->word[i - 1].x0 > x - EDGE) i--;
    if (i < end && fabs(h->word[i].x0 - x) > EDGE) return 0;
    if (i > row->from && h->word[i - 1].x1 > x) return 0;
    filled += i < end;
    h->begin[r][k] = i;
  }
  return filled * 2 > n;
}

static int find_column(struct heads *h, size_t first, size_t n, size_t k) {
  double right = 0;
  for (size_t r = 0; r < n; r++) {
    const struct pdf_row *row = &h->row[first + r];
    const size_t end = k + 1 < h->n ? h->begin[r][k + 1] : row->to;
    if (end > row->from) right = fmax(right, h->word[end - 1].x1);
  }
  if (k + 1 < h->n && right >= h->head[k + 1].x0) return 0;
  return begins_at(h, first, n, k, h->head[k].x0 + h->head[k].x1 - right) ||
         begins_at(h, first, n, k, h->head[k].x0);
}

static int is_table(struct heads *h, size_t first, size_t n) {
  size_t figures = 0;
  if (n < 2 && h->n < 3) return 0;
  for (size_t k = h->n - 1; k > 0; k--)
    if (!find_column(h, first, n, k)) return 0;
  if (h->begin[n - 1][1] == h->row[first + n - 1].to) return 0; /* a line below it */
  for (size_t r = 0; r < n; r++) {
    int figure = 0;
    for (size_t i = h->begin[r][1]; i < h->row[first + r].to; i++) figure |= h->word[i].figure;
    figures += (size_t)figure;
  }
  return figures * 2 >= n;
}

/* The rows under the heads, next to each other, of their size. */
static size_t rows_below(const struct heads *h, size_t r) {
  size_t n = 0;
  for (size_t k = r + 1; k < h->n_rows && n < MAX_TABLE_ROWS; k++, n++)
    if (h->row[k].y0 - h->row[k - 1].y1 > h->row[r].y1 - h->row[r].y0 ||
        fabs(size_of(h, k) - size_of(h, r)) > 0.8)
      break;
  return n;
}

static void cut_before(const struct heads *h, size_t i, unsigned *cuts) {
  if (h->word[i].cut >= 0) cuts[h->word[i].line] |= 1u << h->word[i].cut;
}

static void cut_table(const struct heads *h, size_t at, size_t n, int table, unsigned *cuts) {
  for (size_t i = h->row[at].from; i < h->row[at + n].to; i++) h->v[h->word[i].line].table = table;
  for (size_t i = h->row[at].from; i < h->row[at].to; i++)
    for (size_t k = 1; k < h->n; k++)
      if (h->word[i].x0 == h->head[k].x0) cut_before(h, i, cuts);
  for (size_t r = 0; r < n; r++)
    for (size_t k = 1; k < h->n; k++)
      if (h->begin[r][k] < h->row[at + 1 + r].to) cut_before(h, h->begin[r][k], cuts);
}

void pdf_heads(struct pdf *p, struct pdf_line *v, size_t n, unsigned *cuts) {
  struct heads *h = tdg_scratch(p->call, sizeof *h);
  size_t words = n, at = 0;
  int tables = 0;
  for (size_t i = 0; i < n; i++) words += v[i].n_cuts;
  h->v = v;
  h->word = tdg_scratch(p->call, (words + 1) * sizeof *h->word);
  h->row = tdg_scratch(p->call, (n + 1) * sizeof *h->row);
  h->n_rows = pdf_rows(v, n, h->row);
  for (size_t r = 0; r < h->n_rows; r++) {
    const struct pdf_row lines = h->row[r];
    h->row[r].from = at;
    for (size_t i = lines.from; i < lines.to; i++) add_words(h->word, &at, &v[i], i);
    h->row[r].to = at;
  }
  for (size_t r = 0; r + 1 < h->n_rows; r++) {
    if (!find_heads(h, r)) continue;
    size_t rows = rows_below(h, r);
    while (rows > 0 && !is_table(h, r + 1, rows)) rows--;
    if (rows > 0) cut_table(h, r, rows, ++tables, cuts);
    r += rows;
  }
}
