/* event_days.c - the day on which the event of a story was; see conflict.h.
 *
 * Nearly every report names it ("collided near Kesten on Monday", "after Monday's blast"), in sentences that have little else in common,
 * so that pairs of sentences do not find it.  It is in dispute when two records or more tell of the event on one day, and another
 * record on another day of the same days, which never names theirs: or says outright when it happened ("the crash happened on", "it was
 * Friday when"), be it against its own opening.  What a report opens with counts for its day in whatever words it is told, where the
 * other sentence has a word of it.  The day on which somebody spoke, days to come, "until" and "since" are none of the event.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

enum { MAX_EVENT_DAYS = 80, AGREED = 2, OPENING = 2, MOST_APART = 3, EVENT_ANY = -1 };

struct event_day {
  const struct reading *of;
  const struct tdg_fact *day;
  int event, happens; /* event: its matter, or EVENT_ANY; happens: the words say outright that it was then */
};

static int is_event(int matter) {
  switch (matter) {
  case TDG_FACT_MATTERS_FIRE:
  case TDG_FACT_MATTERS_COLLISION:
  case TDG_FACT_MATTERS_QUAKE:
  case TDG_FACT_MATTERS_FLOOD:
  case TDG_FACT_MATTERS_ATTACK:
  case TDG_FACT_MATTERS_EXPLOSION:
  case TDG_FACT_MATTERS_LANDSLIDE:
  case TDG_FACT_MATTERS_STORM:
  case TDG_FACT_MATTERS_PROTEST:
  case TDG_FACT_MATTERS_SHOOTING: return 1;
  default: return 0;
  }
}

/* A day that was, of the week of the report. */
static int is_past_day(const struct tdg_fact *f) {
  return f->kind == TDG_FACT_DATE && f->precision == TDG_FACT_DAY &&
         (f->flags & TDG_FACT_RELATIVE || f->weekday != 0) &&
         !(f->flags & (TDG_FACT_FUTURE | TDG_FACT_UNTIL | TDG_FACT_SINCE));
}

/* "It was Friday", "es war am Freitag": before the day. */
static int is_said_outright(const struct comparison *c, const struct event_day *e) {
  const struct sentence *s = e->of->s;
  size_t first = e->day->first, n;
  for (size_t k = first > 4 ? first - 4 : 0; k < first; k++)
    if (sentence_value(c->b, s, k, TDG_FACT_WORD_WAS, &n) != 0 &&
        (k + n >= first || (k + n + 1 == first && sentence_is(s, first - 1, W(W_ON)))))
      return 1;
  return 0;
}

/* The event of the part of the sentence that the day stands in; none where somebody says something in it, or another event is told. */
static void read_part(const struct comparison *c, struct event_day *e) {
  const struct sentence *s = e->of->s;
  size_t first = e->day->first, end = e->day->last + 1;
  while (first > 0 && s->terms[first].flags & TDG_TERM_ADJACENT) first--;
  while (end < s->n_terms && s->terms[end].flags & TDG_TERM_ADJACENT) end++;
  for (size_t i = first; i < end; i++) {
    int matter = sentence_value(c->b, s, i, TDG_FACT_WORD_MATTER, NULL);
    if (sentence_is(s, i, W(W_SAID)) || sentence_value(c->b, s, i, TDG_FACT_WORD_PART, NULL) != 0) {
      e->event = 0;
      return;
    }
    if (is_event(matter) && e->event == 0) e->event = matter;
    e->happens |= matter == TDG_FACT_MATTERS_HAPPEN;
  }
  int outright = is_said_outright(c, e);
  if (e->event == 0 && (outright || s->index == 0)) e->event = EVENT_ANY;
  e->happens |= outright;
}

static size_t find_days(struct comparison *c, struct event_day *v) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct sentence *s = align_sentence(c->b, i);
    if (s->index > 0 && !sentence_has(s, TDG_FACT_WORD_MATTER) && !sentence_has(s, TDG_FACT_WORD_WAS))
      continue;
    const struct reading *x = comparison_read(c, i);
    for (size_t k = 0; k < x->n_facts && n < MAX_EVENT_DAYS; k++) {
      if (!is_past_day(&x->fact[k])) continue;
      v[n] = (struct event_day){.of = x, .day = &x->fact[k]};
      read_part(c, &v[n]);
      n += v[n].event != 0 && (x->s->index < OPENING || v[n].happens);
    }
  }
  return n;
}

