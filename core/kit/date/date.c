/* date.c - the public side of the date parser: limits, Unix time, finding dates in running text.
 *
 * Nothing here allocates, but for IANA names (date_zone.c).  The cost is linear: a date has at most
 * DATE_MAX_TEXT bytes and DATE_MAX_TOKENS tokens.
 */
#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <string.h>

#include "kit/date/date_internal.h"

#define DEFAULT_MIN_MS INT64_C(631152000000)  /* 1990-01-01 */
#define DEFAULT_MAX_MS INT64_C(4102444800000) /* 2100-01-01 */

static char *put_digits(char *p, int64_t v, int width) {
  for (int i = width - 1; i >= 0; i--) p[i] = (char)('0' + v % 10), v /= 10;
  return p + width;
}

size_t tdg_date_rfc3339(int64_t ms, char out[32]) {
  int64_t days = ms / 86400000, rest = ms % 86400000;
  if (rest < 0) rest += 86400000, days--;
  int y, m, d;
  if (days < -719528) days = -719528, rest = 0; /* years 0000 .. 9999 */
  if (days > 2932896) days = 2932896, rest = 0;
  tdg_civil_from_days(days, &y, &m, &d);
  char *p = put_digits(out, y, 4);
  *p++ = '-';
  p = put_digits(p, m, 2);
  *p++ = '-';
  p = put_digits(p, d, 2);
  *p++ = 'T';
  p = put_digits(p, rest / 3600000, 2);
  *p++ = ':';
  p = put_digits(p, rest / 60000 % 60, 2);
  *p++ = ':';
  p = put_digits(p, rest / 1000 % 60, 2);
  if (rest % 1000 != 0) {
    *p++ = '.';
    p = put_digits(p, rest % 1000, 3);
  }
  *p++ = 'Z';
  *p = '\0';
  return (size_t)(p - out);
}

static int in_range(int64_t ms, const struct tdg_date_hint *hint) {
  if (hint == NULL || (hint->min_ms == 0 && hint->max_ms == 0))
    return ms >= DEFAULT_MIN_MS && ms < DEFAULT_MAX_MS;
  return ms >= hint->min_ms && ms <= hint->max_ms;
}

static int epoch(int64_t ms, const struct tdg_date_hint *hint, struct tdg_date *out) {
  if (!in_range(ms, hint)) return -1;
  *out = (struct tdg_date){ms, TDG_DATE_SECOND, 1, 0};
  return 0;
}

/* 2024030514 is also a day and an hour. */
static int could_be_calendar(int64_t v) {
  int64_t y = v / 1000000, m = v / 10000 % 100, d = v / 100 % 100;
  return y >= 1990 && y < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31 && v % 100 < 24;
}

/* Seconds (9 or 10 digits, perhaps with a fraction) or milliseconds (13) since 1970; 1 when it is neither. */
static int read_epoch(const struct date_token *t, int n, const struct tdg_date_hint *hint,
                      struct tdg_date *out) {
  int fraction =
      n == 3 && t[1].kind == T_SIGN && t[1].sign == '.' && t[2].kind == T_NUM && !t[1].spaced && !t[2].spaced;
  if (t[0].kind != T_NUM || (n != 1 && !fraction)) return 1;
  if (t[0].digits == 13 && n == 1) return epoch(t[0].num, hint, out);
  if (t[0].digits != 9 && t[0].digits != 10) return t[0].digits > 14 ? -1 : 1;
  if (could_be_calendar(t[0].num)) return -1;
  int64_t ms = 0;
  if (fraction) {
    ms = t[2].num;
    for (int i = t[2].digits; i < 3; i++) ms *= 10;
    for (int i = t[2].digits; i > 3; i--) ms /= 10;
  }
  return epoch(t[0].num * 1000 + ms, hint, out);
}

/* What programs print around a time of theirs: /Date(1709649000000+0100)/ (JSON of .NET; the digits are UTC, the zone is
 * the writer's), " m=+0.0001" (Go, the monotonic clock). */
