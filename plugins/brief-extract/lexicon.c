/* lexicon.c - the tables of words/ made ready: a hash of phrases for each language; see lexicon.h.
 *
 * A phrase is found by its first term; phrases that share it form a chain, the longest first.  Made once when
 * the component opens; after that nothing changes.  Only memory can fail.
 */
#include "lexicon.h"

#include <stdlib.h>

enum { MAX_LANGUAGES = 24, MAX_PHRASE = 6, SLOTS = 32768, MAX_ENTRIES = 16000, MAX_FORM = 160 };

struct entry {
  uint64_t term[MAX_PHRASE];
  struct mark mark; /* mark.n: terms of the phrase */
  uint16_t next;    /* of the same first term; 0: the last.  Places start at 1. */
};
struct language {
  const struct words *words;
  uint16_t *slot; /* first entry of the chain */
  size_t mask;
  struct entry *v;
  size_t n, cap;
};
struct lexicon {
  struct language language[MAX_LANGUAGES];
  size_t n;
};

/* ---- making ---- */

/* What a list gives to its phrases. */
struct meaning {
  uint64_t is;
  int number; /* 0: none, else one more than it */
  int state, before, kind, month, weekday, affair;
};

static void give(struct mark *m, const struct meaning *g) {
  m->is |= g->is;
  if (g->number > 0) m->number = (int16_t)(g->number - 1);
  if (g->state != 0) m->state = (int8_t)g->state;
  if (g->before != 0) m->before = (int8_t)g->before;
  if (g->kind != 0) m->kind = (int8_t)g->kind;
  if (g->month != 0) m->month = (int8_t)g->month;
  if (g->weekday != 0) m->weekday = (int8_t)g->weekday;
  if (g->affair != 0) m->affair = (int8_t)g->affair;
}

static size_t slot_of(const struct language *l, uint64_t first) {
  size_t i = (size_t)first & l->mask;
  while (l->slot[i] != 0 && l->v[l->slot[i]].term[0] != first) i = (i + 1) & l->mask;
  return i;
}

static int same_phrase(const struct entry *e, const uint64_t *term, size_t n) {
  return e->mark.n == n && memcmp(e->term, term, n * sizeof *term) == 0;
}

static struct entry *entry_of(struct language *l, const uint64_t *term, size_t n) {
  size_t slot = slot_of(l, term[0]);
  uint16_t *link = &l->slot[slot];
  while (*link != 0 && l->v[*link].mark.n >= n) {
    if (same_phrase(&l->v[*link], term, n)) return &l->v[*link];
    link = &l->v[*link].next;
  }
  if (l->n + 1 >= l->cap) return NULL;
  struct entry *e = &l->v[++l->n];
  memcpy(e->term, term, n * sizeof *term);
  e->mark = (struct mark){.n = (uint8_t)n, .number = -1};
  e->next = *link;
  *link = (uint16_t)l->n;
  return e;
}

static void add_form(struct language *l, tdg_call *call, struct tdg_str form, const struct meaning *g) {
  struct tdg_term *t;
  uint64_t term[MAX_PHRASE];
  size_t n = tdg_terms(call, form, &t);
  if (n == 0 || n > MAX_PHRASE) return;
  for (size_t i = 0; i < n; i++) term[i] = t[i].hash;
  struct entry *e = entry_of(l, term, n);
  if (e != NULL) give(&e->mark, g);
}

/* A form, and each prefix with it. */
static void add_forms(struct language *l, tdg_call *call, const char *p, size_t n, const struct meaning *g) {
  char text[MAX_FORM];
  while (n > 0 && *p == ' ') p++, n--;
  if (n == 0 || n > MAX_FORM / 2 || (n == 1 && *p == '-')) return;
  add_form(l, call, (struct tdg_str){p, n}, g);
  for (const char *x = l->words->prefixes; x != NULL && *x != '\0';) {
    size_t k = strcspn(x, ",");
    memcpy(text, x, k);
    memcpy(text + k, p, n);
    add_form(l, call, (struct tdg_str){text, k + n}, g);
    x += k + (x[k] == ',');
  }
}

/* Phrases between commas, all with one meaning. */
static void add_list(struct language *l, tdg_call *call, const char *list, const struct meaning *g) {
  for (const char *p = list; p != NULL && *p != '\0';) {
    size_t n = strcspn(p, ",");
    add_forms(l, call, p, n, g);
    p += n + (p[n] == ',');
  }
}

/* The same where the place is the value; *value is what moves. */
static void add_row(struct language *l, tdg_call *call, const char *row, struct meaning *g, int *value,
                    int step) {
  for (const char *p = row; p != NULL && *p != '\0'; *value += step) {
    size_t n = strcspn(p, ",|");
    add_forms(l, call, p, n, g);
    for (; p[n] == '|'; n = strcspn(p, ",|")) {
      p += n + 1;
      add_forms(l, call, p, strcspn(p, ",|"), g);
    }
    p += n + (p[n] == ',');
  }
}

/* The nth value of a row, its first form. */
static struct tdg_str nth_of(const char *row, int nth) {
  for (; row != NULL && *row != '\0'; nth--) {
    size_t n = strcspn(row, ",");
    while (*row == ' ') row++, n--;
    if (nth == 0) return (struct tdg_str){row, strcspn(row, ",|")};
    row += n + (row[n] == ',');
  }
  return (struct tdg_str){"", 0};
}

static size_t put(char *out, size_t at, struct tdg_str s) {
  if (at + s.n < MAX_FORM) memcpy(out + at, s.p, s.n), at += s.n;
  return at;
}

