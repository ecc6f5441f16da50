/* store/store_open.h - a store that is open: its operations and their handle.
 *
 *   struct store *s = store_open("sqlite", "news.db", TDG_STORE_CREATE, NULL, message, sizeof message);
 *   s->ops->begin(s->handle);
 *
 * A store plugin is trusted and runs in this process (tidings/store.h has the contract).  The object stays
 * loaded until the process ends: closing a store closes its file, nothing else.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <tidings/store.h>

enum { STORE_MESSAGE = 1024 }; /* room that every message fits into */

struct store {
  const struct tdg_store_ops *ops;
  void *handle;
  const char *plugin; /* what it says of itself: id and version */
};

/* Opens what is at path with the store of that name, from the plugin store-DRIVER.so.  dirs: where plugins are looked for, ended by NULL; NULL:
 * where this program finds its plugins.  NULL when it cannot be done; message says why and *status (may be
 * NULL) is the tdg_status: TDG_BAD_CONFIG no such store, TDG_DENIED not allowed, too new,
 * TDG_STORE_BUSY somebody else writes it. */
struct store *store_open(const char *driver, const char *path, unsigned flags, const char *const *dirs,
                         char *message, size_t size, int *status);
void store_close(struct store *s);        /* rolls back what was not committed; NULL is fine */
const char *store_error(struct store *s); /* of the last operation that failed */
/* Forget a quarantined document (0: all); how many, or a status.  Between begin and commit. */
int store_quarantine_drop(struct store *s, int64_t id);
/* Lists that sources name, as in tdg_store_ops. */
int store_listing_put(struct store *s, const struct tdg_listing *l);
int store_listing_get(struct store *s, const char *source, const char *url, tdg_listing_fn fn, void *arg);
int store_listing_list(struct store *s, const char *source, tdg_listing_fn fn, void *arg);
int store_listing_forget(struct store *s, const char *source, int64_t before);
/* The story has no brief any more.  Between begin and commit. */
int store_story_untell(const struct store *s, int64_t story);
/* All that a word of the operator can mean; see tdg_store_ops.meanings. */
int store_meanings(struct store *s, const char *what, int64_t max, tdg_meaning_fn fn, void *arg);
/* How many damaged rows were met and passed over so far; *message tells the last one. */
int64_t store_damaged(const struct store *s, const char **message);

#endif
