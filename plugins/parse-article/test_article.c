/* test_article.c - what parse-article makes of whole pages.  All outlets and people are invented. */
#include "test_support.h"

/* ---- languages ---- */

static char *next_line(char **p) {
  char *line = *p, *end = strchr(line, '\n');
  if (end == NULL) return NULL;
  *end = '\0';
  *p = end + 1;
  return line;
}

/* pages/NAME.txt: title, author, time, language, then one line a paragraph. */
static void read_page_of(const char *name) {
  char path[200];
  size_t n, i;
  json_t *block;
  snprintf(path, sizeof path, "plugins/parse-article/pages/%s.html", name);
  char *html = harness_file(path, &n);
  json_t *out = parse_bytes(html, n, "");
  snprintf(path, sizeof path, "plugins/parse-article/pages/%s.txt", name);
  char *wanted = harness_file(path, &n), *p = wanted, *line;
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "title"), next_line(&p));
  assert_string_equal(harness_text(out, 0, "authors.0.name"), next_line(&p));
  assert_string_equal(harness_text(out, 0, "published"), next_line(&p));
  assert_string_equal(harness_text(out, 0, "language"), next_line(&p));
  json_array_foreach(harness_at(out, 0, "blocks"), i, block) {
    const char *text = json_string_value(json_object_get(block, "text"));
    if (text == NULL) continue; /* a picture */
    line = next_line(&p);
    assert_string_equal(text, line != NULL ? line : "nothing more");
  }
  assert_null(next_line(&p));
  free(html);
  free(wanted);
  json_decref(out);
}

static void pages_of_each_language_are_read_whole_and_clean(void **state) {
  static const char *const all[] = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs",
                                    "uk", "ru", "tr", "ar", "he", "zh", "ja", "ko"};
  (void)state;
  for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
    print_message("page: %s\n", all[i]);
    read_page_of(all[i]);
  }
}

/* Five ways to build a page: class names in the page's language, names that mean nothing, tables and line
 * breaks, microdata, no names at all.  Junk stands before, between and behind the words. */
static void pages_are_read_whichever_way_they_are_built(void **state) {
  static const char *const all[] = {
      "en-native", "en-table",  "de-hashed", "de-micro",  "fr-table",  "fr-plain",  "es-micro",  "es-native",
      "it-plain",  "it-hashed", "pt-native", "pt-table",  "nl-hashed", "nl-micro",  "pl-table",  "pl-plain",
      "cs-micro",  "cs-native", "uk-plain",  "uk-hashed", "ru-native", "ru-table",  "tr-hashed", "tr-micro",
      "ar-table",  "ar-plain",  "he-micro",  "he-native", "zh-plain",  "zh-hashed", "ja-native", "ja-table",
      "ko-hashed", "ko-micro",  "th-table",  "th-plain"};
  (void)state;
  for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
    print_message("page: %s\n", all[i]);
    read_page_of(all[i]);
  }
}

static void right_to_left_pages_say_so(void **state) {
  size_t n;
  char *html = harness_file("plugins/parse-article/pages/ar.html", &n);
  json_t *out = parse_bytes(html, n, "");
  (void)state;
  assert_string_equal(harness_text(out, 0, "direction"), "rtl");
  free(html);
  json_decref(out);
}

/* ---- what is said about the article ---- */

#define LD(json) "<script type=\"application/ld+json\">" json "</script>"

static void json_ld_names_authors_and_dates(void **state) {
  (void)state;
  json_t *out = parse(
      PAGE(LD("{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel Point\",\"datePublished\":"
              "\"2024-03-05T23:30:00-05:00\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ada "
              "Quill\",\"url\":\"/ada\"},"
              "{\"name\":\"Bo Lantern\"}],\"articleSection\":\"Coast\",\"keywords\":[\"light\",\"sea\"]}"),
           ""));
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  assert_string_equal(harness_text(out, 0, "authors.0.url"), "https://daily.example/ada");
  assert_string_equal(harness_text(out, 0, "authors.1.name"), "Bo Lantern");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-05T23:30:00-05:00");
  assert_string_equal(harness_text(out, 0, "section"), "Coast");
  assert_string_equal(harness_text(out, 0, "tags.1"), "sea");
  json_decref(out);
}

