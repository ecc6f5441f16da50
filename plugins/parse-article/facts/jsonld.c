/* jsonld.c - schema.org in JSON: which object is the article, and what it says.
 *
 * Pages write JSON badly: raw line breaks, commas too many, two values in one script, comments around it.
 * What does not parse is repaired once and tried again; what still does not is passed over.  Everything is
 * walked with bounds. jansson allocates; every value is released before the function returns, texts are
 * copied into the call. */
#include <jansson.h>
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "page_facts.h"

enum {
  MAX_SECTION = 60,
  MAX_STEPS = 12,
  MAX_LD_AUTHORS = 64,
  MAX_ARTICLES = 200,
  MAX_HEAD = 2000,
  SAME_START = 24
};

struct ld {
  struct page *pg;
  struct meta *m;
  json_t *root[MAX_LD_SCRIPTS * 2];
  size_t n_roots;
  json_t *object[MAX_LD_OBJECTS];
  size_t n_objects;
  struct tdg_str title; /* bare text of <title> */
};

static struct tdg_str text_of(struct page *pg, const json_t *v) {
  struct tdg_str s;
  char number[24];
  if (json_is_integer(v)) { /* a date in seconds or milliseconds since 1970 */
    snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
    return tdg_str_copy(pg->call, tdg_str_of(number));
  }
  if (json_is_array(v)) v = json_array_get(v, 0);
  if (json_is_object(v)) v = json_object_get(v, "@value"); /* with its type or language beside it */
  if (!json_is_string(v)) return tdg_str_of("");
  s = tdg_str_of(json_string_value(v));
  if (memchr(s.p, '&', s.n) != NULL) s = tdg_html_unescape(pg->call, s, 0);
  if (memchr(s.p, '<', s.n) != NULL) s = tdg_html_text(pg->call, s);
  return tdg_str_copy(pg->call, tdg_fold_space(pg->call, s));
}

/* A text, the name of an object, or the first of a list. */
static struct tdg_str name_of(struct page *pg, const json_t *v, int depth) {
  if (json_is_string(v)) return text_of(pg, v);
  if (json_is_array(v) && depth < 4) return name_of(pg, json_array_get(v, 0), depth + 1);
  if (json_is_object(v)) {
    const json_t *name = json_object_get(v, "name");
    if (name == NULL) return text_of(pg, v);
    if (depth < 4) return name_of(pg, name, depth + 1);
  }
  return tdg_str_of("");
}

static struct tdg_str url_of(struct page *pg, const json_t *v, int depth) {
  struct tdg_str s = tdg_str_of("");
  if (json_is_string(v)) return text_of(pg, v);
  if (json_is_array(v) && depth < 4) return url_of(pg, json_array_get(v, 0), depth + 1);
  if (json_is_object(v)) {
    s = text_of(pg, json_object_get(v, "url"));
    if (s.n == 0) s = text_of(pg, json_object_get(v, "contentUrl"));
    if (s.n == 0) s = text_of(pg, json_object_get(v, "@id"));
    if (memchr(s.p, '#', s.n) != NULL) s = tdg_str_of(""); /* a reference, no address */
  }
  return s;
}

/* ---- reading ---- */

/* What breaks most scripts: control characters inside strings, commas before a closing bracket, half
 * surrogates. */
static struct tdg_str repair(tdg_call *call, struct tdg_str s) {
  char *out = tdg_scratch(call, s.n + 1);
  size_t n = 0;
  int inside = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (inside && c == '\\' && i + 1 < s.n) {
      if (strchr("\"\\/bfnrtu", s.p[i + 1]) == NULL) continue;
      out[n++] = c;
      out[n++] = s.p[++i];
      continue;
    }
    if (c == '"') inside = !inside;
    if ((uint8_t)c < 0x20) c = ' ';
    if (!inside && (c == '}' || c == ']')) {
      while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == ',')) n--;
    }
    out[n++] = c;
  }
  return (struct tdg_str){out, n};
}

static void parse_all(struct ld *ld, struct tdg_str s) {
  while (s.n > 0 && ld->n_roots < sizeof(ld->root) / sizeof(ld->root[0])) {
    json_error_t err;
    json_t *v = json_loadb(s.p, s.n, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &err);
    if (v == NULL) return;
    ld->root[ld->n_roots++] = v;
    if (err.position <= 0 || (size_t)err.position >= s.n) return;
    s.p += err.position;
    s.n -= (size_t)err.position;
    while (s.n > 0 && s.p[0] != '{' && s.p[0] != '[') s.p++, s.n--;
  }
}

