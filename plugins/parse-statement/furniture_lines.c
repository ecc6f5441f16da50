/* furniture_lines.c - lines of a page or mail that are not the document: links to other places, calls to the reader, lists of other
 * documents.  They get ROLE_NONE.  The kit's class_words for reports (text-calls, text-related) say what is a call. */
#include "statement.h"

enum { LINKED = 80, LONG_CALL = 30 };

static int is_link(const struct stm_line *l) { return l->linked >= LINKED && l->line.words <= 30; }

static int is_title_of_page(const struct statement *s, const struct stm_line *l) {
  const struct tdg_str own = s->meta_title.n > 0 ? s->meta_title : s->page_title;
  return l->line.s.n > 4 && own.n >= l->line.s.n && memcmp(own.p, l->line.s.p, l->line.s.n) == 0;
}

/* The end of a run of links from i on; *known: of the last one that was asked for, in which i may be. */
static size_t links_end(const struct statement *s, size_t i, size_t *known) {
  size_t k = i < *known ? *known : i;
  while (k < s->n && (is_link(&s->v[k]) || s->v[k].type == TDG_RULE || s->v[k].type == TDG_IMAGE)) k++;
  return *known = k;
}

/* "Subscribe to our newsletter", and behind it in print, "OK": one word, which says nothing else. */
static int is_button(const struct statement *s, const struct stm_line *l) {
  return s->is_page && l->type == TDG_PARAGRAPH && l->line.words == 1 && !l->line.wide &&
         l->line.letters <= 14 && l->line.end == TDG_ENDS_OPEN && l->mark.n == 0 && l->label.n == 0 &&
         (l->cues & ~(uint32_t)CUE_CALL) == 0;
}

static void drop(struct statement *s, size_t i, size_t k) {
  for (; i < k; i++) s->v[i].role = ROLE_NONE;
}

/* The last lines of a page, on its rights. */
static void drop_rights(struct statement *s) {
  for (size_t i = s->n, few = 0; s->is_page && i-- > 1 && few < 4;) {
    if (s->v[i].role == ROLE_NONE) continue;
    if (s->v[i].cues & CUE_RIGHTS) s->v[i].role = ROLE_NONE;
    few++;
  }
}

void stm_drop_furniture(struct statement *s) {
  size_t title = s->n, known = 0;
  for (size_t i = 0; i < s->n && title == s->n; i++)
    if (is_title_of_page(s, &s->v[i]) || (s->v[i].type == TDG_HEADING && s->v[i].level == 1)) title = i;
  for (size_t i = 0; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    const struct stm_line *next = i + 1 < s->n ? &s->v[i + 1] : NULL;
    if (l->type == TDG_RULE || l->type == TDG_IMAGE) l->role = ROLE_NONE;
    if ((l->cues & CUE_CALL) && l->line.words <= LONG_CALL && l->mark.n == 0 &&
        !(l->cues & (CUE_TYPE | CUE_NOTES))) {
      l->role = ROLE_NONE;
      if (next != NULL && is_button(s, next)) s->v[i + 1].role = ROLE_NONE;
    }
    if (is_link(l) && !is_title_of_page(s, l)) {
      const size_t end = links_end(s, i, &known);
      if (i < title || end - i >= 2 || end == s->n) drop(s, i, end);
    } else if (next != NULL && is_link(next) && stm_is_headlike(l) && i > title && l->mark.n == 0) {
      const size_t end = links_end(s, i + 1, &known);
      if (end - i >= 3 || end == s->n) drop(s, i, end); /* "Related news" and its links */
    }
  }
  drop_rights(s);
}
