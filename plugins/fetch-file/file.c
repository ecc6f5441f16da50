/* fetch-file - fetch documents from the local file system: files, directories, JSON Lines files.
 *
 * Input: a TDG_REQUEST with TDG_URL file:///path, and optionally TDG_OFFSET (a position in a container),
 * TDG_AS, TDG_MEDIA_TYPE, TDG_CHARSET, which are copied to the output.  Output, by what the path is:
 *   a file         one document; ".gz" or a gzip header sets TDG_ENCODING
 *   a directory    requests for its entries (dir.c)
 *   JSON Lines, files of mails, web archives
 *                  one document per line, mail, answer of a server (file_lines.c, file_mbox.c, file_warc.c)
 *   an archive     what a folder of its files would bring (file_archive.c)
 *   an error       a document with TDG_ERROR: not-found denied io too-large unsupported damaged
 *
 * The component only reads: the worker has the right to read below the granted paths and no other right.
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <tidings/kit/str.h>

static const struct tdg_option options[] = {
    TDG_OPT(struct file_conf, max_size, TDG_O_SIZE, 0, "16MiB", 1024, FILE_MAX_DOCUMENT,
            "A larger document is refused; files of many documents (JSON Lines, mails, web archives) have no "
            "limit."),
    TDG_OPT(struct file_conf, hidden, TDG_O_BOOL, 0, "false", 0, 0,
            "Read entries of directories whose names begin with a dot."),
};

static int fail_too_large(const struct file_self *self, const struct file_ask *ask, int64_t size) {
  char message[200];
  snprintf(message, sizeof message,
           "the file has %lld bytes, more than the %lld of max_size; split it or raise the limit",
           (long long)size, (long long)self->conf.max_size);
  return file_fail(ask, "too-large", message);
}

static int run_document(const struct file_self *self, const struct file_ask *ask, int fd,
                        const struct stat *st, const struct file_kind *kind, const char *head, size_t n) {
  tdg_rec *doc;
  char *body;
  ssize_t got;
  if (st->st_size > self->conf.max_size) return fail_too_large(self, ask, st->st_size);
  body = tdg_scratch(ask->call, (size_t)st->st_size + n + 1);
  memcpy(body, head, n);
  got = file_read_fd(fd, body, n, (size_t)st->st_size > n ? (size_t)st->st_size : n);
  if (got < 0) return file_fail_errno(ask, errno);
  doc = file_document(ask, ask->url, 0);
  tdg_put_str(ask->call, doc, TDG_MEDIA_TYPE, kind->type);
  if (kind->packing != FILE_PLAIN)
    tdg_put_str(ask->call, doc, TDG_ENCODING, kind->packing == FILE_GZIP ? "gzip" : "zstd");
  tdg_put_int(ask->call, doc, TDG_UPDATED,
              (int64_t)st->st_mtim.tv_sec * 1000 + st->st_mtim.tv_nsec / 1000000);
  tdg_put_bytes(ask->call, doc, TDG_BODY, body, (size_t)got);
  return tdg_emit(ask->call, doc);
}

#ifdef FILE_HAS_ARCHIVE
#define run_archive file_run_archive
#else
static int run_archive(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st) {
  (void)self, (void)st;
  close(fd);
  return file_fail_errno(ask, ENOTSUP);
}
#endif

/* JSON in which no list was found is one document. */
static int run_json(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st,
                    const struct file_kind *kind, const char *head, size_t n) {
  int status = file_run_container(self, ask, fd, st, kind);
  if (status != FILE_NOT_ROWS) return status;
  if (st->st_size > self->conf.max_size)
    return file_leave_out(ask, "JSON larger than max_size, in whose beginning no list of articles was found");
  fd = open(ask->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0 || lseek(fd, (off_t)n, SEEK_SET) < 0) status = file_fail_errno(ask, errno);
  else status = run_document(self, ask, fd, st, kind, head, n);
  if (fd >= 0) close(fd);
  return status;
}

static int has_at(int fd, int64_t at, const char *sign, size_t n) {
  char p[8];
  return at >= 0 && pread(fd, p, n, (off_t)at) == (ssize_t)n && memcmp(p, sign, n) == 0;
}

/* Images of disks have their signs far behind: ISO 9660 and UDF in the 17th block of 2 KiB, those of Apple in the last 512 bytes.  NULL: it is none. */
static const char *disk_image(int fd, const struct stat *st) {
  enum { BLOCK = 2048, FIRST = 16, TRAILER = 512 };
  static const char iso[] = "this is a disk image (ISO): mount it, or unpack it first";
  if (has_at(fd, FIRST * BLOCK + 1, "CD001", 5) || has_at(fd, FIRST * BLOCK + 1, "BEA01", 5)) return iso;
  if (has_at(fd, (int64_t)st->st_size - TRAILER, "koly", 4))
    return "this is a disk image (DMG): mount it, or unpack it first";
  return NULL;
}

/* What to do with a file that no parser reads, however large it is.  NULL: it may be read. */
static const char *way_out(const struct file_self *self, int fd, const struct stat *st,
                           const struct file_kind *kind) {
  const int is_large_rar =
      st->st_size > self->conf.max_size && strcmp(kind->type, "application/vnd.rar") == 0;
  return is_large_rar ? "this is a RAR archive: unpack it first" : disk_image(fd, st);
}

