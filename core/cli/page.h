/* cli/page.h - text for people: wrapped to the terminal, coloured where wanted, harmless.
 *
 * A paragraph is filled piece by piece and then flows onto standard output:
 *
 *   page_style(&p, PAGE_BOLD);
 *   page_text(&p, row->title);      from outside: harmless (util/clean.h)
 *   page_style(&p, PAGE_PLAIN);
 *   page_say(&p, ", %d records", n);
 *   page_flow(&p, 2, 4);            2 columns in, following lines 4
 *
 * Columns are counted as terminals do: wide characters take two, combining ones none.  Right-to-left text is
 * handed on as it stands; ordering it is the terminal's work.
 */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli/cli.h"
#include "util/bytebuf.h"

enum page_style {
  PAGE_PLAIN = 'a',
  PAGE_BOLD,
  PAGE_DIM,
  PAGE_GOOD,
  PAGE_WARN,
  PAGE_BAD,
  PAGE_LINK,
  PAGE_HIT
};

struct page {
  struct buf line; /* the paragraph being filled */
  struct buf out;
  int width, colored;
};

void page_init(struct page *p, const struct cli *cli);
void page_free(struct page *p);
void page_style(struct page *p, enum page_style style);
/* of a record: what it says is data, its addresses too */
void page_text(struct page *p, struct tdg_str text);
/* of sources and failures: without the secrets in addresses */
void page_said(struct page *p, struct tdg_str text);
/* our own words; see util/say.h */
void page_say(struct page *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void page_time(struct page *p,
               int64_t ms); /* 2026-01-06 10:00, where the reader is; a bare date; "unknown" for 0 */
/* When something was published, "2016-09-23 to 2016-10-01": "undated" when neither is known; and of how many records
 * that is not known, when it is known of others. */
void page_span(struct page *p, int64_t first, int64_t last, uint32_t undated);
void page_fill(struct page *p, size_t column); /* spaces up to a column of this paragraph */
/* What stands in front of a fact; the fact begins at PAGE_LABEL. */
enum { PAGE_LABEL = 12 };
void page_label(struct page *p, const char *label);
void page_flow(struct page *p, int indent, int hang);
void page_line(struct page *p, int indent); /* as one line, however long: addresses, rows of a table */
void page_gap(struct page *p);              /* an empty line */

/* The harmless form of a text from outside, appended. */
void page_clean(struct buf *out, struct tdg_str text);
int page_plural(int64_t n); /* for "record%s" */
#define PLURAL(n) (page_plural((int64_t)(n)) ? "s" : "")

/* "3 min ago", "in 2 h": the distance of two times, in words. */
enum { PAGE_DISTANCE = 40 };
/* "in 3 h", "2 d ago", "now" */
const char *page_distance_text(int64_t now, int64_t then, char text[PAGE_DISTANCE]);
void page_distance(struct page *p, int64_t now, int64_t then);

#endif
