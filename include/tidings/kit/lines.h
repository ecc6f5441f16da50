/* tidings/kit/lines.h - the lines of a plain text, and its paragraphs.
 *
 * Text that was broken at a fixed width is found by the whole of it (nearly every line that another follows
 * was too full for the next word) and its lines are rejoined.  Text with one line a paragraph, or one
 * sentence a line, is left as it is, but for breaks that fall inside a sentence.
 *
 * Lines know their shape, so that headings, bylines and furniture can be told from prose without a word of
 * the language: length, how they begin and end, capitals.  Works for scripts without case and without spaces.
 *
 *   struct tdg_lines t = tdg_lines_read(call, text);
 *   for (size_t i = 0; i < t.n; i++) if (tdg_line_is_prose(&t.v[i])) ...
 *
 * Linear in the text.  Text must be valid UTF-8.
 */
#ifndef TIDINGS_KIT_LINES_H
#define TIDINGS_KIT_LINES_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a line ends (closing quotes and brackets aside), and what its first letter or digit is. */
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
  uint32_t gap, indent;            /* empty lines before it; columns cut off its front */
  uint32_t chars, words, capitals; /* capitals: words that begin with a capital letter or a digit */
  uint32_t letters, upper;
  int end, start;
  int wide;             /* a script without spaces between words */
  int inner_stop;       /* a sentence ends before the line does */
  uint32_t kind, level; /* the caller's own, 0 at first */
  const char *role;     /* the caller's own */
};

struct tdg_lines {
  struct tdg_line *v;
  size_t n;
  int wrapped; /* was broken at a fixed width; v holds the rejoined lines */
  int full;    /* there were more than TDG_MAX_LINES: nothing was read */
};
#define TDG_MAX_LINES 60000 /* a block each and a few fields a block is what a record may hold */

/* What a line is, for all who cut the text of a document.  A line ends at LF, CR, or CR LF as one; at VT and
 * FF (where the pages of a print-out meet); and at NEL (U+0085), U+2028 and U+2029: the mandatory breaks of
 * Unicode.  An end at the very end of the text begins no further line.
 * Take the next line, without its end, off the front of *text: 1, or 0 when nothing is left.
 *
 * A record's own texts are another matter: what reads documents writes '\n' between lines, and that alone. */
int tdg_line_cut(struct tdg_str *text, struct tdg_str *line);

struct tdg_lines tdg_lines_read(tdg_call *call, struct tdg_str text);
/* Shape of a line whose s is set. */
void tdg_line_measure(struct tdg_line *line);
/* A whole sentence or more, long enough to be part of a report. */
int tdg_line_is_prose(const struct tdg_line *line);
/* Could be a title or heading by its shape: short, no full stop, does not begin inside a sentence. */
int tdg_line_is_titlelike(const struct tdg_line *line);
/* Does the break between two neighbouring lines fall inside a sentence? */
int tdg_line_goes_on(const struct tdg_line *line, const struct tdg_line *next);
/* The bytes of a list mark ("- ", "12. ", "b) "), 0 when there is none.  ordered may be NULL. */
size_t tdg_line_mark(struct tdg_str s, int *ordered);
/* The sign of a ruled line ("----", "* * *"), 0 when it is none. */
char tdg_line_rule(struct tdg_str s);

/* Append the paragraphs of a text without headings and furniture of its own to rec.  Returns the number of
 * blocks; a text of more than TDG_MAX_LINES becomes one block. */
size_t tdg_text_blocks(tdg_call *call, tdg_rec *rec, struct tdg_str text);

#ifdef __cplusplus
}
#endif
#endif
