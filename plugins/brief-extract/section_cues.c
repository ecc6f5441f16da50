/* section_cues.c - what the phrases of a sentence say of time and weight; see brief.h.
 *
 * The phrases of core/languages, the classes section-..., are made ready for looking up when the component
 * opens: a hash of those that begin with two words, of those with one and then none or anything, and a list of
 * those that begin with an ending or with any word.  At each term the longest phrase counts, and the terms it covers are not looked at again.  After
 * the making nothing changes; only memory can fail.
 */
#include "brief.h"

#include <stdlib.h>

enum { MAX_LANGUAGES = 64, MAX_ELEMENTS = 12, LEAST_STEM = 2, MAX_FORM = 160 };

enum element_how { ELEMENT_WORD, ELEMENT_ANY, ELEMENT_BEGINS, ELEMENT_ENDS };

/* One word of a phrase. */
struct element {
  uint64_t hash;        /* of ELEMENT_WORD */
  struct tdg_str bytes; /* of the table, with which a word begins or ends */
  enum element_how how;
};
struct phrase {
  uint32_t first; /* among the elements */
  uint16_t next;  /* of the same beginning, longest first; 0: the last.  Places start at 1. */
  uint8_t n, cue;
};
/* The phrases of one beginning.  What only looks like it is told apart by its elements. */
struct chain {
  uint32_t beginning;
  uint16_t first; /* 0: an empty place */
};
struct section_words {
  int number; /* of the language */
  struct element *element;
  struct phrase *phrase;
  struct chain *chain;
  uint64_t begins[256]; /* a bit for a part of each beginning: most words begin no phrase */
  uint16_t loose;       /* the first phrase that no word begins */
  size_t mask, n_elements, n_phrases, most_elements, most_phrases;
};
struct section_lexicon {
  struct section_words language[MAX_LANGUAGES];
  size_t n;
};

static const struct source {
  const struct tdg_word_class *words;
  enum cue first; /* the cue of its value 1 */
} sources[] = {{&tdg_words_section_next, CUE_WILL},   {&tdg_words_section_matters, CUE_MAY},
               {&tdg_words_section_beyond, CUE_LONG}, {&tdg_words_section_verbs, CUE_PERFECT},
               {&tdg_words_section_also, CUE_ALSO},   {&tdg_words_section_none, CUE_NONE}};
_Static_assert((int)TDG_SECTION_NEXT_FRAMED == CUE_FRAMED - CUE_WILL + 1, "the order of the class");
_Static_assert((int)TDG_SECTION_MATTERS_EFFECT == CUE_EFFECT - CUE_MAY + 1, "the order of the class");
_Static_assert((int)TDG_SECTION_BEYOND_THINKS == CUE_THINKS - CUE_LONG + 1, "the order of the class");
_Static_assert((int)TDG_SECTION_VERBS_PAST == CUE_PAST - CUE_PERFECT + 1, "the order of the class");

/* ---- making ---- */

static uint32_t one_word(uint64_t hash) { return (uint32_t)(hash >> 32); }
static uint32_t two_words(uint64_t first, uint64_t second) {
  return (uint32_t)((first + second * 0x9e3779b97f4a7c15u) >> 32);
}

static uint64_t bit_of(uint32_t beginning) { return UINT64_C(1) << (beginning >> 18 & 63); }
static size_t row_of(uint32_t beginning) { return beginning >> 24; }

static struct chain *chain_of(const struct section_words *w, uint32_t beginning) {
  size_t i = beginning & w->mask;
  while (w->chain[i].first != 0 && w->chain[i].beginning != beginning) i = (i + 1) & w->mask;
  return &w->chain[i];
}

static int add_element(struct section_words *w, struct element e) {
  if (w->n_elements == w->most_elements) {
    size_t most = 2 * w->most_elements + 256;
    struct element *v = realloc(w->element, most * sizeof *v);
    if (v == NULL) return -1;
    w->element = v;
    w->most_elements = most;
  }
  w->element[w->n_elements++] = e;
  return 0;
}

/* The word between two spaces of an entry: "_", "ي*", "*ront", or what tdg_terms() makes of it, which may be
 * several terms.  -1: no memory. */
