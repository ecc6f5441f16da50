/* cli/lookup_keys.c - records by the keys under which their sources know them; see cli.h.
 *
 * A store finds records by the address and the native id that their present version has.  A feed's item has more: its guid,
 * and the address that the feed gives, where its page names another.  These are keys (news/identity.h); one of a guid
 * contains its source, so each source of the store is tried. */
#include "cli/cli.h"

#include "news/identity.h"
#include "util/arena.h"

#include <string.h>

#include <tidings/kit/str.h>

struct looking {
  struct store *s;
  struct arena *arena;
  struct tdg_str what;
  int (*fn)(void *arg, int64_t id);
  void *arg;
  int n, status;
};

struct works {
  uint64_t v[64][2];
  size_t n;
};

static int take_claim(void *arg, const struct tdg_key *key) {
  struct works *w = arg;
  if (key->work[0] == 0 && key->work[1] == 0) return 0;
  memcpy(w->v[w->n++], key->work, sizeof key->work);
  return w->n == sizeof w->v / sizeof w->v[0];
}

static void find_work(struct looking *l, const uint64_t work[2]) {
  struct tdg_row row = {.size = sizeof row};
  if (l->status >= 0) l->status = l->s->ops->work_find(l->s->handle, work, &row);
  if (l->status == 1) l->n++, l->fn(l->arg, row.id);
}

/* The first key of a work is its number, and stands nowhere else. */
static void find_key(struct looking *l, const uint64_t key[2], const char *owner) {
  struct works w = {.n = 0};
  find_work(l, key);
  if (!STORE_HAS(l->s, key_find) || l->status < 0) return;
  l->status = l->s->ops->key_find(l->s->handle, key, owner, take_claim, &w);
  for (size_t i = 0; i < w.n; i++) find_work(l, w.v[i]);
}

static void find_guid(struct looking *l, struct tdg_str owner, struct tdg_str guid) {
  uint64_t key[2];
  const struct tdg_str normal = survey_guid(l->arena, guid);
  key_guid(owner, normal, key);
  find_key(l, key, owner.p);
  if (tdg_str_same(normal, guid)) return;
  key_guid(owner, guid, key);
  find_key(l, key, owner.p);
}

/* Of what is no feed's item: a mail's Message-ID.  Without its source the store finds it. */
static void find_native(struct looking *l, struct tdg_str owner, struct tdg_str id) {
  uint64_t key[2];
  key_native(owner, id, key);
  find_key(l, key, owner.p);
}

/* Sources of the store, which may be gone from the configuration. */
struct owners {
  struct arena *arena;
  struct tdg_str *v;
  size_t n, cap;
};

static int take_owner(void *arg, const struct tdg_source_state *s) {
  struct owners *o = arg;
  if (o->n == o->cap) {
    const size_t cap = o->cap > 0 ? 2 * o->cap : 256;
    o->v = arena_grow(o->arena, o->v, o->cap * sizeof *o->v, cap * sizeof *o->v);
    o->cap = cap;
  }
  o->v[o->n++] = (struct tdg_str){arena_copy(o->arena, s->id.p, s->id.n), s->id.n};
  return 0;
}

static void find_guids(struct looking *l) {
  struct owners o = {.arena = l->arena};
  l->status = store_source_list(l->s, take_owner, &o);
  for (size_t i = 0; i < o.n && l->status >= 0; i++) {
    const struct tdg_str id = o.v[i];
    find_guid(l, id, l->what);
    if (l->what.n <= id.n + 1 || l->what.p[id.n] != ':' || memcmp(l->what.p, id.p, id.n) != 0) continue;
    const struct tdg_str within = {l->what.p + id.n + 1, l->what.n - id.n - 1};
    find_native(l, id, within);
    find_guid(l, id, within);
  }
}

static void find_address(struct looking *l) {
  uint64_t key[2];
  const struct address at = address_of(l->arena, l->what);
  if (at.key.n == 0 || strstr(l->what.p, "://") == NULL) return;
  for (int with_fragment = 0; with_fragment < 2; with_fragment++) {
    key_address(&at, with_fragment, key);
    find_key(l, key, NULL);
  }
}

int lookup_by_keys(struct store *s, const char *what, int (*fn)(void *arg, int64_t id), void *arg) {
  struct arena a = {0};
  struct looking l = {.s = s, .arena = &a, .what = tdg_str_of(what), .fn = fn, .arg = arg};
  find_address(&l);
  if (l.status >= 0) find_guids(&l);
  arena_free(&a);
  return l.status < 0 ? l.status : l.n;
}
