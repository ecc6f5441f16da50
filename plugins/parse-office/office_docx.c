/* office_docx.c - read WordprocessingML (ECMA-376); see office.h.
 *
 * Headings are paragraphs whose style is called "heading 1" and so on, as in documents of every language, or has an outline
 * level.  Lists are paragraphs with a numbering, or with a style that has one.  Deleted and moved-away text, hidden text,
 * comments, tables of contents, and the older copy of a drawing (mc:Fallback) are not read.  Text boxes are paragraphs at their
 * place.  What an element means follows from its local name: the prefixes and namespaces of strict and transitional documents
 * differ.
 */
#include "office.h"

#include <tidings/kit/str.h>

struct style {
  struct tdg_str id;
  int level;             /* as of office_page; -1: a line of a table of contents */
  struct tdg_str number; /* "" none */
};

struct numbering {
  struct tdg_str id, abstract; /* of num; of abstractNum: abstract is "" */
  int is_bullet;
};

struct note {
  struct tdg_str id, html;
};

struct docx {
  struct office *o;
  struct style *styles;
  struct numbering *numbers;
  size_t n_styles, n_numbers;
  struct note *notes[2]; /* footnotes, endnotes */
  size_t n_notes[2];
  /* where the reader is */
  int skip, text, run_hidden; /* skip: elements around that are not read; text: inside of w:t */
  struct style *style;        /* of styles.xml */
  struct numbering *number;
  struct tdg_str note_id;
  int kind, note_skip; /* of notes */
};

static int is(const char *local, const char *name) { return strcmp(local, name) == 0; }

static struct tdg_str value(struct docx *d, const struct tdg_xml_element *e, const char *name) {
  const struct tdg_str v = office_attribute(e, name);
  return v.p != NULL ? tdg_str_copy(d->o->call, v) : (struct tdg_str){"", 0};
}

static int is_off(struct tdg_str v) {
  return tdg_str_same(v, tdg_str_of("0")) || tdg_nocase_is(v, "false") || tdg_nocase_is(v, "off");
}

/* ---- styles and numberings ---- */

static void on_style(void *arg, const struct tdg_xml_element *e) {
  struct docx *d = arg;
  if (is(e->local, "style")) {
    d->style = NULL;
    if (d->n_styles == OFFICE_MAX_STYLES) return;
    d->style = &d->styles[d->n_styles++];
    *d->style = (struct style){.id = value(d, e, "styleId"), .number = {"", 0}};
  }
  if (d->style == NULL) return;
  const struct tdg_str v = value(d, e, "val");
  if (is(e->local, "name") && tdg_nocase_starts(v, "heading "))
    d->style->level = (int)tdg_str_number((struct tdg_str){v.p + 8, v.n - 8}, 1);
  if (is(e->local, "name") && tdg_nocase_is(v, "title")) d->style->level = 1;
  if (is(e->local, "name") && tdg_nocase_starts(v, "toc ")) d->style->level = -1;
  if (is(e->local, "outlineLvl") && d->style->level == 0 && tdg_str_number(v, 1) < 6)
    d->style->level = (int)tdg_str_number(v, 1) + 1;
  if (is(e->local, "numId")) d->style->number = v;
}

static void on_numbering(void *arg, const struct tdg_xml_element *e) {
  struct docx *d = arg;
  if (is(e->local, "abstractNum") || is(e->local, "num")) {
    d->number = d->n_numbers < OFFICE_MAX_STYLES ? &d->numbers[d->n_numbers++] : NULL;
    if (d->number != NULL)
      *d->number =
          (struct numbering){value(d, e, is(e->local, "num") ? "numId" : "abstractNumId"), {"", 0}, -1};
  }
  if (d->number == NULL) return;
  if (is(e->local, "numFmt") && d->number->is_bullet < 0)
    d->number->is_bullet = tdg_nocase_is(value(d, e, "val"), "bullet");
  if (is(e->local, "abstractNumId")) d->number->abstract = value(d, e, "val");
}

