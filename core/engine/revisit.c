/* engine/revisit.c - articles that are looked at again, because publishers edit them; see settle.h and settle_priv.h.
 *
 * Runs on the store thread.  Owns nothing; texts belong to the task.  Only the store can fail here.
 */
#include "engine/settle_priv.h"

#include "engine/schedule.h"
#include "news/news.h"
#include "util/id.h"
#include "util/log.h"

#include <string.h>

#include <tidings/kit/str.h>

static const struct tdg_str none = {"", 0};

void revisit_read(struct settlement *s) {
  struct known_page k;
  s->revisit = (struct revisit){.is = strcmp(s->task.run.p, TDG_RUN_REVISIT) == 0};
  if (s->task.kind != TDG_TASK_FOLLOW) return;
  known_page_read(s->request, &k);
  memcpy(s->revisit.work, k.work, sizeof k.work);
  memcpy(s->revisit.body, k.body, sizeof k.body);
  s->revisit.first = k.first;
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

static int knows_article(const struct known_page *k) { return (k->work[0] | k->work[1]) != 0; }

/* Add the task of the next visit, in place of one with its key, which has older validators; one that is under way is
 * left alone.  When no visit is left it stays as one that is done, for what it knows. */
static void put_visit(struct settle *t, const char *key, const struct known_page *k) {
  const struct settlement *s = t->s;
  const struct engine_revisit *plan = plan_of(s);
  struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_FOLLOW};
  uint32_t state = TDG_TASK_LEASED;
  task.due = knows_article(k) ? schedule_revisit(plan->after, plan->n, k->first, s->now_ms) : 0;
  task.key = tdg_str_of(key);
  task.source = s->task.source;
  task.group = engine_group_of(t->arena, s->source, s->task.url);
  task.url = s->task.url;
  task.request = rec_bytes(known_page_put(t, k));
  task.run = tdg_str_of(TDG_RUN_REVISIT);
  const int is_over = task.due == 0;
  if (settle_check(t, t->ops->task_add(t->store->handle, &task)) == 0) {
    settle_check(t, store_task_get(t->store, task.id, see_state, &state));
    if (state == TDG_TASK_LEASED) return;
    settle_check(t, store_task_drop(t->store, task.id));
    settle_check(t, t->ops->task_add(t->store->handle, &task));
  }
  if (is_over) settle_check(t, t->ops->task_settle(t->store->handle, task.id, TDG_TASK_DONE, 0));
}

/* ---- validators ---- */

/* A page without its last tags may be a half one, whose validators would hide the rest; it is whole when a second
 * fetch brings nothing else.  Those of an article's first page say nothing of the others. */
static int is_whole(const struct settle *t, const tdg_rec *doc) {
  const enum whole end = whole_end(doc);
  if (t->s->has_pages) return 0;
  const int is_second = t->s->revisit.is || rec_has_text(t->s->request, TDG_FLAG, FOLLOW_KNOWN);
  return end == WHOLE_YES || (end == WHOLE_CUT && is_second && t->keeper.new_records == 0);
}

static void keep_validators(const struct settle *t, const tdg_rec *doc, struct known_page *k) {
  if (!is_whole(t, doc)) {
    k->etag = k->last_modified = none;
    k->body[0] = k->body[1] = 0;
    return;
  }
  k->etag = rec_get(doc, TDG_ETAG, 0);
  k->last_modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
  memcpy(k->body, t->s->body, sizeof k->body);
}

/* ---- after a page was asked for ---- */

static int64_t status_of(const tdg_rec *doc) { return doc != NULL ? rec_get_int(doc, TDG_STATUS, 0) : 0; }

int revisit_is_unchanged(const struct settlement *s) {
  const tdg_rec *doc = s->docs != NULL ? s->docs->doc : NULL;
  return s->task.kind == TDG_TASK_FOLLOW && !s->revisit.is &&
         (s->revisit.work[0] | s->revisit.work[1]) != 0 &&
         (s->same || (status_of(doc) == 304 &&
                      (rec_has(s->request, TDG_ETAG) || rec_has(s->request, TDG_LAST_MODIFIED))));
}

/* A 304 keeps what it does not say anew (RFC 9111, section 4.3.4). */
static void hear(const struct settle *t, const tdg_rec *doc, struct known_page *k) {
  if (status_of(doc) != 304) {
    keep_validators(t, doc, k);
    return;
  }
  if (rec_has(doc, TDG_ETAG)) k->etag = rec_get(doc, TDG_ETAG, 0);
  if (rec_has(doc, TDG_LAST_MODIFIED)) k->last_modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
}

/* news: the page said something that is new. */
static void note_asked(const struct settle *t, struct known_page *k, int was_known, int news) {
  if (!was_known || news) k->fruitless = 0;
  else if (k->fruitless == 0) k->fruitless = t->s->now_ms;
  k->asked = t->s->now_ms;
}

/* It is put off, but was asked for: while its item changes that counts, or each change would ask three times. */
static int was_asked_in_vain(const tdg_rec *failed) {
  return failed != NULL && strcmp(rec_get(failed, TDG_ERROR, 0).p, "robots") != 0;
}

void revisit_begin(struct settle *t, const tdg_rec *failed) {
  const struct settlement *s = t->s;
  struct known_page k;
  if (s->task.kind != TDG_TASK_FOLLOW || s->task.group.n == 0 || s->source == NULL) return;
  if (!store_drops_tasks(t->store) || (s->again && !was_asked_in_vain(failed))) return;
  const int was_known = rec_has_text(s->request, TDG_FLAG, FOLLOW_KNOWN);
  const int alone = failed == NULL && s->docs != NULL && s->docs->next == NULL,
            unchanged = alone && revisit_is_unchanged(s);
  const int read = unchanged || (alone && t->keeper.pages == 1);
  if (!read && !was_known) return;
  if (read && !unchanged) page_name_learn(t);
  const char *key = known_page_key(t, page_name(t, s->request, NULL));
  known_page_find(t, key, &k);
  if (read) {
    if (!unchanged) memcpy(k.work, t->keeper.work, sizeof k.work);
    else memcpy(k.work, s->revisit.work, sizeof k.work);
    k.first = id_time(ask_first(&t->keeper, k.work));
    hear(t, s->docs->doc, &k);
  }
  note_asked(t, &k, was_known, read && t->keeper.new_records > 0);
  put_visit(t, key, &k);
}

/* ---- a visit ---- */

void revisit_settle(struct settle *t, const tdg_rec *failed) {
  const struct settlement *s = t->s;
  const tdg_rec *doc = s->docs != NULL ? s->docs->doc : NULL;
  struct known_page k;
  const int64_t status = status_of(failed);
  known_page_read(s->request, &k);
  settle_check(t, store_task_drop(t->store, s->task.id));
  if (failed != NULL)
    log_info("%s: looked at again: %s; what is known of it stays", s->task.url.p,
             sourcestate_fetch_words(t, failed));
  if (status == 404 || status == 410) return;
  if (failed == NULL && doc != NULL && (status_of(doc) == 304 || s->same || t->keeper.pages == 1))
    hear(t, doc, &k);
  k.asked = s->now_ms;
  if (t->keeper.new_records > 0) k.fruitless = 0;
  put_visit(t, s->task.key.p, &k);
}
