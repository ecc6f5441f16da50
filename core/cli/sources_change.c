/* cli/sources_change.c - tidings sources history, undo, retry: the addresses of a source, and its way back.
 *
 * undo and retry change the state of one source in one transaction; the next run makes its task anew.
 */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/str.h>

static const struct tdg_str none = {"", 0};

struct found {
  struct tdg_source_state state;
  struct arena arena;
};

/* CLI_DONE, or after the reason was printed another code. */
static int find(struct store *s, const char *id, struct found *f) {
  int n = store_source_load(s, id, &f->arena, &f->state);
  if (n < 0) return lookup_failed(s);
  if (n == 1) return CLI_DONE;
  say_error("tidings: this store has no source \"%s\"; `tidings sources` lists them\n", id);
  return CLI_NOTHING;
}

/* ---- history ---- */

struct listing {
  const struct cli *cli;
  struct page page;
  struct buf json;
  int64_t now;
};

static const char *word_of(uint32_t how) {
  static const char *const words[] = {"", "moved", "undone", "configured"};
  return how < sizeof words / sizeof words[0] ? words[how] : "";
}

static void move_json(struct listing *l, const struct tdg_move *m) {
  buf_clear(&l->json);
  buf_str(&l->json, "{\"at\":");
  json_quote_time(&l->json, m->at);
  json_put_text(&l->json, "source", m->source);
  json_put_text(&l->json, "how", tdg_str_of(word_of(m->how)));
  json_put_said(&l->json, "was", m->was);
  json_put_said(&l->json, "is", m->is);
  buf_str(&l->json, "}\n");
  say_ready(stdout, l->json.p, l->json.n);
}

static int see(void *arg, const struct tdg_move *m) {
  struct listing *l = arg;
  struct page *p = &l->page;
  if (l->cli->json) {
    move_json(l, m);
    return 0;
  }
  page_say(p, "%s ", word_of(m->how));
  page_distance(p, l->now, m->at);
  page_say(p, ", from ");
  page_said(p, m->was);
  page_say(p, " to ");
  page_said(p, m->is);
  page_flow(p, 0, 8);
  return 0;
}

static int history(struct cli *cli, const char *id) {
  struct found f = {.arena = {0}};
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  struct listing l = {.cli = cli, .json = buf_make(1 << 20), .now = clock_wall_ms()};
  page_init(&l.page, cli);
  int code = find(s, id, &f), n = code == CLI_DONE ? store_move_list(s, id, see, &l) : 0;
  if (n < 0) code = lookup_failed(s);
  if (n >= 0 && code == CLI_DONE && !cli->json) {
    page_say(&l.page, "asked at ");
    page_said(&l.page, f.state.adopted.n > 0 ? f.state.adopted : f.state.url);
    page_flow(&l.page, 0, 8);
  }
  page_free(&l.page);
  buf_free(&l.json);
  arena_free(&f.arena);
  return cli_close_store(s, code);
}

/* ---- undo and retry ---- */

/* NULL: nothing is to be taken back. */
static const char *undo(struct store *s, struct found *f, int *status) {
  struct tdg_source_state *k = &f->state;
  if (k->adopted.n == 0) return NULL;
  const struct tdg_move m = {.size = sizeof m,
                             .how = TDG_MOVE_UNDONE,
                             .at = clock_wall_ms(),
                             .source = k->id,
                             .was = k->adopted,
                             .is = k->url};
  *status = store_move_put(s, &m);
  k->adopted = k->etag = k->last_modified = none; /* validators are of the other address */
  k->body[0] = k->body[1] = 0;
  return "is asked at its configured address again; the other one is not adopted again";
}

static const char *retry(struct store *s, struct found *f, int *status) {
  struct tdg_source_state *k = &f->state;
  (void)s, (void)status;
  if (!k->retired && k->failures == 0) return NULL;
  k->retired = k->failures = 0;
  k->next_due = 1;
  return "is asked with the next run";
}

typedef const char *(*change_fn)(struct store *, struct found *, int *status);

/* *said: what was done, NULL: nothing. */
static int write_change(struct store *s, const char *id, change_fn how, const char **said) {
  struct found f = {.arena = {0}};
  int status = s->ops->begin(s->handle), code = status < 0 ? lookup_failed(s) : find(s, id, &f);
  if (code == CLI_DONE) {
    *said = how(s, &f, &status);
    if (*said != NULL && status >= 0) status = s->ops->source_put(s->handle, &f.state);
    if (status >= 0) status = s->ops->commit(s->handle);
    if (status < 0) code = lookup_failed(s);
  }
  arena_free(&f.arena);
  return status == TDG_STORE_BUSY ? CLI_BUSY : code;
}

static int change(struct cli *cli, const char *id, change_fn how, const char *nothing) {
  const char *said = NULL;
  struct store *s = cli_open_store_to_write(cli);
  if (s == NULL) return CLI_CONFIG;
  int code = write_change(s, id, how, &said);
  if (code == CLI_DONE && said == NULL) {
    say_error("tidings: source %s %s\n", id, nothing);
    code = CLI_NOTHING;
  } else if (code == CLI_DONE && !cli->quiet) {
    say("source %s %s\n", id, said);
  }
  return cli_close_store(s, code);
}

int sources_is_change(const struct cli *cli) {
  static const char *const words[] = {"history", "undo", "retry"};
  for (size_t i = 0; cli->n_args > 0 && i < sizeof words / sizeof words[0]; i++)
    if (strcmp(cli->args[0], words[i]) == 0) return 1;
  return 0;
}

int sources_change(struct cli *cli, const struct cli_command *sources) {
  const char *what = cli->args[0], *id = cli->n_args == 2 ? cli->args[1] : NULL;
  if (id != NULL && strcmp(what, "history") == 0) return history(cli, id);
  if (id != NULL && strcmp(what, "undo") == 0) return change(cli, id, undo, "has not moved");
  if (id != NULL && strcmp(what, "retry") == 0)
    return change(cli, id, retry, "is neither retired nor failing; it is asked when it is due");
  return cli_usage(
      sources, "say history, undo or retry, and the id of a source; sources are added in the configuration");
}
