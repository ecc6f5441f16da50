/* terms.c - words folded and hashed in one pass; see tidings/kit/terms.h.
 *
 * The scanner holds one word of at most TDG_MAX_TERM_BYTES in folded form; what is longer is cut, so the cost
 * stays linear.  Letters of the Latin blocks are folded by a table, the rest through ICU's properties.  Input
 * is taken as UTF-8; a broken sequence separates words.
 */
#include <tidings/kit/terms.h>
#include <tidings/kit/utf8.h>

#include <endian.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

struct scan {
  tdg_call *call;
  const unsigned char *p, *end, *base;
  const UNormalizer2 *norm;
  struct tdg_term *out;
  size_t n, max;
  char word[TDG_MAX_TERM_BYTES + 8];
  size_t size;      /* bytes of word */
  size_t letters;   /* code points since the last apostrophe or dot */
  int first, glued; /* flags for the next term */
};

/* U+00C0 .. U+017F without their marks; two letters where one is not enough are written with a capital key.
 */
static const char latin[] = "aaaaaaAceeeeiiii"
                            "dnooooo*ouuuuytS"
                            "aaaaaaAceeeeiiii"
                            "dnooooo*ouuuuyty"
                            "aaaaaaccccccccdd"
                            "ddeeeeeeeeeegggg"
                            "gggghhhhiiiiiiii"
                            "iiJJjjkkklllllll"
                            "lllnnnnnnnnnoooo"
                            "ooOOrrrrrrssssss"
                            "ssttttttuuuuuuuu"
                            "uuuuwwyyyzzzzzzs";

static uint64_t mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  x ^= x >> 29;
  x *= 0x9e3779b97f4a7c15u;
  return x ^ (x >> 32);
}

/* 1 to 8 bytes as a number, the first one lowest.  Shorter ones are read in two steps that may overlap: most words are
 * shorter than eight letters. */
