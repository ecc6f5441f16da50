/* bench/loop_server.c - the web servers of benches; see loop_server.h.  What fails ends the bench with its reason. */
#include "loop_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 64 << 10, REQUEST = 8192, DIGITS = 9, NUMBERS = 1 + 3 * LOOP_ITEMS, ROUND = 1000000 };

double loop_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

/* ---- feeds: what differs are their numbers, so each is written once, and the numbers are put in ---- */

struct feed {
  char text[ROOM];
  size_t n, number_at[NUMBERS], n_numbers;
};

static struct feed *plain, *news;

static void add(struct feed *f, const char *text) {
  const size_t n = strlen(text);
  memcpy(f->text + f->n, text, n);
  f->n += n;
}

static void add_number(struct feed *f) {
  f->number_at[f->n_numbers++] = f->n;
  add(f, "000000000");
}

static void add_item(struct feed *f, int i, size_t until) {
  char text[100];
  snprintf(text, sizeof text, "<item><title>Report %d of source ", i);
  add(f, text);
  add_number(f);
  snprintf(text, sizeof text, "</title><guid isPermaLink='false'>%d-", i);
  add(f, text);
  add_number(f);
  add(f, "</guid><description>Source ");
  add_number(f);
  while (f->n < until) add(f, ": the ferry between the islands sailed again on Monday, the office said. ");
  add(f, "</description></item>");
}

static struct feed *make_feed(int items) {
  struct feed *f = calloc(1, sizeof *f);
  if (f == NULL) die("memory");
  add(f, "<rss version='2.0'><channel><title>Source ");
  add_number(f);
  add(f, "</title><link>/</link>");
  for (int i = 0; i < items; i++)
    add_item(f, i, items == 1 ? 0 : (size_t)(LOOP_BODY - 200) * (size_t)(i + 1) / LOOP_ITEMS);
  add(f, "<!-- ");
  while (f->n < LOOP_BODY - 100) add(f, "nothing of this is read: the body alone has its size ");
  add(f, "--></channel></rss>");
  return f;
}

static void make_feeds(void) {
  if (plain != NULL) return;
  plain = make_feed(1);
  news = make_feed(LOOP_ITEMS);
}

static size_t put_feed(char *to, const struct feed *f, int number) {
  char digits[DIGITS + 4];
  snprintf(digits, sizeof digits, "%0*d", DIGITS, number);
  memcpy(to, f->text, f->n);
  for (size_t i = 0; i < f->n_numbers; i++) memcpy(to + f->number_at[i], digits, DIGITS);
  return f->n;
}

size_t loop_server_feed(char **body, int round, int source) {
  make_feeds();
  *body = malloc(ROOM);
  if (*body == NULL) die("memory");
  return put_feed(*body, news, round * ROUND + source);
}

/* ---- the own one ---- */

struct client {
  int fd;
  char in[REQUEST];
  size_t n;
  char out[ROOM + 1000];
  size_t out_n, sent;
  double at; /* when the answer is sent */
  struct client *next;
};

struct line { /* of those that wait, the first one first */
  struct client *first, **end;
};
static struct line waits = {NULL, &waits.first}, slow = {NULL, &slow.first};
static struct loop_seen *counted;

static void wait_in(struct line *l, struct client *c, int ms) {
  c->at = loop_now() + ms / 1e3;
  c->next = NULL;
  *l->end = c;
  l->end = &c->next;
}

static void answer(struct client *c) {
  const char kind = c->n > 5 ? c->in[5] : 'u';
  const int source = c->n > 7 ? atoi(c->in + 7) : 0, validators = kind == 'c' || kind == 'w';
  c->sent = 0;
  if (validators && strstr(c->in, "If-None-Match:") != NULL) {
    c->out_n = (size_t)sprintf(c->out, "HTTP/1.1 304 Not Modified\r\nETag: \"%d\"\r\n\r\n", source);
    return;
  }
  const struct feed *f = kind == 'n' ? news : plain;
  c->out_n = (size_t)sprintf(
      c->out, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %zu\r\n", f->n);
  if (validators) c->out_n += (size_t)sprintf(c->out + c->out_n, "ETag: \"%d\"\r\n", source);
  c->out_n += (size_t)sprintf(c->out + c->out_n, "\r\n");
  c->out_n += put_feed(c->out + c->out_n, f, kind == 'n' ? counted->round * ROUND + source : source);
}

static int flush(struct client *c) {
  while (c->sent < c->out_n) {
    const ssize_t k = send(c->fd, c->out + c->sent, c->out_n - c->sent, MSG_NOSIGNAL);
    if (k <= 0) return 0;
    c->sent += (size_t)k;
  }
  return 1;
}

/* 1: it is answered later. */
static int put_off(struct client *c) {
  const char kind = c->n > 5 ? c->in[5] : 'u';
  if (kind == 'w') counted->n++;
  if (kind == 'w') wait_in(&waits, c, LOOP_WAIT_MS);
  if (kind == 's') wait_in(&slow, c, LOOP_SLOW_MS);
  return kind == 'w' || kind == 's';
}

/* 0: it has gone. */
static int serve_client(struct client *c) {
  if (c->sent < c->out_n && !flush(c)) return 1;
  for (;;) {
    const ssize_t k = recv(c->fd, c->in + c->n, sizeof c->in - 1 - c->n, 0);
    if (k == 0) return 0;
    if (k < 0) return errno == EAGAIN || errno == EINTR;
    c->n += (size_t)k;
    c->in[c->n] = '\0';
    if (strstr(c->in, "\r\n\r\n") == NULL) continue;
    if (put_off(c)) return 1;
    answer(c);
    c->n = 0;
    if (!flush(c)) return 1;
  }
}

/* Answer those whose time has come; ms until the next one, -1: there is none. */
static int step(struct line *l) {
  struct client *c;
  while ((c = l->first) != NULL) {
    const double left = c->at - loop_now();
    if (left > 0) return 1 + (int)(left * 1000);
    l->first = c->next;
    if (l->first == NULL) l->end = &l->first;
    answer(c);
    c->n = 0;
    flush(c);
  }
  return -1;
}

static int waits_somewhere(const struct client *c) {
  for (const struct client *i = waits.first; i != NULL; i = i->next)
    if (i == c) return 1;
  for (const struct client *i = slow.first; i != NULL; i = i->next)
    if (i == c) return 1;
  return 0;
}

static void accept_client(int e, int listener) {
  const int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK), on = 1;
  struct client *c = fd >= 0 ? calloc(1, sizeof *c) : NULL;
  if (c == NULL) return;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  c->fd = fd;
  struct epoll_event ev = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
  epoll_ctl(e, EPOLL_CTL_ADD, fd, &ev);
}

