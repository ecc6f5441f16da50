/* cli/progress.c - show the progress of an import or a pass; see cli.h.
 *
 * One line that is rewritten on a terminal, a plain line every PLAIN_MS elsewhere.  On standard error, so
 * that the output on standard output is not mixed with it.
 */
#include "cli/cli.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <unistd.h>

enum { PLAIN_MS = 5000 };

static struct {
  int terminal, shown;
  int64_t began, told;
  uint64_t told_documents;
} state; /* the state of the one screen */

static void around_log(int before) {
  if (before && state.shown) say_error("\r\033[K");
  if (before) state.shown = 0;
}

void cli_progress_begin(const struct cli *cli) {
  (void)cli;
  state.terminal = isatty(STDERR_FILENO);
  state.began = state.told = clock_mono_ms();
  state.told_documents = 0;
  if (state.terminal) log_set_hook(around_log);
}

static const char *what(const struct engine *e, char *text, size_t size) {
  const struct engine_counts *c = &e->counts;
  int64_t ms = clock_mono_ms() - state.began;
  double rate = ms > 0 ? (double)c->documents * 1000 / (double)ms : 0;
  size_t n =
      (size_t)snprintf(text, size, "%llu documents (%.0f/s), %llu records", (unsigned long long)c->documents,
                       rate, (unsigned long long)(c->records + c->versions));
  if (c->failed > 0)
    n += (size_t)snprintf(text + n, size - n, ", %llu failed", (unsigned long long)c->failed);
  if (c->quarantined > 0)
    n += (size_t)snprintf(text + n, size - n, ", %llu in quarantine", (unsigned long long)c->quarantined);
  if (c->follow_ups + 1 > c->tasks && c->tasks > 0 && rate > 0) {
    double left = (double)(c->follow_ups + 1 - c->tasks) * (double)ms / 1000 / (double)c->tasks;
    n += (size_t)snprintf(text + n, size - n, ", at least %.0f s left", left);
  }
  if (c->briefs > 0) snprintf(text + n, size - n, ", %llu briefs", (unsigned long long)c->briefs);
  return text;
}

void cli_progress(struct engine *e, int last) {
  char text[200];
  int64_t now = clock_mono_ms();
  if (state.terminal) {
    say_error("\r\033[K%s", last ? "" : what(e, text, sizeof text));
    state.shown = !last;
    return;
  }
  if (last || now - state.told < PLAIN_MS || e->counts.documents == state.told_documents) return;
  state.told = now;
  state.told_documents = e->counts.documents;
  say_error("tidings: %s\n", what(e, text, sizeof text));
}
