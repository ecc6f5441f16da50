/* news_item.c - an item of news becomes a record; see news_item.h.  An item owns nothing; what does not fit is left
 * out. */
#include "news_item.h"

#include <tidings/kit/author_names.h>
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { MAX_NAME = 200, MAX_RAW = 200, DAY_MS = 86400000 };
static const int64_t year_1990 = 631152000000;

void item_put(struct tdg_str *to, struct tdg_str s) {
  s = tdg_trim_invisible(s);
  if (to->n == 0 && s.n > 0) *to = s;
}

void item_person(struct news_item *it, const struct person *p) {
  if (tdg_str_trim(p->name).n == 0 || it->n_people == MAX_PEOPLE) return;
  for (size_t i = 0; i < it->n_people; i++)
    if (tdg_nocase_same(it->people[i].name, p->name)) return;
  it->people[it->n_people++] = *p;
}

/* Behind a word that introduces an author, and its colon. */
static struct tdg_str behind_label(struct tdg_str s) {
  struct tdg_str rest;
  return tdg_author_label(s, &rest) && rest.n > 0 ? rest : s;
}

static void add_name(struct news_item *it, struct tdg_str name) {
  name = tdg_str_trim(behind_label(tdg_str_trim(name)));
  while (name.n > 0 && strchr(".,;:", name.p[name.n - 1]) != NULL) name.n--;
  if (name.n > 0 && name.n <= MAX_NAME) item_person(it, &(struct person){.name = name});
}

void item_byline(tdg_call *call, struct news_item *it, struct tdg_str line) {
  struct tdg_str s = behind_label(tdg_fold_space(call, line));
  const char *from = s.p, *end = s.p + s.n;
  int comma;
  for (const char *p = s.p; p < end;) {
    size_t join = tdg_author_join((struct tdg_str){from, (size_t)(p - from)},
                                  (struct tdg_str){p, (size_t)(end - p)}, &comma);
    if (join == 0 && tdg_str_starts((struct tdg_str){p, (size_t)(end - p)}, " / ")) join = 3;
    if (join == 0) {
      p++;
      continue;
    }
    add_name(it, (struct tdg_str){from, (size_t)(p - from)});
    from = p = p + join;
  }
  add_name(it, (struct tdg_str){from, (size_t)(end - from)});
}

void item_label(struct news_item *it, const struct label *l) {
  if ((l->name.n == 0 && l->code.n == 0) || it->n_labels == MAX_LABELS) return;
  for (size_t i = 0; i < it->n_labels; i++)
    if (tdg_str_same(it->labels[i].name, l->name) && tdg_str_same(it->labels[i].code, l->code)) return;
  it->labels[it->n_labels++] = *l;
}

struct medium *item_medium(struct news_item *it, struct tdg_str url) {
  url = tdg_trim_invisible(url);
  for (size_t i = 0; i < it->n_media; i++)
    if (tdg_str_same(it->media[i].url, url)) return &it->media[i];
  if (url.n == 0 || it->n_media == MAX_MEDIA) return NULL;
  it->media[it->n_media] = (struct medium){.url = url};
  return &it->media[it->n_media++];
}

void item_fact(struct news_item *it, const char *name, struct tdg_str text) {
  text = tdg_str_trim(text);
  if (text.n == 0 || it->n_facts == MAX_FACTS) return;
  it->facts[it->n_facts++] = (struct fact){name, text};
}

void item_flag(struct news_item *it, const char *flag) {
  for (size_t i = 0; i < it->n_flags; i++)
    if (strcmp(it->flags[i], flag) == 0) return;
  if (it->n_flags < MAX_FLAGS) it->flags[it->n_flags++] = flag;
}

void item_status(struct news_item *it, struct tdg_str status) {
  const char *colon = memrchr(status.p, ':', status.n);
  if (colon != NULL) status.n -= (size_t)(colon + 1 - status.p), status.p = colon + 1; /* stat:usable */
  item_fact(it, "status", status);
  if (tdg_nocase_starts(status, "cancel") || tdg_nocase_is(status, "withdrawn") ||
      tdg_nocase_is(status, "killed"))
    item_flag(it, "withdrawn");
  if (tdg_nocase_is(status, "withheld")) item_flag(it, "withheld");
}

/* ---- the record ---- */

static void put(struct news *n, tdg_rec *r, uint32_t field, struct tdg_str s) {
  s = (struct tdg_str){s.p, tdg_utf8_cut(s, MAX_LINE)};
  tdg_put_text(n->call, r, field, s.p, s.n);
}

/* One line of plain text, without markup. */
static void put_line(struct news *n, tdg_rec *r, uint32_t field, struct tdg_str s) {
  if (s.n > 0) put(n, r, field, tdg_html_line(n->call, s));
}

