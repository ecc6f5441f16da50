/* subscriptions.c - what hubs push, by source. */
#include "sq.h"

#include <stddef.h>
#include <string.h>

enum { TEXTS = 7, NUMBERS = 10 };

#define SUBSCRIPTION                                                                                         \
  "SELECT source,hub,topic,callback,key,secret,reason,state,asked,expires,next,pushed,pushes,wrong,"         \
  "failures,waiting,trusted,hubs FROM subscription"

static int check_texts(struct sq *s, const struct tdg_str texts[TEXTS]) {
  for (int i = 0; i < TEXTS; i++) {
    int rc = sq_check_text(s, "a text of a subscription", texts[i]);
    if (rc != 0) return rc;
  }
  return 0;
}

/* 1: another source has this key. */
static int is_taken(struct sq *s, const struct tdg_subscription *u) {
  int64_t others = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT count(*) FROM subscription WHERE key = ? AND source <> ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, u->key);
  sq_bind_str(st, 2, u->source);
  int rc = sq_int(s, st, &others);
  return rc < 0 ? rc : others > 0;
}

int sq_subscription_put(void *store, const struct tdg_subscription *u) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  /* an older program knows nothing of `hubs` */
  const struct tdg_str hubs = u->size >= sizeof *u ? u->hubs : (struct tdg_str){"", 0};
  if (u->size < offsetof(struct tdg_subscription, hubs) || u->source.n == 0 || u->key.n == 0)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a subscription without a source or a key", s->path);
  const struct tdg_str texts[TEXTS] = {u->source, u->hub,    u->topic, u->callback,
                                       u->key,    u->secret, u->reason};
  const int64_t numbers[NUMBERS] = {u->state,  u->asked, u->expires,  u->next,    u->pushed,
                                    u->pushes, u->wrong, u->failures, u->waiting, u->trusted};
  if ((rc = check_texts(s, texts)) != 0 || (rc = sq_check_text(s, "the hubs of a subscription", hubs)) != 0 ||
      (rc = is_taken(s, u)) < 0)
    return rc;
  if (rc == 1)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: the key of a subscription is that of another one", s->path);
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT OR REPLACE INTO subscription VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  for (int i = 0; i < TEXTS; i++) sq_bind_str(st, 1 + i, texts[i]);
  for (int i = 0; i < NUMBERS; i++) sq_bind_int(st, 1 + TEXTS + i, numbers[i]);
  sq_bind_str(st, 1 + TEXTS + NUMBERS, hubs);
  return sq_run(s, st);
}

static void read_row(sqlite3_stmt *st, struct tdg_subscription *u) {
  struct tdg_str *const texts[TEXTS] = {&u->source, &u->hub,    &u->topic, &u->callback,
                                        &u->key,    &u->secret, &u->reason};
  int64_t *const numbers[] = {&u->asked, &u->expires, &u->next, &u->pushed, &u->pushes, &u->wrong};
  uint32_t *const small[] = {&u->failures, &u->waiting, &u->trusted};
  *u = (struct tdg_subscription){.size = sizeof *u};
  for (int i = 0; i < TEXTS; i++) *texts[i] = sq_column_str(st, i);
  u->state = (uint32_t)sq_column_int(st, TEXTS);
  for (int i = 0; i < 6; i++) *numbers[i] = sq_column_int(st, TEXTS + 1 + i);
  for (int i = 0; i < 3; i++) *small[i] = (uint32_t)sq_column_int(st, TEXTS + 7 + i);
  u->hubs = sq_column_str(st, TEXTS + NUMBERS);
}

static int each(struct sq *s, sqlite3_stmt *st, tdg_subscription_fn fn, void *arg) {
  struct tdg_subscription u;
  int rc, n = 0;
  while ((rc = sq_step(s, st)) == 1) {
    read_row(st, &u);
    n++;
    if (fn(arg, &u) != 0) break;
  }
  sq_release(s, st);
  return rc < 0 ? rc : n;
}

static int one(struct sq *s, const char *sql, const char *what, tdg_subscription_fn fn, void *arg) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(what));
  return each(s, st, fn, arg);
}

int sq_subscription_get(void *store, const char *source, tdg_subscription_fn fn, void *arg) {
  return one(store, SUBSCRIPTION " WHERE source = ?", source, fn, arg);
}

int sq_subscription_find(void *store, const char *key, tdg_subscription_fn fn, void *arg) {
  return one(store, SUBSCRIPTION " WHERE key = ?", key, fn, arg);
}

int sq_subscription_list(void *store, tdg_subscription_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(s, SUBSCRIPTION " ORDER BY source");
  return st == NULL ? s->status : each(s, st, fn, arg);
}

int sq_subscription_drop(void *store, const char *source) {
  return sq_drop_by(store, "DELETE FROM subscription WHERE source = ?", source);
}
