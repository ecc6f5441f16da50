/* tidings/kit/plain_report.h - a report that comes as plain text: which of its lines are title, byline and date, and which are
 * what a page says to its reader instead of the news: calls to subscribe, share lines, copyright notices, teasers of other stories.
 *
 *   struct tdg_report r = {.call = call, .v = lines.v, .n = lines.n, .language = "de"};     tidings/kit/lines.h
 *   tdg_report_front(&r);
 *   tdg_report_clean(&r);
 *   for (size_t i = 0; i < r.n; i++) if (r.v[i].kind == TDG_LINE_BODY) ...
 *
 * Each step only turns TDG_LINE_BODY into something else.  A line stays TDG_LINE_BODY unless something speaks against it: a
 * paragraph that is lost cannot be got back, furniture that is kept can.  The wordings are those of all languages
 * (core/languages, the classes text-...).  Everything is in the memory of the call; nothing fails.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_PLAIN_REPORT_H
#define TIDINGS_KIT_PLAIN_REPORT_H

#include <tidings/kit/date.h>
#include <tidings/kit/lines.h>
#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What tdg_line.kind says here; from TDG_LINE_HEADING on the caller sets it. */
enum tdg_line_kind {
  TDG_LINE_BODY = 0,
  TDG_LINE_TITLE,
  TDG_LINE_SUBTITLE,
  TDG_LINE_KICKER,
  TDG_LINE_BYLINE,
  TDG_LINE_DATE,
  TDG_LINE_FURNITURE,
  TDG_LINE_HEADING,
  TDG_LINE_ITEM,
  TDG_LINE_QUOTE,
  TDG_LINE_RULE
};

enum { TDG_REPORT_AUTHORS = 16, TDG_REPORT_SHORT = 200 /* bytes of a line that may be more than prose */ };

struct tdg_report_stamp {
  struct tdg_date date;
  struct tdg_str raw; /* as the line has it */
  int known;
};
struct tdg_report {
  tdg_call *call;
  struct tdg_line *v; /* of tdg_lines_read(); their kind and role are set */
  size_t n;
  const char *language; /* of its dates; NULL: not sure */
  const char *zone;     /* of dates that name none; NULL: not known */
  int titled;           /* its title is known: none is looked for among the lines */
  size_t first;         /* set: the first line of prose; what stands before it is the head */
  struct tdg_str authors[TDG_REPORT_AUTHORS];
  size_t n_authors;
  struct tdg_report_stamp stamps[2]; /* published, updated */
};

/* Title, byline and dates at the top and the foot, and furniture of the head. */
void tdg_report_front(struct tdg_report *r);
/* Furniture of the rest: after tdg_report_front(). */
void tdg_report_clean(struct tdg_report *r);
/* The role a heading announces ("What's next?": "next"), or NULL. */
const char *tdg_report_role(const struct tdg_report *r, const struct tdg_line *l);
/* The line without a leading "# ", "**" and such. */
struct tdg_str tdg_report_unmarked(struct tdg_str s);

#ifdef __cplusplus
}
#endif
#endif
