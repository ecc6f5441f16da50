/* pdf_page.c - paragraphs, headings, tables and footnotes of lines in order: a page of HTML.
 *
 * A line goes on in the next one unless something speaks against it: space between them, another size, an indent, a number of
 * a list, a short line after a sentence that has ended.  A capital or a figure at the beginning of a line says nothing.
 */
#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "pdf.h"

#include <math.h>

enum { MAX_HEADING_WORDS = 30, MAX_BOLD_WORDS = 16, MAX_WORD = 80, MAX_LOOKUPS = 3000, MAX_URL = 2000 };

struct paragraph {
  struct tdg_buf text, html;
  const struct pdf_line *first, *last;
  size_t letters, linked;
};

struct writer {
  struct pdf *p;
  struct tdg_buf out, notes, raised; /* raised: notes with raised numbers */
  struct tdg_buf all; /* the whole text: words that are cut by a line end are looked up in it */
  size_t lookups;
  double gap;   /* between two lines of a paragraph, most often */
  double title; /* size of the largest line of the first page */
  int titled;
};

/* ---- does the next line go on? ---- */

/* "iv. ", "iii) ", "1.2 " */
static int is_roman_mark(struct tdg_str s) {
  size_t n = 0;
  while (n < s.n && n < 5 && strchr("ivxIVX", s.p[n]) != NULL) n++;
  if (n > 1 && n + 1 < s.n && (s.p[n] == '.' || s.p[n] == ')') && s.p[n + 1] == ' ') return 1;
  for (n = 0; n < s.n && n < 8 && (tdg_is_digit(s.p[n]) || s.p[n] == '.');) n++;
  return n >= 3 && n < s.n && s.p[n] == ' ' && tdg_is_digit(s.p[0]) && memchr(s.p, '.', n - 1) != NULL &&
         n <= 5;
}

/* "a. ", "б) ", "أ) ", "§ 3": one letter of any script. */
static int is_letter_mark(struct tdg_str s) {
  const char *p = s.p, *end = s.p + s.n;
  if (tdg_str_starts(s, "\xC2\xA7")) return 1;
  if (s.n < 4) return 0;
  tdg_utf8_next(&p, end);
  return end - p > 2 && (*p == '.' || *p == ')') && p[1] == ' ' && strchr("-*&+,;:!?\"'", s.p[0]) == NULL;
}

static int begins_item(struct tdg_str s) {
  static const char *const bullets[] = {"\xE2\x80\xA2",  "\xE2\x97\xA6",  "\xE2\x96\xAA", "\xE2\x80\xA3",
                                        "\xE2\x80\x93 ", "\xE2\x80\x94 ", "\xEF\x82\xB7"};
  for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
    if (tdg_str_starts(s, bullets[i])) return 1;
  if (is_letter_mark(s)) return 1;
  if (is_roman_mark(s)) return 1;
  if (s.n > 3 && s.p[0] == '(' && (s.p[2] == ')' || s.p[3] == ')' || (s.n > 4 && s.p[4] == ')'))) return 1;
  return tdg_line_mark(s, NULL) > 0;
}

/* A number alone, whose text stands in another cell, is one as well. */
static int starts_item(struct tdg_str s) {
  char alone[PDF_MARK + 3];
  if (s.n > PDF_MARK || s.n == 0 || (s.p[s.n - 1] != '.' && s.p[s.n - 1] != ')')) return begins_item(s);
  memcpy(alone, s.p, s.n);
  memcpy(alone + s.n, " x", 2);
  return begins_item((struct tdg_str){alone, s.n + 2});
}

/* The length of a raised number at the end, and the space before it. */
static size_t raised_end(struct tdg_str s, struct tdg_str html) {
  size_t n = s.n;
  if (!tdg_str_ends(html, "</sup>")) return 0;
  while (n > 0 && (tdg_is_digit(s.p[n - 1]) || s.p[n - 1] == '*')) n--;
  while (n > 0 && s.p[n - 1] == ' ') n--;
  return s.n - n;
}

static struct tdg_line shape_of(struct tdg_str s) {
  struct tdg_line l = {.s = s};
  if (s.n > 0) tdg_line_measure(&l);
  return l;
}

