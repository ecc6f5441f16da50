/* fuzz_members.c - any texts as the members of a story: each cited span lies in its block and says what the
 * sentence says, and the same story gives the same brief.
 *
 * Input: bytes; 0x01 begins a member (the next byte its language and date), 0x02 a block (the next its type),
 * 0x03 the title.  What is no UTF-8 is left out, as the border does.
 */
#include <stdlib.h>

#include "kit/test_kit.h"

#include "brief.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 16 };

static const char *const tags[] = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "uk",
                                   "ru", "tr", "ar", "he", "zh", "ja", "ko", "",   "xx"};

struct reader {
  tdg_call *call;
  tdg_rec *story, *member;
  int64_t id;
};

static size_t text_size(const uint8_t *p, size_t n) {
  size_t k = 0;
  while (k < n && (p[k] > 3 || p[k] == 0)) k++;
  return k;
}

/* ASCII and whole sequences only. */
static struct tdg_str clean(tdg_call *call, const uint8_t *p, size_t n) {
  char *out = tdg_scratch(call, n + 1);
  size_t k = 0;
  for (size_t i = 0; i < n; i++) {
    size_t len = p[i] < 0x80 ? 1 : p[i] >= 0xC2 && p[i] < 0xE0 ? 2 : p[i] >= 0xE1 && p[i] < 0xED ? 3 : 0;
    if (len == 0 || i + len > n || p[i] == 0) continue;
    if (len > 1 && (p[i + 1] & 0xC0) != 0x80) continue;
    if (len > 2 && (p[i + 2] & 0xC0) != 0x80) continue;
    memcpy(out + k, p + i, len);
    k += len, i += len - 1;
  }
  return (struct tdg_str){out, k};
}

static void close_member(struct reader *r) {
  if (r->member != NULL) tdg_put_rec(r->call, r->story, TDG_MEMBER, r->member);
  r->member = NULL;
}

static void open_member(struct reader *r, unsigned how) {
  close_member(r);
  r->member = tdg_rec_new(r->call, TDG_ARTICLE);
  tdg_put_int(r->call, r->member, TDG_ID, ++r->id);
  tdg_put_str(r->call, r->member, TDG_LANGUAGE, tags[how % (sizeof tags / sizeof *tags)]);
  if (how & 1) tdg_put_int(r->call, r->member, TDG_PUBLISHED, 1773144000000 + (int64_t)how * 3600000);
}

static void read_story(struct reader *r, const uint8_t *data, size_t size) {
  open_member(r, 0);
  for (size_t i = 0; i < size;) {
    unsigned what = data[i] <= 3 && data[i] > 0 ? data[i] : 0,
             how = what != 0 && i + 1 < size ? data[i + 1] : 0;
    i += what != 0 ? 2 : 0;
    if (i >= size) break;
    size_t n = text_size(data + i, size - i);
    struct tdg_str text = clean(r->call, data + i, n);
    if (what == 1) open_member(r, how);
    if (what == 3) tdg_put_text(r->call, r->member, TDG_TITLE, text.p, text.n);
    else if (text.n > 0)
      tdg_block(r->call, r->member, how % 7 == 0 ? TDG_HEADING : TDG_PARAGRAPH, text.p, text.n);
    i += n > 0 ? n : data[i] == 0 || data[i] > 3;
  }
  close_member(r);
}

/* Every sentence is bytes of its block. */
static void check(const struct brief *b) {
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *s = &b->sentence[i];
    const tdg_rec *block = tdg_get_rec(b->call, b->member[s->member].rec, TDG_BLOCK, (uint32_t)s->block);
    struct tdg_str text = tdg_get(b->call, block, TDG_TEXT);
    if (s->start >= s->end || s->end > text.n || memcmp(text.p + s->start, s->text.p, s->text.n) != 0)
      abort();
  }
}

static uint64_t brief_sum(tdg_call *call, const struct cues *cues, const tdg_rec *story) {
  struct brief *b = tdg_scratch(call, sizeof *b);
  struct conflict *conflict = tdg_scratch(call, MAX_CONFLICTS * sizeof *conflict);
  uint64_t sum = 0;
  b->call = call;
  b->cues = cues;
  brief_read(b, story);
  cues_judge(cues, b);
  check(b);
  int n = brief_conflicts(b, conflict);
  brief_choose(b, &(struct choosing){600, 25});
  tdg_rec *out = brief_record(b, story);
  brief_put_chosen(b, out);
  for (int i = 0; i < n; i++) brief_put_conflict(b, out, &conflict[i]);
  for (size_t i = 0; i < b->n_sentences; i++) sum = sum * 31 + (uint64_t)b->sentence[i].chosen;
  return sum * 31 + (uint64_t)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  if (size > MOST) return 0;
  kit_open(&call);
  static const struct cues *cues; /* made once: it takes longer than a story */
  if (cues == NULL) cues = cues_make(&call.pub);
  struct reader r = {.call = &call.pub, .story = tdg_rec_new(&call.pub, TDG_STORY)};
  read_story(&r, data, size);
  if (brief_sum(&call.pub, cues, r.story) != brief_sum(&call.pub, cues, r.story)) abort();
  host_free(&call);
  return 0;
}
