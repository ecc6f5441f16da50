/* cli/find_source.c - see find_source.h.
 *
 * A discovery owns copies of what it found.  Everything that can fail is bad input: the first reason is kept.
 */
#include "cli/find_source.h"

#include "conf/usual.h"
#include "engine/ingest.h"
#include "engine/outcome.h"
#include "engine/parse.h"
#include "engine/schedule.h"
#include "news/news.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/str.h>

/* ---- one call at a time ---- */

struct call {
  struct engine *engine;
  struct job *job;
  char parser[200];
};

static void on_fetched(struct job *job) {
  struct call *c = job->arg;
  c->job = job;
  uv_stop(&c->engine->loop);
}

static void on_parsed(struct job *job, const char *parser, void *arg) {
  struct call *c = arg;
  c->job = job;
  snprintf(c->parser, sizeof c->parser, "%s", parser);
  uv_stop(&c->engine->loop);
}

static const struct job *wait_for(struct call *c) {
  while (c->job == NULL) uv_run(&c->engine->loop, UV_RUN_DEFAULT);
  return c->job;
}

static void refuse(struct discovery *d, const char *url, const char *why) {
  if (d->why[0] == '\0') snprintf(d->why, sizeof d->why, "%.300s: %.600s", url, why);
}

static const char *words_of(struct arena *a, const tdg_rec *doc) {
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  if (rec_get(doc, TDG_MESSAGE, 0).n > 0) return rec_get(doc, TDG_MESSAGE, 0).p;
  return status >= 200 && status < 300 ? outcome_unread(a, status) : outcome_answered(a, status);
}

/* What to do about an answer that is an error. */
static const char *advice_of(struct arena *a, const tdg_rec *doc) {
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0), wait = schedule_retry_after(doc, clock_wall_ms());
  const char *const when =
      wait > 0 ? arena_printf(a, "in %lld minutes", (long long)(wait + 59999) / 60000) : "later";
  switch (status) {
  case 401:
  case 407: return "it asks who you are: write the source with request: { auth: ... } (docs/operating.md)";
  case 402:
  case 403:
  case 451:
    return "the server does not want this program: ask the publisher (fetch.user_agent says who asks), or, "
           "if you have "
           "an account there, write the source with request: { auth, cookies or headers }";
  case 404: return "look for its feed at the address of the site itself";
  case 410: return "it is gone for good: look for another at the address of the site itself";
  case 429: return arena_printf(a, "it was asked too often from here: try again %s", when);
  case 406: return "the server has nothing that the program can read; another parser may ask for it (--as)";
  default: break;
  }
  return status >= 500
             ? arena_printf(a,
                            "the server has a fault of its own: try again %s, or write the source into the "
                            "configuration, where it is tried until it answers",
                            when)
             : NULL;
}

static const char *words_and_advice(struct arena *a, const tdg_rec *doc) {
  const char *words = words_of(a, doc), *advice = rec_has(doc, TDG_ERROR) ? NULL : advice_of(a, doc);
  return advice != NULL ? arena_printf(a, "%s; %s", words, advice) : words;
}

static int is_good(const tdg_rec *doc) {
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  return !rec_has(doc, TDG_ERROR) && (status == 0 || status / 100 == 2) && rec_get(doc, TDG_BODY, 0).n > 0;
}

/* The document that comes of this request, which lives as long as the job; NULL and why. */
static const tdg_rec *ask(struct call *call, const struct component_info *c, const tdg_rec *request,
                          const char *url, struct discovery *d) {
  pool_submit(engine_pool_of(call->engine, c),
              job_new(FRAME_RUN, request, clock_wall_ms(), on_fetched, call));
  const struct job *job = wait_for(call);
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_DOC) return job->recs[i];
  refuse(d, url, job->message[0] != '\0' ? job->message : "the fetcher brought nothing");
  return NULL;
}

