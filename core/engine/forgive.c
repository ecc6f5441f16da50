/* engine/forgive.c - an answer, or none, as a sign of this machine's network; see ingest.h.
 *
 * When the network turns out to be away, the failures that showed it are taken back.  Owns the list of their sources
 * until the store has written it.
 */
#include "engine/ingest.h"

#include "engine/settle.h"
#include "util/check.h"

#include <stdlib.h>

struct forgiven {
  struct engine *engine;
  char *ids[NETWORK_SUSPECTS], *robots[NETWORK_SUSPECTS];
};

static int forgive(struct store *store, void *arg) {
  const struct forgiven *f = arg;
  int status = 0;
  for (int k = 0; k < NETWORK_SUSPECTS && status >= 0; k++)
    if (f->ids[k] != NULL) status = sourcestate_forgive(store, f->ids[k]);
    else if (f->robots[k] != NULL) status = gate_forgive(f->engine, f->robots[k]);
  return status;
}

static void on_forgiven(void *arg, int status) {
  struct forgiven *f = arg;
  (void)status; /* a failure of the store ends the run with the next write */
  for (int k = 0; k < NETWORK_SUSPECTS; k++) {
    free(f->ids[k]);
    free(f->robots[k]);
  }
  free(f);
}

/* Their failures were written before: the last of the suspects is not written down at all. */
static void forgive_suspects(struct engine *e) {
  struct forgiven *f = check_alloc(sizeof *f);
  *f = (struct forgiven){.engine = e};
  for (int k = 0; k + 1 < e->network.n; k++) {
    const struct network_suspect *s = &e->network.suspects[k];
    if (s->source[0] != '\0') f->ids[k] = check_strdup(s->source);
    if (s->robots[0] != '\0') f->robots[k] = check_strdup(s->robots);
  }
  storethread_write(e->writer, forgive, on_forgiven, f);
}

enum network_word forgive_network(struct engine *e, const struct network_asked *what, const tdg_rec *doc) {
  const enum network_word word = network_hear(&e->network, what, doc, e->hosts_known);
  if (word == NETWORK_LOST) forgive_suspects(e);
  return word;
}
