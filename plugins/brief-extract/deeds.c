/* deeds.c - what happens in a sentence, and whether another tells the same; see align.h and brief.h.
 *
 * A deed is a word for what happens: of a state of people, of a pair of opposites that are acts, of the event nouns, or of the class
 * fact-deeds, where verbs of one meaning have one value.  Two sentences tell one deed again when it is what the reports open with, or both
 * have several, when they name the same things beside it, and when the second has no deed of its own.
 *
 * Nothing is allocated; without memory for a comparison of facts the worker ends.
 */
#include "conflict.h"

/* One number for each deed of all lists. */
enum { OF_STATE = 0, OF_OPPOSITE = 100, OF_MATTER = 300, OF_DEED = 500, OF_ACT = 700 };
_Static_assert((int)TDG_BRIEF_STATES_COUNT <= OF_OPPOSITE &&
                   (int)TDG_FACT_OPPOSITES_COUNT <= OF_MATTER - OF_OPPOSITE &&
                   (int)TDG_FACT_MATTERS_COUNT <= OF_DEED - OF_MATTER &&
                   (int)TDG_FACT_DEEDS_COUNT <= OF_ACT - OF_DEED &&
                   (int)TDG_FACT_ACTS_COUNT <= MAX_DEEDS - OF_ACT,
               "deeds of two lists have two numbers");
#define STATE(NAME) (OF_STATE + TDG_BRIEF_STATES_##NAME)
#define OPPOSITE(NAME) (OF_OPPOSITE + TDG_FACT_OPPOSITES_##NAME)
#define MATTER(NAME) (OF_MATTER + TDG_FACT_MATTERS_##NAME)
#define DEED(NAME) (OF_DEED + TDG_FACT_DEEDS_##NAME)
#define ACT(NAME) (OF_ACT + TDG_FACT_ACTS_##NAME)

/* What two lists have in other words. */
static const struct {
  int deed, as;
} same[] = {{DEED(DIE), STATE(KILLED)},         {DEED(ARREST), STATE(ARRESTED)},
            {OPPOSITE(CATCH), STATE(ARRESTED)}, {OPPOSITE(DETAIN), STATE(ARRESTED)},
            {DEED(EVACUATE), STATE(EVACUATED)}, {ACT(DISMISS), OPPOSITE(DISMISS)},
            {ACT(APPOINT), OPPOSITE(HIRE)},     {ACT(RESIGN), OPPOSITE(RESIGN)},
            {MATTER(RESIGN), OPPOSITE(RESIGN)}, {DEED(ESCAPE), OPPOSITE(ESCAPE)},
            {DEED(FLEE), OPPOSITE(ESCAPE)},     {DEED(SHOOT), MATTER(SHOOTING)},
            {DEED(EXPLODE), MATTER(EXPLOSION)}, {DEED(SHAKE), MATTER(QUAKE)},
            {DEED(BURN), MATTER(FIRE)},         {ACT(VISIT), MATTER(VISIT)},
            {DEED(DAMAGE), MATTER(RUIN)},       {OPPOSITE(DESTROY), MATTER(RUIN)}};

/* BY_OBJECT: "agreed to send troops" and "agreed to meet" are two deeds, which no reports have in common by that word. */
enum { NO_DEED, OWN_MEANING, BY_OBJECT };

/* Opposites that are acts, not places, times or qualities; matters that are events, not people and things. */
static const uint8_t acts[TDG_FACT_OPPOSITES_COUNT] = {
#define SIDE(NAME) [TDG_FACT_OPPOSITES_##NAME] = OWN_MEANING
#define OF_OBJECT(NAME) [TDG_FACT_OPPOSITES_##NAME] = BY_OBJECT
    SIDE(STAY),        SIDE(RESIGN),     SIDE(RISE),        SIDE(FALL),
    SIDE(OPEN),        SIDE(CLOSE),      OF_OBJECT(ACCEPT), OF_OBJECT(REJECT),
    OF_OBJECT(DENY),   SIDE(GUILTY),     SIDE(INNOCENT),    SIDE(WIN),
    SIDE(LOSE),        OF_OBJECT(ALLOW), OF_OBJECT(FORBID), SIDE(CATCH),
    SIDE(ESCAPE),      SIDE(FREE),       SIDE(DETAIN),      OF_OBJECT(SUPPORT),
    OF_OBJECT(OPPOSE), SIDE(JOIN),       SIDE(QUIT),        SIDE(BUY),
    SIDE(SELL),        SIDE(HIRE),       SIDE(DISMISS),     SIDE(ATTACK),
    SIDE(REPAIR),      SIDE(DESTROY)
#undef SIDE
#undef OF_OBJECT
};
static const uint8_t events[TDG_FACT_MATTERS_COUNT] = {
#define EVENT(NAME) [TDG_FACT_MATTERS_##NAME] = OWN_MEANING
#define GENERAL(NAME) [TDG_FACT_MATTERS_##NAME] = BY_OBJECT
    EVENT(FIRE),      EVENT(COLLISION), GENERAL(TALKS),   GENERAL(AGREEMENT), EVENT(QUAKE),
    EVENT(STRIKE),    EVENT(FLOOD),     EVENT(ATTACK),    EVENT(RULING),      EVENT(VOTE),
    EVENT(PROTEST),   EVENT(STORM),     EVENT(CEASEFIRE), EVENT(RESIGN),      EVENT(RUIN),
    EVENT(EXPLOSION), EVENT(LANDSLIDE), EVENT(SHOOTING),  GENERAL(VISIT),     GENERAL(MEETING),
    GENERAL(SEARCH),  EVENT(POWER_CUT), EVENT(OUTBREAK),  EVENT(CANCEL)
#undef EVENT
#undef GENERAL
};

