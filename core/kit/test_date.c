/* test_date.c - every family of dates, what is refused, zones, limits, dates in running text. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/date.h>

#include <cmocka.h>

#include "kit/date/date_internal.h"

#include <tidings/kit/word_classes.h>

struct sample {
  const char *text, *expected; /* expected: RFC 3339, "" when refused */
  int precision;               /* 0: not looked at */
};

static void check_with(const struct sample *v, size_t n, const struct tdg_date_hint *hint) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    struct tdg_date d = {0};
    char got[32] = "";
    if (tdg_date_parse(v[i].text, strlen(v[i].text), hint, &d) == 0) tdg_date_rfc3339(d.ms, got);
    if (strcmp(got, v[i].expected) == 0 && (v[i].precision == 0 || v[i].precision == d.precision)) continue;
    print_error("\"%s\": expected \"%s\" precision %d, got \"%s\" precision %d\n", v[i].text, v[i].expected,
                v[i].precision, got, d.precision);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(table) check_with(table, sizeof(table) / sizeof((table)[0]), NULL)
#define CHECK_HINT(table, hint) check_with(table, sizeof(table) / sizeof((table)[0]), hint)

#define NOON "2024-03-05T14:30:00Z"
#define DAY "2024-03-05T00:00:00Z"

static void reads_what_programs_print_around_a_time(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"/Date(1709649000000)/", NOON, TDG_DATE_SECOND},
      {"\\/Date(1709649000000)\\/", NOON, 0},
      {"/Date(1709649000000+0100)/", NOON, 0}, /* the number is UTC; the zone is where it was written */
      {"/Date(1709649000000-0800)/", NOON, 0},
      {" Date(1709649000000) ", NOON, 0},
      {"/Date(1709649000)/", NOON, 0},
      {"/Date()/", "", 0},
      {"/Date(yesterday)/", "", 0},
      {"/Date(", "", 0},
      {"2024-03-05 15:30:00 +0100 CET m=+0.0001", NOON, 0},
      {"2024-03-05 15:30:00.123456 +0100 CET m=+12.345678", "2024-03-05T14:30:00.123Z", 0},
      {"2024-03-05 14:30:00 +0000 UTC m=-5.000000001", NOON, 0},
      {"2024-03-05 20:00:00 +0530 IST m=+1", NOON, 0},
      {"2024-03-05 17:30:00 +0300 +03", NOON, 0},
      {"2024-03-05T15:30:00+01:00[Europe/Berlin]", NOON, 0},
      {"2024-03-05T15:30[Europe/Berlin]", NOON, 0},
      {"Tue Mar 05 2024 15:30:00 GMT+0100 (Central European Standard Time)", NOON, 0},
  };
  CHECK(v);
}

static void weekdays_of_one_character_are_weekdays(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"火, 05 3月 2024 23:30:00 +0900", NOON, 0},
      {"月, 04 3月 2024 23:30:00 +0900", "2024-03-04T14:30:00Z", 0},
      {"日, 03 3月 2024 23:30:00 +0900", "2024-03-03T14:30:00Z", 0},
      {"土, 2 3月 2024 23:30 +0900", "2024-03-02T14:30:00Z", 0},
      {"2024年3月5日(火) 14:30", NOON, 0},
      {"2024年3月5日 火 14時30分", NOON, 0},
      {"화, 05 3월 2024 23:30:00 +0900", NOON, 0},
      {"월, 04 3월 2024 23:30:00 +0900", "2024-03-04T14:30:00Z", 0},
      {"2024년 3월 5일 (화) 14:30", NOON, 0},
      {"周二, 05 3月 2024 22:30:00 +0800", NOON, 0},
      {"週二, 05 三月 2024 22:30:00 +0800", NOON, 0},
      {"月 2024", "", 0},
      {"日", "", 0},
  };
  CHECK(v);
}

