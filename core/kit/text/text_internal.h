/* text_internal.h - what the files behind tidings/kit/text.h share: code points, classes of them, growing
 * arrays. */
#ifndef KIT_TEXT_INTERNAL_H
#define KIT_TEXT_INTERNAL_H

#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/words.h>

#include <unicode/uchar.h>

enum { TEXT_MAX_RANGES = 1 << 22 }; /* sentences or words of one text; what comes after is left out */

/* The code point before p > start. */
uint32_t text_before(const char *start, const char *p, size_t *used);

static inline int text_is_space(uint32_t c) {
  return c <= 0x20 || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x3000 || c == 0xFEFF;
}
static inline int text_is_ascii_letter(uint32_t c) {
  return c < 0x80 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}
static inline int text_is_digit(uint32_t c) {
  return c < 0x80 ? c >= '0' && c <= '9' : u_isdigit((UChar32)c) != 0;
}
static inline int text_is_letter(uint32_t c) {
  return c < 0x80 ? text_is_ascii_letter(c) : (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}
static inline int text_is_upper(uint32_t c) {
  return c < 0x80 ? c >= 'A' && c <= 'Z' : (U_GET_GC_MASK((UChar32)c) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}
static inline int text_is_lower(uint32_t c) {
  return c < 0x80 ? c >= 'a' && c <= 'z' : (U_GET_GC_MASK((UChar32)c) & U_GC_LL_MASK) != 0;
}
/* Scripts whose words are found by a dictionary: Han, kana, Thai, Lao, Khmer, Burmese. */
int text_is_dictionary(uint32_t c);
/* A character that closes a quotation or a bracket after a stop. */
int text_is_closer(uint32_t c);
int text_is_opener(uint32_t c);

/* An array of ranges in the memory of the call that grows to TEXT_MAX_RANGES. */
struct text_ranges {
  tdg_call *call;
  struct tdg_range *v;
  size_t n, cap;
};
void text_ranges_init(struct text_ranges *r, tdg_call *call, size_t expected);
void text_ranges_grow(struct text_ranges *r);
static inline void text_ranges_add(struct text_ranges *r, size_t start, size_t end) {
  if (r->n == r->cap) text_ranges_grow(r);
  if (r->n < r->cap) r->v[r->n++] = (struct tdg_range){start, end};
}

/* Is the word (any case, ASCII or UTF-8) in a list "one two three" that begins and ends with a space?  The
 * list is in lower case; the word is made so first.  Words over 23 bytes are in no list. */
int text_in_list(const char *list, const char *word, size_t n);
/* A word in small letters, in `out`; empty when it has over 23 bytes or holds a space. */
enum { TEXT_MAX_LISTED = 26 };
struct tdg_str text_lower(const char *word, size_t n, char out[TEXT_MAX_LISTED]);
/* Is the word, made small, one of a class?  Words over 23 bytes are in none. */
int text_in_words(const struct tdg_word_class *, int language, const char *word, size_t n);

enum text_abbreviation {
  TEXT_NO_ABBREVIATION = 0,
  TEXT_TITLE,    /* never ends a sentence: Dr., e.g., z. B. */
  TEXT_NUMBERED, /* an abbreviation only before a number: No., Art., p. */
  TEXT_MAY_END   /* ends one when a new one clearly begins: Inc., U.S., usw. */
};
/* What is the word that ends before a full stop?  It may hold stops itself (U.S). */
enum text_abbreviation text_abbreviation(const char *word, size_t n, const char *language);
/* A capitalised word that begins sentences rather than names: The, Der, Il, Это. */
int text_is_starter(const char *word, size_t n);
/* Does the language write ordinals with a stop (5. März)? */
int text_has_ordinal_dots(const char *language);

#endif
