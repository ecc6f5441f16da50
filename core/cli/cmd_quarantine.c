/* cmd_quarantine.c - tidings quarantine list|show|retry|drop: documents that killed a plugin or were refused. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct quarantine_options {
  int body, all;
  const char *plugin;
} opt;

static const struct cli_option options[] = {
    {"plugin", 0, CLI_TEXT, offsetof(struct quarantine_options, plugin), "NAME",
     "With retry: those that this component could not read."},
    {"all", 0, CLI_FLAG, offsetof(struct quarantine_options, all), NULL, "With retry: all of them."},
    {"body", 0, CLI_FLAG, offsetof(struct quarantine_options, body), NULL,
     "With show: the document's own bytes and nothing else."},
    {0}};

struct listing {
  const struct cli *cli;
  struct page page;
  struct buf json;
  int failed;
};

static void print_json(struct listing *l, const struct tdg_quarantine *q) {
  buf_clear(&l->json);
  buf_printf(&l->json, "{\"id\":%lld,\"at\":", (long long)q->id);
  json_quote_time(&l->json, q->at);
  buf_str(&l->json, ",\"first\":");
  json_quote_time(&l->json, q->first);
  buf_printf(&l->json, ",\"count\":%lld", (long long)q->count);
  json_put_text(&l->json, "plugin", q->plugin);
  json_put_text(&l->json, "version", q->version);
  json_put_text(&l->json, "cause", q->cause);
  buf_printf(&l->json, ",\"signal\":%u", q->signal);
  json_put_said(&l->json, "message", q->message);
  json_put_said(&l->json, "url", q->url);
  json_put_text(&l->json, "source", q->source);
  buf_str(&l->json, "}\n");
  say_ready(stdout, l->json.p, l->json.n);
}

static int list_one(void *arg, const struct tdg_quarantine *q) {
  struct listing *l = arg;
  struct page *p = &l->page;
  if (l->cli->json) return print_json(l, q), 0;
  page_say(p, "%lld", (long long)q->id);
  page_fill(p, 5);
  page_time(p, q->at);
  page_say(p, "  ");
  page_style(p, PAGE_BAD);
  page_text(p, q->cause);
  page_style(p, PAGE_PLAIN);
  page_say(p, "  ");
  page_text(p, q->plugin);
  page_say(p, " ");
  page_text(p, q->version);
  if (q->count > 1) {
    page_say(p, "  %lld times since ", (long long)q->count);
    page_time(p, q->first);
  }
  page_flow(p, 0, 5);
  if (q->message.n > 0) {
    page_said(p, q->message);
    page_flow(p, 5, 5);
  }
  page_style(p, PAGE_LINK);
  page_said(p, q->url);
  page_line(p, 5);
  return 0;
}

/* Show the document as fetched: its fields, and the beginning of its bytes. */
static void put_document(struct page *p, const tdg_rec *doc) {
  enum { SHOWN = 400 };
  struct tdg_str body = rec_get(doc, TDG_BODY, 0), type = rec_get(doc, TDG_MEDIA_TYPE, 0);
  page_say(p, "%zu bytes of ", body.n);
  page_text(p, type.n > 0 ? type : (struct tdg_str){"unknown type", 12});
  if (body.n > 0) page_say(p, "; --body writes them out. They begin:");
  page_flow(p, 5, 5);
  if (body.n == 0) return;
  page_style(p, PAGE_DIM);
  /* a feed often contains its own address */
  page_said(p, (struct tdg_str){body.p, body.n < SHOWN ? body.n : SHOWN});
  page_flow(p, 5, 5);
}

static int show_one(void *arg, const struct tdg_quarantine *q) {
  struct listing *l = arg;
  struct arena a = {0};
  struct tdg_row row = {.wire = q->document};
  const tdg_rec *doc = q->document.n > 0 ? lookup_rec(&a, &row) : NULL;
  if (opt.body) {
    struct tdg_str body = doc == NULL ? (struct tdg_str){"", 0} : rec_get(doc, TDG_BODY, 0);
    l->failed = doc == NULL || say_ready(stdout, body.p, body.n) < 0;
  } else {
    list_one(l, q);
    if (doc != NULL && !l->cli->json) put_document(&l->page, doc);
  }
  arena_free(&a);
  return 0;
}

static int run_open(const struct cli *cli, struct store *s, int64_t id) {
  struct listing l = {.cli = cli, .json = buf_make(16 << 20)};
  page_init(&l.page, cli);
  int n = s->ops->quarantine_list(s->handle, id, id == 0 ? list_one : show_one, &l);
  page_free(&l.page);
  buf_free(&l.json);
  if (n < 0) return lookup_failed(s);
  if (n == 0 && id == 0 && !cli->quiet) say_error("tidings: nothing is in quarantine\n");
  if (n == 0 && id != 0)
    say_error("tidings: there is no %lld in quarantine; `tidings quarantine list` has them all\n",
              (long long)id);
  return n == 0 ? CLI_NOTHING : l.failed ? CLI_FAILED : CLI_DONE;
}