static void zones_mean_what_they_mean_in_the_language_of_the_hint(void **state) {
  (void)state;
  static const struct {
    const char *text, *language, *zone, *expected;
  } v[] = {
      {"Tue Mar 05 22:30:00 CST 2024", "zh-cn", NULL, NOON},
      {"Tue, 05 Mar 2024 22:30:00 CST", "zh", NULL, NOON},
      {"Tue, 05 Mar 2024 22:30:00 CST", "zh_TW", NULL, NOON},
      {"Tue, 05 Mar 2024 22:30:00 CST", "ZH-Hans-CN", "", NOON},
      {"Tue, 05 Mar 2024 08:30:00 CST", "en-us", NULL, NOON},
      {"Tue, 05 Mar 2024 08:30:00 CST", "es-mx", NULL, NOON},
      {"Tue, 05 Mar 2024 08:30:00 CST", "zha", NULL, NOON}, /* not Chinese */
      {"Tue, 05 Mar 2024 22:30:00 CST", NULL, "Asia/Shanghai", NOON},
      {"Tue, 05 Mar 2024 08:30:00 CST", "zh", "America/Chicago", NOON},
      {"Tue, 05 Mar 2024 20:00:00 IST", "en-IN", NULL, NOON},
      {"Tue, 05 Mar 2024 20:00:00 IST", "hi", NULL, NOON},
      {"Tue, 05 Mar 2024 16:30:00 IST", "he", NULL, NOON},
      {"Tue, 05 Mar 2024 16:30:00 IST", "iw-IL", NULL, NOON},
      {"Fri, 05 Jul 2024 15:30:00 IST", "en-ie", NULL, "2024-07-05T14:30:00Z"},
      {"Tue, 05 Mar 2024 20:00:00 IST", "en", NULL, ""},
      {"Tue, 05 Mar 2024 20:00:00 IST", "he", "Asia/Kolkata", NOON},
      {"Tue, 05 Mar 2024 17:30:00 AST", "ar-SA", NULL, NOON},
      {"Tue, 05 Mar 2024 10:30:00 AST", "en-CA", NULL, NOON},
      {"Wed, 06 Mar 2024 00:30:00 EST", "en-au", NULL, NOON},
      {"Tue, 05 Mar 2024 09:30:00 EST", "en", NULL, NOON},
      {"2024-03-05 22:30:00 +0800 CST", "en-us", NULL, NOON}, /* the number says it */
  };
  int wrong = 0;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    const struct tdg_date_hint hint = {.language = v[i].language, .zone = v[i].zone};
    struct tdg_date d = {0};
    char got[32] = "";
    if (tdg_date_parse(v[i].text, strlen(v[i].text), &hint, &d) == 0) tdg_date_rfc3339(d.ms, got);
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("\"%s\" in %s: expected \"%s\", got \"%s\"\n", v[i].text,
                v[i].language != NULL ? v[i].language : "-", v[i].expected, got);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void reads_mail_dates_in_all_their_broken_forms(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"Tue, 05 Mar 2024 20:00:00 +0530", NOON, TDG_DATE_SECOND},
      {"Tue, 05 Mar 2024 14:30:00 GMT", NOON, 0},
      {"Tue, 05 Mar 2024 14:30:00 UT", NOON, 0},
      {"Tue, 05 Mar 2024 14:30:00 Z", NOON, 0},
      {"tue, 5 mar 2024 14:30:00 gmt", NOON, 0},
      {"TUE, 05 MAR 2024 14:30:00 GMT", NOON, 0},
      {"5 Mar 2024 14:30 GMT", NOON, TDG_DATE_MINUTE},
      {"5 Mar 24 14:30 GMT", NOON, 0},
      {"Tue 5 Mar 2024 14:30:00 GMT", NOON, 0},
      {"Tue,05 Mar 2024 14:30:00 GMT", NOON, 0},
      {"Tue,  5  Mar  2024  14:30:00  GMT", NOON, 0},
      {"Tuesday, 05 March 2024 14:30:00 GMT", NOON, 0},
      {"Tuesday, 05-Mar-24 14:30:00 GMT", NOON, 0},
      {"05-Mar-2024 14:30", NOON, 0},
      {"Tue, 05 Mar 2024\n 14:30:00\r\n\tGMT", NOON, 0},
      {"Fri, 05 Mar 2024 14:30:00 GMT", NOON, 0}, /* a wrong weekday says nothing */
      {"Tue, Mar 05 2024 20:00:00 +05:30", NOON, 0},
      {"Tue, 05 Mar 2024 16:30:00 GMT+0200", NOON, 0},
      {"Tue, 05 Mar 2024 16:30:00 UTC+2", NOON, 0},
      {"Tue, 05 Mar 2024 14:30:00 +0000 GMT", NOON, 0},
      {"Tue, 05 Mar 2024 14:30:00 GMT +00:00", NOON, 0},
      {"Tue, 05 Mar 2024 06:30:00 -0800 (PST)", NOON, 0},
      {"Tue, 05 Mar 2024 06:30:00 - 0800", NOON, 0},
      {"Tue(x), 5(th) Mar 2024 14:30:00 +0000", NOON, 0},
      {"Tue, 05 Mar (so they (say)) 2024 14:30:00 +0000", NOON, 0},
      {"Tue, 05 Mar 2024 15:30 (CET)", NOON, 0},
      {"Mon, 04 Mar 2024 24:00:00 GMT", DAY, 0},
      {"Tue, 5 Mar 2024 4:5:6 GMT", "2024-03-05T04:05:06Z", 0},
      {"Tue, 05 Mar 2024", DAY, TDG_DATE_DAY},
      {"5 Mar 124 14:30 GMT", NOON, 0},
      {"5/Mar/2024:15:30:00 +0100", NOON, 0},
      {"5 Mar 2024 1430 GMT", NOON, 0},
      {"5 Mar 2024 1430 hrs", NOON, 0},
      {"Tue, 05 Mar 2024 14:30:00 0000", NOON, 0},
      {"Tue, 05 Mar 2024T14:30:00Z", NOON, 0},
      {"2024-03-05 15:30:00 +0100 +0100", NOON, 0},
      {"2024-03-05 15:30:00 +0100 CET", NOON, 0},
      {"2024-03-05 15:30:00 CET +0100", NOON, 0},
      {"2024-03-05T14:30:00Z+00:00", NOON, 0},
      {"2024-03-05T14:30:00Z+05:00", "", 0},
      {"2024-03-05 15:30:00 CET +0500", "", 0},
      {"2024-03-05 15:30:00 +0100 +0200", "", 0},
      {"Sat, 29 Feb 2020 23:59:60 GMT", "2020-03-01T00:00:00Z", 0},
  };
  CHECK(v);
}

