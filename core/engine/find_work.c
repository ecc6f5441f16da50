/* engine/find_work.c - find the work of a record, and store the keys by which it is found again; see
 * keep.h. */
#include "engine/keep.h"

#include "news/identity.h"
#include "news/news.h"
#include "util/log.h"

#include <string.h>

#include <tidings/kit/str.h>

static const struct tdg_str NONE = {"", 0}, EVERYBODY = {NULL, 0};
static const uint64_t NO_WORK[2];
enum {
  OWNERS = 2,
  RESTLESS = 2 /* known items with new guids, while none kept its guid: guids are then unstable */
};

/* ---- within a source ---- */

/* The owners under which a work may be stored: the source, and an import from the same place; for imports the
 * second is the owner used by stores that did not distinguish imports. */
static struct tdg_str owner_at(const struct keeper *k, const struct subject *s, int i) {
  if (i == 0) return s->owner;
  return k->s->source != NULL ? k->place : NONE;
}

/* Find a work of this source by a key that contains the owner. */
static int own_work(struct keeper *k, const uint64_t key[2], struct tdg_str owner, int i,
                    struct tdg_row *row) {
  struct ask_claims claims;
  if (ask_work(k, key, row) &&
      (tdg_str_same(row->source, k->s->task.source) || (i > 0 && row->source.n == 0)))
    return 1;
  ask_claims(k, key, owner.p, &claims);
  for (size_t c = 0; c < claims.n; c++)
    if (ask_is_work(claims.v[c].work) && ask_work(k, claims.v[c].work, row)) return 1;
  return 0;
}

/* The id of an import is unique within the source that it names. */
static struct tdg_str native_owner(const struct keeper *k, const struct subject *s) {
  const tdg_rec *source = rec_get_rec(s->r, TDG_SOURCE, 0);
  if (k->s->source != NULL) return s->owner;
  return source != NULL ? rec_get(source, TDG_NAME, 0) : NONE;
}

/* A work gets another number only when its key is already the number of another source's work. */
static int by_native(struct keeper *k, struct subject *s, struct tdg_row *row) {
  uint64_t key[2];
  key_native(native_owner(k, s), s->native, key);
  if (!ask_work(k, key, row)) {
    memcpy(s->free_number, key, sizeof key);
    return 0;
  }
  return own_work(k, key, s->owner, 0, row) && tdg_str_same(row->source, k->s->task.source);
}

static int by_guid(struct keeper *k, const struct subject *s, struct tdg_row *row) {
  const struct tdg_str raw = rec_get(s->r, TDG_GUID, 0);
  uint64_t key[2];
  for (int i = 0; i < OWNERS; i++) {
    struct tdg_str owner = owner_at(k, s, i);
    key_guid(owner, s->l.guid, key);
    if (own_work(k, key, owner, i, row)) return 1;
    if (tdg_str_same(raw, s->l.guid)) continue;
    key_guid(owner, raw, key); /* the key used by stores that did not compare addresses in guids */
    if (own_work(k, key, owner, i, row)) return 1;
  }
  return 0;
}

/* A work that had the address before other items shared it belongs to the item with the same content or
 * guid. */
static int lost_by(struct keeper *k, const struct subject *s, struct tdg_str owner, struct tdg_row *row) {
  struct ask_claims claims;
  uint64_t key[2];
  if (s->l.url.key.n == 0) return 0;
  key_address(&s->l.url, 0, key);
  ask_claims(k, key, owner.p, &claims);
  for (size_t i = 0; i < claims.n; i++) {
    if (!ask_is_work(claims.v[i].work) || !ask_work(k, claims.v[i].work, row)) continue;
    if (memcmp(row->content, s->l.content, sizeof row->content) == 0) return 1;
    const tdg_rec *old = s->l.guid.n > 0 ? ask_version(k, row->id) : NULL;
    if (old != NULL && tdg_str_same(survey_guid(k->arena, rec_get(old, TDG_GUID, 0)), s->l.guid)) return 1;
  }
  return 0;
}

