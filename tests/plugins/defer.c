/* A sink that does not always take what it is given: it defers its first records, ends on one, never comes
 * back, or says what it took. */
#include <tidings/plugin.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct conf {
  int64_t defer, hang;
  struct tdg_str die, refuse;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, defer, TDG_O_INT, 0, "0", 0, 1000000,
            "How many records are deferred before one is taken."),
    TDG_OPT(struct conf, hang, TDG_O_BOOL, 0, "no", 0, 0, "The first record is never answered."),
    TDG_OPT(struct conf, die, TDG_O_TEXT, 0, "", 0, 0,
            "A record with this word in its title ends the worker."),
    TDG_OPT(struct conf, refuse, TDG_O_TEXT, 0, "", 0, 0,
            "A record with this word in its title is refused for good."),
};

struct sink {
  const struct conf *conf;
  int64_t deferred;
};

static int open_sink(tdg_call *call, const void *conf, void **self) {
  struct sink *s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  s->conf = conf;
  *self = s;
  return TDG_OK;
}

static int says(struct tdg_str title, struct tdg_str word) {
  return word.n > 0 && memmem(title.p, title.n, word.p, word.n) != NULL;
}

static int run(tdg_call *call, void *self, const tdg_rec *rec) {
  struct sink *s = self;
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  if (title.n == 0) return TDG_OK; /* a brief */
  while (s->conf->hang) nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
  if (s->deferred < s->conf->defer) {
    s->deferred++;
    return tdg_fail(call, TDG_RETRY, "not now: %s", title.p);
  }
  if (says(title, s->conf->die)) abort();
  if (says(title, s->conf->refuse)) return tdg_fail(call, TDG_BAD_INPUT, "not this one: %s", title.p);
  tdg_log(call, TDG_LOG_WARNING, "took %s", title.p);
  return TDG_OK;
}

static int flush(tdg_call *call, void *self) {
  (void)call;
  (void)self;
  return TDG_OK;
}

TDG_PLUGIN("org.example.defer", "1.0", "Takes what it is given, but not always",
           TDG_SINK(.name = "defer", .summary = "says what it takes", .TDG_OPTIONS(struct conf, options),
                    .open = open_sink, .run = run, .flush = flush, .close = free));
