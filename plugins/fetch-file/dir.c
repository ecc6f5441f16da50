/* fetch-file/dir.c - emit requests for the entries of a directory, in byte order, FILE_ENTRIES_A_CALL at a
 * time; then one request for the rest.
 *
 * The request for the rest contains the last name emitted (TDG_NAME), so that files created or removed in
 * between cause no repeated or missing entries; TDG_OFFSET counts the entries, and is the position when there
 * is no name.  The sorted listing is kept between calls: a directory of any size is read once.
 *
 * Entries are examined with fstatat, never opened: a pipe or a device cannot block.  Links to directories are
 * not followed, so there are no endless loops.  Skipped entries are told with their number and the first
 * name of each call, and each has a document that says why it is not read.
 */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { FIRST_NAMES = 4096, FIRST_ENTRIES = 256 };

void file_listing_free(struct file_listing *l) {
  free(l->names);
  free(l->entry);
  memset(l, 0, sizeof *l);
}

static int listing_room(struct file_listing *l, size_t n) {
  if (l->n_names + n > l->cap_names) {
    const size_t cap = l->cap_names > 0 ? l->cap_names * 2 : FIRST_NAMES;
    char *names = realloc(l->names, cap);
    if (names == NULL) return -1;
    l->names = names;
    l->cap_names = cap;
  }
  if (l->n == l->cap) {
    const size_t cap = l->cap > 0 ? l->cap * 2 : FIRST_ENTRIES;
    size_t *entry = realloc(l->entry, cap * sizeof *entry);
    if (entry == NULL) return -1;
    l->entry = entry;
    l->cap = cap;
  }
  return 0;
}

/* 0, or -1 with errno (EFBIG: too many entries). */
static int listing_add(struct file_listing *l, const char *name) {
  const size_t n = strlen(name) + 1;
  if (l->n >= FILE_MAX_ENTRIES || l->n_names + n > FILE_MAX_NAMES) {
    errno = EFBIG;
    return -1;
  }
  if (listing_room(l, n) != 0) return -1;
  memcpy(l->names + l->n_names, name, n);
  l->entry[l->n++] = l->n_names;
  l->n_names += n;
  return 0;
}

static int by_bytes(const void *a, const void *b, void *names) {
  return strcmp((const char *)names + *(const size_t *)a, (const char *)names + *(const size_t *)b);
}

static int listing_read(struct file_listing *l, int fd, int hidden) {
  const int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* the sandbox does not allow dup */
  DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
  const struct dirent *e;
  int rc = 0;
  if (dir == NULL) {
    if (copy >= 0) close(copy);
    return -1;
  }
  rewinddir(dir);
  errno = 0;
  while (rc == 0 && (e = readdir(dir)) != NULL) {
    if (e->d_name[0] == '.' && (!hidden || strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0))
      continue;
    rc = listing_add(l, e->d_name);
  }
  if (rc == 0 && errno != 0) rc = -1;
  closedir(dir);
  if (rc == 0 && l->n > 1) qsort_r(l->entry, l->n, sizeof *l->entry, by_bytes, l->names);
  return rc;
}

static const char *name_at(const struct file_listing *l, size_t i) { return l->names + l->entry[i]; }

/* The first entry after name. */
static size_t find_behind(const struct file_listing *l, const char *name) {
  size_t low = 0, high = l->n;
  while (low < high) {
    const size_t mid = (low + high) / 2;
    if (strcmp(name_at(l, mid), name) <= 0) low = mid + 1;
    else high = mid;
  }
  return low;
}

enum entry { ENTRY_WANTED, ENTRY_SPECIAL, ENTRY_LINK, ENTRY_UNSEEN, ENTRY_LONG, ENTRY_MAIL, N_ENTRY };

/* Counts of the entries that a call skipped, by kind. */
struct passed {
  const char *first[N_ENTRY];
  size_t n[N_ENTRY];
};

