/* deeds_again.c - does a sentence tell again what happens in another?; see brief.h.
 *
 * Two sentences tell one deed again when it is what the reports open with, or both have several, when they name the same things
 * beside it, and when the second has no deed of its own.
 *
 * Nothing is allocated; without memory for a comparison of facts the worker ends.
 */
#include "conflict.h"

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
  const struct words *u = common_words_of(b, s), *v = common_words_of(b, x);
  *t = (struct told){0};
  for (uint32_t i = 0; i < u->n; i++) {
    size_t term = u->v[i].term;
    int deed = u->v[i].deed, has = align_has(v, u->v[i].matter), capital = is_capital(b, s, term);
    if (!is_first(u, i)) continue;
    if (u->v[i].noun == ONLY_HAPPENS) t->happens = 1;
    else if (deed == 0 && brief_is_frame(s, term)) continue;
    else if (deed != 0 && !capital && !u->v[i].noun) {
      int told = words_have_deed(v, deed);
      t->shared += told, t->heart += told && deed_is_heart(&b->comparison->al, deed), t->own += !told && !has;
    } else if (deed != 0 && !capital && words_have_deed(v, deed) && deed_is_heart(&b->comparison->al, deed))
      t->event++;
    else t->beside += has, t->rest += !has && !capital, t->names += !has && capital;
  }
}

int brief_tells_deed_again(const struct brief *b, const struct sentence *s, const struct sentence *x) {
  struct told t;
  int again = 0;
  if ((common_words_of(b, s)->deeds & common_words_of(b, x)->deeds) == 0 && !common_words_of(b, s)->happens)
    return 0;
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
  if ((common_words_of(b, s)->deeds & common_words_of(b, x)->deeds & b->comparison->al.hearts) == 0) return 1;
  count_told(b, s, x, &t);
  if (t.heart > 0) return t.own > 0 ? AGAIN_AND_MORE : AGAIN;
  return t.event > 0 ? AGAIN_NOUN : 1;
}
