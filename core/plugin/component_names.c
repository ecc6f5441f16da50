/* plugin/component_names.c - components by kind and name; owns nothing, cannot fail. */
#include "plugin/plugin_info.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const kinds[] = {NULL, "fetcher", "parser", "stage", "brief", "store", "sink"};
enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

const char *plugin_kind_name(uint32_t kind) { return kind < N_KINDS ? kinds[kind] : NULL; }

uint32_t plugin_kind_number(const char *name) {
  for (uint32_t i = 1; i < N_KINDS; i++)
    if (strcmp(kinds[i], name) == 0) return i;
  return 0;
}

/* ---- rights ---- */

static const struct {
  const char *word;
  uint32_t bit;
} rights[] = {{"net", TDG_NEEDS_NET}, {"read", TDG_NEEDS_READ}, {"write", TDG_NEEDS_WRITE}};
enum { N_RIGHTS = sizeof rights / sizeof rights[0] };

uint32_t plugin_lacks(const struct component_info *c) { return c->needs & ~c->granted; }

uint32_t plugin_right(const char *word) {
  for (size_t i = 0; i < N_RIGHTS; i++)
    if (strcmp(rights[i].word, word) == 0) return rights[i].bit;
  return 0;
}

void plugin_rights_text(uint32_t bits, char out[PLUGIN_RIGHTS_TEXT]) {
  size_t n = 0;
  snprintf(out, PLUGIN_RIGHTS_TEXT, "none");
  for (size_t i = 0; i < N_RIGHTS; i++)
    if (bits & rights[i].bit)
      n += (size_t)snprintf(out + n, PLUGIN_RIGHTS_TEXT - n, "%s%s", n > 0 ? ", " : "", rights[i].word);
}

void plugin_lacks_text(const struct component_info *c, char out[PLUGIN_LACKS_TEXT]) {
  char lacks[PLUGIN_RIGHTS_TEXT], needs[PLUGIN_RIGHTS_TEXT];
  plugin_rights_text(plugin_lacks(c), lacks);
  plugin_rights_text(c->needs, needs);
  snprintf(out, PLUGIN_LACKS_TEXT,
           "the %s %.100s of plugin %.100s needs a right that is not granted (%s) and is not used; if you "
           "trust it, write in the "
           "configuration  plugins: { grant: { %.100s: [%s] } }",
           plugin_kind_name(c->kind), c->name, c->plugin->id, lacks, c->plugin->id, needs);
}

/* ---- searching a list ---- */

const struct component_info *plugin_next(const struct plugin_list *list, uint32_t kind,
                                         const struct component_info *after) {
  int found = after == NULL;
  for (size_t i = 0; i < list->n_plugins; i++) {
    const struct plugin_info *p = &list->plugins[i];
    for (size_t j = 0; j < p->n_components; j++) {
      const struct component_info *c = &p->components[j];
      if (found && (kind == 0 || c->kind == kind)) return c;
      if (c == after) found = 1;
    }
  }
  return NULL;
}

const struct component_info *plugin_component(const struct plugin_list *list, uint32_t kind,
                                              const char *name) {
  const struct component_info *c = NULL;
  while ((c = plugin_next(list, kind, c)) != NULL)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

int plugin_claims(const struct component_info *c, const char *what) {
  return plugin_lacks(c) == 0 && plugin_speaks_of(c, what);
}

int plugin_speaks_of(const struct component_info *c, const char *what) {
  for (size_t i = 0; i < c->n_claims; i++) {
    size_t n = strlen(c->claims[i]);
    if (strcasecmp(c->claims[i], what) == 0) return 1;
    if (n > 1 && strcmp(c->claims[i] + n - 2, "/*") == 0 && strncasecmp(c->claims[i], what, n - 1) == 0)
      return 1;
  }
  return 0;
}

const char *plugin_suggest(const struct plugin_list *list, uint32_t kind, const char *name) {
  const struct component_info *c = NULL;
  const char *best = NULL;
  unsigned least = (unsigned)(strlen(name) / 3 + 1) + 1;
  while ((c = plugin_next(list, kind, c)) != NULL) {
    unsigned d = option_distance(name, c->name);
    if (d >= least) continue;
    least = d;
    best = c->name;
  }
  return best;
}
