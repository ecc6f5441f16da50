/* test_statement.c - what parse-statement recovers from official documents.  All of them are invented. */
#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct harness *h;

static int open_plugin(void **state) {
  (void)state;
  h = harness_open("parse-statement", "statement", NULL, 0);
  return h == NULL ? -1 : 0; /* not built */
}

static int close_plugin(void **state) {
  (void)state;
  harness_close(h);
  return 0;
}

static json_t *parse_as(const char *text, const char *type) {
  return harness_parse(h, text, strlen(text), "https://gov.example/1", type, "");
}
static json_t *parse(const char *text) { return parse_as(text, "text/plain"); }
static json_t *parse_file(const char *path, const char *type) {
  size_t n;
  char *text = harness_file(path, &n);
  json_t *out = harness_parse(h, text, n, "file:///1", type, "");
  free(text);
  return out;
}

static int status_of(const json_t *out) { return (int)json_integer_value(json_object_get(out, "status")); }
static size_t count(const json_t *out, const char *path) { return json_array_size(harness_at(out, 0, path)); }

static const char *role_of_block(const json_t *out, size_t block) {
  const json_t *part;
  size_t i;
  json_array_foreach(harness_at(out, 0, "parts"), i,
                     part) if ((size_t)json_integer_value(json_object_get(part, "start")) <= block &&
                               block <
                                   (size_t)json_integer_value(json_object_get(
                                       part, "end"))) return json_string_value(json_object_get(part, "role"));
  return "";
}

/* The block whose text begins so. */
static size_t block_with(const json_t *out, const char *start) {
  const json_t *b;
  size_t i;
  json_array_foreach(harness_at(out, 0, "blocks"), i, b) {
    const char *text = json_string_value(json_object_get(b, "text"));
    if (text != NULL && strncmp(text, start, strlen(start)) == 0) return i;
  }
  fail_msg("no block begins with \"%s\"", start);
  return 0;
}

static void assert_every_block_has_one_part(const json_t *out) {
  const json_t *part;
  size_t i, next = 0;
  json_array_foreach(harness_at(out, 0, "parts"), i, part) {
    assert_int_equal(json_integer_value(json_object_get(part, "start")), next);
    next = (size_t)json_integer_value(json_object_get(part, "end"));
  }
  assert_int_equal(next, count(out, "blocks"));
}

static void a_joint_statement_in_html_is_taken_apart(void **state) {
  (void)state;
  json_t *out = parse_file("conf/samples/statements/strait-joint-statement.html", "text/html");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "kind"), "statement");
  assert_string_equal(harness_text(out, 0, "genre"), "joint-statement");
  assert_string_equal(harness_text(out, 0, "place"), "Hollin");
  assert_string_equal(harness_text(out, 0, "published"), "2026-03-10T00:00:00Z");
  assert_string_equal(harness_text(out, 0, "reference"), "2026/14");
  assert_string_equal(harness_text(out, 0, "occasion"), "the signing of the Accord on the Strait of Maar");
  assert_int_equal(count(out, "issuers"), 3);
  assert_string_equal(harness_text(out, 0, "issuers.2.name"), "Orlenne");
  assert_string_equal(harness_text(out, 0, "issuers.2.role"), "Foreign Ministers");
  assert_string_equal(harness_text(out, 0, "points.1.number"), "1(a)");
  assert_string_equal(harness_text(out, 0, "points.9.number"), "5");
  assert_int_equal(count(out, "signatories"), 3);
  assert_string_equal(harness_text(out, 0, "signatories.1.name"), "Darya Kessen");
  assert_string_equal(harness_text(out, 0, "signatories.1.org"), "Veskia");
  assert_string_equal(harness_text(out, 0, "contacts.0.email"), "press@foreign.aldmark.example");
  assert_null(strstr(harness_text(out, 0, "text"), "Travel advice"));
  assert_null(strstr(harness_text(out, 0, "text"), "Harbour Square"));
  assert_every_block_has_one_part(out);
  json_decref(out);
}

