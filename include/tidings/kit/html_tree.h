/* tidings/kit/html_tree.h - a whole page of HTML as a tree, and the table of elements and attributes.
 *
 * A tokeniser and a small tree builder that follow the WHATWG rules relevant for text.  Nodes are in document
 * order in one array, so the subtree of node i is the range i .. node[i].end - 1, and every traversal is a
 * loop; node 0 is the document.  Nothing is copied: texts and values are slices of the source, with undecoded
 * references.  Linear in the page; markup deeper than TDG_TREE_DEPTH is read as if flat, without loss of
 * text.
 *
 *   struct tdg_tree t = {.call = call, .src = html};
 *   tdg_tree_read(&t);
 *   for (uint32_t i = 1; i < t.n; i++)
 *     if (t.node[i].tag == TDG_HTML_A) follow(tdg_node_attr(&t, i, TDG_ATTR_HREF));
 *
 * All memory belongs to the call.  For markup inside a field see tidings/kit/html.h.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_HTML_TREE_H
#define TIDINGS_KIT_HTML_TREE_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- names ---- */

enum tdg_html_flag {
  TDG_IS_BLOCK = 1, /* begins and ends a line */
  TDG_CLOSES_P = 2,
  TDG_IS_VOID = 4,
  TDG_IS_RAW = 8,      /* content is text up to its end tag */
  TDG_IS_SKIPPED = 16, /* content is never body text */
  TDG_IS_FORMAT = 32,  /* b, i, a, ...: may be closed across blocks */
  TDG_IS_SCOPE = 64,   /* end tags have no effect beyond it */
  TDG_IS_HEAD = 128,   /* belongs into <head> */
  TDG_IS_INLINE = 256, /* does not separate words in a fragment */
  TDG_IS_RARE = 512    /* its name in angle brackets ("<label>") may be text and not markup */
};
#define TDG_IS_BOX (TDG_IS_BLOCK | TDG_CLOSES_P)

/* X(symbol, name, flags).  core/kit/gen_tables.py generates the lookup table.  The numbers must not change,
 * since parse-article hashes them in features of its learned model: add new names at the end. */
