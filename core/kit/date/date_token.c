/* date_token.c - cuts a text into numbers, words and signs.
 *
 * Digits of all scripts that dates are written in become numbers, full-width and typographic signs their
 * ASCII likenesses, letters one folded word each (lower case, accents off), which date_words.c is asked
 * about.  Han, Hangul and kana are cut by the units known there.  Nothing is copied; a word longer than
 * DATE_MAX_WORD is unknown.
 */
#include "kit/date/date_internal.h"

#include <string.h>

#include <tidings/kit/utf8.h>

/* Zero of each row of ten decimal digits that is read. */
static int digit_value(uint32_t c) {
  static const uint32_t zero[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0E50, 0xFF10};
  for (size_t i = 0; i < sizeof zero / sizeof zero[0]; i++)
    if (c >= zero[i] && c < zero[i] + 10) return (int)(c - zero[i]);
  return -1;
}

/* Han numerals: 0 .. 9, 10 for ten. */
static int han_value(uint32_t c) {
  static const uint32_t han[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
  if (c < 0x3007 || c > 0x56DB) return -1;
  for (int i = 0; i < 11; i++)
    if (c == han[i]) return i;
  return -1;
}

static int is_date_space(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) ||
         c == 0x202F || c == 0x061C || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

static int is_ascii_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80; }
static int is_cjk(uint32_t c) { return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF); }

static int is_thai(uint32_t c) { return c >= 0x0E01 && c <= 0x0E4E && c != 0x0E3F; }

/* Devanagari: letters, and the marks that spell vowels; no dandas, no digits. */
static int is_nagari(uint32_t c) { return (c >= 0x0900 && c <= 0x0963) || (c >= 0x0971 && c <= 0x097F); }

static int is_letter(uint32_t c) {
  if (c < 0x80) return is_ascii_letter(c);
  if (c < 0xC0) return c == 0xAA || c == 0xBA; /* ª º */
  if (c == 0xD7 || c == 0xF7) return 0;
  if (c >= 0x2BB && c <= 0x2BC) return 1;
  return (c <= 0x0589) || (c >= 0x05D0 && c <= 0x05F4) || (c >= 0x0620 && c <= 0x065F) ||
         (c >= 0x066E && c <= 0x06EF && c != 0x06D4) || (c >= 0x1E00 && c <= 0x1FFF) || is_thai(c) ||
         is_nagari(c);
}

/* What each ASCII byte is (Space, Digit, Letter, Punctuation of dates), so that the usual date needs no
 * decoding. */
static const char ascii[129] = ".........SSSSS.................."
                               "S......PPP.PPPPPDDDDDDDDDDPP...."
                               "PLLLLLLLLLLLLLLLLLLLLLLLLLLP.P.P"
                               "PLLLLLLLLLLLLLLLLLLLLLLLLLL.P.P.";

/* The ASCII likeness of a sign; 0 when it is none that a date may hold. */
static char sign_of(uint32_t c) {
  if (c < 0x80) return ascii[c] == 'P' ? (char)c : 0;
  if (c > 0xFF00 && c < 0xFF5F) return sign_of(c - 0xFEE0);
  if (c >= 0x2010 && c <= 0x2015) return '-';
  switch (c) {
  case 0x2212: return '-';
  case 0x2019:
  case 0x2018: return '\'';
  case 0x2236: return ':';
  case 0x60C:
  case 0x66B:
  case 0x3001: return ',';
  case 0x61B: return ';';
  case 0x3002: return '.';
  case 0xB7:
  case 0x2022:
  case 0x30FB: return '|';
  case 0x3010: return '[';
  case 0x3011: return ']';
  default: return 0;
  }
}

