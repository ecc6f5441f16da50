/* lexicon.c - the words of core/languages made ready: a hash of phrases for each language that is asked for; see
 * tidings/kit/lexicon.h.
 *
 * A phrase is found by its first two terms, or by the one that it has; phrases that share them form a chain, the longest first.  A phrase of the lists
 * of facts has an entry for each of its lists, with its value there.
 */
#include <tidings/kit/lexicon.h>

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <stdlib.h>
#include <string.h>

enum {
  MAX_LANGUAGES = 64,
  MAX_PHRASE = 6,
  SLOTS = 1 << 17,
  MAX_ENTRIES = 60000,
  MAX_FORM = 160,
  NO_LIST = -1,
  FILTER = 512
};
#define W(NAME) (UINT64_C(1) << TDG_LIST_##NAME)
_Static_assert(TDG_LISTS <= 64 && TDG_FACT_WORDS <= 64, "a set of lists is 64 bits");

struct entry {
  uint64_t term[MAX_PHRASE];
  struct tdg_word_mark mark; /* mark.n: terms of the phrase */
  int16_t list, value;       /* of the lists of facts; NO_LIST: of those of the briefs, and mark says what */
  uint16_t bytes;            /* of its first term as written: würden is one more than wurden; 0: any */
  uint16_t next;             /* of the same beginning; 0: the last.  Places start at 1. */
};
/* Most words begin no phrase: a part of the beginning says so without a look at the entry. */
struct chain {
  uint32_t part;
  uint16_t first; /* an entry; 0: an empty place */
};
struct tdg_vocabulary {
  int number; /* of its file in core/languages */
  struct tdg_traits traits;
  struct chain *chain; /* an open table */
  /* A bit for a part of each beginning: what most words begin is in no chain, and this stays in the cache. */
  uint64_t begins[FILTER];
  size_t mask;
  struct entry *v;
  size_t n, cap;
  int full; /* a word found no place */
};
struct tdg_lexicon {
  struct tdg_vocabulary language[MAX_LANGUAGES];
  size_t n;
  struct tdg_vocabulary *english; /* stands in for a language that there is not */
};

static const struct tdg_word_class *const lists[TDG_LISTS] = {
#define X(NAME, list) [TDG_LIST_##NAME] = &tdg_words_brief_##list,
    TDG_LEXICON_LISTS(X)
#undef X
};
static const struct tdg_word_class *const fact_lists[TDG_FACT_WORDS] = {
#define X(NAME, list) [TDG_FACT_WORD_##NAME] = &tdg_words_##list,
    TDG_FACT_WORD_LISTS(X)
#undef X
};

/* ---- making ---- */

/* What a list gives to its phrases. */
struct meaning {
  uint64_t is;
  int list, value; /* of the lists of facts; NO_LIST */
  int number;      /* 0: none, else one more than it */
  int state, before, kind, month, weekday, affair;
};

static void give(struct tdg_word_mark *m, const struct meaning *g) {
  m->is |= g->is;
  if (g->number > 0) m->number = (int16_t)(g->number - 1);
  if (g->state != 0) m->state = (int8_t)g->state;
  if (g->before != 0) m->before = (int8_t)g->before;
  if (g->kind != 0) m->kind = (int8_t)g->kind;
  if (g->month != 0) m->month = (int8_t)g->month;
  if (g->weekday != 0) m->weekday = (int8_t)g->weekday;
  if (g->affair != 0) m->affair = (int8_t)g->affair;
}

static uint64_t beginning_of(const uint64_t *term, size_t n) {
  return n > 1 ? (term[0] ^ term[1] >> 7) * 0x9e3779b97f4a7c15u ^ term[1] : term[0];
}

static uint64_t bit_of(uint64_t beginning) { return UINT64_C(1) << (beginning >> 58); }
static size_t row_of(uint64_t beginning) { return beginning >> 49 & (FILTER - 1); }

static uint32_t part_of(uint64_t beginning) { return (uint32_t)(beginning >> 32); }

static struct chain *chain_of(const struct tdg_vocabulary *l, uint64_t beginning) {
  uint32_t part = part_of(beginning);
  for (size_t i = (size_t)beginning & l->mask;; i = (i + 1) & l->mask) {
    struct chain *c = &l->chain[i];
    if (c->first == 0 || c->part == part) return c;
  }
}

static int same_phrase(const struct tdg_vocabulary *l, const struct entry *e, const uint64_t *term, size_t n,
                       int list, size_t bytes) {
  return e->mark.n == n && e->list == list &&
         ((list == NO_LIST && !l->traits.own_letters) || e->bytes == bytes) &&
         memcmp(e->term, term, n * sizeof *term) == 0;
}

