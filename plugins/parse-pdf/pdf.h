/* pdf.h - one PDF on its way to a page of HTML.
 *
 *   pdf_read     its lines, with where they stand and how they are set; what cannot be read is told     (poppler)
 *   pdf_pieces   the pieces of a line in one; pages that are written from right to left mirrored
 *   pdf_headline the lines that have the letters of the document's title, in one
 *   pdf_heads    cells under the heads of a table apart
 *   pdf_cells    cells and columns that come close to each other apart
 *   pdf_order    without headers, footers and numbers of pages, in the order in which one reads: columns, tables
 *   pdf_page     paragraphs, headings, footnotes: HTML
 *
 * Lengths are points; y grows downwards.  Of a page written from right to left x is mirrored, so that each step reads from
 * left to right.  Everything of ours lives in the memory of the call.
 */
#ifndef PARSE_PDF_H
#define PARSE_PDF_H

#include <tidings/kit/buf.h>
#include <tidings/plugin.h>

enum {
  PDF_MAX_PAGES = 400,
  PDF_MAX_LINES = 60000,
  PDF_MAX_CHARS = 4000000,
  PDF_MAX_COLUMNS = 6,
  PDF_MAX_CUTS = 12,
  PDF_MAX_PER_PAGE = 4000, /* lines: of a page with more they are taken as they come */
  PDF_MARK = 8,            /* bytes of a number before a text */
  PDF_CELL = 2
};

/* Of the size of most of the text: smaller letters are those of notes, headers, footers. */
#define PDF_SMALL 0.88

/* A gap between two words of a line, where another cell may begin. */
struct pdf_cut {
  size_t text, html; /* in the line's */
  double x1, x0;     /* it begins and ends there */
  double size_sum;   /* of the characters before it */
  size_t chars, bold, letters, linked;
};

/* A line, or what stands in it before a wide gap. */
struct pdf_line {
  struct tdg_str text, html; /* html: with references and <sup> */
  double x0, y0, x1, y1, size;
  int page, bold;
  size_t chars, bold_chars;
  size_t letters, linked; /* linked: those in a link to url, the last one of the line */
  const char *url;
  struct pdf_cut *cut;   /* its gaps, */
  size_t n_cuts, widest; /*   and which one is the widest */
  int joined;            /* pdf_pieces: of pieces, whose gaps may be such as between words */
  int table;             /* pdf_heads: the number of the table that it is of, from 1; 0: none */
  int headline;          /* pdf_headline: it is the document's title */
  /* pdf_order: */
  int column;         /* a number for each run of lines that one reads down */
  double left, right; /* of that column */
  int apart;          /* it is a line of its own, of a signature; PDF_CELL: beside others */
  int cell, row;      /* of a table: its column, from 1, and the number of its row; 0: none */
};

/* Lines beside each other, which are sorted by place. */
struct pdf_row {
  size_t from, to;
  double y0, y1;
};

struct pdf {
  tdg_call *call;
  const tdg_rec *doc;
  struct pdf_line *v;
  size_t n, cap;
  double *heights, *widths; /* of the pages */
  int n_pages, all_pages;   /* those read, those there are */
  int rtl;
  int browser; /* a browser printed it, with a header of its own */
  size_t chars;
  struct tdg_str title; /* of the information dictionary; "" */
  int64_t created;      /* ms; 0: unknown */
  double body_size;     /* of most of the text */
  int has_headline,
      is_over_text; /* is_over_text: it is not among the lines, for it would stand between others */
  struct pdf_line headline;
};

/* Is it set as a heading: larger than the text, and bold or much larger? */
int pdf_is_large(const struct pdf *p, const struct pdf_line *l);

/* TDG_OK, or the call has failed. */
int pdf_read(struct pdf *p, struct tdg_str bytes);
void pdf_pieces(struct pdf *p);
/* Sort the lines of a page; their rows, of which there may be n. */
size_t pdf_rows(struct pdf_line *v, size_t n, struct pdf_row *row);
void pdf_headline(struct pdf *p);
/* Finds the tables whose heads tell their columns.  Sorts the lines of a page; cuts, of n and all 0 before: of each line of a table a
 * bit for each gap at which a cell begins. */
void pdf_heads(struct pdf *p, struct pdf_line *v, size_t n, unsigned *cuts);
/* The lines of a page with those cut that are several; their number.  out has room for all pieces. */
size_t pdf_cells(struct pdf *p, struct pdf_line *v, size_t n, struct pdf_line *out);
/* Its place among lines in order. */
size_t pdf_headline_place(const struct pdf *p, const struct pdf_line *v, size_t n);
void pdf_order(struct pdf *p);
struct tdg_str pdf_page(struct pdf *p);

#endif
