/* cmd_store.c - tidings store trim|vacuum|backup|verify|check: what an operator does with a store as a whole. */
#include "cli/ask_running.h"
#include "cli/cli.h"
#include "cli/text_page.h"

#include "engine/retention.h"
#include "util/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static struct store_options { int dry_run; } opt;

static const struct cli_option options[] = {{"dry-run", 0, CLI_FLAG, offsetof(struct store_options, dry_run),
                                             NULL, "With trim: only say what would be removed."},
                                            {0}};

static int code_of(struct store *s, int status) {
  if (status >= 0) return CLI_DONE;
  const int code = lookup_failed(s);
  return status == TDG_STORE_BUSY ? CLI_BUSY : code;
}

/* ---- trim ---- */

static int step(struct store *s, struct retention *r) {
  int more = s->ops->begin(s->handle);
  if (more < 0) return more;
  more = retention_step(s, r);
  const int status = more < 0 ? s->ops->rollback(s->handle) : s->ops->commit(s->handle);
  return more < 0 ? more : status < 0 ? status : more;
}

static void say_removed(const struct cli *cli, const struct tdg_removed *x) {
  char line[300];
  retention_say(x, opt.dry_run, cli->json, line, sizeof line);
  if (cli->json || !cli->quiet) say("%s\n", line);
}

/* The program that runs on the store does it: 1 and *code; 0: none runs. */
static int ask(const struct cli *cli, const char *request, struct running_answer *a, int *code) {
  const int asked = ask_running(cli, request, a);
  *code = a->code;
  if (asked < 0 && a->code != CLI_CONFIG) say_error("tidings store: %s\n", a->why);
  return asked != 0;
}

static int trim_there(const struct cli *cli, int *code) {
  struct running_answer a;
  struct cli plain = *cli;
  plain.json = 0; /* the line itself is JSON */
  const int there = ask(cli, cli->json ? "trim json" : "trim", &a, code);
  if (there && a.json != NULL) running_answer_say(&plain, &a, *code == CLI_DONE ? "" : "tidings store: ");
  running_answer_free(&a);
  return there;
}

static int trim(struct cli *cli) {
  struct engine_spec spec = {0};
  int there;
  if (!opt.dry_run && trim_there(cli, &there)) return there;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  struct retention *r = retention_new(&spec, clock_wall_ms(), opt.dry_run);
  if (r == NULL) {
    say_error(
        "tidings store: everything is kept for ever; `store: { keep: { records: 400d } }` says how long\n");
    return CLI_NOTHING;
  }
  struct store *s = opt.dry_run ? cli_open_store(cli) : cli_open_store_to_write(cli);
  if (s == NULL) return retention_free(r), CLI_CONFIG;
  int more;
  do more = opt.dry_run ? retention_step(s, r) : step(s, r);
  while (more == 1);
  int code = code_of(s, more);
  if (code == CLI_DONE) say_removed(cli, retention_removed(r));
  retention_free(r);
  return cli_close_store(s, code);
}

/* ---- vacuum ---- */

static int64_t size_of(const char *path, const char *ending) {
  char name[4200];
  struct stat st;
  if (snprintf(name, sizeof name, "%s%s", path, ending) >= (int)sizeof name || stat(name, &st) != 0) return 0;
  return (int64_t)st.st_size;
}

static double mib_of(const char *path) {
  return (double)(size_of(path, "") + size_of(path, "-wal")) / (1 << 20);
}

static int vacuum_there(const struct cli *cli, int *code) {
  struct running_answer a;
  const int there = ask(cli, "vacuum", &a, code);
  if (there && a.json != NULL && *code != CLI_DONE && *code != CLI_PARTLY)
    running_answer_say(cli, &a, "tidings store: ");
  running_answer_free(&a);
  return there;
}

static int vacuum_now(const struct cli *cli) {
  struct store *s = cli_open_store_to_write(cli);
  if (s == NULL) return CLI_CONFIG;
  const int status = store_purge(s), code = cli_close_store(s, code_of(s, status));
  return status == 1 && code == CLI_DONE ? CLI_PARTLY : code;
}

