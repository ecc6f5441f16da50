/* engine/ask.c - the queries and updates of a keeper to the store; see keep.h. */
#include "engine/keep.h"

#include <string.h>

#include <tidings/kit/str.h>

int ask_check(struct keeper *k, int status) {
  if (status < 0 && k->status == 0) k->status = status;
  return status;
}

static struct tdg_str kept(struct keeper *k, struct tdg_str s) {
  return (struct tdg_str){arena_copy(k->arena, s.p, s.n), s.n};
}

int ask_work(struct keeper *k, const uint64_t work[2], struct tdg_row *row) {
  const struct tdg_str none = {"", 0};
  *row = (struct tdg_row){.size = sizeof *row};
  int found = ask_check(k, k->store->ops->work_find(k->store->handle, work, row));
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
  out->n = 0;
  if (has_keys(k)) ask_check(k, k->store->ops->key_find(k->store->handle, key, owner, see_claim, &arg));
}

void ask_put(struct keeper *k, const uint64_t key[2], struct tdg_str owner, const uint64_t work[2],
             int standing) {
  struct tdg_key put = {.size = sizeof put,
                        .standing = standing,
                        .key = {key[0], key[1]},
                        .work = {work[0], work[1]},
                        .owner = owner};
  if (has_keys(k)) ask_check(k, k->store->ops->key_put(k->store->handle, &put));
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
