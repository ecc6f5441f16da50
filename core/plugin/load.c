/* plugin/load.c - map a plugin and check its table; see load.h.
 *
 * The table is read with the struct sizes that the plugin states: a plugin of an older revision has shorter
 * structs, one of a newer revision longer ones, and both are read up to the shorter end.  Pointers in the
 * table point to the plugin's own memory; following an invalid one crashes the process that loaded it, which
 * is why the engine leaves this to a worker.
 */
#include "plugin/load.h"

#include "plugin/plugin_info.h"
#include <tidings/kit/utf8.h>

#include <dlfcn.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Struct sizes of revision 1, the minimum. */
#define FIRST_PLUGIN (offsetof(struct tdg_plugin, reserved) + sizeof(uint32_t))
#define FIRST_COMPONENT (offsetof(struct tdg_component, ops) + sizeof(void *))
enum { MAX_COMPONENT_SIZE = 4096 };

static const char ask_author[] =
    "rebuild the plugin against the headers of this Tidings, or ask its author to";
static const char mend[] = "correct the plugin (tidings/plugin.h says what holds), or ask its author to";

/* ---- the plugin itself ---- */

static int check_size(const struct tdg_plugin *p, struct plugin_why *w) {
  char wanted[PLUGIN_WHY];
  if (p->size < FIRST_PLUGIN) {
    snprintf(wanted, sizeof wanted, "at least %zu bytes", FIRST_PLUGIN);
    return plugin_refuse(w, wanted, ask_author, "a plugin table of %u bytes", (unsigned)p->size);
  }
  return 0;
}

static int check_revision(const struct tdg_plugin *p, struct plugin_why *w) {
  char wanted[PLUGIN_WHY];
  if (p->rev_min > TDG_REV) {
    snprintf(wanted, sizeof wanted, "revision %u or older (Tidings %s)", TDG_REV, TDG_VERSION);
    return plugin_refuse(w, wanted, "upgrade Tidings, or install an older release of the plugin",
                         "a plugin that needs revision %u of the interface", (unsigned)p->rev_min);
  }
  return 0;
}

/* Check a text of the plugin; refuse when it is invalid. */
static int check_text(const char *s, const char *what, int required, size_t max, struct plugin_why *w) {
  char wanted[PLUGIN_WHY];
  snprintf(wanted, sizeof wanted, "%s of %s%zu bytes of UTF-8", what, required ? "1 to " : "up to ", max);
  if (s == NULL || *s == '\0') return required ? plugin_refuse(w, wanted, mend, "no %s", what) : 0;
  size_t n = strnlen(s, max + 1);
  if (n > max) return plugin_refuse(w, wanted, mend, "%s that is longer", what);
  return tdg_utf8_valid(s, n) ? 0 : plugin_refuse(w, wanted, mend, "%s that is not UTF-8", what);
}

/* Names that configurations write.  Plugins of revision 1 were loaded with any. */
#define SMALL_NAME "abcdefghijklmnopqrstuvwxyz0123456789-"
#define ID_NAME SMALL_NAME "ABCDEFGHIJKLMNOPQRSTUVWXYZ._"

static int made_of(const char *name, const char *bytes) { return name[strspn(name, bytes)] == '\0'; }

static int check_plugin_texts(const struct tdg_plugin *p, struct plugin_why *w) {
  if (check_text(p->id, "plugin id", 1, PLUGIN_MAX_NAME, w) < 0) return -1;
  if (p->rev > 1 && !made_of(p->id, ID_NAME))
    return plugin_refuse(w, "an id of letters, digits, - _ . such as org.example.gazette", mend, "this id");
  if (check_text(p->version, "version", 1, PLUGIN_MAX_NAME, w) < 0) return -1;
  if (check_text(p->summary, "summary", 0, PLUGIN_MAX_TEXT, w) < 0) return -1;
  if (check_text(p->licence, "licence", 0, PLUGIN_MAX_TEXT, w) < 0) return -1;
  return check_text(p->url, "address", 0, PLUGIN_MAX_TEXT, w);
}

