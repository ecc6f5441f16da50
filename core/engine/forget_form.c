/* engine/forget_form.c - see forget_form.h.  Memory is of the call; nothing fails.
 *
 * Escapes are undone in place, since none is shorter than what it stands for, and again until there are none: markup stands
 * in JSON, addresses in markup.  The same is done to what is looked for, so that a text that only looks escaped is found as well. */
#include "engine/forget_form.h"

#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>

enum { LAYERS = 8 };

/* What an escape at the beginning of a text stands for, in out: 0: it is none. */
struct undone {
  char out[8];
  size_t n, used;
};

/* ---- escapes ---- */

/* -1: these are no n digits. */
static int32_t hex(const char *p, const char *end, size_t n) {
  int32_t v = 0;
  if ((size_t)(end - p) < n) return -1;
  for (size_t i = 0; i < n; i++) {
    const int digit = tdg_hex_value(p[i]);
    if (digit < 0) return -1;
    v = 16 * v + digit;
  }
  return v;
}

static int is_half(int32_t v, int32_t from) { return v >= from && v < from + 0x400; }

/* \uXXXX, or two of them */
static int unicode(const char *p, const char *end, struct undone *u) {
  int32_t c = hex(p + 2, end, 4);
  if (c < 0) return 0;
  u->used = 6;
  if (is_half(c, 0xD800) && end - p >= 12 && p[6] == '\\' && p[7] == 'u') {
    const int32_t low = hex(p + 8, end, 4);
    if (is_half(low, 0xDC00)) {
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      u->used = 12;
    }
  }
  if (c == 0) c = ' ';
  u->n = is_half(c, 0xD800) || is_half(c, 0xDC00) ? 0 : tdg_utf8_put(u->out, (uint32_t)c);
  return 1;
}

static int backslash(const char *p, const char *end, struct undone *u) {
  if (end - p < 2) return 0;
  if (p[1] == 'u' && unicode(p, end, u)) return 1;
  const int32_t byte = p[1] == 'x' ? hex(p + 2, end, 2) : -1;
  if (byte > 0) {
    u->used = 4;
    u->n = tdg_utf8_put(u->out, (uint32_t)byte);
    return 1;
  }
  u->used = 2;
  u->n = 1;
  u->out[0] = strchr("nrtbfv", p[1]) != NULL && p[1] != '\0' ? ' ' : p[1];
  return 1;
}

static int reference(const char *p, const char *end, struct undone *u) {
  u->n = tdg_html_reference(p, end, 0, u->out, &u->used);
  return u->n > 0 && u->n <= u->used;
}

/* Bytes behind one another are one text: in UTF-8, or of one byte each, which then takes two.  How many bytes it has. */
static size_t percents(const char *p, const char *end, char *out, size_t *used) {
  size_t n = 0, more = 0;
  int32_t byte;
  const char *from = p;
  for (; p < end && *p == '%' && (byte = hex(p + 1, end, 2)) >= 0; p += 3) {
    out[n++] = byte == 0 ? ' ' : (char)byte;
    more += byte >= 0x80;
  }
  *used = (size_t)(p - from);
  if (tdg_utf8_valid(out, n)) return n;
  for (size_t i = n, to = n + more; i-- > 0;) {
    const unsigned char c = (unsigned char)out[i];
    if (c >= 0x80) out[--to] = (char)(0x80 | (c & 0x3F));
    out[--to] = (char)(c >= 0x80 ? 0xC0 | c >> 6 : c);
  }
  return n + more;
}

/* One layer; the length of what is left. *some: there was one. */
static size_t undo(char *text, size_t n, int *some) {
  const char *end = text + n;
  char *to = text;
  *some = 0;
  for (const char *p = text; p < end;) {
    struct undone u = {.n = 0};
    size_t used;
    const char c = *p;
    const size_t bytes = c == '%' ? percents(p, end, to, &used) : 0;
    if (bytes > 0) {
      to += bytes;
      p += used;
      *some = 1;
    } else if ((c == '\\' && backslash(p, end, &u)) || (c == '&' && reference(p, end, &u))) {
      memcpy(to, u.out, u.n);
      to += u.n;
      p += u.used;
      *some = 1;
    } else {
      *to++ = *p++;
    }
  }
  return (size_t)(to - text);
}

/* ---- tags ---- */

/* The bytes of a tag at p; 0: it is none.  What CDATA has in it is text.  No tag ends behind `end`. */
static size_t tag(const char *p, const char *end) {
  static const char cdata[] = "<![CDATA[";
  const size_t left = (size_t)(end - p);
  if (left >= sizeof cdata && memcmp(p, cdata, sizeof cdata - 1) == 0) return sizeof cdata - 1;
  if (left < 3 || !(tdg_is_letter(p[1]) || strchr("/!?", p[1]) != NULL)) return 0;
  const char *close = memchr(p, '>', left);
  return close != NULL ? (size_t)(close - p) + 1 : 0;
}

/* In place.  0: there was none. */
static size_t drop_tags(char *text, size_t n) {
  const char *end = text + n, *last = memrchr(text, '>', n);
  const char *tags_end = last != NULL ? last + 1 : text; /* so that each tag is looked for in what it takes */
  char *to = text;
  size_t dropped = 0;
  for (const char *p = text; p < end;) {
    const size_t skip = *p == '<' && p < tags_end ? tag(p, tags_end) : 0;
    dropped += skip;
    if (skip > 0) p += skip;
    else *to++ = *p++;
  }
  return dropped > 0 ? (size_t)(to - text) : 0;
}

/* ---- letters ---- */

static int is_letter(char c) { return tdg_is_alnum(c) || (unsigned char)c >= 0x80; }

static void keep_letters(tdg_call *call, struct tdg_str folded, struct forget_form *out) {
  char *letters = tdg_scratch(call, folded.n + 1);
  unsigned char *breaks = tdg_scratch(call, folded.n / 8 + 1);
  size_t n = 0;
  memset(breaks, 0, folded.n / 8 + 1);
  for (size_t i = 0; i < folded.n; i++) {
    if (is_letter(folded.p[i])) letters[n++] = folded.p[i];
    else breaks[n >> 3] |= (unsigned char)(1 << (n & 7)); /* of the letter that comes next */
  }
  letters[n] = '\0';
  *out = (struct forget_form){{letters, n}, breaks};
}

int forget_form_of(tdg_call *call, struct tdg_str text, enum forget_view view, struct forget_form *out) {
  char *plain = tdg_scratch(call, text.n + 1);
  size_t n = text.n;
  int some = 1;
  memcpy(plain, text.p, n);
  for (int i = 0; i < LAYERS && some; i++) n = undo(plain, n, &some);
  if (view == FORGET_TEXT && (n = drop_tags(plain, n)) == 0) return 0;
  keep_letters(call, tdg_fold(call, (struct tdg_str){plain, n}), out);
  return 1;
}
