/* test_site_files.c - files of site rules that a community wrote: what is read of them, and what becomes of a page. */
#include "test_support.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <tidings/kit/site_file.h>

static char folder[] = "/tmp/tidings-site-files-XXXXXX";

static void write_file(const char *name, const char *text) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
  fclose(f);
}

static void remove_file(const char *name) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  unlink(path);
}

static struct harness *open_with_folder(const char *path, char *why, size_t size) {
  struct option_value value = {.name = "site_files", .value = path};
  struct harness *ruled = calloc(1, sizeof *ruled);
  assert_non_null(ruled);
  ruled->plugin = inproc_open(TIDINGS_BUILD_DIR "/plugins/parse-article.so", "article", &value, 1, why, size);
  if (ruled->plugin != NULL) return ruled;
  free(ruled);
  return NULL;
}

static json_t *parse_at(const char *html, const char *url) {
  char why[1000] = "";
  struct harness *ruled = open_with_folder(folder, why, sizeof why);
  if (ruled == NULL) fail_msg("%s", why);
  const tdg_rec *doc = harness_document(ruled, html, strlen(html), url, "text/html", "");
  json_t *out = harness_run(ruled, INPROC_RUN, doc, 1714900000000);
  harness_close(ruled);
  return out;
}

#define STORY "https://www.daily.example/news/story.html"

static json_t *parse_ruled(const char *file, const char *html) {
  write_file("daily.example.txt", file);
  return parse_at(html, STORY);
}

#define SHELF                                                                                                \
  "<!DOCTYPE html><html lang=en><head><title>The Daily</title><meta name=by content='Ada Quill'>"            \
  "<meta property='og:image' content='https://daily.example/logo.png'>"                                      \
  "</head><body class='page promo-free'><div id=top><h1>Light returns</h1><time "                            \
  "datetime='2024-03-05T10:00:00Z'>"                                                                         \
  "5 March</time></div><div id=story class='text main-text'><h2>Sorrel</h2><p>The light burns again.</p>"    \
  "<div class='promo-box'><p>Subscribe today.</p></div><p class=b>Ships see it.</p>"                         \
  "<aside id=related-7><a href=/a>One</a></aside>"                                                           \
  "<img src='https://ads.example/1.jpg'><img src=/grey.gif data-big=/real.jpg alt=Tower><p>Boats do "        \
  "too.</p></div>"                                                                                           \
  "<ul class=pages><li class=next><a href='story-2.html'>on</a></li></ul>"                                   \
  "<a class=whole href='/news/story.html?all=1'>all on one page</a></body></html>"

/* The texts that are kept, joined by a stroke. */
static void keeps(const char *file, const char *wanted) {
  char got[2000] = "";
  size_t i;
  json_t *block, *out = parse_ruled(file, SHELF);
  json_array_foreach(harness_at(out, 0, "blocks"), i, block) {
    const char *text = json_string_value(json_object_get(block, "text"));
    if (text == NULL) continue;
    snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", got[0] != '\0' ? "|" : "", text);
  }
  if (flagged(out, "rule-missed")) snprintf(got, sizeof got, "missed");
  if (strcmp(got, wanted) != 0) fail_msg("%s: \"%s\", not \"%s\"", file, got, wanted);
  json_decref(out);
}

#define ALL "Sorrel|The light burns again.|Subscribe today.|Ships see it.|One|Boats do too."
#define BODY "body: //div[@id='story']\nprune: no\n"

