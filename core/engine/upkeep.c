/* engine/upkeep.c - see upkeep.h.
 *
 * An upkeep owns the forgetting that is under way; clients belong to the control socket, which drops them at the end of the
 * run (upkeep_leave).  A step of a forgetting stands in the queue of the store thread like any other operation, so polls and
 * settlements go on between two; captures are looked through on a thread of libuv's.  Failures are told to who asked, and
 * stop nothing: what was to be forgotten stands in its file until it is.
 */
#include "engine/upkeep.h"

#include "capture/captures.h"
#include "engine/consume.h"
#include "engine/forgetting.h"
#include "engine/retention.h"
#include "engine/storethread.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TELL_MS = 1000, LOOK_MS = 5000, LATER_MS = 2000, AGAIN_MS = 10 * 60000, LINE = 700 };

/* Exit codes, as the commands have them. */
enum { DONE = 0, FAILED = 1, PARTLY = 3, NOTHING = 4, BUSY = 6 };

struct asking {
  struct control_client *client;
  int json;
};

struct upkeep {
  struct engine *engine;
  struct forgetting *forgetting; /* under way; NULL: none is */
  struct asking forget[CONTROL_MAX_CLIENTS], trim, vacuum;
  size_t n_forget;
  int step, blanking; /* under way */
  int64_t next_step;  /* monotonic ms: not before; 0: no step waits */
  int64_t retry;      /* monotonic ms: what has failed or was held up is tried again; 0: nothing has */
  uv_work_t work;
  int purging; /* a vacuum is under way */
  struct tdg_purge shrinking;
  int emptying;
  int64_t emptied;    /* monotonic ms: what was written up to then is out of the log */
  int64_t empty_next; /* monotonic ms: not before */
  int64_t told, looked;
  char words[LINE]; /* how far the forgetting has come */
  char why[LINE];   /* a vacuum has failed */
};

static void answer(struct asking *a, int code, const char *line) {
  const char *const lines[] = {line};
  if (a->client != NULL) control_answer(a->client, code, lines, 1, 0);
  a->client = NULL;
}

/* ---- forget ---- */

static void say_result(const struct forgetting_result *r, int json, char line[LINE]) {
  if (json) forgetting_json(r, 0, line, LINE);
  else forgetting_say(r, 0, line, LINE);
}

static void end_forgetting(struct upkeep *u, int failed) {
  const struct forgetting_result *r = forgetting_result(u->forgetting);
  char line[LINE];
  const int partly = r->in_use || r->unread > 0 || r->packed > 0;
  for (size_t i = 0; i < u->n_forget; i++) {
    if (failed)
      snprintf(line, sizeof line, "%s; the program tries again in some minutes, and when it starts",
               forgetting_error(u->forgetting));
    else say_result(r, u->forget[i].json, line);
    answer(&u->forget[i], failed ? FAILED : partly ? PARTLY : DONE, line);
  }
  u->n_forget = 0;
  say_result(r, 0, line);
  if (failed) log_error("records could not be forgotten: %s", forgetting_error(u->forgetting));
  else log_event("%s", line);
  if (!failed && r->in_use)
    log_warning("another program reads the store, so that remains of what was deleted may be in it; it is "
                "tried again");
  u->retry = failed || r->in_use ? clock_mono_ms() + AGAIN_MS : 0;
  forgetting_free(u->forgetting);
  u->forgetting = NULL;
  if (!u->engine->stopping) consume_wake(u->engine->consume); /* briefs of their stories, sinks */
}

static void go_on(struct upkeep *u);

static void blank(uv_work_t *work) { forgetting_blank(((struct upkeep *)work->data)->forgetting); }

static void on_blanked(uv_work_t *work, int status) {
  struct upkeep *u = work->data;
  (void)status;
  u->blanking = 0;
  go_on(u);
}

static void begin_blank(struct upkeep *u) {
  u->work.data = u;
  u->blanking = uv_queue_work(&u->engine->loop, &u->work, blank, on_blanked) == 0;
  if (!u->blanking)
    u->next_step = clock_mono_ms() + LATER_MS; /* it says that it has not been looked through */
}

