/* tags.h - the elements and attributes parse-article knows by number. */
#ifndef PARSE_ARTICLE_TAGS_H
#define PARSE_ARTICLE_TAGS_H

#include <stddef.h>
#include <stdint.h>

enum tag_flag {
  TF_BLOCK = 1, /* begins and ends a line */
  TF_CLOSES_P = 2,
  TF_VOID = 4,
  TF_RAW = 8,     /* content is text up to its end tag */
  TF_SKIP = 16,   /* content is never body text */
  TF_FORMAT = 32, /* b, i, a, ...: may be closed across blocks */
  TF_SCOPE = 64,  /* end tags do not reach beyond it */
  TF_HEAD = 128   /* belongs into <head> */
};
#define TB (TF_BLOCK | TF_CLOSES_P)

/* X(symbol, name, flags) */
// clang-format off
#define TAG_TABLE(X)                                                                                                 \
  X(T_A, "a", TF_FORMAT) X(T_ABBR, "abbr", 0) X(T_ADDRESS, "address", TB) X(T_AREA, "area", TF_VOID)                 \
  X(T_ARTICLE, "article", TB) X(T_ASIDE, "aside", TB) X(T_AUDIO, "audio", TF_SKIP) X(T_B, "b", TF_FORMAT)            \
  X(T_BASE, "base", TF_VOID | TF_HEAD) X(T_BIG, "big", TF_FORMAT) X(T_BLOCKQUOTE, "blockquote", TB)                  \
  X(T_BODY, "body", TF_BLOCK) X(T_BR, "br", TF_VOID) X(T_BUTTON, "button", TF_SKIP) X(T_CANVAS, "canvas", TF_SKIP)   \
  X(T_CAPTION, "caption", TF_BLOCK | TF_SCOPE) X(T_CENTER, "center", TB) X(T_CITE, "cite", 0)                        \
  X(T_CODE, "code", TF_FORMAT) X(T_COL, "col", TF_VOID) X(T_COLGROUP, "colgroup", TF_BLOCK)                          \
  X(T_DATALIST, "datalist", TF_SKIP) X(T_DD, "dd", TB) X(T_DEL, "del", 0) X(T_DETAILS, "details", TB)                \
  X(T_DIALOG, "dialog", TB | TF_SKIP) X(T_DIR, "dir", TB) X(T_DIV, "div", TB) X(T_DL, "dl", TB) X(T_DT, "dt", TB)    \
  X(T_EM, "em", TF_FORMAT) X(T_EMBED, "embed", TF_VOID) X(T_FIELDSET, "fieldset", TB)                                \
  X(T_FIGCAPTION, "figcaption", TB) X(T_FIGURE, "figure", TB) X(T_FONT, "font", TF_FORMAT) X(T_FOOTER, "footer", TB) \
  X(T_FORM, "form", TB) X(T_FRAME, "frame", TF_VOID) X(T_FRAMESET, "frameset", TF_BLOCK) X(T_H1, "h1", TB)           \
  X(T_H2, "h2", TB) X(T_H3, "h3", TB) X(T_H4, "h4", TB) X(T_H5, "h5", TB) X(T_H6, "h6", TB)                          \
  X(T_HEAD, "head", TF_BLOCK) X(T_HEADER, "header", TB) X(T_HGROUP, "hgroup", TB) X(T_HR, "hr", TB | TF_VOID)        \
  X(T_HTML, "html", TF_BLOCK | TF_SCOPE) X(T_I, "i", TF_FORMAT) X(T_IFRAME, "iframe", TF_RAW | TF_SKIP)              \
  X(T_IMG, "img", TF_VOID) X(T_INPUT, "input", TF_VOID) X(T_INS, "ins", 0) X(T_KBD, "kbd", 0)                        \
  X(T_LABEL, "label", 0) X(T_LEGEND, "legend", TF_BLOCK) X(T_LI, "li", TB) X(T_LINK, "link", TF_VOID | TF_HEAD)      \
  X(T_MAIN, "main", TB) X(T_MAP, "map", 0) X(T_MARK, "mark", 0) X(T_MATH, "math", TF_SKIP) X(T_MENU, "menu", TB)     \
  X(T_META, "meta", TF_VOID | TF_HEAD) X(T_METER, "meter", TF_SKIP) X(T_NAV, "nav", TB) X(T_NOBR, "nobr", TF_FORMAT) \
  X(T_NOEMBED, "noembed", TF_RAW | TF_SKIP) X(T_NOFRAMES, "noframes", TF_RAW | TF_SKIP)                              \
  X(T_NOSCRIPT, "noscript", TF_SKIP | TF_HEAD) X(T_OBJECT, "object", TF_SCOPE) X(T_OL, "ol", TB)                     \
  X(T_OPTGROUP, "optgroup", TF_SKIP) X(T_OPTION, "option", TF_SKIP) X(T_OUTPUT, "output", 0) X(T_P, "p", TB)         \
  X(T_PARAM, "param", TF_VOID) X(T_PICTURE, "picture", 0) X(T_PRE, "pre", TB) X(T_PROGRESS, "progress", TF_SKIP)     \
  X(T_Q, "q", 0) X(T_RP, "rp", TF_SKIP) X(T_RT, "rt", TF_SKIP) X(T_RUBY, "ruby", 0) X(T_S, "s", TF_FORMAT)           \
  X(T_SAMP, "samp", 0) X(T_SCRIPT, "script", TF_RAW | TF_SKIP | TF_HEAD) X(T_SEARCH, "search", TB)                   \
  X(T_SECTION, "section", TB) X(T_SELECT, "select", TF_SKIP) X(T_SLOT, "slot", 0) X(T_SMALL, "small", TF_FORMAT)     \
  X(T_SOURCE, "source", TF_VOID) X(T_SPAN, "span", 0) X(T_STRIKE, "strike", TF_FORMAT)                               \
  X(T_STRONG, "strong", TF_FORMAT) X(T_STYLE, "style", TF_RAW | TF_SKIP | TF_HEAD) X(T_SUB, "sub", 0)                \
  X(T_SUMMARY, "summary", TB) X(T_SUP, "sup", 0) X(T_SVG, "svg", TF_SKIP) X(T_TABLE, "table", TB | TF_SCOPE)         \
  X(T_TBODY, "tbody", TF_BLOCK) X(T_TD, "td", TF_BLOCK | TF_SCOPE) X(T_TEMPLATE, "template", TF_SKIP | TF_SCOPE)     \
  X(T_TEXTAREA, "textarea", TF_RAW | TF_SKIP) X(T_TFOOT, "tfoot", TF_BLOCK) X(T_TH, "th", TF_BLOCK | TF_SCOPE)       \
  X(T_THEAD, "thead", TF_BLOCK) X(T_TIME, "time", 0) X(T_TITLE, "title", TF_RAW | TF_SKIP | TF_HEAD)                 \
  X(T_TR, "tr", TF_BLOCK) X(T_TRACK, "track", TF_VOID) X(T_TT, "tt", TF_FORMAT) X(T_U, "u", TF_FORMAT)               \
  X(T_UL, "ul", TB) X(T_VAR, "var", 0) X(T_VIDEO, "video", TF_SKIP) X(T_WBR, "wbr", TF_VOID)                         \
  X(T_XMP, "xmp", TF_RAW | TF_BLOCK)
