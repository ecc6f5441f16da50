/* cmd_status.c - tidings status: summary of the store and open tasks. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "engine/forgetting.h"
#include "record/record_json.h"
#include "util/clock.h"
#include "util/id.h"
#include "worker/sandbox.h"

#include <string.h>

#include <tidings/kit/str.h>

static struct status_options { int verify; } opt;

static const struct cli_option options[] = {{"verify", 0, CLI_FLAG, offsetof(struct status_options, verify),
                                             NULL,
                                             "Read everything again and compare it with its checksums."},
                                            {0}};

enum { SHOWN = 5 }; /* maximum of sources in trouble shown here; `tidings sources --broken` lists all */

/* A source that is not well. */
struct patient {
  char id[200];
  struct health health;
};

static const char *const unwell_words[] = {"failing", "unreadable", "login", "refused",
                                           "gone",    "partly",     "unmet"};
enum { UNWELL = sizeof unwell_words / sizeof unwell_words[0] };

struct status {
  struct tdg_counts c;
  int64_t removed;                    /* records, because they were old */
  int64_t to_forget;                  /* records that somebody has begun to forget */
  int64_t indexed, next_due, visits;  /* visits: articles that are to be looked at again */
  int has_next, damaged;              /* damaged: -1 when nobody looked */
  int unwell[UNWELL];                 /* of each of unwell_words */
  struct patient patients[SHOWN];     /* the first of them */
  int64_t sink_waiting, sink_refused; /* records in the queues of sinks */
  struct consumer_states consumers;
};

struct round {
  const struct cli *cli;
  int64_t now;
  struct store *store;
  struct status *st;
  int status; /* the store's failure */
};

static int n_unwell(const struct status *st) {
  int n = 0;
  for (size_t i = 0; i < UNWELL; i++) n += st->unwell[i];
  return n;
}

static int see_source(void *arg, const struct tdg_source_state *r) {
  struct round *o = arg;
  struct status *st = o->st;
  const struct conf_source *conf = cli_source(o->cli, r->id.p);
  int n = n_unwell(st);
  struct health h;
  o->status = health_of(o->store, r, &h);
  if (o->status < 0) return 1;
  if (conf != NULL) health_expect(&conf->expect, r, o->now, &h);
  if (h.well) return 0;
  if (n < SHOWN) snprintf(st->patients[n].id, sizeof st->patients[n].id, "%s", r->id.p);
  if (n < SHOWN) st->patients[n].health = h;
  for (size_t i = 0; i < UNWELL; i++) st->unwell[i] += strcmp(h.word, unwell_words[i]) == 0;
  return 0;
}

static int see_refused(void *arg, const struct tdg_refused *r) {
  struct status *st = arg;
  st->sink_waiting += r->retry_at > 0;
  st->sink_refused += r->retry_at <= 0;
  return 0;
}

static int look(const struct cli *cli, struct store *s, struct status *st) {
  struct round round = {.cli = cli, .now = clock_wall_ms(), .store = s, .st = st};
  st->c.size = sizeof st->c;
  int rc = s->ops->counts(s->handle, &st->c);
  if (rc >= 0) rc = s->ops->cursor_get(s->handle, "search", &st->indexed);
  if (rc >= 0) st->removed = store_removed_total(s);
  if (rc >= 0) rc = store_source_list(s, see_source, &round);
  if (rc >= 0) rc = round.status;
  struct visits visits = {0};
  if (rc >= 0) rc = visits_count(s, &visits);
  st->visits = visits.n;
  visits_free(&visits);
  if (rc >= 0) rc = store_refused_list(s, NULL, see_refused, st);
  if (rc >= 0) rc = consumer_states_load(&st->consumers, s);
  if (rc >= 0) rc = st->has_next = s->ops->task_next_due(s->handle, INT64_MIN, &st->next_due);
  st->damaged = -1;
  st->to_forget = forgetting_pending(cli_store_path(cli));
  return rc;
}

static int verify(struct store *s, struct status *st) {
  st->damaged = s->ops->verify(s->handle, lookup_tell_damaged, NULL);
  return st->damaged;
}