static void lines_are_read_leniently(void **state) {
  (void)state;
  keeps(BODY, ALL);
  keeps("\xef\xbb\xbf" BODY, ALL);
  keeps("# a comment\r\n\r\nbody: //div[@id='story']\r\nprune: no\r\n", ALL);
  keeps("body: //div[@id='story']\rprune: no", ALL);
  keeps("body://div[@id='story']\nprune:no\n", ALL);
  keeps("  Body :   //div[@id='story']  \nPRUNE: No\n", ALL);
  keeps("body: \"//div[@id='story']\"\nprune: no\n", ALL);
  keeps("body: //div[@id=\xe2\x80\x98story\xe2\x80\x99]\nprune: no\n", ALL);
  keeps("body: //div[@id='story';\nprune: no\nbody: //div[@id='story'\n", ALL);
  keeps("body: //div[@id='story']]\nprune: no\n", ALL);
  keeps("nonsense\nbody: //div[[\n: x\nbody:\n" BODY, ALL);
  keeps("body: //p[matches(., 'x')]\n" BODY, ALL);
}

static void lines_of_one_directive_are_tried_in_turn(void **state) {
  (void)state;
  keeps("body: //main\nbody: //div[@id='empty']\n" BODY, ALL);
  keeps("body: //p[@class='b']\n" BODY, "Ships see it.");
  keeps("body: //p | //h2\nprune: no",
        "Sorrel|The light burns again.|Subscribe today.|Ships see it.|Boats do too.");
  keeps("body: //main\nbody: //section\n", "missed");
  keeps("body: string(//p)\n", "missed");
}

static void what_is_stripped_goes(void **state) {
  (void)state;
  keeps(BODY "strip: //aside\n",
        "Sorrel|The light burns again.|Subscribe today.|Ships see it.|Boats do too.");
  keeps(BODY "strip: //h2 | //p[@class='b']\nstrip: //nowhere\n",
        "The light burns again.|Subscribe today.|One|Boats do too.");
  keeps(BODY "strip_id_or_class: promo\nstrip_id_or_class: related\n",
        "Sorrel|The light burns again.|Ships see it.|Boats do too.");
  keeps(BODY "strip_id_or_class: 'romo-b'\n",
        "Sorrel|The light burns again.|Ships see it.|One|Boats do too.");
  keeps(BODY "strip: //p[@class='b']/@class\n", ALL);
  keeps(BODY "strip: //p[@class='b']/text()\n",
        "Sorrel|The light burns again.|Subscribe today.|One|Boats do too.");
  keeps(BODY "strip: //body\nstrip: /html\n", ALL);
  /* the body is looked for in what is left */
  keeps("body: //div[@id='story']/p[1]\nstrip: //div[@id='story']/p[1]\n", "Ships see it.");
  /* by default links of boxes named as what stands around articles go */
  keeps("body: //div[@id='story']\n",
        "Sorrel|The light burns again.|Subscribe today.|Ships see it.|Boats do too.");
}

static void texts_are_replaced_in_the_source(void **state) {
  (void)state;
  keeps(BODY "find_string: Ships see\nreplace_string: Boats saw\n",
        "Sorrel|The light burns again.|Subscribe today.|Boats saw it.|One|Boats do too.");
  keeps(BODY
        "replace_string(<aside): <p\nreplace_string(</aside>): </p>\nreplace_string(Ships): Men (all): too\n",
        "Sorrel|The light burns again.|Subscribe today.|Men (all): too see it.|One|Boats do too.");
  keeps(BODY "find_string: light\nfind_string: Ships\nreplace_string: lamp\nreplace_string: They\n",
        "Sorrel|The lamp burns again.|Subscribe today.|They see it.|One|Boats do too.");
  keeps(BODY "replace_string( again):\n",
        "Sorrel|The light burns.|Subscribe today.|Ships see it.|One|Boats do too.");
  keeps(BODY "replace_string(a(b)): c\nfind_string: alone\nreplace_string(): x\n", ALL);
}

static void elements_become_others(void **state) {
  (void)state;
  json_t *out =
      parse_ruled(BODY "dissolve: //h2\nwrap_in(h3): //p[@class='b']\nwrap_in(nonsense): //p\n", SHELF);
  assert_string_equal(harness_text(out, 0, "blocks.0.text"), "Sorrel");
  assert_string_equal(harness_text(out, 0, "blocks.0.type"), "paragraph");
  assert_string_equal(harness_text(out, 0, "blocks.3.text"), "Ships see it.");
  assert_string_equal(harness_text(out, 0, "blocks.3.type"), "heading");
  json_decref(out);
}

