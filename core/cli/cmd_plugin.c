/* cli/cmd_plugin.c - tidings plugin: list plugins, their rights and options, and why files are not used; try and
 * test one (plugin_try.h). */
#include "cli/cli.h"

#include "cli/plugin_new.h"
#include "cli/plugin_try.h"
#include "record/record_json.h"
#include "util/bytebuf.h"

#include <string.h>

#include <tidings/kit/str.h>

static struct try_options opt;

static const struct cli_option options[] = {
    {"set", 0, CLI_TEXTS, offsetof(struct try_options, set), "NAME=VALUE",
     "try, test: an option of the component; a path of one that may be read or written is granted by it."},
    {"secret", 0, CLI_TEXTS, offsetof(struct try_options, secret), "NAME=FILE",
     "try, test: the same, with the value in a file, for what nobody may read on the command line."},
    {"keep", 0, CLI_TEXTS, offsetof(struct try_options, keep), "NAME=VALUE",
     "try fetch, parse: what an earlier call kept (tidings/ext/state.h), as for a second poll."},
    {"grant", 0, CLI_TEXTS, offsetof(struct try_options, grant), "net|read|write",
     "try, test: a right that the plugin needs."},
    {"component", 0, CLI_TEXT, offsetof(struct try_options, component), "NAME",
     "try, test: which, when the file has several of the kind."},
    {"kind", 0, CLI_TEXT, offsetof(struct try_options, kind), "KIND",
     "new: fetcher, parser, stage, brief or sink (parser); test: of which kind a program is, or which of the "
     "plugin's "
     "components is meant."},
    {"url", 0, CLI_TEXT, offsetof(struct try_options, url), "URL", "try: where the file to parse came from."},
    {"type", 0, CLI_TEXT, offsetof(struct try_options, type), "MEDIATYPE",
     "try: what the server called it, e.g. text/html; charset=utf-8."},
    {"deadline", 0, CLI_TEXT, offsetof(struct try_options, deadline), "TIME",
     "try, test: of one call, e.g. 500ms (10s)."},
    {"overlaid", 0, CLI_FLAG, offsetof(struct try_options, overlaid), NULL,
     "try stage: also each record with its notes laid over it."},
    {"restart", 0, CLI_FLAG, offsetof(struct try_options, restart), NULL,
     "try stage (test always does): end the worker after half of the records, recall, and compare."},
    {"debug", 0, CLI_FLAG, offsetof(struct try_options, debug), NULL,
     "try: no sandbox and no deadline; the worker waits before open for a debugger."},
    {"asan", 0, CLI_FLAG, offsetof(struct try_options, asan), NULL,
     "try, test: a plugin built with -fsanitize=address, inside this process, without a sandbox."},
    {"interpreter", 0, CLI_TEXT, offsetof(struct try_options, interpreter), "PROGRAM",
     "try, test a program: what runs it, e.g. /usr/bin/python3."},
    {"read", 0, CLI_TEXTS, offsetof(struct try_options, read), "PATH",
     "try, test a program: a file or folder that it may read."},
    {"write", 0, CLI_TEXTS, offsetof(struct try_options, write), "PATH",
     "try, test a program: a folder that it may write to."},
    {"corpus", 0, CLI_TEXT, offsetof(struct try_options, corpus), "DIR",
     "check: inputs to use in place of made ones: documents, records as JSON lines, stories."},
    {"only", 0, CLI_TEXTS, offsetof(struct try_options, only), "ID", "check: look for this finding alone."},
    {"seed", 0, CLI_NUMBER, offsetof(struct try_options, seed), "N",
     "check: the random changes of inputs that this number gives (printed at the end)."},
    {"runs", 0, CLI_NUMBER, offsetof(struct try_options, runs), "N",
     "check: how often one input is repeated to find leaks (1000)."},
    {"update", 0, CLI_FLAG, offsetof(struct try_options, update), NULL, "test: write what comes out."},
    {"id", 0, CLI_TEXT, offsetof(struct try_options, id), "ID", "new: the id (org.example.NAME)."},
    {"into", 0, CLI_TEXT, offsetof(struct try_options, into), "FOLDER",
     "new: the folder, which is made (NAME)."},
    {0}};

