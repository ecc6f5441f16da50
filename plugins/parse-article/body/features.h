/* features.h - what can be said about one line, in numbers: the input of model.c.
 *
 * None of them looks at words of a language.  Shares are hundredths; likenesses are hundredths of the line's letter
 * groups that stand in the other text, -1 when there is no other text. */
#ifndef PARSE_ARTICLE_FEATURES_H
#define PARSE_ARTICLE_FEATURES_H

#include "body.h"

// clang-format off
#define FEATURE_TABLE(X)                                                                                             \
  /* the line itself */                                                                                              \
  X(UNITS) X(LINK_SHARE) X(LINKS) X(COMMAS) X(STOP) X(CAPITALS) X(DIGITS) X(KIND) X(LEVEL) X(TAG_P) X(TAG_DIV)       \
  X(TAG_LI) X(ALL_STRONG) X(ALL_EM) X(ALL_LINK) X(FIRST_SIGN) X(HAS_TIME) X(REPEATED) X(BRACKETS)                    \
  /* likeness */                                                                                                     \
  X(LIKE_TITLE) X(LIKE_LEAD) X(LIKE_BODY) X(TITLE_INSIDE) X(LIKE_AUTHOR) X(DATE_SHARE)                               \
  /* where it stands */                                                                                              \
  X(IN_ROOT) X(FROM_FIRST) X(TO_LAST) X(PLACE) X(DEPTH) X(SIBLING_SHARE) X(ALIKE_SHARE) X(PRUNED) X(AFTER_TITLE)     \
  /* around it */                                                                                                    \
  X(PREV_UNITS) X(PREV_LINK) X(PREV_KIND) X(PREV2_UNITS) X(NEXT_UNITS) X(NEXT_LINK) X(NEXT_KIND) X(NEXT2_UNITS)      \
  X(BEFORE5) X(AFTER5) X(SAME_PARENT_PREV) X(SAME_PARENT_NEXT) X(TEXT_BELOW)                                         \
  /* the box it is in: the child of the root, its parent, its list */                                                \
  X(BOX_UNITS) X(BOX_LINK) X(BOX_LINES) X(BOX_IMAGES) X(PARENT_UNITS) X(PARENT_LINK) X(PARENT_IMAGE) X(LIST_LINK)    \
  X(LIST_ITEMS)                                                                                                      \
  /* elements around it, inside the root */                                                                          \
  X(IN_ASIDE) X(IN_FIGURE) X(IN_HEADER) X(IN_FOOTER) X(IN_FORM) X(IN_TABLE) X(IN_QUOTE) X(IN_LIST) X(IN_ADDRESS)     \
  X(IN_LINK) X(IN_DETAILS)                                                                                           \
  /* names around it, inside the root: how many elements up, 0 when not */                                           \
  X(N_SHARE) X(N_RELATED) X(N_SIGNUP) X(N_COMMENT) X(N_META) X(N_CAPTION) X(N_AD) X(N_NAV) X(N_AUTHOR) X(N_TAGS)     \
  X(N_HIDDEN) X(N_TITLE) X(N_LEAD) X(N_DATE) X(N_BIO) X(N_PULL) X(N_PAYWALL) X(N_EMBED) X(N_MEDIA) X(N_TOC) X(N_NOTE) \
  X(N_BODY) X(N_TEXT) X(N_BUTTON) X(N_BOX)                                                                           \
  /* the page */                                                                                                     \
  X(PAGE_GOOD) X(ROOT_LINK) X(ROOT_NAMED)                                                                            \
  /* other articles, and the heading above */                                                                        \
  X(OTHER_ARTICLE) X(H1_SINCE) X(HEADING_LINK) X(SINCE_HEADING) X(HEADING_LEVEL) X(LINK_BEFORE5) X(LINK_AFTER5)      \
  X(HEADING_UNITS) X(HEADING_LOOK) X(DATES_SINCE) X(BYLINES_SINCE) X(LINKED_SINCE) X(HEADS_SINCE)                    \
  X(H1_UP) X(H1_DOWN) X(H1_SHARE) X(H1_LINK) X(UNIT_AT) X(UNIT_COUNT) X(UNIT_UNITS) X(UNIT_H1)                       \
  /* lines of its look: tag and class of the element and its parent */                                               \
  X(LOOK_LINES) X(LOOK_UNITS) X(LOOK_LINK) X(LOOK_GOOD)                                                              \
  /* more of the line, its links, its siblings */                                                                    \
  X(COLON_AT) X(AT_SIGNS) X(URLS) X(LETTERS) X(ALL_SMALL) X(LINK_KIND) X(LINK_SLUG) X(LINK_FIRST) X(LINK_LAST)       \
  X(LABEL_LINK) X(SIBLINGS) X(SIBLING_AT) X(SIBLING_LEFT) X(IMAGE_BEFORE) X(IMAGE_AFTER)
// clang-format on

enum feature {
#define FEATURE_ENUM(name) FT_##name,
  FEATURE_TABLE(FEATURE_ENUM)
#undef FEATURE_ENUM
      FT_LIMIT
};

struct features {
  int16_t v[FT_LIMIT];
};

/* Lines first .. last - 1 get their features into out[0 ..]. */
void features_read(struct page *pg, const struct body *b, const struct hints *h, uint32_t first,
                   uint32_t last, struct features *out);
/* model.c: thousandths of log odds that a line is article. */
/* Sets the score of n lines. */
void model_scores(const struct features *f, uint32_t n, struct line *line);

#endif