static void read_script(struct ld *ld, struct tdg_str s) {
  size_t before = ld->n_roots;
  if (tdg_str_has(s, "{&quot;@")) s = tdg_html_unescape(ld->pg->call, s, 0); /* escaped once too often */
  while (s.n > 0 && s.p[0] != '{' && s.p[0] != '[') s.p++, s.n--;
  if (s.n == 0 || s.n > MAX_LD_SIZE) return;
  parse_all(ld, s);
  if (ld->n_roots == before) parse_all(ld, repair(ld->pg->call, s));
}

/* All objects, breadth first, bounded. */
static void list_objects(struct ld *ld) {
  size_t done = 0;
  for (size_t i = 0; i < ld->n_roots; i++) {
    json_t *v = ld->root[i], *item;
    size_t k;
    if (json_is_object(v) && ld->n_objects < MAX_LD_OBJECTS) ld->object[ld->n_objects++] = v;
    json_array_foreach(v, k, item) {
      if (json_is_object(item) && ld->n_objects < MAX_LD_OBJECTS) ld->object[ld->n_objects++] = item;
    }
  }
  for (; done < ld->n_objects; done++) {
    static const char *const inner[] = {"@graph",         "mainEntity", "mainEntityOfPage", "hasPart",
                                        "liveBlogUpdate", "author",     "itemReviewed",     "breadcrumb"};
    for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); i++) {
      json_t *v = json_object_get(ld->object[done], inner[i]), *item;
      size_t k;
      if (json_is_object(v) && ld->n_objects < MAX_LD_OBJECTS) ld->object[ld->n_objects++] = v;
      json_array_foreach(v, k, item) {
        if (json_is_object(item) && ld->n_objects < MAX_LD_OBJECTS) ld->object[ld->n_objects++] = item;
      }
    }
  }
}

/* What a reference stands for: the object of the same @id that has the member that is wanted. */
static json_t *follow(const struct ld *ld, json_t *v, const char *wanted) {
  const char *id;
  if (json_is_array(v)) v = json_array_get(v, 0);
  id = json_string_value(json_object_get(v, "@id"));
  if (id == NULL || json_object_get(v, wanted) != NULL) return v;
  for (size_t i = 0; i < ld->n_objects; i++) {
    const char *other = json_string_value(json_object_get(ld->object[i], "@id"));
    if (other != NULL && strcmp(other, id) == 0 && json_object_get(ld->object[i], wanted) != NULL)
      return ld->object[i];
  }
  return v;
}

/* ---- choosing ---- */

/* Its type; of several the first that is an article's, else the first. */
static const char *type_of(const json_t *o) {
  const json_t *t = json_object_get(o, "@type"), *item, *best = json_array_get(t, 0);
  size_t i;
  if (json_is_string(t)) return json_string_value(t);
  json_array_foreach(t, i, item) {
    if (json_is_string(item) && tdg_str_ends(tdg_str_of(json_string_value(item)), "Article")) best = item;
  }
  return json_is_string(best) ? json_string_value(best) : "";
}

static int score_object(const json_t *o) {
  const char *type = type_of(o);
  int score = 0;
  if (tdg_str_ends(tdg_str_of(type), "LiveBlogPosting")) /* beats the postings inside it */
    score = 130;
  else if (tdg_str_ends(tdg_str_of(type), "Article") || tdg_str_ends(tdg_str_of(type), "BlogPosting") ||
           tdg_str_ends(tdg_str_of(type), "Report"))
    score = 100;
  else if (strcmp(type, "Review") == 0 || strcmp(type, "Recipe") == 0) score = 60;
  else if (strcmp(type, "VideoObject") == 0 || strcmp(type, "PodcastEpisode") == 0) score = 20;
  else if (tdg_str_ends(tdg_str_of(type), "WebPage") || tdg_str_ends(tdg_str_of(type), "CreativeWork") ||
           tdg_str_ends(tdg_str_of(type), "Posting"))
    score = 30;
  if (score == 0) return 0;
  if (json_object_get(o, "headline") != NULL) score += 20;
  if (json_object_get(o, "author") != NULL) score += 10;
  if (json_object_get(o, "datePublished") != NULL) score += 10;
  if (json_object_get(o, "articleBody") != NULL) score += 5;
  return score;
}

static int is_organisation(const json_t *v) {
  const char *t = type_of(v);
  return tdg_str_ends(tdg_str_of(t), "Organization") || tdg_str_ends(tdg_str_of(t), "Corporation") ||
         strcmp(t, "WebSite") == 0;
}

