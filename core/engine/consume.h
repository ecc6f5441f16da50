/* engine/consume.h - those who read the log: stages, briefs, sinks, search.
 *
 * Each consumer has a cursor in the store and saves it in the transaction of its output, so a kill at any instant
 * neither loses nor repeats a note or a brief.  (A sink's output is outside the store: at least once.)
 *
 *   stage    reads articles and statements in log order, no further than the stage before it has come; writes notes.
 *            When its worker starts, the notes it once wrote are recalled first.
 *   brief    reads the notes that put records into stories; writes a brief for each story they touch, once the
 *            stages have nothing left to do.
 *   sink     reads what the last stage has passed, and briefs; flush before the cursor moves.  What it did not take is
 *            given again, at longer and longer distances, and with the next run.
 *   search   indexes titles and texts when there is time.
 *
 * A record that kills a stage's or a sink's worker twice is passed over, and said so.
 */
#ifndef ENGINE_CONSUME_H
#define ENGINE_CONSUME_H

#include "engine/engine.h"

struct consume *consume_new(struct engine *e);
/* There may be something new in the log. */
void consume_wake(struct consume *c);
/* Sinks that did not take their records are asked again when they have rested; to be called now and then. */
void consume_tick(struct consume *c);
/* drained is called when every consumer has read to the end of the log; ingest must be quiet by then. */
void consume_on_drained(struct consume *c, void (*drained)(void *arg), void *arg);
/* Briefs are held back while this is set: more records are about to come. */
void consume_hold_briefs(struct consume *c, int hold);
void consume_free(struct consume *c);

#endif
