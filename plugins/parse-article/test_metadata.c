/* test_metadata.c - parse-article: which of the things a page says about its article are believed. */
#include "test_support.h"

#include <time.h>

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

static void a_headline_with_its_outlet_does_not(void **state) {
  (void)state;
  assert_title(
      "<html><head>" LD("{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel Point - Coast "
                        "Daily\"}") "</head><body><article><h1>Light returns to Sorrel Point</h1>" BODY
                                    "</article></body></html>",
      "Light returns to Sorrel Point");
}

static void a_headline_about_its_outlet_is_one(void **state) {
  (void)state;
  assert_title("<html><head><title>Coast Daily wins a prize in Hollin</title>" META(
                   "og:site_name",
                   "Coast Daily") "</head><body><article><h1>Coast Daily wins a prize in Hollin</h1>" BODY
                                  "</article><h1>Coast Daily</h1></body></html>",
               "Coast Daily wins a prize in Hollin");
}

static void of_several_articles_in_json_ld_the_page_s_own_counts(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title>Light returns to Sorrel Point | Coast Daily</title>" LD(
      "[{\"@type\":\"NewsArticle\",\"headline\":\"Storm over Hollin\",\"author\":\"Bo "
      "Lantern\",\"datePublished\":\"2024-03-01\","
      "\"articleBody\":\"It blew.\"},{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel "
      "Point\",\"author\":\"Ada Quill\",\"datePublished\":\"2024-03-05\"}]") "</"
                                                                             "head><body><article><h1>Light "
                                                                             "returns to Sorrel "
                                                                             "Point</h1>" BODY
                                                                             "</article></body></html>");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-05T00:00:00Z");
  json_decref(out);
}

static void a_headline_with_its_kicker_is_whole(void **state) {
  (void)state;
  assert_title("<html><head>" LD("{\"@type\":\"Article\",\"headline\":\"Coast: Light returns to Sorrel "
                                 "Point\"}") "</head><body><article><span>Coast</span><h1>Light returns to "
                                             "Sorrel Point</h1>" BODY "</article></body></html>",
               "Coast: Light returns to Sorrel Point");
}

