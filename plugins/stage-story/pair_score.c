/* pair_score.c - the scores of pairs of records and of records and stories; see story.h.  Pure; no memory. */
#include "story.h"

#include <stdio.h>
#include <string.h>

static const float whole_title = 0.999f;
static const float refilled = -6; /* and of one form filled in for two places, whatever words it has */

/* Reports of one event appear close together in time; reports far apart are about another step of it or
 * another event.  An undated record is neutral. */
static float timing(const struct summary_vector *a, const struct summary_vector *b) {
  static const float day = 86400000, near = 0.5f, a_day = 0.4f, most_days = 10;
  if (a->published == 0 || b->published == 0) return 0;
  float gap =
      (float)(a->published > b->published ? a->published - b->published : b->published - a->published) / day;
  return near - a_day * (gap < most_days ? gap : most_days);
}

/* The features of a pair.  The meaning of a share depends on the lengths of the texts, so these are features
 * too.  The weights of pair_weights.h belong to these names in this order. */
// clang-format off
#define PAIR_FEATURES(X)                                                                                             \
  X(ONE) X(COSINE) X(ROOT_COSINE) X(LEAD) X(NAMES) X(FIGURES) X(SHARED) X(N_NAMES) X(WORDS) X(SIZE) X(SIZE_COSINE)   \
  X(SIZE_SQUARED) X(STRONGEST) X(SAME_YEAR) X(OTHER_YEAR) X(OF_LEAST) X(OF_MOST)                                     \
  /* 0 unless both have titles */                                                                                    \
  X(TITLED) X(ROOT_TITLES) X(TITLE_FOUND_MORE) X(TITLE_FOUND_LESS) X(TITLED_NAMES)
// clang-format on

enum pair_feature {
#define PAIR_ENUM(name) PAIR_##name,
  PAIR_FEATURES(PAIR_ENUM)
#undef PAIR_ENUM
      PAIR_LIMIT
};

