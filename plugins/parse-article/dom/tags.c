/* tags.c - element and attribute names to numbers.
 *
 * A constant open-addressed table cannot be written in C without a generator, so names are bucketed by length
 * and first letter: at most a handful of comparisons each.  Nothing is allocated, nothing can fail. */
#include "tags.h"

#include <string.h>

#include <tidings/kit/str.h>

struct known {
  char name[16];
  uint8_t len, flags;
};

static const struct known tags[T_LIMIT] = {
#define TAG_ROW(symbol, name, flags) [symbol] = {name, sizeof(name) - 1, flags},
    TAG_TABLE(TAG_ROW)
#undef TAG_ROW
};
static const struct known attrs[A_LIMIT] = {
#define ATTR_ROW(symbol, name) [symbol] = {name, sizeof(name) - 1, 0},
    ATTR_TABLE(ATTR_ROW)
#undef ATTR_ROW
};

/* Tags are sorted by name: where each letter begins. */
static const uint8_t first_tag[27] = {
    ['a' - 'a'] = T_A,     ['b' - 'a'] = T_B,        ['c' - 'a'] = T_CANVAS, ['d' - 'a'] = T_DATALIST,
    ['e' - 'a'] = T_EM,    ['f' - 'a'] = T_FIELDSET, ['g' - 'a'] = T_H1,     ['h' - 'a'] = T_H1,
    ['i' - 'a'] = T_I,     ['j' - 'a'] = T_KBD,      ['k' - 'a'] = T_KBD,    ['l' - 'a'] = T_LABEL,
    ['m' - 'a'] = T_MAIN,  ['n' - 'a'] = T_NAV,      ['o' - 'a'] = T_OBJECT, ['p' - 'a'] = T_P,
    ['q' - 'a'] = T_Q,     ['r' - 'a'] = T_RP,       ['s' - 'a'] = T_S,      ['t' - 'a'] = T_TABLE,
    ['u' - 'a'] = T_U,     ['v' - 'a'] = T_VAR,      ['w' - 'a'] = T_WBR,    ['x' - 'a'] = T_XMP,
    ['y' - 'a'] = T_LIMIT, ['z' - 'a'] = T_LIMIT,    [26] = T_LIMIT};
static const uint8_t first_attr[27] = {['a' - 'a'] = A_ACTION,
                                       ['b' - 'a'] = A_CITE,
                                       ['c' - 'a'] = A_CITE,
                                       ['d' - 'a'] = A_DATA_COMPONENT,
                                       ['e' - 'a'] = A_HEIGHT,
                                       ['f' - 'a'] = A_HEIGHT,
                                       ['g' - 'a'] = A_HEIGHT,
                                       ['h' - 'a'] = A_HEIGHT,
                                       ['i' - 'a'] = A_ID,
                                       ['j' - 'a'] = A_LANG,
                                       ['k' - 'a'] = A_LANG,
                                       ['l' - 'a'] = A_LANG,
                                       ['m' - 'a'] = A_NAME,
                                       ['n' - 'a'] = A_NAME,
                                       ['o' - 'a'] = A_PROPERTY,
                                       ['p' - 'a'] = A_PROPERTY,
                                       ['q' - 'a'] = A_REL,
                                       ['r' - 'a'] = A_REL,
                                       ['s' - 'a'] = A_SRC,
                                       ['t' - 'a'] = A_TITLE,
                                       ['u' - 'a'] = A_VALUE,
                                       ['v' - 'a'] = A_VALUE,
                                       ['w' - 'a'] = A_WIDTH,
                                       ['x' - 'a'] = A_XML_LANG,
                                       ['y' - 'a'] = A_LIMIT,
                                       ['z' - 'a'] = A_LIMIT,
                                       [26] = A_LIMIT};

unsigned tag_flags(unsigned tag) { return tag < T_LIMIT ? tags[tag].flags : 0; }

const char *tag_name(unsigned tag) { return tag < T_LIMIT ? tags[tag].name : ""; }

static unsigned find(const struct known *table, const uint8_t *first, const char *p, size_t n,
                     unsigned none) {
  char low[16];
  unsigned i, end;
  if (n == 0 || n > sizeof(low) - 1) return none;
  for (size_t k = 0; k < n; k++) low[k] = tdg_lower(p[k]);
  if (low[0] < 'a' || low[0] > 'z') return none;
  end = first[low[0] - 'a' + 1];
  for (i = first[low[0] - 'a']; i < end; i++) {
    if (table[i].len == n && memcmp(table[i].name, low, n) == 0) return i;
  }
  return none;
}

unsigned tag_find(const char *p, size_t n) { return find(tags, first_tag, p, n, T_OTHER); }

unsigned attr_find(const char *p, size_t n) { return find(attrs, first_attr, p, n, A_NONE); }
