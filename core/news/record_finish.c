/* news/record_finish.c - add the engine's fields to a parser's record before it is stored; see news.h.  Pure
 * functions over records, memory from the caller's arena. */
#include "news/news.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include <string.h>

static tdg_rec *source_group(struct arena *a, const struct news_source *s) {
  tdg_rec *g = rec_new(a, TDG_GROUP);
  rec_put_str(g, TDG_SOURCE_ID, s->id);
  rec_put_str(g, TDG_NAME, s->name);
  rec_put_str(g, TDG_OUTLET, s->outlet);
  rec_put_str(g, TDG_COUNTRY, s->country);
  rec_put_str(g, TDG_OWNER, s->owner);
  if (s->trust >= 0) rec_put_int(g, TDG_TRUST, s->trust);
  return g;
}

/* The configured rights, and other rights that the page states. */
static void put_rights(struct arena *a, tdg_rec *whole, const tdg_rec *r, const struct news_source *s) {
  const struct {
    uint32_t field;
    const char *text;
  } said[] = {{TDG_HOLDER, s->rights_holder},
              {TDG_RIGHTS_NOTICE, s->rights_notice},
              {TDG_LICENCE, s->licence},
              {TDG_ACCESS, s->access}};
  const tdg_rec *page = rec_get_rec(r, TDG_RIGHTS, 0);
  uint32_t known[5] = {0};
  size_t n = 0;
  for (size_t i = 0; i < 4; i++)
    if (said[i].text != NULL && said[i].text[0] != '\0') known[n++] = said[i].field;
  if (n == 0 && page == NULL) return;
  tdg_rec *g = page != NULL ? rec_without(a, page, known) : rec_new(a, TDG_GROUP);
  for (size_t i = 0; i < 4; i++)
    if (said[i].text != NULL) rec_put_str(g, said[i].field, said[i].text);
  rec_put_rec(whole, TDG_RIGHTS, g);
}

/* The fields that a feed item may add to its page; the page's own values are never replaced. */
static int item_may_give(uint32_t field) {
  switch (field) {
  case TDG_TITLE:
  case TDG_SUMMARY:
  case TDG_GUID:
  case TDG_PUBLISHED:
  case TDG_UPDATED:
  case TDG_AUTHOR:
  case TDG_TAG:
  case TDG_LANGUAGE:
  case TDG_COMMENTS: return 1;
  default: return 0;
  }
}

static void add_from_item(tdg_rec *to, const tdg_rec *page, const tdg_rec *item) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(item, &pos, &it))
    if (item_may_give(it.field) && !rec_has(page, it.field)) rec_put_item(to, &it);
}

tdg_rec *record_given(struct arena *a, const tdg_rec *item) {
  tdg_rec *given = rec_new(a, rec_kind(item));
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(item, &pos, &it))
    if (item_may_give(it.field)) rec_put_item(given, &it);
  return given;
}

/* What a document may know of the one inside it, beyond that. */
static int outer_may_give(uint32_t field) {
  switch (field) {
  case TDG_SUBTITLE:
  case TDG_NATIVE_ID:
  case TDG_CATEGORY:
  case TDG_SOURCE:
  case TDG_ALTERNATE:
  case TDG_CANONICAL: return 1;
  default: return item_may_give(field);
  }
}

/* Where the value of a field came from that the record did not have. */
static int is_origin_of_given(const tdg_rec *r, const tdg_rec *known, const struct tdg_item *origin) {
  size_t pos = 0;
  struct tdg_item it;
  if (origin->type != TDG_T_REC) return 0;
  const struct tdg_str name = rec_get(origin->rec, TDG_FIELD_NAME, 0);
  while (rec_next(known, &pos, &it)) {
    const struct rec_field *info = rec_field_info(it.field);
    if (info != NULL && strcmp(info->json, name.p) == 0)
      return outer_may_give(it.field) && !rec_has(r, it.field);
  }
  return 0;
}

