/* fetch-http/transfer.c - one transfer.
 *
 * A transfer owns its handle (taken from the idle ones) and all data it collects, until its document is
 * emitted.  Redirects are followed here and not by libcurl, so that each hop can be checked: its address, a
 * change from https to http (refused), the request's own headers (not sent to another origin), and the total
 * time.  Time in the queue does not count.
 */
#include "http.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { RECEIVE = 64 << 10 }; /* bytes at a time: most documents come in one piece */

static const char REFUSED[] =
    "the name leads to a private or special address; set allow_private if that is wanted";

/* The socket goes to the proxy, so the guard does not see where the proxy is sent. */
static int is_special_behind_proxy(const struct transfer *t, const char *to) {
  return t->proxy != NULL && !t->self->conf.allow_private && guard_is_special_url(to);
}

/* ---- its document ---- */

static void put_hops(tdg_call *call, tdg_rec *doc, const struct transfer *t) {
  for (size_t i = 0; i < t->n_hops; i++) {
    tdg_rec *hop = tdg_group(call);
    tdg_put_str(call, hop, TDG_URL, t->hop[i].url);
    tdg_put_int(call, hop, TDG_STATUS, t->hop[i].status);
    tdg_put_rec(call, doc, TDG_REDIRECT, hop);
  }
}

static tdg_rec *document(tdg_call *call, const struct transfer *t, long status) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  const char *ip = NULL;
  tdg_put_int(call, doc, TDG_REQUEST_NO, t->request_no);
  tdg_put_str(call, doc, TDG_URL, t->asked);
  tdg_put_str(call, doc, TDG_FINAL_URL, t->url);
  put_hops(call, doc, t);
  tdg_put_int(call, doc, TDG_FETCHED, tdg_now_ms(call));
  if (status > 0) tdg_put_int(call, doc, TDG_STATUS, status);
  curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &ip);
  tdg_put_str(call, doc, TDG_ADDRESS, ip);
  return doc;
}

/* ---- begin ---- */

/* The engine asks the other server's robots.txt first. */
#define SAME_SERVER "same-server"

static int is_flagged(tdg_call *call, const tdg_rec *request, const char *word) {
  struct tdg_str flag;
  for (uint32_t i = 0; (flag = tdg_get_nth(call, request, TDG_FLAG, i)).n > 0; i++)
    if (strcmp(flag.p, word) == 0) return 1;
  return 0;
}

static void set_limits(struct transfer *t) {
  const struct http_conf *c = &t->self->conf;
  CURL *e = t->easy;
  const int64_t spent = http_now_ms() - t->began, left = t->left - spent,
                to_connect = c->connect_timeout - spent;
  curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
  curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)(to_connect > 1 ? to_connect : 1));
  curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)c->stall_speed);
  curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)((c->stall_timeout + 999) / 1000));
  curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)c->max_size);
  curl_easy_setopt(e, CURLOPT_MAXAGE_CONN, (long)((c->idle_timeout + 999) / 1000));
}

/* A handle that is kept has them. */
static void set_protocol_options(const struct transfer *t) {
  CURL *e = t->easy;
  curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
  /* none from the environment, which would bypass the guard */
  curl_easy_setopt(e, CURLOPT_PROXY, t->proxy != NULL ? t->proxy : "");
  curl_easy_setopt(e, CURLOPT_NOPROXY, t->proxy != NULL ? "" : "*");
  curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
  /* a name server that does not answer must not block other transfers */
  curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(e, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(e, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt(e, CURLOPT_BUFFERSIZE, (long)RECEIVE);
  curl_easy_setopt(e, CURLOPT_SHARE, t->self->share);
  curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, guard_open_socket);
  curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, response_on_header);
  curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, response_on_body);
}

/* Whom its callbacks serve. */
static void set_owner(CURL *e, struct transfer *t) {
  curl_easy_setopt(e, CURLOPT_PRIVATE, t);
  curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t != NULL ? t->error : NULL);
  curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
  curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
  curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
}

