/* apply.h - what a site's rule found takes the place of what was guessed. */
#ifndef PARSE_ARTICLE_APPLY_H
#define PARSE_ARTICLE_APPLY_H

#include "meta.h"
#include "select.h"

/* Before the lines are cut: what the rule drops is hidden, its body is shown. */
void apply_tree(struct page *pg, const struct picked *k);
/* Title, subtitle, authors, date. */
void apply_head(struct page *pg, const struct picked *k, struct meta *m, struct chosen *title,
                struct body *b);
/* The body: root and lines.  0 when the rule names none or the page has no such thing. */
int apply_body(struct page *pg, const struct picked *k, struct body *b);
/* The address of the next page; "" when the rule finds none. */
struct tdg_str apply_next(struct page *pg, const struct picked *k);
/* What the rule gave goes into the record's origins, what it names and does not find is told: once a day in
 * the log. */
void apply_tell(struct page *pg, struct meta *m, const struct picked *k, struct site_rule *rule,
                tdg_rec *rec);
/* The rule's body is not on the page. */
int apply_missed(const struct picked *k);

#endif
