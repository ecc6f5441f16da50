/* fetch-file/maildir.c - the mails of a Maildir that is a source: each once, whatever becomes of its file.
 *
 * A mail is a file of new/ or cur/.  It is moved from one to the other, and the flags behind ":" of its name change; what
 * stands before stays, and is its name here.  tmp/ holds what is being delivered, and is never read.
 *
 * What is kept: a hash of 48 bits of the name of each mail that was read, as many as there is room for (MOST_NAMES).  When
 * there are more, a time as well: what has not changed since then has been read.  A mail without that, of which a flag changed
 * later, is read again and known by its Message-ID.  And the times of the two folders: while these do not change nothing is
 * listed.
 *
 * A call reads mails in the order of their times of change, up to the limits of a call, and asks for the rest.  The list of
 * the names is in memory of the call; nothing is owned.
 */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <tidings/ext/state.h>
#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>

enum {
  NAME_BYTES = 6,
  NAMES_A_VALUE = TDG_STATE_MAX_VALUE / NAME_BYTES,
  NAME_VALUES = 56, /* the keys "n0".. */
  MOST_NAMES = NAMES_A_VALUE * NAME_VALUES,
  MOST_MAILS = 2000000,
  REST_S = 2 /* a folder may change again within one tick of its clock */
};

struct mail {
  const char *folder, *name;
  size_t n; /* bytes of the name before its flags */
  uint64_t hash;
  struct timespec changed;
};

struct maildir {
  const struct file_ask *ask;
  const struct tdg_state *state;
  uint64_t *known, *in_order; /* sorted; as they were read */
  size_t n_known;
  struct timespec read_to; /* 0: no time is kept */
  struct mail *v;
  size_t n, cap;
};

static const char *const folders[] = {"cur", "new"};

static int64_t by_time(const struct timespec *a, const struct timespec *b) {
  return a->tv_sec != b->tv_sec ? (int64_t)a->tv_sec - b->tv_sec : (int64_t)a->tv_nsec - b->tv_nsec;
}

/* ---- what is kept ---- */

