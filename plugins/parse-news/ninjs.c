/* ninjs.c - ninjs (IPTC) 1.x, 2.x and 3.x, and what calls itself so.
 *
 * 1.x has body_text, body_html, body_xhtml and objects of renditions and associations by name; 2.x and 3.x have lists of
 * bodies, headlines, descriptions, renditions, associations. */
#include "news_item.h"

#include <jansson.h>

#include <tidings/kit/html.h>
#include <tidings/kit/url.h>

int ninjs_is(const json_t *o) {
  static const char *const signs[] = {
      "versioncreated",  "bodytext",     "bodyxhtml",         "bodyhtml",   "bodies",
      "headlines",       "headline",     "pubstatus",         "renditions", "associations",
      "descriptiontext", "descriptions", "representationtype"};
  const json_t *standard = json_member(o, "standard");
  size_t found = 0;
  if (!json_is_object(o) || json_object_get(o, "@type") != NULL) return 0;
  if (json_is_string(json_member(standard, "name")) &&
      tdg_nocase_is(tdg_str_of(json_string_value(json_member(standard, "name"))), "ninjs"))
    return 1;
  if (json_member(o, "uri") == NULL && json_member(o, "guid") == NULL) return 0;
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) found += json_member(o, signs[i]) != NULL;
  return found >= 2 || json_member(o, "bodytext") != NULL || json_member(o, "bodies") != NULL;
}

/* ---- texts ---- */

/* The value of the element of a list whose role is the wanted one; of none: the first that no other role has. */
static struct tdg_str value_of(struct news *n, const json_t *list, const char *const *roles, size_t n_roles,
                               int any) {
  for (size_t k = 0; k < n_roles; k++) {
    for (size_t i = 0; i < json_array_size(list) && i < MAX_LIST; i++) {
      const json_t *v = json_array_get(list, i);
      if (tdg_nocase_is(json_member_text(n, v, "role"), roles[k])) return json_member_text(n, v, "value");
    }
  }
  return any ? json_member_text(n, json_array_get(list, 0), "value") : tdg_str_of("");
}

/* Markup, or plain text. */
static void put_body(struct news_item *it, struct tdg_str type, struct tdg_str s) {
  int html = tdg_nocase_has(type, "html") || (type.n == 0 && tdg_html_has_tag(s));
  if (tdg_nocase_has(type, "xml") && !html) return; /* somebody's own vocabulary */
  item_put(html ? &it->html : &it->text, s);
}

static void read_bodies(struct news *n, const json_t *o, struct news_item *it) {
  const json_t *list = json_member(o, "bodies");
  for (size_t i = 0; i < json_array_size(list) && i < MAX_LIST; i++) {
    const json_t *v = json_array_get(list, i);
    put_body(it, json_member_text(n, v, "contenttype"), json_member_text(n, v, "value"));
  }
  item_put(&it->html, json_member_text(n, o, "bodyxhtml"));
  item_put(&it->html, json_member_text(n, o, "bodyhtml"));
  item_put(&it->text, json_member_text(n, o, "bodytext"));
  if (it->html.n + it->text.n == 0) put_body(it, tdg_str_of(""), json_member_text(n, o, "body"));
}

static void read_titles(struct news *n, const json_t *o, struct news_item *it) {
  static const char *const main[] = {"main", "headline", "title"},
                           *const sub[] = {"sub", "subtitle", "deck", "subheadline"},
                           *const kicker[] = {"kicker", "overline"},
                           *const summary[] = {"summary", "text", "caption", "abstract"};
  const json_t *heads = json_member(o, "headlines"), *described = json_member(o, "descriptions");
  item_put(&it->title, value_of(n, heads, main, 3, 1));
  item_put(&it->subtitle, value_of(n, heads, sub, 4, 0));
  item_put(&it->kicker, value_of(n, heads, kicker, 2, 0));
  item_put(&it->title, json_member_text(n, o, "headline"));
  item_put(&it->title, json_member_text(n, o, "title"));
  item_put(&it->subtitle, json_member_text(n, o, "subheadline"));
  item_put(&it->summary, value_of(n, described, summary, 4, 1));
  item_put(&it->summary, json_member_text(n, o, "descriptiontext"));
  item_put(&it->summary, json_member_text(n, o, "descriptionxhtml"));
  item_put(&it->summary, json_member_text(n, o, "descriptionhtml"));
  item_put(&it->summary, json_member_text(n, o, "description"));
}

