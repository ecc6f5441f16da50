/* engine/page_name.c - the name of a page, by which it is known again though its link changes; see settle_priv.h.
 *
 * What is learned are cursors of the store: "like body|work SOURCE HASH", for an address without one of its parameters,
 * says what was read there and at which address, and "like apart SOURCE HASH" is 1 when a document named several pages
 * that differ in that parameter alone: what they have in common then (a request for consent, a notice) is no sign that
 * they are one; "volatile SOURCE PARAMETER" is 1 once the parameter says nothing.
 *
 * Runs on the store thread.  Texts belong to the task.  Only the store can fail here.
 */
#include "engine/settle_priv.h"

#include "news/identity.h"
#include "util/log.h"

#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>

enum { MAX_LEARNED = 4 };

static const char *volatile_key(struct settle *t, struct tdg_str name) {
  return arena_printf(t->arena, "volatile %s %.*s", settle_source_id(t), (int)(name.n < 64 ? name.n : 64),
                      name.p);
}

static int is_volatile(struct settle *t, struct tdg_str name) {
  int64_t v = 0;
  settle_check(t, t->ops->cursor_get(t->store->handle, volatile_key(t, name), &v));
  return v != 0;
}

/* ---- names ---- */

/* A hash of the method, the headers and the body: two requests for one address may be for different things. */
static uint64_t way_of(struct arena *a, const tdg_rec *request) {
  const tdg_rec *h;
  tdg_rec *way = rec_new(a, TDG_REQUEST);
  struct tdg_str method = rec_get(request, TDG_METHOD, 0), body = rec_get(request, TDG_BODY, 0);
  rec_put(way, TDG_METHOD, method.p, method.n);
  rec_put(way, TDG_BODY, body.p, body.n);
  for (uint32_t i = 0; (h = rec_get_rec(request, TDG_HEADER, i)) != NULL; i++)
    rec_put_rec(way, TDG_HEADER, h);
  return XXH3_64bits(rec_bytes(way).p, rec_bytes(way).n);
}

const char *page_name_of_list(struct arena *a, const tdg_rec *request) {
  int64_t offset = rec_get_int(request, TDG_OFFSET, 0);
  const char *url = rec_get(request, TDG_URL, 0).p;
  if (rec_has(request, TDG_METHOD) || rec_has(request, TDG_BODY) || rec_has(request, TDG_HEADER))
    url = arena_printf(a, "%s %s %016llx", url, rec_has(request, TDG_BODY) ? "POST" : "GET",
                       (unsigned long long)way_of(a, request));
  return offset != 0 ? arena_printf(a, "%s %lld", url, (long long)offset) : url;
}

struct page_alike {
  const char *name, *url;
  uint64_t title; /* of its item; 0: none */
  struct page_alike *next;
};

/* The page of this document that had the name first; NULL: this one. */
static const struct page_alike *named_before(struct settle *t, struct page_alike **list, const char *name,
                                             const char *url, uint64_t title) {
  for (const struct page_alike *a = *list; a != NULL; a = a->next)
    if (strcmp(a->name, name) == 0) return a;
  struct page_alike *one = arena_alloc(t->arena, sizeof *one);
  *one = (struct page_alike){name, url, title, *list};
  *list = one;
  return NULL;
}

/* Is the name that of another page of this document? */
static int is_taken(struct settle *t, const char *name, const char *url) {
  const struct page_alike *a = named_before(t, &t->alike, name, url, 0);
  return a != NULL && strcmp(a->url, url) != 0;
}

static const char *without_volatile(struct settle *t, const char *name) {
  struct address_param p;
  for (size_t from = 0; address_next_param(tdg_str_of(name), from, &p);) {
    if (!address_is_random(p.value) || !is_volatile(t, p.name)) {
      from = p.end;
      continue;
    }
    from = name[p.at] == '?' ? 0 : p.at;
    name = address_without(t->arena, name, &p);
  }
  return name;
}

static const char *address_name(struct settle *t, struct tdg_str url) {
  const struct address at = address_of(t->arena, url);
  return at.fragment.n > 0 ? arena_printf(t->arena, "%s#%s", at.key.p, at.fragment.p) : at.key.p;
}

/* ---- pages that a parameter tells apart ---- */

static uint64_t hash_of(const char *text) { return XXH3_64bits(text, strlen(text)); }

