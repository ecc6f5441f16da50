/* By what records are told apart and found again, and what changed. */
#include "news/identity.h"
#include "news/news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static tdg_rec *article(const char *url, const char *guid, const char *title, const char *text) {
  tdg_rec *r = rec_new(&arena, TDG_ARTICLE), *b = rec_new(&arena, TDG_GROUP);
  rec_put_str(r, TDG_URL, url);
  rec_put_str(r, TDG_GUID, guid);
  rec_put_str(r, TDG_TITLE, title);
  rec_put_int(b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(b, TDG_TEXT, text);
  rec_put_rec(r, TDG_BLOCK, b);
  return r;
}

static struct tdg_str str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

static int same_address(const char *a, const char *b) {
  uint64_t x[2], y[2];
  struct address left = address_of(&arena, str(a)), right = address_of(&arena, str(b));
  key_address(&left, 0, x);
  key_address(&right, 0, y);
  return memcmp(x, y, sizeof x) == 0;
}

static int alike(const char *a, const char *b) {
  const struct address left = address_of(&arena, str(a)), right = address_of(&arena, str(b));
  return address_alike(&arena, &left, &right);
}

static void addresses_are_alike_but_for_what_looks_drawn_by_lot(void **state) {
  (void)state;
  assert_true(alike("https://a.test/x?r=8f3ab91c", "https://a.test/x?r=77aa10cc"));
  assert_true(alike("https://a.test/x?r=8f3ab91c&id=7", "https://a.test/x?id=7"));
  assert_true(alike("https://a.test/x?id=7&t=1732912345#a", "https://a.test/x?id=7&t=1732919999"));
  assert_false(alike("https://a.test/x?id=7", "https://a.test/x?id=8"));
  assert_false(alike("https://a.test/x?id=12345678", "https://a.test/x?id=12345679"));
  assert_false(alike("https://a.test/x?r=8f3ab91c", "https://a.test/y?r=8f3ab91c"));
  assert_false(alike("https://a.test/x?q=a+search", "https://a.test/x?q=another"));
  assert_false(alike("", ""));
}

static void an_address_is_the_same_however_it_is_written(void **state) {
  (void)state;
  assert_true(same_address("https://www.daily.example/a?utm_source=feed#top", "http://daily.example/a"));
  assert_false(same_address("https://daily.example/a", "https://daily.example/b"));
  assert_false(same_address("https://daily.example/a", "https://daily.example:8443/a"));
}

static void the_parts_of_an_address(void **state) {
  (void)state;
  struct address x = address_of(&arena, str("http://www.daily.example:8080/a/b?q=1#!/post/2"));
  assert_string_equal(x.host.p, "daily.example:8080");
  assert_string_equal(x.fragment.p, "!/post/2");
  assert_true(address_is_scripted(&x));
  assert_int_equal(address_path(&x).n, strlen("/a/b"));
  assert_true(address_of(&arena, str("https://daily.example")).is_home);
  assert_false(address_of(&arena, str("https://daily.example/?p=7")).is_home);
  assert_int_equal(address_of(&arena, str("file:///reports/000.txt")).host.n, 0);
}

static void a_guid_counts_within_its_source(void **state) {
  (void)state;
  uint64_t a[2], b[2];
  key_guid(str("one"), str("17"), a);
  key_guid(str("two"), str("17"), b);
  assert_memory_not_equal(a, b, sizeof a);
}

static void images_and_times_are_no_content(void **state) {
  (void)state;
  tdg_rec *a = article("https://daily.example/a", "", "T", "x"),
          *b = article("https://daily.example/a", "", "T", "x");
  tdg_rec *image = rec_new(&arena, TDG_GROUP);
  uint64_t x[2], y[2];
  rec_put_int(image, TDG_BLOCK_TYPE, TDG_IMAGE);
  rec_put_str(image, TDG_URL, "https://daily.example/i.jpg?t=12345");
  rec_put_rec(b, TDG_BLOCK, image);
  rec_put_int(b, TDG_UPDATED, 5);
  identity_content(a, x);
  identity_content(b, y);
  assert_memory_equal(x, y, sizeof x);
}

/* ---- what tells the items of a document apart ---- */

