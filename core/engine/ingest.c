/* engine/ingest.c - process tasks; see ingest.h.
 *
 * An intake owns the memory of one task from its lease to the commit of its settlement: the fetcher's job,
 * the documents (views into that job), the parsers' jobs.  It is freed in on_settled, on the loop.
 *
 * Files settle in the order in which they were leased, whichever worker finishes first, so that importing the
 * same files again gives the same log and the same stories.  A finished file waits for those before it, but
 * only while few wait, so that one slow document does not block the others for long.  Documents from the
 * network settle in the order of arrival.
 */
#include "engine/ingest.h"

#include "engine/conduct.h"
#include "engine/outcome.h"
#include "engine/parse.h"
#include "engine/schedule.h"
#include "engine/settle.h"
#include "engine/settle_priv.h"
#include "engine/subscription.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/version.h>

enum {
  HELD_MAX = 128,        /* finished files that wait for an earlier one */
  HELD_BYTES = 32 << 20, /* of their documents */
  LOOK_MAX_MS = 60000,   /* the wall clock may jump */
  BURST_US = 250000,     /* polls that this long a time has room for may start at once */
  /* while others are fetched, a lease waits for so many answers, and as long as the last lease took */
  LEASE_ANSWERS = 64,
  LEASE_WAIT_MIN_MS = 2,
  LEASE_WAIT_MAX_MS = 20
};

struct intake {
  struct settlement s;
  struct ingest *ingest;
  struct generation *generation; /* to which its source belongs */
  struct intake *next;
  int open;              /* documents still being parsed, plus 1 while they are being submitted */
  int at_host, fetching; /* it counts as a request of its host; as a running fetch */
  int walks;             /* documents whose further pages are being fetched */
  int in_line, done;     /* in_line: a file that waits to settle in order */
  struct intake *behind; /* the next one in line */
  /* twins: whose fetch it waits for; who waits for its fetch, and the next of them */
  struct intake *leader, *followers, *fellow;
  size_t bytes; /* of its documents */
  struct tdg_source_state
      before; /* a poll: its source before the attempt was written down; size 0: it was not */
};

/* One lease: its limits and what it has taken, of files and over the network.  Used by the store thread while
 * the lease runs. */
struct lease {
  int files_room, net_room, files, net, polls;
  int64_t polls_room; /* as in a lease */
  int status;         /* the store's first error */
  int64_t open_in;    /* ms until the first skipped host may be requested; 0: none waits for a time */
  int64_t visit_in;   /* the same of hosts with articles to look at again */
  int64_t look_at;    /* when the next task is due; 0: none */
};

/* A robots.txt that is being asked for. */
struct asking {
  struct asking *next;
  struct ingest *ingest;
  struct intake *waiting; /* of its server; the last one in the list asks */
  struct job *job;
  struct tdg_str group;
  struct arena arena;
};

struct ingest {
  struct engine *engine;
  char *run;
  int64_t polls_until;
  struct intake *leased;           /* not yet begun */
  struct intake *line, **line_end; /* files in the order they were leased, until they settle */
  int held;                        /* of them are done and wait */
  size_t held_bytes;
  /* active: leased tasks; fetching: those over the network without an answer; settling: being settled */
  int active, fetching, settling;
  int visiting; /* of those fetching: articles that are looked at again */
  struct lease lease;
  struct asking *asking;
  int leasing;
  int look;                   /* tasks may have become due since the last lease */
  int answers;                /* since the last lease */
  int64_t answered;           /* when the first of them came */
  int64_t began, took;        /* the last lease: its beginning; ms until its commit */
  int more_files, more_net;   /* its room was used up */
  int started, resting, told; /* told: drained was called since the last lease */
  /* the fetcher cannot be started: leave its tasks, since each would wait a minute for it */
  int no_fetcher;
  int64_t gap_us, next_poll_us; /* between two polls, 0: none; no poll before; monotonic */
  int held_back;                /* the last lease may have left polls that are due */
  struct conduct conduct;       /* used by the store thread alone */
  uv_timer_t timer;             /* fires when the next task is due, or the next host may be requested */
  uv_timer_t wait;              /* ends the wait for more answers */
  void (*drained)(void *arg);
  void *arg;
};

/* Its host is free for others. */
static void leave_host(struct intake *i) {
  if (i->at_host) hosts_end(i->ingest->engine->hosts, i->s.task.group);
  i->at_host = 0;
}

static void begin_fetch(struct intake *i) {
  if (!i->fetching) i->ingest->fetching++;
  if (!i->fetching) i->ingest->visiting += i->s.revisit.is;
  i->fetching = 1;
}

