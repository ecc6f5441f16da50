/* choose.c - which sentences make the brief.
 *
 * Greedy.  A short story is one pool: the next sentence is the one that adds most of what several records and
 * their titles say (cover.c), for its length.  A longer one gives each section a share of the words, so that none is crowded out,
 * and the next sentence is one that most other records bear out: of what happens, by what it adds as well; elsewhere less what is
 * near a chosen one, and neither what says it in other words (nearness.c).  Both like leads and sentences that read well, and pass over what repeats.
 */
#include "brief.h"

#include <limits.h>
#include <math.h>

enum {
  MAX_CHOSEN = 20,
  SHORT = 120,         /* words of a brief that is one pool */
  RETOLD_PERCENT = 28, /* of a short brief, */
  RETOLD_LONG = 40,    /* of a longer one, */
  APART_PERCENT = 60,  /* of a sentence in another section */
  OPENED = 3,          /* chosen sentences: the next ones repeat nothing, see brief_tells_one_thing() */
  MOST_LEAD = 2,
  MOST_SHORT = 8,   /* sentences of such a brief */
  OVER = 20,        /* words that its last sentence may take beyond its share */
  FLOOR = 6,        /* sentences: up to here a short one that adds little is told as well, */
  FLOOR_WORDS = 65, /* in a brief of fewer words, */
  BARE_WORDS = 25,  /* and in one of as many only what is more than one record's remark; */
  MOST_ASIDE = 22,  /* words of a sentence that is there for its section, */
  MOST_MORE = 12,   /* and of one that is there for the floor */
  LONG_STORY = 1200 /* words that can be cited, of a story where agreement tells what matters */
};

static const int64_t DAYS = 2 * 86400000;
static const float PARAPHRASE = 0.42f; /* see is_paraphrase() */
static const float PARAPHRASE_APART = 0.35f;
static const float LEADS_BETTER = 1.2f;   /* times, see leads_better() */
static const float WORDS_WEIGHT = 0.005f; /* of each percent of a sentence's words that the other has */
static const float LENGTH_LONG = 0.3f;    /* what words cost in a longer story */
static const float ASKED_AGAIN = 0.03f;   /* what each sentence that its record has given costs */
static const float ADDS = 0.08f;          /* of what the first sentence adds: less is not worth its words */

struct pool {
  struct brief *b;
  struct sentence *chosen[MAX_CHOSEN];
  float leads;   /* how fast leads lose their bonus */
  int supported; /* a longer story: what else than happens is chosen by what other records say as well */
  struct cover *cover; /* what is told of what happens */
  struct near *near;   /* of a longer story */
  int apart;           /* each section for itself */
  int disputed;        /* what is disputed may be told */
  int filling;         /* what fills up a short brief */
  int n;
  int per_member[MAX_MEMBERS], per_role[ROLES];
};

/* Share of the smaller sentence's concepts that the other has. */
static float likeness(const struct sentence *a, const struct sentence *b) {
  size_t least = a->n_concepts < b->n_concepts ? a->n_concepts : b->n_concepts;
  return least == 0 ? 1 : (float)brief_common(a, b) / (float)least;
}

/* Was the i-th chosen for another section? */
static int elsewhere(const struct pool *p, const struct sentence *s, int i) {
  return p->chosen[i]->role != s->role;
}

/* They say the same in other words, by what all reports say; but a heading may file it elsewhere. */
static int is_paraphrase(const struct pool *p, const struct sentence *s, const struct sentence *x) {
  if (p->near == NULL || (s->role_known && s->role != x->role)) return 0;
  float alike = near_of(p->near, s, x) + WORDS_WEIGHT * (float)brief_retold_share(p->b, x, s);
  float limit = s->role == x->role ? PARAPHRASE : PARAPHRASE_APART;
  return alike > limit || alike + near_through(p->near, s, x) > limit;
}

/* What was found once is not asked again: chosen sentences stay. */
static int is_retold(const struct pool *p, struct sentence *s) {
  if (s->compared == p->n) return s->retold;
  if (p->n == OPENED) s->compared = 0; /* from here on less will do */
  for (; s->retold == 0 && s->compared < p->n; s->compared++) {
    const struct sentence *x = p->chosen[s->compared];
    int percent = p->supported ? RETOLD_LONG : RETOLD_PERCENT;
    s->retold = is_paraphrase(p, s, x) ||
                brief_tells_one_thing(p->b, p->near, s, x, p->n >= OPENED && s->role == ROLE_HAPPENING) ||
                brief_retells(p->b, s, x, elsewhere(p, s, s->compared) ? APART_PERCENT : percent);
    s->told |= brief_words_in(s, x);
  }
  if (s->retold == 0 && p->supported) s->retold = brief_is_told(p->b, s, p->chosen, p->n);
  return s->retold;
}