static struct survey look(const tdg_rec *const *items, size_t n, const char *home) {
  struct survey s;
  tdg_rec *feed = rec_new(&arena, TDG_FEED);
  rec_put_str(feed, TDG_URL, home);
  survey_document(&arena, items, n, feed, str("https://daily.example/feed"), 0, &s);
  assert_int_equal(s.n, n);
  return s;
}

static void an_address_that_several_items_carry_identifies_none(void **state) {
  (void)state;
  const tdg_rec *items[] = {article("https://daily.example/show", "e1", "One", "x"),
                            article("https://daily.example/show?utm_source=f", "e2", "Two", "y"),
                            article("https://daily.example/3", "e3", "Three", "z")};
  struct survey s = look(items, 3, "https://daily.example/");
  assert_int_equal(s.items[0].by_url, SURVEY_NO);
  assert_int_equal(s.items[1].by_url, SURVEY_NO);
  assert_int_equal(s.items[2].by_url, SURVEY_WHOLE);
  assert_true(s.items[0].by_guid && s.items[1].by_guid);
}

static void an_item_printed_twice_is_one_item(void **state) {
  (void)state;
  const tdg_rec *items[] = {article("https://daily.example/1", "e1", "One", "x"),
                            article("https://daily.example/1", "e1", "One", "x")};
  struct survey s = look(items, 2, "https://daily.example/");
  assert_int_equal(s.items[0].by_url, SURVEY_WHOLE);
  assert_true(s.items[1].by_guid);
}

static void a_fragment_counts_when_it_tells_items_apart(void **state) {
  (void)state;
  const tdg_rec *items[] = {article("https://daily.example/log#v3", "", "v3", "x"),
                            article("https://daily.example/log#v2", "", "v2", "y")};
  struct survey s = look(items, 2, "https://daily.example/log");
  assert_int_equal(s.items[0].by_url, SURVEY_WITH_FRAGMENT);
  const tdg_rec *alone[] = {article("https://daily.example/a#comments", "", "A", "x"),
                            article("https://daily.example/#!/post/2", "", "B", "y")};
  s = look(alone, 2, "https://daily.example/");
  assert_int_equal(s.items[0].by_url, SURVEY_WHOLE);
  assert_int_equal(s.items[1].by_url, SURVEY_WITH_FRAGMENT);
}

static void the_page_of_the_feed_stands_for_no_item(void **state) {
  (void)state;
  const char *urls[] = {"https://daily.example/show", "https://daily.example/", "https://daily.example/feed"};
  for (size_t i = 0; i < 3; i++) {
    const tdg_rec *item[] = {article(urls[i], "e1", "One", "x")};
    assert_int_equal(look(item, 1, "http://www.daily.example/show").items[0].by_url, SURVEY_NO);
  }
}

static void guids_that_are_shared_or_count_positions_are_none(void **state) {
  (void)state;
  const char *const guids[][3] = {{"1", "2", "3"}, {"0", "1", "2"},    {"home", "home", "home"},
                                  {"3", "2", "1"}, {"17", "18", "19"}, {"ep-1", "ep-2", "ep-3"}};
  const int good[] = {0, 0, 0, 1, 1, 1};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    const tdg_rec *items[] = {article("https://daily.example/1", guids[i][0], "One", "x"),
                              article("https://daily.example/2", guids[i][1], "Two", "y"),
                              article("https://daily.example/3", guids[i][2], "Three", "z")};
    assert_int_equal(look(items, 3, "").items[1].by_guid, good[i]);
  }
}

static void a_guid_that_is_an_address_is_compared_as_one(void **state) {
  (void)state;
  assert_string_equal(survey_guid(&arena, str("http://www.daily.example/?p=1")).p,
                      survey_guid(&arena, str("https://daily.example/?p=1")).p);
  assert_string_not_equal(survey_guid(&arena, str("https://daily.example/a#1")).p,
                          survey_guid(&arena, str("https://daily.example/a#2")).p);
  assert_string_equal(survey_guid(&arena, str("Tag:daily.example,2024:1")).p, "Tag:daily.example,2024:1");
}