static struct entry *entry_of(struct tdg_vocabulary *l, const uint64_t *term, size_t n, int list,
                              size_t bytes) {
  uint64_t beginning = beginning_of(term, n);
  struct chain *c = chain_of(l, beginning);
  uint16_t *link = &c->first;
  if (*link != 0 && beginning_of(l->v[*link].term, l->v[*link].mark.n) != beginning) {
    l->full = 1; /* two beginnings look alike */
    return NULL;
  }
  while (*link != 0 && l->v[*link].mark.n >= n) {
    if (same_phrase(l, &l->v[*link], term, n, list, bytes)) return &l->v[*link];
    link = &l->v[*link].next;
  }
  if (l->n + 1 >= l->cap) {
    l->full = 1;
    return NULL;
  }
  struct entry *e = &l->v[++l->n];
  memcpy(e->term, term, n * sizeof *term);
  e->mark = (struct tdg_word_mark){.n = (uint8_t)n, .number = -1};
  e->list = (int16_t)list, e->value = 0, e->bytes = (uint16_t)bytes;
  e->next = *link;
  *link = (uint16_t)l->n;
  c->part = part_of(beginning);
  l->begins[row_of(beginning)] |= bit_of(beginning);
  return e;
}

static void add_form(struct tdg_vocabulary *l, tdg_call *call, struct tdg_str form, const struct meaning *g) {
  struct tdg_term *t;
  uint64_t term[MAX_PHRASE];
  size_t n = tdg_terms(call, form, &t);
  if (n == 0 || n > MAX_PHRASE) return;
  for (size_t i = 0; i < n; i++) term[i] = t[i].hash;
  /* These two classes are compiled without accents. */
  int folded = l->traits.own_letters && (g->list == TDG_FACT_WORD_SMALL || g->list == TDG_FACT_WORD_SCALE);
  struct entry *e = entry_of(l, term, n, g->list, folded ? 0 : t[0].end - t[0].start);
  if (e == NULL) return;
  if (g->list == NO_LIST) give(&e->mark, g);
  else if (e->value == 0) e->value = (int16_t)g->value;
}

/* A form, and each prefix with it. */
static void add_forms(struct tdg_vocabulary *l, tdg_call *call, struct tdg_str form,
                      const struct meaning *g) {
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
static void add_class(struct tdg_vocabulary *l, tdg_call *call, const struct tdg_word_class *c,
                      struct meaning *g, int *value) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;) {
    if (value != NULL) *value = w->value;
    add_forms(l, call, tdg_word_text(c, w), g);
  }
}

/* The first form of a number; nothing when it has none. */
static struct tdg_str number_form(const struct tdg_vocabulary *l, int number) {
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
static void add_joined(struct tdg_vocabulary *l, tdg_call *call, struct tdg_str pattern) {
  for (int number = 21; number < 100; number++) {
    struct tdg_str tens = number_form(l, number / 10 * 10), ones = number_form(l, number % 10);
    struct meaning g = {.list = NO_LIST, .number = number + 1};
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

static void add_numbers(struct tdg_vocabulary *l, tdg_call *call) {
  const struct tdg_word_class *c = &tdg_words_brief_numbers;
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;)
    add_forms(l, call, tdg_word_text(c, w), &(struct meaning){.list = NO_LIST, .number = w->value + 1});
  add_class(l, call, &tdg_words_brief_dozens,
            &(struct meaning){.list = NO_LIST, .is = W(BOUND), .number = 13}, NULL);
  c = &tdg_words_brief_joined;
  for (size_t at = 0; (w = tdg_words_next(c, l->number, &at)) != NULL;)
    add_joined(l, call, tdg_word_text(c, w));
}

static void add_values(struct tdg_vocabulary *l, tdg_call *call) {
  struct meaning g[6] = {{0}};
  for (size_t i = 0; i < sizeof g / sizeof *g; i++) g[i].list = NO_LIST;
  add_class(l, call, &tdg_words_brief_states, &g[0], &g[0].state);
  add_class(l, call, &tdg_words_brief_states_before, &g[1], &g[1].before);
  add_class(l, call, &tdg_words_brief_kinds, &g[2], &g[2].kind);
  add_class(l, call, &tdg_words_brief_months, &g[3], &g[3].month);
  add_class(l, call, &tdg_words_brief_weekdays, &g[4], &g[4].weekday);
  add_class(l, call, &tdg_words_brief_affairs, &g[5], &g[5].affair);
}

static void add_facts(struct tdg_vocabulary *l, tdg_call *call) {
  for (int i = 0; i < TDG_FACT_WORDS; i++) {
    struct meaning g = {.list = i};
    add_class(l, call, fact_lists[i], &g, &g.value);
    if (i == TDG_FACT_WORD_SCALE) add_class(l, call, &tdg_words_number_scales_here, &g, &g.value);
  }
}

static int fills(int language, const struct tdg_word_class *c) {
  size_t at = 0;
  return tdg_words_next(c, language, &at) != NULL;
}

static void read_traits(struct tdg_vocabulary *l) {
  const struct tdg_word *w;
  struct tdg_traits *t = &l->traits;
  int *const traits[TDG_BRIEF_TRAITS_COUNT] = {[TDG_BRIEF_TRAITS_DECIMAL_COMMA] = &t->decimal_comma,
                                               [TDG_BRIEF_TRAITS_NOUN_CAPITALS] = &t->noun_capitals,
                                               [TDG_BRIEF_TRAITS_MONTH_FIRST] = &t->month_first,
                                               [TDG_BRIEF_TRAITS_VERB_LAST] = &t->verb_last,
                                               [TDG_BRIEF_TRAITS_INFLECTED] = &t->inflected,
                                               [TDG_BRIEF_TRAITS_OWN_LETTERS] = &t->own_letters};
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_brief_traits, l->number, &at)) != NULL;)
    *traits[w->value] = 1;
  t->says_on = fills(l->number, lists[TDG_LIST_ON]);
}

