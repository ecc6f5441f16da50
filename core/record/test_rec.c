/* record/test_rec.c - records built, checked in every way they can be wrong, and written as JSON, HTML and
 * text. */
#include "record/plain_text.h"
#include "record/record_json.h"

#include "util/id.h"
#include <tidings/kit/utf8.h>

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void block_put(struct arena *a, tdg_rec *r, int64_t type, const char *text, int64_t level) {
  tdg_rec *b = rec_new(a, TDG_GROUP);
  rec_put_int(b, TDG_BLOCK_TYPE, type);
  rec_put_str(b, TDG_TEXT, text);
  if (level > 0) rec_put_int(b, TDG_LEVEL, level);
  rec_put_rec(r, TDG_BLOCK, b);
}

static void span_put(struct arena *a, tdg_rec *block, const char *type, int64_t start, int64_t end,
                     const char *url) {
  tdg_rec *s = rec_new(a, TDG_GROUP);
  rec_put_str(s, TDG_TYPE, type);
  rec_put_int(s, TDG_START, start);
  rec_put_int(s, TDG_END, end);
  rec_put_str(s, TDG_URL, url);
  rec_put_rec(block, TDG_SPAN, s);
}

/* One of everything. */
static tdg_rec *sample(struct arena *a) {
  tdg_rec *r = rec_new(a, TDG_ARTICLE), *author = rec_new(a, TDG_GROUP), *b = rec_new(a, TDG_GROUP);
  rec_put_int(r, TDG_ID, (1767225600000LL << 20) + 1);
  rec_put_str(r, TDG_TITLE, "Bridge \"closed\"\n<today> \xC3\xA9");
  rec_put_str(r, TDG_TAG, "one");
  rec_put_str(r, TDG_TAG, "two");
  rec_put_int(r, TDG_PUBLISHED, 1767693600250LL);
  rec_put_real(r, TDG_SCORE, 0.5);
  rec_put(r, TDG_SIGNATURE, "\0\xFF\x10", 3);
  rec_put_int(r, TDG_STALE, 1);
  rec_put_str(author, TDG_NAME, "Ada Example");
  rec_put_rec(r, TDG_AUTHOR, author);
  rec_put(r, 60000, "kept", 4); /* private */
  rec_put_int(b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put_str(b, TDG_TEXT, "A first paragraph.");
  span_put(a, b, "em", 2, 7, NULL);
  rec_put_rec(r, TDG_BLOCK, b);
  assert_int_equal(r->error, 0);
  return r;
}

static const char *fault_of(const void *bytes, size_t n) {
  static char why[200];
  why[0] = '\0';
  return rec_check(bytes, n, REC_MAX_SIZE, why, sizeof why) == 0 ? NULL : why;
}

/* What passed the check can be walked and written. */
static void use(const void *bytes, size_t n) {
  struct arena a = {0};
  struct buf out = buf_make(1 << 20), html = buf_make(1 << 20);
  const tdg_rec *r = rec_view(&a, bytes, n);
  assert_int_equal(rec_json(&out, r, JSON_HTML), 0);
  json_t *parsed = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
  if (parsed == NULL) fail_msg("not JSON: %s", out.p);
  json_decref(parsed);
  rec_html(&html, r);
  rec_text(&html, r);
  assert_true(tdg_utf8_valid(html.p, html.n));
  buf_free(&out);
  buf_free(&html);
  arena_free(&a);
}

/* ---- checking -------------------------------------------------------------------------------------------
 */

static void a_record_cut_anywhere_is_refused_or_whole(void **state) {
  struct arena a = {0};
  (void)state;
  struct tdg_str good = rec_bytes(sample(&a));
  size_t passed = 0;
  assert_null(fault_of(good.p, good.n));
  for (size_t n = 0; n < good.n; n++) {
    char *cut = malloc(n > 0 ? n : 1); /* of exactly this size: a read behind it is seen */
    memcpy(cut, good.p, n);
    if (fault_of(cut, n) == NULL) {
      passed++;
      use(cut, n);
    }
    free(cut);
  }
  assert_int_equal(passed, 11); /* exactly between two of its eleven fields, or before the first */
  arena_free(&a);
}

static void a_record_with_any_byte_changed_is_refused_or_usable(void **state) {
  static const unsigned char flips[] = {0x01, 0x80, 0xFF, 0x7F, 0x20};
  struct arena a = {0};
  (void)state;
  struct tdg_str good = rec_bytes(sample(&a));
  unsigned char *bytes = malloc(good.n);
  for (size_t i = 0; i < good.n; i++)
    for (size_t k = 0; k < sizeof flips; k++) {
      memcpy(bytes, good.p, good.n);
      bytes[i] ^= flips[k];
      if (fault_of(bytes, good.n) == NULL) use(bytes, good.n);
    }
  free(bytes);
  arena_free(&a);
}

/* kind 4, version 1, one field. */
#define HEAD "\4\0\1\0"
#define IS_REFUSED(bytes, words) is_refused(bytes, sizeof(bytes) - 1, words)
static void is_refused(const char *bytes, size_t n, const char *words) {
  char *own = malloc(n);
  memcpy(own, bytes, n);
  const char *why = fault_of(own, n);
  if (why == NULL) fail_msg("passed; wanted: %s", words);
  else if (strstr(why, words) == NULL) fail_msg("\"%s\"; wanted: %s", why, words);
  free(own);
}

static void every_kind_of_malformed_record_is_refused_with_its_reason(void **state) {
  (void)state;
  assert_null(fault_of(HEAD, 4));
  assert_null(fault_of(HEAD "\x14\0\1\2\0\0\0hi", 14));
  IS_REFUSED("\4\0\1", "fewer bytes than a header");
  IS_REFUSED("\4\0\2\0", "version");
  IS_REFUSED("\4\0\1\1", "version");
  IS_REFUSED(HEAD "\x14\0\1\2\0\0", "cut off");
  IS_REFUSED(HEAD "\x14\0\1\2\0\0\0h", "length past the end");
  IS_REFUSED(HEAD "\x14\0\1\2\0\0\0hi", "length past the end"); /* the NUL is missing */
  IS_REFUSED(HEAD "\x14\0\1\2\0\0\0hi!", "no closing NUL");
  IS_REFUSED(HEAD "\x14\0\1\xFF\xFF\xFF\xFFhi\0", "length past the end");
  IS_REFUSED(HEAD "\x14\0\1\2\0\0\0\xC3(\0", "not UTF-8");
  IS_REFUSED(HEAD "\x14\0\1\2\0\0\0a\0\0", "a NUL byte inside a text");
  IS_REFUSED(HEAD "\0\0\1\0\0\0\0\0", "field number 0");
  IS_REFUSED(HEAD "\x14\0\0\0\0\0\0\0", "unknown type");
  IS_REFUSED(HEAD "\x14\0\x09\0\0\0\0\0", "unknown type");
  IS_REFUSED(HEAD "\x14\0\7\0\0\0\0\0", "another type than the registry");
  IS_REFUSED(HEAD "\x28\0\3\4\0\0\0\0\0\0\0", "not 8 bytes");
  IS_REFUSED(HEAD "\1\0\6\x8\0\0\0\0\0\0\0\0\0\0\0", "id that is not positive");
  IS_REFUSED(HEAD "\1\0\6\x8\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "id that is not positive");
  IS_REFUSED(HEAD "\x1C\0\x8\3\0\0\0\0\0\1\0", "fewer bytes than a header");
  IS_REFUSED(HEAD "\x1C\0\x8\4\0\0\0\0\0\2\0\0", "version");
  IS_REFUSED(HEAD "\x1C\0\x8\x8\0\0\0\0\0\1\0\x50\0\1\0\0", "cut off"); /* cut inside the nested one */
}

static tdg_rec *nested(struct arena *a, int depth) {
  tdg_rec *r = rec_new(a, TDG_GROUP);
  for (int i = 0; i < depth; i++) {
    tdg_rec *outer = rec_new(a, TDG_GROUP);
    rec_put_rec(outer, TDG_AUTHOR, r);
    r = outer;
  }
  return r;
}

static void size_depth_and_number_of_fields_have_ends(void **state) {
  struct arena a = {0};
  char why[200];
  (void)state;
  struct tdg_str deep = rec_bytes(nested(&a, REC_MAX_DEPTH));
  assert_null(fault_of(deep.p, deep.n));
  use(deep.p, deep.n);
  deep = rec_bytes(nested(&a, REC_MAX_DEPTH + 1));
  assert_non_null(strstr(fault_of(deep.p, deep.n), "more than 8 levels deep"));
  struct tdg_str good = rec_bytes(sample(&a));
  assert_int_equal(rec_check(good.p, good.n, good.n, why, sizeof why), 0);
  assert_int_equal(rec_check(good.p, good.n, good.n - 1, why, sizeof why), -1);
  assert_non_null(strstr(why, "more bytes than allowed"));
  tdg_rec *many = rec_new(&a, TDG_ARTICLE);
  for (int i = 0; i <= REC_MAX_FIELDS; i++) rec_put(many, TDG_TAG, "", 0);
  assert_int_equal(many->error, 0);
  assert_non_null(strstr(fault_of(rec_bytes(many).p, rec_bytes(many).n), "more than 400000 fields"));
  arena_free(&a);
}

/* A view is made for each nested record that is looked at: they must not pile up. */
static void writing_very_many_groups_takes_little_memory(void **state) {
  static const uint32_t groups[] = {TDG_AUTHOR,    TDG_MEDIA, TDG_CATEGORY, TDG_ALTERNATE,
                                    TDG_SIGNATORY, TDG_CITES, TDG_BLOCK};
  struct arena a = {0}, views = {.limit = 24 << 20}; /* more ends this process */
  struct buf out = buf_make(64 << 20);
  (void)state;
  tdg_rec *r = rec_new(&a, TDG_ARTICLE), *empty = rec_new(&a, TDG_GROUP);
  for (int i = 0; i < 70000; i++) rec_put_rec(r, groups[i % 7], empty);
  struct tdg_str bytes = rec_bytes(r);
  assert_null(fault_of(bytes.p, bytes.n));
  assert_int_equal(rec_json(&out, rec_view(&views, bytes.p, bytes.n), JSON_HTML), 0);
  buf_free(&out);
  arena_free(&views);
  arena_free(&a);
}

/* ---- building -------------------------------------------------------------------------------------------
 */

static void a_copy_is_apart_and_has_its_own_kind(void **state) {
  struct arena a = {0};
  (void)state;
  tdg_rec *r = sample(&a), *copy = rec_copy(&a, r, TDG_STATEMENT);
  struct tdg_str before = rec_bytes(r);
  assert_int_equal(rec_kind(copy), TDG_STATEMENT);
  assert_int_equal(rec_kind(r), TDG_ARTICLE);
  rec_put_str(copy, TDG_URL, "https://example.org/");
  assert_false(rec_has(r, TDG_URL));
  assert_true(rec_has(copy, TDG_URL));
  assert_int_equal(rec_bytes(r).n, before.n);
  assert_memory_equal(rec_bytes(r).p + 4, rec_bytes(copy).p + 4, before.n - 4);
  arena_free(&a);
}

static void fields_are_left_out_and_the_rest_stays_as_it_was(void **state) {
  static const uint32_t fields[] = {TDG_TAG, TDG_BLOCK, TDG_ID, 0}, none[] = {0};
  struct arena a = {0};
  (void)state;
  tdg_rec *r = sample(&a), *less = rec_without(&a, r, fields), *same = rec_without(&a, r, none);
  assert_int_equal(rec_bytes(same).n, rec_bytes(r).n);
  assert_memory_equal(rec_bytes(same).p, rec_bytes(r).p, rec_bytes(r).n);
  assert_null(fault_of(rec_bytes(less).p, rec_bytes(less).n));
  assert_false(rec_has(less, TDG_TAG) || rec_has(less, TDG_BLOCK) || rec_has(less, TDG_ID));
  assert_true(rec_has(less, 60000));
  assert_string_equal(rec_get(rec_get_rec(less, TDG_AUTHOR, 0), TDG_NAME, 0).p, "Ada Example");
  rec_put_str(less, TDG_TAG, "again"); /* and it can go on growing */
  assert_null(fault_of(rec_bytes(less).p, rec_bytes(less).n));
  arena_free(&a);
}

static void a_text_is_found_among_the_values_of_its_field(void **state) {
  struct arena a = {0};
  tdg_rec *r = rec_new(&a, TDG_GROUP);
  (void)state;
  rec_put_str(r, TDG_FLAG, "paywall");
  rec_put_str(r, TDG_TAG, "weather");
  rec_put_str(r, TDG_FLAG, "truncated");
  assert_true(rec_has_text(r, TDG_FLAG, "paywall"));
  assert_true(rec_has_text(r, TDG_FLAG, "truncated"));
  assert_false(rec_has_text(r, TDG_FLAG, "trunc"));
  assert_false(rec_has_text(r, TDG_FLAG, "weather"));
  assert_false(rec_has_text(r, TDG_TITLE, "weather"));
  assert_false(rec_has_text(NULL, TDG_FLAG, "paywall"));
  arena_free(&a);
}

static void what_does_not_fit_is_remembered(void **state) {
  struct arena a = {0};
  (void)state;
  tdg_rec *wrong = rec_new(&a, TDG_ARTICLE), *full = rec_new(&a, TDG_ARTICLE),
          *outer = rec_new(&a, TDG_ARTICLE);
  rec_put_int(wrong, TDG_TITLE, 5);
  assert_int_equal(wrong->error, TDG_INTERNAL);
  full->max = 100;
  rec_put(full, TDG_TITLE,
          "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", 90);
  assert_int_equal(full->error, TDG_DENIED);
  assert_int_equal(rec_bytes(full).n, REC_HEADER);
  rec_put_rec(outer, TDG_AUTHOR, full);
  assert_int_equal(outer->error, TDG_DENIED);
  arena_free(&a);
}

/* ---- JSON -----------------------------------------------------------------------------------------------
 */

static void json_is(const tdg_rec *r, unsigned flags, const char *wanted) {
  struct buf out = buf_make(1 << 20);
  assert_int_equal(rec_json(&out, r, flags), 0);
  assert_string_equal(out.p, wanted);
  buf_free(&out);
}

static void every_type_has_its_form_in_json(void **state) {
  struct arena a = {0};
  char id[ID_LETTERS + 1], wanted[1000];
  (void)state;
  id_text((1767225600000LL << 20) + 1, id);
  snprintf(wanted, sizeof wanted,
           "{\"kind\":\"article\",\"id\":\"%s\",\"title\":\"Bridge \\\"closed\\\"\\n<today> "
           "\xC3\xA9\",\"tags\":[\"one\",\"two\"],"
           "\"published\":\"2026-01-06T10:00:00.250Z\",\"score\":0.5,\"signature\":\"00ff10\",\"stale\":true,"
           "\"authors\":[{\"name\":\"Ada "
           "Example\"}],\"x_60000\":[\"kept\"],\"blocks\":[{\"type\":\"paragraph\",\"text\":\"A first "
           "paragraph.\","
           "\"spans\":[{\"type\":\"em\",\"start\":2,\"end\":7}]}],\"updated\":null,\"text\":\"A first "
           "paragraph.\"}",
           id);
  json_is(sample(&a), 0, wanted);
  tdg_rec *feed = rec_new(&a, TDG_FEED), *note = rec_new(&a, TDG_NOTE);
  json_is(feed, 0, "{\"kind\":\"feed\",\"updated\":null}");
  rec_put(note, TDG_SIGNATURE, "x", 1);
  rec_put_real(note, TDG_SCORE, 1.0 / 0.0);
  json_is(note, JSON_NO_BYTES, "{\"kind\":\"note\",\"score\":null}");
  arena_free(&a);
}

static void no_name_is_written_twice(void **state) {
  struct arena a = {0};
  (void)state;
  tdg_rec *r = rec_new(&a, TDG_ARTICLE), *b = rec_new(&a, TDG_GROUP);
  rec_put_str(r, TDG_TEXT, "foreign");
  rec_put_str(r, TDG_CONFLICT_KIND, "foreign");
  rec_put_str(r, TDG_SOURCE_ID, "foreign");
  rec_put_int(r, TDG_ID, 1);
  rec_put_int(r, TDG_ID, 2);
  rec_put_str(b, TDG_TYPE, "audio/mpeg");
  rec_put_int(b, TDG_BLOCK_TYPE, TDG_AUDIO);
  rec_put_rec(r, TDG_BLOCK, b);
  json_is(r, 0,
          "{\"kind\":\"article\",\"id\":\"0000000000001\",\"blocks\":[{\"type\":\"audio\"}],"
          "\"published\":null,\"updated\":null,\"text\":\"\"}");
  arena_free(&a);
}

static void controls_and_quotes_are_escaped_in_json(void **state) {
  struct buf out = buf_make(1000);
  static const char text[] =
      "\x01\x1F\x7F\t\r\n\\\"/\xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xAE\xE2\x81\xA6\xE2\x82\xAC";
  (void)state;
  json_quote(&out, text, sizeof text - 1);
  assert_string_equal(
      out.p, "\"\\u0001\\u001f\\u007f\\t\\r\\n\\\\\\\"/\\u0085\xC2\xA0\\u2028\\u202e\\u2066\xE2\x82\xAC\"");
  buf_free(&out);
}

static void what_is_no_utf_8_is_json_all_the_same(void **state) {
  struct buf out = buf_make(1000);
  static const char text[] = "\xE2\x82\xAC\x9B\xE2\x82 \xC3\xA9\0\xE2\x80\xAA\xFF";
  (void)state;
  json_quote(&out, text, sizeof text - 1);
  assert_string_equal(out.p, "\"\xE2\x82\xAC\\ufffd\\ufffd \xC3\xA9\\u0000\\u202a\\ufffd\"");
  buf_free(&out);
}

static void times_are_rfc_3339_or_null(void **state) {
  static const struct {
    int64_t ms;
    const char *text;
  } all[] = {{0, "\"1970-01-01T00:00:00Z\""},
             {-1, "\"1969-12-31T23:59:59.999Z\""},
             {951782400000, "\"2000-02-29T00:00:00Z\""},
             {-30641760000000, "\"0999-01-01T00:00:00Z\""},
             {253402300799999, "\"9999-12-31T23:59:59.999Z\""},
             {253402300800000, "null"},
             {-62167219200001, "null"},
             {INT64_MAX, "null"},
             {INT64_MIN, "null"}};
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    struct buf out = buf_make(100);
    json_quote_time(&out, all[i].ms);
    assert_string_equal(out.p, all[i].text);
    buf_free(&out);
  }
}

static void a_time_keeps_its_zone_and_hostile_ones_do_no_harm(void **state) {
  static const int64_t times[] = {1767693600000, INT64_MAX, INT64_MIN, 253402300799999};
  static const char *const wanted[] = {"\"2026-01-06T11:30:00+01:30\"", "null", "null",
                                       "\"9999-12-31T23:59:59.999Z\""};
  (void)state;
  for (int i = 0; i < 4; i++) {
    struct arena a = {0};
    struct buf out = buf_make(1000);
    tdg_rec *r = rec_new(&a, TDG_NOTE), *origin = rec_new(&a, TDG_GROUP);
    rec_put_str(origin, TDG_FIELD_NAME, "published");
    rec_put_int(origin, TDG_ZONE, 90);
    rec_put_int(r, TDG_PUBLISHED, times[i]);
    rec_put_rec(r, TDG_ORIGIN, origin);
    assert_int_equal(rec_json(&out, r, 0), 0);
    assert_non_null(strstr(out.p, wanted[i]));
    buf_free(&out);
    arena_free(&a);
  }
}

static void a_time_without_a_zone_is_printed_without_one(void **state) {
  static const struct {
    const char *field;
    int local;
    const char *wanted;
  } rows[] = {{"published", 1, "\"published\":\"2026-01-06T10:00:00\","},
              {"published", 0, "\"published\":\"2026-01-06T10:00:00Z\","},
              {"updated", 1, "\"published\":\"2026-01-06T10:00:00Z\","}};
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    struct arena a = {0};
    struct buf out = buf_make(1000);
    tdg_rec *r = rec_new(&a, TDG_ARTICLE), *origin = rec_new(&a, TDG_GROUP);
    rec_put_str(origin, TDG_FIELD_NAME, rows[i].field);
    rec_put_int(origin, TDG_LOCAL, rows[i].local);
    rec_put_int(r, TDG_PUBLISHED, 1767693600000);
    rec_put_rec(r, TDG_ORIGIN, origin);
    assert_int_equal(rec_json(&out, r, 0), 0);
    if (strstr(out.p, rows[i].wanted) == NULL) fail_msg("%s", out.p);
    buf_free(&out);
    arena_free(&a);
  }
}

