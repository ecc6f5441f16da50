/* date.c - when it was published and changed.
 *
 * JSON-LD, author tags, microdata, <time>, then what the page shows around its headline, then its address.
 * What a date cannot be (after the page was fetched, before there were pages) is passed over. */
#include <string.h>

#include <tidings/kit/date.h>

#include "meta.h"

enum { DAY_MS = 86400000, MAX_DATE_TEXT = 200, HEAD_NODES = 100 };

struct dates {
  struct page *pg;
  const struct meta *m;
  struct tdg_date_hint hint;
  uint32_t h1;
};

static const char *precision_name(int p) {
  static const char *const names[] = {"", "year", "month", "day", "minute", "second"};
  return p >= 1 && p <= 5 ? names[p] : "";
}

static void write(struct dates *d, tdg_rec *rec, uint32_t field, const struct tdg_date *v, int from,
                  struct tdg_str raw) {
  tdg_call *call = d->pg->call;
  tdg_rec *g = tdg_group(call);
  tdg_put_int(call, rec, field, v->ms);
  tdg_put_str(call, g, TDG_FIELD_NAME, field == TDG_PUBLISHED ? "published" : "updated");
  tdg_put_str(call, g, TDG_FROM, meta_from_name(from));
  tdg_put_text(call, g, TDG_RAW, raw.p, raw.n);
  tdg_put_str(call, g, TDG_PRECISION, precision_name(v->precision));
  if (v->has_zone) tdg_put_int(call, g, TDG_ZONE, v->offset_min);
  tdg_put_rec(call, rec, TDG_ORIGIN, g);
}

static int parse(const struct dates *d, struct tdg_str s, struct tdg_date *out) {
  s = str_trim(s);
  return s.n > 0 && tdg_date_parse(s.p, s.n, &d->hint, out) == 0 && out->precision >= TDG_DATE_DAY;
}

static int find(const struct dates *d, struct tdg_str s, struct tdg_date *out) {
  size_t start, end;
  return s.n > 0 && tdg_date_find(s.p, s.n, &d->hint, out, &start, &end) == 0 &&
         out->precision >= TDG_DATE_DAY;
}

static int write_said(struct dates *d, const struct values *list, tdg_rec *rec, uint32_t field, int from,
                      int max_rank) {
  struct tdg_date v;
  for (int rank = 0; rank <= max_rank; rank++) {
    for (size_t i = 0; i < list->n; i++) {
      const struct value *x = &list->v[i];
      if (x->from != from || x->rank != rank || !parse(d, x->text, &v)) continue;
      write(d, rec, field, &v, from, x->text);
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
    if (pg->node[i].tag == T_NAV || pg->node[i].tag == T_FOOTER || pg->node[i].tag == T_ASIDE) return 1;
  }
  return 0;
}

/* Do the names of an element, or of the one around it, speak of a date? */
static int named_date(const struct page *pg, const struct node *n) {
  uint32_t names = n->names | pg->node[n->parent].names;
  return (names & (N_DATE | N_META | N_BYLINE)) != 0 && n->units > 0 && n->units <= 120;
}

/* A <time>, or an element whose names speak of a date, among nodes from .. to. */
static int write_marked(struct dates *d, tdg_rec *rec, uint32_t from, uint32_t to, int named) {
  struct page *pg = d->pg;
  for (uint32_t i = from; i < to && i < pg->n; i++) {
    const struct node *n = &pg->node[i];
    struct tdg_str s;
    struct tdg_date v;
    if (n->tag == T_TEXT || (n->flags & F_SKIP) != 0) continue;
    if (named ? !named_date(pg, n) : n->tag != T_TIME) continue;
    s = node_attr_text(pg, i, A_DATETIME);
    if (!parse(d, s, &v)) {
      s = node_text(pg, i, MAX_DATE_TEXT);
      if (!parse(d, s, &v) && !find(d, s, &v)) continue;
    }
    if (in_junk(pg, i, d->h1)) continue;
    write(d, rec, TDG_PUBLISHED, &v, FROM_VISIBLE, s);
    return 1;
  }
  return 0;
}

/* Short lines around the headline. */
static int write_shown(struct dates *d, tdg_rec *rec, uint32_t from, uint32_t to) {
  struct page *pg = d->pg;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str s;
    struct tdg_date v;
    if (l->first < from || l->units > 100) continue;
    if (l->first >= to) break;
    s = node_text(pg, l->node, MAX_DATE_TEXT);
    if ((l->kind == TDG_HEADING && l->units > 24) || !find(d, s, &v) || in_junk(pg, l->node, d->h1)) continue;
    write(d, rec, TDG_PUBLISHED, &v, FROM_VISIBLE, s);
    return 1;
  }
  return 0;
}

