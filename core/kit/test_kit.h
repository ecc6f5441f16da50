/* kit/test_kit.h - a call for the kit's tests, fuzz targets and benches: over the worker's host, emitting
 * nothing. */
#ifndef KIT_TEST_KIT_H
#define KIT_TEST_KIT_H

#include "record/plain_text.h"
#include "util/bytebuf.h"
#include "worker/host.h"

#include <string.h>

static inline int kit_no_emit(void *arg, const tdg_rec *r) {
  (void)arg;
  (void)r;
  return TDG_OK;
}
static inline void kit_no_log(void *arg, int level, const char *text) {
  (void)arg;
  (void)level;
  (void)text;
}
static inline void kit_open(struct host_call *call) {
  host_init(call, &(struct host_sink){.emit = kit_no_emit, .log = kit_no_log});
  host_begin(call, 0);
}
static inline struct tdg_str kit_str(const char *s) { return (struct tdg_str){s, strlen(s)}; }
#endif
