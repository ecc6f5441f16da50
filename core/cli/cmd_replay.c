/* cli/cmd_replay.c - tidings replay: what the present parsers make of the answers that were kept (engine/replay.h).
 *
 * First the store is looked through for current records that name a capture; then the engine reads those answers, in the order of
 * the files.  A dry run writes nothing and shows what would be another version.
 */
#include "cli/cli.h"

#include "capture/captures.h"
#include "cli/record_filter.h"
#include "cli/scratch_store.h"
#include "cli/text_page.h"
#include "cli/version_diff.h"
#include "engine/replay.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/check.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

static struct replay_options {
  struct record_filter filter;
  int dry, outdated, isolation;
} opt = {.isolation = ISOLATION_AS_CONFIGURED};

static const struct cli_option options[] = {
    {"dry-run", 'n', CLI_FLAG, offsetof(struct replay_options, dry), NULL,
     "Store nothing, and show what would change."},
    {"outdated", 0, CLI_FLAG, offsetof(struct replay_options, outdated), NULL,
     "Only what another version of its parser has read, or a parser that is not there any more."},
    FILTER_SOURCE(struct replay_options),
    FILTER_SINCE(struct replay_options, ""),
    FILTER_UNTIL(struct replay_options),
    FILTER_QUERY(struct replay_options),
    CLI_ISOLATION(struct replay_options),
    {0}};

/* ---- which records ---- */

struct named { /* a record, and the answer that it names */
  const char *file, *source;
  int64_t offset, id;
};

struct choice {
  struct named *v;
  size_t n, cap;
  struct map names; /* of files and sources, each once */
  struct arena arena, row;
  uint64_t others; /* records without captures */
  int is_busy;     /* another program writes the store */
  int64_t *ids;
  struct replay_group *groups;
  size_t n_groups;
};

static const char *intern(struct choice *c, struct tdg_str s) {
  char *name = map_get(&c->names, s.p, s.n);
  if (name != NULL) return name;
  name = arena_copy(&c->arena, s.p, s.n);
  map_put(&c->names, name, s.n, name);
  return name;
}

static int is_outdated(const tdg_rec *r, const tdg_rec *capture) {
  const struct component_info *now =
      plugin_component(cli_plugins(), TDG_KIND_PARSER, rec_get(r, TDG_PARSER_NAME, 0).p);
  return now == NULL || strcmp(now->plugin->version, rec_get(capture, TDG_PARSER_VERSION, 0).p) != 0;
}

static int take_row(void *arg, const struct tdg_row *row) {
  struct choice *c = arg;
  if (!filter_takes(&opt.filter, row)) return 0;
  arena_reset(&c->row);
  const tdg_rec *r = lookup_rec(&c->row, row), *capture = r != NULL ? rec_get_rec(r, TDG_CAPTURE, 0) : NULL;
  if (capture == NULL) {
    c->others++;
    return 0;
  }
  if (opt.outdated && !is_outdated(r, capture)) return 0;
  if (c->n == c->cap) {
    c->cap = c->cap > 0 ? 2 * c->cap : 256;
    c->v = check_realloc(c->v, c->cap * sizeof *c->v);
  }
  c->v[c->n++] = (struct named){intern(c, rec_get(capture, TDG_FILE, 0)), intern(c, row->source),
                                rec_get_int(capture, TDG_OFFSET, 0), row->id};
  return 0;
}

static int order_of(int64_t a, int64_t b) { return (a > b) - (a < b); }

static int by_place(const void *left, const void *right) {
  const struct named *a = left, *b = right;
  int order = strcmp(a->file, b->file);
  if (order == 0) order = order_of(a->offset, b->offset);
  if (order == 0) order = strcmp(a->source, b->source);
  return order != 0 ? order : order_of(a->id, b->id);
}

static int is_same_answer(const struct named *a, const struct named *b) {
  return strcmp(a->file, b->file) == 0 && a->offset == b->offset && strcmp(a->source, b->source) == 0;
}

