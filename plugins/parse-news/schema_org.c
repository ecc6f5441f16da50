/* schema_org.c - articles of schema.org as JSON-LD that is a document of its own: one, a list, an @graph, or inside an
 * ItemList.  References by @id are followed through the whole document. */
#include "news_item.h"

#include <jansson.h>

#include <tidings/kit/html.h>

enum { MAX_OBJECTS = 4000 };

struct graph {
  struct news *n;
  const json_t *object[MAX_OBJECTS];
  size_t n_objects;
};

/* Its type, without an address before it; of several the first that ends like an article's. */
static int is_type(const json_t *o, const char *end) {
  const json_t *t = json_object_get(o, "@type");
  size_t i = 0;
  if (json_is_string(t)) return tdg_str_ends(tdg_str_of(json_string_value(t)), end);
  for (; i < json_array_size(t) && i < MAX_LIST; i++) {
    const char *one = json_string_value(json_array_get(t, i));
    if (one != NULL && tdg_str_ends(tdg_str_of(one), end)) return 1;
  }
  return 0;
}

static int is_article(const json_t *o) {
  static const char *const ends[] = {"Article",      "BlogPosting",        "Report",
                                     "PressRelease", "SocialMediaPosting", "DiscussionForumPosting"};
  if (!json_is_object(o)) return 0;
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
    if (is_type(o, ends[i])) return 1;
  return 0;
}

/* Breadth first, bounded: what lists and graphs hold, and what articles refer to. */
static void add_object(struct graph *g, const json_t *v) {
  if (json_is_object(v) && g->n_objects < MAX_OBJECTS) g->object[g->n_objects++] = v;
  for (size_t i = 0; i < json_array_size(v) && i < MAX_OBJECTS; i++)
    if (json_is_object(json_array_get(v, i)) && g->n_objects < MAX_OBJECTS)
      g->object[g->n_objects++] = json_array_get(v, i);
}

static void list_objects(struct graph *g, const json_t *root) {
  static const char *const inner[] = {"@graph",     "itemListElement", "item",
                                      "mainEntity", "hasPart",         "dataFeedElement"};
  add_object(g, root);
  for (size_t done = 0; done < g->n_objects; done++) {
    if (is_article(g->object[done])) continue; /* its parts are its own */
    for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++)
      add_object(g, json_object_get(g->object[done], inner[i]));
  }
}

int schema_is(const json_t *o) {
  if (json_is_array(o)) o = json_array_get(o, 0);
  if (is_article(o)) return 1;
  if (!json_is_object(o)) return 0;
  const json_t *list = json_object_get(o, "@graph");
  if (list == NULL) list = json_object_get(o, "itemListElement");
  if (list == NULL) list = json_object_get(o, "dataFeedElement");
  if (list == NULL) list = json_object_get(o, "mainEntity");
  if (is_article(list)) return 1;
  for (size_t i = 0; i < json_array_size(list) && i < MAX_LIST; i++) {
    const json_t *v = json_array_get(list, i);
    if (is_article(v) || is_article(json_object_get(v, "item"))) return 1;
  }
  return 0;
}

/* What a reference stands for. */
static const json_t *follow(const struct graph *g, const json_t *v) {
  const char *id = json_string_value(json_object_get(v, "@id"));
  if (id == NULL || json_object_size(v) > 2) return v;
  for (size_t i = 0; i < g->n_objects; i++) {
    const char *other = json_string_value(json_object_get(g->object[i], "@id"));
    if (other != NULL && g->object[i] != v && strcmp(other, id) == 0 && json_object_size(g->object[i]) > 1)
      return g->object[i];
  }
  return v;
}

static const json_t *nth(const struct graph *g, const json_t *v, size_t i) {
  if (!json_is_array(v)) return i == 0 ? follow(g, v) : NULL;
  return i < MAX_LIST ? follow(g, json_array_get(v, i)) : NULL;
}

/* A text, {"@value"}, or the name of an object. */
static struct tdg_str name_of(const struct graph *g, const json_t *v) {
  struct tdg_str s;
  if (json_is_array(v)) v = json_array_get(v, 0);
  v = follow(g, v);
  if (!json_is_object(v)) return json_text(g->n, v);
  s = json_text(g->n, json_object_get(v, "name"));
  if (s.n == 0) s = json_text(g->n, json_object_get(v, "@value"));
  if (s.n == 0) s = json_text(g->n, json_object_get(v, "text"));
  return s;
}