/* Latin letters with marks, U+00C0 .. U+017F, to their base; '?' where none serves. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static uint32_t fold_greek(uint32_t c) {
  switch (c) {
  case 0x386:
  case 0x3AC: return 0x3B1;
  case 0x388:
  case 0x3AD: return 0x3B5;
  case 0x389:
  case 0x3AE: return 0x3B7;
  case 0x38A:
  case 0x390:
  case 0x3AF:
  case 0x3CA:
  case 0x3AA: return 0x3B9;
  case 0x38C:
  case 0x3CC: return 0x3BF;
  case 0x38E:
  case 0x3B0:
  case 0x3CD:
  case 0x3CB:
  case 0x3AB: return 0x3C5;
  case 0x38F:
  case 0x3CE: return 0x3C9;
  case 0x3C2: return 0x3C3;
  default: return c >= 0x391 && c <= 0x3A9 ? c + 0x20 : c;
  }
}

/* One letter folded; 0 for a mark that is dropped. */
static uint32_t fold_letter(uint32_t c) {
  if (c < 0x80) return c | 0x20;
  if (c >= 0xC0 && c < 0x180) return (uint32_t)(unsigned char)latin[c - 0xC0];
  if (c >= 0x300 && c < 0x370) return 0;
  if (c >= 0x370 && c < 0x400) return fold_greek(c);
  if (c >= 0x400 && c < 0x410) return c == 0x401 ? 0x435 : c + 0x50;
  if (c >= 0x410 && c < 0x430) return c + 0x20;
  switch (c) {
  case 0x451: return 0x435;
  case 0x218:
  case 0x219: return 's';
  case 0x21A:
  case 0x21B: return 't';
  case 0x622:
  case 0x623:
  case 0x625: return 0x627;
  case 0x649: return 0x64A;
  case 0x629: return 0x647;
  case 0x640: return 0;
  default: return c >= 0x64B && c <= 0x65F ? 0 : c;
  }
}

static char kind_of(uint32_t c) {
  if (c < 0x80) return ascii[c];
  if (is_date_space(c)) return 'S';
  if (digit_value(c) >= 0) return 'D';
  if (sign_of(c) != 0) return 'P';
  return is_cjk(c) ? 'C' : is_letter(c) ? 'L' : '.';
}

static void lex_number(struct date_lexer *lx, struct date_token *out) {
  size_t used;
  int v, digits = 0;
  int64_t num = 0;
  for (; lx->p < lx->end; lx->p += used, digits += digits < 200) {
    unsigned char c = (unsigned char)*lx->p;
    used = 1;
    v = c < 0x80 ? (int)c - '0' : digit_value(tdg_utf8_read(lx->p, lx->end, &used));
    if (v < 0 || v > 9) break;
    if (digits < 18) num = num * 10 + v;
  }
  out->kind = T_NUM;
  out->num = num;
  out->digits = (uint8_t)digits;
}

/* 二〇二四 is a row of digits; 二十五 is twenty-five. */
static void lex_han_number(struct date_lexer *lx, struct date_token *out) {
  size_t used;
  int v, digits = 0, tens = 0;
  int64_t num = 0;
  while (lx->p < lx->end && digits < 18 && (v = han_value(tdg_utf8_read(lx->p, lx->end, &used))) >= 0) {
    if (v == 10) num = (num == 0 ? 1 : num) * 10, tens = 1;
    else num = tens ? num + v : num * 10 + v;
    digits++;
    lx->p += used;
  }
  out->kind = T_NUM;
  out->num = num;
  out->digits = (uint8_t)(tens ? (num > 9 ? 2 : 1) : digits);
}

/* "Europe/Brussels", "Etc/GMT-3": letters, a slash, letters. */
static int lex_iana(struct date_lexer *lx, const char *start, struct date_token *out) {
  const char *q = lx->p;
  if (q + 1 >= lx->end || *q != '/' || !is_ascii_letter((unsigned char)q[1]) || q - start < 2) return 0;
  while (q < lx->end && (is_ascii_letter((unsigned char)*q) || (*q >= '0' && *q <= '9') ||
                         (*q != '\0' && strchr("/_+-", *q) != NULL)))
    q++;
  lx->p = q;
  out->word = (struct date_word){W_ZONE_IANA, 0};
  return 1;
}

