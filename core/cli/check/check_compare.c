/* cli/check/check_compare.c - call the inputs once, then again under conditions that must make no difference; see
 * plugin_check.h.
 *
 * Each condition is tried by itself and has its own id, in an order such that the first that makes a difference is the
 * reason: what differs is not compared any more. */
#include "cli/check/plugin_check.h"

#include "util/check.h"
#include "util/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The clock stands, so that what reads it says the same each time. */
enum {
  USUAL = FRAME_CHECK_MEMORY | FRAME_CHECK_STILL | FRAME_CHECK_METER,
  FIRST = USUAL | FRAME_CHECK_GUARD,
  SOME = 12 /* inputs, where each has a worker of its own */
};

static void keep_first(struct check *k, struct check_input *in, const struct buf *out) {
  (void)k;
  if (in->result != NULL) return;
  in->result = check_alloc(out->n + 1);
  if (out->n > 0) memcpy(in->result, out->p, out->n);
  in->result_n = out->n;
}

static void say_unread(struct check *k) {
  for (size_t i = 0; i < k->n_in; i++)
    if (k->in[i].read) return;
  if (k->n_found == 0 && k->n_in > 0)
    check_unchecked(
        k,
        "what it does with a document that it reads: it refuses all %zu that were made; give some with "
        "--corpus DIR",
        k->n_in);
}

void check_calls(struct check *k) {
  if (check_call(k, &(struct check_run){.flags = FIRST, .first = 1, .result = keep_first}) == 0)
    say_unread(k);
}

/* ---- differences ---- */

struct condition {
  const char *id, *what;
  struct check_run run;
};
static const struct condition *condition; /* the one under way */

static void show(char *to, size_t size, const char *p, size_t n, size_t at) {
  const size_t from = at > 20 ? at - 20 : 0, most = n - from < 60 ? n - from : 60;
  snprintf(to, size, "%.*s", (int)most, p + from);
}

static void tell_difference(struct check *k, struct check_input *in, const char *p, size_t n) {
  char was[80], is[80];
  size_t at = 0;
  while (at < n && at < in->result_n && p[at] == in->result[at]) at++;
  show(was, sizeof was, in->result, in->result_n, at);
  show(is, sizeof is, p, n, at);
  in->differs = 1;
  check_found(k, condition->id, 1, in, 0, "%s: \"...%s...\" is then \"...%s...\"", condition->what, was, is);
}

static void compare(struct check *k, struct check_input *in, const struct buf *out) {
  if (in->result == NULL || in->differs) return;
  if (out->n == in->result_n && memcmp(out->p, in->result, out->n) == 0) return;
  tell_difference(k, in, out->n > 0 ? out->p : "", out->n);
}

/* What differs at random makes every later difference meaningless, and so does memory that was never written. */
static const struct condition at_random[] = {
    {"not-repeatable", "it says something else in another worker", {.flags = USUAL}},
    {"uninitialised",
     "it says something else when memory of malloc is not zero",
     {.flags = USUAL | FRAME_CHECK_FILL}},
};

static const struct condition outside[] = {
    {"clock-read", "it says something else at another time", {.flags = USUAL | FRAME_CHECK_CLOCK}},
    {"environment-read",
     "it says something else with other variables (TZ, LC_ALL, LANG, HOME, USER, PATH)",
     {.flags = USUAL | FRAME_CHECK_ENVIRONMENT}},
    {"kept-pointer",
     "it says something else when memory of earlier calls is left as it was",
     {.flags = FRAME_CHECK_CALLS | FRAME_CHECK_STILL | FRAME_CHECK_METER}},
};

/* Looked at when none of these makes a difference: all of them come in another order as well. */
static const struct condition orders[] = {
    {"call-order", "it says something else when probe is not called", {.flags = USUAL, .no_probe = 1}},
    {"order-dependent",
     "it says something else when the inputs come in another order, each twice",
     {.flags = USUAL, .backwards = 1, .twice = 1}},
    {"isolation",
     "it says something else in a worker of its own",
     {.flags = USUAL, .alone = 1, .until = SOME}},
};

/* Stages and sinks have each input in a worker of their own in any case. */
static int applies(const struct check *k, const struct condition *c) {
  if (!check_wants(k, c->id)) return 0;
  if (c->run.no_probe) return (k->component->calls & PLUGIN_CALL_PROBE) != 0;
  return !check_has_memory(k) || (!c->run.alone && !c->run.backwards);
}

static size_t count_different(const struct check *k) {
  size_t n = 0;
  for (size_t i = 0; i < k->n_in; i++) n += k->in[i].differs != 0;
  return n;
}

/* first: only until one makes a difference. */
static void compare_under(struct check *k, const struct condition *all, size_t n, int first) {
  for (size_t i = 0; i < n; i++) {
    if (!applies(k, &all[i])) continue;
    struct check_run run = all[i].run;
    run.result = compare;
    condition = &all[i];
    if (check_call(k, &run) < 0 || (first && count_different(k) > 0)) return;
  }
}

static size_t same_when_filled;

