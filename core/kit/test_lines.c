/* test_lines.c - lines of plain text: their shape, and which of them belong together. */
#include "test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <tidings/kit/lines.h>

static struct host_call call;

static int open_call(void **s) {
  (void)s;
  kit_open(&call);
  return 0;
}
static int close_call(void **s) {
  (void)s;
  host_free(&call);
  return 0;
}

static struct tdg_lines lines(const char *text) { return tdg_lines_read(&call.pub, kit_str(text)); }
static struct tdg_line line(const char *text) {
  struct tdg_line l = {.s = kit_str(text)};
  tdg_line_measure(&l);
  return l;
}

static void ends_and_starts_are_seen_past_quotes_and_brackets(void **s) {
  (void)s;
  static const struct {
    const char *text;
    int start, end;
  } cases[] = {
      {"He left.", TDG_STARTS_UPPER, TDG_ENDS_STOP},   {"\"He left.\"", TDG_STARTS_UPPER, TDG_ENDS_STOP},
      {"(and so on", TDG_STARTS_LOWER, TDG_ENDS_OPEN}, {"Why?", TDG_STARTS_UPPER, TDG_ENDS_ASK},
      {"3 ships,", TDG_STARTS_DIGIT, TDG_ENDS_COMMA},  {"And then...", TDG_STARTS_UPPER, TDG_ENDS_DOTS},
      {"Списък:", TDG_STARTS_UPPER, TDG_ENDS_COLON},   {"彼は去った。", TDG_STARTS_OTHER, TDG_ENDS_STOP},
      {"هل غادر؟", TDG_STARTS_OTHER, TDG_ENDS_ASK},    {"élan vital", TDG_STARTS_LOWER, TDG_ENDS_OPEN}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    struct tdg_line l = line(cases[i].text);
    if (l.start != cases[i].start || l.end != cases[i].end)
      fail_msg("%s: start %d, end %d", cases[i].text, l.start, l.end);
  }
}

static void abbreviations_end_no_sentence_inside_a_line(void **s) {
  (void)s;
  assert_false(line("Most wanted list of the U. S. Marshals Service").inner_stop);
  assert_true(line("The mayor met the council today. The plan").inner_stop);
}

static void white_space_of_all_kinds_is_trimmed_and_empty_lines_counted(void **s) {
  (void)s;
  struct tdg_lines t = lines("\xEF\xBB\xBF  one \t\r\n\xC2\xA0\r\n\xE3\x80\x80two\xC2\xA0\rthree");
  assert_int_equal(t.n, 3);
  assert_int_equal(t.v[0].s.n, 3);
  assert_int_equal(t.v[1].gap, 1);
  assert_memory_equal(t.v[1].s.p, "two", 3);
  assert_memory_equal(t.v[2].s.p, "three", 5);
}

static void form_feeds_and_the_breaks_of_unicode_end_lines(void **s) {
  static const char *const ends[] = {"\n", "\r",       "\r\n",         "\v",
                                     "\f", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
  char text[40];
  (void)s;
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    snprintf(text, sizeof text, "One.%sTwo.%s%sThree.%s", ends[i], ends[i], ends[i], ends[i]);
    struct tdg_lines t = lines(text);
    assert_int_equal(t.n, 3);
    assert_int_equal(t.v[0].s.n, 4);
    assert_int_equal(t.v[1].gap, 0);
    assert_int_equal(t.v[2].gap, 1);
    assert_int_equal(t.v[2].s.n, 6);
  }
}

static void what_only_begins_like_a_break_is_text(void **s) {
  struct tdg_str text = kit_str("a\xC2\xA0"
                                "b\xE2\x80\x93"
                                "c\xE2\x84\xA2\xC2"),
                 line;
  const size_t n = text.n;
  (void)s;
  assert_int_equal(tdg_line_cut(&text, &line), 1);
  assert_int_equal(line.n, n);
  assert_int_equal(tdg_line_cut(&text, &line), 0);
}

/* Each line has room of its own: on a print-out with more pages than lines a count of another kind ran short. */
static void a_print_out_of_many_pages_is_read_whole(void **s) {
  const size_t pages = 5000;
  char *text = malloc(2 * pages + 1);
  (void)s;
  for (size_t i = 0; i < pages; i++) memcpy(text + 2 * i, "a\f", 3);
  struct tdg_lines t = lines(text);
  unsigned char *behind = tdg_scratch(&call.pub, 64);
  for (size_t i = 0; i < 64; i++) assert_int_equal(behind[i], 0);
  assert_int_equal(t.n, pages);
  for (size_t i = 0; i < t.n; i++) assert_true(t.v[i].s.n == 1 && t.v[i].s.p == text + 2 * i);
  free(text);
}

/* Random texts over all that ends a line, and what looks like it: as many lines are cut as a plain reading of the rule
 * counts, and the cuts and their ends are the text. */
