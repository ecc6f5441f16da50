/* report.h - one plain text report on its way to a record: its lines learn what they are.
 *
 *   tdg_report_front   title, byline and dates at the top and the foot (tidings/kit/plain_report.h)
 *   tdg_report_clean   page furniture: calls to the reader, share lines, teasers of other stories (the same)
 *   report_outline     headings, their roles, lists, quotes, rules
 *   report_write       paragraphs, parts and the record
 *
 * The steps run in this order, each only turns TDG_LINE_BODY into something else. */
#ifndef PARSE_TEXT_REPORT_H
#define PARSE_TEXT_REPORT_H

#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/plain_report.h>
#include <tidings/kit/text.h>
#include <tidings/plugin.h>

struct report {
  struct tdg_report of; /* first of all: its lines */
  const tdg_rec *doc;
  struct tdg_str text;
  int wrapped; /* the lines were broken at a fixed width */
};

void report_outline(struct report *r);
int report_write(struct report *r);

#endif
