/* date_words.c - the words of dates: months, weekdays, halves of the day, small words, zone abbreviations.
 *
 * Words of languages stand in core/languages (date-words, date-zones, date-signs) and are looked for in all of them at once,
 * because a feed seldom says which one it is in.  They are folded: lower case, without accents, Arabic letters
 * without their hamza.
 *
 * Zone abbreviations: those of RFC 822 as it says; others when the tz database knows one meaning only; what
 * is left (IST: India, Israel, Ireland) asks date_zone.c, and is refused unless a hint decides.  Military
 * letters but Z are unknown words: RFC 822 printed their signs the wrong way round and nobody can tell who
 * copied it.
 */
#include "kit/date/date_internal.h"

#include <tidings/kit/word_classes.h>

#include <string.h>

struct entry {
  const char *text;
  struct date_word word;
};

enum { MAX_ZONE = 4 }; /* bytes of the longest of `zones` */

/* Of no language.  Sorted by bytes; test_date.c checks it. */
// clang-format off
static const struct entry zones[] = {
  {"acdt", {W_ZONE, 630}}, {"acst", {W_ZONE, 570}}, {"adt", {W_ZONE, -180}}, {"aedt", {W_ZONE, 660}},
  {"aest", {W_ZONE, 600}}, {"akdt", {W_ZONE, -480}}, {"akst", {W_ZONE, -540}}, {"art", {W_ZONE, -180}},
  {"ast", {W_ZONE_ASK, 1}}, {"awst", {W_ZONE, 480}}, {"bdt", {W_ZONE_ASK, 4}}, {"bot", {W_ZONE, -240}},
  {"brst", {W_ZONE, -120}}, {"brt", {W_ZONE, -180}}, {"bst", {W_ZONE, 60}}, {"cat", {W_ZONE, 120}},
  {"cdt", {W_ZONE, -300}}, {"cest", {W_ZONE, 120}}, {"cet", {W_ZONE, 60}}, {"chst", {W_ZONE, 600}},
  {"clst", {W_ZONE, -180}}, {"clt", {W_ZONE, -240}}, {"cot", {W_ZONE, -300}}, {"cst", {W_ZONE, -360}},
  {"ct", {W_ZONE_IANA, 4}}, {"eat", {W_ZONE, 180}}, {"edt", {W_ZONE, -240}}, {"eest", {W_ZONE, 180}},
  {"eet", {W_ZONE, 120}}, {"est", {W_ZONE, -300}}, {"et", {W_ZONE_IANA, 1}}, {"gmt", {W_ZONE, 0}},
  {"gst", {W_ZONE_ASK, 2}}, {"hdt", {W_ZONE, -540}}, {"hkt", {W_ZONE, 480}}, {"hst", {W_ZONE, -600}},
  {"ict", {W_ZONE, 420}}, {"idt", {W_ZONE, 180}}, {"irdt", {W_ZONE, 270}}, {"irst", {W_ZONE, 210}},
  {"ist", {W_ZONE_ASK, 0}}, {"jst", {W_ZONE, 540}}, {"kst", {W_ZONE, 540}}, {"mdt", {W_ZONE, -360}},
  {"mest", {W_ZONE, 120}}, {"mesz", {W_ZONE, 120}}, {"met", {W_ZONE, 60}}, {"mez", {W_ZONE, 60}},
  {"msd", {W_ZONE, 240}}, {"msk", {W_ZONE, 180}}, {"mst", {W_ZONE, -420}}, {"mt", {W_ZONE_IANA, 3}},
  {"myt", {W_ZONE, 480}}, {"ndt", {W_ZONE, -150}}, {"npt", {W_ZONE, 345}}, {"nst", {W_ZONE, -210}},
  {"nzdt", {W_ZONE, 780}}, {"nzst", {W_ZONE, 720}}, {"pdt", {W_ZONE, -420}}, {"pet", {W_ZONE, -300}},
  {"pht", {W_ZONE, 480}}, {"pkt", {W_ZONE, 300}}, {"pst", {W_ZONE, -480}}, {"pt", {W_ZONE_IANA, 2}},
  {"sast", {W_ZONE, 120}}, {"sgt", {W_ZONE, 480}}, {"sst", {W_ZONE_ASK, 3}}, {"t", {W_T, 0}},
  {"trt", {W_ZONE, 180}}, {"utc", {W_ZONE, 0}}, {"uyt", {W_ZONE, -180}}, {"vet", {W_ZONE, -240}},
  {"w", {W_WEEK, 0}}, {"wat", {W_ZONE, 60}}, {"west", {W_ZONE, 60}}, {"wet", {W_ZONE, 0}},
  {"wib", {W_ZONE, 420}}, {"wit", {W_ZONE, 540}}, {"wita", {W_ZONE, 480}}, {"z", {W_ZONE, 0}},
  {"zulu", {W_ZONE, 0}},
};

