/* news_json.c - JSON of news: documents of one value, a list of them, or one a line; see news_item.h.
 * jansson allocates; its values are released before json_read returns. */
#include "news_item.h"

#include <jansson.h>
#include <tidings/kit/html.h>

static void read_one(struct news *n, const json_t *v, int alone) {
  if (ninjs_is(v)) ninjs_read(n, v, alone);
  else if (schema_is(v)) schema_read(n, v, alone);
}

/* A list, or what services put around one. */
static const json_t *list_in(const json_t *v) {
  static const char *const names[] = {"items", "data", "results", "articles", "docs", "entries"};
  if (json_is_array(v)) return v;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const json_t *list = json_object_get(v, names[i]);
    if (json_is_array(list) && !ninjs_is(v) && !schema_is(v)) return list;
  }
  return NULL;
}

static void read_value(struct news *n, const json_t *v, int alone) {
  const json_t *list = list_in(v);
  if (list == NULL) {
    read_one(n, v, alone);
    return;
  }
  if (json_is_array(v) && schema_is(json_array_get(v, 0))) {
    schema_read(n, v, 0); /* references lead from one to another */
    return;
  }
  for (size_t i = 0; i < json_array_size(list) && n->failed == 0; i++)
    read_one(n, json_array_get(list, i), json_array_size(list) == 1 && alone);
}

/* A line that is no JSON costs itself alone. */
static struct tdg_str next_value(struct tdg_str s) {
  const char *line = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;
  s = line == NULL ? tdg_str_of("") : (struct tdg_str){line, (size_t)(s.p + s.n - line)};
  while (s.n > 0 && s.p[0] != '{' && s.p[0] != '[') s.p++, s.n--;
  return s;
}

int json_read(struct news *n, struct tdg_str s) {
  size_t values = 0, broken = 0;
  json_error_t error = {0};
  /* Any seed but 0: jansson would look for one in a file. */
  json_object_seed(((size_t)(uintptr_t)n >> 4) | 1);
  while (s.n > 0 && s.p[0] != '{' && s.p[0] != '[') s.p++, s.n--;
  while (s.n > 0 && n->failed == 0 && n->items < MAX_ITEMS) {
    json_t *v = json_loadb(s.p, s.n, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &error);
    if (v == NULL) {
      if (values + broken++ > MAX_ITEMS) break;
      s = next_value(s);
      continue;
    }
    size_t used = error.position > 0 && (size_t)error.position <= s.n ? (size_t)error.position : s.n;
    struct tdg_str rest = {s.p + used, s.n - used};
    while (rest.n > 0 && rest.p[0] != '{' && rest.p[0] != '[') rest.p++, rest.n--;
    read_value(n, v, values == 0 && rest.n == 0);
    json_decref(v);
    values++;
    s = rest;
  }
  if (n->failed != 0) return n->failed;
  if (values == 0)
    return tdg_fail(n->call, TDG_BAD_INPUT, "broken news: not JSON at line %d: %s", error.line, error.text);
  if (broken > 0)
    tdg_log(n->call, TDG_LOG_WARNING, "%zu pieces between the items are no JSON; they are left out", broken);
  return n->items > 0 ? TDG_OK
                      : tdg_fail(n->call, TDG_NOT_MINE,
                                 "not news: JSON with neither ninjs nor an article of schema.org");
}
