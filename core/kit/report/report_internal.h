/* report_internal.h - what the files of this folder share; the public part is tidings/kit/plain_report.h. */
#ifndef KIT_REPORT_INTERNAL_H
#define KIT_REPORT_INTERNAL_H

#include <tidings/kit/plain_report.h>
#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>

#include <string.h>

void report_clean_head(struct tdg_report *r); /* furniture.c, used by tdg_report_front() */

/* The line in comparing form; "" when it is longer than TDG_REPORT_SHORT. */
struct tdg_str report_fold(const struct tdg_report *r, const struct tdg_line *l);
/* Names in "By A. Author and B. Author, Staff Writer" after the label; 0 when it is no byline. */
int report_byline(struct tdg_report *r, struct tdg_str s);
/* Is the whole text a date, with at most a label before it?  -1 no, 0 published, 1 updated. */
int report_date(const struct tdg_report *r, struct tdg_str s, struct tdg_date *d);

/* ---- phrases.c: wordings in many languages, matched against folded lines ---- */

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
  } of[12];    /* by value */
};

/* Sum of the values of all entries that match. */
int report_phrases(const struct phrases *p, struct tdg_str folded);
/* The first entry that matches, or NULL. */
const struct tdg_word *report_phrase(const struct phrases *p, struct tdg_str folded);
/* Signs and white space off both ends. */
struct tdg_str report_bare(struct tdg_str s);

#endif
