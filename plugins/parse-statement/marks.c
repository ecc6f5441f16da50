/* marks.c - the number in front of a point: "12.", "(a)", "iv)", "1.2", "§ 3", "Article 4", "First.", "(א)", "第3条", "一、". */
#include <unicode/uchar.h>

#include "statement.h"

enum { MAX_MARK_WORD = 60 };

static uint32_t char_at(struct tdg_str t, size_t at, size_t *size) {
  const char *p = t.p + at, *end = t.p + t.n;
  *size = 0;
  if (at >= t.n) return 0;
  const uint32_t c = tdg_utf8_next(&p, end);
  *size = (size_t)(p - (t.p + at));
  return c;
}

static size_t blanks(struct tdg_str t, size_t at) {
  size_t n = 0, size;
  for (uint32_t c = char_at(t, at, &size); c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || c == 0x202F;
       c = char_at(t, at + n, &size))
    n += size;
  return n;
}

static int is_cjk_number(uint32_t c) {
  static const uint32_t v[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                               0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
  for (size_t i = 0; i < sizeof v / sizeof *v; i++)
    if (c == v[i]) return 1;
  return 0;
}

/* The bytes of digits at `at`, of any script, at most `most` of them. */
static size_t digits(struct tdg_str t, size_t at, size_t most) {
  size_t n = 0, count = 0, size;
  for (uint32_t c = char_at(t, at, &size); c != 0 && u_isdigit((UChar32)c) && count < most + 1;
       c = char_at(t, at + n, &size))
    n += size, count++;
  return count <= most ? n : 0;
}

static size_t roman(struct tdg_str t, size_t at) {
  const char *set = at < t.n && (t.p[at] & 32) != 0 ? "ivxl" : "IVXL";
  size_t n = 0;
  while (at + n < t.n && n < 6 && t.p[at + n] != '\0' && strchr(set, t.p[at + n]) != NULL) n++;
  return n;
}

/* One letter, no longer word. */
static size_t letter(struct tdg_str t, size_t at) {
  size_t size, next;
  const uint32_t c = char_at(t, at, &size);
  if (c == 0 || !u_isalpha((UChar32)c)) return 0;
  const uint32_t behind = char_at(t, at + size, &next);
  return u_isalnum((UChar32)behind) ? 0 : size;
}

static size_t counter(struct tdg_str t, size_t at) {
  size_t n = digits(t, at, 3), size;
  if (n == 0) n = roman(t, at);
  if (n > 0 && at + n < t.n && u_isalpha((UChar32)char_at(t, at + n, &size))) n = 0;
  if (n == 0) n = letter(t, at);
  for (uint32_t c = char_at(t, at + n, &size); n < 9 && is_cjk_number(c) && (n == 0 || n % 3 == 0);
       c = char_at(t, at + n, &size))
    n += size;
  return n;
}

/* "1.2" and "1.2.3", with or without a stop: the bytes, 0 when it is none. */
static size_t dotted(struct tdg_str t) {
  size_t n = digits(t, 0, 2), parts = n > 0;
  while (n > 0 && n + 1 < t.n && t.p[n] == '.') {
    const size_t more = digits(t, n + 1, 2);
    if (more == 0) break;
    n += 1 + more, parts++;
  }
  if (parts < 2 || parts > 4) return 0;
  if (n < t.n && (t.p[n] == '.' || t.p[n] == ')')) n++;
  const size_t space = blanks(t, n);
  size_t size;
  const uint32_t c = char_at(t, n + space, &size);
  return space > 0 && u_isalpha((UChar32)c) ? n + space : 0;
}

static int is_open(uint32_t c) { return c == '(' || c == '[' || c == 0xFF08; }
static int is_close(uint32_t c) { return c == ')' || c == ']' || c == 0xFF09; }

static int is_town(const struct statement *s, struct tdg_str t) {
  const struct stm_tokens k = stm_tokens(s, t, 2);
  return stm_phrase_at(s->words, SET_SMALL, &k, 0).value == TDG_STATEMENT_SMALL_TOWN;
}

/* "12." "12)" "(12)" "a)" "（一）" "一、" "1°" */
static size_t signed_counter(const struct statement *s, struct tdg_str t) {
  size_t size, open = 0, n;
  if (is_open(char_at(t, 0, &size))) open = size;
  n = counter(t, open);
  if (n == 0) return 0;
  size_t at = open + n;
  uint32_t c = char_at(t, at, &size);
  if (c == 0xBA || c == 0xB0 || c == 0xAA) at += size, c = char_at(t, at, &size); /* 1º */
  const int degree = at > open + n;
  const int wide = c == 0x3001 || c == 0xFF0E || c == 0xFF09;
  if (open > 0 ? !is_close(c) : !(c == '.' || c == ')' || wide || degree)) return 0;
  if (c == '.' && n > 1 && is_town(s, (struct tdg_str){t.p + open, n})) return 0; /* "м. Київ" */
  if (c == '.' || is_close(c) || wide) at += size;
  size_t space = blanks(t, at);
  if (char_at(t, at + space, &size) == 0xA7) at += space + size, space = blanks(t, at); /* "1. §" */
  if (at + space >= t.n) return 0;
  return space > 0 || wide || (open > 0 && at > 4) ? at + space : 0;
}

/* A figure, a Roman one, or a sign behind a first word: without them no line begins with a number in words. */
static int may_be_worded(struct tdg_str t) {
  for (size_t i = 1; i < t.n; i++) {
    const unsigned char c = (unsigned char)t.p[i];
    if (tdg_is_digit((char)c) || c == '.' || c == ':' || c == ')' || c >= 0xD9) return 1;
    if (t.p[i - 1] == ' ' && (i + 1 == t.n || t.p[i + 1] == ' ' || strchr("IVXLivxl", c) != NULL)) return 1;
  }
  return 0;
}

/* "Article 4." "§ 3" "Artikel 4" "Point 2:" "第3条" */
static size_t worded(const struct statement *s, struct tdg_str t) {
  size_t size, n = 0;
  const uint32_t c = char_at(t, 0, &size);
  if (c == 0xA7) {
    n = size + blanks(t, size);
    const size_t d = digits(t, n, 3);
    if (d == 0) return 0;
    n += d;
    if (n < t.n && (t.p[n] == '.' || t.p[n] == ')')) n++;
    const size_t space = blanks(t, n);
    return space > 0 && n + space < t.n ? n + space : 0;
  }
  if (c == 0x7B2C) { /* 第 */
    size_t d = digits(t, size, 3);
    uint32_t k;
    for (k = char_at(t, size + d, &n); d == 0 && is_cjk_number(k);) d += n, k = char_at(t, size + d, &n);
    if (d == 0 || (k != 0x6761 && k != 0x689D && k != 0x9805)) return 0; /* 条 條 項 */
    n += size + d;
    return n + blanks(t, n) < t.n ? n + blanks(t, n) : 0;
  }
  const struct tdg_str front = {t.p, tdg_utf8_cut(t, MAX_MARK_WORD)};
  if (!u_isalpha((UChar32)c) || !may_be_worded(front) ||
      !(stm_may_begin(s->words, SET_NUMBERED, t) || stm_may_begin(s->words, SET_ORDINAL, t)))
    return 0;
  const unsigned worded = 1u << SET_NUMBERED | 1u << SET_ORDINAL;
  const struct stm_tokens first = stm_tokens(s, front, 1); /* few lines need the next ones */
  if (first.n == 0 || (first.v[0].sets & worded) == 0) return 0;
  const struct stm_tokens k = stm_tokens(s, front, 5);
  struct stm_hit hit = stm_phrase_at(s->words, SET_NUMBERED, &k, 0);
  size_t covered = stm_covers(&k, 0, hit.size);
  if (hit.size > 0 && hit.value == TDG_STATEMENT_NUMBERED_POINT && covered < k.n) {
    const struct stm_token *number = &k.v[covered];
    const size_t at = (size_t)(number->core.p - t.p);
    const size_t d = counter(t, at);
    if (d == 0 || d != number->core.n) return 0;
    n = at + d;
    size_t sign;
    const uint32_t behind = char_at(t, n, &sign);
    if (behind == '.' || behind == ':' || behind == ')') n += sign;
    const size_t space = blanks(t, n);
    const uint32_t dash = char_at(t, n + space, &sign);
    if (dash == 0x2013 || dash == 0x2014 || dash == '-')
      return n + space + sign + blanks(t, n + space + sign);
    return space > 0 && n + space < t.n &&
                   (behind == '.' || behind == ':' || behind == ')' || u_isupper((UChar32)dash))
               ? n + space
               : 0;
  }
  hit = stm_phrase_at(s->words, SET_ORDINAL, &k, 0);
  covered = stm_covers(&k, 0, hit.size);
  if (hit.size == 0 || covered == 0) return 0;
  const struct stm_token *last = &k.v[covered - 1];
  const char *behind = last->core.p + last->core.n;
  n = (size_t)(behind - t.p);
  size_t sign;
  const uint32_t stop = char_at(t, n, &sign);
  if (stop != '.' && stop != ':' && stop != ')' && stop != 0x3001 && stop != 0x61B) return 0;
  n += sign;
  if (n < t.n && t.p[n] == '-') n++;
  const size_t space = blanks(t, n);
  return (space > 0 || last->wide) && n + space < t.n ? n + space : 0;
}

/* "11. Juni 2025" is a date. */
static int is_date(const struct statement *s, struct tdg_str t) {
  struct stm_date d;
  t.n = tdg_utf8_cut(t, 40);
  return tdg_is_digit(*t.p) && stm_find_date(s, t, &d) && d.raw.p == t.p;
}

size_t stm_mark(const struct statement *s, struct tdg_str t) {
  if (t.n < 3) return 0;
  const unsigned char c = (unsigned char)*t.p;
  size_t n = dotted(t);
  if (n == 0) n = signed_counter(s, t);
  if (n == 0 && c != '(' && !tdg_is_digit((char)c)) n = worded(s, t);
  return n > 0 && !is_date(s, t) ? n : 0;
}

/* Two letters end it, none of which a Roman number has: it is no mark as a whole. */
static int ends_in_word(struct tdg_str t) {
  const char *end = t.p + t.n;
  for (int i = 0; i < 2; i++) {
    if (end - t.p >= 2 && stm_is_letter_pair(end - 2, end)) end -= 2;
    else if (end > t.p && tdg_is_letter(end[-1]) && strchr("ivxlIVXL", end[-1]) == NULL) end--;
    else return 0;
  }
  return 1;
}

/* A line of a number alone goes with the next one; a term of a definition list is the number or label of what it defines. */
static int takes_next(const struct statement *s, const struct stm_line *l, const struct stm_line *next) {
  if (next == NULL || l->line.s.n > 40 || next->type == TDG_TABLE || next->mark.n > 0 ||
      ends_in_word(l->line.s))
    return 0;
  const struct tdg_str marked = stm_join((struct statement *)s, l->line.s, "", (struct tdg_str){" X", 2});
  return stm_mark(s, marked) == marked.n - 1 && l->cell == 0;
}

static int is_term(const struct statement *s, const struct stm_line *l) {
  if (!l->label_kind || l->line.s.n > 80) return 0;
  const struct stm_tokens k = stm_tokens(s, l->line.s, 6);
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LABEL, &k, 0);
  return l->line.end == TDG_ENDS_COLON || (hit.size > 0 && hit.size == k.folded.n);
}

