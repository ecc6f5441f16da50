/* gather.c - sayings become conflicts: who says which value, and how they came to differ; see conflict.h.
 *
 * Two sayings that were compared speak of one thing; those that are the same have one value.  They are joined at once: what
 * many reports agree on takes no room from what two contradict.  A thing with two values or more is a conflict.  Nothing is
 * resolved: all values stand side by side.  What the brief may tell is what most publishers say, a copy not counted, or what
 * came last where the matter itself changed, or what a correction says.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_NORM = 48, MAX_VALUES = 8, MAX_DISPUTED = 60, MAX_MESSAGE = 1000, MAX_ITEM = 60, MAX_THINGS = 40 };
enum {
  FORM =
      12, /* reports of one event hardly differ in so much: four sentences that are the same but for a value */
  SAME_WORDS = 3,
  HALF_DAY = 12 * 3600000,
  LEAST_WORDS = 3,
  LONG_NUMBER = 100000 /* "four million" is easier to read in its words */
};

/* ---- things and values ---- */

/* Room for one more; 0: there are too many. */
static int make_room(struct graph *g) {
  if (g->n < g->most) return 1;
  if (g->n == MAX_NODES) return 0;
  g->most = g->most == 0 ? 64 : 2 * g->most < MAX_NODES ? 2 * g->most : MAX_NODES;
  struct node *v = tdg_scratch(g->b->call, (size_t)g->most * sizeof *v);
  if (g->n > 0) memcpy(v, g->v, (size_t)g->n * sizeof *v);
  g->v = v;
  return 1;
}

/* -1: there is no room for one more. */
static int node_of(struct graph *g, struct reading *r, const char *kind, const struct saying *s) {
  for (int i = r->last_node; i > 0; i = g->v[i - 1].before) {
    const struct node *o = &g->v[i - 1];
    if (o->say.fact == s->fact && strcmp(o->kind, kind) == 0 && (s->fact != NULL || o->say.start == s->start))
      return i - 1;
  }
  if (!make_room(g)) return -1;
  g->v[g->n] = (struct node){*s, kind, g->n, g->n, r->last_node};
  r->last_node = g->n + 1;
  return g->n++;
}

static int thing_of(const struct graph *g, int i) {
  while (g->v[i].thing != i) i = g->v[i].thing;
  return i;
}
static int value_of(const struct graph *g, int i) {
  while (g->v[i].value != i) i = g->v[i].value;
  return i;
}

/* "About $3.4 billion" agrees with $3.4 billion and with $3.1 billion; these two do not. */
static int may_join(const struct comparison *c, const struct node *a, const struct node *b) {
  const struct tdg_fact *f = a->say.fact, *g = b->say.fact;
  if (f == NULL || g == NULL || f->kind != g->kind || f->value == g->value) return 1;
  return tdg_facts_compare(c->b->call, &a->say.of->text, f, &b->say.of->text, g) != TDG_FACTS_DIFFER;
}

int add_edge(struct comparison *c, const char *kind, struct saying x, struct saying y, int differ) {
  struct graph *g = c->found;
  int a = node_of(g, &c->reading[x.of - c->reading], kind, &x),
      b = node_of(g, &c->reading[y.of - c->reading], kind, &y);
  if (a < 0 || b < 0) return 1;
  int thing = thing_of(g, a), value = value_of(g, a);
  g->v[thing_of(g, b)].thing = thing;
  if (!differ && may_join(c, &g->v[value], &g->v[value_of(g, b)])) g->v[value_of(g, b)].value = value;
  g->v[a].thing = g->v[b].thing = thing;
  return 1;
}

/* Each says of itself what it is of: the ways to what stands for all are walked once. */
static void shorten_ways(struct graph *g) {
  for (int i = 0; i < g->n; i++) g->v[i].thing = thing_of(g, i), g->v[i].value = value_of(g, i);
}

