/* store/store_open.h - an open store: its operations and their handle.
 *
 *   struct store *s = store_open("sqlite", "news.db", TDG_STORE_CREATE, NULL, message, sizeof message);
 *   s->ops->begin(s->handle);
 *
 * A store plugin is trusted and runs in this process (contract: tidings/store.h).  The object stays loaded
 * until the process ends; closing a store only closes its file.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "util/arena.h"

#include <tidings/store.h>

enum { STORE_MESSAGE = 1024 }; /* size of every message buffer */

struct store {
  const struct tdg_store_ops *ops;
  void *handle;
  const char *plugin; /* id and version of the plugin */
  /* Known of its content by who writes it; nobody else does meanwhile. */
  int no_values;        /* components keep nothing */
  uint64_t source_puts; /* by store_source_put */
};

/* Open the store at path with the plugin store-DRIVER.so.  dirs: directories to search, NULL-terminated;
 * NULL: the default plugin directories.  Returns NULL on failure; message then says why, and *status (may be
 * NULL) is TDG_BAD_CONFIG for an unknown store, TDG_DENIED for missing permission or a schema that is too
 * new, TDG_STORE_BUSY when another process writes it. */
struct store *store_open(const char *driver, const char *path, unsigned flags, const char *const *dirs,
                         char *message, size_t size, int *status);
void store_close(struct store *s);        /* rolls back an open transaction; s may be NULL */
const char *store_error(struct store *s); /* of the last operation that failed */
/* Does the store have this operation?  Those that came later may be missing. */
#define STORE_HAS(s, op)                                                                                     \
  ((s)->ops->size >= offsetof(struct tdg_store_ops, op) + sizeof(s)->ops->op && (s)->ops->op != NULL)

/* Copy a struct that the store passed.  One that was built against older headers passes fewer members: the others
 * become 0, and `size` is that of the copy. */
void store_copy(void *to, size_t size, const void *from);
/* Copy the texts of such a copy into the arena, so that they outlive the call of fn. */
void store_copy_texts(struct arena *a, struct tdg_str *const *texts, size_t n);
/* The state of a source, and of all, as in tdg_store_ops; fn gets every member. */
int store_source_get(const struct store *s, const char *id, tdg_source_fn fn, void *arg);
int store_source_list(const struct store *s, tdg_source_fn fn, void *arg);
/* Other changes of a state than those of the task that polls its source: who has read it reads it again. */
int store_source_put(const struct store *s, const struct tdg_source_state *state);
/* A copy of a source's state with its texts in the arena: 1, 0 there is none and *state is as it was, or the store's
 * error. */
int store_source_load(const struct store *s, const char *id, struct arena *a, struct tdg_source_state *state);

/* Delete a quarantined document (0: all); returns the number deleted, or a status.  Between begin and
 * commit. */
int store_quarantine_drop(struct store *s, int64_t id);
/* State of lists, as in tdg_store_ops. */
int store_listing_put(struct store *s, const struct tdg_listing *l);
int store_listing_get(struct store *s, const char *source, const char *url, tdg_listing_fn fn, void *arg);
int store_listing_list(struct store *s, const char *source, tdg_listing_fn fn, void *arg);
int store_listing_forget(struct store *s, const char *source, int64_t before);
/* Values of components, as in tdg_store_ops; nothing when the store keeps none. */
int store_value_put(const struct store *s, const struct tdg_value *v);
int store_value_list(const struct store *s, const char *source, tdg_value_fn fn, void *arg);
int store_value_forget(const struct store *s, const char *source);
/* Lease a task by its key; 0 when there is none that is ready, or the store cannot. */
int store_task_take(const struct store *s, const char *key, int64_t until, tdg_task_fn fn, void *arg);
/* Delete a task; 0 when the store cannot. */
int store_task_drop(const struct store *s, int64_t id);
int store_drops_tasks(const struct store *s);
/* Limit groups, as in tdg_store_ops; nothing when the store keeps none.  What fn gets is to be copied with
 * store_copy. */
