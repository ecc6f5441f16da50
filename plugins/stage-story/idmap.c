/* idmap.c - see idmap.h.  Owns its table; out of memory ends the process. */
#include "idmap.h"

#include <stdlib.h>

enum { MIN_SLOTS = 1 << 10 };

void idmap_init(struct idmap *m, size_t live) {
  m->n = MIN_SLOTS;
  m->used = 0;
  while (m->n < live * 4) m->n *= 2;
  m->slot = calloc(m->n, sizeof *m->slot);
  if (m->slot == NULL) abort();
}

void idmap_free(struct idmap *m) { free(m->slot); }

int idmap_full(const struct idmap *m) { return m->used * 2 >= m->n; }

static size_t home(const struct idmap *m, int64_t id) {
  return (size_t)(((uint64_t)id * 0x9e3779b97f4a7c15u) >> 20) & (m->n - 1);
}

void idmap_put(struct idmap *m, int64_t id, int64_t value) {
  size_t i = home(m, id);
  while (m->slot[i].id != 0 && m->slot[i].id != id) i = (i + 1) & (m->n - 1);
  if (m->slot[i].id == 0) m->used++;
  m->slot[i] = (struct idmap_slot){id, value};
}

int64_t idmap_get(const struct idmap *m, int64_t id, int64_t otherwise) {
  if (id == 0) return otherwise;
  for (size_t i = home(m, id); m->slot[i].id != 0; i = (i + 1) & (m->n - 1))
    if (m->slot[i].id == id) return m->slot[i].value;
  return otherwise;
}
