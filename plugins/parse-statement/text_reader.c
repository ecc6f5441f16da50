/* text_reader.c - the lines of a plain text.
 *
 * Columns (tabs, or three spaces and more between two texts) are taken out before the kit joins wrapped lines, and go through
 * stm_grid_put as the cells of a table do.  A text of more than TDG_MAX_LINES lines is refused.
 */
#include "statement.h"

enum { MAX_COLUMN = 90, WIDE_GAP = 3, MAX_TEXT = 8 << 20 };

/* ---- columns ---- */

/* The next text between gaps of a line; 0: none left. */
static int next_column(struct tdg_str *rest, struct tdg_str *column) {
  const char *p = rest->p, *end = p + rest->n;
  while (p < end && (*p == ' ' || *p == '\t')) p++;
  const char *from = p, *last = p;
  for (size_t blanks = 0; p < end; p++) {
    if (*p == '\t' || (*p == ' ' && ++blanks >= WIDE_GAP)) break;
    if (*p != ' ') blanks = 0, last = p + 1;
  }
  *column = (struct tdg_str){from, (size_t)(last - from)};
  rest->n -= (size_t)(p - rest->p), rest->p = p;
  return column->n > 0;
}

static size_t count_columns(struct tdg_str line) {
  struct tdg_str column;
  size_t n = 0;
  while (next_column(&line, &column)) {
    if (tdg_utf8_count(column) > MAX_COLUMN) return 0;
    n++;
  }
  return n;
}

/* "1.   Text" and "(a)\tText" are a number and its text. */
static int is_columns(const struct statement *s, struct tdg_str line) {
  struct tdg_str rest = line, first;
  if (memchr(line.p, '\t', line.n) == NULL && !tdg_str_has(line, "   ")) return 0;
  const size_t n = count_columns(line);
  if (n < 2 || n > 8 || !next_column(&rest, &first)) return 0;
  const struct tdg_str marked = stm_join((struct statement *)s, first, "", (struct tdg_str){" X", 2});
  return stm_mark(s, marked) < marked.n - 1;
}

/* The text with an empty line before and behind each line of columns, so that nothing joins them. */
static struct tdg_str set_apart(struct statement *s, struct tdg_str text) {
  struct tdg_buf b = tdg_buf_make(s->call, 3 * text.n + 16);
  struct tdg_str rest = text, line;
  while (tdg_line_cut(&rest, &line)) {
    const struct tdg_str trimmed = tdg_str_trim(line);
    const int apart = is_columns(s, line);
    if (!apart && trimmed.n > 3 && tdg_line_mark(trimmed, NULL) == 0 && stm_mark(s, trimmed) > 0)
      tdg_buf_char(&b, '\n');
    if (apart) tdg_buf_char(&b, '\n');
    tdg_buf_add(&b, line.p, line.n);
    tdg_buf_str(&b, apart ? "\n\n" : "\n");
  }
  return tdg_buf_get(&b);
}

static const tdg_rec *text_table(struct statement *s, void *arg) {
  const struct stm_grid *g = arg;
  tdg_rec *b = tdg_block_new(s->call, TDG_TABLE), *row = NULL;
  struct tdg_buf text = tdg_buf_make(s->call, MAX_TEXT);
  for (size_t i = 0; i < g->n; i++) {
    const int begins = i == 0 || g->v[i].row != g->v[i - 1].row;
    if (begins && row != NULL) tdg_put_rec(s->call, b, TDG_ROW, row);
    if (begins) row = tdg_group(s->call);
    if (i > 0) tdg_buf_char(&text, begins ? '\n' : '\t');
    tdg_buf_add(&text, g->v[i].text.p, g->v[i].text.n);
    tdg_put_text(s->call, row, TDG_CELL, g->v[i].text.p, g->v[i].text.n);
  }
  if (row != NULL) tdg_put_rec(s->call, b, TDG_ROW, row);
  tdg_put_text(s->call, b, TDG_TEXT, text.p, text.n);
  return b;
}

/* The lines of columns from i on that belong together; returns the line behind them. */
static size_t read_columns(struct statement *s, const struct tdg_lines *t, size_t i) {
  struct stm_grid *g = stm_grid_empty(s);
  size_t k = i;
  for (; k < t->n && (k == i || (t->v[k].gap <= 3 && is_columns(s, t->v[k].s))); k++) {
    struct tdg_str rest = t->v[k].s, column;
    while (next_column(&rest, &column) &&
           stm_grid_add(s, g, (struct stm_cell){.text = column, .row = g->rows}) != NULL)
      continue;
    if (g->n == MAX_GRID) stm_flag(s, "truncated");
    if (k > i && t->v[k].gap > 2) { /* an empty line that was there: a new pair of signatures */
      size_t first = g->n;
      while (first > 0 && g->v[first - 1].row == g->rows) first--;
      g->n = first;
      break;
    }
    g->rows++;
  }
  s->boxes++;
  stm_grid_put(s, g, text_table, g);
  s->boxes++;
  return k;
}

/* ---- lines ---- */

