/* tasks.c - open tasks and their leases.
 *
 * A lane has the tasks of one import run and limit group.  lane.head is the due time of its first ready task,
 * NULL when it has none; every change of a task's state updates it.  A lease merges the lanes by their heads:
 * it visits only as many tasks as it returns, however many wait in a group that has reached its limit.
 */
#include "sq.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LEASE = 10000 };

static int lane_get(struct sq *s, struct tdg_str run, struct tdg_str group, int64_t *id) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT id FROM lane WHERE run = ? AND grp = ?");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, run);
  sq_bind_str(st, 2, group);
  int rc = sq_int(s, st, id);
  if (rc != 0) return rc < 0 ? rc : 0;
  if ((st = sq_prepare(s, "INSERT INTO lane(run, grp) VALUES(?,?)")) == NULL) return s->status;
  sq_bind_str(st, 1, run);
  sq_bind_str(st, 2, group);
  rc = sq_run(s, st);
  *id = sqlite3_last_insert_rowid(s->db);
  return rc;
}

/* A task of this lane became ready. */
static int lane_lower(struct sq *s, int64_t lane, int64_t due) {
  sqlite3_stmt *st = sq_prepare(s, "UPDATE lane SET head = ?2 WHERE id = ?1 AND (head IS NULL OR head > ?2)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, lane);
  sq_bind_int(st, 2, due);
  return sq_run(s, st);
}

/* Tasks of this lane were taken. */
static int lane_recount(struct sq *s, int64_t lane) {
  sqlite3_stmt *st = sq_prepare(
      s, "UPDATE lane SET head = (SELECT min(due) FROM task WHERE lane = ?1 AND state = 0) WHERE id = ?1");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, lane);
  return sq_run(s, st);
}

static int task_by_key(struct sq *s, struct tdg_str key, int64_t *id) {
  if (key.n == 0) return 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT id FROM task WHERE key = ? AND key <> ''");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, key);
  return sq_int(s, st, id);
}

static int check_task(struct sq *s, const struct tdg_task *t) {
  const struct {
    const char *name;
    struct tdg_str v;
  } texts[] = {{"key", t->key}, {"source", t->source}, {"group", t->group}, {"url", t->url}, {"run", t->run}};
  if (t->size < sizeof *t || t->kind < TDG_TASK_POLL || t->kind > TDG_TASK_HUB)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a task of kind %u and size %u", s->path, (unsigned)t->kind,
                   (unsigned)t->size);
  if (t->request.n == 0 || t->request.n > SQ_MAX_WIRE)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: a task with a request of %zu bytes", s->path, t->request.n);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    int rc = sq_check_text(s, texts[i].name, texts[i].v);
    if (rc != 0) return rc;
  }
  return 0;
}

