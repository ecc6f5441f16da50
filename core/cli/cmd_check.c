/* cli/cmd_check.c - tidings check: everything that `run` would refuse, all at once. */
#include "cli/cli.h"

#include "engine/trial.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* A plugin that is not used is no error of the configuration; that it is there and not used is worth a word. */
static void tell_refusals(void) {
  const struct plugin_list *all = cli_plugins();
  for (size_t i = 0; i < all->n_refusals; i++) {
    const struct plugin_refusal *r = &all->refusals[i];
    say_error("plugin %s is not used: found %s, wanted %s; %s\n", r->file, r->found, r->wanted, r->todo);
  }
}

/* Plugins that are there and would not be used for want of a right. */
static void tell_lacks(void) {
  char text[PLUGIN_LACKS_TEXT];
  for (const struct component_info *c = NULL; (c = plugin_next(cli_plugins(), 0, c)) != NULL;) {
    if (plugin_lacks(c) == 0) continue;
    plugin_lacks_text(c, text);
    say_error("%s\n", text);
  }
}

/* Who may do more than compute. */
static void tell_rights(void) {
  char rights[PLUGIN_RIGHTS_TEXT];
  for (const struct component_info *c = NULL; (c = plugin_next(cli_plugins(), 0, c)) != NULL;) {
    if (c->granted == 0) continue;
    plugin_rights_text(c->granted, rights);
    say("the %s %s (%s) may: %s\n", plugin_kind_name(c->kind), c->name, c->plugin->id, rights);
  }
}

static int bad_folder(const char *folder, const char *what) {
  if (access(folder, W_OK | X_OK) == 0) return 0;
  say_error("%s: %s cannot be written to: %s; create it, or name another\n", what, folder, strerror(errno));
  return 1;
}

static int bad_folders(struct engine_spec *spec) {
  int bad = 0;
  char *slash, folder[4096];
  snprintf(folder, sizeof folder, "%s", spec->store_path);
  if ((slash = strrchr(folder, '/')) != NULL) slash[slash == folder] = '\0';
  if (slash != NULL) bad += bad_folder(folder, "store");
  for (size_t i = 0; i < spec->n_write; i++) bad += bad_folder(spec->write_paths[i], "sinks");
  return bad;
}

static void count(const char *before, size_t n, const char *what) { say("%s%zu %s%s", before, n, what, n == 1 ? "" : "s"); }

/* Do the parsers take their settings? */
static int try_parsers(const struct engine_spec *spec) {
  struct engine_spec without_store = *spec;
  size_t refused;
  int code;
  without_store.store_path = NULL;
  struct engine *e = cli_engine("check", &without_store, &code);
  if (e == NULL) return code;
  refused = engine_trial(e);
  engine_free(e);
  return refused > 0 ? CLI_CONFIG : CLI_DONE;
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  if (cli->n_args == 1 && cli->config == NULL) cli->config = cli->args[0];
  else if (cli->n_args > 0) return cli_usage(&cli_check, "name one configuration");
  if (cli->config == NULL) return cli_usage(&cli_check, "name the configuration");
  int failed = cli_engine_spec(cli, &spec) < 0;
  if (cli_plugins() != NULL) tell_refusals();
  if (cli_plugins() != NULL) cli_tell_idle_grants();
  if (cli_plugins() != NULL && failed) tell_lacks(); /* else the engine says it */
  if (failed || bad_folders(&spec) > 0) return CLI_CONFIG;
  int code = try_parsers(&spec);
  if (code != CLI_DONE) return code;
  if (cli->quiet) return CLI_DONE;
  if (spec.n_sources == 0) say_error("sources: there are none; `tidings run` has nothing to ask\n");
  tell_rights();
  count("", spec.n_sources, "source");
  count(", ", spec.n_stages + spec.n_briefs, "stage");
  count(", ", spec.n_sinks, "sink");
  say("; nothing is wrong in %s\n", cli->config);
  return CLI_DONE;
}

const struct cli_command cli_check = {"check", "FILE", "Check a whole configuration: every error at once", NULL, NULL, run,
                                      "Plugins are asked for their options, and parsers opened with them, sources for their addresses; nothing\n"
                                      "is fetched and no store is opened. Exit code 78 when something is wrong.\n"};
