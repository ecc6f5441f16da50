/* borne_out.c - which records say what a sentence says; see brief.h.
 *
 * A record bears a sentence out when one of its own has most of the words and does not say otherwise: for each figure, sum of money,
 * date, time ... of the sentence it has one that agrees ("27 delegates" does not bear out "31 delegates"); it names nobody and no
 * place instead of those of the sentence; it has not the opposite verb, does not deny what the sentence says or say
 * what that denies, and what it tells has come as far: "will sign" does not bear out "has signed".
 * In another language the words are others: there two facts that agree, and words (names) in common, must do.
 * A record that contradicts the sentence in a conflict does not bear it out, however alike the words are.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

enum {
  BORNE_OUT = 45 /* percent of the words of the sentence */,
  FACTS_ABROAD = 2,
  CLOSE = 70,
  NEAR_BEFORE = 3, /* terms: a word that a negation behind it turns round */
  NEAR_BEHIND = 4
};
static const double SAME_NAME = 0.6;

/* Two sentences that are compared: s is told, x may bear it out. */
struct both {
  const struct brief *b;
  const struct reading *s, *x;
  int abroad; /* in two languages */
};

static int is_name(const struct tdg_fact *f) { return f->kind == TDG_FACT_NAME || f->kind == TDG_FACT_PLACE; }

/* ---- figures, sums, dates ... ---- */

static enum tdg_fact_relation relate(const struct brief *b, const struct reading *s, const struct tdg_fact *f,
                                     const struct reading *x, const struct tdg_fact *g) {
  return tdg_facts_compare(b->call, &s->text, f, &x->text, g);
}

/* g says less than f does: "at least 14" of 17, "May" of 12 May. */
static int says_less(const struct tdg_fact *f, const struct tdg_fact *g) {
  if (f->kind == TDG_FACT_DATE) return g->precision != 0 && g->precision < f->precision;
  return f->bound == TDG_EXACT && g->bound != TDG_EXACT && g->bound != TDG_ABOUT_SO && f->value != g->value;
}

/* One number of what two languages call by their own words. */
static int counts_abroad(const struct tdg_fact *f, const struct tdg_fact *g) {
  return f->kind == TDG_FACT_COUNT && f->value == g->value && f->bound == g->bound && f->per == g->per &&
         (f->state == g->state || f->state == 0 || g->state == 0) &&
         (f->what_kind == g->what_kind || f->what_kind == 0 || g->what_kind == 0);
}

static int agrees(const struct both *p, const struct tdg_fact *f) {
  for (size_t i = 0; i < p->x->n_facts; i++) {
    const struct tdg_fact *g = &p->x->fact[i];
    if (g->kind != f->kind) continue;
    enum tdg_fact_relation r = relate(p->b, p->s, f, p->x, g);
    if (r == TDG_FACTS_SAME || r == TDG_FACTS_ROUNDED || (r == TDG_FACTS_COMPATIBLE && !says_less(f, g)))
      return 1;
    if (r == TDG_FACTS_OTHER && p->abroad && counts_abroad(f, g)) return 1;
  }
  return 0;
}

static int all_agree(const struct both *p) {
  for (size_t i = 0; i < p->s->n_facts; i++)
    if (!is_name(&p->s->fact[i]) && !agrees(p, &p->s->fact[i])) return 0;
  return 1;
}

static int count_compared(const struct reading *r) {
  int n = 0;
  for (size_t i = 0; i < r->n_facts; i++) n += !is_name(&r->fact[i]);
  return n;
}

static int in_a_fact(const struct reading *r, size_t term) {
  for (size_t i = 0; i < r->n_facts; i++)
    if (r->fact[i].first <= term && term <= r->fact[i].last) return 1;
  return 0;
}

/* "in June", where no fact is read of it: a month by itself. */
static int is_lone_month(const struct both *p, const struct reading *r, size_t i) {
  const struct tdg_term *t = &r->s->terms[i];
  return r->s->marks[i].month != 0 && !in_a_fact(r, i) &&
         ((t->flags & TDG_TERM_CAPITAL) || !sentence_traits(p->b, r->s)->month_first); /* "may" */
}

static int has_month(const struct reading *r, int month) {
  for (size_t i = 0; i < r->s->n_terms; i++)
    if (r->s->marks[i].month == month) return 1;
  return 0;
}

