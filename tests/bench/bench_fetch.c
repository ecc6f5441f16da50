/* bench/bench_fetch.c - fetches a second of whole passes, beside a bare curl-multi loop in the same run.
 *
 *   bench-fetch TIDINGS FOLDER [N]
 *
 * A server of its own, in a child process, answers on 64 addresses of the loopback with a feed of 20 items and
 * 40 KB for each of N sources (default 2000).  Measured are the loop alone, one connection to each address; and
 * `run --once`, whole: with all items new, with the same bodies again, and with "304 Not Modified".  Server,
 * loop and program share the processors.  FOLDER is made, and has the stores.
 *
 * Then N/2 good sources are polled alone, and among 100 at which no server answers and 100 whose server is silent: the
 * time from the first request of a good one to the answer of the last, as the server sees it.
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  HOSTS = 64,
  ITEMS = 20,
  BODY = 40 << 10,
  ROOM = 64 << 10,
  REQUEST = 8192,
  DIGITS = 7,
  NUMBERS = 1 + 3 * ITEMS,
  OTHERS = 100 /* of each kind */
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the server ---- */

/* What it has seen since that was cleared; shared with the other process. */
static struct seen {
  double first, last;
  int n;
} * seen;

struct client {
  int fd;
  char in[REQUEST];
  size_t n;
  char out[ROOM + 1000];
  size_t out_n, sent;
};

/* The feed of a source: what differs are its numbers, so it is written once, and the numbers are put in. */
static char feed[ROOM];
static size_t feed_n, number_at[NUMBERS], n_numbers;

static void add(const char *text) {
  const size_t n = strlen(text);
  memcpy(feed + feed_n, text, n);
  feed_n += n;
}

static void add_number(void) {
  number_at[n_numbers++] = feed_n;
  add("0000000");
}

static void make_feed(void) {
  add("<rss version='2.0'><channel><title>Source ");
  add_number();
  add("</title><link>/</link>");
  for (int i = 0; i < ITEMS; i++) {
    char text[100];
    snprintf(text, sizeof text, "<item><title>Report %d of source ", i);
    add(text);
    add_number();
    snprintf(text, sizeof text, "</title><guid isPermaLink='false'>%d-", i);
    add(text);
    add_number();
    add("</guid><description>Source ");
    add_number();
    while (feed_n < (size_t)(BODY - 200) * (size_t)(i + 1) / ITEMS)
      add(": the ferry between the islands sailed again on Monday, the office said. ");
    add("</description></item>");
  }
  add("</channel></rss>");
}

static void put_feed(char *to, int source) {
  char number[DIGITS + 4];
  snprintf(number, sizeof number, "%0*d", DIGITS, source);
  memcpy(to, feed, feed_n);
  for (size_t i = 0; i < n_numbers; i++) memcpy(to + number_at[i], number, DIGITS);
}

