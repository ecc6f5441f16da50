/* page_dates.h - the dates of a page: read in the order of day and month that is usual there, and judged by what stands
 * beside them. */
#ifndef PARSE_ARTICLE_PAGE_DATES_H
#define PARSE_ARTICLE_PAGE_DATES_H

#include "page_facts.h"

enum {
  DAY_MS = 86400000,
  MAX_DATE_TEXT = 200,
  HEAD_NODES = 100,
  MAX_WITNESSES = 2 * MAX_VALUES,
  MAX_DATES = 4
};

struct found {
  struct tdg_date v;
  struct tdg_str raw;
  int from; /* enum meta_from */
  struct tdg_str key;
  uint32_t node;
};

struct dates {
  struct page *pg;
  const struct meta *m;
  struct tdg_date_hint hint;
  uint32_t h1;
  int64_t witness[MAX_WITNESSES + 1]; /* days that are sure: other dates of the article */
  size_t n_witnesses;
  int *usual;           /* the order of day and month where the page comes from; -1 until somebody asks */
  struct found changed; /* the first date that is shown as that of a change */
};

static inline int is_digit(char c) { return c >= '0' && c <= '9'; }
static inline int digits(const char *p, size_t n) { return (int)tdg_str_number((struct tdg_str){p, n}, n); }

/* ---- date_text.c: a date in a text ---- */

int64_t date_local_day(const struct tdg_date *v);
/* Is it that of a day that is sure, or of one beside it? */
int date_is_near(const struct dates *d, const struct tdg_date *v);
/* A date to the day; inside: anywhere in the text. */
int date_parse_with(const struct tdg_date_hint *hint, struct tdg_str s, int inside, struct tdg_date *out);
/* The text is a date, or holds one: 03/10/2023 as other dates of the article bear out, else as is usual there, else not. */
int date_parse(const struct dates *d, struct tdg_str s, struct tdg_date *out);
int date_find(const struct dates *d, struct tdg_str s, struct tdg_date *out);
/* The first date behind `at`, and where it stands. */
int date_find_from(const struct dates *d, struct tdg_str s, size_t at, struct tdg_date *out, size_t *start,
                   size_t *end);
/* The text of nodes first .. last - 1 with a space between its pieces: dates of two elements are not glued together. */
struct tdg_str date_text(const struct page *pg, uint32_t first, uint32_t last);

/* ---- date_order.c: the order of day and month, and dates in addresses, which show it ---- */

/* Sets the days that are sure and the order of d->hint. */
void date_learn_order(struct dates *d);
int date_usual_order(const struct dates *d);
/* The date in the page's own address, else in the one that it says it has; *raw: how it stands there. */
int date_in_address(const struct dates *d, struct tdg_date *out, struct tdg_str *raw);

/* ---- shown_dates.c: dates that are shown, and what stands beside them ---- */

struct dated {
  struct tdg_date v;
  size_t start, end;
  enum date_label label;
};
/* At most MAX_DATES; above: what the line above says of the first. */
size_t dates_in_text(const struct dates *d, struct tdg_str s, enum date_label above, struct dated *out);
/* What a short line in front of line i says of the date in it: <dt>Last updated</dt><dd>... */
enum date_label date_label_above(const struct dates *d, uint32_t line);
/* 1; 2 in an <aside>, whose date counts where words say that it is that of the publication.  Boxes around the headline as
 * well are no junk, whatever they are called. */
int date_in_junk(const struct page *pg, uint32_t i, uint32_t h1);
/* A <time>, or (named) an element whose names speak of a date, among nodes from .. to. */
int dates_marked(struct dates *d, uint32_t from, uint32_t to, int named, struct found *f);
/* Short lines among them; said: only those that say that it is the day of the publication.  ONLY_CHANGED: none, but the first
 * that was changed is kept. */
enum { ANY_DAY, ONLY_SAID, ONLY_CHANGED };
int dates_shown(struct dates *d, uint32_t from, uint32_t to, int said, struct found *f);
/* All of these. */
int dates_around(struct dates *d, uint32_t from, uint32_t to, struct found *f);

#endif
