/* worker/plugin_clock.h - the clock that plugins of the program tidings-worker read.
 *
 *   plugin_clock_ahead = PLUGIN_CLOCK_ELSEWHERE;
 */
#ifndef WORKER_PLUGIN_CLOCK_H
#define WORKER_PLUGIN_CLOCK_H

#include <stdint.h>

enum { PLUGIN_CLOCK_ELSEWHERE = 400 * 86400 + 5 * 3600 + 60 };
extern int64_t plugin_clock_ahead; /* seconds; 0 but for a check */

#endif
