/* A sink that leaves a file which gives its owner's rights to whoever runs it, in each way that makes one. */
#define _GNU_SOURCE /* O_TMPFILE */
#include <tidings/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct conf {
  struct tdg_str folder;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, folder, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0, "where its files go")};
static const char *folder;

static int begin(tdg_call *c, const void *conf, void **self) {
  (void)c, (void)self;
  folder = ((const struct conf *)conf)->folder.p;
  return TDG_OK;
}

static const char *at(const char *name) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static void tell(tdg_call *c, const char *how, int rc) {
  tdg_log(c, 2, "%s: %s", how, rc < 0 ? strerror(errno) : "done");
}

static int run(tdg_call *c, void *self, const tdg_rec *r) {
  (void)self, (void)r;
  int fd = open(at("plain"), O_RDWR | O_CREAT, 0755);
  tell(c, "plain", fd);
  tell(c, "fchmod 0644", fchmod(fd, 0644));
  tell(c, "fchmod setuid", fchmod(fd, 04755));
  tell(c, "fchmod setgid", fchmod(fd, 02755));
  tell(c, "open setuid", open(at("opened"), O_RDWR | O_CREAT, 04755));
  tell(c, "openat setgid", openat(AT_FDCWD, at("opened-at"), O_RDWR | O_CREAT, 02755));
  tell(c, "tmpfile setuid", open(at(""), O_RDWR | O_TMPFILE, 04755));
  tell(c, "mkdir setgid", mkdir(at("made"), 02755));
  tell(c, "mkdir plain", mkdir(at("made-plain"), 0755));
  tell(c, "reading", open(at("plain"), O_RDONLY, 06777)); /* a mode without a file to make */
  close(fd);
  return TDG_OK;
}
static int flush(tdg_call *c, void *self) {
  (void)c, (void)self;
  return TDG_OK;
}

TDG_PLUGIN("org.example.grasper", "1", "CC0-1.0",
           TDG_SINK(.name = "grasper", .summary = "leaves files behind", .needs = TDG_NEEDS_WRITE,
                    .TDG_OPTIONS(struct conf, options), .open = begin, .run = run, .flush = flush));
