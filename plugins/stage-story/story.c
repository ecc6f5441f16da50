/* story.c - the stage "story": which records tell of the same thing.
 *
 * One pass.  A record becomes a vector (vector.h); memory (memory.h) names the records that share its rare words; each
 * story among theirs is judged by how near its records are, on the average, to the new one.  The best story above
 * nought takes it, else it starts one, named by its own id.  When a record is about as near to a second story and the
 * two are near each other, they turn out to be one: the younger moves to the older, and a note says so.
 *
 * Copies join the story of their original and new versions that of their predecessor, unread.
 *
 * Memory changes only in apply_*(), which judge and recall share, so the notes alone rebuild it.
 */
#include "headline.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_NEAR = 40, MAX_STORIES_TRIED = 12, MAX_MEMBERS_TRIED = 8, DAY_MS = 86400000 };

struct conf {
  int64_t window, max_records, join, merge;
  int64_t w_title, w_lead, w_name, w_figure, w_phrase, trace;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, window, TDG_O_DURATION, 0, "10d", 3600000, 400LL * DAY_MS,
            "How long a record can draw others into its story.  Records leave the memory after this time."),
    TDG_OPT(struct conf, max_records, TDG_O_INT, 0, "1000000", 1000, 20000000,
            "Most records held in memory, under 1 kB each; the oldest leave first."),
    TDG_OPT(struct conf, join, TDG_O_INT, 0, "0", -1000, 1000,
            "How sure a record must be of a story before it joins, in hundredths of log odds.\n\n"
            "More makes more and smaller stories; 0 is even odds."),
    TDG_OPT(struct conf, merge, TDG_O_INT, 0, "0", -1000, 1000, "How sure two stories must be before they become one, likewise."),
    TDG_OPT(struct conf, w_title, TDG_O_INT, TDG_O_HIDDEN, "150", 0, 1000, "Weight of words in the title, in hundredths."),
    TDG_OPT(struct conf, w_lead, TDG_O_INT, TDG_O_HIDDEN, "140", 0, 1000, "Weight of words in the lead, in hundredths."),
    TDG_OPT(struct conf, w_name, TDG_O_INT, TDG_O_HIDDEN, "140", 0, 1000, "Weight of names, in hundredths."),
    TDG_OPT(struct conf, w_figure, TDG_O_INT, TDG_O_HIDDEN, "70", 0, 1000, "Weight of figures, in hundredths."),
    TDG_OPT(struct conf, w_phrase, TDG_O_INT, TDG_O_HIDDEN, "80", 0, 1000, "Weight of names of several words, in hundredths."),
    TDG_OPT(struct conf, trace, TDG_O_BOOL, TDG_O_HIDDEN, "false", 0, 0, "Log every comparison and join nothing: for measuring."),
};

struct stage {
  struct conf conf;
  struct vector_weights weights;
  struct tdg_small_words small;
  struct df df;
  struct memory memory;
};

static float hundredths(int64_t n) { return (float)n / 100; }

static int open_stage(tdg_call *call, const void *conf, void **self) {
  struct stage *s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for the stories");
  s->conf = *(const struct conf *)conf;
  s->weights = (struct vector_weights){hundredths(s->conf.w_title), hundredths(s->conf.w_lead), hundredths(s->conf.w_name),
                                       hundredths(s->conf.w_figure), hundredths(s->conf.w_phrase)};
  tdg_small_words_fill(&s->small);
  df_init(&s->df);
  memory_init(&s->memory, s->conf.window, (size_t)s->conf.max_records);
  *self = s;
  return TDG_OK;
}

static void close_stage(void *self) {
  struct stage *s = self;
  memory_free(&s->memory);
  df_free(&s->df);
  free(s);
}

/* ---- how near ---- */

/* Log odds that two records tell of the same thing. */
static float likelihood(const struct weighed *a, const struct weighed *b, const struct common *c) {
  (void)a, (void)b;
  return 12.0f * (c->cosine - 0.2f);
}

