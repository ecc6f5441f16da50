/* dedupe.c - the stage "dedupe": find copies of earlier records.
 *
 * A record becomes a fingerprint (fingerprint.c); the window (window.c) returns the originals that share its
 * rarest shingles, and the best of those that pass the check is its original.  A copy refers to an original,
 * never to another copy.  Every record gets one note with its fingerprint, so that the state can be rebuilt
 * from the notes alone; when the `keep` rule prefers the new record, further notes make the old group copies
 * of it.
 *
 * The state changes only in remember(), which judge and recall share: equal notes in equal order give equal
 * state, independent of restarts.
 */
#include "dedupe.h"

#include <stdio.h>
#include <stdlib.h>

static const double LEAST_SHARE = 0.22, LEAST_UNTITLED = 0.4; /* of the body */
/* What a body of few shingles must share beyond LEAST_SHARE, falling from MORE_OF_SHORT to nothing at FEW_SHINGLES. */
static const double MORE_OF_SHORT = 0.5, FEW_SHINGLES = 90, CUT_RATIO = 3.5;
enum { FEW_FIGURES = 4 };
static const double LEAST_OF_COPY = 0.6, SURE_OF_COPY = 1.5;
enum { MAX_CANDIDATES = 16, EXCERPT = 3, MAX_REHUNG = 1000, DAY_MS = 86400000 };
enum rule { RULE_FIRST, RULE_TRUST, RULE_LONGEST };

struct conf {
  int64_t window, max_records, keep, min_line_words, trace;
};
static const char *const keep_rules[] = {"first", "trust", "longest", NULL};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, window, TDG_O_DURATION, 0, "7d", 3600000, 400LL * DAY_MS,
            "How far apart a copy and its original may be.  Records leave the memory after this time."),
    TDG_OPT(struct conf, max_records, TDG_O_INT, 0, "1000000", 1000, 20000000,
            "Most records held in memory, about 1 kB each; the oldest leave first."),
    TDG_OPT_ENUM(
        struct conf, keep, 0, "trust", keep_rules,
        "Which of several copies is shown as the original: the first, that of the most trusted source (of "
        "equals the first; a source without trust has 0), or the longest.  The others stay, with a "
        "reference to it."),
    TDG_OPT(struct conf, min_line_words, TDG_O_INT, 0, "12", 1, 100,
            "Lines with fewer words are headings, bylines or calls to subscribe and are not compared."),
    TDG_OPT(struct conf, trace, TDG_O_BOOL, TDG_O_HIDDEN, "false", 0, 0,
            "Log every comparison and join nothing: for measuring."),
};

struct dedupe {
  struct conf conf;
  struct fingerprint_lexicon lexicon;
  struct boilerplate boilerplate;
  struct window window;
};

