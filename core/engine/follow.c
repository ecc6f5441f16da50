/* engine/follow.c - make tasks from the requests of a task's documents; see settle_priv.h.
 *
 * Lists and pages are collected in the task's arena, because their order is known only when all were seen.
 * Only the store can fail here.
 */
#include "engine/settle_priv.h"

#include "conf/usual.h"
#include "engine/import.h"
#include "engine/ingest.h"
#include "engine/retention.h"
#include "news/identity.h"
#include "news/news.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#define DAY_MS INT64_C(86400000)

/* ---- refused addresses ---- */

static struct settle_refusal *refusal_of(struct settle *t, const char *why, const char *by) {
  for (size_t i = 0; i < t->n_refusals; i++)
    if (strcmp(t->refusal[i].why, why) == 0 && strcmp(t->refusal[i].by, by) == 0) return &t->refusal[i];
  return t->n_refusals < SETTLE_MAX_REASONS ? &t->refusal[t->n_refusals++]
                                            : &t->refusal[SETTLE_MAX_REASONS - 1];
}

/* Not followed, if there is a reason; by: the component that asked. */
static int refuse(struct settle *t, const struct component_info *by, struct tdg_str url, const char *why) {
  char label[PLUGIN_LABEL] = "";
  if (why == NULL) return 0;
  if (by != NULL) plugin_label(by, label);
  struct settle_refusal *r = refusal_of(t, why, label);
  if (r->n++ > 0) return 1;
  r->url = arena_copy(t->arena, url.p, url.n);
  r->why = why;
  memcpy(r->by, label, sizeof label);
  return 1;
}

static const struct component_info *parser_of(const struct settle *t, const struct settle_doc *d) {
  return plugin_component(t->s->engine->plugins, TDG_KIND_PARSER, d->parser);
}

/* The task's address, from which the bytes were fetched, decides; the document's own address can only
 * restrict further. */
static int may_lead(struct settle *t, const struct settle_doc *d, struct tdg_str url) {
  struct tdg_str claimed = rec_get(d->doc, TDG_FINAL_URL, 0);
  if (claimed.n == 0) claimed = rec_get(d->doc, TDG_URL, 0);
  return !refuse(t, parser_of(t, d), url, lead_refusal(t->s->task.url, claimed, url));
}

static int may_ask(struct settle *t, const struct settle_doc *d, const tdg_rec *request) {
  struct tdg_str url = rec_get(request, TDG_URL, 0);
  return may_lead(t, d, url) && !refuse(t, parser_of(t, d), url, lead_way_refusal(d->doc, request));
}

static void tell_refused(struct settle *t) {
  for (const struct settle_refusal *r = t->refusal; r < t->refusal + t->n_refusals; r++) {
    t->s->counts.refused += r->n;
    log_warning("%s: leads to %.200s%s, which is not followed: %s%s%s%s", t->s->task.url.p, r->url,
                r->n > 1 ? arena_printf(t->arena, " and %llu more", (unsigned long long)r->n - 1) : "",
                r->why, r->by[0] != '\0' ? " (asked for by " : "", r->by, r->by[0] != '\0' ? ")" : "");
  }
}

static void leave_out_own(struct settle *t, struct tdg_str url, const char *what) {
  log_warning("%s is %s; it is left out", url.p, what);
  t->s->counts.left_out++;
  import_report_left_out(t, NULL, url, what);
}

/* A folder that is imported may contain the store itself. */
static int is_own_file(struct settle *t, struct tdg_str url) {
  if (strncmp(url.p, "file:", 5) != 0) return 0;
  if (t->own.n == 0) store_files_find(&t->own, t->s->engine);
  const char *what = store_files_what(&t->own, url.p);
  if (what == NULL) return 0;
  leave_out_own(t, url, what);
  return 1;
}

/* ---- tasks ---- */