/* a.m., p. m., π.μ.: one letter, a stop, m. */
static int skip_dotted(struct date_lexer *lx, uint32_t first) {
  const char *q = lx->p;
  size_t used;
  if (first != 'a' && first != 'p' && first != 0x3C0 && first != 0x3BC) return 0;
  if (q >= lx->end || *q != '.') return 0;
  for (q++; q < lx->end; q += used) {
    uint32_t c = tdg_utf8_read(q, lx->end, &used);
    if (is_date_space(c)) continue;
    if (c != 'm' && c != 'M' && c != 0x3BC && c != 0x39C) return 0;
    q += used;
    break;
  }
  if (q < lx->end && is_letter(tdg_utf8_read(q, lx->end, &used))) return 0;
  if (q < lx->end && *q == '.') q++;
  lx->p = q;
  return 1;
}

/* เม.ย. is one word: the length of a stop between two letters of Thai; 0. */
static size_t thai_stop(const struct date_lexer *lx, uint32_t before) {
  size_t used;
  return is_thai(before) && lx->end - lx->p > 3 && *lx->p == '.' &&
         is_thai(tdg_utf8_read(lx->p + 1, lx->end, &used));
}

static void lex_word(struct date_lexer *lx, struct date_token *out) {
  const char *start = lx->p;
  char folded[DATE_MAX_WORD + 4];
  size_t n = 0, used, letters = 0;
  uint32_t first = 0, c;
  while (lx->p < lx->end && is_ascii_letter((unsigned char)*lx->p) && n < DATE_MAX_WORD)
    folded[n++] = (char)(*lx->p++ | 0x20);
  letters = n;
  if (n > 0) first = (unsigned char)folded[0];
  while (lx->p < lx->end && is_letter(c = tdg_utf8_read(lx->p, lx->end, &used))) {
    c = fold_letter(c);
    if (letters++ == 0) first = c;
    if (c != 0 && n < DATE_MAX_WORD) n += tdg_utf8_put(folded + n, c);
    lx->p += used;
    lx->p += thai_stop(lx, c);
  }
  out->kind = T_WORD;
  out->lower = *start >= 'a' && *start <= 'z';
  if (letters == 1 && skip_dotted(lx, first))
    out->word = (struct date_word){W_AMPM, first == 'p' || first == 0x3BC};
  else if (n < DATE_MAX_WORD) out->word = date_word_find(folded, n);
  if (out->word.kind != W_MONTH && out->word.kind != W_WEEKDAY) lex_iana(lx, start, out);
}

static void lex_cjk(struct date_lexer *lx, uint32_t c, size_t used, struct date_token *out) {
  size_t n = date_word_cjk(lx->p, lx->end, &out->word);
  if (n == 0 && han_value(c) >= 0) {
    lex_han_number(lx, out);
    return;
  }
  out->kind = T_WORD;
  lx->p += n != 0 ? n : used;
  if (n == 0 || out->word.kind != W_WEEKDAY || out->word.v != 1 || lx->p >= lx->end) return;
  c = tdg_utf8_read(lx->p, lx->end, &used); /* 星期 + 一 .. 六 or 日 or 天 */
  if (han_value(c) >= 1 || c == 0x65E5 || c == 0x5929) lx->p += used;
}

int date_next(struct date_lexer *lx, struct date_token *out) {
  size_t used = 1;
  uint32_t c = 0;
  char kind = 'S';
  out->spaced = 0;
  out->word = (struct date_word){W_UNKNOWN, 0};
  while (lx->p < lx->end && (kind = kind_of(c = tdg_utf8_read(lx->p, lx->end, &used))) == 'S')
    out->spaced = 1, lx->p += used;
  out->start = (uint32_t)(lx->p - lx->base);
  if (kind == 'S') out->kind = T_END;
  else if (kind == 'D') lex_number(lx, out);
  else if (kind == 'L') lex_word(lx, out);
  else if (kind == 'C') lex_cjk(lx, c, used, out);
  else {
    out->kind = kind == 'P' ? T_SIGN : T_BAD;
    out->sign = kind == 'P' ? sign_of(c) : 0;
    lx->p += used;
  }
  out->end = (uint32_t)(lx->p - lx->base);
  return out->kind;
}
