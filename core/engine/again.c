/* engine/again.c - documents of the quarantine, parsed once more; see ingest.h.
 *
 * Owns one settlement at a time: the document, its task and its parser's job, from their reading to the commit
 * of what came of them.  What was never fetched has no bytes; its task is made ready instead, so that the next
 * run fetches it.
 */
#include "engine/ingest.h"

#include "engine/parse.h"
#include "engine/settle.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>

struct again {
  struct settlement s; /* of the one at hand; first, because settle_run gets it */
  struct settle_doc doc;
  int found;
  struct engine *engine;
  const int64_t *ids;
  size_t n, at;
  void (*done)(void *arg);
  void *arg;
};

static void next(struct again *g);

/* ---- on the store thread ---- */

static int see_task(void *arg, const struct tdg_task *t) {
  struct again *g = arg;
  settlement_take_task(&g->s, t);
  return 1;
}

static int see_document(void *arg, const struct tdg_quarantine *q) {
  struct again *g = arg;
  const struct tdg_task task = {
      .size = sizeof task, .kind = TDG_TASK_IMPORT, .id = q->task, .source = q->source, .url = q->url};
  g->found = 1;
  g->doc.doc = rec_read(&g->s.arena, q->document, NULL, 0);
  settlement_take_task(&g->s, &task);
  return 1;
}

/* A list's task is gone when it has been settled; the document then belongs to its source alone. */
static int load(struct store *store, void *arg) {
  struct again *g = arg;
  int status = store->ops->quarantine_list(store->handle, g->s.retried, see_document, g);
  if (status <= 0) return status;
  return store_task_get(store, g->s.task.id, see_task, g);
}

static int fetch_again(struct store *store, void *arg) {
  struct again *g = arg;
  int status = store->ops->task_settle(store->handle, g->s.task.id, TDG_TASK_READY, clock_wall_ms());
  return status < 0 ? status : store_quarantine_drop(store, g->s.retried);
}

/* ---- on the loop ---- */

static void end_one(struct again *g) {
  if (g->doc.job != NULL) job_free(g->doc.job);
  arena_free(&g->s.arena);
  g->at++;
  next(g);
}

static void pass_over(struct again *g, const char *why) {
  log_warning("quarantine %lld: %s: %s", (long long)g->s.retried, g->s.task.url.p, why);
  g->engine->counts.quarantined++;
  end_one(g);
}

static void on_settled(void *arg, int status) {
  struct again *g = arg;
  struct engine *e = g->engine;
  if (status < 0) engine_fail(e, "the store could not keep what was read: %s", storethread_error(e->writer));
  else ingest_count(&e->counts, &g->s.counts);
  end_one(g);
}

static void settle(void *arg) {
  struct again *g = arg;
  if (g->doc.job->cause == CAUSE_STOPPED) {
    end_one(g);
    return;
  }
  g->s.now_ms = rec_get_int(g->doc.doc, TDG_FETCHED, 0);
  if (g->s.now_ms <= 0 || g->s.now_ms > clock_wall_ms()) g->s.now_ms = clock_wall_ms();
  storethread_write(g->engine->writer, settle_run, on_settled, g);
}

static void on_parsed(struct job *job, const char *parser, void *arg) {
  struct again *g = arg;
  struct engine *e = g->engine;
  struct pool *fetcher = ingest_fetcher(e, g->s.task.url.p);
  g->doc.job = job;
  g->doc.parser = arena_copy(&g->s.arena, parser, strlen(parser));
  if (fetcher == NULL ||
      !pages_follow(&g->s, fetcher, g->doc.doc, job, g->doc.parser, ingest_settings(&g->s), settle, g))
    settle(g);
}

static void on_queued(void *arg, int status) {
  struct again *g = arg;
  if (status < 0)
    engine_fail(g->engine, "the task could not be saved: %s", storethread_error(g->engine->writer));
  else log_warning("%s was never fetched; the next run fetches it", g->s.task.url.p);
  end_one(g);
}

static void begin(struct again *g) {
  struct engine *e = g->engine;
  const tdg_rec *doc = g->doc.doc;
  if (g->s.task.source.n > 0 && g->s.source == NULL) {
    pass_over(g, "its source is not in the configuration; name it with --config");
  } else if (doc == NULL) {
    pass_over(g, "its bytes are not kept; read its source again, or import it");
  } else if (answer_has_failed(doc)) {
    if (g->s.task.kind != TDG_TASK_FOLLOW || g->s.source == NULL)
      pass_over(g, "it was never fetched; poll its source, or import it again");
    else storethread_write(e->writer, fetch_again, on_queued, g);
  } else {
    g->s.docs = &g->doc;
    route_document(e, doc, ingest_parser(&g->s, doc), ingest_settings(&g->s), g->s.values, on_parsed, g);
  }
}

static void on_loaded(void *arg, int status) {
  struct again *g = arg;
  if (status < 0)
    engine_fail(g->engine, "the quarantine could not be read: %s", storethread_error(g->engine->writer));
  if (status >= 0 && g->found && !g->engine->stopping) begin(g);
  else end_one(g);
}

static void next(struct again *g) {
  if (g->at < g->n && !g->engine->stopping) {
    g->s = (struct settlement){.engine = g->engine, .retried = g->ids[g->at]};
    g->doc = (struct settle_doc){.parser = ""};
    g->found = 0;
    storethread_read(g->engine->writer, load, on_loaded, g);
    return;
  }
  void (*done)(void *) = g->done;
  void *arg = g->arg;
  free(g);
  done(arg);
}

void again_start(struct engine *e, const int64_t *ids, size_t n, void (*done)(void *arg), void *arg) {
  struct again *g = check_alloc(sizeof *g);
  *g = (struct again){.engine = e, .ids = ids, .n = n, .done = done, .arg = arg};
  next(g);
}
