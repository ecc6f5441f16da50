/* test_extract.c - what a brief holds: cited sentences that stand alone, sections, conflicts, and when there
 * is none. */
#include "stage_test.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "brief-extract", "extract", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}

static tdg_rec *story(void) {
  tdg_rec *s = rec_new(&t.arena, TDG_STORY);
  rec_put_int(s, TDG_STORY_ID, 1);
  rec_put_str(s, TDG_HEADLINE, "Ferry aground off Port Ellery");
  return s;
}
static void add(tdg_rec *s, const tdg_rec *member) { rec_put_rec(s, TDG_MEMBER, member); }
static const tdg_rec *brief_of(const tdg_rec *s) {
  size_t n = t.n;
  assert_int_equal(stage_call(&t, INPROC_RUN, s), TDG_OK);
  return t.n == n ? NULL : t.note[n];
}

/* All sentences, each on a line. */
static const char *text_of(const tdg_rec *brief) {
  char *out = arena_alloc(&t.arena, 20000);
  size_t n = 0;
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++) {
    const tdg_rec *section = rec_get_rec(brief, TDG_SECTION, i);
    for (uint32_t k = 0; rec_get_rec(section, TDG_SENTENCE, k) != NULL; k++)
      n += (size_t)snprintf(out + n, 20000 - n, "%s: %s\n", rec_get(section, TDG_ROLE, 0).p,
                            rec_get(rec_get_rec(section, TDG_SENTENCE, k), TDG_TEXT, 0).p);
  }
  out[n] = '\0';
  return out;
}
static const tdg_rec *conflict_of(const tdg_rec *brief, const char *kind) {
  for (uint32_t i = 0; rec_get_rec(brief, TDG_CONFLICT, i) != NULL; i++)
    if (strcmp(rec_get(rec_get_rec(brief, TDG_CONFLICT, i), TDG_CONFLICT_KIND, 0).p, kind) == 0)
      return rec_get_rec(brief, TDG_CONFLICT, i);
  return NULL;
}

static const char first[] = "The ferry Halcyon ran aground on a sandbank near Port Ellery with 214 people on "
                            "board, the coast guard said.\n"
                            "She said the pump had failed. Captain Ida Morrow told investigators that a "
                            "steering pump failed after the breakwater.\n";
static const char second[] =
    "Rescue boats brought everybody ashore before dawn, and nobody on the Halcyon was hurt, hospitals in "
    "Port "
    "Ellery reported.\n"
    "Ellery Lines expects repairs of the Halcyon to take six weeks because the hull is torn.\n";

static tdg_rec *two_reports(void) {
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  add(s, stage_article(&t, 2, "Passengers safe", second, "Ledger"));
  return s;
}

static void every_sentence_stands_in_its_record_where_it_says(void **state) {
  (void)state;
  const tdg_rec *s = two_reports(), *brief = brief_of(s);
  size_t seen = 0;
  assert_non_null(brief);
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++) {
    const tdg_rec *section = rec_get_rec(brief, TDG_SECTION, i);
    for (uint32_t k = 0; rec_get_rec(section, TDG_SENTENCE, k) != NULL; k++, seen++) {
      const tdg_rec *c = rec_get_rec(section, TDG_SENTENCE, k);
      const tdg_rec *m = rec_get_rec(s, TDG_MEMBER, (uint32_t)rec_get_int(c, TDG_RECORD_ID, 0) - 1);
      struct tdg_str block = rec_get(rec_get_rec(m, TDG_BLOCK, (uint32_t)rec_get_int(c, TDG_BLOCK_NO, 99)),
                                     TDG_TEXT, 0),
                     said = rec_get(c, TDG_TEXT, 0);
      size_t from = (size_t)rec_get_int(c, TDG_START, 0), to = (size_t)rec_get_int(c, TDG_END, 0);
      assert_true(to <= block.n && to - from == said.n);
      assert_memory_equal(block.p + from, said.p, said.n);
    }
  }
  assert_true(seen >= 2);
  assert_int_equal(rec_get_int(brief, TDG_PUBLISHERS, 0), 2);
}

static void one_record_or_one_publisher_makes_no_brief(void **state) {
  (void)state;
  tdg_rec *alone = story(), *same = story();
  add(alone, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  assert_null(brief_of(alone));
  add(same, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  add(same, stage_article(&t, 2, "Passengers safe", second, "Courier"));
  assert_null(brief_of(same));
}

static void copies_do_not_count_and_are_not_cited(void **state) {
  (void)state;
  tdg_rec *s = story(), *copy = stage_article(&t, 2, "Ferry aground", first, "Ledger");
  add(s, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  rec_put_int(copy, TDG_DUPLICATE_OF, 1);
  add(s, copy);
  assert_null(brief_of(s));
}

static void sentences_that_hang_on_another_are_left_out(void **state) {
  (void)state;
  const char *text = text_of(brief_of(two_reports()));
  assert_null(strstr(text, "She said"));
  assert_non_null(strstr(text, "Halcyon"));
}

static void headings_say_which_section_a_sentence_is_for(void **state) {
  (void)state;
  tdg_rec *s = two_reports();
  add(s, stage_article(&t, 3, "",
                       "#What's next?\nInspectors from Winslet examine the hull of the ferry Halcyon on a "
                       "dry dock in Port Ellery.\n",
                       "Herald"));
  const char *text = text_of(brief_of(s));
  assert_non_null(strstr(text, "next: Inspectors from Winslet"));
}

static void one_number_for_different_things_is_a_conflict(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "",
                       "The ferry Halcyon ran aground near Port Ellery with 45 sailors on board, the coast "
                       "guard said on the pier.\n",
                       "Courier"));
  add(s, stage_article(&t, 2, "",
                       "The ferry Halcyon ran aground near Port Ellery with 45 passengers on board, the "
                       "coast guard said at the quay.\n",
                       "Ledger"));
  const tdg_rec *c = conflict_of(brief_of(s), "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p, "45 sailors");
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 1), TDG_VALUE, 0).p, "45 passengers");
}

static void one_thing_counted_differently_is_a_conflict_but_not_when_rounded(void **state) {
  static const char *const count[] = {"214 people", "198 people", "about 210 people", "about 150 people"};
  static const int wanted[] = {1, 0, 1}; /* 214 against each of the others */
  char a[300], b[300];
  (void)state;
  for (int i = 0; i < 3; i++) {
    snprintf(a, sizeof a,
             "The ferry Halcyon ran aground on a sandbank near Port Ellery with %s on board, the coast guard "
             "said.\n",
             count[0]);
    snprintf(
        b, sizeof b,
        "The ferry Halcyon ran aground on a sandbank near Port Ellery with %s on board, its owner said.\n",
        count[i + 1]);
    tdg_rec *s = story();
    add(s, stage_article(&t, 1, "", a, "Courier"));
    add(s, stage_article(&t, 2, "", b, "Ledger"));
    assert_int_equal(conflict_of(brief_of(s), "figure") != NULL, wanted[i]);
  }
}

/* The brief of two reports of one sentence each. */
static const tdg_rec *brief_of_two(const char *a, const char *b) {
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "", a, "Courier"));
  add(s, stage_article(&t, 2, "", b, "Ledger"));
  return brief_of(s);
}

static void people_in_one_state_are_one_count_whatever_the_words(void **state) {
  static const char *const other[] = {
      "The ferry Halcyon struck a sandbank on Monday and injured 38 passengers and crew, or 38 people.\n",
      "12 people were injured, the coast guard said at ten.\n",
      "The coast guard, who spoke of 12 injured in the morning, had counted only those on stretchers.\n",
      "The collision hurt nobody on the pier but killed 12 people on board, the coast guard said.\n",
      "At least 12 people were injured, the coast guard said at ten.\n",
      "12 others were injured, the coast guard said at ten.\n",
      "12 people were seriously injured, the coast guard said at ten.\n",
      "It was the worst accident since 2011, when 12 people were injured in a storm.\n",
      "37 people were injured, the coast guard said at ten.\n",
      "12 children were injured, the coast guard said at ten.\n",
      ("The coast guard remembers another night. 12 people were injured when the Petrel sank off Cape "
       "Winslet.\n"),
      "612 people were injured, the coast guard said at ten.\n",
      "Twelve people were injured, the coast guard said at ten.\n",
      "Thirty-eight people were injured, the coast guard said at ten.\n",
      "A dozen people were injured, the coast guard said at ten.\n",
      "Another twelve people were injured, the coast guard said at ten.\n",
      "The number of injured on the Halcyon was given by nobody, but the death toll rose to 12.\n",
      "Two of the twelve people injured left the hospital of Port Ellery at ten.\n",
      "12 people were injured, including the driver of the pilot boat, at ten.\n",
  };
  static const int wanted[] = {0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0};
  (void)state;
  for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
    const tdg_rec *c = conflict_of(
        brief_of_two("The ferry Halcyon ran aground on Monday and injured 38 people, six of them seriously, "
                     "officials said.\n",
                     other[i]),
        "figure");
    if ((c != NULL) != wanted[i]) fail_msg("conflict %d for: %s", c != NULL, other[i]);
    if (c != NULL) assert_string_equal(rec_get(c, TDG_WHAT, 0).p, "people injured");
  }
}

