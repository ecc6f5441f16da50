/* test_repair.c - what is published as XML and is none. */
#include "test_feed.h"

#define FEED(inside) "<rss version='2.0'><channel><title>T</title><item>" inside "</item></channel></rss>"

static void references_of_html_are_decoded(void **state) {
  (void)state;
  assert_parsed(FEED("<title>a&nbsp;&eacute;&rsquo;&hellip;</title>"), 1, "title",
                "a\xC2\xA0\xC3\xA9\xE2\x80\x99\xE2\x80\xA6");
  assert_parsed(FEED("<title>don&#146;t &#x92;</title>"), 1, "title", "don\xE2\x80\x99t \xE2\x80\x99");
}

static void bare_ampersands_stay(void **state) {
  (void)state;
  assert_parsed(FEED("<title>AT&T & co</title>"), 1, "title", "AT&T & co");
  assert_parsed(FEED("<link>http://a.example/?a=1&b=2&copy=3</link>"), 1, "url",
                "http://a.example/?a=1&b=2&copy=3");
  assert_parsed(FEED("<enclosure url='http://a.example/?a=1&b=2&amp;c=3'/>"), 1, "media.0.url",
                "http://a.example/?a=1&b=2&c=3");
}

static void a_less_than_that_opens_nothing_is_text(void **state) {
  (void)state;
  assert_parsed(FEED("<title>1 < 2 <3</title>"), 1, "title", "1 < 2 <3");
}

static void control_characters_and_their_references_are_dropped(void **state) {
  (void)state;
  assert_parsed(FEED("<title>a\x01"
                     "b&#x1F;c&#0;d\x0B</title>"),
                1, "title", "abcd");
  json_t *out = parse_bytes("<rss><channel><title>a\0b</title></channel></rss>", 46, "", "");
  assert_text(out, 0, "title", "ab");
  json_decref(out);
}

static void surrogate_references_are_joined(void **state) {
  (void)state;
  assert_parsed(FEED("<title>&#55357;&#56832;</title>"), 1, "title", "\xF0\x9F\x98\x80");
  assert_parsed(FEED("<title>a&#xD83D;b</title>"), 1, "title",
                "a\xEF\xBF\xBD"
                "b");
}

static void bytes_of_utf8_written_as_references_are_the_letter(void **state) {
  (void)state;
  assert_parsed(FEED("<title>wait&#226;&#128;&#166;</title>"), 1, "title", "wait\xE2\x80\xA6");
  assert_parsed(FEED("<title>&Atilde;&copy;</title>"), 1, "title", "\xC3\xA9");
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

static void end_tags_that_are_missing_crossed_or_superfluous_are_mended(void **state) {
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

static void attributes_in_any_form_are_read(void **state) {
  (void)state;
  json_t *out = parse(
      "<feed xmlns=http://www.w3.org/2005/Atom><title>T</title><entry checked a='1' a='2' =x><link "
      "rel=alternate href=http://a.example/1 />"
      "<link rel='enclosure' href='http://a.example/x.mp3' length=5 title='a < b'></link></entry></feed>");
  assert_text(out, 1, "url", "http://a.example/1");
  assert_text(out, 1, "media.0.length", "5");
  assert_text(out, 1, "media.0.title", "a < b");
  json_decref(out);
}

static void characters_that_xml_does_not_have_are_dropped_from_attributes(void **state) {
  (void)state;
  assert_parsed(FEED("<enclosure url='http://a.example/\xEF\xBF\xBE"
                     "b&#xFFFF;c\xEF\xBF\xBD'/>"),
                1, "media.0.url", "http://a.example/bc\xEF\xBF\xBD");
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

static void unfinished_comments_and_sections_do_not_hide_the_rest(void **state) {
  (void)state;
  assert_parsed("<rss><channel><!-- open <title>T</title></channel></rss>", 0, "title", "T");
  json_t *out = parse(
      "<rss><channel><item><title><![CDATA[open</title></item><item><title>b</title></item></channel></rss>");
  assert_text(out, 1, "title", "open");
  assert_text(out, 2, "title", "b");
  json_decref(out);
}

static void an_escaped_section_is_unwrapped(void **state) {
  (void)state;
  assert_parsed(FEED("<title>&lt;![CDATA[Hello &amp;amp; you]]&gt;</title>"), 1, "title", "Hello & you");
}

static void character_sets_are_told_by_mark_transport_declaration_and_bytes(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t n;
    const char *charset, *title;
  } cases[] = {
#define ROW(text, charset, title) {text, sizeof text - 1, charset, title}
      ROW("<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>caf\xE9 "
          "\x93q\x94</title></channel></rss>",
          "", "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D"),
      ROW("<?xml version='1.0' encoding='utf8'?><rss><channel><title>caf\xC3\xA9</title></channel></rss>", "",
          "caf\xC3\xA9"),
      ROW("<?xml version='1.0' encoding='nonsense'?><rss><channel><title>caf\xC3\xA9</title></channel></rss>",
          "", "caf\xC3\xA9"),
      ROW("<rss><channel><title>\xD0\xCF\xC7\xCF\xC4\xC1</title></channel></rss>", "koi8-r",
          "\xD0\xBF\xD0\xBE\xD0\xB3\xD0\xBE\xD0\xB4\xD0\xB0"),
      ROW("<rss><channel><title>good \xC3\xA9 bad \xFF end \xC3\xA9\xC3\xA9\xC3\xA9</title></channel></rss>",
          "utf-8", "good \xC3\xA9 bad \xEF\xBF\xBD end \xC3\xA9\xC3\xA9\xC3\xA9"),
      ROW("\xFF\xFE<\0r\0s\0s\0>\0<\0c\0h\0a\0n\0n\0e\0l\0>\0<\0t\0i\0t\0l\0e\0>\0\xE9\0<\0/"
          "\0t\0i\0t\0l\0e\0>\0<\0/\0c\0h\0a\0n\0n\0e\0l\0>\0<\0/\0r\0s\0s\0>\0",
          "", "\xC3\xA9"),
#undef ROW
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    json_t *out = parse_bytes(cases[i].text, cases[i].n, "", cases[i].charset);
    if (strcmp(harness_text(out, 0, "title"), cases[i].title) != 0)
      fail_msg("%zu: %s", i, harness_text(out, 0, "title"));
    json_decref(out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(references_of_html_are_decoded),
      cmocka_unit_test(bare_ampersands_stay),
      cmocka_unit_test(a_less_than_that_opens_nothing_is_text),
      cmocka_unit_test(control_characters_and_their_references_are_dropped),
      cmocka_unit_test(surrogate_references_are_joined),
      cmocka_unit_test(bytes_of_utf8_written_as_references_are_the_letter),
      cmocka_unit_test(text_before_the_root_does_not_matter),
      cmocka_unit_test(a_cut_off_feed_keeps_its_complete_items),
      cmocka_unit_test(end_tags_that_are_missing_crossed_or_superfluous_are_mended),
      cmocka_unit_test(attributes_in_any_form_are_read),
      cmocka_unit_test(characters_that_xml_does_not_have_are_dropped_from_attributes),
      cmocka_unit_test(what_stands_too_deep_is_read_as_if_flat),
      cmocka_unit_test(unfinished_comments_and_sections_do_not_hide_the_rest),
      cmocka_unit_test(an_escaped_section_is_unwrapped),
      cmocka_unit_test(character_sets_are_told_by_mark_transport_declaration_and_bytes),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