static void put_list(struct buf *out, const char *name, const char *const *v, size_t n) {
  buf_printf(out, ",\"%s\":[", name);
  for (size_t i = 0; i < n; i++) {
    if (i > 0) buf_char(out, ',');
    json_quote(out, v[i], strlen(v[i]));
  }
  buf_char(out, ']');
}

static void list_json(const struct plugin_list *all) {
  struct buf out = buf_make(16 << 20);
  for (const struct component_info *c = NULL; (c = plugin_next(all, 0, c)) != NULL;) {
    buf_printf(&out, "{\"kind\":\"%s\"", plugin_kind_name(c->kind));
    json_put_text(&out, "name", tdg_str_of(c->name));
    json_put_text(&out, "ref", tdg_str_of(plugin_ref(c)));
    json_put_text(&out, "summary", tdg_str_of(c->summary));
    json_put_text(&out, "plugin", tdg_str_of(c->plugin->id));
    json_put_text(&out, "version", tdg_str_of(c->plugin->version));
    json_put_text(&out, "file", tdg_str_of(c->plugin->file));
    cli_put_rights(&out, "needs", c->needs);
    cli_put_rights(&out, "granted", c->granted);
    put_list(&out, "uses", c->uses, c->n_uses);
    put_list(&out, "offers", c->plugin->offers, c->plugin->n_offers);
    buf_printf(&out, ",\"own\":%s}\n", c->plugin->own ? "true" : "false");
  }
  for (size_t i = 0; i < all->n_refusals; i++) {
    const struct plugin_refusal *r = &all->refusals[i];
    buf_str(&out, "{\"file\":");
    json_quote(&out, r->file, strlen(r->file));
    json_put_text(&out, "found", tdg_str_of(r->found));
    json_put_text(&out, "wanted", tdg_str_of(r->wanted));
    json_put_text(&out, "do", tdg_str_of(r->todo));
    buf_str(&out, "}\n");
  }
  say_ready(stdout, out.p, out.n);
  buf_free(&out);
}

static int list(const struct cli *cli, const struct plugin_list *all) {
  if (cli->json) return list_json(all), CLI_DONE;
  say("%-8s %-12s %-10s %-12s %s\n", "KIND", "NAME", "VERSION", "RIGHTS", "SUMMARY");
  for (const struct component_info *c = NULL; (c = plugin_next(all, 0, c)) != NULL;) {
    char rights[PLUGIN_RIGHTS_TEXT], lacks[PLUGIN_RIGHTS_TEXT];
    plugin_rights_text(c->granted, rights);
    plugin_rights_text(plugin_lacks(c), lacks);
    say("%-8s %-12s %-10s %-12s %s", plugin_kind_name(c->kind), plugin_ref(c), c->plugin->version,
        c->granted != 0 ? rights : "-", c->summary);
    if (plugin_lacks(c) != 0) say(" (not used: lacks %s; see `tidings plugin show %s`)", lacks, c->name);
    say("\n");
  }
  for (size_t i = 0; i < all->n_plugins; i++) {
    const struct plugin_info *p = &all->plugins[i];
    if (p->n_components > 0) continue;
    say("%-8s %-12s %-10s %-12s %s\n", "-", p->id, p->version, "-", p->summary);
  }
  for (size_t i = 0; i < all->n_refusals; i++) {
    const struct plugin_refusal *r = &all->refusals[i];
    if (r->part != NULL) say("\nnot used: %s of", r->part);
    else say("\nnot used:");
    say(" %s\n  found:  %s\n  wanted: %s\n  do:     %s\n", r->file, r->found, r->wanted, r->todo);
  }
  return CLI_DONE;
}

/* Help may have paragraphs; all its lines are printed under the option. */
static void show_help(const char *text) {
  for (size_t n; *text != '\0'; text += n + (text[n] != '\0')) {
    n = strcspn(text, "\n");
    if (n > 0) say("      %.*s\n", (int)n, text);
    else say("\n");
  }
}

