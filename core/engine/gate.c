/* engine/gate.c - robots.txt before a page; see gate.h.  Owns nothing; only the store can fail. */
#include "engine/gate.h"

#include "engine/engine.h"
#include "engine/ingest.h"
#include "engine/outcome.h"
#include "engine/schedule.h"
#include "engine/settle.h"
#include "util/log.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
enum { SET_BACK_MS = 60000 }; /* the clock: what was written later than now by more is not believed */

static const struct tdg_str none = {"", 0};

enum gate_mode gate_mode_of(const struct engine *e, const struct engine_source *s) {
  return s != NULL && s->robots != NULL ? *s->robots : e->spec.robots;
}

/* ---- whom to ask ---- */

/* Where a source has an account, what it leads to on its server is read for the operator, as the source is.
 * Imports have what a list names with TDG_REPEAT; other addresses of theirs are arguments of the operator. */
static int is_asked_for(const struct engine *e, const struct engine_source *s, const struct tdg_task *task,
                        struct tdg_str url, const tdg_rec *request) {
  const enum gate_mode mode = gate_mode_of(e, s);
  if (mode == GATE_NONE || task->group.n == 0 || !store_keeps_robots(e->store)) return 0;
  if (task->kind == TDG_TASK_HUB) return 0; /* a hub is there to be asked */
  if (task->kind == TDG_TASK_IMPORT) return request != NULL && rec_has(request, TDG_REPEAT);
  if (mode == GATE_ALL) return 1;
  if (outgoing_has_account(s) && tdg_url_same_origin(tdg_str_of(s->url), url)) return 0;
  return task->kind != TDG_TASK_POLL;
}

/* 0: the address has no server. */
static int name_server(const struct engine *e, const struct engine_source *s, struct tdg_str url,
                       struct arena *a, struct gate *g) {
  struct tdg_url u;
  if (!tdg_url_is_web(url) || tdg_url_parse(url, &u) != 0 || u.host.n == 0) return 0;
  const struct tdg_str group = engine_group(a, url), token = robots_token(outgoing_name(e, s, url));
  char *key = arena_printf(a, "%.*s %.*s://%s", (int)token.n, token.p, (int)u.scheme.n, u.scheme.p, group.p);
  for (char *c = key; *c != '\0'; c++) *c = tdg_lower(*c);
  g->key = key;
  g->server = arena_printf(a, "%.*s%s%.*s", (int)u.host.n, u.host.p, u.port.n > 0 ? ":" : "", (int)u.port.n,
                           u.port.n > 0 ? u.port.p : "");
  g->url = arena_printf(a, "%.*s://%s/robots.txt", (int)u.scheme.n, u.scheme.p, g->server);
  return 1;
}

const tdg_rec *gate_request(struct arena *a, const struct gate *g) {
  tdg_rec *request = rec_new(a, TDG_REQUEST), *header = rec_new(a, TDG_GROUP);
  rec_put_str(request, TDG_URL, g->url);
  rec_put(request, TDG_ETAG, g->etag.p, g->etag.n);
  rec_put(request, TDG_LAST_MODIFIED, g->last_modified.p, g->last_modified.n);
  rec_put_str(header, TDG_NAME, "Accept-Encoding"); /* it is read here, where nothing is unpacked */
  rec_put_str(header, TDG_VALUE, "identity");
  rec_put_rec(request, TDG_HEADER, header);
  return request;
}

/* ---- what is known ---- */

struct kept {
  struct tdg_robots *row;
  struct arena *arena;
};

static int remember(void *arg, const struct tdg_robots *r) {
  const struct kept *k = arg;
  struct tdg_str *const texts[] = {&k->row->key, &k->row->etag, &k->row->last_modified, &k->row->text};
  store_copy(k->row, sizeof *k->row, r);
  store_copy_texts(k->arena, texts, sizeof texts / sizeof texts[0]);
  return 1;
}

/* A new row, when there is none.  1 found, 0 not, or the store's error. */
static int load(const struct engine *e, struct arena *a, const char *key, struct tdg_robots *row) {
  struct kept k = {row, a};
  *row = (struct tdg_robots){
      .size = sizeof *row, .key = tdg_str_of(key), .etag = none, .last_modified = none, .text = none};
  return store_robots_get(e->store, key, remember, &k);
}

