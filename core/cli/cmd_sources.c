/* cmd_sources.c - tidings sources: list sources with their state, the time of the next poll, and why then.
 *
 * The sources are read from the store one by one; none is kept. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "engine/conduct.h"
#include "engine/outcome.h"
#include "record/record_json.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/str.h>

static struct sources_options {
  int broken, behaviour, write;
  const char *from;
} opt;

static const struct cli_option options[] = {
    {"broken", 0, CLI_FLAG, offsetof(struct sources_options, broken), NULL,
     "Only those that need you; the exit code is 3 when there are any, else 0."},
    {"behaviour", 0, CLI_FLAG, offsetof(struct sources_options, behaviour), NULL,
     "What we did that publishers complain of, by source; the exit code is 3 when there is any."},
    {"from", 0, CLI_TEXT, offsetof(struct sources_options, from), "LIST.opml",
     "Print the feeds of a list (OPML, newsboat's urls, addresses; -) as sources for a configuration."},
    {"write", 0, CLI_FLAG, offsetof(struct sources_options, write), NULL,
     "With --from: write those into the configuration that are not there."},
    {0}};

struct listing {
  const struct cli *cli;
  struct store *store;
  struct page page;
  struct buf json;
  struct visits visits;
  int n, broken; /* sources told; and of them those that need the operator */
  int status;    /* the store's failure */
  int at_length; /* they were asked for by name */
  int64_t now;
};

static void put_number(struct buf *out, const char *name, int64_t v) {
  buf_printf(out, ",\"%s\":%lld", name, (long long)v);
}

static void source_json(struct listing *l, const struct tdg_source_state *r, const struct health *h,
                        const struct next_poll *next) {
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
  json_put_time(&l->json, "added", r->added);
  json_put_time(&l->json, "last_attempt", r->last_attempt);
  json_put_time(&l->json, "last_ok", r->last_ok);
  json_put_time(&l->json, "last_new", r->last_new);
  json_put_time(&l->json, "next_due", next->at);
  json_put_text(&l->json, "next_by", tdg_str_of(next->by));
  json_put_said(&l->json, "next_why", tdg_str_of(next->why));
  put_number(&l->json, "interval_ms", r->interval);
  put_number(&l->json, "polls", r->polls);
  put_number(&l->json, "documents", r->documents);
  put_number(&l->json, "records", r->records);
  put_number(&l->json, "unchanged", r->unchanged);
  put_number(&l->json, "words", r->words);
  put_number(&l->json, "http_status", r->status);
  put_number(&l->json, "to_look_at_again", visits_of(&l->visits, r->id));
  health_json(&l->json, h);
  buf_str(&l->json, "}\n");
  say_ready(stdout, l->json.p, l->json.n);
}

static void put_state(struct page *p, const struct tdg_source_state *r, const struct health *h) {
  page_style(p, !h->well ? PAGE_BAD : r->last_ok == 0 ? PAGE_WARN : PAGE_GOOD);
  page_say(p, "%-7s ", h->word);
  page_style(p, PAGE_PLAIN);
}

static void put_head(struct page *p, const struct tdg_source_state *r, const struct health *h) {
  put_state(p, r, h);
  page_style(p, PAGE_BOLD);
  page_text(p, r->id);
  page_style(p, PAGE_PLAIN);
}

