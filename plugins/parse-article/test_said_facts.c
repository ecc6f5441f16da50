/* test_said_facts.c - parse-article: titles, authors and days that stand in unusual places of a page: odd carriers of
 * JSON-LD, the values that a page tells its scripts, headings that are no headlines, labels behind the article, short
 * years.  All outlets and people are invented. */
#include "test_support.h"

struct row {
  const char *head, *body; /* body: what stands above the text, then, behind a '^', below it */
  const char *want;
};

static char html[20000];

static json_t *read_row(const struct row *r, const char *url) {
  const char *below = strchr(r->body, '^');
  int above = below != NULL ? (int)(below - r->body) : (int)strlen(r->body);
  snprintf(
      html, sizeof html,
      "<!DOCTYPE html><html lang=\"en\"><head>%s</head><body><main>%.*s<div class=\"text\"><p>%s</p><p>%s</p>"
      "<p>%s</p></div>%s</main></body></html>",
      r->head, above, r->body, P1, P2, P3, below != NULL ? below + 1 : "");
  return harness_parse(h, html, strlen(html), url, "text/html", "");
}

static const char *value_of(const json_t *out, const char *field) {
  static char got[400];
  json_t *one, *authors = harness_at(out, 0, "authors");
  size_t k;
  if (strcmp(field, "authors") != 0) return harness_text(out, 0, field);
  got[0] = '\0';
  json_array_foreach(authors, k, one) {
    if (k > 0) strcat(got, "|");
    strncat(got, json_string_value(json_object_get(one, "name")), 100);
  }
  return got;
}

static int wrong_in(const struct row *v, size_t n, const char *field, const char *url) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    json_t *out = read_row(&v[i], url);
    const char *got = value_of(out, field);
    int day = strcmp(field, "published") == 0;
    if (day && v[i].want[0] != '\0' ? strncmp(got, v[i].want, strlen(v[i].want)) != 0
                                    : strcmp(got, v[i].want) != 0)
      print_error("%s %s: \"%s\", not \"%s\"\n", v[i].head, v[i].body, got, v[i].want), wrong++;
    json_decref(out);
  }
  return wrong;
}
#define STORY "https://daily.example/news/story.html"
#define CHECK(v, field) assert_int_equal(wrong_in(v, sizeof(v) / sizeof((v)[0]), field, STORY), 0)
#define H1 "<h1>Light returns to Sorrel Point</h1>"
#define TITLE "<title>Light returns to Sorrel Point</title>"
#define LD                                                                                                   \
  "{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel "                                       \
  "Point\",\"datePublished\":\"2026-04-21T09:30:00+02:00\"}"
#define LD_QUOTED                                                                                            \
  "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2026-04-21T09:30:00+02:00&"    \
  "quot;}"

static void a_day_is_found_wherever_the_page_says_it_to_machines(void **state) {
  static const struct row v[] = {
      {TITLE "<meta name=\"script:ld+json\" content=\"" LD_QUOTED "\">", H1, "2026-04-21"},
      {TITLE "<script type=\"application/ld+json\">{&quot;@type&quot;:&quot;NewsArticle&quot;,"
             "&quot;datePublished&quot;:&quot;2026-04-21&quot;}</script>",
       H1, "2026-04-21"},
      {TITLE "<script type=\"application/ld+json\">//<![CDATA[\n" LD "\n//]]></script>", H1, "2026-04-21"},
      {TITLE
       "<script>dataLayer.push({\"pagePostDate\":\"April 21, 2026\",\"pageCategory\":\"sea\"});</script>",
       H1, "2026-04-21"},
      {TITLE "<script>window.state = {article: {publishedAt: '2026-04-21T07:30:00Z'}}</script>", H1,
       "2026-04-21"},
      {TITLE "<script>self.push([1,\"{\\\"published_at\\\":\\\"2026-04-21T07:30:00Z\\\"}\"])</script>", H1,
       "2026-04-21"},
      {TITLE "<script>var s = {\"datePublished\": \"2026-04-21\", \"more\": "
             "{\"datePublished\":\"2026-04-21\"}}</script>",
       H1, "2026-04-21"},
      /* a list of other articles */
      {TITLE "<script>var s = [{\"publishedAt\":\"2026-04-21\"},{\"publishedAt\":\"2026-03-02\"}]</script>",
       H1, ""},
      {TITLE "<script>var s = {\"unpublishedAt\":\"2026-04-21\"}</script>", H1, ""},
      {TITLE "<link rel=\"canonical\" href=\"https://daily.example/2026/04/21/light\">", H1, "2026-04-21"},
      {TITLE "<meta property=\"og:url\" content=\"https://daily.example/sea/20260421-light-returns\">", H1,
       "2026-04-21"},
      {TITLE "<meta property=\"og:url\" content=\"https://daily.example/sea/t20260421_118.html\">", H1,
       "2026-04-21"},
      {TITLE "<meta property=\"og:url\" content=\"https://daily.example/sea/1202604219\">", H1, ""},
      {TITLE "<meta property=\"og:url\" content=\"https://daily.example/sea/20261399\">", H1, ""},
  };
  (void)state;
  CHECK(v, "published");
}