static int add_word(struct section_words *w, tdg_call *call, struct tdg_str word) {
  struct tdg_term *t;
  if (word.n == 1 && *word.p == '_') return add_element(w, (struct element){.how = ELEMENT_ANY});
  if (word.n > 1 && *word.p == '*')
    return add_element(w, (struct element){.how = ELEMENT_ENDS, .bytes = {word.p + 1, word.n - 1}});
  if (word.n > 1 && word.p[word.n - 1] == '*')
    return add_element(w, (struct element){.how = ELEMENT_BEGINS, .bytes = {word.p, word.n - 1}});
  size_t n = tdg_terms(call, word, &t);
  for (size_t i = 0; i < n; i++)
    if (add_element(w, (struct element){.how = ELEMENT_WORD, .hash = t[i].hash}) != 0) return -1;
  return 0;
}

/* Into its chain: the longer before the shorter. */
static void link_phrase(struct section_words *w, uint16_t at) {
  struct phrase *p = &w->phrase[at];
  const struct element *first = &w->element[p->first];
  uint16_t *link = &w->loose;
  if (first->how == ELEMENT_WORD) {
    int two = p->n > 1 && first[1].how == ELEMENT_WORD;
    uint32_t beginning = two ? two_words(first->hash, first[1].hash) : one_word(first->hash);
    struct chain *c = chain_of(w, beginning);
    c->beginning = beginning;
    w->begins[row_of(beginning)] |= bit_of(beginning);
    link = &c->first;
  }
  while (*link != 0 && w->phrase[*link].n >= p->n) link = &w->phrase[*link].next;
  p->next = *link;
  *link = at;
}

static int add_phrase(struct section_words *w, tdg_call *call, struct tdg_str text, enum cue cue) {
  size_t first = w->n_elements;
  for (size_t i = 0; i < text.n;) {
    size_t n = 0;
    while (i + n < text.n && text.p[i + n] != ' ') n++;
    if (n > 0 && add_word(w, call, (struct tdg_str){text.p + i, n}) != 0) return -1;
    i += n + 1;
  }
  size_t n = w->n_elements - first;
  if (n == 0 || n > MAX_ELEMENTS || w->n_phrases + 1 >= w->most_phrases) return 0;
  w->phrase[++w->n_phrases] = (struct phrase){.first = (uint32_t)first, .n = (uint8_t)n, .cue = (uint8_t)cue};
  link_phrase(w, (uint16_t)w->n_phrases);
  return 0;
}

/* A phrase, and each prefix of the language written together with its first word. */
static int add_forms(struct section_words *w, tdg_call *call, struct tdg_str text, enum cue cue) {
  const struct tdg_word *prefix;
  if (add_phrase(w, call, text, cue) != 0) return -1;
  if (text.n == 0 || *text.p == '*' || *text.p == '_' || memchr(text.p, '*', text.n) != NULL) return 0;
  for (size_t at = 0; (prefix = tdg_words_next(&tdg_words_brief_prefixes, w->number, &at)) != NULL;) {
    struct tdg_str p = tdg_word_text(&tdg_words_brief_prefixes, prefix);
    char form[MAX_FORM];
    if (p.n + text.n > MAX_FORM) continue;
    memcpy(form, p.p, p.n);
    memcpy(form + p.n, text.p, text.n);
    if (add_phrase(w, call, (struct tdg_str){form, p.n + text.n}, cue) != 0) return -1;
  }
  return 0;
}

static size_t count_phrases(int number) {
  size_t n = 0, forms = 1, at = 0;
  while (tdg_words_next(&tdg_words_brief_prefixes, number, &at) != NULL) forms++;
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
    for (at = 0; tdg_words_next(sources[i].words, number, &at) != NULL;) n += forms;
  return n < UINT16_MAX - 1 ? n : UINT16_MAX - 1;
}

