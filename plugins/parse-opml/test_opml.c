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

static void quotes_and_tags_inside_an_attribute_lose_no_subscription(void **state) {
  (void)state;
  /* What stands between the title and the address, in both orders. */
  static const char *const inside[] = {
      "description=\"Von <a href=\"https://c.example\" target=\"_blank\">Crane</a>. Since 1999.\"",
      "description=\"<b>Best</b> of \"Hafen\" in K\xC3\xB6ln\"",
      "description=\"The \"Quay\" news\"",
      "description=\"a \"b\"\"",
      "description='L'actualit\xC3\xA9 du port'",
      "description='C'est l'\xC3\xA9t\xC3\xA9'",
      "description=\"<img src=\"a.png\" alt=\"\"/> \xE6\xB8\xAF\"",
      "description=\"<p class=\"x\">one</p><p>two</p>\"",
      "description=\"1 < 2 \xC3\xA9t\xC3\xA9\"",
      "description=\"a > b\"",
      "description=\"forgotten version=\"RSS\"",
      "description=\"\"",
      "description=unquoted",
  };
  for (size_t i = 0; i < 2 * (sizeof inside / sizeof inside[0]); i++) {
    char list[1000];
    const char *it = inside[i / 2], *url = "xmlUrl=\"https://quay.example/feed\"";
    snprintf(list, sizeof list,
             "<opml><body>\n<outline text=\"Quay\" type=\"rss\" %s %s/>\n<outline text=\"Next\" type=\"rss\" "
             "xmlUrl=\"https://next.example/feed\"/>\n</body></opml>",
             i % 2 == 0 ? it : url, i % 2 == 0 ? url : it);
    json_t *out = parse(list);
    size_t n = requests_of(out);
    if (n != 2 || strcmp(request(out, 0, "url"), "https://quay.example/feed") != 0 ||
        tag(out, 1, 0)[0] != '\0')
      fail_msg("%s: %zu requests, the first for %s", list, n, request(out, 0, "url"));
    json_decref(out);
  }
}

static void addresses_are_mended(void **state) {
  (void)state;
  static const char *const v[][2] = {{"www.a.example/f", "https://www.a.example/f"},
                                     {"\xEF\xBB\xBFhttps://a.example/f\xC2\xA0", "https://a.example/f"},
                                     {"https://a.example/?a=1&amp;amp;b=2", "https://a.example/?a=1&b=2"},
                                     {"rss://a.example/f", "http://a.example/f"}};
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    char list[300];
    snprintf(list, sizeof list, "<opml><body><outline text='a' xmlUrl='%s'/></body></opml>", v[i][0]);
    json_t *out = parse(list);
    assert_string_equal(request(out, 0, "url"), v[i][1]);
    json_decref(out);
  }
}

static void a_subscription_without_an_address_is_no_group(void **state) {
  (void)state;
  json_t *out =
      parse("<opml><body><outline type='rss' text='Lost'><outline xmlUrl='https://a.example/f'/></outline>"
            "<outline text='Group'><outline xmlUrl='https://b.example/f'/></outline></body></opml>");
  assert_string_equal(tag(out, 0, 0), "");
  assert_string_equal(tag(out, 1, 0), "Group");
  json_decref(out);
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
      cmocka_unit_test(quotes_and_tags_inside_an_attribute_lose_no_subscription),
      cmocka_unit_test(addresses_are_mended),
      cmocka_unit_test(a_subscription_without_an_address_is_no_group),
      cmocka_unit_test(what_is_no_list_is_told_apart),
  };
  reader = harness_open("parse-opml", "opml", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