static void head_is_what_the_file_says(void **state) {
  (void)state;
  json_t *out =
      parse_ruled(BODY "title: //h9\ntitle: concat(//h1, ' to Sorrel')\nauthor: //meta[@name='by']/@content\n"
                       "date: //time/@datetime\n",
                  SHELF);
  assert_string_equal(harness_text(out, 0, "title"), "Light returns to Sorrel");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-05T10:00:00Z");
  assert_true(!flagged(out, "rule-missed"));
  json_decref(out);
  out = parse_ruled(BODY "title: //h1\nstrip: //div[@id='top']\n", SHELF);
  assert_string_equal(harness_text(out, 0, "title"), "Light returns");
  json_decref(out);
}

static void pictures_are_stripped_and_found_in_their_attribute(void **state) {
  (void)state;
  json_t *out = parse_ruled(
      BODY "strip_image_src: ads.example\nsrc_lazy_load_attr: data-big\ninsert_detected_image: no\n", SHELF);
  char *text = json_dumps(out, 0);
  assert_null(strstr(text, "ads.example"));
  assert_non_null(strstr(text, "https://www.daily.example/real.jpg"));
  assert_null(strstr(text, "logo.png"));
  free(text);
  json_decref(out);
}

static const char *asked(const json_t *out, const char *key) {
  const json_t *v = json_object_get(json_array_get(json_object_get(out, "requests"), 0), key);
  return json_is_string(v) ? json_string_value(v) : "";
}

static void further_pages_are_asked_for(void **state) {
  (void)state;
  json_t *out = parse_ruled(BODY "next_page_link: //nowhere\nnext_page_link: //li[@class='next']/a\n", SHELF);
  assert_string_equal(asked(out, "url"), "https://www.daily.example/news/story-2.html");
  json_decref(out);
  out = parse_ruled(BODY "next_page_link: //li[@class='next']/a/@href\nautodetect_next_page: no\n", SHELF);
  assert_string_equal(asked(out, "url"), "https://www.daily.example/news/story-2.html");
  json_decref(out);
  out = parse_ruled(BODY "single_page_link: //a[@class='whole']\nif_page_contains: //aside\n", SHELF);
  assert_string_equal(asked(out, "url"), "https://www.daily.example/news/story.html?all=1");
  assert_string_equal(asked(out, "rel"), "single-page");
  json_decref(out);
  out = parse_ruled(BODY "single_page_link: //a[@class='whole']\nif_page_contains: //video\n", SHELF);
  assert_string_equal(asked(out, "url"), "");
  json_decref(out);
  out = parse_ruled(BODY "single_page_link: concat('http', '://other.example/1')\n", SHELF);
  assert_string_equal(asked(out, "url"), "http://other.example/1"); /* whether it is asked is the engine's */
  json_decref(out);
  out = parse_ruled(BODY "single_page_link: 'file:///etc/passwd'\nnext_page_link: 'javascript:alert(1)'\n",
                    SHELF);
  assert_string_equal(asked(out, "url"), "");
  json_decref(out);
}

static void a_body_that_is_not_found_is_guessed_and_flagged(void **state) {
  (void)state;
  json_t *out = parse_ruled("body: //main\ntitle: //title\nstrip_id_or_class: story\n",
                            PAGE("", "<p>" P1 "</p><p>" P2 "</p>"));
  assert_true(flagged(out, "rule-missed"));
  assert_true(has(out, P2));
  json_decref(out);
  out = parse_ruled("body: //main\nautodetect_on_failure: no\n", PAGE("", "<p>" P1 "</p>"));
  assert_string_equal(harness_text(out, 0, "kind"), "stub");
  assert_true(flagged(out, "rule-missed"));
  assert_true(!has(out, P1));
  json_decref(out);
  out = parse_ruled("strip_id_or_class: nothing\n", PAGE("", "<p>" P1 "</p>"));
  assert_true(!flagged(out, "rule-missed")); /* it names no body */
  json_decref(out);
}

