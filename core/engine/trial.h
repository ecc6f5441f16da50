/* engine/trial.h - do parsers take their settings?
 *
 * What only a plugin can judge (a selector, a pattern) it says when it is opened; a configuration is checked
 * before there is a document.  Fetchers, sinks and stores are left alone: to open one may reach outside.
 */
#ifndef ENGINE_TRIAL_H
#define ENGINE_TRIAL_H

#include "engine/engine.h"

/* Opens each parser that has settings, once for each of them, in a worker.  How many refused; the log says
 * which and why. */
size_t engine_trial(struct engine *e);

#endif
