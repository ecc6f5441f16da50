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
  char *ids[NETWORK_HOSTS];
};

static int forgive(struct store *store, void *arg) {
  const struct forgiven *f = arg;
  int status = 0;
  for (int k = 0; k < NETWORK_HOSTS && status >= 0; k++)
    if (f->ids[k] != NULL) status = sourcestate_forgive(store, f->ids[k]);
  return status;
}

static void on_forgiven(void *arg, int status) {
  struct forgiven *f = arg;
  (void)status; /* a failure of the store ends the run with the next write */
  for (int k = 0; k < NETWORK_HOSTS; k++) free(f->ids[k]);
  free(f);
}

/* Their failures were written before: the last of the suspects is not written down at all. */
static void forgive_suspects(struct engine *e) {
  struct forgiven *f = check_alloc(sizeof *f);
  *f = (struct forgiven){{0}};
  for (int k = 0; k + 1 < e->network.n; k++)
    if (e->network.suspects[k].source[0] != '\0') f->ids[k] = check_strdup(e->network.suspects[k].source);
  storethread_write(e->writer, forgive, on_forgiven, f);
}

void forgive_network(struct settlement *s) {
  struct engine *e = s->engine;
  const tdg_rec *doc = s->docs->doc;
  s->network = network_hear(&e->network, s->task.group, s->task.source, doc, e->wide);
  if (s->network == NETWORK_LOST) forgive_suspects(e);
}
