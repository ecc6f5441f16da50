/* pdf_headline.c - the headline of a document that declares its title: the large lines that have the title's letters, in one.
 *
 * In print a headline is broken at the end of a line or of a column, stretched until its words stand like columns, set over the text
 * beside it, or cut off at the edge of the page.  Where the information dictionary has a title, letter by letter that of large lines,
 * they are one line with its spelling.  Nothing here can fail; lines and title stay as they are where they do not agree.
 */
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "pdf.h"

#include <glib.h>

#include <math.h>

enum {
  MAX_TITLE = 600,
  MAX_PIECES = 8,
  MIN_LETTERS = 6,
  MIN_CUT_LETTERS = 12,
  FIRST_PAGES = 2,
  MAX_TRIED = 50
};
enum { LAM = 0x644 };
/* Points: so near to where the text of the page ends, a line may have more that is not printed. */
#define EDGE 4

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Between a title and the name of who publishes, the surest first. */
static const char *const parting[] = {" | ", " \xC2\xB7 ", " \xE2\x80\x94 ", " \xE2\x80\x93 ", " - "};

/* A text without its spaces, hyphens and marks of direction, in small letters. */
struct letters {
  uint32_t *c;
  size_t *end; /* of each in the text */
  size_t n;
};

static int is_space_or_mark(uint32_t c) {
  return c <= ' ' || c == '-' || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x2011) || c == 0x202F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static int is_alef(uint32_t c) { return c == 0x622 || c == 0x623 || c == 0x625 || c == 0x627; }

/* The letters of a text one by one.  Lam and alef are one letter of print, and may come in either order: here the alef is first. */
struct spelling {
  const char *p, *end;
  uint32_t held; /* read, and not given yet; 0: none */
  const char *held_end;
};

static uint32_t read_letter(struct spelling *s) {
  while (s->p < s->end) {
    const uint32_t c = tdg_utf8_next(&s->p, s->end);
    if (!is_space_or_mark(c)) return g_unichar_tolower(c);
  }
  return 0;
}

static struct spelling spell(struct tdg_str text) {
  struct spelling s = {.p = text.p, .end = text.p + text.n};
  s.held = read_letter(&s);
  s.held_end = s.p;
  return s;
}

/* 0: there is none left.  *end: behind it. */
static uint32_t next_letter(struct spelling *s, const char **end) {
  uint32_t c = s->held;
  if (c == 0) return 0;
  *end = s->held_end;
  const uint32_t next = read_letter(s);
  if (c == LAM && is_alef(next)) c = next;
  else s->held = next;
  s->held_end = s->p;
  return c;
}

static struct letters letters_of(tdg_call *call, struct tdg_str text) {
  struct letters l = {tdg_scratch(call, (text.n + 1) * sizeof *l.c),
                      tdg_scratch(call, (text.n + 1) * sizeof *l.end), 0};
  struct spelling s = spell(text);
  const char *end;
  for (uint32_t c; (c = next_letter(&s, &end)) != 0;) {
    l.c[l.n] = c;
    l.end[l.n++] = (size_t)(end - text.p);
  }
  return l;
}

struct headline {
  struct pdf *p;
  struct letters title;
  size_t piece[MAX_PIECES], n;
  size_t read; /* letters of the title that the pieces have */
};

/* The line's letters stand in the title behind those that were read; their number. */
static size_t match(const struct headline *h, size_t i) {
  struct spelling s = spell(h->p->v[i].text);
  const char *end;
  size_t n = 0;
  for (uint32_t c; (c = next_letter(&s, &end)) != 0; n++)
    if (h->read + n == h->title.n || h->title.c[h->read + n] != c) return 0;
  return n;
}

static struct tdg_str behind(const struct headline *h) {
  const struct tdg_str t = h->p->title;
  const size_t at = h->title.end[h->read - 1];
  return tdg_str_trim((struct tdg_str){t.p + at, t.n - at});
}