static void serve(int listener) {
  struct epoll_event ev = {.events = EPOLLIN, .data.ptr = NULL}, got[64];
  const int e = epoll_create1(0);
  epoll_ctl(e, EPOLL_CTL_ADD, listener, &ev);
  for (;;) {
    const int a = step(&waits), b = step(&slow);
    const int n = epoll_wait(e, got, 64, a < 0 ? b : b < 0 || a < b ? a : b);
    for (int i = 0; i < n; i++) {
      struct client *c = got[i].data.ptr;
      if (c == NULL) accept_client(e, listener);
      else if (!serve_client(c)) {
        close(c->fd);
        if (!waits_somewhere(c)) free(c); /* else its answer is sent to nobody, and it is lost */
      }
    }
  }
}

static int open_port(int *port, int backlog) {
  struct sockaddr_in a = {.sin_family = AF_INET};
  socklen_t size = sizeof a;
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(s, (struct sockaddr *)&a, sizeof a) != 0 || listen(s, backlog) != 0) die("a port");
  getsockname(s, (struct sockaddr *)&a, &size);
  *port = ntohs(a.sin_port);
  return s;
}

pid_t loop_server_own(int *port, struct loop_seen **seen) {
  const int s = open_port(port, 1000);
  make_feeds();
  *seen = counted = mmap(NULL, sizeof **seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (counted == MAP_FAILED) die("mmap");
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve(s);
  }
  close(s);
  return child;
}

/* ---- nginx ---- */

static void write_file(const char *path, const char *p, size_t n) {
  FILE *f = fopen(path, "w");
  if (f == NULL || fwrite(p, 1, n, f) != n || fclose(f) != 0) die(path);
}

static void write_nginx_conf(const char *path, const char *folder, int port) {
  FILE *f = fopen(path, "w");
  if (f == NULL) die(path);
  fprintf(f, "daemon off; worker_processes 1; pid %s/pid; error_log %s/errors;\n%s", folder, folder,
          geteuid() == 0 ? "user root;\n" : "");
  fprintf(f, "events { worker_connections 2000; }\nhttp {\n  access_log off; sendfile on; tcp_nodelay on;\n"
             "  keepalive_requests 100000000; keepalive_timeout 600; open_file_cache max=5000;\n"
             "  default_type application/rss+xml;\n");
  static const char *const kept[] = {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};
  for (int i = 0; i < 5; i++) fprintf(f, "  %s_temp_path %s/%s;\n", kept[i], folder, kept[i]);
  fprintf(f,
          "  server {\n    listen %d backlog=1000; root %s/www;\n"
          "    location /u/ { rewrite ^ /plain break; etag off; if_modified_since off; add_header "
          "Last-Modified \"\"; }\n"
          "    location /c/ { rewrite ^ /plain break; }\n"
          "    location /n/ { open_file_cache off; etag off; if_modified_since off; add_header Last-Modified "
          "\"\"; }\n  }\n}\n",
          port, folder);
  fclose(f);
}

/* Does somebody listen? */
static int answers(int port) {
  const struct sockaddr_in a = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const int s = socket(AF_INET, SOCK_STREAM, 0), rc = connect(s, (const struct sockaddr *)&a, sizeof a);
  close(s);
  return rc == 0;
}

pid_t loop_server_nginx(const char *folder, int *port) {
  char here[3000], path[3100];
  int status;
  make_feeds();
  snprintf(path, sizeof path, "%s/www", folder);
  mkdir(path, 0755);
  snprintf(path, sizeof path, "%s/www/n", folder);
  mkdir(path, 0755);
  if (realpath(folder, here) == NULL) die(folder);
  snprintf(path, sizeof path, "%s/www/plain", here);
  write_file(path, plain->text, plain->n);
  close(open_port(port, 1));
  snprintf(path, sizeof path, "%s/nginx.conf", here);
  write_nginx_conf(path, here, *port);
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (freopen("/dev/null", "w", stderr) == NULL) _exit(127);
    execlp("nginx", "nginx", "-c", path, (char *)NULL);
    execl("/usr/sbin/nginx", "nginx", "-c", path, (char *)NULL);
    _exit(127);
  }
  for (int i = 0; i < 500 && !answers(*port); i++) {
    if (waitpid(child, &status, WNOHANG) == child) return 0;
    usleep(10000);
  }
  return child;
}

void loop_server_round(const char *folder, struct loop_seen *seen, int round, int n) {
  char path[3100], *body;
  seen->round = round;
  for (int i = 0; i < n; i++) {
    const size_t size = loop_server_feed(&body, round, i);
    snprintf(path, sizeof path, "%s/www/n/%d", folder, i);
    if (access(folder, W_OK) == 0) write_file(path, body, size);
    free(body);
  }
}
