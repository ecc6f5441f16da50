/* number_internal.h - what the files behind tdg_numbers() share. */
#ifndef KIT_NUMBER_INTERNAL_H
#define KIT_NUMBER_INTERNAL_H

#include "kit/text/text_internal.h"

#include <tidings/kit/facts.h>

enum number_separator { NUMBER_POINT, NUMBER_COMMA }; /* what stands before the decimals */

/* How a language writes decimals; unknown: a point. */
enum number_separator number_decimal(const char *language);
/* The digits at the start of p[0..n): value and how many bytes belong to them; 0 when they are no single
 * number (1.2.3, 555-1234 stops before the hyphen). */
size_t number_digits(const char *p, size_t n, enum number_separator decimal, double *value);
/* One number word of a language ("twenty-seven", "siebenundzwanzig", "trente"); -1 when it is none. */
double number_word(const char *folded, size_t n, const char *language);
/* Which two bytes number words of a language begin with: most words need not be looked up. */
struct number_filter {
  unsigned bits[32];
};
void number_filter_fill(struct number_filter *f, const char *language);
int number_filter_passes(const struct number_filter *f, const char *p, size_t n);
/* What a word behind a number multiplies it by; 0 when it is no such word. */
double number_scale(const char *folded, size_t n, const char *language);
double number_power(int noughts); /* 1000 of 3 */
/* "%", "$", "km" ... for a word or sign behind or before a number; "" when it is no unit. */
const char *number_unit(const char *folded, size_t n);
/* The bound that the end of a folded text says ("... at least"). */
int number_bound(const char *folded, size_t n);
/* Words that no counted thing begins or goes on with. */
int number_is_stop(const char *folded, size_t n);

#endif
