/* test_discover.c - pages given as sources. */
#include "parser_test.h"

static void the_feeds_a_page_names_are_asked_for_comments_last(void **state) {
  (void)state;
  json_t *out = parse("<!doctype html><html><head><!-- <link rel=alternate type=application/rss+xml "
                      "href=/hidden> --><base href='/sub/'>"
                      "<link rel='alternate' type='application/rss+xml' title='Site &raquo; Comments Feed' "
                      "href='/comments/feed'>"
                      "<link rel='alternate' type='application/rss+xml' title='All' href='all.xml'>"
                      "<link rel=\"alternate home\" type=application/atom+xml href=//cdn.example/a.atom>"
                      "<link rel='alternate' type='text/html' href='/de'><link rel='alternate' "
                      "type='application/json' href='/wp-json/x'>"
                      "<link rel='feed' href='/f'></head><body><a href='/news.rss'>RSS</a><a "
                      "href='/about'>About</a></body></html>");
  assert_int_equal(status_of(out), TDG_OK);
  assert_int_equal(requests_of(out), 5);
  assert_string_equal(request(out, 0, "url"), "https://daily.example/sub/all.xml");
  assert_string_equal(request(out, 0, "title_hint"), "All");
  assert_string_equal(request(out, 0, "as"), "feed");
  assert_string_equal(request(out, 0, "discovered"), "https://daily.example/feed");
  assert_string_equal(request(out, 1, "url"), "https://cdn.example/a.atom");
  assert_string_equal(request(out, 2, "url"), "https://daily.example/f");
  assert_string_equal(request(out, 3, "url"), "https://daily.example/news.rss");
  assert_string_equal(request(out, 4, "url"), "https://daily.example/comments/feed");
  json_decref(out);
}

static void only_feeds_are_asked_for(void **state) {
  (void)state;
  /* The link of a page and the address that is asked first; "": it names no feed, the usual places are asked. */
  static const struct {
    const char *link, *first;
  } v[] = {
      {"<link rel=alternate type='application/json+oembed' href=/wp-json/oembed/1.0/embed?url=x>", ""},
      {"<link rel=alternate type='text/xml+oembed' href=/oembed?format=xml>", ""},
      {"<link rel=alternate type='application/json' href=/wp-json/wp/v2/posts/1>", ""},
      {"<link rel=alternate type='application/json' href='/index.php?rest_route=/wp/v2/pages/2'>", ""},
      {"<link rel=alternate type='application/json' href='/api/v1/page'>", ""},
      {"<link rel=alternate type='application/activity+json' href='/@ada'>", ""},
      {"<link rel=search type='application/opensearchdescription+xml' href='/s.xml'>", ""},
      {"<link rel=alternate type='text/html' hreflang=de href='/de'>", ""},
      {"<link rel=stylesheet type='text/xml' href='/s.xsl'>", ""},
      {"<link rel=alternate type='application/rss+xml; charset=utf-8' href=/a>", "/a"},
      {"<link rel=ALTERNATE type='APPLICATION/RSS+XML' href=/a>", "/a"},
      {"<link type='application/atom+xml' href=/a>", "/a"},
      {"<link rel='alternate nofollow' type='application/feed+json' href=/a>", "/a"},
      {"<link rel=alternate type='application/json' href=/feed-a>", "/feed-a"},
      {"<link rel=alternate type='application/rss' href=/a>", "/a"},
      {"<link rel=alternate type='text/xml' href=/rss.php>", "/rss.php"},
      {"<link rel=alternate type='application/rss+xml' href=/oembed-news/rss>", "/oembed-news/rss"},
      {"<link rel=alternate type='application/json+oembed' href=/o><link rel=alternate "
       "type='application/rss+xml' href=/a>",
       "/a"},
      {"<link rel=alternate type='application/json' href=/b><link rel=alternate type='application/atom+xml' "
       "href=/a>",
       "/a"},
      {"<link rel=alternate type='application/rss+xml' href='www.other.example/f'>",
       "https://www.other.example/f"},
      {"<link rel=alternate type='application/rss+xml' href='feed://other.example/f'>",
       "http://other.example/f"},
      {"<link rel=alternate type='application/rss+xml' href='feed:https://other.example/f'>",
       "https://other.example/f"},
      {"<link rel=alternate type='application/rss+xml' href='pcast://other.example/f'>",
       "http://other.example/f"},
      {"<link rel=alternate type='application/rss+xml' href='rss://other.example/f'>",
       "http://other.example/f"},
      {"<link rel=alternate type='application/rss+xml' href='itpc://other.example/f'>",
       "http://other.example/f"},
      {"<a href='feed://other.example/rss'>RSS</a>", "http://other.example/rss"},
      {"<a type='application/rss+xml' href='/x'>Nachrichten</a>", "/x"},
      {"<a href='/?feed=rss2'>RSS</a>", "/?feed=rss2"},
      {"<a href='/news.php?format=atom'>Atom</a>", "/news.php?format=atom"},
      {"<a href='/rss/news'>RSS</a>", "/rss/news"},
      {"<link rel=alternate type='application/rss+xml' href='#'>", ""},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    char page[1000], first[200];
    snprintf(page, sizeof page, "<!doctype html><html><head><title>P</title>%s</head><body>x</body></html>",
             v[i].link);
    snprintf(first, sizeof first, "%s%s", v[i].first[0] == 'h' ? "" : "https://daily.example",
             v[i].first[0] == '\0' ? "/rss.xml" : v[i].first);
    json_t *out = parse_bytes(page, strlen(page), "https://daily.example/page", "");
    const char *got =
        request(out, v[i].first[0] == '\0' ? 1 : 0, "url"); /* the first of the usual places is /feed */
    if (strcmp(got, first) != 0) print_error("%s: asks for %s\n", v[i].link, got);
    assert_string_equal(got, first);
    json_decref(out);
  }
}

