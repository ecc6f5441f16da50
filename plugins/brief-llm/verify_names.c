/* verify_names.c - names: capitalised words, and every word that says something
 * in scripts without capitals; see verify.h.
 *
 * What a capital means differs: in most languages a name, at the start of a
 * sentence nothing, in German any noun. Endings of names change in Slavic and
 * other languages.  In doubt a word is taken for a name and must be cited.
 */
#include "verify.h"

#include <unicode/uchar.h>

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { NEAR_ENOUGH = 3, MAX_LOOSE_GLYPHS = 1, CLITICS = 3, NEAR_SIGNS = 4, LEAST_PART = 3 };
static const double LIKE_A_NAME = 0.6;
static const double SAME_NAME = 0.995; /* Zelensky, Zelenskyy; Harris and Harrison are less alike */

static const char inflecting[] = " pl cs sk uk ru be bg sr hr sl lt lv et fi hu tr el ro ";

/* list: " pl cs " */
static int is_language(const struct check *c, const char *list) {
  size_t n = strcspn(c->v->language, "-");
  for (const char *p = list; n > 0 && *p != '\0';) {
    p += *p == ' ';
    size_t k = strcspn(p, " ");
    if (k == n && memcmp(p, c->v->language, n) == 0) return 1;
    p += k;
  }
  return 0;
}

/* The first letter of a word, which is valid UTF-8. */
static UChar32 letter_of(struct tdg_str w) {
  const char *p = w.p;
  return (UChar32)tdg_utf8_next(&p, w.p + w.n);
}

/* A letter of a script that has no capitals. */
static int is_caseless(struct tdg_str w) {
  UChar32 c = letter_of(w);
  return c >= 0x80 && u_isalpha(c) && u_tolower(c) == c && u_toupper(c) == c;
}

/* ---- one word ---- */

/* What stands before the apostrophe behind which a name has its ending: Stadı'nda. */
static struct tdg_str before_apostrophe(struct tdg_str w) {
  for (size_t i = 1; i < w.n; i++)
    if (w.p[i] == '\'' || (w.n - i >= 3 && memcmp(w.p + i, "\xE2\x80\x99", 3) == 0))
      return (struct tdg_str){w.p, i};
  return w;
}

static int is_same_name(const struct check *c, size_t i, const struct passage *q, size_t k) {
  const struct tdg_term *s = &c->said->t[i], *t = &q->t[k];
  if (s->hash == t->hash || s->stem == t->stem ||
      tdg_str_same(before_apostrophe(c->said->small[i]), before_apostrophe(q->small[k])))
    return 1;
  struct tdg_str a = passage_word(c->said, i), b = passage_word(q, k);
  if (is_language(c, inflecting) && passage_is_inflected(a, b)) return 1;
  if (is_language(c, " de ") && passage_is_near(c->said, i, q, k)) return 1;
  if (!(t->flags & TDG_TERM_CAPITAL) || s->size < 4) return 0;
  return tdg_name_likeness(c->v->call, a, b) >= SAME_NAME;
}

/* "EU", when the European Union is cited. */
static int is_acronym_of(const struct passage *said, size_t i, const struct passage *q) {
  struct tdg_str w = passage_word(said, i);
  if (!(said->t[i].flags & TDG_TERM_UPPER) || w.n < 2 || w.n > 6) return 0;
  for (size_t k = 0; k + w.n <= q->n; k++) {
    size_t m = 0;
    while (m < w.n && (q->t[k + m].flags & TDG_TERM_CAPITAL) && q->text.p[q->t[k + m].start] == w.p[m]) m++;
    if (m == w.n) return 1;
  }
  return 0;
}

/* "Nantes-Oran": each part stands there. */
static int has_parts(const struct check *c, size_t i, const struct passage *q) {
  struct tdg_str w = passage_word(c->said, i);
  if (memchr(w.p, '-', w.n) == NULL) return 0;
  for (size_t first = 0, end; first < w.n; first = end + 1) {
    int found = 0;
    for (end = first; end < w.n && w.p[end] != '-';) end++;
    for (size_t k = 0; k < q->n && !found; k++)
      found = tdg_str_same(passage_word(q, k), (struct tdg_str){w.p + first, end - first});
    if (!found) return 0;
  }
  return 1;
}