/* Headings of a text are found by their underline, their capitals or their standing alone before prose. */
static int is_heading(const struct statement *s, const struct tdg_lines *t, size_t i) {
  const struct tdg_line *l = &t->v[i], *next = i + 1 < t->n ? &t->v[i + 1] : NULL;
  if (next == NULL || l->words > 12 || !tdg_line_is_titlelike(l) || stm_mark(s, l->s)) return 0;
  if (tdg_line_rule(next->s) && next->gap == 0) return 1;
  return l->gap > 0 && next->gap > 0 && l->end == TDG_ENDS_OPEN && i > 0 &&
         (tdg_line_is_prose(next) || stm_mark(s, next->s) > 0);
}

/* "COUNCIL OF THE": its name goes on in the next line. */
static int ends_small(const struct statement *s, struct tdg_str line) {
  const struct stm_tokens t = stm_tokens(s, line, 12);
  if (t.n < 2 || t.n > 10) return 0;
  const int small = stm_phrase(s->words, SET_SMALL, stm_rest(&t, t.n - 1)).value;
  return small == TDG_STATEMENT_SMALL_OF || small == TDG_STATEMENT_SMALL_ARTICLE ||
         small == TDG_STATEMENT_SMALL_FOR || small == TDG_STATEMENT_SMALL_AND;
}

/* "Text of a note" below "1. Note" without an empty line is a paragraph of its own only when it begins one. */
static int goes_on(const struct statement *s, const struct tdg_lines *t, size_t i) {
  const struct tdg_line *before = &t->v[i - 1], *l = &t->v[i];
  if (l->gap > 0 || stm_mark(s, l->s) > 0 || is_columns(s, l->s)) return 0;
  const struct stm_line *last = &s->v[s->n - 1];
  struct stm_date date;
  if (l->words <= 7 && stm_find_date(s, l->s, &date)) return 0; /* a line of the head */
  const struct stm_tokens t_next = stm_tokens(s, (struct tdg_str){l->s.p, tdg_utf8_cut(l->s, 60)}, 6);
  if (before->end == TDG_ENDS_COMMA && l->start == TDG_STARTS_UPPER &&
      stm_phrase_at(s->words, SET_RECITAL, &t_next, 0).size > 0)
    return 0;
  if (stm_mark(s, last->line.s) > 0 && l->indent > last->depth)
    return 1; /* hangs under the text of a point */
  if (before->end == TDG_ENDS_OPEN && before->words <= 8 && ends_small(s, before->s)) return 1;
  if (before->end == TDG_ENDS_OPEN && before->chars >= 55 && l->start == TDG_STARTS_DIGIT && l->words >= 4 &&
      l->end == TDG_ENDS_STOP)
    return 1;
  if (t->wrapped && before->end == TDG_ENDS_OPEN && before->chars >= 45 && last->type == TDG_PARAGRAPH &&
      l->indent <= before->indent + 1)
    return 1;
  return tdg_line_goes_on(before, l);
}

/* The last paragraph is whole: it is measured once, because thousands of lines may make one. */
static void end_paragraph(struct statement *s, struct tdg_buf *b) {
  if (b->p != NULL) tdg_line_measure(&s->v[s->n - 1].line);
  b->p = NULL;
}

static void go_on_paragraph(struct statement *s, struct tdg_buf *b, struct tdg_str line, size_t max) {
  struct tdg_str *all = &s->v[s->n - 1].line.s;
  if (b->p == NULL) *b = tdg_buf_make(s->call, max), tdg_buf_add(b, all->p, all->n);
  tdg_buf_char(b, ' ');
  tdg_buf_add(b, line.p, line.n);
  *all = tdg_buf_get(b);
}

int stm_read_text(struct statement *s, struct tdg_str text) {
  if (text.n > MAX_TEXT)
    return tdg_fail(s->call, TDG_DENIED, "text of %zu bytes, at most %d are read", text.n, MAX_TEXT);
  struct tdg_lines t = tdg_lines_read(s->call, set_apart(s, text));
  if (t.full || t.n > MAX_STM_LINES)
    return tdg_fail(s->call, TDG_DENIED, "more than %d lines: this is no statement", (int)MAX_STM_LINES);
  int joined = 0;
  struct tdg_buf b = {0}; /* the paragraph that goes on over several lines */
  s->boxes = 1;
  for (size_t i = 0; i < t.n;) {
    const char sign = tdg_line_rule(t.v[i].s);
    const int rule = sign != 0 && sign != '#' && sign != '*';
    if (joined && !rule && goes_on(s, &t, i)) {
      go_on_paragraph(s, &b, t.v[i++].s, 2 * text.n + 16);
      continue;
    }
    end_paragraph(s, &b);
    if (is_columns(s, t.v[i].s)) {
      i = read_columns(s, &t, i);
      joined = 0;
      continue;
    }
    if (rule) {
      s->boxes++, joined = 0, i++;
      continue;
    }
    if (t.v[i].gap > 0) s->boxes++;
    struct stm_line *l = stm_add(s, t.v[i].s, is_heading(s, &t, i) ? TDG_HEADING : TDG_PARAGRAPH);
    if (l == NULL) break;
    l->line.gap = t.v[i].gap, l->depth = t.v[i].indent, l->box = s->boxes;
    if (l->type == TDG_HEADING) l->level = 2;
    joined = l->type == TDG_PARAGRAPH;
    i++;
  }
  end_paragraph(s, &b);
  return TDG_OK;
}
