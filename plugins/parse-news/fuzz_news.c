/* fuzz_news.c - any bytes as a document of news: XML or JSON, as its beginning says. */
#include "fuzz_plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_document(data, size, size > 0 && (data[0] == '{' || data[0] == '[') ? "application/json" : "text/xml",
                NULL);
  return 0;
}
