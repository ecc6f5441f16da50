/* pdf_pieces.c - lines that poppler gives in pieces are one; pages that are written from right to left are mirrored.
 *
 * poppler ends a line where its direction changes: at a number, at each word of another script.  In such a page pieces that stand no
 * further apart than words are one line again: from right to left, but words of scripts that are written from left to right, and the
 * numbers between them, as those are read.  In any page, pieces with one gap between all of them are words of a line that was
 * stretched to the width of its column.
 */
#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>

#include "pdf.h"

#include <math.h>

enum { MAX_PIECES = 64 };
#define WORD_GAP 0.45 /* of the size of the letters: between two words of a line */
#define STRETCHED 5   /* the same, of a line that was stretched */
#define SAME_GAP 0.25 /* points */

static void mirror(struct pdf *p) {
  for (size_t i = 0; i < p->n; i++) {
    const double w = p->widths[p->v[i].page], x0 = p->v[i].x0;
    p->v[i].x0 = w - p->v[i].x1;
    p->v[i].x1 = w - x0;
    for (size_t k = 0; k < p->v[i].n_cuts; k++) {
      struct pdf_cut *c = &p->v[i].cut[k];
      c->x1 = w - c->x1;
      c->x0 = w - c->x0;
      if (c->x1 > c->x0) p->v[i].n_cuts = 0; /* a line from left to right */
    }
  }
}

/* Hebrew and Arabic letters begin with these bytes. */
static int is_rtl(const struct pdf *p) {
  size_t rtl = 0, all = 0;
  for (size_t i = 0; i < p->n; i++)
    for (size_t k = 0; k < p->v[i].text.n; k++) {
      const unsigned char c = (unsigned char)p->v[i].text.p[k];
      all += c >= 'A' && (c < 0x80 || c >= 0xC0);
      rtl += (c >= 0xD6 && c <= 0xDB) || c == 0xEF;
    }
  return rtl * 2 > all;
}

static int is_from_left(const struct pdf_line *l) {
  int letters = 0;
  for (size_t i = 0; i < l->text.n; i++) {
    const unsigned char c = (unsigned char)l->text.p[i];
    if ((c >= 0xD6 && c <= 0xDB) || c == 0xEF) return 0;
    letters |= tdg_is_letter((char)c) || c >= 0xC3;
  }
  return letters;
}

static int is_number(const struct pdf_line *l) {
  for (size_t i = 0; i < l->text.n; i++)
    if ((unsigned char)l->text.p[i] >= 0x80 || tdg_is_letter(l->text.p[i])) return 0;
  return 1;
}

static int is_one_setting(const struct pdf_line *a, const struct pdf_line *b) {
  return fabs(a->size - b->size) < 0.8 && a->bold == b->bold && fabs(a->y1 - b->y1) < 0.3 * a->size;
}

static double gap_behind(const struct pdf_line *v, size_t i) { return v[i + 1].x0 - v[i].x1; }

static size_t end_of_words(const struct pdf_line *v, size_t i, size_t to) {
  size_t k = i + 1;
  while (k < to && k - i < MAX_PIECES && is_one_setting(&v[k - 1], &v[k]) && gap_behind(v, k - 1) > -1 &&
         gap_behind(v, k - 1) < WORD_GAP * fmax(v[k - 1].size, v[k].size))
    k++;
  return k;
}

static size_t end_of_stretched(const struct pdf_line *v, size_t i, size_t to) {
  size_t k = i + 1;
  while (k < to && k - i < MAX_PIECES && is_one_setting(&v[i], &v[k]) && gap_behind(v, k - 1) > 0 &&
         gap_behind(v, k - 1) < STRETCHED * v[i].size &&
         fabs(gap_behind(v, k - 1) - gap_behind(v, i)) < SAME_GAP)
    k++;
  return k - i > 2 ? k : i + 1;
}

/* Pieces i to k in the order in which they are read. */
static void order_pieces(const struct pdf_line *v, size_t n, int rtl, size_t *out) {
  for (size_t i = 0; i < n;) {
    size_t end = i + 1;
    if (rtl && is_from_left(&v[i]))
      for (size_t k = i + 1; k < n && (is_from_left(&v[k]) || is_number(&v[k])); k++)
        if (is_from_left(&v[k])) end = k + 1;
    for (size_t k = i; k < end; k++) out[k] = end - 1 - (k - i);
    i = end;
  }
}