static void end_fetch(struct intake *i) {
  if (i->fetching) i->ingest->fetching--;
  if (i->fetching) i->ingest->visiting -= i->s.revisit.is;
  i->fetching = 0;
}

static void intake_free(struct intake *i) {
  leave_host(i);
  end_fetch(i);
  for (struct settle_doc *d = i->s.docs; d != NULL; d = d->next)
    if (d->job != NULL) job_free(d->job);
  if (i->s.fetch != NULL) job_free(i->s.fetch);
  arena_free(&i->s.arena);
  generation_leave(i->ingest->engine, i->generation);
  free(i);
}

/* While a task is about to settle, the store thread may delay a commit for it, though never for long: the next
 * lease ends that. */
static void tell_expectation(struct ingest *in) {
  storethread_expect(in->engine->writer, in->active - in->settling > 0);
}

static void take_turn(struct ingest *in);

/* ---- settle ---- */

void ingest_count(struct engine_counts *to, const struct engine_counts *c) {
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
  to->reserved += c->reserved;
}

static void on_settled(void *arg, int status) {
  struct intake *i = arg;
  struct ingest *in = i->ingest;
  struct engine *e = in->engine;
  in->active--;
  in->settling--;
  /* It may have added tasks, changed a due time, or freed its host. */
  in->look |=
      i->s.counts.follow_ups > 0 || i->s.again || i->s.task.kind == TDG_TASK_POLL || i->s.task.group.n > 0;
  if (status < 0) engine_fail(e, "the store could not keep what was read: %s", storethread_error(e->writer));
  else ingest_count(&e->counts, &i->s.counts);
  intake_free(i);
  tell_expectation(in);
  take_turn(in);
}

/* Did the end of the engine interrupt this task?  Then its result is unknown. */
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
    take_turn(in);
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

/* Settle finished files in order.  When too many wait, the first one loses its place. */
static void move_line(struct ingest *in) {
  while (in->line != NULL && (in->line->done || in->held > HELD_MAX || in->held_bytes > HELD_BYTES)) {
    struct intake *i = leave_line(in);
    if (i->done) settle_now(i);
  }
}

static void settle(struct intake *i) {
  struct ingest *in = i->ingest;
  end_fetch(i);
  leave_host(i);
  if (!i->in_line) {
    settle_now(i);
    return;
  }
  for (const struct settle_doc *d = i->s.docs; d != NULL; d = d->next)
    i->bytes += rec_get(d->doc, TDG_BODY, 0).n;
  i->done = 1;
  in->held++;
  in->held_bytes += i->bytes;
  move_line(in);
  if (in->held > 0) take_turn(in); /* those that wait leave room for others */
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
  if (--p->intake->walks == 0) end_fetch(p->intake);
  close_one(p->intake);
}

/* The source's own settings for its parser, or for the parser of its articles. */
const struct engine_choice *ingest_settings(const struct settlement *t) {
  const struct engine_source *s = t->source;
  if (s == NULL) return NULL;
  return t->task.kind == TDG_TASK_FOLLOW && s->full_text_own != NULL ? s->full_text_own : s->parse_own;
}

static void on_parsed(struct job *job, const char *parser, void *arg) {
  struct parse_arg *p = arg;
  struct intake *i = p->intake;
  p->doc->job = job;
  p->doc->parser = arena_copy(&i->s.arena, parser, strlen(parser));
  int more = pages_follow(&i->s, i->s.fetch->pool, p->doc->doc, job, p->doc->parser, ingest_settings(&i->s),
                          on_joined, p);
  if (!more) {
    close_one(i);
    return;
  }
  i->walks++;
  i->s.has_pages = 1;
  begin_fetch(i);
}

const char *ingest_parser(const struct settlement *t, const tdg_rec *doc) {
  struct tdg_str as = rec_get(doc, TDG_AS, 0);
  if (as.n == 0 && t->request != NULL) as = rec_get(t->request, TDG_AS, 0);
  if (as.n == 0 && t->task.kind == TDG_TASK_POLL && t->source != NULL) return t->source->parse;
  return as.p;
}

/* Add to the document what the fetcher does not know: the zone of the source's dates, and what led to a
 * list. */
static const tdg_rec *with_hints(struct intake *i, const tdg_rec *doc) {
  const struct engine_source *s = i->s.source;
  struct tdg_str led = {"", 0};
  if (i->s.task.kind == TDG_TASK_LISTING) led = rec_get(i->s.request, TDG_DISCOVERED, 0);
  if (s == NULL || (s->default_zone[0] == '\0' && led.n == 0)) return doc;
  tdg_rec *copy = rec_copy(&i->s.arena, doc, TDG_DOC);
  rec_put_str(copy, TDG_DEFAULT_ZONE, s->default_zone);
  if (led.n > 0 && !rec_has(doc, TDG_DISCOVERED)) rec_put(copy, TDG_DISCOVERED, led.p, led.n);
  return copy;
}

