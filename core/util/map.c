/* util/map.c - open addressing with linear probing, at most three quarters full; see map.h.  The map owns its
 * copies of the keys. */
#include "util/map.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static struct map_slot *find_slot(const struct map *m, uint64_t hash, const void *key, size_t n) {
  size_t i = (size_t)hash & (m->cap - 1);
  while (m->slots[i].key != NULL) {
    struct map_slot *s = &m->slots[i];
    if (s->hash == hash && s->n == n && memcmp(s->key, key, n) == 0) return s;
    i = (i + 1) & (m->cap - 1);
  }
  return &m->slots[i];
}

static void grow(struct map *m) {
  struct map old = *m;
  m->cap = old.cap > 0 ? old.cap * 2 : 32;
  m->slots = check_alloc(m->cap * sizeof *m->slots);
  memset(m->slots, 0, m->cap * sizeof *m->slots);
  for (size_t i = 0; i < old.cap; i++) {
    struct map_slot *s = &old.slots[i];
    if (s->key != NULL) *find_slot(m, s->hash, s->key, s->n) = *s;
  }
  free(old.slots);
}

void *map_get(const struct map *m, const void *key, size_t n) {
  if (m->cap == 0) return NULL;
  struct map_slot *s = find_slot(m, XXH3_64bits(key, n), key, n);
  return s->key != NULL ? s->value : NULL;
}

void map_put(struct map *m, const void *key, size_t n, void *value) {
  if ((m->used + 1) * 4 > m->cap * 3) grow(m);
  uint64_t hash = XXH3_64bits(key, n);
  struct map_slot *s = find_slot(m, hash, key, n);
  if (s->key == NULL) {
    s->hash = hash;
    s->key = m->lent ? (char *)(uintptr_t)key : check_alloc(n + 1);
    if (!m->lent) memcpy(s->key, key, n);
    if (!m->lent) s->key[n] = '\0';
    s->n = n;
    m->used++;
  }
  s->value = value;
}

void *map_get_int(const struct map *m, int64_t key) { return map_get(m, &key, sizeof key); }

void map_put_int(struct map *m, int64_t key, void *value) { map_put(m, &key, sizeof key, value); }

struct map_slot *map_next(const struct map *m, size_t *i) {
  while (*i < m->cap) {
    struct map_slot *s = &m->slots[(*i)++];
    if (s->key != NULL && s->value != NULL) return s;
  }
  return NULL;
}

void map_free(struct map *m) {
  for (size_t i = 0; i < m->cap && !m->lent; i++) free(m->slots[i].key);
  free(m->slots);
  *m = (struct map){0};
}
