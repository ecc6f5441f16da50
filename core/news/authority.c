/* news/authority.c - the standing of a document's claim to an address; see identity.h.  Pure functions,
 * memory from the caller's arena; nothing here can fail. */
#include "news/identity.h"

#include <string.h>

#include <tidings/kit/str.h>

/* Was the document read from the address's own host?  The requested address, the final one and, for a source,
 * the configured one must all be there.  A document that was redirected here, or an article listed by another
 * site's feed, has no such claim.  Each file is a place of its own. */
static int is_own(const struct speaker *by, const struct address *x) {
  if (x->host.n == 0) return address_same(x, &by->asked) && address_same(x, &by->home);
  return tdg_str_same(x->host, by->asked.host) && tdg_str_same(x->host, by->final.host) &&
         tdg_str_same(x->host, by->home.host);
}

int authority_standing(const struct speaker *by, const struct news_source *source, const struct address *x) {
  if (is_own(by, x)) return STANDING_OWN;
  if (source == NULL) return 0;
  int says_so = by->feeds_home.host.n > 0 && tdg_str_same(by->feeds_home.host, x->host);
  return 1 + 2 * (source->trust + 1) + says_so;
}

int authority_same_outlet(const struct news_source *source, const char *publisher) {
  const char *house = source == NULL ? "" : source->outlet[0] != '\0' ? source->outlet : source->name;
  return house[0] != '\0' && strcmp(house, publisher) == 0;
}

int authority_names(struct arena *a, const tdg_rec *r, const struct address *page) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_ALTERNATE || it.type != TDG_T_REC) continue;
    struct address other = address_of(a, rec_get(it.rec, TDG_URL, 0));
    if (address_same(&other, page)) return 1;
  }
  return 0;
}

const char *authority_why(int standing, int other) {
  if (standing == other) return "it was told of first";
  return standing == STANDING_OWN ? "it was read from the address's own host"
                                  : "its source is the more trusted, or says it is of that host";
}
