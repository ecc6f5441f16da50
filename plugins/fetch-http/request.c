/* fetch-http/request.c - the address in ASCII and the request headers.
 *
 * libcurl sends a header unchanged, including line breaks, so values with control characters are never passed
 * to it.
 */
#include "http.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <unicode/uidna.h>

enum { MAX_HOST = 256 };

/* ---- the address ---- */

static int is_ascii(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] > 0x7E) return 0;
  return 1;
}

static int is_name(const char *p, int32_t n) {
  for (int32_t i = 0; i < n; i++)
    if (!((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= '0' && p[i] <= '9') || p[i] == '-' || p[i] == '.'))
      return 0;
  return n > 0;
}

/* Convert an international host name to its DNS form ("xn--...").  Some letters are mapped to slashes, spaces
 * and similar characters: the result must be a valid name. */
static int put_host(struct tdg_buf *out, struct tdg_str host) {
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode e = U_ZERO_ERROR;
  UIDNA *idna;
  char ascii[MAX_HOST];
  int32_t n;
  if (is_ascii(host)) return tdg_buf_add(out, host.p, host.n);
  if (host.n > MAX_HOST) return -1;
  idna = uidna_openUTS46(
      UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &e);
  if (U_FAILURE(e)) return -1;
  n = uidna_nameToASCII_UTF8(idna, host.p, (int32_t)host.n, ascii, sizeof ascii, &info, &e);
  uidna_close(idna);
  return U_FAILURE(e) || info.errors != 0 || !is_name(ascii, n) ? -1 : tdg_buf_add(out, ascii, (size_t)n);
}

static void put_escaped(struct tdg_buf *out, const char *before, struct tdg_str s) {
  static const char hex[] = "0123456789ABCDEF";
  if (s.p == NULL) return;
  tdg_buf_str(out, before);
  for (size_t i = 0; i < s.n; i++) {
    const unsigned char c = (unsigned char)s.p[i];
    if (c <= 0x7E) {
      tdg_buf_char(out, (char)c);
      continue;
    }
    tdg_buf_char(out, '%');
    tdg_buf_char(out, hex[c >> 4]);
    tdg_buf_char(out, hex[c & 15]);
  }
}

int request_url(tdg_call *call, struct tdg_str url, char **out) {
  const struct tdg_str whole = tdg_url_resolve(call, (struct tdg_str){"", 0}, url);
  struct tdg_buf b = tdg_buf_make(call, 4 * TDG_MAX_URL);
  struct tdg_url u;
  if (whole.n == 0 || tdg_url_parse(whole, &u) != 0 || !tdg_url_is_web(whole))
    return tdg_fail(call, TDG_BAD_INPUT, "\"%.200s\" is no http or https address", url.p);
  if (u.userinfo.p != NULL)
    return tdg_fail(
        call, TDG_BAD_INPUT,
        "a name or password in an address is not sent; give the source `request: { auth: ... }` instead");
  tdg_buf_add(&b, u.scheme.p, u.scheme.n);
  tdg_buf_str(&b, "://");
  if (put_host(&b, u.host) != 0)
    return tdg_fail(call, TDG_BAD_INPUT, "\"%.200s\" has a host that cannot be a name", url.p);
  if (u.port.n > 0) put_escaped(&b, ":", u.port);
  put_escaped(&b, u.path.n > 0 ? "" : "/", u.path);
  put_escaped(&b, "?", u.query); /* without the fragment */
  *out = strdup(b.p);
  return *out != NULL && !b.full ? TDG_OK : tdg_fail(call, TDG_INTERNAL, "no memory for an address");
}

/* ---- headers ---- */

/* 0, or -1 without memory.  An empty value is sent too ("Name;" is libcurl's notation for it). */
static int append(struct curl_slist **list, const char *name, const char *value) {
  char line[HTTP_MAX_LINE];
  struct curl_slist *longer;
  snprintf(line, sizeof line, *value != '\0' ? "%s: %s" : "%s;%s", name, value);
  longer = curl_slist_append(*list, line);
  if (longer == NULL) return -1;
  *list = longer;
  return 0;
}

static int take_validator(tdg_call *call, const tdg_rec *request, uint32_t field, char **out) {
  const struct tdg_str v = tdg_get(call, request, field), name = tdg_str_of("etag");
  /* without the validator the server sends a full response */
  if (v.n == 0 || tdg_header_refusal(name, v) != NULL) return 0;
  *out = strdup(v.p);
  return *out != NULL ? 0 : -1;
}

