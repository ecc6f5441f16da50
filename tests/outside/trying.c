/* trying.c - components of an outside author, right and wrong, for `tidings plugin try` and `tidings plugin test`.
 *
 * The parser "diary" takes a title and paragraphs, one a line; a title that begins with ! is what it does wrong.  The
 * stage "echoes" notes how often it saw a title; "forgets" does the same, without recall.  The fetcher "slow" answers
 * from pump. */
#include <tidings/ext/state.h>
#include <tidings/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct conf {
  int64_t paragraphs;
  struct tdg_list tags;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, paragraphs, TDG_O_INT, 0, "100", 1, 1000, "At most so many."),
    TDG_OPT(struct conf, tags, TDG_O_LIST, 0, "", 0, 0, "Tags of each record."),
};

static int open_diary(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static char *volatile kept;
static volatile int sum;

__attribute__((noinline)) static void overflow(size_t n) {
  char *p = malloc(n);
  if (p == NULL) return;
  for (size_t i = 0; i <= n; i++) ((volatile char *)p)[i] = 'x';
  free(p);
}

__attribute__((noinline)) static void behind_scratch(char *p, size_t n) {
  for (size_t i = 0; i < n; i++) ((volatile char *)p)[i] = 'x';
}

__attribute__((noinline)) static void use_freed(void) {
  char *p = malloc(32);
  kept = p;
  free(p);
  sum += kept[3];
}

__attribute__((noinline)) static void leak(void) {
  kept = malloc(77);
  kept = NULL;
}

__attribute__((noinline)) static void crash(void) { *(volatile int *)(uintptr_t)16 = 1; }

static int act(tdg_call *call, tdg_rec *article, const char *what) {
  static int calls;
  char text[100];
  if (strcmp(what, "crash") == 0) fputs("last words of the diary\n", stderr), crash();
  if (strcmp(what, "exit") == 0) exit(0);
  if (strcmp(what, "scratch") == 0) behind_scratch(tdg_scratch(call, 100), 5000);
  if (strcmp(what, "loop") == 0)
    for (;;) sum++;
  if (strcmp(what, "overflow") == 0) overflow(24);
  if (strcmp(what, "freed") == 0) use_freed();
  if (strcmp(what, "leak") == 0) leak();
  if (strcmp(what, "log") == 0) tdg_log(call, TDG_LOG_INFO, "a line of the diary");
  if (strcmp(what, "bad") == 0) return tdg_fail(call, TDG_BAD_INPUT, "line 2: the ink is smeared");
  if (strcmp(what, "other") == 0) return TDG_NOT_MINE;
  snprintf(text, sizeof text, "call %d", ++calls);
  if (strcmp(what, "count") == 0) tdg_put_str(call, article, TDG_SUBTITLE, text);
  snprintf(text, sizeof text, "%p", (void *)&calls);
  if (strcmp(what, "address") == 0) tdg_put_str(call, article, TDG_SUBTITLE, text);
  return TDG_OK;
}

static struct tdg_str next_line(struct tdg_str *text) {
  const char *end = memchr(text->p, '\n', text->n);
  size_t n = end != NULL ? (size_t)(end - text->p) : text->n, whole = n + (end != NULL);
  struct tdg_str line = {text->p, n};
  text->p += whole;
  text->n -= whole;
  return line;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct conf *conf = self;
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), title = next_line(&text);
  const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  char what[100];
  int status;
  if (title.n == 0) return tdg_fail(call, TDG_BAD_INPUT, "the first line contains no title");
  tdg_put_text(call, article, TDG_TITLE, title.p, title.n);
  tdg_put_str(call, article, TDG_URL, tdg_get(call, doc, TDG_URL).p);
  for (size_t i = 0; i < conf->tags.n; i++) tdg_put_str(call, article, TDG_TAG, conf->tags.v[i].p);
  for (int64_t n = 0; text.n > 0 && n < conf->paragraphs; n++) {
    struct tdg_str line = next_line(&text);
    if (line.n > 0) tdg_block(call, article, TDG_PARAGRAPH, line.p, line.n);
  }
  snprintf(what, sizeof what, "%.*s", (int)title.n - 1, title.p + 1);
  if (title.p[0] == '!' && (status = act(call, article, what)) != TDG_OK) return status;
  if (title.p[0] == '!' && strcmp(what, "since") == 0)
    tdg_put_str(call, article, TDG_SUBTITLE, state->get(call, "since").p);
  if (title.p[0] == '!' && strcmp(what, "keep") == 0) state->set(call, "since", "7", 1);
  if (title.p[0] == '!' && strncmp(what, "request", 7) == 0) {
    tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
    tdg_put_str(call, request, TDG_URL, "https://diary.example/2");
    tdg_put_str(call, request, TDG_AS, what + 7); /* "" is not put */
    tdg_emit(call, request);
  }
  return tdg_emit(call, article);
}

