/* worker/test_decode.c - content encodings: undone, cut, broken, and bombs. */
#include "worker/codec.h"
#include "worker/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#ifdef TIDINGS_BROTLI
#include <brotli/encode.h>
#endif
#ifdef TIDINGS_ZSTD
#include <zstd.h>
#endif

#include <cmocka.h>

#include <tidings/kit/str.h>

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

#ifdef TIDINGS_BROTLI
static struct tdg_str pack_br(const void *p, size_t n) {
  size_t size = BrotliEncoderMaxCompressedSize(n);
  char *out = arena_alloc(&memory, size);
  assert_true(
      BrotliEncoderCompress(9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, n, p, &size, (uint8_t *)out));
  return (struct tdg_str){out, size};
}
#endif
#ifdef TIDINGS_ZSTD
/* With a checksum at its end, as servers send it. */
static struct tdg_str pack_zstd(const void *p, size_t n) {
  size_t most = ZSTD_compressBound(n);
  char *out = arena_alloc(&memory, most);
  ZSTD_CCtx *c = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
  size_t size = ZSTD_compress2(c, out, most, p, n);
  ZSTD_freeCCtx(c);
  assert_false(ZSTD_isError(size));
  return (struct tdg_str){out, size};
}
#endif

/* Every encoding of this build. */
static size_t pack_all(struct tdg_str plain, const char *names[4], struct tdg_str packed[4]) {
  size_t n = 0;
  names[n] = "gzip";
  packed[n++] = pack(GZIP, plain.p, plain.n);
  names[n] = "deflate";
  packed[n++] = pack(ZLIB, plain.p, plain.n);
#ifdef TIDINGS_BROTLI
  names[n] = "br";
  packed[n++] = pack_br(plain.p, plain.n);
#endif
#ifdef TIDINGS_ZSTD
  names[n] = "zstd";
  packed[n++] = pack_zstd(plain.p, plain.n);
#endif
  return n;
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

/* Bytes that pack badly. */
static struct tdg_str noise(size_t n) {
  char *p = arena_alloc(&memory, n + 1);
  uint32_t x = 1;
  for (size_t i = 0; i < n; i++) p[i] = (char)('a' + ((x = x * 1664525 + 1013904223) >> 20 & 63));
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

static void what_a_fetcher_may_ask_for_can_be_undone(void **state) {
  struct tdg_str plain = text(300000), packed[4], got;
  const char *names[4];
  size_t n = pack_all(plain, names, packed);
  char list[100] = "";
  (void)state;
  for (size_t i = 0; i < n; i++) {
    snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i > 0 ? ", " : "", names[i]);
    assert_int_equal(decode(names[i], packed[i], 0, &got), TDG_OK);
    assert_int_equal(got.n, plain.n);
    assert_memory_equal(got.p, plain.p, plain.n);
    for (size_t k = 0; k < n; k++) { /* twice over */
      char both[40];
      struct tdg_str twice[4];
      const char *again[4];
      snprintf(both, sizeof both, "%s, %s", names[i], names[k]);
      assert_int_equal(pack_all(packed[i], again, twice), n);
      assert_int_equal(decode(both, twice[k], 0, &got), TDG_OK);
      assert_int_equal(got.n, plain.n);
    }
  }
  assert_string_equal(codec_names(), list);
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
  struct tdg_str packed[4], got;
  const char *names[4];
  size_t all = pack_all(text(5000), names, packed);
  (void)state;
  for (size_t i = 0; i < all; i++)
    for (size_t n = 2; n < packed[i].n; n++) {
      char wanted[40];
      snprintf(wanted, sizeof wanted, "incomplete %s", names[i]);
      assert_int_equal(decode(names[i], (struct tdg_str){packed[i].p, n}, 0, &got), TDG_BAD_INPUT);
      if (n >= 4) assert_non_null(strstr(why, wanted));
    }
}

/* Brotli has no checksum: there a change may give other words. */
static void a_changed_body_is_never_taken_for_the_right_one(void **state) {
  struct tdg_str packed[4], got, plain = text(2000);
  const char *names[4];
  size_t all = pack_all(plain, names, packed);
  (void)state;
  for (size_t i = 0; i < all; i++) {
    char *bad = arena_alloc(&memory, packed[i].n);
    for (size_t at = 10; at < packed[i].n; at++) {
      memcpy(bad, packed[i].p, packed[i].n);
      bad[at] = (char)(bad[at] ^ 0x55);
      int status = decode(names[i], (struct tdg_str){bad, packed[i].n}, 0, &got);
      if (status == TDG_OK && strcmp(names[i], "br") != 0) fail_msg("%s: byte %zu", names[i], at);
    }
  }
}

static void a_bomb_is_stopped(void **state) {
  enum { N = 40 << 20 };
  char *zeros = calloc(1, N);
  struct tdg_str bombs[4], twice[4], got;
  const char *names[4], *outer[4];
  size_t all = pack_all((struct tdg_str){zeros, N}, names, bombs);
  (void)state;
  free(zeros);
  for (size_t i = 0; i < all; i++) {
    size_t before = memory.used;
    char both[40];
    assert_int_equal(decode(names[i], bombs[i], 0, &got), TDG_DENIED);
    assert_non_null(strstr(why, "more than a document may unpack to"));
    assert_true(memory.used - before < 16 << 20); /* gzip, 41 KB: 100 times that, doubling on the way */
    pack_all(bombs[i], outer, twice);
    before = memory.used;
    snprintf(both, sizeof both, "%s, %s", names[i], names[all - 1 - i]);
    assert_int_equal(decode(both, twice[all - 1 - i], 0, &got), TDG_DENIED);
    assert_true(memory.used - before < 16 << 20);
  }
}

/* Half a limit in each of two layers is more than one limit for both. */
static void one_meter_counts_all_layers(void **state) {
  struct frame_limits small = limits;
  const tdg_rec *out;
  struct tdg_str inner = noise(120000), packed;
  tdg_rec *doc = rec_new(&memory, TDG_DOC);
  (void)state;
  packed = pack(GZIP, inner.p, inner.n);
  packed = pack(GZIP, packed.p, packed.n);
  rec_put_str(doc, TDG_ENCODING, "gzip, gzip");
  rec_put(doc, TDG_BODY, packed.p, packed.n);
  small.decoded = 150000;
  assert_int_equal(decode_document(&memory, doc, &small, 0, &out, why, sizeof why), TDG_DENIED);
  small.decoded = 250000;
  assert_int_equal(decode_document(&memory, doc, &small, 0, &out, why, sizeof why), TDG_OK);
}

#ifdef TIDINGS_ZSTD
/* A frame may ask for a window of gigabytes. */
static void a_window_larger_than_http_allows_is_refused(void **state) {
  static const unsigned char frame[] = {0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00};
  struct tdg_str got;
  (void)state;
  assert_int_equal(decode("zstd", (struct tdg_str){(const char *)frame, sizeof frame}, 0, &got),
                   TDG_BAD_INPUT);
  assert_non_null(strstr(why, "broken zstd"));
}
#endif

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
  struct tdg_str plain = noise(1000000), packed[4], got;
  const char *names[4];
  (void)state;
  size_t all = pack_all(plain, names, packed);
  for (size_t i = 0; i < all; i++) {
    assert_true(packed[i].n > DECODE_HEAD_PACKED);
    assert_int_equal(decode(names[i], (struct tdg_str){packed[i].p, DECODE_HEAD_PACKED}, 1, &got), TDG_OK);
    assert_true(got.n >= DECODE_HEAD && got.n <= DECODE_HEAD + 1);
    assert_memory_equal(got.p, plain.p, DECODE_HEAD);
  }
}

