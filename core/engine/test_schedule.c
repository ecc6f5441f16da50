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

/* An answer with headers: name, value, name, value ..., NULL. */
static const tdg_rec *headers(struct arena *a, int status, const char *const *v) {
  tdg_rec *doc = rec_new(a, TDG_DOC);
  rec_put_int(doc, TDG_STATUS, status);
  for (; v[0] != NULL; v += 2) {
    tdg_rec *h = rec_new(a, TDG_GROUP);
    rec_put_str(h, TDG_NAME, v[0]);
    rec_put_str(h, TDG_VALUE, v[1]);
    rec_put_rec(doc, TDG_HEADER, h);
  }
  return doc;
}

static const struct schedule_trouble unnamed = {.retry_after = -1};

static void the_operators_wish_is_kept(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, 3, 0), now + 20 * MINUTE);
  assert_int_equal(schedule_success(&s, &limits, now, 7 * DAY, 3, 0),
                   now + 7 * DAY); /* the limit does not cut it */
}

static void the_server_may_ask_for_more(void **state) {
  (void)state;
  struct schedule_state s = {.hints = {.http = 2 * HOUR}};
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, 0, 0), now + 2 * HOUR);
  s.hints.feed = 3 * HOUR;
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, 0, 0), now + 3 * HOUR);
}

static void nobody_is_asked_sooner_or_later_than_the_limits(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, MINUTE, 0, 0), now + 15 * MINUTE);
  assert_false(schedule_is_clamped(&s.hints, &limits, MINUTE));
  s.hints.http = 3650LL * DAY;
  assert_int_equal(schedule_success(&s, &limits, now, MINUTE, 0, 0), now + DAY);
  assert_true(schedule_is_clamped(&s.hints, &limits, MINUTE));
  assert_int_equal(schedule_success(&s, &limits, now, 3 * DAY, 0, 0), now + 3 * DAY);
}

static void a_hub_stretches_the_wait_to_a_day_within_all_limits(void **state) {
  (void)state;
  const struct {
    int64_t max, every, due, until, wanted;
    enum tdg_due by;
  } rows[] = {{DAY, 0, HOUR, 10 * DAY, DAY, TDG_DUE_HUB},
              {3 * DAY, 0, HOUR, 10 * DAY, DAY, TDG_DUE_HUB},       /* not more */
              {6 * HOUR, 0, HOUR, 10 * DAY, 6 * HOUR, TDG_DUE_HUB}, /* the configuration's longest wait */
              {DAY, 0, HOUR, 5 * HOUR, 5 * HOUR, TDG_DUE_HUB},      /* the end of its lease */
              {DAY, 0, 2 * DAY, 10 * DAY, 2 * DAY, TDG_DUE_HTTP},   /* never earlier than without it */
              {DAY, HOUR, HOUR, 10 * DAY, HOUR, TDG_DUE_HTTP}};     /* the operator's word */
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct schedule_limits l = {15 * MINUTE, rows[i].max, 0, 0};
    struct schedule_state s = {.why = {TDG_DUE_HTTP, HOUR}};
    assert_int_equal(schedule_pushed(&s, &l, now, rows[i].every, now + rows[i].due, now + rows[i].until, 0.5),
                     now + rows[i].wanted);
    assert_int_equal(s.why.by, rows[i].by);
  }
}

static void jitter_only_makes_it_later(void **state) {
  (void)state;
  struct schedule_state s = {0};
  assert_int_equal(schedule_success(&s, &limits, now, 20 * MINUTE, 0, 1.0), now + 22 * MINUTE);
}

static void without_learning_every_source_is_asked_at_the_shortest(void **state) {
  (void)state;
  const struct schedule_limits fixed = {15 * MINUTE, DAY, 1, 0};
  struct schedule_state s = {0};
  for (int i = 0; i < 5; i++)
    assert_int_equal(schedule_success(&s, &fixed, now, 0, 0, 1.0), now + 15 * MINUTE);
  assert_int_equal(schedule_failure(&s, &fixed, now, 0, &unnamed, 0), now + 15 * MINUTE);
}

static void quiet_sources_are_asked_less_and_busy_ones_more(void **state) {
  (void)state;
  struct schedule_state s = {0};
  int64_t first = schedule_success(&s, &limits, now, 0, 0, 0);
  int64_t quiet = schedule_success(&s, &limits, now, 0, 0, 0);
  int64_t busy = schedule_success(&s, &limits, now, 0, 4, 0);
  assert_true(quiet > first);
  assert_true(busy < quiet);
}

