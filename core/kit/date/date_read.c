/* date_read.c - makes one instant of the tokens of a date.
 *
 * The reader walks over the tokens once.  At each place it tries the shapes that can begin there (a time of
 * day, a numeric date, a number with its unit, a zone ...); what is only a number is put aside and given its
 * meaning at the end, when it is known whether a month was named.  A part that comes twice, a word that is
 * not known, a number left over: all refuse the whole text, because a wrong instant is worse than none.
 */
#include "kit/date/date_internal.h"

#include <string.h>

/* ---- days since 1970-01-01 and civil dates of the proleptic Gregorian calendar: no limits but those of int ---- */

int64_t tdg_days_from_civil(int y, int m, int d) {
  int64_t yy = (int64_t)y - (m <= 2), era = (yy >= 0 ? yy : yy - 399) / 400;
  int64_t yoe = yy - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void tdg_civil_from_days(int64_t days, int *y, int *m, int *d) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
          doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  *d = (int)(doy - (153 * mp + 2) / 5 + 1);
  *m = (int)(mp < 10 ? mp + 3 : mp - 9);
  *y = (int)(yoe + era * 400 + (*m <= 2));
}

/* ---- reading ---- */

enum { MAX_BARE = 3, UNSET = -1 };

struct reading {
  const char *text;
  const struct date_token *t;
  int n, i;
  const struct tdg_date_hint *hint;
  int year, month, day, hour, minute, second, ms;
  int month_word, mar; /* a month was named; mar: token of an undecided "mar", or UNSET */
  int ampm, era;
  int slashes;               /* 1 + index of an undecided 03/04/2024 */
  int zone;                  /* W_ZONE, W_ZONE_ASK, W_ZONE_IANA, or 0 */
  int offset, named, letter; /* minutes; the zone was a name (GMT+0200: a number may follow), of one letter */
  const char *iana;
  size_t iana_n;
  int after_time;  /* the token that directly follows the time of day */
  int odd_comment; /* a bracket after the time held words that may have been a zone */
  int bare[MAX_BARE], bare_digits[MAX_BARE], n_bare;
};

static const struct date_token end_token = {0, 0, 0, T_END, 0, 1, 0, 0, {0, 0}};

static const struct date_token *peek(const struct reading *r, int ahead) {
  return r->i + ahead < r->n ? &r->t[r->i + ahead] : &end_token;
}
static int is_sign(const struct date_token *t, char c) { return t->kind == T_SIGN && t->sign == c; }
static int is_num(const struct date_token *t, int min, int max) {
  return t->kind == T_NUM && t->digits >= min && t->digits <= max;
}
static int is_word(const struct date_token *t, int kind) { return t->kind == T_WORD && t->word.kind == kind; }

/* Each part of a date is set once. */
static int set(int *part, int64_t value) {
  if (*part != UNSET || value < 0 || value > 99999) return -1;
  *part = (int)value;
  return 0;
}

static int set_ymd(struct reading *r, int64_t y, int64_t m, int64_t d) {
  return set(&r->year, y) != 0 || set(&r->month, m) != 0 || set(&r->day, d) != 0 ? -1 : 0;
}

static int64_t full_year(int64_t y, int digits) {
  if (digits == 2) return y + (y < 69 ? 2000 : 1900);
  return digits == 3 ? y + 1900 : y; /* RFC 2822, 4.3 */
}

static int milliseconds(const struct date_token *t) {
  int64_t v = t->num;
  for (int d = t->digits; d < 3; d++) v *= 10;
  for (int d = t->digits < 18 ? t->digits : 18; d > 3; d--) v /= 10;
  return (int)v;
}

static int have_date(const struct reading *r) {
  return r->year != UNSET || (r->month_word && r->n_bare == 2) || r->slashes != 0;
}

/* ---- times of day ---- */

static int set_time(struct reading *r, int64_t h, int64_t m, int64_t s) {
  if (set(&r->hour, h) != 0) return -1;
  if (m >= 0 && set(&r->minute, m) != 0) return -1;
  return s >= 0 ? set(&r->second, s) : 0;
}

static void read_fraction(struct reading *r) {
  const struct date_token *dot = peek(r, 0), *frac = peek(r, 1);
  if ((!is_sign(dot, '.') && !is_sign(dot, ',')) || dot->spaced || frac->kind != T_NUM || frac->spaced)
    return;
  r->ms = milliseconds(frac);
  r->i += 2;
}

