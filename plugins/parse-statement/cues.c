/* cues.c - the formulae official documents are made of, in the languages of core/languages, and how sure they make us.
 *
 * A cue counts where such a document has it: numbers and release lines near the top, recitals at the beginning of a
 * paragraph that ends in a comma, the end mark as a line of its own.  A report that quotes a statement has none of them there.
 * No word proves a statement alone: evidence of several kinds adds up.
 */
#include <tidings/kit/text.h>

#include "statement.h"

/* LONG_KIND: bytes of one word that means nothing else ("Gesprächsbericht"). */
enum { LONG_KIND = 14, HEAD_TEXT = 3, FEW_TOKENS = 14, MANY_TOKENS = 48, MAX_LABEL_TOKENS = 6 };

static int is_quoted(struct tdg_str s) {
  return s.n > 2 && (*s.p == '"' || memcmp(s.p, "\xE2\x80\x9C", 3) == 0 ||
                     memcmp(s.p, "\xE2\x80\x9E", 3) == 0 || memcmp(s.p, "\xC2\xAB", 2) == 0);
}

/* ---- labels ---- */

/* Of a date's words in any language (class article-dates). */
static int label_of_date(const struct statement *s, struct tdg_str before) {
  if (before.n == 0 || before.n > 60) return 0;
  const int word = stm_date_word(s->words, tdg_fold(s->call, before));
  return word == TDG_ARTICLE_DATES_FIRST     ? TDG_STATEMENT_LABELS_PUBLISHED
         : word == TDG_ARTICLE_DATES_CHANGED ? TDG_STATEMENT_LABELS_UPDATED
                                             : 0;
}

static int is_time_label(int kind) {
  return kind == TDG_STATEMENT_LABELS_PUBLISHED || kind == TDG_STATEMENT_LABELS_UPDATED ||
         kind == TDG_STATEMENT_LABELS_SIGNED;
}

static size_t words_in(struct tdg_str t) {
  struct tdg_line l = {.s = t};
  tdg_line_measure(&l);
  return l.words;
}

/* Nothing but a date, at most a word more on each side ("on", "GMT"). */
static int is_date_only(const struct statement *s, struct tdg_str t, struct stm_date *d) {
  if (t.n > 120 || !stm_find_date(s, t, d)) return 0;
  const char *end = d->raw.p + d->raw.n;
  return words_in((struct tdg_str){t.p, (size_t)(d->raw.p - t.p)}) <= 1 &&
         words_in((struct tdg_str){end, (size_t)(t.p + t.n - end)}) <= 3;
}

/* The same with another label and its date behind it: "Published 3 May 2026 | Updated 5 May 2026". */
static int is_dates_only(const struct statement *s, struct tdg_str t, struct stm_date *d) {
  struct stm_date next;
  if (is_date_only(s, t, d)) return 1;
  if (t.n > 160 || !stm_find_date(s, t, d) || words_in((struct tdg_str){t.p, (size_t)(d->raw.p - t.p)}) > 1)
    return 0;
  const char *end = d->raw.p + d->raw.n;
  const struct tdg_str rest = {end, (size_t)(t.p + t.n - end)};
  if (!stm_find_date(s, rest, &next)) return 0;
  const struct tdg_str label = {rest.p, (size_t)(next.raw.p - rest.p)};
  return words_in(label) <= MAX_LABEL_TOKENS && stm_time_label(s, label) != 0 &&
         is_date_only(s, (struct tdg_str){next.raw.p, (size_t)(t.p + t.n - next.raw.p)}, &next);
}

int stm_time_label(const struct statement *s, struct tdg_str label) {
  const struct stm_tokens k = stm_tokens(s, label, MAX_LABEL_TOKENS);
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LABEL, &k, 0);
  return hit.size > 0 && hit.size == k.folded.n ? (is_time_label(hit.value) ? hit.value : 0)
                                                : label_of_date(s, label);
}

