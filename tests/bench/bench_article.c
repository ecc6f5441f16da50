/* tests/bench/bench_article.c - what the reader of articles, or that of statements, costs, against the floor: a bare
 * htmlReadMemory of libxml2 over the same bytes, in the same process, in turns.
 *
 *   bench-article [--rounds N] FILE...     pages and megabytes a second, best round of each, and their ratio
 *   bench-statement [--rounds N] FILE...   the same of statements: this file, built with BENCH_PARSER
 *
 * Files may be packed with gzip.  The plugin's time holds everything from the bytes to the emitted record:
 * decoding, tokenising, tree, extraction, record.  Both run single-threaded on the same core.
 */
#include "util/check.h"
#include "worker/inproc.h"

#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zlib.h>

#ifndef BENCH_PARSER
#define BENCH_PARSER "article"
#endif

enum { MAX_FILES = 10000, ROUNDS = 5, MAX_BYTES = 32 << 20 };

struct page {
  char *p;
  size_t n;
  tdg_rec *doc;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_page(struct page *page, const char *path, struct arena *arena) {
  gzFile f = gzopen(path, "rb");
  int got;
  if (f == NULL) check_die(1, "%s cannot be opened", path);
  page->p = check_alloc(MAX_BYTES);
  while (page->n < MAX_BYTES && (got = gzread(f, page->p + page->n, (unsigned)(MAX_BYTES - page->n))) > 0)
    page->n += (size_t)got;
  gzclose(f);
  page->p = realloc(page->p, page->n + 1);
  if (page->p == NULL) check_die(1, "no memory");
  page->doc = rec_new(arena, TDG_DOC);
  rec_put_str(page->doc, TDG_URL, "https://daily.example/story.html");
  rec_put_str(page->doc, TDG_CHARSET, "utf-8");
  rec_put_str(page->doc, TDG_AS, BENCH_PARSER);
  rec_put(page->doc, TDG_BODY, page->p, page->n);
}

static double floor_round(const struct page *pages, size_t n) {
  double start = now();
  for (size_t i = 0; i < n; i++) {
    htmlDocPtr doc =
        htmlReadMemory(pages[i].p, (int)pages[i].n, NULL, "utf-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlFreeDoc(doc);
  }
  return now() - start;
}

static int count(void *arg, const tdg_rec *r) {
  *(size_t *)arg += rec_bytes(r).n;
  return TDG_OK;
}

static double plugin_round(struct inproc *p, const struct page *pages, size_t n) {
  double start = now();
  struct inproc_reply reply;
  for (size_t i = 0; i < n; i++) inproc_call(p, INPROC_RUN, pages[i].doc, 1700000000000, &reply);
  return now() - start;
}

static void report(const char *name, double s, size_t n, size_t bytes) {
  printf("%-10s %8.3f ms/page  %8.0f pages/s  %8.1f MB/s\n", name, s * 1000 / (double)n, (double)n / s,
         (double)bytes / s / 1e6);
}

int main(int argc, char **argv) {
  static struct page pages[MAX_FILES];
  size_t n = 0, bytes = 0, out = 0;
  int rounds = ROUNDS, first = 1;
  double floor_best = 1e9, plugin_best = 1e9;
  char why[500] = "";
  struct arena arena = {0};
  struct rusage use;
  if (argc > 2 && strcmp(argv[1], "--rounds") == 0) rounds = atoi(argv[2]), first = 3;
  for (int i = first; i < argc && n < MAX_FILES; i++) {
    read_page(&pages[n], argv[i], &arena);
    bytes += pages[n++].n;
  }
  if (n == 0) check_die(2, "usage: bench-" BENCH_PARSER " [--rounds N] FILE...");
  struct inproc *p = inproc_open(TIDINGS_BUILD_DIR "/plugins/parse-" BENCH_PARSER ".so", BENCH_PARSER, NULL,
                                 0, why, sizeof why);
  if (p == NULL) check_die(1, "%s", why);
  inproc_on_emit(p, count, &out);
  for (int r = 0; r < rounds; r++) {
    double f = floor_round(pages, n), t = plugin_round(p, pages, n);
    if (f < floor_best) floor_best = f;
    if (t < plugin_best) plugin_best = t;
  }
  getrusage(RUSAGE_SELF, &use);
  printf("%zu pages, %.1f MB, %d rounds, %zu bytes of records\n", n, (double)bytes / 1e6, rounds,
         out / (size_t)rounds);
  report("libxml2", floor_best, n, bytes);
  report(BENCH_PARSER, plugin_best, n, bytes);
  printf("ratio      %8.3f\npeak RSS   %8.1f MB (pages in memory, libxml2's trees)\n",
         plugin_best / floor_best, (double)use.ru_maxrss / 1024);
  inproc_close(p);
  return 0;
}