/* A handle of its own for what has more than an address and headers: nothing of it is left for another request. */
static int is_plain(const struct transfer *t) {
  return t->proxy == NULL && t->certificate.n == 0 && t->sent_body == NULL && !t->post;
}

static int take_handle(struct transfer *t) {
  struct http_self *self = t->self;
  const int kept = is_plain(t) && self->n_idle > 0;
  t->easy = kept ? self->idle[--self->n_idle] : curl_easy_init();
  if (t->easy == NULL) return -1;
  t->is_plain = is_plain(t);
  if (!kept) set_protocol_options(t);
  set_owner(t->easy, t);
  return 0;
}

/* Connections and sessions stay with the multi handle. */
static void leave_handle(struct transfer *t) {
  struct http_self *self = t->self;
  if (t->easy == NULL) return;
  set_owner(t->easy, NULL);
  curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, NULL);
  if (t->is_plain && self->n_idle < HTTP_IDLE_HANDLES) self->idle[self->n_idle++] = t->easy;
  else curl_easy_cleanup(t->easy);
}

/* ---- limits on connections ---- */

static int has_capacity(const struct transfer *t) {
  const struct http_self *s = t->self;
  int64_t same = 0;
  if ((int64_t)s->running >= s->conf.connections) return 0;
  for (const struct transfer *i = s->first; i != NULL; i = i->next)
    same += i->running && strcmp(i->origin, t->origin) == 0;
  return same < s->conf.per_host;
}

static void enqueue(struct transfer *t) {
  t->behind = NULL;
  *t->self->waiting_end = t;
  t->self->waiting_end = &t->behind;
}

static void set_certificate(struct transfer *t) {
  if (t->is_plain) return; /* its handle never had one */
  struct curl_blob pem = {t->certificate.p, t->certificate.n, CURL_BLOB_NOCOPY};
  const int given = t->certificate.n > 0;
  curl_easy_setopt(t->easy, CURLOPT_SSLCERT_BLOB, given ? &pem : NULL);
  curl_easy_setopt(t->easy, CURLOPT_SSLKEY_BLOB, given ? &pem : NULL);
}

/* Set t->url and the headers, and add the handle to libcurl. */
static int connect_now(struct transfer *t) {
  set_limits(t);
  set_certificate(t);
  curl_easy_setopt(t->easy, CURLOPT_URL, t->url);
  curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->sent);
  curl_easy_setopt(t->easy, CURLOPT_RESOLVE, t->addresses);
  if (t->post) {
    curl_easy_setopt(t->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->sent_n);
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->sent_body);
  }
  t->in_curl = curl_multi_add_handle(t->self->multi, t->easy) == CURLM_OK;
  return t->in_curl ? 0 : -1;
}

static void stop(struct transfer *t) {
  if (!t->running) return;
  if (t->in_curl) curl_multi_remove_handle(t->self->multi, t->easy);
  if (t->resolving) t->self->resolving--;
  resolver_end(t);
  curl_easy_setopt(t->easy, CURLOPT_RESOLVE, NULL);
  curl_slist_free_all(t->addresses);
  t->addresses = NULL;
  t->running = t->in_curl = t->resolving = 0;
  t->self->running--;
  t->self->used = http_now_ms();
  t->left -= http_now_ms() - t->began;
}

/* Connect, or wait for the address. */
static int start(struct transfer *t) {
  response_reset(t);
  t->head_total = 0;
  t->error[0] = '\0';
  if (request_send_headers(t) != 0) return -1;
  t->began = http_now_ms();
  t->running = 1;
  t->self->running++;
  t->resolving = resolver_begin(t->self->resolver, t);
  if (t->resolving) {
    t->self->resolving++;
    return 0;
  }
  if (connect_now(t) == 0) return 0;
  stop(t);
  return -1;
}