static int take_headers(tdg_call *call, struct transfer *t, const tdg_rec *request) {
  const tdg_rec *h;
  for (uint32_t i = 0; (h = tdg_get_rec(call, request, TDG_HEADER, i)) != NULL; i++) {
    const struct tdg_str name = tdg_get(call, h, TDG_NAME), value = tdg_get(call, h, TDG_VALUE);
    const char *why = tdg_header_refusal(name, value);
    if (i >= HTTP_MAX_REQUEST_HEADERS)
      return tdg_fail(call, TDG_BAD_INPUT, "more than %d request headers", HTTP_MAX_REQUEST_HEADERS);
    if (why != NULL) return tdg_fail(call, TDG_BAD_INPUT, "header \"%.60s\" cannot be sent: %s", name.p, why);
    if (append(&t->own, name.p, value.p) != 0) return tdg_fail(call, TDG_INTERNAL, "no memory for headers");
  }
  return TDG_OK;
}

static int take_body(tdg_call *call, struct transfer *t, const tdg_rec *request) {
  const struct tdg_str method = tdg_get(call, request, TDG_METHOD), body = tdg_get(call, request, TDG_BODY);
  if (!tdg_method_is_known(method))
    return tdg_fail(call, TDG_BAD_INPUT, "the method \"%.40s\" is not sent; there are GET and POST",
                    method.p);
  if (body.n > TDG_MAX_REQUEST_BODY)
    return tdg_fail(call, TDG_BAD_INPUT, "a request body of more than 64 KiB");
  t->post = body.n > 0 || strcmp(method.p, "POST") == 0;
  if (t->post && strcmp(method.p, "GET") == 0) return tdg_fail(call, TDG_BAD_INPUT, "a GET has no body");
  if (!t->post) return TDG_OK;
  t->sent_body = malloc(body.n + 1);
  if (t->sent_body == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for a body");
  memcpy(t->sent_body, body.p, body.n);
  t->sent_n = body.n;
  return TDG_OK;
}

/* A validator compares with what a GET of the address brought. */
int request_headers(tdg_call *call, struct transfer *t, const tdg_rec *request) {
  int status = take_headers(call, t, request);
  if (status == TDG_OK) status = take_body(call, t, request);
  if (status != TDG_OK || t->post) return status;
  if (take_validator(call, request, TDG_ETAG, &t->etag) != 0 ||
      take_validator(call, request, TDG_LAST_MODIFIED, &t->last_modified) != 0)
    return tdg_fail(call, TDG_INTERNAL, "no memory for headers");
  return TDG_OK;
}

int request_way(tdg_call *call, struct transfer *t, const tdg_rec *request) {
  const struct tdg_str proxy = tdg_get(call, request, TDG_PROXY),
                       pem = tdg_get(call, request, TDG_CERTIFICATE);
  if (proxy.n > 0) t->proxy = strdup(proxy.p);
  if ((proxy.n > 0 && t->proxy == NULL) || (pem.n > 0 && bytes_add(&t->certificate, pem.p, pem.n) != 0))
    return tdg_fail(call, TDG_INTERNAL, "no memory for a request");
  return TDG_OK;
}

void request_to_get(struct transfer *t) {
  struct curl_slist *kept = NULL;
  for (const struct curl_slist *l = t->own; l != NULL; l = l->next) {
    struct curl_slist *longer =
        strncasecmp(l->data, "content-", 8) == 0 ? kept : curl_slist_append(kept, l->data);
    if (longer != NULL) kept = longer; /* without memory the header is missing, and the server says so */
  }
  curl_slist_free_all(t->own);
  t->own = kept;
  t->post = 0;
  curl_easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
}

static int is_given(const struct curl_slist *list, const char *name) {
  const size_t n = strlen(name);
  for (; list != NULL; list = list->next)
    if (strncasecmp(list->data, name, n) == 0 && (list->data[n] == ':' || list->data[n] == ';')) return 1;
  return 0;
}

int request_send_headers(struct transfer *t) {
  const struct http_conf *c = &t->self->conf;
  struct curl_slist *longer;
  int rc = 0;
  curl_slist_free_all(t->sent);
  t->sent = NULL;
  for (const struct curl_slist *l = t->own; l != NULL; l = l->next) {
    if ((longer = curl_slist_append(t->sent, l->data)) == NULL) return -1;
    t->sent = longer;
  }
  if (!is_given(t->own, "accept")) rc |= append(&t->sent, "Accept", c->accept.p);
  if (!is_given(t->own, "accept-encoding")) rc |= append(&t->sent, "Accept-Encoding", t->self->encodings);
  if (!is_given(t->own, "user-agent")) rc |= append(&t->sent, "User-Agent", c->user_agent.p);
  if (t->post && !is_given(t->own, "content-type"))
    rc |= append(&t->sent, "Content-Type", "application/json");
  if (t->etag != NULL) rc |= append(&t->sent, "If-None-Match", t->etag);
  if (t->last_modified != NULL) rc |= append(&t->sent, "If-Modified-Since", t->last_modified);
  return rc;
}