/* Its id, when it is there too.  1: it is new. */
static int put_task(struct settle *t, const tdg_rec *request, uint32_t kind, const char *key, int64_t *id) {
  static const uint32_t ours[] = {TDG_FINAL_URL, TDG_REDIRECT, 0}; /* redirect.c */
  if (rec_has(request, TDG_FINAL_URL) || rec_has(request, TDG_REDIRECT))
    request = rec_without(t->arena, request, ours);
  struct tdg_task task = {.size = sizeof task, .kind = kind, .due = t->s->now_ms};
  task.key = tdg_str_of(key);
  task.source = t->s->task.source;
  task.run = t->s->task.kind == TDG_TASK_IMPORT ? t->s->task.run : tdg_str_of("");
  task.url = rec_get(request, TDG_URL, 0);
  task.group = engine_group_of(t->arena, t->s->source, task.url);
  task.request = rec_bytes(request);
  if (task.url.n == 0 || is_own_file(t, task.url)) return 0;
  const int is_new = settle_check(t, t->ops->task_add(t->store->handle, &task));
  *id = task.id;
  return is_new == 1;
}

static int add_task(struct settle *t, const tdg_rec *request, uint32_t kind, const char *key) {
  int64_t id;
  if (!put_task(t, request, kind, key, &id)) return 0;
  t->s->counts.follow_ups++;
  return 1;
}

/* ---- pages: each once, until what names it tells something else of it ---- */

static int is_known(struct settle *t, const tdg_rec *request) {
  const tdg_rec *item = rec_get_rec(request, TDG_MEMBER, 0);
  if (rec_has_text(request, TDG_FLAG, FOLLOW_KNOWN)) return 1;
  if (item != NULL && rec_has(item, TDG_GUID) && !rec_has_text(request, TDG_FLAG, FIND_NO_GUID)) return 0;
  return keep_knows_page(&t->keeper, rec_get(request, TDG_URL, 0));
}

/* A hash of the data of a page's request: while it is unchanged, the page is not fetched again.  coarse: its times
 * count by the day. */
static uint64_t request_digest(const tdg_rec *request, int coarse) {
  const tdg_rec *item = rec_get_rec(request, TDG_MEMBER, 0);
  const int64_t unit = coarse ? DAY_MS : 1;
  const int64_t times[] = {rec_get_int(request, TDG_UPDATED, 0) / unit,
                           rec_get_int(request, TDG_PUBLISHED, 0) / unit};
  if (item != NULL) {
    const int by_guid = !rec_has_text(request, TDG_FLAG, FIND_NO_GUID);
    const struct tdg_str guid = by_guid ? rec_get(item, TDG_GUID, 0) : (struct tdg_str){"", 0};
    return XXH3_64bits_withSeed(guid.p, guid.n, identity_telling(item));
  }
  return times[0] != 0 || times[1] != 0 ? XXH3_64bits(times, sizeof times) : XXH3_64bits("", 0);
}

/* As stores have it that were written when every byte of an item counted. */
static uint64_t former_digest(const tdg_rec *request) {
  const tdg_rec *item = rec_get_rec(request, TDG_MEMBER, 0);
  const struct tdg_str bytes = item != NULL ? rec_bytes(item) : (struct tdg_str){"", 0};
  return item != NULL ? XXH3_64bits(bytes.p, bytes.n) : request_digest(request, 0);
}

static const char *page_key(struct settle *t, const char *name, uint64_t digest) {
  return arena_printf(t->arena, "follow %s %s %016llx", settle_source_id(t), name,
                      (unsigned long long)digest);
}

static int is_there(struct settle *t, const tdg_rec *request, const char *key) {
  int64_t id = 0;
  if (!put_task(t, request, TDG_TASK_FOLLOW, key, &id)) return 1;
  settle_check(t, store_task_drop(t->store, id));
  return 0;
}

/* Was the page asked for, by a key that a former version of the program gave it? */
static int was_followed(struct settle *t, const tdg_rec *request, const char *name, uint64_t digest) {
  const char *former = page_name_of_list(t->arena, request);
  const uint64_t bytes = former_digest(request);
  return (strcmp(former, name) != 0 && is_there(t, request, page_key(t, former, digest))) ||
         (bytes != digest && is_there(t, request, page_key(t, former, bytes)));
}

/* ---- pages of articles that were too old ---- */

struct done_task {
  uint32_t state;
  const char *run;
  struct arena *arena;
};

static int see_done(void *arg, const struct tdg_task *task) {
  struct done_task *d = arg;
  d->state = task->state;
  d->run = arena_copy(d->arena, task->run.p, task->run.n);
  return 1;
}

