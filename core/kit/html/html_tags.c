/* kit/html/html_tags.c - names of elements and attributes to numbers, and back; see tidings/kit/html_tree.h.
 *
 * Elements are found by a hash without collisions (html_tag_table.h), attributes, which few pages have many kinds of, by
 * their first letter.  Nothing is allocated, nothing can fail. */
#include "kit/html/html_tags.h"

#include "kit/html/html_tag_table.h"

#include <tidings/kit/str.h>

_Static_assert(sizeof html_tag_keys / sizeof *html_tag_keys == TDG_HTML_LIMIT, "run core/kit/gen_tables.py");

const uint16_t tdg_html_tag_flags[TDG_HTML_LIMIT] = {
#define ROW(symbol, name, flags) [TDG_HTML_##symbol] = flags,
    TDG_HTML_TAGS(ROW)
#undef ROW
};
static const char names[TDG_HTML_LIMIT][12] = {
#define ROW(symbol, name, flags) [TDG_HTML_##symbol] = name,
    TDG_HTML_TAGS(ROW)
#undef ROW
};
static const struct {
  char name[16];
  uint8_t len;
} attrs[TDG_ATTR_LIMIT] = {
#define ROW(symbol, name) [TDG_ATTR_##symbol] = {name, sizeof(name) - 1},
    TDG_HTML_ATTRS(ROW)
#undef ROW
};

/* Attributes are sorted by name: where each letter begins. */
static const uint8_t first_attr[27] = {['a' - 'a'] = TDG_ATTR_ACTION,
                                       ['b' - 'a'] = TDG_ATTR_CITE,
                                       ['c' - 'a'] = TDG_ATTR_CITE,
                                       ['d' - 'a'] = TDG_ATTR_DATA_COMPONENT,
                                       ['e' - 'a'] = TDG_ATTR_HEIGHT,
                                       ['f' - 'a'] = TDG_ATTR_HEIGHT,
                                       ['g' - 'a'] = TDG_ATTR_HEIGHT,
                                       ['h' - 'a'] = TDG_ATTR_HEIGHT,
                                       ['i' - 'a'] = TDG_ATTR_ID,
                                       ['j' - 'a'] = TDG_ATTR_LANG,
                                       ['k' - 'a'] = TDG_ATTR_LANG,
                                       ['l' - 'a'] = TDG_ATTR_LANG,
                                       ['m' - 'a'] = TDG_ATTR_NAME,
                                       ['n' - 'a'] = TDG_ATTR_NAME,
                                       ['o' - 'a'] = TDG_ATTR_PROPERTY,
                                       ['p' - 'a'] = TDG_ATTR_PROPERTY,
                                       ['q' - 'a'] = TDG_ATTR_REL,
                                       ['r' - 'a'] = TDG_ATTR_REL,
                                       ['s' - 'a'] = TDG_ATTR_SRC,
                                       ['t' - 'a'] = TDG_ATTR_TITLE,
                                       ['u' - 'a'] = TDG_ATTR_VALUE,
                                       ['v' - 'a'] = TDG_ATTR_VALUE,
                                       ['w' - 'a'] = TDG_ATTR_WIDTH,
                                       ['x' - 'a'] = TDG_ATTR_XML_LANG,
                                       ['y' - 'a'] = TDG_ATTR_LIMIT,
                                       ['z' - 'a'] = TDG_ATTR_LIMIT,
                                       [26] = TDG_ATTR_LIMIT};

const char *tdg_html_name(unsigned tag) { return names[tag]; }

/* The first letters of a name as html_tag_of_key() takes them. */
#define KEY4(a, b, c, d) ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24)

/* What elements of AMP are to a reader: amp-img is a picture, what belongs to the frame around the text a dialog.  Told
 * by the letters behind "amp-" and the length. */
static enum tdg_html_tag amp_tag_of_key(uint64_t key, size_t n) {
  static const struct {
    uint64_t letters;
    size_t length;
    enum tdg_html_tag tag;
  } amp[] = {{KEY4('i', 'm', 'g', 0), 7, TDG_HTML_IMG},       {KEY4('a', 'n', 'i', 'm'), 8, TDG_HTML_IMG},
             {KEY4('v', 'i', 'd', 'e'), 9, TDG_HTML_VIDEO},   {KEY4('a', 'u', 'd', 'i'), 9, TDG_HTML_AUDIO},
             {KEY4('a', 'd', 0, 0), 6, TDG_HTML_DIALOG},      {KEY4('s', 't', 'i', 'c'), 13, TDG_HTML_DIALOG},
             {KEY4('c', 'o', 'n', 's'), 11, TDG_HTML_DIALOG}, {KEY4('s', 'i', 'd', 'e'), 11, TDG_HTML_DIALOG},
             {KEY4('u', 's', 'e', 'r'), 21, TDG_HTML_DIALOG}};
  for (size_t i = 0; i < sizeof amp / sizeof amp[0]; i++)
    if (amp[i].letters == key >> 32 && amp[i].length == n) return amp[i].tag;
  return TDG_HTML_OTHER;
}

enum tdg_html_tag html_tag_of_key(uint64_t key, size_t n) {
  const uint8_t i = html_tag_slot[(key * HTML_TAG_FACTOR) >> HTML_TAG_SHIFT];
  if (html_tag_keys[i].key == key && html_tag_keys[i].length == n) return (enum tdg_html_tag)i;
  return (key & UINT32_MAX) == KEY4('a', 'm', 'p', '-') ? amp_tag_of_key(key, n) : TDG_HTML_OTHER;
}

enum tdg_html_tag html_tag_of(const char *p, size_t n) {
  uint64_t key = 0;
  for (size_t i = 0; i < n && i < 8; i++) key |= (uint64_t)(unsigned char)tdg_lower(p[i]) << (8 * i);
  const enum tdg_html_tag tag = html_tag_of_key(key, n);
  return n <= 8 || (key & UINT32_MAX) == KEY4('a', 'm', 'p', '-') ||
                 tdg_nocase_is((struct tdg_str){p, n}, names[tag])
             ? tag
             : TDG_HTML_OTHER;
}

enum tdg_html_attr html_attr_of(const char *p, size_t n) {
  char low[sizeof attrs[0].name];
  if (n == 0 || n > sizeof low - 1) return TDG_ATTR_NONE;
  for (size_t k = 0; k < n; k++) low[k] = tdg_lower(p[k]);
  if (low[0] < 'a' || low[0] > 'z') return TDG_ATTR_NONE;
  for (unsigned i = first_attr[low[0] - 'a'], end = first_attr[low[0] - 'a' + 1]; i < end; i++)
    if (attrs[i].len == n && memcmp(attrs[i].name, low, n) == 0) return (enum tdg_html_attr)i;
  return TDG_ATTR_NONE;
}

unsigned html_raw_slot(enum tdg_html_tag tag) {
  static const uint8_t order[HTML_RAW_SLOTS] = {TDG_HTML_SCRIPT,   TDG_HTML_STYLE,  TDG_HTML_TITLE,
                                                TDG_HTML_TEXTAREA, TDG_HTML_IFRAME, TDG_HTML_NOEMBED,
                                                TDG_HTML_NOFRAMES, TDG_HTML_XMP};
  unsigned i = 0;
  while (i < HTML_RAW_SLOTS - 1 && order[i] != tag) i++;
  return i;
}
