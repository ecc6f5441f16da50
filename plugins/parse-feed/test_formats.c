/* test_formats.c - each format of feeds, its fields and its modules. */
#include "parser_test.h"

static void an_rss_item_has_all_its_fields(void **state) {
  (void)state;
  json_t *out = parse(
      "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
      "<channel><title>Harbour Daily</title><link>https://harbour.example/</link><description>All "
      "boats</description>"
      "<language>en-gb</language><lastBuildDate>Tue, 05 Mar 2024 15:00:00 GMT</lastBuildDate><ttl>30</ttl>"
      "<generator>hand</generator><image><url>/logo.png</url><title>not the "
      "title</title><link>http://no.example/</link></image>"
      "<item><title>Ferry back</title><link>/ferry</link><guid isPermaLink='false'>h-1</guid><dc:creator>Ida "
      "Holm</dc:creator>"
      "<pubDate>Tue, 05 Mar 2024 14:30:00 +0100</pubDate><category "
      "domain='desk'>Port</category><comments>/ferry#c</comments>"
      "<enclosure url='/f.mp3' type='audio/mpeg' length='12'/><description>In short.</description>"
      "<content:encoded><![CDATA[<p>At <a "
      "href='/quay'>length</a>.</p>]]></content:encoded></item></channel></rss>");
  assert_text(out, 0, "kind", "feed");
  assert_text(out, 0, "title", "Harbour Daily");
  assert_text(out, 0, "url", "https://harbour.example/");
  assert_text(out, 0, "description", "All boats");
  assert_text(out, 0, "language", "en-gb");
  assert_text(out, 0, "updated", "2024-03-05T15:00:00Z");
  assert_text(out, 0, "logo", "https://harbour.example/logo.png");
  assert_int_equal(json_integer_value(harness_at(out, 0, "interval")), 1800000);
  assert_text(out, 1, "title", "Ferry back");
  assert_text(out, 1, "url", "https://harbour.example/ferry");
  assert_text(out, 1, "guid", "h-1");
  assert_text(out, 1, "authors.0.name", "Ida Holm");
  assert_text(out, 1, "published", "2024-03-05T13:30:00Z");
  assert_text(out, 1, "tags.0", "Port");
  assert_text(out, 1, "categories.0.scheme", "desk");
  assert_text(out, 1, "comments", "https://harbour.example/ferry#c");
  assert_text(out, 1, "media.0.url", "https://harbour.example/f.mp3");
  assert_text(out, 1, "media.0.length", "12");
  assert_text(out, 1, "summary", "In short.");
  assert_text(out, 1, "html", "<p>At <a href=\"https://harbour.example/quay\">length</a>.</p>");
  json_decref(out);
}

static void an_atom_entry_has_all_its_fields(void **state) {
  (void)state;
  json_t *out =
      parse("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Hill</title><subtitle>and "
            "dale</subtitle>"
            "<link rel='self' href='feed'/><link "
            "href='https://hill.example/'/><updated>2024-03-05T14:30:00Z</updated>"
            "<author><name>Ann</name><uri>/ann</uri></author>"
            "<entry><id>tag:hill.example,2024:1</id><title type='xhtml'><div "
            "xmlns='http://www.w3.org/1999/xhtml'>One <b>two</b></div></title>"
            "<link rel='enclosure' type='audio/ogg' href='a.ogg'/><link rel='alternate' "
            "type='application/json' href='a.json'/>"
            "<link rel='alternate' type='text/html' href='a.html'/><category term='hills' label='Hills' "
            "scheme='s'/>"
            "<published>2024-03-04T10:00:00+02:00</published><updated>2024-03-05T10:00:00Z</updated>"
            "<summary>short</summary><content type='html'>&lt;p&gt;long&lt;/p&gt;</content></entry></feed>");
  assert_text(out, 0, "title", "Hill");
  assert_text(out, 0, "url", "https://hill.example/");
  assert_text(out, 0, "description", "and dale");
  assert_text(out, 0, "language", "en");
  assert_text(out, 1, "guid", "tag:hill.example,2024:1");
  assert_text(out, 1, "title", "One two");
  assert_text(out, 1, "url", "https://hill.example/a.html");
  assert_text(out, 1, "media.0.url", "https://hill.example/a.ogg");
  assert_text(out, 1, "tags.0", "hills");
  assert_text(out, 1, "categories.0.label", "Hills");
  assert_text(out, 1, "published", "2024-03-04T08:00:00Z");
  assert_text(out, 1, "updated", "2024-03-05T10:00:00Z");
  assert_text(out, 1, "summary", "short");
  assert_text(out, 1, "html", "<p>long</p>");
  assert_text(out, 1, "authors.0.name", "Ann"); /* inherited */
  assert_text(out, 1, "authors.0.url", "https://hill.example/ann");
  json_decref(out);
}

