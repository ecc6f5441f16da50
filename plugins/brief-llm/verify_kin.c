/* verify_kin.c - words that say the same in another form or with another word, and deeds that have not been done; see
 * verify.h.
 *
 * Kin of a word: the same root with another ending, counted in letters, so that scripts of two bytes a letter fare
 * alike; or a word of the same row of llm-senses.  What llm-levels governs ("may fine") must not stand in a written
 * sentence that says nothing of the kind.  Both lists belong to a language; without them nothing is found.
 */
#include "verify.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { WHOLE_WORD = 3, LEAST_ROOT = 4, LONG_ROOT = 5, MOST_REST = 4, MOST_LONG_REST = 8, GOVERNS = 4 };

/* ---- words of one meaning ---- */

static size_t count_letters(struct tdg_str w) {
  size_t n = 0;
  for (size_t i = 0; i < w.n; i++) n += ((unsigned char)w.p[i] & 0xC0) != 0x80;
  return n;
}

static int is_start(struct tdg_str start, struct tdg_str w) {
  if (start.n > w.n || memcmp(start.p, w.p, start.n) != 0) return 0;
  return start.n == w.n || count_letters(start) > WHOLE_WORD;
}

static void find_senses(int language, struct tdg_str w, struct word_senses *out) {
  const struct tdg_word_class *c = &tdg_words_llm_senses;
  const struct tdg_word *e;
  for (size_t at = 0; (e = tdg_words_next(c, language, &at)) != NULL;)
    if (out->n < WORD_SENSES && memchr(tdg_word_text(c, e).p, ' ', tdg_word_text(c, e).n) == NULL &&
        is_start(tdg_word_text(c, e), w))
      out->v[out->n++] = (unsigned char)e->value;
  c = &tdg_words_llm_levels;
  for (size_t at = 0; (e = tdg_words_next(c, language, &at)) != NULL;)
    if (is_start(tdg_word_text(c, e), w)) out->level = (unsigned char)e->value;
}

/* A verb of two parts, the second at the end of its clause: "schloss ... aus". */
static void find_parted(int language, struct passage *p) {
  const struct tdg_word_class *c = &tdg_words_llm_senses;
  const struct tdg_word *e;
  for (size_t at = 0; (e = tdg_words_next(c, language, &at)) != NULL;) {
    struct tdg_str w = tdg_word_text(c, e);
    const char *gap = memchr(w.p, ' ', w.n);
    if (gap == NULL) continue;
    struct tdg_str first = {w.p, (size_t)(gap - w.p)}, last = {gap + 1, w.n - first.n - 1};
    for (size_t i = 0; i < p->n; i++) {
      size_t end = i + 1;
      while (end < p->n && !passage_begins_clause(p, end)) end++;
      if (end > i + 1 && is_start(first, p->small[i]) && tdg_str_same(p->small[end - 1], last) &&
          p->senses[i].n < WORD_SENSES)
        p->senses[i].v[p->senses[i].n++] = (unsigned char)e->value;
    }
  }
}

void passage_find_senses(const struct verifier *v, struct passage *p) {
  int language = tdg_words_language(v->language);
  p->small = tdg_scratch(v->call, (p->n + 1) * sizeof *p->small);
  p->senses = tdg_scratch(v->call, (p->n + 1) * sizeof *p->senses);
  for (size_t i = 0; i < p->n; i++) {
    p->senses[i] = (struct word_senses){0};
    p->small[i] = tdg_fold(v->call, passage_word(p, i));
    if (language >= 0 && !(p->t[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)))
      find_senses(language, p->small[i], &p->senses[i]);
  }
  if (language >= 0) find_parted(language, p);
}

int passage_means(const struct passage *p, size_t i, int sense) {
  for (int k = 0; k < p->senses[i].n; k++)
    if (p->senses[i].v[k] == sense) return 1;
  return 0;
}

