/* story.c - the stage "story": find records about the same event.
 *
 * A record becomes a vector (vector.h); memory (memory.h) returns the records that share its rare words, and
 * pair_score.c computes their scores.  The records of the stories concerned are then regrouped (regroup.c);
 * notes record the changes: stories merged into another, records that moved.  A story has the title of one of
 * its records as headline (story_headline.c).
 *
 * Copies move with their original, and superseded versions with the next one, regardless of their text: a
 * record and all records tied to it are always in one story.
 *
 * The state changes only in apply_*() and memory_*(), which judge and recall share, so the notes alone
 * rebuild it.
 */
#include "story.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_WEIGHED_ANEW = 20000, DAY_MS = 86400000 };

struct conf {
  int64_t window, max_records, join;
  int64_t w_title, w_lead, w_name, w_figure, w_phrase, trace;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, window, TDG_O_DURATION, 0, "10d", 3600000, 400LL * DAY_MS,
            "How long a record can draw others into its story.  Records leave the memory after this time."),
    TDG_OPT(struct conf, max_records, TDG_O_INT, 0, "1000000", 1000, 20000000,
            "Most records held in memory, under 1 kB each; the oldest leave first."),
    TDG_OPT(struct conf, join, TDG_O_INT, 0, "-150", -1000, 1000,
            "How sure a record must be of a story before it joins, in hundredths of log odds.\n\n"
            "More makes more and smaller stories; 0 is even odds."),
    TDG_OPT(struct conf, w_title, TDG_O_INT, TDG_O_HIDDEN, "150", 0, 1000,
            "Weight of words in the title, in hundredths."),
    TDG_OPT(struct conf, w_lead, TDG_O_INT, TDG_O_HIDDEN, "120", 0, 1000,
            "Weight of words in the lead, in hundredths."),
    TDG_OPT(struct conf, w_name, TDG_O_INT, TDG_O_HIDDEN, "170", 0, 1000, "Weight of names, in hundredths."),
    TDG_OPT(struct conf, w_figure, TDG_O_INT, TDG_O_HIDDEN, "70", 0, 1000,
            "Weight of figures, in hundredths."),
    TDG_OPT(struct conf, w_phrase, TDG_O_INT, TDG_O_HIDDEN, "80", 0, 1000,
            "Weight of names of several words, in hundredths."),
    TDG_OPT(struct conf, trace, TDG_O_BOOL, TDG_O_HIDDEN, "false", 0, 0,
            "Log every comparison and join nothing: for measuring."),
};

/* One record, before it is added to memory. */
struct links {
  struct link link[MEMORY_LINKS];
  size_t n;
};

struct stage {
  struct conf conf;
  struct vector_weights weights;
  struct tdg_small_words small;
  struct crossing_words *crossing;
  struct df df;
  struct memory memory;
  double weigh_at;
};

static float hundredths(int64_t n) { return (float)n / 100; }

static int open_stage(tdg_call *call, const void *conf, void **self) {
  struct stage *s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for the stories");
  s->conf = *(const struct conf *)conf;
  struct vector_boosts boosts = {hundredths(s->conf.w_title), hundredths(s->conf.w_lead),
                                 hundredths(s->conf.w_name), hundredths(s->conf.w_figure),
                                 hundredths(s->conf.w_phrase)};
  vector_weights_fill(&s->weights, &boosts);
  tdg_small_words_fill(&s->small);
  s->crossing = crossing_words_new();
  df_init(&s->df);
  memory_init(&s->memory, &s->weights, s->conf.window, (size_t)s->conf.max_records);
  *self = s;
  return TDG_OK;
}

static void close_stage(void *self) {
  struct stage *s = self;
  memory_free(&s->memory);
  df_free(&s->df);
  crossing_words_free(s->crossing);
  free(s);
}

/* ---- measuring ---- */

