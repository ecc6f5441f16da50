/* The rules of a robots.txt, kept for all tasks of its server. */
#include "engine/gate_known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct gate_known *put(struct gate_kept *kept, const char *key, const char *path, size_t n) {
  struct arena a = {0};
  struct robots rules = {arena_zalloc(&a, n * sizeof *rules.rules), n, 500};
  for (size_t i = 0; i < n; i++) rules.rules[i].path = (struct tdg_str){path, strlen(path)};
  const struct tdg_robots row = {
      .size = sizeof row, .key = {key, strlen(key)}, .asked = 7, .fresh_until = 9, .known = 1};
  struct gate_known *k = gate_known_put(kept, &row, &rules);
  arena_free(&a);
  return k;
}

static int refuses(const struct gate_known *k, const char *url) {
  return !robots_may_ask(&k->rules, (struct tdg_str){url, strlen(url)});
}

static void they_are_parsed_once_and_copied(void **state) {
  (void)state;
  struct gate_kept *kept = gate_kept_new();
  assert_null(gate_known_find(kept, "tidings http://a.test"));
  struct gate_known *k = put(kept, "tidings http://a.test", "/private", 1);
  assert_ptr_equal(gate_known_find(kept, "tidings http://a.test"), k);
  assert_null(gate_known_find(kept, "tidings http://b.test"));
  assert_int_equal(k->asked, 7);
  assert_int_equal(k->fresh_until, 9);
  assert_int_equal(k->rules.delay, 500);
  assert_true(refuses(k, "http://a.test/private/1"));
  assert_false(refuses(k, "http://a.test/public"));
  gate_kept_free(kept);
}

static void a_task_keeps_those_that_it_began_with(void **state) {
  (void)state;
  struct gate_kept *kept = gate_kept_new();
  struct gate_known *held = gate_known_hold(put(kept, "a", "/old", 1));
  put(kept, "a", "/new", 1);
  assert_true(refuses(held, "http://a.test/old"));
  assert_true(refuses(gate_known_find(kept, "a"), "http://a.test/new"));
  gate_known_drop(kept, "a");
  assert_null(gate_known_find(kept, "a"));
  gate_kept_free(kept);
  assert_true(refuses(held, "http://a.test/old"));
  gate_known_leave(held);
  gate_known_leave(NULL);
}

static void their_memory_is_bounded(void **state) {
  (void)state;
  struct gate_kept *kept = gate_kept_new();
  char key[32];
  size_t bytes = 0, n = 0;
  for (int i = 0; i < 100; i++) {
    snprintf(key, sizeof key, "server %d", i);
    put(kept, key, "/a/path/of/some/length", ROBOTS_MAX_RULES);
  }
  for (int i = 0; i < 100; i++) {
    snprintf(key, sizeof key, "server %d", i);
    const struct gate_known *k = gate_known_find(kept, key);
    n += k != NULL;
    bytes += k != NULL ? k->size : 0;
  }
  assert_true(n > 0 && n < 100);
  assert_true(bytes <= GATE_KNOWN_BYTES);
  assert_non_null(gate_known_find(kept, "server 99"));
  gate_kept_free(kept);
}

static void a_server_may_take_the_place_of_another(void **state) {
  (void)state;
  struct gate_kept *kept = gate_kept_new();
  char key[32];
  int there = 0;
  enum { SERVERS = 3 * GATE_KNOWN_SLOTS };
  for (int i = 0; i < SERVERS; i++) {
    snprintf(key, sizeof key, "%d", i);
    put(kept, key, "/", 1);
    assert_string_equal(gate_known_find(kept, key)->key, key);
  }
  for (int i = 0; i < SERVERS; i++) {
    snprintf(key, sizeof key, "%d", i);
    there += gate_known_find(kept, key) != NULL;
  }
  assert_in_range(there, GATE_KNOWN_SLOTS / 2, GATE_KNOWN_SLOTS);
  gate_kept_free(kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(they_are_parsed_once_and_copied),
      cmocka_unit_test(a_task_keeps_those_that_it_began_with),
      cmocka_unit_test(their_memory_is_bounded),
      cmocka_unit_test(a_server_may_take_the_place_of_another),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
