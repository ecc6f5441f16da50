/* points.c - numbered points with their nesting: "2", "2(a)", "2(a)(ii)".
 *
 * In HTML the lists say how deep an entry is, in text its indentation; within one depth the style of the number does: a style that is
 * already open goes on, a new one opens a level.  A gap in the numbers is kept as it is printed: the document is right, not we.
 */
#include <unicode/uchar.h>

#include "statement.h"

enum { MAX_LEVELS = 6, MAX_NUMBER = 40 };
enum style {
  STYLE_NONE,
  STYLE_DIGIT,
  STYLE_BRACKET,
  STYLE_DOTTED,
  STYLE_SMALL,
  STYLE_LARGE,
  STYLE_ROMAN,
  STYLE_LARGE_ROMAN,
  STYLE_LETTER,
  STYLE_WORD,
  STYLE_ORDINAL,
  STYLE_CJK
};

struct level {
  enum style style;
  uint32_t depth;
  char last; /* of letters: which came last, to tell (i) after (h) from roman one */
  struct tdg_str number;
};

/* "12." -> "12", "(a)" -> "a", "Article 4." -> "4", "First." -> "First" */
static struct tdg_str core_of(const struct statement *s, struct tdg_str printed, enum style *style) {
  const struct stm_tokens t = stm_tokens(s, printed, 6);
  *style = STYLE_NONE;
  if (t.n == 0) return stm_none();
  const struct stm_hit ordinal = stm_phrase_at(s->words, SET_ORDINAL, &t, 0);
  if (ordinal.size > 0 && stm_covers(&t, 0, ordinal.size) == t.n) {
    *style = STYLE_ORDINAL;
    return stm_slice(&t, 0, t.n);
  }
  if (t.n > 1 && !t.v[0].wide) {
    *style = STYLE_WORD;
    return t.v[t.n - 1].core;
  }
  if (t.v[0].wide) {
    *style = STYLE_CJK;
    if (tdg_str_starts(printed, "\xE7\xAC\xAC") && t.n > 2) return stm_slice(&t, 1, t.n - 1);
    return stm_slice(&t, 0, t.n);
  }
  return t.v[0].core;
}

static int all_in(struct tdg_str t, const char *set) {
  for (size_t i = 0; i < t.n; i++)
    if (t.p[i] == '\0' || strchr(set, t.p[i]) == NULL) return 0;
  return t.n > 0;
}

static enum style style_of(struct tdg_str printed, struct tdg_str core, const struct level *v, size_t n) {
  const char *p = core.p;
  if (tdg_str_starts(printed, "\xC2\xA7")) return STYLE_WORD;
  const uint32_t c = tdg_utf8_next(&p, core.p + core.n);
  if (u_isdigit((UChar32)c)) {
    if (memchr(core.p, '.', core.n) != NULL) return STYLE_DOTTED;
    return *printed.p == '(' || tdg_str_starts(printed, "\xEF\xBC\x88") ? STYLE_BRACKET : STYLE_DIGIT;
  }
  if (c >= 128) return STYLE_LETTER;
  const int large = c >= 'A' && c <= 'Z', is_roman = all_in(core, large ? "IVXL" : "ivxl");
  if (is_roman && core.n > 1) return large ? STYLE_LARGE_ROMAN : STYLE_ROMAN;
  if (!is_roman) return large ? STYLE_LARGE : STYLE_SMALL;
  for (size_t i = n; i-- > 0;) { /* after (h) comes the letter i */
    if ((v[i].style == STYLE_SMALL || v[i].style == STYLE_LARGE) && v[i].last + 1 == (char)c)
      return v[i].style;
    if (v[i].style == STYLE_ROMAN || v[i].style == STYLE_LARGE_ROMAN) break;
  }
  if (*core.p == 'l' || *core.p == 'L') return large ? STYLE_LARGE : STYLE_SMALL;
  return large ? STYLE_LARGE_ROMAN : STYLE_ROMAN;
}

static int is_below(enum style style) {
  return style == STYLE_SMALL || style == STYLE_ROMAN || style == STYLE_LETTER || style == STYLE_BRACKET ||
         style == STYLE_LARGE;
}

static int64_t value_of(struct tdg_str number) { return tdg_str_number(number, 3); }

/* first: the number is 1, so that it may begin a list below ("I. ... 1. ..."). */
static size_t level_for(const struct level *v, size_t n, enum style style, uint32_t depth, int first) {
  if (style == STYLE_DOTTED || style == STYLE_WORD || style == STYLE_ORDINAL) return 0;
  while (n > 0 && v[n - 1].depth > depth) n--;
  for (size_t i = n; i-- > 0;)
    if (v[i].style == style && (v[i].depth == depth || !is_below(style))) return i;
  for (size_t i = n; i-- > 0;)
    if (v[i].style == style && depth <= v[n - 1].depth) return i;
  for (size_t i = 0; i < n && !is_below(style) && !first; i++)
    if (depth == v[i].depth) return i;
  return n < MAX_LEVELS ? n : MAX_LEVELS - 1;
}

static struct tdg_str path_of(struct statement *s, const struct level *v, size_t n) {
  struct tdg_buf b = tdg_buf_make(s->call, MAX_LEVELS * (MAX_NUMBER + 2));
  for (size_t i = 0; i < n; i++) {
    if (i > 0) tdg_buf_char(&b, '(');
    tdg_buf_add(&b, v[i].number.p, v[i].number.n);
    if (i > 0) tdg_buf_char(&b, ')');
  }
  return tdg_buf_get(&b);
}

void stm_points(struct statement *s) {
  struct level v[MAX_LEVELS];
  size_t n = 0;
  int role = ROLE_NONE;
  int64_t last = 0;
  for (size_t i = s->body; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE || l->type == TDG_FOOTNOTE) continue;
    if (l->role != role && !(role == ROLE_OPERATIVE && l->role == ROLE_BODY) &&
        !(role == ROLE_BODY && l->role == ROLE_OPERATIVE))
      n = 0, last = 0;
    role = l->role;
    if (l->mark.n == 0) continue;
    enum style style;
    const struct tdg_str core = core_of(s, l->mark, &style);
    if (core.n == 0 || core.n > MAX_NUMBER) continue;
    if (style == STYLE_NONE) style = style_of(l->mark, core, v, n);
    const size_t at = level_for(v, n, style, l->depth, value_of(core) == 1);
    v[at] = (struct level){.style = style, .depth = l->depth, .last = *core.p, .number = core};
    n = at + 1;
    l->path = path_of(s, v, n);
    l->level = (uint32_t)n;
    if (at == 0 && role == ROLE_OPERATIVE) {
      const int64_t value = value_of(core);
      if (value > 0 && last > 0 && value != last + 1 && value != 1) stm_flag(s, "gap-in-numbers");
      if (value > 0) last = value;
    }
  }
}
