/* tidings/kit/facts.h - facts of a sentence: what it counts, measures, dates, names and places, with the words that say so,
 * and its sense: denied or not, past or to come, planned or done, and who says it.
 *
 *   struct tdg_fact_text t = {text, terms, marks, n, vocabulary, .published = ms};    tidings/kit/lexicon.h
 *   struct tdg_fact *f;
 *   size_t n = tdg_facts(call, &t, &f);
 *   if (tdg_facts_compare(&t, &f[0], &u, &g[0]) == TDG_FACTS_DIFFER) ...               two sentences contradict each other
 *
 * Where a language has no words for a kind of fact, none of that kind is read; nothing is guessed.  Which
 * facts of two sentences speak of the same thing is the caller's to know: a comparison looks at their values.
 * Ranges are byte offsets into the given text; results are in the memory of the call.  Only memory can fail,
 * and that ends the call.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_FACTS_H
#define TIDINGS_KIT_FACTS_H

#include <tidings/kit/lexicon.h>
#include <tidings/kit/str.h>
#include <tidings/kit/terms.h>
#include <tidings/kit/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The digits at the start of a word (ASCII, Arabic, full width), with '.' and with ',' as decimal separator:
 * "1,200" is 1200 or 1.2, "3.5" is 3.5 in both cases.  -1: not a number in that reading ("10.0.1.4"). */
struct tdg_digits {
  double point, comma;
  size_t size; /* length of the digits in bytes; letters may follow ("20th") */
};
struct tdg_digits tdg_digits(struct tdg_str word);

/* Numbers with what they count: "27 heads of state", "$3.5 million", "12 percent", "twenty-seven", "3,000",
 * "1.2 Mrd." Plain years and dates are not reported here. */
enum tdg_bound { TDG_EXACT = 0, TDG_AT_LEAST = 1, TDG_AT_MOST = 2, TDG_ABOUT_SO = 3 };
struct tdg_number {
  struct tdg_range range; /* the number with its unit: "$3.5 million", "12 percent" */
  double value;
  struct tdg_str unit; /* "$", "%", "km", "" */
  struct tdg_str what; /* the counted noun phrase, folded, at most 4 words: "heads of state"; "" */
  int bound;           /* enum tdg_bound: "at least", "up to", "about" */
};
size_t tdg_numbers(tdg_call *call, struct tdg_str text, const char *language, struct tdg_number **out);

/* ---- typed facts ---- */

enum tdg_fact_kind {
  TDG_FACT_COUNT = 1, /* "eleven workers", "14 injured" */
  TDG_FACT_MONEY,
  TDG_FACT_PERCENT,
  TDG_FACT_MEASURE, /* of length, area, mass, volume, speed, temperature, power, energy */
  TDG_FACT_DURATION,
  TDG_FACT_CLOCK, /* a time of day */
  TDG_FACT_DATE,
  TDG_FACT_AGE,
  TDG_FACT_NAME, /* of a person, with an office or without */
  TDG_FACT_PLACE,
  TDG_FACT_KINDS
};
enum tdg_fact_flag {
  TDG_FACT_PART = 1,       /* of them, alone: not all that are spoken of; or another, further */
  TDG_FACT_BACK = 2,       /* of something earlier: the sentence names another year, "since", "ago" */
  TDG_FACT_FUTURE = 4,     /* what is said of it is to come */
  TDG_FACT_UNTIL = 8,      /* a date: until then, by then */
  TDG_FACT_SINCE = 16,     /* a date: since then, from then on */
  TDG_FACT_PER = 32,       /* a year, a day, a person */
  TDG_FACT_CHANGE = 64,    /* by how much something changed: "rose 3 percent" */
  TDG_FACT_FORMER = 128,   /* an office that was held before, or will be */
  TDG_FACT_FIGURE = 256,   /* written in digits */
  TDG_FACT_RELATIVE = 512, /* a date counted from the day of the report: "Monday", "yesterday" */
  /* a count of people, cases and the like, with no nearer word; a place that may be none ("in Haft") */
  TDG_FACT_LOOSE = 1024,
  TDG_FACT_ANYBODY = 2048,   /* a count of all people in a state: no word says who */
  TDG_FACT_NOBODY = 4096,    /* a count of none: "nobody was hurt" */
  TDG_FACT_YEAR_GIVEN = 8192 /* a date with its year */
};
/* How exact: enum tdg_bound, and these. */
enum { TDG_MORE_THAN = 4, TDG_LESS_THAN = 5 };
/* 0: only a weekday, or a day without its year in a report without a date; value says nothing then. */
enum tdg_fact_precision { TDG_FACT_YEAR = 1, TDG_FACT_MONTH, TDG_FACT_WEEK, TDG_FACT_DAY };
enum { TDG_FACT_WHAT = 4 };
struct tdg_fact {
  int kind, bound;
  int unit;       /* as written: TDG_FACT_UNITS_...; of a place its relation: TDG_FACT_PLACES_... */
  int state;      /* of the people counted: TDG_BRIEF_STATES_... */
  int what_kind;  /* what is counted: TDG_BRIEF_KINDS_...; of a name its office: TDG_FACT_OFFICES_... */
  int department; /* of a minister's office: TDG_FACT_DEPARTMENTS_...; 0: none, or not said */
  int precision;  /* of a date: enum tdg_fact_precision */
  int per;        /* with TDG_FACT_PER: TDG_FACT_PER_... */
  int weekday;    /* of a date, as the text names it: 1 Monday .. 7; 0 none */
  unsigned flags;
  struct tdg_range
      range; /* the value with its unit: "$3.5 million", "5:20 a.m."; "eleven" of "eleven workers" */
  struct tdg_range
      said; /* with what it counts or whom it names: "eleven workers", "Interior Minister Duncan Rait" */
  /* In the base of its dimension: metres, square metres, kilograms, litres, metres a second, degrees Celsius,
   * watts, joules, seconds, minutes since midnight, days since 1970, years of age, money in its currency.
   * high: the end of a span ("5 to 7"), else value.  step: to what it is rounded as written: 1000 for "2,000". */
  double value, high, step;
  /* Stems of what is counted, or of the words of a name or place; of a date what[0] is 32 * month + day when the
   * text gives both, whatever the year. */
  uint64_t what[TDG_FACT_WHAT];
  int n_what;
  struct tdg_range office; /* of a name: "Interior Minister"; empty: none */
  struct tdg_range side;   /* of an office: "Norvia" */
  uint64_t side_stem[2];   /* of the words that narrow the office: "Interior", "Norvia" */
  int n_side;
  size_t first, last; /* terms of range */
  size_t after;       /* the term behind what is said */
};

