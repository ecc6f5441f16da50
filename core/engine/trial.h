/* engine/trial.h - do components take their settings?
 *
 * What only a plugin can judge (a selector, an endpoint, a header line) it says when it is opened; a configuration is checked
 * before there is a document.  To open one reaches nowhere outside: that comes with the first call.
 */
#ifndef ENGINE_TRIAL_H
#define ENGINE_TRIAL_H

#include "engine/engine.h"

/* choice: the settings it was given, NULL: none of its own. */
typedef void (*trial_refused_fn)(void *arg, const struct component_info *, const struct engine_choice *choice,
                                 const char *why);

/* Opens each component that is named in the spec, or fetches its sources, once for each of its settings, in a worker.
 * Sinks are left alone while a folder they write to is not there.  How many refused; each is told. */
size_t engine_trial(struct engine *e, trial_refused_fn tell, void *arg);

#endif