static int insert_task(struct sq *s, struct tdg_task *t, int64_t lane) {
  sqlite3_stmt *st =
      sq_prepare(s, "INSERT INTO task(kind,state,due,lease_until,attempts,lane,key,source,url,request)"
                    " VALUES(?,0,?,0,?,?,?,?,?,?)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, (int64_t)t->kind);
  sq_bind_int(st, 2, t->due);
  sq_bind_int(st, 3, (int64_t)t->attempts);
  sq_bind_int(st, 4, lane);
  sq_bind_str(st, 5, t->key);
  sq_bind_str(st, 6, t->source);
  sq_bind_str(st, 7, t->url);
  sq_bind_blob(st, 8, t->request);
  int rc = sq_run(s, st);
  t->id = sqlite3_last_insert_rowid(s->db);
  return rc != 0 ? rc : lane_lower(s, lane, t->due);
}

int sq_task_add(void *store, struct tdg_task *task) {
  struct sq *s = store;
  int64_t id = 0, lane = 0;
  int rc = sq_may_write(s);
  if (rc == 0) rc = check_task(s, task);
  if (rc != 0) return rc;
  rc = task_by_key(s, task->key, &id);
  if (rc != 0) {
    task->id = id;
    return rc < 0 ? rc : 0;
  }
  rc = lane_get(s, task->run, task->group, &lane);
  if (rc == 0) rc = insert_task(s, task, lane);
  return rc != 0 ? rc : 1;
}

/* ---- leasing ---- */

/* A lane in the merge, and the task at its position. */
struct head {
  int64_t lane, due, task, attempts;
  uint32_t kind;
  int is_poll;  /* a POLL task of a limit group */
  int is_taken; /* tasks of the lane were leased */
  char *group, *run;
  char *texts; /* of the task, each with a NUL behind it: */
  size_t room, key_n, source_n, url_n, request_n;
};
struct merge {
  struct sq *s;
  const struct tdg_lease *lease;
  tdg_task_fn fn;
  void *arg;
  struct head *heap; /* a min-heap by due time */
  size_t n;
  int64_t polls; /* that may still be taken */
};

static int head_less(const struct head *a, const struct head *b) {
  return a->due != b->due ? a->due < b->due : a->task < b->task;
}

static void heap_down(struct merge *m, size_t i) {
  for (;;) {
    size_t c = 2 * i + 1;
    if (c >= m->n) return;
    if (c + 1 < m->n && head_less(&m->heap[c + 1], &m->heap[c])) c++;
    if (!head_less(&m->heap[c], &m->heap[i])) return;
    struct head h = m->heap[i];
    m->heap[i] = m->heap[c];
    m->heap[c] = h;
    i = c;
  }
}

static int no_memory(struct sq *s) {
  return sq_fail(s, TDG_RETRY, "store %s: no memory to lease tasks", s->path);
}

/* Keep the texts of the row: another statement is run before they are used. */
static int head_keep(struct sq *s, struct head *h, sqlite3_stmt *st) {
  const struct tdg_str t[] = {sq_column_str(st, 4), sq_column_str(st, 5), sq_column_str(st, 6),
                              sq_column_str(st, 7)};
  const size_t n = t[0].n + t[1].n + t[2].n + t[3].n + 4;
  if (n > h->room) {
    free(h->texts);
    h->room = 0;
    if ((h->texts = malloc(n)) == NULL) return no_memory(s);
    h->room = n;
  }
  char *to = h->texts;
  for (int i = 0; i < 4; i++) {
    memcpy(to, t[i].p, t[i].n);
    to[t[i].n] = '\0';
    to += t[i].n + 1;
  }
  h->key_n = t[0].n;
  h->source_n = t[1].n;
  h->url_n = t[2].n;
  h->request_n = t[3].n;
  return 1;
}

/* The next ready task of a lane after its position: 1, or 0 when none is due. */
static int head_next(struct merge *m, struct head *h, struct tdg_str group) {
  sqlite3_stmt *st = sq_prepare(m->s, "SELECT due, id, kind, attempts, key, source, url, request FROM task"
                                      " WHERE lane = ?1 AND state = 0"
                                      " AND (due, id) > (?2, ?3) AND due <= ?4 AND (kind <> 1 OR due <= ?5)"
                                      " ORDER BY due, id LIMIT 1");
  const int no_polls = group.n > 0 && m->polls <= 0;
  if (st == NULL) return m->s->status;
  sq_bind_int(st, 1, h->lane);
  sq_bind_int(st, 2, h->due);
  sq_bind_int(st, 3, h->task);
  sq_bind_int(st, 4, m->lease->now);
  sq_bind_int(st, 5, no_polls ? INT64_MIN : m->lease->polls_until > 0 ? m->lease->polls_until : INT64_MAX);
  int rc = sq_step(m->s, st);
  if (rc == 1) {
    h->due = sq_column_int(st, 0);
    h->task = sq_column_int(st, 1);
    h->kind = (uint32_t)sq_column_int(st, 2);
    h->attempts = sq_column_int(st, 3);
    h->is_poll = group.n > 0 && h->kind == TDG_TASK_POLL;
    rc = head_keep(m->s, h, st);
  }
  sq_release(m->s, st);
  return rc;
}

static int may(const struct merge *m, struct tdg_str group) {
  return m->lease->may == NULL || m->lease->may(m->arg, group);
}

static void head_free(struct head *h) {
  free(h->group);
  free(h->run);
  free(h->texts);
}

static void heads_free(struct merge *m) {
  for (size_t i = 0; i < m->n; i++) head_free(&m->heap[i]);
  free(m->heap);
}

static char *text_copy(struct tdg_str s) {
  char *copy = malloc(s.n + 1);
  if (copy == NULL) return NULL;
  memcpy(copy, s.p, s.n);
  copy[s.n] = '\0';
  return copy;
}

/* Add a lane to the merge if its group may have a task and it has one. */
static int merge_add(struct merge *m, int64_t lane, struct tdg_str group, struct tdg_str run) {
  struct head h = {.lane = lane, .due = INT64_MIN, .task = INT64_MIN};
  if (!may(m, group)) return 0;
  int rc = head_next(m, &h, group);
  if (rc == 1 && ((h.group = text_copy(group)) == NULL || (h.run = text_copy(run)) == NULL))
    rc = no_memory(m->s);
  if (rc == 1) m->heap[m->n++] = h;
  else head_free(&h);
  return rc;
}

/* The lanes that can contribute to this lease: the max with the earliest heads, of groups that may have
 * tasks. */
static int merge_fill(struct merge *m, size_t max) {
  int rc = 0;
  const char *run = m->lease->run;
  sqlite3_stmt *st =
      run == NULL
          ? sq_prepare(m->s, "SELECT id, grp, run FROM lane WHERE head <= ?1 ORDER BY head")
          : sq_prepare(m->s, "SELECT id, grp, run FROM lane WHERE run = ?2 AND head <= ?1 ORDER BY head");
  if (st == NULL) return m->s->status;
  sq_bind_int(st, 1, m->lease->now);
  if (run != NULL) sq_bind_str(st, 2, sq_str(run));
  while (m->n < max && (rc = sq_step(m->s, st)) == 1)
    if ((rc = merge_add(m, sq_column_int(st, 0), sq_column_str(st, 1), sq_column_str(st, 2))) < 0) break;
  sq_release(m->s, st);
  for (size_t i = m->n / 2; i-- > 0;) heap_down(m, i);
  return rc < 0 ? rc : 0;
}

static int mark_leased(struct sq *s, int64_t task, int64_t until) {
  sqlite3_stmt *st =
      sq_prepare(s, "UPDATE task SET state = 1, lease_until = ?2, attempts = attempts + 1 WHERE id = ?1");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, task);
  sq_bind_int(st, 2, until);
  return sq_run(s, st);
}

