/* tests/test_loader.c - plugins found, described, cached; wrong ones refused with file, found, wanted and
 * what to do. */
#include "plugin/load.h"
#include "plugin/locations.h"
#include "plugin/plugin_info.h"
#include "util/clock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define WORKER TIDINGS_BUILD_DIR "/tidings-worker"
#define PLUGINS TIDINGS_BUILD_DIR "/tests/plugins"
#define MALFORMED TIDINGS_BUILD_DIR "/tests/malformed"

enum { DEADLINE_MS = 1500 };

static struct plugin_list *look(const char *path, const char *cache) {
  const struct plugin_search where = {
      .dirs = &path, .n_dirs = 1, .worker = WORKER, .cache = cache, .deadline_ms = DEADLINE_MS};
  return plugin_discover(&where);
}

static char dir[64];

static void in_dir(char out[200], const char *name) { snprintf(out, 200, "%s/%s", dir, name); }

static void copy_part(const char *from, const char *to, size_t max, unsigned mode) {
  char *p = malloc(max);
  FILE *f = fopen(from, "rb");
  assert_non_null(f);
  size_t n = fread(p, 1, max, f);
  fclose(f);
  f = fopen(to, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(p, 1, n, f), n);
  fclose(f);
  free(p);
  assert_int_equal(chmod(to, mode), 0);
}

static void write_text(const char *to, const char *text) {
  FILE *f = fopen(to, "w");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
  chmod(to, 0644);
}

/* ---- refusals ---- */

static void refused(const char *file, const char *found, const char *wanted) {
  struct plugin_list *l = look(file, NULL);
  if (l->n_plugins != 0 || l->n_refusals != 1) fail_msg("%s was not refused", file);
  const struct plugin_refusal *r = &l->refusals[0];
  assert_string_equal(r->file, file);
  if (strstr(r->found, found) == NULL) fail_msg("%s: found \"%s\"", file, r->found);
  if (strstr(r->wanted, wanted) == NULL) fail_msg("%s: wanted \"%s\"", file, r->wanted);
  assert_true(strlen(r->todo) > 10);
  plugin_list_free(l);
}

static void a_component_that_is_not_known_does_not_take_the_plugin_along(void **state) {
  static const struct {
    const char *file, *found;
  } all[] = {{MALFORMED "/malformed-11.so", "kind 77"}, {MALFORMED "/malformed-28.so", "needs rights 0x400"}};
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    struct plugin_list *l = look(all[i].file, NULL);
    assert_int_equal(l->n_refusals, 1);
    assert_non_null(strstr(l->refusals[0].found, all[i].found));
    assert_string_equal(l->refusals[0].component, "first");
    assert_null(plugin_component(l, TDG_KIND_PARSER, "first"));
    assert_non_null(plugin_component(l, TDG_KIND_PARSER, "second"));
    plugin_list_free(l);
  }
}

static void each_wrong_table_is_refused_with_its_reason(void **state) {
  static const struct {
    int number;
    const char *found, *wanted;
  } all[] = {
      {1, "no plugin", "tidings_plugin_1"},
      {2, "revision 900", "or older"},
      {3, "24 bytes", "at least"},
      {4, "no table of components", "1 to 64"},
      {5, "no component name", "UTF-8"},
      {6, "0 bytes each", "multiple of 8"},
      {7, "SIGSEGV", "describes itself"},
      {8, "within 1500 ms", "describes itself"},
      {9, "option a is there twice", "sound table"},
      {10, "returned nothing", "table"},
      {12, "without run", "function"},
      {13, "two components named first", "once"},
      {14, "offset 4000", "sound table"},
      {15, "\"ten\" is not a whole number", "sound table"},
      {16, "SIGABRT", "describes itself"},
      {17, "ended its process", "describes itself"},
      {18, "sandbox forbids", "describes itself"},
      {19, "not UTF-8", "UTF-8"},
      {20, "with", "describes itself"}, /* "within 1500 ms", or where it is starved "computed without end" */
      {21, "SIGSEGV", "describes itself"},
      {22, "a_function_that_is_nowhere", "loads"},
      {23, "64 bytes each", "at least"},
      {24, "it printed: {\"id\": \"org.example.liar\"}", "describes itself"},
      {25, "too many", "1 to 64"},
      {26, "sandbox forbids", "describes itself"},
      {29, "offers extensions without it", "offered"},
      {30, "more ids of extensions", "at most 16"},
  };
  char file[200];
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
#ifdef TIDINGS_SANITIZED
    if (all[i].number == 7 || all[i].number == 16 || all[i].number == 21) continue; /* end with a report */
#endif
    snprintf(file, sizeof file, MALFORMED "/malformed-%d.so", all[i].number);
    refused(file, all[i].found, all[i].wanted);
  }
}

