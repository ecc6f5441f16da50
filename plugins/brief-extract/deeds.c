/* deeds.c - what happens in a sentence, and what its story is about; see align.h.
 *
 * A deed is a word for what happens: of a state of people, of a pair of opposites that are acts, of the event nouns, or of the class
 * fact-deeds, where verbs of one meaning have one value.
 *
 * The marks of a story's deeds are memory of the call.
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

int deed_is_heart(const struct alignment *a, int deed) {
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
    if (deed_is_heart(a, d)) a->hearts |= UINT64_C(1) << d % 64;
}
