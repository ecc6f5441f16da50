/* shown_dates.c - dates that a page shows, and what stands beside them; see page_dates.h.  Texts are the call's; nothing can
 * fail. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/units.h>

#include "page_dates.h"

enum {
  MAX_LABEL_ABOVE = 40, /* units of a line that is the label of the date below it */
  MAX_BEFORE = 28,      /* units of a line in front of its date */
  MAX_AGO = 40,         /* units of an element whose attribute may have its date: "3 days ago" */
  MAX_TAG = 600,        /* bytes of a tag that is searched for such an attribute */
  MAX_SHORT = 100,      /* units of a line that may hold a date anywhere, */
  MAX_LINE = 240,       /* and of one that may hold it between signs that set it off */
  MIN_BEHIND = 160,     /* units of a text that begins behind a <footer> */
  MAX_PIECE = 10        /* units of a line that may be the day, the month or the year */
};

/* The foot of the headline's own <article>; or, where the headline stands above the <article>, one with the text of it behind:
 * "By Ada Quill, 3 April 2003". */
static int own_foot(const struct page *pg, uint32_t i, uint32_t h1) {
  const struct tdg_node *n = &pg->node[i], *up = &pg->node[n->parent];
  if (n->tag != TDG_HTML_FOOTER || up->tag != TDG_HTML_ARTICLE || h1 == 0 || h1 > i) return 0;
  if (h1 > n->parent) return 1;
  uint32_t behind = 0;
  for (uint32_t k = n->end; k < up->end; k = pg->node[k].end) behind += pg->node[k].units;
  return behind >= MIN_BEHIND && behind * 2 > up->units;
}

int date_in_junk(const struct page *pg, uint32_t i, uint32_t h1) {
  for (uint32_t steps = 0; i > 0 && steps < 40; i = pg->node[i].parent, steps++) {
    if ((h1 > i && h1 < pg->node[i].end) || own_foot(pg, i, h1)) return 0;
    if ((pg->node[i].names & (N_COMMENT | N_RELATED)) != 0) return 1;
    if (pg->node[i].tag == TDG_HTML_NAV || pg->node[i].tag == TDG_HTML_FOOTER ||
        pg->node[i].tag == TDG_HTML_FIGCAPTION)
      return 1;
    if (pg->node[i].tag == TDG_HTML_ASIDE) return 2;
  }
  return 0;
}

/* Do the names of an element, or of the one around it, speak of a date? */
static int named_date(const struct page *pg, const struct tdg_node *n) {
  uint32_t names = n->names | pg->node[n->parent].names;
  return (names & (N_DATE | N_META | N_BYLINE)) != 0 && n->units > 0 && n->units <= 120;
}

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
enum date_label date_label_above(const struct dates *d, uint32_t line) {
  struct page *pg = d->pg;
  const struct line *l;
  struct tdg_str s;
  struct tdg_date v;
  size_t start, end;
  if (line == 0 || line > pg->n_lines) return DATE_PLAIN;
  l = &pg->line[line - 1];
  if (l->units > MAX_LABEL_ABOVE || l->node == d->h1) return DATE_PLAIN;
  s = date_text(pg, l->first, l->last);
  if (tdg_date_find(s.p, s.n, &d->hint, &v, &start, &end) == 0) return DATE_PLAIN;
  return date_label_read(d->pg->call, s, 1);
}

/* Keeps a date that is shown by what stands beside it: 1 when it may be that of the publication. */
static int offer(struct dates *d, const struct found *f, enum date_label label) {
  if (label == DATE_CHANGED && d->changed.from == FROM_NONE) d->changed = *f;
  return label == DATE_PLAIN || label == DATE_FIRST;
}

/* The dates in a text.  Words in front of a date are its label; where the text begins with a date and ends with
 * words, those behind it are. */