/* ---- extensions ---- */

static int has_offers(const struct tdg_plugin *p) {
  return p->size >= offsetof(struct tdg_plugin, offered) + sizeof p->offered && p->offers != NULL;
}

const char *const *plugin_offers(const struct tdg_plugin *p) { return has_offers(p) ? p->offers : NULL; }

const void *plugin_offered(const struct tdg_plugin *p, const char *id, struct plugin_why *w) {
  const char *const *v = plugin_offers(p);
  while (v != NULL && *v != NULL && strcmp(*v, id) != 0) v++;
  const void *table = v != NULL && *v != NULL ? p->offered(id) : NULL;
  if (table == NULL)
    plugin_refuse(w, "a plugin that offers it", "ask its author, or install another release of the plugin",
                  "plugin %.100s, which does not give the extension %.100s", p->id, id);
  return table;
}

static int check_ids(const char *const *ids, const char *what, struct plugin_why *w) {
  char wanted[PLUGIN_WHY];
  size_t n = 0;
  for (; ids != NULL && ids[n] != NULL && n <= TDG_MAX_EXTENSIONS; n++)
    if (check_text(ids[n], what, 1, PLUGIN_MAX_NAME, w) < 0) return -1;
  if (n <= TDG_MAX_EXTENSIONS) return 0;
  snprintf(wanted, sizeof wanted, "at most %d, and a NULL behind them", TDG_MAX_EXTENSIONS);
  return plugin_refuse(w, wanted, ask_author, "more ids of extensions");
}

static int check_offers(const struct tdg_plugin *p, struct plugin_why *w) {
  if (!has_offers(p)) return 0;
  if (p->offered == NULL)
    return plugin_refuse(w, "the function `offered` beside `offers`", ask_author,
                         "a plugin that offers extensions without it");
  return check_ids(p->offers, "id of an extension", w);
}

static int check_stride(const struct tdg_plugin *p, struct plugin_why *w) {
  char wanted[PLUGIN_WHY];
  if (p->n_components == 0 && has_offers(p) && p->offers[0] != NULL) return 0;
  if (p->components == NULL || p->n_components == 0 || p->n_components > PLUGIN_MAX_COMPONENTS) {
    snprintf(wanted, sizeof wanted, "1 to %d components, or none beside extensions that it offers",
             PLUGIN_MAX_COMPONENTS);
    return plugin_refuse(w, wanted, ask_author, "%s",
                         p->components == NULL ? "no table of components" : "a plugin with none or too many");
  }
  if (p->component_size >= FIRST_COMPONENT && p->component_size <= MAX_COMPONENT_SIZE &&
      p->component_size % 8 == 0)
    return 0;
  snprintf(wanted, sizeof wanted, "at least %zu bytes, a multiple of 8", FIRST_COMPONENT);
  return plugin_refuse(w, wanted, ask_author, "components of %u bytes each", (unsigned)p->component_size);
}

/* ---- its components ---- */

static const struct tdg_component *component_raw(const struct tdg_plugin *p, uint32_t i) {
  return (const struct tdg_component *)(const void *)((const char *)p->components +
                                                      (size_t)i * p->component_size);
}

/* For components that do not say it; 0 for a revision that is not known here. */
static uint32_t option_size_of(uint32_t rev) {
  const size_t first = offsetof(struct tdg_option, choices) + sizeof(char **);
  return rev == 1 ? (uint32_t)first : rev == TDG_REV ? sizeof(struct tdg_option) : 0;
}

void plugin_component_at(const struct tdg_plugin *p, uint32_t i, struct tdg_component *out) {
  const struct tdg_component *raw = component_raw(p, i);
  size_t n = raw->size < sizeof *out ? raw->size : sizeof *out;
  memset(out, 0, sizeof *out);
  memcpy(out, raw, n < p->component_size ? n : p->component_size);
  if (out->option_size == 0) out->option_size = option_size_of(p->rev);
}

