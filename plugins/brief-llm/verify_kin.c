/* verify_kin.c - words that say the same in another form or with another word, and where clauses begin; see verify.h.
 *
 * Kin of a word: the same root with another ending, counted in letters, so that scripts of two bytes a letter fare
 * alike; or a word of the same row of llm-senses.  The list belongs to a language; without it nothing is found.
 */
#include "verify.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum {
  WHOLE_WORD = 3,
  LEAST_ROOT = 4,
  LONG_ROOT = 5,
  MOST_REST = 4,
  MOST_LONG_REST = 8,
  GOVERNS = 4,
  MOST_ELIDED = 5
};

struct tdg_str passage_word(const struct passage *p, size_t i) {
  return (struct tdg_str){p->text.p + p->t[i].start, p->t[i].end - p->t[i].start};
}

int passage_begins_clause(const struct passage *p, size_t i) {
  if (i == 0) return 1;
  for (size_t at = p->t[i - 1].end; at < p->t[i].start; at++) {
    size_t left = p->t[i].start - at;
    if (p->text.p[at] == '.' && (p->t[i - 1].flags & TDG_TERM_NUMBER) && p->marks[i].month != 0)
      continue; /* 3. Mai */
    if (strchr(",.;:!?()", p->text.p[at]) != NULL) return 1;
    if (left >= 3 &&
        (memcmp(p->text.p + at, "\xE3\x80\x81", 3) == 0 || memcmp(p->text.p + at, "\xEF\xBC\x8C", 3) == 0 ||
         memcmp(p->text.p + at, "\xE2\x80\x93", 3) == 0 || memcmp(p->text.p + at, "\xE2\x80\x94", 3) == 0))
      return 1; /* commas of Chinese and Japanese, dashes */
    if (left >= 2 && memcmp(p->text.p + at, "\xD8\x8C", 2) == 0) return 1; /* the Arabic comma */
  }
  return 0;
}

/* ---- words of one meaning ---- */

size_t passage_letters(struct tdg_str w) {
  size_t n = 0;
  for (size_t i = 0; i < w.n; i++) n += ((unsigned char)w.p[i] & 0xC0) != 0x80;
  return n;
}

