/* names.c - two names for one office; see brief.h.
 *
 * "French President X" in one record and "French President Y" in another.  The office must be narrowed by a
 * word in front (a country, a town, a body); spellings of one name, and a surname beside the full name, are
 * one name.
 */
#include "conflict.h"

#include <stdio.h>

enum { MAX_HELD = 200, LEAST_SAME_LETTERS = 4, MAX_NAME_TERMS = 4 };

struct held {
  struct sentence *s;
  uint64_t key;
  size_t office, name, name_end; /* bytes */
  size_t last;                   /* byte where the surname starts */
};

static int is_office(const struct sentence *s, size_t i) {
  return (s->terms[i].flags & TDG_TERM_CAPITAL) && (s->marks[i].is & W(W_OFFICE));
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

static int read_held(struct sentence *s, size_t i, struct held *h) {
  const struct tdg_term *t = s->terms;
  size_t from = i, k = i + 1;
  if (!is_office(s, i) || is_past(s, i) || k >= s->n_terms || !joined(&t[k])) return 0;
  while (from > 0 && from + 3 > i && joined(&t[from]) && (t[from - 1].flags & TDG_TERM_CAPITAL)) from--;
  if (from == i) return 0;
  *h = (struct held){.s = s, .office = t[from].start, .name = t[k].start};
  for (size_t w = from; w <= i; w++) h->key = h->key * 31 + t[w].hash;
  for (; k < s->n_terms && k <= i + MAX_NAME_TERMS && joined(&t[k]); k++) {
    h->last = t[k].start, h->name_end = t[k].end;
    if (cut_possessive(s->text, h)) break;
  }
  return 1;
}

static int same_name(const struct held *a, const struct held *b) {
  size_t n = a->name_end - a->last, m = b->name_end - b->last, k = 0;
  const char *p = a->s->text.p + a->last, *q = b->s->text.p + b->last;
  if (n == 1 || m == 1) return 1; /* an initial tells nothing */
  while (k < n && k < m && p[k] == q[k]) k++;
  return k >= LEAST_SAME_LETTERS || (k == n && k == m);
}

static struct claim claim_of(const struct held *h) {
  return (struct claim){h->s, {h->s->text.p + h->name, h->name_end - h->name}};
}

static int add(struct brief *b, const struct held *x, const struct held *y, struct conflict *out, int n) {
  size_t size = x->name - x->office;
  while (size > 0 && x->s->text.p[x->office + size - 1] == ' ') size--;
  struct tdg_str what = {x->s->text.p + x->office, size};
  for (int i = 0; i < n; i++)
    if (out[i].what.n == what.n && memcmp(out[i].what.p, what.p, what.n) == 0) return n;
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
      found += (size_t)read_held(&b->sentence[i], k, &h[found]);
  for (size_t i = 0; i < found; i++)
    for (size_t k = i + 1; k < found && n < MAX_CONFLICTS; k++)
      if (h[i].key == h[k].key && h[i].s->member != h[k].s->member && !same_name(&h[i], &h[k]))
        n = add(b, &h[i], &h[k], out, n);
  return n;
}