/* ---- people and labels ---- */

static int is_author(struct tdg_str rel) {
  return tdg_nocase_has(rel, "author") || tdg_nocase_has(rel, "creator") || tdg_nocase_has(rel, "byline") ||
         tdg_nocase_has(rel, "writer") || tdg_nocase_has(rel, "reporter") ||
         tdg_nocase_has(rel, "contributor");
}

static const json_t *either(const json_t *o, const char *a, const char *b) {
  const json_t *v = json_member(o, a);
  return v != NULL ? v : json_member(o, b);
}

/* A list of objects or names, or one of them. */
static const json_t *nth(const json_t *list, size_t i) {
  if (!json_is_array(list)) return i == 0 ? list : NULL;
  return i < MAX_LIST ? json_array_get(list, i) : NULL;
}

static void read_people(struct news *n, const json_t *o, struct news_item *it) {
  const json_t *list = either(o, "people", "person"), *v;
  item_byline(n->call, it, json_member_text(n, o, "byline"));
  if (it->n_people == 0) item_byline(n->call, it, json_member_text(n, o, "by"));
  list = list != NULL ? list : json_member(o, "authors");
  for (size_t i = 0; (v = nth(list, i)) != NULL; i++) {
    struct tdg_str name = json_is_string(v) ? json_text(n, v) : json_member_text(n, v, "name");
    struct tdg_str rel = json_member_text(n, v, "rel");
    struct person p = {
        .name = name, .role = json_member_text(n, v, "role"), .email = json_member_text(n, v, "email")};
    if (is_author(rel) || list == json_member(o, "authors")) item_person(it, &p);
    else item_label(it, &(struct label){json_member_text(n, v, "code"), tdg_str_of("person"), name});
  }
}

static void read_labels(struct news *n, const json_t *o, struct news_item *it) {
  static const char *const names[][3] = {{"subjects", "subject", ""},
                                         {"organisations", "organisation", "organisation"},
                                         {"places", "place", "place"},
                                         {"events", "event", "event"},
                                         {"objects", "object", "object"}};
  for (size_t k = 0; k < 5; k++) {
    const json_t *list = either(o, names[k][0], names[k][1]), *v;
    for (size_t i = 0; (v = nth(list, i)) != NULL; i++) {
      struct label l = {json_member_text(n, v, "code"), json_member_text(n, v, "scheme"),
                        json_member_text(n, v, "name")};
      if (l.code.n == 0) l.code = json_member_text(n, v, "qcode");
      if (l.code.n == 0) l.code = json_member_text(n, v, "literal");
      if (l.code.n == 0 && k == 0) l.code = json_member_text(n, v, "uri");
      if (l.scheme.n == 0) l.scheme = tdg_str_of(names[k][2]);
      if (json_is_string(v)) l.name = json_text(n, v);
      item_label(it, &l);
    }
  }
  const json_t *words = json_member(o, "keywords"), *v, *genre = either(o, "genres", "genre");
  for (size_t i = 0; (v = nth(words, i)) != NULL; i++)
    item_label(it, &(struct label){.name = json_text(n, v)});
  v = nth(genre, 0);
  item_put(&it->genre, json_is_string(v) ? json_text(n, v) : json_member_text(n, v, "name"));
  v = nth(json_member(o, "sections"), 0);
  item_put(&it->section, json_is_string(v) ? json_text(n, v) : json_member_text(n, v, "name"));
  item_put(&it->section, json_member_text(n, o, "section"));
}

