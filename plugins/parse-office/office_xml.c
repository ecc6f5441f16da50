/* office_xml.c - the parts of an office document as XML, and its properties; see office.h.
 *
 * A part that is refused or cut off is read as far as it goes, which is told.
 */
#include "office.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

enum { MAX_PROPERTY = 2000 };

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
