/* worker/sandbox_user.c - a worker started by root becomes nobody; see sandbox.h.
 *
 * The user changes once, before the plugin is mapped.  Only capabilities over files are kept, and each thread
 * reduces its own: to reading while the plugin is loaded, to those that the component needs before it serves.
 * Files that a worker writes belong to root (fsuid 0).
 *
 * Root of a user namespace without a user nobody (rootless containers of one user) keeps its user id, without
 * capabilities: outside the namespace it has no privileges.
 */
#ifdef __linux__
#include "worker/sandbox.h"

#include <tidings/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Set the permitted and effective capabilities; none are inheritable. */
static int set_capabilities(uint32_t keep) {
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{keep, keep, 0}, {0, 0, 0}};
  return (int)syscall(SYS_capset, &head, data);
}

/* The permitted capabilities; 0 for none. */
static uint32_t capabilities(void) {
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
  return syscall(SYS_capget, &head, data) == 0 ? data[0].permitted : 0;
}

static uint32_t bit(int capability) { return 1u << capability; }

static uint32_t of_needs(uint32_t needs) {
  uint32_t keep = needs & (TDG_NEEDS_READ | TDG_NEEDS_WRITE) ? bit(CAP_DAC_READ_SEARCH) : 0;
  return needs & TDG_NEEDS_WRITE ? keep | bit(CAP_DAC_OVERRIDE) : keep;
}

/* With Landlock, which restricts the paths, a plugin file that only root can read is loaded too. */
static uint32_t of_loading(void) { return sandbox_gap() == NULL ? bit(CAP_DAC_READ_SEARCH) : 0; }

static int is_small_namespace(void) {
  unsigned long first = 0, count = 0, outside = 0;
  FILE *f = fopen("/proc/self/uid_map", "r");
  int n = f != NULL ? fscanf(f, "%lu %lu %lu", &first, &outside, &count) : 0;
  if (f != NULL) fclose(f);
  return n == 3 && count <= SANDBOX_NOBODY;
}

/* 0, or -1 with errno.  setfsuid, which makes new files root's, needs a capability that is dropped after
 * it. */
static int become_nobody(uint32_t needs) {
  uint32_t now = of_needs(needs) | of_loading() | bit(CAP_SETUID) | bit(CAP_SETGID);
  if (setgroups(0, NULL) < 0 || prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) return -1;
  if (setresgid(SANDBOX_NOBODY, SANDBOX_NOBODY, SANDBOX_NOBODY) < 0 ||
      setresuid(SANDBOX_NOBODY, SANDBOX_NOBODY, SANDBOX_NOBODY) < 0)
    return -1;
  if (set_capabilities(now) < 0) return -1;
  if (needs & TDG_NEEDS_WRITE) {
    setfsuid(0);
    setfsgid(0);
  }
  return set_capabilities(of_needs(needs) | of_loading());
}

int sandbox_leave_root(const struct sandbox *s, char why[WORKER_WHY]) {
  if (geteuid() != 0) return 0;
  if (is_small_namespace())
    return set_capabilities(of_needs(s->needs) | of_loading()) < 0
               ? sandbox_failed(why, "cannot give up capabilities")
               : 0;
  return become_nobody(s->needs) < 0 ? sandbox_failed(why, "cannot become nobody") : 0;
}

int sandbox_load_caps(const struct sandbox *s, char why[WORKER_WHY]) {
  uint32_t have = capabilities();
  (void)s;
  if (have == 0) return 0;
  if (getuid() == SANDBOX_NOBODY) {
    setfsuid(SANDBOX_NOBODY); /* of this thread */
    setfsgid(SANDBOX_NOBODY);
  }
  return set_capabilities(have & of_loading()) < 0 ? sandbox_failed(why, "cannot give up capabilities") : 0;
}

/* Capabilities survive execve as ambient ones only, and on new kernels (6.18) only when the group of new files
 * is the process's.  Without Landlock, which restricts them to the granted paths, none is kept. */
int sandbox_exec_caps(const struct sandbox *s, char why[WORKER_WHY]) {
  uint32_t keep = capabilities() & (of_needs(s->needs) | of_loading());
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{keep, keep, keep}, {0, 0, 0}};
  /* execve sets both anyway, and takes a group that differs for a change of user, which ends ambient ones */
  setfsuid(geteuid());
  setfsgid(getegid());
  if (keep == 0) return 0;
  if (sandbox_gap() != NULL)
    return set_capabilities(0) < 0 ? sandbox_failed(why, "cannot give up capabilities") : 0;
  if (getuid() == SANDBOX_NOBODY) {
    setfsuid(SANDBOX_NOBODY);
    setfsgid(SANDBOX_NOBODY);
  }
  if (syscall(SYS_capset, &head, data) < 0) return sandbox_failed(why, "cannot pass on capabilities");
  for (int i = 0; i < 32; i++)
    if (keep & bit(i) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) < 0)
      return sandbox_failed(why, "cannot pass on capabilities");
  return 0;
}

/* Asked as the kernel will ask after the execve. */
int sandbox_exec_reach(const struct sandbox *s, char why[WORKER_WHY]) {
  const size_t n_read = s->needs & TDG_NEEDS_READ ? s->n_read : 0,
               n_write = s->needs & TDG_NEEDS_WRITE ? s->n_write : 0;
  for (size_t i = 0; i < n_read + n_write; i++) {
    const int writes = i >= n_read;
    const char *path = writes ? s->write_paths[i - n_read] : s->read_paths[i];
    if (faccessat(AT_FDCWD, path, writes ? W_OK : R_OK, AT_EACCESS) == 0) continue;
    if (!writes && (errno == ENOENT || errno == ENOTDIR)) continue; /* nothing to read yet */
    const int saved = errno;
    snprintf(why, WORKER_WHY, "%s: %.100s: %s%s", writes ? "write" : "read", path, strerror(saved),
             getuid() == SANDBOX_NOBODY && saved == EACCES && sandbox_gap() != NULL
                 ? "; without Landlock a program has no right of root's: permit it to the user nobody"
                 : "; permit it to the user that runs the program");
    return -1;
  }
  return 0;
}

int sandbox_serve_caps(const struct sandbox *s, char why[WORKER_WHY]) {
  uint32_t have = capabilities();
  if (have == 0) return 0;
  return set_capabilities(have & of_needs(s->needs)) < 0 ? sandbox_failed(why, "cannot give up capabilities")
                                                         : 0;
}
#else
typedef int sandbox_user_is_for_linux;
#endif
