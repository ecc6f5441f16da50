/* One source, many plugins: FAULT says which mistake a component makes beside its work that no warning of the host tells
 * by itself, or that is rare; GOOD makes none.  `tidings plugin check` names each (tests/plugin_check.py).  Kinds: PARSER, STAGE,
 * BRIEF, SINK; the parser reads a title and a text. */
#include <tidings/plugin.h>

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define GOOD 0
#define CLOCK_TIME 1
#define CLOCK_GETTIME 2
#define CLOCK_DAY 3
#define CLOCK_LOCALTIME 4
#define CLOCK_UNUSED 5
#define ENV_HOME 6
#define ENV_UNKNOWN 7
#define ENV_ZONE 8
#define ENV_SET 9
#define RANDOM_NUMBER 10
#define ADDRESS 11
#define PROCESS_ID 12
#define COUNTER 13
#define LAST_TITLE 14
#define STATIC_BUFFER 15
#define KEPT_TEXT 16
#define KEPT_READ 17
#define KEPT_RECORD 18
#define KEPT_SCRATCH 19
#define KEPT_CALL 20
#define LEAK 21
#define LEAK_SMALL 22
#define LEAK_ON_FAILURE 23
#define LEAK_DESCRIPTOR 24
#define CLOSE_DESCRIPTOR 25
#define UNINITIALISED 26
#define SCRATCH_ONE_BEHIND 27
#define HEAP_BEHIND 28
#define DOUBLE_FREE 29
#define USE_FREED 30
#define READ_BEHIND 31
#define WRITE_INPUT 32
#define NO_NEWLINE 33
#define EMPTY_BODY 34
#define DIVIDE_BY_LINES 35
#define DEEP 36
#define FIXED_BUFFER 37
#define SLOW_SQUARE 38
#define ENDLESS_ON_NUL 39
#define MUCH_MEMORY 40
#define LOCALE_SET 41
#define FILE_OPENED 42
#define SIGNALS_BLOCKED 43
#define THREAD 44
#define FORK 45
#define ABORT_ON_ODD 46
#define EXIT_ON_EMPTY 47
#define PROBE_NEEDED 48
#define PROBE_NEGATIVE 49
#define PROBE_LARGE 50
#define PROBE_CRASH 51
#define CLOSE_CRASH 52
#define CLOSE_TWICE 53
#define OPEN_FAILS 54
#define OPEN_CRASH 55
#define OPTION_ZERO 56
#define OPTION_GREATEST 57
#define OPTION_EMPTY_TEXT 58
#define OPTION_LONG_TEXT 59
#define OPTION_ENUM 60
#define DESCRIBES_ANEW 61
#define NO_STATE_NOTES 62
#define STAGE_LEAK 63
#define STAGE_KEPT 64
#define STAGE_CLOCK 65
#define STAGE_CRASH_EMPTY 66
#define STAGE_RANDOM 67
#define BRIEF_INVENTS 68
#define BRIEF_CRASH 69
#define BRIEF_CLOCK 70
#define BRIEF_LEAK 71
#define SINK_CRASH 72
#define SINK_LEAK 73
#define SINK_BRIEF_CRASH 74
#define SINK_FLUSH_CRASH 75
#define NULL_GROUP 76
#define RAISES 77
#define STDERR_ON_ODD 78
#define GROWING_CACHE 79
#define KEPT_CONF_INPUT 80
#define ALIGN_WRITE 81
#define BUSY_ON_HUGE 82
#define FREES_TEXT 83
#define MANY_RECORDS 84
#define FORMAT_STRING 85

#ifndef KIND
#define KIND 'p'
#endif

struct conf {
  int64_t most;
  struct tdg_str name;
  int64_t form;
};
static const char *const forms[] = {"plain", "short", "long", NULL};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, most, TDG_O_INT, 0, "100", 0, 1000000, "The most lines."),
    TDG_OPT(struct conf, name, TDG_O_TEXT, 0, "desk", 0, 0, "A name."),
    TDG_OPT_ENUM(struct conf, form, 0, "plain", forms, "The form.")};