static void a_kicker_inside_the_shown_headline_is_none_of_it(void **state) {
  (void)state;
  assert_title(
      "<html><head>" META("og:title",
                          "Light returns to Sorrel Point") "</head><body><article><h1><span>Harbours</span> "
                                                           "Light returns to Sorrel Point</h1>" BODY
                                                           "</article></body></html>",
      "Light returns to Sorrel Point");
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

static void hard_spaces_in_a_title_are_spaces(void **state) {
  (void)state;
  assert_title("<html><head><title>Light</title></head><body><article><h1>Light&nbsp;returns to "
               "Sorrel&#8239;Point&nbsp;</h1>" BODY "</article></body></html>",
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
  assert_byline("Words: Ada Quill. Pictures: Bo Lantern", "Ada Quill");
  assert_byline("By Ada St. John", "Ada St. John");
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

static void journals_put_the_family_first(void **state) {
  (void)state;
  assert_authors(PAGE("<meta name=\"citation_author\" content=\"Quill, Ada M.\"><meta "
                      "name=\"citation_author\" content=\"Lantern, Bo\">",
                      ""),
                 "Ada M. Quill|Bo Lantern");
  assert_authors(PAGE("<meta name=\"author\" content=\"Quill, Ada; Lantern, Bo\">", ""),
                 "Ada Quill|Bo Lantern");
}

static void a_name_below_the_headline_that_stands_again_is_a_byline(void **state) {
  (void)state;
#define NAMED(end)                                                                                           \
  "<html><head><title>Light returns to Sorrel Point</title></head><body><h1>Light returns to Sorrel "        \
  "Point</h1><p>Ada "                                                                                        \
  "Quill</p><article>" BODY "</article>" end "</body></html>"
  assert_authors(NAMED("<div><p>Ada Quill</p><p>She has kept the light of Sorrel.</p></div>"), "Ada Quill");
  assert_authors(NAMED(""), "");
}

static void an_account_of_the_machine_is_the_last_resort(void **state) {
  (void)state;
  assert_authors(PAGE("<meta name=\"author\" content=\"admin\">", "<p class=\"byline\">By Ada Quill</p>"),
                 "Ada Quill");
  assert_authors(PAGE("<meta name=\"author\" content=\"admin\">", ""), "admin");
}

static void microdata_may_name_an_author_unseen(void **state) {
  (void)state;
  assert_authors(PAGE("", "<meta itemprop=\"author\" content=\"Ada Quill\">"), "Ada Quill");
}

static void who_publishes_a_blog_of_one_is_its_author(void **state) {
  (void)state;
  assert_authors(PAGE(LD("{\"@type\":\"Article\",\"headline\":\"Light\",\"author\":{\"@type\":\"Person\","
                         "\"name\":\"Ada Quill\"},"
                         "\"publisher\":{\"@type\":\"Person\",\"name\":\"Ada Quill\"}}"),
                      "<p class=\"byline\">By Bo Lantern</p>"),
                 "Ada Quill");
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
  assert_authors(
      "<html><head>" LD(
          "{\"@type\":\"Article\",\"headline\":\"Light returns to Sorrel Point\",\"author\":{"
          "\"@type\":\"Person\",\"name\":\"Ada Quill\"}}") "</head><body><article><h1>Light returns to "
                                                           "Sorrel Point</h1><div class=\"byline\"><span "
                                                           "class=\"author\">Ada "
                                                           "Quill</span><span class=\"author\">About Ada "
                                                           "Quill</span></div>" BODY
                                                           "</article></body></html>",
      "Ada Quill");
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

static void the_address_of_a_house_is_no_author(void **state) {
  (void)state;
  char html[20000] = "<html><head><title>Light returns to Sorrel "
                     "Point</title></head><body><article><h1>Light returns to Sorrel "
                     "Point</h1>" BODY;
  for (int i = 0; i < 100; i++) strcat(html, "<p>" P1 "</p>");
  strcat(html, "</article><address>9 Harbour Street, North Hollin, AD</address></body></html>");
  assert_authors(html, "");
}

static void the_desk_named_behind_the_article_is_better_than_nobody(void **state) {
  (void)state;
  assert_authors(PAGE("", ""), "");
  assert_authors("<html><head><title>Light returns to Sorrel Point</title></head><body><article><h1>Light "
                 "returns to Sorrel "
                 "Point</h1>" BODY "</article><div>(责编：林海、陈岸)</div></body></html>",
                 "林海|陈岸");
}

/* ---- dates ---- */

static void assert_date(const char *head, const char *line, const char *day) {
  char html[6000];
  json_t *out;
  snprintf(html, sizeof html,
           "<html%s</head><body><article><h1>Light returns to Sorrel Point</h1><p class=\"when\">%s</p>" BODY
           "</article></body></html>",
           head, line);
  out = parse(html);
  assert_non_null(harness_at(out, 0, "title"));
  if (day == NULL) assert_string_equal(harness_text(out, 0, "published"), "");
  else assert_int_equal(strncmp(harness_text(out, 0, "published"), day, strlen(day)), 0);
  json_decref(out);
}
#define HEADED(lang) " lang=\"" lang "\"><head><title>Light returns to Sorrel Point</title>"

static void dates_are_read_in_many_languages(void **state) {
  (void)state;
  assert_date(HEADED("en"), "Published March 5, 2024", "2024-03-05");
  assert_date(HEADED("de"), "Veröffentlicht am 5. März 2024 um 14:30 Uhr", "2024-03-05");
  assert_date(HEADED("fr"), "Publié le 5 août 2024 à 18 h 20", "2024-08-05");
  assert_date(HEADED("es"), "Publicado el 5 de marzo de 2024", "2024-03-05");
  assert_date(HEADED("it"), "Pubblicato il 5 febbraio 2024", "2024-02-05");
  assert_date(HEADED("pt"), "Publicado em 5 de março de 2024", "2024-03-05");
  assert_date(HEADED("nl"), "Gepubliceerd op 5 maart 2024", "2024-03-05");
  assert_date(HEADED("pl"), "Opublikowano 5 marca 2024", "2024-03-05");
  assert_date(HEADED("cs"), "Publikováno 5. března 2024", "2024-03-05");
  assert_date(HEADED("uk"), "Опубліковано 5 березня 2024 року", "2024-03-05");
  assert_date(HEADED("ru"), "Опубликовано 5 марта 2024 года", "2024-03-05");
  assert_date(HEADED("tr"), "Yayınlanma: 5 Mart 2024", "2024-03-05");
  assert_date(HEADED("ar"), "نشر في 5 مارس 2024", "2024-03-05");
  assert_date(HEADED("he"), "פורסם ב-5 במרץ 2024", "2024-03-05");
  assert_date(HEADED("zh"), "发布时间：2024年3月5日 14:30", "2024-03-05");
  assert_date(HEADED("ja"), "公開日：2024年3月5日", "2024-03-05");
  assert_date(HEADED("ko"), "입력 2024년 3월 5일", "2024-03-05");
}

static void dates_in_two_elements_are_not_glued(void **state) {
  (void)state;
  assert_date(HEADED("en"), "<span>December 20, 2024</span><span>September 26, 2025</span>", "2024-12-20");
}

static void numbers_are_read_in_the_order_of_the_page(void **state) {
  (void)state;
  assert_date(HEADED("en"), "03/10/2023", NULL); /* nothing decides */
  assert_date(HEADED("en"), "03/10/2023</p><p class=\"more\">27/09/2023", "2023-10-03");
  assert_date(HEADED("en"), "03/10/2023</p><p class=\"more\">09/27/2023", "2023-03-10");
  assert_date(HEADED("en") META("article:modified_time", "2023-10-04T10:00:00Z"), "03/10/2023", "2023-10-03");
  assert_date(HEADED("en-GB"), "03/10/2023", "2023-10-03");
  assert_date(HEADED("en-US"), "03/10/2023", "2023-03-10");
  assert_date(HEADED("de"), "03/10/2023", "2023-10-03");
  assert_date(HEADED("en") META("og:locale", "en_GB"), "03/10/2023", "2023-10-03");
  assert_date(HEADED("en"), "03/10/2023</p></article><p>Seen on 13 October 2022</p><article><p>",
              "2023-10-03");
}

static void an_address_decides_the_order_and_may_spell_the_month(void **state) {
  (void)state;
  const char *page = PAGE("", "<p class=\"when\">03/10/2023</p>"), *bare = PAGE("", "");
  json_t *out =
      harness_parse(h, page, strlen(page), "https://daily.example/2023/october/03/light", "text/html", "");
  assert_int_equal(strncmp(harness_text(out, 0, "published"), "2023-10-03", 10), 0);
  json_decref(out);
  out = harness_parse(h, bare, strlen(bare), "https://daily.example/2023/october/03/light", "text/html", "");
  assert_int_equal(strncmp(harness_text(out, 0, "published"), "2023-10-03", 10), 0);
  json_decref(out);
}

static void a_shown_date_beats_a_statement_months_away(void **state) {
  (void)state;
#define MOVED META("article:published_time", "2025-06-12T08:00:00Z")
  assert_date(HEADED("en") MOVED, "November 2, 2022", "2022-11-02");
  assert_date(HEADED("en") MOVED, "Last updated November 2, 2025", "2025-06-12");
  assert_date(HEADED("en") MOVED, "The lamp was seen in Hollin on the night of November 2, 2022",
              "2025-06-12");
  assert_date(HEADED("en") MOVED, "June 11, 2025", "2025-06-12"); /* another clock */
  assert_date(HEADED("en") MOVED META("article:modified_time", "2025-11-02T08:00:00Z"), "November 2, 2025",
              "2025-06-12");
}

static void author_tags_of_any_system_are_dates(void **state) {
  (void)state;
  assert_date(HEADED("en") "<meta name=\"cms_creationDate\" content=\"2024-03-05\">", "", "2024-03-05");
  assert_date(HEADED("en") "<meta name=\"published_at\" content=\"2024-03-05 11:30:00\">", "", "2024-03-05");
  assert_date(HEADED("en") "<meta name=\"expiration-date\" content=\"2034-03-05\">", "", NULL);
}

/* ---- the rest ---- */

static void assert_at(const char *html, const char *path, const char *value) {
  json_t *out = parse(html);
  assert_string_equal(harness_text(out, 0, path), value);
  json_decref(out);
}

static void pictures_and_publishers_are_followed_through_references(void **state) {
  (void)state;
  const char *page =
      PAGE(LD("{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"Light\",\"image\":{\"@id\":\"https://"
              "daily.example/story/#primaryimage\"},"
              "\"publisher\":{\"@id\":\"#org\"}},{\"@type\":\"ImageObject\",\"@id\":\"https://daily.example/"
              "story/#primaryimage\",\"url\":"
              "\"https://daily.example/up/"
              "tower.jpg\"},{\"@type\":\"Organization\",\"@id\":\"#org\",\"name\":\"Daily Example\"}]}"),
           "");
  assert_at(page, "lead_image.url", "https://daily.example/up/tower.jpg");
  assert_at(page, "rights.holder", "Daily Example");
}

static void a_reference_that_leads_nowhere_is_no_picture(void **state) {
  (void)state;
  assert_at(PAGE(LD("{\"@type\":\"Article\",\"headline\":\"Light\",\"image\":{\"@id\":\"https://"
                    "daily.example/#picture\"}}") META("og:image", "https://daily.example/tower.jpg"),
                 ""),
            "lead_image.url", "https://daily.example/tower.jpg");
}

static void the_caption_is_that_of_the_lead_picture(void **state) {
  (void)state;
  const char *page = PAGE(META("og:image", "https://daily.example/up/sorrel-tower.jpg"),
                          "<figure><img src=\"/up/ada.jpg\" alt=\"Ada\"><figcaption>Ada Quill, "
                          "reporter</figcaption></figure><figure><img "
                          "src=\"/up/sorrel-tower-1024x683.jpg\" alt=\"A tower\"><figcaption>The tower in "
                          "March</figcaption></figure>");
  assert_at(page, "lead_image.caption", "The tower in March");
  assert_at(page, "lead_image.alt", "A tower");
}

static void a_breadcrumb_names_the_section(void **state) {
  (void)state;
#define CRUMBS                                                                                               \
  LD("{\"@type\":\"BreadcrumbList\",\"itemListElement\":[{\"@type\":\"ListItem\",\"position\":1,\"name\":"   \
     "\"Start\",\"item\":"                                                                                   \
     "\"https://daily.example/\"},{\"@type\":\"ListItem\",\"position\":2,\"item\":{\"@id\":\"https://"       \
     "daily.example/coast\",\"name\":"                                                                       \
     "\"Coast\"}},{\"@type\":\"ListItem\",\"position\":3,\"name\":\"Light "                                  \
     "returns\",\"item\":\"https://daily.example/coast/l\"}]}")
  assert_at(PAGE(CRUMBS, ""), "section", "Coast");
  assert_at(PAGE(CRUMBS META("article:section", "Sea"), ""), "section", "Sea");
  assert_at(PAGE(CRUMBS META("article:section", "Uncategorized"), ""), "section", "Coast");
  assert_at(PAGE(META("article:section", "Light returns to Sorrel Point"), ""), "section", "");
}

static void tags_in_one_text_are_split_and_codes_dropped(void **state) {
  (void)state;
  json_t *out = parse(PAGE(
      META("article:tag", "Coast,Sea,Coast") META("article:tag", "Ships, boats and rafts")
          META("article:tag", "desk:topic:77") META("article:tag", "type_news") META("article:tag", "@west"),
      ""));
  json_t *tags = harness_at(out, 0, "tags");
  assert_int_equal(json_array_size(tags), 3);
  assert_string_equal(harness_text(out, 0, "tags.1"), "Sea");
  assert_string_equal(harness_text(out, 0, "tags.2"), "Ships, boats and rafts");
  json_decref(out);
}

static void what_is_no_language_is_passed_over(void **state) {
  (void)state;
#define IN(lang)                                                                                             \
  "<html lang=\"" lang "\"><head><title>L</title></head><body><article><h1>L</h1>" BODY                      \
  "</article></body></html>"
  assert_at(IN("utf-8"), "language", "en");
  assert_at(IN("de_de"), "language", "de-DE");
  assert_at(IN("ZH-HANT-tw"), "language", "zh-Hant-TW");
  assert_at(IN("es-419"), "language", "es-419");
}

static void a_text_tells_its_language_better_than_a_template(void **state) {
  (void)state;
#define TEN(s) s " " s " " s " " s " " s " " s " " s " " s
  assert_at("<html lang=\"en\"><head><title>L</title></head><body><article><h1>Das Licht am Kap</h1><p>" TEN(
                "Der Leuchtturm am Kap soll am Freitag wieder leuchten, nachdem er neun Jahre lang dunkel "
                "war, teilte die Behörde mit.") "</p></article></body></html>",
            "language", "de");
  assert_at(
      "<html lang=\"en\"><head><title>L</title>" META(
          "og:locale",
          "de_AT") "</head><body><article><h1>Das Licht am Kap</h1><p>" TEN("Der Leuchtturm am Kap soll am "
                                                                            "Freitag wieder leuchten, "
                                                                            "nachdem er neun Jahre lang "
                                                                            "dunkel war, teilte die Behörde "
                                                                            "mit.") "</p></article></body></"
                                                                                    "html>",
      "language", "de-AT");
}

static void a_title_once_more_is_no_subtitle(void **state) {
  (void)state;
  assert_at("<html><head><title>Light returns to Sorrel Point</title></head><body><article><h1>Light returns "
            "to Sorrel Point</h1><p "
            "class=\"subtitle\">Coast: Light returns to Sorrel Point</p><p class=\"subtitle\">After nine "
            "dark years the tower is "
            "lit again</p>" BODY "</article></body></html>",
            "subtitle", "After nine dark years the tower is lit again");
}

static void the_first_heading_of_the_body_is_no_subtitle(void **state) {
  (void)state;
  assert_at("<html><head><title>Light returns to Sorrel Point</title></head><body><article><h1>Light returns "
            "to Sorrel Point</h1>"
            "<h2>What the harbour board decided</h2>" BODY "</article></body></html>",
            "subtitle", "");
}

/* ---- hostile pages ---- */

static double seconds_for(const char *unit, size_t times, const char *tail) {
  static const char head[] =
      "<html><head><title>T</title></head><body><h1>Light returns to Sorrel Point</h1>";
  size_t n = strlen(unit), size = sizeof head + n * times + strlen(tail) + 1, at = sizeof head - 1;
  char *html = malloc(size);
  struct timespec from, to;
  assert_non_null(html);
  memcpy(html, head, sizeof head);
  for (size_t i = 0; i < times; i++, at += n) memcpy(html + at, unit, n);
  strcpy(html + at, tail);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  json_decref(parse(html));
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  free(html);
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Ten times as many are to take about ten times as long, and not a hundred times. */
static void assert_linear(const char *unit, size_t times, const char *tail) {
  double few = seconds_for(unit, times, tail), many = seconds_for(unit, times * 10, tail);
  assert_true(many < 2.0 || many < few * 40);
}

static void great_numbers_of_anything_take_linear_time(void **state) {
  (void)state;
  assert_linear("<span>Ada Quill</span><span>5 March 2024</span>", 2000, "<a href=\"/s\">Ada Quill</a>");
  assert_linear("<i>Ada Quill</i><b>03/04/2024</b>", 2000, "<a href=\"/s\">Ada Quill</a>");
  assert_linear("<p>Written by</p><p>Ada Quill</p>", 2000, "<a href=\"/s\">Ada Quill</a>");
  assert_linear("<figure><img src=\"a.jpg\"><figcaption>c</figcaption></figure>", 2000, "");
  assert_linear("<h1>a b c</h1><h2>d e f</h2>", 2000, "");
  assert_linear("<p class=\"byline\">By Ada Quill and and and and and and</p>", 2000, "");
  assert_linear("<meta property=\"article:tag\" content=\"a,b,c\"><meta name=\"date\" content=\"x\">", 2000,
                "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_headline_of_a_newsroom_beats_the_shown_one),
      cmocka_unit_test(the_headline_of_a_blog_s_plug_in_does_not),
      cmocka_unit_test(a_newsroom_s_title_for_search_engines_does_not),
      cmocka_unit_test(a_headline_cut_to_a_length_does_not),
      cmocka_unit_test(a_headline_with_its_outlet_does_not),
      cmocka_unit_test(a_headline_about_its_outlet_is_one),
      cmocka_unit_test(of_several_articles_in_json_ld_the_page_s_own_counts),
      cmocka_unit_test(a_headline_with_its_kicker_is_whole),
      cmocka_unit_test(a_kicker_inside_the_shown_headline_is_none_of_it),
      cmocka_unit_test(one_of_several_types_is_enough_for_a_newsroom),
      cmocka_unit_test(a_live_blog_is_not_called_after_its_last_posting),
      cmocka_unit_test(a_breadcrumb_is_no_headline),
      cmocka_unit_test(a_lower_heading_takes_the_outlet_off_the_title),
      cmocka_unit_test(hard_spaces_in_a_title_are_spaces),
      cmocka_unit_test(a_section_behind_a_bar_goes),
      cmocka_unit_test(bylines_are_read_in_many_languages),
      cmocka_unit_test(offices_places_and_addresses_are_left_out),
      cmocka_unit_test(institutions_keep_their_conjunctions),
      cmocka_unit_test(an_author_tag_with_an_address_or_keywords_names_nobody),
      cmocka_unit_test(journals_put_the_family_first),
      cmocka_unit_test(a_name_below_the_headline_that_stands_again_is_a_byline),
      cmocka_unit_test(an_account_of_the_machine_is_the_last_resort),
      cmocka_unit_test(microdata_may_name_an_author_unseen),
      cmocka_unit_test(who_publishes_a_blog_of_one_is_its_author),
      cmocka_unit_test(an_organisation_beats_words_that_are_no_person),
      cmocka_unit_test(a_byline_with_more_people_is_fuller_than_json_ld),
      cmocka_unit_test(a_name_beside_the_date_is_a_byline),
      cmocka_unit_test(a_label_in_a_line_of_its_own_introduces_the_next),
      cmocka_unit_test(a_signature_at_the_right_is_the_author),
      cmocka_unit_test(the_address_of_a_house_is_no_author),
      cmocka_unit_test(the_desk_named_behind_the_article_is_better_than_nobody),
      cmocka_unit_test(dates_are_read_in_many_languages),
      cmocka_unit_test(dates_in_two_elements_are_not_glued),
      cmocka_unit_test(numbers_are_read_in_the_order_of_the_page),
      cmocka_unit_test(an_address_decides_the_order_and_may_spell_the_month),
      cmocka_unit_test(a_shown_date_beats_a_statement_months_away),
      cmocka_unit_test(author_tags_of_any_system_are_dates),
      cmocka_unit_test(pictures_and_publishers_are_followed_through_references),
      cmocka_unit_test(a_reference_that_leads_nowhere_is_no_picture),
      cmocka_unit_test(the_caption_is_that_of_the_lead_picture),
      cmocka_unit_test(a_breadcrumb_names_the_section),
      cmocka_unit_test(tags_in_one_text_are_split_and_codes_dropped),
      cmocka_unit_test(what_is_no_language_is_passed_over),
      cmocka_unit_test(a_text_tells_its_language_better_than_a_template),
      cmocka_unit_test(a_title_once_more_is_no_subtitle),
      cmocka_unit_test(the_first_heading_of_the_body_is_no_subtitle),
      cmocka_unit_test(great_numbers_of_anything_take_linear_time),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