/* /u/N: the feed; /c/N: the feed with an ETag, or 304. */
static void answer(struct client *c) {
  const int source = c->n > 7 ? atoi(c->in + 7) : 0, validators = c->n > 6 && c->in[5] == 'c';
  c->sent = 0;
  if (validators && strstr(c->in, "If-None-Match:") != NULL) {
    c->out_n = (size_t)sprintf(c->out, "HTTP/1.1 304 Not Modified\r\nETag: \"%d\"\r\n\r\n", source);
    return;
  }
  c->out_n = (size_t)sprintf(
      c->out, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %zu\r\n", feed_n);
  if (validators) c->out_n += (size_t)sprintf(c->out + c->out_n, "ETag: \"%d\"\r\n", source);
  c->out_n += (size_t)sprintf(c->out + c->out_n, "\r\n");
  put_feed(c->out + c->out_n, source);
  c->out_n += feed_n;
}

static int flush(struct client *c) {
  while (c->sent < c->out_n) {
    const ssize_t k = send(c->fd, c->out + c->sent, c->out_n - c->sent, MSG_NOSIGNAL);
    if (k <= 0) return 0;
    c->sent += (size_t)k;
  }
  return 1;
}

static int serve_client(struct client *c) {
  if (c->sent < c->out_n && !flush(c)) return 1;
  for (;;) {
    const ssize_t k = recv(c->fd, c->in + c->n, sizeof c->in - 1 - c->n, 0);
    if (k == 0) return 0;
    if (k < 0) return 1;
    c->n += (size_t)k;
    c->in[c->n] = '\0';
    if (strstr(c->in, "\r\n\r\n") == NULL) continue;
    if (seen->n++ == 0) seen->first = now();
    answer(c);
    seen->last = now();
    c->n = 0;
    if (!flush(c)) return 1;
  }
}

static void serve(int listener) {
  struct epoll_event ev = {.events = EPOLLIN, .data.ptr = NULL}, got[64];
  const int e = epoll_create1(0), on = 1;
  epoll_ctl(e, EPOLL_CTL_ADD, listener, &ev);
  for (;;) {
    const int n = epoll_wait(e, got, 64, -1);
    for (int i = 0; i < n; i++) {
      struct client *c = got[i].data.ptr;
      if (c == NULL) {
        const int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        c = calloc(1, sizeof *c);
        c->fd = fd;
        ev = (struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
        epoll_ctl(e, EPOLL_CTL_ADD, fd, &ev);
      } else if (!serve_client(c)) {
        close(c->fd);
        free(c);
      }
    }
  }
}

static pid_t start_server(int *port) {
  struct sockaddr_in a = {.sin_family = AF_INET};
  socklen_t size = sizeof a;
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(s, (struct sockaddr *)&a, sizeof a) != 0 || listen(s, 1000) != 0) exit(1);
  getsockname(s, (struct sockaddr *)&a, &size);
  *port = ntohs(a.sin_port);
  const pid_t child = fork();
  if (child == 0) serve(s);
  close(s);
  return child;
}

/* ---- the loop ---- */

static size_t drop(char *p, size_t size, size_t n, void *arg) {
  (void)p;
  *(size_t *)arg += size * n;
  return size * n;
}

static void ask(CURLM *m, CURL *c, int port, int source) {
  char url[200];
  snprintf(url, sizeof url, "http://127.0.1.%d:%d/u/%d", source % HOSTS + 1, port, source);
  curl_easy_setopt(c, CURLOPT_URL, url);
  curl_multi_add_handle(m, c);
}

/* Each handle asks one host, one source behind the other. */
static double bare_loop(int port, int n) {
  CURLM *m = curl_multi_init();
  CURL *handle[HOSTS];
  int next[HOSTS], running = 1, left;
  size_t bytes = 0;
  const double began = now();
  for (int i = 0; i < HOSTS; i++) {
    handle[i] = curl_easy_init();
    curl_easy_setopt(handle[i], CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(handle[i], CURLOPT_WRITEDATA, &bytes);
    curl_easy_setopt(handle[i], CURLOPT_PRIVATE, &next[i]);
    next[i] = i;
    if (i < n) ask(m, handle[i], port, i);
  }
  while (running > 0) {
    CURLMsg *msg;
    curl_multi_perform(m, &running);
    while ((msg = curl_multi_info_read(m, &left)) != NULL) {
      CURL *c = msg->easy_handle;
      int *at;
      if (msg->data.result != CURLE_OK)
        exit((fprintf(stderr, "bench-fetch: %s\n", curl_easy_strerror(msg->data.result)), 1));
      curl_easy_getinfo(c, CURLINFO_PRIVATE, (char **)&at);
      curl_multi_remove_handle(m, c);
      *at += HOSTS;
      if (*at < n) ask(m, c, port, *at), running++;
    }
    if (running > 0) curl_multi_poll(m, NULL, 0, 1000, NULL);
  }
  for (int i = 0; i < HOSTS; i++) curl_easy_cleanup(handle[i]);
  curl_multi_cleanup(m);
  if (bytes < (size_t)n * BODY / 2) exit((fprintf(stderr, "bench-fetch: %zu bytes only\n", bytes), 1));
  return now() - began;
}

/* ---- the program ---- */

static void write_conf(const char *path, const char *fetch, int port, int n, char kind) {
  FILE *f = fopen(path, "w");
  if (f == NULL) exit((perror(path), 1));
  fprintf(f, "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s }, %s }\npipeline: []\nsources:\n",
          fetch);
  for (int i = 0; i < n; i++)
    fprintf(f, "  - { id: s%d, url: \"http://127.0.1.%d:%d/%c/%d\", parse: feed }\n", i, i % HOSTS + 1, port,
            kind, i);
  fclose(f);
}

/* Seconds; *cpu: those of the processor, of the program and its workers. */
static double pass(const char *tidings, const char *conf, const char *store, double *cpu) {
  const double began = now();
  const pid_t child = fork();
  struct rusage used;
  int status;
  if (child == 0) {
    execl(tidings, tidings, "run", "--once", "-q", "--config", conf, "--store", store, (char *)NULL);
    _exit(127);
  }
  wait4(child, &status, 0, &used);
  *cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    fprintf(stderr, "bench-fetch: the program ended with %d\n", WEXITSTATUS(status));
  return now() - began;
}

/* ---- good ones among others ---- */

/* The kernel accepts connections to it; nobody answers. */
static int silent_port(int *s) {
  struct sockaddr_in a = {.sin_family = AF_INET};
  socklen_t size = sizeof a;
  *s = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(*s, (struct sockaddr *)&a, sizeof a) != 0 || listen(*s, 10 * OTHERS) != 0) exit(1);
  getsockname(*s, (struct sockaddr *)&a, &size);
  return ntohs(a.sin_port);
}

static void add_others(const char *path, int port) {
  FILE *f = fopen(path, "a");
  if (f == NULL) exit((perror(path), 1));
  for (int i = 0; i < OTHERS; i++) {
    fprintf(f, "  - { id: dead%d, url: \"http://127.0.2.%d:1/\", parse: feed }\n", i, i + 1);
    fprintf(f, "  - { id: silent%d, url: \"http://127.0.3.%d:%d/\", parse: feed }\n", i, i + 1, port);
  }
  fclose(f);
}

/* Good fetches a second, in the second pass over them. */
static double among(const char *tidings, const char *folder, int port, int n, int silent) {
  char conf[600], store[600];
  double cpu;
  snprintf(conf, sizeof conf, "%s/others%d.yaml", folder, silent != 0);
  snprintf(store, sizeof store, "%s/others%d.db", folder, silent != 0);
  unlink(store);
  write_conf(conf, "timeout: 5s", port, n, 'c');
  pass(tidings, conf, store, &cpu);
  if (silent != 0) add_others(conf, silent); /* the program then ends with 3 */
  *seen = (struct seen){0};
  pass(tidings, conf, store, &cpu);
  if (seen->n < n) exit((fprintf(stderr, "bench-fetch: %d of %d good ones were polled\n", seen->n, n), 1));
  return seen->n / (seen->last - seen->first);
}

static void tell(const char *what, double seconds, double cpu, int n, double bare) {
  printf("%-32s %6.2f s %7.0f fetches/s %6.2f of the bare loop", what, seconds, n / seconds, bare / seconds);
  if (cpu > 0) printf(" %6.2f s of the processor", cpu);
  printf("\n");
  fflush(stdout);
}

int main(int argc, char **argv) {
  char conf[2][500], store[2][500];
  const int n = argc > 3 ? atoi(argv[3]) : 2000;
  double cpu;
  int port;
  if (argc < 3 || n < 1) return (fprintf(stderr, "usage: bench-fetch TIDINGS FOLDER [N]\n"), 2);
  mkdir(argv[2], 0755);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (seen == MAP_FAILED) return (perror("mmap"), 1);
  make_feed();
  const pid_t server = start_server(&port);
  for (int k = 0; k < 2; k++) {
    snprintf(conf[k], sizeof conf[k], "%s/%c.yaml", argv[2], "uc"[k]);
    snprintf(store[k], sizeof store[k], "%s/%c.db", argv[2], "uc"[k]);
    unlink(store[k]);
    write_conf(conf[k], "total: 64", port, n, "uc"[k]);
  }
  bare_loop(port, n < 200 ? n : 200);
  const double bare = bare_loop(port, n);
  tell("a bare curl-multi loop", bare, 0, n, bare);
  static const char *const passes[] = {"run --once, all items new", "run --once, the same bodies",
                                       "run --once, 304"};
  pass(argv[1], conf[1], store[1], &cpu);
  for (int k = 0; k < 3; k++) {
    const double seconds = pass(argv[1], conf[k == 2], store[k == 2], &cpu);
    tell(passes[k], seconds, cpu, n, bare);
  }
  tell("a bare curl-multi loop, again", bare_loop(port, n), 0, n, bare);
  int listener;
  const int silent = silent_port(&listener), good = n > 1 ? n / 2 : 1;
  const double alone = among(argv[1], argv[2], port, good, 0),
               others = among(argv[1], argv[2], port, good, silent);
  printf("good sources alone: %.0f fetches/s; among 100 dead and 100 silent ones: %.0f, %.2f of that\n",
         alone, others, others / alone);
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  return 0;
}
