/* pdf_order.c - lines in the order in which one reads, without what stands on every page.
 *
 * What repeats in the margins of the pages, and numbers of pages there, is left out.  The rest of a page is taken row by row:
 * rows that leave one stripe of the page free all the way down are a band of columns, which are read one after the other, or a
 * table, which is read in rows.
 */
#include <tidings/kit/str.h>

#include "pdf.h"

#include <math.h>
#include <stdlib.h>

#define MARGIN 0.1     /* of the height of a page: where headers and footers are */
#define MIN_GUTTER 2.5 /* points: lines are cut where more speaks for it */
#define MAX_INDENT 6   /* letters */
#define FAR 1.2        /* lines: a gap that is not of one text */
enum { MAX_CARRIED = 3, MAX_NESTED = 3, MAX_TRIED = 200, MAX_GRID_ROWS = 8, MIN_ESTABLISHED = 6 };

struct stripe {
  double from, to;
};
struct band {
  struct pdf *p;
  struct pdf_line *v; /* of the page */
  const struct pdf_row *row;
  size_t from, to; /* rows */
  struct stripe free[PDF_MAX_COLUMNS + 1];
  size_t n;
  double left, right;
  int depth; /* of the columns that it stands in */
};
struct order {
  struct pdf *p;
  struct pdf_line *out;
  size_t n;
  int column, rows;
};

/* ---- what stands on every page ---- */

static int in_margin(const struct pdf *p, const struct pdf_line *l) {
  const double h = p->heights[l->page];
  return l->y1 < MARGIN * h ? 1 : l->y0 > (1 - MARGIN) * h ? 2 : 0;
}

/* Equal but for figures. */
static int same_furniture(struct tdg_str a, struct tdg_str b) {
  size_t i = 0, k = 0;
  while (i < a.n && k < b.n) {
    if (tdg_is_digit(a.p[i]) && tdg_is_digit(b.p[k])) {
      while (i < a.n && tdg_is_digit(a.p[i])) i++;
      while (k < b.n && tdg_is_digit(b.p[k])) k++;
    } else if (a.p[i++] != b.p[k++]) {
      return 0;
    }
  }
  return i == a.n && k == b.n;
}

/* "7", "- 7 -", "Page 7 of 9", "7/9": the first number is that of the page, and there are few letters. */
static int is_page_number(const struct pdf *p, const struct pdf_line *l) {
  size_t i = 0, letters = 0;
  const struct tdg_str s = l->text;
  if (s.n > 40) return 0;
  for (size_t k = 0; k < s.n; k++) letters += tdg_is_letter(s.p[k]) || (unsigned char)s.p[k] >= 0xC0;
  while (i < s.n && !tdg_is_digit(s.p[i])) i++;
  if (i == s.n || letters > 14) return 0;
  const int no = atoi(s.p + i);
  return letters == 0 ? s.n <= 9 && (no == l->page + 1 || (p->n_pages > 1 && no < 2000)) : no == l->page + 1;
}

static int is_repeated(const struct pdf *p, size_t at, const size_t *margin, size_t n) {
  const struct pdf_line *l = &p->v[at];
  int pages = 1;
  for (size_t i = 0; i < n; i++) {
    const struct pdf_line *o = &p->v[margin[i]];
    if (o->page == l->page || in_margin(p, o) != in_margin(p, l) || fabs(o->y0 - l->y0) > 6) continue;
    pages += same_furniture(o->text, l->text);
    if (pages > 2 || (pages == 2 && p->n_pages < 5)) return 1;
  }
  return 0;
}

/* Of a single page nothing repeats: what is set small above all text is its header. */
static int is_small_head(const struct pdf *p, const struct pdf_line *l) {
  if (p->n_pages > 1 || in_margin(p, l) != 1 || l->size > PDF_SMALL * p->body_size) return 0;
  for (size_t i = 0; i < p->n; i++)
    if (p->v[i].y0 < l->y0 - 1) return 0;
  return 1;
}