static void reads_iso_dates_in_all_their_forms(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"2024-03-05T14:30:00Z", NOON, TDG_DATE_SECOND},
      {"2024-03-05t14:30:00.123z", "2024-03-05T14:30:00.123Z", 0},
      {"2024-03-05T14:30:00,123456+00:00", "2024-03-05T14:30:00.123Z", 0},
      {"2024-03-05T14:30:00.5Z", "2024-03-05T14:30:00.500Z", 0},
      {"2024-03-05T14:30:00.0000000000000000000000Z", NOON, 0},
      {"2024-03-05T15:30:00+01", NOON, 0},
      {"2024-03-05T15:30:00+0100", NOON, 0},
      {"2024-03-05T15:30+01:00", NOON, TDG_DATE_MINUTE},
      {"2024-03-05 14:30", NOON, 0},
      {"2024-03-05 14:30:00 UTC", NOON, 0},
      {"2024-03-05 14:30:00 +0000", NOON, 0},
      {"2024-03-05", DAY, TDG_DATE_DAY},
      {"2024-3-5", DAY, 0},
      {"2024/03/05", DAY, 0},
      {"2024.03.05", DAY, 0},
      {"2024-03", "2024-03-01T00:00:00Z", TDG_DATE_MONTH},
      {"2024", "2024-01-01T00:00:00Z", TDG_DATE_YEAR},
      {"20240305T143000Z", NOON, 0},
      {"20240305T1430Z", NOON, 0},
      {"20240305 143000", NOON, 0},
      {"20240305143000", NOON, 0},
      {"20240305", DAY, 0},
      {"2024-065", DAY, 0},
      {"2024065T14:30Z", NOON, 0},
      {"2024-W10-2", DAY, 0},
      {"2024W102T1430Z", NOON, 0},
      {"2020-W53-5", "2021-01-01T00:00:00Z", 0},
      {"2024-W53-1", "", 0},
      {"2024-03-05T14", "2024-03-05T14:00:00Z", 0},
      {"2024-03-04T24:00:00Z", DAY, 0},
      {"2024-03-05T15:30:00+01:00[Europe/Paris]", NOON, 0},
      {"2024-03-05+00:00", DAY, 0},
      {"2024-03-05T09:30:00\xe2\x88\x92"
       "05:00",
       NOON, 0}, /* a true minus sign */
      {"2024:03:05 14:30:00", NOON, 0},
  };
  CHECK(v);
}

static void reads_asctime_unix_and_javascript(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"Tue Mar  5 14:30:00 2024", NOON, 0},
      {"Tue Mar 5 14:30:00 UTC 2024", NOON, 0},
      {"Tue Mar  5 15:30:00 CET 2024", NOON, 0},
      {"Tue  5 Mar 14:30:00 GMT 2024", NOON, 0},
      {"Tue Mar 05 2024 15:30:00 GMT+0100 (CET)", NOON, 0},
      {"Tue Mar 05 2024 15:30:00 GMT+0100 (Central European Standard Time)", NOON, 0},
      {"1709649000", NOON, TDG_DATE_SECOND},
      {"1709649000123", "2024-03-05T14:30:00.123Z", 0},
      {"1709649000.5", "2024-03-05T14:30:00.500Z", 0},
  };
  CHECK(v);
}

