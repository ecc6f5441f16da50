/* test_rules.c - what an operator can say about a site, and what becomes of it. */
#include "test_support.h"

#include <time.h>

static struct harness *open_ruled(const char *rules, char *why, size_t size) {
  struct option_value value = {.name = "rules", .value = rules};
  struct harness *ruled = calloc(1, sizeof *ruled);
  assert_non_null(ruled);
  ruled->plugin = inproc_open(TIDINGS_BUILD_DIR "/plugins/parse-article.so", "article", &value, 1, why, size);
  if (ruled->plugin != NULL) return ruled;
  free(ruled);
  return NULL;
}

static json_t *parse_at(const char *rule, const char *html, const char *url, int64_t fetched) {
  char why[1000] = "";
  struct harness *ruled = open_ruled(rule, why, sizeof why);
  if (ruled == NULL) fail_msg("%s: %s", rule, why);
  const tdg_rec *doc = harness_document(ruled, html, strlen(html), url, "text/html", "");
  json_t *out = harness_run(ruled, INPROC_RUN, doc, fetched);
  harness_close(ruled);
  return out;
}

static json_t *parse_ruled(const char *rule, const char *html) {
  return parse_at(rule, html, "https://www.daily.example/news/story.html", 1714900000000);
}

/* ---- selectors ---- */

#define SHELF                                                                                                \
  "<html><body><div id=shelf lang=en-GB><h2>H2</h2><p class=\"a first\" data-kind=x-1>A</p><p "              \
  "class=b>B</p><p "                                                                                         \
  "class='a b' title='it is'>C</p><aside><p>D</p></aside><story-part xml:lang=de>E</story-part><p "          \
  "class=\"متن md:w-1/2\" data-empty>F</p><div><span><p>G <b>bold</b></p></span></div></div></body></html>"

/* The texts a body rule keeps, joined by a stroke. */
static void selects(const char *selector, const char *wanted) {
  char rule[1000], got[1000] = "";
  size_t i;
  json_t *block;
  snprintf(rule, sizeof rule, "host=daily.example; body=%s", selector);
  json_t *out = parse_ruled(rule, SHELF);
  int missed = flagged(out, "rule-missed");
  json_array_foreach(harness_at(out, 0, "blocks"), i, block) {
    const char *text = json_string_value(json_object_get(block, "text"));
    snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i > 0 ? "|" : "", text != NULL ? text : "");
  }
  if (missed) snprintf(got, sizeof got, "missed");
  if (strcmp(got, wanted) != 0) fail_msg("%s: \"%s\", not \"%s\"", selector, got, wanted);
  json_decref(out);
}

static void css_selects_by_name_class_id_and_attribute(void **state) {
  (void)state;
  selects("p", "A|B|C|D|F|G bold");
  selects("P.a", "A|C");
  selects(".a.b", "C");
  selects("p.fir", "missed");
  selects("#shelf h2", "H2");
  selects("*[data-kind]", "A");
  selects("[data-kind=x-1]", "A");
  selects("[ data-kind = 'x-1' ]", "A");
  selects("[data-kind|=x]", "A");
  selects("[data-kind^=x-]", "A");
  selects("[data-kind$='-1']", "A");
  selects("[data-kind*=-]", "A");
  selects("[class~=b]", "B|C");
  selects("[title=\"it is\"]", "C");
  selects("[data-empty]", "F");
  selects("[xml:lang=de]", "E");
  selects("story-part", "E");
  selects(".متن", "F");
  selects(".md\\:w-1\\/2", "F");
  selects("[data-kind^='']", "missed");
}

static void css_selects_by_place(void **state) {
  (void)state;
  selects("div > p", "A|B|C|F");
  selects("div p b", "G bold");
  selects("h2 + p", "A");
  selects("p.b ~ p", "C|F");
  selects("aside > p, h2", "H2|D");
  selects("p:first-child", "D|G bold");
  selects("#shelf > p:first-of-type", "A");
  selects("#shelf > p:last-of-type", "F");
  selects("aside p:only-child", "D");
  selects("#shelf > *:last-child", "G bold");
  selects("#shelf > p:nth-of-type(2)", "B");
  selects("#shelf > :nth-child(3)", "B");
  selects("#shelf > p:nth-of-type(odd)", "A|C");
  selects("#shelf > p:nth-of-type( 2n + 2 )", "B|F");
  selects("#shelf > p:nth-of-type(-n+2)", "A|B");
  selects("#shelf > p:nth-last-of-type(1)", "F");
}

