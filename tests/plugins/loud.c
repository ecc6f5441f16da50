/* A plugin that puts what terminals obey wherever a plugin can put words: what it says of itself, its log, its errors, its
 * records, and standard error.  The document's first word says where. */
#include <tidings/plugin.h>

#include <stdio.h>
#include <string.h>

/* Title, clear screen, C1, directions, a separator, a line that looks like ours. */
#define LOUD                                                                                                 \
  "\033]0;owned\007\033[2J\b\177\302\233"                                                                    \
  "31m\342\200\256\342\201\246\342\200\250\r\n\tFORGED: line\n"

struct conf {
  struct tdg_str shout;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, shout, TDG_O_TEXT, 0, "default " LOUD, 0, 0, "Help " LOUD),
};

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  (void)self;
  fprintf(stderr, "stderr %s\233raw\376\n\n", LOUD);
  fflush(stderr);
  tdg_log(call, TDG_LOG_WARNING, "log %s\233raw", LOUD);
  if (strncmp(body.p, "fail", 4) == 0) return tdg_fail(call, TDG_BAD_INPUT, "fail %s\233raw\376", LOUD);
  if (strncmp(body.p, "crash", 5) == 0) __builtin_trap();
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, "Title " LOUD);
  tdg_put_str(call, r, TDG_SUMMARY, "Summary " LOUD);
  tdg_put_str(call, r, TDG_LANGUAGE, "x" LOUD);
  tdg_put_str(call, r, TDG_GUID, "guid " LOUD);
  tdg_put_str(call, r, TDG_TAG, "tag " LOUD);
  return tdg_emit(call, r);
}

static const char *const claims[] = {"text/x-loud", NULL};
TDG_PLUGIN("org.example.loud", "1" LOUD, "Plugin " LOUD,
           TDG_PARSER(.name = "loud", .summary = "Summary " LOUD, .claims = claims, .run = run,
                      .TDG_OPTIONS(struct conf, options)));