/* 14:30, 14:30:05.123; sep is ':' or '.' */
static int read_clock(struct reading *r, char sep) {
  int64_t h = peek(r, 0)->num, m = peek(r, 2)->num, s = UNSET;
  r->i += 3;
  if (is_sign(peek(r, 0), sep) && is_num(peek(r, 1), 1, 2) && !peek(r, 1)->spaced && !peek(r, 0)->spaced) {
    s = peek(r, 1)->num;
    r->i += 2;
    read_fraction(r);
  }
  r->after_time = r->i;
  return set_time(r, h, m, s);
}

static int is_clock(const struct reading *r) {
  return is_num(peek(r, 0), 1, 2) && is_sign(peek(r, 1), ':') && is_num(peek(r, 2), 1, 2) &&
         !peek(r, 1)->spaced;
}

/* 14.30: only where it cannot be a day and a month. */
static int is_dotted_clock(const struct reading *r) {
  const struct date_token *next = peek(r, 3), *before = r->i > 0 ? &r->t[r->i - 1] : &end_token;
  if (r->hour != UNSET || !is_num(peek(r, 0), 1, 2) || !is_sign(peek(r, 1), '.') ||
      !is_num(peek(r, 2), 2, 2) || peek(r, 1)->spaced || peek(r, 2)->spaced || peek(r, 0)->num > 24 ||
      peek(r, 2)->num > 59)
    return 0;
  if (is_word(next, W_OCLOCK) || is_word(next, W_AMPM) || is_word(next, W_AM_OR_ON) || is_word(before, W_AT))
    return 1;
  return have_date(r) &&
         (!is_sign(next, '.') || (is_num(peek(r, 4), 2, 2) && !peek(r, 4)->spaced) || r->i + 4 >= r->n);
}

/* 14 Uhr 30, 14h30, 2pm */
static int read_hour(struct reading *r) {
  const struct date_token *num = peek(r, 0), *unit = peek(r, 1);
  if (!is_num(num, 1, 2)) return 0;
  if (is_word(unit, W_AMPM) || (is_word(unit, W_AM_OR_ON) && num->num <= 12)) {
    if (set(&r->hour, num->num) != 0 || set(&r->ampm, unit->word.v) != 0) return -1;
    r->i += 2;
    return r->after_time = r->i, 1;
  }
  if (!is_word(unit, W_OCLOCK)) return 0;
  int64_t m = UNSET;
  r->i += 2;
  if (is_num(peek(r, 0), 2, 2) && r->hour == UNSET) m = peek(r, 0)->num, r->i++;
  r->after_time = r->i;
  return set_time(r, num->num, m, UNSET) == 0 ? 1 : -1;
}

/* T14, T1430, T143005, T14:30 */
static int read_iso_time(struct reading *r) {
  r->i++;
  const struct date_token *t = peek(r, 0);
  if (!have_date(r) || t->kind != T_NUM) return -1;
  if (is_clock(r)) return read_clock(r, ':');
  int64_t h = t->num, m = UNSET, s = UNSET;
  if (t->digits == 4) m = h % 100, h /= 100;
  else if (t->digits == 6) s = h % 100, m = h / 100 % 100, h /= 10000;
  else if (t->digits != 2) return -1;
  r->i++;
  if (s != UNSET) read_fraction(r);
  r->after_time = r->i;
  return set_time(r, h, m, s);
}

/* ---- zones ---- */

static int set_offset(struct reading *r, int minutes) {
  if (minutes < -14 * 60 || minutes > 14 * 60) return -1;
  r->zone = W_ZONE;
  r->offset = minutes;
  r->named = 0;
  return 0;
}

/* May a number behind a zone say which it is?  "GMT+0200" may; "CET +0500" and "Z+05:00" contradict
 * themselves. */
static int agrees(const struct reading *r, int minutes) {
  if (r->zone == 0) return 1;
  if (r->zone != W_ZONE) return 0;
  return minutes == r->offset || (r->offset == 0 && r->named && !r->letter);
}