static void trace_pair(tdg_call *call, const struct summary_vector *a, const struct summary_vector *b,
                       const struct common *c) {
  char features[1000] = "";
  pair_features_tell(a, b, c, features, sizeof features);
  tdg_log(call, TDG_LOG_WARNING, "pair %lld %lld%s score %.4f", (long long)a->id, (long long)b->id, features,
          (double)pair_score(a, b, c));
}

static void trace(tdg_call *call, const struct stage *s, const struct summary_vector *g,
                  const struct link *link, size_t n) {
  for (size_t i = 0; s->conf.trace && i < n; i++) {
    const struct summary_vector *other = &memory_at(&s->memory, s->memory.end - link[i].back)->summary;
    struct common c;
    vector_compare(g, other, &s->weights, &c);
    trace_pair(call, g, other, &c);
  }
}

/* ---- memory ---- */

/* The first weights are based on few records.  They are recomputed as the number of records grows, at counts
 * that are the same in judge and recall. */
static void reweigh(struct stage *s) {
  if (s->df.records < s->weigh_at || s->df.records > MAX_WEIGHED_ANEW) return;
  s->weigh_at = s->df.records * 1.4 + 8;
  memory_weigh(&s->memory, &s->df);
}

/* What is known of the new record. */
struct joining {
  const struct vector *v;
  const struct links *links;
  struct crossing crossing;
  struct offer offer;
  /* ids: its original; the record that it replaces as the original; 0 for none */
  int64_t copy_of, instead_of;
  int64_t story, supersedes;
  const char *reason;
  float score;
};

static int64_t apply_join(struct stage *s, const struct joining *j, const struct summary_vector *g,
                          const struct links *l, uint32_t story) {
  int64_t number = memory_add(&s->memory, g, &j->crossing, l->link, l->n, story);
  uint32_t words[VECTOR_WORDS + CROSSING_KEYS];
  memcpy(words, j->v->word, j->v->n * sizeof *words);
  memcpy(words + j->v->n, j->crossing.key, j->crossing.n * sizeof *words);
  memory_set_title(&s->memory, number, j->offer.text, j->offer.form);
  df_count(&s->df, words, j->v->n + (size_t)j->crossing.n);
  reweigh(s);
  return number;
}

static void apply_replace(struct stage *s, int64_t number) {
  struct item *e = memory_at(&s->memory, number);
  if (e == NULL || e->silent) return;
  e->silent = 1;
  s->memory.stories[e->story].loud--;
}

/* ---- notes ---- */

enum {
  SIGNATURE_VERSION = 4, /* 3 had no crossings, 2 did not know instead_of */
  SIGNATURE_HEAD = 12,
  SIGNATURE_INSTEAD = 8,
  SIGNATURE_LINK = 5,
  SIGNATURE_CROSSING = 4,
  SIGNATURE_MAX = SIGNATURE_HEAD + SIGNATURE_INSTEAD + SIGNATURE_LINK * MEMORY_LINKS + 2 +
                  SIGNATURE_CROSSING * CROSSING_KEYS + MEMORY_TITLE + VECTOR_SIGNATURE
};

static size_t pack(const struct joining *j, unsigned char *out) {
  unsigned char *p = out;
  bytes_put(&p, SIGNATURE_VERSION, 1);
  bytes_put(&p, j->links->n, 1);
  bytes_put(&p, j->offer.form, 1);
  bytes_put(&p, j->offer.text.n, 1);
  bytes_put(&p, (uint64_t)j->copy_of, 8);
  bytes_put(&p, (uint64_t)j->instead_of, SIGNATURE_INSTEAD);
  for (size_t i = 0; i < j->links->n; i++) {
    bytes_put(&p, j->links->link[i].back, 4);
    bytes_put(&p, (uint64_t)j->links->link[i].score, 1);
  }
  bytes_put(&p, j->crossing.language, 1);
  bytes_put(&p, j->crossing.n, 1);
  for (size_t i = 0; i < j->crossing.n; i++) bytes_put(&p, j->crossing.key[i], SIGNATURE_CROSSING);
  if (j->offer.text.n > 0) memcpy(p, j->offer.text.p, j->offer.text.n);
  p += j->offer.text.n;
  return (size_t)(p - out) + vector_pack(j->v, p);
}

