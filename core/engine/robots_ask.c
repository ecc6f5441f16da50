/* engine/robots_ask.c - a robots.txt is asked for, before the tasks of its server; see ingest_priv.h.
 *
 * It owns the tasks that wait for it until its answer is written.  When that cannot be written, the run ends.
 */
#include "engine/ingest_priv.h"

#include "util/check.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

struct robots_asking {
  struct robots_asking *next;
  struct ingest *ingest;
  void (*done)(struct intake *i);
  struct intake *waiting; /* of its server; the last one in the list asks */
  struct job *job;
  struct tdg_str group;
  struct arena arena;
};

/* Its answer, in one transaction with the tasks that waited for it, which are due as before. */
static int settle_asking(struct store *store, void *arg) {
  struct robots_asking *a = arg;
  struct engine *e = a->ingest->engine;
  const tdg_rec *doc = NULL;
  int status = 0;
  for (size_t k = 0; k < a->job->n_recs && doc == NULL; k++)
    if (rec_kind(a->job->recs[k]) == TDG_DOC) doc = a->job->recs[k];
  if (a->job->cause != CAUSE_STOPPED && a->job->cause != CAUSE_REFUSED)
    status = gate_settle(e, &a->arena, &a->waiting->s.gate, a->group, doc, clock_wall_ms());
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
  asking_free(a);
  for (; i != NULL; i = next) {
    next = i->next;
    done(i);
  }
}

static void on_robots(struct job *job) {
  struct robots_asking *a = job->arg;
  struct ingest *in = a->ingest;
  struct intake *asker = a->waiting;
  while (asker->next != NULL) asker = asker->next;
  a->job = job;
  intake_hear_fetcher(asker, job);
  for (size_t k = 0; k < job->n_recs; k++)
    if (rec_kind(job->recs[k]) == TDG_DOC) answer_tell_host(asker, job->recs[k]);
  storethread_write(in->engine->writer, settle_asking, on_asking_settled, a);
}

void robots_ask(struct intake *i, struct pool *pool, void (*done)(struct intake *i)) {
  struct ingest *in = i->ingest;
  struct robots_asking *a = in->asking;
  while (a != NULL && strcmp(a->waiting->s.gate.key, i->s.gate.key) != 0) a = a->next;
  if (a != NULL) {
    i->next = a->waiting;
    a->waiting = i;
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