/* A lead sums up its report: wanted first, less so once the section has one. */
static float place(const struct pool *p, const struct sentence *s) {
  if (s->role != ROLE_HAPPENING) return 1;
  int n = p->b->member[s->member].sentences;
  if (s->lead) return 1 + 0.5f / (1 + p->leads * (float)p->per_role[s->role]);
  return s->index == 1 ? 1.2f : 1.1f - 0.4f * (float)s->index / (float)(n > 0 ? n : 1);
}

static const float TOO_NEAR = 0.35f; /* to a chosen sentence: says the same */
static const float APART = 0.4f;     /* what nearness to a sentence of another section counts */

/* To the nearest chosen sentence; each is asked once. */
static float most_near(const struct pool *p, struct sentence *s) {
  for (; s->n_near < p->n; s->n_near++) {
    float x =
        near_of(p->near, s, p->chosen[s->n_near]) * (p->apart && elsewhere(p, s, s->n_near) ? APART : 1);
    if (x > s->near) s->near = x;
  }
  return s->near;
}

/* What it is worth after what is told; each is asked once. */
static float worth_again(const struct pool *p, struct sentence *s) {
  for (; s->n_again < p->n; s->n_again++) {
    float less = 1 - brief_worth_again(p->b, s, p->chosen[s->n_again]);
    if (less > s->again) s->again = less;
  }
  return 1 - s->again;
}

/* What else is told than what happens: what other records say about the same, less what is near to what is told.  at_least: what
 * would not be more than that is not looked at closely. */
static float score_aside(const struct pool *p, struct sentence *s, float at_least) {
  float alone = s->sure * s->agreed * s->liking / (1 + ASKED_AGAIN * (float)p->per_member[s->member]);
  if (alone * 1.001f < at_least) return 0;
  float most = most_near(p, s);
  return most > TOO_NEAR ? 0 : alone * worth_again(p, s) * (1 - 1.3f * most);
}

/* Of what happens in a longer story: what it adds to what is told, for its length.  What it adds grows no more: what it once added is
 * the most that it adds now. */
static float score_happens(const struct pool *p, struct sentence *s, float at_least) {
  float one = s->sure * s->liking * s->agreed * place(p, s) / powf((float)(s->words + 10), LENGTH_LONG) /
              (1 + ASKED_AGAIN * (float)p->per_member[s->member]);
  if (s->agreed <= 0 || (s->n_adds > 0 && s->adds * one < at_least)) return 0;
  if (s->n_adds <= p->n) s->adds = cover_gain(p->cover, s), s->n_adds = p->n + 1;
  return s->adds * one;
}

/* 0.85 for the oldest report to 1.15 for the newest: later ones know more.  0.5 to 1.5 in a story of days. */
static float freshness(const struct brief *b, int member) {
  int older = 0, dated = 0;
  int64_t first = INT64_MAX, last = 0;
  for (int i = 0; i < b->n_members; i++) {
    int64_t t = b->member[i].time;
    if (t == 0) continue;
    dated++;
    older += t < b->member[member].time;
    if (t < first) first = t;
    if (t > last) last = t;
  }
  if (b->member[member].time == 0 || dated < 2) return 1;
  float share = (float)older / (float)(dated - 1);
  return last - first > DAYS ? 0.5f + share : 0.85f + 0.3f * share;
}

/* What it adds to those that are chosen, for its length; what is like one of them stands back. */
static float score_cover(const struct pool *p, const struct sentence *s) {
  float like = 0, used = 1 + 0.2f * (float)p->per_member[s->member];
  for (int i = 0; i < p->n; i++) {
    float x = likeness(s, p->chosen[i]);
    if (x > like) like = x;
  }
  if (like > 0.5f) return 0;
  float place = s->lead ? 1.4f * freshness(p->b, s->member) : 1;
  return cover_gain(p->cover, s) / powf((float)(s->words + 10), 0.2f) * s->sure * s->liking * place *
         (1 - 0.4f * like) / used;
}

