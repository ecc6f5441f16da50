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
static void what_was_encoded_twice_is_decoded_twice(void **s) {
  (void)s;
#define TWICE "Let\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s caf\xC3\x83\xC2\xA9 "       /* by windows-1252 */
#define LATIN "Let\xC3\xA2\xC2\x80\xC2\x99s \xC3\x83\xC2\xA9t\xC3\x83\xC2\xA9 " /* by iso-8859-1 */
#define ONCE "Let\xE2\x80\x99s caf\xC3\xA9 "
#define LATIN_ONCE "Let\xE2\x80\x99s \xC3\xA9t\xC3\xA9 "
  decodes(TWICE TWICE TWICE TWICE, "utf-8", "", ONCE ONCE ONCE ONCE, "UTF-8", TDG_CHARSET_TRANSPORT);
  decodes(LATIN LATIN LATIN, "", "", LATIN_ONCE LATIN_ONCE LATIN_ONCE, "UTF-8", TDG_CHARSET_VALID);
  /* one honest letter, too few sequences, and one that ends too early: as they are */
#define KEPT(text) decodes(text, "", "", text, "UTF-8", TDG_CHARSET_VALID)
  KEPT(TWICE TWICE TWICE TWICE "\xC3\xA9");
  KEPT(TWICE);
  KEPT(TWICE TWICE TWICE TWICE "\xC3\xA2\xE2\x82\xAC");
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
static void undeclared_korean_and_japanese_are_told_from_thai(void **s) {
  static const struct {
    const char *bytes, *text, *name;
  } v[] = {
      {"\xC7\xD7\xB1\xB8\xBF\xA1 \xBB\xF5\xB7\xCE\xBF\xEE \xB9\xE8\xB0\xA1 \xB5\xE9\xBE\xEE\xBF\xD4\xB4\xD9",
       "항구에 새로운 배가 들어왔다", "EUC-KR"},
      {"\xBF\xC0\xB4\xC3 \xBC\xAD\xBF\xEF\xC0\xC7 \xB3\xAF\xBE\xBE\xB4\xC2 \xB8\xBC\xB0\xED "
       "\xB5\xFB\xB6\xE6\xC7\xCF\xB4\xD9",
       "오늘 서울의 날씨는 맑고 따뜻하다", "EUC-KR"},
      {"\xC1\xA4\xBA\xCE\xB4\xC2 \xB3\xBB\xB3\xE2 \xBF\xB9\xBB\xEA\xC0\xBB \xB9\xDF\xC7\xA5\xC7\xDF\xB4\xD9, "
       "\xBE\xDF\xB4\xE7\xC0\xBA \xB9\xDD\xB4\xEB\xC7\xDF\xB4\xD9",
       "정부는 내년 예산을 발표했다, 야당은 반대했다", "EUC-KR"},
      {"\xC7\xD1\xB1\xB9\xC0\xBA\xC7\xE0 \xB1\xE2\xC1\xD8\xB1\xDD\xB8\xAE \xB5\xBF\xB0\xE1",
       "한국은행 기준금리 동결", "EUC-KR"},
      {"\xC3\xE0\xB1\xB8 \xB4\xEB\xC7\xA5\xC6\xC0 2 \xB4\xEB 1 \xBD\xC2\xB8\xAE", "축구 대표팀 2 대 1 승리",
       "EUC-KR"},
      {"\xBA\xCE\xBB\xEA \xBE\xD5\xB9\xD9\xB4\xD9\xBF\xA1\xBC\xAD \xBE\xEE\xBC\xB1 \xC0\xFC\xBA\xB9, "
       "\xBC\xB1\xBF\xF8 5\xB8\xED \xB1\xB8\xC1\xB6",
       "부산 앞바다에서 어선 전복, 선원 5명 구조", "EUC-KR"},
      {"\xC7\xD0\xB1\xB3 \xB1\xDE\xBD\xC4 \xBD\xC4\xC1\xDF\xB5\xB6 \xC0\xC7\xBD\xC9 \xC8\xAF\xC0\xDA "
       "\xB4\xC3\xBE\xEE",
       "학교 급식 식중독 의심 환자 늘어", "EUC-KR"},
      {"\xBB\xF5 \xB4\xEB\xC5\xEB\xB7\xC9 \xC3\xEB\xC0\xD3\xBD\xC4 \xBF\xC0\xB4\xC2 \xBA\xBD "
       "\xBF\xAD\xB8\xB0\xB4\xD9",
       "새 대통령 취임식 오는 봄 열린다", "EUC-KR"},
      {"\xB0\xE6\xC2\xFB, \xC0\xBA\xC7\xE0 \xB0\xAD\xB5\xB5 \xBF\xEB\xC0\xC7\xC0\xDA \xC3\xBC\xC6\xF7",
       "경찰, 은행 강도 용의자 체포", "EUC-KR"},
      {"\xC0\xFC\xB1\xB9 \xB4\xEB\xC3\xBC\xB7\xCE \xC8\xE5\xB8\xAE\xB0\xED \xBA\xF1", "전국 대체로 흐리고 비",
       "EUC-KR"},
      {"\xC7\xD1\xB9\xB9\xD5\xE9\xB7\xE8\xD2\xE0\xC3\xD7\xCD\xBB\xD4\xB4\xB7\xD3\xA1\xD2\xC3\xE0\xBE\xC3\xD2"
       "\xD0\xBE\xD2\xC2\xD8\xE1\xC5\xD0\xA4\xC5\xD7\xE8\xB9\xC5\xC1\xE1\xC3\xA7 "
       "\xE0\xC3\xD7\xCD\xB7\xD8\xA1\xC5\xD3\xA8\xCD\xB4\xCD\xC2\xD9\xE8\xE3\xB9\xB7\xE8\xD2",
       "วันนี้ท่าเรือปิดทำการเพราะพายุและคลื่นลมแรง เรือทุกลำจอดอยู่ในท่า", "windows-874"},
      {"\xB9\xD2\xC2\xA1\xC3\xD1\xB0\xC1\xB9\xB5\xC3\xD5\xE1\xB6\xC5\xA7\xA2\xE8\xD2\xC7\xE0\xC3\xD7\xE8\xCD"
       "\xA7\xA7\xBA\xBB\xC3\xD0\xC1\xD2\xB3\xBB\xD5\xCB\xB9\xE9\xD2\xE1\xA1\xE8\xCA\xD7\xE8\xCD\xC1\xC7\xC5"
       "\xAA\xB9\xE3\xB9\xA1\xC3\xD8\xA7\xE0\xB7\xBE\xC1\xCB\xD2\xB9\xA4\xC3",
       "นายกรัฐมนตรีแถลงข่าวเรื่องงบประมาณปีหน้าแก่สื่อมวลชนในกรุงเทพมหานคร", "windows-874"},
      {"\xBA\xA3\xC4\xAB\xA1\xA2\xB9\xC1\xA4\xCF\xCA\xC4\xBA\xBF\xA4\xB5\xA4\xEC\xA4\xBF\xA1\xA3\xB5\xF9\xBB"
       "\xD5\xA4\xBF\xA4\xC1\xA4\xCF\xC2\xD4\xA4\xC3\xA4\xC6\xA4\xA4\xA4\xEB\xA1\xA3",
       "今朝、港は閉鎖された。漁師たちは待っている。", "EUC-JP"},
  };
  (void)s;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
    decodes(v[i].bytes, "", "", v[i].text, v[i].name, TDG_CHARSET_DETECTED);
  /* Chinese, Japanese, Russian and French are not Korean. */
  static const char *const others[] = {
      ("\xBD\xF1\xCC\xEC\xD4\xE7\xC9\xCF\xB8\xDB\xBF\xDA\xB9\xD8\xB1\xD5\xA3\xAC\xB4\xAC\xD6\xBB\xCD\xA3\xD4"
       "\xDA\xB0\xB6\xB1\xDF\xA3\xAC\xD3\xE6\xC3\xF1\xCB\xB5\xCB\xFB\xC3\xC7\xB2\xBB\xD6\xAA\xB5\xC0\xCA\xB2"
       "\xC3\xB4\xCA\xB1\xBA\xF2\xC4\xDC\xD4\xD9\xB3\xF6\xBA\xA3\xA1\xA3"),
      ("\xBA\xA3\xC4\xAB\xA1\xA2\xB9\xC1\xA4\xCF\xCA\xC4\xBA\xBF\xA4\xB5\xA4\xEC\xA1\xA2\xC1\xA5\xA4\xCF\xB4"
       "\xDF\xA4\xCB\xC4\xE4\xC7\xF1\xA4\xB7\xA4\xC6\xA4\xA4\xA4\xEB\xA1\xA3\xB5\xF9\xBB\xD5\xA4\xBF\xA4\xC1"
       "\xA4\xCF\xA4\xA4\xA4\xC4\xBD\xD0\xA4\xE9\xA4\xEC\xA4\xEB\xA4\xAB\xCA\xAC\xA4\xAB\xA4\xE9\xA4\xCA\xA4"
       "\xA4\xA1\xA3"),
      ("\xD1\xE5\xE3\xEE\xE4\xED\xFF \xF3\xF2\xF0\xEE\xEC \xEF\xEE\xF0\xF2 \xE7\xE0\xEA\xF0\xFB\xF2, "
       "\xEA\xEE\xF0\xE0\xE1\xEB\xE8 \xF1\xF2\xEE\xFF\xF2 \xF3 \xE1\xE5\xF0\xE5\xE3\xE0"),
      ("\xF3\xE5\xE7\xEF\xE4\xEE\xF1 \xF5\xF4\xF2\xEF\xED \xF0\xEF\xF2\xF4 \xFA\xE1\xEB\xF2\xF9\xF4"),
      ("D\xE9j\xE0 pr\xE9vu \xE0 l'\xE9t\xE9, o\xF9 \xE9tait-il"),
      ("\xD3\xDE\xEC\xE5\xF1\xE1 \xF4\xEF \xEB\xE9\xEC\xDC\xED\xE9 \xE5\xDF\xED\xE1\xE9 "
       "\xEA\xEB\xE5\xE9\xF3\xF4\xFC"),
      ("\xA4\xB5\xA4\xD1\xA6\xAD\xA4W\xB4\xE4\xA4"
       "f\xC3\xF6\xB3\xAC\xA1"
       "A\xB2\xEE\xB0\xA6\xB0\xB1\xA6"
       "b\xA9\xA4\xC3\xE4"),
  };
  struct tdg_charset_info info;
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    tdg_decode(&call.pub, kit_str(others[i]), "", "", &info);
    assert_string_not_equal(info.name, "EUC-KR");
  }
}
static void labels_that_no_registry_has_are_understood(void **s) {
  static const struct {
    const char *label, *name;
  } v[] = {{"cp-1251", "windows-1251"},
           {"CP 1251", "windows-1251"},
           {"win-1251", "windows-1251"},
           {"win1250", "windows-1250"},
           {"windows1256", "windows-1256"},
           {"Windows_1252", "windows-1252"},
           {"ms-1253", "windows-1253"},
           {"x-windows-1257", "windows-1257"},
           {"ansi-1254", "windows-1254"},
           {"ISO 8859-2", "ISO-8859-2"},
           {"iso_8859_5", "ISO-8859-5"},
           {"8859-7", ""},
           {"utf_8", "UTF-8"},
           {"UTF 8", "UTF-8"},
           {"utf-8;", "UTF-8"},
           {"utf8mb4", "UTF-8"},
           {"shift-jis", "Shift_JIS"},
           {"EUC_KR", "EUC-KR"},
           {"euckr", "EUC-KR"},
           {"cp949", "EUC-KR"},
           {"gb-2312", "GBK"},
           {"cp936", "GBK"},
           {"big-5", "Big5"},
           {"cp-950", "Big5"},
           {"koi8_u", "KOI8-U"},
           {"koi8r", "KOI8-R"},
           {"ibm-866", "IBM866"},
           {"cp65001", "UTF-8"},
           {"cp-9999", ""},
           {"-", ""},
           {"hz", ""}};
  int wrong = 0;
  (void)s;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    const struct charset *found = charset_find(v[i].label, strlen(v[i].label));
    const char *name = found != NULL ? found->name : "";
    if (strcmp(name, v[i].name) == 0) continue;
    print_error("%s: expected \"%s\", got \"%s\"\n", v[i].label, v[i].name, name);
    wrong++;
  }
  assert_int_equal(wrong, 0);
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
      T(undeclared_korean_and_japanese_are_told_from_thai),
      T(labels_that_no_registry_has_are_understood),
      T(ascii_and_utf8_come_back_as_they_are),
      T(the_byte_order_mark_is_believed_first_and_dropped),
      T(utf16_without_a_mark_is_seen_by_its_zeros),
      T(the_transport_goes_before_the_declaration),
      T(valid_utf8_beats_a_legacy_label),
      T(latin1_means_windows_1252),
      T(asian_sets_are_decoded),
      T(a_few_bad_bytes_do_not_cost_the_encoding),
      T(utf8_that_is_none_is_windows_1252),
      T(what_was_encoded_twice_is_decoded_twice),
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
