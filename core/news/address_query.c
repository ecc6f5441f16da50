/* news/address_query.c - the parameters of an address, some of which say nothing of its page; see identity.h.  Pure
 * functions; memory from the caller's arena; nothing here can fail. */
#include "news/identity.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { MIN_VALUE = 8, MIN_DIGITS = 10 };

int address_next_param(struct tdg_str url, size_t from, struct address_param *p) {
  const size_t end = strcspn(url.p, "#");
  const char *mark = from < end ? memchr(url.p + from, from == 0 ? '?' : '&', end - from) : NULL;
  if (mark == NULL) return 0;
  p->at = (size_t)(mark - url.p);
  const size_t n = strcspn(mark + 1, "&#"), name = strcspn(mark + 1, "=&#");
  p->end = p->at + 1 + n;
  p->name = (struct tdg_str){mark + 1, name};
  p->value = name < n ? (struct tdg_str){mark + 2 + name, n - name - 1} : (struct tdg_str){"", 0};
  return 1;
}

/* A number of a few digits is that of a page; a longer one may be a time. */
int address_is_random(struct tdg_str value) {
  size_t digits = 0;
  for (size_t i = 0; i < value.n; i++) {
    const char c = value.p[i];
    digits += tdg_is_digit(c) ? 1 : 0;
    if (!tdg_is_alnum(c) && strchr("-_.%", c) == NULL) return 0;
  }
  return value.n >= MIN_VALUE && digits > 0 && (digits < value.n || digits >= MIN_DIGITS);
}

const char *address_without(struct arena *a, const char *url, const struct address_param *p) {
  const int is_first = url[p->at] == '?', is_last = url[p->end] != '&';
  const char *rest = url + p->end + (is_first && !is_last ? 1 : 0);
  return arena_printf(a, "%.*s%s%s", (int)p->at, url, is_first && !is_last ? "?" : "", rest);
}

static const char *without_random(struct arena *a, const char *url) {
  struct address_param p;
  for (size_t from = 0; address_next_param(tdg_str_of(url), from, &p);) {
    from = p.end;
    if (!address_is_random(p.value)) continue;
    from = url[p.at] == '?' ? 0 : p.at;
    url = address_without(a, url, &p);
  }
  return url;
}

int address_alike(struct arena *a, const struct address *x, const struct address *y) {
  return x->host.n > 0 && strcmp(without_random(a, x->key.p), without_random(a, y->key.p)) == 0;
}
