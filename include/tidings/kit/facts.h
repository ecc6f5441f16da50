/* tidings/kit/facts.h - what a sentence says: numbers with what they count, whether two names are one, and what is denied
 * or left open.
 *
 * Both briefs read texts by it.  Ranges are byte offsets into the text given; results live in the memory of the call.
 */
#ifndef TIDINGS_KIT_FACTS_H
#define TIDINGS_KIT_FACTS_H

#include <tidings/kit/terms.h>
#include <tidings/kit/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The digits that a word begins with (ASCII, Arabic, full width), read with a point before the decimals and with a comma
 * there: "1,200" is 1200 or 1.2, "3.5" is 3.5 either way.  -1: read so it is no number ("10.0.1.4"). */
struct tdg_digits {
  double point, comma;
  size_t size; /* bytes of the word; letters may stand behind them ("20th") */
};
struct tdg_digits tdg_digits(struct tdg_str word);

/* Numbers with what they count: "27 heads of state", "$3.5 million", "12 percent", "twenty-seven", "3,000", "1.2 Mrd."
 * Plain years and dates are not reported here. */
enum tdg_bound { TDG_EXACT = 0, TDG_AT_LEAST = 1, TDG_AT_MOST = 2, TDG_ABOUT_SO = 3 };
struct tdg_number {
  struct tdg_range range; /* the number with its unit: "$3.5 million", "12 percent" */
  double value;
  struct tdg_str unit; /* "$", "%", "km", "" */
  struct tdg_str what; /* the counted noun phrase, folded, at most 4 words: "heads of state"; "" */
  int bound;           /* enum tdg_bound: "at least", "up to", "about" */
};
size_t tdg_numbers(tdg_call *call, struct tdg_str text, const char *language, struct tdg_number **out);

/* Is b a spelling of a (Zelenskyy, Zelensky, Zelenskiy; "Keir Starmer", "Starmer"; "European Union", "EU")?  0 .. 1;
 * the same either way round.  Above 0.8 it is; first names that contradict give less than 0.5. */
double tdg_name_likeness(tdg_call *call, struct tdg_str a, struct tdg_str b);

/* Words that turn a statement into its opposite ("not", "denied", "didn't"), and words that leave it open ("could",
 * "allegedly", "is to be").  at: their places among the terms of the text; returns how many, at most max.  language: BCP 47;
 * where it has no such words, or is "", those of all languages count. */
enum tdg_negation { TDG_NEGATION = 1, TDG_HEDGE = 2 };
size_t tdg_negations(struct tdg_str text, const struct tdg_term *terms, size_t n, const char *language,
                     enum tdg_negation kind, size_t *at, size_t max);
/* The same in scripts without spaces: is there a sign of it anywhere in the text? */
int tdg_has_negation_sign(struct tdg_str text, enum tdg_negation kind);

#ifdef __cplusplus
}
#endif
#endif
