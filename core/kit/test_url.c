/* Addresses: made absolute, made comparable, refused. */
#include "test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <tidings/kit/file_url.h>
#include <tidings/kit/url.h>

static struct host_call call;

static int open_call(void **s) {
  (void)s;
  kit_open(&call);
  return 0;
}
static int close_call(void **s) {
  (void)s;
  host_free(&call);
  return 0;
}

static void resolves(const char *base, const char *ref, const char *to) {
  assert_string_equal(tdg_url_resolve(&call.pub, kit_str(base), kit_str(ref)).p, to);
}
static void key(const char *url, const char *expected) {
  assert_string_equal(tdg_url_key(&call.pub, kit_str(url)).p, expected);
}

/* The examples of RFC 3986, sections 5.4.1 and 5.4.2, hold; base is its own. */
static void references_resolve_as_the_rfc_says(void **s) {
  static const char *const cases[][2] = {{"g", "http://a/b/c/g"},
                                         {"./g", "http://a/b/c/g"},
                                         {"g/", "http://a/b/c/g/"},
                                         {"/g", "http://a/g"},
                                         {"//g", "http://g"},
                                         {"?y", "http://a/b/c/d;p?y"},
                                         {"g?y", "http://a/b/c/g?y"},
                                         {"#s", "http://a/b/c/d;p?q#s"},
                                         {"g#s", "http://a/b/c/g#s"},
                                         {";x", "http://a/b/c/;x"},
                                         {"", "http://a/b/c/d;p?q"},
                                         {".", "http://a/b/c/"},
                                         {"..", "http://a/b/"},
                                         {"../g", "http://a/b/g"},
                                         {"../..", "http://a/"},
                                         {"../../g", "http://a/g"},
                                         {"../../../g", "http://a/g"},
                                         {"/./g", "http://a/g"},
                                         {"/../g", "http://a/g"},
                                         {"g.", "http://a/b/c/g."},
                                         {"..g", "http://a/b/c/..g"},
                                         {"./g/.", "http://a/b/c/g/"},
                                         {"g/../h", "http://a/b/c/h"},
                                         {"g;x=1/../y", "http://a/b/c/y"},
                                         {"g?y/../x", "http://a/b/c/g?y/../x"},
                                         {"http:g", "http://a/b/c/g"},
                                         {"https://h/x", "https://h/x"}};
  (void)s;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    resolves("http://a/b/c/d;p?q", cases[i][0], cases[i][1]);
}
static void what_people_write_is_forgiven(void **s) {
  (void)s;
  resolves("https://x.example/a/", "  b c\n.html\t", "https://x.example/a/b%20c.html");
  resolves("https://x.example/a/", "\\b\\c?d\\e", "https://x.example/b/c?d\\e");
  resolves("", "http:\\\\x.example\\y", "http://x.example/y");
  resolves("", "HTTP:/x.example/y", "http://x.example/y");
  resolves("", "https:///x.example", "https://x.example");
  resolves("http://x.example", "y\"<z>", "http://x.example/y%22%3Cz%3E");
  resolves("http://x.example/a", "%2e%2E/b", "http://x.example/b");
  resolves("http://x.example/", "caf\xC3\xA9", "http://x.example/caf\xC3\xA9");
  resolves("http://m\xC3\xBCller.example:8080/p/q", "../r", "http://m\xC3\xBCller.example:8080/r");
  resolves("http://u:p@x.example/", "y", "http://u:p@x.example/y");
  resolves("http://[::1]:80/", "y", "http://[::1]:80/y");
  resolves("file:///home/a/b.html", "c.html", "file:///home/a/c.html");
}
static void what_cannot_be_used_is_nothing(void **s) {
  char *big = malloc(TDG_MAX_URL + 100);
  (void)s;
  assert_non_null(big);
  memset(big, 'a', TDG_MAX_URL + 99);
  big[TDG_MAX_URL + 99] = '\0';
  resolves("", "relative", "");
  resolves("mailto:a@b.example", "relative", "");
  resolves("", "http://", "");
  resolves("", "http:///", "");
  resolves("", "http://a b/", "");
  resolves("", "http://a:99999/", "");
  resolves("", "http://a:8x/", "");
  resolves("", "http://[::1/", "");
  resolves("http://x.example/", big, "");
  free(big);
}
/* A document may name the base itself. */
static void a_base_is_cleaned_as_a_reference_is(void **s) {
  (void)s;
  resolves("https://me<b>:x@x.example/a \"b\"/c", "d", "https://me%3Cb%3E:x@x.example/a%20%22b%22/d");
  resolves("https://x.example\\@y.example/a/b", "c", "https://x.example/@y.example/a/c");
  resolves(" https://x.example/a/\n", "b", "https://x.example/a/b");
}
static void a_line_break_inside_a_scheme_hides_nothing(void **s) {
  (void)s;
  resolves("", "ht\ntps://x.example\\@y.example/a", "https://x.example/@y.example/a");
  resolves("file:///a/b", "https\r\n://x.example\\a\\b?c\\d", "https://x.example/a/b?c\\d");
}
static void other_schemes_pass_as_they_are(void **s) {
  (void)s;
  resolves("http://x.example/", "mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y");
  resolves("http://x.example/", "JavaScript:alert(1)", "javascript:alert(1)");
  assert_int_equal(tdg_url_is_web(kit_str("javascript:alert(1)")), 0);
  assert_int_equal(tdg_url_is_web(kit_str("mailto:a@b.example")), 0);
  assert_int_equal(tdg_url_is_web(kit_str("data:image/png,x")), 0);
  assert_int_equal(tdg_url_is_web(kit_str("http://x.example")), 1);
  assert_int_equal(tdg_url_is_web(kit_str("HTTPS://x.example/")), 1);
  assert_int_equal(tdg_url_is_web(kit_str("//x.example/")), 0);
  assert_int_equal(tdg_url_is_web(kit_str("")), 0);
}
static void parts_are_slices(void **s) {
  struct tdg_url u;
  (void)s;
  assert_int_equal(tdg_url_parse(kit_str("https://me@Host.example:81/p/q?a=b#f"), &u), 0);
  assert_memory_equal(u.userinfo.p, "me", u.userinfo.n);
  assert_int_equal(u.host.n, 12);
  assert_memory_equal(u.port.p, "81", u.port.n);
  assert_memory_equal(u.path.p, "/p/q", u.path.n);
  assert_memory_equal(u.query.p, "a=b", u.query.n);
  assert_memory_equal(u.fragment.p, "f", u.fragment.n);
  assert_int_equal(tdg_url_parse(kit_str("/only/path"), &u), 0);
  assert_null(u.scheme.p);
  assert_null(u.query.p);
  assert_int_equal(tdg_url_parse(kit_str("http://a\x01/"), &u), -1);
}
static void keys_ignore_what_does_not_name_the_page(void **s) {
  (void)s;
  key("HTTP://WWW.Daily.Example:80/a/../b?utm_source=x&id=7&fbclid=1#top", "https://daily.example/b?id=7");
  key("https://daily.example", "https://daily.example/");
  key("https://daily.example/?utm_medium=rss", "https://daily.example/");
  key("https://daily.example/a?PHPSESSID=1&id=7&ASPSESSIONIDQQ=x", "https://daily.example/a?id=7");
  key("https://daily.example/a;jsessionid=0A1B.node1?id=7", "https://daily.example/a?id=7");
  key("https://daily.example/a;v=1/b", "https://daily.example/a;v=1/b");
  key("https://daily.example/a?sid=0a1b2c3d4e5f67890a", "https://daily.example/a");
  key("https://daily.example/a?sid=4711&s=a-very-long-search-2026",
      "https://daily.example/a?sid=4711&s=a-very-long-search-2026");
  key("http://daily.example:8080/x", "https://daily.example:8080/x");
  key("https://daily.example:443/%7ejo/%c3%a9", "https://daily.example/~jo/%C3%A9");
  key("https://daily.example/a?b=1&at_medium=RSS&c=2", "https://daily.example/a?b=1&c=2");
  key("https://daily.example/a?b=1&&c=", "https://daily.example/a?b=1&c=");
  key("not an address", "");
}
static void hosts_are_in_lower_case_without_port(void **s) {
  (void)s;
  assert_string_equal(tdg_url_host(&call.pub, kit_str("http://me:x@WWW.Daily.Example:81/")).p,
                      "www.daily.example");
  assert_string_equal(tdg_url_host(&call.pub, kit_str("mailto:a@b.example")).p, "");
}
static void many_dot_segments_are_linear(void **s) {
  char text[TDG_MAX_URL];
  size_t n = 0;
  (void)s;
  while (n + 8 < sizeof text)
    n += (size_t)(memcpy(text + n, n < sizeof text / 2 ? "a/b/" : "../", n < sizeof text / 2 ? 4 : 3),
                  n < sizeof text / 2 ? 4 : 3);
  text[n] = '\0';
  for (int i = 0; i < 200; i++)
    assert_true(tdg_url_resolve(&call.pub, kit_str("http://x.example/"), (struct tdg_str){text, n}).n > 0);
}