struct self {
  struct conf conf;
  char name[64], *copy, *growing;
  size_t grown;
  struct tdg_str kept;
  const tdg_rec *record;
  const char *scratch;
  tdg_call *call;
  int count, probed, tags;
  char title[200];
};
static int *closed_twice;

static int is(int fault) { return FAULT == fault; }

/* ---- times, variables, numbers ---- */

static void put_number(tdg_call *call, tdg_rec *r, long long n) {
  char text[40];
  snprintf(text, sizeof text, "tag-%lld", n);
  tdg_put_str(call, r, TDG_TAG, text);
}

static void put_outside(tdg_call *call, struct self *s, tdg_rec *r) {
  struct timespec t;
  struct timeval v;
  (void)s;
  if (is(CLOCK_TIME)) put_number(call, r, time(NULL));
  if (is(CLOCK_GETTIME) && clock_gettime(CLOCK_REALTIME, &t) == 0)
    tdg_put_int(call, r, TDG_PUBLISHED, (int64_t)t.tv_sec * 1000);
  if (is(CLOCK_DAY) && gettimeofday(&v, NULL) == 0) put_number(call, r, v.tv_sec / 86400);
  if (is(CLOCK_LOCALTIME)) {
    const time_t now = time(NULL);
    put_number(call, r, localtime(&now)->tm_year);
  }
  if (is(CLOCK_UNUSED) && time(NULL) == 5) put_number(call, r, 5);
  if (is(ENV_HOME)) tdg_put_str(call, r, TDG_TAG, getenv("HOME") != NULL ? getenv("HOME") : "no home");
  if (is(ENV_UNKNOWN) && getenv("GAZETTE_MODE") != NULL) tdg_put_str(call, r, TDG_TAG, "mode");
  if (is(ENV_ZONE)) {
    struct tm day = {.tm_year = 126, .tm_mday = 5, .tm_hour = 12, .tm_isdst = -1};
    tdg_put_int(call, r, TDG_PUBLISHED, (int64_t)mktime(&day) * 1000);
  }
  if (is(ENV_SET)) {
    char text[30];
    snprintf(text, sizeof text, "%d", s->count);
    setenv("GAZETTE", text, 1);
  }
  if (is(RANDOM_NUMBER)) {
    unsigned n = 0;
    if (getentropy(&n, sizeof n) == 0) put_number(call, r, n);
  }
  if (is(ADDRESS)) put_number(call, r, (long long)(uintptr_t)&options);
  if (is(PROCESS_ID)) put_number(call, r, getpid());
  if (is(COUNTER)) put_number(call, r, ++s->count);
  if (is(LAST_TITLE)) tdg_put_str(call, r, TDG_TAG, s->title);
}

/* ---- memory ---- */

static int sum(const char *p, size_t n) {
  int all = 0;
  for (size_t i = 0; i < n; i++) all += p[i];
  return all;
}

static int deep(const char *p, size_t n) {
  volatile char here[2000];
  here[0] = n > 0 ? p[0] : 0;
  return n == 0 ? here[0] : deep(p + 1, n - 1) + here[0];
}