static int as_one(int deed) {
  for (size_t i = 0; i < sizeof same / sizeof *same; i++)
    if (same[i].deed == deed) return same[i].as;
  return deed;
}

int deed_state(int deed) { return deed > OF_STATE && deed < OF_OPPOSITE ? deed - OF_STATE : 0; }
int deed_opposite(int deed) { return deed > OF_OPPOSITE && deed < OF_MATTER ? deed - OF_OPPOSITE : 0; }
int deed_matter(int deed) { return deed > OF_MATTER && deed < OF_DEED ? deed - OF_MATTER : 0; }

int deed_listed(const struct brief *b, const struct sentence *s, size_t i, size_t *n) {
  size_t act_n = 0;
  *n = 0;
  int deed = sentence_value(b, s, i, TDG_FACT_WORD_DEED, n),
      act = sentence_value(b, s, i, TDG_FACT_WORD_ACT, &act_n);
  if (act == 0 || (deed != 0 && *n >= act_n)) return deed == 0 ? 0 : as_one(OF_DEED + deed);
  *n = act_n;
  return as_one(OF_ACT + act);
}

int deed_at(const struct brief *b, const struct sentence *s, size_t i, int *noun) {
  const struct tdg_word_mark *k = &s->marks[i];
  const uint64_t listed = UINT64_C(1) << TDG_FACT_WORD_OPPOSITE | UINT64_C(1) << TDG_FACT_WORD_MATTER |
                          UINT64_C(1) << TDG_FACT_WORD_DEED | UINT64_C(1) << TDG_FACT_WORD_ACT;
  size_t opposite_n = 0, matter_n = 0, n;
  *noun = 0;
  if (k->state != 0 || k->before != 0) return as_one(OF_STATE + (k->state != 0 ? k->state : k->before));
  if ((k->facts & listed) == 0) return 0;
  int opposite = sentence_opposite(b, s, i, &opposite_n),
      matter = sentence_value(b, s, i, TDG_FACT_WORD_MATTER, &matter_n), deed = deed_listed(b, s, i, &n);
  if (acts[opposite] != NO_DEED && opposite_n >= n) return as_one(OF_OPPOSITE + opposite);
  if (deed != 0 && n >= matter_n) return deed;
  *noun = matter == TDG_FACT_MATTERS_HAPPEN ? ONLY_HAPPENS : 1;
  return events[matter] != NO_DEED ? as_one(OF_MATTER + matter) : 0;
}

int words_have_deed(const struct words *w, int deed) {
  if ((w->deeds >> deed % 64 & 1) == 0) return 0;
  for (uint32_t i = 0; i < w->n; i++)
    if (w->v[i].deed == deed) return 1;
  return 0;
}

/* ---- what the story is about ---- */

enum {
  HEART_SHARE = 3, /* of as many reports one opens with what the story is about, */
  HEART_LEAST = 2  /* and no fewer than these do */
};

static int is_heart(const struct alignment *a, int deed) {
  int n = 0;
  if (a->opens[deed] == 0 || acts[deed_opposite(deed)] == BY_OBJECT || events[deed_matter(deed)] == BY_OBJECT)
    return 0;
  for (uint64_t left = a->opens[deed]; left != 0; left &= left - 1) n++;
  return n >= HEART_LEAST && n * HEART_SHARE >= a->b->n_members;
}

void deeds_find_hearts(struct alignment *a) {
  a->opens = tdg_scratch(a->b->call, MAX_DEEDS * sizeof *a->opens);
  for (size_t i = 0; i < a->n; i++) {
    const struct sentence *s = align_sentence(a->b, i);
    if ((s->index > 0 && !align_is_title(a->b, i)) || s->member >= a->b->n_members) continue;
    for (uint32_t k = 0; k < a->of[i].n; k++)
      if (a->of[i].v[k].deed != 0) a->opens[a->of[i].v[k].deed] |= UINT64_C(1) << s->member;
  }
  for (int d = 1; d < MAX_DEEDS; d++)
    if (is_heart(a, d)) a->hearts |= UINT64_C(1) << d % 64;
}

/* ---- told again ---- */