/* Accepted are regular files (also through a link) and directories (not through a link). */
static enum entry look_at(int fd, const char *name, struct stat *st) {
  int link;
  if (fstatat(fd, name, st, AT_SYMLINK_NOFOLLOW) != 0) return ENTRY_UNSEEN;
  link = S_ISLNK(st->st_mode);
  if (link && fstatat(fd, name, st, 0) != 0) return ENTRY_UNSEEN;
  if (S_ISREG(st->st_mode)) return ENTRY_WANTED;
  if (S_ISDIR(st->st_mode)) return link ? ENTRY_LINK : ENTRY_WANTED;
  return ENTRY_SPECIAL;
}

static const char *const passed_why[N_ENTRY] = {
    [ENTRY_SPECIAL] = "only files and folders are read, no pipes, sockets and devices",
    [ENTRY_LINK] = "links to folders are not followed; name the folder itself to read it",
    [ENTRY_UNSEEN] = "cannot be looked at: a link that leads nowhere or in a circle, or the right to search "
                     "the folder is missing",
    [ENTRY_LONG] = "a path that is too long",
    [ENTRY_MAIL] = "mails that are still being delivered, and what mail programs keep beside their folders"};

static void tell_passed(const struct file_ask *ask, const struct passed *p) {
  char url[TDG_MAX_FILE_URL];
  for (size_t i = 0; i < N_ENTRY; i++) {
    if (p->n[i] == 0) continue;
    tdg_file_url(p->first[i], url, sizeof url); /* names are bytes, messages are text: escaped */
    tdg_log(ask->call, TDG_LOG_WARNING, "%.1000s: left out: %zu of its entries, the first \"%.300s\": %s",
            ask->url.p, p->n[i], url + 7, passed_why[i]);
  }
}

static int has_name(const struct file_listing *l, const char *name) {
  const size_t i = find_behind(l, name);
  return i > 0 && strcmp(name_at(l, i - 1), name) == 0;
}

/* A Maildir: its mails are in cur and new. */
static int is_maildir(const struct file_listing *l) {
  return has_name(l, "cur") && has_name(l, "new") && has_name(l, "tmp");
}

static int is_beside_mails(const char *name, const struct stat *st) {
  return S_ISREG(st->st_mode) || strcmp(name, "tmp") == 0;
}

static int is_too_long(const struct file_ask *ask, const char *name) {
  return strlen(ask->path) + strlen(name) + 2 > FILE_MAX_PATH;
}

/* 0: it is too long to be one. */
static size_t address_of(const struct file_ask *ask, const char *name, char url[TDG_MAX_FILE_URL]) {
  char path[2 * FILE_MAX_PATH];
  const size_t n = strlen(ask->path);
  snprintf(path, sizeof path, "%s%s%s", ask->path, n > 0 && ask->path[n - 1] == '/' ? "" : "/", name);
  return tdg_file_url(path, url, TDG_MAX_FILE_URL);
}

/* It is not read: a document that says so, for the report of an import. */
static int emit_passed(struct file_batch *b, const char *name, enum entry kind) {
  char url[TDG_MAX_FILE_URL];
  const size_t n = address_of(b->ask, name, url);
  if (n == 0) return TDG_OK;
  tdg_rec *doc = file_document(b->ask, (struct tdg_str){url, n}, 0);
  tdg_put_str(b->ask->call, doc, TDG_ERROR, "left-out");
  tdg_put_str(b->ask->call, doc, TDG_MESSAGE, passed_why[kind]);
  return file_batch_emit(b, doc);
}

/* A file is read once, and again when it changed; a directory is listed with each poll. */
static int emit_entry(const struct file_ask *ask, const char *name, const struct stat *st) {
  char url[TDG_MAX_FILE_URL];
  tdg_rec *request = tdg_rec_new(ask->call, TDG_REQUEST);
  tdg_put_text(ask->call, request, TDG_URL, url, address_of(ask, name, url));
  tdg_put_str(ask->call, request, TDG_REPEAT, S_ISREG(st->st_mode) ? "never" : "poll");
  if (S_ISREG(st->st_mode))
    tdg_put_int(ask->call, request, TDG_UPDATED,
                (int64_t)st->st_mtim.tv_sec * 1000 + st->st_mtim.tv_nsec / 1000000);
  file_put_hints(ask, request);
  return tdg_emit(ask->call, request);
}