static float score(const struct pool *p, struct sentence *s, float at_least) {
  if (!p->supported) return score_cover(p, s);
  return s->role == ROLE_HAPPENING || !p->apart ? score_happens(p, s, at_least) : score_aside(p, s, at_least);
}

/* What is told only to fill up: of what happens, what one record alone says, and without a figure, is not worth it. */
static int fills(const struct brief *b, const struct sentence *s) {
  uint64_t borne_out;
  if (s->role != ROLE_HAPPENING) return 1;
  for (size_t i = 0; i < s->n_facts; i++)
    if (s->fact[i].kind != TDG_FACT_NAME) return 1;
  borne_out = brief_borne_out(b, s);
  return (borne_out & (borne_out - 1)) != 0;
}

static struct sentence *best(struct pool *p, int role, int words_left, float *best_score) {
  struct sentence *found = NULL;
  *best_score = 0;
  for (size_t i = 0; i < p->b->n_sentences; i++) {
    struct sentence *s = &p->b->sentence[i];
    if (!sentence_is_told(p->b, s) || (s->doubtful && !p->disputed) || s->chosen || s->words > words_left ||
        (role >= 0 && (int)s->role != role))
      continue;
    float x = score(p, s, *best_score);
    if (x > *best_score && !is_retold(p, s) && (!p->filling || fills(p->b, s))) *best_score = x, found = s;
  }
  return found;
}

static void choose_one(struct pool *p, struct sentence *s) {
  s->chosen = p->n + 1;
  p->chosen[p->n++] = s;
  p->per_member[s->member]++;
  if (p->cover != NULL) cover_take(p->cover, s);
  p->per_role[s->role]++;
}

static int is_statement(const struct brief *b, const struct sentence *s) {
  return tdg_kind_of(b->call, b->member[s->member].rec) == TDG_STATEMENT;
}

/* What others bear out and the headline says; an outcome before a mood. */
static float lead_score(const struct brief *b, const struct sentence *s) {
  float share = b->headed == NULL ? 0 : likeness(s, b->headed), told = 1;
  for (size_t i = 0; i < s->n_terms; i++)
    if (s->marks[i].state != 0 || (s->marks[i].is & W(W_OUTCOME))) told = 1.25f;
  return s->agreed * s->liking * told * (0.2f + share) * (s->lead && !is_statement(b, s) ? 1 : 0.7f) *
         freshness(b, s->member);
}

/* What somebody says of the event. */
static int opens_with_words_of(const struct sentence *s) {
  struct quotes q = {0};
  if (s->n_terms == 0) return 0;
  shape_quotes(&q, (struct tdg_str){s->text.p, s->terms[0].start});
  return q.pair != 0;
}

/* Among the first sentences of records, or else of all that are chosen. */
static struct sentence *find_lead(const struct pool *p, int most_index) {
  struct sentence *lead = NULL;
  for (size_t i = 0; i < p->b->n_sentences; i++) {
    struct sentence *s = &p->b->sentence[i];
    if (s->chosen == 0 || s->index > most_index || s->role != ROLE_HAPPENING ||
        p->b->member[s->member].early || opens_with_words_of(s))
      continue;
    if (lead == NULL || lead_score(p->b, s) > lead_score(p->b, lead)) lead = s;
  }
  return lead == NULL && most_index < INT_MAX ? find_lead(p, INT_MAX) : lead;
}

/* May s stand first instead of x?  Both tell the heart of the story, "The minister spoke to those who were hurt when the train derailed" and "41
 * people were hurt when the train derailed". */
static int leads_better(const struct pool *p, const struct sentence *s, const struct sentence *x) {
  const struct brief *b = p->b;
  return s->chosen == 0 && s->index <= MOST_LEAD && s->role == ROLE_HAPPENING &&
         !b->member[s->member].early && sentence_is_told(b, s) && !s->doubtful && !opens_with_words_of(s) &&
         s->words <= x->words + OVER && lead_score(b, s) > LEADS_BETTER * lead_score(b, x) &&
         brief_adds_only_heart(b, s, x);
}

static int tells_no_more(const struct pool *p, const struct sentence *s, const struct sentence *x) {
  if (s->chosen == 0 || s->role != x->role) return 0;
  return is_paraphrase(p, s, x) ||
         (brief_tells_one_thing(p->b, p->near, s, x, 0) && brief_adds_only_heart(p->b, s, x));
}

/* A section on what is happening starts with the lead among its sentences that the others bear out best; where one that was not chosen is much
 * better, it stands there instead, and for what tells no more. */