static void a_full_buffer_is_an_error(void **state) {
  struct arena a = {0};
  (void)state;
  const tdg_rec *r = sample(&a);
  for (size_t max = 0; max < 400; max += 7) {
    struct buf out = buf_make(max);
    assert_int_equal(rec_json(&out, r, JSON_HTML), -1);
    assert_true(out.n <= max);
    buf_free(&out);
  }
  arena_free(&a);
}

/* ---- HTML and text --------------------------------------------------------------------------------------
 */

static void html_is(const tdg_rec *r, const char *wanted) {
  struct buf out = buf_make(1 << 20);
  rec_html(&out, r);
  assert_string_equal(out.p, wanted);
  buf_free(&out);
}

static void markup_in_text_stays_text(void **state) {
  struct arena a = {0};
  (void)state;
  tdg_rec *r = rec_new(&a, TDG_ARTICLE);
  block_put(&a, r, TDG_PARAGRAPH, "<script>alert('1')</script> & \"more\"", 0);
  block_put(&a, r, TDG_CODE, "a < b\n  c", 0);
  block_put(&a, r, TDG_HEADING, "Next", 9);
  block_put(&a, r, TDG_PARAGRAPH, "one\ntwo", 0);
  html_is(
      r,
      "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;more&quot;</p><pre>a &lt; b\n  c</pre>"
      "<h6>Next</h6><p>one<br>two</p>");
  arena_free(&a);
}

