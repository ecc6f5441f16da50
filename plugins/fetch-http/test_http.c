/* fetch-http against a server of its own on loopback, well-behaved and not.  Skipped without python3. */
#include "harness.h"
#include "test_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOW = 5000, PATIENCE_MS = 20000 };
static const struct option_value usual[] = {
    {"allow_private", "true"}, {"timeout", "2s"}, {"max_size", "1MiB"}, {"user_agent", "Tidings-Test/1"}};
static struct harness *h;

/* ---- asking ---- */

static int open_usual(void **s) {
  (void)s;
  h = harness_open("fetch-http", "http", usual, sizeof usual / sizeof usual[0]);
  return h == NULL;
}
static int close_it(void **s) {
  (void)s;
  harness_close(h);
  return 0;
}

static int64_t ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
static tdg_rec *ask(const char *path) {
  tdg_rec *r = rec_new(&h->arena, TDG_REQUEST);
  char url[1000];
  snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
  rec_put_str(r, TDG_URL, path[0] == '/' ? url : path);
  rec_put_int(r, TDG_REQUEST_NO, 9);
  return r;
}

/* Pump until one document comes.  It is kept by the harness. */
static const tdg_rec *pump_one(void) {
  const int64_t end = ms() + PATIENCE_MS;
  struct inproc_reply reply;
  while (ms() < end) {
    inproc_pump(h->plugin, -1, 100, NOW, &reply);
    if (reply.n > 0) return rec_copy(&h->arena, reply.recs[0], TDG_DOC);
  }
  fail_msg("no document came");
  return NULL;
}
static const tdg_rec *fetch_this(const tdg_rec *request) {
  struct inproc_reply reply;
  const tdg_rec *doc;
  inproc_call(h->plugin, INPROC_RUN, request, NOW, &reply);
  assert_int_equal(reply.status, TDG_PENDING);
  doc = pump_one();
  assert_int_equal(rec_get_int(doc, TDG_REQUEST_NO, 0), 9);
  return doc;
}
static const tdg_rec *fetch(const char *path) { return fetch_this(ask(path)); }
static const char *text(const tdg_rec *r, uint32_t field) { return rec_get(r, field, 0).p; }
static const char *header(const tdg_rec *doc, const char *name) {
  const tdg_rec *g;
  for (uint32_t i = 0; (g = rec_get_rec(doc, TDG_HEADER, i)) != NULL; i++)
    if (strcmp(text(g, TDG_NAME), name) == 0) return text(g, TDG_VALUE);
  return "";
}
static void refused(const tdg_rec *request, int status) {
  struct inproc_reply reply;
  inproc_call(h->plugin, INPROC_RUN, request, NOW, &reply);
  assert_int_equal(reply.status, status);
  assert_true(strlen(reply.message) > 10);
}
static void fails(const char *path, const char *class) {
  const tdg_rec *doc = fetch(path);
  if (strcmp(text(doc, TDG_ERROR), class) != 0)
    fail_msg("%s: \"%s\" (%s), not \"%s\"", path, text(doc, TDG_ERROR), text(doc, TDG_MESSAGE), class);
  assert_true(strlen(text(doc, TDG_MESSAGE)) > 10);
  assert_int_equal(rec_get(doc, TDG_BODY, 0).n, 0);
}
static void put_header(tdg_rec *request, const char *name, const char *value) {
  tdg_rec *g = rec_new(&h->arena, TDG_GROUP);
  rec_put_str(g, TDG_NAME, name);
  rec_put_str(g, TDG_VALUE, value);
  rec_put_rec(request, TDG_HEADER, g);
}

/* ---- the tests ---- */

