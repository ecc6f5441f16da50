/* engine/store_files.c - the files of the store, which imports must skip; see settle.h.  A file that stat()
 * cannot examine does not count as one.
 *
 * The files beside the database have its name with a suffix: SQLite's files the name after resolving symbolic
 * links, the lock's note the name as given.
 */
#include "engine/import.h"
#include "engine/settle.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>

static void add(struct store_files *own, const char *path, const char *ending) {
  char name[PATH_MAX + 16];
  struct stat st;
  if (own->n == OWN_FILES_MAX || snprintf(name, sizeof name, "%s%s", path, ending) >= (int)sizeof name)
    return;
  if (stat(name, &st) != 0) return;
  own->v[own->n].device = st.st_dev;
  own->v[own->n++].inode = st.st_ino;
}

static void add_all(struct store_files *own, const char *path) {
  static const char *const endings[] = {"", "-wal", "-shm", "-journal", "-lock", "-control", "-forget"};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) add(own, path, endings[i]);
}

static void add_store(struct store_files *own, const char *path) {
  char *real = path != NULL ? realpath(path, NULL) : NULL;
  if (path != NULL) add_all(own, path);
  if (real != NULL) add_all(own, real);
  free(real);
}

void store_files_find(struct store_files *own, const struct engine *e) {
  const struct engine_import *import = e->import;
  own->n = 0;
  add_store(own, e->spec.store_path);
  if (import != NULL && import->own != NULL) add_store(own, import->own);
  own->report = own->n;
  if (import != NULL && import->report[0] != '\0') add(own, import->report, "");
}

const char *store_files_what(const struct store_files *own, const char *url) {
  char path[TDG_MAX_PATH];
  struct stat st;
  const char *found = NULL;
  if (tdg_file_path(tdg_str_of(url), path, sizeof path) == 0 && stat(path, &st) == 0)
    for (size_t i = 0; i < own->n; i++)
      if (own->v[i].device == st.st_dev && own->v[i].inode == st.st_ino)
        found = i == own->report ? "the report of this import" : "a file of the store itself";
  return found;
}
