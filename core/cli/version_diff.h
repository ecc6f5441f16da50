/* cli/version_diff.h - what differs between two versions of a record, on a page: [-gone-] and {+new+}, in colours too where there are
 * any. */
#ifndef CLI_VERSION_DIFF_H
#define CLI_VERSION_DIFF_H

#include "cli/text_page.h"
#include "record/rec.h"

/* Title, times and the paragraphs that differ, how many do not, and the names of other fields that differ. */
void version_diff_put(struct page *p, const tdg_rec *before, const tdg_rec *after);

/* The first words that differ, of the title, else of the text, each with at most 60 bytes; empty: nothing of the kind does. */
struct version_words {
  char gone[80], new[80];
};
void version_diff_words(const tdg_rec *before, const tdg_rec *after, struct version_words *out);
/* A line with them; nothing when there are none. */
void version_diff_put_words(struct page *p, const struct version_words *w);
/* ,"fields":["text","authors"]: those that differ, but for what the engine gives. */
void version_diff_names_json(struct buf *out, const tdg_rec *before, const tdg_rec *after);

#endif
