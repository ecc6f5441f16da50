/* test_contract_tasks.c - tasks, leases, sources, quarantine. */
#include "store/test_contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OPS c->s->ops
#define H c->s->handle

static int64_t add(struct contract *c, uint32_t kind, const char *key, const char *group, const char *run,
                   int64_t due) {
  struct tdg_task t = {.size = sizeof t, .kind = kind, .due = due, .request = str("request")};
  t.key = str(key);
  t.group = str(group);
  t.run = str(run);
  t.url = str("https://gazette.example/");
  if (OPS->task_add(H, &t) != 1) fail_msg("task_add: %s", store_error(c->s));
  return t.id;
}

struct leased {
  int n, stop_after;
  int64_t per_group, polls_until, max_polls; /* of one group; 0: no limit */
  int64_t id[64], due[64];
  uint32_t attempts[64], state[64];
  char group[64][32], request[64][16], run[64][16];
};
static int take(void *arg, const struct tdg_task *t) {
  struct leased *l = arg;
  l->id[l->n] = t->id;
  l->due[l->n] = t->due;
  l->attempts[l->n] = t->attempts;
  l->state[l->n] = t->state;
  snprintf(l->group[l->n], sizeof l->group[0], "%s", t->group.p);
  snprintf(l->request[l->n], sizeof l->request[0], "%s", t->request.p);
  snprintf(l->run[l->n], sizeof l->run[0], "%s", t->run.p);
  l->n++;
  return l->n == l->stop_after;
}

/* Who leases says how many of a group he takes; those without a group have no limit here. */
static int may(void *arg, struct tdg_str group) {
  const struct leased *l = arg;
  int64_t had = 0;
  for (int i = 0; i < l->n; i++) had += strcmp(l->group[i], group.p) == 0;
  return l->per_group == 0 || group.n == 0 || had < l->per_group;
}

static int lease_more(struct contract *c, int64_t now, int64_t max, const char *run, struct leased *l) {
  const struct tdg_lease which = {.size = sizeof which,
                                  .now = now,
                                  .until = now + 100,
                                  .max = max,
                                  .run = run,
                                  .may = may,
                                  .polls_until = l->polls_until,
                                  .max_polls = l->max_polls};
  int n = OPS->task_lease(H, &which, take, l);
  if (n < 0) fail_msg("task_lease: %s", store_error(c->s));
  return n;
}

static int lease(struct contract *c, int64_t now, int64_t max, int64_t per_group, const char *run,
                 struct leased *l) {
  *l = (struct leased){.per_group = per_group};
  return lease_more(c, now, max, run, l);
}

static void a_key_is_taken_once_in_whatever_state(void **state) {
  struct contract *c = *state;
  struct leased l;
  struct tdg_task t = {.size = sizeof t, .kind = TDG_TASK_FOLLOW, .key = str("page 1"), .request = str("r")};
  begin(c);
  assert_int_equal(OPS->task_add(H, &t), 1);
  int64_t id = t.id;
  t.id = 0;
  assert_int_equal(OPS->task_add(H, &t), 0);
  assert_int_equal(t.id, id);
  lease(c, 10, 1, 1, NULL, &l);
  assert_int_equal(OPS->task_settle(H, id, TDG_TASK_DONE, 0), 0);
  commit(c);
  contract_reopen(c);
  begin(c);
  assert_int_equal(OPS->task_add(H, &t), 0);
  t.key = str(""); /* no key: as often as one likes */
  assert_int_equal(OPS->task_add(H, &t), 1);
  assert_int_equal(OPS->task_add(H, &t), 1);
  commit(c);
}

static int see_request(void *arg, const struct tdg_task *t) {
  snprintf(arg, 16, "%.*s", (int)t->request.n, t->request.p);
  return 1;
}

static void what_is_known_of_a_page_outlives_its_last_visit(void **state) {
  struct contract *c = *state;
  char request[16] = "";
  struct tdg_task t = {
      .size = sizeof t, .kind = TDG_TASK_FOLLOW, .key = str("revisit 1"), .request = str("known")};
  t.run = str(TDG_RUN_REVISIT);
  begin(c);
  assert_int_equal(OPS->task_add(H, &t), 1);
  assert_int_equal(OPS->task_settle(H, t.id, TDG_TASK_DONE, 0), 0);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->task_get(H, t.id, see_request, request), 1);
  assert_string_equal(request, "known");
}

static void a_dropped_task_is_gone_with_its_key(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  int64_t first = add(c, TDG_TASK_POLL, "poll a", "one", "", 1),
          second = add(c, TDG_TASK_POLL, "poll b", "one", "", 2);
  assert_int_equal(OPS->task_drop(H, first), 1);
  assert_int_equal(OPS->task_drop(H, first), 0);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 1);
  assert_int_equal(l.id[0], second);
  assert_int_equal(OPS->task_drop(H, second), 1); /* though leased */
  int64_t due;
  assert_int_equal(OPS->task_next_due(H, 0, &due), 0);
  assert_true(add(c, TDG_TASK_POLL, "poll a", "two", "", 3) > second);
  commit(c);
}

static void a_task_is_taken_by_its_key_due_or_not(void **state) {
  struct contract *c = *state;
  struct leased l = {0};
  begin(c);
  int64_t one = add(c, TDG_TASK_POLL, "poll a", "one", "", 9000);
  add(c, TDG_TASK_POLL, "poll b", "one", "", 5);
  assert_int_equal(OPS->task_take(H, "poll c", 100, take, &l), 0);
  assert_int_equal(OPS->task_take(H, "", 100, take, &l), 0);
  assert_int_equal(OPS->task_take(H, "poll a", 100, take, &l), 1);
  assert_int_equal(l.id[0], one);
  assert_int_equal(l.state[0], TDG_TASK_LEASED);
  assert_int_equal(OPS->task_take(H, "poll a", 100, take, &l), 0); /* somebody has it */
  assert_int_equal(OPS->task_settle(H, one, TDG_TASK_DONE, 20), 0);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 2);
  commit(c);
}

static void due_tasks_are_leased_oldest_first(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  int64_t late = add(c, TDG_TASK_IMPORT, "a", "one", "", 30),
          early = add(c, TDG_TASK_IMPORT, "b", "two", "", 10),
          middle = add(c, TDG_TASK_IMPORT, "c", "one", "", 20);
  add(c, TDG_TASK_IMPORT, "d", "one", "", 99);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 3);
  assert_int_equal(l.id[0], early);
  assert_int_equal(l.id[1], middle);
  assert_int_equal(l.id[2], late);
  assert_int_equal(l.attempts[0], 1);
  assert_int_equal(l.state[0], TDG_TASK_LEASED);
  assert_string_equal(l.request[0], "request");
  assert_string_equal(l.group[0], "two");
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 0);
  commit(c);
}

