/* engine/network.h - is the network there at all?
 *
 * When NETWORK_HOSTS different hosts in a row are not reached in a way that speaks against this machine's network (no
 * name server answers, no route: TDG_FLAG "unreachable" of the answer), and none answers in between, the network is
 * away: that is told once, and so is its end.  What fails meanwhile, and what led to it, counts against no source.
 * With fewer hosts it is not known, and a failure is the source's.
 *
 * In memory: after a restart it is found again by as many failures, which are taken back.  Loop only.
 */
#ifndef ENGINE_NETWORK_H
#define ENGINE_NETWORK_H

#include "record/rec.h"

enum { NETWORK_HOSTS = 3, NETWORK_AGAIN_MS = 5 * 60000 };

struct network_suspect {
  char *group, *source, *words; /* source: the id, "": of an import */
};
struct network {
  struct network_suspect suspects[NETWORK_HOSTS];
  int n, away;
  int64_t since;
  uint64_t failed;
};

enum network_word {
  NETWORK_THERE,    /* it is the host's matter */
  NETWORK_DOUBTFUL, /* it counts, and is told later */
  NETWORK_LOST,     /* this one shows that the network is away: it counts for nobody, and no suspect does */
  NETWORK_AWAY      /* it counts for nobody */
};
/* What an answer says.  wide: there are hosts enough among the sources to know. */
enum network_word network_hear(struct network *n, struct tdg_str group, struct tdg_str source,
                               const tdg_rec *doc, int wide);
/* Tell what is not told yet, and forget it. */
void network_settle(struct network *n);

#endif
