/* test_hostile.c - documents made to hurt: each ends soon, with the right reason, and takes no memory to
 * speak of. */
#include "parser_test.h"

#include <time.h>

enum { LIMIT_MS = 1000, SLOW = 8 }; /* sanitizers are slower than what they check */

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* head + n times unit + tail */
static char *flood(const char *head, const char *unit, size_t n, const char *tail, size_t *size) {
  size_t h = strlen(head), u = strlen(unit), t = strlen(tail);
  char *text = malloc(h + u * n + t + 1);
  assert_non_null(text);
  memcpy(text, head, h);
  for (size_t i = 0; i < n; i++) memcpy(text + h + i * u, unit, u);
  memcpy(text + h + n * u, tail, t + 1);
  *size = h + u * n + t;
  return text;
}

static json_t *parse_flood(const char *head, const char *unit, size_t n, const char *tail) {
  size_t size;
  char *text = flood(head, unit, n, tail, &size);
  double start = now_ms();
  json_t *out = parse_bytes(text, size, "https://daily.example/feed", "");
  double took = now_ms() - start;
#ifdef TIDINGS_SANITIZED
  took /= SLOW;
#endif
  if (took > LIMIT_MS) fail_msg("%zu times \"%.20s\" took %.0f ms", n, unit, took);
  free(text);
  return out;
}

#define HEAD "<rss><channel><title>T</title>"
#define TAIL "</channel></rss>"

#ifdef TIDINGS_SANITIZED /* which cost ten times as much */
enum { FLOOD = 1 << 18 };
#else
enum { FLOOD = 1 << 20 };
#endif

static void floods_of_openings_are_linear(void **state) {
  (void)state;
  static const char *const units[] = {"<!--",
                                      "<?",
                                      "<![CDATA[",
                                      "<",
                                      "&",
                                      "<a ",
                                      "<a b=\"",
                                      "<a b='\"",
                                      "</a",
                                      "<!DOCTYPE [",
                                      "<a>",
                                      "<a/>",
                                      "&#",
                                      "&amp",
                                      "]]>",
                                      "<!",
                                      "<a b=\"<",
                                      "\"'",
                                      "<item>",
                                      "<item><title>",
                                      "</item>",
                                      "<p><b>",
                                      "<author>a<![CDATA[b]]>",
                                      "<category>a",
                                      "<a xmlns:b='c' b:d='e'>",
                                      "<![CDATA[",
                                      "<title>x</title>"};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    size_t n = FLOOD / strlen(units[i]);
    json_decref(parse_flood(HEAD, units[i], n, TAIL));
    json_decref(parse_flood(HEAD "<item><description>", units[i], n, "</description></item>" TAIL));
    json_decref(parse_flood("", units[i], n, "<rss>" TAIL));
  }
}

static void a_tag_with_forty_thousand_attributes_is_read(void **state) {
  (void)state;
  size_t n = 40000, size = n * 12 + 200;
  char *xml = malloc(size), *p = xml;
  p += sprintf(p, HEAD "<item");
  for (size_t i = 0; i < n; i++) p += sprintf(p, " a%zu='b'", i % 99991);
  sprintf(p, "><title>x</title></item>" TAIL);
  double start = now_ms();
  json_t *out = parse(xml);
  assert_true(now_ms() - start < LIMIT_MS * SLOW);
  assert_text(out, 1, "title", "x");
  json_decref(out);
  free(xml);
}

static void a_tag_of_many_kilobytes_loses_its_attributes_only(void **state) {
  (void)state;
  json_t *out = parse_flood(HEAD "<item z='", "0123456789", 20000, "' y='1'><title>x</title></item>" TAIL);
  assert_text(out, 1, "title", "x");
  json_decref(out);
}

