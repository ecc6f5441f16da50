/* bench/bench_fetch.c - fetches a second of whole passes, beside a bare curl-multi loop in the same run.
 *
 *   bench-fetch TIDINGS FOLDER [N [TURNS]]
 *
 * A web server (nginx, else one of our own) answers on 64 addresses of the loopback for N sources (default 8000).
 * Server, loop and program share the processors, and all figures are medians of TURNS turns (default 5).
 *
 *   unchanged, 304   `run --once`, whole, with start and end, when the bodies of 40 KB are those of the pass before,
 *                    and when the server says so; the loop asks for the same, one connection to each address
 *   new              N/8 sources have 20 new items each; beside it what must be done, each alone: the loop, the feed's
 *                    parser, the appends to a store
 *   among others     `run` with 1,000 good sources, due each second, whose server answers after 50 ms: alone, and
 *                    among 100 at which no server answers, 100 whose server takes 4 s, and 100 whose name server is
 *                    silent, all as often; the polls of good ones that their server sees in ten seconds
 */
#include "loop_server.h"
#include "record/plain_text.h"
#include "store/store_open.h"
#include "worker/inproc.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  HOSTS = 64,
  MAX_TURNS = 100,
  BATCH = 100,
  OTHERS = 100 /* of each kind */,
  SHORT = 1000,
  SECONDS = 10
};

static void die(const char *what) {
  fprintf(stderr, "bench-fetch: %s\n", what);
  exit(1);
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(const double *v, int n) {
  double sorted[MAX_TURNS];
  memcpy(sorted, v, (size_t)n * sizeof *v);
  qsort(sorted, (size_t)n, sizeof *sorted, by_size);
  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* ---- the loop ---- */

static size_t drop(char *p, size_t size, size_t n, void *arg) {
  (void)p;
  *(size_t *)arg += size * n;
  return size * n;
}

static void ask(CURLM *m, CURL *c, int port, char kind, int source) {
  char url[200];
  snprintf(url, sizeof url, "http://127.0.1.%d:%d/%c/%d", source % HOSTS + 1, port, kind, source);
  curl_easy_setopt(c, CURLOPT_URL, url);
  curl_multi_add_handle(m, c);
}

static size_t keep_tag(char *p, size_t size, size_t n, void *arg) {
  char *tag = arg;
  if (size * n > 6 && size * n < 200 && strncasecmp(p, "ETag:", 5) == 0)
    snprintf(tag, 300, "If-None-Match: %.*s", (int)(size * n - strcspn(p, " ") - 3), p + strcspn(p, " ") + 1);
  return size * n;
}

/* The header that asks for a 304. */
static struct curl_slist *validator(int port) {
  char url[100], tag[300] = "";
  size_t bytes = 0;
  CURL *c = curl_easy_init();
  snprintf(url, sizeof url, "http://127.0.1.1:%d/c/0", port);
  curl_easy_setopt(c, CURLOPT_URL, url);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &bytes);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, keep_tag);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, (void *)tag);
  if (curl_easy_perform(c) != CURLE_OK || tag[0] == '\0') die("the server gives no ETag");
  curl_easy_cleanup(c);
  return curl_slist_append(NULL, tag);
}

