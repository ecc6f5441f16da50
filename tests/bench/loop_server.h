/* bench/loop_server.h - the web servers of benches, on every address of the loopback: one of our own, and nginx.
 *
 * What they answer:
 *   /u/N   a feed of one item in 40 KB, without validators
 *   /c/N   the same with an ETag; 304 when asked with it
 *   /n/N   20 items in 40 KB, which are new in each round (loop_server_round)
 * The own one alone:
 *   /w/N   as /c/N, WAIT_MS after it was asked
 *   /s/N   as /u/N, SLOW_MS after it was asked
 */
#ifndef BENCH_LOOP_SERVER_H
#define BENCH_LOOP_SERVER_H

#include <sys/types.h>

enum { LOOP_ITEMS = 20, LOOP_BODY = 40 << 10, LOOP_WAIT_MS = 50, LOOP_SLOW_MS = 4000 };

/* What the own server was asked for under /w/, since that was cleared. */
struct loop_seen {
  int n, round;
};

double loop_now(void); /* seconds */
/* Each starts a child process, which the caller ends with SIGTERM.  0: there is no nginx here. */
pid_t loop_server_own(int *port, struct loop_seen **seen);
pid_t loop_server_nginx(const char *folder, int *port);
/* From now on /n/0 to /n/N-1 have new items. */
void loop_server_round(const char *folder, struct loop_seen *seen, int round, int n);
/* The body of /n/source in this round; its length. */
size_t loop_server_feed(char **body, int round, int source);

#endif