static void as_many_lines_are_cut_as_counted(void **s) {
  static const char *const pieces[] = {"a",
                                       " ",
                                       ".",
                                       "\n",
                                       "\r",
                                       "\r\n",
                                       "\v",
                                       "\f",
                                       "\xC2\x85",
                                       "\xE2\x80\xA8",
                                       "\xE2\x80\xA9",
                                       "\xC2\xA0",
                                       "\xE2\x80\x8B",
                                       "\xEF\xBB\xBF",
                                       "\t",
                                       "Word"};
  (void)s;
  srand(1);
  for (int round = 0; round < 20000; round++) {
    char text[200] = "";
    size_t n = 0, ends = 0, cuts = 0;
    int open = 0, after_cr = 0;
    for (int k = rand() % 24; k > 0; k--) {
      const size_t piece = (size_t)rand() % (sizeof pieces / sizeof pieces[0]);
      const int is_end = piece >= 3 && piece <= 10, joins = after_cr && piece == 3;
      ends += (size_t)(is_end && !joins);
      open = !is_end;
      after_cr = piece == 4;
      n += (size_t)snprintf(text + n, sizeof text - n, "%s", pieces[piece]);
    }
    struct tdg_str rest = {text, n}, line;
    const char *at = text;
    while (tdg_line_cut(&rest, &line)) {
      assert_ptr_equal(line.p, at);
      at = rest.p;
      cuts++;
    }
    assert_ptr_equal(at, text + n);
    assert_int_equal(cuts, ends + (size_t)open);
    host_begin(&call, 0);
    const struct tdg_lines t = tdg_lines_read(&call.pub, (struct tdg_str){text, n});
    assert_true(t.n <= cuts);
  }
}

static void text_broken_at_a_width_is_rejoined(void **s) {
  (void)s;
  struct tdg_lines t =
      lines("The ferry ran aground on Tuesday night with\ntwo hundred people on board. Rescue crews\n"
            "had been at sea since noon, the harbour\nmaster of Port Ansel told the newspaper.\n\n"
            "Nobody was hurt. The owners of the ferry\nhave not said why its engine failed.\n");
  assert_true(t.wrapped);
  assert_int_equal(t.n, 2);
  assert_non_null(strstr(t.v[0].s.p, "crews had been at sea"));
}

static void lines_of_about_one_length_are_a_paragraph_when_they_break_sentences(void **s) {
  static const struct {
    const char *text;
    size_t lines;
  } cases[] = {
      {"The harbour board of Winslet said on Monday that Ida and\n"
       "Otto Krain had each been asked to look at the hull of the ferry that\n"
       "ran aground. Their report comes in May.\n",
       1},
      {"Der Hafen von Winslet bleibt nach dem Unfall der\n"
       "Nachtfähre bis auf weiteres geschlossen, sagte die\n"
       "Behörde am Montag.\n",
       1},
      {"The ferry Halcyon ran aground near Port Ellery on Monday night.\n"
       "Rescue boats brought everybody ashore before the sun came up.\n"
       "Ellery Lines expects that repairs will take six weeks or more.\n",
       3},
      {"Ferry Halcyon aground on a sandbank off Port Ellery\n"
       "Winslet opens its second bridge after seven years of work\n"
       "Krain leads the race for mayor by four points in new poll\n",
       3},
      {"Le conseil de Vaubourg a voté lundi soir la fermeture de la\n"
       "piscine des Tilleuls, ouverte en 1974, par 21 voix contre\n"
       "14. Le maire, Paul Serre, a dit que les travaux coûteraient plus de\n"
       "3 millions. L'association des\n"
       "Amis de la piscine veut saisir le tribunal.\n",
       1},
      {"Суд в Холлине в пятницу отклонил иск города к оператору порта. По словам\n"
       "Петра Серова, договор, подписанный в\n"
       "2019 году, остаётся в силе.\n",
       1},
      {"قضت محكمة في القاهرة يوم الجمعة برفض الدعوى التي رفعتها المدينة ضد\n"
       "مشغل الميناء. وقال القاضي إن العقد الموقع في عام\n"
       "2019 لا يزال ساريا وإن المدينة لا تستحق\n"
       "14 مليون جنيه.\n",
       1},
      {"霍林市法院周五驳回了市政府对港口运营商的诉讼，法官表示，双方在二零\n"
       "一九年签订的合同仍然有效，市政府无权要求对方支付一千四百万克朗。市政\n"
       "府发言人说，将提出上诉。\n",
       1},
      {"Grey gulls above the harbour wall,\n"
       "The tide comes in, the lanterns fall,\n"
       "A bell rings twice beyond the bar,\n"
       "And no one asks us who we are.\n",
       4},
      {"Hollin 3 Tarsk 1 after a dull first half in the rain\n"
       "Drevin 0 Vaubourg 0 before two thousand who came late\n"
       "Oster Ness 2 Sele 4 with three goals by Marta Velisz\n",
       3},
      {"Water main bursts in the old town of Port Ellery, US\n"
       "Winslet opens its second bridge after seven years, US\n"
       "Krain leads the race for mayor by four points, US\n",
       3},
  };
  (void)s;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (lines(cases[i].text).n != cases[i].lines)
      fail_msg("%zu lines of: %s", lines(cases[i].text).n, cases[i].text);
}