static int emit_rest(const struct file_ask *ask, size_t position, const char *last) {
  char name[TDG_MAX_FILE_URL]; /* names are bytes, fields are text: escaped */
  tdg_rec *request = tdg_rec_new(ask->call, TDG_REQUEST);
  tdg_put_text(ask->call, request, TDG_URL, ask->url.p, ask->url.n);
  tdg_put_int(ask->call, request, TDG_OFFSET, (int64_t)position);
  tdg_put_text(ask->call, request, TDG_NAME, name, tdg_file_url(last, name, sizeof name));
  file_put_hints(ask, request);
  return tdg_emit(ask->call, request);
}

/* Of a folder that the user of an import has named: it has its line in the report, as other things have. */
static int has_nothing(const struct file_ask *ask) {
  static const char why[] = "nothing to read in this folder";
  if (file_has_flag(ask, "named") && !file_is_source(ask)) return file_is_empty(ask, why);
  tdg_log(ask->call, TDG_LOG_INFO, "%.1000s: %s", ask->url.p, why);
  return TDG_OK;
}

/* Has one of the two folders of a Maildir a mail? */
static int has_mails(int fd) {
  int some = 0;
  for (int i = 0; i < 2 && !some; i++) {
    const int inner = openat(fd, i == 0 ? "cur" : "new", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = inner >= 0 ? fdopendir(inner) : NULL;
    const struct dirent *e;
    if (dir == NULL && inner >= 0) close(inner);
    if (dir == NULL) return 1; /* which is told where it is read */
    while (!some && (e = readdir(dir)) != NULL) some = e->d_name[0] != '.';
    closedir(dir);
  }
  return some;
}

/* The position at which the request continues. */
static size_t begin_at(const struct file_ask *ask, const struct file_listing *l) {
  const struct tdg_str name = tdg_get(ask->call, ask->request, TDG_NAME);
  const int64_t position = tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0);
  char last[TDG_MAX_PATH], url[TDG_MAX_FILE_URL + 1];
  if (name.n > 7 && name.n < sizeof url - 2) { /* a name without a folder is taken as one in the root */
    snprintf(url, sizeof url, "file:///%s", name.p + 7);
    if (tdg_file_path(tdg_str_of(url), last, sizeof last) == 0) return find_behind(l, last + 1);
  }
  return position <= 0 ? 0 : (uint64_t)position > l->n ? l->n : (size_t)position;
}

int file_run_directory(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st) {
  struct file_listing *l = &self->listing;
  const struct file_identity now = file_identity(st);
  struct file_batch b = {.ask = ask, .place = ask->url};
  struct passed passed = {0};
  struct stat entry;
  size_t i, given = 0;
  int status = file_run_maildir(self, ask, fd);
  if (status != MAILDIR_OTHER) return status;
  status = TDG_OK;
  if (l->names == NULL || !file_same(&l->identity, &now)) {
    file_listing_free(l);
    if (listing_read(l, fd, self->conf.hidden != 0) != 0) {
      const int error = errno;
      file_listing_free(l);
      return file_fail_errno(ask, error);
    }
    l->identity = now;
  }
  const int mails = is_maildir(l);
  if (mails && file_has_flag(ask, "named") && !file_is_source(ask) && !has_mails(fd))
    return file_is_empty(ask, "no mail in this Maildir");
  for (i = begin_at(ask, l); status == TDG_OK && i < l->n && given < FILE_ENTRIES_A_CALL; i++) {
    const char *name = name_at(l, i);
    enum entry kind = is_too_long(ask, name) ? ENTRY_LONG : look_at(fd, name, &entry);
    if (mails && kind == ENTRY_WANTED && is_beside_mails(name, &entry)) kind = ENTRY_MAIL;
    if (kind == ENTRY_WANTED) {
      status = emit_entry(ask, name, &entry);
      given++;
      continue;
    }
    if (passed.n[kind]++ == 0) passed.first[kind] = name;
    if (kind != ENTRY_MAIL) {
      status = emit_passed(&b, name, kind);
      given++;
    }
  }
  if (status == TDG_OK) status = file_batch_end(&b);
  tell_passed(ask, &passed);
  if (status == TDG_OK && given == 0 && b.documents == 0) return has_nothing(ask);
  if (status == TDG_OK && i < l->n && i > 0) status = emit_rest(ask, i, name_at(l, i - 1));
  return status;
}
