/* kit/text/charset_twice.c - UTF-8 that was read as windows-1252 and written as UTF-8 once more.
 *
 * Servers and data bases do that to whole documents: every quotation mark arrives as three odd letters.  Undone
 * only where all that is not ASCII is such a sequence, TWICE_LEAST of them and more: no text of any language is, and one
 * honest letter is enough to leave a document as it is.  Almost every document is left at its first letter beyond
 * ASCII.  The result is the call's; nothing can fail. */
#include "kit/text/charset_internal.h"

#include <tidings/kit/utf8.h>

enum { TWICE_LEAST = 8 };

const uint16_t charset_high_1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

/* The byte that windows-1252 has for a character, which iso-8859-1 has as well where the former has none; -1. */
static int byte_of(uint32_t c) {
  if (c < 0x100) return (int)c;
  for (int i = 0; i < 32; i++)
    if (charset_high_1252[i] == c) return 0x80 + i;
  return -1;
}

struct tdg_str charset_undo_twice(tdg_call *call, struct tdg_str text) {
  const char *p = text.p, *end = text.p + text.n, *from;
  char *out = NULL, *o = NULL;
  size_t sequences = 0;
  while (p < end) {
    char bytes[4];
    size_t n = 0, length = 1;
    int valid = 1;
    from = p;
    p = tdg_utf8_ascii_end(p, end);
    if (out != NULL) memcpy(o, from, (size_t)(p - from)), o += p - from;
    if (p == end) break;
    from = p;
    for (; n < length && n < sizeof bytes && p < end; n++) {
      int byte = byte_of(tdg_utf8_next(&p, end));
      if (byte < 0x80) return text;
      bytes[n] = (char)byte;
      if (n == 0) length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    }
    if (n < length || tdg_utf8_sequence(bytes, bytes + n, &valid) != n || !valid) return text;
    if (out == NULL) {
      out = o = tdg_scratch(call, text.n + 1);
      memcpy(o, text.p, (size_t)(from - text.p));
      o += from - text.p;
    }
    memcpy(o, bytes, n);
    o += n;
    sequences++;
  }
  if (sequences < TWICE_LEAST) return text;
  *o = '\0';
  return (struct tdg_str){out, (size_t)(o - out)};
}