int stm_labels_next(const struct statement *s, const struct stm_line *l, const struct stm_line *next) {
  struct stm_date d;
  if (l->line.words == 0 || l->line.words > MAX_LABEL_TOKENS || l->line.s.n > 60 || l->linked >= 80 ||
      l->line.end == TDG_ENDS_STOP || next->line.words > MAX_LABEL_TOKENS || next->line.letters > 40)
    return 0;
  return is_date_only(s, next->line.s, &d) && !stm_find_date(s, l->line.s, &d) &&
         stm_time_label(s, l->line.s) != 0;
}

static void set_label(struct stm_line *l, int kind, struct tdg_str label, struct tdg_str value) {
  l->label_kind = (uint8_t)kind, l->cues |= CUE_LABEL;
  if (l->label.n == 0) l->label = label;
  l->value = tdg_str_trim(value);
}

static void find_label(const struct statement *s, struct stm_line *l, const struct stm_tokens *t) {
  struct stm_date d;
  if (l->label.n > 0) { /* a pair */
    const struct stm_tokens k = stm_tokens(s, l->label, MAX_LABEL_TOKENS);
    const struct stm_hit hit = stm_phrase_at(s->words, SET_LABEL, &k, 0);
    int kind = hit.size == k.folded.n ? hit.value : 0;
    if (kind == 0 && is_date_only(s, l->line.s, &d)) kind = label_of_date(s, l->label);
    if (kind != 0) set_label(l, kind, l->label, l->line.s);
    return;
  }
  if (t->n < 2 || l->line.words > 30) return;
  const struct tdg_str line = l->line.s;
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LABEL, t, 0);
  const size_t n = hit.size > 0 ? stm_covers(t, 0, hit.size) : 0;
  if (n > 0 && n < t->n) {
    const char *end = t->v[n].raw.p;
    const struct tdg_str rest = {end, (size_t)(line.p + line.n - end)};
    const int colon = t->v[n - 1].colon;
    if (colon || (is_time_label(hit.value) && is_dates_only(s, rest, &d)) ||
        (hit.value == TDG_STATEMENT_LABELS_REFERENCE && t->n <= n + 4 &&
         memchr(rest.p, '/', rest.n) != NULL)) {
      set_label(l, hit.value, (struct tdg_str){line.p, (size_t)(end - line.p)}, rest);
      return;
    }
  }
  if (l->line.words <= 14 && l->line.end != TDG_ENDS_STOP && stm_find_date(s, line, &d) &&
      d.raw.p > line.p + 3) {
    const struct tdg_str before = {line.p, (size_t)(d.raw.p - line.p)},
                         rest = {d.raw.p, (size_t)(line.p + line.n - d.raw.p)};
    const int kind = words_in(before) <= 5 && is_date_only(s, rest, &d) ? label_of_date(s, before) : 0;
    if (kind != 0) set_label(l, kind, before, rest);
  }
}

/* ---- beginnings of lines ---- */

/* "Updated on 3 May to correct a name": more than a date with its label. */
static int tells_change(const struct statement *s, const struct stm_line *l) {
  struct stm_date d;
  if (l->line.words < 4 || l->line.words > 60) return 0;
  if (!stm_find_date(s, l->line.s, &d)) return 1;
  const char *end = d.raw.p + d.raw.n;
  return words_in((struct tdg_str){end, (size_t)(l->line.s.p + l->line.s.n - end)}) >= 3;
}

static int holds_address(const struct stm_line *l) {
  size_t digits = 0;
  for (size_t i = 0; i < l->line.s.n; i++) digits += (size_t)tdg_is_digit(l->line.s.p[i]);
  return memchr(l->line.s.p, '@', l->line.s.n) != NULL || digits >= 6;
}

/* "By Ana Lund, Hollin": a name behind it, or a colon. */
static int names_author(const struct statement *s, const struct stm_line *l, const struct stm_tokens *t,
                        size_t size) {
  const size_t n = stm_covers(t, 0, size);
  if (l->line.words < 2 || l->line.words > 14 || l->line.end == TDG_ENDS_COMMA || n == 0 || n >= t->n)
    return 0;
  if (stm_organisation(s, t, 0).n > 0) return 0;
  return t->v[n - 1].colon ||
         (t->v[n].large && (n + 1 == t->n || t->v[n].comma || t->v[n + 1].large || !t->v[n + 1].digit));
}

