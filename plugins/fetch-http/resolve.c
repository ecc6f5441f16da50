/* fetch-http/resolve.c - names to addresses through c-ares, in the plugin's own pump.
 *
 * libcurl of Debian has a thread for each name: a name server that does not answer keeps threads and memory
 * busy, and answers are not kept as long as their owners say.  Here all queries share a few sockets, which the
 * pump waits for together with libcurl's; what is found is given to libcurl, which connects through the guard
 * as ever.  Addresses, numbers and localhost are left to libcurl.
 *
 * The resolver owns a name for each that was asked for, up to MAX_NAMES; a name that is being asked for, or
 * that a transfer waits for, stays.  What can fail: memory, then libcurl resolves; a query is a value.
 */
#include "http.h"
#include <tidings/kit/public_address.h>

#define CARES_NO_DEPRECATED /* what Debian 12 has was renamed later */
#include <ares.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum {
  BUCKETS = 4096,
  MAX_NAMES = 20000,
  MAX_ADDRESSES = 8, /* of one name */
  /* 2.5 and 5 s: when one family of addresses gets no answer, the other one is used after that, within the
   * usual connect_timeout */
  TRIES = 2,
  TRY_MS = 2500,
  KEEP_MIN_MS = 1000,
  KEEP_MAX_MS = 3600000,
  KEEP_MISSING_MS = 60000, /* a name that does not exist */
  KEEP_FAILURE_MS = 5000,  /* a name server that failed */
  CONFIG_MS = 5000,        /* between two looks at /etc/resolv.conf */
  RECEIVE = 512 << 10
};

enum state { ASKED, KNOWN, FAILED };
struct name {
  struct name *next; /* in its bucket */
  char *host;
  enum state state;
  int special;      /* one of its addresses is not public */
  int away;         /* FAILED: 1 no name server answered, 2 none can be reached */
  int64_t until;    /* when it is asked for again */
  char *addresses;  /* "1.2.3.4,[2001:db8::1]" */
  const char *why;  /* FAILED: what to do */
  uint32_t waiting; /* transfers */
  struct resolver *resolver;
};

struct resolver {
  ares_channel channel;
  struct name *bucket[BUCKETS];
  size_t n, asked; /* names; of them under way */
  struct curl_waitfd socket[RESOLVER_SOCKETS];
  size_t n_sockets;
  int64_t looked;         /* at the configuration */
  struct timespec config; /* its time of change */
};

/* ---- the channel ---- */

static void on_socket(void *arg, ares_socket_t fd, int readable, int writable) {
  struct resolver *r = arg;
  const short events = (short)((readable ? CURL_WAIT_POLLIN : 0) | (writable ? CURL_WAIT_POLLOUT : 0));
  size_t i = 0;
  while (i < r->n_sockets && r->socket[i].fd != fd) i++;
  if (i == r->n_sockets && (events == 0 || i == RESOLVER_SOCKETS)) return;
  if (events == 0) r->socket[i] = r->socket[--r->n_sockets];
  else {
    r->socket[i] = (struct curl_waitfd){fd, events, 0};
    if (i == r->n_sockets) r->n_sockets++;
  }
}

static int open_channel(struct resolver *r) {
  struct ares_options o = {.timeout = TRY_MS,
                           .tries = TRIES,
                           .socket_receive_buffer_size = RECEIVE,
                           .sock_state_cb = on_socket,
                           .sock_state_cb_data = r};
  return ares_init_options(
      &r->channel, &o, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_RCVBUF | ARES_OPT_SOCK_STATE_CB);
}

/* A machine gets other name servers while the program runs. */
static void follow_config(struct resolver *r, int64_t now) {
  struct stat st;
  if (r->asked > 0 || now - r->looked < CONFIG_MS) return;
  r->looked = now;
  if (stat("/etc/resolv.conf", &st) != 0) return;
  const int first = r->config.tv_sec == 0;
  if (st.st_mtim.tv_sec == r->config.tv_sec && st.st_mtim.tv_nsec == r->config.tv_nsec) return;
  r->config = st.st_mtim;
  if (first) return;
  ares_channel old = r->channel;
  if (open_channel(r) == ARES_SUCCESS) ares_destroy(old);
  else r->channel = old;
}

struct resolver *resolver_open(void) {
  struct resolver *r = calloc(1, sizeof *r);
  if (r == NULL || ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
    free(r);
    return NULL;
  }
  r->looked = -CONFIG_MS;
  if (open_channel(r) == ARES_SUCCESS) return r;
  ares_library_cleanup();
  free(r);
  return NULL;
}

