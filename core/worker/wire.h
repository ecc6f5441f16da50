/* worker/wire.h - little endian numbers in bytes, for frames. */
#ifndef TIDINGS_WORKER_WIRE_H
#define TIDINGS_WORKER_WIRE_H

#include <stdint.h>

static inline unsigned wire_u16(const unsigned char *p) { return (unsigned)(p[0] | p[1] << 8); }
static inline uint32_t wire_u32(const unsigned char *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline uint64_t wire_u64(const unsigned char *p) {
  return (uint64_t)wire_u32(p) | (uint64_t)wire_u32(p + 4) << 32;
}
static inline void wire_put_u16(unsigned char *p, unsigned v) {
  p[0] = (unsigned char)(v & 0xff);
  p[1] = (unsigned char)(v >> 8 & 0xff);
}
static inline void wire_put_u32(unsigned char *p, uint32_t v) {
  wire_put_u16(p, v & 0xffff);
  wire_put_u16(p + 2, v >> 16);
}
static inline void wire_put_u64(unsigned char *p, uint64_t v) {
  wire_put_u32(p, (uint32_t)(v & 0xffffffff));
  wire_put_u32(p + 4, (uint32_t)(v >> 32));
}

#endif
