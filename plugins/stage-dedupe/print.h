/* print.h - what the dedupe stage remembers of a record: a fingerprint of fixed size, no text.
 *
 * Every part is a bottom-k sketch: the k smallest hashes of a set.  Two sketches of any sets can be compared,
 * and the share of one set found in the other can be told apart from the share of the other in the first,
 * which is what cut and wrapped copies need (see print_compare).  A set of at most k members is kept whole
 * and compared exactly.
 */
#ifndef DEDUPE_PRINT_H
#define DEDUPE_PRINT_H

#include "boilerplate.h"

#include <tidings/kit/terms.h>

enum {
  PRINT_BODY = 96, /* shingles */
  PRINT_LEAD = 40, /* words of the lead */
  PRINT_FIGURES = 24,
  PRINT_NAMES = 32,
  PRINT_TITLE = 12, /* words of the title */
  PRINT_LINES = 48, /* line hashes for learning furniture */
  PRINT_LEAD_TERMS = 80,
  PRINT_SIGNATURE =
      4 * PRINT_BODY + 2 * (PRINT_LEAD + PRINT_FIGURES + PRINT_NAMES + PRINT_TITLE) + 4 * PRINT_LINES + 96
};

struct print {
  int64_t id, published, seen;
  uint64_t exact;    /* of all kept terms in order; 0: too little text to compare */
  uint32_t source;   /* hash of the source */
  uint32_t words;    /* kept terms */
  uint32_t shingles; /* distinct shingles the body sketch stands for */
  uint16_t n_body, n_lead, n_figures, n_names, n_title;
  uint16_t trust;
  uint32_t body[PRINT_BODY]; /* each set ascending */
  uint16_t lead[PRINT_LEAD], figures[PRINT_FIGURES], names[PRINT_NAMES], title[PRINT_TITLE];
};
/* The lines of a record that may turn out to be furniture: only needed once, so not part of the print. */
struct print_lines {
  uint32_t hash[PRINT_LINES];
  uint16_t n;
};

/* Words that stand for numbers, and small words: filled once when the stage is opened. */
struct print_lexicon {
  struct tdg_small_words small;
  uint64_t number_word[32], number[32];
};
void print_lexicon_fill(struct print_lexicon *);

/* How a record is read. */
struct print_reader {
  const struct print_lexicon *lexicon;
  const struct furniture *furniture;
  uint32_t min_line_words; /* shorter lines are headings, bylines, calls: left out */
};
void print_make(tdg_call *, const struct print_reader *, const tdg_rec *rec, struct print *out,
                struct print_lines *lines);

/* How alike two prints are; shares from 0 to 1. */
struct likeness {
  double of_a, of_b; /* share of a's body found in b, and the other way round */
  double lead, figures, names;
  double title; /* of the title that is found less well, the share in the other's title, lead and names */
  int n_shared, n_lead, n_figures, n_names, n_title; /* members that could be compared */
};
void print_compare(const struct print *a, const struct print *b, struct likeness *out);

/* A print as the bytes of a note, and back; 0, or -1 when the bytes are no print of this version. */
size_t print_pack(const struct print *, const struct print_lines *, unsigned char out[PRINT_SIGNATURE]);
int print_unpack(struct tdg_str bytes, struct print *out, struct print_lines *lines);

#endif
