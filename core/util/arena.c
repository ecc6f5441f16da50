/* util/arena.c - a chain of blocks, newest first; see arena.h.
 *
 * Blocks double from 16 KiB to 1 MiB; a larger request gets a block of its own.  What arena_reset and arena_release take
 * back is kept for what comes next, up to KEEP_BLOCKS bytes: memory that the system gives for the first time costs a page
 * fault for each 4 KiB, more than the work that is done in it.  A worker's second document of a size allocates nothing.
 * Running out of memory ends the process.
 *
 * Under AddressSanitizer unallocated memory is poisoned, with a gap after each allocation: a write past the
 * end of an allocation, or a use after a reset, is reported where it happens.
 */
#include "util/arena.h"

#include "util/check.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_GUARDED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_GUARDED
#endif
#ifdef ARENA_GUARDED
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { FIRST_BLOCK = 16 << 10, BIG_BLOCK = 1 << 20, KEEP_BLOCKS = 4 << 20, ALIGN = 16 };

struct arena_block {
  struct arena_block *older;
  size_t size;
};

static size_t round_up(size_t n) { return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1); }

static void use_block(struct arena *a, struct arena_block *b) {
  a->head = b;
  a->next = (char *)b + round_up(sizeof *b);
  a->end = (char *)b + b->size;
  ASAN_POISON_MEMORY_REGION(a->next, (size_t)(a->end - a->next));
}

static void drop_block(struct arena_block *b) {
  if (b != NULL) ASAN_UNPOISON_MEMORY_REGION(b, b->size);
  free(b);
}

static void keep_block(struct arena *a, struct arena_block *b) {
  if (b->size > KEEP_BLOCKS - a->kept_bytes) {
    drop_block(b);
    return;
  }
  b->older = a->kept;
  a->kept = b;
  a->kept_bytes += b->size;
  ASAN_POISON_MEMORY_REGION((char *)b + round_up(sizeof *b), b->size - round_up(sizeof *b));
}

/* The first that is large enough; NULL: none. */
static struct arena_block *take_kept(struct arena *a, size_t size) {
  for (struct arena_block **at = &a->kept; *at != NULL; at = &(*at)->older) {
    struct arena_block *b = *at;
    if (b->size < size) continue;
    *at = b->older;
    a->kept_bytes -= b->size;
    return b;
  }
  return NULL;
}

static void add_block(struct arena *a, size_t n) {
  const size_t least = n + round_up(sizeof(struct arena_block));
  struct arena_block *b = take_kept(a, least);
  if (b == NULL) {
    size_t size = a->head == NULL ? FIRST_BLOCK : a->head->size * 2;
    if (size > BIG_BLOCK) size = BIG_BLOCK;
    if (size < least) size = least;
    b = check_alloc(size);
    b->size = size;
  }
  b->older = a->head;
  use_block(a, b);
}

void *arena_alloc(struct arena *a, size_t n) {
  BUG_ON(n > SIZE_MAX / 4);
  const size_t asked = n;
  n = round_up(n > 0 ? n : 1);
  a->used += n;
  if (a->limit > 0 && a->used > a->limit)
    check_die(EXIT_OUT_OF_MEMORY, "one document wanted more than its %zu bytes of memory", a->limit);
  if (a->next == NULL || (size_t)(a->end - a->next) < n + GAP) add_block(a, n + GAP);
  void *p = a->next;
  a->next += n + GAP;
  ASAN_UNPOISON_MEMORY_REGION(p, asked);
  return p;
}

void *arena_zalloc(struct arena *a, size_t n) { return memset(arena_alloc(a, n), 0, n); }

char *arena_copy(struct arena *a, const void *p, size_t n) {
  char *copy = arena_alloc(a, n + 1);
  if (n > 0) memcpy(copy, p, n);
  copy[n] = '\0';
  return copy;
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t wanted) {
  if (p == NULL) return arena_alloc(a, wanted);
  BUG_ON(wanted < old || wanted > SIZE_MAX / 4);
  size_t had = round_up(old > 0 ? old : 1), want = round_up(wanted);
  if ((char *)p + had + GAP == a->next && (size_t)(a->end - (char *)p) >= want + GAP) {
    a->next = (char *)p + want + GAP;
    a->used += want - had;
    ASAN_UNPOISON_MEMORY_REGION(p, wanted);
    return p;
  }
  return memcpy(arena_alloc(a, wanted), p, old);
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
  va_list ap, again;
  va_start(ap, fmt);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  BUG_ON(n < 0);
  char *p = arena_alloc(a, (size_t)n + 1);
  vsnprintf(p, (size_t)n + 1, fmt, again);
  va_end(again);
  return p;
}

struct arena_mark arena_mark(const struct arena *a) {
  return (struct arena_mark){a->head, a->next, a->used};
}

void arena_release(struct arena *a, struct arena_mark m) {
  while (a->head != m.head) {
    struct arena_block *b = a->head;
    BUG_ON(b == NULL); /* the mark belongs to another arena, or a reset came after it */
    a->head = b->older;
    keep_block(a, b);
  }
  a->next = m.next;
  a->end = m.head != NULL ? (char *)m.head + m.head->size : NULL;
  if (m.head != NULL) ASAN_POISON_MEMORY_REGION(a->next, (size_t)(a->end - a->next));
  a->used = m.used;
}

void arena_reset(struct arena *a) {
  for (struct arena_block *b = a->head, *older; b != NULL; b = older) {
    older = b->older;
    keep_block(a, b);
  }
  a->head = NULL;
  a->next = a->end = NULL;
  a->used = 0;
}

void arena_overwrite(struct arena *a) {
  for (struct arena_block *b = a->head; b != NULL; b = b->older) {
    char *from = (char *)b + round_up(sizeof *b);
    ASAN_UNPOISON_MEMORY_REGION(from, b->size - round_up(sizeof *b));
    memset(from, ARENA_ENDED, b->size - round_up(sizeof *b));
    from[b->size - round_up(sizeof *b) - 1] = '\0';
  }
}

static void drop_blocks(struct arena_block *b) {
  for (struct arena_block *older; b != NULL; b = older) {
    older = b->older;
    drop_block(b);
  }
}

void arena_free(struct arena *a) {
  drop_blocks(a->head);
  drop_blocks(a->kept);
  size_t limit = a->limit;
  *a = (struct arena){.limit = limit};
}
