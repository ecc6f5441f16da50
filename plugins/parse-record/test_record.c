/* test_record.c - what parse-record makes of JSON objects. */
#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct harness *h;

static int open_plugin(void **state) {
  (void)state;
  h = harness_open("parse-record", "record", NULL, 0);
  return h == NULL ? -1 : 0; /* not built */
}

static int close_plugin(void **state) {
  (void)state;
  harness_close(h);
  return 0;
}

static json_t *parse(const char *text) {
  return harness_parse(h, text, strlen(text), "file:///pile.jsonl#L7", "application/x-tidings-record+json",
                       "");
}

static int status_of(const json_t *out) { return (int)json_integer_value(json_object_get(out, "status")); }
static const char *message(const json_t *out) { return json_string_value(json_object_get(out, "message")); }

static void assert_refused(const char *text, const char *word) {
  json_t *out = parse(text);
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  assert_int_equal(harness_count(out), 0);
  if (strstr(message(out), word) == NULL) fail_msg("\"%s\" does not name %s", message(out), word);
  assert_non_null(strstr(message(out), "#L7"));
  json_decref(out);
}

static void the_seven_fields_of_an_import_are_read(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"a1\", \"title\": \"Ferry aground\", \"text\": \"The ferry ran "
                      "aground.\\n\\nNobody was hurt.\", "
                      "\"url\": \"https://ansel.example/1\", \"published\": \"2026-03-05T14:30:00+01:00\", "
                      "\"source\": \"Ansel Courier\", \"lang\": \"en\", \"colour\": \"blue\"}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "native_id"), "a1");
  assert_string_equal(harness_text(out, 0, "kind"), "article");
  assert_string_equal(harness_text(out, 0, "title"), "Ferry aground");
  assert_string_equal(harness_text(out, 0, "url"), "https://ansel.example/1");
  assert_string_equal(harness_text(out, 0, "published"), "2026-03-05T13:30:00Z");
  assert_string_equal(harness_text(out, 0, "source.name"), "Ansel Courier");
  assert_string_equal(harness_text(out, 0, "language"), "en");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 2);
  json_decref(out);
}

static void assert_no_article(const char *text) {
  json_t *out = parse(text);
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "kind"), "stub");
  json_decref(out);
}

static void only_a_text_is_required(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": 12, \"text\": \"The ferry ran aground.\"}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "native_id"), "12");
  json_decref(out);
  out = parse("{\"id\": null, \"text\": \"The ferry ran aground.\"}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_null(harness_at(out, 0, "native_id"));
  json_decref(out);
  assert_no_article("{\"id\": \"a\"}");
  assert_no_article("{\"id\": \"a\", \"text\": \" \\n \"}");
  assert_no_article("{\"name\": \"harbour\", \"version\": \"1.0\", \"description\": \"A package\"}");
  assert_no_article(
      "{\"$schema\": \"http://json-schema.org/schema#\", \"title\": \"Ship\", \"description\": \"A ship\"}");
}

static void names_of_other_programs_and_languages_are_known(void **state) {
  (void)state;
  json_t *out = parse("{\"Artikel_ID\": 7, \"Titel\": \"Fähre auf Grund\", \"Inhalt\": \"Die Fähre lief am "
                      "Freitag auf Grund.\", "
                      "\"Veröffentlicht am\": \"2026-03-05T14:30:00+01:00\", \"Autor\": \"Ida Ross; Jens "
                      "Okoro\", \"Quelle\": \"Kurier\", "
                      "\"Farbe\": \"blau\", \"Schlagwörter\": \"See, Fähre\"}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "title"), "Fähre auf Grund");
  assert_string_equal(harness_text(out, 0, "published"), "2026-03-05T13:30:00Z");
  assert_string_equal(harness_text(out, 0, "authors.1.name"), "Jens Okoro");
  assert_string_equal(harness_text(out, 0, "source.name"), "Kurier");
  assert_string_equal(harness_text(out, 0, "tags.1"), "Fähre");
  assert_string_equal(harness_text(out, 0, "unread.0"), "Artikel_ID");
  assert_string_equal(harness_text(out, 0, "unread.1"), "Farbe");
  json_decref(out);
  out = parse(
      "{\"title\": \"Ferry\", \"text\": \"A ferry ran aground.\", \"author\": [\"Aino Laine ja Ville Salo\", "
      "\"Lamps and Lenses Ltd\"], \"tags\": \"bed and breakfast, sea\"}");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Aino Laine");
  assert_string_equal(harness_text(out, 0, "authors.1.name"), "Ville Salo");
  assert_string_equal(harness_text(out, 0, "authors.2.name"), "Lamps and Lenses Ltd");
  assert_null(harness_at(out, 0, "authors.3"));
  assert_string_equal(harness_text(out, 0, "tags.0"), "bed and breakfast");
  json_decref(out);
  out = parse("{\"source\": {\"id\": null, \"name\": \"Courier\"}, \"author\": null, \"title\": \"Ferry\", "
              "\"publishedAt\": \"2026-03-05T13:30:00Z\", "
              "\"urlToImage\": \"https://c.example/f.jpg\", \"url\": \"https://c.example/f\", "
              "\"description\": \"A ferry ran aground.\"}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "source.name"), "Courier");
  assert_string_equal(harness_text(out, 0, "summary"), "A ferry ran aground.");
  assert_string_equal(harness_text(out, 0, "lead_image.url"), "https://c.example/f.jpg");
  assert_null(harness_at(out, 0, "unread"));
  json_decref(out);
}

static void a_text_of_HTML_is_read_as_that(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": 5, \"date_gmt\": \"2026-03-05T13:30:00\", \"link\": \"https://c.example/f\", "
                      "\"title\": {\"rendered\": \"Ferry &amp; port\"}, "
                      "\"content\": {\"rendered\": \"<h2>Aground</h2><p>The ferry <em>ran</em> "
                      "aground.</p><script>x()</script>\"}, "
                      "\"media\": [{\"colour\": 1}], \"author\": [{\"name\": \"Ida Ross\", \"age\": 7}]}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "title"), "Ferry & port");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 2);
  assert_string_equal(harness_text(out, 0, "blocks.0.type"), "heading");
  assert_string_equal(harness_text(out, 0, "blocks.1.text"), "The ferry ran aground.");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ida Ross");
  json_decref(out);
}

static void a_report_may_be_no_more_than_its_title(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"a\", \"title\": \"Ferry aground\", \"text\": \"\"}");
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
}

static void one_sentence_a_line_stays_one_sentence_a_block(void **state) {
  (void)state;
  json_t *out =
      parse("{\"id\": \"a\", \"text\": \"Ferry runs aground off Port Ansel\\nMay 03, 2013\\nThe ferry ran "
            "aground on "
            "Friday, officials said.\\n\\\"It was dark,\\\" said one passenger\\nNobody was hurt.\"}");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 5);
  json_decref(out);
}

static void a_break_inside_a_sentence_is_mended(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"a\", \"text\": \"The ferry ran aground on Friday night and its "
                      "owners\\nhave not said why. Nobody "
                      "was hurt.\"}");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 1);
  json_decref(out);
}

