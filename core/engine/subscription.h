/* engine/subscription.h - the subscriptions of sources at the hubs that their feeds name (W3C WebSub).
 *
 * A feed that names a hub gets a row in the store (struct tdg_subscription), whether or not a run listens.  While one
 * does (`websub:`, a run that goes on), the hub is asked to push:
 *
 *   NAMED ──asked──▶ ASKED ──it verifies──▶ VERIFIED ──lease ends──▶ NAMED
 *                      └──────it denies────▶ DENIED (asked again after a week)
 *
 * When a hub refuses, denies or is not reached, the next one that the feed names is asked at once; one that has not
 * verified until it would be asked again gives way to the next one, too.  After the last one the first one is asked,
 * when the last one would have been.
 *
 * When a source is taken out, its feed names no hub any more (`hubs` is empty then), or the configuration wants no hubs
 * any more (`subscribe: no`), a hub that pushes is asked to end that, three times at most; the row goes when the hub has
 * asked back, or refused, or when the lease has ended.  That is only possible while a run listens, since a hub asks back:
 * where `websub:` was taken out, that is told at each start while leases go on, and they are ended when it is back.
 *
 *   VERIFIED ──not wanted──▶ ENDING ──it asks back, or in vain──▶ no row, or NAMED where the source is still there
 *
 * A push is a ping: what it carries is not read, but the source is polled at once, by the ordinary path with all its
 * limits.  A hub whose push brought the last new items is trusted: while its lease lasts its source is polled once a
 * day (within fetch.interval.max; never where `every` is written).  A poll that finds something that nobody pushed
 * ends that trust, and after a push that brought nothing the next poll is as usual: it may have come too early.
 *
 * The hub is asked by a task of its own (TDG_TASK_HUB), leased like any request to a host, and not subject to
 * robots.txt: a hub is there to be asked.  The request is made when the task is leased, so that the secret is in one
 * place; it names the callback of the configuration and the key of the source.  `next` is set to the next try before
 * it is sent: an hour later, then two ... a day; the verification sets it to the time of the renewal, when a quarter of
 * the lease is left.
 *
 * All functions run on the store thread, in a transaction.  0, or the store's error.
 */
#ifndef ENGINE_SUBSCRIPTION_H
#define ENGINE_SUBSCRIPTION_H

#include "engine/settle_priv.h"
#include "listener/listener.h"

enum {
  SUBSCRIPTION_GAP_MS = 30000,       /* between two polls of a source, whatever is pushed */
  SUBSCRIPTION_LEASE_S = 10 * 86400, /* what a hub is asked for, and what holds when it names no other */
};

/* ---- subscription.c: the rows ---- */

/* Are hubs to push what is new of this source?  NULL: it is not configured. */
int subscription_is_wanted(const struct engine *e, const struct engine_source *s);
/* The same with another key and secret, as it was never asked for. */
struct tdg_subscription subscription_anew(struct arena *a, const struct tdg_subscription *u, int64_t next);
/* How many hubs its feed names. */
size_t subscription_hubs(const struct tdg_subscription *u);
/* In the place of a hub that does not push: 1 and the row for the next one, or 0: there is none. */
int subscription_next(struct arena *a, const struct tdg_subscription *u, int64_t now,
                      struct tdg_subscription *out);
/* Write a row whose times may be other ones now. */
int subscription_put(struct engine *e, const struct tdg_subscription *u);
/* What a good poll means for the next one. */
struct subscription_word {
  int64_t until; /* a trusted hub pushes until then; 0: none does */
  int again;     /* it has pushed since the poll began */
};
/* news: new items of the poll. */
int subscription_polled(struct settle *t, uint64_t news, struct subscription_word *out);
/* Replace the request of a leased task: NULL when the hub is not to be asked now. */
int subscription_prepare(struct engine *e, struct tdg_str source, struct arena *a, int64_t now,
                         const tdg_rec **request);

/* ---- push.c: what the hubs say, and what is due ---- */

/* A run begins: what is kept of sources that are not configured is deleted; nobody pushes unless this run listens; a
 * source that a hub was trusted with is polled as usual once, for what was pushed meanwhile. */
int push_begin(struct store *store, struct engine *e, int64_t now);
/* Ask the hubs that are due, end the leases that are over.  look_at: when to look next; 0: something must change first. */
int push_scan(struct store *store, struct engine *e, int64_t now, int64_t *look_at);
/* The hub has answered our request; ends the task. */
void push_answered(struct settle *t);
/* A message of the listener, with valid texts. */
int push_take(struct store *store, struct engine *e, const struct listener_message *m, int64_t now,
              struct listener_answer *answer);

#endif
