/* engine/forget_words.h - by what an answer of a server is known to speak of records that are to be forgotten. */
#ifndef ENGINE_FORGET_WORDS_H
#define ENGINE_FORGET_WORDS_H

#include "record/rec.h"
#include "util/arena.h"
#include "util/map.h"

#include <stdint.h>

/* Where it was read from. */
struct forget_place {
  const char *file;
  int64_t offset;
};

/* One of several that begin alike. */
struct forget_word {
  struct forget_word *next;
  struct tdg_str text;
};

struct forget_words {
  struct arena arena;
  struct map
      begins; /* the first bytes of a word -> struct forget_word: addresses, guids, titles, summaries; as they are
                          and as XML has them */
  unsigned char *seen; /* bits: hashes of these first bytes; NULL: there is no word */
  struct map urls;
  struct forget_place *places;
  size_t n_places, cap_places;
  int64_t packed; /* answers whose packing this build cannot undo, and which are not known by anything else */
};

/* Of one version of a record. */
void forget_words_add(struct forget_words *w, const tdg_rec *r);
/* Does a record of a web archive speak of them?  A capture_member_fn. */
int forget_words_match(void *words, const char *file, int64_t offset, struct tdg_str record);
void forget_words_free(struct forget_words *w);

#endif
