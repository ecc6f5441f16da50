/* cmd_sink.c - tidings sink queue list|retry|drop: records that sinks did not take. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/bytebuf.h"
#include "util/id.h"

#include <string.h>
#include <strings.h>

struct listing {
  const struct cli *cli;
  struct store *store;
  struct page page;
  struct buf json;
  struct tdg_str title, url; /* of the record in hand */
  struct arena arena;
};

/* ---- list ---- */

static int see_record(void *arg, const struct tdg_row *row) {
  struct listing *l = arg;
  const tdg_rec *r = lookup_rec(&l->arena, row);
  if (r == NULL) return 1;
  struct tdg_str title = rec_get(r, rec_kind(r) == TDG_BRIEF ? TDG_HEADLINE : TDG_TITLE, 0),
                 url = rec_get(r, TDG_URL, 0);
  l->title = (struct tdg_str){arena_copy(&l->arena, title.p, title.n), title.n};
  l->url = (struct tdg_str){arena_copy(&l->arena, url.p, url.n), url.n};
  return 1;
}

static const char *state_of(const struct tdg_refused *r) { return r->retry_at > 0 ? "waiting" : "refused"; }

static void put_json(struct listing *l, const struct tdg_refused *r, const char *id) {
  struct buf *out = &l->json;
  buf_clear(out);
  buf_str(out, "{\"sink\":");
  json_quote(out, r->sink.p, r->sink.n);
  buf_printf(out, ",\"record\":\"%s\"", id);
  json_put_text(out, "title", l->title);
  json_put_said(out, "url", l->url);
  buf_printf(out, ",\"state\":\"%s\",\"status\":%d", state_of(r), (int)r->status);
  json_put_said(out, "reason", r->reason);
  buf_printf(out, ",\"count\":%lld,\"first\":", (long long)r->count);
  json_quote_time(out, r->first);
  buf_str(out, ",\"last\":");
  json_quote_time(out, r->last);
  json_put_time(out, "again", r->retry_at > 0 ? r->retry_at : 0);
  buf_str(out, "}\n");
  say_ready(stdout, out->p, out->n);
}

static void put_text(struct listing *l, const struct tdg_refused *r, const char *id) {
  struct page *p = &l->page;
  page_say(p, "%s  ", id);
  page_text(p, r->sink);
  page_say(p, "  ");
  page_style(p, PAGE_BAD);
  page_say(p, "%s", state_of(r));
  page_style(p, PAGE_PLAIN);
  page_say(p, "  ");
  page_time(p, r->last);
  if (r->count > 1) {
    page_say(p, ", %lld times since ", (long long)r->count);
    page_time(p, r->first);
  }
  page_flow(p, 0, 5);
  page_said(p, r->reason);
  page_flow(p, 5, 5);
  page_text(p, l->title);
  if (l->title.n > 0) page_flow(p, 5, 5);
}

static int list_one(void *arg, const struct tdg_refused *r) {
  struct listing *l = arg;
  char id[ID_LETTERS + 1];
  const uint32_t kinds = 1u << TDG_ARTICLE | 1u << TDG_STATEMENT | 1u << TDG_BRIEF;
  arena_reset(&l->arena);
  l->title = l->url = (struct tdg_str){"", 0};
  l->store->ops->log_read(l->store->handle, r->seq - 1, kinds, NULL, 1, see_record, l);
  id_text(r->record, id);
  if (l->cli->json) put_json(l, r, id);
  else put_text(l, r, id);
  return 0;
}

static int list(const struct cli *cli, const char *sink) {
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  struct listing l = {.cli = cli, .store = s, .json = buf_make(16 << 20)};
  page_init(&l.page, cli);
  int n = store_refused_list(s, sink, list_one, &l);
  page_free(&l.page);
  buf_free(&l.json);
  arena_free(&l.arena);
  if (n == 0 && !cli->quiet) say_error("tidings: no sink has refused a record\n");
  return cli_close_store(s, n < 0 ? lookup_failed(s) : n == 0 ? CLI_NOTHING : CLI_DONE);
}

/* ---- drop ---- */

static int drop_some(const struct cli *cli, struct store *s, const char *sink, int64_t record) {
  int n = s->ops->begin(s->handle);
  if (n >= 0) n = store_refused_drop(s, sink, record);
  int status = n < 0 ? n : s->ops->commit(s->handle);
  if (status == TDG_STORE_BUSY) return lookup_failed(s), CLI_BUSY;
  if (status < 0) return lookup_failed(s);
  if (n == 0) return say_error("tidings: no such record is in the queue of a sink\n"), CLI_NOTHING;
  if (!cli->quiet) say("%d record%s given up\n", n, n == 1 ? "" : "s");
  return CLI_DONE;
}

