/* worker/test_decode.c - content encodings: undone, cut, broken, and bombs. */
#include "worker/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

enum { GZIP = 31, ZLIB = 15, RAW = -15 };
static const struct frame_limits limits = FRAME_LIMITS_DEFAULT;

static struct arena memory;

static struct tdg_str pack(int window, const void *p, size_t n) {
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  size_t max = deflateBound(&z, n) + 64;
  unsigned char *out = arena_alloc(&memory, max);
  z.next_in = (Bytef *)(uintptr_t)p;
  z.avail_in = (uInt)n;
  z.next_out = out;
  z.avail_out = (uInt)max;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  deflateEnd(&z);
  return (struct tdg_str){(char *)out, z.total_out};
}

static char why[300];

static int decode(const char *encoding, struct tdg_str body, int head, struct tdg_str *got) {
  const tdg_rec *out;
  tdg_rec *doc = rec_new(&memory, TDG_DOC);
  rec_put_str(doc, TDG_URL, "https://example.org/");
  rec_put_str(doc, TDG_ENCODING, encoding);
  rec_put(doc, TDG_BODY, body.p, body.n);
  int status = decode_document(&memory, doc, &limits, head, &out, why, sizeof why);
  *got = rec_get(out, TDG_BODY, 0);
  if (status == TDG_OK) assert_string_equal(rec_get(out, TDG_URL, 0).p, "https://example.org/");
  return status;
}

static struct tdg_str text(size_t n) {
  char *p = arena_alloc(&memory, n + 1);
  for (size_t i = 0; i < n; i++) p[i] = (char)('a' + i * i % 23);
  p[n] = '\0';
  return (struct tdg_str){p, n};
}

static void each_encoding_is_undone(void **state) {
  struct tdg_str plain = text(300000), got;
  struct tdg_str gz = pack(GZIP, plain.p, plain.n), z = pack(ZLIB, plain.p, plain.n),
                 raw = pack(RAW, plain.p, plain.n);
  (void)state;
  const struct {
    const char *name;
    struct tdg_str body;
  } all[] = {{"gzip", gz},
             {"x-gzip", gz},
             {"GZIP", gz},
             {"deflate", z},
             {"deflate", raw},
             {"identity, gzip", gz},
             {"gzip,gzip", pack(GZIP, gz.p, gz.n)},
             {"deflate , gzip", pack(GZIP, z.p, z.n)}};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    assert_int_equal(decode(all[i].name, all[i].body, 0, &got), TDG_OK);
    assert_int_equal(got.n, plain.n);
    assert_memory_equal(got.p, plain.p, plain.n);
  }
}

static void a_body_without_encoding_is_left_alone(void **state) {
  struct tdg_str got, plain = text(100);
  (void)state;
  assert_int_equal(decode("", plain, 0, &got), TDG_OK);
  assert_int_equal(got.n, 100);
  assert_int_equal(decode("identity", plain, 0, &got), TDG_OK);
  assert_int_equal(got.n, 100);
  assert_int_equal(decode("gzip", plain, 0, &got), TDG_OK); /* servers lie */
  assert_memory_equal(got.p, plain.p, 100);
}

static void members_one_after_the_other_are_one_body(void **state) {
  struct tdg_str one = pack(GZIP, "hello ", 6), two = pack(GZIP, "world", 5), got;
  char *both = arena_alloc(&memory, one.n + two.n + 3);
  (void)state;
  memcpy(both, one.p, one.n);
  memcpy(both + one.n, two.p, two.n);
  memcpy(both + one.n + two.n, "\0\0", 3); /* padding behind is no member */
  assert_int_equal(decode("gzip", (struct tdg_str){both, one.n + two.n + 3}, 0, &got), TDG_OK);
  assert_string_equal(got.p, "hello world");
}

static void a_body_cut_anywhere_is_incomplete(void **state) {
  struct tdg_str plain = text(5000), gz = pack(GZIP, plain.p, plain.n), got;
  (void)state;
  for (size_t n = 2; n < gz.n; n++) {
    assert_int_equal(decode("gzip", (struct tdg_str){gz.p, n}, 0, &got), TDG_BAD_INPUT);
    assert_non_null(strstr(why, "incomplete gzip"));
  }
}

static void a_changed_body_is_never_taken_for_the_right_one(void **state) {
  struct tdg_str plain = text(2000), gz = pack(GZIP, plain.p, plain.n), got;
  char *bad = arena_alloc(&memory, gz.n);
  (void)state;
  for (size_t at = 10; at < gz.n; at++) {
    memcpy(bad, gz.p, gz.n);
    bad[at] = (char)(bad[at] ^ 0x55);
    int status = decode("gzip", (struct tdg_str){bad, gz.n}, 0, &got);
    if (status == TDG_OK) fail_msg("byte %zu", at);
  }
}

static void a_bomb_is_stopped(void **state) {
  enum { N = 40 << 20 };
  char *zeros = calloc(1, N);
  struct tdg_str bomb = pack(GZIP, zeros, N), twice = pack(GZIP, bomb.p, bomb.n), got;
  (void)state;
  free(zeros);
  size_t before = memory.used;
  assert_int_equal(decode("gzip", bomb, 0, &got), TDG_DENIED);
  assert_non_null(strstr(why, "more than a document may unpack to"));
  assert_true(memory.used - before < 16 << 20); /* 41 KB packed: 100 times that, doubling on the way */
  assert_int_equal(decode("gzip,gzip", twice, 0, &got), TDG_DENIED);
}

static void a_small_page_may_pack_better_than_the_ratio(void **state) {
  enum { N = 900000 };
  char *zeros = calloc(1, N);
  struct tdg_str page = pack(GZIP, zeros, N), got;
  (void)state;
  free(zeros);
  assert_true(page.n * 100 < N);
  assert_int_equal(decode("gzip", page, 0, &got), TDG_OK);
  assert_int_equal(got.n, N);
}

static void a_probe_needs_only_the_beginning(void **state) {
  struct tdg_str plain = text(300000), gz = pack(GZIP, plain.p, plain.n), got;
  (void)state;
  assert_int_equal(decode("gzip", (struct tdg_str){gz.p, gz.n / 2}, 1, &got), TDG_OK);
  assert_true(got.n >= DECODE_HEAD && got.n <= DECODE_HEAD + 1);
  assert_memory_equal(got.p, plain.p, DECODE_HEAD);
}

static void unknown_and_stacked_encodings_are_refused(void **state) {
  struct tdg_str got;
  (void)state;
  assert_int_equal(decode("br", text(10), 0, &got), TDG_DENIED);
  assert_non_null(strstr(why, "\"br\""));
  assert_int_equal(decode("gzip, gzip, gzip", text(10), 0, &got), TDG_DENIED);
}

static int clear(void **state) {
  (void)state;
  arena_free(&memory);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(each_encoding_is_undone, clear),
      cmocka_unit_test_teardown(a_body_without_encoding_is_left_alone, clear),
      cmocka_unit_test_teardown(members_one_after_the_other_are_one_body, clear),
      cmocka_unit_test_teardown(a_body_cut_anywhere_is_incomplete, clear),
      cmocka_unit_test_teardown(a_changed_body_is_never_taken_for_the_right_one, clear),
      cmocka_unit_test_teardown(a_bomb_is_stopped, clear),
      cmocka_unit_test_teardown(a_small_page_may_pack_better_than_the_ratio, clear),
      cmocka_unit_test_teardown(a_probe_needs_only_the_beginning, clear),
      cmocka_unit_test_teardown(unknown_and_stacked_encodings_are_refused, clear),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
