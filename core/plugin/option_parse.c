/* plugin/option_parse.c - parse the text of an option; see option.h for the forms.
 *
 * Owns nothing, allocates nothing.  Fails when a text does not have the form of its option or is outside min
 * .. max; the message says what was written and wanted, with an example.  Secrets never appear in a message.
 */
#include "plugin/option.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 60 };

static const struct {
  const char *name;
  uint32_t type;
  const char *wanted;
} types[] = {
    {"bool", TDG_O_BOOL, "true or false"},
    {"int", TDG_O_INT, "a whole number"},
    {"size", TDG_O_SIZE, "a size such as 64KiB or 8MiB"},
    {"duration", TDG_O_DURATION, "a duration such as 500ms, 90s, 15m, 12h or 1d12h"},
    {"enum", TDG_O_ENUM, "one of its choices"},
    {"percent", TDG_O_PERCENT, "a share such as 12.5% or 0.125"},
    {"real", TDG_O_REAL, "a number such as 0.75 or 2e-3"},
    {"text", TDG_O_TEXT, "text"},
    {"url", TDG_O_URL, "an address such as https://example.org/path, without spaces"},
    {"path", TDG_O_PATH, "a path"},
    {"secret", TDG_O_SECRET, "text"},
    {"list", TDG_O_LIST, "text"},
};
enum { N_TYPES = sizeof types / sizeof types[0] };

const char *option_type_name(uint32_t type) {
  for (size_t i = 0; i < N_TYPES; i++)
    if (types[i].type == type) return types[i].name;
  return NULL;
}

uint32_t option_type_number(const char *name) {
  for (size_t i = 0; i < N_TYPES; i++)
    if (strcmp(types[i].name, name) == 0) return types[i].type;
  return 0;
}

static const char *wanted(uint32_t type) {
  for (size_t i = 0; i < N_TYPES; i++)
    if (types[i].type == type) return types[i].wanted;
  return "something else";
}

/* ---- numbers ---- */

/* Digits with '_' between them.  0, or -1 without digits or on overflow. */
static int read_digits(const char **p, int64_t *out) {
  const char *s = *p;
  int64_t v = 0;
  if (*s < '0' || *s > '9') return -1;
  for (; (*s >= '0' && *s <= '9') || (*s == '_' && s[1] >= '0' && s[1] <= '9'); s++) {
    if (*s == '_') continue;
    int digit = *s - '0';
    if (v > (INT64_MAX - digit) / 10) return -1;
    v = v * 10 + digit;
  }
  *p = s;
  *out = v;
  return 0;
}

static int scale(int64_t v, int64_t factor, int64_t *out) {
  if (v > INT64_MAX / factor) return -1;
  *out = v * factor;
  return 0;
}

static int parse_bool(const char *s, int64_t *out) {
  static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
  for (int i = 0; i < 6; i++) {
    if (strcasecmp(s, words[i]) != 0) continue;
    *out = i & 1;
    return 0;
  }
  return -1;
}

static int parse_int(const char *s, int64_t *out) {
  int negative = *s == '-';
  s += negative || *s == '+';
  if (read_digits(&s, out) < 0 || *s != '\0') return -1;
  if (negative) *out = -*out;
  return 0;
}

struct unit {
  const char *name;
  int64_t factor;
};
static const struct unit sizes[] = {
    {"TiB", (int64_t)1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"TB", 1000000000000},
    {"GB", 1000000000},        {"MB", 1000000},  {"kB", 1000},     {"KB", 1000},     {"B", 1}};
static const struct unit durations[] = {{"w", 604800000}, {"d", 86400000}, {"h", 3600000},
                                        {"m", 60000},     {"s", 1000},     {"ms", 1}};

static int parse_size(const char *s, int64_t *out) {
  int64_t v;
  if (read_digits(&s, &v) < 0) return -1;
  while (*s == ' ') s++;
  if (*s == '\0') return scale(v, 1, out);
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    if (strcmp(s, sizes[i].name) == 0) return scale(v, sizes[i].factor, out);
  return -1;
}

static int64_t duration_unit(const char **p) {
  size_t n = strspn(*p, "abcdefghijklmnopqrstuvwxyz");
  for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
    if (strlen(durations[i].name) != n || memcmp(*p, durations[i].name, n) != 0) continue;
    *p += n;
    return durations[i].factor;
  }
  return 0;
}

static int parse_duration(const char *s, int64_t *out) {
  int64_t total = 0, v, ms, before = INT64_MAX;
  if (strcmp(s, "0") == 0) return *out = 0, 0;
  if (*s == '\0') return -1;
  while (*s != '\0') {
    if (read_digits(&s, &v) < 0) return -1;
    int64_t factor = duration_unit(&s);
    /* units must decrease: 1h30m, not 30m1h or 1h1h */
    if (factor == 0 || factor >= before || scale(v, factor, &ms) < 0 || ms > INT64_MAX - total) return -1;
    before = factor;
    total += ms;
    while (*s == ' ') s++;
  }
  *out = total;
  return 0;
}

/* Parts per 10,000 of "12.5%" or "0.125"; the fifth decimal is rounded. */
static int parse_percent(const char *s, int64_t *out) {
  int64_t whole, part = 0, weight = 100000;
  if (read_digits(&s, &whole) < 0 || whole > 1000000) return -1;
  if (*s == '.') {
    s++;
    if (*s < '0' || *s > '9') return -1;
    for (; *s >= '0' && *s <= '9'; s++, weight /= 10) part += (*s - '0') * (weight / 10);
  }
  int64_t hundred_thousandths = whole * 100000 + part;
  if (strcmp(s, "%") == 0) {
    *out = (hundred_thousandths + 500) / 1000;
    return 0;
  }
  if (*s != '\0' || hundred_thousandths > 100000) return -1; /* "85" without % is ambiguous */
  *out = (hundred_thousandths + 5) / 10;
  return 0;
}

