/* fetch-http/http.h - shared declarations of the plugin.
 *
 *   http.c      the component: options, run, pump
 *   transfer.c  one transfer: its handle, its redirects, libcurl's callbacks
 *   request.c   the address and the headers to send
 *   response.c  the response: headers, and the document made from it
 *   resolve.c   names to addresses, with c-ares (resolve_none.c: without)
 *   hsts.c      hosts that are asked over https only
 *   failure.c   errors: class and message
 *   guard.c     refuses addresses of private networks
 */
#ifndef FETCH_HTTP_H
#define FETCH_HTTP_H

#include <curl/curl.h>
#include <tidings/plugin.h>
#include <time.h>

enum {
  HTTP_MAX_TRANSFERS = 10000, /* concurrent transfers */
  HTTP_MAX_REDIRECTS = 20,    /* maximum of the option */
  HTTP_MAX_HEADERS = 256,     /* stored headers of one response */
  HTTP_MAX_REQUEST_HEADERS = 64,
  HTTP_MAX_LINE = 8192, /* of a request header */
  HTTP_IDLE_HANDLES = 64,
  HTTP_EMIT_A_PUMP = 16 << 20 /* bytes of bodies; the rest waits for the next pump */
};

struct http_conf {
  struct tdg_str user_agent, accept;
  int64_t max_size, max_header;
  int64_t timeout, connect_timeout, stall_timeout, stall_speed;
  int64_t max_redirects, connections, per_host, idle_timeout;
  int64_t allow_private, allow_downgrade;
};

struct http_self {
  struct http_conf conf;
  const char *encodings; /* the header Accept-Encoding */
  CURLM *multi;
  CURLSH *share;                 /* TLS sessions */
  CURL *idle[HTTP_IDLE_HANDLES]; /* with the options that all plain requests share */
  size_t n_idle;
  struct transfer *first;       /* all transfers: running, or waiting for a free connection */
  size_t n, running, resolving; /* running: all that have begun; of them resolving: wait for an address */
  int64_t used;                 /* when the last transfer ended, monotonic clock; 0: no connection is open */
  struct hsts *hsts;
  struct resolver *resolver;               /* NULL: libcurl resolves names */
  struct transfer *waiting, **waiting_end; /* queue, oldest first */
};

/* A growing buffer with a limit, allocated with malloc, because a transfer outlives the call that started
 * it. */
struct bytes {
  char *p;
  size_t n, cap;
};
void bytes_free(struct bytes *b);
int bytes_add(struct bytes *b, const void *p, size_t n); /* 0, or -1 without memory */

enum transfer_stop { STOP_NONE = 0, STOP_BODY, STOP_HEADER, STOP_MEMORY, STOP_LENGTHS };
struct hop {
  char *url;
  long status;
};
struct transfer {
  struct http_self *self;
  struct transfer *prev, *next, *behind; /* behind: the next in the queue */
  CURL *easy;
  int is_plain; /* its handle is for requests with an address and headers alone, and is kept for others */
  int running;  /* begun */
  int resolving, in_curl;
  struct name *name;            /* that it waits for */
  struct curl_slist *addresses; /* given to libcurl */
  char *origin; /* "http://host:port" of the current address, by which connections are counted */
  int64_t request_no;
  int64_t left;      /* ms, the time left for all hops together, without the time in the queue */
  int64_t began;     /* start of this hop, monotonic clock */
  char *asked, *url; /* the request's address; the current address */
  struct hop hop[HTTP_MAX_REDIRECTS];
  size_t n_hops;
  struct curl_slist *sent; /* request headers: the plugin's, and until the origin changes the request's own */
  struct curl_slist *own;  /* the request's own headers, first in `sent` */
  char *etag, *last_modified;
  int64_t https_until;      /* how long its source's host is known to want https only; 0: not */
  char *proxy;              /* NULL: none */
  struct bytes certificate; /* with its key; until the origin changes */
  int post;                 /* the method is POST, with this body */
  char *sent_body;
  size_t sent_n;
  struct bytes head, body; /* of the current response: header lines with their line breaks, and the body */
  size_t head_total;       /* including earlier, informational responses */
  int64_t length;          /* Content-Length, -1 */
  int chunked;
  enum transfer_stop stop;
  int refused; /* the guard refused an address */
  /* wanted: a redirect to another server is not followed; left: this one was not */
  int same_server_wanted, same_server_left;
  char error[CURL_ERROR_SIZE];
};

