/* test_story.c - which records share a story, what the notes say, and that the memory can be rebuilt from
 * them. */
#include "stage_languages.h"
#include "stage_test.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char ferry_a[] =
    "The ferry Halcyon ran aground on a sandbank near Port Ellery on Monday with 214 people on board, the "
    "coast guard said.\n"
    "Captain Ida Morrow told investigators that a steering pump had failed shortly after the Halcyon left "
    "the breakwater.\n"
    "Ellery Lines, the owner, expects repairs to take six weeks; the Petrel will sail in its place.\n";
static const char ferry_b[] =
    "Passengers of the Halcyon were brought ashore in rescue boats after the ferry struck a sandbank outside "
    "Port Ellery.\n"
    "A failed steering pump is thought to be the cause, Ida Morrow, the captain, said; Ellery Lines promised "
    "refunds.\n"
    "The coast guard counted 214 people on board and nobody was seriously hurt when the ferry ran aground.\n";
static const char vote[] =
    "The council of Winslet voted on Friday to close the Arden tunnel for two years and to build a cycle "
    "bridge beside it.\n"
    "Mayor Petra Lund called the vote a turning point, while shopkeepers in Arden Street fear for their "
    "customers.\n"
    "Work on the Arden bridge is to start in spring and will cost 48 million, the council of Winslet said.\n";

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "stage-story", "story", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}
static void judge(int64_t id, const char *title, const char *text) {
  assert_int_equal(stage_judge(&t, stage_article(&t, id, title, text, "Courier")), TDG_OK);
}

/* Where a reader of the notes finds the record: its last story, redirects followed. */
static int64_t story_of(int64_t id) {
  int64_t story = 0;
  for (size_t i = 0; i < t.n; i++) {
    if (rec_get_int(t.note[i], TDG_ABOUT, 0) == id) story = rec_get_int(t.note[i], TDG_STORY_ID, 0);
    if (rec_has(t.note[i], TDG_MOVED_TO) && rec_get_int(t.note[i], TDG_STORY_ID, 0) == story)
      story = rec_get_int(t.note[i], TDG_MOVED_TO, 0);
  }
  return story;
}

static void two_reports_of_one_event_share_a_story_named_by_the_first(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground off Port Ellery", ferry_a);
  judge(2, "Winslet closes the Arden tunnel", vote);
  judge(3, "Halcyon passengers safe after ferry hits sandbank", ferry_b);
  assert_int_equal(story_of(1), 1);
  assert_int_equal(story_of(3), 1);
  assert_int_equal(story_of(2), 2);
  assert_true(rec_get(t.note[2], TDG_REASON, 0).n > 0);
}

static void judge_in(int64_t id, const char *language, int day, const char *title, const char *text) {
  tdg_rec *r = stage_article(&t, id, title, text, "Courier");
  rec_put_str(r, TDG_LANGUAGE, language);
  rec_put_int(r, TDG_PUBLISHED, 1767700000000 + (int64_t)day * 86400000);
  assert_int_equal(stage_judge(&t, r), TDG_OK);
}

#define QUARRY_EN                                                                                            \
  "A blast in a quarry near Orsk in Poland injured 14 workers on Monday, 37 others were brought out, said "  \
  "fire chief Piotr Wolenko. The owner, Kamena, put the damage at 2.5 million euros.\n"
#define QUARRY_DE                                                                                            \
  "Bei einer Explosion in einem Steinbruch bei Orsk in Polen sind am Montag 14 Arbeiter verletzt worden, "   \
  "37 "                                                                                                      \
  "weitere wurden gerettet, sagte Piotr Wolenko. Die Firma Kamena gibt den Schaden mit 2,5 Millionen Euro "  \
  "an.\n"
#define QUARRY_RU                                                                                                                                                                  \
  "Взрыв в карьере под Орском в Польше: в понедельник ранены 14 рабочих, ещё 37 спасены, сообщил Пётр " \
  "Воленко. Компания «Камена» оценила ущерб в 2,5 млн евро.\n"
#define QUARRY_ZH "波兰一采石场周一发生爆炸，14名工人受伤，37人获救，损失达250万欧元。\n"