static void advertising_is_flagged(void **state) {
  (void)state;
  json_t *out = parse_ruled(BODY "native_ad_clue: //div[@class='promo-box']\n", SHELF);
  assert_true(flagged(out, "native-ad"));
  json_decref(out);
}

static void files_are_found_by_the_host(void **state) {
  static const struct {
    const char *file, *url;
    int found;
  } cases[] = {
      {"daily.example.txt", "https://daily.example/1", 1},
      {"daily.example.txt", "https://www.daily.example/1", 1},
      {"daily.example.txt", "https://WWW.Daily.Example:8080/1", 1},
      {"daily.example.txt", "https://sport.daily.example/1", 0},
      {"Daily.Example.TXT", "https://daily.example/1", 1},
      {"www.daily.example.txt", "https://daily.example/1", 1},
      {".daily.example.txt", "https://sport.daily.example/1", 1},
      {".daily.example.txt", "https://a.b.daily.example/1", 1},
      {".daily.example.txt", "https://daily.example/1", 0},
      {"sport.daily.example.txt", "https://sport.daily.example/1", 1},
      {"sport.daily.example.txt", "https://news.daily.example/1", 0},
      {"global.txt", "https://whatever.example/1", 1},
      {"daily.example", "https://daily.example/1", 0},
      {"aily.example.txt", "https://daily.example/1", 0},
  };
  (void)state;
  remove_file("daily.example.txt");
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    write_file(cases[i].file, "body: //p[@class='b']\n");
    json_t *out = parse_at(SHELF, cases[i].url);
    int found = strcmp(harness_text(out, 0, "text"), "Ships see it.") == 0;
    if (found != cases[i].found) fail_msg("%s for %s: %d", cases[i].file, cases[i].url, found);
    json_decref(out);
    remove_file(cases[i].file);
  }
}

static void the_file_for_all_sites_stands_behind_the_own_one(void **state) {
  (void)state;
  write_file("global.txt", "body: //h2\nstrip: //aside\ntitle: //time\n");
  keeps("body: //div[@id='story']\nstrip: //p[@class='b']\nprune: no\n",
        "Sorrel|The light burns again.|Subscribe today.|Boats do too.");
  keeps("strip: //p\n", "Sorrel");
  remove_file("global.txt");
}

static void an_own_rule_beats_the_file(void **state) {
  struct option_value values[] = {{.name = "rules", .value = "host=daily.example; body=h2"},
                                  {.name = "site_files", .value = folder}};
  char why[500];
  (void)state;
  write_file("daily.example.txt", BODY);
  struct harness ruled = {0};
  ruled.plugin =
      inproc_open(TIDINGS_BUILD_DIR "/plugins/parse-article.so", "article", values, 2, why, sizeof why);
  assert_non_null(ruled.plugin);
  const tdg_rec *doc = harness_document(&ruled, SHELF, strlen(SHELF), STORY, "text/html", "");
  json_t *out = harness_run(&ruled, INPROC_RUN, doc, 0);
  assert_string_equal(harness_text(out, 0, "text"), "Sorrel");
  json_decref(out);
  inproc_close(ruled.plugin);
  arena_free(&ruled.arena);
}

static void a_folder_that_is_not_there_is_told(void **state) {
  char why[500] = "";
  (void)state;
  assert_null(open_with_folder("/nowhere/rules", why, sizeof why));
  assert_non_null(strstr(why, "/nowhere/rules"));
}

