/* engine/known_page.c - what is known of a page that was asked for; see settle_priv.h.
 *
 * It is in the request of the task of its next visit, or of the last one (revisit.c): the request of the page, without the
 * item that led to it, and with TDG_WORK, TDG_FIRST_SEEN (when the article was first read), TDG_DOCUMENT (the hash of the
 * bytes), the validators, TDG_FETCHED (when it was asked for last), and TDG_FIRST (since when asking for it again for its
 * item's sake has brought nothing).
 *
 * Runs on the store thread.  Owns nothing; texts belong to the task.  Only the store can fail here.
 */
#include "engine/settle_priv.h"

#include "engine/schedule.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>

static void put_number(struct settle *t, tdg_rec *request, uint32_t field, const uint64_t v[2]) {
  if ((v[0] | v[1]) != 0)
    rec_put_str(request, field,
                arena_printf(t->arena, "%016llx%016llx", (unsigned long long)v[0], (unsigned long long)v[1]));
}

static void get_number(const tdg_rec *request, uint32_t field, uint64_t v[2]) {
  unsigned long long high, low;
  v[0] = v[1] = 0;
  if (sscanf(rec_get(request, field, 0).p, "%16llx%16llx", &high, &low) != 2) return;
  v[0] = high;
  v[1] = low;
}

static void put_validators(struct settle *t, tdg_rec *r, const struct known_page *k) {
  put_number(t, r, TDG_WORK, k->work);
  put_number(t, r, TDG_DOCUMENT, k->body);
  if (k->etag.n > 0) rec_put(r, TDG_ETAG, k->etag.p, k->etag.n);
  if (k->last_modified.n > 0) rec_put(r, TDG_LAST_MODIFIED, k->last_modified.p, k->last_modified.n);
}

const tdg_rec *known_page_put(struct settle *t, const struct known_page *k) {
  static const uint32_t others[] = {TDG_MEMBER,   TDG_FLAG,          TDG_WORK,     TDG_FIRST_SEEN,
                                    TDG_ETAG,     TDG_LAST_MODIFIED, TDG_DOCUMENT, TDG_FINAL_URL,
                                    TDG_REDIRECT, TDG_FETCHED,       TDG_FIRST,    0};
  tdg_rec *r = rec_without(t->arena, t->s->request, others);
  put_validators(t, r, k);
  rec_put_int(r, TDG_FIRST_SEEN, k->first);
  rec_put_int(r, TDG_FETCHED, k->asked);
  if (k->fruitless != 0) rec_put_int(r, TDG_FIRST, k->fruitless);
  return r;
}

void known_page_read(const tdg_rec *request, struct known_page *k) {
  get_number(request, TDG_WORK, k->work);
  get_number(request, TDG_DOCUMENT, k->body);
  k->first = rec_get_int(request, TDG_FIRST_SEEN, 0);
  k->asked = rec_get_int(request, TDG_FETCHED, 0);
  k->fruitless = rec_get_int(request, TDG_FIRST, 0);
  k->etag = rec_get(request, TDG_ETAG, 0);
  k->last_modified = rec_get(request, TDG_LAST_MODIFIED, 0);
}

const char *known_page_key(struct settle *t, const char *name) {
  return arena_printf(t->arena, "revisit %s %s", settle_source_id(t), name);
}

struct look {
  struct arena *arena;
  const tdg_rec *request; /* NULL: none */
};

static int see_request(void *arg, const struct tdg_task *task) {
  struct look *l = arg;
  if (strcmp(task->run.p, TDG_RUN_REVISIT) != 0 || task->request.n == 0) return 1;
  l->request = rec_read(
      l->arena, (struct tdg_str){arena_copy(l->arena, task->request.p, task->request.n), task->request.n},
      NULL, 0);
  return 1;
}

/* A store finds a task by its key only when one with that key is added. */
int known_page_find(struct settle *t, const char *key, struct known_page *k) {
  struct look l = {t->arena, NULL};
  struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_FOLLOW};
  *k = (struct known_page){.etag = {"", 0}, .last_modified = {"", 0}};
  task.key = tdg_str_of(key);
  task.source = t->s->task.source;
  task.group = t->s->task.group;
  task.url = t->s->task.url;
  task.request = t->s->task.request;
  task.run = tdg_str_of(TDG_RUN_REVISIT);
  const int is_new = settle_check(t, t->ops->task_add(t->store->handle, &task));
  if (is_new == 1) settle_check(t, store_task_drop(t->store, task.id));
  if (is_new != 0) return 0;
  settle_check(t, store_task_get(t->store, task.id, see_request, &l));
  if (l.request != NULL) known_page_read(l.request, k);
  return l.request != NULL;
}

const tdg_rec *known_page_request(struct settle *t, const tdg_rec *request, const char *name, int *known) {
  struct known_page k;
  if (!store_drops_tasks(t->store)) return request;
  const int there = known_page_find(t, known_page_key(t, name), &k);
  *known |= there;
  if (!*known) return request;
  if (k.fruitless != 0 && k.asked <= t->s->now_ms && schedule_again(k.fruitless, k.asked) > t->s->now_ms)
    return NULL;
  tdg_rec *out = rec_copy(t->arena, request, TDG_REQUEST);
  if (!rec_has_text(out, TDG_FLAG, FOLLOW_KNOWN)) rec_put_str(out, TDG_FLAG, FOLLOW_KNOWN);
  put_validators(t, out, &k);
  return out;
}