/* In a sentence that bears more of said than the name. */
static int is_cited_name(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++) {
    if (!c->shares[m]) continue;
    if (is_acronym_of(c->said, i, c->cited[m]) || has_parts(c, i, c->cited[m])) return 1;
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (is_same_name(c, i, c->cited[m], k)) return 1;
  }
  return 0;
}

/* "Nowy", nowego: the first letter large or small. */
static int begins_alike(struct tdg_str a, struct tdg_str b) {
  size_t n, m;
  if (u_tolower((UChar32)tdg_utf8_read(a.p, a.p + a.n, &n)) !=
      u_tolower((UChar32)tdg_utf8_read(b.p, b.p + b.n, &m)))
    return 0;
  a.p += n, a.n -= n, b.p += m, b.n -= m;
  size_t same = 0;
  while (same < a.n && same < b.n && a.p[same] == b.p[same]) same++;
  return same >= 2 * n && a.n - same <= 3 * n && b.n - same <= 3 * n;
}

/* A sentence's first word is large anyway: enough when a common word of the
 * cited ones is near ("Rescuers", rescue). */
static int is_near_common(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n && c->shares[m]; k++) {
      unsigned flags = c->cited[m]->t[k].flags;
      if ((!(flags & TDG_TERM_CAPITAL) || (flags & TDG_TERM_FIRST)) &&
          (passage_is_near(c->said, i, c->cited[m], k) || passage_is_kin(c->said, i, c->cited[m], k) ||
           (is_language(c, inflecting) &&
            begins_alike(passage_word(c->said, i), passage_word(c->cited[m], k)))))
        return 1;
    }
  return 0;
}

/* The same, and it is written small there: "Sakatlanan", sakatlığı. */
static int is_near_small(const struct check *c, size_t i) {
  if (verifier_names(c->v, c->said->t[i].stem)) return 0;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (!(c->cited[m]->t[k].flags & TDG_TERM_CAPITAL) && passage_is_kin(c->said, i, c->cited[m], k))
        return 1;
  return 0;
}

/* "Chiara", where "Bonfanti" is cited and the story has "Chiara Bonfanti". */
static int goes_with_cited(const struct check *c, size_t i) {
  const struct tdg_term *t = c->said->t;
  return i + 1 < c->said->n && (t[i + 1].flags & TDG_TERM_CAPITAL) && (t[i + 1].flags & TDG_TERM_ADJACENT) &&
         verifier_knows(c->v, verifier_pair(&t[i], &t[i + 1])) && is_cited_name(c, i + 1);
}

/* Written small somewhere in the story: no name. */
static int is_common(const struct check *c, size_t i) { return verifier_knows(c->v, c->said->t[i].stem); }

/* Of one sense with a cited word: "Troops", soldiers. */
static int is_synonym(const struct check *c, size_t i) {
  int kind = c->said->marks[i].kind;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (passage_is_synonym(c->said, i, c->cited[m], k) || (kind != 0 && kind == c->cited[m]->marks[k].kind))
        return 1;
  return 0;
}

/* A word of the frame: "Wegen", "Possibly". */
static int says_nothing(const struct check *c, size_t i) {
  return passage_means(c->said, i, TDG_LLM_SENSES_FRAME) || c->said->senses[i].level != 0;
}

/* A large word of a cited sentence that is no name: written small in the story, a small word, a day, a noun. */
static int is_no_name(const struct check *c, const struct passage *q, size_t k) {
  const struct tdg_term *t = &q->t[k];
  return (t->flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) != TDG_TERM_CAPITAL || !q->content[k] ||
         verifier_knows(c->v, t->stem) || q->marks[k].weekday != 0 || q->marks[k].month != 0 ||
         q->marks[k].facts != 0 || q->marks[k].kind != 0;
}

static int says_name(const struct check *c, const struct passage *q, size_t k) {
  struct tdg_str name = before_apostrophe(q->small[k]);
  if (passage_has(c->said, &q->t[k])) return 1;
  for (size_t i = 0; i < c->said->n; i++)
    if (tdg_str_same(before_apostrophe(c->said->small[i]), name) ||
        (is_language(c, inflecting) && passage_is_inflected(c->said->small[i], q->small[k])))
      return 1;
  return 0;
}

/* All names of what is cited are said, but for those said of ("Lund's") nothing. */
static int says_all_names(const struct check *c) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n && c->shares[m]; k++)
      if (!is_no_name(c, c->cited[m], k) && !says_name(c, c->cited[m], k)) return 0;
  return 1;
}

