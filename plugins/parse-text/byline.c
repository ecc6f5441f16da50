/* byline.c - "Post by : A. Author", "Von A. Autor und B. Autorin", "5 January 2026, 14:30": who and when.
 *
 * A label alone is not enough: "Von der Leyen visits Prague" begins with one.  What follows must be written
 * like names, word for word; what follows a date must be nothing.  A date inside running text is never taken.
 */
#include "phrases.h"

#include <unicode/uchar.h>

#include <tidings/kit/utf8.h>

enum { MAX_BYLINE = 160, MAX_NAME_WORDS = 6, MAX_NAME = 80 };

/* value 1: may be an ordinary word as well, so a colon must follow or the names be short */
static const struct phrase LABELS[] = {
    {"post by", PHRASE_START, 0, NULL},
    {"posted by", PHRASE_START, 0, NULL},
    {"written by", PHRASE_START, 0, NULL},
    {"reported by", PHRASE_START, 0, NULL},
    {"reporting by", PHRASE_START, 0, NULL},
    {"story by", PHRASE_START, 0, NULL},
    {"published by", PHRASE_START, 0, NULL},
    {"authors", PHRASE_START, 2, NULL},
    {"author", PHRASE_START, 2, NULL},
    {"by", PHRASE_START, 0, NULL},
    {"ein bericht von", PHRASE_START, 0, NULL},
    {"von", PHRASE_START, 1, NULL},
    {"text", PHRASE_START, 2, NULL},
    {"autor", PHRASE_START, 2, NULL},
    {"autorin", PHRASE_START, 2, NULL},
    {"publicado por", PHRASE_START, 0, NULL},
    {"escrito por", PHRASE_START, 0, NULL},
    {"autora", PHRASE_START, 2, NULL},
    {"por", PHRASE_START, 1, NULL},
    {"publié par", PHRASE_START, 0, NULL},
    {"auteur", PHRASE_START, 2, NULL},
    {"par", PHRASE_START, 1, NULL},
    {"scritto da", PHRASE_START, 0, NULL},
    {"autore", PHRASE_START, 2, NULL},
    {"di", PHRASE_START, 1, NULL},
    {"door", PHRASE_START, 1, NULL},
    {"przez", PHRASE_START, 1, NULL},
    {"av", PHRASE_START, 1, NULL},
    {"af", PHRASE_START, 1, NULL},
    {"kirjoittanut", PHRASE_START, 0, NULL},
    {"yazan", PHRASE_START, 0, NULL},
    {"yazar", PHRASE_START, 2, NULL},
    {"автор", PHRASE_START, 2, NULL},
    {"автори", PHRASE_START, 2, NULL},
    {"авторы", PHRASE_START, 2, NULL},
    {"текст", PHRASE_START, 2, NULL},
    {"بقلم", PHRASE_START, 2, NULL},
    {"كتب", PHRASE_START, 2, NULL},
    {"מאת", PHRASE_START, 2, NULL},
    {"作者", PHRASE_START, 2, NULL},
    {"記者", PHRASE_START, 2, NULL},
    {"文", PHRASE_START, 2, NULL},
    {"执笔", PHRASE_START, 2, NULL},
    {"기자", PHRASE_START, 2, NULL},
};

/* value: 0 published, 1 updated */
static const struct phrase STAMPS[] = {
    {"last updated", PHRASE_START, 1, NULL},
    {"updated", PHRASE_START, 1, NULL},
    {"first published", PHRASE_START, 0, NULL},
    {"published", PHRASE_START, 0, NULL},
    {"posted", PHRASE_START, 0, NULL},
    {"date", PHRASE_START, 0, NULL},
    {"release date", PHRASE_START, 0, NULL},
    {"aktualisiert", PHRASE_START, 1, NULL},
    {"stand", PHRASE_START, 1, NULL},
    {"veröffentlicht", PHRASE_START, 0, NULL},
    {"datum", PHRASE_START, 0, NULL},
    {"mis à jour", PHRASE_START, 1, NULL},
    {"publié", PHRASE_START, 0, NULL},
    {"actualizado", PHRASE_START, 1, NULL},
    {"publicado", PHRASE_START, 0, NULL},
    {"fecha", PHRASE_START, 0, NULL},
    {"atualizado", PHRASE_START, 1, NULL},
    {"aggiornato", PHRASE_START, 1, NULL},
    {"pubblicato", PHRASE_START, 0, NULL},
    {"bijgewerkt", PHRASE_START, 1, NULL},
    {"gepubliceerd", PHRASE_START, 0, NULL},
    {"aktualizacja", PHRASE_START, 1, NULL},
    {"opublikowano", PHRASE_START, 0, NULL},
    {"data", PHRASE_START, 0, NULL},
    {"güncelleme", PHRASE_START, 1, NULL},
    {"yayınlanma", PHRASE_START, 0, NULL},
    {"обновлено", PHRASE_START, 1, NULL},
    {"опубликовано", PHRASE_START, 0, NULL},
    {"оновлено", PHRASE_START, 1, NULL},
    {"опубліковано", PHRASE_START, 0, NULL},
    {"更新", PHRASE_START, 1, NULL},
    {"发布", PHRASE_START, 0, NULL},
};
#define COUNT(t) (sizeof(t) / sizeof((t)[0]))

/* ---- names ---- */

static const char *const PARTICLES[] = {"de",  "del", "della", "der", "den", "di", "da",  "das", "dos", "du",
                                        "la",  "le",  "van",   "von", "vom", "zu", "ten", "ter", "al",  "el",
                                        "bin", "ibn", "bint",  "e",   "y",   "af", "av",  "abu", "ben", "d"};

