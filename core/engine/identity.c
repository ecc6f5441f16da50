/* engine/identity.c - identity and change; see identity.h.  Pure functions over records; nothing here can fail. */
#include "engine/identity.h"

#include "record/text.h"
#include "util/map.h"
#include "worker/host.h"

#include <tidings/kit/terms.h>
#include <tidings/kit/url.h>

#include <ctype.h>
#include <string.h>
#define XXH_STATIC_LINKING_ONLY /* the state on the stack */
#include <xxhash.h>

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
  digest(&h, out);
}

/* ---- keys ---- */

struct part {
  char mark;
  struct tdg_str text;
};

static void hash_parts(const struct part *parts, size_t n, uint64_t out[2]) {
  XXH3_state_t h;
  XXH3_128bits_reset(&h);
  for (size_t i = 0; i < n; i++) hash_text(&h, parts[i].mark, parts[i].text);
  digest(&h, out);
}

#define KEY(out, ...)                                          \
  do {                                                         \
    const struct part parts[] = {__VA_ARGS__};                 \
    hash_parts(parts, sizeof parts / sizeof parts[0], (out));  \
  } while (0)
#define BYTES_OF(p, size) ((struct tdg_str){(const char *)(p), (size)})

void identity_sign(const uint64_t content[2], int64_t published, struct tdg_str a, struct tdg_str b, uint64_t out[2]) {
  KEY(out, {'c', BYTES_OF(content, 16)}, {'d', BYTES_OF(&published, 8)}, {'a', a}, {'b', b});
}

void key_native(struct tdg_str owner, struct tdg_str id, uint64_t out[2]) { KEY(out, {'n', owner}, {'i', id}); }

void key_guid(struct tdg_str owner, struct tdg_str guid, uint64_t out[2]) { KEY(out, {'f', owner}, {'g', guid}); }

void key_address(const struct address *x, int with_fragment, uint64_t out[2]) {
  if (with_fragment) KEY(out, {'u', x->key}, {'#', x->fragment});
  else KEY(out, {'u', x->key});
}

void key_title(struct tdg_str owner, const struct address *at, struct tdg_str title, int64_t published, uint64_t out[2]) {
  KEY(out, {'t', owner}, {'u', at->key}, {'h', title}, {'d', BYTES_OF(&published, 8)});
}

void key_text(struct tdg_str owner, const struct address *at, const uint64_t content[2], int64_t published, uint64_t out[2]) {
  KEY(out, {'w', owner}, {'u', at->key}, {'c', BYTES_OF(content, 16)}, {'d', BYTES_OF(&published, 8)});
}

void key_item(const struct address *at, const uint64_t content[2], int64_t published, uint64_t out[2]) {
  KEY(out, {'s', at->key}, {'#', at->fragment}, {'c', BYTES_OF(content, 16)}, {'d', BYTES_OF(&published, 8)});
}

void key_restless(struct tdg_str owner, uint64_t out[2]) { KEY(out, {'r', owner}); }

void key_another(struct tdg_str owner, const uint64_t key[2], uint64_t n, uint64_t out[2]) {
  KEY(out, {'o', owner}, {'k', BYTES_OF(key, 16)}, {'n', BYTES_OF(&n, 8)});
}

/* ---- change ---- */

struct difference {
  struct map counts; /* word -> occurrences after minus before, offset so that 0 is not NULL */
  size_t words;
};

enum { ZERO = 1 << 20 };

static void count_words(struct difference *d, struct tdg_str text, intptr_t step) {
  const char *p = text.p, *end = text.p + text.n;
  while (p < end) {
    while (p < end && !isalnum((unsigned char)*p) && (unsigned char)*p < 0x80) p++;
    const char *from = p;
    while (p < end && (isalnum((unsigned char)*p) || (unsigned char)*p >= 0x80)) p++;
    if (p == from) continue;
    intptr_t now = (intptr_t)map_get(&d->counts, from, (size_t)(p - from));
    map_put(&d->counts, from, (size_t)(p - from), (void *)((now == 0 ? ZERO : now) + step));
    d->words += step > 0;
  }
}

static void count_record(struct difference *d, const tdg_rec *r, intptr_t step) {
  struct buf text = buf_make(REC_MAX_SIZE);
  struct tdg_str title = rec_get(r, TDG_TITLE, 0);
  rec_text(&text, r);
  count_words(d, title, step);
  count_words(d, (struct tdg_str){text.p, text.n}, step);
  buf_free(&text);
}

/* Words that turn a sentence round, in the languages we meet most. */
static int is_negation(const char *word) {
  static const char *const words[] = {"not", "no", "never", "none", "nicht", "kein", "keine", "nie", "pas", "jamais",
                                      "non", "ne", "nunca", "geen", "niet", "nie",   "není",  "не",  "ні",  NULL};
  for (size_t i = 0; words[i] != NULL; i++)
    if (strcasecmp(word, words[i]) == 0) return 1;
  return 0;
}