static void use_memory(tdg_call *call, struct self *s, const tdg_rec *doc, tdg_rec *r, struct tdg_str text) {
  if (is(KEPT_TEXT) && s->kept.p != NULL)
    tdg_put_text(call, r, TDG_TAG, s->kept.p, s->kept.n < 10 ? s->kept.n : 10);
  if (is(KEPT_READ) && s->kept.p != NULL && s->kept.n > 0) put_number(call, r, s->kept.p[0] == 'F');
  if (is(KEPT_RECORD) && s->record != NULL)
    put_number(call, r, (long long)tdg_get(call, s->record, TDG_BODY).n > 0);
  if (is(KEPT_SCRATCH) && s->scratch != NULL) tdg_put_str(call, r, TDG_TAG, s->scratch);
  s->kept = text;
  s->record = doc;
  if (is(KEPT_SCRATCH)) s->scratch = strcpy(tdg_scratch(call, 20), "a scratch text");
  if (is(LEAK)) memset(malloc(300), 1, 300);
  if (is(LEAK_SMALL)) memset(malloc(24), 1, 24);
  if (is(LEAK_DESCRIPTOR)) s->count += dup(0);
  if (is(CLOSE_DESCRIPTOR)) close(0);
  if (is(UNINITIALISED)) {
    unsigned char *p = malloc(3000);
    put_number(call, r, p[2000]);
    free(p);
  }
  if (is(SCRATCH_ONE_BEHIND)) {
    char *p = tdg_scratch(call, text.n);
    memcpy(p, text.p, text.n);
    p[text.n] = 1;
  }
  if (is(HEAP_BEHIND)) {
    volatile char *p = malloc(24);
    for (int i = 0; i < 64; i++) p[i] = 'x';
    free((void *)(uintptr_t)p);
    free(malloc(2000));
  }
  if (is(DOUBLE_FREE)) {
    char *p = malloc(3000);
    free(p);
    free(p);
  }
  if (is(FREES_TEXT)) free((void *)(uintptr_t)text.p);
  if (is(USE_FREED)) {
    char *p = malloc(5000);
    memset(p, 'a', 5000);
    free(p);
    put_number(call, r, p[3000]);
  }
  if (is(READ_BEHIND)) put_number(call, r, sum(text.p, text.n + 40) == 7);
  if (is(WRITE_INPUT) && text.n > 0) ((char *)(uintptr_t)text.p)[0] = 'f';
  if (is(MUCH_MEMORY))
    for (int i = 0; i < 2000; i++) memset(malloc(1 << 20), 1, 1 << 20);
  if (is(GROWING_CACHE)) {
    s->growing = realloc(s->growing, s->grown + 50);
    memset(s->growing + s->grown, 'x', 50);
    s->grown += 50;
  }
  if (is(FIXED_BUFFER)) {
    char line[100];
    memcpy(line, text.p, text.n);
    put_number(call, r, line[0] == 'F');
  }
}

/* ---- what the process may not ---- */

static void *nothing(void *arg) { return arg; }

static void leave_process(struct self *s, struct tdg_str text) {
  pthread_t thread;
  sigset_t all;
  volatile int n = 0;
  const int odd = memchr(text.p, '\0', text.n) != NULL;
  if (is(LOCALE_SET)) setlocale(LC_ALL, "");
  if (is(FILE_OPENED)) {
    FILE *f = fopen("/etc/hostname", "r");
    if (f != NULL) fclose(f);
  }
  if (is(SIGNALS_BLOCKED)) {
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
  }
  if (is(THREAD)) pthread_create(&thread, NULL, nothing, NULL);
  if (is(FORK) && fork() == 0) _exit(0);
  if (is(ABORT_ON_ODD) && odd) abort();
  if (is(EXIT_ON_EMPTY) && text.n == 0) exit(0);
  if (is(RAISES) && odd) raise(SIGFPE);
  if (is(STDERR_ON_ODD) && odd) fprintf(stderr, "an odd byte\n");
  while (is(ENDLESS_ON_NUL) && odd) n++;
  for (size_t i = 0; is(SLOW_SQUARE) && i < text.n; i++)
    for (size_t k = 0; k < text.n; k++) n += text.p[k];
  while (is(BUSY_ON_HUGE) && text.n > 1000000) n++;
  (void)s;
}

