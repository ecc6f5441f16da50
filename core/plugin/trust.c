/* plugin/trust.c - check that only root and the current user could have replaced a plugin's file; see load.h.
 *
 * The file, its folder and every parent folder must belong to root or the current user, and nobody else may
 * write to them; the same holds for each symbolic link on the path and its folder.  There are two exceptions:
 *   - A sticky folder (as /tmp), in which everybody may create files but remove only his own, may be a parent
 *     of a folder of the current user, since that one cannot be removed or replaced.  It may not contain the
 *     plugin file itself.
 *   - A group whose only member is the owner (his private group, with umask 002) may have write permission.
 *
 * Reads file attributes and the user database; owns nothing.
 */
#include "plugin/load.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_ENTRY = 65536 /* of the user database */, MAX_LINKS = 40 };

/* Is it the user's private group, with his name and number and no other member? */
static int is_private_group(uid_t owner, gid_t gid) {
  struct passwd user, *found_user = NULL;
  struct group group, *found = NULL;
  char *memory = malloc(2 * MAX_ENTRY);
  if (memory == NULL) return 0;
  int good = getgrgid_r(gid, &group, memory, MAX_ENTRY, &found) == 0 && found != NULL &&
             getpwuid_r(owner, &user, memory + MAX_ENTRY, MAX_ENTRY, &found_user) == 0 &&
             found_user != NULL && user.pw_gid == gid && strcmp(user.pw_name, group.gr_name) == 0;
  for (char **m = good ? group.gr_mem : NULL; m != NULL && *m != NULL; m++)
    good = good && strcmp(*m, user.pw_name) == 0;
  free(memory);
  return good;
}

static int others_may_write(const struct stat *st, int above) {
  if (above && S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX) return 0;
  if (st->st_mode & S_IWOTH) return 1;
  return st->st_mode & S_IWGRP && !is_private_group(st->st_uid, st->st_gid);
}

static int check_owner(const struct stat *st, const char *what, const char *path, int above,
                       struct plugin_why *w) {
  if (st->st_uid != 0 && st->st_uid != geteuid())
    return plugin_refuse(w, "a file and folders that belong to root or to the user Tidings runs as",
                         "chown root it, after making sure that it is the plugin you installed",
                         "%s %.200s belongs to user %u", what, path, (unsigned)st->st_uid);
  if (!others_may_write(st, above)) return 0;
  return plugin_refuse(w, "a file and folders that only root and the user Tidings runs as can write to",
                       st->st_mode & S_IWOTH
                           ? "chmod o-w it, after making sure that it is the plugin you installed"
                           : "chmod g-w it, after making sure that it is the plugin you installed",
                       "%s %.200s can be written to by %s (mode %04o)", what, path,
                       st->st_mode & S_IWOTH ? "everybody" : "its group", (unsigned)(st->st_mode & 07777));
}

/* Check the folder of a path and all its parents; above: 0 when the folder contains the file itself.
 * Modifies path. */
static int check_folders(char *path, int above, struct plugin_why *w) {
  struct stat st;
  for (; path[0] != '\0'; above = 1) {
    char *slash = strrchr(path, '/');
    if (slash == NULL) return 0;
    slash[slash == path] = '\0';
    if (stat(path, &st) < 0)
      return plugin_refuse(w, "a readable folder", "check its permissions", "its folder %.200s: %s", path,
                           strerror(errno));
    if (check_owner(&st, above ? "a folder above it," : "its folder", path, above, w) < 0) return -1;
    if (slash == path) return 0;
  }
  return 0;
}

/* Append one name to the resolved path.  0, or -1: too long. */
static int go_down(char path[PATH_MAX], const char *name, size_t n) {
  size_t at = strlen(path);
  if (at + n + 2 > PATH_MAX) return -1;
  path[at] = '/';
  memcpy(path + at + 1, name, n);
  path[at + 1 + n] = '\0';
  return 0;
}

static void go_up(char *path) {
  char *slash = strrchr(path, '/');
  if (slash != NULL) *slash = '\0';
}

/* Check a link on the path: a user who can replace it chooses the file.  last: it is the last name of the
 * path. */
static int check_link(const char *link, const struct stat *st, int last, struct plugin_why *w) {
  char path[PATH_MAX];
  if (st->st_uid != 0 && st->st_uid != geteuid())
    return plugin_refuse(w, "links that belong to root or to the user Tidings runs as",
                         "remove the link, or install the file itself", "the link %.200s belongs to user %u",
                         link, (unsigned)st->st_uid);
  snprintf(path, sizeof path, "%s", link);
  return check_folders(path, !last, w);
}

static int too_long(struct plugin_why *w) {
  return plugin_refuse(w, "a shorter path", "install it elsewhere", "a path of links that is too long");
}

/* Check each link of the path, resolving name by name as the kernel does. */
static int check_links(const char *file, struct plugin_why *w) {
  char done[PATH_MAX] = "", rest[2 * PATH_MAX], target[PATH_MAX], longer[2 * PATH_MAX];
  struct stat st;
  if (file[0] != '/' && getcwd(done, sizeof done) == NULL)
    return plugin_refuse(w, "a readable folder", "check its permissions", "its folder: %s", strerror(errno));
  snprintf(rest, sizeof rest, "%s", file);
  for (int links = 0; rest[strspn(rest, "/")] != '\0';) {
    const char *name = rest + strspn(rest, "/");
    size_t n = strcspn(name, "/"), skipped = (size_t)(name - rest) + n;
    if (n == 2 && memcmp(name, "..", 2) == 0) go_up(done);
    else if (!(n == 1 && name[0] == '.') && go_down(done, name, n) < 0) return too_long(w);
    memmove(rest, rest + skipped, strlen(rest + skipped) + 1);
    if (done[0] == '\0' || lstat(done, &st) < 0 || !S_ISLNK(st.st_mode)) continue;
    ssize_t size = readlink(done, target, sizeof target - 1);
    if (size <= 0 || ++links > MAX_LINKS)
      return plugin_refuse(w, "a file, or a link to one", "remove the link", "a link that leads nowhere");
    if (check_link(done, &st, rest[strspn(rest, "/")] == '\0', w) < 0) return -1;
    target[size] = '\0';
    if (target[0] == '/') done[0] = '\0';
    else go_up(done);
    if ((size_t)snprintf(longer, sizeof longer, "%s/%s", target, rest) >= sizeof longer) return too_long(w);
    memcpy(rest, longer, sizeof rest);
  }
  return 0;
}

int plugin_file_check(const char *file, struct plugin_why *w) {
  struct stat st;
  char real[PATH_MAX];
  if (strlen(file) >= sizeof real)
    return plugin_refuse(w, "a shorter path", "install it elsewhere", "a path of %zu bytes", strlen(file));
  if (stat(file, &st) < 0 || realpath(file, real) == NULL)
    return plugin_refuse(w, "a readable file", "check the path and its permissions", "%s", strerror(errno));
  if (!S_ISREG(st.st_mode))
    return plugin_refuse(w, "a regular file", "remove it from the plugin path",
                         "something that is not a regular file");
  if (check_owner(&st, "the file", real, 0, w) < 0 || check_links(file, w) < 0) return -1;
  return check_folders(real, 0, w);
}