static void a_count_that_changed_shows_the_order_of_time(void **state) {
  (void)state;
  tdg_rec *s = story(),
          *late = stage_article(&t, 1, "", "A total of 38 people were injured, hospitals said.\n", "Courier"),
          *early =
              stage_article(&t, 2, "", "Fourteen people were injured, the coast guard said.\n", "Ledger"),
          *day = stage_article(&t, 3, "", "Hospitals treated 38 injured after the accident.\n", "Herald");
  rec_put_int(late, TDG_PUBLISHED, 1773043200000 - 3600000); /* a later version tells when it was changed */
  rec_put_int(late, TDG_UPDATED, 1773043200000 + 9 * 3600000);
  rec_put_int(late, TDG_SUPERSEDES, 77);
  rec_put_int(early, TDG_PUBLISHED, 1773043200000 + 3 * 3600000);
  rec_put_int(day, TDG_PUBLISHED, 1773014400000); /* a day without its hour tells no order */
  add(s, late);
  add(s, early);
  add(s, day);
  const tdg_rec *c = conflict_of(brief_of(s), "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(c, TDG_MESSAGE, 0).p, "The reports differ in the number of people injured: "
                                                    "14 (2026-03-09 11:00), later 38 (2026-03-09 17:00).");
  assert_non_null(rec_get_rec(c, TDG_CLAIM, 2));
}

static void a_later_count_supersedes_what_more_said_before(void **state) {
  (void)state;
  tdg_rec *s = story(), *m[3];
  m[0] = stage_article(&t, 1, "", "14 people were injured, the coast guard of Port Ellery said.\n", "Ledger");
  m[1] = stage_article(&t, 2, "", "Fourteen people were injured, the owner of the ferry said.\n", "Herald");
  m[2] =
      stage_article(&t, 3, "", "A total of 38 people were injured, hospitals of Winslet said.\n", "Courier");
  for (int i = 0; i < 3; i++) {
    rec_put_int(m[i], TDG_PUBLISHED, 1773043200000 + (i + 1) * 3600000);
    add(s, m[i]);
  }
  const tdg_rec *brief = brief_of(s);
  assert_non_null(strstr(text_of(brief), "38 people"));
  assert_null(strstr(text_of(brief), "14 people"));
  assert_null(strstr(text_of(brief), "Fourteen"));
}

/* 14 of one report is shown as what it is, and not told as a fact beside the 38 of two. */
static void a_count_that_few_give_is_not_told(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s,
      stage_article(&t, 1, "", "A total of 38 people were injured, hospitals of Winslet said.\n", "Courier"));
  add(s,
      stage_article(&t, 2, "", "14 people were injured, the coast guard of Port Ellery said.\n", "Ledger"));
  add(s, stage_article(&t, 3, "", "Doctors treated 38 injured after the night on the sandbank.\n", "Herald"));
  const tdg_rec *brief = brief_of(s);
  assert_non_null(conflict_of(brief, "figure"));
  assert_non_null(strstr(text_of(brief), "38"));
  assert_null(strstr(text_of(brief), "14 people"));
}

static void words_that_fit_the_same_people_are_no_conflict(void **state) {
  static const char *const label[] = {"people", "participants", "volunteers aged six to seventy",
                                      "knockouts"};
  char b[300];
  (void)state;
  for (size_t i = 0; i < sizeof label / sizeof *label; i++) {
    snprintf(b, sizeof b, "The trial with 9,415 %s in Winslet and Port Ellery ended well, the agency said.\n",
             label[i]);
    assert_null(
        conflict_of(brief_of_two("The trial with 9,415 volunteers in Winslet and Port Ellery went well, "
                                 "the agency said.\n",
                                 b),
                    "figure"));
  }
}

static void a_number_is_shown_with_its_commas(void **state) {
  (void)state;
  const tdg_rec *c = conflict_of(
      brief_of_two("The strike of 9,415 sailors in Winslet and Port Ellery is over, the union said.\n",
                   "The strike of 9,415 officers in Winslet and Port Ellery is over, the owners said.\n"),
      "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(c, TDG_WHAT, 0).p, "9,415");
}

/* A number in words of which the digits would be a line of noughts is told in its words. */
static void a_number_of_too_many_digits_is_shown_as_it_is_written(void **state) {
  (void)state;
  const tdg_rec *c =
      conflict_of(brief_of_two("The ferry had two trillion trillion trillion trillion people on board.\n",
                               "The ferry had three trillion trillion trillion trillion people on board.\n"),
                  "figure");
  assert_non_null(c);
  assert_non_null(strstr(rec_get(c, TDG_MESSAGE, 0).p, "two trillion trillion trillion trillion people"));
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 1), TDG_NORM, 0).p, "3e+48");
}

static void numbers_in_names_and_scores_count_nothing(void **state) {
  (void)state;
  assert_null(conflict_of(
      brief_of_two(
          "The Senate of Winslet passed the Covid-19 officials bill in a 51-50 vote on Monday.\n",
          "The Senate of Winslet passed the Covid-19 countries bill in a 51-50 sailors on Monday.\n"),
      "figure"));
}

static void a_dateline_is_not_part_of_the_sentence(void **state) {
  static const char *const head[] = {"PORT ELLERY, Winslet (Ledger) - ",
                                     "WINSLET \xE2\x80\x94 ",
                                     "Port Ellery, 9 March 2026 \xE2\x80\x93 ",
                                     "PORT ELLERY, Wins.\xE2\x80\x94",
                                     "\xE2\x80\x94 ",
                                     "The owner of the line - ",
                                     "Captain Ida Morrow - "};
  char a[400];
  (void)state;
  for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
    snprintf(a, sizeof a, "%sEllery Lines said that the ferry Halcyon will be repaired in six weeks.\n",
             head[i]);
    const char *text = text_of(brief_of_two(a, second));
    assert_non_null(strstr(text, i < 5 ? "happening: Ellery Lines said" : head[i]));
    if (i < 5) assert_null(strstr(text, head[i]));
  }
}

static void a_span_begins_behind_the_dateline(void **state) {
  (void)state;
  static const char head[] = "PORT ELLERY (Ledger) - ";
  char a[400];
  snprintf(a, sizeof a, "%s%s", head, first);
  const tdg_rec *brief = brief_of_two(a, second);
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++)
    for (uint32_t k = 0; rec_get_rec(rec_get_rec(brief, TDG_SECTION, i), TDG_SENTENCE, k) != NULL; k++) {
      const tdg_rec *s = rec_get_rec(rec_get_rec(brief, TDG_SECTION, i), TDG_SENTENCE, k);
      if (rec_get_int(s, TDG_RECORD_ID, 0) != 1 || rec_get_int(s, TDG_BLOCK_NO, 9) != 0) continue;
      assert_int_equal(rec_get_int(s, TDG_START, 0), sizeof head - 1);
      assert_memory_equal(a + sizeof head - 1, rec_get(s, TDG_TEXT, 0).p, rec_get(s, TDG_TEXT, 0).n);
      return;
    }
  fail_msg("the lead is not in the brief");
}

static void halves_of_a_number_are_left_out(void **state) {
  (void)state;
  static const char torn[] = "Tugs pulled the ferry Halcyon off the sandbank near Port Ellery before noon, "
                             "and the owner put the cost at "
                             "$27. 5 million of that is insured.\n";
  assert_null(strstr(text_of(brief_of_two(torn, first)), "5 million"));
}

static void sentences_about_the_page_and_loose_ends_are_left_out(void **state) {
  static const char *const bad[] = {
      "An earlier version of this report gave the first count of the coast guard off Port Ellery.\n",
      "Photograph: the ferry Halcyon on a sandbank near Port Ellery, seen from the pier.\n",
      "Reporting by Mara Quill in Port Ellery, editing by Otto Krain in Winslet.\n",
      "Without it, sailors say, the ferry Halcyon could not have left Port Ellery at all.\n",
      "If it comes, the pilots say, the ferry Halcyon may not enter Port Ellery before the morning.\n",
      "Families waited on the pier for the ferry Halcyon, which had left here at one in the morning.\n",
      "The finding could have consequences for the ferry Halcyon in Port Ellery.\n",
      "We have looked at the charts of the ferry Halcyon and of Port Ellery.\n",
      "Read more about the ferry Halcyon and the harbour of Port Ellery.\n",
      "Pilots asked in Port Ellery for the charts of the Halcyon (one of 12 p.m.\n",
  };
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_null(
        strstr(text_of(brief_of_two(bad[i], first)),
               (char[]){bad[i][0], bad[i][1], bad[i][2], bad[i][3], bad[i][4], bad[i][5], bad[i][6], 0}));
  assert_non_null(strstr(
      text_of(brief_of_two("The decision of the coast guard closes Port Ellery to the ferry Halcyon.\n",
                           "Rescue boats brought everybody ashore near Port Ellery on Monday.\n")),
      "The decision of"));
}