/* It stands in the place of what a cited sentence begins with ("Senators plan"): before the same word, or that is left out. */
static int replaces_start(const struct check *c, size_t i) {
  const struct passage *p = c->said;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    if (q->n < 2 || i + 1 >= p->n || !c->shares[m] || (p->t[i + 1].flags & TDG_TERM_NUMBER)) continue;
    if (p->t[i + 1].hash == q->t[1].hash) return 1;
    int said = !q->content[0];
    for (size_t k = 0; k < p->n && !said; k++)
      said = passage_is_near(p, k, q, 0) || passage_is_kin(p, k, q, 0) || passage_is_synonym(p, k, q, 0);
    if (!said && (q->marks[0].facts != 0 || q->marks[0].kind != 0)) return 1;
  }
  return 0;
}

/* Spelt nearly as a large word of what is cited. */
static int is_near_a_name(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (!is_no_name(c, c->cited[m], k) && tdg_name_likeness(c->v->call, passage_word(c->said, i),
                                                              passage_word(c->cited[m], k)) >= LIKE_A_NAME)
        return 1;
  return 0;
}

/* A sentence begins with it ("Lawmakers", "Anyone"), and no name is missing in whose place it could stand. */
static int is_plain_start(const struct check *c, size_t i) {
  const struct tdg_term *t = &c->said->t[i];
  int joined = i + 1 < c->said->n && (t[1].flags & TDG_TERM_CAPITAL) && (t[1].flags & TDG_TERM_ADJACENT);
  if (i + 1 < c->said->n && passage_value(c->said, i + 1, TDG_FACT_WORD_SPEECH, NULL) != 0)
    return 0; /* "Smith said" */
  return (t->flags & TDG_TERM_FIRST) && !(t->flags & TDG_TERM_UPPER) && !c->said->large_nouns && !joined &&
         !verifier_names(c->v, t->stem) && says_all_names(c) && !replaces_start(c, i) &&
         !is_near_a_name(c, i);
}

/* Without the ending of a case: Zuges, Züge. */
static struct tdg_str without_case(struct tdg_str w) {
  static const char *const endings[] = {"es", "en", "er", "e", "s", "n"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (w.n > strlen(endings[i]) + LEAST_PART && tdg_str_ends(w, endings[i]))
      return (struct tdg_str){w.p, w.n - strlen(endings[i])};
  return w;
}

/* German: a part of a word that is cited, or the other way round: "Gas", Gaspreis. */
static int is_part(const struct check *c, size_t i) {
  struct tdg_str a = without_case(c->said->small[i]);
  for (size_t m = 0; m < c->n_cited && c->said->large_nouns; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++) {
      struct tdg_str b = without_case(c->cited[m]->small[k]), s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;
      if (s.n < LEAST_PART || l.n < s.n + LEAST_PART || !(c->cited[m]->t[k].flags & TDG_TERM_CAPITAL))
        continue;
      if (memcmp(l.p, s.p, s.n) == 0 || (s.n >= LEAST_PART && memcmp(l.p + l.n - s.n, s.p, s.n) == 0))
        return 1;
    }
  return 0;
}

static int is_known(const struct check *c, size_t i) {
  const struct tdg_term *t = &c->said->t[i];
  if (c->excused[i] || !(t->flags & TDG_TERM_CAPITAL) || passage_is_said(c->said, i)) return 1;
  if ((t->flags & TDG_TERM_FIRST) && (!c->said->content[i] || figures_cover(c->said, i))) return 1;
  if ((t->flags & TDG_TERM_FIRST) && is_synonym(c, i)) return 1;
  if (((t->flags & TDG_TERM_FIRST) || c->said->large_nouns) && says_nothing(c, i)) return 1;
  return is_cited_name(c, i) || check_is_noun(c, i) || goes_with_cited(c, i) ||
         ((t->flags & TDG_TERM_FIRST) && is_common(c, i)) ||
         (((t->flags & TDG_TERM_FIRST) || c->said->large_nouns) && is_near_common(c, i)) ||
         is_plain_start(c, i) || is_part(c, i);
}

/* German writes every noun large: one behind an article, or that the kit knows
 * as a word, is no name. */
int check_is_noun(const struct check *c, size_t i) {
  const struct passage *p = c->said;
  if (!p->large_nouns) return 0;
  const struct tdg_word_mark *m = &p->marks[i];
  if (m->state != 0 || m->kind != 0 || m->affair != 0 || m->month != 0 || m->facts != 0) return 1; /* known */
  if (i > 0 && (p->t[i - 1].flags & TDG_TERM_NUMBER) && (p->t[i].flags & TDG_TERM_ADJACENT))
    return 1;                                                                         /* counted */
  if (i > 0 && p->marks[i - 1].number >= 0 && !passage_begins_clause(p, i)) return 1; /* "drei Bewerber" */
  size_t k = i; /* "eine neue Schwimmhalle" */
  if (k > 1 && p->content[k - 1] && !(p->t[k - 1].flags & TDG_TERM_CAPITAL)) k--;
  if (k == 0 || passage_begins_clause(p, i) || passage_begins_clause(p, k)) return 0;
  return tdg_words_find(&tdg_words_llm_articles, tdg_vocabulary_number(p->words),
                        tdg_fold(c->v->call, passage_word(p, k - 1))) != NULL &&
         !(i + 1 < p->n && (p->t[i + 1].flags & TDG_TERM_CAPITAL) && (p->t[i + 1].flags & TDG_TERM_ADJACENT));
}

/* ---- two words in a row ---- */

/* "Keir Morrow" must not be made of Keir Holt and Ida Morrow. */
static int stand_together(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    for (size_t k = 0; k < q->n; k++) {
      if (!is_same_name(c, i, q, k)) continue;
      for (size_t n = k + 1; n < q->n && n <= k + NEAR_ENOUGH; n++)
        if (is_same_name(c, i + 1, q, n)) return 1;
    }
    if (is_acronym_of(c->said, i, q) || is_acronym_of(c->said, i + 1, q)) return 1;
  }
  return 0;
}