// clang-format on

enum tag_id {
  T_TEXT = 0, /* not an element */
  T_DOCUMENT = 1,
  T_OTHER = 2, /* an element that is not in the table */
#define TAG_ENUM(symbol, name, flags) symbol,
  TAG_TABLE(TAG_ENUM)
#undef TAG_ENUM
      T_LIMIT
};

/* X(symbol, name) */
// clang-format off
#define ATTR_TABLE(X)                                                                                               \
  X(A_ACTION, "action") X(A_ALT, "alt") X(A_ARIA_HIDDEN, "aria-hidden") X(A_ARIA_LABEL, "aria-label") X(A_ARIA_LABELLEDBY, "aria-labelledby") \
  X(A_CITE, "cite") X(A_CLASS, "class") X(A_CONTENT, "content") X(A_DATA_COMPONENT, "data-component")               \
  X(A_DATA_SRC, "data-src") X(A_DATA_SRCSET, "data-srcset") X(A_DATA_TESTID, "data-testid") X(A_DATA_TYPE, "data-type") \
  X(A_DATA_QA, "data-qa") X(A_DATETIME, "datetime") X(A_DIR, "dir") X(A_HEIGHT, "height") X(A_HIDDEN, "hidden")     \
  X(A_HREF, "href") X(A_HREFLANG, "hreflang") X(A_HTTP_EQUIV, "http-equiv") X(A_ID, "id") X(A_ITEMPROP, "itemprop")                    \
  X(A_ITEMSCOPE, "itemscope") X(A_ITEMTYPE, "itemtype") X(A_LANG, "lang") X(A_NAME, "name")                         \
  X(A_PROPERTY, "property") X(A_PUBDATE, "pubdate") X(A_REL, "rel") X(A_ROLE, "role") X(A_SRC, "src")               \
  X(A_SRCSET, "srcset") X(A_START, "start") X(A_STYLE, "style") X(A_TITLE, "title") X(A_TYPE, "type")               \
  X(A_VALUE, "value") X(A_WIDTH, "width") X(A_XML_LANG, "xml:lang")
// clang-format on

enum attr_id {
  A_NONE = 0,
#define ATTR_ENUM(symbol, name) symbol,
  ATTR_TABLE(ATTR_ENUM)
#undef ATTR_ENUM
      A_LIMIT
};

unsigned tag_flags(unsigned tag);
const char *tag_name(unsigned tag);
/* By name, letters of either case; T_OTHER and A_NONE when unknown. */
unsigned tag_find(const char *p, size_t n);
unsigned attr_find(const char *p, size_t n);

#endif
