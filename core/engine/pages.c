/* engine/pages.c - fetch the further pages of an article; see ingest.h.
 *
 * A walk owns its timer and its running jobs; parsed pages are copied to the task's arena.  It waits for the
 * delay of the host in short steps, so that it does not delay the end of the engine.
 */
#include "engine/ingest.h"

#include "engine/outcome.h"
#include "engine/parse.h"
#include "engine/replay.h"
#include "engine/schedule.h"
#include "engine/settle.h"
#include "news/news.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum {
  STEP_MS = 100,
  SECOND_TRY_MS = 2000,
  CAPTURED_BYTES = 32 << 20 /* of all pages of an article; further ones are not captured */
};

struct walk {
  struct engine *engine;
  struct settlement *settlement; /* of the article's task */
  struct arena *arena;           /* of the settlement */
  struct pool *fetcher;
  const char *parser;
  const struct engine_choice *own; /* settings of the parser */
  struct job *answer, *fetch;      /* answer: of the first page; fetch: of the page being fetched */
  size_t at;                       /* index of the article among the answer's records */
  struct join_page pages[JOIN_MAX_PAGES];
  size_t n, bytes;
  const tdg_rec *doc; /* of the page at hand, where answers are captured; else NULL */
  size_t captured;
  const tdg_rec *request; /* for page n + 1 */
  struct tdg_str group;
  int64_t began, asked, go_at; /* monotonic */
  void (*next)(struct walk *);
  int tried, missing;
  const char *first; /* the address of the first page, which stays that of the article */
  int replaced;      /* by the page that has the whole article */
  uv_timer_t timer;
  pages_done_fn done;
  void *arg;
};

static void fetch_page(struct walk *w);

/* ---- the end ---- */

static void on_closed(uv_handle_t *handle) { free(handle->data); }

static void leave(struct walk *w) {
  pages_done_fn done = w->done;
  void *arg = w->arg;
  uv_close((uv_handle_t *)&w->timer, on_closed);
  done(arg);
}

static void drop_fetch(struct walk *w) {
  if (w->fetch != NULL) job_free(w->fetch);
  w->fetch = NULL;
}

/* The engine ends: an incomplete article is not stored. */
static void stop(struct walk *w) {
  drop_fetch(w);
  w->answer->cause = CAUSE_STOPPED;
  leave(w);
}

static void join(struct walk *w) {
  if (w->replaced && w->n == 1 && !w->missing) w->answer->recs[w->at] = w->pages[0].rec;
  else if (w->n > 1 || w->missing) w->answer->recs[w->at] = page_join(w->arena, w->pages, w->n, w->missing);
  leave(w);
}

static void on_step(uv_timer_t *timer) {
  struct walk *w = timer->data;
  if (w->engine->stopping) {
    uv_timer_stop(timer);
    stop(w);
  } else if (clock_mono_ms() >= w->go_at) {
    uv_timer_stop(timer);
    w->next(w);
  }
}

static void wait_for(struct walk *w, int64_t go_at, void (*next)(struct walk *)) {
  if (clock_mono_ms() >= go_at) {
    next(w);
    return;
  }
  w->go_at = go_at;
  w->next = next;
  uv_timer_start(&w->timer, on_step, STEP_MS, STEP_MS);
}

static int64_t delay_after(const struct walk *w) {
  return w->settlement->replay != NULL ? 0 : w->engine->spec.host_delay;
}

/* The task occupies its host meanwhile; the next request must keep the same delay. */
static void finish(struct walk *w) {
  drop_fetch(w);
  wait_for(w, w->n > 1 ? w->asked + delay_after(w) : 0, join);
}

static void give_up(struct walk *w, const char *why) {
  log_warning("%s: page %zu could not be fetched (%s); the record has the pages before it", w->pages[0].url,
              w->n + 1, why);
  w->missing = 1;
  finish(w);
}

/* ---- one page ---- */

static int64_t delay_of(const struct walk *w) {
  const struct robots *rules = w->settlement->gate.rules;
  const int64_t delay = delay_after(w);
  return rules != NULL && rules->delay > delay ? rules->delay : delay;
}

