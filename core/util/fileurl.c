/* util/fileurl.c - paths as addresses and back; see fileurl.h. */
#include "util/fileurl.h"

#include "util/check.h"

#include <string.h>
#include <strings.h>

#include <tidings/kit/str.h>

/* What has a meaning in an address, and what is not a character there. */
static int must_escape(unsigned char c) {
  return c <= ' ' || c >= 0x7F || strchr("%#?\"<>\\^`{|}", c) != NULL;
}

char *fileurl_of(const char *path) {
  static const char hex[] = "0123456789ABCDEF";
  char *url = check_alloc(strlen(path) * 3 + 8), *to = url;
  memcpy(to, "file://", 7);
  to += 7;
  for (const unsigned char *p = (const unsigned char *)path; *p != '\0'; p++) {
    if (must_escape(*p)) {
      *to++ = '%';
      *to++ = hex[*p >> 4];
      *to++ = hex[*p & 15];
    } else {
      *to++ = (char)*p;
    }
  }
  *to = '\0';
  return url;
}

char *fileurl_path(const char *url) {
  if (strncasecmp(url, "file:", 5) != 0) return NULL;
  const char *p = strncasecmp(url + 5, "//localhost/", 12) == 0 ? url + 16
                  : strncmp(url + 5, "//", 2) == 0              ? url + 7
                                                                : url + 5;
  char *path = check_strdup(p), *to = path;
  for (; *p != '\0' && *p != '?' && *p != '#'; p++) {
    if (*p == '%' && tdg_hex_value(p[1]) >= 0 && tdg_hex_value(p[2]) >= 0 && strncmp(p, "%00", 3) != 0) {
      *to++ = (char)(tdg_hex_value(p[1]) << 4 | tdg_hex_value(p[2]));
      p += 2;
    } else {
      *to++ = *p;
    }
  }
  *to = '\0';
  return path;
}
