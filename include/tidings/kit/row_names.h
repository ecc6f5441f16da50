/* tidings/kit/row_names.h - what a column of a table, or a member of a JSON object, holds of an article, by its name.
 *
 * Exports call one thing by many names, in many languages: published_at, publishDate, datum.  Case, and how the words
 * of a name are put together, do not count.
 *
 *   #include <tidings/kit/word_classes.h>
 *   struct tdg_row_name is = tdg_row_name(call, doc, tdg_str_of("publishDate"));
 *   if (is.value == TDG_ROW_NAMES_PUBLISHED) ...
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_ROW_NAMES_H
#define TIDINGS_KIT_ROW_NAMES_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_row_name {
  int value; /* TDG_ROW_NAMES_... ; 0: nothing is known of it */
  int rank;  /* of two names with one value, the lower one means it more */
};

/* doc: a document or a request; what its user says goes before what is known: its TDG_EXT {name: map, text:
 * "published=datum"}, field=name, where field is a name with that value. */
struct tdg_row_name tdg_row_name(tdg_call *call, const tdg_rec *doc, struct tdg_str name);

/* Is it a name under which interfaces put the article itself into an object: {"_id": 1, "_source": {"title": ...}}? */
int tdg_row_wraps(struct tdg_str name);

#ifdef __cplusplus
}
#endif
#endif