/* Polls are counted, and only those of a limit group: other tasks pass them by. */
static void a_lease_takes_no_more_polls_than_it_says(void **state) {
  struct contract *c = *state;
  struct leased l = {.max_polls = 2};
  begin(c);
  add(c, TDG_TASK_POLL, "a", "one:80", "", 1);
  int64_t second = add(c, TDG_TASK_POLL, "b", "two:80", "", 2),
          third = add(c, TDG_TASK_POLL, "c", "two:80", "", 3),
          page = add(c, TDG_TASK_FOLLOW, "d", "two:80", "", 4), file = add(c, TDG_TASK_POLL, "e", "", "", 5),
          fourth = add(c, TDG_TASK_POLL, "f", "three:80", "", 6);
  assert_int_equal(lease_more(c, 50, 10, NULL, &l), 4);
  assert_int_equal(l.id[1], second);
  assert_int_equal(l.id[2], page);
  assert_int_equal(l.id[3], file);
  l = (struct leased){.max_polls = -1};
  assert_int_equal(lease_more(c, 50, 10, NULL, &l), 0);
  l = (struct leased){0};
  assert_int_equal(lease_more(c, 50, 10, NULL, &l), 2);
  assert_int_equal(l.id[0], third);
  assert_int_equal(l.id[1], fourth);
  commit(c);
}

static void a_group_gets_its_share_and_no_more(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  for (int i = 0; i < 20; i++) add(c, TDG_TASK_FOLLOW, "", "busy.example:443", "", i);
  add(c, TDG_TASK_FOLLOW, "", "quiet.example:443", "", 40);
  add(c, TDG_TASK_FOLLOW, "", "busy.example:443", "an import", 41); /* the same group in another run */
  assert_int_equal(lease(c, 50, 10, 2, NULL, &l), 3);
  assert_string_equal(l.group[2], "quiet.example:443");
  assert_int_equal(l.due[0], 0);
  assert_int_equal(l.due[1], 1);
  assert_int_equal(lease(c, 50, 2, 2, NULL, &l), 2);
  assert_int_equal(l.due[0], 2);
  commit(c);
}

static void tasks_without_a_group_have_no_limit(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  for (int i = 0; i < 5; i++) add(c, TDG_TASK_IMPORT, "", "", "", i);
  for (int i = 0; i < 5; i++) add(c, TDG_TASK_FOLLOW, "", "busy", "", i);
  assert_int_equal(lease(c, 50, 20, 1, NULL, &l), 6);
  commit(c);
}

static void a_lease_may_be_cut_short_by_its_caller(void **state) {
  struct contract *c = *state;
  struct leased l = {.stop_after = 2};
  begin(c);
  for (int i = 0; i < 5; i++) add(c, TDG_TASK_FOLLOW, "", "g", "", i);
  assert_int_equal(lease_more(c, 50, 10, NULL, &l), 2);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 3);
  commit(c);
}

/* One pass asks each source once, however long it takes; what the sources brought is worked off. */
static void polls_of_later_stay_when_that_is_wanted(void **state) {
  struct contract *c = *state;
  struct leased l = {.polls_until = 20};
  int64_t due = 0;
  begin(c);
  int64_t again = add(c, TDG_TASK_POLL, "p", "g", "", 30), page = add(c, TDG_TASK_FOLLOW, "f", "g", "", 40),
          first = add(c, TDG_TASK_POLL, "q", "h", "", 20);
  assert_int_equal(lease_more(c, 50, 10, NULL, &l), 2);
  assert_int_equal(l.id[0], first);
  assert_int_equal(l.id[1], page);
  assert_int_equal(OPS->task_next_due(H, 29, &due), 1);
  assert_int_equal(due, 30);
  assert_int_equal(OPS->task_next_due(H, 30, &due), 1);
  assert_int_equal(due, 150);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 1);
  assert_int_equal(l.id[0], again);
  commit(c);
}

/* Lanes of groups that may not be asked now take no place from others. */
static void groups_that_must_wait_hold_up_nobody(void **state) {
  struct contract *c = *state;
  struct leased l = {.per_group = 1};
  begin(c);
  for (int i = 0; i < 30; i++) {
    char group[24];
    snprintf(group, sizeof group, "busy %d", i);
    add(c, TDG_TASK_FOLLOW, "", group, "", 1);
    add(c, TDG_TASK_FOLLOW, "", group, "", 2);
  }
  add(c, TDG_TASK_FOLLOW, "", "free", "", 40);
  assert_int_equal(lease_more(c, 30, 30, NULL, &l), 30);
  assert_int_equal(lease_more(c, 50, 2, NULL, &l), 1);
  assert_string_equal(l.group[30], "free");
  commit(c);
}

static void what_is_ready_is_listed_by_its_time(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  int64_t late = add(c, TDG_TASK_FOLLOW, "a", "g", "", 4000),
          early = add(c, TDG_TASK_FOLLOW, "b", "h", "", 60);
  add(c, TDG_TASK_POLL, "p", "g", "", 70);
  add(c, TDG_TASK_IMPORT, "i", "", "run 7", 1);
  add(c, TDG_TASK_FOLLOW, "c", "g", "", 10);
  lease(c, 50, 1, 0, "", &l);
  l = (struct leased){0};
  assert_int_equal(OPS->task_list(H, "", 65, take, &l), 2);
  assert_int_equal(l.id[0], early);
  assert_int_equal(l.id[1], late);
  assert_string_equal(l.group[0], "h");
  l = (struct leased){0};
  assert_int_equal(OPS->task_list(H, NULL, 0, take, &l), 4);
  l = (struct leased){0};
  assert_int_equal(OPS->task_list(H, "run 7", 0, take, &l), 1);
  commit(c);
}

static void an_import_run_sees_only_its_own(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  add(c, TDG_TASK_POLL, "p", "g", "", 1);
  add(c, TDG_TASK_IMPORT, "i", "g", "run 7", 2);
  assert_int_equal(lease(c, 50, 10, 0, "run 7", &l), 1);
  assert_string_equal(l.run[0], "run 7");
  assert_int_equal(lease(c, 50, 10, 0, "run 8", &l), 0);
  assert_int_equal(lease(c, 50, 10, 0, "", &l), 1);
  assert_string_equal(l.run[0], "");
  assert_int_equal(lease(c, 50, 10, 0, "", &l), 0);
  commit(c);
}