static int by_lost_address(struct keeper *k, const struct subject *s, struct tdg_row *row) {
  for (int i = 0; i < OWNERS; i++)
    if (lost_by(k, s, owner_at(k, s, i), row)) return 1;
  return 0;
}

/* A title without a date ("Weather report") names a record only at its address; without one, in its document.  With
 * a date it names it wherever the source has it. */
static struct address title_place(struct keeper *k, const struct subject *s) {
  struct address place = s->l.url;
  if (place.key.n > 0 || s->l.published != 0) return place;
  place.key = rec_get(k->doc->doc, TDG_URL, 0);
  if (place.key.n == 0) place.key = k->s->task.url;
  return place;
}

static int by_words(struct keeper *k, const struct subject *s, struct tdg_row *row) {
  const struct address place = title_place(k, s);
  uint64_t key[2];
  for (int i = 0; i < OWNERS; i++) {
    struct tdg_str owner = owner_at(k, s, i);
    key_text(owner, &s->l.url, s->l.content, s->l.published, key);
    if (own_work(k, key, owner, i, row)) return 1;
    if (!s->l.by_title || (s->l.by_guid && s->l.published == 0)) continue;
    key_title(owner, &place, s->l.title, s->l.published, key);
    if (own_work(k, key, owner, i, row)) return 1;
  }
  return 0;
}

/* ---- by address ---- */

/* A work of this source, or of another source to which this one may add versions.  -1: for this source the
 * address means no work. */
static int by_address(struct keeper *k, const struct subject *s, const struct address *x,
                      enum survey_word how, struct tdg_row *row) {
  struct ask_claims claims;
  uint64_t key[2], work[2];
  if (how == SURVEY_NO) return 0;
  key_address(x, how == SURVEY_WITH_FRAGMENT, key);
  for (int i = 0; i < OWNERS; i++) {
    struct tdg_str owner = owner_at(k, s, i);
    int none = 0;
    ask_claims(k, key, owner.p, &claims);
    for (size_t c = 0; c < claims.n; c++) none |= !ask_is_work(claims.v[c].work);
    if (none) return -1;
    for (size_t c = 0; c < claims.n; c++)
      if (ask_work(k, claims.v[c].work, row)) return 1;
  }
  return claim_shared(k, s, x, key, work) && ask_work(k, work, row);
}

/* Try the address with its fragment first: a page with #v3 may have been alone in its document before. */
static int by_url(struct keeper *k, const struct subject *s, struct tdg_row *row) {
  if (s->l.by_url == SURVEY_WHOLE && s->l.url.fragment.n > 0) {
    int found = by_address(k, s, &s->l.url, SURVEY_WITH_FRAGMENT, row);
    if (found > 0) return 1;
  }
  return by_address(k, s, &s->l.url, s->l.by_url, row);
}

/* ---- is it the same item? ---- */

static int guids_differ(struct keeper *k, const struct subject *s, const tdg_rec *old) {
  struct tdg_str before = survey_guid(k->arena, rec_get(old, TDG_GUID, 0));
  struct address as_address = address_of(k->arena, s->l.guid);
  if (!s->l.by_guid || before.n == 0 || tdg_str_same(before, s->l.guid)) return 0;
  return !address_same(&as_address, &s->l.url); /* a fragment that only counts adds nothing to the address */
}

static int is_dated_apart(const struct keeper *k, const struct subject *s, const tdg_rec *old) {
  int64_t before = rec_get_int(old, TDG_PUBLISHED, 0), now = rec_get_int(s->r, TDG_PUBLISHED, 0);
  /* a clamped date carries no information */
  return before != 0 && now != 0 && now < k->s->now_ms && before != now;
}

static int has_claim(struct keeper *k, const struct subject *s, const struct address *x,
                     const uint64_t work[2]) {
  struct ask_claims claims;
  uint64_t key[2];
  key_address(x, 0, key);
  ask_claims(k, key, s->owner.p, &claims);
  for (size_t i = 0; i < claims.n; i++)
    if (memcmp(claims.v[i].work, work, sizeof claims.v[i].work) == 0) return 1;
  return 0;
}