static void trace(tdg_call *call, const struct stage *s, const struct weighed *a, const struct weighed *b, const struct common *c) {
  if (!s->conf.trace) return;
  tdg_log(call, TDG_LOG_WARNING, "pair %lld %lld cos %.4f lead %.4f names %.4f figures %.4f shared %.2f words %d nnames %d la %d lb %d suma %.1f sumb %.1f na %.1f nb %.1f",
          (long long)a->v->id, (long long)b->v->id, (double)c->cosine, (double)c->lead, (double)c->names, (double)c->figures,
          (double)c->shared, c->words, c->n_names, a->v->length, b->v->length, (double)a->sum, (double)b->sum, (double)a->names, (double)b->names);
}

static float near_record(tdg_call *call, const struct stage *s, const struct weighed *w, int64_t number, struct common *c) {
  struct weighed other;
  vector_weigh(&memory_at(&s->memory, number)->vector, &s->df, &s->weights, &other);
  vector_compare(w, &other, c);
  trace(call, s, w, &other, c);
  return likelihood(w, &other, c);
}

struct fit {
  uint32_t story;
  float score;   /* mean log odds over its records */
  float nearest; /* cosine of its nearest record */
  int words, names;
};

/* The mean over a story's newest records. */
static struct fit fit_story(tdg_call *call, const struct stage *s, const struct weighed *w, uint32_t story) {
  struct fit f = {.story = story, .score = -100};
  int n = 0;
  float sum = 0;
  for (int64_t i = s->memory.stories[story].newest; n < MAX_MEMBERS_TRIED;) {
    const struct item *e = memory_at(&s->memory, i);
    struct common c;
    if (e == NULL) break;
    if (!e->silent) {
      sum += near_record(call, s, w, i, &c);
      n++;
      if (c.cosine > f.nearest) f.nearest = c.cosine, f.words = c.words, f.names = c.n_names;
    }
    i = e->older;
  }
  if (n > 0) f.score = sum / (float)n;
  return f;
}

static int too_far_apart(const struct stage *s, const struct vector *a, const struct vector *b) {
  int64_t gap = a->published - b->published;
  return a->published != 0 && b->published != 0 && (gap > s->conf.window || gap < -s->conf.window);
}

/* The best stories for a record, best first; returns how many were tried. */
static size_t fit_stories(tdg_call *call, const struct stage *s, const struct weighed *w, struct fit *out) {
  struct near near[MAX_NEAR];
  size_t n = 0, found = memory_near(&s->memory, w, near, MAX_NEAR);
  for (size_t i = 0; i < found && n < MAX_STORIES_TRIED; i++) {
    const struct item *e = memory_at(&s->memory, near[i].number);
    size_t k = 0;
    while (k < n && out[k].story != e->story) k++;
    if (k < n || too_far_apart(s, w->v, &e->vector)) continue;
    struct fit f = fit_story(call, s, w, e->story);
    for (k = n++; k > 0 && out[k - 1].score < f.score; k--) out[k] = out[k - 1];
    out[k] = f;
  }
  return n;
}

/* ---- memory ---- */

static int64_t apply_join(struct stage *s, const struct vector *v, const struct weighed *w, uint32_t story, int silent) {
  int64_t number = memory_add(&s->memory, v, w->weight, story, silent);
  if (!silent) df_count(&s->df, v->word, v->n);
  return number;
}

static void apply_replace(struct stage *s, int64_t number) {
  struct item *e = memory_at(&s->memory, number);
  if (e == NULL || e->silent) return;
  e->silent = 1;
  s->memory.stories[e->story].loud--;
}

/* ---- notes ---- */

struct joining {
  const struct vector *v;
  int64_t story, supersedes;
  const char *reason;
  float score;
  int silent;
  struct tdg_str headline;
  uint16_t headline_score;
};

