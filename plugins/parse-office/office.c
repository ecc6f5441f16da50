/* office.c - plugin parse-office: the text of documents of office programs (DOCX, ODT), for the readers of pages and statements.
 *
 * Headings, paragraphs, lists, tables and notes become a page of HTML, which is passed on as a document inside this one
 * (TDG_DOC).  Title, author, date and language of the document's properties are what the record gets when its text says none.
 *
 * Fails with bad input on what is no such document, needs a password or has no text, and with "limit" on what unpacks to more
 * than OFFICE_MAX_PART in one part.
 */
#include "office.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

enum { MIN_LETTERS = 20, MAX_PROPERTY = 2000 };

static const char docx_type[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                  odt_type[] = "application/vnd.oasis.opendocument.text";

struct tdg_str office_attribute(const struct tdg_xml_element *e, const char *name) {
  const char *local;
  for (int i = 0; i < e->n_attributes; i++) {
    const struct tdg_str v = tdg_xml_attribute_at(e, i, &local);
    if (strcmp(local, name) == 0) return v;
  }
  return (struct tdg_str){NULL, 0};
}

void office_read(struct office *o, struct tdg_str part, const struct tdg_xml_events *events, void *arg) {
  if (part.n == 0) return;
  tdg_rec *doc = tdg_rec_new(o->call, TDG_DOC); /* it may say another encoding than UTF-8 */
  tdg_put_bytes(o->call, doc, TDG_BODY, part.p, part.n);
  tdg_put_str(o->call, doc, TDG_MEDIA_TYPE, "application/xml");
  const int rc = tdg_xml_read(o->xml, o->call, tdg_xml_text(o->call, doc), events, arg);
  const char *why = tdg_xml_refused(o->xml);
  if (rc != 0 || why != NULL)
    tdg_log(o->call, TDG_LOG_WARNING, "a part of the document is not read to its end: it has %s",
            why != NULL ? why : "names or nesting beyond what is read");
}

/* ---- properties ---- */

struct properties {
  struct office *o;
  struct tdg_str value;
};

static void on_property(void *arg, const struct tdg_xml_element *e) {
  (void)e;
  ((struct properties *)arg)->value = (struct tdg_str){"", 0};
}

static void on_value(void *arg, const struct tdg_xml_piece *piece) {
  struct properties *p = arg;
  p->value = tdg_xml_append(p->o->xml, p->o->call, p->value, piece, MAX_PROPERTY);
}

static void take_date(struct tdg_str v, int64_t *out) {
  struct tdg_date d;
  if (*out == 0 && tdg_date_parse(v.p, v.n, NULL, &d) == 0) *out = d.ms;
}

static void on_property_end(void *arg, const char *local) {
  struct properties *p = arg;
  struct office *o = p->o;
  const struct tdg_str v = tdg_str_trim(p->value);
  if (v.n == 0) return;
  if (strcmp(local, "title") == 0) o->title = v;
  else if (strcmp(local, "initial-creator") == 0 || (strcmp(local, "creator") == 0 && o->author.n == 0))
    o->author = v;
  else if (strcmp(local, "language") == 0) o->language = v;
  else if (strcmp(local, "created") == 0 || strcmp(local, "creation-date") == 0) take_date(v, &o->created);
  else if (strcmp(local, "modified") == 0 || strcmp(local, "date") == 0) take_date(v, &o->modified);
  p->value = (struct tdg_str){"", 0};
}

void office_properties(struct office *o, struct tdg_str part) {
  static const struct tdg_xml_events events = {on_property, on_property_end, on_value, NULL, NULL};
  struct properties p = {o, {"", 0}};
  office_read(o, part, &events, &p);
}

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
