/* libFuzzer: any bytes under any label decode to valid UTF-8 without NUL; addresses resolve to clean ones or
 * nothing. The first byte chooses the label. */
#include "test_kit.h"

#include <stdlib.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const labels[] = {"",          "utf-8",        "utf-16",      "utf-16be",     "utf-32",
                                     "shift_jis", "euc-jp",       "iso-2022-jp", "gb18030",      "big5",
                                     "euc-kr",    "windows-1251", "koi8-r",      "windows-1252", "macintosh",
                                     "utf-7",     "iso-8859-16",  "windows-874"};

static void check_text(struct tdg_str s) {
  if (!tdg_utf8_valid(s.p, s.n) || s.p[s.n] != '\0') abort();
}

static void check_address(tdg_call *call, struct tdg_str text) {
  const struct tdg_str url = tdg_url_resolve(call, kit_str("https://daily.example/a/b?c#d"), text);
  struct tdg_url parts;
  for (size_t i = 0; i < url.n; i++)
    if ((unsigned char)url.p[i] <= ' ' || strchr("<>\"\x7F", url.p[i]) != NULL) abort();
  if (url.n > 0 && tdg_url_parse(url, &parts) != 0) abort();
  check_text(tdg_url_key(call, url));
  tdg_url_host(call, url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  const size_t n_labels = sizeof labels / sizeof labels[0];
  struct tdg_str bytes, text;
  char *copy;
  if (size < 1 || (copy = malloc(size)) == NULL) return 0;
  memcpy(copy, data + 1, size - 1);
  copy[size - 1] = '\0';
  bytes = (struct tdg_str){copy, size - 1};
  kit_open(&call);
  text = tdg_decode(&call.pub, bytes, labels[data[0] % n_labels], tdg_declared_xml(&call.pub, bytes), NULL);
  check_text(text);
  check_text(tdg_decode(&call.pub, bytes, "", tdg_declared_html(&call.pub, bytes), NULL));
  check_address(&call.pub, text);
  host_free(&call);
  free(copy);
  return 0;
}