static void years_of_two_digits_are_of_this_century(void **state) {
  static const struct row v[] = {
      {TITLE, H1 "<p>28.10.24</p>", "2024-10-28"},
      {TITLE, H1 "<p>Published 10/28/24</p>", "2024-10-28"},
      {TITLE, H1 "<p>Published: 28-10-24</p>", "2024-10-28"},
      {TITLE, H1 "<p>Oct 28 '24</p>", "2024-10-28"},
      {TITLE, H1 "<p>28 October, '24</p>", "2024-10-28"},
      {TITLE, H1 "<p>By Ada Quill, 21.4.26</p>", "2026-04-21"},
      {TITLE, H1 "<p>21/04/26 | Coast</p>", "2026-04-21"},
      {TITLE, H1 "<p>10:28:24</p>", ""},
      {TITLE, H1 "<p>Version 10.28.24.7</p>", ""},
      {TITLE, H1 "<p>28.10.94</p>", ""},
      {TITLE, H1 "<p>from 10/28/241</p>", ""},
  };
  (void)state;
  CHECK(v, "published");
}

static void telephone_numbers_tell_the_order_of_a_date(void **state) {
  static const struct row v[] = {
      {TITLE, "<a href=\"tel:+1-555-0100\">Call</a>" H1 "<p>3/5/2026</p>", "2026-03-05"},
      {TITLE, "<a href=\"tel:1-800-555-0100\">Call</a>" H1 "<p>3/5/2026</p>", "2026-03-05"},
      {TITLE, "<a href=\"tel:+442079460000\">Call</a>" H1 "<p>3/5/2026</p>", "2026-05-03"},
      {TITLE, "<a href=\"tel:+49305550100\">Call</a>" H1 "<p>3/5/2026</p>", "2026-05-03"},
      {TITLE, "<a href=\"tel:+1-555-0100\">Call</a><a href=\"tel:+442079460000\">UK</a>" H1 "<p>3/5/2026</p>",
       ""},
      {TITLE, "<a href=\"tel:5550100\">Call</a>" H1 "<p>3/5/2026</p>", ""},
      {TITLE, H1 "<p>3/5/2026</p>", ""},
  };
  (void)state;
  CHECK(v, "published");
}