static int has_number(const struct reading *r, uint64_t hash) {
  for (size_t i = 0; i < r->s->n_terms; i++)
    if (r->s->terms[i].hash == hash) return 1;
  return 0;
}

/* Months and figures that are no facts: "2-1", "Boeing 737". */
static int all_signs_agree(const struct both *p) {
  for (size_t i = 0; i < p->s->s->n_terms; i++) {
    const struct tdg_term *t = &p->s->s->terms[i];
    if (is_lone_month(p, p->s, i) && !has_month(p->x, p->s->s->marks[i].month)) return 0;
    if ((t->flags & TDG_TERM_NUMBER) && !in_a_fact(p->s, i) && !has_number(p->x, t->hash)) return 0;
  }
  return 1;
}

/* ---- names and places ---- */

static struct tdg_str term_text(const struct reading *r, size_t i) {
  const struct tdg_term *t = &r->s->terms[i];
  return (struct tdg_str){r->s->text.p + t->start, t->end - t->start};
}

/* Has a sentence the word, in whatever form? */
static int has_word(const struct sentence *s, uint64_t stem, uint32_t root) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (s->terms[i].stem == stem || s->roots[i] == root) return 1;
  return 0;
}

/* Has it the last word of a name, or for a place any? */
static int has_words_of(const struct reading *r, const struct tdg_fact *f, const struct sentence *x) {
  size_t first = f->kind == TDG_FACT_PLACE ? f->first : f->last;
  for (size_t i = first; i <= f->last && i < r->s->n_terms; i++)
    if (has_word(x, r->s->terms[i].stem, r->s->roots[i])) return 1;
  return 0;
}

/* Does any sentence of the record that x is of have them? */
static int record_has_words_of(const struct brief *b, const struct reading *r, const struct tdg_fact *f,
                               int member) {
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].member == member && has_words_of(r, f, &b->sentence[i])) return 1;
  return 0;
}

/* A name of s that y names too, in whatever words. */
static int is_named(const struct brief *b, const struct reading *s, const struct tdg_fact *f,
                    const struct reading *y) {
  if (has_words_of(s, f, y->s)) return 1;
  for (size_t i = 0; i < y->n_facts; i++) {
    if (y->fact[i].kind != f->kind) continue;
    enum tdg_fact_relation r = relate(b, s, f, y, &y->fact[i]);
    if (r == TDG_FACTS_SAME || r == TDG_FACTS_COMPATIBLE) return 1;
  }
  return 0;
}

/* x names another in the place of this one of s. */
static int is_replaced(const struct both *p, const struct tdg_fact *f) {
  for (size_t i = 0; i < p->x->n_facts; i++) {
    const struct tdg_fact *g = &p->x->fact[i];
    if (g->kind != f->kind || relate(p->b, p->s, f, p->x, g) != TDG_FACTS_DIFFER) continue;
    if (!is_named(p->b, p->x, g, p->s)) return 1;
  }
  return 0;
}

static int is_of_speaker(const struct reading *r, const struct tdg_fact *f) {
  return f->range.start >= r->sense.speaker.start && f->range.end <= r->sense.speaker.end;
}

/* Whom and what place s names, x names; or its record does, and x nobody else instead.  Of several names some may be left out. */
static int names_agree(const struct both *p) {
  int named = 0, missing = 0;
  for (size_t i = 0; i < p->s->n_facts; i++) {
    const struct tdg_fact *f = &p->s->fact[i];
    if (!is_name(f)) continue;
    if (is_named(p->b, p->s, f, p->x)) {
      named += f->kind == TDG_FACT_NAME;
      continue;
    }
    int known = record_has_words_of(p->b, p->s, f, p->x->s->member);
    if (known && f->kind == TDG_FACT_PLACE) continue;
    if (is_replaced(p, f)) return 0;
    missing += f->kind == TDG_FACT_NAME && !known && !p->abroad && !is_of_speaker(p->s, f);
  }
  return missing <= named;
}

/* A capital that makes a name, and the other sentence has no such word. */
static int is_own_capital(const struct both *p, const struct reading *r, size_t i, const struct reading *y) {
  const struct tdg_term *t = &r->s->terms[i];
  if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) != TDG_TERM_CAPITAL || r->s->small[i] ||
      r->s->marks[i].month != 0 || r->s->marks[i].weekday != 0 || r->s->marks[i].facts != 0 ||
      sentence_traits(p->b, r->s)->noun_capitals)
    return 0;
  return !has_word(y->s, t->stem, r->s->roots[i]);
}