static void what_was_expected_before_the_outcome_is_marked(void **state) {
  tdg_rec *s = story();
  int marked = 0, plain = 0;
  (void)state;
  add(s, stage_article(&t, 1, "",
                       "Envoys of Aldmark and Norvia met in Port Ellery on Monday to talk about herring.\n"
                       "Fishermen of Winslet wait for the catch of the year.\n"
                       "A treaty could end the quarrel about the sandbanks of Aldmark and Norvia.\n",
                       "Courier"));
  add(s, stage_article(&t, 2, "",
                       "Aldmark and Norvia signed a treaty about herring in Port Ellery on Tuesday.\n"
                       "The harbour of Port Ellery was closed to ships during the ceremony.\n",
                       "Ledger"));
  add(s, stage_article(&t, 3, "",
                       "The treaty about herring was signed by envoys of Aldmark and Norvia.\n"
                       "Musicians from Winslet played for an hour on the pier.\n",
                       "Herald"));
  const tdg_rec *brief = brief_of(s), *section, *c;
  for (uint32_t i = 0; (section = rec_get_rec(brief, TDG_SECTION, i)) != NULL; i++)
    for (uint32_t k = 0; (c = rec_get_rec(section, TDG_SENTENCE, k)) != NULL; k++) {
      const char *stage = rec_get(c, TDG_TOLD_AS, 0).p;
      if (strstr(rec_get(c, TDG_TEXT, 0).p, "A treaty could") != NULL)
        marked += strcmp(stage, "expected") == 0;
      else plain += *stage == '\0';
      assert_true(rec_get_int(c, TDG_BORNE_OUT_BY, 0) != 0);
    }
  assert_int_equal(marked, 1);
  assert_true(plain >= 2);
}

static void what_others_tell_as_done_is_not_to_come(void **state) {
  (void)state;
  const char *text = text_of(brief_of_two(
      "Tugs reached the ferry Halcyon near Port Ellery on Monday.\nDivers will cut the anchor chain of the "
      "Halcyon in the evening.\n",
      "The ferry Halcyon floats again off Port Ellery.\nDivers did not cut the anchor chain of the Halcyon "
      "in "
      "the evening, because the tide had lifted it.\n"));
  assert_null(strstr(text, "Divers will cut"));
}

static int bearers(const tdg_rec *sentence) {
  struct tdg_item it;
  size_t pos = 0;
  int n = 0;
  while (rec_next(sentence, &pos, &it)) n += it.field == TDG_BORNE_OUT_BY;
  return n;
}

static void all_records_that_say_so_stand_beside_a_sentence(void **state) {
  (void)state;
  const tdg_rec *brief = brief_of_two("The ferry Halcyon ran aground near Port Ellery on Monday.\n",
                                      "On Monday the ferry Halcyon ran aground close to Port Ellery.\n"),
                *c = rec_get_rec(rec_get_rec(brief, TDG_SECTION, 0), TDG_SENTENCE, 0);
  assert_int_equal(bearers(c), 2);
}

/* However alike the words: who is told to have denied it does not bear out that he confirmed it. */
static void a_record_that_contradicts_a_sentence_does_not_bear_it_out(void **state) {
  static const struct {
    const char *a, *b;
    int bearers;
  } row[] = {
      {"The harbour office of Winslet confirmed that the pilot had been warned.\n",
       "The harbour office of Winslet denied that the pilot had been warned.\n", 1},
      {"The lighthouse keeper had switched on the lamp at dusk.\n",
       "The lighthouse keeper had not switched on the lamp at dusk.\n", 1},
      {"The harbour office of Winslet confirmed that the pilot had been warned.\n",
       "The harbour office of Winslet confirmed the pilot had been warned.\n", 2},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    const tdg_rec *brief = brief_of_two(row[i].a, row[i].b),
                  *c = rec_get_rec(rec_get_rec(brief, TDG_SECTION, 0), TDG_SENTENCE, 0);
    if (bearers(c) != row[i].bearers) fail_msg("%d records for: %s", bearers(c), row[i].b);
  }
}

/* Times are days apart: the newest first, then what led to it. */
static void a_story_of_days_is_told_in_order_of_time(void **state) {
  static const char *const told[] = {"The ferry Halcyon ran aground off Port Ellery in thick fog.\n",
                                     "Tugs from Winslet failed to move the Halcyon at high tide.\n",
                                     "Oil from the torn hull reached the beaches of Aldmark.\n",
                                     "A crane lifted the Halcyon from the sandbank at last.\n"};
  tdg_rec *s = story();
  (void)state;
  for (int i = 0; i < 4; i++) {
    char id[2] = {(char)('A' + i), 0};
    tdg_rec *r = stage_article(&t, i + 1, "", told[i], id);
    rec_put_int(r, TDG_PUBLISHED, 1773144000000 + i * INT64_C(172800000));
    add(s, r);
  }
  const char *text = text_of(brief_of(s)), *tugs = strstr(text, "Tugs from"), *oil = strstr(text, "Oil from");
  assert_non_null(tugs);
  assert_non_null(oil);
  assert_true(tugs < oil);
}

static void comment_is_not_told_as_fact(void **state) {
  (void)state;
  tdg_rec *s = two_reports();
  add(s, stage_article(&t, 3, "Opinion: Ellery Lines must answer",
                       "Ellery Lines has run the Halcyon into the sand out of plain greed.\n", "Herald"));
  add(s, stage_article(&t, 4, "A night at sea",
                       "I saw the Halcyon drift toward Port Ellery. We knew that the pump of the Halcyon was "
                       "rotten. The coast guard of Port Ellery did nothing all night.\n",
                       "Mirror"));
  const char *text = text_of(brief_of(s));
  assert_null(strstr(text, "plain greed"));
  assert_null(strstr(text, "did nothing all night"));
}

static tdg_rec *article_in(int64_t id, const char *language, const char *title, const char *text,
                           const char *outlet) {
  tdg_rec *r = stage_article(&t, id, title, text, outlet);
  rec_put_str(r, TDG_LANGUAGE, language);
  return r;
}

static void a_brief_is_in_the_language_of_most_records_and_others_bear_it_out(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, article_in(1, "de", "Fähre auf Grund",
                    "Die Fähre Halcyon ist um 5.20 Uhr vor Port Ellery mit 214 Menschen an Bord auf Grund "
                    "gelaufen.\nDie Reparatur der Halcyon dauert sechs Wochen, teilte Ellery Lines mit.\n",
                    "Bote"));
  add(s, article_in(2, "en", "Ferry aground",
                    "The ferry Halcyon ran aground off Port Ellery at 5:20 a.m. with 214 people on board.\n",
                    "Courier"));
  add(s, article_in(3, "en-GB", "Passengers safe", second, "Ledger"));
  const tdg_rec *brief = brief_of(s);
  const char *text = text_of(brief);
  assert_null(strstr(text, "auf Grund"));
  assert_null(strstr(text, "Reparatur"));
  assert_non_null(strstr(text, "repairs of the Halcyon"));
  assert_null(strstr(rec_get(brief, TDG_HEADLINE, 0).p, "Fähre"));
  int two = 0;
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++)
    for (uint32_t k = 0; rec_get_rec(rec_get_rec(brief, TDG_SECTION, i), TDG_SENTENCE, k) != NULL; k++) {
      const tdg_rec *one = rec_get_rec(rec_get_rec(brief, TDG_SECTION, i), TDG_SENTENCE, k);
      if (strstr(rec_get(one, TDG_TEXT, 0).p, "214 people") != NULL) two = bearers(one) == 2;
    }
  assert_true(two);
}

static void a_headline_is_no_date_and_not_cut(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "9 March 2026", first, "Courier"));
  add(s, stage_article(&t, 2, "Halcyon aground off Port Ellery as\xE2\x80\xA6", second, "Ledger"));
  add(s, stage_article(&t, 3, "Ferry towed free", "The ferry Halcyon was towed free off Port Ellery.\n",
                       "Herald"));
  assert_string_equal(rec_get(brief_of(s), TDG_HEADLINE, 0).p, "Ferry towed free");
}

/* The same told in other words is told once. */
static void a_fact_is_not_told_twice(void **state) {
  (void)state;
  const char *text = text_of(brief_of_two(
      "A parliamentary committee is due to question the minister Ida Morrow about the Halcyon.\n",
      "A committee of parliament will question Ida Morrow, the minister, on the Halcyon.\n"));
  assert_true((strstr(text, "A parliamentary committee") != NULL) !=
              (strstr(text, "A committee of parliament") != NULL));
}

/* Once a brief says enough, a remark of one report that counts nothing does not fill it up; what others say too does. */
static void a_brief_is_not_filled_up_with_remarks(void **state) {
  tdg_rec *s = story();
  (void)state;
  add(s,
      stage_article(&t, 1, "Council of Orvel closes the harbour bridge",
                    "The council of Orvel voted on Tuesday to close the harbour bridge to lorries until its "
                    "northern pillars have been mended, after divers found cracks in the concrete of both.\n"
                    "Nobody at the shipping office wanted to comment.\n"
                    "Pilots opened a second fairway.\n",
                    "Courier"));
  add(s, stage_article(&t, 2, "Orvel closes harbour bridge to lorries",
                       "Lorries may not cross the harbour bridge of Orvel any more.\n"
                       "The pilots opened another fairway in the bay.\n",
                       "Ledger"));
  const char *text = text_of(brief_of(s));
  assert_null(strstr(text, "wanted to comment"));
  assert_non_null(strstr(text, "fairway"));
}

