/* byline.c - "Post by : A. Author", "Von A. Autor und B. Autorin", "5 January 2026, 14:30": who and when.
 *
 * Names are parted as in every byline (tidings/kit/author_names.h).  A label alone is not enough: "Von der Leyen visits Prague" begins with one.  What follows must be written
 * like names, word for word; what follows a date must be nothing.  A date inside running text is never taken.
 */
#include "report_internal.h"

#include <unicode/uchar.h>

#include <tidings/kit/author_names.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_BYLINE = 160, MAX_NAME_WORDS = 6, MAX_NAME = 80 };

static const struct phrases LABELS = {&tdg_words_text_bylines,
                                      {[TDG_TEXT_BYLINES_SURE] = {PHRASE_START, 0},
                                       [TDG_TEXT_BYLINES_SHORT] = {PHRASE_START, 0},
                                       [TDG_TEXT_BYLINES_COLON] = {PHRASE_START, 0}}};

static const struct phrases STAMPS = {
    &tdg_words_text_dates,
    {[TDG_TEXT_DATES_PUBLISHED] = {PHRASE_START, 0}, [TDG_TEXT_DATES_UPDATED] = {PHRASE_START, 1}}};
#define COUNT(t) (sizeof(t) / sizeof((t)[0]))

/* ---- names ---- */

static int is_particle(struct tdg_str word) {
  return tdg_words_find(&tdg_words_article_particles, TDG_EVERY_LANGUAGE, word) != NULL;
}

/* "d'Orne", behind its first letter. */
static int is_elided(const char *p, const char *end) {
  const uint32_t sign = p < end ? tdg_utf8_next(&p, end) : 0;
  return (sign == '\'' || sign == 0x2019) && p < end && u_isupper((UChar32)tdg_utf8_next(&p, end));
}

/* Written like a person's name: words that begin with a capital (or have no case), no figures, no stop. */
static int is_name(const struct tdg_report *r, struct tdg_str s) {
  struct tdg_range *w;
  size_t n = s.n <= MAX_NAME ? tdg_words(r->call, s, &w) : 0, proper = 0;
  if (n == 0 || n > MAX_NAME_WORDS) return 0;
  for (size_t i = 0; i < n; i++) {
    const char *p = s.p + w[i].start, *end = s.p + w[i].end, *q = p;
    uint32_t c = tdg_utf8_next(&q, end);
    if (u_isdigit((UChar32)c)) return 0;
    if (is_particle((struct tdg_str){p, (size_t)(end - p)})) continue;
    if (u_islower((UChar32)c) && !is_elided(q, end)) return 0;
    proper++;
  }
  return proper > 0;
}

/* The next name of a list: cuts s behind it and what joins it to the next one. */
static struct tdg_str next_name(struct tdg_str *s) {
  size_t at = 0, join = 0;
  int comma;
  while (at < s->n && join == 0) {
    join = tdg_author_join((struct tdg_str){s->p, at}, (struct tdg_str){s->p + at, s->n - at}, &comma);
    at += join == 0;
  }
  const struct tdg_str name = {s->p, at};
  s->p += at + join, s->n -= at + join;
  return report_bare(name);
}

static int is_post(struct tdg_str s) {
  size_t at;
  return tdg_words_first(&tdg_words_text_posts, s, &at) != NULL;
}

/* "A. Author in Paris", "A. Author for The Gazette": the name only. */
static struct tdg_str without_place(struct tdg_str s) {
  static const char *const signs[] = {" (", " | ", " · ", " • ", " – ", " — ", " - ", " / "};
  const struct tdg_word_class *places = &tdg_words_text_places;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(places, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    s = tdg_str_before(s, tdg_word_text(places, w).p);
  for (size_t i = 0; i < COUNT(signs); i++) s = tdg_str_before(s, signs[i]);
  return s;
}

static int add_names(struct tdg_report *r, struct tdg_str s) {
  struct tdg_str found[TDG_REPORT_AUTHORS];
  size_t n = 0;
  while (s.n > 0 && n < TDG_REPORT_AUTHORS) {
    struct tdg_str name = next_name(&s);
    if (name.n == 0) continue;
    if (is_post(name) && n > 0) continue;
    if (!is_name(r, name)) return 0;
    found[n++] = name;
  }
  for (size_t i = 0; i < n && r->n_authors < TDG_REPORT_AUTHORS; i++) r->authors[r->n_authors++] = found[i];
  return n > 0;
}

/* What follows the label in the line as it is written; folding changes lengths, so the label's words are
 * counted. */
static struct tdg_str after_label(const struct tdg_report *r, struct tdg_str s, struct tdg_str text) {
  struct tdg_range *a, *b;
  size_t words = tdg_words(r->call, text, &a), have = tdg_words(r->call, s, &b);
  size_t at = words > 0 && have >= words ? b[words - 1].end : s.n;
  if (at < text.n && s.n >= text.n && memcmp(s.p, text.p, text.n) == 0) at = text.n;
  return (struct tdg_str){s.p + at, s.n - at};
}

static struct tdg_str skip_sign(struct tdg_str s, int *colon) {
  *colon = 0;
  while (s.n > 0 && (*s.p == ' ' || *s.p == ':' || *s.p == '/' || *s.p == '-'))
    *colon |= *s.p == ':', s.p++, s.n--;
  if (s.n >= 3 && memcmp(s.p, "\xEF\xBC\x9A", 3) == 0) *colon = 1, s.p += 3, s.n -= 3;
  return s;
}

int report_byline(struct tdg_report *r, struct tdg_str s) {
  int colon;
  if (s.n > MAX_BYLINE || s.n < 4) return 0;
  const struct tdg_word *label = report_phrase(&LABELS, tdg_fold(r->call, s));
  if (label == NULL) return 0;
  struct tdg_str rest = skip_sign(after_label(r, s, tdg_word_text(LABELS.words, label)), &colon);
  rest = without_place(rest);
  if (label->value == TDG_TEXT_BYLINES_COLON && !colon) return 0;
  if (label->value == TDG_TEXT_BYLINES_SHORT && !colon && rest.n > 48) return 0;
  if (rest.n == 0 || (rest.p[rest.n - 1] == '.' && label->value != TDG_TEXT_BYLINES_SURE)) return 0;
  return add_names(r, rest);
}

/* ---- dates ---- */

static size_t letters_in(struct tdg_str s) {
  const char *p = s.p, *end = p + s.n;
  size_t n = 0;
  while (p < end) n += (size_t)(u_isalpha((UChar32)tdg_utf8_next(&p, end)) != 0);
  return n;
}

int report_date(const struct tdg_report *r, struct tdg_str s, struct tdg_date *d) {
  struct tdg_date_hint hint = {.language = r->language, .zone = r->zone};
  size_t start, end;
  if (s.n > 100 || s.n < 6 || tdg_date_find(s.p, s.n, &hint, d, &start, &end) != 0) return -1;
  if (d->precision < TDG_DATE_DAY) return -1;
  struct tdg_str ahead = {s.p, start}, after = {s.p + end, s.n - end};
  if (letters_in(after) > 4) return -1;
  if (letters_in(ahead) == 0) return 0;
  const struct tdg_word *label = report_phrase(&STAMPS, tdg_fold(r->call, ahead));
  if (label == NULL || letters_in(ahead) > 24) return -1;
  return STAMPS.of[label->value].value;
}
