/* verify_names.c - names: capitalised words, and every word that says something in scripts without capitals; see
 * verify.h.
 *
 * What a capital means differs: in most languages a name, at the start of a sentence nothing, in German any
 * noun. Endings of names change in Slavic and other languages.  In doubt a word is taken for a name and must
 * be cited.
 */
#include "verify.h"

#include <unicode/uchar.h>

#include <string.h>

#include <tidings/kit/utf8.h>

enum {
  NEAR_ENOUGH = 3,
  LEAST_INFLECTED = 4,
  MOST_INFLECTION = 3,
  MAX_LOOSE_GLYPHS = 1,
  CLITICS = 3,
  NEAR_NAME = 4,
  EXCHANGE_MARGIN = 1
};
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

static int is_inflection(struct tdg_str a, struct tdg_str b) {
  size_t n = 0;
  while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
  n = tdg_utf8_cut(a, n); /* whole letters */
  size_t wide = (unsigned char)a.p[0] >= 0x80 ? 2 : 1;
  return n >= LEAST_INFLECTED * wide && a.n - n <= MOST_INFLECTION * wide &&
         b.n - n <= MOST_INFLECTION * wide;
}

static int is_same_name(const struct check *c, size_t i, const struct passage *q, size_t k) {
  const struct tdg_term *s = &c->said->t[i], *t = &q->t[k];
  if (s->hash == t->hash || s->stem == t->stem) return 1;
  struct tdg_str a = passage_word(c->said, i), b = passage_word(q, k);
  if (is_language(c, inflecting) && is_inflection(a, b)) return 1;
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

/* In a sentence that bears more of said than the name. */
static int is_cited_name(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++) {
    if (!c->shares[m]) continue;
    if (is_acronym_of(c->said, i, c->cited[m])) return 1;
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (is_same_name(c, i, c->cited[m], k)) return 1;
  }
  return 0;
}

/* A sentence's first word is large anyway: enough when a common word of the cited ones is near ("Rescuers",
 * rescue). */
static int is_near_common(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n && c->shares[m]; k++) {
      unsigned flags = c->cited[m]->t[k].flags;
      if ((!(flags & TDG_TERM_CAPITAL) || (flags & TDG_TERM_FIRST)) &&
          passage_is_near(c->said, i, c->cited[m], k))
        return 1;
    }
  return 0;
}

/* Written small somewhere in the story: no name. */
static int is_common(const struct check *c, size_t i) { return verifier_knows(c->v, c->said->t[i].stem); }