static void recitals_points_and_signatures_have_their_parts(void **state) {
  (void)state;
  json_t *out = parse_file("conf/samples/statements/strait-joint-statement.html", "text/html");
  assert_string_equal(role_of_block(out, block_with(out, "Recalling")), "preamble");
  assert_string_equal(role_of_block(out, block_with(out, "A vessel may be")), "operative");
  assert_string_equal(role_of_block(out, block_with(out, "Done at")), "signature");
  assert_string_equal(role_of_block(out, block_with(out, "The Strait of Maar is eleven")),
                      "notes_to_editors");
  assert_string_equal(role_of_block(out, block_with(out, "Press office")), "contact");
  json_decref(out);
}

static void a_press_release_gives_embargo_quote_and_about(void **state) {
  (void)state;
  json_t *out = parse_file("conf/samples/statements/medicines-agency.html", "text/html");
  assert_string_equal(harness_text(out, 0, "genre"), "press-release");
  assert_string_equal(harness_text(out, 0, "embargo"), "2026-03-12T10:00:00Z");
  assert_string_equal(harness_text(out, 0, "reference"), "7/2026");
  assert_string_equal(harness_text(out, 0, "issuers.0.name"), "Aldmark Medicines Agency");
  assert_string_equal(harness_text(out, 0, "title"),
                      "Agency approves Haldovax, the first vaccine against Halden fever");
  assert_string_equal(role_of_block(out, block_with(out, "The Aldmark Medicines Agency assesses")), "about");
  assert_every_block_has_one_part(out);
  json_decref(out);
}

static void a_wrapped_text_gives_whole_points(void **state) {
  (void)state;
  json_t *out = parse_file("conf/samples/statements/transport-ministry.txt", "text/plain");
  assert_string_equal(harness_text(out, 0, "issuers.0.name"), "MINISTRY OF TRANSPORT OF ALDMARK");
  assert_string_equal(harness_text(out, 0, "points.3.number"), "2(b)");
  assert_string_equal(
      harness_text(out, 0, "blocks.8.text"),
      "A bill on the inspection of work by contractors will be presented to the Assembly before the summer.");
  assert_string_equal(role_of_block(out, block_with(out, "The renewal programme")), "notes_to_editors");
  assert_every_block_has_one_part(out);
  json_decref(out);
}

static void an_order_gives_its_number_title_and_signatory(void **state) {
  (void)state;
  json_t *out = parse_file("conf/samples/statements/interior-order.txt", "text/plain");
  assert_string_equal(harness_text(out, 0, "genre"), "order");
  assert_string_equal(harness_text(out, 0, "reference"), "112");
  assert_string_equal(harness_text(out, 0, "title"),
                      "ORDER No. 112 on the evacuation of places below the Sorin dam");
  assert_string_equal(harness_text(out, 0, "signatories.0.name"), "Andriy Tolvenko");
  assert_string_equal(harness_text(out, 0, "signatories.0.office"), "Minister of the Interior");
  assert_string_equal(role_of_block(out, block_with(out, "Having regard")), "preamble");
  assert_every_block_has_one_part(out);
  json_decref(out);
}

static void german_french_and_spanish_formulae_are_known(void **state) {
  (void)state;
  json_t *out = parse(
      "Gemeinsame Erklärung der Außenminister von Kestria und Orlenne\n\nWien-Neumark, den 3. Mai 2026\n\n"
      "Wir, die Außenminister von Kestria und Orlenne, sind heute zusammengekommen.\n\n"
      "1. Beide Staaten öffnen die Brücke von Aarn am 1. Juni.\n\n2. Die Kosten werden geteilt.\n\n"
      "Geschehen zu Neumark in zwei Urschriften.\n");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "published"), "2026-05-03T00:00:00Z");
  assert_string_equal(harness_text(out, 0, "issuers.0.name"), "Kestria");
  assert_string_equal(harness_text(out, 0, "issuers.1.name"), "Orlenne");
  assert_int_equal(count(out, "points"), 2);
  json_decref(out);

  out = parse("MINISTÈRE DES TRANSPORTS\n\nCommuniqué de presse n° 12\nVaubourg, le 4 avril "
              "2026\n\nRéouverture de la ligne du nord\n\n"
              "La ligne du nord rouvrira lundi, a annoncé le ministre. Les travaux auront duré quatre mois "
              "et coûté douze millions.\n\n"
              "Contact presse : Ana Bréal, presse@transports.example\n");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "title"), "Réouverture de la ligne du nord");
  assert_string_equal(harness_text(out, 0, "reference"), "12");
  assert_string_equal(harness_text(out, 0, "place"), "Vaubourg");
  assert_string_equal(harness_text(out, 0, "published"), "2026-04-04T00:00:00Z");
  assert_string_equal(harness_text(out, 0, "contacts.0.email"), "presse@transports.example");
  json_decref(out);

  out = parse("Declaración conjunta de los presidentes de Sarrow y Tierra Alta\n\nPuerto Claro, 5 de junio "
              "de 2026\n\n"
              "Recordando el tratado de 1988,\n\nConsiderando la sequía de los últimos tres años,\n\nhan "
              "acordado lo siguiente:\n\n"
              "a) abrir el canal de Lerma;\n\nb) reunirse cada seis meses.\n\nHecho en Puerto Claro.\n");
  assert_int_equal(status_of(out), TDG_OK);
  assert_string_equal(harness_text(out, 0, "published"), "2026-06-05T00:00:00Z");
  assert_string_equal(role_of_block(out, 0), "preamble");
  assert_string_equal(harness_text(out, 0, "points.1.number"), "b");
  json_decref(out);
}

