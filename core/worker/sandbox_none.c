/* worker/sandbox_none.c - systems without Landlock and seccomp: separate processes and resource limits are
 * the only isolation.  READY says so (landlock 0), and the engine warns once. */
#ifndef __linux__
#include "worker/sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int sandbox_landlock(struct sandbox *s, char why[WORKER_WHY]) {
  (void)why;
  s->landlock = 0;
  return 0;
}
int sandbox_filter(struct sandbox *s, char why[WORKER_WHY]) {
  (void)why;
  s->filtered = 0;
  return 0;
}
const char *sandbox_gap(void) {
  return "this system has neither Landlock nor seccomp: plugins run in processes of their own with limits, "
         "and no more";
}
void sandbox_kill_self(void) {}
int sandbox_load(struct sandbox *s, void (*load)(void *arg), void *arg, char why[WORKER_WHY]) {
  (void)s;
  (void)why;
  load(arg);
  return 0;
}
void sandbox_exec(struct sandbox *s, const char *const *command, const char *const *environment,
                  char why[WORKER_WHY]) {
  (void)s;
  execve(command[0], (char *const *)(uintptr_t)command, (char *const *)(uintptr_t)environment);
  snprintf(why, WORKER_WHY, "%.150s: %s", command[0], strerror(errno));
}
int sandbox_listen(struct sandbox *s, char why[WORKER_WHY]) {
  return sandbox_landlock(s, why) < 0 ? -1 : sandbox_filter(s, why);
}
int sandbox_lock(struct sandbox *s, char why[WORKER_WHY]) {
  return sandbox_landlock(s, why) < 0 ? -1 : sandbox_filter(s, why);
}
#else
typedef int sandbox_none_is_for_other_systems;
#endif
