/* plugin/cache.c - the cache of plugin descriptions; see description.h.
 *
 * The cache is one JSON file of mode 0600 in a folder of mode 0700.  It is written to a temporary file and
 * renamed, so that a kill leaves the old one.  Its content is checked as strictly as a worker's output; an
 * invalid entry is described again.  The cache only saves time: without it nothing fails, but a warning says
 * that each start has to describe all plugins again.
 */
#include "plugin/description.h"

#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_CACHE = 64 << 20 };

void description_stamp(const char *file, char out[DESCRIPTION_STAMP]) {
  struct stat st;
  out[0] = '\0';
  if (stat(file, &st) < 0) return;
  snprintf(out, DESCRIPTION_STAMP, "%lld %lld.%09ld %lld.%09ld %llu %llu", (long long)st.st_size,
           (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec, (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec,
           (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
}

static void tell(const char *path, const char *what) {
  log_warning("what plugins say of themselves is not kept in %s: %s; each start asks them all again: set "
              "XDG_CACHE_HOME to a "
              "folder of your own",
              path, what);
}

/* ---- the folder and its file ---- */

static int is_ours_alone(const struct stat *st) {
  return st->st_uid == geteuid() && (st->st_mode & 022) == 0;
}

/* 0, or -1 after a warning. */
static int make_folder(const char *dir) {
  char path[PATH_MAX];
  struct stat st;
  snprintf(path, sizeof path, "%s", dir);
  for (char *p = strchr(path + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
    *p = '\0';
    if (mkdir(path, 0700) < 0 && errno != EEXIST) return tell(dir, strerror(errno)), -1;
    *p = '/';
  }
  if (mkdir(path, 0700) < 0 && errno != EEXIST) return tell(dir, strerror(errno)), -1;
  if (stat(path, &st) < 0) return tell(dir, strerror(errno)), -1;
  if (!S_ISDIR(st.st_mode)) return tell(dir, "it is no folder"), -1;
  if (!is_ours_alone(&st)) return tell(dir, "others may write to it"), -1;
  return 0;
}

/* The JSON of the file, or NULL when there is none or it cannot be trusted. */
static json_t *read_file(const char *path) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return NULL;
  int good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && is_ours_alone(&st) && st.st_size <= MAX_CACHE;
  FILE *f = good ? fdopen(fd, "r") : NULL; /* jansson reads a descriptor byte by byte */
  json_t *j = f != NULL ? json_loadf(f, JSON_REJECT_DUPLICATES, NULL) : NULL;
  if (f != NULL) fclose(f);
  else close(fd);
  return j;
}

/* Readable by its owner alone, whatever the umask, since it contains paths. */
static int write_file(const char *path, const json_t *j) {
  unlink(path); /* left by a killed process with the same pid */
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return -1;
  int rc = json_dumpfd(j, fd, JSON_COMPACT);
  return close(fd) < 0 ? -1 : rc;
}

/* ---- entries ---- */

/* The content of a description, and its checks, depend on the version of the program. */
static const char this_program[] = TDG_VERSION;

void description_cache_open(struct description_cache *c, const char *dir, const char *worker) {
  char path[PATH_MAX];
  *c = (struct description_cache){0};
  if (dir == NULL || *dir == '\0') return;
  if (snprintf(path, sizeof path, "%s/plugins.json", dir) >= (int)sizeof path || make_folder(dir) < 0) return;
  c->path = check_strdup(path);
  description_stamp(worker, c->worker);
  json_t *j = read_file(path);
  const char *by = json_string_value(json_object_get(j, "worker")),
             *of = json_string_value(json_object_get(j, "tidings"));
  if (by != NULL && strcmp(by, c->worker) == 0 && of != NULL && strcmp(of, this_program) == 0)
    c->files = json_incref(json_object_get(j, "files"));
  if (!json_is_object(c->files)) c->files = json_object();
  json_decref(j);
}

/* A clock that was set back must not extend a temporary refusal. */
static int holds(const json_t *until) {
  int64_t end = json_is_integer(until) ? json_integer_value(until) : INT64_MAX, now = clock_wall_ms();
  return end == INT64_MAX || (end >= now && end - now <= DESCRIPTION_LATE_MS);
}

const char *description_cache_get(const struct description_cache *c, const char *file, const char *stamp) {
  if (c->path == NULL) return NULL;
  const json_t *entry = json_object_get(c->files, file);
  const char *then = json_string_value(json_object_get(entry, "stamp"));
  if (then == NULL || stamp[0] == '\0' || strcmp(then, stamp) != 0) return NULL;
  if (!holds(json_object_get(entry, "until"))) return NULL;
  return json_string_value(json_object_get(entry, "description"));
}

void description_cache_put(struct description_cache *c, const char *file, const char *stamp, const char *text,
                           int64_t until) {
  if (c->path == NULL || until <= 0) return;
  json_t *entry =
      json_pack("{s:s, s:s, s:I}", "stamp", stamp, "description", text, "until", (json_int_t)until);
  if (entry == NULL || json_object_set_new(c->files, file, entry) < 0) return; /* a path that is not UTF-8 */
  c->changed = 1;
}

/* Entries of plugins that were removed or changed are not copied. */
static void sweep(json_t *files) {
  const char *file;
  json_t *entry;
  void *next;
  json_object_foreach_safe(files, next, file, entry) {
    char now[DESCRIPTION_STAMP];
    const char *then = json_string_value(json_object_get(entry, "stamp"));
    description_stamp(file, now);
    if (then == NULL || strcmp(then, now) != 0) json_object_del(files, file);
  }
}

static void save(const struct description_cache *c) {
  char part[PATH_MAX];
  sweep(c->files);
  json_t *j = json_pack("{s:s, s:s, s:O}", "tidings", this_program, "worker", c->worker, "files", c->files);
  if (snprintf(part, sizeof part, "%s.%ld", c->path, (long)getpid()) < (int)sizeof part && j != NULL) {
    if (write_file(part, j) < 0 || rename(part, c->path) < 0) {
      tell(c->path, strerror(errno));
      unlink(part);
    }
  }
  json_decref(j);
}

void description_cache_close(struct description_cache *c) {
  if (c->path != NULL && c->changed) save(c);
  json_decref(c->files);
  free(c->path);
  *c = (struct description_cache){0};
}