/* ---- names ---- */

static void name_free(struct name *n) {
  free(n->host);
  free(n->addresses);
  free(n);
}

void resolver_close(struct resolver *r) {
  if (r == NULL) return;
  ares_destroy(r->channel); /* calls on_answer for what is under way */
  for (size_t i = 0; i < BUCKETS; i++)
    for (struct name *n = r->bucket[i], *next; n != NULL; n = next) {
      next = n->next;
      name_free(n);
    }
  ares_library_cleanup();
  free(r);
}

static size_t bucket_of(const char *host) {
  uint32_t h = 2166136261u;
  for (; *host != '\0'; host++) h = (h ^ (unsigned char)tdg_lower(*host)) * 16777619u;
  return h % BUCKETS;
}

/* Remove what nobody waits for: what has run out, or everything. */
static void sweep(struct resolver *r, int64_t now, int all) {
  for (size_t i = 0; i < BUCKETS; i++)
    for (struct name **at = &r->bucket[i], *n; (n = *at) != NULL;) {
      if (n->state == ASKED || n->waiting > 0 || (!all && n->until > now)) {
        at = &n->next;
        continue;
      }
      *at = n->next;
      name_free(n);
      r->n--;
    }
}

static struct name *name_of(struct resolver *r, const char *host, int64_t now) {
  struct name *n = r->bucket[bucket_of(host)];
  while (n != NULL && strcasecmp(n->host, host) != 0) n = n->next;
  if (n != NULL) return n;
  if (r->n >= MAX_NAMES) sweep(r, now, 0);
  if (r->n >= MAX_NAMES) sweep(r, now, 1);
  n = calloc(1, sizeof *n);
  if (n == NULL || (n->host = strdup(host)) == NULL) {
    free(n);
    return NULL;
  }
  n->state = FAILED; /* and has run out */
  n->resolver = r;
  n->next = r->bucket[bucket_of(host)];
  r->bucket[bucket_of(host)] = n;
  r->n++;
  return n;
}

/* ---- answers ---- */

static int put_address(char *to, size_t room, const struct sockaddr *a) {
  char text[INET6_ADDRSTRLEN];
  const void *raw = a->sa_family == AF_INET6
                        ? (const void *)&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr
                        : (const void *)&((const struct sockaddr_in *)(const void *)a)->sin_addr;
  if (inet_ntop(a->sa_family, raw, text, sizeof text) == NULL) return 0;
  return snprintf(to, room, a->sa_family == AF_INET6 ? "[%s]" : "%s", text);
}

static void take_addresses(struct name *n, const struct ares_addrinfo *found, int64_t now) {
  char list[MAX_ADDRESSES * (INET6_ADDRSTRLEN + 3)] = "";
  int64_t keep = KEEP_MAX_MS;
  size_t at = 0, taken = 0;
  int special = 0;
  for (const struct ares_addrinfo_node *a = found->nodes; a != NULL && taken < MAX_ADDRESSES;
       a = a->ai_next) {
    if (a->ai_family != AF_INET && a->ai_family != AF_INET6) continue;
    if (taken > 0) list[at++] = ',';
    at += (size_t)put_address(list + at, sizeof list - at, a->ai_addr);
    if ((int64_t)a->ai_ttl * 1000 < keep) keep = (int64_t)a->ai_ttl * 1000;
    special |= !tdg_address_is_public(a->ai_addr, (size_t)a->ai_addrlen);
    taken++;
  }
  n->special = special;
  n->addresses = taken > 0 ? strdup(list) : NULL;
  n->state = n->addresses != NULL ? KNOWN : FAILED;
  n->why = "the name was not found; is it spelled right?";
  n->until = now + (n->state == FAILED ? KEEP_FAILURE_MS : keep < KEEP_MIN_MS ? KEEP_MIN_MS : keep);
}

static void take_failure(struct name *n, int status, int64_t now) {
  const int missing = status == ARES_ENOTFOUND || status == ARES_ENODATA || status == ARES_EBADNAME;
  n->state = FAILED;
  n->until = now + (missing ? KEEP_MISSING_MS : KEEP_FAILURE_MS);
  n->away = missing ? 0 : status == ARES_ECONNREFUSED ? 2 : 1;
  n->why = missing                       ? "the name was not found; is it spelled right?"
           : status == ARES_ETIMEOUT     ? "the name server did not answer in time"
           : status == ARES_ECONNREFUSED ? "no name server can be reached"
                                         : "the name server could not answer";
}