static void an_answer_becomes_a_document(void **s) {
  const tdg_rec *doc = fetch("/feed");
  (void)s;
  assert_string_equal(text(doc, TDG_ERROR), "");
  assert_int_equal(rec_get_int(doc, TDG_STATUS, 0), 200);
  assert_string_equal(text(doc, TDG_MEDIA_TYPE), "application/rss+xml");
  assert_string_equal(text(doc, TDG_CHARSET), "ISO-8859-2");
  assert_string_equal(text(doc, TDG_ETAG), "W/\"a b\"");
  assert_string_equal(text(doc, TDG_LAST_MODIFIED), "yesterday or so");
  assert_string_equal(text(doc, TDG_ADDRESS), "127.0.0.1");
  assert_string_equal(header(doc, "x-odd"), "caf\xC3\xA9");
  assert_int_equal(rec_get_int(doc, TDG_FETCHED, 0), NOW);
  assert_non_null(strstr(text(doc, TDG_BODY), "Westerlund"));
  assert_string_equal(text(doc, TDG_URL), text(doc, TDG_FINAL_URL));
}
static void what_is_sent_names_us_and_nobody_else(void **s) {
  const char *body = text(fetch("/echo?q=\xC3\xA9#part"), TDG_BODY);
  (void)s;
  assert_non_null(strstr(body, "GET /echo?q=%C3%A9 HTTP/1.1\r\n"));
  assert_non_null(strstr(body, "User-Agent: Tidings-Test/1\r\n"));
  assert_non_null(strstr(body, "Accept: application/atom+xml"));
  assert_non_null(strstr(body, "Accept-Encoding: gzip, deflate"));
  assert_null(strstr(body, "Cookie"));
  assert_null(strstr(body, "Referer"));
  assert_null(strstr(body, "If-"));
}
static void validators_and_headers_are_sent_byte_for_byte(void **s) {
  tdg_rec *request = ask("/echo");
  const char *body;
  (void)s;
  rec_put_str(request, TDG_ETAG, "W/\"x, y\"");
  rec_put_str(request, TDG_LAST_MODIFIED, "Tue, 99 Foo 2026");
  put_header(request, "X-Api-Key", "secret");
  put_header(request, "Accept", "text/x-own");
  body = text(fetch_this(request), TDG_BODY);
  assert_non_null(strstr(body, "If-None-Match: W/\"x, y\"\r\n"));
  assert_non_null(strstr(body, "If-Modified-Since: Tue, 99 Foo 2026\r\n"));
  assert_non_null(strstr(body, "X-Api-Key: secret\r\n"));
  assert_non_null(strstr(body, "Accept: text/x-own\r\n"));
  assert_null(strstr(body, "atom+xml"));
}
static void nothing_with_a_line_break_is_sent(void **s) {
  tdg_rec *request = ask("/echo");
  (void)s;
  put_header(request, "X-A", "b\r\nX-Evil: 1");
  refused(request, TDG_BAD_INPUT);
  request = ask("/echo");
  put_header(request, "X-A: 1\r\nX-Evil", "b");
  refused(request, TDG_BAD_INPUT);
  request = ask("/echo");
  put_header(request, "Host", "elsewhere.example");
  refused(request, TDG_BAD_INPUT);
  request = ask("/echo");
  rec_put_str(request, TDG_ETAG, "x\r\nX-Evil: 1");
  assert_null(strstr(text(fetch_this(request), TDG_BODY), "Evil"));
}
static void not_modified_is_an_answer_without_a_body(void **s) {
  tdg_rec *request = ask("/if");
  const tdg_rec *doc;
  (void)s;
  rec_put_str(request, TDG_ETAG, "\"1\"");
  doc = fetch_this(request);
  assert_int_equal(rec_get_int(doc, TDG_STATUS, 0), 304);
  assert_string_equal(text(doc, TDG_ERROR), "");
  assert_int_equal(rec_get(doc, TDG_BODY, 0).n, 0);
}
static void packed_bodies_stay_packed(void **s) {
  const tdg_rec *doc = fetch("/gzip");
  (void)s;
  assert_string_equal(text(doc, TDG_ENCODING), "gzip");
  assert_memory_equal(text(doc, TDG_BODY), "\x1F\x8B", 2);
}
static void chunks_are_joined(void **s) {
  const tdg_rec *doc = fetch("/chunked");
  (void)s;
  assert_string_equal(text(doc, TDG_BODY), "hello world");
  assert_string_equal(text(doc, TDG_FLAG), "");
}
static void error_statuses_are_answers(void **s) {
  const tdg_rec *doc = fetch("/status?503");
  (void)s;
  assert_int_equal(rec_get_int(doc, TDG_STATUS, 0), 503);
  assert_string_equal(text(doc, TDG_ERROR), "");
  assert_string_equal(header(doc, "retry-after"), "120");
  doc = fetch("/no-location");
  assert_int_equal(rec_get_int(doc, TDG_STATUS, 0), 302);
  assert_string_equal(text(doc, TDG_ERROR), "redirect");
  assert_non_null(strstr(text(doc, TDG_MESSAGE), "Location"));
}
static void redirects_are_followed_and_recorded(void **s) {
  const tdg_rec *doc = fetch("/redirect?3");
  (void)s;
  assert_int_equal(rec_get_int(doc, TDG_STATUS, 0), 200);
  assert_non_null(strstr(text(doc, TDG_FINAL_URL), "/echo"));
  assert_non_null(strstr(text(doc, TDG_URL), "/redirect?3"));
  assert_int_equal(rec_get_int(rec_get_rec(doc, TDG_REDIRECT, 0), TDG_STATUS, 0), 302);
  assert_int_equal(rec_get_int(rec_get_rec(doc, TDG_REDIRECT, 1), TDG_STATUS, 0), 301);
  assert_non_null(strstr(text(rec_get_rec(doc, TDG_REDIRECT, 2), TDG_URL), "/redirect?1"));
  assert_null(rec_get_rec(doc, TDG_REDIRECT, 3));
}
static void redirects_without_end_or_to_other_schemes_are_refused(void **s) {
  (void)s;
  fails("/loop", "redirect");
  fails("/redirect?6", "redirect");
  fails("/to?file:///etc/passwd", "redirect");
  fails("/to?gopher://127.0.0.1:70/x", "redirect");
  fails("/to?javascript:alert(1)", "redirect");
  fails("/to?http://user:pass@127.0.0.1/", "redirect");
  assert_non_null(strstr(text(fetch("/to?https://anna@example.org/"), TDG_MESSAGE), "a name or password"));
  assert_non_null(strstr(text(fetch("/to?mailto:anna@example.org"), TDG_MESSAGE), "not one of http"));
}
static void headers_of_a_request_do_not_follow_to_another_origin(void **s) {
  tdg_rec *request;
  char path[200];
  const char *body;
  (void)s;
  snprintf(path, sizeof path, "/to?http://localhost:%d/echo", port);
  request = ask(path);
  put_header(request, "X-Api-Key", "secret");
  body = text(fetch_this(request), TDG_BODY);
  assert_non_null(strstr(body, "GET /echo"));
  assert_null(strstr(body, "secret"));
  request = ask("/redirect?1");
  put_header(request, "X-Api-Key", "secret");
  assert_non_null(strstr(text(fetch_this(request), TDG_BODY), "secret"));
}
static void answers_that_are_cut_are_incomplete(void **s) {
  (void)s;
  fails("/short", "incomplete");
  fails("/cut-chunk", "incomplete");
  fails("/nothing", "incomplete");
  assert_string_equal(text(fetch("/no-length"), TDG_FLAG), "length-unknown");
}
static void answers_that_are_no_http_are_refused(void **s) {
  (void)s;
  fails("/two-lengths", "protocol");
  fails("/minus-length", "protocol");
  fails("/bad-chunk", "protocol");
  fails("/http09", "protocol");
}
static void answers_without_end_are_cut_off(void **s) {
  (void)s;
  fails("/big", "too-large");
  fails("/huge-length", "too-large");
  fails("/endless", "too-large");
  fails("/endless-headers", "too-large");
  fails("/endless-103", "too-large");
  fails("/endless-status", "too-large");
  fails("/endless-line", "too-large");
}
static void silence_and_dripping_time_out(void **s) {
  const int64_t begin = ms();
  (void)s;
  fails("/silent", "timeout");
  fails("/drip", "timeout");
  assert_true(ms() - begin < 8000);
}
static void a_request_may_bring_its_own_timeout(void **s) {
  tdg_rec *request = ask("/silent");
  const int64_t begin = ms();
  (void)s;
  rec_put_int(request, TDG_TIMEOUT, 300);
  assert_string_equal(text(fetch_this(request), TDG_ERROR), "timeout");
  assert_true(ms() - begin < 1500);
}
static void nobody_there_is_told_apart(void **s) {
  char dead[64];
  (void)s;
  snprintf(dead, sizeof dead, "http://127.0.0.1:1/");
  fails(dead, "connect");
  fails("http://no-such-name.invalid/", "dns");
}
static void a_certificate_that_nobody_vouches_for_is_refused(void **s) {
  char url[64];
  (void)s;
  if (tls_port == 0) skip();
  snprintf(url, sizeof url, "https://127.0.0.1:%d/feed", tls_port);
  fails(url, "tls");
}
static void a_proxy_of_the_environment_is_ignored(void **s) {
  (void)s;
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  assert_int_equal(rec_get_int(fetch("/feed"), TDG_STATUS, 0), 200);
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
}
static void addresses_that_cannot_be_fetched_are_bad_input(void **s) {
  static const char *const urls[] = {"ftp://x.example/",
                                     "http://user:pw@127.0.0.1/",
                                     "http://",
                                     "http://a b/",
                                     "http://\xC2\xAD/",
                                     "http://a\xEF\xBC\x8F\xC3\xA9.example/",
                                     "http://\xEF\xBC\x85\x34\x31\xC3\xA9.example/"};
  (void)s;
  for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) refused(ask(urls[i]), TDG_BAD_INPUT);
}
/* However the address is written. */
static void private_addresses_are_refused_by_default(void **s) {
  static const char *const hosts[] = {
      "127.0.0.1", "localhost", "2130706433",         "0x7f.1",          "0177.0.0.1", "127.1",
      "0",         "[::1]",     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "10.0.0.1",   "169.254.169.254"};
  (void)s;
  harness_close(h);
  h = harness_open("fetch-http", "http", NULL, 0);
  for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
    char url[100];
    snprintf(url, sizeof url, "http://%s:%d/feed", hosts[i], port);
    fails(url, "refused-address");
  }
}
static void many_transfers_run_at_a_time(void **s) {
  enum { MANY = 60 };
  int seen[MANY] = {0};
  struct inproc_reply reply;
  const int64_t begin = ms();
  (void)s;
  harness_close(h);
  h = harness_open(
      "fetch-http", "http",
      (const struct option_value[]){{"allow_private", "true"}, {"per_host", "64"}, {"timeout", "1s"}}, 3);
  for (int i = 0; i < MANY; i++) { /* every third one hangs: the others must not wait for it */
    tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
    char url[100];
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, i % 3 == 0 ? "/silent" : "/feed");
    rec_put_str(request, TDG_URL, url);
    rec_put_int(request, TDG_REQUEST_NO, i);
    inproc_call(h->plugin, INPROC_RUN, request, NOW, &reply);
    assert_int_equal(reply.status, TDG_PENDING);
  }
  for (int left = MANY; left > 0 && ms() - begin < PATIENCE_MS;) {
    left = inproc_pump(h->plugin, -1, 100, NOW, &reply);
    for (size_t k = 0; k < reply.n; k++) {
      const int64_t no = rec_get_int(reply.recs[k], TDG_REQUEST_NO, -1);
      seen[no]++;
      assert_int_equal(strcmp(text(reply.recs[k], TDG_ERROR), "timeout") == 0, no % 3 == 0);
    }
  }
  for (int i = 0; i < MANY; i++) assert_int_equal(seen[i], 1);
}
/* Five answers of 0.4 s, one after the other, each within its second; another origin does not wait for them. */
static void the_clock_stands_while_a_transfer_waits_for_a_place(void **s) {
  enum { MANY = 6 };
  int done = 0, other = -1;
  struct inproc_reply reply;
  const int64_t begin = ms();
  (void)s;
  harness_close(h);
  h = harness_open(
      "fetch-http", "http",
      (const struct option_value[]){{"allow_private", "true"}, {"per_host", "1"}, {"timeout", "1s"}}, 3);
  for (int i = 0; i < MANY; i++) {
    tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
    char url[100];
    snprintf(url, sizeof url, "http://%s:%d%s", i == 5 ? "localhost" : "127.0.0.1", port,
             i == 5 ? "/feed" : "/slow");
    rec_put_str(request, TDG_URL, url);
    rec_put_int(request, TDG_REQUEST_NO, i);
    inproc_call(h->plugin, INPROC_RUN, request, NOW, &reply);
    assert_int_equal(reply.status, TDG_PENDING);
  }
  for (int left = MANY; left > 0 && ms() - begin < PATIENCE_MS;) {
    left = inproc_pump(h->plugin, -1, 100, NOW, &reply);
    for (size_t k = 0; k < reply.n; k++, done++) {
      assert_string_equal(text(reply.recs[k], TDG_ERROR), "");
      if (rec_get_int(reply.recs[k], TDG_REQUEST_NO, -1) == 5) other = done;
    }
  }
  assert_int_equal(done, MANY);
  assert_in_range(other, 0, 1);
  assert_true(ms() - begin >= 1900);
}

