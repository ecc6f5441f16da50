/* UTF-8 and slices of text: what stands inline in tidings/kit/utf8.h and tidings/kit/str.h. */
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define S(literal) ((struct tdg_str){literal, sizeof(literal) - 1})

/* ---- utf8 ---- */

struct bytes {
  const char *p;
  size_t n;
};
#define B(s)                                                                                                 \
  { s, sizeof(s) - 1 }

static void every_valid_form_is_valid_wherever_it_stands(void **state) {
  static const struct bytes good[] = {B(""),
                                      B("a"),
                                      B("\x7F"),
                                      B("\xC2\x80"),
                                      B("\xDF\xBF"),
                                      B("\xE0\xA0\x80"),
                                      B("\xED\x9F\xBF"),
                                      B("\xEE\x80\x80"),
                                      B("\xEF\xBF\xBF"),
                                      B("\xF0\x90\x80\x80"),
                                      B("\xF4\x8F\xBF\xBF"),
                                      B("\xEF\xBB\xBF"),
                                      B("\x01\x1F")};
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
    for (size_t before = 0; before < 20; before++) { /* eight bytes at a time must not matter */
      char text[64];
      memset(text, 'x', sizeof text);
      memcpy(text + before, good[i].p, good[i].n);
      for (size_t after = 0; after < 20; after++)
        assert_true(tdg_utf8_valid(text, before + good[i].n + after));
    }
}

static void every_invalid_form_is_invalid_wherever_it_stands(void **state) {
  static const struct bytes bad[] = {B("\0"),
                                     B("\x80"),
                                     B("\xBF"),
                                     B("\xC0\x80"),
                                     B("\xC1\xBF"),
                                     B("\xE0\x80\x80"),
                                     B("\xE0\x9F\xBF"),
                                     B("\xF0\x80\x80\x80"),
                                     B("\xF0\x8F\xBF\xBF"), /* overlong */
                                     B("\xED\xA0\x80"),
                                     B("\xED\xBF\xBF"),
                                     B("\xED\xA0\xBD\xED\xB8\x80"), /* surrogates */
                                     B("\xF4\x90\x80\x80"),
                                     B("\xF5\x80\x80\x80"),
                                     B("\xF8\x88\x80\x80\x80"),
                                     B("\xFE"),
                                     B("\xFF"),
                                     B("\xC2"),
                                     B("\xE2\x82"),
                                     B("\xF0\x9F\x98"),
                                     B("\xE2"),
                                     B("\xF0"),
                                     B("\xC2\x41"),
                                     B("\xE2\x82\x41"),
                                     B("\xE2\x41\x82"),
                                     B("\xF0\x9F\x98\x41"),
                                     B("\xC2\xC2\x80")};
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    for (size_t before = 0; before < 20; before++) {
      char text[64];
      memset(text, 'x', sizeof text);
      memcpy(text + before, bad[i].p, bad[i].n);
      for (size_t after = 0; after < 20; after++)
        if (tdg_utf8_valid(text, before + bad[i].n + after))
          fail_msg("case %zu, %zu before, %zu after", i, before, after);
    }
}

static void characters_are_read_one_by_one(void **state) {
  static const char text[] = "a\xC2\x80\xE2\x82\xAC\xF0\x9F\x98\x80z";
  static const uint32_t want[] = {'a', 0x80, 0x20AC, 0x1F600, 'z'};
  const char *p = text, *end = text + sizeof text - 1;
  (void)state;
  for (size_t i = 0; i < 5; i++) assert_int_equal(tdg_utf8_next(&p, end), want[i]);
  assert_ptr_equal(p, end);
  char *cut = malloc(2); /* hostile text does not come here, but nothing is read past the end of it */
  memcpy(cut, "\xF0\x9F", 2);
  for (p = cut; p < cut + 2;) tdg_utf8_next(&p, cut + 2);
  assert_ptr_equal(p, cut + 2);
  free(cut);
}

static void bytes_that_are_no_character_are_read_as_replacements(void **state) {
  static const struct bytes bad[] = {B("\x80"), B("\xE2\x82"), B("\xED\xA0\x80"), B("\xF4\x90\x80\x80"),
                                     B("\xC0\x80")};
  size_t used;
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_int_equal(tdg_utf8_read(bad[i].p, bad[i].p + bad[i].n, &used), TDG_REPLACEMENT);
    assert_int_equal(used, 1);
  }
  static const char euro[] = "\xE2\x82\xAC";
  assert_int_equal(tdg_utf8_read(euro, euro + 3, &used), 0x20AC);
  assert_int_equal(used, 3);
}

