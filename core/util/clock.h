/* util/clock.h - the two clocks: wall time for dates, monotonic time for timeouts. */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdint.h>

int64_t clock_wall_ms(void); /* since 1970; may jump */
int64_t clock_mono_ms(void); /* since an unspecified moment; never jumps */
int64_t clock_mono_us(void);

#endif
