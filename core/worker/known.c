/* worker/known.c - documents that the engine has read before; see known.h.  Owns nothing; nothing fails. */
#include "worker/known.h"

#include <string.h>
#include <xxhash.h>

uint64_t known_seed(uint64_t seed, const char *text) {
  return text != NULL ? XXH3_64bits_withSeed(text, strlen(text) + 1, seed) : seed + 1;
}

void known_hash(uint64_t seed, const tdg_rec *doc, uint64_t hash[2]) {
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  seed = known_seed(seed, rec_get(doc, TDG_MEDIA_TYPE, 0).p);
  seed = known_seed(seed, rec_get(doc, TDG_ENCODING, 0).p);
  const XXH128_hash_t h = XXH3_128bits_withSeed(body.p, body.n, seed);
  hash[0] = h.high64;
  hash[1] = h.low64;
}

int known_is(const struct frame_known *k, const tdg_rec *doc) {
  uint64_t hash[2];
  if (rec_kind(doc) != TDG_DOC || rec_get_int(doc, TDG_STATUS, 0) != 200 || rec_get(doc, TDG_BODY, 0).n == 0)
    return 0;
  if (rec_has(doc, TDG_ERROR) || rec_has(doc, TDG_AS) || rec_has(doc, TDG_MORE)) return 0;
  known_hash(k->seed, doc, hash);
  return memcmp(hash, k->hash, sizeof hash) == 0;
}