static uint32_t begins_with(const struct statement *s, const struct stm_line *l, const struct stm_tokens *t) {
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, t, 0);
  const int whole = hit.size == t->folded.n, headlike = stm_is_headlike(l);
  const uint32_t words = l->line.words;
  if (hit.size == 0) return 0;
  switch (hit.value) {
  case TDG_STATEMENT_LINES_RELEASE:
    return whole || (stm_is_short(l) && !l->line.inner_stop && words <= 9) ? CUE_RELEASE : 0;
  case TDG_STATEMENT_LINES_EMBARGO: return words <= 24 && !l->line.inner_stop ? CUE_EMBARGO : 0;
  case TDG_STATEMENT_LINES_DRAFT:
    return whole || (words <= 6 && l->line.end != TDG_ENDS_STOP) ? CUE_DRAFT : 0;
  case TDG_STATEMENT_LINES_DELIVERED: return words <= 12 ? CUE_DELIVERED : 0;
  case TDG_STATEMENT_LINES_DONE: return words >= 3 && words <= 45 && !is_quoted(l->line.s) ? CUE_DONE : 0;
  case TDG_STATEMENT_LINES_END: return whole && words <= 5 ? CUE_END : 0;
  case TDG_STATEMENT_LINES_NOTES: return headlike || (whole && words <= 8) ? CUE_NOTES : 0;
  case TDG_STATEMENT_LINES_ABOUT: return headlike && words <= 10 ? CUE_ABOUT : 0;
  case TDG_STATEMENT_LINES_CONTACT: return (headlike && words <= 8) || holds_address(l) ? CUE_CONTACT : 0;
  case TDG_STATEMENT_LINES_ANNEX: return headlike ? CUE_ANNEX : 0;
  case TDG_STATEMENT_LINES_VERSION: return tells_change(s, l) ? CUE_VERSION : 0;
  case TDG_STATEMENT_LINES_SALUTE: return words <= 14 && l->line.end != TDG_ENDS_STOP ? CUE_SALUTE : 0;
  case TDG_STATEMENT_LINES_WE:
    return words >= 5 && !is_quoted(l->line.s) && l->type != TDG_HEADING ? CUE_WE : 0;
  case TDG_STATEMENT_LINES_PARALLEL: return whole ? CUE_PARALLEL : 0;
  case TDG_STATEMENT_LINES_BYLINE: return names_author(s, l, t, hit.size) ? CUE_BYLINE : 0;
  case TDG_STATEMENT_LINES_AGREED:
    return l->line.end == TDG_ENDS_COLON || (whole && words <= 10) ? CUE_AGREED : 0;
  default: return 0;
  }
}

/* "have agreed as follows:" anywhere in a line that ends in a colon. */
static int says_agreed(const struct statement *s, const struct stm_line *l) {
  if (l->line.end != TDG_ENDS_COLON || l->line.words > 60) return 0;
  const struct stm_tokens t = stm_tokens(s, l->line.s, 80);
  for (size_t i = 0; i < t.n; i++)
    if (stm_phrase_at(s->words, SET_LINE, &t, i).value == TDG_STATEMENT_LINES_AGREED) return 1;
  return 0;
}

/* In Japanese and Korean the verb stands last. */
static int ends_recital(const struct statement *s, const struct stm_line *l) {
  size_t from = l->line.s.n > 60 ? l->line.s.n - 60 : 0;
  while (from < l->line.s.n && tdg_utf8_is_tail(l->line.s.p[from])) from++;
  const struct stm_tokens t = stm_tokens(s, (struct tdg_str){l->line.s.p + from, l->line.s.n - from}, 40);
  return tdg_words_at_end(&tdg_words_statement_recitals, TDG_EVERY_LANGUAGE, t.folded) != NULL ||
         stm_ending(s->words, SET_RECITAL, t.folded);
}

