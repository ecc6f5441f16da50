/* idmap.h - from ids to numbers; made anew by its owner when it is full, so nothing is ever removed. */
#ifndef STORY_IDMAP_H
#define STORY_IDMAP_H

#include <stddef.h>
#include <stdint.h>

struct idmap_slot {
  int64_t id, value; /* id 0: empty */
};
struct idmap {
  struct idmap_slot *slot;
  size_t n, used;
};
void idmap_init(struct idmap *, size_t live); /* room for twice as many as are live */
void idmap_free(struct idmap *);
int idmap_full(const struct idmap *);
void idmap_put(struct idmap *, int64_t id, int64_t value);
int64_t idmap_get(const struct idmap *, int64_t id, int64_t otherwise);

#endif