/* Takes over fd: closes it, or passes it to a reader. */
static int run_file(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st) {
  char first[FILE_HEAD], *head = first;
  ssize_t n = file_read_fd(fd, head, 0, sizeof first);
  if (n == (ssize_t)sizeof first && file_packing_of(head, sizeof first) == FILE_ZSTD) {
    head = tdg_scratch(ask->call, FILE_ZSTD_HEAD);
    memcpy(head, first, sizeof first);
    n = file_read_fd(fd, head, sizeof first, FILE_ZSTD_HEAD);
  }
  struct file_kind kind;
  int status;
  if (n < 0) {
    const int error = errno;
    close(fd);
    return file_fail_errno(ask, error);
  }
  kind = file_kind_of(ask, ask->path, tdg_get(ask->call, ask->request, TDG_MEDIA_TYPE), head, (size_t)n);
  if (n == 0 || (n < FILE_HEAD && tdg_str_trim((struct tdg_str){head, (size_t)n}).n == 0)) {
    close(fd);
    return file_is_empty(ask, n == 0 ? "the file is empty" : "there is nothing but white space in it");
  }
  if (kind.no_news != NULL && kind.is_guess && file_has_flag(ask, "named")) {
    tdg_log(ask->call, TDG_LOG_WARNING,
            "%.1000s: this looks like no news (%s); it is read, since it is named", ask->url.p, kind.no_news);
  } else if (kind.no_news != NULL && tdg_get(ask->call, ask->request, TDG_AS).n == 0) {
    close(fd);
    return file_leave_out(ask, kind.no_news);
  }
  const char *why = tdg_get(ask->call, ask->request, TDG_AS).n == 0 ? way_out(self, fd, st, &kind) : NULL;
  if (why != NULL) {
    close(fd);
    return file_fail(ask, "unsupported", why);
  }
  if (kind.form == FILE_WARC && file_has_flag(ask, "packed"))
    return file_run_packed(ask, fd, st, &kind, (uint64_t)tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0));
  if (kind.form != FILE_DOCUMENT) {
    if (lseek(fd, 0, SEEK_SET) == 0)
      return file_form_is_json(kind.form) ? run_json(self, ask, fd, st, &kind, head, (size_t)n)
             : kind.form == FILE_ARCHIVE  ? run_archive(self, ask, fd, st)
                                          : file_run_container(self, ask, fd, st, &kind);
    close(fd);
    return file_fail(ask, "io", "the file cannot be read by position");
  }
  status = run_document(self, ask, fd, st, &kind, head, (size_t)n);
  close(fd);
  return status;
}

static int run_open(struct file_self *self, const struct file_ask *ask, int fd) {
  struct stat st;
  int status;
  if (fstat(fd, &st) != 0) {
    status = file_fail_errno(ask, errno);
  } else if (S_ISREG(st.st_mode)) {
    return run_file(self, ask, fd, &st);
  } else if (S_ISDIR(st.st_mode)) {
    status = file_run_directory(self, ask, fd, &st);
  } else {
    status = file_fail(ask, "unsupported",
                       "this is a device, pipe or socket; only files and directories are read");
  }
  close(fd);
  return status;
}

static int run(tdg_call *call, void *self, const tdg_rec *request) {
  const struct tdg_str url = tdg_get(call, request, TDG_URL);
  struct file_ask ask = {.call = call, .request = request, .url = url};
  struct stat st;
  int fd;
  if (tdg_file_path(url, ask.path, sizeof ask.path) != 0)
    return tdg_fail(call, TDG_BAD_INPUT, "\"%.200s\" names no local file; write file:///path/to/it", url.p);
  ask.url.n = strcspn(url.p, "?#");
  /* Check the type before opening: opening a device can have side effects. */
  if (stat(ask.path, &st) != 0) return file_fail_errno(&ask, errno);
  if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
    return file_fail(&ask, "unsupported",
                     "this is a device, pipe or socket; only files and directories are read");
  fd = open(ask.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  return fd < 0 ? file_fail_errno(&ask, errno) : run_open(self, &ask, fd);
}

static int open_fetcher(tdg_call *call, const void *conf, void **self) {
  struct file_self *s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  s->conf = *(const struct file_conf *)conf;
  *self = s;
  return TDG_OK;
}

static void close_fetcher(void *self) {
  struct file_self *s = self;
  file_listing_free(&s->listing);
  file_readers_free(s);
#ifdef FILE_HAS_ARCHIVE
  file_archive_free(s->archive);
#endif
  free(s);
}

static const char *const claims[] = {"file", NULL};
TDG_PLUGIN("org.tidings.fetch-file", TDG_VERSION,
           "Reads documents, directories and files of many documents from the file system",
           TDG_FETCHER(.name = "file", .summary = "file: addresses", .claims = claims,
                       .needs = TDG_NEEDS_READ, .TDG_OPTIONS(struct file_conf, options), .open = open_fetcher,
                       .run = run, .close = close_fetcher));
