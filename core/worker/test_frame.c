/* worker/test_frame.c - the stream of frames, cut anywhere and wrong in every way. */
#include "worker/frame.h"
#include "worker/known.h"
#include "worker/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t put(unsigned char *out, enum frame_type type, uint32_t call, const void *p, size_t n) {
  frame_header_put(out, type, call, n);
  memcpy(out + FRAME_HEADER, p, n);
  return FRAME_HEADER + n;
}

static void frames_survive_every_cut(void **state) {
  unsigned char stream[200];
  size_t n = put(stream, FRAME_EMIT, 1, "abc", 3);
  n += put(stream + n, FRAME_LOG, 1, "\1\0\0\0hello", 9);
  n += put(stream + n, FRAME_DONE, 4000000000u, "", 0);
  (void)state;
  for (size_t step = 1; step <= n; step++) {
    struct frame_reader r;
    struct frame f;
    uint32_t seen = 0;
    frame_reader_init(&r, FRAME_FROM_WORKER, 1000);
    for (size_t at = 0; at < n; at += step) {
      assert_int_equal(frame_reader_push(&r, stream + at, step < n - at ? step : n - at), 0);
      while (frame_reader_next(&r, &f) == 1) {
        static const struct frame want[] = {
            {FRAME_EMIT, 1, NULL, 3}, {FRAME_LOG, 1, NULL, 9}, {FRAME_DONE, 4000000000u, NULL, 0}};
        assert_in_range(seen, 0, 2);
        assert_int_equal(f.type, want[seen].type);
        assert_int_equal(f.call, want[seen].call);
        assert_int_equal(f.n, want[seen].n);
        if (seen == 0) assert_memory_equal(f.p, "abc", 3);
        seen++;
      }
    }
    assert_int_equal(seen, 3);
    assert_true(frame_reader_idle(&r));
    frame_reader_release(&r);
  }
}

static const char *error_of(enum frame_side side, const unsigned char *bytes, size_t n) {
  struct frame_reader r;
  struct frame f;
  frame_reader_init(&r, side, 100);
  frame_reader_push(&r, bytes, n);
  int rc = frame_reader_next(&r, &f);
  const char *error = r.error;
  if (rc < 0) { /* and it stays broken */
    assert_int_equal(frame_reader_push(&r, bytes, n), -1);
    assert_int_equal(frame_reader_next(&r, &f), -1);
    assert_false(frame_reader_idle(&r));
  }
  frame_reader_release(&r);
  return rc < 0 ? error : NULL;
}

static void impossible_headers_break_the_stream(void **state) {
  unsigned char h[FRAME_HEADER];
  (void)state;
  frame_header_put(h, FRAME_EMIT, 1, 100);
  assert_null(error_of(FRAME_FROM_WORKER, h, sizeof h));
  frame_header_put(h, FRAME_EMIT, 1, 101);
  assert_string_equal(error_of(FRAME_FROM_WORKER, h, sizeof h), "a frame over the maximum length");
  frame_header_put(h, FRAME_EMIT, 1, 0xffffffff);
  assert_string_equal(error_of(FRAME_FROM_WORKER, h, sizeof h), "a frame over the maximum length");
  frame_header_put(h, FRAME_RUN, 1, 0); /* the other side's frame */
  assert_string_equal(error_of(FRAME_FROM_WORKER, h, sizeof h), "a frame of unknown type");
  frame_header_put(h, FRAME_EMIT, 1, 0);
  assert_string_equal(error_of(FRAME_FROM_ENGINE, h, sizeof h), "a frame of unknown type");
  frame_header_put(h, FRAME_EMIT, 0, 0);
  assert_string_equal(error_of(FRAME_FROM_WORKER, h, sizeof h), "a frame with an impossible call number");
  frame_header_put(h, FRAME_READY, 3, 0);
  assert_string_equal(error_of(FRAME_FROM_WORKER, h, sizeof h), "a frame with an impossible call number");
  frame_header_put(h, FRAME_EMIT, 1, 0);
  h[6] = 1;
  assert_string_equal(error_of(FRAME_FROM_WORKER, h, sizeof h), "a frame with unknown flags");
}

