/* date_text.c - a date in a text of a page; see page_dates.h.  Texts are the call's; nothing can fail. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

#include "page_dates.h"

int date_is_near(const struct dates *d, const struct tdg_date *v) {
  for (size_t i = 0; i < d->n_witnesses; i++) {
    int64_t apart = date_local_day(v) - d->witness[i];
    if (apart >= -1 && apart <= 1) return 1;
  }
  return 0;
}

/* 03/10/2023 is read the way that another date of the article bears out, else as is usual there. */
static int parse_either(const struct dates *d, struct tdg_str s, int inside, struct tdg_date *out) {
  struct tdg_date_hint day_first = d->hint, month_first = d->hint;
  struct tdg_date other;
  day_first.order = TDG_ORDER_DMY;
  month_first.order = TDG_ORDER_MDY;
  if (d->hint.order != TDG_ORDER_UNKNOWN || !date_parse_with(&day_first, s, inside, out)) return 0;
  if (!date_parse_with(&month_first, s, inside, &other)) return 0;
  if (date_is_near(d, out) == date_is_near(d, &other)) {
    int usual = date_usual_order(d);
    if (usual == TDG_ORDER_MDY) *out = other;
    return usual != TDG_ORDER_UNKNOWN;
  }
  if (date_is_near(d, &other)) *out = other;
  return 1;
}

int date_parse(const struct dates *d, struct tdg_str s, struct tdg_date *out) {
  s = tdg_str_trim(s);
  return s.n > 0 && (date_parse_with(&d->hint, s, 0, out) || parse_either(d, s, 0, out));
}

int date_find(const struct dates *d, struct tdg_str s, struct tdg_date *out) {
  return s.n > 0 && (date_parse_with(&d->hint, s, 1, out) || parse_either(d, s, 1, out));
}

/* The first date behind `at`, and where it stands. */
int date_find_from(const struct dates *d, struct tdg_str s, size_t at, struct tdg_date *out, size_t *start,
                   size_t *end) {
  struct tdg_str rest = {s.p + at, s.n - at}, one;
  struct tdg_date_hint any = d->hint;
  int sure = rest.n > 0 && tdg_date_find(rest.p, rest.n, &d->hint, out, start, end) == 0;
  if (!sure) {
    any.order = TDG_ORDER_DMY;
    if (rest.n == 0 || tdg_date_find(rest.p, rest.n, &any, out, start, end) != 0) return 0;
    one = (struct tdg_str){rest.p + *start, *end - *start};
    if (!parse_either(d, one, 1, out)) return 0;
  }
  *start += at, *end += at;
  return out->precision >= TDG_DATE_DAY;
}

/* The length of "28.10." or "10/28/" at p, when a year of two digits and nothing of a number follows; 0. */
static size_t before_short_year(const char *p, const char *end) {
  const char *q = p;
  char sign = '\0';
  for (int part = 0; part < 2; part++) {
    const char *from = q;
    while (q < end && is_digit(*q)) q++;
    if (q == from || q - from > 2 || q == end || strchr("./-", *q) == NULL) return 0;
    if (part > 0 && *q != sign) return 0;
    sign = *q++;
  }
  if (end - q < 2 || !is_digit(q[0]) || !is_digit(q[1])) return 0;
  if (end - q > 2 && (is_digit(q[2]) || q[2] == ':' || (q[2] == sign && end - q > 3 && is_digit(q[3]))))
    return 0;
  return (size_t)(q - p);
}

/* "28.10.24" and "Oct 28 '24" with all of their year; later years than that of the fetching are those of no date. */
static struct tdg_str wide_years(const struct page *pg, struct tdg_str s) {
  struct tdg_buf b;
  int64_t now = tdg_now_ms(pg->call);
  int this_year = now > 0 ? (int)(now / DAY_MS * 10000 / 3652425) - 30 : 99; /* since 2000 */
  const char *end = s.p + s.n;
  size_t n;
  if (s.n < 6) return s;
  b = tdg_buf_make(pg->call, s.n + 2 * (s.n / 6) + 8);
  for (const char *p = s.p; p < end; p++) {
    int fresh = p == s.p || (!is_digit(p[-1]) && strchr("./-:", p[-1]) == NULL);
    int marked = *p == '\'' && p > s.p && strchr(" ,", p[-1]) != NULL && end - p > 2 && is_digit(p[1]) &&
                 is_digit(p[2]) && (end - p == 3 || !(tdg_is_alnum(p[3])));
    n = fresh && is_digit(*p) ? before_short_year(p, end) : 0;
    if (n > 0 && (p[n] - '0') * 10 + p[n + 1] - '0' <= this_year) {
      tdg_buf_add(&b, p, n);
      tdg_buf_add(&b, "20", 2);
      p += n - 1;
    } else if (marked && (p[1] - '0') * 10 + p[2] - '0' <= this_year) {
      tdg_buf_add(&b, "20", 2);
    } else {
      tdg_buf_char(&b, *p);
    }
  }
  return tdg_buf_get(&b);
}

/* The text below a node with a space between its pieces: dates of two elements are not glued together. */
struct tdg_str date_text(const struct page *pg, uint32_t first, uint32_t last) {
  struct tdg_buf b = tdg_buf_make(pg->call, 2 * MAX_DATE_TEXT);
  for (uint32_t k = first; k < last && b.n < MAX_DATE_TEXT; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag != TDG_HTML_TEXT) {
      if (k != first && (n->flags & F_SKIP) != 0) k = n->end - 1;
      continue;
    }
    tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, pg->src.p + n->at, n->len < MAX_DATE_TEXT ? n->len : 0);
  }
  return wide_years(pg, tdg_fold_space(pg->call, tdg_html_unescape(pg->call, tdg_buf_get(&b), 0)));
}