/* List components that have or need rights. */
static void put_rights_json(struct buf *out) {
  const char *comma = "";
  buf_str(out, ",\"rights\":[");
  for (const struct component_info *c = NULL; (c = plugin_next(cli_plugins(), 0, c)) != NULL;) {
    if (c->needs == 0) continue;
    buf_printf(out, "%s{\"component\":", comma);
    json_quote(out, c->name, strlen(c->name));
    buf_str(out, ",\"plugin\":");
    json_quote(out, c->plugin->id, strlen(c->plugin->id));
    cli_put_rights(out, "granted", c->granted);
    cli_put_rights(out, "lacks", plugin_lacks(c));
    buf_char(out, '}');
    comma = ",";
  }
  buf_char(out, ']');
}

static int n_patients(const struct status *st) {
  const int n = n_unwell(st);
  return n < SHOWN ? n : SHOWN;
}

static void json_patients(struct buf *out, const struct status *st) {
  buf_str(out, ",\"unwell\":[");
  for (int i = 0; i < n_patients(st); i++) {
    const struct patient *p = &st->patients[i];
    buf_printf(out, "%s{\"id\":", i > 0 ? "," : "");
    json_quote(out, p->id, strlen(p->id));
    buf_printf(out, ",\"health\":\"%s\"", p->health.word);
    health_json(out, &p->health);
    buf_char(out, '}');
  }
  buf_char(out, ']');
}

static void print_json(const struct cli *cli, const struct status *st) {
  const struct tdg_counts *c = &st->c;
  struct buf out = buf_make(1 << 20);
  const struct {
    const char *name;
    int64_t v;
  } numbers[] = {{"schema", c->schema},
                 {"bytes", c->bytes},
                 {"records", c->records},
                 {"versions", c->versions},
                 {"duplicates", c->duplicates},
                 {"dropped", c->dropped},
                 {"removed", st->removed},
                 {"log_bytes", c->log_bytes},
                 {"to_forget", st->to_forget},
                 {"notes", c->notes},
                 {"stories", c->stories},
                 {"briefs", c->briefs},
                 {"tasks_ready", c->tasks_ready},
                 {"to_look_at_again", st->visits},
                 {"tasks_leased", c->tasks_leased},
                 {"tasks_done", c->tasks_done},
                 {"tasks_failed", c->tasks_failed},
                 {"quarantined", c->quarantined},
                 {"sink_waiting", st->sink_waiting},
                 {"sink_refused", st->sink_refused},
                 {"sources", c->sources},
                 {"last_seq", c->last_seq},
                 {"search_seq", st->indexed}};
  buf_str(&out, "{\"store\":");
  json_quote(&out, cli_store_path(cli), strlen(cli_store_path(cli)));
  buf_str(&out, ",\"writer\":");
  if (c->owner[0] == '\0') buf_str(&out, "null");
  else json_quote(&out, c->owner, strlen(c->owner));
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    buf_printf(&out, ",\"%s\":%lld", numbers[i].name, (long long)numbers[i].v);
  for (size_t i = 0; i < UNWELL; i++) buf_printf(&out, ",\"sources_%s\":%d", unwell_words[i], st->unwell[i]);
  buf_str(&out, ",\"log_emptied\":");
  if (c->log_emptied > 0) json_quote_time(&out, c->log_emptied);
  else buf_str(&out, "null");
  buf_str(&out, ",\"next_due\":");
  if (st->has_next) json_quote_time(&out, st->next_due);
  else buf_str(&out, "null");
  json_patients(&out, st);
  if (st->damaged >= 0) buf_printf(&out, ",\"damaged\":%d", st->damaged);
  consumer_states_json(&out, &st->consumers);
  put_rights_json(&out);
  buf_str(&out, "}\n");
  say_ready(stdout, out.p, out.n);
  buf_free(&out);
}

