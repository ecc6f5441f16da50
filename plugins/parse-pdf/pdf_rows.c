/* pdf_rows.c - the lines of a page by place: which stand beside each other; and which are set as headings.  Nothing here can fail. */
#include "pdf.h"

#include <math.h>
#include <stdlib.h>

int pdf_is_large(const struct pdf *p, const struct pdf_line *l) {
  return l->size >= (l->bold ? 1.12 : 1.3) * p->body_size;
}

static int by_place(const void *a, const void *b) {
  const struct pdf_line *x = a, *y = b;
  if (x->y0 != y->y0) return x->y0 < y->y0 ? -1 : 1;
  return x->x0 < y->x0 ? -1 : x->x0 > y->x0;
}

static int by_x(const void *a, const void *b) {
  const struct pdf_line *x = a, *y = b;
  return x->x0 < y->x0 ? -1 : x->x0 > y->x0;
}

size_t pdf_rows(struct pdf_line *v, size_t n, struct pdf_row *row) {
  size_t rows = 0;
  qsort(v, n, sizeof *v, by_place);
  for (size_t i = 0; i < n; i++) {
    struct pdf_row *last = rows > 0 ? &row[rows - 1] : NULL;
    const double middle = (v[i].y0 + v[i].y1) / 2;
    if (last != NULL && middle < last->y1 - 0.2 * (last->y1 - last->y0)) {
      last->to = i + 1;
      last->y1 = fmax(last->y1, v[i].y1);
    } else {
      row[rows++] = (struct pdf_row){i, i + 1, v[i].y0, v[i].y1};
    }
  }
  for (size_t r = 0; r < rows; r++) qsort(v + row[r].from, row[r].to - row[r].from, sizeof *v, by_x);
  return rows;
}
