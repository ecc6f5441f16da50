/* tests/bench/bench_start.c - how long a pass takes on a large store: with nothing new, and with one new record.
 *
 *   bench-start TIDINGS FOLDER [RECORDS [DAYS]]
 *
 * RECORDS (default 1,000,000) short reports, spread over DAYS (default 100), are appended to a store in FOLDER as
 * the program appends them, by the store plugin; one pass judges them all, as after an import.  Each third report
 * tells of the same as the one before it.  Then `run --once` is timed with a source that has nothing new, and with
 * one that has one item more.  A store that FOLDER has is used again, so that only the passes are repeated.
 */
#include "record/rec.h"
#include "store/store_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 1000, WORDS = 90, ROUNDS = 3, PATHS = 600 };
static const int64_t DAY_MS = 86400000;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the records ---- */

static uint64_t next(uint64_t *r) {
  *r ^= *r << 13;
  *r ^= *r >> 7;
  *r ^= *r << 17;
  return *r;
}

/* A word of an artificial language of about 30,000 words, few of them frequent. */
static size_t word(char *out, uint64_t *r) {
  uint64_t number = (next(r) % 173) * ((*r >> 32) % 173);
  size_t n = 0;
  do {
    out[n++] = "bdfgklmnprstvz"[number % 14];
    out[n++] = "aeiou"[number / 14 % 5];
    number /= 70;
  } while (number > 0);
  return n;
}

struct report {
  char title[200], text[2000], url[100], source[20];
  size_t text_n;
};

static size_t sentence(char *out, uint64_t *r, int words) {
  size_t n = 0;
  for (int i = 0; i < words; i++) {
    n += word(out + n, r);
    if (i == 0) out[0] = (char)(out[0] - 32);
    out[n++] = i + 1 < words ? ' ' : '.';
  }
  out[n] = '\0';
  return n;
}

static void report_fill(struct report *p, uint64_t i) {
  uint64_t topic = i - i % 3, told = (topic + 1) * 0x9E3779B97F4A7C15u, own = (i + 1) * 0xD1B54A32D192ED03u;
  sentence(p->title, &told, 7);
  p->text_n = sentence(p->text, &told, 30);
  p->text[p->text_n++] = ' ';
  p->text_n += sentence(p->text + p->text_n, &own, WORDS - 30);
  snprintf(p->url, sizeof p->url, "https://www%d.example/news/%llu", (int)(i % 500), (unsigned long long)i);
  snprintf(p->source, sizeof p->source, "s%d", (int)(i % 500));
}

static void row_fill(struct arena *a, struct tdg_row *row, const struct report *p, int64_t id, int64_t seen) {
  const struct tdg_str none = {"", 0};
  tdg_rec *r = rec_new(a, TDG_ARTICLE), *block = rec_new(a, TDG_GROUP);
  rec_put_int(r, TDG_ID, id);
  rec_put_str(r, TDG_TITLE, p->title);
  rec_put_str(r, TDG_URL, p->url);
  rec_put_str(r, TDG_SOURCE, p->source);
  rec_put_str(r, TDG_LANGUAGE, "en");
  rec_put_int(r, TDG_PUBLISHED, seen);
  rec_put_int(r, TDG_FIRST_SEEN, seen);
  rec_put_int(block, TDG_BLOCK_TYPE, TDG_PARAGRAPH);
  rec_put(block, TDG_TEXT, p->text, p->text_n);
  rec_put_rec(r, TDG_BLOCK, block);
  *row = (struct tdg_row){.size = sizeof *row, .kind = TDG_ARTICLE, .id = id, .version = 1};
  row->work[0] = (uint64_t)id * 0x9E3779B97F4A7C15u;
  row->work[1] = row->content[0] = (uint64_t)id;
  row->first_seen = row->published = seen;
  row->source = (struct tdg_str){p->source, strlen(p->source)};
  row->publisher = row->source;
  row->url = (struct tdg_str){p->url, strlen(p->url)};
  row->title = (struct tdg_str){p->title, strlen(p->title)};
  row->text = (struct tdg_str){p->text, p->text_n};
  row->language = (struct tdg_str){"en", 2};
  row->by = row->native_id = row->headline = none;
  row->wire = rec_bytes(r);
}

static void must(struct store *s, int rc) {
  if (rc >= 0) return;
  fprintf(stderr, "bench-start: %s\n", store_error(s));
  exit(1);
}