static void add_document(struct intake *i, struct settle_doc ***tail, const tdg_rec *doc) {
  struct settle_doc *d = arena_zalloc(&i->s.arena, sizeof *d);
  d->doc = doc;
  d->parser = "";
  **tail = d;
  *tail = &d->next;
}

/* A network answer without a body is not parsed; an empty file is left to its parser. */
static int has_body(const tdg_rec *doc) {
  int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  return !rec_has(doc, TDG_ERROR) &&
         (status == 0 || (status >= 200 && status < 300 && rec_get(doc, TDG_BODY, 0).n > 0));
}

static uint64_t hash_text(uint64_t seed, const char *text) {
  return text != NULL ? XXH3_64bits_withSeed(text, strlen(text) + 1, seed) : seed + 1;
}

/* The hash of the only document of a poll or page, and of all that decides how it is read. */
static void hash_body(const struct intake *i, const tdg_rec *doc, uint64_t hash[2]) {
  const struct engine_source *s = i->s.source;
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  const struct engine_choice *own = ingest_settings(&i->s);
  const char *how[] = {
      TDG_VERSION,         ingest_parser(&i->s, doc),         s->default_zone,
      s->full_text_parser, rec_get(doc, TDG_MEDIA_TYPE, 0).p, rec_get(doc, TDG_ENCODING, 0).p};
  uint64_t seed = 0;
  for (size_t k = 0; k < sizeof how / sizeof how[0]; k++) seed = hash_text(seed, how[k]);
  for (size_t k = 0; own != NULL && k < own->n_values; k++)
    seed = hash_text(hash_text(seed, own->values[k].name), own->values[k].value);
  const XXH128_hash_t h = XXH3_128bits_withSeed(body.p, body.n, seed);
  hash[0] = h.high64;
  hash[1] = h.low64;
}

/* Are these the bytes of the last answer?  A parser that keeps values for the source may read them otherwise than
 * before, so it gets them. */
static int is_same(struct intake *i) {
  const struct settle_doc *d = i->s.docs;
  const uint64_t *before = i->s.revisit.is ? i->s.revisit.body : i->before.body;
  if (i->before.size == 0 && (i->s.task.kind != TDG_TASK_FOLLOW || i->s.task.group.n == 0)) return 0;
  if (d == NULL || d->next != NULL || i->s.values != NULL) return 0;
  if (!has_body(d->doc) || rec_get_int(d->doc, TDG_STATUS, 0) != 200) return 0;
  hash_body(i, d->doc, i->s.body);
  return (before[0] | before[1]) != 0 && memcmp(before, i->s.body, sizeof i->s.body) == 0;
}

static void parse_all(struct intake *i) {
  i->open = 1;
  i->s.same = is_same(i);
  if (i->s.same || i->s.task.kind == TDG_TASK_HUB) { /* what a hub says beside its status is not read */
    close_one(i);
    return;
  }
  for (struct settle_doc *d = i->s.docs; d != NULL; d = d->next) {
    if (!has_body(d->doc)) continue;
    struct parse_arg *p = arena_zalloc(&i->s.arena, sizeof *p);
    *p = (struct parse_arg){i, d};
    i->open++;
    d->doc = with_hints(i, outgoing_given_back(&i->s.arena, d->doc, i->s.request));
    route_document(i->ingest->engine, d->doc, ingest_parser(&i->s, d->doc), ingest_settings(&i->s),
                   i->s.values, on_parsed, p);
  }
  close_one(i);
}

/* ---- fetch ---- */

/* What an answer means for its host.  asked: the Retry-After, -1: none. */
static enum hosts_outcome host_outcome(const tdg_rec *doc, int64_t asked) {
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  const enum tdg_outcome outcome = rec_has(doc, TDG_ERROR) ? outcome_of_failure(doc) : TDG_OUTCOME_NONE;
  if (outcome == TDG_OUTCOME_NETWORK || outcome == TDG_OUTCOME_TLS) return HOSTS_SILENT;
  if (status == 429) return HOSTS_REFUSED;
  return asked >= 0 && (status == 503 || (status >= 300 && status < 400)) ? HOSTS_HELD : HOSTS_ANSWERED;
}

