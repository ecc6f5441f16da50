/* page_facts.h - what a page says about its article outside the text: collected once, judged by topic.
 *
 * Every value keeps where it was found; page_title.c, author.c and page_date.c choose between them by agreement. */
#ifndef PARSE_ARTICLE_PAGE_FACTS_H
#define PARSE_ARTICLE_PAGE_FACTS_H

#include "article_page.h"
#include "body.h"

#include <tidings/kit/author_names.h>
#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

enum meta_from {
  FROM_NONE = 0,
  FROM_JSONLD,
  FROM_META,
  FROM_OPENGRAPH,
  FROM_MICRODATA,
  FROM_VISIBLE,
  FROM_URL,
  FROM_TITLE,
  FROM_RULE,
  FROM_SCRIPT
};
enum {
  MAX_VALUES = 16, /* of one kind */
  MAX_LD_SCRIPTS = 24,
  MAX_LD_SIZE = 4 << 20,
  MAX_LD_OBJECTS = 4000,
  MAX_LD_DEPTH = 24,
  MAX_AUTHORS = 24,
  MAX_TAGS = 40,
  MAX_ORIGINS = 8,
  MAX_META_TEXT = 2000
};

enum { FAMILY_FIRST = 2 }; /* the rank of author tags that write "Quill, Ada" */

struct value {
  struct tdg_str text, url;
  int from;           /* enum meta_from */
  int rank;           /* lower is better, inside one source */
  struct tdg_str key; /* the name that it stands under there: og:title, headline, a rule's selector */
};
struct values {
  struct value v[MAX_VALUES];
  size_t n;
};
static inline struct tdg_str values_first(const struct values *list) {
  return list->n > 0 ? list->v[0].text : tdg_str_of("");
}

/* Where a value of the record was taken from. */
struct origin {
  const char *field;
  int from;
  struct tdg_str key;          /* see struct value */
  uint32_t node;               /* of what the page shows: its element; 0 */
  struct tdg_str raw;          /* as it stood there, where the record says so; "" */
  const struct tdg_date *date; /* of a date: how it was written; NULL */
};

struct meta {
  struct origin origin[MAX_ORIGINS]; /* those that were written */
  size_t n_origins;
  struct values title, description, author, published, modified, section, image, canonical, language, site;
  struct value tag[MAX_TAGS];
  size_t n_tags;
  struct tdg_str ld_body;    /* schema.org articleBody */
  struct tdg_str ld_type;    /* NewsArticle, ... */
  struct tdg_str subtitle;   /* of a site's rule */
  int date_named;            /* a site's parser names the date: no other one counts */
  struct tdg_str breadcrumb; /* where the article stands, by schema.org's BreadcrumbList */
  struct tdg_str publisher, licence, og_type, amp, dateline, place;
  int free_access; /* -1 unknown, 0 paid, 1 free */
  int live;
};

/* Hard, narrow and invisible spaces are plain ones; wide: those of Chinese and Japanese as well. */
struct tdg_str str_spaces(tdg_call *call, struct tdg_str s, int wide);
void values_add(struct values *list, const struct value *value);
/* "sea, light" is two tags; as an item of a list a comma with a space behind it belongs to the tag. */
void tags_add(struct meta *m, struct tdg_str text, int from, int in_list);
const char *meta_from_name(int from);
void meta_read(struct page *pg, struct meta *m);   /* meta.c: <meta>, <link>, <title>, microdata */
void jsonld_read(struct page *pg, struct meta *m); /* jsonld.c */
/* page_vocabulary.c: microformats, microdata, RDFa */
void vocabulary_read(struct page *pg, struct meta *m);

