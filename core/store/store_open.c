/* store_open.c - load a store plugin and open a store with it.  The caller owns the struct until
 * store_close. */
#include "store/store_open.h"

#include "plugin/load.h"
#include "plugin/locations.h"
#include "util/check.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE = 4096 };

#define OPERATION(name)                                                                                      \
  { #name, offsetof(struct tdg_store_ops, name) }
enum { REQUIRED_SIZE = offsetof(struct tdg_store_ops, task_list) + sizeof(void (*)(void)) };

/* The first operation that a store of this revision must have and this one lacks; NULL: none. */
static const char *missing_operation(const struct tdg_store_ops *ops) {
  static const struct {
    const char *name;
    size_t offset;
  } required[] = {OPERATION(open),
                  OPERATION(close),
                  OPERATION(error),
                  OPERATION(begin),
                  OPERATION(commit),
                  OPERATION(rollback),
                  OPERATION(new_id),
                  OPERATION(record_append),
                  OPERATION(work_find),
                  OPERATION(record_seen),
                  OPERATION(log_read),
                  OPERATION(cursor_get),
                  OPERATION(cursor_put),
                  OPERATION(task_add),
                  OPERATION(task_lease),
                  OPERATION(task_settle),
                  OPERATION(task_release),
                  OPERATION(task_next_due),
                  OPERATION(source_put),
                  OPERATION(source_get),
                  OPERATION(source_list),
                  OPERATION(quarantine_put),
                  OPERATION(quarantine_list),
                  OPERATION(record_get),
                  OPERATION(record_find),
                  OPERATION(record_versions),
                  OPERATION(notes_of),
                  OPERATION(record_each),
                  OPERATION(story_list),
                  OPERATION(story_members),
                  OPERATION(story_brief),
                  OPERATION(counts),
                  OPERATION(search_index),
                  OPERATION(search),
                  OPERATION(verify),
                  OPERATION(damaged),
                  OPERATION(quarantine_drop),
                  OPERATION(task_list)};
  for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
    void (*operation)(void) = NULL;
    memcpy(&operation, (const char *)ops + required[i].offset, sizeof operation);
    if (operation == NULL) return required[i].name;
  }
  return NULL;
}

static int check_ops(const struct tdg_store_ops *ops, struct plugin_why *w) {
  static const char rebuild[] = "rebuild it against the headers of this Tidings";
  const char *missing;
  char wanted[100];
  snprintf(wanted, sizeof wanted, "those of revision %u (TDG_STORE_REV)", (unsigned)TDG_STORE_REV);
  if (ops->rev != TDG_STORE_REV)
    return plugin_refuse(w, wanted, ops->rev > TDG_STORE_REV ? "upgrade Tidings" : rebuild,
                         "operations of revision %u", (unsigned)ops->rev);
  snprintf(wanted, sizeof wanted, "%u or more, up to task_list", (unsigned)REQUIRED_SIZE);
  if (ops->size < REQUIRED_SIZE)
    return plugin_refuse(w, wanted, rebuild, "a table of operations of %u bytes", (unsigned)ops->size);
  if ((missing = missing_operation(ops)) != NULL)
    return plugin_refuse(w, "every one up to task_list", "write it, and set it in the table",
                         "no operation %s", missing);
  return 0;
}

static int find_component(const struct tdg_plugin *p, const char *driver, struct tdg_component *c,
                          struct plugin_why *w) {
  char other[100] = "", wanted[200], todo[300];
  for (uint32_t i = 0; i < p->n_components; i++) {
    plugin_component_at(p, i, c);
    if (c->kind != TDG_KIND_STORE) continue;
    if (strcmp(c->name, driver) == 0) return 0;
    snprintf(other, sizeof other, "%s", c->name);
  }
  snprintf(wanted, sizeof wanted, "one called %s, as the file", driver);
  snprintf(todo, sizeof todo, "call the file store-%s.so, or the component %s", other, driver);
  if (other[0] != '\0') return plugin_refuse(w, wanted, todo, "a store called %s", other);
  return plugin_refuse(w, wanted, "name another store, or add the component",
                       "no store among its components");
}

static const struct tdg_store_ops *load(const char *file, const char *driver, const char **id, char *message,
                                        size_t size) {
  struct plugin_why w = {.passing = 0};
  struct tdg_component c = {.size = 0};
  const struct tdg_plugin *p = plugin_load(file, &w);
  if (p == NULL || find_component(p, driver, &c, &w) < 0 || check_ops(c.ops, &w) < 0) {
    snprintf(message, size, "store plugin %s: found %s, wanted %s; %s", file, w.found, w.wanted, w.todo);
    return NULL;
  }
  *id = p->id;
  return c.ops;
}

