/* util/redact.h - addresses without the secrets in them.
 *
 * A secret is what stands before the @ of an address (user:password@), and the value of a parameter whose name says so:
 * token, key, api_key, password, session, signature, X-Amz-... in small or capital letters, its name percent-encoded or
 * not, in the query, the path (;jsessionid=) or the fragment, in an address that is itself a parameter.  Besides, what
 * was remembered: the contents of the files a configuration keeps secrets in.
 *
 * Texts are searched as a whole, so a message that quotes an address needs no care: everything that goes to the operator
 * passes here (util/say.h, util/log.h, cli/page.h, listings in JSON).  The store keeps addresses as they are.
 */
#ifndef UTIL_REDACT_H
#define UTIL_REDACT_H

#include "util/bytebuf.h"

enum redact_part { REDACT_USERINFO, REDACT_VALUE };
struct redact_secret {
  enum redact_part part;
  size_t at, n; /* of the userinfo without its @, or of the value */
  size_t name;  /* REDACT_VALUE: where "name=" begins */
};

/* The first secret in the addresses of p from *at on: 1, and *at behind it; or 0. */
int redact_next(const char *p, size_t n, size_t *at, struct redact_secret *secret);
/* The text with *** in the place of each secret, appended.  How many there were. */
int redact_text(struct buf *out, const char *p, size_t n);
/* Never show this.  Kept until the program ends; before other threads begin.  Very short ones (under 4) would hide half of
 * every text and are not taken. */
void redact_remember(const char *secret, size_t n);

#endif
