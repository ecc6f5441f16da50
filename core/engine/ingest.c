/* engine/ingest.c - the way of a task; see ingest.h.
 *
 * An intake owns the memory of one task from its lease to the commit of its settlement: the fetcher's job, the
 * documents (views into that job), the parsers' jobs.  It is freed in on_settled, on the loop.
 *
 * Files are settled in the order they were leased, whatever the order in which workers finish, so that a pile that is
 * imported again gives the same log and the same stories.  A file that is done waits for those before it, but only
 * while few wait: one slow document holds up nobody for long.  What comes from the network settles as it comes.
 */
#include "engine/ingest.h"

#include "engine/pages.h"
#include "engine/route.h"
#include "engine/settle.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>

enum {
  PER_GROUP = 1,       /* requests to one limit group at a time; files have no group */
  HELD_MAX = 128,       /* files that are done and wait for one before them */
  HELD_BYTES = 32 << 20 /* of their documents */
};

struct intake {
  struct settlement s;
  struct ingest *ingest;
  struct intake *next;
  int open;             /* documents still being parsed, plus 1 while they are handed out */
  int in_line, done;    /* in_line: a file whose turn to settle has not come */
  struct intake *behind; /* the next one in line */
  size_t bytes;         /* of its documents */
};

struct ingest {
  struct engine *engine;
  char *run;
  struct intake *leased; /* not yet begun */
  struct intake *line, **line_end; /* files in the order they were leased, until they settle */
  int held;          /* of them are done and wait */
  size_t held_bytes;
  int active, leasing, settling;
  int room;    /* how many the lease under way may take */
  int waiting; /* tasks of ours that were put back, to be tried later */
  int started, last_lease_empty;
  int64_t next_due;
  void (*drained)(void *arg, int64_t next_due);
  void *arg;
};

static void intake_free(struct intake *i) {
  for (struct settle_doc *d = i->s.docs; d != NULL; d = d->next)
    if (d->job != NULL) job_free(d->job);
  if (i->s.fetch != NULL) job_free(i->s.fetch);
  arena_free(&i->s.arena);
  free(i);
}

/* While some task is on its way to its settlement, the store thread may wait for it to share a commit. */
static void tell_expectation(struct ingest *in) {
  storethread_expect(in->engine->writer, in->active - in->settling > 0);
}

/* ---- settle ---- */

static void add_counts(struct engine_counts *to, const struct engine_counts *c) {
  to->tasks += c->tasks;
  to->documents += c->documents;
  to->bytes += c->bytes;
  to->records += c->records;
  to->versions += c->versions;
  to->unchanged += c->unchanged;
  to->quarantined += c->quarantined;
  to->follow_ups += c->follow_ups;
  to->failed += c->failed;
  to->stubs += c->stubs;
  to->refused += c->refused;
}

static void on_settled(void *arg, int status) {
  struct intake *i = arg;
  struct ingest *in = i->ingest;
  struct engine *e = in->engine;
  in->active--;
  in->settling--;
  in->last_lease_empty = 0; /* it may have brought follow-ups */
  if (status < 0) engine_fail(e, "the store could not keep what was read: %s", storethread_error(e->writer));
  else add_counts(&e->counts, &i->s.counts);
  in->waiting += i->s.again;
  intake_free(i);
  tell_expectation(in);
  ingest_turn(in);
}

/* Did the end of the engine cut this task off?  Then nothing is known about it. */
static int cut_off(const struct intake *i) {
  if (i->s.fetch != NULL && i->s.fetch->cause == CAUSE_STOPPED) return 1;
  for (const struct settle_doc *d = i->s.docs; d != NULL; d = d->next)
    if (d->job != NULL && d->job->cause == CAUSE_STOPPED) return 1;
  return 0;
}

static void settle_now(struct intake *i) {
  if (i->ingest->engine->stopping && cut_off(i)) { /* its lease is released at the next start */
    struct ingest *in = i->ingest;
    in->active--;
    intake_free(i);
    tell_expectation(in);
    ingest_turn(in);
    return;
  }
  i->ingest->settling++;
  i->s.now_ms = clock_wall_ms();
  storethread_write(i->ingest->engine->writer, settle_run, on_settled, i);
  tell_expectation(i->ingest);
}

