/* fold_text.c - a form of a text for comparing.
 *
 * ASCII is lowered in place; Latin letters with marks lose them by a table; the rest goes through ICU, one
 * code point at a time, so the cost is linear.  Marks are dropped where they are accents (Latin, Greek,
 * Arabic, Hebrew, Cyrillic stress) and kept where they are letters (Devanagari, Thai, kana).
 */
#include "kit/text/text_internal.h"

#include <string.h>
#include <unicode/unorm2.h>

struct folder {
  tdg_call *call;
  char *p;
  size_t n, cap;
  int space;  /* a space is owed before the next character */
  int accent; /* marks that follow now are accents */
  const UNormalizer2 *nfkd;
};

static void reserve(struct folder *f, size_t more) {
  if (f->cap - f->n > more) return;
  size_t cap = f->cap * 2 + more;
  char *p = (char *)tdg_scratch(f->call, cap);
  memcpy(p, f->p, f->n);
  f->p = p;
  f->cap = cap;
}

static void put(struct folder *f, uint32_t c) {
  reserve(f, 6);
  if (f->space && f->n > 0) f->p[f->n++] = ' ';
  f->space = 0;
  f->n += tdg_utf8_put(f->p + f->n, c);
}

/* One byte. */
static void put_plain(struct folder *f, char c) {
  if (f->cap - f->n <= 2) reserve(f, 6);
  if (f->space && f->n > 0) f->p[f->n++] = ' ';
  f->space = 0;
  f->p[f->n++] = c;
}

/* Letters that stay as they are. */
static void put_letters(struct folder *f, const char *p, size_t n) {
  if (f->cap - f->n <= n + 1) reserve(f, n + 2);
  if (f->space && f->n > 0) f->p[f->n++] = ' ';
  f->space = 0;
  f->accent = 1;
  memcpy(f->p + f->n, p, n);
  f->n += n;
}

/* Letters that are lowered without ICU, the most frequent of their scripts: Cyrillic, Arabic, Chinese.  0: another. */
static uint32_t lowered(uint32_t c) {
  if (c >= 0x410 && c < 0x450) return c < 0x430 ? c + 0x20 : c;
  if ((c >= 0x621 && c <= 0x63A) || (c >= 0x641 && c <= 0x64A) || (c >= 0x4E00 && c < 0xA000)) return c;
  return 0;
}

/* A letter of two bytes that stays as it is. */
static int stays(const char *p, const char *end) {
  if (end - p < 2) return 0;
  const unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
  if (a == 0xD0) return b >= 0xB0 && b <= 0xBF; /* U+0430 .. */
  if (a == 0xD1) return b >= 0x80 && b <= 0x8F;
  if (a == 0xD8) return b >= 0xA1 && b <= 0xBA; /* U+0621 .. */
  return a == 0xD9 && b >= 0x81 && b <= 0x8A;
}

static void put_string(struct folder *f, const char *s) {
  for (; *s != '\0'; s++) put(f, (unsigned char)*s);
}

/* Signs with plain likenesses, letters that no decomposition makes plain, and signs that are dropped; sorted.
 */
/* clang-format off */
static const struct {
  uint32_t c;
  const char *as;
} likenesses[] = {
    {0x0060, "'"}, {0x00AB, "\""}, {0x00AD, ""}, {0x00B4, "'"}, {0x00BB, "\""}, {0x00C6, "ae"},
    {0x00D0, "d"}, {0x00D8, "o"}, {0x00DE, "th"}, {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00F0, "d"},
    {0x00F8, "o"}, {0x00FE, "th"}, {0x0110, "d"}, {0x0111, "d"}, {0x0126, "h"}, {0x0127, "h"},
    {0x0130, "i"}, {0x0131, "i"}, {0x0141, "l"}, {0x0142, "l"}, {0x0152, "oe"}, {0x0153, "oe"},
    {0x0166, "t"}, {0x0167, "t"}, {0x018F, "e"}, {0x0259, "e"}, {0x02B9, "'"}, {0x02BB, "'"},
    {0x02BC, "'"}, {0x061C, ""}, {0x0640, ""}, {0x1E9E, "ss"}, {0x200B, ""}, {0x200C, ""}, {0x200D, ""},
    {0x200E, ""}, {0x200F, ""}, {0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"}, {0x2014, "-"},
    {0x2015, "-"}, {0x2018, "'"}, {0x2019, "'"}, {0x201A, "'"}, {0x201B, "'"}, {0x201C, "\""},
    {0x201D, "\""}, {0x201E, "\""}, {0x201F, "\""}, {0x2032, "'"}, {0x2033, "\""}, {0x2039, "'"},
    {0x203A, "'"}, {0x2060, ""}, {0x2212, "-"}, {0x300C, "\""}, {0x300D, "\""}, {0x300E, "\""},
    {0x300F, "\""}, {0xFE58, "-"}, {0xFE63, "-"}, {0xFEFF, ""},
};
/* clang-format on */

/* NULL: none. */
static const char *likeness(uint32_t c) {
  size_t lo = 0, hi = sizeof likenesses / sizeof likenesses[0];
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (likenesses[mid].c == c) return likenesses[mid].as;
    if (likenesses[mid].c < c) lo = mid + 1;
    else hi = mid;
  }
  return NULL;
}