#define NEWS                                                                                                 \
  "Ministers of five states met in Stell on Tuesday to discuss the herring quota, which ends in June.\\n"    \
  "President Adam Reuss of Calder called the talks useful.\\n"

static void what_a_page_says_to_its_reader_is_left_out(void **state) {
  static const struct {
    const char *head, *foot;
  } cases[] = {
      {"Save this page to your reading list!\\nGet our letter every morning.\\n",
       "Best Phones of the Year\\nOur readers chose the ten best phones of the year, and the winner is a "
       "sur\\n"
       "New Tram Line Opens in Dunby\\nThe tram runs from the harbour to the hospital every ten minutes and "
       "takes onl"},
      {"Share  Save  Print\\n",
       "Sign up for our evening letter and read the news before anybody else does.\\n"
       "© 2026 Ledger Media"},
      {"", "Lesen Sie auch: Was der Hafen kostet\\nAlle Rechte vorbehalten"},
      {"Publicité\\n",
       "Abonnez-vous à notre lettre du soir pour recevoir toute l'actualité de la région chaque "
       "jour.\\nÀ lire aussi : le quota en cinq questions"},
      {"Реклама\\n", "Подписывайтесь на наш канал, чтобы первыми узнавать все новости региона каждый день.\\n"
                     "Читайте также: цена рыбы"},
      {"广告\\n", "相关阅读：鲱鱼配额\\n版权所有"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[2000];
    snprintf(text, sizeof text, "{\"id\": \"a\", \"text\": \"%s" NEWS "%s\"}", cases[i].head, cases[i].foot);
    json_t *out = parse(text);
    if (json_array_size(harness_at(out, 0, "blocks")) != 2)
      fail_msg("case %zu: %s", i, harness_text(out, 0, "text"));
    json_decref(out);
  }
}

static void a_byline_in_the_text_is_the_author_where_none_is_given(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"a\", \"text\": \"Posted by : Ida Ross\\n" NEWS "\"}");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Ida Ross");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 2);
  json_decref(out);
  out = parse("{\"id\": \"a\", \"authors\": [\"Jens Okoro\"], \"text\": \"By Ida Ross\\n" NEWS "\"}");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Jens Okoro");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 3);
  json_decref(out);
}

static void what_is_all_furniture_or_a_statement_loses_nothing(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"a\", \"text\": \"Advertisement\"}");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 1);
  json_decref(out);
  out = parse("{\"id\": \"a\", \"kind\": \"statement\", \"text\": \"" NEWS "Ends\"}");
  assert_int_equal(json_array_size(harness_at(out, 0, "blocks")), 3);
  json_decref(out);
}