int store_limit_put(const struct store *s, const struct tdg_limit *h);
int store_limit_get(const struct store *s, const char *group, tdg_limit_fn fn, void *arg);
int store_limit_forget(const struct store *s, int64_t before);
/* Checkpoints of stages, as in tdg_store_ops.  Does the store keep them? */
int store_keeps_checkpoints(const struct store *s);
int store_checkpoint_get(const struct store *s, const char *stage, tdg_checkpoint_fn fn, void *arg);
/* Moves of sources, as in tdg_store_ops.  Does the store keep them, and what is needed to follow one? */
int store_keeps_moves(const struct store *s);
int store_move_put(const struct store *s, const struct tdg_move *m);
int store_move_list(const struct store *s, const char *source, tdg_move_fn fn, void *arg);
/* How consumers fare, as in tdg_store_ops; nothing when the store does not keep it.  What fn gets is to be
 * copied with store_copy. */
int store_consumer_put(const struct store *s, const struct tdg_consumer *c);
int store_consumer_list(const struct store *s, const char *name, tdg_consumer_fn fn, void *arg);
/* robots.txt, as in tdg_store_ops.  Does the store keep what it says? */
int store_keeps_robots(const struct store *s);
int store_robots_put(const struct store *s, const struct tdg_robots *r);
int store_robots_get(const struct store *s, const char *key, tdg_robots_fn fn, void *arg);
int store_robots_forget(const struct store *s, int64_t before);
/* Subscriptions of sources at their hubs, as in tdg_store_ops.  Does the store keep them, and what is needed to follow
 * a push?  What fn gets is to be copied with store_subscription_copy. */
int store_keeps_subscriptions(const struct store *s);
int store_subscription_put(const struct store *s, const struct tdg_subscription *u);
int store_subscription_list(const struct store *s, tdg_subscription_fn fn, void *arg);
int store_subscription_drop(const struct store *s, const char *source);
void store_subscription_copy(struct arena *a, struct tdg_subscription *u,
                             const struct tdg_subscription *theirs);
/* A copy with its texts in the arena, by source, or by the key of its callback: 1, 0 there is none and *u is as it
 * was, or the store's error. */
int store_subscription_load(const struct store *s, const char *source, struct arena *a,
                            struct tdg_subscription *u);
int store_subscription_find(const struct store *s, const char *key, struct arena *a,
                            struct tdg_subscription *u);
/* Remove a story's brief.  Between begin and commit. */
int store_story_brief_drop(const struct store *s, int64_t story);
/* All things that a name or id can mean; see tdg_store_ops.meanings. */
int store_meanings(struct store *s, const char *what, int64_t max, tdg_meaning_fn fn, void *arg);
/* Records that sinks did not take, as in tdg_store_ops.  Does the store keep them?  One without these operations
 * keeps none, and store_refused_put does nothing. */
int store_keeps_refused(const struct store *s);
int store_refused_put(const struct store *s, struct tdg_refused *r);
int store_refused_list(const struct store *s, const char *sink, tdg_refused_fn fn, void *arg);
int store_refused_drop(const struct store *s, const char *sink, int64_t record);
int store_refused_retry(const struct store *s, const char *sink, int waiting, int64_t retry_at);
/* A task in any state: 1 found, 0 not. */
int store_task_get(const struct store *s, int64_t id, tdg_task_fn fn, void *arg);
/* Write a copy of the store to a path where nothing is; TDG_BAD_CONFIG when the store cannot. */
int store_copy_to(const struct store *s, const char *path);
/* The number of damaged rows skipped so far; *message describes the last one. */
int64_t store_damaged(const struct store *s, const char **message);

/* Can it remove records?  If not, old_list finds none. */
int store_removes(const struct store *s);
int store_old_list(const struct store *s, int64_t after, int64_t before_ms, int64_t max, tdg_row_fn fn,
                   void *arg);
int store_work_remove(const struct store *s, const uint64_t work[2], enum tdg_gone why, int64_t now_ms,
                      struct tdg_removed *out);
/* How many records were removed in all because they were old; less than 0: the store's error. */
int64_t store_removed_total(const struct store *s);
int store_removed_add(const struct store *s, int64_t more);
int store_gone_find(const struct store *s, const uint64_t key[2]);
int store_purge(const struct store *s);
/* Can it be purged beside a writer that goes on? */
int store_purges_in_steps(const struct store *s);
int store_purge_step(const struct store *s, struct tdg_purge *p);
/* 0: nothing is left in it, or the store has none. */
int store_empty_log(const struct store *s);
/* The number of faults; TDG_BAD_CONFIG when the store cannot look. */
int store_check(const struct store *s, tdg_words_fn fn, void *arg);

#endif
