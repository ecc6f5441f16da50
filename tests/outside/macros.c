/* macros.c - each macro of tidings/plugin.h, as C and as C++: read by tests/interface/headers.cmake. */
#include <tidings/ext/state.h>
#include <tidings/plugin.h>
struct conf {
  int64_t lines;
  struct tdg_str author;
  struct tdg_list words;
  double share;
  int64_t how;
};
static const char *const choices[] = {"a", "b", NULL};
static const struct tdg_option options[] = {TDG_OPT(struct conf, lines, TDG_O_INT, 0, "5", 0, 0, "L."),
                                            TDG_OPT(struct conf, author, TDG_O_TEXT, 0, "", 0, 0, "A."),
                                            TDG_OPT(struct conf, words, TDG_O_LIST, 0, NULL, 0, 0, "W."),
                                            TDG_OPT(struct conf, share, TDG_O_REAL, 0, "0.5", 0, 1, "S."),
                                            TDG_OPT_ENUM(struct conf, how, 0, "a", choices, "H.")};
static int start(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}
static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  tdg_log(call, TDG_LOG_INFO, "%s", TDG_HAS(call->host, next_item) ? "x" : tdg_get(call, doc, TDG_URL).p);
  return tdg_fail(call, TDG_BAD_INPUT, "no");
}
static const char *const claims[] = {"text/x", NULL};
static const char *const offers[] = {"org.example.x/1", NULL};
static const void *offered(const char *id) {
  (void)id;
  return NULL;
}
TDG_PLUGIN_OFFERS("org.example.x", "1", "X", "MIT", NULL, offers, offered,
                  TDG_PARSER(.name = "x", .summary = "X", .claims = claims,
                             .TDG_OPTIONS(struct conf, options), .open = start, .run = run),
                  TDG_SINK(.name = "y", .summary = "X", .run = run));
