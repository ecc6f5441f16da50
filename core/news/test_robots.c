/* What a robots.txt allows, as tables: RFC 9309, and files as they are found. */
#include "news/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tidings/kit/str.h>

static int may(const char *text, const char *token, const char *path) {
  struct arena a = {0};
  struct robots r, again;
  char url[300];
  snprintf(url, sizeof url, "https://example.org%s", path);
  robots_parse(&r, &a, tdg_str_of(text), tdg_str_of(token));
  int answer = robots_may_ask(&r, tdg_str_of(url));
  /* what is stored says the same */
  robots_parse(&again, &a, robots_text(&a, &r), tdg_str_of("*"));
  assert_int_equal(robots_may_ask(&again, tdg_str_of(url)), answer);
  assert_int_equal(again.delay, r.delay);
  arena_free(&a);
  return answer;
}

// clang-format off
static const struct row {
  const char *rules, *path;
  int may;
} rows[] = {
    {"Disallow: /a", "/a", 0},                            {"Disallow: /a", "/abc", 0},
    {"Disallow: /a", "/b", 1},                            {"Disallow: /a", "/A", 1},
    {"Disallow: /", "/", 0},                              {"Disallow: /", "", 0},
    {"Disallow:", "/a", 1},                               {"Disallow: /", "/robots.txt", 1},
    /* the longest match wins, Allow wins ties */
    {"Disallow: /a\nAllow: /a/b", "/a/b/c", 1},           {"Allow: /a/b\nDisallow: /a", "/a/c", 0},
    {"Allow: /a\nDisallow: /a", "/a", 1},                 {"Disallow: /a\nAllow: /a", "/a", 1},
    {"Allow: /page\nDisallow: /*.htm", "/page.htm", 0},   {"Allow: /page\nDisallow: /*.ph", "/page.php5", 1},
    {"Allow: /\nDisallow: /*/x", "/a/x", 0},              {"Allow: /$\nDisallow: /", "/", 1},
    {"Allow: /$\nDisallow: /", "/page.htm", 0},
    /* * and $ */
    {"Disallow: /*.gif$", "/a/b.gif", 0},                 {"Disallow: /*.gif$", "/a.gif?x", 1},
    {"Disallow: /*.gif", "/a.gif?x", 0},                  {"Disallow: *private", "/a/private/b", 0},
    {"Disallow: /a*b*c", "/aXbYc", 0},                    {"Disallow: /a*b*c", "/acb", 1},
    {"Disallow: /a$", "/a", 0},                           {"Disallow: /a$", "/ab", 1},
    {"Disallow: /a*a$", "/aba", 0},                       {"Disallow: /a*a$", "/a", 1},
    {"Disallow: /a$b", "/a$b", 0},                        {"Disallow: /a$b", "/a", 1},
    {"Disallow: /**", "/a", 0},                           {"Disallow: /*?", "/a?b=c", 0},
    {"Disallow: /*?", "/a", 1},                           {"Disallow: /a*", "/a", 0},
    /* percent-encoding: the table of RFC 9309 2.2.2, and special characters */
    {"Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", 0},
    {"Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", 0},
    {"Disallow: /foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84", 0},
    {"Disallow: /foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", 0},
    {"Disallow: /foo/bar/%E3%83%84", "/foo/bar/\xE3\x83\x84", 0},
    {"Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", 0},  {"Disallow: /foo/bar/baz", "/foo/bar/%62%61%7a", 0},
    {"Disallow: /a%2Fb", "/a/b", 1},                      {"Disallow: /a%2fb", "/a%2Fb", 0},
    {"Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-*.html", 0},
    {"Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-b.html", 1},
    {"Disallow: /path/foo-%24", "/path/foo-$", 0},        {"Disallow: /a%", "/a%", 0},
    /* lines as they are found */
    {"  disallow  :  /a  # why", "/a", 0},                {"DISALLOW:/a", "/a", 0},
    {"Disallow /a", "/a", 1},                             {"Disallow: a", "/a", 1},
    {"Noindex: /a", "/a", 1},                             {"Sitemap: https://x/\nDisallow: /a", "/a", 0},
    {"Disallow: /a#b", "/a", 0},                          {"Disallow: /a\rDisallow: /b", "/b", 0},
    {"Disallow: /a\r\nDisallow: /b\r\n", "/b", 0},        {"\n\n\nDisallow: /a", "/a", 0},
};
// clang-format on

static void rules_decide_as_the_rfc_says(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[400];
    snprintf(text, sizeof text, "User-agent: *\n%s\n", rows[i].rules);
    if (may(text, "Tidings", rows[i].path) != rows[i].may)
      fail_msg("\"%s\": %s should%s be asked for", rows[i].rules, rows[i].path, rows[i].may ? "" : " not");
  }
}