/* Blocks whose characters are taken apart; others keep their composed letters (Hangul, kana, й). */
static int is_taken_apart(uint32_t c) {
  return (c >= 0xA0 && c < 0x400) || (c >= 0x1D00 && c < 0x2C00) || (c >= 0x3200 && c < 0x3400) ||
         (c >= 0xF900 && c < 0xFE00) || (c >= 0xFE20 && c < 0xFFF0) || (c >= 0x1D400 && c < 0x1D800) ||
         c == 0x401 || c == 0x451;
}

static int has_accents(uint32_t c) {
  return c < 0x530 || (c >= 0x590 && c < 0x700) || (c >= 0x1E00 && c < 0x2000);
}

static void put_one(struct folder *f, uint32_t c) {
  int mark = u_charType((UChar32)c) == U_NON_SPACING_MARK;
  if (mark && (f->accent || c == 0x301)) return;
  if (text_is_space(c)) {
    f->space = 1;
    return;
  }
  if (!mark) f->accent = has_accents(c);
  const char *plain = likeness(c);
  if (plain != NULL) put_string(f, plain);
  else if (c == 0x3C2) put(f, 0x3C3);
  else put(f, (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT));
}

static void put_wide(struct folder *f, uint32_t c) {
  UChar parts[32];
  UErrorCode rc = U_ZERO_ERROR;
  const char *plain = likeness(c);
  if (plain != NULL) {
    f->accent = 1;
    put_string(f, plain);
    return;
  }
  int32_t n = -1;
  if (is_taken_apart(c) && f->nfkd == NULL) f->nfkd = unorm2_getNFKDInstance(&rc);
  if (is_taken_apart(c) && U_SUCCESS(rc)) n = unorm2_getDecomposition(f->nfkd, (UChar32)c, parts, 32, &rc);
  if (n < 0 || U_FAILURE(rc)) {
    put_one(f, c);
    return;
  }
  for (int32_t i = 0; i < n;) {
    uint32_t part = parts[i++];
    if (U16_IS_LEAD(part) && i < n) part = (uint32_t)U16_GET_SUPPLEMENTARY(part, parts[i]), i++;
    put_one(f, part);
  }
}

/* U+00C0 .. U+017F without marks; a space where the long way is taken. */
static const char latin[] = "aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y"
                            "aaaaaaccccccccdd  eeeeeeeeeegggggggghh  iiiiiiii    jjkk llllll "
                            "   nnnnnn   oooooo  rrrrrrsssssssstttt  uuuuuuuuuuuuwwyyyzzzzzz ";

struct tdg_str tdg_fold(tdg_call *call, struct tdg_str text) {
  struct folder f = {.call = call, .cap = text.n + 16};
  f.p = (char *)tdg_scratch(call, f.cap);
  for (const char *p = text.p, *end = p + text.n; p < end;) {
    const char *from = p;
    do
      while (p < end && *p >= 'a' && *p <= 'z') p++;
    while (stays(p, end) && (p += 2) < end);
    if (p > from) { /* most of a text stays as it is */
      put_letters(&f, from, (size_t)(p - from));
      continue;
    }
    size_t used;
    uint32_t c = tdg_utf8_read(p, end, &used);
    p += used;
    if (c <= ' ') {
      f.space = 1;
    } else if (c < 0x80) {
      put_plain(&f, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '`' ? '\'' : c));
      f.accent = 1;
    } else if (c >= 0xC0 && c < 0x180 && latin[c - 0xC0] != ' ') {
      put_plain(&f, latin[c - 0xC0]);
      f.accent = 1;
    } else if (lowered(c) != 0) {
      put(&f, lowered(c));
      f.accent = has_accents(c);
    } else {
      put_wide(&f, c);
    }
  }
  reserve(&f, 1);
  f.p[f.n] = '\0';
  return (struct tdg_str){f.p, f.n};
}
