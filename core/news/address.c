/* news/address.c - the forms in which the address of a record is compared; see identity.h.  Pure functions;
 * memory from the caller's arena; nothing here can fail. */
#include "news/identity.h"

#include "record/scratch.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <string.h>

static struct tdg_str fragment_of(struct arena *a, struct tdg_str url) {
  const char *hash = memchr(url.p, '#', url.n);
  if (hash == NULL) return (struct tdg_str){"", 0};
  size_t n = url.n - (size_t)(hash - url.p) - 1;
  return (struct tdg_str){arena_copy(a, hash + 1, n), n};
}

static struct tdg_str host_of(struct arena *a, struct tdg_str key) {
  static const char scheme[] = "https://"; /* scheme of all keys of web addresses */
  const size_t skip = sizeof scheme - 1;
  if (key.n <= skip || strncmp(key.p, scheme, skip) != 0) return (struct tdg_str){"", 0};
  size_t n = strcspn(key.p + skip, "/?");
  return (struct tdg_str){arena_copy(a, key.p + skip, n), n};
}

struct address address_of(struct arena *a, struct tdg_str url) {
  struct address out = {{"", 0}, {"", 0}, {"", 0}, 0};
  if (url.n == 0) return out;
  struct scratch scratch;
  struct tdg_str key = tdg_url_key(scratch_begin(&scratch), url);
  if (key.n == 0) key = url;
  out.key = (struct tdg_str){arena_copy(a, key.p, key.n), key.n};
  scratch_end(&scratch);
  out.fragment = fragment_of(a, url);
  out.host = host_of(a, out.key);
  out.is_home = out.host.n > 0 && strlen("https://") + out.host.n + 1 == out.key.n;
  return out;
}

int address_is_scripted(const struct address *x) {
  return x->fragment.p[0] == '!' || x->fragment.p[0] == '/';
}

int address_same(const struct address *x, const struct address *y) {
  return x->key.n > 0 && tdg_str_same(x->key, y->key);
}

struct tdg_str address_path(const struct address *x) {
  size_t skip = x->host.n > 0 ? strlen("https://") + x->host.n : 0;
  struct tdg_str path = {x->key.p + skip, x->key.n - skip};
  const char *query = memchr(path.p, '?', path.n);
  if (query != NULL) path.n = (size_t)(query - path.p);
  return path;
}

int address_moved(const struct address *before, const struct address *now) {
  if (before->key.n == 0 || address_same(before, now)) return 0;
  return !tdg_str_same(before->host, now->host) || !tdg_str_same(address_path(before), address_path(now));
}