/* The crossings of a signature: 0, or -1 when there are less bytes than it says. */
static int unpack_crossing(const unsigned char **p, const unsigned char *end, struct crossing *c) {
  if (end - *p < 2) return -1;
  c->language = (uint8_t)bytes_get(p, 1);
  c->n = (uint8_t)bytes_get(p, 1);
  if (c->n > CROSSING_KEYS || end - *p < c->n * (ptrdiff_t)SIGNATURE_CROSSING) return -1;
  for (size_t i = 0; i < c->n; i++) c->key[i] = (uint32_t)bytes_get(p, SIGNATURE_CROSSING);
  return 0;
}

/* 0, or -1 when the bytes are not a signature of this version or the two before. */
static int unpack(struct tdg_str b, struct joining *j, struct links *l, struct vector *v) {
  const unsigned char *p = (const unsigned char *)b.p, *end = p + b.n;
  uint64_t version = b.n < SIGNATURE_HEAD ? 0 : bytes_get(&p, 1);
  if (version < SIGNATURE_VERSION - 2 || version > SIGNATURE_VERSION) return -1;
  if (version > 2 && b.n < SIGNATURE_HEAD + SIGNATURE_INSTEAD) return -1;
  l->n = (size_t)bytes_get(&p, 1);
  j->offer.form = (uint8_t)bytes_get(&p, 1);
  j->offer.text.n = (size_t)bytes_get(&p, 1);
  j->copy_of = (int64_t)bytes_get(&p, 8);
  j->instead_of = version > 2 ? (int64_t)bytes_get(&p, SIGNATURE_INSTEAD) : 0;
  if (l->n > MEMORY_LINKS || j->offer.text.n > MEMORY_TITLE) return -1;
  if ((size_t)(end - p) < l->n * SIGNATURE_LINK + j->offer.text.n) return -1;
  for (size_t i = 0; i < l->n; i++) {
    l->link[i].back = (uint32_t)bytes_get(&p, 4);
    l->link[i].score = (int8_t)bytes_get(&p, 1);
  }
  if (version > 3 && unpack_crossing(&p, end, &j->crossing) != 0) return -1;
  if ((size_t)(end - p) < j->offer.text.n) return -1;
  j->offer.text.p = (const char *)p;
  p += j->offer.text.n;
  return vector_unpack((struct tdg_str){(const char *)p, (size_t)(end - p)}, v);
}

static int note_join(tdg_call *call, const struct joining *j, int headline) {
  unsigned char signature[SIGNATURE_MAX];
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, j->v->id);
  tdg_put_int(call, note, TDG_STORY_ID, j->story);
  tdg_put_str(call, note, TDG_REASON, j->reason);
  tdg_put_real(call, note, TDG_SCORE, (double)j->score);
  if (j->supersedes != 0) tdg_put_int(call, note, TDG_SUPERSEDES, j->supersedes);
  if (headline) tdg_put_text(call, note, TDG_HEADLINE, j->offer.text.p, j->offer.text.n);
  tdg_put_bytes(call, note, TDG_SIGNATURE, signature, pack(j, signature));
  return tdg_emit(call, note);
}

static int note_move(tdg_call *call, int64_t record, int64_t to, const char *why) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, record);
  tdg_put_int(call, note, TDG_STORY_ID, to);
  tdg_put_str(call, note, TDG_REASON, why);
  return tdg_emit(call, note);
}

static int note_merge(tdg_call *call, int64_t from, int64_t to) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_STORY_ID, from);
  tdg_put_int(call, note, TDG_MOVED_TO, to);
  tdg_put_str(call, note, TDG_REASON, "the two turned out to be one story");
  return tdg_emit(call, note);
}

