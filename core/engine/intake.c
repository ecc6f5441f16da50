/* engine/intake.c - one task from its lease on: its request, its turn at its host, its memory; see ingest_priv.h.
 *
 * The store's errors are those of the lease.
 */
#include "engine/ingest_priv.h"

#include "engine/retention.h"
#include "engine/subscription.h"
#include "util/check.h"
#include "util/clock.h"

#include <stdlib.h>

int intake_is_wanted(const struct intake *i) {
  const struct settlement *s = &i->s;
  if (s->task.kind == TDG_TASK_HUB) return s->request != NULL; /* also of a source that was taken out */
  return (s->task.source.n == 0 || s->source != NULL) && !revisit_is_over(s);
}

void intake_leave_host(struct intake *i) {
  if (i->at_host) hosts_end(i->ingest->engine->hosts, i->s.task.group);
  i->at_host = 0;
}

void intake_begin_fetch(struct intake *i) {
  if (!i->fetching) i->ingest->fetching++;
  if (!i->fetching) i->ingest->visiting += i->s.revisit.is;
  i->fetching = 1;
}

void intake_end_fetch(struct intake *i) {
  if (i->fetching) i->ingest->fetching--;
  if (i->fetching) i->ingest->visiting -= i->s.revisit.is;
  i->fetching = 0;
}

void intake_free(struct intake *i) {
  BUG_ON(i->is_at_host);
  intake_leave_host(i);
  intake_end_fetch(i);
  for (struct settle_doc *d = i->s.docs; d != NULL; d = d->next)
    if (d->job != NULL) job_free(d->job);
  if (i->s.fetch != NULL) job_free(i->s.fetch);
  gate_leave(&i->s.gate);
  arena_free(&i->s.arena);
  generation_leave(i->ingest->engine, i->generation);
  free(i);
}

void intake_add_document(struct intake *i, struct settle_doc ***tail, const tdg_rec *doc) {
  struct settle_doc *d = arena_zalloc(&i->s.arena, sizeof *d);
  d->doc = doc;
  d->parser = "";
  **tail = d;
  *tail = &d->next;
}

/* Does this run end by itself? */
static int is_pass(const struct ingest *in) {
  return in->polls_until > 0 || (in->run != NULL && in->run[0] != '\0');
}

void intake_hear_fetcher(const struct intake *i, const struct job *job) {
  struct ingest *in = i->ingest;
  if (job->cause == CAUSE_REFUSED && i->at_host && is_pass(in)) in->no_fetcher = 1;
}

/* ---- lease ---- */

void intake_lease_check(struct ingest *in, int status) {
  if (status < 0 && in->lease.status == 0) in->lease.status = status;
}

static void put_validators(tdg_rec *request, struct tdg_str etag, struct tdg_str last_modified) {
  if (etag.n > 0) rec_put(request, TDG_ETAG, etag.p, etag.n);
  if (last_modified.n > 0) rec_put(request, TDG_LAST_MODIFIED, last_modified.p, last_modified.n);
}

static int add_list_validators(void *arg, const struct tdg_listing *list) {
  put_validators(arg, list->etag, list->last_modified);
  return 1;
}

static int see_validators(void *arg, const struct tdg_source_state *state) {
  put_validators(arg, state->etag, state->last_modified);
  return 1;
}

/* A poll over the network is written down before it is sent. */
static void attempt_poll(struct intake *i, tdg_rec *request) {
  struct engine *e = i->ingest->engine;
  const struct engine_source *source = i->s.source;
  if (i->s.task.group.n == 0) {
    if (i->s.kept_longer) return;
    intake_lease_check(i->ingest, store_source_get(e->store, source->who.id, see_validators, request));
    return;
  }
  intake_lease_check(i->ingest, sourcestate_attempt(e->store, e, source, &i->s.arena, clock_wall_ms(),
                                                    &i->before, &i->s.attempted));
  i->s.source_puts = e->store->source_puts;
  if (i->s.kept_longer) sourcestate_drop_validators(&i->before);
  put_validators(request, i->before.etag, i->before.last_modified);
}

static int is_kept_longer(struct intake *i, const char *list) {
  const struct engine *e = i->ingest->engine;
  const int rc = retention_is_longer(e->store, &e->spec, i->s.source, list);
  intake_lease_check(i->ingest, rc < 0 ? rc : 0);
  return rc > 0;
}

/* Requests for sources and lists carry the validators of the last answer, byte for byte (RFC 9110, section
 * 13.1). */
static void prepare_poll(struct intake *i) {
  struct store *store = i->ingest->engine->store;
  int listing = i->s.task.kind == TDG_TASK_LISTING;
  if (i->s.source == NULL || (i->s.task.kind != TDG_TASK_POLL && !listing)) return;
  const char *name = page_name_of_list(&i->s.arena, i->s.request);
  /* a poll's stored request is as old as its source; the parser is that of today's configuration */
  static const uint32_t as[] = {TDG_AS, 0};
  tdg_rec *request =
      listing ? rec_copy(&i->s.arena, i->s.request, TDG_REQUEST) : rec_without(&i->s.arena, i->s.request, as);
  i->s.kept_longer = is_kept_longer(i, listing ? name : "");
  if (!listing) rec_put_str(request, TDG_AS, i->s.source->parse);
  if (!listing) attempt_poll(i, request);
  else if (!i->s.kept_longer)
    intake_lease_check(i->ingest,
                       store_listing_get(store, i->s.source->who.id, name, add_list_validators, request));
  i->s.request = request;
}

static void prepare_hub(struct intake *i) {
  if (i->s.task.kind == TDG_TASK_HUB)
    intake_lease_check(i->ingest, subscription_prepare(i->ingest->engine, i->s.task.source, &i->s.arena,
                                                       clock_wall_ms(), &i->s.request));
}

struct intake *intake_new(struct ingest *in, const struct tdg_task *t) {
  struct intake *i = check_alloc(sizeof *i);
  *i = (struct intake){.ingest = in, .s.engine = in->engine};
  i->generation = generation_use(in->engine->generation);
  settlement_take_task(&i->s, t);
  intake_lease_check(in, gate_look(in->engine, i->s.source, &i->s.task, redirect_address(&i->s), i->s.request,
                                   &i->s.arena, clock_wall_ms(), &i->s.gate));
  prepare_poll(i);
  prepare_hub(i);
  i->next = in->leased;
  in->leased = i;
  return i;
}

int intake_give_back(struct store *store, void *arg) {
  struct intake *i = arg;
  int status = store->ops->task_settle(store->handle, i->s.task.id, TDG_TASK_READY, i->s.task.due);
  if (status < 0 || i->before.size == 0) return status;
  return sourcestate_take_back(store, i->s.source->who.id, &i->before);
}

/* Being leased counts as a try, and this was none: it is added anew, with those that it had before. */
int intake_wait_again(struct store *store, void *arg) {
  struct intake *i = arg;
  if (i->s.task.kind == TDG_TASK_POLL || i->s.task.attempts == 0) return intake_give_back(store, i);
  int dropped = store_task_drop(store, i->s.task.id);
  if (dropped != 1) return dropped < 0 ? dropped : intake_give_back(store, i);
  struct tdg_task task = i->s.task;
  task.size = sizeof task;
  task.attempts--;
  return store->ops->task_add(store->handle, &task);
}
