/* lexicon.c - the words of core/languages made ready: a hash of phrases for each language; see lexicon.h.
 *
 * A phrase is found by its first term; phrases that share it form a chain, the longest first.  Made once when
 * the component opens; after that nothing changes.  Only memory can fail.
 */
#include "lexicon.h"

#include <tidings/kit/str.h>

#include <stdlib.h>
#include <string.h>

enum { MAX_LANGUAGES = 64, MAX_PHRASE = 6, SLOTS = 32768, MAX_ENTRIES = 16000, MAX_FORM = 160 };

struct entry {
  uint64_t term[MAX_PHRASE];
  struct mark mark; /* mark.n: terms of the phrase */
  uint16_t next;    /* of the same first term; 0: the last.  Places start at 1. */
};
struct language {
  int number; /* of its file in core/languages */
  struct traits traits;
  uint16_t *slot; /* first entry of the chain */
  size_t mask;
  struct entry *v;
  size_t n, cap;
};
struct lexicon {
  struct language language[MAX_LANGUAGES];
  size_t n;
  const struct language *english; /* stands in for a language that there is not */
};

static const struct tdg_word_class *const lists[WORDS] = {
#define X(word, list) [word] = &tdg_words_brief_##list,
    WORD_LISTS(X)
#undef X
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
static void add_forms(struct language *l, tdg_call *call, struct tdg_str form, const struct meaning *g) {
  const struct tdg_word *w;
  char text[MAX_FORM];
  if (form.n > MAX_FORM / 2) return;
  add_form(l, call, form, g);
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_brief_prefixes, l->number, &at)) != NULL;) {
    struct tdg_str prefix = tdg_word_text(&tdg_words_brief_prefixes, w);
    if (prefix.n + form.n > MAX_FORM) continue;
    memcpy(text, prefix.p, prefix.n);
    memcpy(text + prefix.n, form.p, form.n);
    add_form(l, call, (struct tdg_str){text, prefix.n + form.n}, g);
  }
}

/* A class whose entries all mean the same, or each its value, which goes to what `value` points to in *g. */
static void add_class(struct language *l, tdg_call *call, const struct tdg_word_class *c, struct meaning *g,
                      int *value) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;) {
    if (value != NULL) *value = w->value;
    add_forms(l, call, tdg_word_text(c, w), g);
  }
}

/* The first form of a number; nothing when it has none. */
static struct tdg_str number_form(const struct language *l, int number) {
  const struct tdg_word_class *c = &tdg_words_brief_numbers;
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;)
    if (w->value == number) return tdg_word_text(c, w);
  return (struct tdg_str){"", 0};
}

static size_t put(char *out, size_t at, struct tdg_str s) {
  if (at + s.n < MAX_FORM) memcpy(out + at, s.p, s.n), at += s.n;
  return at;
}

/* twenty-one ... ninety-nine, as `pattern` joins them */
static void add_joined(struct language *l, tdg_call *call, struct tdg_str pattern) {
  for (int number = 21; number < 100; number++) {
    struct tdg_str tens = number_form(l, number / 10 * 10), ones = number_form(l, number % 10);
    struct meaning g = {.number = number + 1};
    char text[MAX_FORM];
    size_t n = 0;
    if (tens.n == 0 || ones.n == 0 || number % 10 == 0 || number_form(l, number).n > 0) continue;
    for (size_t i = 0; i < pattern.n; i++)
      n = put(text, n,
              pattern.p[i] == 'T'   ? tens
              : pattern.p[i] == 'O' ? ones
                                    : (struct tdg_str){pattern.p + i, 1});
    add_forms(l, call, (struct tdg_str){text, n}, &g);
  }
}

static void add_numbers(struct language *l, tdg_call *call) {
  const struct tdg_word_class *c = &tdg_words_brief_numbers;
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;)
    add_forms(l, call, tdg_word_text(c, w), &(struct meaning){.number = w->value + 1});
  add_class(l, call, &tdg_words_brief_dozens, &(struct meaning){.is = W(W_BOUND), .number = 13}, NULL);
  c = &tdg_words_brief_joined;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;)
    add_joined(l, call, tdg_word_text(c, w));
}