static int has_ended(const struct tdg_line *l) {
  return l->end == TDG_ENDS_STOP || l->end == TDG_ENDS_ASK || l->end == TDG_ENDS_COLON ||
         l->end == TDG_ENDS_DOTS;
}

/* How a line ends: the number of a note behind it is no part of its sentence. */
static struct tdg_line shape_of_line(const struct pdf_line *l) {
  struct tdg_str s = l->text;
  s.n -= raised_end(s, l->html);
  return shape_of(s);
}

static int ends_in_hyphen(struct tdg_str s) {
  return tdg_str_ends(s, "-") || tdg_str_ends(s, "\xE2\x80\x90") || tdg_str_ends(s, "\xC2\xAD");
}

static int same_setting(const struct pdf_line *a, const struct pdf_line *b) {
  return fabs(a->size - b->size) < 0.8 && a->bold == b->bold;
}

/* On the same line of print: a number and its text. */
static int is_beside(const struct pdf_line *a, const struct pdf_line *b) {
  const double most = a->text.n <= PDF_MARK ? 12 : same_setting(a, b) && b->size > 13 ? 8 : 4;
  return a->page == b->page && a->column == b->column && b->x0 > a->x1 - 1 &&
         b->x0 - a->x1 < most * a->size && fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > 0.5 * (b->y1 - b->y0);
}

static size_t spaces_in(struct tdg_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += s.p[i] == ' ';
  return n;
}

/* "am 7." of a line that is full: a day, whose month stands in the next one. */
static int ends_in_ordinal(const struct pdf_line *a) {
  const struct tdg_str s = a->text;
  size_t n = s.n;
  if (s.n < 4 || s.p[s.n - 1] != '.' || a->right - a->x1 > 0.3 * (a->right - a->left)) return 0;
  while (n > 1 && tdg_is_digit(s.p[n - 2])) n--;
  return n < s.n && s.n - n <= 2 && n > 1 && s.p[n - 2] == ' ';
}

/* From one column or page to the next: only in the middle of a sentence. */
static int goes_on_elsewhere(const struct pdf_line *a, const struct pdf_line *b) {
  const struct tdg_line x = shape_of_line(a), y = shape_of(b->text);
  if (!same_setting(a, b) || (has_ended(&x) && !ends_in_ordinal(a)) || tdg_str_ends(a->text, ";")) return 0;
  const int full = a->x1 > a->right - 0.15 * (a->right - a->left);
  const int open =
      full && x.end == TDG_ENDS_OPEN && spaces_in(a->text) > 4; /* "... bis zum": "5. März" is no point */
  if ((starts_item(b->text) && !(open && tdg_is_digit(b->text.p[0]))) || a->apart || b->apart) return 0;
  return ends_in_hyphen(a->text) || y.start == TDG_STARTS_LOWER || x.end == TDG_ENDS_COMMA ||
         ends_in_ordinal(a) || (full && spaces_in(a->text) > 4 && spaces_in(b->text) > 3);
}

/* "Published:" over its value, which stands further in. */
static int is_label(const struct paragraph *g, const struct pdf_line *b) {
  const struct pdf_line *a = g->last;
  return a == g->first && spaces_in(a->text) <= 2 && tdg_str_ends(a->text, ":") &&
         b->x0 > a->x0 + 1.5 * a->size && !starts_item(a->text) && !starts_item(b->text) &&
         spaces_in(b->text) < 8;
}

static int is_link(size_t letters, size_t linked) { return linked > 0 && linked * 10 >= letters * 8; }

/* Two entries of a list of links; its last one and what is below it. */
static int is_other_link(const struct pdf_line *a, const struct pdf_line *b) {
  const int one = is_link(a->letters, a->linked), other = is_link(b->letters, b->linked);
  if (one && other) return strcmp(a->url, b->url) != 0;
  const double width = a->right - a->left;
  if (one == other || a->letters == 0) return 0;
  return a->right - a->x1 > 0.12 * width ||
         (other && b->right - b->x1 > 0.4 * width && shape_of(b->text).start == TDG_STARTS_UPPER);
}