/* A word beside the day that both sentences have. */
static int share_word(const struct event_day *a, const struct event_day *b) {
  for (size_t i = 0; i < a->of->words->n; i++) {
    const struct content *w = &a->of->words->v[i];
    if ((w->term < a->day->first || w->term > a->day->last) && align_has(b->of->words, w->matter)) return 1;
  }
  return 0;
}

static int is_one_event(const struct event_day *a, const struct event_day *b) {
  if (a->event != EVENT_ANY && b->event != EVENT_ANY) return a->event == b->event;
  return share_word(a, b);
}

/* Other records than one, copies aside, that tell of the event on the day. */
static int count_others(const struct comparison *c, const struct event_day *v, size_t n,
                        const struct event_day *a, int but) {
  int found = 0, last = -1;
  for (size_t i = 0; i < n; i++) {
    int member = v[i].of->s->member;
    if (member == but || member == last || member >= c->b->n_members || v[i].day->value != a->day->value)
      continue;
    if (&v[i] != a && !is_one_event(&v[i], a)) continue;
    last = member, found++;
  }
  return found;
}

/* Does the record name the day somewhere? */
static int names_day(struct comparison *c, int member, double day) {
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    if (align_sentence(c->b, i)->member != member) continue;
    const struct reading *x = comparison_read(c, i);
    for (size_t k = 0; k < x->n_facts; k++)
      if (x->fact[k].kind == TDG_FACT_DATE && x->fact[k].precision == TDG_FACT_DAY && x->fact[k].value == day)
        return 1;
  }
  return 0;
}

/* Somebody tells the event of the day's words by name, and not only by what a report opens with. */
static int is_named(const struct event_day *a, const struct event_day *b) {
  return a->event != EVENT_ANY || b->event != EVENT_ANY;
}

/* b alone gives its day: against two records, its own opening among them where it says outright when it happened. */
static int is_alone(struct comparison *c, const struct event_day *v, size_t n, const struct event_day *a,
                    const struct event_day *b) {
  int one = a->of->s->member, other = b->of->s->member;
  if (count_others(c, v, n, b, other) > 0) return 0;
  if (b->happens && is_named(a, b) && count_others(c, v, n, a, -1) >= AGREED) return 1;
  return a->event == b->event && a->event != EVENT_ANY && count_others(c, v, n, a, other) >= AGREED &&
         !names_day(c, one, b->day->value) && !names_day(c, other, a->day->value);
}

/* A report says outright that the event of its first sentence was on another day. */
static int contradicts_itself(const struct event_day *a, const struct event_day *b) {
  return a->of->s->index == 0 && b->happens && !a->happens && a->event == b->event && a->event != EVENT_ANY;
}

static void compare(struct comparison *c, const struct event_day *v, size_t n, const struct event_day *a,
                    const struct event_day *b) {
  double apart =
      a->day->value > b->day->value ? a->day->value - b->day->value : b->day->value - a->day->value;
  int one = a->of->s->member, other = b->of->s->member;
  if (!is_one_event(a, b) || apart > MOST_APART || (one != other && !align_are_of_two(c->b, one, other)))
    return;
  if (apart == 0) add_edge(c, "date", say_fact(a->of, a->day), say_fact(b->of, b->day), 0);
  else if (one == other ? contradicts_itself(a, b) : is_alone(c, v, n, a, b) || is_alone(c, v, n, b, a))
    add_edge(c, "date", say_fact(a->of, a->day), say_fact(b->of, b->day), 1);
}

void event_days_compare(struct comparison *c) {
  struct event_day *v = comparison_list(c, MAX_EVENT_DAYS * sizeof *v);
  size_t n = find_days(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) compare(c, v, n, &v[i], &v[k]);
}
