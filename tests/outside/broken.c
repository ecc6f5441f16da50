/* Components of every kind that make the mistake that their option names; without one they are sound.  Built twice: as
 * org.example.broken, and with -DSOUND as org.example.sound, whose components are called "sound" and stand beside them. */
#include <tidings/plugin.h>

#include <assert.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct conf {
  struct tdg_str mistake;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, mistake, TDG_O_TEXT, 0, "", 0, 0, "What to do wrong.")};

struct self {
  char mistake[40];
  int64_t request;
};
static int is(const struct self *s, const char *mistake) { return strcmp(s->mistake, mistake) == 0; }

static tdg_rec *article(tdg_call *call, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  const char *end = memchr(text.p, '\n', text.n);
  size_t n = end != NULL ? (size_t)(end - text.p) : text.n;
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_text(call, r, TDG_TITLE, text.p, n);
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_block(call, r, TDG_PARAGRAPH, text.p + n, text.n - n);
  return r;
}

#ifdef EARLY
/* Before the worker is locked; later the files of locales cannot be read and setlocale() changes nothing. */
__attribute__((constructor)) static void early(void) { setlocale(LC_ALL, "C.UTF-8"); }
#endif

/* ---- what may happen in any function ---- */

static int deep(volatile char *above, int n) {
  volatile char here[4096];
  here[0] = above[0];
  return n == 0 ? here[0] : deep(here, n - 1) + here[0];
}

static void *nothing(void *arg) { return arg; }
static void handler(int sig) { (void)sig; }

static void die(const struct self *s) {
  volatile uintptr_t nowhere = 8;
  volatile unsigned n = 0;
  char start = 1;
  pthread_t thread;
  if (is(s, "segv")) *(volatile int *)nowhere = 1;
  if (is(s, "abort")) abort();
  if (is(s, "assert")) assert(!"the page has two heads");
  if (is(s, "exit")) exit(4);
  if (is(s, "stack") && deep(&start, 100000000) == 12345) n++;
  while (is(s, "busy")) n++;
  while (is(s, "sleep")) sleep(1000);
  while (is(s, "memory")) memset(malloc(1 << 20), 1, 1 << 20);
  if (is(s, "thread")) pthread_create(&thread, NULL, nothing, NULL);
  if (is(s, "fork") && fork() == 0) _exit(0);
  if (is(s, "system") && system("true") != 0) n++;
  if (is(s, "execve")) execl("/bin/true", "true", (char *)NULL);
  if (is(s, "socket")) (void)!socket(AF_INET, SOCK_STREAM, 0);
  if (is(s, "umask")) umask(0);
  if (is(s, "chdir")) (void)!chdir("/");
  if (is(s, "handler")) signal(SIGUSR1, handler);
  if (is(s, "kill")) kill(getppid(), SIGTERM);
  if (is(s, "raise-kill")) raise(SIGKILL);
  if (is(s, "raise-term")) raise(SIGTERM);
  if (is(s, "raise-segv")) raise(SIGSEGV);
  if (is(s, "code"))
    (void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (is(s, "locale")) setlocale(LC_ALL, "C.UTF-8");
  for (int fd = 3; is(s, "descriptors") && fd < 100; fd++) close(fd);
  if (is(s, "hang-up")) {
    for (int fd = 3; fd < 100; fd++) close(fd);
    sleep(1000);
  }
}

static int status_of(const struct self *s) {
  static const struct {
    const char *mistake;
    int status;
  } table[] = {{"status-42", 42},        {"status-minus", -99},      {"drop", TDG_DROP},
               {"pending", TDG_PENDING}, {"not-mine", TDG_NOT_MINE}, {"no-reason", TDG_BAD_INPUT}};
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (is(s, table[i].mistake)) return table[i].status;
  return TDG_OK;
}

static int start(tdg_call *call, const void *conf, void **self) {
  const struct conf *c = conf;
  struct self *s = calloc(1, sizeof *s);
  if (s == NULL) return TDG_INTERNAL;
  snprintf(s->mistake, sizeof s->mistake, "%s", c->mistake.p);
  *self = s;
  if (is(s, "open-no-reason")) return TDG_BAD_CONFIG;
  if (is(s, "open-fails")) return tdg_fail(call, TDG_BAD_CONFIG, "the house style is not known");
  if (is(s, "open-segv")) *(volatile int *)(uintptr_t)8 = 1;
  if (is(s, "open-status")) return 7;
  if (is(s, "open-emits")) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    tdg_put_str(call, r, TDG_TITLE, "Too early");
    return tdg_emit(call, r);
  }
  return TDG_OK;
}

