/* news/passing.c - is a failure temporary?; see news.h.  A pure function; nothing here can fail. */
#include "news/news.h"

#include <string.h>

int passing_failure(const tdg_rec *doc) {
  static const char *const passing[] = {"dns", "connect", "timeout", "incomplete", "io", "tls", NULL};
  const struct tdg_str error = rec_get(doc, TDG_ERROR, 0);
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  for (size_t i = 0; passing[i] != NULL; i++)
    if (strcmp(error.p, passing[i]) == 0) return 1;
  return status == 429 || status >= 500;
}

int answer_has_failed(const tdg_rec *doc) {
  return rec_has(doc, TDG_ERROR) || rec_get_int(doc, TDG_STATUS, 0) >= 400;
}
