/* util/socket_address.h - "127.0.0.1:8471" and "[::1]:8471" as the address of a socket. */
#ifndef UTIL_SOCKET_ADDRESS_H
#define UTIL_SOCKET_ADDRESS_H

#include <sys/socket.h>

/* Its length, 0 when the text is none.  Names are not resolved. */
socklen_t socket_address(const char *text, struct sockaddr_storage *out);

#endif