static inline uint64_t block_of(const char *p, size_t n) {
  uint64_t all;
  uint32_t head, tail;
  if (n >= 8) return memcpy(&all, p, 8), le64toh(all);
  if (n >= 4) {
    memcpy(&head, p, 4), memcpy(&tail, p + n - 4, 4);
    return le32toh(head) | (uint64_t)le32toh(tail) << (8 * (n - 4));
  }
  return (unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << (8 * (n / 2)) |
         (uint64_t)(unsigned char)p[n - 1] << (8 * (n - 1));
}

uint64_t tdg_term_hash(const char *folded, size_t n) {
  uint64_t h = 0x2545f4914f6cdd1du + n;
  for (; n > 8; folded += 8, n -= 8) h = mix(h ^ block_of(folded, 8));
  if (n > 0) h = mix(h ^ block_of(folded, n));
  return h == 0 ? 1 : h;
}

static inline int ends_with(const char *w, size_t n, const char *tail) {
  size_t k = strlen(tail);
  return n > k && w[n - 1] == tail[k - 1] && memcmp(w + n - k, tail, k) == 0;
}

/* Length of the word without a common ending.  Coarse on purpose: it only has to bring inflected forms
 * together. */
static size_t stem_size(const char *w, size_t n) {
  if (n < 4 || (w[0] >= '0' && w[0] <= '9')) return n;
  if (n == 4) return (w[3] == 's' && w[2] != 's') || w[3] == 'y' ? n - 1 : n;
  if (ends_with(w, n, "ies") || ends_with(w, n, "ied")) return n - 3; /* as "y" below */
  if (ends_with(w, n, "sses") || ends_with(w, n, "ches") || ends_with(w, n, "shes")) return n - 2;
  if (n > 6 && ends_with(w, n, "ing"))
    return n - (w[n - 4] == w[n - 5] && w[n - 4] != 'l' && w[n - 4] != 's' ? 4 : 3);
  if (n > 5 && ends_with(w, n, "ed"))
    return n - (w[n - 3] == w[n - 4] && w[n - 3] != 'l' && w[n - 3] != 's' ? 3 : 2);
  if (ends_with(w, n, "s") && w[n - 2] != 's' && w[n - 2] != 'u' && w[n - 2] != 'i') {
    return n > 5 && w[n - 2] == 'e' ? n - 2 : n - 1;
  }
  return ends_with(w, n, "e") || ends_with(w, n, "y") ? n - 1 : n;
}

static void word_char(struct scan *s, char c) {
  if (s->size < TDG_MAX_TERM_BYTES) s->word[s->size++] = c;
}

static void word_codepoint(struct scan *s, uint32_t c) {
  char b[4];
  size_t n = tdg_utf8_put(b, c);
  if (s->size + n > TDG_MAX_TERM_BYTES) return;
  memcpy(s->word + s->size, b, n);
  s->size += n;
}

enum kind { SEPARATOR, SPACE, STOP, LETTER, DIGIT, GLYPH, MARK, APOSTROPHE, HYPHEN, DOT, COMMA };

int tdg_is_glyph(uint32_t c) {
  return (c >= 0x0E00 && c < 0x1100) || (c >= 0x1780 && c < 0x1800) ||
         (c >= 0x2E80 && c < 0xA4D0 && c >= 0x3040) || (c >= 0xAC00 && c < 0xD7B0) ||
         (c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x32000);
}

static enum kind kind_wide(uint32_t c) {
  if ((c >= 0xC0 && c < 0x180 && c != 0xD7 && c != 0xF7)) return LETTER;
  if (c == 0x2019 || c == 0x2BC || c == 0x2018) return APOSTROPHE;
  if (c == 0x2010 || c == 0x2011) return HYPHEN;
  if (c >= 0x300 && c < 0x370) return MARK;
  if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF) return MARK;
  if (c == 0xA0 || (c >= 0x2000 && c < 0x200B) || c == 0x202F || c == 0x3000) return SPACE;
  if (c == 0x2026 || c == 0x201C || c == 0x201E || c == 0xAB || c == 0x3002 || c == 0xFF01 || c == 0xFF1F ||
      c == 0x61F || c == 0x964)
    return STOP;
  if (c < 0xC0 || (c >= 0x2000 && c < 0x2E80))
    return c == 0xAA || c == 0xB5 || c == 0xBA ? LETTER : SEPARATOR;
  if (tdg_is_glyph(c))
    return u_isalnum((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK ? GLYPH : STOP;
  if (u_isdigit((UChar32)c)) return DIGIT;
  if (u_charType((UChar32)c) == U_NON_SPACING_MARK) return MARK;
  return u_isalpha((UChar32)c) || u_charType((UChar32)c) == U_COMBINING_SPACING_MARK ? LETTER : SEPARATOR;
}

#define FIVE(c, k) [c] = (k), [(c) + 1] = (k), [(c) + 2] = (k), [(c) + 3] = (k), [(c) + 4] = (k)
#define LETTERS(a)                                                                                           \
  FIVE(a, LETTER), FIVE((a) + 5, LETTER), FIVE((a) + 10, LETTER), FIVE((a) + 15, LETTER),                    \
      FIVE((a) + 20, LETTER), [(a) + 25] = LETTER
static const unsigned char ascii_kinds[0x80] = {
    LETTERS('a'),   LETTERS('A'),        FIVE('0', DIGIT), FIVE('5', DIGIT), [' '] = SPACE, ['\t'] = SPACE,
    ['\r'] = SPACE, ['\''] = APOSTROPHE, ['-'] = HYPHEN,   ['.'] = DOT,      [','] = COMMA, ['!'] = STOP,
    ['?'] = STOP,   [':'] = STOP,        ['"'] = STOP,     ['\n'] = STOP,    ['('] = STOP};
_Static_assert(SEPARATOR == 0, "what the table does not name separates");

static enum kind kind_ascii(unsigned char c) { return c < 0x80 ? (enum kind)ascii_kinds[c] : SEPARATOR; }

static inline enum kind peek(const unsigned char *p, const unsigned char *end, uint32_t *c, size_t *used) {
  if (p >= end) {
    *c = 0, *used = 0;
    return SEPARATOR;
  }
  if (*p < 0x80) {
    *c = *p, *used = 1;
    return kind_ascii(*p);
  }
  *c = tdg_utf8_read((const char *)p, (const char *)end, used);
  return kind_wide(*c);
}

static void fold_wide(struct scan *s, uint32_t c) {
  if (c >= 0xC0 && c < 0x180) {
    char l = latin[c - 0xC0];
    if (l == 'A') word_char(s, 'a'), word_char(s, 'e');
    else if (l == 'S') word_char(s, 's'), word_char(s, 's');
    else if (l == 'O') word_char(s, 'o'), word_char(s, 'e');
    else if (l == 'J') word_char(s, 'i'), word_char(s, 'j');
    else word_char(s, l);
    return;
  }
  UChar parts[8];
  UErrorCode e = U_ZERO_ERROR;
  int32_t n = unorm2_getDecomposition(s->norm, (UChar32)c, parts, 8, &e);
  if (U_SUCCESS(e) && n > 0)
    c = n > 1 && U16_IS_LEAD(parts[0]) ? (uint32_t)U16_GET_SUPPLEMENTARY(parts[0], parts[1]) : parts[0];
  int32_t digit = u_charDigitValue((UChar32)c);
  if (digit >= 0) word_char(s, (char)('0' + digit));
  else word_codepoint(s, (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT));
}

static void grow(struct scan *s) {
  size_t max = s->max * 2 < TDG_MAX_TERMS ? s->max * 2 : TDG_MAX_TERMS;
  struct tdg_term *more = tdg_scratch(s->call, max * sizeof *more);
  memcpy(more, s->out, s->n * sizeof *more);
  s->out = more;
  s->max = max;
}

static void emit(struct scan *s, const unsigned char *from, unsigned flags) {
  if (s->n == s->max && s->max < TDG_MAX_TERMS) grow(s);
  if (s->size > 0 && s->n < s->max) {
    struct tdg_term *t = &s->out[s->n];
    t->hash = tdg_term_hash(s->word, s->size);
    size_t k = flags & TDG_TERM_GLYPH ? s->size : stem_size(s->word, s->size);
    t->stem = k == s->size ? t->hash : tdg_term_hash(s->word, k);
    t->start = (uint32_t)(from - s->base);
    t->end = (uint32_t)(s->p - s->base);
    t->flags = (uint16_t)(flags | (s->first ? TDG_TERM_FIRST : 0u) | (s->glued ? TDG_TERM_ADJACENT : 0u));
    t->size = (uint16_t)s->size;
    s->n++;
  }
  s->first = 0;
  s->glued = 1;
}

/* After an apostrophe: "'s", "'t", "'ll" end the word and say nothing; "l'", "d'" in front are dropped. */
static int take_apostrophe(struct scan *s, size_t used) {
  const unsigned char *q = s->p + used;
  uint32_t c;
  size_t k, tail = 0;
  while (tail < 3 && peek(q, s->end, &c, &k) == LETTER) q += k, tail++;
  if (tail == 0) return 0;
  if (tail < 3) {
    s->p = q;
    return 0;
  }
  if (s->letters <= 2) s->size = 0;
  s->p += used;
  s->letters = 0;
  return 1;
}

/* May a sign inside a word be passed over?  Moves on when it may. */
static int take_inner(struct scan *s, enum kind k, uint32_t c, size_t used) {
  uint32_t c2;
  size_t u2;
  enum kind next = peek(s->p + used, s->end, &c2, &u2);
  int digit = s->size > 0 && s->word[s->size - 1] >= '0' && s->word[s->size - 1] <= '9';
  (void)c;
  if (k == APOSTROPHE) return take_apostrophe(s, used);
  if (k == HYPHEN && next == LETTER && !digit) return s->p += used, 1;
  if (k == DOT && digit && next == DIGIT) return word_char(s, '.'), s->p += used, 1;
  if (k == COMMA && digit && next == DIGIT && s->end - s->p > 3 && kind_ascii(s->p[2]) == DIGIT &&
      kind_ascii(s->p[3]) == DIGIT) {
    return s->p += used, 1;
  }
  if (k == DOT && !digit && s->letters == 1) { /* U.S., z.B. */
    uint32_t c3;
    size_t u3;
    if (next == LETTER && peek(s->p + used + u2, s->end, &c3, &u3) != LETTER)
      return s->p += used, s->letters = 0, 1;
    if (next != LETTER && s->size > 1) s->p += used;
  }
  return 0;
}

/* A run of small letters of ASCII, which most text is: no sign to be weighed, nothing to be folded. */
static size_t take_small_letters(struct scan *s) {
  const unsigned char *p = s->p;
  size_t size = s->size;
  for (; p < s->end && *p >= 'a' && *p <= 'z'; p++)
    if (size < TDG_MAX_TERM_BYTES) s->word[size++] = (char)*p;
  size_t n = (size_t)(p - s->p);
  s->p = p, s->size = size;
  s->letters += n;
  return n;
}

static void scan_word(struct scan *s) {
  const unsigned char *from = s->p;
  uint32_t c;
  size_t used, capitals = 0, count = 0;
  unsigned flags = 0;
  s->size = s->letters = 0;
  for (;;) {
    enum kind k = peek(s->p, s->end, &c, &used);
    if (k == LETTER || k == DIGIT) {
      int upper = c < 0x80 ? (c >= 'A' && c <= 'Z') : u_isupper((UChar32)c) != 0;
      if (s->size == 0)
        flags = (k == DIGIT ? TDG_TERM_NUMBER : 0u) | (upper ? TDG_TERM_CAPITAL : 0u), capitals = count = 0;
      if (c < 0x80) word_char(s, (char)(upper ? c | 0x20 : c));
      else fold_wide(s, c);
      capitals += (size_t)upper;
      s->letters++;
      s->p += used;
      count += 1 + take_small_letters(s);
    } else if (k == MARK) {
      s->p += used;
    } else if (!take_inner(s, k, c, used)) {
      break;
    }
  }
  if (capitals > 1 && capitals == count) flags |= TDG_TERM_UPPER;
  emit(s, from, flags);
}

static void scan_glyph(struct scan *s, uint32_t c, size_t used) {
  const unsigned char *from = s->p;
  s->size = 0;
  if (c >= 0xAC00 && c < 0xD7B0) word_codepoint(s, c);
  else fold_wide(s, c);
  s->p += used;
  emit(s, from, TDG_TERM_GLYPH);
}

static void scan_text(struct scan *s) {
  uint32_t c;
  size_t used;
  while (s->p < s->end && s->n < TDG_MAX_TERMS) {
    enum kind k = peek(s->p, s->end, &c, &used);
    if (k == LETTER || k == DIGIT) {
      scan_word(s);
    } else if (k == GLYPH) {
      scan_glyph(s, c, used);
    } else {
      if (k == STOP || k == DOT) s->first = 1;
      if (k != SPACE && k != MARK) s->glued = 0;
      s->p += used;
    }
  }
}

size_t tdg_terms(tdg_call *call, struct tdg_str text, struct tdg_term **out) {
  UErrorCode e = U_ZERO_ERROR;
  struct scan s = {0};
  s.base = s.p = (const unsigned char *)text.p;
  s.end = s.p + text.n;
  s.call = call;
  s.max = text.n / 6 + 8 < TDG_MAX_TERMS ? text.n / 6 + 8 : TDG_MAX_TERMS;
  s.out = tdg_scratch(call, s.max * sizeof *s.out);
  s.norm = unorm2_getNFKDInstance(&e);
  s.first = 1;
  if (U_SUCCESS(e)) scan_text(&s);
  *out = s.out;
  return s.n;
}
