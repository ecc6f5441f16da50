/* imap_line.c - a connection with libcurl, which finds the server, secures the connection and logs in; then its bytes.
 *
 * libcurl's own commands for mails are not used: asked for a mail by its address it selects the folder, which marks mails as
 * seen, and of a command of one's own (CURLOPT_CUSTOMREQUEST) it passes on lines, and literals not in every release.
 * CURLOPT_CONNECT_ONLY does what is hard (TLS, STARTTLS, SASL) and leaves the rest to imap_session.c.
 *
 * Each connection has a multi handle of its own: that of another one closes connections which are idle and have bytes to read.
 */
#include "imap.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>

#include <tidings/kit/public_address.h>

struct imap_line {
  CURLM *multi;
  CURL *easy;
  int allow_private, refused; /* refused: an address was */
  int has_begun, is_open;
  CURLcode rc;
  char error[CURL_ERROR_SIZE];
};

static curl_socket_t open_socket(void *line, curlsocktype purpose, struct curl_sockaddr *a) {
  struct imap_line *l = line;
  (void)purpose;
  if (!l->allow_private && !tdg_address_is_public(&a->addr, a->addrlen)) {
    l->refused = 1;
    return CURL_SOCKET_BAD;
  }
  return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static size_t pass_over(char *p, size_t size, size_t n, void *arg) {
  (void)p, (void)arg;
  return size * n;
}

static void set_options(struct imap_line *l, const struct imap_conf *c, const struct imap_account *a) {
  static const long uses[] = {
      [IMAP_TLS] = CURLUSESSL_ALL, [IMAP_STARTTLS] = CURLUSESSL_ALL, [IMAP_PLAIN] = CURLUSESSL_NONE};
  CURL *e = l->easy;
  curl_easy_setopt(e, CURLOPT_URL, a->url);
  curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "imap,imaps");
  curl_easy_setopt(e, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(e, CURLOPT_USE_SSL, uses[a->security]);
  curl_easy_setopt(e, CURLOPT_USERNAME, a->user);
  if (a->token != NULL) curl_easy_setopt(e, CURLOPT_XOAUTH2_BEARER, a->token);
  else curl_easy_setopt(e, CURLOPT_PASSWORD, a->password);
  if (c->ca.n > 0) curl_easy_setopt(e, CURLOPT_CAINFO, c->ca.p);
  curl_easy_setopt(e, CURLOPT_PROXY, ""); /* none from the environment, which would bypass the guard */
  curl_easy_setopt(e, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)c->connect_timeout);
  curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)c->connect_timeout);
  curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, l);
  curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, pass_over);
  curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, pass_over);
  curl_easy_setopt(e, CURLOPT_ERRORBUFFER, l->error);
}

void imap_line_close(struct imap_line *l) {
  if (l == NULL) return;
  if (l->has_begun) curl_multi_remove_handle(l->multi, l->easy);
  if (l->easy != NULL) curl_easy_cleanup(l->easy);
  if (l->multi != NULL) curl_multi_cleanup(l->multi);
  free(l);
}

struct imap_line *imap_line_open(const struct imap_conf *conf, const struct imap_account *account) {
  struct imap_line *l = calloc(1, sizeof *l);
  if (l == NULL) return NULL;
  l->allow_private = conf->allow_private != 0;
  l->multi = curl_multi_init();
  l->easy = curl_easy_init();
  if (l->multi != NULL && l->easy != NULL) {
    set_options(l, conf, account);
    l->has_begun = curl_multi_add_handle(l->multi, l->easy) == CURLM_OK;
  }
  if (l->has_begun) return l;
  imap_line_close(l);
  return NULL;
}

int imap_line_connect(struct imap_line *l) {
  int running, left;
  CURLMsg *m;
  if (l->is_open) return 1;
  curl_multi_perform(l->multi, &running);
  while ((m = curl_multi_info_read(l->multi, &left)) != NULL) {
    if (m->msg != CURLMSG_DONE) continue;
    l->rc = m->data.result;
    l->is_open = l->rc == CURLE_OK;
    return l->is_open ? 1 : -1;
  }
  return 0;
}

ssize_t imap_line_read(struct imap_line *l, char *to, size_t n) {
  size_t got = 0;
  const CURLcode rc = curl_easy_recv(l->easy, to, n, &got);
  if (rc == CURLE_AGAIN) return 0;
  return rc == CURLE_OK && got > 0 ? (ssize_t)got : -1;
}

ssize_t imap_line_write(struct imap_line *l, const char *p, size_t n) {
  size_t sent = 0;
  const CURLcode rc = curl_easy_send(l->easy, p, n, &sent);
  if (rc == CURLE_AGAIN) return 0;
  return rc == CURLE_OK ? (ssize_t)sent : -1;
}

static size_t connecting_sockets(struct imap_line *l, struct pollfd *to, int *timeout_ms) {
  enum { LOOK_MS = 50 }; /* while a thread resolves the name there is nothing to wait for */
  fd_set in, out, err;
  int most = -1;
  long wait = -1;
  size_t n = 0;
  FD_ZERO(&in);
  FD_ZERO(&out);
  FD_ZERO(&err);
  curl_multi_fdset(l->multi, &in, &out, &err, &most);
  for (int fd = 0; fd <= most && n < IMAP_LINE_SOCKETS; fd++)
    if (FD_ISSET(fd, &in) || FD_ISSET(fd, &out))
      to[n++] = (struct pollfd){
          .fd = fd, .events = (short)((FD_ISSET(fd, &in) ? POLLIN : 0) | (FD_ISSET(fd, &out) ? POLLOUT : 0))};
  curl_multi_timeout(l->multi, &wait);
  if (n == 0 && (wait < 0 || wait > LOOK_MS)) wait = LOOK_MS;
  if (wait >= 0 && wait < *timeout_ms) *timeout_ms = (int)wait;
  return n;
}

size_t imap_line_sockets(struct imap_line *l, int wants_write, struct pollfd *to, int *timeout_ms) {
  curl_socket_t fd = CURL_SOCKET_BAD;
  if (!l->is_open) return connecting_sockets(l, to, timeout_ms);
  if (curl_easy_getinfo(l->easy, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK || fd == CURL_SOCKET_BAD) return 0;
  *to = (struct pollfd){.fd = fd, .events = (short)(POLLIN | (wants_write ? POLLOUT : 0))};
  return 1;
}

void imap_line_trouble(const struct imap_line *l, struct imap_trouble *out) {
  long error = 0;
  curl_easy_getinfo(l->easy, CURLINFO_OS_ERRNO, &error);
  imap_trouble_of(l->rc, l->refused, error, l->error[0] != '\0' ? l->error : curl_easy_strerror(l->rc), out);
}