static int find_file(const char *driver, const char *const *dirs, char file[MAX_FILE]) {
  for (; dirs != NULL && *dirs != NULL; dirs++)
    if (snprintf(file, MAX_FILE, "%s/store-%s.so", *dirs, driver) < MAX_FILE && access(file, R_OK) == 0)
      return 0;
  return -1;
}

static int find_default(const char *driver, char file[MAX_FILE]) {
  struct find_paths *paths = check_alloc(sizeof *paths);
  const char *dirs[FIND_MAX_DIRS + 1] = {NULL};
  find_paths(paths);
  /* the program's own folder first: a store runs inside the engine, so no other file may replace it */
  size_t n = 0;
  for (size_t i = 0; i < paths->n_own; i++) dirs[n++] = paths->own[i];
  for (size_t i = 0; i < paths->n_dirs && n < FIND_MAX_DIRS; i++) dirs[n++] = paths->dirs[i];
  int rc = find_file(driver, dirs, file);
  free(paths);
  return rc;
}

struct store *store_open(const char *driver, const char *path, unsigned flags, const char *const *dirs,
                         char *message, size_t size, int *status) {
  char file[MAX_FILE];
  const char *id = "";
  void *handle = NULL;
  int rc = TDG_BAD_CONFIG;
  const struct tdg_store_ops *ops = NULL;
  message[0] = '\0';
  if ((dirs == NULL ? find_default(driver, file) : find_file(driver, dirs, file)) != 0)
    snprintf(message, size,
             "no store plugin: store-%s.so is in none of the plugin folders: set TIDINGS_PLUGIN_PATH",
             driver);
  else ops = load(file, driver, &id, message, size);
  if (ops != NULL) rc = ops->open(path, flags, &handle, message, size);
  if (status != NULL) *status = rc;
  if (rc != 0) return NULL;
  if (message[0] != '\0') log_warning("%s", message);
  struct store *s = check_alloc(sizeof *s);
  *s = (struct store){.ops = ops, .handle = handle, .plugin = id};
  return s;
}

void store_close(struct store *s) {
  if (s == NULL) return;
  s->ops->close(s->handle);
  free(s);
}

void store_copy(void *to, size_t size, const void *from) {
  uint32_t theirs, mine = (uint32_t)size;
  memcpy(&theirs, from, sizeof theirs);
  memset(to, 0, size);
  memcpy(to, from, theirs < size ? theirs : size);
  memcpy(to, &mine, sizeof mine);
}

void store_copy_texts(struct arena *a, struct tdg_str *const *texts, size_t n) {
  for (size_t i = 0; i < n; i++)
    *texts[i] =
        (struct tdg_str){arena_copy(a, texts[i]->p != NULL ? texts[i]->p : "", texts[i]->n), texts[i]->n};
}

/* A source's state as this host knows it. */
struct whole_source {
  tdg_source_fn fn;
  void *arg;
};

static int pass_whole(void *arg, const struct tdg_source_state *state) {
  const struct whole_source *to = arg;
  struct tdg_source_state whole;
  store_copy(&whole, sizeof whole, state);
  return to->fn(to->arg, &whole);
}

int store_source_get(const struct store *s, const char *id, tdg_source_fn fn, void *arg) {
  struct whole_source to = {fn, arg};
  return s->ops->source_get(s->handle, id, pass_whole, &to);
}

struct loaded_source {
  struct tdg_source_state *state;
  struct arena *arena;
};

static int take_source(void *arg, const struct tdg_source_state *state) {
  const struct loaded_source *to = arg;
  struct tdg_source_state *s = to->state;
  struct tdg_str *const texts[] = {&s->id,         &s->url,   &s->moved_url, &s->etag, &s->last_modified,
                                   &s->last_error, &s->title, &s->adopted};
  *s = *state;
  store_copy_texts(to->arena, texts, sizeof texts / sizeof texts[0]);
  return 1;
}

int store_source_load(const struct store *s, const char *id, struct arena *a,
                      struct tdg_source_state *state) {
  struct loaded_source to = {state, a};
  return store_source_get(s, id, take_source, &to);
}

static struct store *changed(const struct store *s) { return (struct store *)(uintptr_t)s; }

