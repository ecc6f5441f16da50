/* office.h - a document of an office program (DOCX, ODT) on its way to a page of HTML.
 *
 *   office_zip    the parts of the file                                                      (libarchive)
 *   office_xml    a part as XML; the properties
 *   office_docx   WordprocessingML: what is inserted is read, what is deleted is not         (tidings/kit/xml.h)
 *   office_odt    OpenDocument text: the same
 *   office_page   headings, paragraphs, lists, tables, notes: HTML
 *
 * Everything of ours lives in the memory of the call.
 */
#ifndef PARSE_OFFICE_H
#define PARSE_OFFICE_H

#include <tidings/kit/buf.h>
#include <tidings/kit/xml.h>
#include <tidings/plugin.h>

enum {
  OFFICE_MAX_PART = 24 << 20, /* bytes of a part, unpacked */
  OFFICE_MAX_PARTS = 5000,    /* files in the document */
  OFFICE_MAX_PAGE = 16 << 20,
  OFFICE_MAX_NOTES = 2000,
  OFFICE_MAX_STYLES = 4000
};

/* ---- parts ---- */

struct office_part {
  const char *name;
  struct tdg_str bytes; /* "" when it is not there */
};
/* Fill in the bytes of the parts, whose number is n.  TDG_OK, or the call has failed. */
int office_parts(tdg_call *call, struct tdg_str file, struct office_part *parts, size_t n);

/* ---- the page ---- */

struct office_page {
  tdg_call *call;
  struct tdg_buf out, line;               /* line: the paragraph that is being written, as HTML */
  int level;                              /* of the line: 1 to 6 a heading, 0 a paragraph */
  const char *list, *open_list;           /* of the line, and of what was written last: "ul", "ol", NULL */
  int tables, cell, cell_lines;           /* tables around the line; it is in a cell; lines in it so far */
  struct tdg_str notes[OFFICE_MAX_NOTES]; /* HTML */
  size_t n_notes;
  size_t letters;
};
void page_begin(struct office_page *p, tdg_call *call);
void page_text(struct office_page *p, struct tdg_str text);
void page_space(struct office_page *p);
/* End the line, as what level and list say; both are then those of a paragraph. */
void page_end_line(struct office_page *p);
void page_table(struct office_page *p, int begins);
void page_row(struct office_page *p, int begins);
void page_cell(struct office_page *p, int begins);
/* The number of a note, from 1, in the line.  0: there are too many. */
size_t page_refer(struct office_page *p);
struct tdg_str page_end(struct office_page *p);

/* ---- the formats ---- */

struct office {
  tdg_call *call;
  tdg_xml *xml;
  struct office_page *page;
  struct tdg_str title, author, language;
  int64_t created, modified; /* ms; 0: unknown */
};
/* Read the properties: dc:title, dc:creator and the like. */
void office_properties(struct office *o, struct tdg_str part);
/* The part as text; run events over it. */
void office_read(struct office *o, struct tdg_str part, const struct tdg_xml_events *events, void *arg);
/* The value of the attribute with this name, whatever its prefix; p is NULL when it is absent. */
struct tdg_str office_attribute(const struct tdg_xml_element *e, const char *name);

int office_docx(struct office *o, struct tdg_str file);
int office_odt(struct office *o, struct tdg_str file);

#endif
