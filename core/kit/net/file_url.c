/* kit/net/file_url.c - paths as file: addresses and back; see tidings/kit/file_url.h.  Owns nothing; what does not fit is
 * refused. */
#include <string.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

/* pchar of RFC 3986, and the slash between them; % is written anew. */
static int is_plain(unsigned char c) {
  return tdg_is_alnum((char)c) || (c != '\0' && strchr("/-._~!$&'()*+,;=:@", c) != NULL);
}

size_t tdg_file_url(const char *path, char *out, size_t size) {
  static const char scheme[] = "file://", hex[] = "0123456789ABCDEF";
  size_t n = sizeof scheme - 1;
  if (size > 0) out[0] = '\0';
  if (size < sizeof scheme) return 0;
  for (const unsigned char *p = (const unsigned char *)path; *p != '\0'; p++) {
    const size_t need = is_plain(*p) ? 1 : 3;
    if (n + need >= size) return 0;
    if (need == 1) {
      out[n++] = (char)*p;
    } else {
      out[n++] = '%';
      out[n++] = hex[*p >> 4];
      out[n++] = hex[*p & 15];
    }
  }
  out[n] = '\0';
  memcpy(out, scheme, sizeof scheme - 1);
  return n;
}

static int is_local(const struct tdg_url *u) {
  return tdg_nocase_is(u->scheme, "file") && u->path.n > 0 && u->path.p[0] == '/' &&
         (u->host.n == 0 || tdg_nocase_is(u->host, "localhost"));
}

int tdg_file_path(struct tdg_str url, char *out, size_t size) {
  struct tdg_url u;
  size_t n = 0;
  if (size > 0) out[0] = '\0';
  if (tdg_url_parse(url, &u) != 0 || !is_local(&u)) return -1;
  for (size_t i = 0; i < u.path.n; i++) {
    char c = u.path.p[i];
    if (c == '%') {
      const int high = i + 2 < u.path.n ? tdg_hex_value(u.path.p[i + 1]) : -1;
      const int low = high >= 0 ? tdg_hex_value(u.path.p[i + 2]) : -1;
      c = low < 0 ? '\0' : (char)(high * 16 + low);
      i += 2;
    }
    if (c == '\0' || n + 1 >= size) return out[0] = '\0', -1;
    out[n++] = c;
  }
  out[n] = '\0';
  return 0;
}
