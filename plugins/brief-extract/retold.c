/* retold.c - does a sentence tell again what a chosen one tells?; see brief.h.
 *
 * By the words that they have in common; nothing is understood.  Most of them: the same, whatever else is said.  Fewer will do when
 * they say what happens, not who or where: then it is the same again, unless the second has a figure that the first
 * has not.  Two reports open with the same news: of leads still fewer will do, figures or not, when a
 * headline says of both what they tell.
 *
 * Nothing is allocated; without memory for a comparison of facts the worker ends.
 */
#include "conflict.h"

enum {
  FIGURE_PERCENT = 12, /* more, of a sentence with a figure of its own */
  LEAD_PERCENT = 26,   /* of two leads */
  LEAD_PLAIN = 2,      /* plain words that two leads share, */
  BOTH_PLAIN = 3,      /* two sentences of a section, */
  BOTH_COMMON = 4,     /* or words, names among them; */
  MUCH_COMMON = 4,     /* Words of two sentences, whatever either adds, */
  MUCH_PERCENT = 22,   /* of the shorter one, */
  MUCH_PLAIN = 2,      /* plain ones among them; */
  PLAIN_PERCENT = 33,  /* or plain ones alone, of its words; */
  APART_PLAIN = 3,     /* plain words of two sections */
  FEW = 12,            /* a figure that says little by itself */
  HEADED_PERCENT = 25, /* of a headline that both leads have */
  TOLD_PERCENT = 35,   /* of the words of a sentence, told by all that are chosen, */
  TOLD_APART = 45,     /* of what else is told than what happens, */
  TOLD_PLAIN = 2,      /* and plain words by one of them; */
  LEAST_TOLD = 5,      /* words that it has */
  MOST_PLAIN = 3,      /* plain words that count in brief_tells_one_thing() */
  MAX_TOLD = 64        /* that are looked at: bits */
};
/* see brief_tells_one_thing(); the heart of the story, told with nothing else, with more, in a noun */
static const float ONE_THING = 0.405f, ONE_THING_LATER = 0.27f, SHARE_WEIGHT = 0.8f, EACH_PLAIN = 0.04f;
static const float HEART = 0.12f, HEART_NOUN = -0.08f;
static const float HEART_ONLY = 0.5f, HEART_AND_MORE = 0.75f; /* less than these, of brief_worth_again() */
static const float LEAD_WEIGHT = 0.6f; /* what two leads have in common weighs, of the lighter one */
static const float PLAIN_WEIGHT = 0.4f, MORE_WEIGHT = 0.25f, COMMON_WEIGHT = 0.75f; /* the same of others */

/* How much a word weighs for its story: in how many records and titles it stands. */
static float weight_in_story(const struct sentence *s, size_t i) {
  const struct spread *in = brief_spread(s, &s->terms[i]);
  return in == NULL ? 0.1f : (float)in->records - 0.9f + 2.5f * (float)in->titles;
}

/* What they have in common, by weight, of the lighter one. */
static float common_weight(const struct sentence *x, const struct sentence *y) {
  float of_x = 0, of_y = 0, common = 0;
  for (size_t i = 0; i < x->n_content; i++) {
    float w = weight_in_story(x, x->content[i]);
    of_x += w;
    if (common_has_root(y, x->roots[x->content[i]])) common += w;
  }
  for (size_t i = 0; i < y->n_content; i++) of_y += weight_in_story(y, y->content[i]);
  float least = of_x < of_y ? of_x : of_y;
  return least > 0 ? common / least : 0;
}

/* ---- what happens ---- */

static int is_name_like(const struct sentence *s, size_t i) {
  return (s->terms[i].flags & TDG_TERM_CAPITAL) != 0;
}

/* Plain words that both have, in whatever form: no names, by their small letter in one of them. */
static size_t common_plain(const struct brief *b, const struct sentence *x, const struct sentence *y) {
  const struct words *u = common_words_of(b, x), *v = common_words_of(b, y);
  size_t n = 0;
  for (size_t i = 0; i < u->n; i++) {
    size_t t = u->v[i].term, of_y = common_term_of(v, u->v[i].matter, v->n);
    if (of_y == SIZE_MAX || common_term_of(u, u->v[i].matter, i) != SIZE_MAX) continue;
    n += !(is_name_like(x, t) && is_name_like(y, of_y)) && !brief_is_frame(x, t) && !brief_is_frame(y, of_y);
  }
  return n;
}

/* Names cannot be told from other words: all words have capitals, or none. */
static size_t nouns_too(const struct brief *b, const struct sentence *x, const struct sentence *y) {
  if (sentence_traits(b, x)->noun_capitals) return 1;
  for (size_t i = 0; i < x->n_terms; i++)
    if (is_name_like(x, i)) return 0;
  for (size_t i = 0; i < y->n_terms; i++)
    if (is_name_like(y, i)) return 0;
  return 1;
}

static size_t share_of_title(const struct sentence *title, const struct sentence *s) {
  return common_roots(title, s) * 100 / title->n_content;
}

