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
#include "engine/ingest_priv.h"

#include "engine/parse.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>

enum {
  HELD_MAX = 128,        /* finished files that wait for an earlier one */
  HELD_BYTES = 32 << 20, /* of their documents */
  LOOK_MAX_MS = 60000,   /* the wall clock may jump */
  BURST_US = 250000,     /* polls that this long a time has room for may start at once */
  /* while others are fetched, a lease waits for so many answers, and as long as the last lease took */
  LEASE_ANSWERS = 64,
  LINED_ANSWERS = 256, /* when as many others follow */
  LEASE_WAIT_MIN_MS = 2,
  LEASE_WAIT_MAX_MS = 20,
  BEHIND = 8,            /* operations that wait for the store */
  LIGHT_BYTES = 16 << 10 /* an answer that is kept while it settles, and not parsed */
};

/* While a task is about to settle, the store thread may delay a commit for it, though never for long: the next
 * lease ends that, and so do tasks that wait for the room of those that settle. */
static void tell_expectation(struct ingest *in) {
  const int under_way = in->active - in->settling - in->lined - in->paused;
  storethread_expect(in->engine->writer, under_way > 0 && in->pause == NULL);
}

static void take_turn(struct ingest *in);
static void begin(struct intake *i);

/* Documents that have arrived, and files. */
static int count_busy(const struct ingest *in) {
  return in->active - in->fetching - in->held - in->lined - in->paused - in->light;
}

static int has_room(const struct ingest *in) { return count_busy(in) <= 2 * INGEST_WINDOW; }

/* ---- the line at a host ---- */

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

/* Twins wait for its answer. */
static void give_back(struct intake *i, store_run_fn how) {
  for (struct intake *f = i->followers, *next; f != NULL; f = next) {
    next = f->fellow;
    storethread_write(i->ingest->engine->writer, how, on_given_back, f);
  }
  storethread_write(i->ingest->engine->writer, how, on_given_back, i);
}

static void begin_or_pause(struct intake *i) {
  struct ingest *in = i->ingest;
  if (has_room(in)) {
    begin(i);
    return;
  }
  in->paused++;
  i->next = NULL;
  *in->pause_end = i;
  in->pause_end = &i->next;
}

static struct intake *leave_pause(struct ingest *in) {
  struct intake *i = in->pause;
  in->pause = i->next;
  if (in->pause == NULL) in->pause_end = &in->pause;
  in->paused--;
  return i;
}

static int may_begin(const struct ingest *in) {
  return !in->engine->stopping && !in->resting && !in->no_fetcher;
}

/* Its request is over: the next one of its host begins, or the line is given back. */
static void end_at_host(struct intake *i) {
  struct ingest *in = i->ingest;
  struct intake *line = host_line_leave(i), *next;
  if (line != NULL && i->answered_well && may_begin(in)) {
    host_line_follow(line);
    begin_or_pause(line);
    return;
  }
  for (; line != NULL; line = next) {
    next = line->next;
    give_back(line, intake_wait_again);
  }
}

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
  to->left_out += c->left_out;
  to->older += c->older;
  to->dated += c->dated;
  to->read += c->read;
  to->beyond += c->beyond;
  to->reserved += c->reserved;
  to->expired += c->expired;
  to->forgotten += c->forgotten;
  to->polls += c->polls;
  to->failed_polls += c->failed_polls;
}

