/* fetch-file/path.c - file: addresses to paths and back.  "file:///a/b", "file:/a/b" and
 * "file://localhost/a/b" are local; everything that is no letter, digit or one of -._~/ is written %XX, and
 * every %XX is undone. */
#include "file.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

int file_path_of(struct file_ask *ask, struct tdg_str url) {
  struct tdg_url u;
  size_t n = 0;
  if (tdg_url_parse(url, &u) != 0 || u.path.n == 0 || u.path.p[0] != '/') return -1;
  if (u.host.n != 0 && !(u.host.n == 9 && memcmp(u.host.p, "localhost", 9) == 0)) return -1;
  for (size_t i = 0; i < u.path.n; i++) {
    char c = u.path.p[i];
    if (c == '%') {
      const int high = i + 2 < u.path.n ? tdg_hex_value(u.path.p[i + 1]) : -1;
      const int low = high >= 0 ? tdg_hex_value(u.path.p[i + 2]) : -1;
      if (low < 0) return -1;
      c = (char)(high * 16 + low);
      i += 2;
    }
    if (c == '\0' || n + 1 >= sizeof ask->path) return -1;
    ask->path[n++] = c;
  }
  ask->path[n] = '\0';
  ask->url = (struct tdg_str){url.p, (size_t)(u.path.p + u.path.n - url.p)};
  return 0;
}

static int is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '/';
}

struct tdg_str file_url_of(tdg_call *call, const char *path) {
  static const char hex[] = "0123456789ABCDEF";
  char *out = tdg_scratch(call, strlen(path) * 3 + 8), *o = out;
  memcpy(o, "file://", 7);
  o += 7;
  for (; *path != '\0'; path++) {
    const unsigned char c = (unsigned char)*path;
    if (is_plain(*path)) {
      *o++ = *path;
      continue;
    }
    *o++ = '%';
    *o++ = hex[c >> 4];
    *o++ = hex[c & 15];
  }
  return (struct tdg_str){out, (size_t)(o - out)};
}