static void a_text_is_cut_between_characters(void **state) {
  const struct tdg_str text = S("a\xE2\x82\xAC\xF0\x9F\x98\x80");
  static const size_t want[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
  (void)state;
  for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) assert_int_equal(tdg_utf8_cut(text, i), want[i]);
  assert_int_equal(tdg_utf8_count(text), 3);
}

/* ---- slices ---- */

static void slices_are_compared_exactly_or_without_case(void **state) {
  const struct tdg_str type = S("Text/HTML; charset=utf-8"), none = {NULL, 0};
  (void)state;
  assert_true(tdg_nocase_starts(type, "text/html"));
  assert_false(tdg_str_starts(type, "text/html"));
  assert_true(tdg_str_starts(type, "Text/"));
  assert_true(tdg_str_ends(type, "utf-8"));
  assert_true(tdg_nocase_ends(type, "UTF-8"));
  assert_false(tdg_nocase_ends(S("-8"), "utf-8"));
  assert_true(tdg_nocase_same(S("A.Example"), S("a.exAMPLE")));
  assert_false(tdg_nocase_same(S("a.example"), S("a.exampl")));
  assert_true(tdg_nocase_has(type, "CHARSET"));
  assert_false(tdg_str_has(type, "CHARSET"));
  assert_ptr_equal(tdg_str_find(type, "charset"), type.p + 11);
  assert_true(tdg_nocase_is(S("FEED"), "feed"));
  assert_false(tdg_nocase_is(S("feeds"), "feed"));
  assert_false(tdg_nocase_is(S("fee"), "feed"));
  assert_false(tdg_nocase_is(S("\xC3\x89"), "\xC3\xA9")); /* letters beyond ASCII have a case here */
  assert_true(tdg_str_same(none, S("")));
  assert_false(tdg_str_has(none, "x"));
  assert_false(tdg_nocase_has(none, "x"));
  assert_false(tdg_str_has(S("aab"), "ab "));
  assert_true(tdg_str_has(S("aab"), "ab"));
}

static void white_space_of_html_is_trimmed_and_no_other(void **state) {
  (void)state;
  assert_true(tdg_str_same(tdg_str_trim(S(" \t\r\n\fa b\f ")), S("a b")));
  assert_int_equal(tdg_str_trim(S(" \n ")).n, 0);
  assert_true(tdg_str_same(tdg_str_trim(S("\va")), S("\va")));
  assert_false(tdg_is_xml_space('\f'));
}

static void lists_and_numbers_are_read(void **state) {
  struct tdg_str list = S("one, two ,,3"), item;
  static const char *const want[] = {"one", "two", "", "3"};
  size_t n = 0;
  (void)state;
  while (tdg_str_next(&list, ',', &item)) assert_true(tdg_str_same(item, tdg_str_of(want[n++])));
  assert_int_equal(n, 4);
  assert_int_equal(tdg_str_number(S("0042"), 9), 42);
  assert_int_equal(tdg_str_number(S(""), 9), -1);
  assert_int_equal(tdg_str_number(S("4 "), 9), -1);
  assert_int_equal(tdg_str_number(S("999999999"), 9), 999999999);
  assert_int_equal(tdg_str_number(S("1000000000"), 9), -1);
  assert_int_equal(tdg_str_number(S("999999999999999999"), 18), INT64_C(999999999999999999));
  assert_int_equal(tdg_hex_value('f'), 15);
  assert_int_equal(tdg_hex_value('F'), 15);
  assert_int_equal(tdg_hex_value('g'), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_valid_form_is_valid_wherever_it_stands),
      cmocka_unit_test(every_invalid_form_is_invalid_wherever_it_stands),
      cmocka_unit_test(characters_are_read_one_by_one),
      cmocka_unit_test(bytes_that_are_no_character_are_read_as_replacements),
      cmocka_unit_test(a_text_is_cut_between_characters),
      cmocka_unit_test(slices_are_compared_exactly_or_without_case),
      cmocka_unit_test(white_space_of_html_is_trimmed_and_no_other),
      cmocka_unit_test(lists_and_numbers_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
