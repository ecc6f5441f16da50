/* plugin/test_describe.c - a description has its time, and no more.
 *
 * A shell script stands in for the worker, so that it can sleep or compute for as long as a test wants.  The folder of
 * the scripts is made by the test and removed at its end.
 */
#include "plugin/description.h"
#include "util/arena.h"
#include "util/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT_MS = 500 };

static char folder[] = "/tmp/tidings-describe-XXXXXX";

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state) {
  (void)state;
  return rmdir(folder);
}

/* What the script says within the limit, or NULL; how long that took in *ms. */
static char *ask(struct arena *a, const char *script, struct plugin_why *w, int64_t *ms) {
  char path[sizeof folder + 8];
  snprintf(path, sizeof path, "%s/worker", folder);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fprintf(f, "#!/bin/sh\n%s\n", script);
  assert_int_equal(fclose(f), 0);
  assert_int_equal(chmod(path, 0700), 0);
  int64_t until = 0;
  const int64_t from = clock_mono_ms();
  char *text = description_ask(a, path, "some.so", LIMIT_MS, &until, w);
  *ms = clock_mono_ms() - from;
  unlink(path);
  return text;
}

static void at_once(void **state) {
  (void)state;
  struct arena a = {0};
  struct plugin_why w = {.passing = 0};
  int64_t ms;
  assert_string_equal(ask(&a, "printf described", &w, &ms), "described");
  arena_free(&a);
}

static void one_that_computes_is_late(void **state) {
  (void)state;
  struct arena a = {0};
  struct plugin_why w = {.passing = 0};
  int64_t ms;
  const char *text = ask(&a, "while :; do :; done", &w, &ms);
  assert_non_null(strstr(text, "did not finish describing itself within 500 ms"));
  assert_true(ms < 20 * LIMIT_MS);
  arena_free(&a);
}

static void one_that_sleeps_is_late(void **state) {
  (void)state;
  struct arena a = {0};
  struct plugin_why w = {.passing = 0};
  int64_t ms;
  const char *text = ask(&a, "exec sleep 30", &w, &ms);
  assert_non_null(strstr(text, "did not finish describing itself within 500 ms"));
  assert_true(ms < 20 * LIMIT_MS);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(at_once),
      cmocka_unit_test(one_that_computes_is_late),
      cmocka_unit_test(one_that_sleeps_is_late),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