/* The same source with nothing wrong: else the test above could pass for another reason. */
static void the_source_of_the_wrong_tables_makes_a_right_one(void **state) {
  struct plugin_list *l = look(MALFORMED "/malformed-0.so", NULL);
  (void)state;
  assert_int_equal(l->n_plugins, 1);
  assert_int_equal(l->n_refusals, 0);
  assert_int_equal(l->plugins[0].n_components, 2);
  plugin_list_free(l);
}

static void a_plugin_that_eats_memory_while_it_loads_is_refused(void **state) {
#ifdef TIDINGS_SANITIZED
  (void)state;
  skip();
#else
  (void)state;
  refused(MALFORMED "/malformed-27.so", "", "describes itself");
#endif
}

static void a_file_that_is_no_shared_object_is_refused(void **state) {
  char file[200];
  (void)state;
  in_dir(file, "text.so");
  write_text(file, "#!/bin/sh\necho not a plugin\n");
  refused(file, "does not begin like a shared object", "shared object");
  in_dir(file, "empty.so");
  write_text(file, "");
  refused(file, "empty file", "shared object");
  in_dir(file, "program.so");
  copy_part(WORKER, file, 64 << 20, 0644);
  refused(file, "", "shared object");
  in_dir(file, "directory.so");
  mkdir(file, 0755);
  struct plugin_list *l = look(dir, NULL);
  assert_int_equal(l->n_plugins, 0);
  int seen = 0;
  for (size_t i = 0; i < l->n_refusals; i++)
    seen |= strstr(l->refusals[i].found, "not a regular file") != NULL;
  assert_true(seen);
  plugin_list_free(l);
}

static void a_truncated_plugin_is_refused_at_every_length(void **state) {
  char file[200];
  struct stat st;
  struct plugin_why why;
  (void)state;
  in_dir(file, "truncated.so");
  assert_int_equal(stat(PLUGINS "/test-echo.so", &st), 0);
  copy_part(PLUGINS "/test-echo.so", file, 40, 0644);
  refused(file, "cut off", "whole file");
  copy_part(PLUGINS "/test-echo.so", file, 1000, 0644);
  refused(file, "cut off", "whole file");
  /* The reader of headers alone, at many lengths; it never says yes to what dlopen would crash on. */
  for (size_t n = 0; n < 4096; n += 7) {
    copy_part(PLUGINS "/test-echo.so", file, n, 0644);
    assert_int_equal(plugin_elf_check(file, &why), -1);
  }
  copy_part(PLUGINS "/test-echo.so", file, (size_t)st.st_size, 0644);
  assert_int_equal(plugin_elf_check(file, &why), 0);
}

static void what_others_can_write_to_is_refused(void **state) {
  char file[200], sub[200];
  (void)state;
  in_dir(file, "writable.so");
  copy_part(PLUGINS "/test-echo.so", file, 64 << 20, 0666);
  refused(file, "written to by everybody", "only root and the user");
  in_dir(sub, "open");
  mkdir(sub, 0755);
  chmod(sub, 0777);
  in_dir(file, "open/echo.so");
  copy_part(PLUGINS "/test-echo.so", file, 64 << 20, 0644);
  refused(file, "can be written to by everybody (mode 0777)", "only root and the user");
  if (geteuid() != 0) return;
  in_dir(file, "foreign.so");
  copy_part(PLUGINS "/test-echo.so", file, 64 << 20, 0644);
  assert_int_equal(chown(file, 12345, 0), 0);
  refused(file, "belongs to user 12345", "root or to the user");
}

static void a_directory_of_wrong_plugins_leaves_the_good_one_usable(void **state) {
  char file[200];
  (void)state;
  in_dir(file, "good.so");
  copy_part(PLUGINS "/test-echo.so", file, 64 << 20, 0644);
  in_dir(file, "aaa-crash.so");
  copy_part(MALFORMED "/malformed-17.so", file, 64 << 20, 0644);
  struct plugin_list *l = look(dir, NULL);
  assert_int_equal(l->n_plugins, 1);
  assert_true(l->n_refusals >= 1);
  assert_non_null(plugin_component(l, TDG_KIND_PARSER, "echo"));
  plugin_list_free(l);
}