static int same_value(const struct node *a, const struct node *b) {
  return a->say.fact != NULL && b->say.fact != NULL && a->say.fact->kind == b->say.fact->kind &&
         a->say.fact->value == b->say.fact->value && a->say.fact->kind != TDG_FACT_NAME &&
         !(a->say.fact->kind == TDG_FACT_DATE && a->say.fact->precision == 0);
}

/* Values of things that have more than one. */
struct disputed {
  int *value;
  int n;
};

static void find_disputed(const struct graph *g, struct disputed *d) {
  int *values = tdg_scratch(g->b->call, ((size_t)g->n + 1) * sizeof *values);
  d->value = tdg_scratch(g->b->call, ((size_t)g->n + 1) * sizeof *d->value);
  for (int i = 0; i < g->n; i++) values[thing_of(g, i)] += value_of(g, i) == i;
  for (int i = 0; i < g->n; i++)
    if (value_of(g, i) == i && values[thing_of(g, i)] > 1) d->value[d->n++] = i;
}

/* Two things with the same two values are one: five days, eight days of riots. */
static void merge_if_same(struct graph *g, const struct disputed *d, int a, int b) {
  int same[2] = {0}, with[2] = {0}, n = 0;
  for (int i = 0; i < d->n; i++)
    for (int k = 0; k < d->n && n < 2; k++)
      if (thing_of(g, d->value[i]) == a && thing_of(g, d->value[k]) == b &&
          value_of(g, d->value[k]) == d->value[k] && same_value(&g->v[d->value[i]], &g->v[d->value[k]]))
        same[n] = d->value[i], with[n++] = d->value[k];
  if (n < 2) return;
  for (int i = 0; i < n; i++) g->v[with[i]].value = value_of(g, same[i]);
  g->v[b].thing = a;
}

static void merge_things(struct graph *g, const struct disputed *d) {
  for (int i = 0; i < d->n; i++)
    for (int k = i + 1; k < d->n; k++) {
      int a = thing_of(g, d->value[i]), b = thing_of(g, d->value[k]);
      if (a != b && strcmp(g->v[a].kind, g->v[b].kind) == 0) merge_if_same(g, d, a, b);
    }
}

/* ---- one thing ---- */

struct value {
  int node;            /* that stands for it */
  int sentences;       /* that say it; 0: only titles */
  int publishers;      /* of records that are no copies */
  int64_t first, last; /* when it was said; 0: not known */
};
struct thing {
  struct graph *g;
  int node;
  const char *kind;
  struct value value[MAX_VALUES];
  int n;
  int best; /* the value that may be told; -1: none more than another */
};

static const struct member *member_of(const struct graph *g, const struct node *n) {
  return &g->b->member[n->say.of->s->member];
}

static int is_copy(const struct graph *g, const struct node *n) {
  return n->say.of->s->member >= g->b->n_members;
}

/* Has a node before this one the same value and the same publisher? */
static int is_counted(const struct graph *g, int i) {
  for (int k = 0; k < i; k++)
    if (value_of(g, k) == value_of(g, i) && !is_copy(g, &g->v[k]) && !g->v[k].say.of->is_title &&
        g->v[k].say.corrects >= 0 && member_of(g, &g->v[k])->publisher == member_of(g, &g->v[i])->publisher)
      return 1;
  return 0;
}

/* The same publisher gives another value later: that is what it says. */
static int is_taken_back(const struct graph *g, int i) {
  const struct member *m = member_of(g, &g->v[i]);
  if (m->unnamed || m->time == 0 || m->undated) return 0;
  for (int k = 0; k < g->n; k++) {
    const struct member *o = member_of(g, &g->v[k]);
    if (thing_of(g, k) == thing_of(g, i) && value_of(g, k) != value_of(g, i) &&
        o->publisher == m->publisher && !o->unnamed && !o->undated && o->time > m->time &&
        g->v[k].say.corrects >= 0)
      return 1;
  }
  return 0;
}

