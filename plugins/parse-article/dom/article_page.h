/* article_page.h - one page inside parse-article: its tree, its lines, and what was found out about it.
 *
 * Everything lives in the memory of the call.  The tree is the kit's (tidings/kit/html_tree.h); of its nodes the page
 * measures names, lengths, links and commas.
 */
#ifndef PARSE_ARTICLE_PAGE_H
#define PARSE_ARTICLE_PAGE_H

#include <tidings/kit/buf.h>
#include <tidings/kit/html_tree.h>

enum {
  MAX_PAGE = 16 << 20, /* bytes; larger pages are refused */
  MAX_BLOCK_TEXT = 1 << 20,
  MAX_LINES = 1 << 17,
  MAX_BLOCKS = 20000
};

/* What the names in class, id and the like say about an element; see class_names.c. */
enum name_flag {
  N_ARTICLE = 1 << 0,  /* article, story, post, entry */
  N_TEXT = 1 << 1,     /* body, content, text */
  N_BODY = 1 << 2,     /* both in one name: article-body */
  N_SHARE = 1 << 3,    /* share bars, social buttons */
  N_RELATED = 1 << 4,  /* teasers of other articles */
  N_SIGNUP = 1 << 5,   /* newsletter, subscription, donation calls */
  N_COMMENT = 1 << 6,  /* readers' comments */
  N_META = 1 << 7,     /* date, section, reading time */
  N_CAPTION = 1 << 8,  /* captions and picture credits */
  N_AD = 1 << 9,       /* advertisements */
  N_NAV = 1 << 10,     /* menus, side bars, footers, cookie notices */
  N_AUTHOR = 1 << 11,  /* byline or biography */
  N_TAGS = 1 << 12,    /* tag and topic lists */
  N_HIDDEN = 1 << 13,  /* for screen readers, print, templates */
  N_TITLE = 1 << 14,   /* headline, title */
  N_LEAD = 1 << 15,    /* standfirst, subtitle, summary */
  N_DATE = 1 << 16,    /* published, timestamp */
  N_BIO = 1 << 17,     /* a biography for sure */
  N_PULL = 1 << 18,    /* pull quotes */
  N_PAYWALL = 1 << 19, /* pay and login walls */
  N_EMBED = 1 << 20,   /* posts of social networks, players */
  N_MEDIA = 1 << 21,   /* galleries, slide shows, picture boxes */
  N_TOC = 1 << 22,     /* a table of contents */
  N_LIVE = 1 << 23,
  N_NOTE = 1 << 24, /* editor's notes, corrections, disclosures */
  N_BYLINE = 1 << 25,
  N_BUTTON = 1 << 26,
  N_CONSENT = 1 << 27, /* cookie and consent notices */
  N_PAGES = 1 << 28,   /* a list of pages */
  N_BOX = 1 << 29,     /* widgets, overlays: boxes of any content */
  N_POPUP = 1 << 30    /* shown while pointed at */
};
#define N_ENTRY 0x80000000u /* an entry of microformats */
#define N_JUNK (N_SHARE | N_RELATED | N_SIGNUP | N_COMMENT | N_AD | N_NAV | N_TAGS | N_BIO | N_HIDDEN)

/* What a node is; units: script-agnostic length of its text, links: of that in links; own for text, all for elements. */
enum node_flag {
  F_SPACE = TDG_NODE_SPACE,
  F_REF = 2,        /* text: holds a character reference */
  F_HIDDEN = 4,     /* hidden by attribute or style */
  F_SKIP = 8,       /* its text never counts: script, form control, ... */
  F_HAS_BLOCK = 16, /* holds block-level elements */
  F_PRUNED = 32,    /* cut out of the body */
  F_IN_LINK = 64,
  F_RULED_OUT = 128, /* hidden by a site's rule */
  F_REMOVED = 256,   /* taken out by a site's parser: page_extension.c */
  F_NAMED_BODY = 512 /* named as the body by a site's parser: no line reaches over its ends */
};

/* A run of inline content between two block boundaries. */
struct line {
  uint32_t node;        /* the innermost block-level element around it */
  uint32_t first, last; /* nodes first .. last - 1 */
  uint32_t units, links, commas, names;
  uint8_t kind;  /* enum tdg_block */
  uint8_t level; /* heading level, list depth */
  uint8_t dropped;
  uint8_t why;   /* enum line_why */
  int32_t score; /* of the model: thousandths of log odds */
};