static void an_entry_takes_the_author_of_its_source(void **state) {
  (void)state;
  assert_parsed(
      "<feed "
      "xmlns='http://www.w3.org/2005/Atom'><author><name>Feed</name></author><entry><source><title>S</title>"
      "<author><name>Source</name></author></source><title>E</title></entry></feed>",
      1, "authors.0.name", "Source");
}

static void atom_03_has_modes(void **state) {
  (void)state;
  json_t *out =
      parse("<feed version='0.3' "
            "xmlns='http://purl.org/atom/ns#'><tagline>T</tagline><modified>2004-04-06T23:05:43Z</modified>"
            "<entry><title mode='base64' "
            "type='text/html'>SGVsbG8gPGI+eW91PC9iPg==</title><issued>2004-04-06</issued>"
            "<content type='text/html' mode='escaped'>a &lt;i&gt;b&lt;/i&gt;</content></entry></feed>");
  assert_text(out, 0, "description", "T");
  assert_text(out, 0, "updated", "2004-04-06T23:05:43Z");
  assert_text(out, 1, "title", "Hello you");
  assert_text(out, 1, "html", "<p>a <em>b</em></p>");
  assert_text(out, 1, "published", "2004-04-06T00:00:00Z");
  json_decref(out);
}

static void rss_10_items_stand_beside_the_channel(void **state) {
  (void)state;
  json_t *out = parse(
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
      "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
      "<channel rdf:about='https://r.example/rss'><title>R</title><link>https://r.example/</link>"
      "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
      "<items><rdf:Seq><rdf:li rdf:resource='x'/></rdf:Seq></items></channel>"
      "<item rdf:about='https://r.example/1'><title>One</title><dc:date>2024-03-05T10:00Z</dc:date>"
      "<dc:subject>Trade</dc:subject></item><textinput "
      "rdf:about='q'><title>Search</title></textinput></rdf:RDF>");
  assert_int_equal(harness_count(out), 2);
  assert_text(out, 0, "title", "R");
  assert_int_equal(json_integer_value(harness_at(out, 0, "interval")), 6 * 3600 * 1000);
  assert_text(out, 1, "guid", "https://r.example/1");
  assert_text(out, 1, "url", "https://r.example/1");
  assert_text(out, 1, "published", "2024-03-05T10:00:00Z");
  assert_text(out, 1, "tags.0", "Trade");
  json_decref(out);
}

static void the_hours_and_days_a_feed_asks_to_be_spared_are_read(void **state) {
  (void)state;
  json_t *out = parse(
      "<rss version='2.0'><channel><title>S</title><link>https://s.example/</link>"
      "<skipHours><hour>3</hour><hour> 24 </hour><hour>25</hour><hour>-1</hour><hour>x</hour></skipHours>"
      "<skipDays><day>sunday</day><day>Saturday</day><day>Someday</day></skipDays>"
      "<item><title>One</title><guid>1</guid></item></channel></rss>");
  assert_int_equal(json_integer_value(harness_at(out, 0, "skip_hours.0")), 0);
  assert_int_equal(json_integer_value(harness_at(out, 0, "skip_hours.1")), 3);
  assert_null(harness_at(out, 0, "skip_hours.2"));
  assert_int_equal(json_integer_value(harness_at(out, 0, "skip_days.0")), 0);
  assert_int_equal(json_integer_value(harness_at(out, 0, "skip_days.1")), 6);
  assert_null(harness_at(out, 0, "skip_days.2"));
  json_decref(out);
}

