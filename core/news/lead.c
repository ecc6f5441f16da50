/* news/lead.c - decide where a document may lead; see news.h.  Pure functions over addresses, which are
 * hostile text. */
#include "news/news.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <string.h>

enum { MAX_PATH = 4096 };

/* A decoded local path, and the length of its folder part with the last slash. */
struct place {
  char path[MAX_PATH];
  size_t folder;
};

static int is_file(struct tdg_str url) {
  struct tdg_url u;
  return tdg_url_parse(url, &u) == 0 && tdg_nocase_is(u.scheme, "file");
}

/* A ".." could lead out of the folder; resolved addresses need none. */
static int goes_up(const char *path) {
  for (const char *p = path; (p = strstr(p, "/..")) != NULL; p++)
    if (p[3] == '/' || p[3] == '\0') return 1;
  return 0;
}

/* 0; -1: not a local file, or a suspicious spelling of one. */
static int place_of(struct tdg_str url, struct place *out) {
  struct tdg_url u;
  size_t n = 0;
  if (tdg_url_parse(url, &u) != 0 || !tdg_nocase_is(u.scheme, "file") || u.path.n == 0 || u.path.p[0] != '/')
    return -1;
  if (u.host.n > 0 && !tdg_nocase_is(u.host, "localhost")) return -1;
  for (size_t i = 0; i < u.path.n; i++) {
    int c = (unsigned char)u.path.p[i];
    if (c == '%') {
      int high = i + 2 < u.path.n ? tdg_hex_value(u.path.p[i + 1]) : -1,
          low = high >= 0 ? tdg_hex_value(u.path.p[i + 2]) : -1;
      if (low < 0) return -1;
      c = high * 16 + low;
      i += 2;
    }
    if (c == '\0' || n + 1 >= sizeof out->path) return -1;
    out->path[n++] = (char)c;
    if (c == '/') out->folder = n;
  }
  out->path[n] = '\0';
  return goes_up(out->path) ? -1 : 0;
}

static const char *file_refusal(struct tdg_str from, struct tdg_str to) {
  struct place here, there;
  if (place_of(from, &here) != 0 || place_of(to, &there) != 0)
    return "it names no file of this machine in a plain way";
  if (strncmp(there.path, here.path, here.folder) != 0)
    return "a file leads to files beside it and below only";
  return NULL;
}

const char *lead_refusal(struct tdg_str from, struct tdg_str claimed, struct tdg_str to) {
  if (tdg_url_is_web(to)) return NULL;
  if (!is_file(from) || (claimed.n > 0 && !is_file(claimed)))
    return "what is read from elsewhere leads to http and https only";
  if (!is_file(to)) return "a file leads to http, https and files only";
  return file_refusal(from, to);
}

const char *lead_fetcher_refusal(struct tdg_str from, struct tdg_str to) {
  struct tdg_url a, b;
  if (tdg_url_is_web(to)) return NULL;
  if (tdg_url_parse(from, &a) != 0 || tdg_url_parse(to, &b) != 0 || a.scheme.n == 0 ||
      !tdg_nocase_same(a.scheme, b.scheme))
    return "a fetcher leads to what it brings itself, to http and https only";
  return NULL;
}