static int have_one_root(struct tdg_str a, struct tdg_str b) {
  size_t same = 0;
  while (same < a.n && same < b.n && a.p[same] == b.p[same]) same++;
  same = tdg_utf8_cut(a, same);
  size_t root = count_letters((struct tdg_str){a.p, same}), x = count_letters(a), y = count_letters(b);
  size_t shorter = x < y ? x : y, rest = (x > y ? x : y) - root;
  if (root < LEAST_ROOT || 2 * root <= shorter || shorter - root > MOST_REST) return 0;
  return rest <= (root >= LONG_ROOT ? MOST_LONG_REST : MOST_REST);
}

int passage_is_kin(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  for (int n = 0; n < p->senses[i].n; n++)
    if (p->senses[i].v[n] != TDG_LLM_SENSES_FRAME && passage_means(q, k, p->senses[i].v[n])) return 1;
  return have_one_root(p->small[i], q->small[k]);
}

int passage_has_root(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  return have_one_root(p->small[i], q->small[k]);
}

/* Refused, ruled out, ignored, lacking, at a standstill: "not" by another word. */
int passage_says_no(const struct passage *p, size_t i) {
  static const int senses[] = {TDG_LLM_SENSES_REFUSE, TDG_LLM_SENSES_EXCLUDE, TDG_LLM_SENSES_IGNORE,
                               TDG_LLM_SENSES_LACK,   TDG_LLM_SENSES_IDLE,    TDG_LLM_SENSES_DENY,
                               TDG_LLM_SENSES_BREAK,  TDG_LLM_SENSES_ABSENT,  TDG_LLM_SENSES_CLOSE,
                               TDG_LLM_SENSES_BAN};
  for (size_t n = 0; n < sizeof senses / sizeof *senses; n++)
    if (passage_means(p, i, senses[n])) return 1;
  return 0;
}

/* ---- what has not been done ---- */

/* HEDGED: a word of doubt that may be a deed itself: "claim" */
enum { DONE, HEDGED, TO_COME, WANTED, OPEN };

static int level_at(const struct passage *p, size_t i, const unsigned char *hedged) {
  static const int levels[] = {
      [TDG_LLM_LEVELS_FUTURE] = TO_COME, [TDG_LLM_LEVELS_PLAN] = WANTED, [TDG_LLM_LEVELS_MAYBE] = OPEN};
  int tense = passage_value(p, i, TDG_FACT_WORD_TENSE, NULL);
  if (p->senses[i].level != 0) return levels[p->senses[i].level];
  if (tense == TDG_FACT_TENSE_CONDITIONAL) return OPEN;
  if (passage_value(p, i, TDG_FACT_WORD_STAGE, NULL) == TDG_FACT_STAGES_PLAN) return WANTED;
  if ((p->marks[i].facts & (uint64_t)1 << TDG_FACT_WORD_FUTURE_VERB) != 0) return WANTED;
  if (tense == TDG_FACT_TENSE_FUTURE) return TO_COME;
  return hedged[i] ? HEDGED : DONE;
}

/* "after the request": it came before what is told. */
static int stands_after(const struct passage *p, size_t i) {
  for (size_t k = i; k > 0 && k + 2 > i && !passage_begins_clause(p, k); k--)
    if (passage_value(p, k - 1, TDG_FACT_WORD_OPPOSITE, NULL) == TDG_FACT_OPPOSITES_AFTER) return 1;
  return 0;
}

/* The levels of all terms; the highest is returned. */
static int read_levels(const struct check *c, const struct passage *p, unsigned char *out) {
  size_t *at = tdg_scratch(c->v->call, (p->n + 1) * sizeof *at);
  unsigned char *hedged = tdg_scratch(c->v->call, p->n + 1);
  int top = DONE;
  memset(hedged, 0, p->n + 1);
  size_t seen = 0, n = 0; /* the words of other languages mean other things */
  if (tdg_words_next(&tdg_words_negation_words, tdg_words_language(c->v->language), &seen) != NULL)
    n = tdg_negations(p->text, p->t, p->n, c->v->language, TDG_HEDGE, at, p->n);
  for (size_t i = 0; i < n; i++) hedged[at[i]] = 1;
  for (size_t i = 0; i < p->n; i++) {
    out[i] = (unsigned char)(stands_after(p, i) ? DONE : level_at(p, i, hedged));
    if (out[i] > top) top = out[i];
  }
  return top;
}

