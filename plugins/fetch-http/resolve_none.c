/* fetch-http/resolve_none.c - in place of resolve.c in a build without c-ares: libcurl resolves all names, with a
 * thread for each. */
#include "http.h"

struct resolver *resolver_open(void) {
  return NULL;
}
void resolver_close(struct resolver *r) { (void)r; }
int resolver_begin(struct resolver *r, struct transfer *t) {
  (void)r;
  t->name = NULL;
  return 0;
}
enum resolved resolver_look(const struct transfer *t) {
  (void)t;
  return RESOLVED_NOT;
}
int resolver_is_public(const struct transfer *t) {
  (void)t;
  return 1;
}
const char *resolver_why(const struct transfer *t) {
  (void)t;
  return "";
}
int resolver_is_away(const struct transfer *t) {
  (void)t;
  return 0;
}
struct curl_slist *resolver_addresses(const struct transfer *t) {
  (void)t;
  return NULL;
}
void resolver_end(struct transfer *t) { (void)t; }
size_t resolver_sockets(const struct resolver *r, struct curl_waitfd *to) {
  (void)r;
  (void)to;
  return 0;
}
int resolver_wait(const struct resolver *r, int timeout_ms) {
  (void)r;
  return timeout_ms;
}
void resolver_step(struct resolver *r, const struct curl_waitfd *v, size_t n) {
  (void)r;
  (void)v;
  (void)n;
}