static struct tdg_str resolved(struct news *n, struct tdg_str ref) {
  struct tdg_str url = tdg_url_resolve_written(n->call, n->base, ref);
  return tdg_url_is_web(url) ? url : tdg_str_of("");
}

static void put_origin(struct news *n, tdg_rec *r, const char *field, struct tdg_str raw,
                       const struct tdg_date *d) {
  raw.n = tdg_utf8_cut(raw, MAX_RAW);
  tdg_date_put_origin(n->call, r, field, "news", raw, d, n->zone.n > 0);
}

/* ahead: it may lie in the future.  A date that cannot be read is none; its text is kept. */
static int put_date(struct news *n, tdg_rec *r, uint32_t field, const char *name, struct tdg_str raw,
                    int ahead) {
  struct tdg_date d;
  int64_t now = tdg_now_ms(n->call);
  struct tdg_date_hint hint = {.zone = n->zone.n > 0 ? n->zone.p : NULL};
  if (raw.n == 0) return 0;
  if (now > year_1990) {
    hint.min_ms = year_1990;
    hint.max_ms = now + (ahead ? 36525 : 1) * (int64_t)DAY_MS;
  }
  if (tdg_date_parse(raw.p, raw.n, &hint, &d) != 0) {
    put_origin(n, r, name, raw, NULL);
    return 0;
  }
  tdg_put_int(n->call, r, field, d.ms);
  put_origin(n, r, name, raw, &d);
  return 1;
}

static void put_dates(struct news *n, tdg_rec *r, const struct news_item *it) {
  struct tdg_str first = it->date[DATE_FIRST], version = it->date[DATE_VERSION],
                 content = it->date[DATE_CONTENT];
  if (first.n == 0) first = content;
  if (first.n == 0) first = version;
  if (tdg_str_same(first, version)) version = tdg_str_of(""); /* it is the first one */
  put_date(n, r, TDG_PUBLISHED, "published", first, 0);
  put_date(n, r, TDG_UPDATED, "updated", version, 0);
  put_date(n, r, TDG_EMBARGO, "embargo", it->date[DATE_EMBARGO], 1);
  put_date(n, r, TDG_EXPIRES, "expires", it->date[DATE_EXPIRES], 1);
  put_date(n, r, TDG_EVENT_TIME, "event", it->date[DATE_EVENT], 1);
}

static void put_people(struct news *n, tdg_rec *r, const struct news_item *it) {
  for (size_t i = 0; i < it->n_people; i++) {
    const struct person *p = &it->people[i];
    tdg_rec *g = tdg_group(n->call);
    put_line(n, g, TDG_NAME, p->name);
    put_line(n, g, TDG_ROLE, p->role);
    put_line(n, g, TDG_ORG, p->org);
    put(n, g, TDG_EMAIL, p->email);
    if (p->url.n > 0) put(n, g, TDG_URL, resolved(n, p->url));
    tdg_put_rec(n->call, r, TDG_AUTHOR, g);
  }
}

/* A label with a name is a tag; one with a code or a scheme a category, too. */
static void put_labels(struct news *n, tdg_rec *r, const struct news_item *it) {
  for (size_t i = 0; i < it->n_labels; i++) {
    const struct label *l = &it->labels[i];
    put_line(n, r, TDG_TAG, l->name);
    if (l->code.n == 0 && l->scheme.n == 0) continue;
    tdg_rec *g = tdg_group(n->call);
    put(n, g, TDG_NAME, l->code.n > 0 ? l->code : l->name);
    put(n, g, TDG_SCHEME, l->scheme);
    put_line(n, g, TDG_LABEL, l->name);
    tdg_put_rec(n->call, r, TDG_CATEGORY, g);
  }
}

static int is_image(const struct medium *m) {
  static const char *const endings[] = {".jpg", ".jpeg", ".png", ".webp", ".gif"};
  if (m->type.n > 0) return tdg_nocase_starts(m->type, "image");
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (tdg_nocase_has(m->url, endings[i])) return 1;
  return tdg_nocase_is(m->rel, "image");
}

static void put_media(struct news *n, tdg_rec *r, const struct news_item *it) {
  int lead = 0;
  for (size_t i = 0; i < it->n_media; i++) {
    const struct medium *m = &it->media[i];
    struct tdg_str url = resolved(n, m->url);
    if (url.n == 0) continue;
    for (int to = 0; to < 1 + (!lead && is_image(m)); to++) {
      tdg_rec *g = tdg_group(n->call);
      put(n, g, TDG_URL, url);
      put_line(n, g, TDG_ALT, m->alt);
      put_line(n, g, TDG_CAPTION, m->caption);
      put_line(n, g, TDG_CREDIT, m->credit);
      if (to == 0) {
        put(n, g, TDG_TYPE, m->type);
        put(n, g, TDG_LENGTH, m->length);
        put_line(n, g, TDG_TITLE, m->title);
        put(n, g, TDG_REL, m->rel);
      }
      tdg_put_rec(n->call, r, to == 0 ? TDG_MEDIA : TDG_LEAD_IMAGE, g);
    }
    lead |= is_image(m);
  }
}