/* The answer, in the arena; NULL and why.  as_page: with the headers that site rules ask for. */
static const tdg_rec *fetch(struct engine *e, const char *url, int as_page, struct discovery *d) {
  const struct component_info *c = plugin_fetcher(e->plugins, url);
  struct call call = {.engine = e};
  if (c == NULL) return refuse(d, url, "no plugin fetches this kind of address"), NULL;
  tdg_rec *request = rec_new(&d->arena, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  const tdg_rec *sent = site_headers_add(&d->arena, as_page ? e->spec.site_files : NULL, request);
  const tdg_rec *doc = ask(&call, c, sent, url, d);
  if (doc != NULL) doc = whole_or_failed(&d->arena, rec_copy(&d->arena, doc, TDG_DOC));
  d->answered |= doc != NULL && !rec_has(doc, TDG_ERROR);
  if (doc != NULL && !is_good(doc)) refuse(d, url, words_and_advice(&d->arena, doc)), doc = NULL;
  job_free(call.job);
  return doc;
}

int discover_account(struct engine *e, const char *url, const char *login, struct discovery *d) {
  const struct component_info *c = plugin_fetcher(e->plugins, url);
  struct call call = {.engine = e};
  *d = (struct discovery){.url = tdg_str_of(url), .parser = "", .why = ""};
  if (c == NULL)
    return refuse(d, url, "no plugin fetches this kind of address: the program was built without libcurl"),
           -1;
  tdg_rec *request = rec_new(&d->arena, TDG_REQUEST), *header = rec_new(&d->arena, TDG_GROUP);
  rec_put_str(request, TDG_URL, url);
  rec_put_str(request, TDG_FLAG, "look");
  rec_put_str(header, TDG_NAME, "Authorization");
  rec_put_str(header, TDG_VALUE, login);
  rec_put_rec(request, TDG_HEADER, header);
  const tdg_rec *doc = ask(&call, c, request, url, d);
  const int is_open = doc != NULL && !rec_has(doc, TDG_ERROR) && rec_get_int(doc, TDG_STATUS, 0) == 304;
  if (doc != NULL && !is_open) refuse(d, url, words_of(&d->arena, doc));
  job_free(call.job);
  return is_open ? 0 : -1;
}

/* ---- what it is ---- */

struct reading {
  const char *parser;
  const tdg_rec *head;
  const tdg_rec **items; /* what it says, and what it names */
  size_t n, n_feeds;     /* n_feeds: of them, how many are feeds that a page names */
  struct tdg_str genre;  /* of a page with nothing to read */
  int is_cut;            /* a feed that ends before its end */
  int is_broken;         /* it is what a parser reads, or is packed, and cannot be read */
};

static int is_feed_link(const tdg_rec *r) {
  return rec_kind(r) == TDG_REQUEST && strcmp(rec_get(r, TDG_AS, 0).p, USUAL_FEED) == 0;
}

/* A feed's requests are for the pages of its items. */
static int has_records(const struct job *job) {
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_ARTICLE || rec_kind(job->recs[i]) == TDG_STATEMENT) return 1;
  return 0;
}

static void sort_out(struct discovery *d, const struct job *job, struct reading *out) {
  const int records = has_records(job);
  out->genre = (struct tdg_str){"", 0};
  out->items = arena_zalloc(&d->arena, (job->n_recs + 1) * sizeof *out->items);
  for (size_t i = 0; i < job->n_recs; i++) {
    const tdg_rec *r = rec_copy(&d->arena, job->recs[i], rec_kind(job->recs[i]));
    const uint32_t kind = rec_kind(r);
    if (kind == TDG_FEED && out->head == NULL) out->head = r;
    out->is_cut |= kind == TDG_FEED && rec_has_text(rec_get_rec(r, TDG_QUALITY, 0), TDG_FLAG, "incomplete");
    if (kind == TDG_STUB && out->genre.n == 0) out->genre = rec_get(r, TDG_GENRE, 0);
    if (kind != TDG_ARTICLE && kind != TDG_STATEMENT && (kind != TDG_REQUEST || records)) continue;
    out->items[out->n++] = r;
    out->n_feeds += (size_t)is_feed_link(r);
  }
}

/* 0, or -1: it cannot be read so. */
static int read_as(struct engine *e, const tdg_rec *doc, const char *as, struct discovery *d,
                   struct reading *out) {
  struct call call = {.engine = e};
  *out = (struct reading){.parser = as, .genre = {"", 0}};
  route_document(e, doc, as, NULL, NULL, on_parsed, &call);
  const struct job *job = wait_for(&call);
  const int good = !job_failed(job) && job->cause == CAUSE_NONE;
  out->is_broken = !good && job->status != TDG_NOT_MINE;
  if (good) sort_out(d, job, out);
  if (good) out->parser = arena_copy(&d->arena, call.parser, strlen(call.parser));
  else refuse(d, rec_get(doc, TDG_URL, 0).p, job->message[0] != '\0' ? job->message : "no parser reads it");
  job_free(call.job);
  return good ? 0 : -1;
}

static void take(struct discovery *d, struct tdg_str url, const tdg_rec *doc, const struct reading *r) {
  d->url = url;
  d->doc = doc;
  d->parser = r->parser;
  d->head = r->head;
  d->items = r->items;
  d->n_items = r->n;
  d->is_cut = r->is_cut;
}

