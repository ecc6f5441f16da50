/* date_internal.h - what the files of the date parser share: tokens, words, zones.
 *
 * date_token.c cuts a text into numbers, words and signs; date_words.c knows the words; date_zone.c knows the
 * zones; date_read.c makes one instant of the tokens; date.c is the public side.
 */
#ifndef KIT_DATE_INTERNAL_H
#define KIT_DATE_INTERNAL_H

#include <tidings/kit/date.h>

enum {
  DATE_MAX_TEXT = 256,  /* of one date; more is no date */
  DATE_MAX_TOKENS = 40, /* of one date */
  DATE_MAX_WORD = 40,   /* bytes of a folded word */
  DATE_MAX_ZONE = 48    /* bytes of an IANA name */
};

enum date_word_kind {
  W_UNKNOWN = 0,
  W_MONTH, /* v: 1 .. 12; 13 .. 24: a month of the Solar Hijri year */
  W_MAR,   /* v: a month that is also a weekday: "mar" (March, mardi), "paz" (październik, Pazar) */
  W_WEEKDAY,
  W_AMPM,      /* v: 0 before noon, 1 after */
  W_AM_OR_ON,  /* "am": before noon when it follows a time, else German "on the" */
  W_NOISE,     /* of, de, the, year ... */
  W_AT,        /* stands before a time */
  W_OCLOCK,    /* stands after an hour: Uhr, uur, h */
  W_ORDINAL,   /* 5th, 1er, 5-го */
  W_UNIT,      /* v: 'Y' 'M' 'D' 'h' 'm' 's' (a number stands before it) */
  W_ERA,       /* v: the year before its first */
  W_FIRST,     /* the first year of an era: 元 */
  W_KANUN,     /* v: month of "the first", month of "the second" is v2; Levantine two-word months */
  W_WHICH,     /* v: 1 first, 2 second */
  W_ZONE,      /* v: minutes east */
  W_UT,        /* universal time after a time of day, else Tuesday in Czech */
  W_ZONE_ASK,  /* an abbreviation of several zones; v: index into the table of candidates */
  W_ZONE_IANA, /* the name stands in the text, or is that of a generic abbreviation (v > 0) */
  W_T,
  W_WEEK
};

struct date_word {
  uint8_t kind;
  int16_t v;
};

enum date_token_kind { T_END = 0, T_NUM, T_WORD, T_SIGN, T_BAD };
struct date_token {
  uint32_t start, end; /* bytes of the text */
  int64_t num;         /* T_NUM */
  uint8_t kind;
  uint8_t digits; /* T_NUM: how many were written */
  uint8_t spaced; /* white space stands before it */
  uint8_t lower;  /* T_WORD: begins with a small ASCII letter */
  char sign;      /* T_SIGN, in ASCII */
  struct date_word word;
};

struct date_lexer {
  const char *base, *p, *end;
};
/* The next token; T_END at the end.  Never moves past end. */
int date_next(struct date_lexer *lx, struct date_token *out);

/* The word p[0..n), folded (lower case, no accents). */
struct date_word date_word_find(const char *p, size_t n);
/* The first word that does not stand in its place, for the tests. */
const char *date_zones_unsorted(void);
/* The longest known unit at p in a script that writes without spaces; returns its bytes, 0 when none. */
size_t date_word_cjk(const char *p, const char *end, struct date_word *out);

/* Minutes east of a local time in an IANA zone.  0; -1 when the zone is unknown or the local time happens
 * there twice or never. */
int date_zone_offset(const char *name, size_t n, int64_t local_ms, int *minutes);
/* What an abbreviation means in the language, or beside the zone, of the hint (CST in Chinese: China), where that is
 * not what it means elsewhere.  1 and minutes east, or 0. */
int date_zone_regional(const char *p, size_t n, const struct tdg_date_hint *hint, int *minutes);
/* The candidates of an ambiguous abbreviation, in minutes; returns how many (at most 4). */
int date_zone_candidates(int which, int minutes[4]);
/* The IANA name behind a generic abbreviation (ET, PT), 1-based. */
const char *date_zone_generic(int which);
/* "+02:00", "UTC" or an IANA name, for a local time. */
int date_zone_of_hint(const char *zone, int64_t local_ms, int *minutes);

/* Read all n tokens as one date.  text is what the tokens point into.  When the walk over the tokens stops
 * early and failed is not NULL, it is set to the token behind which no longer run can be read either. */
int date_read(const char *text, const struct date_token *t, int n, const struct tdg_date_hint *hint,
              struct tdg_date *out, int *failed);

#endif