static void reports_in_several_languages_share_a_story(void **state) {
  (void)state;
  judge_in(1, "en", 0, "Blast in quarry injures 14", QUARRY_EN);
  judge_in(2, "de", 0, "14 Verletzte bei Explosion", QUARRY_DE);
  judge_in(3, "ru", 1, "Взрыв в карьере", QUARRY_RU);
  assert_int_equal(story_of(2), 1);
  assert_int_equal(story_of(3), 1);
}

/* The same people at the same place count something else, or four days have passed; a text that names nothing else than a
 * country is not sure enough. */
static void what_only_shares_its_names_is_another_story(void **state) {
  (void)state;
  judge_in(1, "en", 0, "Blast in quarry injures 14", QUARRY_EN);
  judge_in(
      2, "de", 0, "Kamena stellt Leute ein",
      "Die Firma Kamena sucht für den Steinbruch bei Orsk in Polen 45 Arbeiter und zahlt 1.800 Euro, sagte "
      "Sprecher Piotr Wolenko am Montag.\n");
  judge_in(3, "ru", 4, "Взрыв в карьере", QUARRY_RU);
  judge_in(4, "zh", 0, "波兰采石场爆炸", QUARRY_ZH);
  judge_in(5, "fr", 0, "Chiffres",
           "Le 99999999999999999999h30, 123456789012345678901234567890 milliards de milliards, 31.12.99999, "
           "1:, 45,6 7,8 "
           "%.\n");
  assert_int_equal(story_of(2), 2);
  assert_int_equal(story_of(3), 3);
  assert_int_equal(story_of(4), 4);
}

/* The record whose title the story bears, and the title itself. */
#define MINE_LEAD                                                                                            \
  "Four men were carried out of the Korrin Deep mine alive on Sunday, nine days after the gallery fell in, " \
  "and the crowd at the gate sang. Engineer Saul Merriden had bored a shaft no wider than a bucket.\n"
#define MINE_WITNESS                                                                                         \
  "\"We shared one lamp and told each other recipes,\" says Abel Tarry from his bed in the clinic. He was "  \
  "the last who left Korrin Deep. It was the voice of Merriden in the pipe, he adds, that kept them sane.\n"
#define MINE_OWNER                                                                                           \
  "Shares of the company that runs Korrin Deep fell by a tenth when trading opened. Inspectors want to see " \
  "its books on Thursday, and the union calls the boring of Merriden's shaft a miracle nobody had paid "     \
  "for.\n"

/* Few words in common, but names that nobody else has, on one day; without a day, or four days later, they are strangers. */
static void reports_of_one_day_that_share_new_names_are_one_story(void **state) {
  (void)state;
  judge_in(1, "en", 0, "Miners brought up after nine days", MINE_LEAD);
  judge_in(2, "en", 0, "The last man out", MINE_WITNESS);
  judge_in(3, "en", 1, "Markets punish owner", MINE_OWNER);
  assert_int_equal(story_of(2), 1);
  assert_int_equal(story_of(3), 1);
  judge_in(4, "en", 5, "A lamp and recipes", MINE_WITNESS);
  assert_int_not_equal(story_of(4), 1);
}

/* Of a name that is in the news every day it is no sign that two tell of one event. */
static void names_that_many_records_have_make_no_story(void **state) {
  char title[60], text[300];
  (void)state;
  for (int i = 0; i < 60; i++) {
    snprintf(title, sizeof title, "Notice %c%c", 'a' + i % 26, 'a' + i / 26);
    snprintf(text, sizeof text,
             "%c%cbert of Korrin Deep met Saul Merriden about w%c%cz and v%c%cx, q%c%cy heard.\n",
             'A' + i % 26, 'a' + i / 26, 'a' + i % 26, 'a' + i / 26, 'a' + i % 26, 'a' + i / 26, 'a' + i % 26,
             'a' + i / 26);
    judge_in(100 + i, "en", 0, title, text);
  }
  judge_in(1, "en", 0, "Miners brought up after nine days", MINE_LEAD);
  judge_in(2, "en", 0, "The last man out", MINE_WITNESS);
  assert_int_not_equal(story_of(2), story_of(1));
}