/* What a browser prints above each page: the day and the time, "11/29/26, 11:38 PM". */
static int is_print_time(const struct pdf *p, const struct pdf_line *l) {
  const struct tdg_str s = l->text;
  size_t digits = 0, times = 0;
  if (!p->browser || in_margin(p, l) != 1 || s.n > 28 || s.n < 10 || !tdg_is_digit(s.p[0])) return 0;
  for (size_t i = 0; i < s.n; i++) {
    digits += (size_t)tdg_is_digit(s.p[i]);
    times += (size_t)(i > 0 && i + 1 < s.n && s.p[i] == ':' && tdg_is_digit(s.p[i - 1]) &&
                      tdg_is_digit(s.p[i + 1]));
  }
  return times > 0 && digits >= 6 && memchr(s.p, ',', s.n) != NULL;
}

/* What a browser prints below the page of one: its address. */
static int is_address(const struct pdf *p, const struct pdf_line *l) {
  const struct tdg_str s = l->text;
  if (l->size > PDF_SMALL * p->body_size || memchr(s.p, ' ', s.n) != NULL) return 0;
  return memmem(s.p, s.n, "://", 3) != NULL || tdg_nocase_starts(s, "www.");
}

static void drop_furniture(struct pdf *p) {
  size_t n = 0, kept = 0, *margin = tdg_scratch(p->call, (p->n + 1) * sizeof *margin);
  char *drop = tdg_scratch(p->call, p->n + 1);
  for (size_t i = 0; i < p->n && n < PDF_MAX_PER_PAGE; i++)
    if (in_margin(p, &p->v[i])) margin[n++] = i;
  for (size_t k = 0; k < n; k++)
    drop[margin[k]] = (char)(is_page_number(p, &p->v[margin[k]]) || is_repeated(p, margin[k], margin, n) ||
                             is_small_head(p, &p->v[margin[k]]) || is_print_time(p, &p->v[margin[k]]) ||
                             is_address(p, &p->v[margin[k]]));
  for (size_t i = 0; i < p->n; i++)
    if (!drop[i]) p->v[kept++] = p->v[i];
  p->n = kept;
}

/* ---- bands ---- */

/* The stripes that stay free when the row is added; their number. */
static size_t free_with(const struct band *b, size_t r, struct stripe out[PDF_MAX_COLUMNS + 1]) {
  size_t n = 0;
  const struct pdf_row *row = &b->row[r];
  for (size_t k = 0; k < b->n; k++) {
    double from = b->free[k].from;
    for (size_t i = row->from; i <= row->to; i++) {
      const double begins = i < row->to ? b->v[i].x0 : b->right, ends = i < row->to ? b->v[i].x1 : b->right;
      const double to = fmin(begins, b->free[k].to);
      /* words of a heading in a column may stand far apart */
      const int words = b->depth > 0 && i > row->from && i < row->to && pdf_is_large(b->p, &b->v[i]);
      if (!words && to - from >= MIN_GUTTER && n <= PDF_MAX_COLUMNS) out[n++] = (struct stripe){from, to};
      from = fmax(from, ends);
      if (from >= b->free[k].to) break;
    }
  }
  return n;
}

static int stands_in(const struct band *b, size_t r, double from, double to) {
  for (size_t i = b->row[r].from; i < b->row[r].to; i++)
    if (b->v[i].x0 >= from - 1 && b->v[i].x1 <= to + 1) return 1;
  return 0;
}

/* Stripes with text on both sides, in at least two rows each. */
static void keep_gutters(struct band *b) {
  size_t n = 0;
  for (size_t k = 0; k < b->n; k++) {
    int left = 0, right = 0;
    for (size_t r = b->from; r < b->to; r++) {
      left += stands_in(b, r, b->left, b->free[k].from);
      right += stands_in(b, r, b->free[k].to, b->right);
    }
    if (left >= 2 && right >= 2 && n < PDF_MAX_COLUMNS - 1) b->free[n++] = b->free[k];
  }
  b->n = n;
}

