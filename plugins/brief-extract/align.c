/* align.c - pairs of sentences of different records that speak of the same matter; see align.h.
 *
 * Two sentences are close when they share words that few sentences of the story have.  Figures, days and dates do not
 * count: they are what is compared afterwards.  An index from words to sentences finds the pairs, so that few are looked at
 * closely.  A copy's sentences are compared with those of records that are none, never with each other.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "align.h"

#include <math.h>
#include <stdlib.h>

enum {
  MAX_PAIRS = 6000,
  MAX_FREQUENT = 40, /* sentences of a word through which pairs are looked for */
  MAX_WORDS = 80,    /* of a sentence */
  FIRST_SLOTS = 256,
  FIRST_PAIRS = 128
};
static const float LEAST_SCORE = 0.33f;

/* ---- matters: forms of one word become one number ---- */

/* An open hash table from what is said of a word (its stem, its first letters, its state) to a node of a forest; the root of
 * its tree is the matter.  A power of two of slots, never more than half full. */
struct matter {
  uint64_t key; /* 0: an empty slot */
  uint32_t node;
};
struct matters {
  tdg_call *call;
  struct matter *slot;
  uint32_t *parent;
  size_t mask, n;
};

static uint32_t root_of(const struct matters *m, uint32_t node) {
  while (m->parent[node] != node) node = m->parent[node] = m->parent[m->parent[node]];
  return node;
}

static struct matter *slot_of(const struct matters *m, uint64_t key) {
  size_t i = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & m->mask;
  while (m->slot[i].key != 0 && m->slot[i].key != key) i = (i + 1) & m->mask;
  return &m->slot[i];
}

static void grow(struct matters *m, size_t size) {
  const struct matters old = *m;
  size_t slots = old.slot != NULL ? old.mask + 1 : 0;
  m->mask = size - 1;
  m->slot = tdg_scratch(m->call, size * sizeof *m->slot);
  m->parent = tdg_scratch(m->call, size / 2 * sizeof *m->parent);
  if (m->n > 0) memcpy(m->parent, old.parent, m->n * sizeof *m->parent);
  for (size_t i = 0; i < slots; i++)
    if (old.slot[i].key != 0) *slot_of(m, old.slot[i].key) = old.slot[i];
}

static uint32_t node_of(struct matters *m, uint64_t key) {
  key |= 1;
  struct matter *s = slot_of(m, key);
  if (s->key == key) return s->node;
  if (m->n == (m->mask + 1) / 2) grow(m, 2 * (m->mask + 1)), s = slot_of(m, key);
  *s = (struct matter){key, (uint32_t)m->n};
  m->parent[m->n] = (uint32_t)m->n;
  return (uint32_t)m->n++;
}

enum { KEY_STEM = 1, KEY_ROOT, KEY_STATE, KEY_OPPOSITE, KEY_MATTER, KEY_DEED };
static uint64_t key_of(int kind, uint64_t v) { return (v ^ (uint64_t)kind << 60) * 0xff51afd7ed558ccdu; }

/* What it is in the other lists. */
static uint64_t key_of_deed(int deed) {
  if (deed_state(deed) != 0) return key_of(KEY_STATE, (uint64_t)deed_state(deed));
  if (deed_opposite(deed) != 0) return key_of(KEY_OPPOSITE, (uint64_t)(deed_opposite(deed) - 1) / 2);
  if (deed_matter(deed) != 0) return key_of(KEY_MATTER, (uint64_t)deed_matter(deed));
  return key_of(KEY_DEED, (uint64_t)deed);
}

/* The matter of the phrase that begins at a term, and in *n how many terms it has. */
static uint32_t matter_of(const struct brief *b, struct matters *m, const struct sentence *s, size_t i,
                          size_t *n) {
  const struct tdg_word_mark *k = &s->marks[i];
  int state = k->state != 0 ? k->state : k->before, value;
  *n = k->n;
  if (state != 0) {
    uint32_t node = root_of(m, node_of(m, key_of(KEY_STATE, (uint64_t)state)));
    uint32_t own = *n > 1 ? node : root_of(m, node_of(m, key_of(KEY_STEM, s->terms[i].stem))); /* "arrest" */
    if (own != node) m->parent[own] = node;
    return node;
  }
  const uint64_t deeds = UINT64_C(1) << TDG_FACT_WORD_DEED | UINT64_C(1) << TDG_FACT_WORD_ACT;
  size_t terms = 0, deed_terms = 0;
  int matter = sentence_value(b, s, i, TDG_FACT_WORD_MATTER, &terms),
      deed = k->facts & deeds ? deed_listed(b, s, i, &deed_terms) : 0;
  value = sentence_opposite(b, s, i, n);
  if (value == 0) *n = 0;
  if (value != 0 && *n >= terms && *n >= deed_terms) /* "fielen", and the longer "fielen aus" */
    return node_of(m, key_of(KEY_OPPOSITE, (uint64_t)(value - 1) / 2));
  if (matter != 0 && terms >= deed_terms) {
    *n = terms;
    return node_of(m, key_of(KEY_MATTER, (uint64_t)matter));
  }
  if (deed != 0) {
    *n = deed_terms;
    return node_of(m, key_of_deed(deed));
  }
  *n = 1;
  uint32_t stem = root_of(m, node_of(m, key_of(KEY_STEM, s->terms[i].stem)));
  uint32_t root = root_of(m, node_of(m, key_of(KEY_ROOT, s->roots[i])));
  if (stem != root) m->parent[root] = stem;
  return stem;
}