/* A gap of a line that is joined: c, of the piece that goes on behind what it has, of this size. */
static void add_cut(struct pdf_line *one, struct pdf_cut c, double size, size_t text, size_t html) {
  if (one->n_cuts == PDF_MAX_CUTS) return;
  c.text += text, c.html += html;
  c.size_sum += size, c.chars += one->chars, c.bold += one->bold_chars;
  c.letters += one->letters, c.linked += one->linked;
  const struct pdf_cut *widest = &one->cut[one->widest];
  if (one->n_cuts == 0 || c.x0 - c.x1 > widest->x0 - widest->x1) one->widest = one->n_cuts;
  one->cut[one->n_cuts++] = c;
}

static struct pdf_line join(struct pdf *p, const struct pdf_line *v, size_t n) {
  struct pdf_line one = v[0];
  size_t order[MAX_PIECES], room = 2;
  double size = 0;
  int as_placed = 1;
  if (n == 1) return one;
  for (size_t i = 0; i < n; i++) room += v[i].html.n + v[i].text.n + 2;
  struct tdg_buf text = tdg_buf_make(p->call, room), html = tdg_buf_make(p->call, room);
  one.chars = one.bold_chars = one.letters = one.linked = one.n_cuts = 0;
  order_pieces(v, n, p->rtl, order);
  one.cut = tdg_scratch(p->call, PDF_MAX_CUTS * sizeof *one.cut);
  one.widest = 0;
  one.joined = 1;
  for (size_t i = 0; i < n; i++) {
    const struct pdf_line *l = &v[order[i]];
    as_placed = as_placed && order[i] == i;
    if (i > 0 && p->rtl && as_placed)
      add_cut(&one, (struct pdf_cut){.x1 = l[-1].x1, .x0 = l->x0}, size, text.n, html.n);
    if (i > 0) tdg_buf_char(&text, ' '), tdg_buf_char(&html, ' ');
    for (size_t k = 0; k < l->n_cuts && p->rtl && as_placed; k++)
      add_cut(&one, l->cut[k], size, text.n, html.n);
    tdg_buf_add(&text, l->text.p, l->text.n);
    tdg_buf_add(&html, l->html.p, l->html.n);
    one.x0 = fmin(one.x0, l->x0), one.x1 = fmax(one.x1, l->x1);
    one.y0 = fmin(one.y0, l->y0), one.y1 = fmax(one.y1, l->y1);
    size += l->size * (double)l->chars;
    one.chars += l->chars, one.bold_chars += l->bold_chars;
    one.letters += l->letters, one.linked += l->linked;
    if (l->url != NULL) one.url = l->url;
  }
  if (one.chars > 0) one.size = size / (double)one.chars;
  one.text = tdg_buf_get(&text);
  one.html = tdg_buf_get(&html);
  return one;
}

/* The lines of a page; their number. */
static size_t join_page(struct pdf *p, struct pdf_line *v, size_t n) {
  struct pdf_row *row = tdg_scratch(p->call, (n + 1) * sizeof *row);
  const size_t rows = pdf_rows(v, n, row);
  size_t out = 0;
  for (size_t r = 0; r < rows; r++)
    for (size_t i = row[r].from, k; i < row[r].to; i = k) {
      k = end_of_stretched(v, i, row[r].to);
      if (p->rtl && k == i + 1) k = end_of_words(v, i, row[r].to);
      v[out++] = join(p, &v[i], k - i);
    }
  return out;
}

void pdf_pieces(struct pdf *p) {
  size_t out = 0;
  p->rtl = is_rtl(p);
  if (p->rtl) mirror(p);
  for (size_t i = 0, k; i < p->n; i = k) {
    for (k = i; k < p->n && p->v[k].page == p->v[i].page; k++) continue;
    const size_t n = k - i <= PDF_MAX_PER_PAGE ? join_page(p, p->v + i, k - i) : k - i;
    memmove(p->v + out, p->v + i, n * sizeof *p->v);
    out += n;
  }
  p->n = out;
}