static int may_ask(const struct walk *w, struct tdg_str url) {
  const struct robots *rules = w->settlement->gate.rules;
  return rules == NULL || robots_may_ask(rules, url);
}

static int visited(const struct walk *w, struct tdg_str url) {
  for (size_t i = 0; i < w->n; i++)
    if (strcmp(w->pages[i].url, url.p) == 0) return 1;
  return 0;
}

/* Find the article among a parser's records, and the request for its next page. */
static int find_article(const struct job *job, size_t *at) {
  for (size_t i = 0; i < job->n_recs; i++) {
    if (rec_kind(job->recs[i]) != TDG_ARTICLE) continue;
    *at = i;
    return 1;
  }
  return 0;
}

/* Records with one article and no feed's head are a page of that article; other next pages are pages of a
 * listing. */
int pages_are_of_article(const struct job *job) {
  size_t articles = 0;
  for (size_t i = 0; i < job->n_recs; i++) {
    if (rec_kind(job->recs[i]) == TDG_FEED) return 0;
    articles += rec_kind(job->recs[i]) == TDG_ARTICLE;
  }
  return articles == 1;
}

static const tdg_rec *next_request(const struct job *job, size_t page) {
  for (size_t i = 0; i < job->n_recs; i++) {
    const tdg_rec *r = job->recs[i];
    if (rec_kind(r) == TDG_REQUEST && rec_get_int(r, TDG_PAGE_NO, 0) == (int64_t)page &&
        rec_get(r, TDG_URL, 0).n > 0 && !rec_has(r, TDG_REPEAT))
      return r;
  }
  return NULL;
}

/* Continue with the next page, if there is one that may be fetched. */
static void go_on(struct walk *w, const struct job *job) {
  const tdg_rec *request = next_request(job, w->n + 1);
  struct tdg_str url = request != NULL ? rec_get(request, TDG_URL, 0) : (struct tdg_str){"", 0};
  w->tried = 0;
  if (request == NULL || visited(w, url)) finish(w);
  else if (strcmp(engine_group(w->arena, url).p, w->group.p) != 0) give_up(w, "it is on another host");
  else if (!may_ask(w, url)) give_up(w, "robots.txt does not allow it");
  else if (w->n == JOIN_MAX_PAGES) give_up(w, "too many pages");
  else if (w->bytes > PAGES_MAX_BYTES) give_up(w, "the record would be too large");
  else if (clock_mono_ms() - w->began > PAGES_MAX_MS) give_up(w, "the pages before it took too long");
  else {
    static const uint32_t way[] = {TDG_METHOD, TDG_HEADER, TDG_BODY,
                                   0}; /* for one server, and no other scheme */
    int same = tdg_url_same_origin(tdg_str_of(w->pages[0].url), url);
    w->request = same ? rec_copy(w->arena, request, TDG_REQUEST) : rec_without(w->arena, request, way);
    wait_for(w, w->asked + delay_of(w), fetch_page);
  }
}

/* The page that a site's rule knows to have the whole article takes the place of the first one. */
static int is_whole(const tdg_rec *request) {
  return strcmp(rec_get(request, TDG_REL, 0).p, "single-page") == 0;
}

/* It is still the article at the first page's address. */
static const tdg_rec *in_place_of(struct walk *w, const tdg_rec *whole) {
  static const uint32_t address[] = {TDG_URL, 0};
  struct tdg_str url = rec_get(w->pages[0].rec, TDG_URL, 0);
  tdg_rec *out = rec_without(w->arena, whole, address);
  rec_put(out, TDG_URL, url.p, url.n);
  return out;
}

static void add_page(struct walk *w, const tdg_rec *rec, const char *url) {
  w->pages[w->n++] = (struct join_page){rec, url};
  w->bytes += rec_bytes(rec).n;
}

