/* page_vocabulary.c - what the elements of a page say about its article by name: microformats (hAtom, hNews, h-entry),
 * microdata and RDFa of schema.org.
 *
 * Read are the properties of one entry: the one that holds most of the text of all entries; where several hold as much, the
 * page is a list, and nothing is read.  What other statements say comes first.  Slices of the page and memory of the call;
 * nothing can fail. */
#include "page_facts.h"

#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

enum { MAX_ENTRIES = 200, MAX_TEXT_VALUE = 600, MAX_TAG_LINKS = 40, NEXT_AUTHOR = 60 };

/* Is it one of the names in a list with spaces between? */
static int has_name(struct tdg_str list, const char *name) {
  struct tdg_str one;
  while (list.n > 0) {
    while (list.n > 0 && tdg_is_space(list.p[0])) list.p++, list.n--;
    for (one = list, one.n = 0; list.n > 0 && !tdg_is_space(list.p[0]); list.p++, list.n--) one.n++;
    if (tdg_nocase_is(one, name)) return 1;
  }
  return 0;
}

static int has_class(const struct page *pg, uint32_t i, const char *name) {
  struct tdg_str list = node_attr(pg, i, TDG_ATTR_CLASS);
  return list.n > 0 && has_name(list, name);
}

static struct tdg_str address_of(struct page *pg, uint32_t i) {
  struct tdg_str v = node_attr_text(pg, i, TDG_ATTR_HREF);
  if (v.n == 0) v = node_attr_text(pg, i, TDG_ATTR_SRC);
  return v.n > 0 ? v : node_attr_text(pg, i, TDG_ATTR_CONTENT);
}

/* What machines are told, else the text. */
static struct tdg_str value_of(struct page *pg, uint32_t i) {
  struct tdg_str v = node_attr_text(pg, i, TDG_ATTR_CONTENT);
  if (v.n == 0) v = node_attr_text(pg, i, TDG_ATTR_DATETIME);
  if (v.n == 0 && pg->node[i].tag == TDG_HTML_ABBR) v = node_attr_text(pg, i, TDG_ATTR_TITLE);
  for (uint32_t k = i + 1; v.n == 0 && k < pg->node[i].end;
       k++) /* value-class, and a date inside its element */
    if (pg->node[k].tag != TDG_HTML_TEXT &&
        (has_class(pg, k, "value-title") || pg->node[k].tag == TDG_HTML_TIME))
      v = node_attr_text(pg, k, pg->node[k].tag == TDG_HTML_TIME ? TDG_ATTR_DATETIME : TDG_ATTR_TITLE);
  return v.n > 0 ? v : tdg_str_trim(node_text(pg, i, MAX_TEXT_VALUE));
}

static void add(struct values *list, struct tdg_str text, const char *key, int rank) {
  values_add(list, &(struct value){text, tdg_str_of(""), FROM_MICRODATA, rank, tdg_str_of(key)});
}

static void add_once(struct values *list, struct tdg_str text, const char *key) {
  if (list->n == 0) add(list, text, key, 1);
}

static void set_once(struct tdg_str *to, struct tdg_str text) {
  if (to->n == 0) *to = text;
}

/* ---- which entry ---- */

/* The one that holds more text than all others together; 0: none. */
static uint32_t main_entry(const struct page *pg, int (*begins)(const struct page *, uint32_t)) {
  uint32_t best = 0, entries = 0;
  uint64_t all = 0;
  for (uint32_t i = 1; i < pg->n && entries < MAX_ENTRIES; i++) {
    if (pg->node[i].tag == TDG_HTML_TEXT || pg->node[i].len == 0 || !begins(pg, i)) continue;
    all += pg->node[i].units;
    if (best == 0 || pg->node[i].units > pg->node[best].units) best = i;
    i = pg->node[i].end - 1;
    entries++;
  }
  return best != 0 && (uint64_t)pg->node[best].units * 2 > all ? best : 0;
}

/* ---- microformats ---- */

static int begins_format(const struct page *pg, uint32_t i) {
  if ((pg->node[i].names & (N_ARTICLE | N_ENTRY)) == 0) return 0; /* neither is among its words */
  return has_class(pg, i, "h-entry") || has_class(pg, i, "hentry") || has_class(pg, i, "hnews") ||
         has_class(pg, i, "h-news");
}