static void a_path_survives_being_an_address(void **s) {
  static const char *const paths[] = {
      "/plain/file.txt", "/with space/#1 100%.rss", "/%41/?x", "/\xc3\xa9t\xc3\xa9", "/", "/\xff\n[1]"};
  char url[TDG_MAX_FILE_URL], back[TDG_MAX_PATH];
  (void)s;
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    const size_t n = tdg_file_url(paths[i], url, sizeof url);
    assert_int_equal(n, strlen(url));
    assert_null(strpbrk(url, " #?[]"));
    assert_int_equal(tdg_file_path(kit_str(url), back, sizeof back), 0);
    assert_string_equal(back, paths[i]);
  }
  tdg_file_url("/a (1), b+c@d.txt", url, sizeof url);
  assert_string_equal(url, "file:///a%20(1),%20b+c@d.txt");
}

static void addresses_of_no_local_file_have_no_path(void **s) {
  static const char *const files[][2] = {
      {"FILE:///a", "/a"}, {"file://LocalHost/a", "/a"}, {"file:/a?x#y", "/a"}};
  static const char *const others[] = {
      "https://daily.example/a", "file://elsewhere/a", "file:///a%00b", "file:///a%4", "file:a", ""};
  char path[TDG_MAX_PATH];
  (void)s;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    assert_int_equal(tdg_file_path(kit_str(files[i][0]), path, sizeof path), 0);
    assert_string_equal(path, files[i][1]);
  }
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    assert_int_equal(tdg_file_path(kit_str(others[i]), path, sizeof path), -1);
}