#include "pair_weights.h"
#define PAIR_AT(at, name, weight)                                                                            \
  _Static_assert(PAIR_##name == (at), "the weights were learned with other features: train/fit_pairs.py");
PAIR_WEIGHTS(PAIR_AT)
#define PAIR_WEIGHT(at, name, weight) [PAIR_##name] = weight,
static const float pair_weight[] = {PAIR_WEIGHTS(PAIR_WEIGHT)};
_Static_assert(sizeof pair_weight / sizeof *pair_weight == PAIR_LIMIT, "a feature has no weight");

static void pair_features(const struct summary_vector *a, const struct summary_vector *b,
                          const struct common *c, float f[PAIR_LIMIT]) {
  int la = a->length, lb = b->length;
  float least = a->sum < b->sum ? a->sum : b->sum, most = a->sum < b->sum ? b->sum : a->sum;
  float size = df_log((float)((la < lb ? la : lb) + 10) / 10) - 2.3026f;
  memset(f, 0, PAIR_LIMIT * sizeof *f);
  f[PAIR_ONE] = 1;
  f[PAIR_COSINE] = c->cosine;
  f[PAIR_ROOT_COSINE] = vector_root(c->cosine);
  f[PAIR_LEAD] = c->lead;
  f[PAIR_NAMES] = c->names;
  f[PAIR_FIGURES] = c->figures;
  f[PAIR_SHARED] = df_log(1 + c->shared);
  f[PAIR_N_NAMES] = df_log(1 + (float)c->n_names);
  f[PAIR_WORDS] = df_log(1 + (float)c->words);
  f[PAIR_SIZE] = size;
  f[PAIR_SIZE_COSINE] = size * c->cosine;
  f[PAIR_SIZE_SQUARED] = size * size;
  f[PAIR_STRONGEST] = c->strongest;
  f[PAIR_SAME_YEAR] = c->years > 0;
  f[PAIR_OTHER_YEAR] = c->years < 0;
  f[PAIR_OF_LEAST] = c->shared / (least > 1 ? least : 1);
  f[PAIR_OF_MOST] = c->shared / (most > 1 ? most : 1);
  if (a->title <= 0 || b->title <= 0) return;
  f[PAIR_TITLED] = 1;
  f[PAIR_ROOT_TITLES] = vector_root(c->titles);
  f[PAIR_TITLE_FOUND_MORE] = c->title_a > c->title_b ? c->title_a : c->title_b;
  f[PAIR_TITLE_FOUND_LESS] = c->title_a > c->title_b ? c->title_b : c->title_a;
  f[PAIR_TITLED_NAMES] = c->names;
}

float pair_score(const struct summary_vector *a, const struct summary_vector *b, const struct common *c) {
  float f[PAIR_LIMIT], sum = timing(a, b);
  pair_features(a, b, c, f);
  for (size_t i = 0; i < PAIR_LIMIT; i++) sum += pair_weight[i] * f[i];
  if (sum <= refilled || c->words < REFILLED_WORDS || c->title_a > whole_title || c->title_b > whole_title)
    return sum;
  return is_refilled(a, b) ? refilled : sum;
}

void pair_features_tell(const struct summary_vector *a, const struct summary_vector *b,
                        const struct common *c, char *out, size_t size) {
#define PAIR_NAME(name) #name,
  static const char *const name[] = {PAIR_FEATURES(PAIR_NAME)};
  float f[PAIR_LIMIT];
  pair_features(a, b, c, f);
  for (size_t i = 0, n = 0; i < PAIR_LIMIT && n < size; i++)
    n += (size_t)snprintf(out + n, size - n, " %s %.6g", name[i], (double)f[i]);
}

static int8_t units(float score) {
  float x = score * LINK_UNIT;
  return (int8_t)(x < -96 ? -96 : x > 127 ? 127 : x);
}

static int too_far_apart(const struct summary_vector *a, const struct summary_vector *b, int64_t span_ms) {
  int64_t gap = a->published - b->published;
  return a->published != 0 && b->published != 0 && (gap > span_ms || gap < -span_ms);
}

static const float surely = 1.5f;
/* Words of two languages say something only when nearly all agree: one of the languages is not what it seems. */
static int says_nothing(float score, uint8_t language, const struct item *e) {
  return score < surely && is_foreign(language, e->crossing.language);
}

static const float CROSSING_SCORE = 3, CROSSING_AGAINST = -6; /* log odds */

static int is_close(const struct summary_vector *a, const struct summary_vector *b) {
  return a->published != 0 && b->published != 0 && !too_far_apart(a, b, STORY_CLOSE_MS);
}

/* Reports of one day that share new names are of one event although their words differ: one tells what a passenger saw,
 * another what the minister said.  The more of the names of the shorter one, the surer. */
static float named_score(float score, const struct common *c, const struct crossing_common *s) {
  static const float all = 6.6f, none = -2.0f, of_words = 0.26f, of_counted = 0.5f, at_most = 0.5f;
  static const float least = 1, enough = 2.0f, a_word = 0.5f, most_words = 4;
  float words = (float)(c->words - c->n_names);
  if (s->shared < least || s->shared + a_word * (words < most_words ? words : most_words) < enough)
    return score;
  float named = none + all * s->share + of_words * score + of_counted * s->counted;
  if (named > at_most) named = at_most;
  return named > score ? named : score;
}

/* Log odds below which words say that the two have nothing to do with each other. */
static const float unrelated = -10;
static int names_may_count(const struct summary_vector *a, const struct crossing *x, const struct item *e,
                           float score) {
  return score > unrelated && score < surely && score != refilled && is_close(a, &e->summary) &&
         !crossing_foreign(x, &e->crossing);
}

size_t pair_links(const struct memory *m, const struct df *df, const struct summary_vector *g,
                  const struct crossing *own, int64_t span_ms, struct link out[MEMORY_LINKS]) {
  struct near near[MEMORY_LINKS];
  size_t n = 0, found = memory_near(m, g, near, MEMORY_LINKS);
  for (size_t i = 0; i < found; i++) {
    const struct item *e = memory_at(m, near[i].number);
    struct common c;
    if (too_far_apart(g, &e->summary, span_ms)) continue;
    vector_compare(g, &e->summary, m->weights, &c);
    float score = pair_score(g, &e->summary, &c);
    if (names_may_count(g, own, e, score)) {
      const struct crossing_common names = crossing_common(df, own, &e->crossing);
      score = named_score(score, &c, &names);
    }
    if (says_nothing(score, own->language, e)) continue;
    struct link l = {(uint32_t)(m->end - near[i].number), units(score)};
    size_t k = n++;
    for (; k > 0 && out[k - 1].score < l.score; k--) out[k] = out[k - 1];
    out[k] = l;
  }
  return n;
}

static size_t put_link(struct link *link, size_t n, struct link l) {
  size_t k = 0;
  while (k < n && link[k].back != l.back) k++;
  if (k < n && link[k].score >= l.score) return n;
  if (k == n && n < MEMORY_LINKS) n++;
  if (k == n) k = n - 1; /* the weakest makes room */
  for (; k > 0 && link[k - 1].score < l.score; k--) link[k] = link[k - 1];
  link[k] = l;
  return n;
}

/* Replaces what the words of the two said. */
static size_t put_against(struct link *link, size_t n, struct link l) {
  size_t k = 0;
  while (k < n && link[k].back != l.back) k++;
  if (k < n) memmove(link + k, link + k + 1, (--n - k) * sizeof *link);
  return n < MEMORY_LINKS ? put_link(link, n, l) : n;
}

size_t crossing_links(const struct memory *m, const struct df *df, const struct summary_vector *g,
                      const struct crossing *c, struct link link[MEMORY_LINKS], size_t n) {
  struct near near[2 * MEMORY_LINKS];
  size_t found = memory_crossing(m, c, near, 2 * MEMORY_LINKS);
  for (size_t i = 0; i < found; i++) {
    const struct item *e = memory_at(m, near[i].number);
    if (!crossing_foreign(c, &e->crossing) || !is_close(g, &e->summary)) continue;
    int agree = crossing_agree(df, c, &e->crossing);
    uint32_t back = (uint32_t)(m->end - near[i].number);
    if (agree > 0) n = put_link(link, n, (struct link){back, units(CROSSING_SCORE)});
    if (agree < 0) n = put_against(link, n, (struct link){back, units(CROSSING_AGAINST)});
  }
  return n;
}

/* A part that has no pairs says nothing; else each must be high: the lower one counts. */
float score_mixed(const struct score_sum *s, int own_pairs, int foreign_pairs) {
  if (own_pairs <= 0) return score_mean(s->foreign, s->foreign_links, foreign_pairs, SCORE_FOREIGN);
  float own = score_mean(s->own, s->own_links, own_pairs, SCORE_STRANGER);
  int across = s->foreign_links > foreign_pairs ? s->foreign_links : foreign_pairs;
  float foreign = s->foreign + SCORE_FOREIGN * (float)(across - s->foreign_links);
  float all = (own * (float)own_pairs + foreign) / (float)(own_pairs + across);
  return own < all ? own : all;
}

static void add_link(struct score_sum *s, int8_t score, int foreign) {
  *(foreign ? &s->foreign : &s->own) += (float)score / LINK_UNIT;
  (*(foreign ? &s->foreign_links : &s->own_links))++;
}

/* The record's links into the story. */
static void add_links(const struct memory *m, int64_t number, uint8_t language, const struct link *link,
                      size_t n, uint32_t story, struct score_sum *s) {
  for (size_t i = 0; i < n; i++) {
    const struct item *e = memory_at(m, number - link[i].back);
    if (e == NULL || e->silent || e->story != story) continue;
    add_link(s, link[i].score, is_foreign(language, e->crossing.language));
  }
}

/* Links of the story's younger records back to the record. */
static void add_links_back(const struct memory *m, int64_t number, uint8_t language, uint32_t story,
                           struct score_sum *s) {
  int64_t i = m->stories[story].newest;
  for (int n = 0; n < MAX_MEMBERS_TRIED && i > number; n++) {
    const struct item *e = memory_at(m, i);
    if (e == NULL) return;
    for (size_t k = 0; k < e->n_links; k++)
      if (i - e->back[k] == number && !e->silent)
        add_link(s, e->score[k], is_foreign(language, e->crossing.language));
    i = memory_number(m, e->older);
  }
}

/* How many of the story's records are of another language than the record, of the newest. */
static int count_foreign(const struct memory *m, uint8_t language, uint32_t story) {
  int64_t at = m->stories[story].newest;
  int foreign = 0;
  for (int n = 0; m->languages > 0 && n < MAX_MEMBERS_TRIED; n++) {
    const struct item *e = memory_at(m, at);
    if (e == NULL) break;
    foreign += !e->silent && is_foreign(language, e->crossing.language);
    at = memory_number(m, e->older);
  }
  return foreign;
}

static int at_most_links(int n) { return n < MEMORY_LINKS ? n : MEMORY_LINKS; }

/* The score of a record in memory, or of the new record with these links, and a story, without the record
 * itself. */
static float score_story(const struct memory *m, int64_t number, uint8_t language, const struct link *link,
                         size_t n_links, uint32_t story) {
  struct score_sum s = {0, 0, 0, 0};
  const struct item *e = memory_at(m, number);
  int others = (int)m->stories[story].loud - (e != NULL && e->story == story && !e->silent);
  int foreign = count_foreign(m, language, story);
  if (others <= 0) return NO_SCORE;
  add_links(m, number, language, link, n_links, story, &s);
  if (e != NULL) add_links_back(m, number, language, story, &s);
  return score_mixed(&s, at_most_links(others - foreign), at_most_links(foreign));
}

size_t score_stories(const struct memory *m, int64_t number, uint8_t language, const struct link *link,
                     size_t n_links, struct story_score out[MAX_STORIES_TRIED]) {
  size_t n = 0;
  for (size_t i = 0; i < n_links; i++) {
    const struct item *e = memory_at(m, number - link[i].back);
    size_t k = 0;
    while (k < n && out[k].story != e->story) k++;
    if (k < n) continue;
    struct story_score f = {e->story, score_story(m, number, language, link, n_links, e->story)};
    for (k = n++; k > 0 && out[k - 1].score < f.score; k--) out[k] = out[k - 1];
    out[k] = f;
  }
  return n;
}