/* One headline says of both what they tell; or there are none. */
static int have_one_headline(const struct brief *b, const struct sentence *x, const struct sentence *y) {
  int titles = 0;
  for (int m = 0; m < b->n_members; m++) {
    const struct sentence *title = &b->member[m].title;
    if (title->n_content < LEAST_SHARED) continue;
    titles++;
    if (share_of_title(title, x) >= HEADED_PERCENT && share_of_title(title, y) >= HEADED_PERCENT) return 1;
  }
  return titles == 0;
}

static int is_figure(const struct tdg_fact *f) { return f->kind < TDG_FACT_CLOCK || f->kind == TDG_FACT_AGE; }

static int has_figure(const struct brief *b, const struct sentence *s, const struct tdg_fact *f,
                      const struct sentence *x) {
  const struct tdg_fact_text of = sentence_fact_text(b, s), with = sentence_fact_text(b, x);
  for (size_t i = 0; i < x->n_facts; i++) {
    if (x->fact[i].kind != f->kind) continue;
    if (x->fact[i].value == f->value) return 1;
    enum tdg_fact_relation r = tdg_facts_compare(b->call, &of, f, &with, &x->fact[i]);
    if (r == TDG_FACTS_SAME || r == TDG_FACTS_ROUNDED || r == TDG_FACTS_COMPATIBLE) return 1;
  }
  return 0;
}

/* Has it the last word of a name? */
static int has_name(const struct sentence *s, const struct tdg_fact *f, const struct sentence *x) {
  for (size_t i = 0; i < x->n_terms; i++)
    if (x->terms[i].stem == s->terms[f->last].stem || x->roots[i] == s->roots[f->last]) return 1;
  return 0;
}

/* Whoever says it adds nothing by himself. */
static int is_speaker(const struct brief *b, const struct sentence *s, const struct tdg_fact *f) {
  const struct reading *r = comparison_read(b->comparison, (size_t)(s - b->sentence));
  return f->range.start >= r->sense.speaker.start && f->range.end <= r->sense.speaker.end;
}

/* A figure of the first kinds that x has not. */
static int adds_figure(const struct brief *b, const struct sentence *s, const struct sentence *x, int most) {
  for (size_t i = 0; i < s->n_facts; i++)
    if (is_figure(&s->fact[i]) && s->fact[i].kind <= most && !has_figure(b, s, &s->fact[i], x)) return 1;
  return 0;
}

/* A figure, or somebody, that x has not. */
static int adds_fact(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  if (adds_figure(b, s, x, TDG_FACT_AGE)) return 1;
  for (size_t i = 0; i < s->n_facts; i++) {
    const struct tdg_fact *f = &s->fact[i];
    if (f->kind == TDG_FACT_NAME && !has_name(s, f, x) && !is_speaker(b, s, f)) return 1;
  }
  return 0;
}

/* ---- all together ---- */

/* One figure in another frame. */
static int share_number(const struct sentence *s, const struct sentence *x) {
  for (size_t i = 0; i < s->n_facts; i++)
    for (size_t k = 0; is_figure(&s->fact[i]) && k < x->n_facts; k++)
      if (x->fact[k].kind == s->fact[i].kind && x->fact[k].value == s->fact[i].value &&
          s->fact[i].value > FEW)
        return 1;
  return 0;
}

/* Two reports open with the same news. */
static int leads_retell(const struct brief *b, const struct sentence *x, const struct sentence *y,
                        size_t common, size_t least) {
  if (common > LEAST_SHARED && common * 100 >= LEAD_PERCENT * least && common_weight(x, y) >= LEAD_WEIGHT)
    return 1;
  size_t plain = common_plain(b, x, y);
  return (plain > 0 && share_number(x, y)) ||
         (plain >= LEAD_PLAIN + nouns_too(b, x, y) && have_one_headline(b, x, y));
}

/* s tells what x tells, and neither figures nor persons beside; of another section, which a fact is not told for again, whatever it
 * adds. */
static int happens_again(const struct brief *b, const struct sentence *s, const struct sentence *x,
                         size_t common) {
  float weight = common_weight(s, x);
  size_t nouns = nouns_too(b, s, x), plain = common_plain(b, s, x);
  if (s->role != x->role) return plain >= APART_PLAIN + nouns && weight >= PLAIN_WEIGHT;
  int same =
      (plain >= BOTH_PLAIN + nouns && weight >= (plain > BOTH_PLAIN + nouns ? MORE_WEIGHT : PLAIN_WEIGHT)) ||
      (common >= BOTH_COMMON && plain > 0 && weight >= COMMON_WEIGHT) || (plain > 0 && share_number(s, x));
  return same && !adds_fact(b, s, x);
}

/* Enough of the words in common; but a count, a sum, a share that is new is worth the words around it. */
static int has_enough_words(const struct brief *b, const struct sentence *s, const struct sentence *x,
                            int percent, int leads) {
  if (!brief_has_most_words(b, s, x, percent)) return 0;
  return leads || brief_has_most_words(b, s, x, percent + FIGURE_PERCENT) ||
         !adds_figure(b, s, x, TDG_FACT_PERCENT);
}

