/* test_text.c - what parse-text makes of plain text reports.  All texts are invented. */
#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct harness *h;

static int open_plugin(void **state) {
  (void)state;
  h = harness_open("parse-text", "text", NULL, 0);
  return h == NULL ? -1 : 0; /* not built */
}

static int close_plugin(void **state) {
  (void)state;
  harness_close(h);
  return 0;
}

static json_t *parse(const char *text) {
  return harness_parse(h, text, strlen(text), "file:///reports/1.txt", "text/plain", "");
}

static int status_of(const json_t *out) { return (int)json_integer_value(json_object_get(out, "status")); }

static size_t blocks(const json_t *out) { return json_array_size(harness_at(out, 0, "blocks")); }

static int text_has(const json_t *out, const char *part) {
  return strstr(harness_text(out, 0, "text"), part) != NULL;
}

#define LEAD                                                                                                 \
  "The ferry Aurelia ran aground off Port Ansel on Tuesday night with 212 people on board, the coastguard "  \
  "said."
#define SECOND                                                                                               \
  "Rescue crews brought all passengers ashore before dawn. Nobody was badly hurt, according to the harbour " \
  "master."

static void a_line_break_inside_a_sentence_is_mended(void **state) {
  (void)state;
  json_t *out =
      parse("What's Happening?\nThe council of Port Ansel met on Monday to talk about the harbour. The plan\n"
            "involves two new cranes and a longer quay, the mayor said.\nWhat's Next?\n" LEAD "\n");
  assert_int_equal(status_of(out), TDG_OK);
  assert_int_equal(blocks(out), 4);
  assert_string_equal(harness_text(out, 0, "blocks.1.text"),
                      "The council of Port Ansel met on Monday to talk about the harbour. The plan involves "
                      "two new cranes and "
                      "a longer quay, the mayor said.");
  json_decref(out);
}

static void a_text_wrapped_at_a_width_becomes_paragraphs(void **state) {
  (void)state;
  json_t *out = parse("The ferry Aurelia ran aground off Port Ansel on Tuesday night\n"
                      "with 212 people on board, the coastguard said. Rescue crews had\n"
                      "been at sea since noon because of the storm.\n\n"
                      "Captain Ilse Warden told the radio that the engine had failed\n"
                      "twice since Sunday. Repairs in Corrin had been put off, and the\n"
                      "owners did not wish to comment.\n");
  assert_int_equal(blocks(out), 2);
  assert_true(text_has(out, "Tuesday night with 212 people"));
  assert_true(text_has(out, "and the owners did not"));
  json_decref(out);
}

static void one_sentence_a_line_is_not_glued(void **state) {
  (void)state;
  json_t *out = parse(LEAD "\nNobody was hurt.\n" SECOND "\nThe owners did not comment.\n");
  assert_int_equal(blocks(out), 4);
  json_decref(out);
}

static void headings_give_parts_their_roles(void **state) {
  (void)state;
  json_t *out = parse("What's Happening?\n" LEAD "\nWhy It's Important?\n" SECOND "\nWhat's Next?\n" LEAD
                      "\nBeyond the Headlines\n" SECOND "\n");
  assert_string_equal(harness_text(out, 0, "title"), "");
  assert_string_equal(harness_text(out, 0, "parts.0.role"), "happening");
  assert_string_equal(harness_text(out, 0, "parts.1.role"), "matters");
  assert_string_equal(harness_text(out, 0, "parts.2.role"), "next");
  assert_string_equal(harness_text(out, 0, "parts.3.role"), "beyond");
  assert_string_equal(harness_text(out, 0, "parts.3.title"), "Beyond the Headlines");
  assert_int_equal(json_integer_value(harness_at(out, 0, "parts.3.start")), 6);
  assert_int_equal(json_integer_value(harness_at(out, 0, "parts.3.end")), 8);
  json_decref(out);
}

static void roles_are_known_in_other_languages(void **state) {
  (void)state;
  static const char *const heads[][2] = {{"Wie geht es weiter?", "next"},
                                         {"Pourquoi c\xE2\x80\x99"
                                          "est important",
                                          "matters"},
                                         {"¿Qué ha pasado?", "happening"},
                                         {"Що далі?", "next"},
                                         {"Почему это важно", "matters"},
                                         {"Perché è importante", "matters"},
                                         {"Co dalej?", "next"}};
  for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
    char text[1000];
    snprintf(text, sizeof(text), "%s\n\n%s\n\n%s\n", LEAD, heads[i][0], SECOND);
    json_t *out = parse(text);
    assert_string_equal(harness_text(out, 0, "parts.1.role"), heads[i][1]);
    json_decref(out);
  }
}

