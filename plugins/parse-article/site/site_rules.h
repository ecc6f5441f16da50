/* site_rules.h - what the operator knows about a site, for a time: it beats every guess.
 *
 * One rule a text, parts divided by ';':
 *   host=daily.example; from=2023-01-01; until=2024-06-30; body=div.story > section; drop=.promo, aside;
 *   title=h1; subtitle=p.lead; author=.byline a; date=//time/@datetime; next=a.onward
 * host is needed and holds for its subdomains too.  from and until are days, both inclusive, compared with
 * the time the page was fetched, so that old captures are read by the rule of their day; when that time is
 * not known the rules without an end hold.  Of several rules that hold the first one counts.  Selectors: see
 * selectors.h. */
#ifndef PARSE_ARTICLE_SITE_RULES_H
#define PARSE_ARTICLE_SITE_RULES_H

#include "article_page.h"
#include "page_facts.h"
#include "selectors.h"

#include <stdint.h>

#include <tidings/plugin.h>

enum { MAX_RULES = 2000 };

enum rule_part { R_BODY, R_DROP, R_TITLE, R_SUBTITLE, R_AUTHOR, R_DATE, R_NEXT, R_LIMIT };

struct site_rule {
  struct tdg_str host;
  int64_t from_ms, until_ms;
  struct tdg_str written[R_LIMIT];         /* the selectors; "" when the rule has none for a part */
  struct _xmlXPathCompExpr *expr[R_LIMIT]; /* the same for libxml2 */
  size_t number;                           /* of the entry, from 1; 0: it is of a file */
  int64_t warned_day;                      /* when it was last said that it fits no more */
};

struct rule_set {
  struct site_rule *rule;
  size_t n;
};

const char *rule_part_name(enum rule_part part);
/* NULL and why when a rule cannot be read; the texts must live as long as the set. */
struct rule_set *rules_open(struct tdg_list texts, char *why, size_t why_size);
void rules_close(struct rule_set *set);
/* The rule that holds for a page of this host, fetched at `now` (0: not known); NULL when there is none. */
struct site_rule *rule_for(const struct rule_set *set, struct tdg_str host, int64_t now);

/* ---- what a rule finds on a page ---- */

struct picked {
  const struct site_rule *rule;
  struct picks part[R_LIMIT];
  /* what only files of the community say (site_files.h) */
  struct tdg_str single_page; /* the address of the whole article; "" */
  int prune;                  /* boxes of links inside the body are none of its text */
  int strict;                 /* where the body is not found there is none */
  int no_json_ld, no_image, no_next, native_ad;
};

/* Every selector of the rule.  What a selector could not be asked for is told in the log, as found nowhere. */
void rule_select(struct page *pg, const struct site_rule *rule, struct picked *out);

/* ---- apply.c: what a site's rule found takes the place of what was guessed ---- */

/* Before the lines are cut: what the rule drops is hidden, its body is shown. */
void apply_tree(struct page *pg, const struct picked *k);
/* Title, subtitle, authors, date. */
void apply_head(struct page *pg, const struct picked *k, struct meta *m, struct chosen *title,
                struct body *b);
/* The body: root and lines.  0 when the rule names none or the page has no such thing. */
int apply_body(struct page *pg, const struct picked *k, struct body *b);
/* Title, subtitle, authors and date that stand inside the body are no part of its text. */
void apply_drop_head(struct page *pg, const struct picked *k, const struct body *b);
/* The address of the next page; "" when the rule finds none. */
struct tdg_str apply_next(struct page *pg, const struct picked *k);
/* What the rule gave goes into the record's origins, what it names and does not find is told: once a day in
 * the log. */
void apply_tell(struct page *pg, struct meta *m, const struct picked *k, struct site_rule *rule,
                tdg_rec *rec);
/* The rule's body is not on the page. */
int apply_missed(const struct picked *k);

#endif