// clang-format off
#define TDG_HTML_TAGS(X)                                                                                             \
  X(A, "a", TDG_IS_FORMAT | TDG_IS_INLINE) X(ABBR, "abbr", TDG_IS_INLINE) X(ADDRESS, "address", TDG_IS_BOX)          \
  X(AREA, "area", TDG_IS_VOID | TDG_IS_RARE) X(ARTICLE, "article", TDG_IS_BOX) X(ASIDE, "aside", TDG_IS_BOX)         \
  X(AUDIO, "audio", TDG_IS_SKIPPED) X(B, "b", TDG_IS_FORMAT | TDG_IS_INLINE)                                         \
  X(BASE, "base", TDG_IS_VOID | TDG_IS_HEAD | TDG_IS_RARE) X(BIG, "big", TDG_IS_FORMAT | TDG_IS_INLINE)              \
  X(BLOCKQUOTE, "blockquote", TDG_IS_BOX) X(BODY, "body", TDG_IS_BLOCK) X(BR, "br", TDG_IS_VOID)                     \
  X(BUTTON, "button", TDG_IS_SKIPPED) X(CANVAS, "canvas", TDG_IS_SKIPPED | TDG_IS_RARE)                              \
  X(CAPTION, "caption", TDG_IS_BLOCK | TDG_IS_SCOPE) X(CENTER, "center", TDG_IS_BOX) X(CITE, "cite", TDG_IS_INLINE)  \
  X(CODE, "code", TDG_IS_FORMAT | TDG_IS_INLINE) X(COL, "col", TDG_IS_VOID) X(COLGROUP, "colgroup", TDG_IS_BLOCK)    \
  X(DATALIST, "datalist", TDG_IS_SKIPPED | TDG_IS_RARE) X(DD, "dd", TDG_IS_BOX) X(DEL, "del", TDG_IS_INLINE)         \
  X(DETAILS, "details", TDG_IS_BOX) X(DIALOG, "dialog", TDG_IS_BOX | TDG_IS_SKIPPED | TDG_IS_RARE)                   \
  X(DIR, "dir", TDG_IS_BOX) X(DIV, "div", TDG_IS_BOX) X(DL, "dl", TDG_IS_BOX) X(DT, "dt", TDG_IS_BOX)                \
  X(EM, "em", TDG_IS_FORMAT | TDG_IS_INLINE) X(EMBED, "embed", TDG_IS_VOID) X(FIELDSET, "fieldset", TDG_IS_BOX)      \
  X(FIGCAPTION, "figcaption", TDG_IS_BOX) X(FIGURE, "figure", TDG_IS_BOX)                                            \
  X(FONT, "font", TDG_IS_FORMAT | TDG_IS_INLINE) X(FOOTER, "footer", TDG_IS_BOX) X(FORM, "form", TDG_IS_BOX)         \
  X(FRAME, "frame", TDG_IS_VOID) X(FRAMESET, "frameset", TDG_IS_BLOCK) X(H1, "h1", TDG_IS_BOX)                       \
  X(H2, "h2", TDG_IS_BOX) X(H3, "h3", TDG_IS_BOX) X(H4, "h4", TDG_IS_BOX) X(H5, "h5", TDG_IS_BOX)                    \
  X(H6, "h6", TDG_IS_BOX) X(HEAD, "head", TDG_IS_BLOCK) X(HEADER, "header", TDG_IS_BOX)                              \
  X(HGROUP, "hgroup", TDG_IS_BOX | TDG_IS_RARE) X(HR, "hr", TDG_IS_BOX | TDG_IS_VOID)                                \
  X(HTML, "html", TDG_IS_BLOCK | TDG_IS_SCOPE) X(I, "i", TDG_IS_FORMAT | TDG_IS_INLINE)                              \
  X(IFRAME, "iframe", TDG_IS_RAW | TDG_IS_SKIPPED) X(IMG, "img", TDG_IS_VOID | TDG_IS_INLINE)                        \
  X(INPUT, "input", TDG_IS_VOID) X(INS, "ins", TDG_IS_INLINE) X(KBD, "kbd", TDG_IS_INLINE)                           \
  X(LABEL, "label", TDG_IS_RARE) X(LEGEND, "legend", TDG_IS_BLOCK | TDG_IS_RARE) X(LI, "li", TDG_IS_BOX)             \
  X(LINK, "link", TDG_IS_VOID | TDG_IS_HEAD) X(MAIN, "main", TDG_IS_BOX) X(MAP, "map", 0)                            \
  X(MARK, "mark", TDG_IS_INLINE) X(MATH, "math", TDG_IS_SKIPPED) X(MENU, "menu", TDG_IS_BOX)                         \
  X(META, "meta", TDG_IS_VOID | TDG_IS_HEAD) X(METER, "meter", TDG_IS_SKIPPED | TDG_IS_RARE)                         \
  X(NAV, "nav", TDG_IS_BOX) X(NOBR, "nobr", TDG_IS_FORMAT | TDG_IS_RARE)                                             \
  X(NOEMBED, "noembed", TDG_IS_RAW | TDG_IS_SKIPPED) X(NOFRAMES, "noframes", TDG_IS_RAW | TDG_IS_SKIPPED)            \
  X(NOSCRIPT, "noscript", TDG_IS_SKIPPED | TDG_IS_HEAD) X(OBJECT, "object", TDG_IS_SCOPE) X(OL, "ol", TDG_IS_BOX)    \
  X(OPTGROUP, "optgroup", TDG_IS_SKIPPED) X(OPTION, "option", TDG_IS_SKIPPED) X(OUTPUT, "output", TDG_IS_RARE)       \
  X(P, "p", TDG_IS_BOX) X(PARAM, "param", TDG_IS_VOID) X(PICTURE, "picture", 0) X(PRE, "pre", TDG_IS_BOX)            \
  X(PROGRESS, "progress", TDG_IS_SKIPPED | TDG_IS_RARE) X(Q, "q", TDG_IS_INLINE)                                     \
  X(RP, "rp", TDG_IS_SKIPPED | TDG_IS_RARE) X(RT, "rt", TDG_IS_SKIPPED | TDG_IS_RARE) X(RUBY, "ruby", TDG_IS_RARE)   \
  X(S, "s", TDG_IS_FORMAT | TDG_IS_INLINE) X(SAMP, "samp", TDG_IS_INLINE)                                            \
  X(SCRIPT, "script", TDG_IS_RAW | TDG_IS_SKIPPED | TDG_IS_HEAD) X(SEARCH, "search", TDG_IS_BOX | TDG_IS_RARE)       \
  X(SECTION, "section", TDG_IS_BOX) X(SELECT, "select", TDG_IS_SKIPPED) X(SLOT, "slot", TDG_IS_RARE)                 \
  X(SMALL, "small", TDG_IS_FORMAT | TDG_IS_INLINE) X(SOURCE, "source", TDG_IS_VOID) X(SPAN, "span", TDG_IS_INLINE)   \
  X(STRIKE, "strike", TDG_IS_FORMAT | TDG_IS_INLINE) X(STRONG, "strong", TDG_IS_FORMAT | TDG_IS_INLINE)              \
  X(STYLE, "style", TDG_IS_RAW | TDG_IS_SKIPPED | TDG_IS_HEAD) X(SUB, "sub", TDG_IS_INLINE)                          \
  X(SUMMARY, "summary", TDG_IS_BOX) X(SUP, "sup", TDG_IS_INLINE) X(SVG, "svg", TDG_IS_SKIPPED)                       \
  X(TABLE, "table", TDG_IS_BOX | TDG_IS_SCOPE) X(TBODY, "tbody", TDG_IS_BLOCK)                                       \
  X(TD, "td", TDG_IS_BLOCK | TDG_IS_SCOPE) X(TEMPLATE, "template", TDG_IS_SKIPPED | TDG_IS_SCOPE)                    \
  X(TEXTAREA, "textarea", TDG_IS_RAW | TDG_IS_SKIPPED) X(TFOOT, "tfoot", TDG_IS_BLOCK)                               \
  X(TH, "th", TDG_IS_BLOCK | TDG_IS_SCOPE) X(THEAD, "thead", TDG_IS_BLOCK) X(TIME, "time", TDG_IS_INLINE)            \
  X(TITLE, "title", TDG_IS_RAW | TDG_IS_SKIPPED | TDG_IS_HEAD) X(TR, "tr", TDG_IS_BLOCK)                             \
  X(TRACK, "track", TDG_IS_VOID) X(TT, "tt", TDG_IS_FORMAT | TDG_IS_INLINE) X(U, "u", TDG_IS_FORMAT | TDG_IS_INLINE) \
  X(UL, "ul", TDG_IS_BOX) X(VAR, "var", TDG_IS_INLINE) X(VIDEO, "video", TDG_IS_SKIPPED)                             \
  X(WBR, "wbr", TDG_IS_VOID | TDG_IS_INLINE) X(XMP, "xmp", TDG_IS_RAW | TDG_IS_BLOCK)                                \
  X(DFN, "dfn", TDG_IS_INLINE) X(IMAGE, "image", TDG_IS_INLINE) X(LISTING, "listing", 0)                             \
  X(PLAINTEXT, "plaintext", 0)
