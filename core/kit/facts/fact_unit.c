/* fact_unit.c - units: of which dimension each is, what it is of that dimension's base, and how it is found beside a
 * number; see fact_internal.h. */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

struct unit {
  enum fact_dimension dimension;
  double factor; /* of the base; of money 1: currencies are not converted */
  const char *name;
};
#define UNIT(NAME, DIMENSION, factor, name) [TDG_FACT_UNITS_##NAME] = {FACT_##DIMENSION, factor, name}
#define COIN(NAME, name) UNIT(NAME, CURRENCY, 1, name)
// clang-format off
static const struct unit units[TDG_FACT_UNITS_COUNT] = {
    UNIT(PERCENT, SHARE, 1, "%"), UNIT(PERCENTAGE_POINT, POINTS, 1, "points"),
    COIN(DOLLAR, "USD"), COIN(CANADIAN_DOLLAR, "CAD"), COIN(AUSTRALIAN_DOLLAR, "AUD"), COIN(HONG_KONG_DOLLAR, "HKD"),
    COIN(TAIWAN_DOLLAR, "TWD"), COIN(SINGAPORE_DOLLAR, "SGD"), COIN(NEW_ZEALAND_DOLLAR, "NZD"), COIN(EURO, "EUR"),
    COIN(POUND, "GBP"), COIN(EGYPTIAN_POUND, "EGP"), COIN(YEN, "JPY"), COIN(YUAN, "CNY"), COIN(ROUBLE, "RUB"),
    COIN(HRYVNIA, "UAH"), COIN(RUPEE, "INR"), COIN(PAKISTANI_RUPEE, "PKR"), COIN(SWISS_FRANC, "CHF"),
    COIN(CFA_FRANC, "XOF"), COIN(SWEDISH_KRONA, "SEK"), COIN(NORWEGIAN_KRONE, "NOK"), COIN(DANISH_KRONE, "DKK"),
    COIN(KORUNA, "CZK"), COIN(ZLOTY, "PLN"), COIN(FORINT, "HUF"), COIN(LEU, "RON"), COIN(LIRA, "TRY"),
    COIN(SHEKEL, "ILS"), COIN(WON, "KRW"), COIN(REAL, "BRL"), COIN(PESO, "peso"), COIN(RAND, "ZAR"), COIN(NAIRA, "NGN"),
    COIN(RIYAL, "SAR"), COIN(DIRHAM, "AED"), COIN(RIAL, "IRR"), COIN(RUPIAH, "IDR"), COIN(BAHT, "THB"), COIN(DONG, "VND"),
    COIN(TENGE, "KZT"), COIN(BITCOIN, "BTC"), COIN(CENT, "cents"),
    UNIT(KILOMETRE, LENGTH, 1000, "km"), UNIT(MILE, LENGTH, 1609.344, "mi"), UNIT(NAUTICAL_MILE, LENGTH, 1852, "nmi"),
    UNIT(METRE, LENGTH, 1, "m"), UNIT(CENTIMETRE, LENGTH, 0.01, "cm"), UNIT(MILLIMETRE, LENGTH, 0.001, "mm"),
    UNIT(FOOT, LENGTH, 0.3048, "ft"), UNIT(YARD, LENGTH, 0.9144, "yd"), UNIT(INCH, LENGTH, 0.0254, "in"),
    UNIT(HECTARE, AREA, 1e4, "ha"), UNIT(ACRE, AREA, 4046.8564224, "acres"), UNIT(SQUARE_KILOMETRE, AREA, 1e6, "km2"),
    UNIT(SQUARE_MILE, AREA, 2589988.110336, "sq mi"), UNIT(SQUARE_METRE, AREA, 1, "m2"),
    UNIT(SQUARE_FOOT, AREA, 0.09290304, "sq ft"), UNIT(DUNAM, AREA, 1000, "dunams"),
    UNIT(KILOGRAM, MASS, 1, "kg"), UNIT(GRAM, MASS, 0.001, "g"), UNIT(TONNE, MASS, 1000, "t"),
    UNIT(SHORT_TON, MASS, 907.18474, "short tons"), UNIT(POUND_WEIGHT, MASS, 0.45359237, "lb"),
    UNIT(OUNCE, MASS, 0.028349523125, "oz"),
    UNIT(LITRE, VOLUME, 1, "l"), UNIT(MILLILITRE, VOLUME, 0.001, "ml"), UNIT(GALLON, VOLUME, 3.785411784, "gal"),
    UNIT(BARREL, VOLUME, 158.987294928, "bbl"), UNIT(CUBIC_METRE, VOLUME, 1000, "m3"), UNIT(BUSHEL, VOLUME, 35.23907016688, "bu"),
    UNIT(KMH, SPEED, 1 / 3.6, "km/h"), UNIT(MPH, SPEED, 0.44704, "mph"), UNIT(KNOT, SPEED, 1852 / 3600.0, "kn"),
    UNIT(METRE_PER_SECOND, SPEED, 1, "m/s"),
    UNIT(DEGREE, TEMPERATURE, 1, "degrees"), UNIT(CELSIUS, TEMPERATURE, 1, "C"), UNIT(FAHRENHEIT, TEMPERATURE, 5 / 9.0, "F"),
    UNIT(KILOWATT, POWER, 1e3, "kW"), UNIT(MEGAWATT, POWER, 1e6, "MW"), UNIT(GIGAWATT, POWER, 1e9, "GW"), UNIT(TERAWATT, POWER, 1e12, "TW"),
    UNIT(KILOWATT_HOUR, ENERGY, 3.6e6, "kWh"), UNIT(MEGAWATT_HOUR, ENERGY, 3.6e9, "MWh"),
    UNIT(GIGAWATT_HOUR, ENERGY, 3.6e12, "GWh"), UNIT(TERAWATT_HOUR, ENERGY, 3.6e15, "TWh"),
    UNIT(SECOND, TIME, 1, "s"), UNIT(MINUTE, TIME, 60, "min"), UNIT(HOUR, TIME, 3600, "h"), UNIT(DAY, TIME, 86400, "days"),
    UNIT(WEEK, TIME, 604800, "weeks"), UNIT(MONTH, TIME, 2629746, "months"), UNIT(YEAR, TIME, 31556952, "years"),
    UNIT(DECADE, TIME, 315569520, "decades"), UNIT(CENTURY, TIME, 3155695200, "centuries")};