/* A heading of its report says that it is for another section: told there, it is told for another reason. */
static int is_filed_apart(const struct sentence *s, const struct sentence *x) {
  return s->role_known && s->role != x->role;
}

/* A told fact with a detail more: names alone are none. */
static int has_much_in_common(const struct brief *b, const struct sentence *s, const struct sentence *x,
                              size_t common, size_t least) {
  size_t plain = common_plain(b, s, x), nouns = nouns_too(b, s, x);
  return (common >= MUCH_COMMON && common * 100 >= MUCH_PERCENT * least && plain >= MUCH_PLAIN + nouns) ||
         (plain >= BOTH_PLAIN + nouns && plain * 100 >= PLAIN_PERCENT * least);
}

static int retells_words(const struct brief *b, const struct sentence *s, const struct sentence *x,
                         int percent, int leads) {
  size_t least = common_least(s, x), common = common_content(b, s, x);
  if (common < LEAST_SHARED) return 0;
  if (has_enough_words(b, s, x, percent, leads)) return 1;
  if (is_filed_apart(s, x)) return 0;
  if (has_much_in_common(b, s, x, common, least)) return 1;
  return leads ? leads_retell(b, s, x, common, least) : happens_again(b, s, x, common);
}

int brief_retells(const struct brief *b, const struct sentence *s, const struct sentence *x, int percent) {
  int leads = s->lead && x->lead && s->role == x->role;
  if (leads && b->member[s->member].language != b->member[x->member].language) return 1;
  if (common_least(s, x) < LEAST_SHARED) return common_shares_signs(s, x, percent);
  if (retells_words(b, s, x, percent, leads)) return 1;
  int again = is_filed_apart(s, x) ? 0 : brief_tells_deed_again(b, s, x);
  return again != 0 && !adds_figure(b, s, x, TDG_FACT_PERCENT) && (again > 1 || !adds_fact(b, s, x));
}

/* ---- a sentence and all that is told ---- */

uint64_t brief_words_in(const struct sentence *s, const struct sentence *x) {
  uint64_t in = 0;
  size_t n = s->n_content < MAX_TOLD ? s->n_content : MAX_TOLD;
  for (size_t i = 0, k = 0; i < n && k < x->n_content;) {
    uint32_t u = s->content_roots[i], v = x->content_roots[k];
    in |= (uint64_t)(u == v) << i;
    i += u <= v;
    k += v <= u;
  }
  return in;
}

int brief_is_told(const struct brief *b, const struct sentence *s, struct sentence *const *chosen, int n) {
  size_t words = s->n_content < MAX_TOLD ? s->n_content : MAX_TOLD, told = 0;
  for (uint64_t left = s->told; left != 0; left &= left - 1) told++;
  if (s->role_known && s->role != ROLE_HAPPENING) return 0; /* see is_filed_apart() */
  if (words < LEAST_TOLD || told * 100 < (s->role == ROLE_HAPPENING ? TOLD_PERCENT : TOLD_APART) * words)
    return 0;
  for (int i = 0; i < n; i++)
    if (common_plain(b, s, chosen[i]) >=
        (s->role == chosen[i]->role ? TOLD_PLAIN : APART_PLAIN) + nouns_too(b, s, chosen[i]))
      return 1;
  return 0;
}

/* s says how many were killed, hurt, arrested ..., and x does not. */
static int adds_toll(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  for (size_t i = 0; i < s->n_facts; i++)
    if (s->fact[i].kind == TDG_FACT_COUNT && s->fact[i].state != 0 && !has_figure(b, s, &s->fact[i], x))
      return 1;
  return 0;
}

/* Words in common, of the shorter one; plain ones count more. */
static float common_share(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  size_t least = common_least(s, x), plain = common_plain(b, s, x);
  if (least == 0) return 0;
  if (plain > MOST_PLAIN) plain = MOST_PLAIN;
  return SHARE_WEIGHT * (float)common_content(b, s, x) / (float)least + EACH_PLAIN * (float)plain;
}

int brief_adds_only_heart(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  return brief_worth_again(b, s, x) < HEART_ONLY;
}

int brief_tells_one_thing(const struct brief *b, const struct near *near, const struct sentence *s,
                          const struct sentence *x, int later) {
  if (near == NULL || s->role_known || s->role != x->role) return 0;
  float worth = brief_worth_again(b, s, x), alike = near_of(near, s, x) + near_through(near, s, x);
  if (worth < 1) alike += worth < HEART_ONLY ? HEART : worth < HEART_AND_MORE ? HEART / 2 : HEART_NOUN;
  return alike + common_share(b, s, x) > (later ? ONE_THING_LATER : ONE_THING) && !adds_toll(b, s, x);
}

int brief_retold_share(const struct brief *b, const struct sentence *x, const struct sentence *s) {
  if (s->n_content < LEAST_SHARED)
    return s->n_concepts > 0 ? brief_common(x, s) * 100 / (int)s->n_concepts : 0;
  return (int)(common_content(b, s, x) * 100 / s->n_content);
}