static void a_byte_on_the_wake_descriptor_ends_the_wait(void **s) {
  struct inproc_reply reply;
  int fd[2];
  const int64_t begin = ms();
  (void)s;
  assert_int_equal(pipe(fd), 0);
  inproc_call(h->plugin, INPROC_RUN, ask("/silent"), NOW, &reply);
  inproc_pump(h->plugin, fd[0], 50, NOW, &reply);
  assert_int_equal(write(fd[1], "x", 1), 1);
  for (int i = 0; i < 3; i++) assert_int_equal(inproc_pump(h->plugin, fd[0], 1900, NOW, &reply), 1);
  assert_true(ms() - begin < 1500);
  close(fd[0]);
  close(fd[1]);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, open_usual, close_it)
  const struct CMUnitTest tests[] = {
      T(an_answer_becomes_a_document),
      T(what_is_sent_names_us_and_nobody_else),
      T(validators_and_headers_are_sent_byte_for_byte),
      T(nothing_with_a_line_break_is_sent),
      T(not_modified_is_an_answer_without_a_body),
      T(packed_bodies_stay_packed),
      T(chunks_are_joined),
      T(error_statuses_are_answers),
      T(redirects_are_followed_and_recorded),
      T(redirects_without_end_or_to_other_schemes_are_refused),
      T(headers_of_a_request_do_not_follow_to_another_origin),
      T(answers_that_are_cut_are_incomplete),
      T(answers_that_are_no_http_are_refused),
      T(answers_without_end_are_cut_off),
      T(silence_and_dripping_time_out),
      T(a_request_may_bring_its_own_timeout),
      T(nobody_there_is_told_apart),
      T(a_certificate_that_nobody_vouches_for_is_refused),
      T(a_proxy_of_the_environment_is_ignored),
      T(addresses_that_cannot_be_fetched_are_bad_input),
      T(private_addresses_are_refused_by_default),
      T(many_transfers_run_at_a_time),
      T(the_clock_stands_while_a_transfer_waits_for_a_place),
      T(a_byte_on_the_wake_descriptor_ends_the_wait),
  };
  int failed;
  start_server();
  if (port == 0) {
    puts("no python3: the tests of fetch-http are skipped");
    stop_server();
    return 0;
  }
  failed = cmocka_run_group_tests(tests, NULL, NULL);
  stop_server();
  return failed;
}