/* ---- what does not end or grows ---- */

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 200 paragraphs in 60 nested boxes. */
static char *large_page(void) {
  char *html = malloc(1 << 20), *p = html;
  p += sprintf(p, "<html><body><div id=story>");
  for (int i = 0; i < 60; i++) p += sprintf(p, "<div>");
  for (int i = 0; i < 200; i++)
    p += sprintf(
        p, "<p>The light at Sorrel Point burns again, %d ships say, and so do all others who pass it.</p>",
        i);
  p += sprintf(p, "</body></html>");
  return html;
}

static void expressions_that_never_end_are_stopped(void **state) {
  static const char *const bombs[] = {
      "//p[count(//p[count(//p[count(//p) > 1]) > 1]) > 1]",
      "//*[contains(string(/), 'nowhere')]",
      "//*[normalize-space(/) = translate(/, 'abcdefghijklm', 'nopqrstuvwxyz')]",
      "//*[string-length(concat(/, /, /, /, /, /)) = 7]",
      "//*[.//*[.//*[.//*[.//*[.//*]]]]]",
      "//*/preceding::*/following::*/preceding::*/following::*",
      "//p[starts-with(substring-after(/, 'Sorrel'), substring-before(/, 'Point'))]",
      "((((((((((//p))))))))))[position() < last() and count(//p//ancestor::*//p) > 1]",
  };
  char *html = large_page();
  (void)state;
  for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++) {
    char file[20000];
    int n = snprintf(file, sizeof file, "body: //div[@id='story']\n");
    for (int k = 0; k < 2; k++)
      n += snprintf(file + n, sizeof file - (size_t)n, "title: %s\nstrip: %s/x\n", bombs[i], bombs[i]);
    double began = seconds();
    json_t *out = parse_ruled(file, html);
    if (getenv("SAY_TIMES") != NULL) print_message("%5.2f s %s\n", seconds() - began, bombs[i]);
    if (seconds() - began > 60) fail_msg("%s: %.1f s", bombs[i], seconds() - began);
    assert_int_equal(status_of(out), 0);
    json_decref(out);
  }
  free(html);
}

static void replacements_that_grow_the_page_are_left_out(void **state) {
  char *html = large_page(), file[20000];
  int n = snprintf(file, sizeof file, BODY);
  (void)state;
  for (int k = 0; k < 20; k++)
    n += snprintf(file + n, sizeof file - (size_t)n, "replace_string(e): eeeeeeeeeeeeeeeeeeee\n");
  double began = seconds();
  json_t *out = parse_ruled(file, html);
  assert_int_equal(status_of(out), 0);
  assert_true(strlen(harness_text(out, 0, "text")) < 3 << 20);
  assert_true(seconds() - began < 60);
  json_decref(out);
  free(html);
}

static void many_and_long_lines_are_bounded(void **state) {
  size_t n = 0, most = 400 << 10;
  char *file = malloc(most + 100);
  (void)state;
  while (n < most) n += (size_t)sprintf(file + n, "strip: //p[@id='%zu']\n", n);
  json_t *out = parse_ruled(file, SHELF); /* too large: told, and read without */
  assert_int_equal(status_of(out), 0);
  json_decref(out);
  file[TDG_SITE_MAX_FILE - 1] = '\0';
  out = parse_ruled(file, SHELF);
  assert_int_equal(status_of(out), 0);
  json_decref(out);
  memset(file, '(', 100000);
  memcpy(file, "body: ", 6);
  file[100000] = '\0';
  out = parse_ruled(file, SHELF);
  assert_int_equal(status_of(out), 0);
  json_decref(out);
  memset(file + 6, '(', 3900);
  file[3900] = '\0';
  out = parse_ruled(file, SHELF);
  assert_int_equal(status_of(out), 0);
  json_decref(out);
  free(file);
}

/* ---- what the check says ---- */

