/* cli/sources_change.c - tidings sources history, undo, retry: the addresses of a source, and its way back.
 *
 * undo and retry change the state of one source in one transaction, which the program that runs on the store does by
 * itself; without one, the next run makes its task anew.
 */
#include "cli/cli.h"

#include "cli/ask_running.h"
#include "cli/text_page.h"
#include "engine/control.h"
#include "engine/settle.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/str.h>

struct found {
  struct tdg_source_state state;
  struct arena arena;
};

static int tell_unknown(const char *id) {
  say_error("tidings: this store has no source \"%s\"; `tidings sources` lists them\n", id);
  return CLI_NOTHING;
}

/* CLI_DONE, or after the reason was printed another code. */
static int find(struct store *s, const char *id, struct found *f) {
  int n = store_source_load(s, id, &f->arena, &f->state);
  if (n < 0) return lookup_failed(s);
  return n == 1 ? CLI_DONE : tell_unknown(id);
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

static int tell(const struct cli *cli, enum source_order order, const char *id, enum source_obeyed how) {
  const char *words = source_order_words(order, how, 0);
  if (how == ORDER_UNKNOWN) return tell_unknown(id);
  if (how == ORDER_NEEDLESS) return say_error("tidings: source %s %s\n", id, words), CLI_NOTHING;
  if (!cli->quiet) say("source %s %s\n", id, words);
  return CLI_DONE;
}

static int write_change(const struct cli *cli, struct store *s, enum source_order order, const char *id) {
  enum source_obeyed how = ORDER_UNKNOWN;
  int status = s->ops->begin(s->handle);
  if (status >= 0) status = source_obey(s, order, id, clock_wall_ms(), &how);
  if (status >= 0) status = s->ops->commit(s->handle);
  if (status >= 0) return tell(cli, order, id, how);
  const int code = lookup_failed(s);
  return status == TDG_STORE_BUSY ? CLI_BUSY : code;
}

/* The running program does it by itself. */
static int ask(const struct cli *cli, const char *word, const char *id, int *code) {
  struct running_answer answer;
  char request[CONTROL_MAX_REQUEST];
  const int n = snprintf(request, sizeof request, "%s %s", word, id);
  if (!conf_is_id(id) || n >= (int)sizeof request) return 0;
  const int asked = ask_running(cli, request, &answer);
  *code = answer.code;
  if (asked < 0 && answer.code != CLI_CONFIG) say_error("tidings sources %s: %s\n", word, answer.why);
  if (asked > 0) running_answer_say(cli, &answer, "");
  running_answer_free(&answer);
  return asked;
}

static int change(struct cli *cli, const char *word, const char *id) {
  int code = CLI_FAILED;
  if (ask(cli, word, id, &code) != 0) return code;
  struct store *s = cli_open_store_to_write(cli);
  if (s == NULL) return CLI_CONFIG;
  return cli_close_store(s, write_change(cli, s, source_order_of(word), id));
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
  if (id != NULL) return change(cli, what, id);
  return cli_usage(
      sources, "say history, undo or retry, and the id of a source; sources are added in the configuration");
}