/* Rows at the ends of a band that have text in one column only, and stand apart, are not of it. */
static void trim_band(struct band *b) {
  const double last = b->free[b->n - 1].to, first = b->free[0].from;
  const struct pdf_row *row = b->row;
  size_t top = b->from, low = b->to;
  while (top < b->to && !stands_in(b, top, last, b->right)) top++;
  while (low > top && !stands_in(b, low - 1, last, b->right)) low--;
  (void)first;
  for (size_t r = top; r > b->from; r--)
    if (row[r].y0 - row[r - 1].y1 > FAR * (row[r].y1 - row[r].y0) * 0.5) {
      b->from = r;
      break;
    }
  for (size_t r = low; r < b->to; r++)
    if (row[r].y0 - row[r - 1].y1 > FAR * (row[r].y1 - row[r].y0)) {
      b->to = r;
      break;
    }
}

static size_t column_of(const struct band *b, const struct pdf_line *l) {
  size_t k = 0;
  while (k < b->n && l->x0 >= b->free[k].from) k++;
  return k;
}

static int overlap(const struct stripe *free, double from, double to) {
  return fmin(free->to, to) - fmax(free->from, from) >= MIN_GUTTER;
}

/* Does a row leave this stripe between two of its lines? */
static int row_leaves(const struct band *b, size_t r, const struct stripe *free) {
  for (size_t i = b->row[r].from + 1; i < b->row[r].to; i++)
    if (overlap(free, b->v[i - 1].x1, b->v[i].x0)) return 1;
  return 0;
}

/* Do the row and the next one leave a gap between lines that the rows before do not leave?  Then something else begins.  A gap
 * in one row alone is one between words. */
static int has_other_gap(const struct band *b, size_t r, size_t rows, const struct stripe *free, size_t n) {
  for (size_t i = b->row[r].from + 1; i < b->row[r].to; i++) {
    const double from = b->v[i - 1].x1, to = b->v[i].x0;
    int known = to - from < MIN_GUTTER || pdf_is_large(b->p, &b->v[i]) || r + 1 >= rows ||
                !row_leaves(b, r + 1, &(struct stripe){from, to});
    for (size_t k = 0; k < n && !known; k++) known = overlap(&free[k], from, to);
    if (!known) return 1;
  }
  return 0;
}

/* Columns of many rows go on beside a table in one of them. */
static int is_established(const struct band *b, size_t r, const struct stripe *free, size_t n) {
  for (size_t k = 0; k < n; k++) {
    size_t both = 0;
    for (size_t i = b->from; i < r; i++)
      both += stands_in(b, i, b->left, free[k].from) && stands_in(b, i, free[k].to, b->right);
    if (both >= MIN_ESTABLISHED) return 1;
  }
  return 0;
}

/* Does the row end all stripes that have text on both sides? */
static int ends_gutters(const struct band *b, size_t r, const struct stripe *free, size_t n) {
  struct band before = *b;
  before.to = r;
  keep_gutters(&before);
  for (size_t i = 0; i < before.n; i++)
    for (size_t k = 0; k < n; k++)
      if (overlap(&free[k], before.free[i].from, before.free[i].to)) return 0;
  return before.n > 0;
}

/* The number of an entry of a list is none. */
static int has_figure(struct tdg_str s) {
  size_t i = 0;
  while (i < s.n && tdg_is_digit(s.p[i])) i++;
  if (i > 0 && i < s.n && s.p[i] != '.' && s.p[i] != ')') return 1;
  if (i > 0 && (i == s.n || (i + 1 < s.n && s.p[i + 1] != ' '))) return 1;
  for (; i < s.n; i++)
    if (tdg_is_digit(s.p[i])) return 1;
  return 0;
}

/* Cells are short and stand side by side; of two columns of words (signatures) each is read down. */
static int is_table(const struct band *b) {
  size_t together = 0, cells = 0, figures = 0;
  double filled = 0;
  for (size_t r = b->from; r < b->to; r++) {
    together += b->row[r].to - b->row[r].from > 1;
    for (size_t i = b->row[r].from; i < b->row[r].to; i++) {
      const size_t k = column_of(b, &b->v[i]);
      const double left = k > 0 ? b->free[k - 1].to : b->left, right = k < b->n ? b->free[k].from : b->right;
      cells++;
      filled += right > left ? (b->v[i].x1 - b->v[i].x0) / (right - left) : 1;
      figures += k > 0 && b->v[i].linked == 0 && has_figure(b->v[i].text);
    }
  }
  const size_t rows = b->to - b->from;
  if (together * 3 < rows * 2 || cells == 0) return 0;
  return figures * 2 >= rows && (b->n > 1 || filled / (double)cells <= 0.72);
}