/* The options of a section stand together, below its name. */
static void show_section(const struct option_info *o, const struct option_info *before) {
  const char *now = o->section != NULL ? o->section : "",
             *then = before != NULL && before->section != NULL ? before->section : "";
  if (strcmp(now, then) != 0) say("\n options, %s\n", now[0] != '\0' ? now : "others");
}

static void show_option(const struct option_info *o) {
  if (o->flags & TDG_O_HIDDEN) return;
  struct buf terms = buf_make(OPTION_MAX_TERMS);
  option_terms(o, &terms);
  say("  %s (%s)\n", o->name, terms.p);
  buf_free(&terms);
  show_help(o->help);
}

/* The path of such an option is granted by writing it. */
static void show_path(const struct component_info *c, const struct option_info *o) {
  char written[400];
  uint32_t rights = plugin_option_rights(c, o);
  if (rights == 0) return;
  plugin_option_text(c, o, written, sizeof written);
  say("  it may %s the path that you write as  %s\n", rights & TDG_NEEDS_WRITE ? "write to" : "read",
      written);
}

static void show_rights(const struct component_info *c) {
  char needs[PLUGIN_RIGHTS_TEXT], granted[PLUGIN_RIGHTS_TEXT], lacks[PLUGIN_LACKS_TEXT];
  uint32_t by_options = plugin_rights_by_options(c);
  if ((c->needs | by_options) == 0) return;
  plugin_rights_text(c->needs, needs);
  plugin_rights_text(c->granted & ~by_options, granted);
  if (c->needs & ~by_options || c->granted & ~by_options)
    say("  rights: needs %s; granted: %s\n", needs, granted);
  else say("  rights: needs %s\n", needs);
  for (size_t i = 0; i < c->n_options; i++) show_path(c, &c->options[i]);
  cli_say_paths(c, "  as configured, ");
  if (plugin_lacks(c) == 0) return;
  plugin_lacks_text(c, plugin_lacks(c), lacks);
  say("  %s\n", lacks);
}

/* Extensions of other plugins, with their files, and those that it offers. */
static void show_extensions(const struct component_info *c) {
  for (size_t i = 0; i < c->n_extensions; i++)
    if (c->extensions[i].file != NULL) say("  uses: %s of %s\n", c->extensions[i].id, c->extensions[i].file);
  for (size_t i = 0; i < c->plugin->n_offers; i++)
    say("%s%s", i == 0 ? "  offers: " : ", ", c->plugin->offers[i]);
  if (c->plugin->n_offers > 0) say("\n");
}

static int is_called(const struct plugin_list *all, const struct component_info *c, const char *name) {
  return strcmp(c->name, name) == 0 || strcmp(c->plugin->id, name) == 0 ||
         plugin_component(all, c->kind, name) == c;
}