/* What comes of a document when its answer has this header. */
static json_t *with_header(const char *page, const char *value) {
  tdg_rec *doc = rec_new(&reader->arena, TDG_DOC), *h = rec_new(&reader->arena, TDG_GROUP);
  rec_put_str(doc, TDG_URL, "https://daily.example/");
  rec_put(doc, TDG_BODY, page, strlen(page));
  rec_put_str(h, TDG_NAME, "link");
  rec_put_str(h, TDG_VALUE, value);
  rec_put_rec(doc, TDG_HEADER, h);
  return harness_run(reader, INPROC_RUN, doc, 1767700000000);
}

static json_t *with_link_header(const char *value) {
  return with_header("<html><title>x</title></html>", value);
}

static void the_link_header_counts(void **state) {
  (void)state;
  if (reader == NULL) skip();
  json_t *out = with_link_header(
      "</style.css>; rel=preload, </feed.atom>; rel=\"alternate\"; type=\"application/atom+xml\"");
  assert_int_equal(requests_of(out), 1);
  assert_string_equal(request(out, 0, "url"), "https://daily.example/feed.atom");
  json_decref(out);
}

static void what_a_link_header_quotes_is_one_value(void **state) {
  (void)state;
  if (reader == NULL) skip();
  json_t *out = with_link_header(
      "</a>; title=\"News; all, \\\"today\\\" > now\"; rel=alternate ; type=application/rss+xml,"
      "</b,c>;TYPE='text/xml; charset=utf-8';REL=\"home alternate\", </d>; title=\"; rel=feed\","
      "</e> ; rel=feed type=text/html title=E, </f>; rel=feed; title=\"not closed, </g>; rel=feed");
  assert_int_equal(requests_of(out), 4);
  assert_string_equal(request(out, 0, "url"), "https://daily.example/a");
  assert_string_equal(request(out, 0, "title_hint"), "News; all, \"today\" > now");
  assert_string_equal(request(out, 1, "url"), "https://daily.example/e");
  assert_string_equal(request(out, 1, "title_hint"), "E");
  assert_string_equal(request(out, 2, "url"), "https://daily.example/f");
  assert_string_equal(request(out, 3, "url"),
                      "https://daily.example/b,c"); /* of a type that not only feeds have */
  json_decref(out);
}

static void links_of_a_header_without_end_are_left_out(void **state) {
  (void)state;
  if (reader == NULL) skip();
  char value[3000], title[1100];
  memset(title, 't', sizeof title);
  title[sizeof title - 1] = '\0';
  snprintf(value, sizeof value, "</a>; rel=feed; title=%s, </b>; rel=feed; title=\"%s\", </c>; rel=feed, </d",
           title, title);
  json_t *out = with_link_header(value);
  assert_int_equal(requests_of(out), 1);
  assert_string_equal(request(out, 0, "url"), "https://daily.example/c");
  json_decref(out);
}

static void a_page_that_names_none_leads_to_the_usual_places_once(void **state) {
  (void)state;
  const char *page = "<html><head><title>x</title></head><body>words</body></html>";
  json_t *out = parse_bytes(page, strlen(page), "https://daily.example/news", "");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(request(out, 0, "url"), "https://daily.example/feed");
  assert_true(requests_of(out) > 3);
  json_decref(out);
  out =
      parse_bytes(page, strlen(page), "https://daily.example/feed", ""); /* this is one of the usual places */
  assert_int_equal(status_of(out), TDG_NOT_MINE);
  assert_int_equal(requests_of(out), 0);
  json_decref(out);
}

static void a_login_in_place_of_a_feed_is_named_and_nothing_is_guessed(void **state) {
  (void)state;
  json_t *out = parse("<html><body><form action=/in><INPUT name=p type='Password'></form></body></html>");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "genre"), "login-wall");
  assert_int_equal(requests_of(out), 0);
  json_decref(out);
  out = parse("<html><head><link rel=alternate type=application/rss+xml href=/news.rss></head>"
              "<body><form><input type=password></form></body></html>");
  assert_int_equal(requests_of(out), 1);
  json_decref(out);
}