/* Record the answer's outcome for its host, and after a redirect also for the host first requested. */
static void tell_host(struct intake *i, const tdg_rec *doc) {
  struct hosts *hosts = i->ingest->engine->hosts;
  const int64_t now = clock_wall_ms(), retry = schedule_retry_after(doc, now);
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0), asked = i->s.task.group;
  const int was_there = final.n > 0 && !redirect_leads_away(&i->s, doc);
  const struct tdg_str group = was_there ? engine_group_of(&i->s.arena, i->s.source, final) : asked;
  if (strcmp(group.p, asked.p) != 0) hosts_tell(hosts, asked, now, HOSTS_ANSWERED, -1);
  hosts_tell(hosts, group, now, host_outcome(doc, retry), retry);
}

/* Does this run end by itself?  A continuous run can retry later. */
static int is_pass(const struct ingest *in) {
  return in->polls_until > 0 || (in->run != NULL && in->run[0] != '\0');
}

/* A page that leads to another one of its server, which robots.txt closes, is as closed as that. */
static const tdg_rec *open_or_closed(struct intake *i, const tdg_rec *doc) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  const struct gate *g = &i->s.gate;
  if (g->rules == NULL || final.n == 0 || !tdg_url_same_origin(redirect_address(&i->s), final) ||
      robots_may_ask(g->rules, final))
    return doc;
  tdg_rec *closed = rec_new(&i->s.arena, TDG_DOC);
  rec_put(closed, TDG_URL, i->s.task.url.p, i->s.task.url.n);
  rec_put_str(closed, TDG_ERROR, "robots");
  rec_put_str(closed, TDG_MESSAGE,
              arena_printf(&i->s.arena, "it leads to %s, and robots.txt of %s does not allow that", final.p,
                           g->server));
  return closed;
}

/* ---- fetched ---- */

/* What the first document of an answer says of the network; a file says nothing. */
static void hear_network(struct intake *i) {
  if ((i->at_host || i->leader != NULL) && i->s.docs != NULL) forgive_network(&i->s);
}

static const tdg_rec *arrived(struct intake *i, const tdg_rec *doc) {
  struct arena *a = &i->s.arena;
  return whole_or_failed(a, redirect_or_failed(a, &i->s, redirect_answer(a, &i->s, doc)));
}

static void take_answer(struct intake *i, struct job *job) {
  struct settle_doc **tail = &i->s.docs;
  i->s.fetch = job;
  end_fetch(i);
  if (cut_off(i)) { /* a partial answer is discarded; the parsers may have ended too */
    settle(i);
    return;
  }
  for (size_t k = 0; k < job->n_recs; k++)
    if (rec_kind(job->recs[k]) == TDG_DOC)
      add_document(i, &tail,
                   i->s.task.kind == TDG_TASK_HUB ? job->recs[k]
                                                  : open_or_closed(i, arrived(i, job->recs[k])));
  hear_network(i);
  for (const struct settle_doc *d = i->s.docs; d != NULL && i->at_host && i->s.network < NETWORK_LOST;
       d = d->next)
    tell_host(i, d->doc);
  parse_all(i);
}

static void on_fetched(struct job *job) {
  struct intake *i = job->arg, *next;
  struct ingest *in = i->ingest;
  if (job->cause == CAUSE_REFUSED && i->at_host && is_pass(in)) in->no_fetcher = 1;
  for (struct intake *f = i->followers; f != NULL; f = next) {
    next = f->fellow;
    job->shared++;
    take_answer(f, job);
  }
  take_answer(i, job);
  if (in->answers++ == 0) in->answered = clock_mono_ms();
  tell_expectation(in);
  take_turn(in); /* there is room for another fetch */
}

