/* engine/outgoing.c - what a request is sent with: the part that the source's configuration adds; see ingest.h.
 *
 * It is added to a copy in memory when the fetcher is called, so that no secret of a configuration comes into
 * the store.  Nothing here fails.
 */
#include "engine/ingest.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

static void put_header(tdg_rec *out, const char *name, struct tdg_str value, struct arena *a) {
  tdg_rec *h = rec_new(a, TDG_GROUP);
  rec_put_str(h, TDG_NAME, name);
  rec_put(h, TDG_VALUE, value.p, value.n);
  rec_put_rec(out, TDG_HEADER, h);
}

static int is_configured(const struct engine_request *r, struct tdg_str name) {
  for (size_t i = 0; i < r->n_headers; i++)
    if (tdg_nocase_is(name, r->headers[i].name)) return 1;
  return 0;
}

/* The operator's header replaces one of the same name that a parser asked for. */
static void put_headers(struct arena *a, tdg_rec *out, const tdg_rec *request,
                        const struct engine_request *r) {
  const tdg_rec *h;
  for (uint32_t i = 0; (h = rec_get_rec(request, TDG_HEADER, i)) != NULL; i++)
    if (!is_configured(r, rec_get(h, TDG_NAME, 0))) rec_put_rec(out, TDG_HEADER, h);
  for (size_t i = 0; i < r->n_headers; i++)
    put_header(out, r->headers[i].name, tdg_str_of(r->headers[i].value), a);
}

/* The proxy, for every request.  What a plugin put into the operator's fields is not used. */
static const tdg_rec *with_proxy(struct arena *a, const tdg_rec *request, const struct engine_request *r) {
  static const uint32_t ours[] = {TDG_PROXY, TDG_CERTIFICATE, 0};
  const char *proxy = r != NULL && r->proxy != NULL ? r->proxy : "";
  if (proxy[0] == '\0' && !rec_has(request, TDG_PROXY) && !rec_has(request, TDG_CERTIFICATE)) return request;
  tdg_rec *out = rec_without(a, request, ours);
  rec_put_str(out, TDG_PROXY, proxy);
  return out;
}

const tdg_rec *outgoing_request(struct arena *a, const struct engine_source *s, const tdg_rec *request,
                                int poll) {
  static const uint32_t headers[] = {TDG_HEADER, 0};
  const struct engine_request *r = s != NULL ? s->request : NULL;
  request = with_proxy(a, request, r);
  if (r == NULL || (r->n_headers == 0 && r->method[0] == '\0' && r->body.n == 0 && r->certificate.n == 0))
    return request;
  if (!tdg_url_same_origin(tdg_str_of(s->url), rec_get(request, TDG_URL, 0))) return request;
  tdg_rec *out = rec_without(a, request, headers);
  put_headers(a, out, request, r);
  if (r->certificate.n > 0) rec_put(out, TDG_CERTIFICATE, r->certificate.p, r->certificate.n);
  if (poll) rec_put_str(out, TDG_METHOD, r->method);
  if (poll && r->body.n > 0) rec_put(out, TDG_BODY, r->body.p, r->body.n);
  return out;
}

static int is_agent(const struct engine_header *h) {
  return tdg_nocase_is(tdg_str_of(h->name), "user-agent");
}

const tdg_rec *outgoing_of_source(struct arena *a, const struct engine_source *s, const tdg_rec *request) {
  if (s == NULL || tdg_url_is_web(rec_get(request, TDG_URL, 0))) return request;
  tdg_rec *out = rec_copy(a, request, TDG_REQUEST);
  rec_put_str(out, TDG_FLAG, "source");
  return out;
}

const char *outgoing_agent(const struct engine_source *s, struct tdg_str url) {
  const struct engine_request *r = s != NULL ? s->request : NULL;
  if (r != NULL && !tdg_url_same_origin(tdg_str_of(s->url), url)) return NULL;
  for (size_t i = 0; r != NULL && i < r->n_headers; i++)
    if (is_agent(&r->headers[i])) return r->headers[i].value;
  return NULL;
}

const char *outgoing_name(const struct engine *e, const struct engine_source *s, struct tdg_str url) {
  const char *own = outgoing_agent(s, url);
  if (own != NULL) return own;
  return e->spec.user_agent != NULL ? e->spec.user_agent : "";
}

const tdg_rec *outgoing_robots(struct arena *a, const struct engine_source *s, const tdg_rec *request) {
  const struct engine_request *r = s != NULL ? s->request : NULL;
  const char *agent = outgoing_agent(s, rec_get(request, TDG_URL, 0));
  request = with_proxy(a, request, r);
  if (agent == NULL) return request;
  tdg_rec *out = rec_copy(a, request, TDG_REQUEST);
  put_header(out, "User-Agent", tdg_str_of(agent), a);
  return out;
}

int outgoing_has_account(const struct engine_source *s) {
  const struct engine_request *r = s != NULL ? s->request : NULL;
  if (r == NULL) return 0;
  if (r->method[0] != '\0' || r->body.n > 0 || r->certificate.n > 0) return 1;
  for (size_t i = 0; i < r->n_headers; i++)
    if (!is_agent(&r->headers[i])) return 1;
  return 0;
}

const tdg_rec *outgoing_given_back(struct arena *a, const tdg_rec *doc, const tdg_rec *request) {
  int offset = rec_has(request, TDG_OFFSET) && !rec_has(doc, TDG_OFFSET),
      title = rec_has(request, TDG_TITLE_HINT) && !rec_has(doc, TDG_TITLE_HINT);
  const tdg_rec *group = rec_get_rec(request, TDG_EXT, 0);
  if (!offset && !title && group == NULL) return doc;
  tdg_rec *copy = rec_copy(a, doc, TDG_DOC);
  struct tdg_str hint = rec_get(request, TDG_TITLE_HINT, 0);
  if (offset) rec_put_int(copy, TDG_OFFSET, rec_get_int(request, TDG_OFFSET, 0));
  if (title) rec_put(copy, TDG_TITLE_HINT, hint.p, hint.n);
  for (uint32_t i = 0; (group = rec_get_rec(request, TDG_EXT, i)) != NULL; i++)
    rec_put_rec(copy, TDG_EXT, group);
  return copy;
}