/* Any number of failures, any luck: at least the own interval, at least what the server asked for before. */
static void a_failure_is_never_asked_again_sooner_than_a_success(void **state) {
  (void)state;
  struct schedule_state s = {.interval = HOUR}, hinted = {.interval = HOUR, .hints = {.http = 5 * HOUR}};
  for (int i = 0; i < 60; i++) {
    assert_true(schedule_failure(&s, &limits, now, 3 * DAY, &unnamed, i % 11 / 10.0) >= now + 3 * DAY);
    assert_true(schedule_failure(&hinted, &limits, now, 0, &unnamed, i % 11 / 10.0) >= now + 5 * HOUR);
  }
}

static void failures_lengthen_the_wait_to_a_week_and_success_resets_it(void **state) {
  (void)state;
  struct schedule_state s = {.interval = HOUR}, lucky = {.interval = HOUR};
  static const int64_t most[] = {2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY};
  for (int i = 0; i < 6; i++) {
    assert_int_equal(schedule_failure(&s, &limits, now, 0, &unnamed, 1), now + most[i]);
    assert_int_equal(schedule_failure(&lucky, &limits, now, 0, &unnamed, 0), now + HOUR);
  }
  while (s.failures < SCHEDULE_WEEKLY) schedule_failure(&s, &limits, now, 0, &unnamed, 1);
  for (int i = 0; i < 1000; i++) {
    int64_t due = schedule_failure(&s, &limits, now, 0, &unnamed, i % 2);
    assert_true(due >= now + 7 * DAY && due < now + 8 * DAY);
  }
  schedule_success(&s, &limits, now, HOUR, 1, 0);
  assert_int_equal(s.failures, 0);
  assert_int_equal(schedule_failure(&s, &limits, now, HOUR, &unnamed, 1), now + 2 * HOUR);
}

static void who_does_not_want_us_is_asked_once_a_day(void **state) {
  (void)state;
  const struct schedule_trouble refused = {.retry_after = -1, .refused = 1};
  struct schedule_state s = {.interval = HOUR};
  for (int i = 0; i < SCHEDULE_WEEKLY; i++)
    assert_int_equal(schedule_failure(&s, &limits, now, 0, &refused, 0), now + DAY);
  assert_int_equal(schedule_failure(&s, &limits, now, 0, &refused, 0), now + 7 * DAY);
}

static void what_a_server_asks_for_overrides_all_but_the_shortest(void **state) {
  (void)state;
  struct schedule_state s = {.interval = HOUR};
  const struct schedule_trouble soon = {.retry_after = 1000}, late = {.retry_after = 6 * DAY};
  assert_int_equal(schedule_failure(&s, &limits, now, 0, &soon, 0), now + 15 * MINUTE);
  assert_int_equal(schedule_failure(&s, &limits, now, 0, &late, 0), now + 6 * DAY);
}

static void a_short_time_that_was_not_meant_is_a_failure_as_any(void **state) {
  (void)state;
  struct schedule_state s = {.interval = HOUR};
  const struct schedule_trouble soon = {.retry_after = 1000}, enough = {.retry_after = 6 * HOUR};
  assert_int_equal(schedule_failure(&s, &limits, now, 6 * HOUR, &soon, 0), now + 15 * MINUTE);
  assert_int_equal(schedule_failure(&s, &limits, now, 6 * HOUR, &soon, 0), now + 6 * HOUR);
  assert_int_equal(s.why.by, TDG_DUE_FAILURES);
  assert_int_equal(schedule_failure(&s, &limits, now, 6 * HOUR, &soon, 1), now + DAY);
  assert_int_equal(schedule_failure(&s, &limits, now, 6 * HOUR, &enough, 0), now + 6 * HOUR);
  assert_int_equal(s.why.by, TDG_DUE_RETRY);
  schedule_success(&s, &limits, now, 6 * HOUR, 0, 0);
  assert_int_equal(schedule_failure(&s, &limits, now, 6 * HOUR, &soon, 0), now + 15 * MINUTE);
}

static void a_refusal_without_a_time_is_an_hour_and_doubles(void **state) {
  (void)state;
  static const int64_t hours[] = {1, 1, 2, 4, 8, 16, 24, 24};
  for (unsigned i = 0; i < sizeof hours / sizeof hours[0]; i++)
    assert_int_equal(schedule_refusal(i), hours[i] * HOUR);
  assert_int_equal(schedule_refusal(4000000000u), DAY);
}

