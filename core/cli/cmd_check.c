/* cli/cmd_check.c - tidings check: everything that `run` would refuse, all at once. */
#include "cli/cli.h"

#include "engine/trial.h"
#include "worker/sandbox.h"

/* Do the parsers take their settings? */
static int try_parsers(const struct engine_spec *spec) {
  struct engine_spec without_store = *spec;
  char why[1000];
  size_t refused;
  without_store.store_path = NULL;
  struct engine *e = engine_new(&without_store, why, sizeof why);
  if (e == NULL) {
    fprintf(stderr, "tidings check: %s\n", why);
    return CLI_FAILED;
  }
  refused = engine_trial(e);
  engine_free(e);
  return refused > 0 ? CLI_CONFIG : CLI_DONE;
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  if (cli->n_args == 1 && cli->config == NULL) cli->config = cli->args[0];
  else if (cli->n_args > 0) return cli_usage(&cli_check, "name one configuration");
  if (cli->config == NULL) return cli_usage(&cli_check, "name the configuration");
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  int code = try_parsers(&spec);
  if (code != CLI_DONE) return code;
  if (sandbox_gap() != NULL && !cli->quiet) fprintf(stderr, "tidings check: %s\n", sandbox_gap());
  if (!cli->quiet) printf("%s: %zu sources, %zu stages, %zu sinks; nothing is wrong\n", cli->config, spec.n_sources, spec.n_stages, spec.n_sinks);
  return CLI_DONE;
}

const struct cli_command cli_check = {"check", "FILE", "Check a whole configuration: every error at once", NULL, NULL, run,
                                      "Plugins are asked for their options, and parsers opened with them, sources for their addresses; nothing\n"
                                      "is fetched and no store is opened. Exit code 78 when something is wrong.\n"};
