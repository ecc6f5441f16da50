/* util/redact.c - see redact.h.  Linear in the text; nothing here can fail and return.
 *
 * The only state is the list of remembered secrets, to which one thread adds while a configuration is read: entries
 * do not change, and their number is set last.
 */
#include "util/redact.h"

#include "util/check.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <tidings/kit/str.h>

enum {
  MAX_REMEMBERED = 3 * 4096, /* of each secret also how an address writes it, in two ways */
  SHORTEST = 4,
  BEGINNING = 12 /* a prefix of this length counts as the secret */,
  MAX_NAME = 64,
  MAX_SEARCH = 1024
};

static struct {
  char *p;
  size_t n;
} remembered[MAX_REMEMBERED];
static atomic_size_t n_remembered;

static void keep(const char *secret, size_t n) {
  const size_t at = n_remembered;
  if (n < SHORTEST || at == MAX_REMEMBERED) return;
  for (size_t i = 0; i < at; i++)
    if (remembered[i].n == n && memcmp(remembered[i].p, secret, n) == 0) return;
  char *copy = check_alloc(n + 1);
  memcpy(copy, secret, n);
  copy[n] = '\0';
  remembered[at].p = copy;
  remembered[at].n = n;
  n_remembered = at + 1;
}

static int is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != 0 && strchr("-._~", c) != NULL);
}

/* As it stands in an address. */
static void keep_encoded(const char *secret, size_t n, const char *digits) {
  char *out = check_alloc(3 * n + 1);
  size_t to = 0;
  for (size_t i = 0; i < n; i++) {
    const unsigned char c = (unsigned char)secret[i];
    if (is_unreserved(c)) out[to++] = (char)c;
    else out[to++] = '%', out[to++] = digits[c >> 4], out[to++] = digits[c & 15];
  }
  keep(out, to);
  free(out);
}

void redact_remember(const char *secret, size_t n) {
  if (n < SHORTEST) return;
  keep(secret, n);
  keep_encoded(secret, n, "0123456789ABCDEF");
  keep_encoded(secret, n, "0123456789abcdef");
}

/* ---- characters of an address, plain or percent-encoded once or several times ---- */

struct sign {
  unsigned char c;
  unsigned char n; /* its length in bytes; more than one: percent-encoded; 0: end of the text */
};

static struct sign sign_at(const char *p, size_t n, size_t i) {
  enum { MAX_DEPTH = 4 };
  if (i >= n) return (struct sign){0, 0};
  struct sign s = {(unsigned char)p[i], 1};
  for (int depth = 0; depth < MAX_DEPTH && s.c == '%' && i + s.n + 1 < n && tdg_hex_value(p[i + s.n]) >= 0 &&
                      tdg_hex_value(p[i + s.n + 1]) >= 0;
       depth++) {
    s.c = (unsigned char)(tdg_hex_value(p[i + s.n]) << 4 | tdg_hex_value(p[i + s.n + 1]));
    s.n = (unsigned char)(s.n + 2);
  }
  return s;
}

static int is_end(char c) { return (unsigned char)c <= ' ' || c == 0x7F || c == '"' || c == '<' || c == '>'; }

/* Does this character end a part?  Encoded characters count only in a part that began with an encoded one. */
static int stops(struct sign s, const char *signs, int encoded) {
  if (s.n == 0 || (s.n == 1 && is_end((char)s.c))) return 1;
  return s.c != 0 && (s.n == 1 || encoded) && strchr(signs, s.c) != NULL;
}

/* ---- user:password@ ---- */

/* Find userinfo with a delimiter in it ("user:pa/ss@host" is invalid, but occurs), or cut off before the @.
 * Returns the offset of its end, 0 when there is none. */
