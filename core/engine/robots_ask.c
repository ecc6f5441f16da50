/* engine/robots_ask.c - a robots.txt is asked for, before the tasks of its server; see ingest_priv.h.
 *
 * It owns the tasks that wait for it until its answer is written.  When that cannot be written, the run ends.
 */
#include "engine/ingest_priv.h"

#include "util/check.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

struct robots_asking {
  struct robots_asking *next;
  struct ingest *ingest;
  void (*done)(struct intake *i);
  struct intake *waiting; /* of its server; the last one in the list asks */
  struct intake *late;    /* came while the answer was being written */
  int written;
  struct job *job;
  struct tdg_str group;
  struct arena arena;
};

static const tdg_rec *answer_of(const struct robots_asking *a) {
  for (size_t k = 0; k < a->job->n_recs; k++)
    if (rec_kind(a->job->recs[k]) == TDG_DOC) return a->job->recs[k];
  return NULL;
}

/* Its answer, in one transaction with the tasks that waited for it, which are due as before. */
static int settle_asking(struct store *store, void *arg) {
  struct robots_asking *a = arg;
  struct engine *e = a->ingest->engine;
  int status = 0;
  if (a->job->cause != CAUSE_STOPPED && a->job->cause != CAUSE_REFUSED && !a->written)
    status = gate_settle(e, &a->arena, &a->waiting->s.gate, a->group, answer_of(a), clock_wall_ms());
  for (struct intake *i = a->waiting; i != NULL && status >= 0; i = i->next)
    status = intake_wait_again(store, i);
  return status < 0 ? status : hosts_save(e->hosts);
}

static void asking_free(struct robots_asking *a) {
  struct robots_asking **at = &a->ingest->asking;
  while (*at != a) at = &(*at)->next;
  *at = a->next;
  if (a->job != NULL) job_free(a->job);
  arena_free(&a->arena);
  free(a);
}

static void on_asking_settled(void *arg, int status) {
  struct robots_asking *a = arg;
  struct ingest *in = a->ingest;
  void (*const done)(struct intake *) = a->done;
  if (status < 0)
    engine_fail(in->engine, "what a robots.txt says could not be saved: %s",
                storethread_error(in->engine->writer));
  struct intake *i = a->waiting, *next;
  a->waiting = a->late;
  a->late = NULL;
  a->written = 1;
  if (a->waiting != NULL) storethread_write(in->engine->writer, settle_asking, on_asking_settled, a);
  else asking_free(a);
  for (; i != NULL; i = next) {
    next = i->next;
    done(i);
  }
}

/* What the answer says of the network, and of its host. */
static void hear(struct robots_asking *a, struct intake *asker) {
  const tdg_rec *doc = answer_of(a);
  if (doc == NULL) return;
  struct gate *g = &a->waiting->s.gate;
  const struct network_asked what = {a->group, {"", 0}, tdg_str_of(g->key)};
  g->network = forgive_network(a->ingest->engine, &what, doc);
  for (size_t k = 0; k < a->job->n_recs && g->network < NETWORK_LOST; k++)
    if (rec_kind(a->job->recs[k]) == TDG_DOC) answer_tell_host(asker, a->job->recs[k]);
}

static void on_robots(struct job *job) {
  struct robots_asking *a = job->arg;
  struct ingest *in = a->ingest;
  struct intake *asker = a->waiting;
  while (asker->next != NULL) asker = asker->next;
  a->job = job;
  intake_hear_fetcher(asker, job);
  hear(a, asker);
  storethread_write(in->engine->writer, settle_asking, on_asking_settled, a);
}

void robots_ask(struct intake *i, struct pool *pool, void (*done)(struct intake *i)) {
  struct ingest *in = i->ingest;
  struct robots_asking *a = in->asking;
  while (a != NULL && strcmp(a->waiting->s.gate.key, i->s.gate.key) != 0) a = a->next;
  if (a != NULL) {
    struct intake **list = a->job != NULL ? &a->late : &a->waiting;
    i->next = *list;
    *list = i;
    return;
  }
  a = check_alloc(sizeof *a);
  *a = (struct robots_asking){
      .next = in->asking, .ingest = in, .done = done, .waiting = i, .group = i->s.task.group};
  in->asking = a;
  i->next = NULL;
  const tdg_rec *request = outgoing_robots(&a->arena, i->s.source, gate_request(&a->arena, &i->s.gate));
  pool_submit(pool, job_new(FRAME_RUN, request, clock_wall_ms(), on_robots, a));
}