/* Nearly all names are the same, and new: whatever else each of the two counts. */
static void reports_in_two_languages_with_the_same_new_names_are_one_story(void **state) {
  (void)state;
  judge_in(1, "en", 0, "Rivals in the runoff",
           "Miriam Oberlack and Tadeo Vicuna meet in the runoff for the mayor's chair of Serrablo, after 38 "
           "per cent and "
           "31 per cent. Both had courted the voters of Quintero Baltar, who came third.\n");
  judge_in(2, "fr", 0, "Second tour",
           "À Serrablo, les 64 bureaux ont fermé tard et 12 recours sont annoncés. Le second tour opposera "
           "Miriam Oberlack à "
           "Tadeo Vicuna, que Quintero Baltar refuse de soutenir.\n");
  assert_int_equal(story_of(2), 1);
}

static int64_t headline_of(int64_t story, const char **text) {
  int64_t about = 0;
  *text = "";
  for (size_t i = 0; i < t.n; i++) {
    struct tdg_str s = rec_get(t.note[i], TDG_HEADLINE, 0);
    if (s.n == 0 || rec_get_int(t.note[i], TDG_STORY_ID, 0) != story) continue;
    *text = s.p;
    about = rec_get_int(t.note[i], TDG_ABOUT, 0);
  }
  return about;
}
static void assert_headline(int64_t story, const char *expected) {
  const char *text;
  headline_of(story, &text);
  assert_string_equal(text, expected);
}

static void the_first_record_gives_its_story_a_headline(void **state) {
  (void)state;
  judge(1, "", ferry_a);
  assert_headline(1, "The ferry Halcyon ran aground on a sandbank near Port Ellery on Monday with 214 people "
                     "on board, the coast guard said.");
  judge(2, "Ferry Halcyon aground off Port Ellery", ferry_b);
  assert_headline(1, "Ferry Halcyon aground off Port Ellery"); /* a title is better */
}

static void a_headline_reads_like_news_not_like_a_document(void **state) {
  static const char order[] =
      "ORDER of the coast guard of Winslet on the ferry Halcyon, which ran aground near Port Ellery.\n"
      "The ferry Halcyon of Ellery Lines is not to sail until its steering pump has been seen to.\n"
      "Captain Ida Morrow of the Halcyon is to report to the coast guard on the 214 people on board.\n";
  (void)state;
  tdg_rec *document = stage_article(&t, 1, "ORDER No. 112/2026 ON THE FERRY HALCYON", order, "Coast Guard");
  assert_int_equal(stage_judge(&t, document), TDG_OK);
  assert_headline(1, "ORDER No. 112/2026 ON THE FERRY HALCYON");
  judge(2, "Ferry Halcyon aground off Port Ellery", ferry_a);
  assert_int_equal(story_of(2), 1);
  assert_headline(1, "Ferry Halcyon aground off Port Ellery");
}

static void a_headline_tells_rather_than_teases(void **state) {
  (void)state;
  judge(1, "\xE2\x80\x9CWe were aground and safe\xE2\x80\x9D: a night on the ferry Halcyon", ferry_a);
  judge(2, "Ferry Halcyon aground off Port Ellery", ferry_b);
  assert_headline(1, "Ferry Halcyon aground off Port Ellery");
  judge(3, "Ferry Halcyon: why aground off Port Ellery?", ferry_a);
  assert_headline(1, "Ferry Halcyon aground off Port Ellery");
}

static void a_headline_is_no_dateline_no_date_and_no_cut_sentence(void **state) {
  char text[1000];
  (void)state;
  snprintf(text, sizeof text, "PORT ELLERY (Coastwire) - %s", ferry_a);
  judge(1, "", text);
  assert_headline(1, "The ferry Halcyon ran aground on a sandbank near Port Ellery on Monday with 214 people "
                     "on board, the coast guard said.");
  judge(2, "4 May 2026", ferry_b);
  judge(3, "Halcyon of Ellery Lines aground near Port Ellery with 214 people on\xE2\x80\xA6", ferry_b);
  assert_headline(1, "The ferry Halcyon ran aground on a sandbank near Port Ellery on Monday with 214 people "
                     "on board, the coast guard said.");
  judge(4, "PORT ELLERY, May 4 - Ferry Halcyon aground off Port Ellery with 214 on board", ferry_b);
  assert_headline(1, "Ferry Halcyon aground off Port Ellery with 214 on board");
}

