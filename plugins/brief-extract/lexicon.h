/* lexicon.h - what words say in a language: the cues of sections, states of people, offices, dates, numbers.
 *
 * The words stand in core/languages, a file a language, in the classes brief-...; core/languages/classes says what each of
 * them is, and the code knows no language.  Phrases go through the same folding as text, so case, accents and hyphens do
 * not matter.
 *
 *   struct lexicon *x = lexicon_make(call);              all languages; free() it
 *   const struct language *l = lexicon_language(x, "de-AT");  English when it is not known
 *   lexicon_mark(l, terms, n, marks);                     what each term is, and how long the phrase
 */
#ifndef EXTRACT_LEXICON_H
#define EXTRACT_LEXICON_H

#include <tidings/kit/terms.h>
#include <tidings/kit/word_classes.h>

/* What a phrase can be: one bit for each list, which is the class brief-... of that name. */
// clang-format off
#define WORD_LISTS(X) \
  X(W_HANGS, hangs) X(W_LEADS, leads) X(W_RESUMES, resumes) X(W_POINTS, points) X(W_HERE, here) \
  X(W_PRONOUN, pronoun) X(W_CONNECTS, connects) X(W_SELF, self) X(W_OF_PAGE, of_page) \
  X(W_CHANGED, changed) X(W_OF_TEXT, of_text) X(W_MATTERS, matters) X(W_NEXT, next) X(W_BEYOND, beyond) \
  X(W_NOT_MATTERS, not_matters) X(W_NOT_NEXT, not_next) X(W_HEAD_HAPPENING, head_happening) \
  X(W_HEAD_MATTERS, head_matters) X(W_HEAD_NEXT, head_next) X(W_HEAD_BEYOND, head_beyond) \
  X(W_OUTCOME, outcome) X(W_OPEN, open) X(W_RELATIVE, relative) X(W_SAID, said) X(W_BOUND, bound) \
  X(W_MEASURE, measure) X(W_FILLER, filler) X(W_COUNTER, counter) X(W_PART, part) X(W_BACK, back) \
  X(W_ANYBODY, anybody) X(W_LOOSE, loose) X(W_OR, or) X(W_AND, and) X(W_OFFICE, office) \
  X(W_PAST_OFFICE, past_office) X(W_ON, on) X(W_AT, at) X(W_FUTURE, future) X(W_LAST, last) \
  X(W_COMING, coming) X(W_EVERY, every) X(W_DAY_BEFORE_YESTERDAY, day_before_yesterday) \
  X(W_YESTERDAY, yesterday) X(W_TODAY, today) X(W_TOMORROW, tomorrow) \
  X(W_DAY_AFTER_TOMORROW, day_after_tomorrow) X(W_YEAR_SIGN, year_sign) X(W_MONTH_SIGN, month_sign) \
  X(W_DAY_SIGN, day_sign) X(W_YEARS, years)
// clang-format on
enum word {
#define X(word, list) word,
  WORD_LISTS(X)
#undef X
      WORDS
};
#define W(x) (UINT64_C(1) << (x))
_Static_assert(WORDS <= 64, "a set of words is 64 bits");

/* No state, no affair; and how many values there are with that. */
enum { STATE_NONE, STATES = TDG_BRIEF_STATES_COUNT, AFFAIR_NONE = 0, AFFAIRS = TDG_BRIEF_AFFAIRS_COUNT };

/* How a language is written. */
struct traits {
  int decimal_comma; /* 3.200 is three thousand */
  int noun_capitals; /* a capital does not make a name */
  int month_first;   /* March 4 */
  int verb_last;     /* what the verb says of time comes at the end */
  int inflected;     /* one word has many endings */
  int says_on;       /* a word stands before the day of what happened ("on") */
};

struct mark {
  uint64_t is;                                        /* bits of enum word */
  int16_t number;                                     /* -1 none */
  int8_t state, before, kind, month, weekday, affair; /* 0: none; else the value in the class brief-... */
  uint8_t n; /* terms of the longest phrase that begins here, at least 1 */
};

struct language; /* a language's words made ready for looking up */
struct lexicon;

struct lexicon *lexicon_make(tdg_call *call); /* NULL: no memory */
void lexicon_free(struct lexicon *);
const struct language *lexicon_language(const struct lexicon *, const char *tag); /* never NULL */
const struct traits *language_traits(const struct language *);
void lexicon_mark(const struct language *, const struct tdg_term *, size_t n, struct mark *out);

#endif
