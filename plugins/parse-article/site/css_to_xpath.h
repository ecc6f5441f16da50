/* css_to_xpath.h - CSS selectors become XPath, which libxml2 evaluates.
 *
 * Read: tag, *, .class, #id, [attr], [attr=v] with = ~= |= ^= $= *=, descendants, > + ~, lists, :not() :is()
 * :where() :has() :first-child :last-child :only-child :nth-child() :nth-last-child() :first-of-type
 * :last-of-type :only-of-type :nth-of-type() :nth-last-of-type() :empty :root :contains("words"). A text that
 * begins with '/', '(' or "xpath:" is XPath already.
 */
#ifndef PARSE_ARTICLE_CSS_TO_XPATH_H
#define PARSE_ARTICLE_CSS_TO_XPATH_H

#include <tidings/plugin.h>

enum { MAX_XPATH = 8192, MAX_SELECTOR = 2000, MAX_SELECTOR_DEPTH = 6 };

/* 0, or -1 and why, with the place. */
int selector_to_xpath(struct tdg_str text, char out[MAX_XPATH], char *why, size_t why_size);

#endif