static void retry_after_is_read_in_every_form(void **state) {
  (void)state;
  static const struct {
    const char *v[5];
    int64_t wait;
  } rows[] = {
      {{"retry-after", "120"}, 2 * MINUTE},
      {{"Retry-After", " 120 "}, 2 * MINUTE},
      {{"retry-after", "0"}, 0},
      {{"retry-after", "Tue, 06 Jan 2026 12:46:40 GMT"}, HOUR},
      {{"retry-after", "Tuesday, 06-Jan-26 12:46:40 GMT"}, HOUR},
      {{"retry-after", "Tue Jan  6 12:46:40 2026"}, HOUR},
      /* by the server's own clock, which is a day ahead */
      {{"retry-after", "Wed, 07 Jan 2026 12:46:40 GMT", "date", "Wed, 07 Jan 2026 12:26:40 GMT"},
       20 * MINUTE},
      {{"retry-after", "Mon, 05 Jan 2026 12:46:40 GMT"}, 0}, /* over already */
      {{"retry-after", "Tue, 20 Jan 2026 12:46:40 GMT"}, 7 * DAY},
      {{"retry-after", "99999999"}, 7 * DAY},
      {{"retry-after", "99999999999999999999999999"}, 7 * DAY},
      {{"retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"}, HOUR},
      {{"retry-after", "soon"}, HOUR},
      {{"retry-after", ""}, HOUR},
      {{"retry-after", "-5"}, HOUR},
      {{"retry-after", "1.5"}, HOUR},
      {{"retry-after", "120s"}, HOUR},
      {{"x", "1"}, -1},
  };
  struct arena a = {0};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    assert_int_equal(schedule_retry_after(headers(&a, 429, rows[i].v), now), rows[i].wait);
  arena_free(&a);
}

static void freshness_is_read_from_the_headers(void **state) {
  (void)state;
  enum { KEPT = 77 };
  static const struct {
    int status;
    const char *v[7];
    int64_t wait;
  } rows[] = {
      {200, {"cache-control", "public, max-age=3600"}, HOUR},
      {200, {"cache-control", "public", "Cache-Control", "max-age = \"3600\""}, HOUR},
      {200, {"cache-control", "max-age=3600", "age", "600"}, 50 * MINUTE},
      {200, {"cache-control", "max-age=3600", "age", "9999"}, 0},
      {200, {"cache-control", "max-age=3600", "age", "old"}, HOUR},
      {200, {"cache-control", "s-maxage=60, x-max-age=60, max-age=3600"}, HOUR},
      {200, {"cache-control", "max-age=3600", "expires", "Tue, 06 Jan 2026 18:46:40 GMT"}, HOUR},
      {200, {"cache-control", "no-store, max-age=3600"}, 0},
      {200, {"cache-control", "no-cache", "expires", "Tue, 06 Jan 2026 18:46:40 GMT"}, 0},
      {200, {"cache-control", "no-cache=\"set-cookie\", max-age=3600"}, HOUR},
      {200, {"cache-control", "max-age=0"}, 0},
      {200, {"cache-control", "max-age=-1"}, 0},
      {200, {"cache-control", "max-age=a lot"}, 0},
      {200, {"cache-control", "max-age=99999999999999999999"}, 100 * 365 * DAY},
      {200, {"cache-control", "max-age=315360000"}, 3650 * DAY},
      {200, {"expires", "Tue, 06 Jan 2026 12:46:40 GMT"}, HOUR},
      {200,
       {"expires", "Tue, 06 Jan 2026 12:46:40 GMT", "date", "Tue, 06 Jan 2026 12:16:40 GMT"},
       30 * MINUTE},
      {200, {"expires", "0"}, 0},
      {200, {"expires", "Tue, 06 Jan 2026 10:46:40 GMT"}, 0},
      {200, {"x", "y"}, 0},    /* an answer without a word: the old one is over */
      {304, {"x", "y"}, KEPT}, /* but a 304 speaks of what we have */
      {304, {"cache-control", "public"}, KEPT},
      {304, {"cache-control", "max-age=3600"}, HOUR},
      {304, {"cache-control", "no-cache"}, 0},
      {304, {"expires", "Tue, 06 Jan 2026 12:46:40 GMT"}, HOUR},
  };
  struct arena a = {0};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct schedule_hints h = {.http = KEPT, .feed = 5};
    schedule_hear(&h, headers(&a, rows[i].status, rows[i].v), now);
    if (h.http != rows[i].wait) print_error("row %zu: %lld\n", i, (long long)h.http);
    assert_int_equal(h.http, rows[i].wait);
    assert_int_equal(h.feed, 5);
  }
  arena_free(&a);
}