/* One form for many places: forecasts, quakes. */
static void a_form_filled_in_for_other_places_is_another_story(void **state) {
  static const char *const place[] = {"Arnmouth", "Belmar", "Corvo", "Dunes"};
  static const char *const wind[] = {"North", "West", "South", "East"};
  char text[1000], title[100];
  (void)state;
  for (int i = 0; i < 4; i++) {
    const char *p = place[i];
    snprintf(title, sizeof title, "Weather for %s on Monday", p);
    snprintf(text, sizeof text,
             "%s can expect a high of %d degrees and light showers on Monday, the weather office said. Winds "
             "from the %s "
             "will reach %d kilometres an hour in the afternoon.\nThe low in %s overnight will be %d "
             "degrees. Pollen "
             "counts stay moderate and the tide turns at noon.\n",
             p, 19 + 2 * i, wind[i], 31 + 7 * i, p, 10 + 3 * i);
    judge(1 + i, title, text);
    snprintf(title, sizeof title, "Erdbeben der St\xC3\xA4rke 4,%d bei %s", 2 + i, p);
    snprintf(text, sizeof text,
             "Ein Erdbeben der St\xC3\xA4rke 4,%d hat sich am Montag %d Kilometer vor %s ereignet, teilte "
             "der Erdbebendienst "
             "mit. Das Beben hatte eine Tiefe von %d Kilometern.\nBerichte \xC3\xBC"
             "ber Sch\xC3\xA4"
             "den lagen in %s zun\xC3\xA4"
             "chst nicht vor. Mit Nachbeben sei zu rechnen, hie\xC3\x9F es.\n",
             2 + i, 31 + 8 * i, p, 11 + 9 * i, p);
    judge(11 + i, title, text);
  }
  for (int i = 0; i < 4; i++) {
    assert_int_equal(story_of(1 + i), 1 + i);
    assert_int_equal(story_of(11 + i), 11 + i);
  }
}

static void reports_of_one_event_stay_together_though_a_value_or_a_place_differs(void **state) {
  static const char *const place[] = {"Port Ellery", "Cape Winslet"};
  char text[1000];
  (void)state;
  for (int i = 0; i < 2; i++) {
    snprintf(text, sizeof text,
             "The ferry Halcyon ran aground near %s on Monday with %d people on board, the coast guard said. "
             "Captain Ida "
             "Morrow told investigators that a steering pump had failed.\nEllery Lines, the owner, expects "
             "repairs to "
             "take six weeks; the Petrel will sail in its place.\n",
             place[i], 214 + i);
    judge(1 + i, i == 0 ? "Ferry Halcyon aground" : "Ferry Halcyon hits a sandbank", text);
  }
  assert_int_equal(story_of(2), 1);
}

static void a_headline_says_what_the_others_tell(void **state) {
  (void)state;
  judge(1, "What the weather holds and more news of the day", ferry_a);
  judge(2, "Ferry Halcyon aground off Port Ellery, 214 safe", ferry_b);
  judge(3, "Readers write about gardens", ferry_a);
  assert_headline(1, "Ferry Halcyon aground off Port Ellery, 214 safe");
}

static void a_later_version_brings_its_headline(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground off Port Ellery", ferry_a);
  tdg_rec *version = stage_article(&t, 2, "Ferry Halcyon aground, steering pump blamed", ferry_a, "Courier");
  rec_put_int(version, TDG_SUPERSEDES, 1);
  assert_int_equal(stage_judge(&t, version), TDG_OK);
  assert_headline(1, "Ferry Halcyon aground, steering pump blamed");
}

static void a_copy_never_names_the_story(void **state) {
  (void)state;
  judge(1, "", ferry_a);
  tdg_rec *copy = stage_article(&t, 2, "Ferry Halcyon aground off Port Ellery", ferry_a, "Ledger");
  rec_put_int(copy, TDG_DUPLICATE_OF, 1);
  assert_int_equal(stage_judge(&t, copy), TDG_OK);
  const char *text;
  assert_int_equal(headline_of(1, &text), 1);
}

static void a_copy_joins_the_story_of_its_original(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground off Port Ellery", ferry_a);
  tdg_rec *copy = stage_article(&t, 2, "Nothing in common", vote, "Ledger");
  rec_put_int(copy, TDG_DUPLICATE_OF, 1);
  assert_int_equal(stage_judge(&t, copy), TDG_OK);
  assert_int_equal(story_of(2), 1);
}