static void what_is_no_encoding_is_none(void **state) {
  static const char *const names[] = {"none", "UTF-8", "iso-8859-1", "binary, identity"};
  const struct tdg_str plain = text(10);
  struct tdg_str got;
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    assert_int_equal(decode(names[i], plain, 0, &got), TDG_OK);
    assert_true(tdg_str_same(got, plain));
  }
}

/* Each encoding under the name of each other one, whole and cut off. */
static void what_is_packed_otherwise_than_is_said_is_undone_as_what_it_is(void **state) {
  struct tdg_str plain = text(300000), packed[4], got;
  const char *names[4];
  (void)state;
  const size_t all = pack_all(plain, names, packed);
  for (size_t named = 0; named < all; named++)
    for (size_t is = 0; is < all; is++) {
      if (named == is || strcmp(names[is], "br") == 0) continue; /* br has no mark */
      assert_int_equal(decode(names[named], packed[is], 0, &got), TDG_OK);
      assert_true(tdg_str_same(got, plain));
      assert_non_null(strstr(why, names[is]));
      const struct tdg_str cut = {packed[is].p, packed[is].n / 2};
      assert_true(decode(names[named], cut, 0, &got) != TDG_OK || tdg_str_same(got, cut));
    }
}

/* Text that begins like zlib. */
static void a_text_that_begins_like_an_encoding_is_a_text(void **state) {
  const struct tdg_str plain =
      tdg_str_of("x^2 is a square, and this is no zlib, whatever its first two bytes are");
  struct tdg_str got;
  (void)state;
  assert_int_equal(decode("gzip", plain, 0, &got), TDG_OK);
  assert_true(tdg_str_same(got, plain));
}