static void a_page_does_not_ask_for_itself(void **state) {
  (void)state;
  json_t *out = parse("<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>");
  assert_int_equal(requests_of(out), 0);
  json_decref(out);
}

/* ---- hubs ---- */

#define RSS(head)                                                                                            \
  "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title>" head               \
  "<item><title>I</title><guid>i</guid></item></channel></rss>"

static void assert_hub(json_t *out, const char *hub, const char *self) {
  assert_text(out, 0, "alternates.0.rel", hub[0] != '\0' ? "hub" : "");
  assert_text(out, 0, "alternates.0.url", hub);
  assert_text(out, 0, "alternates.1.rel", self[0] != '\0' ? "self" : "");
  assert_text(out, 0, "alternates.1.url", self);
  json_decref(out);
}

static void all_hubs_of_a_feed_are_named_in_their_order(void **state) {
  (void)state;
  json_t *out =
      parse(RSS("<atom:link rel='hub' href='https://one.example/'/><atom:link rel='self' href='/self'/>"
                "<atom:link rel='hub' href=' https://two.example/ '/><atom:link rel='hub' href='/three'/>"
                "<atom:link rel='hub' href='https://one.example/'/><atom:link rel='hub' href=''/>"));
  assert_text(out, 0, "alternates.0.url", "https://one.example/");
  assert_text(out, 0, "alternates.1.url", "https://two.example/");
  assert_text(out, 0, "alternates.2.url", "https://daily.example/three");
  assert_text(out, 0, "alternates.3.rel", "self");
  assert_text(out, 0, "alternates.4.rel", "");
  json_decref(out);
}

static void a_feed_names_its_hub_and_its_own_address_in_each_format(void **state) {
  (void)state;
  const char *hub = "https://hub.example/", *self = "https://daily.example/self";
  assert_hub(
      parse(RSS("<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='/self'/>"
                "<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='/other'/>")),
      hub, self);
  assert_hub(parse("<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>t</id>"
                   "<link rel='self' href='/self'/><link rel='hub' href='https://hub.example/'/>"
                   "<entry><title>I</title><id>i</id><link rel='hub' href='/not'/></entry></feed>"),
             hub, self);
  assert_hub(
      parse("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"feed_url\":"
            "\"https://daily.example/self\",\"hubs\":[{\"type\":\"rssCloud\",\"url\":\"https://x.example/\"},"
            "{\"type\":\"WebSub\",\"url\":\"https://hub.example/\"}],\"items\":[]}"),
      hub, self);
}

static void the_hub_of_the_link_header_comes_before_that_of_the_feed(void **state) {
  (void)state;
  if (reader == NULL) skip();
  json_t *out = with_header(RSS("<atom:link rel='hub' href='https://old.example/'/><atom:link rel='self' "
                                "href='/old'/>"),
                            "<https://hub.example/>; rel=\"hub\", </self>; rel=self");
  assert_text(out, 0, "alternates.0.url", "https://hub.example/");
  assert_text(out, 0, "alternates.1.url", "https://old.example/");
  assert_text(out, 0, "alternates.2.url", "https://daily.example/self");
  assert_text(out, 0, "alternates.3.rel", "");
  json_decref(out);
}

static void half_of_it_or_what_is_no_web_address_is_no_hub(void **state) {
  (void)state;
  assert_hub(parse(RSS("<atom:link rel='hub' href='https://hub.example/'/>")), "", "");
  assert_hub(parse(RSS("<atom:link rel='self' href='/self'/>")), "", "");
  json_t *out = parse(RSS("<atom:link rel='hub' href='javascript:x'/><atom:link rel='self' href='/self'/>"));
  assert_text(out, 0, "alternates.0.rel", "self");
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_feeds_are_asked_for),
      cmocka_unit_test(the_feeds_a_page_names_are_asked_for_comments_last),
      cmocka_unit_test(the_link_header_counts),
      cmocka_unit_test(what_a_link_header_quotes_is_one_value),
      cmocka_unit_test(links_of_a_header_without_end_are_left_out),
      cmocka_unit_test(a_page_that_names_none_leads_to_the_usual_places_once),
      cmocka_unit_test(a_login_in_place_of_a_feed_is_named_and_nothing_is_guessed),
      cmocka_unit_test(a_page_does_not_ask_for_itself),
      cmocka_unit_test(all_hubs_of_a_feed_are_named_in_their_order),
      cmocka_unit_test(a_feed_names_its_hub_and_its_own_address_in_each_format),
      cmocka_unit_test(the_hub_of_the_link_header_comes_before_that_of_the_feed),
      cmocka_unit_test(half_of_it_or_what_is_no_web_address_is_no_hub),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
