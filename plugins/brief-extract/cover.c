/* cover.c - what a choice of sentences covers, pair by pair of words; see brief.h.
 *
 * Each two words in a row weigh what the number of records and titles that have them says; each word that says
 * something weighs a little by itself.  What a chosen sentence says counts no more.  For short stories: the table
 * holds each pair of each sentence.
 */
#include "brief.h"

static const float ALONE = 0.95f; /* of the one record that has it */
static const float TITLE = 4, WORD = 0.3f;

struct unit {
  uint64_t key;
  uint16_t records, titles;
  int16_t last_member;
  uint8_t word, said;
  uint32_t last_sentence; /* that it was added up for: each sentence counts it once */
};
struct cover {
  const struct brief *b;
  struct unit *unit;
  size_t mask;
  uint32_t asked;
};

/* The place of a key, free or taken; the table is never full. */
static struct unit *unit_of(const struct cover *c, uint64_t key) {
  size_t i = (size_t)(key >> 17) & c->mask;
  while (c->unit[i].key != 0 && c->unit[i].key != key) i = (i + 1) & c->mask;
  return &c->unit[i];
}

static uint64_t pair_key(const struct sentence *s, size_t i) {
  return (s->terms[i].stem * 31 + s->terms[i + 1].stem) * 0x9e3779b97f4a7c15u | 1u;
}
static uint64_t word_key(const struct tdg_term *t) { return ((t->stem * 0x9e3779b97f4a7c15u) | 3u) ^ 1u; }

static int says_something(const struct brief *b, const struct tdg_term *t) {
  return !(t->flags & TDG_TERM_GLYPH) && !cues_small(b->cues, t->hash);
}

static void count(struct cover *c, uint64_t key, int member, int word, int in_title) {
  struct unit *u = unit_of(c, key);
  if (u->key == 0) *u = (struct unit){.key = key, .last_member = -1, .word = (uint8_t)word};
  if (in_title) u->titles++;
  else if (u->last_member != member) u->last_member = (int16_t)member, u->records++;
}

static void count_all(struct cover *c, const struct sentence *s, int in_title) {
  for (size_t i = 0; i + 1 < s->n_terms; i++) count(c, pair_key(s, i), s->member, 0, in_title);
  for (size_t i = 0; i < s->n_terms; i++)
    if (says_something(c->b, &s->terms[i])) count(c, word_key(&s->terms[i]), s->member, 1, in_title);
}

struct cover *cover_make(struct brief *b) {
  struct cover *c = tdg_scratch(b->call, sizeof *c);
  size_t terms = 0, size = 64;
  for (size_t i = 0; i < b->n_sentences; i++) terms += b->sentence[i].n_terms;
  for (int m = 0; m < b->n_members; m++) terms += b->member[m].title.n_terms;
  while (size < 4 * terms) size *= 2;
  c->b = b;
  c->mask = size - 1;
  c->unit = tdg_scratch(b->call, size * sizeof *c->unit);
  for (size_t i = 0; i < b->n_sentences; i++) count_all(c, &b->sentence[i], 0);
  for (int m = 0; m < b->n_members; m++) count_all(c, &b->member[m].title, 1);
  return c;
}

static float weight_of(const struct unit *u) {
  float records = (float)u->records - ALONE;
  if (records < 0) records = 0;
  return u->word ? WORD * records : records + TITLE * (float)u->titles;
}

static float add(const struct cover *c, uint64_t key) {
  struct unit *u = unit_of(c, key);
  if (u->said || u->last_sentence == c->asked) return 0;
  u->last_sentence = c->asked;
  return weight_of(u);
}

float cover_gain(struct cover *c, const struct sentence *s) {
  float sum = 0;
  c->asked++;
  for (size_t i = 0; i + 1 < s->n_terms; i++) sum += add(c, pair_key(s, i));
  for (size_t i = 0; i < s->n_terms; i++)
    if (says_something(c->b, &s->terms[i])) sum += add(c, word_key(&s->terms[i]));
  return sum;
}

void cover_take(struct cover *c, const struct sentence *s) {
  for (size_t i = 0; i + 1 < s->n_terms; i++) unit_of(c, pair_key(s, i))->said = 1;
  for (size_t i = 0; i < s->n_terms; i++)
    if (says_something(c->b, &s->terms[i])) unit_of(c, word_key(&s->terms[i]))->said = 1;
}
