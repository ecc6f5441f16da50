/* kit/rows/data_lines.h - is a short text one that programs read? */
#ifndef KIT_DATA_LINES_H
#define KIT_DATA_LINES_H

#include <tidings/plugin.h>

/* What it is, in the words of a report; NULL: it may be news. */
const char *data_lines(struct tdg_str head);
/* The next line with its white space, without its break; 0: there is none. */
int data_next_line(struct tdg_str *rest, struct tdg_str *line);
/* It begins with one of these, which end with NULL. */
int data_begins_with(struct tdg_str line, const char *const *heads);

#endif
