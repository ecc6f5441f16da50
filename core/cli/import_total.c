/* cli/import_total.c - the bytes of an import, counted beside it; see import_total.h.
 *
 * Folders are walked as the file fetcher walks them: without what begins with a dot, and not through links to folders.  A path that
 * cannot be looked at counts nothing.  The thread reads `stop` and writes `bytes` and `known`; all else is its own.
 */
#include "cli/import_total.h"

#include "util/check.h"

#include <fts.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct import_total {
  pthread_t thread;
  char *const *paths;
  size_t n;
  const char *own;
  atomic_ullong bytes;
  atomic_int known, stop;
};

static uint64_t size_of(const struct import_total *t, const FTSENT *f) {
  struct stat st;
  if (t->own != NULL && strncmp(f->fts_path, t->own, strlen(t->own)) == 0) return 0;
  if (f->fts_info == FTS_F && S_ISREG(f->fts_statp->st_mode)) return (uint64_t)f->fts_statp->st_size;
  return f->fts_info == FTS_SL && stat(f->fts_path, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size
                                                                                     : 0;
}

static void walk(struct import_total *t, char *path) {
  char *const one[] = {path, NULL};
  FTS *fts = fts_open(one, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
  FTSENT *f;
  while (fts != NULL && !atomic_load(&t->stop) && (f = fts_read(fts)) != NULL) {
    if (f->fts_level > 0 && f->fts_name[0] == '.') fts_set(fts, f, FTS_SKIP);
    else atomic_fetch_add(&t->bytes, size_of(t, f));
  }
  if (fts != NULL) fts_close(fts);
}

static void *look(void *arg) {
  struct import_total *t = arg;
  for (size_t i = 0; i < t->n; i++) walk(t, t->paths[i]);
  if (!atomic_load(&t->stop)) atomic_store(&t->known, 1);
  return NULL;
}

struct import_total *import_total_begin(char *const *paths, size_t n, const char *own) {
  struct import_total *t = memset(check_alloc(sizeof *t), 0, sizeof *t);
  sigset_t all, before;
  t->paths = paths;
  t->n = n;
  t->own = own;
  sigfillset(&all); /* signals are for the loop */
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int rc = pthread_create(&t->thread, NULL, look, t);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (rc == 0) return t;
  free(t);
  return NULL;
}

uint64_t import_total_bytes(const struct import_total *t) {
  return t != NULL && atomic_load(&t->known) ? atomic_load(&t->bytes) : 0;
}

void import_total_end(struct import_total *t) {
  if (t == NULL) return;
  atomic_store(&t->stop, 1);
  pthread_join(t->thread, NULL);
  free(t);
}