static int note_headline(tdg_call *call, const struct stage *s, int64_t number) {
  const struct item *e = memory_at(&s->memory, number);
  struct tdg_str title = memory_title(&s->memory, number);
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, e->summary.id);
  tdg_put_int(call, note, TDG_STORY_ID, s->memory.stories[e->story].id);
  tdg_put_text(call, note, TDG_HEADLINE, title.p, title.n);
  tdg_put_str(call, note, TDG_REASON, "its title says best what the story is about");
  return tdg_emit(call, note);
}

static const char *reason_of(tdg_call *call, const struct stage *s, const struct summary_vector *g,
                             const struct link *best) {
  char *r = tdg_scratch(call, 200);
  const struct summary_vector *other = &memory_at(&s->memory, s->memory.end - best->back)->summary;
  struct common c;
  vector_compare(g, other, &s->weights, &c);
  snprintf(r, 200,
           "it shares %d telling words, %d of them names, with the nearest record there (likeness %.2f)",
           c.words, c.n_names, (double)c.cosine);
  return r;
}

/* ---- second thoughts ---- */

/* Merge a story into another, with a redirect note. */
static int move_story(tdg_call *call, struct stage *s, uint32_t from, uint32_t to) {
  int rc = note_merge(call, s->memory.stories[from].id, s->memory.stories[to].id);
  memory_merge(&s->memory, from, to);
  return rc;
}

/* Move a record to another story, with the records tied to it that are in the same story. */
static int move_record(tdg_call *call, struct stage *s, int64_t number, uint32_t to, const char *why) {
  uint32_t from = memory_at(&s->memory, number)->story;
  int64_t story = s->memory.stories[to].id, at = s->memory.stories[from].newest,
          leader = memory_leader(&s->memory, number);
  int rc = note_move(call, memory_at(&s->memory, number)->summary.id, story, why);
  while (rc == TDG_OK && at != MEMORY_NONE) {
    const struct item *e = memory_at(&s->memory, at);
    if (e == NULL) break;
    int64_t older = memory_number(&s->memory, e->older);
    if (at != number && memory_leader(&s->memory, at) == leader) {
      rc = note_move(call, e->summary.id, story,
                     "it goes with the record it belongs to: its original, or the version after it");
      memory_move(&s->memory, at, to);
    }
    at = older;
  }
  memory_move(&s->memory, number, to);
  return rc;
}

/* The group that keeps a story's id is the one with most of its records; of equal ones, the one with the
 * oldest record. */
static int heir_of(const struct stage *s, const struct regrouped *r, uint32_t story) {
  int heir = -1, most = 0, n[REGROUP_MAX] = {0};
  for (int i = 1; i < r->n; i++) n[r->group[i]] += memory_at(&s->memory, r->number[i])->story == story;
  for (int g = 0; g < r->n; g++)
    if (n[g] > most) most = n[g], heir = g;
  return heir;
}

enum { NO_STORY = -1 };
/* The story of each group; NO_STORY when it has none yet.  A group that inherits several gets the oldest. */
static void name_groups(const struct stage *s, const struct regrouped *r, int64_t story_of[REGROUP_MAX]) {
  for (int g = 0; g < r->n; g++) story_of[g] = NO_STORY;
  for (int i = 1; i < r->n; i++) {
    uint32_t story = memory_at(&s->memory, r->number[i])->story;
    int g = heir_of(s, r, story);
    if (g < 0) continue;
    if (story_of[g] == NO_STORY || s->memory.stories[story].id < s->memory.stories[story_of[g]].id)
      story_of[g] = story;
  }
}

/* A group without a story gets an id made from its oldest record with an unused id, preferring records that
 * never named a story; without one it stays in its story.  Records tied to another give no ids, because they
 * may move. */
