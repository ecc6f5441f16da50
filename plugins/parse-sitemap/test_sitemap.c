/* test_sitemap.c - sitemaps, their indexes and what Google added to them. */
#include "parser_test.h"

#define SET                                                                                                  \
  "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "                                             \
  "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "                                             \
  "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1' "                                           \
  "xmlns:video='http://www.google.com/schemas/sitemap-video/1.1' "                                           \
  "xmlns:xhtml='http://www.w3.org/1999/xhtml'>"

static void each_address_is_asked_for(void **state) {
  (void)state;
  json_t *out = parse(SET "<url><loc> https://daily.example/a?x=1&amp;y=2 "
                          "</loc><lastmod>2024-03-05</lastmod><priority>0.5</priority></url>"
                          "<url><loc>/b</loc></url><url><loc>javascript:x</loc></url></urlset>");
  assert_int_equal(status_of(out), TDG_OK);
  assert_int_equal(requests_of(out), 2);
  assert_string_equal(request(out, 0, "url"), "https://daily.example/a?x=1&y=2");
  assert_string_equal(request(out, 0, "as"), "article");
  assert_string_equal(request(out, 0, "updated"), "2024-03-05T00:00:00Z");
  assert_string_equal(request(out, 1, "url"), "https://daily.example/b");
  json_decref(out);
}

static void news_become_articles_as_well(void **state) {
  (void)state;
  json_t *out = parse(
      SET
      "<url><loc>https://daily.example/n</loc><news:news><news:publication><news:name>Daily</news:name>"
      "<news:language>en</news:language></news:publication><news:publication_date>2024-03-05T10:00:00+01:00</"
      "news:publication_date>"
      "<news:title>Boats &amp;amp; quays</news:title><news:keywords>port, trade</news:keywords></news:news>"
      "<image:image><image:loc>/i.jpg</image:loc><image:caption>A boat</image:caption></image:image>"
      "<video:video><video:title>Moving "
      "boat</video:title><video:content_loc>/v.mp4</video:content_loc></video:video>"
      "<xhtml:link rel='alternate' hreflang='de' href='/de/n'/></url></urlset>");
  assert_text(out, 0, "kind", "feed");
  assert_text(out, 0, "title", "Daily");
  assert_text(out, 1, "title", "Boats & quays");
  assert_text(out, 1, "url", "https://daily.example/n");
  assert_text(out, 1, "published", "2024-03-05T09:00:00Z");
  assert_text(out, 1, "language", "en");
  assert_text(out, 1, "tags.1", "trade");
  assert_text(out, 1, "media.0.url", "https://daily.example/i.jpg");
  assert_text(out, 1, "media.0.caption", "A boat");
  assert_text(out, 1, "media.1.title", "Moving boat");
  assert_text(out, 1, "alternates.0.language", "de");
  assert_string_equal(request(out, 0, "title_hint"), "Boats & quays");
  json_decref(out);
}

static void an_index_leads_to_its_sitemaps(void **state) {
  (void)state;
  json_t *out = parse("<sitemapindex "
                      "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://"
                      "daily.example/s1.xml.gz</loc>"
                      "<lastmod>2024-03-05T10:00:00Z</lastmod></sitemap><sitemap><loc>/s2.xml</loc></"
                      "sitemap></sitemapindex>");
  assert_int_equal(requests_of(out), 2);
  assert_string_equal(request(out, 0, "as"), "sitemap");
  assert_string_equal(request(out, 1, "url"), "https://daily.example/s2.xml");
  json_decref(out);
}

static void a_sitemap_of_the_largest_size_stays_within_what_the_engine_takes(void **state) {
  (void)state;
  enum { N = 50000 };
  char *xml = malloc(N * 60 + 200), *p = xml;
  p += sprintf(p, "<urlset>");
  for (int i = 0; i < N; i++) p += sprintf(p, "<url><loc>http://a.example/%d</loc></url>", i);
  sprintf(p, "</urlset>");
  json_t *out = parse(xml);
  assert_int_equal(status_of(out), TDG_OK);
  assert_in_range(requests_of(out), 15000, 20000);
  json_decref(out);
  free(xml);
}

static void broken_ones_are_read_as_far_as_they_go(void **state) {
  (void)state;
  json_t *out = parse("\n<urlset><url><loc>http://a.example/1?a&b</loc><url><loc>http://a.example/2</"
                      "url><url><loc>http://a.exa");
  assert_int_equal(requests_of(out), 2);
  assert_string_equal(request(out, 0, "url"), "http://a.example/1?a&b");
  json_decref(out);
}

static void what_is_no_sitemap_is_told_apart(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int status;
  } cases[] = {
      {"<urlset/>", TDG_OK},
      {"<urlset><url><lo", TDG_BAD_INPUT},
      {"", TDG_BAD_INPUT},
      {"<rss/>", TDG_NOT_MINE},
      {"<html/>", TDG_NOT_MINE},
      {"<!DOCTYPE urlset [<!ENTITY a SYSTEM 'file:///x'>]><urlset><url><loc>&a;</loc></url></urlset>",
       TDG_BAD_INPUT}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    json_t *out = parse(cases[i].text);
    if (status_of(out) != cases[i].status) fail_msg("%s: %d", cases[i].text, status_of(out));
    json_decref(out);
  }
}

static void a_list_of_addresses_is_a_sitemap(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int status;
    size_t requests;
  } v[] = {{"https://a.example/1\r\nhttps://a.example/2\r\n", TDG_OK, 2},
           {"\xEF\xBB\xBFhttps://a.example/1\n\n  http://a.example/\xC3\xA9 \n", TDG_OK, 2},
           {"https://a.example/1", TDG_OK, 1},
           {"https://a.example/1\nSee also https://a.example/2\n", TDG_NOT_MINE, 0},
           {"Some words.\nhttps://a.example/1\n", TDG_NOT_MINE, 0},
           {"ftp://a.example/1\n", TDG_NOT_MINE, 0}};
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    json_t *out = parse(v[i].text);
    if (status_of(out) != v[i].status || requests_of(out) != v[i].requests)
      fail_msg("%s: %d, %zu requests", v[i].text, status_of(out), requests_of(out));
    json_decref(out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_list_of_addresses_is_a_sitemap),
      cmocka_unit_test(each_address_is_asked_for),
      cmocka_unit_test(news_become_articles_as_well),
      cmocka_unit_test(an_index_leads_to_its_sitemaps),
      cmocka_unit_test(a_sitemap_of_the_largest_size_stays_within_what_the_engine_takes),
      cmocka_unit_test(broken_ones_are_read_as_far_as_they_go),
      cmocka_unit_test(what_is_no_sitemap_is_told_apart),
  };
  reader = harness_open("parse-sitemap", "sitemap", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