static void finish(void *self) {
  if (is(self, "close-segv")) *(volatile int *)(uintptr_t)8 = 1;
  free(self);
}

/* ---- records ---- */

static const tdg_rec *nested(tdg_call *call, int levels) {
  tdg_rec *g = tdg_group(call);
  if (levels > 0) tdg_put_rec(call, g, TDG_CATEGORY, nested(call, levels - 1));
  else tdg_put_str(call, g, TDG_NAME, "deep");
  return g;
}

/* A value that another component is said to have kept. */
static void forge(tdg_call *call, tdg_rec *r) {
  tdg_rec *value = tdg_group(call);
  tdg_put_str(call, value, TDG_BY, "org.example.sound/sound");
  tdg_put_str(call, value, TDG_NAME, "token");
  tdg_put_bytes(call, value, TDG_BODY, "forged", 6);
  tdg_put_rec(call, r, TDG_KEPT, value);
}

static void spoil(tdg_call *call, const struct self *s, tdg_rec *r, const tdg_rec *in) {
  tdg_rec *b = tdg_group(call);
  static const tdg_rec *none;
  if (is(s, "twice")) tdg_put_str(call, r, TDG_TITLE, "A second title");
  if (is(s, "twice-in-group")) {
    tdg_put_str(call, b, TDG_NAME, "Ann");
    tdg_put_str(call, b, TDG_NAME, "Bob");
    tdg_put_rec(call, r, TDG_AUTHOR, b);
  }
  if (is(s, "twice-two")) {
    tdg_put_str(call, r, TDG_TITLE, "A second title");
    tdg_put_str(call, r, TDG_URL, "https://second.example/");
  }
  if (is(s, "time-0")) tdg_put_int(call, r, TDG_PUBLISHED, 0);
  if (is(s, "typeless")) {
    tdg_put_str(call, b, TDG_TEXT, "A paragraph.");
    tdg_put_rec(call, r, TDG_BLOCK, b);
  }
  if (is(s, "unknown-field")) tdg_put_str(call, r, 4000, "lost");
  if (is(s, "field-0")) tdg_put_str(call, r, 0, "lost");
  if (is(s, "field-70000")) tdg_put_str(call, r, 70000, "lost");
  if (is(s, "unknown-block")) tdg_block(call, r, 99, "A paragraph", 11);
  if (is(s, "text-on-top")) tdg_put_str(call, r, TDG_TEXT, "The whole story.");
  if (is(s, "field-in-group")) {
    tdg_put_str(call, b, TDG_HEADLINE, "A headline");
    tdg_put_rec(call, r, TDG_AUTHOR, b);
  }
  if (is(s, "fetched")) tdg_put_int(call, r, TDG_FETCHED, INT64_C(1751234567000));
  if (is(s, "first-seen")) tdg_put_int(call, r, TDG_FIRST_SEEN, INT64_C(1751234567000));
  if (is(s, "kept")) forge(call, r);
  if (is(s, "seconds")) tdg_put_int(call, r, TDG_PUBLISHED, 1751234567);
  if (is(s, "microseconds")) tdg_put_int(call, r, TDG_UPDATED, INT64_C(1751234567000000));
  if (is(s, "language")) tdg_put_str(call, r, TDG_LANGUAGE, "English");
  if (is(s, "ext-unnamed")) {
    tdg_put_str(call, b, TDG_TEXT, "7");
    tdg_put_rec(call, r, TDG_EXT, b);
  }
  if (is(s, "span-past-end")) {
    tdg_rec *span = tdg_group(call);
    tdg_put_str(call, span, TDG_TYPE, "em");
    tdg_put_int(call, span, TDG_START, 0);
    tdg_put_int(call, span, TDG_END, 400);
    tdg_put_rec(call, b, TDG_SPAN, span);
    tdg_put_int(call, b, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
    tdg_put_str(call, b, TDG_TEXT, "A short paragraph.");
    tdg_put_rec(call, r, TDG_BLOCK, b);
  }
  if (is(s, "into-input")) tdg_put_str(call, (tdg_rec *)(uintptr_t)in, TDG_TITLE, "mine");
  if (is(s, "into-itself")) tdg_put_rec(call, r, TDG_BLOCK, r);
  if (is(s, "null-group")) tdg_put_rec(call, r, TDG_LEAD_IMAGE, none);
  if (is(s, "wrong-type")) tdg_put_int(call, r, TDG_SUBTITLE, 5);
  if (is(s, "text-for-number")) tdg_put_str(call, r, TDG_PUBLISHED, "yesterday");
  if (is(s, "text-for-group")) tdg_put_str(call, r, TDG_AUTHOR, "Ann");
  if (is(s, "not-utf8")) tdg_put_text(call, r, TDG_SUBTITLE, "caf\xe9", 4);
  if (is(s, "nul")) tdg_put_text(call, r, TDG_SUBTITLE, "a\0b", 3);
  if (is(s, "deep")) tdg_put_rec(call, r, TDG_CATEGORY, nested(call, 9));
  if (is(s, "bad-id")) tdg_put_int(call, r, TDG_SUPERSEDES, -1);
  for (int i = 0; is(s, "200000-blocks") && i < 200000; i++) tdg_block(call, r, TDG_PARAGRAPH, "line", 4);
  if (is(s, "huge")) {
    char *p = tdg_scratch(call, 50 << 20);
    tdg_put_text(call, r, TDG_SUMMARY, memset(p, 'a', 50 << 20), 50 << 20);
  }
}

static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct self *s = self;
  die(s);
  if (is(s, "nothing")) return TDG_OK;
  if (is(s, "nothing-but-says-so")) {
    tdg_log(call, TDG_LOG_DEBUG, "the list is empty");
    return TDG_OK;
  }
  if (is(s, "stdout")) printf("parsing a document\n");
  if (is(s, "stderr")) fprintf(stderr, "parsing a document\n");
  while (is(s, "scratch")) memset(tdg_scratch(call, 1 << 20), 1, 1 << 20);
  for (int i = 0; is(s, "log-flood") && i < 100000; i++) tdg_log(call, TDG_LOG_WARNING, "line %d", i);
  while (is(s, "emit-flood")) tdg_emit(call, article(call, doc));
  if (is(s, "kind-note") || is(s, "kind-unknown")) {
    tdg_rec *note = tdg_rec_new(call, is(s, "kind-note") ? TDG_NOTE : 99);
    tdg_put_str(call, note, TDG_TAG, "x");
    tdg_emit(call, note);
  }
  if (is(s, "kept-in-request")) {
    tdg_rec *r = tdg_rec_new(call, TDG_REQUEST);
    tdg_put_str(call, r, TDG_URL, tdg_get(call, doc, TDG_URL).p);
    forge(call, r);
    tdg_emit(call, r);
  }
  if (is(s, "unfailed")) tdg_fail(call, TDG_BAD_INPUT, "line 3 is torn");
  if (is(s, "no-address")) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    tdg_put_str(call, r, TDG_TITLE, "A title");
    tdg_put_str(call, r, TDG_URL, "not an address");
    return tdg_emit(call, r);
  }
  if (is(s, "nobody")) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    tdg_put_str(call, r, TDG_LANGUAGE, "en");
    return tdg_emit(call, r);
  }
  if (status_of(s) < 0) return status_of(s);
  tdg_rec *r = article(call, doc);
  spoil(call, s, r, doc);
  int status = tdg_emit(call, r);
  if (is(s, "again")) tdg_emit(call, r);
  if (is(s, "late")) tdg_put_str(call, r, TDG_TAG, "late");
  return status != TDG_OK ? status : status_of(s);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)doc;
  if (is(self, "probe-fails")) return tdg_fail(call, TDG_BAD_INPUT, "the head is torn");
  if (is(self, "probe-segv")) *(volatile int *)(uintptr_t)8 = 1;
  return is(self, "probe-1000") ? 1000 : is(self, "probe-3") ? TDG_PENDING : 50; /* 3 of 100, no status */
}

