/* cli/cmd_check.c - tidings check: report everything that `run` would refuse. */
#include "cli/cli.h"

#include "record/record_json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* A plugin that cannot be used is not an error of the configuration, but is reported as a warning. */
static void tell_refusals(void) {
  const struct plugin_list *all = cli_plugins();
  for (size_t i = 0; i < all->n_refusals; i++) {
    const struct plugin_refusal *r = &all->refusals[i];
    say_error("plugin %s is not used: found %s, wanted %s; %s\n", r->file, r->found, r->wanted, r->todo);
  }
}

/* Warn of plugins that lack a right and would not be used. */
static void tell_lacks(void) {
  char text[PLUGIN_LACKS_TEXT];
  for (const struct component_info *c = NULL; (c = plugin_next(cli_plugins(), 0, c)) != NULL;) {
    if (plugin_lacks(c) == 0) continue;
    plugin_lacks_text(c, plugin_lacks(c), text);
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

static void check_folder(struct conf_errors *errors, struct conf_place place, const char *folder,
                         const char *what) {
  if (access(folder, W_OK | X_OK) == 0) return;
  conf_complain(errors, place, "%s: %s cannot be written to: %s; create it, or name another", what, folder,
                strerror(errno));
}

static void check_folders(const struct cli *cli, const struct engine_spec *spec, struct conf_errors *errors) {
  const struct conf_place whole = {cli->config, 0, 0};
  char *slash, folder[4096];
  snprintf(folder, sizeof folder, "%s", spec->store_path);
  if ((slash = strrchr(folder, '/')) != NULL) slash[slash == folder] = '\0';
  if (slash != NULL) check_folder(errors, whole, folder, "store");
}

/* Check that the components accept their settings. */
static int try_components(const struct engine_spec *spec, struct conf_errors *errors) {
  struct engine_spec without_store = *spec;
  int code;
  without_store.store_path = NULL;
  struct engine *e = cli_engine("check", &without_store, &code);
  if (e == NULL) return code;
  cli_try_components(e, errors);
  engine_free(e);
  return CLI_DONE;
}

static void put_found(struct buf *out, const struct conf_errors *errors, int warnings) {
  const char *comma = "";
  for (size_t i = 0; i < errors->n; i++) {
    const struct conf_error *e = &errors->v[i];
    if (e->warning != warnings) continue;
    buf_printf(out, "%s{\"file\":", comma);
    json_quote_said(out, e->place.file, strlen(e->place.file));
    buf_printf(out, ",\"line\":%d,\"column\":%d,\"message\":", e->place.line, e->place.column);
    json_quote_said(out, e->message, strlen(e->message));
    buf_char(out, '}');
    comma = ",";
  }
}

static void print_json(const struct cli *cli, const struct engine_spec *spec,
                       const struct conf_errors *errors, int code) {
  struct buf out = buf_make(16 << 20);
  buf_str(&out, "{\"config\":");
  json_quote_said(&out, cli->config, strlen(cli->config));
  buf_printf(&out, ",\"ok\":%s,\"sources\":%zu,\"stages\":%zu,\"sinks\":%zu,\"errors\":[",
             code == CLI_DONE ? "true" : "false", spec->n_sources, spec->n_stages + spec->n_briefs,
             spec->n_sinks);
  put_found(&out, errors, 0);
  buf_str(&out, "],\"warnings\":[");
  put_found(&out, errors, 1);
  buf_printf(&out, "],\"more\":%zu}\n", errors->left_off);
  say_ready(stdout, out.p, out.n);
  buf_free(&out);
}

static void count(const char *before, size_t n, const char *what) {
  say("%s%zu %s%s", before, n, what, n == 1 ? "" : "s");
}

static void print_counts(const struct cli *cli, const struct engine_spec *spec) {
  if (spec->n_sources == 0) say_error("sources: there are none; `tidings run` has nothing to ask\n");
  tell_rights();
  count("", spec->n_sources, "source");
  count(", ", spec->n_stages + spec->n_briefs, "stage");
  count(", ", spec->n_sinks, "sink");
  say("; nothing is wrong in %s\n", cli->config);
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  struct conf_errors *errors;
  if (cli->n_args == 1 && cli->config == NULL) cli->config = cli->args[0];
  else if (cli->n_args > 0) return cli_usage(&cli_check, "name one configuration");
  if (cli->config == NULL) return cli_usage(&cli_check, "name the configuration");
  if (cli_read_all(cli, &spec, &errors) < 0) {
    tell_refusals();
    conf_errors_print(errors, stderr);
    return CLI_CONFIG;
  }
  tell_refusals();
  cli_tell_idle_grants();
  if (conf_errors_count(errors) > 0) tell_lacks(); /* otherwise the engine warns */
  check_folders(cli, &spec, errors);
  int code = try_components(&spec, errors);
  if (conf_errors_count(errors) > 0) code = CLI_CONFIG;
  conf_errors_sort(errors);
  if (cli->json) print_json(cli, &spec, errors, code);
  else if (code != CLI_DONE || !cli->quiet) conf_errors_print(errors, stderr);
  if (code == CLI_DONE && !cli->quiet && !cli->json) print_counts(cli, &spec);
  return code;
}

const struct cli_command cli_check = {
    "check",
    "FILE",
    "Check a whole configuration and report every error",
    NULL,
    NULL,
    run,
    "Each component that a run would use is opened with its options; nothing is fetched and no store is "
    "opened.\n"
    "A warning names a setting that is valid but probably not intended. Exit code 78 when there are "
    "errors.\n"};