static void reads_long_forms_with_ordinals_at_and_dots(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"March 5, 2024", DAY, 0},
      {"Mar. 5, 2024", DAY, 0},
      {"March 5th, 2024", DAY, 0},
      {"Tue, 5th Mar 2024", DAY, 0},
      {"the 5th of March, 2024", DAY, 0},
      {"Monday, March 5, 2024 - 2:30pm", NOON, 0},
      {"March 5, 2024 at 2:30 PM", NOON, 0},
      {"March 5, 2024 at 2:30\xe2\x80\xafPM", NOON, 0},
      {"March 5, 2024 at 2.30 p.m.", NOON, 0},
      {"March 5, 2024, 9:30 a.m. ET", NOON, 0},
      {"2:30 PM, March 5, 2024", NOON, 0},
      {"14:30, 5 March 2024", NOON, 0},
      {"12:30 AM, 5 March 2024", "2024-03-05T00:30:00Z", 0},
      {"12:30 PM, 5 March 2024", "2024-03-05T12:30:00Z", 0},
      {"5 March 2024 2pm", "2024-03-05T14:00:00Z", TDG_DATE_MINUTE},
      {"5 March 2024 | 14:30", NOON, 0},
      {"2024 March 5", DAY, 0},
      {"March 2024", "2024-03-01T00:00:00Z", TDG_DATE_MONTH},
      {"05.03.24", DAY, 0},
      {"05.03.2024 14.30 Uhr", NOON, 0},
      {"05.03.2024, 14:30", NOON, 0},
      {"5. 3. 2024 14:30", NOON, 0},
      {"5 Mar '24", DAY, 0},
  };
  CHECK(v);
}

static void reads_months_and_days_of_many_languages(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"Di, 05 M\xc3\xa4r 2024 15:30:00 +0100", NOON, 0},
      {"Dienstag, 5. März 2024, 14.30 Uhr", NOON, 0},
      {"am 5. Maerz 2024 um 14:30 Uhr", NOON, 0},
      {"1. Jänner 2024", "2024-01-01T00:00:00Z", 0},
      {"5 Μάρτιος 2024", DAY, 0},
      {"mar., 05 mars 2024 15:30:00 +0100", NOON, 0},
      {"le mardi 5 mars 2024 à 14 h 30", NOON, 0},
      {"5 févr. 2024", "2024-02-05T00:00:00Z", 0},
      {"1er août 2024", "2024-08-01T00:00:00Z", 0},
      {"martes, 5 de marzo de 2024 14:30", NOON, 0},
      {"mar 5 mar 2024", DAY, 0},
      {"5 de marzo de 2024 a las 2:30 p. m.", NOON, 0},
      {"martedì 5 marzo 2024 ore 14.30", NOON, 0},
      {"5 de março de 2024 às 14h30", NOON, 0},
      {"ter, 5 mar 2024", DAY, 0},
      {"dinsdag 5 maart 2024 om 14.30 uur", NOON, 0},
      {"wtorek, 5 marca 2024, godz. 14:30", NOON, 0},
      {"5 października 2024", "2024-10-05T00:00:00Z", 0},
      {"5 paź 2024", "2024-10-05T00:00:00Z", 0},
      {"út 5. března 2024 14:30", NOON, 0},
      {"5 березня 2024 р. о 14:30", NOON, 0},
      {"вівторок, 5 березня 2024", DAY, 0},
      {"5 марта 2024 г. в 14:30", NOON, 0},
      {"5-го марта 2024", DAY, 0},
      {"5 МАР 2024", DAY, 0},
      {"5 Mart 2024 Salı 14:30", NOON, 0},
      {"5 Ağustos 2024", "2024-08-05T00:00:00Z", 0},
      {"10 Mart 2024 Paz", "2024-03-10T00:00:00Z", 0},
      {"Τρί, 05 Μαρ 2024 16:30:00 +0200", NOON, 0},
      {"Τρίτη, 5 Μαρτίου 2024", DAY, 0},
      {"2024. március 5., kedd 14:30", NOON, 0},
      {"2024. 03. 05.", DAY, 0},
      {"tisdag den 5 mars 2024 kl. 14.30", NOON, 0},
      {"tirsdag den 5. marts 2024 kl. 14.30", NOON, 0},
      {"5. desember 2024", "2024-12-05T00:00:00Z", 0},
      {"tiistai 5. maaliskuuta 2024 klo 14.30", NOON, 0},
      {"marți, 5 martie 2024, 14:30", NOON, 0},
      {"الثلاثاء 5 مارس 2024", DAY, 0},
      {"٥ مارس ٢٠٢٤", DAY, 0},
      {"٥ آذار/مارس ٢٠٢٤", DAY, 0},
      {"5 كانون الثاني 2024", "2024-01-05T00:00:00Z", 0},
      {"5 تشرين الأول 2024", "2024-10-05T00:00:00Z", 0},
      {"5 أغسطس 2024 2:30 م", "2024-08-05T14:30:00Z", 0},
      {"יום שלישי, 5 במרץ 2024, 14:30", NOON, 0},
      {"5 marec 2024", DAY, 0},
      {"5 октомври 2024", "2024-10-05T00:00:00Z", 0},
      {"5 de març de 2024", DAY, 0},
      {"5 Agustus 2024", "2024-08-05T00:00:00Z", 0},
  };
  CHECK(v);
}

