/* fetch-file/json_rows.c - a list in JSON is a container: each object of it is a document.
 *
 * `[{...}, {...}]`, and an object that has such a list: {"articles": [...]}, {"data": {"items": [...]}}; so is an object whose members are
 * articles.  Which list it
 * is is found once, in the first part of the file (json_find.c); then a request has the position of the next member,
 * its number, and the way to the list (TDG_NAME, a JSON pointer).  Only brackets and quotation marks are looked at
 * here: the parser of the documents reads them.
 *
 * Of a HAR the list is that of its answers, which the parser `har` reads one by one.
 */
#include "json_find.h"

#include <errno.h>

#include <tidings/kit/captured.h>
#include <tidings/kit/str.h>

/* Where a value ends; what is known of it lives between two calls with a longer text. */
struct value_state {
  size_t at;
  int depth, in_string, escaped;
};

/* 0: more of it is needed. */
static size_t value_end(struct tdg_str s, struct value_state *v) {
  for (; v->at < s.n; v->at++) {
    const char c = s.p[v->at];
    if (v->in_string) {
      if (v->escaped) v->escaped = 0;
      else if (c == '\\') v->escaped = 1;
      else if (c == '"') v->in_string = 0;
    } else if (c == '"') v->in_string = 1;
    else if (c == '{' || c == '[') v->depth++;
    else if (v->depth == 0 && (c == ',' || c == ']' || c == '}'))
      return v->at; /* behind a number, a string */
    else if ((c == '}' || c == ']') && --v->depth == 0) return ++v->at;
  }
  return 0;
}

static int is_har(const struct file_batch *b) { return tdg_str_same(b->within, tdg_str_of(JSON_HAR_WAY)); }

enum step { STEP_VALUE, STEP_END, STEP_CUT, STEP_LONG, STEP_ERROR, STEP_BOMB };

/* How members stand: in a list, one after the other, behind their names in an object. */
enum rows { ROWS_LIST, ROWS_STREAM, ROWS_KEYED, ROWS_KEYED_END /* the name is left */ };

static enum rows rows_of(const struct file_batch *b) {
  return tdg_str_same(b->within, tdg_str_of(JSON_STREAM)) ? ROWS_STREAM
         : tdg_str_ends(b->within, JSON_KEYED)            ? ROWS_KEYED
                                                          : ROWS_LIST;
}

/* Pass the name of a member, and its colon. */
static enum step pass_name(struct file_reader *r) {
  enum { MAX_NAME = 64 << 10 };
  struct tdg_str w;
  if (file_reader_peek(r, MAX_NAME, &w) != 0 && w.n == 0) return STEP_ERROR;
  size_t i = 1;
  while (i < w.n && w.p[i] != '"') i += w.p[i] == '\\' ? 2 : 1;
  for (i++; i < w.n && tdg_is_xml_space(w.p[i]); i++) continue;
  if (i >= w.n || w.p[i] != ':') return STEP_CUT;
  for (i++; i < w.n && tdg_is_xml_space(w.p[i]); i++) continue;
  if (i >= w.n) return STEP_CUT;
  return file_reader_pass(r, i) != 0 ? STEP_ERROR : STEP_VALUE;
}

/* Pass what stands before the next member. */
static enum step next_member(struct file_reader *r, enum rows rows) {
  const int in_stream = rows == ROWS_STREAM, end = rows >= ROWS_KEYED ? '}' : ']';
  for (;;) {
    struct tdg_str w;
    size_t i = 0;
    if (file_reader_over_budget(r)) return STEP_BOMB;
    if (file_reader_peek(r, 1, &w) != 0) return STEP_ERROR;
    if (w.n == 0) return in_stream ? STEP_END : STEP_CUT;
    while (i < w.n && (tdg_is_xml_space(w.p[i]) || w.p[i] == ',' || (in_stream && w.p[i] == JSON_SEPARATOR)))
      i++;
    const int found = i < w.n ? w.p[i] : 0;
    if (file_reader_pass(r, i) != 0) return STEP_ERROR;
    if (found == 0) continue;
    if (found == end && !in_stream) return STEP_END;
    return rows == ROWS_KEYED && found == '"' ? pass_name(r) : STEP_VALUE;
  }
}

/* The whole member, or of one that is too long the beginning: its bytes stay where they are. */
static enum step read_member(struct file_reader *r, struct tdg_str *value) {
  struct value_state v = {0};
  struct tdg_str w = {"", 0};
  for (;;) {
    const size_t had = w.n, wanted = had > 0 ? 2 * had : 1;
    if (file_reader_peek(r, wanted < FILE_MAX_LINE ? wanted : FILE_MAX_LINE, &w) != 0) return STEP_ERROR;
    const size_t n = value_end(w, &v);
    *value = n > 0 ? (struct tdg_str){w.p, n} : w;
    if (n > 0) return STEP_VALUE;
    if (w.n >= FILE_MAX_LINE) return STEP_LONG;
    if (w.n == had) return STEP_CUT;
  }
}

/* A member that is longer than what is read at a time. */
static enum step skip_member(struct file_reader *r) {
  struct value_state v = {0};
  const uint64_t begin = file_reader_position(r);
  while (file_reader_position(r) - begin < FILE_SKIP_A_CALL) {
    struct tdg_str w;
    if (file_reader_peek(r, FILE_READ_SIZE, &w) != 0) return STEP_ERROR;
    if (w.n == 0) return STEP_CUT;
    const size_t n = value_end(w, &v);
    if (file_reader_pass(r, n > 0 ? n : w.n) != 0) return STEP_ERROR;
    if (n > 0) return STEP_VALUE;
    v.at = 0;
  }
  return STEP_CUT;
}