static void css_selects_by_what_is_not_or_is_inside(void **state) {
  (void)state;
  selects("p:not(.a)", "B|D|F|G bold");
  selects("p:not(.a, .b):not([data-empty])", "D|G bold");
  selects("p:not(:first-child):not(.a)", "B|F");
  selects("p:is(.b, [data-empty])", "B|C|F");
  selects("p:has(b)", "G bold");
  selects("aside:has(> p)", "D");
  selects("p:contains('bold')", "G bold");
}

static void xpath_selects_too(void **state) {
  (void)state;
  selects("/html/body/div/p[2]", "B");
  selects("//p[contains(@class,'a')][last()]", "C");
  selects("(//p)[3]", "C");
  selects("xpath:descendant::aside/p", "D");
  selects("//p[@class='b']/following-sibling::p[1] | //h2", "H2|C");
  selects("//p[text()='D']", "D");
  selects("//nowhere", "missed");
}

static void html_and_body_that_nobody_wrote_are_there_for_xpath(void **state) {
  (void)state;
  json_t *out = parse_ruled("host=daily.example; body=/html/body/p[2]", "<title>x</title><p>One.<p>Two.");
  assert_string_equal(harness_text(out, 0, "text"), "Two.");
  json_decref(out);
}

/* ---- refusals ---- */

static void refused(const char *rule, const char *why_part) {
  char why[1000] = "";
  struct harness *ruled = open_ruled(rule, why, sizeof why);
  if (ruled != NULL) harness_close(ruled);
  if (ruled != NULL || strstr(why, why_part) == NULL)
    fail_msg("%s: \"%s\" does not say \"%s\"", rule, why, why_part);
}

static void bad_rules_are_refused_with_where_and_why(void **state) {
  (void)state;
  refused("body=p", "entry 1: \"body=p\": a rule needs host=NAME");
  refused("host=a.example; bdy=p", "\"bdy\": no part of a rule");
  refused("host=a.example", "says nothing about the page");
  refused("host=a.example; body", "name=value");
  refused("host=a.example; body=p; body=div", "twice");
  refused("host=a.example; from=yesterday; body=p", "no day like");
  refused("host=a.example; from=2024-02-02; until=2023-01-01; body=p", "ends before it begins");
  refused("host=a.example; body=", "it is empty");
  refused("host=a.example; body=div[", "a name is missing, at character 5");
  refused("host=a.example; body=div[a=b", "a ] is missing");
  refused("host=a.example; body=div[a='b]", "quote is not closed");
  refused("host=a.example; body=div..x", "a name is missing, at character 5");
  refused("host=a.example; body=p:nth-child(x)", "no number like");
  refused("host=a.example; body=p:hover", "not known");
  refused("host=a.example; body=p::before", "pseudo-elements select nothing");
  refused("host=a.example; body=p:not(div p)", "only single elements");
  refused("host=a.example; body=:first-of-type", "needs the name");
  refused("host=a.example; body=p >", "selector is missing");
  refused("host=a.example; body=p ! q", "a selector is missing, at character 3");
  refused("host=a.example; body=:not(:not(:not(:not(:not(:not(:not(p)))))))", "nested too deeply");
  refused("host=a.example; body=//p[", "//p[");
  refused("host=a.example; body=//p[foo(]", "//p[foo(]");
  refused("host=a.example; body=//p, div", "it is no XPath, at character 4");
}

/* ---- what a rule gives ---- */

static void a_rule_gives_every_part(void **state) {
  (void)state;
  json_t *out = parse_ruled(
      "host=daily.example; body=#x > section.story; drop=.promo, figure; title=h2.t; subtitle=.under; "
      "author=//i[@class='by']/@data-name; date=meta[name=when]; next=a.onward",
      PAGE("<meta name=when content=2024-03-05>",
           "<div id=x><section class=\"a story\"><h2 class=t>Ruled</h2><p class=under>Below it.</p><i "
           "class=by "
           "data-name='Ada Quill'>by A. Q.</i><p>Short.<span class=promo>Buy.</span></p><p "
           "class=promo>Buy.</p><figure><img "
           "src=/x.jpg></figure><p>End.</p></section></div><a class=onward href='/more/2'>On</a>"));
  assert_string_equal(harness_text(out, 0, "title"), "Ruled");
  assert_string_equal(harness_text(out, 0, "subtitle"), "Below it.");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ada Quill");
  assert_string_equal(harness_text(out, 0, "published"), "2024-03-05T00:00:00Z");
  assert_string_equal(harness_text(out, 0, "blocks.0.text"), "by A. Q.");
  assert_string_equal(harness_text(out, 0, "blocks.1.text"), "Short.");
  assert_string_equal(harness_text(out, 0, "blocks.2.text"), "End.");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 3);
  json_t *request = json_array_get(json_object_get(out, "requests"), 0);
  assert_string_equal(json_string_value(json_object_get(request, "url")), "https://www.daily.example/more/2");
  assert_int_equal(json_integer_value(json_object_get(request, "page")), 2);
  json_decref(out);
}

