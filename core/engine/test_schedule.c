/* When a source is asked again. */
#include "engine/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MINUTE 60000LL
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
static const struct schedule_limits limits = {15 * MINUTE, DAY, 0, 1000};
static const int64_t now = 1767700000000;

static const tdg_rec *answer(struct arena *a, const char *name, const char *value) {
  tdg_rec *doc = rec_new(a, TDG_DOC), *h = rec_new(a, TDG_GROUP);
  rec_put_str(h, TDG_NAME, name);
  rec_put_str(h, TDG_VALUE, value);
  rec_put_rec(doc, TDG_HEADER, h);
  return doc;
}

static void the_operators_wish_is_kept(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, -1, 3, 0), now + 20 * MINUTE);
}

static void the_server_may_ask_for_more(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, 2 * HOUR, 0, 0), now + 2 * HOUR);
  /* and an answer without a word on it does not make us forget */
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, -1, 0, 0), now + 2 * HOUR);
}

static void nobody_is_asked_sooner_or_later_than_the_limits(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, MINUTE, -1, 0, 0), now + 15 * MINUTE);
  assert_int_equal(schedule_success(&s, &limits, now, MINUTE, 3650LL * DAY, 0, 0), now + DAY);
}

static void jitter_only_makes_it_later(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, -1, 0, 1.0), now + 22 * MINUTE);
}

static void without_learning_every_source_is_asked_at_the_shortest(void **state) {
  (void)state;
  const struct schedule_limits fixed = {15 * MINUTE, DAY, 1, 0};
  struct schedule_state s = {0};
  for (int i = 0; i < 5; i++)
    assert_int_equal(schedule_success(&s, &fixed, now, 0, -1, 0, 1.0), now + 15 * MINUTE);
  assert_int_equal(schedule_failure(&s, &fixed, now, 0, -1, 1.0), now + 15 * MINUTE);
}

static void quiet_sources_are_asked_less_and_busy_ones_more(void **state) {
  (void)state;
  struct schedule_state s = {0};
  int64_t first = schedule_success(&s, &limits, now, 0, -1, 0, 0);
  int64_t quiet = schedule_success(&s, &limits, now, 0, -1, 0, 0);
  int64_t busy = schedule_success(&s, &limits, now, 0, -1, 4, 0);
  assert_true(quiet > first);
  assert_true(busy < quiet);
}

static void a_failure_is_never_asked_again_sooner_than_a_success(void **state) {
  (void)state;
  struct schedule_state s = {.interval = HOUR};
  for (int i = 0; i < 30; i++)
    assert_true(schedule_failure(&s, &limits, now, 3 * DAY, -1, 0) >= now + 3 * DAY);
}

static void failures_double_the_wait_and_success_resets_it(void **state) {
  (void)state;
  struct schedule_state s = {.interval = HOUR};
  assert_int_equal(schedule_failure(&s, &limits, now, 0, -1, 0), now + HOUR);
  assert_int_equal(schedule_failure(&s, &limits, now, 0, -1, 0), now + 2 * HOUR);
  assert_int_equal(schedule_failure(&s, &limits, now, 0, -1, 0), now + 4 * HOUR);
  for (int i = 0; i < 10; i++) schedule_failure(&s, &limits, now, 0, -1, 0);
  assert_int_equal(schedule_failure(&s, &limits, now, 0, -1, 0), now + DAY);
  schedule_success(&s, &limits, now, HOUR, -1, 1, 0);
  assert_int_equal(s.failures, 0);
}

static void retry_after_is_read_in_both_forms(void **state) {
  (void)state;
  struct arena a = {0};
  assert_int_equal(schedule_retry_after(answer(&a, "retry-after", "120"), now), 2 * MINUTE);
  assert_int_equal(schedule_retry_after(answer(&a, "retry-after", "Tue, 06 Jan 2026 12:46:40 GMT"), now),
                   HOUR);
  assert_int_equal(schedule_retry_after(answer(&a, "retry-after", "soon"), now), HOUR);
  assert_int_equal(schedule_retry_after(answer(&a, "retry-after", "-5"), now), HOUR);
  assert_int_equal(schedule_retry_after(answer(&a, "retry-after", "99999999"), now), 7 * DAY);
  assert_int_equal(schedule_retry_after(answer(&a, "x", "1"), now), -1);
  arena_free(&a);
}

static void freshness_is_max_age_less_age(void **state) {
  (void)state;
  struct arena a = {0};
  assert_int_equal(schedule_server_wait(answer(&a, "cache-control", "public, max-age=3600"), now), HOUR);
  assert_int_equal(schedule_server_wait(answer(&a, "cache-control", "no-store, max-age=3600"), now), -1);
  assert_int_equal(schedule_server_wait(answer(&a, "expires", "Tue, 06 Jan 2026 12:46:40 GMT"), now), HOUR);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_operators_wish_is_kept),
      cmocka_unit_test(the_server_may_ask_for_more),
      cmocka_unit_test(nobody_is_asked_sooner_or_later_than_the_limits),
      cmocka_unit_test(jitter_only_makes_it_later),
      cmocka_unit_test(without_learning_every_source_is_asked_at_the_shortest),
      cmocka_unit_test(quiet_sources_are_asked_less_and_busy_ones_more),
      cmocka_unit_test(a_failure_is_never_asked_again_sooner_than_a_success),
      cmocka_unit_test(failures_double_the_wait_and_success_resets_it),
      cmocka_unit_test(retry_after_is_read_in_both_forms),
      cmocka_unit_test(freshness_is_max_age_less_age),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