static void read_value(const struct graph *g, struct value *v) {
  for (int i = 0; i < g->n; i++) {
    if (value_of(g, i) != v->node) continue;
    const struct member *m = member_of(g, &g->v[i]);
    if (g->v[i].say.of->is_title || g->v[i].say.corrects < 0) continue; /* corrects < 0: told as wrong */
    v->sentences++;
    v->publishers += !is_copy(g, &g->v[i]) && !is_counted(g, i) && !is_taken_back(g, i);
    if (m->time == 0 || m->undated) continue; /* not known to the minute */
    if (v->first == 0 || m->time < v->first) v->first = m->time;
    if (m->time > v->last) v->last = m->time;
  }
}

static void read_thing(struct graph *g, int node, struct thing *t) {
  *t = (struct thing){.g = g, .node = node, .kind = g->v[node].kind, .best = -1};
  for (int i = 0; i < g->n; i++) {
    if (thing_of(g, i) != node || value_of(g, i) != i || t->n == MAX_VALUES) continue;
    t->value[t->n] = (struct value){.node = i};
    read_value(g, &t->value[t->n]);
    if (t->value[t->n].sentences > 0) t->n++;
  }
}

/* ---- how they came to differ ---- */

/* A note of the record says that it corrects: "Correction: an earlier version ...". */
static int has_note(const struct brief *b, int member) {
  const struct sentence *title = &b->member[member].title;
  if (title->is & W(W_CHANGED)) return 1;
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].member == member && (b->sentence[i].is & W(W_CHANGED))) return 1;
  return 0;
}

/* A record and its copy by the same publisher, or one with a note that it corrects: the later one does. */
static int is_revised(const struct thing *t) {
  const struct graph *g = t->g;
  for (int i = 0; i < g->n; i++)
    for (int k = 0; k < g->n && thing_of(g, i) == t->node; k++) {
      if (thing_of(g, k) != t->node || value_of(g, i) == value_of(g, k)) continue;
      const struct member *m = member_of(g, &g->v[i]), *o = member_of(g, &g->v[k]);
      if (m->unnamed || m->publisher != o->publisher) continue;
      if (m->copy_of == o->id && m->copy_of != 0) return 1;
      if (m->time > o->time && o->time != 0 && !m->undated && !o->undated && o != m &&
          has_note(g->b, g->v[i].say.of->s->member))
        return 1;
    }
  return 0;
}

/* A sentence that says of one value that it was wrong; which one is right: *right. */
static int is_corrected(struct thing *t, int *right) {
  const struct graph *g = t->g;
  for (int i = 0; i < g->n; i++) {
    if (thing_of(g, i) != t->node || g->v[i].say.corrects == 0) continue;
    for (int v = 0; v < t->n; v++)
      if (t->value[v].node == value_of(g, i) && g->v[i].say.corrects > 0) *right = v;
    return 1;
  }
  return 0;
}

static int is_figure(const struct thing *t) { return strcmp(t->kind, "figure") == 0; }

/* Do the words that name the speaker of one stand in the other too? */
static int share_speaker(const struct reading *x, const struct reading *y) {
  for (size_t i = 0; i < x->words->n; i++) {
    const struct tdg_term *t = &x->s->terms[x->words->v[i].term];
    if (t->start >= x->sense.speaker.start && t->end <= x->sense.speaker.end &&
        align_has(y->words, x->words->v[i].matter))
      return 1;
  }
  return 0;
}

/* Each value has a speaker of its own. */
static int is_attributed(const struct thing *t) {
  const struct graph *g = t->g;
  int spoken = 0;
  for (int i = 0; i < g->n; i++) {
    if (thing_of(g, i) != t->node || g->v[i].say.of->is_title) continue;
    const struct tdg_range *speaker = &g->v[i].say.of->sense.speaker;
    if (g->v[i].say.of->sense.speech == TDG_SPEECH_NONE || speaker->end == speaker->start) return 0;
    for (int k = 0; k < i; k++)
      if (thing_of(g, k) == t->node && value_of(g, k) != value_of(g, i) &&
          share_speaker(g->v[k].say.of, g->v[i].say.of))
        return 0;
    spoken++;
  }
  return is_figure(t) && spoken > 1;
}

/* One value was given only after the other was given for the last time.  A report of which the minute is not known says nothing
 * of the order where others give its value too. */