/* "Recalling the treaty of 1999,": the word that opens, the comma that closes. */
static int is_recital(const struct statement *s, const struct stm_line *l, const struct stm_tokens *t) {
  if (l->type == TDG_HEADING || l->line.words < (l->line.wide ? 1u : 3u) || is_quoted(l->line.s)) return 0;
  const int closes = l->line.end == TDG_ENDS_COMMA;
  if (l->line.wide && closes && t->n > 6 && ends_recital(s, l)) return 1;
  if (stm_phrase_at(s->words, SET_RECITAL, t, 0).size > 0)
    return closes || (l->line.end == TDG_ENDS_OPEN && l->line.words > 4);
  if (!closes || t->n < 4 || !t->v[0].large || l->line.words < 5) return 0;
  return stm_ending(s->words, SET_RECITAL, (struct tdg_str){t->folded.p + t->v[0].at, t->v[0].size}) &&
         t->v[0].comma == 0;
}

/* "PR 117/26": figures around a stroke, and no date. */
static int is_bare_number(const struct statement *s, struct tdg_str t) {
  struct stm_date d;
  int stroked = 0;
  for (size_t i = 1; i + 1 < t.n; i++)
    stroked |= t.p[i] == '/' && tdg_is_digit(t.p[i + 1]) && tdg_is_alnum(t.p[i - 1]);
  return stroked && t.n <= 30 && !stm_find_date(s, t, &d) && memchr(t.p, '@', t.n) == NULL &&
         !tdg_str_has(t, "//");
}

/* "Press release No 3/2026": a kind of document or a label, and a number. */
static int is_number(const struct statement *s, const struct stm_tokens *t, const struct stm_line *l) {
  const struct stm_hit type = stm_phrase_at(s->words, SET_TYPE, t, 0);
  size_t i = stm_covers(t, 0, type.size);
  if (type.size == 0 && t->n <= 3 && is_bare_number(s, l->line.s)) return 1;
  const int sign = type.size == 0 && t->n <= 8 &&
                   stm_phrase_at(s->words, SET_SMALL, t, 0).value == TDG_STATEMENT_SMALL_SIGN;
  if ((type.size == 0 && !sign) || i >= t->n || l->line.words > 14) return 0;
  while (i < t->n && stm_phrase_at(s->words, SET_SMALL, t, i).value == TDG_STATEMENT_SMALL_SIGN) i++;
  if (i >= t->n) return 0;
  int digit = 0;
  for (size_t k = 0; k < t->v[i].core.n; k++) digit |= tdg_is_digit(t->v[i].core.p[k]);
  if (!digit) return 0;
  struct stm_date d;
  const char *end = t->v[i].core.p + t->v[i].core.n;
  const struct tdg_str rest = {end, (size_t)(l->line.s.p + l->line.s.n - end)};
  return t->n <= i + 2 || is_date_only(s, rest, &d);
}

/* "Norvia ve Soland Dışişleri Bakanlarının Ortak Bildirisi": the kind ends the title, set like a name; in small letters it is told
 * of. */
static struct stm_hit last_type(const struct statement *s, const struct stm_line *l,
                                const struct stm_tokens *t) {
  const struct stm_hit none = {0, 0};
  const char *end = l->line.s.p + l->line.s.n;
  if (l->line.end != TDG_ENDS_OPEN || t->n < 2 ||
      end - t->v[t->n - 1].raw.p > (ptrdiff_t)t->v[t->n - 1].raw.n)
    return none;
  for (size_t i = 1; i < t->n; i++) {
    const struct stm_hit hit = stm_phrase_at(s->words, SET_LAST_TYPE, t, i);
    if (hit.size > 0 && t->v[i].large && t->v[i - 1].large && stm_covers(t, i, hit.size) + i == t->n)
      return hit;
  }
  return none;
}

