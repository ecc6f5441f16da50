/* kit/text/utf8.c - UTF-8: count and repair; the rest is util/utf8.c.  Pure functions over bytes; nothing can fail. */
#include "kit/text/charset_internal.h"

#include "util/utf8.h"

enum { REPLACEMENT = 0xFFFD };

int utf8_is_ascii(const char *p, size_t n) { return utf8_ascii_end(p, p + n) == p + n; }

struct utf8_census utf8_count(struct tdg_str bytes) {
  struct utf8_census c = {0, 0, 0};
  const char *p = bytes.p, *end = bytes.p + bytes.n;
  while ((p = utf8_ascii_end(p, end)) < end) {
    while (p < end && (*p == 0 || (unsigned char)*p >= 0x80)) { /* scripts other than Latin come in runs */
      int valid = 1;
      if (*p == 0) {
        c.nul++;
        p++;
        continue;
      }
      p += utf8_sequence(p, end, &valid);
      if (valid) c.good++;
      else c.bad++;
    }
  }
  return c;
}

struct tdg_str utf8_repair(tdg_call *call, struct tdg_str bytes, const struct utf8_census *census) {
  const char *p = bytes.p, *end = bytes.p + bytes.n;
  char *out = tdg_scratch(call, bytes.n + 3 * census->bad + 1), *o = out;
  struct tdg_str result;
  while (p < end) {
    const char *run = p;
    int valid = 1;
    size_t n;
    p = utf8_ascii_end(p, end);
    memcpy(o, run, (size_t)(p - run));
    o += p - run;
    if (p == end) break;
    if (*p == 0) {
      p++;
      continue;
    }
    n = utf8_sequence(p, end, &valid);
    if (valid) memcpy(o, p, n), o += n;
    else o += tdg_utf8_put(o, REPLACEMENT);
    p += n;
  }
  *o = '\0';
  result.p = out;
  result.n = (size_t)(o - out);
  return result;
}