static void on_step(void *arg, int status) {
  struct upkeep *u = arg;
  u->step = 0;
  forgetting_words(u->forgetting, u->words, sizeof u->words);
  if (u->engine->stopping) return;
  if (status < 0 || status == FORGETTING_DONE) end_forgetting(u, status < 0);
  else if (status == FORGETTING_BLANK) begin_blank(u);
  else if (status == FORGETTING_LATER) u->next_step = clock_mono_ms() + LATER_MS;
  else {
    if (status == FORGETTING_STAGES) consume_renew(u->engine->consume);
    go_on(u);
  }
}

static int step(struct store *store, void *arg) {
  struct upkeep *u = arg;
  return forgetting_step(store, u->forgetting);
}

/* Stages that hold a batch drop what they remember before it is looked for. */
static void go_on(struct upkeep *u) {
  if (u->engine->stopping) return;
  if (!consume_is_renewed(u->engine->consume)) {
    u->next_step = 1;
    return;
  }
  u->step = 1;
  u->next_step = 0;
  storethread_alone(u->engine->writer, step, on_step, u);
}

static void begin_forgetting(struct upkeep *u) {
  const struct engine *e = u->engine;
  if (u->forgetting != NULL) return; /* it reads what was added at its end */
  u->retry = 0;
  u->forgetting = forgetting_new(
      &(struct forgetting_spec){.store_path = e->spec.store_path,
                                .captures = e->spec.capture != NULL ? e->spec.capture->folder : NULL,
                                .capture = e->capture});
  go_on(u);
}

static void ask_forget(struct upkeep *u, struct asking a) {
  if (!store_removes(u->engine->store)) answer(&a, FAILED, "this store cannot delete records");
  else if (u->purging)
    answer(&a, BUSY, "the file is becoming smaller; what is to be forgotten is noted, and follows");
  else if (u->n_forget == CONTROL_MAX_CLIENTS)
    answer(&a, BUSY, "too many have asked; it is noted, and follows");
  else {
    u->forget[u->n_forget++] = a;
    begin_forgetting(u);
  }
}

/* ---- trim ---- */

static void ask_trim(struct upkeep *u, struct asking a) {
  if (u->trim.client != NULL) answer(&a, BUSY, "it is under way; try again");
  else if (!store_removes(u->engine->store)) answer(&a, FAILED, "this store cannot delete records");
  else if (!retention_ask(u->engine))
    answer(&a, NOTHING, "everything is kept for ever; `store: { keep: { records: 400d } }` says how long");
  else u->trim = a;
}

static void end_trim(struct upkeep *u) {
  const struct tdg_removed *x = &u->engine->removed_last;
  char line[LINE];
  if (u->trim.client == NULL || u->engine->retention != NULL) return;
  retention_say(x, 0, u->trim.json, line, sizeof line);
  answer(&u->trim, DONE, line);
}

/* ---- vacuum ---- */

/* In steps, between which others write; of a store that cannot do that it is told what to do. */
static int shrink(struct store *store, void *arg) {
  struct upkeep *u = arg;
  const int rc = store_purge_step(store, &u->shrinking);
  if (rc < 0) snprintf(u->why, sizeof u->why, "%s", store_error(store));
  return rc;
}

static void on_shrunk(void *arg, int status) {
  struct upkeep *u = arg;
  if (status == 1 && !u->engine->stopping) {
    storethread_alone(u->engine->writer, shrink, on_shrunk, u);
    return;
  }
  u->purging = 0;
  if (status == 1) answer(&u->vacuum, FAILED, "the program ends; what was given back of the file stays so");
  else if (status < 0) answer(&u->vacuum, status == TDG_DENIED ? BUSY : FAILED, u->why);
  else answer(&u->vacuum, status == 2 ? PARTLY : DONE, status == 2 ? "in-use" : "");
}

static void ask_vacuum(struct upkeep *u, struct asking a) {
  if (u->purging || u->forgetting != NULL) {
    answer(&a, BUSY, "another vacuum or forget is under way; try again");
    return;
  }
  if (!store_purges_in_steps(u->engine->store)) {
    answer(&a, BUSY, "this store cannot become smaller beside a program that writes to it: stop that first");
    return;
  }
  u->vacuum = a;
  u->purging = 1;
  u->shrinking = (struct tdg_purge){.size = sizeof u->shrinking, .part = TDG_PURGE_SHRINK};
  log_event("the file of the store becomes smaller, in steps between the polls");
  storethread_alone(u->engine->writer, shrink, on_shrunk, u);
}

