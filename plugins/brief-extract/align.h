/* align.h - which sentences of different records speak of the same matter; and which of their words say it. */
#ifndef EXTRACT_ALIGN_H
#define EXTRACT_ALIGN_H

#include "brief.h"

/* A word that says something.  Its matter is the same for all forms of a word, for words of one state ("killed", "dead") and
 * for opposites ("rose", "fell"): those differ in value, not in what they speak of. */
struct content {
  uint32_t matter, term;
  uint16_t deed; /* what happens; 0: the word does not say it */
  uint8_t n,
      noun; /* n: terms of the phrase; noun: the deed is named, which need not be what the sentence tells */
};
enum { ONLY_HAPPENS = 2 }; /* "took place" */
struct words {
  struct content *v; /* as they stand in the sentence */
  uint32_t *sorted;  /* their matters, ascending, distinct */
  float total;       /* weight of those */
  float frequent;    /* of those that many sentences have */
  uint64_t deeds;    /* a bit for each deed, deed % 64: 0 where nothing happens */
  uint32_t n, n_sorted;
  int member, is_title, happens; /* happens: it has a verb that says only that */
};
struct pair {
  uint32_t a, b;   /* places among the sentences, a < b; their records differ */
  float score;     /* weight of what both have, over the weight of the one that has less: 0 .. 1 */
  uint16_t shared; /* matters that both have */
};

struct alignment {
  struct brief *b;
  struct words *of; /* of each sentence, those of copies too */
  float *weight;    /* of a matter: by how few sentences have it */
  size_t n, n_matters;
  struct pair *pair;
  size_t n_pairs, room; /* room: pairs that there is memory for */
  uint64_t *opens;      /* of each deed: a bit for each record that has it in its title or opening */
  uint64_t hearts;      /* a bit for each deed, deed % 64, that the story is about */
};

/* The sentences of the records' texts, with what copies change. */
static inline size_t align_text_count(const struct brief *b) { return b->n_sentences + b->n_changed; }

/* The sentences that are aligned: those, and the records' titles. */
static inline size_t align_count(const struct brief *b) { return align_text_count(b) + (size_t)b->n_members; }
static inline int align_is_title(const struct brief *b, size_t i) { return i >= align_text_count(b); }
static inline struct sentence *align_sentence(struct brief *b, size_t i) {
  size_t n = align_text_count(b);
  return i < n ? &b->sentence[i] : &b->member[i - n].title;
}

/* Are they of two records of which one is no copy? */
static inline int align_are_of_two(const struct brief *b, int member, int other) {
  return member != other && !(member >= b->n_members && other >= b->n_members);
}

/* Pairs that share at least a third; of more than 6,000 the first. */
void align_read(struct alignment *, struct brief *);
int align_has(const struct words *, uint32_t matter);

/* deeds.c: what happens, by one number for all words that say so. */
enum { MAX_DEEDS = 1000 };
int deed_at(const struct brief *, const struct sentence *, size_t term, int *noun); /* 0: nothing */
/* The same by fact-deeds and fact-acts alone; *n: its terms. */
int deed_listed(const struct brief *, const struct sentence *, size_t term, size_t *n);
int deed_is_heart(const struct alignment *, int deed); /* the story is about it */
void deeds_find_hearts(struct alignment *);            /* when its words are read */
int words_have_deed(const struct words *, int deed);
/* The state, opposite or matter that a deed is, 0: none. */
int deed_state(int deed);
int deed_opposite(int deed);
int deed_matter(int deed);

#endif
