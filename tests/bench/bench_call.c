/* bench/bench_call.c - the cost of one call of a plugin: in a worker, and in this process.
 *
 *   bench-call [N]
 *
 * test-echo makes a record of each document of 3 KB, N times (20,000).  In the worker each call is one RUN frame
 * and its answers, sent and awaited one at a time, so the figure has two changes of process in it.  Prints
 * microseconds a call, the median of five rounds, for both.
 */
#include "driver.h"
#include "worker/inproc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BODY = 3000, ROUNDS = 5 };
#define PLUGIN TIDINGS_BUILD_DIR "/tests/plugins/test-echo.so"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void in_a_worker(struct driver *d, const char *body, uint32_t n) {
  static uint32_t call;
  struct driven got;
  for (uint32_t i = 0; i < n; i++) {
    driver_document(d, ++call, body, &got);
    if (got.died || got.n != 1) abort();
  }
}

static void in_this_process(struct inproc *p, const char *body, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    struct arena a = {0};
    struct inproc_reply reply;
    tdg_rec *doc = rec_new(&a, TDG_DOC);
    rec_put_str(doc, TDG_BODY, body);
    inproc_call(p, INPROC_RUN, doc, 1000, &reply);
    if (reply.status != TDG_OK || reply.n != 1) abort();
    arena_free(&a);
  }
}

int main(int argc, char **argv) {
  const uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 20000;
  struct worker_cause cause;
  char body[BODY + 1], why[1000] = "";
  double worker[ROUNDS], here[ROUNDS];
  memset(body, 'x', BODY);
  body[BODY] = '\0';
  struct driver *d = driver_start("test-echo", "echo", NULL);
  struct inproc *p = inproc_open(PLUGIN, "echo", NULL, 0, why, sizeof why);
  if (n == 0 || d == NULL || p == NULL) {
    fprintf(stderr, "bench-call: %s\n", n == 0 ? "usage: bench-call [N]" : "test-echo did not open");
    return 1;
  }
  for (int i = 0; i < ROUNDS; i++) {
    const double t0 = now();
    in_a_worker(d, body, n);
    const double t1 = now();
    in_this_process(p, body, n);
    worker[i] = (t1 - t0) / n * 1e6;
    here[i] = (now() - t1) / n * 1e6;
  }
  qsort(worker, ROUNDS, sizeof *worker, by_size);
  qsort(here, ROUNDS, sizeof *here, by_size);
  printf("a call with %d bytes: %.1f us in a worker, %.2f us in this process\n", BODY, worker[ROUNDS / 2],
         here[ROUNDS / 2]);
  inproc_close(p);
  driver_end(d, &cause);
  return 0;
}
