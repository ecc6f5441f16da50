/* pieces.c - what SQLite writes to its log (PATH-wal) reaches the file in large pieces.
 *
 * SQLite writes each page of a transaction to the log with two calls, its header of 24 bytes and its 4 KB.  Here
 * they are collected, and written when they are to be read, measured, cut or synced, or when they are many.  SQLite
 * tells readers of a transaction after it has synced the log (synchronous FULL, which the store always has), so nobody
 * looks for bytes that are still here.  All other files, and all other operations, are those of SQLite itself.
 *
 * On a disk of which SQLite fears that it spoils what is beside a write, it fills the last sector of a transaction with
 * pages that it writes after the sync; there nothing is collected.
 *
 * A piece that could not be written is dropped, and its failure returned: it was part of a transaction that is
 * not committed.  Without memory for pieces all is written at once.
 */
#include "sq.h"

#include <pthread.h>
#include <string.h>

enum { PIECE = 127 << 10 }; /* SQLite cannot write 128 KB at once */

struct log_file {
  sqlite3_file base;  /* first */
  char *piece;        /* NULL: none yet */
  sqlite3_int64 at;   /* of its first byte in the file */
  int n, direct;      /* direct: nothing is collected */
  sqlite3_file *real; /* behind this struct */
};

static sqlite3_vfs *real_vfs, own_vfs;

static struct log_file *log_of(sqlite3_file *f) { return (struct log_file *)(void *)f; }

static sqlite3_file *real_of(sqlite3_file *f) { return log_of(f)->real; }

static int flush(struct log_file *f) {
  const int n = f->n;
  f->n = 0;
  return n == 0 ? SQLITE_OK : f->real->pMethods->xWrite(f->real, f->piece, n, f->at);
}

/* Does it overwrite or continue the piece?  The pages of a transaction are written one behind the other, and
 * those that change once more in their place. */
static int fits(const struct log_file *f, int n, sqlite3_int64 at) {
  return f->n > 0 && at >= f->at && at <= f->at + f->n && at - f->at + n <= PIECE;
}

static int log_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at) {
  struct log_file *f = log_of(file);
  if (f->direct) return f->real->pMethods->xWrite(f->real, bytes, n, at);
  if (!fits(f, n, at)) {
    const int rc = flush(f);
    if (rc != SQLITE_OK) return rc;
    if (f->piece == NULL) f->piece = sqlite3_malloc(PIECE);
    if (f->piece == NULL || n > PIECE) return f->real->pMethods->xWrite(f->real, bytes, n, at);
    f->at = at;
  }
  const int from = (int)(at - f->at);
  memcpy(f->piece + from, bytes, (size_t)n);
  if (from + n > f->n) f->n = from + n;
  return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at) {
  const int rc = flush(log_of(file));
  return rc != SQLITE_OK ? rc : real_of(file)->pMethods->xRead(real_of(file), to, n, at);
}

static int log_sync(sqlite3_file *file, int flags) {
  const int rc = flush(log_of(file));
  return rc != SQLITE_OK ? rc : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
  const int rc = flush(log_of(file));
  return rc != SQLITE_OK ? rc : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
  const int rc = flush(log_of(file));
  return rc != SQLITE_OK ? rc : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int log_close(sqlite3_file *file) {
  const int rc = flush(log_of(file)), closed = real_of(file)->pMethods->xClose(real_of(file));
  sqlite3_free(log_of(file)->piece);
  log_of(file)->piece = NULL;
  return rc != SQLITE_OK ? rc : closed;
}

/* ---- what SQLite asks of any file ---- */

static int log_lock(sqlite3_file *f, int how) { return real_of(f)->pMethods->xLock(real_of(f), how); }
static int log_unlock(sqlite3_file *f, int how) { return real_of(f)->pMethods->xUnlock(real_of(f), how); }
static int log_locked(sqlite3_file *f, int *out) {
  return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
static int log_control(sqlite3_file *f, int op, void *arg) {
  return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
static int log_sector(sqlite3_file *f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); }
static int log_device(sqlite3_file *f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); }

static const sqlite3_io_methods log_methods = {.iVersion = 1,
                                               .xClose = log_close,
                                               .xRead = log_read,
                                               .xWrite = log_write,
                                               .xTruncate = log_truncate,
                                               .xSync = log_sync,
                                               .xFileSize = log_size,
                                               .xLock = log_lock,
                                               .xUnlock = log_unlock,
                                               .xCheckReservedLock = log_locked,
                                               .xFileControl = log_control,
                                               .xSectorSize = log_sector,
                                               .xDeviceCharacteristics = log_device};

static int open_any(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  if ((flags & SQLITE_OPEN_WAL) == 0) return real_vfs->xOpen(real_vfs, name, file, flags, out);
  struct log_file *f = log_of(file);
  *f = (struct log_file){.real = (sqlite3_file *)(void *)(f + 1)};
  const int rc = real_vfs->xOpen(real_vfs, name, f->real, flags, out);
  if (f->real->pMethods == NULL) return rc;
  f->base.pMethods = &log_methods;
  f->direct = (log_device(file) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) == 0;
  return rc;
}

static void prepare(void) {
  real_vfs = sqlite3_vfs_find(NULL);
  if (real_vfs == NULL) return;
  own_vfs = *real_vfs;
  own_vfs.zName = "tidings-pieces";
  own_vfs.xOpen = open_any;
  own_vfs.szOsFile = (int)sizeof(struct log_file) + real_vfs->szOsFile;
  own_vfs.pNext = NULL;
  if (sqlite3_vfs_register(&own_vfs, 0) != SQLITE_OK) real_vfs = NULL;
}

const char *sq_pieces_vfs(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, prepare);
  return real_vfs != NULL ? own_vfs.zName : NULL;
}
