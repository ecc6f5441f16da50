/* news/identity.c - the keys of a work and the content hash of a record; see identity.h.  Pure functions over
 * records; nothing here can fail. */
#include "news/identity.h"

#include "record/plain_text.h"
#include "record/scratch.h"

#include <string.h>
#define XXH_STATIC_LINKING_ONLY /* the state on the stack */
#include <xxhash.h>

#include <tidings/kit/str.h>
#include <tidings/kit/terms.h>

#define DAY_MS INT64_C(86400000)
enum { MAX_SHORT = 500 };

static void hash_text(XXH3_state_t *h, char mark, struct tdg_str s) {
  uint64_t n = s.n;
  XXH3_128bits_update(h, &mark, 1);
  XXH3_128bits_update(h, &n, sizeof n);
  XXH3_128bits_update(h, s.p, s.n);
}

static void digest(XXH3_state_t *h, uint64_t out[2]) {
  XXH128_hash_t v = XXH3_128bits_digest(h);
  out[0] = v.high64;
  out[1] = v.low64;
}

void identity_content(const tdg_rec *r, uint64_t out[2]) {
  XXH3_state_t h;
  size_t pos = 0, blocks = 0;
  struct tdg_item it;
  XXH3_128bits_reset(&h);
  hash_text(&h, 't', rec_get(r, TDG_TITLE, 0));
  hash_text(&h, 's', rec_get(r, TDG_SUBTITLE, 0));
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_BLOCK || !rec_block_is_text(rec_get_int(it.rec, TDG_BLOCK_TYPE, 0))) continue;
    hash_text(&h, 'b', rec_get(it.rec, TDG_TEXT, 0));
    blocks++;
  }
  if (blocks == 0) hash_text(&h, 'd', rec_get(r, TDG_SUMMARY, 0));
  if (record_is_withdrawn(r)) hash_text(&h, 'w', rec_get(r, TDG_CHANGE_NOTE, 0));
  digest(&h, out);
}

static void hash_words(XXH3_state_t *h, struct tdg_str text) {
  struct scratch scratch;
  struct tdg_term *terms;
  const size_t n = tdg_terms(scratch_begin(&scratch), text, &terms);
  for (size_t i = 0; i < n; i++)
    if ((terms[i].flags & TDG_TERM_NUMBER) == 0) XXH3_64bits_update(h, &terms[i].hash, sizeof terms[i].hash);
  scratch_end(&scratch);
}

uint64_t identity_telling(const tdg_rec *item) {
  XXH3_state_t h;
  struct buf text = buf_make(REC_MAX_SIZE);
  const struct tdg_str title = rec_get(item, TDG_TITLE, 0), summary = rec_get(item, TDG_SUMMARY, 0);
  const int64_t day = rec_get_int(item, TDG_UPDATED, 0) / DAY_MS;
  rec_text(&text, item);
  buf_str(&text, "\n\n");
  buf_add(&text, summary.p, summary.n);
  XXH3_64bits_reset(&h);
  XXH3_64bits_update(&h, title.p, title.n);
  XXH3_64bits_update(&h, &day, sizeof day);
  hash_words(&h, (struct tdg_str){text.p, text.n});
  buf_free(&text);
  return XXH3_64bits_digest(&h);
}

/* ---- keys ---- */

struct part {
  char mark;
  struct tdg_str text;
};

/* As hash_text and digest do, but at once: most keys are of few bytes, and several are asked for each record. */
static int hash_short(const struct part *parts, size_t n, uint64_t out[2]) {
  char all[MAX_SHORT], *to = all;
  for (size_t i = 0; i < n; i++) {
    const struct tdg_str s = parts[i].text;
    const uint64_t length = s.n;
    if (s.n > MAX_SHORT || (size_t)(all + MAX_SHORT - to) < 1 + sizeof length + s.n) return 0;
    *to++ = parts[i].mark;
    memcpy(to, &length, sizeof length);
    to += sizeof length;
    if (s.n > 0) memcpy(to, s.p, s.n);
    to += s.n;
  }
  const XXH128_hash_t v = XXH3_128bits(all, (size_t)(to - all));
  out[0] = v.high64;
  out[1] = v.low64;
  return 1;
}

static void hash_parts(const struct part *parts, size_t n, uint64_t out[2]) {
  XXH3_state_t h;
  if (hash_short(parts, n, out)) return;
  XXH3_128bits_reset(&h);
  for (size_t i = 0; i < n; i++) hash_text(&h, parts[i].mark, parts[i].text);
  digest(&h, out);
}

#define KEY(out, ...)                                                                                        \
  do {                                                                                                       \
    const struct part parts[] = {__VA_ARGS__};                                                               \
    hash_parts(parts, sizeof parts / sizeof parts[0], (out));                                                \
  } while (0)
#define BYTES_OF(p, size) ((struct tdg_str){(const char *)(p), (size)})

void identity_sign(const uint64_t content[2], int64_t published, struct tdg_str a, struct tdg_str b,
                   uint64_t out[2]) {
  KEY(out, {'c', BYTES_OF(content, 16)}, {'d', BYTES_OF(&published, 8)}, {'a', a}, {'b', b});
}

int identity_is_counter(struct tdg_str id) {
  enum { MAX_DIGITS = 9 };
  size_t n = 0;
  while (n < id.n && id.p[n] >= '0' && id.p[n] <= '9') n++;
  if (n == 0 || n > MAX_DIGITS) return 0;
  return n == id.n || tdg_str_same((struct tdg_str){id.p + n, id.n - n}, tdg_str_of(".0"));
}

void key_native(struct tdg_str owner, struct tdg_str id, uint64_t out[2]) {
  KEY(out, {'n', owner}, {'i', id});
}

void key_guid(struct tdg_str owner, struct tdg_str guid, uint64_t out[2]) {
  KEY(out, {'f', owner}, {'g', guid});
}

void key_address(const struct address *x, int with_fragment, uint64_t out[2]) {
  if (with_fragment) KEY(out, {'u', x->key}, {'#', x->fragment});
  else KEY(out, {'u', x->key});
}

void key_title(struct tdg_str owner, const struct address *at, struct tdg_str title, int64_t published,
               uint64_t out[2]) {
  KEY(out, {'t', owner}, {'u', at->key}, {'h', title}, {'d', BYTES_OF(&published, 8)});
}

void key_text(struct tdg_str owner, const struct address *at, const uint64_t content[2], int64_t published,
              uint64_t out[2]) {
  KEY(out, {'w', owner}, {'u', at->key}, {'c', BYTES_OF(content, 16)}, {'d', BYTES_OF(&published, 8)});
}

void key_item(const struct address *at, const uint64_t content[2], int64_t published, uint64_t out[2]) {
  KEY(out, {'s', at->key}, {'#', at->fragment}, {'c', BYTES_OF(content, 16)}, {'d', BYTES_OF(&published, 8)});
}

void key_restless(struct tdg_str owner, uint64_t out[2]) { KEY(out, {'r', owner}); }

void key_another(struct tdg_str owner, const uint64_t key[2], uint64_t n, uint64_t out[2]) {
  KEY(out, {'o', owner}, {'k', BYTES_OF(key, 16)}, {'n', BYTES_OF(&n, 8)});
}
