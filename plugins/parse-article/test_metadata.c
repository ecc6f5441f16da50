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

/* ---- authors ---- */

/* The names joined by bars. */
static void assert_authors(const char *html, const char *names) {
  char got[400] = "";
  json_t *out = parse(html), *v;
  size_t i;
  json_array_foreach(harness_at(out, 0, "authors"), i, v) {
    if (i > 0) strcat(got, "|");
    strncat(got, json_string_value(json_object_get(v, "name")), 90);
  }
  assert_string_equal(got, names);
  json_decref(out);
}

static void assert_byline(const char *byline, const char *names) {
  char html[4000];
  snprintf(html, sizeof html,
           "<html><head><title>Light returns to Sorrel Point</title></head><body><article><h1>Light returns "
           "to Sorrel "
           "Point</h1><p class=\"byline\">%s</p>" BODY "</article></body></html>",
           byline);
  assert_authors(html, names);
}

static void bylines_are_read_in_many_languages(void **state) {
  (void)state;
  static const char *const lines[][2] = {
      {"By Ada Quill and Bo Lantern", "Ada Quill|Bo Lantern"},
      {"Von Jörg Askel und Ida van der Moor", "Jörg Askel|Ida van der Moor"},
      {"Par Élodie Marchand et Luc d'Orge", "Élodie Marchand|Luc d'Orge"},
      {"Por Inés Calvo y Raúl Peña", "Inés Calvo|Raúl Peña"},
      {"di Carla Brusca e Ugo Neri", "Carla Brusca|Ugo Neri"},
      {"Por João Lago e Rita Vale", "João Lago|Rita Vale"},
      {"Door Saar Pekel en Bas Duin", "Saar Pekel|Bas Duin"},
      {"Autor: Jan Sosna, Ewa Łoza", "Jan Sosna|Ewa Łoza"},
      {"Napsal Petr Žák a Jana Říhová", "Petr Žák|Jana Říhová"},
      {"Автор: Олена Гай та Іван Яр", "Олена Гай|Іван Яр"},
      {"Автор: Анна Лугова и Пётр Ильмень", "Анна Лугова|Пётр Ильмень"},
      {"Haber: Ece Ada ve Can Uzun", "Ece Ada|Can Uzun"},
      {"بقلم: ليلى الساحل", "ليلى الساحل"},
      {"מאת: נועה חוף", "נועה חוף"},
      {"作者：林海、陈岸", "林海|陈岸"},
      {"海野灯 記者", "海野灯"},
      {"한바다 기자", "한바다"}};
  for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) assert_byline(lines[i][0], lines[i][1]);
}

static void offices_places_and_addresses_are_left_out(void **state) {
  (void)state;
  assert_byline("Von Jörg Askel, Tarsk", "Jörg Askel");
  assert_byline("By Ada Quill, senior editor", "Ada Quill");
  assert_byline("By Ada Quill, Coast Correspondent", "Ada Quill");
  assert_byline("By ADA QUILL, CNX", "ADA QUILL");
  assert_byline("By Ada Quill, Bo Lantern, Sparrow", "Ada Quill|Bo Lantern|Sparrow");
  assert_byline("By Ada Quill ada@daily.example", "Ada Quill");
  assert_byline("By J. R. Quill in Hollin", "J. R. Quill");
  assert_byline("By Ada&nbsp;Quill&nbsp;", "Ada Quill");
  assert_byline("This post was written by Ada Quill, Head of Lamps and Harbour Development", "Ada Quill");
}

static void institutions_keep_their_conjunctions(void **state) {
  (void)state;
  assert_byline("Centre for Lamp Evaluation and Research", "Centre for Lamp Evaluation and Research");
}

static void an_author_tag_with_an_address_or_keywords_names_nobody(void **state) {
  (void)state;
  assert_authors(PAGE("<meta name=\"author\" content=\"daily.example, Hollin, Aldmark\">", ""), "");
  assert_authors(PAGE("<meta name=\"author\" content=\"Lamp, Coast, Sea, Harbour, Village\">", ""), "");
  assert_authors(PAGE("<meta name=\"twitter:data1\" content=\"3 minutes\">", ""), "");
}

static void an_account_of_the_machine_is_the_last_resort(void **state) {
  (void)state;
  assert_authors(PAGE("<meta name=\"author\" content=\"admin\">", "<p class=\"byline\">By Ada Quill</p>"),
                 "Ada Quill");
  assert_authors(PAGE("<meta name=\"author\" content=\"admin\">", ""), "admin");
}

