/* zones.c - which part of the document each line belongs to.
 *
 * Documents go one way: recitals, operative part, signatures, the end mark, then notes, annexes, contacts.  A zone is opened by its
 * formula or heading and lasts until the next opens; nothing after the end mark is body.  A second language begins anew.
 */
#include "statement.h"

enum { MAX_OPENING = 20 /* lines before the first point */ };

/* A heading, or a line like one, that names a part behind the text. */
static int opens_tail(const struct stm_line *l) {
  if (l->cues & CUE_NOTES) return ROLE_NOTES;
  if (l->cues & CUE_CONTACT) return ROLE_CONTACT;
  if (l->cues & CUE_ANNEX) return ROLE_ANNEX;
  if (l->cues & CUE_ABOUT) return ROLE_ABOUT;
  return ROLE_NONE;
}

static int is_point(const struct stm_line *l) { return l->mark.n > 0 && !(l->cues & CUE_FOOTNOTE); }

static size_t next_kept(const struct statement *s, size_t i) {
  do i++;
  while (i < s->n && s->v[i].role == ROLE_NONE);
  return i;
}

/* An unnumbered paragraph between points that belongs to one of them. */
static int goes_on_point(const struct statement *s, size_t i) {
  const struct stm_line *l = &s->v[i];
  if (l->type == TDG_HEADING || l->type == TDG_TABLE) return 0;
  if (l->depth > 0 && l->listed) return 1;
  if (!s->is_page && l->depth > 2) return 1;
  return l->line.start == TDG_STARTS_LOWER;
}

/* A heading or a table before the next point. */
static int points_follow(const struct statement *s, size_t i) {
  const size_t next = next_kept(s, i);
  return (s->v[i].type == TDG_HEADING || s->v[i].type == TDG_TABLE) && next < s->n && is_point(&s->v[next]);
}

/* pointed: the points have begun. */
static int role_of_text(const struct statement *s, size_t i, int now, int pointed) {
  const struct stm_line *l = &s->v[i];
  const size_t next = next_kept(s, i);
  const struct stm_line *follows = next < s->n ? &s->v[next] : NULL;
  if (l->signs || (l->cues & CUE_DONE)) return ROLE_SIGNATURE;
  if (is_point(l) && (i > s->body || !(l->cues & CUE_WE))) return ROLE_OPERATIVE;
  if (l->cues & CUE_SALUTE) return ROLE_BODY;
  if (pointed)
    return goes_on_point(s, i) && now == ROLE_OPERATIVE ? ROLE_OPERATIVE
           : points_follow(s, i)                        ? ROLE_OPERATIVE
                                                        : ROLE_BODY;
  if (l->cues & CUE_RECITAL && now != ROLE_OPERATIVE) return ROLE_PREAMBLE;
  if (l->cues & CUE_WE && follows != NULL && (follows->cues & CUE_RECITAL)) return ROLE_PREAMBLE;
  if (l->cues & CUE_WE && (now == ROLE_PREAMBLE || s->n_parties >= 2) && now != ROLE_OPERATIVE)
    return ROLE_PREAMBLE;
  if (i == s->body && (s->n_parties >= 2 || l->line.end == TDG_ENDS_COMMA)) return ROLE_PREAMBLE;
  if (l->line.end == TDG_ENDS_COMMA && follows != NULL && (follows->cues & CUE_RECITAL)) return ROLE_PREAMBLE;
  if (l->cues & CUE_AGREED) return now == ROLE_PREAMBLE ? ROLE_PREAMBLE : ROLE_BODY;
  if (l->type == TDG_HEADING || l->type == TDG_TABLE) return points_follow(s, i) ? ROLE_OPERATIVE : ROLE_BODY;
  if (now == ROLE_PREAMBLE && l->line.end == TDG_ENDS_COMMA) return ROLE_PREAMBLE;
  return ROLE_BODY;
}

/* "Contact: Press office, +00 1 555": heading and content in one. */
static int is_contact_line(const struct stm_line *l) {
  return memchr(l->line.s.p, '@', l->line.s.n) != NULL && l->line.words <= 20;
}

static int is_tail(int role) { return role >= ROLE_NOTES && role <= ROLE_ANNEX; }

static int role_after(const struct statement *s, size_t i, int now, int ended, int pointed) {
  const struct stm_line *l = &s->v[i];
  const int tail = i > s->body && !l->signs ? opens_tail(l) : ROLE_NONE;
  if (l->cues & CUE_PARALLEL) return ROLE_BODY;
  if (tail != ROLE_NONE &&
      !(tail == ROLE_ANNEX && now == ROLE_BODY && l->type != TDG_HEADING && !ended && i < s->body + 3))
    return tail;
  if (l->signs || (l->cues & CUE_DONE && !ended)) return ROLE_SIGNATURE;
  if (is_tail(now)) {
    if (now == ROLE_CONTACT && tdg_line_is_prose(&l->line) && !is_contact_line(l))
      return ended ? ROLE_NOTES : ROLE_BODY;
    return now;
  }
  if (ended) return ROLE_NOTES;
  if (i > s->body + 2 && is_contact_line(l) && now != ROLE_OPERATIVE && l->line.words <= 10)
    return ROLE_CONTACT;
  if (now == ROLE_SIGNATURE && l->line.words <= 10 && !is_point(l) && l->type == TDG_PARAGRAPH &&
      !(l->cues & CUE_RECITAL) && l->line.end != TDG_ENDS_STOP)
    return ROLE_SIGNATURE;
  return role_of_text(s, i, now, pointed);
}

