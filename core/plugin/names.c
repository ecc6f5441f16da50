/* plugin/names.c - the words for kinds of components. */
#include "plugin/plugin.h"

#include <string.h>

static const char *const kinds[] = {NULL, "fetcher", "parser", "stage", "brief", "store", "sink"};
enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

const char *plugin_kind_name(uint32_t kind) { return kind < N_KINDS ? kinds[kind] : NULL; }

uint32_t plugin_kind_number(const char *name) {
  for (uint32_t i = 1; i < N_KINDS; i++)
    if (strcmp(kinds[i], name) == 0) return i;
  return 0;
}