static void find_type(const struct statement *s, struct stm_line *l, const struct stm_tokens *t) {
  struct stm_hit hit = stm_phrase_at(s->words, SET_TYPE, t, 0);
  const size_t mark = hit.size == 0 && (*t->v[0].raw.p == '[' || *t->v[0].raw.p == '(')
                          ? stm_covers(t, 0, stm_phrase_at(s->words, SET_LINE, t, 0).size)
                          : 0; /* "[Withdrawn] Joint statement" */
  if (mark > 0 && mark < t->n && t->v[mark - 1].closes) hit = stm_phrase_at(s->words, SET_TYPE, t, mark);
  for (size_t i = 1; i < t->n && hit.size == 0 && !t->cased && l->line.chars <= 60;
       i++) { /* the kind ends such a title */
    const struct stm_hit end = stm_phrase_at(s->words, SET_TYPE, t, i);
    if (end.size > 0 && stm_covers(t, i, end.size) + i == t->n) hit = end;
  }
  if (hit.size == 0 && t->cased && t->n > 2 && t->v[0].digit &&
      l->mark.n == 0) { /* "14/2026. (V. 3.) Korm. rendelet" */
    const struct stm_hit end = stm_phrase_at(s->words, SET_TYPE, t, t->n - 1);
    if (end.value == TDG_STATEMENT_TYPES_ORDER || end.value == TDG_STATEMENT_TYPES_RESOLUTION ||
        end.value == TDG_STATEMENT_TYPES_DECISION)
      hit = end;
  }
  if (hit.size == 0 && t->cased) hit = last_type(s, l, t);
  if (hit.size == 0 || l->line.words > 40) return;
  l->genre = (uint8_t)hit.value, l->cues |= CUE_TYPE;
  l->whole = hit.size == t->folded.n;
}

static int is_end_sign(struct tdg_str s) {
  const char rule = tdg_line_rule(s);
  if (rule == '#' || rule == '*') return 1;
  size_t digits = 0, other = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (tdg_is_digit(s.p[i])) digits++;
    else if (s.p[i] != ' ' && s.p[i] != '-' && (unsigned char)s.p[i] < 128) other++;
  }
  return s.n <= 12 && digits == 2 && other == 0 && tdg_str_has(s, "30") && !tdg_is_digit(*s.p);
}

static int is_footnote(const struct stm_line *l) {
  static const char *const high[] = {"\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",
                                     "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6"};
  for (size_t i = 0; i < sizeof high / sizeof *high; i++)
    if (tdg_str_starts(l->line.s, high[i])) return 1;
  return l->mark.n > 2 && *l->mark.p == '[';
}

/* "REPUBLIC OF VESKIA" */
static int is_state(const struct statement *s, const struct stm_tokens *t) {
  if (t->n < 2 || t->n > 6 || !t->v[0].large) return 0;
  for (size_t i = 0; i < t->n; i++) {
    const int small = stm_phrase_at(s->words, SET_SMALL, t, i).value;
    if (i == 0 ? small != TDG_STATEMENT_SMALL_STATE : !t->v[i].large && small == 0) return 0;
  }
  return 1;
}

/* The first heading, with which the page's own title begins, is no letterhead. */
static int is_titled(const struct statement *s, const struct stm_line *l) {
  const struct tdg_str own = s->meta_title.n > 0 ? s->meta_title : s->page_title;
  return l->type == TDG_HEADING && l->level == 1 && own.n > l->line.s.n &&
         memcmp(own.p, l->line.s.p, l->line.s.n) == 0;
}

static uint32_t cues_of(const struct statement *s, struct stm_line *l, const struct stm_tokens *t, size_t i) {
  const int head = i < MAX_HEAD_LINES, prose = tdg_line_is_prose(&l->line);
  uint32_t cues = begins_with(s, l, t);
  if (is_recital(s, l, t)) cues |= CUE_RECITAL;
  if (says_agreed(s, l)) cues |= CUE_AGREED;
  if (!prose || l->type == TDG_HEADING) {
    find_type(s, l, t);
    if (is_number(s, t, l)) cues |= CUE_NUMBER;
    if (head && !is_titled(s, l) && l->line.words <= 14 && l->line.end != TDG_ENDS_STOP &&
        l->line.end != TDG_ENDS_COMMA && l->mark.n == 0 &&
        (stm_organisation(s, t, 1).n > 0 || is_state(s, t)))
      cues |= CUE_LETTERHEAD;
  }
  if (l->line.words <= 14 && l->line.end != TDG_ENDS_STOP && stm_office_end(s, t, 0, t->n) > 0)
    cues |= CUE_OFFICE;
  if (l->line.words <= 12 &&
      (l->line.end == TDG_ENDS_OPEN || l->line.end == TDG_ENDS_COLON || l->line.end == TDG_ENDS_COMMA) &&
      stm_phrase_at(s->words, SET_SMALL, t, 0).value == TDG_STATEMENT_SMALL_FOR)
    cues |= CUE_FOR;
  if (l->line.words <= 30 && s->is_page && i + 8 > s->n)
    for (size_t k = 0; k < t->n; k++)
      if (stm_phrase_at(s->words, SET_LINE, t, k).value == TDG_STATEMENT_LINES_RIGHTS) cues |= CUE_RIGHTS;
  if (!prose || l->line.words <= 24) {
    const struct stm_hit call = stm_phrase_at(s->words, SET_CALL, t, 0);
    for (size_t k = 0; k < t->n && call.size == 0 && !(cues & CUE_CALL); k++) {
      const int value = stm_phrase_at(s->words, SET_CALL, t, k).value;
      if (value == TDG_TEXT_CALLS_SURE || (k == 0 && value == TDG_TEXT_CALLS_SURE_START)) cues |= CUE_CALL;
    }
    if (call.value == TDG_TEXT_CALLS_SURE || call.value == TDG_TEXT_CALLS_SURE_START) cues |= CUE_CALL;
  }
  return cues;
}

