/* cli/cmd_import.c - tidings import: read files, directories and addresses into the store, once.
 *
 * Paths become file: addresses, and file: addresses are treated as paths; the file fetcher lists directories
 * and reads what has rows by position, so that imports of any size are streamed, and the same command continues
 * after a kill.  A dry run writes to a copy of the store, which is thrown away.
 */
#include "cli/cli.h"

#include "cli/import_inputs.h"
#include "cli/import_total.h"
#include "cli/scratch_store.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

static struct import_options {
  int isolation, dry_run, sources, write;
  const char *parser, *source, *language, *zone, *since, *report, *retry;
  struct cli_texts maps;
} opt = {.isolation = ISOLATION_AS_CONFIGURED};

static const struct cli_option options[] = {
    {"dry-run", 'n', CLI_FLAG, offsetof(struct import_options, dry_run), NULL,
     "Read and report all of it, and store nothing."},
    {"sources", 0, CLI_FLAG, offsetof(struct import_options, sources), NULL,
     "Read nothing: print the feeds of a list (OPML, newsboat's urls, addresses) as sources of a "
     "configuration."},
    {"write", 0, CLI_FLAG, offsetof(struct import_options, write), NULL,
     "With --sources: write those into the configuration that are not there."},
    {"report", 0, CLI_TEXT, offsetof(struct import_options, report), "FILE",
     "Write a line for each document: what became of it, and why (JSON Lines, or .csv)."},
    {"retry-failed", 0, CLI_TEXT, offsetof(struct import_options, retry), "REPORT",
     "Read what failed in an earlier import, by its report."},
    {"as", 0, CLI_TEXT, offsetof(struct import_options, parser), "PARSER",
     "Read all of it with this parser, whatever it looks like."},
    {"source", 0, CLI_TEXT, offsetof(struct import_options, source), "ID",
     "The records belong to this source of the configuration."},
    {"lang", 0, CLI_TEXT, offsetof(struct import_options, language), "LANG",
     "The language of the records, whatever they say (en, de-AT)."},
    {"zone", 0, CLI_TEXT, offsetof(struct import_options, zone), "ZONE",
     "The time zone of dates that name none (Europe/Vienna, +02:00)."},
    {"map", 0, CLI_TEXTS, offsetof(struct import_options, maps), "FIELD=NAME",
     "A column or member of this name is that field: published=datum (several)."},
    {"since", 0, CLI_TEXT, offsetof(struct import_options, since), "DATE",
     "Leave out records that were published before; those without a date are kept."},
    CLI_ISOLATION(struct import_options),
    {0}};

/* ---- what the options say ---- */

static int is_language(const char *s) {
  const size_t n = strlen(s);
  return n >= 2 && n <= 35 && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") >= 2 &&
         strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == n && s[n - 1] != '-';
}

static const char *or_none(const char *s) { return s != NULL ? s : ""; }

/* 0, or -1 when one of them is wrong, which is told. */
static int read_options(struct engine_import *what) {
  const struct tdg_date_hint hint = {.zone = opt.zone};
  struct tdg_date since = {0};
  if (opt.language != NULL && !is_language(opt.language))
    return cli_usage(&cli_import, "--lang: \"%s\" is no tag of a language, such as en or de-AT",
                     opt.language),
           -1;
  if (opt.zone != NULL && !tdg_date_zone_known(opt.zone))
    return cli_usage(&cli_import, "--zone: \"%s\" is no time zone, such as Europe/Vienna or +02:00",
                     opt.zone),
           -1;
  if (opt.since != NULL && tdg_date_parse(opt.since, strlen(opt.since), &hint, &since) != 0)
    return cli_usage(&cli_import, "--since: \"%s\" is no date, such as 2026-01-31", opt.since), -1;
  *what = (struct engine_import){.again = opt.retry != NULL,
                                 .source = or_none(opt.source),
                                 .parser = or_none(opt.parser),
                                 .language = or_none(opt.language),
                                 .zone = or_none(opt.zone),
                                 .report = or_none(opt.report),
                                 .since = since.ms,
                                 .maps = opt.maps.v,
                                 .n_maps = opt.maps.n,
                                 .dry = opt.dry_run,
                                 .report_fd = -1};
  return 0;
}

