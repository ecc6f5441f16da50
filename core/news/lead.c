/* news/lead.c - decide where a document may lead; see news.h.  Pure functions over addresses, which are
 * hostile text. */
#include "news/news.h"

#include <tidings/kit/file_url.h>
#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <string.h>

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
static int path_of(struct tdg_str url, char path[TDG_MAX_PATH]) {
  return tdg_file_path(url, path, TDG_MAX_PATH) != 0 || goes_up(path) ? -1 : 0;
}

static const char *file_refusal(struct tdg_str from, struct tdg_str to) {
  char here[TDG_MAX_PATH], there[TDG_MAX_PATH];
  if (path_of(from, here) != 0 || path_of(to, there) != 0)
    return "it names no file of this machine in a plain way";
  const size_t folder = (size_t)(strrchr(here, '/') + 1 - here);
  return strncmp(there, here, folder) != 0 ? "a file leads to files beside it and below only" : NULL;
}

static const char no_scheme[] =
    "it is no whole address; the plugin must resolve it against that of its document (tdg_url_resolve)";

static int has_scheme(struct tdg_str url) {
  struct tdg_url u;
  return tdg_url_parse(url, &u) == 0 && u.scheme.n > 0;
}

const char *lead_refusal(struct tdg_str from, struct tdg_str claimed, struct tdg_str to) {
  if (tdg_url_is_web(to)) return NULL;
  if (!has_scheme(to)) return no_scheme;
  if (!is_file(from) || (claimed.n > 0 && !is_file(claimed)))
    return "what is read from elsewhere leads to http and https only";
  if (!is_file(to)) return "a file leads to http, https and files only";
  return file_refusal(from, to);
}

const char *lead_fetcher_refusal(struct tdg_str from, struct tdg_str to) {
  struct tdg_url a, b;
  if (tdg_url_is_web(to)) return NULL;
  if (!has_scheme(to)) return no_scheme;
  if (tdg_url_parse(from, &a) != 0 || tdg_url_parse(to, &b) != 0 || a.scheme.n == 0 ||
      !tdg_nocase_same(a.scheme, b.scheme))
    return "a fetcher leads to what it brings itself, to http and https only";
  return NULL;
}

const char *lead_way_refusal(const tdg_rec *doc, const tdg_rec *request) {
  struct tdg_str from = rec_get(doc, TDG_FINAL_URL, 0), method = rec_get(request, TDG_METHOD, 0);
  if (from.n == 0) from = rec_get(doc, TDG_URL, 0);
  int other = !tdg_url_same_origin(from, rec_get(request, TDG_URL, 0)), posts = rec_has(request, TDG_BODY);
  const tdg_rec *h;
  if (!tdg_method_is_known(method)) return "there are the methods GET and POST";
  if (rec_get(request, TDG_BODY, 0).n > TDG_MAX_REQUEST_BODY) return "its body is longer than 64 KiB";
  if (other && (posts || strcmp(method.p, "POST") == 0)) return "a document posts to its own server only";
  for (uint32_t i = 0; (h = rec_get_rec(request, TDG_HEADER, i)) != NULL; i++) {
    const struct tdg_str name = rec_get(h, TDG_NAME, 0);
    const char *why = tdg_header_refusal(name, rec_get(h, TDG_VALUE, 0));
    if (why != NULL || i >= TDG_MAX_HEADERS) return why != NULL ? why : "it has too many headers";
    if (other && !tdg_header_is_harmless(name)) return "headers for one server are not sent to another";
  }
  return NULL;
}
