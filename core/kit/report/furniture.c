/* furniture.c - what a page says to its reader, not about the news: calls to subscribe, share lines, notices,
 * and teasers of other stories after the body.
 *
 * Wordings count only in short lines; a whole sentence is furniture only when it begins as a call does.  Before the first line of prose two weak signs are enough; inside and
 * after the body a line must begin with, or be, a known call.  Teasers are known by their shape, in any
 * language: a headline, then a text that repeats it and breaks off without a stop, with names the report
 * never mentions.
 */
#include "report_internal.h"

#include <unicode/uchar.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_TEASER_LINES = 160, MAX_TEASER = 400, MIN_WORD = 4, MAX_KEYS = 24 };

/* In lines before the report: value 2 says furniture, 1 needs company. */
static const struct phrases CALLS = {&tdg_words_text_calls,
                                     {[TDG_TEXT_CALLS_SURE] = {PHRASE_INSIDE, 2},
                                      [TDG_TEXT_CALLS_WEAK] = {PHRASE_INSIDE, 1},
                                      [TDG_TEXT_CALLS_SURE_START] = {PHRASE_START, 2},
                                      [TDG_TEXT_CALLS_WEAK_START] = {PHRASE_START, 1}}};

/* Words of buttons; a line of nothing else is no text. */
static const struct phrases BUTTONS = {&tdg_words_text_buttons, {[1] = {PHRASE_WHOLE, 1}}};

/* Lines that are furniture wherever they stand. */
static const struct phrases FIXED = {&tdg_words_text_furniture,
                                     {[TDG_TEXT_FURNITURE_WHOLE] = {PHRASE_WHOLE, 1},
                                      [TDG_TEXT_FURNITURE_START] = {PHRASE_START, 1},
                                      [TDG_TEXT_FURNITURE_INSIDE] = {PHRASE_INSIDE, 1},
                                      [TDG_TEXT_FURNITURE_CALL] = {PHRASE_START, 1}}};

/* And these of them when they are whole sentences. */
static const struct phrases SENTENCES = {&tdg_words_text_furniture,
                                         {[TDG_TEXT_FURNITURE_CALL] = {PHRASE_START, 1}}};

/* Headings of lists of other stories: what follows is furniture as long as it is not prose. */
static const struct phrases RELATED = {
    &tdg_words_text_related,
    {[TDG_TEXT_RELATED_WHOLE] = {PHRASE_WHOLE, 1}, [TDG_TEXT_RELATED_START] = {PHRASE_START, 1}}};

static int is_quoted(const struct tdg_line *l) {
  return memchr(l->s.p, '"', l->s.n) != NULL || memmem(l->s.p, l->s.n, "\xE2\x80\x9C", 3) != NULL;
}

/* "Share  Save  Print": nothing but the names of buttons. */
static int is_buttons(const struct tdg_report *r, const struct tdg_line *l) {
  struct tdg_range *w;
  struct tdg_str s = report_fold(r, l);
  size_t n = l->words <= 8 && l->end == TDG_ENDS_OPEN ? tdg_words(r->call, s, &w) : 0;
  for (size_t i = 0; i < n; i++)
    if (!report_phrases(&BUTTONS, (struct tdg_str){s.p + w[i].start, w[i].end - w[i].start})) return 0;
  return n > 0;
}

static int is_copyright(struct tdg_str s) {
  return tdg_str_starts(s, "\xC2\xA9") || tdg_nocase_starts(s, "(c) 20");
}

static int is_fixed(const struct tdg_report *r, const struct tdg_line *l) {
  if (l->s.n > TDG_REPORT_SHORT || is_quoted(l)) return 0;
  if (is_copyright(l->s) || is_buttons(r, l)) return 1;
  return report_phrase(tdg_line_is_prose(l) ? &SENTENCES : &FIXED, report_fold(r, l)) != NULL;
}

/* Signs that a short line before the report speaks to the reader. */
static int call_score(const struct tdg_report *r, const struct tdg_line *l) {
  if (l->s.n > TDG_REPORT_SHORT || l->words == 0 || is_quoted(l)) return 0;
  int score = report_phrases(&CALLS, report_fold(r, l));
  if (l->end == TDG_ENDS_ASK && l->s.p[l->s.n - 1] == '!') score++;
  if (l->words > 3 && l->capitals * 3 >= l->words * 2) score--; /* set like a headline */
  return score;
}

void report_clean_head(struct tdg_report *r) {
  for (size_t i = 0; i < r->first && i < r->n; i++) {
    struct tdg_line *l = &r->v[i];
    if (l->kind == TDG_LINE_BODY && (call_score(r, l) >= 2 || is_fixed(r, l))) l->kind = TDG_LINE_FURNITURE;
  }
}

/* ---- teasers ---- */

struct teaser {
  size_t shared; /* words of the headline that the text repeats */
  size_t names;  /* capitalised words */
  size_t unseen; /* of these, how many the report never uses */
};