/* +0530, -05:00, +2 */
static int read_offset(struct reading *r) {
  const struct date_token *sign = peek(r, 0), *num = peek(r, 1);
  if ((!is_sign(sign, '+') && !is_sign(sign, '-')) || !is_num(num, 1, 4)) return 0;
  int direct = r->after_time == r->i, date_only = sign->sign == '+' && r->year != UNSET && r->hour == UNSET;
  if (!direct && !date_only) return 0;
  if (num->spaced && (num->digits != 4 || !have_date(r))) return 0;
  int h = (int)num->num, m = 0, used = 2;
  if (num->digits > 2) m = h % 100, h /= 100;
  else if (is_sign(peek(r, 2), ':') && is_num(peek(r, 3), 2, 2)) m = (int)peek(r, 3)->num, used = 4;
  if (m > 59 ||
      (num->digits <= 2 && used == 2 && peek(r, 2)->kind == T_WORD && peek(r, 2)->word.kind == W_MONTH))
    return 0;
  int minutes = (sign->sign == '-' ? -1 : 1) * (h * 60 + m);
  if (!agrees(r, minutes)) return -1;
  r->i += used;
  r->after_time = r->i;
  return set_offset(r, minutes) == 0 ? 1 : -1;
}

static int read_zone_word(struct reading *r) {
  const struct date_token *t = peek(r, 0);
  r->i++;
  if (r->zone != 0) return 0; /* "+0200 CEST": the number has said it */
  r->zone = t->word.kind;
  r->offset = t->word.v;
  r->named = 1;
  if (date_zone_regional(r->text + t->start, t->end - t->start, r->hint, &r->offset)) r->zone = W_ZONE;
  r->letter = t->end - t->start == 1;
  if (r->zone == W_ZONE_IANA && t->word.v == 0) r->iana = r->text + t->start, r->iana_n = t->end - t->start;
  if (r->zone == W_ZONE_IANA && t->word.v > 0)
    r->iana = date_zone_generic(t->word.v), r->iana_n = strlen(r->iana);
  r->after_time = r->i;
  return 0;
}

/* A bracket is a comment, unless it holds nothing but the zone.  r->i stands on the opening one. */
static int read_comment(struct reading *r) {
  int depth = 0, words = 0, first = r->i + 1;
  for (; r->i < r->n; r->i++) {
    const struct date_token *t = peek(r, 0);
    if (is_sign(t, '(') || is_sign(t, '[')) depth++;
    if (is_sign(t, ')') || is_sign(t, ']')) depth--;
    if (depth == 0) break;
    if (t->kind == T_WORD && t->word.kind == W_UNKNOWN && (unsigned char)r->text[t->start] < 0x80) words++;
  }
  if (depth != 0) return -1;
  int zone = r->t[first].kind == T_WORD ? r->t[first].word.kind : 0, after = r->i + 1;
  const int numbered = r->i > first + 2 && (is_sign(&r->t[first + 1], '+') || is_sign(&r->t[first + 1], '-'));
  if (numbered && (zone == W_ZONE || zone == W_UT) && r->hour != UNSET && r->zone == 0) { /* (GMT+7) */
    r->i = first;
    read_zone_word(r);
    if (r->zone == W_UT) r->zone = W_ZONE;
    if (read_offset(r) < 0) return -1;
  } else if (r->i == first + 1 &&
             (zone == W_ZONE || zone == W_ZONE_ASK || zone == W_ZONE_IANA || zone == W_UT)) {
    r->i = first;
    if (r->hour != UNSET && r->zone == 0) read_zone_word(r);
    if (r->zone == W_UT) r->zone = W_ZONE;
  } else if (words > 0 && r->hour != UNSET) {
    r->odd_comment = 1;
  }
  r->i = after;
  return 0;
}

/* ---- numeric dates ---- */

