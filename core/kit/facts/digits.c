/* digits.c - the one reader of numbers in digits: separators, decimals, digits of other scripts.  Pure; no memory. */
#include "kit/facts/number_internal.h"

#include <tidings/kit/str.h>

enum { MAX_DIGITS = 64 /* bytes of a word */, MAX_PLAIN = 16 };

static size_t run_of_digits(const char *p, size_t n) {
  size_t i = 0;
  while (i < n && tdg_is_digit(p[i])) i++;
  return i;
}

/* Groups of three behind one kind of separator: "1,000,000".  0 when the bytes are not of that shape. */
static size_t grouped(const char *p, size_t n, char sep) {
  size_t at = run_of_digits(p, n);
  if (at == 0 || at > 3 || p[0] == '0') return 0;
  size_t groups = 0;
  while (at + 3 < n && p[at] == sep && run_of_digits(p + at + 1, n - at - 1) == 3) at += 4, groups++;
  return groups > 0 ? at : 0;
}

size_t number_digits(const char *p, size_t n, enum number_separator decimal, double *value) {
  char plain[40];
  char point = decimal == NUMBER_POINT ? '.' : ',', group = decimal == NUMBER_POINT ? ',' : '.';
  size_t whole = grouped(p, n, group), k = 0;
  if (whole == 0) whole = grouped(p, n, '\'');
  if (whole == 0) { /* "1.200.000" in English, or "3,5": only when it cannot be anything else */
    size_t other = grouped(p, n, point);
    if (other > 7) whole = other;
  }
  if (whole == 0) whole = run_of_digits(p, n);
  size_t end = whole, fraction;
  if (end + 1 < n && (p[end] == point || p[end] == group) &&
      (fraction = run_of_digits(p + end + 1, n - end - 1)) > 0) {
    if (p[end] == group && fraction == 3) return 0;
    end += 1 + fraction;
  }
  if (end + 1 < n && (p[end] == '.' || p[end] == ',') && tdg_is_digit(p[end + 1])) return 0;
  for (size_t i = 0; i < end && k < sizeof plain - 1; i++) {
    if (tdg_is_digit(p[i])) plain[k++] = p[i];
    else if (i >= whole) plain[k++] = '.';
  }
  if (k > 18) return 0;
  double v = 0, unit = 1;
  int after = 0;
  for (size_t i = 0; i < k; i++) {
    if (plain[i] == '.') after = 1;
    else if (after) unit /= 10, v += unit * (plain[i] - '0');
    else v = v * 10 + (plain[i] - '0');
  }
  *value = v;
  return end;
}

/* The digit at p, of any script that reports use; *used its bytes.  -1: none. */
static int digit_at(const char *p, size_t left, size_t *used) {
  const unsigned char *u = (const unsigned char *)p;
  *used = 1;
  if (tdg_is_digit(*p)) return *p - '0';
  *used = 2;
  if (left >= 2 && u[0] == 0xD9 && u[1] >= 0xA0 && u[1] <= 0xA9) return u[1] - 0xA0; /* Arabic */
  if (left >= 2 && u[0] == 0xDB && u[1] >= 0xB0 && u[1] <= 0xB9) return u[1] - 0xB0;
  *used = 3; /* full width */
  return left >= 3 && u[0] == 0xEF && u[1] == 0xBC && u[2] >= 0x90 && u[2] <= 0x99 ? u[2] - 0x90 : -1;
}

static double read_whole(const char *p, size_t n, enum number_separator decimal) {
  double value = -1;
  return number_digits(p, n, decimal, &value) == n ? value : -1;
}

/* Digits of ASCII alone, behind which no sign of a number stands: "20th".  0: it is not that simple. */
static int read_plain(struct tdg_str word, struct tdg_digits *out) {
  size_t n = run_of_digits(word.p, word.n < MAX_PLAIN ? word.n : MAX_PLAIN);
  int64_t value = 0;
  if (n == 0 || n == MAX_PLAIN) return 0;
  if (n < word.n &&
      (word.p[n] == '.' || word.p[n] == ',' || word.p[n] == '\'' || (unsigned char)word.p[n] >= 0x80))
    return 0;
  for (size_t i = 0; i < n; i++) value = value * 10 + (word.p[i] - '0');
  *out = (struct tdg_digits){(double)value, (double)value, n};
  return 1;
}

struct tdg_digits tdg_digits(struct tdg_str word) {
  char plain[MAX_DIGITS];
  struct tdg_digits out = {-1, -1, 0};
  if (read_plain(word, &out)) return out;
  size_t n = 0, end = 0, used;
  for (size_t i = 0; i < word.n && n < MAX_DIGITS; i += used) {
    int digit = digit_at(word.p + i, word.n - i, &used);
    if (digit < 0 && word.p[i] != '.' && word.p[i] != ',' && word.p[i] != '\'') break;
    if (digit < 0) used = 1;
    else out.size = i + used, end = n + 1;
    plain[n++] = digit < 0 ? word.p[i] : (char)('0' + digit);
  }
  if (end == 0 || n == MAX_DIGITS) return out;
  out.point = read_whole(plain, end, NUMBER_POINT);
  out.comma = read_whole(plain, end, NUMBER_COMMA);
  return out;
}