/* The fields that a column may be. */
static int check_maps(void) {
  static const char *const fields[] = {"id",   "title",     "subtitle", "summary", "text",
                                       "url",  "published", "updated",  "author",  "section",
                                       "tags", "source",    "language", "image"};
  for (size_t i = 0; i < opt.maps.n; i++) {
    const char *map = opt.maps.v[i], *equals = strchr(map, '=');
    int known = 0;
    for (size_t k = 0; equals != NULL && k < sizeof fields / sizeof fields[0]; k++)
      known |= tdg_str_same((struct tdg_str){map, (size_t)(equals - map)}, tdg_str_of(fields[k]));
    if (!known || equals[1] == '\0')
      return cli_usage(&cli_import,
                       "--map %s: write FIELD=NAME; the fields are id, title, subtitle, summary, text, url, "
                       "published, updated, author, section, tags, source, language and image",
                       map),
             -1;
  }
  return 0;
}

/* They name what must be there. */
static int check_names(const struct engine *e) {
  if (opt.parser != NULL && plugin_component(e->plugins, TDG_KIND_PARSER, opt.parser) == NULL)
    return cli_usage(&cli_import, "--as: there is no parser called %s; see `tidings plugin list`",
                     opt.parser),
           -1;
  if (opt.source != NULL && engine_source(e, opt.source) == NULL)
    return cli_usage(&cli_import, "--source: the configuration has no source \"%s\"; see `tidings sources`",
                     opt.source),
           -1;
  return 0;
}

/* ---- the report ---- */

static int is_file(const struct stat *file, const char *path) {
  struct stat other;
  return stat(path, &other) == 0 && file->st_ino == other.st_ino && file->st_dev == other.st_dev;
}

/* A slip would cost what is to be imported: nothing is written over but an earlier report.  0, or -1: it is told. */
static int check_report(const struct cli *cli, const struct import_inputs *in) {
  struct stat report;
  int is_input = 0;
  if (stat(opt.report, &report) != 0 || !S_ISREG(report.st_mode)) return 0;
  if (is_file(&report, cli_store_path(cli)))
    return cli_usage(&cli_import, "--report: %s is the store", opt.report), -1;
  for (int i = 0; i < cli->n_args; i++) is_input |= is_file(&report, cli->args[i]);
  for (size_t i = 0; i < in->n_paths; i++) is_input |= is_file(&report, in->paths[i]);
  if (is_input)
    return cli_usage(&cli_import, "--report: %s is to be imported; name another file for the report",
                     opt.report),
           -1;
  if (report.st_size > 0 && !import_inputs_is_report(opt.report))
    return cli_usage(
               &cli_import,
               "--report: %s is there, and no report of an import; it is not written over: name another file",
               opt.report),
           -1;
  return 0;
}

