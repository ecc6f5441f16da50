/* plugin/test_option.c - texts of options become values, or a message that helps. */
#include "plugin/option.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const modes[] = {"off", "pages", "all", NULL};

static int parse(uint32_t type, const char *text, int64_t *out) {
  const struct option_info o = {.name = "x", .type = type, .help = "", .choices = modes};
  struct option_parsed value;
  char err[OPTION_ERROR] = "";
  int rc = option_parse(&o, text, &value, err);
  *out = value.num;
  assert_true(rc == 0 || err[0] != '\0');
  return rc;
}

static void each_form_gives_its_value(void **state) {
  static const struct {
    uint32_t type;
    const char *text;
    int64_t value;
  } all[] = {{TDG_O_BOOL, "true", 1},
             {TDG_O_BOOL, "No", 0},
             {TDG_O_BOOL, "on", 1},
             {TDG_O_INT, "-3", -3},
             {TDG_O_INT, "1_000_000", 1000000},
             {TDG_O_INT, "9223372036854775807", INT64_MAX},
             {TDG_O_SIZE, "8MiB", 8 << 20},
             {TDG_O_SIZE, "64 KiB", 65536},
             {TDG_O_SIZE, "2MB", 2000000},
             {TDG_O_SIZE, "1500", 1500},
             {TDG_O_DURATION, "15m", 900000},
             {TDG_O_DURATION, "1h30m", 5400000},
             {TDG_O_DURATION, "500ms", 500},
             {TDG_O_DURATION, "0", 0},
             {TDG_O_DURATION, "2w", 1209600000},
             {TDG_O_PERCENT, "12.5%", 1250},
             {TDG_O_PERCENT, "0.125", 1250},
             {TDG_O_PERCENT, "100%", 10000},
             {TDG_O_PERCENT, "1", 10000},
             {TDG_O_PERCENT, "33.335%", 3334},
             {TDG_O_ENUM, "all", 2},
             {TDG_O_URL, "https://example.org/a?b", 0},
             {TDG_O_PATH, "/a b", 0},
             {TDG_O_TEXT, "", 0}};
  int64_t got;
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    if (parse(all[i].type, all[i].text, &got) < 0) fail_msg("%s was refused", all[i].text);
    if (all[i].type < TDG_O_TEXT && got != all[i].value)
      fail_msg("%s gave %lld", all[i].text, (long long)got);
  }
}

static void what_is_not_of_the_form_is_refused(void **state) {
  static const struct {
    uint32_t type;
    const char *text;
  } all[] = {{TDG_O_BOOL, "1"},
             {TDG_O_BOOL, ""},
             {TDG_O_INT, ""},
             {TDG_O_INT, "1e3"},
             {TDG_O_INT, "0x10"},
             {TDG_O_INT, "9223372036854775808"},
             {TDG_O_INT, "1_"},
             {TDG_O_INT, "--1"},
             {TDG_O_SIZE, "-1"},
             {TDG_O_SIZE, "8M"},
             {TDG_O_SIZE, "9000000TiB"},
             {TDG_O_DURATION, "15"},
             {TDG_O_DURATION, "30m1h"},
             {TDG_O_DURATION, "1h1h"},
             {TDG_O_DURATION, "1y"},
             {TDG_O_DURATION, ""},
             {TDG_O_DURATION, "99999999999999w"},
             {TDG_O_PERCENT, "85"},
             {TDG_O_PERCENT, "1.5"},
             {TDG_O_PERCENT, "5 %"},
             {TDG_O_PERCENT, "."},
             {TDG_O_ENUM, "page"},
             {TDG_O_ENUM, ""},
             {TDG_O_URL, "example.org"},
             {TDG_O_URL, "http://a b"},
             {TDG_O_URL, "http:"},
             {TDG_O_PATH, ""}};
  int64_t got;
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    if (parse(all[i].type, all[i].text, &got) == 0) fail_msg("\"%s\" was taken", all[i].text);
}

static void a_message_says_the_range_as_it_is_written(void **state) {
  const struct option_info o = {
      .name = "wait", .type = TDG_O_DURATION, .min = 1000, .max = 3600000, .help = ""};
  const struct option_info s = {.name = "key", .type = TDG_O_SECRET, .help = ""};
  struct option_parsed v;
  char err[OPTION_ERROR], long_text[OPTION_MAX_TEXT + 2];
  (void)state;
  assert_int_equal(option_parse(&o, "2h", &v, err), -1);
  assert_string_equal(err, "wait: 2h is outside 1s .. 1h");
  memset(long_text, 'S', sizeof long_text - 1);
  long_text[sizeof long_text - 1] = '\0';
  assert_int_equal(option_parse(&s, long_text, &v, err), -1);
  assert_null(strstr(err, "SSS")); /* a secret stays one */
}

static void distance_counts_changes_and_swaps(void **state) {
  (void)state;
  assert_int_equal(option_distance("", ""), 0);
  assert_int_equal(option_distance("abc", ""), 3);
  assert_int_equal(option_distance("prefix", "perfix"), 1);
  assert_int_equal(option_distance("kitten", "sitting"), 3);
}

