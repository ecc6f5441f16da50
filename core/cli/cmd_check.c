/* cli/cmd_check.c - tidings check: report everything that `run` would refuse. */
#include "cli/cli.h"

#include "engine/ingest.h"
#include "record/record_json.h"
#include "util/span.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

/* Who may do more than compute. */
static void tell_rights(void) {
  char rights[PLUGIN_RIGHTS_TEXT];
  for (const struct component_info *c = NULL; (c = plugin_next(cli_plugins(), 0, c)) != NULL;) {
    if (c->plugin->program != NULL) {
      say("the %s %s ", plugin_kind_name(c->kind), c->name);
      cli_say_reach(c, "");
      continue;
    }
    if (c->granted == 0) continue;
    plugin_rights_text(c->granted, rights);
    say("the %s %s (%s) may: %s\n", plugin_kind_name(c->kind), plugin_ref(c), c->plugin->id, rights);
    cli_say_paths(c, "  ");
  }
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

/* An address of a page, or of mail. */
static int has_contact(const char *agent) {
  return strstr(agent, "://") != NULL || strchr(agent, '@') != NULL;
}

/* Publishers block clients that they cannot ask. */
static void tell_anonymous(const struct engine_spec *spec) {
  const char *common = spec->user_agent != NULL ? spec->user_agent : "", *first = NULL;
  size_t n = 0;
  for (size_t i = 0; i < spec->n_sources; i++) {
    const char *own = outgoing_agent(&spec->sources[i], tdg_str_of(spec->sources[i].url)),
               *agent = own != NULL ? own : common;
    if (!tdg_url_is_web(tdg_str_of(spec->sources[i].url)) || has_contact(agent)) continue;
    if (n++ == 0) first = agent;
  }
  if (n == 0) return;
  count("the servers of ", n, "source");
  say(" are told \"%s\", and nobody whom they could write to: name yourself and an address in "
      "fetch.user_agent,\n"
      "  as \"Gazette/1.0 (+https://gazette.example/bot)\"; publishers block clients that they do not know\n",
      first);
}

/* An hour of seconds, a week of days: as it is written. */
static void say_span(int64_t ms) {
  char span[SPAN_WORDS];
  span_words(span, ms);
  say("%s", span);
}

static void tell_keep(const struct engine_spec *spec) {
  size_t own = 0;
  for (size_t i = 0; i < spec->n_sources; i++) own += spec->sources[i].keep > 0;
  if (spec->keep_records > 0) {
    say("records are kept for ");
    say_span(spec->keep_records);
    say(own > 0 ? ", those of " : "");
  } else if (own > 0) say("records are kept for ever, those of ");
  if (own > 0) {
    count("", own, "source");
    say(" as long as %s says", own == 1 ? "it" : "each");
  }
  if (own > 0 || spec->keep_records > 0) say("; `tidings store trim --dry-run` counts what is older\n");
}

static void print_counts(const struct cli *cli, const struct engine_spec *spec, size_t warnings) {
  tell_rights();
  tell_anonymous(spec);
  tell_keep(spec);
  count("", spec->n_sources, "source");
  count(", ", spec->n_stages + spec->n_briefs, "stage");
  count(", ", spec->n_sinks, "sink");
  if (warnings > 0) count("; no error, and ", warnings, "warning");
  say("%s in %s\n", warnings > 0 ? "" : "; nothing is wrong", cli->config);
}

static struct { int schema; } opt;

static const struct cli_option options[] = {{"schema", 0, CLI_FLAG, 0, NULL,
                                             "Print a JSON Schema of the configuration, with the options of "
                                             "all plugins that are there, for editors."},
                                            {0}};

static int print_schema(struct cli *cli) {
  struct engine_spec spec = {0};
  if (cli_find_plugins(cli, &spec) < 0) return CLI_CONFIG;
  char *text = conf_json_schema(cli_plugins());
  say_ready(stdout, text, strlen(text));
  say("\n");
  free(text);
  return CLI_DONE;
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  struct conf_errors *errors;
  int code;
  if (cli->n_args == 1 && cli->config == NULL) cli->config = cli->args[0];
  else if (cli->n_args > 0) return cli_usage(&cli_check, "name one configuration");
  if (opt.schema) return print_schema(cli);
  if (cli->config == NULL) return cli_usage(&cli_check, "name the configuration");
  struct engine *e = cli_open_all(cli, "check", 0, ISOLATION_AS_CONFIGURED, &spec, &errors, &code);
  if (e != NULL) engine_free(e);
  if (cli->json) print_json(cli, &spec, errors, code);
  else if (code != CLI_DONE || !cli->quiet) conf_errors_print(errors, stderr);
  if (code == CLI_DONE && !cli->quiet && !cli->json) print_counts(cli, &spec, errors->n_warnings);
  return code;
}

const struct cli_command cli_check = {
    "check",
    "FILE",
    "Check a whole configuration and report every error",
    options,
    &opt,
    run,
    "Each component that a run would use is opened with its options, and the files that it would write are "
    "tried; nothing is fetched and no store is opened.\n"
    "A warning names a setting that is valid but probably not intended. Exit code 78 when there are "
    "errors.\n"};