static void broken_json_ld_is_mended(void **state) {
  (void)state;
  json_t *out = parse(PAGE(LD("<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Light\nreturns to Sorrel "
                              "Point\",\"author\":{\"name\":\"Ada Quill\",},"
                              "\"datePublished\":\"2024-03-05\",} -->"),
                           ""));
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-05T00:00:00Z");
  json_decref(out);
}

static void authors_are_found_through_references_in_a_graph(void **state) {
  (void)state;
  json_t *out =
      parse(PAGE(LD("{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"Light\",\"author\":{\"@id\":\"#p\"}},"
                    "{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"Ada Quill\"}]}"),
                 ""));
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  json_decref(out);
}

static void the_headline_on_the_page_wins_over_titles_for_search(void **state) {
  (void)state;
  json_t *out = parse(PAGE(
      "<meta property=\"og:title\" content=\"Sorrel Point: light returns at last | Daily Example\">", ""));
  assert_string_equal(harness_text(out, 0, "title"), "Light returns to Sorrel Point");
  json_decref(out);
}

static void the_headline_is_no_part_of_the_text(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title>The harbour, whole - Example</title></head><body><article><h1>The "
                      "harbour, whole</h1><p class=lead>"
                      "Everything about the harbour, told in three parts by those who were there.</p><p>" P1
                      "</p><p>" P2 "</p><p>" P3 "</p></article></body></html>");
  assert_string_equal(harness_text(out, 0, "title"), "The harbour, whole");
  assert_int_equal(strncmp(harness_text(out, 0, "text"), "Everything about", 16), 0);
  json_decref(out);
}

static void a_title_loses_the_name_of_its_outlet(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title>Light returns - Daily Example</title><meta "
                      "property=\"og:site_name\" content=\"Daily Example\">"
                      "</head><body><p>" P1 "</p><p>" P2 "</p></body></html>");
  assert_string_equal(harness_text(out, 0, "title"), "Light returns");
  json_decref(out);
}

static void every_value_says_where_it_came_from(void **state) {
  (void)state;
  json_t *out = parse(PAGE("<meta name=\"author\" content=\"Ada Quill\"><meta "
                           "property=\"article:published_time\" content=\"2024-03-05T10:00:00Z\">",
                           ""));
  assert_string_equal(harness_text(out, 0, "origins.0.field"), "title");
  assert_string_equal(harness_text(out, 0, "origins.1.from"), "meta");
  assert_string_equal(harness_text(out, 0, "origins.2.from"), "opengraph");
  assert_string_equal(harness_text(out, 0, "origins.2.raw"), "2024-03-05T10:00:00Z");
  json_decref(out);
}

/* ---- blocks ---- */

static void spans_lie_on_the_text_they_mark(void **state) {
  (void)state;
  json_t *out = parse(PAGE("", "<p>A light, said the <b>harbour&nbsp;master</b>, is <a href=\"/law\">a "
                               "promise — kept</a> to those at sea, and to nobody else.</p>"));
  const char *text = harness_text(out, 0, "blocks.2.text");
  json_t *link = harness_at(out, 0, "blocks.2.spans.1");
  size_t start = (size_t)json_integer_value(json_object_get(link, "start")),
         end = (size_t)json_integer_value(json_object_get(link, "end"));
  assert_true(end <= strlen(text));
  assert_int_equal(strncmp(text + start, "a promise — kept", end - start), 0);
  assert_string_equal(harness_text(out, 0, "blocks.2.spans.1.url"), "https://daily.example/law");
  json_decref(out);
}

