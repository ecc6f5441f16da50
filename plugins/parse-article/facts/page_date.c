/* page_date.c - when it was published and changed.
 *
 * JSON-LD, author tags, microdata, <time>, then what the page shows around its headline, then its address.
 * What a date cannot be (after the page was fetched, before there were pages) is passed over. */
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "page_dates.h"

enum {
  NEAR_NODES = 60,
  MAX_ALONE = 50, /* units of a line that is a date, and of what may stand beside it */
  MAX_BESIDE = 24,
  MAX_HEAD_LINE = 100, /* units of a line with the day that an instant was on */
  MAX_PLACE = 60,      /* bytes in front of the date of a dateline, and behind it up to its dash */
  MAX_AGENCY = 30,
  QUARTER = 15,    /* minutes: what the offsets of zones are multiples of */
  SLACK = 3,       /* minutes between an instant and the time that is shown for it */
  WEST = -12 * 60, /* minutes */
  EAST = 14 * 60
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

static int said(const struct dates *d, const struct values *list, int from, int max_rank, struct found *f) {
  for (int rank = 0; rank <= max_rank; rank++) {
    for (size_t i = 0; i < list->n; i++) {
      const struct value *x = &list->v[i];
      if (x->from != from || x->rank != rank || !date_parse(d, x->text, &f->v)) continue;
      f->from = from;
      f->key = x->key;
      f->node = 0;
      f->raw = x->text;
      return 1;
    }
  }
  return 0;
}

static int in_url(const struct dates *d, struct found *f) {
  f->from = FROM_URL;
  f->node = 0;
  return date_in_address(d, &f->v, &f->raw);
}

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
    v.raw = date_text(pg, l->first, l->last);
    if ((l->kind != TDG_PARAGRAPH && l->kind != TDG_ITEM) || !date_find(d, v.raw, &v.v) ||
        date_in_junk(pg, l->node, d->h1))
      continue;
    if (dates_in_text(d, v.raw, date_label_above(d, i), in_line) > 0 && in_line[0].label >= DATE_CHANGED)
      return 0;
    if (date_is_near(d, &v.v)) return 0;
    if (tdg_date_find(v.raw.p, v.raw.n, &d->hint, &v.v, &start, &end) != 0 ||
        v.raw.n - (end - start) > MAX_BESIDE)
      return 0;
    v.node = l->node;
    *f = v;
    return 1;
  }
  return 0;
}

/* ---- the zone of an instant ---- */

/* The offset under which a time of day that is shown is the instant; 0 when there is none. */
static int offset_of_shown(const struct tdg_date *shown, int64_t ms) {
  int64_t apart = (shown->ms - ms) / 60000, offset = (apart + (apart < 0 ? -7 : 7)) / QUARTER * QUARTER;
  if (shown->precision < TDG_DATE_MINUTE || shown->has_zone || offset < WEST || offset > EAST) return 0;
  return apart - offset <= SLACK && offset - apart <= SLACK ? (int)offset : 0;
}

/* The offset of another time of the page, under which the instant is on that day; 0. */
static int offset_of_page(const struct dates *d, int64_t day, int64_t ms) {
  struct page *pg = d->pg;
  struct tdg_date v;
  for (uint32_t i = 1; i < pg->n; i++) {
    if (pg->node[i].tag != TDG_HTML_TIME || !date_parse(d, node_attr(pg, i, TDG_ATTR_DATETIME), &v)) continue;
    if (!v.has_zone || v.offset_min == 0) continue;
    v.ms = ms;
    return date_local_day(&v) == day ? v.offset_min : 0;
  }
  return 0;
}

/* Many systems tell machines the instant in UTC and readers the day it was where they are.  Where the day below the headline
 * is the one beside it, the instant is told in the zone that the page's times have. */
static void tell_zone(const struct dates *d, struct found *f) {
  struct page *pg = d->pg;
  struct tdg_date v;
  size_t start, end;
  int offset;
  if (d->h1 == 0 || f->v.precision < TDG_DATE_MINUTE || !f->v.has_zone || f->v.offset_min != 0) return;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    if (l->first < d->h1 || l->units > MAX_HEAD_LINE) continue;
    if (l->first > d->h1 + NEAR_NODES) return;
    struct tdg_str s = date_text(pg, l->first, l->last);
    if (!date_find_from(d, s, 0, &v, &start, &end) || date_in_junk(pg, l->node, d->h1)) continue;
    int64_t apart = date_local_day(&v) - date_local_day(&f->v);
    if (date_label_read(pg->call, (struct tdg_str){s.p, start}, 1) >= DATE_CHANGED || apart < -1 ||
        apart > 1 || apart == 0)
      return;
    offset = offset_of_shown(&v, f->v.ms);
    if (offset == 0) offset = offset_of_page(d, date_local_day(&v), f->v.ms);
    f->v.offset_min = offset;
    return;
  }
}

