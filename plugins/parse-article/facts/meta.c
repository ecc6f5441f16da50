/* meta.c - <meta>, <link>, <title> and microdata: collected with their source. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

#include "page_facts.h"

struct tdg_str str_spaces(tdg_call *call, struct tdg_str s, int wide) {
  struct tdg_str out = tdg_str_copy(call, s);
  const char *p = s.p, *end = s.p + s.n;
  while (p < end) {
    const char *from = p;
    uint32_t c = tdg_utf8_next(&p, end);
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0xFEFF || c == 0x200B ||
        (wide && c == 0x3000))
      memset((char *)(uintptr_t)out.p + (from - s.p), ' ', (size_t)(p - from));
  }
  return tdg_fold_space(call, out);
}

void values_add(struct values *list, const struct value *value) {
  if (value->text.n == 0 || value->text.n > MAX_META_TEXT || list->n == MAX_VALUES) return;
  list->v[list->n++] = *value;
}

/* Codes of a machine ("source:desk:7", "type_news", "@west") are no tags. */
static void add_tag(struct meta *m, struct tdg_str s, int from) {
  const char *colon;
  s = tdg_str_trim(s);
  colon = memchr(s.p, ':', s.n);
  if (s.n == 0 || s.n >= 120 || m->n_tags == MAX_TAGS) return;
  if (colon != NULL && colon + 1 < s.p + s.n && colon[1] != ' ') return;
  if (s.p[0] == '@' || memchr(s.p, '_', s.n) != NULL) return;
  m->tag[m->n_tags++] = (struct value){.text = s, .url = tdg_str_of(""), .from = from};
}

void tags_add(struct meta *m, struct tdg_str s, int from, int in_list) {
  const char *start = s.p, *end = s.p + s.n;
  for (const char *p = s.p; p < end; p++) {
    if (*p != ',' || (in_list && p + 1 < end && p[1] == ' ')) continue;
    add_tag(m, (struct tdg_str){start, (size_t)(p - start)}, from);
    start = p + 1;
  }
  add_tag(m, (struct tdg_str){start, (size_t)(end - start)}, from);
}

const char *meta_from_name(int from) {
  static const char *const names[] = {"",     "json-ld", "meta",  "opengraph", "microdata",
                                      "text", "url",     "title", "rule",      "script"};
  return names[from];
}

