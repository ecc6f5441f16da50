/* fetch-http/hsts.c - hosts that said that they are asked over https only (RFC 6797).
 *
 * The table is in memory, for all requests of the process.  What the host of a source said is also kept with
 * that source (tidings/ext/state.h), and comes back with its next request after a restart: so the first
 * request does not go out in the clear either.  libcurl's own table would live as long as the process, and its
 * file is out of the sandbox's reach.
 *
 * The table owns its hosts; there are at most MAX_HOSTS, and what is beyond them is not remembered.  What can
 * fail: memory, then a host is not remembered.
 */
#include "http.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include <tidings/ext/state.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { BUCKETS = 1024, MAX_HOSTS = 20000, MAX_NAME = 255 };
static const int64_t DAY = 86400000, LONGEST = 366LL * 86400000;
static const char KEY[] = "https-only";

struct hsts_host {
  struct hsts_host *next;
  char *name;
  int64_t until; /* wall clock, ms */
  int below;     /* hosts below it too */
};

struct hsts {
  struct hsts_host *bucket[BUCKETS];
  size_t n;
};

struct hsts *hsts_new(void) {
  return calloc(1, sizeof(struct hsts));
}

void hsts_free(struct hsts *t) {
  for (size_t i = 0; t != NULL && i < BUCKETS; i++)
    for (struct hsts_host *h = t->bucket[i], *next; h != NULL; h = next) {
      next = h->next;
      free(h->name);
      free(h);
    }
  free(t);
}

/* ---- the table ---- */

static struct hsts_host **place_of(struct hsts *t, struct tdg_str name) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < name.n; i++) hash = (hash ^ (unsigned char)tdg_lower(name.p[i])) * 16777619u;
  struct hsts_host **at = &t->bucket[hash % BUCKETS];
  while (*at != NULL && !tdg_nocase_is(name, (*at)->name)) at = &(*at)->next;
  return at;
}

static void forget(struct hsts *t, struct tdg_str name) {
  struct hsts_host **at = place_of(t, name), *h = *at;
  if (h == NULL) return;
  *at = h->next;
  free(h->name);
  free(h);
  t->n--;
}

static void remember(struct hsts *t, struct tdg_str name, int64_t until, int below) {
  struct hsts_host **at = place_of(t, name), *h = *at;
  if (h == NULL && t->n < MAX_HOSTS) {
    h = calloc(1, sizeof *h);
    if (h == NULL || (h->name = strndup(name.p, name.n)) == NULL) {
      free(h);
      return;
    }
    *at = h;
    t->n++;
  }
  if (h == NULL) return;
  h->until = until;
  h->below = below;
}

static int is_number(struct tdg_str host) {
  char text[MAX_NAME + 1];
  struct in_addr a;
  if (host.n == 0 || host.n > MAX_NAME || host.p[0] == '[') return 1;
  snprintf(text, sizeof text, "%.*s", (int)host.n, host.p);
  return inet_aton(text, &a);
}

static int is_known(struct hsts *t, struct tdg_str host, int64_t now) {
  if (is_number(host)) return 0;
  for (int below = 0;; below = 1) {
    const struct hsts_host *h = *place_of(t, host);
    if (h != NULL && h->until > now && (!below || h->below)) return 1;
    const char *dot = memchr(host.p, '.', host.n);
    if (dot == NULL) return 0;
    host = (struct tdg_str){dot + 1, host.n - (size_t)(dot + 1 - host.p)};
  }
}

/* ---- addresses ---- */

/* Port 80 becomes 443; another one stays. */
char *hsts_secure(struct hsts *t, const char *url, int64_t now) {
  struct tdg_url u;
  char *out;
  if (t == NULL || strncasecmp(url, "http:", 5) != 0 || tdg_url_parse(tdg_str_of(url), &u) != 0 ||
      !is_known(t, u.host, now))
    return NULL;
  const char *behind = u.host.p + u.host.n;
  if (u.port.n == 2 && memcmp(u.port.p, "80", 2) == 0) behind = u.port.p + u.port.n;
  out = malloc(strlen(url) + 2);
  if (out != NULL) sprintf(out, "https://%.*s%s", (int)u.host.n, u.host.p, behind);
  return out;
}

/* ---- what hosts say ---- */

/* max-age=31536000; includeSubDomains.  0: it says nothing that counts. */
static int read_header(struct tdg_str v, int64_t *age, int *below) {
  const char *p = v.p, *end = v.p + v.n;
  *age = -1;
  *below = 0;
  while (p < end) {
    const char *stop = memchr(p, ';', (size_t)(end - p));
    struct tdg_str part = tdg_str_trim((struct tdg_str){p, (size_t)((stop != NULL ? stop : end) - p)});
    if (tdg_nocase_is(part, "includesubdomains")) *below = 1;
    if (part.n > 8 && strncasecmp(part.p, "max-age=", 8) == 0) {
      struct tdg_str n = {part.p + 8, part.n - 8};
      if (n.n > 2 && n.p[0] == '"' && n.p[n.n - 1] == '"') n = (struct tdg_str){n.p + 1, n.n - 2};
      *age = tdg_str_number(n, 12);
    }
    p = stop != NULL ? stop + 1 : end;
  }
  return *age >= 0;
}

void hsts_hear(tdg_call *call, struct hsts *t, const char *url, struct tdg_str header, int64_t kept_until) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  const int64_t now = tdg_now_ms(call);
  struct tdg_url u;
  char text[MAX_NAME + 60];
  int64_t age;
  int below;
  if (t == NULL || header.n == 0 || strncasecmp(url, "https:", 6) != 0 ||
      tdg_url_parse(tdg_str_of(url), &u) != 0 || is_number(u.host) || !read_header(header, &age, &below))
    return;
  if (age == 0) {
    forget(t, u.host);
    if (kept_until > 0 && state != NULL) state->set(call, KEY, "", 0);
    return;
  }
  const int64_t until = now + (age > LONGEST / 1000 ? LONGEST : age * 1000);
  remember(t, u.host, until, below);
  if (state == NULL || (kept_until > until - DAY && kept_until < until + DAY))
    return; /* written once a day at most */
  const int n = snprintf(text, sizeof text, "%.*s %lld %d", (int)u.host.n, u.host.p, (long long)until, below);
  state->set(call, KEY, text, (size_t)n);
}

int64_t hsts_recall(tdg_call *call, struct hsts *t) {
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  const struct tdg_str kept = state != NULL ? state->get(call, KEY) : (struct tdg_str){"", 0};
  char host[MAX_NAME + 1], text[MAX_NAME + 60];
  long long until;
  int below;
  if (t == NULL || kept.n == 0 || kept.n >= sizeof text) return 0;
  memcpy(text, kept.p, kept.n);
  text[kept.n] = '\0';
  if (sscanf(text, "%255s %lld %d", host, &until, &below) != 3) return 0;
  if (until > tdg_now_ms(call)) remember(t, tdg_str_of(host), until, below);
  return until;
}