// clang-format on

enum tdg_html_tag {
  TDG_HTML_TEXT = 0, /* not an element */
  TDG_HTML_DOCUMENT = 1,
  TDG_HTML_OTHER = 2, /* an element that is not in the table */
#define TDG_ENUM_(symbol, name, flags) TDG_HTML_##symbol,
  TDG_HTML_TAGS(TDG_ENUM_)
#undef TDG_ENUM_
      TDG_HTML_LIMIT
};

/* X(symbol, name); by name */
// clang-format off
#define TDG_HTML_ATTRS(X)                                                                                            \
  X(ACTION, "action") X(ALT, "alt") X(ARIA_HIDDEN, "aria-hidden") X(ARIA_LABEL, "aria-label")                        \
  X(ARIA_LABELLEDBY, "aria-labelledby") X(CITE, "cite") X(CLASS, "class") X(CONTENT, "content")                      \
  X(DATA_COMPONENT, "data-component") X(DATA_SRC, "data-src") X(DATA_SRCSET, "data-srcset")                          \
  X(DATA_TESTID, "data-testid") X(DATA_TYPE, "data-type") X(DATA_QA, "data-qa") X(DATETIME, "datetime")              \
  X(DIR, "dir") X(HEIGHT, "height") X(HIDDEN, "hidden") X(HREF, "href") X(HREFLANG, "hreflang")                      \
  X(HTTP_EQUIV, "http-equiv") X(ID, "id") X(ITEMPROP, "itemprop") X(ITEMSCOPE, "itemscope") X(ITEMTYPE, "itemtype")  \
  X(LANG, "lang") X(NAME, "name") X(PROPERTY, "property") X(PUBDATE, "pubdate") X(REL, "rel") X(ROLE, "role")        \
  X(SRC, "src") X(SRCSET, "srcset") X(START, "start") X(STYLE, "style") X(TITLE, "title") X(TYPE, "type")            \
  X(VALUE, "value") X(WIDTH, "width") X(XML_LANG, "xml:lang")