static void reads_chinese_japanese_and_korean(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"2024年3月5日 14时30分", NOON, 0},
      {"2024年3月5日14时30分05秒", "2024-03-05T14:30:05Z", 0},
      {"2024年3月5日 星期二 下午2:30", NOON, 0},
      {"2024年3月5日下午2時30分", NOON, 0},
      {"二〇二四年三月五日", DAY, 0},
      {"二〇二四年十二月二十五日", "2024-12-25T00:00:00Z", 0},
      {"民國113年3月5日", DAY, 0},
      {"2024年3月5日(火) 14:30", NOON, 0},
      {"2024年3月5日 火曜日 午後2時30分", NOON, 0},
      {"令和6年3月5日", DAY, 0},
      {"令和元年6月1日", "2019-06-01T00:00:00Z", 0},
      {"２０２４年３月５日　１４：３０", NOON, 0},
      {"2024년 3월 5일 오후 2:30", NOON, 0},
      {"2024년 3월 5일 화요일 14시 30분", NOON, 0},
      {"2024-03-05 (화) 14:30", NOON, 0},
      {"2024년 3월", "2024-03-01T00:00:00Z", TDG_DATE_MONTH},
  };
  CHECK(v);
}

static void reads_zone_names(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"Tue, 05 Mar 2024 09:30:00 EST", NOON, 0},
      {"Fri, 05 Jul 2024 10:30:00 EDT", "2024-07-05T14:30:00Z", 0},
      {"Tue, 05 Mar 2024 08:30:00 CST", NOON, 0},
      {"Tue, 05 Mar 2024 07:30:00 MST", NOON, 0},
      {"Tue, 05 Mar 2024 07:30:00 PDT", NOON, 0},
      {"Tue, 05 Mar 2024 15:30:00 CET", NOON, 0},
      {"Tue, 05 Mar 2024 15:30:00 MEZ", NOON, 0},
      {"Fri, 05 Jul 2024 15:30:00 BST", "2024-07-05T14:30:00Z", 0},
      {"Tue, 05 Mar 2024 17:30:00 MSK", NOON, 0},
      {"Tue, 05 Mar 2024 23:30:00 JST", NOON, 0},
      {"Wed, 06 Mar 2024 01:30:00 AEDT", NOON, 0},
      {"Tue, 05 Mar 2024 15:30:00 Europe/Brussels", NOON, 0},
      {"Fri, 05 Jul 2024 16:30:00 Europe/Brussels", "2024-07-05T14:30:00Z", 0},
      {"2024-03-05 06:30 America/Los_Angeles", NOON, 0},
      {"2024-03-05 14:30 Etc/GMT-3", "2024-03-05T11:30:00Z", 0},
      {"2024-07-05 10:30 ET", "2024-07-05T14:30:00Z", 0},
      /* unknown, of several meanings, skipped and repeated by a clock change */
      {"Tue, 05 Mar 2024 14:30:00 XYZ", "", 0},
      {"Tue, 05 Mar 2024 14:30:00 Europe/Atlantis", "", 0},
      {"Tue, 05 Mar 2024 14:30:00 IST", "", 0},
      {"Tue, 05 Mar 2024 14:30:00 Q", "", 0},
      {"Tue, 05 Mar 2024 14:30 (Moscow time)", "", 0},
      {"2024-03-31 02:30 Europe/Berlin", "", 0},
      {"2024-10-27 02:30 Europe/Berlin", "", 0},
      {"2024-10-27 03:30 Europe/Berlin", "2024-10-27T02:30:00Z", 0},
      {"Tue, 05 Mar 2024 14:30:00 +2500", "", 0},
      {"Tue, 05 Mar 2024 14:30:00 +0199", "", 0},
  };
  CHECK(v);
}

