/* story_concepts.c - the concepts of a story and the sentences that have each; see brief.h.
 *
 * A concept is the stem of a word that says something, or two of them in a row.  Those of the story are numbered once, in the
 * order of their values, and an index says which sentences have each: that also gives each sentence its own in ascending
 * order, without sorting any.  Everything is in the memory of the call; nothing can fail.
 */
#include "brief.h"

enum { MAX_CONCEPTS = 400 /* of a sentence */, FIRST_SIZE = 1024 };

/* ---- the concepts of a sentence, as they stand ---- */

static size_t read_values(const struct sentence *s, uint32_t out[MAX_CONCEPTS + 2]) {
  uint64_t last = 0;
  size_t n = 0;
  for (size_t i = 0; i < s->n_terms && n < MAX_CONCEPTS; i++) {
    const struct tdg_term *t = &s->terms[i];
    if (s->small[i]) continue;
    if (!(t->flags & TDG_TERM_GLYPH)) out[n++] = brief_concept(t);
    if (last != 0) out[n++] = (uint32_t)((last * 31 + t->stem) * 0x9e3779b97f4a7c15u >> 32) | 1u;
    last = t->stem;
  }
  return n;
}

/* ---- numbers ---- */

/* Concepts as they are met: an open table from values to what is known of each.  A power of two of places, at most half full;
 * 0: an empty one. */
struct met {
  uint32_t value, last; /* last: the last sentence that has it, from 1 */
  int32_t last_member;
  struct spread spread;
  uint32_t sentences; /* all that have it, titles and copies too */
};
struct meeting {
  tdg_call *call;
  uint32_t *place, mask;
  struct met *v;
  uint32_t n, most;
};

static void make_room(struct meeting *m, uint32_t size) {
  struct met *v = tdg_scratch(m->call, size / 2 * sizeof *v);
  if (m->n > 0) memcpy(v, m->v, m->n * sizeof *v);
  m->v = v, m->most = size / 2, m->mask = size - 1;
  m->place = tdg_scratch(m->call, size * sizeof *m->place);
  for (uint32_t i = 0; i < m->n; i++) {
    uint32_t at = m->v[i].value * 0x9e3779b1u >> 7 & m->mask;
    while (m->place[at] != 0) at = (at + 1) & m->mask;
    m->place[at] = i + 1;
  }
}

static uint32_t meet(struct meeting *m, uint32_t value) {
  if (m->n == m->most) make_room(m, 8 * m->most);
  uint32_t at = value * 0x9e3779b1u >> 7 & m->mask;
  while (m->place[at] != 0 && m->v[m->place[at] - 1].value != value) at = (at + 1) & m->mask;
  if (m->place[at] == 0) {
    m->v[m->n] = (struct met){.value = value, .last_member = -1};
    m->place[at] = ++m->n;
  }
  return m->place[at] - 1;
}

/* Sentences of records, then what copies change, then titles. */
static struct sentence *sentence_at(struct brief *b, size_t i) {
  size_t n = b->n_sentences + b->n_changed;
  return i < n ? &b->sentence[i] : &b->member[i - n].title;
}

/* Gives a sentence its concepts, each once, by the order in which the story has them. */
static void meet_all(struct brief *b, struct meeting *m, size_t i) {
  struct sentence *s = sentence_at(b, i);
  uint32_t v[MAX_CONCEPTS + 2];
  size_t n = read_values(s, v), kept = 0;
  for (size_t k = 0; k < n; k++) {
    uint32_t c = meet(m, v[k]);
    struct met *x = &m->v[c];
    if (x->last == i + 1) continue;
    x->last = (uint32_t)i + 1;
    x->sentences++;
    v[kept++] = c;
    if (i < b->n_sentences) {
      x->spread.records = (uint16_t)(x->spread.records + (x->last_member != s->member));
      x->spread.sentences++;
      x->last_member = s->member;
    } else if (i >= b->n_sentences + b->n_changed) {
      x->spread.titles++; /* headlines say what matters: their words count once more */
    }
  }
  s->concepts = tdg_scratch(b->call, (kept + 1) * sizeof *s->concepts);
  memcpy(s->concepts, v, kept * sizeof *v);
  s->n_concepts = kept;
}

/* ---- the order of their values ---- */

struct ranked {
  uint32_t value, met;
};

/* A byte at a time, the lowest first. */
static struct ranked *sort_values(tdg_call *call, const struct meeting *m) {
  struct ranked *v = tdg_scratch(call, (m->n + 1) * sizeof *v),
                *w = tdg_scratch(call, (m->n + 1) * sizeof *w);
  for (uint32_t i = 0; i < m->n; i++) v[i] = (struct ranked){m->v[i].value, i};
  for (unsigned shift = 0; shift < 32; shift += 8) {
    uint32_t from[257] = {0};
    for (uint32_t i = 0; i < m->n; i++) from[(v[i].value >> shift & 255) + 1]++;
    for (int k = 0; k < 256; k++) from[k + 1] += from[k];
    for (uint32_t i = 0; i < m->n; i++) w[from[v[i].value >> shift & 255]++] = v[i];
    struct ranked *swap = v;
    v = w, w = swap;
  }
  return v;
}

/* Room for what a story has as a rule: three concepts for four words. */
static uint32_t first_size(struct brief *b) {
  uint32_t size = FIRST_SIZE, terms = 0;
  for (size_t i = 0; i < b->n_sentences + b->n_changed; i++)
    terms += b->sentence[i].n_terms < MAX_CONCEPTS ? (uint32_t)b->sentence[i].n_terms : MAX_CONCEPTS;
  while (size / 2 < terms / 4 * 3) size *= 2;
  return size;
}

void brief_count_concepts(struct brief *b) {
  struct meeting m = {.call = b->call};
  struct concepts *c = &b->concepts;
  size_t all = b->n_sentences + b->n_changed + (size_t)b->n_members;
  make_room(&m, first_size(b));
  for (size_t i = 0; i < all; i++) meet_all(b, &m, i);
  *c = (struct concepts){.n = m.n};
  c->value = tdg_scratch(b->call, (m.n + 1) * sizeof *c->value);
  c->spread = tdg_scratch(b->call, (m.n + 1) * sizeof *c->spread);
  c->from = tdg_scratch(b->call, (m.n + 2) * sizeof *c->from);
  uint32_t *number = tdg_scratch(b->call, (m.n + 1) * sizeof *number), *at;
  const struct ranked *v = sort_values(b->call, &m);
  for (uint32_t i = 0; i < m.n; i++) {
    const struct met *x = &m.v[v[i].met];
    number[v[i].met] = i;
    c->value[i] = x->value;
    c->spread[i] = x->spread;
    c->from[i + 1] = c->from[i] + x->sentences;
  }
  c->sentence = tdg_scratch(b->call, ((size_t)c->from[m.n] + 1) * sizeof *c->sentence);
  at = tdg_scratch(b->call, (m.n + 1) * sizeof *at);
  memcpy(at, c->from, m.n * sizeof *at);
  for (size_t i = 0; i < all; i++) {
    struct sentence *s = sentence_at(b, i);
    for (size_t k = 0; k < s->n_concepts; k++) c->sentence[at[number[s->concepts[k]]]++] = (uint32_t)i;
    s->n_concepts = 0;
    s->of_story = c;
  }
  for (uint32_t i = 0; i < m.n; i++)
    for (uint32_t p = c->from[i]; p < c->from[i + 1]; p++) {
      struct sentence *s = sentence_at(b, c->sentence[p]);
      s->concepts[s->n_concepts++] = i;
    }
}