static int64_t founder_of(const struct stage *s, const struct regrouped *r, int g) {
  int64_t oldest = 0;
  for (int i = 1; i < r->n; i++) {
    const struct item *e = memory_at(&s->memory, r->number[i]);
    int64_t name = memory_name(e);
    if (r->group[i] == g && !memory_is_bound(e) && name != 0 && (oldest == 0 || name < oldest)) oldest = name;
  }
  return oldest;
}

/* Emit the moves: redirects of merged stories first, then single records. */
static int apply_heirs(tdg_call *call, struct stage *s, const struct regrouped *r,
                       const int64_t story_of[REGROUP_MAX]) {
  int rc = TDG_OK;
  for (int i = 1; rc == TDG_OK && i < r->n; i++) {
    const struct item *e = memory_at(&s->memory, r->number[i]);
    uint32_t from = e->story;
    int heir = heir_of(s, r, from);
    if (heir < 0 || story_of[heir] == NO_STORY || story_of[heir] == from || r->group[i] != heir) continue;
    int whole = 1;
    for (int k = 1; k < r->n; k++)
      whole &= memory_at(&s->memory, r->number[k])->story != from || r->group[k] == heir;
    if (whole) rc = move_story(call, s, from, (uint32_t)story_of[heir]);
  }
  return rc;
}

static int apply_groups(tdg_call *call, struct stage *s, const struct regrouped *r,
                        int64_t story_of[REGROUP_MAX]) {
  int rc = apply_heirs(call, s, r, story_of);
  for (int i = 1; rc == TDG_OK && i < r->n; i++) {
    int g = r->group[i];
    if (memory_is_bound(memory_at(&s->memory, r->number[i]))) continue; /* it is tied to another, or stays */
    if (story_of[g] == NO_STORY) {
      int64_t id = founder_of(s, r, g);
      if (id == 0) continue;
      story_of[g] = memory_story(&s->memory, id);
    }
    if (memory_at(&s->memory, r->number[i])->story != (uint32_t)story_of[g])
      rc = move_record(call, s, r->number[i], (uint32_t)story_of[g],
                       "it is nearer to the records of this story, now that more is known");
  }
  return rc;
}

/* ---- headlines ---- */

/* Set the story's headline to the record's title; used by judge and recall. */
static void apply_headline(struct stage *s, int64_t number) {
  s->memory.stories[memory_at(&s->memory, number)->story].headline = (uint32_t)number;
}

/* Choose the headline again after the new record came: its title or another one. */
static int renew_headline(tdg_call *call, struct stage *s, uint32_t story, int64_t new_record) {
  int64_t best = headline_choose(&s->memory, story, new_record);
  if (best == MEMORY_NONE || (uint32_t)best == s->memory.stories[story].headline) return TDG_OK;
  apply_headline(s, best);
  return note_headline(call, s, best);
}

/* Update the headline of the new record's story, and of stories whose headline's record moved away. */
static int renew_headlines(tdg_call *call, struct stage *s, const struct regrouped *r, int64_t new_record) {
  int rc = renew_headline(call, s, memory_at(&s->memory, new_record)->story, new_record);
  for (int i = 1; rc == TDG_OK && i < r->n; i++) {
    uint32_t story = memory_at(&s->memory, r->number[i])->story;
    if (!headline_stands(&s->memory, story)) rc = renew_headline(call, s, story, new_record);
  }
  return rc;
}

/* ---- the stage ---- */

/* The records in memory to which a new record is tied, regardless of its text. */
struct ties {
  int64_t before;   /* the version it supersedes */
  int64_t original; /* the original of which it is a copy */
  int64_t copy;     /* a former original that is now a copy of it */
};

