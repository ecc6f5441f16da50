/* offices.c - two names for one office; see brief.h.
 *
 * "French President X" in one record and "French President Y" in another.  The office must be narrowed to one
 * holder by a word beside it: in front ("Winslet Mayor", "der französische Präsident"), behind ("le président
 * français", "alcalde de Winslet"), or as the first of the capitals behind it ("prezydent Francji ...").
 * Spellings and endings of one name, and a surname beside the full name, are one name.
 */
#include "conflict.h"

#include <stdio.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_HELD = 200, LEAST_SAME_LETTERS = 4, MAX_NAME_TERMS = 4 };

struct held {
  struct sentence *s;
  uint64_t key;
  size_t office, office_end, name, name_end; /* bytes */
  size_t last;                               /* byte where the surname starts */
};

/* In English an office before a name has a capital. */
static int is_office(const struct sentence *s, size_t i, const struct tdg_traits *w) {
  return (s->marks[i].is & W(W_OFFICE)) && (w->inflected || (s->terms[i].flags & TDG_TERM_CAPITAL));
}

static int is_past(const struct sentence *s, size_t at) {
  for (size_t k = at > 4 ? at - 4 : 0; k < at; k++)
    if (s->marks[k].is & W(W_PAST_OFFICE)) return 1;
  return 0;
}

static int joined(const struct tdg_term *t) {
  return (t->flags & (TDG_TERM_ADJACENT | TDG_TERM_CAPITAL)) == (TDG_TERM_ADJACENT | TDG_TERM_CAPITAL);
}

/* "Lund's party": the name ends before the apostrophe. */
static int cut_possessive(struct tdg_str t, struct held *h) {
  for (size_t i = h->last; i < h->name_end; i++) {
    if (t.p[i] != '\'' && (i + 3 > h->name_end || memcmp(t.p + i, "\xE2\x80\x99", 3) != 0)) continue;
    h->name_end = i;
    return 1;
  }
  return 0;
}

/* In a headline every word has a capital: where a name ends cannot be told. */
static int is_running_text(const struct sentence *s) {
  size_t n = s->text.n;
  return n > 0 && (strchr(".!?\")", s->text.p[n - 1]) != NULL || (unsigned char)s->text.p[n - 1] >= 0x80);
}

