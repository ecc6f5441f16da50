/* tidings/kit/date.h - dates as they occur in feeds, pages and statements.
 *
 * One tokenising parser (numbers, words, signs), not a list of layouts: RFC 822/2822/5322, RFC 3339 and ISO
 * 8601 in all their forms, asctime, JavaScript's toString, US and European numeric forms, long forms in
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Ukrainian, Russian, Turkish,
 * Greek, Hungarian, Swedish, Danish, Norwegian, Finnish, Romanian, Arabic, Hebrew, Chinese, Japanese, Korean,
 * Thai (Buddhist years) and Persian (the Solar Hijri calendar: its months, or numbers when the hint says "fa");
 * zone abbreviations and IANA names; Unix time.
 *
 * A wrong instant is worse than none.  Refused are: a date with two readings (03/04/2024 without a hint; a
 * local time that a clock change repeats; IST, unless the zone or the language of the hint decides), an unknown zone, and an instant outside min_ms .. max_ms.
 * Numbers separated by dots are day, month, year.  A date with slashes followed by a 12-hour clock is month,
 * day, year unless the hint says otherwise.  The weekday is ignored.
 *
 *   struct tdg_date d;
 *   if (tdg_date_parse("Tue, 5 Mar 2024 14:30 CET", 25, NULL, &d) == 0) use(d.ms);
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_DATE_H
#define TIDINGS_KIT_DATE_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tdg_date_precision { TDG_DATE_YEAR = 1, TDG_DATE_MONTH, TDG_DATE_DAY, TDG_DATE_MINUTE, TDG_DATE_SECOND };
enum tdg_date_order { TDG_ORDER_UNKNOWN = 0, TDG_ORDER_DMY = 1, TDG_ORDER_MDY = 2 };

struct tdg_date_hint {
  const char *zone; /* for dates without a zone: IANA name or "+02:00"; NULL: UTC */
  const char
      *language; /* BCP 47; helps with month names, numeric order and zones (CST in zh: China); NULL: any */
  int order;     /* enum tdg_date_order, for 03/04/2024 */
  int64_t min_ms, max_ms; /* both 0: 1990-01-01 .. 2100-01-01 */
};
struct tdg_date {
  int64_t ms;     /* since 1970-01-01T00:00:00Z */
  int precision;  /* enum tdg_date_precision */
  int has_zone;   /* the text itself contains a zone */
  int offset_min; /* of that zone, minutes east of UTC */
};
/* 0, or -1 when the whole text is not one date with a single reading. hint may be NULL.  Allocates nothing
 * (except ICU, temporarily, to resolve an IANA name); opens no file. */
int tdg_date_parse(const char *p, size_t n, const struct tdg_date_hint *hint, struct tdg_date *out);
/* Find the first date inside running text ("Updated 5 March 2024 at 14:30 - Reuters"): sets *start, *end.
 * The date must have a day and a full year; numbers alone (a version, Unix time) do not count. */
int tdg_date_find(const char *p, size_t n, const struct tdg_date_hint *hint, struct tdg_date *out,
                  size_t *start, size_t *end);
/* Was a time of day written without a zone?  zoned: the source is configured with one, which decided. */
static inline int tdg_date_is_local(const struct tdg_date *d, int zoned) {
  return !d->has_zone && d->precision >= TDG_DATE_MINUTE && !zoned;
}
/* Add to an origin (TDG_ORIGIN) how the date was written: its precision, its zone, or that it is local (TDG_LOCAL: printed without a
 * zone everywhere). */
void tdg_date_put_written(tdg_call *call, tdg_rec *origin, const struct tdg_date *d, int zoned);
/* Add to rec an origin of one field: field "published", from the kind of place, raw as it stands there.  d: NULL when it could
 * not be read. */
void tdg_date_put_origin(tdg_call *call, tdg_rec *rec, const char *field, const char *from,
                         struct tdg_str raw, const struct tdg_date *d, int zoned);
/* Is this a zone that a hint may contain: "Europe/Paris", "+02:00", "UTC"? */
int tdg_date_zone_known(const char *zone);
/* "2024-03-05T14:30:00Z"; milliseconds only when there are any.  out holds at least 32 bytes. */
size_t tdg_date_rfc3339(int64_t ms, char out[32]);
/* Days since 1970-01-01 of a civil date, and back (Gregorian, proleptic). */
int64_t tdg_days_from_civil(int y, int m, int d);
void tdg_civil_from_days(int64_t days, int *y, int *m, int *d);
/* Of a day since 1970-01-01, which was a Thursday: 1 Monday .. 7. */
static inline int tdg_weekday(int64_t days) { return (int)((days % 7 + 10) % 7) + 1; }

#ifdef __cplusplus
}
#endif
#endif