/* Seconds.  Each handle asks one host, one source behind the other. */
static double bare_loop(int port, char kind, int n) {
  CURLM *m = curl_multi_init();
  CURL *handle[HOSTS];
  struct curl_slist *headers = kind == 'c' ? validator(port) : NULL;
  int next[HOSTS], running = 1, left;
  size_t bytes = 0;
  const double began = loop_now();
  for (int i = 0; i < HOSTS; i++) {
    handle[i] = curl_easy_init();
    curl_easy_setopt(handle[i], CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(handle[i], CURLOPT_WRITEDATA, &bytes);
    curl_easy_setopt(handle[i], CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle[i], CURLOPT_PRIVATE, &next[i]);
    next[i] = i;
    if (i < n) ask(m, handle[i], port, kind, i);
  }
  while (running > 0) {
    CURLMsg *msg;
    curl_multi_perform(m, &running);
    while ((msg = curl_multi_info_read(m, &left)) != NULL) {
      CURL *c = msg->easy_handle;
      int *at;
      if (msg->data.result != CURLE_OK) die(curl_easy_strerror(msg->data.result));
      curl_easy_getinfo(c, CURLINFO_PRIVATE, (char **)&at);
      curl_multi_remove_handle(m, c);
      *at += HOSTS;
      if (*at < n) ask(m, c, port, kind, *at), running++;
    }
    if (running > 0) curl_multi_poll(m, NULL, 0, 1000, NULL);
  }
  const double seconds = loop_now() - began;
  for (int i = 0; i < HOSTS; i++) curl_easy_cleanup(handle[i]);
  curl_multi_cleanup(m);
  curl_slist_free_all(headers);
  if ((bytes > 0) == (kind == 'c')) die("the loop got something else than it asked for");
  return seconds;
}

/* ---- the program ---- */

struct bench {
  const char *tidings, *folder;
  char conf[1000], store[1000];
  int port, n, turns;
  double cpu; /* of the last pass: seconds of the processor, of the program and its workers */
};

static FILE *begin_conf(struct bench *b, const char *name, const char *fetch) {
  snprintf(b->conf, sizeof b->conf, "%s/%s.yaml", b->folder, name);
  snprintf(b->store, sizeof b->store, "%s/%s.db", b->folder, name);
  FILE *f = fopen(b->conf, "w");
  if (f == NULL) die(b->conf);
  fprintf(f, "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s }, %s }\npipeline: []\nsources:\n",
          fetch);
  return f;
}

static void use_sources(struct bench *b, char kind, int n) {
  const char name[] = {kind, '\0'};
  FILE *f = begin_conf(b, name, "total: 64");
  for (int i = 0; i < n; i++)
    fprintf(f, "  - { id: s%d, url: \"http://127.0.1.%d:%d/%c/%d\", parse: feed }\n", i, i % HOSTS + 1,
            b->port, kind, i);
  fclose(f);
}

/* Seconds. */
static double pass(struct bench *b) {
  const double began = loop_now();
  const pid_t child = fork();
  struct rusage used;
  int status;
  if (child == 0) {
    execl(b->tidings, b->tidings, "run", "--once", "-qq", "--config", b->conf, "--store", b->store,
          (char *)NULL);
    _exit(127);
  }
  wait4(child, &status, 0, &used);
  const double seconds = loop_now() - began;
  b->cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  if (!WIFEXITED(status) ||
      (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3)) /* 3: some sources failed */
    fprintf(stderr, "bench-fetch: the program ended with status %d\n", status);
  return seconds;
}

/* What the turns measured. */
struct figures {
  double alone[MAX_TURNS], whole[MAX_TURNS], ratio[MAX_TURNS], cpu[MAX_TURNS];
};

static void note(struct figures *f, int turn, double alone, double whole, double cpu) {
  f->alone[turn] = alone;
  f->whole[turn] = whole;
  f->ratio[turn] = alone / whole;
  f->cpu[turn] = cpu;
}

static void tell(const char *what, const char *alone, const struct figures *f, int turns, int n) {
  double low = f->ratio[0], high = f->ratio[0];
  for (int i = 1; i < turns; i++) {
    if (f->ratio[i] < low) low = f->ratio[i];
    if (f->ratio[i] > high) high = f->ratio[i];
  }
  printf("%-10s %7.0f/s, %5.0f us of the processor each; %s %7.0f/s; %.2f of it (%.2f to %.2f)\n", what,
         n / median(f->whole, turns), 1e6 * median(f->cpu, turns) / n, alone, n / median(f->alone, turns),
         median(f->ratio, turns), low, high);
  fflush(stdout);
}

/* kind c: beside the loop over the bodies as well, which is what a reader without validators would do. */
static void measure_polls(struct bench *b, char kind, const char *what) {
  struct figures f, bodies;
  use_sources(b, kind, b->n);
  unlink(b->store);
  pass(b);
  for (int i = 0; i < b->turns; i++) {
    const double alone = bare_loop(b->port, kind, b->n),
                 all = kind == 'c' ? bare_loop(b->port, 'u', b->n) : alone, whole = pass(b);
    note(&f, i, alone, whole, b->cpu);
    note(&bodies, i, all, whole, b->cpu);
  }
  tell(what, "bare loop", &f, b->turns, b->n);
  if (kind == 'c') tell("", "bare loop over the bodies", &bodies, b->turns, b->n);
}

/* ---- new items ---- */

static struct inproc *open_parser(void) {
  char why[500];
  static const struct option_value quiet[] = {{"follow", "never"}};
  struct inproc *p =
      inproc_open(TIDINGS_BUILD_DIR "/plugins/parse-feed.so", "feed", quiet, 1, why, sizeof why);
  if (p == NULL) die(why);
  return p;
}

static void must(struct store *s, int rc) {
  if (rc < 0) die(store_error(s));
}

static void append(struct store *s, const tdg_rec *r, int source, uint64_t number) {
  char id[20];
  struct buf text = buf_make(1 << 20);
  rec_text(&text, r);
  snprintf(id, sizeof id, "s%d", source);
  struct tdg_row row = {.size = sizeof row,
                        .kind = TDG_ARTICLE,
                        .version = 1,
                        .first_seen = 1700000000000,
                        .work = {number * 0x9E3779B97F4A7C15u, number},
                        .content = {number, 1},
                        .by = {"", 0},
                        .headline = {"", 0},
                        .source = {id, strlen(id)},
                        .publisher = {"", 0},
                        .language = {"en", 2},
                        .url = rec_get(r, TDG_URL, 0),
                        .native_id = rec_get(r, TDG_NATIVE_ID, 0),
                        .title = rec_get(r, TDG_TITLE, 0),
                        .text = {text.p != NULL ? text.p : "", text.n},
                        .wire = rec_bytes(r)};
  row.id = s->ops->new_id(s->handle, row.first_seen);
  must(s, s->ops->record_append(s->handle, &row));
  buf_free(&text);
}

/* The items of a reply, in transactions of BATCH; *open: appended in the present one. */
static void append_all(struct store *s, const struct inproc_reply *reply, int source, int *open) {
  static uint64_t number;
  for (size_t i = 0; i < reply->n; i++) {
    if (rec_kind(reply->recs[i]) != TDG_ARTICLE) continue;
    if (*open == 0) must(s, s->ops->begin(s->handle));
    append(s, reply->recs[i], source, ++number);
    if (++*open < BATCH) continue;
    must(s, s->ops->commit(s->handle));
    *open = 0;
  }
}

/* Seconds of the parser and of the store, for n feeds of a round. */
static void parse_and_append(struct inproc *parser, struct store *s, int round, int n, double *parse,
                             double *stored) {
  int open = 0;
  double t;
  *parse = *stored = 0;
  for (int i = 0; i < n; i++) {
    struct arena a = {0};
    struct inproc_reply reply;
    char *body;
    tdg_rec *doc = rec_new(&a, TDG_DOC);
    rec_put_str(doc, TDG_URL, "http://127.0.1.1/n/1");
    const size_t size = loop_server_feed(&body, round, i);
    rec_put(doc, TDG_BODY, body, size);
    t = loop_now();
    inproc_call(parser, INPROC_RUN, doc, 1767700000000, &reply);
    *parse += loop_now() - t;
    if (reply.status != TDG_OK || reply.n <= LOOP_ITEMS) die("the parser did not read the feed");
    t = loop_now();
    append_all(s, &reply, i, &open);
    *stored += loop_now() - t;
    free(body);
    arena_free(&a);
  }
  t = loop_now();
  if (open > 0) must(s, s->ops->commit(s->handle));
  *stored += loop_now() - t;
}

static void measure_new(struct bench *b, struct loop_seen *seen) {
  char path[1000], message[STORE_MESSAGE];
  struct figures f;
  double fetch[MAX_TURNS], parse[MAX_TURNS], stored[MAX_TURNS];
  const int n = b->n / 8 > 0 ? b->n / 8 : 1;
  struct inproc *parser = open_parser();
  snprintf(path, sizeof path, "%s/alone.db", b->folder);
  unlink(path);
  static const char *const plugins[] = {TIDINGS_BUILD_DIR "/plugins", NULL};
  struct store *s = store_open("sqlite", path, TDG_STORE_CREATE, plugins, message, sizeof message, NULL);
  if (s == NULL) die(message);
  use_sources(b, 'n', n);
  unlink(b->store);
  loop_server_round(b->folder, seen, 1, n);
  pass(b);
  for (int i = 0; i < b->turns; i++) {
    loop_server_round(b->folder, seen, 2 + i, n);
    fetch[i] = bare_loop(b->port, 'n', n);
    parse_and_append(parser, s, 2 + i, n, &parse[i], &stored[i]);
    const double whole = pass(b);
    note(&f, i, fetch[i] + parse[i] + stored[i], whole, b->cpu);
  }
  tell("new", "one after the other", &f, b->turns, n);
  printf("           alone, of each: fetch %.0f us, parse %.0f us, append %.0f us\n",
         1e6 * median(fetch, b->turns) / n, 1e6 * median(parse, b->turns) / n,
         1e6 * median(stored, b->turns) / n);
  inproc_close(parser);
  store_close(s);
}

/* ---- good ones among others ---- */

/* In a mount namespace of our own names are asked of a server that never answers.  0: that cannot be had. */
static int use_silent_names(const char *folder) {
  char path[1000];
  const struct sockaddr_in a = {
      .sin_family = AF_INET, .sin_port = htons(53), .sin_addr.s_addr = htonl(0x7f00004d)}; /* 127.0.0.77 */
  const int s = socket(AF_INET, SOCK_DGRAM, 0);
  snprintf(path, sizeof path, "%s/resolv.conf", folder);
  FILE *f = fopen(path, "w");
  if (f == NULL) die(path);
  fprintf(f, "nameserver 127.0.0.77\n");
  fclose(f);
  return bind(s, (const struct sockaddr *)&a, sizeof a) == 0 && unshare(CLONE_NEWNS) == 0 &&
         mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount(path, "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0;
}

static void put_good(FILE *f, int port, int n) {
  for (int i = 0; i < n; i++)
    fprintf(f, "  - { id: s%d, url: \"http://127.4.%d.%d:%d/w/%d\", parse: feed }\n", i, i / 250, i % 250 + 1,
            port, i);
}

static void put_others(FILE *f, int port, int names) {
  for (int i = 0; i < OTHERS; i++) {
    fprintf(f, "  - { id: dead%d, url: \"http://127.0.2.%d:1/\", parse: feed }\n", i, i + 1);
    fprintf(f, "  - { id: slow%d, url: \"http://127.0.3.%d:%d/s/%d\", parse: feed }\n", i, i + 1, port, i);
    if (names) fprintf(f, "  - { id: mute%d, url: \"http://mute%d.example/\", parse: feed }\n", i, i);
  }
}

/* Good ones a second while the program runs, when all have been polled. */
static double good_rate(const struct bench *b, struct loop_seen *seen, int n) {
  const int seconds = n < SHORT ? 1 : SECONDS;
  const pid_t child = fork();
  if (child == 0) {
    execl(b->tidings, b->tidings, "run", "-qq", "--config", b->conf, "--store", b->store, (char *)NULL);
    _exit(127);
  }
  seen->n = 0;
  for (int i = 0; i < 600 && seen->n < 2 * n; i++) usleep(50000);
  if (seen->n < 2 * n) die("not all good ones were polled");
  seen->n = 0;
  const double began = loop_now();
  usleep((unsigned)seconds * 1000000);
  const double rate = seen->n / (loop_now() - began);
  kill(child, SIGTERM);
  waitpid(child, NULL, 0);
  return rate;
}

static void measure_others(struct bench *b, struct loop_seen *seen, int own_port) {
  struct bench alone = *b, among = *b;
  double rate[2][MAX_TURNS], ratio[MAX_TURNS];
  const int n = b->n < SHORT ? b->n : SHORT, names = use_silent_names(b->folder);
  static const char often[] = "timeout: 5s, interval: { min: 1s, max: 1s, jitter: 0% }";
  FILE *f = begin_conf(&alone, "alone", often);
  put_good(f, own_port, n);
  fclose(f);
  f = begin_conf(&among, "among", often);
  put_others(f, own_port, names);
  put_good(f, own_port, n);
  fclose(f);
  for (int i = 0; i < b->turns; i++) {
    unlink(alone.store);
    unlink(among.store); /* the others are not yet known to it */
    rate[0][i] = good_rate(&alone, seen, n);
    rate[1][i] = good_rate(&among, seen, n);
    ratio[i] = rate[1][i] / rate[0][i];
  }
  printf("%d good sources alone: %.0f/s; among 100 dead, 100 slow%s: %.0f/s; %.2f of it\n", n,
         median(rate[0], b->turns), names ? ", 100 of silent names" : " (the names need root)",
         median(rate[1], b->turns), median(ratio, b->turns));
}

int main(int argc, char **argv) {
  struct bench b = {.n = argc > 3 ? atoi(argv[3]) : 8000, .turns = argc > 4 ? atoi(argv[4]) : 5};
  struct loop_seen *seen;
  int own_port;
  if (argc < 3 || b.n < 1 || b.turns < 1 || b.turns > MAX_TURNS)
    return (fprintf(stderr, "usage: bench-fetch TIDINGS FOLDER [N [TURNS]]\n"), 2);
  b.tidings = argv[1];
  b.folder = argv[2];
  mkdir(b.folder, 0755);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const pid_t own = loop_server_own(&own_port, &seen), nginx = loop_server_nginx(b.folder, &b.port);
  if (nginx == 0) b.port = own_port;
  printf("%d sources, %d turns, %s\n", b.n, b.turns,
         nginx != 0 ? "nginx" : "a server of our own: there is no nginx");
  measure_polls(&b, 'u', "unchanged");
  measure_polls(&b, 'c', "304");
  measure_new(&b, seen);
  measure_others(&b, seen, own_port);
  if (nginx != 0) kill(nginx, SIGTERM);
  if (nginx != 0) waitpid(nginx, NULL, 0);
  kill(own, SIGTERM);
  waitpid(own, NULL, 0);
  return 0;
}