static int is_heavy(const char *word) {
  for (const char *p = word; *p != '\0'; p++)
    if (isdigit((unsigned char)*p)) return 1;
  return is_negation(word);
}

/* A notice at the head or the foot of the text: the publisher itself speaks of a correction. */
static int says_correction(const tdg_rec *r) {
  static const char *const heads[] = {"Correction", "Clarification", "Corrected", "Berichtigung", "Korrektur", "Rectificatif",
                                      "Corrección", "Correzione",    "Correção",  "Sprostowanie", NULL};
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_BLOCK) continue;
    struct tdg_str text = rec_get(it.rec, TDG_TEXT, 0);
    for (size_t i = 0; heads[i] != NULL; i++)
      if (strncmp(text.p, heads[i], strlen(heads[i])) == 0) return 1;
  }
  return 0;
}

const char *change_between(struct arena *scratch, const tdg_rec *before, const tdg_rec *after) {
  (void)scratch;
  struct difference d = {0};
  size_t changed = 0, heavy = 0;
  if (says_correction(after) && !says_correction(before)) return "correction";
  count_record(&d, after, 1);
  count_record(&d, before, -1);
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&d.counts, &i)) != NULL;) {
    intptr_t n = (intptr_t)s->value - ZERO;
    if (n == 0) continue;
    changed += (size_t)(n > 0 ? n : -n);
    heavy += (size_t)is_heavy(s->key);
  }
  size_t words = d.words;
  map_free(&d.counts);
  return heavy == 0 && changed * 50 <= words * 2 ? "minor" : "major"; /* a changed word counts twice: out and in */
}

/* Telling words of a record, and pairs of characters where a script has no spaces: hash -> how often. */
static size_t count_terms(tdg_call *call, const struct tdg_small_words *small, const tdg_rec *r, struct map *counts) {
  struct buf text = buf_make(REC_MAX_SIZE);
  struct tdg_str title = rec_get(r, TDG_TITLE, 0);
  struct tdg_term *terms;
  size_t kept = 0;
  buf_add(&text, title.p, title.n);
  buf_str(&text, "\n\n");
  rec_text(&text, r);
  size_t n = tdg_terms(call, (struct tdg_str){text.p, text.n}, &terms);
  for (size_t i = 0; i < n; i++) {
    uint64_t hash = terms[i].hash;
    if (terms[i].flags & TDG_TERM_GLYPH) hash = hash * 31 + (i + 1 < n && terms[i + 1].start == terms[i].end ? terms[i + 1].hash : 0);
    else if (tdg_small_words_has(small, hash)) continue;
    map_put_int(counts, (int64_t)hash, (void *)((intptr_t)map_get_int(counts, (int64_t)hash) + 1));
    kept++;
  }
  buf_free(&text);
  return kept;
}

int change_is_whole(const tdg_rec *before, const tdg_rec *after) {
  struct host_call call;
  struct tdg_small_words small;
  struct map a = {0}, b = {0};
  size_t common = 0;
  host_init(&call, &(struct host_sink){0});
  tdg_small_words_fill(&small);
  size_t n = count_terms(&call.pub, &small, before, &a), m = count_terms(&call.pub, &small, after, &b);
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&a, &i)) != NULL;) {
    size_t here = (size_t)s->value, there = (size_t)map_get(&b, s->key, s->n);
    common += here < there ? here : there;
  }
  map_free(&a);
  map_free(&b);
  host_free(&call);
  return common * 2 < (n < m ? n : m);
}

/* ---- publisher ---- */

static struct tdg_str host_of(struct arena *scratch, struct tdg_str url) {
  struct host_call call;
  host_init(&call, &(struct host_sink){0});
  struct tdg_str host = tdg_url_is_web(url) ? tdg_url_host(&call.pub, url) : (struct tdg_str){"", 0};
  if (host.n > 4 && strncmp(host.p, "www.", 4) == 0) host = (struct tdg_str){host.p + 4, host.n - 4};
  if (host.n > 0) host = (struct tdg_str){arena_copy(scratch, host.p, host.n), host.n};
  host_free(&call);
  return host;
}

/* The name of a source is the operator's word where the source has an id; else it is the record's. */
struct tdg_str publisher_of(struct arena *scratch, const tdg_rec *r) {
  const tdg_rec *source = rec_get_rec(r, TDG_SOURCE, 0);
  const struct tdg_str none = {"", 0};
  struct tdg_str outlet = source != NULL ? rec_get(source, TDG_OUTLET, 0) : none;
  struct tdg_str name = source != NULL ? rec_get(source, TDG_NAME, 0) : none;
  if (outlet.n > 0) return outlet;
  if (name.n > 0 && rec_has(source, TDG_SOURCE_ID)) return name;
  struct tdg_str host = host_of(scratch, rec_get(r, TDG_URL, 0));
  return host.n > 0 ? host : name;
}