static void what_is_not_packed_as_it_is_said_to_be_is_read_as_it_is(void **state) {
  static const char *const names[] = {"gzip", "deflate", "br", "zstd"};
  static const char *const bodies[] = {
      "\xEF\xBB\xBF<?xml version='1.0'?><rss version='2.0'><channel>\xC3\xA9</channel></rss>",
      "  \n<!DOCTYPE html><html><body>Hello</body></html>",
      "{\"version\": \"https://jsonfeed.org/version/1.1\"}"};
  struct tdg_str got;
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    for (size_t k = 0; k < sizeof bodies / sizeof bodies[0] && codec_find(tdg_str_of(names[i])) != NULL;
         k++) {
      assert_int_equal(decode(names[i], tdg_str_of(bodies[k]), 0, &got), TDG_OK);
      assert_true(tdg_str_same(got, tdg_str_of(bodies[k])));
      assert_non_null(strstr(why, "said to be"));
    }
  assert_int_equal(decode("br", tdg_str_of("<\x01\x02 and so on and on and on"), 0, &got), TDG_BAD_INPUT);
}

static void of_a_feed_that_is_cut_there_is_what_came(void **state) {
  struct tdg_str got, feed = noise(200000), packed;
  (void)state;
  memcpy((char *)(uintptr_t)feed.p, "<?xml version='1.0'?><rss>", 26);
  packed = pack(GZIP, feed.p, feed.n);
  assert_int_equal(decode("gzip", (struct tdg_str){packed.p, packed.n / 2}, 0, &got), TDG_OK);
  assert_true(got.n > 1000 && got.n < feed.n && memcmp(got.p, feed.p, got.n) == 0);
  memcpy((char *)(uintptr_t)feed.p + feed.n - 6, "</rss>", 6);
  packed = pack(GZIP, feed.p, feed.n);
  assert_int_equal(decode("gzip", (struct tdg_str){packed.p, packed.n - 8}, 0, &got), TDG_OK);
  assert_int_equal(got.n, feed.n - 6); /* without its last tag nobody takes it for whole */
}

static void unknown_and_stacked_encodings_are_refused(void **state) {
  struct tdg_str got;
  (void)state;
  assert_int_equal(decode("compress", text(10), 0, &got), TDG_DENIED);
  assert_non_null(strstr(why, "\"compress\""));
  assert_non_null(strstr(why, codec_names()));
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
      cmocka_unit_test_teardown(what_a_fetcher_may_ask_for_can_be_undone, clear),
      cmocka_unit_test_teardown(a_body_without_encoding_is_left_alone, clear),
      cmocka_unit_test_teardown(members_one_after_the_other_are_one_body, clear),
      cmocka_unit_test_teardown(a_body_cut_anywhere_is_incomplete, clear),
      cmocka_unit_test_teardown(of_a_feed_that_is_cut_there_is_what_came, clear),
      cmocka_unit_test_teardown(what_is_packed_otherwise_than_is_said_is_undone_as_what_it_is, clear),
      cmocka_unit_test_teardown(a_text_that_begins_like_an_encoding_is_a_text, clear),
      cmocka_unit_test_teardown(what_is_not_packed_as_it_is_said_to_be_is_read_as_it_is, clear),
      cmocka_unit_test_teardown(a_changed_body_is_never_taken_for_the_right_one, clear),
      cmocka_unit_test_teardown(a_bomb_is_stopped, clear),
      cmocka_unit_test_teardown(one_meter_counts_all_layers, clear),
#ifdef TIDINGS_ZSTD
      cmocka_unit_test_teardown(a_window_larger_than_http_allows_is_refused, clear),
#endif
      cmocka_unit_test_teardown(a_small_page_may_pack_better_than_the_ratio, clear),
      cmocka_unit_test_teardown(a_probe_needs_only_the_beginning, clear),
      cmocka_unit_test_teardown(what_is_no_encoding_is_none, clear),
      cmocka_unit_test_teardown(unknown_and_stacked_encodings_are_refused, clear),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
