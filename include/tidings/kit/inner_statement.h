/* tidings/kit/inner_statement.h - give a text that is an official statement to the parser of statements.
 *
 * A parser of another format that holds a statement (a mail, a PDF, the JSON of a source) does not take the text apart itself:
 * it emits the text as a document, with what the format says about it, and the component "statement" makes the record.
 *
 *   tdg_rec *inner = tdg_statement_document(call, doc, "text/html", html);
 *   tdg_put_text(call, inner, TDG_TITLE, title.p, title.n);            each fact is optional
 *   tdg_put_int(call, inner, TDG_PUBLISHED, ms);
 *   tdg_put_str(call, inner, TDG_GENRE, "press-release");
 *   return tdg_emit(call, inner);
 *
 * The text is a whole page, a fragment of HTML ("<p>...") or plain text, in UTF-8.  A document with TDG_AS is that parser's: it
 * is read as a statement, whatever it looks like.
 *
 * Facts are fields of the record under their own numbers: TDG_TITLE, TDG_PUBLISHED, TDG_UPDATED, TDG_EVENT_TIME (the day of the
 * signing), TDG_EMBARGO, TDG_GENRE, TDG_LANGUAGE, TDG_DIRECTION, TDG_ISSUER {TDG_NAME, TDG_ROLE}, TDG_REFERENCE, TDG_PLACE,
 * TDG_OCCASION, TDG_CHANGE_NOTE, TDG_CITES, TDG_CANONICAL, TDG_FLAG "withdrawn", and TDG_URL of the document itself.  A fact that is given holds, and the
 * text is not asked for it; what is not given is looked for in the text.  TDG_FETCHED, when the host has it, is compared with the dates.
 *
 * The genres: joint-statement, declaration, communique, press-release, readout, speech, resolution, notice, correction,
 * memorandum, order, decision, statement.
 */
#ifndef TIDINGS_KIT_INNER_STATEMENT_H
#define TIDINGS_KIT_INNER_STATEMENT_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A new document: the text, its address, time of fetching and zone, which are those of `outer`.  The caller adds facts and
 * emits it. */
static inline tdg_rec *tdg_statement_document(tdg_call *call, const tdg_rec *outer, const char *media_type,
                                              struct tdg_str text) {
  static const uint32_t kept[] = {TDG_URL, TDG_FINAL_URL, TDG_DEFAULT_ZONE};
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  const int64_t fetched = tdg_get_int(call, outer, TDG_FETCHED, 0);
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
    const struct tdg_str value = tdg_get(call, outer, kept[i]);
    tdg_put_text(call, doc, kept[i], value.p, value.n);
  }
  if (fetched != 0) tdg_put_int(call, doc, TDG_FETCHED, fetched);
  tdg_put_str(call, doc, TDG_AS, "statement");
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, media_type);
  tdg_put_str(call, doc, TDG_CHARSET, "utf-8");
  tdg_put_bytes(call, doc, TDG_BODY, text.p, text.n);
  return doc;
}

#ifdef __cplusplus
}
#endif
#endif