static struct tdg_str text_of(const struct graph *g, const json_t *o, const char *name) {
  return name_of(g, json_object_get(o, name));
}

static struct tdg_str url_of(const struct graph *g, const json_t *v) {
  struct tdg_str s;
  v = nth(g, v, 0);
  if (!json_is_object(v)) return json_text(g->n, v);
  s = json_text(g->n, json_object_get(v, "url"));
  if (s.n == 0) s = json_text(g->n, json_object_get(v, "contentUrl"));
  if (s.n == 0) s = json_text(g->n, json_object_get(v, "@id"));
  return s;
}

static void read_people(const struct graph *g, const json_t *o, struct news_item *it) {
  static const char *const makers[] = {"author", "creator"};
  for (size_t k = 0; k < 2 && it->n_people == 0; k++) {
    const json_t *list = json_object_get(o, makers[k]), *v;
    for (size_t i = 0; (v = nth(g, list, i)) != NULL; i++) {
      if (!json_is_object(v)) {
        item_byline(g->n->call, it, json_text(g->n, v));
        continue;
      }
      struct person p = {.name = name_of(g, v),
                         .url = json_text(g->n, json_object_get(v, "url")),
                         .email = json_text(g->n, json_object_get(v, "email")),
                         .role = text_of(g, v, "jobTitle"),
                         .org = text_of(g, v, "affiliation")};
      if (p.org.n == 0) p.org = text_of(g, v, "worksFor");
      item_person(it, &p);
    }
  }
}

static void read_media(const struct graph *g, const json_t *o, struct news_item *it) {
  static const char *const names[] = {"image", "video", "audio", "associatedMedia"};
  for (size_t k = 0; k < 4; k++) {
    const json_t *list = json_object_get(o, names[k]), *v;
    for (size_t i = 0; (v = nth(g, list, i)) != NULL; i++) {
      struct medium *m = item_medium(it, json_is_object(v) && json_object_get(v, "contentUrl") != NULL
                                             ? json_text(g->n, json_object_get(v, "contentUrl"))
                                             : url_of(g, v));
      if (m == NULL) continue;
      item_put(&m->rel, tdg_str_of(names[k]));
      item_put(&m->type, text_of(g, v, "encodingFormat"));
      item_put(&m->caption, text_of(g, v, "caption"));
      if (m->caption.n == 0) item_put(&m->caption, text_of(g, v, "description"));
      item_put(&m->credit, text_of(g, v, "creditText"));
      item_put(&m->credit, text_of(g, v, "creator"));
      item_put(&m->credit, text_of(g, v, "author"));
      item_put(&m->title, text_of(g, v, "name"));
    }
  }
}

static void read_labels(const struct graph *g, const json_t *o, struct news_item *it) {
  static const char *const about[] = {"about", "mentions"};
  const json_t *words = json_object_get(o, "keywords"), *v;
  struct tdg_str one;
  if (json_is_string(words)) {
    struct tdg_str list = json_text(g->n, words);
    while (tdg_str_next(&list, ',', &one)) item_label(it, &(struct label){.name = tdg_str_trim(one)});
  } else {
    for (size_t i = 0; (v = nth(g, words, i)) != NULL; i++) {
      struct label l = {.name = name_of(g, v), .code = text_of(g, v, "termCode")};
      if (l.code.n > 0) l.scheme = url_of(g, json_object_get(v, "inDefinedTermSet"));
      item_label(it, &l);
    }
  }
  for (size_t k = 0; k < 2; k++) {
    const json_t *list = json_object_get(o, about[k]);
    for (size_t i = 0; (v = nth(g, list, i)) != NULL; i++) {
      struct label l = {.name = name_of(g, v), .scheme = tdg_str_of(about[k])};
      item_label(it, &l);
    }
  }
}

static void read_rights(const struct graph *g, const json_t *o, struct news_item *it) {
  const json_t *free = json_object_get(o, "isAccessibleForFree");
  item_put(&it->holder, text_of(g, o, "copyrightHolder"));
  item_put(&it->notice, text_of(g, o, "copyrightNotice"));
  item_put(&it->licence, url_of(g, json_object_get(o, "license")));
  item_put(&it->terms, url_of(g, json_object_get(o, "usageInfo")));
  if (json_is_boolean(free)) it->access = tdg_str_of(json_is_true(free) ? "free" : "paid");
  else if (json_is_string(free))
    it->access = tdg_str_of(tdg_nocase_has(json_text(g->n, free), "true") ? "free" : "paid");
}

