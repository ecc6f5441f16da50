/* cli/progress.c - show the progress of an import or a pass; see cli.h.
 *
 * One line that is rewritten on a terminal, a plain line every PLAIN_MS elsewhere.  On standard error, so
 * that the output on standard output is not mixed with it.  An import of files is measured by their bytes on the disk, so that it is also true
 * inside of one large file; a pass by its tasks.
 */
#include "cli/cli.h"
#include "cli/import_total.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PLAIN_MS = 30000, FIRST_GUESS_MS = 500, MAX_TEXT = 300, USUAL_WIDTH = 80 };

static struct {
  int terminal, shown;
  int64_t began, told;
  uint64_t told_documents;
  const struct import_total *total; /* NULL: of no files */
} state;                            /* the state of the one screen */

static void around_log(int before) {
  if (before && state.shown) say_error("\r\033[K");
  if (before) state.shown = 0;
}

void cli_progress_begin(const struct import_total *total) {
  state.terminal = isatty(STDERR_FILENO);
  state.began = state.told = clock_mono_ms();
  state.told_documents = 0;
  state.total = total;
  if (state.terminal) log_set_hook(around_log);
}

/* ---- the text ---- */

struct text {
  char s[MAX_TEXT];
  size_t n;
};

static void put(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void put(struct text *t, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  const int n = vsnprintf(t->s + t->n, sizeof t->s - t->n, fmt, args);
  va_end(args);
  if (n > 0) t->n = t->n + (size_t)n < sizeof t->s ? t->n + (size_t)n : sizeof t->s - 1;
}

static void put_left(struct text *t, double seconds) {
  const unsigned long long s = (unsigned long long)(seconds + 0.5);
  if (s < 100) put(t, "%llu s left", s);
  else if (s < 100 * 60) put(t, "%llu min left", (s + 30) / 60);
  else put(t, "%llu h left", (s + 1800) / 3600);
}

/* "12 of 345 MB" in the unit of the whole. */
static void put_bytes(struct text *t, uint64_t done, uint64_t all) {
  static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
  size_t u = 0;
  double whole = (double)all, part = (double)done;
  for (; whole >= 10000 && u + 1 < sizeof units / sizeof units[0]; u++) whole /= 1000, part /= 1000;
  put(t, "%.0f of %.0f %s", part, whole, units[u]);
}

/* How much of it is done.  0: that is not known. */
static int put_share(struct text *t, const struct engine *e, int64_t ms) {
  const uint64_t all = import_total_bytes(state.total);
  const uint64_t done = e->counts.read < all ? e->counts.read : all;
  const uint64_t now = done > e->read_earlier ? done - e->read_earlier : 0; /* in this part of the import */
  if (all == 0) return 0;
  put(t, "%.0f %%, ", (double)done * 100 / (double)all);
  put_bytes(t, done, all);
  if (now > 0 && done < all && ms >= FIRST_GUESS_MS) {
    put(t, ", ");
    put_left(t, (double)(all - done) * (double)ms / 1000 / (double)now);
  }
  put(t, ": ");
  return 1;
}

static void put_counts(struct text *t, const struct engine *e, int64_t ms) {
  const struct engine_counts *c = &e->counts;
  put(t, "%llu documents (%.0f/s), %llu records", (unsigned long long)c->documents,
      ms > 0 ? (double)c->documents * 1000 / (double)ms : 0, (unsigned long long)(c->records + c->versions));
  if (c->failed > 0) put(t, ", %llu failed", (unsigned long long)c->failed);
  if (c->quarantined > 0) put(t, ", %llu in quarantine", (unsigned long long)c->quarantined);
}

static void write_text(struct text *t, const struct engine *e) {
  const struct engine_counts *c = &e->counts;
  const int64_t ms = clock_mono_ms() - state.began;
  const int is_share = put_share(t, e, ms);
  put_counts(t, e, ms);
  if (!is_share && c->follow_ups + 1 > c->tasks && c->tasks > 0 && ms > 0) {
    put(t, ", at least ");
    put_left(t, (double)(c->follow_ups + 1 - c->tasks) * (double)ms / 1000 / (double)c->tasks);
  }
  if (c->briefs > 0) put(t, ", %llu briefs", (unsigned long long)c->briefs);
}

/* A longer line would stay where the terminal breaks it. */
static void cut_to_width(struct text *t) {
  struct winsize size;
  const size_t width =
      ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : USUAL_WIDTH;
  if (t->n >= width) t->n = width - 1;
  t->s[t->n] = '\0';
}

void cli_progress(struct engine *e, int last) {
  struct text t = {.n = 0};
  const int64_t now = clock_mono_ms();
  if (!state.terminal && (last || now - state.told < PLAIN_MS || e->counts.documents == state.told_documents))
    return;
  if (!last) write_text(&t, e);
  if (state.terminal) {
    cut_to_width(&t);
    say_error("\r\033[K%s", t.s);
    state.shown = !last;
    return;
  }
  state.told = now;
  state.told_documents = e->counts.documents;
  say_error("tidings: %s\n", t.s);
}
