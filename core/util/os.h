/* util/os.h - what POSIX leaves to each system: the one place where systems differ, but for the sandbox (worker/sandbox*.c). */
#ifndef UTIL_OS_H
#define UTIL_OS_H

#include <stddef.h>

/* The file of the running program; 0, or -1 when the system does not tell. */
int os_program_path(char *out, size_t size);
/* A pipe that programs started from here do not inherit.  0, or -1 with errno. */
int os_pipe(int fds[2]);
/* "SEGV" for SIGSEGV; "?" for a signal without a name. */
const char *os_signal_name(int signal);

#endif