static void sources_see_nothing_of_an_import(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  for (int i = 0; i < 60; i++) { /* many lanes that are due earlier */
    char group[16];
    snprintf(group, sizeof group, "g%d", i);
    add(c, TDG_TASK_IMPORT, "", group, "run 7", i);
  }
  add(c, TDG_TASK_POLL, "p", "g1", "", 900);
  assert_int_equal(lease(c, 1000, 1, 1, "", &l), 1);
  assert_string_equal(l.run[0], "");
  assert_int_equal(lease(c, 1000, 60, 0, "run 7", &l), 60);
  commit(c);
}

/* The leases of a killed import are void, and its tasks are still its own. */
static void what_is_released_stays_with_its_run(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  add(c, TDG_TASK_IMPORT, "i", "", "run 7", 1);
  assert_int_equal(lease(c, 50, 10, 0, "run 7", &l), 1);
  assert_int_equal(OPS->task_release(H), 0);
  assert_int_equal(lease(c, 51, 10, 0, "", &l), 0);
  assert_int_equal(lease(c, 51, 10, 0, "run 8", &l), 0);
  assert_int_equal(lease(c, 51, 10, 0, "run 7", &l), 1);
  commit(c);
}

static void a_lease_that_ran_out_counts_as_ready(void **state) {
  struct contract *c = *state;
  struct leased l;
  int64_t due = 0;
  begin(c);
  add(c, TDG_TASK_FOLLOW, "a", "g", "", 1);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 1); /* until 150 */
  assert_int_equal(lease(c, 149, 10, 0, NULL, &l), 0);
  assert_int_equal(OPS->task_next_due(H, 0, &due), 1);
  assert_int_equal(due, 150);
  assert_int_equal(lease(c, 150, 10, 0, NULL, &l), 1);
  assert_int_equal(l.attempts[0], 2);
  commit(c);
}

static void after_a_restart_leases_of_the_dead_are_void(void **state) {
  struct contract *c = *state;
  struct leased l;
  begin(c);
  add(c, TDG_TASK_FOLLOW, "a", "g", "", 1);
  add(c, TDG_TASK_FOLLOW, "b", "h", "", 1);
  lease(c, 50, 10, 0, NULL, &l);
  commit(c);
  contract_reopen(c);
  begin(c);
  assert_int_equal(lease(c, 51, 10, 0, NULL, &l), 0);
  assert_int_equal(OPS->task_release(H), 0);
  assert_int_equal(lease(c, 51, 10, 0, NULL, &l), 2);
  commit(c);
}

static void a_task_begins_with_the_tries_that_it_had(void **state) {
  struct contract *c = *state;
  struct leased l = {0};
  struct tdg_task t = {
      .size = sizeof t, .kind = TDG_TASK_FOLLOW, .due = 1, .attempts = 2, .request = str("r")};
  t.key = t.group = t.url = str("k");
  t.run = str("");
  begin(c);
  assert_int_equal(OPS->task_add(H, &t), 1);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 1);
  assert_int_equal(l.attempts[0], 3);
  commit(c);
}

static void settling_decides_what_becomes_of_a_task(void **state) {
  struct contract *c = *state;
  struct leased l;
  int64_t due = 0;
  struct tdg_counts counts = {.size = sizeof counts};
  begin(c);
  int64_t poll = add(c, TDG_TASK_POLL, "p", "g", "", 1), page = add(c, TDG_TASK_FOLLOW, "f", "g", "", 2),
          bad = add(c, TDG_TASK_FOLLOW, "x", "g", "", 3), again = add(c, TDG_TASK_FOLLOW, "y", "g", "", 4);
  assert_int_equal(lease(c, 50, 10, 0, NULL, &l), 4);
  assert_int_equal(OPS->task_settle(H, poll, TDG_TASK_DONE, 900), 0);
  assert_int_equal(OPS->task_settle(H, page, TDG_TASK_DONE, 0), 0);
  assert_int_equal(OPS->task_settle(H, bad, TDG_TASK_FAILED, 0), 0);
  assert_int_equal(OPS->task_settle(H, again, TDG_TASK_READY, 700), 0);
  assert_int_equal(OPS->task_settle(H, page, TDG_TASK_DONE, 0), TDG_BAD_INPUT);
  assert_int_equal(OPS->task_settle(H, 4711, TDG_TASK_DONE, 0), TDG_BAD_INPUT);
  assert_int_equal(OPS->task_settle(H, bad, TDG_TASK_LEASED, 0), TDG_BAD_INPUT);
  assert_int_equal(OPS->task_next_due(H, 0, &due), 1);
  assert_int_equal(due, 700);
  assert_int_equal(OPS->counts(H, &counts), 0);
  assert_int_equal(counts.tasks_ready, 2);
  assert_int_equal(counts.tasks_done, 1);
  assert_int_equal(counts.tasks_failed, 1);
  assert_int_equal(lease(c, 950, 10, 0, NULL, &l), 2);
  assert_int_equal(l.id[0], again);
  assert_int_equal(l.attempts[0], 2);
  assert_int_equal(l.id[1], poll);
  assert_int_equal(l.attempts[1], 1);                               /* counted since it last succeeded */
  assert_int_equal(OPS->task_settle(H, bad, TDG_TASK_READY, 5), 0); /* an operator tries again */
  assert_int_equal(lease(c, 951, 10, 0, NULL, &l), 1);
  commit(c);
}

static void with_nothing_to_do_nothing_is_due(void **state) {
  struct contract *c = *state;
  struct leased l;
  int64_t due;
  assert_int_equal(OPS->task_next_due(H, 0, &due), 0);
  begin(c);
  int64_t id = add(c, TDG_TASK_FOLLOW, "f", "g", "", 2);
  lease(c, 50, 1, 0, NULL, &l);
  assert_int_equal(OPS->task_settle(H, id, TDG_TASK_DONE, 0), 0);
  commit(c);
  assert_int_equal(OPS->task_next_due(H, 0, &due), 0);
}

static int64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The cost of a lease must not grow with what waits: 2,000 and 40,000 tasks of a group that gets one each
 * time. */
static void leasing_does_not_walk_over_those_who_wait(void **state) {
  struct contract *c = *state;
  struct leased l;
  int64_t best[2] = {INT64_MAX, INT64_MAX};
  begin(c);
  for (int round = 0, have = 0; round < 2; round++) {
    for (; have < (round == 0 ? 2000 : 40000); have++) add(c, TDG_TASK_FOLLOW, "", "busy", "", have);
    for (int i = 0; i < 20; i++) {
      int64_t t = now_us();
      assert_int_equal(lease(c, 1000000, 50, 1, NULL, &l), 1);
      if (now_us() - t < best[round]) best[round] = now_us() - t;
    }
  }
  commit(c);
  assert_true(best[1] < 5 * best[0] + 200);
}