static void an_announced_length_costs_no_memory(void **state) {
  unsigned char h[FRAME_HEADER];
  struct frame_reader r;
  struct frame f;
  (void)state;
  frame_reader_init(&r, FRAME_FROM_WORKER, SIZE_MAX);
  frame_header_put(h, FRAME_EMIT, 1, FRAME_MAX_PAYLOAD);
  assert_int_equal(frame_reader_push(&r, h, sizeof h), 0);
  assert_int_equal(frame_reader_next(&r, &f), 0);
  assert_true(r.cap <= 1 << 20);
  assert_false(frame_reader_idle(&r));
  frame_reader_release(&r);
}

static void a_long_stream_needs_little_room(void **state) {
  unsigned char frame[1000 + FRAME_HEADER], payload[1000];
  struct frame_reader r;
  struct frame f;
  (void)state;
  memset(payload, 'x', sizeof payload);
  size_t n = put(frame, FRAME_EMIT, 1, payload, sizeof payload);
  frame_reader_init(&r, FRAME_FROM_WORKER, 1 << 20);
  for (int i = 0; i < 20000; i++) {
    size_t room;
    unsigned char *to = frame_reader_space(&r, &room);
    assert_non_null(to);
    memcpy(to, frame, n - 1); /* always with a part of the next behind it */
    frame_reader_filled(&r, n - 1);
    assert_int_equal(frame_reader_push(&r, frame + n - 1, 1), 0);
    assert_int_equal(frame_reader_next(&r, &f), 1);
  }
  assert_true(r.cap <= 512 << 10);
  frame_reader_release(&r);
}

static void a_flood_is_noticed_by_bytes_and_by_count(void **state) {
  struct frame f = {FRAME_EMIT, 1, NULL, 88};
  struct frame_meter bytes = {.max_bytes = 250}, count = {.max_frames = 2}, none = {0};
  (void)state;
  assert_int_equal(frame_meter_add(&bytes, &f), 0);
  assert_int_equal(frame_meter_add(&bytes, &f), 0);
  assert_int_equal(frame_meter_add(&bytes, &f), -1);
  assert_int_equal(frame_meter_add(&count, &f), 0);
  assert_int_equal(frame_meter_add(&count, &f), 0);
  assert_int_equal(frame_meter_add(&count, &f), -1);
  for (int i = 0; i < 1000; i++) assert_int_equal(frame_meter_add(&none, &f), 0);
}

static void what_is_known_of_a_document_survives_the_way(void **state) {
  const struct frame_known known = {7, {8, 9}};
  struct frame_known got;
  struct frame_same same;
  unsigned char bytes[64] = {0};
  (void)state;
  const size_t n = frame_known_put(&known, bytes, sizeof bytes);
  assert_int_equal(n, 24);
  assert_int_equal(frame_known_get(&(struct frame){FRAME_KNOWN, 1, bytes, n}, &got), 0);
  assert_memory_equal(&got, &known, sizeof got);
  assert_int_equal(frame_known_get(&(struct frame){FRAME_KNOWN, 1, bytes, n - 1}, &got), -1);
  assert_int_equal(frame_known_get(&(struct frame){FRAME_KNOWN, 1, bytes, n + 1}, &got), -1);
  frame_same_head_put(bytes, 40000);
  assert_int_equal(frame_same_get(&(struct frame){FRAME_SAME, 1, bytes, 11}, &same), 0);
  assert_int_equal(same.body, 40000);
  assert_ptr_equal(same.rec, bytes + 8);
  assert_int_equal(same.n, 3);
  assert_int_equal(frame_same_get(&(struct frame){FRAME_SAME, 1, bytes, 7}, &same), -1);
}

static tdg_rec *answer(struct arena *a, const char *body) {
  tdg_rec *doc = rec_new(a, TDG_DOC);
  rec_put_int(doc, TDG_STATUS, 200);
  rec_put_str(doc, TDG_MEDIA_TYPE, "application/rss+xml");
  rec_put(doc, TDG_BODY, body, strlen(body));
  return doc;
}