struct pool *ingest_fetcher(struct engine *e, const char *url) {
  const struct component_info *c = plugin_fetcher(e->plugins, url);
  return c != NULL ? engine_pool_of(e, c) : NULL;
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

/* ---- robots.txt ---- */

static int give_back(struct store *store, void *arg);

/* Being leased counts as a try: one that has not been tried yet is added anew. */
static int wait_again(struct store *store, struct intake *i) {
  if (i->s.task.kind == TDG_TASK_POLL || i->s.task.attempts != 1) return give_back(store, i);
  int dropped = store_task_drop(store, i->s.task.id);
  if (dropped != 1) return dropped < 0 ? dropped : give_back(store, i);
  struct tdg_task task = i->s.task;
  task.size = sizeof task;
  return store->ops->task_add(store->handle, &task);
}

/* Its answer, in one transaction with the tasks that waited for it, which are due as before. */
static int settle_asking(struct store *store, void *arg) {
  struct asking *a = arg;
  struct engine *e = a->ingest->engine;
  const tdg_rec *doc = NULL;
  int status = 0;
  for (size_t k = 0; k < a->job->n_recs && doc == NULL; k++)
    if (rec_kind(a->job->recs[k]) == TDG_DOC) doc = a->job->recs[k];
  if (a->job->cause != CAUSE_STOPPED && a->job->cause != CAUSE_REFUSED)
    status = gate_settle(e, &a->arena, &a->waiting->s.gate, a->group, doc, clock_wall_ms());
  for (struct intake *i = a->waiting; i != NULL && status >= 0; i = i->next) status = wait_again(store, i);
  return status < 0 ? status : hosts_save(e->hosts);
}

static void asking_free(struct asking *a) {
  struct asking **at = &a->ingest->asking;
  while (*at != a) at = &(*at)->next;
  *at = a->next;
  if (a->job != NULL) job_free(a->job);
  arena_free(&a->arena);
  free(a);
}

static void on_asking_settled(void *arg, int status) {
  struct asking *a = arg;
  struct ingest *in = a->ingest;
  if (status < 0)
    engine_fail(in->engine, "what a robots.txt says could not be saved: %s",
                storethread_error(in->engine->writer));
  for (struct intake *i = a->waiting, *next; i != NULL; i = next) {
    next = i->next;
    in->active--;
    intake_free(i);
  }
  asking_free(a);
  in->look = 1;
  tell_expectation(in);
  take_turn(in);
}

static void on_robots(struct job *job) {
  struct asking *a = job->arg;
  struct ingest *in = a->ingest;
  const struct intake *asker = a->waiting;
  while (asker->next != NULL) asker = asker->next;
  a->job = job;
  if (job->cause == CAUSE_REFUSED && is_pass(in)) in->no_fetcher = 1;
  for (size_t k = 0; k < job->n_recs; k++)
    if (rec_kind(job->recs[k]) == TDG_DOC) tell_host((struct intake *)(uintptr_t)asker, job->recs[k]);
  storethread_write(in->engine->writer, settle_asking, on_asking_settled, a);
}

static void ask_robots(struct intake *i, struct pool *pool) {
  struct ingest *in = i->ingest;
  struct asking *a = in->asking;
  while (a != NULL && strcmp(a->waiting->s.gate.key, i->s.gate.key) != 0) a = a->next;
  if (a != NULL) {
    i->next = a->waiting;
    a->waiting = i;
    return;
  }
  a = check_alloc(sizeof *a);
  *a = (struct asking){.next = in->asking, .ingest = in, .waiting = i, .group = i->s.task.group};
  in->asking = a;
  i->next = NULL;
  const tdg_rec *request = outgoing_robots(&a->arena, i->s.source, gate_request(&a->arena, &i->s.gate));
  pool_submit(pool, job_new(FRAME_RUN, request, clock_wall_ms(), on_robots, a));
}

static void begin(struct intake *i) {
  struct engine *e = i->ingest->engine;
  struct pool *pool = ingest_fetcher(e, redirect_address(&i->s).p);
  if ((i->s.task.source.n > 0 && i->s.source == NULL) || revisit_is_over(&i->s)) { /* not wanted any more */
    settle(i);
    return;
  }
  if (i->s.request == NULL) { /* a hub that is not to be asked any more */
    settle(i);
    return;
  }
  if (pool == NULL) {
    static const char why[] = "no plugin fetches this kind of address; see `tidings plugin list`";
    for (struct intake *f = i->followers, *next; f != NULL; f = next) {
      next = f->fellow;
      fail_fetch(f, "scheme", why);
    }
    fail_fetch(i, "scheme", why);
    return;
  }
  if (i->s.gate.what == GATE_CLOSED) {
    fail_fetch(i, "robots", i->s.gate.why);
    return;
  }
  if (i->s.gate.what == GATE_ASK) {
    ask_robots(i, pool);
    return;
  }
  const tdg_rec *request = outgoing_request(&i->s.arena, i->s.source, redirect_request(&i->s.arena, &i->s),
                                            i->s.task.kind == TDG_TASK_POLL);
  pool_submit(pool, job_new(FRAME_RUN,
                            values_hand_out(&i->s.arena, request, i->s.values, pool_spec(pool)->component),
                            clock_wall_ms(), on_fetched, i));
}

/* ---- lease ---- */

static void put_validators(tdg_rec *request, struct tdg_str etag, struct tdg_str last_modified) {
  if (etag.n > 0) rec_put(request, TDG_ETAG, etag.p, etag.n);
  if (last_modified.n > 0) rec_put(request, TDG_LAST_MODIFIED, last_modified.p, last_modified.n);
}

static int add_list_validators(void *arg, const struct tdg_listing *list) {
  put_validators(arg, list->etag, list->last_modified);
  return 1;
}

static void lease_check(struct ingest *in, int status) {
  if (status < 0 && in->lease.status == 0) in->lease.status = status;
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
    lease_check(i->ingest, store_source_get(e->store, source->who.id, see_validators, request));
    return;
  }
  lease_check(i->ingest, sourcestate_attempt(e->store, e, source, &i->s.arena, clock_wall_ms(), &i->before));
  put_validators(request, i->before.etag, i->before.last_modified);
}