/* Most words are in no list: a table that stays in the cache says so sooner. */
static int shrink(struct tdg_vocabulary *l) {
  size_t size = 64, old = l->mask + 1;
  struct chain *from = l->chain;
  while (size < 2 * l->n && size < SLOTS) size *= 2;
  l->chain = calloc(size, sizeof *l->chain);
  l->mask = size - 1;
  for (size_t i = 0; l->chain != NULL && i < old; i++) {
    const struct entry *e = &l->v[from[i].first];
    if (from[i].first != 0) *chain_of(l, beginning_of(e->term, e->mark.n)) = from[i];
  }
  free(from);
  return l->chain == NULL ? -1 : 0;
}

static int make_language(struct tdg_vocabulary *l, tdg_call *call) {
  l->cap = MAX_ENTRIES;
  l->mask = SLOTS - 1;
  l->chain = calloc(SLOTS, sizeof *l->chain);
  l->v = calloc(l->cap, sizeof *l->v);
  if (l->chain == NULL || l->v == NULL) return -1;
  read_traits(l);
  for (int i = 0; i < TDG_LISTS; i++)
    add_class(l, call, lists[i], &(struct meaning){.list = NO_LIST, .is = UINT64_C(1) << i}, NULL);
  add_values(l, call);
  add_numbers(l, call);
  add_facts(l, call);
  struct entry *v = realloc(l->v, (l->n + 1) * sizeof *v);
  if (v != NULL) l->v = v;
  return l->full ? -1 : shrink(l); /* a word that has no place would be missed without a word */
}

static int ready(struct tdg_vocabulary *l, tdg_call *call) {
  if (l->chain != NULL) return 1;
  void *m = tdg_mark(call);
  int bad = make_language(l, call);
  tdg_release(call, m);
  return !bad;
}

struct tdg_lexicon *tdg_lexicon_make(tdg_call *call) {
  struct tdg_lexicon *x = calloc(1, sizeof *x);
  if (x == NULL) return NULL;
  for (int i = 0; *tdg_words_code(i) != '\0' && x->n < MAX_LANGUAGES; i++) {
    if (!fills(i, lists[TDG_LIST_SAID])) continue; /* without a word of what is said it is not known here */
    x->language[x->n++].number = i;
    if (i == tdg_words_language("en")) x->english = &x->language[x->n - 1];
  }
  if (ready(x->english, call)) return x;
  tdg_lexicon_free(x);
  return NULL;
}

void tdg_lexicon_free(struct tdg_lexicon *x) {
  for (size_t i = 0; x != NULL && i < x->n; i++) free(x->language[i].chain), free(x->language[i].v);
  free(x);
}

/* ---- looking up ---- */

static struct tdg_vocabulary *by_number(struct tdg_lexicon *x, int number) {
  for (size_t i = 0; i < x->n; i++)
    if (x->language[i].number == number) return &x->language[i];
  return NULL;
}

static struct tdg_vocabulary *find_language(struct tdg_lexicon *x, const char *tag) {
  struct tdg_vocabulary *l = by_number(x, tdg_words_language(tag));
  if (l != NULL) return l;
  char low[4] = "";
  size_t n = strcspn(tag, "-_");
  for (size_t i = 0; i < n && n < sizeof low; i++) low[i] = tdg_lower(tag[i]);
  const struct tdg_word *served =
      tdg_words_find(&tdg_words_brief_tags, TDG_EVERY_LANGUAGE, (struct tdg_str){low, strlen(low)});
  l = served != NULL ? by_number(x, served->language) : NULL;
  return l != NULL ? l : x->english;
}

