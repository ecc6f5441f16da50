/* word.c - cuts running text into words.
 *
 * Letters, marks and digits make words; an apostrophe, a hyphen, a stop or a comma inside one belongs to it
 * where spelling puts it there ("don't", "cease-fire", "U.S", "3.5", "1,000").  Runs of scripts that write
 * without spaces are given to ICU's dictionary breaker, opened at the first of them and closed before
 * returning.
 */
#include "kit/text/text_internal.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

enum { LETTER = 1, DIGIT = 2, JOIN = 4 };

static const unsigned char kinds[128] = {
    ['0'] = DIGIT,  ['1'] = DIGIT,  ['2'] = DIGIT,  ['3'] = DIGIT,  ['4'] = DIGIT,  ['5'] = DIGIT,
    ['6'] = DIGIT,  ['7'] = DIGIT,  ['8'] = DIGIT,  ['9'] = DIGIT,  ['\''] = JOIN,  ['-'] = JOIN,
    ['.'] = JOIN,   [','] = JOIN,   ['a'] = LETTER, ['b'] = LETTER, ['c'] = LETTER, ['d'] = LETTER,
    ['e'] = LETTER, ['f'] = LETTER, ['g'] = LETTER, ['h'] = LETTER, ['i'] = LETTER, ['j'] = LETTER,
    ['k'] = LETTER, ['l'] = LETTER, ['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER,
    ['q'] = LETTER, ['r'] = LETTER, ['s'] = LETTER, ['t'] = LETTER, ['u'] = LETTER, ['v'] = LETTER,
    ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER, ['z'] = LETTER, ['A'] = LETTER, ['B'] = LETTER,
    ['C'] = LETTER, ['D'] = LETTER, ['E'] = LETTER, ['F'] = LETTER, ['G'] = LETTER, ['H'] = LETTER,
    ['I'] = LETTER, ['J'] = LETTER, ['K'] = LETTER, ['L'] = LETTER, ['M'] = LETTER, ['N'] = LETTER,
    ['O'] = LETTER, ['P'] = LETTER, ['Q'] = LETTER, ['R'] = LETTER, ['S'] = LETTER, ['T'] = LETTER,
    ['U'] = LETTER, ['V'] = LETTER, ['W'] = LETTER, ['X'] = LETTER, ['Y'] = LETTER, ['Z'] = LETTER,
};

struct breaker {
  struct text_ranges out;
  const char *text;
  UBreakIterator *dictionary;
  UText *utext;
};

static int kind_of(uint32_t c) {
  if (c < 0x80) return kinds[c];
  if (c == 0x2019 || c == 0x2BC || c == 0x2010 || c == 0x2011 || c == 0xAD || c == 0x5F3 || c == 0x5F4 ||
      c == 0xB7)
    return JOIN;
  if (c == 0x200C || c == 0x200D) return JOIN;
  uint32_t mask = U_GET_GC_MASK((UChar32)c);
  return mask & (U_GC_L_MASK | U_GC_M_MASK) ? LETTER : mask & U_GC_N_MASK ? DIGIT : 0;
}

/* May c stand between a character of kind before and one of kind after? */
static int joins(uint32_t c, int before, int after, size_t run) {
  if (c == ',') return before == DIGIT && after == DIGIT;
  if (c == '.')
    return (before == DIGIT && after == DIGIT) || (before == LETTER && after == LETTER && run == 1);
  return after != 0;
}

static void add_dictionary_words(struct breaker *b, const char *p, const char *end) {
  UErrorCode rc = U_ZERO_ERROR;
  size_t base = (size_t)(p - b->text);
  b->utext = utext_openUTF8(b->utext, p, end - p, &rc);
  if (b->dictionary == NULL) b->dictionary = ubrk_open(UBRK_WORD, "", NULL, 0, &rc);
  if (U_SUCCESS(rc)) ubrk_setUText(b->dictionary, b->utext, &rc);
  if (U_FAILURE(rc)) {
    text_ranges_add(&b->out, base, base + (size_t)(end - p));
    return;
  }
  int32_t from = ubrk_first(b->dictionary), to;
  while ((to = ubrk_next(b->dictionary)) != UBRK_DONE) {
    text_ranges_add(&b->out, base + (size_t)from, base + (size_t)to);
    from = to;
  }
}

enum { MAX_DICTIONARY_RUN = 1 << 16 }; /* bytes the dictionary sees at once */

static const char *dictionary_run(struct breaker *b, const char *p, const char *end) {
  const char *q = p;
  size_t used;
  while (q < end && q - p < MAX_DICTIONARY_RUN && text_is_dictionary(tdg_utf8_read(q, end, &used))) q += used;
  add_dictionary_words(b, p, q);
  return q;
}

/* A word that begins at p; returns its end. */
static const char *plain_word(const char *p, const char *end) {
  int before = 0;
  size_t run = 0, used; /* letters since the last stop */
  for (;;) {
    const char *run_start = p;
    while (p < end && (unsigned char)*p < 0x80 && (kinds[(unsigned char)*p] & (LETTER | DIGIT)))
      before = kinds[(unsigned char)*p++];
    run += (size_t)(p - run_start);
    if (p >= end) return p;
    uint32_t c = tdg_utf8_read(p, end, &used);
    int kind = kind_of(c);
    if (kind & (LETTER | DIGIT)) {
      if (text_is_dictionary(c)) return p;
      before = kind;
      run++;
      p += used;
      continue;
    }
    if (kind != JOIN || p + used >= end) return p;
    size_t next_used;
    uint32_t next = tdg_utf8_read(p + used, end, &next_used);
    if (!joins(c, before, text_is_dictionary(next) ? 0 : kind_of(next) & (LETTER | DIGIT), run)) return p;
    run = 0;
    p += used;
  }
}

size_t tdg_words(tdg_call *call, struct tdg_str text, struct tdg_range **out) {
  struct breaker b = {.text = text.p};
  const char *p = text.p, *end = p + text.n;
  text_ranges_init(&b.out, call, text.n / 5);
  while (p < end) {
    size_t used;
    uint32_t c = tdg_utf8_read(p, end, &used);
    int kind = kind_of(c);
    if (!(kind & (LETTER | DIGIT))) {
      p += used;
    } else if (text_is_dictionary(c)) {
      p = dictionary_run(&b, p, end);
    } else {
      const char *q = plain_word(p, end);
      text_ranges_add(&b.out, (size_t)(p - text.p), (size_t)(q - text.p));
      p = q;
    }
  }
  ubrk_close(b.dictionary);
  utext_close(b.utext);
  *out = b.out.v;
  return b.out.n;
}