/* Any order of adding, leasing and settling: what is leased is what a plain list would give. */
static void random_work_agrees_with_a_plain_list(void **state) {
  struct contract *c = *state;
  enum { N = 300 };
  struct {
    int64_t id, due;
    int ready;
  } list[N];
  int n = 0;
  unsigned seed = 5;
  begin(c);
  for (int step = 0; step < 600; step++) {
    seed = seed * 1103515245u + 12345u;
    unsigned r = seed >> 16;
    char group[8];
    struct leased l;
    snprintf(group, sizeof group, "g%u", r % 5);
    if (r % 3 != 0 && n < N) {
      list[n].due = (int64_t)(r % 97);
      list[n].id = add(c, TDG_TASK_FOLLOW, "", group, "", list[n].due);
      list[n++].ready = 1;
      continue;
    }
    int64_t now = (int64_t)(r % 120);
    int max = 1 + (int)(r % 4), want = 0, got = lease(c, now, max, 0, NULL, &l);
    for (int k = 0; k < max; k++) {
      int best = -1;
      for (int i = 0; i < n; i++)
        if (list[i].ready && list[i].due <= now && (best < 0 || list[i].due < list[best].due)) best = i;
      if (best < 0) break;
      assert_true(want < got);
      assert_int_equal(l.due[want], list[best].due);
      for (best = 0; list[best].id != l.id[want]; best++)
        assert_true(best < n - 1); /* of equals, any may come */
      assert_true(list[best].ready);
      want++;
      list[best].ready = r % 2 == 0;
      int64_t later = list[best].due + 50;
      uint32_t end = list[best].ready ? TDG_TASK_READY : TDG_TASK_DONE;
      assert_int_equal(OPS->task_settle(H, list[best].id, end, later), 0);
      if (list[best].ready) {
        list[best].due = later;
        break; /* what this lease holds was decided before */
      }
    }
    for (int i = want; i < got; i++)
      assert_int_equal(OPS->task_settle(H, l.id[i], TDG_TASK_READY, l.due[i]), 0);
  }
  commit(c);
}

struct source_seen {
  int n;
  struct tdg_source_state last;
  char ids[64], etag[32];
};
static int see_source(void *arg, const struct tdg_source_state *r) {
  struct source_seen *s = arg;
  s->n++;
  s->last = *r;
  snprintf(s->etag, sizeof s->etag, "%s", r->etag.p);
  strncat(s->ids, r->id.p, sizeof s->ids - strlen(s->ids) - 1);
  return 0;
}

static void what_is_known_of_a_source_is_kept(void **state) {
  struct contract *c = *state;
  struct source_seen seen = {0}, all = {0};
  struct tdg_source_state r = {.size = sizeof r,
                               .failures = 2,
                               .added = 1,
                               .last_attempt = 2,
                               .last_ok = 3,
                               .last_new = 4,
                               .next_due = 5,
                               .interval = 6,
                               .server_wait = 7,
                               .body = {8, 9},
                               .polls = 10,
                               .documents = 11,
                               .records = 12,
                               .unchanged = 13,
                               .retired = 1,
                               .moved_seen = 14,
                               .moved_since = 15,
                               .trouble = TDG_TROUBLE_PARTLY,
                               .trouble_since = 16,
                               .listed = 17,
                               .pages = 18,
                               .feed_wait = 19,
                               .skip_hours = 0xffffff,
                               .skip_days = 0x41,
                               .absent = TDG_SWITCHED_OFF,
                               .outcome = TDG_OUTCOME_TLS,
                               .due_by = TDG_DUE_RETRY,
                               .status = 429,
                               .due_wait = 20,
                               .words = 21};
  r.id = str("gazette");
  r.etag = str("\"abc\"");
  begin(c);
  assert_int_equal(OPS->source_put(H, &r), 0);
  r.id = str("admiralty");
  assert_int_equal(OPS->source_put(H, &r), 0);
  r.id = str("gazette");
  r.polls = 99;
  assert_int_equal(OPS->source_put(H, &r), 0);
  r.id = str("");
  assert_int_equal(OPS->source_put(H, &r), TDG_BAD_INPUT);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->source_get(H, "gazette", see_source, &seen), 1);
  assert_string_equal(seen.etag, "\"abc\"");
  assert_int_equal(seen.last.failures, 2);
  assert_int_equal(seen.last.server_wait, 7);
  assert_int_equal(seen.last.body[1], 9);
  assert_int_equal(seen.last.polls, 99);
  assert_int_equal(seen.last.unchanged, 13);
  assert_int_equal(seen.last.moved_since, 15);
  assert_int_equal(seen.last.trouble, TDG_TROUBLE_PARTLY);
  assert_int_equal(seen.last.trouble_since, 16);
  assert_int_equal(seen.last.listed, 17);
  assert_int_equal(seen.last.pages, 18);
  assert_int_equal(seen.last.feed_wait, 19);
  assert_int_equal(seen.last.skip_hours, 0xffffff);
  assert_int_equal(seen.last.skip_days, 0x41);
  assert_int_equal(seen.last.absent, TDG_SWITCHED_OFF);
  assert_int_equal(seen.last.outcome, TDG_OUTCOME_TLS);
  assert_int_equal(seen.last.due_by, TDG_DUE_RETRY);
  assert_int_equal(seen.last.status, 429);
  assert_int_equal(seen.last.due_wait, 20);
  assert_int_equal(seen.last.words, 21);
  assert_int_equal(OPS->source_get(H, "nobody", see_source, &seen), 0);
  assert_int_equal(OPS->source_list(H, see_source, &all), 2);
  assert_string_equal(all.ids, "admiraltygazette");
}

struct listing_seen {
  int n;
  struct tdg_listing last;
  char urls[200], etag[20], error[20];
};
static int see_listing(void *arg, const struct tdg_listing *l) {
  struct listing_seen *s = arg;
  s->n++;
  s->last = *l;
  snprintf(s->etag, sizeof s->etag, "%s", l->etag.p);
  snprintf(s->error, sizeof s->error, "%s", l->last_error.p);
  strncat(s->urls, l->url.p, sizeof s->urls - strlen(s->urls) - 1);
  return 0;
}

static void put_listing(struct contract *c, const char *source, const char *url, int64_t named) {
  struct tdg_listing l = {.size = sizeof l,
                          .failures = 1,
                          .trouble = TDG_TROUBLE_UNREADABLE,
                          .depth = 2,
                          .named = named,
                          .last_ok = 3,
                          .trouble_since = 4,
                          .not_before = 5};
  l.source = str(source);
  l.url = str(url);
  l.etag = str("\"e\"");
  l.last_modified = str("");
  l.last_error = str("404");
  assert_int_equal(OPS->listing_put(H, &l), 0);
  l.url = str("");
  assert_int_equal(OPS->listing_put(H, &l), TDG_BAD_INPUT);
}