/* twenty-one ... ninety-nine */
static void add_joined(struct language *l, tdg_call *call, const struct words *w) {
  for (int t = 2; t < 10 && w->joined != NULL; t++)
    for (int o = 1; o < 10; o++) {
      struct tdg_str tens = nth_of(w->tens, t - 2), ones = nth_of(w->numbers, o);
      struct meaning g = {.number = 10 * t + o + 1};
      char text[MAX_FORM];
      size_t n = 0;
      for (const char *p = w->joined; *p != '\0'; p++)
        n = put(text, n, *p == 'T' ? tens : *p == 'O' ? ones : (struct tdg_str){p, 1});
      if (tens.n > 1 && ones.n > 1) add_forms(l, call, text, n, &g);
    }
}

static void add_values(struct language *l, tdg_call *call, const struct words *w) {
  struct meaning month = {.month = 1}, day = {.weekday = 1}, number = {.number = 1}, tens = {.number = 21},
                 dozen = {.is = W(W_BOUND), .number = 13}, affair = {.affair = 1};
  add_row(l, call, w->months, &month, &month.month, 1);
  add_row(l, call, w->weekdays, &day, &day.weekday, 1);
  add_row(l, call, w->affairs, &affair, &affair.affair, 1);
  add_row(l, call, w->numbers, &number, &number.number, 1);
  add_row(l, call, w->tens, &tens, &tens.number, 10);
  add_list(l, call, w->dozens, &dozen);
  add_joined(l, call, w);
}

/* Most words are in no list: a table that stays in the cache says so sooner. */
static int shrink(struct language *l) {
  size_t size = 64, old = l->mask + 1;
  uint16_t *from = l->slot;
  while (size < 4 * l->n && size < SLOTS) size *= 2;
  l->slot = calloc(size, sizeof *l->slot);
  l->mask = size - 1;
  for (size_t i = 0; l->slot != NULL && i < old; i++)
    if (from[i] != 0) l->slot[slot_of(l, l->v[from[i]].term[0])] = from[i];
  free(from);
  return l->slot == NULL ? -1 : 0;
}

static int make_language(struct language *l, tdg_call *call, const struct words *w) {
  l->words = w;
  l->cap = MAX_ENTRIES;
  l->mask = SLOTS - 1;
  l->slot = calloc(SLOTS, sizeof *l->slot);
  l->v = calloc(l->cap, sizeof *l->v);
  if (l->slot == NULL || l->v == NULL) return -1;
  for (int i = 0; i < WORDS; i++) add_list(l, call, w->list[i], &(struct meaning){.is = W(i)});
  for (int i = 1; i < STATES; i++) {
    add_list(l, call, w->state[i], &(struct meaning){.state = i});
    add_list(l, call, w->before[i], &(struct meaning){.before = i});
  }
  for (int i = 1; i < KINDS; i++) add_list(l, call, w->kind[i], &(struct meaning){.kind = i});
  add_values(l, call, w);
  struct entry *v = realloc(l->v, (l->n + 1) * sizeof *v);
  if (v != NULL) l->v = v;
  return shrink(l);
}

struct lexicon *lexicon_make(tdg_call *call) {
  struct lexicon *x = calloc(1, sizeof *x);
  for (size_t i = 0; x != NULL && words_all[i] != NULL && x->n < MAX_LANGUAGES; i++) {
    void *m = tdg_mark(call);
    int bad = make_language(&x->language[x->n++], call, words_all[i]);
    tdg_release(call, m);
    if (bad) {
      lexicon_free(x);
      return NULL;
    }
  }
  return x;
}

void lexicon_free(struct lexicon *x) {
  for (size_t i = 0; x != NULL && i < x->n; i++) free(x->language[i].slot), free(x->language[i].v);
  free(x);
}

/* ---- looking up ---- */

static int has_tag(const char *list, const char *tag, size_t n) {
  for (const char *p = list; *p != '\0';) {
    size_t k = strcspn(p, ",");
    if (k == n && strncmp(p, tag, n) == 0) return 1;
    p += k + (p[k] == ',');
  }
  return 0;
}

const struct language *lexicon_language(const struct lexicon *x, const char *tag) {
  char low[4] = "";
  size_t n = strcspn(tag, "-_");
  for (size_t i = 0; i < n && n < sizeof low; i++) low[i] = (char)(tag[i] | 0x20);
  for (size_t i = 0; n > 0 && n < sizeof low && i < x->n; i++)
    if (has_tag(x->language[i].words->language, low, n)) return &x->language[i];
  return &x->language[0];
}

const struct words *language_words(const struct language *l) { return l->words; }

static int fits(const struct entry *e, const struct tdg_term *t, size_t left) {
  if (e->mark.n > left) return 0;
  for (size_t i = 1; i < e->mark.n; i++)
    if (t[i].hash != e->term[i] || !(t[i].flags & TDG_TERM_ADJACENT)) return 0;
  return 1;
}

static void merge(struct mark *to, const struct mark *m) {
  to->is |= m->is;
  if (to->n < m->n) to->n = m->n;
  if (to->number < 0) to->number = m->number;
  if (to->state == 0) to->state = m->state;
  if (to->before == 0) to->before = m->before;
  if (to->kind == 0) to->kind = m->kind;
  if (to->month == 0) to->month = m->month;
  if (to->weekday == 0) to->weekday = m->weekday;
  if (to->affair == 0) to->affair = m->affair;
}

void lexicon_mark(const struct language *l, const struct tdg_term *t, size_t n, struct mark *out) {
  for (size_t i = 0; i < n; i++) {
    out[i] = (struct mark){.n = 1, .number = -1};
    for (uint16_t e = l->slot[slot_of(l, t[i].hash)]; e != 0; e = l->v[e].next)
      if (fits(&l->v[e], &t[i], n - i)) merge(&out[i], &l->v[e].mark);
  }
}
