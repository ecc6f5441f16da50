/* worker/serve_meter.c - what a call leaves behind in its worker, and what it read outside of its input, told as
 * mistakes: for `tidings plugin check` (FRAME_CHECK_METER).
 *
 * Everything is looked at between two calls, so a component is blamed for its own calls alone.  Cannot fail.
 */
#include "util/os.h"
#include "worker/plugin_clock.h"
#include "worker/serve_priv.h"

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum { MOST_FILES = 16 /* poll() takes no more than a process may have, without the network */ };

static int is_metered(const struct server *s) { return (s->open.check & FRAME_CHECK_METER) != 0; }

static uint64_t environment_hash(void) {
  uint64_t h = 0;
  for (char **v = environ; v != NULL && *v != NULL; v++) h = XXH3_64bits_withSeed(*v, strlen(*v) + 1, h);
  return h;
}

uint64_t serve_heap(const struct server *s) { return is_metered(s) ? os_heap_in_use() : 0; }

uint32_t serve_files(const struct server *s) {
  struct pollfd all[MOST_FILES];
  uint32_t n = 0;
  if (!is_metered(s)) return 0;
  for (int fd = 0; fd < MOST_FILES; fd++) all[fd] = (struct pollfd){.fd = fd};
  if (poll(all, MOST_FILES, 0) < 0) return 0;
  for (int fd = 0; fd < MOST_FILES; fd++) n += (all[fd].revents & POLLNVAL) == 0;
  return n;
}

void serve_meter_begin(struct server *s) {
  if (!is_metered(s)) return;
  s->environment = environment_hash();
  s->files = serve_files(s);
  sigprocmask(SIG_BLOCK, NULL, &s->signals);
  plugin_reads.clock = plugin_reads.variables = plugin_reads.files = plugin_reads.locale = 0;
}

__attribute__((format(printf, 3, 4))) static void tell(struct server *s, enum mistake_what what,
                                                       const char *fmt, ...) {
  char text[MISTAKE_TEXT];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  s->call.sink.log(s->call.sink.arg, MISTAKE_LINE(what), text);
}

/* The time of a document or record is given to parsers and stages, so that a replay gives the same. */
static int is_timeless(const struct server *s) {
  return s->component.kind == TDG_KIND_PARSER || s->component.kind == TDG_KIND_STAGE;
}

static int blocks_more(const struct server *s) {
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  for (int i = 1; i < NSIG; i++)
    if (sigismember(&now, i) == 1 && sigismember(&s->signals, i) == 0) return 1;
  return 0;
}

void serve_meter_end(struct server *s) {
  if (!is_metered(s)) return;
  if (plugin_reads.clock > 0 && is_timeless(s))
    tell(s, WRONG_CLOCK, "reads the clock (time(), gettimeofday(), clock_gettime()): take tdg_now_ms()");
  if (plugin_reads.variables > 0)
    tell(s, WRONG_VARIABLE, "reads the environment, getenv(\"%s\"): make it an option of the component",
         plugin_reads.variable);
  if (plugin_reads.files > 0 && s->open.granted == 0)
    tell(s, WRONG_FILE,
         "opens a file (%s), which the sandbox refuses: take its path as an option with TDG_O_READ",
         plugin_reads.opened);
  if (plugin_reads.locale > 0)
    tell(
        s, WRONG_LOCALE,
        "changes the locale (setlocale), which belongs to the worker: use functions that take a locale_t, or "
        "the kit");
  if (environment_hash() != s->environment)
    tell(s, WRONG_PROCESS,
         "changed the environment (setenv, putenv), which belongs to the worker: keep it in self");
  if (serve_files(s) < s->files)
    tell(s, WRONG_DESCRIPTOR,
         "closed descriptors that it has not opened: close what a call opens, and no other");
  if (blocks_more(s))
    tell(s, WRONG_PROCESS,
         "blocks signals (sigprocmask), which belong to the worker: leave them as they are");
}
