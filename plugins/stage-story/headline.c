/* headline.c - see headline.h.  Memory is the call's; nothing can fail. */
#include "headline.h"

/* Cut at a word, never inside a character. */
static struct tdg_str shorten(tdg_call *call, struct tdg_str s) {
  if (s.n <= HEADLINE_BYTES) return s;
  size_t n = HEADLINE_BYTES;
  while (n > 0 && s.p[n] != ' ') n--;
  if (n == 0) {
    n = HEADLINE_BYTES;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
  }
  char *p = tdg_scratch(call, n + 4);
  memcpy(p, s.p, n);
  memcpy(p + n, "\xE2\x80\xA6", 3);
  return (struct tdg_str){p, n + 3};
}

/* Up to the first stop that is followed by a space and something that may start a sentence. */
static struct tdg_str first_sentence(struct tdg_str s) {
  for (size_t i = 20; i + 2 < s.n; i++) {
    int stop = s.p[i] == '.' || s.p[i] == '!' || s.p[i] == '?';
    int abbreviation = s.p[i - 2] == '.' || s.p[i - 2] == ' ' || (s.p[i - 1] >= 'A' && s.p[i - 1] <= 'Z');
    if (stop && s.p[i + 1] == ' ' && !abbreviation) return (struct tdg_str){s.p, i + 1};
    if (memcmp(s.p + i, "\xE3\x80\x82", 3) == 0) return (struct tdg_str){s.p, i + 3};
  }
  return s;
}

struct tdg_str headline_of(tdg_call *call, const tdg_rec *rec) {
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  size_t pos = 0;
  struct tdg_item it;
  if (title.n > 0) return shorten(call, title);
  while (tdg_next(call, rec, &pos, &it)) {
    if (it.field != TDG_BLOCK || it.rec == NULL) continue;
    struct tdg_str text = tdg_get(call, it.rec, TDG_TEXT);
    if (tdg_get_int(call, it.rec, TDG_BLOCK_TYPE, 0) == TDG_PARAGRAPH && text.n > 0)
      return shorten(call, first_sentence(text));
  }
  return shorten(call, first_sentence(tdg_get(call, rec, TDG_SUMMARY)));
}

uint16_t headline_score(float nearness, int has_title) {
  float s = (has_title ? 5000.0f : 0.0f) + 5000.0f * (nearness < 0 ? 0 : nearness > 1 ? 1 : nearness);
  return (uint16_t)s;
}
