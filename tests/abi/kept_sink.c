/* A sink that writes the kind and title of each record to a file; a flush writes "--". */
#include <tidings/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#if TDG_REV < 2
#define TDG_O_WRITE 0 /* there the right alone is granted */
#endif

struct conf {
  struct tdg_str path;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, path, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0, "The file."),
};

struct sink {
  int fd;
};

static int open_sink(tdg_call *call, const void *options_in, void **self) {
  const struct conf *conf = options_in;
  struct sink *s = calloc(1, sizeof *s);
  if (s == NULL) return TDG_INTERNAL;
  s->fd = open(conf->path.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (s->fd < 0)
    return tdg_fail(call, TDG_BAD_CONFIG, "%s cannot be opened: %s", conf->path.p, strerror(errno));
  *self = s;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct sink *s = self;
  char line[400];
  struct tdg_str title = tdg_get(call, rec, tdg_kind_of(call, rec) == TDG_BRIEF ? TDG_HEADLINE : TDG_TITLE);
  int n = snprintf(line, sizeof line, "%u %.300s\n", (unsigned)tdg_kind_of(call, rec), title.p);
  if (write(s->fd, line, (size_t)n) != n)
    return tdg_fail(call, TDG_RETRY, "cannot write: %s", strerror(errno));
  return TDG_OK;
}

static int flush(tdg_call *call, void *self) {
  const struct sink *s = self;
  tdg_log(call, TDG_LOG_WARNING, "kept sink flushes %s", "its file");
  return write(s->fd, "--\n", 3) == 3 ? TDG_OK : TDG_RETRY;
}

static void close_sink(void *self) {
  struct sink *s = self;
  close(s->fd);
  free(s);
}

TDG_PLUGIN("org.example.kept-sink", "1.0", "Writes titles",
           TDG_SINK(.name = "kept-titles", .summary = "Writes titles", .needs = TDG_NEEDS_WRITE,
                    .TDG_OPTIONS(struct conf, options), .open = open_sink, .run = run, .flush = flush,
                    .close = close_sink));