static const tdg_rec *feed_head(struct arena *a, int64_t interval, uint32_t days, uint32_t hours) {
  tdg_rec *head = rec_new(a, TDG_FEED);
  if (interval != 0) rec_put_int(head, TDG_INTERVAL, interval);
  for (int i = 0; i < 32; i++)
    if ((hours >> i & 1) != 0) rec_put_int(head, TDG_SKIP_HOUR, i);
  for (int i = 0; i < 32; i++)
    if ((days >> i & 1) != 0) rec_put_int(head, TDG_SKIP_DAY, i);
  return head;
}

static void a_feed_says_what_it_wants_or_nothing(void **state) {
  (void)state;
  struct arena a = {0};
  struct schedule_hints h = {0};
  schedule_hear_feed(&h, feed_head(&a, HOUR, 1u << 7 | 1u << 6 | 1u << 9, 1u << 24 | 1u << 3 | 1u << 30));
  assert_int_equal(h.feed, HOUR);
  assert_int_equal(h.skip_hours, 1u << 0 | 1u << 3); /* 24 is midnight */
  assert_int_equal(h.skip_days, 1u << 0 | 1u << 6);
  schedule_hear_feed(&h, feed_head(&a, -HOUR, 0, 0));
  assert_int_equal(h.feed + h.skip_hours + h.skip_days, 0);
  h = (struct schedule_hints){.feed = 1, .skip_days = 1};
  schedule_hear_feed(&h, NULL);
  assert_int_equal(h.feed + h.skip_days, 0);
  arena_free(&a);
}

/* now is a Tuesday, 11:46:40 GMT. */
static void hours_and_days_are_spared_in_gmt_and_nobody_is_spared_for_ever(void **state) {
  (void)state;
  const int64_t midnight = now - 11 * HOUR - 46 * MINUTE - 40000;
  const struct {
    uint32_t hours, days;
    int64_t due; /* of a poll wanted in an hour */
  } rows[] = {
      {0, 0, now + HOUR},
      {1u << 11, 0, now + HOUR},
      {1u << 12, 0, midnight + 13 * HOUR},
      {7u << 12, 0, midnight + 15 * HOUR},
      {0xfff000, 0, midnight + DAY},
      {0xfff001, 0, midnight + DAY + HOUR},
      {0, 1u << 2, midnight + DAY},
      {0, 1u << 2 | 1u << 3, midnight + 2 * DAY},
      {1, 1u << 2, midnight + DAY + HOUR},
      {0xffffff & ~(1u << 4), 0x7f & ~(1u << 1), midnight + 6 * DAY + 4 * HOUR}, /* Mondays at 4 */
      {0xffffff, 0, now + HOUR}, /* every hour: not followed */
      {0, 0x7f, now + HOUR},
      {0xffffff, 0x7f, now + HOUR},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct schedule_state s = {.hints = {.skip_hours = rows[i].hours, .skip_days = rows[i].days}}, bad = s;
    assert_int_equal(schedule_success(&s, &limits, now, HOUR, 0, 0), rows[i].due);
    assert_int_equal(schedule_failure(&bad, &limits, now, HOUR, &unnamed, 0), rows[i].due);
    int64_t late = schedule_success(&s, &limits, now, HOUR, 0, 1.0);
    assert_true(late >= rows[i].due && late <= rows[i].due + HOUR / 2);
  }
}

