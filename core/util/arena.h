/* util/arena.h - memory for one unit of work, freed all at once.
 *
 *   struct arena a = {0};
 *   char *s = arena_alloc(&a, 100);
 *   arena_reset(&a);   keeps blocks for the next unit
 *   arena_free(&a);    frees all blocks
 *
 * Allocation never returns NULL: a process that is out of memory ends (check_alloc).  limit, when set, is the
 * maximum that one unit may allocate; beyond it the process also ends, with EXIT_OUT_OF_MEMORY.  Only workers
 * set a limit.
 */
#ifndef UTIL_ARENA_H
#define UTIL_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
  struct arena_block *head;
  struct arena_block *kept; /* what was taken back, for what comes next; bounded */
  char *next, *end;
  size_t used, limit, kept_bytes;
};

void *arena_alloc(struct arena *a, size_t n);               /* 16-aligned, not cleared */
void *arena_zalloc(struct arena *a, size_t n);              /* cleared */
char *arena_copy(struct arena *a, const void *p, size_t n); /* followed by a NUL */
/* Grow the newest allocation in place where possible; else copy. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t wanted);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* arena_release frees all that was allocated since the mark. */
struct arena_mark {
  struct arena_block *head;
  char *next;
  size_t used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark m);
void arena_reset(struct arena *a);
void arena_free(struct arena *a);
/* Write ARENA_ENDED, a byte that no UTF-8 contains, over all that was allocated, and a NUL at the end of each block: to
 * find who still uses it. */
enum { ARENA_ENDED = 0xF5 };
void arena_overwrite(struct arena *a);

#endif
