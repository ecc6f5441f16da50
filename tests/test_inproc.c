/* test_inproc.c - plugins inside this process: the same tables, sizes and refusals as in a worker. */
#include "worker/inproc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PLUGINS TIDINGS_BUILD_DIR "/tests/plugins/"
#define MALFORMED TIDINGS_BUILD_DIR "/tests/malformed/"

static struct inproc *open_wide(const char *component, const struct option_value *values, size_t n) {
  char why[1000] = "";
  struct inproc *p = inproc_open(PLUGINS "test-wide.so", component, values, n, why, sizeof why);
  if (p == NULL) print_message("%s\n", why);
  assert_non_null(p);
  return p;
}

static void components_and_options_are_found_by_the_plugins_own_strides(void **state) {
  static const struct option_value values[] = {{"second", "42"}};
  (void)state;
  struct arena a = {0};
  struct inproc_reply reply;
  struct inproc *p = open_wide("wide", values, 1);
  assert_string_equal(inproc_component(p)->name, "wide");
  tdg_rec *r = rec_new(&a, TDG_ARTICLE);
  rec_put_int(r, TDG_ID, 5);
  inproc_call(p, INPROC_JUDGE, r, 0, &reply);
  assert_int_equal(reply.status, TDG_OK);
  assert_int_equal(reply.n, 1);
  assert_int_equal(rec_get_int(reply.recs[0], TDG_RECORDS, 0), 7042);
  inproc_close(p);
  arena_free(&a);
}

static void without_a_name_the_first_component_is_taken(void **state) {
  (void)state;
  struct inproc *p = open_wide(NULL, NULL, 0);
  assert_string_equal(inproc_component(p)->name, "plain");
  assert_int_equal(inproc_component(p)->kind, TDG_KIND_PARSER);
  inproc_close(p);
}

static void a_fetcher_without_pump_gets_an_error_and_no_crash(void **state) {
  (void)state;
  struct arena a = {0};
  struct inproc_reply reply;
  struct inproc *p = open_wide("never", NULL, 0);
  inproc_call(p, INPROC_RUN, rec_new(&a, TDG_REQUEST), 0, &reply);
  assert_int_equal(reply.status, TDG_PENDING);
  assert_int_equal(inproc_pump(p, -1, 0, 0, &reply), TDG_INTERNAL);
  assert_non_null(strstr(reply.message, "never has no pump"));
  inproc_close(p);
  arena_free(&a);
}

static void refuses(const char *file, const char *component, const char *said) {
  char why[1000] = "";
  assert_null(inproc_open(file, component, NULL, 0, why, sizeof why));
  if (strstr(why, said) == NULL) print_message("%s: %s\n", file, why);
  assert_non_null(strstr(why, said));
}

/* Cases of plugins/malformed.c that do not end the process that loads them. */
static void malformed_tables_are_refused_with_a_reason(void **state) {
  (void)state;
  refuses(MALFORMED "malformed-1.so", NULL, "tidings_plugin_1");
  refuses(MALFORMED "malformed-2.so", NULL, "revision");
  refuses(MALFORMED "malformed-3.so", NULL, "plugin table of");
  refuses(MALFORMED "malformed-4.so", NULL, "components");
  refuses(MALFORMED "malformed-6.so", NULL, "components of");
  refuses(MALFORMED "malformed-10.so", NULL, "returned nothing");
  refuses(MALFORMED "malformed-11.so", NULL, "unknown kind");
  refuses(MALFORMED "malformed-12.so", NULL, "without run");
  refuses(MALFORMED "malformed-14.so", NULL, "option");
  refuses(MALFORMED "malformed-23.so", NULL, "components of");
}

static void what_is_not_there_is_named(void **state) {
  (void)state;
  refuses(PLUGINS "test-wide.so", "narrow", "no component narrow");
  refuses(PLUGINS "no-such-plugin.so", NULL, "no-such-plugin.so");
  refuses(TIDINGS_SOURCE_DIR "/tests/test_inproc.c", NULL, "found");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(components_and_options_are_found_by_the_plugins_own_strides),
      cmocka_unit_test(without_a_name_the_first_component_is_taken),
      cmocka_unit_test(a_fetcher_without_pump_gets_an_error_and_no_crash),
      cmocka_unit_test(malformed_tables_are_refused_with_a_reason),
      cmocka_unit_test(what_is_not_there_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
