/* dedupe.h - the data kept of a record, and the search for records of which a new one could be a copy. */
#ifndef DEDUPE_DEDUPE_H
#define DEDUPE_DEDUPE_H

#include <tidings/kit/terms.h>

/* ---- boilerplate.c: lines that a source prints repeatedly (calls to subscribe, captions, standing notes)
 * ----
 *
 * A count-min sketch of saturating counters over (source, line).  After a set number of lines all counts are
 * halved, so that lines that a source no longer prints count as text again, and the table never fills up.
 */
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

/* ---- sketch.c: the k smallest members of a set, and comparing two such sketches ---- */

/* Sort v[0..n), remove duplicates, return the number left. */
size_t sketch_sort(uint32_t *v, size_t n);
/* Write the k smallest distinct values of v[0..n) in ascending order to out; *distinct estimates the number
 * of distinct values.  v is used as work space. */
size_t sketch_smallest(uint32_t *v, size_t n, uint32_t *out, size_t k, uint32_t *distinct);

struct sketch_match {
  int common, of_a, of_b; /* counts below the value up to which both sketches are complete */
};
struct sketch_match sketch_match32(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, size_t k);
struct sketch_match sketch_match16(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, size_t k);

/* ---- fingerprint.c, pack.c: a record in a fixed size, without text ----
 *
 * Every part is a bottom-k sketch: the k smallest hashes of a set.  Any two sketches can be compared, and the
 * share of a in b is distinguished from the share of b in a, which is needed for cut and wrapped copies (see
 * fingerprint_compare).  A set of at most k members is stored whole and compared exactly.
 */
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
  uint64_t exact;    /* hash of all terms in order; 0: too little text to compare */
  uint32_t source;   /* hash of the source */
  uint32_t words;    /* kept terms */
  uint32_t shingles; /* number of distinct shingles of the body */
  uint16_t n_body, n_lead, n_figures, n_names, n_title;
  uint16_t trust;
  uint32_t body[FINGERPRINT_BODY]; /* each set ascending */
  uint16_t lead[FINGERPRINT_LEAD], figures[FINGERPRINT_FIGURES], names[FINGERPRINT_NAMES],
      title[FINGERPRINT_TITLE];
};
/* Hashes of the lines of a record that may be boilerplate: used once, so not part of the fingerprint. */
struct fingerprint_lines {
  uint32_t hash[FINGERPRINT_LINES];
  uint16_t n;
};

/* Number words and function words, filled once when the stage is opened. */
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
  uint32_t min_line_words; /* shorter lines (headings, bylines, calls) are left out */
};
void fingerprint_make(tdg_call *, const struct fingerprint_reader *, const tdg_rec *rec,
                      struct fingerprint *out, struct fingerprint_lines *lines);

/* The similarity of two fingerprints; shares from 0 to 1. */
struct likeness {
  double of_a, of_b; /* share of a's body in b, and of b's in a */
  double lead, figures, names;
  double title; /* the share of a title found in the other's title, lead and names; the lower of the two */
  double shorter, longer;                            /* distinct shingles of the two bodies */
  int n_shared, n_lead, n_figures, n_names, n_title; /* members that could be compared */
};
void fingerprint_compare(const struct fingerprint *a, const struct fingerprint *b, struct likeness *out);

/* Convert a fingerprint to the bytes of a note, and back; 0, or -1 when the bytes are not of this version. */
size_t fingerprint_pack(const struct fingerprint *, const struct fingerprint_lines *,
                        unsigned char out[FINGERPRINT_SIGNATURE]);
int fingerprint_unpack(struct tdg_str bytes, struct fingerprint *out, struct fingerprint_lines *lines);

/* ---- window.c: the records of the last days, and the search for candidates ----
 *
 * Records have increasing numbers.  They are in chunks that are freed when all their records have left the
 * window.  Each original's smallest shingles are linked in chains, newest first, so an iteration ends at the
 * first record that has left.  The first few copies of an original are linked too, so that records similar to
 * them are found; whether that is enough to join the group is decided elsewhere.
 *
 * Memory: struct entry, PROBES words for chains and their heads, under 1 kB per record (bench-stages measures
 * it).
 */
enum { WINDOW_PROBES = 24, WINDOW_CHUNK = 1024, WINDOW_NONE = -1, WINDOW_POSTED_COPIES = 6 };

struct entry {
  struct fingerprint fingerprint;
  int64_t original;  /* number of its original; its own number for an original */
  int64_t next_copy; /* next copy of the same original, newest first, WINDOW_NONE at the end */
  uint8_t retired;   /* superseded by a newer version: kept, but not compared */
  uint8_t posted;    /* linked in the chains */
  uint8_t n_posted;  /* copies of this original that do */
  uint16_t n_copies; /* number of copies, at most 65535 */
  /* the next older entry of each chain; its number is its record's times WINDOW_PROBES plus its index among
   * the smallest shingles */
  uint32_t chain[WINDOW_PROBES];
};

struct window {
  struct entry **chunk; /* ring of chunks, number / WINDOW_CHUNK modulo n_chunks */
  size_t n_chunks;
  int64_t first, end; /* the window has the numbers first .. end - 1 */
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
struct entry *window_at(const struct window *, int64_t number); /* NULL when it has left the window */
int64_t window_find(const struct window *, int64_t id);         /* WINDOW_NONE when unknown */
/* Remove records that are too old for this time.  Call it before window_candidates and window_add. */
void window_advance(struct window *, int64_t seen);
/* Add a record; original: the number it copies, or WINDOW_NONE.  Returns its number. */
int64_t window_add(struct window *, const struct fingerprint *, int64_t original);
/* Make a record a copy of an original (it may have been a copy of another one, whose list is then
 * invalid). */
void window_set_original(struct window *, int64_t copy, int64_t original);

/* Begin again as a saved window that had this state; then put back its entries, in order.  The chains and the ids
 * are made anew.  0, or -1 when it cannot have been the state of a window. */
int window_restart(struct window *, int64_t first, int64_t newest, size_t n_heads);
int window_put_back(struct window *, const struct entry *);

struct candidate {
  int64_t number;
  int hits;
};
/* The records that share the most of the smallest shingles, best first: originals and copies. */
size_t window_candidates(const struct window *, const struct fingerprint *, struct candidate *out,
                         size_t max);

/* ---- dedupe_state.c: the memory of the stage in parts, for its checkpoint ---- */

int state_save(tdg_call *, const struct window *, const struct boilerplate *, int64_t nth);
int state_restore(tdg_call *, struct window *, struct boilerplate *, const tdg_rec *part);

#endif
