/* engine/site_headers.c - the headers that site rules of the community ask for (http_header); see ingest.h.
 *
 * They are read from the file of the page's host when the page is asked for, and added to a copy in memory.  Only
 * headers that are harmless (tdg_site_header_is_safe) go out, only to that host, and never in place of one that the
 * operator or a parser set.  A file that cannot be read adds nothing: the parser of articles tells that. */
#include "engine/ingest.h"

#include "record/scratch.h"

#include <stdio.h>
#include <stdlib.h>

#include <tidings/kit/site_file.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { MAX_SITE_HEADERS = 16 };

static char *read_file(struct arena *a, const char *folder, const char *name, size_t *n) {
  FILE *f = fopen(arena_printf(a, "%s/%s", folder, name), "rb");
  if (f == NULL) return NULL;
  char *text = arena_alloc(a, TDG_SITE_MAX_FILE + 1);
  *n = fread(text, 1, TDG_SITE_MAX_FILE + 1, f);
  int good = !ferror(f) && *n <= TDG_SITE_MAX_FILE;
  fclose(f);
  return good ? text : NULL;
}

static int is_set(const tdg_rec *request, struct tdg_str name) {
  const tdg_rec *h;
  for (uint32_t i = 0; (h = rec_get_rec(request, TDG_HEADER, i)) != NULL; i++)
    if (tdg_nocase_is(name, rec_get(h, TDG_NAME, 0).p)) return 1;
  return 0;
}

/* The first line for a name counts. */
static const tdg_rec *with_headers(struct arena *a, const tdg_rec *request, struct tdg_str text) {
  struct tdg_site_reader r = {.text = text};
  struct tdg_site_line line;
  tdg_rec *out = NULL;
  for (size_t n = 0; n < MAX_SITE_HEADERS && tdg_site_next(&r, &line);) {
    struct tdg_str name = tdg_str_trim(line.argument);
    if (line.fault != NULL || line.what != TDG_SITE_HTTP_HEADER || !tdg_site_header_is_safe(name, line.value))
      continue;
    if (is_set(out != NULL ? out : request, name)) continue;
    if (out == NULL) out = rec_copy(a, request, TDG_REQUEST);
    tdg_rec *h = rec_new(a, TDG_GROUP);
    rec_put(h, TDG_NAME, name.p, name.n);
    rec_put(h, TDG_VALUE, line.value.p, line.value.n);
    rec_put_rec(out, TDG_HEADER, h);
    n++;
  }
  return out != NULL ? out : request;
}

const tdg_rec *site_headers_add(struct arena *a, const char *folder, const tdg_rec *request) {
  struct tdg_str url = rec_get(request, TDG_URL, 0), host, text = {NULL, 0};
  char name[TDG_SITE_MAX_NAME];
  if (folder == NULL || !tdg_url_is_web(url) || rec_has(request, TDG_METHOD) || rec_has(request, TDG_BODY))
    return request;
  struct scratch scratch;
  host = tdg_url_host(scratch_begin(&scratch), url);
  for (size_t i = 0; text.p == NULL && tdg_site_file_name(host, i, name); i++)
    text.p = read_file(a, folder, name, &text.n);
  scratch_end(&scratch);
  if (text.p != NULL) request = with_headers(a, request, text);
  text.p = read_file(a, folder, TDG_SITE_GLOBAL, &text.n);
  return text.p != NULL ? with_headers(a, request, text) : request;
}
