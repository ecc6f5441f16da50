/* date_zone.c - zones that need more than a number: IANA names with their summer times, and abbreviations
 * that name several zones.
 *
 * The rules come from ICU, whose data is part of its library: no file is opened, so this works inside a
 * sandbox. ICU allocates while it answers and everything is given back before returning.
 *
 * A local time that a clock change skips or repeats is refused: it names no instant, or two.
 */
#include "kit/date/date_internal.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>

#include <tidings/kit/str.h>

#define NOON_IN_JANUARY_2020 INT64_C(1579089600000) /* no zone changes its clocks then */

static const struct {
  int minutes[4], n;
} candidates[] = {
    {{330, 120, 60}, 3}, /* IST: India, Israel, Ireland in summer */
    {{-240, 180}, 2},    /* AST: Atlantic, Arabia */
    {{240, -120}, 2},    /* GST: Gulf, South Georgia */
    {{-660, 480}, 2},    /* SST: Samoa, Singapore */
    {{360, 480}, 2},     /* BDT: Bangladesh, Brunei */
};
static const char *const generic[] = {"America/New_York", "America/Los_Angeles", "America/Denver",
                                      "America/Chicago"};

int date_zone_candidates(int which, int minutes[4]) {
  if (which < 0 || (size_t)which >= sizeof candidates / sizeof candidates[0]) return 0;
  memcpy(minutes, candidates[which].minutes, sizeof candidates[which].minutes);
  return candidates[which].n;
}

const char *date_zone_generic(int which) {
  if (which < 1 || (size_t)which > sizeof generic / sizeof generic[0]) return NULL;
  return generic[which - 1];
}

/* Offset of a local time by one rule for times that exist twice or never; -1 on failure. */
static int offset_by(const UCalendar *cal, UTimeZoneLocalOption rule, int *minutes) {
  UErrorCode rc = U_ZERO_ERROR;
  int32_t raw = 0, dst = 0;
  ucal_getTimeZoneOffsetFromLocal(cal, rule, rule, &raw, &dst, &rc);
  *minutes = (raw + dst) / 60000;
  return U_FAILURE(rc) ? -1 : 0;
}

static int known_zone(const UChar *id, int n) {
  UChar canonical[DATE_MAX_ZONE * 2];
  UBool system = 0;
  UErrorCode rc = U_ZERO_ERROR;
  ucal_getCanonicalTimeZoneID(id, n, canonical, DATE_MAX_ZONE * 2, &system, &rc);
  return U_SUCCESS(rc) && system;
}

int date_zone_offset(const char *name, size_t n, int64_t local_ms, int *minutes) {
  UChar id[DATE_MAX_ZONE];
  if (n == 0 || n >= DATE_MAX_ZONE) return -1;
  for (size_t i = 0; i < n; i++) id[i] = (UChar)(unsigned char)name[i];
  if (!known_zone(id, (int)n)) return -1;
  UErrorCode rc = U_ZERO_ERROR;
  ucal_setDefaultTimeZone(u"UTC", &rc); /* else ICU opens /etc/localtime to find out where it is */
  UCalendar *cal = ucal_open(id, (int32_t)n, "", UCAL_GREGORIAN, &rc);
  if (U_FAILURE(rc)) return -1;
  int former = 0, latter = 0;
  ucal_setMillis(cal, (UDate)local_ms, &rc);
  int bad = U_FAILURE(rc) || offset_by(cal, UCAL_TZ_LOCAL_FORMER, &former) != 0 ||
            offset_by(cal, UCAL_TZ_LOCAL_LATTER, &latter) != 0;
  ucal_close(cal);
  if (bad || former != latter) return -1;
  *minutes = former;
  return 0;
}

/* "+02:00", "-0530", "+2" */
static int numeric(const char *s, int *minutes) {
  int sign = *s == '-' ? -1 : 1, h = 0, m = 0, n = 0;
  s++;
  while (tdg_is_digit(*s) && n < 2) h = h * 10 + (*s++ - '0'), n++;
  if (*s == ':') s++;
  if (tdg_is_digit(s[0]) && tdg_is_digit(s[1])) m = (s[0] - '0') * 10 + (s[1] - '0'), s += 2;
  if (n == 0 || *s != '\0' || h > 14 || m > 59) return -1;
  *minutes = sign * (h * 60 + m);
  return 0;
}

int date_zone_of_hint(const char *zone, int64_t local_ms, int *minutes) {
  if (*zone == '+' || *zone == '-') return numeric(zone, minutes);
  if (strcmp(zone, "UTC") == 0 || strcmp(zone, "Z") == 0 || strcmp(zone, "GMT") == 0) return *minutes = 0, 0;
  return date_zone_offset(zone, strlen(zone), local_ms, minutes);
}

/* Abbreviations that a language, or a country of it, gives another meaning. */
static const struct {
  const char *languages, *zone; /* the first separated by blanks */
  int minutes;
} regional[] = {
    {"zh", "cst", 480},
    {"es-cu", "cst", -300},
    {"es-cu", "cdt", -240},
    {"hi en-in bn-in ta te mr gu kn ml pa or as ur-in sa", "ist", 330},
    {"he iw en-il", "ist", 120},
    {"ga en-ie", "ist", 60},
    {"ar en-sa en-kw en-qa en-bh", "ast", 180},
    {"en-ca fr-ca es-pr es-do es-ve en-bb en-tt", "ast", -240},
    {"ar en-ae", "gst", 240},
    {"bn en-bd", "bst", 360},
    {"bn en-bd", "bdt", 360},
    {"en-sg", "sst", 480},
    {"fil tl en-ph", "pst", 480},
    {"en-au", "est", 600},
    {"en-au", "edt", 660},
    {"en-au", "cst", 570},
    {"en-au", "cdt", 630},
};

/* Is it the language, or one of its countries?  Tags are written with '-' or '_'. */
static int tag_begins(const char *tag, struct tdg_str with) {
  size_t i = 0;
  for (; i < with.n; i++)
    if (tdg_lower(tag[i] == '_' ? '-' : tag[i]) != with.p[i]) return 0;
  return tag[i] == '\0' || tag[i] == '-' || tag[i] == '_';
}

static int is_in_list(const char *tag, const char *languages) {
  struct tdg_str list = tdg_str_of(languages), one;
  while (tdg_str_next(&list, ' ', &one))
    if (tag_begins(tag, one)) return 1;
  return 0;
}

int date_zone_regional(const char *p, size_t n, const struct tdg_date_hint *hint, int *minutes) {
  if (n != 3 || hint == NULL) return 0;
  const int by_zone = hint->zone != NULL && hint->zone[0] != '\0';
  if (!by_zone && (hint->language == NULL || hint->language[0] == '\0')) return 0;
  for (size_t i = 0; i < sizeof regional / sizeof regional[0]; i++) {
    int wanted;
    if (!tdg_nocase_is((struct tdg_str){p, n}, regional[i].zone)) continue;
    if (by_zone ? date_zone_of_hint(hint->zone, NOON_IN_JANUARY_2020, &wanted) != 0 ||
                      wanted != regional[i].minutes
                : !is_in_list(hint->language, regional[i].languages))
      continue;
    *minutes = regional[i].minutes;
    return 1;
  }
  return 0;
}

int tdg_date_zone_known(const char *zone) {
  int minutes;
  return date_zone_of_hint(zone, NOON_IN_JANUARY_2020, &minutes) == 0;
}
