/* dateline.c - the line of place and agency before the first sentence of a report; see kit/text.h.  Nothing is
 * allocated, nothing can fail. */
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include <string.h>

enum { MAX_DATELINE = 90, LEAST_AFTER = 40 };

/* The dash of "HOLLIN (Northline) - " or "HOLLIN--" without spaces; returns the byte behind it and its space,
 * 0: none. */
static size_t after_dash(struct tdg_str t, size_t *head) {
  static const char *const dashes[] = {" - ", " -- ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "\xE2\x80\x94"};
  for (size_t i = 0; i < MAX_DATELINE && i + LEAST_AFTER < t.n; i++)
    for (size_t k = 0; (t.p[i] == ' ' || t.p[i] == '\xE2') && k < sizeof dashes / sizeof *dashes; k++) {
      *head = i;
      if (tdg_str_starts((struct tdg_str){t.p + i, t.n - i}, dashes[k])) return i + strlen(dashes[k]);
    }
  return 0;
}

static int is_capital(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80); }

/* Capitals up to a comma, and an agency in brackets, a date, or a place in capitals. */
static int is_dateline(struct tdg_str head) {
  size_t capitals = strspn(head.p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  int brackets = 0, date = 0, comma = 0;
  for (size_t i = 0; i < head.n; i++) {
    char c = head.p[i];
    brackets += c == '(';
    comma |= c == ',';
    date |= comma && c >= '0' && c <= '9';
    if ((i == 0 || head.p[i - 1] == ' ') && brackets == 0 && !comma && !is_capital(c)) return 0;
  }
  return (brackets == 1 && head.p[head.n - 1] == ')') || (brackets == 0 && (date || capitals >= 4));
}

size_t tdg_dateline(struct tdg_str t) {
  size_t head, after = after_dash(t, &head);
  if (after != 0 && head == 0) return after + (t.p[after] == ' '); /* what stood before the dash is gone */
  if (after == 0 || !(is_capital(t.p[after]) || t.p[after] == '"')) return 0;
  return is_dateline((struct tdg_str){t.p, head}) ? after : 0;
}