static void points_nest_three_deep(void **state) {
  (void)state;
  json_t *out = parse("DECREE No. 4\n\nTarsk, 1 May 2026\n\nThe President decrees as follows:\n\n1. The "
                      "office has three duties:\n\n"
                      "(a) to register ships, that is\n\n(i) new ships;\n\n(ii) ships from abroad;\n\n(b) to "
                      "keep the register;\n\n"
                      "(c) to publish it.\n\n2. The decree takes effect today.\n");
  static const char *const wanted[] = {"1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "1(c)", "2"};
  assert_int_equal(count(out, "points"), 7);
  for (size_t i = 0; i < 7; i++) {
    char path[40];
    snprintf(path, sizeof(path), "points.%zu.number", i);
    assert_string_equal(harness_text(out, 0, path), wanted[i]);
  }
  json_decref(out);
}

static void the_letter_i_after_h_is_a_letter(void **state) {
  (void)state;
  json_t *out = parse("ORDER No. 9\n\nThe Minister orders as follows:\n\n(g) first;\n\n(h) second;\n\n(i) "
                      "third;\n\n(j) fourth.\n");
  assert_string_equal(harness_text(out, 0, "points.2.number"), "i");
  assert_string_equal(harness_text(out, 0, "points.3.number"), "j");
  json_decref(out);
}

static void nothing_behind_the_end_mark_is_body(void **state) {
  (void)state;
  json_t *out = parse("FOR IMMEDIATE RELEASE\nPress release No 8/2026\n\nHarbour opens again\n\nThe harbour "
                      "of Corrin opens on Friday after "
                      "four months of work, the port authority has decided.\n\n-30-\n\nThe authority was "
                      "founded in 1903 and employs 220 "
                      "people in three towns along the coast.\n");
  assert_string_equal(role_of_block(out, 0), "body");
  assert_string_equal(role_of_block(out, 1), "notes_to_editors");
  assert_null(strstr(harness_text(out, 0, "text"), "-30-"));
  json_decref(out);
}

static const char REPORT[] =
    "Ministers agree on patrols\n\nBy Mira Tollund\n\nThe foreign ministers of two countries signed a joint "
    "statement on Tuesday that "
    "ends months of quarrel, officials said.\n\n\"We, the ministers, have done our part,\" one of them said "
    "after the ceremony in the "
    "capital. The statement has five points.\n\nParliament will vote on it in April.\n";

static void a_news_report_about_a_statement_is_not_one(void **state) {
  (void)state;
  json_t *out = parse(REPORT);
  assert_int_equal(status_of(out), TDG_NOT_MINE);
  assert_int_equal(harness_count(out), 0);
  json_decref(out);
  static const char *const pages[] = {"herald-strait",    "northline-strait", "observer-strait",
                                      "courrier-detroit", "review-strait",    "gazette-train",
                                      "post-dam",         "morgenblatt-damm", "weekly-vaccine"};
  for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
    char path[200];
    snprintf(path, sizeof(path), "conf/samples/pages/%s.html", pages[i]);
    out = parse_file(path, "text/html");
    if (status_of(out) != TDG_NOT_MINE) fail_msg("%s is taken for a statement", pages[i]);
    json_decref(out);
  }
}

