/* json_member.c - members of JSON objects by name, in whatever spelling; see news_item.h.  Texts are copied, so that they
 * outlive jansson's values. */
#include "news_item.h"

#include <jansson.h>
#include <stdio.h>

/* Capitals and signs do not count. */
static int same_name(const char *key, const char *name) {
  for (; *key != '\0'; key++) {
    if (*key == '_' || *key == '-' || *key == '$') continue;
    if (tdg_lower(*key) != *name) return 0;
    name++;
  }
  return *name == '\0';
}

const json_t *json_member(const json_t *o, const char *name) {
  const char *key;
  json_t *v, *exact = json_object_get(o, name);
  size_t looked = 0;
  if (exact != NULL) return json_is_null(exact) ? NULL : exact;
  json_object_foreach((json_t *)(uintptr_t)o, key, v) {
    if (looked++ > MAX_LIST) break;
    if (same_name(key, name) && !json_is_null(v)) return v;
  }
  return NULL;
}

struct tdg_str json_text(struct news *n, const json_t *v) {
  char number[40];
  if (json_is_array(v)) v = json_array_get(v, 0);
  if (json_is_integer(v)) {
    snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    return tdg_str_copy(n->call, tdg_str_of(number));
  }
  if (json_is_real(v)) {
    snprintf(number, sizeof number, "%.15g", json_real_value(v));
    return tdg_str_copy(n->call, tdg_str_of(number));
  }
  if (!json_is_string(v)) return tdg_str_of("");
  struct tdg_str s = {json_string_value(v), json_string_length(v)};
  return tdg_str_copy(n->call, tdg_xml_without_controls(n->call, s));
}

struct tdg_str json_member_text(struct news *n, const json_t *o, const char *name) {
  return json_text(n, json_member(o, name));
}