/* ---- tables ---- */

struct conf {
  int64_t count, mode;
  struct tdg_str name;
  struct tdg_list tags;
  int64_t must;
};
static const struct tdg_option table[] = {
    TDG_OPT(struct conf, count, TDG_O_INT, 0, "3", 1, 10, "How many."),
    TDG_OPT_ENUM(struct conf, mode, 0, "pages", modes, "Which."),
    TDG_OPT(struct conf, name, TDG_O_TEXT, 0, NULL, 0, 0, "A name."),
    TDG_OPT(struct conf, tags, TDG_O_LIST, 0, "a, b,c", 0, 0, "Tags."),
    TDG_OPT(struct conf, must, TDG_O_SIZE, TDG_O_REQUIRED, NULL, 0, 0, "How much."),
};
enum { N = sizeof table / sizeof table[0] };

static int fill(const struct option_value *values, size_t n, struct conf *c, struct arena *a,
                char err[OPTION_ERROR]) {
  struct option_info info[N];
  assert_int_equal(option_table(table, N, sizeof table[0], sizeof *c, info, err), 0);
  memset(c, 0, sizeof *c);
  return option_fill(info, N, values, n, c, sizeof *c, a, err);
}

static void a_struct_is_filled_with_settings_and_defaults(void **state) {
  static const struct option_value values[] = {{"must", "1KiB"}, {"name", "x"}, {"count", "7"}};
  struct arena a = {0};
  struct conf c;
  char err[OPTION_ERROR];
  (void)state;
  assert_int_equal(fill(values, 3, &c, &a, err), 0);
  assert_true(c.count == 7 && c.mode == 1 && c.must == 1024);
  assert_string_equal(c.name.p, "x");
  assert_int_equal(c.tags.n, 3);
  assert_string_equal(c.tags.v[1].p, "b");
  assert_int_equal(c.tags.v[1].n, 1);
  assert_int_equal(fill(values, 1, &c, &a, err), 0);
  assert_string_equal(c.name.p, ""); /* never NULL */
  arena_free(&a);
}

static void a_list_is_as_long_as_it_is_named(void **state) {
  static const struct option_value values[] = {{"tags", "x,y"}, {"must", "1"}, {"tags", ""}};
  struct arena a = {0};
  struct conf c;
  char err[OPTION_ERROR];
  (void)state;
  assert_int_equal(fill(values, 3, &c, &a, err), 0);
  assert_int_equal(c.tags.n, 2);
  assert_string_equal(c.tags.v[0].p, "x,y");
  arena_free(&a);
}

struct heard {
  size_t n, at[10];
  char text[10][OPTION_ERROR];
};
static void hear(void *arg, size_t at, const char *message) {
  struct heard *h = arg;
  h->at[h->n] = at;
  snprintf(h->text[h->n++], OPTION_ERROR, "%s", message);
}

static void every_error_is_told_with_its_place(void **state) {
  static const struct option_value values[] = {
      {"cuont", "1"}, {"count", "11"}, {"count", "2"}, {"mode", "none"}};
  struct option_info info[N];
  struct heard h = {0};
  char err[OPTION_ERROR];
  (void)state;
  assert_int_equal(option_table(table, N, sizeof table[0], sizeof(struct conf), info, err), 0);
  assert_int_equal(option_check(info, N, values, 4, hear, &h), 5);
  assert_string_equal(h.text[0], "there is no option \"cuont\"; did you mean \"count\"?");
  assert_string_equal(h.text[1], "count: 11 is outside 1 .. 10");
  assert_string_equal(h.text[2], "count: given twice");
  assert_string_equal(h.text[3], "mode: \"none\" is not one of: off, pages, all");
  assert_non_null(strstr(h.text[4], "must is required"));
  assert_true(h.at[0] == 0 && h.at[3] == 3 && h.at[4] == 4);
}

static void entries_of_a_newer_revision_are_read_by_their_stride(void **state) {
  struct {
    struct tdg_option o;
    const char *newer;
  } larger[2] = {{{.name = "one", .def = "1", .type = TDG_O_INT}, "x"},
                 {{.name = "two", .def = "2", .type = TDG_O_INT, .offset = 8}, "y"}};
  struct option_info info[2];
  char err[OPTION_ERROR];
  (void)state;
  assert_int_equal(option_table(&larger[0].o, 2, sizeof larger[0], 16, info, err), 0);
  assert_string_equal(info[1].name, "two");
  assert_int_equal(option_table(&larger[0].o, 2, 8, 16, info, err), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_form_gives_its_value),
      cmocka_unit_test(what_is_not_of_the_form_is_refused),
      cmocka_unit_test(a_message_says_the_range_as_it_is_written),
      cmocka_unit_test(distance_counts_changes_and_swaps),
      cmocka_unit_test(a_struct_is_filled_with_settings_and_defaults),
      cmocka_unit_test(a_list_is_as_long_as_it_is_named),
      cmocka_unit_test(every_error_is_told_with_its_place),
      cmocka_unit_test(entries_of_a_newer_revision_are_read_by_their_stride),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
