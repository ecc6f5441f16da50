/* util/os.h - functions that POSIX does not define.  All system-specific code is here and in
 * worker/sandbox*.c. */
#ifndef UTIL_OS_H
#define UTIL_OS_H

#include <stddef.h>

/* The path of the running program; 0, or -1 when the system does not provide it. */
int os_program_path(char *out, size_t size);
/* A pipe with close-on-exec set on both ends.  0, or -1 with errno. */
int os_pipe(int fds[2]);
/* "SEGV" for SIGSEGV; "?" for a signal without a name. */
const char *os_signal_name(int signal);

#endif
