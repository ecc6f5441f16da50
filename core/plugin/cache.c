/* plugin/cache.c - descriptions kept from run to run; see description.h.
 *
 * One JSON file, written beside and renamed, so that a kill leaves the old one.  It lies in a directory of
 * the operator's; what it says is read as strictly as what a worker says.  It only saves time: every
 * failure is silent.
 */
#include "plugin/description.h"

#include "util/check.h"
#include "util/clock.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "size mtime inode", or "" when it cannot be asked. */
static void stamp(const char *file, char out[80]) {
  struct stat st;
  out[0] = '\0';
  if (stat(file, &st) < 0) return;
  snprintf(out, 80, "%lld %lld.%09ld %llu", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
           st.st_mtim.tv_nsec, (unsigned long long)st.st_ino);
}

void description_cache_open(struct description_cache *c, const char *dir, const char *worker) {
  char path[PATH_MAX];
  *c = (struct description_cache){0};
  if (dir == NULL || *dir == '\0') return;
  if (snprintf(path, sizeof path, "%s/plugins.json", dir) >= (int)sizeof path) return;
  c->path = check_strdup(path);
  stamp(worker, c->worker);
  json_t *j = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
  const char *by = json_string_value(json_object_get(j, "worker"));
  if (by != NULL && strcmp(by, c->worker) == 0) c->files = json_incref(json_object_get(j, "files"));
  if (!json_is_object(c->files)) c->files = json_object();
  json_decref(j);
}

const char *description_cache_get(const struct description_cache *c, const char *file) {
  char now[80];
  if (c->path == NULL) return NULL;
  const json_t *entry = json_object_get(c->files, file);
  const char *then = json_string_value(json_object_get(entry, "stamp"));
  const json_t *until = json_object_get(entry, "until");
  stamp(file, now);
  if (then == NULL || *now == '\0' || strcmp(then, now) != 0) return NULL;
  if (json_is_integer(until) && json_integer_value(until) < clock_wall_ms()) return NULL;
  return json_string_value(json_object_get(entry, "description"));
}

void description_cache_put(struct description_cache *c, const char *file, const char *text, int64_t until) {
  char now[80];
  if (c->path == NULL) return;
  stamp(file, now);
  json_t *entry = json_pack("{s:s, s:s, s:I}", "stamp", now, "description", text, "until", (json_int_t)until);
  if (entry == NULL || json_object_set_new(c->files, file, entry) < 0) return; /* a path that is not UTF-8 */
  c->changed = 1;
}

/* Entries of plugins that are gone, or were changed, are left behind. */
static void sweep(json_t *files) {
  const char *file;
  json_t *entry;
  void *next;
  json_object_foreach_safe(files, next, file, entry) {
    char now[80];
    const char *then = json_string_value(json_object_get(entry, "stamp"));
    stamp(file, now);
    if (then == NULL || strcmp(then, now) != 0) json_object_del(files, file);
  }
}

/* For its owner alone, whatever the umask: it tells where things lie. */
static int dump(json_t *j, const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return -1;
  int rc = json_dumpfd(j, fd, JSON_COMPACT);
  return close(fd) < 0 ? -1 : rc;
}

static void save(const struct description_cache *c) {
  char part[PATH_MAX];
  sweep(c->files);
  json_t *j = json_pack("{s:s, s:O}", "worker", c->worker, "files", c->files);
  if (snprintf(part, sizeof part, "%s.%ld", c->path, (long)getpid()) < (int)sizeof part && j != NULL) {
    if (dump(j, part) < 0 || rename(part, c->path) < 0) unlink(part);
  }
  json_decref(j);
}

void description_cache_close(struct description_cache *c) {
  if (c->path != NULL && c->changed) save(c);
  json_decref(c->files);
  free(c->path);
  *c = (struct description_cache){0};
}
