/* tests/bench/bench_feed.c - what the feed reader costs, against the floor: libxml2's SAX2 parser with empty
 * handlers over the same bytes, in the same process, in turns.
 *
 *   bench-feed [--rounds N] FILE...        megabytes and documents a second, best round of each, and their
 * ratio bench-feed --memory FILE...            how far the process grew while each was read, above the file
 * itself
 *
 * .json goes to the reader alone (there is no floor), .xml to the sitemap reader, the rest to the feed
 * reader. Records are checked by nobody and kept by nobody: what is measured is the plugin on the host's
 * arena.
 */
#include "util/check.h"
#include "worker/inproc.h"

#include <libxml/parser.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_FILES = 10000, ROUNDS = 5 };

struct input {
  const char *path;
  char *p;
  size_t n;
  tdg_rec *doc;
  int sitemap, json;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int ends_with(const char *s, const char *end) {
  size_t n = strlen(s), k = strlen(end);
  return n >= k && strcmp(s + n - k, end) == 0;
}

static void read_input(struct input *in, const char *path, struct arena *arena) {
  FILE *f = fopen(path, "rb");
  if (f == NULL) check_die(1, "%s cannot be opened", path);
  fseek(f, 0, SEEK_END);
  in->n = (size_t)ftell(f);
  rewind(f);
  in->p = check_alloc(in->n + 1);
  if (fread(in->p, 1, in->n, f) != in->n) check_die(1, "%s cannot be read", path);
  fclose(f);
  in->path = path;
  in->sitemap = ends_with(path, ".xml");
  in->json = ends_with(path, ".json");
  in->doc = rec_new(arena, TDG_DOC);
  rec_put_str(in->doc, TDG_URL, "https://daily.example/feed");
  rec_put(in->doc, TDG_BODY, in->p, in->n);
}

/* ---- the floor ---- */

static void empty_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns,
                        const xmlChar **ns, int n, int defaulted, const xmlChar **attributes) {
  (void)ctx, (void)local, (void)prefix, (void)uri, (void)n_ns, (void)ns, (void)n, (void)defaulted,
      (void)attributes;
}
static void empty_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
  (void)ctx, (void)local, (void)prefix, (void)uri;
}
static void empty_text(void *ctx, const xmlChar *p, int n) { (void)ctx, (void)p, (void)n; }

static void floor_one(const struct input *in) {
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = empty_start,
                           .endElementNs = empty_end,
                           .characters = empty_text,
                           .cdataBlock = empty_text,
                           .ignorableWhitespace = empty_text};
  xmlSAXUserParseMemory(&handler, NULL, in->p, (int)in->n);
}

/* ---- the reader ---- */

struct readers {
  struct inproc *feed, *sitemap;
  size_t records;
};

static int count(void *arg, const tdg_rec *r) {
  struct readers *readers = arg;
  (void)r;
  readers->records++;
  return TDG_OK;
}

static void read_one(struct readers *r, const struct input *in) {
  struct inproc_reply reply;
  inproc_call(in->sitemap ? r->sitemap : r->feed, INPROC_RUN, in->doc, 1767700000000, &reply);
  if (reply.status != TDG_OK) check_die(1, "%s: %s", in->path, reply.message);
}

static struct inproc *open_reader(const char *plugin, const char *component, struct readers *r) {
  char path[4096], why[500];
  static const struct option_value no_requests[] = {{"follow", "never"}};
  snprintf(path, sizeof path, "%s/plugins/%s.so", TIDINGS_BUILD_DIR, plugin);
  size_t n = strcmp(component, "feed") == 0;
  struct inproc *p = inproc_open(path, component, no_requests, n, why, sizeof why);
  if (p == NULL) check_die(1, "%s", why);
  inproc_on_emit(p, count, r);
  return p;
}

static double run_floor(const struct input *in, size_t n) {
  double start = now();
  for (size_t i = 0; i < n; i++)
    if (!in[i].json) floor_one(&in[i]);
  return now() - start;
}

static double run_reader(struct readers *r, const struct input *in, size_t n, int json) {
  double start = now();
  r->records = 0;
  for (size_t i = 0; i < n; i++)
    if (in[i].json == json) read_one(r, &in[i]);
  return now() - start;
}

static void speed(struct readers *r, const struct input *in, size_t n, int rounds) {
  double xml = 0, json = 0, floor_best = 1e9, best = 1e9, json_best = 1e9, t;
  size_t n_xml = 0, n_json = 0, records = 0;
  for (size_t i = 0; i < n; i++) {
    *(in[i].json ? &json : &xml) += (double)in[i].n / 1e6;
    (*(in[i].json ? &n_json : &n_xml))++;
  }
  for (int i = 0; i < rounds; i++) {
    if (n_xml > 0 && (t = run_floor(in, n)) < floor_best) floor_best = t;
    if (n_xml > 0 && (t = run_reader(r, in, n, 0)) < best) best = t;
    if (n_xml > 0) records = r->records;
    if (n_json > 0 && (t = run_reader(r, in, n, 1)) < json_best) json_best = t;
  }
  if (n_xml > 0)
    printf("xml   %5zu documents %8.1f MB %7zu records  floor %7.1f MB/s  reader %7.1f MB/s %8.0f docs/s  "
           "ratio %.2f\n",
           n_xml, xml, records, xml / floor_best, xml / best, (double)n_xml / best, floor_best / best);
  if (n_json > 0)
    printf("json  %5zu documents %8.1f MB                            reader %7.1f MB/s %8.0f docs/s\n",
           n_json, json, json / json_best, (double)n_json / json_best);
}

/* ---- memory ---- */

static long status_kb(const char *key) {
  char line[200];
  long kb = -1;
  FILE *f = fopen("/proc/self/status", "r");
  while (f != NULL && fgets(line, sizeof line, f) != NULL)
    if (strncmp(line, key, strlen(key)) == 0) kb = strtol(line + strlen(key), NULL, 10);
  if (f != NULL) fclose(f);
  return kb;
}

static void memory(struct readers *r, const struct input *in, size_t n) {
  for (size_t i = 0; i < n; i++) {
    malloc_trim(0);
    FILE *f = fopen("/proc/self/clear_refs", "w"); /* 5: forget the high-water mark */
    if (f != NULL) {
      fputs("5", f);
      fclose(f);
    }
    long before = status_kb("VmRSS:");
    r->records = 0;
    read_one(r, &in[i]);
    printf("%s: %.1f MB, %zu records, at most %.1f MB above the input\n", in[i].path, (double)in[i].n / 1e6,
           r->records, (double)(status_kb("VmHWM:") - before) / 1e3);
  }
}

int main(int argc, char **argv) {
  static struct input inputs[MAX_FILES];
  struct arena arena = {0};
  struct readers readers = {0};
  size_t n = 0;
  int rounds = ROUNDS, only_memory = 0;
  for (int i = 1; i < argc && n < MAX_FILES; i++) {
    if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) rounds = atoi(argv[++i]);
    else if (strcmp(argv[i], "--memory") == 0) only_memory = 1;
    else read_input(&inputs[n++], argv[i], &arena);
  }
  if (n == 0) check_die(2, "usage: bench-feed [--rounds N | --memory] FILE...");
  readers.feed = open_reader("parse-feed", "feed", &readers);
  readers.sitemap = open_reader("parse-sitemap", "sitemap", &readers);
  if (only_memory) memory(&readers, inputs, n);
  else speed(&readers, inputs, n, rounds);
  inproc_close(readers.feed);
  inproc_close(readers.sitemap);
  arena_free(&arena);
  return 0;
}
