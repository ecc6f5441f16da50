/* cli/cmd_import.c - tidings import: read files, directories and addresses into the store, once.
 *
 * Paths become file: addresses, and file: addresses are treated as paths; the file fetcher lists directories
 * and reads JSON Lines by position, so that imports of any size are streamed, and the same command continues
 * after a kill.
 */
#include "cli/cli.h"

#include "util/check.h"
#include "util/log.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

static struct import_options { int isolation; } opt = {.isolation = ISOLATION_AS_CONFIGURED};

static const struct cli_option options[] = {CLI_ISOLATION(struct import_options), {0}};

static int is_url(const char *s) {
  size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return n > 1 && strncmp(s + n, "://", 3) == 0;
}

/* An address that is not UTF-8: percent-encode its bytes, as a browser would. */
static char *address_of_bytes(const char *given) {
  size_t n = strlen(given);
  char *url = check_alloc(3 * n + 1), *to = url;
  if (tdg_utf8_valid(given, n)) return memcpy(url, given, n + 1);
  for (const unsigned char *p = (const unsigned char *)given; *p != '\0'; p++) {
    if (*p < 0x80) *to++ = (char)*p;
    else to += sprintf(to, "%%%02X", *p);
  }
  *to = '\0';
  return url;
}

/* The addresses to read: addresses unchanged, paths as file: addresses with the right to read them. */
struct wanted {
  char **urls, **paths;
  size_t n, n_paths, missing;
};

static void want(struct wanted *w, const char *what) {
  char path[TDG_MAX_PATH], url[TDG_MAX_FILE_URL];
  if (is_url(what) && !tdg_nocase_starts(tdg_str_of(what), "file:")) {
    w->urls[w->n++] = address_of_bytes(what);
    return;
  }
  int readable = !is_url(what) || tdg_file_path(tdg_str_of(what), path, sizeof path) == 0;
  char *full = readable ? realpath(is_url(what) ? path : what, NULL) : NULL;
  int why = readable ? errno : EINVAL;
  if (full == NULL) {
    say_error("tidings import: %s: %s; it is left out\n", what, strerror(why));
    w->missing++;
    return;
  }
  BUG_ON(tdg_file_url(full, url, sizeof url) == 0); /* realpath() results are at most PATH_MAX long */
  w->paths[w->n_paths++] = full;
  w->urls[w->n++] = check_strdup(url);
}

static void want_all(struct wanted *w, const struct cli *cli) {
  size_t room = (size_t)cli->n_args * sizeof(char *);
  *w = (struct wanted){.urls = check_alloc(room), .paths = check_alloc(room)};
  for (int i = 0; i < cli->n_args; i++) want(w, cli->args[i]);
}

static void wanted_free(struct wanted *w) {
  for (size_t i = 0; i < w->n; i++) free(w->urls[i]);
  for (size_t i = 0; i < w->n_paths; i++) free(w->paths[i]);
  free(w->urls);
  free(w->paths);
}

/* The last part of a resumed import also reports the earlier parts. */
static void tell_parts(const struct cli *cli, const struct engine *e) {
  if (!e->resumed || cli->quiet || cli->json) return;
  say("This was the rest of an import that was interrupted; what was left out of its earlier parts is "
      "counted above.\n");
}

/* What was read and gave nothing at all is no success. */
static int weigh(const struct engine *e, int code) {
  const struct engine_counts *c = &e->counts;
  if (code != CLI_DONE || e->read_before) return code;
  if (c->documents == 0) say_error("tidings import: nothing to read was found there\n");
  else if (c->records + c->versions + c->unchanged == 0)
    say_error("tidings import: what was read there gave no record\n");
  else return CLI_DONE;
  return CLI_NOTHING;
}

static int import_wanted(struct cli *cli, struct wanted *w) {
  struct engine_spec spec = {0};
  int code;
  struct arena granted = {0};
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  spec.n_read = w->n_paths;
  spec.read_paths = cli_grants(&granted, (const char *const *)w->paths, &spec.n_read);
  if (spec.read_paths == NULL) {
    say_error("tidings import: these are %zu files, and a worker is granted at most %d; name their folder\n",
              spec.n_read, FRAME_MAX_PATHS);
    arena_free(&granted);
    return CLI_USAGE;
  }
  cli_isolate(&spec, opt.isolation);
  struct engine *e = cli_engine("import", &spec, &code);
  if (e == NULL) {
    arena_free(&granted);
    return code;
  }
  if (!cli->quiet) cli_progress_begin(cli);
  e->progress = cli->quiet ? NULL : cli_progress;
  code = cli_report(cli, e, 0, engine_import(e, (const char *const *)w->urls, w->n));
  tell_parts(cli, e);
  code = weigh(e, code);
  engine_free(e);
  arena_free(&granted);
  return code;
}

static int run(struct cli *cli) {
  struct wanted w;
  if (cli->n_args == 0) return cli_usage(&cli_import, "name files, directories or addresses");
  want_all(&w, cli);
  int code = w.n > 0 ? import_wanted(cli, &w) : CLI_NOTHING;
  if (code == CLI_DONE && w.missing > 0) code = CLI_PARTLY;
  wanted_free(&w);
  return code;
}

const struct cli_command cli_import = {
    "import",
    "PATH|URL...",
    "Read files, directories and addresses into the store, once",
    options,
    &opt,
    run,
    "A file may be a page, a feed, a plain text report, an official statement, or JSON Lines of records\n"
    "{\"id\", \"title\", \"text\", \"url\", \"published\", \"source\", \"lang\"} (only id and text are "
    "required).\n"
    "In a folder, links to folders, pipes, devices and the store's own files are skipped with a warning.\n"
    "To continue an interrupted import, give the same command again.\n"};