static void without_headings_there_is_a_lead_and_a_body(void **state) {
  (void)state;
  json_t *out = parse(LEAD "\n\n" SECOND "\n\n" LEAD "\n");
  assert_string_equal(harness_text(out, 0, "parts.0.role"), "lead");
  assert_string_equal(harness_text(out, 0, "parts.1.role"), "body");
  assert_int_equal(json_integer_value(harness_at(out, 0, "parts.1.end")), 3);
  json_decref(out);
}

static void the_first_line_is_the_title_when_it_looks_like_one(void **state) {
  (void)state;
  json_t *out = parse("Ferry Runs Aground Off Port Ansel\n\n" LEAD "\n\nA Long Night at Sea\n\n" SECOND "\n");
  assert_string_equal(harness_text(out, 0, "title"), "Ferry Runs Aground Off Port Ansel");
  assert_int_equal(blocks(out), 3);
  assert_string_equal(harness_text(out, 0, "blocks.1.type"), "heading");
  assert_string_equal(harness_text(out, 0, "parts.1.title"), "A Long Night at Sea");
  json_decref(out);
}

static void title_subtitle_byline_and_date_go_to_their_fields(void **state) {
  (void)state;
  json_t *out = parse(
      "Ferry runs aground off Port Ansel\nAll 212 people on board are safe, says the coastguard\n"
      "By Mira Tollund and Jens Okoro, Staff Writers\nPublished: 5 March 2026, 14:30 UTC\n\n" LEAD "\n");
  assert_string_equal(harness_text(out, 0, "title"), "Ferry runs aground off Port Ansel");
  assert_string_equal(harness_text(out, 0, "subtitle"),
                      "All 212 people on board are safe, says the coastguard");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Mira Tollund");
  assert_string_equal(harness_text(out, 0, "authors.1.name"), "Jens Okoro");
  assert_int_equal(json_array_size(harness_at(out, 0, "authors")), 2);
  assert_string_equal(harness_text(out, 0, "published"), "2026-03-05T14:30:00Z");
  assert_int_equal(blocks(out), 1);
  json_decref(out);
}

static void bylines_are_read_in_several_languages(void **state) {
  (void)state;
  static const char *const lines[][2] = {
      {"Post by : Mira Tollund", "Mira Tollund"},   {"Von Jürgen Askel", "Jürgen Askel"},
      {"Por Lucía de la Vega", "Lucía de la Vega"}, {"Par Élodie Marchetière", "Élodie Marchetière"},
      {"Автор: Олена Гайдар", "Олена Гайдар"},      {"By MIRA TOLLUND | The Ansel Courier", "MIRA TOLLUND"},
      {"Autor: Marek Zielny", "Marek Zielny"},      {"By Mira Tollund in Port Ansel", "Mira Tollund"}};
  for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
    char text[1000];
    snprintf(text, sizeof(text), "Ferry runs aground off Port Ansel\n%s\n\n%s\n", lines[i][0], LEAD);
    json_t *out = parse(text);
    assert_string_equal(harness_text(out, 0, "authors.0.name"), lines[i][1]);
    assert_false(text_has(out, lines[i][1]));
    json_decref(out);
  }
}

