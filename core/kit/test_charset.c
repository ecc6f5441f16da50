/* Bytes become UTF-8: who is believed about the charset, and what becomes of bytes that are wrong. */
#include "kit/text/charset_internal.h"
#include "test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/utf8.h>

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

static void decodes_n(struct tdg_str bytes, const char *transport, const char *declared, const char *text,
                      const char *name, int from) {
  struct tdg_charset_info info;
  const struct tdg_str got = tdg_decode(&call.pub, bytes, transport, declared, &info);
  assert_string_equal(got.p, text);
  assert_int_equal(got.n, strlen(text));
  assert_int_equal(tdg_utf8_valid(got.p, got.n), 1);
  assert_string_equal(info.name, name);
  assert_int_equal(info.from, from);
}
static void decodes(const char *bytes, const char *transport, const char *declared, const char *text,
                    const char *name, int from) {
  decodes_n(kit_str(bytes), transport, declared, text, name, from);
}

static void ascii_and_utf8_come_back_as_they_are(void **s) {
  const struct tdg_str in = kit_str("caf\xC3\xA9 \xF0\x9F\x8E\x89");
  (void)s;
  assert_ptr_equal(tdg_decode(&call.pub, in, "", "", NULL).p, in.p);
  decodes("plain", "", "", "plain", "UTF-8", TDG_CHARSET_VALID);
  decodes("", "", "", "", "UTF-8", TDG_CHARSET_VALID);
}
static void the_byte_order_mark_is_believed_first_and_dropped(void **s) {
  (void)s;
  decodes("\xEF\xBB\xBF\xEF\xBB\xBFx\xC3\xA9", "windows-1251", "", "x\xC3\xA9", "UTF-8", TDG_CHARSET_BOM);
  decodes_n((struct tdg_str){"\xFF\xFE"
                             "a\0\xE9\0\x3C\xD8\x89\xDF",
                             10},
            "utf-8", "", "a\xC3\xA9\xF0\x9F\x8E\x89", "UTF-16LE", TDG_CHARSET_BOM);
  decodes_n((struct tdg_str){"\xFE\xFF\0a\0\xE9", 6}, "", "", "a\xC3\xA9", "UTF-16BE", TDG_CHARSET_BOM);
  decodes_n((struct tdg_str){"\xFF\xFE\0\0a\0\0\0", 8}, "", "", "a", "UTF-32LE", TDG_CHARSET_BOM);
}
static void utf16_without_a_mark_is_seen_by_its_zeros(void **s) {
  (void)s;
  decodes_n((struct tdg_str){"<\0r\0s\0s\0>\0", 10}, "", "", "<rss>", "UTF-16LE", TDG_CHARSET_DETECTED);
  decodes_n((struct tdg_str){"\0<\0r\0s\0s\0>", 10}, "utf-8", "", "<rss>", "UTF-16BE", TDG_CHARSET_DETECTED);
  decodes("<rss> it is ASCII", "utf-16", "utf-16", "<rss> it is ASCII", "UTF-8", TDG_CHARSET_VALID);
}
static void the_transport_goes_before_the_declaration(void **s) {
  (void)s;
  decodes("\xEF\xF0\xE8\xE2\xE5\xF2", "windows-1251", "koi8-r",
          "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82", "windows-1251", TDG_CHARSET_TRANSPORT);
  decodes("\xD0\xD2\xC9\xD7\xC5\xD4", "", "koi8-r", "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82",
          "KOI8-R", TDG_CHARSET_DECLARED);
}
static void valid_utf8_beats_a_legacy_label(void **s) {
  (void)s;
  decodes("caf\xC3\xA9", "iso-8859-1", "", "caf\xC3\xA9", "UTF-8", TDG_CHARSET_VALID);
  decodes("caf\xC3\xA9", "", "windows-1250", "caf\xC3\xA9", "UTF-8", TDG_CHARSET_VALID);
}
static void latin1_means_windows_1252(void **s) {
  (void)s;
  decodes("\x93q\x94 \x80 \xE9", "ISO-8859-1", "", "\xE2\x80\x9Cq\xE2\x80\x9D \xE2\x82\xAC \xC3\xA9",
          "windows-1252", TDG_CHARSET_TRANSPORT);
}
static void asian_sets_are_decoded(void **s) {
  (void)s;
  decodes("\x93\xFA\x96\x7B", "Shift_JIS", "", "\xE6\x97\xA5\xE6\x9C\xAC", "Shift_JIS",
          TDG_CHARSET_TRANSPORT);
  decodes("\xC6\xFC\xCB\xDC", "x-euc-jp", "", "\xE6\x97\xA5\xE6\x9C\xAC", "EUC-JP", TDG_CHARSET_TRANSPORT);
  decodes("\xD6\xD0\xB9\xFA", "", "gb2312", "\xE4\xB8\xAD\xE5\x9B\xBD", "GBK", TDG_CHARSET_DECLARED);
  decodes("\xA4\xA4\xB0\xEA", "big5", "", "\xE4\xB8\xAD\xE5\x9C\x8B", "Big5", TDG_CHARSET_TRANSPORT);
  decodes("\xC7\xD1\xB1\xB9", "ks_c_5601-1987", "", "\xED\x95\x9C\xEA\xB5\xAD", "EUC-KR",
          TDG_CHARSET_TRANSPORT);
  decodes("\x1B$BF|K\\\x1B(B", "iso-2022-jp", "", "\xE6\x97\xA5\xE6\x9C\xAC", "ISO-2022-JP",
          TDG_CHARSET_TRANSPORT);
  decodes("\xAA\xBA", "", "iso-8859-16", "\xC8\x98\xC8\x99", "ISO-8859-16", TDG_CHARSET_DECLARED);
}
static void a_few_bad_bytes_do_not_cost_the_encoding(void **s) {
  struct tdg_charset_info info;
  const struct tdg_str got =
      tdg_decode(&call.pub, kit_str("\xC3\xA9t\xC3\xA9 \xFF \xE2\x82 x"), "utf-8", "", &info);
  (void)s;
  assert_string_equal(got.p, "\xC3\xA9t\xC3\xA9 \xEF\xBF\xBD \xEF\xBF\xBD x");
  assert_int_equal(info.repaired, 2);
}
static void utf8_that_is_none_is_windows_1252(void **s) {
  (void)s;
  decodes("caf\xE9 d'\xE9t\xE9", "utf-8", "utf-8", "caf\xC3\xA9 d'\xC3\xA9t\xC3\xA9", "windows-1252",
          TDG_CHARSET_DEFAULT);
}
static void nul_is_dropped(void **s) {
  (void)s;
  decodes_n((struct tdg_str){"some text here a\0b\xC3\xA9", 20}, "", "", "some text here ab\xC3\xA9", "UTF-8",
            TDG_CHARSET_VALID);
}
static void unknown_and_refused_labels_are_passed_over(void **s) {
  (void)s;
  decodes("+AGE-", "utf-7", "unicode-1-1-utf-7", "+AGE-", "UTF-8", TDG_CHARSET_VALID);
  decodes("\xE9", "no-such-set", "latin1", "\xC3\xA9", "windows-1252", TDG_CHARSET_DECLARED);
  assert_null(charset_find("utf-7", 5));
  assert_null(charset_find("hz-gb-2312", 10));
  assert_null(charset_find("", 0));
  assert_string_equal(charset_find(" \"UTF8\" ", 8)->name, "UTF-8");
  assert_string_equal(charset_find("LATIN1", 6)->name, "windows-1252");
  assert_string_equal(charset_find("x-x-big5", 8)->name, "Big5");
  assert_string_equal(charset_find("866", 3)->name, "IBM866");
}
static void a_set_nobody_named_is_detected(void **s) {
  static const char russian_koi8[] =
      "\xF7\xCF \xD7\xD4\xCF\xD2\xCE\xC9\xCB \xD3\xCF\xD7\xC5\xD4 \xC7\xCF\xD2\xCF\xC4\xC1 "
      "\xD2\xC5\xDB\xC9\xCC \xCF\xD4\xCB\xD2\xD9\xD4\xD8 \xD3\xD4\xC1\xD2\xD9\xCA \xCD\xCF\xD3\xD4";
  static const char japanese[] = "\x82\xB1\x82\xEA\x82\xCD\x93\xFA\x96\x7B\x8C\xEA\x82\xCC\x95\xB6\x8F\xCD"
                                 "\x82\xC5\x82\xB7\x81\x42\x94\x6E\x82\xAA\x91\x96\x82\xE9\x81\x42";
  struct tdg_charset_info info;
  (void)s;
  tdg_decode(&call.pub, kit_str(russian_koi8), "", "", &info);
  assert_string_equal(info.name, "KOI8-R");
  assert_int_equal(info.from, TDG_CHARSET_DETECTED);
  tdg_decode(&call.pub, kit_str(japanese), "", "", &info);
  assert_string_equal(info.name, "Shift_JIS");
  decodes("\x1B$BF|K\\\x1B(B", "", "", "\xE6\x97\xA5\xE6\x9C\xAC", "ISO-2022-JP", TDG_CHARSET_DETECTED);
  decodes("an \x1B escape", "", "", "an \x1B escape", "UTF-8", TDG_CHARSET_VALID);
}
static void ukrainian_is_told_from_russian(void **s) {
  static const char text[] = "\xED\xA6\xD3\xD8\xCB\xC1 \xD2\xC1\xC4\xC1 \xD5 "
                             "\xD7\xA6\xD7\xD4\xCF\xD2\xCF\xCB \xD7\xC9\xD2\xA6\xDB\xC9\xCC\xC1, \xDD\xCF "
                             "\xD3\xD4\xC1\xD2\xC9\xCA \xCD\xA6\xD3\xD4 \xD7\xA6\xC4\xCB\xD2\xC9\xC0\xD4\xD8";
  struct tdg_charset_info info;
  (void)s;
  tdg_decode(&call.pub, kit_str(text), "", "", &info);
  assert_string_equal(info.name, "KOI8-U");
}
static void declarations_are_found(void **s) {
  (void)s;
  assert_string_equal(tdg_declared_xml(&call.pub, kit_str("<?xml version='1.0' encoding='KOI8-R'?><rss>")),
                      "KOI8-R");
  assert_string_equal(tdg_declared_xml(&call.pub, kit_str("\n <?xml version=\"1.0\" encoding = \"x\"?>")),
                      "x");
  assert_string_equal(tdg_declared_xml(&call.pub, kit_str("<?xml version=\"1.0\"?><a encoding=\"x\"/>")), "");
  assert_string_equal(tdg_declared_html(&call.pub, kit_str("<head><meta charset=utf-8>")), "utf-8");
  assert_string_equal(
      tdg_declared_html(
          &call.pub,
          kit_str(
              "<!-- <meta charset=a> --><META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=gb2312'>")),
      "gb2312");
  assert_string_equal(
      tdg_declared_html(&call.pub, kit_str("<meta name=x content='charset'><meta charset='utf-16'>")),
      "utf-8");
  assert_string_equal(tdg_declared_html(&call.pub, kit_str("<metal charset=x><p>charset=y")), "");
}
/* Overlong forms, surrogates, values above the last, cut sequences: one sign for each maximal part. */
static void invalid_sequences_become_one_sign_each(void **s) {
  static const char *const cases[][2] = {{"\xC0\x80", "RR"},
                                         {"\xE0\x80\x80", "RRR"},
                                         {"\xED\xA0\x80", "RRR"},
                                         {"\xF4\x90\x80\x80", "RRRR"},
                                         {"\xF0\x9F\x8E", "R"},
                                         {"\xE2\x82", "R"},
                                         {"\xE2\x28\xA1", "R(R"},
                                         {"\xF8\x88\x80\x80\x80", "RRRRR"},
                                         {"\x80\xBF", "RR"},
                                         {"\xF0\x9F\x8E"
                                          "a",
                                          "Ra"}};
  (void)s;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char in[64] = "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9",
         expected[128] = "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9";
    strcat(in, cases[i][0]);
    for (const char *p = cases[i][1]; *p != '\0'; p++)
      strcat(expected, *p == 'R' ? "\xEF\xBF\xBD" : (char[]){*p, 0});
    assert_int_equal(tdg_utf8_valid(in, strlen(in)), 0);
    assert_string_equal(tdg_decode(&call.pub, kit_str(in), "utf-8", "", NULL).p, expected);
  }
}
static void code_points_are_read_and_written(void **s) {
  static const uint32_t points[] = {0x24, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
  (void)s;
  for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
    char out[4];
    const size_t n = tdg_utf8_put(out, points[i]);
    const char *p = out;
    assert_int_equal(tdg_utf8_next(&p, out + n), points[i]);
    assert_ptr_equal(p, out + n);
    assert_int_equal(tdg_utf8_valid(out, n), 1);
  }
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, open_call, close_call)
  const struct CMUnitTest tests[] = {
      T(ascii_and_utf8_come_back_as_they_are),
      T(the_byte_order_mark_is_believed_first_and_dropped),
      T(utf16_without_a_mark_is_seen_by_its_zeros),
      T(the_transport_goes_before_the_declaration),
      T(valid_utf8_beats_a_legacy_label),
      T(latin1_means_windows_1252),
      T(asian_sets_are_decoded),
      T(a_few_bad_bytes_do_not_cost_the_encoding),
      T(utf8_that_is_none_is_windows_1252),
      T(nul_is_dropped),
      T(unknown_and_refused_labels_are_passed_over),
      T(a_set_nobody_named_is_detected),
      T(ukrainian_is_told_from_russian),
      T(declarations_are_found),
      T(invalid_sequences_become_one_sign_each),
      T(code_points_are_read_and_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