static void add_author(struct ld *ld, json_t *v, const char *key, int rank) {
  json_t *o = follow(ld, v, "name");
  struct tdg_str name = name_of(ld->pg, o, 0), url = tdg_str_of("");
  if (json_is_object(o)) {
    url = text_of(ld->pg, json_object_get(o, "url"));
    if (name.n == 0) {
      struct tdg_str given = text_of(ld->pg, json_object_get(o, "givenName"));
      struct tdg_str family = text_of(ld->pg, json_object_get(o, "familyName"));
      struct tdg_buf b = tdg_buf_make(ld->pg->call, MAX_META_TEXT);
      tdg_buf_add(&b, given.p, given.n);
      if (given.n > 0 && family.n > 0) tdg_buf_char(&b, ' ');
      tdg_buf_add(&b, family.p, family.n);
      name = tdg_buf_get(&b);
    }
  }
  if (json_is_object(o) && is_organisation(o)) rank += 100;
  values_add(&ld->m->author, &(struct value){name, url, FROM_JSONLD, rank, tdg_str_of(key)});
}

static void add_authors(struct ld *ld, const json_t *o, const char *key, int rank) {
  json_t *item, *v = json_object_get(o, key);
  size_t i;
  if (!json_is_array(v)) {
    add_author(ld, v, key, rank);
    return;
  }
  json_array_foreach(v, i, item) {
    if (i < MAX_LD_AUTHORS) add_author(ld, item, key, rank);
  }
}

static void add_tags(struct ld *ld, const json_t *v) {
  const json_t *item;
  size_t i;
  if (json_is_string(v)) tags_add(ld->m, text_of(ld->pg, v), FROM_JSONLD, 0);
  json_array_foreach(v, i, item) {
    if (ld->m->n_tags < MAX_TAGS) tags_add(ld->m, name_of(ld->pg, item, 0), FROM_JSONLD, 1);
  }
}

/* The text of an article keeps its line breaks; markup in it becomes text. */
static struct tdg_str body_of(struct page *pg, const json_t *v) {
  struct tdg_str s;
  if (!json_is_string(v)) return tdg_str_of("");
  s = tdg_str_of(json_string_value(v));
  if (memchr(s.p, '&', s.n) != NULL) s = tdg_html_unescape(pg->call, s, 0);
  if (tdg_nocase_has(s, "<p") || tdg_nocase_has(s, "</")) s = tdg_html_text(pg->call, s);
  return tdg_str_copy(pg->call, s);
}

static int truth_of(const json_t *v) {
  if (json_is_boolean(v)) return json_is_true(v);
  if (json_is_string(v))
    return tdg_nocase_is(tdg_str_of(json_string_value(v)), "true")    ? 1
           : tdg_nocase_is(tdg_str_of(json_string_value(v)), "false") ? 0
                                                                      : -1;
  return -1;
}

static struct tdg_str picture_of(const struct ld *ld, json_t *v) {
  struct tdg_str url = tdg_str_of("");
  if (json_is_string(v) || json_is_string(json_array_get(v, 0))) return url_of(ld->pg, v, 0);
  v = follow(ld, v, "url");
  if (json_is_object(v)) url = url_of(ld->pg, v, 0);
  return url.n > 0 ? url : url_of(ld->pg, follow(ld, v, "contentUrl"), 0);
}

static void add(struct values *list, struct tdg_str text, const char *key, int rank) {
  values_add(list, &(struct value){text, tdg_str_of(""), FROM_JSONLD, rank, tdg_str_of(key)});
}

static void take_text(struct ld *ld, struct values *list, const json_t *o, const char *key, int rank) {
  add(list, text_of(ld->pg, json_object_get(o, key)), key, rank);
}

static void take(struct ld *ld, json_t *o, int rank) {
  struct page *pg = ld->pg;
  struct meta *m = ld->m;
  int article = score_object(o) >= 60;
  take_text(ld, &m->title, o, "headline", rank);
  if (article) take_text(ld, &m->title, o, "name", rank + 2);
  take_text(ld, &m->title, o, "alternativeHeadline", rank + 5);
  take_text(ld, &m->description, o, "description", rank);
  take_text(ld, &m->published, o, "datePublished", rank);
  take_text(ld, &m->published, o, "dateCreated", rank + 20);
  take_text(ld, &m->published, o, "uploadDate", rank + 20);
  take_text(ld, &m->modified, o, "dateModified", rank);
  add(&m->section, name_of(pg, json_object_get(o, "articleSection"), 0), "articleSection", rank);
  add(&m->language, name_of(pg, json_object_get(o, "inLanguage"), 0), "inLanguage", rank);
  add(&m->image, picture_of(ld, json_object_get(o, "image")), "image", rank);
  if (json_object_get(o, "author") != NULL) add_authors(ld, o, "author", rank);
  else if (json_object_get(o, "creator") != NULL) add_authors(ld, o, "creator", rank + 1);
  if (!article) return;
  add_tags(ld, json_object_get(o, "keywords"));
  if (m->ld_body.n == 0) m->ld_body = body_of(pg, json_object_get(o, "articleBody"));
  if (m->ld_type.n == 0) m->ld_type = tdg_str_copy(pg->call, tdg_str_of(type_of(o)));
  if (m->publisher.n == 0) m->publisher = name_of(pg, follow(ld, json_object_get(o, "publisher"), "name"), 0);
  if (m->free_access < 0) m->free_access = truth_of(json_object_get(o, "isAccessibleForFree"));
}

