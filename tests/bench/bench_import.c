/* bench/bench_import.c - `tidings import` beside a bare libxml2 parse of the same bytes, in one run.
 *
 *   bench-import TIDINGS FOLDER [N]
 *
 * FOLDER holds pages (.html or .html.gz).  They are copied, unpacked and repeated, to N files (2,000) in a temporary
 * folder; htmlReadMemory reads all of them once on one core; then the program imports the folder into a fresh store.
 * Prints both rates, their ratio, and the processor time of the engine with its workers.  Pages that name the same
 * canonical address are one work: its copies count as unchanged, but are fetched, parsed and settled all the same.
 */
#include <dirent.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { MAX_PAGES = 5000, MAX_PAGE = 16 << 20 };

struct page {
  char *p;
  int n;
};

static double clock_of(clockid_t which) {
  struct timespec t;
  clock_gettime(which, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double now(void) { return clock_of(CLOCK_MONOTONIC); }

static struct page read_page(const char *path) {
  struct page page = {malloc(MAX_PAGE), 0};
  gzFile f = gzopen(path, "rb");
  if (f == NULL || page.p == NULL) abort();
  page.n = gzread(f, page.p, MAX_PAGE);
  gzclose(f);
  page.p = realloc(page.p, (size_t)page.n + 1);
  return page;
}

static size_t read_folder(const char *folder, struct page *pages) {
  size_t n = 0;
  DIR *d = opendir(folder);
  if (d == NULL) return 0;
  for (struct dirent *e; (e = readdir(d)) != NULL && n < MAX_PAGES;) {
    char path[4096];
    if (strstr(e->d_name, ".html") == NULL) continue;
    snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
    pages[n++] = read_page(path);
  }
  closedir(d);
  return n;
}

static double floor_seconds(const struct page *pages, size_t n_pages, size_t n) {
  double start = clock_of(CLOCK_PROCESS_CPUTIME_ID); /* what others do on the machine does not count */
  for (size_t i = 0; i < n; i++) {
    const struct page *p = &pages[i % n_pages];
    xmlFreeDoc(
        htmlReadMemory(p->p, p->n, NULL, "utf-8",
                       HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_RECOVER));
  }
  return clock_of(CLOCK_PROCESS_CPUTIME_ID) - start;
}

static size_t write_copies(const char *folder, const struct page *pages, size_t n_pages, size_t n) {
  size_t bytes = 0;
  for (size_t i = 0; i < n; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%06zu.html", folder, i);
    FILE *f = fopen(path, "wb");
    if (f == NULL) abort();
    bytes += fwrite(pages[i % n_pages].p, 1, (size_t)pages[i % n_pages].n, f);
    fclose(f);
  }
  return bytes;
}

static double import_seconds(const char *tidings, const char *folder, const char *store) {
  double start = now();
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    execl(tidings, tidings, "import", "--quiet", "--store", store, folder, (char *)NULL);
    _exit(127);
  }
  waitpid(pid, &status, 0);
  if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3)) {
    fprintf(stderr, "bench-import: the import failed (%d)\n", status);
    exit(1);
  }
  return now() - start;
}

int main(int argc, char **argv) {
  static struct page pages[MAX_PAGES];
  char folder[] = "/tmp/tidings-bench-XXXXXX", sub[64], store[64], remove[100];
  struct rusage children;
  if (argc < 3) return fprintf(stderr, "usage: bench-import TIDINGS FOLDER [N]\n"), 2;
  size_t n = argc > 3 ? (size_t)atol(argv[3]) : 2000, n_pages = read_folder(argv[2], pages);
  if (n_pages == 0 || mkdtemp(folder) == NULL)
    return fprintf(stderr, "bench-import: no pages in %s\n", argv[2]), 1;
  snprintf(sub, sizeof sub, "%s/pages", folder);
  snprintf(store, sizeof store, "%s/news.db", folder);
  mkdir(sub, 0755);
  size_t bytes = write_copies(sub, pages, n_pages, n);
  floor_seconds(pages, n_pages, n_pages); /* warm */
  double bare = floor_seconds(pages, n_pages, n), whole = import_seconds(argv[1], sub, store);
  bare = (bare + floor_seconds(pages, n_pages, n)) / 2; /* before and after: the machine may have drifted */
  getrusage(RUSAGE_CHILDREN, &children);
  double cpu = (double)children.ru_utime.tv_sec + (double)children.ru_stime.tv_sec +
               (double)(children.ru_utime.tv_usec + children.ru_stime.tv_usec) / 1e6;
  printf("%zu documents (%zu distinct), %.1f MB\n", n, n_pages, (double)bytes / 1e6);
  printf("bare libxml2 htmlReadMemory, one core: %7.2f s  %7.0f documents/s  %6.1f MB/s\n", bare,
         (double)n / bare, (double)bytes / 1e6 / bare);
  printf("tidings import, all cores:             %7.2f s  %7.0f documents/s  %6.1f MB/s\n", whole,
         (double)n / whole, (double)bytes / 1e6 / whole);
  printf("import in wall time / bare: %.2f; processor time of engine and workers %.2f s = %.2f of bare\n",
         whole / bare, cpu, cpu / bare);
  snprintf(remove, sizeof remove, "rm -rf %s", folder);
  return system(remove);
}
