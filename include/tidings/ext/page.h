/* tidings/ext/page.h - an extension for a site's own parser: the tree of an HTML page, CSS selectors, and what
 * the program's own parser of pages makes of it, to be corrected.  Since revision 2.
 *
 * A plugin of the program offers it, so a component that calls it names it in `uses` (tidings/plugin.h):
 *
 *   static const char *const uses[] = {TDG_EXT_PAGE, NULL};
 *
 *   static int run(tdg_call *call, void *self, const tdg_rec *doc) {
 *     const struct tdg_page *page = tdg_page_get(call);
 *     tdg_html *html = page->open(call, doc);
 *     struct tdg_page_parts parts = {.size = sizeof parts};
 *     page->remove_all(html, 0, ".teaser");
 *     parts.author = page->select(html, 0, "x-byline b");
 *     const tdg_rec *article = page->read(html, &parts);
 *     return article != NULL ? tdg_emit(call, article) : page->status(html);
 *   }
 *
 * docs/plugins/pages-of-a-site.md has whole examples.
 *
 * Failure.  What cannot be done gives nothing (no node, "", NULL, 0), and the first reason of a page is kept:
 * status() returns it, and its message is that of the call, so `return page->status(html)` fails the document with
 * it.  A selector that cannot be read is such a reason; it is in the log as well.  open() that returned NULL has set
 * the message; every function takes that NULL.
 *
 * Memory belongs to the call in which the page was opened; its pages and nodes are invalid afterwards.  Nodes are
 * numbers that know their page: one of another page, or made up, is no node.
 *
 * Limits, beside those of the call: TDG_PAGE_... below.  Nesting deeper than 256 elements is read as if flat;
 * beyond 2^19 nodes the page is cut.  The bytes are decoded by the document's TDG_CHARSET, its byte order mark, what
 * the page declares and what they look like, to valid UTF-8 without NUL.  Scripts are not run.
 */
#ifndef TIDINGS_EXT_PAGE_H
#define TIDINGS_EXT_PAGE_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TDG_EXT_PAGE "tidings.page/1"
enum {
  TDG_PAGE_MAX_BYTES = 16 << 20,     /* of a page; larger ones are not opened */
  TDG_PAGE_MAX_TEXT = 1 << 20,       /* bytes of one text(); the rest is cut off */
  TDG_PAGE_MAX_SELECTOR = 2000,      /* bytes */
  TDG_PAGE_MAX_SELECTED = 4000,      /* nodes of one selector; later ones are left out */
  TDG_PAGE_SELECTABLE_NODES = 200000 /* selectors see so many nodes of a page; later ones they do not find */
};

typedef struct tdg_html tdg_html; /* an open page */
typedef uint64_t tdg_page_node;   /* an element, or a run of text; 0: none */
struct tdg_page_nodes {
  const tdg_page_node *v;
  size_t n;
};

/* Where the article is, for read(): 0 for what is to be found as on any page.  size: sizeof of this struct. */
struct tdg_page_parts {
  uint32_t size, reserved;
  tdg_page_node body; /* its text is all that is in this element, whatever it looks like */
  tdg_page_node title;
  tdg_page_node subtitle;
  tdg_page_node author; /* a byline: "By Ada Quill and Bo Lantern, Coast correspondents" gives two authors */
  tdg_page_node
      date; /* of publication: its datetime attribute, or the date in its text ("Ada Quill, 3 April 2003");
                         * one that cannot be read is told, and the record then has none */
};

struct tdg_page {
  uint32_t size, reserved;

  /* The document, a TDG_DOC, as a tree.  NULL when it is too large. */
  tdg_html *(*open)(tdg_call *, const tdg_rec *doc);
  /* TDG_OK, or the status of the first thing that failed on this page. */
  int (*status)(const tdg_html *);