struct rule {
  const char *name;
  size_t list; /* offset of the struct values */
  int from, rank;
};
#define LIST(member) offsetof(struct meta, member)
static const struct rule rules[] = {
    {"og:title", LIST(title), FROM_OPENGRAPH, 0},
    {"twitter:title", LIST(title), FROM_META, 1},
    {"title", LIST(title), FROM_META, 2},
    {"dc.title", LIST(title), FROM_META, 2},
    {"dcterms.title", LIST(title), FROM_META, 2},
    {"parsely-title", LIST(title), FROM_META, 0},
    {"sailthru.title", LIST(title), FROM_META, 0},
    {"citation_title", LIST(title), FROM_META, 0},
    {"og:description", LIST(description), FROM_OPENGRAPH, 0},
    {"description", LIST(description), FROM_META, 0},
    {"twitter:description", LIST(description), FROM_META, 2},
    {"author", LIST(author), FROM_META, 0},
    {"authors", LIST(author), FROM_META, 0},
    {"article:author", LIST(author), FROM_OPENGRAPH, 3},
    {"article:author_name", LIST(author), FROM_OPENGRAPH, 0},
    {"dc.creator", LIST(author), FROM_META, FAMILY_FIRST},
    {"dcterms.creator", LIST(author), FROM_META, FAMILY_FIRST},
    {"dc.contributor", LIST(author), FROM_META, 4},
    {"parsely-author", LIST(author), FROM_META, 0},
    {"sailthru.author", LIST(author), FROM_META, 0},
    {"citation_author", LIST(author), FROM_META, FAMILY_FIRST},
    {"citation_authors", LIST(author), FROM_META, 0},
    {"byl", LIST(author), FROM_META, 0},
    {"twitter:data1", LIST(author), FROM_META, 9},
    {"article:published_time", LIST(published), FROM_OPENGRAPH, 0},
    {"og:article:published_time", LIST(published), FROM_OPENGRAPH, 0},
    {"article:published", LIST(published), FROM_OPENGRAPH, 1},
    {"og:published_time", LIST(published), FROM_OPENGRAPH, 1},
    {"datepublished", LIST(published), FROM_META, 0},
    {"publishdate", LIST(published), FROM_META, 1},
    {"publish_date", LIST(published), FROM_META, 1},
    {"publish-date", LIST(published), FROM_META, 1},
    {"published_time", LIST(published), FROM_META, 1},
    {"publication_date", LIST(published), FROM_META, 1},
    {"pubdate", LIST(published), FROM_META, 1},
    {"published", LIST(published), FROM_META, 1},
    {"firstpublished", LIST(published), FROM_META, 1},
    {"article.created", LIST(published), FROM_META, 2},
    {"article:created", LIST(published), FROM_META, 2},
    {"date", LIST(published), FROM_META, 2},
    {"dc:created", LIST(published), FROM_META, 2},
    {"dc.date", LIST(published), FROM_META, 2},
    {"dc.date.issued", LIST(published), FROM_META, 1},
    {"dcterms.date", LIST(published), FROM_META, 2},
    {"dcterms.created", LIST(published), FROM_META, 2},
    {"dcterms.issued", LIST(published), FROM_META, 1},
    {"dc.date.created", LIST(published), FROM_META, 1},
    {"parsely-pub-date", LIST(published), FROM_META, 0},
    {"sailthru.date", LIST(published), FROM_META, 1},
    {"citation_publication_date", LIST(published), FROM_META, 1},
    {"citation_online_date", LIST(published), FROM_META, 1},
    {"article.published", LIST(published), FROM_META, 0},
    {"article_date_original", LIST(published), FROM_META, 0},
    {"originalpublicationdate", LIST(published), FROM_META, 0},
    {"cxenseparse:recs:publishtime", LIST(published), FROM_META, 0},
    {"article:modified_time", LIST(modified), FROM_OPENGRAPH, 0},
    {"og:updated_time", LIST(modified), FROM_OPENGRAPH, 1},
    {"article:modified", LIST(modified), FROM_OPENGRAPH, 1},
    {"last-modified", LIST(modified), FROM_META, 1},
    {"dcterms.modified", LIST(modified), FROM_META, 1},
    {"datemodified", LIST(modified), FROM_META, 0},
    {"lastmod", LIST(modified), FROM_META, 1},
    {"article:section", LIST(section), FROM_OPENGRAPH, 0},
    {"parsely-section", LIST(section), FROM_META, 0},
    {"og:image", LIST(image), FROM_OPENGRAPH, 0},
    {"og:image:url", LIST(image), FROM_OPENGRAPH, 0},
    {"og:image:secure_url", LIST(image), FROM_OPENGRAPH, 1},
    {"twitter:image", LIST(image), FROM_META, 1},
    {"og:url", LIST(canonical), FROM_OPENGRAPH, 1},
    {"og:locale", LIST(language), FROM_OPENGRAPH, 1},
    {"content-language", LIST(language), FROM_META, 2},
    {"dc.language", LIST(language), FROM_META, 2},
    {"og:site_name", LIST(site), FROM_OPENGRAPH, 0},
    {"application-name", LIST(site), FROM_META, 1},
};

/* A value of a <meta>, <link> or the like, under its name there. */
static void add(struct values *list, struct tdg_str text, int from, int rank, struct tdg_str key) {
  values_add(list, &(struct value){text, tdg_str_of(""), from, rank, key});
}

static struct values *list_at(struct meta *m, size_t offset) {
  return (struct values *)(void *)((char *)m + offset);
}

