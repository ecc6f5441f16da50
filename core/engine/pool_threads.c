/* engine/pool_threads.c - how many threads a worker, or the program that it runs, has: at most pool_max_threads.
 *
 * A worker whose component may use the network starts threads (to resolve names), and so does a program.  No limit of
 * the kernel fits: RLIMIT_NPROC counts all of a user's processes, whatever they belong to, a filter of system calls has
 * no memory, and a control group is not always given.  So the number is looked at, often enough that a worker which
 * starts one after the other has used little of what its user may have, and a worker with too many is killed.
 *
 * The files are opened before the worker is locked.  Where /proc does not show them there is no limit.
 */
#include "engine/pool_priv.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  MAX_THREADS = 256,
  STAT_NUMBER = 18 /* its place in the line, counted from the name */
};

int pool_max_threads(const struct pool *p) {
  return MAX_THREADS + (p->spec.depth > 0 ? p->spec.depth : 0); /* one resolves a name for each request */
}

int pool_counts_threads(const struct pool_spec *s) {
  return !s->in_process && (s->component->plugin->program != NULL || (s->rights & TDG_NEEDS_NET) != 0);
}

static int open_stat(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  return open(path, O_RDONLY | O_CLOEXEC);
}

/* "12 (name of any kind) S 1 2 ...": 0 when it has ended. */
static long threads_in(int fd) {
  char text[1024];
  const ssize_t n = fd >= 0 ? pread(fd, text, sizeof text - 1, 0) : 0;
  text[n > 0 ? n : 0] = '\0';
  const char *at = strrchr(text, ')');
  for (int i = 0; at != NULL && i < STAT_NUMBER; i++) at = strchr(at + 1, ' ');
  return at != NULL ? strtol(at, NULL, 10) : 0;
}

void worker_count_begin(struct worker *w) {
  w->stat = pool_counts_threads(&w->pool->spec) ? open_stat(w->proc.pid) : -1;
  w->program_stat = -1;
}

/* It has started its program by now. */
void worker_count_program(struct worker *w) {
  char path[64], text[64];
  if (w->pool->spec.component->plugin->program == NULL) return;
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)w->proc.pid, (int)w->proc.pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  const ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
  if (fd >= 0) close(fd);
  text[n > 0 ? n : 0] = '\0';
  const long pid = strtol(text, NULL, 10);
  if (pid > 0) w->program_stat = open_stat((pid_t)pid);
}

void worker_count_end(struct worker *w) {
  if (w->stat >= 0) close(w->stat);
  if (w->program_stat >= 0) close(w->program_stat);
  w->stat = w->program_stat = -1;
}

int worker_has_too_many(const struct worker *w) {
  const long most = pool_max_threads(w->pool);
  return threads_in(w->stat) > most || threads_in(w->program_stat) > most;
}
