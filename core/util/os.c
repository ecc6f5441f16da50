/* util/os.c - see os.h.  Tested on Linux only. */
#include "util/os.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <malloc.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>
#elif defined(__FreeBSD__)
#include <sys/sysctl.h>
#include <sys/types.h>
#endif

int os_program_path(char *out, size_t size) {
#ifdef __APPLE__
  uint32_t n = (uint32_t)size;
  return _NSGetExecutablePath(out, &n) == 0 ? 0 : -1;
#elif defined(__FreeBSD__)
  int name[] = {CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1};
  return sysctl(name, 4, out, &size, NULL, 0);
#else
  ssize_t n = readlink("/proc/self/exe", out, size - 1);
  if (n <= 0) n = readlink("/proc/curproc/exe", out, size - 1); /* NetBSD */
  if (n <= 0) return -1;
  out[n] = '\0';
  return 0;
#endif
}

int os_write_all(int fd, const char *p, size_t n) {
  while (n > 0) {
    const ssize_t done = write(fd, p, n);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return -1;
    p += done;
    n -= (size_t)done;
  }
  return 0;
}

static int is_ready(pid_t pid) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  const ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
  if (fd >= 0) close(fd);
  text[n > 0 ? n : 0] = '\0';
  const char *name_end = strrchr(text, ')'); /* "12 (name of any kind) R 1 2 ..." */
  return name_end != NULL && name_end[1] == ' ' && (name_end[2] == 'R' || name_end[2] == 'D');
}

int64_t os_process_cpu_ms(pid_t pid) {
#ifdef __linux__
  clockid_t clock;
  struct timespec used;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0) return -1;
  return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
#else
  return (void)pid, -1;
#endif
}

int os_process_is_starved(pid_t pid, int64_t cpu_ms, int64_t ms) {
  const int64_t now = os_process_cpu_ms(pid);
  return cpu_ms >= 0 && now >= 0 && 2 * (now - cpu_ms) < ms && is_ready(pid);
}

int os_pipe(int fds[2]) {
#ifdef __APPLE__
  if (pipe(fds) < 0) return -1;
  for (int i = 0; i < 2; i++)
    if (fcntl(fds[i], F_SETFD, FD_CLOEXEC) < 0) return close(fds[0]), close(fds[1]), -1;
  return 0;
#else
  return pipe2(fds, O_CLOEXEC);
#endif
}

const char *os_signal_name(int signal) {
  static const struct {
    int number;
    const char *name;
  } names[] = {{SIGABRT, "ABRT"}, {SIGALRM, "ALRM"}, {SIGBUS, "BUS"},   {SIGFPE, "FPE"},   {SIGHUP, "HUP"},
               {SIGILL, "ILL"},   {SIGINT, "INT"},   {SIGKILL, "KILL"}, {SIGPIPE, "PIPE"}, {SIGQUIT, "QUIT"},
               {SIGSEGV, "SEGV"}, {SIGSYS, "SYS"},   {SIGTERM, "TERM"}, {SIGTRAP, "TRAP"}, {SIGUSR1, "USR1"},
               {SIGUSR2, "USR2"}, {SIGXCPU, "XCPU"}, {SIGXFSZ, "XFSZ"}};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (names[i].number == signal) return names[i].name;
  return "?";
}

void os_keep_memory(size_t all, size_t block) {
#ifdef M_TRIM_THRESHOLD
  mallopt(M_TRIM_THRESHOLD, (int)all);
  mallopt(M_MMAP_THRESHOLD, (int)block);
  mallopt(M_TOP_PAD, (int)(all / 64)); /* grow in larger steps */
#else
  (void)all, (void)block;
#endif
}

void os_fill_memory(void) {
#ifdef M_PERTURB
  mallopt(M_PERTURB, 0x5a);
#endif
}

size_t os_heap_in_use(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  const struct mallinfo2 now = mallinfo2();
  return now.uordblks + now.hblkhd;
#else
  return 0;
#endif
}

void os_share_heap(void) {
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, 1);
#endif
}
