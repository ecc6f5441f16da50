/* conf/usual.c - see usual.h.  Constant data. */
#include "conf/usual.h"

#include <string.h>

const char *const usual_stages[2] = {"dedupe", "story"};

int usual_is_list(const char *parser) {
  static const char *const lists[] = {"", "feed", "sitemap", "opml"};
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
    if (strcmp(parser, lists[i]) == 0) return 1;
  return 0;
}