/* ---- who holds an office ---- */

/* The name that begins at k in q, or goes on there, has the word at i of said. */
static int name_has(const struct check *c, const struct passage *q, size_t k, size_t i) {
  for (size_t n = k; n < q->n && (q->t[n].flags & TDG_TERM_CAPITAL); n++)
    if (is_same_name(c, i, q, n)) return 1;
  return 0;
}

/* "the judge, Karl Wendt", where "the judge, Helen Marsh" is cited, and "judge" beside no Wendt: a word stands before another name. */
static int has_word_of_another(const struct check *c, size_t i) {
  const struct passage *p = c->said;
  int other = 0;
  if (i == 0 || p->large_nouns || !(p->t[i].flags & TDG_TERM_CAPITAL) || !p->content[i - 1] ||
      (p->t[i - 1].flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) || passage_is_said(p, i - 1))
    return 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    const struct passage *q = c->cited[m];
    for (size_t k = 0; k + 1 < q->n; k++) {
      if (!passage_is_near(p, i - 1, q, k) && !passage_is_inflected(p->small[i - 1], q->small[k])) continue;
      if (name_has(c, q, k + 1, i)) return 0;
      other |= (q->t[k + 1].flags & TDG_TERM_CAPITAL) != 0 && !is_no_name(c, q, k + 1);
    }
  }
  return other;
}

/* Written small in what is cited: large only because the sentence begins. */
static int is_small_there(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (c->cited[m]->t[k].stem == c->said->t[i].stem && !(c->cited[m]->t[k].flags & TDG_TERM_CAPITAL))
        return 1;
  return 0;
}

/* German: a cited sentence has it behind an article and before no other large word: "der Konzern teilte mit". */
static int is_cited_noun(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited && c->said->large_nouns; m++) {
    const struct passage *q = c->cited[m];
    for (size_t k = 1; k < q->n; k++)
      if (q->t[k].stem == c->said->t[i].stem &&
          tdg_words_find(&tdg_words_llm_articles, q->language, q->small[k - 1]) != NULL &&
          !(k + 1 < q->n && (q->t[k + 1].flags & TDG_TERM_CAPITAL) &&
            (q->t[k + 1].flags & TDG_TERM_ADJACENT)))
        return 1;
  }
  return 0;
}

static int is_pair(const struct check *c, size_t i) {
  const struct tdg_term *t = c->said->t;
  return i + 1 < c->said->n && !c->excused[i] && (t[i].flags & TDG_TERM_CAPITAL) &&
         (t[i + 1].flags & TDG_TERM_CAPITAL) && (t[i + 1].flags & TDG_TERM_ADJACENT) &&
         !check_is_noun(c, i) && !is_cited_noun(c, i) &&
         !((t[i].flags & TDG_TERM_FIRST) &&
           (!c->said->content[i] || is_small_there(c, i) || says_nothing(c, i) ||
            passage_is_said(c->said, i) || is_near_small(c, i)));
}

