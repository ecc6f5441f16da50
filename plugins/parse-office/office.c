/* office.c - plugin parse-office: the text of documents of office programs (DOCX, ODT), for the readers of pages and statements.
 *
 * Headings, paragraphs, lists, tables and notes become a page of HTML, which is passed on as a document inside this one
 * (TDG_DOC).  Title, author, date and language of the document's properties are what the record gets when its text says none.
 *
 * Fails with bad input on what is no such document, needs a password or has no text, and with "limit" on what unpacks to more
 * than OFFICE_MAX_PART in one part.
 */
#include "office.h"

#include <tidings/kit/str.h>

enum { MIN_LETTERS = 20 };

static const char docx_type[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                  odt_type[] = "application/vnd.oasis.opendocument.text";

/* ---- the component ---- */

static tdg_rec *known_of(const struct office *o) {
  tdg_call *call = o->call;
  tdg_rec *known = tdg_group(call), *author = tdg_group(call);
  tdg_put_text(call, known, TDG_TITLE, o->title.p, o->title.n);
  if (o->created > 0) tdg_put_int(call, known, TDG_PUBLISHED, o->created);
  if (o->modified > o->created) tdg_put_int(call, known, TDG_UPDATED, o->modified);
  tdg_put_text(call, known, TDG_LANGUAGE, o->language.p, o->language.n);
  tdg_put_text(call, author, TDG_NAME, o->author.p, o->author.n);
  if (o->author.n > 0) tdg_put_rec(call, known, TDG_AUTHOR, author);
  return known;
}

static int emit(const struct office *o, const tdg_rec *doc, struct tdg_str body) {
  tdg_call *call = o->call;
  struct tdg_buf html = tdg_buf_make(call, body.n + 200);
  tdg_rec *inner = tdg_rec_new(call, TDG_DOC);
  const struct tdg_str hint = tdg_get(call, doc, TDG_TITLE_HINT), title = hint.n > 0 ? hint : o->title;
  tdg_buf_str(&html, "<!DOCTYPE html>\n<html><body>\n");
  tdg_buf_add(&html, body.p, body.n);
  tdg_buf_str(&html, "</body></html>\n");
  tdg_put_bytes(call, inner, TDG_BODY, html.p, html.n);
  tdg_put_str(call, inner, TDG_MEDIA_TYPE, "text/html");
  tdg_put_str(call, inner, TDG_CHARSET, "utf-8");
  tdg_put_str(call, inner, TDG_FLAG, "converted");
  tdg_put_text(call, inner, TDG_TITLE_HINT, title.p, title.n);
  tdg_put_rec(call, inner, TDG_MEMBER, known_of(o));
  return tdg_emit(call, inner);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  static const struct tdg_str none = {"", 0};
  const struct tdg_str file = tdg_get(call, doc, TDG_BODY);
  struct office o = {.call = call, .xml = self, .title = none, .author = none, .language = none};
  o.page = tdg_scratch(call, sizeof *o.page);
  page_begin(o.page, call);
  const int is_odt = strcmp(tdg_get(call, doc, TDG_MEDIA_TYPE).p, odt_type) == 0;
  const int status = is_odt ? office_odt(&o, file) : office_docx(&o, file);
  if (status != TDG_OK) return status;
  const struct tdg_str body = page_end(o.page);
  if (o.page->letters < MIN_LETTERS)
    return tdg_fail(call, TDG_BAD_INPUT, "the document has no text; it may be a picture");
  if (o.page->out.full || o.page->line.full)
    tdg_log(call, TDG_LOG_WARNING,
            "the document has more text than is read: what is behind %d MiB is left out",
            OFFICE_MAX_PAGE >> 20);
  return emit(&o, doc, body);
}

static int start(tdg_call *call, const void *conf, void **self) {
  (void)conf;
  *self = tdg_xml_new();
  return *self != NULL ? TDG_OK : tdg_fail(call, TDG_INTERNAL, "no memory");
}

static void stop(void *self) { tdg_xml_free(self); }

static const char *const claims[] = {docx_type, odt_type, NULL};

TDG_PLUGIN(
    "org.tidings.parse-office", TDG_VERSION, "Reads the text of DOCX and ODT documents",
    TDG_PARSER(.name = "office",
               .summary =
                   "Documents of office programs: headings, lists, tables, notes, without what was deleted",
               .claims = claims, .open = start, .run = run, .close = stop));
