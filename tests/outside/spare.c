/* spare.c - a fetcher from outside the tree for the addresses of maildir.c, which cannot be opened. */
#include <tidings/plugin.h>

static int open_spare(tdg_call *call, const void *conf, void **self) {
  (void)conf, (void)self;
  return tdg_fail(call, TDG_BAD_CONFIG, "the spare fetcher is broken");
}

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  (void)self, (void)request;
  return tdg_fail(call, TDG_INTERNAL, "never opened");
}

static const char *const schemes[] = {"maildir", NULL};
TDG_PLUGIN("org.example.spare", "1.0", "Mail folders, once more",
           TDG_FETCHER(.name = "spare", .summary = "Mail folders, once more", .claims = schemes,
                       .open = open_spare, .run = run));