/* The title ends there, or the name of who publishes follows. */
static int is_end(struct tdg_str rest) {
  static const char *const signs[] = {
      "|", "- ", ": ", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\xA2", "\xC2\xB7", "\xC2\xBB", "::"};
  for (size_t i = 0; i < COUNT(signs); i++)
    if (tdg_str_starts(rest, signs[i])) return 1;
  return rest.n == 0;
}

/* The title's letters that are printed beyond the edge of the page: up to the name of who publishes. */
static size_t rest_of_title(const struct headline *h) {
  const struct tdg_str t = h->p->title, rest = behind(h);
  for (size_t i = 0; i < COUNT(parting); i++) {
    const char *at = tdg_str_find(rest, parting[i]);
    if (at != NULL) return (size_t)(at - t.p);
  }
  return t.n;
}

/* It ends in the middle of a word at the right end of all text, or behind it. */
static int is_cut_off(const struct headline *h) {
  const struct pdf *p = h->p;
  const struct pdf_line *last = &p->v[h->piece[h->n - 1]];
  const char *next = p->title.p + h->title.end[h->read - 1];
  double right = 0;
  for (size_t i = 0; i < p->n; i++)
    if (p->v[i].page == last->page && &p->v[i] != last) right = fmax(right, p->v[i].x1);
  return last->x1 >= right - EDGE && (!tdg_is_space(*next) || last->x1 >= right + EDGE);
}

static int may_follow(const struct headline *h, const struct pdf_line *first, size_t i) {
  const struct pdf_line *l = &h->p->v[i];
  for (size_t k = 0; k < h->n; k++)
    if (h->piece[k] == i) return 0;
  return l->page - first->page >= 0 && l->page - first->page < FIRST_PAGES &&
         fabs(l->size - first->size) < 0.8 && l->bold == first->bold;
}

/* The next piece: the first line behind `after` that has the letters; else one before it, at the top of the next column. */
static int take_piece(struct headline *h, const struct pdf_line *first, size_t after) {
  const size_t n = h->p->n;
  for (size_t k = 0; k < n && h->n < MAX_PIECES && h->read < h->title.n; k++) {
    const size_t i = (after + 1 + k) % n, letters = may_follow(h, first, i) ? match(h, i) : 0;
    if (letters == 0) continue;
    h->piece[h->n++] = i;
    h->read += letters;
    return 1;
  }
  return 0;
}

/* All lines of the headline that begins there: the bytes of the title that it is; 0: it is none. */
static size_t read_from(struct headline *h, size_t first) {
  const struct pdf_line *l = &h->p->v[first];
  h->n = h->read = 0;
  h->read = match(h, first);
  if (h->read == 0) return 0;
  h->piece[h->n++] = first;
  while (take_piece(h, l, h->piece[h->n - 1])) continue;
  if (h->read < MIN_LETTERS) return 0;
  if (is_end(behind(h))) return h->title.end[h->read - 1];
  return h->read >= MIN_CUT_LETTERS && is_cut_off(h) ? rest_of_title(h) : 0;
}

/* Is other text printed beside a piece of it, where it stands itself? */
static int is_over_text(const struct headline *h, size_t from) {
  const struct pdf *p = h->p;
  for (size_t k = 0; k < h->n; k++) {
    const struct pdf_line *a = &p->v[h->piece[k]];
    for (size_t i = from; i < p->n && p->v[i].page <= a->page; i++) {
      const struct pdf_line *b = &p->v[i];
      int piece = b->page != a->page;
      for (size_t j = 0; j < h->n; j++) piece |= h->piece[j] == i;
      if (!piece && fmin(a->x1, b->x1) - fmax(a->x0, b->x0) > 2 &&
          fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > 0.3 * (b->y1 - b->y0))
        return 1;
    }
  }
  return 0;
}

static void take(struct headline *h, size_t bytes) {
  struct pdf *p = h->p;
  size_t kept = 0;
  struct pdf_line one = p->v[h->piece[0]];
  struct tdg_buf html = tdg_buf_make(p->call, 8 * bytes + 16);
  one.text = tdg_str_trim((struct tdg_str){p->title.p, bytes});
  tdg_html_escape(&html, one.text);
  one.html = tdg_buf_get(&html);
  one.n_cuts = 0, one.headline = 1;
  const int over = is_over_text(h, 0);
  for (size_t i = 0; i < p->n; i++) {
    int piece = 0;
    for (size_t k = 0; k < h->n; k++) piece |= h->piece[k] == i;
    if (!piece) p->v[kept++] = p->v[i];
    else if (i == h->piece[0] && !over) p->v[kept++] = one;
  }
  p->n = kept;
  p->headline = one;
  p->has_headline = 1, p->is_over_text = over;
}

/* Set as the text, it is one all the same; a list of links that leads to the page is none. */
static int may_begin(const struct pdf *p, const struct pdf_line *l, int large) {
  return large ? pdf_is_large(p, l) : l->linked == 0 && l->size >= PDF_SMALL * p->body_size;
}

static size_t find(struct headline *best, int large) {
  const struct pdf *p = best->p;
  struct headline h = *best;
  size_t bytes = 0;
  for (size_t i = 0, tried = 0; i < p->n && p->v[i].page == 0 && tried < MAX_TRIED; i++) {
    if (!may_begin(p, &p->v[i], large)) continue;
    const size_t n = read_from(&h, i);
    tried += h.read > 0;
    if (n == 0 || (bytes > 0 && p->v[i].size < p->v[best->piece[0]].size + 0.5)) continue;
    *best = h, bytes = n;
  }
  return bytes;
}

/* The name of who publishes, behind the title: a line of the first page has it. */
static void drop_publisher(struct pdf *p) {
  for (size_t k = 0; k < COUNT(parting); k++) {
    const char *at = tdg_str_find(p->title, parting[k]);
    if (at == NULL) continue;
    const char *from = at + strlen(parting[k]);
    const struct tdg_str name = {from, (size_t)(p->title.p + p->title.n - from)};
    for (size_t i = 0; i < p->n && p->v[i].page == 0; i++)
      if (tdg_nocase_same(p->v[i].text, name)) p->title.n = (size_t)(at - p->title.p);
    return;
  }
}

void pdf_headline(struct pdf *p) {
  struct headline h = {.p = p};
  if (p->title.n == 0 || p->title.n > MAX_TITLE) return;
  h.title = letters_of(p->call, p->title);
  size_t bytes = find(&h, 1);
  if (bytes == 0) bytes = find(&h, 0);
  if (bytes > 0) take(&h, bytes);
  drop_publisher(p);
}

/* Behind what stands above it. */
size_t pdf_headline_place(const struct pdf *p, const struct pdf_line *v, size_t n) {
  const struct pdf_line *h = &p->headline;
  size_t at = 0;
  double lowest = -1;
  for (size_t i = 0; i < n && v[i].page == h->page; i++) {
    if (v[i].y1 > h->y0 + 0.3 * h->size || v[i].y1 < lowest || v[i].x0 > h->x0 + 100 || v[i].x1 < h->x0 - 1)
      continue;
    at = i + 1, lowest = v[i].y1;
  }
  return at;
}