static int see_host(void *arg, const struct tdg_limit *h) {
  struct tdg_limit *seen = arg;
  *seen = *h;
  assert_string_equal(h->refused_by.p, "a.gazette.example:443");
  return 0;
}

static void the_waits_of_limit_groups_are_kept(void **state) {
  struct contract *c = *state;
  struct tdg_limit h = {.size = sizeof h,
                        .failures = 1,
                        .refusals = 2,
                        .told = 3,
                        .not_before = 40,
                        .refused_at = 5,
                        .learned = 6,
                        .delay = 8},
                   seen = {0};
  h.group = str("*.gazette.example");
  h.refused_by = str("a.gazette.example:443");
  begin(c);
  assert_int_equal(OPS->limit_put(H, &h), 0);
  h.told = 7;
  assert_int_equal(OPS->limit_put(H, &h), 0);
  h.group = str("");
  assert_int_equal(OPS->limit_put(H, &h), TDG_BAD_INPUT);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->limit_get(H, "*.gazette.example", see_host, &seen), 1);
  assert_int_equal(seen.failures, 1);
  assert_int_equal(seen.refusals, 2);
  assert_int_equal(seen.told, 7);
  assert_int_equal(seen.not_before, 40);
  assert_int_equal(seen.refused_at, 5);
  assert_int_equal(seen.learned, 6);
  assert_int_equal(seen.delay, 8);
  assert_int_equal(OPS->limit_get(H, "gazette.example:443", see_host, &seen), 0);
  begin(c);
  assert_int_equal(OPS->limit_forget(H, 40), 0); /* somebody waits for it */
  assert_int_equal(OPS->limit_forget(H, 41), 1);
  assert_int_equal(OPS->limit_get(H, "*.gazette.example", see_host, &seen), 0);
  commit(c);
}

static int see_move(void *arg, const struct tdg_move *m) {
  char *all = arg;
  const size_t n = strlen(all);
  snprintf(all + n, 200 - n, "%s>%s %u %lld;", m->was.p, m->is.p, m->how, (long long)m->at);
  return 0;
}

static void the_moves_of_a_source_are_listed_in_their_order(void **state) {
  struct contract *c = *state;
  struct tdg_move m = {.size = sizeof m, .how = TDG_MOVE_ADOPTED, .at = 9};
  char all[200] = "";
  m.source = str("s");
  m.was = str("a");
  m.is = str("b");
  begin(c);
  assert_int_equal(OPS->move_put(H, &m), 0);
  m.how = TDG_MOVE_UNDONE;
  m.at = 8;
  m.was = str("b");
  m.is = str("a");
  assert_int_equal(OPS->move_put(H, &m), 0);
  m.source = str("t");
  assert_int_equal(OPS->move_put(H, &m), 0);
  m.source = str("");
  assert_int_equal(OPS->move_put(H, &m), TDG_BAD_INPUT);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->move_list(H, "s", see_move, all), 2);
  assert_string_equal(all, "a>b 1 9;b>a 2 8;");
  assert_int_equal(OPS->move_list(H, "none", see_move, all), 0);
}

static int see_consumer(void *arg, const struct tdg_consumer *k) {
  struct tdg_consumer *seen = arg;
  *seen = *k;
  assert_string_equal(k->cause.p, "signal");
  assert_string_equal(k->reason.p, "crashed");
  return 0;
}

static void how_consumers_fare_is_kept_by_name(void **state) {
  struct contract *c = *state;
  struct tdg_consumer k = {.size = sizeof k,
                           .took = 1,
                           .took_at = 2,
                           .failures = 3,
                           .in_row = 4,
                           .failed = 5},
                      seen = {0};
  k.name = str("stage tags");
  k.cause = str("signal");
  k.reason = str("crashed");
  begin(c);
  assert_int_equal(OPS->consumer_put(H, &k), 0);
  k.failed_at = 6;
  assert_int_equal(OPS->consumer_put(H, &k), 0);
  k.name = str("sink archive");
  assert_int_equal(OPS->consumer_put(H, &k), 0);
  k.name = str("");
  assert_int_equal(OPS->consumer_put(H, &k), TDG_BAD_INPUT);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->consumer_list(H, NULL, see_consumer, &seen), 2);
  assert_int_equal(OPS->consumer_list(H, "stage none", see_consumer, &seen), 0);
  assert_int_equal(OPS->consumer_list(H, "stage tags", see_consumer, &seen), 1);
  assert_int_equal(seen.took, 1);
  assert_int_equal(seen.took_at, 2);
  assert_int_equal(seen.failures, 3);
  assert_int_equal(seen.in_row, 4);
  assert_int_equal(seen.failed, 5);
  assert_int_equal(seen.failed_at, 6);
}

static int see_subscription(void *arg, const struct tdg_subscription *u) {
  struct tdg_subscription *seen = arg;
  *seen = *u;
  assert_string_equal(u->hub.p, "https://hub.example/");
  assert_string_equal(u->topic.p, "https://gazette.example/feed");
  assert_string_equal(u->callback.p, "https://us.example/hook");
  assert_string_equal(u->secret.p, "psst");
  assert_string_equal(u->reason.p, "no");
  assert_string_equal(u->hubs.p, "https://hub.example/\nhttps://second.example/");
  return 0;
}

static struct tdg_subscription a_subscription(const char *source, const char *key) {
  struct tdg_subscription u = {.size = sizeof u, .state = TDG_SUBSCRIPTION_VERIFIED};
  u.source = str(source);
  u.hub = str("https://hub.example/");
  u.topic = str("https://gazette.example/feed");
  u.callback = str("https://us.example/hook");
  u.key = str(key);
  u.secret = str("psst");
  u.reason = str("no");
  u.hubs = str("https://hub.example/\nhttps://second.example/");
  int64_t *const numbers[] = {&u.asked, &u.expires, &u.next, &u.pushed, &u.pushes, &u.wrong};
  uint32_t *const small[] = {&u.failures, &u.waiting, &u.trusted};
  for (int i = 0; i < 6; i++) *numbers[i] = 10 + i;
  for (int i = 0; i < 3; i++) *small[i] = 20 + (uint32_t)i;
  return u;
}