static void on_settled(void *arg, int status) {
  struct intake *i = arg;
  struct ingest *in = i->ingest;
  struct engine *e = in->engine;
  in->active--;
  in->settling--;
  in->light -= i->light;
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

static int is_light(const struct intake *i) {
  size_t n = 0;
  for (const struct settle_doc *d = i->s.docs; d != NULL; d = d->next) {
    if (d->job != NULL) return 0;
    n += rec_bytes(d->doc).n;
  }
  return !i->in_line && n <= LIGHT_BYTES;
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
  i->light = is_light(i);
  i->ingest->light += i->light;
  i->s.now_ms = clock_wall_ms();
  settle_prepare(&i->s, storethread_queued(i->ingest->engine->writer) >= BEHIND);
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
  intake_end_fetch(i);
  intake_leave_host(i);
  if (!i->in_line) {
    end_at_host(i);
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
  if (--p->intake->walks == 0) intake_end_fetch(p->intake);
  close_one(p->intake);
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
  intake_begin_fetch(i);
}

static void parse_all(struct intake *i) {
  i->open = 1;
  i->s.same = answer_is_same(i);
  if (i->s.same || i->s.task.kind == TDG_TASK_HUB) { /* what a hub says beside its status is not read */
    close_one(i);
    return;
  }
  for (struct settle_doc *d = i->s.docs; d != NULL; d = d->next) {
    if (!answer_has_body(d->doc)) continue;
    struct parse_arg *p = arena_zalloc(&i->s.arena, sizeof *p);
    *p = (struct parse_arg){i, d};
    i->open++;
    d->doc = ingest_with_hints(&i->s, d->doc);
    route_document(i->ingest->engine, d->doc, ingest_parser(&i->s, d->doc), ingest_settings(&i->s),
                   i->s.values, on_parsed, p);
  }
  close_one(i);
}

/* ---- fetch ---- */

static void take_answer(struct intake *i, struct job *job) {
  struct settle_doc **tail = &i->s.docs;
  i->s.fetch = job;
  intake_end_fetch(i);
  if (cut_off(i)) { /* a partial answer is discarded; the parsers may have ended too */
    settle(i);
    return;
  }
  for (size_t k = 0; k < job->n_recs; k++)
    if (rec_kind(job->recs[k]) == TDG_DOC && !answer_is_empty_poll(i, job->recs[k]))
      intake_add_document(i, &tail, answer_document(i, job->recs[k]));
  answer_hear_network(i);
  i->answered_well = i->s.docs != NULL && i->s.network == NETWORK_THERE &&
                     (int64_t)uv_now(&i->ingest->engine->loop) - i->asked < HOST_LINE_SLOW_MS;
  for (const struct settle_doc *d = i->s.docs; d != NULL && i->at_host && i->s.network < NETWORK_LOST;
       d = d->next)
    i->answered_well &= answer_tell_host(i, d->doc) == HOSTS_ANSWERED;
  parse_all(i);
}

static void on_fetched(struct job *job) {
  struct intake *i = job->arg, *next;
  struct ingest *in = i->ingest;
  intake_hear_fetcher(i, job);
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
  intake_add_document(i, &tail, doc);
  settle(i);
}

static void on_robots_asked(struct intake *i) {
  struct ingest *in = i->ingest;
  in->active--;
  end_at_host(i);
  intake_free(i);
  in->look = 1;
  tell_expectation(in);
  take_turn(in);
}

static void begin(struct intake *i) {
  struct engine *e = i->ingest->engine;
  if (i->at_host) intake_begin_fetch(i);
  i->asked = (int64_t)uv_now(&e->loop);
  struct pool *pool = ingest_fetcher(e, redirect_address(&i->s).p);
  if (!intake_is_wanted(i)) {
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
    i->s.network = i->s.gate.network;
    fail_fetch(i, "robots", i->s.gate.why);
    return;
  }
  if (i->s.gate.what == GATE_ASK) {
    robots_ask(i, pool, on_robots_asked);
    return;
  }
  const tdg_rec *request = outgoing_request(&i->s.arena, i->s.source, redirect_request(&i->s.arena, &i->s),
                                            i->s.task.kind == TDG_TASK_POLL && !redirect_is_followed(&i->s));
  if (i->s.task.kind != TDG_TASK_POLL && i->s.task.kind != TDG_TASK_HUB)
    request = site_headers_add(&i->s.arena, i->s.engine->spec.site_files, request);
  if (i->s.task.kind != TDG_TASK_IMPORT) request = outgoing_of_source(&i->s.arena, i->s.source, request);
  request = values_hand_out(&i->s.arena, request, i->s.values, pool_spec(pool)->component);
  struct job *job = job_new(FRAME_RUN, request, clock_wall_ms(), on_fetched, i);
  answer_expect(i, job);
  pool_submit(pool, job);
}

/* ---- lease ---- */

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

static void begin_all(struct ingest *in, struct intake *order) {
  struct intake *i;
  while ((i = order) != NULL) {
    order = i->next;
    if (in->engine->stopping) {
      storethread_write(in->engine->writer, intake_give_back, on_given_back, i);
      continue;
    }
    if (i->leader != NULL) continue; /* its leader's fetch is for it, too */
    if (i->s.task.group.n == 0) line_up(i);
    if (!i->at_host || !host_line_join(i)) begin(i);
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
    if (i->leader != NULL) intake_begin_fetch(i);
  }
  in->more_files = in->lease.files >= in->lease.files_room;
  in->more_net = in->lease.net >= in->lease.net_room;
  if (in->lease.passed_over) in->many_hosts = 1;
  else if (!in->more_net) in->many_hosts = 0;
  in->more_lines = in->lease.line_room > 0 && in->lease.lined > 0;
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

/* Articles are looked at again by at most one in four fetches, so that slow servers leave room for polls. */
static int visits_room(const struct ingest *in) {
  const int fetches = in->engine->spec.fetches;
  return (fetches < 4 ? 1 : fetches / 4) - in->visiting;
}

static void begin_lease(struct ingest *in, int files_room, int net_room, int line_room) {
  in->leasing = 1;
  in->began = clock_mono_ms();
  in->look = in->told = in->answers = 0;
  in->lease = (struct lease){.files_room = files_room,
                             .net_room = net_room,
                             .line_room = line_room,
                             .visits_room = visits_room(in),
                             .polls_room = polls_room(in)};
  storethread_write_first(in->engine->writer, lease_run, on_leased, in);
}

static void on_waited(uv_timer_t *timer) { take_turn(timer->data); }

/* Each lease is a commit, so it is for several fetches when they end soon after each other: for more when the disk is
 * slow. */
static int64_t wait_for_answers(const struct ingest *in) {
  const int many = in->lined >= LEASE_ANSWERS; /* there is enough to do meanwhile */
  const int64_t wait = in->took < LEASE_WAIT_MIN_MS           ? LEASE_WAIT_MIN_MS
                       : in->took > LEASE_WAIT_MAX_MS || many ? LEASE_WAIT_MAX_MS
                                                              : in->took;
  if (in->fetching == 0 || in->answers == 0 || in->answers >= (many ? LINED_ANSWERS : LEASE_ANSWERS))
    return 0;
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

/* Tasks that may be leased to follow others of their host.  While there are more hosts than can be asked at a time, none
 * have to. */
static int line_room(const struct ingest *in) {
  const int most = (HOSTS_FOLLOW * in->engine->spec.fetches) < HOST_LINE_MAX
                       ? HOSTS_FOLLOW * in->engine->spec.fetches
                       : HOST_LINE_MAX;
  const int room = most - in->lined;
  if (in->engine->spec.host_delay > 0 || in->gap_us > 0 || in->many_hosts || in->no_fetcher) return 0;
  return room > 0 && has_room(in) ? room : 0;
}

static void end_pause(struct ingest *in) {
  while (in->pause != NULL && (has_room(in) || !may_begin(in))) {
    struct intake *i = leave_pause(in);
    if (may_begin(in)) {
      begin(i);
      continue;
    }
    end_at_host(i);
    give_back(i, intake_wait_again);
  }
}

static void take_turn(struct ingest *in) {
  end_pause(in);
  const int busy = count_busy(in);
  const int unused = in->engine->spec.fetches - in->fetching - in->paused;
  const int net_room = !has_room(in) || unused < 0 || in->no_fetcher ? 0 : unused, lines = line_room(in);
  /* a lease that may take nothing of the network passes over all that is due there */
  const int files_room =
      busy > INGEST_WINDOW / 2 || (net_room == 0 && !may_read_files(in)) ? 0 : INGEST_WINDOW - busy;
  if (!in->started || in->leasing || in->engine->failed) return;
  int wanted = in->look || (in->more_files && files_room > 0) || (in->more_net && net_room > 0) ||
               (in->more_lines && lines > 0);
  if (wanted && !in->engine->stopping && !in->resting && files_room + net_room + lines > 0) {
    if (!is_too_soon(in)) begin_lease(in, files_room, net_room, lines);
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

int ingest_is_busy(const struct ingest *in) { return in->leasing || in->active > 0; }

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
  in->pause_end = &in->pause;
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