static int open_stage(tdg_call *call, const void *conf, void **self) {
  struct dedupe *d = calloc(1, sizeof *d);
  if (d == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for the index");
  d->conf = *(const struct conf *)conf;
  fingerprint_lexicon_fill(&d->lexicon);
  window_init(&d->window, d->conf.window, (size_t)d->conf.max_records);
  *self = d;
  return TDG_OK;
}

static void close_stage(void *self) {
  struct dedupe *d = self;
  window_free(&d->window);
  free(d);
}

/* ---- is it a copy? ---- */

struct verdict {
  int64_t original; /* WINDOW_NONE: not a copy */
  int64_t like;     /* the most similar record: the original or a copy of it */
  double score;
  struct likeness how;
  int exact;
  int told; /* the record names its original: no comparison was made */
};

static double at_most_8(int n) { return (n < 8 ? n : 8) / 8.0; }

/* Features of a pair, summed to the log odds that both are one text.  The body alone says little (a follow-up
 * quotes half of it, a template repeats all but the figures): it counts together with the lead, or when most
 * of either is in the other and the figures agree.  Different figures and names, and a title that is not
 * found in the other record, count against, above all under the same lead, which is then a standing
 * introduction or a form with new values.  The weights of copy_weights.h belong to these names in this
 * order. */
// clang-format off
#define COPY_FEATURES(X)                                                                                             \
  X(ONE) X(BODY) X(LEAD) X(BODY_AND_LEAD) X(FIGURES) X(N_FIGURES) X(FIGURES_IN_BODY) X(FIGURES_DIFFER_UNDER_LEAD)    \
  X(NAMES) X(N_NAMES) X(NAMES_DIFFER_UNDER_LEAD) X(TITLE) X(N_TITLE) X(TITLE_DIFFERS_UNDER_LEAD)
// clang-format on

enum copy_feature {
#define COPY_ENUM(name) COPY_##name,
  COPY_FEATURES(COPY_ENUM)
#undef COPY_ENUM
      COPY_LIMIT
};

#include "copy_weights.h"
#define COPY_AT(at, name, weight)                                                                            \
  _Static_assert(COPY_##name == (at), "the weights were learned with other features: train/fit_copies.py");
COPY_WEIGHTS(COPY_AT)
#define COPY_WEIGHT(at, name, weight) [COPY_##name] = weight,
static const double copy_weight[] = {COPY_WEIGHTS(COPY_WEIGHT)};
_Static_assert(sizeof copy_weight / sizeof *copy_weight == COPY_LIMIT, "a feature has no weight");

static void copy_features(const struct likeness *l, double f[COPY_LIMIT]) {
  double most = l->of_a > l->of_b ? l->of_a : l->of_b, least = l->of_a < l->of_b ? l->of_a : l->of_b;
  double nf = at_most_8(l->n_figures), nn = at_most_8(l->n_names), nt = l->n_title < 4 ? l->n_title / 4.0 : 1;
  double body = least > 0.7 ? least - 0.7 : 0, lead4 = l->lead * l->lead * l->lead * l->lead;
  f[COPY_ONE] = 1;
  f[COPY_BODY] = most;
  f[COPY_LEAD] = l->lead;
  f[COPY_BODY_AND_LEAD] = most * l->lead;
  f[COPY_FIGURES] = nf * l->figures;
  f[COPY_N_FIGURES] = nf;
  f[COPY_FIGURES_IN_BODY] = nf * body * l->figures;
  f[COPY_FIGURES_DIFFER_UNDER_LEAD] = nf * lead4 * (1 - l->figures);
  f[COPY_NAMES] = nn * l->names;
  f[COPY_N_NAMES] = nn;
  f[COPY_NAMES_DIFFER_UNDER_LEAD] = nn * lead4 * (1 - l->names);
  f[COPY_TITLE] = nt * l->title;
  f[COPY_N_TITLE] = nt;
  f[COPY_TITLE_DIFFERS_UNDER_LEAD] = nt * lead4 * (1 - l->title);
}

static double weigh(const struct likeness *l) {
  double f[COPY_LIMIT], sum = 0;
  copy_features(l, f);
  for (size_t i = 0; i < COPY_LIMIT; i++) sum += copy_weight[i] * f[i];
  return sum;
}

/* A form with new values: many figures, and many of them differ.  No other feature can outweigh this. */
static int is_refilled_form(const struct likeness *l) {
  double most = l->of_a > l->of_b ? l->of_a : l->of_b;
  return l->n_figures >= FEW_FIGURES && l->figures < 0.6 && l->n_figures * most >= 0.18 * l->n_shared;
}

/* Names, lead and figures may agree in two reports of one event, so a minimum share of the text is required.
 * One common sentence (a form of words that everybody uses, a quotation) is a good part of two short reports:
 * those must share more.  A cut copy is far shorter than what it was cut from, and edited besides. */
static double least_share(const struct likeness *l) {
  double least = l->n_title == 0 ? LEAST_UNTITLED : LEAST_SHARE, more;
  if (l->shorter >= FEW_SHINGLES || l->longer >= CUT_RATIO * l->shorter) return least;
  more = LEAST_SHARE + MORE_OF_SHORT * (1 - l->shorter / FEW_SHINGLES);
  return more > least ? more : least;
}

static int passes(const struct likeness *l) {
  double most = l->of_a > l->of_b ? l->of_a : l->of_b;
  return most >= least_share(l) && weigh(l) > 0 && !is_refilled_form(l);
}

/* Nearly equal texts: a record this similar to a copy belongs to the copy's original, although the two may
 * look less similar.  A lower threshold would form chains. */
static int passes_as_copy(const struct likeness *l) {
  return l->of_a >= LEAST_OF_COPY && l->of_b >= LEAST_OF_COPY && weigh(l) > SURE_OF_COPY &&
         !is_refilled_form(l);
}

static int too_far_apart(const struct dedupe *d, const struct fingerprint *a, const struct fingerprint *b) {
  int64_t gap = a->published - b->published;
  if (a->published == 0 || b->published == 0) return 0;
  return gap > d->conf.window || gap < -d->conf.window;
}

/* A full report is not a copy of an earlier excerpt. */
static int is_excerpt(const struct dedupe *d, const struct fingerprint *p,
                      const struct fingerprint *original) {
  return d->conf.keep != RULE_LONGEST && original->words * EXCERPT < p->words;
}

/* The features that weigh() sums up, as " NAME value" each, for train/fit_copies.py. */
static void trace(tdg_call *call, const struct dedupe *d, const struct fingerprint *a,
                  const struct fingerprint *b, const struct likeness *l) {
#define COPY_NAME(name) #name,
  static const char *const name[] = {COPY_FEATURES(COPY_NAME)};
  double f[COPY_LIMIT];
  char features[1000] = "";
  if (!d->conf.trace) return;
  copy_features(l, f);
  for (size_t i = 0, n = 0; i < COPY_LIMIT && n < sizeof features; i++)
    n += (size_t)snprintf(features + n, sizeof features - n, " %s %.6g", name[i], f[i]);
  tdg_log(call, TDG_LOG_WARNING, "pair %lld %lld%s score %.4f", (long long)a->id, (long long)b->id, features,
          weigh(l));
}

static void consider(tdg_call *call, const struct dedupe *d, const struct fingerprint *p, int64_t number,
                     struct verdict *v) {
  const struct entry *e = window_at(&d->window, number), *o = window_at(&d->window, e->original);
  struct likeness l;
  if (o == NULL || o->retired || too_far_apart(d, p, &e->fingerprint) || too_far_apart(d, p, &o->fingerprint))
    return;
  fingerprint_compare(p, &e->fingerprint, &l);
  trace(call, d, p, &e->fingerprint, &l);
  int exact = p->exact != 0 && p->exact == e->fingerprint.exact && p->words == e->fingerprint.words;
  double score = exact ? 100 : weigh(&l);
  int found = exact || (e == o ? passes(&l) && !is_excerpt(d, p, &e->fingerprint) : passes_as_copy(&l));
  if (!d->conf.trace && found && (v->original == WINDOW_NONE || score > v->score))
    *v = (struct verdict){e->original, number, score, l, exact, 0};
}

static struct verdict find_original(tdg_call *call, const struct dedupe *d, const struct fingerprint *p,
                                    int64_t not_this) {
  struct verdict v = {.original = WINDOW_NONE};
  struct candidate c[MAX_CANDIDATES];
  if (p->exact == 0) return v;
  size_t n = window_candidates(&d->window, p, c, MAX_CANDIDATES);
  for (size_t i = 0; i < n; i++)
    if (window_at(&d->window, c[i].number)->original != not_this && c[i].number != not_this)
      consider(call, d, p, c[i].number, &v);
  return v;
}

/* Are all copies of it still in memory?  Otherwise they could not be moved with it. */
static int group_is_whole(const struct dedupe *d, const struct entry *o) {
  int n = 0;
  const struct entry *c = window_at(&d->window, o->next_copy);
  for (; c != NULL && n < MAX_REHUNG; c = window_at(&d->window, c->next_copy)) n++;
  return n < MAX_REHUNG && n == o->n_copies;
}

static int preferred(const struct dedupe *d, const struct fingerprint *new_record, const struct entry *o) {
  const struct fingerprint *p = &o->fingerprint;
  if (d->conf.keep == RULE_TRUST) return new_record->trust > p->trust && group_is_whole(d, o);
  if (d->conf.keep == RULE_LONGEST)
    return new_record->words > p->words + p->words / 10 && group_is_whole(d, o);
  return 0;
}

/* ---- memory ---- */

/* The only function that changes the state.  original: WINDOW_NONE or the original's number; replaces: the
 * number of the record that it replaces as the original, or WINDOW_NONE. */
static int64_t remember(struct dedupe *d, const struct fingerprint *p, const struct fingerprint_lines *lines,
                        int64_t original, int64_t replaces) {
  boilerplate_count(&d->boilerplate, lines->hash, lines->n);
  int64_t number = window_add(&d->window, p, original);
  struct entry *old = window_at(&d->window, replaces);
  if (old != NULL) old->retired = 1;
  return number;
}

/* ---- notes ---- */

/* The reason shown after "a copy of ..., because". */
static const char *reason(tdg_call *call, const struct verdict *v) {
  enum { SIZE = 300 };
  char *s = tdg_scratch(call, SIZE);
  const struct likeness *l = &v->how;
  const char *other = v->like == v->original ? "the original" : "another copy of it";
  size_t n;
  if (v->told) return "it gives the address of another's report";
  if (v->exact) {
    snprintf(s, SIZE, "it has the same words as %s", other);
    return s;
  }
  n = (size_t)snprintf(
      s, SIZE, "%.0f%% of its text is in %s and %.0f%% of that text in it; of the leads' words %.0f%% agree",
      100 * l->of_a, other, 100 * l->of_b, 100 * l->lead);
  if (l->n_figures > 0) n += (size_t)snprintf(s + n, SIZE - n, ", of the figures %.0f%%", 100 * l->figures);
  if (l->n_names > 0) snprintf(s + n, SIZE - n, ", of the names %.0f%%", 100 * l->names);
  return s;
}

struct said {
  int64_t original, instead_of; /* original: 0 for none; instead_of: the record it replaces */
  int64_t supersedes;
};

static int note_record(tdg_call *call, const struct fingerprint *p, const struct fingerprint_lines *lines,
                       const struct said *said, const struct verdict *v) {
  unsigned char signature[FINGERPRINT_SIGNATURE];
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, p->id);
  if (said->supersedes != 0) tdg_put_int(call, note, TDG_SUPERSEDES, said->supersedes);
  if (said->instead_of != 0) tdg_put_int(call, note, TDG_INSTEAD_OF, said->instead_of);
  if (said->original != 0) {
    tdg_put_int(call, note, TDG_DUPLICATE_OF, said->original);
    tdg_put_str(call, note, TDG_REASON, reason(call, v));
    tdg_put_real(call, note, TDG_SCORE, v->exact || v->told ? 1.0 : 0.5 + 0.5 * v->score / (1 + v->score));
  }
  tdg_put_bytes(call, note, TDG_SIGNATURE, signature, fingerprint_pack(p, lines, signature));
  return tdg_emit(call, note);
}

static int note_rehung(tdg_call *call, int64_t copy, int64_t original, const char *why) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, copy);
  tdg_put_int(call, note, TDG_DUPLICATE_OF, original);
  tdg_put_str(call, note, TDG_REASON, why);
  return tdg_emit(call, note);
}

