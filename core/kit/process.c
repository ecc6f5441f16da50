/* process.c - see tidings/kit/process.h.  Owns nothing. */
#include <tidings/kit/process.h>

#include <pthread.h>
#include <stdlib.h>

enum { THREAD_STACK = 256 << 10 };

void *tdg_process_alloc(size_t n, size_t size) {
  void *p = calloc(n, size);
  if (p == NULL) abort();
  return p;
}

void tdg_process_small_threads(void) {
  pthread_attr_t a;
  if (pthread_attr_init(&a) != 0) return;
  if (pthread_attr_setstacksize(&a, THREAD_STACK) == 0) pthread_setattr_default_np(&a);
  pthread_attr_destroy(&a);
}