static int drop(const struct cli *cli, int64_t id) {
  struct store *s = cli_open_store_to_write(cli);
  if (s == NULL) return CLI_CONFIG;
  int n = s->ops->begin(s->handle);
  if (n >= 0) n = store_quarantine_drop(s, id);
  int status = n < 0 ? n : s->ops->commit(s->handle), code = status < 0 ? lookup_failed(s)
                                                             : n == 0   ? CLI_NOTHING
                                                                        : CLI_DONE;
  if (status == TDG_STORE_BUSY) code = CLI_BUSY;
  if (code == CLI_NOTHING) say_error("tidings: nothing of that number is in quarantine\n");
  if (code == CLI_DONE && !cli->quiet) say("%d document%s forgotten\n", n, n == 1 ? "" : "s");
  return cli_close_store(s, code);
}

/* Parse a number of the listing; 0 for "all" where allowed; -1 when invalid. */
static int64_t number_of(const char *text, int all) {
  char *end;
  long long n = strtoll(text, &end, 10);
  if (all && strcmp(text, "all") == 0) return 0;
  return end != text && *end == '\0' && n > 0 ? n : -1;
}

static int look(const struct cli *cli, int64_t id) {
  struct store *s = cli_open_store(cli);
  return s == NULL ? CLI_CONFIG : cli_close_store(s, run_open(cli, s, id));
}

/* ---- retry ---- */

enum { MAX_RETRIES = 100000 };

struct choice {
  int64_t *ids;
  size_t n, cap;
  int more; /* than one run takes */
};

static int choose(void *arg, const struct tdg_quarantine *q) {
  struct choice *c = arg;
  if (opt.plugin != NULL && strcmp(q->plugin.p, opt.plugin) != 0) return 0;
  if (c->n == MAX_RETRIES) return c->more = 1;
  if (c->n == c->cap) {
    c->cap = c->cap > 0 ? 2 * c->cap : 64;
    c->ids = check_realloc(c->ids, c->cap * sizeof *c->ids);
  }
  c->ids[c->n++] = q->id;
  return 0;
}

static int choose_all(const struct cli *cli, int64_t id, struct choice *c) {
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  int n = s->ops->quarantine_list(s->handle, id, choose, c);
  return cli_close_store(s, n < 0 ? lookup_failed(s) : c->n == 0 ? CLI_NOTHING : CLI_DONE);
}

static int retry_chosen(struct cli *cli, const struct choice *c) {
  struct engine_spec spec = {0};
  int code;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  struct engine *e = cli_engine("quarantine", &spec, &code);
  if (e == NULL) return code;
  code = cli_report(cli, e, 0, engine_retry_quarantine(e, c->ids, c->n));
  engine_free(e);
  return code;
}

static int retry(struct cli *cli, int64_t id) {
  struct choice c = {0};
  int code = choose_all(cli, id, &c);
  if (code == CLI_NOTHING) say_error("tidings: nothing of that kind is in quarantine\n");
  if (c.more) say_error("tidings: only the first %d are parsed; retry again for the rest\n", MAX_RETRIES);
  if (code == CLI_DONE) code = retry_chosen(cli, &c);
  free(c.ids);
  return code;
}

static int run_retry(struct cli *cli) {
  int named = cli->n_args == 2, chosen = named + opt.all + (opt.plugin != NULL);
  int64_t id = named ? number_of(cli->args[1], 1) : 0;
  if (id < 0 || cli->n_args > 2 || chosen != 1)
    return cli_usage(&cli_quarantine, "say retry, and a number, --plugin NAME or --all");
  return retry(cli, id);
}

static int run(struct cli *cli) {
  const char *what = cli->n_args > 0 ? cli->args[0] : "list";
  if (strcmp(what, "list") == 0 && cli->n_args <= 1) return look(cli, 0);
  if (strcmp(what, "retry") == 0) return run_retry(cli);
  int dropping = strcmp(what, "drop") == 0;
  if (opt.body && isatty(STDOUT_FILENO))
    return cli_usage(&cli_quarantine,
                     "--body writes the bytes as they came, which are not for a terminal: ... > FILE");
  int64_t id =
      cli->n_args == 2 && (dropping || strcmp(what, "show") == 0) ? number_of(cli->args[1], dropping) : -1;
  if (id < 0)
    return cli_usage(&cli_quarantine, "say list, show or retry and a number, or drop and a number or all");
  return dropping ? drop(cli, id) : look(cli, id);
}

const struct cli_command cli_quarantine = {
    "quarantine",
    "[list] | show N | retry N|--plugin NAME|--all | drop N|all",
    "Documents no plugin could be trusted with, and why",
    options,
    &opt,
    run,
    "Each document is listed once, with the time of its last occurrence and the number of occurrences. It\n"
    "stays until it is dropped, or until newer ones need the room, so that it can be examined or sent to "
    "the\n"
    "author of a plugin (show N --body). After the cause is fixed, retry parses the kept bytes again: the\n"
    "records get the source and the time of the first try, what the document names is followed with the "
    "next\n"
    "run, and the document leaves the quarantine. One that still cannot be read stays, with its count "
    "raised\n"
    "(exit code 3). A document that was never fetched is fetched with the next run of its source; of an\n"
    "import, import it again.\n"};
