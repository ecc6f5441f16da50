/* office_page.c - write headings, paragraphs, lists, tables and notes as a page of HTML; see office.h.
 *
 * A table in a cell of another one is text of that cell.  What does not fit into OFFICE_MAX_PAGE is left out. */
#include "office.h"

#include <tidings/kit/str.h>

static void add_escaped(struct tdg_buf *b, struct tdg_str s) {
  size_t from = 0;
  for (size_t i = 0; i < s.n; i++) {
    const char *as = s.p[i] == '<' ? "&lt;" : s.p[i] == '&' ? "&amp;" : NULL;
    if (as == NULL) continue;
    tdg_buf_add(b, s.p + from, i - from);
    tdg_buf_str(b, as);
    from = i + 1;
  }
  tdg_buf_add(b, s.p + from, s.n - from);
}

void page_begin(struct office_page *p, tdg_call *call) {
  p->call = call;
  p->out = tdg_buf_make(call, OFFICE_MAX_PAGE);
  p->line = tdg_buf_make(call, OFFICE_MAX_PAGE);
}

void page_text(struct office_page *p, struct tdg_str text) {
  add_escaped(&p->line, text);
  p->letters += tdg_str_trim(text).n;
}

void page_space(struct office_page *p) { tdg_buf_char(&p->line, ' '); }

static void close_list(struct office_page *p, const char *next) {
  if (p->open_list == next) return;
  if (p->open_list != NULL) tdg_buf_str(&p->out, p->open_list[0] == 'u' ? "</ul>\n" : "</ol>\n");
  if (next != NULL) tdg_buf_str(&p->out, next[0] == 'u' ? "<ul>\n" : "<ol>\n");
  p->open_list = next;
}

static void put_line(struct office_page *p, const char *element, struct tdg_str line) {
  tdg_buf_char(&p->out, '<');
  tdg_buf_str(&p->out, element);
  tdg_buf_char(&p->out, '>');
  tdg_buf_add(&p->out, line.p, line.n);
  tdg_buf_str(&p->out, "</");
  tdg_buf_str(&p->out, element);
  tdg_buf_str(&p->out, ">\n");
}

void page_end_line(struct office_page *p) {
  static const char *const elements[] = {"p", "h1", "h2", "h3", "h4", "h5", "h6"};
  const struct tdg_str line = tdg_str_trim(tdg_buf_get(&p->line));
  if (line.n > 0 && p->cell) {
    if (p->cell_lines++ > 0) tdg_buf_str(&p->out, "<br>");
    tdg_buf_add(&p->out, line.p, line.n);
  } else if (line.n > 0) {
    close_list(p, p->list);
    put_line(p, p->list != NULL ? "li" : elements[p->level >= 0 && p->level <= 6 ? p->level : 0], line);
  }
  tdg_buf_cut(&p->line, 0);
  p->level = 0;
  p->list = NULL;
}

void page_table(struct office_page *p, int begins) {
  page_end_line(p);
  if (begins && p->tables++ == 0) {
    close_list(p, NULL);
    tdg_buf_str(&p->out, "<table>\n");
  } else if (!begins && p->tables > 0 && --p->tables == 0) {
    tdg_buf_str(&p->out, "</table>\n");
  }
}

void page_row(struct office_page *p, int begins) {
  if (p->tables == 1) tdg_buf_str(&p->out, begins ? "<tr>" : "</tr>\n");
}

void page_cell(struct office_page *p, int begins) {
  page_end_line(p);
  if (p->tables != 1) return;
  p->cell = begins;
  p->cell_lines = 0;
  tdg_buf_str(&p->out, begins ? "<td>" : "</td>");
}

size_t page_refer(struct office_page *p) {
  char number[40];
  if (p->n_notes == OFFICE_MAX_NOTES) return 0;
  p->notes[p->n_notes++] = (struct tdg_str){"", 0};
  snprintf(number, sizeof number, "<sup>%zu</sup>", p->n_notes);
  tdg_buf_str(&p->line, number);
  return p->n_notes;
}

static void put_notes(struct office_page *p) {
  size_t said = 0;
  for (size_t i = 0; i < p->n_notes; i++) said += p->notes[i].n > 0;
  if (said == 0) return;
  tdg_buf_str(&p->out, "<section class=\"footnotes\" role=\"doc-endnotes\"><ol>\n");
  for (size_t i = 0; i < p->n_notes; i++) put_line(p, "li", p->notes[i]);
  tdg_buf_str(&p->out, "</ol></section>\n");
}

struct tdg_str page_end(struct office_page *p) {
  page_end_line(p);
  while (p->tables > 0) page_table(p, 0);
  close_list(p, NULL);
  put_notes(p);
  return tdg_buf_get(&p->out);
}