/* Does the report (its prose before the line) contain this word? */
static int body_has(const struct tdg_report *r, size_t before, struct tdg_str word) {
  for (size_t i = 0; i < before; i++) {
    const struct tdg_line *l = &r->v[i];
    if (l->kind == TDG_LINE_BODY && tdg_line_is_prose(l) && memmem(l->s.p, l->s.n, word.p, word.n) != NULL)
      return 1;
  }
  return 0;
}

/* Two words count as the same when their first letters are, whatever their endings. */
static int same_stem(struct tdg_str a, struct tdg_str b) {
  size_t n = a.n < b.n ? a.n : b.n, same = 0;
  while (same < n && (a.p[same] | 32) == (b.p[same] | 32)) same++;
  return same >= MIN_WORD && same * 3 >= (a.n > b.n ? a.n : b.n) * 2;
}

static size_t keys_of(const struct tdg_report *r, struct tdg_str s, struct tdg_str keys[MAX_KEYS]) {
  struct tdg_range *w;
  size_t n = tdg_words(r->call, s, &w), out = 0;
  for (size_t i = 0; i < n && out < MAX_KEYS; i++) {
    struct tdg_str k = {s.p + w[i].start, w[i].end - w[i].start};
    if (k.n >= MIN_WORD) keys[out++] = k;
  }
  return out;
}

static void count_names(const struct tdg_report *r, size_t before, const struct tdg_str *keys, size_t n,
                        struct teaser *t) {
  for (size_t i = 0; i < n; i++) {
    const char *p = keys[i].p;
    if (!u_isupper((UChar32)tdg_utf8_next(&p, keys[i].p + keys[i].n))) continue;
    t->names++;
    t->unseen += !body_has(r, before, keys[i]);
  }
}

static struct teaser teaser_look(const struct tdg_report *r, size_t body_end, const struct tdg_line *head,
                                 const struct tdg_line *text) {
  struct teaser t = {0, 0, 0};
  struct tdg_str a[MAX_KEYS], b[MAX_KEYS];
  size_t na = keys_of(r, head->s, a), nb = keys_of(r, text->s, b);
  for (size_t i = 0; i < na; i++) {
    size_t k = 0;
    while (k < nb && !same_stem(a[i], b[k])) k++;
    t.shared += k < nb;
  }
  count_names(r, body_end, b, nb, &t);
  return t;
}

/* Cut off: the text simply stops, in the middle of a clause or a word. */
static int is_cut(const struct tdg_line *l) {
  return l->end == TDG_ENDS_OPEN || l->end == TDG_ENDS_COMMA || l->end == TDG_ENDS_DOTS;
}

static int looks_like_pair(const struct tdg_line *head, const struct tdg_line *text) {
  return tdg_line_is_titlelike(head) && !tdg_line_is_prose(head) && head->s.n <= TDG_REPORT_SHORT &&
         text->s.n <= MAX_TEASER && is_cut(text) && text->words >= head->words / 2 && text->words > 3;
}

/* Where the run of teasers at the end of the report begins; r->n when there is none. */
static size_t teasers_begin(const struct tdg_report *r) {
  size_t at = r->n, low = r->n > MAX_TEASER_LINES ? r->n - MAX_TEASER_LINES : 0;
  while (at >= low + 2 && looks_like_pair(&r->v[at - 2], &r->v[at - 1])) at -= 2;
  return at;
}

static void clean_teasers(struct tdg_report *r) {
  size_t from = teasers_begin(r), pairs = (r->n - from) / 2, sure = 0;
  if (pairs == 0 || from <= r->first) return;
  for (size_t i = from; i < r->n; i += 2) {
    struct teaser t = teaser_look(r, from, &r->v[i], &r->v[i + 1]);
    sure += t.shared >= 2 || (t.shared >= 1 && t.unseen * 2 >= t.names && t.unseen > 0);
  }
  if (sure * 2 < pairs || sure == 0 || (pairs == 1 && r->v[r->n - 1].end == TDG_ENDS_COMMA && !sure)) return;
  for (size_t i = from; i < r->n; i++) r->v[i].kind = TDG_LINE_FURNITURE;
}

/* A list of other stories under its own heading. */
static void clean_related(struct tdg_report *r) {
  for (size_t i = r->first + 1; i < r->n; i++) {
    const struct tdg_line *l = &r->v[i];
    if (l->kind != TDG_LINE_BODY || l->s.n > 80 || !report_phrases(&RELATED, report_fold(r, l))) continue;
    size_t to = i + 1;
    while (to < r->n && !tdg_line_is_prose(&r->v[to])) to++;
    if (to < r->n && r->v[to].words >= 25) continue; /* the report goes on: an ordinary heading */
    for (size_t k = i; k < to; k++) r->v[k].kind = TDG_LINE_FURNITURE;
    i = to - 1;
  }
}

static void clean_fixed(struct tdg_report *r) {
  for (size_t i = r->first; i < r->n; i++) {
    struct tdg_line *l = &r->v[i];
    if (l->kind == TDG_LINE_BODY && is_fixed(r, l)) l->kind = TDG_LINE_FURNITURE;
  }
}

void tdg_report_clean(struct tdg_report *r) {
  clean_teasers(r);
  clean_related(r);
  clean_fixed(r);
}