static int make_language(struct section_words *w, tdg_call *call) {
  const struct tdg_word *e;
  size_t size = 64;
  w->most_phrases = count_phrases(w->number) + 2;
  while (size < 4 * w->most_phrases) size *= 2;
  w->mask = size - 1;
  w->chain = calloc(size, sizeof *w->chain);
  w->phrase = calloc(w->most_phrases, sizeof *w->phrase);
  if (w->chain == NULL || w->phrase == NULL) return -1;
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
    for (size_t at = 0; (e = tdg_words_next(sources[i].words, w->number, &at)) != NULL;) {
      enum cue cue = sources[i].first == CUE_NONE ? CUE_NONE : sources[i].first + (unsigned)e->value - 1;
      if (add_forms(w, call, tdg_word_text(sources[i].words, e), cue) != 0) return -1;
    }
  return 0;
}

struct section_lexicon *section_lexicon_make(void) {
  struct section_lexicon *x = calloc(1, sizeof *x);
  for (int i = 0; x != NULL && *tdg_words_code(i) != '\0' && x->n < MAX_LANGUAGES; i++) {
    size_t at = 0;
    if (tdg_words_next(&tdg_words_section_next, i, &at) != NULL) x->language[x->n++].number = i;
  }
  return x;
}

void section_lexicon_free(struct section_lexicon *x) {
  for (size_t i = 0; x != NULL && i < x->n; i++)
    free(x->language[i].chain), free(x->language[i].phrase), free(x->language[i].element);
  free(x);
}

/* ---- looking up ---- */

static void make_ready(struct section_words *w, tdg_call *call) {
  if (w->chain != NULL) return;
  void *m = tdg_mark(call);
  int bad = make_language(w, call);
  tdg_release(call, m);
  if (bad) abort(); /* no memory, which tdg_scratch() ends the worker for, too */
}

const struct section_words *section_words_of(struct section_lexicon *x, tdg_call *call,
                                             const struct tdg_vocabulary *v) {
  for (size_t i = 0; i < x->n; i++) {
    if (x->language[i].number != tdg_vocabulary_number(v)) continue;
    make_ready(&x->language[i], call);
    return &x->language[i];
  }
  return NULL;
}

static struct tdg_str bytes_of(const struct sentence *s, size_t i) {
  return (struct tdg_str){s->text.p + s->terms[i].start, s->terms[i].end - s->terms[i].start};
}

static int fits_element(const struct element *e, const struct sentence *s, size_t i) {
  if (e->how == ELEMENT_WORD) return e->hash == s->terms[i].hash;
  if (e->how == ELEMENT_ANY) return 1;
  struct tdg_str word = bytes_of(s, i);
  if (word.n < e->bytes.n + LEAST_STEM || (s->terms[i].flags & TDG_TERM_GLYPH)) return 0;
  return memcmp(e->how == ELEMENT_BEGINS ? word.p : word.p + word.n - e->bytes.n, e->bytes.p, e->bytes.n) ==
         0;
}

static int fits(const struct section_words *w, const struct phrase *p, const struct sentence *s, size_t i) {
  if (p->n > s->n_terms - i) return 0;
  for (size_t k = 0; k < p->n; k++) {
    if (k > 0 && !(s->terms[i + k].flags & TDG_TERM_ADJACENT)) return 0;
    if (!fits_element(&w->element[p->first + k], s, i + k)) return 0;
  }
  return 1;
}

/* A name in the middle of a sentence: Will, May. */
static int is_name(const struct sentence *s, size_t i, int noun_capitals) {
  return !noun_capitals && (s->terms[i].flags & TDG_TERM_CAPITAL) && !(s->terms[i].flags & TDG_TERM_FIRST);
}

/* The last letter of an ending, the first of a beginning: most words have others. */
static int may_fit(const struct element *e, const struct sentence *s, size_t i) {
  if (e->how == ELEMENT_ENDS) return s->text.p[s->terms[i].end - 1] == e->bytes.p[e->bytes.n - 1];
  return e->how != ELEMENT_BEGINS || s->text.p[s->terms[i].start] == e->bytes.p[0];
}

/* "May 2" */
static int is_month(const struct sentence *s, size_t i) {
  return s->marks[i].month != 0 && i + 1 < s->n_terms && (s->terms[i + 1].flags & TDG_TERM_NUMBER);
}