/* The first word of the next line would have found room at the end of this one: the line was ended on purpose. */
static int is_ended_early(const struct pdf_line *a, const struct pdf_line *b) {
  const double letter = (b->x1 - b->x0) / (double)(tdg_utf8_count(b->text) + 1);
  const char *space = memchr(b->text.p, ' ', b->text.n);
  struct tdg_str word = b->text;
  if (space != NULL) word.n = (size_t)(space - b->text.p);
  return a->right - a->x1 > 1.3 * letter * (double)(tdg_utf8_count(word) + 1) + 0.5 * a->size;
}

static int goes_on(const struct writer *w, const struct paragraph *g, const struct pdf_line *b) {
  const struct pdf_line *a = g->last;
  const double height = a->y1 - a->y0, width = a->right - a->left, em = a->size;
  if (is_other_link(a, b) || a->headline || b->headline) return 0;
  if (a->apart == PDF_CELL && b->apart == PDF_CELL) return 0;
  if (is_beside(a, b)) return 1;
  if (a->apart && b->apart) return 0;
  if (a->column != b->column || a->page != b->page) return goes_on_elsewhere(a, b);
  if (!same_setting(a, b) || b->y0 - a->y1 > w->gap + 0.33 * height || b->y1 <= a->y1) return 0;
  const struct tdg_line x = shape_of_line(a), y = shape_of(b->text);
  const double rest = a->right - a->x1;
  if (is_label(g, b)) return 1;
  if (pdf_is_large(w->p, a)) return !has_ended(&x) || rest < 0.3 * width;
  if (starts_item(b->text) && (has_ended(&x) || x.end == TDG_ENDS_COMMA || rest > 0.1 * width ||
                               starts_item(g->first->text) || tdg_str_ends(a->text, ";")))
    return 0;
  if (starts_item(g->first->text) && b->x0 < g->first->x0 - em) return 0;
  if (b->x0 > a->x0 + 0.7 * em && a->x0 < a->left + 2 && !starts_item(g->first->text) && has_ended(&x))
    return 0;
  if (rest > 0.15 * width && has_ended(&x)) return 0;
  if (rest > 0.2 * width && b->x0 < a->x0 - em) return 0;
  if (rest > 0.25 * width && b->right - b->x1 > 0.25 * width && y.start == TDG_STARTS_UPPER &&
      spaces_in(a->text) < 5 && spaces_in(b->text) < 5)
    return 0;
  if (y.start != TDG_STARTS_LOWER && is_ended_early(a, b)) return 0;
  if (rest > 0.4 * width && y.start != TDG_STARTS_LOWER) return 0; /* lines of an address, of a signature */
  return 1;
}

/* ---- words that are cut ---- */

static int is_in_text(struct writer *w, struct tdg_str a, const char *between, struct tdg_str b) {
  char word[2 * MAX_WORD + 4];
  const size_t k = strlen(between);
  if (a.n + b.n + k + 1 > sizeof word || w->lookups++ > MAX_LOOKUPS) return 0;
  memcpy(word, a.p, a.n);
  memcpy(word + a.n, between, k);
  memcpy(word + a.n + k, b.p, b.n);
  return memmem(w->all.p, w->all.n, word, a.n + k + b.n) != NULL;
}

static struct tdg_str last_word(struct tdg_str s) {
  const char *end = s.p + s.n, *p = end;
  while (p > s.p && p[-1] != ' ' && end - p < MAX_WORD) p--;
  return (struct tdg_str){p, (size_t)(end - p)};
}

static struct tdg_str first_word(struct tdg_str s) {
  size_t n = 0;
  while (n < s.n && n < MAX_WORD && strchr(" ,.;:!?)", s.p[n]) == NULL) n++;
  s.n = n;
  return s;
}