size_t dates_in_text(const struct dates *d, struct tdg_str s, enum date_label above, struct dated *out) {
  size_t n = 0, at = 0;
  while (n < MAX_DATES && date_find_from(d, s, at, &out[n].v, &out[n].start, &out[n].end)) at = out[n++].end;
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
  struct tdg_str s, text = date_text(pg, i, pg->node[i].end);
  enum date_label label, above;
  size_t n, at;
  if (names_change(pg, i)) return DATE_CHANGED;
  if (line == pg->n_lines || l->first >= pg->node[i].end) return date_label_read(pg->call, text, 1);
  above = date_label_above(d, line);
  s = date_text(pg, l->first < i ? l->first : i, l->last);
  at = l->first < i ? date_text(pg, l->first, i).n : 0;
  n = dates_in_text(d, s, above, v);
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
  struct tdg_str s = date_text(d->pg, i, d->pg->node[i].end);
  struct tdg_date own = f->v;
  size_t n = dates_in_text(d, s, DATE_PLAIN, v);
  int found = 0;
  if (n < 2) return 0;
  for (size_t k = n; k-- > 0;) {
    if (date_local_day(&v[k].v) == date_local_day(&own)) v[k].v = own; /* the attribute has the zone */
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

/* The value of an attribute data-... of this element whose name speaks of a date or a time and whose value is one: the table
 * of attributes does not hold these, so its tag is read once more. */
static int date_in_data(const struct dates *d, uint32_t i, struct found *f) {
  const struct page *pg = d->pg;
  const char *p = pg->src.p + pg->node[i].name, *end = pg->src.p + pg->src.n;
  if (pg->node[i].name == 0) return 0;
  if (end - p > MAX_TAG) end = p + MAX_TAG;
  if (memchr(p, '>', (size_t)(end - p)) != NULL) end = memchr(p, '>', (size_t)(end - p));
  while (p < end && (p = memmem(p, (size_t)(end - p), " data-", 6)) != NULL) {
    const char *name = p += 6, *value, *close;
    while (p < end && *p != '=' && *p != ' ') p++;
    struct tdg_str s = {name, (size_t)(p - name)};
    if (end - p < 3 || *p != '=' || (p[1] != '"' && p[1] != '\'')) continue;
    value = p + 2;
    close = memchr(value, p[1], (size_t)(end - value));
    if (close == NULL) return 0;
    p = close;
    if (!tdg_nocase_has(s, "date") && !tdg_nocase_has(s, "time") && !tdg_nocase_has(s, "publish")) continue;
    if (tdg_nocase_has(s, "updat") || tdg_nocase_has(s, "modif")) continue;
    f->raw = (struct tdg_str){value, (size_t)(close - value)};
    if (date_parse(d, f->raw, &f->v)) return 1;
  }
  return 0;
}

/* The date of an element, told by an attribute or by its text. */
static int date_of_node(const struct dates *d, uint32_t i, int marked, struct found *f) {
  struct page *pg = d->pg;
  f->raw = node_attr_text(pg, i, TDG_ATTR_DATETIME);
  if (date_parse(d, f->raw, &f->v)) return 1;
  f->raw = node_attr_text(pg, i, TDG_ATTR_TITLE);
  if (pg->node[i].units <= MAX_AGO && date_parse(d, f->raw, &f->v)) return 1;
  if (!marked) return 0;
  if (date_in_data(d, i, f)) return 1;
  f->raw = date_text(pg, i, pg->node[i].end);
  return date_parse(d, f->raw, &f->v) || date_find(d, f->raw, &f->v);
}

/* Is it one whose own attributes may tell a date: <relative-time datetime>, <abbr title>? */
static int may_tell_date(const struct page *pg, uint32_t i) {
  const struct tdg_node *n = &pg->node[i];
  if (n->len == 0 || n->units > MAX_AGO || n->tag == TDG_HTML_A) return 0;
  return node_has_attr(pg, i, TDG_ATTR_DATETIME) || node_has_attr(pg, i, TDG_ATTR_TITLE);
}

/* An empty element that a script fills with its date. */
static int named_for_script(const struct tdg_node *n) {
  return n->units == 0 && n->len > 0 && (n->names & N_DATE) != 0 && (n->flags & F_SKIP) == 0;
}

/* A <time>, or an element whose names speak of a date, among nodes from .. to. */
int dates_marked(struct dates *d, uint32_t from, uint32_t to, int named, struct found *f) {
  struct page *pg = d->pg;
  for (uint32_t i = from; i < to && i < pg->n; i++) {
    const struct tdg_node *n = &pg->node[i];
    int several, marked;
    if (n->tag == TDG_HTML_TEXT || (n->flags & F_SKIP) != 0) continue;
    marked = named ? named_date(pg, n) || named_for_script(n) : n->tag == TDG_HTML_TIME;
    if (!marked && (named || !may_tell_date(pg, i))) continue;
    if (!date_of_node(d, i, marked, f)) continue;
    if (date_in_junk(pg, i, d->h1)) continue;
    f->from = FROM_VISIBLE;
    f->node = i;
    several = of_several(d, i, f);
    if (several > 0 || (several == 0 && offer(d, f, label_of_node(d, i)))) return 1;
  }
  return 0;
}

/* "05", "Jan" and "2024" in three lines, which are joined; "" when line i does not begin such a date. */
static struct tdg_str in_pieces(const struct dates *d, uint32_t i) {
  const struct page *pg = d->pg;
  const struct line *l = &pg->line[i];
  if (i + 2 >= pg->n_lines) return tdg_str_of("");
  for (int k = 0; k < 3; k++)
    if (l[k].units == 0 || l[k].units > MAX_PIECE || l[k].last - l->first > 24) return tdg_str_of("");
  return date_text(pg, l->first, l[2].last);
}

/* Is a date set off from the rest of its line: "Ada Quill, chief reporter | Jan 5, 2024 | 5 min read"? */
static int set_off(struct tdg_str s, const struct dated *v) {
  static const char *const signs[] = {"|", "\xc2\xb7", "\xe2\x80\xa2"};
  struct tdg_str before = tdg_str_trim((struct tdg_str){s.p, v->start});
  if (v->label == DATE_FIRST || s.n - v->end < 3) return 1;
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
    size_t n = strlen(signs[i]);
    if (before.n >= n && memcmp(before.p + before.n - n, signs[i], n) == 0) return 1;
  }
  return 0;
}

/* Short lines around the headline; said: only those that say that it is the day of the publication.  ONLY_CHANGED: none,
 * but the first that was changed is kept. */
int dates_shown(struct dates *d, uint32_t from, uint32_t to, int said, struct found *f) {
  struct page *pg = d->pg;
  for (uint32_t i = line_at(pg, from); i < pg->n_lines; i++) {
    const struct line *l = &pg->line[i];
    struct dated v[MAX_DATES];
    size_t n;
    int junk;
    if (l->first < from || l->units > MAX_LINE) continue;
    if (l->first >= to) break;
    if (l->kind == TDG_HEADING && l->units > 24) continue;
    f->raw = date_text(pg, l->first, l->last);
    n = dates_in_text(d, f->raw, DATE_PLAIN, v);
    if (n == 0 && l->units <= MAX_PIECE && (f->raw = in_pieces(d, i)).n > 0)
      n = dates_in_text(d, f->raw, DATE_PLAIN, v);
    if (n > 0 && v[0].label == DATE_PLAIN)
      v[0].label = date_label_above(d, i); /* asked only where there is a date */
    if (n == 0 || (l->units > MAX_SHORT && !set_off(f->raw, &v[0]))) continue;
    junk = date_in_junk(pg, l->node, d->h1);
    if (junk == 1 || (junk == 2 && v[0].label != DATE_FIRST)) continue;
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

int dates_around(struct dates *d, uint32_t from, uint32_t to, struct found *f) {
  struct found exact;
  if (dates_shown(d, from, to, ONLY_SAID, f)) {
    if (dates_marked(d, from, to, 0, &exact) && date_local_day(&exact.v) == date_local_day(&f->v) &&
        exact.v.precision > f->v.precision)
      *f = exact; /* the same day in an attribute, with its time */
    return 1;
  }
  return dates_marked(d, from, to, 0, f) || dates_marked(d, from, to, 1, f) ||
         dates_shown(d, from, to, ANY_DAY, f);
}
