/* idmap.c - see idmap.h.  Owns its table; out of memory ends the process. */
#include "idmap.h"

#include <stdlib.h>

enum { MIN_SLOTS = 1 << 10 };

void idmap_init(struct idmap *m, size_t live) {
  m->n = MIN_SLOTS + live * 2;
  m->used = 0;
  m->id = calloc(m->n, sizeof *m->id);
  m->value = calloc(m->n, sizeof *m->value);
  if (m->id == NULL || m->value == NULL) abort();
}

void idmap_free(struct idmap *m) {
  free(m->id);
  free(m->value);
}

int idmap_full(const struct idmap *m) { return m->used * 5 >= m->n * 4; }

static size_t slot_of(const struct idmap *m, int64_t id) {
  size_t i = (size_t)(((((uint64_t)id * 0x9e3779b97f4a7c15u) >> 32) * m->n) >> 32);
  while (m->id[i] != 0 && m->id[i] != id) i = i + 1 == m->n ? 0 : i + 1;
  return i;
}

void idmap_put(struct idmap *m, int64_t id, uint32_t value) {
  size_t i = slot_of(m, id);
  if (m->id[i] == 0) m->used++;
  m->id[i] = id;
  m->value[i] = value;
}

int idmap_get(const struct idmap *m, int64_t id, uint32_t *value) {
  size_t i = slot_of(m, id);
  if (id == 0 || m->id[i] == 0) return 0;
  *value = m->value[i];
  return 1;
}