/* Is the hyphen at the end of a line one of the word?  The text tells, if it has the word elsewhere. */
static int keeps_hyphen(struct writer *w, struct tdg_str before, struct tdg_str after) {
  const struct tdg_line next = shape_of(after);
  const size_t hyphen = tdg_str_ends(before, "-") ? 1 : tdg_str_ends(before, "\xC2\xAD") ? 2 : 3;
  before.n -= hyphen;
  const struct tdg_str a = last_word(before), b = first_word(after);
  if (next.start != TDG_STARTS_LOWER) return 1;
  if (is_in_text(w, a, "", b)) return 0;
  return is_in_text(w, a, "-", b);
}

static void cut_hyphen(struct tdg_buf *b) {
  const struct tdg_str s = tdg_buf_get(b);
  tdg_buf_cut(b, b->n - (tdg_str_ends(s, "-") ? 1u : tdg_str_ends(s, "\xC2\xAD") ? 2u : 3u));
}

/* A small figure alone, beside whose foot the text begins: it is raised. */
static void raise_alone(struct paragraph *g, const struct pdf_line *l) {
  char number[8];
  const size_t n = g->text.n;
  if (g->first != g->last || n == 0 || n > 3 || g->html.n != n || g->last->size > 0.8 * l->size ||
      !is_beside(g->last, l))
    return;
  for (size_t i = 0; i < n; i++)
    if (!tdg_is_digit(g->text.p[i]) && g->text.p[i] != '*') return;
  memcpy(number, g->text.p, n);
  tdg_buf_cut(&g->html, 0);
  tdg_buf_str(&g->html, "<sup>");
  tdg_buf_add(&g->html, number, n);
  tdg_buf_str(&g->html, "</sup>");
}

static void join_line(struct writer *w, struct paragraph *g, const struct pdf_line *l) {
  if (g->last != NULL) raise_alone(g, l);
  const struct tdg_str before = tdg_buf_get(&g->text);
  const struct tdg_line shape = shape_of(l->text);
  if (before.n > 0 && !is_beside(g->last, l) && ends_in_hyphen(before) && !tdg_str_ends(before, " -")) {
    if (!keeps_hyphen(w, before, l->text)) cut_hyphen(&g->text), cut_hyphen(&g->html);
  } else if (before.n > 0 && !shape.wide) {
    tdg_buf_char(&g->text, ' ');
    tdg_buf_char(&g->html, ' ');
  }
  tdg_buf_add(&g->text, l->text.p, l->text.n);
  tdg_buf_add(&g->html, l->html.p, l->html.n);
  if (g->first == NULL) g->first = l;
  g->last = l;
  g->letters += l->letters;
  g->linked += l->linked;
}

/* ---- what a paragraph is ---- */

/* Does text of the usual size stand below it, in its column?  Then it is none of the notes under the text. */
static int has_text_below(const struct writer *w, const struct pdf_line *l) {
  const struct pdf_line *end = w->p->v + w->p->n;
  for (const struct pdf_line *o = l + 1; o < end && o->page == l->page; o++)
    if (o->y0 > l->y1 && o->x0 < l->x1 && o->x1 > l->x0 && o->size > PDF_SMALL * w->p->body_size) return 1;
  return 0;
}

/* "1 See the treaty" behind a raised number; "* Not yet": small, in the lower half of its page, under the text. */
static int is_note(const struct writer *w, const struct paragraph *g) {
  const struct pdf_line *l = g->first;
  const char c = g->text.p[0];
  if (tdg_str_starts(tdg_buf_get(&g->html), "<sup>")) return 1;
  if (l->size > PDF_SMALL * w->p->body_size || l->y0 < 0.4 * w->p->heights[l->page]) return 0;
  if (!tdg_is_digit(c) && c != '*' && !tdg_str_starts(l->text, "\xE2\x80\xA0") &&
      (c != '[' || !tdg_is_digit(g->text.p[1])))
    return 0;
  return !has_text_below(w, l);
}

static const char *tag_of(struct writer *w, const struct paragraph *g) {
  const struct tdg_line shape = shape_of(tdg_buf_get(&g->text));
  const struct pdf_line *l = g->first;
  const double body = w->p->body_size;
  const int large = pdf_is_large(w->p, l) && shape.words <= MAX_HEADING_WORDS;
  if (l->headline) return "h1";
  if (large && !w->titled && !w->p->has_headline && l->page == 0 && l->size >= w->title - 0.5) {
    w->titled = 1;
    return "h1";
  }
  if (large) return l->size >= 1.4 * body ? "h2" : "h3";
  if (l->bold && shape.words <= MAX_BOLD_WORDS && shape.end != TDG_ENDS_STOP && shape.words > 0 &&
      l->size >= PDF_SMALL * body)
    return "h3";
  return "p";
}