static void lists_keep_their_numbers_and_tables_their_cells(void **state) {
  (void)state;
  json_t *out = parse(
      PAGE("", "<p>The board asked for three things before the lamp is lit, and the village agreed to all of "
               "them:</p><ol><li>A new lens for the lamp room</li><li>A second fog horn on the pier</li></ol>"
               "<p>The range of the light, in sea miles, was measured in two years, as the following figures "
               "show.</p><table><tr><th>Year</th><th>Miles</th></tr><tr><td>1998</td><td>21</td></"
               "tr><tr><td>2015</td><td>17</td></tr></table>"));
  assert_true(has(out, "A new lens for the lamp room"));
  assert_true(has(out, "1998\t21"));
  json_decref(out);
}

static void pictures_that_load_late_have_their_real_address(void **state) {
  (void)state;
  json_t *out = parse(PAGE("", "<figure><img src=\"data:image/gif;base64,AAAA\" data-src=\"/tower.jpg\" "
                               "alt=\"The tower\"><figcaption>The tower in March</figcaption></figure>"));
  assert_string_equal(harness_text(out, 0, "blocks.2.type"), "image");
  assert_string_equal(harness_text(out, 0, "blocks.2.url"), "https://daily.example/tower.jpg");
  assert_string_equal(harness_text(out, 0, "blocks.2.caption"), "The tower in March");
  assert_false(has(out, "The tower in March"));
  json_decref(out);
}

/* ---- what kind of page ---- */

static void a_next_page_is_asked_for(void **state) {
  (void)state;
  json_t *out = harness_parse(h, PAGE("<link rel=\"next\" href=\"?page=2\">", ""),
                              strlen(PAGE("<link rel=\"next\" href=\"?page=2\">", "")),
                              "https://daily.example/news/story", "text/html", "");
  json_t *request = json_array_get(json_object_get(out, "requests"), 0);
  assert_non_null(request);
  assert_string_equal(json_string_value(json_object_get(request, "url")),
                      "https://daily.example/news/story?page=2");
  assert_string_equal(json_string_value(json_object_get(request, "as")), "article");
  assert_int_equal(json_integer_value(json_object_get(request, "page")), 2);
  json_decref(out);
}

static json_t *links_to(const char *here, const char *link) {
  char page[4000];
  snprintf(page, sizeof page, "%s%s%s",
           HEAD("") "<article><h1>Light returns to Sorrel Point</h1><p>" P1 "</p><p>" P2 "</p><p>" P3
                    "</p></article>",
           link, "</body></html>");
  json_t *out = harness_parse(h, page, strlen(page), here, "text/html", "");
  json_t *request = json_incref(json_array_get(json_object_get(out, "requests"), 0));
  json_decref(out);
  return request;
}

static void next_pages_are_known_by_their_addresses(void **state) {
  static const char *const yes[][3] = {
      {"https://d.example/a/story", "<a href='/a/story?page=2'>2</a>", "https://d.example/a/story?page=2"},
      {"https://d.example/a/story.html", "<div class=pagination><a href='story-2.html'>weiter</a></div>",
       "https://d.example/a/story-2.html"},
      {"https://d.example/a/story/", "<a href='/a/story/seite-2.html'>Seite 2</a>",
       "https://d.example/a/story/seite-2.html"},
      {"https://d.example/a/story", "<a rel=next href='/a/story/2'>»</a>", "https://d.example/a/story/2"},
      {"https://d.example/a?id=77", "<a href='?id=77&amp;strana=2'>2</a>",
       "https://d.example/a?id=77&strana=2"},
      {"https://d.example/a/story_1.shtml", "<a href='story_2.shtml'>2</a>",
       "https://d.example/a/story_2.shtml"},
      {"https://d.example/a/story", "<a href='/a/story/страница/2'>2</a>",
       "https://d.example/a/story/страница/2"}};
  static const char *const no[][2] = {
      {"https://d.example/a/story", "<a href='/a/another-story'>2</a>"},
      {"https://d.example/a/story", "<a href='#2'>2</a>"},
      {"https://d.example/a/story", "<a href='/a/story?page=3'>3</a>"},
      {"https://d.example/a/story", "<a href='/a/story?page=2'>two more things to know</a>"},
      {"https://d.example/a/story", "<div class=comments><a href='/a/story?page=2'>2</a></div>"},
      {"https://d.example/a/1234", "<a rel=next href='/a/1235'>Next</a>"},
      {"https://d.example/a/story", "<a rel=next href='mailto:a2@d.example'>2</a>"}};
  (void)state;
  for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
    json_t *request = links_to(yes[i][0], yes[i][1]);
    if (request == NULL) fail_msg("not found: %s", yes[i][1]);
    assert_string_equal(json_string_value(json_object_get(request, "url")), yes[i][2]);
    assert_int_equal(json_integer_value(json_object_get(request, "page")), 2);
    json_decref(request);
  }
  for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
    json_t *request = links_to(no[i][0], no[i][1]);
    if (request != NULL) fail_msg("taken for a next page: %s", no[i][1]);
  }
}

