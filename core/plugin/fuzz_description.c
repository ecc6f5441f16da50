/* plugin/fuzz_description.c - fuzz description_read: any text is refused or gives a valid description. */
#include "plugin/description.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a = {0};
  struct plugin_info p;
  struct plugin_why w = {{0}, {0}, {0}};
  char err[OPTION_ERROR];
  if (description_read(&a, "x.so", arena_copy(&a, data, size), &p, &w) == 0)
    for (size_t i = 0; i < p.n_components; i++)
      if (option_table_check(p.components[i].options, p.components[i].n_options, 0, err) < 0 ||
          p.components[i].kind == 0 || p.components[i].name[0] == '\0')
        abort();
  arena_free(&a);
  return 0;
}
