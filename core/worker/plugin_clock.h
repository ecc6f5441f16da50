/* worker/plugin_clock.h - the clock that plugins of the program tidings-worker read, and what they read outside of
 * their input.
 *
 *   plugin_clock_ahead = PLUGIN_CLOCK_ELSEWHERE;
 *   plugin_clock_still = PLUGIN_CLOCK_AT;
 *   plugin_reads.file = "/p/gazette.so";            count what its own code reads, not what its libraries do
 */
#ifndef WORKER_PLUGIN_CLOCK_H
#define WORKER_PLUGIN_CLOCK_H

#include <stdint.h>

enum { PLUGIN_CLOCK_ELSEWHERE = 400 * 86400 + 5 * 3600 + 60 };
#define PLUGIN_CLOCK_AT INT64_C(1767700000000) /* ms: the time at which a check's clock stands */
extern int64_t plugin_clock_ahead;             /* seconds; 0 but for a check */
extern int64_t plugin_clock_still;             /* ms since 1970 where it stands; 0: it runs */

struct plugin_reads {
  const char *file;                         /* NULL: nothing is counted */
  unsigned clock, variables, files, locale; /* locale: how often it was to be another one */
  char variable[80], opened[200];           /* the first of them */
};
extern struct plugin_reads plugin_reads;

#endif