static void a_subscription_is_found_by_its_source_and_by_its_key(void **state) {
  struct contract *c = *state;
  struct tdg_subscription u = a_subscription("s", "key"), other = a_subscription("t", "key"), seen = {0};
  begin(c);
  u.asked = 9;
  assert_int_equal(OPS->subscription_put(H, &u), 0);
  u.asked = 10;
  assert_int_equal(OPS->subscription_put(H, &u), 0);
  assert_int_equal(OPS->subscription_put(H, &other), TDG_BAD_INPUT);
  other.key = str("");
  assert_int_equal(OPS->subscription_put(H, &other), TDG_BAD_INPUT);
  other.key = str("other");
  assert_int_equal(OPS->subscription_put(H, &other), 0);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->subscription_find(H, "key", see_subscription, &seen), 1);
  assert_int_equal(seen.state, TDG_SUBSCRIPTION_VERIFIED);
  const int64_t numbers[] = {seen.asked, seen.expires, seen.next, seen.pushed, seen.pushes, seen.wrong};
  const uint32_t small[] = {seen.failures, seen.waiting, seen.trusted};
  for (int i = 0; i < 6; i++) assert_int_equal(numbers[i], 10 + i);
  for (int i = 0; i < 3; i++) assert_int_equal(small[i], 20 + i);
  assert_int_equal(OPS->subscription_get(H, "t", see_subscription, &seen), 1);
  assert_int_equal(OPS->subscription_find(H, "KEY", see_subscription, &seen), 0);
  assert_int_equal(OPS->subscription_list(H, see_subscription, &seen), 2);
  begin(c);
  assert_int_equal(OPS->subscription_drop(H, "s"), 1);
  assert_int_equal(OPS->subscription_drop(H, "s"), 0);
  assert_int_equal(OPS->subscription_find(H, "key", see_subscription, &seen), 0);
  struct tdg_task t = {.size = sizeof t, .kind = TDG_TASK_HUB, .key = str("hub t"), .request = str("r")};
  t.source = t.group = t.url = t.run = str("");
  assert_int_equal(OPS->task_add(H, &t), 1);
  assert_int_equal(OPS->task_add(H, &t), 0);
  commit(c);
}

static int see_robots(void *arg, const struct tdg_robots *r) {
  struct tdg_robots *seen = arg;
  *seen = *r;
  assert_string_equal(r->text.p, "User-agent: *\nDisallow: /a\n");
  assert_string_equal(r->etag.p, "\"e\"");
  return 0;
}

static void what_a_robots_txt_says_is_kept_by_robot_and_server(void **state) {
  struct contract *c = *state;
  struct tdg_robots r = {.size = sizeof r,
                         .failures = 1,
                         .known = 1,
                         .status = 200,
                         .asked = 5,
                         .fresh_until = 40},
                    seen = {0};
  r.key = str("tidings https://gazette.example:443");
  r.etag = str("\"old\"");
  r.last_modified = str("");
  r.text = str("User-agent: *\nDisallow: /a\n");
  begin(c);
  assert_int_equal(OPS->robots_put(H, &r), 0);
  r.etag = str("\"e\"");
  assert_int_equal(OPS->robots_put(H, &r), 0);
  r.key = str("");
  assert_int_equal(OPS->robots_put(H, &r), TDG_BAD_INPUT);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->robots_get(H, "tidings https://gazette.example:443", see_robots, &seen), 1);
  assert_int_equal(seen.failures, 1);
  assert_int_equal(seen.known, 1);
  assert_int_equal(seen.status, 200);
  assert_int_equal(seen.asked, 5);
  assert_int_equal(seen.fresh_until, 40);
  assert_int_equal(OPS->robots_get(H, "other https://gazette.example:443", see_robots, &seen), 0);
  begin(c);
  assert_int_equal(OPS->robots_forget(H, 40), 0);
  assert_int_equal(OPS->robots_forget(H, 41), 1);
  commit(c);
}

static void what_is_known_of_a_list_is_kept_until_nobody_names_it(void **state) {
  struct contract *c = *state;
  struct listing_seen one = {0}, all = {0}, of = {0}, left = {0};
  begin(c);
  put_listing(c, "b", "u1", 7);
  put_listing(c, "a", "u2", 7);
  put_listing(c, "a", "u1", 6);
  put_listing(c, "a", "u1", 8);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->listing_get(H, "a", "u1", see_listing, &one), 1);
  assert_int_equal(OPS->listing_get(H, "a", "u3", see_listing, &all), 0);
  assert_string_equal(one.etag, "\"e\"");
  assert_string_equal(one.error, "404");
  assert_int_equal(one.last.failures, 1);
  assert_int_equal(one.last.trouble, TDG_TROUBLE_UNREADABLE);
  assert_int_equal(one.last.depth, 2);
  assert_int_equal(one.last.named, 8);
  assert_int_equal(one.last.last_ok, 3);
  assert_int_equal(one.last.trouble_since, 4);
  assert_int_equal(one.last.not_before, 5);
  assert_int_equal(OPS->listing_list(H, NULL, see_listing, &all), 3);
  assert_string_equal(all.urls, "u1u2u1");
  assert_int_equal(OPS->listing_list(H, "a", see_listing, &of), 2);
  begin(c);
  assert_int_equal(OPS->listing_forget(H, "a", 8), 1);
  commit(c);
  assert_int_equal(OPS->listing_list(H, NULL, see_listing, &left), 2);
  assert_string_equal(left.urls, "u1u1");
}

/* What a source named is asked for once a poll: twice at a time it is not, and after that again. */
static void a_list_that_is_settled_is_forgotten(void **state) {
  static const uint32_t ends[] = {TDG_TASK_DONE, TDG_TASK_FAILED};
  struct contract *c = *state;
  struct leased l;
  struct tdg_counts counts = {.size = sizeof counts};
  struct tdg_task t = {.size = sizeof t, .kind = TDG_TASK_LISTING, .key = str("list u"), .request = str("r")};
  t.source = t.group = t.url = t.run = str("");
  for (int i = 0; i < 4; i++) {
    begin(c);
    assert_int_equal(OPS->task_add(H, &t), 1);
    assert_int_equal(OPS->task_add(H, &t), 0);
    if (i < 2) assert_int_equal(lease(c, 1, 10, 0, NULL, &l), 1);
    assert_int_equal(OPS->task_settle(H, t.id, TDG_TASK_READY, 0), 0);
    assert_int_equal(OPS->task_settle(H, t.id, ends[i % 2], 0), 0);
    assert_int_equal(OPS->task_settle(H, t.id, TDG_TASK_DONE, 0), TDG_BAD_INPUT);
    commit(c);
    assert_int_equal(OPS->counts(H, &counts), 0);
    assert_int_equal(counts.tasks_ready + counts.tasks_leased + counts.tasks_done + counts.tasks_failed, 0);
  }
}