static void overlapping_spans_nest(void **state) {
  struct arena a = {0};
  (void)state;
  tdg_rec *r = rec_new(&a, TDG_ARTICLE), *b = rec_new(&a, TDG_GROUP);
  rec_put_str(b, TDG_TEXT, "abcdefghij");
  span_put(&a, b, "em", 1, 5, NULL);
  span_put(&a, b, "strong", 3, 8, NULL); /* cut at 5 */
  span_put(&a, b, "link", 8, 10, "https://example.org/?a=1&b=2");
  span_put(&a, b, "blink", 0, 10, NULL); /* none of ours */
  span_put(&a, b, "em", 5, 100, NULL);   /* past the end */
  span_put(&a, b, "em", -1, 3, NULL);
  span_put(&a, b, "code", 9, 6, NULL);
  rec_put_rec(r, TDG_BLOCK, b);
  html_is(r, "<p>a<em>bc<strong>de</strong></em>fgh<a href=\"https://example.org/?a=1&amp;b=2\">ij</a></p>");
  arena_free(&a);
}

static void a_span_does_not_cut_a_character(void **state) {
  struct arena a = {0};
  (void)state;
  for (int64_t from = 0; from <= 8; from++)
    for (int64_t to = from; to <= 8; to++) {
      struct buf out = buf_make(1000);
      tdg_rec *r = rec_new(&a, TDG_ARTICLE), *b = rec_new(&a, TDG_GROUP);
      rec_put_str(b, TDG_TEXT, "x\xE2\x82\xAC\xF0\x9F\x98\x80");
      span_put(&a, b, "em", from, to, NULL);
      rec_put_rec(r, TDG_BLOCK, b);
      rec_html(&out, r);
      assert_true(tdg_utf8_valid(out.p, out.n));
      buf_free(&out);
    }
  arena_free(&a);
}