int plugin_component_named(const struct tdg_plugin *p, const char *name, struct tdg_component *out) {
  struct plugin_why w;
  for (uint32_t i = 0; i < p->n_components; i++) {
    plugin_component_at(p, i, out);
    if (strcmp(out->name, name) == 0) return plugin_component_usable(out, &w);
  }
  return -1;
}

uint32_t plugin_calls(const struct tdg_component *c) {
  return (c->run != NULL ? PLUGIN_CALL_RUN : 0u) | (c->flush != NULL ? PLUGIN_CALL_FLUSH : 0u) |
         (c->probe != NULL ? PLUGIN_CALL_PROBE : 0u) | (c->judge != NULL ? PLUGIN_CALL_JUDGE : 0u) |
         (c->recall != NULL ? PLUGIN_CALL_RECALL : 0u) | (c->pump != NULL ? PLUGIN_CALL_PUMP : 0u) |
         (c->open != NULL ? PLUGIN_CALL_OPEN : 0u) |
         (c->save != NULL && c->restore != NULL ? PLUGIN_CALL_SAVE : 0u);
}

static const char upgrade[] = "upgrade Tidings, or install an older release of the plugin";

/* The first type of an option that is unknown, or 0.  A table that makes no sense is refused elsewhere. */
static uint32_t unknown_type(const struct tdg_component *c, char name[PLUGIN_MAX_NAME + 1]) {
  const size_t least = offsetof(struct tdg_option, type) + sizeof(uint32_t);
  if (c->options == NULL || c->option_size < least || c->n_options > PLUGIN_MAX_OPTIONS) return 0;
  for (uint32_t i = 0; i < c->n_options; i++) {
    struct tdg_option o = {0};
    memcpy(&o, (const char *)c->options + (size_t)i * c->option_size, least);
    if (option_type_name(o.type) != NULL) continue;
    snprintf(name, PLUGIN_MAX_NAME + 1, "%.60s",
             o.name != NULL && tdg_utf8_valid(o.name, strnlen(o.name, 60)) ? o.name : "?");
    return o.type;
  }
  return 0;
}

int plugin_component_usable(const struct tdg_component *c, struct plugin_why *w) {
  const uint32_t known = TDG_NEEDS_NET | TDG_NEEDS_READ | TDG_NEEDS_WRITE;
  char option[PLUGIN_MAX_NAME + 1];
  memset(w, 0, sizeof *w);
  if (plugin_kind_name(c->kind) == NULL)
    return plugin_refuse(w, "a kind that this Tidings knows", upgrade, "component %s of the unknown kind %u",
                         c->name, (unsigned)c->kind);
  if ((c->needs & ~known) != 0)
    return plugin_refuse(w, "rights that this Tidings knows", upgrade, "component %s needs rights 0x%x",
                         c->name, (unsigned)c->needs);
  uint32_t type = unknown_type(c, option);
  if (type == 0) return 0;
  return plugin_refuse(w, "options of types that this Tidings knows", upgrade,
                       "component %s, whose option %s has the unknown type %u", c->name, option,
                       (unsigned)type);
}

/* Plugins of revision 1 load as they did. */
static int check_members(const struct tdg_component *c, uint32_t rev, struct plugin_why *w) {
  const char *missing = NULL;
  if (c->kind == TDG_KIND_STAGE) missing = c->judge == NULL ? "judge" : NULL;
  else if (c->kind == TDG_KIND_STORE) missing = c->ops == NULL ? "ops" : NULL;
  else if (c->run == NULL) missing = "run";
  else if (rev > 1 && c->kind == TDG_KIND_SINK) missing = c->flush == NULL ? "flush" : NULL;
  else if (rev > 1 && c->kind == TDG_KIND_FETCHER)
    missing = c->claims == NULL || c->claims[0] == NULL ? "claims" : NULL;
  if (missing == NULL) return 0;
  return plugin_refuse(w, "every function and member its kind needs", mend, "component %s, a %s without %s",
                       c->name, plugin_kind_name(c->kind), missing);
}