/* It is cut, or gone on with, when the import begins. */
static int open_report(const struct cli *cli, const struct import_inputs *in, struct engine_import *what) {
  struct stat report;
  if (opt.report == NULL) return 0;
  if (check_report(cli, in) < 0) return -1;
  what->report_is_csv = tdg_str_ends(tdg_str_of(opt.report), ".csv");
  what->report_fd = open(opt.report, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (what->report_fd >= 0 && fstat(what->report_fd, &report) == 0 && S_ISREG(report.st_mode)) return 0;
  say_error("tidings import: --report %s: %s\n", opt.report,
            what->report_fd >= 0 ? "only a file can go on after a kill" : strerror(errno));
  return -1;
}

/* ---- the import ---- */

/* The last part of a resumed import also reports the earlier parts. */
static void tell_parts(const struct cli *cli, const struct engine *e) {
  if (!e->resumed || cli->quiet || cli->json) return;
  say("This was the rest of an import that was interrupted; what was left out of its earlier parts is "
      "counted above.\n");
}

static void tell_undated(const struct cli *cli, const struct engine *e) {
  const struct engine_counts *c = &e->counts;
  if (cli->quiet || c->dated > 0 || c->records + c->versions < 2) return;
  say_error("tidings import: none of these records has a date; stories and briefs need one%s\n",
            ": --map published=NAME says where it is");
}

static void tell_unread(const struct cli *cli, const struct engine *e) {
  enum { TOLD = 20 };
  const struct import_unread *u = &e->unread;
  if (cli->quiet || u->n == 0) return;
  say_error("tidings import: nothing is known%s of",
            e->read_before ? ", in what was read since it went on," : "");
  for (size_t i = 0; i < u->n && i < TOLD; i++)
    say_error("%s \"%s\" (%llu)", i > 0 ? "," : "", u->v[i].name, (unsigned long long)u->v[i].n);
  if (u->n > TOLD) say_error(" and more");
  say_error(", which %s not read; --map FIELD=NAME says what one is\n", u->n == 1 ? "is" : "are");
}

static void tell_dry(const struct cli *cli) {
  if (opt.dry_run && !cli->quiet && !cli->json) say("This was a dry run: nothing was stored.\n");
}

/* What was read and gave nothing at all is no success. */
static int weigh(const struct engine *e, int code) {
  const struct engine_counts *c = &e->counts;
  const uint64_t kept = c->records + c->versions + c->unchanged;
  if (code == CLI_PARTLY && kept == 0 && !e->read_before && e->left.n == 0 && c->failed + c->quarantined > 0)
    return CLI_FAILED;
  if (code != CLI_DONE || e->read_before) return code;
  if (c->documents == 0) say_error("tidings import: nothing to read was found there\n");
  else if (kept == 0)
    say_error("tidings import: what was read there gave no record; --report FILE, or -v, says why\n");
  else return CLI_DONE;
  return CLI_NOTHING;
}

/* Nothing but the log of records is written then. */
static void rest_consumers(struct engine_spec *spec) { spec->n_stages = spec->n_briefs = spec->n_sinks = 0; }

static int import_all(struct cli *cli, const struct import_inputs *in, struct engine_import *what,
                      const struct scratch_store *scratch) {
  struct engine_spec spec = {0};
  struct arena granted = {0};
  int code = CLI_USAGE;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  what->own = spec.store_path;
  if (opt.dry_run) rest_consumers(&spec);
  if (opt.dry_run) spec.store_path = scratch->path;
  spec.read_paths = import_inputs_grants(in, &granted, &spec.n_read);
  cli_isolate(&spec, opt.isolation);
  struct engine *e = spec.read_paths != NULL ? cli_engine("import", &spec, &code) : NULL;
  if (e != NULL && check_names(e) < 0) {
    engine_free(e);
    e = NULL;
    code = CLI_USAGE;
  }
  if (e == NULL) {
    arena_free(&granted);
    return code;
  }
  struct import_total *total =
      cli->quiet || in->n_paths == 0 ? NULL : import_total_begin(in->paths, in->n_paths, what->own);
  if (!cli->quiet) cli_progress_begin(total);
  e->progress = cli->quiet ? NULL : cli_progress;
  what->inputs = in->v;
  what->n = in->n;
  code = engine_import(e, what);
  import_total_end(total);
  code = cli_report(cli, e, 0, code);
  tell_parts(cli, e);
  tell_unread(cli, e);
  tell_undated(cli, e);
  tell_dry(cli);
  code = weigh(e, code);
  engine_free(e);
  arena_free(&granted);
  return code;
}

/* Beside the store, or its copy.  NULL: it cannot be read. */
static char *read_stdin(struct cli *cli, struct import_inputs *in, const struct scratch_store *scratch) {
  const char *store = opt.dry_run ? scratch->path : cli_store_path(cli);
  char *spool = check_alloc(strlen(store) + 16);
  sprintf(spool, "%s-stdin", store);
  if (!opt.dry_run && cli->store == NULL) cli_make_parents(spool);
  char *kept = import_inputs_spool(in, spool);
  free(spool);
  return kept;
}

static int collect(struct cli *cli, struct import_inputs *in, const struct scratch_store *scratch,
                   char **spool) {
  for (int i = 0; i < cli->n_args; i++) {
    if (strcmp(cli->args[i], "-") != 0) import_inputs_add(in, cli->args[i]);
    else if (*spool == NULL && (*spool = read_stdin(cli, in, scratch)) == NULL) return -1;
  }
  if (opt.retry == NULL) return 0;
  const long failed = import_inputs_retry(in, opt.retry);
  if (failed == 0) say_error("tidings import: nothing has failed there, says %s\n", opt.retry);
  return failed < 0 ? -1 : 0;
}

static int import_nothing(const struct engine_import *what) {
  if (import_report_nothing(what) == 0) return CLI_NOTHING;
  say_error("tidings import: --report %s: %s\n", what->report, strerror(errno));
  return CLI_FAILED;
}

static int run(struct cli *cli) {
  struct import_inputs in = {0};
  struct engine_import what;
  struct scratch_store scratch = {.folder = ""};
  char *spool = NULL;
  int code = CLI_DONE;
  if (cli->n_args == 0 && opt.retry == NULL)
    return cli_usage(&cli_import, "name files, directories or addresses");
  if (opt.sources && cli->n_args != 1) return cli_usage(&cli_import, "--sources: name one list");
  if (opt.write && (!opt.sources || cli->config == NULL))
    return cli_usage(&cli_import, "--write: it needs --sources, and the configuration with --config");
  if (opt.sources) return sources_from(cli, "import", cli->args[0], opt.write && !opt.dry_run);
  in.whole = opt.parser != NULL;
  if (read_options(&what) < 0 || check_maps() < 0) return CLI_USAGE;
  if (opt.dry_run) code = scratch_store_make(cli, "import", &scratch);
  if (code == CLI_DONE && collect(cli, &in, &scratch, &spool) < 0) code = CLI_FAILED;
  if (code == CLI_DONE && open_report(cli, &in, &what) < 0) code = CLI_FAILED;
  if (code == CLI_DONE) {
    what.missing = in.missing;
    what.n_missing = in.n_missing;
    what.piped = or_none(in.piped);
    code = in.n > 0 ? import_all(cli, &in, &what, &scratch) : import_nothing(&what);
  }
  if (code == CLI_DONE && import_inputs_lack(&in)) code = CLI_PARTLY;
  log_set_name(NULL, NULL);
  if (what.report_fd >= 0) close(what.report_fd);
  if (spool != NULL) unlink(spool);
  free(spool);
  scratch_store_remove(&scratch);
  import_inputs_free(&in);
  return code;
}

const struct cli_command cli_import = {
    "import",
    "PATH|URL|-...",
    "Read files, directories, addresses and standard input (-) into the store, once",
    options,
    &opt,
    run,
    "A file may be a page, a feed, a plain text report, an official statement, or JSON Lines of records\n"
    "{\"id\", \"title\", \"text\", \"url\", \"published\", \"source\", \"lang\"} (only id and text are "
    "required).\n"
    "In a folder, links to folders, pipes, devices and the store's own files are skipped with a warning.\n"
    "To continue an interrupted import, give the same command again.\n\n"
    "  tidings import --dry-run --report try.jsonl PATH\n"
    "  tidings import --report done.csv --since 2026-01-01 PATH\n"};