static int is_known(const struct check *c, size_t i) {
  const struct tdg_term *t = &c->said->t[i];
  if (c->excused[i] || !(t->flags & TDG_TERM_CAPITAL)) return 1;
  if ((t->flags & TDG_TERM_FIRST) && (!c->said->content[i] || figures_cover(c->said, i))) return 1;
  return is_cited_name(c, i) || ((t->flags & TDG_TERM_FIRST) && (is_near_common(c, i) || is_common(c, i)));
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

static int is_pair(const struct check *c, size_t i) {
  const struct tdg_term *t = c->said->t;
  return i + 1 < c->said->n && !c->excused[i] && (t[i].flags & TDG_TERM_CAPITAL) &&
         (t[i + 1].flags & TDG_TERM_CAPITAL) && (t[i + 1].flags & TDG_TERM_ADJACENT) &&
         !((t[i].flags & TDG_TERM_FIRST) && !c->said->content[i]);
}

/* ---- two names that change places ---- */

/* Words that say something and stand near both, names left out. */
static int near_both(const struct passage *p, size_t i, const struct passage *q, size_t k) {
  int n = 0;
  for (size_t a = i > NEAR_NAME ? i - NEAR_NAME : 0; a < p->n && a <= i + NEAR_NAME; a++) {
    if (!p->content[a] || (p->t[a].flags & TDG_TERM_CAPITAL)) continue;
    for (size_t b = k > NEAR_NAME ? k - NEAR_NAME : 0; b < q->n && b <= k + NEAR_NAME; b++)
      n += p->t[a].stem == q->t[b].stem;
  }
  return n;
}

/* The most that any place of a word in q has near it of what is near term i of said; -1: it is not there. */
static int best_near(const struct check *c, size_t i, const struct passage *q, const struct tdg_term *word) {
  int best = -1;
  for (size_t k = 0; k < q->n; k++) {
    int n = q->t[k].hash == word->hash ? near_both(c->said, i, q, k) : -1;
    if (n > best) best = n;
  }
  return best;
}

/* In one cited sentence two names have more of each other's words about them than of their own: "the Senate"
 * and "the House" were exchanged. */
static int are_exchanged(const struct check *c, size_t i, size_t k) {
  const struct tdg_term *x = &c->said->t[i], *y = &c->said->t[k];
  int own = 0, other = 0;
  for (size_t m = 0; m < c->n_cited; m++) {
    int xx = best_near(c, i, c->cited[m], x), yy = best_near(c, k, c->cited[m], y);
    if (xx < 0 || yy < 0) continue;
    int these = best_near(c, i, c->cited[m], y) + best_near(c, k, c->cited[m], x);
    if (xx + yy > own) own = xx + yy;
    if (these > other) other = these;
  }
  return other > own + EXCHANGE_MARGIN;
}

/* Where a run of capitalised words begins; the rest of it goes along. */
static int begins_name(const struct check *c, size_t i) {
  const struct tdg_term *t = c->said->t;
  if (!(t[i].flags & TDG_TERM_CAPITAL) || !c->said->content[i] || c->excused[i]) return 0;
  return i == 0 || !(t[i].flags & TDG_TERM_ADJACENT) || !(t[i - 1].flags & TDG_TERM_CAPITAL) ||
         !c->said->content[i - 1];
}

static int exchanges_names(struct check *c) {
  if (is_language(c, " de ")) return 0; /* every noun is large */
  for (size_t i = 0; i < c->said->n; i++)
    for (size_t k = i + 1; k < c->said->n && begins_name(c, i); k++) {
      c->piece = passage_word(c->said, i);
      if (begins_name(c, k) && c->said->t[i].hash != c->said->t[k].hash && are_exchanged(c, i, k)) return 1;
    }
  return 0;
}

/* ---- scripts without capitals ---- */

/* Arabic and Hebrew glue "the", "and", "in" to a word: either may hold the other and a few letters more. */
static int is_same_caseless(struct tdg_str a, struct tdg_str b) {
  struct tdg_str s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;
  if (l.n - s.n > 2 * CLITICS || s.n < 4) return 0;
  for (size_t i = 0; i + s.n <= l.n; i++)
    if (memcmp(l.p + i, s.p, s.n) == 0) return 1;
  return 0;
}

static int has_caseless(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (c->said->t[i].stem == c->cited[m]->t[k].stem ||
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

/* Hiragana are endings and small words. */
static int is_loose_sign(const struct check *c, size_t i) {
  UChar32 letter = letter_of(passage_word(c->said, i));
  return letter >= 0x3041 && letter <= 0x309F;
}

static enum verdict check_glyphs(struct check *c) {
  size_t loose = 0;
  for (size_t i = 0; i < c->said->n;) {
    size_t run = c->said->t[i].flags & TDG_TERM_GLYPH ? longest_run(c, i) : 1;
    if (run >= 2 || !(c->said->t[i].flags & TDG_TERM_GLYPH)) {
      i += run, loose = 0;
      continue;
    }
    c->piece = passage_word(c->said, i);
    loose += !is_loose_sign(c, i);
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
    if (!is_known(c, i) || (is_pair(c, i) && !stand_together(c, i))) return NEW_NAME;
  }
  return exchanges_names(c) ? MOVED_NAME : check_glyphs(c);
}