/* ---- fetchers ---- */

static int fetched(tdg_call *call, int64_t number, const char *url, int forged) {
  static const char body[] =
      "The lighthouse is lit\n\nThe lamp of the lighthouse was lit on Monday, the keeper said.\n";
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  if (url[0] != '\0') tdg_put_str(call, doc, TDG_URL, url);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/plain");
  tdg_put_bytes(call, doc, TDG_BODY, body, sizeof body - 1);
  if (number >= 0) tdg_put_int(call, doc, TDG_REQUEST_NO, number);
  if (forged) forge(call, doc);
  return tdg_emit(call, doc);
}

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  struct self *s = self;
  die(s);
  s->request = tdg_get_int(call, request, TDG_REQUEST_NO, 0);
  if (is(s, "nothing")) return TDG_OK;
  if (is(s, "pump-ends") || is(s, "pump-other") || is(s, "pump-fails") || is(s, "pump-twice"))
    return TDG_PENDING;
  if (status_of(s) < 0) return status_of(s);
  if (is(s, "kind-article")) {
    tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
    tdg_put_str(call, r, TDG_TITLE, "not a document");
    tdg_emit(call, r);
  }
  if (is(s, "no-url")) return fetched(call, -1, "", 0);
  for (int i = 0; is(s, "two-mistakes") && i < 2; i++) {
    tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
    tdg_put_str(call, doc, TDG_ERROR, "torn");
    tdg_emit(call, doc);
  }
  if (is(s, "two-mistakes")) return TDG_OK;
  if (!is(s, "pending")) fetched(call, -1, tdg_get(call, request, TDG_URL).p, is(s, "kept-in-document"));
  return status_of(s);
}

