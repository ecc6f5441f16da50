/* tidings/kit/text.h - sentences, words and their folded form in running text of any language.
 *
 * ASCII is handled in place, the rest through ICU.  No function rests on spaces between words or on capital letters
 * alone: Chinese, Japanese and Thai are cut by ICU's dictionaries, Arabic and Hebrew have no capitals.
 * Ranges are byte offsets into the text given; results live in the memory of the call.
 */
#ifndef TIDINGS_KIT_TEXT_H
#define TIDINGS_KIT_TEXT_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_range {
  size_t start, end;
};

/* Sentences.  Knows abbreviations (Mr., U.S., e.g., z. B., M.), initials, decimal numbers, quotes and brackets that
 * close after the stop, and the stops of other scripts.  In doubt a sentence goes on.  An empty line ends one, a single
 * line break is white space.  language: BCP 47 or "". */
size_t tdg_sentences(tdg_call *call, struct tdg_str text, const char *language, struct tdg_range **out);

/* Words: letters and digits, inner apostrophes, hyphens and stops kept ("don't", "cease-fire", "U.S", "3.5", "1,000"),
 * punctuation left out. */
size_t tdg_words(tdg_call *call, struct tdg_str text, struct tdg_range **out);

/* A form for comparing: compatibility forms and case folded, diacritics off where they are accents (Latin, Greek,
 * Arabic, Hebrew; not kana or Devanagari), curly quotes and dashes made plain, white space folded and trimmed.  Folding
 * twice changes nothing. */
struct tdg_str tdg_fold(tdg_call *call, struct tdg_str text);

/* A title that asks, or opens with a quotation: it makes one curious and does not tell what happened. */
int tdg_title_teases(struct tdg_str title);

/* The language of a text by its letters and its small words: a BCP 47 tag, or "" when not sure.  At least en de fr es
 * it pt nl pl cs uk ru tr ar he zh ja ko. */
const char *tdg_language(struct tdg_str text);

#ifdef __cplusplus
}
#endif
#endif