static int has_dash(struct tdg_str t) {
  return tdg_str_has(t, "\xE2\x80\x93") || tdg_str_has(t, "\xE2\x80\x94") || tdg_str_has(t, " - ") ||
         tdg_str_has(t, "): ");
}

/* "Hollin, 12 March 2026 - The agency has ..." */
static int opens_with_dateline(const struct statement *s, const struct stm_line *l) {
  struct stm_date d;
  const struct tdg_str t = {l->line.s.p, tdg_utf8_cut(l->line.s, 90)};
  if (!has_dash(t) || !stm_find_date(s, t, &d) || d.raw.p - t.p > 50 || d.raw.p - t.p < 4) return 0;
  const char *end = d.raw.p + d.raw.n;
  const struct tdg_str after = {end, (size_t)(t.p + t.n - end) < 9 ? (size_t)(t.p + t.n - end) : 9};
  return has_dash(after) && stm_place(s, (struct tdg_str){t.p, (size_t)(d.raw.p - t.p)}).n > 0;
}

/* Between a place and its date stand small words and the day of the week only: not "Aldmark Today staff - 3 May". */
static int is_place_only(const struct statement *s, struct tdg_str before, struct tdg_str place) {
  const char *end = place.p + place.n;
  const struct stm_tokens t =
      stm_tokens(s, (struct tdg_str){end, (size_t)(before.p + before.n - end)}, MAX_LABEL_TOKENS);
  for (size_t i = 0; i < t.n && t.cased; i++) {
    const struct tdg_str word = {t.folded.p + t.v[i].at, t.v[i].size};
    if (stm_phrase_at(s->words, SET_SMALL, &t, i).size == 0 && word.n > 3 && t.v[i].small &&
        tdg_words_find(&tdg_words_date_words, TDG_EVERY_LANGUAGE, word) == NULL)
      return 0;
  }
  return 1;
}

void stm_cues(struct statement *s) {
  for (size_t i = 0; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    const struct tdg_str head = {l->line.s.p, tdg_utf8_cut(l->line.s, MAX_CUE_LINE)};
    if (is_footnote(l)) l->cues |= CUE_FOOTNOTE;
    if (is_end_sign(l->line.s)) l->cues |= CUE_END;
    if (l->type == TDG_TABLE || l->type == TDG_IMAGE || l->type == TDG_RULE || l->type == TDG_CODE) continue;
    const struct stm_tokens t =
        stm_tokens(s, head, tdg_line_is_prose(&l->line) && !l->line.wide ? FEW_TOKENS : MANY_TOKENS);
    if (t.n == 0) continue;
    l->cues |= cues_of(s, l, &t, i);
    l->withdrawal = (uint8_t)stm_withdrawal(s, l, &t, i);
    find_label(s, l, &t);
    if (l->label_kind == TDG_STATEMENT_LABELS_REFERENCE) l->cues |= CUE_NUMBER;
    if (l->label_kind == TDG_STATEMENT_LABELS_EMBARGO) l->cues |= CUE_EMBARGO;
    if (l->cues & CUE_VERSION) l->cues &= ~(uint32_t)CUE_LABEL, l->label_kind = 0;
    struct stm_date d;
    if (i < MAX_HEAD_LINES && l->line.words >= 9 && opens_with_dateline(s, l)) l->cues |= CUE_DATELINE;
    if (i < MAX_HEAD_LINES && !(l->cues & (CUE_LABEL | CUE_EMBARGO | CUE_NUMBER | CUE_RECITAL)) &&
        l->line.s.n <= 110 && !l->line.inner_stop && l->mark.n == 0 && stm_find_date(s, l->line.s, &d)) {
      const char *end = d.raw.p + d.raw.n;
      const struct tdg_str before = {l->line.s.p, (size_t)(d.raw.p - l->line.s.p)};
      if (words_in((struct tdg_str){end, (size_t)(l->line.s.p + l->line.s.n - end)}) <= 3) {
        const struct tdg_str place = stm_place(s, before);
        if (words_in(before) <= 1 && place.n == 0) l->cues |= CUE_DATE;
        else if (place.n > 0 && words_in(before) <= 8)
          l->cues |= is_place_only(s, before, place) ? CUE_PLACE | CUE_DATE : CUE_DATE;
      }
    }
  }
}