/* Start the transfer, or queue it. */
static int launch(struct transfer *t) {
  struct tdg_url u;
  if (tdg_url_parse(tdg_str_of(t->url), &u) != 0) return -1;
  free(t->origin);
  t->origin = strndup(t->url, (size_t)(u.host.p + u.host.n - t->url) + (u.port.n > 0 ? 1 + u.port.n : 0));
  if (t->origin == NULL) return -1;
  if (has_capacity(t)) return start(t);
  enqueue(t);
  return 0;
}

static void link_transfer(struct transfer *t) {
  struct http_self *self = t->self;
  t->next = self->first;
  if (t->next != NULL) t->next->prev = t;
  self->first = t;
  self->n++;
}

static void dequeue(struct transfer *t) {
  struct transfer **at = &t->self->waiting;
  while (*at != NULL && *at != t) at = &(*at)->behind;
  if (*at == NULL) return;
  *at = t->behind;
  if (t->behind == NULL) t->self->waiting_end = at;
}

static void unlink_transfer(struct transfer *t) {
  struct http_self *self = t->self;
  if (t->prev == NULL && self->first != t) return; /* not in the list */
  if (t->prev != NULL) t->prev->next = t->next;
  else self->first = t->next;
  if (t->next != NULL) t->next->prev = t->prev;
  self->n--;
}

void transfer_free(struct transfer *t) {
  stop(t);
  dequeue(t);
  unlink_transfer(t);
  leave_handle(t);
  for (size_t i = 0; i < t->n_hops; i++) free(t->hop[i].url);
  curl_slist_free_all(t->sent);
  curl_slist_free_all(t->own);
  bytes_free(&t->head);
  bytes_free(&t->body);
  bytes_free(&t->certificate);
  free(t->proxy);
  free(t->sent_body);
  free(t->etag);
  free(t->last_modified);
  free(t->asked);
  free(t->url);
  free(t->origin);
  free(t);
}

/* Its host may want https only. */
static void go_secure(tdg_call *call, struct transfer *t) {
  char *secure = hsts_secure(t->self->hsts, t->url, tdg_now_ms(call));
  if (secure == NULL) return;
  free(t->url);
  t->url = secure;
}

static int fill(tdg_call *call, struct transfer *t, const tdg_rec *request) {
  struct http_self *self = t->self;
  const struct tdg_str url = tdg_get(call, request, TDG_URL);
  int status = request_url(call, url, &t->url);
  if (status == TDG_OK) status = request_headers(call, t, request);
  if (status != TDG_OK) return status;
  t->asked = strdup(url.p);
  t->request_no = tdg_get_int(call, request, TDG_REQUEST_NO, 0);
  if (request_way(call, t, request) != TDG_OK) return TDG_INTERNAL;
  t->https_until = hsts_recall(call, self->hsts);
  t->same_server_wanted = is_flagged(call, request, SAME_SERVER);
  go_secure(call, t);
  if (t->asked == NULL || take_handle(t) != 0)
    return tdg_fail(call, TDG_INTERNAL, "no memory for a transfer");
  return TDG_OK;
}