const struct tdg_vocabulary *tdg_lexicon_language(struct tdg_lexicon *x, tdg_call *call, const char *tag) {
  struct tdg_vocabulary *l = find_language(x, tag);
  if (!ready(l, call)) abort(); /* no memory, which tdg_scratch() ends the worker for, too */
  return l;
}

int tdg_vocabulary_number(const struct tdg_vocabulary *l) { return l->number; }

const struct tdg_traits *tdg_vocabulary_traits(const struct tdg_vocabulary *l) { return &l->traits; }

/* Danish "for" is not "før": their first words differ in their bytes.  A term without a place in a text is a word by itself. */
static int is_written_so(const struct tdg_vocabulary *l, const struct entry *e, const struct tdg_term *t) {
  return !l->traits.own_letters || e->bytes == 0 || t->end == t->start || e->bytes == t->end - t->start;
}

static int fits(const struct tdg_vocabulary *l, const struct entry *e, const struct tdg_term *t,
                size_t left) {
  if (e->mark.n > left || e->term[0] != t[0].hash || !is_written_so(l, e, t)) return 0;
  for (size_t i = 1; i < e->mark.n; i++)
    if (t[i].hash != e->term[i] || !(t[i].flags & TDG_TERM_ADJACENT)) return 0;
  return 1;
}

/* The first entry of a beginning; 0: none. */
static uint16_t first_of(const struct tdg_vocabulary *l, uint64_t beginning) {
  return l->begins[row_of(beginning)] & bit_of(beginning) ? chain_of(l, beginning)->first : 0;
}

/* The first entries of the phrases that begin with this term and the next, and of those of this term alone. */
static void find_chains(const struct tdg_vocabulary *l, const struct tdg_term *t, size_t left,
                        uint16_t first[2]) {
  int follows = left > 1 && (t[1].flags & TDG_TERM_ADJACENT);
  first[0] = follows ? first_of(l, beginning_of((const uint64_t[]){t[0].hash, t[1].hash}, 2)) : 0;
  first[1] = left > 0 ? first_of(l, t[0].hash) : 0;
}

static void merge(struct tdg_word_mark *to, const struct tdg_word_mark *m) {
  to->is |= m->is;
  if (to->n < m->n) to->n = m->n;
  if (to->number < 0 && m->number >= 0) to->number = m->number, to->number_n = m->n;
  if (to->state == 0) to->state = m->state;
  if (to->before == 0) to->before = m->before;
  if (to->kind == 0) to->kind = m->kind;
  if (to->month == 0) to->month = m->month;
  if (to->weekday == 0) to->weekday = m->weekday;
  if (to->affair == 0) to->affair = m->affair;
}

void tdg_vocabulary_mark(const struct tdg_vocabulary *l, const struct tdg_term *t, size_t n,
                         struct tdg_word_mark *out) {
  for (size_t i = 0; i < n; i++) {
    out[i] = (struct tdg_word_mark){.n = 1, .number = -1};
    uint16_t first[2];
    find_chains(l, &t[i], n - i, first);
    for (int k = 0; k < 2; k++)
      for (uint16_t e = first[k]; e != 0; e = l->v[e].next) {
        if (!fits(l, &l->v[e], &t[i], n - i)) continue;
        if (l->v[e].list == NO_LIST) merge(&out[i], &l->v[e].mark);
        else out[i].facts |= UINT64_C(1) << l->v[e].list;
      }
  }
}

/* Of two that are one phrase without accents the one that is written so. */
int tdg_vocabulary_value(const struct tdg_vocabulary *l, const struct tdg_term *t, size_t left,
                         enum tdg_fact_word_list list, size_t *n) {
  const struct entry *found = NULL;
  uint16_t first[2];
  find_chains(l, t, left, first);
  for (uint16_t i = first[0] != 0 ? first[0] : first[1]; i != 0;) {
    const struct entry *e = &l->v[i];
    if (found != NULL && e->mark.n < found->mark.n) break;
    if (e->list == (int)list && fits(l, e, t, left)) {
      if (found == NULL || e->bytes == t[0].end - t[0].start) found = e;
      if (found->bytes == t[0].end - t[0].start) break;
    }
    i = e->next != 0 || e->mark.n == 1 ? e->next : first[1];
  }
  if (found == NULL) return 0;
  if (n != NULL) *n = found->mark.n;
  return found->value;
}