static void what_does_not_fit_is_refused_whole(void **s) {
  char small[12];
  (void)s;
  assert_int_equal(tdg_file_url("/abcd", small, sizeof small), 0);
  assert_string_equal(small, "");
  assert_int_equal(tdg_file_url("/abc", small, sizeof small), 11);
  assert_int_equal(tdg_file_path(kit_str("file:///abcdefghijklmnop"), small, sizeof small), -1);
  assert_string_equal(small, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_path_survives_being_an_address),
      cmocka_unit_test(addresses_of_no_local_file_have_no_path),
      cmocka_unit_test(what_does_not_fit_is_refused_whole),
      cmocka_unit_test_setup_teardown(references_resolve_as_the_rfc_says, open_call, close_call),
      cmocka_unit_test_setup_teardown(what_people_write_is_forgiven, open_call, close_call),
      cmocka_unit_test_setup_teardown(what_cannot_be_used_is_nothing, open_call, close_call),
      cmocka_unit_test_setup_teardown(a_base_is_cleaned_as_a_reference_is, open_call, close_call),
      cmocka_unit_test_setup_teardown(a_line_break_inside_a_scheme_hides_nothing, open_call, close_call),
      cmocka_unit_test_setup_teardown(other_schemes_pass_as_they_are, open_call, close_call),
      cmocka_unit_test_setup_teardown(parts_are_slices, open_call, close_call),
      cmocka_unit_test_setup_teardown(keys_ignore_what_does_not_name_the_page, open_call, close_call),
      cmocka_unit_test_setup_teardown(hosts_are_in_lower_case_without_port, open_call, close_call),
      cmocka_unit_test_setup_teardown(many_dot_segments_are_linear, open_call, close_call),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
