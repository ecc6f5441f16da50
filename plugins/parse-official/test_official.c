/* test_official.c - what is read of the JSON of three interfaces, and of what is none of them. */
#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct harness *h;

static int open_plugin(void **state) {
  (void)state;
  h = harness_open("parse-official", "official", NULL, 0);
  return 0;
}

static int close_plugin(void **state) {
  (void)state;
  if (h != NULL) harness_close(h);
  return 0;
}

static json_t *parse(const char *text, const char *url) {
  if (h == NULL) skip();
  return harness_parse(h, text, strlen(text), url, "application/json", "utf-8");
}

static int status_of(const json_t *out) { return (int)json_integer_value(json_object_get(out, "status")); }

/* wanted: lines "path value", of the first record that comes out; "-" for the value: not there. */
static void gives(const char *text, const char *url, const char *wanted) {
  json_t *out = parse(text, url);
  char line[600];
  if (status_of(out) != 0) fail_msg("%s: status %d", text, status_of(out));
  while (*wanted != '\0') {
    size_t n = strcspn(wanted, "\n");
    snprintf(line, sizeof line, "%.*s", (int)n, wanted);
    char *value = strchr(line, ' ');
    *value++ = '\0';
    const char *got = harness_text(out, 0, line);
    if (strcmp(got, strcmp(value, "-") == 0 ? "" : value) != 0) {
      char *all = json_dumps(out, JSON_INDENT(1));
      fail_msg("%s is \"%s\", not \"%s\" in %s", line, got, value, all);
    }
    wanted += n + (wanted[n] == '\n');
  }
  json_decref(out);
}

#define GOV "https://www.gov.example/api/content/government/news/ferry"
#define GOVUK(more, details, links)                                                                          \
  "{\"base_path\":\"/government/news/"                                                                       \
  "ferry\",\"content_id\":\"a\",\"locale\":\"en\",\"document_type\":\"press_release\","                      \
  "\"title\":\"Ferries run again\",\"withdrawn_notice\":{}" more                                             \
  ",\"details\":{\"body\":\"<p>They run.</p>\"" details "},"                                                 \
  "\"links\":{" links "}}"

static void the_content_api_of_gov_uk(void **state) {
  (void)state;
  gives(GOVUK("", "", ""), GOV,
        "title Ferries run again\ngenre press-release\nlanguage en\ncanonical "
        "https://www.gov.example/government/news/ferry\n"
        "as statement\nmedia_type text/html\npublished -\nupdated -\nurl " GOV);
  gives(GOVUK(",\"first_published_at\":\"2024-03-05T10:00:00.000+00:00\",\"public_updated_at\":\"2024-03-"
              "05T12:00:00Z\",\"updated_at\":\"2025-01-01T00:00:00Z\"",
              "", ""),
        GOV, "published 2024-03-05T10:00:00Z\nupdated -");
  gives(
      GOVUK(",\"first_published_at\":\"2024-03-05T10:00:00Z\",\"public_updated_at\":\"2024-03-09T12:00:00Z\"",
            "", ""),
      GOV, "published 2024-03-05T10:00:00Z\nupdated 2024-03-09T12:00:00Z");
  gives(GOVUK(",\"first_published_at\":null,\"public_updated_at\":\"2024-03-09T12:00:00Z\"", "", ""), GOV,
        "published 2024-03-09T12:00:00Z\nupdated -");
  gives(GOVUK(",\"first_published_at\":\"2024-03-05T10:00:00Z\"",
              ",\"first_public_at\":\"1998-07-01T00:00:00Z\"", ""),
        GOV, "published 1998-07-01T00:00:00Z");
  gives(GOVUK("",
              ",\"delivered_on\":\"2024-02-29T09:30:00+01:00\",\"location\":\"Guildhall, Port &amp; Quay\"",
              ""),
        GOV, "event 2024-02-29T08:30:00Z\nplace Guildhall, Port & Quay");
  gives(GOVUK("", "",
              "\"organisations\":[{\"title\":\"Office of Ferries\"},{\"title\":\"Coast &amp; Harbour "
              "Agency\"},{\"base_path\":\"/x\"}]"),
        GOV, "issuers.0.name Office of Ferries\nissuers.1.name Coast & Harbour Agency\nissuers.2.name -");
  gives(GOVUK("",
              ",\"change_history\":[{\"public_timestamp\":\"2024-03-09T12:00:00Z\",\"note\":\"Added the "
              "Welsh text.\"},"
              "{\"public_timestamp\":\"2024-03-05T10:00:00Z\",\"note\":\"First published.\"}]",
              ""),
        GOV, "change_note Added the Welsh text.");
  gives(GOVUK("",
              ",\"change_history\":[{\"public_timestamp\":\"2024-03-05T10:00:00Z\",\"note\":\"First "
              "published.\"}]",
              ""),
        GOV, "change_note -");
  gives("{\"base_path\":\"/"
        "a\",\"document_type\":\"speech\",\"locale\":\"cy\",\"title\":\"Araith\",\"withdrawn_notice\":{"
        "\"explanation\":\"<p>Mae&#39;n hen.</p>\"},"
        "\"details\":{\"body\":[{\"content_type\":\"text/"
        "govspeak\",\"content\":\"x\"},{\"content_type\":\"text/html\",\"content\":\"<p>Helo</p>\"}]}}",
        "https://www.gov.example/a.json", "genre speech\nlanguage cy\nchange_note Mae'n hen.\ncanonical -");
  gives("{\"content_id\":\"b\",\"document_type\":\"news_story\",\"title\":\"Kein "
        "Text\",\"description\":\"Nur <b>dies</b>.\",\"details\":{}}",
        GOV, "genre -\nmedia_type text/plain\ntitle Kein Text");
  gives("{\"content_id\":\"b\",\"document_type\":\"news_story\",\"title\":\"Nothing\",\"details\":{\"body\":"
        "7}}",
        GOV, "kind statement\ntitle Nothing\nquality.flags.0 truncated");
}

