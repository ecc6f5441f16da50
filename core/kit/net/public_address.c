/* kit/net/public_address.c - is an address in the public internet?  See tidings/kit/public_address.h.
 *
 * The ranges are those of the IANA special-purpose registries.  Pure; nothing can fail.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <tidings/kit/public_address.h>

struct range4 {
  uint32_t net;
  int bits;
};
static const struct range4 special4[] = {
    {0x00000000, 8},  /* this network */
    {0x0A000000, 8},  /* private */
    {0x64400000, 10}, /* carrier-grade NAT */
    {0x7F000000, 8},  /* loopback */
    {0xA9FE0000, 16}, /* link-local: cloud metadata */
    {0xAC100000, 12}, /* private */
    {0xC0000000, 24}, /* protocol assignments */
    {0xC0000200, 24}, /* documentation */
    {0xC0586300, 24}, /* 6to4 relays */
    {0xC0A80000, 16}, /* private */
    {0xC6120000, 15}, /* benchmarks */
    {0xC6336400, 24}, /* documentation */
    {0xCB007100, 24}, /* documentation */
    {0xE0000000, 4},  /* multicast */
    {0xF0000000, 4},  /* reserved, broadcast */
};

static int is_public4(uint32_t a) {
  for (size_t i = 0; i < sizeof special4 / sizeof special4[0]; i++)
    if ((a ^ special4[i].net) >> (32 - special4[i].bits) == 0) return 0;
  return 1;
}

static uint32_t load4(const unsigned char *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int has_prefix(const unsigned char *a, const unsigned char *prefix, int bits) {
  const int whole = bits / 8, rest = bits % 8;
  return memcmp(a, prefix, (size_t)whole) == 0 &&
         (rest == 0 || (a[whole] ^ prefix[whole]) >> (8 - rest) == 0);
}

static int is_public6(const unsigned char *a) {
  static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  static const unsigned char nat64[12] = {0, 0x64, 0xFF, 0x9B};
  static const struct {
    unsigned char prefix[4];
    int bits;
  } special[] = {{{0x20, 0x01, 0x00, 0x00}, 23},  /* Teredo, ORCHID and other assignments */
                 {{0x20, 0x01, 0x0D, 0xB8}, 32},  /* documentation */
                 {{0x20, 0x02, 0x00, 0x00}, 16},  /* 6to4: hides an IPv4 address */
                 {{0x3F, 0xFF, 0x00, 0x00}, 20}}; /* documentation */
  if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0) return is_public4(load4(a + 12));
  if (a[0] >> 5 != 1) return 0; /* only 2000::/3 is assigned */
  for (size_t i = 0; i < sizeof special / sizeof special[0]; i++)
    if (has_prefix(a, special[i].prefix, special[i].bits)) return 0;
  return 1;
}

int tdg_address_is_public(const struct sockaddr *a, size_t n) {
  if (a->sa_family == AF_INET && n >= sizeof(struct sockaddr_in)) {
    struct sockaddr_in in;
    memcpy(&in, a, sizeof in);
    return is_public4(ntohl(in.sin_addr.s_addr));
  }
  if (a->sa_family == AF_INET6 && n >= sizeof(struct sockaddr_in6)) {
    struct sockaddr_in6 in;
    memcpy(&in, a, sizeof in);
    return is_public6(in.sin6_addr.s6_addr);
  }
  return 0;
}

int tdg_host_is_loopback(struct tdg_str host) {
  struct in_addr a;
  char text[100];
  if (host.n >= sizeof text) return 0;
  memcpy(text, host.p, host.n);
  text[host.n] = '\0';
  if (strcmp(text, "localhost") == 0 || strcmp(text, "[::1]") == 0 || strcmp(text, "::1") == 0) return 1;
  return inet_pton(AF_INET, text, &a) == 1 && ntohl(a.s_addr) >> 24 == 127;
}