static int is_start(struct tdg_str start, struct tdg_str w) {
  if (start.n > w.n || memcmp(start.p, w.p, start.n) != 0) return 0;
  return start.n == w.n || passage_letters(start) > WHOLE_WORD;
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

/* A verb of two parts, the second at the end of its clause: "schloss ... aus".
 */
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

static void add_sense(struct word_senses *s, int value) {
  if (s->n < WORD_SENSES) s->v[s->n++] = (unsigned char)value;
}

/* The longest word of the class that begins at the sign; NULL: none. */
static const struct tdg_word *word_in_signs(const struct tdg_word_class *c, int language,
                                            const struct passage *p, size_t i) {
  const struct tdg_word *e, *best = NULL;
  const size_t left = p->text.n - p->t[i].start;
  for (size_t at = 0; (p->t[i].flags & TDG_TERM_GLYPH) && (e = tdg_words_next(c, language, &at)) != NULL;) {
    struct tdg_str w = tdg_word_text(c, e);
    if (w.n <= left && (best == NULL || w.n > tdg_word_text(c, best).n) &&
        memcmp(p->text.p + p->t[i].start, w.p, w.n) == 0)
      best = e;
  }
  return best;
}

/* Of a script without spaces: senses for all the signs that a word covers, a level for the first. */
static void find_in_signs(int language, struct passage *p) {
  const struct tdg_word_class *c = &tdg_words_llm_senses;
  for (size_t i = 0; i < p->n; i++) {
    const struct tdg_word *best = word_in_signs(c, language, p, i),
                          *level = word_in_signs(&tdg_words_llm_levels, language, p, i);
    if (level != NULL) p->senses[i].level = (unsigned char)level->value;
    for (size_t k = i; best != NULL && k < p->n && p->t[k].end <= p->t[i].start + tdg_word_text(c, best).n;
         k++)
      add_sense(&p->senses[k], best->value);
  }
}

/* "l'assoluzione": what stands behind the sign. */
static struct tdg_str without_article(struct tdg_str w) {
  for (size_t i = 1; i < w.n && i <= MOST_ELIDED; i++) {
    size_t sign = w.p[i] == '\'' ? 1 : w.n - i > 3 && memcmp(w.p + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
    if (sign > 0 && w.n - i - sign > 2) return (struct tdg_str){w.p + i + sign, w.n - i - sign};
  }
  return w;
}

static int has_words(const struct tdg_word_class *c, const struct passage *p) {
  size_t at = 0;
  return tdg_words_next(c, p->language, &at) != NULL;
}

enum marks_of_parts check_marks(const struct passage *q) {
  if (has_words(&tdg_words_llm_particles, q)) return PARTICLES;
  return has_words(&tdg_words_llm_cases, q) ? CASES : NO_MARKS;
}

void passage_find_senses(const struct verifier *v, struct passage *p) {
  int language = tdg_words_language(v->language);
  const int ends_names = check_marks(p) != NO_MARKS; /* what stands behind the sign is the ending of a name */
  p->small = tdg_scratch(v->call, (p->n + 1) * sizeof *p->small);
  p->senses = tdg_scratch(v->call, (p->n + 1) * sizeof *p->senses);
  for (size_t i = 0; i < p->n; i++) {
    p->senses[i] = (struct word_senses){0};
    p->small[i] = tdg_fold(v->call, passage_word(p, i));
    if (!ends_names) p->small[i] = without_article(p->small[i]);
    if (language >= 0 && !(p->t[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)))
      find_senses(language, p->small[i], &p->senses[i]);
  }
  if (language >= 0) find_parted(language, p);
  if (language >= 0) find_in_signs(language, p);
}

int passage_has_level(const struct passage *p) {
  for (size_t i = 0; i < p->n; i++)
    if (p->senses[i].level != 0) return 1;
  return 0;
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
  size_t root = passage_letters((struct tdg_str){a.p, same}), x = passage_letters(a), y = passage_letters(b);
  size_t shorter = x < y ? x : y, rest = (x > y ? x : y) - root;
  if (root < LEAST_ROOT || 2 * root <= shorter || shorter - root > MOST_REST) return 0;
  return rest <= (root >= LONG_ROOT ? MOST_LONG_REST : MOST_REST);
}

/* "gelobt", lobte: without the "ge" of a participle. */
static struct tdg_str without_prefix(const struct passage *p, struct tdg_str w) {
  const struct tdg_word_class *c = &tdg_words_llm_participles;
  const struct tdg_word *e;
  for (size_t at = 0; (e = tdg_words_next(c, tdg_vocabulary_number(p->words), &at)) != NULL;) {
    struct tdg_str head = tdg_word_text(c, e);
    if (w.n > head.n + WHOLE_WORD && memcmp(w.p, head.p, head.n) == 0)
      return (struct tdg_str){w.p + head.n, w.n - head.n};
  }
  return w;
}

static int have_one_stem(const struct passage *p, struct tdg_str a, struct tdg_str b) {
  return have_one_root(a, b) || have_one_root(without_prefix(p, a), b) ||
         have_one_root(a, without_prefix(p, b));
}

int passage_is_kin(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  for (int n = 0; n < p->senses[i].n; n++)
    if (p->senses[i].v[n] != TDG_LLM_SENSES_FRAME && passage_means(q, k, p->senses[i].v[n])) return 1;
  return have_one_stem(p, p->small[i], q->small[k]);
}

int passage_has_root(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  return have_one_stem(p, p->small[i], q->small[k]);
}

/* Refused, ruled out, ignored, lacking, at a standstill: "not" by another word.
 */
int passage_says_no(const struct passage *p, size_t i) {
  static const int senses[] = {TDG_LLM_SENSES_REFUSE, TDG_LLM_SENSES_EXCLUDE, TDG_LLM_SENSES_IGNORE,
                               TDG_LLM_SENSES_LACK,   TDG_LLM_SENSES_IDLE,    TDG_LLM_SENSES_DENY,
                               TDG_LLM_SENSES_BREAK,  TDG_LLM_SENSES_ABSENT,  TDG_LLM_SENSES_CLOSE,
                               TDG_LLM_SENSES_BAN,    TDG_LLM_SENSES_CANCEL,  TDG_LLM_SENSES_LIMIT,
                               TDG_LLM_SENSES_PENDING};
  for (size_t n = 0; n < sizeof senses / sizeof *senses; n++)
    if (passage_means(p, i, senses[n])) return 1;
  return 0;
}
