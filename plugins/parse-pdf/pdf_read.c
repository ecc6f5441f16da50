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

#include <iconv.h>
#include <math.h>

/* STRIPES of a page that is written from right to left, and so many lines of it at most, each found several times. */
enum { MAX_LINE = 20000, STRIPES = 16, MAX_STRIPED = 3000, MAX_LINKS = 300 };
enum { MAX_ALEFS = 24, ALEF = 0x627, LAM = 0x644 };
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
  GList *links;
  double height;
  double alef[MAX_ALEFS]; /* widths of them */
  int n_alefs;
};

struct open_line {
  struct tdg_buf text, html;
  double x0, y0, x1, y1, height;
  double size_sum;
  size_t chars, bold, letters, linked; /* linked: letters in links */
  const char *url;                     /* of the last link */
  PopplerRectangle last, base;         /* of the last character, and of the last one that is not raised */
  struct pdf_cut cut[PDF_MAX_CUTS];
  size_t n_cuts, widest;
};

static void clear(struct open_line *l) {
  tdg_buf_cut(&l->text, 0);
  tdg_buf_cut(&l->html, 0);
  l->x0 = l->y0 = 1e9;
  l->x1 = l->y1 = l->height = l->size_sum = 0;
  l->chars = l->bold = l->letters = l->linked = l->n_cuts = l->widest = 0;
  l->url = NULL;
}

static void trim(struct tdg_buf *b) {
  while (b->n > 0 && b->p[b->n - 1] == ' ') tdg_buf_cut(b, b->n - 1);
}

static struct pdf_cut *kept_cuts(struct pdf *p, const struct open_line *l) {
  struct pdf_cut *cut = tdg_scratch(p->call, (l->n_cuts + 1) * sizeof *cut);
  memcpy(cut, l->cut, l->n_cuts * sizeof *cut);
  return cut;
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
                                     .chars = l->chars,
                                     .bold_chars = l->bold,
                                     .letters = l->letters,
                                     .linked = l->linked,
                                     .url = l->url,
                                     .cut = kept_cuts(p, l),
                                     .n_cuts = l->n_cuts,
                                     .widest = l->widest};
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

/* A figure beside a letter that is larger and ends below it: it names a footnote. */
static int is_raised(const struct page *g, const struct open_line *l, uint32_t c,
                     const PopplerRectangle *box) {
  const double gap = g->rtl ? l->last.x1 - box->x2 : box->x1 - l->last.x2;
  const double height = box->y2 - box->y1, base = l->base.y2 - l->base.y1;
  return l->chars > 0 && ((c >= '0' && c <= '9') || c == '*' || c == 0x2020) && height > 0 &&
         height < 0.85 * base && box->y2 < l->base.y2 - 0.12 * base && fabs(gap) < 0.25 * base;
}