/* The name in a card: its own element, else the whole text. */
static struct tdg_str card_name(struct page *pg, uint32_t i) {
  for (uint32_t k = i; k < pg->node[i].end; k++) {
    if (pg->node[k].tag == TDG_HTML_TEXT ||
        !(has_class(pg, k, "fn") || (k != i && has_class(pg, k, "p-name"))))
      continue;
    return value_of(pg, k);
  }
  return tdg_str_trim(node_text(pg, i, MAX_TEXT_VALUE));
}

enum format_class {
  C_TITLE = 1 << 0,
  C_CONTENT = 1 << 1,
  C_PUBLISHED = 1 << 2,
  C_UPDATED = 1 << 3,
  C_SUMMARY = 1 << 4,
  C_AUTHOR = 1 << 5,
  C_CARD = 1 << 6,
  C_CATEGORY = 1 << 7,
  C_LOCATION = 1 << 8,
  C_ORGANISATION = 1 << 9,
  C_DATELINE = 1 << 10,
  C_PHOTO = 1 << 11,
  C_URL = 1 << 12,
  C_OTHER = 1 << 13 /* an answer, a quotation */
};

static const struct {
  const char *name;
  uint32_t is;
} format_classes[] = {{"entry-title", C_TITLE},
                      {"p-name", C_TITLE},
                      {"e-content", C_CONTENT},
                      {"published", C_PUBLISHED},
                      {"dt-published", C_PUBLISHED},
                      {"updated", C_UPDATED},
                      {"dt-updated", C_UPDATED},
                      {"entry-summary", C_SUMMARY},
                      {"p-summary", C_SUMMARY},
                      {"author", C_AUTHOR},
                      {"p-author", C_AUTHOR | C_CARD},
                      {"vcard", C_CARD},
                      {"h-card", C_CARD},
                      {"p-category", C_CATEGORY},
                      {"p-location", C_LOCATION},
                      {"source-org", C_ORGANISATION},
                      {"dateline", C_DATELINE},
                      {"u-photo", C_PHOTO},
                      {"u-featured", C_PHOTO},
                      {"u-url", C_URL},
                      {"h-cite", C_OTHER},
                      {"comment", C_OTHER},
                      {"hentry", C_OTHER},
                      {"h-entry", C_OTHER}};

/* Most elements of a page have classes of its own: only the first letters of ours are looked at closer. */
static uint32_t format_of(const struct page *pg, uint32_t i) {
  struct tdg_str list = node_attr(pg, i, TDG_ATTR_CLASS), one;
  uint32_t is = 0;
  while (list.n > 0) {
    while (list.n > 0 && tdg_is_space(list.p[0])) list.p++, list.n--;
    for (one = list, one.n = 0; list.n > 0 && !tdg_is_space(list.p[0]); list.p++, list.n--) one.n++;
    if (one.n < 5 || one.n > 13 || strchr("epduavhsc", one.p[0]) == NULL) continue;
    for (size_t k = 0; k < sizeof format_classes / sizeof format_classes[0]; k++)
      if (tdg_nocase_is(one, format_classes[k].name)) is |= format_classes[k].is;
  }
  return is;
}

/* The authors of one article stand together; those further on are of others that it leads to. */
static int too_far(uint32_t *last, uint32_t i, uint32_t end) {
  if (*last != 0 && i > *last + NEXT_AUTHOR) return 1;
  *last = end;
  return 0;
}

static void read_format(struct page *pg, struct meta *m, uint32_t i, uint32_t is, uint32_t *last_author) {
  if ((is & C_TITLE) != 0 && (is & C_CONTENT) == 0) /* a note has no title */
    add(&m->title, value_of(pg, i), "entry-title", 1);
  if ((is & C_PUBLISHED) != 0) add(&m->published, value_of(pg, i), "published", 1);
  if ((is & C_UPDATED) != 0) add(&m->modified, value_of(pg, i), "updated", 1);
  if ((is & C_SUMMARY) != 0) add(&m->description, value_of(pg, i), "summary", 1);
  if ((is & C_AUTHOR) != 0 && (is & C_CARD) != 0 && !too_far(last_author, i, pg->node[i].end))
    add(&m->author, card_name(pg, i), "author", 0);
  if ((is & C_CATEGORY) != 0) tags_add(m, value_of(pg, i), FROM_MICRODATA, 1);
  if ((is & C_LOCATION) != 0) set_once(&m->place, card_name(pg, i));
  if ((is & C_ORGANISATION) != 0) set_once(&m->publisher, card_name(pg, i));
  if ((is & C_DATELINE) != 0 && (is & C_ORGANISATION) == 0) set_once(&m->dateline, value_of(pg, i));
  if ((is & C_PHOTO) != 0) add_once(&m->image, address_of(pg, i), "u-photo");
  if ((is & C_URL) != 0 && pg->node[i].tag == TDG_HTML_A) add_once(&m->canonical, address_of(pg, i), "u-url");
}

