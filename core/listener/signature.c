/* listener/signature.c - the signature of a push; see signature.h.  Nothing fails. */
#include "listener/signature.h"

#include <string.h>
#include <strings.h>

#include <nettle/memops.h>
#include <tidings/kit/str.h>

static void begin_sha1(struct signature *s, size_t n, const uint8_t *key) {
  hmac_sha1_set_key(&s->state.sha1, n, key);
}
static void begin_sha256(struct signature *s, size_t n, const uint8_t *key) {
  hmac_sha256_set_key(&s->state.sha256, n, key);
}
static void begin_sha384(struct signature *s, size_t n, const uint8_t *key) {
  hmac_sha384_set_key(&s->state.sha384, n, key);
}
static void begin_sha512(struct signature *s, size_t n, const uint8_t *key) {
  hmac_sha512_set_key(&s->state.sha512, n, key);
}
static void add_sha1(struct signature *s, size_t n, const uint8_t *p) {
  hmac_sha1_update(&s->state.sha1, n, p);
}
static void add_sha256(struct signature *s, size_t n, const uint8_t *p) {
  hmac_sha256_update(&s->state.sha256, n, p);
}
static void add_sha512(struct signature *s, size_t n, const uint8_t *p) {
  hmac_sha512_update(&s->state.sha512, n, p); /* also of SHA-384, which has the same state */
}
static void end_sha1(struct signature *s, uint8_t *out) {
  hmac_sha1_digest(&s->state.sha1, SHA1_DIGEST_SIZE, out);
}
static void end_sha256(struct signature *s, uint8_t *out) {
  hmac_sha256_digest(&s->state.sha256, SHA256_DIGEST_SIZE, out);
}
static void end_sha384(struct signature *s, uint8_t *out) {
  hmac_sha384_digest(&s->state.sha384, SHA384_DIGEST_SIZE, out);
}
static void end_sha512(struct signature *s, uint8_t *out) {
  hmac_sha512_digest(&s->state.sha512, SHA512_DIGEST_SIZE, out);
}

static const struct signature_method {
  const char *name;
  size_t size;
  void (*begin)(struct signature *, size_t n, const uint8_t *key);
  void (*add)(struct signature *, size_t n, const uint8_t *p);
  void (*end)(struct signature *, uint8_t *out);
} methods[] = {{"sha1=", SHA1_DIGEST_SIZE, begin_sha1, add_sha1, end_sha1},
               {"sha256=", SHA256_DIGEST_SIZE, begin_sha256, add_sha256, end_sha256},
               {"sha384=", SHA384_DIGEST_SIZE, begin_sha384, add_sha512, end_sha384},
               {"sha512=", SHA512_DIGEST_SIZE, begin_sha512, add_sha512, end_sha512}};

static int read_digest(struct signature *s, const char *hex) {
  if (strlen(hex) != 2 * s->method->size) return -1;
  for (size_t i = 0; i < s->method->size; i++) {
    const int high = tdg_hex_value(hex[2 * i]), low = tdg_hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return -1;
    s->said[i] = (unsigned char)(high << 4 | low);
  }
  return 0;
}

int signature_begin(struct signature *s, const char *header, const char *secret) {
  s->method = NULL;
  for (size_t i = 0; header != NULL && i < sizeof methods / sizeof methods[0]; i++) {
    const size_t n = strlen(methods[i].name);
    if (strncasecmp(header, methods[i].name, n) != 0) continue;
    s->method = &methods[i];
    if (read_digest(s, header + n) < 0) s->method = NULL;
    break;
  }
  if (s->method != NULL) s->method->begin(s, strlen(secret), (const uint8_t *)secret);
  return s->method != NULL ? 0 : -1;
}

void signature_add(struct signature *s, const void *p, size_t n) {
  if (s->method != NULL) s->method->add(s, n, p);
}

int signature_is_good(struct signature *s) {
  uint8_t is[SHA512_DIGEST_SIZE];
  if (s->method == NULL) return 0;
  s->method->end(s, is);
  return memeql_sec(is, s->said, s->method->size);
}