/* The same before its text: what was read so far is small and stands above the foot of this letter. */
static void raise_begin(struct open_line *l, const PopplerRectangle *box) {
  char number[8];
  const double height = box->y2 - box->y1;
  const size_t n = l->text.n;
  if (l->chars == 0 || l->chars > 2 || n > 4 || l->html.n != n || l->height >= 0.85 * height ||
      l->y1 >= box->y2 - 0.12 * height)
    return;
  for (size_t i = 0; i < n; i++)
    if (!tdg_is_digit(l->text.p[i]) && l->text.p[i] != '*' && l->text.p[i] != ' ') return;
  const size_t figures = n - (l->text.p[n - 1] == ' ');
  memcpy(number, l->text.p, n);
  tdg_buf_cut(&l->html, 0);
  tdg_buf_str(&l->html, "<sup>");
  tdg_buf_add(&l->html, number, figures);
  tdg_buf_str(&l->html, "</sup>");
  tdg_buf_add(&l->html, number + figures, n - figures);
  l->chars = l->bold = 0;
  l->y0 = 1e9, l->y1 = l->height = l->size_sum = 0;
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

static double width_of(const struct pdf_cut *c) { return fabs(c->x0 - c->x1); }

static size_t narrowest(const struct open_line *l) {
  size_t best = 0;
  for (size_t i = 1; i < l->n_cuts; i++)
    if (width_of(&l->cut[i]) < width_of(&l->cut[best])) best = i;
  return best;
}

/* Of a line of many words the widest gaps are kept. */
static void note_gap(struct open_line *l, const PopplerRectangle *box, double size, int rtl) {
  const int left = rtl && box->x2 < l->last.x1;
  const struct pdf_cut cut = {.text = l->text.n,
                              .html = l->html.n,
                              .x1 = left ? l->last.x1 : l->last.x2,
                              .x0 = left ? box->x2 : box->x1,
                              .size_sum = l->size_sum,
                              .chars = l->chars,
                              .bold = l->bold,
                              .letters = l->letters,
                              .linked = l->linked};
  if (l->chars == 0 || is_mark(l) || (left ? cut.x1 - cut.x0 : cut.x0 - cut.x1) < 0.15 * size) return;
  if (l->n_cuts == PDF_MAX_CUTS) {
    const size_t at = narrowest(l);
    if (width_of(&cut) <= width_of(&l->cut[at])) return;
    memmove(&l->cut[at], &l->cut[at + 1], (--l->n_cuts - at) * sizeof cut);
    l->widest -= l->widest > at;
  }
  if (l->n_cuts == 0 || width_of(&cut) > width_of(&l->cut[l->widest])) l->widest = l->n_cuts;
  l->cut[l->n_cuts++] = cut;
}

/* The address of the link that covers the middle of the box; NULL: there is none, or it is one to a mailbox or telephone. */
static const char *link_at(const struct page *g, const PopplerRectangle *box) {
  const double x = (box->x1 + box->x2) / 2, y = g->height - (box->y1 + box->y2) / 2;
  for (const GList *i = g->links; i != NULL; i = i->next) {
    const PopplerLinkMapping *m = i->data;
    if (m->action->type != POPPLER_ACTION_URI || x < m->area.x1 || x > m->area.x2 || y < m->area.y1 ||
        y > m->area.y2)
      continue;
    const char *url = m->action->uri.uri;
    return url == NULL || strncmp(url, "mailto:", 7) == 0 || strncmp(url, "tel:", 4) == 0 ? NULL : url;
  }
  return NULL;
}

static void note_link(struct page *g, struct open_line *l, uint32_t c, const PopplerRectangle *box) {
  if (c < 0x80 && !tdg_is_letter((char)c)) return;
  l->letters++;
  const char *url = g->links != NULL ? link_at(g, box) : NULL;
  if (url == NULL) return;
  l->linked++;
  if (l->url == NULL || strcmp(l->url, url) != 0) l->url = tdg_str_copy(g->pdf->call, tdg_str_of(url)).p;
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
  raise_begin(l, box);
  note_gap(l, box, size, g->rtl);
  const double gap = fmax(box->x1 - l->last.x2, g->rtl ? l->last.x1 - box->x2 : 0);
  if (l->chars > 0 && gap > (g->rtl ? 0.2 : 0.4) * size &&
      l->text.p[l->text.n - 1] != ' ') /* no space was written */
    tdg_buf_char(&l->text, ' '), tdg_buf_char(&l->html, ' ');
  const int raised = is_raised(g, l, c, box);
  const int in_number = g->rtl && l->chars > 0 && tdg_is_digit(*p) && fabs(box->x1 - l->last.x2) < 0.1 * size;
  add_char(l, p, n, raised);
  if (in_number) l->last.x2 = box->x2; /* what follows stands to the left of all of it */
  else l->last = *box;
  if (raised) return;
  l->base = *box;
  l->x0 = fmin(l->x0, box->x1), l->x1 = fmax(l->x1, box->x2);
  l->y0 = fmin(l->y0, box->y1), l->y1 = fmax(l->y1, box->y2);
  l->height = fmax(l->height, box->y2 - box->y1);
  l->size_sum += size;
  l->chars++;
  l->bold += (size_t)is_bold(font);
  note_link(g, l, c, box);
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

static void turn_word(struct page *g, guint from, guint to) {
  if (to <= from + 1 || g->box[from].x1 >= g->box[to - 1].x1) return;
  for (guint k = 0; k < (to - from) / 2; k++) {
    const PopplerRectangle other = g->box[from + k];
    g->box[from + k] = g->box[to - 1 - k];
    g->box[to - 1 - k] = other;
  }
}

/* poppler gives the characters of a right-to-left word in the order of reading, and their boxes from left to right: each gets its
 * own.  The next word stands to the left; not all have a space between them. */
static void turn_boxes(struct page *g, int marks) {
  guint i = 0, from = 0;
  int rtl = 0;
  for (const char *p = g->text;; p = g_utf8_next_char(p)) {
    const uint32_t c = *p != '\0' ? g_utf8_get_char(p) : 0;
    if (!marks && is_direction(c)) continue;
    const int space = c == 0 || c == ' ' || c == '\n' || c == 0xA0 || i >= g->n;
    if (space || (i > from && g->box[i].x1 < g->box[i - 1].x1)) {
      g->rtl |= rtl;
      if (rtl) turn_word(g, from, i < g->n ? i : g->n);
      if (c == 0 || i >= g->n) return;
      from = i + (guint)space, rtl = 0;
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

static double width_at(const struct page *g, guint i) { return i < g->n ? g->box[i].x2 - g->box[i].x1 : 0; }

static int is_alef_width(const struct page *g, double width) {
  for (int k = 0; k < g->n_alefs; k++)
    if (fabs(g->alef[k] - width) < 0.01 * width) return 1;
  return 0;
}

/* How wide the alefs of the page are that have no lam beside them: at the end of a word, alone. */
static void measure_alefs(struct page *g, int marks) {
  guint i = 0;
  uint32_t last = 0;
  g->n_alefs = 0;
  for (const char *p = g->text; *p != '\0' && i < g->n && g->n_alefs < MAX_ALEFS; p = g_utf8_next_char(p)) {
    const uint32_t c = g_utf8_get_char(p);
    if (!marks && is_direction(c)) continue;
    const double width = width_at(g, i++);
    if (c == ALEF && last != LAM && g_utf8_get_char(g_utf8_next_char(p)) != LAM && width > 0 &&
        !is_alef_width(g, width))
      g->alef[g->n_alefs++] = width;
    last = c;
  }
}

/* poppler shares the box of a ligature between its characters: two that are equally wide, and wider or narrower than an alef of the
 * page is, are one letter of print.  i: the first one. */
static int is_ligature(struct page *g, guint i) {
  const double a = width_at(g, i), b = width_at(g, i + 1);
  return g->n_alefs > 0 && a > 0 && fabs(a - b) < 0.002 * a && !is_alef_width(g, width_at(g, i));
}

/* Lam and alef are one letter of print, whose two characters poppler gives the wrong way round: the alef first.  Their boxes tell; else
 * where nothing else can be meant: an alef with hamza behind a bare one ("اإلنقاذ"), and the word "no" with its prefixes
 * ("وال"). */
static int is_turned_ligature(struct page *g, const char *p, guint i) {
  const uint32_t alef = g_utf8_get_char(p);
  if ((alef != 0x622 && alef != 0x623 && alef != 0x625 && alef != 0x627) ||
      strncmp(p + 2, "\xD9\x84", 2) != 0)
    return 0;
  if (is_ligature(g, i)) return 1;
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
  if (g->rtl) measure_alefs(g, marks);
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
    if (is_turned_ligature(g, p, i)) {
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

/* Each is looked for at each letter: of a page with very many, none is. */
static GList *links_of(PopplerPage *page) {
  GList *links = poppler_page_get_link_mapping(page);
  if (g_list_length(links) <= MAX_LINKS) return links;
  poppler_page_free_link_mapping(links);
  return NULL;
}

static void take_page(struct pdf *p, PopplerPage *page, int no, struct open_line *l) {
  struct page g = {.pdf = p, .no = no, .links = links_of(page)};
  char *text = poppler_page_get_text(page);
  poppler_page_get_size(page, &p->widths[no], &p->heights[no]);
  g.height = p->heights[no];
  const double width = p->widths[no], height = p->heights[no];
  if (text != NULL && g_utf8_validate(text, -1, NULL) && has_rtl(text))
    read_stripes(&g, page, width, height, l);
  else read_area(&g, page, (PopplerRectangle){.x1 = 0, .y1 = 0, .x2 = width, .y2 = height}, l);
  g_free(text);
  poppler_page_free_link_mapping(g.links);
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

/* poppler converts a title by iconv, which opens its tables when they are asked for; a worker cannot by then.  Once open they
 * stay: this is done while the plugin is loaded. */
static iconv_t unicode;
__attribute__((constructor)) static void open_tables(void) { unicode = iconv_open("UTF-8", "UTF-16BE"); }
__attribute__((destructor)) static void close_tables(void) {
  if (unicode != (iconv_t)-1) iconv_close(unicode);
}

/* A browser tells when it printed the page, which says nothing of its document. */
static int is_printed_page(PopplerDocument *d) {
  static const char *const browsers[] = {"Mozilla/", "Chrome",   "Chromium",   "Firefox",
                                         "Safari",   "Skia/PDF", "wkhtmltopdf"};
  char *creator = poppler_document_get_creator(d), *producer = poppler_document_get_producer(d);
  int found = 0;
  for (size_t i = 0; i < sizeof browsers / sizeof browsers[0]; i++)
    found |= (creator != NULL && strstr(creator, browsers[i]) != NULL) ||
             (producer != NULL && strstr(producer, browsers[i]) != NULL);
  g_free(creator);
  g_free(producer);
  return found;
}

static void read_information(struct pdf *p, PopplerDocument *d) {
  char *title = poppler_document_get_title(d);
  const time_t created = poppler_document_get_creation_date(d);
  if (title != NULL && tdg_utf8_valid(title, strlen(title)) && is_title(tdg_str_of(title)))
    p->title = tdg_fold_space(p->call, tdg_str_copy(p->call, tdg_str_of(title)));
  p->browser = is_printed_page(d);
  if (created > 0 && created < 4102444800 && !p->browser) p->created = (int64_t)created * 1000;
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
