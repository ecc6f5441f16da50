/* engine/upkeep.h - work on the store as a whole, while a run goes on: what an operator asks for at the control socket (forget,
 * trim, vacuum), and a log that is emptied when nothing was written for a while. */
#ifndef ENGINE_UPKEEP_H
#define ENGINE_UPKEEP_H

#include "engine/control.h"
#include "engine/engine.h"

enum { UPKEEP_QUIET_MS = 10000 }; /* after the last commit */

/* On the loop: the run has begun.  A forget that somebody has begun is finished. */
void upkeep_begin(struct engine *e);
/* 1: the request is one of these, and the client will be answered. */
int upkeep_asked(struct engine *e, struct control_client *client, const char *request);
void upkeep_tick(struct engine *e);
/* Clients are gone. */
void upkeep_leave(struct engine *e);
/* The engine ends: what is under way is finished by the next run.  Before the store thread ends; free when the loop has. */
void upkeep_stop(struct engine *e);
void upkeep_free(struct engine *e);

#endif