/* ---- how much it proves ---- */

/* Recitals stand together; single sentences that happen to begin like one do not. */
static int count_recitals(const struct statement *s) {
  int most = 0, run = 0;
  for (size_t i = 0; i < s->n; i++) {
    run = s->v[i].cues & CUE_RECITAL ? run + 1 : 0;
    if (run > most) most = run;
  }
  return most;
}

static int count_points(const struct statement *s) {
  int n = 0;
  for (size_t i = 0; i < s->n; i++) n += s->v[i].mark.n > 0 && *s->v[i].mark.p != '[';
  return n;
}

/* The title of the page, or a line near the top, names a kind of document. */
static int type_value(int genre) {
  switch (genre) {
  case TDG_STATEMENT_TYPES_JOINT_STATEMENT: return 45;
  case TDG_STATEMENT_TYPES_RESOLUTION:
  case TDG_STATEMENT_TYPES_MEMORANDUM:
  case TDG_STATEMENT_TYPES_CORRECTION:
  case TDG_STATEMENT_TYPES_PRESS_RELEASE:
  case TDG_STATEMENT_TYPES_ORDER: return 40;
  case TDG_STATEMENT_TYPES_COMMUNIQUE:
  case TDG_STATEMENT_TYPES_DECLARATION:
  case TDG_STATEMENT_TYPES_NOTICE: return 35;
  case TDG_STATEMENT_TYPES_READOUT:
  case TDG_STATEMENT_TYPES_SPEECH:
  case TDG_STATEMENT_TYPES_DECISION: return 30;
  default: return 25;
  }
}

static int has_site(const struct statement *s) {
  struct tdg_str name = s->site;
  if (name.n == 0) name = s->page_title;
  if (name.n == 0) return 0;
  const struct stm_tokens t = stm_tokens(s, name, 40);
  return stm_organisation(s, &t, 0).n > 0;
}

static int names_organisation(const struct statement *s, const struct stm_line *l) {
  const struct stm_tokens t =
      stm_tokens(s, (struct tdg_str){l->line.s.p, tdg_utf8_cut(l->line.s, MAX_CUE_LINE)}, MANY_TOKENS);
  return stm_organisation(s, &t, 0).n > 0;
}

/* Kinds whose name alone says so: "Pressemitteilung". */
static int names_itself(int genre) {
  return genre == TDG_STATEMENT_TYPES_PRESS_RELEASE || genre == TDG_STATEMENT_TYPES_JOINT_STATEMENT ||
         genre == TDG_STATEMENT_TYPES_COMMUNIQUE;
}