/* Parted as in every byline: with words that only some languages have, signs and words together, glued joins. */
static void several_authors_are_several_in_every_language(void **state) {
  (void)state;
  static const char *const lines[][4] = {
      {"By Ada Quill, Bo Lantern, and Cy Umber", "Ada Quill", "Bo Lantern", "Cy Umber"},
      {"Von Ute Amsel, Jens Okoro sowie Ida Ross", "Ute Amsel", "Jens Okoro", "Ida Ross"},
      {"Kirjoittanut Aino Laine ja Ville Salo", "Aino Laine", "Ville Salo", NULL},
      {"Yazan: Elif Kaya ve Mert Demir", "Elif Kaya", "Mert Demir", NULL},
      {"Автор: Олена Гайдар та Тарас Рибак", "Олена Гайдар", "Тарас Рибак", NULL},
      {"بقلم: ليلى البناء وكريم النجار", "ليلى البناء", "كريم النجار", NULL},
      {"作者：林明、王小红", "林明", "王小红", NULL},
      {"Par Jean d'Orne et Luc Castel", "Jean d'Orne", "Luc Castel", NULL}};
  for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
    char text[1000], path[32];
    snprintf(text, sizeof(text), "Ferry runs aground off Port Ansel\n%s\n\n%s\n", lines[i][0], LEAD);
    json_t *out = parse(text);
    for (size_t k = 1; k < 4; k++) {
      snprintf(path, sizeof path, "authors.%zu.name", k - 1);
      assert_string_equal(harness_text(out, 0, path), lines[i][k] != NULL ? lines[i][k] : "");
    }
    json_decref(out);
  }
}

static void a_title_that_begins_like_a_byline_stays_a_title(void **state) {
  (void)state;
  json_t *out = parse("Von Askel visits the harbour again\n\n" LEAD "\n");
  assert_string_equal(harness_text(out, 0, "title"), "Von Askel visits the harbour again");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "");
  json_decref(out);
}

static void a_date_in_running_text_is_not_the_reports_date(void **state) {
  (void)state;
  json_t *out = parse(
      "Ferry Owners Sign a Pact\n\nOwners signed a pact on March 15, 2024, that binds all ferries to yearly "
      "checks of their engines.\n");
  assert_true(json_is_null(harness_at(out, 0, "published")));
  assert_true(text_has(out, "March 15, 2024"));
  json_decref(out);
}

static void calls_to_the_reader_before_the_byline_are_left_out(void **state) {
  (void)state;
  json_t *out = parse("You have no saved stories in your bookmarks yet!\nJoin 5,000 readers and get notified "
                      "about new posts.\n"
                      "We don't send spam!\nPost by : Mira Tollund\n" LEAD "\n" SECOND "\n");
  assert_string_equal(harness_text(out, 0, "title"), "");
  assert_string_equal(harness_text(out, 0, "authors.0.name"), "Mira Tollund");
  assert_int_equal(blocks(out), 2);
  assert_false(text_has(out, "spam"));
  json_decref(out);
}

static void teasers_of_other_stories_are_left_out(void **state) {
  (void)state;
  json_t *out = parse(LEAD "\n" SECOND "\n"
                           "Glassworks Of Corrin Win Export Prize\nThe glassworks of Corrin have won the "
                           "export prize for their lamps, bea\n"
                           "Tarn Rovers Sign Keeper From Velden\nTarn Rovers have signed the keeper Odo "
                           "Brask from Velden on a three-year,\n");
  assert_int_equal(blocks(out), 2);
  assert_false(text_has(out, "Corrin"));
  assert_false(text_has(out, "Rovers"));
  json_decref(out);
  out =
      parse(LEAD "\n" SECOND "\n"
                 "Best Phones of the Year\nOur readers chose the ten best phones of the year, and the winner "
                 "is a sur\n"
                 "New Tram Line Opens in Dunby\nThe tram runs from the harbour to the hospital every ten "
                 "minutes and takes onl\n");
  assert_int_equal(blocks(out), 2);
  json_decref(out);
}

static void calls_that_are_sentences_are_left_out(void **state) {
  (void)state;
  json_t *out = parse(
      LEAD "\n\n" SECOND "\n\nSign up for our evening letter and read the news before anybody else does.\n\n"
           "© 2026 Ansel Media, all of it\n");
  assert_int_equal(blocks(out), 2);
  json_decref(out);
}

static void a_list_under_a_related_heading_is_left_out(void **state) {
  (void)state;
  json_t *out = parse(LEAD "\n\n" SECOND "\n\nRelated stories\nGlassworks win prize\nRovers sign keeper\n");
  assert_int_equal(blocks(out), 2);
  json_decref(out);
}

static void advertisements_and_share_lines_inside_are_left_out(void **state) {
  (void)state;
  json_t *out = parse(LEAD "\n\nADVERTISEMENT\n\n" SECOND
                           "\n\nRead more: What we know of the ferry\n\nShare this article\n");
  assert_int_equal(blocks(out), 2);
  json_decref(out);
}

