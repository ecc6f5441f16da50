/* cli/check/plugin_check.c - tidings plugin check: look for mistakes of a plugin file; see plugin_check.h.
 *
 * Each component is checked by itself, by the checks of a table, in their order: later ones leave out what earlier ones
 * found wrong.  Only findings are on standard output. */
#include "cli/check/plugin_check.h"

#include "plugin/description.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { RUNS = 1000, MAX_RUNS = 1000000 };

#define EACH_KIND                                                                                            \
  (1u << TDG_KIND_FETCHER | 1u << TDG_KIND_PARSER | 1u << TDG_KIND_STAGE | 1u << TDG_KIND_BRIEF |            \
   1u << TDG_KIND_SINK)

static const struct {
  const char *name;
  uint32_t kinds;
  void (*run)(struct check *);
} checks[] = {
    {"calls", EACH_KIND, check_calls},    {"differences", EACH_KIND, check_differences},
    {"heap", EACH_KIND, check_heap},      {"restarts", 1u << TDG_KIND_STAGE, check_restarts},
    {"options", EACH_KIND, check_limits}, {"repeats", EACH_KIND, check_repeats},
};

static int make_folder(struct check *k) {
  const char *tmp = getenv("TMPDIR");
  char *folder =
      arena_printf(&k->arena, "%s/tidings-check-XXXXXX", tmp != NULL && tmp[0] == '/' ? tmp : "/tmp");
  if (mkdtemp(folder) == NULL)
    return say_error("tidings plugin check: a folder in %s cannot be made\n", folder), -1;
  chmod(folder, 0755); /* a worker of root becomes another user, who may be let in */
  k->folder = folder;
  return 0;
}

/* ---- the description ---- */

/* whole: nothing of the file is used; else the file may be a second time among the plugins of the program. */
static void tell_refusals(struct check *k, int whole) {
  const struct plugin_list *all = k->file.plugins;
  for (size_t i = 0; all != NULL && i < all->n_refusals; i++) {
    const struct plugin_refusal *r = &all->refusals[i];
    if (r->program == NULL && !plugin_same_file(k->file.path, r->file)) continue;
    if (!whole && r->part == NULL) continue;
    check_found(k, "describe", 1, NULL, 0, "%s%sit is not used: found %s; wanted %s; %s",
                r->part != NULL ? r->part : "", r->part != NULL ? ": " : "", r->found, r->wanted, r->todo);
  }
}

/* Asked twice, it says the same. */
static void check_description(struct check *k) {
  struct find_paths *paths = arena_zalloc(&k->arena, sizeof *paths);
  struct plugin_why why = {.passing = 0};
  int64_t until = 0;
  find_paths(paths);
  if (!tdg_str_ends(tdg_str_of(k->file.path), ".so") || !check_wants(k, "describe")) return;
  const char *a = description_ask(&k->arena, paths->worker, k->file.path, PLUGIN_DESCRIBE_MS, &until, &why);
  const char *b = description_ask(&k->arena, paths->worker, k->file.path, PLUGIN_DESCRIBE_MS, &until, &why);
  if (a != NULL && b != NULL && strcmp(a, b) != 0)
    check_found(k, "describe", 1, NULL, 0,
                "it describes itself in another way each time: tidings_plugin_1() has no side "
                "effects and returns the same");
}

/* ---- components ---- */

static void free_inputs(struct check *k) {
  for (size_t i = 0; i < k->n_in; i++) free(k->in[i].result), free(k->in[i].filled);
  free(k->in);
  k->in = NULL;
  k->n_in = k->cap_in = 0;
}

/* What it needs and has not got. */
static int lacks_right(struct check *k) {
  const struct component_info *c = k->component;
  char words[PLUGIN_RIGHTS_TEXT];
  const uint32_t lacks = c->needs & ~c->granted & ~plugin_rights_by_options(c);
  if (lacks == 0 || c->plugin->program != NULL) return 0;
  plugin_rights_text(lacks, words);
  check_unchecked(k, "it needs %s, which is not granted here: say --grant %s", words, words);
  return 1;
}