#define CORNER "https://ec.example/commission/presscorner/api/documents?reference=IP/24/1&language=fr"

static void the_press_corner(void **state) {
  (void)state;
  gives("{\"refCode\":\"IP/24/"
        "1\",\"eventDate\":\"2024-03-05\",\"languages\":[\"FR\"],\"policiesResource\":[],"
        "\"docuLanguageResource\":"
        "{\"title\":\"Les ferries "
        "repartent\",\"subtitle\":null,\"language\":{\"code\":\"FR\"},\"htmlContent\":\"<p>Ils "
        "repartent.</p>\"}}",
        CORNER,
        "title Les ferries repartent\nreference IP/24/1\ngenre press-release\nlanguage fr\npublished "
        "2024-03-05T00:00:00Z\nas statement\nmedia_type text/html\nurl " CORNER);
  gives("{\"refCode\":\"SPEECH/23/"
        "7\",\"eventDate\":\"2023-12-24T18:00:00\",\"docuLanguageResource\":{\"title\":\"Rede\",\"language\":"
        "{\"code\":\"de\"},\"htmlContent\":\"<p>Ja</p>\"}}",
        CORNER, "genre speech\nlanguage de\npublished 2023-12-24T18:00:00Z");
  gives("{\"refCode\":\"STATEMENT/24/"
        "9\",\"docuLanguageResource\":{\"title\":\"\xce\x94\xce\xae\xce\xbb\xcf\x89\xcf\x83\xce\xb7\","
        "\"language\":{\"code\":\"EL\"},\"htmlContent\":\"<p>a</p>\"}}",
        CORNER, "genre -\nlanguage el\npublished -\nreference STATEMENT/24/9");
  gives("{\"refCode\":\"READ/24/2\",\"eventDate\":null,\"docuLanguageResource\":{\"title\":\"A &amp; "
        "B\",\"htmlContent\":\"<p>a</p>\"}}",
        CORNER, "genre readout\ntitle A & B\nlanguage -");
  gives("{\"refCode\":\"MEX_24_5\",\"docuLanguageResource\":{\"htmlContent\":\"<p>Daily news</p>\"}}", CORNER,
        "reference MEX_24_5\ntitle -");
  gives("{\"refCode\":\"QANDA/24/5\",\"docuLanguageResource\":{\"title\":\"Fragen\",\"content\":\"<p>Was?</"
        "p>\"}}",
        CORNER, "genre -\nmedia_type text/html");
  gives("{\"refCode\":\"IP/24/8\",\"eventDate\":\"no "
        "day\",\"docuLanguageResource\":{\"title\":\"Empty\",\"htmlContent\":null}}",
        CORNER, "kind statement\ntitle Empty\npublished -");
  json_t *out = parse("{\"docuLanguageListResources\":[{\"refCode\":\"IP/24/"
                      "1\",\"language\":{\"code\":\"EN\"}},{\"refCode\":\"STATEMENT/24/"
                      "2\"},{\"refCode\":\"../../x?y\"},{\"a\":1},7]}",
                      "https://ec.example/commission/presscorner/api/latestnews?language=en");
  const json_t *asked = json_object_get(out, "requests");
  assert_int_equal(json_array_size(asked), 2);
  assert_string_equal(
      json_string_value(json_object_get(json_array_get(asked, 0), "url")),
      "https://ec.example/commission/presscorner/api/documents?reference=IP/24/1&language=EN");
  assert_string_equal(
      json_string_value(json_object_get(json_array_get(asked, 1), "url")),
      "https://ec.example/commission/presscorner/api/documents?reference=STATEMENT/24/2&language=en");
  json_decref(out);
}