static const char *aged(const struct settle *t) {
  const int64_t keep = t->s->source != NULL ? retention_of(&t->s->engine->spec, t->s->source) : 0;
  return arena_printf(t->arena, "%s%lld", FOLLOW_AGED, (long long)keep);
}

/* The page was asked for, and its article not stored for its age, or removed for it: would it be now? */
static int is_let_in(struct settle *t, const tdg_rec *request, int64_t id) {
  const tdg_rec *item = rec_get_rec(request, TDG_MEMBER, 0);
  struct done_task d = {.run = "", .arena = t->arena};
  if (id == 0 || rec_has_text(request, TDG_FLAG, FOLLOW_KNOWN) || !store_drops_tasks(t->store)) return 0;
  settle_check(t, store_task_get(t->store, id, see_done, &d));
  if (d.state != TDG_TASK_DONE) return 0;
  if (strncmp(d.run, FOLLOW_AGED, strlen(FOLLOW_AGED)) == 0) return strcmp(d.run, aged(t)) != 0;
  return item != NULL && keep_may_come_back(&t->keeper, item);
}

/* Asked for anew; whatever comes of it, not once more with the same time. */
static const tdg_rec *let_in(struct settle *t, const tdg_rec *request, int64_t id) {
  tdg_rec *copy = rec_copy(t->arena, request, TDG_REQUEST);
  rec_put_str(copy, TDG_FLAG, FOLLOW_LET_IN);
  settle_check(t, store_task_drop(t->store, id));
  return copy;
}

int follow_is_aged(const struct settle *t) {
  const struct settlement *s = t->s;
  if (s->task.kind != TDG_TASK_FOLLOW || s->source == NULL || !store_drops_tasks(t->store)) return 0;
  return (s->counts.expired > 0 && t->keeper.pages == 0) || rec_has_text(s->request, TDG_FLAG, FOLLOW_LET_IN);
}

/* In place of a task that is only done. */
void follow_settle_aged(struct settle *t) {
  const struct tdg_task *of = &t->s->task;
  struct tdg_task task = {.size = sizeof task, .kind = of->kind, .due = t->s->now_ms, .key = of->key};
  task.source = of->source;
  task.group = of->group;
  task.run = tdg_str_of(aged(t)); /* the request of a task that is done is not kept */
  task.url = of->url;
  task.request = of->request;
  settle_check(t, store_task_drop(t->store, of->id));
  if (settle_check(t, t->ops->task_add(t->store->handle, &task)) == 1)
    settle_check(t, t->ops->task_settle(t->store->handle, task.id, TDG_TASK_DONE, 0));
}

/* news: counts what is not known. */
static int follow_page_of(struct settle *t, const tdg_rec *request, int coarse, uint64_t *news) {
  const uint64_t digest = request_digest(request, coarse);
  int64_t id = 0;
  int alike = 0;
  const char *name = page_name(t, request, &alike), *key = page_key(t, name, digest);
  if (!put_task(t, request, TDG_TASK_FOLLOW, key, &id)) {
    if (!is_let_in(t, request, id)) return 0;
    request = let_in(t, request, id);
    if (!put_task(t, request, TDG_TASK_FOLLOW, key, &id)) return 0;
  }
  int known = is_known(t, request);
  if ((known || alike) && store_drops_tasks(t->store)) {
    settle_check(t, store_task_drop(t->store, id));
    const int was = known && was_followed(t, request, name, digest);
    if (!was && (request = known_page_request(t, request, name, &known)) == NULL) return 0;
    if (!put_task(t, request, TDG_TASK_FOLLOW, key, &id)) return 0;
    if (was) {
      settle_check(t, t->ops->task_settle(t->store->handle, id, TDG_TASK_DONE, 0));
      return 0;
    }
  }
  t->s->counts.follow_ups++;
  *news += !known;
  return 1;
}

/* The key of a request that is made once: per run for imports, once and for all for a source. */
static int follow_once(struct settle *t, const tdg_rec *request) {
  const struct tdg_str run = t->s->task.run;
  const char *name = page_name_of_list(t->arena, request);
  uint64_t news = 0;
  if (t->s->task.kind != TDG_TASK_IMPORT) return follow_page_of(t, request, 0, &news);
  return add_task(
      t, request, TDG_TASK_IMPORT,
      arena_printf(t->arena, "%s %s%s", run.p, name, rec_get_int(request, TDG_OFFSET, 0) == 0 ? " 0" : ""));
}

