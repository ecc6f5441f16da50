/* worker/sandbox_landlock.c - restrict files and TCP connections to the granted ones; see sandbox.h.
 *
 * The kernel's ABI decides what can be forbidden: files since 5.13, TCP since 6.7, signals and abstract
 * sockets to the outside since 6.12.  A missing Landlock is not a failure (Debian 12's kernel may be started
 * without it): the system call filter still applies, and a plugin that reads files then has its user's
 * rights.  A granted path for writing that does not exist is a failure.  The constants below are the kernel's
 * interface; distribution headers may lack them.
 */
#ifdef __linux__
#include "worker/sandbox.h"

#include <tidings/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum {
  FS_EXECUTE = 1 << 0,
  FS_WRITE_FILE = 1 << 1,
  FS_READ_FILE = 1 << 2,
  FS_READ_DIR = 1 << 3,
  FS_REMOVE_DIR = 1 << 4,
  FS_REMOVE_FILE = 1 << 5,
  FS_MAKE_DIR = 1 << 7,
  FS_MAKE_REG = 1 << 8,
  FS_ALL_1 = (1 << 13) - 1,
  FS_REFER = 1 << 13,     /* ABI 2 */
  FS_TRUNCATE = 1 << 14,  /* ABI 3 */
  FS_IOCTL_DEV = 1 << 15, /* ABI 5 */
  NET_ALL = 3,            /* ABI 4: bind, connect */
  SCOPE_ALL = 3,          /* ABI 6: abstract sockets, signals */
  SCOPE_ABSTRACT = 1,
  RULE_PATH = 1,
  VERSION_FLAG = 1
};
struct rules {
  uint64_t fs, net, scoped;
};
struct path_rule {
  uint64_t access;
  int32_t fd;
} __attribute__((packed));

/* may_signal_child: at its end a worker kills its program, which is in a domain of its own. */
static struct rules rules_for(unsigned abi, uint32_t needs, int may_signal_child, size_t *size) {
  struct rules r = {FS_ALL_1, 0, 0};
  if (abi >= 2) r.fs |= FS_REFER;
  if (abi >= 3) r.fs |= FS_TRUNCATE;
  if (abi >= 5) r.fs |= FS_IOCTL_DEV;
  if (abi >= 4 && !(needs & TDG_NEEDS_NET)) r.net = NET_ALL;
  if (abi >= 6) r.scoped = may_signal_child ? SCOPE_ABSTRACT : SCOPE_ALL;
  *size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  return r;
}

enum { READ = FS_READ_FILE | FS_READ_DIR };
enum {
  WRITE = READ | FS_WRITE_FILE | FS_MAKE_REG | FS_MAKE_DIR | FS_REMOVE_FILE | FS_REMOVE_DIR | FS_REFER |
          FS_TRUNCATE,
  OF_FILES = FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE
};

/* 0, or -1 with errno. */
static int allow(int ruleset, const struct rules *rules, const char *path, uint64_t access) {
  struct stat st;
  struct path_rule rule = {access & rules->fs, open(path, O_PATH | O_CLOEXEC)};
  if (rule.fd < 0) return -1;
  if (fstat(rule.fd, &st) == 0 && !S_ISDIR(st.st_mode)) rule.access &= OF_FILES;
  long rc = syscall(SYS_landlock_add_rule, ruleset, RULE_PATH, &rule, 0);
  int saved = errno;
  close(rule.fd);
  errno = saved;
  return (int)rc;
}

static int allow_all(int ruleset, const struct rules *rules, const char *const *paths, size_t n,
                     uint64_t access, char why[WORKER_WHY]) {
  for (size_t i = 0; i < n; i++) {
    if (allow(ruleset, rules, paths[i], access) == 0) continue;
    /* A folder that does not exist now has nothing to read; opening a file in it fails later with a
     * message. */
    if (access == READ && (errno == ENOENT || errno == ENOTDIR)) continue;
    snprintf(why, WORKER_WHY, "the granted path %.120s: %s", paths[i], strerror(errno));
    return -1;
  }
  return 0;
}

