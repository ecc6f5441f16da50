/* The report of our own conduct: which hosts are not to be asked, in how many rows. */
#include "engine/conduct.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t now = INT64_C(1800000000000);

/* ---- a store of cursors ---- */

struct cursors {
  struct map by_name;
  size_t n, reads;
};

static int cursor_get(void *store, const char *name, int64_t *v) {
  struct cursors *c = store;
  const int64_t *kept = map_get(&c->by_name, name, strlen(name));
  *v = kept != NULL ? *kept : 0;
  c->reads++;
  return 0;
}

static int cursor_put(void *store, const char *name, int64_t v) {
  struct cursors *c = store;
  int64_t *kept = map_get(&c->by_name, name, strlen(name));
  if (kept == NULL) {
    kept = malloc(sizeof *kept);
    assert_non_null(kept);
    map_put(&c->by_name, name, strlen(name), kept);
    c->n++;
  }
  *kept = v;
  return 0;
}

static void cursors_free(struct cursors *c) {
  struct map_slot *s;
  for (size_t i = 0; (s = map_next(&c->by_name, &i)) != NULL;) free(s->value);
  map_free(&c->by_name);
}

static const struct tdg_store_ops ops = {
    .size = sizeof ops, .cursor_get = cursor_get, .cursor_put = cursor_put};

/* ---- requests ---- */

struct world {
  struct arena arena;
  struct engine engine; /* of which the delay between two requests is read */
  struct cursors cursors;
  struct store store;
  struct conduct *conduct;
};

static int open_world(void **state) {
  struct world *w = calloc(1, sizeof *w);
  assert_non_null(w);
  w->store = (struct store){.ops = &ops, .handle = &w->cursors};
  w->conduct = conduct_new();
  *state = w;
  return 0;
}

static int close_world(void **state) {
  struct world *w = *state;
  conduct_free(w->conduct);
  cursors_free(&w->cursors);
  arena_free(&w->arena);
  free(w);
  return 0;
}

/* The request says nothing, unless the caller puts another in its place. */
static struct settlement request_to(struct world *w, int host) {
  static char url[64];
  snprintf(url, sizeof url, "http://host%d.test/feed", host);
  struct settlement s = {.engine = &w->engine, .now_ms = now};
  s.task.kind = TDG_TASK_FOLLOW;
  s.task.url = s.task.group = (struct tdg_str){url, strlen(url)};
  s.task.source = (struct tdg_str){"s", 1};
  s.request = rec_new(&w->arena, TDG_REQUEST);
  return s;
}

static void ask(struct world *w, int host, int64_t at) {
  struct settlement s = request_to(w, host);
  assert_int_equal(conduct_sent(w->conduct, &w->store, &s, 0, at), 0);
}

static void answer_429(struct world *w, int host) {
  struct arena a = {0};
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  rec_put_int(doc, TDG_STATUS, 429);
  tdg_rec *header = rec_new(&a, TDG_GROUP);
  rec_put_str(header, TDG_NAME, "retry-after");
  rec_put_str(header, TDG_VALUE, "7200");
  rec_put_rec(doc, TDG_HEADER, header);
  struct settle_doc d = {.doc = doc};
  struct settlement s = request_to(w, host);
  s.docs = &d;
  assert_int_equal(conduct_answered(w->conduct, &w->store, &s, 0), 0);
  arena_free(&a);
}

static int64_t busy(struct world *w) {
  int64_t counts[CONDUCT_KINDS];
  assert_int_equal(conduct_of(&w->store, "s", counts), 0);
  return counts[CONDUCT_BUSY];
}

static void a_request_during_the_wait_is_counted(void **state) {
  struct world *w = *state;
  answer_429(w, 1);
  ask(w, 2, now);
  assert_int_equal(busy(w), 0);
  ask(w, 1, now + 7000 * 1000);
  assert_int_equal(busy(w), 1);
  ask(w, 1, now + 7200 * 1000);
  assert_int_equal(busy(w), 1);
}

static void the_wait_survives_a_restart(void **state) {
  struct world *w = *state;
  answer_429(w, 1);
  conduct_free(w->conduct);
  w->conduct = conduct_new();
  ask(w, 1, now + 1000);
  assert_int_equal(busy(w), 1);
}

static void hosts_take_no_more_rows_than_there_is_room_for(void **state) {
  struct world *w = *state;
  enum { HOSTS = 5 * CONDUCT_HOLDS };
  for (int i = 0; i < HOSTS; i++) answer_429(w, i);
  assert_in_range(w->cursors.n, CONDUCT_HOLDS / 2, CONDUCT_HOLDS);
  for (int i = HOSTS; i < 2 * HOSTS; i++) ask(w, i, now + 1000);
  assert_int_equal(busy(w), 0); /* of others nothing is said in their place */
  ask(w, HOSTS - 1, now + 1000);
  assert_int_equal(busy(w), 1);
}

static void a_host_is_read_once(void **state) {
  struct world *w = *state;
  ask(w, 1, now);
  const size_t before = w->cursors.reads;
  for (int i = 0; i < 100; i++) ask(w, 1, now + i);
  assert_int_equal(w->cursors.reads, before);
}

static int64_t unconditional(struct world *w) {
  int64_t counts[CONDUCT_KINDS];
  assert_int_equal(conduct_of(&w->store, "s", counts), 0);
  return counts[CONDUCT_UNCONDITIONAL];
}

/* etag: NULL: none */
static void exchange(struct world *w, int host, const char *sent, const char *given) {
  struct arena a = {0};
  tdg_rec *doc = rec_new(&a, TDG_DOC), *request = rec_new(&a, TDG_REQUEST);
  rec_put_int(doc, TDG_STATUS, 200);
  rec_put_str(doc, TDG_ETAG, given);
  rec_put_str(request, TDG_ETAG, sent);
  struct settle_doc d = {.doc = doc};
  struct settlement s = request_to(w, host);
  s.docs = &d;
  s.request = request;
  assert_int_equal(conduct_sent(w->conduct, &w->store, &s, 0, now), 0);
  assert_int_equal(conduct_answered(w->conduct, &w->store, &s, 0), 0);
  arena_free(&a);
}

static void a_page_without_the_validators_it_gave_is_counted(void **state) {
  struct world *w = *state;
  exchange(w, 1, NULL, "\"1\"");
  exchange(w, 1, "\"1\"", "\"2\"");
  exchange(w, 2, NULL, NULL);
  exchange(w, 2, NULL, NULL);
  assert_int_equal(unconditional(w), 0);
  conduct_free(w->conduct);
  w->conduct = conduct_new();
  exchange(w, 1, NULL, NULL);
  assert_int_equal(unconditional(w), 1);
  exchange(w, 1, NULL, NULL); /* the last answer gave none */
  assert_int_equal(unconditional(w), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_request_during_the_wait_is_counted, open_world, close_world),
      cmocka_unit_test_setup_teardown(the_wait_survives_a_restart, open_world, close_world),
      cmocka_unit_test_setup_teardown(hosts_take_no_more_rows_than_there_is_room_for, open_world,
                                      close_world),
      cmocka_unit_test_setup_teardown(a_host_is_read_once, open_world, close_world),
      cmocka_unit_test_setup_teardown(a_page_without_the_validators_it_gave_is_counted, open_world,
                                      close_world),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
