/* engine/follow.c - what a task's documents lead to; see follow.h.  Owns nothing: tasks go to the store at once. */
#include "engine/follow.h"

#include "engine/lead.h"
#include "engine/record_finish.h"
#include "util/log.h"

#include <string.h>
#include <xxhash.h>

/* ---- what may not be followed ---- */

static int refuse(struct settle *t, struct tdg_str url, const char *why) {
  if (why == NULL) return 0;
  if (t->refused++ == 0) {
    t->refused_url = arena_copy(t->arena, url.p, url.n);
    t->refused_why = why;
  }
  return 1;
}

/* What counts is where the bytes were fetched from: the task's address.  The document's own can only narrow it. */
static int may_lead(struct settle *t, const struct settle_doc *d, struct tdg_str url) {
  struct tdg_str claimed = rec_get(d->doc, TDG_FINAL_URL, 0);
  if (claimed.n == 0) claimed = rec_get(d->doc, TDG_URL, 0);
  return !refuse(t, url, lead_refusal(t->s->task.url, claimed, url));
}

void follow_end(struct settle *t) {
  if (t->refused == 0) return;
  t->s->counts.refused += t->refused;
  log_warning("%s: leads to %.200s%s, which is not followed: %s", t->s->task.url.p, t->refused_url,
              t->refused > 1 ? arena_printf(t->arena, " and %llu more", (unsigned long long)t->refused - 1) : "", t->refused_why);
}

/* A folder that is read may hold the store itself. */
static int is_own_file(struct settle *t, struct tdg_str url) {
  if (strncmp(url.p, "file:", 5) != 0) return 0;
  if (t->own.n == 0) own_files_find(&t->own, t->s->engine->spec.store_path);
  if (!own_files_has(&t->own, url.p)) return 0;
  log_warning("%s is a file of the store itself; it is left out", url.p);
  return 1;
}

/* ---- tasks ---- */

static void add_task(struct settle *t, const tdg_rec *request, uint32_t kind, const char *key) {
  struct tdg_task task = {.size = sizeof task, .kind = kind, .due = t->s->now_ms};
  task.key = (struct tdg_str){key, strlen(key)};
  task.source = t->s->task.source;
  task.run = t->s->task.run;
  task.url = rec_get(request, TDG_URL, 0);
  task.group = engine_group(t->arena, task.url);
  task.request = rec_bytes(request);
  if (task.url.n > 0 && settle_check(t, t->ops->task_add(t->store->handle, &task)) == 1) t->s->counts.follow_ups++;
}

/* The key under which a follow-up is done once: within a run for imports; for a source as long as what it was asked
 * with stays the same, so that an item that changed is read again. */
static const char *follow_key(struct settle *t, const tdg_rec *request) {
  struct tdg_str url = rec_get(request, TDG_URL, 0), run = t->s->task.run;
  const tdg_rec *item = rec_get_rec(request, TDG_MEMBER, 0);
  struct tdg_str bytes = item != NULL ? rec_bytes(item) : (struct tdg_str){"", 0};
  if (run.n > 0)
    return arena_printf(t->arena, "%s %s %lld", run.p, url.p, (long long)rec_get_int(request, TDG_OFFSET, 0));
  return arena_printf(t->arena, "follow %s %s %016llx", settle_source_id(t), url.p, (unsigned long long)XXH3_64bits(bytes.p, bytes.n));
}

static void follow(struct settle *t, const tdg_rec *request) {
  if (is_own_file(t, rec_get(request, TDG_URL, 0))) return;
  add_task(t, request, t->s->task.kind == TDG_TASK_IMPORT ? TDG_TASK_IMPORT : TDG_TASK_FOLLOW, follow_key(t, request));
}

/* A page given as a source names its feeds, the best first: that one is read with each poll of the page. */
static void follow_feed(struct settle *t, const tdg_rec *request) {
  struct tdg_str url = rec_get(request, TDG_URL, 0);
  if (t->found_feed++ > 0) return;
  log_info("source %s is a page; its feed is %s: that address would be the better source", settle_source_id(t), url.p);
  add_task(t, request, TDG_TASK_FOLLOW, "");
}

static int names_feed(const struct settle *t, const tdg_rec *request) {
  return t->s->task.kind == TDG_TASK_POLL && strcmp(rec_get(request, TDG_AS, 0).p, "feed") == 0;
}

/* A feed asks for the article behind each of its items.  Whether it is read is the operator's choice (full_text), and
 * then it is asked for together with its item. */
static int is_items_own(const struct settle *t, const tdg_rec *request) {
  return t->feed != NULL && strcmp(rec_get(request, TDG_AS, 0).p, "article") == 0;
}

void follow_request(struct settle *t, const struct settle_doc *d, const tdg_rec *request) {
  if (is_items_own(t, request) || rec_get_int(request, TDG_PAGE_NO, 0) >= 2) return; /* pages.c has followed the pages */
  if (!may_lead(t, d, rec_get(request, TDG_URL, 0))) return;
  if (names_feed(t, request)) follow_feed(t, request);
  else follow(t, request);
}

void follow_fetchers_request(struct settle *t, const tdg_rec *request) {
  struct tdg_str url = rec_get(request, TDG_URL, 0);
  if (!refuse(t, url, lead_fetcher_refusal(t->s->task.url, url))) follow(t, request);
}

/* To fill what the page does not say, the request carries the item.  An address that several items carry, or that only a
 * fragment tells from another's, leads to no page of the item's own. */
int follow_item(struct settle *t, const struct settle_doc *d, const tdg_rec *item) {
  const struct engine_source *s = t->s->source;
  struct tdg_str url = rec_get(item, TDG_URL, 0);
  if (s == NULL || !s->full_text || t->feed == NULL || url.n == 0) return 0;
  if (!keep_has_page(&t->keeper, item) || !may_lead(t, d, url)) return 0;
  tdg_rec *request = rec_new(t->arena, TDG_REQUEST);
  rec_put(request, TDG_URL, url.p, url.n);
  rec_put_str(request, TDG_AS, s->full_text_parser);
  rec_put_rec(request, TDG_MEMBER, record_as_group(t->arena, item));
  rec_put_str(request, TDG_FLAG, keep_flag(&t->keeper, item));
  follow(t, request);
  return 1;
}