static int newest(const struct thing *t) {
  int newest = 0;
  for (int i = 0; i < t->n; i++)
    if (t->value[i].first > t->value[newest].first) newest = i;
  for (int i = 0; i < t->n; i++)
    if (t->value[i].first == 0) return -1;
  for (int i = 0; i < t->n; i++)
    if (i != newest && t->value[newest].first <= t->value[i].last) return -1;
  return newest;
}

static double number_of(const struct thing *t, int value) {
  return t->g->v[t->value[value].node].say.fact->value;
}

static int has_opposite(const struct thing *t, const struct sentence *s, int value) {
  for (size_t i = 0; i < s->n_terms; i++)
    if (sentence_value(t->g->b, s, i, TDG_FACT_WORD_OPPOSITE, NULL) == value) return 1;
  return 0;
}

/* Has a sentence of the value a word of rising or falling, or of the evening? */
static int says(const struct thing *t, int value, int opposite) {
  for (int i = 0; i < t->g->n; i++)
    if (value_of(t->g, i) == t->value[value].node && has_opposite(t, t->g->v[i].say.of->s, opposite))
      return 1;
  return 0;
}

/* A count that rose with time: of people in a state, or its sentence says so. */
static int is_development(struct thing *t) {
  int last = newest(t);
  if (!is_figure(t) || last < 0) return 0;
  for (int i = 0; i < t->n; i++) {
    const struct tdg_fact *f = t->g->v[t->value[i].node].say.fact;
    if (f == NULL || f->kind != TDG_FACT_COUNT) return 0;
    if (people_state(t->g->v[t->value[i].node].say.of, f) == 0 && !says(t, last, TDG_FACT_OPPOSITES_RISE) &&
        !says(t, last, TDG_FACT_OPPOSITES_EVENING))
      return 0;
    if (i != last && number_of(t, i) > number_of(t, last)) return 0;
  }
  return 1;
}

static void find_best(struct thing *t) {
  int most = 0, second = 0;
  for (int i = 0; i < t->n; i++) {
    int n = t->value[i].publishers;
    if (n > most) second = most, most = n, t->best = i;
    else if (n > second) second = n;
  }
  if (most == second) t->best = -1;
}

/* Of two holders of an office that several records name each, both hold it, or held it one after the other. */
static int are_two_holders(const struct thing *t) {
  int several = 0;
  for (int i = 0; i < t->n; i++) several += t->value[i].publishers >= 2;
  return several > 1 && strcmp(t->kind, "name") == 0 && t->g->v[t->node].say.fact != NULL;
}

static const char *how_of(struct thing *t) {
  int right = -1;
  find_best(t);
  if (is_corrected(t, &right)) {
    if (right >= 0) t->best = right;
    return "correction";
  }
  if (is_revised(t)) {
    int last = newest(t);
    if (last >= 0) t->best = last;
    return "correction";
  }
  if (is_development(t)) {
    t->best = newest(t);
    return "development";
  }
  if (strcmp(t->kind, "stage") == 0) return "stage";
  if (!is_attributed(t)) return "differs";
  t->best = -1;
  return "attributed";
}

/* ---- conflicts ---- */

static struct tdg_str text_of(const struct saying *s) {
  return (struct tdg_str){s->of->s->text.p + s->start, s->end - s->start};
}

static const char *norm_of(const struct graph *g, const struct saying *s) {
  if (s->fact == NULL) return "";
  char *out = tdg_scratch(g->b->call, MAX_NORM);
  tdg_fact_norm(&s->of->text, s->fact, out, MAX_NORM);
  return out;
}

static int is_claimed(const struct thing *t, const struct conflict *c, int i) {
  const struct node *n = &t->g->v[i];
  for (int k = 0; k < c->n; k++)
    if (c->claim[k].value_no == value_of(t->g, i) && c->claim[k].sentence->member == n->say.of->s->member)
      return 1;
  return 0;
}

