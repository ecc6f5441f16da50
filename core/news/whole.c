/* news/whole.c - was a document received to its end?; see news.h.
 *
 * Pure functions over a document as it was fetched.  A compressed body proves its end when it is decoded, so
 * only plain ones are looked at here.  The cost is that of searching the last WHOLE_TAIL bytes, and of one
 * pass over JSON.
 */
#include "news/news.h"

#include <string.h>
#include <strings.h>

#include <tidings/kit/str.h>

enum { WHOLE_TAIL = 64 << 10 };

static int is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* ---- markup ---- */

static int is_name_end(char c) { return is_space(c) || c == '>' || c == '/'; }

/* Is "<before name", in any case, in the last bytes? */
static int has_tag(const char *p, const char *end, const char *before, struct tdg_str name) {
  const size_t k = strlen(before);
  if (end - p > WHOLE_TAIL) p = end - WHOLE_TAIL;
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    p++;
    if ((size_t)(end - p) > k + name.n && memcmp(p, before, k) == 0 &&
        strncasecmp(p + k, name.p, name.n) == 0 && is_name_end(p[k + name.n]))
      return 1;
  }
  return 0;
}

/* The first element, behind declarations and comments; "" when there is none. */
static struct tdg_str root_of(const char *p, const char *end) {
  while ((p = memchr(p, '<', (size_t)(end - p))) != NULL && ++p < end) {
    const char *stop = p;
    if (*p == '!' || *p == '?') {
      const char *close = end - p > 3 && memcmp(p, "!--", 3) == 0 ? "-->" : ">";
      p = memmem(p, (size_t)(end - p), close, strlen(close));
      if (p == NULL) break;
      continue;
    }
    while (stop < end && !is_name_end(*stop)) stop++;
    return (struct tdg_str){p, (size_t)(stop - p)};
  }
  return (struct tdg_str){"", 0};
}

static int is_closed_at_once(struct tdg_str root, const char *end) {
  const char *close = memchr(root.p, '>', (size_t)(end - root.p));
  return close != NULL && close > root.p && close[-1] == '/';
}

static enum whole xml_end(const char *p, const char *end) {
  struct tdg_str root = root_of(p, end);
  if (root.n == 0) return WHOLE_UNKNOWN;
  return has_tag(p, end, "/", root) || is_closed_at_once(root, end) ? WHOLE_YES : WHOLE_CUT;
}

/* A page may leave out its tags: only one that opens them must close them. */
static enum whole html_end(const char *p, const char *end) {
  static const char *const tags[] = {"html", "body"};
  const char *head = end - p > WHOLE_TAIL ? p + WHOLE_TAIL : end;
  int opened = 0;
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
    struct tdg_str name = tdg_str_of(tags[i]);
    if (has_tag(p, end, "/", name)) return WHOLE_YES;
    opened |= has_tag(p, head, "", name);
  }
  return opened ? WHOLE_CUT : WHOLE_UNKNOWN;
}

/* ---- JSON ---- */

static enum whole json_end(const char *p, const char *end) {
  int64_t depth = 0;
  int in_string = 0, seen = 0;
  for (; p < end; p++) {
    if (in_string) {
      if (*p == '\\') p++;
      else if (*p == '"') in_string = 0;
      continue;
    }
    if (*p == '"') in_string = 1;
    else if (*p == '{' || *p == '[') depth++, seen = 1;
    else if (*p == '}' || *p == ']') depth--;
  }
  if (!seen) return WHOLE_UNKNOWN;
  return depth <= 0 && !in_string ? WHOLE_YES : WHOLE_CUT;
}

/* ---- documents ---- */

static int is_wide(const char *p, const char *end) { /* UTF-16 */
  return end - p >= 2 && ((p[0] == '\xFE' && p[1] == '\xFF') || (p[0] == '\xFF' && p[1] == '\xFE'));
}

static int is_answer(const tdg_rec *doc) { return rec_get_int(doc, TDG_STATUS, 0) > 0; }

static const char *type_of(const tdg_rec *doc) {
  return sniff_type(rec_get(doc, TDG_MEDIA_TYPE, 0).p, rec_get(doc, TDG_BODY, 0));
}

static int is_page(const char *type) {
  return strcmp(type, "text/html") == 0 || strcmp(type, "application/xhtml+xml") == 0;
}

static int is_length_unknown(const tdg_rec *doc) {
  return strcmp(rec_get(doc, TDG_FLAG, 0).p, "length-unknown") == 0;
}

enum whole whole_end(const tdg_rec *doc) {
  struct tdg_str body = rec_get(doc, TDG_BODY, 0), type = tdg_str_of(type_of(doc));
  const char *end = body.p + body.n;
  enum whole found = WHOLE_UNKNOWN;
  if (!is_answer(doc) || rec_has(doc, TDG_ENCODING)) return WHOLE_YES;
  if (is_wide(body.p, end)) found = WHOLE_UNKNOWN;
  else if (is_page(type.p)) found = html_end(body.p, end);
  else if (tdg_str_ends(type, "json")) found = json_end(body.p, end);
  else if (tdg_str_ends(type, "xml") || tdg_str_ends(type, "-opml")) found = xml_end(body.p, end);
  return found == WHOLE_UNKNOWN && !is_length_unknown(doc) ? WHOLE_YES : found;
}

/* Inside a tag, or a comment: no page ends there. */
static int ends_in_markup(const char *p, const char *end) {
  const char *open = end;
  if (end - p > WHOLE_TAIL) p = end - WHOLE_TAIL;
  while (open > p && open[-1] != '<' && open[-1] != '>') open--;
  return open > p && open[-1] == '<' && open < end &&
         (open[0] == '/' || open[0] == '!' || (open[0] | 32) >= 'a');
}

static const tdg_rec *failed(struct arena *a, const tdg_rec *doc, const char *message) {
  static const uint32_t body[] = {TDG_BODY, 0};
  tdg_rec *out = rec_without(a, doc, body);
  rec_put_str(out, TDG_ERROR, "incomplete");
  rec_put_str(out, TDG_MESSAGE, message);
  return out;
}

const tdg_rec *whole_or_failed(struct arena *a, const tdg_rec *doc) {
  struct tdg_str bytes = rec_get(doc, TDG_BODY, 0);
  if (bytes.n == 0 || rec_has(doc, TDG_ERROR)) return doc;
  if (rec_get_int(doc, TDG_STATUS, 0) == 206)
    return failed(a, doc, "the server sent a part (206), and was not asked for one");
  if (!is_page(type_of(doc)) || whole_end(doc) != WHOLE_CUT) return doc;
  if (!is_length_unknown(doc) && !ends_in_markup(bytes.p, bytes.p + bytes.n)) return doc;
  return failed(a, doc, "the page ends before its end: its last tags are missing");
}
