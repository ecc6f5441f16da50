/* util/redact.h - replace secrets in texts by ***.
 *
 * A secret is the userinfo of an address (user:password@), or the value of a parameter whose name marks it as
 * one: token, key, api_key, password, session, signature, X-Amz-...  The name may be in upper or lower case
 * and percent-encoded; the parameter may be in the query, the path (;jsessionid=) or the fragment, also of an
 * address that is itself a parameter.  Remembered secrets are replaced too: the contents of the files in
 * which a configuration keeps secrets.
 *
 * Whole texts are searched, so callers may quote addresses in messages.  All output for the operator goes
 * through here (util/say.h, util/log.h, cli/text_page.h, listings in JSON).  The store keeps addresses unchanged.
 */
#ifndef UTIL_REDACT_H
#define UTIL_REDACT_H

#include "util/bytebuf.h"

enum redact_part { REDACT_USERINFO, REDACT_VALUE };
struct redact_secret {
  enum redact_part part;
  size_t at, n; /* offset and length of the userinfo without its @, or of the value */
  size_t name;  /* REDACT_VALUE: offset of "name=" */
};

/* Find the first secret of an address in p, from offset *at on: 1, and *at is the offset after it; or 0. */
int redact_next(const char *p, size_t n, size_t *at, struct redact_secret *secret);
/* Append the text with each secret replaced by ***.  Returns the number of secrets. */
int redact_text(struct buf *out, const char *p, size_t n);
/* Replace remembered secrets by as many *, in place: of bytes that are stored and shown later, when the
 * configuration may be another one.  Returns their number. */
int redact_remembered(char *p, size_t n);
/* Remember a secret until the program ends, so that it is always replaced, also where it is percent-encoded.  Call
 * it on one thread only.  Secrets shorter than 4 bytes are ignored, since they would match in every text. */
void redact_remember(const char *secret, size_t n);

#endif
