/* sink-jsonl: what reaches the file, and when it counts as written. */
#include "harness.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/tidings-sink-XXXXXX";

static const tdg_rec *record(struct harness *h, const char *title, int64_t first_seen) {
  tdg_rec *r = rec_new(&h->arena, TDG_ARTICLE);
  rec_put_int(r, TDG_ID, 77);
  rec_put_str(r, TDG_TITLE, title);
  rec_put_int(r, TDG_FIRST_SEEN, first_seen);
  return r;
}

static struct harness *open_with(const char *name, char path[200]) {
  snprintf(path, 200, "%s/%s", folder, name);
  struct option_value value = {"path", path};
  return harness_open("sink-jsonl", "jsonl", &value, 1);
}

static char *read_all(const char *path) {
  char *text = calloc(1, 65536);
  FILE *f = fopen(path, "r");
  if (f != NULL) {
    assert_true(fread(text, 1, 65535, f) < 65535);
    fclose(f);
  }
  return text;
}

static void lines_are_in_the_file_after_flush(void **state) {
  (void)state;
  char path[200];
  struct harness *h = open_with("plain.jsonl", path);
  if (h == NULL) skip();
  json_decref(harness_run(h, INPROC_RUN, record(h, "One", 1767700000000), 0));
  char *text = read_all(path);
  assert_string_equal(text, "");
  free(text);
  json_t *out = harness_run(h, INPROC_FLUSH, NULL, 0);
  assert_int_equal(json_integer_value(json_object_get(out, "status")), TDG_OK);
  json_decref(out);
  text = read_all(path);
  assert_non_null(strstr(text, "\"title\":\"One\""));
  assert_int_equal(text[strlen(text) - 1], '\n');
  free(text);
  harness_close(h);
}

static void half_a_line_left_by_a_kill_is_removed(void **state) {
  (void)state;
  char path[200];
  struct harness *h = open_with("torn.jsonl", path);
  if (h == NULL) skip();
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs("{\"id\":\"whole\"}\n{\"id\":\"ha", f);
  fclose(f);
  json_decref(harness_run(h, INPROC_RUN, record(h, "Two", 1767700000000), 0));
  json_decref(harness_run(h, INPROC_FLUSH, NULL, 0));
  char *text = read_all(path);
  assert_int_equal(strncmp(text, "{\"id\":\"whole\"}\n{\"kind\":\"article\"", 32), 0);
  free(text);
  harness_close(h);
}

static void each_day_has_its_own_file(void **state) {
  (void)state;
  char pattern[200], path[300];
  struct harness *h = open_with("%Y-%m-%d.jsonl", pattern);
  if (h == NULL) skip();
  json_decref(harness_run(h, INPROC_RUN, record(h, "Tuesday", 1767700000000), 0));
  json_decref(harness_run(h, INPROC_RUN, record(h, "Wednesday", 1767700000000 + 86400000), 0));
  json_decref(harness_run(h, INPROC_FLUSH, NULL, 0));
  snprintf(path, sizeof path, "%s/2026-01-06.jsonl", folder);
  char *text = read_all(path);
  assert_non_null(strstr(text, "Tuesday"));
  assert_null(strstr(text, "Wednesday"));
  free(text);
  snprintf(path, sizeof path, "%s/2026-01-07.jsonl", folder);
  text = read_all(path);
  assert_non_null(strstr(text, "Wednesday"));
  free(text);
  harness_close(h);
}

static void a_file_that_cannot_be_opened_is_no_acknowledgement(void **state) {
  (void)state;
  char path[200];
  struct harness *h = open_with("nowhere/x.jsonl", path);
  if (h == NULL) skip();
  json_t *out = harness_run(h, INPROC_RUN, record(h, "Lost?", 1767700000000), 0);
  assert_int_equal(json_integer_value(json_object_get(out, "status")), TDG_RETRY);
  json_decref(out);
  harness_close(h);
}

/* The disk is full while this is set: no file grows beyond n bytes. */
static void let_files_grow_to(rlim_t n) {
  struct rlimit limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = n;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int64_t status_of(struct harness *h, enum inproc_verb verb, const tdg_rec *rec) {
  json_t *out = harness_run(h, verb, rec, 0);
  int64_t status = json_integer_value(json_object_get(out, "status"));
  json_decref(out);
  return status;
}

static void what_a_full_disk_cut_off_is_written_once_when_given_again(void **state) {
  (void)state;
  char path[200];
  struct harness *h = open_with("full.jsonl", path);
  if (h == NULL) skip();
  assert_int_equal(status_of(h, INPROC_RUN, record(h, "One", 1767700000000)), TDG_OK);
  assert_int_equal(status_of(h, INPROC_FLUSH, NULL), TDG_OK);
  char *one = read_all(path);
  let_files_grow_to(strlen(one) + 20);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(status_of(h, INPROC_RUN, record(h, "Two", 1767700000000)), TDG_OK);
    assert_int_equal(status_of(h, INPROC_FLUSH, NULL), TDG_RETRY);
  }
  let_files_grow_to(RLIM_INFINITY);
  char *text = read_all(path);
  assert_string_equal(text, one);
  free(text);
  assert_int_equal(status_of(h, INPROC_RUN, record(h, "Two", 1767700000000)), TDG_OK);
  assert_int_equal(status_of(h, INPROC_FLUSH, NULL), TDG_OK);
  text = read_all(path);
  assert_int_equal(strlen(text), 2 * strlen(one));
  assert_int_equal(strncmp(text, one, strlen(one)), 0);
  assert_non_null(strstr(text + strlen(one), "\"title\":\"Two\""));
  free(text);
  free(one);
  harness_close(h);
}

static void a_day_that_cannot_be_written_waits_for_the_flush(void **state) {
  (void)state;
  char pattern[200], path[300];
  struct harness *h = open_with("full-%d.jsonl", pattern);
  if (h == NULL) skip();
  assert_int_equal(status_of(h, INPROC_RUN, record(h, "Tuesday", 1767700000000)), TDG_OK);
  let_files_grow_to(20);
  assert_int_equal(status_of(h, INPROC_RUN, record(h, "Wednesday", 1767700000000 + 86400000)), TDG_RETRY);
  let_files_grow_to(RLIM_INFINITY);
  assert_int_equal(status_of(h, INPROC_FLUSH, NULL), TDG_OK);
  snprintf(path, sizeof path, "%s/full-06.jsonl", folder);
  char *text = read_all(path);
  json_t *line = json_loads(text, 0, NULL); /* one record and nothing else */
  assert_string_equal(json_string_value(json_object_get(line, "title")), "Tuesday");
  json_decref(line);
  free(text);
  harness_close(h);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_are_in_the_file_after_flush),
      cmocka_unit_test(half_a_line_left_by_a_kill_is_removed),
      cmocka_unit_test(each_day_has_its_own_file),
      cmocka_unit_test(a_file_that_cannot_be_opened_is_no_acknowledgement),
      cmocka_unit_test(what_a_full_disk_cut_off_is_written_once_when_given_again),
      cmocka_unit_test(a_day_that_cannot_be_written_waits_for_the_flush),
  };
  if (mkdtemp(folder) == NULL || signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return 1;
  return cmocka_run_group_tests(tests, NULL, NULL);
}
