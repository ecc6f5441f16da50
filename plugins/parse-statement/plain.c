/* plain.c - the items of a plain text, and small helpers for items of both kinds. */
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include "statement.h"

struct stm_item *stm_add(struct statement *s, struct tdg_str text, int64_t type) {
  if (s->n == MAX_STM_ITEMS) return NULL;
  if (s->n == s->room) {
    struct stm_item *more = tdg_scratch(s->call, (s->room * 2 + 64) * sizeof(*more));
    if (s->n > 0) memcpy(more, s->v, s->n * sizeof(*more));
    s->v = more, s->room = s->room * 2 + 64;
  }
  struct stm_item *it = &s->v[s->n++];
  *it = (struct stm_item){
      .line = {.s = text, .role = NULL}, .type = type, .number = {"", 0}, .role = ROLE_BODY};
  tdg_line_measure(&it->line);
  return it;
}

/* The bytes of a word of n bytes, a number and its sign at the front of a text; 0. */
static size_t mark_behind(struct tdg_str text, size_t n) {
  size_t k = n;
  while (k < text.n && k < n + 4 && tdg_is_digit(text.p[k])) k++;
  if (k == n) return 0;
  if (k == text.n) return k;
  if (strchr(".):", text.p[k]) != NULL && (k + 1 == text.n || text.p[k + 1] == ' '))
    return k + 1 + (k + 1 < text.n);
  return 0;
}

size_t stm_mark(struct tdg_str text) {
  static const char section[] = "§ ";
  int ordered;
  size_t mark = tdg_line_mark(text, &ordered);
  const struct tdg_word *word = tdg_words_at_start(&tdg_words_statement_articles, TDG_EVERY_LANGUAGE, text);
  if (mark > 0) return ordered ? mark : 0;
  if (word != NULL) return mark_behind(text, word->size);
  return tdg_str_starts(text, section) ? mark_behind(text, sizeof section - 1) : 0;
}

/* Headings of a text are found by their underline, their capitals or their standing alone before prose. */
static int is_heading(const struct tdg_lines *t, size_t i) {
  const struct tdg_line *l = &t->v[i], *next = i + 1 < t->n ? &t->v[i + 1] : NULL;
  if (next == NULL || l->words > 12 || !tdg_line_is_titlelike(l) || tdg_line_mark(l->s, NULL)) return 0;
  if (tdg_line_rule(next->s) && next->gap == 0) return 1;
  return l->gap > 0 && next->gap > 0 && l->end == TDG_ENDS_OPEN &&
         (tdg_line_is_prose(next) || stm_mark(next->s) > 0);
}

/* The last item is whole: its shape is looked at once, not with each of its lines. */
static void end_paragraph(struct statement *s, struct tdg_buf *b) {
  if (b->p != NULL) tdg_line_measure(&s->v[s->n - 1].line);
  b->p = NULL;
}

int stm_read_text(struct statement *s, struct tdg_str text) {
  struct tdg_lines t = tdg_lines_read(s->call, text);
  if (t.full || t.n > MAX_STM_ITEMS)
    return tdg_fail(s->call, TDG_DENIED, "more than %d lines: this is no statement", (int)MAX_STM_ITEMS);
  struct tdg_buf b = {0}; /* the paragraph that goes on over several lines */
  for (size_t i = 0; i < t.n; i++) {
    if (tdg_line_rule(t.v[i].s) && i > 0 && t.v[i].s.p[0] != '#') continue;
    size_t at = s->n;
    if (i > 0 && at > 0 && tdg_line_goes_on(&t.v[i - 1], &t.v[i]) && s->v[at - 1].type == TDG_PARAGRAPH) {
      struct tdg_line *l = &s->v[at - 1].line;
      if (b.p == NULL) b = tdg_buf_make(s->call, 2 * text.n + 1), tdg_buf_add(&b, l->s.p, l->s.n);
      tdg_buf_char(&b, ' ');
      tdg_buf_add(&b, t.v[i].s.p, t.v[i].s.n);
      l->s = tdg_buf_get(&b);
      continue;
    }
    end_paragraph(s, &b);
    struct stm_item *it = stm_add(s, t.v[i].s, is_heading(&t, i) ? TDG_HEADING : TDG_PARAGRAPH);
    it->line.gap = t.v[i].gap, it->line.indent = t.v[i].indent;
    if (it->type == TDG_HEADING) it->level = 2;
  }
  end_paragraph(s, &b);
  return TDG_OK;
}
