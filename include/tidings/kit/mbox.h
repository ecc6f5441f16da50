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

/* "From ADDRESS Thu Mar  5 09:30:00 2026", the year perhaps before or behind a zone; the date of a mail ("Thu, 5 Mar 2026
 * 09:30:00 +0100", with nothing behind it); or "From " alone.  The line may have its line break. */
static inline int tdg_mbox_is_separator(struct tdg_str line) {
  struct tdg_str rest = line, word;
  int time = 0, year = 0, behind = 0; /* behind: words behind a time that a year stands before */
  if (!tdg_str_starts(line, "From ")) return 0;
  if (tdg_str_trim(line).n == 4) return 1;
  while (tdg_str_next(&rest, ' ', &word)) {
    const int is_year = word.n == 4 && tdg_str_number(word, 4) >= 1970;
    const int is_time = word.n >= 5 && word.p[2] == ':' && tdg_is_digit(word.p[0]) && tdg_is_digit(word.p[4]);
    if (is_time && year && word.n == 8) behind = 1;
    else if (behind > 0) behind += word.n > 0;
    if (is_time) time = 1, year = 0;
    else if (is_year) year = 1;
    else if (!time) year = 0;
  }
  return (time && year) || behind == 1 || behind == 2;
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
