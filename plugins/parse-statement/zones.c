/* zones.c - which part of the document each item belongs to.
 *
 * Documents go one way: recitals, operative part, signatures, the end mark, then notes, annexes, contacts.  A
 * zone is opened by its formula or heading and lasts until the next opens; nothing after the end mark is
 * body.
 */
#include "statement.h"

static int opens_tail(const struct stm_item *it) {
  int line = it->type == TDG_HEADING || it->line.words <= 8;
  if (!line) return ROLE_NONE;
  if (it->cues & CUE_NOTES) return ROLE_NOTES;
  if (it->cues & CUE_CONTACT) return ROLE_CONTACT;
  if ((it->cues & CUE_ANNEX) && it->type == TDG_HEADING) return ROLE_ANNEX;
  if ((it->cues & CUE_ABOUT) && it->type == TDG_HEADING) return ROLE_ABOUT;
  return ROLE_NONE;
}

/* "Contact: Press office, +00 1 555": heading and content in one. */
static int is_contact_line(const struct stm_item *it) {
  return (it->cues & CUE_CONTACT) && it->line.words <= 40 &&
         (memchr(it->line.s.p, ':', it->line.s.n) != NULL || memchr(it->line.s.p, '@', it->line.s.n) != NULL);
}

/* A name line and an office line below it, or a table of them. */
static int is_signature(const struct statement *s, size_t i) {
  const struct stm_item *it = &s->v[i], *next = i + 1 < s->n ? &s->v[i + 1] : NULL;
  if (it->type == TDG_TABLE) return (it->cues & CUE_OFFICE) != 0 || it->line.words < 60;
  if (next == NULL || it->type == TDG_HEADING || it->line.words < 2 || it->line.words > 5) return 0;
  return it->line.end == TDG_ENDS_OPEN && it->line.capitals == it->line.words && (next->cues & CUE_OFFICE) &&
         next->line.gap == 0 && next->line.words <= 10 && next->line.end == TDG_ENDS_OPEN;
}

static int is_point(const struct stm_item *it) { return it->number.n > 0 || it->mark > 0; }

/* "The Minister of the Interior," before the first recital. */
static int opens_recitals(const struct statement *s, size_t i) {
  return s->v[i].line.end == TDG_ENDS_COMMA && i + 1 < s->n && (s->v[i + 1].cues & CUE_RECITAL);
}

static int role_after(const struct statement *s, size_t i, int now, int ended) {
  const struct stm_item *it = &s->v[i];
  int tail = opens_tail(it);
  if (tail != ROLE_NONE && (ended || now != ROLE_PREAMBLE)) return tail;
  if (is_contact_line(it) && (ended || now >= ROLE_SIGNATURE || i + 3 >= s->n)) return ROLE_CONTACT;
  if (now >= ROLE_NOTES) return now;
  if (it->cues & CUE_DONE) return ROLE_SIGNATURE;
  if (now == ROLE_SIGNATURE) return it->type != TDG_TABLE && it->line.words > 10 ? ROLE_BODY : now;
  if (i + 8 >= s->n || now == ROLE_OPERATIVE)
    if (i > 2 && is_signature(s, i)) return ROLE_SIGNATURE;
  if (opens_recitals(s, i)) return ROLE_PREAMBLE;
  if (it->cues & (CUE_WE | CUE_RECITAL) && now != ROLE_OPERATIVE) return ROLE_PREAMBLE;
  if (it->cues & CUE_FORMULA) return now == ROLE_PREAMBLE ? ROLE_PREAMBLE : ROLE_BODY;
  if (now == ROLE_PREAMBLE)
    return is_point(it) ? ROLE_OPERATIVE : it->line.end == TDG_ENDS_STOP ? ROLE_BODY : ROLE_PREAMBLE;
  if (now == ROLE_BODY && is_point(it)) return ROLE_OPERATIVE;
  return now;
}

/* After the last point a heading or an ordinary paragraph is body again, a paragraph that belongs to a point
 * is not. */
static int leaves_points(const struct stm_item *it) {
  return !is_point(it) && (it->type == TDG_HEADING || (tdg_line_is_prose(&it->line) && it->line.indent == 0));
}

void stm_zones(struct statement *s) {
  int now = ROLE_BODY, ended = 0;
  for (size_t i = 0; i < s->n; i++) {
    struct stm_item *it = &s->v[i];
    if (it->role == ROLE_NONE) continue;
    if (it->cues & CUE_END && it->line.words <= 4) {
      it->role = ROLE_NONE;
      ended = 1;
      if (now < ROLE_NOTES) now = ROLE_NOTES;
      continue;
    }
    now = role_after(s, i, now, ended);
    it->role = now;
    if (now == ROLE_OPERATIVE && leaves_points(it)) it->role = now = ROLE_BODY;
  }
}