/* The address to ask from now on: the one behind redirects that are all permanent. */
static struct tdg_str lasting(const tdg_rec *doc, struct tdg_str url) {
  const tdg_rec *hop;
  uint32_t i = 0;
  for (; (hop = rec_get_rec(doc, TDG_REDIRECT, i)) != NULL; i++) {
    const int64_t status = rec_get_int(hop, TDG_STATUS, 0);
    if (status != 301 && status != 308) return url;
  }
  return i > 0 && rec_get(doc, TDG_FINAL_URL, 0).n > 0 ? rec_get(doc, TDG_FINAL_URL, 0) : url;
}

/* The first feed of a page that can be read. */
static int take_named(struct engine *e, const struct reading *page, struct discovery *d) {
  int fetched = 1;
  for (size_t i = 0; i < page->n && fetched < DISCOVER_MAX_FETCHES; i++) {
    struct reading r;
    if (!is_feed_link(page->items[i])) continue;
    const struct tdg_str url = rec_get(page->items[i], TDG_URL, 0);
    const int64_t pause = e->spec.host_delay < DISCOVER_PAUSE_MS ? e->spec.host_delay : DISCOVER_PAUSE_MS;
    uv_sleep((unsigned)pause);
    fetched++;
    const tdg_rec *doc = fetch(e, url.p, 0, d);
    if (doc == NULL || read_as(e, doc, USUAL_FEED, d, &r) < 0 || r.head == NULL) continue;
    take(d, lasting(doc, url), doc, &r);
    d->from_page = 1;
    d->other = page->n_feeds - 1;
    return 0;
  }
  return -1;
}

static int refuse_page(struct discovery *d, struct tdg_str url) {
  char first[sizeof d->why];
  memcpy(first, d->why, sizeof first);
  d->why[0] = '\0';
  refuse(
      d, url.p,
      arena_printf(&d->arena,
                   "the page names no feed that can be read, and there is none in the usual places (%.300s); "
                   "name a parser with --as to poll the page itself",
                   first));
  return -1;
}

static int is_login(const tdg_rec *doc, const struct reading *r) {
  return outcome_of_unusable(doc, r->genre) == TDG_OUTCOME_LOGIN;
}

static int refuse_login(struct discovery *d, const tdg_rec *doc, struct tdg_str url) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  const int elsewhere = final.n > 0 && !tdg_str_same(final, url);
  d->why[0] = '\0';
  refuse(
      d, url.p,
      arena_printf(&d->arena,
                   "a page that asks for a password%s%.200s; give the source what it is asked with (request: "
                   "auth, cookies or headers), or find the public address of its feed",
                   elsewhere ? ", at " : "", elsewhere ? final.p : ""));
  return -1;
}

/* A page that is an article or has none may name feeds. */
static int look(struct engine *e, const tdg_rec *doc, struct tdg_str url, struct discovery *d) {
  struct reading r, page;
  const int read = read_as(e, doc, "", d, &r) == 0;
  if (read && usual_is_list(r.parser) && r.n_feeds < r.n) {
    take(d, lasting(doc, url), doc, &r);
    return 0;
  }
  if (read && r.n > 0 && rec_kind(r.items[0]) == TDG_STATEMENT) {
    take(d, lasting(doc, url), doc, &r);
    return 0;
  }
  if (read && usual_is_list(r.parser) && strcmp(r.parser, USUAL_FEED) == 0) page = r;
  else if (read && usual_is_list(r.parser))
    return take(d, lasting(doc, url), doc, &r), 0; /* a list of feeds */
  else if (read_as(e, doc, USUAL_FEED, d, &page) < 0) page.n = page.n_feeds = 0;
  if (page.n_feeds > 0 && take_named(e, &page, d) == 0) return 0;
  if (!(read && r.head != NULL) && (is_login(doc, &page) || (read && is_login(doc, &r))))
    return refuse_login(d, doc, url);
  if (page.n_feeds > 0) return refuse_page(d, url);
  if (read && r.head != NULL) return take(d, lasting(doc, url), doc, &r), 0; /* a feed without items */
  if (r.is_broken) return -1;
  d->why[0] = '\0';
  refuse(d, url.p,
         read && r.n > 0
             ? "a page that names no feed, sitemap or statement; name its parser with --as to poll the page"
             : "no feed, list or statement is found there");
  return -1;
}

int discover(struct engine *e, const char *url, const char *as, struct discovery *d) {
  struct reading r;
  *d = (struct discovery){.parser = ""};
  const struct tdg_str at = {arena_copy(&d->arena, url, strlen(url)), strlen(url)};
  const tdg_rec *doc = fetch(e, at.p, strcmp(as, USUAL_ARTICLE) == 0, d);
  if (doc == NULL) return -1;
  if (as[0] == '\0') return look(e, doc, at, d);
  if (read_as(e, doc, as, d, &r) < 0) return -1;
  take(d, lasting(doc, at), doc, &r);
  return 0;
}

void discovery_free(struct discovery *d) { arena_free(&d->arena); }