/* A few words, and no part of a sentence. */
static int is_short(struct tdg_str s) {
  static const char *const open[] = {".", ";", "-", ":", "\xE2\x80\x90"};
  size_t spaces = 0;
  for (size_t k = 0; k < s.n; k++) spaces += s.p[k] == ' ';
  for (size_t k = 0; k < sizeof open / sizeof *open; k++)
    if (tdg_str_ends(s, open[k])) return 0;
  return spaces <= 5;
}

static struct tdg_str first_word(struct tdg_str s) {
  const char *space = memchr(s.p, ' ', s.n);
  if (space != NULL) s.n = (size_t)(space - s.p);
  return s;
}

/* Cells of a few words, none empty, more of which begin as the one above than as the one before: each row is of one person, with
 * the state and the office. */
static int is_by_rows(const struct band *b) {
  size_t above = 0, before = 0;
  if (b->n == 0 || b->to - b->from < 2 || b->to - b->from > MAX_GRID_ROWS) return 0;
  for (size_t r = b->from; r < b->to; r++) {
    if (b->row[r].to - b->row[r].from != b->n + 1) return 0;
    for (size_t i = b->row[r].from; i < b->row[r].to; i++) {
      const struct tdg_str word = first_word(b->v[i].text);
      const size_t k = i - b->row[r].from;
      if (column_of(b, &b->v[i]) != k || !is_short(b->v[i].text)) return 0;
      before += k > 0 && tdg_str_same(word, first_word(b->v[i - 1].text));
      above += r > b->from && tdg_str_same(word, first_word(b->v[b->row[r - 1].from + k].text));
    }
  }
  return above > before;
}

static void give(struct order *o, const struct pdf_line *l, double left, double right, int cell) {
  struct pdf_line *to = &o->out[o->n++];
  *to = *l;
  to->column = o->column;
  to->left = left;
  to->right = right;
  to->cell = cell;
  to->row = cell > 0 ? o->rows : 0;
}

static void give_rows(struct order *o, const struct band *b, size_t from, size_t to) {
  for (size_t r = from; r < to; r++)
    for (size_t i = b->row[r].from; i < b->row[r].to; i++) give(o, &b->v[i], b->left, b->right, 0);
}

/* A column of short lines without a sentence: names and offices under a text. */
static void mark_apart(struct pdf_line *v, size_t n) {
  if (n > 8) return;
  for (size_t i = 0; i < n; i++)
    if (!is_short(v[i].text)) return;
  for (size_t i = 0; i < n; i++) v[i].apart = 1;
}

/* "1.2", "3" */
static int is_figures(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!tdg_is_digit(s.p[i]) && s.p[i] != '.') return 0;
  return 1;
}

/* The first column holds nothing but numbers of what stands beside it. */
static int is_numbered(const struct band *b) {
  for (size_t r = b->from; r < b->to; r++)
    for (size_t i = b->row[r].from; i < b->row[r].to; i++) {
      const struct tdg_str s = b->v[i].text;
      const int mark = s.n <= PDF_MARK && (tdg_str_ends(s, ".") || tdg_str_ends(s, ")") || is_figures(s));
      if (column_of(b, &b->v[i]) == 0 && !mark && (s.n > PDF_MARK || b->row[r].to - b->row[r].from < 2))
        return 0;
    }
  return b->n == 1;
}

