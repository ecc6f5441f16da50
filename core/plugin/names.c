/* plugin/names.c - components by kind and name; owns nothing, cannot fail. */
#include "plugin/plugin.h"

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

/* ---- looking through a list ---- */

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
