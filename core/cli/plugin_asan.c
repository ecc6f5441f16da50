/* cli/plugin_asan.c - run this program again with the AddressSanitizer of a plugin; see plugin_try.h.
 *
 * The runtime must be the first library that the loader sees, so it cannot come with the plugin.  Its shared
 * object is the one that the plugin names among its libraries, found as a word of the file.
 */
#include "cli/plugin_try.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { MAX_RUNTIME = 200, MAX_ARGUMENTS = 1000 };

/* The name of the runtime among the libraries of the file; "" for none. */
static void find_runtime(const char *file, char name[MAX_RUNTIME]) {
  static const char *const words[] = {"\0libasan.so", "\0libclang_rt.asan"};
  struct stat st = {0};
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  size_t n = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0;
  const char *p = n > 0 ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
  name[0] = '\0';
  if (fd >= 0) close(fd);
  if (p == MAP_FAILED) return;
  for (size_t i = 0; i < 2 && name[0] == '\0'; i++) {
    const char *at = memmem(p, n, words[i], strlen(words[i] + 1) + 1);
    if (at != NULL)
      snprintf(name, MAX_RUNTIME, "%.*s", (int)strnlen(at + 1, n - (size_t)(at + 1 - p)), at + 1);
  }
  munmap((void *)(uintptr_t)p, n);
}

/* The words with which this program was called. */
static int read_arguments(char *memory, size_t size, char *argv[MAX_ARGUMENTS]) {
  int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC), n = 0;
  ssize_t got, all = 0;
  while (fd >= 0 && (got = read(fd, memory + all, size - 1 - (size_t)all)) > 0) all += got;
  if (fd >= 0) close(fd);
  memory[all] = '\0';
  for (char *p = memory; p < memory + all && n < MAX_ARGUMENTS - 1; p += strlen(p) + 1) argv[n++] = p;
  argv[n] = NULL;
  return n;
}

static int refuse(const char *command, const char *file, const char *why) {
  say_error("tidings plugin %s: %s: %s\n", command, file, why);
  return CLI_CONFIG;
}

int plugin_asan(const char *command, const char *file) {
  static char memory[1 << 17];
  static char *argv[MAX_ARGUMENTS];
  char runtime[MAX_RUNTIME], options[4096];
  const char *before = getenv("LD_PRELOAD"), *own = getenv("ASAN_OPTIONS");
  if (!tdg_str_ends(tdg_str_of(file), ".so"))
    return refuse(command, file, "--asan is for plugins; this does not end in .so, so it is a program");
  find_runtime(file, runtime);
  if (runtime[0] == '\0')
    return refuse(
        command, file,
        "--asan wants a plugin built with -fsanitize=address -g (clang: -shared-libasan as well), which "
        "names the runtime among its libraries; this one does not");
  if (dlsym(RTLD_DEFAULT, "__asan_init") != NULL) return CLI_DONE;
  if (before != NULL && strstr(before, runtime) != NULL)
    return refuse(command, file, "its AddressSanitizer cannot be loaded; name its path in LD_PRELOAD");
  if (read_arguments(memory, sizeof memory, argv) == 0)
    return refuse(command, file, "--asan begins this program again, for which it needs /proc");
  snprintf(options, sizeof options, "detect_leaks=1:exitcode=1%s%s", own != NULL ? ":" : "",
           own != NULL ? own : "");
  setenv("ASAN_OPTIONS", options, 1);
  setenv("LD_PRELOAD", runtime, 1);
  execv("/proc/self/exe", argv);
  return refuse(command, file, strerror(errno));
}