static void an_organisation_beats_words_that_are_no_person(void **state) {
  (void)state;
  assert_authors(
      "<html><head>" LD(
          "{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel Point\",\"author\":{"
          "\"@type\":\"Organization\",\"name\":\"Coast Daily\"}}") "</head><body><article><h1>Light returns "
                                                                   "to Sorrel Point</h1><p "
                                                                   "class=\"byline\">red, agencies</p>" BODY
                                                                   "</article></body></html>",
      "Coast Daily");
}

static void a_byline_with_more_people_is_fuller_than_json_ld(void **state) {
  (void)state;
  assert_authors("<html><head>" LD(
                     "{\"@type\":\"Article\",\"headline\":\"Light returns to Sorrel Point\",\"author\":{"
                     "\"@type\":\"Person\",\"name\":\"Ada Quill\"}}") "</head><body><article><h1>Light "
                                                                      "returns to Sorrel Point</h1><p "
                                                                      "class=\"byline\">By Dr Ada Quill, Bo "
                                                                      "Lantern</p>" BODY
                                                                      "</article></body></html>",
                 "Dr Ada Quill|Bo Lantern");
}

static void assert_beside_date(const char *words, const char *names) {
  char html[4000];
  snprintf(html, sizeof html,
           "<html><head><title>Light returns to Sorrel Point</title></head><body><div><a href=\"/c\">Coast "
           "News</a></div>"
           "<h1>Light returns to Sorrel Point</h1><div><span>%s</span><span>5 March "
           "2024</span></div><article>" BODY "</article></body></html>",
           words);
  assert_authors(html, names);
}

static void a_name_beside_the_date_is_a_byline(void **state) {
  (void)state;
  assert_beside_date("Ada Quill &nbsp;|", "Ada Quill");
  assert_beside_date("Coast News", "");   /* a section: it is linked */
  assert_beside_date("Sorrel Point", ""); /* words of the title */
}

static void a_label_in_a_line_of_its_own_introduces_the_next(void **state) {
  (void)state;
  assert_authors("<html><head><title>Light returns to Sorrel Point</title></head><body><h1>Light returns to "
                 "Sorrel Point</h1>"
                 "<div><p>Written by</p><p>Ada Quill</p></div><article>" BODY "</article></body></html>",
                 "Ada Quill");
}

static void a_signature_at_the_right_is_the_author(void **state) {
  (void)state;
  assert_authors(
      "<html><head>" LD(
          "{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel Point\",\"author\":{"
          "\"@type\":\"Organization\",\"name\":\"Coast Daily\"}}") "</head><body><article><h1>Light returns "
                                                                   "to Sorrel Point</h1>" BODY
                                                                   "<p style=\"text-align:right\"><strong>Lê "
                                                                   "Hải "
                                                                   "Đăng</strong></p></article></body></"
                                                                   "html>",
      "Lê Hải Đăng");
}

static void the_desk_named_behind_the_article_is_better_than_nobody(void **state) {
  (void)state;
  assert_authors(PAGE("", ""), "");
  assert_authors("<html><head><title>Light returns to Sorrel Point</title></head><body><article><h1>Light "
                 "returns to Sorrel "
                 "Point</h1>" BODY "</article><div>(责编：林海、陈岸)</div></body></html>",
                 "林海|陈岸");
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
      cmocka_unit_test(bylines_are_read_in_many_languages),
      cmocka_unit_test(offices_places_and_addresses_are_left_out),
      cmocka_unit_test(institutions_keep_their_conjunctions),
      cmocka_unit_test(an_author_tag_with_an_address_or_keywords_names_nobody),
      cmocka_unit_test(an_account_of_the_machine_is_the_last_resort),
      cmocka_unit_test(an_organisation_beats_words_that_are_no_person),
      cmocka_unit_test(a_byline_with_more_people_is_fuller_than_json_ld),
      cmocka_unit_test(a_name_beside_the_date_is_a_byline),
      cmocka_unit_test(a_label_in_a_line_of_its_own_introduces_the_next),
      cmocka_unit_test(a_signature_at_the_right_is_the_author),
      cmocka_unit_test(the_desk_named_behind_the_article_is_better_than_nobody),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
