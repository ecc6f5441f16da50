/* imap_address.c - the address and the account of a request.
 *
 *   imaps://ann@mail.example/Press%20lists      the folder "Press lists"; without one it is INBOX
 *   imap://mail.example/                        with STARTTLS
 *
 * The account comes as the header Authorization, as the source's `request: { auth: ... }` makes it: a name and password, or a
 * token with the name in the address.  It is passed on to libcurl and to nothing else.
 */
#include "imap.h"

#include <stdlib.h>
#include <strings.h>

#include <tidings/kit/public_address.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

static void wipe(char *p) {
  if (p != NULL) explicit_bzero(p, strlen(p));
  free(p);
}

void imap_account_free(struct imap_account *a) {
  wipe(a->password);
  wipe(a->token);
  free(a->url);
  free(a->folder);
  free(a->shown);
  free(a->user);
  *a = (struct imap_account){.url = NULL};
}

/* "%41": "A".  NULL: it has control characters, or is not UTF-8. */
static char *unescape(struct tdg_str s) {
  char *out = malloc(s.n + 1);
  if (out == NULL) return NULL;
  const size_t n = tdg_url_unescape(out, s);
  int is_plain = tdg_utf8_valid(out, n);
  for (size_t i = 0; i < n; i++) is_plain &= (unsigned char)out[i] >= ' ' && out[i] != 0x7F;
  if (is_plain) return out;
  free(out);
  return NULL;
}

/* ---- the folder ---- */

static void put_sextet(struct tdg_buf *b, unsigned v) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  tdg_buf_char(b, digits[v & 63]);
}

/* Modified UTF-7: "&", UTF-16 in base64, "-". */
static struct tdg_str mailbox_name(tdg_call *call, const char *name) {
  struct tdg_buf b = tdg_buf_make(call, 4 * IMAP_MAX_FOLDER);
  uint32_t bits = 0, c;
  int n_bits = 0, inside = 0;
  const char *p = name, *end = name + strlen(name);
  while (p < end) {
    c = tdg_utf8_next(&p, end);
    if (c >= ' ' && c <= '~') {
      if (inside && n_bits > 0) put_sextet(&b, bits << (6 - n_bits));
      if (inside) tdg_buf_char(&b, '-');
      inside = n_bits = 0;
      bits = 0;
      tdg_buf_char(&b, (char)c);
      if (c == '&') tdg_buf_char(&b, '-');
      continue;
    }
    if (!inside) tdg_buf_char(&b, '&');
    inside = 1;
    const uint32_t pair[2] = {c > 0xFFFF ? 0xD800 + ((c - 0x10000) >> 10) : c,
                              0xDC00 + ((c - 0x10000) & 0x3FF)};
    for (int i = 0; i < (c > 0xFFFF ? 2 : 1); i++) {
      bits = (bits & 63) << 16 | pair[i];
      for (n_bits += 16; n_bits >= 6; n_bits -= 6) put_sextet(&b, bits >> (n_bits - 6));
    }
  }
  if (inside && n_bits > 0) put_sextet(&b, bits << (6 - n_bits));
  if (inside) tdg_buf_char(&b, '-');
  return tdg_buf_get(&b);
}

/* ---- the account ---- */

static struct tdg_str authorization(tdg_call *call, const tdg_rec *request) {
  const tdg_rec *h;
  for (uint32_t i = 0; (h = tdg_get_rec(call, request, TDG_HEADER, i)) != NULL; i++)
    if (tdg_nocase_is(tdg_get(call, h, TDG_NAME), "authorization")) return tdg_get(call, h, TDG_VALUE);
  return (struct tdg_str){"", 0};
}

static int take_basic(tdg_call *call, struct imap_account *a, struct tdg_str coded) {
  struct tdg_buf b = tdg_buf_make(call, coded.n + 4);
  tdg_buf_base64(&b, coded);
  const struct tdg_str pair = tdg_buf_get(&b), user = tdg_str_before(pair, ":");
  if (user.n == pair.n || memchr(pair.p, '\0', pair.n) != NULL) return -1;
  free(a->user);
  a->user = strndup(user.p, user.n);
  a->password = strndup(pair.p + user.n + 1, pair.n - user.n - 1);
  return a->user != NULL && a->password != NULL ? 0 : -1;
}