static int same_beside(const struct reading *r, size_t i, const struct reading *y, size_t k, int behind) {
  size_t a = behind ? i + 1 : i - 1, b = behind ? k + 1 : k - 1; /* before the first: very large */
  if (a >= r->s->n_terms || b >= y->s->n_terms) return 0;
  return r->s->terms[a].hash == y->s->terms[b].hash || (!r->s->small[a] && r->s->roots[a] == y->s->roots[b]);
}

/* "Norvia signed the treaty", "Estmark signed the treaty": one name in the place of another, beside the same word. */
static int has_other_capital(const struct both *p) {
  for (size_t i = 0; i < p->s->s->n_terms; i++) {
    if (!is_own_capital(p, p->s, i, p->x)) continue;
    for (size_t k = 0; k < p->x->s->n_terms; k++)
      if (is_own_capital(p, p->x, k, p->s) &&
          (same_beside(p->s, i, p->x, k, 0) || same_beside(p->s, i, p->x, k, 1)) &&
          tdg_name_likeness(p->b->call, term_text(p->s, i), term_text(p->x, k)) < SAME_NAME)
        return 1;
  }
  return 0;
}

/* ---- what the verbs say ---- */

static int opposite_of(const struct brief *b, const struct reading *r, size_t word) {
  int v = sentence_opposite(b, r->s, r->words->v[word].term, NULL);
  return v == TDG_FACT_OPPOSITES_BEFORE || v == TDG_FACT_OPPOSITES_AFTER ? 0 : v;
}

/* Arrested or held, and set free: two pairs, of which one says what the other does not. */
static int is_held_or_free(int v) {
  return v == TDG_FACT_OPPOSITES_CATCH || v == TDG_FACT_OPPOSITES_DETAIN ? 1
         : v == TDG_FACT_OPPOSITES_FREE                                  ? 2
                                                                         : 0;
}

static int holds_or_frees(const struct brief *b, const struct reading *r) {
  int found = 0;
  for (size_t i = 0; i < r->words->n; i++) found |= is_held_or_free(opposite_of(b, r, i));
  return found;
}

/* Bits: the sides of a pair of opposites that a sentence has, a negation turned round. */
static int sides_of(const struct brief *b, const struct reading *r, int axis) {
  int sides = 0;
  for (size_t i = 0; i < r->words->n; i++) {
    int v = opposite_of(b, r, i);
    if (v != 0 && (v - 1) / 2 == axis)
      sides |= 1 << (((v - 1) & 1) ^
                     (reading_negations_near(r, r->words->v[i].term, 1, NEAR_BEHIND, NEAR_BEFORE) > 0));
  }
  return sides;
}

static int has_opposite(const struct both *p) {
  if (!sentence_has(p->s->s, TDG_FACT_WORD_OPPOSITE) || !sentence_has(p->x->s, TDG_FACT_WORD_OPPOSITE))
    return 0;
  for (size_t i = 0; i < p->s->words->n; i++) {
    int v = opposite_of(p->b, p->s, i), axis = (v - 1) / 2;
    if (v == 0) continue;
    int s = sides_of(p->b, p->s, axis), x = sides_of(p->b, p->x, axis);
    if (s != 0 && x != 0 && (s & x) == 0) return 1;
  }
  return (holds_or_frees(p->b, p->s) | holds_or_frees(p->b, p->x)) == 3 && holds_or_frees(p->b, p->s) != 3 &&
         holds_or_frees(p->b, p->x) != 3;
}

/* It refuses, denies or fails: a negation in a word. */
static int has_refusal(const struct brief *b, const struct reading *r) {
  for (size_t i = 0; sentence_has(r->s, TDG_FACT_WORD_OPPOSITE) && i < r->s->n_terms; i++)
    switch (sentence_value(b, r->s, i, TDG_FACT_WORD_OPPOSITE, NULL)) {
    case TDG_FACT_OPPOSITES_REJECT:
    case TDG_FACT_OPPOSITES_DENY:
    case TDG_FACT_OPPOSITES_FAIL:
    case TDG_FACT_OPPOSITES_FORBID:
    case TDG_FACT_OPPOSITES_NOBODY: return 1;
    default: break;
    }
  return r->n_negations > 0 || r->sense.polarity < 0;
}

