/* office_odt.c - read OpenDocument text (ISO 26300); see office.h.
 *
 * What was deleted while changes were tracked stands apart (text:tracked-changes) and is not read, as are comments, tables of
 * contents and indexes.  A note stands where it is referred to, and is moved to the end.
 */
#include "office.h"

#include <tidings/kit/str.h>

enum { NOTE_MAX = 64 << 10, STYLES = 2000 };

struct odt {
  struct office *o;
  int skip, lines, lists;        /* lines: paragraphs around, so text is text */
  size_t note;                   /* number of the note that is being read; 0: none */
  int in_body;                   /* of the note */
  struct tdg_buf aside;          /* the text of the note */
  struct tdg_str titles[STYLES]; /* styles of the document that are made of "Title" */
  size_t n_titles;
};

static int is(const char *local, const char *name) { return strcmp(local, name) == 0; }

static int is_left_out(const char *local) {
  static const char *const names[] = {
      "tracked-changes", "annotation", "table-of-content", "alphabetical-index", "illustration-index",
      "table-index",     "user-index", "bibliography",     "note-citation",      "sequence-decls",
      "forms",           "scripts",    "font-face-decls",  "binary-data",        "hidden-text",
      "ruby-text"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (is(local, names[i])) return 1;
  return 0;
}

static void say(struct odt *d, struct tdg_str text) {
  if (d->note == 0) {
    page_text(d->o->page, text);
    return;
  }
  for (size_t i = 0; i < text.n; i++) {
    if (text.p[i] == '<') tdg_buf_str(&d->aside, "&lt;");
    else if (text.p[i] == '&') tdg_buf_str(&d->aside, "&amp;");
    else tdg_buf_char(&d->aside, text.p[i]);
  }
}

static int is_title(const struct odt *d, struct tdg_str style) {
  for (size_t i = 0; i < d->n_titles; i++)
    if (tdg_str_same(d->titles[i], style)) return 1;
  return tdg_str_same(style, tdg_str_of("Title"));
}

static void begin_line(struct odt *d, const struct tdg_xml_element *e, int heading) {
  struct office_page *p = d->o->page;
  d->lines++;
  if (d->note > 0) {
    tdg_buf_char(&d->aside, ' ');
    return;
  }
  page_end_line(p);
  const struct tdg_str level = office_attribute(e, "outline-level"),
                       style = office_attribute(e, "style-name");
  if (heading)
    p->level = level.p != NULL && tdg_str_number(level, 1) > 0 && tdg_str_number(level, 1) <= 6
                   ? (int)tdg_str_number(level, 1)
                   : 1;
  else if (style.p != NULL && is_title(d, style)) p->level = 1;
  else if (d->lists > 0) p->list = "ul";
}

static void end_line(struct odt *d) {
  if (d->lines > 0) d->lines--;
  if (d->note == 0) page_end_line(d->o->page);
}

static void begin_note(struct odt *d) {
  if (d->note > 0) return;
  d->note = page_refer(d->o->page);
  d->aside = tdg_buf_make(d->o->call, NOTE_MAX);
}

static void end_note(struct odt *d) {
  if (d->note > 0)
    d->o->page->notes[d->note - 1] = tdg_str_copy(d->o->call, tdg_str_trim(tdg_buf_get(&d->aside)));
  d->note = 0;
}

/* Part of a table, of the text and not of a note. */
static int start_table(struct odt *d, const char *l) {
  struct office_page *p = d->o->page;
  if (d->note > 0) return 0;
  if (is(l, "table")) page_table(p, 1);
  else if (is(l, "table-row")) page_row(p, 1);
  else if (is(l, "table-cell")) page_cell(p, 1);
  else return 0;
  return 1;
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct odt *d = arg;
  const char *l = e->local;
  if (d->skip > 0 || is_left_out(l)) {
    d->skip++;
    return;
  }
  if (start_table(d, l)) return;
  if (is(l, "style")) {
    const struct tdg_str name = office_attribute(e, "name"),
                         parent = office_attribute(e, "parent-style-name");
    if (name.p != NULL && parent.p != NULL && is_title(d, parent) && d->n_titles < STYLES)
      d->titles[d->n_titles++] = tdg_str_copy(d->o->call, name);
  } else if (is(l, "p") || is(l, "h")) {
    begin_line(d, e, l[0] == 'h');
  } else if (is(l, "list")) {
    d->lists++;
  } else if (is(l, "note")) {
    begin_note(d);
  } else if (is(l, "s") || is(l, "tab") || is(l, "line-break")) {
    say(d, tdg_str_of(" "));
  }
}

static void on_end(void *arg, const char *l) {
  struct odt *d = arg;
  struct office_page *p = d->o->page;
  if (d->skip > 0) {
    d->skip--;
    return;
  }
  if (is(l, "p") || is(l, "h")) end_line(d);
  else if (is(l, "list") && d->lists > 0) d->lists--;
  else if (is(l, "note")) end_note(d);
  else if (d->note > 0) return;
  else if (is(l, "table")) page_table(p, 0);
  else if (is(l, "table-row")) page_row(p, 0);
  else if (is(l, "table-cell")) page_cell(p, 0);
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct odt *d = arg;
  const struct tdg_str raw = {piece->p, piece->n};
  if (d->skip > 0 || d->lines == 0) return;
  say(d, piece->cdata ? raw : tdg_xml_decode(d->o->xml, d->o->call, raw));
}

static void on_blank(void *arg) {
  struct odt *d = arg;
  if (d->skip == 0 && d->lines > 0) say(d, tdg_str_of(" "));
}

int office_odt(struct office *o, struct tdg_str file) {
  static const struct tdg_xml_events events = {on_start, on_end, on_text, on_blank, NULL};
  struct office_part parts[] = {{"content.xml", {"", 0}}, {"meta.xml", {"", 0}}};
  struct odt *d = tdg_scratch(o->call, sizeof *d);
  const int status = office_parts(o->call, file, parts, sizeof parts / sizeof parts[0]);
  if (status != TDG_OK) return status;
  if (parts[0].bytes.n == 0)
    return tdg_fail(o->call, TDG_BAD_INPUT, "the document has no text (content.xml)");
  d->o = o;
  office_read(o, parts[0].bytes, &events, d);
  end_note(d);
  office_properties(o, parts[1].bytes);
  return TDG_OK;
}