static const char *const checked =
    "title: //h1\nTitel: //h2\nbody: //div[\ntidy: no\nhttp_header(Authorization): Basic "
    "x\nhttp_header(Cookie): a=b\n"
    "test_url: https://daily.example/1\ntest_contains: burns again\nreplace_string: x\nstrip:\n";

static void check_says_what_is_not_understood(void **state) {
  static const char *const wanted[] = {"2 Titel", "3 body", "5 http_header", "9 replace_string", "10 strip"};
  struct harness *rules = harness_open("parse-article", "site-rules", NULL, 0);
  size_t i, n = 0;
  json_t *line;
  (void)state;
  assert_non_null(rules);
  json_t *out =
      harness_parse(rules, checked, strlen(checked), "file:///rules/daily.example.txt", "text/plain", "");
  assert_int_equal(status_of(out), 0);
  json_array_foreach(harness_at(out, 0, "lines"), i, line) {
    char got[200];
    if (strcmp(json_string_value(json_object_get(line, "verdict")), "dropped") != 0) continue;
    snprintf(got, sizeof got, "%s %s", json_string_value(json_object_get(line, "name")),
             json_string_value(json_object_get(line, "by")));
    assert_true(n < sizeof wanted / sizeof wanted[0]);
    assert_string_equal(got, wanted[n++]);
  }
  assert_int_equal(n, sizeof wanted / sizeof wanted[0]);
  json_decref(out);
  harness_close(rules);
}

static void only_harmless_headers_are_sent(void **state) {
  (void)state;
  assert_true(tdg_site_header_is_safe((struct tdg_str){"user-agent", 10}, (struct tdg_str){"A", 1}));
  assert_true(tdg_site_header_is_safe((struct tdg_str){"Cookie", 6}, (struct tdg_str){"a=b", 3}));
  assert_false(tdg_site_header_is_safe((struct tdg_str){"Authorization", 13}, (struct tdg_str){"A", 1}));
  assert_false(tdg_site_header_is_safe((struct tdg_str){"Host", 4}, (struct tdg_str){"A", 1}));
  assert_false(tdg_site_header_is_safe((struct tdg_str){"Cookie", 6}, (struct tdg_str){"a\r\nHost: b", 10}));
  assert_false(tdg_site_header_is_safe((struct tdg_str){"Cookie", 6}, (struct tdg_str){"", 0}));
}

static int make_folder(void **state) {
  (void)state;
  if (access(TIDINGS_BUILD_DIR "/plugins/parse-article.so", R_OK) != 0) return -1;
  return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state) {
  (void)state;
  remove_file("daily.example.txt");
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_are_read_leniently),
      cmocka_unit_test(lines_of_one_directive_are_tried_in_turn),
      cmocka_unit_test(what_is_stripped_goes),
      cmocka_unit_test(texts_are_replaced_in_the_source),
      cmocka_unit_test(elements_become_others),
      cmocka_unit_test(head_is_what_the_file_says),
      cmocka_unit_test(pictures_are_stripped_and_found_in_their_attribute),
      cmocka_unit_test(further_pages_are_asked_for),
      cmocka_unit_test(a_body_that_is_not_found_is_guessed_and_flagged),
      cmocka_unit_test(advertising_is_flagged),
      cmocka_unit_test(files_are_found_by_the_host),
      cmocka_unit_test(the_file_for_all_sites_stands_behind_the_own_one),
      cmocka_unit_test(an_own_rule_beats_the_file),
      cmocka_unit_test(a_folder_that_is_not_there_is_told),
      cmocka_unit_test(expressions_that_never_end_are_stopped),
      cmocka_unit_test(replacements_that_grow_the_page_are_left_out),
      cmocka_unit_test(many_and_long_lines_are_bounded),
      cmocka_unit_test(check_says_what_is_not_understood),
      cmocka_unit_test(only_harmless_headers_are_sent),
  };
  (void)open_plugin, (void)close_plugin;
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
