/* engine/consume_brief.c - write the briefs of stories that changed; see consume.h.
 *
 * A brief depends only on the current records of its story, so no state is kept between batches.  All briefs
 * of a batch and the cursor are saved in one transaction.  After the last note, stories that changed without
 * being named in a note (their records moved to others) are also written again; a story with too few records
 * left, or whose new brief is wholly refused, loses its brief.
 *
 * What a brief says that the one in its place did not (TDG_SINCE) is found here, before it is saved.
 *
 * A component that needs the network gets two more inputs, because its work costs time and money: its last
 * brief of the story (TDG_EARLIER), and the number of its requests today (TDG_CALLS), the sum of those stated
 * in its briefs, kept in a cursor of its own.
 */
#include "engine/consume.h"

#include "news/news.h"
#include "util/clock.h"
#include "util/log.h"

#include <string.h>

#include <tidings/kit/utf8.h>

/* Add the story that a note names, after redirects, once. */
static void touch(struct consumer *c, int64_t story) {
  for (size_t i = 0; i < c->n; i++)
    if (c->entries[i].id == story) return;
  consumer_add(c)->id = story;
}

static int uses_net(const struct consumer *c) {
  return (pool_spec(c->pool)->component->needs & TDG_NEEDS_NET) != 0;
}

static int touch_where_it_is(void *arg, const struct tdg_row *row) {
  if (row->story != 0) touch(arg, row->story);
  return 1;
}

struct noting {
  struct consumer *c;
  int status; /* the first failure of the store */
};

/* A copy is in the story of its original, which its note need not name. */
static int look_at_note(void *arg, const struct tdg_row *row) {
  struct noting *g = arg;
  struct consumer *c = g->c;
  int64_t story = row->moved_to != 0 ? row->moved_to : row->story;
  if (c->n >= (uses_net(c) ? BATCH_STORIES_NET : BATCH_STORIES)) return 1;
  c->batch_end = row->seq;
  if (story != 0) touch(c, story);
  if (row->duplicate_of != 0) g->status = consumer_folded(c, row->about, touch_where_it_is, c);
  return g->status < 0;
}

static int look_at_stale(void *arg, const struct tdg_story_row *row) {
  struct consumer *c = arg;
  touch(c, row->id);
  c->swept = row->id;
  return 0;
}

/* Each once, until this consumer is woken again, so that stories without a brief are not tried endlessly. */
static int find_stale(struct store *store, struct consumer *c) {
  struct tdg_story_query q = {.size = sizeof q,
                              .stale = 1,
                              .after = c->swept,
                              .limit = uses_net(c) ? BATCH_STORIES_NET : BATCH_STORIES};
  int status = store->ops->story_list(store->handle, &q, look_at_stale, c);
  if (status <= 0) c->swept = 0;
  return status;
}

/* The state of building a TDG_STORY record from the members of a story. */
struct reading {
  struct consumer *c;
  struct entry *e;
  tdg_rec *story;
  int later;  /* it comes again later, or was already in this batch */
  int status; /* the first failure of the store */
};

static int add_member(void *arg, const struct tdg_row *row) {
  struct reading *g = arg;
  const tdg_rec *r = consumer_record(g->c, row);
  /* of a story too large for one call only the first records are passed */
  int full = r != NULL ? story_add_member(&g->c->all->fold, &g->c->arena, g->story, r, row) : 0;
  g->status = full < 0 ? full : 0;
  return full != 0;
}

/* Is it already in this batch, under its current id? */
static int is_told(const struct reading *g, int64_t id) {
  for (const struct entry *e = g->c->entries; e < g->c->entries + g->c->n; e++)
    if (e != g->e && e->id == id) return 1;
  return 0;
}

static int describe_story(void *arg, const struct tdg_story_row *row) {
  struct reading *g = arg;
  /* A note after this batch names it: write its brief once, in that later batch. */
  g->later = row->touched > g->c->batch_end || is_told(g, row->id);
  g->e->id = row->id;
  g->e->kind = row->brief != 0 ? TDG_BRIEF : TDG_STORY;
  g->story = story_describe(&g->c->arena, row);
  return 1;
}

/* ---- requests to a paid service ---- */

enum {
  CALLS_BITS = 32
}; /* the low bits of the cursor hold the requests of a day, the high bits the number of the day */

static int64_t today(void) { return clock_wall_ms() / 86400000; }

static const char *calls_cursor(struct consumer *c) {
  return arena_printf(&c->arena, "%s calls", c->cursor_name);
}

static int calls_today(struct store *store, struct consumer *c, int64_t *calls) {
  int64_t saved = 0;
  int status = store->ops->cursor_get(store->handle, calls_cursor(c), &saved);
  *calls = saved >> CALLS_BITS == today() ? saved & (((int64_t)1 << CALLS_BITS) - 1) : 0;
  return status;
}

