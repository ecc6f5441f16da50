/* tidings/kit/process.h - the process of a worker: memory that it cannot go on without, and small threads.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_PROCESS_H
#define TIDINGS_KIT_PROCESS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* n zeroed objects, to be released with free().  Out of memory ends the process; the worker's document is
 * retried in another one. */
void *tdg_process_alloc(size_t n, size_t size);

/* Give threads that are started from now on 256 KiB of stack.  libcurl resolves names in threads, and the
 * limited address space of a worker has no room for many stacks of 8 MiB. */
void tdg_process_small_threads(void);

#ifdef __cplusplus
}
#endif
#endif
