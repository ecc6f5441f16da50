/* pdf_read.c - the lines of a PDF, by poppler; its information dictionary.
 *
 * poppler gives the characters of a page with the box of each, line by line.  A line is cut where its characters stand far
 * apart: in the same line of print of another column, in the next cell of a table.
 *
 * poppler's objects live until pdf_read returns.
 */
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "pdf.h"

#include <poppler.h>

#include <math.h>

enum { MAX_LINE = 20000 };
#define GAP 1.6 /* of the size of the letters: more is between cells */

/* The characters of a page as poppler gives them. */
struct page {
  struct pdf *pdf;
  int no;
  char *text;
  PopplerRectangle *box;
  guint n;
  GList *fonts, *font; /* font: that of the last character, where the next search begins */
};

struct open_line {
  struct tdg_buf text, html;
  double x0, y0, x1, y1, height;
  double size_sum;
  size_t chars, bold;
  PopplerRectangle last;
  size_t cut_text, cut_html;
  double cut_x1, cut_x0, cut;
};

static void clear(struct open_line *l) {
  tdg_buf_cut(&l->text, 0);
  tdg_buf_cut(&l->html, 0);
  l->x0 = l->y0 = 1e9;
  l->x1 = l->y1 = l->height = l->size_sum = 0;
  l->chars = l->bold = l->cut_text = l->cut_html = 0;
  l->cut = 0;
}

static void trim(struct tdg_buf *b) {
  while (b->n > 0 && b->p[b->n - 1] == ' ') tdg_buf_cut(b, b->n - 1);
}

static void keep_line(struct page *g, struct open_line *l) {
  struct pdf *p = g->pdf;
  trim(&l->text);
  trim(&l->html);
  const int upright = l->chars < 4 || l->y1 - l->y0 < 3 * (l->x1 - l->x0);
  if (l->chars > 0 && upright && p->n < PDF_MAX_LINES) {
    if (p->n == p->cap) {
      struct pdf_line *more = tdg_scratch(p->call, (2 * p->cap + 256) * sizeof *more);
      if (p->n > 0) memcpy(more, p->v, p->n * sizeof *more);
      p->v = more;
      p->cap = 2 * p->cap + 256;
    }
    p->v[p->n++] = (struct pdf_line){.text = tdg_str_copy(p->call, tdg_buf_get(&l->text)),
                                     .html = tdg_str_copy(p->call, tdg_buf_get(&l->html)),
                                     .x0 = l->x0,
                                     .y0 = l->y0,
                                     .x1 = l->x1,
                                     .y1 = l->y1,
                                     .size = l->size_sum / (double)l->chars,
                                     .page = g->no,
                                     .bold = 2 * l->bold > l->chars,
                                     .cut_text = l->cut_text,
                                     .cut_html = l->cut_html,
                                     .cut_x1 = l->cut_x1,
                                     .cut_x0 = l->cut_x0};
  }
  clear(l);
}

static const PopplerTextAttributes *font_of(struct page *g, gint i) {
  if (g->font == NULL || ((PopplerTextAttributes *)g->font->data)->start_index > i) g->font = g->fonts;
  while (g->font != NULL && ((PopplerTextAttributes *)g->font->data)->end_index < i) g->font = g->font->next;
  return g->font != NULL ? g->font->data : NULL;
}

static int is_bold(const PopplerTextAttributes *a) {
  const char *name = a != NULL && a->font_name != NULL ? a->font_name : "";
  return strstr(name, "Bold") != NULL || strstr(name, "bold") != NULL || strstr(name, "Black") != NULL ||
         strstr(name, "Heavy") != NULL;
}

/* A mark of direction, or a character without a meaning. */
static int is_dropped(uint32_t c) {
  return c < 0x20 || c == 0x7F || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF);
}

static void add_char(struct open_line *l, const char *p, size_t n, int raised) {
  tdg_buf_add(&l->text, p, n);
  if (raised) tdg_buf_str(&l->html, "<sup>");
  tdg_html_escape(&l->html, (struct tdg_str){p, n});
  if (raised) tdg_buf_str(&l->html, "</sup>");
}

/* A figure that is smaller than the line and ends above its foot: it names a footnote. */
static int is_raised(const struct open_line *l, uint32_t c, const PopplerRectangle *box) {
  const double height = box->y2 - box->y1;
  return l->chars > 0 && ((c >= '0' && c <= '9') || c == '*' || c == 0x2020) && height > 0 &&
         height < 0.85 * l->height && box->y2 < l->y1 - 0.12 * l->height;
}

/* "1.", "(a)", a bullet: its text may stand further away. */
static int is_mark(const struct open_line *l) {
  const struct tdg_str s = tdg_str_trim(tdg_buf_get(&l->text));
  return l->chars <= 1 || (l->chars <= 5 && (tdg_str_ends(s, ".") || tdg_str_ends(s, ")")));
}

static int is_apart(const struct open_line *l, const PopplerRectangle *box, double size) {
  const double right = box->x1 - l->last.x2, left = l->last.x1 - box->x2;
  return l->chars > 0 && (right > left ? right : left) > (is_mark(l) ? 2 * GAP : GAP) * size;
}

static void note_gap(struct open_line *l, const PopplerRectangle *box, double size) {
  const double gap = box->x1 - l->last.x2;
  if (l->chars == 0 || is_mark(l) || gap < 0.15 * size || gap <= l->cut) return;
  l->cut = gap;
  l->cut_text = l->text.n;
  l->cut_html = l->html.n;
  l->cut_x1 = l->last.x2;
  l->cut_x0 = box->x1;
}

