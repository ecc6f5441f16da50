/* fetch-http/guard.c - the addresses that may be connected to.
 *
 * A feed may name any address, and a name may resolve to any: without this check a feed could make the
 * fetcher read from the local network.  So each socket is checked by the address it is about to connect to,
 * after name resolution, at every redirect and every attempt; no spelling of an address and no DNS trick can
 * avoid this.  tidings/kit/public_address.h knows the ranges.
 */
#include "http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>
#include <tidings/kit/public_address.h>

/* libcurl's parser knows the spellings of numbers. */
int guard_is_special_url(const char *url) {
  struct sockaddr_in a4 = {.sin_family = AF_INET};
  struct sockaddr_in6 a6 = {.sin6_family = AF_INET6};
  char *host = NULL;
  CURLU *u = curl_url();
  int special = u == NULL || curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
                curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK;
  if (!special && host[0] == '[') {
    host[strcspn(host, "]%")] = '\0';
    special = inet_pton(AF_INET6, host + 1, &a6.sin6_addr) != 1 ||
              !tdg_address_is_public((struct sockaddr *)&a6, sizeof a6);
  } else if (!special) {
    const size_t n = strlen(host), k = strlen("localhost");
    special = n >= k && strncasecmp(host + n - k, "localhost", k) == 0 && (n == k || host[n - k - 1] == '.');
    if (inet_pton(AF_INET, host, &a4.sin_addr) == 1)
      special = !tdg_address_is_public((struct sockaddr *)&a4, sizeof a4);
  }
  curl_free(host);
  curl_url_cleanup(u);
  return special;
}

/* The address of a proxy is the operator's choice; where it leads is judged before (transfer.c). */
curl_socket_t guard_open_socket(void *transfer, curlsocktype purpose, struct curl_sockaddr *a) {
  struct transfer *t = transfer;
  (void)purpose;
  if (t->proxy == NULL && !t->self->conf.allow_private && !tdg_address_is_public(&a->addr, a->addrlen)) {
    t->refused = 1;
    return CURL_SOCKET_BAD;
  }
  return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}
