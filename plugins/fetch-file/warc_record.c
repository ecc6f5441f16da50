/* fetch-file/warc_record.c - the head of a record of a web archive; see warc.h.  Pure functions over its bytes. */
#include "warc.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

static struct tdg_str next_line(const char **p, const char *end) {
  const char *stop = memchr(*p, '\n', (size_t)(end - *p));
  struct tdg_str line = {*p, (size_t)((stop != NULL ? stop : end) - *p)};
  *p = stop != NULL ? stop + 1 : end;
  if (line.n > 0 && line.p[line.n - 1] == '\r') line.n--;
  return line;
}

static enum warc_kind kind_of(struct tdg_str name) {
  if (tdg_nocase_is(name, "response")) return WARC_RESPONSE;
  if (tdg_nocase_is(name, "resource")) return WARC_RESOURCE;
  if (tdg_nocase_is(name, "revisit")) return WARC_REVISIT;
  return tdg_nocase_is(name, "continuation") ? WARC_CONTINUATION : WARC_OTHER;
}

/* WARC 1.0 writes <http://...> where its grammar is followed to the letter. */
static struct tdg_str address_of(struct tdg_str v) {
  if (v.n > 2 && v.p[0] == '<' && v.p[v.n - 1] == '>') return (struct tdg_str){v.p + 1, v.n - 2};
  return v;
}

static int64_t date_of(struct tdg_str v) {
  struct tdg_date d;
  return tdg_date_parse(v.p, v.n, NULL, &d) == 0 ? d.ms : 0;
}

static void take_field(struct warc_record *r, struct tdg_str name, struct tdg_str value, int64_t *length) {
  if (tdg_nocase_is(name, "warc-type")) r->kind = kind_of(value);
  else if (tdg_nocase_is(name, "warc-target-uri")) r->url = address_of(value);
  else if (tdg_nocase_is(name, "warc-date")) r->date = date_of(value);
  else if (tdg_nocase_is(name, "content-type")) r->type = value;
  else if (tdg_nocase_is(name, "content-length")) *length = tdg_str_number(value, 18);
  else if (tdg_nocase_is(name, "warc-payload-digest")) r->digest = value;
  else if (tdg_nocase_is(name, "warc-truncated")) r->truncated = 1;
  else if (tdg_nocase_is(name, "warc-segment-number")) r->segment = (int)tdg_str_number(value, 6);
}

size_t warc_head(const char *p, size_t n, struct warc_record *out) {
  static const struct tdg_str none = {"", 0};
  const char *at = p, *end = p + n;
  int64_t length = -1;
  *out = (struct warc_record){.url = none, .type = none, .digest = none};
  if (!tdg_str_starts(next_line(&at, end), "WARC/")) return 0;
  while (at < end) {
    const struct tdg_str line = next_line(&at, end);
    const char *colon = memchr(line.p, ':', line.n);
    if (line.n == 0) {
      out->length = (uint64_t)(length > 0 ? length : 0);
      return at > p && at[-1] == '\n' && length >= 0 ? (size_t)(at - p) : 0;
    }
    if (colon == NULL) continue;
    const size_t k = (size_t)(colon - line.p);
    take_field(out, tdg_str_trim((struct tdg_str){line.p, k}),
               tdg_str_trim((struct tdg_str){colon + 1, line.n - k - 1}), &length);
  }
  return 0;
}