static void another_article_is_no_next_page(void **state) {
  (void)state;
  json_t *out = parse(PAGE("<link rel=\"next\" href=\"/news/storm-over-sorrel.html\">", ""));
  assert_int_equal(json_array_size(json_object_get(out, "requests")), 0);
  json_decref(out);
}

static void pay_walls_and_broken_off_texts_are_flagged(void **state) {
  (void)state;
  json_t *out =
      parse(PAGE(LD("{\"@type\":\"NewsArticle\",\"headline\":\"Light\",\"isAccessibleForFree\":false}"), ""));
  assert_true(flagged(out, "paywalled"));
  assert_string_equal(harness_text(out, 0, "rights.access"), "paid");
  json_decref(out);
  out = parse(HEAD("") "<article><h1>Light returns to Sorrel Point</h1><p>" P1 "</p><p>" P2
                       "</p><p>Ships still find their way by satellite, but fishermen had asked for the "
                       "light, because&hellip;</p></article>");
  assert_true(flagged(out, "truncated"));
  json_decref(out);
}

static void a_listing_is_called_a_listing(void **state) {
  char page[8000] = HEAD("") "<main>";
  (void)state;
  for (int i = 0; i < 25; i++) {
    size_t n = strlen(page);
    snprintf(
        page + n, sizeof page - n,
        "<div class=\"teaser\"><h3><a href=\"/s/%d\">Story number %d from the coast of Sorrel</a></h3></div>",
        i, i);
  }
  json_t *out = parse(page);
  assert_string_equal(harness_text(out, 0, "kind"), "stub");
  assert_string_equal(harness_text(out, 0, "genre"), "listing");
  json_decref(out);
}

static void a_login_wall_is_called_one(void **state) {
  (void)state;
  json_t *out = parse(HEAD("") "<form><h1>Log in</h1><p>Please log in.</p><input name=u><input "
                               "type=\"password\" name=p><button>Go</button></form></body></html>");
  assert_string_equal(harness_text(out, 0, "genre"), "login-wall");
  json_decref(out);
}

static void an_article_the_page_only_carries_as_data_is_read(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title>Light</title>" LD(
      "{\"@type\":\"NewsArticle\",\"headline\":\"Light\",\"articleBody\":\"" P1 "\\n\\n" P2 "\\n\\n" P3 " " P1
      "\"}") "</head><body><div id=\"app\">Loading</div></body></html>");
  assert_true(has(out, "Two keepers, a cook"));
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 3);
  json_decref(out);
}

static void data_may_end_its_lines_in_any_way(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title>Light</title>" LD(
      "{\"@type\":\"NewsArticle\",\"headline\":\"Light\",\"articleBody\":\"" P1 "\\r\\r" P2 "\\u2029" P3
      " " P1 "\"}") "</head><body><div id=\"app\">Loading</div></body></html>");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 3);
  json_decref(out);
}

