/* page_date.c - when it was published and changed.
 *
 * JSON-LD, author tags, microdata, <time>, then what the page shows around its headline, then its address.
 * What a date cannot be (after the page was fetched, before there were pages) is passed over. */
#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/units.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

#include "page_facts.h"

enum {
  DAY_MS = 86400000,
  MAX_DATE_TEXT = 200,
  HEAD_NODES = 100,
  NEAR_NODES = 60,
  MAX_ALONE = 50,
  MAX_BESIDE = 24,
  MAX_LABEL_ABOVE = 40, /* units of a line that is the label of the date below it */
  MAX_BEFORE = 28,      /* units of a line in front of its date */
  MAX_WITNESSES = 2 * MAX_VALUES
};

struct found {
  struct tdg_date v;
  struct tdg_str raw;
  int from; /* enum meta_from */
  struct tdg_str key;
  uint32_t node;
};

struct dates {
  struct page *pg;
  const struct meta *m;
  struct tdg_date_hint hint;
  uint32_t h1;
  int64_t witness[MAX_WITNESSES + 1]; /* days that are sure: other dates of the article */
  size_t n_witnesses;
  int *usual;           /* the order of day and month where the page comes from; -1 until somebody asks */
  struct found changed; /* the first date that is shown as that of a change */
};

static void write(struct page *pg, struct meta *m, tdg_rec *rec, uint32_t field, const struct found *f) {
  struct origin o = {.field = field == TDG_PUBLISHED ? "published" : "updated",
                     .from = f->from,
                     .key = f->key,
                     .node = f->node,
                     .raw = f->raw,
                     .date = &f->v};
  tdg_put_int(pg->call, rec, field, f->v.ms);
  origin_write(pg, m, rec, &o);
}

static int64_t local_day(const struct tdg_date *v) {
  return (v->ms + v->offset_min * (int64_t)60000) / DAY_MS;
}

static int day_near(const struct dates *d, const struct tdg_date *v) {
  for (size_t i = 0; i < d->n_witnesses; i++) {
    int64_t apart = local_day(v) - d->witness[i];
    if (apart >= -1 && apart <= 1) return 1;
  }
  return 0;
}

static int parse_with(const struct tdg_date_hint *hint, struct tdg_str s, int inside, struct tdg_date *out) {
  size_t start, end;
  if (inside && tdg_date_find(s.p, s.n, hint, out, &start, &end) != 0) return 0;
  if (!inside && tdg_date_parse(s.p, s.n, hint, out) != 0) return 0;
  return out->precision >= TDG_DATE_DAY;
}

static int usual_order(const struct dates *d);

/* 03/10/2023 is read the way that another date of the article bears out, else as is usual there. */
static int parse_either(const struct dates *d, struct tdg_str s, int inside, struct tdg_date *out) {
  struct tdg_date_hint day_first = d->hint, month_first = d->hint;
  struct tdg_date other;
  day_first.order = TDG_ORDER_DMY;
  month_first.order = TDG_ORDER_MDY;
  if (d->hint.order != TDG_ORDER_UNKNOWN || !parse_with(&day_first, s, inside, out)) return 0;
  if (!parse_with(&month_first, s, inside, &other)) return 0;
  if (day_near(d, out) == day_near(d, &other)) {
    int usual = usual_order(d);
    if (usual == TDG_ORDER_MDY) *out = other;
    return usual != TDG_ORDER_UNKNOWN;
  }
  if (day_near(d, &other)) *out = other;
  return 1;
}

static int parse(const struct dates *d, struct tdg_str s, struct tdg_date *out) {
  s = tdg_str_trim(s);
  return s.n > 0 && (parse_with(&d->hint, s, 0, out) || parse_either(d, s, 0, out));
}

static int find(const struct dates *d, struct tdg_str s, struct tdg_date *out) {
  return s.n > 0 && (parse_with(&d->hint, s, 1, out) || parse_either(d, s, 1, out));
}