static int by_number(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

static uint64_t unpack(const char *p) {
  uint64_t v = 0;
  for (int i = 0; i < NAME_BYTES; i++) v = v << 8 | (unsigned char)p[i];
  return v;
}

static void recall(struct maildir *m) {
  char key[16];
  long long s = 0;
  long ns = 0;
  m->known = tdg_scratch(m->ask->call, MOST_NAMES * sizeof *m->known);
  for (int i = 0; i < NAME_VALUES; i++) {
    snprintf(key, sizeof key, "n%d", i);
    const struct tdg_str v = m->state->get(m->ask->call, key);
    if (v.n == 0) break;
    for (size_t at = 0; at + NAME_BYTES <= v.n; at += NAME_BYTES) m->known[m->n_known++] = unpack(v.p + at);
  }
  m->in_order = tdg_scratch(m->ask->call, (m->n_known + 1) * sizeof *m->known);
  memcpy(m->in_order, m->known, m->n_known * sizeof *m->known);
  qsort(m->known, m->n_known, sizeof *m->known, by_number);
  if (sscanf(m->state->get(m->ask->call, "read-to").p, "%lld.%ld", &s, &ns) == 2)
    m->read_to = (struct timespec){(time_t)s, ns};
}

static int is_known(const struct maildir *m, uint64_t hash) {
  return m->n_known > 0 && bsearch(&hash, m->known, m->n_known, sizeof hash, by_number) != NULL;
}

/* The i-th value anew, from `from` on. */
static void keep_value(struct maildir *m, int i, const uint64_t *hashes, size_t n) {
  char key[16], bytes[TDG_STATE_MAX_VALUE], *p = bytes;
  for (size_t k = 0; k < n; k++)
    for (int shift = 8 * (NAME_BYTES - 1); shift >= 0; shift -= 8) *p++ = (char)(hashes[k] >> shift);
  snprintf(key, sizeof key, "n%d", i);
  if (n > 0 || m->state->get(m->ask->call, key).n > 0)
    m->state->set(m->ask->call, key, bytes, (size_t)(p - bytes));
}

static void keep_all(struct maildir *m, const uint64_t *hashes, size_t n) {
  for (int i = 0; i < NAME_VALUES; i++) {
    const size_t at = (size_t)i * NAMES_A_VALUE, left = n > at ? n - at : 0;
    keep_value(m, i, hashes + (left > 0 ? at : 0), left < NAMES_A_VALUE ? left : NAMES_A_VALUE);
  }
}

/* Behind those that are there: only values with room change. */
static void add_names(struct maildir *m, const struct mail *read, size_t n) {
  char key[16];
  for (int i = (int)(m->n_known / NAMES_A_VALUE); n > 0; i++) {
    uint64_t all[NAMES_A_VALUE];
    size_t have = 0;
    snprintf(key, sizeof key, "n%d", i);
    const struct tdg_str v = m->state->get(m->ask->call, key);
    for (; (have + 1) * NAME_BYTES <= v.n; have++) all[have] = unpack(v.p + have * NAME_BYTES);
    while (have < NAMES_A_VALUE && n > 0) all[have++] = read++->hash, n--;
    keep_value(m, i, all, have);
  }
}

/* There is no room for all: of the names the later half stays, and what changed before the last mail has been read. */
static void keep_by_time(struct maildir *m, const struct mail *read, size_t n) {
  struct timespec to = read[n - 1].changed;
  const size_t half = m->n_known < MOST_NAMES / 2 ? m->n_known : MOST_NAMES / 2;
  uint64_t *hashes = tdg_scratch(m->ask->call, (half + n) * sizeof *hashes);
  char text[60];
  to.tv_nsec--;
  if (to.tv_nsec < 0) to = (struct timespec){to.tv_sec - 1, 999999999};
  const int length = snprintf(text, sizeof text, "%lld.%ld", (long long)to.tv_sec, to.tv_nsec);
  memcpy(hashes, m->in_order + (m->n_known - half), half * sizeof *hashes);
  for (size_t i = 0; i < n; i++) hashes[half + i] = read[i].hash;
  keep_all(m, hashes, half + n);
  m->state->set(m->ask->call, "read-to", text, (size_t)length);
}

static void keep_read(struct maildir *m, const struct mail *read, size_t n) {
  if (n > 0 && m->n_known + n <= MOST_NAMES) add_names(m, read, n);
  else if (n > 0) keep_by_time(m, read, n);
}

/* ---- what is there ---- */

static int add_mail(struct maildir *m, const char *folder, const char *name, int fd) {
  const size_t n = strcspn(name, ":");
  const struct mail mail = {folder, name, n, file_hash(name, n, 0) >> 16, {0, 0}};
  struct stat st;
  if (is_known(m, mail.hash)) return 0;
  if (fstatat(fd, name, &st, 0) != 0 || !S_ISREG(st.st_mode))
    return 0; /* moved meanwhile: it is in the other folder */
  if (by_time(&st.st_ctim, &m->read_to) <= 0) return 0;
  if (m->n == MOST_MAILS) return errno = EFBIG, -1;
  if (m->n == m->cap) {
    struct mail *more = tdg_scratch(m->ask->call, (2 * m->cap + 256) * sizeof *more);
    if (m->n > 0) memcpy(more, m->v, m->n * sizeof *more);
    m->v = more;
    m->cap = 2 * m->cap + 256;
  }
  m->v[m->n] = mail;
  m->v[m->n].name = tdg_str_copy(m->ask->call, tdg_str_of(name)).p;
  m->v[m->n++].changed = st.st_ctim;
  return 0;
}

/* 0, or -1 and errno. */
static int list(struct maildir *m, int at, const char *folder) {
  const int fd = openat(at, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
  const struct dirent *e;
  int rc = 0;
  if (dir == NULL) {
    if (fd >= 0) close(fd);
    return -1;
  }
  errno = 0;
  while (rc == 0 && (e = readdir(dir)) != NULL) {
    if (e->d_name[0] != '.') rc = add_mail(m, folder, e->d_name, fd);
    errno = rc == 0 ? 0 : errno;
  }
  if (rc == 0 && errno != 0) rc = -1;
  closedir(dir);
  return rc;
}

static int by_change(const void *a, const void *b) {
  const struct mail *x = a, *y = b;
  const int64_t d = by_time(&x->changed, &y->changed);
  return d != 0 ? (d < 0 ? -1 : 1) : strcmp(x->name, y->name);
}

/* A mail that is moved meanwhile, from new to cur, is in both lists rather than in none. */
static int list_all(struct maildir *m, int fd) {
  if (list(m, fd, "new") != 0 || list(m, fd, "cur") != 0) return -1;
  if (m->n > 1) qsort(m->v, m->n, sizeof *m->v, by_change);
  return 0;
}

static int is_among(const struct mail *v, size_t n, uint64_t hash) {
  size_t i = 0;
  while (i < n && v[i].hash != hash) i++;
  return i < n;
}

/* ---- the two folders ---- */

/* Their times of change; 0: one of them changed just now, and may change again within the same tick. */
static int times_of(const struct file_ask *ask, int fd, char out[100]) {
  struct stat st[2];
  int rests = 1;
  for (int i = 0; i < 2; i++) {
    if (fstatat(fd, folders[i], &st[i], 0) != 0) return 0;
    rests &= tdg_now_ms(ask->call) / 1000 - st[i].st_mtim.tv_sec >= REST_S;
  }
  snprintf(out, 100, "%lld.%ld %lld.%ld", (long long)st[0].st_mtim.tv_sec, st[0].st_mtim.tv_nsec,
           (long long)st[1].st_mtim.tv_sec, st[1].st_mtim.tv_nsec);
  return rests;
}

static int is_maildir(int fd) {
  struct stat st;
  static const char *const parts[] = {"cur", "new", "tmp"};
  for (size_t i = 0; i < 3; i++)
    if (fstatat(fd, parts[i], &st, 0) != 0 || !S_ISDIR(st.st_mode)) return 0;
  return 1;
}

/* What is kept is of one folder. */
static int is_ours(struct maildir *m) {
  char path[24];
  snprintf(path, sizeof path, "%016" PRIx64, file_hash(m->ask->path, strlen(m->ask->path), 0));
  const struct tdg_str owner = m->state->get(m->ask->call, "maildir");
  if (owner.n == 0) return m->state->set(m->ask->call, "maildir", path, strlen(path)) == TDG_OK;
  return strcmp(owner.p, path) == 0;
}

/* ---- mails ---- */

/* The folder's address, and the name as a fragment: the file may be moved. */
static tdg_rec *document_of(const struct file_ask *ask, const struct mail *mail) {
  char name[TDG_MAX_FILE_URL], path[TDG_MAX_PATH];
  struct tdg_buf url = tdg_buf_make(ask->call, 2 * TDG_MAX_FILE_URL);
  snprintf(path, sizeof path, "/%.*s", (int)mail->n, mail->name);
  tdg_buf_add(&url, ask->url.p, ask->url.n);
  tdg_buf_char(&url, '#');
  if (tdg_file_url(path, name, sizeof name) > 0) tdg_buf_str(&url, name + strlen("file:///"));
  return file_document(ask, tdg_buf_get(&url), 0);
}

static int fail_mail(struct file_batch *b, const struct mail *mail, const char *class, const char *why) {
  tdg_rec *doc = document_of(b->ask, mail);
  tdg_put_str(b->ask->call, doc, TDG_ERROR, class);
  tdg_put_str(b->ask->call, doc, TDG_MESSAGE, why);
  b->failures++;
  return file_batch_emit(b, doc);
}

/* Where the mail is now: a program that reads mails moves it.  -1 and errno. */
static int open_mail(int at, const struct mail *mail) {
  char path[TDG_MAX_PATH];
  snprintf(path, sizeof path, "%s/%s", mail->folder, mail->name);
  const int fd = openat(at, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd >= 0 || errno != ENOENT) return fd;
  snprintf(path, sizeof path, "cur/%.*s:2,", (int)mail->n, mail->name);
  const int moved = openat(at, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  return moved >= 0 ? moved
                    : openat(at, (strcat(path, "S"), path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/* 1: it was emitted, as a document or a failure; 0: it is gone, and looked for again with the next poll. */
static int emit_mail(struct file_batch *b, int at, const struct mail *mail, int *status) {
  struct stat st;
  const int fd = open_mail(at, mail);
  if (fd < 0 && errno == ENOENT) return 0;
  if (fd < 0 || fstat(fd, &st) != 0) {
    *status = fail_mail(b, mail, errno == EACCES || errno == EPERM ? "denied" : "io",
                        errno == EACCES ? "the mail may not be read: give its owner or group the right"
                                        : "the mail cannot be read; is the disk in order?");
    if (fd >= 0) close(fd);
    return 1;
  }
  if (st.st_size > b->max_size) {
    close(fd);
    *status = fail_mail(b, mail, "too-large", "the mail is larger than max_size, and is left out");
    return 1;
  }
  char *body = tdg_scratch(b->ask->call, (size_t)st.st_size + 1);
  const ssize_t n = file_read_fd(fd, body, 0, (size_t)st.st_size);
  close(fd);
  if (n <= 0) {
    *status = n == 0 ? fail_mail(b, mail, "left-out", "the mail is empty")
                     : fail_mail(b, mail, "io", "the mail cannot be read; is the disk in order?");
    return 1;
  }
  tdg_rec *doc = document_of(b->ask, mail);
  tdg_put_str(b->ask->call, doc, TDG_MEDIA_TYPE, "message/rfc822");
  tdg_put_bytes(b->ask->call, doc, TDG_BODY, body, (size_t)n);
  *status = file_batch_emit(b, doc);
  return 1;
}

static int ask_for_rest(const struct file_ask *ask, int64_t begun) {
  tdg_rec *request = tdg_rec_new(ask->call, TDG_REQUEST);
  tdg_put_text(ask->call, request, TDG_URL, ask->url.p, ask->url.n);
  tdg_put_int(ask->call, request, TDG_OFFSET, begun); /* tells the requests of one poll apart */
  file_put_hints(ask, request);
  return tdg_emit(ask->call, request);
}

static int run_listed(struct file_self *self, struct maildir *m, int fd, const char *times) {
  const struct file_ask *ask = m->ask;
  struct file_batch b = {.ask = ask, .place = ask->url, .max_size = self->conf.max_size};
  struct mail *read = tdg_scratch(ask->call, (FILE_DOCUMENTS_A_CALL + 1) * sizeof *read);
  size_t i = 0, n_read = 0;
  size_t gone = 0; /* moved, so that the list is out of date */
  int status = TDG_OK;
  for (; i < m->n && status == TDG_OK && !file_batch_full(&b); i++)
    if (is_among(read, n_read, m->v[i].hash)) continue;
    else if (emit_mail(&b, fd, &m->v[i], &status)) read[n_read++] = m->v[i];
    else gone++;
  const int ended = file_batch_end(&b), all = i == m->n;
  if (status == TDG_OK) status = ended;
  if (status != TDG_OK) return status;
  keep_read(m, read, n_read);
  /* only when nothing is left may the next poll pass over the lists */
  m->state->set(ask->call, "times", times, all && gone == 0 ? strlen(times) : 0);
  if (b.documents == b.failures) status = file_is_unchanged(ask);
  if (status != TDG_OK || all) return status;
  return ask_for_rest(ask, tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0) + (int64_t)i);
}

int file_run_maildir(struct file_self *self, const struct file_ask *ask, int fd) {
  struct maildir m = {.ask = ask, .state = ask->call->host->ext(ask->call->host, TDG_EXT_STATE)};
  char times[100];
  if (m.state == NULL || !file_is_source(ask) || !is_maildir(fd) || !is_ours(&m)) return MAILDIR_OTHER;
  if (!times_of(ask, fd, times)) times[0] = '\0';
  if (times[0] != '\0' && strcmp(m.state->get(ask->call, "times").p, times) == 0)
    return file_is_unchanged(ask);
  recall(&m);
  if (list_all(&m, fd) != 0) return file_fail_errno(ask, errno);
  return run_listed(self, &m, fd, times);
}
