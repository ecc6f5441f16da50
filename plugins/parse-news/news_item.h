/* news_item.h - what the files of parse-news share: an item of news while it is read, the texts of an XML document,
 * and the readers of the formats.
 *
 * Texts are slices of the document or lie in the memory of the call; jansson's values live until the reader that made
 * them returns, so what an item keeps of them is copied.  Nothing here can fail but by being cut at its maximum.
 */
#ifndef PARSE_NEWS_NEWS_ITEM_H
#define PARSE_NEWS_NEWS_ITEM_H

#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/xml_tree.h>

enum {
  MAX_PEOPLE = 64,
  MAX_LABELS = 200,
  MAX_MEDIA = 100,
  MAX_RENDITIONS = 40, /* of one picture that are looked at */
  MAX_FACTS = 32,
  MAX_FLAGS = 4,
  MAX_LINE = 16 << 10, /* a title, a name, an address */
  MAX_BODY = 1 << 20,
  MAX_ITEMS = 5000, /* of one document */
  MAX_TREE = 400000,
  MAX_LIST = 1000, /* elements of a JSON list that are looked at */
  MAX_JSON_DEPTH = 12
};

struct person {
  struct tdg_str name, role, url, email, org;
};
struct label {
  struct tdg_str code, scheme, name;
};
struct medium {
  struct tdg_str url, type, length, title, alt, caption, credit, rel;
};
struct fact {
  const char *name;
  struct tdg_str text;
};

enum item_date { DATE_FIRST, DATE_VERSION, DATE_CONTENT, DATE_EMBARGO, DATE_EXPIRES, DATE_EVENT, N_DATES };

struct news_item {
  struct tdg_str title, subtitle, kicker, summary, language, guid, url, dateline, place, section, genre;
  struct tdg_str outlet; /* who published it */
  struct tdg_str holder, notice, terms, licence, access, change_note;
  struct tdg_str date[N_DATES];
  struct person people[MAX_PEOPLE];
  struct label labels[MAX_LABELS];
  struct medium media[MAX_MEDIA];
  struct fact facts[MAX_FACTS];
  const char *flags[MAX_FLAGS];
  size_t n_people, n_labels, n_media, n_facts, n_flags;
  struct tdg_str html, text; /* the body: html, else text */
  int is_picture;            /* no text of its own: a picture, a film */
  struct tdg_str id;         /* what packages name it by */
};

/* The reader of one document. */
struct news {
  tdg_call *call;
  tdg_xml *xml;
  struct tdg_str base, zone; /* the document's address; of times without a zone, "" */
  size_t items;
  int failed;
};

/* ---- news_item.c ---- */

void item_put(struct tdg_str *to, struct tdg_str s); /* the first that says something stays */
void item_person(struct news_item *it, const struct person *p);
/* "By Ada Quill and Bo Lantern" is two people. */
void item_byline(tdg_call *call, struct news_item *it, struct tdg_str line);
void item_label(struct news_item *it, const struct label *l);
struct medium *item_medium(struct news_item *it, struct tdg_str url); /* NULL: no address, or too many */
void item_fact(struct news_item *it, const char *name, struct tdg_str text);
void item_flag(struct news_item *it, const char *flag);
/* What a publishing status says: canceled, withheld, embargoed. */
void item_status(struct news_item *it, struct tdg_str status);
/* Emits its record.  alone: the document holds nothing else, so that its address is the item's. */
void item_emit(struct news *n, struct news_item *it, int alone);

/* ---- news_tree.c: what is below a node ---- */

/* All of its text, white space folded. */
struct tdg_str tree_text(const struct tdg_xml_tree *t, uint32_t i);
struct tdg_str tree_child_text(const struct tdg_xml_tree *t, uint32_t i, const char *name);
/* What is inside of it as HTML: elements of HTML and of NITF keep their meaning, others only their text. */
struct tdg_str tree_html(const struct tdg_xml_tree *t, uint32_t i);

/* ---- the formats ---- */

int newsml_read(struct news *n, const struct tdg_xml_tree *t, uint32_t root); /* newsml.c */
void nitf_read(const struct tdg_xml_tree *t, uint32_t root,
               struct news_item *it); /* nitf.c: adds to the item */
struct json_t;
int ninjs_is(const struct json_t *o); /* ninjs.c */
void ninjs_read(struct news *n, const struct json_t *o, int alone);
int schema_is(const struct json_t *o); /* schema_org.c */
/* Emits every article in the value; roots: where references are looked up. */
void schema_read(struct news *n, const struct json_t *root, int alone);

/* ---- json_member.c: members by name, whatever their case and signs ("versioncreated", "versionCreated") ---- */

const struct json_t *json_member(const struct json_t *o, const char *name);
/* A string or number, copied; of a list the first. "" when it is none. */
struct tdg_str json_text(struct news *n, const struct json_t *v);
struct tdg_str json_member_text(struct news *n, const struct json_t *o, const char *name);
/* news_json.c: 0, or what tdg_fail returned: a JSON value, a list of them, or one a line. */
int json_read(struct news *n, struct tdg_str text);

#endif