/* A link of the entry by what it says it is. */
static void read_link(struct page *pg, struct meta *m, uint32_t i, size_t *tags) {
  struct tdg_str rel = node_attr(pg, i, TDG_ATTR_REL);
  if (rel.n == 0) return;
  if (tdg_nocase_has(rel, "license")) set_once(&m->licence, address_of(pg, i));
  if (*tags < MAX_TAG_LINKS && has_name(rel, "tag"))
    tags_add(m, node_text(pg, i, 100), FROM_MICRODATA, 1), (*tags)++;
}

/* Entries inside of it (answers, quotations) and cards are not the entry's own words. */
static void read_formats(struct page *pg, struct meta *m) {
  uint32_t entry = main_entry(pg, begins_format), last_author = 0;
  size_t tags = m->n_tags > 0 ? MAX_TAG_LINKS : 0;
  if (entry == 0) return;
  for (uint32_t i = entry + 1; i < pg->node[entry].end; i++) {
    uint32_t is;
    if (pg->node[i].tag == TDG_HTML_TEXT || pg->node[i].len == 0) continue;
    is = format_of(pg, i);
    if ((is & C_OTHER) != 0 || (pg->node[i].names & (N_COMMENT | N_RELATED)) != 0) {
      i = pg->node[i].end - 1;
      continue;
    }
    if (is != 0) read_format(pg, m, i, is, &last_author);
    if (pg->node[i].tag == TDG_HTML_A) read_link(pg, m, i, &tags);
    if ((is & (C_CARD | C_ORGANISATION)) != 0) i = pg->node[i].end - 1;
  }
}

/* ---- microdata and RDFa ---- */

static int begins_item(const struct page *pg, uint32_t i) {
  struct tdg_str type = node_attr(pg, i, TDG_ATTR_ITEMTYPE);
  return type.n > 0 && (tdg_nocase_ends(type, "Article") || tdg_nocase_ends(type, "BlogPosting") ||
                        tdg_nocase_ends(type, "Report"));
}

/* The value of a property inside the item at i; 0 where it has none. */
static uint32_t property_in(const struct page *pg, uint32_t i, enum tdg_html_attr attr, const char *name) {
  for (uint32_t k = i + 1; k < pg->node[i].end; k++) {
    struct tdg_str list = pg->node[k].tag != TDG_HTML_TEXT ? node_attr(pg, k, attr) : tdg_str_of("");
    if (tdg_nocase_starts(list, "schema:")) list.p += 7, list.n -= 7;
    if (list.n > 0 && has_name(list, name)) return k;
  }
  return 0;
}

static struct tdg_str name_in(struct page *pg, uint32_t i, enum tdg_html_attr attr) {
  uint32_t name = property_in(pg, i, attr, "name");
  return value_of(pg, name != 0 ? name : i);
}

static void read_image(struct page *pg, struct meta *m, uint32_t i, enum tdg_html_attr attr) {
  struct tdg_str url = address_of(pg, i);
  for (int k = 0; url.n == 0 && k < 2; k++) {
    uint32_t inner = property_in(pg, i, attr, k == 0 ? "contentUrl" : "url");
    if (inner != 0) url = address_of(pg, inner);
  }
  add_once(&m->image, url, "image");
}

