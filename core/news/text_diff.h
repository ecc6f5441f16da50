/* news/text_diff.h - what differs between two texts, word by word.
 *
 *   text_diff(before, after, take, arg);      take gets the pieces in order: the same in both, gone, new
 *
 * The pieces that are the same or new are the text after, those that are the same or gone the text before, but for white space,
 * which does not count: a piece that is the same is that of the text after.  What is gone comes ahead of the new in its
 * place.  Texts whose differing parts have more than TEXT_DIFF_WORDS words are
 * compared by their ends alone: all between is gone, and new.
 */
#ifndef NEWS_TEXT_DIFF_H
#define NEWS_TEXT_DIFF_H

#include <tidings/plugin.h>

enum { TEXT_DIFF_WORDS = 4000 };
enum text_diff_kind { TEXT_SAME, TEXT_GONE, TEXT_NEW };

typedef void (*text_diff_fn)(void *arg, enum text_diff_kind kind, struct tdg_str piece);
void text_diff(struct tdg_str before, struct tdg_str after, text_diff_fn fn, void *arg);

#endif