static void refuses_what_is_no_date_or_more_than_one(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"", "", 0},
      {" ", "", 0},
      {"yesterday", "", 0},
      {"2024-13-05", "", 0},
      {"0000-00-00", "", 0},
      {"0000-00-00 00:00:00", "", 0},
      {"2024-02-30", "", 0},
      {"30 Feb 2024", "", 0},
      {"29 Feb 2023", "", 0},
      {"31 April 2024", "", 0},
      {"03/04/2024", "", 0},
      {"03-04-2024", "", 0},
      {"240305", "", 0},
      {"24-03-05", "", 0},
      {"13/03/24", "", 0},
      {"5 March", "", 0},
      {"March 5", "", 0},
      {"14:30", "", 0},
      {"5-7 March 2024", "", 0},
      {"5 March 2024 6 March 2024", "", 0},
      {"5 March April 2024", "", 0},
      {"5 March March 2024", "", 0},
      {"2024-03-05 14:30 15:30", "", 0},
      {"2024-03-05T25:00:00Z", "", 0},
      {"2024-03-05T14:60:00Z", "", 0},
      {"2024-03-05T14:30:61Z", "", 0},
      {"2024-03-05T24:00:01Z", "", 0},
      {"14:30 AM 5 March 2024", "", 0},
      {"0:30 PM 5 March 2024", "", 0},
      {"Wed, 31 Dec 1969 23:59:59 GMT", "", 0},
      {"1970-01-01", "", 0},
      {"2524-03-05", "", 0},
      {"0", "", 0},
      {"-1", "", 0},
      {"2024030514", "", 0}, /* seconds in 2034, or two in the afternoon */
      {"99999999999999999999", "", 0},
      {"5 Mar 2024 (unclosed", "", 0},
      {"Posted 5 Mar 2024", "", 0},
      {"2024-03-05T14:30:00Z garbage", "", 0},
      {"\xff\xfe 5 Mar 2024", "", 0},
      {"2024-366", "2024-12-31T00:00:00Z", 0},
      {"2023-366", "", 0},
      {"12024-03-05", "", 0},
      {"5.3.", "", 0},
      {"3.14", "", 0},
  };
  CHECK(v);
}

static void numeric_order_comes_from_the_hint(void **state) {
  (void)state;
  struct tdg_date_hint dmy = {.order = TDG_ORDER_DMY}, mdy = {.order = TDG_ORDER_MDY},
                       german = {.language = "de"}, american = {.language = "en-US"},
                       british = {.language = "en-GB"}, english = {.language = "en"};
  static const struct sample plain[] = {{"13/03/2024", "2024-03-13T00:00:00Z", 0},
                                        {"03/13/2024", "2024-03-13T00:00:00Z", 0},
                                        {"03/03/2024", "2024-03-03T00:00:00Z", 0},
                                        {"3/5/2024 2:30 PM", NOON, 0},
                                        {"05.03.2024", DAY, 0},
                                        {"12/31/99", "1999-12-31T00:00:00Z", 0},
                                        {"31/12/99", "", 0},
                                        {"03/2024", "2024-03-01T00:00:00Z", 0}};
  static const struct sample day_first[] = {{"05/03/2024", DAY, 0},
                                            {"5/3/2024 14:30", NOON, 0},
                                            {"05-03-24", DAY, 0},
                                            {"5/3/2024 2:30 PM", NOON, 0}};
  static const struct sample month_first[] = {
      {"03/05/2024", DAY, 0}, {"3/5/24", DAY, 0}, {"03-05-2024", DAY, 0}};
  static const struct sample unsure[] = {{"03/05/2024", "", 0}};
  CHECK(plain);
  CHECK_HINT(day_first, &dmy);
  CHECK_HINT(day_first, &german);
  CHECK_HINT(day_first, &british);
  CHECK_HINT(month_first, &mdy);
  CHECK_HINT(month_first, &american);
  CHECK_HINT(unsure, &english);
}

static void dates_without_a_zone_take_the_hints(void **state) {
  (void)state;
  struct tdg_date_hint paris = {.zone = "Europe/Paris"}, east = {.zone = "+05:30"},
                       nowhere = {.zone = "Mars/Olympus"};
  static const struct sample in_paris[] = {{"2024-03-05 15:30", NOON, 0},
                                           {"2024-07-05 16:30", "2024-07-05T14:30:00Z", 0},
                                           {"2024-03-05", "2024-03-04T23:00:00Z", 0},
                                           {"2024-03-05 14:30 GMT", NOON, 0}};
  static const struct sample in_india[] = {{"2024-03-05 20:00", NOON, 0}, {"2024-03-05 20:00 IST", NOON, 0}};
  static const struct sample lost[] = {{"2024-03-05 14:30", "", 0}, {"2024-03-05 14:30Z", NOON, 0}};
  CHECK_HINT(in_paris, &paris);
  CHECK_HINT(in_india, &east);
  CHECK_HINT(lost, &nowhere);
  struct tdg_date d;
  assert_int_equal(tdg_date_parse("2024-03-05 15:30", 16, &paris, &d), 0);
  assert_int_equal(d.has_zone, 0);
  assert_int_equal(d.offset_min, 60);
  assert_int_equal(tdg_date_parse("5 Mar 2024 15:30 +0130", 22, &paris, &d), 0);
  assert_int_equal(d.has_zone, 1);
  assert_int_equal(d.offset_min, 90);
}