/* ---- pictures ---- */

struct about {
  struct tdg_str title, caption, credit;
};

static void read_rendition(struct news *n, const json_t *r, struct tdg_str name, const struct about *a,
                           struct news_item *it) {
  struct medium *m = item_medium(it, json_member_text(n, r, "href"));
  if (m == NULL) return;
  item_put(&m->type, json_member_text(n, r, "mimetype"));
  item_put(&m->type, json_member_text(n, r, "contenttype"));
  item_put(&m->length, json_member_text(n, r, "sizeinbytes"));
  item_put(&m->rel, name);
  item_put(&m->title, a->title);
  item_put(&m->caption, a->caption);
  item_put(&m->credit, a->credit);
  item_put(&m->alt, json_member_text(n, r, "alttext"));
}

static int64_t width_of(struct news *n, const json_t *r) {
  return tdg_str_number(json_member_text(n, r, "width"), 9);
}

/* The widest first: it is the one that is shown. */
static void read_renditions(struct news *n, const json_t *o, const struct about *a, struct news_item *it) {
  const json_t *all = json_member(o, "renditions"), *widest = NULL;
  const char *key, *widest_key = "";
  json_t *v;
  size_t i, looked = 0;
  json_object_foreach((json_t *)(uintptr_t)all, key, v) {
    if (looked++ < MAX_RENDITIONS && (widest == NULL || width_of(n, v) > width_of(n, widest)))
      widest = v, widest_key = key;
  }
  json_array_foreach(all, i, v) {
    if (i < MAX_RENDITIONS && (widest == NULL || width_of(n, v) > width_of(n, widest)))
      widest = v, widest_key = "";
  }
  if (widest == NULL) return;
  read_rendition(n, widest,
                 widest_key[0] != '\0' ? tdg_str_copy(n->call, tdg_str_of(widest_key))
                                       : json_member_text(n, widest, "name"),
                 a, it);
}

static void read_associated(struct news *n, const json_t *o, const char *name, struct news_item *it) {
  struct tdg_str type = json_member_text(n, o, "type");
  struct news_item *part;
  if (!json_is_object(o)) return;
  part = tdg_scratch(n->call, sizeof *part);
  read_titles(n, o, part);
  struct about a = {part->title, part->summary, json_member_text(n, o, "by")};
  item_put(&a.credit, json_member_text(n, o, "byline"));
  item_put(&a.credit, json_member_text(n, o, "creditline"));
  item_put(&a.credit, json_member_text(n, o, "copyrightholder"));
  (void)name;
  if (type.n == 0 || tdg_nocase_is(type, "picture") || tdg_nocase_is(type, "video") ||
      tdg_nocase_is(type, "audio") || tdg_nocase_is(type, "graphic"))
    read_renditions(n, o, &a, it);
}

static void read_associations(struct news *n, const json_t *o, struct news_item *it) {
  const json_t *all = json_member(o, "associations");
  const char *key;
  json_t *v;
  size_t i, looked = 0;
  json_object_foreach((json_t *)(uintptr_t)all, key, v) {
    if (looked++ < MAX_MEDIA) read_associated(n, v, key, it);
  }
  json_array_foreach(all, i, v) {
    if (i < MAX_MEDIA) read_associated(n, v, "", it);
  }
}

/* ---- the item ---- */

static void read_rights(struct news *n, const json_t *o, struct news_item *it) {
  const json_t *info = json_member(o, "rightsinfo");
  item_put(&it->holder, json_member_text(n, o, "copyrightholder"));
  item_put(&it->notice, json_member_text(n, o, "copyrightnotice"));
  item_put(&it->terms, json_member_text(n, o, "usageterms"));
  item_put(&it->licence, json_member_text(n, info, "linkedrights"));
  item_put(&it->licence, json_member_text(n, o, "license"));
}

