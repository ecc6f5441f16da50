/* tidings/kit/mbox.h - the lines between the mails of a file of mails (mbox, RFC 4155), and the quoting of such lines.
 *
 * Programs that write such files disagree: some quote every line of a text that begins "From " (mboxo), some also those
 * that are quoted already (mboxrd), some count bytes instead (Content-Length), which others then make false.  So a line
 * separates only when it looks written by a program and stands behind an empty one or names an address.
 *
 *   if (tdg_mbox_separates(line, after_blank)) ...
 *   line = tdg_mbox_unquote(line);
 *
 * All functions are inline, so that nothing needs to be linked; none can fail.
 */
#ifndef TIDINGS_KIT_MBOX_H
#define TIDINGS_KIT_MBOX_H

#include <tidings/kit/str.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "From ADDRESS Thu Mar  5 09:30:00 2026", the year perhaps before or behind a zone: does the line end so?  It may have its
 * line break. */
static inline int tdg_mbox_is_separator(struct tdg_str line) {
  struct tdg_str rest = line, word;
  int time = 0, year = 0;
  if (!tdg_str_starts(line, "From ") || line.n < 20) return 0;
  while (tdg_str_next(&rest, ' ', &word)) {
    const int is_year = word.n == 4 && tdg_str_number(word, 4) >= 1970;
    const int is_time = word.n >= 5 && word.p[2] == ':' && tdg_is_digit(word.p[0]) && tdg_is_digit(word.p[4]);
    if (is_time) time = 1, year = 0;
    else if (is_year && time) year = 1;
  }
  return year;
}
/* Does a mail begin behind it? */
static inline int tdg_mbox_separates(struct tdg_str line, int after_blank) {
  return tdg_mbox_is_separator(line) && (after_blank || memchr(line.p, '@', line.n) != NULL);
}
/* The line without the ">" that was put before its "From " or ">From ". */
static inline struct tdg_str tdg_mbox_unquote(struct tdg_str line) {
  size_t n = 0;
  while (n < line.n && line.p[n] == '>') n++;
  if (n > 0 && line.n - n >= 5 && memcmp(line.p + n, "From ", 5) == 0) line.p++, line.n--;
  return line;
}

#ifdef __cplusplus
}
#endif
#endif