/* ---- an idle log ---- */

static int empty(struct store *store, void *arg) {
  (void)arg;
  return store_empty_log(store);
}

/* A reader in the way is not waited for. */
static void on_emptied(void *arg, int status) {
  struct upkeep *u = arg;
  u->emptying = 0;
  u->empty_next = clock_mono_ms() + UPKEEP_QUIET_MS;
  if (status != 0) u->emptied = 0;
}

static void empty_idle_log(struct upkeep *u, int64_t now) {
  struct storethread *t = u->engine->writer;
  const int64_t wrote = storethread_wrote_at(t);
  if (u->emptying || u->step || u->purging || storethread_queued(t) > 0 || wrote <= u->emptied ||
      now - wrote < UPKEEP_QUIET_MS || now < u->empty_next)
    return;
  u->emptied = now;
  u->emptying = 1;
  storethread_alone(t, empty, on_emptied, u);
}

/* ---- in the engine ---- */

void upkeep_begin(struct engine *e) {
  struct upkeep *u = check_alloc(sizeof *u);
  memset(u, 0, sizeof *u);
  u->engine = e;
  e->upkeep = u;
  if (forgetting_pending(e->spec.store_path) == 0) return;
  log_event("what somebody began to forget is finished");
  begin_forgetting(u);
}

int upkeep_asked(struct engine *e, struct control_client *client, const char *request) {
  static const struct {
    const char *word;
    void (*ask)(struct upkeep *u, struct asking a);
  } words[] = {{"forget", ask_forget}, {"trim", ask_trim}, {"vacuum", ask_vacuum}};
  const size_t n = strcspn(request, " ");
  struct asking a = {client, strcmp(request + n, " json") == 0};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strlen(words[i].word) != n || strncmp(request, words[i].word, n) != 0) continue;
    if (e->upkeep == NULL || e->stopping) answer(&a, FAILED, "the program begins or ends; try again");
    else words[i].ask(e->upkeep, a);
    return 1;
  }
  return 0;
}

/* Who noted it was killed before he asked. */
static void look_for_more(struct upkeep *u, int64_t now) {
  u->looked = now;
  if (u->forgetting == NULL && u->retry == 0 && !u->purging &&
      forgetting_pending(u->engine->spec.store_path) > 0)
    begin_forgetting(u);
}

static void tell_all(struct upkeep *u) {
  for (size_t i = 0; i < u->n_forget; i++) control_tell(u->forget[i].client, u->words);
  if (u->trim.client != NULL) control_tell(u->trim.client, "what is old is removed");
  if (u->vacuum.client != NULL)
    control_tell(u->vacuum.client, "the file becomes smaller, in steps between the polls");
}

void upkeep_tick(struct engine *e) {
  struct upkeep *u = e->upkeep;
  const int64_t now = clock_mono_ms();
  if (u == NULL || e->stopping) return;
  end_trim(u);
  if (u->forgetting != NULL && u->next_step > 0 && now >= u->next_step) go_on(u);
  if (u->retry > 0 && now >= u->retry) begin_forgetting(u);
  empty_idle_log(u, now);
  if (now - u->looked > LOOK_MS) look_for_more(u, now);
  if (now - u->told < TELL_MS) return;
  u->told = now;
  tell_all(u);
}

void upkeep_leave(struct engine *e) {
  struct upkeep *u = e->upkeep;
  if (u == NULL) return;
  u->n_forget = 0;
  u->trim.client = u->vacuum.client = NULL;
}

void upkeep_stop(struct engine *e) {
  struct upkeep *u = e->upkeep;
  if (u != NULL && u->forgetting != NULL) forgetting_stop(u->forgetting);
}

void upkeep_free(struct engine *e) {
  if (e->upkeep != NULL) forgetting_free(e->upkeep->forgetting);
  free(e->upkeep);
  e->upkeep = NULL;
}
