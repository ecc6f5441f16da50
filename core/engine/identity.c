/* engine/identity.c - identity and change; see identity.h.  Pure functions over records; nothing here can fail. */
#include "engine/identity.h"

#include "record/text.h"
#include "util/map.h"
#include "worker/host.h"

#include <tidings/kit/url.h>

#include <ctype.h>
#include <stdio.h>
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

static void hash_content(const tdg_rec *r, uint64_t out[2]) {
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

static struct tdg_str address_key(struct arena *scratch, const tdg_rec *r) {
  struct tdg_str url = rec_get(r, TDG_CANONICAL, 0);
  if (url.n == 0) url = rec_get(r, TDG_URL, 0);
  if (url.n == 0) return url;
  struct host_call call;
  host_init(&call, &(struct host_sink){0});
  struct tdg_str key = tdg_url_key(&call.pub, url);
  if (key.n > 0) key = (struct tdg_str){arena_copy(scratch, key.p, key.n), key.n};
  else key = url;
  host_free(&call);
  return key;
}

void identity_of(struct arena *scratch, const tdg_rec *r, const char *source, struct identity *out) {
  struct tdg_str own = rec_get(r, TDG_NATIVE_ID, 0), guid = rec_get(r, TDG_GUID, 0), key = {"", 0};
  struct tdg_str from = {source, strlen(source)};
  XXH3_state_t h;
  hash_content(r, out->content);
  XXH3_128bits_reset(&h);
  if (own.n == 0) key = address_key(scratch, r);
  if (own.n > 0) {
    hash_text(&h, 'n', from);
    hash_text(&h, 'i', own);
  } else if (key.n > 0) {
    hash_text(&h, 'u', key);
  } else if (guid.n > 0) {
    hash_text(&h, 'f', from);
    hash_text(&h, 'g', guid);
  } else {
    hash_text(&h, 'c', (struct tdg_str){(const char *)out->content, sizeof out->content});
  }
  digest(&h, out->work);
  snprintf(out->work_text, sizeof out->work_text, "%016llx%016llx", (unsigned long long)out->work[0],
           (unsigned long long)out->work[1]);
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

/* ---- publisher ---- */

static struct tdg_str file_name(struct tdg_str url) {
  size_t at = url.n;
  while (at > 0 && url.p[at - 1] != '/') at--;
  return (struct tdg_str){url.p + at, url.n - at};
}

struct tdg_str publisher_of(struct arena *scratch, const tdg_rec *r) {
  const tdg_rec *source = rec_get_rec(r, TDG_SOURCE, 0);
  struct tdg_str name = {"", 0}, url = rec_get(r, TDG_URL, 0);
  if (source != NULL) name = rec_get(source, TDG_OUTLET, 0);
  if (source != NULL && name.n == 0) name = rec_get(source, TDG_NAME, 0);
  if (name.n > 0 || url.n == 0) return name;
  struct host_call call;
  host_init(&call, &(struct host_sink){0});
  struct tdg_str host = tdg_url_host(&call.pub, url);
  if (host.n > 4 && strncmp(host.p, "www.", 4) == 0) host = (struct tdg_str){host.p + 4, host.n - 4};
  if (host.n > 0) host = (struct tdg_str){arena_copy(scratch, host.p, host.n), host.n};
  host_free(&call);
  return host.n > 0 ? host : file_name(url);
}