/* It is the page that was read for this item before, though its link changes with each poll. */
static int is_own_page(struct keeper *k, const struct address *own, const struct tdg_row *row) {
  const struct address before = address_of(k->arena, row->url);
  return memcmp(k->s->revisit.work, row->work, sizeof row->work) == 0 ||
         address_alike(k->arena, own, &before);
}

/* The page of this item was also the page of another item of this feed.  A feed that gives items new links
 * and guids with every poll is distinguished from that case by items that keep theirs, or by time: a record
 * seen since the feed was read belongs to another item. */
static int is_other_item(struct keeper *k, const struct subject *s, const struct tdg_row *row) {
  const tdg_rec *request = k->s->request,
                *item = request != NULL ? rec_get_rec(request, TDG_MEMBER, 0) : NULL;
  int64_t read = item != NULL ? rec_get_int(request, TDG_FIRST_SEEN, 0) : 0;
  if (read == 0 || !tdg_str_same(row->source, k->s->task.source)) return 0;
  struct address own = address_of(k->arena, rec_get(item, TDG_URL, 0));
  if (has_claim(k, s, &own, row->work) || is_own_page(k, &own, row)) return 0;
  if (row->last_seen >= read) return 1;
  const tdg_rec *old = rec_has_text(request, TDG_FLAG, FIND_STEADY) ? ask_version(k, row->id) : NULL;
  return old != NULL && (guids_differ(k, s, old) || (!rec_has(item, TDG_GUID) && !rec_has(old, TDG_GUID)));
}

/* Within one document an address of several items identifies none of them; neither does a page to which
 * several items link.  A page with its item's title belongs to that item. */
static int is_page_of_another(struct keeper *k, const struct subject *s, const struct tdg_row *row) {
  return is_other_item(k, s, row) &&
         !tdg_str_same(rec_get(rec_get_rec(k->s->request, TDG_MEMBER, 0), TDG_TITLE, 0), s->l.title);
}

/* Addresses are reused for one item after another (warnings, the newest episode), pages claim the address of
 * another page, and guids are reused: a record that agrees in nothing else is another item. */
static int is_another(struct keeper *k, const struct subject *s, enum found_by by,
                      const struct tdg_row *row) {
  if (memcmp(row->content, s->l.content, sizeof row->content) == 0) return 0;
  const tdg_rec *old = ask_version(k, row->id);
  if (old == NULL || tdg_str_same(rec_get(old, TDG_TITLE, 0), s->l.title)) return 0;
  /* two pages that name one address */
  if (by != FOUND_BY_GUID && is_other_item(k, s, row)) return 1;
  struct address url = address_of(k->arena, rec_get(old, TDG_URL, 0));
  int64_t before = rec_get_int(old, TDG_PUBLISHED, 0);
  int apart = is_dated_apart(k, s, old), other_guid = guids_differ(k, s, old),
      other_url = !address_same(&url, &s->l.url);
  int other_fragment = !other_url && url.fragment.n > 0 && s->l.url.fragment.n > 0 &&
                       !tdg_str_same(url.fragment, s->l.url.fragment);
  if (before != 0 && !apart && rec_has(s->r, TDG_PUBLISHED)) return 0;
  switch (by) {
  case FOUND_BY_GUID: return apart && other_url && change_is_whole(old, s->r);
  case FOUND_BY_CANONICAL: return other_url && change_is_whole(old, s->r);
  case FOUND_BY_URL:
    return (apart && other_guid) || ((other_guid || other_fragment) && change_is_whole(old, s->r));
  default: return 0;
  }
}

/* ---- finding ---- */

static int has_address(const struct subject *s) {
  return s->l.by_url != SURVEY_NO || s->l.by_canonical != SURVEY_NO;
}