/* ---- stages ---- */

enum { MAX_SEEN = 1000 };
struct seen {
  size_t n;
  char titles[MAX_SEEN][64];
};

static int open_stage(tdg_call *call, const void *conf, void **self) {
  (void)call, (void)conf;
  *self = calloc(1, sizeof(struct seen));
  return *self != NULL ? TDG_OK : TDG_INTERNAL;
}

static void remember(struct seen *s, const char *title) {
  if (s->n < MAX_SEEN) snprintf(s->titles[s->n++], sizeof s->titles[0], "%.63s", title);
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct seen *s = self;
  const char *title = tdg_get(call, rec, TDG_TITLE).p;
  char text[100];
  size_t times = 0;
  if (strcmp(title, "!crash") == 0) crash();
  if (strcmp(title, "!drop") == 0) return tdg_fail(call, TDG_DROP, "it says so");
  for (size_t i = 0; i < s->n; i++) times += strcmp(s->titles[i], title) == 0;
  remember(s, title);
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE), *ext = tdg_group(call);
  snprintf(text, sizeof text, "seen %zu times before", times);
  tdg_put_str(call, note, TDG_REASON, text);
  tdg_put_str(call, note, TDG_TAG, "judged");
  tdg_put_str(call, ext, TDG_NAME, "title");
  tdg_put_str(call, ext, TDG_TEXT, title);
  tdg_put_rec(call, note, TDG_EXT, ext);
  return tdg_emit(call, note);
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  const tdg_rec *ext = tdg_get_rec(call, note, TDG_EXT, 0);
  if (ext != NULL) remember(self, tdg_get(call, ext, TDG_TEXT).p);
  return TDG_OK;
}

/* ---- a fetcher ---- */

static int64_t waiting;

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  (void)self;
  if (strcmp(tdg_get(call, request, TDG_URL).p, "slow:no") == 0)
    return tdg_fail(call, TDG_RETRY, "the line is busy");
  waiting = tdg_get_int(call, request, TDG_REQUEST_NO, 0);
  return TDG_PENDING;
}

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  (void)self, (void)wake_fd, (void)timeout_ms;
  if (waiting == 0) return 0;
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  char body[2000];
  memset(body, 'b', sizeof body);
  tdg_put_int(call, doc, TDG_REQUEST_NO, waiting);
  tdg_put_str(call, doc, TDG_URL, "slow:1");
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/plain");
  tdg_put_bytes(call, doc, TDG_BODY, body, sizeof body);
  waiting = 0;
  int status = tdg_emit(call, doc);
  return status < 0 ? status : 0;
}

static const char *const types[] = {"text/x-diary", NULL}, *const schemes[] = {"slow", NULL};
TDG_PLUGIN("org.example.trying", "1.0", "Right and wrong",
           TDG_PARSER(.name = "diary", .summary = "A title and paragraphs", .claims = types,
                      .TDG_OPTIONS(struct conf, options), .open = open_diary, .run = run),
           TDG_STAGE(.name = "echoes", .summary = "Counts titles", .open = open_stage, .judge = judge,
                     .recall = recall, .close = free),
           TDG_STAGE(.name = "forgets", .summary = "Counts titles until it ends", .open = open_stage,
                     .judge = judge, .close = free),
           TDG_FETCHER(.name = "slow", .summary = "Answers later", .claims = schemes, .needs = TDG_NEEDS_NET,
                       .run = fetch, .pump = pump));
