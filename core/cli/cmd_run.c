/* cli/cmd_run.c - tidings run: poll the configured sources, continuously or once. */
#include "cli/cli.h"

#include "engine/notify.h"
#include "util/log.h"
#include "util/os.h"

#include <limits.h>
#include <string.h>

static struct run_options {
  int once, due;
  int isolation;
} opt = {.isolation = ISOLATION_AS_CONFIGURED};

static const struct cli_option options[] = {
    {"once", 0, CLI_FLAG, offsetof(struct run_options, once), NULL,
     "Ask every source once, follow what they name, and report; 3: something is left."},
    {"due", 0, CLI_FLAG, offsetof(struct run_options, due), NULL,
     "With --once: only the sources that are due, and what was left."},
    CLI_ISOLATION(struct run_options),
    {0}};

/* Commands of operators are run with what this one was told. */
struct asking {
  char program[PATH_MAX];
  const char *argv[5];
};
static void let_operators(const struct cli *cli, struct engine *e, struct asking *a) {
  if (os_program_path(a->program, sizeof a->program) < 0) return;
  const char *const argv[5] = {a->program, "--operator", cli->config != NULL ? cli->config : "",
                               cli->store != NULL ? cli->store : "", NULL};
  memcpy(a->argv, argv, sizeof argv);
  e->spec.operator_argv = a->argv;
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  static struct asking asking; /* as long as the engine */
  if (cli->n_args > 0) return cli_usage(&cli_run, "sources are named in the configuration, not here");
  if (!opt.once) notify_begin();
  struct conf_errors *errors;
  int code = opt.once ? cli_forget_begun(cli) : CLI_DONE; /* else the engine does it beside its polls */
  if (code != CLI_DONE && code != CLI_PARTLY) return code;
  struct engine *e = cli_open_all(cli, "run", 1, opt.isolation, &spec, &errors, &code);
  if (conf_errors_count(errors) > 0 || !cli->quiet) conf_errors_print(errors, stderr);
  if (e == NULL) return code;
  if (opt.once && !cli->quiet) cli_progress_begin(NULL);
  log_set_events(1);
  if (!opt.once) log_set_style(log_find_style());
  if (!opt.once) cli_let_reload(cli, e);
  if (!opt.once) let_operators(cli, e, &asking);
  e->progress = opt.once && !cli->quiet ? cli_progress : NULL;
  code = opt.once ? engine_run_once(e, !opt.due) : engine_run(e);
  cli_report(cli, e, spec.n_sources, code);
  engine_free(e);
  return code == CLI_INTERRUPTED && !opt.once ? CLI_DONE : code; /* that is how a service is ended */
}

const struct cli_command cli_run = {
    "run",
    "",
    "Poll the configured sources",
    options,
    &opt,
    run,
    "Without --once it runs until SIGTERM or SIGINT. On a terminal each poll is a line; elsewhere each event "
    "is one, with its\n"
    "time: something new, a failure, a source that works again (-v: also polls without anything new). A "
    "service manager\n"
    "(systemd, Type=notify) is told how it fares; with `control:` in the configuration members of a group "
    "reach it over a\n"
    "socket.\n"};