static void add_element(struct tdg_buf *b, const char *tag, struct tdg_str html) {
  tdg_buf_char(b, '<');
  tdg_buf_str(b, tag);
  tdg_buf_char(b, '>');
  tdg_buf_add(b, html.p, html.n);
  tdg_buf_str(b, "</");
  tdg_buf_str(b, tag);
  tdg_buf_str(b, ">\n");
}

/* A bullet before a number ("1.2", "First.") is one of the page's style. */
static struct tdg_str without_bullet(struct tdg_str html) {
  static const char bullet[] = "\xE2\x80\xA2 ";
  struct tdg_str rest = html;
  if (!tdg_str_starts(html, bullet)) return html;
  rest.p += sizeof bullet - 1, rest.n -= sizeof bullet - 1;
  const char *space = memchr(rest.p, ' ', rest.n < 16 ? rest.n : 16);
  const int numbered = space != NULL && space > rest.p && (space[-1] == '.' || space[-1] == ')');
  return starts_item(rest) || numbered ? rest : html;
}

/* "... its ships.1": the number of a footnote, which poppler gives as a part of the word. */
static void raise_number(struct paragraph *g) {
  const struct tdg_str s = tdg_buf_get(&g->html);
  size_t n = s.n;
  char number[8];
  while (n > 0 && s.n - n < 3 && tdg_is_digit(s.p[n - 1])) n--;
  const size_t digits = s.n - n;
  if (digits == 0 || digits > 2 || n < 3 || strchr(".,;", s.p[n - 1]) == NULL ||
      !(tdg_is_letter(s.p[n - 2]) || s.p[n - 2] < 0))
    return;
  memcpy(number, s.p + n, digits);
  number[digits] = '\0';
  tdg_buf_cut(&g->html, n);
  tdg_buf_str(&g->html, "<sup>");
  tdg_buf_str(&g->html, number);
  tdg_buf_str(&g->html, "</sup>");
}

/* What is a link but for its number or bullet is one: an entry of a list of other documents. */
static void add_paragraph(struct writer *w, const struct paragraph *g) {
  const char *tag = tag_of(w, g);
  const struct tdg_str html = without_bullet(tdg_buf_get(&g->html));
  if (!is_link(g->letters, g->linked)) {
    add_element(&w->out, tag, html);
    return;
  }
  struct tdg_buf b = tdg_buf_make(w->p->call, 2 * html.n + 2 * MAX_URL);
  const struct tdg_str url = tdg_str_of(g->last->url);
  tdg_buf_str(&b, "<a href=\"");
  tdg_html_escape(&b, (struct tdg_str){url.p, url.n < MAX_URL ? url.n : 0});
  tdg_buf_str(&b, "\">");
  tdg_buf_add(&b, html.p, html.n);
  tdg_buf_str(&b, "</a>");
  add_element(&w->out, tag, tdg_buf_get(&b));
}

/* A raised number stays with its note; the others are numbered as a list. */
static void add_note(struct writer *w, struct tdg_str html) {
  if (tdg_str_starts(html, "<sup>")) add_element(&w->raised, "p", html);
  else add_element(&w->notes, "li", html);
}

static void end_paragraph(struct writer *w, struct paragraph *g) {
  if (g->text.n > 0) {
    raise_number(g);
    if (is_note(w, g)) add_note(w, tdg_buf_get(&g->html));
    else add_paragraph(w, g);
  }
  tdg_buf_cut(&g->text, 0);
  tdg_buf_cut(&g->html, 0);
  g->letters = g->linked = 0;
  g->first = g->last = NULL;
}

/* ---- tables ---- */

