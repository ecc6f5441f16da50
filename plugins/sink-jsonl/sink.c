/* sink-jsonl - write records and briefs as JSON Lines to files, one per day if the path says so.
 *
 * run collects lines in memory; flush appends them to the file and makes them durable, which acknowledges
 * them.  A line cut off by a kill is removed when the file is opened again; the engine then sends the same
 * records again, so each record is written at least once, and readers detect repeats by "id".  Owns one open
 * file and one buffer.  Returns TDG_RETRY when the disk fails; nothing is acknowledged then, and what was
 * written in part is cut off again.
 */
#include <tidings/ext/json.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PENDING = 64 << 20, MAX_PATH = 4096, TAIL = 65536 };

struct conf {
  struct tdg_str path;
  int64_t html;
};
static const struct tdg_option options[] = {
    TDG_OPT(
        struct conf, path, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0,
        "The file to write; %Y, %m and %d are replaced by the day (UTC) on which a record was first seen."),
    TDG_OPT(struct conf, html, TDG_O_BOOL, 0, "no", 0, 0, "Add the body as HTML, generated from its blocks."),
};

struct sink {
  char pattern[MAX_PATH], path[MAX_PATH];
  unsigned flags;
  int fd, torn; /* torn: half a line may be at its end */
  char *pending;
  size_t n, cap;
};

static int fail(tdg_call *call, const struct sink *s, const char *what) {
  return tdg_fail(call, TDG_RETRY, "%s: %s: %s; the records are kept and given again", s->path, what,
                  strerror(errno));
}

static int is_folder(struct tdg_str path) {
  struct stat st;
  return (path.n > 0 && path.p[path.n - 1] == '/') || (stat(path.p, &st) == 0 && S_ISDIR(st.st_mode));
}

static int open_sink(tdg_call *call, const void *options_in, void **self) {
  const struct conf *conf = options_in;
  if (is_folder(conf->path))
    return tdg_fail(call, TDG_BAD_CONFIG, "path: %.300s is a folder; name a file in it", conf->path.p);
  struct sink *s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  if (conf->path.n >= sizeof s->pattern)
    return free(s), tdg_fail(call, TDG_BAD_CONFIG, "the path is too long");
  memcpy(s->pattern, conf->path.p, conf->path.n + 1);
  s->flags = TDG_JSON_NO_BYTES | (conf->html ? TDG_JSON_HTML : 0);
  s->fd = -1;
  *self = s;
  return TDG_OK;
}

static void close_sink(void *self) {
  struct sink *s = self;
  if (s->fd >= 0) close(s->fd);
  free(s->pending);
  free(s);
}

/* A kill may have left half a line: truncate the file after the last line break. */
static int drop_half_line(int fd) {
  char tail[TAIL];
  off_t size = lseek(fd, 0, SEEK_END);
  while (size > 0) {
    size_t n = size < TAIL ? (size_t)size : TAIL;
    if (pread(fd, tail, n, size - (off_t)n) != (ssize_t)n) return -1;
    size_t keep = n;
    while (keep > 0 && tail[keep - 1] != '\n') keep--;
    if (keep == n) return 0;
    size -= (off_t)(n - keep);
    if (ftruncate(fd, size) < 0) return -1;
    if (keep > 0) return 0;
  }
  return size < 0 ? -1 : 0;
}

/* The file for the day on which a record was first seen: fill in %Y, %m and %d of the pattern. */
static int path_of(tdg_call *call, const struct sink *s, const tdg_rec *rec, char out[MAX_PATH]) {
  time_t seconds = (time_t)(tdg_get_int(call, rec, TDG_FIRST_SEEN, 0) / 1000);
  struct tm tm;
  size_t n = 0;
  gmtime_r(&seconds, &tm);
  for (const char *p = s->pattern; *p != '\0' && n + 8 < MAX_PATH; p++) {
    char letter = *p == '%' ? p[1] : '\0';
    if (letter == 'Y') n += (size_t)snprintf(out + n, 8, "%04d", (tm.tm_year + 1900) % 10000);
    else if (letter == 'm') n += (size_t)snprintf(out + n, 8, "%02d", (tm.tm_mon + 1) % 100);
    else if (letter == 'd') n += (size_t)snprintf(out + n, 8, "%02d", tm.tm_mday % 100);
    else out[n++] = *p;
    p += letter == 'Y' || letter == 'm' || letter == 'd';
  }
  out[n] = '\0';
  return n + 8 < MAX_PATH ? TDG_OK : tdg_fail(call, TDG_BAD_CONFIG, "the path %s is too long", s->pattern);
}

