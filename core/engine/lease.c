/* engine/lease.c - what a lease takes; see ingest_priv.h.
 *
 * All of it runs on the store thread, in the lease's transaction.  Tasks that it takes belong to in->leased.
 */
#include "engine/ingest_priv.h"

#include "engine/conduct.h"
#include "util/clock.h"

#include <tidings/kit/str.h>

static int take_task(void *arg, const struct tdg_task *t) {
  struct ingest *in = arg;
  struct intake *i = intake_new(in, t);
  const int64_t now = clock_wall_ms();
  i->at_host = i->s.task.group.n > 0 && i->s.gate.what != GATE_CLOSED && intake_is_wanted(i);
  const int follows = i->at_host && hosts_wait(in->engine->hosts, i->s.task.group, now) < 0;
  if (i->at_host) hosts_begin(in->engine->hosts, i->s.task.group, now);
  if (follows) in->lease.lined++;
  else if (i->at_host) in->lease.net++;
  else in->lease.files++;
  in->lease.polls += i->at_host && t->kind == TDG_TASK_POLL;
  return 0;
}

/* ---- twins: sources with one address share a fetch; on the store thread ---- */

static int take_twin(void *arg, const struct tdg_task *t) {
  struct intake *leader = arg;
  intake_new(leader->ingest, t);
  return 0;
}

/* The poll of a source that this lease has taken, without a leader so far; NULL: it has not. */
static struct intake *poll_of(const struct ingest *in, const struct engine_source *s) {
  struct intake *i = in->leased;
  while (i != NULL && (i->s.source != s || i->s.task.kind != TDG_TASK_POLL)) i = i->next;
  return i != NULL && i->leader == NULL && i->followers == NULL ? i : NULL;
}

/* The poll of the twin: leased now as well, or taken before it is due; NULL: it is under way, or there is none. */
static struct intake *twin_poll(struct intake *leader, const struct engine_source *twin) {
  struct ingest *in = leader->ingest;
  struct intake *i = poll_of(in, twin);
  if (i != NULL) return i;
  const char *key = arena_printf(&leader->s.arena, "poll %s", twin->who.id);
  intake_lease_check(
      in, store_task_take(in->engine->store, key, clock_wall_ms() + INGEST_LEASE_MS, take_twin, leader));
  return poll_of(in, twin);
}

static void without_validators(struct intake *i) {
  static const uint32_t validators[] = {TDG_ETAG, TDG_LAST_MODIFIED, 0};
  i->s.request = rec_without(&i->s.arena, i->s.request, validators);
}

/* Validators are of use only if all have seen the same version. */
static void agree_on_validators(struct intake *leader) {
  int same = 1;
  for (const struct intake *f = leader->followers; f != NULL; f = f->fellow)
    same &= tdg_str_same(f->before.etag, leader->before.etag) &&
            tdg_str_same(f->before.last_modified, leader->before.last_modified);
  if (same) return;
  without_validators(leader);
  for (struct intake *f = leader->followers; f != NULL; f = f->fellow) without_validators(f);
}

struct place {
  struct tdg_str url;
  int same;
};

static int see_place(void *arg, const struct tdg_source_state *s) {
  struct place *p = arg;
  p->same = tdg_str_same(s->adopted.n > 0 ? s->adopted : s->url, p->url);
  return 1;
}

/* One of them may have moved, or its move been taken back. */
static int is_at(struct intake *leader, const struct engine_source *twin) {
  struct place p = {leader->s.task.url, tdg_str_same(leader->s.task.url, tdg_str_of(twin->url))};
  intake_lease_check(leader->ingest,
                     store_source_get(leader->ingest->engine->store, twin->who.id, see_place, &p));
  return p.same;
}

static void gather_twins(struct intake *leader, const struct engine_twins *twins) {
  for (size_t k = 0; k < twins->n; k++) {
    if (twins->v[k] == leader->s.source || !is_at(leader, twins->v[k])) continue;
    struct intake *i = twin_poll(leader, twins->v[k]);
    if (i == NULL) continue;
    intake_leave_host(i);
    i->leader = leader;
    i->fellow = leader->followers;
    leader->followers = i;
  }
  agree_on_validators(leader);
}

