/* engine/domain.c - the domain that a limit group belongs to; see hosts.h.  Pure; nothing can fail. */
#include "engine/hosts.h"

#include <stdio.h>
#include <string.h>

#ifdef TIDINGS_PSL
#include <libpsl.h>

/* Special-use names (RFC 6761, 6762, 8375, 9476), and those that local networks are given. */
static int is_local(const char *host) {
  static const char *const names[] = {"localhost", "local", "internal", "home.arpa",
                                      "lan",       "home",  "corp",     "intranet"};
  size_t n = strlen(host);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    size_t k = strlen(names[i]);
    if (n >= k && strcmp(host + n - k, names[i]) == 0 && (n == k || host[n - k - 1] == '.')) return 1;
  }
  return 0;
}

/* No top-level domain ends in a digit. */
static int is_name(const char *host) {
  size_t n = strlen(host);
  return n > 0 && strchr(host, ':') == NULL && host[0] != '[' && !(host[n - 1] >= '0' && host[n - 1] <= '9');
}

size_t hosts_domain(struct tdg_str group, char out[HOSTS_MAX_DOMAIN]) {
  char host[HOSTS_MAX_DOMAIN - 2];
  const char *colon = memrchr(group.p, ':', group.n), *domain;
  size_t n = colon != NULL ? (size_t)(colon - group.p) : 0;
  if (n == 0 || n >= sizeof host) return 0;
  memcpy(host, group.p, n);
  host[n] = '\0';
  if (!is_name(host) || is_local(host) || (domain = psl_registrable_domain(psl_builtin(), host)) == NULL)
    return 0;
  return (size_t)snprintf(out, HOSTS_MAX_DOMAIN, "*.%s", domain);
}
#else
size_t hosts_domain(struct tdg_str group, char out[HOSTS_MAX_DOMAIN]) {
  (void)group, (void)out;
  return 0;
}
#endif