static void add_values(struct language *l, tdg_call *call) {
  struct meaning state = {0}, before = {0}, kind = {0}, month = {0}, weekday = {0}, affair = {0};
  add_class(l, call, &tdg_words_brief_states, &state, &state.state);
  add_class(l, call, &tdg_words_brief_states_before, &before, &before.before);
  add_class(l, call, &tdg_words_brief_kinds, &kind, &kind.kind);
  add_class(l, call, &tdg_words_brief_months, &month, &month.month);
  add_class(l, call, &tdg_words_brief_weekdays, &weekday, &weekday.weekday);
  add_class(l, call, &tdg_words_brief_affairs, &affair, &affair.affair);
}

static int fills(int language, const struct tdg_word_class *c) {
  size_t at = 0;
  return tdg_words_next(c, language, &at) != NULL;
}

static void read_traits(struct language *l) {
  const struct tdg_word *w;
  struct traits *t = &l->traits;
  int *const traits[TDG_BRIEF_TRAITS_COUNT] = {[TDG_BRIEF_TRAITS_DECIMAL_COMMA] = &t->decimal_comma,
                                               [TDG_BRIEF_TRAITS_NOUN_CAPITALS] = &t->noun_capitals,
                                               [TDG_BRIEF_TRAITS_MONTH_FIRST] = &t->month_first,
                                               [TDG_BRIEF_TRAITS_VERB_LAST] = &t->verb_last,
                                               [TDG_BRIEF_TRAITS_INFLECTED] = &t->inflected};
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_brief_traits, l->number, &at)) != NULL;)
    *traits[w->value] = 1;
  t->says_on = fills(l->number, lists[W_ON]);
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

static int make_language(struct language *l, tdg_call *call, int number) {
  l->number = number;
  l->cap = MAX_ENTRIES;
  l->mask = SLOTS - 1;
  l->slot = calloc(SLOTS, sizeof *l->slot);
  l->v = calloc(l->cap, sizeof *l->v);
  if (l->slot == NULL || l->v == NULL) return -1;
  for (int i = 0; i < WORDS; i++) add_class(l, call, lists[i], &(struct meaning){.is = W(i)}, NULL);
  add_values(l, call);
  add_numbers(l, call);
  read_traits(l);
  struct entry *v = realloc(l->v, (l->n + 1) * sizeof *v);
  if (v != NULL) l->v = v;
  return shrink(l);
}

struct lexicon *lexicon_make(tdg_call *call) {
  struct lexicon *x = calloc(1, sizeof *x);
  for (int i = 0; x != NULL && *tdg_words_code(i) != '\0' && x->n < MAX_LANGUAGES; i++) {
    if (!fills(i, lists[W_SAID])) continue; /* without a word of what is said it is not known here */
    void *m = tdg_mark(call);
    struct language *l = &x->language[x->n++];
    int bad = make_language(l, call, i);
    tdg_release(call, m);
    if (i == tdg_words_language("en")) x->english = l;
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

static const struct language *by_number(const struct lexicon *x, int number) {
  for (size_t i = 0; i < x->n; i++)
    if (x->language[i].number == number) return &x->language[i];
  return NULL;
}

const struct language *lexicon_language(const struct lexicon *x, const char *tag) {
  const struct language *l = by_number(x, tdg_words_language(tag));
  if (l != NULL) return l;
  char low[4] = "";
  size_t n = strcspn(tag, "-_");
  for (size_t i = 0; i < n && n < sizeof low; i++) low[i] = tdg_lower(tag[i]);
  const struct tdg_word *served =
      tdg_words_find(&tdg_words_brief_tags, TDG_EVERY_LANGUAGE, (struct tdg_str){low, strlen(low)});
  l = served != NULL ? by_number(x, served->language) : NULL;
  return l != NULL ? l : x->english;
}

const struct traits *language_traits(const struct language *l) { return &l->traits; }

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