/* Make the new record the original: the old original and its copies become copies of it. */
static int move_group(tdg_call *call, struct dedupe *d, int64_t old, int64_t new_record, int compared) {
  struct entry *o = window_at(&d->window, old);
  int64_t id = window_at(&d->window, new_record)->fingerprint.id, copy = o->next_copy;
  int rc = note_rehung(call, o->fingerprint.id, id,
                       !compared ? "it was known as a copy of that one when that one was read"
                       : d->conf.keep == RULE_TRUST ? "a more trusted source published the same text"
                                                    : "a longer copy was published");
  o->next_copy = WINDOW_NONE;
  o->n_copies = 0;
  window_set_original(&d->window, old, new_record);
  for (struct entry *c; rc == TDG_OK && (c = window_at(&d->window, copy)) != NULL;) {
    int64_t next = c->next_copy;
    rc = note_rehung(call, c->fingerprint.id, id, "what it was a copy of is a copy of this one itself");
    window_set_original(&d->window, copy, new_record);
    copy = next;
  }
  return rc;
}

/* ---- the stage ---- */

/* The record names its original, so it is a copy regardless of its text.  An original that has left the
 * window is still known to the store. */
static struct verdict told_original(const struct dedupe *d, int64_t id) {
  int64_t number = window_find(&d->window, id);
  const struct entry *e = window_at(&d->window, number);
  int known = e != NULL && window_at(&d->window, e->original) != NULL;
  return (struct verdict){.original = known ? e->original : WINDOW_NONE, .like = number, .told = 1};
}