static void range_is_the_hints(void **state) {
  (void)state;
  struct tdg_date_hint old = {.min_ms = INT64_MIN, .max_ms = INT64_MAX},
                       future = {.min_ms = 0, .max_ms = 1709649000000};
  static const struct sample any[] = {{"12 Oct 1492", "1492-10-12T00:00:00Z", 0},
                                      {"1 Jan 1970", "1970-01-01T00:00:00Z", 0}};
  static const struct sample capped[] = {{"Tue, 05 Mar 2024 14:30:00 GMT", NOON, 0},
                                         {"Tue, 05 Mar 2024 14:30:01 GMT", "", 0}};
  CHECK_HINT(any, &old);
  CHECK_HINT(capped, &future);
}

static void writes_rfc3339(void **state) {
  (void)state;
  char out[32];
  assert_int_equal(tdg_date_rfc3339(1709649000000, out), 20);
  assert_string_equal(out, NOON);
  tdg_date_rfc3339(1709649000007, out);
  assert_string_equal(out, "2024-03-05T14:30:00.007Z");
  tdg_date_rfc3339(-1, out);
  assert_string_equal(out, "1969-12-31T23:59:59.999Z");
  tdg_date_rfc3339(INT64_MAX, out);
  assert_string_equal(out, "9999-12-31T00:00:00Z");
  tdg_date_rfc3339(INT64_MIN, out);
  assert_string_equal(out, "0000-01-01T00:00:00Z");
}

static void civil_days_go_both_ways(void **state) {
  (void)state;
  assert_int_equal(tdg_days_from_civil(1970, 1, 1), 0);
  assert_int_equal(tdg_days_from_civil(2000, 3, 1), 11017);
  assert_int_equal(tdg_days_from_civil(1969, 12, 31), -1);
  for (int64_t day = -800000; day < 3000000; day += 97) {
    int y, m, d;
    tdg_civil_from_days(day, &y, &m, &d);
    assert_int_equal(tdg_days_from_civil(y, m, d), day);
  }
}

/* Any instant, written in several ways, is read as itself. */
static void reads_what_it_writes(void **state) {
  (void)state;
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (int64_t s = 631152000; s < 4102444800; s += 7777777) {
    char text[80];
    int y, m, d, h = (int)(s / 3600 % 24), min = (int)(s / 60 % 60), sec = (int)(s % 60);
    tdg_civil_from_days(s / 86400, &y, &m, &d);
    struct tdg_date got;
    size_t n = tdg_date_rfc3339(s * 1000, text);
    assert_int_equal(tdg_date_parse(text, n, NULL, &got), 0);
    assert_int_equal(got.ms, s * 1000);
    snprintf(text, sizeof text, "%d %s %d %02d:%02d:%02d +0000", d, months[m - 1], y, h, min, sec);
    assert_int_equal(tdg_date_parse(text, strlen(text), NULL, &got), 0);
    assert_int_equal(got.ms, s * 1000);
    snprintf(text, sizeof text, "%d年%d月%d日 %d:%02d", y, m, d, h, min);
    assert_int_equal(tdg_date_parse(text, strlen(text), NULL, &got), 0);
    assert_int_equal(got.ms, (s - sec) * 1000);
  }
}

struct found {
  const char *text, *range, *expected; /* range "" : nothing is found */
};

static void finds_the_first_date_in_running_text(void **state) {
  (void)state;
  static const struct found v[] = {
      {"Updated 5 March 2024 at 14:30 - Reuters", "5 March 2024 at 14:30", NOON},
      {"Published on March 5th, 2024 by Jo Bloggs", "March 5th, 2024", DAY},
      {"VIENNA, March 5, 2024 -- Ministers met", "March 5, 2024", DAY},
      {"No. 3, 5 March 2024", "5 March 2024", DAY},
      {"Stand: 05.03.2024, 14:30 Uhr", "05.03.2024, 14:30 Uhr", NOON},
      {"Publié le mardi 5 mars 2024 à 15:30 (CET) par AB", "mardi 5 mars 2024 à 15:30 (CET)", NOON},
      {"5 March 2024 at 14 ministers met", "5 March 2024", DAY},
      {"2024-03-05T14:30:00Z", "2024-03-05T14:30:00Z", NOON},
      {"发布时间：2024年3月5日 14:30 来源", "2024年3月5日 14:30", NOON},
      {"It was 14:30 met with shouts on 5 March 2024.", "5 March 2024", DAY},
      {"on 5 March 2024 14:30 met by crowds", "5 March 2024 14:30", NOON},
      {"Monday, August 3, 2020 \nOn Thursday he left", "Monday, August 3, 2020", "2020-08-03T00:00:00Z"},
      {"Monday, March 15, 2021\n\nFriday, March 19", "Monday, March 15, 2021", "2021-03-15T00:00:00Z"},
      {"from 2029 to December 31", "", ""},
      {"Version 10.12.24 was released", "", ""},
      {"host 10.12.2024.7 answered", "", ""},
      {"In 2024 and in March", "", ""},
      {"in 2023, 10 set of cards", "", ""},
      {"call 1709649000 now", "", ""},
      {"", "", ""},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    struct tdg_date d;
    size_t start = 0, end = 0;
    char got[32] = "";
    if (tdg_date_find(v[i].text, strlen(v[i].text), NULL, &d, &start, &end) == 0) tdg_date_rfc3339(d.ms, got);
    if (strcmp(got, v[i].expected) != 0 || strlen(v[i].range) != end - start ||
        memcmp(v[i].text + start, v[i].range, end - start) != 0)
      fail_msg("\"%s\": got \"%.*s\" = %s", v[i].text, (int)(end - start), v[i].text + start, got);
  }
}