static size_t sloppy_end(const char *p, size_t n, size_t from, size_t stop) {
  const char *colon = memchr(p + from, ':', stop - from);
  if (colon == NULL || p[from] == '[') return 0;
  size_t i = (size_t)(colon - p) + 1, digits = i;
  while (digits < stop && p[digits] >= '0' && p[digits] <= '9') digits++;
  if (digits == stop) return 0; /* a port */
  for (; i < n && i < stop + MAX_SEARCH && !is_end(p[i]); i++)
    if (p[i] == '@') return i;
  return stop;
}

/* from: the offset after "//".  Returns the end of the authority and sets *secret to its userinfo, if any. */
static size_t authority(const char *p, size_t n, size_t from, int encoded, struct redact_secret *secret) {
  size_t i = from, at = 0;
  struct sign s;
  for (; s = sign_at(p, n, i), !stops(s, "/?#\\", encoded); i += s.n)
    if (s.c == '@' && (s.n == 1 || encoded)) at = i;
  if (at == 0) at = sloppy_end(p, n, from, i);
  if (at > from) *secret = (struct redact_secret){.part = REDACT_USERINFO, .at = from, .n = at - from};
  return i;
}

/* ---- name=value ---- */

static int starts(const char *name, const char *with) { return strncmp(name, with, strlen(with)) == 0; }
static int ends(const char *name, size_t n, const char *with) {
  size_t k = strlen(with);
  return n >= k && strcmp(name + n - k, with) == 0;
}

/* name: lower case letters and digits only. */
static int is_secret(const char *name, size_t n) {
  static const char *const whole[] = {"sig", "sign", "sid",  "code",   "pass",   "pw", "pin",
                                      "otp", "jwt",  "hmac", "ticket", "policy", NULL};
  static const char *const within[] = {"token",     "secret",     "passw",   "passphrase", "passcode",
                                       "signature", "credential", "sessi",   "bearer",     "accesskey",
                                       "accessid",  "apikey",     "keypair", "csrf",       NULL};
  static const char *const first[] = {"oauth", "xamz", "xgoog", NULL};
  static const char *const last[] = {"key", "pass", "pwd", NULL};
  for (size_t i = 0; whole[i] != NULL; i++)
    if (strcmp(name, whole[i]) == 0) return 1;
  for (size_t i = 0; within[i] != NULL; i++)
    if (strstr(name, within[i]) != NULL) return 1;
  for (size_t i = 0; first[i] != NULL; i++)
    if (starts(name, first[i])) return 1;
  for (size_t i = 0; last[i] != NULL; i++)
    if (ends(name, n, last[i])) return 1;
  return starts(name, "auth") && (!starts(name, "author") || starts(name, "authori"));
}

static int is_punctuation(char c) { return strchr(")]}.,:;!", c) != NULL; }

/* from: the offset after ? & # or ;.  Returns where to continue and sets *secret to the value if the name
 * marks it as a secret. */
static size_t parameter(const char *p, size_t n, size_t from, struct redact_secret *secret) {
  char name[MAX_NAME + 1];
  size_t i = from, k = 0;
  struct sign s;
  for (; s = sign_at(p, n, i), !stops(s, "=&?#;/", 1); i += s.n) {
    unsigned char c = s.c >= 'A' && s.c <= 'Z' ? (unsigned char)(s.c + 32) : s.c;
    int plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain && k == MAX_NAME) return i; /* no name of a parameter is that long */
    if (plain) name[k++] = (char)c;
  }
  name[k] = '\0';
  if (s.c != '=' || !is_secret(name, k)) return i;
  size_t begin = i + s.n, end = begin;
  int encoded = s.n > 1;
  if (begin + 1 < n && p[begin] == '$' && p[begin + 1] == '{')
    return begin; /* a variable that was not filled in */
  for (i = begin; s = sign_at(p, n, i), !stops(s, "&#", encoded); i += s.n) end = i + s.n;
  while (end > begin && is_punctuation(p[end - 1])) end--; /* belongs to the sentence around it */
  if (end > begin)
    *secret = (struct redact_secret){.part = REDACT_VALUE, .at = begin, .n = end - begin, .name = from};
  return i;
}

