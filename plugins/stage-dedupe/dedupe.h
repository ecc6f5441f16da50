/* dedupe.h - what the stage remembers of a record, and which records a new one could be a copy of. */
#ifndef DEDUPE_DEDUPE_H
#define DEDUPE_DEDUPE_H

#include <tidings/kit/terms.h>

/* ---- boilerplate.c: lines a source prints again and again (calls to subscribe, captions, standing notes) ----
 *
 * A count-min sketch of saturating counters over (source, line).  It forgets: after a set number of lines all counts are
 * halved, so what a source stopped printing is text again, and the table never fills up. */
enum {
  BOILERPLATE_SLOTS = 1 << 19,
  BOILERPLATE_ROWS = 2,
  BOILERPLATE_HALVE_AFTER = 1 << 19,
  BOILERPLATE_SEEN = 5
};
struct boilerplate {
  uint8_t count[BOILERPLATE_ROWS][BOILERPLATE_SLOTS];
  uint32_t since; /* lines counted since the last halving */
};
/* The key of a line of a source. */
uint32_t boilerplate_key(uint32_t source, uint64_t line);
int boilerplate_is(const struct boilerplate *, uint32_t key);
void boilerplate_count(struct boilerplate *, const uint32_t *keys, size_t n); /* each key once a record */

/* ---- sketch.c: the k smallest members of a set, and what two such sketches say about their sets ---- */

/* Sort v[0..n), drop repeats, return how many are left. */
size_t sketch_sort(uint32_t *v, size_t n);
/* The k smallest distinct of v[0..n) in ascending order to out; *distinct estimates how many distinct there
 * are. v is used as work space. */
size_t sketch_smallest(uint32_t *v, size_t n, uint32_t *out, size_t k, uint32_t *distinct);

struct sketch_match {
  int common, of_a, of_b; /* below the value up to which both sketches are complete */
};
struct sketch_match sketch_match32(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, size_t k);
struct sketch_match sketch_match16(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, size_t k);

/* ---- fingerprint.c, pack.c: a record at a fixed size, no text ----
 *
 * Every part is a bottom-k sketch: the k smallest hashes of a set.  Two sketches of any sets can be compared, and the
 * share of one set found in the other can be told apart from the share of the other in the first, which is what cut and
 * wrapped copies need (see fingerprint_compare).  A set of at most k members is kept whole and compared exactly. */
enum {
  FINGERPRINT_BODY = 96, /* shingles */
  FINGERPRINT_LEAD = 40, /* words of the lead */
  FINGERPRINT_FIGURES = 24,
  FINGERPRINT_NAMES = 32,
  FINGERPRINT_TITLE = 12, /* words of the title */
  FINGERPRINT_LINES = 48, /* line hashes for learning boilerplate */
  FINGERPRINT_LEAD_TERMS = 80,
  FINGERPRINT_SIGNATURE =
      4 * FINGERPRINT_BODY +
      2 * (FINGERPRINT_LEAD + FINGERPRINT_FIGURES + FINGERPRINT_NAMES + FINGERPRINT_TITLE) +
      4 * FINGERPRINT_LINES + 96
};

struct fingerprint {
  int64_t id, published, seen;
  uint64_t exact;    /* of all kept terms in order; 0: too little text to compare */
  uint32_t source;   /* hash of the source */
  uint32_t words;    /* kept terms */
  uint32_t shingles; /* distinct shingles the body sketch stands for */
  uint16_t n_body, n_lead, n_figures, n_names, n_title;
  uint16_t trust;
  uint32_t body[FINGERPRINT_BODY]; /* each set ascending */
  uint16_t lead[FINGERPRINT_LEAD], figures[FINGERPRINT_FIGURES], names[FINGERPRINT_NAMES],
      title[FINGERPRINT_TITLE];
};
/* The lines of a record that may turn out to be boilerplate: only needed once, so not part of the fingerprint. */
struct fingerprint_lines {
  uint32_t hash[FINGERPRINT_LINES];
  uint16_t n;
};

