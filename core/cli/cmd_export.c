/* cmd_export.c - tidings export: print every current record as a line of JSON, with notes folded in. */
#include "cli/cli.h"

#include "news/news.h"
#include "record/record_json.h"
#include "util/arena.h"

#include <errno.h>
#include <string.h>

enum { MAX_LINE = 256 << 20 };

static struct export_options { int format, html, dropped; } opt;

static const struct cli_option options[] = {
    {"format", 'f', CLI_CHOICE, offsetof(struct export_options, format), "jsonl", "One JSON record a line."},
    {"html", 0, CLI_FLAG, offsetof(struct export_options, html), NULL, "The text as HTML too."},
    {"dropped", 0, CLI_FLAG, offsetof(struct export_options, dropped), NULL,
     "Also the records that a stage dropped, each with the stage and its reason (\"dropped\")."},
    {0}};

struct export {
  struct fold_source fold;
  struct arena arena;
  struct buf line;
  int n, left_out, write_failed;
  int status; /* of the store, when it reads the notes */
};

static int write_row(void *arg, const struct tdg_row *row) {
  struct export *e = arg;
  if (news_is_dropped(row) && !opt.dropped) return 0;
  const tdg_rec *r = lookup_rec(&e->arena, row);
  tdg_rec *folded = NULL;
  if (r != NULL) e->status = news_fold(&e->fold, &e->arena, r, row, &folded);
  if (e->status < 0) return 1;
  buf_clear(&e->line);
  if (folded == NULL || rec_json(&e->line, folded, opt.html ? JSON_HTML : 0) < 0) {
    e->left_out++;
  } else {
    buf_char(&e->line, '\n');
    e->write_failed = say_ready(stdout, e->line.p, e->line.n) < 0;
    e->n++;
  }
  arena_reset(&e->arena);
  return e->write_failed;
}

static int run(struct cli *cli) {
  struct export e = {.line = buf_make(MAX_LINE)};
  if (cli->n_args > 0) return cli_usage(&cli_export, "it writes to standard output: tidings export > FILE");
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  e.fold = cli_fold(cli, s);
  int n = s->ops->record_each(s->handle, 0, 0, write_row, &e), code = CLI_DONE;
  if (n < 0 || e.status < 0) code = lookup_failed(s);
  else if (e.write_failed || say_flush() != 0) code = CLI_FAILED; /* main tells why */
  else if (e.left_out > 0)
    code = (say_error("tidings export: %d records could not be written\n", e.left_out), CLI_PARTLY);
  else if (e.n == 0) code = CLI_NOTHING;
  arena_free(&e.arena);
  buf_free(&e.line);
  return cli_close_store(s, code);
}

const struct cli_command cli_export = {
    "export",
    "",
    "Every current record, for other programs",
    options,
    &opt,
    run,
    "Records come in the order in which they were read, each with its "
    "story, what stages noted about it and, when it is a copy, its original. "
    "Records that a stage dropped are left out.\n"};
