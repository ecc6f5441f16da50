/* cover.c - what a choice of sentences covers, pair by pair of words; see brief.h.
 *
 * Each two words in a row weigh what the number of records and titles that have them says; each word that says
 * something weighs a little by itself.  What a chosen sentence says counts no more.
 */
#include "brief.h"

static const float ALONE = 0.95f; /* of the one record that has it */
static const float TITLE = 4, WORD = 0.3f;

/* Small: there are thousands.  Two of one key, one story in hundreds, weigh together. */
struct unit {
  uint32_t key, last_sentence; /* last_sentence: that has it, from 1: each has it once */
  uint8_t records, titles, last_member, word;
};
enum { NO_MEMBER = 255 };
_Static_assert(MAX_MEMBERS + MAX_COPIES < NO_MEMBER, "records are counted in bytes");

struct cover {
  const struct brief *b;
  struct unit *unit; /* in the order in which they are met: behind each other, they stay in the cache */
  uint32_t n, room;  /* units, from 1; how many there is memory for */
  uint32_t *place;   /* an open table from keys to units; 0: free */
  size_t mask;
  float *weight;  /* of each unit; nothing when it is told */
  uint32_t *from, /* of each sentence: its units begin there and end where those of the next begin */
      *at;
};

static void make_room(struct cover *c, uint32_t room) {
  struct unit *v = tdg_scratch(c->b->call, (room + 1) * sizeof *v);
  if (c->n > 0) memcpy(v, c->unit, (c->n + 1) * sizeof *v);
  c->unit = v;
  c->room = room;
}

/* The unit of a key, made if there is none; the table is never full. */
static uint32_t unit_of(struct cover *c, uint32_t key, int word) {
  size_t i = (size_t)(key >> 5) & c->mask;
  while (c->place[i] != 0 && c->unit[c->place[i]].key != key) i = (i + 1) & c->mask;
  if (c->place[i] == 0) {
    if (c->n == c->room) make_room(c, 2 * c->room);
    c->place[i] = ++c->n;
    c->unit[c->n] = (struct unit){.key = key, .last_member = NO_MEMBER, .word = (uint8_t)word};
  }
  return c->place[i];
}

static uint32_t pair_key(const struct sentence *s, size_t i) {
  return (uint32_t)((s->terms[i].stem * 31 + s->terms[i + 1].stem) * 0x9e3779b97f4a7c15u >> 32) | 1u;
}
static uint32_t word_key(const struct tdg_term *t) {
  return ((uint32_t)(t->stem * 0x9e3779b97f4a7c15u >> 32) | 3u) ^ 1u;
}

static int says_something(const struct sentence *s, size_t i) {
  return !(s->terms[i].flags & TDG_TERM_GLYPH) && !s->small[i];
}

/* sentence: from 1; 0: a title. */
static void count(struct cover *c, uint32_t key, int word, const struct sentence *s, uint32_t sentence) {
  uint32_t of_key = unit_of(c, key, word);
  struct unit *u = &c->unit[of_key];
  if (sentence == 0) {
    u->titles = (uint8_t)(u->titles + (u->titles < UINT8_MAX));
    return;
  }
  if (u->last_member != s->member) u->last_member = (uint8_t)s->member, u->records++;
  if (u->last_sentence != sentence) u->last_sentence = sentence, c->at[c->from[sentence]++] = of_key;
}

static void count_all(struct cover *c, const struct sentence *s, uint32_t sentence) {
  if (sentence > 0) c->from[sentence] = c->from[sentence - 1];
  for (size_t i = 0; i + 1 < s->n_terms; i++) count(c, pair_key(s, i), 0, s, sentence);
  for (size_t i = 0; i < s->n_terms; i++)
    if (says_something(s, i)) count(c, word_key(&s->terms[i]), 1, s, sentence);
}

static float weight_of(const struct unit *u) {
  float records = (float)u->records - ALONE;
  if (records < 0) records = 0;
  return u->word ? WORD * records : records + TITLE * (float)u->titles;
}

struct cover *cover_make(struct brief *b) {
  struct cover *c = tdg_scratch(b->call, sizeof *c);
  size_t terms = 0, titles = 0, size = 64;
  for (size_t i = 0; i < b->n_sentences; i++) terms += b->sentence[i].n_terms;
  for (int m = 0; m < b->n_members; m++) titles += b->member[m].title.n_terms;
  while (4 * size < 9 * (terms + titles)) size *= 2; /* each term is in two units at the most */
  *c = (struct cover){.b = b,
                      .place = tdg_scratch(b->call, size * sizeof *c->place),
                      .mask = size - 1,
                      .from = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *c->from),
                      .at = tdg_scratch(b->call, (2 * terms + 1) * sizeof *c->at)};
  make_room(c, (uint32_t)(terms + titles + 1)); /* what a story has as a rule */
  for (size_t i = 0; i < b->n_sentences; i++) count_all(c, &b->sentence[i], (uint32_t)i + 1);
  for (int m = 0; m < b->n_members; m++) count_all(c, &b->member[m].title, 0);
  c->weight = tdg_scratch(b->call, (c->n + 1) * sizeof *c->weight);
  for (uint32_t i = 1; i <= c->n; i++) c->weight[i] = weight_of(&c->unit[i]);
  return c;
}

float cover_gain(const struct cover *c, const struct sentence *s) {
  size_t sentence = (size_t)(s - c->b->sentence);
  float sum = 0;
  for (uint32_t i = c->from[sentence]; i < c->from[sentence + 1]; i++) sum += c->weight[c->at[i]];
  return sum;
}

void cover_take(struct cover *c, const struct sentence *s) {
  size_t sentence = (size_t)(s - c->b->sentence);
  for (uint32_t i = c->from[sentence]; i < c->from[sentence + 1]; i++) c->weight[c->at[i]] = 0;
}