/* The phrase of the list that begins at a term: the longest, of equal ones that with most bytes. */
static const struct phrase *find_loose(const struct section_words *w, const struct sentence *s, size_t i) {
  const struct phrase *best = NULL;
  if (s->terms[i].flags & TDG_TERM_GLYPH) return NULL;
  for (uint16_t at = w->loose; at != 0; at = w->phrase[at].next) {
    const struct phrase *p = &w->phrase[at];
    if (best != NULL && (p->n < best->n || w->element[p->first].bytes.n <= w->element[best->first].bytes.n))
      continue;
    if (may_fit(&w->element[p->first], s, i) && fits(w, p, s, i)) best = p;
  }
  return best;
}

/* The longest phrase of a beginning; NULL: none fits. */
static const struct phrase *find_in(const struct section_words *w, uint32_t beginning,
                                    const struct sentence *s, size_t i) {
  uint16_t at = w->begins[row_of(beginning)] & bit_of(beginning) ? chain_of(w, beginning)->first : 0;
  while (at != 0 && !fits(w, &w->phrase[at], s, i)) at = w->phrase[at].next;
  return at != 0 ? &w->phrase[at] : NULL;
}

/* Of equal ones that which came first. */
static const struct phrase *longer(const struct phrase *a, const struct phrase *b) {
  if (a == NULL || b == NULL) return a != NULL ? a : b;
  return a->n != b->n ? (a->n > b->n ? a : b) : (a < b ? a : b);
}

static const struct phrase *find(const struct section_words *w, const struct sentence *s, size_t i,
                                 int noun_capitals) {
  const struct tdg_term *t = &s->terms[i];
  const struct phrase *best = find_in(w, one_word(t->hash), s, i);
  if (i + 1 < s->n_terms && (t[1].flags & TDG_TERM_ADJACENT))
    best = longer(best, find_in(w, two_words(t->hash, t[1].hash), s, i));
  if (best != NULL) return best->n == 1 && (is_name(s, i, noun_capitals) || is_month(s, i)) ? NULL : best;
  int capital = (s->terms[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL;
  return w->loose != 0 && !capital ? find_loose(w, s, i) : NULL;
}

/* The last word of the clause in which a term stands. */
static size_t end_of_clause(const struct sentence *s, size_t i) {
  while (i + 1 < s->n_terms && (s->terms[i + 1].flags & TDG_TERM_ADJACENT)) i++;
  return i;
}

/* "wird ... untersuchen" is to come, "wird ... untersucht" is not said to be. */
static enum cue shall(const struct section_words *w, const struct sentence *s, size_t i) {
  size_t last = end_of_clause(s, i);
  const struct tdg_word *e =
      last == i ? NULL : tdg_words_at_end(&tdg_words_section_infinitives, w->number, bytes_of(s, last));
  return e != NULL && e->value == TDG_SECTION_INFINITIVES_INFINITIVE ? CUE_WILL : CUE_SHALL;
}

/* "the Organisation for Security and Co-operation in Europe": where most of a kind are, or the end of a name. */
static int ends_name(const struct sentence *s, size_t i, size_t n, int noun_capitals) {
  const struct tdg_term *t = &s->terms[i];
  return !noun_capitals && i > 0 && n > 1 && (t->flags & TDG_TERM_ADJACENT) &&
         !(t->flags & TDG_TERM_CAPITAL) && (t[-1].flags & TDG_TERM_CAPITAL) &&
         !(t[-1].flags & TDG_TERM_FIRST) && (t[n - 1].flags & TDG_TERM_CAPITAL);
}

void section_cues(const struct section_words *w, const struct sentence *s, int noun_capitals,
                  struct cue_counts *out) {
  memset(out, 0, sizeof *out);
  for (size_t i = 0; w != NULL && i < s->n_terms; i++) {
    const struct phrase *p = find(w, s, i, noun_capitals);
    if (p == NULL) continue;
    enum cue cue = p->cue == CUE_SHALL ? shall(w, s, i) : (enum cue)p->cue;
    if (cue == CUE_OFTEN && ends_name(s, i, p->n, noun_capitals)) continue;
    if (out->n[cue]++ == 0) out->first[cue] = i;
    i += p->n - 1u;
  }
}