/* The lines of one table; the number of lines used. */
static size_t write_table(struct writer *w, size_t at) {
  const struct pdf *p = w->p;
  size_t i = at;
  tdg_buf_str(&w->out, "<table>");
  while (i < p->n && p->v[i].cell > 0 && p->v[i].column == p->v[at].column) {
    const int row = p->v[i].row;
    int cell = 0;
    tdg_buf_str(&w->out, "<tr>");
    for (; i < p->n && p->v[i].row == row; i++) {
      for (; cell < p->v[i].cell; cell++) tdg_buf_str(&w->out, cell > 0 ? "</td><td>" : "<td>");
      tdg_buf_add(&w->out, p->v[i].html.p, p->v[i].html.n);
      tdg_buf_char(&w->out, ' ');
    }
    tdg_buf_str(&w->out, "</td></tr>");
  }
  tdg_buf_str(&w->out, "</table>\n");
  return i - at;
}

/* ---- the page ---- */

/* The gap between lines that is most frequent, in steps of half a point. */
static double usual_gap(const struct pdf *p) {
  size_t count[40] = {0}, best = 0;
  for (size_t i = 1; i < p->n; i++) {
    const struct pdf_line *a = &p->v[i - 1], *b = &p->v[i];
    const double gap = b->y0 - a->y1;
    if (a->page != b->page || a->column != b->column || !same_setting(a, b) || gap < -4 || gap > 15) continue;
    const size_t k = (size_t)((gap + 4) * 2);
    if (++count[k] > count[best]) best = k;
  }
  const double gap = (double)best / 2 - 4;
  return count[best] > 0 && gap < p->body_size ? fmax(gap, 0) : 0;
}

static void measure(struct writer *w) {
  const struct pdf *p = w->p;
  w->gap = usual_gap(p);
  for (size_t i = 0; i < p->n; i++) {
    if (p->v[i].page == 0 && p->v[i].text.n > 8) w->title = fmax(w->title, p->v[i].size);
    tdg_buf_add(&w->all, p->v[i].text.p, p->v[i].text.n);
    tdg_buf_char(&w->all, '\n');
  }
}

static void add_notes(struct writer *w) {
  if (w->notes.n + w->raised.n == 0) return;
  tdg_buf_str(&w->out, "<section class=\"footnotes\" role=\"doc-endnotes\">\n");
  tdg_buf_add(&w->out, w->raised.p, w->raised.n);
  if (w->notes.n > 0) add_element(&w->out, "ol", tdg_buf_get(&w->notes));
  tdg_buf_str(&w->out, "</section>\n");
}

static struct tdg_str escaped(struct pdf *p, struct tdg_str s) {
  struct tdg_buf b = tdg_buf_make(p->call, 8 * s.n + 8);
  tdg_html_escape(&b, s);
  return tdg_buf_get(&b);
}

struct tdg_str pdf_page(struct pdf *p) {
  const size_t room = 16 * p->chars + 64 * p->n + 1000;
  struct writer w = {.p = p};
  struct paragraph g = {.text = tdg_buf_make(p->call, room), .html = tdg_buf_make(p->call, room)};
  w.out = tdg_buf_make(p->call, 2 * room);
  w.notes = tdg_buf_make(p->call, room);
  w.raised = tdg_buf_make(p->call, room);
  w.all = tdg_buf_make(p->call, room);
  measure(&w);
  tdg_buf_str(&w.out, p->rtl ? "<!DOCTYPE html>\n<html dir=\"rtl\">" : "<!DOCTYPE html>\n<html>");
  if (p->title.n > 0) add_element(&w.out, "title", escaped(p, p->title));
  tdg_buf_str(&w.out, "<body>\n");
  for (size_t i = 0; i < p->n; i++) {
    if (p->v[i].cell > 0) {
      end_paragraph(&w, &g);
      i += write_table(&w, i) - 1;
      continue;
    }
    if (g.last != NULL && !goes_on(&w, &g, &p->v[i])) end_paragraph(&w, &g);
    join_line(&w, &g, &p->v[i]);
  }
  end_paragraph(&w, &g);
  add_notes(&w);
  tdg_buf_str(&w.out, "</body></html>\n");
  return tdg_buf_get(&w.out);
}
