/* body.h - which lines of a page are its article. */
#ifndef PARSE_ARTICLE_BODY_H
#define PARSE_ARTICLE_BODY_H

#include "article_page.h"

struct writer;

struct body {
  uint32_t root;                  /* the element that holds the article, 0 when none was found */
  uint32_t first, last;           /* lines first .. last - 1 lie under it */
  uint32_t wide_first, wide_last; /* what they were before they were cut to MAX_JUDGED; else 0, 0 */
  uint32_t h1;                    /* the element of the headline, 0 */
  uint32_t first_node; /* where its first good line begins, and its last one ends; 0 without a root */
  uint32_t last_node;
  int said_only;    /* articleBody is long and its text stands nowhere on the page */
  int from_scripts; /* and it is no articleBody but a text of the page's scripts */
  int32_t good;     /* what the page has to read, in units */
  uint32_t notice;  /* units of a notice of short sentences, where the model kept nothing */
};

/* page_lines.c: what a line is worth: text its length, links and scraps cost. */
int32_t line_value(const struct line *l);
/* Does it end as a sentence does, in any script? */
int line_ends_sentence(const struct page *pg, const struct line *l);
int node_is_inside(const struct page *pg, uint32_t i, uint32_t box);
/* The element that holds a line among others: that of a paragraph is around it, and so is that of a quotation, also of one
 * in a wrapper of its own. */
uint32_t line_holder(const struct page *pg, const struct line *l);
/* prune.c: mark what is not article by name and tag. */
void prune_page(struct page *pg, int32_t good, uint32_t h1);
/* root.c: choose the root.  said: schema.org articleBody, lead: the page's description; "" when there is none. */
void body_find(struct page *pg, struct body *b, struct tdg_str said, struct tdg_str lead);
/* judge.c: head, tail and strange lines inside the root. */
enum { MAX_HINTS = 8, MAX_JUDGED = 15000 /* lines of one page */ };
struct hints {
  struct tdg_str title;                /* what the page is called */
  struct tdg_str title_raw[MAX_HINTS]; /* all that it is called somewhere */
  size_t n_titles;
  struct tdg_str lead;   /* what the page says it is about */
  struct tdg_str author; /* the first one the page names */
  struct tdg_str body;   /* schema.org articleBody, "" */
};
int node_same_look(const struct page *pg, uint32_t a, uint32_t b); /* smooth.c: of one tag and class */
/* next_article.c: the page ends where another article begins; said: schema.org articleBody, "". */
void next_article_cut(struct page *pg, uint32_t h1, struct tdg_str title, struct tdg_str said);
/* smooth.c: from the scores of lines first .. last - 1 to an answer for each. */
void smooth_lines(struct page *pg, uint32_t first, uint32_t last);
void judge_lines(struct page *pg, struct body *b, const struct hints *h);
/* stray_bylines.c: bylines and dates above the first words. */
void stray_bylines_cut(struct page *pg, const struct body *b, const struct hints *h);
/* passed_over.c: lists, notes and notices that the model takes for furniture. */
void passed_over_keep(struct page *pg, struct body *b);
/* leads_elsewhere.c: boxes, captions and links that it takes for the article.  column: the element that most of it is in.
 * is_short: of a short article only links are cut. */
void leads_elsewhere_cut(struct page *pg, const struct body *b, uint32_t column, int is_short);
/* blocks.c: the lines that were kept become blocks of the record. */
int table_is_data(const struct page *pg, uint32_t table); /* rows of several short cells */
/* A text of our own making paragraphs: schema.org's articleBody when the page does not show it. */
size_t blocks_said(struct page *pg, tdg_rec *rec, struct tdg_str said);
struct writer *blocks_writer(struct page *pg, tdg_rec *rec, struct tdg_str base);
size_t blocks_write(struct writer *w, const struct body *b);
/* A line as a block has it, until the next call. */
struct tdg_str blocks_line(struct writer *w, const struct line *l);

#endif