static const struct date_word meanings[TDG_DATE_WORDS_COUNT] = {
  [TDG_DATE_WORDS_JANUARY] = {W_MONTH, 1}, [TDG_DATE_WORDS_FEBRUARY] = {W_MONTH, 2},
  [TDG_DATE_WORDS_MARCH] = {W_MONTH, 3}, [TDG_DATE_WORDS_APRIL] = {W_MONTH, 4},
  [TDG_DATE_WORDS_MAY] = {W_MONTH, 5}, [TDG_DATE_WORDS_JUNE] = {W_MONTH, 6},
  [TDG_DATE_WORDS_JULY] = {W_MONTH, 7}, [TDG_DATE_WORDS_AUGUST] = {W_MONTH, 8},
  [TDG_DATE_WORDS_SEPTEMBER] = {W_MONTH, 9}, [TDG_DATE_WORDS_OCTOBER] = {W_MONTH, 10},
  [TDG_DATE_WORDS_NOVEMBER] = {W_MONTH, 11}, [TDG_DATE_WORDS_DECEMBER] = {W_MONTH, 12},
  [TDG_DATE_WORDS_MARCH_OR_WEEKDAY] = {W_MAR, 3}, [TDG_DATE_WORDS_OCTOBER_OR_WEEKDAY] = {W_MAR, 10},
  [TDG_DATE_WORDS_WEEKDAY] = {W_WEEKDAY, 0}, [TDG_DATE_WORDS_BEFORE_NOON] = {W_AMPM, 0},
  [TDG_DATE_WORDS_AFTER_NOON] = {W_AMPM, 1}, [TDG_DATE_WORDS_AM_OR_ON] = {W_AM_OR_ON, 0},
  [TDG_DATE_WORDS_FILLER] = {W_NOISE, 0}, [TDG_DATE_WORDS_AT] = {W_AT, 0},
  [TDG_DATE_WORDS_OCLOCK] = {W_OCLOCK, 0}, [TDG_DATE_WORDS_ORDINAL] = {W_ORDINAL, 0},
  [TDG_DATE_WORDS_MINUTE] = {W_UNIT, 'm'}, [TDG_DATE_WORDS_SECOND] = {W_UNIT, 's'},
  [TDG_DATE_WORDS_KANUN] = {W_KANUN, 1}, [TDG_DATE_WORDS_TISHRIN] = {W_KANUN, 2},
  [TDG_DATE_WORDS_FIRST] = {W_WHICH, 1}, [TDG_DATE_WORDS_SECOND_OF_TWO] = {W_WHICH, 2},
  [TDG_DATE_WORDS_UT] = {W_UT, 0},
  [TDG_DATE_WORDS_FARVARDIN] = {W_MONTH, 13}, [TDG_DATE_WORDS_ORDIBEHESHT] = {W_MONTH, 14},
  [TDG_DATE_WORDS_KHORDAD] = {W_MONTH, 15}, [TDG_DATE_WORDS_TIR] = {W_MONTH, 16},
  [TDG_DATE_WORDS_MORDAD] = {W_MONTH, 17}, [TDG_DATE_WORDS_SHAHRIVAR] = {W_MONTH, 18},
  [TDG_DATE_WORDS_MEHR] = {W_MONTH, 19}, [TDG_DATE_WORDS_ABAN] = {W_MONTH, 20},
  [TDG_DATE_WORDS_AZAR] = {W_MONTH, 21}, [TDG_DATE_WORDS_DEY] = {W_MONTH, 22},
  [TDG_DATE_WORDS_BAHMAN] = {W_MONTH, 23}, [TDG_DATE_WORDS_ESFAND] = {W_MONTH, 24},
};

static const struct date_word zone_meanings[TDG_DATE_ZONES_COUNT] = {[TDG_DATE_ZONES_MOSCOW] = {W_ZONE, 180}};

static const struct date_word sign_meanings[TDG_DATE_SIGNS_COUNT] = {
  [TDG_DATE_SIGNS_YEAR] = {W_UNIT, 'Y'}, [TDG_DATE_SIGNS_MONTH] = {W_UNIT, 'M'},
  [TDG_DATE_SIGNS_DAY] = {W_UNIT, 'D'}, [TDG_DATE_SIGNS_HOUR] = {W_UNIT, 'h'},
  [TDG_DATE_SIGNS_MINUTE] = {W_UNIT, 'm'}, [TDG_DATE_SIGNS_SECOND] = {W_UNIT, 's'},
  [TDG_DATE_SIGNS_WEEKDAY] = {W_WEEKDAY, 0}, [TDG_DATE_SIGNS_WEEKDAY_BEFORE_NUMBER] = {W_WEEKDAY, 1},
  [TDG_DATE_SIGNS_BEFORE_NOON] = {W_AMPM, 0}, [TDG_DATE_SIGNS_AFTER_NOON] = {W_AMPM, 1},
  [TDG_DATE_SIGNS_FIRST_YEAR] = {W_FIRST, 1}, [TDG_DATE_SIGNS_REIWA] = {W_ERA, 2018},
  [TDG_DATE_SIGNS_HEISEI] = {W_ERA, 1988}, [TDG_DATE_SIGNS_SHOWA] = {W_ERA, 1925},
  [TDG_DATE_SIGNS_MINGUO] = {W_ERA, 1911},
};
// clang-format on

