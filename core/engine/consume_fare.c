/* engine/consume_fare.c - how a consumer fares: counted while a batch runs, kept in the store; see consume.h.
 *
 * The loop counts while a batch runs, the store thread keeps it while the batch waits for it.  Only the store can
 * fail here.
 */
#include "engine/consume.h"

#include "util/clock.h"
#include "util/redact.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

void fare_took(struct consumer *c, int64_t id) {
  struct fare *f = &c->fare;
  f->took = id;
  f->took_at = clock_wall_ms();
  f->in_row = 0;
  f->changed = 1;
}

void fare_failed(struct consumer *c, int64_t id, const char *cause, const char *reason) {
  struct fare *f = &c->fare;
  f->failures++;
  f->in_row++;
  f->failed = id;
  f->failed_at = clock_wall_ms();
  f->changed = 1;
  snprintf(f->cause, sizeof f->cause, "%s", cause);
  snprintf(f->reason, sizeof f->reason, "%.*s", (int)tdg_utf8_cut(tdg_str_of(reason), sizeof f->reason - 1),
           reason);
  redact_remembered(f->reason,
                    strlen(f->reason)); /* it is stored, and a server may repeat what it was sent */
}

/* What is kept, as it was before; collected, since a listing is no place to write. */
struct before {
  struct arena arena;
  struct tdg_consumer row;
};

static int collect(void *arg, const struct tdg_consumer *theirs) {
  struct before *b = arg;
  struct tdg_str *const texts[] = {&b->row.name, &b->row.cause, &b->row.reason};
  store_copy(&b->row, sizeof b->row, theirs);
  store_copy_texts(&b->arena, texts, 3);
  return 1;
}

/* Add what was counted since then. */
static int keep(const struct store *store, const struct consumer *c, struct tdg_consumer now) {
  const struct fare *f = &c->fare;
  now.name = tdg_str_of(c->cursor_name);
  now.failures += f->failures;
  now.in_row = f->took_at > 0 ? f->in_row : now.in_row + f->in_row;
  if (f->took_at > 0) {
    now.took = f->took;
    now.took_at = f->took_at;
  }
  if (f->failures > 0) {
    now.failed = f->failed;
    now.failed_at = f->failed_at;
    now.cause = tdg_str_of(f->cause);
    now.reason = tdg_str_of(f->reason);
  }
  return store_consumer_put(store, &now);
}

int fare_keep(struct store *store, void *arg) {
  struct consumer *c = arg;
  const struct tdg_str none = {"", 0};
  struct before b = {.row = {.size = sizeof b.row, .name = none, .cause = none, .reason = none}};
  if (!c->fare.changed) return 0;
  int status = store_consumer_list(store, c->cursor_name, collect, &b);
  if (status >= 0) status = keep(store, c, b.row);
  arena_free(&b.arena);
  c->fare = (struct fare){0};
  return status < 0 ? status : 0;
}
