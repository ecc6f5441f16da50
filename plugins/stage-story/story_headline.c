/* story_headline.c - headlines of records and stories; see story.h.  Memory belongs to the call; nothing can
 * fail. */
#include "story.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/terms.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>

/* Cut between words, never inside a character. */
static struct tdg_str shorten(tdg_call *call, struct tdg_str s) {
  if (s.n <= HEADLINE_BYTES) return s;
  size_t n = HEADLINE_BYTES - 3;
  while (n > 0 && s.p[n] != ' ') n--;
  if (n == 0) n = tdg_utf8_cut(s, HEADLINE_BYTES - 3);
  char *p = tdg_scratch(call, n + 4);
  memcpy(p, s.p, n);
  memcpy(p + n, "\xE2\x80\xA6", 3);
  return (struct tdg_str){p, n + 3};
}

/* The text up to the first full stop that is followed by a space and a possible start of a sentence. */
static struct tdg_str first_sentence(struct tdg_str s) {
  for (size_t i = 20; i + 2 < s.n; i++) {
    int stop = s.p[i] == '.' || s.p[i] == '!' || s.p[i] == '?';
    int abbreviation = s.p[i - 2] == '.' || s.p[i - 2] == ' ' || (s.p[i - 1] >= 'A' && s.p[i - 1] <= 'Z');
    if (stop && s.p[i + 1] == ' ' && !abbreviation) return (struct tdg_str){s.p, i + 1};
    if (memcmp(s.p + i, "\xE3\x80\x82", 3) == 0) return (struct tdg_str){s.p, i + 3};
  }
  return s;
}

/* Without the place and agency before it. */
static struct tdg_str without_dateline(struct tdg_str s) {
  size_t n = tdg_dateline(s);
  return (struct tdg_str){s.p + n, s.n - n};
}

static struct tdg_str opening(tdg_call *call, struct tdg_str text) {
  return shorten(call, first_sentence(without_dateline(text)));
}

/* "3 March 2026", "Lundi 4 mai 2026", "12:40 CET": nothing but a date. */
static int is_date(struct tdg_str s) {
  struct tdg_date d;
  return tdg_date_parse(s.p, s.n, NULL, &d) == 0;
}

static struct tdg_str text_of(tdg_call *call, const tdg_rec *rec) {
  struct tdg_str title = without_dateline(tdg_get(call, rec, TDG_TITLE));
  size_t pos = 0;
  struct tdg_item it;
  if (title.n > 0 && !is_date(title)) return shorten(call, title);
  while (tdg_next(call, rec, &pos, &it)) {
    if (it.field != TDG_BLOCK || it.rec == NULL) continue;
    struct tdg_str text = tdg_get(call, it.rec, TDG_TEXT);
    if (tdg_get_int(call, it.rec, TDG_BLOCK_TYPE, 0) == TDG_PARAGRAPH && text.n > 0 && !is_date(text))
      return opening(call, text);
  }
  return opening(call, tdg_get(call, rec, TDG_SUMMARY));
}

/* ---- is it written like news? ---- */

/* "No. 112", "112/2026", "COM(2026) 14": the number of a document. */
static int is_mark(const struct tdg_term *t, size_t n, size_t i, struct tdg_str s) {
  if (!(t[i].flags & TDG_TERM_NUMBER)) return 0;
  char before = t[i].start > 0 ? s.p[t[i].start - 1] : ' ', after = t[i].end < s.n ? s.p[t[i].end] : ' ';
  if (before == '/' || after == '/' || before == '#') return 1;
  if (i == 0 || !(t[i].flags & TDG_TERM_ADJACENT ? 1 : before == ' ')) return 0;
  size_t k = t[i - 1].start;
  int no = t[i - 1].size <= 2 && (s.p[k] == 'N' || s.p[k] == 'n') && (n > 2);
  return no && t[i].start - t[i - 1].end <= 3;
}

