/* head.c - the head of a statement: title, number, place and date, embargo.
 *
 * Lines that only carry these are taken out of the text (ROLE_NONE).  The date is believed when it stands
 * alone, or behind a place, or opens the first paragraph before a dash; a date inside running text is not the
 * document's.
 */
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "statement.h"

enum { MAX_PLACE = 60, MAX_TITLE = 600 };

static size_t letters(struct tdg_str s) {
  struct tdg_line l = {.s = s};
  tdg_line_measure(&l);
  return l.letters;
}

static int find_date(const struct statement *s, struct tdg_str t, struct tdg_date *d, size_t *start,
                     size_t *end) {
  struct tdg_str zone = tdg_get(s->call, s->doc, TDG_DEFAULT_ZONE);
  struct tdg_date_hint hint = {.zone = zone.n > 0 ? zone.p : NULL, .language = s->language};
  t.n = tdg_utf8_cut(t, MAX_CUE_LINE);
  return tdg_date_find(t.p, t.n, &hint, d, start, end) == 0 && d->precision >= TDG_DATE_DAY;
}

/* "Hollin, 9 March 2026": letters of a place, a comma, a date, and nothing else. */
static int take_place_date(struct statement *s, struct stm_item *it) {
  struct tdg_str t = it->line.s;
  struct tdg_date d;
  size_t start, end;
  if (t.n > 100 || !find_date(s, t, &d, &start, &end) || letters((struct tdg_str){t.p + end, t.n - end}) > 2)
    return 0;
  struct tdg_str place = tdg_str_trim((struct tdg_str){t.p, start});
  while (place.n > 0 && strchr(", (-", place.p[place.n - 1]) != NULL) place.n--;
  if (place.n > MAX_PLACE || (memchr(t.p, ',', start) == NULL && letters(place) > 12)) return 0;
  if (place.n > 3 && memcmp(place.p + place.n - 3, ", d", 3) == 0)
    place.n -= 3; /* "Berlin, den", "Vaubourg, le" */
  struct tdg_str raw = {t.p + start, end - start};
  if (!s->published.known) s->published = (struct stm_date){d, raw, 1};
  const char *comma = memchr(place.p, ',', place.n);
  if (comma != NULL) place.n = (size_t)(comma - place.p);
  if (s->place.n == 0 && letters(place) > 2) s->place = place, s->dateline = t;
  return 1;
}

/* "Hollin, 12 March 2026 - The agency has ...": at the front of a paragraph, which keeps it. */
static void peek_dateline(struct statement *s, const struct stm_item *it) {
  struct tdg_str t = it->line.s;
  struct tdg_date d;
  size_t start, end;
  if (!find_date(s, t, &d, &start, &end) || start > MAX_PLACE || end >= t.n) return;
  const char *comma = memchr(t.p, ',', start);
  struct tdg_str after = tdg_str_trim((struct tdg_str){t.p + end, t.n - end});
  int dash = after.n > 2 &&
             (*after.p == '-' || *after.p == ':' || memcmp(after.p, "\xE2\x80", 2) == 0 || *after.p == ')');
  if (comma == NULL || !dash || s->published.known) return;
  s->published = (struct stm_date){d, {t.p + start, end - start}, 1};
  s->place = (struct tdg_str){t.p, (size_t)(comma - t.p)};
  s->dateline = (struct tdg_str){t.p, end};
}

/* The token with a digit behind "No", "Nr.", "n°" ...; what stands before it names the kind of document. */
static void take_number(struct statement *s, struct tdg_str t) {
  size_t i = 0;
  while (i < t.n && !(t.p[i] >= '0' && t.p[i] <= '9')) i++;
  size_t from = i, to = i;
  while (from > 0 && t.p[from - 1] != ' ') from--;
  while (to < t.n && t.p[to] != ' ' && t.p[to] != ',' && t.p[to] != ':') to++;
  while (from < to && ((unsigned char)t.p[from] >= 128 || strchr(".#(n", t.p[from]) != NULL)) from++;
  if (to > from && s->reference.n == 0) s->reference = (struct tdg_str){t.p + from, to - from};
}

static void take_embargo(struct statement *s, const struct stm_item *it) {
  struct tdg_date d;
  size_t start, end;
  if (find_date(s, it->line.s, &d, &start, &end))
    s->embargo = (struct stm_date){d, {it->line.s.p + start, end - start}, 1};
}

