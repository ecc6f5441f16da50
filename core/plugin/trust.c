/* plugin/trust.c - may a plugin's file be trusted to be the one that was installed?  See load.h.
 *
 * The file, the folder it lies in and every folder above must belong to root or to us, and nobody else may write to them;
 * for a link both where it stands and where it leads count.  Two things are allowed all the same:
 *   - a folder that everybody may write to but where each may remove only what is his (sticky, as /tmp), above a folder that
 *     is ours: that one cannot be taken away or replaced.  Not as the folder the file itself lies in.
 *   - write permission for a group that has no member but the owner (his own group, where umask is 002).
 * Reads file attributes and the user database; owns nothing.
 */
#include "plugin/load.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_ENTRY = 65536 /* of the user database */ };

__attribute__((format(printf, 4, 5))) static int refuse(struct plugin_why *w, const char *wanted, const char *todo,
                                                        const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(w->found, sizeof w->found, fmt, ap);
  va_end(ap);
  snprintf(w->wanted, sizeof w->wanted, "%s", wanted);
  snprintf(w->todo, sizeof w->todo, "%s", todo);
  return -1;
}

/* A user's own group: it has his name and his number, and nobody else is in it. */
static int is_private_group(uid_t owner, gid_t gid) {
  struct passwd user, *found_user = NULL;
  struct group group, *found = NULL;
  char *memory = malloc(2 * MAX_ENTRY);
  if (memory == NULL) return 0;
  int good = getgrgid_r(gid, &group, memory, MAX_ENTRY, &found) == 0 && found != NULL &&
             getpwuid_r(owner, &user, memory + MAX_ENTRY, MAX_ENTRY, &found_user) == 0 && found_user != NULL &&
             user.pw_gid == gid && strcmp(user.pw_name, group.gr_name) == 0;
  for (char **m = good ? group.gr_mem : NULL; m != NULL && *m != NULL; m++) good = good && strcmp(*m, user.pw_name) == 0;
  free(memory);
  return good;
}

static int others_may_write(const struct stat *st, int above) {
  if (above && S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX) return 0;
  if (st->st_mode & S_IWOTH) return 1;
  return st->st_mode & S_IWGRP && !is_private_group(st->st_uid, st->st_gid);
}

static int check_owner(const struct stat *st, const char *what, const char *path, int above, struct plugin_why *w) {
  if (st->st_uid != 0 && st->st_uid != geteuid())
    return refuse(w, "a file and folders that belong to root or to the user Tidings runs as",
                  "chown root it, after making sure that it is the plugin you installed", "%s %.200s belongs to user %u", what, path,
                  (unsigned)st->st_uid);
  if (!others_may_write(st, above)) return 0;
  return refuse(w, "a file and folders that only root and the user Tidings runs as can write to",
                st->st_mode & S_IWOTH ? "chmod o-w it, after making sure that it is the plugin you installed"
                                      : "chmod g-w it, after making sure that it is the plugin you installed",
                "%s %.200s can be written to by %s (mode %04o)", what, path, st->st_mode & S_IWOTH ? "everybody" : "its group",
                (unsigned)(st->st_mode & 07777));
}

/* The folder of a path and all above it.  Takes path apart. */
static int check_folders(char *path, struct plugin_why *w) {
  struct stat st;
  for (int above = 0; path[0] != '\0'; above = 1) {
    char *slash = strrchr(path, '/');
    if (slash == NULL) return 0;
    slash[slash == path] = '\0';
    if (stat(path, &st) < 0) return refuse(w, "a readable folder", "check its permissions", "its folder %.200s: %s", path, strerror(errno));
    if (check_owner(&st, above ? "a folder above it," : "its folder", path, above, w) < 0) return -1;
    if (slash == path) return 0;
  }
  return 0;
}

/* Where the name stands, when that is another place than where the file lies. */
static int check_link(const char *file, const char *real, struct plugin_why *w) {
  char folder[PATH_MAX], path[PATH_MAX + 8];
  const char *slash = strrchr(file, '/');
  snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - file + (slash == file)), slash == NULL ? "." : file);
  char *full = realpath(folder, NULL);
  if (full == NULL) return refuse(w, "a readable folder", "check its permissions", "its folder: %s", strerror(errno));
  size_t n = strlen(full);
  int same = strncmp(full, real, n) == 0 && (n == 1 || real[n] == '/') && strchr(real + n + (n > 1), '/') == NULL;
  snprintf(path, sizeof path, "%s/x", n > 1 ? full : "");
  free(full);
  return same ? 0 : check_folders(path, w);
}

int plugin_file_check(const char *file, struct plugin_why *w) {
  struct stat st;
  char real[PATH_MAX];
  if (strlen(file) >= sizeof real)
    return refuse(w, "a shorter path", "install it elsewhere", "a path of %zu bytes", strlen(file));
  if (stat(file, &st) < 0 || realpath(file, real) == NULL)
    return refuse(w, "a readable file", "check the path and its permissions", "%s", strerror(errno));
  if (!S_ISREG(st.st_mode))
    return refuse(w, "a regular file", "remove it from the plugin path", "something that is not a regular file");
  if (check_owner(&st, "the file", real, 0, w) < 0 || check_link(file, real, w) < 0) return -1;
  return check_folders(real, w);
}