static void short_paragraphs_and_quotes_of_the_body_are_kept(void **state) {
  (void)state;
  json_t *out = parse("Ferry Runs Aground\n\n" LEAD
                      "\n\n\"We were lucky,\" Warden said.\n\n\"Sign up for our newsletter\" was "
                      "painted on the hull.\n\nThen the lights went out\n\n" SECOND "\n\nHe is 44.\n");
  assert_true(text_has(out, "\"We were lucky,\" Warden said."));
  assert_true(text_has(out, "painted on the hull"));
  assert_true(text_has(out, "Then the lights went out"));
  assert_true(text_has(out, "He is 44."));
  json_decref(out);
}

static void markdown_marks_are_understood(void **state) {
  (void)state;
  json_t *out =
      parse("# Ferry runs aground\n\n" LEAD "\n\n## The rescue\n\n" SECOND
            "\n\n- two tugs\n- a helicopter\n- four lifeboats\n\nThe owners\n----------\n\n" LEAD "\n");
  assert_string_equal(harness_text(out, 0, "title"), "Ferry runs aground");
  assert_string_equal(harness_text(out, 0, "blocks.1.text"), "The rescue");
  assert_string_equal(harness_text(out, 0, "blocks.3.type"), "item");
  assert_string_equal(harness_text(out, 0, "blocks.3.text"), "two tugs");
  assert_string_equal(harness_text(out, 0, "blocks.6.type"), "heading");
  assert_string_equal(harness_text(out, 0, "blocks.6.text"), "The owners");
  json_decref(out);
}

/* As in languages that set no space there. */
static void a_dot_without_a_space_marks_an_entry(void **state) {
  (void)state;
  json_t *out =
      parse("Ferry runs aground\n\n" LEAD "\n\n\xE2\x80\xA2tugs\n\xE2\x80\xA2helicopter\n\n" SECOND "\n");
  assert_string_equal(harness_text(out, 0, "blocks.1.type"), "item");
  assert_string_equal(harness_text(out, 0, "blocks.1.text"), "tugs");
  assert_string_equal(harness_text(out, 0, "blocks.2.text"), "helicopter");
  json_decref(out);
}

static void the_pages_of_a_print_out_are_read(void **state) {
  (void)state;
  json_t *out =
      parse("Ferry runs aground\n\n" LEAD "\n\f\n" SECOND "\n\f\f\vHe is 44.\xE2\x80\xA8It is late.\f");
  assert_int_equal(blocks(out), 4);
  assert_string_equal(harness_text(out, 0, "blocks.2.text"), "He is 44.");
  assert_string_equal(harness_text(out, 0, "blocks.3.text"), "It is late.");
  json_decref(out);
}

static void the_place_line_is_kept_and_named(void **state) {
  (void)state;
  json_t *out = parse("PORT ANSEL (Northwire) \xE2\x80\x94 The ferry Aurelia ran aground on Tuesday night "
                      "with 212 people on board.\n");
  assert_string_equal(harness_text(out, 0, "dateline"), "PORT ANSEL (Northwire)");
  assert_true(text_has(out, "PORT ANSEL (Northwire)"));
  json_decref(out);
}

static void scripts_without_spaces_are_joined_without_one(void **state) {
  (void)state;
  json_t *out = parse("渡船在安塞尔港外搁浅\n\n星期二晚上，一艘载有二百一十二人的渡船在安塞尔港外的浅滩上\n搁"
                      "浅，海岸警卫队说。无人受伤。\n");
  assert_string_equal(harness_text(out, 0, "title"), "渡船在安塞尔港外搁浅");
  assert_int_equal(blocks(out), 1);
  assert_true(text_has(out, "浅滩上搁浅"));
  json_decref(out);
}

static void other_charsets_are_read(void **state) {
  (void)state;
  static const char latin[] =
      "Die F\xE4hre Aurelia lief am Dienstagabend vor Port Ansel auf Grund, teilte die K\xFCstenwache mit.\n";
  json_t *out = harness_parse(h, latin, sizeof(latin) - 1, "file:///1.txt", "text/plain", "iso-8859-1");
  assert_true(text_has(out, "Fähre"));
  assert_true(text_has(out, "Küstenwache"));
  json_decref(out);
}