static uint64_t title_of(const tdg_rec *request) {
  const tdg_rec *item = rec_get_rec(request, TDG_MEMBER, 0);
  const struct tdg_str title = item != NULL ? rec_get(item, TDG_TITLE, 0) : (struct tdg_str){"", 0};
  return title.n > 0 ? hash_of(title.p) : 0;
}

static const char *like_key(struct settle *t, const char *what, const char *rest) {
  return arena_printf(t->arena, "like %s %s %016llx", what, settle_source_id(t),
                      (unsigned long long)hash_of(rest));
}

static int is_apart(struct settle *t, const char *rest) {
  int64_t v = 0;
  settle_check(t, t->ops->cursor_get(t->store->handle, like_key(t, "apart", rest), &v));
  return v != 0;
}

/* Two links to one article, with its title, may differ by chance. */
static int is_other(const struct page_alike *a, const char *url, uint64_t title) {
  return a != NULL && strcmp(a->url, url) != 0 && (title == 0 || a->title != title);
}

/* The parameters of an address whose values look random, the first of them. */
struct random_params {
  const char *url;
  size_t from;
  int n;
};

static int next_random(struct random_params *r, struct address_param *p) {
  while (r->n < MAX_LEARNED && address_next_param(tdg_str_of(r->url), r->from, p)) {
    r->from = p->end;
    if (address_is_random(p->value)) return ++r->n;
  }
  return 0;
}

static void note_apart(struct settle *t, const tdg_rec *request, const char *url) {
  struct random_params all = {.url = url};
  struct address_param p;
  while (next_random(&all, &p)) {
    const char *rest = address_without(t->arena, url, &p);
    const uint64_t title = title_of(request);
    const struct page_alike *a = named_before(t, &t->rests, rest, url, title);
    if (is_other(a, url, title) && !is_apart(t, rest))
      settle_check(t, t->ops->cursor_put(t->store->handle, like_key(t, "apart", rest), 1));
  }
}

const char *page_name(struct settle *t, const tdg_rec *request, int *alike) {
  if (rec_has(request, TDG_METHOD) || rec_has(request, TDG_BODY) || rec_has(request, TDG_HEADER) ||
      rec_get_int(request, TDG_OFFSET, 0) != 0)
    return page_name_of_list(t->arena, request);
  const char *whole = address_name(t, rec_get(request, TDG_URL, 0)), *name = without_volatile(t, whole);
  if (alike != NULL) note_apart(t, request, whole);
  if (name == whole || is_taken(t, name, whole)) return whole;
  if (alike != NULL) *alike = 1;
  return name;
}

/* ---- learning ---- */

/* Of this address without a parameter, what was read before: is it the same, and was it at another address?  what: "body",
 * "work"; is: a hash. */
static int was_alike(struct settle *t, const char *what, const char *rest, const char *url, uint64_t is) {
  const int64_t now = (int64_t)((hash_of(url) >> 33 << 32) | (is >> 32));
  const char *key = like_key(t, what, rest);
  int64_t before = 0;
  if (is == 0) return 0;
  settle_check(t, t->ops->cursor_get(t->store->handle, key, &before));
  if (before != now) settle_check(t, t->ops->cursor_put(t->store->handle, key, now));
  return before != 0 && (uint32_t)before == (uint32_t)now && before >> 32 != now >> 32;
}

/* What a page has in common with another one, of an item with another title, says nothing. */
static uint64_t with_title(uint64_t is, uint64_t title) {
  return is != 0 && title != 0 ? XXH3_64bits_withSeed(&is, sizeof is, title) : is;
}

void page_name_learn(struct settle *t) {
  const uint64_t title = title_of(t->s->request), body = with_title(t->s->body[0], title),
                 work = with_title(t->keeper.work[0], title);
  const char *url = without_volatile(t, address_name(t, t->s->task.url));
  struct random_params all = {.url = url};
  struct address_param p;
  while (next_random(&all, &p)) {
    const char *rest = address_without(t->arena, url, &p);
    if (is_apart(t, rest)) continue;
    const int same_body = was_alike(t, "body", rest, url, body);
    if (!was_alike(t, "work", rest, url, work) && !same_body) continue;
    settle_check(t, t->ops->cursor_put(t->store->handle, volatile_key(t, p.name), 1));
    log_info("source %s: %.*s in the address of a page says nothing of the page", settle_source_id(t),
             (int)p.name.n, p.name.p);
  }
}