static void each_due_time_has_its_reason(void **state) {
  (void)state;
  static const struct schedule_limits fixed = {15 * MINUTE, DAY, 1, 0};
  static const struct {
    struct schedule_limits limits;
    struct schedule_hints hints;
    int64_t every;
    enum tdg_due by;
    int64_t wait;
  } rows[] = {
      {{15 * MINUTE, DAY, 0, 0}, {0}, 20 * MINUTE, TDG_DUE_EVERY, 20 * MINUTE},
      {{15 * MINUTE, DAY, 0, 0}, {0}, 0, TDG_DUE_LEARNED, HOUR},
      {{15 * MINUTE, DAY, 1, 0}, {0}, 0, TDG_DUE_MIN, 15 * MINUTE},
      {{15 * MINUTE, DAY, 0, 0}, {0}, MINUTE, TDG_DUE_MIN, 15 * MINUTE},
      {{15 * MINUTE, DAY, 0, 0}, {.http = 2 * HOUR}, 20 * MINUTE, TDG_DUE_HTTP, 2 * HOUR},
      {{15 * MINUTE, DAY, 0, 0}, {.feed = 3 * HOUR, .http = 2 * HOUR}, 0, TDG_DUE_FEED, 3 * HOUR},
      {{15 * MINUTE, DAY, 0, 0}, {.http = 90 * DAY}, 0, TDG_DUE_MAX, 90 * DAY},
      {{15 * MINUTE, DAY, 0, 0}, {.skip_hours = 0xffffff & ~(1u << 3)}, 0, TDG_DUE_SKIP_HOURS, HOUR},
      {{15 * MINUTE, DAY, 0, 0}, {.skip_days = 0x7e}, 0, TDG_DUE_SKIP_DAYS, HOUR},
  };
  static const struct schedule_trouble troubles[] = {{.retry_after = HOUR},
                                                     {.retry_after = HOUR, .busy = 1},
                                                     {.retry_after = -1, .refused = 1},
                                                     {.retry_after = -1}};
  static const enum tdg_due by[] = {TDG_DUE_RETRY, TDG_DUE_BUSY, TDG_DUE_REFUSED, TDG_DUE_FAILURES};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct schedule_state s = {.hints = rows[i].hints};
    schedule_success(&s, &rows[i].limits, now, rows[i].every, 0, 0);
    assert_int_equal(s.why.by, rows[i].by);
    assert_int_equal(s.why.wait, rows[i].wait);
  }
  for (size_t i = 0; i < 4; i++) {
    struct schedule_state s = {0};
    schedule_failure(&s, &fixed, now, 0, &troubles[i], 0);
    assert_int_equal(s.why.by, by[i]);
  }
  struct schedule_state s = {.failures = SCHEDULE_WEEKLY};
  schedule_failure(&s, &fixed, now, 0, &unnamed, 0);
  assert_int_equal(s.why.by, TDG_DUE_WEEKLY);
}

static void an_article_is_looked_at_again_at_the_first_time_that_is_left(void **state) {
  static const int64_t after[] = {HOUR, 6 * HOUR, DAY, 3 * DAY};
  static const struct {
    int64_t age, due; /* since it was first read; due 0: never again */
  } cases[] = {{0, HOUR},          {HOUR - 1, HOUR}, {HOUR, 6 * HOUR}, {6 * HOUR + MINUTE, DAY},
               {2 * DAY, 3 * DAY},                                  /* what was missed is not made up for */
               {3 * DAY, 0},       {90 * DAY, 0},    {-DAY, HOUR}}; /* the clock was set back */
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    assert_int_equal(schedule_revisit(after, 4, now, now + cases[i].age),
                     cases[i].due > 0 ? now + cases[i].due : 0);
  assert_int_equal(schedule_revisit(after, 0, now, now), 0);
}

static void what_brings_nothing_is_asked_ever_more_seldom(void **state) {
  const int64_t asked[] = {0, HOUR, 6 * HOUR, DAY, 3 * DAY, 6 * DAY},
                next[] = {HOUR, 6 * HOUR, DAY, 3 * DAY, 6 * DAY, 9 * DAY};
  (void)state;
  for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
    assert_int_equal(schedule_again(now, now + asked[i]), now + next[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_operators_wish_is_kept),
      cmocka_unit_test(what_brings_nothing_is_asked_ever_more_seldom),
      cmocka_unit_test(the_server_may_ask_for_more),
      cmocka_unit_test(nobody_is_asked_sooner_or_later_than_the_limits),
      cmocka_unit_test(a_hub_stretches_the_wait_to_a_day_within_all_limits),
      cmocka_unit_test(jitter_only_makes_it_later),
      cmocka_unit_test(without_learning_every_source_is_asked_at_the_shortest),
      cmocka_unit_test(quiet_sources_are_asked_less_and_busy_ones_more),
      cmocka_unit_test(a_failure_is_never_asked_again_sooner_than_a_success),
      cmocka_unit_test(failures_lengthen_the_wait_to_a_week_and_success_resets_it),
      cmocka_unit_test(who_does_not_want_us_is_asked_once_a_day),
      cmocka_unit_test(what_a_server_asks_for_overrides_all_but_the_shortest),
      cmocka_unit_test(a_refusal_without_a_time_is_an_hour_and_doubles),
      cmocka_unit_test(a_short_time_that_was_not_meant_is_a_failure_as_any),
      cmocka_unit_test(retry_after_is_read_in_every_form),
      cmocka_unit_test(freshness_is_read_from_the_headers),
      cmocka_unit_test(a_feed_says_what_it_wants_or_nothing),
      cmocka_unit_test(each_due_time_has_its_reason),
      cmocka_unit_test(an_article_is_looked_at_again_at_the_first_time_that_is_left),
      cmocka_unit_test(hours_and_days_are_spared_in_gmt_and_nobody_is_spared_for_ever),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
