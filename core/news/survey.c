/* news/survey.c - find out which keys identify the records of one document; see identity.h.  Pure functions
 * over records; memory from the caller's arena and, temporarily, a map. */
#include "news/identity.h"

#include "util/map.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <string.h>

/* The owner of a key: one item (perhaps printed twice), or several. */
struct carried {
  uint64_t by[2];
  int shared;
};

struct look {
  struct arena *a;
  struct map names;
  int alone; /* one item */
};

static char *join(struct look *k, char mark, struct tdg_str s, struct tdg_str more) {
  return arena_printf(k->a, "%c%.*s#%.*s", mark, (int)s.n, s.p, (int)more.n, more.p);
}

static void carry(struct look *k, const char *name, const uint64_t by[2]) {
  if (k->alone) return; /* nobody shares */
  struct carried *c = map_get(&k->names, name, strlen(name));
  if (c == NULL) {
    c = arena_zalloc(k->a, sizeof *c);
    memcpy(c->by, by, sizeof c->by);
    map_put(&k->names, name, strlen(name), c);
  } else if (c->by[0] != by[0] || c->by[1] != by[1]) {
    c->shared = 1;
  }
}

static int is_shared(const struct look *k, const char *name) {
  if (k->alone) return 0;
  const struct carried *c = map_get(&k->names, name, strlen(name));
  return c != NULL && c->shared;
}

struct tdg_str survey_guid(struct arena *a, struct tdg_str guid) {
  if (!tdg_url_is_web(guid)) return guid;
  struct address x = address_of(a, guid);
  if (x.fragment.n == 0) return x.key;
  const char *s = arena_printf(a, "%s#%s", x.key.p, x.fragment.p);
  return tdg_str_of(s);
}

static void fill(struct arena *a, const tdg_rec *r, struct listed *l) {
  l->r = r;
  identity_content(r, l->content);
  l->url = address_of(a, rec_get(r, TDG_URL, 0));
  l->canonical = address_of(a, rec_get(r, TDG_CANONICAL, 0));
  if (l->url.key.n == 0) {
    l->url = l->canonical;
    l->canonical = address_of(a, (struct tdg_str){"", 0});
  } else if (address_same(&l->url, &l->canonical)) {
    l->canonical = address_of(a, (struct tdg_str){"", 0});
  }
  l->guid = survey_guid(a, rec_get(r, TDG_GUID, 0));
  l->title = rec_get(r, TDG_TITLE, 0);
  l->published = rec_get_int(r, TDG_PUBLISHED, 0);
}

/* ---- guids ---- */

/* Counting from 0 or 1 in the order of the items: such a guid is a position, not an identity. */
static int count_positions(const struct survey *s) {
  int64_t first = s->n > 0 ? tdg_str_number(s->items[0].guid, 6) : -1;
  if (first != 0 && first != 1) return 0;
  for (size_t i = 1; i < s->n; i++)
    if (tdg_str_number(s->items[i].guid, 6) != first + (int64_t)i) return 0;
  return 1;
}

static void judge_guids(struct look *k, struct survey *s, int none) {
  uint64_t sign[2];
  if (none || count_positions(s)) return;
  for (size_t i = 0; i < s->n; i++) {
    struct listed *l = &s->items[i];
    identity_sign(l->content, l->published, l->url.key, l->url.fragment, sign);
    if (l->guid.n > 0) carry(k, join(k, 'g', l->guid, (struct tdg_str){"", 0}), sign);
  }
  for (size_t i = 0; i < s->n; i++) {
    struct listed *l = &s->items[i];
    l->by_guid = l->guid.n > 0 && !is_shared(k, join(k, 'g', l->guid, (struct tdg_str){"", 0}));
  }
}

/* ---- addresses ---- */

static void carry_address(struct look *k, const struct address *x, const uint64_t sign[2]) {
  if (x->key.n == 0) return;
  carry(k, join(k, 'a', x->key, (struct tdg_str){"", 0}), sign);
  carry(k, join(k, 'f', x->key, x->fragment), sign);
}

static enum survey_word judge_address(struct look *k, const struct address *x, int is_feeds_own) {
  if (x->key.n == 0) return SURVEY_NO;
  int apart = !is_shared(k, join(k, 'f', x->key, x->fragment));
  if (address_is_scripted(x)) return apart ? SURVEY_WITH_FRAGMENT : SURVEY_NO;
  if (is_feeds_own) return apart && x->fragment.n > 0 ? SURVEY_WITH_FRAGMENT : SURVEY_NO;
  if (!is_shared(k, join(k, 'a', x->key, (struct tdg_str){"", 0}))) return SURVEY_WHOLE;
  return apart ? SURVEY_WITH_FRAGMENT : SURVEY_NO;
}

struct own {
  const tdg_rec *feed;
  struct address home, place;
};

static int stands_for_no_item(const struct own *own, const struct address *x) {
  return own->feed != NULL && (x->is_home || address_same(x, &own->home) || address_same(x, &own->place));
}

static void judge_addresses(struct look *k, struct survey *s, const struct own *own) {
  const struct tdg_str none = {"", 0};
  uint64_t sign[2];
  for (size_t i = 0; i < s->n; i++) {
    const struct listed *l = &s->items[i];
    identity_sign(l->content, l->published, l->by_guid ? l->guid : none, none, sign);
    carry_address(k, &l->url, sign);
    carry_address(k, &l->canonical, sign);
  }
  for (size_t i = 0; i < s->n; i++) {
    struct listed *l = &s->items[i];
    l->by_url = judge_address(k, &l->url, stands_for_no_item(own, &l->url));
    l->by_canonical =
        judge_address(k, &l->canonical, stands_for_no_item(own, &l->canonical) || l->canonical.is_home);
  }
}

/* ---- titles ---- */

static void judge_titles(struct look *k, struct survey *s) {
  for (int judge = 0; judge < 2; judge++)
    for (size_t i = 0; i < s->n; i++) {
      struct listed *l = &s->items[i];
      const char *name = arena_printf(k->a, "t%lld %s %s", (long long)l->published, l->url.key.p, l->title.p);
      if (!judge) carry(k, name, l->content);
      else l->by_title = l->title.n > 0 && !is_shared(k, name);
    }
}

static int is_record(const tdg_rec *r) { return rec_kind(r) == TDG_ARTICLE || rec_kind(r) == TDG_STATEMENT; }

void survey_document(struct arena *a, const tdg_rec *const *recs, size_t n, const tdg_rec *feed,
                     struct tdg_str place, int no_guids, struct survey *out) {
  struct look k = {.a = a};
  const struct tdg_str none = {"", 0};
  struct own own = {feed, address_of(a, feed != NULL ? rec_get(feed, TDG_URL, 0) : none),
                    address_of(a, feed != NULL ? place : none)};
  *out = (struct survey){arena_zalloc(a, (n + 1) * sizeof *out->items), 0};
  for (size_t i = 0; i < n; i++)
    if (is_record(recs[i])) fill(a, recs[i], &out->items[out->n++]);
  k.alone = out->n < 2;
  judge_guids(&k, out, no_guids);
  judge_addresses(&k, out, &own);
  judge_titles(&k, out);
  map_free(&k.names);
}
