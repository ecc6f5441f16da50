/* engine/network.c - see network.h.  Owns the texts of the suspects; nothing fails. */
#include "engine/network.h"

#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/span.h"

#include <stdlib.h>
#include <string.h>

static int is_unreachable(const tdg_rec *doc) {
  return strcmp(rec_get(doc, TDG_FLAG, 0).p, "unreachable") == 0;
}

static void forget(struct network *n) {
  for (int i = 0; i < n->n; i++) {
    free(n->suspects[i].group);
    free(n->suspects[i].source);
    free(n->suspects[i].words);
  }
  n->n = 0;
}

void network_settle(struct network *n) {
  for (int i = 0; i < n->n && !n->away; i++)
    if (n->suspects[i].source[0] != '\0')
      log_warning("source %s: network: %s", n->suspects[i].source, n->suspects[i].words);
  forget(n);
}

static void suspect(struct network *n, struct tdg_str group, struct tdg_str source, const tdg_rec *doc) {
  for (int i = 0; i < n->n; i++)
    if (strcmp(n->suspects[i].group, group.p) == 0) return;
  if (n->n == 0) n->since = clock_wall_ms();
  n->suspects[n->n++] = (struct network_suspect){check_strdup(group.p), check_strdup(source.p),
                                                 check_strdup(rec_get(doc, TDG_MESSAGE, 0).p)};
}

static enum network_word unreachable(struct network *n, struct tdg_str group, struct tdg_str source,
                                     const tdg_rec *doc) {
  n->failed++;
  if (n->away) return NETWORK_AWAY;
  suspect(n, group, source, doc);
  if (n->n < NETWORK_HOSTS) return NETWORK_DOUBTFUL;
  n->away = 1;
  log_warning(
      "the network is away: %s, %s and %s are not reached, and nothing is in between (%s); no failure counts "
      "against a source until it is back",
      n->suspects[0].group, n->suspects[1].group, n->suspects[2].group, n->suspects[2].words);
  return NETWORK_LOST;
}

static void answered(struct network *n) {
  char span[SPAN_WORDS];
  span_words(span, clock_wall_ms() - n->since);
  if (n->away)
    log_event("the network is back after %s; %llu requests failed meanwhile", span,
              (unsigned long long)n->failed);
  else network_settle(n);
  forget(n);
  n->away = 0;
  n->failed = 0;
}

enum network_word network_hear(struct network *n, struct tdg_str group, struct tdg_str source,
                               const tdg_rec *doc, int wide) {
  const char *class = rec_get(doc, TDG_ERROR, 0).p;
  if (is_unreachable(doc)) return wide ? unreachable(n, group, source, doc) : NETWORK_THERE;
  if (strcmp(class, "timeout") == 0 || strcmp(class, "stopped") == 0)
    return n->away ? NETWORK_AWAY : NETWORK_THERE;
  answered(n);
  return NETWORK_THERE;
}