static void a_new_version_stays_in_the_story_of_the_one_before(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground off Port Ellery", ferry_a);
  tdg_rec *version = stage_article(&t, 2, "Nothing in common", vote, "Courier");
  rec_put_int(version, TDG_SUPERSEDES, 1);
  assert_int_equal(stage_judge(&t, version), TDG_OK);
  assert_int_equal(story_of(2), 1);
}

/* All languages in one window: each event finds its second report, and nothing else. */
static void reports_find_each_other_in_every_language(void **state) {
  (void)state;
  for (int i = 0; i < STAGE_TOLD; i++) judge(100 + i, stage_told[i].title_a, stage_told[i].a);
  for (int i = 0; i < STAGE_TOLD; i++) judge(200 + i, stage_told[i].title_other, stage_told[i].other);
  for (int i = 0; i < STAGE_TOLD; i++) judge(300 + i, stage_told[i].title_b, stage_told[i].b);
  for (int i = 0; i < STAGE_TOLD; i++) {
    if (story_of(300 + i) != story_of(100 + i))
      fail_msg("two reports in %s are apart", stage_told[i].language);
    for (int k = 0; k < STAGE_TOLD; k++)
      if (story_of(200 + i) == story_of(100 + k))
        fail_msg("two events in %s and %s are together", stage_told[i].language, stage_told[k].language);
  }
}
static void reports_without_titles_find_each_other_in_every_language(void **state) {
  (void)state;
  for (int i = 0; i < STAGE_TOLD; i++) judge(100 + i, "", stage_told[i].a);
  for (int i = 0; i < STAGE_TOLD; i++) judge(200 + i, "", stage_told[i].other);
  for (int i = 0; i < STAGE_TOLD; i++) {
    judge(300 + i, "", stage_told[i].b);
    if (story_of(300 + i) != story_of(100 + i))
      fail_msg("two reports in %s are apart", stage_told[i].language);
    if (story_of(300 + i) == story_of(200 + i))
      fail_msg("two events in %s are together", stage_told[i].language);
  }
}

static void records_published_far_apart_are_strangers(void **state) {
  (void)state;
  tdg_rec *a = stage_article(&t, 1, "Ferry Halcyon aground", ferry_a, "Courier"),
          *b = stage_article(&t, 2, "Ferry Halcyon aground", ferry_b, "Ledger");
  rec_put_int(a, TDG_PUBLISHED, 1500000000000);
  rec_put_int(b, TDG_PUBLISHED, 1700000000000);
  assert_int_equal(stage_judge(&t, a), TDG_OK);
  assert_int_equal(stage_judge(&t, b), TDG_OK);
  assert_int_equal(story_of(2), 2);
}

static void records_leave_after_the_window(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground", ferry_a);
  judge(900000, "Ferry Halcyon aground", ferry_b); /* seen 10.4 days later */
  assert_int_equal(story_of(900000), 900000);
}

static void memory_does_not_grow_beyond_the_window(void **state) {
  size_t first = 0;
  (void)state;
  for (unsigned day = 0; day < 60; day++) {
    for (unsigned i = 0; i < 200; i++) {
      struct stage_test of_now = {.in = t.in};
      char title[80];
      snprintf(title, sizeof title, "Report on ev%uname%u", day * 40 + i % 40, i % 6);
      tdg_rec *r = stage_article(&of_now, 1 + day * 86400 + i * 400, title,
                                 stage_report(&of_now, day * 40 + i % 40, i), "Courier");
      assert_int_equal(stage_judge(&of_now, r), TDG_OK);
      arena_free(&of_now.arena);
    }
    struct mallinfo2 m = mallinfo2();
    if (day == 20) first = m.uordblks + m.hblkhd;
    if (day > 20) assert_true(m.uordblks + m.hblkhd <= first + first / 10 + 2500000);
  }
}

