/* withdrawn.c - does the document say of itself that its publisher withdraws it?
 *
 * "WITHDRAWN" alone, "[Withdrawn] Title", "This press release of 3 May was withdrawn on 9 May 2026": in its head or at its end.  That of
 * which it is said must be the document, named first, with nothing but its day and number before the verb: what else may be withdrawn
 * (a medicine, troops) leaves the document as it is.
 */
#include "statement.h"

enum { NEAR_TOP = 12, NEAR_END = 5, MAX_SUBJECT = 4, MAX_BETWEEN = 9, MAX_NOTICE_WORDS = 60 };

/* A name, a figure, a month or a small word: what may stand between a document and what became of it. */
static int says_which(const struct statement *s, const struct stm_tokens *t, size_t i) {
  const struct tdg_str folded = {t->folded.p + t->v[i].at, t->v[i].size};
  return t->v[i].digit || (t->cased && t->v[i].large) || (!t->cased && !t->v[i].comma) ||
         stm_phrase_at(s->words, SET_SMALL, t, i).size > 0 ||
         tdg_words_find(&tdg_words_date_words, TDG_EVERY_LANGUAGE, folded) != NULL;
}

/* The token behind the words that name the document; 0: the line does not begin with it. */
static size_t behind_document(const struct statement *s, const struct stm_tokens *t) {
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, t, 0);
  if (hit.value == TDG_STATEMENT_LINES_DOCUMENT) return stm_covers(t, 0, hit.size);
  for (size_t i = 0; i < t->n && i < MAX_SUBJECT; i++) {
    const struct stm_hit type = stm_phrase_at(s->words, SET_TYPE, t, i);
    if (type.size > 0) return i + stm_covers(t, i, type.size);
  }
  return 0;
}

/* "was withdrawn"; one word alone ("withdrawn", "wycofano") only where nothing is called so behind it. */
static int is_verb(const struct statement *s, const struct stm_tokens *t, size_t i) {
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, t, i);
  if (hit.size == 0 || hit.value != TDG_STATEMENT_LINES_WITHDRAWN) return 0;
  const size_t end = i + stm_covers(t, i, hit.size);
  return end > i + 1 || t->v[end - 1].stop || (end < t->n ? t->v[end].digit : !t->cased);
}

static int is_notice(const struct statement *s, const struct stm_tokens *t) {
  const size_t from = behind_document(s, t);
  for (size_t i = from; from > 0 && i < t->n && i <= from + MAX_BETWEEN && !t->v[i - 1].colon; i++) {
    if (is_verb(s, t, i)) return 1;
    if (!says_which(s, t, i)) return 0;
  }
  return 0;
}

static int is_bracketed(const struct stm_token *first) {
  return *first->raw.p == '[' || *first->raw.p == '(';
}

/* "WITHDRAWN", all of the line; "[Withdrawn] Title", "RETRACTED: Title". */
static int is_mark(const struct statement *s, const struct stm_tokens *t, int *whole) {
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, t, 0);
  if (hit.value != TDG_STATEMENT_LINES_WITHDRAWN || hit.size == 0) return 0;
  const size_t n = stm_covers(t, 0, hit.size);
  *whole = n == t->n;
  return n <= 3 && (*whole || t->v[n - 1].colon || (is_bracketed(&t->v[0]) && t->v[n - 1].closes));
}

enum stm_withdrawal stm_withdrawal(const struct statement *s, const struct stm_line *l,
                                   const struct stm_tokens *t, size_t i) {
  int whole = 1;
  if ((i >= NEAR_TOP && i + NEAR_END < s->n) || l->mark.n > 0 || l->listed || l->linked >= 80 ||
      l->line.words > MAX_NOTICE_WORDS)
    return STM_NOT_WITHDRAWN;
  if (i < NEAR_TOP && is_mark(s, t, &whole)) return whole ? STM_WITHDRAWN_MARK : STM_WITHDRAWN_TITLE;
  return is_notice(s, t) ? STM_WITHDRAWN_NOTICE : STM_NOT_WITHDRAWN;
}

void stm_find_withdrawal(struct statement *s) {
  for (size_t i = 0; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    struct stm_date d;
    if (l->withdrawal == STM_NOT_WITHDRAWN || l->role == ROLE_NONE) continue;
    s->withdrawn = 1;
    if (l->withdrawal == STM_WITHDRAWN_TITLE) continue; /* the title keeps it */
    l->role = ROLE_NONE;
    if (l->withdrawal == STM_WITHDRAWN_MARK) continue;
    s->change_note = l->line.s;
    if (stm_find_date(s, l->line.s, &d) && !s->updated.known) s->updated = d;
  }
}