// clang-format on
_Static_assert((int)TDG_FACT_SIGNS_COUNT == (int)TDG_FACT_UNITS_COUNT, "signs have the values of units");

static const struct unit *unit_of(int unit) {
  return &units[unit > 0 && unit < TDG_FACT_UNITS_COUNT ? unit : 0];
}
enum fact_dimension fact_dimension(int unit) { return unit_of(unit)->dimension; }
double fact_factor(int unit) {
  return unit_of(unit)->dimension == FACT_NO_DIMENSION ? 1 : unit_of(unit)->factor;
}
double fact_to_base(int unit, double value) {
  return unit == TDG_FACT_UNITS_FAHRENHEIT ? (value - 32) * 5 / 9 : value * fact_factor(unit);
}
const char *fact_unit_name(int unit) { return unit_of(unit)->name != NULL ? unit_of(unit)->name : ""; }

/* ---- beside a number ---- */

static int is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The sign that the bytes begin with: its last letter is the last of the word. */
static int sign_behind(struct tdg_str s, size_t *size) {
  const struct tdg_word *w = tdg_words_at_start(&tdg_words_fact_signs, TDG_EVERY_LANGUAGE, s);
  if (w == NULL || (w->size < s.n && is_letter(s.p[w->size - 1]) && is_letter(s.p[w->size]) &&
                    (unsigned char)s.p[w->size - 1] < 0x80))
    return 0;
  *size = w->size;
  return w->value;
}

static size_t skip_space(struct tdg_str text, size_t at) {
  if (at < text.n && text.p[at] == ' ') return at + 1;
  if (at + 1 < text.n && memcmp(text.p + at, "\xC2\xA0", 2) == 0) return at + 2;
  if (at + 2 < text.n && memcmp(text.p + at, "\xE2\x80\xAF", 3) == 0) return at + 3;
  return at;
}

