/* util/os.h - functions that POSIX does not define.  All system-specific code is here and in
 * worker/sandbox*.c. */
#ifndef UTIL_OS_H
#define UTIL_OS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The path of the running program; 0, or -1 when the system does not provide it. */
int os_program_path(char *out, size_t size);
/* A pipe with close-on-exec set on both ends.  0, or -1 with errno. */
int os_pipe(int fds[2]);
/* Write all of it.  0, or -1 with errno. */
int os_write_all(int fd, const char *p, size_t n);
/* Keep up to this much freed memory, and blocks of up to `block` bytes, for what is allocated next, where the system
 * would take it back each time. */
void os_keep_memory(size_t all, size_t block);
/* Memory of malloc has other bytes than 0 from now on, and so has what is freed. */
void os_fill_memory(void);
/* Bytes that malloc has handed out and not got back; 0 where that is not told. */
size_t os_heap_in_use(void);
/* Let all threads share one heap. */
void os_share_heap(void);
/* Is this process ready to run (or waiting for a disk), and has it had less than half of a processor in the last ms, before which it
 * had used cpu_ms?  Then the machine is overloaded, and the process is not the cause of being late.  0 also where the system does
 * not tell. */
int os_process_is_starved(pid_t pid, int64_t cpu_ms, int64_t ms);
enum { OS_TIMES_WHEN_STARVED = 12 }; /* so many times in all it gets its time limit then */
/* Processor time that it has used; -1 when the system does not tell. */
int64_t os_process_cpu_ms(pid_t pid);
/* "SEGV" for SIGSEGV; "?" for a signal without a name. */
const char *os_signal_name(int signal);

#endif