static int check_component(struct check *k) {
  k->random = k->seed;
  if (k->component->kind == TDG_KIND_STORE) {
    check_unchecked(k, "stores have no checks");
    return CLI_DONE;
  }
  if (lacks_right(k)) return CLI_DONE;
  check_make_settings(k);
  if (check_make_inputs(k) < 0) return CLI_FAILED;
  for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
    if (!(checks[i].kinds >> k->component->kind & 1)) continue;
    if (isatty(STDERR_FILENO) && !k->cli->quiet)
      say_error("\r\033[K%s %s: %s", plugin_kind_name(k->component->kind), k->component->name,
                checks[i].name);
    checks[i].run(k);
  }
  if (isatty(STDERR_FILENO) && !k->cli->quiet) say_error("\r\033[K");
  free_inputs(k);
  return CLI_DONE;
}

static int is_chosen(const struct check *k, const struct component_info *c) {
  if (c->plugin->program == NULL && !plugin_same_file(k->file.path, c->plugin->file)) return 0;
  if (k->opt->component != NULL && strcmp(k->opt->component, c->name) != 0) return 0;
  return k->opt->kind == NULL || strcmp(k->opt->kind, plugin_kind_name(c->kind)) == 0;
}

static int check_components(struct check *k) {
  int code = CLI_DONE;
  size_t n = 0;
  check_description(k);
  for (const struct component_info *c = NULL;
       code == CLI_DONE && (c = plugin_next(k->file.plugins, 0, c)) != NULL;) {
    if (!is_chosen(k, c)) continue;
    k->component = c;
    code = check_component(k);
    n++;
  }
  k->component = NULL;
  if (n == 0 && k->n_found == 0 && (k->opt->component != NULL || k->opt->kind != NULL)) {
    say_error("tidings plugin check: %s has no such component; see `tidings plugin list`\n", k->shown);
    return CLI_CONFIG;
  }
  return code;
}

/* ---- the command ---- */

static int usage(const char *what) {
  say_error("tidings plugin check: %s\nusage: tidings plugin check [options] FILE.so [--corpus DIR]\n", what);
  return CLI_USAGE;
}

int plugin_check(struct cli *cli, const struct try_options *opt, const char *const *words, int n) {
  const uint32_t kind = opt->kind != NULL ? plugin_kind_number(opt->kind) : 0;
  struct try_options quiet = *opt;
  quiet.finds = 1;
  struct check k = {.cli = cli, .opt = &quiet, .runs = opt->runs > 0 ? opt->runs : RUNS};
  if (n != 1) return usage(n < 1 ? "name the file" : "one file at a time");
  if (opt->kind != NULL && kind == 0) return usage("--kind wants fetcher, parser, stage, brief or sink");
  if (opt->asan || opt->debug) return usage("--asan and --debug are for `tidings plugin try`");
  if (k.runs > MAX_RUNS) return usage("--runs wants 1 to 1000000");
  k.shown = words[0];
  k.seed = opt->seed > 0 ? (uint64_t)opt->seed : (uint64_t)clock_wall_ms() % 1000000 + 1;
  log_set_level(LOG_ERROR);
  int code = trial_file_open(cli, &k.file, "check", &quiet, words[0], kind);
  if (code != CLI_USAGE) tell_refusals(&k, code != CLI_DONE);
  if (code == CLI_CONFIG && k.n_found > 0) code = check_tell(&k);
  else if (code == CLI_DONE) {
    code = make_folder(&k) < 0 ? CLI_FAILED : check_components(&k);
    if (code == CLI_DONE) code = check_tell(&k);
    check_clean(&k);
  }
  free(k.found);
  arena_free(&k.arena);
  trial_file_close(&k.file);
  return code;
}