/* A sentence, and where and when it was written. */
struct tdg_fact_text {
  struct tdg_str text;
  const struct tdg_term *terms;
  const struct tdg_word_mark *marks; /* of each term */
  size_t n;
  const struct tdg_vocabulary *words;
  int64_t published; /* ms since 1970; 0: not known, and no date is read that is counted from it */
  int zone;          /* minutes east of UTC */
  int undated;       /* only the day of published is known */
};
/* A text of more terms is no sentence: it has no facts and no sense. */
enum { TDG_FACT_MAX_TERMS = 400 };
/* The facts of a sentence in its order; returns their number. */
size_t tdg_facts(tdg_call *, const struct tdg_fact_text *, struct tdg_fact **out);

/* What two facts are to each other, if they speak of the same thing. */
enum tdg_fact_relation {
  TDG_FACTS_SAME,       /* also: in other words, in another unit (48 km, 30 miles) */
  TDG_FACTS_ROUNDED,    /* 1,987 and "about 2,000" */
  TDG_FACTS_COMPATIBLE, /* both can be true: "at least 14" and 17; "May" and "12 May" */
  TDG_FACTS_PART,       /* one counts a part */
  TDG_FACTS_OTHER,      /* cannot be compared: of two kinds, a year and in all, of another event */
  TDG_FACTS_DIFFER
};
/* a_text, b_text: the sentences that the facts were read from. */
enum tdg_fact_relation tdg_facts_compare(tdg_call *, const struct tdg_fact_text *a_text,
                                         const struct tdg_fact *a, const struct tdg_fact_text *b_text,
                                         const struct tdg_fact *b);
/* The value in one form, NUL-terminated: "11", "2026-05-12", "2026-05", "48 km", "05:20", ">=14"; returns its length.  What
 * does not fit is left out, never a part of a letter. */
size_t tdg_fact_norm(const struct tdg_fact_text *, const struct tdg_fact *, char *out, size_t size);

/* ---- the sense of a sentence ---- */

enum tdg_tense { TDG_TENSE_NONE, TDG_TENSE_PAST, TDG_TENSE_PRESENT, TDG_TENSE_FUTURE, TDG_TENSE_CONDITIONAL };
enum tdg_speech {
  TDG_SPEECH_NONE,
  TDG_SPEECH_SAID,
  TDG_SPEECH_CONFIRMED,
  TDG_SPEECH_DENIED,
  TDG_SPEECH_THINKS,
  TDG_SPEECH_ASKED
};
struct tdg_sense {
  int polarity;    /* 1, or -1: the main verb is negated */
  size_t negation; /* the term that negates it, SIZE_MAX: none */
  int tense;       /* enum tdg_tense */
  int stage;       /* the furthest that is said to be reached: TDG_FACT_STAGES_...; 0 none */
  int aim;         /* the stage that is planned, of a sentence whose stage is PLAN; else that stage */
  size_t verb;     /* the term of the stage, SIZE_MAX: none */
  int speech;      /* enum tdg_speech: somebody is named who says it */
  struct tdg_range speaker, said; /* who; the verb, or "according to".  Empty: nobody */
};
void tdg_sense(const struct tdg_fact_text *, struct tdg_sense *out);

/* How likely a and b are spellings of one name (Zelenskyy, Zelensky, Zelenskiy; "Keir Starmer", "Starmer";
 * "European Union", "EU"): 0 .. 1, symmetric.  Above 0.8 means yes; different first names give less than
 * 0.5. */
double tdg_name_likeness(tdg_call *call, struct tdg_str a, struct tdg_str b);

/* Find words that negate a statement ("not", "denied", "didn't"), or hedge it ("could", "allegedly", "is to
 * be").  at: their indices among the terms of the text; returns their number, at most max.  language: BCP 47;
 * for "" or a language without such words those of all languages count. */
enum tdg_negation { TDG_NEGATION = 1, TDG_HEDGE = 2 };
size_t tdg_negations(struct tdg_str text, const struct tdg_term *terms, size_t n, const char *language,
                     enum tdg_negation kind, size_t *at, size_t max);
/* The bytes of the "n't" that a word ends with ("didn't"), whose "not" is no word of its own; 0: none. */
static inline size_t tdg_negation_tail(struct tdg_str word) {
  return tdg_str_ends(word, "n't") ? 3 : tdg_str_ends(word, "n\xE2\x80\x99t") ? 5 : 0;
}
/* The same for scripts without spaces: does the text contain such a sign? */
int tdg_has_negation_sign(struct tdg_str text, enum tdg_negation kind);

#ifdef __cplusplus
}
#endif
#endif
