/* engine/sourcestate.h - what is remembered of a source after a poll, and of a list that it names after that was read.
 *
 * An answer is good, or the source is in trouble: it could not be had, or it was had and is of no use (its parser refused
 * it, it is empty, a page with nothing to read).  Both are failures: they are counted, told, put off further each time
 * (never sooner than a good answer would be), and keep no validators.  So do answers that end before their end, and
 * those that name lists or have pages left: they are asked for in full the next time.
 */
#ifndef ENGINE_SOURCESTATE_H
#define ENGINE_SOURCESTATE_H

#include "engine/settle_priv.h"

/* Before anything else: t->state and t->list as the store has them, t->poll. */
void sourcestate_load(struct settle *t);
/* failed: the answer of a fetch that failed, NULL: none.  They end the task. */
void sourcestate_after_poll(struct settle *t, const tdg_rec *failed);
void sourcestate_after_list(struct settle *t, const tdg_rec *failed);
/* A page that a source led to brought something. */
void sourcestate_credit(struct settle *t);
/* What went wrong with a fetch, in words. */
const char *sourcestate_fetch_words(struct settle *t, const tdg_rec *doc);

#endif