/* In no row does anything stand beside another thing: lines further in than those above them. */
static int is_indented(const struct band *b) {
  double inner = b->right;
  for (size_t r = b->from; r < b->to; r++) {
    const struct pdf_line *l = &b->v[b->row[r].from];
    if (b->row[r].to - b->row[r].from > 1) return 0;
    if (column_of(b, l) > 0) inner = fmin(inner, l->x0);
  }
  return inner - b->left < MAX_INDENT * b->p->body_size;
}

static void order_lines(struct order *o, struct pdf_line *v, size_t n, int depth);

/* Each column may hold columns: signatures beside each other under a text in columns. */
static void give_columns(struct order *o, const struct band *b, int depth) {
  struct pdf_line *v = tdg_scratch(o->p->call, (b->row[b->to - 1].to - b->row[b->from].from + 1) * sizeof *v);
  for (size_t k = 0; k <= b->n; k++) {
    const size_t begun = o->n;
    size_t n = 0;
    o->column++;
    for (size_t r = b->from; r < b->to; r++)
      for (size_t i = b->row[r].from; i < b->row[r].to; i++)
        if (column_of(b, &b->v[i]) == k) v[n++] = b->v[i];
    order_lines(o, v, n, depth + 1);
    mark_apart(o->out + begun, o->n - begun);
  }
  o->column++;
}

/* What stands in one cell above and below the rows of a table is none of it. */
static void trim_table(struct band *b) {
  while (b->to > b->from && b->row[b->to - 1].to - b->row[b->to - 1].from < 2) b->to--;
  while (b->to > b->from && b->row[b->from].to - b->row[b->from].from < 2) b->from++;
}

static void give_table(struct order *o, const struct band *b) {
  o->column++;
  for (size_t r = b->from; r < b->to; r++) {
    o->rows++;
    for (size_t i = b->row[r].from; i < b->row[r].to; i++)
      give(o, &b->v[i], b->left, b->right, (int)column_of(b, &b->v[i]) + 1);
  }
  o->column++;
}

static void give_apart(struct order *o, const struct band *b) {
  const size_t begun = o->n;
  o->column++;
  give_rows(o, b, b->from, b->to);
  for (size_t i = begun; i < o->n; i++) o->out[i].apart = PDF_CELL;
  o->column++;
}

/* The stripes that its rows leave, when it has lost some. */
static void find_gutters(struct band *b) {
  struct stripe next[PDF_MAX_COLUMNS + 1];
  b->n = 1;
  b->free[0] = (struct stripe){b->left, b->right};
  for (size_t r = b->from; r < b->to; r++) {
    b->n = free_with(b, r, next);
    memcpy(b->free, next, b->n * sizeof *next);
  }
  keep_gutters(b);
}

/* The table that pdf_heads found there; 0: none. */
static int table_of(const struct band *b, size_t r) { return b->v[b->row[r].from].table; }

/* 0: it has no columns, and nothing of it was given. */
static int give_band(struct order *o, struct band *b, int depth) {
  const size_t from = b->from, to = b->to;
  const int known = table_of(b, from) > 0;
  keep_gutters(b);
  if (b->n > 0 && !known) trim_band(b);
  if (b->n > 0) find_gutters(b);
  if (depth == MAX_NESTED) b->n = 0;
  if (b->n == 0) return 0;
  struct band full = *b; /* rows of persons, without the lines above and below that are in one column */
  trim_table(&full);
  find_gutters(&full);
  const int numbered = !known && (is_numbered(b) || is_indented(b)),
            table = known || (!numbered && is_table(b)), by_rows = !numbered && !table && is_by_rows(&full);
  if (table && !known) trim_table(b);
  if (by_rows) *b = full;
  give_rows(o, b, from, b->from);
  if (numbered) give_rows(o, b, b->from, b->to);
  else if (table) give_table(o, b);
  else if (by_rows) give_apart(o, b);
  else give_columns(o, b, depth);
  give_rows(o, b, b->to, to);
  return 1;
}