static int is_fresh(int64_t asked, int64_t fresh_until, int64_t now) {
  return now < fresh_until && asked <= now + SET_BACK_MS;
}

static int is_too_slow(const struct engine *e, int64_t delay) {
  return e->spec.max_crawl_delay > 0 && delay > e->spec.max_crawl_delay;
}

static const char *slow_words(const struct engine *e, struct arena *a, const struct gate *g, int64_t delay) {
  return arena_printf(a,
                      "robots.txt of %s asks for %lld seconds between two requests, more than "
                      "fetch.hosts.max_crawl_delay (%lld): its pages are left out",
                      g->server, (long long)delay / 1000, (long long)e->spec.max_crawl_delay / 1000);
}

/* By the rules that its server has given. */
static void decide(const struct engine *e, struct arena *a, struct gate_known *k, struct tdg_str url,
                   struct gate *g) {
  g->held = gate_known_hold(k);
  g->rules = &k->rules;
  if (is_too_slow(e, k->rules.delay)) g->why = slow_words(e, a, g, k->rules.delay);
  else if (!robots_may_ask(&k->rules, url))
    g->why = arena_printf(a, "robots.txt of %s does not allow it", g->server);
  if (g->why != NULL) g->what = GATE_CLOSED;
}

/* No other wait is as long. */
static int waits_for_network(const struct tdg_robots *row) {
  return row->fresh_until - row->asked == NETWORK_AGAIN_MS;
}

static void wait_for_answer(struct arena *a, const struct tdg_robots *row, struct gate *g) {
  g->what = GATE_CLOSED;
  g->again_at = row->fresh_until;
  if (waits_for_network(row)) g->network = NETWORK_AWAY;
  g->why = arena_printf(a, "robots.txt of %s could not be asked for%s", g->server,
                        row->status > 0 ? arena_printf(a, " (%s)", outcome_answered(a, row->status)) : "");
}

static struct gate_known *parse(const struct engine *e, const struct tdg_robots *row) {
  struct arena a = {0};
  struct robots rules;
  robots_parse(&rules, &a, row->text, none); /* as stored: for the token of the key */
  struct gate_known *k = gate_known_put(e->gates, row, &rules);
  arena_free(&a);
  return k;
}

static void ask(const struct tdg_robots *row, struct gate *g) {
  g->what = GATE_ASK;
  if (!row->known) return;
  g->etag = row->etag;
  g->last_modified = row->last_modified;
}

int gate_look(const struct engine *e, const struct engine_source *s, const struct tdg_task *task,
              struct tdg_str url, const tdg_rec *request, struct arena *a, int64_t now, struct gate *out) {
  struct tdg_robots row;
  *out = (struct gate){.what = GATE_OPEN, .etag = none, .last_modified = none};
  if (!is_asked_for(e, s, task, url, request) || !name_server(e, s, url, a, out)) return 0;
  struct gate_known *k = gate_known_find(e->gates, out->key);
  if (k != NULL && is_fresh(k->asked, k->fresh_until, now)) {
    decide(e, a, k, url, out);
    return 0;
  }
  int found = load(e, a, out->key, &row);
  if (found < 0) return found;
  if (found == 0 || !is_fresh(row.asked, row.fresh_until, now)) ask(&row, out);
  else if (!row.known) wait_for_answer(a, &row, out);
  else decide(e, a, parse(e, &row), url, out);
  return 0;
}

void gate_leave(struct gate *g) {
  gate_known_leave(g->held);
  g->held = NULL;
  g->rules = NULL;
}

/* ---- the answer ---- */

enum meaning { RULES, SAME, EVERYTHING, NOTHING };

static enum meaning meaning_of(const tdg_rec *doc, const struct tdg_robots *before) {
  const int64_t status = doc != NULL ? rec_get_int(doc, TDG_STATUS, 0) : 0;
  const struct tdg_str error = doc != NULL ? rec_get(doc, TDG_ERROR, 0) : none;
  if (doc == NULL) return NOTHING;
  if (redirect_hops(doc) > GATE_MAX_HOPS || strcmp(error.p, "redirect") == 0) return EVERYTHING;
  if (error.n > 0) return NOTHING;
  if (status == 304 && before->known) return SAME;
  if (status >= 400 && status < 500 && status != 429) return EVERYTHING;
  /* 0: of a fetcher that knows no status */
  const int came = status == 0 || (status >= 200 && status < 300);
  return came && !rec_has(doc, TDG_ENCODING) ? RULES : NOTHING;
}

