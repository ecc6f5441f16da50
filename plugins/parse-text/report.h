/* report.h - one plain text report on its way to a record: lines (tidings/kit/lines.h) that learn what they are.
 *
 *   report_front   title, byline and dates at the top and the foot
 *   report_clean   page furniture: calls to the reader, share lines, teasers of other stories
 *   report_outline headings, their roles, lists, quotes, rules
 *   report_write   paragraphs, parts and the record
 *
 * The steps run in this order, each only turns LINE_BODY into something else.  A line stays LINE_BODY unless
 * something speaks against it: a body paragraph that is lost cannot be got back, a furniture line that is
 * kept can. */
#ifndef PARSE_TEXT_REPORT_H
#define PARSE_TEXT_REPORT_H

#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>
#include <tidings/plugin.h>

enum { MAX_AUTHORS = 16, MAX_SHORT = 200 /* bytes of a line that may be more than prose */ };

enum line_kind {
  LINE_BODY = 0,
  LINE_TITLE,
  LINE_SUBTITLE,
  LINE_KICKER,
  LINE_BYLINE,
  LINE_DATE,
  LINE_FURNITURE,
  LINE_HEADING,
  LINE_ITEM,
  LINE_QUOTE,
  LINE_RULE
};

struct report {
  tdg_call *call;
  const tdg_rec *doc;
  struct tdg_str text;
  struct tdg_line *v;
  size_t n;
  int wrapped;          /* the lines were broken at a fixed width */
  size_t first;         /* the first line of prose: what stands before it is the head */
  const char *language; /* NULL: not sure */
  struct tdg_str authors[MAX_AUTHORS];
  size_t n_authors;
  struct stamp {
    struct tdg_date date;
    struct tdg_str raw;
    int known;
  } stamps[2]; /* published, updated */
};

void report_clean_head(struct report *r); /* used by report_front */
void report_front(struct report *r);
void report_clean(struct report *r);
void report_outline(struct report *r);
int report_write(struct report *r);

/* The line in comparing form; "" when it is longer than MAX_SHORT. */
struct tdg_str report_fold(const struct report *r, const struct tdg_line *l);
/* The line without a leading "# ", "**" and such. */
struct tdg_str report_unmarked(struct tdg_str s);

/* The role a heading announces ("What's next?" -> "next"), or NULL. */
const char *report_role(const struct report *r, const struct tdg_line *l);
/* Names in "By A. Author and B. Author, Staff Writer" after the label; 0 when it is no byline. */
int report_byline(struct report *r, struct tdg_str s);
/* Is the whole text a date, with at most a label before it?  -1 no, 0 published, 1 updated. */
int report_date(const struct report *r, struct tdg_str s, struct tdg_date *d);

/* ---- phrases.c: wordings in many languages (core/languages, the classes text-...), matched against folded lines ---- */

enum phrase_how {
  PHRASE_INSIDE = 1, /* anywhere, at word borders where the script has them */
  PHRASE_START = 2,
  PHRASE_WHOLE = 3 /* the whole line, but for signs around it */
};

/* A class of words, and what the values of its entries mean here. */
struct phrases {
  const struct tdg_word_class *words;
  struct {
    int how;   /* enum phrase_how */
    int value; /* score, or what the caller makes of it */
    const char *tag;
  } of[12]; /* by value */
};

/* Sum of the values of all entries that match. */
int report_phrases(const struct phrases *p, struct tdg_str folded);
/* The first entry that matches, or NULL. */
const struct tdg_word *report_phrase(const struct phrases *p, struct tdg_str folded);
/* Signs and white space off both ends. */
struct tdg_str report_bare(struct tdg_str s);

#endif
