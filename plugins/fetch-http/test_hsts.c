/* Hosts that are asked over https only. */
#include "http.h"
#include "worker/host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tidings/kit/str.h>

enum { DAY_S = 86400 };
static struct hsts *table;
static struct host_call call;

static int open_table(void **s) {
  (void)s;
  host_init(&call, &(struct host_sink){0});
  host_begin(&call, 1000);
  table = hsts_new();
  return table == NULL;
}
static int close_table(void **s) {
  (void)s;
  hsts_free(table);
  host_free(&call);
  return 0;
}

static void say(const char *url, const char *header) {
  hsts_hear(&call.pub, table, url, tdg_str_of(header), 0);
}
static void becomes(const char *url, const char *wanted, int64_t now) {
  char *got = hsts_secure(table, url, now);
  if (wanted == NULL ? got != NULL : got == NULL || strcmp(got, wanted) != 0)
    fail_msg("%s: %s", url, got != NULL ? got : "stays");
  free(got);
}

static void a_host_that_said_so_is_asked_over_https(void **s) {
  (void)s;
  becomes("http://a.example/x?y=1", NULL, 2000);
  say("https://A.example/", "max-age=86400");
  becomes("http://a.example/x?y=1", "https://a.example/x?y=1", 2000);
  becomes("HTTP://a.EXAMPLE", "https://a.EXAMPLE", 2000);
  becomes("http://a.example:80/x", "https://a.example/x", 2000);
  becomes("http://a.example:8080/x", "https://a.example:8080/x", 2000);
  becomes("https://a.example/", NULL, 2000);
  becomes("http://b.a.example/", NULL, 2000);
  becomes("http://example/", NULL, 2000);
  becomes("http://a.example/", NULL, 1000 + DAY_S * 1000LL); /* it has run out */
}
static void hosts_below_only_when_it_says_so(void **s) {
  (void)s;
  say("https://a.example/", "max-age=\"100\" ; includeSubDomains; preload");
  becomes("http://c.b.a.example/", "https://c.b.a.example/", 2000);
  becomes("http://xa.example/", NULL, 2000);
  say("https://a.example/", "max-age=100");
  becomes("http://b.a.example/", NULL, 2000);
}
static void a_host_may_take_it_back(void **s) {
  (void)s;
  say("https://a.example/", "max-age=100");
  say("https://a.example/", "max-age=0");
  becomes("http://a.example/", NULL, 2000);
}
static void what_does_not_count_is_ignored(void **s) {
  static const char *const wrong[] = {
      "", "max-age=", "max-age=-1", "max-age=x", "includeSubDomains", "max-age=9999999999999999", ";;;"};
  (void)s;
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) say("https://a.example/", wrong[i]);
  say("http://a.example/", "max-age=100"); /* anybody may have written it */
  say("https://127.0.0.1/", "max-age=100");
  say("https://[2001:db8::1]/", "max-age=100");
  becomes("http://a.example/", NULL, 2000);
  becomes("http://127.0.0.1/", NULL, 2000);
  becomes("http://[2001:db8::1]/", NULL, 2000);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, open_table, close_table)
  const struct CMUnitTest tests[] = {T(a_host_that_said_so_is_asked_over_https),
                                     T(hosts_below_only_when_it_says_so), T(a_host_may_take_it_back),
                                     T(what_does_not_count_is_ignored)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