int store_source_put(const struct store *s, const struct tdg_source_state *state) {
  changed(s)->source_puts++;
  return s->ops->source_put(s->handle, state);
}

int store_source_list(const struct store *s, tdg_source_fn fn, void *arg) {
  struct whole_source to = {fn, arg};
  return s->ops->source_list(s->handle, pass_whole, &to);
}

int64_t store_damaged(const struct store *s, const char **message) {
  *message = "";
  return STORE_HAS(s, damaged) ? s->ops->damaged(s->handle, message) : 0;
}

int store_quarantine_drop(struct store *s, int64_t id) {
  return STORE_HAS(s, quarantine_drop) ? s->ops->quarantine_drop(s->handle, id) : 0;
}

/* A store without these operations keeps no state of lists: each list is fetched without validators. */
static int has_listings(const struct store *s) {
  return STORE_HAS(s, listing_put) && STORE_HAS(s, listing_get) && STORE_HAS(s, listing_list) &&
         STORE_HAS(s, listing_forget);
}

int store_listing_put(struct store *s, const struct tdg_listing *l) {
  return has_listings(s) ? s->ops->listing_put(s->handle, l) : 0;
}

int store_listing_get(struct store *s, const char *source, const char *url, tdg_listing_fn fn, void *arg) {
  return has_listings(s) ? s->ops->listing_get(s->handle, source, url, fn, arg) : 0;
}

int store_listing_list(struct store *s, const char *source, tdg_listing_fn fn, void *arg) {
  return has_listings(s) ? s->ops->listing_list(s->handle, source, fn, arg) : 0;
}

int store_listing_forget(struct store *s, const char *source, int64_t before) {
  return has_listings(s) ? s->ops->listing_forget(s->handle, source, before) : 0;
}

int store_story_brief_drop(const struct store *s, int64_t story) {
  return STORE_HAS(s, story_brief_drop) ? s->ops->story_brief_drop(s->handle, story) : 0;
}

/* A store without this operation is asked for records only. */
struct asking {
  tdg_meaning_fn fn;
  void *arg;
};
static int mean_record(void *arg, const struct tdg_row *row) {
  const struct asking *a = arg;
  struct tdg_meaning m = {.size = sizeof m, .how = TDG_MEANS_PART, .id = row->id};
  return a->fn(a->arg, &m);
}

int store_meanings(struct store *s, const char *what, int64_t max, tdg_meaning_fn fn, void *arg) {
  struct asking a = {fn, arg};
  if (STORE_HAS(s, meanings)) return s->ops->meanings(s->handle, what, max, fn, arg);
  return s->ops->record_find(s->handle, what, mean_record, &a);
}

static int keeps_values(const struct store *s) {
  return STORE_HAS(s, value_put) && STORE_HAS(s, value_list) && STORE_HAS(s, value_forget);
}

int store_value_put(const struct store *s, const struct tdg_value *v) {
  changed(s)->no_values = 0;
  return keeps_values(s) ? s->ops->value_put(s->handle, v) : 0;
}

int store_value_list(const struct store *s, const char *source, tdg_value_fn fn, void *arg) {
  if (!keeps_values(s) || (source != NULL && s->no_values)) return 0;
  const int n = s->ops->value_list(s->handle, source, fn, arg);
  if (source == NULL) changed(s)->no_values = n == 0;
  return n;
}

int store_value_forget(const struct store *s, const char *source) {
  return keeps_values(s) ? s->ops->value_forget(s->handle, source) : 0;
}

int store_task_take(const struct store *s, const char *key, int64_t until, tdg_task_fn fn, void *arg) {
  return STORE_HAS(s, task_take) ? s->ops->task_take(s->handle, key, until, fn, arg) : 0;
}

int store_task_drop(const struct store *s, int64_t id) {
  return STORE_HAS(s, task_drop) ? s->ops->task_drop(s->handle, id) : 0;
}

int store_drops_tasks(const struct store *s) { return STORE_HAS(s, task_drop) && STORE_HAS(s, task_get); }

static int keeps_limits(const struct store *s) {
  return STORE_HAS(s, limit_put) && STORE_HAS(s, limit_get) && STORE_HAS(s, limit_forget);
}

int store_limit_put(const struct store *s, const struct tdg_limit *h) {
  return keeps_limits(s) ? s->ops->limit_put(s->handle, h) : 0;
}

int store_limit_get(const struct store *s, const char *group, tdg_limit_fn fn, void *arg) {
  return keeps_limits(s) ? s->ops->limit_get(s->handle, group, fn, arg) : 0;
}