/* A new version that names a copy of its own predecessor as its original is not a copy. */
static struct ties ties_of(const struct stage *s, const struct joining *j) {
  struct ties t = {memory_find(&s->memory, j->supersedes), memory_find(&s->memory, j->copy_of),
                   memory_find(&s->memory, j->instead_of)};
  if (t.before == MEMORY_NONE) return t;
  if (t.original != MEMORY_NONE && memory_leader(&s->memory, t.original) == t.before)
    t.original = MEMORY_NONE;
  if (t.copy != MEMORY_NONE && memory_leader(&s->memory, t.copy) == t.before) t.copy = MEMORY_NONE;
  return t;
}

/* Add the new record to memory; used by judge and recall. */
static void tie(struct stage *s, int64_t number, const struct ties *t) {
  memory_follow(&s->memory, number, t->original);
  if (t->copy != MEMORY_NONE) memory_follow(&s->memory, memory_leader(&s->memory, t->copy), number);
  if (t->before == MEMORY_NONE) return;
  apply_replace(s, t->before);
  memory_unbind(&s->memory, t->before);
  memory_follow(&s->memory, t->before, number);
}

/* Move records tied to the new record from other stories to its story. */
static int gather_tied(tdg_call *call, struct stage *s, int64_t number, const struct ties *t) {
  const int64_t tied[] = {t->before, t->copy};
  int rc = TDG_OK;
  for (size_t i = 0; rc == TDG_OK && i < sizeof tied / sizeof *tied; i++) {
    uint32_t to = memory_at(&s->memory, number)->story;
    if (tied[i] == MEMORY_NONE || memory_at(&s->memory, tied[i])->story == to) continue;
    uint32_t from = memory_at(&s->memory, tied[i])->story;
    rc = move_record(call, s, tied[i], to,
                     "it goes with the record it belongs to: its original, or the version after it");
    if (rc == TDG_OK && s->memory.stories[from].n > 0 && !headline_stands(&s->memory, from))
      rc = renew_headline(call, s, from, MEMORY_NONE);
  }
  return rc;
}

/* A new version joins the story of the one it supersedes and replaces it, also for the headline; if it is a
 * copy, it joins its original. */
static int join_version(tdg_call *call, struct stage *s, struct joining *j, const struct ties *t) {
  uint32_t was = memory_at(&s->memory, t->before)->story,
           story = t->original != MEMORY_NONE ? memory_at(&s->memory, t->original)->story : was;
  struct summary_vector *g = tdg_scratch(call, sizeof *g);
  struct links none = {.n = 0};
  int heir = story == was && s->memory.stories[was].headline == (uint32_t)t->before && j->offer.text.n > 0 &&
             t->original == MEMORY_NONE;
  j->links = &none;
  j->story = s->memory.stories[story].id;
  j->reason = t->original != MEMORY_NONE ? "it is a copy of a record of this story"
                                         : "it is a new version of a record of this story";
  j->score = 1;
  vector_weigh(j->v, &s->df, &s->weights, g);
  int rc = note_join(call, j, heir);
  int64_t number = apply_join(s, j, g, &none, story);
  tie(s, number, t);
  if (heir) apply_headline(s, number);
  if (rc == TDG_OK) rc = gather_tied(call, s, number, t);
  return rc == TDG_OK ? renew_headline(call, s, story, number) : rc;
}

/* A copy gets the maximum score with its original, regardless of its text. */
static void link_to(const struct stage *s, struct links *l, int64_t original) {
  uint32_t back = (uint32_t)(s->memory.end - original);
  size_t k = 0;
  while (k < l->n && l->link[k].back != back) k++;
  if (k == l->n && l->n < MEMORY_LINKS) l->n++;
  if (k == l->n) k = l->n - 1; /* the weakest makes room */
  memmove(l->link + 1, l->link, k * sizeof *l->link);
  l->link[0] = (struct link){back, INT8_MAX};
}

/* The record to which it is tied may not be among the regrouped ones: then nothing is regrouped, and the new
 * record joins that one's story. */