static int note_join(tdg_call *call, const struct joining *j) {
  unsigned char signature[VECTOR_SIGNATURE + 3];
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, j->v->id);
  tdg_put_int(call, note, TDG_STORY_ID, j->story);
  tdg_put_str(call, note, TDG_REASON, j->reason);
  tdg_put_real(call, note, TDG_SCORE, (double)j->score);
  if (j->supersedes != 0) tdg_put_int(call, note, TDG_SUPERSEDES, j->supersedes);
  tdg_put_text(call, note, TDG_HEADLINE, j->headline.p, j->headline.n);
  signature[0] = (unsigned char)j->silent;
  signature[1] = (unsigned char)(j->headline_score & 255);
  signature[2] = (unsigned char)(j->headline_score >> 8);
  tdg_put_bytes(call, note, TDG_SIGNATURE, signature, 3 + vector_pack(j->v, signature + 3));
  return tdg_emit(call, note);
}

static int note_merge(tdg_call *call, int64_t from, int64_t to) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_STORY_ID, from);
  tdg_put_int(call, note, TDG_MOVED_TO, to);
  tdg_put_str(call, note, TDG_REASON, "the two turned out to be one story");
  return tdg_emit(call, note);
}

static const char *reason_of(tdg_call *call, const struct fit *f) {
  char *r = tdg_scratch(call, 160);
  snprintf(r, 160, "likeness %.2f to its nearest record: %d words in common, %d of them names", (double)f->nearest, f->words, f->names);
  return r;
}

/* ---- the stage ---- */

/* A copy or a new version: where its like is. */
static int join_known(tdg_call *call, struct stage *s, struct joining *j, const struct weighed *w, int64_t known, int copy) {
  uint32_t story = memory_at(&s->memory, known)->story;
  j->story = s->memory.stories[story].id;
  j->reason = copy ? "a copy of a record of this story" : "a new version of a record of this story";
  j->silent = copy;
  j->score = 1;
  struct vector quiet = *j->v;
  if (copy) quiet.n = 0, j->v = &quiet;
  int rc = note_join(call, j);
  apply_join(s, j->v, w, story, copy);
  if (!copy) apply_replace(s, known);
  return rc;
}

/* How near are two stories?  The mean over pairs of their newest records. */
static float between_stories(tdg_call *call, const struct stage *s, uint32_t a, uint32_t b) {
  float sum = 0;
  int n = 0;
  for (int64_t i = s->memory.stories[a].newest; n < MAX_MEMBERS_TRIED;) {
    const struct item *e = memory_at(&s->memory, i);
    if (e == NULL) break;
    if (!e->silent) {
      struct weighed w;
      vector_weigh(&e->vector, &s->df, &s->weights, &w);
      sum += fit_story(call, s, &w, b).score;
      n++;
    }
    i = e->older;
  }
  return n == 0 ? -100 : sum / (float)n;
}

/* The record joined the first; are the first and the second one story? */
static int merge_if_one(tdg_call *call, struct stage *s, uint32_t first, const struct fit *second) {
  if (second->score <= hundredths(s->conf.merge)) return TDG_OK;
  if (between_stories(call, s, second->story, first) <= hundredths(s->conf.merge)) return TDG_OK;
  int64_t a = s->memory.stories[first].id, b = s->memory.stories[second->story].id;
  uint32_t from = a < b ? second->story : first, to = a < b ? first : second->story;
  int rc = note_merge(call, a < b ? b : a, a < b ? a : b);
  memory_merge(&s->memory, from, to);
  return rc;
}

static void offer_headline(tdg_call *call, struct joining *j, const tdg_rec *rec, float nearness, uint16_t present) {
  uint16_t score = headline_score(nearness, tdg_get(call, rec, TDG_TITLE).n > 0);
  if (present != 0 && score < present + 500) return;
  j->headline = headline_of(call, rec);
  j->headline_score = score;
}

