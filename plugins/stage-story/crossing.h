/* crossing.h - what two reports of one event have in common when they are written in different languages.
 *
 * Words differ; what stays is how names sound, places (core/languages, the class story-places), figures, days and
 * times.  A record keeps the rarest of these of its title and its beginning as hashes, its *crossings*, and is linked
 * with records of other languages, published within two days, that share enough of them: names and something counted.
 * In one language names that few records have say that two reports are of one event although their words differ.
 */
#ifndef STORY_CROSSING_H
#define STORY_CROSSING_H

#include <tidings/kit/terms.h>

struct df;

enum { CROSSING_KEYS = 28, CROSSING_POSTS = 12 };
/* The low bits of a key. */
enum crossing_kind {
  CROSSING_NAME,  /* the consonants of a name */
  CROSSING_FULL,  /* of two words of a name */
  CROSSING_PLACE, /* of story-places */
  CROSSING_FIGURE,
  CROSSING_SMALL, /* a figure below 32 */
  CROSSING_SHARE, /* percent */
  CROSSING_TIME,  /* a day, or a time of day */
  CROSSING_SHORT, /* a name of two consonants */
  CROSSING_KINDS
};
static inline unsigned crossing_kind(uint32_t key) { return key & 7; }

/* The first CROSSING_POSTS keys are the most telling ones, by which a record is found. */
struct crossing {
  uint32_t key[CROSSING_KEYS];
  uint8_t n;
  uint8_t
      language; /* its number among those of tidings/kit/words.h, plus 1; 0: not known, and no keys are read */
};

/* Words by hash and language, filled once. */
struct crossing_words;
struct crossing_words *crossing_words_new(void);
void crossing_words_free(struct crossing_words *);

/* Reads a record: begin, add its texts in their order, end. */
struct crossing_reading;
struct crossing_reading *crossing_begin(tdg_call *, const struct crossing_words *,
                                        const struct tdg_small_words *, const tdg_rec *rec);
void crossing_add(struct crossing_reading *, struct tdg_str text, const struct tdg_term *, size_t n,
                  int title);
void crossing_end(struct crossing_reading *, const struct df *, struct crossing *out);

/* Are they written in two languages, both known? */
static inline int crossing_foreign(const struct crossing *a, const struct crossing *b) {
  return a->language != 0 && b->language != 0 && a->language != b->language;
}
/* ---- crossing_compare.c ---- */

/* Do the two tell of one event?  1: yes; -1: of the same people or place, but of another matter, since nothing that
 * either counts is in the other; 0: nobody knows.  Pure. */
int crossing_agree(const struct df *, const struct crossing *a, const struct crossing *b);

/* What two records have in common.  Pure. */
struct crossing_common {
  float
      shared; /* points, about one a word of a name that few records of the window have; without places of the table */
  float share;   /* of the points of the record that has fewer; 0 .. 1 */
  float counted; /* points for figures, days and times */
  float named;   /* points for names and places, by how rare they are */
  int same;      /* figures */
  int people;    /* names of two words that few records of the window have */
};
struct crossing_common crossing_common(const struct df *, const struct crossing *a, const struct crossing *b);

#endif