static void nesting_without_end_is_read_flat(void **state) {
  (void)state;
  json_t *out = parse_flood(HEAD "<item><description>", "<div>", 200000, "deep</description></item>" TAIL);
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
  out = parse_flood(HEAD, "<x>", 300000, "");
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
  json_decref(parse_flood("{\"items\":", "[", 200000, ""));
}

static void entities_that_grow_are_refused(void **state) {
  (void)state;
  static const char *const subsets[] = {
      "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>",
      "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
      "<!ENTITY a PUBLIC 'x' 'http://127.0.0.1/x'>",
      "<!ENTITY a '<item/>'>",
      "<!ENTITY a '%p;'>",
  };
  for (size_t i = 0; i < sizeof subsets / sizeof subsets[0]; i++) {
    char xml[500];
    snprintf(xml, sizeof xml, "<!DOCTYPE rss [%s]><rss><channel><title>&c;&a;</title></channel></rss>",
             subsets[i]);
    json_t *out = parse(xml);
    assert_int_equal(status_of(out), TDG_BAD_INPUT);
    assert_memory_equal(message_of(out), "entity", 6);
    assert_int_equal(harness_count(out), 0);
    json_decref(out);
  }
  json_t *out = parse_flood("<!DOCTYPE rss [<!ENTITY a '", "0123456789", 10000,
                            "'>]><rss><channel><title>&a;</title></channel></rss>");
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  json_decref(out);
}

static void a_short_text_may_be_used_but_not_without_end(void **state) {
  (void)state;
  assert_parsed("<!DOCTYPE rss [<!ENTITY co 'Sons &#38; Co'> <!ENTITY % p SYSTEM 'p.ent'> "
                "%p;]><rss><channel><title>&co;</title></channel></rss>",
                0, "title", "Sons & Co");
  json_t *out = parse_flood(
      "<!DOCTYPE rss [<!ENTITY a '0123456789012345678901234567890123456789'>]><rss><channel><title>", "&a;",
      100000, "</title></channel></rss>");
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  json_decref(out);
}

static void an_item_without_end_is_cut_and_says_so(void **state) {
  (void)state;
  static const char *const units[] = {"word ", "word\n\n", "&lt;p&gt;a", "&#60;li&#62;a",
                                      "<img src='http://a.example/i.png'/>"};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    json_t *out = parse_flood(HEAD "<item><description>", units[i], 3000000 / strlen(units[i]),
                              "</description></item><item><title>next</title></item>" TAIL);
    assert_int_equal(status_of(out), TDG_OK);
    assert_text(out, 1, "quality.flags.0", "truncated");
    assert_text(out, 2, "title", "next");
    json_decref(out);
  }
  json_t *out = parse_flood(HEAD "<item><title>", "word ", 600000,
                            "</title></item><item><title>next</title></item>" TAIL);
  assert_text(out, 2, "title", "next");
  json_decref(out);
}

static void many_names_and_namespaces_do_not_pile_up(void **state) {
  (void)state;
  size_t n = 60000;
  char *xml = malloc(n * 60 + 200), *p = xml;
  p += sprintf(p, HEAD);
  for (size_t i = 0; i < n; i++) p += sprintf(p, "<n%zu:e%zu xmlns:n%zu='u%zu'>", i, i, i, i);
  sprintf(p, TAIL);
  double start = now_ms();
  json_t *out = parse(xml);
  assert_true(now_ms() - start < LIMIT_MS * SLOW);
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
  free(xml);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(floods_of_openings_are_linear),
      cmocka_unit_test(a_tag_with_forty_thousand_attributes_is_read),
      cmocka_unit_test(a_tag_of_many_kilobytes_loses_its_attributes_only),
      cmocka_unit_test(nesting_without_end_is_read_flat),
      cmocka_unit_test(entities_that_grow_are_refused),
      cmocka_unit_test(a_short_text_may_be_used_but_not_without_end),
      cmocka_unit_test(an_item_without_end_is_cut_and_says_so),
      cmocka_unit_test(many_names_and_namespaces_do_not_pile_up),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