const tdg_rec *record_with_defaults(struct arena *a, const tdg_rec *r, const tdg_rec *known) {
  tdg_rec *whole = rec_copy(a, r, rec_kind(r));
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(known, &pos, &it))
    if (it.field == TDG_EXT || (outer_may_give(it.field) && !rec_has(r, it.field)) ||
        (it.field == TDG_ORIGIN && is_origin_of_given(r, known, &it)))
      rec_put_item(whole, &it);
  return whole;
}

const tdg_rec *record_from_source(struct arena *a, const tdg_rec *r, const struct news_source *source,
                                  const tdg_rec *request) {
  static const uint32_t configured[] = {TDG_SOURCE, TDG_RIGHTS, 0};
  const tdg_rec *item = request != NULL ? rec_get_rec(request, TDG_MEMBER, 0) : NULL;
  if (source == NULL && item == NULL) return r;
  tdg_rec *whole = source != NULL ? rec_without(a, r, configured) : rec_copy(a, r, rec_kind(r));
  if (source != NULL) rec_put_rec(whole, TDG_SOURCE, source_group(a, source));
  if (source != NULL) put_rights(a, whole, r, source);
  if (item != NULL) add_from_item(whole, r, item);
  if (source != NULL && !rec_has(whole, TDG_LANGUAGE)) rec_put_str(whole, TDG_LANGUAGE, source->language);
  for (size_t i = 0; source != NULL && i < source->n_tags; i++)
    if (!rec_has_text(whole, TDG_TAG, source->tags[i])) rec_put_str(whole, TDG_TAG, source->tags[i]);
  return whole;
}

enum { DAY_MS = 86400000 };

static tdg_rec *with_flag(struct arena *a, const tdg_rec *r, const char *flag) {
  static const uint32_t quality[] = {TDG_QUALITY, 0};
  const tdg_rec *old = rec_get_rec(r, TDG_QUALITY, 0);
  tdg_rec *out = rec_without(a, r, quality),
          *g = old != NULL ? rec_copy(a, old, TDG_GROUP) : rec_new(a, TDG_GROUP);
  rec_put_str(g, TDG_FLAG, flag);
  rec_put_rec(out, TDG_QUALITY, g);
  return out;
}

/* A parser that refused a date kept its text: was it a future date? */
static int says_ahead(const tdg_rec *r, uint32_t field, const char *name, int64_t latest) {
  size_t pos = 0;
  struct tdg_item it;
  struct tdg_date d;
  if (rec_has(r, field)) return 0;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_ORIGIN || it.type != TDG_T_REC ||
        strcmp(rec_get(it.rec, TDG_FIELD_NAME, 0).p, name) != 0)
      continue;
    struct tdg_str raw = rec_get(it.rec, TDG_RAW, 0);
    if (raw.n > 0 && tdg_date_parse(raw.p, raw.n, NULL, &d) == 0) return d.ms > latest;
  }
  return 0;
}

const tdg_rec *record_date(struct arena *a, const tdg_rec *r, int64_t now_ms) {
  static const uint32_t published[] = {TDG_PUBLISHED, 0}, updated[] = {TDG_UPDATED, 0};
  const int64_t latest = now_ms + DAY_MS;
  const int p = rec_get_int(r, TDG_PUBLISHED, 0) > latest, u = rec_get_int(r, TDG_UPDATED, 0) > latest;
  if (!p && !u && !says_ahead(r, TDG_PUBLISHED, "published", latest) &&
      !says_ahead(r, TDG_UPDATED, "updated", latest))
    return r;
  tdg_rec *out = with_flag(a, r, "future-date");
  if (p) rec_put_int(out = rec_without(a, out, published), TDG_PUBLISHED, now_ms);
  if (u) rec_put_int(out = rec_without(a, out, updated), TDG_UPDATED, now_ms);
  return out;
}