/* One of altIds: what the item is called elsewhere, on the web by the address of its page. */
static void read_other_name(struct news *n, const json_t *o, struct news_item *it) {
  const struct tdg_str value = json_member_text(n, o, "value");
  if (tdg_nocase_is(json_member_text(n, o, "role"), "url") && tdg_url_is_web(value))
    item_put(&it->url, value);
  else item_fact(it, "alt_id", value);
}

static void read_facts(struct news *n, const json_t *o, struct news_item *it) {
  static const char *const names[] = {"version", "urgency",  "slugline", "profile",
                                      "ednote",  "provider", "priority"};
  static const char *const as[] = {"version", "urgency",  "slugline", "profile",
                                   "ed_note", "provider", "priority"};
  const json_t *ids = json_member(o, "altids"), *source = either(o, "infosources", "infosource");
  const char *key;
  json_t *v;
  size_t i;
  for (i = 0; i < sizeof names / sizeof names[0]; i++) item_fact(it, as[i], json_member_text(n, o, names[i]));
  item_fact(it, "source", json_member_text(n, nth(source, 0), "name"));
  if (tdg_nocase_is(json_member_text(n, nth(source, 0), "role"), "publisher"))
    item_put(&it->outlet, json_member_text(n, nth(source, 0), "name"));
  json_object_foreach((json_t *)(uintptr_t)ids, key, v) item_fact(it, "alt_id", json_text(n, v));
  json_array_foreach(ids, i, v) if (i < MAX_FACTS) read_other_name(n, v, it);
  item_put(&it->change_note, json_member_text(n, o, "ednote"));
  item_status(it, json_member_text(n, o, "pubstatus"));
  struct tdg_str signal = json_member_text(n, o, "signal");
  if (tdg_nocase_has(signal, "correct") || json_member(o, "correction") != NULL) item_flag(it, "correction");
}

void ninjs_read(struct news *n, const json_t *o, int alone) {
  struct news_item *it = tdg_scratch(n->call, sizeof *it);
  struct tdg_str type = json_member_text(n, o, "type");
  if (tdg_nocase_is(type, "event") || tdg_nocase_is(type, "planning"))
    return; /* of a calendar, no news yet */
  item_put(&it->guid, json_member_text(n, o, "uri"));
  item_put(&it->guid, json_member_text(n, o, "guid"));
  item_put(&it->url, json_member_text(n, o, "url"));
  item_put(&it->url, json_member_text(n, o, "canonicalurl"));
  item_put(&it->language, json_member_text(n, o, "language"));
  item_put(&it->place, json_member_text(n, o, "located"));
  item_put(&it->dateline, json_member_text(n, o, "dateline"));
  item_put(&it->date[DATE_FIRST], json_member_text(n, o, "firstcreated"));
  item_put(&it->date[DATE_FIRST], json_member_text(n, o, "firstpublished"));
  item_put(&it->date[DATE_CONTENT], json_member_text(n, o, "contentcreated"));
  item_put(&it->date[DATE_VERSION], json_member_text(n, o, "versioncreated"));
  item_put(&it->date[DATE_EMBARGO], json_member_text(n, o, "embargoeduntil"));
  item_put(&it->date[DATE_EMBARGO], json_member_text(n, o, "embargoed"));
  item_put(&it->date[DATE_EXPIRES], json_member_text(n, o, "expires"));
  read_titles(n, o, it);
  read_bodies(n, o, it);
  read_people(n, o, it);
  read_labels(n, o, it);
  struct about own = {it->title, it->summary, json_member_text(n, o, "by")};
  read_renditions(n, o, &own, it);
  read_associations(n, o, it);
  read_rights(n, o, it);
  read_facts(n, o, it);
  if (it->html.n + it->text.n == 0 && it->n_media > 0)
    item_put(&it->text, it->summary); /* a picture with its caption */
  item_emit(n, it, alone);
}
