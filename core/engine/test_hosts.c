/* When a host may be asked. */
#include "engine/hosts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }
static const int64_t now = 1000000;
enum { HOUR = 3600000 };

static void one_that_was_never_asked_is_free(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 2000, 1);
  assert_int_equal(hosts_wait(h, str("daily.example:"), now), 0);
  hosts_free(h);
}

static void no_more_than_allowed_are_under_way(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 0, 2);
  hosts_begin(h, str("a:"), now);
  assert_int_equal(hosts_wait(h, str("a:"), now), 0);
  hosts_begin(h, str("a:"), now);
  assert_int_equal(hosts_wait(h, str("a:"), now), -1);
  assert_int_equal(hosts_wait(h, str("b:"), now), 0);
  hosts_end(h, str("a:"));
  assert_int_equal(hosts_wait(h, str("a:"), now), 0);
  hosts_free(h);
}

static void without_a_delay_some_may_follow_one_under_way(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 0, 1);
  hosts_begin(h, str("a:"), now);
  for (int i = 0; i < HOSTS_FOLLOW; i++) {
    assert_int_equal(hosts_wait(h, str("a:"), now), -1);
    assert_true(hosts_may_follow(h, str("a:"), now));
    hosts_begin(h, str("a:"), now);
  }
  assert_false(hosts_may_follow(h, str("a:"), now));
  hosts_end(h, str("a:"));
  assert_true(hosts_may_follow(h, str("a:"), now));
  hosts_tell(h, str("a:"), now, HOSTS_REFUSED, -1);
  assert_false(hosts_may_follow(h, str("a:"), now));
  assert_false(hosts_may_follow(h, str(""), now));
  hosts_free(h);
}

static void nothing_follows_where_there_is_a_delay(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 1, 1);
  hosts_begin(h, str("a:"), now);
  assert_false(hosts_may_follow(h, str("a:"), now + 10));
  hosts_limit(h, 0, 1);
  assert_true(hosts_may_follow(h, str("a:"), now + 10));
  hosts_set_delay(h, str("a:"), 500, now + 10); /* its robots.txt */
  assert_false(hosts_may_follow(h, str("a:"), now + 10000));
  hosts_tell(h, str("b:"), now, HOSTS_SILENT, -1);
  assert_false(hosts_may_follow(h, str("b:"), now + 60000));
  hosts_free(h);
}

static void the_delay_counts_from_the_answer(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 2000, 1);
  hosts_begin(h, str("a:"), now);
  hosts_tell(h, str("a:"), now + 700, HOSTS_ANSWERED, -1);
  hosts_end(h, str("a:"));
  assert_int_equal(hosts_wait(h, str("a:"), now + 700), 2000);
  assert_int_equal(hosts_wait(h, str("a:"), now + 2700), 0);
  hosts_begin(h, str("a:"), now + 2700);
  hosts_end(h, str("a:")); /* nothing came: from the beginning */
  assert_int_equal(hosts_wait(h, str("a:"), now + 2800), 1900);
  hosts_free(h);
}

static void what_a_host_asks_for_is_kept(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 0, 1);
  hosts_tell(h, str("a:"), now, HOSTS_REFUSED, 3600000);
  hosts_tell(h, str("a:"), now + 1, HOSTS_ANSWERED, -1); /* the answer to an earlier request */
  assert_int_equal(hosts_wait(h, str("a:"), now + 1000), 3599000);
  hosts_free(h);
}

static void trouble_lengthens_the_wait_and_an_answer_ends_it(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 0, 1);
  int64_t at = now;
  static const int64_t silent[] = {2000, 8000, 32000, 128000},
                       refused[] = {HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR, 24 * HOUR};
  for (int i = 0; i < 4; i++, at += hosts_wait(h, str("a:"), at)) {
    hosts_tell(h, str("a:"), at, HOSTS_SILENT, -1);
    assert_int_equal(hosts_wait(h, str("a:"), at), silent[i]);
  }
  hosts_tell(h, str("a:"), at, HOSTS_ANSWERED, -1);
  for (int i = 0; i < 7; i++, at += hosts_wait(h, str("a:"), at)) {
    hosts_tell(h, str("a:"), at, HOSTS_REFUSED, -1);
    assert_int_equal(hosts_wait(h, str("a:"), at), refused[i]);
  }
  hosts_tell(h, str("a:"), at, HOSTS_ANSWERED, -1);
  for (int i = 0; i < 40; i++)
    hosts_tell(h, str("a:"), at, HOSTS_REFUSED, -1); /* all were under way together */
  assert_int_equal(hosts_wait(h, str("a:"), at), HOUR);
  hosts_free(h);
}