/* Lease one task by its id.  1: the caller wants no more. */
static int take(struct sq *s, int64_t task, int64_t until, tdg_task_fn fn, void *arg) {
  int rc = mark_leased(s, task, until);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(
      s, "SELECT t.kind,t.due,t.lease_until,t.state,t.attempts,t.key,t.source,l.grp,t.url,t.request,l.run"
         " FROM task t JOIN lane l ON l.id = t.lane WHERE t.id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, task);
  if ((rc = sq_step(s, st)) == 1) {
    struct tdg_task t = {sizeof t,
                         (uint32_t)sq_column_int(st, 0),
                         task,
                         sq_column_int(st, 1),
                         sq_column_int(st, 2),
                         (uint32_t)sq_column_int(st, 3),
                         (uint32_t)sq_column_int(st, 4),
                         sq_column_str(st, 5),
                         sq_column_str(st, 6),
                         sq_column_str(st, 7),
                         sq_column_str(st, 8),
                         sq_column_str(st, 9),
                         sq_column_str(st, 10)};
    rc = fn(arg, &t) != 0;
  }
  sq_release(s, st);
  return rc;
}

/* Lease the task of a head, whose row was read already. */
static int head_take(struct merge *m, struct head *h) {
  int rc = mark_leased(m->s, h->task, m->lease->until);
  if (rc != 0) return rc;
  const char *key = h->texts, *source = key + h->key_n + 1, *url = source + h->source_n + 1;
  const struct tdg_task t = {.size = sizeof t,
                             .kind = h->kind,
                             .id = h->task,
                             .due = h->due,
                             .lease_until = m->lease->until,
                             .state = TDG_TASK_LEASED,
                             .attempts = (uint32_t)h->attempts + 1,
                             .key = {key, h->key_n},
                             .source = {source, h->source_n},
                             .group = sq_str(h->group),
                             .url = {url, h->url_n},
                             .request = {url + h->url_n + 1, h->request_n},
                             .run = sq_str(h->run)};
  h->is_taken = 1;
  return m->fn(m->arg, &t) != 0;
}

/* Make tasks with expired leases ready again. */
static int reclaim(struct sq *s, int64_t now) {
  int64_t lane = 0;
  int rc = 0;
  for (;;) {
    sqlite3_stmt *st = sq_prepare(s, "SELECT lane FROM task WHERE state = 1 AND lease_until <= ? LIMIT 1");
    if (st == NULL) return s->status;
    sq_bind_int(st, 1, now);
    if ((rc = sq_int(s, st, &lane)) != 1) return rc;
    st = sq_prepare(
        s, "UPDATE task SET state = 0, lease_until = 0 WHERE state = 1 AND lease_until <= ?1 AND lane = ?2");
    if (st == NULL) return s->status;
    sq_bind_int(st, 1, now);
    sq_bind_int(st, 2, lane);
    rc = sq_run(s, st);
    if (rc == 0) rc = lane_recount(s, lane);
    if (rc != 0) return rc;
  }
}

/* The lanes of which tasks were taken: each once. */
static int recount_taken(struct merge *m) {
  int rc = 0;
  for (size_t i = 0; i < m->n && rc == 0; i++)
    if (m->heap[i].is_taken) rc = lane_recount(m->s, m->heap[i].lane);
  return rc;
}

static int drop_top(struct merge *m) {
  struct head top = m->heap[0];
  m->heap[0] = m->heap[--m->n];
  const int rc = top.is_taken ? lane_recount(m->s, top.lane) : 0;
  head_free(&top);
  return rc;
}

/* Take tasks from the top of the heap until there are enough.  Returns their number. */
static int merge_run(struct merge *m, int64_t max) {
  int n = 0, enough = 0, rc;
  while (m->n > 0 && n < max && !enough) {
    struct head *top = &m->heap[0];
    int more = 0;
    if (top->is_poll && m->polls <= 0) { /* it was found before the last one was taken */
      more = head_next(m, top, sq_str(top->group));
    } else if (may(m, sq_str(top->group))) {
      enough = head_take(m, top);
      if (enough < 0) return enough;
      n++;
      m->polls -= top->is_poll;
      /* most groups have one at a time */
      more = may(m, sq_str(top->group)) ? head_next(m, top, sq_str(top->group)) : 0;
    }
    if (more < 0) return more;
    if (!more && (rc = drop_top(m)) != 0) return rc;
    heap_down(m, 0);
  }
  rc = recount_taken(m);
  return rc != 0 ? rc : n;
}

static int64_t max_polls(const struct tdg_lease *l) {
  if (l->size < offsetof(struct tdg_lease, max_polls) + sizeof l->max_polls || l->max_polls == 0)
    return INT64_MAX;
  return l->max_polls > 0 ? l->max_polls : 0;
}

int sq_task_lease(void *store, const struct tdg_lease *lease, tdg_task_fn fn, void *arg) {
  struct sq *s = store;
  struct merge m = {.s = s, .lease = lease, .fn = fn, .arg = arg, .polls = max_polls(lease)};
  int64_t max = lease->max < MAX_LEASE ? lease->max : MAX_LEASE;
  int rc = sq_may_write(s);
  if (rc != 0 || max <= 0) return rc;
  rc = reclaim(s, lease->now);
  if (rc != 0) return rc;
  m.heap = calloc((size_t)max, sizeof *m.heap);
  if (m.heap == NULL)
    return sq_fail(s, TDG_RETRY, "store %s: no memory to lease %lld tasks", s->path, (long long)max);
  rc = merge_fill(&m, (size_t)max);
  if (rc == 0) rc = merge_run(&m, max);
  heads_free(&m);
  return rc;
}

int sq_task_take(void *store, const char *key, int64_t until, tdg_task_fn fn, void *arg) {
  struct sq *s = store;
  int64_t id = 0, lane = 0;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "SELECT id FROM task WHERE key = ?1 AND key <> '' AND state = 0");
  if (st == NULL) return s->status;
  sq_bind_str(st, 1, sq_str(key));
  if ((rc = sq_int(s, st, &id)) != 1) return rc;
  if ((st = sq_prepare(s, "SELECT lane FROM task WHERE id = ?")) == NULL) return s->status;
  sq_bind_int(st, 1, id);
  rc = sq_int(s, st, &lane);
  if (rc >= 0) rc = take(s, id, until, fn, arg);
  if (rc >= 0) rc = lane_recount(s, lane);
  return rc < 0 ? rc : 1;
}