int stm_score(const struct statement *s) {
  uint32_t head = 0, all = 0;
  int named = 0; /* the title has an organisation in it */
  int title = 0, doctype = 0, score = 0, strong = 0, offices = 0, leads = 0,
      own = 0,  /* own: the letterhead is the name of the site */
      text = 0; /* sentences so far: behind some, the title of another document may stand in a list of such */
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    if (l->linked >= 80) continue;
    text += tdg_line_is_prose(&l->line) || l->line.end == TDG_ENDS_STOP;
    all |= l->cues;
    own |= (l->cues & CUE_LETTERHEAD) && l->line.s.n > 6 &&
           memmem(s->page_title.p, s->page_title.n, l->line.s.p, l->line.s.n) != NULL;
    leads += (l->cues & CUE_FOR) != 0 && i > 4 && l->type != TDG_HEADING && !l->bold;
    offices += (l->cues & CUE_OFFICE) != 0 && i > 4;
    if (i >= MAX_HEAD_LINES) continue;
    head |= text < HEAD_TEXT ? l->cues
                             : l->cues & ~(uint32_t)(CUE_RELEASE | CUE_EMBARGO | CUE_NUMBER | CUE_DELIVERED);
    if (!(l->cues & CUE_TYPE) || l->listed || text >= HEAD_TEXT) continue;
    const int value = type_value(l->genre);
    if (l->whole &&
        (l->line.words > 1 || l->line.wide || l->line.s.n >= LONG_KIND || names_itself(l->genre)) && i < 20 &&
        value - 5 > doctype)
      doctype = value - 5;
    if (!l->whole && i < 20 && l->mark.n == 0 && (l->type == TDG_HEADING || l->line.end != TDG_ENDS_STOP) &&
        value > title)
      title = value, named = names_organisation(s, l);
  }
  static const struct {
    uint32_t cue;
    int value, head, strong;
  } worth[] = {{CUE_RELEASE, 40, 1, 1},    {CUE_EMBARGO, 30, 1, 1},   {CUE_NUMBER, 35, 1, 1},
               {CUE_DRAFT, 15, 1, 0},      {CUE_DELIVERED, 35, 1, 1}, {CUE_DONE, 30, 0, 1},
               {CUE_END, 12, 0, 0},        {CUE_NOTES, 30, 0, 1},     {CUE_ABOUT, 8, 0, 0},
               {CUE_CONTACT, 15, 0, 0},    {CUE_ANNEX, 10, 0, 0},     {CUE_VERSION, 10, 0, 0},
               {CUE_SALUTE, 25, 0, 0},     {CUE_AGREED, 20, 0, 0},    {CUE_WE, 20, 1, 0},
               {CUE_LETTERHEAD, 22, 1, 0}, {CUE_PLACE, 15, 1, 0},     {CUE_PARALLEL, 12, 0, 0},
               {CUE_LABEL, 6, 1, 0},       {CUE_DATELINE, 14, 1, 0},  {CUE_DATE, 5, 1, 0}};
  for (size_t k = 0; k < sizeof worth / sizeof *worth; k++)
    if ((worth[k].head ? head : all) & worth[k].cue) score += worth[k].value, strong |= worth[k].strong;
  const int recitals = count_recitals(s);
  if (recitals >= 2) score += 35, strong = 1;
  if (title > 0 || doctype > 0) strong = 1;
  const int site = has_site(s); /* weak signs, but of several kinds: who, where, the end, whom to ask */
  if ((site || (head & CUE_LETTERHEAD)) + ((head & (CUE_PLACE | CUE_DATELINE)) != 0) +
          ((all & CUE_END) != 0) + ((all & CUE_CONTACT) != 0) + ((all & CUE_ABOUT) != 0) +
          ((all & CUE_PARALLEL) != 0) >=
      3 - own)
    strong = 1;
  score += title > doctype ? title : doctype;
  if ((title > 0 && doctype > 0) || named) score += 10;
  if (doctype > 0 && (head & CUE_LETTERHEAD)) score += 5;
  if (site) score += 15;
  if (offices >= 2 && (leads >= 2 || (all & CUE_DONE))) score += 15; /* signatures */
  if ((all & CUE_AGREED) && ((all & CUE_WE) || recitals > 0)) strong = 1;
  if (count_points(s) >= 3 && strong) score += 8;
  if (head & CUE_BYLINE) score -= 45;
  if (s->looks_article) score -= 40;
  if (s->is_newspaper) score -= 100; /* what it prints is its own, or a release that it passes on */
  if (!strong && score >= MIN_SCORE) score = MIN_SCORE - 1;
  return score < 0 ? 0 : score > 100 ? 100 : score;
}