/* One that matches nothing would never be told of. */
static int check_claim(const struct tdg_component *c, const char *claim, uint32_t rev, struct plugin_why *w) {
  const char *wanted = rev > 1 ? plugin_claim_fault(c->kind, claim) : NULL;
  return wanted == NULL
             ? 0
             : plugin_refuse(w, wanted, mend, "component %s, whose claim is \"%.60s\"", c->name, claim);
}

static int check_claims(const struct tdg_component *c, uint32_t rev, struct plugin_why *w) {
  char wanted[PLUGIN_WHY];
  size_t n = 0;
  for (; c->claims != NULL && c->claims[n] != NULL && n <= PLUGIN_MAX_CLAIMS; n++)
    if (check_text(c->claims[n], "claim", 1, PLUGIN_MAX_NAME, w) < 0 ||
        check_claim(c, c->claims[n], rev, w) < 0)
      return -1;
  if (n <= PLUGIN_MAX_CLAIMS) return 0;
  snprintf(wanted, sizeof wanted, "at most %d, and a NULL behind them", PLUGIN_MAX_CLAIMS);
  return plugin_refuse(w, wanted, mend, "component %s with more claims", c->name);
}

static int check_option_texts(const struct option_info *o, struct plugin_why *w) {
  if (check_text(o->def, "default of an option", 0, PLUGIN_MAX_TEXT, w) < 0) return -1;
  if (check_text(o->help, "help of an option", 0, PLUGIN_MAX_TEXT, w) < 0) return -1;
  if (check_text(o->since, "version of an option", 0, PLUGIN_MAX_NAME, w) < 0) return -1;
  if (check_text(o->section, "section of an option", 0, PLUGIN_MAX_NAME, w) < 0) return -1;
  for (size_t i = 0; o->choices != NULL && o->type == TDG_O_ENUM && o->choices[i] != NULL; i++)
    if (check_text(o->choices[i], "choice of an option", 1, PLUGIN_MAX_NAME, w) < 0) return -1;
  return 0;
}

static int check_options(const struct tdg_component *c, struct plugin_why *w) {
  char err[OPTION_ERROR];
  if (c->n_options == 0) return 0;
  size_t n = c->n_options <= PLUGIN_MAX_OPTIONS ? c->n_options : 1;
  struct option_info *table = calloc(n, sizeof *table);
  if (table == NULL) return plugin_refuse(w, "memory", "free some memory", "none for the options");
  int rc = option_table(c->options, c->n_options, c->option_size, c->conf_size, table, err);
  if (rc < 0) plugin_refuse(w, "a sound table of options", mend, "component %s: %.300s", c->name, err);
  for (size_t i = 0; rc == 0 && i < n; i++) rc = check_option_texts(&table[i], w);
  free(table);
  return rc;
}

static int check_component(const struct tdg_plugin *p, uint32_t i, struct plugin_why *w) {
  struct tdg_component c, other;
  char wanted[PLUGIN_WHY];
  uint32_t size = component_raw(p, i)->size;
  if (size < FIRST_COMPONENT || size > p->component_size) {
    snprintf(wanted, sizeof wanted, "%zu to %u bytes", FIRST_COMPONENT, (unsigned)p->component_size);
    return plugin_refuse(w, wanted, ask_author, "component %u that says it has %u bytes", (unsigned)i,
                         (unsigned)size);
  }
  plugin_component_at(p, i, &c);
  if (check_text(c.name, "component name", 1, PLUGIN_MAX_NAME, w) < 0) return -1;
  if (check_text(c.summary, "summary of a component", 0, PLUGIN_MAX_TEXT, w) < 0) return -1;
  if (strchr(c.name, '/') != NULL)
    return plugin_refuse(w, "a name without /, which stands between a plugin's id and a name", mend,
                         "component %s", c.name);
  if (p->rev > 1 && !made_of(c.name, SMALL_NAME))
    return plugin_refuse(w, "a name of small letters, digits and -, as configurations write it", mend,
                         "component %s", c.name);
  for (uint32_t j = 0; j < i; j++) {
    plugin_component_at(p, j, &other);
    if (strcmp(other.name, c.name) == 0)
      return plugin_refuse(w, "each name once", mend, "two components named %s", c.name);
  }
  struct plugin_why unusable;
  if (plugin_component_usable(&c, &unusable) < 0) return 0; /* the others are used */
  if (check_members(&c, p->rev, w) < 0 || check_claims(&c, p->rev, w) < 0) return -1;
  if (check_ids(c.uses, "id of an extension", w) < 0) return -1;
  return check_options(&c, w);
}