static struct tdg_str without_wrapping(struct tdg_str s) {
  const char *at;
  s = tdg_str_trim(s);
  if (s.n > 0 && memchr(s.p, '=', s.n) != NULL && (at = tdg_str_find(s, " m=")) != NULL &&
      s.n - (size_t)(at - s.p) > 4 && (at[3] == '+' || at[3] == '-') && tdg_is_digit(at[4]))
    s.n = (size_t)(at - s.p);
  while (s.n > 0 && (*s.p == '/' || *s.p == '\\')) s.p++, s.n--;
  while (s.n > 0 && (s.p[s.n - 1] == '/' || s.p[s.n - 1] == '\\')) s.n--;
  if (!tdg_nocase_starts(s, "date(") || s.p[s.n - 1] != ')') return s;
  s = tdg_str_trim((struct tdg_str){s.p + 5, s.n - 6});
  size_t digits = 0;
  while (digits < s.n && tdg_is_digit(s.p[digits])) digits++;
  if (digits >= 12 && digits < s.n && (s.p[digits] == '+' || s.p[digits] == '-')) s.n = digits;
  return s;
}

int tdg_date_parse(const char *p, size_t n, const struct tdg_date_hint *hint, struct tdg_date *out) {
  struct date_token t[DATE_MAX_TOKENS];
  int count = 0, kind;
  if (p == NULL || n > DATE_MAX_TEXT) return -1;
  const struct tdg_str text = without_wrapping((struct tdg_str){p, n});
  struct date_lexer lx = {text.p, text.p, text.p + text.n};
  p = text.p;
  while (count < DATE_MAX_TOKENS && (kind = date_next(&lx, &t[count])) != T_END) {
    if (kind == T_BAD) return -1;
    count++;
  }
  if (count == 0 || count == DATE_MAX_TOKENS) return -1;
  struct tdg_date d;
  int rc = read_epoch(t, count, hint, &d);
  if (rc == 1) rc = date_read(p, t, count, hint, &d, NULL);
  if (rc != 0 || !in_range(d.ms, hint)) return -1;
  *out = d;
  return 0;
}

/* ---- in running text ---- */

/* Short foreign months and weekdays that are English words or parts of them ("out", "set", "to"): only with a
 * hint. */
static int is_foreign_short(const struct date_token *t, const char *p, const struct tdg_date_hint *hint) {
  if ((t->word.kind != W_MONTH && t->word.kind != W_WEEKDAY) || (unsigned char)p[t->start] >= 0x80) return 0;
  if (t->end - t->start > (t->word.kind == W_MONTH ? 3 : 2)) return 0;
  if (hint != NULL && hint->language != NULL && hint->language[0] != '\0' &&
      strncmp(hint->language, "en", 2) != 0)
    return 0;
  if (t->word.kind == W_WEEKDAY) return 1;
  char low[4] = {0};
  for (uint32_t i = t->start; i < t->end; i++) low[i - t->start] = (char)(p[i] | 0x20);
  return tdg_words_find(&tdg_words_date_words, tdg_words_language("en"),
                        (struct tdg_str){low, strlen(low)}) == NULL;
}

static int is_zone(const struct date_token *t) {
  return t->kind == T_WORD &&
         (t->word.kind == W_ZONE || t->word.kind == W_ZONE_ASK || t->word.kind == W_ZONE_IANA);
}

static int ends_run(const struct date_token *t, const char *p, const struct tdg_date_hint *hint) {
  if (t->kind == T_END || t->kind == T_BAD) return 1;
  if (t->kind != T_WORD) return 0;
  return t->word.kind == W_UNKNOWN || (is_zone(t) && t->lower && t->end - t->start > 1) ||
         is_foreign_short(t, p, hint);
}

/* May a date end with this token? */
static int can_end(const struct date_token *t) {
  if (t->kind == T_SIGN) return t->sign == ')';
  if (t->kind != T_WORD) return 1;
  return t->word.kind != W_NOISE && t->word.kind != W_AT && t->word.kind != W_ORDINAL &&
         t->word.kind != W_WHICH && t->word.kind != W_WEEKDAY;
}

/* Does the text go on so that what was read is part of something longer: a letter or number without a space
 * between, or a zone that could not be used? */
static int cut_short(const struct date_token *t, int m, int count) {
  if (m < count && is_zone(&t[m]) && !t[m].lower) return 1;
  if (m >= count || t[m].spaced) return 0;
  if (t[m].kind == T_NUM || (t[m].kind == T_WORD && t[m - 1].kind != T_WORD)) return 1;
  return t[m].kind == T_SIGN && m + 1 < count && t[m + 1].kind == T_NUM && !t[m + 1].spaced &&
         t[m].sign != ',';
}