static int follow_each_poll(struct settle *t, const tdg_rec *request) {
  return add_task(
      t, request, TDG_TASK_LISTING,
      arena_printf(t->arena, "list %s %s", settle_source_id(t), page_name_of_list(t->arena, request)));
}

/* ---- which is which ---- */

/* A container's documents are read again with each poll, and so are the lists they name. */
static int is_polled(const struct settle *t) {
  return t->s->source != NULL && (t->s->task.kind == TDG_TASK_POLL || t->s->task.kind == TDG_TASK_LISTING);
}

static int is_list(const struct settle_doc *d, const tdg_rec *request) {
  struct tdg_str repeat = rec_get(request, TDG_REPEAT, 0), as = rec_get(request, TDG_AS, 0);
  if (repeat.n > 0) return strcmp(repeat.p, "poll") == 0;
  return usual_is_list(as.p) || strcmp(as.p, d->parser) == 0;
}

/* A plugin knows its parser by its name alone; where that name is another's, a request for it is for the plugin's
 * own. */
static const tdg_rec *for_emitter(struct settle *t, const struct settle_doc *d, const tdg_rec *request) {
  static const uint32_t as[] = {TDG_AS, 0};
  const char *slash = strrchr(d->parser, '/');
  if (slash == NULL || strcmp(rec_get(request, TDG_AS, 0).p, slash + 1) != 0) return request;
  tdg_rec *copy = rec_without(t->arena, request, as);
  rec_put_str(copy, TDG_AS, d->parser);
  return copy;
}

/* A feed requests the article of each item.  The operator decides whether it is fetched (full_text); it is
 * then requested together with its item.  A sitemap, which has nothing but addresses, marks its requests as
 * wanted. */
static int is_items_own(const struct settle *t, const tdg_rec *request) {
  return t->feed != NULL && strcmp(rec_get(request, TDG_AS, 0).p, USUAL_ARTICLE) == 0 &&
         !rec_has(request, TDG_REPEAT);
}

/* The further pages of an article are already fetched (pages.c). */
static int is_next_page(const struct settle_doc *d, const tdg_rec *request) {
  return rec_get_int(request, TDG_PAGE_NO, 0) >= 2 && !rec_has(request, TDG_REPEAT) &&
         pages_are_of_article(d->job);
}

static void gather(struct settle *t, struct follow_list *l, const tdg_rec *request) {
  if (l->n == l->cap) {
    size_t cap = l->cap > 0 ? l->cap * 2 : 16;
    l->requests = arena_grow(t->arena, l->requests, l->cap * sizeof *l->requests, cap * sizeof *l->requests);
    l->cap = cap;
  }
  l->requests[l->n++] = request;
}

/* It was given by itself: it does not lie in a folder, nor in an archive. */
static int is_named_input(const struct settle *t, const struct settle_doc *d) {
  const struct tdg_str url = rec_get(d->doc, TDG_URL, 0);
  if (url.n > 0 && !tdg_str_same(url, t->s->task.url)) return 0;
  return rec_has_text(t->s->request, TDG_FLAG, "named") || rec_has_text(t->s->request, TDG_FLAG, "alone");
}

/* A file that is imported causes no network requests: a sitemap not for its pages, a list of feeds that lay about not for those. */
static const char *import_refusal(const struct settle *t, const struct settle_doc *d,
                                  const tdg_rec *request) {
  const struct engine_import *import = t->s->engine->import;
  if (t->s->task.kind != TDG_TASK_IMPORT || engine_group(t->arena, t->s->task.url).n > 0 ||
      engine_group(t->arena, rec_get(request, TDG_URL, 0)).n == 0)
    return NULL;
  if (strcmp(rec_get(request, TDG_REPEAT, 0).p, "never") != 0) {
    if (!is_named_input(t, d))
      return "nobody is asked because of a list that lies in a folder or an archive; import the list itself, "
             "or write its feeds as sources: tidings import --sources FILE";
    return import != NULL && import->dry ? "a dry run asks nobody because of a file" : NULL;
  }
  return "an import of files does not fetch the pages that a list names; configure the list as a source";
}