int transfer_begin(tdg_call *call, struct http_self *self, const tdg_rec *request) {
  struct transfer *t;
  int64_t timeout = tdg_get_int(call, request, TDG_TIMEOUT, 0);
  int status;
  if (self->n >= HTTP_MAX_TRANSFERS)
    return tdg_fail(call, TDG_RETRY, "%d transfers are under way", HTTP_MAX_TRANSFERS);
  t = calloc(1, sizeof *t);
  if (t == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for a transfer");
  t->self = self;
  if (timeout <= 0 || timeout > self->conf.timeout * 10) timeout = self->conf.timeout;
  t->left = timeout;
  status = fill(call, t, request);
  if (status != TDG_OK) {
    transfer_free(t);
    return status;
  }
  link_transfer(t);
  if (is_special_behind_proxy(t, t->url)) {
    tdg_rec *doc = document(call, t, 0);
    failure_put_words(call, doc, "refused-address", REFUSED);
    transfer_free(t);
    return tdg_emit(call, doc);
  }
  if (launch(t) == 0) return TDG_PENDING;
  transfer_free(t);
  return tdg_fail(call, TDG_INTERNAL, "libcurl did not take the transfer");
}

/* ---- redirects ---- */

static int is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static int is_step_down(const char *from, const char *to) {
  return strncasecmp(from, "https:", 6) == 0 && strncasecmp(to, "https:", 6) != 0;
}

/* Others lead to the place where the answer is: it is read with GET (RFC 9110, section 15.4). */
static int keeps_method(long status) { return status == 307 || status == 308; }

/* Why request_url() does not take the address. */
static const char *no_address(struct tdg_str to) {
  struct tdg_url u;
  if (to.n == 0 || tdg_url_parse(to, &u) != 0) return "it leads to what is no address";
  if (!tdg_url_is_web(to)) return "it leads to an address that is not one of http or https";
  if (u.userinfo.p != NULL) return "it leads to an address with a name or password, which is not sent";
  return "it leads to an address that cannot be asked for";
}

/* The reason why a redirect to `to` is refused; NULL when it is allowed. */
static const char *refusal(const struct transfer *t, const char *to, long status) {
  if (t->n_hops >= (size_t)t->self->conf.max_redirects) return "there are more redirects than max_redirects";
  if (is_special_behind_proxy(t, to)) return REFUSED;
  if (is_step_down(t->url, to) && !t->self->conf.allow_downgrade)
    return "it leads from https to http, where anybody can change the answer; set allow_downgrade if that is "
           "wanted";
  if (t->post && keeps_method(status) && !tdg_url_same_origin(tdg_str_of(t->url), tdg_str_of(to)))
    return "it leads to another server, and what was posted to one is not sent to another";
  return NULL;
}

/* Follow a redirect: 1 when it was started, 0 when this response is the last (*why: the redirect was
 * refused), -1 on an error. */
static int follow(tdg_call *call, struct transfer *t, long status, const char **why) {
  struct tdg_str location;
  char *to = NULL;
  *why = NULL;
  if (!is_redirect(status)) return 0;
  location = response_header(call, t, "location");
  if (location.n == 0 && response_header(call, t, "retry-after").n > 0)
    return 0; /* it is asked again then, as any answer that says when */
  if (location.n == 0) {
    *why = "the answer is that it is elsewhere, and does not say where (it has no Location)";
    return 0;
  }
  hsts_hear(call, t->self->hsts, t->url, response_header(call, t, "strict-transport-security"),
            t->https_until);
  location = tdg_url_resolve(call, tdg_str_of(t->url), location);
  if (request_url(call, location, &to) != TDG_OK) to = NULL;
  char *secure = to != NULL ? hsts_secure(t->self->hsts, to, tdg_now_ms(call)) : NULL;
  if (secure != NULL) {
    free(to);
    to = secure;
  }
  *why = to != NULL ? refusal(t, to, status) : no_address(location);
  if (*why != NULL) {
    free(to);
    return 0;
  }
  if (t->same_server_wanted && !tdg_url_same_origin(tdg_str_of(t->url), tdg_str_of(to))) {
    t->hop[t->n_hops++] = (struct hop){t->url, status};
    t->url = to;
    t->same_server_left = 1;
    return 0;
  }
  if (t->post && !keeps_method(status)) request_to_get(t);
  if (!tdg_url_same_origin(tdg_str_of(t->url),
                           tdg_str_of(to))) { /* headers configured for one server are not sent to another */
    curl_slist_free_all(t->own);
    t->own = NULL;
    bytes_free(&t->certificate);
  }
  t->hop[t->n_hops++] = (struct hop){t->url, status};
  t->url = to;
  return launch(t) == 0 ? 1 : -1;
}

/* ---- completion ---- */

int transfer_done(tdg_call *call, CURL *easy, CURLcode rc, size_t *size) {
  struct transfer *t = NULL;
  const char *why = NULL;
  long status = 0;
  tdg_rec *doc;
  int emitted;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  stop(t);
  if (rc == CURLE_OK) {
    const int went = follow(call, t, status, &why);
    if (went > 0) return 1;
    if (went < 0) rc = CURLE_OUT_OF_MEMORY;
  }
  doc = document(call, t, status);
  *size = t->body.n;
  if (rc != CURLE_OK) failure_put(call, doc, t, rc);
  else if (why != NULL) failure_put_words(call, doc, "redirect", why);
  else if (t->same_server_left) {
    response_put(call, doc, t);
    tdg_put_str(call, doc, TDG_FLAG, SAME_SERVER);
  } else {
    hsts_hear(call, t->self->hsts, t->url, response_header(call, t, "strict-transport-security"),
              t->https_until);
    response_put(call, doc, t);
  }
  emitted = tdg_emit(call, doc);
  transfer_free(t);
  return emitted;
}

/* A transfer that cannot be started is reported like one that failed. */
static void start_one(tdg_call *call, struct transfer *t) {
  if (start(t) == 0) return;
  tdg_rec *doc = document(call, t, 0);
  failure_put(call, doc, t, CURLE_OUT_OF_MEMORY);
  tdg_emit(call, doc);
  transfer_free(t);
}

void transfer_start_waiting(tdg_call *call, struct http_self *self) {
  struct transfer **at = &self->waiting, *t;
  while ((t = *at) != NULL && (int64_t)self->running < self->conf.connections) {
    if (!has_capacity(t)) {
      at = &t->behind;
      continue;
    }
    *at = t->behind;
    if (t->behind == NULL) self->waiting_end = at;
    start_one(call, t);
  }
}

/* ---- addresses ---- */

static void give_up(tdg_call *call, struct transfer *t, const char *class, const char *why, int away) {
  stop(t);
  tdg_rec *doc = document(call, t, 0);
  failure_put_words(call, doc, class, why);
  if (away) failure_put_away(call, doc, away > 1 || !failure_has_route());
  tdg_emit(call, doc);
  transfer_free(t);
}

static int is_late(const struct transfer *t) {
  const int64_t spent = http_now_ms() - t->began;
  return spent >= t->left || spent >= t->self->conf.connect_timeout;
}

/* 1: its document was emitted. */
static int use_address(tdg_call *call, struct transfer *t) {
  switch (resolver_look(t)) {
  case RESOLVED_LATER:
    if (!is_late(t)) return 0;
    give_up(call, t, "dns", "the name server did not answer in time", 1);
    return 1;
  case RESOLVED_NOT:
    if (t->proxy != NULL) break; /* it may know the name */
    give_up(call, t, "dns", resolver_why(t), resolver_is_away(t));
    return 1;
  case RESOLVED:
    if (t->proxy == NULL || t->self->conf.allow_private || resolver_is_public(t)) break;
    give_up(call, t, "refused-address", REFUSED, 0);
    return 1;
  }
  if (t->proxy == NULL && (t->addresses = resolver_addresses(t)) == NULL) {
    give_up(call, t, "memory", "there was no memory for an address", 0);
    return 1;
  }
  resolver_end(t);
  t->resolving = 0;
  t->self->resolving--;
  if (connect_now(t) == 0) return 0;
  give_up(call, t, "memory", "there was no memory for a connection", 0);
  return 1;
}

int transfer_use_addresses(tdg_call *call, struct http_self *self) {
  int emitted = 0;
  if (self->resolving == 0) return 0;
  for (struct transfer *t = self->first, *next; t != NULL; t = next) {
    next = t->next;
    if (t->resolving) emitted += use_address(call, t);
  }
  return emitted;
}
