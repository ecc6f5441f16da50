/* fuzz_mail.c - any bytes as a mail.  Bytes without a header get one, so that all of them are looked at. */
#include "fuzz_plugin.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char head[] = "From: a@b.example\nSubject: x\nContent-Type: text/html\n";
  fuzz_document(data, size, "message/rfc822", NULL);
  if (size == 0 || size > 65536) return 0;
  uint8_t *whole = malloc(sizeof head + size);
  if (whole == NULL) return 0;
  memcpy(whole, head, sizeof head - 1);
  memcpy(whole + sizeof head - 1, data, size);
  fuzz_document(whole, sizeof head - 1 + size, "message/rfc822", NULL);
  free(whole);
  return 0;
}
