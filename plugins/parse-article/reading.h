/* reading.h - the steps from a page to the record of its article; for the component and for page_extension.c. */
#ifndef PARSE_ARTICLE_READING_H
#define PARSE_ARTICLE_READING_H

#include "page_facts.h"
#include "page_kind.h"
#include "site_files.h"
#include "site_rules.h"

/* Everything that is read from one page.  Set before reading_lines: pg, and what is to count. */
struct reading {
  struct page *pg;
  struct site_rule *rule; /* that holds for this page; NULL */
  struct picked picked;   /* what it found */
  int named;              /* it is not a rule but what a site's parser names */
  int whole;              /* nothing is cut off where another article seems to begin */
  /* what is found */
  struct meta *meta;
  struct body body;
  struct hints hints;
  struct chosen title;
  struct quality quality;
  struct writer *blocks;
  int ruled; /* the body is what the rule says */
};

/* Address and size of the document: TDG_OK, or the status of a failure that is told.  Sets call, url. */
int page_open(tdg_call *call, const tdg_rec *doc, struct page *pg);
/* Decode and build the tree, with what the files of the community replace in its source (NULL: none); keep_all is set
 * before. */
void page_parse(struct page *pg, const tdg_rec *doc, const struct site_files *files);
/* Measure the page, apply what the rule found to the tree, and cut it into lines. */
void reading_lines(struct reading *r);
/* The record, not emitted; NULL when there is nothing to read, which is told: TDG_BAD_INPUT. */
tdg_rec *reading_record(struct reading *r, const tdg_rec *doc);
/* Is the page another kind than an article? */
int reading_is_notice(const struct reading *r);
/* Emit the request for the next page of the article: 1, 0 when there is none. */
int reading_ask_on(struct reading *r, const tdg_rec *doc, const char *as);

#endif
