/* fuzz_url.c - any bytes as an address and as a reference to it: parts stay inside, what is resolved is resolved. */
#include <stdlib.h>

#include <tidings/kit/url.h>

#include "test_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_part(struct tdg_str all, struct tdg_str part) {
  if (part.p != NULL && (part.p < all.p || part.p + part.n > all.p + all.n)) abort();
}

static void check_parts(struct tdg_str all) {
  struct tdg_url u;
  if (tdg_url_parse(all, &u) != 0) return;
  const struct tdg_str parts[] = {u.scheme, u.userinfo, u.host, u.port, u.path, u.query, u.fragment};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) check_part(all, parts[i]);
}

/* No control characters, spaces, quotes or angle brackets. */
static void check_plain(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F || strchr("\"<>", s.p[i]) != NULL) abort();
}

static int same(struct tdg_str a, struct tdg_str b) { return a.n == b.n && memcmp(a.p, b.p, a.n) == 0; }

static void check_address(tdg_call *call, struct tdg_str url) {
  const struct tdg_str none = {"", 0};
  const struct tdg_str key = tdg_url_key(call, url), host = tdg_url_host(call, url);
  check_parts(url);
  if (url.n > TDG_MAX_URL || !same(tdg_url_resolve(call, none, url), url)) abort();
  check_plain(url);
  check_plain(key);
  if (tdg_url_is_web(url) && host.n == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const bases[] = {"https://Daily.example/a/b/../c?q=1#f", "http://[2001:db8::1]:80/x",
                                      "file:///a/b", ""};
  const char *p = (const char *)data, *cut = size > 0 ? memchr(p, '\n', size) : NULL;
  const struct tdg_str all = {p, size};
  struct host_call call;
  kit_open(&call);
  check_parts(all);
  (void)tdg_url_is_web(all);
  (void)tdg_url_host(&call.pub, all);
  (void)tdg_url_key(&call.pub, all);
  for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
    const struct tdg_str url = tdg_url_resolve(&call.pub, kit_str(bases[i]), all);
    if (url.n > 0) check_address(&call.pub, url);
  }
  if (cut != NULL) {
    const struct tdg_str base = {p, (size_t)(cut - p)}, ref = {cut + 1, size - base.n - 1};
    const struct tdg_str url = tdg_url_resolve(&call.pub, base, ref);
    if (url.n > 0) check_address(&call.pub, url);
  }
  host_free(&call);
  return 0;
}
