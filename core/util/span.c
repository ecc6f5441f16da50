/* util/span.c - see span.h.  Pure. */
#include "util/span.h"

#include <stddef.h>
#include <stdio.h>

void span_words(char out[SPAN_WORDS], int64_t ms) {
  static const struct {
    int64_t ms;
    const char *unit;
  } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "min"}};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    if (ms < 2 * units[i].ms && !(i == 2 && ms >= units[i].ms)) continue;
    snprintf(out, SPAN_WORDS, "%lld %s", (long long)((ms + units[i].ms / 2) / units[i].ms), units[i].unit);
    return;
  }
  snprintf(out, SPAN_WORDS, "%lld s", (long long)((ms > 0 ? ms + 500 : 0) / 1000));
}
