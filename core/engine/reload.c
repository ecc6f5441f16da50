/* engine/reload.c - exchange the configuration of a run; see reload.h.
 *
 * A reload owns the new spec until the exchange; then the engine does.  All of it is on the loop, and none of it
 * waits: pools, consumers and the store thread call back.
 */
#include "engine/reload.h"

#include "engine/consume.h"
#include "util/check.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>

static void finish(struct reload *r) {
  r->engine->reload = NULL;
  r->engine->plan = NULL;
  r->done(r);
  changes_free(&r->changes);
  report_free(&r->report);
  arena_free(&r->arena);
  free(r);
}

static void refuse(struct reload *r) {
  if (r->plan.spec != NULL) {
    pools_plan_drop(r->engine, &r->plan);
    if (r->spec.release != NULL) r->spec.release(r->spec.owner);
    free(r->plan.generation);
  }
  r->report.code = RELOAD_REFUSED;
  finish(r);
}

/* ---- the exchange ---- */

/* The store thread waits. */
static void hold(void *arg) {
  struct reload *r = arg;
  struct engine *e = r->engine;
  r->held = 1;
  e->plan = NULL;
  r->was = e->spec;
  changes_find(&r->changes, &e->sources, &r->was, &r->spec);
  changes_tell(&r->changes, &r->was, &r->spec, &r->report);
  e->spec = r->spec;
  r->plan.generation->older = e->generation;
  e->generation = r->plan.generation;
  r->plan.spec = &e->spec;
  pools_plan_take(e, &r->plan);
  engine_index_sources(e);
  hosts_limit(e->hosts, e->spec.host_delay, e->spec.host_requests);
  consume_change(e->consume, r->consumers, r->n_consumers);
}

static void on_parted(void *arg) {
  struct reload *r = arg;
  storethread_meet(r->engine->writer, hold, r);
  r->exchanged(r);
}

void reload_end(struct reload *r) {
  if (!r->held) { /* the engine ends */
    refuse(r);
    return;
  }
  generation_leave(r->engine, r->engine->generation->older);
  consume_wake(r->engine->consume);
  finish(r);
}

/* ---- opening ---- */

struct opening {
  struct reload *reload;
  const struct component_info *component;
  const struct engine_choice *choice;
};

static void choose(struct reload *r, uint32_t kind, const struct engine_choice *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct component_info *c = plugin_component(r->engine->plugins, kind, v[i].name);
    int made;
    if (c == NULL) continue;
    r->consumers[r->n_consumers++] = (struct consume_choice){
        kind, consume_name(c, &v[i]), pools_plan(r->engine, &r->plan, c, &v[i], &made)};
  }
}

static void on_all_opened(struct reload *r) {
  const struct engine_spec *s = &r->spec;
  if (r->refused > 0 || r->engine->stopping) {
    refuse(r);
    return;
  }
  r->consumers = arena_zalloc(&r->arena, (s->n_stages + s->n_briefs + s->n_sinks + 1) * sizeof *r->consumers);
  choose(r, TDG_KIND_STAGE, s->stages, s->n_stages);
  choose(r, TDG_KIND_BRIEF, s->briefs, s->n_briefs);
  choose(r, TDG_KIND_SINK, s->sinks, s->n_sinks);
  consume_part(r->engine->consume, r->consumers, r->n_consumers, on_parted, r);
}

static void on_opened(struct job *job) {
  const struct opening *o = job->arg;
  struct reload *r = o->reload;
  const struct engine_reader *reader = r->engine->spec.reader;
  if (job->status < 0) {
    r->refused++;
    reader->refused(reader->arg, o->component, o->choice, job->message, &r->report);
  }
  job_free(job);
  if (--r->under_way == 0) on_all_opened(r);
}

static void open_one(void *arg, const struct component_info *component, const struct engine_choice *choice) {
  struct reload *r = arg;
  int made;
  struct pool *pool = pools_plan(r->engine, &r->plan, component, choice, &made);
  if (!made || !engine_can_open(component, choice)) return;
  struct opening *o = arena_zalloc(&r->arena, sizeof *o);
  *o = (struct opening){r, component, choice};
  r->under_way++;
  pool_submit(pool, job_new(FRAME_OPEN, NULL, 0, on_opened, o));
}

/* A reload reads the configuration; which plugins there are, and what they are, is found at the start. */
static void tell_replaced(const struct engine *e, struct engine_report *report) {
  for (size_t i = 0; i < e->plugins->n_plugins; i++) {
    const struct plugin_info *p = &e->plugins->plugins[i];
    if (plugin_was_replaced(p))
      report_say(
          report,
          "plugin %s is another file now: its workers run the new one as they are replaced, with the options "
          "and rights of the old one; start the program again",
          p->file);
  }
}

void reload_begin(struct engine *e, void (*exchanged)(struct reload *), void (*done)(struct reload *),
                  void *arg) {
  const struct engine_reader *reader = e->spec.reader;
  struct reload *r = check_alloc(sizeof *r);
  *r = (struct reload){.engine = e, .exchanged = exchanged, .done = done, .arg = arg};
  e->reload = r;
  if (generations(e) > RELOAD_MAX_GENERATIONS)
    report_say(&r->report, "what began before the last %d reloads has not ended yet; try again later",
               RELOAD_MAX_GENERATIONS);
  else if (reader->read(reader->arg, &r->spec, &r->report) == 0) {
    tell_replaced(e, &r->report);
    engine_settle_spec(&r->spec);
    r->plan = (struct pool_plan){.spec = &r->spec, .generation = generation_new(&r->spec)};
    e->plan = &r->plan;
    r->under_way = 1;
    engine_each_component(e, &r->spec, open_one, r);
    if (--r->under_way == 0) on_all_opened(r);
    return;
  }
  refuse(r);
}