static void the_group_of_the_token_counts_before_that_of_everybody(void **state) {
  (void)state;
  static const char text[] =
      "\xEF\xBB\xBFUser-agent: *\nDisallow: /\n\nuser-AGENT: TIDINGS/2.0 (x)\nUser-agent: other\n"
      "Sitemap: /x\nDisallow: /a\n\nUser-agent: more\nDisallow: /b\n\nUser-agent: tidings\n"
      "Disallow: /c\n";
  assert_int_equal(may(text, "Tidings", "/x"), 1);
  assert_int_equal(may(text, "Tidings", "/a"), 0); /* with a line between the names and the rules */
  assert_int_equal(may(text, "Tidings", "/b"), 1);
  assert_int_equal(may(text, "Tidings", "/c"), 0); /* its groups are merged */
  assert_int_equal(may(text, "Other", "/a"), 0);
  assert_int_equal(may(text, "Other", "/c"), 1);
  assert_int_equal(may(text, "Tiding", "/x"), 0); /* a part of a name is another name */
  assert_int_equal(may(text, "Tidingsbot", "/x"), 0);
  assert_int_equal(may("User-agent: tidings\n\nUser-agent: *\nDisallow: /\n", "Tidings", "/x"), 0);
  assert_int_equal(may("User-agent: tidings\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "Tidings", "/x"), 1);
  assert_int_equal(may("Disallow: /\n", "Tidings", "/x"), 1); /* a rule without a group */
  assert_int_equal(may("", "Tidings", "/x"), 1);
  assert_int_equal(may("<html><body>Disallow: /</body>", "Tidings", "/x"), 1);
}

static void the_token_is_the_product_of_the_user_agent(void **state) {
  (void)state;
  static const char *const rows_of[][2] = {
      {"Tidings/0.2.0 (+https://x)", "Tidings"}, {"My-Bot_x 1", "My-Bot_x"}, {"", ""}, {"123", ""}};
  for (size_t i = 0; i < 4; i++) {
    const struct tdg_str token = robots_token(rows_of[i][0]);
    assert_true(tdg_str_same(token, tdg_str_of(rows_of[i][1])));
  }
}

static void a_delay_is_in_seconds_with_a_fraction_or_counts_for_nothing(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int64_t ms;
  } of[] = {{"10", 10000}, {"0.5", 500},  {"1.25", 1250}, {"-1", 0},
            {"soon", 0},   {"2 days", 0}, {"", 0},        {"99999999999999999999", ROBOTS_MAX_DELAY}};
  for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
    struct arena a = {0};
    struct robots r;
    const char *text = arena_printf(&a, "User-agent: *\nCrawl-delay: %s\nDisallow: /a\n", of[i].text);
    robots_parse(&r, &a, tdg_str_of(text), tdg_str_of("x"));
    assert_int_equal(r.delay, of[i].ms);
    assert_int_equal(r.n, 1);
    arena_free(&a);
  }
}

static void only_the_first_500_kib_count(void **state) {
  (void)state;
  struct arena a = {0};
  struct robots r;
  const size_t n = ROBOTS_MAX_BYTES + 100;
  char *text = arena_alloc(&a, n);
  memset(text, '\n', n);
  memcpy(text, "User-agent: *\nDisallow: /a\n", 27);
  memcpy(text + ROBOTS_MAX_BYTES - 11, "Disallow: /bcd\nDisallow: /e\n", 28); /* cut in its path */
  robots_parse(&r, &a, (struct tdg_str){text, n}, tdg_str_of("x"));
  assert_int_equal(r.n, 1);
  arena_free(&a);
}

static void wildcards_cost_no_more_than_reading(void **state) {
  (void)state;
  struct arena a = {0};
  struct robots r;
  char *text = arena_alloc(&a, ROBOTS_MAX_BYTES), *p = stpcpy(text, "User-agent: *\n"), url[8000];
  while (p - text < ROBOTS_MAX_BYTES - 2000) {
    p = stpcpy(p, "Disallow: /");
    for (int i = 0; i < 500; i++) p = stpcpy(p, "*a");
    p = stpcpy(p, "b\n");
  }
  memset(url, 'a', sizeof url - 1);
  url[sizeof url - 1] = '\0';
  memcpy(url, "https://x/", 10);
  robots_parse(&r, &a, (struct tdg_str){text, (size_t)(p - text)}, tdg_str_of("x"));
  assert_true(r.n > 400);
  assert_int_equal(robots_may_ask(&r, tdg_str_of(url)), 1); /* for ever, if it were tried again for each * */
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rules_decide_as_the_rfc_says),
      cmocka_unit_test(the_group_of_the_token_counts_before_that_of_everybody),
      cmocka_unit_test(the_token_is_the_product_of_the_user_agent),
      cmocka_unit_test(a_delay_is_in_seconds_with_a_fraction_or_counts_for_nothing),
      cmocka_unit_test(only_the_first_500_kib_count),
      cmocka_unit_test(wildcards_cost_no_more_than_reading),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