static void on_answer(void *arg, int status, int timeouts, struct ares_addrinfo *found) {
  struct name *n = arg;
  (void)timeouts;
  n->resolver->asked--;
  free(n->addresses);
  n->addresses = NULL;
  if (status == ARES_SUCCESS && found != NULL) take_addresses(n, found, http_now_ms());
  else take_failure(n, status, http_now_ms());
  if (found != NULL) ares_freeaddrinfo(found);
}

static void ask(struct name *n) {
  const struct ares_addrinfo_hints hints = {
      .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = ARES_AI_NOSORT};
  n->state = ASKED;
  n->resolver->asked++;
  ares_getaddrinfo(n->resolver->channel, n->host, NULL, &hints, on_answer,
                   n); /* may answer before it returns */
}

/* ---- transfers ---- */

/* The host of an address when a name server is asked for it; "" for numbers, in all their spellings, and for
 * names that libcurl knows by itself. */
static struct tdg_str asked_host(const char *url, struct tdg_str *port) {
  static const struct tdg_str none = {"", 0};
  struct tdg_url u;
  if (tdg_url_parse(tdg_str_of(url), &u) != 0 || u.host.n == 0 || u.host.p[0] == '[') return none;
  const char *end = u.host.p + u.host.n, *last = end;
  while (last > u.host.p && last[-1] != '.') last--;
  *port = u.port.n > 0 ? u.port : tdg_str_of(strncasecmp(url, "https:", 6) == 0 ? "443" : "80");
  if (last == end || (*last >= '0' && *last <= '9')) return none;
  return tdg_nocase_is((struct tdg_str){last, (size_t)(end - last)}, "localhost") ? none : u.host;
}

int resolver_begin(struct resolver *r, struct transfer *t) {
  struct tdg_str port, host = r != NULL ? asked_host(t->url, &port) : (struct tdg_str){"", 0};
  const int64_t now = http_now_ms();
  t->name = NULL;
  if (host.n == 0) return 0;
  follow_config(r, now);
  char *text = strndup(host.p, host.n);
  struct name *n = text != NULL ? name_of(r, text, now) : NULL;
  free(text);
  if (n == NULL) return 0;
  n->waiting++;
  t->name = n;
  if (n->state != ASKED && n->until <= now) ask(n);
  return 1;
}

enum resolved resolver_look(const struct transfer *t) {
  return t->name->state == ASKED ? RESOLVED_LATER : t->name->state == KNOWN ? RESOLVED : RESOLVED_NOT;
}

int resolver_is_public(const struct transfer *t) { return !t->name->special; }

int resolver_is_away(const struct transfer *t) { return t->name->away; }

const char *resolver_why(const struct transfer *t) { return t->name->why != NULL ? t->name->why : ""; }

/* "+": libcurl forgets it again. */
struct curl_slist *resolver_addresses(const struct transfer *t) {
  char line[1200];
  struct tdg_str port, host = asked_host(t->url, &port);
  snprintf(line, sizeof line, "+%.*s:%.*s:%s", (int)host.n, host.p, (int)port.n, port.p, t->name->addresses);
  return curl_slist_append(NULL, line);
}

void resolver_end(struct transfer *t) {
  if (t->name != NULL) t->name->waiting--;
  t->name = NULL;
}

/* ---- the pump ---- */

size_t resolver_sockets(const struct resolver *r, struct curl_waitfd *to) {
  for (size_t i = 0; r != NULL && i < r->n_sockets; i++) to[i] = r->socket[i];
  return r != NULL ? r->n_sockets : 0;
}

int resolver_wait(const struct resolver *r, int timeout_ms) {
  struct timeval most = {timeout_ms / 1000, timeout_ms % 1000 * 1000}, room, *tv;
  if (r == NULL || r->asked == 0) return timeout_ms;
  tv = ares_timeout(r->channel, &most, &room);
  return tv == NULL ? timeout_ms : (int)(tv->tv_sec * 1000 + tv->tv_usec / 1000) + 1;
}

void resolver_step(struct resolver *r, const struct curl_waitfd *v, size_t n) {
  if (r == NULL || r->asked == 0) return;
  for (size_t i = 0; i < n; i++) {
    const int in = (v[i].revents & CURL_WAIT_POLLIN) != 0, out = (v[i].revents & CURL_WAIT_POLLOUT) != 0;
    if (in || out)
      ares_process_fd(r->channel, in ? v[i].fd : ARES_SOCKET_BAD, out ? v[i].fd : ARES_SOCKET_BAD);
  }
  ares_process_fd(r->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); /* what has taken too long */
}