static void empty_and_binary_documents_are_refused_with_a_reason(void **state) {
  (void)state;
  static const char pdf[] = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj";
  json_t *out = parse(" \n\n\t\n");
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  assert_non_null(strstr(json_string_value(json_object_get(out, "message")), "empty"));
  json_decref(out);
  out = harness_parse(h, pdf, sizeof(pdf) - 1, "file:///1.txt", "text/plain", "");
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  assert_non_null(strstr(json_string_value(json_object_get(out, "message")), "PDF"));
  json_decref(out);
}

static void markup_is_left_to_others(void **state) {
  (void)state;
  json_t *out = parse("<!DOCTYPE html><html><body><p>Hello</p></body></html>");
  assert_int_equal(status_of(out), TDG_NOT_MINE);
  json_decref(out);
}

static int probe(const char *text, const char *type) {
  json_t *out =
      harness_run(h, INPROC_PROBE, harness_document(h, text, strlen(text), "file:///x", type, ""), 0);
  int sure = status_of(out);
  json_decref(out);
  return sure;
}

static void probe_wants_prose(void **state) {
  (void)state;
  assert_int_equal(probe(LEAD, "text/plain"), 50);
  assert_true(probe("apples\npears\n", "text/plain") < 50);
  assert_int_equal(probe("<html><body>x", "text/plain"), 0);
  assert_int_equal(probe("{\"a\": 1}", "text/plain"), 0);
}

/* Whatever the lines are: linear, no crash, and every line that is prose comes out. */
static void long_and_odd_inputs_are_read_in_one_go(void **state) {
  (void)state;
  enum { LINES = 20000 };
  char *text = malloc(LINES * 130 + 1), *p = text;
  for (int i = 0; i < LINES; i++) p += sprintf(p, i % 3 ? "Short Line Number %d\n" : "%d. " LEAD "\n", i);
  json_t *out = parse(text);
  assert_int_equal(status_of(out), TDG_OK);
  assert_true(blocks(out) > LINES / 3);
  json_decref(out);
  memset(text, '-', LINES * 100);
  text[LINES * 100] = '\0';
  out = parse(text);
  assert_true(status_of(out) <= 0);
  json_decref(out);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_line_break_inside_a_sentence_is_mended),
      cmocka_unit_test(a_text_wrapped_at_a_width_becomes_paragraphs),
      cmocka_unit_test(one_sentence_a_line_is_not_glued),
      cmocka_unit_test(headings_give_parts_their_roles),
      cmocka_unit_test(roles_are_known_in_other_languages),
      cmocka_unit_test(without_headings_there_is_a_lead_and_a_body),
      cmocka_unit_test(the_first_line_is_the_title_when_it_looks_like_one),
      cmocka_unit_test(title_subtitle_byline_and_date_go_to_their_fields),
      cmocka_unit_test(bylines_are_read_in_several_languages),
      cmocka_unit_test(several_authors_are_several_in_every_language),
      cmocka_unit_test(a_title_that_begins_like_a_byline_stays_a_title),
      cmocka_unit_test(a_date_in_running_text_is_not_the_reports_date),
      cmocka_unit_test(calls_to_the_reader_before_the_byline_are_left_out),
      cmocka_unit_test(teasers_of_other_stories_are_left_out),
      cmocka_unit_test(calls_that_are_sentences_are_left_out),
      cmocka_unit_test(a_list_under_a_related_heading_is_left_out),
      cmocka_unit_test(advertisements_and_share_lines_inside_are_left_out),
      cmocka_unit_test(short_paragraphs_and_quotes_of_the_body_are_kept),
      cmocka_unit_test(markdown_marks_are_understood),
      cmocka_unit_test(a_dot_without_a_space_marks_an_entry),
      cmocka_unit_test(the_pages_of_a_print_out_are_read),
      cmocka_unit_test(the_place_line_is_kept_and_named),
      cmocka_unit_test(scripts_without_spaces_are_joined_without_one),
      cmocka_unit_test(other_charsets_are_read),
      cmocka_unit_test(empty_and_binary_documents_are_refused_with_a_reason),
      cmocka_unit_test(markup_is_left_to_others),
      cmocka_unit_test(probe_wants_prose),
      cmocka_unit_test(long_and_odd_inputs_are_read_in_one_go),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