static int pump(tdg_call *call, void *self, int wake_fd, int timeout_ms) {
  struct self *s = self;
  (void)wake_fd, (void)timeout_ms;
  if (is(s, "pump-fails")) return TDG_DENIED;
  if (is(s, "pump-other")) fetched(call, s->request + 77, "made:up", 0);
  if (is(s, "pump-twice")) {
    fetched(call, s->request, "broken:x", 0);
    fetched(call, s->request, "broken:y", 0);
  }
  return 0;
}

/* ---- stages ---- */

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct self *s = self;
  die(s);
  if (status_of(s) < 0 || is(s, "drop")) return status_of(s);
  for (int i = 0; is(s, "notes-400") && i < 400; i++) {
    tdg_rec *one = tdg_rec_new(call, TDG_NOTE);
    tdg_put_str(call, one, TDG_TAG, "sea");
    tdg_emit(call, one);
  }
  if (is(s, "note-empty")) tdg_emit(call, tdg_rec_new(call, TDG_NOTE));
  tdg_rec *note = tdg_rec_new(call, is(s, "kind-article") ? TDG_ARTICLE : TDG_NOTE);
  tdg_put_str(call, note, is(s, "note-title") ? TDG_TITLE : TDG_TAG, "shipping");
  if (is(s, "note-language")) tdg_put_str(call, note, TDG_LANGUAGE, "english please");
  for (int i = 0; is(s, "tags-2000") && i < 2000; i++) {
    char tag[20];
    snprintf(tag, sizeof tag, "tag-%d", i);
    tdg_put_str(call, note, TDG_TAG, tag);
  }
  if (is(s, "note-other")) tdg_put_int(call, note, TDG_ABOUT, tdg_get_int(call, rec, TDG_ID, 0) - 1);
  if (is(s, "note-dropped")) tdg_put_rec(call, note, TDG_DROPPED, tdg_group(call));
  spoil(call, s, note, rec);
  int status = tdg_emit(call, note);
  return status != TDG_OK ? status : status_of(s);
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  (void)call, (void)note;
  return is(self, "recall-status") ? 9 : TDG_OK;
}