static const char *mark_of(const struct file_batch *b) {
  char *mark = tdg_scratch(b->ask->call, b->within.n + 2);
  memcpy(mark, b->within.p, b->within.n);
  memcpy(mark + b->within.n, "/", 2);
  return mark;
}

/* The beginning of an answer in a HAR names a type that is no document: films, pictures. */
static int is_of_a_page(struct tdg_str head) {
  static const char name[] = "\"mimeType\"";
  static const struct tdg_str none = {"", 0};
  const char *end = head.p + head.n, *p = head.p;
  while ((p = memmem(p, (size_t)(end - p), name, sizeof name - 1)) != NULL) {
    for (p += sizeof name - 1; p < end && (tdg_is_xml_space(*p) || *p == ':' || *p == '"'); p++) continue;
    if (tdg_capture_refusal(none, 200, (struct tdg_str){p, (size_t)(end - p)}) != NULL) return 1;
  }
  return 0;
}

/* A member that is longer than what is read at a time; head: its beginning. */
static int fail_long(struct file_batch *b, const char *mark, struct tdg_str head, uint64_t at) {
  if (is_har(b) && is_of_a_page(head))
    return file_batch_fail(b, mark, at, "left-out", "pictures, scripts and the like");
  return file_batch_fail(b, mark, at, "too-large", "the member is longer than 4 MiB and was skipped");
}

static int give(struct file_batch *b, const char *mark, struct tdg_str value, uint64_t at) {
  if (*value.p != '{') return file_batch_fail(b, mark, at, "left-out", "no object, so no article");
  tdg_rec *doc = file_batch_document(b, mark, at);
  tdg_put_str(b->ask->call, doc, TDG_MEDIA_TYPE,
              is_har(b) ? TDG_HAR_ENTRY : "application/x-tidings-record+json");
  tdg_put_bytes(b->ask->call, doc, TDG_BODY, value.p, value.n);
  return file_batch_emit(b, doc);
}

typedef int (*find_fn)(const struct file_ask *ask, struct tdg_str head, size_t *begin,
                       struct tdg_str *within);

static int begin_list(struct file_batch *b, struct file_reader *r, find_fn find, const char *not_there) {
  struct tdg_str head;
  size_t begin;
  b->not_rows = not_there;
  if (file_reader_peek(r, JSON_FIND_BYTES, &head) != 0 && head.n == 0) return 0;
  if (!find(b->ask, head, &begin, &b->within) || file_reader_pass(r, begin) != 0) return 0;
  b->not_rows = NULL;
  return 1;
}

int file_begin_json(struct file_batch *b, struct file_reader *r) {
  return begin_list(b, r, json_find, "JSON without a list of articles in it");
}

int file_begin_har(struct file_batch *b, struct file_reader *r) {
  return begin_list(b, r, json_find_har, "it is no HAR file: it has no log.entries");
}

/* Behind the end of a list: another one?  1: the reader is at its first member. */
static int next_list(struct file_batch *b, struct file_reader *r) {
  struct tdg_str rest;
  size_t begin;
  if (is_har(b) || tdg_str_same(b->within, tdg_str_of(JSON_STREAM)) || file_reader_pass(r, 1) != 0) return 0;
  if (file_reader_peek(r, JSON_FIND_BYTES, &rest) != 0 && rest.n == 0) return 0;
  if (!json_find_next(b->ask, rest, &begin, &b->within) || file_reader_pass(r, begin) != 0) return 0;
  b->item = 1;
  return 1;
}

/* Is there no further member?  The name of one stays where it is. */
static int at_end(struct file_reader *r, enum rows rows) {
  return next_member(r, rows == ROWS_KEYED ? ROWS_KEYED_END : rows) == STEP_END;
}

static int read_list(struct file_batch *b, struct file_reader *r, int *status) {
  enum rows rows = rows_of(b);
  b->minus = 1; /* members are counted from 0 */
  const char *mark = mark_of(b);
  while (*status == TDG_OK && !file_batch_full(b)) {
    struct tdg_str value = {"", 0};
    enum step step = next_member(r, rows);
    const uint64_t at = file_reader_position(r);
    if (step == STEP_END) {
      if (!next_list(b, r)) return 0;
      mark = mark_of(b);
      rows = rows_of(b);
      continue;
    }
    if (step == STEP_BOMB) *status = file_batch_give_up(b, mark, at);
    if (step == STEP_VALUE) step = read_member(r, &value);
    if (step == STEP_LONG) {
      *status = fail_long(b, mark, value, at);
      step = skip_member(r);
    } else if (step == STEP_VALUE) {
      *status = give(b, mark, value, at);
      if (file_reader_pass(r, value.n) != 0) step = STEP_ERROR;
    }
    if (step == STEP_CUT && *status == TDG_OK)
      *status = file_batch_fail(b, mark, at, "damaged",
                                "the file ends inside the list; what stood before was read");
    if (step == STEP_ERROR && *status == TDG_OK) *status = file_batch_fail_errno(b, mark, at, errno);
    b->item++;
    if (step != STEP_VALUE) return 0;
    file_reader_reset_budget(r);
  }
  if (*status != TDG_OK) return 1;
  return !at_end(r, rows) || next_list(b, r);
}

int file_read_json(struct file_batch *b, struct file_reader *r, int *status) {
  return file_reader_position(r) > 0 || file_begin_json(b, r) ? read_list(b, r, status) : 0;
}

int file_read_har(struct file_batch *b, struct file_reader *r, int *status) {
  return file_reader_position(r) > 0 || file_begin_har(b, r) ? read_list(b, r, status) : 0;
}