/* Requests for sources and lists carry the validators of the last answer, byte for byte (RFC 9110, section
 * 13.1). */
static void prepare_poll(struct intake *i) {
  struct store *store = i->ingest->engine->store;
  int listing = i->s.task.kind == TDG_TASK_LISTING;
  if (i->s.source == NULL || (i->s.task.kind != TDG_TASK_POLL && !listing)) return;
  const char *name = follow_list_name(&i->s.arena, i->s.request);
  /* a poll's stored request is as old as its source; the parser is that of today's configuration */
  static const uint32_t as[] = {TDG_AS, 0};
  tdg_rec *request =
      listing ? rec_copy(&i->s.arena, i->s.request, TDG_REQUEST) : rec_without(&i->s.arena, i->s.request, as);
  if (!listing) rec_put_str(request, TDG_AS, i->s.source->parse);
  if (!listing) attempt_poll(i, request);
  else
    lease_check(i->ingest, store_listing_get(store, i->s.source->who.id, name, add_list_validators, request));
  i->s.request = request;
}

static void prepare_hub(struct intake *i) {
  if (i->s.task.kind == TDG_TASK_HUB)
    lease_check(i->ingest, subscription_prepare(i->ingest->engine, i->s.source, &i->s.arena, clock_wall_ms(),
                                                &i->s.request));
}

static struct intake *new_intake(struct ingest *in, const struct tdg_task *t) {
  struct intake *i = check_alloc(sizeof *i);
  *i = (struct intake){.ingest = in, .s.engine = in->engine};
  i->generation = generation_use(in->engine->generation);
  settlement_take_task(&i->s, t);
  lease_check(in, gate_look(in->engine, i->s.source, &i->s.task, redirect_address(&i->s), i->s.request,
                            &i->s.arena, clock_wall_ms(), &i->s.gate));
  prepare_poll(i);
  prepare_hub(i);
  i->next = in->leased;
  in->leased = i;
  return i;
}

/* On the store thread. */
static int take_task(void *arg, const struct tdg_task *t) {
  struct ingest *in = arg;
  struct intake *i = new_intake(in, t);
  i->at_host = i->s.task.group.n > 0 && i->s.gate.what != GATE_CLOSED;
  if (i->at_host) hosts_begin(in->engine->hosts, i->s.task.group, clock_wall_ms());
  if (i->at_host) in->lease.net++;
  else in->lease.files++;
  in->lease.polls += i->at_host && t->kind == TDG_TASK_POLL;
  return 0;
}

/* ---- twins: sources with one address share a fetch; on the store thread ---- */

static int take_twin(void *arg, const struct tdg_task *t) {
  struct intake *leader = arg;
  new_intake(leader->ingest, t);
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
  lease_check(in,
              store_task_take(in->engine->store, key, clock_wall_ms() + INGEST_LEASE_MS, take_twin, leader));
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
  lease_check(leader->ingest, store_source_get(leader->ingest->engine->store, twin->who.id, see_place, &p));
  return p.same;
}