static void put_body(struct news_item *it, struct tdg_str s) {
  item_put(tdg_html_has_tag(s) ? &it->html : &it->text, s);
}

/* A live blog's text is that of its posts. */
static void read_updates(const struct graph *g, const json_t *o, struct news_item *it) {
  const json_t *list = json_object_get(o, "liveBlogUpdate"), *v;
  struct tdg_buf b = tdg_buf_make(g->n->call, MAX_BODY);
  for (size_t i = 0; (v = nth(g, list, i)) != NULL; i++) {
    struct tdg_str head = text_of(g, v, "headline"), body = text_of(g, v, "articleBody");
    if (head.n > 0) tdg_buf_str(&b, "<h2>"), tdg_buf_add(&b, head.p, head.n), tdg_buf_str(&b, "</h2>");
    tdg_buf_str(&b, "<p>"), tdg_buf_add(&b, body.p, body.n), tdg_buf_str(&b, "</p>");
  }
  if (json_array_size(list) > 0) item_put(&it->genre, tdg_str_of("live"));
  if (it->html.n + it->text.n == 0) item_put(&it->html, tdg_buf_get(&b));
}

static void read_article(const struct graph *g, const json_t *o, int alone) {
  struct news *n = g->n;
  struct news_item *it = tdg_scratch(n->call, sizeof *it);
  item_put(&it->title, text_of(g, o, "headline"));
  item_put(&it->title, text_of(g, o, "name"));
  item_put(&it->subtitle, text_of(g, o, "alternativeHeadline"));
  item_put(&it->summary, text_of(g, o, "description"));
  item_put(&it->summary, text_of(g, o, "abstract"));
  item_put(&it->language, text_of(g, o, "inLanguage"));
  item_put(&it->section, text_of(g, o, "articleSection"));
  item_put(&it->genre, text_of(g, o, "genre"));
  item_put(&it->dateline, text_of(g, o, "dateline"));
  item_put(&it->place, text_of(g, o, "contentLocation"));
  item_put(&it->place, text_of(g, o, "locationCreated"));
  item_put(&it->date[DATE_FIRST], text_of(g, o, "datePublished"));
  item_put(&it->date[DATE_CONTENT], text_of(g, o, "dateCreated"));
  item_put(&it->date[DATE_VERSION], text_of(g, o, "dateModified"));
  item_put(&it->date[DATE_EXPIRES], text_of(g, o, "expires"));
  item_put(&it->url, json_text(n, json_object_get(o, "url")));
  item_put(&it->url, url_of(g, json_object_get(o, "mainEntityOfPage")));
  item_put(&it->guid, json_text(n, json_object_get(o, "@id")));
  const json_t *identifier = nth(g, json_object_get(o, "identifier"), 0);
  item_put(&it->guid,
           json_is_object(identifier) ? text_of(g, identifier, "value") : json_text(n, identifier));
  if (json_is_object(identifier)) item_fact(it, "identifier", text_of(g, identifier, "value"));
  item_put(&it->change_note, text_of(g, o, "correction"));
  if (json_object_get(o, "correction") != NULL) item_flag(it, "correction");
  item_status(it, text_of(g, o, "creativeWorkStatus"));
  item_fact(it, "version", json_text(n, json_object_get(o, "version")));
  item_fact(it, "provider", text_of(g, o, "publisher"));
  item_fact(it, "credit", text_of(g, o, "creditText"));
  put_body(it, text_of(g, o, "articleBody"));
  if (it->html.n + it->text.n == 0) put_body(it, text_of(g, o, "text"));
  read_updates(g, o, it);
  read_people(g, o, it);
  read_media(g, o, it);
  read_labels(g, o, it);
  read_rights(g, o, it);
  item_emit(n, it, alone);
}

/* More than a reference to an article. */
static int says_more(const json_t *o) {
  return json_object_get(o, "headline") != NULL || json_object_get(o, "name") != NULL ||
         json_object_get(o, "articleBody") != NULL;
}

void schema_read(struct news *n, const json_t *root, int alone) {
  struct graph *g = tdg_scratch(n->call, sizeof *g);
  size_t articles = 0;
  g->n = n;
  list_objects(g, root);
  for (size_t i = 0; i < g->n_objects; i++) articles += (size_t)is_article(g->object[i]);
  for (size_t i = 0; i < g->n_objects && n->failed == 0; i++) {
    if (is_article(g->object[i]) && says_more(g->object[i]))
      read_article(g, g->object[i], alone && articles == 1);
  }
}
