/* fetch-http - transfers over http and https, thousands at a time in one loop.
 *
 * Input: a TDG_REQUEST with TDG_URL and optionally TDG_ETAG, TDG_LAST_MODIFIED (sent byte for byte),
 * TDG_TIMEOUT, TDG_HEADER groups, TDG_METHOD and TDG_BODY (to the server of the address only, whatever
 * redirects say).  run starts the transfer and returns TDG_PENDING; pump waits and emits one
 * document for each finished transfer: with TDG_STATUS, headers and the body as received, or with TDG_ERROR
 * (dns connect refused-address tls timeout too-large redirect protocol incomplete) and a message that says
 * what to do.  The engine decides when a host may be requested.
 *
 * Only connections, TLS sessions, addresses of names and which hosts want https are kept between requests: no
 * cookies, no referrer, no proxies from the environment.  Addresses in private networks are refused (guard.c) unless the operator allows them.
 */
#include "http.h"

#include <tidings/ext/encodings.h>
#include <tidings/kit/process.h>

#include <stdlib.h>
#include <sys/resource.h>

enum { MEMORY_OF_OURS = 80 << 20, MEMORY_OF_ONE = 512 << 10 };

static const struct tdg_option options[] = {
    TDG_OPT(struct http_conf, user_agent, TDG_O_TEXT, 0, "Tidings/0.1", 0, 0,
            "The User-Agent header.  Add an address where the operator can be reached: \"Tidings/0.1 "
            "(+https://your.example/)\"."),
    TDG_OPT(
        struct http_conf, accept, TDG_O_TEXT, 0,
        "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/rdf+xml;q=0.9, "
        "text/html;q=0.8, application/xhtml+xml;q=0.8, application/xml;q=0.7, text/xml;q=0.7, */*;q=0.5",
        0, 0, "The Accept header."),
    TDG_OPT(struct http_conf, max_size, TDG_O_SIZE, 0, "16MiB", 1024, 32 << 20,
            "A larger body, as transferred (compressed or not), is refused. A compressed one may unpack to "
            "16 MiB."),
    TDG_OPT(struct http_conf, max_header, TDG_O_SIZE, 0, "64KiB", 1024, 1 << 20,
            "Larger headers are refused."),
    TDG_OPT(struct http_conf, timeout, TDG_O_DURATION, 0, "30s", 100, 3600000,
            "Time limit of a transfer with all its redirects."),
    TDG_OPT(struct http_conf, connect_timeout, TDG_O_DURATION, 0, "10s", 100, 600000,
            "Time limit for connecting, including name resolution."),
    TDG_OPT(struct http_conf, stall_timeout, TDG_O_DURATION, 0, "15s", 1000, 600000,
            "A transfer that is slower than stall_speed for this time is ended."),
    TDG_OPT(struct http_conf, stall_speed, TDG_O_SIZE, 0, "50", 1, 1 << 20, "Bytes per second."),
    TDG_OPT(struct http_conf, max_redirects, TDG_O_INT, 0, "5", 0, HTTP_MAX_REDIRECTS,
            "Maximum number of redirects followed."),
    TDG_OPT(struct http_conf, connections, TDG_O_INT, 0, "256", 1, 4096,
            "Maximum number of connections at a time."),
    TDG_OPT(struct http_conf, per_host, TDG_O_INT, 0, "1", 1, 64,
            "Maximum number of connections to one host."),
    TDG_OPT(struct http_conf, idle_timeout, TDG_O_DURATION, 0, "60s", 1000, 600000,
            "A connection that carried no request for this time is not used again, and closed."),
    TDG_OPT(struct http_conf, allow_private, TDG_O_BOOL, 0, "false", 0, 0,
            "Connect to private, loopback and other special addresses too.  Any feed can then make this "
            "machine send requests to its own network."),
    TDG_OPT(struct http_conf, allow_downgrade, TDG_O_BOOL, 0, "false", 0, 0,
            "Follow redirects from https to http."),
};

/* A transfer needs memory, mainly for the thread that resolves its name; no more are started than there is
 * room for. */
static int64_t max_transfers(const struct http_conf *c) {
  struct rlimit memory;
  int64_t room;
  if (getrlimit(RLIMIT_AS, &memory) != 0 || memory.rlim_cur == RLIM_INFINITY) return c->connections;
  room = ((int64_t)memory.rlim_cur - MEMORY_OF_OURS) / MEMORY_OF_ONE;
  return room < 1 ? 1 : room < c->connections ? room : c->connections;
}

static int open_multi(struct http_self *s) {
  s->multi = curl_multi_init();
  if (s->multi == NULL) return -1;
  curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, (long)s->conf.connections);
  return 0;
}

