/* test_lead.c - where a document may lead, every origin by every kind of address. */
#include "news/news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

static int may(const char *from, const char *claimed, const char *to) {
  return lead_refusal(str(from), str(claimed), str(to)) == NULL;
}

static const char *const nowhere[] = {"ftp://host/x",
                                      "gopher://host/x",
                                      "data:text/plain,x",
                                      "javascript:x()",
                                      "mailto:a@b.example",
                                      "jar:http://h/x!/y",
                                      "about:blank",
                                      "",
                                      "x.html",
                                      "/etc/passwd",
                                      "//host/x",
                                      "http:",
                                      "http:///x",
                                      "http:/etc/passwd",
                                      " http://host/",
                                      "http",
                                      "httpx://host/",
                                      "view-source:file:///pile/x",
                                      "file",
                                      "\1file:///pile/x"};
static const char *const files[] = {
    "file:///pile/x",          "FILE:///pile/x",     "File:/pile/x",
    "file://localhost/pile/x", "file:///pile/%78",   "file:pile/x",
    "file:////pile/x",         "file://host/pile/x", "file:///pile/x#http://a/",
    "file:///pile/x?http://a/"};

static void every_document_may_lead_to_the_web(void **state) {
  static const char *const from[] = {"http://a.example/feed", "https://a.example/", "file:///pile/a.rss",
                                     "maildir:/x"};
  static const char *const to[] = {"http://b.example/x", "https://b.example/x", "HTTP://b.example/",
                                   "http://127.0.0.1:8080/x", "http://[::1]/"};
  (void)state;
  for (size_t i = 0; i < sizeof from / sizeof from[0]; i++)
    for (size_t k = 0; k < sizeof to / sizeof to[0]; k++)
      if (!may(from[i], "", to[k])) fail_msg("%s may not lead to %s", from[i], to[k]);
}

static void what_is_no_file_leads_to_no_file(void **state) {
  static const char *const from[] = {
      "http://a.example/feed", "HTTPS://a.example/", "maildir:/pile/a", "ftp://pile/", "", "filed:///pile/a"};
  (void)state;
  for (size_t i = 0; i < sizeof from / sizeof from[0]; i++)
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++)
      if (may(from[i], "file:///pile/a.rss", files[k]) || may(from[i], "", files[k]))
        fail_msg("%s leads to %s", from[i], files[k]);
}

static void nobody_leads_to_another_scheme(void **state) {
  static const char *const from[] = {"http://a.example/feed", "file:///pile/a.rss", "ftp://host/y",
                                     "data:text/plain,y"};
  (void)state;
  for (size_t i = 0; i < sizeof from / sizeof from[0]; i++)
    for (size_t k = 0; k < sizeof nowhere / sizeof nowhere[0]; k++)
      if (may(from[i], "", nowhere[k])) fail_msg("%s leads to \"%s\"", from[i], nowhere[k]);
}

static void a_file_leads_to_files_beside_and_below(void **state) {
  static const char *const good[] = {"file:///pile/x",   "file:///pile/deep/er/x",  "file:///pile/%78",
                                     "FILE:/pile/x",     "file://localhost/pile/x", "file:///pile/x#L3",
                                     "file:///pile/..x", "file:///pile/x..",        "file:///pile/.hidden"};
  static const char *const bad[] = {
      "file:///etc/passwd",    "file:///pile",        "file:///pilex/x",  "file:///pile/../etc/passwd",
      "file:///pile/%2e%2e/x", "file:///pile/%2E./x", "file:///pile/..",  "file:///pile/a/../../x",
      "file:////pile/x",       "file://host/pile/x",  "file:pile/x",      "file:///pile/x%00y",
      "file:///pile/%zz",      "file:///pile/%",      "file:///%2Fpile/x"};
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
    if (!may("file:///pile/a.rss", "file:///pile/a.rss#L1", good[i])) fail_msg("not to %s", good[i]);
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    if (may("file:///pile/a.rss", "", bad[i])) fail_msg("to %s", bad[i]);
}

static void what_a_document_claims_only_narrows(void **state) {
  (void)state;
  assert_false(may("http://a.example/", "file:///pile/a.rss", "file:///pile/x"));
  assert_false(may("file:///pile/a.jsonl", "http://a.example/", "file:///pile/x"));
  assert_true(may("file:///pile/a.jsonl", "http://a.example/", "http://a.example/x"));
  assert_false(may("file:///pile/a.rss", "file:///etc/a.rss", "file:///etc/passwd"));
}

static void a_fetcher_leads_to_what_it_brings(void **state) {
  (void)state;
  assert_null(lead_fetcher_refusal(str("file:///pile"), str("file:///pile/x")));
  assert_null(lead_fetcher_refusal(str("maildir:/m"), str("maildir:/m/cur")));
  assert_null(lead_fetcher_refusal(str("maildir:/m"), str("https://a.example/")));
  assert_non_null(lead_fetcher_refusal(str("http://a.example/"), str("file:///pile/x")));
  assert_non_null(lead_fetcher_refusal(str("maildir:/m"), str("file:///pile/x")));
  assert_non_null(lead_fetcher_refusal(str(""), str("")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_document_may_lead_to_the_web),
      cmocka_unit_test(what_is_no_file_leads_to_no_file),
      cmocka_unit_test(nobody_leads_to_another_scheme),
      cmocka_unit_test(a_file_leads_to_files_beside_and_below),
      cmocka_unit_test(what_a_document_claims_only_narrows),
      cmocka_unit_test(a_fetcher_leads_to_what_it_brings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