/* "cms_creationDate", "published_at", "date.available": whoever made the page, it is the first date. */
static int names_first_date(struct tdg_str key) {
  static const char *const verbs[] = {"publi",   "pub_",   "pubd",      "creat",
                                      "release", "issued", "available", "citation"};
  if (!tdg_nocase_has(key, "date") && !tdg_nocase_has(key, "time") && !tdg_nocase_has(key, "_at") &&
      !tdg_nocase_has(key, "pubday"))
    return 0;
  for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
    if (tdg_nocase_has(key, verbs[i])) return 1;
  }
  return 0;
}

static void read_named(struct page *pg, struct meta *m, uint32_t i, struct tdg_str key) {
  for (size_t r = 0; r < sizeof(rules) / sizeof(rules[0]); r++) {
    if (!tdg_nocase_is(key, rules[r].name)) continue;
    add(list_at(m, rules[r].list), node_attr_text(pg, i, TDG_ATTR_CONTENT), rules[r].from, rules[r].rank,
        key);
    return;
  }
  if (names_first_date(key)) {
    add(&m->published, node_attr_text(pg, i, TDG_ATTR_CONTENT), FROM_META, 2, key);
  } else if ((tdg_nocase_has(key, "modif") || tdg_nocase_has(key, "update")) &&
             (tdg_nocase_has(key, "date") || tdg_nocase_has(key, "time"))) {
    add(&m->modified, node_attr_text(pg, i, TDG_ATTR_CONTENT), FROM_META, 2, key);
  } else if (tdg_nocase_has(key, "date") && !tdg_nocase_has(key, "expir") && !tdg_nocase_has(key, "valid")) {
    add(&m->published, node_attr_text(pg, i, TDG_ATTR_CONTENT), FROM_META, 5, key);
  } else if (tdg_nocase_is(key, "article:tag")) {
    tags_add(m, node_attr_text(pg, i, TDG_ATTR_CONTENT), FROM_OPENGRAPH, 1);
  } else if (tdg_nocase_is(key, "news_keywords") || tdg_nocase_is(key, "parsely-tags")) {
    tags_add(m, node_attr_text(pg, i, TDG_ATTR_CONTENT), FROM_META, 0);
  } else if (tdg_nocase_is(key, "og:type")) {
    m->og_type = node_attr_text(pg, i, TDG_ATTR_CONTENT);
  } else if (tdg_nocase_is(key, "article:content_tier")) {
    struct tdg_str v = node_attr(pg, i, TDG_ATTR_CONTENT);
    if (m->free_access < 0)
      m->free_access = tdg_nocase_is(v, "free")                                    ? 1
                       : tdg_nocase_is(v, "locked") || tdg_nocase_is(v, "metered") ? 0
                                                                                   : -1;
  }
}

static void read_meta(struct page *pg, struct meta *m, uint32_t i) {
  struct tdg_str key = node_attr(pg, i, TDG_ATTR_PROPERTY);
  if (key.n == 0) key = node_attr(pg, i, TDG_ATTR_NAME);
  if (key.n == 0) key = node_attr(pg, i, TDG_ATTR_HTTP_EQUIV);
  if (key.n > 0) read_named(pg, m, i, tdg_str_trim(key));
}

static void read_link(struct page *pg, struct meta *m, uint32_t i) {
  struct tdg_str rel = node_attr(pg, i, TDG_ATTR_REL), href = node_attr_text(pg, i, TDG_ATTR_HREF);
  if (tdg_nocase_is(rel, "canonical")) add(&m->canonical, href, FROM_META, 0, rel);
  else if (tdg_nocase_is(rel, "amphtml")) m->amp = href;
  else if (tdg_nocase_has(rel, "license")) m->licence = href;
}

/* RDFa on an element of the page, as content management systems write it: property="dc:date dc:created". */
static void read_rdfa(struct page *pg, struct meta *m, uint32_t i) {
  struct tdg_str prop = node_attr(pg, i, TDG_ATTR_PROPERTY), v;
  if (prop.n == 0) return;
  int created = tdg_nocase_has(prop, "datecreated") || tdg_nocase_has(prop, "dc:created") ||
                tdg_nocase_has(prop, "dcterms:created") || tdg_nocase_has(prop, "dc:date");
  if (!created && !tdg_nocase_has(prop, "schema:datepublished")) return;
  v = node_attr_text(pg, i, TDG_ATTR_CONTENT);
  add(&m->published, v.n > 0 ? v : node_text(pg, i, 100), FROM_MICRODATA, created ? 2 : 0, prop);
}