/* A refusal names the plugin, when its id can be read. */
static int name_plugin(const struct tdg_plugin *p, struct plugin_why *w) {
  char found[PLUGIN_WHY];
  struct plugin_why unreadable;
  if (check_text(p->id, "plugin id", 1, PLUGIN_MAX_NAME, &unreadable) < 0) return -1;
  snprintf(found, sizeof found, "%s", w->found);
  snprintf(w->found, sizeof w->found, "plugin %.100s: %.290s", p->id, found);
  return -1;
}

static int plugin_check(const struct tdg_plugin *p, struct plugin_why *w) {
  if (p == NULL) return plugin_refuse(w, "a plugin table", mend, "tidings_plugin_1() that returned nothing");
  if (check_size(p, w) < 0) return -1;
  if (check_revision(p, w) < 0 || check_plugin_texts(p, w) < 0 || check_stride(p, w) < 0)
    return name_plugin(p, w);
  if (check_offers(p, w) < 0) return name_plugin(p, w);
  for (uint32_t i = 0; i < p->n_components; i++)
    if (check_component(p, i, w) < 0) return name_plugin(p, w);
  return 0;
}

/* ---- mapping ---- */

/* The words of the loader say what is missing: a function of the kit, another function, or a library. */
static int refuse_unloaded(const char *words, struct plugin_why *w) {
  static const char kit[] = "undefined symbol: tdg_", other[] = "undefined symbol: ";
  const char *todo = "install the library it names, or rebuild the plugin";
  if (strstr(words, kit) != NULL)
    todo = "link the kit into the plugin, behind its own files: `pkg-config --libs tidings-kit` "
           "(libtidings-kit.a)";
  else if (strstr(words, other) != NULL)
    todo = "link the library that has this function (-l...), or build all files of the plugin into it";
  return plugin_refuse(w, "a shared object that loads", todo, "%.350s", words);
}

static int map(const char *file, tdg_plugin_fn *fn, struct plugin_why *w) {
  char path[PATH_MAX], wanted[PLUGIN_WHY];
  /* without a slash dlopen would search the library path */
  snprintf(path, sizeof path, "%s%s", strchr(file, '/') != NULL ? "" : "./", file);
  void *so = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  w->passing = so == NULL;
  if (so == NULL) return refuse_unloaded(dlerror(), w);
  void *symbol = dlsym(so, "tidings_plugin_1");
  if (symbol == NULL) {
    snprintf(wanted, sizeof wanted, "the function tidings_plugin_%d (TDG_PLUGIN writes it)", TDG_ABI);
    return plugin_refuse(w, wanted, "remove it from the plugin path, or install a build for this Tidings",
                         dlsym(so, "tidings_plugin_2") != NULL
                             ? "a plugin for the next interface, tidings_plugin_2"
                             : "a shared object that is no plugin");
  }
  memcpy(fn, &symbol, sizeof *fn);
  return 0;
}

const struct tdg_plugin *plugin_map(const char *file, struct plugin_why *w) {
  tdg_plugin_fn fn;
  if (map(file, &fn, w) < 0) return NULL;
  const struct tdg_plugin *p = fn();
  return plugin_check(p, w) == 0 ? p : NULL;
}

const struct tdg_plugin *plugin_load(const char *file, struct plugin_why *w) {
  memset(w, 0, sizeof *w);
  if (plugin_file_check(file, w) < 0 || plugin_elf_check(file, w) < 0) return NULL;
  return plugin_map(file, w);
}