static void take_char(struct page *g, struct open_line *l, const char *p, size_t n, guint i) {
  const char *at = p;
  const uint32_t c = tdg_utf8_next(&at, p + n);
  const PopplerTextAttributes *font = font_of(g, (gint)i);
  const double size = font != NULL && font->font_size > 1 ? font->font_size : 10;
  if (c == '\n') {
    keep_line(g, l);
    return;
  }
  if (c == ' ' || c == 0xA0 || c == '\t') {
    if (l->chars > 0) tdg_buf_char(&l->text, ' '), tdg_buf_char(&l->html, ' ');
    return;
  }
  if (is_dropped(c) || i >= g->n) return;
  const PopplerRectangle *box = &g->box[i];
  if (is_apart(l, box, size)) keep_line(g, l);
  note_gap(l, box, size);
  if (l->chars > 0 && box->x1 - l->last.x2 > 0.4 * size &&
      l->text.p[l->text.n - 1] != ' ') /* no space was written */
    tdg_buf_char(&l->text, ' '), tdg_buf_char(&l->html, ' ');
  const int raised = is_raised(l, c, box);
  add_char(l, p, n, raised);
  l->last = *box;
  if (raised) return;
  l->x0 = fmin(l->x0, box->x1), l->x1 = fmax(l->x1, box->x2);
  l->y0 = fmin(l->y0, box->y1), l->y1 = fmax(l->y1, box->y2);
  l->height = fmax(l->height, box->y2 - box->y1);
  l->size_sum += size;
  l->chars++;
  l->bold += (size_t)is_bold(font);
  g->pdf->chars++;
}

static void read_page(struct page *g, struct open_line *l) {
  guint i = 0;
  const size_t all = strlen(g->text);
  if (!tdg_utf8_valid(g->text, all)) return;
  for (const char *p = g->text, *end = p + all; p < end && g->pdf->chars < PDF_MAX_CHARS; i++) {
    const char *next = g_utf8_next_char(p);
    take_char(g, l, p, (size_t)(next - p), i);
    p = next;
  }
  keep_line(g, l);
}

static void take_page(struct pdf *p, PopplerPage *page, int no, struct open_line *l) {
  struct page g = {.pdf = p, .no = no};
  poppler_page_get_size(page, &p->widths[no], &p->heights[no]);
  g.text = poppler_page_get_text(page);
  if (g.text != NULL && poppler_page_get_text_layout(page, &g.box, &g.n)) {
    g.fonts = poppler_page_get_text_attributes(page);
    read_page(&g, l);
    poppler_page_free_text_attributes(g.fonts);
    g_free(g.box);
  }
  g_free(g.text);
}

/* Names of files and of programs are no title. */
static int is_title(struct tdg_str s) {
  static const char *const never[] = {"untitled", "microsoft word", "microsoft powerpoint",
                                      "document", "slide 1",        "print"};
  static const char *const endings[] = {".doc", ".docx", ".odt", ".pdf", ".indd",
                                        ".rtf", ".txt",  ".tex", ".dvi", ".html"};
  for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
    if (tdg_nocase_starts(s, never[i])) return 0;
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (tdg_nocase_ends(s, endings[i])) return 0;
  return s.n > 3 && memchr(s.p, ' ', s.n) != NULL;
}

static void read_information(struct pdf *p, PopplerDocument *d) {
  char *title = poppler_document_get_title(d);
  const time_t created = poppler_document_get_creation_date(d);
  if (title != NULL && tdg_utf8_valid(title, strlen(title)) && is_title(tdg_str_of(title)))
    p->title = tdg_str_copy(p->call, tdg_str_trim(tdg_str_of(title)));
  if (created > 0 && created < 4102444800) p->created = (int64_t)created * 1000;
  g_free(title);
}

static int cannot_open(struct pdf *p, const GError *e) {
  const int is_ours = e != NULL && e->domain == POPPLER_ERROR;
  if (is_ours && e->code == POPPLER_ERROR_ENCRYPTED)
    return tdg_fail(p->call, TDG_BAD_INPUT, "the PDF is encrypted: it opens with a password only");
  return tdg_fail(p->call, TDG_BAD_INPUT, "the PDF is damaged: poppler cannot open it (%s)",
                  e != NULL ? e->message : "no reason given");
}

int pdf_read(struct pdf *p, struct tdg_str bytes) {
  GError *error = NULL;
  GBytes *lent = g_bytes_new_static(bytes.p, bytes.n);
  PopplerDocument *d = poppler_document_new_from_bytes(lent, NULL, &error);
  if (d == NULL) {
    const int status = cannot_open(p, error);
    if (error != NULL) g_error_free(error);
    g_bytes_unref(lent);
    return status;
  }
  struct open_line l = {.text = tdg_buf_make(p->call, MAX_LINE), .html = tdg_buf_make(p->call, 2 * MAX_LINE)};
  clear(&l);
  p->all_pages = poppler_document_get_n_pages(d);
  p->n_pages = p->all_pages < PDF_MAX_PAGES ? p->all_pages : PDF_MAX_PAGES;
  p->widths = tdg_scratch(p->call, ((size_t)p->n_pages + 1) * sizeof(double));
  p->heights = tdg_scratch(p->call, ((size_t)p->n_pages + 1) * sizeof(double));
  read_information(p, d);
  for (int i = 0; i < p->n_pages && p->chars < PDF_MAX_CHARS; i++) {
    PopplerPage *page = poppler_document_get_page(d, i);
    if (page == NULL) continue;
    take_page(p, page, i, &l);
    g_object_unref(page);
  }
  g_object_unref(d);
  g_bytes_unref(lent);
  return TDG_OK;
}