static void a_stream_of_events_is_told_apart(void **state) {
  enum { N = 120, EVENTS = 12 };
  size_t together = 0, apart = 0;
  (void)state;
  for (unsigned i = 0; i < N; i++) judge(i + 1, "", stage_report(&t, i % EVENTS, i));
  for (unsigned i = 0; i < N; i++) {
    together += story_of(i + 1) == story_of(i % EVENTS + 1);
    apart += i == 0 || story_of(i + 1) != story_of(i) || i % EVENTS == (i - 1) % EVENTS;
  }
  assert_true(together > N * 9 / 10);
  assert_true(apart > N * 9 / 10);
}

/* Reports of a few dozen events, some of them parts of one another for a while, some copies and versions. */
enum { STREAM = 300 };
static const tdg_rec *stream_record(uint64_t *x, unsigned i) {
  unsigned event = stage_random(x) % 25, other = stage_random(x) % 25, kind = stage_random(x) % 12;
  char *text = stage_report(&t, event, stage_random(x)), title[100];
  if (kind < 2) memcpy(text + strlen(text) / 2, stage_report(&t, other, i), strlen(text) / 3);
  snprintf(title, sizeof title, "Report on ev%uname%u and ev%uword%u", event, i % 6, event, i % 30);
  tdg_rec *r = stage_article(&t, i + 1, kind % 4 ? title : "", text, i % 2 ? "Courier" : "Ledger");
  if (kind == 7 && i > 5) rec_put_int(r, TDG_DUPLICATE_OF, i - 1 - stage_random(x) % 4);
  if (kind == 8 && i > 9) rec_put_int(r, TDG_SUPERSEDES, i - 5 - stage_random(x) % 4);
  if (kind > 4) rec_put_int(r, TDG_PUBLISHED, 1767700000000 + (int64_t)(event * 7 + i % 4) * 86400000 / 2);
  return r;
}

/* The same, tied to others against all that their words say. */
static const tdg_rec *tied_record(uint64_t *x, unsigned i) {
  unsigned kind = stage_random(x) % 4;
  tdg_rec *r =
      stage_article(&t, i + 1, "", stage_report(&t, stage_random(x) % 25, stage_random(x)), "Herald");
  if (i > 12 && kind < 2) rec_put_int(r, TDG_DUPLICATE_OF, i - stage_random(x) % 12);
  if (i > 12 && kind == 2) rec_put_int(r, TDG_INSTEAD_OF, i - stage_random(x) % 12);
  return r;
}

static void a_restart_anywhere_changes_nothing(void **state) {
  static const tdg_rec *in[STREAM];
  static size_t before[STREAM + 1];
  uint64_t x = 4711;
  (void)state;
  for (unsigned i = 0; i < STREAM; i++) {
    in[i] = i % 3 == 0 ? tied_record(&x, i) : stream_record(&x, i);
    assert_int_equal(stage_judge(&t, in[i]), TDG_OK);
    before[i + 1] = t.n;
  }
  assert_true(t.n > STREAM + 20); /* second thoughts are part of it */
  for (size_t at = 1; at < STREAM; at += 1 + stage_random(&x) % 25)
    assert_int_equal(stage_differs_after_restart("stage-story", "story", &t, at, in, before, STREAM), 0);
  for (size_t at = 1; at < STREAM; at += 1 + STREAM / 7)
    assert_int_equal(stage_differs_when_saved("stage-story", "story", NULL, 0, &t, at, in, before, STREAM),
                     0);
}

/* Of all records at once: the notes are read once. */
static void stories_of(int64_t story[STREAM + 1]) {
  for (size_t i = 0; i < t.n; i++) {
    int64_t about = rec_get_int(t.note[i], TDG_ABOUT, 0), id = rec_get_int(t.note[i], TDG_STORY_ID, 0),
            to = rec_get_int(t.note[i], TDG_MOVED_TO, 0);
    if (about > 0 && about <= STREAM) story[about] = id;
    for (unsigned k = 1; to != 0 && k <= STREAM; k++)
      if (story[k] == id) story[k] = to;
  }
}

