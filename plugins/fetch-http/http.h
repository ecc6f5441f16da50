/* fetch-http - shared by the plugin's files.
 *
 * http.c      the component: options, run, pump
 * transfer.c  one request on its way: its handle, its redirects, what libcurl calls back
 * request.c   what is sent: the address and the headers
 * response.c  what came: headers, and the document made of them
 * failure.c   what went wrong, in a word and a sentence
 * guard.c     addresses that are nobody's business
 */
#ifndef FETCH_HTTP_H
#define FETCH_HTTP_H

#include <curl/curl.h>
#include <tidings/plugin.h>

enum {
  HTTP_MAX_TRANSFERS = 10000, /* under way at a time */
  HTTP_MAX_REDIRECTS = 20,    /* the option may ask for no more */
  HTTP_MAX_HEADERS = 256,     /* of one answer that are kept */
  HTTP_MAX_REQUEST_HEADERS = 64,
  HTTP_MAX_LINE = 8192, /* of a header that is sent */
  HTTP_IDLE_HANDLES = 64,
  HTTP_EMIT_A_PUMP = 16 << 20 /* bytes of bodies; the rest waits for the next pump */
};

struct http_conf {
  struct tdg_str user_agent, accept;
  int64_t max_size, max_header;
  int64_t timeout, connect_timeout, stall_timeout, stall_speed;
  int64_t max_redirects, connections, per_host;
  int64_t allow_private, allow_downgrade;
};

struct http_self {
  struct http_conf conf;
  CURLM *multi;
  CURLSH *share; /* TLS sessions */
  CURL *idle[HTTP_IDLE_HANDLES];
  size_t n_idle;
  struct transfer *first; /* all there are: running, or waiting for a place */
  size_t n, running;
  struct transfer *waiting, **waiting_end; /* the oldest first */
};

/* Bytes that grow up to a limit, in the worker's memory: a transfer outlives the call that began it. */
struct bytes {
  char *p;
  size_t n, cap;
};
void bytes_free(struct bytes *b);

enum transfer_stop { STOP_NONE = 0, STOP_BODY, STOP_HEADER, STOP_MEMORY, STOP_LENGTHS };
struct hop {
  char *url;
  long status;
};
struct transfer {
  struct http_self *self;
  struct transfer *prev, *next, *behind; /* behind: in the queue */
  CURL *easy;
  int running;  /* libcurl has it */
  char *origin; /* "http://host:port" of what is fetched: places are counted by it */
  int64_t request_no;
  int64_t left;      /* ms, of all hops together, but for the time spent waiting for a place */
  int64_t began;     /* of this hop, on the monotonic clock */
  char *asked, *url; /* as the request has it; the one that is being fetched */
  struct hop hop[HTTP_MAX_REDIRECTS];
  size_t n_hops;
  struct curl_slist *sent; /* headers: ours, and until the origin changes the request's */
  struct curl_slist *own;  /* the request's alone, first in `sent` */
  char *etag, *last_modified;
  struct bytes head, body; /* of the answer that is coming in: header lines, each with its line end */
  size_t head_total;       /* with those of earlier, informational answers */
  int64_t length;          /* Content-Length, -1 */
  int chunked;
  enum transfer_stop stop;
  int refused; /* the guard refused an address */
  char error[CURL_ERROR_SIZE];
};

/* transfer.c */
int transfer_begin(tdg_call *call, struct http_self *self, const tdg_rec *request);
/* The transfer of easy has ended with rc: 1 when it goes on elsewhere, 0 when its document was emitted, or a
 * negative status. *size is what the document's body weighs. */
int transfer_done(tdg_call *call, CURL *easy, CURLcode rc, size_t *size);
void transfer_free(struct transfer *t);
/* Start what waits and has a place now: `connections` in all, `per_host` to one origin.  libcurl has a queue of its own, but
 * the time of a transfer runs in it. */
void transfer_start_waiting(tdg_call *call, struct http_self *self);

/* request.c: TDG_OK, or tdg_fail's status. */
int request_url(tdg_call *call, struct tdg_str url, char **out); /* ASCII, ready for libcurl; malloc'd */
int request_headers(tdg_call *call, struct transfer *t, const tdg_rec *request);
int request_send_headers(struct transfer *t); /* build t->sent; -1: no memory */
int request_same_origin(struct tdg_str a, struct tdg_str b);

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

/* guard.c: 1 when an address is out in the public internet. */
struct sockaddr;
int guard_is_public(const struct sockaddr *a, size_t n);
curl_socket_t guard_open_socket(void *transfer, curlsocktype purpose, struct curl_sockaddr *a);
#endif
