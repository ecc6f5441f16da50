/* kit/text/charset.c - bytes from outside become valid UTF-8.
 *
 * tdg_decode asks in the order of charset.h who is to be believed, then converts.  ASCII and UTF-8 are
 * checked in one pass and handed back as they are; windows-1252 has a table here; the rest goes through ICU,
 * whose data is linked in (a sandboxed worker opens no file for it).  All memory but ICU's own is the call's;
 * nothing fails: a converter that cannot be opened counts as an unknown charset. */
#include "kit/text/charset_internal.h"

#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/utf8.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

enum { PIVOT = 4096, CLEARLY_UTF8 = 10 };

/* iso-8859-16 from 0xA0 on: the places where it is not iso-8859-1. */
static const struct {
  unsigned char byte;
  uint16_t codepoint;
} latin10[] = {{0xA1, 0x104}, {0xA2, 0x105}, {0xA3, 0x141},  {0xA4, 0x20AC}, {0xA5, 0x201E}, {0xA6, 0x160},
               {0xA8, 0x161}, {0xAA, 0x218}, {0xAC, 0x179},  {0xAE, 0x17A},  {0xAF, 0x17B},  {0xB2, 0x10C},
               {0xB3, 0x142}, {0xB4, 0x17D}, {0xB5, 0x201D}, {0xB8, 0x17E},  {0xB9, 0x10D},  {0xBA, 0x219},
               {0xBC, 0x152}, {0xBD, 0x153}, {0xBE, 0x178},  {0xBF, 0x17C},  {0xC3, 0x102},  {0xC5, 0x106},
               {0xD0, 0x110}, {0xD1, 0x143}, {0xD5, 0x150},  {0xD7, 0x15A},  {0xD8, 0x170},  {0xDD, 0x118},
               {0xDE, 0x21A}, {0xE3, 0x103}, {0xE5, 0x107},  {0xF0, 0x111},  {0xF1, 0x144},  {0xF5, 0x151},
               {0xF7, 0x15B}, {0xF8, 0x171}, {0xFD, 0x119},  {0xFE, 0x21B}};

static int is_named(const struct charset *c, const char *name) { return strcmp(c->name, name) == 0; }
static int is_wide(const struct charset *c) {
  return strncmp(c->name, "UTF-16", 6) == 0 || strncmp(c->name, "UTF-32", 6) == 0;
}
static int is_multibyte(const struct charset *c) {
  static const char *const names[] = {"Big5", "EUC-JP",      "EUC-KR",   "gb18030",
                                      "GBK",  "ISO-2022-JP", "Shift_JIS"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (is_named(c, names[i])) return 1;
  return 0;
}

static void single_byte_table(const struct charset *c, uint16_t table[256]) {
  for (unsigned i = 0; i < 256; i++) table[i] = (uint16_t)i;
  if (is_named(c, "windows-1252")) memcpy(table + 128, charset_high_1252, sizeof charset_high_1252);
  if (is_named(c, "ISO-8859-16"))
    for (size_t i = 0; i < sizeof latin10 / sizeof latin10[0]; i++)
      table[latin10[i].byte] = latin10[i].codepoint;
}

static struct tdg_str decode_single(tdg_call *call, const struct charset *c, struct tdg_str bytes,
                                    size_t *repaired) {
  uint16_t table[256];
  char *out = tdg_scratch(call, bytes.n * 3 + 1), *o = out;
  struct tdg_str result;
  single_byte_table(c, table);
  for (size_t i = 0; i < bytes.n; i++) {
    const unsigned char b = (unsigned char)bytes.p[i];
    if (b == 0) ++*repaired;
    else if (b < 0x80) *o++ = (char)b;
    else o += tdg_utf8_put(o, table[b]);
  }
  result.p = out;
  result.n = (size_t)(o - out);
  return result;
}

/* UTF-16 of one pivot to UTF-8; a surrogate half at the end waits in *half for the next one. */
static char *put_utf16(char *o, const UChar *p, const UChar *end, uint32_t *half, size_t *repaired) {
  for (; p < end; p++) {
    uint32_t cp = *p;
    if (U16_IS_LEAD(cp)) {
      if (*half != 0) o += tdg_utf8_put(o, 0xFFFD), ++*repaired;
      *half = cp;
      continue;
    }
    if (U16_IS_TRAIL(cp) && *half != 0) {
      cp = 0x10000 + ((*half - 0xD800) << 10) + (cp - 0xDC00);
    } else if (*half != 0) {
      o += tdg_utf8_put(o, 0xFFFD);
      ++*repaired;
    }
    *half = 0;
    if (cp == 0 || cp == 0xFFFD || U16_IS_TRAIL(cp)) ++*repaired;
    if (cp != 0) o += tdg_utf8_put(o, cp);
  }
  return o;
}

static struct tdg_str decode_icu(tdg_call *call, UConverter *converter, struct tdg_str bytes,
                                 size_t *repaired) {
  const char *in = bytes.p, *end = bytes.p + bytes.n;
  /* A byte becomes at most one unit of UTF-16 in every set of ours but for a few pairs; 3 bytes a unit. */
  struct tdg_buf out = tdg_buf_make(call, bytes.n * 6 + 16);
  UErrorCode e = U_BUFFER_OVERFLOW_ERROR;
  uint32_t half = 0;
  while (e == U_BUFFER_OVERFLOW_ERROR) {
    UChar pivot[PIVOT], *to = pivot;
    char piece[PIVOT * 3 + 4];
    e = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &to, pivot + PIVOT, &in, end, NULL, 1, &e);
    tdg_buf_add(&out, piece, (size_t)(put_utf16(piece, pivot, to, &half, repaired) - piece));
  }
  if (half != 0) tdg_buf_str(&out, "\xEF\xBF\xBD"), ++*repaired;
  return tdg_buf_get(&out);
}

