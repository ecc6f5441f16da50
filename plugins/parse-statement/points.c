/* points.c - numbered points with their nesting: "2", "2(a)", "2(a)(ii)".
 *
 * In HTML the lists say how deep an entry is; in text the style of the number does: a style that is already
 * open goes on, a new one opens a level.  A gap in the numbers is kept as it is printed: the document is
 * right, not we.
 */
#include <tidings/kit/str.h>

#include "statement.h"

enum { MAX_LEVELS = 6, MAX_NUMBER = 16 };
enum style { STYLE_DIGIT = 1, STYLE_DIGIT_BRACKET, STYLE_ALPHA, STYLE_ROMAN, STYLE_WORD };

struct level {
  int style;
  char last; /* of letters: which came last, to tell (i) after (h) from roman one */
  char number[MAX_NUMBER];
};

/* "12." -> "12", "(a)" -> "a", "Article 4." -> "4" */
static void number_core(struct tdg_str printed, char out[MAX_NUMBER]) {
  size_t n = 0;
  const char *space = memrchr(printed.p, ' ', printed.n);
  if (space != NULL && space + 1 < printed.p + printed.n)
    printed.n -= (size_t)(space + 1 - printed.p), printed.p = space + 1;
  for (size_t i = 0; i < printed.n && n + 1 < MAX_NUMBER; i++) {
    char c = printed.p[i];
    if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')) out[n++] = c;
  }
  out[n] = '\0';
}

static int style_of(struct tdg_str printed, const char *core, const struct level *top) {
  int digit = core[0] >= '0' && core[0] <= '9';
  if (memchr(printed.p, ' ', printed.n) != NULL) return STYLE_WORD;
  if (digit) return printed.p[0] == '(' ? STYLE_DIGIT_BRACKET : STYLE_DIGIT;
  int roman = strspn(core, "ivxIVX") == strlen(core);
  if (!roman) return STYLE_ALPHA;
  if (strlen(core) > 1) return STYLE_ROMAN;
  return top != NULL && top->style == STYLE_ALPHA && top->last + 1 == core[0] ? STYLE_ALPHA : STYLE_ROMAN;
}

static size_t level_for(const struct level *v, size_t n, int style) {
  for (size_t i = 0; i < n; i++)
    if (v[i].style == style) return i;
  return n < MAX_LEVELS ? n : MAX_LEVELS - 1;
}

static struct tdg_str path_of(struct statement *s, const struct level *v, size_t n) {
  struct tdg_buf b = tdg_buf_make(s->call, MAX_LEVELS * (MAX_NUMBER + 2));
  for (size_t i = 0; i < n; i++) {
    if (i > 0) tdg_buf_char(&b, '(');
    tdg_buf_str(&b, v[i].number);
    if (i > 0) tdg_buf_char(&b, ')');
  }
  return tdg_buf_get(&b);
}

/* Gives each point its path in `number`, its depth in `level`; what is printed stays in the text's mark. */
void stm_points(struct statement *s) {
  struct level v[MAX_LEVELS];
  size_t n = 0;
  int role = ROLE_NONE;
  for (size_t i = 0; i < s->n; i++) {
    struct stm_item *it = &s->v[i];
    struct tdg_str printed = it->number.n > 0 ? it->number : (struct tdg_str){it->line.s.p, it->mark};
    if (it->role != role || it->type == TDG_HEADING) n = 0, role = it->role;
    if (printed.n == 0) continue;
    char core[MAX_NUMBER];
    number_core(tdg_str_trim(printed), core);
    int style = style_of(tdg_str_trim(printed), core, n > 0 ? &v[n - 1] : NULL);
    size_t at = it->number.n > 0 && it->level > 0 && it->level <= n + 1 && it->level <= MAX_LEVELS
                    ? it->level - 1
                    : level_for(v, n, style);
    v[at] = (struct level){.style = style, .last = core[0]};
    memcpy(v[at].number, core, sizeof(core));
    n = at + 1;
    it->number = path_of(s, v, n);
    it->level = (uint32_t)n;
  }
}