static int join_best(tdg_call *call, struct stage *s, struct joining *j, const struct weighed *w, const tdg_rec *rec) {
  struct fit fits[MAX_STORIES_TRIED];
  size_t n = fit_stories(call, s, w, fits);
  int joins = n > 0 && fits[0].score > hundredths(s->conf.join) && !s->conf.trace;
  uint32_t story = joins ? fits[0].story : memory_story(&s->memory, j->v->id);
  struct story *at = &s->memory.stories[story];
  j->story = at->id;
  j->reason = joins ? reason_of(call, &fits[0]) : "the first of its story";
  j->score = joins ? fits[0].score : 0;
  offer_headline(call, j, rec, joins ? fits[0].nearest : 0.2f, at->headline_score);
  if (j->headline.n > 0) at->headline_score = j->headline_score;
  int rc = note_join(call, j);
  apply_join(s, j->v, w, story, 0);
  return rc == TDG_OK && joins && n > 1 ? merge_if_one(call, s, story, &fits[1]) : rc;
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct stage *s = self;
  struct vector *v = tdg_scratch(call, sizeof *v);
  struct weighed *w = tdg_scratch(call, sizeof *w);
  vector_make(call, &s->small, &s->df, &s->weights, rec, v);
  if (v->id <= 0) return tdg_fail(call, TDG_BAD_INPUT, "a record without an id cannot be put into a story");
  memory_advance(&s->memory, v->seen);
  vector_weigh(v, &s->df, &s->weights, w);
  struct joining j = {.v = v, .supersedes = tdg_get_int(call, rec, TDG_SUPERSEDES, 0), .headline = {"", 0}};
  int64_t original = memory_find(&s->memory, tdg_get_int(call, rec, TDG_DUPLICATE_OF, 0));
  int64_t before = memory_find(&s->memory, j.supersedes);
  if (before != MEMORY_NONE) return join_known(call, s, &j, w, before, 0);
  if (original != MEMORY_NONE) return join_known(call, s, &j, w, original, 1);
  return join_best(call, s, &j, w, rec);
}

static int recall_merge(struct stage *s, const struct tdg_str *unused, int64_t from, int64_t to) {
  (void)unused;
  memory_merge(&s->memory, memory_story(&s->memory, from), memory_story(&s->memory, to));
  return TDG_OK;
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  struct stage *s = self;
  struct tdg_str b = tdg_get(call, note, TDG_SIGNATURE);
  int64_t moved = tdg_get_int(call, note, TDG_MOVED_TO, 0), id = tdg_get_int(call, note, TDG_STORY_ID, 0);
  struct vector *v = tdg_scratch(call, sizeof *v);
  struct weighed *w = tdg_scratch(call, sizeof *w);
  if (moved != 0) return recall_merge(s, &b, id, moved);
  if (b.n < 3 || vector_unpack((struct tdg_str){b.p + 3, b.n - 3}, v) != 0)
    return tdg_fail(call, TDG_BAD_INPUT, "a note of story %lld has no signature this version can read", (long long)id);
  v->id = tdg_get_int(call, note, TDG_ABOUT, 0);
  memory_advance(&s->memory, v->seen);
  vector_weigh(v, &s->df, &s->weights, w);
  uint32_t story = memory_story(&s->memory, id);
  if (tdg_get(call, note, TDG_HEADLINE).n > 0)
    s->memory.stories[story].headline_score = (uint16_t)((unsigned char)b.p[1] | (unsigned)(unsigned char)b.p[2] << 8);
  apply_join(s, v, w, story, b.p[0]);
  apply_replace(s, memory_find(&s->memory, tdg_get_int(call, note, TDG_SUPERSEDES, 0)));
  return TDG_OK;
}

TDG_PLUGIN("tidings.story", "0.1.0", "Finds the records that tell of the same thing",
           TDG_STAGE(.name = "story", .summary = "Puts each record into a story", .TDG_OPTIONS(struct conf, options),
                     .open = open_stage, .judge = judge, .recall = recall, .close = close_stage));
