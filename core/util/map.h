/* util/map.h - a hash map from text, or from a number, to a pointer.
 *
 * Open addressing.  Keys are copied (but see lent), values belong to the caller.  Slots are not removed: to remove a key set
 * its value to NULL.
 *
 *   struct map m = {0};
 *   map_put(&m, "key", 3, value);
 *   void *v = map_get(&m, "key", 3);
 */
#ifndef UTIL_MAP_H
#define UTIL_MAP_H

#include <stddef.h>
#include <stdint.h>

struct map_slot {
  uint64_t hash;
  char *key;
  size_t n;
  void *value;
};
struct map {
  struct map_slot *slots;
  size_t cap, used;
  int lent; /* set before the first put: the keys are the caller's, not copied, and must outlive the map */
};

void *map_get(const struct map *m, const void *key, size_t n); /* NULL when absent */
void map_put(struct map *m, const void *key, size_t n, void *value);
void *map_get_int(const struct map *m, int64_t key);
void map_put_int(struct map *m, int64_t key, void *value);
/* Iterate: for (size_t i = 0; (s = map_next(m, &i)) != NULL;) */
struct map_slot *map_next(const struct map *m, size_t *i);
void map_free(struct map *m);

#endif