static void order_lines(struct order *o, struct pdf_line *v, size_t n, int depth) {
  struct pdf *p = o->p;
  struct pdf_row *row = tdg_scratch(p->call, (n + 1) * sizeof *row);
  const size_t rows = pdf_rows(v, n, row);
  struct band b = {.p = p, .v = v, .row = row, .left = 1e9, .depth = depth};
  struct stripe next[PDF_MAX_COLUMNS + 1];
  for (size_t i = 0; i < n; i++) b.left = fmin(b.left, v[i].x0), b.right = fmax(b.right, v[i].x1);
  o->column++;
  for (size_t r = 0; r <= rows; r++) {
    size_t left = 0;
    if (r < rows && r > b.from && table_of(&b, r) == table_of(&b, r - 1)) left = free_with(&b, r, next);
    if (left > 0 && ((has_other_gap(&b, r, rows, next, left) && !is_established(&b, r, next, left)) ||
                     ends_gutters(&b, r, next, left)))
      left = 0;
    if (r < rows && r > b.from && left > 0) {
      memcpy(b.free, next, left * sizeof *next);
      b.n = left;
      continue;
    }
    if (r > b.from) {
      const struct band begun = b;
      b.to = r;
      if (!give_band(o, &b, depth) && r - begun.from <= MAX_TRIED) { /* what begins below its first row? */
        give_rows(o, &b, begun.from, begun.from + 1);
        r = begun.from + 1;
      } else if (b.n == 0) {
        give_rows(o, &b, begun.from, r);
      }
      b = begun;
    }
    b.from = r;
    b.n = 1;
    b.free[0] = (struct stripe){b.left, b.right};
    if (r == rows) break;
    b.n = free_with(&b, r, next);
    memcpy(b.free, next, b.n * sizeof *next);
    if (b.n == 0) { /* a line from side to side */
      give_rows(o, &b, r, r + 1);
      b.from = r + 1;
      b.n = 1;
      b.free[0] = (struct stripe){b.left, b.right};
    }
  }
}

static size_t pieces_of(const struct pdf_line *v, size_t n) {
  size_t pieces = n;
  for (size_t i = 0; i < n; i++) pieces += v[i].n_cuts;
  return pieces;
}

static void order_page(struct order *o, struct pdf_line *page, size_t n) {
  struct pdf_line *v = tdg_scratch(o->p->call, (pieces_of(page, n) + 1) * sizeof *v);
  order_lines(o, v, pdf_cells(o->p, page, n, v), 0);
}

/* The size of the letters of most of the text. */
static double most_used_size(const struct pdf *p) {
  size_t count[400] = {0}, best = 0;
  for (size_t i = 0; i < p->n; i++) {
    const size_t k = p->v[i].size * 2 < 399 ? (size_t)(p->v[i].size * 2 + 0.5) : 399;
    count[k] += p->v[i].text.n;
    if (count[k] > count[best]) best = k;
  }
  return (double)best / 2;
}

/* ---- rows of cells that a page break parts ---- */

/* The lines of a page by rows, without what is not near its end: top or bottom. */
struct page_rows {
  struct pdf_line **v;
  size_t n;
};

static int is_beside(const struct pdf_line *a, const struct pdf_line *b) {
  return fabs(a->y1 - b->y1) < 0.6 * fmax(a->size, b->size);
}

/* Of a page the lines that stand beside the one that is first, last of those beyond y. */
static struct page_rows row_beyond(struct pdf *p, int page, double y, int below, struct pdf_line **room) {
  struct page_rows row = {room, 0};
  const struct pdf_line *first = NULL;
  for (size_t i = 0; i < p->n; i++) {
    const struct pdf_line *l = &p->v[i];
    if (l->page != page || (below ? l->y0 < y : l->y1 > y)) continue;
    if (first == NULL || (below ? l->y1 < first->y1 : l->y1 > first->y1)) first = l;
  }
  for (size_t i = 0; first != NULL && i < p->n && row.n < PDF_MAX_COLUMNS; i++)
    if (p->v[i].page == page && is_beside(&p->v[i], first)) row.v[row.n++] = &p->v[i];
  return row;
}

static size_t gaps_at(const struct pdf_line *l, double x) {
  size_t n = 0;
  for (size_t k = 0; k < l->n_cuts; k++) n += fabs(l->cut[k].x0 - x) < 0.05;
  return n;
}

