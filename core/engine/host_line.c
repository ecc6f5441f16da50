/* engine/host_line.c - requests that follow another one of their host; see ingest_priv.h.
 *
 * Owns nothing: a line is a list of leased tasks behind the one whose request is under way.  Those under way are found by
 * their host in a table in the ingest.  Nothing fails.
 */
#include "engine/ingest_priv.h"

#include "util/check.h"

#include <string.h>
#include <xxhash.h>

static struct intake **place_of(const struct intake *i) {
  const struct tdg_str group = i->s.task.group;
  return &i->ingest->at_hosts[XXH3_64bits(group.p, group.n) % HOST_LINES];
}

static int is_same_host(const struct intake *a, const struct intake *b) {
  return a->s.task.group.n == b->s.task.group.n &&
         memcmp(a->s.task.group.p, b->s.task.group.p, a->s.task.group.n) == 0;
}

static void enter(struct intake *i) {
  struct intake **at = place_of(i);
  i->is_at_host = 1;
  i->beside = *at;
  *at = i;
  if (i->line_end == NULL) i->line_end = &i->line;
}

int host_line_join(struct intake *i) {
  const int at_once = i->ingest->engine->spec.host_requests;
  struct intake *shortest = NULL;
  int n = 0;
  for (struct intake *o = *place_of(i); o != NULL; o = o->beside) {
    if (!is_same_host(o, i)) continue;
    n++;
    if (shortest == NULL || o->n_line < shortest->n_line) shortest = o;
  }
  if (n < (at_once > 0 ? at_once : 1)) {
    enter(i);
    return 0;
  }
  i->next = NULL;
  *shortest->line_end = i;
  shortest->line_end = &i->next;
  shortest->n_line++;
  i->ingest->lined++;
  return 1;
}

struct intake *host_line_leave(struct intake *i) {
  struct intake *line = i->line;
  if (!i->is_at_host) return NULL;
  struct intake **at = place_of(i);
  while (*at != i) at = &(*at)->beside;
  *at = i->beside;
  i->is_at_host = 0;
  i->ingest->lined -= i->n_line;
  i->line = NULL;
  i->line_end = NULL;
  i->n_line = 0;
  return line;
}

void host_line_follow(struct intake *i) {
  i->line = i->next;
  i->next = NULL;
  i->line_end = &i->line;
  for (struct intake *o = i->line; o != NULL; o = o->next) {
    i->line_end = &o->next;
    i->n_line++;
  }
  i->ingest->lined += i->n_line;
  enter(i);
}