#define TOLD(t) "<title>" t " - Daily Example</title><meta property=\"og:title\" content=\"" t "\">"
static void headings_that_are_no_headline_are_passed_over(void **state) {
  static const struct row v[] = {
      /* a link to the source, a number of comments behind the headline */
      {TOLD("Light returns to Sorrel Point"),
       "<h1><a href=\"/s\">Light returns to Sorrel Point</a> <span><a "
       "href=\"https://x.example\">(x.example)</a></span> "
       "<span>87</span></h1>",
       "Light returns to Sorrel Point"},
      {TOLD("Light returns to Sorrel Point"), "<h1>Light returns to Sorrel Point<b> [video]</b></h1>",
       "Light returns to Sorrel Point"},
      {TOLD("Light returns to Sorrel Point"), "<h1>Light returns to Sorrel Point after nine dark years</h1>",
       "Light returns to Sorrel Point after nine dark years"},
      /* the blog's own heading */
      {TOLD("Light returns to Sorrel Point"), "<h1>Our Blog</h1><h2>Light returns to Sorrel Point</h2>",
       "Light returns to Sorrel Point"},
      {TOLD("Light returns to Sorrel Point"),
       "<h1>Stories from the coast</h1><h3>Light returns to Sorrel Point</h3>",
       "Light returns to Sorrel Point"},
      {"<title>Phare rallumé à Sorrel | Le Quai</title><meta property=\"og:site_name\" content=\"Le Quai\">",
       "<h1>Actualités</h1><h2>Phare rallumé à Sorrel</h2>", "Phare rallumé à Sorrel"},
      {"<title>灯台の光が戻る | 日々例報</title><meta property=\"og:site_name\" content=\"日々例報\">",
       "<h1>お知らせ一覧</h1><h2>灯台の光が戻る</h2>", "灯台の光が戻る"},
      /* the headline is the page's own, whatever a lower heading says */
      {TOLD("Light returns to Sorrel Point"), H1 "<h2>Why the tower was dark</h2>",
       "Light returns to Sorrel Point"},
      {"<title>Sorrel Point light: what to know - Daily Example</title>",
       "<h1>Sorrel Point light: what you should know</h1><h2>Sorrel Point light: what to know</h2>",
       "Sorrel Point light: what you should know"},
      /* one headline in two settings */
      {"<title>Coast: Light returns to Sorrel Point - News</title><meta property=\"og:title\" "
       "content=\"Coast: Light "
       "returns to Sorrel Point\"><script "
       "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Coast - "
       "Light returns to Sorrel Point\"}</script>",
       "<h1>Light returns to Sorrel Point</h1>", "Coast: Light returns to Sorrel Point"},
      {"<title>Küste: Licht kehrt zurück nach Sorrel</title><meta property=\"og:title\" content=\"Küste: "
       "Licht kehrt "
       "zurück nach Sorrel\"><script "
       "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Küste - Licht "
       "kehrt zurück nach Sorrel\"}</script>",
       "<h1>Licht kehrt zurück nach Sorrel</h1>", "Küste: Licht kehrt zurück nach Sorrel"},
  };
  (void)state;
  CHECK(v, "title");
}

static void a_front_page_is_called_what_its_title_and_host_call_it(void **state) {
  static const struct row v[] = {
      {"<title>Daily Example | News of the coast</title>", "<h1>All that the sea brings</h1>",
       "Daily Example"},
      {"<title>News of the coast | Daily</title>", "<h1>All that the sea brings</h1>", "Daily"},
  };
  (void)state;
  assert_int_equal(wrong_in(v, 1, "title", "https://daily-example.example/"), 0);
  assert_int_equal(wrong_in(v + 1, 1, "title", "https://www.daily.example"), 0);
}

#define ORG(name)                                                                                            \
  "<script "                                                                                                 \
  "type=\"application/"                                                                                      \
  "ld+json\">{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"" name "\"}}</script>"
static void people_named_behind_the_article_beat_its_house(void **state) {
  static const struct row v[] = {
      {TITLE ORG("Example Media Ltd"), H1 "^<div><div>Written by</div><div>Ada Quill</div></div>",
       "Ada Quill"},
      {TITLE ORG("Example Media Ltd"), H1 "^<p>Written by <a href=\"/a\">Ada Quill</a></p>", "Ada Quill"},
      {TITLE ORG("Example Media Ltd"), H1 "^<p>Geschrieben von</p><p>Ada Quill</p>", "Ada Quill"},
      {TITLE ORG("Example Media Ltd"), H1 "^<p>Escrito por Ada Quill</p>", "Ada Quill"},
      {TITLE ORG("Example Media Ltd"),
       H1 "<div>Ada Quill</div><div>Director</div>^<div>About</div><div>Ada Quill</div>", "Ada Quill"},
      {TITLE ORG("Example Media Ltd"), H1 "^<div>Related posts</div>", "Example Media Ltd"},
      {"<title>Light returns to Sorrel Point | Example Media</title>",
       H1 "<a rel=\"author\" href=\"/team\">Team Example Media</a>^<p>Written by <a href=\"/a\">Ada "
          "Quill</a></p>",
       "Ada Quill"},
      {"<title>Light returns to Sorrel Point | Example Media</title>",
       H1 "<a rel=\"author\" href=\"/bo\">Bo Lantern</a>^<p>Written by <a href=\"/a\">Ada Quill</a></p>",
       "Bo Lantern"},
      {TITLE "<script>dataLayer.push({\"pagePostAuthor\":\"Ada Quill\"});</script>", H1, "Ada Quill"},
      {TITLE "<script>var d = {articleAuthor: 'Ada Quill'};</script>", H1, "Ada Quill"},
      {TITLE "<script>var d = [{\"authorName\":\"Ada Quill\"},{\"authorName\":\"Bo Lantern\"}];</script>", H1,
       ""},
      {TITLE "<script>dataLayer.push({\"pagePostAuthor\":\"admin\"});</script>",
       H1 "<p class=\"byline\">By Bo Lantern</p>", "Bo Lantern"},
      /* notes are no bylines */
      {TITLE,
       H1 "^<ol><li id=\"user-content-fn-1\"><p>Maybe Corvin, Sorrel Bank, or Hollin Quay from providers. <a "
          "href=\"#r\">back</a></p></li><li id=\"fn-2\">Ada Quill Papers, Box Four</li></ol>",
       ""},
      {TITLE, H1 "<span class=\"fn\">Ada Quill</span>", "Ada Quill"},
  };
  (void)state;
  CHECK(v, "authors");
}