static void cdf_is_read(void **state) {
  (void)state;
  json_t *out =
      parse("<CHANNEL HREF='http://c.example/'><TITLE>C</TITLE><ABSTRACT>About</ABSTRACT><ITEM HREF='/a' "
            "LASTMOD='2004-04-06T23:05:43-05:00'><TITLE>I</TITLE><ABSTRACT>x</ABSTRACT></ITEM></CHANNEL>");
  assert_text(out, 0, "title", "C");
  assert_text(out, 0, "url", "http://c.example/");
  assert_text(out, 0, "description", "About");
  assert_text(out, 1, "url", "http://c.example/a");
  assert_text(out, 1, "updated", "2004-04-07T04:05:43Z");
  json_decref(out);
}

static void json_feed_is_read(void **state) {
  (void)state;
  json_t *out = parse("{\"version\":\"https://jsonfeed.org/version/"
                      "1.1\",\"title\":\"J\",\"home_page_url\":\"https://j.example/\","
                      "\"description\":\"d\",\"language\":\"de\",\"authors\":[{\"name\":\"Jo\",\"url\":\"/"
                      "jo\"}],\"items\":[{\"id\":\"1\","
                      "\"url\":\"/a\",\"title\":\"A & "
                      "B\",\"content_html\":\"<p>b</p>\",\"summary\":\"s\",\"tags\":[\"x\",\"y\"],"
                      "\"date_published\":\"2024-03-05T10:00:00+01:00\",\"attachments\":[{\"url\":\"/"
                      "a.mp3\",\"mime_type\":\"audio/mpeg\","
                      "\"size_in_bytes\":3,\"title\":\"Sound\"}]}]}");
  assert_text(out, 0, "title", "J");
  assert_text(out, 0, "url", "https://j.example/");
  assert_text(out, 0, "language", "de");
  assert_text(out, 1, "guid", "1");
  assert_text(out, 1, "url", "https://j.example/a");
  assert_text(out, 1, "title", "A & B");
  assert_text(out, 1, "summary", "s");
  assert_text(out, 1, "html", "<p>b</p>");
  assert_text(out, 1, "tags.1", "y");
  assert_text(out, 1, "authors.0.url", "https://j.example/jo");
  assert_text(out, 1, "published", "2024-03-05T09:00:00Z");
  assert_text(out, 1, "media.0.length", "3");
  assert_text(out, 1, "media.0.title", "Sound");
  json_decref(out);
}

static void json_feed_is_read_leniently(void **state) {
  (void)state;
  json_t *out = parse(
      "\xEF\xBB\xBF "
      "{\"version\":\"1.0\",\"title\":\"J\nJ\",\"author\":\"Jo\",\"items\":[{\"id\":7,\"tags\":\"a, b\","
      "\"authors\":{\"name\":\"Al\"},\"content_text\":\"\\ud83d\\ude00 \\ud83d x\",},]} trailing");
  assert_text(out, 0, "title", "J J");
  assert_text(out, 1, "guid", "7");
  assert_text(out, 1, "tags.1", "b");
  assert_text(out, 1, "authors.0.name", "Al");
  assert_text(out, 1, "html", "<p>\xF0\x9F\x98\x80 \xEF\xBF\xBD x</p>");
  json_decref(out);
}

