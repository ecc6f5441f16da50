/* worker/fuzz_frame.c - fuzz the frame reader, for both sides and any division of the stream, and all payload
 * decoders. */
#include "worker/frame.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_payload(const struct frame *f) {
  struct frame_open open;
  struct frame_ready ready;
  struct frame_done done;
  struct frame_dying dying;
  void *block;
  uint32_t level;
  const char *text;
  const unsigned char *rec;
  struct frame_known known;
  struct frame_same same;
  int64_t now;
  size_t n;
  if (frame_open_get(f, &open, &block) == 0) free(block);
  frame_ready_get(f, &ready);
  frame_done_get(f, &done);
  frame_dying_get(f, &dying);
  frame_known_get(f, &known);
  frame_same_get(f, &same);
  frame_log_get(f, &level, &text, &n);
  frame_call_get(f, &now, &rec, &n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct frame_reader r;
  struct frame f;
  if (size < 2) return 0;
  size_t step = (size_t)data[0] + 1;
  frame_reader_init(&r, data[1] & 1 ? FRAME_FROM_ENGINE : FRAME_FROM_WORKER, 1 << 16);
  for (size_t at = 2; at < size; at += step) {
    if (frame_reader_push(&r, data + at, step < size - at ? step : size - at) < 0) break;
    while (frame_reader_next(&r, &f) == 1) read_payload(&f);
  }
  frame_reader_release(&r);
  f = (struct frame){FRAME_OPEN, 0, data, size};
  read_payload(&f);
  return 0;
}