static int digits(const char *p, size_t n) {
  int v = 0;
  for (size_t i = 0; i < n; i++) {
    if (p[i] < '0' || p[i] > '9') return -1;
    v = v * 10 + (p[i] - '0');
  }
  return v;
}

/* /2024/03/05/ or /2024-03-05- in the address. */
static int write_url(struct dates *d, tdg_rec *rec) {
  struct tdg_str u = d->pg->url;
  for (size_t i = 0; i + 11 <= u.n; i++) {
    char c = u.p[i], s = u.p[i + 5];
    int y, m, day;
    if ((c != '/' && c != '-' && c != '=' && c != '_') || (s != '/' && s != '-' && s != '_') ||
        u.p[i + 8] != s)
      continue;
    y = digits(u.p + i + 1, 4), m = digits(u.p + i + 6, 2), day = digits(u.p + i + 9, 2);
    if (y < 1995 || y > 2100 || m < 1 || m > 12 || day < 1 || day > 31) continue;
    struct tdg_date v = {tdg_days_from_civil(y, m, day) * DAY_MS, TDG_DATE_DAY, 0, 0};
    if (v.ms > d->hint.max_ms) continue;
    write(d, rec, TDG_PUBLISHED, &v, FROM_URL, (struct tdg_str){u.p + i + 1, 10});
    return 1;
  }
  return 0;
}

static void write_published(struct dates *d, const struct body *b, tdg_rec *rec) {
  const struct values *p = &d->m->published;
  uint32_t head = b->h1 > 80 ? b->h1 - 80 : 1, first = b->first_node;
  if (b->h1 == 0) head = first > 400 ? first - 400 : 1;
  if (b->h1 > 0 && first < b->h1 + HEAD_NODES) first = b->h1 + HEAD_NODES;
  if (write_said(d, p, rec, TDG_PUBLISHED, FROM_RULE, 0)) return;
  if (write_said(d, p, rec, TDG_PUBLISHED, FROM_JSONLD, 9)) return;
  if (write_said(d, p, rec, TDG_PUBLISHED, FROM_OPENGRAPH, 2)) return;
  if (write_said(d, p, rec, TDG_PUBLISHED, FROM_META, 2)) return;
  if (write_said(d, p, rec, TDG_PUBLISHED, FROM_MICRODATA, 2)) return;
  if (write_marked(d, rec, head, first, 0) || write_marked(d, rec, head, first, 1)) return;
  if (write_shown(d, rec, head, first)) return;
  if (write_url(d, rec)) return;
  if (write_said(d, p, rec, TDG_PUBLISHED, FROM_JSONLD, 40)) return;
  if (write_marked(d, rec, first, b->last_node + 200, 0)) return;
  if (write_marked(d, rec, b->last_node, b->last_node + 200, 1)) return;
  if (write_shown(d, rec, b->last_node, b->last_node + 60)) return;
  if (write_said(d, &d->m->modified, rec, TDG_PUBLISHED, FROM_JSONLD, 30)) return;
  write_said(d, &d->m->modified, rec, TDG_PUBLISHED, FROM_META, 30);
}

void dates_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec) {
  struct dates d = {pg, m, {0}, b->h1};
  if (m->language.n > 0) d.hint.language = str_dup(pg->call, m->language.v[0].text).p;
  d.hint.min_ms = 788918400000; /* 1995 */
  d.hint.max_ms = tdg_now_ms(pg->call) > 0 ? tdg_now_ms(pg->call) + 400 * (int64_t)DAY_MS : 4102444800000;
  write_published(&d, b, rec);
  for (int from = FROM_JSONLD; from <= FROM_MICRODATA; from++) {
    if (write_said(&d, &m->modified, rec, TDG_UPDATED, from, 30)) break;
  }
}
