/* Both fetchers where they live: in a worker that may do nothing but what they need. */
#include "driver.h"
#include "test_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cmocka.h>

static struct arena memory;

static tdg_rec *ask(const char *url) {
  tdg_rec *r = rec_new(&memory, TDG_REQUEST);
  rec_put_str(r, TDG_URL, url);
  return r;
}
static struct driver *start(const char *plugin, const char *component, struct frame_open open) {
  char path[500];
  snprintf(path, sizeof path, TIDINGS_BUILD_DIR "/plugins/%s.so", plugin);
  return driver_start(path, component, &open);
}
static void fetch(struct driver *d, uint32_t call, const char *url, struct driven *got) {
  driver_send(d, FRAME_RUN, call, ask(url));
  driver_wait(d, call, got);
  if (got->died || got->status != TDG_OK) fail_msg("%s: status %d, %s", url, got->status, got->message);
}
static const char *text(const struct driven *got, uint32_t field) { return rec_get(got->last, field, 0).p; }

static void http_is_fetched_inside_the_sandbox(void **s) {
  static const struct frame_option options[] = {{"allow_private", "true"}, {"timeout", "3s"}};
  struct driver *d = start(
      "fetch-http", "http",
      (struct frame_open){
          .granted = TDG_NEEDS_NET, .limits = FRAME_LIMITS_DEFAULT, .options = options, .n_options = 2});
  struct worker_cause cause;
  struct driven got;
  char url[100];
  (void)s;
  assert_non_null(d);
  snprintf(url, sizeof url, "http://127.0.0.1:%d/feed", port);
  fetch(d, 1, url, &got);
  assert_int_equal(rec_get_int(got.last, TDG_STATUS, 0), 200);
  snprintf(url, sizeof url, "http://localhost:%d/redirect?2", port); /* a name: looked up in a thread */
  fetch(d, 2, url, &got);
  assert_int_equal(rec_get_int(got.last, TDG_STATUS, 0), 200);
  fetch(d, 3, "http://no-such-name.invalid/", &got);
  assert_string_equal(text(&got, TDG_ERROR), "dns");
  snprintf(url, sizeof url, "https://localhost:%d/feed", tls_port);
  if (tls_port != 0) {
    fetch(d, 4, url, &got);
    assert_string_equal(text(&got, TDG_ERROR), "tls");
    assert_non_null(strstr(text(&got, TDG_MESSAGE), "self")); /* the certificate was read and judged */
  }
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_NONE);
}

static void many_requests_are_under_way_in_one_worker(void **s) {
  enum { MANY = 100 };
  static const struct frame_option options[] = {{"allow_private", "true"}, {"per_host", "16"}};
  struct driver *d = start(
      "fetch-http", "http",
      (struct frame_open){
          .granted = TDG_NEEDS_NET, .limits = FRAME_LIMITS_DEFAULT, .options = options, .n_options = 2});
  struct worker_cause cause;
  struct driven got;
  int seen[MANY + 1] = {0};
  char url[100];
  (void)s;
  assert_non_null(d);
  snprintf(url, sizeof url, "http://127.0.0.1:%d/feed", port);
  for (uint32_t i = 1; i <= MANY; i++) driver_send(d, FRAME_RUN, i, ask(url));
  for (int i = 0; i < MANY; i++) {
    const uint32_t call = driver_wait(d, 0, &got);
    assert_true(call >= 1 && call <= MANY);
    assert_int_equal(got.status, TDG_OK);
    assert_int_equal(got.n, 1);
    seen[call]++;
  }
  for (int i = 1; i <= MANY; i++) assert_int_equal(seen[i], 1);
  driver_end(d, &cause);
}

static void files_are_read_below_the_granted_path_only(void **s) {
  char folder[] = "/tmp/tidings-grant-XXXXXX", path[200], url[300], command[100];
  const char *paths[] = {folder};
  struct worker_cause cause;
  struct driven got;
  struct driver *d;
  gzFile f;
  (void)s;
  if (access(TIDINGS_BUILD_DIR "/plugins/fetch-file.so", F_OK) != 0) skip();
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/x.jsonl.gz", folder);
  f = gzopen(path, "wb");
  for (int i = 0; i < 300; i++) gzprintf(f, "{\"n\":%d}\n", i);
  gzclose(f);
  d = start("fetch-file", "file",
            (struct frame_open){
                .granted = TDG_NEEDS_READ, .limits = FRAME_LIMITS_DEFAULT, .read_paths = paths, .n_read = 1});
  assert_non_null(d);
  snprintf(url, sizeof url, "file://%s/x.jsonl.gz", folder);
  fetch(d, 1, url, &got);
  assert_int_equal(got.n, 201); /* 200 lines, and the request for the rest */
  snprintf(url, sizeof url, "file://%s", folder);
  fetch(d, 2, url, &got);
  assert_int_equal(got.n, 1);
  fetch(d, 3, "file:///etc/passwd", &got);
  if (d->ready.landlock > 0) assert_string_equal(text(&got, TDG_ERROR), "denied");
  driver_end(d, &cause);
  assert_int_equal(cause.code, CAUSE_NONE);
  snprintf(command, sizeof command, "rm -rf %s", folder);
  assert_int_equal(system(command), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(http_is_fetched_inside_the_sandbox),
      cmocka_unit_test(many_requests_are_under_way_in_one_worker),
      cmocka_unit_test(files_are_read_below_the_granted_path_only),
  };
  int failed;
  start_server();
  if (port == 0) {
    puts("no python3: the tests of fetchers in the sandbox are skipped");
    stop_server();
    return 0;
  }
  failed = cmocka_run_group_tests(tests, NULL, NULL);
  stop_server();
  arena_free(&memory);
  return failed;
}
