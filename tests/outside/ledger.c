/* ledger.c - a sink from outside: appends titles to a file, and does not take every record.
 *
 * What it does with a title is in the file "mood" of its folder, one line per rule, WORD and then
 * bad | denied | retry | internal | dumb (TDG_RETRY without a reason) | crash | hang; "flush WORD" makes the flush fail
 * of which a record with that word is part. */
#include <tidings/plugin.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct conf {
  struct tdg_str path;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, path, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0,
            "The file to write; its rules are beside it."),
};

struct ledger {
  char path[4096];
  char pending[1 << 16];
  size_t n;
  int spoiled;
};

static int open_ledger(tdg_call *call, const void *options_in, void **self) {
  const struct conf *conf = options_in;
  struct ledger *l = calloc(1, sizeof *l);
  (void)call;
  snprintf(l->path, sizeof l->path, "%s", conf->path.p);
  *self = l;
  return TDG_OK;
}

static void mood_of(const struct ledger *l, struct tdg_str title, char mood[32], const char *prefix) {
  char name[4200], line[200], word[64], what[32];
  snprintf(name, sizeof name, "%s.mood", l->path);
  FILE *f = fopen(name, "r");
  mood[0] = '\0';
  while (f != NULL && fgets(line, sizeof line, f) != NULL)
    if (sscanf(line, "%63s %31s", word, what) == 2 &&
        strstr(title.p, prefix[0] != '\0' ? what : word) != NULL &&
        (prefix[0] != '\0') == (strcmp(word, "flush") == 0))
      snprintf(mood, 32, "%s", what);
  if (f != NULL) fclose(f);
}

static int run(tdg_call *call, void *self, const tdg_rec *rec) {
  struct ledger *l = self;
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  char mood[32];
  if (title.n == 0) return TDG_OK; /* a brief */
  mood_of(l, title, mood, "");
  if (strcmp(mood, "bad") == 0) return tdg_fail(call, TDG_BAD_INPUT, "no account for %s", title.p);
  if (strcmp(mood, "denied") == 0) return tdg_fail(call, TDG_DENIED, "the book of %s is closed", title.p);
  if (strcmp(mood, "internal") == 0) return tdg_fail(call, TDG_INTERNAL, "the pen broke at %s", title.p);
  if (strcmp(mood, "retry") == 0) return tdg_fail(call, TDG_RETRY, "the ink of %s is wet", title.p);
  if (strcmp(mood, "dumb") == 0) return TDG_RETRY;
  if (strcmp(mood, "crash") == 0) abort();
  while (strcmp(mood, "hang") == 0)
    sleep(1000); /* it waits: one that computes may meet the limit of processor time first */
  mood_of(l, title, mood, "flush");
  l->spoiled |= mood[0] != '\0';
  l->n += (size_t)snprintf(l->pending + l->n, sizeof l->pending - l->n, "%s\n", title.p);
  return TDG_OK;
}

static int flush(tdg_call *call, void *self) {
  struct ledger *l = self;
  size_t n = l->n;
  int spoiled = l->spoiled;
  l->n = 0;
  l->spoiled = 0;
  if (spoiled) return tdg_fail(call, TDG_DENIED, "the page tore");
  int fd = open(l->path, O_WRONLY | O_CREAT | O_APPEND, 0644);
  int ok = fd >= 0 && write(fd, l->pending, n) == (ssize_t)n;
  if (fd >= 0) close(fd);
  return ok ? TDG_OK : tdg_fail(call, TDG_RETRY, "the shelf is out of reach");
}

TDG_PLUGIN("org.example.ledger", "1.0", "Keeps a ledger of titles",
           TDG_SINK(.name = "ledger", .summary = "titles, one a line", .needs = TDG_NEEDS_WRITE,
                    .TDG_OPTIONS(struct conf, options), .open = open_ledger, .run = run, .flush = flush,
                    .close = free));
