/* cli/text_page.h - text output: wrapped to the terminal, coloured on request, escaped.
 *
 * A paragraph is filled piece by piece and then printed to standard output:
 *
 *   page_style(&p, PAGE_BOLD);
 *   page_text(&p, row->title);      from outside: escaped (util/clean.h)
 *   page_style(&p, PAGE_PLAIN);
 *   page_say(&p, ", %d records", n);
 *   page_flow(&p, 2, 4);            indented by 2 columns, following lines by 4
 *
 * Columns are counted as terminals do: wide characters take two, combining ones none.  Right-to-left text is
 * printed unchanged; the terminal orders it.
 */
#ifndef CLI_TEXT_PAGE_H
#define CLI_TEXT_PAGE_H

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
/* of a record: text and addresses are shown in full */
void page_text(struct page *p, struct tdg_str text);
/* of sources and errors: secrets in addresses are replaced */
void page_said(struct page *p, struct tdg_str text);
/* constant formats; see util/say.h */
void page_say(struct page *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void page_time(struct page *p,
               int64_t ms); /* 2026-01-06 10:00 in local time; a date without time; "unknown" for 0 */
/* A time as its source wrote it: local, "2026-01-06 10:00, local time there". */
void page_time_of(struct page *p, int64_t ms, int local);
struct page_end {
  int64_t ms;
  int local;
};
/* A range of publication, "2016-09-23 to 2016-10-01"; "undated" when neither end is known; with the number of
 * undated records when others are dated. */
void page_span(struct page *p, struct page_end first, struct page_end last, uint32_t undated);
void page_fill(struct page *p, size_t column); /* adds spaces up to a column of this paragraph */
size_t page_width_of(struct tdg_str text);     /* columns of a text from outside, as page_text() puts it */
/* A label; the value follows at column PAGE_LABEL. */
enum { PAGE_LABEL = 12 };
void page_label(struct page *p, const char *label);
void page_flow(struct page *p, int indent, int hang);
void page_line(struct page *p, int indent); /* prints one line without wrapping: addresses, rows of a table */
void page_gap(struct page *p);              /* an empty line */

/* Append the escaped form of a text from outside. */
void page_clean(struct buf *out, struct tdg_str text);
int page_plural(int64_t n); /* for "record%s" */
#define PLURAL(n) (page_plural((int64_t)(n)) ? "s" : "")

/* "3 min ago", "in 2 h": the difference of two times as text. */
enum { PAGE_DISTANCE = 40 };
/* "in 3 h", "2 d ago", "now" */
const char *page_distance_text(int64_t now, int64_t then, char text[PAGE_DISTANCE]);
void page_distance(struct page *p, int64_t now, int64_t then);
const char *page_duration_text(int64_t ms, char text[PAGE_DISTANCE]); /* "90 min", "2 h": exactly */

#endif
