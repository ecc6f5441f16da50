/* sentence_cues.c - what a sentence is for, and whether it can stand alone.
 *
 * Words are cues, not grammar: a sentence without any is about what is happening, and one whose cue misleads
 * is merely put under another heading.  Which words are cues core/languages says, each in its language.
 */
#include "brief.h"

#include <stdlib.h>

enum { LEAST_WORDS = 7, MOST_WORDS = 60, LONG = 40, QUOTE_BYTES = 40 };

struct cues {
  struct tdg_small_words small;
  struct tdg_lexicon *lexicon;
};

const struct cues *cues_make(tdg_call *call) {
  struct cues *c = calloc(1, sizeof *c);
  if (c == NULL) return NULL;
  tdg_small_words_fill(&c->small);
  c->lexicon = tdg_lexicon_make(call);
  if (c->lexicon != NULL) return c;
  free(c);
  return NULL;
}

void cues_free(const struct cues *c) {
  if (c != NULL) tdg_lexicon_free(c->lexicon);
  free((void *)(uintptr_t)c);
}

const struct tdg_vocabulary *cues_language(const struct cues *c, const char *tag) {
  return tdg_lexicon_language(c->lexicon, tag);
}

int cues_small(const struct cues *c, uint64_t hash) { return tdg_small_words_has(&c->small, hash); }

static int hits(const struct sentence *s, size_t from, size_t to, enum word word) {
  int n = 0;
  for (size_t i = from; i < to && i < s->n_terms; i++) n += sentence_is(s, i, W(word)) != 0;
  return n;
}
static int hits_all(const struct sentence *s, enum word word) { return hits(s, 0, s->n_terms, word); }

/* ---- headings ---- */

enum role cues_heading(const struct tdg_word_mark *m, size_t n, int *known) {
  static const struct {
    enum word word;
    enum role role;
  } heads[] = {{W_HEAD_BEYOND, ROLE_BEYOND},
               {W_HEAD_NEXT, ROLE_NEXT},
               {W_HEAD_MATTERS, ROLE_MATTERS},
               {W_HEAD_HAPPENING, ROLE_HAPPENING}};
  *known = 1;
  for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
    for (size_t i = 0; i < n; i++)
      if (m[i].is & W(heads[h].word)) return heads[h].role;
  *known = 0;
  return ROLE_HAPPENING;
}

/* ---- roles ---- */

/* Sets how sure the cues are, 0 .. 1. */
static enum role role_of(const struct sentence *s, int sentences, float *sure) {
  int m = hits_all(s, W_MATTERS), n = hits_all(s, W_NEXT), b = hits_all(s, W_BEYOND);
  m -= hits_all(s, W_NOT_MATTERS);
  n -= hits_all(s, W_NOT_NEXT);
  int said_by = hits_all(s, W_SAID);
  int strongest = b > m ? (b > n ? b : n) : m > n ? m : n;
  *sure = strongest >= 3 ? 0.95f : strongest == 2 ? 0.85f : 0.6f;
  if (s->index < 2 || s->index * 4 < sentences) return ROLE_HAPPENING;
  if (b >= 3 && b > m && b > n) return ROLE_BEYOND;
  if (n > m && n >= 1 + said_by) return ROLE_NEXT;
  if (m > n && m >= 1 + said_by) return ROLE_MATTERS;
  if (n > 0 && n == m) return ROLE_NEXT;
  return ROLE_HAPPENING;
}

/* ---- standing alone ---- */

/* "he" before anyone was named. */
static int points_back(const struct cues *c, const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++) {
    const struct tdg_term *t = &s->terms[i];
    if (sentence_is(s, i, W(W_PRONOUN))) return 1;
    if ((t->flags & TDG_TERM_CAPITAL) && !(i == 0 && cues_small(c, t->hash)) &&
        !(t->flags & TDG_TERM_FIRST && i > 0))
      return 0;
  }
  return 0;
}

int cues_hangs(const struct cues *c, const struct sentence *s) {
  (void)c;
  return sentence_is(s, 0, W(W_HANGS)) != 0;
}

/* "Without it, they say, ..."; "The finding could ...", but "The decision of the court ...". */
static int resumes(const struct sentence *s) {
  if (s->n_terms < 3) return 0;
  if (sentence_is(s, 0, W(W_LEADS)) && sentence_is(s, s->marks[0].n, W(W_HANGS))) return 1;
  return sentence_is(s, 0, W(W_RESUMES)) && !sentence_is(s, s->marks[0].n, W(W_LEADS));
}

