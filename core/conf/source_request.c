/* conf/source_request.c - the `request:` of a source: method, headers and body of its first request.
 *
 *   request:
 *     method: POST
 *     headers: { Accept: application/json, Authorization: { file: api.key, prefix: "Bearer " } }
 *     body: '{ "size": 100 }'
 *
 * Texts live in the configuration's arena.  Values from files are secrets (util/redact.h).
 */
#include "conf/sections.h"

#include <string.h>

#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>

/* A text, or { file: PATH, prefix: TEXT }.  NULL after a complaint. */
static const char *take_text(struct loader *l, const struct yaml_node *n, int *secret) {
  *secret = 0;
  if (n->kind == YAML_TEXT && !n->nothing) return n->text;
  const struct yaml_node *file = n->kind == YAML_MAP ? load_secret_file(n) : NULL,
                         *prefix = n->kind == YAML_MAP ? yaml_get(n, "prefix") : NULL;
  for (const struct yaml_node *k = n->kind == YAML_MAP ? n->first : NULL; k != NULL; k = k->next)
    if (k != file && (k != prefix || k->kind != YAML_TEXT)) file = NULL;
  if (file == NULL || file->kind != YAML_TEXT || file->nothing) {
    conf_complain(l->errors, n->place, "%s: wanted a value, {file: PATH}, or {file: PATH, prefix: TEXT}",
                  n->key);
    return NULL;
  }
  const char *text = load_secret(l, n->key, file);
  *secret = 1;
  return text == NULL || prefix == NULL ? text : arena_printf(l->arena, "%s%s", prefix->text, text);
}

static void take_header(struct loader *l, const struct yaml_node *k, struct conf_request *r) {
  int secret;
  const char *value = take_text(l, k, &secret);
  if (value == NULL) return;
  const struct tdg_str name = tdg_str_of(k->key);
  const char *why = tdg_header_refusal(name, tdg_str_of(value));
  if (why != NULL) conf_complain(l->errors, k->key_place, "headers: %.60s cannot be sent: %s", k->key, why);
  else if (!secret && tdg_header_is_secret(name))
    conf_complain(l->errors, k->place,
                  "headers: %.60s: a secret stands in a file of its own: %.60s: { file: PATH }", k->key,
                  k->key);
  else if (r->n_headers == TDG_MAX_HEADERS)
    conf_complain(l->errors, k->key_place, "headers: more than %d", TDG_MAX_HEADERS);
  else r->headers[r->n_headers++] = (struct conf_header){k->key, value};
}

static void take_headers(struct loader *l, const struct yaml_node *map, struct conf_request *r) {
  if (map == NULL || !load_is_map(l, map, "headers")) return;
  r->headers = arena_zalloc(l->arena, TDG_MAX_HEADERS * sizeof *r->headers);
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next) take_header(l, k, r);
}

static void take_method(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  if (n == NULL) return;
  if (n->kind == YAML_TEXT && n->text[0] != '\0' && tdg_method_is_known(tdg_str_of(n->text)))
    r->method = n->text;
  else conf_complain(l->errors, n->place, "method: wanted GET or POST");
}

static void take_body(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  int secret;
  if (n == NULL) return;
  const char *text = take_text(l, n, &secret);
  if (text == NULL) return;
  r->body = tdg_str_of(text);
  if (r->body.n > TDG_MAX_REQUEST_BODY) conf_complain(l->errors, n->place, "body: longer than 64 KiB");
  if (strcmp(r->method, "GET") == 0)
    conf_complain(l->errors, n->place, "body: a GET has none; write method: POST");
}

void load_request(struct loader *l, const struct yaml_node *map, struct conf_request *r) {
  *r = (struct conf_request){.method = "", .body = {"", 0}};
  if (map == NULL || !load_is_map(l, map, "request")) return;
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next)
    if (!load_listed(" method headers body ", k->key))
      conf_complain(l->errors, k->key_place,
                    "unknown key \"%.60s\" in request; there are method, headers and body", k->key);
  take_method(l, yaml_get(map, "method"), r);
  take_headers(l, yaml_get(map, "headers"), r);
  take_body(l, yaml_get(map, "body"), r);
}
