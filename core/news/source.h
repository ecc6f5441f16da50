/* news/source.h - who a source is and what holds of all its records, as the operator configured it; "" where nothing was said. */
#ifndef NEWS_SOURCE_H
#define NEWS_SOURCE_H

#include <stddef.h>

struct news_source {
  const char *id, *name, *outlet, *country, *owner, *language;
  const char *rights_holder, *rights_notice, *licence, *access;
  int trust; /* 0 .. TDG_MAX_TRUST, -1 unknown */
  const char *const *tags;
  size_t n_tags;
};

#endif