enum {
  MOST_BESIDE = 3, /* told words that count */
  HEART_POINTS = 2,
  POINTS = 3,         /* for a sentence that tells the same, */
  POINTS_NAMED = 5,   /* and names somebody beside */
  MOST_REST = 2,      /* new words of a sentence that adds nothing */
  MOST_NEW = 4,       /* of one that tells the same; its verb may be of no list, */
  MOST_NEW_NAMED = 6, /* and of names too */
  EVENT_REST = 3,     /* new words beside a noun for what happened, */
  HAPPENS_REST = 2,   /* or beside a verb that says only that it happens */
  HAPPENS_BESIDE = 2  /* told words then */
};
/* What a sentence is worth that tells of the heart of the story again: of nothing else that happens, of something else, in a noun. */
static const float AGAIN = 0.4f, AGAIN_AND_MORE = 0.7f, AGAIN_NOUN = 0.8f;

static const struct words *words_of(const struct brief *b, const struct sentence *s) {
  return &b->comparison->al.of[s - b->sentence];
}

static int is_first(const struct words *w, uint32_t i) {
  for (uint32_t k = 0; k < i; k++)
    if (w->v[k].matter == w->v[i].matter) return 0;
  return 1;
}

/* Part of a name: "Kesten Fire and Rescue". */
static int is_capital(const struct brief *b, const struct sentence *s, size_t i) {
  return i > 0 && (s->terms[i].flags & TDG_TERM_CAPITAL) != 0 && !sentence_traits(b, s)->noun_capitals;
}

/* What the words of a sentence say that another tells. */
struct told {
  int shared, heart, own;  /* deeds: told ones, those among them that the story is about, new ones */
  int event;               /* nouns for what the story is about */
  int beside, rest, names; /* other words: told ones, new ones, new ones that are names */
  int happens;             /* a verb says only that it happens */
};

static void count_told(const struct brief *b, const struct sentence *s, const struct sentence *x,
                       struct told *t) {
  const struct words *u = words_of(b, s), *v = words_of(b, x);
  *t = (struct told){0};
  for (uint32_t i = 0; i < u->n; i++) {
    size_t term = u->v[i].term;
    int deed = u->v[i].deed, has = align_has(v, u->v[i].matter), capital = is_capital(b, s, term);
    if (!is_first(u, i)) continue;
    if (u->v[i].noun == ONLY_HAPPENS) t->happens = 1;
    else if (deed == 0 && brief_is_frame(s, term)) continue;
    else if (deed != 0 && !capital && !u->v[i].noun) {
      int told = words_have_deed(v, deed);
      t->shared += told, t->heart += told && is_heart(&b->comparison->al, deed), t->own += !told && !has;
    } else if (deed != 0 && !capital && words_have_deed(v, deed) && is_heart(&b->comparison->al, deed))
      t->event++;
    else t->beside += has, t->rest += !has && !capital, t->names += !has && capital;
  }
}

static int is_ahead(const struct reading *r) {
  return r->sense.tense == TDG_TENSE_FUTURE || r->sense.tense == TDG_TENSE_CONDITIONAL;
}

int brief_tells_of_another(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  const struct reading *r = comparison_read_words(b->comparison, (size_t)(s - b->sentence)),
                       *o = comparison_read_words(b->comparison, (size_t)(x - b->sentence));
  return r->sense.polarity != o->sense.polarity || (r->n_negations > 0) != (o->n_negations > 0) ||
         is_ahead(r) != is_ahead(o) || readings_name_two(r, o) || readings_in_two_places(r, o);
}

int brief_tells_deed_again(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  struct told t;
  int again = 0;
  if ((words_of(b, s)->deeds & words_of(b, x)->deeds) == 0 && !words_of(b, s)->happens) return 0;
  count_told(b, s, x, &t);
  if (t.own > 0) return 0;
  if (t.shared > 0 && t.rest <= MOST_REST && t.names == 0) again = 2;
  else if (t.beside == 0 || t.rest > MOST_NEW || t.rest + t.names > MOST_NEW_NAMED) return 0;
  else if (t.heart == 0 && t.happens)
    again = t.beside >= HAPPENS_BESIDE && (t.event > 0 || (t.rest <= HAPPENS_REST && t.names == 0)) ? 2 : 0;
  else if (t.heart > 0 || (t.event > 0 && t.rest <= EVENT_REST)) {
    int beside = t.beside < MOST_BESIDE ? t.beside : MOST_BESIDE;
    int points = t.heart == 0 ? HEART_POINTS + t.shared + beside - 1
                              : HEART_POINTS * t.heart + t.event + (t.shared - t.heart) + beside;
    again = points >= POINTS_NAMED ? 2 : points >= POINTS;
  }
  return again != 0 && !brief_tells_of_another(b, s, x) ? again : 0;
}

float brief_worth_again(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  struct told t;
  if ((words_of(b, s)->deeds & words_of(b, x)->deeds & b->comparison->al.hearts) == 0) return 1;
  count_told(b, s, x, &t);
  if (t.heart > 0) return t.own > 0 ? AGAIN_AND_MORE : AGAIN;
  return t.event > 0 ? AGAIN_NOUN : 1;
}
