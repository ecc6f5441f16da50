/* tidings/kit/units.h - a length of text that treats scripts alike.
 *
 * All is inline, so that nothing needs to be linked; nothing allocates or can fail.
 */
#ifndef TIDINGS_KIT_UNITS_H
#define TIDINGS_KIT_UNITS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Characters without spaces: Chinese, Japanese and Korean say with one what takes about three letters elsewhere. */
static inline uint32_t tdg_units(const char *p, size_t n) {
  uint32_t units = 0;
  for (const char *end = p + n; p < end; p++) {
    uint8_t c = (uint8_t)*p;
    if (c < 0x80) units += c > ' ';
    else if (c >= 0xC0) units += c >= 0xE3 && c <= 0xED ? 3 : 1;
  }
  return units;
}

#ifdef __cplusplus
}
#endif
#endif