/* Words that stand for numbers, and small words: filled once when the stage is opened. */
enum { MAX_NUMBER_WORDS = 256 };
struct fingerprint_lexicon {
  struct tdg_small_words small;
  uint64_t number_word[MAX_NUMBER_WORDS], number[MAX_NUMBER_WORDS]; /* more are not read */
  size_t n_numbers;
};
void fingerprint_lexicon_fill(struct fingerprint_lexicon *);

/* How a record is read. */
struct fingerprint_reader {
  const struct fingerprint_lexicon *lexicon;
  const struct boilerplate *boilerplate;
  uint32_t min_line_words; /* shorter lines are headings, bylines, calls: left out */
};
void fingerprint_make(tdg_call *, const struct fingerprint_reader *, const tdg_rec *rec,
                      struct fingerprint *out, struct fingerprint_lines *lines);

/* How alike two fingerprints are; shares from 0 to 1. */
struct likeness {
  double of_a, of_b; /* share of a's body found in b, and the other way round */
  double lead, figures, names;
  double title; /* of the title that is found less well, the share in the other's title, lead and names */
  int n_shared, n_lead, n_figures, n_names, n_title; /* members that could be compared */
};
void fingerprint_compare(const struct fingerprint *a, const struct fingerprint *b, struct likeness *out);

/* A fingerprint as the bytes of a note, and back; 0, or -1 when the bytes are none of this version. */
size_t fingerprint_pack(const struct fingerprint *, const struct fingerprint_lines *,
                        unsigned char out[FINGERPRINT_SIGNATURE]);
int fingerprint_unpack(struct tdg_str bytes, struct fingerprint *out, struct fingerprint_lines *lines);

/* ---- window.c: the records of the last days, and which of them a new one could be a copy of ----
 *
 * Records have numbers that only grow.  They live in chunks that are given back once all of theirs have left the window.
 * Each original's smallest shingles are posted in chains, newest first, so a walk ends at the first record that has left.
 * Of an original's copies the first few are posted as well, so that what equals one of them is found; whether that is
 * enough to join the group is not decided here.
 *
 * Memory: struct entry, PROBES words for chains and their heads, under 1 kB a record (bench-stages measures it). */
enum { WINDOW_PROBES = 24, WINDOW_CHUNK = 1024, WINDOW_NONE = -1, WINDOW_POSTED_COPIES = 6 };

struct entry {
  struct fingerprint fingerprint;
  int64_t original;              /* number of the record it copies; its own when it is an original */
  int64_t next_copy;             /* of the same original, newest first, WINDOW_NONE at the end */
  uint8_t retired;               /* replaced by a newer version: kept, never compared */
  uint8_t posted;                /* stands in the chains */
  uint8_t n_posted;              /* copies of this original that do */
  uint16_t n_copies;             /* hung on it, at most 65535 */
  uint32_t chain[WINDOW_PROBES]; /* next older post; a post's number is its record's times WINDOW_PROBES and
                                    its place among the smallest shingles */
};

struct window {
  struct entry **chunk; /* ring of chunks, number / WINDOW_CHUNK modulo n_chunks */
  size_t n_chunks;
  int64_t first, end; /* numbers first .. end - 1 are in the window */
  int64_t newest;     /* latest time seen */
  int64_t span_ms;
  size_t max;
  uint32_t *head; /* chains, by shingle */
  size_t n_heads;
  struct id_slot *ids; /* record id -> number */
  size_t n_ids, used_ids;
};

void window_init(struct window *, int64_t span_ms, size_t max);
void window_free(struct window *);
struct entry *window_at(const struct window *, int64_t number); /* NULL when it has left */
int64_t window_find(const struct window *, int64_t id);         /* WINDOW_NONE when unknown */
/* A record of that time comes: let go what is too old for it.  Before window_candidates and window_add. */
void window_advance(struct window *, int64_t seen);
/* Add a record; original: the number it copies, or WINDOW_NONE.  Returns its number. */
int64_t window_add(struct window *, const struct fingerprint *, int64_t original);
/* Hang a record on an original (it may have hung on another, whose list is then not to be used any more). */
void window_hang(struct window *, int64_t copy, int64_t original);

struct candidate {
  int64_t number;
  int hits;
};
/* The records that share most of the smallest shingles, best first: originals and copies. */
size_t window_candidates(const struct window *, const struct fingerprint *, struct candidate *out,
                         size_t max);

#endif
