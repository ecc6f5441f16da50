/* kept_sentences.c - which written sentences stay; see llm.h.
 *
 * Beyond being borne out by what it cites a sentence must not decide what the reports do not agree on: one
 * that takes a value of a conflict stays only when it gives another one beside it.
 */
#include <tidings/kit/str.h>

#include "llm.h"

enum { MAX_VALUES = MAX_CLAIMS };

/* ---- conflicts ---- */

static int shares_word(const struct passage *a, const struct passage *b) {
  for (size_t i = 0; i < b->n; i++)
    if (b->content[i] && passage_has(a, &b->t[i])) return 1;
  return 0;
}

static int has_numbers_of(const struct passage *said, const struct passage *value) {
  for (size_t i = 0; i < value->n_numbers; i++)
    if (!figures_have(said, value->number[i].value)) return 0;
  return 1;
}

/* Does a sentence give this value: its numbers, and where all claims have the same one, its label? */
static int gives(const struct passage *said, const struct passage *value, int numbers_differ) {
  if (value->n_numbers > 0 && numbers_differ) return has_numbers_of(said, value);
  for (size_t i = 0; i < value->n; i++)
    if (value->content[i] && !passage_has(said, &value->t[i])) return 0;
  return has_numbers_of(said, value);
}

static int same_value(const struct passage *a, const struct passage *b) {
  if (a->n_numbers > 0 && b->n_numbers > 0) return a->number[0].value == b->number[0].value;
  return tdg_str_same(a->folded, b->folded);
}

static int cites_claim(const struct written *w, const struct shown *s, const struct conflict *c) {
  for (int i = 0; i < w->n_cites; i++)
    for (int k = 0; k < c->n; k++)
      if (s->v[w->cites[i] - 1] == c->claim[k].sentence) return 1;
  return 0;
}

static int takes_side(const struct verifier *v, const struct written *w, const struct passage *said,
                      const struct shown *s, const struct conflict *c) {
  struct passage value[MAX_VALUES], what;
  int numbers_differ = 0, about = cites_claim(w, s, c), given = 0, first = -1, other = 0;
  passage_make(v, c->what, &what);
  about |= shares_word(said, &what);
  for (int i = 0; i < c->n; i++) {
    passage_make(v, c->claim[i].value, &value[i]);
    numbers_differ |= i > 0 && !same_value(&value[0], &value[i]);
    about |= shares_word(said, &value[i]);
  }
  for (int i = 0; i < c->n; i++) {
    if (!gives(said, &value[i], numbers_differ)) continue;
    given = 1;
    if (first < 0) first = i;
    other |= !same_value(&value[first], &value[i]);
  }
  return about && given && !other;
}

static int takes_any_side(const struct verifier *v, const struct written *w, const struct passage *said,
                          const struct shown *s, const struct conflict *c, int n) {
  for (int i = 0; i < n; i++)
    if (takes_side(v, w, said, s, &c[i])) return 1;
  return 0;
}

/* ---- one after the other ---- */

struct kept {
  const struct passage *v[LLM_MAX_WRITTEN];
  int n;
};

static int is_said(const struct kept *kept, const struct passage *said) {
  for (int i = 0; i < kept->n; i++)
    if (verify_repeats(kept->v[i], said)) return 1;
  return 0;
}

/* The cited sentences made ready.  Numbers that were not given spoil the sentence; those that bear nothing of
 * it are struck. */
static enum verdict read_cites(const struct verifier *v, struct written *w, const struct passage *said,
                               const struct shown *s, const struct passage *cited[VERIFY_MAX_CITES]) {
  struct passage *p = tdg_scratch(v->call, VERIFY_MAX_CITES * sizeof *p);
  int given = w->n_cites;
  w->n_cites = 0;
  for (int i = 0; i < given; i++) {
    if (w->cites[i] == 0) return WRONG_CITATION;
    passage_make(v, s->v[w->cites[i] - 1]->text, &p[i]);
    if (!verify_bears(said, &p[i])) continue;
    cited[w->n_cites] = &p[i];
    w->cites[w->n_cites++] = w->cites[i];
  }
  return w->n_cites > 0 ? BORNE_OUT : given > 0 ? WRONG_CITATION : NO_CITATION;
}

/* It speaks on of somebody or something named before: "he", "the finding". */
static int hangs(const struct sentence *s) {
  static const uint64_t lists = (uint64_t)1 << TDG_LIST_PRONOUN | (uint64_t)1 << TDG_LIST_HANGS |
                                (uint64_t)1 << TDG_LIST_RESUMES | (uint64_t)1 << TDG_LIST_POINTS;
  return s->leans || (s->is & lists) != 0;
}

/* The sentence before or behind it in its record, if one of the two hangs on the other; NULL: none.  What may speak to a
 * machine bears nothing out. */