static void no_address_runs_a_script(void **state) {
  static const char *const bad[] = {"javascript:alert(1)",  "JaVaScRiPt:alert(1)",
                                    " javascript:alert(1)", "java\tscript:alert(1)",
                                    "\x01javascript:x",     "data:text/html,<script>",
                                    "vbscript:x",           "https://x.example/\" onclick=\"x"};
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    struct arena a = {0};
    struct buf out = buf_make(10000);
    tdg_rec *r = rec_new(&a, TDG_ARTICLE), *b = rec_new(&a, TDG_GROUP);
    rec_put_str(b, TDG_TEXT, "text");
    span_put(&a, b, "link", 0, 4, bad[i]);
    rec_put_rec(r, TDG_BLOCK, b);
    for (int64_t type = TDG_IMAGE; type <= TDG_VIDEO; type++) {
      b = rec_new(&a, TDG_GROUP);
      rec_put_int(b, TDG_BLOCK_TYPE, type);
      rec_put_str(b, TDG_URL, bad[i]);
      rec_put_str(b, TDG_CANONICAL, bad[i]);
      rec_put_str(b, TDG_ALT, bad[i]);
      rec_put_rec(r, TDG_BLOCK, b);
    }
    rec_html(&out, r);
    if (strstr(out.p, "href=\"https") == NULL && strstr(out.p, "href") != NULL) fail_msg("%s", out.p);
    assert_null(strstr(out.p, "src=\"j"));
    assert_null(strstr(out.p, "src=\"data"));
    assert_null(strstr(out.p, "\" onclick"));
    assert_null(strstr(out.p, "<script"));
    buf_free(&out);
    arena_free(&a);
  }
}