static int show(const struct plugin_list *all, const char *name) {
  int found = 0;
  for (const struct component_info *c = NULL; (c = plugin_next(all, 0, c)) != NULL;) {
    if (!is_called(all, c, name)) continue;
    if (found++ > 0) say("\n");
    say("%s %s: %s\n", plugin_kind_name(c->kind), plugin_ref(c), c->summary);
    say("  %s %s (%s)\n", c->plugin->id, c->plugin->version, c->plugin->file);
    if (c->plugin->licence[0] != '\0') say("  licence: %s\n", c->plugin->licence);
    if (c->plugin->url[0] != '\0') say("  from: %s\n", c->plugin->url);
    for (size_t i = 0; i < c->n_claims; i++) say("%s%s", i == 0 ? "  claims: " : ", ", c->claims[i]);
    if (c->n_claims > 0) say("\n");
    show_rights(c);
    show_extensions(c);
    cli_say_reach(c, "  ");
    if (c->n_options > 0) say("\noptions\n");
    for (size_t i = 0; i < c->n_options; i++) {
      show_section(&c->options[i], i > 0 ? &c->options[i - 1] : NULL);
      show_option(&c->options[i]);
    }
  }
  for (size_t i = 0; i < all->n_plugins; i++) {
    const struct plugin_info *p = &all->plugins[i];
    if (p->n_components > 0 || strcmp(p->id, name) != 0 || found++ > 0) continue;
    say("%s: %s\n  %s (%s)\n", p->id, p->summary, p->version, p->file);
    for (size_t k = 0; k < p->n_offers; k++) say("%s%s", k == 0 ? "  offers: " : ", ", p->offers[k]);
    say("\n");
  }
  const struct plugin_refusal *r = plugin_refusal_of(all, 0, name);
  if (r != NULL) {
    if (found++ > 0) say("\n");
    say("%s is not used\n  %s\n  found:  %s\n  wanted: %s\n  do:     %s\n", name, r->file, r->found,
        r->wanted, r->todo);
  }
  if (found) return CLI_DONE;
  const char *near = NULL;
  for (uint32_t kind = TDG_KIND_FETCHER; near == NULL && kind <= TDG_KIND_SINK; kind++)
    near = plugin_suggest(all, kind, name);
  say_error("tidings plugin: there is no plugin or component called %s; ", name);
  say_error(near != NULL ? "did you mean %s?\n" : "see `tidings plugin list`\n", near);
  return CLI_NOTHING;
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  int code;
  const char *what = cli->n_args > 0 ? cli->args[0] : "list";
  if (strcmp(what, "try") == 0) return plugin_try(cli, &opt, cli->args + 1, cli->n_args - 1);
  if (strcmp(what, "check") == 0) return plugin_check(cli, &opt, cli->args + 1, cli->n_args - 1);
  if (strcmp(what, "test") == 0) return plugin_test(cli, &opt, cli->args + 1, cli->n_args - 1);
  if (strcmp(what, "new") == 0)
    return plugin_new(cli, opt.kind, opt.id, opt.into, cli->args + 1, cli->n_args - 1);
  if (cli_find_plugins(cli, &spec) < 0) return CLI_CONFIG;
  const struct plugin_list *all = cli_plugins();
  if (strcmp(what, "list") == 0) code = list(cli, all);
  else if (strcmp(what, "show") == 0 && cli->n_args == 2) {
    cli_take_components(&spec);
    code = show(all, cli->args[1]);
  } else
    code =
        cli_usage(&cli_plugin, "say list, show and a name, new and a name, or try, test or check and a file");
  return code;
}

const struct cli_command cli_plugin = {
    "plugin",
    "list | show NAME | new NAME | try FILE.so WHAT INPUT | test FILE.so [FOLDER] | check FILE.so",
    "Plugins: which there are, why others are not used, and what one of them does",
    options,
    &opt,
    run,
    "`list` and `show` tell of the plugins of a configuration, and of those that are not used.\n\n"
    "`new` writes a folder with a plugin that builds, tests and packages itself with what is installed:\n"
    "  tidings plugin new gazette --kind parser\n\n"
    "`try` calls one component of a file as the engine does, in its sandbox, without a configuration and a "
    "store:\n"
    "  tidings plugin try gazette.so parse page.txt         records and requests of a file\n"
    "  tidings plugin try --grant net box.so fetch URL      documents; of their bodies the beginning\n"
    "  tidings plugin try desk.so stage records.jsonl       notes, and what it drops; records as `tidings "
    "export`\n"
    "                                                       or `tidings parse` prints them\n"
    "  tidings plugin try first.so brief story.json         a brief (stories: `tidings brief STORY "
    "--input`)\n"
    "  tidings plugin try --set path=out/ tell.so sink records.jsonl\n"
    "A file that does not end in .so is a program that speaks JSON Lines. Results are JSON lines on standard "
    "output, all "
    "else is on\n"
    "standard error; exit code 0, 1 failed, 3 in part.\n\n"
    "`check` makes inputs, or takes those of a folder, calls each component of a file under conditions that "
    "must "
    "make no\n"
    "difference, and names what is wrong, a line each: the id, what happened, how to mend it, how to see it "
    "again.\n"
    "Exit code 3 when there is a fault.\n\n"
    "`test` runs FOLDER/NAME.in for each NAME (FOLDER: tests) and compares with NAME.jsonl; NAME.json may "
    "say \"url\", "
    "\"media_type\",\n"
    "\"as\", \"kind\" and \"set\". Exit code 3 when a test fails.\n"};