static void finding_is_linear_in_hostile_text(void **state) {
  (void)state;
  enum { SIZE = 1 << 17 };
  static const char *const units[] = {
      "1 ", "5 March ",         "(",       "1:1:", "2024-", "Mar ", "1.1.", "十", "a.",
      "٥ ", "\xf0\x80\x80\xb9", "\xc0\xb9" /* overlong digits once made an endless loop */};
  char *text = malloc(SIZE + 16);
  assert_non_null(text);
  for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
    size_t n = 0, w = strlen(units[u]), start, end;
    struct tdg_date d;
    for (; n + w < SIZE; n += w) memcpy(text + n, units[u], w);
    assert_int_equal(tdg_date_find(text, n, NULL, &d, &start, &end), -1);
    assert_int_equal(tdg_date_parse(text, n, NULL, &d), -1);
  }
  free(text);
}

/* The lists are folded when they are compiled, texts when they are read: both must come to the same. */
static void each_listed_word_is_read_as_one(void **state) {
  (void)state;
  const struct tdg_word_class *const classes[] = {&tdg_words_date_words, &tdg_words_date_zones,
                                                  &tdg_words_date_signs};
  int wrong = 0;
  for (size_t k = 0; k < sizeof classes / sizeof classes[0]; k++) {
    const struct tdg_word *w;
    for (size_t at = 0; (w = tdg_words_next(classes[k], TDG_EVERY_LANGUAGE, &at)) != NULL;) {
      struct tdg_str s = tdg_word_text(classes[k], w);
      struct date_lexer lx = {s.p, s.p, s.p + s.n};
      struct date_token t;
      if (date_next(&lx, &t) == T_WORD && t.word.kind != W_UNKNOWN && t.end == s.n) continue;
      print_error("\"%s\" of %s.words is not read as a word of dates\n", s.p, tdg_words_code(w->language));
      wrong++;
    }
  }
  assert_int_equal(wrong, 0);
}

static void zones_stand_in_order(void **state) {
  (void)state;
  if (date_zones_unsorted() != NULL) fail_msg("\"%s\" is out of place", date_zones_unsorted());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_what_programs_print_around_a_time),
      cmocka_unit_test(weekdays_of_one_character_are_weekdays),
      cmocka_unit_test(zones_mean_what_they_mean_in_the_language_of_the_hint),
      cmocka_unit_test(reads_mail_dates_in_all_their_broken_forms),
      cmocka_unit_test(reads_iso_dates_in_all_their_forms),
      cmocka_unit_test(reads_asctime_unix_and_javascript),
      cmocka_unit_test(reads_long_forms_with_ordinals_at_and_dots),
      cmocka_unit_test(reads_months_and_days_of_many_languages),
      cmocka_unit_test(reads_chinese_japanese_and_korean),
      cmocka_unit_test(reads_zone_names),
      cmocka_unit_test(refuses_what_is_no_date_or_more_than_one),
      cmocka_unit_test(numeric_order_comes_from_the_hint),
      cmocka_unit_test(dates_without_a_zone_take_the_hints),
      cmocka_unit_test(range_is_the_hints),
      cmocka_unit_test(writes_rfc3339),
      cmocka_unit_test(civil_days_go_both_ways),
      cmocka_unit_test(reads_what_it_writes),
      cmocka_unit_test(finds_the_first_date_in_running_text),
      cmocka_unit_test(finding_is_linear_in_hostile_text),
      cmocka_unit_test(each_listed_word_is_read_as_one),
      cmocka_unit_test(zones_stand_in_order),
  };
  return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