static void join_twins(struct ingest *in) {
  for (struct intake *i = in->leased; i != NULL; i = i->next) {
    if (!i->at_host || i->s.task.kind != TDG_TASK_POLL || i->s.source == NULL || i->leader != NULL) continue;
    const struct engine_twins *twins = twins_of(in->engine, i->s.source);
    if (twins != NULL) gather_twins(i, twins);
  }
}

/* On the store thread: may one more task of this limit group be leased? */
static int may_take(void *arg, struct tdg_str group) {
  struct ingest *in = arg;
  struct lease *l = &in->lease;
  if (group.n == 0) return l->files < l->files_room;
  if (l->net >= l->net_room && l->lined >= l->line_room) return 0;
  const int64_t now = clock_wall_ms(), wait = hosts_wait(in->engine->hosts, group, now);
  if (wait > 0 && (l->open_in == 0 || wait < l->open_in)) l->open_in = wait;
  if (wait == 0 && l->net >= l->net_room) l->passed_over = 1;
  if (wait < 0) return l->lined < l->line_room && hosts_may_follow(in->engine->hosts, group, now);
  return wait == 0 && l->net < l->net_room;
}

/* ---- articles that are looked at again: after all others ---- */

/* None while polls are held back. */
static int visits_room(const struct ingest *in) {
  const struct lease *l = &in->lease;
  const int unused = l->net_room - l->net;
  if (in->run[0] != '\0' || (in->gap_us > 0 && l->polls >= l->polls_room)) return 0;
  return l->visits_room < unused ? l->visits_room : unused;
}

static int may_visit(void *arg, struct tdg_str group) {
  struct ingest *in = arg;
  struct lease *l = &in->lease;
  const int64_t wait = hosts_wait(in->engine->hosts, group, clock_wall_ms());
  if (wait > 0 && (l->open_in == 0 || wait < l->open_in)) l->open_in = wait;
  if (wait > 0 && (l->visit_in == 0 || wait < l->visit_in)) l->visit_in = wait;
  return wait == 0;
}

static int lease_visits(struct ingest *in, struct store *store, int64_t now) {
  const struct tdg_lease which = {.size = sizeof which,
                                  .now = now,
                                  .until = now + INGEST_LEASE_MS,
                                  .max = visits_room(in),
                                  .run = TDG_RUN_REVISIT,
                                  .may = may_visit};
  return which.max > 0 ? store->ops->task_lease(store->handle, &which, take_task, in) : 0;
}

/* When the source was to be polled; 0: at any time, as in the middle of a poll. */
static int64_t was_due(const struct intake *i) {
  return i->before.size != 0 && !redirect_is_followed(&i->s) ? i->before.next_due : 0;
}

/* After twins were joined: of these one request is sent. */
static void count_conduct(struct ingest *in, int64_t now) {
  for (const struct intake *i = in->leased; i != NULL; i = i->next)
    if (i->at_host && i->s.source != NULL)
      intake_lease_check(in, conduct_sent(in->engine->conduct, in->engine->store, &i->s, was_due(i), now));
}

int lease_run(struct store *store, void *arg) {
  struct ingest *in = arg;
  struct lease *l = &in->lease;
  int64_t now = clock_wall_ms(), due = 0;
  const struct tdg_lease which = {.size = sizeof which,
                                  .now = now,
                                  .until = now + INGEST_LEASE_MS,
                                  .max = l->files_room + l->net_room + l->line_room,
                                  .polls_until = in->polls_until,
                                  .run = in->run,
                                  .may = may_take,
                                  .max_polls = l->polls_room};
  int n = store->ops->task_lease(store->handle, &which, take_task, in);
  if (n > 0) join_twins(in);
  const int visits = n >= 0 ? lease_visits(in, store, now) : 0;
  if (visits < 0) n = visits;
  if (n + visits > 0) count_conduct(in, now);
  if (n >= 0 && store->ops->task_next_due(store->handle, now, &due) == 1) l->look_at = due;
  if (l->open_in > 0 && (l->look_at == 0 || now + l->open_in < l->look_at)) l->look_at = now + l->open_in;
  intake_lease_check(in, hosts_save(in->engine->hosts));
  return n < 0 ? n : l->status;
}
