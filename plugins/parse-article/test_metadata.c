/* test_metadata.c - parse-article: which of the things a page says about its article are believed. */
#include "test_support.h"

#define LD(json) "<script type=\"application/ld+json\">" json "</script>"
#define BODY "<p>" P1 "</p><p>" P2 "</p><p>" P3 "</p>"
#define META(name, content) "<meta property=\"" name "\" content=\"" content "\">"

static void assert_title(const char *html, const char *title) {
  json_t *out = parse(html);
  assert_string_equal(harness_text(out, 0, "title"), title);
  json_decref(out);
}

/* ---- titles ---- */

static void the_headline_of_a_newsroom_beats_the_shown_one(void **state) {
  (void)state;
  assert_title(
      "<html><head><title>Ticker: lamp lit | Coast Daily</title>" META("og:title", "Ticker: lamp lit")
          LD("{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel "
             "Point\"}") "</head><body><article><h1>Ticker: lamp lit</h1>" BODY "</article></body></html>",
      "Light returns to Sorrel Point");
}

static void the_headline_of_a_blog_s_plug_in_does_not(void **state) {
  (void)state;
  assert_title(
      "<html><head><title>Light at Sorrel Point: all you need to know</title>" LD(
          "{\"@type\":\"BlogPosting\",\"headline\":\"Light at Sorrel Point: all you need to know\"}") "</"
                                                                                                      "head><"
                                                                                                      "body><"
                                                                                                      "articl"
                                                                                                      "e><h1>"
                                                                                                      "Light "
                                                                                                      "return"
                                                                                                      "s "
                                                                                                      "to "
                                                                                                      "Sorrel"
                                                                                                      " "
                                                                                                      "Point<"
                                                                                                      "/h1"
                                                                                                      ">" BODY
                                                                                                      "</"
                                                                                                      "articl"
                                                                                                      "e></"
                                                                                                      "body><"
                                                                                                      "/html"
                                                                                                      ">",
      "Light returns to Sorrel Point");
}

static void a_newsroom_s_title_for_search_engines_does_not(void **state) {
  (void)state;
  assert_title("<html><head><title>Sorrel Point lamp: what we know | Coast Daily</title>" META(
                   "og:site_name", "Coast Daily") META("og:title", "Light returns to Sorrel Point")
                   LD("{\"@type\":\"NewsArticle\",\"headline\":\"Sorrel Point "
                      "lamp: what we know\"}") "</head><body><article><h1>Light "
                                               "returns to Sorrel Point</h1>" BODY "</article></body></html>",
               "Light returns to Sorrel Point");
}

static void a_headline_cut_to_a_length_does_not(void **state) {
  (void)state;
  assert_title(
      "<html><head>" LD(
          "{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel Point after nine dark years, "
          "and the village that repaired it asks who is going to\"}") "</head><body><article><h1>Light "
                                                                      "returns to Sorrel Point after nine "
                                                                      "dark years, and the village that "
                                                                      "repaired it "
                                                                      "asks who is going to pay the "
                                                                      "keepers</h1>" BODY
                                                                      "</article></body></html>",
      "Light returns to Sorrel Point after nine dark years, and the village that repaired it asks who is "
      "going to pay "
      "the keepers");
}

static void a_headline_with_its_kicker_is_whole(void **state) {
  (void)state;
  assert_title("<html><head>" LD("{\"@type\":\"Article\",\"headline\":\"Coast: Light returns to Sorrel "
                                 "Point\"}") "</head><body><article><span>Coast</span><h1>Light returns to "
                                             "Sorrel Point</h1>" BODY "</article></body></html>",
               "Coast: Light returns to Sorrel Point");
}

static void one_of_several_types_is_enough_for_a_newsroom(void **state) {
  (void)state;
  assert_title(
      "<html><head>" LD("{\"@type\":[\"Thing\",\"ReportageNewsArticle\"],\"headline\":\"Light returns to "
                        "Sorrel Point\"}") "</head><body><article><h1>Ticker: light on the coast</h1>" BODY
                                           "</article></body></html>",
      "Light returns to Sorrel Point");
}

static void a_live_blog_is_not_called_after_its_last_posting(void **state) {
  (void)state;
  json_t *out = parse("<html><head>" LD(
      "{\"@type\":\"LiveBlogPosting\",\"headline\":\"Storm over Sorrel, hour by hour\",\"datePublished\":"
      "\"2024-03-04T08:00:00Z\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\",\"headline\":\"Ferry turns "
      "back\",\"author\":\"Bo Lantern\",\"articleBody\":\"It "
      "did.\",\"datePublished\":\"2024-03-05T09:00:00Z\"}]}") "</head><body><article><h1>Storm over Sorrel, "
                                                              "hour by hour</h1>" BODY
                                                              "</article></body></html>");
  assert_string_equal(harness_text(out, 0, "title"), "Storm over Sorrel, hour by hour");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-04T08:00:00Z");
  json_decref(out);
}

static void a_breadcrumb_is_no_headline(void **state) {
  (void)state;
  assert_title(
      "<html><head>" META(
          "og:title",
          "Light returns to Sorrel Point") "<title>The lamp of Sorrel: how it was lit - Coast "
                                           "Daily</title></head><body><h1 class=\"breadcrumb_last\">The lamp "
                                           "of Sorrel: how it was lit</h1><article><h2 "
                                           "itemprop=\"headline\">Light returns to Sorrel Point</h2>" BODY
                                           "</article></body></html>",
      "Light returns to Sorrel Point");
}

static void a_lower_heading_takes_the_outlet_off_the_title(void **state) {
  (void)state;
  assert_title("<html><head><title>Sorrel Observer: Light returns to Sorrel "
               "Point</title></head><body><h2>Light returns to Sorrel "
               "Point</h2>" BODY "</body></html>",
               "Light returns to Sorrel Point");
}

static void a_section_behind_a_bar_goes(void **state) {
  (void)state;
  assert_title("<html><head><title>Light returns to Sorrel Point | "
               "Opinion</title></head><body><article><h1>Light returns to Sorrel "
               "Point | Opinion</h1>" BODY "</article></body></html>",
               "Light returns to Sorrel Point");
  assert_title("<html><head><title>STORM 2.0 | Light returns to Sorrel "
               "Point</title></head><body><article><h1>STORM 2.0 | Light "
               "returns to Sorrel Point</h1>" BODY "</article></body></html>",
               "STORM 2.0 | Light returns to Sorrel Point");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_headline_of_a_newsroom_beats_the_shown_one),
      cmocka_unit_test(the_headline_of_a_blog_s_plug_in_does_not),
      cmocka_unit_test(a_newsroom_s_title_for_search_engines_does_not),
      cmocka_unit_test(a_headline_cut_to_a_length_does_not),
      cmocka_unit_test(a_headline_with_its_kicker_is_whole),
      cmocka_unit_test(one_of_several_types_is_enough_for_a_newsroom),
      cmocka_unit_test(a_live_blog_is_not_called_after_its_last_posting),
      cmocka_unit_test(a_breadcrumb_is_no_headline),
      cmocka_unit_test(a_lower_heading_takes_the_outlet_off_the_title),
      cmocka_unit_test(a_section_behind_a_bar_goes),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