static void an_article_in_the_state_of_a_script_is_read(void **state) {
  (void)state;
  json_t *out =
      parse("<html><head><title>Light</title></head><body><div id=\"root\"></div><script>window.__STATE__ = "
            "{\"id\":7,\"story\":{\"parts\":["
            "{\"kind\":\"p\",\"text\":\"" P1 "\"},{\"kind\":\"p\",\"text\":\"<p>" P2
            "</p>\"},{\"kind\":\"p\",\"text\":\"" P3 "\"},"
            "{\"kind\":\"p\",\"text\":\"" P1 " Again.\"}]},\"legal\":\"All of this belongs to somebody, and "
            "may not be copied without being asked for first.\"};"
            "start();</script></body></html>");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 4);
  assert_true(has(out, "Two keepers, a cook"));
  assert_false(has(out, "belongs to somebody"));
  json_decref(out);
}

/* ---- site rules ---- */

static json_t *parse_ruled(const char *rule, const char *html) {
  struct option_value value = {.name = "rules", .value = rule};
  struct harness *ruled = harness_open("parse-article", "article", &value, 1);
  json_t *out =
      harness_parse(ruled, html, strlen(html), "https://www.daily.example/news/story.html", "text/html", "");
  harness_close(ruled);
  return out;
}

static void a_site_rule_beats_what_is_found(void **state) {
  (void)state;
  json_t *out = parse_ruled(
      "host=daily.example; body=div#x > section.story; drop=.promo; title=h2.t; author=.by; date=b",
      PAGE("", "<div id=x><h2 class=t>Ruled</h2><i class=by>Ada Quill</i><b>2024-03-05</b><section class=\"a "
               "story\"><p>Short.</p><p class=promo>Buy.</p></section></div>"));
  assert_string_equal(harness_text(out, 0, "title"), "Ruled");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-05T00:00:00Z");
  assert_string_equal(harness_text(out, 0, "text"), "Short.");
  json_decref(out);
}

static void a_site_rule_holds_only_for_its_host_and_time(void **state) {
  (void)state;
  json_t *out = parse_ruled("host=other.example; title=p", PAGE("", ""));
  assert_string_equal(harness_text(out, 0, "title"), "Light returns to Sorrel Point");
  json_decref(out);
  out = parse_ruled("host=daily.example; until=2001-01-01; title=p", PAGE("", ""));
  assert_string_equal(harness_text(out, 0, "title"), "Light returns to Sorrel Point");
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pages_of_each_language_are_read_whole_and_clean),
      cmocka_unit_test(pages_are_read_whichever_way_they_are_built),
      cmocka_unit_test(right_to_left_pages_say_so),
      cmocka_unit_test(json_ld_names_authors_and_dates),
      cmocka_unit_test(broken_json_ld_is_mended),
      cmocka_unit_test(authors_are_found_through_references_in_a_graph),
      cmocka_unit_test(the_headline_on_the_page_wins_over_titles_for_search),
      cmocka_unit_test(the_headline_is_no_part_of_the_text),
      cmocka_unit_test(a_title_loses_the_name_of_its_outlet),
      cmocka_unit_test(every_value_says_where_it_came_from),
      cmocka_unit_test(spans_lie_on_the_text_they_mark),
      cmocka_unit_test(lists_keep_their_numbers_and_tables_their_cells),
      cmocka_unit_test(pictures_that_load_late_have_their_real_address),
      cmocka_unit_test(a_next_page_is_asked_for),
      cmocka_unit_test(next_pages_are_known_by_their_addresses),
      cmocka_unit_test(another_article_is_no_next_page),
      cmocka_unit_test(pay_walls_and_broken_off_texts_are_flagged),
      cmocka_unit_test(a_listing_is_called_a_listing),
      cmocka_unit_test(a_login_wall_is_called_one),
      cmocka_unit_test(data_may_end_its_lines_in_any_way),
      cmocka_unit_test(an_article_in_the_state_of_a_script_is_read),
      cmocka_unit_test(a_site_rule_beats_what_is_found),
      cmocka_unit_test(a_site_rule_holds_only_for_its_host_and_time),
      cmocka_unit_test(an_article_the_page_only_carries_as_data_is_read),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
