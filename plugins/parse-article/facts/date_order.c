/* date_order.c - is the day written before the month, or behind it?  And dates in addresses, which show it.  See
 * page_dates.h; nothing can fail. */
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "page_dates.h"

int64_t date_local_day(const struct tdg_date *v) { return (v->ms + v->offset_min * (int64_t)60000) / DAY_MS; }

int date_parse_with(const struct tdg_date_hint *hint, struct tdg_str s, int inside, struct tdg_date *out) {
  size_t start, end;
  if (inside && tdg_date_find(s.p, s.n, hint, out, &start, &end) != 0) return 0;
  if (!inside && tdg_date_parse(s.p, s.n, hint, out) != 0) return 0;
  return out->precision >= TDG_DATE_DAY;
}

/* ---- dates in addresses ---- */

/* /2024/03/05/ or /2024-03-05- at u.p[i]. */
static int url_numbers(struct tdg_str u, size_t i, struct tdg_date *out) {
  char s = u.p[i + 5];
  int y, m, day;
  if (i + 11 > u.n || (s != '/' && s != '-' && s != '_') || u.p[i + 8] != s) return 0;
  y = digits(u.p + i + 1, 4), m = digits(u.p + i + 6, 2), day = digits(u.p + i + 9, 2);
  if (y < 1995 || y > 2100 || m < 1 || m > 12 || day < 1 || day > 31) return 0;
  *out = (struct tdg_date){tdg_days_from_civil(y, m, day) * DAY_MS, TDG_DATE_DAY, 0, 0};
  return 1;
}

/* /2024/3/5/, /2024/0305/ and /202403/05/ at u.p[i]. */
static int url_parts(struct tdg_str u, size_t i, struct tdg_date *out) {
  size_t n[3] = {0, 0, 0}, at[3], k = i;
  int y, m, day;
  for (size_t part = 0; part < 3 && k < u.n && u.p[k] == '/'; part++) {
    at[part] = ++k;
    while (k < u.n && is_digit(u.p[k])) k++;
    n[part] = k - at[part];
  }
  if (n[0] == 4 && n[1] > 0 && n[1] <= 2 && n[2] > 0 && n[2] <= 2 && (k == u.n || u.p[k] == '/')) {
    y = digits(u.p + at[0], 4), m = digits(u.p + at[1], n[1]), day = digits(u.p + at[2], n[2]);
  } else if (n[0] == 4 && n[1] == 4) {
    y = digits(u.p + at[0], 4), m = digits(u.p + at[1], 2), day = digits(u.p + at[1] + 2, 2);
    if (at[1] + 4 >= u.n || u.p[at[1] + 4] != '/') return 0;
  } else if (n[0] == 6 && n[1] == 2) {
    y = digits(u.p + at[0], 4), m = digits(u.p + at[0] + 4, 2), day = digits(u.p + at[1], 2);
    if (at[1] + 2 >= u.n || u.p[at[1] + 2] != '/') return 0;
  } else {
    return 0;
  }
  if (y < 1995 || y > 2100 || m < 1 || m > 12 || day < 1 || day > 31) return 0;
  *out = (struct tdg_date){tdg_days_from_civil(y, m, day) * DAY_MS, TDG_DATE_DAY, 0, 0};
  return 1;
}

/* /2024/march/05/ at u.p[i]. */
static int url_words(const struct dates *d, struct tdg_str u, size_t i, struct tdg_date *out) {
  char text[32];
  size_t n = 0, slashes = 0;
  for (size_t k = i + 1; k < u.n && n + 1 < sizeof text && slashes < 3; k++) {
    slashes += u.p[k] == '/';
    text[n++] = (char)(u.p[k] == '/' ? ' ' : u.p[k]);
  }
  return n > 9 && u.p[i + 5] == '/' && digits(u.p + i + 1, 4) > 1994 &&
         date_parse_with(&d->hint, tdg_str_trim((struct tdg_str){text, n}), 0, out);
}

/* /20240305- or t20240305_ at u.p[i]: eight digits and no more, or with the time of day and perhaps a number of the system:
 * A2024030514320005196. */