static void line_up(struct intake *i) {
  struct ingest *in = i->ingest;
  i->in_line = 1;
  *in->line_end = i;
  in->line_end = &i->behind;
}

static struct intake *leave_line(struct ingest *in) {
  struct intake *i = in->line;
  in->line = i->behind;
  if (in->line == NULL) in->line_end = &in->line;
  i->in_line = 0;
  if (i->done) {
    in->held--;
    in->held_bytes -= i->bytes;
  }
  return i;
}

/* Whoever is done and has nobody before it settles.  When too many wait, the first loses its place to them. */
static void move_line(struct ingest *in) {
  while (in->line != NULL && (in->line->done || in->held > HELD_MAX || in->held_bytes > HELD_BYTES)) {
    struct intake *i = leave_line(in);
    if (i->done) settle_now(i);
  }
}

static void settle(struct intake *i) {
  struct ingest *in = i->ingest;
  if (!i->in_line) {
    settle_now(i);
    return;
  }
  for (const struct settle_doc *d = i->s.docs; d != NULL; d = d->next) i->bytes += rec_get(d->doc, TDG_BODY, 0).n;
  i->done = 1;
  in->held++;
  in->held_bytes += i->bytes;
  move_line(in);
  if (in->held > 0) ingest_turn(in); /* those that wait leave room for others */
}

/* ---- parse ---- */

struct parse_arg {
  struct intake *intake;
  struct settle_doc *doc;
};

static void close_one(struct intake *i) {
  if (--i->open == 0) settle(i);
}

static void on_joined(void *arg) {
  struct parse_arg *p = arg;
  close_one(p->intake);
}

/* The settings a source has for its own parser, or for that of the articles behind its items. */
static const struct engine_choice *own_settings(const struct intake *i) {
  const struct engine_source *s = i->s.source;
  if (s == NULL) return NULL;
  return i->s.task.kind == TDG_TASK_FOLLOW && s->full_text_own != NULL ? s->full_text_own : s->parse_own;
}

static void on_parsed(struct job *job, const char *parser, void *arg) {
  struct parse_arg *p = arg;
  struct intake *i = p->intake;
  p->doc->job = job;
  p->doc->parser = arena_copy(&i->s.arena, parser, strlen(parser));
  int more = pages_follow(i->ingest->engine, &i->s.arena, i->s.fetch->pool, p->doc->doc, job, p->doc->parser, own_settings(i),
                          on_joined, p);
  if (!more) close_one(i);
}

static const char *wanted_parser(const struct intake *i, const tdg_rec *doc) {
  struct tdg_str as = rec_get(doc, TDG_AS, 0);
  if (as.n == 0 && i->s.request != NULL) as = rec_get(i->s.request, TDG_AS, 0);
  if (as.n == 0 && i->s.task.kind == TDG_TASK_POLL && i->s.source != NULL) return i->s.source->parse;
  return as.p;
}

/* What a parser is told beyond the fetcher's words: which zone the source's dates are in. */
static const tdg_rec *with_hints(struct intake *i, const tdg_rec *doc) {
  const struct engine_source *s = i->s.source;
  if (s == NULL || s->default_zone[0] == '\0') return doc;
  tdg_rec *copy = rec_copy(&i->s.arena, doc, TDG_DOC);
  rec_put_str(copy, TDG_DEFAULT_ZONE, s->default_zone);
  return copy;
}

static void add_document(struct intake *i, struct settle_doc ***tail, const tdg_rec *doc) {
  struct settle_doc *d = arena_zalloc(&i->s.arena, sizeof *d);
  d->doc = doc;
  d->parser = "";
  **tail = d;
  *tail = &d->next;
}

static int has_body(const tdg_rec *doc) {
  int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  return !rec_has(doc, TDG_ERROR) && status != 304 && (status == 0 || (status >= 200 && status < 300));
}

