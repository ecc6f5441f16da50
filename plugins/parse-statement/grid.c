/* grid.c - what a table or columns of a text are: points with their numbers, labels with values, signatures beside each
 * other, or a table.  Lines of signatures get the number of their cell, so that two columns stay apart. */
#include "statement.h"

enum { SHARE = 60 /* of 100 rows that must be of a kind */ };

struct stm_grid *stm_grid_empty(struct statement *s) {
  if (s->grid == NULL) s->grid = tdg_scratch(s->call, sizeof *s->grid);
  s->grid->n = s->grid->rows = 0;
  return s->grid;
}

struct stm_cell *stm_grid_add(struct statement *s, struct stm_grid *g, struct stm_cell cell) {
  if (g->n == MAX_GRID) return NULL;
  if (g->n == g->room) {
    struct stm_cell *more = tdg_scratch(s->call, (2 * g->room + 32) * sizeof *more);
    if (g->n > 0) memcpy(more, g->v, g->n * sizeof *more);
    g->v = more, g->room = 2 * g->room + 32;
  }
  g->v[g->n] = cell;
  return &g->v[g->n++];
}

static size_t row_end(const struct stm_grid *g, size_t i) {
  size_t k = i;
  while (k < g->n && g->v[k].row == g->v[i].row) k++;
  return k;
}

static int is_mark_alone(const struct statement *s, struct tdg_str t) {
  if (t.n == 0 || t.n > 24) return 0;
  const struct tdg_str marked = stm_join((struct statement *)s, t, "", (struct tdg_str){" X", 2});
  return stm_mark(s, marked) == marked.n - 1;
}

static int is_label(const struct statement *s, struct tdg_str t) {
  if (t.n == 0 || t.n > 60) return 0;
  const struct stm_tokens k = stm_tokens(s, t, 6);
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LABEL, &k, 0);
  return (hit.size > 0 && hit.size == k.folded.n) || t.p[t.n - 1] == ':';
}

/* Of 100 rows, how many have `fits` in their first cell and as many cells as asked for (0: any). */
static size_t share_of(const struct statement *s, const struct stm_grid *g, size_t cells,
                       int (*fits)(const struct statement *, struct tdg_str)) {
  size_t rows = 0, good = 0;
  for (size_t i = 0, k; i < g->n; i = k) {
    k = row_end(g, i);
    size_t first = i;
    while (cells == 0 && first + 1 < k && g->v[first].text.n == 0) first++; /* an indentation */
    rows++;
    good += (cells == 0 ? k - i >= 2 : k - i == cells) && fits(s, g->v[first].text);
  }
  return rows > 0 ? good * 100 / rows : 0;
}

static void put_points(struct statement *s, const struct stm_grid *g) {
  for (size_t i = 0, k; i < g->n; i = k) {
    k = row_end(g, i);
    size_t at = i;
    while (at < k && g->v[at].text.n == 0) at++; /* empty cells in front are an indentation */
    if (at == k) continue;
    const int marked = is_mark_alone(s, g->v[at].text) && at + 1 < k;
    struct tdg_str text = stm_none();
    for (size_t c = at + (size_t)marked; c < k; c++) text = stm_join(s, text, " ", g->v[c].text);
    if (text.n == 0) continue;
    s->boxes++;
    struct stm_line *l = stm_add(s, text, TDG_ITEM);
    if (l == NULL) return;
    if (marked) l->mark = g->v[at].text;
    l->depth = g->v[at].indent + 4 * (uint32_t)(at - i), l->box = s->boxes;
  }
}

static void put_pairs(struct statement *s, const struct stm_grid *g) {
  for (size_t i = 0, k; i < g->n; i = k) {
    k = row_end(g, i);
    struct tdg_str value = stm_none();
    for (size_t c = i + 1; c < k; c++) value = stm_join(s, value, " ", g->v[c].text);
    struct stm_line *l = value.n > 0 ? stm_add(s, value, TDG_PARAGRAPH) : NULL;
    if (l != NULL) l->label = g->v[i].text, l->box = ++s->boxes;
  }
}