static int add_calls(struct store *store, struct consumer *c, int64_t made) {
  int64_t calls = 0;
  int status = made > 0 ? calls_today(store, c, &calls) : 0;
  if (made <= 0 || status < 0) return status;
  return store->ops->cursor_put(store->handle, calls_cursor(c), today() << CALLS_BITS | (calls + made));
}

/* A brief of another component is not removed. */
static int see_brief(void *arg, const struct tdg_row *row) {
  struct reading *g = arg;
  if (strcmp(row->by.p, g->c->name) != 0) {
    g->e->kind = TDG_STORY;
    return 0;
  }
  const tdg_rec *r = consumer_record(g->c, row);
  g->e->earlier = r;
  if (r != NULL && uses_net(g->c)) rec_put_rec(g->story, TDG_EARLIER, rec_copy(&g->c->arena, r, TDG_BRIEF));
  return 0;
}

/* calls: of today. */
static int read_story(struct store *store, struct consumer *c, struct entry *e, int64_t calls) {
  struct reading g = {.c = c, .e = e};
  struct tdg_story_query query = {.size = sizeof query, .id = e->id, .limit = 1};
  int status = store->ops->story_list(store->handle, &query, describe_story, &g);
  if (status <= 0 || g.later) {
    e->kind = TDG_STORY;
    return status;
  }
  if (uses_net(c)) rec_put_int(g.story, TDG_CALLS, calls);
  if (e->kind == TDG_BRIEF) status = store->ops->story_brief(store->handle, e->id, see_brief, &g);
  if (status < 0) return status;
  status = store->ops->story_members(store->handle, e->id, STORY_MAX_MEMBERS, add_member, &g);
  if (g.status < 0) status = g.status;
  if (status > 0) e->rec = g.story;
  return status;
}

static int read_stories(struct store *store, void *arg) {
  struct consumer *c = arg;
  struct noting g = {.c = c};
  int64_t calls = 0;
  int status = c->loaded ? 0 : store->ops->cursor_get(store->handle, c->cursor_name, &c->cursor);
  if (status < 0) return status;
  c->loaded = 1;
  c->batch_end = c->cursor;
  status =
      store->ops->log_read(store->handle, c->cursor, 1u << TDG_NOTE, NULL, BATCH_NOTES, look_at_note, &g);
  if (status >= 0 && g.status < 0) status = g.status;
  if (status >= 0 && c->n == 0 && c->batch_end == c->cursor) status = find_stale(store, c);
  if (status >= 0 && c->n > 0 && uses_net(c)) status = calls_today(store, c, &calls);
  for (size_t i = 0; i < c->n && status >= 0; i++) status = read_story(store, c, &c->entries[i], calls);
  return status;
}

static int append_brief(struct consumer *c, struct store *store, const struct entry *e) {
  static const uint32_t ours[] = {TDG_ID,    TDG_BY,    TDG_FIRST_SEEN, TDG_STORY_ID,
                                  TDG_AS_OF, TDG_SINCE, TDG_CITED,      0};
  int64_t now = clock_wall_ms(), id = store->ops->new_id(store->handle, now);
  tdg_rec *rest = rec_without(&c->arena, e->brief, ours), *whole = rec_new(&c->arena, TDG_BRIEF);
  size_t pos = 0;
  struct tdg_item it;
  rec_put_int(whole, TDG_ID, id);
  rec_put_int(whole, TDG_STORY_ID, e->id);
  rec_put_str(whole, TDG_BY, c->name);
  rec_put_int(whole, TDG_FIRST_SEEN, now);
  rec_put_int(whole, TDG_AS_OF, brief_as_of(e->rec, now));
  while (rec_next(rest, &pos, &it)) rec_put_item(whole, &it);
  const tdg_rec *since = e->earlier != NULL ? brief_since(&c->arena, rest, e->earlier) : NULL;
  if (since != NULL) rec_put_rec(whole, TDG_SINCE, since);
  const struct tdg_str none = {"", 0};
  struct tdg_row row = {.size = sizeof row,
                        .kind = TDG_BRIEF,
                        .id = id,
                        .about = e->id,
                        .story = e->id,
                        .first_seen = now,
                        .by = {c->name, strlen(c->name)},
                        .source = none,
                        .publisher = none,
                        .url = none,
                        .native_id = none,
                        .language = none,
                        .text = none,
                        .title = rec_get(whole, TDG_HEADLINE, 0),
                        .headline = rec_get(whole, TDG_HEADLINE, 0),
                        .wire = rec_bytes(whole)};
  return store->ops->record_append(store->handle, &row);
}

struct refusing {
  struct consumer *c;
  int n;
};

static void tell_refused(void *arg, const char *why, struct tdg_str text) {
  enum { MAX_TOLD = 5 };
  struct refusing *r = arg;
  if (++r->n > MAX_TOLD) return;
  log_warning("%s: a sentence is left out because no record of the story says it: \"%.*s\": %s%s",
              r->c->label, (int)tdg_utf8_cut(text, 200), text.p, why,
              r->n == MAX_TOLD ? "; further ones of this brief are not reported" : "");
}