static uint32_t pack(const char *p, size_t n) {
  uint32_t k = 0;
  for (size_t i = 0; i < n; i++) k = k << 8 | (unsigned char)p[i];
  return k;
}

#define K2(a, b) ((uint32_t)(a) << 8 | (uint32_t)(b))
#define K3(a, b, c) (K2(a, b) << 8 | (uint32_t)(c))
#define IS(k, v)                                                                                             \
  return (struct date_word) { k, v }

/* The words of RFC 822, which nine of ten dates consist of, without a search. */
static struct date_word find_short(uint32_t key) {
  switch (key) {
  case 'z':
  case K3('g', 'm', 't'):
  case K3('u', 't', 'c'): IS(W_ZONE, 0);
  case 't': IS(W_T, 0);
  case K3('e', 's', 't'):
  case K3('c', 'd', 't'): IS(W_ZONE, -300);
  case K3('e', 'd', 't'): IS(W_ZONE, -240);
  case K3('p', 's', 't'): IS(W_ZONE, -480);
  case K3('p', 'd', 't'): IS(W_ZONE, -420);
  case K3('m', 'o', 'n'):
  case K3('t', 'u', 'e'):
  case K3('w', 'e', 'd'):
  case K3('t', 'h', 'u'):
  case K3('f', 'r', 'i'):
  case K3('s', 'a', 't'):
  case K3('s', 'u', 'n'): IS(W_WEEKDAY, 0);
  case K3('j', 'a', 'n'): IS(W_MONTH, 1);
  case K3('f', 'e', 'b'): IS(W_MONTH, 2);
  case K3('m', 'a', 'r'): IS(W_MAR, 3);
  case K3('a', 'p', 'r'): IS(W_MONTH, 4);
  case K3('m', 'a', 'y'): IS(W_MONTH, 5);
  case K3('j', 'u', 'n'): IS(W_MONTH, 6);
  case K3('j', 'u', 'l'): IS(W_MONTH, 7);
  case K3('a', 'u', 'g'): IS(W_MONTH, 8);
  case K3('s', 'e', 'p'): IS(W_MONTH, 9);
  case K3('o', 'c', 't'): IS(W_MONTH, 10);
  case K3('n', 'o', 'v'): IS(W_MONTH, 11);
  case K3('d', 'e', 'c'): IS(W_MONTH, 12);
  default: IS(W_UNKNOWN, 0);
  }
}

struct date_word date_word_find(const char *p, size_t n) {
  if (n <= 3) {
    struct date_word w = find_short(pack(p, n));
    if (w.kind != W_UNKNOWN) return w;
  }
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_date_words, TDG_EVERY_LANGUAGE, (struct tdg_str){p, n});
  if (w != NULL) return meanings[w->value];
  w = tdg_words_find(&tdg_words_date_zones, TDG_EVERY_LANGUAGE, (struct tdg_str){p, n});
  if (w != NULL) return zone_meanings[w->value];
  size_t lo = 0, hi = n <= MAX_ZONE ? sizeof zones / sizeof zones[0] : 0;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    int c = strncmp(p, zones[mid].text, n);
    if (c == 0 && zones[mid].text[n] == '\0') return zones[mid].word;
    if (c > 0) lo = mid + 1;
    else hi = mid; /* also when p is only the beginning of that word */
  }
  return (struct date_word){W_UNKNOWN, 0};
}

size_t date_word_cjk(const char *p, const char *end, struct date_word *out) {
  struct tdg_str text = {p, (size_t)(end - p)};
  const struct tdg_word *w = tdg_words_at_start(&tdg_words_date_signs, TDG_EVERY_LANGUAGE, text);
  if (w == NULL) return 0;
  *out = sign_meanings[w->value];
  return w->size;
}

const char *date_zones_unsorted(void) {
  for (size_t i = 1; i < sizeof zones / sizeof zones[0]; i++)
    if (strcmp(zones[i - 1].text, zones[i].text) >= 0 || strlen(zones[i].text) > MAX_ZONE)
      return zones[i].text;
  return NULL;
}