/* r denies something that y says plainly. */
static int denies(const struct brief *b, const struct reading *r, const struct reading *y) {
  if (r->n_negations == 0 || has_refusal(b, y)) return 0;
  for (size_t k = 0; k < r->n_negations; k++) {
    size_t i = reading_turned(r, r->negation[k]);
    if (i != SIZE_MAX && align_has(y->words, r->words->v[i].matter) && opposite_of(b, r, i) == 0) return 1;
  }
  return 0;
}

/* How far it has come; 0: not said. */
enum { PLANNED = 1, DONE, OFF };
static int how_far(int stage) {
  switch (stage) {
  case 0: return 0;
  case TDG_FACT_STAGES_PLAN:
  case TDG_FACT_STAGES_PROPOSE: return PLANNED;
  case TDG_FACT_STAGES_CANCEL:
  case TDG_FACT_STAGES_REJECT:
  case TDG_FACT_STAGES_SUSPEND: return OFF;
  default: return DONE;
  }
}

/* Signed, ratified and in force are steps of one way; agreed and approved may be one. */
static int is_step(int stage) {
  return stage == TDG_FACT_STAGES_SIGN || stage == TDG_FACT_STAGES_RATIFY ||
         stage == TDG_FACT_STAGES_IN_FORCE || stage == TDG_FACT_STAGES_AGREE;
}

static int is_ahead(const struct tdg_sense *s) {
  return s->tense == TDG_TENSE_FUTURE || s->tense == TDG_TENSE_CONDITIONAL;
}

/* Nearly the same words: where little else is said, the verb of one is that of the other. */
static int is_close(const struct both *p) {
  return brief_retold_share(p->b, p->x->s, p->s->s) >= CLOSE ||
         brief_retold_share(p->b, p->s->s, p->x->s) >= CLOSE;
}

static int comes_as_far(const struct both *p) {
  const struct tdg_sense *s = &p->s->sense, *x = &p->x->sense;
  int a = how_far(s->stage), b = how_far(x->stage);
  if (a + b == PLANNED + DONE && (a == DONE ? s : x)->tense == TDG_TENSE_NONE)
    return 1; /* "expects the line to reopen" */
  if (a != 0 && b != 0 && (a != b || how_far(s->aim) != how_far(x->aim))) return 0;
  if (is_step(s->stage) && is_step(x->stage) && s->stage != x->stage) return 0;
  if (is_close(p) && s->speech == TDG_SPEECH_NONE && x->speech == TDG_SPEECH_NONE &&
      ((is_ahead(s) && x->tense == TDG_TENSE_PAST) || (is_ahead(x) && s->tense == TDG_TENSE_PAST)))
    return 0;
  return s->polarity == x->polarity || a == 0 || s->stage != x->stage;
}

/* ---- all together ---- */

static int bears_out(const struct both *p) {
  if (p->abroad ? count_compared(p->s) < FACTS_ABROAD
                : brief_retold_share(p->b, p->x->s, p->s->s) < BORNE_OUT)
    return 0;
  if (!all_agree(p) || (!p->abroad && !all_signs_agree(p)) || !names_agree(p) || has_other_capital(p))
    return 0;
  return !has_opposite(p) && !denies(p->b, p->s, p->x) && !denies(p->b, p->x, p->s) && comes_as_far(p);
}

uint64_t brief_borne_out(const struct brief *b, const struct sentence *s) {
  uint64_t by = UINT64_C(1) << s->member;
  uint16_t *common = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *common);
  struct both p = {.b = b, .s = comparison_read_words(b->comparison, (size_t)(s - b->sentence))};
  brief_common_all(b, s, common);
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *x = &b->sentence[i];
    if (common[i] < 2 || ((by | s->contradicted) >> x->member & 1) != 0) continue;
    p.abroad = b->member[s->member].abroad != b->member[x->member].abroad;
    if (!p.abroad && brief_retold_share(b, x, s) < BORNE_OUT) continue;
    p.x = comparison_read_words(b->comparison, i);
    if (bears_out(&p)) by |= UINT64_C(1) << x->member;
  }
  return by;
}