static void stay_with(const struct stage *s, struct regrouped *r, int64_t tied,
                      int64_t story_of[REGROUP_MAX]) {
  for (int i = 1; i < r->n; i++)
    if (r->number[i] == tied && r->group[i] == r->group[0]) return;
  r->n = 1;
  r->group[0] = 0;
  story_of[0] = memory_at(&s->memory, tied)->story;
}

static float score_of(const struct story_score *fits, size_t n, uint32_t story) {
  for (size_t i = 0; i < n; i++)
    if (fits[i].story == story) return fits[i].score;
  return 0;
}

static int join_best(tdg_call *call, struct stage *s, struct joining *j, const struct ties *t) {
  struct links l = {.n = 0};
  struct story_score fits[MAX_STORIES_TRIED];
  struct regrouped r = {.n = 0};
  int64_t story_of[REGROUP_MAX], tied = t->original != MEMORY_NONE ? t->original : t->copy;
  struct summary_vector *g = tdg_scratch(call, sizeof *g);
  if (tied != MEMORY_NONE) tied = memory_leader(&s->memory, tied);
  vector_weigh(j->v, &s->df, &s->weights, g);
  l.n = pair_links(&s->memory, &s->df, g, &j->crossing, s->conf.window, l.link);
  l.n = crossing_links(&s->memory, &s->df, g, &j->crossing, l.link, l.n);
  if (tied != MEMORY_NONE) link_to(s, &l, tied);
  trace(call, s, g, l.link, l.n);
  size_t n =
      s->conf.trace ? 0 : score_stories(&s->memory, s->memory.end, j->crossing.language, l.link, l.n, fits);
  struct new_record who = {g, j->crossing.language, l.link, l.n, tied};
  regroup(&s->memory, &who, fits, n, hundredths(s->conf.join), s->conf.window, &r);
  name_groups(s, &r, story_of);
  if (tied != MEMORY_NONE) stay_with(s, &r, tied, story_of);
  int joins = story_of[r.group[0]] != NO_STORY;
  uint32_t story = joins ? (uint32_t)story_of[r.group[0]] : memory_story(&s->memory, j->v->id);
  story_of[r.group[0]] = story;
  j->links = &l;
  j->story = s->memory.stories[story].id;
  j->reason = joins ? reason_of(call, s, g, &l.link[0]) : "nothing near enough was found";
  if (t->original != MEMORY_NONE) j->reason = "it is a copy of a record of this story";
  if (t->copy != MEMORY_NONE) j->reason = "a record of this story is a copy of it";
  j->score = joins ? score_of(fits, n, story) : 0;
  int names = !joins && j->offer.text.n > 0, rc = note_join(call, j, names);
  int64_t number = apply_join(s, j, g, &l, story);
  tie(s, number, t);
  if (names) apply_headline(s, number);
  if (rc == TDG_OK) rc = apply_groups(call, s, &r, story_of);
  if (rc == TDG_OK) rc = gather_tied(call, s, number, t);
  return rc == TDG_OK ? renew_headlines(call, s, &r, number) : rc;
}

static int stands_aside(const struct joining *j, const struct ties *t) {
  return j->copy_of != 0 && t->original == MEMORY_NONE && t->before == MEMORY_NONE;
}

/* Its original has left the window: the story of that one is unknown here, so this copy does not affect other
 * records. */
