/* kit/html/html_tags.h - how the two tokenisers find the elements of the one table. */
#ifndef KIT_HTML_TAGS_H
#define KIT_HTML_TAGS_H

#include <tidings/kit/html_tree.h>

/* By name, letters of either case; TDG_HTML_OTHER and TDG_ATTR_NONE when unknown. */
enum tdg_html_tag html_tag_of(const char *p, size_t n);
enum tdg_html_attr html_attr_of(const char *p, size_t n);
/* By the first eight letters of a name, small, the first lowest, and its length. */
enum tdg_html_tag html_tag_of_key(uint64_t key, size_t n);
/* A number for each element with TDG_IS_RAW. */
enum { HTML_RAW_SLOTS = 8 };
unsigned html_raw_slot(enum tdg_html_tag tag);

#endif