static void the_fields_of_an_export_are_read_again(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"01J0000000000\", \"kind\": \"statement\", \"version\": 3, \"story\": "
                      "\"01J0000000001\", \"duplicate_of\": null,"
                      " \"html\": \"<p>x</p>\", \"text\": \"x\", \"authors\": [{\"name\": \"Mira Tollund\", "
                      "\"email\": \"m@ansel.example\"}, \"Jens "
                      "Okoro\"], \"tags\": [\"sea\", \"ferry\"], \"summary\": \"Short.\", \"updated\": null, "
                      "\"source\": {\"id\": \"ansel\", \"name\": "
                      "\"Courier\", \"trust\": 4}, \"blocks\": [{\"type\": \"heading\", \"level\": 2, "
                      "\"text\": \"Head\"}, {\"type\": \"paragraph\", "
                      "\"text\": \"A link\", \"spans\": [{\"type\": \"link\", \"start\": 2, \"end\": 6, "
                      "\"url\": \"https://ansel.example/\"}]}, {\"type\": "
                      "\"table\", \"rows\": [{\"cells\": [\"a\", \"b\"], \"header\": true}], \"text\": "
                      "\"a\\tb\"}], \"parts\": [{\"role\": \"lead\", "
                      "\"start\": 0, \"end\": 3}]}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "kind"), "statement");
  assert_string_equal(harness_text(out, 0, "authors.1.name"), "Jens Okoro");
  assert_string_equal(harness_text(out, 0, "authors.0.email"), "m@ansel.example");
  assert_string_equal(harness_text(out, 0, "tags.1"), "ferry");
  assert_string_equal(harness_text(out, 0, "source.id"), "ansel");
  assert_string_equal(harness_text(out, 0, "blocks.0.type"), "heading");
  assert_string_equal(harness_text(out, 0, "blocks.1.spans.0.type"), "link");
  assert_string_equal(harness_text(out, 0, "blocks.2.rows.0.cells.1"), "b");
  assert_string_equal(harness_text(out, 0, "parts.0.role"), "lead");
  assert_null(harness_at(out, 0, "version"));
  assert_null(harness_at(out, 0, "story"));
  json_decref(out);
}

static void wrong_types_are_refused_with_the_fields_name(void **state) {
  (void)state;
  assert_refused("{\"id\": \"a\", \"text\": 5}", "\"text\"");
  assert_refused("{\"id\": \"a\", \"text\": \"x\", \"title\": [\"t\", \"u\"]}", "\"title\"");
  assert_refused("{\"id\": \"a\", \"text\": \"x\", \"title\": {\"en\": \"t\"}}", "\"title\"");
  assert_refused("{\"id\": \"a\", \"text\": \"x\", \"published\": true}", "\"published\"");
  assert_refused("{\"id\": \"a\", \"text\": \"x\", \"authors\": 3}", "\"authors\"");
  assert_refused("{\"id\": {\"a\": {}}, \"text\": \"x\"}", "\"id\"");
}

static void what_the_program_writes_beside_articles_is_left_out(void **state) {
  (void)state;
  assert_no_article("{\"id\": \"a\", \"text\": \"x\", \"kind\": \"brief\"}");
  assert_no_article("{\"id\": \"a\", \"kind\": \"article\", \"change\": \"forgotten\"}");
}

static void what_is_not_json_is_refused_with_its_place(void **state) {
  (void)state;
  assert_refused("{\"id\": \"a\", \"text\": \"x\"", "line 1");
  assert_no_article("[1, 2]");
  assert_refused("", "JSON");
}

static void a_date_that_cannot_be_read_costs_only_itself(void **state) {
  (void)state;
  json_t *out = parse("{\"id\": \"a\", \"text\": \"x\", \"published\": \"some day in spring\"}");
  assert_int_equal(status_of(out), TDG_OK);
  assert_true(json_is_null(harness_at(out, 0, "published")));
  json_decref(out);
}

static void a_deep_object_does_no_harm(void **state) {
  (void)state;
  char text[12000] = "{\"id\": \"a\", \"text\": \"x\", \"authors\": ";
  size_t n = strlen(text);
  for (int i = 0; i < 900; i++) n += (size_t)sprintf(text + n, "{\"authors\":");
  n += (size_t)sprintf(text + n, "1");
  memset(text + n, '}', 901), text[n + 901] = '\0';
  json_t *out = parse(text);
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_seven_fields_of_an_import_are_read),
      cmocka_unit_test(only_a_text_is_required),
      cmocka_unit_test(names_of_other_programs_and_languages_are_known),
      cmocka_unit_test(a_text_of_HTML_is_read_as_that),
      cmocka_unit_test(a_report_may_be_no_more_than_its_title),
      cmocka_unit_test(one_sentence_a_line_stays_one_sentence_a_block),
      cmocka_unit_test(a_break_inside_a_sentence_is_mended),
      cmocka_unit_test(what_a_page_says_to_its_reader_is_left_out),
      cmocka_unit_test(a_byline_in_the_text_is_the_author_where_none_is_given),
      cmocka_unit_test(what_is_all_furniture_or_a_statement_loses_nothing),
      cmocka_unit_test(the_fields_of_an_export_are_read_again),
      cmocka_unit_test(what_the_program_writes_beside_articles_is_left_out),
      cmocka_unit_test(wrong_types_are_refused_with_the_fields_name),
      cmocka_unit_test(what_is_not_json_is_refused_with_its_place),
      cmocka_unit_test(a_date_that_cannot_be_read_costs_only_itself),
      cmocka_unit_test(a_deep_object_does_no_harm),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
