/* test_opml.c - lists of feeds. */
#include "parser_test.h"

static const char *tag(const json_t *out, size_t i, size_t n) {
  const json_t *tags = json_object_get(json_array_get(json_object_get(out, "requests"), i), "tags");
  const char *v = json_string_value(json_array_get(tags, n));
  return v != NULL ? v : "";
}

static void feeds_carry_the_groups_around_them(void **state) {
  (void)state;
  json_t *out =
      parse("<opml version='2.0'><head><title>Mine</title></head><body><outline text='News'><outline "
            "text='Ports &amp; boats'>"
            "<outline type='rss' text='Harbour' title='Harbour Daily' xmlUrl='https://h.example/f?a=1&b=2' "
            "htmlUrl='https://h.example/' category='/sea/salt,x'/>"
            "</outline><outline text='Hill' xmlUrl='feed://hill.example/atom'/></outline>"
            "<outline type='rss' text='Old' url='http://old.example/rss'/><outline type='link' text='no' "
            "url='http://no.example/more.opml'/></body></opml>");
  assert_int_equal(status_of(out), TDG_OK);
  assert_int_equal(requests_of(out), 3);
  assert_string_equal(request(out, 0, "url"), "https://h.example/f?a=1&b=2");
  assert_string_equal(request(out, 0, "as"), "feed");
  assert_string_equal(request(out, 0, "title_hint"), "Harbour Daily");
  assert_string_equal(tag(out, 0, 0), "News");
  assert_string_equal(tag(out, 0, 1), "Ports & boats");
  assert_string_equal(tag(out, 0, 2), "sea/salt");
  assert_string_equal(tag(out, 0, 3), "x");
  assert_string_equal(request(out, 1, "url"), "http://hill.example/atom");
  assert_string_equal(tag(out, 1, 0), "News");
  assert_string_equal(tag(out, 1, 1), "");
  assert_string_equal(request(out, 2, "url"), "http://old.example/rss");
  json_decref(out);
}

static void a_list_nested_without_end_is_read_flat(void **state) {
  (void)state;
  enum { N = 100000 };
  char *xml = malloc(N * 24 + 200), *p = xml;
  p += sprintf(p, "<opml><body>");
  for (int i = 0; i < N; i++) p += sprintf(p, "<outline text='g'>");
  sprintf(p, "<outline xmlUrl='http://a.example/f'/></body></opml>");
  json_t *out = parse(xml);
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
  free(xml);
}

static void what_is_no_list_is_told_apart(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int status;
  } cases[] = {{"<opml/>", TDG_OK},
               {"<opml><body><outl", TDG_BAD_INPUT},
               {"", TDG_BAD_INPUT},
               {"<rss/>", TDG_NOT_MINE}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    json_t *out = parse(cases[i].text);
    if (status_of(out) != cases[i].status) fail_msg("%s: %d", cases[i].text, status_of(out));
    json_decref(out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(feeds_carry_the_groups_around_them),
      cmocka_unit_test(a_list_nested_without_end_is_read_flat),
      cmocka_unit_test(what_is_no_list_is_told_apart),
  };
  reader = harness_open("parse-opml", "opml", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
