/* plugin/locations.c - find worker and plugins relative to this program; see locations.h.  Owns nothing;
 * directories that do not exist are left out.
 *
 * An installed program finds its own by the way from its folder to theirs, so that it works wherever the tree lies
 * (--prefix at the time of the installation, DESTDIR); the places of the build are for a program that was moved alone. */
#include "plugin/locations.h"

#include "util/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef TIDINGS_PLUGIN_DIR
#define TIDINGS_PLUGIN_DIR "/usr/lib/tidings/plugins-1"
#endif
#ifndef TIDINGS_LIBEXEC_DIR
#define TIDINGS_LIBEXEC_DIR "/usr/libexec/tidings"
#endif

#ifndef TIDINGS_PLUGINS_FROM_BIN
#define TIDINGS_PLUGINS_FROM_BIN "../lib/tidings/plugins-1"
#endif
#ifndef TIDINGS_LIBEXEC_FROM_BIN
#define TIDINGS_LIBEXEC_FROM_BIN "../libexec/tidings"
#endif

/* The directory of the running program, without a trailing slash; "" when unknown. */
static void own_directory(char out[PATH_MAX]) {
  if (os_program_path(out, PATH_MAX) < 0) out[0] = '\0';
  char *slash = strrchr(out, '/');
  if (slash != NULL) *slash = '\0';
}

static int is_directory(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void add_directory(struct find_paths *f, size_t *used, const char *path, size_t n) {
  char *to = f->text + *used;
  if (n == 0 || f->n_dirs == FIND_MAX_DIRS || n + 1 > sizeof f->text - *used) return;
  memcpy(to, path, n);
  to[n] = '\0';
  if (!is_directory(to)) return;
  for (size_t i = 0; i < f->n_dirs; i++)
    if (strcmp(f->dirs[i], to) == 0) return;
  f->dirs[f->n_dirs++] = to;
  *used += n + 1;
}

/* The folder that lies there as seen from the program, without links; "" when there is none. */
static void installed(const char *own, const char *way, char out[PATH_MAX]) {
  char path[2 * PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", own, way);
  if (*own == '\0' || realpath(path, out) == NULL || !is_directory(out)) out[0] = '\0';
}

/* Skip a directory that is already in the list. */
static void add_own(struct find_paths *f, size_t *used, const char *path) {
  size_t n = strlen(path);
  add_directory(f, used, path, n);
  for (size_t i = 0; i < f->n_dirs; i++)
    if (strcmp(f->dirs[i], path) == 0) f->own[f->n_own++] = f->dirs[i];
}

static void find_plugins(struct find_paths *f, const char *own) {
  char beside[PATH_MAX + 16], there[PATH_MAX];
  size_t used = 0;
  const char *path = getenv("TIDINGS_PLUGIN_PATH");
  while (path != NULL && *path != '\0') {
    size_t n = strcspn(path, ":");
    add_directory(f, &used, path, n);
    path += n + (path[n] == ':');
  }
  snprintf(beside, sizeof beside, "%s/plugins", own);
  if (*own != '\0') add_own(f, &used, beside);
  installed(own, TIDINGS_PLUGINS_FROM_BIN, there);
  add_own(f, &used, there[0] != '\0' ? there : TIDINGS_PLUGIN_DIR);
}

static int try_worker(struct find_paths *f, const char *dir, const char *name) {
  if (dir == NULL || *dir == '\0') return 0;
  int n = snprintf(f->worker, sizeof f->worker, "%s%s", dir, name);
  if (n > 0 && n < (int)sizeof f->worker && access(f->worker, X_OK) == 0) return 1;
  f->worker[0] = '\0';
  return 0;
}

static void find_listener(struct find_paths *f) {
  const char *slash = strrchr(f->worker, '/');
  const int n = slash != NULL ? (int)(slash - f->worker) : 0;
  const int size = snprintf(f->listener, sizeof f->listener, "%.*s/tidings-listener", n, f->worker);
  if (slash == NULL || size >= (int)sizeof f->listener || access(f->listener, X_OK) != 0)
    f->listener[0] = '\0';
}

void find_paths(struct find_paths *f) {
  char own[PATH_MAX], there[PATH_MAX];
  memset(f, 0, sizeof *f);
  own_directory(own);
  find_plugins(f, own);
  installed(own, TIDINGS_LIBEXEC_FROM_BIN, there);
  if (!try_worker(f, getenv("TIDINGS_WORKER"), "") && !try_worker(f, own, "/tidings-worker") &&
      !try_worker(f, there, "/tidings-worker"))
    try_worker(f, TIDINGS_LIBEXEC_DIR, "/tidings-worker");
  find_listener(f);
}
