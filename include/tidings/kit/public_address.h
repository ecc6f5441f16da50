/* tidings/kit/public_address.h - the addresses that a fetcher may connect to.
 *
 * A document may name any address, and a name may resolve to any: without this check it could make a fetcher read from
 * the network of its operator.  So ask for the address of each socket, after names were resolved, before it connects:
 *
 *   if (!tdg_address_is_public(&address->addr, address->addrlen)) refuse
 *
 * Private, loopback, link-local, multicast, documentation and other special ranges are not public, nor are addresses of
 * IPv6 that stand for such of IPv4.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_PUBLIC_ADDRESS_H
#define TIDINGS_KIT_PUBLIC_ADDRESS_H

#include <tidings/kit/str.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sockaddr;
/* n: bytes of the address.  0 also for one that is neither of IPv4 nor of IPv6. */
int tdg_address_is_public(const struct sockaddr *address, size_t n);
/* Does the host of an address (struct tdg_url) name this machine itself: localhost, 127.x.y.z, [::1]?  What only begins so
 * (127.example.org) is the name of another. */
int tdg_host_is_loopback(struct tdg_str host);

#ifdef __cplusplus
}
#endif
#endif