/* ---- words ---- */

/* "était assuré": a verb of speech in the passive says something of its subject. */
static int is_passive(const struct brief *b, const struct sentence *s, size_t i) {
  while (i > 0 && s->marks[i - 1].facts & UINT64_C(1) << TDG_FACT_WORD_NEGATION) i--;
  return i > 0 && sentence_value(b, s, i - 1, TDG_FACT_WORD_TENSE, NULL) == TDG_FACT_TENSE_PAST;
}

/* Figures, days and their units, and who says it, but not "confirmed", whose opposite another may say. */
static int is_masked(const struct brief *b, const struct sentence *s, size_t i) {
  const struct tdg_word_mark *k = &s->marks[i];
  if ((k->is & W(W_SAID)) && !(k->facts & UINT64_C(1) << TDG_FACT_WORD_OPPOSITE) && !is_passive(b, s, i))
    return 1;
  return (s->terms[i].flags & TDG_TERM_NUMBER) || (k->facts & UINT64_C(1) << TDG_FACT_WORD_UNIT) != 0 ||
         k->number >= 0 || k->month != 0 || k->weekday != 0 ||
         (k->is & (W(W_MEASURE) | W(W_BOUND) | W(W_RELATIVE) | W(W_YESTERDAY) | W(W_TODAY) | W(W_TOMORROW)));
}

static int is_content(const struct brief *b, const struct sentence *s, size_t i) {
  uint64_t listed = UINT64_C(1) << TDG_FACT_WORD_OPPOSITE | UINT64_C(1) << TDG_FACT_WORD_MATTER |
                    UINT64_C(1) << TDG_FACT_WORD_DEED | UINT64_C(1) << TDG_FACT_WORD_ACT;
  if (is_masked(b, s, i) || s->terms[i].end - s->terms[i].start == 1) return 0;
  return s->marks[i].state != 0 || s->marks[i].before != 0 || (s->marks[i].facts & listed) != 0 ||
         !s->small[i];
}

static void read_words(const struct brief *b, const struct sentence *s, struct matters *m,
                       struct words *out) {
  size_t n = s->n_terms < MAX_WORDS ? s->n_terms : MAX_WORDS, phrase;
  out->v = tdg_scratch(b->call, (n + 1) * sizeof *out->v);
  out->member = s->member;
  for (size_t i = 0; i < n; i++) {
    if (!is_content(b, s, i)) continue;
    uint32_t matter = matter_of(b, m, s, i, &phrase);
    int noun, deed = deed_at(b, s, i, &noun);
    out->v[out->n++] = (struct content){matter, (uint32_t)i, (uint16_t)deed, (uint8_t)phrase, (uint8_t)noun};
    if (deed != 0) out->deeds |= UINT64_C(1) << deed % 64;
    out->happens |= noun == ONLY_HAPPENS;
    i += phrase - 1;
  }
}

static void sort_words(const struct brief *b, const struct matters *m, struct words *w) {
  w->sorted = tdg_scratch(b->call, (w->n + 1) * sizeof *w->sorted);
  for (uint32_t i = 0; i < w->n; i++) {
    uint32_t matter = w->v[i].matter = root_of(m, w->v[i].matter), k = w->n_sorted;
    while (k > 0 && w->sorted[k - 1] > matter) k--;
    if (k > 0 && w->sorted[k - 1] == matter) continue;
    memmove(&w->sorted[k + 1], &w->sorted[k], (w->n_sorted - k) * sizeof *w->sorted);
    w->sorted[k] = matter;
    w->n_sorted++;
  }
}

/* ---- pairs ---- */

/* Sentences of each matter: those of matter i are v[from[i]] .. v[from[i + 1] - 1]. */
struct index {
  uint32_t *from, *v;
};

static void make_index(struct alignment *a, struct index *x) {
  size_t total = 0;
  x->from = tdg_scratch(a->b->call, (a->n_matters + 2) * sizeof *x->from);
  for (size_t i = 0; i < a->n; i++)
    for (uint32_t k = 0; k < a->of[i].n_sorted; k++, total++) x->from[a->of[i].sorted[k] + 1]++;
  for (size_t i = 0; i < a->n_matters; i++) x->from[i + 1] += x->from[i];
  uint32_t *at = tdg_scratch(a->b->call, (a->n_matters + 1) * sizeof *at);
  memcpy(at, x->from, a->n_matters * sizeof *at);
  x->v = tdg_scratch(a->b->call, (total + 1) * sizeof *x->v);
  for (size_t i = 0; i < a->n; i++)
    for (uint32_t k = 0; k < a->of[i].n_sorted; k++) x->v[at[a->of[i].sorted[k]]++] = (uint32_t)i;
}