// clang-format on

enum tdg_html_attr {
  TDG_ATTR_NONE = 0,
#define TDG_ENUM_(symbol, name) TDG_ATTR_##symbol,
  TDG_HTML_ATTRS(TDG_ENUM_)
#undef TDG_ENUM_
      TDG_ATTR_LIMIT
};

/* The flags of an element; 0 for other tags. */
extern const uint16_t tdg_html_tag_flags[TDG_HTML_LIMIT];
static inline unsigned tdg_html_flags(unsigned tag) { return tdg_html_tag_flags[tag]; }
static inline int tdg_html_is_heading(unsigned tag) { return tag >= TDG_HTML_H1 && tag <= TDG_HTML_H6; }
const char *tdg_html_name(unsigned tag); /* "" for a tag that is not in the table */

/* ---- the tree ---- */

enum {
  TDG_TREE_NODES = 1 << 19, /* maximum of a page; the rest is cut off and `cut` is set */
  TDG_TREE_DEPTH = 256,
  TDG_TREE_ATTRS = 1 << 20, /* maximum of a whole page */
  TDG_TAG_ATTRS = 256       /* maximum of a tag; later ones are skipped */
};

struct tdg_node {
  uint32_t parent, end;
  uint32_t at, len; /* text: slice of the source; element: first attribute, number of attributes */
  uint16_t tag;     /* enum tdg_html_tag */
  uint16_t flags;   /* TDG_NODE_SPACE; the other bits are free for the caller, initially 0 */
  uint32_t name;    /* element: offset of its name in the source; 0 for implied elements */
  uint32_t names, units, links, commas; /* free for the caller, initially 0 */
};
enum tdg_node_flag { TDG_NODE_SPACE = 1 }; /* text: only white space */

struct tdg_attr {
  uint32_t at, len; /* of its value */
  uint16_t name;    /* enum tdg_html_attr */
};

#define TDG_TREE_MEMBERS                                                                                     \
  tdg_call *call;                                                                                            \
  struct tdg_str src; /* valid UTF-8 */                                                                      \
  int keep_all;       /* attributes that the table does not hold are kept as well */                         \
  struct tdg_node *node;                                                                                     \
  uint32_t n, cap;                                                                                           \
  struct tdg_attr *attr;                                                                                     \
  uint32_t n_attrs, cap_attrs;                                                                               \
  int cut;  /* the limit of nodes was met */                                                                 \
  int flat; /* the limit of depth was met */
/* The caller sets call, src and keep_all; a caller's own struct may begin with the same members. */
struct tdg_tree {
  TDG_TREE_MEMBERS
};

void tdg_tree_read(struct tdg_tree *t);
/* The value of an attribute, raw; "" when absent. */
struct tdg_str tdg_node_attr(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name);
int tdg_node_has_attr(const struct tdg_tree *t, uint32_t i, enum tdg_html_attr name);
/* The name of an element as written in the source; "" for implied elements. */
struct tdg_str tdg_node_name(const struct tdg_tree *t, uint32_t i);
/* Append the blocks of an element's content to rec, as tdg_html_blocks does for a fragment; elements with a
 * flag in `without` are skipped with their content.  A tree read with keep_all has the addresses of lazily
 * loaded images.  Returns the number of blocks. */
size_t tdg_tree_blocks(const struct tdg_tree *t, uint32_t i, uint16_t without, tdg_rec *rec,
                       struct tdg_str base);

/* What the page reserves, as TDG_TDM has it, a space between: noai and noimageai of <meta name="robots">, tdm-reservation, and
 * with a name in front what is said to one robot ("examplebot:noai"), which the engine reads when the robot is us. */
struct tdg_str tdg_tree_reserved(const struct tdg_tree *t);

#ifdef __cplusplus
}
#endif
#endif
