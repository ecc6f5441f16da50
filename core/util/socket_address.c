/* util/socket_address.c - read the address of a socket; see socket_address.h. */
#include "util/socket_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* 1 to 65535, or 0. */
static in_port_t port_of(const char *text) {
  const size_t n = strlen(text);
  if (n == 0 || n > 5 || strspn(text, "0123456789") != n) return 0;
  const long port = strtol(text, NULL, 10);
  return port <= 65535 ? (in_port_t)port : 0;
}

socklen_t socket_address(const char *text, struct sockaddr_storage *out) {
  struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)out;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)out;
  const char *colon = strrchr(text, ':');
  char host[INET6_ADDRSTRLEN + 1];
  size_t n = colon != NULL ? (size_t)(colon - text) : 0;
  const in_port_t port = colon != NULL ? port_of(colon + 1) : 0;
  const int brackets = n > 2 && text[0] == '[' && text[n - 1] == ']';
  if (brackets) text++, n -= 2;
  if (port == 0 || n == 0 || n >= sizeof host) return 0;
  memcpy(host, text, n);
  host[n] = '\0';
  memset(out, 0, sizeof *out);
  if (brackets && inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    return sizeof *v6;
  }
  if (brackets || inet_pton(AF_INET, host, &v4->sin_addr) != 1) return 0;
  v4->sin_family = AF_INET;
  v4->sin_port = htons(port);
  return sizeof *v4;
}