static void put_source(struct news *n, tdg_rec *r, const struct news_item *it) {
  if (it->outlet.n == 0) return;
  tdg_rec *g = tdg_group(n->call);
  put_line(n, g, TDG_NAME, it->outlet);
  tdg_put_rec(n->call, r, TDG_SOURCE, g);
}

static void put_rights(struct news *n, tdg_rec *r, const struct news_item *it) {
  if (it->holder.n + it->notice.n + it->terms.n + it->licence.n + it->access.n == 0) return;
  tdg_rec *g = tdg_group(n->call);
  put_line(n, g, TDG_HOLDER, it->holder);
  put_line(n, g, TDG_RIGHTS_NOTICE, it->notice);
  put_line(n, g, TDG_LICENCE, it->licence.n > 0 ? it->licence : it->terms);
  put(n, g, TDG_ACCESS, it->access);
  tdg_put_rec(n->call, r, TDG_RIGHTS, g);
}

static void put_rest(struct news *n, tdg_rec *r, const struct news_item *it, int cut) {
  for (size_t i = 0; i < it->n_facts; i++) {
    tdg_rec *g = tdg_group(n->call);
    tdg_put_str(n->call, g, TDG_NAME, it->facts[i].name);
    put_line(n, g, TDG_TEXT, it->facts[i].text);
    tdg_put_rec(n->call, r, TDG_EXT, g);
  }
  if (it->n_flags == 0 && !cut) return;
  tdg_rec *g = tdg_group(n->call);
  for (size_t i = 0; i < it->n_flags; i++) tdg_put_str(n->call, g, TDG_FLAG, it->flags[i]);
  if (cut) tdg_put_str(n->call, g, TDG_FLAG, "truncated");
  tdg_put_rec(n->call, r, TDG_QUALITY, g);
}

static void put_body(struct news *n, tdg_rec *r, const struct news_item *it, struct tdg_str url) {
  struct tdg_str html = {it->html.p, tdg_utf8_cut(it->html, MAX_BODY)};
  struct tdg_str text = {it->text.p, tdg_utf8_cut(it->text, MAX_BODY)};
  if (html.n > 0 && tdg_html_blocks(n->call, r, html, url.n > 0 ? url : n->base) > 0) return;
  if (text.n > 0) tdg_text_blocks(n->call, r, text);
}

/* A tag of BCP 47 with hyphens. */
static void put_language(struct news *n, tdg_rec *r, struct tdg_str s) {
  char tag[36];
  size_t k = 0;
  for (; k < s.n && k + 1 < sizeof tag && (tdg_is_alnum(s.p[k]) || s.p[k] == '-' || s.p[k] == '_'); k++)
    tag[k] = s.p[k] == '_' ? '-' : s.p[k];
  if (k > 1 && k == s.n) tdg_put_text(n->call, r, TDG_LANGUAGE, tag, k);
}

void item_emit(struct news *n, struct news_item *it, int alone) {
  if (n->failed != 0 || n->items >= MAX_ITEMS) return;
  tdg_rec *r = tdg_rec_new(n->call, TDG_ARTICLE);
  struct tdg_str url = it->url.n > 0 ? resolved(n, it->url) : tdg_str_of("");
  if (url.n == 0 && it->guid.n > 0 && tdg_url_is_web(it->guid)) url = it->guid;
  if (url.n == 0 && alone) url = n->base;
  put(n, r, TDG_GUID, it->guid);
  put(n, r, TDG_URL, url);
  put_line(n, r, TDG_TITLE, it->title);
  put_line(n, r, TDG_SUBTITLE, it->subtitle);
  put_line(n, r, TDG_KICKER, it->kicker);
  put_line(n, r, TDG_SUMMARY, it->summary);
  put_language(n, r, it->language);
  put_line(n, r, TDG_DATELINE, it->dateline);
  put_line(n, r, TDG_PLACE, it->place);
  put_line(n, r, TDG_SECTION_NAME, it->section);
  put_line(n, r, TDG_GENRE, it->genre);
  put_line(n, r, TDG_CHANGE_NOTE, it->change_note);
  put_dates(n, r, it);
  put_source(n, r, it);
  put_people(n, r, it);
  put_labels(n, r, it);
  put_media(n, r, it);
  put_rights(n, r, it);
  put_body(n, r, it, url);
  put_rest(n, r, it, it->html.n > MAX_BODY || it->text.n > MAX_BODY);
  n->failed = tdg_emit(n->call, r) < 0 ? TDG_BAD_INPUT : 0;
  n->items++;
}
