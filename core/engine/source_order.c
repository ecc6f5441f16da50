/* engine/source_order.c - what an operator may say of one source: undo its move, ask it again; see settle.h.
 *
 * On the store thread, or by whoever has opened the store to write; in a transaction.  Only the store can fail.
 */
#include "engine/settle.h"

#include <string.h>

#include <tidings/kit/str.h>

static const struct tdg_str none = {"", 0};

enum source_order source_order_of(const char *word) {
  return strcmp(word, "undo") == 0 ? ORDER_UNDO : strcmp(word, "retry") == 0 ? ORDER_RETRY : ORDER_NONE;
}

static int retry(struct tdg_source_state *s) {
  if (!s->retired && s->failures == 0) return 0;
  s->retired = s->failures = 0;
  s->next_due = 1;
  return 1;
}

/* The address to which it has moved is not adopted again; validators, failures and a 410 are of that address. */
static int undo(const struct store *store, struct tdg_source_state *s, int64_t now) {
  if (s->adopted.n == 0) return 0;
  const struct tdg_move m = {
      .size = sizeof m, .how = TDG_MOVE_UNDONE, .at = now, .source = s->id, .was = s->adopted, .is = s->url};
  int status = store_move_put(store, &m);
  s->adopted = s->etag = s->last_modified = none;
  s->body[0] = s->body[1] = 0;
  retry(s);
  return status < 0 ? status : 1;
}

int source_obey(const struct store *store, enum source_order order, const char *id, int64_t now,
                enum source_obeyed *out) {
  struct arena a = {0};
  struct tdg_source_state state;
  int status = store_source_load(store, id, &a, &state);
  *out = ORDER_UNKNOWN;
  if (status == 1) {
    status = order == ORDER_UNDO ? undo(store, &state, now) : retry(&state);
    *out = status == 1 ? ORDER_DONE : ORDER_NEEDLESS;
  }
  if (status == 1) status = store_source_put(store, &state);
  arena_free(&a);
  return status < 0 ? status : 0;
}

const char *source_order_words(enum source_order order, enum source_obeyed how, int running) {
  if (order == ORDER_UNDO)
    return how == ORDER_DONE ? "is asked at its configured address again; the other one is not adopted again"
                             : "is asked at its configured address: no other one was adopted";
  if (how != ORDER_DONE) return "is neither retired nor failing; it is asked when it is due";
  return running ? "is asked now" : "is asked with the next run";
}
