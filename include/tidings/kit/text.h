/* tidings/kit/text.h - sentences, words and their folded form in running text of any language.
 *
 * ASCII is handled here, other text by ICU.  No function depends on spaces between words or on capital
 * letters alone: Chinese, Japanese and Thai are split by ICU's dictionaries; Arabic and Hebrew have no
 * capitals.  Ranges are byte offsets into the given text; results are in the memory of the call.
 *
 * To link: pkg-config --cflags --libs tidings-kit
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

/* Split into sentences.  Handles abbreviations (Mr., U.S., e.g., z. B., M.), initials, decimal numbers,
 * quotes and brackets that close after the full stop, and the full stops of other scripts.  In doubt a
 * sentence continues.  An empty line ends a sentence, a single line break is white space.  language: BCP 47
 * or "". */
size_t tdg_sentences(tdg_call *call, struct tdg_str text, const char *language, struct tdg_range **out);

/* Words: letters and digits, inner apostrophes, hyphens and stops kept ("don't", "cease-fire", "U.S", "3.5",
 * "1,000"), punctuation left out. */
size_t tdg_words(tdg_call *call, struct tdg_str text, struct tdg_range **out);

/* A form for comparing: compatibility forms and case folded, diacritics removed where they are accents
 * (Latin, Greek, Arabic, Hebrew; not kana or Devanagari), curly quotes and dashes replaced by ASCII, white
 * space folded and trimmed.  Folding is idempotent. */
struct tdg_str tdg_fold(tdg_call *call, struct tdg_str text);

/* Is the title a question, or does it begin with a quotation?  Such a title does not say what happened. */
int tdg_title_teases(struct tdg_str title);

/* Length of the dateline before a sentence, with its dash: of "HOLLIN (Northline) - ", "BERLIN, 4. Mai - "; 0: none. */
size_t tdg_dateline(struct tdg_str sentence);

/* Comment, editorial, guest writers and letters, as publishers call them in many languages: the name of a
 * section or the office of an author; a tag, which is not to be a topic ("letters"); a title with such a label
 * before or behind it; an address with such a folder ("/opinion/"). */
int tdg_label_is_opinion(struct tdg_str label);
int tdg_tag_is_opinion(struct tdg_str tag);
int tdg_title_is_opinion(struct tdg_str title);
int tdg_address_is_opinion(struct tdg_str url);

/* Has a decoded text so many control characters that it is none, but the bytes of something else?  repaired: the places at which it
 * was not in its character set (tdg_charset_info). */
int tdg_is_binary(struct tdg_str text, size_t repaired);

/* The language of a text, by its letters and function words: a BCP 47 tag, or "" when not sure.  At least en
 * de fr es it pt nl pl cs uk ru tr ar he zh ja ko. */
const char *tdg_language(struct tdg_str text);

#ifdef __cplusplus
}
#endif
#endif