/* ---- scripts without capitals ---- */

/* Arabic and Hebrew glue "the", "and", "in" to a word: either may hold the
 * other and a few letters more. */
static int is_same_caseless(struct tdg_str a, struct tdg_str b) {
  struct tdg_str s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;
  if (l.n - s.n > 2 * CLITICS || s.n < 4) return 0;
  for (size_t i = 0; i + s.n <= l.n; i++)
    if (memcmp(l.p + i, s.p, s.n) == 0) return 1;
  return 0;
}

static int has_caseless(const struct check *c, size_t i) {
  if (says_nothing(c, i)) return 1;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (passage_is_synonym(c->said, i, c->cited[m], k) || passage_is_kin(c->said, i, c->cited[m], k) ||
          c->said->t[i].stem == c->cited[m]->t[k].stem ||
          is_same_caseless(passage_word(c->said, i), passage_word(c->cited[m], k)))
        return 1;
  return 0;
}

/* How many signs from i on stand so in a cited sentence. */
static size_t longest_run(const struct check *c, size_t i) {
  size_t best = 0;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++) {
      size_t n = 0;
      while (i + n < c->said->n && k + n < c->cited[m]->n &&
             c->said->t[i + n].hash == c->cited[m]->t[k + n].hash)
        n++;
      if (n > best) best = n;
    }
  return best;
}

/* "新駅", where 新しい駅 is cited: it and the next sign stand near each other there. */
static int is_shortened(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited && i + 1 < c->said->n; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      for (size_t n = k + 1; n < c->cited[m]->n && n <= k + NEAR_SIGNS; n++)
        if (c->cited[m]->t[k].hash == c->said->t[i].hash && c->cited[m]->t[n].hash == c->said->t[i + 1].hash)
          return 1;
  return 0;
}

/* Hiragana are endings and small words; what a Korean word ends with is one too. */
static int is_loose_sign(const struct check *c, size_t i) {
  UChar32 letter = letter_of(passage_word(c->said, i));
  const struct tdg_term *t = c->said->t;
  if (letter >= 0xAC00 && letter <= 0xD7AF && i > 0 &&
      t[i - 1].end == t[i].start) { /* the last two of a Korean word */
    size_t k = i;
    while (k + 1 < c->said->n && t[k + 1].start == t[k].end) k++;
    return k < i + 2;
  }
  return letter >= 0x3041 && letter <= 0x309F;
}

/* Of a word that says the same as a cited one, or nothing: 支払った, 負担した. */
static int is_sign_of_sense(const struct check *c, size_t i) {
  if (passage_means(c->said, i, TDG_LLM_SENSES_FRAME)) return 1;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      for (int n = 0; n < c->said->senses[i].n; n++)
        if (passage_means(c->cited[m], k, c->said->senses[i].v[n])) return 1;
  return 0;
}

static enum verdict check_glyphs(struct check *c) {
  size_t loose = 0;
  for (size_t i = 0; i < c->said->n;) {
    size_t run = c->said->t[i].flags & TDG_TERM_GLYPH ? longest_run(c, i) : 1;
    if (run >= 2 || !(c->said->t[i].flags & TDG_TERM_GLYPH)) {
      i += run, loose = 0;
      continue;
    }
    if (is_shortened(c, i)) {
      i += 2, loose = 0;
      continue;
    }
    c->piece = passage_word(c->said, i);
    if (figures_cover(c->said, i)) { /* 三百: verify_figures.c */
      i++;
      continue;
    }
    loose += !is_loose_sign(c, i) && !is_sign_of_sense(c, i);
    if (loose > MAX_LOOSE_GLYPHS) return NEW_NAME;
    i++;
  }
  return BORNE_OUT;
}

enum verdict check_names(struct check *c) {
  for (size_t i = 0; i < c->said->n; i++) {
    c->piece = passage_word(c->said, i);
    int glyph = (c->said->t[i].flags & TDG_TERM_GLYPH) != 0;
    if (!glyph && c->said->content[i] && is_caseless(c->piece) && !has_caseless(c, i)) return NEW_NAME;
    if (!is_known(c, i) || (is_pair(c, i) && !stand_together(c, i) && !goes_with_cited(c, i)))
      return NEW_NAME;
    if (has_word_of_another(c, i)) return MOVED_NAME;
  }
  return check_glyphs(c);
}