/* What walking over bytes as if they were UTF-8 finds. */
struct utf8_census {
  size_t good; /* sequences of more than one byte */
  size_t bad;  /* maximal invalid sequences: one U+FFFD each */
  size_t nul;
};

static struct utf8_census utf8_count(struct tdg_str bytes) {
  struct utf8_census c = {0, 0, 0};
  const char *p = bytes.p, *end = bytes.p + bytes.n;
  while ((p = tdg_utf8_ascii_end(p, end)) < end) {
    while (p < end && (*p == 0 || (unsigned char)*p >= 0x80)) { /* scripts other than Latin come in runs */
      int valid = 1;
      for (; tdg_utf8_pair_(p, end); p += 2) c.good++;
      if (p == end || (unsigned char)(*p - 1) < 0x7F) break;
      if (*p == 0) {
        c.nul++;
        p++;
        continue;
      }
      p += tdg_utf8_sequence(p, end, &valid);
      if (valid) c.good++;
      else c.bad++;
    }
  }
  return c;
}

/* The bytes with U+FFFD for each invalid sequence and without NUL. */
static struct tdg_str utf8_repair(tdg_call *call, struct tdg_str bytes, const struct utf8_census *census) {
  const char *p = bytes.p, *end = bytes.p + bytes.n;
  char *out = tdg_scratch(call, bytes.n + 3 * census->bad + 1), *o = out;
  struct tdg_str result;
  while (p < end) {
    const char *run = p;
    int valid = 1;
    size_t n;
    p = tdg_utf8_ascii_end(p, end);
    memcpy(o, run, (size_t)(p - run));
    o += p - run;
    if (p == end) break;
    if (*p == 0) {
      p++;
      continue;
    }
    n = tdg_utf8_sequence(p, end, &valid);
    if (valid) memcpy(o, p, n), o += n;
    else o += tdg_utf8_put(o, TDG_REPLACEMENT);
    p += n;
  }
  *o = '\0';
  result.p = out;
  result.n = (size_t)(o - out);
  return result;
}

static struct tdg_str decode_utf8(tdg_call *call, struct tdg_str bytes, const struct utf8_census *census,
                                  size_t *repaired) {
  *repaired = census->bad + census->nul;
  return *repaired == 0 ? bytes : utf8_repair(call, bytes, census);
}

/* 0, or -1 when ICU has no such converter. */
static int decode_as(tdg_call *call, const struct charset *c, struct tdg_str bytes, struct tdg_str *out,
                     size_t *repaired) {
  UErrorCode e = U_ZERO_ERROR;
  UConverter *converter;
  *repaired = 0;
  if (is_named(c, "UTF-8")) {
    const struct utf8_census census = utf8_count(bytes);
    *out = decode_utf8(call, bytes, &census, repaired);
    return 0;
  }
  if (*c->icu == '\0') {
    *out = decode_single(call, c, bytes, repaired);
    return 0;
  }
  converter = ucnv_open(c->icu, &e);
  if (U_FAILURE(e)) return -1;
  *out = decode_icu(call, converter, bytes, repaired);
  ucnv_close(converter);
  return 0;
}

