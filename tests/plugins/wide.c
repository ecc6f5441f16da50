/* A plugin as one of a later revision would be: its components have members this revision does not know, and
 * so they lie further apart; its table of options likewise. */
#include <tidings/plugin.h>

#include <string.h>

struct wide_option {
  struct tdg_option now;
  uint64_t later[3];
};
struct wide_component {
  struct tdg_component now;
  uint64_t later[5];
};
struct conf {
  int64_t first, second;
};

/* A stage that answers with its option: the second one, which lies where only the stride says. */
static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct conf *c = self;
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, tdg_get_int(call, rec, TDG_ID, 1));
  tdg_put_int(call, note, TDG_RECORDS, c->first * 1000 + c->second);
  return tdg_emit(call, note);
}

static int open_stage(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  (void)doc;
  return tdg_emit(call, tdg_rec_new(call, TDG_ARTICLE));
}

/* A fetcher that says it will answer later and cannot. */
static const char *const never_claims[] = {"never", NULL};
static int never(tdg_call *call, void *self, const tdg_rec *request) {
  (void)call;
  (void)self;
  (void)request;
  return TDG_PENDING;
}

#define LATER                                                                                                \
  { ~0ull, ~0ull, ~0ull }
static const struct wide_option options[] = {
    {TDG_OPT(struct conf, first, TDG_O_INT, 0, "7", 0, 100, "The first."), LATER},
    {TDG_OPT(struct conf, second, TDG_O_INT, 0, "8", 0, 100, "The second."), LATER},
};
static const struct wide_component components[] = {
    {{.size = sizeof(struct wide_component), .kind = TDG_KIND_PARSER, .name = "plain", .run = run}, LATER},
    {{.size = sizeof(struct wide_component),
      .kind = TDG_KIND_STAGE,
      .name = "wide",
      .options = &options[0].now,
      .n_options = 2,
      .option_size = sizeof(struct wide_option),
      .conf_size = sizeof(struct conf),
      .open = open_stage,
      .judge = judge},
     LATER},
    {{.size = sizeof(struct wide_component),
      .kind = TDG_KIND_FETCHER,
      .name = "never",
      .claims = never_claims,
      .run = never},
     LATER},
};
static const struct tdg_plugin plugin = {.size = sizeof(struct tdg_plugin) + 64,
                                         .rev = TDG_REV + 1,
                                         .rev_min = 1,
                                         .component_size = sizeof(struct wide_component),
                                         .id = "org.example.wide",
                                         .version = "9",
                                         .summary = "Wider than this revision",
                                         .components = &components[0].now,
                                         .n_components = 3};

TDG_EXPORT const struct tdg_plugin *tidings_plugin_1(void);
const struct tdg_plugin *tidings_plugin_1(void) { return &plugin; }
