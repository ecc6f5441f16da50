/* kit/net/captured.c - which answers of servers may be documents; see tidings/kit/captured.h.  A pure function. */
#include <tidings/kit/captured.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

static int belongs_to_a_page(struct tdg_str type) {
  static const char *const begins[] = {"image/",
                                       "audio/",
                                       "video/",
                                       "font/",
                                       "text/css",
                                       "text/javascript",
                                       "application/javascript",
                                       "application/x-javascript",
                                       "application/font",
                                       "application/x-font",
                                       "application/wasm",
                                       "application/vnd.ms-fontobject",
                                       "application/manifest+json",
                                       "application/x-shockwave-flash"};
  for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
    if (tdg_nocase_starts(type, begins[i])) return 1;
  return 0;
}

const char *tdg_capture_refusal(struct tdg_str url, int status, struct tdg_str type) {
  struct tdg_url u;
  if (status >= 300 && status < 400) return "answers that lead elsewhere";
  if (status == 204 || status == 206) return "answers without a body, or with a part of one";
  if (status != 0 && (status < 200 || status >= 400)) return "answers with errors";
  if (belongs_to_a_page(type)) return "pictures, scripts and the like";
  if (tdg_url_parse(url, &u) == 0 && tdg_str_same(u.path, tdg_str_of("/robots.txt")))
    return "rules for robots";
  return NULL;
}