/* ---- briefs ---- */

static int write_brief(tdg_call *call, void *self, const tdg_rec *story) {
  const struct self *s = self;
  const tdg_rec *m = tdg_get_rec(call, story, TDG_MEMBER, 0),
                *b = m != NULL ? tdg_get_rec(call, m, TDG_BLOCK, 0) : NULL;
  die(s);
  if (is(s, "nothing") || b == NULL) return TDG_OK;
  if (status_of(s) < 0) return status_of(s);
  struct tdg_str text = tdg_get(call, b, TDG_TEXT);
  tdg_rec *brief = tdg_rec_new(call, is(s, "kind-article") ? TDG_ARTICLE : TDG_BRIEF),
          *section = tdg_group(call), *sentence = tdg_group(call);
  tdg_put_str(call, brief, TDG_HEADLINE, tdg_get(call, story, TDG_HEADLINE).p);
  if (is(s, "invented")) tdg_put_str(call, sentence, TDG_TEXT, "The moon fell down.");
  else tdg_put_text(call, sentence, TDG_TEXT, text.p, text.n);
  tdg_put_int(call, sentence, TDG_RECORD_ID, tdg_get_int(call, m, TDG_ID, 1));
  tdg_put_int(call, sentence, TDG_BLOCK_NO, 0);
  tdg_put_int(call, sentence, TDG_START, 0);
  tdg_put_int(call, sentence, TDG_END, (int64_t)text.n);
  if (!is(s, "no-sentences")) {
    tdg_put_rec(call, section, TDG_SENTENCE, sentence);
    tdg_put_rec(call, brief, TDG_SECTION, section);
  }
  spoil(call, s, brief, story);
  int status = tdg_emit(call, brief);
  if (is(s, "two-briefs")) tdg_emit(call, brief);
  return status != TDG_OK ? status : status_of(s);
}

/* ---- sinks ---- */

static int sink(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct self *s = self;
  die(s);
  if (is(s, "sink-emits")) {
    tdg_rec *r = tdg_rec_new(call, TDG_NOTE);
    tdg_put_int(call, r, TDG_ABOUT, tdg_get_int(call, rec, TDG_ID, 1));
    tdg_emit(call, r);
  }
  return is(s, "retry") ? TDG_RETRY : status_of(s);
}

static int flush(tdg_call *call, void *self) {
  const struct self *s = self;
  if (is(s, "flush-segv")) *(volatile int *)(uintptr_t)8 = 1;
  if (is(s, "flush-fails")) return tdg_fail(call, TDG_DENIED, "the disk is full");
  return is(s, "flush-status") ? 42 : TDG_OK;
}

#ifdef SOUND
#define NAME "sound"
#else
#define NAME "broken"
#endif
static const char *const schemes[] = {NAME, NULL}, *const types[] = {"text/x-" NAME, NULL};
#define OPENED .TDG_OPTIONS(struct conf, options), .open = start, .close = finish

TDG_PLUGIN("org.example." NAME, "1.0", "Mistakes",
           TDG_PARSER(.name = NAME, .claims = types, OPENED, .run = parse, .probe = probe),
           TDG_PARSER(.name = NAME "-other", .claims = types, .run = parse, .probe = probe,
                      .TDG_OPTIONS(struct conf, options), .open = start),
           TDG_FETCHER(.name = NAME "-fetcher", .claims = schemes, OPENED, .run = fetch, .pump = pump),
           TDG_FETCHER(.name = NAME "-simple", .claims = schemes, OPENED, .run = fetch),
           TDG_STAGE(.name = NAME "-stage", OPENED, .judge = judge, .recall = recall),
           TDG_BRIEFER(.name = NAME "-brief", OPENED, .run = write_brief),
           TDG_SINK(.name = NAME "-sink", OPENED, .run = sink, .flush = flush));
