/* rules.h - what the operator knows about a site, for a time: it beats every guess.
 *
 * One rule a text, parts divided by ';':
 *   host=daily.example; from=2023-01-01; until=2024-06-30; body=div.story > section; drop=.promo, aside;
 * title=h1; author=.byline a; date=time.published host is needed and holds for its subdomains too; from and
 * until are days, both inclusive, compared with the time the page was fetched, so that old captures are read
 * by the rule of their day.  Selectors are a part of CSS: tag, *, .class, #id, [attr], [attr=value],
 * descendants, children (>), lists (,).
 */
#ifndef PARSE_ARTICLE_RULES_H
#define PARSE_ARTICLE_RULES_H

#include "body.h"

enum { MAX_RULES = 2000, MAX_STEPS = 12, MAX_TESTS = 4, MAX_MATCHES = 400 };

struct rule_set {
  struct tdg_list texts;
};

struct site_rule {
  struct tdg_str host, body, drop, title, author, date;
  int64_t from_ms, until_ms;
};

/* 0, or -1 with a message for the operator. */
int rule_parse(struct tdg_str text, struct site_rule *out, char *why, size_t why_size);
/* The rule that holds for this page now; 0 when there is none. */
int rule_for(const struct rule_set *set, struct page *pg, struct site_rule *out);
/* The first node a selector matches, from `after` + 1 on; 0. */
uint32_t select_next(const struct page *pg, struct tdg_str selector, uint32_t after);
/* Root and lines by the rule; 0 when the page has no such element any more. */
int rule_body(struct page *pg, struct body *b, const struct site_rule *rule);

#endif