static int probe_file(const char *path, const char *type) {
  size_t n;
  char *text = harness_file(path, &n);
  json_t *out = harness_run(h, INPROC_PROBE, harness_document(h, text, n, "file:///1", type, ""), 0);
  int sure = status_of(out);
  json_decref(out);
  free(text);
  return sure;
}

static void probe_is_sure_of_statements_only(void **state) {
  (void)state;
  assert_true(probe_file("conf/samples/statements/strait-joint-statement.html", "text/html") >= 80);
  assert_true(probe_file("conf/samples/statements/medicines-agency.html", "text/html") >= 80);
  assert_true(probe_file("conf/samples/statements/transport-ministry.txt", "text/plain") >= 80);
  assert_true(probe_file("conf/samples/statements/interior-order.txt", "text/plain") >= 80);
  assert_true(probe_file("conf/samples/pages/herald-strait.html", "text/html") <= 20);
  assert_true(probe_file("conf/samples/pages/weekly-vaccine.html", "text/html") <= 20);
}

static void odd_documents_are_refused_or_read_but_never_crash(void **state) {
  (void)state;
  json_t *out = parse("");
  assert_int_equal(status_of(out), TDG_BAD_INPUT);
  json_decref(out);
  static const char *const odd[] = {"<",
                                    "<html>",
                                    "<html><body>",
                                    "Ends",
                                    "Joint statement",
                                    "Joint statement\nEnds\nEnds",
                                    "<table><tr><td>Minister",
                                    "1.",
                                    "(a)",
                                    "Press release No",
                                    "Done at",
                                    "###\n###\n"};
  for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
    json_decref(parse(odd[i]));
    json_decref(parse_as(odd[i], "text/html"));
  }
}

/* So many seconds of the processor took a text of a head and n times `unit`, and `last`. */
static double seconds_of(const char *head, const char *unit, const char *last, size_t n, const char *type) {
  const size_t size = strlen(unit);
  char *text = malloc(strlen(head) + n * size + strlen(last) + 1), *p = text;
  assert_non_null(text);
  p += sprintf(p, "%s", head);
  for (size_t i = 0; i < n; i++, p += size) memcpy(p, unit, size);
  strcpy(p, last);
  const clock_t began = clock();
  json_t *out = parse_as(text, type);
  const double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
  assert_string_equal(harness_text(out, 0, "title"), "Joint Statement by the Ministers");
  json_decref(out);
  free(text);
  return seconds;
}

/* Four times as much may take ten times as long, not sixteen. */
static void a_long_document_is_read_in_linear_time(void **state) {
  (void)state;
  static const struct {
    const char *what, *unit, *last;
    size_t n;
    int is_page;
  } v[] = {
      {"lines of a paragraph",
       "and noted the work done in ports and the further trade along the strait with\n", ".", 4000, 0},
      {"lines between <br>",
       "and noted the work done in ports and the further trade along the strait with<br>", ".", 4000, 1},
      {"quotations of one mark", "\"We met.\" ", "", 20000, 0},
      {"quotations beside a mark that is open", "\"a \xE2\x80\x9C b\" ", "\xE2\x80\x9D", 10000, 0},
      {"names without an office", "Ana Lund\n\n", "", 2500, 0},
      {"names over offices before a text", "Ana Lund\n\nMinister of Health\n\n",
       "They met.\n\nThey met.\n\nThey met.\n\nThey met.\n\nThey met.\n", 2000, 0},
      {"rules of stars", "***\n\nPorts\n\n", "", 2200, 0},
      {"columns", "Trade     Ports\n\nThe ports are at work.\n\n", "", 1000, 0},
      {"rules and links", "<p><a href='/x'>Ports</a></p><hr>", "<p>They met in the ports.</p>", 2400, 1},
      {"cells in cells", "<table><tr><td>a</td><td>b", "", 20000, 1},
  };
  for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
    const char *head = v[i].is_page ? "<h1>Joint Statement by the Ministers</h1><p>Hollin, 1 May 2026</p><p>"
                                    : "Joint Statement by the Ministers\n\nHollin, 1 May 2026\n\n";
    const char *type = v[i].is_page ? "text/html" : "text/plain";
    const double one = seconds_of(head, v[i].unit, v[i].last, v[i].n, type),
                 four = seconds_of(head, v[i].unit, v[i].last, 4 * v[i].n, type);
    if (four > 10 * one + 0.5) fail_msg("%s: %.2f s, four times as many %.2f s", v[i].what, one, four);
  }
}