static void fill(const char *path, uint64_t n, int64_t days) {
  char why[STORE_MESSAGE];
  struct store *s = store_open("sqlite", path, TDG_STORE_CREATE, NULL, why, sizeof why, NULL);
  if (s == NULL) exit((fprintf(stderr, "bench-start: %s\n", why), 1));
  const int64_t end = (int64_t)time(NULL) * 1000, step = days * DAY_MS / (int64_t)n;
  struct arena a = {0};
  struct report p;
  struct tdg_row row;
  for (uint64_t i = 0; i < n; i++) {
    const int64_t seen = end - (int64_t)(n - i) * step;
    if (i % BATCH == 0) must(s, s->ops->begin(s->handle));
    report_fill(&p, i);
    row_fill(&a, &row, &p, s->ops->new_id(s->handle, seen), seen);
    must(s, s->ops->record_append(s->handle, &row));
    arena_reset(&a);
    if (i % BATCH == BATCH - 1 || i + 1 == n) must(s, s->ops->commit(s->handle));
  }
  arena_free(&a);
  store_close(s);
}

/* ---- the passes ---- */

/* Items that no earlier run had. */
static void write_feed(const char *path, unsigned long items) {
  static uint64_t first;
  if (first == 0) first = (UINT64_C(1) << 40) + (uint64_t)time(NULL) * 3000;
  FILE *f = fopen(path, "w");
  if (f == NULL) exit((perror(path), 1));
  fprintf(f, "<rss version='2.0'><channel><title>A</title><link>https://a.example/</link>");
  for (unsigned long i = 0; i < items; i++) {
    struct report p;
    report_fill(&p, first + i * 3);
    fprintf(f, "<item><title>%s</title><link>%s</link><description>%s</description></item>", p.title, p.url,
            p.text);
  }
  fprintf(f, "</channel></rss>");
  fclose(f);
}

struct passed {
  double seconds;
  int records;
};

static struct passed pass(const char *tidings, const char *conf, const char *store) {
  char command[4 * PATHS], line[500];
  const double began = now();
  struct passed p = {.records = -1};
  snprintf(command, sizeof command, "'%s' run --once --json --config '%s' --store '%s'", tidings, conf,
           store);
  FILE *f = popen(command, "r");
  if (f == NULL) exit((perror(tidings), 1));
  while (fgets(line, sizeof line, f) != NULL) {
    const char *at = strstr(line, "\"records\":");
    if (at != NULL && p.records < 0) p.records = atoi(at + strlen("\"records\":"));
  }
  const int status = pclose(f);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    exit((fprintf(stderr, "bench-start: the program ended with %d\n", WEXITSTATUS(status)), 1));
  p.seconds = now() - began;
  return p;
}

static void tell(const char *what, double seconds) {
  printf("%-28s %8.2f s\n", what, seconds);
  fflush(stdout);
}

static void tell_pass(const char *what, struct passed p, int records) {
  tell(what, p.seconds);
  if (p.records == records) return;
  fprintf(stderr, "bench-start: %d records are new, not %d\n", p.records, records);
  exit(1);
}

int main(int argc, char **argv) {
  char conf[PATHS], store[PATHS], feed[PATHS];
  const uint64_t n = argc > 3 ? strtoull(argv[3], NULL, 10) : 1000000;
  const int64_t days = argc > 4 ? atoll(argv[4]) : 100;
  struct stat st;
  if (argc < 3 || n < 1 || days < 1)
    return (fprintf(stderr, "usage: bench-start TIDINGS FOLDER [RECORDS [DAYS]]\n"), 2);
  mkdir(argv[2], 0755);
  snprintf(conf, sizeof conf, "%s/conf.yaml", argv[2]);
  snprintf(store, sizeof store, "%s/start.db", argv[2]);
  snprintf(feed, sizeof feed, "%s/feed.xml", argv[2]);
  FILE *f = fopen(conf, "w");
  if (f == NULL) exit((perror(conf), 1));
  fprintf(f,
          "version: 1\npipeline: [dedupe, story]\nsources:\n  - { id: a, url: \"file://%s\", parse: feed }\n",
          feed);
  fclose(f);
  if (stat(store, &st) != 0) {
    double began = now();
    write_feed(feed, 0);
    fill(store, n, days);
    tell("records appended", now() - began);
    tell_pass("all of them judged", pass(argv[1], conf, store), 0);
  }
  write_feed(feed, 1);
  tell_pass("the first pass", pass(argv[1], conf, store), 1);
  for (int i = 0; i < ROUNDS; i++) tell_pass("nothing new", pass(argv[1], conf, store), 0);
  for (unsigned i = 0; i < ROUNDS; i++) {
    write_feed(feed, i + 2);
    tell_pass("one new record", pass(argv[1], conf, store), 1);
  }
  return 0;
}