static void follow_page(struct settle *t, const struct settle_doc *d, const tdg_rec *request) {
  if (is_polled(t)) gather(t, &t->pages, request);
  else if (!refuse(t, parser_of(t, d), rec_get(request, TDG_URL, 0), import_refusal(t, d, request)))
    follow_once(t, request);
}

void follow_request(struct settle *t, const struct settle_doc *d, const tdg_rec *request) {
  if (is_items_own(t, request) || is_next_page(d, request) || !may_ask(t, d, request)) return;
  request = for_emitter(t, d, request);
  if (!is_polled(t) || !is_list(d, request)) follow_page(t, d, request);
  else
    gather(t, strcmp(rec_get(request, TDG_REL, 0).p, "alternate") == 0 ? &t->alternates : &t->lists, request);
}

/* ---- items ---- */

static tdg_rec *with_item(struct settle *t, tdg_rec *request, const tdg_rec *item) {
  rec_put_rec(request, TDG_MEMBER, rec_copy(t->arena, item, TDG_GROUP));
  rec_put_str(request, TDG_FLAG, keep_flag(&t->keeper, item));
  if (keep_is_known(&t->keeper, item)) rec_put_str(request, TDG_FLAG, FOLLOW_KNOWN);
  return request;
}

/* The request carries the item, to fill fields that the page lacks, and the time at which the feed was read,
 * to recognise a page to which other items of the feed led. */
static void follow_with_item(struct settle *t, const tdg_rec *item) {
  struct tdg_str url = rec_get(item, TDG_URL, 0);
  tdg_rec *request = rec_new(t->arena, TDG_REQUEST);
  rec_put(request, TDG_URL, url.p, url.n);
  rec_put_str(request, TDG_AS, t->s->source->full_text_parser);
  rec_put_int(request, TDG_FIRST_SEEN, t->s->now_ms);
  follow_page_of(t, with_item(t, request, item), 0, &t->followed);
}

static int is_wanted_page_of(const tdg_rec *item, const tdg_rec *next) {
  struct tdg_str url = rec_get(item, TDG_URL, 0);
  return next != NULL && rec_kind(next) == TDG_REQUEST && rec_has(next, TDG_REPEAT) && url.n > 0 &&
         strcmp(rec_get(next, TDG_URL, 0).p, url.p) == 0;
}

/* An address of several items, or one distinguished by a fragment only, is not a page of the item's own. */
int follow_item(struct settle *t, const struct settle_doc *d, const tdg_rec *item, const tdg_rec *next,
                int *taken) {
  static const uint32_t known[] = {TDG_UPDATED, TDG_PUBLISHED, TDG_TAG, TDG_MEDIA, TDG_LANGUAGE, 0};
  const struct engine_source *s = t->s->source;
  struct tdg_str url = rec_get(item, TDG_URL, 0);
  int wanted = is_wanted_page_of(item, next);
  if (wanted && s != NULL) {
    *taken = 1;
    if (!may_ask(t, d, next)) return 0;
    tdg_rec *request = rec_without(t->arena, next, known); /* the item has them */
    if (rec_has(item, TDG_UPDATED)) rec_put_int(request, TDG_UPDATED, rec_get_int(item, TDG_UPDATED, 0));
    if (rec_has(item, TDG_PUBLISHED))
      rec_put_int(request, TDG_PUBLISHED, rec_get_int(item, TDG_PUBLISHED, 0));
    follow_page(t, d, with_item(t, request, item));
    return 1;
  }
  if (s == NULL || !s->full_text || t->feed == NULL || url.n == 0) return 0;
  if (!keep_has_page(&t->keeper, item) || !may_lead(t, d, url)) return 0;
  follow_with_item(t, item);
  return 1;
}

/* ---- lists ---- */

static int remember_list(void *arg, const struct tdg_listing *l) {
  struct tdg_listing *copy = ((void **)arg)[0];
  struct arena *a = ((void **)arg)[1];
  struct tdg_str *texts[] = {&copy->source, &copy->url, &copy->etag, &copy->last_modified, &copy->last_error};
  *copy = *l;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    *texts[i] = (struct tdg_str){arena_copy(a, texts[i]->p, texts[i]->n), texts[i]->n};
  return 1;
}

