/* number_words.c - the words of figures: numbers, scales, units, bounds.  They stand in core/languages, in the classes
 * number-...; a word is asked for in the form tdg_fold() gives.
 */
#include "kit/facts/number_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <stdlib.h>
#include <string.h>

/* Where nothing is said of the language, English. */
static int language_of(const char *name) {
  return tdg_words_language(strcspn(name, "-_") == 0 ? "en" : name);
}

static double simple_word(int language, const char *p, size_t n) {
  const struct tdg_word *w = tdg_words_find(&tdg_words_number_words, language, (struct tdg_str){p, n});
  return w != NULL ? w->value : -1;
}

static double ones_word(int language, const char *p, size_t n) {
  const struct tdg_word *w = tdg_words_find(&tdg_words_number_joins, language, (struct tdg_str){p, n});
  return w != NULL && w->value == TDG_NUMBER_JOINS_ONE ? 1 : simple_word(language, p, n);
}

/* siebenundzwanzig, zevenentwintig: the small part first */
static double joined_by(int language, struct tdg_str join, const char *p, size_t n) {
  for (size_t i = 3; i + join.n < n; i++) {
    if (memcmp(p + i, join.p, join.n) != 0) continue;
    double ones = ones_word(language, p, i), tens = simple_word(language, p + i + join.n, n - i - join.n);
    if (ones >= 1 && ones < 10 && tens >= 20 && tens < 100) return tens + ones;
  }
  return -1;
}

static double joined_word(int language, const char *p, size_t n) {
  const char *hyphen = memchr(p, '-', n); /* twenty-seven */
  if (hyphen != NULL) {
    double tens = simple_word(language, p, (size_t)(hyphen - p)),
           ones = simple_word(language, hyphen + 1, n - (size_t)(hyphen - p) - 1);
    return tens >= 20 && tens < 100 && ones >= 1 && ones < 10 ? tens + ones : -1;
  }
  const struct tdg_word *w;
  double v = -1;
  for (size_t at = 0; v < 0 && (w = tdg_words_next(&tdg_words_number_joins, language, &at)) != NULL;)
    if (w->value == TDG_NUMBER_JOINS_BETWEEN)
      v = joined_by(language, tdg_word_text(&tdg_words_number_joins, w), p, n);
  return v;
}

static unsigned pair_of(const char *p) {
  return ((unsigned)(unsigned char)p[0] * 31u + (unsigned char)p[1]) & 1023u;
}

static void add_pairs(struct number_filter *f, const struct tdg_word_class *c, int language) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, language, &at)) != NULL;) {
    unsigned pair = pair_of(c->text + w->at);
    f->bits[pair >> 5] |= 1u << (pair & 31);
  }
}

void number_filter_fill(struct number_filter *f, const char *language) {
  memset(f, 0, sizeof *f);
  add_pairs(f, &tdg_words_number_words, language_of(language));
  add_pairs(f, &tdg_words_number_joins, language_of(language));
}

int number_filter_passes(const struct number_filter *f, const char *p, size_t n) {
  if (n < 2) return 0;
  if ((unsigned char)p[0] >= 0x80 || (unsigned char)p[1] >= 0x80) return 1;
  const char low[2] = {(char)(p[0] | 0x20), (char)(p[1] | 0x20)};
  return f->bits[pair_of(low) >> 5] >> (pair_of(low) & 31) & 1;
}

double number_word(const char *p, size_t n, const char *language) {
  int l = language_of(language);
  if (n < 2 || n > 40) return -1;
  double v = simple_word(l, p, n);
  return v >= 0 ? v : joined_word(l, p, n);
}

double number_power(int noughts) {
  double v = 1;
  while (noughts-- > 0) v *= 10;
  return v;
}