/* Kept until its article is stored. */
static void keep_answer(struct walk *w, const tdg_rec *doc) {
  const size_t n = rec_bytes(doc).n;
  w->doc = NULL;
  if (w->engine->capture == NULL) return;
  if (w->captured + n > CAPTURED_BYTES) {
    log_info("%s: page %zu is not captured: the pages are larger than %d MiB", w->pages[0].url, w->n + 1,
             CAPTURED_BYTES >> 20);
    return;
  }
  w->captured += n;
  w->doc = rec_copy(w->arena, doc, TDG_DOC);
}

static void note_answer(struct walk *w) {
  struct settlement *s = w->settlement;
  if (w->doc == NULL) return;
  struct settle_page *page = arena_alloc(w->arena, sizeof *page);
  *page = (struct settle_page){NULL, w->doc};
  if (s->pages_end == NULL) s->pages_end = &s->pages;
  *s->pages_end = page;
  s->pages_end = &page->next;
  w->doc = NULL;
}

static void on_page_parsed(struct job *job, const char *parser, void *arg) {
  struct walk *w = arg;
  char why[200];
  size_t at;
  (void)parser;
  drop_fetch(w);
  if (job->cause == CAUSE_STOPPED) {
    stop(w);
  } else if (job->cause != CAUSE_NONE || job->status < 0) {
    give_up(w, job->message);
  } else if (!find_article(job, &at)) {
    give_up(w, "it is no article");
  } else if (is_whole(w->request)) {
    if (job->kept != NULL) job_keep(w->answer, job->kept->p, job->kept->n, why, sizeof why);
    const tdg_rec *whole = in_place_of(w, job->recs[at]);
    w->n = w->bytes = 0;
    add_page(w, whole, w->first);
    note_answer(w);
    w->replaced = 1;
    go_on(w, job);
  } else if (!page_says_more(w->pages, w->n, job->recs[at])) {
    finish(w); /* the server returned a page with nothing new: there are no more pages */
  } else {
    if (job->kept != NULL) job_keep(w->answer, job->kept->p, job->kept->n, why, sizeof why);
    add_page(w, rec_copy(w->arena, job->recs[at], TDG_ARTICLE), rec_get(w->request, TDG_URL, 0).p);
    note_answer(w);
    go_on(w, job);
  }
  job_free(job);
}

/* The error of an answer; NULL: none. */
static const char *fault_of(struct walk *w, const struct job *job, const tdg_rec *doc) {
  struct tdg_str final;
  int64_t status;
  if (job->cause != CAUSE_NONE || job->status < 0)
    return job->message[0] != '\0' ? job->message : "the fetcher failed";
  if (doc == NULL) return "the fetcher brought nothing";
  status = rec_get_int(doc, TDG_STATUS, 0);
  if (rec_has(doc, TDG_ERROR))
    return arena_printf(w->arena, "%s: %s", rec_get(doc, TDG_ERROR, 0).p, rec_get(doc, TDG_MESSAGE, 0).p);
  if (status != 0 && (status < 200 || status >= 300)) return outcome_answered(w->arena, status);
  final = rec_get(doc, TDG_FINAL_URL, 0);
  if (final.n > 0 && strcmp(engine_group(w->arena, final).p, w->group.p) != 0)
    return "it leads to another host";
  return NULL;
}

/* The time of the second try of a failed page; 0: none, or later than the article's time limit. */
static int64_t second_try(const struct walk *w, const struct job *job, const tdg_rec *doc) {
  const int64_t now = clock_mono_ms(), asked = doc != NULL ? schedule_retry_after(doc, clock_wall_ms()) : -1;
  const int64_t at = now + (asked > SECOND_TRY_MS ? asked : SECOND_TRY_MS);
  if (w->tried > 0 || !(job_may_work_later(job) || (doc != NULL && passing_failure(doc)))) return 0;
  return at - w->began <= PAGES_MAX_MS ? at : 0;
}