#define REGISTER "https://www.register.example/api/v1/documents/2024-01234.json"
#define FEDREG(more)                                                                                         \
  "{\"document_number\":\"2024-01234\",\"title\":\"Ferries\",\"publication_date\":\"2024-03-05\"" more "}"

static const char *asked(const json_t *out, const char *key) {
  const json_t *v = json_object_get(json_array_get(json_object_get(out, "requests"), 0), key);
  return json_is_string(v) ? json_string_value(v) : "";
}

static void the_federal_register(void **state) {
  (void)state;
  gives(FEDREG(",\"signing_date\":\"2024-03-01\",\"executive_order_number\":\"14001\",\"abstract\":\"Of "
               "<i>ferries</i>.\",\"html_url\":\"https://www.register.example/d/2024-01234\""),
        REGISTER,
        "title Ferries\nreference 2024-01234\ngenre order\npublished 2024-03-05T00:00:00Z\nevent "
        "2024-03-01T00:00:00Z\ncanonical https://www.register.example/d/2024-01234\n"
        "language en\nas statement\nmedia_type text/plain");
  gives(FEDREG(",\"executive_order_number\":14002"), REGISTER,
        "genre order\nkind statement\nquality.flags.0 truncated");
  gives(FEDREG(",\"executive_order_number\":null,\"signing_date\":null,\"agencies\":[{\"name\":\"Office of "
               "Ferries\",\"raw_name\":\"X\"},{\"raw_name\":\"COAST AGENCY\"},7]"),
        REGISTER,
        "genre -\nevent -\nissuers.0.name Office of Ferries\nissuers.1.name COAST AGENCY\nissuers.2.name -");
  gives(FEDREG(",\"correction_of\":\"https://www.register.example/api/v1/documents/"
               "2024-00999\",\"abstract\":\"Wrong.\""),
        REGISTER,
        "genre correction\ncites.0.text 2024-00999\ncites.0.url "
        "https://www.register.example/api/v1/documents/2024-00999");
  gives(FEDREG(",\"body_html\":\"<p>All of it.</p>\",\"body_html_url\":\"https://www.register.example/b\""),
        REGISTER, "media_type text/html");
  gives("{\"document_number\":\"C1-2024-5\",\"title\":\"T\",\"publication_date\":null,\"signing_date\":"
        "\"2024-02-29\",\"abstract\":\"a\"}",
        REGISTER, "published 2024-02-29T00:00:00Z\nreference C1-2024-5");
  json_t *out = parse(FEDREG(",\"abstract\":\"Short.\",\"body_html_url\":\"https://www.register.example/full/"
                             "2024-01234.html\",\"raw_text_url\":\"https://www.register.example/t.txt\""),
                      REGISTER);
  assert_string_equal(asked(out, "url"), "https://www.register.example/full/2024-01234.html");
  assert_string_equal(asked(out, "as"), "official");
  json_decref(out);
  out = parse(FEDREG(",\"raw_text_url\":\"https://www.register.example/t.txt\""), REGISTER);
  assert_string_equal(asked(out, "url"), "https://www.register.example/t.txt");
  json_decref(out);
  out = parse(FEDREG(",\"abstract\":\"a\",\"body_html_url\":\"javascript:alert(1)\""), REGISTER);
  assert_int_equal(json_array_size(json_object_get(out, "requests")), 0);
  json_decref(out);
  out = parse("{\"count\":2,\"results\":[" FEDREG(",\"body_html_url\":\"/full/1.html\"") "," FEDREG(
                  ",\"json_url\":\"/api/v1/2.json\"") ",{\"x\":1},7]}",
              REGISTER);
  assert_int_equal(json_array_size(json_object_get(out, "requests")), 2);
  json_decref(out);
}