/* itemprop on any element: its content attribute, its datetime, or its text. */
static void read_itemprop(struct page *pg, struct meta *m, uint32_t i) {
  struct tdg_str prop = node_attr(pg, i, TDG_ATTR_ITEMPROP), v = node_attr_text(pg, i, TDG_ATTR_CONTENT);
  if (prop.n == 0) return;
  if (v.n == 0) v = node_attr_text(pg, i, TDG_ATTR_DATETIME);
  if (tdg_nocase_is(prop, "headline")) {
    add(&m->title, v.n > 0 ? v : node_text(pg, i, 400), FROM_MICRODATA, 0, prop);
  } else if (tdg_nocase_is(prop, "datepublished") || tdg_nocase_is(prop, "datecreated")) {
    add(&m->published, v.n > 0 ? v : node_text(pg, i, 100), FROM_MICRODATA, prop.p[4] == 'C' ? 2 : 0, prop);
  } else if (tdg_nocase_is(prop, "author") && v.n > 0) {
    add(&m->author, v, FROM_MICRODATA, 0, prop);
  } else if (tdg_nocase_is(prop, "datemodified")) {
    add(&m->modified, v.n > 0 ? v : node_text(pg, i, 100), FROM_MICRODATA, 0, prop);
  }
}

static void read_title(struct page *pg, struct meta *m, uint32_t i) {
  const struct tdg_node *text = &pg->node[i + 1];
  if (pg->node[i].end == i + 1) return;
  for (size_t k = 0; k < m->title.n; k++) {
    if (m->title.v[k].from == FROM_TITLE) return;
  }
  add(&m->title, source_text(pg, text->at, text->len), FROM_TITLE, 0, tdg_str_of("<title>"));
}

void meta_read(struct page *pg, struct meta *m) {
  uint32_t foreign_end = 0;
  for (uint32_t i = 1; i < pg->n; i++) {
    switch (pg->node[i].tag) {
    case TDG_HTML_TEXT: break;
    case TDG_HTML_META:
      read_meta(pg, m, i);
      read_itemprop(pg, m, i);
      break;
    case TDG_HTML_LINK: read_link(pg, m, i); break;
    case TDG_HTML_SVG: foreign_end = pg->node[i].end; break;
    case TDG_HTML_TITLE:
      if (i >= foreign_end) read_title(pg, m, i);
      break;
    case TDG_HTML_HTML:
      add(&m->language, node_attr_text(pg, i, TDG_ATTR_LANG), FROM_META, 0, tdg_str_of("<html lang>"));
      break;
    default:
      if (pg->node[i].len > 0) read_itemprop(pg, m, i);
    }
  }
  if (m->published.n > 0) return; /* asked only where nothing else says it */
  for (uint32_t i = 1; i < pg->n; i++)
    if (pg->node[i].tag != TDG_HTML_TEXT && pg->node[i].len > 0) read_rdfa(pg, m, i);
}

void origin_write(struct page *pg, struct meta *m, tdg_rec *rec, const struct origin *o) {
  tdg_call *call = pg->call;
  tdg_rec *g = tdg_group(call);
  tdg_put_str(call, g, TDG_FIELD_NAME, o->field);
  tdg_put_str(call, g, TDG_FROM, meta_from_name(o->from));
  tdg_put_text(call, g, TDG_RAW, o->raw.p, o->raw.n);
  if (o->date != NULL) tdg_date_put_written(call, g, o->date, pg->zone.n > 0);
  tdg_put_rec(call, rec, TDG_ORIGIN, g);
  if (m->n_origins == MAX_ORIGINS) return;
  m->origin[m->n_origins] = *o;
  m->origin[m->n_origins++].date = NULL; /* the caller's */
}