/* Those of one answer and source together. */
static void group(struct choice *c) {
  if (c->n > 0) qsort(c->v, c->n, sizeof *c->v, by_place);
  c->ids = check_alloc((c->n + 1) * sizeof *c->ids);
  c->groups = check_alloc((c->n + 1) * sizeof *c->groups);
  for (size_t i = 0; i < c->n; i++) {
    c->ids[i] = c->v[i].id;
    if (i == 0 || !is_same_answer(&c->v[i - 1], &c->v[i]))
      c->groups[c->n_groups++] = (struct replay_group){&c->ids[i], 0};
    c->groups[c->n_groups - 1].n++;
  }
}

static int choose(const struct cli *cli, struct choice *c) {
  struct tdg_counts counts = {.size = sizeof counts};
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  int code = filter_find(&opt.filter, cli, s);
  if (code == CLI_DONE && s->ops->counts(s->handle, &counts) < 0) code = lookup_failed(s);
  c->is_busy = counts.owner[0] != '\0';
  if (code == CLI_DONE && s->ops->record_each(s->handle, 0, 0, take_row, c) < 0) code = lookup_failed(s);
  group(c);
  return cli_close_store(s, code);
}

static void choice_free(struct choice *c) {
  free(c->v);
  free(c->ids);
  free(c->groups);
  map_free(&c->names);
  arena_free(&c->arena);
  arena_free(&c->row);
}

static int tell_nothing(const struct choice *c) {
  say_error("tidings replay: %s\n", c->others > 0 ? "no capture is kept of these records"
                                    : opt.outdated
                                        ? "nothing of the kind was read by another version of its parser"
                                        : "there are no such records");
  return CLI_NOTHING;
}

/* ---- what would change ---- */

struct show {
  const struct cli *cli;
  struct page page;
  struct buf json;
};

static void show_text(struct show *w, const tdg_rec *before, const tdg_rec *after) {
  struct page *p = &w->page;
  char id[ID_LETTERS + 1];
  const struct tdg_str title = rec_get(before, TDG_TITLE, 0);
  id_text(rec_get_int(before, TDG_ID, 0), id);
  page_style(p, PAGE_BOLD);
  page_text(p, title.n > 0 ? title : tdg_str_of("(without a title)"));
  page_style(p, PAGE_PLAIN);
  page_say(p, "  %s  ", id);
  page_style(p, PAGE_LINK);
  page_text(p, rec_get(before, TDG_URL, 0));
  page_style(p, PAGE_PLAIN);
  page_flow(p, 0, 2);
  version_diff_put(p, before, after);
}

static void show_json(struct show *w, const tdg_rec *before, const tdg_rec *after) {
  struct version_words words;
  struct buf *out = &w->json;
  buf_clear(out);
  version_diff_words(before, after, &words);
  buf_str(out, "{\"id\":");
  json_quote_id(out, rec_get_int(before, TDG_ID, 0));
  json_put_text(out, "title", rec_get(before, TDG_TITLE, 0));
  json_put_text(out, "url", rec_get(before, TDG_URL, 0));
  if (words.gone[0] != '\0') json_put_text(out, "gone", tdg_str_of(words.gone));
  if (words.new[0] != '\0') json_put_text(out, "new", tdg_str_of(words.new));
  version_diff_names_json(out, before, after);
  buf_str(out, "}\n");
  say_ready(stdout, out->p, out->n);
}

static void show_change(void *arg, const tdg_rec *before, const tdg_rec *after) {
  struct show *w = arg;
  if (w->cli->json) show_json(w, before, after);
  else if (!w->cli->quiet) show_text(w, before, after);
}

/* ---- the command ---- */

typedef unsigned long long ull;