/* ---- the end of a task ---- */

struct was {
  int64_t kind, state, lane, due;
};

static int task_get(struct sq *s, int64_t id, struct was *was) {
  sqlite3_stmt *st = sq_prepare(s, "SELECT kind, state, lane, due FROM task WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_step(s, st);
  if (rc == 1)
    *was =
        (struct was){sq_column_int(st, 0), sq_column_int(st, 1), sq_column_int(st, 2), sq_column_int(st, 3)};
  sq_release(s, st);
  if (rc == 0) return sq_fail(s, TDG_BAD_INPUT, "store %s: task %lld is not there", s->path, (long long)id);
  if (rc == 1 && was->state == TDG_TASK_DONE)
    return sq_fail(s, TDG_BAD_INPUT, "store %s: task %lld is done already", s->path, (long long)id);
  return rc < 0 ? rc : 0;
}

/* The request of a finished task is deleted; only its key is still needed.  A finished list task is deleted
 * as a whole. */
static int forget(struct sq *s, int64_t id) {
  sqlite3_stmt *st = sq_prepare(s, "DELETE FROM task WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  return sq_run(s, st);
}

int sq_task_settle(void *store, int64_t id, uint32_t state, int64_t due) {
  struct sq *s = store;
  struct was was = {0};
  int rc = sq_may_write(s);
  if (rc == 0 && state != TDG_TASK_READY && state != TDG_TASK_DONE && state != TDG_TASK_FAILED)
    rc = sq_fail(s, TDG_BAD_INPUT, "store %s: task %lld cannot be settled as %u", s->path, (long long)id,
                 (unsigned)state);
  if (rc == 0) rc = task_get(s, id, &was);
  if (rc != 0) return rc;
  if (was.kind == TDG_TASK_LISTING && state != TDG_TASK_READY) {
    rc = forget(s, id);
    return rc == 0 && was.state == TDG_TASK_READY ? lane_recount(s, was.lane) : rc;
  }
  int again = state == TDG_TASK_DONE && was.kind == TDG_TASK_POLL;
  if (again) state = TDG_TASK_READY;
  sqlite3_stmt *st =
      sq_prepare(s, "UPDATE task SET state = ?2, lease_until = 0, due = iif(?2 = 0, ?3, due),"
                    " attempts = iif(?4, 0, attempts), request = iif(?2 = 2 AND lane NOT IN"
                    " (SELECT id FROM lane WHERE run = '" TDG_RUN_REVISIT "'), x'', request) WHERE id = ?1");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  sq_bind_int(st, 2, (int64_t)state);
  sq_bind_int(st, 3, due);
  sq_bind_int(st, 4, again);
  rc = sq_run(s, st);
  if (rc != 0) return rc;
  /* the head may be this task, which is due later now, or not ready */
  if (was.state == TDG_TASK_READY && (state != TDG_TASK_READY || due > was.due))
    return lane_recount(s, was.lane);
  return state == TDG_TASK_READY ? lane_lower(s, was.lane, due) : 0;
}

int sq_task_drop(void *store, int64_t id) {
  struct sq *s = store;
  int64_t lane = 0;
  int rc = sq_may_write(s);
  if (rc != 0) return rc;
  sqlite3_stmt *st = sq_prepare(s, "SELECT lane FROM task WHERE id = ?");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  if ((rc = sq_int(s, st, &lane)) != 1) return rc;
  rc = forget(s, id);
  if (rc == 0) rc = lane_recount(s, lane);
  return rc == 0 ? 1 : rc;
}

int sq_task_release(void *store) {
  struct sq *s = store;
  int rc = sq_may_write(s);
  return rc != 0 ? rc : reclaim(s, INT64_MAX);
}

int sq_task_next_due(void *store, int64_t after, int64_t *due) {
  struct sq *s = store;
  sqlite3_stmt *st =
      sq_prepare(s, "SELECT min(t) FROM (SELECT min(head) AS t FROM lane WHERE head > ?1 UNION ALL"
                    " SELECT min(lease_until) FROM task WHERE state = 1 AND lease_until > ?1)");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, after);
  return sq_int(s, st, due);
}

/* A task of a row of its first eleven columns. */
static struct tdg_task listed_task(sqlite3_stmt *st) {
  return (struct tdg_task){.size = sizeof(struct tdg_task),
                           .kind = (uint32_t)sq_column_int(st, 0),
                           .id = sq_column_int(st, 1),
                           .due = sq_column_int(st, 2),
                           .lease_until = sq_column_int(st, 3),
                           .state = (uint32_t)sq_column_int(st, 4),
                           .attempts = (uint32_t)sq_column_int(st, 5),
                           .key = sq_column_str(st, 6),
                           .source = sq_column_str(st, 7),
                           .group = sq_column_str(st, 8),
                           .url = sq_column_str(st, 9),
                           .request = {"", 0},
                           .run = sq_column_str(st, 10)};
}

#define LIST_TASKS                                                                                           \
  "SELECT t.kind,t.id,t.due,t.lease_until,t.state,t.attempts,t.key,t.source,l.grp,t.url,l.run"               \
  " FROM lane l CROSS JOIN task t ON t.lane = l.id WHERE l.head IS NOT NULL AND t.state = 0"                 \
  " AND (t.kind <> 1 OR t.due <= ?2)"

int sq_task_list(void *store, const char *run, int64_t polls_until, tdg_task_fn fn, void *arg) {
  struct sq *s = store;
  int rc = 0, n = 0, enough = 0;
  sqlite3_stmt *st = run == NULL ? sq_prepare(s, LIST_TASKS " ORDER BY t.due, t.id")
                                 : sq_prepare(s, LIST_TASKS " AND l.run = ?1 ORDER BY t.due, t.id");
  if (st == NULL) return s->status;
  if (run != NULL) sq_bind_str(st, 1, sq_str(run));
  sq_bind_int(st, 2, polls_until > 0 ? polls_until : INT64_MAX);
  while (!enough && (rc = sq_step(s, st)) == 1) {
    const struct tdg_task t = listed_task(st);
    enough = fn(arg, &t);
    n++;
  }
  sq_release(s, st);
  return enough || rc == 0 ? n : rc;
}

int sq_task_get(void *store, int64_t id, tdg_task_fn fn, void *arg) {
  struct sq *s = store;
  sqlite3_stmt *st = sq_prepare(
      s,
      "SELECT t.kind,t.id,t.due,t.lease_until,t.state,t.attempts,t.key,t.source,l.grp,t.url,l.run,t.request"
      " FROM task t JOIN lane l ON l.id = t.lane WHERE t.id = ?1");
  if (st == NULL) return s->status;
  sq_bind_int(st, 1, id);
  int rc = sq_step(s, st);
  if (rc == 1) {
    struct tdg_task t = listed_task(st);
    t.request = sq_column_str(st, 11);
    fn(arg, &t);
  }
  sq_release(s, st);
  return rc;
}