static void parse_all(struct intake *i) {
  i->open = 1;
  for (struct settle_doc *d = i->s.docs; d != NULL; d = d->next) {
    if (!has_body(d->doc)) continue;
    struct parse_arg *p = arena_zalloc(&i->s.arena, sizeof *p);
    *p = (struct parse_arg){i, d};
    i->open++;
    d->doc = with_hints(i, d->doc);
    route_document(i->ingest->engine, d->doc, wanted_parser(i, d->doc), own_settings(i), on_parsed, p);
  }
  close_one(i);
}

/* ---- fetch ---- */

static void on_fetched(struct job *job) {
  struct intake *i = job->arg;
  struct settle_doc **tail = &i->s.docs;
  i->s.fetch = job;
  if (cut_off(i)) { /* half an answer is none, and the parsers may have ended as well */
    settle(i);
    return;
  }
  for (size_t k = 0; k < job->n_recs; k++)
    if (rec_kind(job->recs[k]) == TDG_DOC) add_document(i, &tail, job->recs[k]);
  parse_all(i);
}

static size_t scheme_length(const char *url) {
  const char *colon = strchr(url, ':');
  return colon != NULL ? (size_t)(colon - url) : 0;
}

static struct pool *fetcher_for(struct engine *e, const char *url) {
  char scheme[32];
  size_t n = scheme_length(url);
  if (n == 0 || n >= sizeof scheme) return NULL;
  memcpy(scheme, url, n);
  scheme[n] = '\0';
  for (const struct component_info *c = NULL; (c = plugin_next(e->plugins, TDG_KIND_FETCHER, c)) != NULL;)
    if (plugin_claims(c, scheme)) return engine_pool_of(e, c);
  return NULL;
}

/* An answer in the fetcher's place. */
static void fail_fetch(struct intake *i, const char *class, const char *message) {
  struct settle_doc **tail = &i->s.docs;
  tdg_rec *doc = rec_new(&i->s.arena, TDG_DOC);
  rec_put(doc, TDG_URL, i->s.task.url.p, i->s.task.url.n);
  rec_put_str(doc, TDG_ERROR, class);
  rec_put_str(doc, TDG_MESSAGE, message);
  add_document(i, &tail, doc);
  settle(i);
}

static void begin(struct intake *i) {
  struct engine *e = i->ingest->engine;
  struct pool *pool = fetcher_for(e, i->s.task.url.p);
  if (i->s.task.kind == TDG_TASK_POLL && i->s.source == NULL) { /* taken out of the configuration */
    settle(i);
    return;
  }
  if (pool == NULL) {
    fail_fetch(i, "scheme", "no plugin fetches this kind of address; see `tidings plugin list`");
    return;
  }
  pool_submit(pool, job_new(FRAME_RUN, i->s.request, clock_wall_ms(), on_fetched, i));
}

/* ---- lease ---- */

static struct tdg_str keep(struct arena *a, struct tdg_str s) {
  return (struct tdg_str){arena_copy(a, s.p != NULL ? s.p : "", s.n), s.n};
}

/* A source is asked with the validators it gave, byte for byte (RFC 9110 13.1). */
static int add_validators(void *arg, const struct tdg_source_state *state) {
  tdg_rec *request = arg;
  if (state->etag.n > 0) rec_put(request, TDG_ETAG, state->etag.p, state->etag.n);
  if (state->last_modified.n > 0) rec_put(request, TDG_LAST_MODIFIED, state->last_modified.p, state->last_modified.n);
  return 1;
}

static void prepare_poll(struct intake *i) {
  const struct store *store = i->ingest->engine->store;
  if (i->s.task.kind != TDG_TASK_POLL || i->s.source == NULL) return;
  tdg_rec *request = rec_copy(&i->s.arena, i->s.request, TDG_REQUEST);
  store->ops->source_get(store->handle, i->s.source->id, add_validators, request);
  i->s.request = request;
}

