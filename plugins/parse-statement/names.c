/* names.c - offices, organisations, names of people and places among the words of a line. */
#include "statement.h"

static int small_at(const struct statement *s, const struct stm_tokens *t, size_t i) {
  if (i >= t->n) return 0;
  const struct stm_hit hit = stm_phrase_at(s->words, SET_SMALL, t, i);
  return hit.size > 0 && stm_covers(t, i, hit.size) >= 1 ? hit.value : 0;
}

static struct tdg_str folded_at(const struct stm_tokens *t, size_t i) {
  return (struct tdg_str){t->folded.p + t->v[i].at, t->v[i].size};
}

size_t stm_office_end(const struct statement *s, const struct stm_tokens *t, size_t i, size_t k) {
  size_t end = 0;
  for (; i < k && i < t->n; i++) {
    const struct stm_hit hit = stm_phrase_at(s->words, SET_OFFICE, t, i);
    const size_t n = hit.size > 0 ? stm_covers(t, i, hit.size) : 0;
    if (n > 0 && i + n > end) end = i + n;
    else if (n == 0 && stm_ending(s->words, SET_OFFICE, folded_at(t, i)) && i + 1 > end) end = i + 1;
  }
  return end;
}

int stm_has_of(const struct statement *s) {
  static const char *const none[] = {"uk", "ru", "pl", "cs", "sk", "hr", "sr", "fi", "hu",
                                     "tr", "ar", "el", "id", "ro", "vi", "fa", "he"};
  for (size_t i = 0; s->language != NULL && i < sizeof none / sizeof *none; i++)
    if (strncmp(s->language, none[i], 2) == 0) return 0;
  return 1;
}

/* The head of an organisation's name at token i: how many tokens it has. */
static size_t body_at(const struct statement *s, const struct stm_tokens *t, size_t i) {
  const struct stm_hit hit = stm_phrase_at(s->words, SET_BODY, t, i);
  if (hit.size > 0) return stm_covers(t, i, hit.size);
  return stm_ending(s->words, SET_BODY, folded_at(t, i)) ? 1 : 0;
}

static int joins(int small) {
  return small == TDG_STATEMENT_SMALL_OF || small == TDG_STATEMENT_SMALL_ARTICLE ||
         small == TDG_STATEMENT_SMALL_AND || small == TDG_STATEMENT_SMALL_FOR;
}

static int ends_phrase(const struct stm_token *t) { return t->comma || t->stop || t->colon; }

/* Where the name that has its head at [i, i + n) begins: capitals before it ("Aldmark Medicines Agency"). */
static size_t name_start(const struct statement *s, const struct stm_tokens *t, size_t i) {
  if (!t->cased) return i;
  while (i > 0 && t->v[i - 1].large && !ends_phrase(&t->v[i - 1]) && !small_at(s, t, i - 1) &&
         stm_phrase_at(s->words, SET_OFFICE, t, i - 1).size == 0)
    i--;
  return i;
}

/* Where it ends: capitals, and small words before a capital ("Ministry of Health and Care"). */
static size_t name_end(const struct statement *s, const struct stm_tokens *t, size_t i) {
  size_t end = i;
  if (i > 0 && ends_phrase(&t->v[i - 1])) return i;
  if (!t->cased) { /* no capitals to go by: a word or two */
    while (end < t->n && end < i + 3 && small_at(s, t, end) == 0 && !(end > i && ends_phrase(&t->v[end - 1])))
      end++;
    return end;
  }
  for (size_t k = i; k < t->n; k++) {
    const int small = t->v[k].large ? 0 : small_at(s, t, k);
    if (t->v[k].large ||
        (k > i && t->v[k - 1].large && !small && !t->v[k].digit && k + 1 == t->n && k == i + 1))
      end = k + 1;
    else if (!joins(small)) break;
    if (ends_phrase(&t->v[k]) || k > i + 8) break;
  }
  return end;
}

/* Behind such a head the name goes on in small letters: "Ministère de l'énergie", "Міністерство охорони здоров'я". */
static size_t name_end_small(const struct statement *s, const struct stm_tokens *t, size_t i, size_t end) {
  if (end > i) return end;
  size_t k = i, words = 0;
  if (i > 0 && ends_phrase(&t->v[i - 1])) return i;
  /* Of other scripts, and of small words of other languages, the rule says nothing: the line may be of another one than the page. */
  if (i < t->n && t->cased && (unsigned char)*t->v[i].core.p < 0xCE && stm_has_of(s) &&
      tdg_words_find(&tdg_words_statement_small, TDG_EVERY_LANGUAGE, folded_at(t, i)) == NULL)
    return i; /* "El Gobierno aprueba el plan" */
  for (; k < t->n && words < 4; k++) {
    const int small = small_at(s, t, k);
    if (t->v[k].digit || (words > 0 && small == TDG_STATEMENT_SMALL_IN)) break;
    words += !joins(small);
    if (ends_phrase(&t->v[k])) return k + 1;
  }
  return k == t->n ? k : i;
}

/* All letters are capitals: they say nothing of where a name ends ("HARBOUR AUTHORITY OPENS THIRD BASIN"). */
static int is_all_large(const struct stm_tokens *t) {
  for (size_t i = 0; i < t->n; i++)
    for (size_t k = 0; k < t->v[i].core.n; k++)
      if ((t->v[i].core.p[k] >= 'a' && t->v[i].core.p[k] <= 'z') || (unsigned char)t->v[i].core.p[k] >= 0xCE)
        return 0;
  return t->cased;
}