/* What a site's rule or parser names may say more than the date: "By Ada Quill, 3 April 2003". */
static int ruled(const struct dates *d, struct found *f) {
  const struct values *list = &d->m->published;
  if (said(d, list, FROM_RULE, 0, f)) return 1;
  for (size_t i = 0; i < list->n; i++) {
    const struct value *x = &list->v[i];
    if (x->from != FROM_RULE || !date_find(d, x->text, &f->v)) continue;
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
  if (!contradicted(d, f)) tell_zone(d, f);
  return 1;
}

/* Outward from the headline. */
static int from_head(struct dates *d, const struct body *b, struct found *f) {
  uint32_t head = b->h1 > 80 ? b->h1 - 80 : 1, first = b->first_node;
  if (b->h1 == 0) return dates_around(d, first > 400 ? first - 400 : 1, first, f);
  if (first < b->h1 + HEAD_NODES) first = b->h1 + HEAD_NODES;
  return dates_around(d, b->h1, b->h1 + HEAD_NODES, f) || dates_around(d, head, b->h1, f) ||
         dates_around(d, b->h1, first, f);
}

/* What stands behind the date of a dateline: a dash, perhaps behind the name of an agency. */
static int is_dateline(struct tdg_str behind) {
  static const char *const dashes[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94"};
  for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
    size_t n = strlen(dashes[i]);
    const char *dash = behind.n > 0 ? memmem(behind.p, behind.n, dashes[i], n) : NULL;
    if (dash == behind.p && dash != NULL) return 1;
    if (dash != NULL && strchr("(/,.", behind.p[0]) != NULL) return 1;
  }
  return 0;
}

/* "TARN, Jan. 5, 2024 /Wire/ -- ...": a place, the date and a dash begin the text. */
static int from_dateline(const struct dates *d, const struct body *b, struct found *f) {
  const struct page *pg = d->pg;
  for (uint32_t i = 0; i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    struct tdg_str s, behind;
    size_t start, end;
    if (l->first < b->first_node || l->dropped || l->units <= MAX_ALONE) continue;
    s = date_text(pg, l->first, l->last);
    if (!date_find_from(d, s, 0, &f->v, &start, &end) || start > MAX_PLACE || start == 0) return 0;
    if (date_label_read(pg->call, (struct tdg_str){s.p, start}, 1) != DATE_PLAIN) return 0;
    behind = tdg_str_trim((struct tdg_str){s.p + end, s.n - end < MAX_AGENCY ? s.n - end : MAX_AGENCY});
    if (!is_dateline(behind)) return 0;
    f->raw = (struct tdg_str){s.p, end};
    f->from = FROM_VISIBLE;
    f->node = l->node;
    return 1;
  }
  return 0;
}

static int from_tail(struct dates *d, const struct body *b, struct found *f) {
  uint32_t last = b->last_node;
  return dates_marked(d, b->first_node, last + 200, 0, f) || dates_marked(d, last, last + 200, 1, f) ||
         dates_shown(d, last, last + 60, ANY_DAY, f);
}

/* A page that shows nothing but when it was changed. */
static int only_changed(const struct dates *d, struct found *f) {
  if (d->changed.from != FROM_NONE) *f = d->changed;
  return d->changed.from != FROM_NONE;
}

/* What the page tells its own scripts.  A script without the letters of a group has none of its names. */
static int from_scripts(const struct dates *d, struct found *f) {
  static const struct {
    const char *letters, *names[15];
  } groups[] = {{"ublish",
                 {"datePublished", "publishedAt", "published_at", "publishDate", "publish_date",
                  "publishedDate", "firstPublished", "first_published_at", "articlePublishDate",
                  "articlePublished", "publishedTime", "published_date", "date_published"}},
                {"ostDate", {"pagePostDate", "postDate"}},
                {"ublication", {"publicationDate", "publication_date"}},
                {"pubDate", {"pubDate"}}};
  for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
    if (!script_has(d->pg, groups[g].letters)) continue;
    for (const char *const *name = groups[g].names; *name != NULL; name++) {
      struct tdg_str s = script_value(d->pg, *name);
      if (s.n == 0 || !date_parse(d, s, &f->v)) continue;
      *f = (struct found){.v = f->v, .raw = s, .from = FROM_SCRIPT, .key = tdg_str_of(*name)};
      return 1;
    }
  }
  return 0;
}

static int first_date(struct dates *d, const struct body *b, struct found *f) {
  const struct meta *m = d->m;
  if (m->date_named) return ruled(d, f);
  return from_statements(d, f) || from_head(d, b, f) || in_url(d, f) || from_dateline(d, b, f) ||
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
  date_learn_order(d);
}

int date_in_text(struct page *pg, const struct meta *m, struct tdg_str text, int64_t *ms) {
  int usual = -1;
  struct dates d = {.pg = pg, .m = m, .usual = &usual};
  struct tdg_date v;
  dates_begin(&d);
  text.n = tdg_utf8_cut(text, MAX_DATE_TEXT);
  if (!date_parse(&d, text, &v) && !date_find(&d, text, &v)) return 0;
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
  if (d->changed.from == FROM_NONE && b->h1 > 0) dates_shown(d, b->h1, b->h1 + HEAD_NODES, ONLY_CHANGED, &f);
  if (d->changed.from == FROM_NONE ||
      (first != NULL && date_local_day(&d->changed.v) < date_local_day(&first->v)))
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
