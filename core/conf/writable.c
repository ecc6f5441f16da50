/* conf/writable.c - can a run write the files that the configuration names?  See sections.h.
 *
 * Found by trying: a file that is there is opened, and in the folder of one that is not there a file with a
 * name of its own is made and removed.  Permissions alone do not tell (root, file systems of the kernel).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/sections.h"

static const char *todo(int why) {
  switch (why) {
  case ENOENT: return "create the folder, or name another";
  case ENOTDIR: return "name a file in a folder";
  case EROFS:
  case ENOSPC: return "name another folder";
  default: return "permit it, or name another folder";
  }
}

/* 0, or errno */
static int try_folder(struct arena *a, const char *folder) {
  struct stat st;
  if (stat(folder, &st) < 0) return errno;
  if (!S_ISDIR(st.st_mode)) return ENOTDIR;
  char *name = arena_printf(a, "%s/.tidings-check-XXXXXX", folder);
  int fd = mkostemp(name, O_CLOEXEC);
  if (fd < 0) return errno;
  close(fd);
  unlink(name);
  return 0;
}

/* A store is only asked for, since to close a file ends the locks that this process holds on it. */
static int try_file(const char *path, const struct stat *st, int open_it) {
  if (!open_it || !S_ISREG(st->st_mode)) return access(path, W_OK) < 0 ? errno : 0;
  int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
  if (fd < 0) return errno;
  close(fd);
  return 0;
}

const char *conf_unwritable(struct arena *a, const char *path, const char *folder, int open_it) {
  struct stat st;
  int why;
  if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
    why = try_file(path, &st, open_it);
    return why == 0 ? NULL
                    : arena_printf(a, "%s cannot be written: %s; permit it, or name another file", path,
                                   strerror(why));
  }
  why = try_folder(a, folder);
  return why == 0
             ? NULL
             : arena_printf(a, "%s cannot be written: %s: %s; %s", path, folder, strerror(why), todo(why));
}

void conf_check_store(const struct conf *c, struct conf_errors *errors) {
  struct arena a = {0};
  struct stat st;
  const char *path = c->store.path.p, *why;
  struct conf_place place = c->store.path_place;
  if (place.file == NULL) place.file = c->file;
  if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
    conf_complain(errors, place, "store: path: %s is a folder; name a file in it", path);
  else if (strchr(path, '/') != NULL &&
           (why = conf_unwritable(&a, path, load_folder_of(&a, c->store.path), 0)) != NULL)
    conf_complain(errors, place, "store: path: %s", why);
  arena_free(&a);
}

/* The folder is made when it is not there, if the one above it is. */
void conf_check_captures(const struct conf *c, struct conf_errors *errors) {
  struct arena a = {0};
  struct stat st;
  const char *folder = c->store.capture->folder.p;
  const int there = stat(folder, &st) == 0;
  const char *tried = there ? folder : load_folder_of(&a, c->store.capture->folder);
  const int why = try_folder(&a, tried);
  if (why != 0)
    conf_complain(errors, c->store.capture_place, "capture: the folder %s cannot be %s: %s; %s", folder,
                  there ? "written" : "made", strerror(why), todo(why));
  arena_free(&a);
}