static int is_of_another(struct keeper *k, const struct subject *s, struct found *out) {
  if (!is_page_of_another(k, s, &out->row)) return 0;
  out->by = FOUND_PAGE_OF_ANOTHER;
  return 1;
}

/* An address that moved to another item identifies no item from now on. */
static void give_up_address(struct keeper *k, struct subject *s) {
  uint64_t key[2];
  key_address(&s->l.url, s->l.by_url == SURVEY_WITH_FRAGMENT, key);
  ask_put(k, key, s->owner, NO_WORK, 0);
  s->l.by_url = s->l.url.fragment.n > 0 && s->l.by_url == SURVEY_WHOLE ? SURVEY_WITH_FRAGMENT : SURVEY_NO;
}

static int try_addresses(struct keeper *k, struct subject *s, struct found *out) {
  if (by_address(k, s, &s->l.canonical, s->l.by_canonical, &out->row) > 0) {
    out->by = FOUND_BY_CANONICAL;
    if (is_of_another(k, s, out) || !is_another(k, s, out->by, &out->row)) return 1;
    s->l.by_canonical = SURVEY_NO;
  }
  int found = by_url(k, s, &out->row);
  out->by = FOUND_BY_URL;
  if (found > 0 && (is_of_another(k, s, out) || !is_another(k, s, out->by, &out->row))) return 1;
  if (found > 0) give_up_address(k, s);
  if (found < 0) s->l.by_url = SURVEY_NO;
  return s->asked.key.n > 0 && by_address(k, s, &s->asked, SURVEY_WHOLE, &out->row) > 0 &&
         !is_another(k, s, out->by, &out->row);
}

/* The request says which article the page had when it was read at another link. */
static int by_name_of_page(struct keeper *k, const struct subject *s, struct found *out) {
  if (k->s->revisit.is || !ask_is_work(k->s->revisit.work)) return 0;
  out->by = FOUND_BY_URL;
  return ask_work(k, k->s->revisit.work, &out->row) && tdg_str_same(out->row.source, k->s->task.source) &&
         !is_another(k, s, out->by, &out->row);
}

/* A record of another source with the same content, where one of the two is an import: no version is added,
 * and no key is taken. */
static int try_the_same(struct keeper *k, const struct subject *s, struct found *out) {
  const struct {
    const struct address *x;
    enum survey_word by;
  } at[] = {{&s->l.canonical, s->l.by_canonical}, {&s->l.url, s->l.by_url}};
  uint64_t key[2], work[2];
  for (size_t i = 0; i < 2; i++) {
    if (at[i].by == SURVEY_NO) continue;
    key_address(at[i].x, at[i].by == SURVEY_WITH_FRAGMENT, key);
    if (claim_same(k, s, key, work) && ask_work(k, work, &out->row)) return 1;
  }
  key_item(&s->l.url, s->l.content, s->l.published, key);
  return claim_same(k, s, key, work) && ask_work(k, work, &out->row);
}

/* Earlier stores knew such a mail by its place.  Another text there is another mail. */
static int by_place(struct keeper *k, const struct subject *s, struct tdg_row *row) {
  struct ask_claims claims;
  uint64_t key[2];
  if (s->place.key.n == 0) return 0;
  for (int i = 0; i < 2 * OWNERS; i++) {
    key_address(&s->place, i % 2 == 0, key);
    ask_claims(k, key, owner_at(k, s, i / 2).p, &claims);
    for (size_t c = 0; c < claims.n; c++)
      if (ask_is_work(claims.v[c].work) && ask_work(k, claims.v[c].work, row) &&
          memcmp(row->content, s->l.content, sizeof row->content) == 0)
        return 1;
  }
  return 0;
}

/* A record stored by this settlement is another item when the guids differ. */
static int may_be_by_words(const struct keeper *k, const struct subject *s, const struct tdg_row *row) {
  return !s->l.by_guid || row->first_seen < k->s->now_ms;
}