static void rss_written_as_json_is_read_whatever_wrote_it(void **state) {
  (void)state;
  json_t *out = parse(
      "{\"rss\":{\"version\":\"2.0\",\"channel\":{\"title\":\"Quay\",\"link\":\"https://quay.example/\","
      "\"image\":{\"url\":\"/logo.png\"},\"item\":[1,null,{\"title\":{\"#text\":\"Ferry &amp; pier\"},"
      "\"guid\":{\"#text\":\"https://quay.example/1\",\"@isPermaLink\":\"false\"},\"link\":[\"/one\"],"
      "\"category\":[\"a\",{\"_\":\"b\"}],\"author\":\"a@quay.example (Ida Holm)\","
      "\"enclosure\":{\"@attributes\":{\"url\":\"/f.mp3\",\"type\":\"audio/mpeg\",\"length\":\"12\"}},"
      "\"description\":\"<p>In <b>short</b>.</p>\"}]}}}");
  assert_text(out, 0, "kind", "feed");
  assert_text(out, 0, "title", "Quay");
  assert_text(out, 0, "url", "https://quay.example/");
  assert_text(out, 1, "title", "Ferry & pier");
  assert_text(out, 1, "url", "https://quay.example/one");
  assert_text(out, 1, "guid", "https://quay.example/1");
  assert_text(out, 1, "tags.1", "b");
  assert_text(out, 1, "authors.0.name", "Ida Holm");
  assert_text(out, 1, "media.0.url", "https://quay.example/f.mp3");
  assert_text(out, 1, "html", "<p>In <strong>short</strong>.</p>");
  json_decref(out);
  out = parse("{\"rss\":{\"channel\":{\"title\":\"Empty\"}}}");
  assert_text(out, 0, "title", "Empty");
  assert_null(harness_at(out, 1, "kind"));
  json_decref(out);
}

static void plain_text_has_paragraphs_whatever_ends_its_lines(void **state) {
  static const char *const gaps[] = {"\\n\\n", "\\r\\n\\r\\n", "\\r\\r", "\\n \\t\\n", "\\u2028\\u2028"};
  char feed[200];
  (void)state;
  for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
    snprintf(feed, sizeof feed,
             "{\"version\":\"1.0\",\"items\":[{\"id\":\"7\",\"content_text\":\"a\\nb%sc\"}]}", gaps[i]);
    json_t *out = parse(feed);
    assert_text(out, 1, "html", "<p>a<br>b</p><p>c</p>");
    json_decref(out);
  }
}

static void a_json_feed_that_is_cut_off_keeps_its_complete_items(void **state) {
  (void)state;
  json_t *out = parse("{\"title\":\"J\",\"items\":[{\"id\":\"1\",\"title\":\"A\"},{\"id\":\"2\",\"title\":"
                      "\"B\"},{\"id\":\"3\",\"tit");
  assert_int_equal(harness_count(out), 3);
  assert_text(out, 2, "title", "B");
  json_decref(out);
}

static void media_and_podcast_elements_do_not_overwrite_the_items_own(void **state) {
  (void)state;
  json_t *out =
      parse("<rss xmlns:media='http://search.yahoo.com/mrss/' "
            "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
            "xmlns:gp='http://www.google.com/schemas/play-podcasts/1.0'><channel><title>P</title><gp:image "
            "href='no.png'/>"
            "<item><media:title>M</media:title><title>Own</title><itunes:title>I</"
            "itunes:title><description>D</description>"
            "<media:group><media:content url='http://x.example/v.mp4' type='video/mp4' "
            "fileSize='9'><media:title>V</media:title>"
            "<media:description>no</media:description></media:content></media:group>"
            "<media:thumbnail "
            "url='http://x.example/t.jpg'/><itunes:author>Pod</itunes:author></item></channel></rss>");
  assert_text(out, 1, "title", "Own");
  assert_text(out, 1, "text", "D");
  assert_text(out, 1, "media.0.url", "http://x.example/v.mp4");
  assert_text(out, 1, "media.0.title", "V");
  assert_text(out, 1, "media.0.length", "9");
  assert_text(out, 1, "lead_image.url", "http://x.example/t.jpg");
  assert_text(out, 1, "authors.0.name", "Pod");
  json_decref(out);
}

static void prefixes_do_not_matter_and_need_no_declaration(void **state) {
  (void)state;
  assert_parsed("<r:rss "
                "xmlns:r='http://backend.userland.com/rss2'><r:channel><r:item><r:title>T</r:title></"
                "r:item></r:channel></r:rss>",
                1, "title", "T");
  assert_parsed("<rss "
                "xmlns:q='http://purl.org/dc/elements/1.1/'><channel><item><q:creator>C</q:creator></item></"
                "channel></rss>",
                1, "authors.0.name", "C");
  assert_parsed("<rss><channel><item><dc:creator>C</dc:creator></item></channel></rss>", 1, "authors.0.name",
                "C");
  assert_parsed("<rss "
                "xmlns:dc='http://other.example/'><channel><item><title>T</title><dc:title>X</dc:title></"
                "item></channel></rss>",
                1, "title", "T");
}