static void note_filled(struct check *k, struct check_input *in, const struct buf *out) {
  (void)k;
  if (in->filled == NULL) {
    in->filled = check_alloc(out->n + 1);
    if (out->n > 0) memcpy(in->filled, out->p, out->n);
    in->filled_n = out->n;
  } else {
    same_when_filled += in->filled_n == out->n && (out->n == 0 || memcmp(in->filled, out->p, out->n) == 0);
  }
}

/* Does what differs say the same twice when memory of malloc has the same bytes each time? */
static void tell_random(struct check *k) {
  static const struct check_run filled = {.flags = USUAL | FRAME_CHECK_FILL, .result = note_filled};
  struct check_input *first = NULL;
  for (size_t i = 0; first == NULL && i < k->n_in; i++)
    if (k->in[i].differs) first = &k->in[i];
  same_when_filled = 0;
  for (int i = 0; i < 2; i++) check_call_one(k, &filled, first);
  if (same_when_filled == 0) return;
  for (size_t i = 0; i < k->n_found; i++)
    if (strcmp(k->found[i].id, "not-repeatable") == 0 &&
        strcmp(k->found[i].component, k->component->name) == 0)
      k->found[i--] = k->found[--k->n_found];
  check_found(k, "uninitialised", 1, first, 0,
              "it says something else in another worker, and the same when memory of "
              "malloc has the same bytes");
}

/* ---- in this process ---- */

enum { HERE_SECONDS = 60 };

static void put_result(struct check *k, struct check_input *in, const struct buf *out) {
  const size_t at = (size_t)(in - k->in);
  say_ready(k->here, (const char *)&at, sizeof at);
  say_ready(k->here, (const char *)&out->n, sizeof out->n);
  say_ready(k->here, out->p, out->n);
}

/* Wait for it; 0 when it has not ended well. */
static int wait_for(pid_t pid) {
  int status = -1;
  for (int i = 0; i < HERE_SECONDS * 100; i++) {
    pid_t got = waitpid(pid, &status, WNOHANG);
    if (got == pid) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (got < 0 && errno != EINTR) return 0;
    nanosleep(&(struct timespec){0, 10000000}, NULL);
  }
  kill(pid, SIGKILL);
  waitpid(pid, &status, 0);
  return 0;
}

static void read_results(struct check *k, FILE *from) {
  size_t at, n;
  while (fread(&at, sizeof at, 1, from) == 1 && fread(&n, sizeof n, 1, from) == 1 && at < k->n_in) {
    struct buf out = buf_make(n + 1);
    char *room = n > 0 ? buf_space(&out, n) : NULL;
    if (room != NULL) out.n = fread(room, 1, n, from);
    compare(k, &k->in[at], &out);
    buf_free(&out);
  }
}

/* A process of its own without a sandbox, as with `--isolation none`: only for a plugin without a fault so far. */
static void compare_here(struct check *k) {
  static const struct condition here = {"isolation",
                                        "it says something else without a worker (--isolation none)",
                                        {.here = 1, .until = 2 * SOME, .result = put_result}};
  FILE *file = tmpfile();
  if (file == NULL || k->component->plugin->program != NULL) return;
  condition = &here;
  say_flush();
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    k->here = file;
    k->silent = 1;
    log_set_level(LOG_ERROR);
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0) dup2(null, STDERR_FILENO), dup2(null, STDOUT_FILENO);
    const int rc = check_call(k, &here.run);
    _exit(fflush(file) == 0 && rc == 0 ? 0 : 1);
  }
  if (pid > 0 && !wait_for(pid))
    check_found(k, "isolation", 1, NULL, 0,
                "without a worker (--isolation none) it ends its process or does not open");
  rewind(file);
  read_results(k, file);
  fclose(file);
}

void check_differences(struct check *k) {
  if (k->component->kind == TDG_KIND_FETCHER) return; /* answers with what is there */
  compare_under(k, at_random, 1, 0);
  if (count_different(k) > 0) tell_random(k);
  else compare_under(k, at_random + 1, 1, 0);
  if (count_different(k) > 0) return;
  compare_under(k, outside, sizeof outside / sizeof outside[0], 0);
  if (count_different(k) > 0) return;
  compare_under(k, orders, sizeof orders / sizeof orders[0], 1);
  size_t faults = 0;
  for (size_t i = 0; i < k->n_found; i++) faults += (size_t)k->found[i].fault;
  if (faults == 0 && check_wants(k, "isolation")) compare_here(k);
}

/* What the malloc that looks behind its blocks finds ends the worker. */
void check_heap(struct check *k) {
  if (k->component->plugin->program == NULL && check_wants(k, "heap") && check_has_heap())
    check_call(k, &(struct check_run){.flags = FRAME_CHECK_MEMORY | FRAME_CHECK_STILL | FRAME_CHECK_HEAP});
}

void check_restarts(struct check *k) {
  if (k->component->kind == TDG_KIND_STAGE && check_wants(k, "restart"))
    check_call(k, &(struct check_run){.flags = USUAL, .restart = 1});
}
