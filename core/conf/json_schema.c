/* conf/json_schema.c - the configuration as a JSON Schema, made of the tables that check it (schema.c) and of the tables of
 * the components that are there; see conf.h.
 *
 * It tells an editor which keys there are, what they mean and what may be written; a file that it accepts can still have
 * faults that only `tidings check` finds (paths, names of components, two sources with one id).  A file that it refuses is
 * refused there too.  Everything is a tree of jansson, which the caller gets as text.
 */
#include "conf/sections.h"
#include "conf/usual.h"
#include "plugin/plugin_info.h"
#include "util/check.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

/* A value that is no list and has no keys: YAML editors take 1 for a number and yes for a text. */
static json_t *any_text(void) { return json_pack("{s:[s,s,s]}", "type", "string", "number", "boolean"); }

static json_t *written(const char *type, const char *pattern) {
  return json_pack("{s:[s,s], s:s}", "type", type, "string", "pattern", pattern);
}

static json_t *one_of(const char *const *words) {
  json_t *list = json_array();
  for (; *words != NULL; words++) json_array_append_new(list, json_string(*words));
  return json_pack("{s:o}", "enum", list);
}

static json_t *secret(void) {
  return json_pack("{s:[o, {s:s, s:{s:o}, s:[s], s:b}]}", "anyOf", any_text(), "type", "object", "properties",
                   "file", any_text(), "required", "file", "additionalProperties", 0);
}

static json_t *texts(json_t *one) {
  return json_pack("{s:[O, {s:s, s:o}]}", "anyOf", one, "type", "array", "items", one);
}

static json_t *whole_number(const struct option_info *o) {
  json_t *number = written("integer", "^[-+]?[0-9]");
  if (o->min == 0 && o->max == 0) return number;
  json_object_set_new(number, "minimum", json_integer(o->min));
  json_object_set_new(number, "maximum", json_integer(o->max));
  return number;
}

static json_t *value_of(const struct option_info *o) {
  switch (o->type) {
  case TDG_O_BOOL:
    return json_pack("{s:[b,b,s,s,s,s,s,s]}", "enum", 1, 0, "true", "false", "yes", "no", "on", "off");
  case TDG_O_INT: return whole_number(o);
  case TDG_O_SIZE:
  case TDG_O_DURATION: return written("integer", "^[0-9]");
  case TDG_O_PERCENT:
  case TDG_O_REAL: return written("number", "^[-+]?[0-9.]");
  case TDG_O_ENUM: return one_of(o->choices);
  case TDG_O_SECRET: return secret();
  case TDG_O_LIST: return texts(any_text());
  default: return any_text();
  }
}

static json_t *described(json_t *schema, const char *title, const char *help) {
  if (title != NULL && *title != '\0') json_object_set_new(schema, "title", json_string(title));
  if (help != NULL && *help != '\0') json_object_set_new(schema, "description", json_string(help));
  return schema;
}

/* That of a list is written with commas in the table. */
static json_t *default_of(const struct option_info *o) {
  if (o->type != TDG_O_LIST) return json_string(o->def);
  json_t *list = json_array();
  for (const char *at = o->def; *at != '\0'; at += strspn(at, ",")) {
    const size_t n = strcspn(at, ",");
    json_array_append_new(list, json_stringn(at, n));
    at += n;
  }
  return list;
}

static json_t *option(const struct option_info *o) {
  json_t *value = described(value_of(o), NULL, o->help);
  if (o->def != NULL) json_object_set_new(value, "default", default_of(o));
  if (o->flags & TDG_O_DEPRECATED) json_object_set_new(value, "deprecated", json_true());
  return value;
}

/* ---- keys ---- */

/* An object that has these keys and no others; a key without a value ("fetch:") is as good as none. */
static json_t *keys(void) {
  return json_pack("{s:[s,s], s:{}, s:b}", "type", "object", "null", "properties", "additionalProperties", 0);
}

static void add(json_t *object, const char *key, json_t *value) {
  json_object_set_new(json_object_get(object, "properties"), key, value);
}

static void add_options(json_t *object, const struct option_info *options, size_t n) {
  json_t *required = json_array();
  for (size_t i = 0; i < n; i++) {
    if (options[i].flags & TDG_O_HIDDEN) continue;
    add(object, options[i].name, option(&options[i]));
    if (options[i].alias != NULL) add(object, options[i].alias, option(&options[i]));
    if (options[i].flags & TDG_O_REQUIRED && options[i].alias == NULL)
      json_array_append_new(required, json_string(options[i].name));
  }
  if (json_array_size(required) > 0) json_object_set(object, "required", required);
  json_decref(required);
}