/* Its section, a tag, the line above the title, the office of an author, the title or its address say so. */
static int is_called_opinion(const tdg_rec *r) {
  size_t pos = 0;
  struct tdg_item it;
  if (tdg_title_is_opinion(rec_get(r, TDG_TITLE, 0)) || tdg_address_is_opinion(rec_get(r, TDG_URL, 0)))
    return 1;
  while (rec_next(r, &pos, &it)) {
    struct tdg_str label = {"", 0};
    if (it.field == TDG_SECTION_NAME || it.field == TDG_KICKER) label = it.str;
    if (it.field == TDG_TAG && tdg_tag_is_opinion(it.str)) return 1;
    if (it.field == TDG_CATEGORY && it.type == TDG_T_REC) label = rec_get(it.rec, TDG_NAME, 0);
    if (it.field == TDG_AUTHOR && it.type == TDG_T_REC) label = rec_get(it.rec, TDG_ROLE, 0);
    if (tdg_label_is_opinion(label)) return 1;
    if (it.field == TDG_AUTHOR && it.type == TDG_T_REC && tdg_label_is_opinion(rec_get(it.rec, TDG_NAME, 0)))
      return 1;
  }
  return 0;
}

const tdg_rec *record_genre(struct arena *a, const tdg_rec *r) {
  if (rec_kind(r) != TDG_ARTICLE || rec_has(r, TDG_GENRE) || !is_called_opinion(r)) return r;
  tdg_rec *out = rec_copy(a, r, rec_kind(r));
  rec_put_str(out, TDG_GENRE, "opinion");
  return out;
}

int record_is_withdrawn(const tdg_rec *r) {
  return rec_has_text(rec_get_rec(r, TDG_QUALITY, 0), TDG_FLAG, "withdrawn");
}

const tdg_rec *record_without_text(struct arena *a, const tdg_rec *r) {
  static const uint32_t said[] = {TDG_BLOCK,  TDG_PART,      TDG_POINT, TDG_SECTION, TDG_MENTION,
                                  TDG_FIGURE, TDG_SIGNATORY, TDG_CITES, TDG_SUMMARY, TDG_QUALITY,
                                  0};
  static const uint32_t counted[] = {TDG_WORDS, TDG_LINK_SHARE, 0};
  const tdg_rec *quality = rec_get_rec(r, TDG_QUALITY, 0);
  tdg_rec *out = rec_without(a, r, said);
  if (quality != NULL) rec_put_rec(out, TDG_QUALITY, rec_without(a, quality, counted));
  return out;
}

const tdg_rec *record_unfinished(struct arena *a, const tdg_rec *r) { return with_flag(a, r, "unfinished"); }

/* ---- what is reserved ---- */

/* The words, in the order in which they are written. */
static const char *const reservations[] = {"noai", "noimageai", "tdm-reservation"};
enum { N_RESERVATIONS = 3, TDM = 2 };

static unsigned reservation_of(struct tdg_str word) {
  for (unsigned i = 0; i < N_RESERVATIONS; i++)
    if (tdg_nocase_is(word, reservations[i])) return 1u << i;
  return 0;
}

/* "noai, noimageai", "otherbot: noai": what is said to another robot is not said to us. */
static unsigned read_robots_tag(struct tdg_str value, struct tdg_str robot) {
  unsigned found = 0;
  struct tdg_str word;
  if (memchr(value.p, ':', value.n) != NULL && !tdg_nocase_starts(value, "unavailable_after")) {
    const char *colon = memchr(value.p, ':', value.n);
    const struct tdg_str name = tdg_str_trim((struct tdg_str){value.p, (size_t)(colon - value.p)});
    const int to_us = tdg_nocase_is(name, "*") || (robot.n > 0 && tdg_nocase_same(name, robot));
    if (!to_us && memchr(name.p, ',', name.n) == NULL) return 0;
    if (to_us) value = (struct tdg_str){colon + 1, value.n - (size_t)(colon + 1 - value.p)};
  }
  while (tdg_str_next(&value, ',', &word)) found |= reservation_of(word);
  return found;
}