static int url_compact(struct tdg_str u, size_t i, struct tdg_date *out) {
  int y, m, day;
  size_t n = 0;
  if (is_digit(u.p[i])) return 0;
  while (n < 24 && i + 1 + n < u.n && is_digit(u.p[i + 1 + n])) n++;
  if (n != 8 && !(n >= 12 && n <= 20 && digits(u.p + i + 9, 2) < 24 && digits(u.p + i + 11, 2) < 60))
    return 0;
  for (size_t k = i + 1; k < i + 9; k++)
    if (!is_digit(u.p[k])) return 0;
  y = digits(u.p + i + 1, 4), m = digits(u.p + i + 5, 2), day = digits(u.p + i + 7, 2);
  if (y < 1995 || y > 2100 || m < 1 || m > 12 || day < 1 || day > 31) return 0;
  *out = (struct tdg_date){tdg_days_from_civil(y, m, day) * DAY_MS, TDG_DATE_DAY, 0, 0};
  return 1;
}

static int in_one_address(const struct dates *d, struct tdg_str u, struct tdg_date *out,
                          struct tdg_str *raw) {
  for (size_t i = 0; i + 9 <= u.n; i++) {
    if (!url_compact(u, i, out) || out->ms > d->hint.max_ms) continue;
    *raw = (struct tdg_str){u.p + i + 1, 8};
    return 1;
  }
  for (size_t i = 0; i + 10 <= u.n; i++) {
    if (strchr("/-=_", u.p[i]) == NULL || u.p[i] == '\0') continue;
    if (!url_numbers(u, i, out) && !(u.p[i] == '/' && (url_parts(u, i, out) || url_words(d, u, i, out))))
      continue;
    *raw = (struct tdg_str){u.p + i + 1, u.n - i > 10 ? 10 : u.n - i - 1};
    if (out->ms <= d->hint.max_ms) return 1;
  }
  return 0;
}

/* Its own address, else the one that it says it has. */
int date_in_address(const struct dates *d, struct tdg_date *out, struct tdg_str *raw) {
  const struct values *said = &d->m->canonical;
  if (in_one_address(d, d->pg->url, out, raw)) return 1;
  for (size_t i = 0; i < said->n; i++)
    if (in_one_address(d, said->v[i].text, out, raw)) return 1;
  return 0;
}

/* ---- the order of day and month ---- */

/* One or two digits at *p, which moves on; -1. */
static int number_at(const char **p, const char *end) {
  const char *q = *p;
  while (q < end && q - *p < 3 && *q >= '0' && *q <= '9') q++;
  int v = q - *p < 1 || q - *p > 2 ? -1 : digits(*p, (size_t)(q - *p));
  *p = q;
  return v;
}

/* votes: day first, month first */
static void count_orders(const char *p, const char *end, int votes[2]) {
  while (p < end) {
    int a, b;
    if (*p < '0' || *p > '9') {
      p++;
      continue;
    }
    a = number_at(&p, end);
    if (a < 1 || p == end || *p != '/') continue;
    p++;
    b = number_at(&p, end);
    if (b < 1 || p == end || *p != '/' || end - p < 3 || digits(p + 1, 2) < 0) continue;
    votes[0] += a > 12 && a <= 31 && b <= 12;
    votes[1] += b > 12 && b <= 31 && a <= 12;
  }
}

/* "13 October 2023" or "October 13, 2023": who writes a date out in one order writes numbers in it as well.
 */
static void count_written(const struct dates *d, struct tdg_str s, int votes[2]) {
  struct tdg_date v;
  size_t start, end, letters = 0;
  if (memmem(s.p, s.n, " 20", 3) == NULL || tdg_date_find(s.p, s.n, &d->hint, &v, &start, &end) != 0) return;
  for (size_t i = start; i < end && i < start + 6; i++) {
    char c = s.p[i];
    letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  if (letters >= 3) votes[s.p[start] < '0' || s.p[start] > '9']++;
}

/* Dates elsewhere on the page that can be read in one way only. */
static int order_on_page(const struct dates *d, int written) {
  const struct page *pg = d->pg;
  int votes[2] = {0, 0};
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    struct tdg_str s = {pg->src.p + n->at, n->len};
    if (n->tag != TDG_HTML_TEXT || n->units == 0 || n->units > 100) continue;
    if (written) count_written(d, s, votes);
    else count_orders(s.p, s.p + s.n, votes);
  }
  if ((votes[0] > 0) == (votes[1] > 0)) return TDG_ORDER_UNKNOWN;
  return votes[0] > 0 ? TDG_ORDER_DMY : TDG_ORDER_MDY;
}