/* An existing original is a copy of the new record, as the new record's note says.  That does not make the
 * new record an original: its text is still compared. */
static int64_t find_replaced(const struct dedupe *d, int64_t known) {
  int64_t number = window_find(&d->window, known);
  const struct entry *e = window_at(&d->window, number);
  return e != NULL && e->original == number && !e->retired ? number : WINDOW_NONE;
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct dedupe *d = self;
  struct fingerprint_reader reader = {&d->lexicon, &d->boilerplate, (uint32_t)d->conf.min_line_words};
  struct fingerprint p;
  struct fingerprint_lines lines;
  fingerprint_make(call, &reader, rec, &p, &lines);
  if (p.id <= 0) return tdg_fail(call, TDG_BAD_INPUT, "a record without an id cannot be compared");
  struct said said = {.supersedes = tdg_get_int(call, rec, TDG_SUPERSEDES, 0)};
  int64_t known = tdg_get_int(call, rec, TDG_DUPLICATE_OF, 0),
          before = window_find(&d->window, said.supersedes);
  window_advance(&d->window, p.seen);
  struct verdict v = known != 0 ? told_original(d, known) : find_original(call, d, &p, before);
  int64_t claimed = find_replaced(d, tdg_get_int(call, rec, TDG_INSTEAD_OF, 0));
  const struct entry *o = window_at(&d->window, v.original);
  int64_t found = v.original;
  int better = o != NULL && !v.told && preferred(d, &p, o);
  if (o == NULL || v.original == claimed || better) { /* an original */
    int64_t taken = better ? v.original : claimed;
    if (taken != WINDOW_NONE) said.instead_of = window_at(&d->window, taken)->fingerprint.id;
    v.original = WINDOW_NONE;
  } else {
    said.original = o->fingerprint.id;
  }
  int rc = note_record(call, &p, &lines, &said, &v);
  int64_t number = remember(d, &p, &lines, v.original, before);
  if (v.original != WINDOW_NONE) number = v.original;
  if (rc == TDG_OK && better) rc = move_group(call, d, found, number, 1);
  if (rc == TDG_OK && claimed != WINDOW_NONE && !(better && claimed == found))
    rc = move_group(call, d, claimed, number, 0);
  return rc;
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  struct dedupe *d = self;
  struct tdg_str signature = tdg_get(call, note, TDG_SIGNATURE);
  int64_t about = tdg_get_int(call, note, TDG_ABOUT, 0);
  int64_t original = window_find(&d->window, tdg_get_int(call, note, TDG_DUPLICATE_OF, 0));
  struct fingerprint p;
  struct fingerprint_lines lines;
  if (signature.n == 0) {
    window_set_original(&d->window, window_find(&d->window, about), original);
    return TDG_OK;
  }
  if (fingerprint_unpack(signature, &p, &lines) != 0)
    return tdg_fail(call, TDG_BAD_INPUT, "the note on record %lld has no print this version can read",
                    (long long)about);
  p.id = about;
  window_advance(&d->window, p.seen);
  remember(d, &p, &lines, original, window_find(&d->window, tdg_get_int(call, note, TDG_SUPERSEDES, 0)));
  return TDG_OK;
}

/* ---- the checkpoint ---- */

static int save(tdg_call *call, void *self, int64_t nth) {
  const struct dedupe *d = self;
  return state_save(call, &d->window, &d->boilerplate, nth);
}

static int restore(tdg_call *call, void *self, const tdg_rec *part) {
  struct dedupe *d = self;
  return state_restore(call, &d->window, &d->boilerplate, part);
}

TDG_PLUGIN("org.tidings.stage-dedupe", TDG_VERSION, "Finds copies: exact, wrapped, cut and edited",
           TDG_STAGE(.name = "dedupe", .summary = "Hangs each copy on one original",
                     .TDG_OPTIONS(struct conf, options), .open = open_stage, .judge = judge, .recall = recall,
                     .close = close_stage, .save = save, .restore = restore));
