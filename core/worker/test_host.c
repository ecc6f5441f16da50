/* test_host.c - the values that a component keeps: what counts to the limit of keys, what the engine is told. */
#include "worker/host.h"

#include <tidings/ext/state.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct host_call call;
static const struct tdg_state *state;

static int set(const char *key, const char *value) {
  return state->set(&call.pub, key, value, strlen(value));
}
static const char *get(const char *key) { return state->get(&call.pub, key).p; }

static const char *key_no(int i) {
  static char key[20];
  snprintf(key, sizeof key, "k%d", i);
  return key;
}

/* A call of a component that keeps n values, k0 and so on. */
static void begin(int n) {
  host_init(&call, &(struct host_sink){.emit = NULL});
  host_begin(&call, 0);
  state = call.pub.host->ext(call.pub.host, TDG_EXT_STATE);
  tdg_rec *in = rec_new(&call.arena, TDG_DOC);
  for (int i = 0; i < n; i++) {
    tdg_rec *one = rec_new(&call.arena, TDG_GROUP);
    rec_put(one, TDG_NAME, key_no(i), strlen(key_no(i)));
    rec_put(one, TDG_BODY, "kept", 4);
    rec_put_rec(in, TDG_KEPT, one);
  }
  host_take_values(&call, in);
}

/* What a store keeps in the end when it takes the changes one after another and never more than the limit. */
static int keys_after(int before) {
  const tdg_rec *changes = host_changed_values(&call), *v;
  int n = before, most = before;
  for (uint32_t i = 0; changes != NULL && (v = rec_get_rec(changes, TDG_KEPT, i)) != NULL; i++) {
    const char *name = rec_get(v, TDG_NAME, 0).p;
    int was = name[0] == 'k' && before > 0, is = rec_get(v, TDG_BODY, 0).n > 0;
    n += is - was;
    if (n > most) most = n;
  }
  assert_true(most <= TDG_STATE_MAX_KEYS);
  return n;
}

static void a_removed_key_makes_room(void **unused) {
  (void)unused;
  begin(TDG_STATE_MAX_KEYS);
  assert_int_equal(set("b", "x"), TDG_DENIED);
  assert_int_equal(set("k0", ""), TDG_OK);
  assert_int_equal(set("b", "x"), TDG_OK);
  assert_string_equal(get("k0"), "");
  assert_string_equal(get("b"), "x");
  assert_int_equal(set("c", "x"), TDG_DENIED);
  assert_int_equal(keys_after(TDG_STATE_MAX_KEYS), TDG_STATE_MAX_KEYS);
  host_free(&call);
}

static void a_removed_key_that_is_set_again_counts(void **unused) {
  (void)unused;
  begin(TDG_STATE_MAX_KEYS);
  assert_int_equal(set("k0", ""), TDG_OK);
  assert_int_equal(set("b", "x"), TDG_OK);
  assert_int_equal(set("k0", "again"), TDG_DENIED);
  assert_int_equal(set("b", ""), TDG_OK);
  assert_int_equal(set("k0", "again"), TDG_OK);
  assert_int_equal(set("b", "x"), TDG_DENIED);
  host_free(&call);
}

static void removals_reach_the_store_first(void **unused) {
  (void)unused;
  begin(TDG_STATE_MAX_KEYS);
  assert_int_equal(set("k0", ""), TDG_OK);
  assert_int_equal(set("b", "x"), TDG_OK);
  assert_int_equal(set("k1", ""), TDG_OK);
  assert_int_equal(set("k0", "again"), TDG_OK);
  assert_int_equal(keys_after(TDG_STATE_MAX_KEYS), TDG_STATE_MAX_KEYS);
  host_free(&call);
}

static void an_unknown_key_can_be_removed(void **unused) {
  (void)unused;
  begin(TDG_STATE_MAX_KEYS);
  for (int i = 0; i < 1000; i++) assert_int_equal(set(key_no(1000 + i), ""), TDG_OK);
  assert_int_equal(keys_after(TDG_STATE_MAX_KEYS), TDG_STATE_MAX_KEYS);
  host_free(&call);
}

/* Where the kept values are not known, as in pump, removals are told, and their number has a limit. */
static void changes_are_limited(void **unused) {
  (void)unused;
  int told = 0;
  begin(0);
  for (int i = 0; i < 1000; i++) told += set(key_no(i), "") == TDG_OK;
  assert_true(told >= TDG_STATE_MAX_KEYS && told <= 2 * TDG_STATE_MAX_KEYS);
  assert_int_equal(set("k1", ""), TDG_OK);
  host_free(&call);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_removed_key_makes_room),
      cmocka_unit_test(a_removed_key_that_is_set_again_counts),
      cmocka_unit_test(removals_reach_the_store_first),
      cmocka_unit_test(an_unknown_key_can_be_removed),
      cmocka_unit_test(changes_are_limited),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
