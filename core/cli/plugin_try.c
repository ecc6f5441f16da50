/* cli/plugin_try.c - tidings plugin try: run one component of a plugin file on one input; see plugin_try.h. */
#include "cli/plugin_try.h"

#include "plugin/plugin_info.h"
#include "util/log.h"

#include <string.h>

struct verb {
  const char *name, *input;
  uint32_t kind;
};
static const struct verb verbs[] = {
    {"fetch", "URL", TDG_KIND_FETCHER},         {"parse", "FILE", TDG_KIND_PARSER},
    {"stage", "RECORDS.jsonl", TDG_KIND_STAGE}, {"brief", "STORY.json", TDG_KIND_BRIEF},
    {"sink", "RECORDS.jsonl", TDG_KIND_SINK},   {0}};

__attribute__((format(printf, 1, 2))) static int usage(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  say_error("tidings plugin try: ");
  say_vto(stderr, fmt, ap);
  va_end(ap);
  say_error("\nusage: tidings plugin try [options] FILE.so");
  for (const struct verb *v = verbs; v->name != NULL; v++)
    say_error("%s %s %s", v == verbs ? "" : " |", v->name, v->input);
  say_error("\n");
  return CLI_USAGE;
}

static int try_component(const struct trial_file *f, const struct try_options *opt, uint32_t kind,
                         const char *input) {
  const struct component_info *c = trial_component(f, kind, opt->component);
  struct trial t;
  if (c == NULL) return CLI_CONFIG;
  int code = trial_begin(&t, f, opt, c, &opt->set);
  if (code == CLI_DONE && kind == TDG_KIND_FETCHER) trial_read_folder(&t, input);
  if (code == CLI_DONE) {
    if (trial_start(&t) == 0) trial_give(&t, input, opt->url, opt->type);
    trial_stop(&t); /* its close may have something to say */
    code = trial_code(&t);
  }
  trial_end(&t);
  return code;
}

int plugin_try(struct cli *cli, const struct try_options *opt, const char *const *words, int n) {
  const struct verb *v = verbs;
  struct trial_file f;
  if (n < 3) return usage("name the file, what to do, and the input");
  if (n > 3) return usage("\"%s\" is one word too many", words[3]);
  while (v->name != NULL && strcmp(v->name, words[1]) != 0) v++;
  if (v->name == NULL) return usage("there is no \"%s\"", words[1]);
  if (opt->kind != NULL && plugin_kind_number(opt->kind) != v->kind)
    return usage("--kind %s is not what is asked for", opt->kind);
  if (opt->asan && opt->debug) return usage("--asan runs no worker that --debug could stop");
  int code = opt->asan ? plugin_asan("try", words[0]) : CLI_DONE;
  if (code != CLI_DONE) return code;
  if (!cli->quiet) log_set_level(LOG_DEBUG);
  code = trial_file_open(cli, &f, "try", opt, words[0], v->kind);
  if (code == CLI_DONE) code = try_component(&f, opt, v->kind, words[2]);
  trial_file_close(&f);
  return code;
}