/* Make the folders that a date of the path names (out/%Y/...); those before it are the operator's. */
static void make_folders(const struct sink *s, const char path[MAX_PATH]) {
  char folder[MAX_PATH];
  size_t fixed = strcspn(s->pattern, "%");
  memcpy(folder, path, MAX_PATH);
  for (char *p = strchr(folder + fixed, '/'); p != NULL; p = strchr(p + 1, '/')) {
    *p = '\0';
    mkdir(folder, 0755); /* why it cannot be made is told when the file is opened */
    *p = '/';
  }
}

static int use_file(tdg_call *call, struct sink *s, const char path[MAX_PATH]) {
  if (s->fd >= 0) close(s->fd);
  memcpy(s->path, path, MAX_PATH);
  s->torn = 0;
  make_folders(s, path);
  s->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (s->fd < 0) return fail(call, s, "cannot be opened");
  return drop_half_line(s->fd) < 0 ? fail(call, s, "cannot be read") : TDG_OK;
}

static int append_pending(const struct sink *s) {
  size_t done = 0;
  while (done < s->n) {
    ssize_t n = write(s->fd, s->pending + done, s->n - done);
    if (n < 0 && errno != EINTR) return -1;
    if (n > 0) done += (size_t)n;
  }
  return 0;
}

/* All that waits is in the file and durable, or nothing of it is there and it still waits. */
static int write_pending(tdg_call *call, struct sink *s) {
  if (s->torn && drop_half_line(s->fd) < 0) return fail(call, s, "cannot be cut back");
  s->torn = 0;
  const off_t before = lseek(s->fd, 0, SEEK_END);
  const char *failed = before < 0              ? "cannot be read"
                       : append_pending(s) < 0 ? "cannot be written"
                       : fdatasync(s->fd) < 0  ? "cannot be made durable"
                                               : NULL;
  if (failed == NULL) {
    s->n = 0;
    return TDG_OK;
  }
  int status = fail(call, s, failed);
  s->torn = before >= 0 && ftruncate(s->fd, before) < 0;
  return status;
}

static int flush(tdg_call *call, void *self) {
  struct sink *s = self;
  int status = s->fd >= 0 ? write_pending(call, s) : TDG_OK;
  s->n = 0; /* after a failure the records are given again */
  return status;
}

static int keep_line(tdg_call *call, struct sink *s, struct tdg_str line) {
  if (s->n + line.n + 1 > s->cap) {
    size_t cap = s->cap * 2 > s->n + line.n + 1 ? s->cap * 2 : s->n + line.n + 1;
    char *p = cap <= MAX_PENDING ? realloc(s->pending, cap) : NULL;
    if (p == NULL) return tdg_fail(call, TDG_DENIED, "more than %d bytes wait to be flushed", MAX_PENDING);
    s->pending = p;
    s->cap = cap;
  }
  memcpy(s->pending + s->n, line.p, line.n);
  s->pending[s->n + line.n] = '\n';
  s->n += line.n + 1;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *rec) {
  struct sink *s = self;
  const struct tdg_json *json = call->host->ext(call->host, TDG_EXT_JSON);
  if (json == NULL) return tdg_fail(call, TDG_INTERNAL, "this host has no %s", TDG_EXT_JSON);
  struct tdg_str line = json->write(call, rec, s->flags);
  if (line.n == 0) return tdg_fail(call, TDG_DENIED, "a record is too large for one line");
  char path[MAX_PATH];
  int status = path_of(call, s, rec, path);
  if (status == TDG_OK && (s->fd < 0 || strcmp(path, s->path) != 0)) {
    if (s->n > 0) status = write_pending(call, s); /* another day: the current file first */
    if (status == TDG_OK) status = use_file(call, s, path);
  }
  return status == TDG_OK ? keep_line(call, s, line) : status;
}

TDG_PLUGIN("org.tidings.sink-jsonl", TDG_VERSION, "Writes records and briefs as JSON Lines",
           TDG_SINK(.name = "jsonl", .summary = "JSON Lines files, one a day if wanted",
                    .needs = TDG_NEEDS_WRITE, .TDG_OPTIONS(struct conf, options), .open = open_sink,
                    .run = run, .flush = flush, .close = close_sink));