/* Every element that was opened is closed, in order. */
static void is_balanced(const char *html) {
  const char *open[200];
  size_t depth = 0;
  for (const char *p = strchr(html, '<'); p != NULL; p = strchr(p + 1, '<')) {
    size_t n = strcspn(p + 1, " >");
    if (p[1] == '/') {
      assert_true(depth > 0);
      depth--;
      assert_memory_equal(open[depth], p + 2, n - 1);
    } else if (strncmp(p, "<br", 3) != 0 && strncmp(p, "<hr", 3) != 0 && strncmp(p, "<img", 4) != 0) {
      assert_true(depth < 200);
      open[depth++] = p + 1;
    }
  }
  assert_int_equal(depth, 0);
}

static void lists_and_quotations_nest_whatever_their_levels(void **state) {
  struct arena a = {0};
  unsigned seed = 7;
  (void)state;
  tdg_rec *r = rec_new(&a, TDG_ARTICLE);
  block_put(&a, r, TDG_ITEM, "one", 1);
  block_put(&a, r, TDG_ITEM, "deeper", 2);
  block_put(&a, r, TDG_ITEM, "two", 1);
  block_put(&a, r, TDG_QUOTE, "said", 2);
  html_is(r, "<ul><li>one<ul><li>deeper</li></ul></li><li>two</li></ul><blockquote><blockquote><p>said</p></"
             "blockquote></blockquote>");
  for (int round = 0; round < 200; round++) {
    struct buf out = buf_make(1 << 20);
    r = rec_new(&a, TDG_ARTICLE);
    for (int i = 0; i < 12; i++) {
      tdg_rec *b = rec_new(&a, TDG_GROUP);
      seed = seed * 1103515245 + 12345;
      rec_put_int(b, TDG_BLOCK_TYPE, (seed >> 16) % 16);
      rec_put_int(b, TDG_LEVEL, (int64_t)((seed >> 20) % 40) - 5);
      rec_put_int(b, TDG_ORDERED, (seed >> 27) & 1);
      rec_put_str(b, TDG_TEXT, "words to read");
      span_put(&a, b, "em", (seed >> 8) % 10, (seed >> 12) % 14, NULL);
      span_put(&a, b, "strong", (seed >> 10) % 10, (seed >> 14) % 14, NULL);
      rec_put_rec(r, TDG_BLOCK, b);
    }
    rec_html(&out, r);
    is_balanced(out.p);
    buf_free(&out);
  }
  arena_free(&a);
}