void find_work(struct keeper *k, struct subject *s, struct found *out) {
  *out = (struct found){.by = FOUND_BY_NATIVE_ID};
  if (s->native.n > 0) {
    if (!by_native(k, s, &out->row)) out->by = FOUND_NOT;
    return;
  }
  out->by = FOUND_BY_GUID;
  if (s->l.by_guid && s->l.met != NULL) {
    out->row = *s->l.met;
    return;
  }
  if (s->l.by_guid && by_guid(k, s, &out->row)) {
    if (!is_another(k, s, out->by, &out->row)) return;
    s->l.by_guid = 0;
  }
  if (try_addresses(k, s, out) || by_name_of_page(k, s, out)) return;
  out->by = FOUND_BY_TITLE;
  if (!has_address(s) && by_lost_address(k, s, &out->row)) return;
  if (!has_address(s) && (!s->l.by_guid || k->known_guids == 0) && by_words(k, s, &out->row) &&
      may_be_by_words(k, s, &out->row))
    return;
  out->by = FOUND_BY_PLACE;
  if (by_place(k, s, &out->row)) return;
  out->by = FOUND_SAME;
  if (!try_the_same(k, s, out)) out->by = FOUND_NOT;
}

/* ---- what was removed ---- */

/* The key is that of a work that is gone, or a claim of the owner (EVERYBODY: of any) to it means one. */
static int gone_by(struct keeper *k, const uint64_t key[2], struct tdg_str owner) {
  struct ask_claims claims;
  struct tdg_row row;
  int gone = ask_check(k, store_gone_find(k->store, key));
  if (gone != 0) return gone > 0 ? gone : 0;
  ask_claims(k, key, owner.p, &claims);
  for (size_t i = 0; i < claims.n && gone == 0; i++)
    if (ask_is_work(claims.v[i].work) && !ask_work(k, claims.v[i].work, &row))
      gone = ask_check(k, store_gone_find(k->store, claims.v[i].work));
  return gone > 0 ? gone : 0;
}

static int gone_by_address(struct keeper *k, const struct subject *s, const struct address *x,
                           enum survey_word how) {
  uint64_t key[2];
  int gone = 0;
  if (how == SURVEY_NO || x->key.n == 0) return 0;
  for (int with_fragment = how == SURVEY_WITH_FRAGMENT; with_fragment < 2 && gone == 0; with_fragment++) {
    key_address(x, with_fragment, key);
    gone = gone_by(k, key, s->owner);
  }
  return gone;
}

static int gone_by_words(struct keeper *k, const struct subject *s) {
  const struct address place = title_place(k, s);
  uint64_t key[2];
  key_text(s->owner, &s->l.url, s->l.content, s->l.published, key);
  int gone = gone_by(k, key, s->owner);
  if (gone != 0 || !s->l.by_title) return gone;
  key_title(s->owner, &place, s->l.title, s->l.published, key);
  return gone_by(k, key, s->owner);
}

/* What is forgotten stays so wherever its words stand, in a copy of its file too: as an import of them would have been the same
 * (try_the_same).  What was only old, and of another source, is no reason to leave out this one. */
static int forgotten_by_content(struct keeper *k, const struct subject *s) {
  uint64_t key[2];
  key_item(&s->l.url, s->l.content, s->l.published, key);
  return gone_by(k, key, EVERYBODY) == TDG_GONE_FORGOTTEN ? TDG_GONE_FORGOTTEN : 0;
}

enum tdg_gone find_gone(struct keeper *k, const struct subject *s) {
  uint64_t key[2];
  int gone = 0;
  if (s->native.n > 0) {
    key_native(native_owner(k, s), s->native, key);
    gone = gone_by(k, key, s->owner);
  }
  if (gone == 0 && s->l.by_guid) {
    key_guid(s->owner, s->l.guid, key);
    gone = gone_by(k, key, s->owner);
  }
  if (gone == 0) gone = gone_by_address(k, s, &s->l.canonical, s->l.by_canonical);
  if (gone == 0) gone = gone_by_address(k, s, &s->l.url, s->l.by_url);
  if (gone == 0) gone = gone_by_address(k, s, &s->asked, SURVEY_WHOLE);
  /* of a mail that was known by its place when it was forgotten nothing else is known; only earlier stores have such marks */
  if (gone == 0)
    gone = gone_by_address(k, s, &s->place, s->place.fragment.n > 0 ? SURVEY_WITH_FRAGMENT : SURVEY_WHOLE);
  if (gone == 0 && !has_address(s)) gone = gone_by_words(k, s);
  if (gone != TDG_GONE_FORGOTTEN && s->native.n == 0 && forgotten_by_content(k, s)) gone = TDG_GONE_FORGOTTEN;
  return (enum tdg_gone)gone;
}