/* A record of the queue by its id or the last letters of it. */
struct search {
  const char *what;
  int64_t id;
  int several;
};

static int see_id(void *arg, const struct tdg_refused *r) {
  struct search *f = arg;
  char id[ID_LETTERS + 1];
  size_t n = strlen(f->what);
  id_text(r->record, id);
  if (n == 0 || n > ID_LETTERS || strcasecmp(id + ID_LETTERS - n, f->what) != 0) return 0;
  f->several |= f->id != 0 && f->id != r->record;
  f->id = r->record;
  return 0;
}

static int find(struct store *s, const char *sink, struct search *f) {
  if (store_refused_list(s, sink, see_id, f) < 0) return lookup_failed(s);
  if (f->id != 0 && !f->several) return CLI_DONE;
  say_error("tidings: %s \"%s\"; `tidings sink queue list` has them all\n",
            f->several ? "several records end with" : "no record in the queue of a sink has the id", f->what);
  return f->several ? CLI_USAGE : CLI_NOTHING;
}

static int drop(const struct cli *cli, const char *which, const char *sink) {
  struct store *s = cli_open_store_to_write(cli);
  struct search f = {.what = which};
  if (s == NULL) return CLI_CONFIG;
  int code = strcmp(which, "all") == 0 ? CLI_DONE : find(s, sink, &f);
  if (code == CLI_DONE) code = drop_some(cli, s, sink, f.id);
  return cli_close_store(s, code);
}

/* ---- retry ---- */

static int has_sink(const struct engine_spec *spec, const char *sink) {
  for (size_t i = 0; i < spec->n_sinks; i++)
    if (sink == NULL ||
        strcmp(spec->sinks[i].id != NULL ? spec->sinks[i].id : spec->sinks[i].name, sink) == 0)
      return 1;
  return 0;
}

static int retry(struct cli *cli, const char *sink) {
  struct engine_spec spec = {0};
  int code;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  if (!has_sink(&spec, sink)) {
    say_error("tidings sink: the configuration has no sink%s%s; name it with --config\n",
              sink != NULL ? " called " : "", sink != NULL ? sink : "");
    return CLI_CONFIG;
  }
  struct engine *e = cli_engine("sink", &spec, &code);
  if (e == NULL) return code;
  code = engine_retry_sinks(e, sink);
  const struct engine_counts counts = e->counts, *c = &counts;
  engine_free(e);
  if (!cli->quiet && !cli->json)
    say("%llu record%s taken%s\n", (unsigned long long)c->sunk, c->sunk == 1 ? "" : "s",
        code == CLI_PARTLY ? "; not all were (see `tidings sink queue list`)" : "");
  if (cli->json)
    say("{\"taken\":%llu,\"refused\":%llu,\"sinks_behind\":%llu}\n", (unsigned long long)c->sunk,
        (unsigned long long)c->sink_refusals, (unsigned long long)c->sinks_behind);
  return code == CLI_DONE && c->sunk == 0 ? CLI_NOTHING : code;
}

static int run(struct cli *cli) {
  const char *what = cli->n_args > 1 ? cli->args[1] : "list";
  const char *first = cli->n_args > 2 ? cli->args[2] : NULL, *second = cli->n_args > 3 ? cli->args[3] : NULL;
  if (cli->n_args < 1 || strcmp(cli->args[0], "queue") != 0 || cli->n_args > 4)
    return cli_usage(&cli_sink, "say queue, and list, retry or drop");
  if (strcmp(what, "list") == 0 && second == NULL) return list(cli, first);
  if (strcmp(what, "retry") == 0 && second == NULL) return retry(cli, first);
  if (strcmp(what, "drop") == 0 && first != NULL) return drop(cli, first, second);
  return cli_usage(&cli_sink,
                   "say list or retry, and perhaps a sink; or drop and a record or all, and perhaps a sink");
}

const struct cli_command cli_sink = {
    "sink",
    "queue [list [SINK]] | queue retry [SINK] | queue drop ID|all [SINK]",
    "Records that a sink did not take, and why",
    NULL,
    NULL,
    run,
    "A record that a sink puts off (waiting) is offered again by itself, after growing intervals and in "
    "each\n"
    "run. One that it refuses, or that ends its worker, is passed over: mend the cause, then `tidings sink\n"
    "queue retry` offers what the queue contains; drop gives a record up. At most 10000 are kept for a "
    "sink;\n"
    "it gets nothing more while so many are. Exit code 3: the sink did not take all; 4: nothing was "
    "there.\n"};