static const struct charset *bom_charset(struct tdg_str bytes, size_t *skip) {
  static const struct {
    const char *bytes, *label;
    size_t n;
  } marks[] = {{"\xEF\xBB\xBF", "utf-8", 3},
               {"\xFF\xFE\0\0", "utf-32le", 4},
               {"\0\0\xFE\xFF", "utf-32be", 4},
               {"\xFF\xFE", "utf-16le", 2},
               {"\xFE\xFF", "utf-16be", 2}};
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
    if (bytes.n < marks[i].n || memcmp(bytes.p, marks[i].bytes, marks[i].n) != 0) continue;
    *skip = marks[i].n;
    return charset_find(marks[i].label, strlen(marks[i].label));
  }
  return NULL;
}

static struct tdg_str drop_marks(struct tdg_str text) {
  while (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0) text.p += 3, text.n -= 3;
  return text;
}

/* May a label be believed, seeing the bytes?  Wide sets need zero bytes; UTF-8 must not be mostly wrong; a
 * legacy set is not what valid UTF-8 with high bytes is in. */
static int is_plausible(const struct charset *c, struct tdg_str bytes, const struct utf8_census *census) {
  if (is_wide(c)) return census->nul > 0 || census->bad > census->good;
  if (census->nul > 0 && charset_wide(bytes) != NULL) return 0;
  if (is_named(c, "UTF-8")) return census->bad <= census->good;
  if (is_named(c, "ISO-2022-JP")) return memchr(bytes.p, 0x1B, bytes.n) != NULL;
  if (census->good > 0 && census->bad == 0) return 0;
  return is_multibyte(c) || census->good < CLEARLY_UTF8 * (census->bad + 1);
}

struct belief {
  const struct charset *set;
  int from;
};

static struct belief believe(struct tdg_str bytes, const char *transport, const char *declared,
                             const struct utf8_census *census) {
  const struct charset *c = charset_find(transport, strlen(transport));
  if (c != NULL &&
      !(census->good + census->bad + census->nul == 0 && is_multibyte(c) && !is_named(c, "ISO-2022-JP")) &&
      is_plausible(c, bytes, census))
    return (struct belief){c, TDG_CHARSET_TRANSPORT};
  c = charset_find(declared, strlen(declared));
  if (c != NULL && is_named(c, "ISO-2022-JP") && is_plausible(c, bytes, census))
    return (struct belief){c, TDG_CHARSET_DECLARED};
  if (census->nul > 0 && charset_wide(bytes) != NULL)
    return (struct belief){charset_wide(bytes), TDG_CHARSET_DETECTED};
  if (census->good + census->bad == 0 && charset_escaped(bytes) != NULL)
    return (struct belief){charset_escaped(bytes), TDG_CHARSET_DETECTED};
  if (census->bad == 0) return (struct belief){charset_find("utf-8", 5), TDG_CHARSET_VALID};
  if (c != NULL && is_plausible(c, bytes, census)) return (struct belief){c, TDG_CHARSET_DECLARED};
  if (census->good > census->bad) return (struct belief){charset_find("utf-8", 5), TDG_CHARSET_DETECTED};
  c = charset_detect(bytes);
  if (c != NULL) return (struct belief){c, TDG_CHARSET_DETECTED};
  return (struct belief){charset_find("windows-1252", 12), TDG_CHARSET_DEFAULT};
}

static void tell(struct tdg_charset_info *info, struct belief b, size_t repaired) {
  if (info == NULL) return;
  info->name = b.set->name;
  info->from = b.from;
  info->repaired = repaired;
}

struct tdg_str tdg_decode(tdg_call *call, struct tdg_str bytes, const char *transport, const char *declared,
                          struct tdg_charset_info *info) {
  size_t skip = 0, repaired = 0;
  struct utf8_census census;
  struct tdg_str out;
  struct belief b = {bom_charset(bytes, &skip), TDG_CHARSET_BOM};
  bytes.p += skip;
  bytes.n -= skip;
  census = utf8_count(bytes);
  /* A mark of UTF-8 before bytes that are nothing of the kind was put there by an editor that knew no better.
   */
  if (b.set == NULL || (is_named(b.set, "UTF-8") && census.bad > census.good))
    b = believe(bytes, transport, declared, &census);
  if (is_named(b.set, "UTF-8")) {
    out = decode_utf8(call, bytes, &census, &repaired);
    if (repaired == 0 && census.good > 0) out = charset_undo_twice(call, out);
  } else if (decode_as(call, b.set, bytes, &out, &repaired) != 0) {
    b = (struct belief){charset_find("windows-1252", 12), TDG_CHARSET_DEFAULT};
    decode_as(call, b.set, bytes, &out, &repaired);
  }
  tell(info, b, repaired);
  return drop_marks(out);
}