static void the_same_plugin_twice_is_refused_once(void **state) {
  const char *dirs[] = {PLUGINS "/test-echo.so", PLUGINS};
  const struct plugin_search where = {.dirs = dirs, .n_dirs = 2, .worker = WORKER};
  (void)state;
  struct plugin_list *l = plugin_discover(&where);
  assert_int_equal(l->n_plugins, 3); /* echo, hostile, wide */
  assert_int_equal(l->n_refusals, 1);
  assert_non_null(strstr(l->refusals[0].found, "org.example.echo"));
  plugin_list_free(l);
}

static void a_missing_directory_and_a_missing_worker_are_said(void **state) {
  const char *file = PLUGINS "/test-echo.so";
  const struct plugin_search where = {.dirs = &file, .n_dirs = 1, .worker = "/nonexistent/tidings-worker"};
  (void)state;
  struct plugin_list *l = look("/nonexistent/plugins", NULL);
  assert_int_equal(l->n_refusals, 1);
  assert_non_null(strstr(l->refusals[0].found, "No such file"));
  plugin_list_free(l);
  l = plugin_discover(&where);
  assert_int_equal(l->n_refusals, 1);
  assert_non_null(strstr(l->refusals[0].found, "/nonexistent/tidings-worker"));
  plugin_list_free(l);
}

/* ---- descriptions ---- */

static void a_description_says_everything_a_configuration_needs(void **state) {
  struct plugin_list *l = look(PLUGINS "/test-echo.so", NULL);
  (void)state;
  assert_int_equal(l->n_plugins, 1);
  const struct plugin_info *p = &l->plugins[0];
  assert_string_equal(p->id, "org.example.echo");
  assert_int_equal(p->n_components, 3);
  const struct component_info *c = plugin_component(l, TDG_KIND_PARSER, "echo");
  assert_ptr_equal(c->plugin, p);
  assert_int_equal(c->calls, PLUGIN_CALL_RUN | PLUGIN_CALL_PROBE | PLUGIN_CALL_OPEN);
  assert_true(plugin_claims(c, "TEXT/X-Echo"));
  assert_false(plugin_claims(c, "text/x-echo2"));
  const struct option_info *o = option_find(c->options, c->n_options, "times");
  assert_int_equal(o->type, TDG_O_INT);
  assert_int_equal(o->max, 10000000);
  assert_string_equal(o->def, "1");
  assert_string_equal(plugin_suggest(l, TDG_KIND_PARSER, "ecko"), "echo");
  assert_null(plugin_suggest(l, TDG_KIND_PARSER, "somethingelse"));
  assert_null(plugin_component(l, TDG_KIND_SINK, "echo"));
  plugin_list_free(l);
}

static void denied_plugins_are_left_out_in_silence(void **state) {
  static const char *const deny[] = {"org.example.echo", "test-hostile", "test-wide"};
  const char *path = PLUGINS;
  const struct plugin_search where = {
      .dirs = &path, .n_dirs = 1, .worker = WORKER, .deny = deny, .n_deny = 3};
  (void)state;
  struct plugin_list *l = plugin_discover(&where);
  assert_int_equal(l->n_plugins, 0);
  assert_int_equal(l->n_refusals, 0);
  plugin_list_free(l);
}

static void the_cache_serves_until_the_file_changes(void **state) {
  char file[200], cache[200];
  (void)state;
  in_dir(cache, "cache");
  mkdir(cache, 0755);
  in_dir(file, "cached.so");
  copy_part(PLUGINS "/test-echo.so", file, 64 << 20, 0644);
  plugin_list_free(look(file, cache));
  char json[220];
  snprintf(json, sizeof json, "%s/plugins.json", cache);
  assert_int_equal(access(json, R_OK), 0);
  int64_t before = clock_mono_us();
  struct plugin_list *l = look(file, cache);
  int64_t took = clock_mono_us() - before;
  assert_string_equal(l->plugins[0].id, "org.example.echo");
  plugin_list_free(l);
  print_message("from the cache: %lld us\n", (long long)took);
  copy_part(PLUGINS "/test-hostile.so", file, 64 << 20, 0644);
  l = look(file, cache);
  assert_string_equal(l->plugins[0].id, "org.example.hostile");
  plugin_list_free(l);
  chmod(file, 0666); /* permissions are looked at in spite of the cache */
  l = look(file, cache);
  assert_int_equal(l->n_plugins, 0);
  plugin_list_free(l);
}