static json_t *section(const struct schema *s) {
  json_t *object = keys();
  add_options(object, s->options, s->n);
  return object;
}

/* Each key that the readers of this section know beside its options is in the schema. */
static void expect_all(const struct schema *s, const json_t *object) {
  char word[64];
  for (const char *at = s->others; at[0] != '\0' && at[1] != '\0'; at = strchr(at + 1, ' ')) {
    snprintf(word, sizeof word, "%.*s", (int)strcspn(at + 1, " "), at + 1);
    BUG_ON(json_object_get(json_object_get(object, "properties"), word) == NULL);
  }
}

/* ---- components ---- */

static json_t *component(const struct component_info *c) {
  json_t *object = keys();
  add_options(object, c->options, c->n_options);
  json_object_del(object, "required"); /* the rest may stand under parsers: or fetchers: */
  return described(object, c->name, c->summary);
}

/* A plugin that is not here has names and options that are not known. */
static json_t *unknown_component(void) { return json_pack("{s:[s,s]}", "type", "object", "null"); }

static const char *name_of(const struct component_info *c) { return c->ref != NULL ? c->ref : c->name; }

/* {name: {options}} of the components of the kinds; id: with a name of its own for a second use. */
static json_t *component_map(const struct plugin_list *all, uint32_t kind, uint32_t other, int id) {
  json_t *object = keys();
  for (const struct component_info *c = NULL; (c = plugin_next(all, 0, c)) != NULL;) {
    if (c->kind != kind && c->kind != other) continue;
    json_t *one = component(c);
    if (id)
      add(one, "id", described(any_text(), NULL, "A name of its own, when the component is used twice."));
    add(object, name_of(c), one);
  }
  json_object_set_new(object, "additionalProperties", unknown_component());
  return object;
}

/* "- name" or "- name: {options}"; kinds as above. */
static json_t *component_list(const struct plugin_list *all, uint32_t kind, uint32_t other) {
  json_t *map = component_map(all, kind, other, 1);
  json_object_set_new(map, "type", json_string("object"));
  json_object_set_new(map, "minProperties", json_integer(1));
  json_object_set_new(map, "maxProperties", json_integer(1));
  if (other == TDG_KIND_BRIEF) {
    json_t *brief =
        json_pack("{s:[s,s], s:{s:o, s:o}}", "type", "object", "null", "properties", "use",
                  described(any_text(), NULL, "The component that writes briefs."), "id", any_text());
    add(map, "brief", described(brief, NULL, "Briefs of stories, by the usual component."));
  }
  return json_pack("{s:s, s:{s:[o,o]}}", "type", "array", "items", "anyOf",
                   json_pack("{s:s}", "type", "string"), map);
}

/* Options of any parser. */
static json_t *any_options(void) { return unknown_component(); }

/* ---- the sections ---- */

static json_t *store(void) {
  json_t *object = section(&schema_store), *capture = section(&schema_capture);
  json_object_set_new(capture, "type", json_pack("[s,s,s,s]", "object", "null", "string", "boolean"));
  add(object, "capture", described(capture, NULL, "Keep the answers that records were read from."));
  add(object, "keep", described(section(&schema_keep), NULL, "How long things are kept."));
  expect_all(&schema_store, object);
  return object;
}

static json_t *fetch(const struct plugin_list *all) {
  json_t *object = section(&schema_fetch), *hosts = section(&schema_hosts);
  const struct component_info *fetcher = plugin_component(all, TDG_KIND_FETCHER, USUAL_FETCHER);
  for (const struct conf_alias *a = conf_aliases; a->key != NULL; a++) {
    const struct option_info *o =
        fetcher != NULL ? option_find(fetcher->options, fetcher->n_options, a->option) : NULL;
    add(a->in != NULL ? hosts : object, a->key, o != NULL ? option(o) : any_text());
  }
  add(object, "hosts", hosts);
  add(object, "interval", section(&schema_interval));
  expect_all(&schema_fetch, object);
  expect_all(&schema_hosts, hosts);
  return object;
}

static json_t *rights_of_plugins(void) {
  static const char *const words[] = {"net", "read", "write", NULL};
  json_t *rights = texts(one_of(words));
  return json_pack("{s:[s,s], s:o, s:s}", "type", "object", "null", "additionalProperties", rights,
                   "description", "Rights of plugins by others, by their id or file: net, read, write.");
}