#define AT(time) TITLE "<meta property=\"article:published_time\" content=\"" time "\">"
static void a_time_of_day_without_a_zone_stays_local(void **state) {
  static const struct row v[] = {
      {AT("2026-04-21T09:30:00"), H1, "2026-04-21T09:30:00"},
      {AT("2026-04-21T09:30:00Z"), H1, "2026-04-21T09:30:00Z"},
      {AT("2026-04-21T09:30:00+02:00"), H1, "2026-04-21T09:30:00+02:00"},
      {AT("2026-04-21 09:30"), H1, "2026-04-21T09:30:00"},
      {AT("2026-04-21"), H1, "2026-04-21T00:00:00Z"},
      {AT("1776763800"), H1, "2026-04-21T09:30:00Z"},
      {AT("Tue, 21 Apr 2026 09:30:00 GMT"), H1, "2026-04-21T09:30:00Z"},
      {AT("Tue, 21 Apr 2026 09:30:00"), H1, "2026-04-21T09:30:00"},
      {TITLE, H1 "<time>21. April 2026, 09:30 Uhr</time>", "2026-04-21T09:30:00"},
      {TITLE, H1 "<time>21 avril 2026 à 09h30</time>", "2026-04-21T09:30:00"},
      {TITLE, H1 "<time>April 21, 2026 9:30 AM</time>", "2026-04-21T09:30:00"},
      {TITLE, H1 "<time>2026年4月21日 09:30</time>", "2026-04-21T09:30:00"},
      {TITLE, H1 "<time>21 апреля 2026, 09:30</time>", "2026-04-21T09:30:00"},
      {TITLE, H1 "<time>April 21, 2026 9:30 AM CEST</time>", "2026-04-21T09:30:00+02:00"},
      {TITLE "<script "
             "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-04-21T09:30\"}"
             "</script>",
       H1, "2026-04-21T09:30:00"},
  };
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    json_t *out = read_row(&v[i], STORY);
    const char *got = harness_text(out, 0, "published");
    if (strcmp(got, v[i].want) != 0)
      print_error("%s %s: %s, not %s\n", v[i].head, v[i].body, got, v[i].want), wrong++;
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

static void the_zone_of_the_source_decides_a_local_time(void **state) {
  tdg_rec *doc;
  json_t *out;
  const struct row v = {AT("2026-04-21T09:30:00"), H1, ""};
  (void)state;
  json_decref(read_row(&v, STORY));
  doc = rec_new(&h->arena, TDG_DOC);
  rec_put(doc, TDG_BODY, html, strlen(html));
  rec_put_str(doc, TDG_URL, STORY);
  rec_put_str(doc, TDG_MEDIA_TYPE, "text/html");
  rec_put_str(doc, TDG_DEFAULT_ZONE, "Europe/Berlin");
  out = harness_run(h, INPROC_RUN, doc, 1776800000000);
  assert_string_equal(harness_text(out, 0, "published"), "2026-04-21T07:30:00Z");
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_day_is_found_wherever_the_page_says_it_to_machines),
      cmocka_unit_test(years_of_two_digits_are_of_this_century),
      cmocka_unit_test(telephone_numbers_tell_the_order_of_a_date),
      cmocka_unit_test(headings_that_are_no_headline_are_passed_over),
      cmocka_unit_test(a_front_page_is_called_what_its_title_and_host_call_it),
      cmocka_unit_test(a_time_of_day_without_a_zone_stays_local),
      cmocka_unit_test(the_zone_of_the_source_decides_a_local_time),
      cmocka_unit_test(people_named_behind_the_article_beat_its_house),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
