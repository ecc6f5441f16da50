/* engine/forget_form.h - the letters of a document, whatever form its words have in it.
 *
 * The same words stand in JSON, in markup, in addresses and in plain text with other escapes, cases, spaces and quotation marks.
 * Their form is what is left of all of them: letters and digits, folded (tidings/kit/text.h), without escapes and with nothing
 * between.  Where something else stood is known aside, for names that must not begin or end in the midst of another.
 *
 *   forget_form_of(call, text, FORGET_MARKUP, &form);
 */
#ifndef ENGINE_FORGET_FORM_H
#define ENGINE_FORGET_FORM_H

#include <tidings/plugin.h>

struct forget_form {
  struct tdg_str letters;
  const unsigned char *breaks; /* a bit for each byte: something else stood before it */
};

/* TEXT leaves tags out, so that a sentence with markup in it is one. */
enum forget_view { FORGET_MARKUP, FORGET_TEXT };

/* text: UTF-8, valid or not.  The result is in the memory of the call, some times as large as the text: give it a large one
 * in pieces.  0: of FORGET_TEXT, there is no tag, and it would be the form of FORGET_MARKUP. */
int forget_form_of(tdg_call *call, struct tdg_str text, enum forget_view view, struct forget_form *out);

/* Nothing but a break before the byte, or behind the last. */
static inline int forget_form_breaks(const struct forget_form *f, size_t at) {
  return at == 0 || at >= f->letters.n || (f->breaks[at >> 3] >> (at & 7) & 1);
}

#endif
