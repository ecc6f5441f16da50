/* cli/check/check_repeat.c - call a component very often with one input: what it holds must not grow; see plugin_check.h.
 *
 * The bytes of malloc in use and the open descriptors come with each answer (FRAME_CHECK_METER).  A stage may remember
 * the records that it judged, but no more than it rebuilds when it recalls its notes. */
#include "cli/check/plugin_check.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_BYTES = 4, STAGE_BYTES = 48 };

static struct {
  uint64_t *heap;
  uint32_t *files;
  size_t n, cap;
} held; /* of the run under way */

static void note(struct check *k, const struct job *job) {
  const uint32_t kind = k->component->kind;
  const enum frame_type verb = kind == TDG_KIND_STAGE  ? FRAME_JUDGE
                               : kind == TDG_KIND_SINK ? FRAME_FLUSH
                                                       : FRAME_RUN;
  if (job->verb != verb || job->cause != CAUSE_NONE) return;
  if (held.n == held.cap) {
    held.cap = held.cap > 0 ? 2 * held.cap : 1024;
    held.heap = check_realloc(held.heap, held.cap * sizeof *held.heap);
    held.files = check_realloc(held.files, held.cap * sizeof *held.files);
  }
  held.heap[held.n] = job->heap;
  held.files[held.n++] = job->files;
}

static void forget(void) {
  free(held.heap);
  free(held.files);
  memset(&held, 0, sizeof held);
}

/* More at the end of each fifth than at its beginning, the first aside: caches fill up, leaks do not. */
static int grows(size_t from, size_t to, int (*more)(size_t, size_t)) {
  const size_t fifth = (to - from) / 5;
  for (size_t i = 1; fifth > 0 && i < 5; i++)
    if (!more(from + i * fifth, from + (i + 1) * fifth - 1)) return 0;
  return fifth > 0;
}

static int more_heap(size_t a, size_t b) { return held.heap[b] >= held.heap[a] + LEAST_BYTES * (b - a) / 2; }

static void judge_growth(struct check *k, const struct check_input *in) {
  const size_t n = held.n;
  if (n < 50 || held.heap[0] == 0) return;
  if (grows(0, n, more_heap))
    check_found(k, "leak", 1, in, 0, "%zu calls with one input have left %llu bytes in use, %llu a call", n,
                (unsigned long long)(held.heap[n - 1] - held.heap[0]),
                (unsigned long long)((held.heap[n - 1] - held.heap[n / 5]) / (n - n / 5)));
  if (held.files[n - 1] > held.files[0] + 2)
    check_found(k, "descriptor", 1, in, 0, "%zu calls with one input have left %u more descriptors open", n,
                (unsigned)(held.files[n - 1] - held.files[0]));
  else if (held.files[n - 1] < held.files[0])
    check_found(k, "descriptor", 1, in, 0, "it closes descriptors that it has not opened");
}

/* Often in one worker. */
static void repeat(struct check *k, struct check_input *in) {
  const struct check_run run = {
      .flags = FRAME_CHECK_METER | FRAME_CHECK_STILL, .times = k->runs, .called = note};
  check_call_one(k, &run, in);
  judge_growth(k, in);
  forget();
}

/* The first that was read, and the first that was refused: each has its own way to leave. */
static void repeat_some(struct check *k) {
  struct check_input *read = NULL, *refused = NULL;
  for (size_t i = 0; i < k->n_in; i++) {
    struct check_input *in = &k->in[i];
    if (in->result == NULL || in->sort == CHECK_HUGE) continue;
    if (in->read && read == NULL) read = in;
    if (!in->read && refused == NULL) refused = in;
  }
  if (read != NULL) repeat(k, read);
  if (refused != NULL) repeat(k, refused);
}

/* Records judged by one worker; the second half again by one that recalled the notes of the first. */
static void judge_many(struct check *k) {
  struct buf b = buf_make(64 << 20);
  const size_t n = (size_t)k->runs < 100 ? 100 : (size_t)k->runs, half = n / 2;
  check_put_records(&b, 10000, n);
  struct check_input in = {.sort = CHECK_SAMPLE, .path = check_write(k, "very-many.jsonl", b.p, b.n)};
  buf_free(&b);
  const struct check_run run = {.flags = FRAME_CHECK_METER | FRAME_CHECK_STILL, .restart = 1, .called = note};
  check_call_one(k, &run, &in);
  if (held.n >= n + 1 && held.heap[0] > 0) {
    const uint64_t first = held.heap[1], judged = held.heap[half], recalled = held.heap[n];
    const uint64_t grown = judged > first ? judged - first : 0,
                   kept = recalled > first ? recalled - first : 0;
    if (grows(0, n, more_heap) && grown > kept + STAGE_BYTES * (half / 2) / 2 && grown > 2 * kept)
      check_found(k, "leak", 1, &in, 0,
                  "%zu records judged have left %llu bytes in use, and recalling their notes needs %llu",
                  half, (unsigned long long)grown, (unsigned long long)kept);
    if (held.files[n - 1] > held.files[0] + 2)
      check_found(k, "descriptor", 1, &in, 0, "%zu records judged have left %u more descriptors open", n,
                  (unsigned)(held.files[n - 1] - held.files[0]));
  }
  forget();
}

void check_repeats(struct check *k) {
  if (k->component->plugin->program != NULL) return;
  if (!check_wants(k, "leak") && !check_wants(k, "descriptor")) return;
  k->no_mistakes = 1; /* the first runs have told them */
  if (k->component->kind == TDG_KIND_STAGE) judge_many(k);
  else repeat_some(k);
  k->no_mistakes = 0;
}