static struct tdg_listing load_list(struct settle *t, const tdg_rec *request) {
  const struct tdg_str none = {"", 0};
  const char *name = page_name_of_list(t->arena, request);
  struct tdg_listing l = {
      .size = sizeof l, .url = {name, strlen(name)}, .etag = none, .last_modified = none, .last_error = none};
  void *arg[2] = {&l, t->arena};
  l.source = t->s->task.source;
  settle_check(t, store_listing_get(t->store, settle_source_id(t), name, remember_list, arg));
  return l;
}

static int count_named(void *arg, const struct tdg_listing *l) {
  int64_t *of = arg;
  of[1] += l->named == of[0];
  return 0;
}

/* The number of pages named by the source's documents since this poll began. */
static int64_t named_so_far(struct settle *t) {
  int64_t of[2] = {t->poll, 0};
  settle_check(t, store_listing_list(t->store, settle_source_id(t), count_named, of));
  return of[1];
}

static void follow_list(struct settle *t, const tdg_rec *request, int64_t *room) {
  struct tdg_listing l = load_list(t, request);
  t->named++;
  if (l.named == t->poll) return; /* already requested in this poll */
  if ((*room)-- <= 0) {
    t->left++;
    return;
  }
  l.named = t->poll;
  l.depth = t->list.depth + 1;
  settle_check(t, store_listing_put(t->store, &l));
  if (l.not_before > t->s->now_ms && follow_is_guess(request)) return;
  if (l.not_before > t->s->now_ms)
    log_info("source %s: %s asked to be left alone for a while", settle_source_id(t), l.url.p);
  else follow_each_poll(t, request);
}

/* What a fetcher lists is asked for with each poll, without a limit to its number.  One whose answer has validators is
 * a list of the source like those that parsers name (sourcestate_keep_listed), so that they come back. */
static void follow_listed(struct settle *t, const tdg_rec *request) {
  struct tdg_listing l = load_list(t, request);
  t->named++;
  if (l.last_ok > 0 && l.named != t->poll) {
    l.named = t->poll;
    settle_check(t, store_listing_put(t->store, &l));
  }
  follow_each_poll(t, request);
}

void follow_fetchers_request(struct settle *t, const tdg_rec *request) {
  struct tdg_str url = rec_get(request, TDG_URL, 0);
  if (refuse(t, pool_spec(t->s->fetch->pool)->component, url, lead_fetcher_refusal(t->s->task.url, url)))
    return;
  if (t->s->source == NULL || strcmp(rec_get(request, TDG_REPEAT, 0).p, "never") == 0)
    follow_once(t, request);
  else follow_listed(t, request);
}

int follow_is_guess(const tdg_rec *request) {
  return request != NULL && rec_has_text(request, TDG_FLAG, "guessed");
}

/* Of several addresses for one document use the one that worked last time, else the first; the request
 * carries the others.  Of usual places that were all asked in vain the one that tells so stands for all, and rests. */
static void follow_one_of(struct settle *t, const struct follow_list *ways, int64_t *room) {
  size_t best = 0;
  int rests = 0, works = 0;
  for (size_t i = ways->n; i-- > 0;) {
    const struct tdg_listing l = load_list(t, ways->requests[i]);
    const int good = l.last_ok > 0 && l.failures == 0;
    if (!good && (works || l.not_before <= t->s->now_ms || !follow_is_guess(ways->requests[i]))) continue;
    best = i;
    works |= good;
    rests = !good;
  }
  tdg_rec *request = rec_copy(t->arena, ways->requests[best], TDG_REQUEST);
  for (size_t i = 0; i < ways->n; i++)
    if (i != best) rec_put_rec(request, TDG_ALTERNATE, rec_copy(t->arena, ways->requests[i], TDG_GROUP));
  if (t->s->task.kind == TDG_TASK_POLL && rests)
    log_info("source %s is a page that names no feed; the usual places are asked once a day",
             settle_source_id(t));
  else if (t->s->task.kind == TDG_TASK_POLL && follow_is_guess(request))
    log_info("source %s is a page that names no feed; the usual places are asked, first %s",
             settle_source_id(t), rec_get(request, TDG_URL, 0).p);
  else if (t->s->task.kind == TDG_TASK_POLL)
    log_info("source %s is a page; its feed is %s: that address would be the better source",
             settle_source_id(t), rec_get(request, TDG_URL, 0).p);
  follow_list(t, request, room);
}