double number_scale(const char *p, size_t n, const char *language) {
  struct tdg_str text = {p, n};
  const struct tdg_word *w = tdg_words_find(&tdg_words_number_scales_here, language_of(language), text);
  if (w == NULL) w = tdg_words_find(&tdg_words_number_scales, TDG_EVERY_LANGUAGE, text);
  return w != NULL ? number_power(w->value) : 0;
}

const char *number_unit(const char *p, size_t n) {
  static const char *const signs[TDG_NUMBER_UNITS_COUNT] = {[TDG_NUMBER_UNITS_PERCENT] = "%",
                                                            [TDG_NUMBER_UNITS_DOLLAR] = "$",
                                                            [TDG_NUMBER_UNITS_EURO] = "\xE2\x82\xAC",
                                                            [TDG_NUMBER_UNITS_POUND] = "\xC2\xA3",
                                                            [TDG_NUMBER_UNITS_YEN] = "\xC2\xA5",
                                                            [TDG_NUMBER_UNITS_ROUBLE] = "\xE2\x82\xBD",
                                                            [TDG_NUMBER_UNITS_HRYVNIA] = "\xE2\x82\xB4",
                                                            [TDG_NUMBER_UNITS_RUPEE] = "\xE2\x82\xB9",
                                                            [TDG_NUMBER_UNITS_KILOMETRE] = "km",
                                                            [TDG_NUMBER_UNITS_MILE] = "mi",
                                                            [TDG_NUMBER_UNITS_METRE] = "m",
                                                            [TDG_NUMBER_UNITS_CENTIMETRE] = "cm",
                                                            [TDG_NUMBER_UNITS_MILLIMETRE] = "mm",
                                                            [TDG_NUMBER_UNITS_KILOGRAM] = "kg",
                                                            [TDG_NUMBER_UNITS_TONNE] = "t",
                                                            [TDG_NUMBER_UNITS_HECTARE] = "ha",
                                                            [TDG_NUMBER_UNITS_MPH] = "mph",
                                                            [TDG_NUMBER_UNITS_KMH] = "km/h",
                                                            [TDG_NUMBER_UNITS_MEGAWATT] = "MW",
                                                            [TDG_NUMBER_UNITS_GIGAWATT] = "GW"};
  char low[TEXT_MAX_LISTED];
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_number_units, TDG_EVERY_LANGUAGE, text_lower(p, n, low));
  return w != NULL ? signs[w->value] : "";
}

int number_bound(const char *p, size_t n) {
  static const int bounds[TDG_NUMBER_BOUNDS_COUNT] = {[TDG_NUMBER_BOUNDS_AT_LEAST] = TDG_AT_LEAST,
                                                      [TDG_NUMBER_BOUNDS_AT_MOST] = TDG_AT_MOST,
                                                      [TDG_NUMBER_BOUNDS_ABOUT] = TDG_ABOUT_SO};
  const struct tdg_word_class *c = &tdg_words_number_bounds;
  const struct tdg_word *w, *longest = NULL;
  for (size_t at = 0; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    size_t k = w->size;
    if (k > n || p[n - 1] != c->text[w->at + k - 1] || memcmp(p + n - k, c->text + w->at, k) != 0 ||
        (k < n && p[n - k - 1] != ' '))
      continue;
    if (longest == NULL || k > longest->size) longest = w;
  }
  return longest != NULL ? bounds[longest->value] : TDG_EXACT;
}

int number_is_stop(const char *p, size_t n) {
  return text_in_words(&tdg_words_number_stops, TDG_EVERY_LANGUAGE, p, n);
}

enum number_separator number_decimal(const char *language) {
  static const char comma[] =
      " de fr es it pt nl pl cs sk tr sv da no nb nn fi hu ro ru uk bg sr hr sl el id vi ca is lt lv et be ";
  return text_in_list(comma, language, strcspn(language, "-_")) && strcmp(language, "es-MX") != 0 &&
                 strcmp(language, "de-CH") != 0
             ? NUMBER_COMMA
             : NUMBER_POINT;
}