/* ---- remembering ---- */

/* Must the key of title and date, or of the text, be stored? */
static int needs_words(const struct keeper *k, const struct subject *s) {
  return s->native.n == 0 && (k->feed != NULL ? !has_address(s) || !s->l.by_guid : !has_address(s));
}

void find_number(struct keeper *k, const struct subject *s, uint64_t out[2]) {
  uint64_t key[2];
  struct tdg_row row;
  if (s->native.n > 0) key_native(native_owner(k, s), s->native, key);
  else if (s->l.by_guid) key_guid(s->owner, s->l.guid, key);
  else if (s->l.by_canonical != SURVEY_NO)
    key_address(&s->l.canonical, s->l.by_canonical == SURVEY_WITH_FRAGMENT, key);
  else if (s->l.by_url != SURVEY_NO) key_address(&s->l.url, s->l.by_url == SURVEY_WITH_FRAGMENT, key);
  else key_text(s->owner, &s->l.url, s->l.content, s->l.published, key);
  memcpy(out, key, sizeof key);
  if (memcmp(key, s->free_number, sizeof key) == 0) return;
  for (uint64_t n = 1; ask_work(k, out, &row) && k->status == 0; n++) key_another(s->owner, key, n, out);
}

static void put_unless_number(struct keeper *k, const struct subject *s, const uint64_t key[2],
                              const uint64_t work[2]) {
  if (memcmp(key, work, 2 * sizeof *key) != 0) ask_put(k, key, s->owner, work, 0);
}

static void put_address(struct keeper *k, const struct subject *s, const struct address *x, int with_fragment,
                        const uint64_t work[2]) {
  uint64_t key[2];
  key_address(x, with_fragment, key);
  ask_put(k, key, s->owner, work, claim_standing(k, x));
}

void find_remember_guid(struct keeper *k, const struct subject *s, const uint64_t work[2]) {
  uint64_t key[2];
  key_guid(s->owner, s->l.guid, key);
  if (s->l.by_guid && s->native.n == 0) put_unless_number(k, s, key, work);
}

void find_remember_words(struct keeper *k, const struct subject *s, const uint64_t work[2]) {
  uint64_t key[2];
  key_text(s->owner, &s->l.url, s->l.content, s->l.published, key);
  put_unless_number(k, s, key, work);
  if (s->l.by_title && (!s->l.by_guid || s->l.published != 0)) {
    const struct address place = title_place(k, s);
    key_title(s->owner, &place, s->l.title, s->l.published, key);
    put_unless_number(k, s, key, work);
  }
  if (has_address(s)) return;
  key_item(&s->l.url, s->l.content, s->l.published, key);
  ask_put(k, key, s->owner, work, 0);
}

void find_remember(struct keeper *k, const struct subject *s, const uint64_t work[2]) {
  uint64_t key[2];
  if (s->native.n > 0) {
    key_native(native_owner(k, s), s->native, key);
    put_unless_number(k, s, key, work);
  }
  find_remember_guid(k, s, work);
  if (s->l.by_canonical != SURVEY_NO)
    put_address(k, s, &s->l.canonical, s->l.by_canonical == SURVEY_WITH_FRAGMENT, work);
  if (s->l.by_url == SURVEY_WHOLE) put_address(k, s, &s->l.url, 0, work);
  if (s->l.by_url != SURVEY_NO && (s->l.by_url == SURVEY_WITH_FRAGMENT || s->l.url.fragment.n > 0))
    put_address(k, s, &s->l.url, 1, work);
  if (s->asked.key.n > 0) put_address(k, s, &s->asked, 0, work);
  if (k->feed != NULL && s->l.by_url != SURVEY_WHOLE && s->l.url.key.n > 0) {
    key_address(&s->l.url, 0, key);
    ask_put(k, key, s->owner, NO_WORK, 0); /* so that a later single item is still known as one of several */
  }
  if (needs_words(k, s)) find_remember_words(k, s, work);
}