/* What is usual where the page comes from: only the United States put the month first. */
static int order_of_place(const struct dates *d) {
  static const char *const american[] = {".us", ".gov", ".edu", ".mil"};
  struct tdg_str host = tdg_url_host(d->pg->call, d->pg->url);
  const struct values *lang = &d->m->language;
  for (size_t i = 0; i < lang->n; i++) {
    struct tdg_str l = lang->v[i].text;
    if (l.n == 5 && tdg_nocase_starts(l, "en"))
      return tdg_nocase_has(l, "us") ? TDG_ORDER_MDY : TDG_ORDER_DMY;
  }
  for (size_t i = 0; i < sizeof(american) / sizeof(american[0]); i++) {
    size_t n = strlen(american[i]);
    if (host.n > n && memcmp(host.p + host.n - n, american[i], n) == 0) return TDG_ORDER_MDY;
  }
  if (host.n > 3 && host.p[host.n - 3] == '.' && memcmp(host.p + host.n - 2, "ca", 2) != 0) {
    return lang->n > 0 && tdg_nocase_starts(lang->v[0].text, "en") ? TDG_ORDER_DMY : TDG_ORDER_UNKNOWN;
  }
  return TDG_ORDER_UNKNOWN;
}

/* Telephone numbers that the page can be called at: +1 is North America, all others put the day first. */
static int order_of_telephone(const struct dates *d) {
  const struct page *pg = d->pg;
  int votes[2] = {0, 0};
  for (uint32_t i = 1; i < pg->n; i++) {
    struct tdg_str href;
    if (pg->node[i].tag != TDG_HTML_A) continue;
    href = node_attr(pg, i, TDG_ATTR_HREF);
    if (!tdg_nocase_starts(href, "tel:") || href.n < 8) continue;
    if (tdg_nocase_starts(href, "tel:+1") || tdg_nocase_starts(href, "tel:1-8")) votes[1]++;
    else if (href.p[4] == '+') votes[0]++;
  }
  if ((votes[0] > 0) == (votes[1] > 0)) return TDG_ORDER_UNKNOWN;
  return votes[0] > 0 ? TDG_ORDER_DMY : TDG_ORDER_MDY;
}

/* The length of "(555) 555-0140" or "555-555-0140" at p; 0. */
static size_t american_number(const char *p, const char *end) {
  static const char *const forms[] = {"(###) ###-####", "###-###-####", "###.###.####"};
  for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
    size_t n = strlen(forms[k]), i = 0;
    if ((size_t)(end - p) < n) continue;
    while (i < n && (forms[k][i] == '#' ? is_digit(p[i]) : p[i] == forms[k][i])) i++;
    if (i == n && (p + n == end || !is_digit(p[n]))) return n;
  }
  return 0;
}

/* A telephone number that the page shows in the form of North America. */
static int order_of_shown_number(const struct dates *d) {
  const struct page *pg = d->pg;
  for (uint32_t i = 1; i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    const char *p = pg->src.p + n->at, *end = p + n->len;
    if (n->tag != TDG_HTML_TEXT || n->units < 10 || n->units > 100) continue;
    for (const char *q = p; end - q >= 12; q++)
      if ((*q == '(' || is_digit(*q)) && (q == p || (!is_digit(q[-1]) && strchr("+-.", q[-1]) == NULL)) &&
          american_number(q, end) > 0)
        return TDG_ORDER_MDY;
  }
  return TDG_ORDER_UNKNOWN;
}

int date_usual_order(const struct dates *d) {
  if (*d->usual >= 0) return *d->usual;
  *d->usual = order_of_place(d);
  if (*d->usual == TDG_ORDER_UNKNOWN) *d->usual = order_of_telephone(d);
  if (*d->usual == TDG_ORDER_UNKNOWN) *d->usual = order_on_page(d, 1);
  if (*d->usual == TDG_ORDER_UNKNOWN) *d->usual = order_of_shown_number(d);
  return *d->usual;
}

static void add_witness(struct dates *d, struct tdg_str s) {
  struct tdg_date v;
  if (d->n_witnesses < MAX_WITNESSES && date_parse_with(&d->hint, s, 0, &v))
    d->witness[d->n_witnesses++] = date_local_day(&v);
}

void date_learn_order(struct dates *d) {
  struct tdg_str raw;
  struct tdg_date v;
  for (size_t i = 0; i < d->m->modified.n; i++) add_witness(d, d->m->modified.v[i].text);
  for (size_t i = 0; i < d->m->published.n; i++) add_witness(d, d->m->published.v[i].text);
  if (date_in_address(d, &v, &raw)) d->witness[d->n_witnesses++] = date_local_day(&v);
  d->hint.order = order_on_page(d, 0);
}