static void only_the_same_whole_answer_is_known(void **state) {
  struct arena a = {0};
  struct frame_known k = {.seed = known_seed(0, "feed")};
  tdg_rec *doc = answer(&a, "<rss/>");
  (void)state;
  known_hash(k.seed, doc, k.hash);
  assert_true(known_is(&k, answer(&a, "<rss/>")));
  assert_false(known_is(&k, answer(&a, "<rss />")));
  rec_put_str(doc, TDG_ENCODING, "gzip");
  assert_false(known_is(&k, doc));
  doc = answer(&a, "<rss/>");
  rec_put_int(doc, TDG_MORE, 1);
  assert_false(known_is(&k, doc));
  doc = answer(&a, "<rss/>");
  rec_put_str(doc, TDG_AS, "text"); /* it is read otherwise than the engine knows */
  assert_false(known_is(&k, doc));
  k.seed = known_seed(0, "sitemap");
  assert_false(known_is(&k, answer(&a, "<rss/>")));
  assert_int_not_equal(known_seed(1, ""), known_seed(1, NULL));
  arena_free(&a);
}

static void log_lines_have_a_count_of_their_own(void **state) {
  struct frame line = {FRAME_LOG, 1, NULL, 10}, record = {FRAME_EMIT, 1, NULL, 10};
  struct frame_meter m = {.max_logs = 2};
  (void)state;
  assert_int_equal(frame_meter_add(&m, &line), 0);
  for (int i = 0; i < 100; i++) assert_int_equal(frame_meter_add(&m, &record), 0);
  assert_int_equal(frame_meter_add(&m, &line), 0);
  assert_int_equal(frame_meter_add(&m, &line), -1);
}

/* A log line is short: one that is announced as long as a record may be is not waited for. */
static void only_records_may_be_large(void **state) {
  static const enum frame_type small[] = {FRAME_LOG, FRAME_DONE, FRAME_READY, FRAME_DYING};
  struct frame_reader r;
  struct frame f;
  unsigned char head[FRAME_HEADER];
  (void)state;
  for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
    frame_reader_init(&r, FRAME_FROM_WORKER, FRAME_MAX_PAYLOAD);
    frame_header_put(head, small[i], small[i] == FRAME_READY ? 0 : 1, 1 << 20);
    frame_reader_push(&r, head, sizeof head);
    assert_int_equal(frame_reader_next(&r, &f), -1);
    frame_reader_release(&r);
  }
  frame_reader_init(&r, FRAME_FROM_WORKER, FRAME_MAX_PAYLOAD);
  frame_header_put(head, FRAME_EMIT, 1, 1 << 20);
  frame_reader_push(&r, head, sizeof head);
  assert_int_equal(frame_reader_next(&r, &f), 0);
  frame_reader_release(&r);
}

/* ---- payloads ---- */

static const char *reads[] = {"/a", "/b c"}, *writes[] = {"/w"};
static const struct frame_option options[] = {{"list", "one"}, {"list", ""}, {"name", "\xc3\xa9"}};
static const struct frame_extension extensions[] = {{"a/1", "/a.so"}, {"b/1", ""}};
static const struct frame_open sample = {.sandbox = FRAME_SANDBOX_NONE,
                                         .granted = 5,
                                         .check = FRAME_CHECK_AS_IT_WAS,
                                         .limits = FRAME_LIMITS_DEFAULT,
                                         .read_paths = reads,
                                         .n_read = 2,
                                         .write_paths = writes,
                                         .n_write = 1,
                                         .options = options,
                                         .n_options = 3,
                                         .extensions = extensions,
                                         .n_extensions = 2};

static void what_is_put_into_an_open_comes_out(void **state) {
  unsigned char p[1000];
  struct frame_open got;
  void *block;
  size_t n = frame_open_put(&sample, p, sizeof p);
  (void)state;
  assert_int_equal(frame_open_put(&sample, NULL, 0), n);
  struct frame f = {FRAME_OPEN, 0, p, n};
  assert_int_equal(frame_open_get(&f, &got, &block), 0);
  assert_int_equal(got.sandbox, FRAME_SANDBOX_NONE);
  assert_int_equal(got.granted, 5);
  assert_int_equal(got.check, FRAME_CHECK_AS_IT_WAS);
  assert_memory_equal(&got.limits.memory, &sample.limits.memory, sizeof got.limits.memory);
  assert_int_equal(got.limits.reply_frames, 2000);
  assert_string_equal(got.read_paths[1], "/b c");
  assert_string_equal(got.write_paths[0], "/w");
  assert_string_equal(got.options[1].value, "");
  assert_string_equal(got.options[2].value, "\xc3\xa9");
  assert_int_equal(got.n_extensions, 2);
  assert_string_equal(got.extensions[0].file, "/a.so");
  assert_string_equal(got.extensions[1].id, "b/1");
  free(block);
}

