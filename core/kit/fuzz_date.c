/* fuzz_date.c - any bytes: no crash, and what is read stays inside its promises. */
#include <stdint.h>
#include <stdlib.h>

#include <tidings/kit/date.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct tdg_date_hint hints[] = {{.zone = NULL},
                                               {.zone = "Europe/Paris", .language = "fr"},
                                               {.zone = "-03:30", .order = TDG_ORDER_DMY},
                                               {.language = "en-US"}};
  struct tdg_date d;
  size_t start, end;
  if (size == 0) return 0;
  const struct tdg_date_hint *hint = &hints[data[0] & 3];
  const char *p = (const char *)data + 1;
  size--;
  if (tdg_date_parse(p, size, hint, &d) == 0) {
    char text[32];
    struct tdg_date again;
    if (d.ms < 631152000000 || d.ms >= 4102444800000 || abs(d.offset_min) > 14 * 60 + 60) abort();
    size_t n = tdg_date_rfc3339(d.ms, text);
    if (tdg_date_parse(text, n, NULL, &again) != 0 || again.ms != d.ms) abort();
  }
  if (tdg_date_find(p, size, hint, &d, &start, &end) == 0 && (start >= end || end > size)) abort();
  return 0;
}
