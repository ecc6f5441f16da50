/* lexicon.h - what words say in a language: the cues of sections, states of people, offices, dates, numbers.
 *
 * Each language is a table of its own in words/, written as people write it; the code knows no language.  A
 * list is phrases between commas; where the place in a list is the value (weekdays, months, numbers) the
 * forms of one value stand between bars.  Phrases go through the same folding as text, so case, accents and
 * hyphens do not matter.
 *
 *   struct lexicon *x = lexicon_make(call);              all languages; free() it
 *   const struct language *l = lexicon_language(x, "de-AT");  English when it is not known
 *   lexicon_mark(l, terms, n, marks);                     what each term is, and how long the phrase
 */
#ifndef EXTRACT_LEXICON_H
#define EXTRACT_LEXICON_H

#include <tidings/kit/terms.h>

/* What a phrase can be. */
enum word {
  /* A sentence that starts so hangs on the one before ("it"); so does one with a preposition before it
   * ("without it"), with "the" and something told before ("the finding ..."), with what points back. */
  W_HANGS,
  W_LEADS,
  W_RESUMES,
  W_POINTS,
  W_HERE,     /* where its record was written, wherever that is */
  W_PRONOUN,  /* he, she: hang when nobody was named before */
  W_CONNECTS, /* however, and */
  W_SELF,     /* I, we */
  /* About the page instead of the world: photo; updated; "of this" report. */
  W_OF_PAGE,
  W_CHANGED,
  W_OF_TEXT,
  /* Cues of sections. */
  W_MATTERS,
  W_NEXT,
  W_BEYOND,
  W_NOT_MATTERS, /* "could not" */
  W_NOT_NEXT,    /* "next to" */
  W_HEAD_HAPPENING,
  W_HEAD_MATTERS,
  W_HEAD_NEXT,
  W_HEAD_BEYOND,
  W_OUTCOME,  /* an event has come to its end: agreed, killed */
  W_OPEN,     /* it has not: awaited */
  W_RELATIVE, /* today, now */
  W_SAID,
  /* Around figures. */
  W_BOUND,   /* at least, about, most */
  W_MEASURE, /* million, percent, pm: no count of things */
  W_FILLER,  /* were, have been: may stand between people and their state */
  W_COUNTER, /* of; the counters of Chinese, Japanese, Korean: says nothing of what is counted */
  W_PART,    /* others, of them, seriously: a part of a count */
  W_BACK,    /* ago, since: some earlier event */
  W_ANYBODY, /* people */
  W_LOOSE,   /* words for people that may mean nearly all others */
  W_OR,      /* a range or a choice: to, or */
  W_AND,
  /* Offices. */
  W_OFFICE,
  W_PAST_OFFICE, /* former, vice */
  /* Dates. */
  W_ON,
  W_AT, /* in, near: before places */
  W_FUTURE,
  W_LAST,
  W_COMING,
  W_EVERY, /* each Monday is none */
  W_DAY_BEFORE_YESTERDAY,
  W_YESTERDAY,
  W_TODAY,
  W_TOMORROW,
  W_DAY_AFTER_TOMORROW,
  W_YEAR_SIGN, /* of Chinese, Japanese, Korean dates */
  W_MONTH_SIGN,
  W_DAY_SIGN,
  W_YEARS, /* "four years" */
  WORDS
};
#define W(x) (UINT64_C(1) << (x))
_Static_assert(WORDS <= 64, "a set of words is 64 bits");

/* What people are said to be in, in whatever words. */
enum state {
  STATE_NONE,
  STATE_INJURED,
  STATE_KILLED,
  STATE_ARRESTED,
  STATE_EVACUATED,
  STATE_MISSING,
  STATE_RESCUED,
  STATES
};
/* Labels that cannot mean the same. */
enum kind {
  KIND_NONE,
  KIND_LEADERS,
  KIND_OFFICIALS,
  KIND_COUNTRIES,
  KIND_COMPANIES,
  KIND_CREW,
  KIND_PASSENGERS,
  KIND_SOLDIERS,
  KIND_POLICE,
  KIND_CIVILIANS,
  KIND_HOUSES,
  KIND_SHIPS,
  KIND_TOWNS,
  KINDS
};

/* Affairs that reports count the years of ("nearly four years of war"), in the order of the words' rows. */
enum affair { AFFAIR_NONE, AFFAIR_UKRAINE, AFFAIR_COVID, AFFAIR_SYRIA, AFFAIR_GAZA, AFFAIR_SUDAN, AFFAIRS };

/* One language as its file has it. */
struct words {
  const char *language; /* "de"; several between commas */
  const char *list[WORDS];
  const char *state[STATES];
  const char *before[STATES]; /* forms of a state that may stand before the number: "injured 14 people" */
  const char *kind[KINDS];
  const char *months, *weekdays; /* January first; Monday first */
  const char *affairs;           /* as enum affair has them */
  const char *numbers, *tens;    /* from nought on; twenty, thirty ...; "-" where there is none */
  const char *joined;            /* how T and O are joined in twenty-one: "TO" (also for hyphens), "OundT" */
  const char *dozens;            /* "a dozen" */
  const char *prefixes;          /* written together with the next word (Arabic wa-, Hebrew ve-) */
  int decimal_comma;             /* 3.200 is three thousand */
  int noun_capitals;             /* a capital does not make a name */
  int month_first;               /* March 4 */
  int verb_last;                 /* what the verb says of time comes at the end */
  int inflected;                 /* one word has many endings */
};

struct mark {
  uint64_t is;                                        /* bits of enum word */
  int16_t number;                                     /* -1 none */
  int8_t state, before, kind, month, weekday, affair; /* 0: none; months and weekdays from 1 */
  uint8_t n; /* terms of the longest phrase that begins here, at least 1 */
};

struct language; /* a table made ready for looking up */
struct lexicon;

struct lexicon *lexicon_make(tdg_call *call); /* NULL: no memory */
void lexicon_free(struct lexicon *);
const struct language *lexicon_language(const struct lexicon *, const char *tag); /* never NULL */
const struct words *language_words(const struct language *);
void lexicon_mark(const struct language *, const struct tdg_term *, size_t n, struct mark *out);

extern const struct words *const words_all[]; /* words/all.c; NULL-terminated */

#endif