/* A short line in bold type, or alone before a table, a point or a paragraph, is a heading without the markup of one. */
static void find_headings(struct statement *s) {
  const struct stm_line *before = NULL;
  for (size_t i = s->body; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE) continue;
    const size_t next = next_kept(s, i);
    const struct stm_line *follows = next < s->n ? &s->v[next] : NULL;
    const int can = (l->role == ROLE_BODY || l->role == ROLE_OPERATIVE) && l->type == TDG_PARAGRAPH &&
                    l->line.words <= 12 && l->line.letters > 1 && l->line.end == TDG_ENDS_OPEN &&
                    l->mark.n == 0 && l->cell == 0 && !l->quoted && l->linked < 50 &&
                    l->line.start != TDG_STARTS_LOWER &&
                    !(l->cues & (CUE_LABEL | CUE_FOR | CUE_WE | CUE_RECITAL | CUE_FOOTNOTE)) &&
                    memchr(l->line.s.p, '@', l->line.s.n) == NULL;
    const int alone = follows != NULL && follows->box != l->box &&
                      (before == NULL || before->box != l->box) &&
                      (follows->type == TDG_TABLE || is_point(follows) || tdg_line_is_prose(&follows->line) ||
                       (l->cues & CUE_PARALLEL));
    if (can && follows != NULL && (l->bold || alone)) l->type = TDG_HEADING, l->level = 3;
    before = l;
  }
}

static int stands_behind_end(const struct stm_line *l) {
  return opens_tail(l) != ROLE_NONE || (l->cues & (CUE_VERSION | CUE_FOOTNOTE | CUE_PARALLEL)) != 0;
}

/* The end mark is dropped; a rule of stars in the middle of a text ends nothing.  *next: the line that said so for the rule
 * before, which says it for those up to it. */
static int is_end(const struct statement *s, size_t i, size_t *next) {
  if (!(s->v[i].cues & CUE_END) || i <= s->body) return 0;
  if (tdg_line_rule(s->v[i].line.s) != '*') return 1;
  if (*next <= i)
    for (*next = next_kept(s, i); *next < s->n; *next = next_kept(s, *next))
      if (stands_behind_end(&s->v[*next]) || tdg_line_is_prose(&s->v[*next].line)) break;
  return *next >= s->n || stands_behind_end(&s->v[*next]);
}

/* Recitals and "have agreed" before a first point, behind the points: the text begins again, in the other column. */
static int begins_again(const struct statement *s, size_t i) {
  int formula = 0;
  size_t lines = 0;
  for (size_t k = i; k < s->n && lines < MAX_OPENING; k = next_kept(s, k), lines++) {
    const struct stm_line *l = &s->v[k];
    if (is_point(l))
      return formula && (l->mark.p[0] == '1' || l->mark.p[0] == 'I' || l->mark.p[0] == 'i') &&
             !(l->mark.n > 1 && tdg_is_digit(l->mark.p[1]));
    if (!(l->cues & (CUE_RECITAL | CUE_AGREED | CUE_WE)) && l->line.end != TDG_ENDS_COMMA &&
        l->line.end != TDG_ENDS_COLON)
      return 0;
    formula |= (l->cues & (CUE_RECITAL | CUE_AGREED)) != 0;
  }
  return 0;
}

void stm_zones(struct statement *s) {
  int now = ROLE_BODY, ended = 0, pointed = 0;
  size_t behind_rule = 0;
  for (size_t i = 0; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    if (i >= s->body && is_end(s, i, &behind_rule)) {
      l->role = ROLE_NONE;
      ended = 1;
      continue;
    }
    if (l->cues & CUE_END && l->line.letters == 0 && l->type != TDG_TABLE) l->role = ROLE_NONE;
    if (l->role == ROLE_NONE) continue;
    if (l->cues & CUE_VERSION && l->mark.n == 0) {
      l->role = ROLE_CORRECTION;
      continue;
    }
    if (l->cues & CUE_FOOTNOTE && i > s->body) {
      l->type = TDG_FOOTNOTE, l->role = (uint8_t)now;
      continue;
    }
    if (i < s->body) {
      l->role = ROLE_BODY;
      continue;
    }
    if (l->cues & CUE_PARALLEL) ended = pointed = 0;
    if (pointed && !ended && now == ROLE_OPERATIVE && !is_point(l) && begins_again(s, i))
      now = ROLE_PREAMBLE, pointed = 0;
    if (ended && !is_tail(now) && opens_tail(l) == ROLE_NONE) stm_flag(s, "text-after-end");
    now = role_after(s, i, now, ended, pointed);
    pointed |= now == ROLE_OPERATIVE;
    l->role = (uint8_t)now;
  }
  find_headings(s);
}