/* One property of the article; itemprop's headline and dates are read with the metadata. */
static void read_property(struct page *pg, struct meta *m, uint32_t i, struct tdg_str name,
                          enum tdg_html_attr attr) {
  int rdfa = attr == TDG_ATTR_PROPERTY;
  if (rdfa && has_name(name, "headline")) add(&m->title, value_of(pg, i), "headline", 0);
  else if (rdfa && has_name(name, "datePublished")) add(&m->published, value_of(pg, i), "datePublished", 0);
  else if (rdfa && has_name(name, "dateModified")) add(&m->modified, value_of(pg, i), "dateModified", 0);
  else if (has_name(name, "author") || has_name(name, "creator")) {
    if (rdfa || node_has_attr(pg, i, TDG_ATTR_ITEMSCOPE)) add(&m->author, name_in(pg, i, attr), "author", 0);
  } else if (has_name(name, "description")) add(&m->description, value_of(pg, i), "description", 1);
  else if (has_name(name, "image")) read_image(pg, m, i, attr);
  else if (has_name(name, "articleSection")) add(&m->section, value_of(pg, i), "articleSection", 1);
  else if (has_name(name, "inLanguage")) add_once(&m->language, value_of(pg, i), "inLanguage");
  else if (has_name(name, "keywords")) tags_add(m, value_of(pg, i), FROM_MICRODATA, 0);
  else if (has_name(name, "publisher")) set_once(&m->publisher, name_in(pg, i, attr));
  else if (has_name(name, "dateline")) set_once(&m->dateline, value_of(pg, i));
  else if (has_name(name, "contentLocation")) set_once(&m->place, name_in(pg, i, attr));
  else if (has_name(name, "license")) set_once(&m->licence, address_of(pg, i));
  else if (has_name(name, "mainEntityOfPage")) add_once(&m->canonical, address_of(pg, i), "mainEntityOfPage");
}

static void read_microdata(struct page *pg, struct meta *m) {
  uint32_t item = main_entry(pg, begins_item), last_author = 0;
  if (item == 0) return;
  for (uint32_t i = item + 1; i < pg->node[item].end; i++) {
    struct tdg_str name;
    if (pg->node[i].tag == TDG_HTML_TEXT) continue;
    name = node_attr(pg, i, TDG_ATTR_ITEMPROP);
    if (name.n > 0 && !(has_name(name, "author") && too_far(&last_author, i, pg->node[i].end)))
      read_property(pg, m, i, name, TDG_ATTR_ITEMPROP);
    if (node_has_attr(pg, i, TDG_ATTR_ITEMSCOPE))
      i = pg->node[i].end - 1; /* the properties of something else */
  }
}

/* RDFa that names one headline: of more than one the page is a list. */
static void read_rdfa(struct page *pg, struct meta *m) {
  uint32_t headlines = 0, first = 0;
  for (int round = 0; round < 2 && headlines < 2; round++) {
    for (uint32_t i = 1; i < pg->n; i++) {
      struct tdg_str name =
          pg->node[i].tag != TDG_HTML_TEXT ? node_attr(pg, i, TDG_ATTR_PROPERTY) : tdg_str_of("");
      if (name.n == 0) continue;
      if (tdg_nocase_starts(name, "schema:")) name.p += 7, name.n -= 7;
      if (tdg_str_has(name, ":")) continue; /* og:title and its like */
      if (round == 0) {
        if (has_name(name, "headline") && headlines++ == 0) first = i;
      } else if (first != 0) {
        read_property(pg, m, i, name, TDG_ATTR_PROPERTY);
        if (has_name(name, "author") || has_name(name, "publisher")) i = pg->node[i].end - 1;
      }
    }
  }
}

/* One look at the attributes of the page: most pages have nothing of this. */
void vocabulary_read(struct page *pg, struct meta *m) {
  int microdata = 0, rdfa = 0;
  for (uint32_t k = 0; k < pg->n_attrs; k++) {
    const struct tdg_attr *a = &pg->attr[k];
    if (a->name == TDG_ATTR_ITEMTYPE) microdata = 1;
    else if (a->name == TDG_ATTR_PROPERTY && memchr(pg->src.p + a->at, ':', a->len) == NULL) rdfa = 1;
    else if (a->name == TDG_ATTR_PROPERTY && a->len > 7 && memcmp(pg->src.p + a->at, "schema:", 7) == 0)
      rdfa = 1;
  }
  if (microdata) read_microdata(pg, m);
  if (rdfa) read_rdfa(pg, m);
  read_formats(pg, m);
}