/* What is beyond the lines and the columns that are read is said to be missing. */
static void what_is_not_read_of_a_long_document_is_flagged(void **state) {
  (void)state;
  static const struct {
    const char *head, *unit, *type;
    size_t n;
  } v[] = {
      {"<h1>Joint statement</h1><p>We, the Ministers of Aldmark and Veskia, met.</p>", "<p>They met.</p>",
       "text/html", 20100},
      {"Joint statement\n\nWe, the Ministers of Aldmark and Veskia, have agreed:\n\n1. The port opens.\n\n",
       "Aldmark     40     2027     Ports\n", "text/plain", 1100}};
  for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
    const size_t size = strlen(v[i].unit);
    char *text = malloc(strlen(v[i].head) + v[i].n * size + 1), *p = text;
    assert_non_null(text);
    p += sprintf(p, "%s", v[i].head);
    for (size_t k = 0; k < v[i].n; k++, p += size) memcpy(p, v[i].unit, size);
    *p = '\0';
    json_t *out = parse_as(text, v[i].type);
    assert_string_equal(harness_text(out, 0, "quality.flags.0"), "truncated");
    json_decref(out);
    free(text);
  }
}

/* Each after each, and after itself. */
static void no_document_depends_on_the_one_before(void **state) {
  (void)state;
  static const char *const texts[] = {
      "Gemeinsame Erklärung der Minister\n\nWir haben Folgendes vereinbart:\n\n1. Der Hafen öffnet.\n\n"
      "Für Norvia          Für Soland\nAda Lund            Per Holm\n",
      "Déclaration conjointe des ministres\n\nNous sommes convenus de ce qui suit :\n\n1. Le port ouvre.\n\n"
      "Pour la Norvie          Pour le Soland\nAda Lund            Per Holm\n",
      "Wspólne oświadczenie ministrów\n\nUzgodniliśmy, co następuje:\n\n1. Port zostaje otwarty.\n\n"
      "Za Norwię          Za Soland\nAnna Lis            Piotr Kos\n"};
  enum { N = sizeof texts / sizeof *texts };
  char *first[N] = {0};
  for (size_t before = 0; before < N; before++)
    for (size_t k = 0; k < N; k++) {
      json_decref(parse(texts[before]));
      json_t *out = parse(texts[k]);
      char *now = json_dumps(out, JSON_SORT_KEYS);
      json_decref(out);
      assert_non_null(now);
      if (before == 0) {
        first[k] = now;
        continue;
      }
      assert_string_equal(first[k], now);
      free(now);
    }
  for (size_t k = 0; k < N; k++) free(first[k]);
}

static void a_deep_page_is_read_in_linear_time(void **state) {
  (void)state;
  enum { DEPTH = 100000 };
  char *page = malloc(DEPTH * 5 + 400), *p = page;
  p += sprintf(p, "<h1>Joint Statement by the Ministers</h1><p>Hollin, 1 May 2026</p>");
  for (int i = 0; i < DEPTH; i++) p += sprintf(p, "<div>");
  sprintf(p, "<p>We, the Ministers of Aldmark and Veskia, met.</p>");
  json_decref(parse_as(page, "text/html"));
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_joint_statement_in_html_is_taken_apart),
      cmocka_unit_test(recitals_points_and_signatures_have_their_parts),
      cmocka_unit_test(a_press_release_gives_embargo_quote_and_about),
      cmocka_unit_test(a_wrapped_text_gives_whole_points),
      cmocka_unit_test(an_order_gives_its_number_title_and_signatory),
      cmocka_unit_test(german_french_and_spanish_formulae_are_known),
      cmocka_unit_test(points_nest_three_deep),
      cmocka_unit_test(the_letter_i_after_h_is_a_letter),
      cmocka_unit_test(nothing_behind_the_end_mark_is_body),
      cmocka_unit_test(a_news_report_about_a_statement_is_not_one),
      cmocka_unit_test(probe_is_sure_of_statements_only),
      cmocka_unit_test(odd_documents_are_refused_or_read_but_never_crash),
      cmocka_unit_test(no_document_depends_on_the_one_before),
      cmocka_unit_test(a_deep_page_is_read_in_linear_time),
      cmocka_unit_test(a_long_document_is_read_in_linear_time),
      cmocka_unit_test(what_is_not_read_of_a_long_document_is_flagged),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