static int64_t fresh_for(const tdg_rec *doc, int64_t now) {
  struct schedule_hints h = {0};
  schedule_hear(&h, doc, now);
  return h.http <= 0 || h.http > DAY ? DAY : h.http < HOUR ? HOUR : h.http;
}

static const char *failure_words(struct arena *a, const tdg_rec *doc) {
  const struct tdg_str said = doc != NULL ? rec_get(doc, TDG_MESSAGE, 0) : tdg_str_of("there was no answer");
  if (said.n > 0) return said.p;
  if (rec_has(doc, TDG_ENCODING)) return "it came compressed, which was not asked for";
  return outcome_answered(a, rec_get_int(doc, TDG_STATUS, 0));
}

/* Its network is away, or may be: not a second time in a row. */
static int is_networks(const struct gate *g, const struct tdg_robots *before) {
  return g->network >= NETWORK_LOST ||
         (g->network == NETWORK_DOUBTFUL && (before->failures == 0 || before->status > 0));
}

static void note_failure(struct arena *a, const struct gate *g, struct tdg_robots *row, const tdg_rec *doc,
                         int64_t now) {
  const uint32_t untold = waits_for_network(row) ? 2 : 1;
  const int is_network = is_networks(g, row);
  const char *words = failure_words(a, doc);
  row->failures = g->network >= NETWORK_LOST ? 0 : row->failures + 1;
  row->fresh_until = now + (is_network ? NETWORK_AGAIN_MS : schedule_refusal(row->failures));
  if (is_network)
    log_info("robots.txt of %s is not reached (%s); perhaps it is the network", g->server, words);
  else if (row->failures <= untold)
    log_warning("robots.txt of %s could not be asked for (%s): %s", g->server, words,
                row->known ? "its earlier rules hold" : "its pages wait until it answers");
}

static void note_rules(const struct engine *e, struct arena *a, const struct gate *g, struct tdg_robots *row,
                       const tdg_rec *doc, struct robots *rules) {
  const struct tdg_str token = {g->key, strcspn(g->key, " ")};
  robots_parse(rules, a, rec_get(doc, TDG_BODY, 0), token);
  row->text = robots_text(a, rules);
  row->etag = rec_get(doc, TDG_ETAG, 0);
  row->last_modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
  if (is_too_slow(e, rules->delay))
    log_info("%s", slow_words(e, a, g, rules->delay)); /* settle.c warns, by source */
}

int gate_settle(struct engine *e, struct arena *a, const struct gate *g, struct tdg_str group,
                const tdg_rec *doc, int64_t now) {
  struct tdg_robots row;
  struct robots rules = {0};
  int status = load(e, a, g->key, &row);
  if (status < 0) return status;
  gate_known_drop(e->gates, g->key);
  const enum meaning m = meaning_of(doc, &row);
  if (m == NOTHING) note_failure(a, g, &row, doc, now);
  row.asked = now;
  row.status = doc != NULL ? (uint32_t)rec_get_int(doc, TDG_STATUS, 0) : 0;
  if (m == NOTHING) return store_robots_put(e->store, &row);
  row.known = 1;
  row.failures = 0;
  row.fresh_until = now + fresh_for(doc, now);
  if (m == EVERYTHING) row.text = row.etag = row.last_modified = none;
  if (m == RULES) note_rules(e, a, g, &row, doc, &rules);
  if (m == SAME) robots_parse(&rules, a, row.text, none);
  /* a server that is left out is not slowed down for what else is asked there */
  hosts_set_delay(e->hosts, group, is_too_slow(e, rules.delay) ? 0 : rules.delay, now);
  return store_robots_put(e->store, &row);
}

int gate_forgive(struct engine *e, const char *key) {
  struct arena a = {0};
  struct tdg_robots row;
  int status = load(e, &a, key, &row);
  if (status == 1 && row.failures > 0) {
    row.failures = 0;
    row.fresh_until = row.asked + NETWORK_AGAIN_MS;
    gate_known_drop(e->gates, key);
    status = store_robots_put(e->store, &row);
  }
  arena_free(&a);
  return status < 0 ? status : 0;
}
