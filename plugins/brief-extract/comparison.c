/* comparison.c - sentences made ready to be compared, and what was found; see conflict.h.
 *
 * A sentence's facts and sense are read once, its negations when the sentence is first compared in its words.  Everything is
 * in the memory of the call; nothing can fail.
 */
#include "conflict.h"

enum {
  NEAR_WRONG = 5,
  NEAR_BEFORE = 3, /* terms: a word that a negation behind it turns round */
  NEAR_BEHIND = 4
};

void comparison_make(struct comparison *c, struct brief *b) {
  *c = (struct comparison){.b = b};
  align_read(&c->al, b);
  c->reading = tdg_scratch(b->call, (c->al.n + 1) * sizeof *c->reading);
  c->found = tdg_scratch(b->call, sizeof *c->found);
  c->found->b = b;
}

void *comparison_list(struct comparison *c, size_t size) {
  if (size > c->list_size) c->list = tdg_scratch(c->b->call, size), c->list_size = size;
  return c->list;
}

/* ---- negations ---- */

/* Terms of a phrase that holds a negation and negates nothing: "not only"; or is an opposite itself: "not guilty". */
static size_t passed_over(const struct brief *b, const struct sentence *s, size_t i) {
  size_t n;
  if (sentence_value(b, s, i, TDG_FACT_WORD_NOT_ONLY, &n) != 0) return n;
  if (sentence_value(b, s, i, TDG_FACT_WORD_CORRECTION, &n) == TDG_FACT_CORRECTIONS_BEFORE_WRONG &&
      i + n < s->n_terms && (s->marks[i + n].number >= 0 || s->terms[i + n].flags & TDG_TERM_NUMBER))
    return n;                                                          /* "and not fourteen" */
  if (sentence_value(b, s, i, TDG_FACT_WORD_BOUND, &n) != 0) return n; /* "no fewer than" */
  return sentence_value(b, s, i, TDG_FACT_WORD_OPPOSITE, &n) != 0 && n > 1 ? n : 0;
}

/* May a word negate?  Where the language is known, few have to be looked at. */
static int may_negate(const struct brief *b, const struct sentence *s, size_t i) {
  return (s->marks[i].facts & UINT64_C(1) << TDG_FACT_WORD_DENIAL) != 0 || !b->member[s->member].own_words;
}

static int negates_by_itself(const struct sentence *s, size_t i) {
  const struct tdg_term *t = &s->terms[i];
  return tdg_negation_tail((struct tdg_str){s->text.p + t->start, t->end - t->start}) > 0;
}

static void read_negations(const struct brief *b, struct reading *r) {
  size_t passed, at[MAX_NEGATIONS], found = 0, n = r->s->n_terms;
  int any = 0;
  for (size_t i = 0; i < n && !any; i++) any = may_negate(b, r->s, i) || negates_by_itself(r->s, i);
  if (!any) return;
  found =
      tdg_negations(r->s->text, r->s->terms, n, b->member[r->s->member].tag, TDG_NEGATION, at, MAX_NEGATIONS);
  for (size_t i = 0; i < n && r->n_negations < MAX_NEGATIONS; i++) {
    int is = negates_by_itself(r->s, i);
    for (size_t k = 0; k < found; k++) is |= at[k] == i;
    if ((passed = passed_over(b, r->s, i)) > 0) i += passed - 1;
    else if (is && sentence_value(b, r->s, i, TDG_FACT_WORD_OPPOSITE, NULL) == 0)
      r->negation[r->n_negations++] = i;
  }
}

int reading_negations_near(const struct reading *r, size_t term, size_t n, size_t before, size_t behind) {
  int found = 0;
  for (size_t k = 0; k < r->n_negations; k++) {
    size_t p = r->negation[k];
    found += p < term ? term - p <= before : p >= term + n && p - term <= behind;
  }
  return found;
}

size_t reading_turned(const struct reading *r, size_t negation) {
  size_t before = SIZE_MAX;
  for (size_t i = 0; i < r->words->n; i++) {
    size_t t = r->words->v[i].term;
    if (t > negation && t <= negation + NEAR_BEHIND) return i;
    if (t < negation && t + NEAR_BEFORE >= negation) before = i;
  }
  return before;
}

/* ---- corrections ---- */

/* Behind "and not", within a few terms. */
static int is_called_wrong(const struct brief *b, const struct reading *r, const struct tdg_fact *f) {
  size_t n;
  for (size_t i = f->first > NEAR_WRONG ? f->first - NEAR_WRONG : 0; i < f->first; i++)
    if (sentence_value(b, r->s, i, TDG_FACT_WORD_CORRECTION, &n) == TDG_FACT_CORRECTIONS_BEFORE_WRONG &&
        i + n + 1 >= f->first)
      return 1;
  return 0;
}

static int has_correction(const struct brief *b, const struct sentence *s) {
  if (!sentence_has(s, TDG_FACT_WORD_CORRECTION)) return 0;
  for (size_t i = 0; i < s->n_terms; i++)
    if (sentence_value(b, s, i, TDG_FACT_WORD_CORRECTION, NULL) == TDG_FACT_CORRECTIONS_CORRECT) return 1;
  return 0;
}