static void a_plugin_that_crashed_or_hung_is_not_tried_again_until_it_changes(void **state) {
#ifndef TIDINGS_SANITIZED
  static const struct {
    int number;
    const char *found;
  } bad[] = {{16, "SIGABRT"}, {8, "did not finish"}};
  char file[200], cache[200], from[200];
  (void)state;
  in_dir(cache, "cache");
  mkdir(cache, 0755);
  in_dir(file, "bad.so");
  for (size_t i = 0; i < 2; i++) {
    snprintf(from, sizeof from, MALFORMED "/malformed-%d.so", bad[i].number);
    copy_part(from, file, 64 << 20, 0644);
    plugin_list_free(look(file, cache));
    int64_t before = clock_mono_us();
    struct plugin_list *l = look(file, cache);
    assert_int_equal(l->n_refusals, 1);
    assert_non_null(strstr(l->refusals[0].found, bad[i].found));
    assert_non_null(strstr(l->refusals[0].todo, "not tried again"));
    assert_true(clock_mono_us() - before < DEADLINE_MS * 500);
    plugin_list_free(l);
  }
  copy_part(PLUGINS "/test-echo.so", file, 64 << 20, 0644);
  struct plugin_list *l = look(file, cache);
  assert_int_equal(l->n_plugins, 1);
  plugin_list_free(l);
#else
  (void)state;
  skip();
#endif
}

static void a_broken_cache_is_an_empty_one(void **state) {
  static const char *const texts[] = {"", "{", "[]", "{\"worker\": 1, \"files\": []}", "null"};
  char cache[200], json[220];
  (void)state;
  in_dir(cache, "broken");
  mkdir(cache, 0755);
  snprintf(json, sizeof json, "%s/plugins.json", cache);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    write_text(json, texts[i]);
    struct plugin_list *l = look(PLUGINS "/test-echo.so", cache);
    assert_int_equal(l->n_plugins, 1);
    plugin_list_free(l);
  }
}

static void the_worker_beside_the_program_is_found(void **state) {
  struct find_paths f;
  (void)state;
  setenv("TIDINGS_WORKER", WORKER, 1);
  setenv("TIDINGS_PLUGIN_PATH", "/nonexistent:" PLUGINS "::" PLUGINS, 1);
  find_paths(&f);
  assert_string_equal(f.worker, WORKER);
  assert_string_equal(f.dirs[0],
                      "/nonexistent"); /* so that whoever looks for plugins says that it is missing */
  assert_string_equal(f.dirs[1], PLUGINS);
  for (size_t i = 2; i < f.n_dirs; i++) assert_string_not_equal(f.dirs[i], PLUGINS "/");
}

static int make_dir(void **state) {
  (void)state;
  snprintf(dir, sizeof dir, "/tmp/tidings-loader-XXXXXX");
  return mkdtemp(dir) != NULL ? 0 : -1;
}
static int remove_dir(void **state) {
  char command[100];
  (void)state;
  snprintf(command, sizeof command, "rm -rf %s", dir);
  return system(command);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_wrong_table_is_refused_with_its_reason),
      cmocka_unit_test(a_component_that_is_not_known_does_not_take_the_plugin_along),
      cmocka_unit_test(the_source_of_the_wrong_tables_makes_a_right_one),
      cmocka_unit_test(a_plugin_that_eats_memory_while_it_loads_is_refused),
      cmocka_unit_test_setup_teardown(a_file_that_is_no_shared_object_is_refused, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(a_truncated_plugin_is_refused_at_every_length, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(what_others_can_write_to_is_refused, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(a_directory_of_wrong_plugins_leaves_the_good_one_usable, make_dir,
                                      remove_dir),
      cmocka_unit_test(the_same_plugin_twice_is_refused_once),
      cmocka_unit_test(a_missing_directory_and_a_missing_worker_are_said),
      cmocka_unit_test(a_description_says_everything_a_configuration_needs),
      cmocka_unit_test(denied_plugins_are_left_out_in_silence),
      cmocka_unit_test_setup_teardown(the_cache_serves_until_the_file_changes, make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(a_plugin_that_crashed_or_hung_is_not_tried_again_until_it_changes,
                                      make_dir, remove_dir),
      cmocka_unit_test_setup_teardown(a_broken_cache_is_an_empty_one, make_dir, remove_dir),
      cmocka_unit_test(the_worker_beside_the_program_is_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
