/* tidings/kit/facts.h - facts of a sentence: numbers with what they count, spellings of one name, and words
 * that negate or hedge.
 *
 * Both brief plugins use it.  Ranges are byte offsets into the given text; results are in the memory of the
 * call.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_FACTS_H
#define TIDINGS_KIT_FACTS_H

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
/* The same for scripts without spaces: does the text contain such a sign? */
int tdg_has_negation_sign(struct tdg_str text, enum tdg_negation kind);

#ifdef __cplusplus
}
#endif
#endif
