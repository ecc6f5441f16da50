/* news/record_private.c - remove the secrets of addresses from a record; see news.h.  Pure functions over
 * records, memory from the caller's arena. */
#include "news/news.h"

#include "util/redact.h"

#include <ctype.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { MAX_NEEDLES = 64, MIN_ALONE = 8 };

/* A text to search for.  The secret is part of it: "token=" stays, "abc" is removed. */
struct needle {
  const char *p;
  size_t n, from, size; /* the secret is `size` bytes at offset `from` */
  int userinfo;         /* including its @, which is removed with it from an address */
  int whole;            /* must match a whole value: "key=1" is not "key=12" */
};
struct needles {
  struct needle v[MAX_NEEDLES];
  size_t n;
};

static void add(struct needles *all, struct needle needle) {
  if (all->n < MAX_NEEDLES && needle.size > 0) all->v[all->n++] = needle;
}

static struct tdg_str decoded(struct arena *a, const char *p, size_t n) {
  char *out = arena_alloc(a, n + 1);
  const size_t k = tdg_url_unescape(out, (struct tdg_str){p, n});
  return (struct tdg_str){out, k};
}

/* Long, with letters and other characters: such a text is not an ordinary word that is also a password. */
static int is_unlike_words(const char *p, size_t n) {
  size_t letters = 0;
  for (size_t i = 0; i < n; i++) letters += isalpha((unsigned char)p[i]) != 0 || (unsigned char)p[i] >= 0x80;
  return n >= MIN_ALONE && letters > 0 && letters < n;
}

static void add_alone(struct needles *all, struct arena *a, const char *p, size_t n) {
  struct tdg_str plain = decoded(a, p, n);
  if (is_unlike_words(p, n)) add(all, (struct needle){p, n, 0, n, 0, 0});
  if (plain.n < n && is_unlike_words(plain.p, plain.n))
    add(all, (struct needle){plain.p, plain.n, 0, plain.n, 0, 0});
}

static void add_userinfo(struct needles *all, struct arena *a, const char *url,
                         const struct redact_secret *s) {
  const char *colon = memchr(url + s->at, ':', s->n);
  size_t password = colon != NULL ? (size_t)(colon - url) + 1 : s->at;
  add(all, (struct needle){url + s->at, s->n + 1, 0, s->n, 1, 0});
  add_alone(all, a, url + password, s->at + s->n - password);
}

static void collect(struct needles *all, struct arena *a, const struct private_address *address) {
  struct redact_secret s;
  const char *url = address->url.p;
  for (size_t at = 0; redact_next(url, address->url.n, &at, &s);) {
    if (s.part == REDACT_USERINFO) {
      add_userinfo(all, a, url, &s);
    } else if (!address->found) {
      add(all, (struct needle){url + s.name, s.at + s.n - s.name, s.at - s.name, s.n, 0, 1});
      add_alone(all, a, url + s.at, s.n);
    }
  }
}

/* ---- texts ---- */

static int goes_on(const char *p, const char *end) {
  while (p < end && *p == '.') p++; /* a full stop of the sentence, if nothing follows */
  return p < end && *p != '\0' && (isalnum((unsigned char)*p) || strchr("%-_~+=", *p) != NULL);
}

static const char *find(const char *p, const char *end, const struct needle *k) {
  for (const char *at; (at = memmem(p, (size_t)(end - p), k->p, k->n)) != NULL; p = at + 1)
    if (!k->whole || !goes_on(at + k->n, end)) return at;
  return NULL;
}

static int holds(const struct needles *all, const char *p, size_t n) {
  for (size_t i = 0; i < all->n; i++)
    if (find(p, p + n, &all->v[i]) != NULL) return 1;
  return 0;
}

static int is_address(const char *p, size_t n) {
  return (n > 7 && memcmp(p, "http://", 7) == 0) || (n > 8 && memcmp(p, "https://", 8) == 0);
}

static struct tdg_str cleared(struct arena *a, const struct needles *all, struct tdg_str text) {
  char *copy = arena_copy(a, text.p, text.n), *at;
  size_t n = text.n;
  for (size_t i = 0; i < all->n; i++) {
    const struct needle *k = &all->v[i];
    const int cut = k->userinfo && is_address(text.p, text.n);
    for (char *from = copy; (at = (char *)(uintptr_t)find(from, copy + n, k)) != NULL;
         from = cut ? at : at + k->n) {
      if (cut) {
        memmove(at, at + k->n, (size_t)(copy + n - at) - k->n + 1);
        n -= k->n;
      } else {
        memset(at + k->from, '*', k->size);
      }
    }
  }
  return (struct tdg_str){copy, n};
}

/* As deep as rec_check allows. */
static tdg_rec *clear_record(struct arena *a, const struct needles *all, const tdg_rec *r) {
  tdg_rec *out = rec_new(a, rec_kind(r));
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.type == TDG_T_TEXT && holds(all, it.str.p, it.str.n)) {
      struct tdg_str text = cleared(a, all, it.str);
      rec_put(out, it.field, text.p, text.n);
    } else if (it.type == TDG_T_REC) {
      rec_put_rec(out, it.field, clear_record(a, all, it.rec));
    } else {
      rec_put_item(out, &it);
    }
  }
  return out;
}

const tdg_rec *record_private(struct arena *a, const tdg_rec *r, const struct private_address *v, size_t n) {
  struct needles all = {.n = 0};
  struct tdg_str bytes = rec_bytes(r);
  for (size_t i = 0; i < n; i++)
    if (v[i].url.n > 0) collect(&all, a, &v[i]);
  return all.n > 0 && holds(&all, bytes.p, bytes.n) ? clear_record(a, &all, r) : r;
}
