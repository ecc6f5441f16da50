/* cli/report.c - the final report of a command: what was read, and what was left out and why; see cli.h. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "record/record_json.h"
#include "util/bytebuf.h"
#include "util/clock.h"

#include <stdio.h>
#include <string.h>

typedef unsigned long long ull;

enum { TOLD_SOURCES = 8, MAX_JSON_LEFT = 64 << 20 };

static void say_json_left(const struct left *l) {
  struct buf out = buf_make(MAX_JSON_LEFT);
  for (size_t i = 0; i < l->n_sources; i++) {
    const struct left_source *one = l->sources[i];
    buf_printf(&out, "%s{\"source\":", i > 0 ? "," : "");
    json_quote(&out, one->id, strlen(one->id));
    buf_printf(&out, ",\"tasks\":%llu,\"due\":", (ull)one->n);
    json_quote_time(&out, one->first > 0 ? one->first : clock_wall_ms());
    buf_str(&out, "}");
  }
  say(",\"left\":%llu,\"left_of\":[", (ull)l->n);
  say_ready(stdout, out.p, out.full ? 0 : out.n);
  say("]");
  buf_free(&out);
}

static void say_json(const struct engine_counts *c, const struct left *l) {
  say("{\"documents\":%llu,\"records\":%llu,\"new_versions\":%llu,\"unchanged\":%llu,\"dropped\":%llu,"
      "\"briefs\":%llu,"
      "\"quarantined\":%llu,"
      "\"beyond_limits\":%llu,"
      "\"failed\":%llu,\"left_out\":%llu,\"older\":%llu,\"nothing_to_read\":%llu,\"not_followed\":%llu,"
      "\"reserved\":%llu,\"expired\":%llu,\"forgotten\":%llu,\"removed\":%llu,\"damaged\":%llu,"
      "\"sinks_behind\":%llu,"
      "\"sink_refusals\":%llu,\"stage_failures\":%llu,\"brief_failures\":%llu",
      (ull)c->documents, (ull)c->records, (ull)c->versions, (ull)c->unchanged, (ull)c->dropped,
      (ull)c->briefs, (ull)c->quarantined, (ull)c->beyond, (ull)c->failed, (ull)c->left_out, (ull)c->older,
      (ull)c->stubs, (ull)c->refused, (ull)c->reserved, (ull)c->expired, (ull)c->forgotten, (ull)c->removed,
      (ull)c->damaged, (ull)c->sinks_behind, (ull)c->sink_refusals, (ull)c->unjudged, (ull)c->unwritten);
  say_json_left(l);
  say("}\n");
}

static const char *s(uint64_t n) { return n == 1 ? "" : "s"; }

/* Number of tasks left over, their sources, and when they can run. */
static void say_left(FILE *out, const struct left *l) {
  const int64_t now = clock_wall_ms();
  char when[PAGE_DISTANCE];
  say_to(out, "; %llu task%s left for the next run:", (ull)l->n, s(l->n));
  for (size_t i = 0; i < l->n_sources && i < TOLD_SOURCES; i++) {
    const struct left_source *one = l->sources[i];
    say_to(out, "%s %llu of %s (%s)", i > 0 ? "," : "", (ull)one->n,
           one->id[0] != '\0' ? one->id : "the import",
           page_distance_text(now, one->first > now ? one->first : now, when));
  }
  if (l->n_sources > TOLD_SOURCES) say_to(out, " and of %zu sources more", l->n_sources - TOLD_SOURCES);
}

/* Losses are always reported, even with --quiet. */
static void say_left_out(FILE *out, size_t sources, const struct engine *e) {
  const struct engine_counts *c = &e->counts;
  /* Final failures are in quarantine; sources are polled again. */
  if (c->failed > 0 && sources > 0)
    say_to(out, "; %llu failed (see `tidings sources --broken`)", (ull)c->failed);
  if (c->quarantined > 0) say_to(out, "; %llu in quarantine (see `tidings quarantine`)", (ull)c->quarantined);
  if (c->beyond > 0)
    say_to(out, "; %llu document%s inside others beyond a limit (see the warnings)", (ull)c->beyond,
           s(c->beyond));
  if (c->sinks_behind > 0)
    say_to(out, "; a sink did not take its records (they are given again with the next run)");
  if (c->sink_refusals > 0)
    say_to(out, "; %llu record%s refused by a sink%s", (ull)c->sink_refusals, s(c->sink_refusals),
           store_keeps_refused(e->store) ? " (see `tidings sink queue list`)" : "");
  if (c->unjudged > 0)
    say_to(out, "; %llu record%s that a stage failed on (see the warnings)", (ull)c->unjudged,
           s(c->unjudged));
  if (c->unwritten > 0)
    say_to(out, "; %llu stor%s whose brief failed (see the warnings)", (ull)c->unwritten,
           c->unwritten == 1 ? "y" : "ies");
  if (c->damaged > 0)
    say_to(out, "; %llu damaged in the store (see `tidings status --verify`)", (ull)c->damaged);
  if (e->left.n > 0) say_left(out, &e->left);
  say_to(out, "\n");
}

int cli_report(const struct cli *cli, const struct engine *e, size_t sources, int code) {
  const struct engine_counts *c = &e->counts;
  if (cli->json) {
    say_json(c, &e->left);
  } else if (!cli->quiet) {
    if (sources > 0) say("%zu source%s, ", sources, s(sources));
    say("%llu document%s: %llu new record%s, %llu new version%s, %llu unchanged", (ull)c->documents,
        s(c->documents), (ull)c->records, s(c->records), (ull)c->versions, s(c->versions), (ull)c->unchanged);
    if (c->stubs > 0) say(", %llu with nothing to read", (ull)c->stubs);
    if (c->left_out > 0) say(", %llu more left out, since they are no news", (ull)c->left_out);
    if (c->older > 0) say(", %llu older", (ull)c->older);
    if (c->refused > 0) say(", %llu address%s not followed", (ull)c->refused, c->refused == 1 ? "" : "es");
    if (c->reserved > 0) say(", %llu reserved by their publishers", (ull)c->reserved);
    if (c->expired > 0) say(", %llu older than they would be kept", (ull)c->expired);
    if (c->forgotten > 0) say(", %llu forgotten and not stored again", (ull)c->forgotten);
    if (c->removed > 0) say(", %llu removed as old", (ull)c->removed);
    if (c->dropped > 0) say(", %llu dropped by a stage", (ull)c->dropped);
    if (c->briefs > 0) say("; %llu brief%s written", (ull)c->briefs, s(c->briefs));
    say_left_out(stdout, sources, e);
  } else if (c->failed + c->quarantined + c->beyond + c->damaged + c->sinks_behind + c->sink_refusals +
                 c->unjudged + c->unwritten + e->left.n >
             0) {
    say_error("tidings: of %llu documents not all were kept", (ull)c->documents);
    say_left_out(stderr, sources, e);
  }
  return code;
}

int cli_close_store(struct store *store, int code) {
  const char *message;
  int64_t n = store_damaged(store, &message);
  if (n > 0) say_error("tidings: %s\n", message);
  if (n > 0)
    say_error("tidings: %lld damaged row%s left out; `tidings status --verify` lists all\n", (long long)n,
              n == 1 ? " was" : "s were");
  store_close(store);
  return n > 0 && code == CLI_DONE ? CLI_PARTLY : code;
}