static json_t *plugins(void) {
  json_t *object = section(&schema_plugins), *exec = section(&schema_exec);
  json_array_append_new(json_object_get(exec, "required"), json_string("kind"));
  add(exec, "options", described(any_options(), NULL, "Handed to the program as they are."));
  expect_all(&schema_exec, exec);
  add(object, "limits", section(&schema_limits));
  add(object, "grant", rights_of_plugins());
  add(object, "exec",
      json_pack("{s:[s,s], s:o, s:s}", "type", "array", "null", "items", exec, "description",
                "Programs in any language that are components."));
  expect_all(&schema_plugins, object);
  return object;
}

/* A text, or a file that holds it. */
static json_t *text_or_file(void) {
  json_t *either = secret();
  json_t *file = json_array_get(json_object_get(either, "anyOf"), 1);
  add(file, "prefix", any_text());
  return either;
}

static json_t *request(void) {
  json_t *object = keys(), *auth = keys();
  add(object, "method", described(any_text(), NULL, "GET or POST."));
  add(object, "headers",
      json_pack("{s:[s,s], s:o}", "type", "object", "null", "additionalProperties", text_or_file()));
  add(object, "body", text_or_file());
  add(object, "user_agent", text_or_file());
  add(auth, "user", any_text());
  add(auth, "password", text_or_file());
  add(auth, "token", text_or_file());
  add(object, "auth", described(auth, NULL, "{ user, password: { file } }, or { token: { file } }."));
  add(object, "cookies", text_or_file());
  add(object, "certificate", text_or_file());
  add(object, "proxy", text_or_file());
  return described(object, NULL, "How a source is asked for.");
}

static json_t *full_text(void) {
  json_t *map = json_pack("{s:s, s:{s:o}, s:[s]}", "type", "object", "properties", "parse", any_text(),
                          "required", "parse");
  return json_pack("{s:[{s:s}, o], s:s}", "anyOf", "type", "string", map, "description",
                   "Fetch the pages that items name, and read them with this parser.");
}

static json_t *source(void) {
  json_t *object = section(&schema_source), *rights = section(&schema_rights);
  json_object_set_new(object, "type", json_string("object"));
  add(rights, "access", json_pack("{s:[s,s,s,s]}", "enum", "", "free", "metered", "paid"));
  add(object, "rights", rights);
  add(object, "options", described(any_options(), NULL, "Options of its parser."));
  add(object, "full_text", full_text());
  add(object, "request", request());
  add(object, "expect", section(&schema_expect));
  expect_all(&schema_source, object);
  return object;
}

/* A list holds keys that are true for all of its addresses, so nothing else is required of it. */
static json_t *source_list(json_t *one) {
  json_t *list = json_deep_copy(one);
  json_object_set_new(list, "required", json_pack("[s]", "list"));
  add(list, "list", described(any_text(), NULL, "A file with an address on each line."));
  return list;
}

static json_t *sources(void) {
  json_t *one = source(), *list = source_list(one);
  json_t *include = json_pack("{s:s, s:{s:o}, s:[s], s:b}", "type", "object", "properties", "include",
                              described(any_text(), NULL, "Files with more sources."), "required", "include",
                              "additionalProperties", 0);
  return json_pack("{s:[s,s], s:{s:[o,o,o]}}", "type", "array", "null", "items", "anyOf", one, include, list);
}

char *conf_json_schema(const struct plugin_list *all) {
  json_t *top = section(&schema_top);
  json_object_set_new(top, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
  described(top, "Configuration of Tidings", NULL);
  add(top, "rules", described(any_text(), NULL, "A folder of site rules in the ftr-site-config format."));
  add(top, "store", store());
  add(top, "control", section(&schema_control));
  add(top, "fetch", fetch(all));
  add(top, "websub", section(&schema_websub));
  add(top, "log", section(&schema_log));
  add(top, "plugins", plugins());
  add(top, "parsers", component_map(all, TDG_KIND_PARSER, 0, 0));
  add(top, "fetchers", component_map(all, TDG_KIND_FETCHER, 0, 0));
  add(top, "sources", sources());
  add(top, "pipeline", component_list(all, TDG_KIND_STAGE, TDG_KIND_BRIEF));
  add(top, "sinks", component_list(all, TDG_KIND_SINK, 0));
  expect_all(&schema_top, top);
  char *text = json_dumps(top, JSON_INDENT(2) | JSON_SORT_KEYS);
  BUG_ON(text == NULL);
  json_decref(top);
  return text;
}
