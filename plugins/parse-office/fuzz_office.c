/* fuzz_office.c - any bytes as the text of a DOCX or an ODT; any other bytes as the file.
 *
 * A first byte of 0 or 1 says which of the two the rest is the text of; it is put into a ZIP file, stored, so that the fuzzer
 * reaches the XML. */
#include "fuzz_plugin.h"

static void put(uint8_t **to, uint64_t v, int n) {
  for (int i = 0; i < n; i++) *(*to)++ = (uint8_t)(v >> (8 * i));
}

static uint32_t crc_of(const uint8_t *p, size_t n) {
  uint32_t c = 0xFFFFFFFFu;
  for (size_t i = 0; i < n; i++) {
    c ^= p[i];
    for (int k = 0; k < 8; k++) c = c >> 1 ^ (c & 1 ? 0xEDB88320u : 0);
  }
  return ~c;
}

/* A ZIP file of one stored part: the local header is enough for who reads it from front to end. */
static size_t wrap(uint8_t *out, const char *name, const uint8_t *p, size_t n) {
  uint8_t *to = out;
  put(&to, 0x04034b50, 4);
  put(&to, 20, 2);
  put(&to, 0, 8);
  put(&to, crc_of(p, n), 4);
  put(&to, n, 4);
  put(&to, n, 4);
  put(&to, strlen(name), 2);
  put(&to, 0, 2);
  memcpy(to, name, strlen(name));
  to += strlen(name);
  memcpy(to, p, n);
  return (size_t)(to - out) + n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char docx[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    odt[] = "application/vnd.oasis.opendocument.text";
  if (size == 0 || data[0] > 1) {
    fuzz_document(data, size, docx, NULL);
    return 0;
  }
  uint8_t *file = malloc(size + 100);
  const size_t n = wrap(file, data[0] == 0 ? "word/document.xml" : "content.xml", data + 1, size - 1);
  fuzz_document(file, n, data[0] == 0 ? docx : odt, NULL);
  free(file);
  return 0;
}