static void people_are_told_from_their_addresses(void **state) {
  (void)state;
  static const char *const forms[] = {"ida@h.example (Ida Holm)", "Ida Holm (ida@h.example)",
                                      "Ida Holm &lt;ida@h.example&gt;", "mailto:ida@h.example (Ida Holm)",
                                      "ida@h.example Ida Holm"};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    char xml[300];
    snprintf(xml, sizeof xml, "<rss><channel><item><author>%s</author></item></channel></rss>", forms[i]);
    json_t *out = parse(xml);
    assert_text(out, 1, "authors.0.name", "Ida Holm");
    assert_text(out, 1, "authors.0.email", "ida@h.example");
    json_decref(out);
  }
}

static void the_source_an_item_names_is_kept(void **state) {
  (void)state;
  json_t *out =
      parse("<rss><channel><item><source url='http://s.example/f'>Elsewhere</source></item></channel></rss>");
  assert_text(out, 1, "ext.0.text", "Elsewhere");
  assert_text(out, 1, "alternates.0.url", "http://s.example/f");
  assert_text(out, 1, "alternates.0.rel", "source");
  json_decref(out);
}

static void items_without_title_link_or_guid_are_kept(void **state) {
  (void)state;
  json_t *out = parse("<rss><channel><title>T</title><item><description>only "
                      "words</description></item><item/></channel></rss>");
  assert_int_equal(harness_count(out), 3);
  assert_text(out, 1, "text", "only words");
  json_decref(out);
}

static void a_guid_is_an_address_unless_it_says_not(void **state) {
  (void)state;
  assert_parsed("<rss><channel><item><guid>http://a.example/1</guid></item></channel></rss>", 1, "url",
                "http://a.example/1");
  assert_parsed(
      "<rss><channel><item><guid isPermaLink='false'>http://a.example/1</guid></item></channel></rss>", 1,
      "url", "");
  assert_parsed("<rss><channel><item><guid>http://a.example/1</guid><link>http://a.example/2</link></item></"
                "channel></rss>",
                1, "url", "http://a.example/2");
}

static void dates_that_are_not_certain_are_null_and_keep_their_words(void **state) {
  (void)state;
  json_t *out = parse("<rss><channel><title>T</title><item><pubDate>yesterday</pubDate></item><item/>"
                      "<item><pubDate>Fri, 05 Mar 2088 10:00:00 GMT</pubDate></item></channel></rss>");
  assert_text(out, 1, "published", "");
  assert_text(out, 1, "origins.0.raw", "yesterday");
  assert_text(out, 2, "published", "");
  assert_text(out, 3, "published", "");
  json_decref(out);
}

static void dates_without_a_zone_are_of_the_sources_zone(void **state) {
  (void)state;
  if (reader == NULL) skip();
  const char *xml = "<rss><channel><item><pubDate>Tue, 05 Mar 2024 14:30</pubDate></item>"
                    "<item><pubDate>Tue, 05 Mar 2024 14:30 GMT</pubDate></item></channel></rss>";
  tdg_rec *doc = rec_new(&reader->arena, TDG_DOC);
  rec_put(doc, TDG_BODY, xml, strlen(xml));
  rec_put_str(doc, TDG_DEFAULT_ZONE, "Europe/Berlin");
  json_t *out = harness_run(reader, INPROC_RUN, doc, 1767700000000);
  assert_text(out, 1, "published", "2024-03-05T13:30:00Z");
  assert_text(out, 2, "published", "2024-03-05T14:30:00Z");
  json_decref(out);
}

static void the_head_may_follow_the_items(void **state) {
  (void)state;
  json_t *out = parse("<rss><channel><item><title>I</title></item><title>Late</title><link>http://l.example/"
                      "</link></channel></rss>");
  assert_text(out, 0, "title", "Late");
  assert_text(out, 1, "title", "I");
  json_decref(out);
}