/* Which of a/b is the day?  TDG_ORDER_UNKNOWN when it cannot be told. */
static int order_of(const struct reading *r, int64_t a, int64_t b, char sep, int short_year) {
  int order = r->hint != NULL ? r->hint->order : TDG_ORDER_UNKNOWN;
  const char *lang = r->hint != NULL ? r->hint->language : NULL;
  if (a > 12 && b <= 12 && (!short_year || sep == '.' || order != 0)) return TDG_ORDER_DMY;
  if (b > 12 && a <= 12) return short_year && sep == '-' && order == 0 ? TDG_ORDER_UNKNOWN : TDG_ORDER_MDY;
  if (a == b && !short_year) return TDG_ORDER_DMY;
  if (sep == '.') return TDG_ORDER_DMY;
  if (order != TDG_ORDER_UNKNOWN) return order;
  if (lang == NULL || lang[0] == '\0') return TDG_ORDER_UNKNOWN;
  if (strncmp(lang, "en", 2) != 0) return TDG_ORDER_DMY;
  if (strcmp(lang, "en-US") == 0 || strcmp(lang, "en-us") == 0) return TDG_ORDER_MDY;
  return lang[2] == '-' ? TDG_ORDER_DMY : TDG_ORDER_UNKNOWN;
}

/* 05/03/2024 and the like; undecided ones wait for an am or pm. */
static int set_by_order(struct reading *r, const struct date_token *a, const struct date_token *b,
                        const struct date_token *c, char sep) {
  int order = order_of(r, a->num, b->num, sep, c->digits == 2);
  if (order == TDG_ORDER_UNKNOWN) {
    if (sep != '/' || r->slashes != 0) return -1;
    r->slashes = 1 + (int)(a - r->t);
    return 0;
  }
  int dmy = order == TDG_ORDER_DMY;
  return set_ymd(r, full_year(c->num, c->digits), dmy ? b->num : a->num, dmy ? a->num : b->num);
}