/* ---- the parser ---- */

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct self *s = self;
  const struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  const char *end = memchr(text.p, '\n', text.n);
  if (is(NO_NEWLINE) && end[0] != '\n') return TDG_INTERNAL;
  if (is(EMPTY_BODY) && text.n - 1 > 1000000000) abort();
  if (is(DIVIDE_BY_LINES)) {
    int lines = 0;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    if ((int)text.n / lines == 100000) return TDG_INTERNAL;
  }
  if (is(DEEP) && deep(text.p, text.n) == 12345678) return TDG_INTERNAL;
  leave_process(s, text);
  if (is(KEPT_CALL) && s->call != NULL) s->call = call;
  char *copy = malloc(text.n + 1);
  if (end == NULL || text.n < 4 || !s) {
    if (!is(LEAK_ON_FAILURE)) free(copy);
    return tdg_fail(call, TDG_BAD_INPUT, is(FORMAT_STRING) ? text.p : "it has no title and text");
  }
  free(copy);
  if (is(PROBE_NEEDED) && !s->probed) return tdg_fail(call, TDG_BAD_INPUT, "not probed");
  s->probed = 0;
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_text(call, r, TDG_TITLE, text.p, (size_t)(end - text.p));
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_put_int(call, r, TDG_UPDATED, tdg_now_ms(call));
  put_outside(call, s, r);
  use_memory(call, s, doc, r, text);
  snprintf(s->title, sizeof s->title, "%.*s", end - text.p < 100 ? (int)(end - text.p) : 100, text.p);
  for (int i = 0; is(MANY_RECORDS) && i < 30000; i++) {
    tdg_rec *more = tdg_rec_new(call, TDG_ARTICLE);
    put_number(call, more, i);
    tdg_put_str(call, more, TDG_TITLE, "One of many");
    if (tdg_emit(call, more) != TDG_OK) return TDG_INTERNAL;
  }
  tdg_block(call, r, TDG_PARAGRAPH, end + 1, text.n - (size_t)(end + 1 - text.p));
  return tdg_emit(call, r);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  struct self *s = self;
  const struct tdg_str text = tdg_get(call, doc, TDG_BODY);
  s->probed = 1;
  if (is(PROBE_NEGATIVE) && text.n == 0) return TDG_BAD_INPUT;
  if (is(PROBE_LARGE)) return 101;
  if (is(PROBE_CRASH) && text.n == 0) abort();
  return text.n > 3 ? 20 : 0;
}

/* ---- stages ---- */

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct self *s = self;
  const struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  if (is(STAGE_CRASH_EMPTY) && tdg_get_rec(call, rec, TDG_BLOCK, 0) == NULL) abort();
  if (is(STAGE_LEAK)) memset(malloc(200), 1, 200);
  if (is(STAGE_KEPT) && s->kept.p != NULL) tdg_put_text(call, note, TDG_TAG, s->kept.p, s->kept.n);
  s->kept = title;
  if (is(STAGE_CLOCK)) put_number(call, note, time(NULL) / 86400);
  if (is(STAGE_RANDOM)) put_outside(call, s, note);
  if (is(NO_STATE_NOTES)) put_number(call, note, ++s->tags);
  tdg_put_str(call, note, TDG_TAG, title.n > 20 ? "long" : "short");
  return tdg_emit(call, note);
}

/* ---- briefs ---- */

static int write_brief(tdg_call *call, void *self, const tdg_rec *story) {
  const tdg_rec *m = tdg_get_rec(call, story, TDG_MEMBER, 0);
  const tdg_rec *b = m != NULL ? tdg_get_rec(call, m, TDG_BLOCK, 0) : NULL;
  (void)self;
  if (is(BRIEF_CRASH) && b == NULL) abort();
  if (b == NULL) {
    tdg_log(call, TDG_LOG_INFO, "nothing to say");
    return TDG_OK;
  }
  const struct tdg_str text = tdg_get(call, b, TDG_TEXT);
  tdg_rec *brief = tdg_rec_new(call, TDG_BRIEF), *section = tdg_group(call), *sentence = tdg_group(call);
  if (is(BRIEF_LEAK)) memset(malloc(100), 1, 100);
  tdg_put_text(call, brief, TDG_HEADLINE, tdg_get(call, story, TDG_HEADLINE).p,
               tdg_get(call, story, TDG_HEADLINE).n);
  if (is(BRIEF_INVENTS)) tdg_put_str(call, sentence, TDG_TEXT, "The moon fell down.");
  else tdg_put_text(call, sentence, TDG_TEXT, text.p, text.n);
  tdg_put_int(call, sentence, TDG_RECORD_ID, tdg_get_int(call, m, TDG_ID, 1));
  tdg_put_int(call, sentence, TDG_BLOCK_NO, 0);
  tdg_put_int(call, sentence, TDG_START, 0);
  tdg_put_int(call, sentence, TDG_END, (int64_t)text.n);
  if (is(BRIEF_CLOCK) && time(NULL) % 1000000000 > 780000000)
    tdg_put_text(call, section, TDG_TITLE, "Late", 4);
  tdg_put_rec(call, section, TDG_SENTENCE, sentence);
  tdg_put_rec(call, brief, TDG_SECTION, section);
  return tdg_emit(call, brief);
}