void stm_take_marks(struct statement *s) {
  size_t out = 0;
  for (size_t i = 0; i < s->n; i++) {
    struct stm_line l = s->v[i];
    struct stm_line *next = i + 1 < s->n ? &s->v[i + 1] : NULL;
    if (l.type == TDG_TABLE || l.type == TDG_RULE || l.type == TDG_CODE) {
      s->v[out++] = l;
      continue;
    }
    if (takes_next(s, &l, next)) {
      next->mark = l.line.s;
      if (next->type == TDG_PARAGRAPH) next->depth = l.depth;
      continue;
    }
    if (next != NULL && !next->label_kind && (is_term(s, &l) || stm_labels_next(s, &l, next))) {
      next->label = l.line.s;
      continue;
    }
    l.label_kind = 0;
    const size_t n = l.label.n == 0 ? stm_mark(s, l.line.s) : 0;
    if (n > 0) { /* what is printed counts for more than what a list would print */
      l.mark = tdg_str_trim((struct tdg_str){l.line.s.p, n});
      l.line.s.p += n, l.line.s.n -= n;
      for (size_t k = 0; k < l.n_spans; k++) {
        struct stm_span *sp = (struct stm_span *)&l.spans[k];
        sp->start = sp->start > n ? sp->start - n : 0, sp->end = sp->end > n ? sp->end - n : 0;
      }
      tdg_line_measure(&l.line);
    }
    s->v[out++] = l;
  }
  s->n = out;
}
