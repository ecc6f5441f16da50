/* mail_limits.c - is a message of a size and shape that may be parsed?
 *
 * One pass over the bytes, before the parser of MIME, which recurses into parts and keeps an object for each part and each
 * field.  What counts as a border or as a header is wider than in MIME: any line that begins with "--" and is as short as a
 * border, and the lines behind it up to the next empty one.
 */
#include <tidings/kit/str.h>

#include "mail.h"

enum { MAX_BORDER = 76 };

struct scan {
  size_t header, header_lines, borders, multiparts;
  int in_header;
};

static const char *fault_of(const struct scan *s) {
  if (s->header > MAIL_MAX_HEADER) return "a header of more than 1 MiB";
  if (s->header_lines > MAIL_MAX_HEADER_LINES) return "more than 100,000 lines of headers";
  if (s->borders > MAIL_MAX_BORDERS) return "more than 10,000 parts";
  if (s->multiparts > MAIL_MAX_MULTIPARTS) return "more than 200 parts that hold others";
  return NULL;
}

static void look_at(struct scan *s, struct tdg_str line) {
  if (line.n > 2 && line.n <= MAX_BORDER && line.p[0] == '-' && line.p[1] == '-' && line.p[2] != ' ') {
    s->borders++;
    s->in_header = 1;
    s->header = 0;
    return;
  }
  if (!s->in_header) return;
  if (line.n == 0) {
    s->in_header = 0;
    return;
  }
  s->header += line.n;
  s->header_lines++;
  s->multiparts += tdg_nocase_has(line, "multipart/") || tdg_nocase_has(line, "message/");
}

int mail_limits(tdg_call *call, struct tdg_str bytes) {
  struct scan s = {.in_header = 1};
  const char *fault = NULL, *end = bytes.p + bytes.n;
  for (const char *p = bytes.p; p < end && fault == NULL;) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    size_t n = (size_t)((stop != NULL ? stop : end) - p);
    const char *next = p + n + 1;
    if (n > 0 && p[n - 1] == '\r') n--;
    look_at(&s, (struct tdg_str){p, n});
    fault = fault_of(&s);
    p = next;
  }
  if (fault == NULL) return TDG_OK;
  return tdg_fail(call, TDG_DENIED, "the message has %s: it is not read", fault);
}