/* The text comes later, with what was known of it. */
static void a_text_that_is_fetched_by_itself_keeps_what_was_said_of_it(void **state) {
  static const char *const pages[] = {"<html><body><p>All of it.</p></body></html>",
                                      "All of it, as plain text.\n\nMore."};
  (void)state;
  if (h == NULL) skip();
  for (size_t i = 0; i < 2; i++) {
    const tdg_rec *plain =
        harness_document(h, pages[i], strlen(pages[i]), "https://www.register.example/full/1", "", "");
    tdg_rec *doc = rec_copy(&h->arena, plain, TDG_DOC), *ext = rec_new(&h->arena, TDG_GROUP);
    rec_put_str(ext, TDG_NAME, "official-json");
    rec_put_str(ext, TDG_TEXT,
                FEDREG(",\"abstract\":\"a\",\"body_html_url\":\"https://www.register.example/full/1\""));
    rec_put_rec(doc, TDG_EXT, ext);
    json_t *out = harness_run(h, INPROC_RUN, doc, 0);
    assert_int_equal(status_of(out), 0);
    assert_string_equal(harness_text(out, 0, "title"), "Ferries");
    assert_string_equal(harness_text(out, 0, "reference"), "2024-01234");
    assert_string_equal(harness_text(out, 0, "media_type"), i == 0 ? "text/html" : "text/plain");
    assert_string_equal(harness_text(out, 0, "url"), "https://www.register.example/full/1");
    assert_int_equal(json_array_size(json_object_get(out, "requests")), 0);
    json_decref(out);
  }
}

static void what_is_none_of_them_is_left_to_others(void **state) {
  static const char *const others[] = {"{\"id\":\"a\",\"text\":\"b\"}",
                                       "[1,2]",
                                       "{}",
                                       "{\"items\":[],\"version\":\"https://jsonfeed.org/version/1\"}",
                                       "{\"title\":\"a\",\"document_type\":\"x\",\"details\":{}}",
                                       "{\"refCode\":7,\"docuLanguageResource\":{}}",
                                       "{\"document_number\":\"1\",\"title\":\"t\"}",
                                       "{\"results\":[{\"title\":\"t\"}]}",
                                       "\"text\"",
                                       "<html></html>",
                                       "null",
                                       "{\"docuLanguageListResources\":[]}"};
  (void)state;
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    json_t *out = parse(others[i], "https://daily.example/a");
    if (status_of(out) != 2) fail_msg("%s: %d", others[i], status_of(out));
    json_decref(out);
  }
  json_t *out = parse("{\"base_path\":\"/a\",\"details\":", "https://daily.example/a");
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  json_decref(out);
}

static void hostile_values_are_bounded(void **state) {
  char *text = malloc(8 << 20), *p = text;
  (void)state;
  p += sprintf(p, "{\"base_path\":\"/"
                  "a\",\"document_type\":\"x\",\"title\":\"T\\u0000\\u0007U\",\"details\":{\"body\":\"<p>a</"
                  "p>\",\"change_history\":[");
  for (int i = 0; i < 20000; i++)
    p += sprintf(p, "%s{\"public_timestamp\":\"%d\",\"note\":\"n\"}", i > 0 ? "," : "", i);
  p += sprintf(p, "]},\"links\":{\"organisations\":[");
  for (int i = 0; i < 20000; i++) p += sprintf(p, "%s{\"title\":\"O%d\"}", i > 0 ? "," : "", i);
  sprintf(p, "]}}");
  gives(text, GOV, "title TU\nissuers.31.name O31\nissuers.32.name -");
  p = text;
  for (int i = 0; i < 1000000; i++) *p++ = '[';
  *p = '\0';
  json_t *out = parse(text, GOV);
  assert_int_not_equal(status_of(out), 0);
  json_decref(out);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_content_api_of_gov_uk),
      cmocka_unit_test(the_press_corner),
      cmocka_unit_test(the_federal_register),
      cmocka_unit_test(a_text_that_is_fetched_by_itself_keeps_what_was_said_of_it),
      cmocka_unit_test(what_is_none_of_them_is_left_to_others),
      cmocka_unit_test(hostile_values_are_bounded),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