int follow_alternate(struct settle *t) {
  struct follow_list ways = {0};
  const tdg_rec *way;
  int64_t room = 1;
  for (uint32_t i = 0; t->s->request != NULL && (way = rec_get_rec(t->s->request, TDG_ALTERNATE, i)) != NULL;
       i++)
    gather(t, &ways, rec_copy(t->arena, way, TDG_REQUEST));
  if (ways.n == 0) return 0;
  t->list.depth--; /* it replaces this one */
  follow_one_of(t, &ways, &room);
  t->list.depth++;
  return 1;
}

/* ---- the end ---- */

static int64_t when(const tdg_rec *request) {
  int64_t updated = rec_get_int(request, TDG_UPDATED, 0), published = rec_get_int(request, TDG_PUBLISHED, 0);
  return updated > published ? updated : published;
}

struct dated {
  const tdg_rec *request;
  int64_t at;
  size_t place;
};

static int newest_first(const void *a, const void *b) {
  const struct dated *x = a, *y = b;
  if (x->at != y->at) return x->at > y->at ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

/* Pages without a date keep their order, after the others. */
static void sort(struct settle *t, struct follow_list *l) {
  struct dated *d = arena_alloc(t->arena, (l->n + 1) * sizeof *d);
  for (size_t i = 0; i < l->n; i++) d[i] = (struct dated){l->requests[i], when(l->requests[i]), i};
  qsort(d, l->n, sizeof *d, newest_first);
  for (size_t i = 0; i < l->n; i++) l->requests[i] = d[i].request;
}

static void follow_lists(struct settle *t) {
  if (t->lists.n + t->alternates.n == 0) return;
  int deep = t->list.depth >= FOLLOW_MAX_DEPTH;
  int64_t room = deep ? 0 : FOLLOW_MAX_LISTS - named_so_far(t);
  sort(t, &t->lists);
  for (size_t i = 0; i < t->lists.n; i++) follow_list(t, t->lists.requests[i], &room);
  if (t->alternates.n > 0) follow_one_of(t, &t->alternates, &room);
  if (t->left > 0)
    log_warning("source %s: %s names %llu more lists than are followed (%d a poll, %d deep)",
                settle_source_id(t), t->s->task.url.p, (unsigned long long)t->left, FOLLOW_MAX_LISTS,
                FOLLOW_MAX_DEPTH);
}

/* The configured parser for articles applies to pages named by a sitemap too. */
static const tdg_rec *for_parser(struct settle *t, const tdg_rec *request) {
  static const uint32_t as[] = {TDG_AS, 0};
  const struct engine_source *s = t->s->source;
  if (!s->full_text || strcmp(rec_get(request, TDG_AS, 0).p, USUAL_ARTICLE) != 0) return request;
  tdg_rec *copy = rec_without(t->arena, request, as);
  rec_put_str(copy, TDG_AS, s->full_text_parser);
  return copy;
}

/* The time of the request in the place of the pages' own: all of them within a minute. */
static int dates_mean_nothing(const struct follow_list *l) {
  enum { MINUTE_MS = 60000 };
  int64_t first = INT64_MAX, last = 0;
  for (size_t i = 0; i < l->n; i++) {
    const int64_t at = when(l->requests[i]);
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return l->n > 1 && first > 0 && last - first < MINUTE_MS;
}

static void follow_pages(struct settle *t) {
  const int coarse = dates_mean_nothing(&t->pages);
  int64_t room = FOLLOW_MAX_PAGES - (t->s->task.kind == TDG_TASK_LISTING ? t->state.pages : 0);
  uint64_t left = 0;
  sort(t, &t->pages);
  for (size_t i = 0; i < t->pages.n; i++) {
    if (room <= 0) left++;
    else if (follow_page_of(t, for_parser(t, t->pages.requests[i]), coarse, &t->followed))
      room--, t->state.pages++;
  }
  if (left > 0)
    log_warning("source %s: %s names more pages than are followed with one poll (%d); of %llu further ones, "
                "what is new comes with the next",
                settle_source_id(t), t->s->task.url.p, FOLLOW_MAX_PAGES, (unsigned long long)left);
  t->left += left;
}

void follow_end(struct settle *t) {
  if (t->s->task.kind == TDG_TASK_POLL) t->state.pages = 0;
  follow_lists(t);
  follow_pages(t);
  tell_refused(t);
}