static void the_record_says_what_a_rule_gave(void **state) {
  (void)state;
  json_t *out = parse_ruled("host=daily.example; body=article; title=h1", PAGE("", ""));
  size_t i, found = 0;
  json_t *origin;
  json_array_foreach(harness_at(out, 0, "origins"), i, origin) {
    if (strcmp(json_string_value(json_object_get(origin, "from")), "rule") != 0) continue;
    const char *field = json_string_value(json_object_get(origin, "field"));
    found += strcmp(field, "title") == 0 || strcmp(field, "blocks") == 0;
  }
  assert_int_equal(found, 2);
  json_decref(out);
}

static void a_rule_without_a_body_drops_from_what_is_found(void **state) {
  (void)state;
  json_t *out = parse_ruled("host=daily.example; drop=//p[contains(., 'Two keepers')]", PAGE("", ""));
  assert_true(has(out, "nine years in which"));
  assert_false(has(out, "Two keepers"));
  assert_true(has(out, "Ships still find"));
  json_decref(out);
}

static void a_ruled_body_may_be_hidden_short_or_in_pieces(void **state) {
  (void)state;
  json_t *out =
      parse_ruled("host=daily.example; body=.piece",
                  "<body><div style='display:none'><div class=piece>One.</div><div>Not this.</div><div "
                  "class=piece>Two.</div></div><p>" P1 "</p><p>" P2 "</p>");
  assert_string_equal(harness_text(out, 0, "kind"), "article");
  assert_string_equal(harness_text(out, 0, "text"), "One.\n\nTwo.");
  json_decref(out);
}

static void a_page_the_rule_no_longer_fits_is_read_without_it_and_flagged(void **state) {
  (void)state;
  json_t *out = parse_ruled("host=daily.example; body=div.gone", PAGE("", ""));
  assert_true(has(out, "nine years in which"));
  assert_true(flagged(out, "rule-missed"));
  json_decref(out);
}

static int titled(const char *rule, const char *url, int64_t fetched, const char *wanted) {
  json_t *out = parse_at(rule, PAGE("", ""), url, fetched);
  int same = strcmp(harness_text(out, 0, "title"), wanted) == 0;
  json_decref(out);
  return same;
}

#define RULED "Ada"
#define FOUND "Light returns to Sorrel Point"
#define ON(day) (1704067200000 + (day)*86400000LL) /* day 0 is 2024-01-01 */

static void a_rule_holds_for_its_host_and_its_days(void **state) {
  static const char always[] = "host=daily.example; title=xpath:string('Ada')",
                    spring[] =
                        "host=daily.example; from=2024-01-02; until=2024-01-03; title=xpath:string('Ada')",
                    since[] = "host=daily.example; from=2024-01-02; title=xpath:string('Ada')";
  (void)state;
  assert_true(titled(always, "https://daily.example/x", ON(0), RULED));
  assert_true(titled(always, "https://NEWS.daily.example/x", ON(0), RULED));
  assert_true(titled(always, "https://notdaily.example/x", ON(0), FOUND));
  assert_true(titled(always, "https://daily.example.org/x", ON(0), FOUND));
  assert_true(titled(spring, "https://daily.example/x", ON(1) - 1, FOUND));
  assert_true(titled(spring, "https://daily.example/x", ON(1), RULED));
  assert_true(titled(spring, "https://daily.example/x", ON(3) - 1, RULED));
  assert_true(titled(spring, "https://daily.example/x", ON(3), FOUND));
  assert_true(titled(since, "https://daily.example/x", 0, RULED)); /* not known when: the rule of today */
  assert_true(titled(spring, "https://daily.example/x", 0, FOUND));
}

static void the_number_of_the_page_comes_from_who_asked_for_it(void **state) {
  char why[200];
  (void)state;
  struct harness *ruled = open_ruled("host=daily.example; next=a.onward", why, sizeof why);
  const char *html = PAGE("", "<a class=onward href='/c'>On</a>");
  tdg_rec *doc = (tdg_rec *)(uintptr_t)harness_document(ruled, html, strlen(html), "https://daily.example/b",
                                                        "text/html", "");
  rec_put_int(doc, TDG_PAGE_NO, 2);
  json_t *out = harness_run(ruled, INPROC_RUN, doc, 0);
  assert_int_equal(
      json_integer_value(json_object_get(json_array_get(json_object_get(out, "requests"), 0), "page")), 3);
  json_decref(out);
  harness_close(ruled);
}