/* Print the error, how often in a row, since when, and in which list. */
static void put_trouble(struct listing *l, const struct tdg_source_state *r, const struct health *h) {
  struct page *p = &l->page;
  page_style(p, PAGE_BAD);
  if (h->list[0] != '\0') {
    page_say(p, "%lld of the %lld list%s it leads to: ", (long long)h->unwell, (long long)h->lists,
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

static void put_unmet(struct page *p, const struct health *h) {
  if (h->unmet[0] == '\0') return;
  page_style(p, PAGE_BAD);
  page_said(p, tdg_str_of(h->unmet));
  page_flow(p, 8, 10);
}

static void put_next(struct listing *l, const struct next_poll *next) {
  struct page *p = &l->page;
  if (next->at == 0) return;
  page_say(p, ", next ");
  if (next->at <= l->now) page_say(p, "now");
  else page_distance(p, l->now, next->at);
  if (next->why[0] != '\0') page_say(p, ": ");
  page_said(p, tdg_str_of(next->why));
}

static void put_visits(struct listing *l, struct tdg_str id) {
  const int64_t n = visits_of(&l->visits, id);
  if (n > 0) page_say(&l->page, "%lld article%s to look at again", (long long)n, PLURAL(n));
}

/* ---- one source at length ---- */

enum { LABEL = 16 };

static void put_label(struct page *p, const char *label) {
  page_style(p, PAGE_DIM);
  page_say(p, "%s", label);
  page_style(p, PAGE_PLAIN);
  page_fill(p, LABEL - 2);
}

static void put_time(struct listing *l, const char *label, int64_t at, const char *never) {
  struct page *p = &l->page;
  put_label(p, label);
  if (at == 0) {
    page_say(p, "%s", never);
  } else {
    page_time(p, at);
    page_say(p, ", ");
    page_distance(p, l->now, at);
  }
  page_flow(p, 2, LABEL);
}

static void put_said(struct page *p, const char *label, struct tdg_str text) {
  if (text.n == 0) return;
  put_label(p, label);
  page_said(p, text);
  page_flow(p, 2, LABEL);
}

static void put_error(struct page *p, const struct tdg_source_state *r) {
  if (r->last_error.n == 0) return;
  put_label(p, "error");
  if (outcome_is_failure(r->outcome)) page_say(p, "%s: ", outcome_word(r->outcome));
  page_said(p, r->last_error);
  page_flow(p, 2, LABEL);
  if (r->failures == 0) return;
  put_label(p, "failures");
  page_say(p, "%u in a row", r->failures);
  page_flow(p, 2, LABEL);
}

static const char *hub_state(const struct tdg_subscription *u, int64_t now) {
  if (u->state == TDG_SUBSCRIPTION_VERIFIED && u->expires > now) return "pushes what is new";
  if (u->state == TDG_SUBSCRIPTION_ASKED) return "was asked to push, and has not answered";
  if (u->state == TDG_SUBSCRIPTION_ENDING) return "is asked to push no more";
  return u->state == TDG_SUBSCRIPTION_DENIED ? "does not want to push" : "is not asked to push (websub:)";
}

static void put_hub(struct listing *l, const struct tdg_source_state *r) {
  struct page *p = &l->page;
  struct arena a = {0};
  struct tdg_subscription u;
  const int found = store_subscription_load(l->store, r->id.p, &a, &u);
  if (found < 0) l->status = found;
  if (found == 1) {
    put_label(p, "hub");
    page_said(p, u.hub);
    page_say(p, " %s", hub_state(&u, l->now));
    if (u.reason.n > 0) page_say(p, ": ");
    page_said(p, u.reason);
    page_flow(p, 2, LABEL);
    if (u.state == TDG_SUBSCRIPTION_VERIFIED) put_time(l, "pushes until", u.expires, "");
    put_label(p, "pushed");
    page_say(p, "%lld time%s", (long long)u.pushes, PLURAL(u.pushes));
    if (u.wrong > 0) page_say(p, ", and %lld with a wrong signature", (long long)u.wrong);
    page_flow(p, 2, LABEL);
  }
  arena_free(&a);
}

static void source_at_length(struct listing *l, const struct tdg_source_state *r, const struct health *h,
                             const struct next_poll *next) {
  struct page *p = &l->page;
  put_head(p, r, h);
  page_flow(p, 0, 8);
  put_said(p, "title", r->title);
  put_said(p, "address", r->url);
  put_said(p, "moved to", r->moved_url);
  put_label(p, "last outcome");
  page_say(p, "%s", r->outcome != TDG_OUTCOME_NONE ? outcome_word(r->outcome) : "not known");
  if (r->status > 0) page_say(p, " (%u)", r->status);
  page_flow(p, 2, LABEL);
  put_error(p, r);
  if (r->trouble_since != 0) put_time(l, "since", r->trouble_since, "");
  if (h->list[0] != '\0') put_said(p, "list in trouble", tdg_str_of(h->list));
  if (h->list[0] != '\0') put_said(p, "its trouble", tdg_str_of(h->why));
  put_said(p, "expected", tdg_str_of(h->unmet));
  put_time(l, "added", r->added, "not known");
  put_time(l, "last asked", r->last_attempt, "never");
  put_time(l, "last success", r->last_ok, "never");
  put_time(l, "last new", r->last_new, "never");
  put_time(l, "next poll", next->at, r->retired ? "never again (410)" : "none");
  put_said(p, "why then", tdg_str_of(next->why));
  put_hub(l, r);
  if (visits_of(&l->visits, r->id) > 0) {
    put_label(p, "edits");
    put_visits(l, r->id);
    page_flow(p, 2, LABEL);
  }
  put_label(p, "so far");
  page_say(p, "%lld poll%s, %lld unchanged, %lld document%s, %lld record%s", (long long)r->polls,
           PLURAL(r->polls), (long long)r->unchanged, (long long)r->documents, PLURAL(r->documents),
           (long long)r->records, PLURAL(r->records));
  if (r->words > 0) page_say(p, " of %lld word%s on the average", (long long)r->words, PLURAL(r->words));
  page_flow(p, 2, LABEL);
}

/* ---- a list of sources ---- */

static void source_text(struct listing *l, const struct tdg_source_state *r, const struct health *h,
                        const struct next_poll *next) {
  struct page *p = &l->page;
  put_head(p, r, h);
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
  if (visits_of(&l->visits, r->id) > 0) page_say(p, ", ");
  put_visits(l, r->id);
  put_next(l, next);
  page_flow(p, 8, 8);
  if (h->times > 0) put_trouble(l, r, h);
  put_unmet(p, h);
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
  const struct conf_source *conf = cli_source(l->cli, r->id.p);
  struct health h;
  struct next_poll next;
  if (r->absent == TDG_TAKEN_OUT) return 0;
  l->status = health_of(l->store, r, &h);
  if (l->status >= 0) l->status = next_poll_of(l->store, r, conf, l->now, &next);
  if (l->status < 0) return 1;
  if (conf != NULL) health_expect(&conf->expect, r, l->now, &h);
  l->n++;
  l->broken += !h.well;
  if (opt.broken && h.well) return 0;
  if (l->cli->json) source_json(l, r, &h, &next);
  else if (l->at_length) source_at_length(l, r, &h, &next);
  else source_text(l, r, &h, &next);
  return 0;
}

/* ---- our behaviour ---- */

static int see_behaviour(void *arg, const struct tdg_source_state *r) {
  struct listing *l = arg;
  int64_t n[CONDUCT_KINDS], all = 0;
  l->status = conduct_of(l->store, r->id.p, n);
  if (l->status < 0) return 1;
  for (int i = 0; i < CONDUCT_KINDS; i++) all += n[i];
  l->n++;
  l->broken += all > 0;
  if (all == 0 && !l->cli->json) return 0;
  if (l->cli->json) {
    buf_clear(&l->json);
    buf_str(&l->json, "{\"id\":");
    json_quote(&l->json, r->id.p, r->id.n);
    for (int i = 0; i < CONDUCT_KINDS; i++) put_number(&l->json, conduct_words[i], n[i]);
    buf_str(&l->json, "}\n");
    say_ready(stdout, l->json.p, l->json.n);
    return 0;
  }
  page_text(&l->page, r->id);
  for (int i = 0; i < CONDUCT_KINDS; i++)
    if (n[i] > 0) page_say(&l->page, ", %lld %s", (long long)n[i], conduct_words[i]);
  page_flow(&l->page, 0, 4);
  return 0;
}

/* Those that were asked for by name, else all. */
static int list(struct listing *l) {
  const struct cli *cli = l->cli;
  const tdg_source_fn fn = opt.behaviour ? see_behaviour : see;
  int found = 0;
  l->at_length = cli->n_args > 0;
  if (cli->n_args == 0) return store_source_list(l->store, fn, l);
  for (int i = 0; i < cli->n_args; i++) {
    const int before = l->n, n = store_source_get(l->store, cli->args[i], fn, l);
    if (n < 0 || l->status < 0) return n;
    if (l->n == before)
      say_error("tidings sources: this store has no source that is called %s\n", cli->args[i]);
    else found++;
  }
  return found == cli->n_args ? found : 0;
}

static int code_of(const struct listing *l, int found) {
  if (found == 0 || l->n == 0) return CLI_NOTHING;
  return (opt.broken || opt.behaviour) && l->broken > 0 ? CLI_PARTLY : CLI_DONE;
}

static int run(struct cli *cli) {
  if (sources_is_change(cli)) return sources_change(cli, &cli_sources);
  if (opt.write && (opt.from == NULL || cli->config == NULL))
    return cli_usage(&cli_sources, "--write: name the list with --from, and the configuration with --config");
  if (opt.from != NULL) return sources_from(cli, "sources", opt.from, opt.write);
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  struct listing l = {.cli = cli, .store = s, .json = buf_make(1 << 20), .now = clock_wall_ms()};
  page_init(&l.page, cli);
  l.status = opt.behaviour ? 0 : visits_count(s, &l.visits);
  const int found = l.status < 0 ? l.status : list(&l);
  int code = found < 0 || l.status < 0 ? lookup_failed(s) : code_of(&l, found);
  if (code == CLI_NOTHING && cli->n_args == 0 && !cli->quiet)
    say_error("tidings: this store has polled no source yet\n");
  if (opt.behaviour && code == CLI_DONE && !cli->quiet)
    say_error("tidings: nothing that publishers complain of\n");
  if (opt.broken && code == CLI_DONE && !cli->quiet) say_error("tidings: no source needs you\n");
  page_free(&l.page);
  buf_free(&l.json);
  visits_free(&l.visits);
  return cli_close_store(s, code);
}

const struct cli_command cli_sources = {
    "sources",
    "[SOURCE ... | history SOURCE | undo SOURCE | retry SOURCE]",
    "List the sources: whether they answer, what they gave, when they are polled next, and why then",
    options,
    &opt,
    run,
    "The health of a source is one word: ok, new, quiet, empty, moved or off; of one that needs you, which\n"
    "--broken lists: failing, unreadable, login, refused, gone, partly, or unmet (not as its expect: says).\n"
    "With --broken the exit code is 0 when no source needs you, 3 when one does, 4 when there is none. With\n"
    "the ids of sources it tells all that is known of them.\n\n"
    "tidings sources --from feeds.opml > feeds.yaml writes the feeds of another reader down; then\n"
    "{ include: feeds.yaml } among the sources of a configuration reads them.\n"
    "\n"
    "history ID lists the addresses at which a source was asked, with dates. A source whose server says\n"
    "for a week that it has moved for good is asked there; undo ID takes that back, and it is not done\n"
    "again. retry ID asks a source again that is retired (410), or waits after failures, with the next run.\n"
    "A program that runs on the store does it at once.\n"};
