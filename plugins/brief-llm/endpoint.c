/* endpoint.c - the way to the endpoint; see llm.h.
 *
 * Owns the handle, which keeps its connection, and the header list with the key.  The endpoint is the
 * operator's choice, its answers are not: no redirect is followed (the key would go along), no proxy of the
 * environment used, no byte taken beyond LLM_MAX_ANSWER, and everything for one story ends within `timeout`.
 * Plain http goes to this machine only, which is looked at again when a socket is opened: a name may resolve
 * to anything.
 *
 * A failure is told to the operator once, until something works again; after several in a row, or one that
 * only the operator can mend, the endpoint is left alone for a while.
 */
#include "llm.h"

#include <tidings/kit/process.h>
#include <tidings/kit/public_address.h>
#include <tidings/kit/url.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum {
  CONNECT_MS = 10000,
  MAX_TRIES = 5, /* of one story: formats and retries together */
  BACKOFF_MS = 500,
  FAILURES_IN_A_ROW = 3,
  REST_MS = 600000,
  DAY_S = 86400
};

static int64_t clock_ms(clockid_t which) {
  struct timespec t;
  clock_gettime(which, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- opening ---- */

static int is_one_line(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F) return 0;
  return 1;
}

static int read_endpoint(tdg_call *call, struct llm_self *s) {
  struct tdg_str base = s->conf.endpoint;
  struct tdg_url u;
  while (base.n > 0 && base.p[base.n - 1] == '/') base.n--;
  if (!is_one_line(base) || tdg_url_parse(base, &u) != 0 || !tdg_url_is_web(base) || u.query.p != NULL ||
      u.fragment.p != NULL)
    return tdg_fail(call, TDG_BAD_CONFIG,
                    "endpoint: write the address of the interface, such as http://127.0.0.1:8080/v1");
  if (u.userinfo.p != NULL)
    return tdg_fail(call, TDG_BAD_CONFIG,
                    "endpoint: no name or password in the address; use api_key: { file: ... }");
  s->only_loopback = u.scheme.n == 4;
  if (s->only_loopback && !tdg_host_is_loopback(u.host))
    return tdg_fail(call, TDG_BAD_CONFIG, "endpoint: plain http is for this machine only; use https for %.*s",
                    (int)u.host.n, u.host.p);
  int n = snprintf(s->url, sizeof s->url, "%.*s/chat/completions", (int)base.n, base.p);
  return n < (int)sizeof s->url ? TDG_OK
                                : tdg_fail(call, TDG_BAD_CONFIG, "endpoint: the address is too long");
}

static int add_header(struct llm_self *s, const char *line) {
  struct curl_slist *longer = curl_slist_append(s->headers, line);
  if (longer == NULL) return -1;
  s->headers = longer;
  return 0;
}

static int read_key(tdg_call *call, struct llm_self *s) {
  struct tdg_str key = s->conf.api_key;
  char line[LLM_MAX_KEY + 40];
  while (key.n > 0 && (key.p[key.n - 1] == '\n' || key.p[key.n - 1] == ' ')) key.n--;
  if (key.n > LLM_MAX_KEY || !is_one_line(key))
    return tdg_fail(call, TDG_BAD_CONFIG, "api_key: it must be one line");
  int rc = add_header(s, "Content-Type: application/json") | add_header(s, "Accept: application/json") |
           add_header(s, "Expect:");
  snprintf(line, sizeof line, "Authorization: Bearer %.*s", (int)key.n, key.p);
  if (key.n > 0) rc |= add_header(s, line);
  return rc == 0 ? TDG_OK : tdg_fail(call, TDG_INTERNAL, "no memory for headers");
}

static int is_loopback(const struct curl_sockaddr *a) {
  if (a->family == AF_INET) {
    struct sockaddr_in in;
    memcpy(&in, &a->addr, sizeof in);
    return ntohl(in.sin_addr.s_addr) >> 24 == 127;
  }
  struct sockaddr_in6 in6;
  if (a->family != AF_INET6 || a->addrlen < sizeof in6) return 0;
  memcpy(&in6, &a->addr, sizeof in6);
  return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *a) {
  const struct llm_self *s = self;
  (void)purpose;
  if (s->only_loopback && !is_loopback(a)) return CURL_SOCKET_BAD;
  return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static void set_manners(struct llm_self *s) {
  CURL *e = s->easy;
  curl_easy_setopt(e, CURLOPT_URL, s->url);
  curl_easy_setopt(e, CURLOPT_HTTPHEADER, s->headers);
  curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, s->only_loopback ? "http" : "https");
  curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(e, CURLOPT_PROXY, "");
  curl_easy_setopt(e, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(e, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(e, CURLOPT_USERAGENT, "Tidings");
  curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
  curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, s);
}

int ask_open(tdg_call *call, struct llm_self *s) {
  int status = read_endpoint(call, s);
  if (status == TDG_OK) status = read_key(call, s);
  if (status != TDG_OK) return status;
  tdg_process_small_threads();
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (s->easy = curl_easy_init()) == NULL)
    return tdg_fail(call, TDG_INTERNAL, "libcurl does not start");
  set_manners(s);
  return TDG_OK;
}

void ask_close(struct llm_self *s) {
  if (s->easy != NULL) curl_easy_cleanup(s->easy);
  curl_slist_free_all(s->headers);
}

/* ---- one request ---- */

static size_t on_body(char *p, size_t size, size_t n, void *reply) {
  struct reply *r = reply;
  size_t more = size * n;
  if (r->n + more > LLM_MAX_ANSWER) {
    r->too_large = 1;
    return 0;
  }
  char *longer = realloc(r->p, r->n + more + 1);
  if (longer == NULL) return 0;
  memcpy(longer + r->n, p, more);
  r->p = longer;
  r->n += more;
  return more;
}

struct attempt {
  CURLcode rc;
  long status;
  int64_t retry_after; /* ms, 0: not said */
};

static void drop(struct reply *r) {
  free(r->p);
  *r = (struct reply){0};
}

static struct attempt post(struct llm_self *s, const char *body, int64_t left_ms, struct reply *r) {
  struct attempt a = {0};
  curl_off_t wait = 0;
  drop(r);
  curl_easy_setopt(s->easy, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt(s->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
  curl_easy_setopt(s->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(s->easy, CURLOPT_WRITEDATA, r);
  curl_easy_setopt(s->easy, CURLOPT_TIMEOUT_MS, (long)left_ms);
  a.rc = curl_easy_perform(s->easy);
  curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &a.status);
  curl_easy_getinfo(s->easy, CURLINFO_RETRY_AFTER, &wait);
  a.retry_after = (int64_t)wait * 1000;
  curl_easy_setopt(s->easy, CURLOPT_POSTFIELDS, NULL);
  return a;
}

/* ---- what went wrong ---- */

enum failure {
  FAIL_NONE,
  FAIL_CONNECT,
  FAIL_TIME,
  FAIL_BROKEN,
  FAIL_LARGE,
  FAIL_KEY,
  FAIL_BUSY,
  FAIL_SERVER,
  FAIL_REDIRECT,
  FAIL_REFUSED
};

static enum failure of_transfer(CURLcode rc, const struct reply *r) {
  if (r->too_large) return FAIL_LARGE;
  switch (rc) {
  case CURLE_OK: return FAIL_NONE;
  case CURLE_OPERATION_TIMEDOUT: return FAIL_TIME;
  case CURLE_COULDNT_CONNECT:
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION: return FAIL_CONNECT;
  default: return FAIL_BROKEN;
  }
}

static enum failure of_status(long status) {
  if (status == 200) return FAIL_NONE;
  if (status == 401 || status == 403) return FAIL_KEY;
  if (status == 429) return FAIL_BUSY;
  if (status >= 500) return FAIL_SERVER;
  return status >= 300 && status < 400 ? FAIL_REDIRECT : FAIL_REFUSED;
}

/* Never what the endpoint said: it may repeat the key. */
static void describe(const struct attempt *a, enum failure f, char why[LLM_MAX_WHY]) {
  static const char *const words[] = {
      [FAIL_CONNECT] = "the endpoint cannot be reached (%s)",
      [FAIL_TIME] = "the endpoint did not answer in time; raise timeout if it needs longer",
      [FAIL_BROKEN] = "the transfer broke off (%s)",
      [FAIL_LARGE] = "the endpoint sent more than 256 KiB",
      [FAIL_KEY] = "the endpoint refuses the key",
      [FAIL_BUSY] = "the endpoint says it is asked too often",
      [FAIL_SERVER] = "the endpoint has an error of its own",
      [FAIL_REDIRECT] = "the endpoint leads elsewhere, which is not followed; write the address it should be",
      [FAIL_REFUSED] = "the endpoint refuses the request; look at endpoint and model",
  };
  size_t n = strcspn(words[f], "%");
  if (words[f][n] == '%') snprintf(why, LLM_MAX_WHY, "%.*s%s)", (int)n, words[f], curl_easy_strerror(a->rc));
  else if (a->status > 0 && f != FAIL_TIME && f != FAIL_LARGE)
    snprintf(why, LLM_MAX_WHY, "%s (%ld)", words[f], a->status);
  else snprintf(why, LLM_MAX_WHY, "%s", words[f]);
}

/* What only the operator can mend. */
static int is_lasting(enum failure f) { return f == FAIL_KEY || f == FAIL_REDIRECT || f == FAIL_REFUSED; }

static void note_failure(tdg_call *call, struct llm_self *s, enum failure f, const char *why) {
  s->failures++;
  if (!(s->told & 1u << f))
    tdg_log(call, TDG_LOG_WARNING, "%s; briefs are made by choosing sentences meanwhile", why);
  s->told |= 1u << f;
  if (is_lasting(f) || s->failures >= FAILURES_IN_A_ROW) s->rest_until = clock_ms(CLOCK_MONOTONIC) + REST_MS;
}

/* ---- several tries ---- */

static void wait_ms(int64_t ms) {
  struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};
  nanosleep(&t, NULL);
}

static int is_passing(enum failure f) { return f == FAIL_BUSY || f == FAIL_SERVER || f == FAIL_BROKEN; }

static int mentions(const struct reply *r, const char *word) {
  return r->n > 0 && memmem(r->p, r->n, word, strlen(word)) != NULL;
}

/* Some models refuse to be told a temperature and call max_tokens otherwise, some servers know no schema: ask
 * for less, now and from now on. */
static int asks_for_less(struct llm_self *s, const struct attempt *a, const struct reply *r) {
  if ((a->status != 400 && a->status != 422) || a->rc != CURLE_OK) return 0;
  if (!s->bare && (mentions(r, "max_tokens") || mentions(r, "temperature"))) return s->bare = 1;
  if (s->format == FORMAT_NONE) return 0;
  s->format++;
  return 1;
}

static enum failure try_once(struct llm_self *s, json_t *request, int64_t left, struct reply *r,
                             struct attempt *a) {
  prompt_set_format(request, s->format);
  if (s->bare) prompt_make_bare(request);
  char *body = json_dumps(request, JSON_COMPACT);
  *a = (struct attempt){.rc = CURLE_OUT_OF_MEMORY};
  if (body != NULL) *a = post(s, body, left, r);
  free(body);
  enum failure f = of_transfer(a->rc, r);
  return f != FAIL_NONE ? f : of_status(a->status);
}

static enum failure try_often(struct llm_self *s, json_t *request, struct reply *r, struct attempt *a,
                              int64_t may) {
  const int64_t end = clock_ms(CLOCK_MONOTONIC) + s->conf.timeout;
  int64_t backoff = BACKOFF_MS;
  enum failure f = FAIL_TIME;
  for (int64_t n = 0; n < MAX_TRIES && n < may; n++) {
    int64_t left = end - clock_ms(CLOCK_MONOTONIC);
    if (left <= 0) break;
    s->asked++;
    f = try_once(s, request, left, r, a);
    if (f == FAIL_REFUSED && asks_for_less(s, a, r)) continue;
    if (!is_passing(f)) break;
    int64_t pause = a->retry_after > backoff ? a->retry_after : backoff;
    if (pause >= end - clock_ms(CLOCK_MONOTONIC)) break;
    wait_ms(pause);
    backoff *= 2;
  }
  return f;
}

/* Requests that may still be made today. */
static int64_t allowance(struct llm_self *s, int64_t before) {
  int64_t day = clock_ms(CLOCK_REALTIME) / 1000 / DAY_S;
  if (day != s->day) s->asked = 0;
  s->day = day;
  if (before > s->asked) s->asked = before;
  return s->conf.max_daily == 0 ? MAX_TRIES : s->conf.max_daily - s->asked;
}

enum asked ask(tdg_call *call, struct llm_self *s, json_t *request, int64_t before, struct reply *r,
               int *requests, char why[LLM_MAX_WHY]) {
  struct attempt a = {0};
  *requests = 0;
  int64_t may = allowance(s, before), so_far = s->asked;
  if (clock_ms(CLOCK_MONOTONIC) < s->rest_until) {
    snprintf(why, LLM_MAX_WHY, "the endpoint failed lately and is left alone for ten minutes");
    return NOT_ASKED;
  }
  if (may <= 0) {
    snprintf(why, LLM_MAX_WHY, "the day's %lld requests are used up", (long long)s->conf.max_daily);
    return NOT_ASKED;
  }
  enum failure f = try_often(s, request, r, &a, may);
  *requests = (int)(s->asked - so_far);
  if (f == FAIL_NONE) {
    s->failures = 0;
    s->told = 0;
    return ASKED;
  }
  drop(r);
  describe(&a, f, why);
  note_failure(call, s, f, why);
  return ASK_FAILED;
}
