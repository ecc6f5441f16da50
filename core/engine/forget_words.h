/* engine/forget_words.h - by what an answer of a server, or a quarantined document, is known to speak of records that are to
 * be forgotten. */
#ifndef ENGINE_FORGET_WORDS_H
#define ENGINE_FORGET_WORDS_H

#include "record/rec.h"
#include "record/scratch.h"
#include "util/arena.h"
#include "util/map.h"

#include <stdint.h>

struct tdg_quarantine;

/* Where it was read from. */
struct forget_place {
  const char *file;
  int64_t offset;
};

struct forget_word;

struct forget_words {
  struct arena arena;
  struct map begins;   /* the first letters of a word -> struct forget_word */
  unsigned char *seen; /* bits: hashes of these first letters; NULL: there is no word */
  struct map urls;
  struct forget_place *places;
  size_t n_places, cap_places;
  struct scratch pieces; /* memory for one piece of a text after the other */
  int64_t answer;        /* the number of the one that is looked through */
  int64_t packed; /* answers whose packing this build cannot undo, and which are not known by anything else */
};

/* Of one version of a record. */
void forget_words_add(struct forget_words *w, const tdg_rec *r);
/* Does a record of a web archive speak of them?  A capture_member_fn. */
int forget_words_match(void *words, const char *file, int64_t offset, struct tdg_str record);
/* Does a quarantined document? */
int forget_words_match_document(struct forget_words *w, const struct tdg_quarantine *q);
void forget_words_free(struct forget_words *w);

#endif
