/* outline.c - headings, list items, quotations and rules among the lines of the body.
 *
 * A heading is believed for its marks (#, **, an underline), for a known wording, or for its shape: short,
 * without a stop, standing alone or before prose, after a sentence that was finished.
 */
#include "report.h"

enum { MAX_HEADING = 110, MAX_HEADING_WORDS = 14 };

static const struct tdg_line *next_of(const struct report *r, size_t i) {
  for (size_t k = i + 1; k < r->of.n; k++)
    if (r->of.v[k].kind != TDG_LINE_FURNITURE) return &r->of.v[k];
  return NULL;
}

static const struct tdg_line *previous_of(const struct report *r, size_t i) {
  for (size_t k = i; k > 0; k--)
    if (r->of.v[k - 1].kind != TDG_LINE_FURNITURE) return &r->of.v[k - 1];
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

static int mark_headings(struct report *r, size_t i) {
  struct tdg_line *l = &r->of.v[i];
  char under = i + 1 < r->of.n && r->of.v[i + 1].gap == 0 ? tdg_line_rule(r->of.v[i + 1].s) : 0;
  if (hashes(l->s) > 0) l->level = (uint32_t)hashes(l->s);
  else if (is_starred(l->s) && l->s.n <= TDG_REPORT_SHORT && l->end != TDG_ENDS_STOP) l->level = 3;
  else if ((under == '=' || under == '-') && tdg_line_is_titlelike(l)) l->level = under == '=' ? 1 : 2;
  else return 0;
  if (under != 0) r->of.v[i + 1].kind = TDG_LINE_FURNITURE;
  return 1;
}

/* ---- shapes ---- */

static int is_headline_case(const struct tdg_line *l) {
  return l->letters >= 3 && (l->upper == l->letters || (l->words >= 2 && l->capitals * 10 >= l->words * 6));
}

static int opens_body(const struct tdg_line *next) {
  return next != NULL && next->kind == TDG_LINE_BODY && tdg_line_is_prose(next) &&
         next->start != TDG_STARTS_LOWER;
}

/* What stands before is finished: a sentence, a heading, nothing. */
static int follows_an_end(const struct tdg_line *previous) {
  return previous == NULL || previous->kind != TDG_LINE_BODY || previous->end == TDG_ENDS_STOP ||
         previous->end == TDG_ENDS_ASK || previous->end == TDG_ENDS_DOTS;
}

static int is_shaped_heading(const struct report *r, size_t i) {
  const struct tdg_line *l = &r->of.v[i], *next = next_of(r, i), *previous = previous_of(r, i);
  if (!tdg_line_is_titlelike(l) || tdg_line_is_prose(l) || l->s.n > MAX_HEADING ||
      l->words > MAX_HEADING_WORDS)
    return 0;
  if (l->letters == 0 || strchr("\"'-(", l->s.p[0]) != NULL) return 0;
  if (l->s.n >= 2 && memcmp(l->s.p, "\xE2\x80", 2) == 0) return 0; /* a quote or a dash: somebody speaks */
  if (!opens_body(next)) return 0;
  if (l->gap > 0 && next->gap > 0) return previous == NULL || previous->end != TDG_ENDS_COMMA;
  return follows_an_end(previous) && next->chars >= 2 * l->chars &&
         (is_headline_case(l) || (!r->wrapped && l->words <= 10));
}

static int heading_by_role(struct report *r, size_t i) {
  struct tdg_line *l = &r->of.v[i];
  const struct tdg_line *next = next_of(r, i);
  l->role = next != NULL && next->kind == TDG_LINE_BODY ? tdg_report_role(&r->of, l) : NULL;
  return l->role != NULL;
}

/* ---- lists ---- */

static int is_item(const struct report *r, size_t i) {
  int ordered, other;
  if (i >= r->of.n || (r->of.v[i].kind != TDG_LINE_BODY && r->of.v[i].kind != TDG_LINE_ITEM)) return 0;
  if (!tdg_line_mark(r->of.v[i].s, &ordered)) return 0;
  int before = i > 0 && tdg_line_mark(r->of.v[i - 1].s, &other) && other == ordered;
  return before || (i + 1 < r->of.n && tdg_line_mark(r->of.v[i + 1].s, &other) && other == ordered);
}

static void mark_blocks(struct report *r, size_t i) {
  struct tdg_line *l = &r->of.v[i];
  if (tdg_line_rule(l->s)) l->kind = TDG_LINE_RULE;
  else if (is_item(r, i)) l->kind = TDG_LINE_ITEM, l->level = 1 + (l->indent >= 2 ? l->indent / 2 : 0);
  else if (l->s.n > 2 && l->s.p[0] == '>' && l->s.p[1] == ' ') l->kind = TDG_LINE_QUOTE, l->level = 1;
}

void report_outline(struct report *r) {
  for (size_t i = 0; i < r->of.n; i++) {
    struct tdg_line *l = &r->of.v[i];
    if (l->kind == TDG_LINE_TITLE && i + 1 < r->of.n && tdg_line_rule(r->of.v[i + 1].s))
      r->of.v[i + 1].kind = TDG_LINE_FURNITURE;
    if (l->kind != TDG_LINE_BODY) continue;
    int marked = mark_headings(r, i);
    if (!heading_by_role(r, i) && !marked && !is_shaped_heading(r, i)) {
      mark_blocks(r, i);
      continue;
    }
    l->kind = TDG_LINE_HEADING;
    if (l->level == 0) l->level = 2;
  }
}
