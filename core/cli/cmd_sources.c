/* cmd_sources.c - tidings sources: list sources with their state and the time of the next poll. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "engine/outcome.h"
#include "record/record_json.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/str.h>

static struct sources_options {
  int broken;
  const char *from;
} opt;

static const struct cli_option options[] = {
    {"broken", 0, CLI_FLAG, offsetof(struct sources_options, broken), NULL,
     "Only those that do not answer or cannot be read, wholly or in part."},
    {"from", 0, CLI_TEXT, offsetof(struct sources_options, from), "LIST.opml",
     "Write the feeds of an OPML list as sources for a configuration."},
    {0}};

struct listing {
  const struct cli *cli;
  struct store *store;
  struct page page;
  struct buf json;
  int n, status; /* the store's failure */
  int64_t now;
};

static void put_number(struct buf *out, const char *name, int64_t v) {
  buf_printf(out, ",\"%s\":%lld", name, (long long)v);
}
static void put_when(struct buf *out, const char *name, int64_t ms) {
  buf_printf(out, ",\"%s\":", name);
  if (ms == 0) buf_str(out, "null");
  else json_quote_time(out, ms);
}

static void source_json(struct listing *l, const struct tdg_source_state *r, const struct health *h) {
  buf_clear(&l->json);
  buf_printf(&l->json, "{\"health\":\"%s\"", h->word);
  json_put_text(&l->json, "id", r->id);
  json_put_said(&l->json, "url", r->url);
  json_put_text(&l->json, "title", r->title);
  json_put_said(&l->json, "last_error", r->last_error);
  json_put_said(&l->json, "moved_url", r->moved_url);
  json_put_said(&l->json, "adopted", r->adopted);
  json_put_text(&l->json, "outcome", tdg_str_of(outcome_word(r->outcome)));
  put_number(&l->json, "failures", r->failures);
  put_when(&l->json, "added", r->added);
  put_when(&l->json, "last_attempt", r->last_attempt);
  put_when(&l->json, "last_ok", r->last_ok);
  put_when(&l->json, "last_new", r->last_new);
  put_when(&l->json, "next_due", r->absent == TDG_CONFIGURED ? r->next_due : 0);
  put_number(&l->json, "interval_ms", r->interval);
  put_number(&l->json, "polls", r->polls);
  put_number(&l->json, "documents", r->documents);
  put_number(&l->json, "records", r->records);
  put_number(&l->json, "unchanged", r->unchanged);
  health_json(&l->json, h);
  buf_str(&l->json, "}\n");
  say_ready(stdout, l->json.p, l->json.n);
}

static void put_state(struct page *p, const struct tdg_source_state *r, const struct health *h) {
  page_style(p, r->retired ? PAGE_DIM : !h->well ? PAGE_BAD : r->last_ok == 0 ? PAGE_WARN : PAGE_GOOD);
  page_say(p, "%-7s ", h->word);
  page_style(p, PAGE_PLAIN);
}

/* Print the error, how often in a row, since when, and in which list. */
static void put_trouble(struct listing *l, const struct tdg_source_state *r, const struct health *h) {
  struct page *p = &l->page;
  page_style(p, PAGE_BAD);
  if (h->list[0] != '\0') {
    page_say(p, "%lld of the %lld list%s it names: ", (long long)h->unwell, (long long)h->lists,
             PLURAL(h->lists));
    page_said(p, tdg_str_of(h->list));
    page_say(p, ", ");
    health_say(p, h, l->now);
  } else if (r->failures > 0) {
    page_say(p, "%u failure%s in a row", r->failures, PLURAL(r->failures));
    if (h->since != 0) page_say(p, ", first ");
    if (h->since != 0) page_distance(p, l->now, h->since);
  } else {
    page_say(p, "some of its documents");
  }
  page_say(p, ": ");
  if (h->list[0] == '\0' && outcome_is_failure(r->outcome)) page_say(p, "%s: ", outcome_word(r->outcome));
  page_said(p, tdg_str_of(h->why));
  page_flow(p, 8, 10);
}

static void source_text(struct listing *l, const struct tdg_source_state *r, const struct health *h) {
  struct page *p = &l->page;
  put_state(p, r, h);
  page_style(p, PAGE_BOLD);
  page_text(p, r->id);
  page_style(p, PAGE_PLAIN);
  if (r->title.n > 0) {
    page_say(p, "  ");
    page_text(p, r->title);
  }
  page_flow(p, 0, 8);
  page_say(p, "%lld record%s in %lld poll%s", (long long)r->records, PLURAL(r->records), (long long)r->polls,
           PLURAL(r->polls));
  if (r->last_new != 0) {
    page_say(p, ", something new ");
    page_distance(p, l->now, r->last_new);
  }
  if (!r->retired && r->absent == TDG_CONFIGURED && r->next_due != 0) {
    page_say(p, ", next ");
    if (r->next_due <= l->now) page_say(p, "now");
    else page_distance(p, l->now, r->next_due);
  }
  page_flow(p, 8, 8);
  if (!h->well) put_trouble(l, r, h);
  page_style(p, PAGE_LINK);
  page_said(p, r->url);
  page_line(p, 8);
  if (r->adopted.n > 0) {
    page_style(p, PAGE_WARN);
    page_say(p, "has moved, and is asked at ");
    page_said(p, r->adopted);
    page_flow(p, 8, 10);
  }
  if (r->moved_url.n == 0) return;
  page_style(p, PAGE_WARN);
  page_say(p, "says it has moved to ");
  page_said(p, r->moved_url);
  page_flow(p, 8, 10);
}

static int see(void *arg, const struct tdg_source_state *r) {
  struct listing *l = arg;
  struct health h;
  if (r->absent == TDG_TAKEN_OUT) return 0;
  l->status = health_of(l->store, r, &h);
  if (l->status < 0) return 1;
  if (opt.broken && h.well) return 0;
  l->n++;
  if (l->cli->json) source_json(l, r, &h);
  else source_text(l, r, &h);
  return 0;
}

static int run(struct cli *cli) {
  if (cli->n_args > 0) return sources_change(cli);
  if (opt.from != NULL) return sources_from(cli, opt.from);
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  struct listing l = {.cli = cli, .store = s, .json = buf_make(1 << 20), .now = clock_wall_ms()};
  page_init(&l.page, cli);
  int n = store_source_list(s, see, &l), code = CLI_DONE;
  if (n < 0 || l.status < 0) code = lookup_failed(s);
  else if (l.n == 0) code = CLI_NOTHING;
  if (code == CLI_NOTHING && !cli->quiet)
    say_error(opt.broken ? "tidings: every source answers and can be read\n"
                         : "tidings: this store has polled no source yet\n");
  page_free(&l.page);
  buf_free(&l.json);
  return cli_close_store(s, code);
}

const struct cli_command cli_sources = {
    "sources",
    "[history ID | undo ID | retry ID]",
    "List the sources: whether they answer, what they gave, when they are polled next",
    options,
    &opt,
    run,
    "tidings sources --from feeds.opml > feeds.yaml writes the feeds of another reader down; then\n"
    "{ include: feeds.yaml } among the sources of a configuration reads them.\n"
    "\n"
    "history ID lists the addresses at which a source was asked, with dates. A source whose server says\n"
    "for a week that it has moved for good is asked there; undo ID takes that back, and it is not done\n"
    "again. retry ID asks a source again that is retired (410), or waits after failures, with the next run.\n"
    "undo and retry write the store, so no run may be using it (exit code 6).\n"};