/* The name of one step of a breadcrumb; "" for the front page and for what has no address of its own. */
static struct tdg_str step_name(struct page *pg, const json_t *step) {
  const json_t *item = json_object_get(step, "item");
  struct tdg_str name = text_of(pg, json_object_get(step, "name")), address = url_of(pg, item, 0);
  struct tdg_url parts;
  if (name.n == 0) name = text_of(pg, json_object_get(item, "name"));
  if (address.n == 0 && json_is_object(item)) address = text_of(pg, json_object_get(item, "@id"));
  if (address.n == 0 || name.n > MAX_SECTION || tdg_url_parse(address, &parts) != 0) return tdg_str_of("");
  return parts.path.n > 1 ? name : tdg_str_of("");
}

/* The last step that is neither the article nor the front page. */
static void take_breadcrumb(struct ld *ld) {
  struct meta *m = ld->m;
  for (size_t i = 0; i < ld->n_objects && m->breadcrumb.n == 0; i++) {
    const json_t *steps = json_object_get(ld->object[i], "itemListElement"), *step;
    size_t k;
    if (strcmp(type_of(ld->object[i]), "BreadcrumbList") != 0) continue;
    json_array_foreach(steps, k, step) {
      struct tdg_str name = k < MAX_STEPS ? step_name(ld->pg, step) : tdg_str_of("");
      if (name.n > 0 && (k + 1 < json_array_size(steps) || k == 0)) m->breadcrumb = name;
    }
  }
}

/* Pages list other articles in the same way: this one is in the title of the page. */
static int in_title(const struct ld *ld, const json_t *o) {
  struct tdg_str s = str_bare(ld->pg->call, text_of(ld->pg, json_object_get(o, "headline")));
  if (s.n > SAME_START) s.n = SAME_START;
  return s.n > 0 && memmem(ld->title.p, ld->title.n, s.p, s.n) != NULL;
}

static void read_title(struct ld *ld) {
  struct page *pg = ld->pg;
  ld->title = tdg_str_of("");
  for (uint32_t i = 1; i + 1 < pg->n && i < MAX_HEAD; i++) {
    if (pg->node[i].tag != TDG_HTML_TITLE || pg->node[i].end == i + 1) continue;
    ld->title = str_bare(pg->call, source_text(pg, pg->node[i + 1].at, pg->node[i + 1].len));
    return;
  }
}

static void take_best(struct ld *ld) {
  for (int round = 0; round < 3; round++) {
    size_t best = 0;
    int best_score = 0;
    for (size_t i = 0; i < ld->n_objects; i++) {
      int s = score_object(ld->object[i]);
      if (s >= 60 && i < MAX_ARTICLES && in_title(ld, ld->object[i])) s += 25;
      if (s > best_score) best = i, best_score = s;
    }
    if (best_score == 0) return;
    take(ld, ld->object[best], round * 10);
    ld->object[best] = ld->object[--ld->n_objects];
  }
}

void jsonld_read(struct page *pg, struct meta *m) {
  struct ld *ld = tdg_scratch(pg->call, sizeof(*ld));
  size_t scripts = 0;
  ld->pg = pg;
  ld->m = m;
  m->free_access = -1;
  for (uint32_t i = 1; i + 1 < pg->n && scripts < MAX_LD_SCRIPTS; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag == TDG_HTML_META && tdg_nocase_has(node_attr(pg, i, TDG_ATTR_NAME), "ld+json")) {
      struct tdg_str said = node_attr(pg, i, TDG_ATTR_CONTENT); /* what a framework made of the script */
      if (said.n <= MAX_LD_SIZE) read_script(ld, tdg_html_unescape(pg->call, said, 1));
      scripts++;
    }
    if (n->tag != TDG_HTML_SCRIPT || n->end == i + 1 ||
        !tdg_nocase_has(node_attr(pg, i, TDG_ATTR_TYPE), "ld+json"))
      continue;
    read_script(ld, (struct tdg_str){pg->src.p + pg->node[i + 1].at, pg->node[i + 1].len});
    scripts++;
  }
  list_objects(ld);
  read_title(ld);
  take_breadcrumb(ld);
  take_best(ld);
  for (size_t i = 0; i < ld->n_roots; i++) json_decref(ld->root[i]);
}