static int is_particle(const char *p, size_t n) {
  for (size_t i = 0; i < COUNT(PARTICLES); i++)
    if (strlen(PARTICLES[i]) == n && memcmp(PARTICLES[i], p, n) == 0) return 1;
  return 0;
}

/* Written like a person's name: words that begin with a capital (or have no case), no figures, no stop. */
static int is_name(const struct report *r, struct tdg_str s) {
  struct tdg_range *w;
  size_t n = s.n <= MAX_NAME ? tdg_words(r->call, s, &w) : 0, proper = 0;
  if (n == 0 || n > MAX_NAME_WORDS) return 0;
  for (size_t i = 0; i < n; i++) {
    const char *p = s.p + w[i].start, *end = s.p + w[i].end, *q = p;
    uint32_t c = tdg_utf8_next(&q, end);
    if (u_isdigit((UChar32)c)) return 0;
    if (is_particle(p, (size_t)(end - p))) continue;
    if (u_islower((UChar32)c)) return 0;
    proper++;
  }
  return proper > 0;
}

static const char *const JOINS[] = {" and ", " und ", " et ", " y ", " e ", " en ", " i ", " ve ", " og ",
                                    " och ", " и ",   " та ", " & ", ", ",  "; ",   "、",  "，"};

/* The next name of a list: cuts s behind it. */
static struct tdg_str next_name(struct tdg_str *s) {
  size_t at = s->n, skip = 0;
  for (size_t i = 0; i < COUNT(JOINS); i++) {
    const char *p = memmem(s->p, s->n, JOINS[i], strlen(JOINS[i]));
    if (p != NULL && (size_t)(p - s->p) < at) at = (size_t)(p - s->p), skip = strlen(JOINS[i]);
  }
  struct tdg_str name = {s->p, at};
  s->p += at + skip, s->n -= at + skip;
  return report_bare(name);
}

static const char *const POSTS[] = {"Staff",         "Writer",        "Correspondent", "Editor",
                                    "Reporter",      "Desk",          "Bureau",        "Redaktion",
                                    "Korrespondent", "Correspondant", "Redacción",     "Redazione"};

static int is_post(struct tdg_str s) {
  for (size_t i = 0; i < COUNT(POSTS); i++)
    if (memmem(s.p, s.n, POSTS[i], strlen(POSTS[i])) != NULL) return 1;
  return 0;
}

/* "A. Author in Paris", "A. Author for The Gazette": the name only. */
static struct tdg_str without_place(struct tdg_str s) {
  static const char *const cuts[] = {" in ", " at ", " for ", " from ", " aus ", " à ", " en ", " w ",
                                     " (",   " | ",  " · ",   " • ",    " – ",   " — ", " - ",  " / "};
  for (size_t i = 0; i < COUNT(cuts); i++) {
    const char *p = memmem(s.p, s.n, cuts[i], strlen(cuts[i]));
    if (p != NULL && p > s.p) s.n = (size_t)(p - s.p);
  }
  return s;
}

static int add_names(struct report *r, struct tdg_str s) {
  struct tdg_str found[MAX_AUTHORS];
  size_t n = 0;
  while (s.n > 0 && n < MAX_AUTHORS) {
    struct tdg_str name = next_name(&s);
    if (name.n == 0) continue;
    if (is_post(name) && n > 0) continue;
    if (!is_name(r, name)) return 0;
    found[n++] = name;
  }
  for (size_t i = 0; i < n && r->n_authors < MAX_AUTHORS; i++) r->authors[r->n_authors++] = found[i];
  return n > 0;
}

/* What follows the label in the line as it is written; folding changes lengths, so the label's words are
 * counted. */
static struct tdg_str after_label(const struct report *r, struct tdg_str s, const struct phrase *label) {
  struct tdg_str text = {label->text, strlen(label->text)};
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

int report_byline(struct report *r, struct tdg_str s) {
  int colon;
  if (s.n > MAX_BYLINE || s.n < 4) return 0;
  const struct phrase *label = report_phrase(r, LABELS, COUNT(LABELS), tdg_fold(r->call, s));
  if (label == NULL) return 0;
  struct tdg_str rest = skip_sign(after_label(r, s, label), &colon);
  rest = without_place(rest);
  if (label->value == 2 && !colon) return 0;
  if (label->value == 1 && !colon && rest.n > 48) return 0;
  if (rest.n == 0 || (rest.p[rest.n - 1] == '.' && label->value != 0)) return 0;
  return add_names(r, rest);
}

/* ---- dates ---- */

static size_t letters_in(struct tdg_str s) {
  const char *p = s.p, *end = p + s.n;
  size_t n = 0;
  while (p < end) n += (size_t)(u_isalpha((UChar32)tdg_utf8_next(&p, end)) != 0);
  return n;
}

int report_date(const struct report *r, struct tdg_str s, struct tdg_date *d) {
  struct tdg_date_hint hint = {.language = r->language};
  size_t start, end;
  struct tdg_str zone = tdg_get(r->call, r->doc, TDG_DEFAULT_ZONE);
  if (zone.n > 0) hint.zone = zone.p;
  if (s.n > 100 || s.n < 6 || tdg_date_find(s.p, s.n, &hint, d, &start, &end) != 0) return -1;
  if (d->precision < TDG_DATE_DAY) return -1;
  struct tdg_str before = {s.p, start}, after = {s.p + end, s.n - end};
  if (letters_in(after) > 4) return -1;
  if (letters_in(before) == 0) return 0;
  const struct phrase *label = report_phrase(r, STAMPS, COUNT(STAMPS), tdg_fold(r->call, before));
  if (label == NULL || letters_in(before) > 24) return -1;
  return label->value;
}
