/* tidings/kit/lines.h - the lines of a plain text, and its paragraphs.
 *
 * Text wrapped at a fixed width is recognised from all its lines (nearly every line had no room for the first
 * word of the next one), and its lines are rejoined.  So are lines of about one length without an empty line
 * between them, when two in five of the breaks are surely inside a sentence: the next line begins small, the line ends in a
 * small word, a sentence that began in it has not ended; a capital or a figure may begin the next.  In text with one line per paragraph,
 * or one sentence per line, only breaks inside a sentence are removed.
 *
 * Each line carries measures of its shape (length, first and last character, capitals), which tell headings,
 * bylines and page furniture from prose in any language, including scripts without case or spaces.
 *
 *   struct tdg_lines t = tdg_lines_read(call, text);
 *   for (size_t i = 0; i < t.n; i++) if (tdg_line_is_prose(&t.v[i])) ...
 *
 * Linear in the text.  Text must be valid UTF-8.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_LINES_H
#define TIDINGS_KIT_LINES_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a line ends (ignoring closing quotes and brackets), and the class of its first letter or digit. */
enum tdg_line_end {
  TDG_ENDS_OPEN = 0,
  TDG_ENDS_STOP,
  TDG_ENDS_ASK,
  TDG_ENDS_COMMA,
  TDG_ENDS_COLON,
  TDG_ENDS_DOTS
};
enum tdg_line_start { TDG_STARTS_OTHER = 0, TDG_STARTS_UPPER, TDG_STARTS_LOWER, TDG_STARTS_DIGIT };

struct tdg_line {
  struct tdg_str s;                /* trimmed, never empty */
  uint32_t gap, indent;            /* empty lines before it; columns of white space removed from its start */
  uint32_t chars, words, capitals; /* capitals: words that begin with a capital letter or a digit */
  uint32_t letters, upper;
  int end, start;
  int wide;             /* a script without spaces between words */
  int inner_stop;       /* a sentence ends before the end of the line */
  uint32_t kind, level; /* free for the caller, initially 0 */
  const char *role;     /* free for the caller */
};

struct tdg_lines {
  struct tdg_line *v;
  size_t n;
  int wrapped; /* the text was wrapped at a fixed width; v contains the rejoined lines */
  int full;    /* the text has more than TDG_MAX_LINES lines; v is empty */
};
#define TDG_MAX_LINES 60000 /* with one block per line and a few fields per block, the limit of a record */

/* Remove the next line from the start of *text and set *line to it, without its line break: 1, or 0 when
 * *text is empty.  All code that splits documents into lines uses this function.  Line breaks are LF, CR, CR
 * LF (one break), VT, FF (between the pages of a print-out), NEL (U+0085), U+2028 and U+2029: the mandatory
 * breaks of Unicode.  A break at the end of the text does not begin another line.
 *
 * Texts inside records contain only '\n' between lines; parsers convert. */
int tdg_line_cut(struct tdg_str *text, struct tdg_str *line);

struct tdg_lines tdg_lines_read(tdg_call *call, struct tdg_str text);
/* Compute the shape of a line whose s is set. */
void tdg_line_measure(struct tdg_line *line);
/* A whole sentence or more, long enough to be part of a report. */
int tdg_line_is_prose(const struct tdg_line *line);
/* Could be a title or heading by its shape: short, no full stop, does not begin inside a sentence. */
int tdg_line_is_titlelike(const struct tdg_line *line);
/* Does the break between two neighbouring lines fall inside a sentence? */
int tdg_line_goes_on(const struct tdg_line *line, const struct tdg_line *next);
/* The length of a list mark ("- ", "12. ", "b) ") in bytes, 0 when there is none.  ordered may be NULL. */
size_t tdg_line_mark(struct tdg_str s, int *ordered);
/* The character of a ruled line ("----", "* * *"), 0 when s is not one. */
char tdg_line_rule(struct tdg_str s);

/* Append the paragraphs of a text to rec; headings and page furniture are not looked for.  Returns the number
 * of blocks; a text of more than TDG_MAX_LINES lines becomes one block. */
size_t tdg_text_blocks(tdg_call *call, tdg_rec *rec, struct tdg_str text);
/* The same of lines that were read, without those whose kind is not 0 (tidings/kit/plain_report.h sets it). */
size_t tdg_lines_blocks(tdg_call *call, tdg_rec *rec, const struct tdg_lines *lines);

#ifdef __cplusplus
}
#endif
#endif