static int take_account(tdg_call *call, struct imap_account *a, const tdg_rec *request) {
  static const char how[] =
      "the source has no account: write it as  request: { auth: { user: NAME, password: { file: PATH } } }";
  const struct tdg_str v = authorization(call, request);
  const int basic = tdg_nocase_starts(v, "basic "), bearer = tdg_nocase_starts(v, "bearer ");
  if (basic && take_basic(call, a, (struct tdg_str){v.p + 6, v.n - 6}) == 0) return TDG_OK;
  if (bearer && a->user == NULL)
    return tdg_fail(call, TDG_BAD_INPUT,
                    "a token needs the name of the account in the address: imaps://NAME@HOST/FOLDER");
  if (bearer && (a->token = strndup(v.p + 7, v.n - 7)) != NULL) return TDG_OK;
  return tdg_fail(call, TDG_DENIED, "%s", how);
}

/* ---- the address ---- */

static enum imap_security security_of(const struct imap_conf *conf, const struct tdg_url *u) {
  if (tdg_nocase_is(u->scheme, "imaps")) return IMAP_TLS;
  return conf->allow_plain || tdg_host_is_loopback(u->host) ? IMAP_PLAIN : IMAP_STARTTLS;
}

static int is_host(struct tdg_str host) {
  for (size_t i = 0; i < host.n; i++)
    if (!tdg_is_alnum(host.p[i]) && strchr("-._:[]", host.p[i]) == NULL) return 0;
  return host.n > 0 && host.n < 256;
}

static int take_url(tdg_call *call, const struct imap_conf *conf, struct tdg_str url,
                    struct imap_account *a) {
  struct tdg_url u;
  if (tdg_url_parse(url, &u) != 0 || !is_host(u.host) || u.path.n > IMAP_MAX_FOLDER || u.query.p != NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "no address of a mail folder; write imaps://NAME@HOST/FOLDER");
  if (u.userinfo.n > 0 && memchr(u.userinfo.p, ':', u.userinfo.n) != NULL)
    return tdg_fail(call, TDG_BAD_INPUT,
                    "a password in an address is not used; write  request: { auth: { user: NAME, password: { "
                    "file: PATH } } }");
  struct tdg_buf server = tdg_buf_make(call, 600);
  tdg_buf_add(&server, u.scheme.p, u.scheme.n);
  tdg_buf_str(&server, "://");
  tdg_buf_add(&server, u.host.p, u.host.n);
  if (u.port.n > 0) tdg_buf_char(&server, ':'), tdg_buf_add(&server, u.port.p, u.port.n);
  tdg_buf_char(&server, '/');
  a->url = strdup(server.p);
  a->security = security_of(conf, &u);
  if (u.userinfo.n > 0) a->user = unescape(u.userinfo);
  const struct tdg_str path =
      u.path.n > 1 ? (struct tdg_str){u.path.p + 1, u.path.n - 1} : tdg_str_of("INBOX");
  a->shown = unescape(path);
  if (a->shown == NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "the name of the folder is not UTF-8, or has control characters");
  a->folder = strdup(mailbox_name(call, a->shown).p);
  return a->url != NULL && a->folder != NULL ? TDG_OK
                                             : tdg_fail(call, TDG_INTERNAL, "no memory for an address");
}

int imap_account_of(tdg_call *call, const struct imap_conf *conf, const tdg_rec *request,
                    struct imap_account *out) {
  *out = (struct imap_account){.url = NULL};
  int status = take_url(call, conf, tdg_get(call, request, TDG_URL), out);
  if (status == TDG_OK) status = take_account(call, out, request);
  if (status != TDG_OK) imap_account_free(out);
  return status;
}
