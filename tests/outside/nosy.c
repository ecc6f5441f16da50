/* nosy.c - a parser from outside the tree that asks for the network; a parser has no business there.  The
 * document "crowd" makes it start threads. */
#include <tidings/plugin.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void *rest(void *arg) {
  sleep(60);
  return arg;
}

/* As many threads as there can be. */
static void crowd(void) {
  pthread_attr_t small;
  pthread_t one;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  for (int i = 0; i < 20000; i++) pthread_create(&one, &small, rest, NULL);
  rest(NULL);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY); /* the port */
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(body.p))};
  (void)self;
  if (strcmp(body.p, "crowd") == 0) crowd();
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  int reached = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
  if (fd >= 0) close(fd);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, reached ? "The network was reached" : "No network");
  tdg_put_str(call, r, TDG_URL, tdg_get(call, doc, TDG_URL).p);
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.nosy", "1.0", "Asks for the network",
           TDG_PARSER(.name = "nosy", .summary = "Asks for the network", .needs = TDG_NEEDS_NET, .run = run));