static void a_quotation_keeps_its_speaker(void **state) {
  static const char *const lost[] = {
      "\"The pump failed behind the breakwater and nothing on the Halcyon answered any more.\"\n",
      "Ida Morrow spoke on the pier. \"The pump of the Halcyon failed. The breakwater of Port Ellery was too "
      "near "
      "for the anchor to hold. Nothing answered.\"\n",
  };
  static const char *const kept[] = {
      "\"The pump failed behind the breakwater and nothing on the Halcyon answered,\" Ida Morrow said.\n",
      "\xE2\x80\x9EThe pump failed behind the breakwater and nothing on the Halcyon answered\xE2\x80\x9C, "
      "said Ida "
      "Morrow.\n",
  };
  (void)state;
  for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
    const char *text = text_of(brief_of_two(lost[i], "Rescue boats brought everybody ashore before dawn.\n"));
    assert_null(strstr(text, "behind the"));
    assert_null(strstr(text, "too near"));
  }
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    assert_non_null(
        strstr(text_of(brief_of_two(kept[i], "Rescue boats brought everybody ashore before dawn.\n")),
               "behind the breakwater"));
}

static void who_is_named_in_full_comes_first(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "Morrow blames pump of the Halcyon",
                       "Morrow blames a steering pump of the ferry Halcyon for the night off Port Ellery.\n"
                       "The hull is torn and the repairs take six weeks in the yard of Winslet.\n",
                       "Courier"));
  add(s, stage_article(&t, 2, "Morrow blames pump of the Halcyon",
                       "Captain Ida Morrow has sailed for Hollin Lines since the spring.\n", "Ledger"));
  const char *text = text_of(brief_of(s)), *full = strstr(text, "Ida Morrow"),
             *alone = strstr(text, "Morrow blames");
  assert_non_null(full);
  assert_non_null(alone);
  assert_true(full < alone);
}

static void the_headline_is_news_and_not_out_of_date(void **state) {
  static const char *const title[] = {"ORDER No. 112 on the ferry Halcyon off Port Ellery",
                                      "\"We heard nothing\": the ferry Halcyon off Port Ellery",
                                      "Ferry Halcyon aground off Port Ellery, at least 14 hurt",
                                      "Ledger: Ferry Halcyon aground off Port Ellery, 38 hurt"};
  static const char *const text[] = {"38 people were injured, the coast guard said at ten in the evening.\n",
                                     "The ferry Halcyon ran aground off Port Ellery in the night.\n",
                                     "14 people were injured, the coast guard said in the morning.\n",
                                     "A total of 38 people were injured, hospitals said.\n"};
  static const char *const outlet[] = {"Ministry", "Courier", "Herald", "The Ledger"};
  tdg_rec *s = story();
  (void)state;
  for (int i = 0; i < 4; i++) add(s, stage_article(&t, i + 1, title[i], text[i], outlet[i]));
  assert_string_equal(rec_get(brief_of(s), TDG_HEADLINE, 0).p,
                      "Ferry Halcyon aground off Port Ellery, 38 hurt");
}

static void a_headline_cut_before_what_is_in_doubt_says_whose_words_it_is(void **state) {
  static const char *const title[] = {"Ferry Halcyon aground off Port Ellery, 14 hurt",
                                      "Ferry Halcyon aground off Port Ellery, 38 hurt"};
  static const char *const text[] = {
      "The ferry Halcyon ran aground off Port Ellery on Monday. 14 people were injured.\n",
      "The ferry Halcyon ran aground off Port Ellery on Monday. 38 people were injured.\n"};
  static const char *const outlet[] = {"Herald", "Courier"};
  tdg_rec *s = story(), *same = story();
  (void)state;
  for (int i = 0; i < 2; i++) {
    add(s, stage_article(&t, i + 1, title[i], text[i], outlet[i]));
    add(same, stage_article(&t, i + 1, title[0], text[0], outlet[i]));
  }
  const tdg_rec *brief = brief_of(s);
  assert_string_equal(rec_get(brief, TDG_HEADLINE, 0).p, "Ferry Halcyon aground off Port Ellery");
  assert_string_equal(rec_get(brief, TDG_FROM, 0).p, "extract");
  brief = brief_of(same);
  assert_string_equal(rec_get(brief, TDG_HEADLINE, 0).p, title[0]);
  assert_false(rec_has(brief, TDG_FROM));
}

static void next_to_a_place_is_not_what_is_next(void **state) {
  char a[600];
  (void)state;
  snprintf(a, sizeof a,
           "%sA hall was opened next to the station of Port Ellery for families of the Halcyon.\n%s", first,
           second);
  assert_null(strstr(text_of(brief_of_two(a, second)), "next: A hall"));
}

static tdg_rec *three_reports_with_a_date(int64_t published) {
  tdg_rec *s = two_reports(),
          *third = stage_article(
              &t, 3, "",
              "The ferry Halcyon ran aground on March 15, 2024, on a sandbank near Port Ellery, its "
              "owner Ellery Lines said.\n",
              "Herald");
  if (published != 0) rec_put_int(third, TDG_PUBLISHED, published);
  add(s, third);
  return s;
}

static void a_date_long_before_the_report_is_flagged_and_not_repeated(void **state) {
  (void)state;
  const tdg_rec *brief = brief_of(three_reports_with_a_date(1767700000000)), *c = conflict_of(brief, "date");
  assert_non_null(c);
  assert_non_null(strstr(rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p, "March 15, 2024"));
  assert_null(strstr(text_of(brief), "2024"));
}

/* They are an archive, for all anybody knows: when they were read says nothing. */
static void the_date_of_an_undated_report_is_not_held_against_the_day_of_reading(void **state) {
  (void)state;
  assert_null(conflict_of(brief_of(three_reports_with_a_date(0)), "date"));
}

static void a_date_is_held_against_the_years_that_its_report_counts(void **state) {
  static const struct {
    const char *text;
    int odd;
  } told[] = {
      {"Allies met in Port Ellery on March 15, 2024, to speak of the invasion of Ukraine, which has gone on "
       "for nearly four "
       "years.\n",
       1},
      {"Allies met in Port Ellery on January 6, 2026, to speak of the invasion of Ukraine, which has gone on "
       "for nearly four "
       "years.\n",
       0},
      {"Allies met in Port Ellery on March 15, 2024, to speak of a quarrel over the ferry, which has gone on "
       "for nearly four "
       "years.\n",
       0},
      {"Allies met in Port Ellery on March 15, 2024, to speak of the invasion of Ukraine before four "
       "ministers left.\n",
       0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
    tdg_rec *s = story();
    add(s, stage_article(&t, 1, "Allies meet in Port Ellery",
                         "Allies met in Port Ellery and spoke of Ukraine, the mayor said.\n", "Courier"));
    add(s, stage_article(&t, 2, "Allies in Port Ellery speak of Ukraine", told[i].text, "Herald"));
    assert_int_equal(conflict_of(brief_of(s), "date") != NULL, told[i].odd);
  }
}

static void two_holders_of_one_office_are_a_conflict_spellings_are_not(void **state) {
  static const char *const mayor[] = {"Petra Lund", "Petra Lundd", "Otto Krain", "Petra Lund's Harbour Board",
                                      "Petra L."};
  char a[300], b[300];
  (void)state;
  for (int i = 1; i < 5; i++) {
    snprintf(
        a, sizeof a,
        "The ferry Halcyon ran aground near Port Ellery, and Winslet Mayor %s thanked the coast guard.\n",
        mayor[0]);
    snprintf(b, sizeof b,
             "After the ferry Halcyon ran aground near Port Ellery the Winslet Mayor %s thanked the coast "
             "guard.\n",
             mayor[i]);
    tdg_rec *s = story();
    add(s, stage_article(&t, 1, "", a, "Courier"));
    add(s, stage_article(&t, 2, "", b, "Ledger"));
    assert_int_equal(conflict_of(brief_of(s), "name") != NULL, i == 2);
  }
}

static void one_event_in_two_places_is_a_conflict(void **state) {
  static const struct {
    const char *text;
    int wanted;
  } row[] = {
      {"The ferry Halcyon ran aground near Cape Winslet in the night, the owner said.\n", 1},
      {"The ferry Halcyon ran aground near Port Ellery in the night, the owner said.\n", 0},
      {"The ferry Halcyon ran aground near Port Elery in the night, the owner said.\n", 0},
      {"The ferry Halcyon ran aground near Winslet in the night, the owner said.\nPort Ellery is close.\n",
       0},
      {"The trawler Petrel ran aground near Cape Winslet years before that, to the day.\n", 0},
      {"The ferry Halcyon ran aground near a sandbank in the night, the owner said.\n", 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    const tdg_rec *c = conflict_of(
        brief_of_two("The ferry Halcyon ran aground near Port Ellery in the night, the coast guard said.\n",
                     row[i].text),
        "place");
    if ((c != NULL) != row[i].wanted) fail_msg("%d for: %s", c != NULL, row[i].text);
    if (c != NULL) assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 1), TDG_VALUE, 0).p, "Cape Winslet");
  }
}