/* ---- are the guids stable? ---- */

int find_is_restless(struct keeper *k) {
  struct ask_claims claims;
  uint64_t key[2];
  key_restless(k->owner, key);
  ask_claims(k, key, k->owner.p, &claims);
  return claims.n > 0 && claims.v[0].standing >= RESTLESS;
}

static void count_restless(struct keeper *k, int more, const char *what) {
  struct ask_claims claims;
  uint64_t key[2];
  key_restless(k->owner, key);
  ask_claims(k, key, k->owner.p, &claims);
  int n = (claims.n > 0 ? claims.v[0].standing : 0) + more;
  if (n > RESTLESS) n = RESTLESS;
  ask_put(k, key, k->owner, NO_WORK, n);
  k->restless = n >= RESTLESS;
  if (k->restless)
    log_warning("source %s gives %s; their addresses tell what is new",
                k->s->source != NULL ? k->s->source->who.id : k->s->task.url.p, what);
}

struct judged {
  /* counts: guids seen with their item; items seen with another guid; guids of another item */
  int kept, renamed, taken;
};

/* Find this item without its guid.  Other sources of the same outlet have guids of their own, so only works
 * of this source count. */
static int without_guid(struct keeper *k, struct subject *s, struct tdg_row *row) {
  int guid = s->l.by_guid;
  if (by_address(k, s, &s->l.canonical, s->l.by_canonical, row) > 0 || by_url(k, s, row) > 0)
    return row->source.n == 0 || tdg_str_same(row->source, k->s->task.source);
  if (has_address(s)) return 0;
  s->l.by_guid = 0;
  int found = by_lost_address(k, s, row) || by_words(k, s, row);
  s->l.by_guid = guid;
  return found;
}

static void judge_item(struct keeper *k, struct listed *l, struct judged *j) {
  struct subject s = {
      .r = l->r, .l = *l, .asked = address_of(k->arena, NONE), .native = NONE, .owner = k->owner};
  struct tdg_row row, other;
  if (!l->by_guid) {
    if (l->guid.n == 0 && k->s->source != NULL && k->s->source->full_text)
      k->known_links += by_url(k, &s, &row) > 0;
    return;
  }
  if (by_guid(k, &s, &row)) {
    k->known_guids++;
    l->known = 1;
    if (memcmp(row.content, l->content, sizeof row.content) == 0) {
      l->met = memcpy(arena_alloc(k->arena, sizeof row), &row, sizeof row);
      j->kept++;
    } else if (!without_guid(k, &s, &other) || other.id == row.id) {
      j->kept++;
    } else {
      j->taken++;
    }
    return;
  }
  if (!without_guid(k, &s, &other)) return;
  const tdg_rec *old = ask_version(k, other.id);
  struct tdg_str before = old != NULL ? survey_guid(k->arena, rec_get(old, TDG_GUID, 0)) : NONE;
  if (tdg_str_same(before, l->guid)) k->known_guids++;
  else if (before.n > 0) j->renamed++;
}

void find_judge_guids(struct keeper *k) {
  struct judged j = {0};
  for (size_t i = 0; i < k->survey.n && k->status == 0; i++) judge_item(k, &k->survey.items[i], &j);
  if (j.taken > j.kept) count_restless(k, RESTLESS, "its items the guids of others");
  else if (k->known_guids == 0 && j.renamed > 0)
    count_restless(k, j.renamed, "its items new guids with each poll");
}