/* Who decided about a line last, and why: what line_keep and line_drop are given.  X(symbol, who, words) */
// clang-format off
#define LINE_WHY(X)                                                                                          \
  X(WHY_UNJUDGED, "root", "too far from the element that holds the article")                                 \
  X(WHY_BEYOND, "judge", "the article has more lines than are read, and other lines hold more text")         \
  X(WHY_NO_ROOT, "root", "no element of the page looks like an article")                                     \
  X(WHY_MODEL, "model", "score")                                                                             \
  X(WHY_NEIGHBOURS, "smooth", "goes with its neighbours, score")                                             \
  X(WHY_HARDLY_ANYTHING, "judge", "the model kept hardly anything of this element, so its text is kept")     \
  X(WHY_COMMENT, "judge", "a comment of a reader")                                                           \
  X(WHY_BELOW_HEADLINE, "judge", "the text below the headline, where the model kept nothing")                \
  X(WHY_FAR_FROM_HEADLINE, "judge", "little, and far from the headline, below which other text stands")      \
  X(WHY_LABEL, "judge", "a label in an element that is named as no text")                                    \
  X(WHY_AMONG, "passed_over", "a list, a table or a sentence among the paragraphs of the article")           \
  X(WHY_NOTE, "passed_over", "a note that the article refers to")                                            \
  X(WHY_NOTICE, "passed_over", "short sentences below the headline, where the model kept nothing")           \
  X(WHY_CARD, "leads_elsewhere", "a box behind the article, one of several that lead elsewhere")                 \
  X(WHY_GALLERY, "leads_elsewhere", "a caption of a gallery beside the article")                                 \
  X(WHY_ONWARD, "leads_elsewhere", "a paragraph that is a link to another page")                                 \
  X(WHY_SIGN_UP, "leads_elsewhere", "beside a field for an address of mail")                                     \
  X(WHY_LONE_HEADING, "judge", "a heading with nothing of the article below it")                             \
  X(WHY_HEADLINE, "stray_bylines", "the headline")                                                           \
  X(WHY_BYLINE, "stray_bylines", "a byline or a date above the first words")                                 \
  X(WHY_NEXT_ARTICLE, "next_article", "another article begins here, or above")                               \
  X(WHY_WALL, "wall", "in an element named a pay wall, behind the article")                                  \
  X(WHY_FOOT, "foot", "nothing was kept but parts of the foot of the page")                                  \
  X(WHY_RULE_BODY, "rule", "the body of the site's rule")                                                    \
  X(WHY_RULE_OUTSIDE, "rule", "outside of the body of the site's rule")                                      \
  X(WHY_RULE_PRUNED, "rule", "links in the body of the site's rule, which says nothing of them")              \
  X(WHY_RULE_HEAD, "rule", "title, subtitle, author or date of the site's rule")                             \
  X(WHY_SAID, "article", "the text is not the page's but that of articleBody, or of its scripts")            \
  X(WHY_TABLE, "blocks", "in a table that is kept")                                                          \
  X(WHY_NO_TEXT, "blocks", "nothing is left without its markup")                                             \
  X(WHY_TOO_MANY, "blocks", "more blocks than a record has")
// clang-format on
enum line_why {
#define LINE_WHY_ENUM(symbol, who, words) symbol,
  LINE_WHY(LINE_WHY_ENUM)
#undef LINE_WHY_ENUM
};

struct page {
  union { /* the members of the tree are the page's own */
    struct tdg_tree tree;
    struct {
      TDG_TREE_MEMBERS
    };
  };
  struct tdg_str url;
  struct tdg_str zone; /* of times without one, as the source is configured; "" */
  struct line *line;
  uint32_t n_lines, cap_lines;
  uint32_t n_cut; /* lines behind those: of another article */
};

static inline struct tdg_str node_attr(const struct page *pg, uint32_t i, enum tdg_html_attr name) {
  return tdg_node_attr(&pg->tree, i, name);
}
static inline int node_has_attr(const struct page *pg, uint32_t i, enum tdg_html_attr name) {
  return tdg_node_has_attr(&pg->tree, i, name);
}
/* With its references decoded. */
struct tdg_str node_attr_text(const struct page *pg, uint32_t i, enum tdg_html_attr name);
/* The name of an attribute as the page writes it, also of those that are in no table (keep_all). */
struct tdg_str attr_name(const struct page *pg, const struct tdg_attr *a);
/* The text below a node, white space folded, references decoded, at most max bytes. */
struct tdg_str node_text(const struct page *pg, uint32_t i, size_t max);
/* references decoded, spaces folded */
struct tdg_str source_text(const struct page *pg, uint32_t at, uint32_t len);

/* measure.c: names, lengths, links, commas, hidden parts: once, bottom-up. */
void page_measure(struct page *pg);
/* class_names.c */
uint32_t names_read(const char *p, size_t n);

/* page_lines.c: cut the page into lines. */
void lines_read(struct page *pg);
/* Every line is dropped, and taken in again, by these; the last one counts. */
void line_keep(struct line *l, enum line_why why);
void line_drop(struct line *l, enum line_why why);

/* small helpers on text (page_text.c) */
/* equal but for case, marks, spaces, signs */
int str_same_folded(tdg_call *call, struct tdg_str a, struct tdg_str b);
/* Letters and digits only, case folded: for comparing titles. */
struct tdg_str str_bare(tdg_call *call, struct tdg_str s);
size_t text_words(const char *p, size_t n);

#endif
