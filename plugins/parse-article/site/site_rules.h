/* site_rules.h - what the operator knows about a site, for a time: it beats every guess.
 *
 * One rule a text, parts divided by ';':
 *   host=daily.example; from=2023-01-01; until=2024-06-30; body=div.story > section; drop=.promo, aside;
 *   title=h1; subtitle=p.lead; author=.byline a; date=//time/@datetime; next=a.onward
 * host is needed and holds for its subdomains too.  from and until are days, both inclusive, compared with
 * the time the page was fetched, so that old captures are read by the rule of their day; when that time is
 * not known the rules without an end hold.  Of several rules that hold the first one counts.  Selectors: see
 * css_to_xpath.h.
 */
#ifndef PARSE_ARTICLE_RULES_H
#define PARSE_ARTICLE_RULES_H

#include <stdint.h>

#include <tidings/plugin.h>

enum { MAX_RULES = 2000 };

enum rule_part { R_BODY, R_DROP, R_TITLE, R_SUBTITLE, R_AUTHOR, R_DATE, R_NEXT, R_LIMIT };

struct site_rule {
  struct tdg_str host;
  int64_t from_ms, until_ms;
  struct tdg_str written[R_LIMIT];         /* the selectors; "" when the rule has none for a part */
  struct _xmlXPathCompExpr *expr[R_LIMIT]; /* the same for libxml2 */
  size_t number;                           /* of the entry, from 1 */
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

#endif