struct quarantine_seen {
  int n;
  int64_t id, first, at, count;
  uint32_t signal;
  size_t document_n;
  char document[64], cause[32];
};
static int see_quarantine(void *arg, const struct tdg_quarantine *q) {
  struct quarantine_seen *s = arg;
  s->n++;
  s->id = q->id;
  s->first = q->first;
  s->at = q->at;
  s->count = q->count;
  s->signal = q->signal;
  s->document_n = q->document.n;
  memcpy(s->document, q->document.p, q->document.n < sizeof s->document ? q->document.n : 0);
  snprintf(s->cause, sizeof s->cause, "%s", q->cause.p);
  return 0;
}

static void a_quarantined_document_comes_back_byte_for_byte(void **state) {
  struct contract *c = *state;
  struct quarantine_seen list = {0}, one = {0};
  struct tdg_quarantine q = {
      .size = sizeof q, .signal = 11, .at = 5, .task = 6, .document = {"\0\1\2\xff\0", 5}};
  q.plugin = str("org.example.bad");
  q.cause = str("signal");
  q.version = q.message = q.url = q.source = str("");
  begin(c);
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.count, 1);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->quarantine_list(H, 0, see_quarantine, &list), 1);
  assert_int_equal(list.document_n, 0);
  assert_int_equal(OPS->quarantine_list(H, list.id, see_quarantine, &one), 1);
  assert_int_equal(one.document_n, 5);
  assert_memory_equal(one.document, "\0\1\2\xff\0", 5);
  assert_int_equal(one.signal, 11);
  assert_string_equal(one.cause, "signal");
  assert_int_equal(OPS->quarantine_list(H, 99, see_quarantine, &one), 0);
}

/* What came along with the bytes (headers, times) and what was said of them may differ. */
static void the_same_document_stands_in_quarantine_once(void **state) {
  struct contract *c = *state;
  struct quarantine_seen one = {0}, all = {0};
  struct tdg_quarantine q = {.size = sizeof q, .at = 5, .document = {"first", 5}, .body = {1, 2}};
  q.version = q.message = q.source = str("");
  q.plugin = str("feed");
  q.url = str("http://a/");
  q.cause = str("bad-input");
  begin(c);
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.count, 1);
  int64_t id = q.id;
  q.at = 9;
  q.document = str("again");
  q.cause = str("signal");
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.id, id);
  assert_int_equal(q.count, 2);
  assert_int_equal(q.first, 5);
  q.body[1] = 3;
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.count, 1); /* other bytes, */
  q.plugin = str("article");
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.count, 1); /* another plugin, */
  q.url = str("http://b/");
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.count, 1); /* another address */
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->quarantine_list(H, id, see_quarantine, &one), 1);
  assert_int_equal(one.count, 2);
  assert_int_equal(one.first, 5);
  assert_int_equal(one.at, 9);
  assert_memory_equal(one.document, "first", 5);
  assert_string_equal(one.cause, "signal");
  assert_int_equal(OPS->quarantine_list(H, 0, see_quarantine, &all), 4);
  begin(c);
  assert_int_equal(OPS->quarantine_drop(H, id), 1);
  q.plugin = str("feed");
  q.url = str("http://a/");
  q.body[1] = 2;
  assert_int_equal(OPS->quarantine_put(H, &q), 0);
  assert_int_equal(q.count, 1); /* forgotten is forgotten */
  commit(c);
}

struct refused_seen {
  int n;
  struct tdg_refused last;
  char reason[64];
};
static int see_refused(void *arg, const struct tdg_refused *r) {
  struct refused_seen *s = arg;
  s->n++;
  s->last = *r;
  snprintf(s->reason, sizeof s->reason, "%s", r->reason.p);
  return 0;
}

static void what_a_sink_refused_is_kept_once_with_the_last_reason(void **state) {
  struct contract *c = *state;
  struct refused_seen seen = {0}, of_one = {0}, none = {0};
  struct tdg_refused r = {.size = sizeof r, .status = -2, .record = 7, .seq = 3, .last = 5, .retry_at = 9};
  r.sink = str("a");
  r.reason = str("first");
  begin(c);
  assert_int_equal(OPS->refused_put(H, &r), 0);
  r.last = 6;
  r.reason = str("again");
  assert_int_equal(OPS->refused_put(H, &r), 0);
  assert_int_equal(r.count, 2);
  assert_int_equal(r.first, 5);
  r.sink = str("b");
  r.retry_at = 0;
  assert_int_equal(OPS->refused_put(H, &r), 0);
  r.seq = 0;
  assert_int_equal(OPS->refused_put(H, &r), TDG_BAD_INPUT);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->refused_list(H, NULL, see_refused, &seen), 2);
  assert_int_equal(OPS->refused_list(H, "a", see_refused, &of_one), 1);
  assert_string_equal(of_one.reason, "again");
  assert_int_equal(of_one.last.status, -2);
  assert_int_equal(of_one.last.retry_at, 9);
  begin(c);
  assert_int_equal(OPS->refused_retry(H, NULL, 1, 11), 1);
  assert_int_equal(OPS->refused_retry(H, "b", 0, 12), 1);
  assert_int_equal(OPS->refused_drop(H, "a", 8), 0);
  assert_int_equal(OPS->refused_drop(H, "a", 7), 1);
  assert_int_equal(OPS->refused_drop(H, NULL, 0), 1);
  commit(c);
  assert_int_equal(OPS->refused_list(H, NULL, see_refused, &none), 0);
}

static void a_full_queue_keeps_nothing_more_and_says_so(void **state) {
  struct contract *c = *state;
  struct tdg_refused r = {.size = sizeof r, .record = 7};
  r.sink = str("a");
  r.reason = str("");
  begin(c);
  for (r.seq = 1; r.seq <= TDG_MAX_REFUSED; r.seq++) assert_int_equal(OPS->refused_put(H, &r), 0);
  assert_int_equal(OPS->refused_put(H, &r), 1);
  r.seq = 1;
  assert_int_equal(OPS->refused_put(H, &r), 0);
  commit(c);
}

static int see_value(void *arg, const struct tdg_value *v) {
  struct tdg_value *last = arg;
  *last = *v;
  last->reserved = v->value.n > 2 ? (uint32_t)(unsigned char)v->value.p[2] : 0;
  return 0;
}