/* ---- sinks ---- */

static int sink(tdg_call *call, void *self, const tdg_rec *rec) {
  (void)self;
  if (is(SINK_CRASH) && tdg_get(call, rec, TDG_TITLE).n == 0) abort();
  if (is(SINK_BRIEF_CRASH) && tdg_kind_of(call, rec) == TDG_BRIEF) abort();
  if (is(SINK_LEAK)) memset(malloc(70), 1, 70);
  return TDG_OK;
}

static int flush(tdg_call *call, void *self) {
  (void)call, (void)self;
  if (is(SINK_FLUSH_CRASH)) abort();
  return TDG_OK;
}

/* ---- open and close ---- */

static int start(tdg_call *call, const void *conf, void **self) {
  const struct conf *c = conf;
  struct self *s = calloc(1, sizeof *s);
  if (is(OPEN_CRASH)) abort();
  if (is(OPEN_FAILS)) return tdg_fail(call, TDG_BAD_CONFIG, "the moon is full");
  if (is(OPTION_ZERO) && 1000 / c->most == 7) return TDG_INTERNAL;
  if (is(OPTION_GREATEST)) memset(malloc((size_t)c->most * 2000 + 1), 1, (size_t)c->most * 2000);
  if (is(OPTION_EMPTY_TEXT) && c->name.p[c->name.n - 1] == 'k' && c->name.n == 0) return TDG_INTERNAL;
  if (is(OPTION_EMPTY_TEXT) && c->name.n == 0) abort();
  if (is(OPTION_LONG_TEXT)) strcpy(s->name, c->name.p);
  if (is(OPTION_ENUM) && c->form == 2) abort();
  s->conf = *c;
  *self = s;
  return TDG_OK;
}

static void finish(void *self) {
  struct self *s = self;
  if (is(CLOSE_CRASH)) abort();
  if (is(CLOSE_TWICE)) {
    closed_twice = malloc(100);
    free(closed_twice);
    free(closed_twice);
  }
  free(s->growing);
  free(s);
}

#if KIND == 'p'
static const struct tdg_component component = {.size = sizeof component,
                                               .kind = TDG_KIND_PARSER,
                                               .name = "faulty",
                                               .summary = "Makes a mistake",
                                               .options = options,
                                               .n_options = 3,
                                               .option_size = sizeof options[0],
                                               .conf_size = sizeof(struct conf),
                                               .open = start,
                                               .run = run,
                                               .probe = probe,
                                               .close = finish};
#else
static const struct tdg_component component = {.size = sizeof component,
                                               .kind = KIND == 's'   ? TDG_KIND_STAGE
                                                       : KIND == 'b' ? TDG_KIND_BRIEF
                                                                     : TDG_KIND_SINK,
                                               .name = "faulty",
                                               .summary = "Makes a mistake",
                                               .open = NULL,
                                               .options = options,
                                               .n_options = 3,
                                               .option_size = sizeof options[0],
                                               .conf_size = sizeof(struct conf),
                                               .open = start,
                                               .run = KIND == 's'   ? NULL
                                                      : KIND == 'b' ? write_brief
                                                                    : sink,
                                               .judge = KIND == 's' ? judge : NULL,
                                               .flush = KIND == 'k' ? flush : NULL,
                                               .close = finish};
#endif
static char summary[40] = "Makes a mistake";
static struct tdg_plugin plugin = {.size = sizeof plugin,
                                   .rev = TDG_REV,
                                   .rev_min = 1,
                                   .component_size = sizeof component,
                                   .id = "org.example.faulty",
                                   .version = "1.0",
                                   .summary = summary,
                                   .components = &component,
                                   .n_components = 1};
TDG_EXPORT const struct tdg_plugin *tidings_plugin_1(void) {
  if (is(DESCRIBES_ANEW)) snprintf(summary, sizeof summary, "%lld", (long long)getpid());
  (void)probe, (void)run, (void)judge, (void)write_brief, (void)sink, (void)flush;
  return &plugin;
}
