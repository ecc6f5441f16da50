/* engine/gate.h - robots.txt before a page: may this address be asked for, or must its server be asked first?
 *
 * What a document names is subject to robots.txt (RFC 9309): articles of items, pages and lists, further pages.  An
 * address that the operator wrote is asked for as a reader would ask, unless `robots: all` says otherwise.
 *
 * When a task is leased, gate_look finds what is known of its server in the store.  If that is nothing, or too old,
 * the first task of the server asks for its robots.txt within its own turn at the host, gate_settle stores what
 * the answer means, and the task is given back, to wait for its host as any other.
 *
 *   2xx           the rules hold, at most 24 hours
 *   4xx           everything may be asked for; the same after more than GATE_MAX_HOPS redirects
 *   5xx, 429,     nothing may be asked for until it answers, except by the rules that it gave before; it is asked
 *   no answer     again after one hour, then two, four ... a day
 *   not reached   the network may be away (network.h): the same for NETWORK_AGAIN_MS, in which no failure counts; of
 *                 one host alone it does from the second time on
 *
 * All but gate_request and gate_leave runs on the store thread.
 */
#ifndef ENGINE_GATE_H
#define ENGINE_GATE_H

#include "engine/gate_known.h"
#include "engine/network.h"
#include "store/store_open.h"

enum { GATE_MAX_HOPS = 5 };

struct engine;
struct engine_source;

/* Whom robots.txt is asked for. */
enum gate_mode { GATE_FOUND, GATE_ALL, GATE_NONE };

struct gate {
  enum { GATE_OPEN, GATE_CLOSED, GATE_ASK } what;
  const char *why;  /* closed */
  int64_t again_at; /* closed because it could not be asked: when it will be, ms; 0: for good */
  enum network_word
      network; /* closed: AWAY when it was perhaps for want of the network; asked: of its answer */
  const struct robots *rules; /* open: also those of further pages; NULL: none */
  struct gate_known *held;    /* they are in it */
  const char *key, *url;      /* of the robots.txt */
  const char *server;         /* in messages */
  struct tdg_str etag, last_modified;
};

enum gate_mode gate_mode_of(const struct engine *e, const struct engine_source *s);
/* url: where the task is asked for.  Texts are in the arena.  0, or the store's error. */
int gate_look(const struct engine *e, const struct engine_source *s, const struct tdg_task *task,
              struct tdg_str url, const tdg_rec *request, struct arena *a, int64_t now_ms, struct gate *out);
/* The gate is not used any more; on any thread. */
void gate_leave(struct gate *g);
/* What to ask for: the robots.txt. */
const tdg_rec *gate_request(struct arena *a, const struct gate *g);
/* Store the answer; doc NULL: there is none.  group: the limit group of the server, which gets the delay that it asks
 * for.  0, or the store's error. */
int gate_settle(struct engine *e, struct arena *a, const struct gate *g, struct tdg_str group,
                const tdg_rec *doc, int64_t now_ms);
/* That it was not reached was the network's matter: no failure of it is known. */
int gate_forgive(struct engine *e, const char *key);

#endif
