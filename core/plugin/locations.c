/* plugin/locations.c - find worker and plugins relative to this program; see locations.h.  Owns nothing.
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

#include <tidings/version.h>

/* "plugins-1": plugins of another ABI are elsewhere. */
#define AS_TEXT(x) #x
#define ABI_FOLDER(abi) "plugins-" AS_TEXT(abi)
#define TIDINGS_PLUGINS ABI_FOLDER(TDG_ABI)

#ifndef TIDINGS_PLUGIN_DIR
#define TIDINGS_PLUGIN_DIR "/usr/lib/tidings/" TIDINGS_PLUGINS
#endif
#ifndef TIDINGS_LIBEXEC_DIR
#define TIDINGS_LIBEXEC_DIR "/usr/libexec/tidings"
#endif

#ifndef TIDINGS_PLUGINS_FROM_BIN
#define TIDINGS_PLUGINS_FROM_BIN "../lib/tidings/" TIDINGS_PLUGINS
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

/* named: by the operator, who is told when it is not there. */
static void add_directory(struct find_paths *f, size_t *used, const char *path, size_t n, int named) {
  char *to = f->text + *used;
  if (n == 0 || f->n_dirs == FIND_MAX_DIRS || n + 1 > sizeof f->text - *used) return;
  memcpy(to, path, n);
  to[n] = '\0';
  if (!named && !is_directory(to)) return;
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
static void add_own(struct find_paths *f, size_t *used, const char *path, int expected) {
  size_t n = strlen(path);
  add_directory(f, used, path, n, expected);
  for (size_t i = 0; i < f->n_dirs; i++)
    if (strcmp(f->dirs[i], path) == 0) f->own[f->n_own++] = f->dirs[i];
}

/* The folder in which a user has plugins for himself: the data folder of the XDG base directory specification. */
static int of_user(char out[PATH_MAX]) {
  const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
  const char *folder = "tidings/" TIDINGS_PLUGINS;
  int n = -1;
  if (data != NULL && data[0] == '/') n = snprintf(out, PATH_MAX, "%s/%s", data, folder);
  else if (home != NULL && home[0] == '/') n = snprintf(out, PATH_MAX, "%s/.local/share/%s", home, folder);
  return n > 0 && n < PATH_MAX;
}

static void find_plugins(struct find_paths *f, const char *own) {
  char beside[PATH_MAX + 16], there[PATH_MAX];
  size_t used = 0;
  const char *path = getenv("TIDINGS_PLUGIN_PATH");
  while (path != NULL && *path != '\0') {
    size_t n = strcspn(path, ":");
    add_directory(f, &used, path, n, 1);
    path += n + (path[n] == ':');
  }
  if (of_user(there)) add_directory(f, &used, there, strlen(there), 0);
  snprintf(beside, sizeof beside, "%s/plugins", own);
  if (*own != '\0') add_own(f, &used, beside, 0);
  installed(own, TIDINGS_PLUGINS_FROM_BIN, there);
  add_own(f, &used, there[0] != '\0' ? there : TIDINGS_PLUGIN_DIR, f->n_own == 0);
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