/* strtod accepts more (hexadecimal, "nan"), which is refused.  The locale of this program's processes is C. */
static int parse_real(const char *s, double *out) {
  char *end;
  if (strspn(s, "+-.0123456789eE") != strlen(s)) return -1;
  *out = strtod(s, &end);
  return end == s || *end != '\0' || !isfinite(*out) ? -1 : 0;
}

static int parse_choice(const char *const *choices, const char *s, int64_t *out) {
  for (int64_t i = 0; choices != NULL && choices[i] != NULL; i++) {
    if (strcmp(choices[i], s) != 0) continue;
    *out = i;
    return 0;
  }
  return -1;
}

/* ---- texts ---- */

static int is_url(const char *s) {
  size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  int letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
  if (!letter || s[n] != ':' || s[n + 1] == '\0') return 0;
  for (const unsigned char *p = (const unsigned char *)s; *p != '\0'; p++)
    if (*p <= ' ' || *p == 0x7f) return 0;
  return 1;
}

static int parse_text(uint32_t type, const char *s) {
  if (type == TDG_O_URL) return is_url(s) ? 0 : -1;
  return type == TDG_O_PATH && *s == '\0' ? -1 : 0;
}

static int parse_value(const struct option_info *o, const char *s, struct option_parsed *value) {
  int64_t *out = &value->num;
  switch (o->type) {
  case TDG_O_BOOL: return parse_bool(s, out);
  case TDG_O_INT: return parse_int(s, out);
  case TDG_O_SIZE: return parse_size(s, out);
  case TDG_O_DURATION: return parse_duration(s, out);
  case TDG_O_PERCENT: return parse_percent(s, out);
  case TDG_O_REAL: return parse_real(s, &value->real);
  case TDG_O_ENUM: return parse_choice(o->choices, s, out);
  default: return parse_text(o->type, s);
  }
}

/* ---- messages ---- */

/* Format a limit in the form of its option. */
static void print_value(uint32_t type, int64_t v, char out[32]) {
  const struct unit *units = type == TDG_O_SIZE ? sizes : durations;
  size_t n = type == TDG_O_SIZE ? 4 : type == TDG_O_DURATION ? sizeof durations / sizeof durations[0] : 0;
  if (type == TDG_O_PERCENT) {
    snprintf(out, 32, "%" PRId64 ".%02d%%", v / 100, (int)(v % 100 < 0 ? -(v % 100) : v % 100));
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (v == 0 || v % units[i].factor != 0) continue;
    snprintf(out, 32, "%" PRId64 "%s", v / units[i].factor, units[i].name);
    return;
  }
  snprintf(out, 32, "%" PRId64, v);
}

static void list_choices(const char *const *choices, char *out, size_t cap) {
  size_t n = 0;
  for (size_t i = 0; choices != NULL && choices[i] != NULL && n + 1 < cap; i++)
    n += (size_t)snprintf(out + n, cap - n, "%s%s", i > 0 ? ", " : "", choices[i]);
}

static int complain(const struct option_info *o, const char *text, char err[OPTION_ERROR]) {
  char choices[200] = "";
  if (o->type == TDG_O_ENUM) list_choices(o->choices, choices, sizeof choices);
  if (o->type == TDG_O_SECRET) snprintf(err, OPTION_ERROR, "%.60s: not a usable secret", o->name);
  else
    snprintf(err, OPTION_ERROR, "%.60s: \"%.*s%s\" is not %s%s%s", o->name, SHOWN, text,
             strlen(text) > SHOWN ? "..." : "", o->type == TDG_O_ENUM ? "one of: " : wanted(o->type), choices,
             "");
  return -1;
}

static int check_real(const struct option_info *o, double v, char err[OPTION_ERROR]) {
  if ((o->min == 0 && o->max == 0) || (v >= (double)o->min && v <= (double)o->max)) return 0;
  snprintf(err, OPTION_ERROR, "%.60s: %g is outside %" PRId64 " .. %" PRId64, o->name, v, o->min, o->max);
  return -1;
}

static int check_range(const struct option_info *o, int64_t v, char err[OPTION_ERROR]) {
  char is[32], low[32], high[32];
  if (o->type == TDG_O_BOOL || o->type == TDG_O_ENUM || o->type >= TDG_O_TEXT) return 0;
  if ((o->min == 0 && o->max == 0) || (v >= o->min && v <= o->max)) return 0;
  print_value(o->type, v, is);
  print_value(o->type, o->min, low);
  print_value(o->type, o->max, high);
  snprintf(err, OPTION_ERROR, "%.60s: %s is outside %s .. %s", o->name, is, low, high);
  return -1;
}

int option_parse(const struct option_info *o, const char *text, struct option_parsed *out,
                 char err[OPTION_ERROR]) {
  size_t n = strlen(text);
  *out = (struct option_parsed){0, 0, {text, n}};
  if (n > OPTION_MAX_TEXT) {
    snprintf(err, OPTION_ERROR, "%.60s: %zu bytes of text, at most %d are allowed", o->name, n,
             OPTION_MAX_TEXT);
    return -1;
  }
  if (parse_value(o, text, out) < 0) return complain(o, text, err);
  if (o->type == TDG_O_REAL) return check_real(o, out->real, err);
  return check_range(o, out->num, err);
}
