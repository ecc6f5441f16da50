/* idmap.h - from ids to numbers; made anew by its owner when it is full, so nothing is ever removed. */
#ifndef STORY_IDMAP_H
#define STORY_IDMAP_H

#include <stddef.h>
#include <stdint.h>

struct idmap {
  int64_t *id; /* 0: empty */
  uint32_t *value;
  size_t n, used;
};
enum { IDMAP_SLOT = 12 };                     /* bytes */
void idmap_init(struct idmap *, size_t live); /* room for more than half as many again */
void idmap_free(struct idmap *);
int idmap_full(const struct idmap *);
void idmap_put(struct idmap *, int64_t id, uint32_t value);
int idmap_get(const struct idmap *, int64_t id, uint32_t *value); /* 0: not there */

#endif