static unsigned reserved_by_headers(const tdg_rec *doc, struct tdg_str robot) {
  unsigned found = 0;
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(doc, &pos, &it)) {
    if (it.field != TDG_HEADER || it.type != TDG_T_REC) continue;
    const struct tdg_str name = rec_get(it.rec, TDG_NAME, 0), value = rec_get(it.rec, TDG_VALUE, 0);
    if (tdg_nocase_is(name, "x-robots-tag")) found |= read_robots_tag(value, robot);
    if (tdg_nocase_is(name, "tdm-reservation") && tdg_nocase_is(tdg_str_trim(value), "1")) found |= 1u << TDM;
  }
  return found;
}

/* "noai", "examplebot:noai" */
static unsigned reserved_by_page(struct tdg_str said, struct tdg_str robot) {
  struct tdg_str word;
  unsigned found = 0;
  while (tdg_str_next(&said, ' ', &word)) {
    const char *colon = memchr(word.p, ':', word.n);
    const size_t n = colon != NULL ? (size_t)(colon - word.p) : 0;
    if (colon == NULL) found |= reservation_of(word);
    else if (robot.n > 0 && tdg_nocase_same((struct tdg_str){word.p, n}, robot))
      found |= reservation_of((struct tdg_str){colon + 1, word.n - n - 1});
  }
  return found;
}

const tdg_rec *record_reserved(struct arena *a, const tdg_rec *r, const tdg_rec *doc, struct tdg_str robot,
                               int mark) {
  static const uint32_t rights[] = {TDG_RIGHTS, 0}, tdm[] = {TDG_TDM, 0};
  const tdg_rec *old = rec_get_rec(r, TDG_RIGHTS, 0);
  const struct tdg_str said = old != NULL ? rec_get(old, TDG_TDM, 0) : (struct tdg_str){"", 0};
  const unsigned found = reserved_by_headers(doc, robot) | reserved_by_page(said, robot);
  char words[64] = "";
  if (found == 0 && said.n == 0) return r;
  for (unsigned i = 0; i < N_RESERVATIONS; i++)
    if (found & 1u << i) strcat(strcat(words, words[0] != '\0' ? " " : ""), reservations[i]);
  tdg_rec *out = rec_without(a, r, rights),
          *g = old != NULL ? rec_without(a, old, tdm) : rec_new(a, TDG_GROUP);
  rec_put_str(g, TDG_TDM, words);
  if (rec_bytes(g).n > rec_bytes(rec_new(a, TDG_GROUP)).n) rec_put_rec(out, TDG_RIGHTS, g);
  return mark && found != 0 ? with_flag(a, out, "reserved") : out;
}

int record_is_reserved(const tdg_rec *r) {
  const tdg_rec *rights = rec_get_rec(r, TDG_RIGHTS, 0);
  return rights != NULL && rec_has(rights, TDG_TDM);
}

tdg_rec *record_finish(struct arena *a, const tdg_rec *r, const struct record_facts *f) {
  tdg_rec *whole = rec_new(a, rec_kind(r)), *rest = rec_without(a, r, rec_fields_of_host);
  const tdg_rec *c;
  size_t pos = 0;
  struct tdg_item it;
  rec_put_int(whole, TDG_ID, f->id); /* first, so that it comes first in JSON */
  rec_put_str(whole, TDG_WORK, f->work);
  rec_put_int(whole, TDG_VERSION_NO, f->version);
  if (f->supersedes != 0) rec_put_int(whole, TDG_SUPERSEDES, f->supersedes);
  rec_put_str(whole, TDG_CHANGE, f->change);
  rec_put_int(whole, TDG_FIRST_SEEN, f->now_ms);
  rec_put_str(whole, TDG_PARSER_NAME, f->parser);
  for (uint32_t i = 0; f->captures != NULL && (c = rec_get_rec(f->captures, TDG_CAPTURE, i)) != NULL; i++)
    rec_put_rec(whole, TDG_CAPTURE, c);
  while (rec_next(rest, &pos, &it)) rec_put_item(whole, &it);
  return whole;
}