static int set_up(struct http_self *s) {
  s->share = curl_share_init();
  if (open_multi(s) != 0 || s->share == NULL) return -1;
  s->waiting_end = &s->waiting;
  s->resolver = resolver_open();
  s->hsts = hsts_new();
  return curl_share_setopt(s->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) == CURLSHE_OK ? 0 : -1;
}

/* While requests are made libcurl closes old connections itself; afterwards nobody would. */
static void close_idle(struct http_self *s) {
  CURLM *before = s->multi;
  if (s->n > 0 || s->used == 0 || http_now_ms() - s->used < s->conf.idle_timeout) return;
  if (open_multi(s) == 0) curl_multi_cleanup(before);
  else s->multi = before;
  s->used = 0;
}

static void close_fetcher(void *self) {
  struct http_self *s = self;
  for (struct transfer *t = s->first, *next; t != NULL; t = next) {
    next = t->next;
    transfer_free(t);
  }
  while (s->n_idle > 0) curl_easy_cleanup(s->idle[--s->n_idle]);
  if (s->multi != NULL) curl_multi_cleanup(s->multi);
  if (s->share != NULL) curl_share_cleanup(s->share);
  resolver_close(s->resolver);
  hsts_free(s->hsts);
  free(s);
}

static int has_line_break(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < ' ') return 1;
  return s.n > HTTP_MAX_LINE - 200;
}

static const char *known_encodings(tdg_call *call) {
  const struct tdg_encodings *known = call->host->ext(call->host, TDG_EXT_ENCODINGS);
  return known != NULL ? known->accept : "gzip, deflate";
}

static int open_fetcher(tdg_call *call, const void *conf, void **self) {
  struct http_self *s;
  const struct http_conf *c = conf;
  const char *wrong = has_line_break(c->user_agent) ? "user_agent"
                      : has_line_break(c->accept)   ? "accept"
                                                    : NULL;
  if (wrong != NULL)
    return tdg_fail(call, TDG_BAD_CONFIG, "%s: must be one line of at most %d bytes", wrong,
                    HTTP_MAX_LINE - 200);
  tdg_process_small_threads();
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return tdg_fail(call, TDG_INTERNAL, "libcurl does not start");
  s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  s->conf = *c;
  s->conf.connections = max_transfers(c);
  s->encodings = known_encodings(call);
  if (set_up(s) != 0) {
    close_fetcher(s);
    return tdg_fail(call, TDG_INTERNAL, "no memory for libcurl");
  }
  *self = s;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  return transfer_begin(call, self, request);
}

/* Emit finished transfers up to the size limit of one call.  Returns the number of documents. */
static int collect(tdg_call *call, struct http_self *s) {
  size_t bytes = 0;
  int emitted = transfer_use_addresses(call, s), left;
  CURLMsg *m;
  while (bytes < HTTP_EMIT_A_PUMP && (m = curl_multi_info_read(s->multi, &left)) != NULL) {
    size_t size = 0;
    if (m->msg != CURLMSG_DONE) continue;
    if (transfer_done(call, m->easy_handle, m->data.result, &size) <= 0) emitted++;
    bytes += size;
  }
  transfer_start_waiting(call, s);
  return emitted;
}

/* Wait for libcurl's sockets, the name servers' and the host's. */
static int wait(struct http_self *s, int wake_fd, int timeout_ms) {
  struct curl_waitfd v[RESOLVER_SOCKETS + 1] = {{wake_fd, CURL_WAIT_POLLIN, 0}};
  const size_t own = wake_fd >= 0, n = resolver_sockets(s->resolver, v + own);
  if (curl_multi_poll(s->multi, v, (unsigned)(own + n), resolver_wait(s->resolver, timeout_ms), NULL) !=
      CURLM_OK)
    return -1;
  resolver_step(s->resolver, v + own, n);
  return 0;
}

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct http_self *s = self;
  int running;
  close_idle(s);
  curl_multi_perform(s->multi, &running);
  if (collect(call, s) > 0 || s->n == 0) return (int)s->n;
  if (wait(s, wake_fd, timeout_ms) != 0) return tdg_fail(call, TDG_INTERNAL, "libcurl cannot wait");
  curl_multi_perform(s->multi, &running);
  collect(call, s);
  return (int)s->n;
}

static const char *const claims[] = {"http", "https", NULL};
TDG_PLUGIN("org.tidings.fetch-http", TDG_VERSION, "Fetches over http and https",
           TDG_FETCHER(.name = "http", .summary = "http: and https: addresses", .claims = claims,
                       .needs = TDG_NEEDS_NET, .TDG_OPTIONS(struct http_conf, options), .open = open_fetcher,
                       .run = run, .close = close_fetcher, .pump = pump));