/* transfer.c */
int transfer_begin(tdg_call *call, struct http_self *self, const tdg_rec *request);
/* The transfer of easy has ended with rc: returns 1 when it continues at another address, 0 when its document
 * was emitted, or a negative status.  *size is the size of the document's body. */
int transfer_done(tdg_call *call, CURL *easy, CURLcode rc, size_t *size);
void transfer_free(struct transfer *t);
/* Connect those whose address was found; report those without one.  Returns the number of documents. */
int transfer_use_addresses(tdg_call *call, struct http_self *self);
/* Start waiting transfers while the limits allow: `connections` in all, `per_host` per origin.  libcurl has
 * its own queue, but the timeout of a transfer runs in it. */
void transfer_start_waiting(tdg_call *call, struct http_self *self);

/* The monotonic clock. */
static inline int64_t http_now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- hsts.c ---- */

struct hsts *hsts_new(void); /* NULL: no memory; the others then do nothing */
void hsts_free(struct hsts *);
/* The address to ask in place of an http address of a host that wants https; NULL: this one.  malloc'd. */
char *hsts_secure(struct hsts *, const char *url, int64_t now);
/* Strict-Transport-Security in the answer of url.  Before the document is emitted; kept_until: of hsts_recall. */
void hsts_hear(tdg_call *, struct hsts *, const char *url, struct tdg_str header, int64_t kept_until);
/* What the source of this request knows of its host: until when, 0: nothing. */
int64_t hsts_recall(tdg_call *, struct hsts *);

/* ---- resolve.c ---- */

enum { RESOLVER_SOCKETS = 16 };
enum resolved { RESOLVED, RESOLVED_LATER, RESOLVED_NOT };

struct resolver *resolver_open(void); /* NULL: libcurl resolves names, as without c-ares */
void resolver_close(struct resolver *);
/* 1: the transfer waits for the addresses of its host; 0: libcurl finds them.  After 1 call resolver_look
 * until it is not RESOLVED_LATER, or as long as there is time, then resolver_end. */
int resolver_begin(struct resolver *, struct transfer *t);
enum resolved resolver_look(const struct transfer *t);
int resolver_is_public(const struct transfer *t);   /* RESOLVED: are all of them? */
const char *resolver_why(const struct transfer *t); /* RESOLVED_NOT: a message, */
int resolver_is_away(const struct transfer *t); /* and: 1 no name server answered, 2 none can be reached */
struct curl_slist *
resolver_addresses(const struct transfer *t); /* RESOLVED: for CURLOPT_RESOLVE; NULL: no memory */
void resolver_end(struct transfer *t);
/* The sockets to wait for, at most RESOLVER_SOCKETS; how long at most; what to do after it. */
size_t resolver_sockets(const struct resolver *, struct curl_waitfd *to);
int resolver_wait(const struct resolver *, int timeout_ms);
void resolver_step(struct resolver *, const struct curl_waitfd *, size_t n);

/* request.c: TDG_OK, or tdg_fail's status. */
int request_url(tdg_call *call, struct tdg_str url, char **out); /* ASCII, ready for libcurl; malloc'd */
int request_headers(tdg_call *call, struct transfer *t, const tdg_rec *request);
int request_way(tdg_call *call, struct transfer *t, const tdg_rec *request); /* proxy and certificate */
int request_send_headers(struct transfer *t); /* builds t->sent; -1: no memory */
void request_to_get(struct transfer *t);      /* after a redirect: no body, and no header about it */

/* response.c */
size_t response_on_header(char *p, size_t size, size_t n, void *transfer);
size_t response_on_body(char *p, size_t size, size_t n, void *transfer);
void response_reset(struct transfer *t);
/* The first value of a header, name in lower case; "" when there is none. */
struct tdg_str response_header(tdg_call *call, const struct transfer *t, const char *name);
void response_put(tdg_call *call, tdg_rec *doc, struct transfer *t);

/* failure.c */
void failure_put(tdg_call *call, tdg_rec *doc, const struct transfer *t, CURLcode rc);
void failure_put_words(tdg_call *call, tdg_rec *doc, const char *class, const char *message);
/* Nothing beyond this machine was reached (TDG_FLAG). */
/* alone: it is known without other hosts that the network is away. */
void failure_put_away(tdg_call *call, tdg_rec *doc, int alone);
/* Is there a way out of this machine?  Nothing is sent. */
int failure_has_route(void);

/* guard.c.  Does an address name a special host by itself: by number, in any spelling, or as localhost? */
int guard_is_special_url(const char *url);
curl_socket_t guard_open_socket(void *transfer, curlsocktype purpose, struct curl_sockaddr *a);
#endif
