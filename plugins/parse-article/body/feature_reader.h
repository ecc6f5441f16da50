/* feature_reader.h - what the files that make features.h's numbers share: features.c, feature_text.c, feature_place.c,
 * feature_page.c. */
#ifndef PARSE_ARTICLE_FEATURE_READER_H
#define PARSE_ARTICLE_FEATURE_READER_H

#include "article_page.h"
#include "features.h"

/* ---- grams.c: how much of one text stands in another, by groups of six bytes of letters and digits: alike in any
 * script ---- */

struct grams {
  uint8_t *bits;
  int any;
};

/* Append what remains of p[0..len) without spaces and signs, ASCII in lower case, to out[n..max); the new
 * length. */
size_t squeeze(char *out, size_t n, size_t max, const char *p, size_t len);
void grams_add(struct page *pg, struct grams *g, struct tdg_str s);
/* Hundredths of the groups of a squeezed text that are in the set; -1 when the set is empty. */
int grams_like(const struct grams *g, const char *p, size_t n);

/* ---- features ---- */

enum {
  MAX_SQUEEZED = 4000,
  MAX_UP = 24,
  NEAR = 5,
  ALIKE_SLOTS = 4096,
  SEEN_SLOTS = 1 << 14,
  UNIT_SLOTS = 1 << 13
};

struct text_facts {
  char buf[MAX_SQUEEZED];
  size_t n; /* letters and digits only, ASCII in lower case */
  uint32_t letters, capitals, digits, brackets, at_signs, urls;
  uint32_t colon;         /* units up to and with the first colon, 0 */
  uint32_t units;         /* read so far */
  uint8_t first[3], last; /* first bytes, last sign class */
};

/* What lines of one look have in common; looks are hashes of tag and class. */
struct look {
  uint32_t lines, units, links, good;
};

struct unit_slot {
  uint64_t key;
  uint32_t count, with_h1;
};

struct reader {
  struct page *pg;
  const struct body *b;
  const struct hints *h;
  struct grams title, lead, body, author;
  size_t title_n;
  struct tdg_str host;
  int32_t *parent_good; /* good units by parent element */
  uint32_t *alike;      /* good units by signature of the element */
  struct look *look;    /* by look of the element and its parent */
  uint32_t *raw;        /* hash of tag and class of each element */
  uint32_t *unit_at;    /* 1 + place of an element among its siblings of the same look, 0 */
  uint32_t *unit_out;   /* the outermost of such elements around each, 0 */
  struct unit_slot *unit;
  uint64_t *seen;   /* hashes of the texts of earlier lines */
  uint32_t *images; /* images before each node */
  uint32_t first_good, last_good, h1_line, h1_article, heading, h1_since;
  uint32_t dates_since, heads_since, linked_since, bylines_since;
  int32_t good;
  struct text_facts t;
};

static inline int clip(int64_t v, int max) { return v > max ? max : v < -max ? -max : (int)v; }
static inline int share(int64_t part, int64_t all) { return all > 0 ? clip(part * 100 / all, 100) : 0; }

/* feature_text.c: the line itself. */
void feature_text(struct reader *r, const struct line *l, int16_t *v);
/* feature_place.c: what is above it, and its neighbours. */
void feature_place(struct reader *r, uint32_t at, const struct line *l, int16_t *v);
uint32_t element_signature(const struct page *pg, uint32_t i); /* of tags and names, its and its parent's */
/* feature_page.c: where it stands among headlines, other articles and lines of its look. */
void feature_page_begin(struct reader *r);
void feature_page(struct reader *r, uint32_t at, const struct line *l, int16_t *v);

#endif
