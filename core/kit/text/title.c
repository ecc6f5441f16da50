/* title.c - what a title's form says of it; see kit/text.h.  Nothing is allocated, nothing can fail. */
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include <string.h>

static int opens_quotation(struct tdg_str t) {
  static const char *const marks[] = {
      "\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9E", "\xC2\xAB", "\xE3\x80\x8C", "\xE2\x80\x98"};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (tdg_str_starts(t, marks[i])) return 1;
  return 0;
}

static int asks(struct tdg_str t) {
  if (tdg_str_ends(t, "\xEF\xBC\x9F")) return 1;
  return t.n > 0 && memchr(t.p, '?', t.n) != NULL;
}

int tdg_title_teases(struct tdg_str title) { return opens_quotation(title) || asks(title); }
