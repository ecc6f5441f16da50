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

/* This machine itself says that there is no network, or no name server. */
static int is_certain(const tdg_rec *doc) { return rec_has_text(doc, TDG_FLAG, "no-network"); }

static void forget(struct network *n) {
  for (int i = 0; i < n->n; i++) {
    free(n->suspects[i].group);
    free(n->suspects[i].source);
    free(n->suspects[i].robots);
    free(n->suspects[i].words);
  }
  n->n = n->hosts = 0;
}

void network_settle(struct network *n) {
  for (int i = 0; i < n->n && !n->away; i++)
    if (n->suspects[i].source[0] != '\0')
      log_warning("source %s: network: %s", n->suspects[i].source, n->suspects[i].words);
  forget(n);
}

/* Each source once; of hosts that are suspects already only so many that there is room for the first of others. */
static void suspect(struct network *n, const struct network_asked *what, const tdg_rec *doc) {
  int is_first = 1;
  for (int i = 0; i < n->n; i++) {
    const struct network_suspect *s = &n->suspects[i];
    if (strcmp(s->group, what->group.p) != 0) continue;
    is_first = 0;
    if (strcmp(s->source, what->source.p) == 0 && strcmp(s->robots, what->robots.p) == 0) return;
  }
  if (!is_first && n->n >= NETWORK_SUSPECTS - NETWORK_HOSTS) return;
  if (n->n == 0) n->since = clock_wall_ms();
  n->hosts += is_first;
  n->suspects[n->n++] = (struct network_suspect){.group = check_strdup(what->group.p),
                                                 .source = check_strdup(what->source.p),
                                                 .robots = check_strdup(what->robots.p),
                                                 .words = check_strdup(rec_get(doc, TDG_MESSAGE, 0).p),
                                                 .is_first = is_first};
}

static void tell_away(const struct network *n) {
  const char *hosts[NETWORK_HOSTS] = {"", "", ""}, *words = n->suspects[n->n - 1].words;
  int k = 0;
  for (int i = 0; i < n->n && k < NETWORK_HOSTS; i++)
    if (n->suspects[i].is_first) hosts[k++] = n->suspects[i].group;
  log_warning(
      "the network is away: %s%s%s%s%s %s not reached%s (%s); no failure counts against a source until it "
      "is back",
      hosts[0], k > 2 ? ", " : "", k > 2 ? hosts[1] : "", k > 1 ? " and " : "", k > 1 ? hosts[k - 1] : "",
      k > 1 ? "are" : "is", k > 1 ? ", and nothing is in between" : "", words);
}

static enum network_word unreachable(struct network *n, const struct network_asked *what, const tdg_rec *doc,
                                     int known) {
  n->failed++;
  if (n->away) return NETWORK_AWAY;
  suspect(n, what, doc);
  if (n->hosts < (known < NETWORK_HOSTS ? known : NETWORK_HOSTS)) return NETWORK_DOUBTFUL;
  n->away = 1;
  tell_away(n);
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

enum network_word network_hear(struct network *n, const struct network_asked *what, const tdg_rec *doc,
                               int hosts) {
  const char *class = rec_get(doc, TDG_ERROR, 0).p;
  const int knows =
      hosts >= NETWORK_HOSTS || (is_certain(doc) && hosts > 0 && (what->source.n > 0 || what->robots.n > 0));
  if (is_unreachable(doc)) return knows ? unreachable(n, what, doc, hosts) : NETWORK_THERE;
  if (strcmp(class, "timeout") == 0 || strcmp(class, "stopped") == 0)
    return n->away ? NETWORK_AWAY : NETWORK_THERE;
  answered(n);
  return NETWORK_THERE;
}
