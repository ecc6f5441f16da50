/* tidings/kit/json_record.h - records from JSON, in the form in which `tidings export` writes them.
 *
 * Names are those of the registry (tidings/field.h), times RFC 3339, ids 13 letters, bytes hex.  Types are
 * checked: a value of the wrong type refuses the record, with the field's name; null means absent.  Read all the
 * same are a number for a text (its digits), and for a time what tdg_date_parse reads, or seconds since 1970; a
 * time that cannot be read is left out and logged.  Unknown names and types of blocks are skipped (the text of
 * such a block is kept, as a paragraph), or refused when `strict` is set.
 *
 * A separate library (tidings-kit-json), because it needs jansson.  The tree is the caller's; records are in
 * the memory of the call.
 *
 *   struct tdg_json_reader reader = {.call = call, .where = url.p};
 *   tdg_rec *article = tdg_json_news(&reader, TDG_ARTICLE, tree);
 *   return article != NULL ? tdg_emit(call, article) : reader.status;
 *
 * To link: pkg-config --cflags --libs tidings-kit-json
 */
#ifndef TIDINGS_KIT_JSON_RECORD_H
#define TIDINGS_KIT_JSON_RECORD_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct json_t; /* of jansson */

struct tdg_json_reader {
  tdg_call *call;
  const char *where; /* named in messages: the address of the document, or a program and a line */
  int strict;        /* unknown names are refused */
  int status;        /* TDG_OK, or the first status of tdg_fail */
};

/* An article or statement as its publisher made it.  "id" is the source's own (TDG_NATIVE_ID); "text" is
 * divided into paragraphs unless there are "blocks"; it is required unless strict.  Fields that the engine
 * assigns (versions, observations) are skipped, or refused when strict.  NULL when refused. */
tdg_rec *tdg_json_news(struct tdg_json_reader *, uint32_t kind, const struct json_t *object);
/* A record of any other kind, with every field that the object has; ids and bytes only when strict.  NULL when
 * refused. */
tdg_rec *tdg_json_any(struct tdg_json_reader *, uint32_t kind, const struct json_t *object);

#ifdef __cplusplus
}
#endif
#endif
