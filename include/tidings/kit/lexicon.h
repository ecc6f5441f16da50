/* tidings/kit/lexicon.h - what the words of a text say in its language: months, numbers, units, offices, cues.
 *
 * The words stand in core/languages, a file a language, in the classes brief-... and fact-...;
 * core/languages/classes says what each of them is, and the code knows no language.  Phrases go through the
 * same folding as text, so case, accents and hyphens do not matter; in a language with letters of its own
 * (å, ø) those of the first word do.
 *
 *   struct tdg_lexicon *x = tdg_lexicon_make(call);                            in open
 *   const struct tdg_vocabulary *v = tdg_lexicon_language(x, call, "de-AT");   English when it is not known
 *   tdg_vocabulary_mark(v, terms, n, marks);                                   what each term is
 *   tdg_lexicon_free(x);
 *
 * The words of a language are made ready when they are first asked for and stay until the lexicon is freed: most
 * workers meet one or two of the languages.  A lexicon belongs to who made it, and to one thread.  Only memory can
 * fail: tdg_lexicon_make() returns NULL then, and tdg_lexicon_language() ends the worker, as tdg_scratch() does.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_LEXICON_H
#define TIDINGS_KIT_LEXICON_H

#include <tidings/kit/terms.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a phrase can be: one bit for each list, which is the class brief-... of that name. */
// clang-format off
#define TDG_LEXICON_LISTS(X) \
  X(HANGS, hangs) X(LEADS, leads) X(RESUMES, resumes) X(POINTS, points) X(HERE, here) \
  X(PRONOUN, pronoun) X(CONNECTS, connects) X(SELF, self) X(OF_PAGE, of_page) \
  X(CHANGED, changed) X(OF_TEXT, of_text) X(MATTERS, matters) X(NEXT, next) X(BEYOND, beyond) \
  X(NOT_MATTERS, not_matters) X(NOT_NEXT, not_next) X(HEAD_HAPPENING, head_happening) \
  X(HEAD_MATTERS, head_matters) X(HEAD_NEXT, head_next) X(HEAD_BEYOND, head_beyond) \
  X(OUTCOME, outcome) X(OPEN, open) X(RELATIVE, relative) X(SAID, said) X(BOUND, bound) \
  X(MEASURE, measure) X(FILLER, filler) X(COUNTER, counter) X(PART, part) X(BACK, back) \
  X(ANYBODY, anybody) X(LOOSE, loose) X(OR, or) X(AND, and) X(OFFICE, office) \
  X(PAST_OFFICE, past_office) X(ON, on) X(AT, at) X(FUTURE, future) X(LAST, last) \
  X(COMING, coming) X(EVERY, every) X(DAY_BEFORE_YESTERDAY, day_before_yesterday) \
  X(YESTERDAY, yesterday) X(TODAY, today) X(TOMORROW, tomorrow) \
  X(DAY_AFTER_TOMORROW, day_after_tomorrow) X(YEAR_SIGN, year_sign) X(MONTH_SIGN, month_sign) \
  X(DAY_SIGN, day_sign) X(YEARS, years)
// clang-format on
enum tdg_lexicon_list {
#define X(NAME, list) TDG_LIST_##NAME,
  TDG_LEXICON_LISTS(X)
#undef X
      TDG_LISTS
};

/* The lists that facts are read with, the classes fact-... (kit/facts.h); an entry has the value that the class gives it. */
// clang-format off
#define TDG_FACT_WORD_LISTS(X) \
  X(UNIT, fact_units) X(SCALE, number_scales) X(NUMBER, fact_number_words) X(FRACTION, fact_fractions) \
  X(BOUND, fact_bounds) X(BOUND_BEHIND, fact_bounds_behind) X(JOIN, fact_number_joins) X(PART, fact_part) \
  X(PER, fact_per) X(CHANGE, fact_change) X(AGE, fact_age) X(CLOCK, fact_clock) X(TIME, fact_time) \
  X(AGO, fact_ago) X(BACK, fact_back) X(RELATIVE, fact_relative) X(OF, fact_of) X(OFFICE, fact_offices) X(DEPARTMENT, fact_departments) X(TITLE, fact_titles) \
  X(PARTICLE, fact_name_particles) X(PLACE, fact_places) X(PLACE_KIND, fact_place_kinds) \
  X(NEGATION, fact_negations) X(TENSE, fact_tense) X(FUTURE_VERB, fact_future_verbs) X(STAGE, fact_stages) \
  X(SPEECH, fact_speech) X(SMALL, small_words) X(OPPOSITE, fact_opposites) X(MATTER, fact_matters) \
  X(CORRECTION, fact_corrections) X(CAUSE, fact_causes) X(CLAIM, fact_claims) X(NOT_ONLY, fact_not_only) \
  X(DENIAL, negation_words) X(WAS, fact_was) X(GROUP, fact_groups) X(FATE, fact_fates) X(SLOT, fact_slots) \
  X(DEED, fact_deeds) X(ACT, fact_acts)
// clang-format on
enum tdg_fact_word_list {
#define X(NAME, list) TDG_FACT_WORD_##NAME,
  TDG_FACT_WORD_LISTS(X)
#undef X
      TDG_FACT_WORDS
};

/* How a language is written. */
struct tdg_traits {
  int decimal_comma; /* 3.200 is three thousand */
  int noun_capitals; /* a capital does not make a name */
  int month_first;   /* March 4 */
  int verb_last;     /* what the verb says of time comes at the end */
  int inflected;     /* one word has many endings */
  int own_letters;   /* letters with marks are letters of their own: "for" is not "før" */
  int says_on;       /* a word stands before the day of what happened ("on") */
};

/* What begins at a term.  No state, no affair ...: 0, else the value in the class brief-... */
struct tdg_word_mark {
  uint64_t is;    /* a bit for each enum tdg_lexicon_list */
  uint64_t facts; /* a bit for each enum tdg_fact_word_list: tdg_vocabulary_value() has more */
  int16_t number; /* 0 .. 99, -1: none */
  int8_t state, before, kind, month, weekday, affair;
  uint8_t n;        /* terms of the longest phrase of a class brief-..., at least 1 */
  uint8_t number_n; /* terms of the number */
};

struct tdg_lexicon;
struct tdg_vocabulary; /* the words of one language, made ready */

struct tdg_lexicon *tdg_lexicon_make(tdg_call *); /* NULL: no memory */
void tdg_lexicon_free(struct tdg_lexicon *);
const struct tdg_vocabulary *tdg_lexicon_language(struct tdg_lexicon *, tdg_call *,
                                                  const char *tag); /* never NULL */

int tdg_vocabulary_number(const struct tdg_vocabulary *); /* of its language, as tdg_words_language() */
const struct tdg_traits *tdg_vocabulary_traits(const struct tdg_vocabulary *);
void tdg_vocabulary_mark(const struct tdg_vocabulary *, const struct tdg_term *, size_t n,
                         struct tdg_word_mark *out);
/* The longest phrase of a list that begins at terms[0]: its value, and in *n, which may be NULL, its terms.
 * 0: none. */
int tdg_vocabulary_value(const struct tdg_vocabulary *, const struct tdg_term *terms, size_t left,
                         enum tdg_fact_word_list, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