/* ---- what sentences of one matter say ---- */

struct said {
  const char *language, *a, *b, *kind, *value_a, *value_b; /* kind NULL: no conflict */
};

static void compare_said(const struct said *x) {
  tdg_rec *s = story(), *one = stage_article(&t, 1, "", x->a, "Courier"),
          *two = stage_article(&t, 2, "", x->b, "Ledger");
  rec_put_str(one, TDG_LANGUAGE, x->language);
  rec_put_str(two, TDG_LANGUAGE, x->language);
  add(s, one);
  add(s, two);
  const tdg_rec *brief = brief_of(s), *c = brief != NULL ? rec_get_rec(brief, TDG_CONFLICT, 0) : NULL;
  if ((c != NULL) != (x->kind != NULL))
    fail_msg("%s: conflict %d for: %s%s", x->language, c != NULL, x->a, x->b);
  if (c == NULL) return;
  assert_null(rec_get_rec(brief, TDG_CONFLICT, 1));
  assert_string_equal(rec_get(c, TDG_CONFLICT_KIND, 0).p, x->kind);
  assert_string_equal(rec_get(c, TDG_HOW, 0).p, "differs");
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p, x->value_a);
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 1), TDG_VALUE, 0).p, x->value_b);
}

static void facts_and_words_of_one_matter_are_compared(void **state) {
  static const struct said rows[] = {
      {"en", "The harbour office of Winslet confirmed that the pilot had been warned.\n",
       "The harbour office of Winslet denied that the pilot had been warned.\n", "opposite", "confirmed",
       "denied"},
      {"en", "The lighthouse keeper had switched on the lamp at dusk.\n",
       "The lighthouse keeper had not switched on the lamp at dusk.\n", "negation", "had switched",
       "had not switched"},
      {"en", "The night crew left the ferry at dawn.\n", "The night crew never left the ferry at dawn.\n",
       "negation", "left", "never left"},
      {"en", "The siren sounded before the hull touched the sandbank.\n",
       "The siren sounded after the hull had touched the sandbank.\n", "order",
       "before the hull touched the sandbank", "after the hull had touched the sandbank"},
      {"en", "The leak was caused by a loose plate, the yard of Winslet said.\n",
       "The leak was caused by a torn seam, the yard of Winslet said.\n", "cause", "a loose plate",
       "a torn seam"},
      {"en", "The repair of the hull will cost 4.5 million dollars.\n",
       "The repair of the hull will cost 5.4 million dollars.\n", "figure", "4.5 million dollars",
       "5.4 million dollars"},
      {"de", "Die Werft lehnte den Auftrag der Reederei ab.\n",
       "Die Werft nahm den Auftrag der Reederei an.\n", "opposite", "lehnte", "nahm"},
      {"fr", "Le pilote a été condamné mardi.\n", "Le pilote a été acquitté mardi.\n", "opposite",
       "a été condamné", "a été acquitté"},
      {"es", "El puerto confirmó la avería del motor.\n", "El puerto desmintió la avería del motor.\n",
       "opposite", "confirmó", "desmintió"},
      {"en", "The new quay of Winslet will open on 12 May, the harbour office said on Monday.\n",
       "The harbour office will open the new quay of Winslet on 21 May, it announced on Monday.\n", "date",
       "12 May", "21 May"},
      {"en",
       "The spill has covered 120 hectares of the marsh since Sunday, the coast guard said on Tuesday.\n",
       "The spill has covered 120 acres of the marsh since Sunday.\n", "figure", "120 hectares", "120 acres"},
      {"en", "The accused, 58, wore a dark suit.\n", "In a dark suit the accused, 56, came to court.\n",
       "figure", "58", "56"},
      {"en", "The soldiers fired first.\n", "The attackers fired first.\n", "name", "soldiers", "attackers"},
      {"en", "The court found the pilot guilty.\n", "The court acquitted the pilot.\n", "opposite", "guilty",
       "acquitted"},
      {"en", "Nineteen sailors were killed.\n", "Twelve sailors lost their lives.\n", "figure",
       "Nineteen sailors were killed", "Twelve sailors lost their lives"},
      {"en", "More than 200 people set off from the quay.\n", "Nearly 100 people set off from the quay.\n",
       "figure", "200 people", "100 people"},
      {"fr", "Le navire était assuré.\n", "Le navire n'était pas assuré.\n", "negation", "était assuré",
       "n'était pas assuré"},
      {"de", "Gestrichen wurden 40 Fahrten.\n", "46 Fahrten fielen aus.\n", "figure", "40 Fahrten",
       "46 Fahrten fielen"},
      /* both may be true */
      {"en", "The jury talked for four days about the pilot.\n",
       "The jury talked for 30 hours about the pilot.\n", NULL, NULL, NULL},
      {"en", "The pilot has spent 19 seasons with the yard.\n",
       "Prior to that, the pilot spent four seasons with the yard.\n", NULL, NULL, NULL},
      {"en", "The fire of Winslet was the result of arson.\n",
       "It is not known if the fire of Winslet was the result of a broken cable.\n", NULL, NULL, NULL},
      /* one form, filled in twice */
      {"en",
       "The ferry office of Winslet counted 512 cars on the northern quay. Its pumps moved 40 tonnes of "
       "water that "
       "day. The crane of the yard lifted 31 boats out of the basin. The guards of the gate stopped 72 "
       "lorries.\n",
       "The ferry office of Winslet counted 634 cars on the northern quay. Its pumps moved 55 tonnes of "
       "water that "
       "day. The crane of the yard lifted 46 boats out of the basin. The guards of the gate stopped 85 "
       "lorries.\n",
       NULL, NULL, NULL},
      {"en", "Some 2 000 people were evacuated from Winslet.\n",
       "1,987 people in Winslet had to leave their homes.\n", NULL, NULL, NULL},
      {"en", "The captain acted too late, a lawyer of the owners said.\n",
       "The captain did not act too late, a sailor said.\n", NULL, NULL, NULL},
      {"en", "The owners will sell the ferry in spring.\n", "In spring the owners did not sell the ferry.\n",
       NULL, NULL, NULL},
      {"en", "The quay was not closed for lack of money.\n",
       "Not only the quay was closed for lack of money.\n", NULL, NULL, NULL},
      {"en", "Some 300 soldiers guarded the quay of Winslet.\n",
       "Some 300 troops guarded the quay of Winslet.\n", NULL, NULL, NULL},
      {"en", "The next yard is 48 kilometres away.\n", "The next yard is 30 miles away.\n", NULL, NULL, NULL},
      {"en", "No fewer than 12 boats were damaged at the quay.\n", "12 boats were damaged at the quay.\n",
       NULL, NULL, NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) compare_said(&rows[i]);
}

static tdg_rec *report_and_reprint(const char *changed, const char *publisher) {
  tdg_rec *s = story(), *copy = stage_article(&t, 2, "Ferry aground", changed, publisher);
  add(s, stage_article(&t, 1, "Ferry aground", first, "Courier"));
  rec_put_int(copy, TDG_DUPLICATE_OF, 1);
  rec_put_int(copy, TDG_PUBLISHED, 1773043200000);
  add(s, copy);
  return s;
}

static void counts_of_one_kind_are_compared_between_sentences_that_are_not_close(void **state) {
  static const struct said row[] = {
      {"en",
       "The summit, attended by 41 delegates including 23 heads of government, aims to settle the "
       "fishing quotas of the strait.\n",
       "The summit on fishing quotas saw an unusual number of guests come to town, including 24 leaders, "
       "which underlines how long the dispute has lasted.\n",
       "figure", "23 heads of government", "24 leaders"},
      {"en",
       "The summit, attended by 23 heads of government, aims to settle four key priorities: quotas, patrols, "
       "ports and compensation for crews.\n",
       "Despite the storm the summit aims to settle five urgent topics before the season begins.\n", "figure",
       "four key priorities", "five urgent topics"},
      {"en",
       "The summit, attended by 23 heads of government, aims to settle the fishing quotas of the "
       "strait.\n",
       "A choir of 40 people sang in front of the hall, and 24 leaders of scout groups carried its flags.\n",
       NULL, NULL, NULL},
      {"en", "Many aims of the plan are vague, and the size of the patrol fleet has been disclosed.\n",
       "Although the size and exact cost of the patrol fleet remain undisclosed, the talks were a step "
       "forward "
       "for the ports.\n",
       "opposite", "has been disclosed", "undisclosed"},
      {"en", "Many aims of the plan are vague, and the size of the patrol fleet has not been disclosed.\n",
       "Although the size and exact cost of the patrol fleet remain undisclosed, the talks were a step "
       "forward "
       "for the ports.\n",
       NULL, NULL, NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) compare_said(&row[i]);
}

static void a_count_of_another_place_is_no_conflict(void **state) {
  static const struct said row[] = {
      {"en", "Two bombs in markets in Orvel and Hatten killed 37 people on Sunday, the police said.\n",
       "Markets in Orvel and Hatten were bombed on Sunday. In Orvel, the bomb killed 13 people.\n", NULL,
       NULL, NULL},
      {"en", "A fire at the Rask paper mill in Orvel injured 37 people on Monday, the fire brigade said.\n",
       "The fire at the Rask paper mill in Orvel burned on Monday. In the nursery next door 12 people were "
       "injured.\n",
       NULL, NULL, NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) compare_said(&row[i]);
}

/* A reprint of another publisher contradicts, a later copy of the same one corrects; it counts for nothing else. */
static void what_a_copy_changes_is_shown(void **state) {
  static const char changed[] =
      "The ferry Halcyon ran aground on a sandbank near Port Ellery with 241 people on "
      "board, the coast guard said.\n"
      "She said the pump had failed. Captain Ida Morrow told investigators that a "
      "steering pump failed after the breakwater.\n";
  (void)state;
  const tdg_rec *brief = brief_of(report_and_reprint(changed, "Ledger"));
  assert_non_null(brief);
  const tdg_rec *c = conflict_of(brief, "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(c, TDG_HOW, 0).p, "differs");
  assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 1), TDG_NORM, 0).p, "241");
  assert_int_equal(rec_get_int(brief, TDG_RECORDS, 0), 1);
  assert_int_equal(rec_get_int(brief, TDG_COPIES, 0), 1);
  assert_string_equal(
      rec_get(conflict_of(brief_of(report_and_reprint(changed, "Courier")), "figure"), TDG_HOW, 0).p,
      "correction");
}

/* What is compared over the whole story, and not between close sentences alone, is compared with copies too. */
static void people_and_scores_that_a_copy_changes_are_shown(void **state) {
  static const char *const rows[][3] = {
      {"Among the injured was a baker, Britt Olsen, 64.", "Among the injured was a baker, Britt Olsen, 46.",
       "46"},
      {"The drowned man was Tomas Rehn (58).", "The drowned man was Tomas Rehn (85).", "85"},
      {"Karen Boyle, the transport minister, came to the quay.",
       "Paul Boyle, the transport minister, came to the quay.", NULL},
      {"Ellery beat Winslet 3-1 on the day.", "Ellery beat Winslet 3-2 on the day.", NULL},
      {"Lorries have to take a detour of 35 kilometres while the bridge at Winslet is closed.",
       "The mayor, who wants more trains, said that the detour for lorries was 52 km long.", "52 km"},
      {"The coach said that she would resign in June, Rita Vance added.",
       "Rita Vance told the press that she will stay as coach of the rowers.", NULL},
      {"The inquiry, attended by 41 delegates including 23 heads of government, aims to settle the quotas.",
       "The inquiry on quotas saw guests come to town, including 24 leaders, which shows its length.", "24"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    tdg_rec *s = story();
    for (int k = 0; k < 2; k++) {
      char *text = arena_printf(&t.arena, "%s%s\n", first, rows[i][k]);
      tdg_rec *r = stage_article(&t, k + 1, "Ferry aground", text, k == 0 ? "Courier" : "Ledger");
      if (k == 1) rec_put_int(r, TDG_DUPLICATE_OF, 1);
      add(s, r);
    }
    const tdg_rec *brief = brief_of(s);
    if (brief == NULL || rec_get_rec(brief, TDG_CONFLICT, 0) == NULL) fail_msg("%s", rows[i][1]);
    if (rows[i][2] != NULL)
      assert_string_equal(
          rec_get(rec_get_rec(rec_get_rec(brief, TDG_CONFLICT, 0), TDG_CLAIM, 1), TDG_NORM, 0).p, rows[i][2]);
  }
}

/* The sign of a currency or of percent is part of the sum: what stands before and behind it is compared in long sentences too. */
static void sums_with_a_sign_are_compared_in_long_sentences(void **state) {
  static const struct said row[] = {
      {"en",
       "The harbour board of Winslet will pay $6.2 million for a new breakwater, its chairman told the "
       "council.\n",
       "The harbour board of Winslet will pay $2.6 million for a new breakwater, its chairman told the press "
       "today.\n",
       "figure", "$6.2 million", "$2.6 million"},
      {"en",
       "The ferry company Norline raised its fares to Winslet by 14% for lorries, as its owners told the "
       "council of the port.\n",
       "The ferry company Norline raised its fares to Winslet by 41% for lorries, as its owners told a "
       "meeting in town.\n",
       "figure", "14%", "41%"},
      {"de",
       "Die Reederei Norlinie kauft die Werft in Winslet für 340 € je Aktie, sagte ihr Vorstand auf der "
       "Versammlung in Hatten.\n",
       "Die Reederei Norlinie kauft die Werft in Winslet für 430 € je Aktie, sagte ihr Vorstand den "
       "Arbeitern.\n",
       "figure", "340 €", "430 €"},
      {"en",
       "The harbour board of Winslet will pay $6.2 million for a new breakwater, its chairman told the "
       "council.\n",
       "The harbour board of Winslet will pay about $6 million for a new breakwater, its chairman told the "
       "press today.\n",
       NULL, NULL, NULL},
      {"en",
       "The harbour board of Winslet will pay $6.2 million for a new breakwater, its chairman told the "
       "council.\n",
       "The choir of Hatten was given $2.6 million for its hall by a widow, as the chairman of the port told "
       "the press today.\n",
       NULL, NULL, NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) compare_said(&row[i]);
}

static tdg_rec *dated(int64_t id, const char *text, const char *outlet, int64_t hour) {
  tdg_rec *r = stage_article(&t, id, "", text, outlet);
  rec_put_str(r, TDG_LANGUAGE, "en");
  rec_put_int(r, TDG_PUBLISHED, 1773043200000 + 60000 + hour * 3600000);
  return r;
}

/* compare_said() wants one conflict. */
static void one_difference_is_shown_once(void **state) {
  static const struct said row[] = {
      {"uk", "Капітана порома доправили до лікарні в Коростені.\n",
       "Капітана порома доправили до лікарні в Житомирі.\n", "place", "Коростені", "Житомирі"},
      {"pl", "Kapitana promu przewieziono do szpitala w Kartuzach.\n",
       "Kapitana promu przewieziono do szpitala w Bytowie.\n", "place", "Kartuzach", "Bytowie"},
      {"en", "The captain of the ferry was taken to hospital in Winslet.\n",
       "The captain of the ferry was taken to hospital in Hatten.\n", "place", "Winslet", "Hatten"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) compare_said(&row[i]);
}

static void results_that_are_positive_and_negative_are_opposites(void **state) {
  static const struct said row[] = {
      {"en", "The drug test of the captain of the Halcyon was positive.\n",
       "The drug test of the captain of the Halcyon was negative.\n", "opposite", "was positive",
       "was negative"},
      {"de", "Der Drogentest des Kapitäns der Halcyon war positiv.\n",
       "Der Drogentest des Kapitäns der Halcyon war negativ.\n", "opposite", "war positiv", "war negativ"},
      {"fr", "Le test du capitaine du Halcyon était positif.\n",
       "Le test du capitaine du Halcyon était négatif.\n", "opposite", "était positif", "était négatif"},
      {"en", "The drug test of the captain of the Halcyon was positive.\n",
       "The storm had a negative effect on the fishing fleet of Winslet.\n", NULL, NULL, NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) compare_said(&row[i]);
}

/* Of a law, a lease: months may lie between two days to come that are told of one thing. */
static void days_to_come_are_compared_however_far_apart(void **state) {
  static const struct {
    const char *b;
    int differ;
  } row[] = {
      {"The new law on herring takes effect on 1 September.\n", 1},
      {"The new law on herring takes effect on 1 June.\n", 0},
      {"The trial of the captain begins on 1 September.\n", 0},
      {"The old law on herring took effect on 1 September 2014.\n", 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    tdg_rec *s = story();
    add(s, dated(1,
                 "The Assembly of Winslet passed a law on herring on Monday.\nThe new law on herring takes "
                 "effect on 1 June.\n",
                 "Courier", 9));
    char text[300];
    snprintf(text, sizeof text, "A law on herring was passed by the Assembly of Winslet on Monday.\n%s",
             row[i].b);
    add(s, dated(2, text, "Ledger", 12));
    if ((conflict_of(brief_of(s), "date") != NULL) != row[i].differ)
      fail_msg("not %d: %s", row[i].differ, row[i].b);
  }
}

/* "About $6.2 million" agrees with two sums that do not agree with each other. */
static void a_round_sum_does_not_make_two_sums_one(void **state) {
  static const char *const about[] = {
      "The harbour board of Winslet will pay about $6.2 million for a breakwater.\n",
      "A breakwater for about $6.2 million will be paid by the harbour board of Winslet.\n"};
  (void)state;
  for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
    tdg_rec *s = story();
    add(s, dated(1, "The harbour board of Winslet will pay $6.2 million for a breakwater.\n", "Courier", 9));
    add(s, dated(2, "The harbour board of Winslet will pay $5.8 million for a breakwater.\n", "Ledger", 10));
    add(s, dated(3, about[i], "Herald", 11));
    assert_non_null(conflict_of(brief_of(s), "figure"));
  }
}

/* Of two stages the later report may have the further one. */
static void a_report_that_is_behind_another_is_at_another_stage(void **state) {
  static const char signed_[] = "The harbour towns of Winslet and Port Ellery signed the ferry treaty.\n",
                    planned[] = "The harbour towns of Winslet and Port Ellery will sign the ferry treaty.\n";
  (void)state;
  for (int late = 0; late < 2; late++) {
    tdg_rec *s = story();
    add(s, dated(1, late ? planned : signed_, "Courier", 1));
    add(s, dated(2, late ? signed_ : planned, "Ledger", 9));
    const tdg_rec *c = conflict_of(brief_of(s), "stage");
    assert_int_equal(c != NULL, !late);
    if (c != NULL) assert_string_equal(rec_get(c, TDG_HOW, 0).p, "stage");
  }
}

static void where_a_meeting_was_is_compared_over_the_story(void **state) {
  static const char *const third[] = {
      "During a long meeting held in Brava the ports weighed what a ferry costs.\n",
      "During a long meeting held in Winslet the ports weighed what a ferry costs.\n"};
  (void)state;
  for (int i = 0; i < 4; i++) {
    tdg_rec *s = story(), *last = dated(3, third[i % 2], "Echo", 3);
    add(s, dated(1, "At a recent meeting in Winslet the ports agreed to pay for the ferry.\n", "Courier", 1));
    add(s, dated(2, "The promise was made during a meeting in Winslet, the harbour office said.\n", "Ledger",
                 2));
    if (i > 1) rec_put_int(last, TDG_DUPLICATE_OF, 1); /* what a copy changes */
    add(s, last);
    assert_int_equal(conflict_of(brief_of(s), "place") != NULL, i % 2 == 0);
  }
}

static void the_day_of_the_event_is_compared_over_the_story(void **state) {
  static const char *const third[] = {"After the ferry crash off Winslet on Saturday nobody knows why.\n",
                                      "After the ferry crash off Winslet on Sunday nobody knows why.\n"};
  (void)state;
  for (int i = 0; i < 4; i++) {
    tdg_rec *s = story(), *last = dated(3, third[i % 2], "Echo", 3);
    add(s, dated(1, "Two ferries collided off Winslet on Sunday.\n", "Courier", 1));
    add(s, dated(2, "A collision of two ferries shook the quay of Winslet on Sunday.\n", "Ledger", 2));
    if (i > 1) rec_put_int(last, TDG_DUPLICATE_OF, 1);
    add(s, last);
    assert_int_equal(conflict_of(brief_of(s), "date") != NULL, i % 2 == 0);
  }
}

/* What became of all of a group, against what became of some. */
static void all_of_a_group_is_compared_with_some_of_it(void **state) {
  static const struct {
    const char *language, *report[3];
    const char *value; /* of the third report; NULL: no conflict */
  } row[] = {
      {"en",
       {"A ferry sank off Winslet on Sunday. Both pilots were killed, the coast guard said.\n",
        "The sinking of a ferry off Winslet killed both pilots on Sunday.\n",
        "A ferry sank near Winslet on Sunday. One of the two pilots survived, the clinic said.\n"},
       "One of the two pilots survived"},
      {"en",
       {"A ferry sank off Winslet on Sunday. Everyone on board was killed, the coast guard said.\n",
        "A ferry sank near Winslet. No survivors were found on Sunday, the mayor said.\n",
        "A ferry went down on Sunday off Winslet. There was one survivor, the army said.\n"},
       "one survivor"},
      {"en",
       {"Three nurses held in Winslet were freed on Sunday. All three nurses were released.\n",
        "All three nurses kidnapped in Winslet have been freed, police said on Sunday.\n",
        "One of the three nurses is still held in Winslet, the clinic said on Sunday.\n"},
       "One of the three nurses is still held"},
      {"de",
       {"Bei Winslet sank am Sonntag eine Fähre. Beide Lotsen kamen ums Leben, sagte die Polizei.\n",
        "Beide Lotsen einer Fähre wurden am Sonntag bei Winslet getötet.\n",
        "Eine Fähre ist am Sonntag bei Winslet gesunken. Einer der beiden Lotsen überlebte, hieß es.\n"},
       "Einer der beiden Lotsen überlebte"},
      {"es",
       {"Un barco se hundió el domingo cerca de Winslet. Los dos pilotos murieron, dijo la policía.\n",
        "Ambos pilotos murieron el domingo al hundirse un barco cerca de Winslet.\n",
        "Un barco se hundió el domingo cerca de Winslet. Uno de los dos pilotos sobrevivió.\n"},
       "Uno de los dos pilotos sobrevivió"},
      {"pl",
       {"Statek zatonął w niedzielę koło Tandy. Obaj piloci zginęli, podała policja.\n",
        "Obaj piloci statku zginęli w niedzielę koło Tandy.\n",
        "Statek zatonął w niedzielę koło Tandy. Jeden z dwóch pilotów przeżył, podał szpital.\n"},
       "Jeden z dwóch pilotów przeżył"},
      {"he",
       {"מעבורת טבעה ליד וינסלט ביום ראשון. שני הטייסים נהרגו, אמרה המשטרה.\n",
        "שני הטייסים נהרגו ביום ראשון ליד וינסלט.\n",
        "מעבורת טבעה ליד וינסלט ביום ראשון. אחד משני הטייסים שרד, אמר בית החולים.\n"},
       "אחד משני הטייסים שרד"},
      {"ko",
       {"일요일 윈슬렛 앞바다에서 여객선이 침몰했다. 조종사는 두 명 모두 숨졌다고 경찰이 밝혔다.\n",
        "윈슬렛 앞바다 여객선 침몰로 조종사 두 명 모두 숨졌다.\n",
        "일요일 윈슬렛 앞바다에서 여객선이 침몰했다. 조종사 두 명 중 한 명이 생존했다고 병원이 밝혔다.\n"},
       "두 명 중 한 명이 생존했다"},
      {"en",
       {"A ferry sank off Winslet on Sunday. Both pilots were killed, the coast guard said.\n",
        "The sinking of a ferry off Winslet killed both pilots on Sunday.\n",
        "A ferry sank near Winslet on Sunday. One of the two cooks survived, the clinic said.\n"},
       NULL},
      {"en",
       {"A ferry sank off Winslet on Sunday. All three pilots were killed, the coast guard said.\n",
        "The sinking of a ferry off Winslet killed all three pilots on Sunday.\n",
        "A ferry sank near Winslet on Sunday. None of the three pilots survived, the clinic said.\n"},
       NULL},
      {"en",
       {"Five died when a ferry sank off Winslet on Sunday. All of the dead were pupils, police said.\n",
        "Five died off Winslet on Sunday when a ferry sank. Two people survived, police said.\n",
        "A ferry sank near Winslet on Sunday. All seven passengers were taken to hospital.\n"},
       NULL},
  };
  static const char *const outlet[] = {"Courier", "Ledger", "Echo"};
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    tdg_rec *s = story();
    for (int k = 0; k < 3; k++) {
      tdg_rec *r = stage_article(&t, k + 1, "", row[i].report[k], outlet[k]);
      rec_put_str(r, TDG_LANGUAGE, row[i].language);
      rec_put_int(r, TDG_PUBLISHED, 1773043200000 + 60000 + k * 3600000);
      add(s, r);
    }
    const tdg_rec *c = conflict_of(brief_of(s), "opposite");
    if ((c != NULL) != (row[i].value != NULL)) fail_msg("%s: %s", row[i].report[0], row[i].report[2]);
    int found = 0;
    for (uint32_t k = 0; c != NULL && rec_get_rec(c, TDG_CLAIM, k) != NULL; k++)
      found |= strcmp(rec_get(rec_get_rec(c, TDG_CLAIM, k), TDG_VALUE, 0).p, row[i].value) == 0;
    assert_int_equal(found, row[i].value != NULL);
  }
}

/* "The crash happened on Friday", "it was Friday when": against what reports open with, its own among them. */
static void a_report_that_gives_the_event_another_day_is_shown(void **state) {
  static const char *const third[] = {
      "Two ferries ran into each other off Winslet on Sunday. The crash happened on Saturday morning.\n",
      "Two ferries ran into each other off Winslet on Sunday. It was Saturday morning when the ferries "
      "met.\n",
      "Two ferries ran into each other off Winslet on Sunday. It was Sunday morning when the ferries met.\n",
      "Two ferries ran into each other off Winslet on Sunday. It was Saturday when the mayor had "
      "resigned.\n"};
  (void)state;
  for (int i = 0; i < 4; i++) {
    tdg_rec *s = story();
    add(s, dated(1, "Two ferries collided off Winslet on Sunday.\n", "Courier", 1));
    add(s, dated(2, "A collision of two ferries shook the quay of Winslet on Sunday.\n", "Ledger", 2));
    add(s, dated(3, third[i], "Echo", 3));
    assert_int_equal(conflict_of(brief_of(s), "date") != NULL, i < 2);
  }
}

static void an_outcome_is_compared_though_little_else_is_the_same(void **state) {
  tdg_rec *s = story();
  (void)state;
  add(s, dated(1,
               "At a recent meeting the allies of Winslet, among them three ports, refused to provide the "
               "ferry with "
               "new engines and a second crew.\n",
               "Courier", 1));
  add(s,
      dated(2,
            "In a long night three ports and other allies have pledged to provide a second crew and engines "
            "to the ferry, which lay idle.\n",
            "Ledger", 2));
  assert_non_null(conflict_of(brief_of(s), "opposite"));
}

/* The sentence that tells a disputed value says which conflict it is in. */
static void a_disputed_value_is_told_with_its_conflict(void **state) {
  (void)state;
  const tdg_rec *brief =
      brief_of_two("The ferry Halcyon had 214 people on board when it left Port Ellery.\n",
                   "The ferry Halcyon had 198 people on board when it left Port Ellery.\n");
  assert_non_null(conflict_of(brief, "figure"));
  const tdg_rec *told = rec_get_rec(rec_get_rec(brief, TDG_SECTION, 0), TDG_SENTENCE, 0);
  assert_non_null(told);
  assert_int_equal(rec_get_int(told, TDG_CONFLICT_NO, 99), 0);
}

/* "11, not 14" makes 14 the wrong one, though two reports have it. */
static void a_correction_says_which_value_is_right(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, stage_article(&t, 1, "", "14 sailors were injured, the mayor said.\n", "Courier"));
  add(s, stage_article(&t, 2, "", "Doctors treated 14 injured sailors.\n", "Herald"));
  add(s, stage_article(&t, 3, "", "The coast guard corrected the number of injured sailors: 11, not 14.\n",
                       "Ledger"));
  const tdg_rec *brief = brief_of(s), *c = conflict_of(brief, "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(c, TDG_HOW, 0).p, "correction");
  assert_null(strstr(text_of(brief), "14 sailors were injured"));
}

/* Its own later report with a note wins over what an outlet said before, and another outlet after it; what says the old
 * value again is not told. */
static void an_outlet_corrects_itself(void **state) {
  (void)state;
  tdg_rec *s = story();
  add(s, dated(1,
               "The ferry Halcyon had 320 people on board when it left Port Ellery.\n"
               "The 320 people were taken to schools in Winslet by buses of the army.\n",
               "Courier", 1));
  add(s, dated(2, "The ferry Halcyon had 320 people on board when it ran aground.\n", "Herald", 2));
  add(s, dated(3,
               "The ferry Halcyon had 230 people on board when it left Port Ellery.\n"
               "Correction: an earlier version of this report gave a wrong number.\n",
               "Courier", 5));
  const tdg_rec *brief = brief_of(s), *c = conflict_of(brief, "figure");
  assert_non_null(c);
  assert_string_equal(rec_get(c, TDG_HOW, 0).p, "correction");
  assert_null(strstr(text_of(brief), "320 people"));
  assert_non_null(strstr(text_of(brief), "230 people"));
}

static void a_replaced_version_is_not_cited(void **state) {
  (void)state;
  tdg_rec *s = two_reports(), *newer = stage_article(&t, 3, "",
                                                     "The ferry Halcyon was refloated off Port Ellery after "
                                                     "two days on the sandbank, the coast guard said.\n",
                                                     "Courier");
  rec_put_int(newer, TDG_SUPERSEDES, 1);
  add(s, newer);
  assert_null(strstr(text_of(brief_of(s)), "214 people"));
}

static void the_same_story_gives_the_same_bytes(void **state) {
  (void)state;
  struct tdg_str a = rec_bytes(brief_of(two_reports())), b = rec_bytes(brief_of(two_reports()));
  assert_int_equal(a.n, b.n);
  assert_memory_equal(a.p, b.p, a.n);
}

static void stories_of_many_and_empty_records_are_survived(void **state) {
  (void)state;
  tdg_rec *s = story();
  for (int i = 1; i <= 150; i++)
    add(s, stage_article(&t, i, "", i % 9 ? stage_report(&t, (unsigned)i % 3, (unsigned)i) : "",
                         i % 2 ? "Courier" : "Ledger"));
  assert_non_null(brief_of(s));
}

/* What all of many reports agree on leaves room for what two of them contradict. */
static void many_that_agree_do_not_hide_two_that_differ(void **state) {
  (void)state;
  tdg_rec *s = story();
  for (int i = 1; i <= 30; i++) {
    char publisher[20], text[300];
    snprintf(publisher, sizeof publisher, "Gazette %d", i);
    snprintf(text, sizeof text, "Fourteen people were injured when the ferry Halcyon ran aground.\n%s",
             i == 9    ? "The harbour office of Winslet confirmed that the pilot had been warned.\n"
             : i == 23 ? "The harbour office of Winslet denied that the pilot had been warned.\n"
                       : "");
    add(s, stage_article(&t, i, "", text, publisher));
  }
  const tdg_rec *brief = brief_of(s);
  assert_null(conflict_of(brief, "figure"));
  assert_non_null(conflict_of(brief, "opposite"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(every_sentence_stands_in_its_record_where_it_says),
      TEST(one_record_or_one_publisher_makes_no_brief),
      TEST(copies_do_not_count_and_are_not_cited),
      TEST(sentences_that_hang_on_another_are_left_out),
      TEST(headings_say_which_section_a_sentence_is_for),
      TEST(one_number_for_different_things_is_a_conflict),
      TEST(one_thing_counted_differently_is_a_conflict_but_not_when_rounded),
      TEST(people_in_one_state_are_one_count_whatever_the_words),
      TEST(a_later_count_supersedes_what_more_said_before),
      TEST(a_count_that_few_give_is_not_told),
      TEST(a_count_that_changed_shows_the_order_of_time),
      TEST(words_that_fit_the_same_people_are_no_conflict),
      TEST(a_number_is_shown_with_its_commas),
      TEST(a_number_of_too_many_digits_is_shown_as_it_is_written),
      TEST(numbers_in_names_and_scores_count_nothing),
      TEST(a_dateline_is_not_part_of_the_sentence),
      TEST(a_span_begins_behind_the_dateline),
      TEST(halves_of_a_number_are_left_out),
      TEST(sentences_about_the_page_and_loose_ends_are_left_out),
      TEST(what_was_expected_before_the_outcome_is_marked),
      TEST(what_others_tell_as_done_is_not_to_come),
      TEST(all_records_that_say_so_stand_beside_a_sentence),
      TEST(a_record_that_contradicts_a_sentence_does_not_bear_it_out),
      TEST(a_story_of_days_is_told_in_order_of_time),
      TEST(comment_is_not_told_as_fact),
      TEST(a_brief_is_in_the_language_of_most_records_and_others_bear_it_out),
      TEST(a_headline_is_no_date_and_not_cut),
      TEST(a_fact_is_not_told_twice),
      TEST(a_brief_is_not_filled_up_with_remarks),
      TEST(a_quotation_keeps_its_speaker),
      TEST(who_is_named_in_full_comes_first),
      TEST(a_headline_cut_before_what_is_in_doubt_says_whose_words_it_is),
      TEST(the_headline_is_news_and_not_out_of_date),
      TEST(next_to_a_place_is_not_what_is_next),
      TEST(a_date_long_before_the_report_is_flagged_and_not_repeated),
      TEST(the_date_of_an_undated_report_is_not_held_against_the_day_of_reading),
      TEST(a_date_is_held_against_the_years_that_its_report_counts),
      TEST(two_holders_of_one_office_are_a_conflict_spellings_are_not),
      TEST(one_event_in_two_places_is_a_conflict),
      TEST(facts_and_words_of_one_matter_are_compared),
      TEST(counts_of_one_kind_are_compared_between_sentences_that_are_not_close),
      TEST(a_count_of_another_place_is_no_conflict),
      TEST(sums_with_a_sign_are_compared_in_long_sentences),
      TEST(one_difference_is_shown_once),
      TEST(results_that_are_positive_and_negative_are_opposites),
      TEST(days_to_come_are_compared_however_far_apart),
      TEST(a_round_sum_does_not_make_two_sums_one),
      TEST(what_a_copy_changes_is_shown),
      TEST(people_and_scores_that_a_copy_changes_are_shown),
      TEST(a_report_that_is_behind_another_is_at_another_stage),
      TEST(where_a_meeting_was_is_compared_over_the_story),
      TEST(the_day_of_the_event_is_compared_over_the_story),
      TEST(all_of_a_group_is_compared_with_some_of_it),
      TEST(a_report_that_gives_the_event_another_day_is_shown),
      TEST(an_outcome_is_compared_though_little_else_is_the_same),
      TEST(a_disputed_value_is_told_with_its_conflict),
      TEST(a_correction_says_which_value_is_right),
      TEST(an_outlet_corrects_itself),
      TEST(a_replaced_version_is_not_cited),
      TEST(the_same_story_gives_the_same_bytes),
      TEST(many_that_agree_do_not_hide_two_that_differ),
      TEST(stories_of_many_and_empty_records_are_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
