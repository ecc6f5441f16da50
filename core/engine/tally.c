/* engine/tally.c - the counts of an import; see settle.h.  Each number is stored as a cursor, although it is
 * not a position in the log. */
#include "engine/settle.h"

#include <stdio.h>
#include <string.h>

struct number {
  const char *name;
  size_t offset; /* in struct engine_counts */
};
static const struct number numbers[] = {{"documents", offsetof(struct engine_counts, documents)},
                                        {"failed", offsetof(struct engine_counts, failed)},
                                        {"quarantined", offsetof(struct engine_counts, quarantined)},
                                        {"left out", offsetof(struct engine_counts, left_out)},
                                        {"older", offsetof(struct engine_counts, older)},
                                        {"dated", offsetof(struct engine_counts, dated)},
                                        {"read", offsetof(struct engine_counts, read)}};
enum { NUMBERS = sizeof numbers / sizeof numbers[0], NAME = 160 };

static const char *name_of(char name[NAME], const char *run, const struct number *n) {
  const char *began = strrchr(run, ' ');
  int keep = began != NULL ? (int)(began - run) : (int)strlen(run);
  snprintf(name, NAME, "%.*s %s", keep, run, n->name);
  return name;
}

int tally_add(struct store *store, const char *run, const struct engine_counts *c) {
  int status = 0;
  for (size_t i = 0; i < NUMBERS && status >= 0; i++) {
    uint64_t more;
    int64_t have = 0;
    char name[NAME];
    memcpy(&more, (const char *)c + numbers[i].offset, sizeof more);
    if (more == 0) continue;
    status = store->ops->cursor_get(store->handle, name_of(name, run, &numbers[i]), &have);
    if (status >= 0) status = store->ops->cursor_put(store->handle, name, have + (int64_t)more);
  }
  return status < 0 ? status : 0;
}

int tally_get(struct store *store, const char *run, struct engine_counts *c) {
  int status = 0;
  for (size_t i = 0; i < NUMBERS && status >= 0; i++) {
    int64_t have = 0;
    char name[NAME];
    status = store->ops->cursor_get(store->handle, name_of(name, run, &numbers[i]), &have);
    uint64_t n = (uint64_t)have;
    memcpy((char *)c + numbers[i].offset, &n, sizeof n);
  }
  return status < 0 ? status : 0;
}

int tally_clear(struct store *store, const char *run) {
  int status = 0;
  for (size_t i = 0; i < NUMBERS && status >= 0; i++) {
    char name[NAME];
    status = store->ops->cursor_put(store->handle, name_of(name, run, &numbers[i]), 0);
  }
  return status < 0 ? status : 0;
}