static void text_is_what_a_reader_reads(void **state) {
  struct arena a = {0};
  struct buf out = buf_make(1000), small = buf_make(8);
  (void)state;
  tdg_rec *r = rec_new(&a, TDG_ARTICLE);
  block_put(&a, r, TDG_HEADING, "Head", 1);
  block_put(&a, r, TDG_IMAGE, "not read", 0);
  block_put(&a, r, TDG_PARAGRAPH, "", 0);
  block_put(&a, r, TDG_PARAGRAPH, "A & <b>", 0);
  block_put(&a, r, TDG_RULE, NULL, 0);
  block_put(&a, r, TDG_CAPTION_TEXT, "nor this", 0);
  block_put(&a, r, TDG_ITEM, "item", 1);
  rec_text(&out, r);
  assert_string_equal(out.p, "Head\n\nA & <b>\n\nitem");
  rec_text(&small, r);
  assert_int_equal(small.full, 1);
  buf_free(&small);
  buf_free(&out);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_record_cut_anywhere_is_refused_or_whole),
      cmocka_unit_test(a_record_with_any_byte_changed_is_refused_or_usable),
      cmocka_unit_test(every_kind_of_malformed_record_is_refused_with_its_reason),
      cmocka_unit_test(size_depth_and_number_of_fields_have_ends),
      cmocka_unit_test(writing_very_many_groups_takes_little_memory),
      cmocka_unit_test(a_copy_is_apart_and_has_its_own_kind),
      cmocka_unit_test(fields_are_left_out_and_the_rest_stays_as_it_was),
      cmocka_unit_test(a_text_is_found_among_the_values_of_its_field),
      cmocka_unit_test(what_does_not_fit_is_remembered),
      cmocka_unit_test(every_type_has_its_form_in_json),
      cmocka_unit_test(no_name_is_written_twice),
      cmocka_unit_test(controls_and_quotes_are_escaped_in_json),
      cmocka_unit_test(what_is_no_utf_8_is_json_all_the_same),
      cmocka_unit_test(times_are_rfc_3339_or_null),
      cmocka_unit_test(a_time_keeps_its_zone_and_hostile_ones_do_no_harm),
      cmocka_unit_test(a_time_without_a_zone_is_printed_without_one),
      cmocka_unit_test(a_full_buffer_is_an_error),
      cmocka_unit_test(markup_in_text_stays_text),
      cmocka_unit_test(overlapping_spans_nest),
      cmocka_unit_test(a_span_does_not_cut_a_character),
      cmocka_unit_test(no_address_runs_a_script),
      cmocka_unit_test(lists_and_quotations_nest_whatever_their_levels),
      cmocka_unit_test(text_is_what_a_reader_reads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