int store_limit_forget(const struct store *s, int64_t before) {
  return keeps_limits(s) ? s->ops->limit_forget(s->handle, before) : 0;
}

int store_keeps_checkpoints(const struct store *s) {
  return STORE_HAS(s, checkpoint_part) && STORE_HAS(s, checkpoint_put) && STORE_HAS(s, checkpoint_get) &&
         STORE_HAS(s, checkpoint_read);
}

struct asking_checkpoint {
  tdg_checkpoint_fn fn;
  void *arg;
};

static int see_checkpoint(void *arg, const struct tdg_checkpoint *theirs) {
  struct asking_checkpoint *a = arg;
  struct tdg_checkpoint c;
  store_copy(&c, sizeof c, theirs);
  return a->fn(a->arg, &c);
}

int store_checkpoint_get(const struct store *s, const char *stage, tdg_checkpoint_fn fn, void *arg) {
  struct asking_checkpoint a = {fn, arg};
  return store_keeps_checkpoints(s) ? s->ops->checkpoint_get(s->handle, stage, see_checkpoint, &a) : 0;
}

int store_keeps_moves(const struct store *s) {
  return STORE_HAS(s, move_put) && STORE_HAS(s, move_list) && STORE_HAS(s, task_drop);
}

int store_move_put(const struct store *s, const struct tdg_move *m) {
  return store_keeps_moves(s) ? s->ops->move_put(s->handle, m) : 0;
}

int store_move_list(const struct store *s, const char *source, tdg_move_fn fn, void *arg) {
  return store_keeps_moves(s) ? s->ops->move_list(s->handle, source, fn, arg) : 0;
}

static int keeps_consumers(const struct store *s) {
  return STORE_HAS(s, consumer_put) && STORE_HAS(s, consumer_list);
}

int store_consumer_put(const struct store *s, const struct tdg_consumer *c) {
  return keeps_consumers(s) ? s->ops->consumer_put(s->handle, c) : 0;
}

int store_consumer_list(const struct store *s, const char *name, tdg_consumer_fn fn, void *arg) {
  return keeps_consumers(s) ? s->ops->consumer_list(s->handle, name, fn, arg) : 0;
}

int store_keeps_robots(const struct store *s) {
  return STORE_HAS(s, robots_put) && STORE_HAS(s, robots_get) && STORE_HAS(s, robots_forget);
}

int store_robots_put(const struct store *s, const struct tdg_robots *r) {
  return store_keeps_robots(s) ? s->ops->robots_put(s->handle, r) : 0;
}

int store_robots_get(const struct store *s, const char *key, tdg_robots_fn fn, void *arg) {
  return store_keeps_robots(s) ? s->ops->robots_get(s->handle, key, fn, arg) : 0;
}

int store_robots_forget(const struct store *s, int64_t before) {
  return store_keeps_robots(s) ? s->ops->robots_forget(s->handle, before) : 0;
}

int store_keeps_subscriptions(const struct store *s) {
  return STORE_HAS(s, subscription_put) && STORE_HAS(s, subscription_get) &&
         STORE_HAS(s, subscription_find) && STORE_HAS(s, subscription_list) &&
         STORE_HAS(s, subscription_drop) && STORE_HAS(s, task_drop) && STORE_HAS(s, task_take);
}

int store_subscription_put(const struct store *s, const struct tdg_subscription *u) {
  return store_keeps_subscriptions(s) ? s->ops->subscription_put(s->handle, u) : 0;
}

int store_subscription_list(const struct store *s, tdg_subscription_fn fn, void *arg) {
  return store_keeps_subscriptions(s) ? s->ops->subscription_list(s->handle, fn, arg) : 0;
}

int store_subscription_drop(const struct store *s, const char *source) {
  return store_keeps_subscriptions(s) ? s->ops->subscription_drop(s->handle, source) : 0;
}

void store_subscription_copy(struct arena *a, struct tdg_subscription *u,
                             const struct tdg_subscription *theirs) {
  struct tdg_str *const texts[] = {&u->hubs,     &u->source, &u->hub,    &u->topic,
                                   &u->callback, &u->key,    &u->secret, &u->reason};
  store_copy(u, sizeof *u, theirs);
  store_copy_texts(a, texts, sizeof texts / sizeof texts[0]);
}

struct kept_subscription {
  struct tdg_subscription *u;
  struct arena *arena;
};

