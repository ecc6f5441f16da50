/* test_content.c - titles, bodies and addresses: decoded once, cleaned, absolute. */
#include "parser_test.h"

#define FEED(inside) "<rss version='2.0'><channel><title>T</title><item>" inside "</item></channel></rss>"
#define ENTRY(inside)                                                                                        \
  "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry>" inside "</entry></feed>"

static void titles_are_decoded_once_by_their_type(void **state) {
  (void)state;
  assert_parsed(ENTRY("<title>a &lt;b&gt; c</title>"), 1, "title", "a <b> c");
  assert_parsed(ENTRY("<title type='html'>a &lt;b&gt;c&lt;/b&gt; &amp;amp;</title>"), 1, "title", "a c &");
  assert_parsed(ENTRY("<title type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'>a <x:b>c</x:b> "
                      "&amp;lt;</x:div></title>"),
                1, "title", "a c &lt;");
  assert_parsed(FEED("<title>AT&amp;amp;T &lt;i&gt;now&lt;/i&gt;</title>"), 1, "title", "AT&T now");
  assert_parsed(FEED("<title>2 &gt; 1</title>"), 1, "title", "2 > 1");
}

static void description_and_content_are_both_kept(void **state) {
  (void)state;
  json_t *out =
      parse("<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item><content:encoded>"
            "&lt;p&gt;body&lt;/p&gt;</content:encoded><description>lead "
            "&lt;b&gt;x&lt;/b&gt;</description></item></channel></rss>");
  assert_text(out, 1, "summary", "lead x");
  assert_text(out, 1, "html", "<p>body</p>");
  json_decref(out);
}

static void a_lone_description_is_the_body(void **state) {
  (void)state;
  json_t *out = parse(FEED("<description>&lt;p&gt;a&lt;/p&gt;&lt;ul&gt;&lt;li&gt;b&lt;/li&gt;&lt;/"
                           "ul&gt;&lt;img src='/i.png' alt='I'&gt;</description>"));
  assert_text(out, 1, "summary", "");
  assert_text(out, 1, "html",
              "<p>a</p><ul><li>b</li></ul><img src=\"https://daily.example/i.png\" alt=\"I\">");
  json_decref(out);
}

static void markup_without_escaping_is_markup(void **state) {
  (void)state;
  assert_parsed(FEED("<description><p>a <b>b</b><br/>c &amp; d</p></description>"), 1, "html",
                "<p>a <strong>b</strong><br>c &amp; d</p>");
  assert_parsed(ENTRY("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a</p> "
                      "<p>b</p></div></content>"),
                1, "html", "<p>a</p><p>b</p>");
}

static void markup_escaped_twice_is_mended(void **state) {
  (void)state;
  assert_parsed(FEED("<description>&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;</description>"), 1, "html",
                "<p>a</p>");
}

static void plain_text_keeps_its_brackets_and_paragraphs(void **state) {
  (void)state;
  assert_parsed(ENTRY("<content type='text'>the &lt;blink&gt; tag\n\nsecond</content>"), 1, "text",
                "the <blink> tag\n\nsecond");
}

static void nothing_active_survives(void **state) {
  (void)state;
  json_t *out = parse(FEED("<title>a&lt;script&gt;x()&lt;/script&gt;</title><description>&lt;p onclick='x()' "
                           "style='y'&gt;b&lt;script&gt;x()&lt;/script&gt;"
                           "&lt;a href='javascript:x()'&gt;c&lt;/a&gt;&lt;/p&gt;&lt;object "
                           "data='x'&gt;&lt;/object&gt;</description>"));
  assert_text(out, 1, "title", "a");
  const char *html = harness_text(out, 1, "html");
  assert_non_null(strstr(html, "b"));
  assert_non_null(strstr(html, "c"));
  assert_null(strstr(html, "script"));
  assert_null(strstr(html, "onclick"));
  assert_null(strstr(html, "style"));
  json_decref(out);
}

static void addresses_are_relative_to_xml_base_then_item_then_feed_then_document(void **state) {
  (void)state;
  assert_parsed("<rss xml:base='http://b.example/x/'><channel><item xml:base='y/'><description>&lt;a "
                "href='z'&gt;l&lt;/a&gt;</description></item></channel></rss>",
                1, "blocks.0.spans.0.url", "http://b.example/x/y/z");
  assert_parsed(
      FEED("<link>http://i.example/2024/</link><description>&lt;a href='z'&gt;l&lt;/a&gt;</description>"), 1,
      "blocks.0.spans.0.url", "http://i.example/2024/z");
  assert_parsed("<rss><channel><link>http://f.example/d/</link><item><link>one</link></item></channel></rss>",
                1, "url", "http://f.example/d/one");
  assert_parsed(FEED("<link>/one</link>"), 1, "url", "https://daily.example/one");
  json_t *out = parse_bytes("<rss><channel><item><link>/one</link></item></channel></rss>", 58, "", "");
  assert_text(out, 1, "url", "/one"); /* nothing is known that it could be relative to */
  json_decref(out);
}

static void links_are_chosen_by_rel_and_type(void **state) {
  (void)state;
  json_t *out =
      parse(ENTRY("<link rel='self' href='/self'/><link rel='replies' href='/talk'/><link rel='alternate' "
                  "type='application/pdf' href='/p.pdf'/>"
                  "<link href='/page'/><link rel='related' href='/other'/><link rel='edit' href='/edit'/>"));
  assert_text(out, 1, "url", "https://daily.example/page");
  assert_text(out, 1, "comments", "https://daily.example/talk");
  assert_text(out, 1, "alternates.0.url", "https://daily.example/p.pdf");
  assert_text(out, 1, "alternates.1.rel", "related");
  assert_null(harness_at(out, 1, "alternates.2"));
  json_decref(out);
}

static void a_feeds_description_is_text_unless_it_links(void **state) {
  (void)state;
  assert_parsed("<rss><channel><description>a &lt;b&gt;c&lt;/b&gt; &amp;amp; d</description></channel></rss>",
                0, "description", "a c & d");
  assert_parsed(
      "<rss><channel><description>a &lt;a href='/x' onclick='y'&gt;c&lt;/a&gt;</description></channel></rss>",
      0, "description", "a <a href=\"https://daily.example/x\">c</a>");
}

static void a_body_without_words_is_an_empty_body(void **state) {
  (void)state;
  json_t *out = parse(FEED("<description>&lt;script&gt;x()&lt;/script&gt;</description>"));
  assert_text(out, 1, "html", "<p></p>");
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(titles_are_decoded_once_by_their_type),
      cmocka_unit_test(description_and_content_are_both_kept),
      cmocka_unit_test(a_lone_description_is_the_body),
      cmocka_unit_test(markup_without_escaping_is_markup),
      cmocka_unit_test(markup_escaped_twice_is_mended),
      cmocka_unit_test(plain_text_keeps_its_brackets_and_paragraphs),
      cmocka_unit_test(nothing_active_survives),
      cmocka_unit_test(addresses_are_relative_to_xml_base_then_item_then_feed_then_document),
      cmocka_unit_test(links_are_chosen_by_rel_and_type),
      cmocka_unit_test(a_feeds_description_is_text_unless_it_links),
      cmocka_unit_test(a_body_without_words_is_an_empty_body),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