/* Does said have the word at k of q, in whatever form? */
static int has_deed(const struct check *c, const struct passage *q, size_t k, size_t *at) {
  for (size_t i = 0; i < c->said->n; i++)
    if (c->said->content[i] &&
        (passage_is_near(c->said, i, q, k) || have_one_root(c->said->small[i], q->small[k]))) {
      *at = i;
      return 1;
    }
  return 0;
}

static int is_deed(const struct passage *q, const unsigned char *levels, size_t k) {
  return q->content[k] && levels[k] <= HEDGED && q->marks[k].month == 0 && q->marks[k].weekday == 0 &&
         !(q->t[k].flags & TDG_TERM_NUMBER) && (q->large_nouns || !(q->t[k].flags & TDG_TERM_CAPITAL));
}

/* The deed under the mark: the next word that says something; where the verb stands last, the last of the clause. */
static size_t deed_of(const struct passage *q, const unsigned char *levels, size_t mark, int last) {
  size_t found = q->n;
  for (size_t k = mark + 1; k < q->n; k++) {
    if (passage_begins_clause(q, k) && (found < q->n || !last)) break;
    if (!last && k > mark + GOVERNS) break;
    if (!is_deed(q, levels, k)) continue;
    found = k;
    if (!last) break;
  }
  return found;
}

static int is_to_come(const struct passage *p) {
  struct tdg_sense sense;
  tdg_sense(&p->facts_of, &sense);
  return sense.tense == TDG_TENSE_FUTURE || sense.tense == TDG_TENSE_CONDITIONAL;
}

/* The past of Slavic verbs ends so; nouns that do are no deeds under a mark. */
int passage_is_past_form(const struct passage *p, size_t i) {
  static const char *const endings[] = {"ла", "ло", "ли", "л", "в",  "la", "lo",
                                        "li", "ly", "l",  "ł", "ła", "ło", "ły"};
  for (size_t e = 0; e < sizeof endings / sizeof *endings; e++)
    if (tdg_str_ends(p->small[i], endings[e])) return 1;
  return 0;
}

/* Somebody thinks so: no more than that is said. */
static int only_thinks(const struct passage *p) {
  for (size_t i = 0; i < p->n; i++)
    if (passage_means(p, i, TDG_LLM_SENSES_THINK)) return 1;
  return 0;
}

/* Of what is to come only that it has happened is too much: a future need not be seen in what is written. */
static int is_too_certain(const struct check *c, int top, int level, size_t at) {
  if (level == DONE) return 0;
  if (level == TO_COME)
    return top < TO_COME && tdg_vocabulary_traits(c->said->words)->inflected &&
           passage_is_past_form(c->said, at);
  return top < TO_COME || level == OPEN;
}

/* A word of doubt beside the deed. */
static int has_other_doubt(const struct check *c, const unsigned char *levels, size_t deed) {
  for (size_t i = 0; i < c->said->n; i++)
    if (i != deed && levels[i] == HEDGED) return 1;
  return 0;
}

/* Said, as done or to come, what stands under a higher mark in each cited sentence that has it. */
enum verdict check_levels(struct check *c) {
  unsigned char *said = tdg_scratch(c->v->call, c->said->n + 1);
  int top = read_levels(c, c->said, said);
  if (top >= WANTED || only_thinks(c->said)) return BORNE_OUT;
  if (top < TO_COME && is_to_come(c->said)) top = TO_COME;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    unsigned char *levels = tdg_scratch(c->v->call, q->n + 1);
    read_levels(c, q, levels);
    for (size_t k = 0; k < q->n; k++) {
      if (levels[k] == DONE) continue;
      for (int last = 0; last <= q->large_nouns; last++) {
        size_t deed = deed_of(q, levels, k, last), at;
        if (deed == q->n || !has_deed(c, q, deed, &at) || !is_too_certain(c, top, levels[k], at) ||
            has_other_doubt(c, said, at))
          continue;
        c->piece = passage_word(c->said, at);
        return TOO_CERTAIN;
      }
    }
  }
  return BORNE_OUT;
}