  /* The tree.  root is the document itself, above <html>.  Elements come with their text between them; white space
   * alone is a text as well.  name: of an element in small letters, "" of a text.  Elements that nobody wrote
   * (<html>, <body>) may be missing. */
  tdg_page_node (*root)(const tdg_html *);
  tdg_page_node (*parent)(const tdg_html *, tdg_page_node);
  tdg_page_node (*first)(const tdg_html *, tdg_page_node); /* its first child */
  tdg_page_node (*next)(const tdg_html *, tdg_page_node);  /* behind it, of one parent */
  struct tdg_str (*name)(const tdg_html *, tdg_page_node);
  /* The value of an attribute, with its references decoded; "" when it is not there.  Names in any case. */
  struct tdg_str (*attr)(const tdg_html *, tdg_page_node, const char *name);
  /* The text below a node, references decoded, white space folded to single spaces, with a space between blocks.
   * Scripts, styles and the like are left out; of a script itself it is what it contains. */
  struct tdg_str (*text)(const tdg_html *, tdg_page_node);

  /* The first node that a CSS selector finds below `within`, which itself is not among them (0: anywhere on the
   * page), and all, in the order of the page.  Read are
   *
   *   tag  *  .class  #id  [attr]  [attr=v] with = ~= |= ^= $= *=  descendants  > + ~  lists with ,
   *   :not() :is() :where() :has() :first-child :last-child :only-child :nth-child() :nth-last-child()
   *   :first-of-type :last-of-type :only-of-type :nth-of-type() :nth-last-of-type() :empty :root :contains("words")
   *
   * A text that begins with "/" or "(" is XPath 1.0, about the whole page; of attributes it gives the elements. */
  tdg_page_node (*select)(tdg_html *, tdg_page_node within, const char *selector);
  struct tdg_page_nodes (*select_all)(tdg_html *, tdg_page_node within, const char *selector);

  /* Take a node out of the page, with all below it; the document, <html> and <body> stay.  No function finds it any
   * more.  remove_all: what a selector finds; how many that were. */
  void (*remove)(tdg_html *, tdg_page_node);
  size_t (*remove_all)(tdg_html *, tdg_page_node within, const char *selector);

  /* The record that the program's own parser makes of the page as it is now: TDG_ARTICLE, or TDG_STUB when it shows
   * no article (a front page, a login, a notice that it is gone; TDG_GENRE says what).  parts may be NULL.  It is not
   * emitted.  It may be called again after further removals.  Rules of the operator for that parser do not count
   * here.  NULL when the page has nothing to read. */
  tdg_rec *(*read)(tdg_html *, const struct tdg_page_parts *parts);
  /* When the article goes on at another page, emit the TDG_REQUEST for that: call it behind tdg_emit of the one
   * article.  The engine fetches that page, gives it to this component and joins both records.  1, or 0 when there is
   * none, or a negative status. */
  int (*read_on)(tdg_html *);
  /* Append the blocks of what is below a node to a record, all of it.  How many. */
  size_t (*blocks)(tdg_html *, tdg_page_node, tdg_rec *);
  /* A copy of a record without these fields (a list that ends with 0), and without the TDG_ORIGIN of each: to put
   * them anew. */
  tdg_rec *(*without)(tdg_html *, const tdg_rec *, const uint32_t *fields);

  /* The date in a text, as ms since 1970, by the language of the page; in UTC when the text names no zone.  1; 2 for a
   * time of day without a zone (earlier releases: 1); 0 when it has none, or one that can be read in two ways. */
  int (*date)(tdg_html *, struct tdg_str text, int64_t *ms);
  /* An address of the page made absolute, by its <base> if it has one; "" when it is none. */
  struct tdg_str (*absolute)(const tdg_html *, struct tdg_str address);
};

/* NULL: the host does not have it, or the component does not name it in `uses`. */
static inline const struct tdg_page *tdg_page_get(tdg_call *call) {
  return (const struct tdg_page *)call->host->ext(call->host, TDG_EXT_PAGE);
}

#ifdef __cplusplus
}
#endif
#endif
