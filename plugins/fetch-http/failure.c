/* fetch-http/failure.c - map errors to a class (TDG_ERROR) and a message that says what to do. */
#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct failure {
  const char *class, *advice;
};

static struct failure by_stop(const struct transfer *t) {
  switch (t->stop) {
  case STOP_BODY:
    return (struct failure){"too-large",
                            "the answer is larger than max_size; raise it for this source if that is right"};
  case STOP_HEADER: return (struct failure){"too-large", "the headers are larger than max_header"};
  case STOP_LENGTHS:
    return (struct failure){
        "protocol", "the answer states its length twice, or in a way that cannot be; it is not trusted"};
  case STOP_MEMORY: return (struct failure){"memory", "there was no memory for the answer"};
  default: return (struct failure){"protocol", "the transfer was stopped"};
  }
}

/* The request was sent; the first line of the answer may not have ended. */
static int was_asked(const struct transfer *t) {
  curl_off_t us = 0;
  return t->head_total > 0 ||
         (t->easy != NULL && curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &us) == CURLE_OK &&
          us > 0);
}

static struct failure by_code(const struct transfer *t, CURLcode rc) {
  switch (rc) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return (struct failure){"dns", "the name was not found; is it spelled right?"};
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_PROXY: return (struct failure){"connect", "the proxy of the source cannot be used"};
  case CURLE_COULDNT_CONNECT:
    if (t->proxy != NULL) return (struct failure){"connect", "the proxy of the source does not answer"};
    if (t->refused)
      return (struct failure){
          "refused-address",
          "the name leads to a private or special address; set allow_private if that is wanted"};
    return (struct failure){"connect", "no server answers at this address"};
  case CURLE_OPERATION_TIMEDOUT:
    if (strstr(t->error, "Resolving") != NULL)
      return (struct failure){"dns", "the name server did not answer in time"};
    return (struct failure){"timeout", "it took too long; see timeout and stall_timeout"};
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_USE_SSL_FAILED:
  case CURLE_SSL_ENGINE_NOTFOUND:
  case CURLE_SSL_SHUTDOWN_FAILED:
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    return (struct failure){"tls", "no secure connection; the certificate may be wrong or out of date"};
  case CURLE_RECV_ERROR:
    if (t->proxy != NULL && strstr(t->error, "CONNECT") != NULL)
      return (struct failure){"connect", "the proxy of the source refused"};
    if (strstr(t->error, "chunk") !=
        NULL) /* its text differs between releases; a truncated response is a partial file */
      return (struct failure){"protocol", "the answer's chunks are malformed"};
    return (struct failure){"incomplete", "the connection ended before the answer did"};
  case CURLE_PARTIAL_FILE:
  case CURLE_GOT_NOTHING:
  case CURLE_SEND_ERROR: return (struct failure){"incomplete", "the connection ended before the answer did"};
  case CURLE_FILESIZE_EXCEEDED: return by_stop(&(struct transfer){.stop = STOP_BODY});
  case CURLE_WRITE_ERROR: return by_stop(t);
#if LIBCURL_VERSION_NUM >= 0x080600
  case CURLE_TOO_LARGE:
#endif
  case CURLE_OUT_OF_MEMORY: /* libcurl's word for one overlong header line, before 8.6 */
    return by_stop(&(struct transfer){.stop = was_asked(t) && t->body.n == 0 ? STOP_HEADER : STOP_MEMORY});
  default: return (struct failure){"protocol", "the answer is not one of HTTP, or the address is malformed"};
  }
}

void failure_put_words(tdg_call *call, tdg_rec *doc, const char *class, const char *message) {
  tdg_put_str(call, doc, TDG_ERROR, class);
  tdg_put_str(call, doc, TDG_MESSAGE, message);
}

/* libcurl's message may quote the server: only printable ASCII is kept. */
static void plain_words(char *text) {
  for (; *text != '\0'; text++)
    if (*text < ' ' || *text > '~') *text = '?';
}

void failure_put_away(tdg_call *call, tdg_rec *doc, int alone) {
  tdg_put_str(call, doc, TDG_FLAG, "unreachable");
  if (alone) tdg_put_str(call, doc, TDG_FLAG, "no-network");
}

static int has_route_to(int family, const struct sockaddr *to, socklen_t n) {
  const int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const int found = fd >= 0 && (connect(fd, to, n) == 0 || (errno != ENETUNREACH && errno != ENETDOWN));
  if (fd >= 0) close(fd);
  return found;
}

int failure_has_route(void) {
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(53)};
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(53)};
  inet_pton(AF_INET, "192.0.2.1",
            &four.sin_addr); /* addresses of examples: only the default way leads there */
  inet_pton(AF_INET6, "2001:db8::1", &six.sin6_addr);
  return has_route_to(AF_INET, (const struct sockaddr *)&four, sizeof four) ||
         has_route_to(AF_INET6, (const struct sockaddr *)&six, sizeof six);
}

/* No server said so: there is no way to it from here.  *alone: that is known without other hosts. */
static int has_no_way(const struct transfer *t, CURLcode rc, int *alone) {
  long error = 0;
  if (rc != CURLE_COULDNT_CONNECT || t->refused || t->proxy != NULL) return 0;
  curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &error);
  *alone = error == ENETUNREACH || error == ENETDOWN;
  return error == ENETUNREACH || error == EHOSTUNREACH || error == ENETDOWN || error == EADDRNOTAVAIL;
}

void failure_put(tdg_call *call, tdg_rec *doc, const struct transfer *t, CURLcode rc) {
  char message[CURL_ERROR_SIZE + 300];
  int alone = 0;
  const struct failure f = by_code(t, rc);
  const char *said = t->error[0] != '\0' ? t->error : curl_easy_strerror(rc);
  /* libcurl takes an address that we do not let it use for a server that does not answer */
  if (t->stop != STOP_NONE || strcmp(f.class, "refused-address") == 0)
    snprintf(message, sizeof message, "%s", f.advice);
  else snprintf(message, sizeof message, "%s (%s)", f.advice, said);
  plain_words(message);
  failure_put_words(call, doc, f.class, message);
  if (has_no_way(t, rc, &alone)) failure_put_away(call, doc, alone);
}