/* The first date behind `at`, and where it stands. */
static int find_from(const struct dates *d, struct tdg_str s, size_t at, struct tdg_date *out, size_t *start,
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

static int is_digit(char c) { return c >= '0' && c <= '9'; }

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
static struct tdg_str spaced_text(const struct page *pg, uint32_t first, uint32_t last) {
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

static int said(const struct dates *d, const struct values *list, int from, int max_rank, struct found *f) {
  for (int rank = 0; rank <= max_rank; rank++) {
    for (size_t i = 0; i < list->n; i++) {
      const struct value *x = &list->v[i];
      if (x->from != from || x->rank != rank || !parse(d, x->text, &f->v)) continue;
      f->from = from;
      f->key = x->key;
      f->node = 0;
      f->raw = x->text;
      return 1;
    }
  }
  return 0;
}

/* Boxes around the headline as well are no junk, whatever they are called. */
static int in_junk(const struct page *pg, uint32_t i, uint32_t h1) {
  for (uint32_t steps = 0; i > 0 && steps < 40; i = pg->node[i].parent, steps++) {
    if (h1 > i && h1 < pg->node[i].end) return 0;
    if ((pg->node[i].names & (N_COMMENT | N_RELATED)) != 0) return 1;
    if (pg->node[i].tag == TDG_HTML_NAV || pg->node[i].tag == TDG_HTML_FOOTER ||
        pg->node[i].tag == TDG_HTML_ASIDE)
      return 1;
  }
  return 0;
}

/* Do the names of an element, or of the one around it, speak of a date? */
static int named_date(const struct page *pg, const struct tdg_node *n) {
  uint32_t names = n->names | pg->node[n->parent].names;
  return (names & (N_DATE | N_META | N_BYLINE)) != 0 && n->units > 0 && n->units <= 120;
}

/* ---- dates that are shown, and what stands beside them ---- */

/* The first line that ends behind a node. */
static uint32_t line_at(const struct page *pg, uint32_t node) {
  uint32_t lo = 0, hi = pg->n_lines;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (pg->line[mid].last <= node) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* What a short line in front of the date says: <dt>Last updated</dt><dd>... */
static enum date_label label_above(const struct dates *d, uint32_t line) {
  struct page *pg = d->pg;
  const struct line *l;
  struct tdg_str s;
  struct tdg_date v;
  size_t start, end;
  if (line == 0 || line > pg->n_lines) return DATE_PLAIN;
  l = &pg->line[line - 1];
  if (l->units > MAX_LABEL_ABOVE || l->node == d->h1) return DATE_PLAIN;
  s = spaced_text(pg, l->first, l->last);
  if (tdg_date_find(s.p, s.n, &d->hint, &v, &start, &end) == 0) return DATE_PLAIN;
  return date_label_read(d->pg->call, s, 1);
}

/* Keeps a date that is shown by what stands beside it: 1 when it may be that of the publication. */
static int offer(struct dates *d, const struct found *f, enum date_label label) {
  if (label == DATE_CHANGED && d->changed.from == FROM_NONE) d->changed = *f;
  return label == DATE_PLAIN || label == DATE_FIRST;
}

enum { MAX_DATES = 4 };
struct dated {
  struct tdg_date v;
  size_t start, end;
  enum date_label label;
};

/* The dates in a text.  Words in front of a date are its label; where the text begins with a date and ends with
 * words, those behind it are. */
static size_t dates_in(const struct dates *d, struct tdg_str s, enum date_label above, struct dated *out) {
  size_t n = 0, at = 0;
  while (n < MAX_DATES && find_from(d, s, at, &out[n].v, &out[n].start, &out[n].end)) at = out[n++].end;
  for (size_t i = 0; i < n; i++) {
    size_t from = i > 0 ? out[i - 1].end : 0, to = i + 1 < n ? out[i + 1].start : s.n;
    int behind = tdg_str_trim((struct tdg_str){s.p, out[0].start}).n < 2 &&
                 tdg_str_trim((struct tdg_str){s.p + out[n - 1].end, s.n - out[n - 1].end}).n > 1;
    out[i].label = behind
                       ? DATE_PLAIN
                       : date_label_read(d->pg->call, (struct tdg_str){s.p + from, out[i].start - from}, 1);
    if (out[i].label == DATE_PLAIN && i == 0) out[i].label = above;
    if (out[i].label == DATE_PLAIN && (behind || n == 1))
      out[i].label = date_label_read(d->pg->call, (struct tdg_str){s.p + out[i].end, to - out[i].end}, 0);
  }
  return n;
}

/* What an element calls itself: dateModified, class="updated". */
static int names_change(const struct page *pg, uint32_t i) {
  static const enum tdg_html_attr attrs[] = {TDG_ATTR_ITEMPROP, TDG_ATTR_CLASS};
  int change = 0;
  for (size_t k = 0; k < sizeof attrs / sizeof attrs[0]; k++) {
    struct tdg_str v = node_attr(pg, i, attrs[k]);
    if (tdg_nocase_has(v, "publi")) return 0;
    change |= tdg_nocase_has(v, "updat") || tdg_nocase_has(v, "modif");
  }
  return change;
}

static enum date_label label_of_node(const struct dates *d, uint32_t i) {
  struct page *pg = d->pg;
  uint32_t line = line_at(pg, i);
  const struct line *l = &pg->line[line];
  struct dated v[MAX_DATES];
  struct tdg_str s, text = spaced_text(pg, i, pg->node[i].end);
  enum date_label label, above;
  size_t n, at;
  if (names_change(pg, i)) return DATE_CHANGED;
  if (line == pg->n_lines || l->first >= pg->node[i].end) return date_label_read(pg->call, text, 1);
  above = label_above(d, line);
  s = spaced_text(pg, l->first < i ? l->first : i, l->last);
  at = l->first < i ? spaced_text(pg, l->first, i).n : 0;
  n = dates_in(d, s, above, v);
  for (size_t k = 0; k < n; k++) {
    if (v[k].end > at && v[k].start <= at + text.n + 1) return v[k].label;
  }
  label =
      date_label_read(pg->call, (struct tdg_str){s.p, at < s.n ? at : s.n}, 1); /* "Updated 3 hours ago" */
  return label != DATE_PLAIN ? label : above;
}

/* An element with two dates in its text: the one without words, or with those of a publication. */
static int of_several(struct dates *d, uint32_t i, struct found *f) {
  struct dated v[MAX_DATES];
  struct tdg_str s = spaced_text(d->pg, i, d->pg->node[i].end);
  struct tdg_date own = f->v;
  size_t n = dates_in(d, s, DATE_PLAIN, v);
  int found = 0;
  if (n < 2) return 0;
  for (size_t k = n; k-- > 0;) {
    if (local_day(&v[k].v) == local_day(&own)) v[k].v = own; /* the attribute has the zone */
    *f = (struct found){.v = v[k].v, .raw = s, .from = FROM_VISIBLE, .node = i};
    if (v[k].label == DATE_CHANGED) offer(d, f, DATE_CHANGED);
  }
  for (size_t k = 0; k < n && !found; k++) {
    if (v[k].label == DATE_CHANGED || v[k].label == DATE_OTHER) continue;
    f->v = v[k].v;
    found = 1;
  }
  return found ? 1 : -1;
}

/* A <time>, or an element whose names speak of a date, among nodes from .. to. */
static int marked(struct dates *d, uint32_t from, uint32_t to, int named, struct found *f) {
  struct page *pg = d->pg;
  for (uint32_t i = from; i < to && i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    int several;
    if (n->tag == TDG_HTML_TEXT || (n->flags & F_SKIP) != 0) continue;
    if (named ? !named_date(pg, n) : n->tag != TDG_HTML_TIME) continue;
    f->raw = node_attr_text(pg, i, TDG_ATTR_DATETIME);
    if (!parse(d, f->raw, &f->v)) {
      f->raw = spaced_text(pg, i, n->end);
      if (!parse(d, f->raw, &f->v) && !find(d, f->raw, &f->v)) continue;
    }
    if (in_junk(pg, i, d->h1)) continue;
    f->from = FROM_VISIBLE;
    f->node = i;
    several = of_several(d, i, f);
    if (several > 0 || (several == 0 && offer(d, f, label_of_node(d, i)))) return 1;
  }
  return 0;
}

/* Short lines around the headline; said: only those that say that it is the day of the publication.  ONLY_CHANGED: none,
 * but the first that was changed is kept. */
enum { ANY_DAY, ONLY_SAID, ONLY_CHANGED };
static int shown(struct dates *d, uint32_t from, uint32_t to, int said, struct found *f) {
  struct page *pg = d->pg;
  for (uint32_t i = line_at(pg, from); i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    struct dated v[MAX_DATES];
    size_t n;
    if (l->first < from || l->units > 100) continue;
    if (l->first >= to) break;
    if (l->kind == TDG_HEADING && l->units > 24) continue;
    f->raw = spaced_text(pg, l->first, l->last);
    n = dates_in(d, f->raw, DATE_PLAIN, v);
    if (n > 0 && v[0].label == DATE_PLAIN)
      v[0].label = label_above(d, i); /* asked only where there is a date */
    if (n == 0 || in_junk(pg, l->node, d->h1)) continue;
    f->from = FROM_VISIBLE;
    f->node = l->node;
    for (size_t k = 0; k < n; k++) {
      f->v = v[k].v;
      size_t begin = k > 0 ? v[k - 1].end : 0;
      if (said != ANY_DAY && tdg_units(f->raw.p + begin, v[k].start - begin) > MAX_BEFORE) continue;
      if (!offer(d, f, v[k].label) || said == ONLY_CHANGED) continue;
      if (said == ANY_DAY || v[k].label == DATE_FIRST) return 1;
    }
  }
  return 0;
}

static int around(struct dates *d, uint32_t from, uint32_t to, struct found *f) {
  struct found exact;
  if (shown(d, from, to, ONLY_SAID, f)) {
    if (marked(d, from, to, 0, &exact) && local_day(&exact.v) == local_day(&f->v) &&
        exact.v.precision > f->v.precision)
      *f = exact; /* the same day in an attribute, with its time */
    return 1;
  }
  return marked(d, from, to, 0, f) || marked(d, from, to, 1, f) || shown(d, from, to, ANY_DAY, f);
}

static int digits(const char *p, size_t n) { return (int)tdg_str_number((struct tdg_str){p, n}, n); }

/* /2024/03/05/ or /2024-03-05- at u.p[i]. */
static int url_numbers(struct tdg_str u, size_t i, struct tdg_date *out) {
  char s = u.p[i + 5];
  int y, m, day;
  if ((s != '/' && s != '-' && s != '_') || u.p[i + 8] != s) return 0;
  y = digits(u.p + i + 1, 4), m = digits(u.p + i + 6, 2), day = digits(u.p + i + 9, 2);
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
         parse_with(&d->hint, tdg_str_trim((struct tdg_str){text, n}), 0, out);
}

/* /20240305- or t20240305_ at u.p[i]: eight digits and no more. */
static int url_compact(struct tdg_str u, size_t i, struct tdg_date *out) {
  int y, m, day;
  if (is_digit(u.p[i]) || (i + 9 < u.n && is_digit(u.p[i + 9]))) return 0;
  for (size_t k = i + 1; k < i + 9; k++)
    if (!is_digit(u.p[k])) return 0;
  y = digits(u.p + i + 1, 4), m = digits(u.p + i + 5, 2), day = digits(u.p + i + 7, 2);
  if (y < 1995 || y > 2100 || m < 1 || m > 12 || day < 1 || day > 31) return 0;
  *out = (struct tdg_date){tdg_days_from_civil(y, m, day) * DAY_MS, TDG_DATE_DAY, 0, 0};
  return 1;
}

static int date_in_address(const struct dates *d, struct tdg_str u, struct tdg_date *out,
                           struct tdg_str *raw) {
  for (size_t i = 0; i + 9 <= u.n; i++) {
    if (!url_compact(u, i, out) || out->ms > d->hint.max_ms) continue;
    *raw = (struct tdg_str){u.p + i + 1, 8};
    return 1;
  }
  for (size_t i = 0; i + 11 <= u.n; i++) {
    if (strchr("/-=_", u.p[i]) == NULL || u.p[i] == '\0') continue;
    if (!url_numbers(u, i, out) && !(u.p[i] == '/' && url_words(d, u, i, out))) continue;
    *raw = (struct tdg_str){u.p + i + 1, 10};
    if (out->ms <= d->hint.max_ms) return 1;
  }
  return 0;
}

/* Its own address, else the one that it says it has. */
static int url_date(const struct dates *d, struct tdg_date *out, struct tdg_str *raw) {
  const struct values *said = &d->m->canonical;
  if (date_in_address(d, d->pg->url, out, raw)) return 1;
  for (size_t i = 0; i < said->n; i++)
    if (date_in_address(d, said->v[i].text, out, raw)) return 1;
  return 0;
}

static int in_url(const struct dates *d, struct found *f) {
  f->from = FROM_URL;
  f->node = 0;
  return url_date(d, &f->v, &f->raw);
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

static int usual_order(const struct dates *d) {
  if (*d->usual >= 0) return *d->usual;
  *d->usual = order_of_place(d);
  if (*d->usual == TDG_ORDER_UNKNOWN) *d->usual = order_of_telephone(d);
  if (*d->usual == TDG_ORDER_UNKNOWN) *d->usual = order_on_page(d, 1);
  return *d->usual;
}

static void add_witness(struct dates *d, struct tdg_str s) {
  struct tdg_date v;
  if (d->n_witnesses < MAX_WITNESSES && parse_with(&d->hint, s, 0, &v))
    d->witness[d->n_witnesses++] = local_day(&v);
}

static void learn_order(struct dates *d) {
  struct tdg_str raw;
  struct tdg_date v;
  for (size_t i = 0; i < d->m->modified.n; i++) add_witness(d, d->m->modified.v[i].text);
  for (size_t i = 0; i < d->m->published.n; i++) add_witness(d, d->m->published.v[i].text);
  if (url_date(d, &v, &raw)) d->witness[d->n_witnesses++] = local_day(&v);
  d->hint.order = order_on_page(d, 0);
}

/* ---- choosing ---- */

/* A date that stands for itself below the headline, and is days from all that the page says elsewhere: what
 * readers are shown is right then, what is only told to machines is the day of an import. */
static int contradicted(const struct dates *d, struct found *f) {
  struct page *pg = d->pg;
  struct found v = {.from = FROM_VISIBLE};
  struct dated in_line[MAX_DATES];
  size_t start, end;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    if (d->h1 == 0 || l->first < d->h1 || l->units > MAX_ALONE) continue;
    if (l->first > d->h1 + NEAR_NODES) return 0;
    v.raw = spaced_text(pg, l->first, l->last);
    if (l->kind != TDG_PARAGRAPH || !find(d, v.raw, &v.v) || in_junk(pg, l->node, d->h1)) continue;
    if (dates_in(d, v.raw, label_above(d, i), in_line) > 0 && in_line[0].label >= DATE_CHANGED) return 0;
    if (day_near(d, &v.v)) return 0;
    if (tdg_date_find(v.raw.p, v.raw.n, &d->hint, &v.v, &start, &end) != 0 ||
        v.raw.n - (end - start) > MAX_BESIDE)
      return 0;
    v.node = l->node;
    *f = v;
    return 1;
  }
  return 0;
}

/* What a site's rule or parser names may say more than the date: "By Ada Quill, 3 April 2003". */
static int ruled(const struct dates *d, struct found *f) {
  const struct values *list = &d->m->published;
  if (said(d, list, FROM_RULE, 0, f)) return 1;
  for (size_t i = 0; i < list->n; i++) {
    const struct value *x = &list->v[i];
    if (x->from != FROM_RULE || !find(d, x->text, &f->v)) continue;
    *f = (struct found){.v = f->v, .raw = x->text, .from = FROM_RULE, .key = x->key};
    return 1;
  }
  return 0;
}

static int from_statements(struct dates *d, struct found *f) {
  const struct values *p = &d->m->published;
  if (ruled(d, f)) return 1;
  if (!said(d, p, FROM_JSONLD, 9, f) && !said(d, p, FROM_OPENGRAPH, 2, f) && !said(d, p, FROM_META, 2, f) &&
      !said(d, p, FROM_MICRODATA, 2, f))
    return 0;
  contradicted(d, f);
  return 1;
}

/* Outward from the headline. */
static int from_head(struct dates *d, const struct body *b, struct found *f) {
  uint32_t head = b->h1 > 80 ? b->h1 - 80 : 1, first = b->first_node;
  if (b->h1 == 0) return around(d, first > 400 ? first - 400 : 1, first, f);
  if (first < b->h1 + HEAD_NODES) first = b->h1 + HEAD_NODES;
  return around(d, b->h1, b->h1 + HEAD_NODES, f) || around(d, head, b->h1, f) || around(d, b->h1, first, f);
}

static int from_tail(struct dates *d, const struct body *b, struct found *f) {
  uint32_t last = b->last_node;
  return marked(d, b->first_node, last + 200, 0, f) || marked(d, last, last + 200, 1, f) ||
         shown(d, last, last + 60, ANY_DAY, f);
}

/* A page that shows nothing but when it was changed. */
static int only_changed(const struct dates *d, struct found *f) {
  if (d->changed.from != FROM_NONE) *f = d->changed;
  return d->changed.from != FROM_NONE;
}

/* What the page tells its own scripts. */
static int from_scripts(const struct dates *d, struct found *f) {
  static const char *const names[] = {
      "datePublished", "publishedAt",        "published_at",    "publishDate",    "publish_date",
      "publishedDate", "pagePostDate",       "publicationDate", "firstPublished", "first_published_at",
      "pubDate",       "articlePublishDate", "articlePublished"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    struct tdg_str s = script_value(d->pg, names[i]);
    if (s.n == 0 || !parse(d, s, &f->v)) continue;
    *f = (struct found){.v = f->v, .raw = s, .from = FROM_SCRIPT, .key = tdg_str_of(names[i])};
    return 1;
  }
  return 0;
}

static int first_date(struct dates *d, const struct body *b, struct found *f) {
  const struct meta *m = d->m;
  if (m->date_named) return ruled(d, f);
  return from_statements(d, f) || from_head(d, b, f) || in_url(d, f) ||
         said(d, &m->published, FROM_JSONLD, 40, f) || said(d, &m->published, FROM_META, 9, f) ||
         from_scripts(d, f) || from_tail(d, b, f) || only_changed(d, f) ||
         said(d, &m->modified, FROM_JSONLD, 30, f) || said(d, &m->modified, FROM_META, 30, f);
}

static void tell_no_date(const struct dates *d) {
  const struct values *list = &d->m->published;
  struct tdg_str text = list->n > 0 ? list->v[list->n - 1].text : tdg_str_of("");
  tdg_log(d->pg->call, TDG_LOG_WARNING,
          "the date that the parser of the site names, \"%.*s\", is none that can be read in one way: the "
          "record of %s has no date",
          (int)tdg_utf8_cut(text, 100), text.p, d->pg->url.p);
}

static void dates_begin(struct dates *d) {
  int64_t now = tdg_now_ms(d->pg->call);
  if (d->m->language.n > 0) d->hint.language = tdg_str_copy(d->pg->call, d->m->language.v[0].text).p;
  if (d->pg->zone.n > 0) d->hint.zone = d->pg->zone.p;
  d->hint.min_ms = 788918400000; /* 1995 */
  d->hint.max_ms = now > 0 ? now + 400 * (int64_t)DAY_MS : 4102444800000;
  learn_order(d);
}

int date_in_text(struct page *pg, const struct meta *m, struct tdg_str text, int64_t *ms) {
  int usual = -1;
  struct dates d = {.pg = pg, .m = m, .usual = &usual};
  struct tdg_date v;
  dates_begin(&d);
  text.n = tdg_utf8_cut(text, MAX_DATE_TEXT);
  if (!parse(&d, text, &v) && !find(&d, text, &v)) return 0;
  *ms = v.ms;
  return tdg_date_is_local(&v, pg->zone.n > 0) ? 2 : 1;
}

/* When it was changed: what the page states, else what it shows around its headline, which is not before its
 * first day. */
static void write_changed(struct dates *d, const struct body *b, struct meta *m, tdg_rec *rec,
                          const struct found *first) {
  struct found f = {.from = FROM_NONE};
  for (int from = FROM_JSONLD; from <= FROM_MICRODATA; from++) {
    if (!said(d, &m->modified, from, 30, &f)) continue;
    write(d->pg, m, rec, TDG_UPDATED, &f);
    return;
  }
  if (m->date_named) return;
  if (d->changed.from == FROM_NONE && b->h1 > 0) shown(d, b->h1, b->h1 + HEAD_NODES, ONLY_CHANGED, &f);
  if (d->changed.from == FROM_NONE || (first != NULL && local_day(&d->changed.v) < local_day(&first->v)))
    return;
  write(d->pg, m, rec, TDG_UPDATED, &d->changed);
}

void dates_write(struct page *pg, struct meta *m, const struct body *b, tdg_rec *rec) {
  int usual = -1;
  struct dates d = {.pg = pg, .m = m, .h1 = b->h1, .usual = &usual};
  struct found f = {.from = FROM_NONE};
  dates_begin(&d);
  if (first_date(&d, b, &f)) write(pg, m, rec, TDG_PUBLISHED, &f);
  else if (m->date_named) tell_no_date(&d);
  write_changed(&d, b, m, rec, f.from != FROM_NONE ? &f : NULL);
}
