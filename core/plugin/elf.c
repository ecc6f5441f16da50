/* plugin/elf.c - check that a file is a complete shared object for this machine.
 *
 * dlopen maps a truncated file without an error, and the process later dies of SIGBUS; for a text file it
 * only reports "invalid ELF header".  Both get a clear message here.  Only the headers are read; every offset
 * is checked against the size of the file.
 */
#include "plugin/load.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_SEGMENTS = 256 };

static const char shared_object[] = "a shared object for this machine";

static int check_ident(const ElfW(Ehdr) * h, size_t n, struct plugin_why *w) {
  const ElfW(Half) here = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;
  if (n < SELFMAG || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0)
    return plugin_refuse(w, shared_object, "remove the file, or build it as a shared object (cc -shared)",
                         n == 0 ? "an empty file" : "a file that does not begin like a shared object (ELF)");
  if (n < sizeof *h)
    return plugin_refuse(w, "a whole file", "install the plugin again",
                         "a shared object cut off after %zu bytes", n);
  if (h->e_ident[EI_CLASS] != here)
    return plugin_refuse(w, shared_object, "install the build for this machine", "a %s-bit object",
                         h->e_ident[EI_CLASS] == ELFCLASS32 ? "32" : "64");
  return 0;
}

static ElfW(Half) machine_here(void) {
  ElfW(Ehdr) self = {0};
  int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read(fd, &self, sizeof self) : 0;
  if (fd >= 0) close(fd);
  return n == (ssize_t)sizeof self ? self.e_machine : 0;
}

static int check_kind(const ElfW(Ehdr) * h, struct plugin_why *w) {
  ElfW(Half) here = machine_here();
  if (h->e_type != ET_DYN)
    return plugin_refuse(w, shared_object, "link it with -shared",
                         "an ELF file of type %u (an object file or a program)", (unsigned)h->e_type);
  if (here != 0 && h->e_machine != here)
    return plugin_refuse(w, shared_object, "install the build for this machine",
                         "a shared object for machine number %u", (unsigned)h->e_machine);
  if (h->e_phentsize != sizeof(ElfW(Phdr)) || h->e_phnum == 0 || h->e_phnum > MAX_SEGMENTS)
    return plugin_refuse(w, shared_object, "install the plugin again",
                         "a damaged shared object: %u segments of %u bytes", (unsigned)h->e_phnum,
                         (unsigned)h->e_phentsize);
  return 0;
}

static int check_segments(int fd, const ElfW(Ehdr) * h, uint64_t size, struct plugin_why *w) {
  ElfW(Phdr) p[MAX_SEGMENTS];
  size_t bytes = (size_t)h->e_phnum * sizeof p[0];
  uint64_t end = 0;
  if (h->e_phoff > size || bytes > size - h->e_phoff ||
      pread(fd, p, bytes, (off_t)h->e_phoff) != (ssize_t)bytes)
    return plugin_refuse(w, "a whole file", "install the plugin again",
                         "a shared object cut off after %llu bytes", (unsigned long long)size);
  for (unsigned i = 0; i < h->e_phnum; i++) {
    if (p[i].p_type != PT_LOAD) continue;
    if (p[i].p_offset > UINT64_MAX - p[i].p_filesz) end = UINT64_MAX;
    if (p[i].p_offset + p[i].p_filesz > end) end = p[i].p_offset + p[i].p_filesz;
  }
  if (end > size)
    return plugin_refuse(w, "a whole file", "install the plugin again",
                         "a shared object cut off: %llu bytes of at least %llu", (unsigned long long)size,
                         (unsigned long long)end);
  return 0;
}

int plugin_elf_check(const char *file, struct plugin_why *w) {
  ElfW(Ehdr) h = {0};
  struct stat st;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return plugin_refuse(w, "a readable file", "check its permissions", "%s", strerror(errno));
  ssize_t n = read(fd, &h, sizeof h);
  int rc = fstat(fd, &st);
  if (n < 0 || rc < 0) rc = plugin_refuse(w, "a readable file", "check the disk", "%s", strerror(errno));
  else rc = check_ident(&h, (size_t)n, w);
  if (rc == 0) rc = check_kind(&h, w);
  if (rc == 0) rc = check_segments(fd, &h, (uint64_t)st.st_size, w);
  close(fd);
  return rc;
}