static const char *list_of(const struct docx *d, struct tdg_str number) {
  for (size_t i = 0; i < d->n_numbers; i++) {
    const struct numbering *n = &d->numbers[i];
    if (n->abstract.n == 0 || !tdg_str_same(n->id, number)) continue;
    for (size_t k = 0; k < d->n_numbers; k++)
      if (d->numbers[k].abstract.n == 0 && tdg_str_same(d->numbers[k].id, n->abstract))
        return d->numbers[k].is_bullet == 0 ? "ol" : "ul";
  }
  return "ul";
}

static void set_number(struct docx *d, struct tdg_str number) {
  const int none = number.n == 0 || tdg_str_same(number, tdg_str_of("0"));
  d->o->page->list = none ? NULL : list_of(d, number);
}

static void set_style(struct docx *d, struct tdg_str id) {
  for (size_t i = 0; i < d->n_styles; i++) {
    if (!tdg_str_same(d->styles[i].id, id)) continue;
    d->o->page->level = d->styles[i].level > 0 ? d->styles[i].level : 0;
    if (d->styles[i].level < 0) d->run_hidden = 2;
    if (d->styles[i].number.n > 0) set_number(d, d->styles[i].number);
    return;
  }
}

/* ---- text ---- */

/* Elements whose content is not read. */
static int is_left_out(const char *local) {
  static const char *const names[] = {"del",       "moveFrom",  "delText",     "Fallback", "instrText",
                                      "pPrChange", "rPrChange", "tblPrChange", "sectPr",   "tblPr",
                                      "tblGrid",   "trPr",      "tcPr"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (is(local, names[i])) return 1;
  return 0;
}

static void refer(struct docx *d, int kind, struct tdg_str id) {
  for (size_t i = 0; i < d->n_notes[kind]; i++) {
    if (!tdg_str_same(d->notes[kind][i].id, id)) continue;
    const size_t n = page_refer(d->o->page);
    if (n > 0) d->o->page->notes[n - 1] = d->notes[kind][i].html;
    return;
  }
}

static void start_in_run(struct docx *d, const struct tdg_xml_element *e) {
  const char *l = e->local;
  if (is(l, "vanish") && !is_off(value(d, e, "val"))) d->run_hidden |= 1;
  if (is(l, "t")) d->text = 1;
  if (d->run_hidden) return;
  if (is(l, "tab") || is(l, "br") || is(l, "cr") || is(l, "ptab")) page_space(d->o->page);
  if (is(l, "noBreakHyphen")) page_text(d->o->page, tdg_str_of("-"));
  if (is(l, "footnoteReference")) refer(d, 0, value(d, e, "id"));
  if (is(l, "endnoteReference")) refer(d, 1, value(d, e, "id"));
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct docx *d = arg;
  const char *l = e->local;
  struct office_page *p = d->o->page;
  if (d->skip > 0 || is_left_out(l)) {
    d->skip++;
    return;
  }
  if (is(l, "p")) page_end_line(p), d->run_hidden = 0;
  else if (is(l, "pStyle")) set_style(d, value(d, e, "val"));
  else if (is(l, "numId")) set_number(d, value(d, e, "val"));
  else if (is(l, "outlineLvl") && tdg_str_number(value(d, e, "val"), 1) >= 0 &&
           tdg_str_number(value(d, e, "val"), 1) < 6)
    p->level = (int)tdg_str_number(value(d, e, "val"), 1) + 1;
  else if (is(l, "r")) d->run_hidden &= 2;
  else if (is(l, "tbl")) page_table(p, 1);
  else if (is(l, "tr")) page_row(p, 1);
  else if (is(l, "tc")) page_cell(p, 1);
  else start_in_run(d, e);
}

static void on_end(void *arg, const char *l) {
  struct docx *d = arg;
  struct office_page *p = d->o->page;
  if (d->skip > 0) {
    d->skip--;
    return;
  }
  if (is(l, "t")) d->text = 0;
  else if (is(l, "p")) page_end_line(p), d->run_hidden = 0;
  else if (is(l, "tbl")) page_table(p, 0);
  else if (is(l, "tr")) page_row(p, 0);
  else if (is(l, "tc")) page_cell(p, 0);
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct docx *d = arg;
  if (!d->text || d->skip > 0 || d->run_hidden) return;
  const struct tdg_str raw = {piece->p, piece->n};
  page_text(d->o->page, piece->cdata ? raw : tdg_xml_decode(d->o->xml, d->o->call, raw));
}

static void on_blank(void *arg) {
  struct docx *d = arg;
  if (d->text && d->skip == 0 && !d->run_hidden) page_space(d->o->page);
}

static const struct tdg_xml_events body_events = {on_start, on_end, on_text, on_blank, NULL};

/* ---- notes: each is a page of one line ---- */

static void on_note_start(void *arg, const struct tdg_xml_element *e) {
  struct docx *d = arg;
  if (is(e->local, "footnote") || is(e->local, "endnote")) {
    d->note_id = value(d, e, "id");
    d->note_skip = office_attribute(e, "type").p != NULL; /* the line above the notes */
    tdg_buf_cut(&d->o->page->line, 0);
  } else if (is(e->local, "p")) {
    page_space(d->o->page);
  } else if (d->skip > 0 || is_left_out(e->local)) {
    d->skip++;
  } else if (is(e->local, "t") || is(e->local, "tab")) {
    start_in_run(d, e);
  }
}

static void on_note_end(void *arg, const char *l) {
  struct docx *d = arg;
  if (d->skip > 0) {
    d->skip--;
  } else if (is(l, "t")) {
    d->text = 0;
  } else if ((is(l, "footnote") || is(l, "endnote")) && !d->note_skip &&
             d->n_notes[d->kind] < OFFICE_MAX_NOTES) {
    const struct tdg_str line = tdg_str_trim(tdg_buf_get(&d->o->page->line));
    d->notes[d->kind][d->n_notes[d->kind]++] = (struct note){d->note_id, tdg_str_copy(d->o->call, line)};
    tdg_buf_cut(&d->o->page->line, 0);
  }
}

static void read_notes(struct docx *d, int kind, struct tdg_str part) {
  static const struct tdg_xml_events events = {on_note_start, on_note_end, on_text, on_blank, NULL};
  d->kind = kind;
  d->notes[kind] = tdg_scratch(d->o->call, OFFICE_MAX_NOTES * sizeof(struct note));
  office_read(d->o, part, &events, d);
  tdg_buf_cut(&d->o->page->line, 0);
  d->skip = d->text = 0;
}

int office_docx(struct office *o, struct tdg_str file) {
  static const struct tdg_xml_events styles = {.start = on_style}, numbers = {.start = on_numbering};
  struct office_part parts[] = {{"word/document.xml", {"", 0}},  {"word/styles.xml", {"", 0}},
                                {"word/numbering.xml", {"", 0}}, {"word/footnotes.xml", {"", 0}},
                                {"word/endnotes.xml", {"", 0}},  {"docProps/core.xml", {"", 0}}};
  struct docx d = {.o = o};
  const int status = office_parts(o->call, file, parts, sizeof parts / sizeof parts[0]);
  if (status != TDG_OK) return status;
  if (parts[0].bytes.n == 0)
    return tdg_fail(o->call, TDG_BAD_INPUT, "the document has no text (word/document.xml)");
  d.styles = tdg_scratch(o->call, OFFICE_MAX_STYLES * sizeof *d.styles);
  d.numbers = tdg_scratch(o->call, OFFICE_MAX_STYLES * sizeof *d.numbers);
  office_read(o, parts[1].bytes, &styles, &d);
  office_read(o, parts[2].bytes, &numbers, &d);
  read_notes(&d, 0, parts[3].bytes);
  read_notes(&d, 1, parts[4].bytes);
  o->page->letters = 0;
  office_read(o, parts[0].bytes, &body_events, &d);
  office_properties(o, parts[5].bytes);
  return TDG_OK;
}