/* Whatever comes, moves and is replaced: who belongs together stands together, each time. */
static void copies_and_versions_stand_together_at_any_time(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed < 7; seed++) {
    int64_t original[STREAM + 1] = {0};
    uint64_t x = seed;
    stage_close(&t);
    open_default(NULL);
    for (unsigned i = 0; i < STREAM; i++) {
      const tdg_rec *r = i % 2 == 0 ? tied_record(&x, i) : stream_record(&x, i);
      int64_t of = rec_get_int(r, TDG_DUPLICATE_OF, 0), copy = rec_get_int(r, TDG_INSTEAD_OF, 0);
      size_t from = t.n;
      assert_int_equal(stage_judge(&t, r), TDG_OK);
      for (size_t k = from; k < t.n; k++) assert_true(rec_get_int(t.note[k], TDG_STORY_ID, 0) > 0);
      if (of != 0) original[i + 1] = of;
      if (copy != 0) original[copy] = i + 1;
      if (rec_get_int(r, TDG_SUPERSEDES, 0) != 0) original[rec_get_int(r, TDG_SUPERSEDES, 0)] = i + 1;
      if (i % 10 != 0 && i + 1 < STREAM) continue;
      int64_t story[STREAM + 1] = {0};
      stories_of(story);
      for (unsigned k = 1; k <= i + 1; k++)
        if (original[k] != 0 && story[k] != story[original[k]])
          fail_msg("seed %u: after %u records %u stands apart from %d", (unsigned)seed, i + 1, k,
                   (int)original[k]);
    }
  }
}

/* Reports of a few events that differ in every nth word: pairs are as near as can be, so that groups break up and join
 * again, and a story may lose its last record while copies of that still wait to be moved. */
static const tdg_rec *variant_record(uint64_t *x, unsigned i, unsigned every, int64_t first[8]) {
  unsigned event = stage_random(x) % 8;
  char *text = stage_report(&t, event, event), *out = arena_alloc(&t.arena, 20000);
  size_t n = 0;
  for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " "))
    n += (size_t)snprintf(out + n, 20000 - n, stage_random(x) % every == 0 ? "%svar%u " : "%s ", word,
                          stage_random(x) % 50);
  tdg_rec *r = stage_article(&t, i + 1, "", out, "Wire");
  if (first[event] != 0 && stage_random(x) % 3 > 0) rec_put_int(r, TDG_DUPLICATE_OF, first[event]);
  else if (stage_random(x) % 2 == 0) first[event] = i + 1;
  return r;
}

static void no_record_goes_to_a_story_that_is_gone(void **state) {
  enum { VARIANTS = 500 };
  (void)state;
  for (uint64_t seed = 1; seed < 7; seed++) {
    uint64_t x = seed * 7919;
    int64_t first[8] = {0};
    stage_close(&t);
    open_default(NULL);
    for (unsigned i = 0; i < VARIANTS; i++) {
      size_t from = t.n;
      assert_int_equal(stage_judge(&t, variant_record(&x, i, 2 + seed % 4, first)), TDG_OK);
      for (size_t k = from; k < t.n; k++) assert_true(rec_get_int(t.note[k], TDG_STORY_ID, 0) > 0);
    }
  }
}

static void a_better_copy_takes_the_old_original_along(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground off Port Ellery", ferry_a);
  judge(2, "Winslet closes the Arden tunnel", vote);
  tdg_rec *better = stage_article(&t, 3, "Winslet closes the Arden tunnel for two years", vote, "Herald");
  rec_put_int(better, TDG_INSTEAD_OF, 1); /* whatever its words say */
  assert_int_equal(stage_judge(&t, better), TDG_OK);
  assert_int_equal(story_of(3), story_of(1));
  const char *text;
  assert_int_equal(headline_of(story_of(3), &text), 3); /* a copy gives none */
}

/* Nobody can say where it belongs, so nobody follows it: the store puts it where its original stands. */
static void a_copy_of_what_has_left_is_judged_and_draws_nobody(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground off Port Ellery", ferry_a);
  /* 10.4 days later */
  tdg_rec *late = stage_article(&t, 900000, "Ferry Halcyon aground off Port Ellery", ferry_a, "Ledger");
  rec_put_int(late, TDG_DUPLICATE_OF, 1);
  assert_int_equal(stage_judge(&t, late), TDG_OK);
  assert_true(story_of(900000) > 0);
  judge(900001, "Halcyon passengers safe after ferry hits sandbank", ferry_b);
  assert_int_equal(story_of(900001), 900001);
}

