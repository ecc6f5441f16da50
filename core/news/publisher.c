/* news/publisher.c - the publisher of a record; see news.h.  Pure functions over records; nothing here can
 * fail. */
#include "news/news.h"

#include "record/scratch.h"

#include <tidings/kit/url.h>

#include <string.h>

static struct tdg_str host_of(struct arena *a, struct tdg_str url) {
  struct scratch scratch;
  tdg_call *call = scratch_begin(&scratch);
  struct tdg_str host = tdg_url_is_web(url) ? tdg_url_host(call, url) : (struct tdg_str){"", 0};
  if (host.n > 4 && strncmp(host.p, "www.", 4) == 0) host = (struct tdg_str){host.p + 4, host.n - 4};
  if (host.n > 0) host = (struct tdg_str){arena_copy(a, host.p, host.n), host.n};
  scratch_end(&scratch);
  return host;
}

/* The name of a source is configured when the source has an id; otherwise it comes from the record. */
struct tdg_str publisher_of(struct arena *a, const tdg_rec *r) {
  const tdg_rec *source = rec_get_rec(r, TDG_SOURCE, 0);
  const struct tdg_str none = {"", 0};
  struct tdg_str outlet = source != NULL ? rec_get(source, TDG_OUTLET, 0) : none;
  struct tdg_str name = source != NULL ? rec_get(source, TDG_NAME, 0) : none;
  if (outlet.n > 0) return outlet;
  if (name.n > 0 && rec_has(source, TDG_SOURCE_ID)) return name;
  struct tdg_str host = host_of(a, rec_get(r, TDG_URL, 0));
  if (host.n == 0) host = host_of(a, rec_get(r, TDG_CANONICAL, 0)); /* a file that was saved from a page */
  if (host.n > 0 || name.n > 0) return host.n > 0 ? host : name;
  const tdg_rec *rights = rec_get_rec(r, TDG_RIGHTS, 0);
  return rights != NULL ? rec_get(rights, TDG_HOLDER, 0) : none;
}
