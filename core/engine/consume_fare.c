/* engine/consume_fare.c - how a consumer fares: counted while a batch runs, kept in the store; see consume.h.
 *
 * The loop counts while a batch runs, the store thread keeps it while the batch waits for it.  Only the store can
 * fail here.
 */
#include "engine/consume.h"

#include "util/clock.h"

#include <stdio.h>

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
}

/* What was counted since the last time, added to what is kept. */
struct adding {
  struct store *store;
  struct consumer *c;
  int kept; /* 1, or the failure of the store */
};

static int keep(struct adding *a, const struct tdg_consumer *before) {
  const struct fare *f = &a->c->fare;
  struct tdg_consumer now = *before;
  now.name = tdg_str_of(a->c->cursor_name);
  now.failures += f->failures;
  now.in_row = f->took_at > 0 ? f->in_row : before->in_row + f->in_row;
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
  return store_consumer_put(a->store, &now);
}

static int keep_more(void *arg, const struct tdg_consumer *before) {
  struct adding *a = arg;
  struct tdg_consumer whole;
  store_copy(&whole, sizeof whole, before);
  const int status = keep(a, &whole);
  a->kept = status < 0 ? status : 1;
  return 1;
}

int fare_keep(struct store *store, void *arg) {
  struct consumer *c = arg;
  struct adding a = {store, c, 0};
  const struct tdg_str none = {"", 0};
  const struct tdg_consumer first = {.size = sizeof first, .name = none, .cause = none, .reason = none};
  if (!c->fare.changed) return 0;
  int status = store_consumer_list(store, c->cursor_name, keep_more, &a);
  if (status >= 0 && a.kept <= 0) status = a.kept < 0 ? a.kept : keep(&a, &first);
  c->fare = (struct fare){0};
  return status < 0 ? status : 0;
}
