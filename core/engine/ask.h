/* engine/ask.h - what a keeper asks of the store and tells it; answers are in the settlement's arena.
 *
 * The first failure of the store stays in the keeper's status, and then there is nothing more to be found.
 */
#ifndef ENGINE_ASK_H
#define ENGINE_ASK_H

#include "engine/keep.h"

enum { ASK_MAX_CLAIMS = 64 };

struct ask_claims {
  struct tdg_key v[ASK_MAX_CLAIMS];
  size_t n;
};

int ask_check(struct keeper *k, int status);
/* 1 and the current version of a work; its url, source and publisher are kept, other texts are empty. */
int ask_work(struct keeper *k, const uint64_t work[2], struct tdg_row *row);
const tdg_rec *ask_version(struct keeper *k, int64_t id); /* NULL: it is damaged */
/* the id of the first version of a work; 0: there is none */
int64_t ask_first(struct keeper *k, const uint64_t work[2]);
/* Claims to a key, of one owner or of all (NULL). */
void ask_claims(struct keeper *k, const uint64_t key[2], const char *owner, struct ask_claims *out);
void ask_put(struct keeper *k, const uint64_t key[2], struct tdg_str owner, const uint64_t work[2],
             int standing);
/* Was this content said by a version of the work? */
enum ask_said {
  ASK_NEVER_SAID,
  ASK_SAID,          /* and the source said nothing else after that */
  ASK_SAID_AND_LEFT, /* and the source said something else since */
};
enum ask_said ask_said(struct keeper *k, const uint64_t work[2], const uint64_t content[2]);

#endif
