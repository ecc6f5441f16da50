/* tidings/kit/author_names.h - who is named in a byline or in the author field of a feed or a news item.
 *
 * Words that introduce, join and end names are those of all languages (core/languages, the classes article-...); beside
 * them the form of names decides, where a script has capitals.
 *
 *   struct tdg_author_names who;
 *   tdg_author_names_read(tdg_str_of("By Ada Quill and Bo Lantern, Coast correspondents"), &who);  two: Ada Quill, Bo Lantern
 *   tdg_author_names_split(tdg_str_of("Ada Quill & Bo Lantern"), &who);                            two
 *   tdg_author_names_split(tdg_str_of("Lamps and Lenses Ltd"), &who);                              none: it is one name
 *
 * Everything is a slice of the text that was given, whose spaces are single ones; nothing is allocated, nothing can fail.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_AUTHOR_NAMES_H
#define TIDINGS_KIT_AUTHOR_NAMES_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TDG_AUTHOR_NAMES = 24 };
struct tdg_author_names {
  struct tdg_str name[TDG_AUTHOR_NAMES];
  size_t n;
};

/* A byline.  Words that introduce, offices, places, degrees and addresses are left out; what is no name at all gives none. */
void tdg_author_names_read(struct tdg_str text, struct tdg_author_names *out);
/* A field that should hold one name: the names when it holds several persons and nothing else; else out->n is 0. */
void tdg_author_names_split(struct tdg_str text, struct tdg_author_names *out);

/* The length of what joins two names at the start of s, where `before` is the first of them; 0.  *comma: it is only a sign,
 * behind which an office, a place or a degree may stand as well. */
size_t tdg_author_join(struct tdg_str before, struct tdg_str s, int *comma);
/* Does it begin with a word that introduces an author?  *rest is what follows, maybe nothing. */
int tdg_author_label(struct tdg_str text, struct tdg_str *rest);
/* "Author: Ada Quill", "(责编：...)": such a word with a colon, and something behind it. */
int tdg_author_colon(struct tdg_str text);
/* Two to five words that look like the name of a person; never true in scripts without capitals. */
int tdg_author_is_person(struct tdg_str text);
/* A line without a label that names an office: "Contributing Reporter". */
int tdg_author_is_office(struct tdg_str text);
/* The account of a machine's keeper, whoever wrote with it: admin, webmaster. */
int tdg_author_is_account(struct tdg_str name);

#ifdef __cplusplus
}
#endif
#endif