struct chosen {
  struct tdg_str text;
  struct tdg_str shown; /* the headline as it stands on the page, else the same */
  struct origin origin;
};
/* page_title.c */
struct chosen title_choose(struct page *pg, const struct meta *m, uint32_t *h1);
/* author.c: writes TDG_AUTHOR groups */
void authors_write(struct page *pg, struct meta *m, const struct body *b, tdg_rec *rec);
/* page_date.c: writes TDG_PUBLISHED, TDG_UPDATED */
void dates_write(struct page *pg, struct meta *m, const struct body *b, tdg_rec *rec);
/* The date in a text of the page, read as dates_write reads those that it finds: 1, 2 (a time of day without a zone), or 0. */
int date_in_text(struct page *pg, const struct meta *m, struct tdg_str text, int64_t *ms);

/* date_label.c: what the words beside a date say about it; before: they stand in front of it, and the last of them counts. */
enum date_label { DATE_PLAIN, DATE_FIRST, DATE_CHANGED, DATE_OTHER };
enum date_label date_label_read(tdg_call *call, struct tdg_str text, int before);

/* Adds TDG_ORIGIN, and keeps it in m: every value's source is written by this. */
void origin_write(struct page *pg, struct meta *m, tdg_rec *rec, const struct origin *o);

/* ---- byline_credits.c: the parts of a byline that name no author (its names: kit/author_names.h) ---- */

/* "Ada Quill. Pictures: Bo Lantern": the text up to who made the pictures and the like; all of it when it begins so. */
struct tdg_str byline_before_credits(tdg_call *call, struct tdg_str s);
/* Does the text begin with a credit?  Then it names nobody who wrote. */
int byline_is_credit(tdg_call *call, struct tdg_str s);
/* The words of a button or a link: "See all by Ada Quill"; inside: also those that may stand behind others. */
int byline_is_control(tdg_call *call, struct tdg_str s, int inside);

/* ---- language_tags.c: language, section, tags, picture, rights and other addresses of an article ---- */

void language_tags_write(struct page *pg, const struct meta *m, const struct body *b, tdg_rec *rec);

/* ---- media.c: pictures and embeds of an article ---- */

enum { MAX_FIGURE_NODES = 400, MAX_IMAGES = 200 };

/* The address of an <img>, absolute; "" when it has none that can be used. */
struct tdg_str image_url(struct page *pg, uint32_t i, struct tdg_str base);
/* The text that goes with it: its figcaption, or a box named caption beside it; "". */
struct tdg_str image_caption(struct page *pg, uint32_t i);
/* Add a block; 1 when there was something to add. */
int image_write(struct page *pg, uint32_t i, struct tdg_str base, tdg_rec *rec);
/* Is this frame a player or a post of a known kind? */
int embed_is_known(const struct page *pg, uint32_t i);
int embed_write(struct page *pg, uint32_t i, struct tdg_str base, tdg_rec *rec);

/* ---- script_data.c: an article that a page shows only after its scripts have run ---- */

/* The longest run of texts under one name in the JSON of the page's scripts, one a line; "" when there is
 * none. */
struct tdg_str script_data_article(struct page *pg);

/* ---- script_values.c: single facts that a page tells its scripts ---- */

/* The one value of a name in the page's scripts; "" when there is none, or more than one. */
struct tdg_str script_value(struct page *pg, const char *name);
/* Do these letters stand in a script of the page? */
int script_has(const struct page *pg, const char *letters);

/* ---- next_page.c: pages of one article ---- */

/* Emits a request for the page after this one, to be read by the parser `as` (NULL: the one that asks), when there
 * is one: 1, else 0. */
int next_page_request(struct page *pg, const char *as);
/* The same, where a site's rule knows the address (as it stands in the page) and the caller the number. */
int next_page_ruled(struct page *pg, struct tdg_str ref, long page, const char *as);
/* Emits a request for the page that has the whole article, which then takes the place of this one (TDG_REL
 * "single-page"): 1, or 0: ref is no other page of the web, or this page is it. */
int single_page_request(struct page *pg, const tdg_rec *doc, struct tdg_str ref, const char *as);

#endif