static void claim(const struct thing *t, struct conflict *c, int i) {
  const struct node *n = &t->g->v[i];
  if (c->n == MAX_CLAIMS || n->say.of->is_title || is_claimed(t, c, i)) return;
  c->claim[c->n++] =
      (struct claim){n->say.of->s, text_of(&n->say), norm_of(t->g, &n->say), value_of(t->g, i), NULL};
}

static int by_member(const void *a, const void *b) {
  const struct claim *x = a, *y = b;
  return x->sentence->member - y->sentence->member;
}

/* Each value once, then all who say it. */
static void claim_all(const struct thing *t, struct conflict *c) {
  const struct graph *g = t->g;
  for (int v = 0; v < t->n; v++)
    for (int i = 0, before = c->n; i < g->n && c->n == before; i++)
      if (value_of(g, i) == t->value[v].node && g->v[i].say.corrects >= 0) claim(t, c, i);
  for (int i = 0; i < g->n; i++)
    if (thing_of(g, i) == t->node && g->v[i].say.corrects >= 0) claim(t, c, i);
  qsort(c->claim, (size_t)c->n, sizeof c->claim[0], by_member);
}

static const struct node *first_node(const struct thing *t, int value) {
  return &t->g->v[t->value[value].node];
}

/* What is counted, without the number: "workers" of "eleven workers". */
static struct tdg_str counted_of(const struct node *n) {
  const struct tdg_fact *f = n->say.fact;
  struct tdg_str s = n->say.of->s->text;
  size_t from = f->range.end, to = f->said.end;
  while (from < to && s.p[from] == ' ') from++;
  return (struct tdg_str){s.p + from, from < to ? to - from : 0};
}

static struct tdg_str subject_of(const struct thing *t) {
  static const char *const states[STATES] = {"",
                                             "people injured",
                                             "people killed",
                                             "people arrested",
                                             "people evacuated",
                                             "people missing",
                                             "people rescued"};
  static const char *const kinds[][2] = {{"date", "date"},
                                         {"name", "name"},
                                         {"office", "office"},
                                         {"place", "place of the event"},
                                         {"order", "order"},
                                         {"cause", "cause"},
                                         {"negation", "fact"},
                                         {"opposite", "fact"},
                                         {"stage", "state of the matter"}};
  static const char *const figures[TDG_FACT_KINDS] = {
      [TDG_FACT_MONEY] = "sum of money", [TDG_FACT_PERCENT] = "share", [TDG_FACT_MEASURE] = "measure",
      [TDG_FACT_DURATION] = "duration",  [TDG_FACT_CLOCK] = "time",    [TDG_FACT_AGE] = "age"};
  const struct tdg_fact *f = first_node(t, 0)->say.fact;
  struct tdg_str counted;
  int state;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strcmp(kinds[i][0], t->kind) == 0) return tdg_str_of(kinds[i][1]);
  if (f == NULL) return tdg_str_of("figure");
  if (strcmp(t->kind, "label") == 0)
    return (struct tdg_str){first_node(t, 0)->say.of->s->text.p + f->range.start,
                            f->range.end - f->range.start};
  for (int v = 0; v < t->n; v++)
    if (f->kind == TDG_FACT_COUNT &&
        (state = people_state(first_node(t, v)->say.of, first_node(t, v)->say.fact)) != 0)
      return tdg_str_of(states[state]);
  if (figures[f->kind] != NULL) return tdg_str_of(figures[f->kind]);
  for (int v = 0; v < t->n; v++)
    if ((counted = counted_of(first_node(t, v))).n > 0) return counted;
  return tdg_str_of("figure");
}

/* ---- messages for people ---- */

TDG_PRINTF(3, 4) static size_t put(char *out, size_t n, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int k = n < MAX_MESSAGE ? vsnprintf(out + n, MAX_MESSAGE - n, format, args) : 0;
  va_end(args);
  n += k > 0 ? (size_t)k : 0;
  return n < MAX_MESSAGE ? n : MAX_MESSAGE - 1;
}

/* A number as it is written in digits, what is written in words as digits unless it is long; what has too many of them, and
 * other values, in their own words. */
