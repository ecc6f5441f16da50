/* select.h - what the selectors of a site's rule find on a page.
 *
 * The page's tree is rebuilt for libxml2, only for pages that a rule is about; each node there carries the
 * number of its node here, so that what XPath finds can be found again.
 */
#ifndef PARSE_ARTICLE_SELECT_H
#define PARSE_ARTICLE_SELECT_H

#include "article_page.h"
#include "site_rules.h"

enum {
  MAX_PICKS = 4000,         /* of one selector */
  MAX_PICK_NODES = 200000,  /* of a page; what follows is not seen by rules */
  MAX_PICK_TEXT = 4 << 20,  /* bytes of text; the rest is there without its text */
  MAX_PICK_STEPS = 20000000 /* of XPath, for one selector */
};

struct pick {
  uint32_t node;       /* the element or text; of an attribute its element; 0 for a text that XPath made */
  struct tdg_str text; /* of an attribute, or what XPath made; "" for nodes */
};
struct picks {
  struct pick *v;
  size_t n;
};
struct picked {
  const struct site_rule *rule;
  struct picks part[R_LIMIT];
};

/* Every selector of the rule.  What a selector could not be asked for is told in the log, as found nowhere.
 */
void select_all(struct page *pg, const struct site_rule *rule, struct picked *out);

#endif
