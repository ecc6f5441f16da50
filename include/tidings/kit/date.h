/* tidings/kit/date.h - dates as they occur in feeds, pages and statements.
 *
 * One tokenising parser (numbers, words, signs), not a list of layouts: RFC 822/2822/5322, RFC 3339 and ISO 8601 in
 * all their forms, asctime, JavaScript's toString, US and European numeric forms, long forms in English, German,
 * French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Ukrainian, Russian, Turkish, Greek, Hungarian, Swedish,
 * Danish, Norwegian, Finnish, Romanian, Arabic, Hebrew, Chinese, Japanese, Korean; zone abbreviations and IANA names;
 * Unix time.
 *
 * A wrong instant is worse than none: what can be read in two ways (03/04/2024 without a hint; a local time that a clock
 * change repeats; IST) is refused, as is an unknown zone and what lies outside min_ms .. max_ms.  Numbers between dots
 * are day, month, year; a 12-hour clock behind slashes is read the American way unless the hint says otherwise.  The
 * weekday is not looked at.
 *
 *   struct tdg_date d;
 *   if (tdg_date_parse("Tue, 5 Mar 2024 14:30 CET", 25, NULL, &d) == 0) use(d.ms);
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
  const char *zone;       /* of dates without one: IANA name or "+02:00"; NULL: UTC */
  const char *language;   /* BCP 47; helps with month names and numeric order; NULL: any */
  int order;              /* enum tdg_date_order, for 03/04/2024 */
  int64_t min_ms, max_ms; /* both 0: 1990-01-01 .. 2100-01-01 */
};
struct tdg_date {
  int64_t ms;     /* since 1970-01-01T00:00:00Z */
  int precision;  /* enum tdg_date_precision */
  int has_zone;   /* the text itself said which */
  int offset_min; /* of that zone, minutes east */
};
/* 0, or -1 when no single instant can be read from the whole text.  hint may be NULL.  Allocates nothing, but that ICU
 * does for the moment when an IANA name has to be resolved; opens no file. */
int tdg_date_parse(const char *p, size_t n, const struct tdg_date_hint *hint, struct tdg_date *out);
/* Find the first date inside running text ("Updated 5 March 2024 at 14:30 - Reuters"): sets *start, *end.  It must
 * have a day and a year in full; numbers alone (a version, Unix time) are none. */
int tdg_date_find(const char *p, size_t n, const struct tdg_date_hint *hint, struct tdg_date *out,
                  size_t *start, size_t *end);
/* May it stand in a hint: "Europe/Paris", "+02:00", "UTC"? */
int tdg_date_zone_known(const char *zone);
/* "2024-03-05T14:30:00Z"; milliseconds only when there are any.  out holds at least 32 bytes. */
size_t tdg_date_rfc3339(int64_t ms, char out[32]);
/* Days since 1970-01-01 of a civil date, and back (Gregorian, proleptic). */
int64_t tdg_days_from_civil(int y, int m, int d);
void tdg_civil_from_days(int64_t days, int *y, int *m, int *d);

#ifdef __cplusplus
}
#endif
#endif
