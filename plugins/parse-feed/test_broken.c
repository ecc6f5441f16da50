/* test_broken.c - feeds that are broken, or whose texts are: what is made of them. */
#include "parser_test.h"

#define FEED(inside) "<rss version='2.0'><channel><title>T</title><item>" inside "</item></channel></rss>"

static void bare_ampersands_stay(void **state) {
  (void)state;
  assert_parsed(FEED("<title>AT&T & co</title>"), 1, "title", "AT&T & co");
  assert_parsed(FEED("<link>http://a.example/?a=1&b=2&copy=3</link>"), 1, "url",
                "http://a.example/?a=1&b=2&copy=3");
  assert_parsed(FEED("<enclosure url='http://a.example/?a=1&b=2&amp;c=3'/>"), 1, "media.0.url",
                "http://a.example/?a=1&b=2&c=3");
}

static void a_cut_off_feed_keeps_its_complete_items(void **state) {
  (void)state;
  json_t *out = parse("<rss><channel><title>T</title><item><title>one</title></item><item><title>two</"
                      "title></item><item><title>thr");
  assert_int_equal(harness_count(out), 3);
  assert_text(out, 2, "title", "two");
  json_decref(out);
  out = parse("<rss><channel><title>T</title><item><title>one</title></item><item><title><![CDATA[tw");
  assert_int_equal(harness_count(out), 2);
  json_decref(out);
  out = parse("<rss><channel><title>T</title><item><title>one</title></item></channel></rss");
  assert_int_equal(harness_count(out), 2);
  json_decref(out);
}

static void end_tags_that_are_missing_crossed_or_superfluous_are_repaired(void **state) {
  (void)state;
  json_t *out =
      parse("<rss><channel><title>T</Title><item><title>no end<link>http://a.example/1</link></item>"
            "</entry><item><description><p>a<p>b "
            "<i>c</p></description><title>x</title></item><item><title>z</title>"
            "<item><title>y</title></item></channel></rss>");
  assert_int_equal(harness_count(out), 5);
  assert_text(out, 0, "title", "T");
  assert_text(out, 1, "title", "no end");
  assert_text(out, 1, "url", "http://a.example/1");
  assert_text(out, 2, "title", "x");
  assert_text(out, 2, "text", "a\n\nb c");
  assert_text(out, 3, "title", "z");
  assert_text(out, 4, "title", "y");
  json_decref(out);
}

static void an_escaped_section_is_unwrapped(void **state) {
  (void)state;
  assert_parsed(FEED("<title>&lt;![CDATA[Hello &amp;amp; you]]&gt;</title>"), 1, "title", "Hello & you");
}

static void text_before_the_root_does_not_matter(void **state) {
  (void)state;
  assert_parsed("\n\n<?xml version='1.0'?><rss><channel><title>T</title></channel></rss>", 0, "title", "T");
  assert_parsed("<br /><b>Warning</b>: x in <b>/a.php</b> on line 3<br "
                "/><rss><channel><title>T</title></channel></rss>",
                0, "title", "T");
  assert_parsed("\xEF\xBB\xBF\xEF\xBB\xBF<rss><channel><title>T</title></channel></rss>", 0, "title", "T");
  assert_parsed("<!-- c --><!DOCTYPE html><rss><channel><title>T</title></channel></rss>trailing", 0, "title",
                "T");
}

static void what_stands_too_deep_is_read_as_if_flat(void **state) {
  (void)state;
  char *xml = malloc(20000), *p = xml;
  p += sprintf(p, "<rss><channel><item><description>");
  for (int i = 0; i < 400; i++) p += sprintf(p, "<div>");
  p += sprintf(p, "<a href='http://a.example/'>deep</a><img src='http://a.example/i.png'/>");
  for (int i = 0; i < 400; i++) p += sprintf(p, "</div>");
  sprintf(p, "</description><title>T</title></item></channel></rss>");
  json_t *out = parse(xml);
  assert_text(out, 1, "title", "T");
  assert_non_null(strstr(harness_text(out, 1, "html"), "deep"));
  assert_non_null(strstr(harness_text(out, 1, "html"), "i.png"));
  json_decref(out);
  free(xml);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bare_ampersands_stay),
      cmocka_unit_test(a_cut_off_feed_keeps_its_complete_items),
      cmocka_unit_test(end_tags_that_are_missing_crossed_or_superfluous_are_repaired),
      cmocka_unit_test(an_escaped_section_is_unwrapped),
      cmocka_unit_test(text_before_the_root_does_not_matter),
      cmocka_unit_test(what_stands_too_deep_is_read_as_if_flat),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