static void a_cut_or_changed_payload_is_refused_or_whole(void **state) {
  unsigned char p[1000], changed[1000];
  size_t n = frame_open_put(&sample, p, sizeof p);
  (void)state;
  for (size_t cut = 0; cut < n; cut++) {
    struct frame_open got;
    void *block;
    unsigned char *exact = malloc(cut + 1); /* so that a sanitizer sees one byte too far */
    memcpy(exact, p, cut);
    struct frame f = {FRAME_OPEN, 0, exact, cut};
    assert_int_equal(frame_open_get(&f, &got, &block), -1);
    assert_null(block);
    free(exact);
  }
  for (size_t at = 0; at < n; at++) {
    struct frame_open got;
    void *block;
    memcpy(changed, p, n);
    changed[at] ^= 0xff;
    struct frame f = {FRAME_OPEN, 0, changed, n};
    if (frame_open_get(&f, &got, &block) == 0) free(block);
  }
}

static void the_workers_words_come_out_as_put(void **state) {
  unsigned char p[5000];
  struct frame_ready ready = {"org.example.x", "1.2", "x", 2, 1, 65, 7}, r;
  struct frame_done done = {-3, 1234, 5678, "why", 3, 1 << 20, 7}, d;
  struct frame_dying dying = {31, 41, 123456789012u, "fell"}, y;
  (void)state;
  struct frame f = {FRAME_READY, 0, p, frame_ready_put(&ready, p, sizeof p)};
  assert_int_equal(frame_ready_get(&f, &r), 0);
  assert_string_equal(r.version, "1.2");
  assert_int_equal(r.landlock, 7);
  f.n = frame_done_put(&done, p, sizeof p);
  assert_int_equal(frame_done_get(&f, &d), 0);
  assert_int_equal(d.status, -3);
  assert_int_equal(d.rss_kib, 5678);
  assert_memory_equal(d.text, "why", 3);
  f.n = 11;
  assert_int_equal(frame_done_get(&f, &d), -1);
  f.n = frame_dying_put(&dying, p, sizeof p);
  assert_int_equal(frame_dying_get(&f, &y), 0);
  assert_true(y.vm_kib == 123456789012u && y.syscall == 41);
  f.n--;
  assert_int_equal(frame_dying_get(&f, &y), -1);
}

static void a_message_is_cut_at_its_maximum(void **state) {
  static char text[FRAME_MAX_MESSAGE + 100];
  static unsigned char p[FRAME_MAX_MESSAGE + 200];
  struct frame_done done = {0, 0, 0, text, sizeof text, 0, 0}, d;
  (void)state;
  memset(text, 'm', sizeof text);
  struct frame f = {FRAME_DONE, 1, p, frame_done_put(&done, p, sizeof p)};
  assert_int_equal(frame_done_get(&f, &d), 0);
  assert_int_equal(d.n, FRAME_MAX_MESSAGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(frames_survive_every_cut),
      cmocka_unit_test(impossible_headers_break_the_stream),
      cmocka_unit_test(an_announced_length_costs_no_memory),
      cmocka_unit_test(a_long_stream_needs_little_room),
      cmocka_unit_test(a_flood_is_noticed_by_bytes_and_by_count),
      cmocka_unit_test(what_is_known_of_a_document_survives_the_way),
      cmocka_unit_test(only_the_same_whole_answer_is_known),
      cmocka_unit_test(log_lines_have_a_count_of_their_own),
      cmocka_unit_test(only_records_may_be_large),
      cmocka_unit_test(what_is_put_into_an_open_comes_out),
      cmocka_unit_test(a_cut_or_changed_payload_is_refused_or_whole),
      cmocka_unit_test(the_workers_words_come_out_as_put),
      cmocka_unit_test(a_message_is_cut_at_its_maximum),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