static void a_host_that_names_a_time_and_refuses_again_is_waited_for_longer(void **state) {
  (void)state;
  static const int64_t asked[] = {0, 1000, 7 * HOUR}, waits[][4] = {{0, HOUR, 2 * HOUR, 4 * HOUR},
                                                                    {1000, HOUR, 2 * HOUR, 4 * HOUR},
                                                                    {7 * HOUR, 7 * HOUR, 7 * HOUR, 7 * HOUR}};
  for (size_t k = 0; k < 3; k++) {
    struct hosts *h = hosts_new(NULL, 0, 1);
    int64_t at = now;
    for (int i = 0; i < 4; i++, at += hosts_wait(h, str("a:"), at)) {
      hosts_tell(h, str("a:"), at, HOSTS_REFUSED, asked[k]);
      assert_int_equal(hosts_wait(h, str("a:"), at), waits[k][i]);
    }
    hosts_tell(h, str("a:"), at, HOSTS_ANSWERED, -1);
    hosts_tell(h, str("a:"), at, HOSTS_REFUSED, asked[k]);
    assert_int_equal(hosts_wait(h, str("a:"), at), asked[k]);
    hosts_free(h);
  }
}

/* Fast answers: the delay is not over when the next one comes. */
static void an_answer_ends_the_doubling_though_the_delay_lasts(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 5000, 1);
  hosts_tell(h, str("a:"), now, HOSTS_REFUSED, -1);
  hosts_begin(h, str("a:"), now + HOUR);
  hosts_tell(h, str("a:"), now + HOUR + 100, HOSTS_ANSWERED, -1);
  hosts_end(h, str("a:"));
  hosts_tell(h, str("a:"), now + 2 * HOUR, HOSTS_REFUSED, -1);
  assert_int_equal(hosts_wait(h, str("a:"), now + 2 * HOUR), HOUR);
  hosts_free(h);
}

static void a_clock_that_is_set_back_lengthens_no_wait(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 0, 1);
  const int64_t then = now + 24 * HOUR;
  hosts_tell(h, str("a:"), then, HOSTS_REFUSED, HOUR);
  assert_int_equal(hosts_wait(h, str("a:"), then), HOUR);
  assert_int_equal(hosts_wait(h, str("a:"), now), HOUR);
  assert_int_equal(hosts_wait(h, str("a:"), now + HOUR / 2), HOUR / 2);
  assert_int_equal(hosts_wait(h, str("a:"), now + HOUR), 0);
  hosts_tell(h, str("b:"), then, HOSTS_REFUSED, HOUR);
  assert_int_equal(hosts_wait(h, str("b:"), then), HOUR);
  hosts_set_back(h, str("b:"), now); /* though nobody asks for the host before half an hour is over */
  assert_int_equal(hosts_wait(h, str("b:"), now + HOUR / 2), HOUR / 2);
  hosts_free(h);
}

static void the_domain_of_a_group_is_the_registrable_one(void **state) {
  (void)state;
  static const char *const rows[][2] = {{"a.example.org:443", "*.example.org"},
                                        {"example.org:80", "*.example.org"},
                                        {"a.b.example.co.uk:443", "*.example.co.uk"},
                                        {"a.papers.test:80", "*.papers.test"},
                                        {"co.uk:443", ""},
                                        {"localhost:80", ""},
                                        {"a.localhost:80", ""},
                                        {"printer.local:80", ""},
                                        {"x.home.arpa:80", ""},
                                        {"127.0.0.1:80", ""},
                                        {"10.1.2.3:8080", ""},
                                        {"[2001:db8::1]:443", ""},
                                        {"intranet:80", ""},
                                        {"my-group", ""}};
  char name[HOSTS_MAX_DOMAIN];
  if (hosts_domain(str("a.example.org:443"), name) == 0) skip(); /* built without the list */
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    size_t n = hosts_domain(str(rows[i][0]), name);
    assert_int_equal(n, strlen(rows[i][1]));
    assert_memory_equal(name, rows[i][1], n);
  }
}

