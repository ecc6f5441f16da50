/* filer.c - a sink from outside the tree: one file per record, in a folder that the operator names.  With `house`,
 * a list of words that it may read; with `secret`, it tries to read another file. */
#include <tidings/plugin.h>

#include <stdio.h>
#include <stdlib.h>

struct conf {
  struct tdg_str folder, house, secret;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, folder, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0, "Where the files go."),
    TDG_OPT(struct conf, house, TDG_O_PATH, TDG_O_READ, "", 0, 0, "A file of words."),
    TDG_OPT(struct conf, secret, TDG_O_TEXT, 0, "", 0, 0, "A file that is none of its business."),
};

static int open_sink(tdg_call *call, const void *conf, void **self) {
  struct conf *c = malloc(sizeof *c);
  (void)call;
  *c = *(const struct conf *)conf;
  *self = c;
  return TDG_OK;
}

static void line_of(const char *path, char *out, size_t size) {
  FILE *f = path[0] != '\0' ? fopen(path, "r") : NULL;
  snprintf(out, size, "closed");
  if (f == NULL) return;
  if (fgets(out, (int)size, f) == NULL) out[0] = '\0';
  fclose(f);
}

static int run(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct conf *c = self;
  char path[1000], house[100], secret[100];
  snprintf(path, sizeof path, "%s/%lld.txt", c->folder.p, (long long)tdg_get_int(call, rec, TDG_ID, 0));
  line_of(c->house.p, house, sizeof house);
  line_of(c->secret.p, secret, sizeof secret);
  FILE *f = fopen(path, "w");
  if (f == NULL) return tdg_fail(call, TDG_RETRY, "%s cannot be written", path);
  fprintf(f, "%s\n%s\n%s\n", tdg_get(call, rec, TDG_TITLE).p, house, secret);
  return fclose(f) == 0 ? TDG_OK : TDG_RETRY;
}

static int flush(tdg_call *call, void *self) {
  (void)call, (void)self;
  return TDG_OK;
}

TDG_PLUGIN("org.example.filer", "1.0", "A file for each record",
           TDG_SINK(.name = "filer", .summary = "A file for each record", .needs = TDG_NEEDS_WRITE,
                    .TDG_OPTIONS(struct conf, options), .open = open_sink, .run = run, .flush = flush,
                    .close = free));
