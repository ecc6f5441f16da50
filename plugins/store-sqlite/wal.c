/* wal.c - what was committed is copied from the log of SQLite (PATH-wal) to the file by a thread of its own.
 *
 * A checkpoint copies tens of megabytes, many of them to random places, and waits for the disk twice; in the writer's
 * commit, all polls and settlements would wait for it.  The thread has a connection of its own and copies what is
 * committed while the writer goes on.  What the writer has added meanwhile, the writer copies itself in its next
 * commit, so that nothing is left and SQLite begins the log anew.
 *
 * The thread is started when the log is long for the first time.  Without it (no memory, no thread), or when it could not
 * copy, the writer copies all in its commit.  A checkpoint that fails costs nothing but a longer log: commits are durable
 * before it, and the next one tries again.
 */
#include "sq.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#ifndef SQ_LONG_LOG /* a test builds with a smaller value */
#define SQ_LONG_LOG 16000
#endif
enum {
  LONG = SQ_LONG_LOG, /* pages: 64 MB */
  ROUNDS = 3,         /* while it copies, more is added */
  FEW_PAGES = 500     /* that the writer may copy */
};

enum stage { IDLE, WANTED, COPYING, COPIED, FAILED };

struct sq_wal {
  sqlite3 *db; /* of the thread, once it runs */
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  enum stage stage;
  int ending;
};

/* On the thread.  Passive: waits for nobody. */
static enum stage copy(sqlite3 *db) {
  int before = 0;
  for (int i = 0; i < ROUNDS; i++) {
    int all = 0, copied = 0;
    if (sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, &all, &copied) != SQLITE_OK)
      return FAILED;
    if (copied - before < FEW_PAGES) break;
    before = copied;
  }
  return COPIED;
}

static void *run(void *arg) {
  struct sq_wal *w = arg;
  pthread_mutex_lock(&w->mutex);
  while (!w->ending) {
    if (w->stage != WANTED) {
      pthread_cond_wait(&w->wake, &w->mutex);
      continue;
    }
    w->stage = COPYING;
    pthread_mutex_unlock(&w->mutex);
    const enum stage stage = copy(w->db);
    pthread_mutex_lock(&w->mutex);
    w->stage = stage;
  }
  pthread_mutex_unlock(&w->mutex);
  return NULL;
}

static int open_own(struct sq *s, sqlite3 **db) {
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
  return sqlite3_open_v2(s->path, db, flags, NULL) == SQLITE_OK && sq_file_same(s) == 0 &&
         sqlite3_exec(*db, "PRAGMA schema_version", NULL, NULL, NULL) == SQLITE_OK; /* it opens the log */
}

/* NULL: there can be none. */
static struct sq_wal *start(struct sq *s) {
  struct sq_wal *w = calloc(1, sizeof *w);
  if (w == NULL) return NULL;
  pthread_mutex_init(&w->mutex, NULL);
  pthread_cond_init(&w->wake, NULL);
  if (open_own(s, &w->db) && pthread_create(&w->thread, NULL, run, w) == 0) return w;
  sqlite3_close(w->db);
  pthread_cond_destroy(&w->wake);
  pthread_mutex_destroy(&w->mutex);
  free(w);
  return NULL;
}

/* Is it the writer's turn to copy?  If not, the thread is told when the log is long. */
static int is_writers_turn(struct sq_wal *w, int pages) {
  pthread_mutex_lock(&w->mutex);
  const enum stage stage = w->stage;
  const int turn = stage == COPIED || (stage == FAILED && pages >= LONG);
  if (turn) w->stage = IDLE;
  if (stage == IDLE && pages >= LONG) {
    w->stage = WANTED;
    pthread_cond_signal(&w->wake);
  }
  pthread_mutex_unlock(&w->mutex);
  return turn;
}

/* After each commit. */
static int on_commit(void *arg, sqlite3 *db, const char *name, int pages) {
  struct sq *s = arg;
  if (s->wal == NULL && pages < LONG) return SQLITE_OK;
  if (s->wal == NULL) s->wal = start(s);
  if (s->wal == NULL || is_writers_turn(s->wal, pages))
    sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

int64_t sq_log_bytes(const struct sq *s) {
  char path[4200];
  struct stat st;
  if (snprintf(path, sizeof path, "%s-wal", s->path) >= (int)sizeof path || stat(path, &st) != 0) return 0;
  return (int64_t)st.st_size;
}

void sq_wal_watch(struct sq *s) { sqlite3_wal_hook(s->db, on_commit, s); }

void sq_wal_end(struct sq *s) {
  struct sq_wal *w = s->wal;
  if (w == NULL) return;
  pthread_mutex_lock(&w->mutex);
  w->ending = 1;
  pthread_cond_signal(&w->wake);
  pthread_mutex_unlock(&w->mutex);
  pthread_join(w->thread, NULL);
  sqlite3_close(w->db);
  pthread_cond_destroy(&w->wake);
  pthread_mutex_destroy(&w->mutex);
  free(w);
  s->wal = NULL;
}

/* ---- emptied ---- */

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int sq_log_empty(struct sq *s, sqlite3 *db) {
  const int rc = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  if (rc == SQLITE_OK) {
    s->log_emptied = now_ms();
    sq_lock_note(s);
    return 0;
  }
  return rc == SQLITE_BUSY || rc == SQLITE_LOCKED
             ? 1
             : sq_fail(s, TDG_RETRY, "store %s: emptying its log: %s", s->path, sqlite3_errstr(rc));
}

int sq_empty_log(void *store) {
  struct sq *s = store;
  if (s->writing || (s->flags & TDG_STORE_READ))
    return sq_fail(s, TDG_DENIED, "store %s: its log cannot be emptied now", s->path);
  sqlite3_busy_timeout(s->db, 0);
  const int rc = sq_log_empty(s, s->db);
  sqlite3_busy_timeout(s->db, SQ_BUSY_MS);
  return rc;
}