/* The cells of both begin at the same places, those of b perhaps in one line, and are no parts of sentences. */
static int same_cells(const struct page_rows *a, const struct page_rows *b) {
  size_t begun = 0, inside = 0;
  for (size_t i = 0; i < a->n; i++)
    if (!is_short(a->v[i]->text)) return 0;
  for (size_t k = 0; k < b->n; k++) {
    size_t gaps = 0;
    for (size_t i = 0; i < a->n; i++) {
      if (fabs(a->v[i]->size - b->v[k]->size) >= 0.8) continue;
      begun += fabs(a->v[i]->x0 - b->v[k]->x0) < 0.5;
      gaps += gaps_at(b->v[k], a->v[i]->x0);
    }
    if (gaps == 0 && !is_short(b->v[k]->text)) return 0;
    inside += gaps;
  }
  return a->n > 1 && begun == b->n && begun + inside == a->n;
}

/* The first rows of a page that go on with the last one of the page before stand below it: names and offices of signatures.
 * Only a few, or they are columns of text. */
static int carry_rows(struct pdf *p, int page) {
  struct pdf_line *room[2][PDF_MAX_COLUMNS], *moved[MAX_CARRIED * PDF_MAX_COLUMNS];
  const struct page_rows last = row_beyond(p, page - 1, p->heights[page - 1], 0, room[0]);
  size_t n = 0;
  int rows = 0;
  double y = 0;
  for (; last.n > 1; rows++) {
    const struct page_rows row = row_beyond(p, page, y, 1, room[1]);
    if (row.n == 0 || !same_cells(&last, &row)) break;
    if (rows == MAX_CARRIED) return 0;
    for (size_t k = 0; k < row.n; k++) moved[n++] = row.v[k], y = fmax(y, row.v[k]->y1);
  }
  if (rows == 0) return 0;
  double below = 0;
  for (size_t k = 0; k < last.n; k++) below = fmax(below, last.v[k]->y1);
  const double by = below + 1 - moved[0]->y0;
  for (size_t k = 0; k < n; k++) moved[k]->page = page - 1, moved[k]->y0 += by, moved[k]->y1 += by;
  return 1;
}

static int by_page(const void *a, const void *b) {
  const struct pdf_line *x = *(const struct pdf_line *const *)a, *y = *(const struct pdf_line *const *)b;
  if (x->page != y->page) return x->page < y->page ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void carry_over(struct pdf *p) {
  int carried = 0;
  for (int page = 1; page < p->n_pages && p->n < PDF_MAX_PER_PAGE; page++) carried |= carry_rows(p, page);
  if (!carried) return;
  const struct pdf_line **order = tdg_scratch(p->call, p->n * sizeof *order);
  struct pdf_line *v = tdg_scratch(p->call, p->n * sizeof *v);
  for (size_t i = 0; i < p->n; i++) order[i] = &p->v[i];
  qsort(order, p->n, sizeof *order, by_page);
  for (size_t i = 0; i < p->n; i++) v[i] = *order[i];
  memcpy(p->v, v, p->n * sizeof *v);
}

static void put_headline(struct order *o) {
  const size_t at = pdf_headline_place(o->p, o->out, o->n);
  struct pdf_line *to = &o->out[at];
  memmove(to + 1, to, (o->n++ - at) * sizeof *to);
  *to = o->p->headline;
  to->left = to->x0, to->right = to->x1;
}

void pdf_order(struct pdf *p) {
  struct order o = {.p = p};
  pdf_pieces(p);
  p->body_size = most_used_size(p);
  drop_furniture(p);
  pdf_headline(p);
  carry_over(p);
  o.out = tdg_scratch(p->call, (pieces_of(p->v, p->n) + 2) * sizeof *o.out);
  for (size_t i = 0, k; i < p->n; i = k) {
    for (k = i; k < p->n && p->v[k].page == p->v[i].page; k++) continue;
    order_page(&o, p->v + i, k - i);
  }
  if (p->is_over_text) put_headline(&o);
  p->v = o.out;
  p->n = o.n;
}