static const char *genre_of(uint32_t cues, int order) {
  if (cues & CUE_JOINT) return "joint-statement";
  if (order) return "order";
  if (cues & (CUE_NUMBER | CUE_RELEASE)) return "press-release";
  return "statement";
}

/* ---- the title ---- */

static int is_candidate(const struct stm_item *it) {
  return it->role != ROLE_NONE && it->line.letters > 0 && it->line.words >= 2 &&
         !tdg_line_is_prose(&it->line) &&
         !(it->cues & (CUE_RELEASE | CUE_EMBARGO | CUE_WE | CUE_RECITAL | CUE_FORMULA | CUE_LETTERHEAD)) &&
         it->line.end != TDG_ENDS_STOP && it->line.end != TDG_ENDS_COMMA && it->type != TDG_ITEM;
}

static size_t first_prose(const struct statement *s) {
  size_t i = 0;
  while (i < s->n && !tdg_line_is_prose(&s->v[i].line) && !(s->v[i].cues & (CUE_WE | CUE_RECITAL))) i++;
  return i;
}

static long find_title(const struct statement *s, size_t head) {
  long best = -1, heading = -1;
  for (size_t i = 0; i < head; i++) {
    const struct stm_item *it = &s->v[i];
    if (it->type == TDG_HEADING && it->level == 1 && it->block != NULL) return (long)i;
    if (!is_candidate(it)) continue;
    if (it->cues & (CUE_JOINT | CUE_TITLE)) return (long)i;
    if (it->type == TDG_HEADING && heading < 0) heading = (long)i;
    if (best < 0 && !(it->cues & CUE_NUMBER)) best = (long)i;
  }
  return heading >= 0 ? heading : best;
}

/* "ORDER No. 112" goes on with "on the evacuation of ..." in the next line. */
static void take_title(struct statement *s, size_t at, size_t head) {
  struct stm_item *it = &s->v[at];
  struct tdg_buf b = tdg_buf_make(s->call, MAX_TITLE);
  tdg_buf_add(&b, it->line.s.p, it->line.s.n);
  it->role = ROLE_NONE;
  for (size_t i = at + 1; i < head && i < at + 4; i++) {
    struct stm_item *next = &s->v[i];
    if (next->line.start != TDG_STARTS_LOWER || next->line.gap > 0 || next->role == ROLE_NONE ||
        next->block != NULL)
      break;
    tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, next->line.s.p, next->line.s.n);
    next->role = ROLE_NONE;
  }
  s->title = tdg_fold_space(s->call, tdg_buf_get(&b));
}

/* What a line of the head is; the title is looked for among the rest. */
static void read_line(struct statement *s, struct stm_item *it) {
  if (it->cues & CUE_NUMBER) take_number(s, it->line.s);
  if (it->cues & CUE_EMBARGO) take_embargo(s, it);
  if (it->cues & (CUE_RELEASE | CUE_EMBARGO | CUE_LETTERHEAD) && !(it->cues & (CUE_TITLE | CUE_JOINT)))
    it->role = ROLE_NONE;
  if ((it->cues & CUE_NUMBER) && !(it->cues & CUE_TITLE)) it->role = ROLE_NONE;
  if (!(it->cues & (CUE_EMBARGO | CUE_NUMBER)) && take_place_date(s, it)) it->role = ROLE_NONE;
}

void stm_head(struct statement *s) {
  size_t head = first_prose(s);
  uint32_t all = 0, order = CUE_NUMBER | CUE_TITLE;
  int is_order = 0;
  if (head > MAX_HEAD_ITEMS) head = MAX_HEAD_ITEMS;
  for (size_t i = 0; i < head; i++) {
    struct stm_item *it = &s->v[i];
    all |= it->cues;
    is_order |= (it->cues & order) == order;
    if (it->type == TDG_IMAGE || it->type == TDG_RULE) it->role = ROLE_NONE;
    else if (it->type != TDG_HEADING || it->level > 1) read_line(s, it);
  }
  long title = find_title(s, head);
  if (title >= 0) take_title(s, (size_t)title, head);
  for (size_t i = head; i < s->n && i < head + 3; i++) peek_dateline(s, &s->v[i]);
  s->genre = genre_of(all, is_order);
}