static void put_store(struct page *p, const struct cli *cli, const struct tdg_counts *c) {
  const char *path = cli_store_path(cli);
  page_label(p, "store");
  page_text(p, tdg_str_of(path));
  page_say(p, ", %.1f MiB", (double)c->bytes / (1 << 20));
  if (c->log_bytes > 0 || c->log_emptied > 0) {
    page_say(p, " and %.1f MiB of its log", (double)c->log_bytes / (1 << 20));
    if (c->log_emptied > 0) page_say(p, " (emptied ");
    if (c->log_emptied > 0) page_distance(p, clock_wall_ms(), c->log_emptied);
    if (c->log_emptied > 0) page_say(p, ")");
  }
  page_say(p, ", schema %u", c->schema);
  page_flow(p, 0, 12);
  page_label(p, "writer");
  page_say(p, "%s", c->owner[0] == '\0' ? "none at the moment" : c->owner);
  page_flow(p, 0, 12);
}

/* Somebody has begun it. */
static void put_forgetting(struct page *p, const struct status *st) {
  if (st->to_forget == 0) return;
  page_label(p, "to forget");
  page_style(p, PAGE_WARN);
  page_say(p, "%lld record%s: %s", (long long)st->to_forget, PLURAL(st->to_forget),
           st->c.owner[0] != '\0' ? "under way, or with the next `tidings run`"
                                  : "`tidings forget` or the next run finishes it");
  page_flow(p, 0, 12);
}

static void put_damage(struct page *p, const struct status *st) {
  if (st->damaged < 0) return;
  page_label(p, "checksums");
  page_style(p, st->damaged > 0 ? PAGE_BAD : PAGE_GOOD);
  if (st->damaged == 0) page_say(p, "all %lld rows fit", (long long)st->c.last_seq);
  else
    page_say(p, "%d row%s damaged; restore a backup, or go on without", st->damaged,
             st->damaged == 1 ? " is" : "s are");
  page_flow(p, 0, 12);
}

static void put_rights(struct page *p) {
  size_t n = 0;
  for (const struct component_info *c = NULL; (c = plugin_next(cli_plugins(), 0, c)) != NULL;) {
    char granted[PLUGIN_RIGHTS_TEXT], lacks[PLUGIN_RIGHTS_TEXT];
    if (c->needs == 0) continue;
    if (n++ == 0) page_label(p, "rights");
    else page_say(p, "; ");
    plugin_rights_text(c->granted, granted);
    plugin_rights_text(plugin_lacks(c), lacks);
    page_text(p, tdg_str_of(c->name));
    page_say(p, ": %s", granted);
    if (plugin_lacks(c) == 0) continue;
    page_style(p, PAGE_WARN);
    page_say(p, ", lacks %s (`tidings plugin show`)", lacks);
    page_style(p, PAGE_PLAIN);
  }
  if (n > 0) page_flow(p, 0, 12);
}

/* Printed only when something is missing. */
static void put_sandbox(struct page *p) {
  const char *gap = sandbox_gap();
  if (gap == NULL) return;
  page_label(p, "sandbox");
  page_style(p, PAGE_WARN);
  page_say(p, "%s", gap);
  page_flow(p, 0, 12);
}

static void put_records(struct page *p, const struct status *st) {
  const struct tdg_counts *c = &st->c;
  page_label(p, "records");
  page_say(p, "%lld", (long long)c->records);
  if (c->versions > c->records) page_say(p, " in %lld versions", (long long)c->versions);
  if (c->duplicates > 0)
    page_say(p, ", %lld of them %s", (long long)c->duplicates, c->duplicates == 1 ? "a copy" : "copies");
  if (c->dropped > 0)
    page_say(p, ", %lld dropped by a stage (`tidings export --dropped`)", (long long)c->dropped);
  if (st->removed > 0) page_say(p, "; %lld older ones removed", (long long)st->removed);
  page_flow(p, 0, 12);
  page_label(p, "stories");
  page_say(p, "%lld, %lld brief%s written", (long long)c->stories, (long long)c->briefs, PLURAL(c->briefs));
  page_flow(p, 0, 12);
  page_label(p, "search");
  if (st->indexed >= c->last_seq) page_say(p, "up to date");
  else page_say(p, "%lld rows behind", (long long)(c->last_seq - st->indexed));
  page_flow(p, 0, 12);
}

static void put_unwell(struct page *p, const struct status *st) {
  if (n_patients(st) == 0) return;
  page_style(p, PAGE_BAD);
  for (size_t i = 0; i < UNWELL; i++)
    if (st->unwell[i] > 0) page_say(p, ", %d %s", st->unwell[i], unwell_words[i]);
  page_say(p, " (`tidings sources --broken`)");
}