static int stand_aside(tdg_call *call, struct stage *s, struct joining *j) {
  struct links none = {.n = 0};
  struct summary_vector *g = tdg_scratch(call, sizeof *g);
  uint32_t story = memory_story(&s->memory, j->v->id);
  j->links = &none;
  j->story = s->memory.stories[story].id;
  j->reason =
      "it is a copy of a record that came too long ago to be compared with; it stands where that one stands";
  vector_weigh(j->v, &s->df, &s->weights, g);
  int names = j->offer.text.n > 0, rc = note_join(call, j, names);
  int64_t number = apply_join(s, j, g, &none, story);
  if (names) apply_headline(s, number);
  apply_replace(s, number);
  return rc;
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct stage *s = self;
  struct vector *v = tdg_scratch(call, sizeof *v);
  struct crossing_reading *reading = crossing_begin(call, s->crossing, &s->small, rec);
  vector_make(call, &s->small, &s->df, &s->weights, rec, reading, v);
  if (v->id <= 0) return tdg_fail(call, TDG_BAD_INPUT, "a record without an id cannot be put into a story");
  memory_advance(&s->memory, v->seen);
  struct joining j = {.v = v,
                      .offer = headline_offer(call, rec),
                      .supersedes = tdg_get_int(call, rec, TDG_SUPERSEDES, 0),
                      .copy_of = tdg_get_int(call, rec, TDG_DUPLICATE_OF, 0),
                      .instead_of = tdg_get_int(call, rec, TDG_INSTEAD_OF, 0)};
  crossing_end(reading, &s->df, &j.crossing);
  struct ties t = ties_of(s, &j);
  if (t.before != MEMORY_NONE) return join_version(call, s, &j, &t);
  if (stands_aside(&j, &t)) return stand_aside(call, s, &j);
  return join_best(call, s, &j, &t);
}

/* ---- recall ---- */

static int recall_change(struct stage *s, const tdg_rec *note, tdg_call *call) {
  int64_t id = tdg_get_int(call, note, TDG_STORY_ID, 0), to = tdg_get_int(call, note, TDG_MOVED_TO, 0);
  int64_t record = memory_find(&s->memory, tdg_get_int(call, note, TDG_ABOUT, 0));
  if (to != 0) memory_merge(&s->memory, memory_story(&s->memory, id), memory_story(&s->memory, to));
  else if (record == MEMORY_NONE) return TDG_OK;
  else if (tdg_get(call, note, TDG_HEADLINE).n > 0) apply_headline(s, record);
  else memory_move(&s->memory, record, memory_story(&s->memory, id));
  return TDG_OK;
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  struct stage *s = self;
  struct tdg_str b = tdg_get(call, note, TDG_SIGNATURE);
  int64_t id = tdg_get_int(call, note, TDG_STORY_ID, 0);
  struct vector *v = tdg_scratch(call, sizeof *v);
  struct summary_vector *g = tdg_scratch(call, sizeof *g);
  struct joining j = {.v = v};
  struct links l;
  if (b.n == 0) return recall_change(s, note, call);
  if (unpack(b, &j, &l, v) != 0)
    return tdg_fail(call, TDG_BAD_INPUT, "a note of story %lld has no signature this version can read",
                    (long long)id);
  v->id = tdg_get_int(call, note, TDG_ABOUT, 0);
  memory_advance(&s->memory, v->seen);
  vector_weigh(v, &s->df, &s->weights, g);
  j.supersedes = tdg_get_int(call, note, TDG_SUPERSEDES, 0);
  struct ties t = ties_of(s, &j);
  int64_t number = apply_join(s, &j, g, &l, memory_story(&s->memory, id));
  tie(s, number, &t);
  if (tdg_get(call, note, TDG_HEADLINE).n > 0) apply_headline(s, number);
  if (stands_aside(&j, &t)) apply_replace(s, number);
  return TDG_OK;
}

/* ---- the checkpoint ---- */

static int save(tdg_call *call, void *self, int64_t nth) {
  const struct stage *s = self;
  return story_state_save(call, &s->memory, &s->df, s->weigh_at, nth);
}

static int restore(tdg_call *call, void *self, const tdg_rec *part) {
  struct stage *s = self;
  return story_state_restore(call, &s->memory, &s->df, &s->weigh_at, part);
}

TDG_PLUGIN("org.tidings.stage-story", TDG_VERSION, "Finds the records that tell of the same thing",
           TDG_STAGE(.name = "story", .summary = "Puts each record into a story",
                     .TDG_OPTIONS(struct conf, options), .open = open_stage, .judge = judge, .recall = recall,
                     .close = close_stage, .save = save, .restore = restore));