static void one_sentence_a_line_is_left_alone(void **s) {
  (void)s;
  struct tdg_lines t = lines(
      "The ferry ran aground on Tuesday night.\nNobody was hurt.\nThe owners of the ferry did not comment.\n"
      "It was built in 1994 and has two engines.\n");
  assert_false(t.wrapped);
  assert_int_equal(t.n, 4);
  for (size_t i = 0; i + 1 < t.n; i++) assert_false(tdg_line_goes_on(&t.v[i], &t.v[i + 1]));
}

static void list_entries_keep_their_hanging_lines(void **s) {
  (void)s;
  struct tdg_lines t = lines("1. The board looks for\n   the cause.\n2. The line stays\n   closed until\n   "
                             "Thursday.\n(a) here;\n(b) there.\n");
  assert_int_equal(t.n, 4);
  assert_string_equal(t.v[1].s.p, "2. The line stays closed until Thursday.");
}

static void list_marks_are_told_from_words(void **s) {
  (void)s;
  int ordered;
  assert_int_equal(tdg_line_mark(kit_str("- item"), &ordered), 2);
  assert_false(ordered);
  assert_int_equal(tdg_line_mark(kit_str("12. item"), &ordered), 4);
  assert_true(ordered);
  assert_int_equal(tdg_line_mark(kit_str("(iv) item"), NULL), 5);
  assert_int_equal(tdg_line_mark(kit_str("b) item"), NULL), 3);
  assert_int_equal(tdg_line_mark(kit_str("2026. A year"), NULL), 0);
  assert_int_equal(tdg_line_mark(kit_str("(dpa) - The"), NULL), 0);
  assert_int_equal(tdg_line_mark(kit_str("-5 degrees"), NULL), 0);
  assert_int_equal(tdg_line_mark(kit_str("I. Newton"), NULL), 0);
}

static void rules_are_lines_of_one_sign(void **s) {
  (void)s;
  assert_int_equal(tdg_line_rule(kit_str("-----")), '-');
  assert_int_equal(tdg_line_rule(kit_str("* * *")), '*');
  assert_int_equal(tdg_line_rule(kit_str("--")), 0);
  assert_int_equal(tdg_line_rule(kit_str("-=-=")), 0);
  assert_int_equal(tdg_line_rule(kit_str("a---")), 0);
}

static void too_many_lines_are_one_block_and_nothing_is_lost(void **s) {
  (void)s;
  size_t n = (size_t)TDG_MAX_LINES * 2 + 10;
  char *text = malloc(n + 1);
  for (size_t i = 0; i < n; i++) text[i] = i % 2 ? '\n' : 'x';
  text[n] = '\0';
  struct tdg_str all = {text, n};
  assert_true(tdg_lines_read(&call.pub, all).full);
  tdg_rec *rec = tdg_rec_new(&call.pub, TDG_ARTICLE);
  assert_int_equal(tdg_text_blocks(&call.pub, rec, all), 1);
  assert_int_equal(tdg_get(&call.pub, tdg_get_rec(&call.pub, rec, TDG_BLOCK, 0), TDG_TEXT).n, n);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ends_and_starts_are_seen_past_quotes_and_brackets),
      cmocka_unit_test(abbreviations_end_no_sentence_inside_a_line),
      cmocka_unit_test(white_space_of_all_kinds_is_trimmed_and_empty_lines_counted),
      cmocka_unit_test(form_feeds_and_the_breaks_of_unicode_end_lines),
      cmocka_unit_test(what_only_begins_like_a_break_is_text),
      cmocka_unit_test(a_print_out_of_many_pages_is_read_whole),
      cmocka_unit_test(as_many_lines_are_cut_as_counted),
      cmocka_unit_test(text_broken_at_a_width_is_rejoined),
      cmocka_unit_test(lines_of_about_one_length_are_a_paragraph_when_they_break_sentences),
      cmocka_unit_test(one_sentence_a_line_is_left_alone),
      cmocka_unit_test(list_entries_keep_their_hanging_lines),
      cmocka_unit_test(list_marks_are_told_from_words),
      cmocka_unit_test(rules_are_lines_of_one_sign),
      cmocka_unit_test(too_many_lines_are_one_block_and_nothing_is_lost),
  };
  return cmocka_run_group_tests(tests, open_call, close_call);
}