/* A year written in full, so that a version number is no date. */
static int has_year(const struct date_token *t, int m) {
  for (int i = 0; i < m; i++) {
    if (t[i].kind == T_NUM && (t[i].digits == 4)) return 1;
    if (t[i].kind == T_WORD && t[i].word.kind == W_ERA) return 1;
  }
  return 0;
}

/* An empty line between two tokens? */
static int is_paragraph(const char *p, uint32_t from, uint32_t to) {
  int lines = 0;
  for (; from < to; from++) lines += p[from] == '\n';
  return lines > 1;
}

enum { FIND_TOKENS = 24, FIND_BYTES = 120 };

/* The longest date that begins at p; 0 and its length, or -1. */
static int find_at(const char *p, const char *end, const struct tdg_date_hint *hint, struct tdg_date *out,
                   size_t *len) {
  struct date_token t[FIND_TOKENS];
  if (end - p > FIND_BYTES) end = p + FIND_BYTES;
  struct date_lexer lx = {p, p, end};
  int known = 0, count = 0;
  while (count < FIND_TOKENS && date_next(&lx, &t[count]) != T_END) {
    if (count > 0 && is_paragraph(p, t[count - 1].end, t[count].start)) break;
    if (ends_run(&t[count++], p, hint)) break; /* keep it: cut_short looks at it */
    known = count;
  }
  for (int m = known, failed = known; m > 0; m = failed < m - 1 ? failed : m - 1) {
    struct tdg_date d;
    failed = m;
    if (!can_end(&t[m - 1]) || cut_short(t, m, count) || !has_year(t, m)) continue;
    if (date_read(p, t, m, hint, &d, &failed) != 0 || d.precision < TDG_DATE_DAY || !in_range(d.ms, hint))
      continue;
    *out = d;
    *len = t[m - 1].end;
    return 0;
  }
  return -1;
}

static int can_begin(const struct date_token *t, const struct date_token *before,
                     const struct date_token *before2) {
  if (t->kind == T_WORD)
    return t->word.kind == W_MONTH || t->word.kind == W_MAR || t->word.kind == W_WEEKDAY ||
           t->word.kind == W_KANUN || t->word.kind == W_ERA || t->word.kind == W_AMPM;
  if (t->kind != T_NUM) return 0;
  if (t->spaced) return 1;
  if (before->kind == T_WORD) return before->word.kind != W_UNKNOWN || before->end - before->start > 2;
  return before->kind != T_SIGN || before2->kind != T_NUM || before->spaced;
}

/* Of two bytes: U+0660 .., U+06F0 .., U+07C0 .. */
static int is_digit_pair(unsigned char a, unsigned char b) {
  return (a == 0xD9 && b >= 0xA0 && b <= 0xA9) || (a == 0xDB && b >= 0xB0 && b <= 0xB9) ||
         (a == 0xDF && b >= 0x80 && b <= 0x89);
}

/* Four digits of ASCII, one of Arabic, Persian or N'Ko, or a letter of three bytes, whose scripts may have digits or eras of their
 * own: without them no has_year(). */
static int may_have_year(const char *p, const char *end) {
  size_t run = 0;
  for (; p < end; p++) {
    const unsigned char c = (unsigned char)*p;
    run = tdg_is_digit(*p) ? run + 1 : 0;
    if (run == 4 || c >= 0xE0) return 1;
    if (c >= 0xD9 && end - p > 1 && is_digit_pair(c, (unsigned char)p[1])) return 1;
  }
  return 0;
}

int tdg_date_find(const char *p, size_t n, const struct tdg_date_hint *hint, struct tdg_date *out,
                  size_t *start, size_t *end) {
  struct date_token now, before = {.kind = T_END}, before2 = before;
  if (p == NULL || n > UINT32_MAX || !may_have_year(p, p + n)) return -1;
  struct date_lexer lx = {p, p, p + n};
  while (date_next(&lx, &now) != T_END) {
    size_t len;
    if (can_begin(&now, &before, &before2) && find_at(p + now.start, p + n, hint, out, &len) == 0) {
      *start = now.start;
      *end = now.start + len;
      return 0;
    }
    before2 = before;
    before = now;
  }
  return -1;
}
