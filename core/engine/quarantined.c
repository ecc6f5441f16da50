/* engine/quarantined.c - see quarantined.h.  Owns the addresses; only the store can fail, and its failure is the
 * settlement's. */
#include "engine/quarantined.h"

#include "engine/import.h"
#include "engine/settle_priv.h"
#include "util/check.h"
#include "util/log.h"

#include <stdlib.h>

#include <tidings/kit/str.h>

struct quarantined {
  struct map urls;
};

static int see_url(void *arg, const struct tdg_quarantine *q) {
  struct quarantined *h = arg;
  if (q->url.n > 0) map_put(&h->urls, q->url.p, q->url.n, h);
  return 0;
}

static struct quarantined *quarantined_of(struct settle *t) {
  struct engine *e = t->s->engine;
  if (e->quarantined != NULL) return e->quarantined;
  e->quarantined = check_alloc(sizeof *e->quarantined);
  *e->quarantined = (struct quarantined){.urls = {0}};
  settle_check(t, t->ops->quarantine_list(t->store->handle, 0, see_url, e->quarantined));
  return e->quarantined;
}

void quarantined_add(struct settle *t, struct tdg_str url) {
  struct quarantined *h = quarantined_of(t);
  if (url.n > 0) map_put(&h->urls, url.p, url.n, h);
}

struct search {
  struct arena *arena;
  struct tdg_str url, body;
  int64_t *ids;
  size_t n, cap;
  int any, same; /* whatever its bytes are; they are those that were read */
};

static int see_id(void *arg, const struct tdg_quarantine *q) {
  struct search *s = arg;
  if (!tdg_str_same(q->url, s->url)) return 0;
  if (s->n == s->cap) {
    const size_t cap = s->cap > 0 ? 2 * s->cap : 8;
    s->ids = arena_grow(s->arena, s->ids, s->cap * sizeof *s->ids, cap * sizeof *s->ids);
    s->cap = cap;
  }
  s->ids[s->n++] = q->id;
  return 0;
}

static int see_bytes(void *arg, const struct tdg_quarantine *q) {
  struct search *s = arg;
  const tdg_rec *doc = rec_read(s->arena, q->document, NULL, 0);
  s->same = doc != NULL && tdg_str_same(rec_get(doc, TDG_BODY, 0), s->body);
  return 1;
}

static void release_one(struct settle *t, struct search *s, int64_t id) {
  s->same = s->any;
  if (!s->any) settle_check(t, t->ops->quarantine_list(t->store->handle, id, see_bytes, s));
  if (!s->same || settle_check(t, store_quarantine_drop(t->store, id)) <= 0) return;
  log_info("%s: read now, and out of the quarantine (%lld)", s->url.p, (long long)id);
}

static void release(struct settle *t, struct tdg_str url, struct tdg_str body, int any) {
  struct search s = {.arena = t->arena, .url = url, .body = body, .any = any};
  const struct quarantined *h = quarantined_of(t);
  if (url.n == 0 || map_get(&h->urls, url.p, url.n) == NULL) return;
  settle_check(t, t->ops->quarantine_list(t->store->handle, 0, see_id, &s));
  for (size_t i = 0; i < s.n; i++)
    if (s.ids[i] != t->s->retried) release_one(t, &s, s.ids[i]);
}

static int is_again(const struct settle *t) {
  const struct engine_import *import = t->s->engine->import;
  return import != NULL && import->again && t->s->task.kind == TDG_TASK_IMPORT;
}

void quarantined_release(struct settle *t, const tdg_rec *doc) {
  release(t, rec_get(doc, TDG_URL, 0), rec_get(doc, TDG_BODY, 0), is_again(t));
}

void quarantined_release_task(struct settle *t) {
  if (is_again(t) && t->s->counts.quarantined == 0) release(t, t->s->task.url, (struct tdg_str){"", 0}, 1);
}

void quarantined_free(struct quarantined *h) {
  if (h != NULL) map_free(&h->urls);
  free(h);
}