int fact_unit_before(const struct fact_reader *r, struct fact_number *n) {
  size_t at = n->start, k = n->first;
  const struct tdg_str text = r->t->text;
  if (at > 0 && text.p[at - 1] == ' ') at--;
  else if (at > 1 && memcmp(text.p + at - 2, "\xC2\xA0", 2) == 0) at -= 2;
  const struct tdg_word *w =
      tdg_words_at_end(&tdg_words_fact_signs, TDG_EVERY_LANGUAGE, (struct tdg_str){text.p, at});
  if (w != NULL && fact_dimension(w->value) == FACT_CURRENCY &&
      (!is_letter(text.p[at - w->size]) || at == w->size || (unsigned char)text.p[at - w->size] >= 0x80 ||
       !is_letter(text.p[at - w->size - 1]))) {
    n->start = at - w->size;
    return w->value;
  }
  size_t size;
  int unit = k > 0 && r->t->terms[k - 1].end == at ? fact_word(r, k - 1, TDG_FACT_WORD_UNIT, &size) : 0;
  if (unit == 0 || size != 1 || fact_dimension(unit) != FACT_CURRENCY ||
      !(fact_flags(r, k - 1) & TDG_TERM_UPPER))
    return 0;
  n->start = r->t->terms[k - 1].start; /* EUR 5 million */
  n->first = k - 1;
  return unit;
}

/* "3-mile": a hyphen stands between. */
static int is_beside(const struct fact_reader *r, const struct fact_number *n, size_t k) {
  if (k >= r->t->n || n->end > r->t->terms[k].start) return 0;
  size_t gap = r->t->terms[k].start - n->end;
  return fact_only_space(r, n->end, r->t->terms[k].start) || (gap == 1 && r->t->text.p[n->end] == '-') ||
         (gap == 2 && memcmp(r->t->text.p + n->end, ". ", 2) == 0 && n->scaled); /* 3 Mio. Euro */
}

/* "14 är döda" are not "14 år": where a letter with a mark is a letter of its own, the word stands in the list as it is written. */
static int is_written_so(const struct fact_reader *r, size_t k, size_t words) {
  struct tdg_str s = fact_term_text(r, k);
  size_t i = 0;
  while (i < s.n && (unsigned char)s.p[i] < 0x80) i++;
  return !r->traits->own_letters || words > 1 || i == s.n ||
         tdg_words_find(&tdg_words_fact_units, tdg_vocabulary_number(r->t->words), s) != NULL;
}

/* A small word between "half" and its unit: "half the week", and not "a quarter in the week". */
static int is_article(const struct fact_reader *r, size_t k) {
  return r->t->terms[k].size <= 3 && fact_is_small(r, k) && !fact_is(r, k, FACT_LIST(AT) | FACT_LIST(ON)) &&
         fact_word(r, k, TDG_FACT_WORD_PLACE, NULL) == 0 && fact_word(r, k, TDG_FACT_WORD_TIME, NULL) == 0;
}

int fact_unit_behind(const struct fact_reader *r, struct fact_number *n, size_t *after) {
  const struct tdg_str text = r->t->text;
  size_t at = skip_space(text, n->end), size, words, k = n->last + 1;
  *after = k;
  if (n->unit != 0) return n->unit;
  int unit = 0;
  if (at < text.n) {
    unit = sign_behind((struct tdg_str){text.p + at, text.n - at < 16 ? text.n - at : 16}, &size);
    if (unit != 0 && fact_word(r, k, TDG_FACT_WORD_UNIT, &words) &&
        r->t->terms[k + words - 1].end >= at + size)
      unit = 0;
    if (unit != 0) {
      n->end = at + size;
      while (k < r->t->n && r->t->terms[k].start < n->end) k++;
      n->last = k - 1, *after = k;
      return unit;
    }
  }
  if (!is_beside(r, n, k)) return 0;
  if ((n->scaled || n->part_of_one) && fact_word(r, k, TDG_FACT_WORD_OF, &size) && fact_follows(r, k + size))
    k += size;
  if (n->part_of_one && k == n->last + 1 && is_article(r, k)) k++;
  unit = fact_word(r, k, TDG_FACT_WORD_UNIT, &size);
  if (unit == 0 || !is_written_so(r, k, size)) return 0;
  n->last = k + size - 1, n->end = r->t->terms[n->last].end;
  *after = n->last + 1;
  return unit;
}