static int keep_subscription(void *arg, const struct tdg_subscription *theirs) {
  const struct kept_subscription *k = arg;
  store_subscription_copy(k->arena, k->u, theirs);
  return 1;
}

int store_subscription_load(const struct store *s, const char *source, struct arena *a,
                            struct tdg_subscription *u) {
  struct kept_subscription k = {u, a};
  return store_keeps_subscriptions(s) ? s->ops->subscription_get(s->handle, source, keep_subscription, &k)
                                      : 0;
}

int store_subscription_find(const struct store *s, const char *key, struct arena *a,
                            struct tdg_subscription *u) {
  struct kept_subscription k = {u, a};
  return store_keeps_subscriptions(s) ? s->ops->subscription_find(s->handle, key, keep_subscription, &k) : 0;
}

int store_keeps_refused(const struct store *s) {
  return STORE_HAS(s, refused_put) && STORE_HAS(s, refused_list) && STORE_HAS(s, refused_drop) &&
         STORE_HAS(s, refused_retry);
}

int store_refused_put(const struct store *s, struct tdg_refused *r) {
  return store_keeps_refused(s) ? s->ops->refused_put(s->handle, r) : 0;
}

int store_refused_list(const struct store *s, const char *sink, tdg_refused_fn fn, void *arg) {
  return store_keeps_refused(s) ? s->ops->refused_list(s->handle, sink, fn, arg) : 0;
}

int store_refused_drop(const struct store *s, const char *sink, int64_t record) {
  return store_keeps_refused(s) ? s->ops->refused_drop(s->handle, sink, record) : 0;
}

int store_refused_retry(const struct store *s, const char *sink, int waiting, int64_t retry_at) {
  return store_keeps_refused(s) ? s->ops->refused_retry(s->handle, sink, waiting, retry_at) : 0;
}

int store_task_get(const struct store *s, int64_t id, tdg_task_fn fn, void *arg) {
  return STORE_HAS(s, task_get) ? s->ops->task_get(s->handle, id, fn, arg) : 0;
}

const char *store_error(struct store *s) { return s->ops->error(s->handle); }

int store_copy_to(const struct store *s, const char *path) {
  return STORE_HAS(s, copy) ? s->ops->copy(s->handle, path) : TDG_BAD_CONFIG;
}

int store_removes(const struct store *s) {
  return STORE_HAS(s, old_list) && STORE_HAS(s, work_remove) && STORE_HAS(s, gone_find) &&
         STORE_HAS(s, purge);
}

int store_old_list(const struct store *s, int64_t after, int64_t before_ms, int64_t max, tdg_row_fn fn,
                   void *arg) {
  return store_removes(s) ? s->ops->old_list(s->handle, after, before_ms, max, fn, arg) : 0;
}

int store_work_remove(const struct store *s, const uint64_t work[2], enum tdg_gone why, int64_t now_ms,
                      struct tdg_removed *out) {
  return store_removes(s) ? s->ops->work_remove(s->handle, work, (uint32_t)why, now_ms, out) : 0;
}

#define REMOVED_CURSOR "keep removed"

int64_t store_removed_total(const struct store *s) {
  int64_t n = 0;
  const int rc = s->ops->cursor_get(s->handle, REMOVED_CURSOR, &n);
  return rc < 0 ? rc : n;
}

int store_removed_add(const struct store *s, int64_t more) {
  const int64_t before = more > 0 ? store_removed_total(s) : 0;
  if (before < 0) return (int)before;
  return more > 0 ? s->ops->cursor_put(s->handle, REMOVED_CURSOR, before + more) : 0;
}

int store_gone_find(const struct store *s, const uint64_t key[2]) {
  return store_removes(s) ? s->ops->gone_find(s->handle, key) : 0;
}

int store_purge(const struct store *s) { return store_removes(s) ? s->ops->purge(s->handle) : 0; }

int store_purges_in_steps(const struct store *s) {
  return STORE_HAS(s, purge_step) && STORE_HAS(s, empty_log);
}

int store_purge_step(const struct store *s, struct tdg_purge *p) {
  return store_purges_in_steps(s) ? s->ops->purge_step(s->handle, p) : 0;
}

int store_empty_log(const struct store *s) {
  return store_purges_in_steps(s) ? s->ops->empty_log(s->handle) : 0;
}

int store_check(const struct store *s, tdg_words_fn fn, void *arg) {
  return STORE_HAS(s, check) ? s->ops->check(s->handle, fn, arg) : TDG_BAD_CONFIG;
}