static int leap(int64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
static int month_days(int64_t y, int64_t m) { return m == 2 ? 28 + leap(y) : 30 + (int)((m + (m > 7)) & 1); }

static int set_from_days(struct reading *r, int64_t days) {
  int y, m, d;
  tdg_civil_from_days(days, &y, &m, &d);
  return set_ymd(r, y, m, d);
}

/* 2024-065 */
static int set_ordinal(struct reading *r, int64_t y, int64_t day) {
  if (day < 1 || day > 365 + leap(y) || y < 1) return -1;
  return set_from_days(r, tdg_days_from_civil((int)y, 1, 1) + day - 1);
}

/* 2024-W10-2, 2024W102 */
static int read_week(struct reading *r) {
  int64_t y = peek(r, 0)->num, week, day;
  r->i += is_sign(peek(r, 1), '-') ? 3 : 2;
  if (is_num(peek(r, 0), 2, 2) && is_sign(peek(r, 1), '-') && is_num(peek(r, 2), 1, 1)) {
    week = peek(r, 0)->num, day = peek(r, 2)->num, r->i += 3;
  } else if (is_num(peek(r, 0), 3, 3)) {
    week = peek(r, 0)->num / 10, day = peek(r, 0)->num % 10, r->i++;
  } else {
    return -1;
  }
  int64_t jan4 = tdg_days_from_civil((int)y, 1, 4), monday = jan4 - (jan4 + 3) % 7;
  int64_t weeks = 52, next4 = tdg_days_from_civil((int)y + 1, 1, 4);
  if (next4 - (next4 + 3) % 7 - monday > 52 * 7) weeks = 53;
  if (week < 1 || week > weeks || day < 1 || day > 7) return -1;
  return set_from_days(r, monday + (week - 1) * 7 + day - 1);
}

/* 1 read, 0 nothing of the kind, -1 refused */
static int read_numeric(struct reading *r) {
  const struct date_token *a = peek(r, 0), *s = peek(r, 1), *b = peek(r, 2), *c = peek(r, 4);
  if (is_num(a, 4, 4) && (is_word(s, W_WEEK) || (is_sign(s, '-') && is_word(b, W_WEEK))))
    return read_week(r) == 0 ? 1 : -1;
  if (s->kind != T_SIGN || strchr("-/.:", s->sign) == NULL || (s->sign == ':' && r->month_word)) return 0;
  if (is_num(a, 4, 4) && is_sign(s, '-') && is_num(b, 3, 3) && !b->spaced)
    return r->i += 3, set_ordinal(r, a->num, b->num) == 0 ? 1 : -1;
  if (!is_num(b, 1, 2)) {
    if (is_num(a, 1, 2) && s->sign == '/' && is_num(b, 4, 4) && !r->month_word)
      return r->i += 3, set(&r->month, a->num) == 0 && set(&r->year, b->num) == 0 ? 1 : -1;
    return 0;
  }
  int loose = s->sign == '.' || (s->spaced == b->spaced);
  if (!loose || !is_num(a, 1, 4) || a->digits == 3) return 0;
  if (is_sign(peek(r, 3), s->sign) && c->kind == T_NUM) {
    if (is_num(a, 4, 4) && c->digits <= 2) return r->i += 5, set_ymd(r, a->num, b->num, c->num) == 0 ? 1 : -1;
    if (a->digits > 2 || s->sign == ':' || (c->digits != 4 && c->digits != 2)) return s->sign == ':' ? 0 : -1;
    return r->i += 5, set_by_order(r, a, b, c, s->sign) == 0 ? 1 : -1;
  }
  if (is_num(a, 4, 4) && (s->sign == '-' || s->sign == '/') && !r->month_word && !s->spaced)
    return r->i += 3, set(&r->year, a->num) == 0 && set(&r->month, b->num) == 0 ? 1 : -1;
  return 0;
}

/* 20240305, 2024065, 20240305143000 */
static int read_compact(struct reading *r) {
  const struct date_token *t = peek(r, 0);
  int64_t v = t->num;
  if (t->kind != T_NUM || r->year != UNSET || r->month_word) return 0;
  r->i++;
  if (t->digits == 7 && is_word(peek(r, 0), W_T)) return set_ordinal(r, v / 1000, v % 1000) == 0 ? 1 : -1;
  if (t->digits == 14 || t->digits == 12) {
    int64_t s = t->digits == 14 ? v % 100 : UNSET;
    if (t->digits == 14) v /= 100;
    r->after_time = r->i;
    if (set_time(r, v / 100 % 100, v % 100, s) != 0) return -1;
    v /= 10000;
  } else if (t->digits != 8) {
    return r->i--, 0;
  }
  return set_ymd(r, v / 10000, v / 100 % 100, v % 100) == 0 ? 1 : -1;
}

/* 5日, 2024년, 30分 */
static int read_unit(struct reading *r) {
  const struct date_token *num = peek(r, 0), *unit = peek(r, 1);
  if (!is_word(unit, W_UNIT)) return 0;
  int64_t v = num->num;
  int *part = NULL;
  switch (unit->word.v) {
  case 'Y': part = &r->year, v = r->era != UNSET ? v + r->era : full_year(v, num->digits); break;
  case 'M': part = &r->month, r->month_word = 1; break;
  case 'D': part = &r->day; break;
  case 'h': part = &r->hour; break;
  case 'm': part = &r->minute; break;
  default: part = &r->second; break;
  }
  r->i += 2;
  if (part == &r->hour || part == &r->minute || part == &r->second) r->after_time = r->i;
  return set(part, v) == 0 ? 1 : -1;
}

static int read_bare(struct reading *r) {
  const struct date_token *t = peek(r, 0);
  int v = (int)t->num, spaced_hour = t->digits == 4 && have_date(r) && r->hour == UNSET;
  r->i++;
  if (r->after_time == r->i - 1 && t->digits == 4 && v == 0 && r->zone == 0)
    return set_offset(r, 0); /* "14:30:00 0000" */
  if (t->digits > 4) {
    if (t->digits != 6 || r->hour != UNSET || r->year == UNSET) return -1;
    r->after_time = r->i; /* 20240305 143000 */
    return set_time(r, v / 10000, v / 100 % 100, v % 100);
  }
  if (spaced_hour && (is_word(peek(r, 0), W_ZONE) || is_word(peek(r, 0), W_OCLOCK))) {
    r->after_time = r->i; /* 5 Mar 2024 1430 GMT */
    if (is_word(peek(r, 0), W_OCLOCK)) r->after_time = ++r->i;
    return set_time(r, v / 100, v % 100, UNSET);
  }
  if (r->n_bare == MAX_BARE - 1) return -1;
  r->bare[r->n_bare] = v;
  r->bare_digits[r->n_bare++] = t->digits;
  if (is_word(peek(r, 0), W_ORDINAL)) r->i++;
  else if (is_sign(peek(r, 0), '-') && is_word(peek(r, 1), W_ORDINAL)) r->i += 2;
  else if (t->digits == 4 && is_sign(peek(r, 0), ':') && is_num(peek(r, 1), 2, 2)) r->i++; /* 2024:14:30:00 */
  return 0;
}

/* ---- the walk ---- */

static int read_number(struct reading *r) {
  int rc = read_unit(r);
  if (rc == 0 && is_dotted_clock(r)) rc = read_clock(r, '.') == 0 ? 1 : -1;
  if (rc == 0) rc = read_numeric(r);
  if (rc == 0 && is_clock(r)) rc = read_clock(r, ':') == 0 ? 1 : -1;
  if (rc == 0) rc = read_hour(r);
  if (rc == 0) rc = read_compact(r);
  return rc == 0 ? read_bare(r) : rc < 0 ? -1 : 0;
}

static int read_month(struct reading *r) {
  int v = peek(r, 0)->word.v, slash = r->i > 0 && is_sign(&r->t[r->i - 1], '/');
  r->i++;
  r->month_word = 1;
  if (r->month == v && slash) return 0; /* اذار/مارس: the same month by two names */
  return set(&r->month, v);
}

/* كانون الثاني is January, كانون الأول December; تشرين October and November. */
static int read_kanun(struct reading *r) {
  const struct date_token *t = peek(r, 0), *which = peek(r, 1);
  if (!is_word(which, W_WHICH)) return -1;
  r->i += 2;
  r->month_word = 1;
  int v = t->word.v == 1 ? (which->word.v == 1 ? 12 : 1) : which->word.v == 1 ? 10 : 11;
  return r->month == v ? 0 : set(&r->month, v);
}

static int read_era(struct reading *r) {
  int base = peek(r, 0)->word.v;
  r->i++;
  if (!is_word(peek(r, 0), W_FIRST)) return set(&r->era, base);
  r->i++;
  if (!is_word(peek(r, 0), W_UNIT)) return -1;
  r->i++;
  return set(&r->year, base + 1);
}

static int read_word(struct reading *r) {
  const struct date_token *t = peek(r, 0);
  switch (t->word.kind) {
  case W_MONTH: return read_month(r);
  case W_KANUN: return read_kanun(r);
  case W_MAR:
    r->mar = t->word.v; /* twice: a weekday, then the month */
    r->month_word = 1;
    return r->i++, 0;
  case W_AM_OR_ON:
    r->i++;
    return r->after_time == r->i - 1 && r->hour != UNSET && r->ampm == UNSET
               ? (r->after_time = r->i, r->ampm = 0)
               : 0;
  case W_AMPM:
    if (r->after_time == r->i) r->after_time = r->i + 1;
    r->i++;
    return set(&r->ampm, t->word.v);
  case W_ERA: return read_era(r);
  case W_T: return read_iso_time(r);
  case W_UT:
    if (r->hour == UNSET) return r->i++, 0;
    read_zone_word(r);
    if (r->zone == W_UT) r->zone = W_ZONE;
    return 0;
  case W_ZONE:
  case W_ZONE_ASK:
  case W_ZONE_IANA: return r->year == UNSET && r->hour == UNSET && r->n_bare == 0 ? -1 : read_zone_word(r);
  case W_UNIT: /* 月, 05 3月: Monday, 日, Sunday: only a number before them makes them month and day */
    if (r->i > 0 || (t->word.v != 'M' && t->word.v != 'D') || !is_sign(peek(r, 1), ',')) return -1;
    return r->i++, 0;
  case W_OCLOCK:
    if (r->after_time != r->i) return -1;
    return r->after_time = ++r->i, 0;
  case W_WEEKDAY:
  case W_NOISE:
  case W_AT:
  case W_WHICH: return r->i++, 0;
  case W_ORDINAL: return r->i++, 0;
  default: return -1;
  }
}

static int read_sign(struct reading *r) {
  const struct date_token *t = peek(r, 0);
  if (t->sign == '(' || t->sign == '[') return read_comment(r);
  int rc = read_offset(r);
  if (rc != 0) return rc < 0 ? -1 : 0;
  if (t->sign == '+' || t->sign == ':' || t->sign == ')' || t->sign == ']') return -1;
  if (r->after_time == r->i && (t->sign == ',' || t->sign == '.'))
    r->after_time++; /* "14:30, GMT+2", "2.30 p. m. +1" */
  r->i++;
  return 0;
}

static int walk(struct reading *r) {
  while (r->i < r->n) {
    const struct date_token *t = peek(r, 0);
    int rc = t->kind == T_NUM    ? read_number(r)
             : t->kind == T_WORD ? read_word(r)
             : t->kind == T_SIGN ? read_sign(r)
                                 : -1;
    if (rc != 0) return -1;
  }
  return 0;
}

/* ---- what is left gets its meaning ---- */

static int settle_mar(struct reading *r) {
  if (r->mar == UNSET || r->month != UNSET || r->slashes != 0) return 0; /* it was Tuesday */
  r->month = r->mar;
  return 0;
}

static int settle_slashes(struct reading *r) {
  if (r->slashes == 0) return 0;
  if (r->ampm == UNSET) return -1; /* a 12-hour clock behind slashes is American */
  const struct date_token *a = &r->t[r->slashes - 1];
  return set_ymd(r, full_year(a[4].num, a[4].digits), a[0].num, a[2].num);
}

static int settle_bare(struct reading *r) {
  if (r->n_bare == 0) return 0;
  if (!r->month_word) { /* "2024" alone, "2024, 5日" never */
    if (r->n_bare != 1 || r->n != 1 || r->bare_digits[0] != 4) return -1;
    return set(&r->year, r->bare[0]);
  }
  int first_year = r->bare_digits[0] >= 3;
  if (r->n_bare == 1) {
    if (r->year != UNSET) return set(&r->day, r->bare[0]);
    return r->bare_digits[0] == 4 ? set(&r->year, r->bare[0]) : -1;
  }
  int day = r->bare[first_year], y = r->bare[!first_year];
  if (r->bare_digits[first_year] > 2 || r->bare_digits[!first_year] < 2) return -1;
  return set(&r->day, day) != 0 ? -1 : set(&r->year, full_year(y, r->bare_digits[!first_year]));
}

static int settle_clock(struct reading *r) {
  if (r->hour == UNSET) return r->minute == UNSET && r->second == UNSET && r->ampm == UNSET ? 0 : -1;
  if (r->ampm == 1 && (r->hour == 0 || r->hour > 23)) return -1;
  if (r->ampm == 0 && r->hour > 12) return -1;
  if (r->ampm == 1 && r->hour < 12) r->hour += 12;
  else if (r->ampm == 0 && r->hour == 12) r->hour = 0;
  int minute = r->minute == UNSET ? 0 : r->minute, second = r->second == UNSET ? 0 : r->second;
  if (r->hour > 24 || minute > 59 || second > 60) return -1;
  return r->hour == 24 && (minute != 0 || second != 0) ? -1 : 0;
}

/* ---- other calendars ---- */

enum { BUDDHIST = 543, SOLAR_YEARS_FROM = 1300, SOLAR_YEARS_TO = 1500, SOLAR_MONTHS_FROM = 12 };

static int hint_is(const struct reading *r, const char *language) {
  const char *given = r->hint != NULL ? r->hint->language : NULL;
  return given != NULL && strncmp(given, language, 2) == 0 && (given[2] == '\0' || given[2] == '-');
}

/* Does a word of Thai stand among the tokens? */
static int holds_thai(const struct reading *r) {
  for (int i = 0; i < r->n; i++) {
    const char *p = r->text + r->t[i].start;
    if (r->t[i].kind == T_WORD && r->t[i].end - r->t[i].start > 2 && (unsigned char)p[0] == 0xE0 &&
        ((unsigned char)p[1] == 0xB8 || (unsigned char)p[1] == 0xB9))
      return 1;
  }
  return 0;
}

/* Days since 1970-01-01 of a day of the Solar Hijri calendar, by its cycle of 33 years (right from 1342 to 1500). */
static int64_t days_from_solar(int64_t y, int64_t m, int64_t d) {
  int64_t before = m < 7 ? (m - 1) * 31 : (m - 7) * 30 + 186;
  y += 1595;
  return 365 * y + y / 33 * 8 + (y % 33 + 3) / 4 + before + d - 355668 - 719528;
}

/* A year of Thailand, and a day of Iran, as the day it is elsewhere. */
static int settle_calendar(struct reading *r) {
  int solar = r->month != UNSET && r->month > SOLAR_MONTHS_FROM, y, m, d;
  if (r->year >= 2400 && r->year <= 2700 && !solar && (hint_is(r, "th") || holds_thai(r)))
    r->year -= BUDDHIST;
  if (!solar && hint_is(r, "fa") && r->year >= SOLAR_YEARS_FROM && r->year < SOLAR_YEARS_TO &&
      r->day != UNSET)
    solar = 1;
  if (!solar) return 0;
  m = r->month > SOLAR_MONTHS_FROM ? r->month - SOLAR_MONTHS_FROM : r->month;
  if (r->year < SOLAR_YEARS_FROM || r->year > SOLAR_YEARS_TO || m < 1 || m > 12 || r->day < 1 ||
      r->day > (m < 7 ? 31 : 30))
    return -1;
  tdg_civil_from_days(days_from_solar(r->year, m, r->day), &y, &m, &d);
  r->year = y, r->month = m, r->day = d;
  return 0;
}

static int valid_day(const struct reading *r) {
  if (r->year < 1 || r->year > 9999) return 0;
  if (r->month == UNSET) return r->day == UNSET && r->hour == UNSET;
  if (r->month < 1 || r->month > 12) return 0;
  if (r->day == UNSET) return r->hour == UNSET;
  return r->day >= 1 && r->day <= month_days(r->year, r->month);
}

static int settle_ambiguous_zone(struct reading *r, int64_t local) {
  int minutes[4], wanted, n = date_zone_candidates(r->offset, minutes);
  const char *zone = r->hint != NULL ? r->hint->zone : NULL;
  if (zone == NULL || date_zone_of_hint(zone, local, &wanted) != 0) return -1;
  for (int i = 0; i < n; i++)
    if (minutes[i] == wanted) return r->offset = wanted, 0;
  return -1;
}

/* Sets r->offset for a local time. */
static int settle_zone(struct reading *r, int64_t local) {
  if (r->zone == W_ZONE) return 0;
  if (r->zone == W_ZONE_ASK) return settle_ambiguous_zone(r, local);
  if (r->zone == W_ZONE_IANA) return date_zone_offset(r->iana, r->iana_n, local, &r->offset);
  if (r->odd_comment) return -1;
  r->offset = 0;
  if (r->hint == NULL || r->hint->zone == NULL || r->hint->zone[0] == '\0') return 0;
  return date_zone_of_hint(r->hint->zone, local, &r->offset);
}

static int precision_of(const struct reading *r) {
  if (r->second != UNSET) return TDG_DATE_SECOND;
  if (r->hour != UNSET) return TDG_DATE_MINUTE;
  return r->day != UNSET ? TDG_DATE_DAY : r->month != UNSET ? TDG_DATE_MONTH : TDG_DATE_YEAR;
}

static int finish(struct reading *r, struct tdg_date *out) {
  if (settle_mar(r) != 0 || settle_slashes(r) != 0 || settle_bare(r) != 0 || settle_clock(r) != 0 ||
      settle_calendar(r) != 0 || !valid_day(r))
    return -1;
  int64_t local =
      tdg_days_from_civil(r->year, r->month == UNSET ? 1 : r->month, r->day == UNSET ? 1 : r->day) * 86400000;
  if (r->hour > 0) local += r->hour * (int64_t)3600000;
  if (r->minute > 0) local += r->minute * (int64_t)60000;
  if (r->second > 0) local += r->second * (int64_t)1000;
  local += r->ms;
  if (settle_zone(r, local) != 0) return -1;
  out->ms = local - r->offset * (int64_t)60000;
  out->precision = precision_of(r);
  out->has_zone = r->zone != 0;
  out->offset_min = r->offset;
  return 0;
}

int date_read(const char *text, const struct date_token *t, int n, const struct tdg_date_hint *hint,
              struct tdg_date *out, int *failed) {
  struct reading r = {.text = text,
                      .t = t,
                      .n = n,
                      .hint = hint,
                      .year = UNSET,
                      .month = UNSET,
                      .day = UNSET,
                      .hour = UNSET,
                      .minute = UNSET,
                      .second = UNSET,
                      .mar = UNSET,
                      .ampm = UNSET,
                      .era = UNSET,
                      .after_time = UNSET};
  if (n == 0 || walk(&r) != 0) {
    if (failed != NULL) *failed = r.i;
    return -1;
  }
  return finish(&r, out);
}