/* Report failures whose cause is known; stores of older versions have some without one. */
static void put_patient(struct page *p, const struct patient *patient, int64_t now) {
  const struct health *h = &patient->health;
  if (h->since == 0 && h->unmet[0] == '\0') return;
  page_fill(p, 12);
  page_style(p, PAGE_BAD);
  page_text(p, tdg_str_of(patient->id));
  page_say(p, ": %s ", h->word);
  if (h->since == 0) {
    page_said(p, tdg_str_of(h->unmet));
    page_flow(p, 0, 14);
    return;
  }
  health_say(p, h, now);
  page_say(p, ": ");
  page_said(p, tdg_str_of(h->why));
  page_flow(p, 0, 14);
}

/* Records that sinks did not take, all of them together. */
static void put_queues(struct page *p, const struct status *st) {
  if (st->sink_waiting + st->sink_refused == 0) return;
  page_label(p, "refused");
  page_style(p, PAGE_WARN);
  page_say(p, "by sinks: %lld record%s refused, %lld waiting (`tidings sink queue list`)",
           (long long)st->sink_refused, PLURAL(st->sink_refused), (long long)st->sink_waiting);
  page_flow(p, 0, 12);
}

static void put_work(struct page *p, struct store *s, const struct status *st) {
  const struct tdg_counts *c = &st->c;
  int64_t now = clock_wall_ms();
  page_label(p, "sources");
  page_say(p, "%lld", (long long)c->sources);
  put_unwell(p, st);
  page_flow(p, 0, 12);
  for (int i = 0; i < n_patients(st); i++) put_patient(p, &st->patients[i], now);
  page_label(p, "to do");
  page_say(p, "%lld waiting", (long long)c->tasks_ready);
  if (st->visits > 0)
    page_say(p, " (%lld article%s to look at again)", (long long)st->visits, PLURAL(st->visits));
  page_say(p, ", %lld under way, %lld done", (long long)c->tasks_leased, (long long)c->tasks_done);
  if (c->tasks_failed > 0) page_say(p, ", %lld failed", (long long)c->tasks_failed);
  if (st->has_next) {
    page_say(p, ", next ");
    if (st->next_due <= now) page_say(p, "now");
    else page_distance(p, now, st->next_due);
  }
  page_flow(p, 0, 12);
  consumer_states_say(p, s, &st->consumers, now);
  put_queues(p, st);
  if (c->quarantined == 0) return;
  page_label(p, "quarantine");
  page_style(p, PAGE_WARN);
  page_say(p, "%lld document%s (`tidings quarantine list`)", (long long)c->quarantined,
           PLURAL(c->quarantined));
  page_flow(p, 0, 12);
}

static int run(struct cli *cli) {
  struct status st = {0};
  struct page page;
  struct engine_spec spec = {0};
  if (cli->n_args > 0) return cli_usage(&cli_status, "it takes no arguments");
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  if (cli_find_plugins(cli, &spec) < 0) return store_close(s), CLI_CONFIG;
  int code = look(cli, s, &st) < 0 || (opt.verify && verify(s, &st) < 0) ? lookup_failed(s) : CLI_DONE;
  if (cli->config != NULL) {
    cli_take_components(&spec);
    consumer_states_choose(&st.consumers, &spec);
  }
  if (code == CLI_DONE && cli->json) {
    print_json(cli, &st);
  } else if (code == CLI_DONE) {
    page_init(&page, cli);
    put_store(&page, cli, &st.c);
    put_records(&page, &st);
    put_work(&page, s, &st);
    put_forgetting(&page, &st);
    put_damage(&page, &st);
    put_rights(&page);
    put_sandbox(&page);
    page_free(&page);
  }
  consumer_states_free(&st.consumers);
  if (!opt.verify) return cli_close_store(s, code);
  store_close(s); /* damaged rows are already reported */
  return code == CLI_DONE && st.damaged > 0 ? CLI_PARTLY : code;
}

const struct cli_command cli_status = {
    "status", "",  "The store at a glance: what is there and what is still to do", options,
    &opt,     run, "With --verify the exit code is 3 when a row is damaged.\n"};
