/* cli/report.c - what a command has to tell when it ends: what was read, and what was left out and why; see cli.h. */
#include "cli/cli.h"

#include <stdio.h>

typedef unsigned long long ull;

static void say_json(const struct engine_counts *c) {
  say("{\"documents\":%llu,\"records\":%llu,\"new_versions\":%llu,\"unchanged\":%llu,\"briefs\":%llu,\"quarantined\":%llu,"
         "\"failed\":%llu,\"nothing_to_read\":%llu,\"not_followed\":%llu,\"damaged\":%llu}\n",
         (ull)c->documents, (ull)c->records, (ull)c->versions, (ull)c->unchanged, (ull)c->briefs, (ull)c->quarantined,
         (ull)c->failed, (ull)c->stubs, (ull)c->refused, (ull)c->damaged);
}

/* Nothing is lost silently: this part is told even to those who want errors only. */
static void say_left_out(FILE *out, size_t sources, const struct engine_counts *c) {
  /* What could not be fetched for good is in quarantine; sources are asked again. */
  if (c->failed > 0 && sources > 0) say_to(out, "; %llu failed (see `tidings sources --broken`)", (ull)c->failed);
  if (c->quarantined > 0) say_to(out, "; %llu in quarantine (see `tidings quarantine`)", (ull)c->quarantined);
  if (c->unsunk > 0) say_to(out, "; a sink did not take its records (they are given again with the next run)");
  if (c->left > 0) say_to(out, "; a part is left for later (give the same command again)");
  if (c->damaged > 0) say_to(out, "; %llu damaged in the store (see `tidings status --verify`)", (ull)c->damaged);
  say_to(out, "\n");
}

static const char *s(uint64_t n) { return n == 1 ? "" : "s"; }

int cli_report(const struct cli *cli, const struct engine *e, size_t sources, int code) {
  const struct engine_counts *c = &e->counts;
  if (cli->json) {
    say_json(c);
  } else if (!cli->quiet) {
    if (sources > 0) say("%zu source%s, ", sources, s(sources));
    say("%llu document%s: %llu new record%s, %llu new version%s, %llu unchanged", (ull)c->documents, s(c->documents),
           (ull)c->records, s(c->records), (ull)c->versions, s(c->versions), (ull)c->unchanged);
    if (c->stubs > 0) say(", %llu with nothing to read", (ull)c->stubs);
    if (c->refused > 0) say(", %llu address%s not followed", (ull)c->refused, c->refused == 1 ? "" : "es");
    if (c->briefs > 0) say("; %llu brief%s written", (ull)c->briefs, s(c->briefs));
    say_left_out(stdout, sources, c);
  } else if (c->failed + c->quarantined + c->damaged + c->unsunk + c->left > 0) {
    say_error("tidings: of %llu documents not all were kept", (ull)c->documents);
    say_left_out(stderr, sources, c);
  }
  return code;
}

int cli_close_store(struct store *store, int code) {
  const char *message;
  int64_t n = store_damaged(store, &message);
  if (n > 0) say_error("tidings: %s\n", message);
  if (n > 0) say_error("tidings: %lld damaged row%s left out; `tidings status --verify` lists all\n", (long long)n,
                     n == 1 ? " was" : "s were");
  store_close(store);
  return n > 0 && code == CLI_DONE ? CLI_PARTLY : code;
}
