/* sentence_cues.c - whether a sentence can stand alone, and which section a heading announces.
 *
 * Words are cues, not grammar.  Which words are cues core/languages says, each in its language.
 */
#include "brief.h"

#include <stdlib.h>

enum {
  LEAST_WORDS = 4,
  LEAST_TOLL = 3,
  SHORT_SENTENCE = 7,
  LEAST_TOLD = 3, /* words that say something, of a shorter one */
  NEAR_BEGINNING = 5,
  MOST_WORDS = 60,
  LONG = 40,
  QUOTE_BYTES = 40,
  MOST_TITLE = 4, /* letters of an abbreviated title */
  SMALL_ROWS = 1024
};

struct cues {
  struct tdg_small_words small;
  uint64_t small_filter
      [SMALL_ROWS]; /* a bit for a part of each: most words are none, and this stays in the cache */
  struct tdg_lexicon *lexicon;
  struct section_lexicon *sections;
};

static size_t row_of(uint64_t hash) { return hash >> 54; }
static uint64_t bit_of(uint64_t hash) { return UINT64_C(1) << (hash >> 48 & 63); }
_Static_assert(SMALL_ROWS == 1 << (64 - 54), "the highest bits choose the row");

const struct cues *cues_make(tdg_call *call) {
  struct cues *c = calloc(1, sizeof *c);
  if (c == NULL) return NULL;
  tdg_small_words_fill(&c->small);
  for (size_t i = 0; i < TDG_SMALL_WORD_SLOTS; i++)
    if (c->small.slot[i] != 0) c->small_filter[row_of(c->small.slot[i])] |= bit_of(c->small.slot[i]);
  c->lexicon = tdg_lexicon_make(call);
  c->sections = section_lexicon_make();
  if (c->lexicon != NULL && c->sections != NULL) return c;
  cues_free(c);
  return NULL;
}

void cues_free(const struct cues *c) {
  if (c != NULL) tdg_lexicon_free(c->lexicon), section_lexicon_free(c->sections);
  free((void *)(uintptr_t)c);
}

const struct tdg_vocabulary *cues_language(const struct cues *c, tdg_call *call, const char *tag) {
  return tdg_lexicon_language(c->lexicon, call, tag);
}

const struct section_words *cues_section(const struct cues *c, tdg_call *call,
                                         const struct tdg_vocabulary *v) {
  return section_words_of(c->sections, call, v);
}

int cues_small(const struct cues *c, uint64_t hash) {
  return (c->small_filter[row_of(hash)] & bit_of(hash)) != 0 && tdg_small_words_has(&c->small, hash);
}