/* Once a run: a plugin that words its headlines itself does so for each story. */
static void tell_own(void *arg, struct tdg_str text) {
  const struct refusing *r = arg;
  if (r->c->told++ > 0) return;
  log_warning(
      "%s: \"%.*s\" is no title and no sentence of the story's records; it is shown as words of %s: quote a "
      "title, or put TDG_FROM beside it (further ones are not reported)",
      r->c->label, (int)tdg_utf8_cut(text, 200), text.p, r->c->name);
}

/* The brief that the plugin emitted; NULL: none. */
static const tdg_rec *emitted(const struct entry *e) {
  const struct job *job = e->job;
  return job != NULL && job->n_recs > 0 && rec_kind(job->recs[0]) == TDG_BRIEF ? job->recs[0] : NULL;
}

/* What the plugin wrote, as far as its sources say it; NULL: nothing of it. */
static const tdg_rec *brief_of(struct consumer *c, const struct entry *e) {
  struct refusing r = {.c = c};
  const struct brief_told told = {tell_refused, tell_own, &r};
  const tdg_rec *brief = brief_check(&c->arena, emitted(e), e->rec, c->name, &told);
  if (brief == NULL)
    log_warning("%s: no brief for a story: none of its %d sentences is one of its sources", c->label, r.n);
  return brief;
}

static int has_failed(const struct job *job) { return job->status < 0 || job->cause != CAUSE_NONE; }

/* A story that has changed and gets no new brief loses the one it had, and so is not asked for again until it
 * changes again.  A failure says nothing of the story: it is tried again. */
static int save_brief(struct store *store, struct consumer *c, const struct entry *e) {
  if (e->brief != NULL) return append_brief(c, store, e);
  int failed = e->job != NULL && has_failed(e->job);
  return !failed && e->kind == TDG_BRIEF ? store_story_brief_drop(store, e->id) : 0;
}

static int save_briefs(struct store *store, void *arg) {
  struct consumer *c = arg;
  int status = 0;
  int64_t calls = 0;
  for (size_t i = 0; i < c->n && status >= 0; i++) {
    const tdg_rec *brief = emitted(&c->entries[i]);
    if (brief != NULL) calls += rec_get_int(brief, TDG_CALLS, 0); /* paid, whatever becomes of it */
    status = save_brief(store, c, &c->entries[i]);
  }
  if (status >= 0 && uses_net(c)) status = add_calls(store, c, calls);
  if (status >= 0) status = fare_keep(store, c);
  return status < 0 ? status : store->ops->cursor_put(store->handle, c->cursor_name, c->batch_end);
}

static void on_saved(void *arg, int status) {
  struct consumer *c = arg;
  for (size_t i = 0; status >= 0 && i < c->n; i++)
    if (c->entries[i].brief != NULL) c->wrote = 1, c->all->engine->counts.briefs++;
  consumer_finished(c, status);
}

static void save(struct consumer *c) {
  for (struct entry *e = c->entries; e < c->entries + c->n; e++)
    if (emitted(e) != NULL && !has_failed(e->job)) e->brief = brief_of(c, e);
  storethread_write(c->all->engine->writer, save_briefs, on_saved, c);
}

/* The engine ends before all are written: the next run starts again at the saved cursor. */
static void give_back(struct consumer *c) {
  c->batch_end = c->cursor;
  consumer_finished(c, 0);
}

static int64_t story_of(const struct consumer *c, const struct job *job) {
  for (size_t i = 0; i < c->n; i++)
    if (c->entries[i].job == job) return c->entries[i].id;
  return 0;
}

static void on_brief(struct job *job) {
  struct consumer *c = job->arg;
  if (job->cause == CAUSE_STOPPED) c->died = 1;
  else if (has_failed(job)) {
    c->all->engine->counts.unwritten++;
    fare_failed(c, story_of(c, job), job_error_word(job), job->message);
    log_warning("%s: no brief for a story: %s", c->label, job->message);
  } else fare_took(c, story_of(c, job));
  if (--c->open > 0) return;
  if (!c->died) save(c);
  else give_back(c);
}

static void on_stories(void *arg, int status) {
  struct consumer *c = arg;
  int nothing = c->n == 0 && c->batch_end == c->cursor;
  if (status < 0 || c->all->engine->stopping || nothing) {
    if (c->batch_end != c->cursor || c->n > 0) c->batch_end = c->cursor;
    c->at_end = status >= 0 && nothing;
    consumer_finished(c, status < 0 ? status : 0);
    return;
  }
  c->died = 0;
  for (struct entry *e = c->entries; e < c->entries + c->n; e++)
    if (e->rec != NULL) e->job = job_new(FRAME_RUN, e->rec, clock_wall_ms(), on_brief, c);
  if (consumer_submit(c) == 0) save(c);
}

void brief_turn(struct consumer *c) { storethread_read(c->all->engine->writer, read_stories, on_stories, c); }
