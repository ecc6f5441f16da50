/* listener/signature.h - the signature of a push: X-Hub-Signature (W3C WebSub, 7.1).
 *
 *   struct signature s;
 *   if (signature_begin(&s, "sha256=0a1b...", secret) == 0) ...
 *   signature_add(&s, bytes, n);
 *   if (signature_is_good(&s)) ...
 */
#ifndef LISTENER_SIGNATURE_H
#define LISTENER_SIGNATURE_H

#include <stddef.h>

#include <nettle/hmac.h>

struct signature {
  const struct signature_method *method; /* NULL: none that is known */
  unsigned char said[SHA512_DIGEST_SIZE];
  union {
    struct hmac_sha1_ctx sha1;
    struct hmac_sha256_ctx sha256;
    struct hmac_sha384_ctx sha384;
    struct hmac_sha512_ctx sha512;
  } state;
};

/* header: "sha1=", "sha256=", "sha384=" or "sha512=" and the digest in hexadecimal; NULL: there is none.  -1 when it
 * is no such signature, which is then never good. */
int signature_begin(struct signature *s, const char *header, const char *secret);
void signature_add(struct signature *s, const void *p, size_t n);
/* Once, after the last byte. */
int signature_is_good(struct signature *s);

#endif