static struct tdg_str short_text(const struct thing *t, int value) {
  const struct saying *s = &first_node(t, value)->say;
  const struct tdg_fact *f = s->fact;
  if (f == NULL || f->kind != TDG_FACT_COUNT) return text_of(s);
  struct tdg_str digits = {s->of->s->text.p + f->range.start, f->range.end - f->range.start};
  if (tdg_is_digit(*digits.p)) return digits;
  char *out = tdg_scratch(t->g->b->call, MAX_NORM);
  size_t n = (size_t)snprintf(out, MAX_NORM, "%.0f", f->value);
  if (n >= MAX_NORM) return text_of(s);
  return f->value < LONG_NUMBER ? (struct tdg_str){out, n} : digits;
}

static int by_time(const struct thing *t, int i, int k) { return t->value[i].first < t->value[k].first; }

/* "14 (2026-03-09 11:00), later 38 (2026-03-09 17:00)" where it is known, else "14, 38". */
static size_t put_values(const struct thing *t, char *out, size_t n) {
  int order[MAX_VALUES], dated = 1;
  for (int i = 0; i < t->n; i++) {
    int k = i;
    for (; k > 0 && by_time(t, i, order[k - 1]); k--) order[k] = order[k - 1];
    order[k] = i;
    dated &= t->value[i].first != 0;
  }
  dated &= t->value[order[0]].first != t->value[order[t->n - 1]].first;
  for (int i = 0; i < t->n; i++) {
    char when[32];
    struct tdg_str s = short_text(t, order[i]);
    tdg_date_rfc3339(t->value[order[i]].first, when);
    n = put(out, n, "%s%.*s", i == 0 ? "" : dated ? ", later " : ", ", (int)tdg_utf8_cut(s, MAX_ITEM), s.p);
    if (dated) n = put(out, n, " (%.10s %.5s)", when, when + 11);
  }
  return n;
}

/* What is counted, in the words of a record that is not in English: no "number of Menschen". */
static int is_foreign_word(const struct thing *t, struct tdg_str subject) {
  const struct member *m = member_of(t->g, first_node(t, 0));
  const char *text = first_node(t, 0)->say.of->s->text.p;
  size_t n = first_node(t, 0)->say.of->s->text.n;
  return m->own_words && strncmp(m->tag, "en", 2) != 0 && m->tag[0] != '\0' && subject.p >= text &&
         subject.p < text + n;
}

static const char *message_of(const struct thing *t, struct tdg_str subject, const char *how) {
  char *out = tdg_scratch(t->g->b->call, MAX_MESSAGE);
  const struct tdg_fact *f = first_node(t, 0)->say.fact;
  int counts = is_figure(t) && f != NULL && f->kind == TDG_FACT_COUNT,
      foreign = counts && is_foreign_word(t, subject);
  size_t n = 0;
  if (strcmp(t->kind, "label") == 0) {
    put(out, n, "The reports differ in what the %.*s are.", (int)tdg_utf8_cut(subject, MAX_ITEM), subject.p);
    return out;
  }
  n = put(out, n, foreign ? "%s a number (%s%.*s): " : "%s the %s%.*s: ",
          strcmp(how, "correction") == 0   ? "A report corrects"
          : strcmp(how, "attributed") == 0 ? "Two sources differ in"
                                           : "The reports differ in",
          foreign  ? ""
          : counts ? "number of "
                   : "",
          (int)tdg_utf8_cut(subject, MAX_ITEM), subject.p);
  n = put_values(t, out, n);
  put(out, n, ".");
  return out;
}

/* The record that says of the other values that they are wrong; NULL: none does. */
static const struct member *corrector_of(const struct thing *t) {
  const struct graph *g = t->g;
  for (int i = 0; i < g->n; i++)
    if (thing_of(g, i) == t->node && value_of(g, i) == t->value[t->best].node && g->v[i].say.corrects > 0)
      return member_of(g, &g->v[i]);
  return NULL;
}