static uint32_t frequency(const struct index *x, uint32_t matter) {
  return x->from[matter + 1] - x->from[matter];
}

static void weigh(struct alignment *a, const struct index *x) {
  a->weight = tdg_scratch(a->b->call, (a->n_matters + 1) * sizeof *a->weight);
  for (uint32_t i = 0; i < a->n_matters; i++)
    if (frequency(x, i) > 0) a->weight[i] = logf(2 + (float)a->n / (float)frequency(x, i));
  for (size_t i = 0; i < a->n; i++)
    for (uint32_t k = 0; k < a->of[i].n_sorted; k++) {
      uint32_t m = a->of[i].sorted[k];
      a->of[i].total += a->weight[m];
      if (frequency(x, m) > MAX_FREQUENT) a->of[i].frequent += a->weight[m];
    }
}

static int may_differ(const struct alignment *a, const struct words *x, const struct words *y) {
  if (x->is_title && y->is_title) return 0;
  return align_are_of_two(a->b, x->member, y->member);
}

static struct pair compare(const struct alignment *a, uint32_t i, uint32_t k) {
  const struct words *x = &a->of[i], *y = &a->of[k];
  struct pair p = {.a = i, .b = k};
  float sum = 0, least = x->total < y->total ? x->total : y->total;
  for (uint32_t s = 0, t = 0; s < x->n_sorted && t < y->n_sorted;) {
    uint32_t u = x->sorted[s], v = y->sorted[t];
    if (u == v) p.shared++, sum += a->weight[u];
    s += u <= v;
    t += v <= u;
  }
  p.score = least > 0 ? sum / least : 0;
  return p;
}

static void keep_pair(struct alignment *a, struct pair p) {
  if (a->n_pairs == a->room) {
    a->room = a->room == 0 ? FIRST_PAIRS : 2 * a->room;
    struct pair *v = tdg_scratch(a->b->call, a->room * sizeof *v);
    if (a->n_pairs > 0) memcpy(v, a->pair, a->n_pairs * sizeof *v);
    a->pair = v;
  }
  a->pair[a->n_pairs++] = p;
}

static void add_pairs(struct alignment *a, const struct index *x, uint32_t i, float *sum, uint32_t *touched) {
  const struct words *w = &a->of[i];
  size_t n = 0;
  for (uint32_t k = 0; k < w->n_sorted; k++) {
    uint32_t m = w->sorted[k];
    if (frequency(x, m) > MAX_FREQUENT) continue;
    for (uint32_t p = x->from[m]; x->v[p] < i; p++) {
      if (sum[x->v[p]] == 0) touched[n++] = x->v[p];
      sum[x->v[p]] += a->weight[m];
    }
  }
  for (size_t k = 0; k < n; k++) {
    uint32_t t = touched[k];
    float least = w->total < a->of[t].total ? w->total : a->of[t].total;
    /* What frequent words could add: a bound, before all words are compared. */
    float most = sum[t] + (w->frequent < a->of[t].frequent ? w->frequent : a->of[t].frequent);
    if (sum[t] > 0.25f * least && most * 1.001f >= LEAST_SCORE * least && may_differ(a, &a->of[t], w) &&
        a->n_pairs < MAX_PAIRS) {
      struct pair p = compare(a, t, i);
      if (p.score >= LEAST_SCORE) keep_pair(a, p);
    }
    sum[t] = 0;
  }
}

/* Room for what a story has as a rule: a matter for two terms. */
static size_t first_slots(struct brief *b, size_t n) {
  size_t slots = FIRST_SLOTS, terms = 0;
  for (size_t i = 0; i < n; i++) terms += align_sentence(b, i)->n_terms;
  while (slots < terms) slots *= 2;
  return slots;
}

void align_read(struct alignment *a, struct brief *b) {
  struct matters m;
  struct index x;
  *a = (struct alignment){.b = b, .n = align_count(b)};
  m = (struct matters){.call = b->call};
  grow(&m, first_slots(b, a->n));
  a->of = tdg_scratch(b->call, (a->n + 1) * sizeof *a->of);
  for (size_t i = 0; i < a->n; i++) read_words(b, align_sentence(b, i), &m, &a->of[i]);
  for (size_t i = 0; i < a->n; i++) sort_words(b, &m, &a->of[i]), a->of[i].is_title = align_is_title(b, i);
  a->n_matters = m.n;
  deeds_find_hearts(a);
  make_index(a, &x);
  weigh(a, &x);
  float *sum = tdg_scratch(b->call, (a->n + 1) * sizeof *sum);
  uint32_t *touched = tdg_scratch(b->call, (a->n + 1) * sizeof *touched);
  for (size_t i = 0; i < a->n; i++) add_pairs(a, &x, (uint32_t)i, sum, touched);
}

int align_has(const struct words *w, uint32_t matter) { return sorted_has(w->sorted, w->n_sorted, matter); }