/* Of the page instead of the world: "An earlier version of this report gave ...", "Photograph: ...". */
static int is_about_text(const struct sentence *s) {
  size_t next = s->marks[0].n;
  if (sentence_is(s, 0, W(W_OF_PAGE)) && next < s->n_terms &&
      (next > 1 || !(s->terms[next].flags & TDG_TERM_ADJACENT)))
    return 1;
  return hits_all(s, W_CHANGED) > 0 && hits(s, 1, s->n_terms, W_OF_TEXT) > 0;
}

static int names_somebody(const struct cues *c, const struct sentence *s) {
  for (size_t i = 1; i < s->n_terms; i++)
    if ((s->terms[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL &&
        !cues_small(c, s->terms[i].hash))
      return 1;
  return 0;
}

/* Quotation marks close, and whoever is quoted at length is named. */
static int keeps_its_speaker(const struct cues *c, const struct sentence *s) {
  struct quotes q = {0};
  shape_quotes(&q, s->text);
  if (s->quoted || q.pair != 0 || q.broken) return 0;
  if (q.longest < QUOTE_BYTES) return 1;
  if (q.longest * 10 > s->text.n * 9) return 0; /* nothing else is said */
  return hits_all(s, W_SAID) > 0 || names_somebody(c, s);
}

static int stands_alone(const struct cues *c, const struct sentence *s) {
  if (s->words < LEAST_WORDS || s->words > MOST_WORDS || !shape_ends_well(s->text)) return 0;
  if (!keeps_its_speaker(c, s) || sentence_is(s, 0, W(W_HANGS))) return 0;
  if (sentence_is(s, 0, W(W_CONNECTS)) && sentence_is(s, s->marks[0].n, W(W_HANGS))) return 0;
  if (hits(s, 1, 3, W_POINTS) > 0) return 0; /* "the latter", "despite these hurdles" */
  if (hits_all(s, W_HERE) > 0) return 0;
  return !resumes(s) && !is_about_text(s) && !points_back(c, s);
}

/* "us", not "U.S." */
static int speaks_of_self(const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (sentence_is(s, i, W(W_SELF)) && !(s->terms[i].flags & TDG_TERM_UPPER)) return 1;
  return 0;
}

static float liking(const struct sentence *s) {
  float l = 1;
  if (sentence_is(s, 0, W(W_CONNECTS))) l -= 0.1f;
  if (speaks_of_self(s)) l -= 0.2f;
  if (hits_all(s, W_RELATIVE) > 0) l -= 0.1f;
  if (hits_all(s, W_POINTS) > 0) l -= 0.1f;
  if (s->words > LONG) l -= 0.1f;
  return l < 0.2f ? 0.2f : l;
}

/* ---- stages of the event ---- */

static int reports_outcome(const struct brief *b, int member) {
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *s = &b->sentence[i];
    if (s->member == member && s->index < 2 && hits_all(s, W_OUTCOME) > 0) return 1;
  }
  return 0;
}

/* Records without the outcome that others report are early ones, unless their date says they are younger. */
static void find_early(struct brief *b) {
  int64_t first_outcome = 0;
  int outcomes = 0;
  for (int m = 0; m < b->n_members; m++) {
    if (!reports_outcome(b, m)) continue;
    outcomes++;
    if (b->member[m].time != 0 && (first_outcome == 0 || b->member[m].time < first_outcome))
      first_outcome = b->member[m].time;
  }
  for (int m = 0; m < b->n_members && outcomes > 0; m++) {
    int64_t t = b->member[m].time;
    b->member[m].early = !reports_outcome(b, m) && (t == 0 || first_outcome == 0 || t < first_outcome);
  }
}

/* What an early record says of the outcome is out of date. */
static int is_overtaken(const struct brief *b, const struct sentence *s) {
  return b->member[s->member].early && s->role == ROLE_HAPPENING && hits_all(s, W_OPEN) > 0;
}

void cues_judge(const struct cues *c, struct brief *b) {
  find_early(b);
  for (size_t i = 0; i < b->n_sentences; i++) {
    struct sentence *s = &b->sentence[i];
    s->sure = 1;
    if (!s->role_known) s->role = role_of(s, b->member[s->member].sentences, &s->sure);
    if (s->role == ROLE_HAPPENING) s->sure = 1;
    s->usable = stands_alone(c, s) && !is_overtaken(b, s);
    s->liking = liking(s) * (b->member[s->member].early && s->role == ROLE_HAPPENING ? 0.5f : 1.0f);
    if (s->usable) b->words += (size_t)s->words;
  }
}
