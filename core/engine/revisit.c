/* engine/revisit.c - articles that are looked at again, because publishers edit them; see settle.h and settle_priv.h.
 *
 * Runs on the store thread.  Owns nothing; texts belong to the task.  Only the store can fail here.
 */
#include "engine/settle_priv.h"

#include "engine/schedule.h"
#include "news/news.h"
#include "util/log.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>

static const struct tdg_str none = {"", 0};

/* ---- the task's request ----
 *
 * The request of the page, without the item that led to it, and with what is known: TDG_WORK, TDG_FIRST_SEEN (when the
 * article was first read), TDG_DOCUMENT (the hash of the bytes) and the validators.
 */

/* What a request says of an article. */
struct known {
  uint64_t work[2], body[2];
  int64_t first;
  struct tdg_str etag, last_modified;
};

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

static const tdg_rec *request_of(struct settle *t, const struct known *k) {
  static const uint32_t others[] = {TDG_MEMBER,        TDG_FLAG,     TDG_WORK,      TDG_FIRST_SEEN, TDG_ETAG,
                                    TDG_LAST_MODIFIED, TDG_DOCUMENT, TDG_FINAL_URL, TDG_REDIRECT,   0};
  tdg_rec *r = rec_without(t->arena, t->s->request, others);
  put_number(t, r, TDG_WORK, k->work);
  put_number(t, r, TDG_DOCUMENT, k->body);
  rec_put_int(r, TDG_FIRST_SEEN, k->first);
  rec_put(r, TDG_ETAG, k->etag.p, k->etag.n);
  rec_put(r, TDG_LAST_MODIFIED, k->last_modified.p, k->last_modified.n);
  return r;
}

void revisit_read(struct settlement *s) {
  s->revisit = (struct revisit){0};
  if (strcmp(s->task.run.p, TDG_RUN_REVISIT) != 0) return;
  s->revisit.is = 1;
  get_number(s->request, TDG_WORK, s->revisit.work);
  get_number(s->request, TDG_DOCUMENT, s->revisit.body);
  s->revisit.first = rec_get_int(s->request, TDG_FIRST_SEEN, 0);
}

/* ---- when ---- */

static const struct engine_revisit *plan_of(const struct settlement *s) {
  static const struct engine_revisit never;
  if (s->source == NULL) return &never;
  return s->source->revisit != NULL ? s->source->revisit : &s->engine->spec.revisit;
}

int revisit_is_over(const struct settlement *s) {
  return s->revisit.is && (plan_of(s)->n == 0 || (s->revisit.work[0] | s->revisit.work[1]) == 0);
}

static int see_state(void *arg, const struct tdg_task *task) {
  *(uint32_t *)arg = task->state;
  return 1;
}

/* Add the task of the next visit, in place of one with its key, which has older validators; one that is under way is
 * left alone. */
static void put_visit(struct settle *t, const char *key, const struct known *k) {
  const struct settlement *s = t->s;
  const struct engine_revisit *plan = plan_of(s);
  struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_FOLLOW};
  uint32_t state = TDG_TASK_LEASED;
  task.due = schedule_revisit(plan->after, plan->n, k->first, s->now_ms);
  if (task.due == 0) return;
  task.key = tdg_str_of(key);
  task.source = s->task.source;
  task.group = engine_group_of(t->arena, s->source, s->task.url);
  task.url = s->task.url;
  task.request = rec_bytes(request_of(t, k));
  task.run = tdg_str_of(TDG_RUN_REVISIT);
  if (settle_check(t, t->ops->task_add(t->store->handle, &task)) != 0) return;
  settle_check(t, store_task_get(t->store, task.id, see_state, &state));
  if (state == TDG_TASK_LEASED) return;
  settle_check(t, store_task_drop(t->store, task.id));
  settle_check(t, t->ops->task_add(t->store->handle, &task));
}

/* ---- validators ---- */

/* A page without its last tags may be a half one, whose validators would hide the rest; it is whole when a second
 * fetch brings nothing else.  Those of an article's first page say nothing of the others. */
static int is_whole(const struct settle *t, const tdg_rec *doc) {
  const enum whole end = whole_end(doc);
  if (t->s->has_pages) return 0;
  return end == WHOLE_YES || (end == WHOLE_CUT && t->s->revisit.is && t->keeper.new_records == 0);
}

static void keep_validators(const struct settle *t, const tdg_rec *doc, struct known *k) {
  if (!is_whole(t, doc)) {
    k->etag = k->last_modified = none;
    k->body[0] = k->body[1] = 0;
    return;
  }
  k->etag = rec_get(doc, TDG_ETAG, 0);
  k->last_modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
  memcpy(k->body, t->s->body, sizeof k->body);
}

/* ---- the first visit ---- */

void revisit_begin(struct settle *t) {
  const struct settlement *s = t->s;
  struct known k = {.etag = none, .last_modified = none};
  if (s->task.kind != TDG_TASK_FOLLOW || s->task.group.n == 0 || plan_of(s)->n == 0) return;
  if (!store_drops_tasks(t->store)) return;
  if (t->keeper.pages != 1 || s->docs == NULL || s->docs->next != NULL) return;
  const char *key =
      arena_printf(t->arena, "revisit %s %s", settle_source_id(t), follow_list_name(t->arena, s->request));
  memcpy(k.work, t->keeper.work, sizeof k.work);
  k.first = (int64_t)((uint64_t)ask_first(&t->keeper, k.work) >> 20);
  keep_validators(t, s->docs->doc, &k);
  put_visit(t, key, &k);
}

/* ---- a visit ---- */

static int64_t status_of(const tdg_rec *doc) { return doc != NULL ? rec_get_int(doc, TDG_STATUS, 0) : 0; }

void revisit_settle(struct settle *t, const tdg_rec *failed) {
  const struct settlement *s = t->s;
  const tdg_rec *doc = s->docs != NULL ? s->docs->doc : NULL;
  struct known k = {.first = s->revisit.first,
                    .etag = rec_get(s->request, TDG_ETAG, 0),
                    .last_modified = rec_get(s->request, TDG_LAST_MODIFIED, 0)};
  const int64_t status = status_of(failed);
  memcpy(k.work, s->revisit.work, sizeof k.work);
  memcpy(k.body, s->revisit.body, sizeof k.body);
  settle_check(t, store_task_drop(t->store, s->task.id));
  if (failed != NULL)
    log_info("%s: looked at again: %s; what is known of it stays", s->task.url.p,
             sourcestate_fetch_words(t, failed));
  if (status == 404 || status == 410) return;
  if (failed == NULL && status_of(doc) == 304) {
    if (rec_has(doc, TDG_ETAG)) k.etag = rec_get(doc, TDG_ETAG, 0);
    if (rec_has(doc, TDG_LAST_MODIFIED)) k.last_modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
  } else if (failed == NULL && doc != NULL && (s->same || t->keeper.pages == 1)) {
    keep_validators(t, doc, &k);
  }
  put_visit(t, s->task.key.p, &k);
}
