/* imap_failure.c - what went wrong with a connection: a class that the engine knows, and a message that says what to do. */
#include "imap.h"

#include <errno.h>

void imap_plain_words(char *out, size_t size, const char *p, size_t n) {
  size_t i = 0;
  for (; i < n && i + 1 < size; i++) out[i] = (char)(p[i] < ' ' || p[i] > '~' ? '?' : p[i]);
  out[i] = '\0';
}

struct failure {
  const char *class, *advice;
};

static struct failure by_code(CURLcode rc, int refused_address) {
  switch (rc) {
  case CURLE_LOGIN_DENIED:
  case CURLE_AUTH_ERROR:
    return (struct failure){
        "", "the server refuses the login; is the name right, and the password in its file? Some "
            "servers want a password made for programs, or a token"};
  case CURLE_COULDNT_RESOLVE_HOST:
    return (struct failure){"dns", "the name was not found; is it spelled right?"};
  case CURLE_COULDNT_CONNECT:
    if (refused_address)
      return (struct failure){
          "refused-address",
          "the name leads to a private or special address; set allow_private if that is wanted "
          "(fetchers: { imap: { allow_private: true } })"};
    return (struct failure){"connect", "no server answers at this address"};
  case CURLE_OPERATION_TIMEDOUT:
    return (struct failure){"timeout", "it took too long to connect and to log in"};
  case CURLE_USE_SSL_FAILED:
    return (struct failure){
        "tls", "the server offers no STARTTLS, and no password is sent in the clear; write imaps://, "
               "or allow that (fetchers: { imap: { allow_plain: true } })"};
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
    return (struct failure){
        "tls", "no secure connection; the certificate may be wrong, out of date, or of an authority "
               "of your own (fetchers: { imap: { ca: FILE } })"};
  case CURLE_OUT_OF_MEMORY: return (struct failure){"memory", "there was no memory for a connection"};
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
  case CURLE_GOT_NOTHING:
    return (struct failure){"incomplete", "the server ended the connection before the login"};
  default: return (struct failure){"protocol", "the server does not speak IMAP, or refuses the connection"};
  }
}

void imap_trouble_of(CURLcode rc, int refused_address, long os_error, const char *said,
                     struct imap_trouble *out) {
  const struct failure f = by_code(rc, refused_address);
  char words[300];
  imap_plain_words(words, sizeof words, said, strlen(said));
  *out = (struct imap_trouble){.class = f.class};
  snprintf(out->why, sizeof out->why, "%s (%s)", f.advice, words);
  if (rc != CURLE_COULDNT_CONNECT || refused_address) return;
  out->alone = os_error == ENETUNREACH || os_error == ENETDOWN;
  out->unreachable = out->alone || os_error == EHOSTUNREACH || os_error == EADDRNOTAVAIL;
}