static void many_items_come_in_order_with_the_head_first(void **state) {
  (void)state;
  enum { ITEMS = 1000 };
  char *xml = malloc(ITEMS * 120 + 200), *p = xml, title[20];
  p += sprintf(
      p, "<feed xmlns='http://www.w3.org/2005/Atom'><title>Many</title><author><name>Ann</name></author>");
  for (int i = 0; i < ITEMS; i++)
    p += sprintf(p, "<entry><id>e%d</id><title>t%d</title><content>words</content></entry>", i, i);
  sprintf(p, "</feed>");
  json_t *out = parse(xml);
  assert_int_equal(harness_count(out), ITEMS + 1);
  assert_text(out, 0, "title", "Many");
  for (int i = 0; i < ITEMS; i++) {
    snprintf(title, sizeof title, "t%d", i);
    assert_text(out, (size_t)i + 1, "title", title);
    assert_text(out, (size_t)i + 1, "authors.0.name", "Ann");
  }
  json_decref(out);
  free(xml);
}

static void a_feed_a_broken_feed_and_no_feed_are_three_answers(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int status;
  } cases[] = {{"<rss><channel><title>T</title></channel></rss>", TDG_OK},
               {"<rss/>", TDG_OK},
               {"<rss><chan", TDG_BAD_INPUT},
               {"", TDG_BAD_INPUT},
               {" \n", TDG_BAD_INPUT},
               {"{\"items\": [", TDG_BAD_INPUT},
               {"hello", TDG_NOT_MINE},
               {"<svg/>", TDG_NOT_MINE},
               {"{\"a\":1}", TDG_NOT_MINE},
               {"{nonsense", TDG_BAD_INPUT},
               {"<urlset/>", TDG_NOT_MINE}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    json_t *out = parse(cases[i].text);
    if (status_of(out) != cases[i].status)
      fail_msg("%s: %d, %s", cases[i].text, status_of(out), message_of(out));
    json_decref(out);
  }
}

static void short_items_ask_for_their_page(void **state) {
  (void)state;
  json_t *out =
      parse("<rss><channel><item><title>T</title><link>http://a.example/1</link></item></channel></rss>");
  assert_int_equal(requests_of(out), 1);
  assert_string_equal(request(out, 0, "url"), "http://a.example/1");
  assert_string_equal(request(out, 0, "as"), "article");
  assert_string_equal(request(out, 0, "title_hint"), "T");
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_rss_item_has_all_its_fields),
      cmocka_unit_test(an_atom_entry_has_all_its_fields),
      cmocka_unit_test(an_entry_takes_the_author_of_its_source),
      cmocka_unit_test(atom_03_has_modes),
      cmocka_unit_test(rss_10_items_stand_beside_the_channel),
      cmocka_unit_test(the_hours_and_days_a_feed_asks_to_be_spared_are_read),
      cmocka_unit_test(cdf_is_read),
      cmocka_unit_test(json_feed_is_read),
      cmocka_unit_test(json_feed_is_read_leniently),
      cmocka_unit_test(rss_written_as_json_is_read_whatever_wrote_it),
      cmocka_unit_test(plain_text_has_paragraphs_whatever_ends_its_lines),
      cmocka_unit_test(a_json_feed_that_is_cut_off_keeps_its_complete_items),
      cmocka_unit_test(media_and_podcast_elements_do_not_overwrite_the_items_own),
      cmocka_unit_test(prefixes_do_not_matter_and_need_no_declaration),
      cmocka_unit_test(people_are_told_from_their_addresses),
      cmocka_unit_test(the_source_an_item_names_is_kept),
      cmocka_unit_test(items_without_title_link_or_guid_are_kept),
      cmocka_unit_test(a_guid_is_an_address_unless_it_says_not),
      cmocka_unit_test(dates_that_are_not_certain_are_null_and_keep_their_words),
      cmocka_unit_test(dates_without_a_zone_are_of_the_sources_zone),
      cmocka_unit_test(the_head_may_follow_the_items),
      cmocka_unit_test(many_items_come_in_order_with_the_head_first),
      cmocka_unit_test(a_feed_a_broken_feed_and_no_feed_are_three_answers),
      cmocka_unit_test(short_items_ask_for_their_page),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