/* On the store thread: copy the task; what it says is ours, but it crossed a disk, so it is checked. */
static int take_task(void *arg, const struct tdg_task *t) {
  struct ingest *in = arg;
  struct intake *i = check_alloc(sizeof *i);
  char why[200];
  memset(i, 0, sizeof *i);
  i->ingest = in;
  i->s.engine = in->engine;
  i->s.task = *t;
  i->s.task.source = keep(&i->s.arena, t->source);
  i->s.task.url = keep(&i->s.arena, t->url);
  i->s.task.key = keep(&i->s.arena, t->key);
  i->s.task.group = keep(&i->s.arena, t->group);
  i->s.task.run = keep(&i->s.arena, t->run);
  i->s.task.request = keep(&i->s.arena, t->request);
  if (rec_check(i->s.task.request.p, i->s.task.request.n, REC_MAX_DOCUMENT, why, sizeof why) == 0)
    i->s.request = rec_view(&i->s.arena, i->s.task.request.p, i->s.task.request.n);
  else i->s.request = rec_new(&i->s.arena, TDG_REQUEST);
  i->s.source = t->source.n > 0 ? engine_source(in->engine, i->s.task.source.p) : NULL;
  prepare_poll(i);
  i->next = in->leased;
  in->leased = i;
  return 0;
}

static int lease(struct store *store, void *arg) {
  struct ingest *in = arg;
  const struct tdg_store_ops *ops = store->ops;
  int64_t now = clock_wall_ms();
  int n = ops->task_lease(store->handle, now, now + LEASE_MS, in->room, PER_GROUP, in->run, take_task, in);
  if (n == 0 && ops->task_next_due(store->handle, &in->next_due) != 1) in->next_due = 0;
  return n;
}

static void on_leased(void *arg, int status) {
  struct ingest *in = arg;
  struct engine *e = in->engine;
  struct intake *list = in->leased, *i, *order = NULL;
  in->leasing = 0;
  in->leased = NULL;
  if (status < 0) engine_fail(e, "the store gives no tasks: %s", storethread_error(e->writer));
  in->last_lease_empty = list == NULL;
  while ((i = list) != NULL) { /* taken newest first */
    list = i->next;
    i->next = order;
    order = i;
    in->active++;
    in->waiting -= in->waiting > 0 && i->s.task.attempts > 1;
  }
  tell_expectation(in);
  while ((i = order) != NULL) {
    order = i->next;
    if (e->stopping) { /* its lease runs out, or is released at the next start */
      in->active--;
      intake_free(i);
    } else {
      if (i->s.task.group.n == 0) line_up(i);
      begin(i);
    }
  }
  ingest_turn(in);
}

void ingest_turn(struct ingest *in) {
  if (!in->started || in->leasing || in->engine->failed) return;
  if (in->active == 0 && (in->last_lease_empty || in->engine->stopping)) {
    in->last_lease_empty = 0;
    in->drained(in->arg, in->next_due);
    return;
  }
  int busy = in->active - in->held;
  if (in->engine->stopping || busy > INGEST_WINDOW / 2) return;
  if (in->last_lease_empty) return; /* nothing new until something is settled */
  in->leasing = 1;
  in->room = INGEST_WINDOW - busy; /* said here: the store thread must not look at what the loop counts */
  storethread_write(in->engine->writer, lease, on_leased, in);
}

int ingest_waiting(const struct ingest *in) { return in->waiting; }

void ingest_stop(struct ingest *in) { in->started = 0; }

struct ingest *ingest_new(struct engine *e) {
  struct ingest *in = check_alloc(sizeof *in);
  *in = (struct ingest){.engine = e};
  in->line_end = &in->line;
  return in;
}

void ingest_start(struct ingest *in, const char *run, void (*drained)(void *arg, int64_t next_due), void *arg) {
  free(in->run);
  in->run = run != NULL ? check_strdup(run) : NULL;
  in->drained = drained;
  in->arg = arg;
  in->started = 1;
  in->last_lease_empty = 0;
  ingest_turn(in);
}

void ingest_free(struct ingest *in) {
  free(in->run);
  free(in);
}
