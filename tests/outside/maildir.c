/* maildir.c - a fetcher from outside the tree: the messages of a mail folder, which the operator names. */
#include <tidings/plugin.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct conf {
  struct tdg_str folder;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, folder, TDG_O_PATH, TDG_O_READ, "", 0, 0,
            "The mail folder; messages are in new/ below it."),
};
/* Another that names no option for what it reads. */
static const struct tdg_option nothing[] = {
    TDG_OPT(struct conf, folder, TDG_O_PATH, 0, "", 0, 0, "The mail folder."),
};

static int open_folder(tdg_call *call, const void *conf, void **self) {
  struct conf *c = malloc(sizeof *c);
  (void)call;
  *c = *(const struct conf *)conf;
  *self = c;
  return TDG_OK;
}

static int emit_file(tdg_call *call, const char *path, const char *name) {
  static char body[65536];
  char url[600];
  FILE *f = fopen(path, "r");
  size_t n = f != NULL ? fread(body, 1, sizeof body, f) : 0;
  if (f == NULL) return tdg_fail(call, TDG_DENIED, "%s: %s", path, strerror(errno));
  fclose(f);
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  snprintf(url, sizeof url, "maildir:%s", name);
  tdg_put_str(call, doc, TDG_URL, url);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/plain");
  tdg_put_bytes(call, doc, TDG_BODY, body, n);
  return tdg_emit(call, doc);
}

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  const struct conf *c = self;
  char folder[1000], path[2000];
  int status = TDG_OK;
  (void)request;
  snprintf(folder, sizeof folder, "%s/new", c->folder.p);
  DIR *dir = opendir(folder);
  if (dir == NULL) return tdg_fail(call, TDG_DENIED, "%s: %s", folder, strerror(errno));
  for (struct dirent *e; status >= 0 && (e = readdir(dir)) != NULL;) {
    if (e->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
    status = emit_file(call, path, e->d_name);
  }
  closedir(dir);
  return status;
}

static const char *const schemes[] = {"maildir", NULL}, *const others[] = {"mailbox", NULL};
TDG_PLUGIN("org.example.maildir", "1.0", "Mail folders",
           TDG_FETCHER(.name = "maildir", .summary = "Mail folders", .claims = schemes,
                       .needs = TDG_NEEDS_READ, .TDG_OPTIONS(struct conf, options), .open = open_folder,
                       .run = run, .close = free),
           TDG_FETCHER(.name = "mailbox", .summary = "Names nothing", .claims = others,
                       .needs = TDG_NEEDS_READ, .TDG_OPTIONS(struct conf, nothing), .open = open_folder,
                       .run = run, .close = free));