/* Of a correction without such words: the right value of the same publisher. */
static const struct member *revision_of(const struct thing *t, const struct conflict *c,
                                        const struct claim *wrong) {
  const struct brief *b = t->g->b;
  const struct member *m = &b->member[wrong->sentence->member];
  for (int k = 0; k < c->n; k++) {
    const struct member *o = &b->member[c->claim[k].sentence->member];
    if (c->claim[k].value_no == t->value[t->best].node && o != m && !m->unnamed &&
        o->publisher == m->publisher)
      return o;
  }
  return NULL;
}

static void mark_corrected(const struct thing *t, struct conflict *c) {
  if (t->best < 0 || strcmp(c->how, "correction") != 0) return;
  const struct member *by = corrector_of(t);
  for (int k = 0; k < c->n; k++)
    if (c->claim[k].value_no != t->value[t->best].node)
      c->claim[k].corrected_by = by != NULL ? by : revision_of(t, c, &c->claim[k]);
}

/* With what a title told before that is in doubt. */
static void mark_doubt(struct sentence *s, const struct saying *say) {
  if (!s->doubtful || say->start < s->doubt.start) s->doubt.start = say->start;
  if (say->end > s->doubt.end) s->doubt.end = say->end;
  s->doubtful = 1;
}

/* The members that say something else of the thing, and nowhere what this saying does. */
static uint64_t contradicted_by(const struct thing *t, int saying) {
  const struct graph *g = t->g;
  uint64_t same = 0, other = 0;
  for (int k = 0; k < g->n; k++) {
    int m = g->v[k].say.of->s->member;
    if (thing_of(g, k) != t->node || m >= g->b->n_members) continue;
    *(value_of(g, k) == value_of(g, saying) ? &same : &other) |= UINT64_C(1) << m;
  }
  return other & ~same;
}

/* A sentence with a value that is not the one to be told is not repeated; the others carry the conflict's number. */
static void mark_sentences(const struct thing *t, int number, const char *how) {
  const struct graph *g = t->g;
  for (int i = 0; i < g->n; i++) {
    if (thing_of(g, i) != t->node) continue;
    struct sentence *s = g->v[i].say.of->s;
    s->conflicts |= 1u << number;
    s->contradicted |= contradicted_by(t, i);
    int other = t->best >= 0 && value_of(g, i) != t->value[t->best].node && g->v[i].say.corrects == 0;
    if (other || (g->v[i].say.of->is_title && t->best < 0)) mark_doubt(s, &g->v[i].say);
    s->overtaken |= other && strcmp(how, "development") == 0;
  }
}

static int is_read(const struct graph *g, const struct disputed *d, int i, int thing) {
  for (int k = 0; k < i; k++)
    if (thing_of(g, d->value[k]) == thing) return 1;
  return 0;
}

/* ---- forms ---- */

/* In how many things two records differ; sentences that are the same but for their values count more. */
struct differences {
  uint8_t n[MAX_MEMBERS + MAX_COPIES][MAX_MEMBERS + MAX_COPIES];
};

static int are_apart(const struct thing *t, int i, int k) {
  const struct graph *g = t->g;
  return thing_of(g, k) == t->node && value_of(g, i) != value_of(g, k) &&
         g->v[i].say.of->s->member != g->v[k].say.of->s->member;
}

/* Each pair of records once for a thing. */
static int is_first(const struct thing *t, int i) {
  for (int k = 0; k < i; k++)
    if (thing_of(t->g, k) == t->node && t->g->v[k].say.of->s->member == t->g->v[i].say.of->s->member)
      return 0;
  return 1;
}

/* The same words, whatever the figures, days and names of months between them. */
static int have_same_words(const struct node *a, const struct node *b) {
  const struct words *v = a->say.of->words, *w = b->say.of->words;
  return v->n_sorted >= LEAST_WORDS && v->n_sorted == w->n_sorted &&
         memcmp(v->sorted, w->sorted, v->n_sorted * sizeof *v->sorted) == 0;
}