/* Paths that loading a library reads; missing ones are skipped. */
static void allow_loading(int ruleset, const struct rules *rules, const struct sandbox *s) {
  static const char *const paths[] = {
      "/etc/ld.so.cache",    "/usr/lib",       "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/local/lib",
      "/usr/local/lib64",    "/lib",           "/lib32",     "/lib64",     "/libx32",     "/usr/share/icu",
      "/usr/share/zoneinfo", "/etc/localtime", NULL};
  const char *path = getenv("LD_LIBRARY_PATH");
  char folder[PATH_MAX];
  if (s->plugin != NULL) allow(ruleset, rules, s->plugin, READ);
  for (size_t i = 0; i < s->n_extensions; i++)
    if (s->extensions[i].file[0] != '\0') allow(ruleset, rules, s->extensions[i].file, READ);
  for (size_t i = 0; paths[i] != NULL; i++) allow(ruleset, rules, paths[i], READ);
  for (size_t n; path != NULL && *path != '\0'; path += n + (path[n] != '\0')) {
    n = strcspn(path, ":;");
    snprintf(folder, sizeof folder, "%.*s", (int)n, path);
    if (folder[0] == '/' && folder[1] != '\0') allow(ruleset, rules, folder, READ);
  }
}

/* Paths that name resolution and certificate checks read; missing ones are skipped. */
static void allow_network_files(int ruleset, const struct rules *rules) {
  static const char *const paths[] = {"/etc/resolv.conf",
                                      "/etc/hosts",
                                      "/etc/nsswitch.conf",
                                      "/etc/host.conf",
                                      "/etc/gai.conf",
                                      "/etc/services",
                                      "/etc/ssl/certs", /* not /etc/ssl/private, which has keys */
                                      "/etc/ssl/cert.pem",
                                      "/etc/ssl/openssl.cnf",
                                      "/etc/pki/tls/certs",
                                      "/etc/pki/tls/cert.pem",
                                      "/etc/pki/tls/openssl.cnf",
                                      "/etc/pki/ca-trust",
                                      "/usr/lib/ssl",
                                      "/usr/share/ca-certificates",
                                      "/usr/local/share/ca-certificates",
                                      "/etc/ld.so.cache",
                                      "/run/systemd/resolve",
                                      "/usr/lib",
                                      "/lib",
                                      "/lib64"};
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) allow(ruleset, rules, paths[i], READ);
}

/* What starting a program reads; missing files are skipped. */
static void allow_program(int ruleset, const struct rules *rules, const struct program_reach *r) {
  static const char *const usual[] = {"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"};
  for (size_t i = 0; i < r->n_run; i++) allow(ruleset, rules, r->run[i], FS_READ_FILE | FS_EXECUTE);
  for (size_t i = 0; i < r->n_files; i++) allow(ruleset, rules, r->files[i], FS_READ_FILE);
  for (size_t i = 0; i < r->n_folders; i++) allow(ruleset, rules, r->folders[i], READ);
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) allow(ruleset, rules, usual[i], FS_READ_FILE);
}

static int fill(int ruleset, const struct rules *rules, const struct sandbox *s, char why[WORKER_WHY]) {
  if (s->set == SANDBOX_LOAD || s->set == SANDBOX_WAIT) allow_loading(ruleset, rules, s);
  if (s->set == SANDBOX_EXEC) allow_program(ruleset, rules, s->reach);
  if (s->needs & TDG_NEEDS_NET) allow_network_files(ruleset, rules);
  if (s->needs & TDG_NEEDS_READ && allow_all(ruleset, rules, s->read_paths, s->n_read, READ, why) < 0)
    return -1;
  if (s->needs & TDG_NEEDS_WRITE) return allow_all(ruleset, rules, s->write_paths, s->n_write, WRITE, why);
  return 0;
}

const char *sandbox_gap(void) {
  if (syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG) >= 1) return NULL;
  return "this kernel has no Landlock (it wants 5.13 and lsm=landlock): while a plugin is loaded, and later "
         "if it needs files or "
         "the network, it may read whatever its user may (as root: nobody, or root for one that needs "
         "files); all others still "
         "open nothing once they are loaded; a program (plugins: exec:) may read what its user may, and do "
         "no "
         "more than with Landlock";
}

int sandbox_landlock(struct sandbox *s, char why[WORKER_WHY]) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
  s->landlock = 0;
  if (abi < 1) return 0;
  size_t size;
  struct rules rules = rules_for((unsigned)abi, s->needs, s->child > 0, &size);
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset < 0) return 0;
  int rc = fill(ruleset, &rules, s, why);
  if (rc == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) < 0) {
    snprintf(why, WORKER_WHY, "Landlock: %s", strerror(errno));
    rc = -1;
  }
  close(ruleset);
  if (rc == 0) s->landlock = (unsigned)abi;
  return rc;
}
#else
typedef int sandbox_landlock_is_for_linux;
#endif