static void little_in_common_is_told_in_any_script(void **state) {
  (void)state;
  static const struct {
    const char *before, *after;
    int whole;
  } pairs[] = {{"The council met on Monday and agreed to repair the old bridge.",
                "The council met on Monday and agreed to repair the bridge in May.", 0},
               {"The council met on Monday and agreed to repair the old bridge.",
                "A lighthouse keeper explains how the lamp was saved from the storm.", 1},
               {"市議会は月曜日に古い橋を修理することで合意した。",
                "市議会は月曜日に古い橋を五月に修理することで合意した。", 0},
               {"市議会は月曜日に古い橋を修理することで合意した。",
                "灯台守は嵐の夜にどのように灯を守ったかを語る。", 1},
               {"Городской совет решил отремонтировать старый мост.",
                "Смотритель маяка рассказывает, как спасли лампу.", 1},
               {"สภาเมืองตกลงซ่อมสะพานเก่าก่อนฤดูหนาว", "สภาเมืองตกลงซ่อมสะพานเก่าหลังฤดูหนาว", 0}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
    assert_int_equal(
        change_is_whole(article("u:x", "", "", pairs[i].before), article("u:x", "", "", pairs[i].after)),
        pairs[i].whole);
}

static const char *change(const char *before, const char *after) {
  return change_between(article("u:x", "", "T", before), article("u:x", "", "T", after));
}

static void changes_are_told_apart(void **state) {
  (void)state;
  static const char text[] = "The council met on Monday and agreed to repair the old bridge over the river "
                             "before the winter comes, the mayor said "
                             "after a long debate in which several members spoke of the cost, of the delay, "
                             "of the ferry that has stood in for it "
                             "since the flood, and of the school children who have had to walk around the "
                             "harbour twice each day for 14 months now.";
  char fixed[sizeof text], figure[sizeof text], denied[sizeof text + 8];
  memcpy(fixed, text, sizeof text);
  memcpy(strstr(fixed, "harbour"), "Harbour", 7);
  memcpy(figure, text, sizeof text);
  memcpy(strstr(figure, "14"), "41", 2);
  strcpy(denied, text);
  memcpy(strstr(denied, "now."), "not.", 4);
  assert_string_equal(change(text, fixed), "minor");
  assert_string_equal(change(text, figure), "major");
  assert_string_equal(change(text, denied), "major");
  assert_string_equal(change(text, "Something else altogether."), "major");
  assert_string_equal(change(text, "Correction: an earlier version gave a wrong date."), "correction");
}

static const char *publisher(const char *url, const char *id, const char *name, const char *outlet) {
  tdg_rec *r = article(url, "", "T", "x"), *source = rec_new(&arena, TDG_GROUP);
  rec_put_str(source, TDG_SOURCE_ID, id);
  rec_put_str(source, TDG_NAME, name);
  rec_put_str(source, TDG_OUTLET, outlet);
  rec_put_rec(r, TDG_SOURCE, source);
  return publisher_of(&arena, r).p;
}

static void the_publisher_is_the_outlet_the_host_or_what_the_record_says(void **state) {
  (void)state;
  assert_string_equal(publisher("https://www.daily.example/a", "daily", "The Daily", "Daily Group"),
                      "Daily Group");
  assert_string_equal(publisher("https://www.daily.example/a", "daily", "The Daily", ""), "The Daily");
  assert_string_equal(publisher("https://www.daily.example/a", "daily", "", ""), "daily.example");
  assert_string_equal(publisher("https://www.daily.example/a", "", "Somebody Else", ""), "daily.example");
  assert_string_equal(publisher("", "", "Wire", ""), "Wire");
  assert_string_equal(publisher("file:///reports/000.txt", "", "", ""), "");
  assert_string_equal(publisher("file://server/reports/000.txt", "", "", ""), "");
  assert_string_equal(publisher("file:///saved/a.html", "", "The Daily", ""), "The Daily");
  tdg_rec *saved = article("file:///saved/a.html", "", "T", "x"), *rights = rec_new(&arena, TDG_GROUP);
  rec_put_str(rights, TDG_HOLDER, "Daily Group");
  rec_put_rec(saved, TDG_RIGHTS, rights);
  assert_string_equal(publisher_of(&arena, saved).p, "Daily Group");
  rec_put_str(saved, TDG_CANONICAL, "https://www.daily.example/a");
  assert_string_equal(publisher_of(&arena, saved).p, "daily.example");
}

static void who_reads_an_address_from_its_own_host_stands_highest(void **state) {
  (void)state;
  const struct address page = address_of(&arena, str("https://daily.example/a")),
                       own = address_of(&arena, str("https://daily.example/feed")),
                       foreign = address_of(&arena, str("https://mimic.example/feed")),
                       none = address_of(&arena, str(""));
  const struct news_source trusted = {.trust = 9, .outlet = "", .name = "Mimic"},
                           unknown = {.trust = -1, .outlet = "", .name = "Mimic"};
  const struct speaker outlet = {own, own, own, none}, mimic = {foreign, foreign, foreign, none},
                       redirected = {foreign, own, foreign, none}, says_so = {foreign, foreign, foreign, own};
  assert_int_equal(authority_standing(&outlet, &unknown, &page), STANDING_OWN);
  assert_int_equal(authority_standing(&outlet, NULL, &page), STANDING_OWN);
  assert_true(authority_standing(&mimic, &trusted, &page) < STANDING_EARLIER);
  assert_true(authority_standing(&redirected, &trusted, &page) < STANDING_EARLIER);
  assert_true(authority_standing(&mimic, &trusted, &page) > authority_standing(&says_so, &unknown, &page));
  assert_true(authority_standing(&says_so, &unknown, &page) > authority_standing(&mimic, &unknown, &page));
  assert_int_equal(authority_standing(&mimic, NULL, &page), 0);
}

static void a_version_that_says_it_is_older_came_late(void **state) {
  (void)state;
  tdg_rec *have = article("https://daily.example/a", "", "T", "x"),
          *older = article("https://daily.example/a", "", "T", "y"),
          *undated = article("https://daily.example/a", "", "T", "z");
  rec_put_int(have, TDG_UPDATED, 2000);
  rec_put_int(have, TDG_FIRST_SEEN, 5000);
  rec_put_int(older, TDG_PUBLISHED, 1000);
  assert_true(change_came_late(have, older, 6000));
  assert_false(change_came_late(older, have, 6000));
  assert_false(change_came_late(have, undated, 6000));
}

static void what_differs_in_the_query_alone_has_not_moved(void **state) {
  (void)state;
  const struct address a = address_of(&arena, str("https://daily.example/a?p=1")),
                       b = address_of(&arena, str("https://daily.example/a?p=2")),
                       c = address_of(&arena, str("https://daily.example/c")),
                       none = address_of(&arena, str(""));
  assert_false(address_moved(&a, &b));
  assert_true(address_moved(&a, &c));
  assert_false(address_moved(&none, &c));
}

/* Stores find their works by them. */
static void keys_never_change(void **state) {
  (void)state;
  char text[3000];
  uint64_t key[2], sum[2] = {0, 0};
  for (size_t n = 0; n < sizeof text; n++) text[n] = (char)('a' + n % 26);
  for (size_t n = 0; n <= sizeof text; n += n < 600 ? 1 : 300) {
    key_guid(str("source"), (struct tdg_str){text, n}, key);
    for (size_t i = 0; i < 2; i++) sum[i] = sum[i] * 31 + key[i];
  }
  assert_true(sum[0] == 0x6b8ffb81650fa562 && sum[1] == 0xf5546362e3eda9a8);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(addresses_are_alike_but_for_what_looks_drawn_by_lot),
      cmocka_unit_test(an_address_is_the_same_however_it_is_written),
      cmocka_unit_test(the_parts_of_an_address),
      cmocka_unit_test(a_guid_counts_within_its_source),
      cmocka_unit_test(keys_never_change),
      cmocka_unit_test(images_and_times_are_no_content),
      cmocka_unit_test(an_address_that_several_items_carry_identifies_none),
      cmocka_unit_test(an_item_printed_twice_is_one_item),
      cmocka_unit_test(a_fragment_counts_when_it_tells_items_apart),
      cmocka_unit_test(the_page_of_the_feed_stands_for_no_item),
      cmocka_unit_test(guids_that_are_shared_or_count_positions_are_none),
      cmocka_unit_test(a_guid_that_is_an_address_is_compared_as_one),
      cmocka_unit_test(little_in_common_is_told_in_any_script),
      cmocka_unit_test(changes_are_told_apart),
      cmocka_unit_test(who_reads_an_address_from_its_own_host_stands_highest),
      cmocka_unit_test(a_version_that_says_it_is_older_came_late),
      cmocka_unit_test(what_differs_in_the_query_alone_has_not_moved),
      cmocka_unit_test(the_publisher_is_the_outlet_the_host_or_what_the_record_says),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(&arena);
  return failed;
}
