/* cli/export_form.h - records in the forms of other programs: JSON Lines, ninjs 3.0, JSON Feed 1.1, Atom.
 *
 *   struct export_out out = {.line = buf_make(MAX), .html = 0};
 *   form->begin(&out);  then print out.line
 *   form->put(&out, r); for each record, likewise
 *   form->end(&out);
 *
 * A time of day whose zone its source did not write has no place in them: such a date is left out (JSON Lines keeps it).
 */
#ifndef CLI_EXPORT_FORM_H
#define CLI_EXPORT_FORM_H

#include "record/rec.h"
#include "util/bytebuf.h"

struct export_out {
  struct buf line, html_text;
  int html;   /* JSON Lines: the text as HTML too */
  uint64_t n; /* records put */
};

/* Their names, in their order. */
#define EXPORT_FORMS "jsonl|ninjs|jsonfeed|atom"
enum { EXPORT_FORMS_COUNT = 4 };

struct export_form {
  void (*begin)(struct export_out *); /* replaces out->line, as the others do */
  void (*put)(struct export_out *, const tdg_rec *);
  void (*end)(struct export_out *);
};

/* NULL: there is none of this number. */
const struct export_form *export_form_of(int n);

/* " name=\"text\"" in XML, without characters that XML 1.0 does not have; nothing when the text is empty. */
void export_attribute(struct buf *out, const char *name, struct tdg_str text);

#endif
