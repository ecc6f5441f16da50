/* absent.c - which keys and works the store surely does not have.
 *
 * Of a feed with new items nearly all that is asked (under which keys is this known?) is not there, and looking it up
 * in two b-trees is most of what settling costs.  A Bloom filter in memory, of all keys in `alias` and all works in
 * `record`, answers most of these questions: what it denies is not there, what it does not deny is looked up.
 *
 * It is made by one pass over both, when as many look-ups were in vain as that pass is worth, so that a short run does
 * not pay for it; and again when more was added than it has room for.  It is believed only inside a transaction of
 * this connection: this is the one writer (lock.c), and what another program changed is seen at its begin.  What a
 * rollback takes back stays in it, which costs a look-up.
 *
 * Without memory, or with more than MAX_KEYS, there is none.  A failure of the pass is the store's and is reported.
 */
#include "sq.h"

#include <stdlib.h>

enum {
  WORDS = 8, /* of 64 bits in a block: one line of the cache, in which all bits of a key are */
  BLOCK_KEYS = 32,
  PROBES = 6,
  MIN_ROOM = 1 << 16,
  MAX_KEYS = 1 << 24, /* 32 MB */
  WORTH = 8,          /* rows of the log that the pass reads in the time of a look-up */
  MIN_MISSES = 500
};

void sq_absent_forget(struct sq *s) {
  struct sq_absent *a = &s->absent;
  free(a->bits);
  a->bits = NULL;
  a->room = a->used = a->misses = 0;
}

/* Keys are hashes as a rule, but a caller may number them. */
static uint64_t mix(const uint64_t key[2]) {
  uint64_t h = key[0] * 0x9E3779B97F4A7C15u ^ key[1];
  h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
  h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
  return h ^ h >> 32;
}

static uint64_t *block_of(const struct sq_absent *a, uint64_t h) {
  const uint64_t blocks = (uint64_t)a->room / BLOCK_KEYS;
  return a->bits + (h >> 40) % blocks * WORDS;
}

static void add(struct sq_absent *a, const uint64_t key[2]) {
  uint64_t h = mix(key), *block = block_of(a, h);
  h *= 0x9E3779B97F4A7C15u;
  for (int i = 0; i < PROBES; i++, h >>= 9) block[h >> 6 & (WORDS - 1)] |= (uint64_t)1 << (h & 63);
  a->used++;
}

void sq_absent_add(struct sq *s, const uint64_t key[2]) {
  if (s->absent.bits == NULL) return;
  if (s->absent.used >= s->absent.room) sq_absent_forget(s);
  else add(&s->absent, key);
}

int sq_absent(const struct sq *s, const uint64_t key[2]) {
  if (s->absent.bits == NULL || !s->writing) return 0;
  uint64_t h = mix(key);
  const uint64_t *block = block_of(&s->absent, h);
  h *= 0x9E3779B97F4A7C15u;
  for (int i = 0; i < PROBES; i++, h >>= 9)
    if ((block[h >> 6 & (WORDS - 1)] >> (h & 63) & 1) == 0) return 1;
  return 0;
}

static int add_all(struct sq *s, const char *sql) {
  uint64_t key[2];
  int rc;
  sqlite3_stmt *st = sq_prepare(s, sql);
  if (st == NULL) return s->status;
  while ((rc = sq_step(s, st)) == 1) {
    sq_column_hash(st, 0, key);
    add(&s->absent, key);
  }
  sq_release(s, st);
  return rc;
}

/* For as many keys again as there are. */
static int make(struct sq *s) {
  struct sq_absent *a = &s->absent;
  int64_t keys = 0;
  sqlite3_stmt *st = sq_prepare(s, "SELECT (SELECT count(*) FROM alias) + (SELECT count(*) FROM record)");
  int rc = st == NULL ? s->status : sq_int(s, st, &keys);
  if (rc < 0 || keys > MAX_KEYS) return rc < 0 ? rc : 0;
  a->room = keys < MIN_ROOM / 2 ? MIN_ROOM : 2 * keys / BLOCK_KEYS * BLOCK_KEYS;
  if (a->room > MAX_KEYS) a->room = MAX_KEYS;
  if ((a->bits = calloc((size_t)a->room / BLOCK_KEYS * WORDS, sizeof *a->bits)) == NULL) return 0;
  rc = add_all(s, "SELECT key FROM alias");
  if (rc == 0) rc = add_all(s, "SELECT work FROM record");
  if (rc != 0) sq_absent_forget(s);
  return rc;
}

int sq_absent_missed(struct sq *s) {
  struct sq_absent *a = &s->absent;
  if (!s->writing || a->bits != NULL || ++a->misses < MIN_MISSES + s->last_seq / WORTH) return 0;
  a->misses = 0;
  return make(s);
}

/* Another program may have written since this connection saw the file. */
int sq_absent_check(struct sq *s) {
  int64_t version = 0;
  sqlite3_stmt *st = sq_prepare(s, "PRAGMA data_version");
  const int rc = st == NULL ? s->status : sq_int(s, st, &version);
  if (rc < 0) return rc;
  if (version != s->absent.version) sq_absent_forget(s);
  s->absent.version = version;
  return 0;
}