/* Does a web scheme end at this colon, also without "//" ("http:user:password@host", "http:/user..")? */
static int is_web(const char *p, size_t colon) {
  static const char *const schemes[] = {"https", "http", "ftps", "ftp"};
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
    size_t n = strlen(schemes[i]);
    if (colon >= n && strncasecmp(p + colon - n, schemes[i], n) == 0) return 1;
  }
  return 0;
}

static size_t slashes(const char *p, size_t n) {
  size_t i = 0;
  while (i < n && (p[i] == '/' || p[i] == '\\')) i++;
  return i;
}

/* ---- texts ---- */

int redact_next(const char *p, size_t n, size_t *at, struct redact_secret *secret) {
  secret->n = 0;
  for (size_t i = *at; i < n;) {
    struct sign s = sign_at(p, n, i), next = sign_at(p, n, i + s.n);
    if (s.c == '/' && next.c == '/' && next.n > 0) i = authority(p, n, i + s.n + next.n, s.n > 1, secret);
    else if (s.c == ':' && s.n == 1 && is_web(p, i))
      i = authority(p, n, i + 1 + slashes(p + i + 1, n - i - 1), 0, secret);
    else if (s.c != 0 && strchr("?&#;", s.c) != NULL) i = parameter(p, n, i + s.n, secret);
    else i += s.n;
    if (secret->n == 0) continue;
    *at = secret->at + secret->n;
    return 1;
  }
  return 0;
}

static int redact_addresses(struct buf *out, const char *p, size_t n) {
  struct redact_secret secret;
  size_t at = 0, done = 0;
  int found = 0;
  for (; redact_next(p, n, &at, &secret); found++) {
    buf_add(out, p + done, secret.at - done);
    buf_str(out, "***");
    done = at;
  }
  buf_add(out, p + done, n - done);
  return found;
}

/* The length of the common prefix of p and a secret (a message may have been cut). */
static size_t agrees(const char *p, size_t n, const char *secret, size_t size) {
  size_t i = 0;
  while (i < n && i < size && p[i] == secret[i]) i++;
  return i;
}

/* The first occurrence in p of a remembered secret or of its beginning. */
static const char *first_remembered(const char *p, size_t n, size_t *size) {
  const char *first = NULL;
  for (size_t i = 0; n > 0 && i < n_remembered; i++) { /* an empty text may have no address */
    const char *at = memmem(p, n, remembered[i].p, remembered[i].n < BEGINNING ? remembered[i].n : BEGINNING);
    size_t here = at != NULL ? agrees(at, n - (size_t)(at - p), remembered[i].p, remembered[i].n) : 0;
    if (at == NULL || (first != NULL && (at > first || (at == first && here <= *size)))) continue;
    first = at;
    *size = here;
  }
  return first;
}

int redact_remembered(char *p, size_t n) {
  char *end = p + n;
  const char *at;
  size_t size = 0;
  int found = 0;
  for (; (at = first_remembered(p, (size_t)(end - p), &size)) != NULL; found++) {
    p += at - p;
    for (char *stop = p + size; p < stop; p++)
      if ((unsigned char)*p < 0x80) *p = '*'; /* letters stay whole, so the text stays UTF-8 */
  }
  return found;
}

int redact_text(struct buf *out, const char *p, size_t n) {
  const char *end = p + n, *at;
  size_t size = 0;
  int found = 0;
  if (n_remembered == 0) return redact_addresses(out, p, n);
  struct buf rest = buf_make(out->max);
  for (; (at = first_remembered(p, (size_t)(end - p), &size)) != NULL; p = at + size, found++) {
    buf_add(&rest, p, (size_t)(at - p));
    buf_str(&rest, "***");
  }
  buf_add(&rest, p, (size_t)(end - p));
  found += redact_addresses(out, rest.p, rest.n);
  buf_free(&rest);
  return found;
}