/* Dated ten years apart: an undated report between them does not make them one. */
static void undated_records_are_no_bridge_over_the_years(void **state) {
  (void)state;
  for (int order = 0; order < 3; order++) {
    static const int orders[3][3] = {{0, 1, 2}, {1, 0, 2}, {0, 2, 1}};
    stage_close(&t);
    open_default(NULL);
    tdg_rec *r[3];
    for (int i = 0; i < 3; i++)
      r[i] = stage_article(&t, 10 + i, "Ferry Halcyon aground off Port Ellery", i == 1 ? ferry_b : ferry_a,
                           "Courier");
    rec_put_int(r[0], TDG_PUBLISHED, 1400000000000);
    rec_put_int(r[2], TDG_PUBLISHED, 1767700000000);
    for (int i = 0; i < 3; i++) assert_int_equal(stage_judge(&t, r[orders[order][i]]), TDG_OK);
    assert_true(story_of(10) != story_of(12));
    assert_true(story_of(11) == story_of(10) || story_of(11) == story_of(12));
  }
}

static void every_story_bears_the_title_of_a_record_that_is_in_it(void **state) {
  uint64_t x = 815;
  size_t stories = 0;
  (void)state;
  for (unsigned i = 0; i < STREAM; i++) stage_judge(&t, stream_record(&x, i));
  for (unsigned i = 0; i < STREAM; i++) {
    const char *text;
    int64_t story = story_of(i + 1), about = headline_of(story, &text);
    assert_true(about > 0);
    assert_int_equal(story_of(about), story);
    stories += story == (int64_t)i + 1;
  }
  assert_true(stories > 5);
}

static void a_damaged_note_is_refused(void **state) {
  (void)state;
  judge(1, "Ferry Halcyon aground", ferry_a);
  judge(2, "Ferry Halcyon aground", ferry_b);
  struct tdg_str whole = rec_get(t.note[1], TDG_SIGNATURE, 0);
  for (size_t n = 1; n < whole.n; n += 5) {
    tdg_rec *bad = rec_new(&t.arena, TDG_NOTE);
    rec_put_int(bad, TDG_ABOUT, 5);
    rec_put_int(bad, TDG_STORY_ID, 5);
    rec_put(bad, TDG_SIGNATURE, whole.p, n);
    assert_int_equal(stage_recall(&t, bad), TDG_BAD_INPUT);
  }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(reports_in_several_languages_share_a_story),
      TEST(what_only_shares_its_names_is_another_story),
      TEST(reports_of_one_day_that_share_new_names_are_one_story),
      TEST(names_that_many_records_have_make_no_story),
      TEST(reports_in_two_languages_with_the_same_new_names_are_one_story),
      TEST(two_reports_of_one_event_share_a_story_named_by_the_first),
      TEST(the_first_record_gives_its_story_a_headline),
      TEST(a_headline_reads_like_news_not_like_a_document),
      TEST(a_headline_tells_rather_than_teases),
      TEST(a_headline_is_no_dateline_no_date_and_no_cut_sentence),
      TEST(a_form_filled_in_for_other_places_is_another_story),
      TEST(reports_of_one_event_stay_together_though_a_value_or_a_place_differs),
      TEST(a_headline_says_what_the_others_tell),
      TEST(a_later_version_brings_its_headline),
      TEST(a_copy_never_names_the_story),
      TEST(every_story_bears_the_title_of_a_record_that_is_in_it),
      TEST(a_copy_joins_the_story_of_its_original),
      TEST(a_new_version_stays_in_the_story_of_the_one_before),
      TEST(reports_find_each_other_in_every_language),
      TEST(reports_without_titles_find_each_other_in_every_language),
      TEST(records_published_far_apart_are_strangers),
      TEST(records_leave_after_the_window),
      TEST(memory_does_not_grow_beyond_the_window),
      TEST(a_stream_of_events_is_told_apart),
      TEST(a_restart_anywhere_changes_nothing),
      TEST(copies_and_versions_stand_together_at_any_time),
      TEST(no_record_goes_to_a_story_that_is_gone),
      TEST(a_better_copy_takes_the_old_original_along),
      TEST(a_copy_of_what_has_left_is_judged_and_draws_nobody),
      TEST(undated_records_are_no_bridge_over_the_years),
      TEST(a_damaged_note_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
