/* selectors.h - CSS selectors and XPath, and what they find on a page: for the rules of sites and for the parsers of
 * others (page_extension.c). */
#ifndef PARSE_ARTICLE_SELECTORS_H
#define PARSE_ARTICLE_SELECTORS_H

#include "article_page.h"

struct _xmlXPathCompExpr;

/* ---- css_to_xpath.c: CSS selectors become XPath, which libxml2 evaluates ----
 *
 * Read: tag, *, .class, #id, [attr], [attr=v] with = ~= |= ^= $= *=, descendants, > + ~, lists, :not() :is()
 * :where() :has() :first-child :last-child :only-child :nth-child() :nth-last-child() :first-of-type
 * :last-of-type :only-of-type :nth-of-type() :nth-last-of-type() :empty :root :contains("words"). A text that
 * begins with '/', '(' or "xpath:" is XPath already. */

enum { MAX_XPATH = 8192, MAX_SELECTOR = 2000, MAX_SELECTOR_DEPTH = 6 };

int selector_is_xpath(struct tdg_str text);
/* 0, or -1 and why, with the place. */
int selector_to_xpath(struct tdg_str text, char out[MAX_XPATH], char *why, size_t why_size);

/* ---- select.c: what a selector finds ----
 *
 * The page's tree is rebuilt for libxml2, only for pages that somebody asks about; each node there carries the
 * number of its node here, so that what XPath finds can be found again. */

enum {
  MAX_PICKS = 4000,          /* of one selector */
  MAX_PICK_NODES = 200000,   /* of a page; what follows is not seen by selectors */
  MAX_PICK_TEXT = 4 << 20,   /* bytes of text; the rest is there without its text */
  MAX_PICK_STEPS = 20000000, /* of XPath, for one selector: nodes that are visited, and 4 bytes of a text */
  MAX_PAGE_STEPS = 60000000  /* for all selectors of a page; the others then find nothing */
};

struct pick {
  uint32_t node;       /* the element or text; of an attribute its element; 0 for a text that XPath made */
  struct tdg_str text; /* of an attribute, or what XPath made; "" for nodes */
};
struct picks {
  struct pick *v;
  size_t n;
};

/* The selector for libxml2, to be freed with xmlXPathFreeCompExpr; NULL and why when it cannot be read.
 * below: CSS is about what is below the node of a question, not about the whole page; XPath is as it is. */
struct _xmlXPathCompExpr *selector_compile(struct tdg_str text, int below, char *why, size_t why_size);

/* The same for what is XPath, ending with a NUL. */
struct _xmlXPathCompExpr *xpath_compile(const char *xpath, char *why, size_t why_size);

/* The page for libxml2, which is not in the memory of the call: planting_free, before or after the call ends.
 * NULL: libxml2 has no memory. */
struct planting;
struct planting_limits {
  uint32_t nodes;
  unsigned long steps, page_steps;
};
struct planting *planting_new(struct page *pg, const struct planting_limits *limits); /* NULL: those above */
void planting_free(struct planting *);
/* What an expression finds below a node (0: on the whole page), in the order of the page.  0, or -1: it takes too
 * many steps.  In the call of the page. */
int planting_ask(struct planting *, struct _xmlXPathCompExpr *, uint32_t below, struct picks *out);
/* The node and what is below it is found no more. */
void planting_remove(struct planting *, uint32_t node);

#endif