static int vacuum(const struct cli *cli) {
  const char *path = cli_store_path(cli);
  const double before = mib_of(path);
  int code;
  if (!vacuum_there(cli, &code)) code = vacuum_now(cli);
  if (code == CLI_PARTLY)
    say_error("tidings store: another program reads the store, so its log still stands beside it; vacuum "
              "again later\n");
  if ((code == CLI_DONE || code == CLI_PARTLY) && !cli->quiet && !cli->json)
    say("%.1f MiB, before %.1f MiB\n", mib_of(path), before);
  return code;
}

/* ---- backup ---- */

static int backup(struct cli *cli, const char *path) {
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  const int code = code_of(s, store_copy_to(s, path));
  if (code == CLI_DONE && !cli->quiet)
    say("%.1f MiB in %s, which is a store by itself\n", (double)size_of(path, "") / (1 << 20), path);
  return cli_close_store(s, code);
}

/* ---- verify, check ---- */

static int tell_fault(void *arg, struct tdg_str words) {
  (void)arg;
  say_error("tidings: %.*s\n", (int)words.n, words.p);
  return 0;
}

static int look(struct cli *cli, int (*find)(struct store *s), const char *good, const char *bad) {
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  const int n = find(s);
  const int code = n > 0 ? CLI_PARTLY : code_of(s, n);
  if (n == 0 && !cli->quiet) say("%s\n", good);
  if (n > 0) say_error("tidings store: %d %s; restore a backup, or go on without\n", n, bad);
  store_close(s); /* damaged rows are already reported */
  return code;
}

/* What the next trim would remove, where the configuration says how long things are kept. */
static int tell_old(struct cli *cli) {
  struct engine_spec spec = {0};
  char line[300];
  if (cli->config == NULL || cli->quiet || cli_engine_spec(cli, &spec) < 0) return CLI_DONE;
  struct retention *r = retention_new(&spec, clock_wall_ms(), 1);
  struct store *s = r != NULL ? cli_open_store(cli) : NULL;
  int more = s != NULL ? 1 : 0;
  while (more == 1) more = retention_step(s, r);
  if (s != NULL && more == 0) {
    retention_say(retention_removed(r), 1, 0, line, sizeof line);
    say("older than they are kept: %s (`tidings store trim`)\n", line);
  }
  retention_free(r);
  return s != NULL ? cli_close_store(s, more < 0 ? lookup_failed(s) : CLI_DONE) : CLI_DONE;
}

static int find_damaged(struct store *s) { return s->ops->verify(s->handle, lookup_tell_damaged, NULL); }
static int find_faults(struct store *s) { return store_check(s, tell_fault, NULL); }

static int run(struct cli *cli) {
  const char *what = cli->n_args > 0 ? cli->args[0] : "";
  if (strcmp(what, "backup") == 0 && cli->n_args == 2) return backup(cli, cli->args[1]);
  if (opt.dry_run && strcmp(what, "trim") != 0) return cli_usage(&cli_store, "--dry-run is of trim alone");
  if (cli->n_args == 1 && strcmp(what, "trim") == 0) return trim(cli);
  if (cli->n_args == 1 && strcmp(what, "vacuum") == 0) return vacuum(cli);
  if (cli->n_args == 1 && strcmp(what, "verify") == 0)
    return look(cli, find_damaged, "every checksum fits",
                "of its rows have another checksum than they should");
  if (cli->n_args == 1 && strcmp(what, "check") == 0) {
    const int code = look(cli, find_faults, "the database is whole", "faults of the database");
    const int old = code == CLI_DONE ? tell_old(cli) : CLI_DONE;
    return code != CLI_DONE ? code : old;
  }
  return cli_usage(&cli_store, "say trim, vacuum, backup and a file, verify or check");
}

const struct cli_command cli_store = {
    "store",
    "trim [--dry-run] | vacuum | backup FILE | verify | check",
    "Remove what is old, make the file small, copy it, examine it",
    options,
    &opt,
    run,
    "trim removes now what `store: { keep: }` does not keep any longer, as `run` does every hour. The room "
    "is used\n"
    "again; vacuum gives it back: it writes the file anew, for which it needs as much room again, or has the "
    "program\n"
    "that runs on the store give it back in steps, between its polls. backup copies the store to a\n"
    "new file while others write to it; the copy goes on where this one stands, so run only one of them. "
    "verify\n"
    "compares each row with its checksum, check has the database examine itself; the exit code is 3 when\n"
    "something is wrong.\n"
    "  tidings store backup news-$(date +%F).db\n"};