static const struct sentence *find_beside(const struct brief *b, const struct sentence *s, int step) {
  const struct sentence *other = NULL;
  int ordered = 0;
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *x = &b->sentence[i];
    if (x->member != s->member) continue;
    if (x->index == s->index + step) other = x;
    ordered |= verify_is_instruction(x->text);
  }
  return other != NULL && !ordered && !other->doubtful && hangs(step < 0 ? s : other) ? other : NULL;
}

/* "Pell was refused bail", of "The judge refused to release him" and the sentence before, which names Pell. */
static enum verdict judge_with_beside(const struct verifier *v, const struct brief *b, struct written *w,
                                      const struct passage *said, const struct shown *s,
                                      const struct passage *cited[VERIFY_MAX_CITES + 1]) {
  struct passage *p = tdg_scratch(v->call, sizeof *p);
  for (int i = 0; i < w->n_cites; i++)
    for (int step = -1; step <= 1; step += 2) {
      struct tdg_str piece;
      const struct sentence *beside = find_beside(b, s->v[w->cites[i] - 1], step);
      if (beside == NULL) continue;
      passage_make(v, beside->text, p);
      cited[w->n_cites] = p;
      if (!verify_bears(said, p) ||
          verify_sentence(v, said, cited, (size_t)w->n_cites + 1, &piece) != BORNE_OUT)
        continue;
      w->beside = beside;
      return BORNE_OUT;
    }
  return w->verdict;
}

/* Word for word a sentence that hangs on another, where what was written last does not tell of that one. */
static int dangles(const struct written *w, const struct written *last, const struct shown *s) {
  for (int i = 0; i < w->n_cites; i++) {
    const struct sentence *x = s->v[w->cites[i] - 1];
    int told = 0;
    if (!x->leans || !tdg_str_same(x->text, w->text)) continue;
    for (int k = 0; last != NULL && k < last->n_cites; k++) {
      const struct sentence *y = s->v[last->cites[k] - 1];
      told |= y->member == x->member && y->index + 1 == x->index;
    }
    return !told;
  }
  return 0;
}

static enum verdict judge(const struct verifier *v, const struct brief *b, struct written *w,
                          struct passage *said, const struct shown *s) {
  const struct passage *cited[VERIFY_MAX_CITES + 1];
  w->piece = w->text;
  if (w->text.n > VERIFY_MAX_BYTES) return WRONG_SHAPE;
  passage_make(v, w->text, said);
  enum verdict verdict = read_cites(v, w, said, s, cited);
  if (verdict != BORNE_OUT) return verdict;
  w->verdict = verify_sentence(v, said, cited, (size_t)w->n_cites, &w->piece);
  return w->verdict == NEW_NAME || w->verdict == NEW_WORDS ? judge_with_beside(v, b, w, said, s, cited)
                                                           : w->verdict;
}

/* Of the record it rests on: in it stand the words that deny and doubt. */
static const char *language_of(const struct brief *b, const struct shown *s, const struct written *w) {
  if (w->n_cites == 0 || w->cites[0] == 0) return s->language;
  return b->member[s->v[w->cites[0] - 1]->member].tag;
}

int keep_judge(const struct llm_self *self, const struct brief *b, const struct shown *s,
               const struct conflict *c, int n, struct answer *a, int *happening) {
  struct verifier v = {.call = b->call,
                       .small = &self->small,
                       .language = s->language,
                       .words = cues_language(self->cues, b->call, s->language)};
  struct tdg_str texts[LLM_MAX_SHOWN];
  for (int i = 0; i < s->n; i++) texts[i] = s->v[i]->text;
  verifier_learn(&v, texts, (size_t)s->n);
  struct kept kept = {.n = 0};
  struct passage *said = tdg_scratch(b->call, LLM_MAX_WRITTEN * sizeof *said);
  const struct written *last = NULL; /* kept */
  *happening = 0;
  for (int i = 0; i < a->n; i++) {
    struct written *w = &a->v[i];
    v.language = language_of(b, s, w);
    v.words = cues_language(self->cues, b->call, v.language);
    w->verdict = judge(&v, b, w, &said[i], s);
    if (w->verdict == BORNE_OUT && dangles(w, last, s)) w->verdict = WRONG_SHAPE;
    if (w->verdict == BORNE_OUT && takes_any_side(&v, w, &said[i], s, c, n)) w->verdict = TAKES_SIDES;
    if (w->verdict == BORNE_OUT && is_said(&kept, &said[i])) w->verdict = REPEATS;
    if (w->verdict != BORNE_OUT) continue;
    kept.v[kept.n++] = &said[i];
    last = w;
    *happening += w->role == ROLE_HAPPENING;
  }
  return kept.n;
}