static void values_are_kept_by_source_component_and_key(void **state) {
  struct contract *c = *state;
  struct tdg_value v = {.size = sizeof v}, seen = {0};
  char key[20];
  v.source = str("s");
  v.component = str("p/one");
  v.key = str("since");
  v.value = (struct tdg_str){"a\0b", 3};
  begin(c);
  assert_int_equal(OPS->value_put(H, &v), 0);
  v.component = str("p/two");
  assert_int_equal(OPS->value_put(H, &v), 0);
  v.key = str("");
  assert_int_equal(OPS->value_put(H, &v), TDG_BAD_INPUT);
  v.source = str("other");
  for (int i = 0; i <= TDG_MAX_VALUES; i++) {
    snprintf(key, sizeof key, "k%d", i);
    v.key = str(key);
    assert_int_equal(OPS->value_put(H, &v), i == TDG_MAX_VALUES);
  }
  v.key = str("k1");
  assert_int_equal(OPS->value_put(H, &v), 0); /* one that is there has room */
  v.value.n = 0;
  assert_int_equal(OPS->value_put(H, &v), 0);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->value_list(H, "other", see_value, &seen), TDG_MAX_VALUES - 1);
  assert_int_equal(OPS->value_list(H, "s", see_value, &seen), 2);
  assert_int_equal(seen.reserved, 'b');
  begin(c);
  assert_int_equal(OPS->value_forget(H, "other"), TDG_MAX_VALUES - 1);
  assert_int_equal(OPS->value_forget(H, "other"), 0);
  commit(c);
  assert_int_equal(OPS->value_list(H, NULL, see_value, &seen), 2);
}

struct seen_checkpoint {
  struct tdg_checkpoint c;
  char stage[20], mark[40];
  char bytes[100];
  size_t n;
};

static int see_checkpoint(void *arg, const struct tdg_checkpoint *c) {
  struct seen_checkpoint *s = arg;
  s->c = *c;
  snprintf(s->stage, sizeof s->stage, "%s", c->stage.p);
  snprintf(s->mark, sizeof s->mark, "%s", c->mark.p);
  return 0;
}

static int see_part(void *arg, struct tdg_str part) {
  struct seen_checkpoint *s = arg;
  memcpy(s->bytes + s->n, part.p, part.n);
  s->n += part.n;
  return 0;
}

static void an_unfinished_checkpoint_leaves_the_former_one(void **state) {
  struct contract *c = *state;
  struct seen_checkpoint s = {0};
  struct tdg_checkpoint head = {.size = sizeof head, .parts = 2, .position = 7, .notes = 9, .bytes = 5};
  head.stage = str("dedupe");
  head.mark = str("one");
  assert_int_equal(OPS->checkpoint_get(H, "dedupe", see_checkpoint, &s), 0);
  begin(c);
  assert_int_equal(OPS->checkpoint_part(H, "dedupe", 0, (struct tdg_str){"a\0b", 3}), 0);
  assert_int_equal(OPS->checkpoint_put(H, &head), TDG_BAD_INPUT); /* a part is missing */
  assert_int_equal(OPS->checkpoint_part(H, "dedupe", 1, str("cd")), 0);
  assert_int_equal(OPS->checkpoint_put(H, &head), 0);
  commit(c);
  begin(c);
  assert_int_equal(OPS->checkpoint_part(H, "dedupe", 0, str("unfinished")), 0);
  assert_int_equal(OPS->checkpoint_part(H, "story", 0, str("another")), 0);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->checkpoint_get(H, "story", see_checkpoint, &s), 0);
  assert_int_equal(OPS->checkpoint_get(H, "dedupe", see_checkpoint, &s), 1);
  assert_string_equal(s.stage, "dedupe");
  assert_string_equal(s.mark, "one");
  assert_int_equal(s.c.parts, 2);
  assert_int_equal(s.c.position, 7);
  assert_int_equal(s.c.notes, 9);
  assert_int_equal(OPS->checkpoint_read(H, "dedupe", 0, 1, see_part, &s), 1);
  assert_int_equal(OPS->checkpoint_read(H, "dedupe", 1, 9, see_part, &s), 1);
  assert_memory_equal(s.bytes, "a\0bcd", 5);
}

static void a_new_checkpoint_replaces_the_former_one(void **state) {
  struct contract *c = *state;
  struct seen_checkpoint s = {0};
  struct tdg_checkpoint head = {.size = sizeof head, .parts = 1};
  head.stage = str("dedupe");
  for (int i = 0; i < 3; i++) {
    head.mark = str(i == 2 ? "last" : "first");
    begin(c);
    assert_int_equal(OPS->checkpoint_part(H, "dedupe", 0, str("discarded")), 0);
    assert_int_equal(OPS->checkpoint_part(H, "dedupe", 0, str(i == 2 ? "new" : "old")), 0);
    assert_int_equal(OPS->checkpoint_put(H, &head), 0);
    commit(c);
  }
  assert_int_equal(OPS->checkpoint_get(H, "dedupe", see_checkpoint, &s), 1);
  assert_string_equal(s.mark, "last");
  assert_int_equal(OPS->checkpoint_read(H, "dedupe", 0, 9, see_part, &s), 1);
  assert_memory_equal(s.bytes, "new", 3);
}

const struct CMUnitTest contract_tasks[] = {
    cmocka_unit_test_setup_teardown(an_unfinished_checkpoint_leaves_the_former_one, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_new_checkpoint_replaces_the_former_one, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(values_are_kept_by_source_component_and_key, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(what_a_sink_refused_is_kept_once_with_the_last_reason, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_full_queue_keeps_nothing_more_and_says_so, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_key_is_taken_once_in_whatever_state, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(what_is_known_of_a_page_outlives_its_last_visit, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_dropped_task_is_gone_with_its_key, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_task_is_taken_by_its_key_due_or_not, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(due_tasks_are_leased_oldest_first, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_lease_takes_no_more_polls_than_it_says, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_group_gets_its_share_and_no_more, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(tasks_without_a_group_have_no_limit, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_lease_may_be_cut_short_by_its_caller, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(polls_of_later_stay_when_that_is_wanted, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(groups_that_must_wait_hold_up_nobody, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(what_is_ready_is_listed_by_its_time, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(an_import_run_sees_only_its_own, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(sources_see_nothing_of_an_import, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(what_is_released_stays_with_its_run, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_lease_that_ran_out_counts_as_ready, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(after_a_restart_leases_of_the_dead_are_void, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_task_begins_with_the_tries_that_it_had, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(settling_decides_what_becomes_of_a_task, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(with_nothing_to_do_nothing_is_due, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(leasing_does_not_walk_over_those_who_wait, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(random_work_agrees_with_a_plain_list, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(what_is_known_of_a_source_is_kept, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(the_waits_of_limit_groups_are_kept, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(the_moves_of_a_source_are_listed_in_their_order, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(how_consumers_fare_is_kept_by_name, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_subscription_is_found_by_its_source_and_by_its_key, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(what_a_robots_txt_says_is_kept_by_robot_and_server, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(what_is_known_of_a_list_is_kept_until_nobody_names_it, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_list_that_is_settled_is_forgotten, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_quarantined_document_comes_back_byte_for_byte, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(the_same_document_stands_in_quarantine_once, contract_setup,
                                    contract_teardown),
};
const size_t n_contract_tasks = sizeof contract_tasks / sizeof contract_tasks[0];