static int says_something(const struct brief *b, const struct sentence *s, size_t i) {
  return !cues_small(b->cues, s->terms[i].hash) &&
         !(s->terms[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) && s->marks[i].weekday == 0 &&
         !(s->marks[i].is & (W(W_SAID) | W(W_OFFICE)));
}

/* The words in front that narrow the office; returns the first of them, i when there is none. */
static size_t narrowed_before(const struct brief *b, const struct sentence *s, size_t i,
                              const struct tdg_traits *w) {
  const struct tdg_term *t = s->terms;
  size_t from = i;
  if (!w->inflected) {
    while (from > 0 && from + 3 > i && joined(&t[from]) && (t[from - 1].flags & TDG_TERM_CAPITAL)) from--;
    return from;
  }
  if (i == 0 || !(t[i].flags & TDG_TERM_ADJACENT) || !says_something(b, s, i - 1)) return i;
  return w->noun_capitals || !(t[i - 1].flags & TDG_TERM_CAPITAL) ? i - 1 : i;
}

/* Behind it: "français", "de Winslet"; returns the term after that, k when there is none. */
static size_t narrowed_behind(const struct brief *b, const struct sentence *s, size_t k,
                              const struct tdg_traits *w) {
  const struct tdg_term *t = s->terms;
  if (!w->inflected || k + 1 >= s->n_terms || !(t[k].flags & TDG_TERM_ADJACENT)) return k;
  if (!(t[k].flags & TDG_TERM_CAPITAL) && says_something(b, s, k)) return k + 1;
  return (s->marks[k].is & (W(W_COUNTER) | W(W_LEADS))) && joined(&t[k + 1]) ? k + 2 : k;
}

/* A name follows: at once, or behind a comma where the place stood between. */
static int begins_name(const struct sentence *s, size_t k, int comma) {
  if (k >= s->n_terms || !(s->terms[k].flags & TDG_TERM_CAPITAL)) return 0;
  if (joined(&s->terms[k])) return 1;
  size_t end = s->terms[k - 1].end;
  return comma && s->terms[k].start == end + 2 && memcmp(s->text.p + end, ", ", 2) == 0;
}

static void read_name(struct sentence *s, size_t k, struct held *h) {
  size_t first = k;
  h->name = s->terms[k].start;
  for (; k < s->n_terms && k < first + MAX_NAME_TERMS && (k == first || joined(&s->terms[k])); k++) {
    h->last = s->terms[k].start, h->name_end = s->terms[k].end;
    if (cut_possessive(s->text, h)) return;
  }
}

static int read_held(const struct brief *b, struct sentence *s, size_t i, struct held *h) {
  const struct tdg_traits *w = sentence_traits(b, s);
  if (!is_office(s, i, w) || is_past(s, i)) return 0;
  size_t from = narrowed_before(b, s, i, w), next = i + s->marks[i].n,
         k = from < i ? next : narrowed_behind(b, s, next, w);
  if (from == i && k == next && w->inflected && k + 2 < s->n_terms && joined(&s->terms[k]) &&
      joined(&s->terms[k + 1]) && joined(&s->terms[k + 2]))
    k++; /* the first of three capitals is the country */
  if ((from == i && k == next) || !begins_name(s, k, k > next)) return 0;
  *h = (struct held){.s = s, .office = s->terms[from].start, .office_end = s->terms[k - 1].end};
  for (size_t t = from; t < k; t++) h->key = h->key * 31 + s->roots[t];
  read_name(s, k, h);
  return 1;
}

static int same_name(const struct held *a, const struct held *b) {
  struct tdg_str p = {a->s->text.p + a->last, a->name_end - a->last};
  struct tdg_str q = {b->s->text.p + b->last, b->name_end - b->last};
  size_t k = 0;
  if (tdg_utf8_count(p) == 1 || tdg_utf8_count(q) == 1) return 1; /* an initial tells nothing */
  while (k < p.n && k < q.n && p.p[k] == q.p[k]) k++;
  return tdg_utf8_count((struct tdg_str){p.p, k}) >= LEAST_SAME_LETTERS || k == p.n || k == q.n;
}

static struct claim claim_of(const struct held *h) {
  return (struct claim){h->s, {h->s->text.p + h->name, h->name_end - h->name}};
}

static int add(struct brief *b, const struct held *x, const struct held *y, struct conflict *out, int n) {
  struct tdg_str what = {x->s->text.p + x->office, x->office_end - x->office};
  for (int i = 0; i < n; i++)
    if (tdg_str_same(out[i].what, what)) return n;
  char *message = tdg_scratch(b->call, what.n + 80);
  snprintf(message, what.n + 80, "The reports name different people as %.*s.", (int)what.n, what.p);
  out[n] = (struct conflict){.kind = "name", .message = message, .what = what, .n = 2};
  out[n].claim[0] = claim_of(x);
  out[n].claim[1] = claim_of(y);
  return n + 1;
}

int conflict_names(struct brief *b, struct conflict out[MAX_CONFLICTS], int n) {
  struct held *h = tdg_scratch(b->call, MAX_HELD * sizeof *h);
  size_t found = 0;
  for (size_t i = 0; i < b->n_sentences; i++)
    for (size_t k = 0; k < b->sentence[i].n_terms && found < MAX_HELD && is_running_text(&b->sentence[i]);
         k++)
      found += (size_t)read_held(b, &b->sentence[i], k, &h[found]);
  for (size_t i = 0; i < found; i++)
    for (size_t k = i + 1; k < found && n < MAX_CONFLICTS; k++)
      if (h[i].key == h[k].key && h[i].s->member != h[k].s->member && !same_name(&h[i], &h[k]))
        n = add(b, &h[i], &h[k], out, n);
  return n;
}