static void parse_page(struct walk *w, struct arena *a, const tdg_rec *doc) {
  tdg_rec *copy = rec_copy(a, outgoing_given_back(a, doc, w->request), TDG_DOC);
  rec_put_int(copy, TDG_PAGE_NO, is_whole(w->request) ? 1 : (int64_t)w->n + 1);
  if (is_whole(w->request)) rec_put_str(copy, TDG_REL, "single-page");
  route_document(w->engine, copy, w->parser, w->own, w->settlement->values, on_page_parsed, w);
}

static void on_page_fetched(struct job *job) {
  struct walk *w = job->arg;
  const tdg_rec *doc = job_first_document(job);
  const char *fault;
  int64_t again;
  if (doc != NULL) doc = whole_or_failed(w->arena, doc);
  w->fetch = job;
  if (job->cause == CAUSE_STOPPED) {
    stop(w);
  } else if ((fault = fault_of(w, job, doc)) == NULL) {
    values_add_page(w->settlement, job);
    keep_answer(w, doc);
    parse_page(w, &job->arena, doc);
  } else if ((again = second_try(w, job, doc)) != 0) {
    w->tried++;
    drop_fetch(w);
    wait_for(w, again, fetch_page);
  } else {
    give_up(w, fault);
  }
}

/* What was kept of it. */
static void take_kept(struct walk *w) {
  const struct tdg_str url = rec_get(w->request, TDG_URL, 0);
  const struct settle_page *page = w->settlement->replay->pages;
  while (page != NULL && !tdg_str_same(rec_get(page->doc, TDG_URL, 0), url)) page = page->next;
  if (page == NULL) give_up(w, "it is not among the captures of the record");
  else parse_page(w, w->arena, page->doc);
}

static void fetch_page(struct walk *w) {
  if (w->engine->stopping) {
    stop(w);
    return;
  }
  if (w->settlement->replay != NULL) {
    take_kept(w);
    return;
  }
  const tdg_rec *request = outgoing_request(w->arena, w->settlement->source, w->request, 0);
  request = site_headers_add(w->arena, w->engine->spec.site_files, request);
  request = values_hand_out(w->arena, request, w->settlement->values, pool_spec(w->fetcher)->component);
  w->asked = clock_mono_ms();
  pool_submit(w->fetcher, job_new(FRAME_RUN, request, clock_wall_ms(), on_page_fetched, w));
}

/* Pages are fetched by the fetcher of the first one, so an article imported from a file has no further pages. */
static int can_fetch(const struct pool *fetcher, struct tdg_str url) {
  return fetcher != NULL &&
         plugin_claims(pool_spec(fetcher)->component, strncmp(url.p, "https:", 6) == 0 ? "https" : "http");
}

int pages_follow(struct settlement *s, struct pool *fetcher, const tdg_rec *doc, struct job *answer,
                 const char *parser, const struct engine_choice *own, pages_done_fn done, void *arg) {
  struct engine *e = s->engine;
  struct arena *a = &s->arena;
  struct tdg_str url = rec_get(doc, TDG_FINAL_URL, 0), group;
  size_t at;
  if (url.n == 0) url = rec_get(doc, TDG_URL, 0);
  group = engine_group(a, url);
  if (group.n == 0 || answer->cause != CAUSE_NONE || answer->status < 0) return 0;
  if (!pages_are_of_article(answer) || !find_article(answer, &at) || next_request(answer, 2) == NULL)
    return 0;
  if (s->replay == NULL && !can_fetch(fetcher, url)) {
    const struct join_page only = {answer->recs[at], url.p};
    answer->recs[at] = page_join(a, &only, 1, 1);
    return 0;
  }
  struct walk *w = check_alloc(sizeof *w);
  *w = (struct walk){.engine = e,
                     .settlement = s,
                     .arena = a,
                     .fetcher = fetcher,
                     .parser = parser,
                     .own = own,
                     .answer = answer,
                     .at = at,
                     .done = done,
                     .arg = arg};
  w->group = group;
  w->began = w->asked = clock_mono_ms();
  uv_timer_init(&e->loop, &w->timer);
  w->timer.data = w;
  w->first = url.p;
  add_page(w, answer->recs[at], url.p);
  go_on(w, answer);
  return 1;
}