/* Two facts of one kind, of which one is called wrong; where no word says which, the first: "revised from 14 to 11". */
static void read_correction(const struct brief *b, struct reading *r) {
  int corrects = has_correction(b, r->s);
  if (!sentence_has(r->s, TDG_FACT_WORD_CORRECTION)) return;
  for (size_t i = 0; i < r->n_facts; i++)
    for (size_t k = i + 1; k < r->n_facts && r->right == NULL; k++) {
      const struct tdg_fact *f = &r->fact[i], *g = &r->fact[k];
      int f_wrong = is_called_wrong(b, r, f), g_wrong = is_called_wrong(b, r, g);
      if (f->kind != g->kind || f->kind == TDG_FACT_PLACE || f->kind == TDG_FACT_NAME || f->value == g->value)
        continue;
      if (g->state != f->state && g->state != 0 && f->state != 0) continue;
      if (!corrects && !g_wrong) continue;
      r->right = f_wrong || (corrects && !g_wrong) ? g : f;
      r->wrong = r->right == f ? g : f;
    }
}

/* ---- readings ---- */

const struct reading *comparison_read(struct comparison *c, size_t i) {
  struct reading *r = &c->reading[i];
  struct brief *b = c->b;
  if (r->s != NULL) return r;
  r->s = align_sentence(b, i);
  r->is_title = align_is_title(b, i);
  r->words = &c->al.of[i];
  r->text = sentence_fact_text(b, r->s);
  r->n_facts = r->s->n_facts = tdg_facts(b->call, &r->text, &r->fact);
  r->s->fact = r->fact;
  tdg_sense(&r->text, &r->sense);
  read_correction(b, r);
  return r;
}

const struct reading *comparison_read_words(struct comparison *c, size_t i) {
  struct reading *r = &c->reading[i];
  comparison_read(c, i);
  if (!r->has_negations) read_negations(c->b, r);
  r->has_negations = 1;
  return r;
}

int comparison_dates_differ(const struct comparison *c, const struct reading *x, const struct reading *y) {
  int differ = 0;
  for (size_t i = 0; i < x->n_facts; i++)
    for (size_t k = 0; k < y->n_facts; k++) {
      if (x->fact[i].kind != TDG_FACT_DATE || y->fact[k].kind != TDG_FACT_DATE) continue;
      enum tdg_fact_relation r = tdg_facts_compare(c->b->call, &x->text, &x->fact[i], &y->text, &y->fact[k]);
      if (r == TDG_FACTS_SAME)
        return 0; /* the other is that of something else: "since Sunday, they said on Tuesday" */
      differ |= r == TDG_FACTS_DIFFER;
    }
  return differ;
}

/* "seriously"; "of" is in the list too. */
static int is_part_word(const struct sentence *s, size_t i) {
  return sentence_is(s, i, W(W_PART)) != 0 && !sentence_is(s, i, W(W_COUNTER));
}

int people_state(const struct reading *x, const struct tdg_fact *f) {
  int state = f->state, loose = f->n_what == 0 || (f->flags & (TDG_FACT_LOOSE | TDG_FACT_ANYBODY)) != 0;
  for (size_t i = 0; i < x->s->n_terms && f->state == 0 && loose; i++) {
    int s = x->s->marks[i].state != 0 ? x->s->marks[i].state : x->s->marks[i].before;
    if ((s != 0 && state != 0 && s != state) || (f->n_what > 0 && is_part_word(x->s, i))) return f->state;
    if (s != 0) state = s;
  }
  return state;
}

int comparison_names(const struct comparison *c, int member, const struct tdg_fact *f) {
  uint64_t last = f->what[f->n_what > 0 ? f->n_what - 1 : 0];
  for (size_t i = 0; i < c->al.n; i++) {
    const struct sentence *s = align_sentence(c->b, i);
    for (size_t k = 0; s->member == member && k < s->n_terms; k++)
      if (s->terms[k].stem == last) return 1;
  }
  return 0;
}

int shared_between(const struct reading *x, size_t first, size_t last, const struct reading *y, size_t from,
                   size_t to, int *least) {
  int n = 0, m = 0, shared = 0;
  for (size_t i = 0; i < x->words->n; i++) {
    const struct content *u = &x->words->v[i];
    if (u->term < first || u->term > last) continue;
    n++;
    int found = 0;
    for (size_t k = 0; k < y->words->n && !found; k++) {
      const struct content *v = &y->words->v[k];
      found = v->term >= from && v->term <= to && v->matter == u->matter;
    }
    shared += found;
  }
  for (size_t k = 0; k < y->words->n; k++) m += y->words->v[k].term >= from && y->words->v[k].term <= to;
  *least = n < m ? n : m;
  return shared;
}

/* ---- what was found ---- */

struct saying say_terms(const struct reading *r, size_t first, size_t last, int side) {
  return (struct saying){
      .of = r, .start = r->s->terms[first].start, .end = r->s->terms[last].end, .side = side};
}

struct saying say_fact(const struct reading *r, const struct tdg_fact *f) {
  int corrects = f == r->right ? 1 : f == r->wrong ? -1 : 0;
  return (struct saying){
      .of = r, .fact = f, .start = f->said.start, .end = f->said.end, .corrects = corrects};
}

struct saying say_range(const struct reading *r, const struct tdg_fact *f) {
  struct saying s = say_fact(r, f);
  s.start = f->range.start, s.end = f->range.end;
  return s;
}
