/* engine/ask.c - the queries and updates of a keeper to the store; see keep.h. */
#include "engine/keep.h"

#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>

enum { FIRST_MISSES = 256, MAX_MISSES = 1 << 18 /* 4 MB; further ones are asked for again */ };

int ask_check(struct keeper *k, int status) {
  if (status < 0 && k->status == 0) k->status = status;
  return status;
}

static struct tdg_str kept(struct keeper *k, struct tdg_str s) {
  return (struct tdg_str){arena_copy(k->arena, s.p, s.n), s.n};
}

/* ---- what the store does not have ---- */

/* Its place, or the free one where it belongs; NULL: there is no table yet. */
static uint64_t *miss_slot(const struct ask_misses *m, const uint64_t q[2]) {
  if (m->cap == 0) return NULL;
  size_t i = q[0] & (m->cap - 1);
  while ((m->v[i][0] | m->v[i][1]) != 0 && memcmp(m->v[i], q, sizeof m->v[i]) != 0)
    i = (i + 1) & (m->cap - 1);
  return m->v[i];
}

static int is_missing(const struct keeper *k, const uint64_t q[2]) {
  const uint64_t *slot = miss_slot(&k->misses, q);
  return slot != NULL && (slot[0] | slot[1]) != 0;
}

static void grow_misses(struct keeper *k) {
  const struct ask_misses old = k->misses;
  struct ask_misses *m = &k->misses;
  m->cap = old.cap > 0 ? 2 * old.cap : FIRST_MISSES;
  m->v = arena_zalloc(k->arena, m->cap * sizeof *m->v);
  for (size_t i = 0; i < old.cap; i++)
    if ((old.v[i][0] | old.v[i][1]) != 0) memcpy(miss_slot(m, old.v[i]), old.v[i], sizeof old.v[i]);
}

static void note_miss(struct keeper *k, const uint64_t q[2]) {
  struct ask_misses *m = &k->misses;
  if (k->status < 0 || (q[0] | q[1]) == 0 || m->used >= MAX_MISSES) return;
  if (4 * m->used >= 3 * m->cap) grow_misses(k);
  memcpy(miss_slot(m, q), q, sizeof *m->v);
  m->used++;
}

/* It may be there now.  The hash that takes its place is of no question, so that those behind it are found. */
static void forget_miss(struct keeper *k, const uint64_t q[2]) {
  static const uint64_t nothing[2] = {UINT64_MAX, UINT64_MAX};
  if (is_missing(k, q)) memcpy(miss_slot(&k->misses, q), nothing, sizeof nothing);
}

/* owner NULL: all of them. */
static void question(uint64_t q[2], const uint64_t number[2], const char *owner) {
  const uint64_t whose = owner != NULL ? XXH3_64bits_withSeed(owner, strlen(owner), 1) : 1;
  q[0] = number[0] ^ whose;
  q[1] = number[1] + whose;
}

void ask_appended(struct keeper *k, const uint64_t work[2]) { forget_miss(k, work); }

/* ---- works ---- */

int ask_work(struct keeper *k, const uint64_t work[2], struct tdg_row *row) {
  const struct tdg_str none = {"", 0};
  *row = (struct tdg_row){.size = sizeof *row};
  if (is_missing(k, work)) return 0;
  int found = ask_check(k, k->store->ops->work_find(k->store->handle, work, row));
  if (found == 0) note_miss(k, work);
  if (found <= 0) return 0;
  row->url = kept(k, row->url);
  row->source = kept(k, row->source);
  row->publisher = kept(k, row->publisher);
  row->by = row->native_id = row->title = row->language = row->headline = row->text = row->wire = none;
  return 1;
}

struct seen_version {
  struct keeper *k;
  const tdg_rec *rec;
};

static int see_version(void *arg, const struct tdg_row *row) {
  struct seen_version *v = arg;
  v->rec = rec_read(v->k->arena, row->wire, NULL, 0);
  return 1;
}

const tdg_rec *ask_version(struct keeper *k, int64_t id) {
  struct seen_version v = {k, NULL};
  int status = k->store->ops->record_get(k->store->handle, id, see_version, &v);
  /* a damaged version counts as missing; the store thread reports it */
  if (status != TDG_BAD_INPUT) ask_check(k, status);
  return v.rec;
}

static int see_first(void *arg, const struct tdg_row *row) {
  *(int64_t *)arg = row->id;
  return 1;
}

int64_t ask_first(struct keeper *k, const uint64_t work[2]) {
  int64_t id = 0;
  ask_check(k, k->store->ops->record_versions(k->store->handle, work, see_first, &id));
  return id;
}

/* ---- keys ---- */

/* A store without keys finds a work by its number alone. */
static int has_keys(const struct keeper *k) {
  return STORE_HAS(k->store, key_put) && STORE_HAS(k->store, key_find);
}

struct see_claims {
  struct keeper *k;
  struct ask_claims *out;
};

static int see_claim(void *arg, const struct tdg_key *key) {
  struct see_claims *c = arg;
  struct tdg_key *to = &c->out->v[c->out->n++];
  *to = *key;
  to->owner = kept(c->k, key->owner);
  return c->out->n == ASK_MAX_CLAIMS;
}

void ask_claims(struct keeper *k, const uint64_t key[2], const char *owner, struct ask_claims *out) {
  struct see_claims arg = {k, out};
  uint64_t q[2];
  question(q, key, owner);
  out->n = 0;
  if (!has_keys(k) || is_missing(k, q)) return;
  ask_check(k, k->store->ops->key_find(k->store->handle, key, owner, see_claim, &arg));
  if (out->n == 0) note_miss(k, q);
}

void ask_put(struct keeper *k, const uint64_t key[2], struct tdg_str owner, const uint64_t work[2],
             int standing) {
  struct tdg_key put = {.size = sizeof put,
                        .standing = standing,
                        .key = {key[0], key[1]},
                        .work = {work[0], work[1]},
                        .owner = owner};
  uint64_t q[2];
  if (!has_keys(k)) return;
  question(q, key, owner.p);
  forget_miss(k, q);
  question(q, key, NULL);
  forget_miss(k, q);
  ask_check(k, k->store->ops->key_put(k->store->handle, &put));
}

/* ---- contents of versions ---- */

struct see_said {
  const uint64_t *content;
  struct tdg_str source;
  enum ask_said said;
};

static int see_said(void *arg, const struct tdg_row *row) {
  struct see_said *s = arg;
  int ours = tdg_str_same(row->source, s->source);
  if (memcmp(row->content, s->content, sizeof row->content) == 0) s->said = ASK_SAID;
  else if (s->said == ASK_SAID && ours) s->said = ASK_SAID_AND_LEFT;
  return 0;
}

enum ask_said ask_said(struct keeper *k, const uint64_t work[2], const uint64_t content[2]) {
  struct see_said arg = {content, k->s->task.source, ASK_NEVER_SAID};
  ask_check(k, k->store->ops->record_versions(k->store->handle, work, see_said, &arg));
  return arg.said;
}