static void report(const struct cli *cli, const struct engine *e, const struct engine_replay *r) {
  const struct engine_counts *c = &e->counts;
  const struct replay_counts *n = &r->counts;
  if (cli->json) {
    say("{\"answers\":%llu,\"%s\":%llu,\"unchanged\":%llu,\"forgotten\":%llu,\"gone\":%llu,\"damaged\":%llu,"
        "\"unread\":%llu,"
        "\"not_found\":%llu}\n",
        (ull)c->documents, opt.dry ? "would_change" : "new_versions", (ull)c->versions, (ull)c->unchanged,
        (ull)n->forgotten, (ull)n->gone, (ull)n->damaged, (ull)n->unread, (ull)n->lost);
    return;
  }
  if (cli->quiet) return;
  say("%llu answer%s: %llu %s, %llu unchanged", (ull)c->documents, PLURAL(c->documents), (ull)c->versions,
      c->versions == 1 ? (opt.dry ? "would be a new version" : "new version")
      : opt.dry        ? "would be new versions"
                       : "new versions",
      (ull)c->unchanged);
  if (n->forgotten > 0) say("; %llu forgotten", (ull)n->forgotten);
  if (n->gone > 0) say("; %llu whose files are gone", (ull)n->gone);
  if (n->damaged > 0) say("; %llu damaged", (ull)n->damaged);
  if (n->unread > 0) say("; %llu that cannot be read now (see the warnings)", (ull)n->unread);
  if (n->lost > 0) say("; %llu record%s not found any more", (ull)n->lost, PLURAL(n->lost));
  say("\n");
  if (opt.dry) say("This was a dry run: nothing was stored.\n");
}

/* Nothing that could be read is no success. */
static int weigh(const struct engine *e, const struct engine_replay *r, int code) {
  if (code == CLI_DONE && r->counts.lost > 0) code = CLI_PARTLY;
  if (code == CLI_PARTLY && e->counts.versions + e->counts.unchanged == 0) code = CLI_FAILED;
  return code;
}

/* A dry run beside a program that runs reads a copy. */
static int dry_store(const struct cli *cli, const struct choice *c, struct scratch_store *scratch,
                     struct engine_spec *spec) {
  if (!opt.dry || !c->is_busy) return CLI_DONE;
  const int code = scratch_store_make(cli, "replay", scratch);
  spec->store_path = scratch->path;
  return code;
}

static int replay(struct cli *cli, struct engine_spec *spec, const struct choice *c) {
  struct show show = {.cli = cli, .json = buf_make(1 << 20)};
  const char *folder = spec->capture->folder;
  struct engine_replay what = {.folder = folder,
                               .groups = c->groups,
                               .n = c->n_groups,
                               .dry = opt.dry,
                               .differs = show_change,
                               .arg = &show};
  int code = CLI_USAGE;
  spec->read_paths = &folder; /* they alone are read */
  spec->n_read = 1;
  spec->capture = NULL;
  if (opt.dry) spec->n_stages = spec->n_briefs = spec->n_sinks = 0;
  cli_isolate(spec, opt.isolation);
  struct engine *e = cli_engine("replay", spec, &code);
  if (e == NULL) return code;
  page_init(&show.page, cli);
  code = engine_replay(e, &what);
  page_free(&show.page);
  buf_free(&show.json);
  report(cli, e, &what);
  code = weigh(e, &what, code);
  engine_free(e);
  return code;
}

static int run(struct cli *cli) {
  struct choice c = {0};
  struct engine_spec spec = {0};
  struct scratch_store scratch = {.folder = ""};
  if (filter_read(&opt.filter, &cli_replay) < 0) return CLI_USAGE;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  if (spec.capture == NULL)
    return cli_usage(&cli_replay,
                     "the configuration keeps no captures (store: capture); name it with --config");
  int code = choose(cli, &c);
  if ((code == CLI_DONE || code == CLI_PARTLY) && c.n == 0) code = tell_nothing(&c);
  else if (code == CLI_DONE || code == CLI_PARTLY) {
    int replayed = dry_store(cli, &c, &scratch, &spec);
    if (replayed == CLI_DONE) replayed = replay(cli, &spec, &c);
    if (replayed != CLI_DONE) code = replayed;
  }
  scratch_store_remove(&scratch);
  filter_free(&opt.filter);
  choice_free(&c);
  return code;
}

const struct cli_command cli_replay = {"replay",
                                       "[ID...]",
                                       "Parse the answers that were kept with the present parsers",
                                       options,
                                       &opt,
                                       run,
                                       "The configuration says whether answers are kept (store: capture). "
                                       "Records that are read otherwise now get a new\n"
                                       "version, whose change is \"reparsed\"; nothing else is stored, and "
                                       "nothing is fetched. A record whose answer is gone\n"
                                       "or damaged stays as it is, and is told (exit code 3); of one that "
                                       "spoke of what was forgotten it stays too.\n"
                                       "  tidings replay --dry-run --source gazette\n"
                                       "  tidings replay --outdated\n"};