/* ---- bounds ---- */

static void a_selector_that_takes_for_ever_is_ended(void **state) {
  char *html = malloc(400000), *p = html;
  (void)state;
  assert_non_null(html);
  p += sprintf(p, "<html><body><article><h1>" FOUND "</h1><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p></article>");
  for (int i = 0; i < 20000; i++) p += sprintf(p, "<i>x</i>");
  json_t *out = parse_ruled("host=daily.example; body=//*[count(//*[count(//i) > 3]) > count(//*)]", html);
  assert_true(has(out, "nine years in which"));
  json_decref(out);
  free(html);
}

static void hostile_to(const char *rule, const char *name, const char *what, size_t times, const char *head,
                       const char *tail) {
#ifdef TIDINGS_SANITIZED /* which cost ten times as much: a quarter of the page */
  const double most = 20;
  times /= 4;
#else
  const double most = 2;
#endif
  size_t k = strlen(what), n = 0;
  char *html = malloc(strlen(head) + times * k + strlen(tail) + 1);
  assert_non_null(html);
  n += (size_t)sprintf(html, "%s", head);
  for (size_t i = 0; i < times; i++, n += k) memcpy(html + n, what, k);
  memcpy(html + n, tail, strlen(tail) + 1);
  clock_t start = clock();
  json_t *out = parse_ruled(rule, html);
  double took = (double)(clock() - start) / CLOCKS_PER_SEC;
  print_message("%-20s %8zu bytes %6.0f ms\n", name, strlen(html), took * 1000);
  assert_true(took < most);
  assert_true(status_of(out) == TDG_OK || json_string_length(json_object_get(out, "message")) > 0);
  json_decref(out);
  free(html);
}

#define BUSY                                                                                                 \
  "host=daily.example; body=div p, li; drop=//*[contains(@class,'x')] | //p[7]; title=h1; "                  \
  "author=//a[contains(.,'Ada')]; date=(//time)[last()]/@datetime"
#define hostile(...) hostile_to(BUSY, __VA_ARGS__)

static void hostile_pages_are_bounded_under_a_rule_too(void **state) {
  static const char tail[] = "<article><p>" P1 "</p><p>" P2 "</p></article>";
  (void)state;
  hostile("nested divs", "<div>", 1000000, "", tail);
  hostile("siblings", "<p>x", 300000, "<div>", tail);
  hostile("attributes", " a=b", 40000, "<p", ">x</p>");
  hostile("many attributes", "<p class=x a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>x", 60000, "<div>", tail);
  hostile("one paragraph", "word, ", 1700000, "<div><p>", "</p>");
  hostile("nested lists", "<ul><li>x", 100000, "", tail);
  hostile("links", "<a href=x>Ada</a>", 100000, "<div><p>", tail);
  hostile_to("host=daily.example; body=p:nth-of-type(2n+1)", "counted siblings", "<p>x", 300000, "<div>",
             tail);
  hostile_to("host=daily.example; body=p ~ p ~ p", "siblings of siblings", "<p>x", 300000, "<div>", tail);
  hostile_to("host=daily.example; body=:has(p):contains('y')", "texts of texts", "<div>x", 250, "", tail);
  hostile("unclosed quotes", "<a href=\"", 200000, "", tail);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(css_selects_by_name_class_id_and_attribute),
      cmocka_unit_test(css_selects_by_place),
      cmocka_unit_test(css_selects_by_what_is_not_or_is_inside),
      cmocka_unit_test(xpath_selects_too),
      cmocka_unit_test(html_and_body_that_nobody_wrote_are_there_for_xpath),
      cmocka_unit_test(bad_rules_are_refused_with_where_and_why),
      cmocka_unit_test(a_rule_gives_every_part),
      cmocka_unit_test(the_record_says_what_a_rule_gave),
      cmocka_unit_test(a_rule_without_a_body_drops_from_what_is_found),
      cmocka_unit_test(a_ruled_body_may_be_hidden_short_or_in_pieces),
      cmocka_unit_test(a_page_the_rule_no_longer_fits_is_read_without_it_and_flagged),
      cmocka_unit_test(a_rule_holds_for_its_host_and_its_days),
      cmocka_unit_test(the_number_of_the_page_comes_from_who_asked_for_it),
      cmocka_unit_test(a_selector_that_takes_for_ever_is_ended),
      cmocka_unit_test(hostile_pages_are_bounded_under_a_rule_too),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
