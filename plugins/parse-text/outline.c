/* outline.c - headings, list items, quotations and rules among the lines of the body.
 *
 * A heading is believed for its marks (#, **, an underline), for a known wording, or for its shape: short, without a
 * stop, standing alone or before prose, after a sentence that was finished.
 */
#include "report.h"

enum { MAX_HEADING = 110, MAX_HEADING_WORDS = 14 };

static const struct line *next_of(const struct report *r, size_t i) {
  for (size_t k = i + 1; k < r->n; k++)
    if (r->v[k].kind != LINE_FURNITURE) return &r->v[k];
  return NULL;
}

static const struct line *previous_of(const struct report *r, size_t i) {
  for (size_t k = i; k > 0; k--)
    if (r->v[k - 1].kind != LINE_FURNITURE) return &r->v[k - 1];
  return NULL;
}

/* ---- marks ---- */

static size_t hashes(struct tdg_str s) {
  size_t n = 0;
  while (n < s.n && s.p[n] == '#') n++;
  return n > 0 && n <= 6 && n < s.n && s.p[n] == ' ' ? n : 0;
}

static int is_starred(struct tdg_str s) {
  return s.n > 5 && memcmp(s.p, "**", 2) == 0 && memcmp(s.p + s.n - 2, "**", 2) == 0 &&
         memmem(s.p + 2, s.n - 4, "**", 2) == NULL;
}

/* "----", "====", "* * *": 0, or the sign. */
static char ruled(struct tdg_str s) {
  char sign = 0;
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == ' ') continue;
    if (sign != 0 && s.p[i] != sign) return 0;
    sign = s.p[i], n++;
  }
  return n >= 3 && sign != 0 && strchr("=-~_*#", sign) != NULL ? sign : 0;
}

static int mark_headings(struct report *r, size_t i) {
  struct line *l = &r->v[i];
  char under = i + 1 < r->n && r->v[i + 1].gap == 0 ? ruled(r->v[i + 1].s) : 0;
  if (hashes(l->s) > 0) l->level = (uint32_t)hashes(l->s);
  else if (is_starred(l->s) && l->s.n <= MAX_SHORT && l->end != END_STOP) l->level = 3;
  else if ((under == '=' || under == '-') && line_is_titlelike(l)) l->level = under == '=' ? 1 : 2;
  else return 0;
  if (under != 0) r->v[i + 1].kind = LINE_FURNITURE;
  return 1;
}

/* ---- shapes ---- */

static int is_headline_case(const struct line *l) {
  return l->letters >= 3 && (l->upper == l->letters || (l->words >= 2 && l->capitals * 10 >= l->words * 6));
}

static int opens_body(const struct line *next) {
  return next != NULL && next->kind == LINE_BODY && line_is_prose(next) && next->start != START_LOWER;
}

/* What stands before is finished: a sentence, a heading, nothing. */
static int follows_an_end(const struct line *previous) {
  return previous == NULL || previous->kind != LINE_BODY || previous->end == END_STOP || previous->end == END_ASK ||
         previous->end == END_DOTS;
}

static int is_shaped_heading(const struct report *r, size_t i) {
  const struct line *l = &r->v[i], *next = next_of(r, i), *previous = previous_of(r, i);
  if (!line_is_titlelike(l) || line_is_prose(l) || l->s.n > MAX_HEADING || l->words > MAX_HEADING_WORDS) return 0;
  if (l->letters == 0 || strchr("\"'-(", l->s.p[0]) != NULL) return 0;
  if (l->s.n >= 2 && memcmp(l->s.p, "\xE2\x80", 2) == 0) return 0; /* a quote or a dash: somebody speaks */
  if (!opens_body(next)) return 0;
  if (l->gap > 0 && next->gap > 0) return previous == NULL || previous->end != END_COMMA;
  return follows_an_end(previous) && next->chars >= 2 * l->chars &&
         (is_headline_case(l) || (!r->wrapped && l->words <= 10));
}

static int heading_by_role(struct report *r, size_t i) {
  struct line *l = &r->v[i];
  const struct line *next = next_of(r, i);
  l->role = next != NULL && next->kind == LINE_BODY ? role_of(r, l) : NULL;
  return l->role != NULL;
}

/* ---- lists ---- */

/* The bytes of a list mark, 0 when there is none; *ordered when it counts. */
static size_t list_mark(struct tdg_str s, int *ordered) {
  size_t i = 0;
  *ordered = 0;
  if (s.n > 2 && strchr("-*+", s.p[0]) != NULL && s.p[1] == ' ') return 2;
  if (s.n > 4 && memcmp(s.p, "\xE2\x80\xA2", 3) == 0) return s.p[3] == ' ' ? 4 : 3;
  while (i < s.n && i < 3 && s.p[i] >= '0' && s.p[i] <= '9') i++;
  *ordered = i > 0;
  return i > 0 && i + 1 < s.n && (s.p[i] == '.' || s.p[i] == ')') && s.p[i + 1] == ' ' ? i + 2 : 0;
}

static int is_item(const struct report *r, size_t i) {
  int ordered, other;
  if (i >= r->n || (r->v[i].kind != LINE_BODY && r->v[i].kind != LINE_ITEM)) return 0;
  if (!list_mark(r->v[i].s, &ordered)) return 0;
  int before = i > 0 && list_mark(r->v[i - 1].s, &other) && other == ordered;
  return before || (i + 1 < r->n && list_mark(r->v[i + 1].s, &other) && other == ordered);
}

static void mark_blocks(struct report *r, size_t i) {
  struct line *l = &r->v[i];
  if (ruled(l->s)) l->kind = LINE_RULE;
  else if (is_item(r, i)) l->kind = LINE_ITEM, l->level = 1 + (l->indent >= 2 ? l->indent / 2 : 0);
  else if (l->s.n > 2 && l->s.p[0] == '>' && l->s.p[1] == ' ') l->kind = LINE_QUOTE, l->level = 1;
}

void report_outline(struct report *r) {
  for (size_t i = 0; i < r->n; i++) {
    struct line *l = &r->v[i];
    if (l->kind == LINE_TITLE && i + 1 < r->n && ruled(r->v[i + 1].s)) r->v[i + 1].kind = LINE_FURNITURE;
    if (l->kind != LINE_BODY) continue;
    int marked = mark_headings(r, i);
    if (!heading_by_role(r, i) && !marked && !is_shaped_heading(r, i)) {
      mark_blocks(r, i);
      continue;
    }
    l->kind = LINE_HEADING;
    if (l->level == 0) l->level = 2;
  }
}