static void gather_twins(struct intake *leader, const struct engine_twins *twins) {
  for (size_t k = 0; k < twins->n; k++) {
    if (twins->v[k] == leader->s.source || !is_at(leader, twins->v[k])) continue;
    struct intake *i = twin_poll(leader, twins->v[k]);
    if (i == NULL) continue;
    leave_host(i);
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
  if (l->net >= l->net_room) return 0;
  int64_t wait = hosts_wait(in->engine->hosts, group, clock_wall_ms());
  if (wait > 0 && (l->open_in == 0 || wait < l->open_in)) l->open_in = wait;
  return wait == 0;
}

/* ---- articles that are looked at again: after all others ---- */

/* At most one in four fetches, so that slow servers leave room for polls; none while polls are held back. */
static int visits_room(const struct ingest *in) {
  const struct lease *l = &in->lease;
  const int most = in->engine->spec.fetches / 4 > 0 ? in->engine->spec.fetches / 4 : 1;
  const int room = most - in->visiting, unused = l->net_room - l->net;
  if (in->run[0] != '\0' || (in->gap_us > 0 && l->polls >= l->polls_room)) return 0;
  return room < unused ? room : unused;
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

/* After twins were joined: of these one request is sent. */
static void count_conduct(struct ingest *in, int64_t now) {
  for (const struct intake *i = in->leased; i != NULL; i = i->next)
    if (i->at_host && i->s.source != NULL)
      lease_check(in, conduct_sent(&in->conduct, in->engine->store, &i->s,
                                   i->before.size != 0 ? i->before.next_due : 0, now));
}

static int lease(struct store *store, void *arg) {
  struct ingest *in = arg;
  struct lease *l = &in->lease;
  int64_t now = clock_wall_ms(), due = 0;
  const struct tdg_lease which = {.size = sizeof which,
                                  .now = now,
                                  .until = now + INGEST_LEASE_MS,
                                  .max = l->files_room + l->net_room,
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
  lease_check(in, hosts_save(in->engine->hosts));
  return n < 0 ? n : l->status;
}

static void on_time(uv_timer_t *timer) { ingest_turn(timer->data); }

static void set_timer(struct ingest *in) {
  int64_t wait = in->lease.look_at - clock_wall_ms();
  if (in->lease.look_at == 0) uv_timer_stop(&in->timer);
  else
    uv_timer_start(&in->timer, on_time,
                   (uint64_t)(wait < 1             ? 1
                              : wait > LOOK_MAX_MS ? LOOK_MAX_MS
                                                   : wait),
                   0);
}

/* Taken newest first. */
static struct intake *in_order(struct intake *list) {
  struct intake *order = NULL, *i;
  while ((i = list) != NULL) {
    list = i->next;
    i->next = order;
    order = i;
  }
  return order;
}

/* What was leased and has not begun when the engine ends waits as before. */
static int give_back(struct store *store, void *arg) {
  struct intake *i = arg;
  int status = store->ops->task_settle(store->handle, i->s.task.id, TDG_TASK_READY, i->s.task.due);
  if (status < 0 || i->before.size == 0) return status;
  return sourcestate_take_back(store, i->s.source->who.id, &i->before);
}

static void on_given_back(void *arg, int status) {
  struct intake *i = arg;
  struct ingest *in = i->ingest;
  if (status < 0)
    engine_fail(in->engine, "the store could not take back a task: %s",
                storethread_error(in->engine->writer));
  in->active--;
  intake_free(i);
  take_turn(in);
}

static void begin_all(struct ingest *in, struct intake *order) {
  struct intake *i;
  while ((i = order) != NULL) {
    order = i->next;
    if (in->engine->stopping) {
      storethread_write(in->engine->writer, give_back, on_given_back, i);
      continue;
    }
    if (i->leader != NULL) continue; /* its leader's fetch is for it, too */
    if (i->s.task.group.n == 0) line_up(i);
    begin(i);
  }
}

/* After a lease: when the next poll may start, and when to look for it. */
static void pace(struct ingest *in) {
  struct lease *l = &in->lease;
  const int64_t now = clock_mono_us();
  if (in->gap_us == 0) return;
  if (l->polls > 0 && in->next_poll_us < now - BURST_US) in->next_poll_us = now - BURST_US;
  in->next_poll_us += l->polls * in->gap_us;
  in->held_back = l->polls >= l->polls_room;
  if (!in->held_back) return;
  int64_t wait = in->next_poll_us > now ? (in->next_poll_us - now) / 1000 + 1 : 1,
          at = clock_wall_ms() + wait;
  if (l->look_at == 0 || at < l->look_at) l->look_at = at;
}

static void on_leased(void *arg, int status) {
  struct ingest *in = arg;
  struct intake *order = in_order(in->leased);
  in->leased = NULL;
  in->leasing = 0;
  in->took = clock_mono_ms() - in->began;
  if (status < 0)
    engine_fail(in->engine, "the store gives no tasks: %s", storethread_error(in->engine->writer));
  for (struct intake *i = order; i != NULL; i = i->next) {
    in->active++;
    if (i->at_host || i->leader != NULL) begin_fetch(i);
  }
  in->more_files = in->lease.files >= in->lease.files_room;
  in->more_net = in->lease.net >= in->lease.net_room;
  pace(in);
  set_timer(in);
  tell_expectation(in);
  begin_all(in, order);
  take_turn(in);
}

/* The polls that may start now, as in a lease. */
static int64_t polls_room(const struct ingest *in) {
  const int64_t late = clock_mono_us() - in->next_poll_us;
  if (in->gap_us == 0) return 0;
  return late < 0 ? -1 : 1 + (late < BURST_US ? late : BURST_US) / in->gap_us;
}

static void begin_lease(struct ingest *in, int files_room, int net_room) {
  in->leasing = 1;
  in->began = clock_mono_ms();
  in->look = in->told = in->answers = 0;
  in->lease = (struct lease){.files_room = files_room, .net_room = net_room, .polls_room = polls_room(in)};
  storethread_write_first(in->engine->writer, lease, on_leased, in);
}

static void on_waited(uv_timer_t *timer) { take_turn(timer->data); }

/* Each lease is a commit, so it is for several fetches when they end soon after each other: for more when the disk is
 * slow. */
static int64_t wait_for_answers(const struct ingest *in) {
  const int64_t wait = in->took < LEASE_WAIT_MIN_MS   ? LEASE_WAIT_MIN_MS
                       : in->took > LEASE_WAIT_MAX_MS ? LEASE_WAIT_MAX_MS
                                                      : in->took;
  if (in->fetching == 0 || in->answers == 0 || in->answers >= LEASE_ANSWERS) return 0;
  return wait - (clock_mono_ms() - in->answered);
}

/* While none of the polls that are due may start, a lease passes over all of them: of a million that takes long. */
static int64_t wait_for_poll(const struct ingest *in) {
  const int64_t left = in->next_poll_us - clock_mono_us();
  return in->gap_us > 0 && in->held_back && left > 0 ? left / 1000 + 1 : 0;
}

static int is_too_soon(struct ingest *in) {
  const int64_t answers = wait_for_answers(in), poll = wait_for_poll(in),
                wait = answers > poll ? answers : poll;
  if (wait > 0 && !uv_is_active((uv_handle_t *)&in->wait))
    uv_timer_start(&in->wait, on_waited, (uint64_t)wait, 0);
  return wait > 0;
}

static int may_read_files(const struct ingest *in) {
  return in->run == NULL || in->run[0] != '\0' || in->engine->reads_files;
}

static void take_turn(struct ingest *in) {
  const int busy = in->active - in->fetching - in->held;
  const int unused = in->engine->spec.fetches - in->fetching;
  const int net_room = busy > 2 * INGEST_WINDOW || unused < 0 || in->no_fetcher ? 0 : unused;
  /* a lease that may take nothing of the network passes over all that is due there */
  const int files_room =
      busy > INGEST_WINDOW / 2 || (net_room == 0 && !may_read_files(in)) ? 0 : INGEST_WINDOW - busy;
  if (!in->started || in->leasing || in->engine->failed) return;
  int wanted = in->look || (in->more_files && files_room > 0) || (in->more_net && net_room > 0);
  if (wanted && !in->engine->stopping && !in->resting && files_room + net_room > 0) {
    if (!is_too_soon(in)) begin_lease(in, files_room, net_room);
  } else if (in->active == 0 && (!in->told || in->engine->stopping)) {
    in->told = 1;
    in->drained(in->arg);
  }
}

void ingest_turn(struct ingest *in) {
  in->look = 1;
  take_turn(in);
}

void ingest_pace(struct ingest *in, int64_t gap_us) { in->gap_us = gap_us; }

int ingest_look_left(const struct ingest *in, struct store *store, struct left *left) {
  return left_look(left, store, in->engine->hosts, &in->engine->sources, in->run, in->polls_until);
}

int64_t ingest_next_visit(const struct ingest *in) { return in->lease.visit_in; }

void ingest_rest(struct ingest *in) {
  in->resting = 1;
  uv_timer_stop(&in->timer);
}

void ingest_stop(struct ingest *in) {
  in->started = 0;
  if (uv_is_closing((uv_handle_t *)&in->timer)) return;
  uv_close((uv_handle_t *)&in->timer, NULL);
  uv_close((uv_handle_t *)&in->wait, NULL);
}

struct ingest *ingest_new(struct engine *e) {
  struct ingest *in = check_alloc(sizeof *in);
  *in = (struct ingest){.engine = e};
  in->line_end = &in->line;
  uv_timer_init(&e->loop, &in->timer);
  uv_timer_init(&e->loop, &in->wait);
  in->timer.data = in->wait.data = in;
  return in;
}

void ingest_start(struct ingest *in, const char *run, int64_t polls_until, void (*drained)(void *arg),
                  void *arg) {
  free(in->run);
  in->run = check_strdup(run);
  in->polls_until = polls_until;
  in->drained = drained;
  in->arg = arg;
  in->started = 1;
  ingest_turn(in);
}

void ingest_free(struct ingest *in) {
  free(in->run);
  free(in);
}