/* "Ministers of five states agree on...": the sentence ends where no one can read on. */
static int is_cut(struct tdg_str s) {
  return tdg_str_ends(s, "\xE2\x80\xA6") || tdg_str_ends(s, "..") || tdg_str_ends(s, "[...]");
}

static uint8_t form_of(tdg_call *call, struct tdg_str s, uint32_t kind) {
  struct tdg_term *t;
  size_t n = tdg_terms(call, s, &t), upper = 0, marks = 0, glyphs = 0;
  for (size_t i = 0; i < n; i++) {
    upper += (t[i].flags & TDG_TERM_UPPER) != 0;
    glyphs += (t[i].flags & TDG_TERM_GLYPH) != 0;
    marks += (size_t)is_mark(t, n, i, s);
  }
  size_t words = n - glyphs + glyphs / 2;
  unsigned form = 100;
  if (kind == TDG_STATEMENT) form = form * 7 / 10;
  if (is_cut(s)) form = form * 2 / 10;
  if (marks > 0) form = form * 5 / 10;
  if (tdg_title_teases(s)) form = form * 6 / 10;
  if (upper * 2 > n) form = form * 7 / 10;
  if (words < 3) form = form * 5 / 10;
  if (words > 20) form = form * 8 / 10;
  return (uint8_t)form;
}

struct offer headline_offer(tdg_call *call, const tdg_rec *rec) {
  struct offer o = {text_of(call, rec), 0};
  if (o.text.n > 0) o.form = form_of(call, o.text, tdg_kind_of(call, rec));
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  if (title.n == 0 || is_date(title)) o.form = o.form / 2;
  return o;
}

/* ---- choice ---- */

enum { MAX_OFFERS = 12, MAX_ASKED = 8 };
static const float clearly = 1.15f;

static int can_speak(const struct memory *m, const struct item *e) {
  return e->n_title > 0 && !e->silent && memory_number(m, e->follows) == MEMORY_NONE;
}

int headline_stands(const struct memory *m, uint32_t story) {
  const struct item *e = memory_at(m, memory_number(m, m->stories[story].headline));
  return e != NULL && e->story == story && can_speak(m, e);
}

/* The share of its title that the other records contain. */
static float score(const struct memory *m, uint32_t story, int64_t number) {
  const struct item *e = memory_at(m, number);
  int64_t at = m->stories[story].newest;
  float found = 0;
  int asked = 0;
  for (const struct item *o = memory_at(m, at); o != NULL && asked < MAX_ASKED; o = memory_at(m, at)) {
    if (at != number && can_speak(m, o)) {
      struct common c;
      vector_compare(&e->summary, &o->summary, m->weights, &c);
      found += e->summary.title > 0 ? c.title_a : c.cosine;
      asked++;
    }
    at = memory_number(m, o->older);
  }
  return (float)e->form * (0.4f + 0.6f * (asked == 0 ? 0.5f : found / (float)asked));
}

struct choice {
  int64_t best;
  float most;
};

static void consider(const struct memory *m, uint32_t story, int64_t number, struct choice *c) {
  const struct item *e = memory_at(m, number);
  if (number == c->best || e == NULL || e->story != story || !can_speak(m, e)) return;
  float s = score(m, story, number);
  if (s > c->most) c->most = s, c->best = number;
}

int64_t headline_choose(const struct memory *m, uint32_t story, int64_t new_record) {
  struct choice c = {MEMORY_NONE, 0};
  int64_t at = m->stories[story].newest;
  if (headline_stands(m, story)) {
    c.best = memory_number(m, m->stories[story].headline);
    if (c.best == new_record || m->stories[story].loud < 2) return c.best;
    c.most = score(m, story, c.best) * clearly;
    consider(m, story, new_record, &c);
    return c.best;
  }
  for (int n = 0; n < MAX_OFFERS && memory_at(m, at) != NULL; n++) {
    consider(m, story, at, &c);
    at = memory_number(m, memory_at(m, at)->older);
  }
  return c.best;
}