static void two_hosts_of_a_domain_that_refuse_make_it_one(void **state) {
  (void)state;
  char name[HOSTS_MAX_DOMAIN];
  struct hosts *h = hosts_new(NULL, 0, 1);
  const struct tdg_str a = str("a.papers.test:80"), b = str("b.papers.test:80"), c = str("c.papers.test:80");
  if (hosts_domain(a, name) == 0) {
    hosts_free(h);
    skip();
  }
  hosts_tell(h, a, now, HOSTS_REFUSED, HOUR);
  hosts_tell(h, a, now + 1000, HOSTS_REFUSED, HOUR);
  hosts_tell(h, b, now + 1000, HOSTS_HELD, HOUR); /* a 503 says nothing of the others */
  assert_int_equal(hosts_wait(h, c, now + 1000), 0);
  hosts_tell(h, b, now + 11 * 60000, HOSTS_REFUSED, HOUR);
  assert_int_equal(hosts_wait(h, c, now + 11 * 60000), 0); /* too late */
  hosts_tell(h, a, now + 12 * 60000, HOSTS_REFUSED, 2 * HOUR);
  assert_int_equal(hosts_wait(h, c, now + 12 * 60000), 2 * HOUR);
  assert_int_equal(hosts_wait(h, str("c.other.test:80"), now + 12 * 60000), 0);
  const int64_t later = now + 12 * 60000 + 2 * HOUR;
  hosts_begin(h, c, later);
  assert_int_equal(hosts_wait(h, b, later), -1); /* one at a time of all of them */
  hosts_end(h, c);
  assert_int_equal(hosts_wait(h, b, later), 0);
  const int64_t month = later + INT64_C(31) * 24 * HOUR;
  hosts_begin(h, c, month);
  assert_int_equal(hosts_wait(h, b, month), 0); /* forgotten */
  hosts_free(h);
}

static void a_domain_binds_its_hosts_for_a_month_after_the_last_refusal(void **state) {
  (void)state;
  const int64_t month = INT64_C(30) * 86400000;
  struct tdg_limit domain = {.size = sizeof domain, .refused_at = now};
  assert_false(hosts_binds_together(&domain, now));
  domain.learned = 1;
  assert_true(hosts_binds_together(&domain, now));
  assert_true(hosts_binds_together(&domain, now + month - 1));
  assert_false(hosts_binds_together(&domain, now + month));
}

static void files_have_no_host(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 2000, 1);
  for (int i = 0; i < 5; i++) hosts_begin(h, str(""), now);
  hosts_tell(h, str(""), now, HOSTS_REFUSED, 1000);
  assert_int_equal(hosts_wait(h, str(""), now), 0);
  hosts_free(h);
}

/* Of more than a million only those that somebody has to wait for are remembered. */
static void the_idle_are_forgotten_when_there_are_too_many(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 0, 1);
  char name[32];
  hosts_tell(h, str("strict:"), now, HOSTS_REFUSED, 3600000);
  hosts_begin(h, str("slow:"), now);
  for (int i = 0; i < 1000000; i++) {
    snprintf(name, sizeof name, "%d:", i);
    hosts_tell(h, str(name), now, HOSTS_ANSWERED, -1);
  }
  assert_int_equal(hosts_wait(h, str("strict:"), now), 3600000);
  assert_int_equal(hosts_wait(h, str("slow:"), now), -1);
  hosts_free(h);
}

static void the_longer_delay_holds_the_operators_or_that_of_robots_txt(void **state) {
  (void)state;
  struct hosts *h = hosts_new(NULL, 1000, 1);
  hosts_set_delay(h, str("a:443"), 5000, 0);
  assert_int_equal(hosts_wait(h, str("a:443"), 0), 5000); /* from the answer on that says so */
  hosts_begin(h, str("a:443"), 5000);
  hosts_end(h, str("a:443"));
  assert_int_equal(hosts_wait(h, str("a:443"), 6000), 4000);
  assert_int_equal(hosts_wait(h, str("b:443"), 6000), 0);
  hosts_set_delay(h, str("a:443"), 10, 10000);
  hosts_begin(h, str("a:443"), 10000);
  hosts_end(h, str("a:443"));
  assert_int_equal(hosts_wait(h, str("a:443"), 10000), 1000);
  hosts_free(h);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_longer_delay_holds_the_operators_or_that_of_robots_txt),
      cmocka_unit_test(one_that_was_never_asked_is_free),
      cmocka_unit_test(no_more_than_allowed_are_under_way),
      cmocka_unit_test(without_a_delay_some_may_follow_one_under_way),
      cmocka_unit_test(nothing_follows_where_there_is_a_delay),
      cmocka_unit_test(the_delay_counts_from_the_answer),
      cmocka_unit_test(what_a_host_asks_for_is_kept),
      cmocka_unit_test(trouble_lengthens_the_wait_and_an_answer_ends_it),
      cmocka_unit_test(a_host_that_names_a_time_and_refuses_again_is_waited_for_longer),
      cmocka_unit_test(an_answer_ends_the_doubling_though_the_delay_lasts),
      cmocka_unit_test(a_clock_that_is_set_back_lengthens_no_wait),
      cmocka_unit_test(the_domain_of_a_group_is_the_registrable_one),
      cmocka_unit_test(two_hosts_of_a_domain_that_refuse_make_it_one),
      cmocka_unit_test(a_domain_binds_its_hosts_for_a_month_after_the_last_refusal),
      cmocka_unit_test(files_have_no_host),
      cmocka_unit_test(the_idle_are_forgotten_when_there_are_too_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