static void put_lead_first(struct pool *p) {
  struct sentence *lead = find_lead(p, MOST_LEAD), *better = NULL;
  if (lead == NULL) return;
  for (size_t i = 0; i < p->b->n_sentences; i++) {
    struct sentence *s = &p->b->sentence[i];
    if (leads_better(p, s, lead) && (better == NULL || lead_score(p->b, s) > lead_score(p->b, better)))
      better = s;
  }
  lead->chosen = better == NULL ? -1 : 0;
  if (better == NULL) return;
  better->chosen = -1;
  for (int i = 0; i < p->n; i++)
    if (tells_no_more(p, p->chosen[i], better)) p->chosen[i]->chosen = 0;
}

/* Adds the best sentence of a section, if it is no longer than that; returns its words. */
static int take_one(struct pool *p, int role, int words, float *score) {
  struct sentence *s = p->n < MAX_CHOSEN ? best(p, role, words, score) : NULL;
  if (s == NULL) return 0;
  choose_one(p, s);
  return s->words;
}

/* A short story: what happened, a short sentence of each other section that any report has one for, then what
 * else is told, each fact once. */
static void choose_short(struct pool *p, int total) {
  static const enum role others[] = {ROLE_NEXT, ROLE_MATTERS, ROLE_BEYOND};
  float first = 0, x;
  int left = total - take_one(p, ROLE_HAPPENING, total, &first);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    left -= take_one(p, (int)others[i], left < MOST_ASIDE ? left : MOST_ASIDE, &x);
  for (struct sentence *s; p->n < MOST_SHORT && left > 0; left -= s->words) {
    s = best(p, -1, left + OVER, &x);
    if (s == NULL || x < ADDS * first) break;
    choose_one(p, s);
  }
  while (p->n < FLOOR && total - left < FLOOR_WORDS) {
    p->filling = total - left >= BARE_WORDS;
    int words = take_one(p, -1, left < MOST_MORE ? left : MOST_MORE, &x);
    if (words == 0) return;
    left -= words;
  }
}

static int take(struct pool *p, int role, int words, int max) {
  float first = 0, x;
  int left = words;
  for (int n = p->per_role[role < 0 ? 0 : role]; n < max && p->n < MAX_CHOSEN; n++) {
    struct sentence *s = best(p, role, left, &x);
    if (first == 0) first = x;
    if (s == NULL || x < 0.15f * first) break;
    choose_one(p, s);
    left -= s->words;
  }
  return words - left;
}

/* What was only expected is at most a third of what is told: the last of it goes. */
static void keep_expected_few(struct pool *p) {
  int expected = 0, n = p->n;
  for (int i = 0; i < p->n; i++) expected += p->chosen[i]->expected;
  for (int i = p->n; i-- > 0 && expected * 3 > n;) {
    if (!p->chosen[i]->expected) continue;
    p->chosen[i]->chosen = 0;
    expected--, n--;
  }
}

/* Where all that is told is disputed, one sentence stands all the same, with the conflicts that it takes part in. */
static int tell_something(struct pool *p) {
  int told = 0;
  float x;
  for (int i = 0; i < p->n; i++) told += p->chosen[i]->chosen != 0;
  p->disputed = 1;
  p->filling = 0;
  struct sentence *s = told == 0 ? best(p, -1, INT_MAX, &x) : NULL;
  if (s != NULL) s->chosen = 1;
  return told + (s != NULL);
}

int brief_choose(struct brief *b, const struct choosing *how) {
  static const int share[ROLES] = {40, 25, 25, 10}, most[ROLES] = {6, 5, 5, 2};
  struct pool *p = tdg_scratch(b->call, sizeof *p);
  int total = 38 + (int)(b->words * (size_t)how->per_story_percent / 100);
  if (total > how->max_words) total = how->max_words;
  p->b = b;
  brief_headline(b);
  if (total <= SHORT && b->words < LONG_STORY) {
    p->cover = cover_make(b);
    choose_short(p, total);
    keep_expected_few(p);
    return tell_something(p);
  }
  p->leads = 1;
  p->supported = 1;
  p->cover = cover_make(b);
  p->near = near_make(b);
  p->apart = total > SHORT;
  if (total <= SHORT) take(p, -1, total, MOST_SHORT);
  for (int r = 0; r < ROLES && total > SHORT; r++) take(p, r, total * share[r] / 100, most[r]);
  keep_expected_few(p);
  int told = tell_something(p);
  put_lead_first(p);
  return told;
}