static int hits(const struct sentence *s, size_t from, size_t to, enum word word) {
  int n = 0;
  for (size_t i = from; (s->is & W(word)) != 0 && i < to && i < s->n_terms; i++)
    n += sentence_is(s, i, W(word)) != 0;
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

static int names_somebody(const struct cues *c, const struct sentence *s) {
  for (size_t i = 1; i < s->n_terms; i++)
    if ((s->terms[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL &&
        !cues_small(c, s->terms[i].hash))
      return 1;
  return 0;
}

/* "Without it, they say, ..."; "The finding could ...", but "The decision of the court ...".  A report may open with
 * "In their second debate Cruz and O'Rourke ...". */
static int resumes(const struct cues *c, const struct sentence *s) {
  if (s->n_terms < 3) return 0;
  if (sentence_is(s, 0, W(W_LEADS)) && sentence_is(s, s->marks[0].n, W(W_HANGS)) &&
      (s->index > 0 || !names_somebody(c, s)))
    return 1;
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

/* Quotation marks close, and whoever is quoted at length is named. */
static int keeps_its_speaker(const struct cues *c, const struct sentence *s) {
  struct quotes q = {0};
  shape_quotes(&q, s->text);
  if (s->quoted || q.pair != 0 || q.broken) return 0;
  if (q.longest < QUOTE_BYTES) return 1;
  if (q.longest * 10 > s->text.n * 9) return 0; /* nothing else is said */
  return hits_all(s, W_SAID) > 0 || names_somebody(c, s);
}

/* "Zginęło 14 osób." says all there is to say. */
static int is_toll(const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (s->marks[i].state != 0 || s->marks[i].before != 0) return 1;
  return 0;
}

/* A few words say something when they name somebody, count, tell what is to come or may, or speak of what other
 * records speak of. */
static int is_bare(const struct cues *c, const struct sentence *s, const struct cue_counts *cues) {
  if (s->words >= SHORT_SENTENCE || names_somebody(c, s)) return 0;
  if (cues->n[CUE_WILL] + cues->n[CUE_MAY] > 0 && s->n_content >= LEAST_TOLD) return 0;
  for (size_t i = 0; i < s->n_terms; i++) {
    const struct spread *in = brief_spread(s, &s->terms[i]);
    if ((s->terms[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) ||
        (in != NULL && (in->records > 1 || in->titles > 0)))
      return 0;
  }
  return 1;
}

/* "Instead, Mr. X ...", "The two sides also ...": what was before is missing. */
static int goes_on(const struct sentence *s, const struct cue_counts *cues) {
  if (s->index == 0) return 0;
  return sentence_is(s, 0, W(W_CONNECTS)) != 0 ||
         (cues->n[CUE_ALSO] > 0 && cues->first[CUE_ALSO] < NEAR_BEGINNING);
}

/* "this week", "este lunes", "ce matin" point at no sentence. */
static int is_time(const struct sentence *s, size_t i) {
  const struct tdg_word_mark *next = i + 1 < s->n_terms ? &s->marks[i + 1] : NULL;
  return sentence_is(s, i, W(W_TODAY)) != 0 || (s->marks[i].facts >> TDG_FACT_WORD_RELATIVE & 1) != 0 ||
         (next != NULL && (next->weekday != 0 || next->month != 0));
}

/* "It ...", "However, it ...", "Despite these hurdles", "The latter ...". */
static int hangs(const struct sentence *s) {
  if (sentence_is(s, 0, W(W_HANGS)) && !is_time(s, 0)) return 1;
  if (sentence_is(s, 0, W(W_CONNECTS)) && sentence_is(s, s->marks[0].n, W(W_HANGS))) return 1;
  for (size_t i = 1; i < 3; i++)
    if (sentence_is(s, i, W(W_POINTS)) && !is_time(s, i)) return 1;
  return 0;
}

/* "May 2, 2013 1:35 p.m." */
static int is_date(const struct sentence *s) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (!(s->terms[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) && s->terms[i].size > 2 &&
        s->marks[i].month == 0 && s->marks[i].weekday == 0)
      return 0;
  return !(s->terms[0].flags & TDG_TERM_GLYPH);
}

/* "... distinguishing himself from Gov.": the name is missing. */
static int ends_in_title(const struct sentence *s) {
  const struct tdg_term *last = &s->terms[s->n_terms - 1];
  uint64_t titles = UINT64_C(1) << TDG_FACT_WORD_OFFICE | UINT64_C(1) << TDG_FACT_WORD_TITLE;
  return last->size <= MOST_TITLE && (last->flags & TDG_TERM_CAPITAL) &&
         (s->marks[s->n_terms - 1].facts & titles) != 0 && last->end + 1 == s->text.n;
}

/* A sentence of a report, complete, that says something. */
static int is_whole(const struct cues *c, const struct sentence *s, const struct cue_counts *cues) {
  if (s->words < (is_toll(s) ? LEAST_TOLL : LEAST_WORDS) || s->words > MOST_WORDS ||
      !shape_ends_well(s->text) || s->torn || ends_in_title(s))
    return 0;
  return keeps_its_speaker(c, s) && hits_all(s, W_HERE) == 0 && !is_date(s) && !is_bare(c, s, cues) &&
         !brief_speaks_of_self(s) && !is_about_text(s);
}

/* It speaks on of what stands before it. */
static int leans(const struct cues *c, const struct sentence *s, const struct cue_counts *cues) {
  return hangs(s) || resumes(c, s) || points_back(c, s) || goes_on(s, cues);
}

static float liking(const struct sentence *s) {
  float l = 1;
  if (sentence_is(s, 0, W(W_CONNECTS))) l -= 0.1f;
  if (hits_all(s, W_RELATIVE) > 0) l -= 0.1f;
  if (hits_all(s, W_POINTS) > 0) l -= 0.1f;
  if (s->words > LONG) l -= 0.1f;
  return l < 0.2f ? 0.2f : l;
}

void cues_judge(const struct cues *c, struct brief *b) {
  brief_find_early(b);
  brief_find_opinion(b);
  for (size_t i = 0; i < b->n_sentences; i++) {
    struct sentence *s = &b->sentence[i];
    struct cue_counts cues;
    section_cues(b->member[s->member].section, s, sentence_traits(b, s)->noun_capitals, &cues);
    s->sure = 1;
    if (!s->role_known) s->role = role_by_sense(b, s, &cues, &s->sure);
    if (s->role == ROLE_HAPPENING) s->sure = 1;
    const int whole = !b->member[s->member].opinion && is_whole(c, s, &cues), on = leans(c, s, &cues);
    s->usable = whole && !on;
    s->leans = whole && on && s->index > 0;
    s->liking = liking(s) * (b->member[s->member].early && s->role == ROLE_HAPPENING ? 0.4f : 1.0f);
  }
  brief_find_overtaken(b);
  for (size_t i = 0; i < b->n_sentences; i++)
    if (sentence_is_told(b, &b->sentence[i])) b->words += (size_t)b->sentence[i].words;
}