static void count_differences(const struct thing *t, struct differences *d) {
  const struct graph *g = t->g;
  for (int i = 0; i < g->n; i++)
    for (int k = 0; k < i && thing_of(g, i) == t->node; k++) {
      int a = g->v[i].say.of->s->member, b = g->v[k].say.of->s->member;
      if (!are_apart(t, i, k) || !is_first(t, i) || !is_first(t, k)) continue;
      int more = have_same_words(&g->v[i], &g->v[k]) ? SAME_WORDS : 1;
      d->n[a][b] = d->n[b][a] = (uint8_t)(d->n[a][b] + more); /* of at most MAX_THINGS things */
    }
}

/* What two records differ in is too much for reports of one event; half of that when half a day lies between them. */
static int are_forms(const struct thing *t, const struct differences *d, int i, int k) {
  const struct member *m = member_of(t->g, &t->g->v[i]), *o = member_of(t->g, &t->g->v[k]);
  int apart = m->time != 0 && o->time != 0 && llabs(m->time - o->time) >= HALF_DAY;
  return d->n[t->g->v[i].say.of->s->member][t->g->v[k].say.of->s->member] >= (apart ? FORM / 2 : FORM);
}

/* Only such records say it: a form that is filled in anew, a forecast of each day. */
static int is_of_forms(const struct thing *t, const struct differences *d) {
  const struct graph *g = t->g;
  for (int i = 0; i < g->n; i++)
    for (int k = 0; k < i && thing_of(g, i) == t->node; k++)
      if (are_apart(t, i, k) && !are_forms(t, d, i, k)) return 0;
  return 1;
}

/* ---- all ---- */

static int find_things(struct graph *g, const struct disputed *d, struct thing *t) {
  int n = 0;
  for (int i = 0; i < d->n && n < MAX_THINGS; i++) {
    int thing = thing_of(g, d->value[i]);
    if (is_read(g, d, i, thing)) continue;
    read_thing(g, thing, &t[n]);
    n += t[n].n >= 2 && !are_two_holders(&t[n]);
  }
  return n;
}

static struct differences *find_differences(const struct thing *t, int n) {
  struct differences *d = tdg_scratch(t->g->b->call, sizeof *d);
  for (int i = 0; i < n; i++) count_differences(&t[i], d);
  return d;
}

/* Is all that one conflict shows shown by another: a town as a place and as a name? */
static int shows_all(const struct conflict *shown, const struct conflict *c) {
  for (int i = 0; i < c->n; i++) {
    int k = 0;
    while (k < shown->n &&
           (shown->claim[k].sentence != c->claim[i].sentence ||
            shown->claim[k].value.p != c->claim[i].value.p || shown->claim[k].value.n != c->claim[i].value.n))
      k++;
    if (k == shown->n) return 0;
  }
  return 1;
}

static int is_shown(const struct conflict *out, int n, const struct conflict *c) {
  for (int i = 0; i < n; i++)
    if (shows_all(&out[i], c)) return 1;
  return 0;
}

int conflict_gather(struct graph *g, struct conflict out[MAX_CONFLICTS], int n) {
  struct disputed disputed = {0}, *d = &disputed;
  shorten_ways(g);
  find_disputed(g, d);
  if (d->n == 0) return n;
  if (d->n <= MAX_DISPUTED) merge_things(g, d);
  struct thing *t = tdg_scratch(g->b->call, (MAX_THINGS + 1) * sizeof *t);
  int found = find_things(g, d, t);
  const struct differences *forms = found >= FORM / SAME_WORDS ? find_differences(t, found) : NULL;
  for (int i = 0; i < found && n < MAX_CONFLICTS; i++) {
    if (forms != NULL && is_of_forms(&t[i], forms)) continue;
    struct conflict *c = &out[n];
    *c = (struct conflict){.kind = strcmp(t[i].kind, "label") == 0 ? "figure" : t[i].kind,
                           .how = how_of(&t[i])};
    claim_all(&t[i], c);
    if (is_shown(out, n, c)) continue;
    mark_corrected(&t[i], c);
    c->what = subject_of(&t[i]);
    c->message = message_of(&t[i], c->what, c->how);
    mark_sentences(&t[i], n, c->how);
    n++;
  }
  return n;
}
