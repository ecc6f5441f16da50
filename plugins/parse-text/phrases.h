/* phrases.h - wordings in many languages (core/languages, the classes text-...), matched against folded lines. */
#ifndef PARSE_TEXT_PHRASES_H
#define PARSE_TEXT_PHRASES_H

#include <tidings/kit/word_classes.h>

#include "report.h"

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