struct tdg_str stm_organisation(const struct statement *s, const struct stm_tokens *t, int whole) {
  size_t from = 0, to = 0;
  for (size_t i = 0; i < t->n; i++) {
    const size_t n = body_at(s, t, i);
    if (n == 0) continue;
    const size_t start = name_start(s, t, i);
    size_t end = name_end(s, t, i + n);
    if (whole) end = name_end_small(s, t, i + n, end);
    if (whole && end > i + n + 1 && is_all_large(t) && small_at(s, t, i + n) == 0) return stm_none();
    if (end <= i + n && start == i && n == 1 && (!t->cased || t->v[i].large) &&
        !stm_ending(s->words, SET_BODY, folded_at(t, i)) && !(whole && t->n == 1)) {
      if (whole) return stm_none();
      continue; /* "the bank": no name */
    }
    if (t->cased && !t->v[start].large) { /* "Le ministère de la Santé annonce" */
      if (whole || i == 0 || i > 2 || small_at(s, t, i - 1) != TDG_STATEMENT_SMALL_ARTICLE) continue;
      if (end <= i + n) {
        for (end = i + n; end < t->n && joins(small_at(s, t, end));) end++;
        end = end > i + n && end < t->n && !t->v[end].digit ? end + 1 : i;
      }
      if (end > i + n) return stm_slice(t, i, end);
      continue;
    }
    if (whole) {
      const size_t first = start > 0 && small_at(s, t, 0) == TDG_STATEMENT_SMALL_ARTICLE ? start - 1 : start;
      return first == 0 && end == t->n ? stm_slice(t, start, end) : stm_none();
    }
    from = start, to = end; /* "the Monetary Committee of the Central Bank": the last of them */
    if (!t->cased || end < t->n) {
      size_t later = i + n;
      for (; later < end; later++)
        if (body_at(s, t, later) > 0) break;
      if (later >= end) break;
    }
  }
  return stm_slice(t, from, to);
}

/* ---- people ---- */

static int is_particle(struct tdg_str folded) {
  return tdg_words_find(&tdg_words_fact_name_particles, TDG_EVERY_LANGUAGE, folded) != NULL;
}

int stm_is_name(const struct statement *s, const struct stm_tokens *t, size_t i, size_t k) {
  size_t large = 0;
  if (k > t->n || k < i + 1 || k - i > 6) return 0;
  for (size_t at = i; at < k; at++) {
    const struct stm_token *w = &t->v[at];
    if (w->digit || (at + 1 < k && (w->comma || w->colon))) return 0;
    if (stm_phrase_at(s->words, SET_OFFICE, t, at).size > 0 ||
        stm_ending(s->words, SET_OFFICE, folded_at(t, at)))
      return 0;
    if (body_at(s, t, at) > 0 && w->size > 4) return 0;
    if (w->large || w->wide) large++;
    else if (t->cased && !is_particle(folded_at(t, at))) return 0;
    if (at == i && t->cased && !w->large && !is_particle(folded_at(t, at))) return 0;
  }
  if (t->v[i].wide) return k - i >= 2 && k - i <= 10;
  return t->cased ? large >= 2 : k - i >= 2 && k - i <= 5;
}

struct tdg_str stm_without_article(const struct statement *s, struct tdg_str name) {
  for (int again = 0; again < 2; again++) {
    const struct stm_tokens t = stm_tokens(s, name, 12);
    const int small = small_at(s, &t, 0);
    if (small == TDG_STATEMENT_SMALL_ARTICLE && t.n > 1) name = stm_slice(&t, 1, t.n);
    else if (name.n > 3 && (tdg_nocase_starts(name, "l'") || tdg_nocase_starts(name, "d'")))
      name.p += 2, name.n -= 2;
    else if (name.n > 5 &&
             (tdg_nocase_starts(name, "l\xE2\x80\x99") || tdg_nocase_starts(name, "d\xE2\x80\x99")))
      name.p += 4, name.n -= 4;
    else break;
  }
  return tdg_str_trim(name);
}

/* ---- places ---- */

struct tdg_str stm_place(const struct statement *s, struct tdg_str text) {
  const struct stm_tokens t = stm_tokens(s, (struct tdg_str){text.p, tdg_utf8_cut(text, 120)}, 14);
  size_t i = 0, end;
  if (t.n == 0 || t.v[0].colon) return stm_none();
  while (i < t.n &&
         (small_at(s, &t, i) == TDG_STATEMENT_SMALL_IN || small_at(s, &t, i) == TDG_STATEMENT_SMALL_TOWN))
    i += stm_covers(&t, i, stm_phrase_at(s->words, SET_SMALL, &t, i).size);
  for (end = i; end < t.n && end < i + 6; end++) {
    const struct stm_token *w = &t.v[end];
    if (w->digit || w->colon || w->core.n == 0) break;
    const struct tdg_word *date =
        tdg_words_find(&tdg_words_date_words, TDG_EVERY_LANGUAGE, folded_at(&t, end));
    if (date != NULL && (date->value == TDG_DATE_WORDS_WEEKDAY || date->value <= 12) && w->size > 3) break;
    if (t.cased && !w->large) { /* "Bergheim am Sund": inside a name, not behind it */
      if (end == i || end + 1 >= t.n || !t.v[end + 1].large || t.v[end - 1].comma || t.v[end + 1].digit)
        break;
    } else if (!t.cased && end > i && small_at(s, &t, end) != 0) {
      break;
    }
    if (w->comma || w->stop) {
      end++;
      break;
    }
  }
  if (end == i || stm_phrase_at(s->words, SET_LABEL, &t, i).size > 0) return stm_none();
  if (stm_phrase_at(s->words, SET_TYPE, &t, i).size > 0 ||
      stm_phrase_at(s->words, SET_BYLINE, &t, i).size > 0)
    return stm_none();
  return stm_slice(&t, i, end);
}
