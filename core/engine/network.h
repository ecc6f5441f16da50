/* engine/network.h - is the network there at all?
 *
 * When NETWORK_HOSTS different hosts in a row are not reached in a way that speaks against this machine's network (no
 * name server answers, no route: TDG_FLAG "unreachable" of the answer), and none answers in between, the network is
 * away: that is told once, and so is its end.  What fails meanwhile, and what led to it, counts against no source.
 * Where the sources have fewer hosts, all of them are enough when the machine itself says so (it has no route, or no name
 * server: TDG_FLAG "no-network"); else it is not known, and a failure is the source's.  A robots.txt that is not reached is heard in the
 * same way, as of no source.
 *
 * In memory: after a restart it is found again by as many failures, which are taken back.  Loop only.
 */
#ifndef ENGINE_NETWORK_H
#define ENGINE_NETWORK_H

#include "record/rec.h"

enum { NETWORK_HOSTS = 3, NETWORK_SUSPECTS = 16, NETWORK_AGAIN_MS = 5 * 60000 };

/* A failure that may be the network's. */
struct network_suspect {
  char *group, *source, *robots, *words; /* as below */
  int is_first;                          /* of its group */
};
struct network {
  struct network_suspect suspects[NETWORK_SUSPECTS]; /* the last one was heard last */
  int n, hosts, away;
  int64_t since;
  uint64_t failed;
};

enum network_word {
  NETWORK_THERE,    /* it is the host's matter */
  NETWORK_DOUBTFUL, /* it counts, and is told later */
  NETWORK_LOST,     /* this one shows that the network is away: it counts for nobody, and no suspect does */
  NETWORK_AWAY      /* it counts for nobody */
};
/* What was asked for: source: the id, "": of an import, or a robots.txt, whose key it is then. */
struct network_asked {
  struct tdg_str group, source, robots;
};
/* What its answer says.  hosts: how many the sources have, NETWORK_HOSTS at most. */
enum network_word network_hear(struct network *n, const struct network_asked *what, const tdg_rec *doc,
                               int hosts);
/* Tell what is not told yet, and forget it. */
void network_settle(struct network *n);

#endif
