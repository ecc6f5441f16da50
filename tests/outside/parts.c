/* parts.c - a fetcher from outside the tree that answers in pump: a request's documents come one in each pump, after one in
 * which nothing comes.  "parts:time" comes when tdg_now_ms is 300 ms later than in run, "parts:none" never. */
#include <tidings/plugin.h>

#include <poll.h>
#include <stdio.h>

enum { PARTS = 3, MOST = 16 };

struct asked {
  int64_t number, due;
  int pumps;
  char url[100];
};
static struct asked list[MOST];
static int n;

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  struct tdg_str url = tdg_get(call, request, TDG_URL);
  struct asked *a = &list[n];
  (void)self;
  if (n == MOST) return tdg_fail(call, TDG_RETRY, "too many requests");
  *a = (struct asked){tdg_get_int(call, request, TDG_REQUEST_NO, 0), tdg_now_ms(call) + 300, 0, ""};
  snprintf(a->url, sizeof a->url, "%s", url.p);
  n++;
  return TDG_PENDING;
}

static void emit_part(tdg_call *call, const struct asked *a, int part, int more) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  char text[200];
  int length = snprintf(text, sizeof text, "Part %d of %s\n\nThe harbour office said so.\n", part, a->url);
  tdg_put_int(call, doc, TDG_REQUEST_NO, a->number);
  snprintf(text + length + 1, sizeof text - (size_t)length - 1, "%s-%d", a->url, part);
  tdg_put_str(call, doc, TDG_URL, text + length + 1);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/plain");
  tdg_put_bytes(call, doc, TDG_BODY, text, (size_t)length);
  if (more) tdg_put_int(call, doc, TDG_MORE, 1);
  tdg_emit(call, doc);
}

/* 1: it is answered. */
static int advance(tdg_call *call, struct asked *a) {
  if (strcmp(a->url, "parts:none") == 0) return 1;
  if (strcmp(a->url, "parts:time") == 0) {
    if (tdg_now_ms(call) < a->due) return 0;
    emit_part(call, a, 1, 0);
    return 1;
  }
  if (a->pumps++ == 0) return 0;
  emit_part(call, a, a->pumps - 1, a->pumps <= PARTS);
  return a->pumps > PARTS;
}

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct pollfd wake = {.fd = wake_fd, .events = POLLIN};
  (void)self;
  poll(&wake, 1, timeout_ms < 20 ? timeout_ms : 20);
  for (int i = n - 1; i >= 0; i--)
    if (advance(call, &list[i])) list[i] = list[--n];
  return n;
}

static const char *const schemes[] = {"parts", NULL};

TDG_PLUGIN("org.example.parts", "1.0", "Answers in parts",
           TDG_FETCHER(.name = "parts", .summary = "Answers in parts", .claims = schemes, .run = run,
                       .pump = pump));
