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

/* STRIPES of a page that is written from right to left, and so many lines of it at most, each found several times. */
enum { MAX_LINE = 20000, STRIPES = 16, MAX_STRIPED = 3000 };
#define GAP 1.6 /* of the size of the letters: more is between cells */

/* The characters of a page as poppler gives them. */
struct page {
  struct pdf *pdf;
  int no;
  char *text;
  PopplerRectangle *box;
  guint n;
  int rtl;             /* it has words from right to left */
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

static int is_direction(uint32_t c) { return (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E); }

/* A mark of direction, or a character without a meaning. */
static int is_dropped(uint32_t c) {
  return c < 0x20 || c == 0x7F || is_direction(c) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
         (c >= 0xE000 && c <= 0xF8FF);
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
  const double gap = fmax(box->x1 - l->last.x2, g->rtl ? l->last.x1 - box->x2 : 0);
  if (l->chars > 0 && gap > (g->rtl ? 0.2 : 0.4) * size &&
      l->text.p[l->text.n - 1] != ' ') /* no space was written */
    tdg_buf_char(&l->text, ' '), tdg_buf_char(&l->html, ' ');
  const int raised = is_raised(l, c, box);
  const int in_number = g->rtl && l->chars > 0 && tdg_is_digit(*p) && fabs(box->x1 - l->last.x2) < 0.1 * size;
  add_char(l, p, n, raised);
  if (in_number) l->last.x2 = box->x2; /* what follows stands to the left of all of it */
  else l->last = *box;
  if (raised) return;
  l->x0 = fmin(l->x0, box->x1), l->x1 = fmax(l->x1, box->x2);
  l->y0 = fmin(l->y0, box->y1), l->y1 = fmax(l->y1, box->y2);
  l->height = fmax(l->height, box->y2 - box->y1);
  l->size_sum += size;
  l->chars++;
  l->bold += (size_t)is_bold(font);
  g->pdf->chars++;
}

/* The marks of direction that poppler adds to lines of right-to-left scripts have no box. */
static int marks_have_boxes(const struct page *g) {
  guint all = 0;
  for (const char *p = g->text; *p != '\0'; p = g_utf8_next_char(p)) all++;
  return all <= g->n;
}

/* A letter; signs and figures are printed either way. */
static int is_rtl(uint32_t c) {
  if (c < 0x5D0 || c == 0x60C || c == 0x61B || c == 0x61F || (c >= 0x660 && c <= 0x66D)) return 0;
  return (c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF);
}

/* poppler gives the characters of a right-to-left word in the order of reading, and their boxes from left to right: each gets its
 * own. */
static void turn_boxes(struct page *g, int marks) {
  guint i = 0, from = 0;
  int rtl = 0;
  for (const char *p = g->text;; p = g_utf8_next_char(p)) {
    const uint32_t c = *p != '\0' ? g_utf8_get_char(p) : 0;
    if (!marks && is_direction(c)) continue;
    if (c == 0 || c == ' ' || c == '\n' || c == 0xA0 || i >= g->n) {
      const guint to = i < g->n ? i : g->n;
      g->rtl |= rtl;
      if (rtl && to > from + 1 && g->box[from].x1 < g->box[to - 1].x1)
        for (guint k = 0; k < (to - from) / 2; k++) {
          const PopplerRectangle other = g->box[from + k];
          g->box[from + k] = g->box[to - 1 - k];
          g->box[to - 1 - k] = other;
        }
      if (c == 0 || i >= g->n) return;
      from = i + 1, rtl = 0;
    }
    rtl |= is_rtl(c);
    i++;
  }
}

/* The character before that at p, and that one; 0 at the front of the text.  Marks of direction do not count. */
static uint32_t before(const struct page *g, const char **p) {
  while (*p > g->text) {
    *p = g_utf8_prev_char(*p);
    if (!is_direction(g_utf8_get_char(*p))) return g_utf8_get_char(*p);
  }
  return 0;
}

/* Lam and alef are one letter of print, whose two characters poppler gives the wrong way round: the alef first.  Told where nothing else
 * can be meant: an alef with hamza behind a bare one ("اإلنقاذ"), and the word "no" with its prefixes ("وال"). */
static int is_turned_ligature(const struct page *g, const char *p) {
  const uint32_t alef = g_utf8_get_char(p);
  if ((alef != 0x622 && alef != 0x623 && alef != 0x625 && alef != 0x627) ||
      strncmp(p + 2, "\xD9\x84", 2) != 0)
    return 0;
  const char *at = p, *next = p + 4;
  uint32_t last = before(g, &at);
  if (alef != 0x627) return last == 0x627;
  while (*next != '\0' && is_direction(g_utf8_get_char(next))) next = g_utf8_next_char(next);
  if (is_rtl(g_utf8_get_char(next))) return 0;
  if (last == 0x648 || last == 0x641) last = before(g, &at);
  return !is_rtl(last);
}

/* "\u202A.1\u202C": a number with the sign that is printed to its left, and so is read behind it.  The end of its digits, NULL: it is
 * none.  p: behind the mark. */
static const char *turned_number(const char *p) {
  static const char *const signs[] = {".", ",", ":", ")", "%", "\xD8\x8C", "\xD8\x9B"};
  size_t n = 0;
  for (size_t k = 0; k < sizeof signs / sizeof *signs && n == 0; k++)
    if (strncmp(p, signs[k], strlen(signs[k])) == 0) n = strlen(signs[k]);
  const char *end = p + n;
  while (n > 0 && (tdg_is_digit(*end) || (*end == '.' && tdg_is_digit(end[1])))) end++;
  return n > 0 && end > p + n && is_direction(g_utf8_get_char(end)) ? end : NULL;
}

static void read_page(struct page *g, struct open_line *l) {
  guint i = 0;
  const size_t all = strlen(g->text);
  if (!tdg_utf8_valid(g->text, all)) return;
  const int marks = marks_have_boxes(g);
  turn_boxes(g, marks);
  for (const char *p = g->text, *end = p + all; p < end && g->pdf->chars < PDF_MAX_CHARS;) {
    const char *next = g_utf8_next_char(p), *number = NULL;
    if (!marks && is_direction(g_utf8_get_char(p))) {
      if ((number = turned_number(next)) != NULL) {
        const char *sign = next;
        const guint at = i++;
        for (p = g_utf8_next_char(next); p < number; p++) take_char(g, l, p, 1, i++);
        take_char(g, l, sign, (size_t)(g_utf8_next_char(sign) - sign), at);
        continue;
      }
      p = next;
      continue;
    }
    if (is_turned_ligature(g, p)) {
      take_char(g, l, p + 2, 2, i++);
      take_char(g, l, p, 2, i++);
      p += 4;
      continue;
    }
    take_char(g, l, p, (size_t)(next - p), i++);
    p = next;
  }
  keep_line(g, l);
}

static int has_rtl(const char *text) {
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
    if (is_rtl(g_utf8_get_char(p))) return 1;
  return 0;
}

static void read_area(struct page *g, PopplerPage *page, PopplerRectangle area, struct open_line *l) {
  g->text = poppler_page_get_text_for_area(page, &area);
  g->box = NULL;
  if (g->text != NULL && poppler_page_get_text_layout_for_area(page, &area, &g->box, &g->n)) {
    g->fonts = poppler_page_get_text_attributes_for_area(page, &area);
    g->font = NULL;
    read_page(g, l);
    poppler_page_free_text_attributes(g->fonts);
    g_free(g->box);
  }
  g_free(g->text);
}

/* Is the line, or more of it, there? */
static int is_known(const struct pdf *p, size_t from, const struct pdf_line *l) {
  for (size_t i = from; i < p->n; i++) {
    const struct pdf_line *o = &p->v[i];
    if (o != l && o->text.n >= l->text.n && fabs(o->y0 - l->y0) < 2 && o->x0 < l->x0 + 1 &&
        o->x1 > l->x1 - 1 && (o < l || o->text.n > l->text.n))
      return 1;
  }
  return 0;
}

static void drop_known(struct pdf *p, size_t from) {
  size_t kept = from;
  char *known = tdg_scratch(p->call, p->n - from + 1);
  for (size_t i = from; i < p->n; i++) known[i - from] = (char)is_known(p, from, &p->v[i]);
  for (size_t i = from; i < p->n; i++)
    if (!known[i - from]) p->v[kept++] = p->v[i];
  p->n = kept;
}

/* poppler selects text from one corner to the other, in its own order of the parts; of a right-to-left page it leaves out what comes
 * before the first corner or behind the last one.  Such a page is asked for in stripes, from both sides. */
static void read_stripes(struct page *g, PopplerPage *page, double width, double height,
                         struct open_line *l) {
  const size_t from = g->pdf->n, chars = g->pdf->chars;
  for (int k = 0; k < STRIPES && g->pdf->n < from + MAX_STRIPED; k++) {
    const double top = height * k / STRIPES, low = height * (k + 1) / STRIPES;
    read_area(g, page, (PopplerRectangle){.x1 = 0, .y1 = top, .x2 = width, .y2 = low}, l);
    read_area(g, page, (PopplerRectangle){.x1 = width, .y1 = top, .x2 = 0, .y2 = low}, l);
  }
  drop_known(g->pdf, from);
  g->pdf->chars = chars;
  for (size_t i = from; i < g->pdf->n; i++) g->pdf->chars += tdg_utf8_count(g->pdf->v[i].text);
}

static void take_page(struct pdf *p, PopplerPage *page, int no, struct open_line *l) {
  struct page g = {.pdf = p, .no = no};
  char *text = poppler_page_get_text(page);
  poppler_page_get_size(page, &p->widths[no], &p->heights[no]);
  const double width = p->widths[no], height = p->heights[no];
  if (text != NULL && g_utf8_validate(text, -1, NULL) && has_rtl(text))
    read_stripes(&g, page, width, height, l);
  else read_area(&g, page, (PopplerRectangle){.x1 = 0, .y1 = 0, .x2 = width, .y2 = height}, l);
  g_free(text);
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
