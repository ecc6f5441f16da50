/* record/scratch.c - see scratch.h.  Owns the arena between begin and end; nothing here can fail. */
#include "record/scratch.h"

static struct arena *arena_of(tdg_call *c) { return &((struct scratch *)(void *)c)->arena; }

static void *take(tdg_call *c, size_t n) { return arena_zalloc(arena_of(c), n); }

/* The mark is stored in the arena itself and is freed by the release. */
static void *mark(tdg_call *c) {
  struct arena_mark m = arena_mark(arena_of(c)), *kept = arena_alloc(arena_of(c), sizeof *kept);
  *kept = m;
  return kept;
}

static void release(tdg_call *c, void *m) {
  struct arena_mark to = *(struct arena_mark *)m;
  arena_release(arena_of(c), to);
}

tdg_call *scratch_begin(struct scratch *s) {
  static const struct tdg_host memory = {
      .size = sizeof memory, .rev = TDG_REV, .scratch = take, .mark = mark, .release = release};
  *s = (struct scratch){.call = {&memory}};
  return &s->call;
}

void scratch_end(struct scratch *s) { arena_free(&s->arena); }