/* ---- signatures ---- */

static int has_office(const struct statement *s, struct tdg_str t) {
  const struct stm_tokens k = stm_tokens(s, t, 40);
  return stm_office_end(s, &k, 0, k.n) > 0;
}

static int begins_for(const struct statement *s, struct tdg_str t) {
  const struct stm_tokens k = stm_tokens(s, t, 12);
  return stm_phrase_at(s->words, SET_SMALL, &k, 0).value == TDG_STATEMENT_SMALL_FOR;
}

static int is_signatures(const struct statement *s, const struct stm_grid *g) {
  size_t office = 0, lead = 0, filled = 0;
  if (g->n > 60) return 0;
  for (size_t i = 0; i < g->n; i++) {
    if (g->v[i].header || g->v[i].text.n > 300) return 0;
    if (g->v[i].text.n == 0) continue;
    filled++;
    office += (size_t)has_office(s, g->v[i].text);
    lead += (size_t)begins_for(s, g->v[i].text);
  }
  return office * 3 >= filled || (lead > 0 && (office > 0 || lead * 3 >= filled));
}

/* Row by row a person stands in each row; else in each column. */
static int is_by_rows(const struct statement *s, const struct stm_grid *g) {
  size_t in_first = 0, cells = 0;
  for (size_t i = 0; i < g->n; i++)
    if (memchr(g->v[i].text.p, '\n', g->v[i].text.n) != NULL) return 0; /* a whole signature in a cell */
  for (size_t i = 0, k; i < g->n; i = k) {
    k = row_end(g, i);
    size_t offices = 0, leads = 0;
    for (size_t c = i; c < k; c++)
      offices += (size_t)has_office(s, g->v[c].text), leads += (size_t)begins_for(s, g->v[c].text);
    if (offices == k - i || leads == k - i) in_first++; /* all alike: one line of several signatures */
    cells++;
  }
  return cells > 0 && in_first == 0;
}

static void put_signature_cell(struct statement *s, struct tdg_str text, uint32_t cell) {
  struct tdg_str line;
  while (tdg_line_cut(&text, &line)) {
    line = tdg_str_trim(line);
    struct stm_line *l = line.n > 0 ? stm_add(s, line, TDG_PARAGRAPH) : NULL;
    if (l != NULL) l->cell = cell, l->box = s->boxes;
  }
}

static void put_signatures(struct statement *s, const struct stm_grid *g) {
  if (is_by_rows(s, g)) {
    for (size_t i = 0, k; i < g->n; i = k) {
      k = row_end(g, i);
      s->boxes++, s->cells++;
      for (size_t c = i; c < k; c++) put_signature_cell(s, g->v[c].text, s->cells);
    }
    return;
  }
  for (uint32_t column = 0; column < MAX_CELLS_A_ROW; column++) {
    s->boxes++, s->cells++;
    for (size_t i = 0, k; i < g->n; i = k) {
      k = row_end(g, i);
      if (i + column < k) put_signature_cell(s, g->v[i + column].text, s->cells);
    }
  }
}

void stm_grid_put(struct statement *s, const struct stm_grid *g,
                  const tdg_rec *(*block)(struct statement *, void *), void *arg) {
  if (g->n == 0) return;
  if (share_of(s, g, 0, is_mark_alone) >= SHARE) {
    put_points(s, g);
    return;
  }
  if (share_of(s, g, 2, is_label) >= SHARE) {
    put_pairs(s, g);
    return;
  }
  if (is_signatures(s, g)) {
    put_signatures(s, g);
    return;
  }
  if (g->rows < 2) { /* a line with something at its right edge */
    for (size_t i = 0; i < g->n; i++) put_signature_cell(s, g->v[i].text, 0), s->boxes++;
    return;
  }
  const tdg_rec *b = block(s, arg);
  if (b == NULL) return;
  struct stm_line *l = stm_add(s, tdg_get(s->call, b, TDG_TEXT), TDG_TABLE);
  if (l != NULL) l->table = b, l->box = ++s->boxes;
}
