/* persons.c - what records say of one person, whichever sentences say it: how old they are, which office they hold, and who of one
 * surname holds an office; see conflict.h.
 *
 * An age is of the name beside it, of the only name of its sentence, or of the one before when its sentence is short ("She was 89."); without
 * a name of what the words beside it call the person ("45-year-old bus driver").  Silent are two people of one surname, and
 * a record that gives both.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

#include <tidings/kit/str.h>

#include <math.h>

enum {
  MAX_PEOPLE = 300,
  BESIDE = 3,
  SHORT = 8,
  ROLE = 3,
  ROLE_SHARED = 3,
  FAR_AGES = 25,
  ALIKE = 2,
  SURNAME = 4,
  MOST_BEFORE = 2, /* sentences */
  NEAR_AGES = 10,
  ENDING = 4,
  YEARS = 5,  /* of an affair */
  SEVERAL = 2 /* records */
};

struct person {
  const struct reading *of;
  const struct tdg_fact *age;    /* NULL: an office */
  const struct tdg_fact *name;   /* NULL: none, or a surname that is no fact */
  const struct reading *said_in; /* that the name stands in */
  uint32_t root;                 /* of the surname; 0: none */
  int inflected;
  int beside; /* the name stands beside the age: it is of now, not "at age 10" */
  int remote; /* it stands in a sentence before */
};

/* ---- whose age it is ---- */

static int is_of_speaker(const struct reading *x, const struct tdg_fact *f) {
  return f->said.start >= x->sense.speaker.start && f->said.end <= x->sense.speaker.end;
}

/* The nearest; "Jim Williams announced 61-year-old Sharron Smith" tells of her. */
static const struct tdg_fact *name_beside(const struct reading *x, const struct tdg_fact *age) {
  const struct tdg_fact *found = NULL;
  size_t nearest = BESIDE + 1;
  for (size_t i = 0; i < x->n_facts; i++) {
    const struct tdg_fact *f = &x->fact[i];
    if (f->kind != TDG_FACT_NAME || (f->first <= age->last && f->last >= age->first)) continue;
    size_t apart = f->last < age->first ? age->first - f->last : f->first - age->last;
    if (apart < nearest || (apart == nearest && f->first == age->last + 1)) found = f, nearest = apart;
  }
  return found;
}

/* Behind it begins another part of the sentence, or nothing: no "man" or "driver" follows. */
static int ends_part(const struct reading *x, const struct tdg_fact *f) {
  size_t end = f->after > f->last + 1 ? f->after : f->last + 1;
  return end >= x->s->n_terms || !(x->s->terms[end].flags & TDG_TERM_ADJACENT);
}

/* "Hask, 61, ..." */
static int is_capital(const struct sentence *s, size_t i) {
  return (s->terms[i].flags & (TDG_TERM_CAPITAL | TDG_TERM_NUMBER)) == TDG_TERM_CAPITAL && !s->small[i] &&
         s->marks[i].month == 0 && s->marks[i].weekday == 0;
}

/* "Who at his 21 years has played his first final": the one that the sentence before, or that before it, tells of, if the record gives
 * no other age. */
static void find_before(struct comparison *c, size_t sentence, struct person *p) {
  const struct sentence *s = p->of->s;
  if (p->age->first > 0 &&
      sentence_value(c->b, s, p->age->first - 1, TDG_FACT_WORD_JOIN, NULL) == TDG_FACT_NUMBER_JOINS_ONE)
    return; /* "a 21-year-old" */
  for (size_t i = sentence; i > 0 && i + MOST_BEFORE > sentence; i--) {
    const struct reading *y = comparison_read(c, i - 1);
    if (y->s->member != s->member || y->s->index >= s->index) return;
    const struct tdg_fact *f = reading_only_name(y);
    for (size_t k = 0; f == NULL && k < y->n_facts; k++)
      if (y->fact[k].kind == TDG_FACT_NAME && y->fact[k].first == 0) f = &y->fact[k];
    if (f == NULL && reading_count_kind(y, TDG_FACT_NAME) > 0) return;
    if (f == NULL) continue;
    p->name = f, p->said_in = y, p->remote = 1;
    return;
  }
}

static struct person read_age(struct comparison *c, size_t sentence, const struct reading *x,
                              const struct tdg_fact *age) {
  struct person p = {.of = x,
                     .age = age,
                     .name = name_beside(x, age),
                     .said_in = x,
                     .inflected = sentence_traits(c->b, x->s)->inflected};
  size_t first = age->first;
  p.beside = p.name != NULL;
  if (p.name == NULL && first > 0 && is_capital(x->s, first - 1) &&
      x->s->text.p[x->s->terms[first - 1].end] == ',' && !sentence_traits(c->b, x->s)->noun_capitals) {
    p.root = x->s->roots[first - 1], p.beside = 1;
    return p;
  }
  if (p.name == NULL && ends_part(x, age) && reading_count_kind(x, TDG_FACT_AGE) == 1) {
    p.name = reading_only_name(x);
    if (p.name != NULL && is_of_speaker(x, p.name)) p.name = NULL;
    if (p.name == NULL && reading_count_kind(x, TDG_FACT_NAME) == 0 && x->s->n_terms <= SHORT &&
        x->s->index > 0 && sentence > 0) {
      const struct reading *y = comparison_read(c, sentence - 1);
      if (y->s->member != x->s->member || y->s->index + 1 != x->s->index ||
          (p.name = reading_only_name(y)) == NULL)
        return p;
      p.said_in = y, p.root = y->s->roots[p.name->last];
      return p;
    }
  }
  if (p.name == NULL && reading_count_kind(x, TDG_FACT_NAME) == 0) find_before(c, sentence, &p);
  if (p.name != NULL) p.root = p.said_in->s->roots[p.name->last];
  return p;
}

static size_t find_people(struct comparison *c, struct person *v, int ages) {
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct reading *x = comparison_read(c, i);
    if (reading_is_of_page(x)) continue;
    for (size_t k = 0; k < x->n_facts && n < MAX_PEOPLE; k++) {
      const struct tdg_fact *f = &x->fact[k];
      if (ages && f->kind == TDG_FACT_AGE) v[n++] = read_age(c, i, x, f);
      if (!ages && f->kind == TDG_FACT_NAME && f->what_kind != 0 && !(f->flags & TDG_FACT_FORMER))
        v[n++] = (struct person){x, NULL, f, x, x->s->roots[f->last], sentence_traits(c->b, x->s)->inflected,
                                 0, 0};
    }
  }
  return n;
}

/* ---- ages ---- */

static struct tdg_str word_at(const struct sentence *s, size_t i) {
  return (struct tdg_str){s->text.p + s->terms[i].start, s->terms[i].end - s->terms[i].start};
}
static struct tdg_str first_name(const struct person *p) { return word_at(p->said_in->s, p->name->first); }

/* One first name, in two cases or short and long ("Jan", "Jana"; "Joe", "Joseph"): they begin alike; or all but the first letter is the same:
 * "Yiannis", "Giannis". */
static int are_alike(const struct person *a, const struct person *b) {
  struct tdg_str p = first_name(a), q = first_name(b);
  size_t same = tdg_str_common(p, q), least = p.n < q.n ? p.n : q.n;
  if (same >= ALIKE || same + 1 >= least) return 1;
  for (same = 0; same < least && p.p[p.n - 1 - same] == q.p[q.n - 1 - same];) same++;
  return same >= ENDING && same + 1 >= (p.n > q.n ? p.n : q.n);
}

/* Two people of one surname: both first names are known, and they differ. */
static int are_namesakes(const struct person *a, const struct person *b) {
  const struct tdg_fact *f = a->name, *g = b->name;
  return f != NULL && g != NULL && f->n_what > 1 && g->n_what > 1 && f->what[0] != g->what[0] &&
         !are_alike(a, b);
}

/* What the words right behind the age call the person, or those right before it: "45-year-old bus driver", "the bus driver, 45". */
static int role_shared(const struct reading *x, const struct tdg_fact *f, const struct reading *y,
                       const struct tdg_fact *g) {
  int least;
  size_t a[2] = {f->last + 1, f->first > ROLE - 1 ? f->first - ROLE + 1 : 0};
  size_t b[2] = {g->last + 1, g->first > ROLE - 1 ? g->first - ROLE + 1 : 0};
  for (int i = 0; i < 2; i++)
    for (int k = 0; k < 2; k++) {
      int n = shared_between(x, a[i], i == 0 ? f->last + ROLE - 1 : f->first, y, b[k],
                             k == 0 ? g->last + ROLE - 1 : g->first, &least);
      if (n > 0) return n;
    }
  return 0;
}

static int share_role(const struct person *a, const struct person *b) {
  const struct reading *x = a->of, *y = b->of;
  const struct tdg_fact *f = a->age, *g = b->age;
  int n = role_shared(x, f, y, g), all = 0;
  for (uint32_t i = 0; i < x->words->n_sorted; i++) all += align_has(y->words, x->words->sorted[i]);
  return n >= 2 || (n == 1 && all >= ROLE_SHARED);
}

/* In a language of many endings also "Kowal" and "Kowala". */
static int same_surname(const struct person *a, const struct person *b) {
  if (a->root == b->root) return 1;
  if (a->name == NULL || b->name == NULL || !a->inflected) return 0;
  struct tdg_str p = word_at(a->said_in->s, a->name->last), q = word_at(b->said_in->s, b->name->last);
  size_t same = tdg_str_common(p, q), longer = p.n > q.n ? p.n : q.n;
  return same >= SURNAME && same * 3 >= longer * 2;
}

static int are_one(const struct person *a, const struct person *b) {
  if (a->root != 0 && b->root != 0) return same_surname(a, b) && !are_namesakes(a, b);
  return share_role(a, b);
}

/* Another age of the person in the record. */
static int has_other_age(const struct person *v, size_t n, const struct person *a, const struct person *b) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].age->value != a->age->value &&
        (are_one(&v[i], b) || v[i].age->value == b->age->value))
      return 1;
  return 0;
}

static int gives_two_ages(const struct person *v, size_t n, const struct person *a) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].age->value != a->age->value) return 1;
  return 0;
}

/* Records, copies aside, that give the person this age; those of one stand together. */
static int count_records(const struct comparison *c, const struct person *v, size_t n,
                         const struct person *a) {
  int found = 0, last = -1;
  for (size_t i = 0; i < n; i++) {
    int member = v[i].of->s->member;
    if (member == last || member >= c->b->n_members || v[i].age->value != a->age->value ||
        (&v[i] != a && !are_one(&v[i], a)))
      continue;
    last = member, found++;
  }
  return found;
}

static void compare_ages(struct comparison *c, const struct person *v, size_t n, const struct person *a,
                         const struct person *b) {
  double apart = fabs(a->age->value - b->age->value);
  if (!are_one(a, b) || (!(a->beside && b->beside) && apart > FAR_AGES)) return;
  if (apart > 0 && (a->remote || b->remote) &&
      (apart > NEAR_AGES || gives_two_ages(v, n, a) || gives_two_ages(v, n, b)))
    return;
  if (apart > 0 && (has_other_age(v, n, a, b) || has_other_age(v, n, b, a))) return;
  if (apart > 0 && apart <= YEARS && count_records(c, v, n, a) >= SEVERAL &&
      count_records(c, v, n, b) >= SEVERAL)
    return; /* several give each: of the arrest and of the trial */
  add_edge(c, "figure", say_fact(a->of, a->age), say_fact(b->of, b->age), a->age->value != b->age->value);
}

/* ---- offices ---- */

/* Two offices that one person does not hold in one place. */
static int are_exclusive(int a, int b) {
  static const int pairs[][2] = {{TDG_FACT_OFFICES_DIRECTOR, TDG_FACT_OFFICES_CHAIR},
                                 {TDG_FACT_OFFICES_PRESIDENT, TDG_FACT_OFFICES_VICE_PRESIDENT},
                                 {TDG_FACT_OFFICES_PRESIDENT, TDG_FACT_OFFICES_SECRETARY},
                                 {TDG_FACT_OFFICES_PRESIDENT, TDG_FACT_OFFICES_PRIME_MINISTER},
                                 {TDG_FACT_OFFICES_MINISTER, TDG_FACT_OFFICES_DEPUTY_MINISTER},
                                 {TDG_FACT_OFFICES_CHAIR, TDG_FACT_OFFICES_SECRETARY},
                                 {TDG_FACT_OFFICES_CHANCELLOR, TDG_FACT_OFFICES_VICE_CHANCELLOR},
                                 {TDG_FACT_OFFICES_MAYOR, TDG_FACT_OFFICES_GOVERNOR},
                                 {TDG_FACT_OFFICES_SENATOR, TDG_FACT_OFFICES_REPRESENTATIVE},
                                 {TDG_FACT_OFFICES_JUDGE, TDG_FACT_OFFICES_PROSECUTOR},
                                 {TDG_FACT_OFFICES_COACH, TDG_FACT_OFFICES_CAPTAIN},
                                 {TDG_FACT_OFFICES_GENERAL, TDG_FACT_OFFICES_COLONEL},
                                 {TDG_FACT_OFFICES_MAJOR, TDG_FACT_OFFICES_COLONEL},
                                 {TDG_FACT_OFFICES_POLICE_CHIEF, TDG_FACT_OFFICES_FIRE_CHIEF}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if ((pairs[i][0] == a && pairs[i][1] == b) || (pairs[i][0] == b && pairs[i][1] == a)) return 1;
  return 0;
}

/* Both words in one sentence: "chairman and chief executive". */
static int says_both(const struct comparison *c, const struct reading *x, int a, int b) {
  int first = 0, second = 0;
  for (size_t i = 0; i < x->s->n_terms; i++) {
    int v = sentence_value(c->b, x->s, i, TDG_FACT_WORD_OFFICE, NULL);
    first |= v == a, second |= v == b;
  }
  return first && second;
}

/* Does any sentence give the person the other office too? */
static int holds_both(const struct comparison *c, const struct person *v, size_t n, const struct person *a,
                      const struct person *b) {
  int x = a->name->what_kind, y = b->name->what_kind;
  for (size_t i = 0; i < n; i++) {
    if (v[i].root != a->root) continue;
    if (says_both(c, v[i].of, x, y)) return 1;
    if ((v[i].of->s->member == a->of->s->member && v[i].name->what_kind == y) ||
        (v[i].of->s->member == b->of->s->member && v[i].name->what_kind == x))
      return 1;
  }
  return 0;
}

static void compare_offices(struct comparison *c, const struct person *v, size_t n, const struct person *a,
                            const struct person *b) {
  const struct tdg_fact *f = a->name, *g = b->name;
  if (!same_surname(a, b) || f->n_what < 2 || g->n_what < 2 || are_namesakes(a, b)) return;
  if (!are_exclusive(f->what_kind, g->what_kind) || holds_both(c, v, n, a, b)) return;
  add_edge(c, "office", say_fact(a->of, f), say_fact(b->of, g), 1);
}

/* ---- one office, one surname, two first names ---- */

/* Does another record, or the same, give the other first name? */
static int is_known(const struct person *v, size_t n, const struct person *a, const struct person *b) {
  for (size_t i = 0; i < n; i++)
    if (v[i].of->s->member == a->of->s->member && v[i].root == a->root && v[i].name->n_what > 1 &&
        v[i].name->what[0] == b->name->what[0])
      return 1;
  return 0;
}

/* "Karen Boyle, the secretary", "Paul Boyle, secretary"; a short form of a name mostly begins as the name does. */
static void compare_first_names(struct comparison *c, const struct person *v, size_t n,
                                const struct person *a, const struct person *b) {
  const struct tdg_fact *f = a->name, *g = b->name;
  if (!same_surname(a, b) || f->what_kind != g->what_kind || f->n_what != 2 || g->n_what != 2) return;
  if (f->what[0] == g->what[0] || are_alike(a, b)) return;
  if (is_known(v, n, a, b) || is_known(v, n, b, a) || f->department != g->department) return;
  add_edge(c, "name", say_fact(a->of, f), say_fact(b->of, g), 1);
}

/* ---- all ---- */

void people_compare(struct comparison *c) {
  struct person *v = comparison_list(c, MAX_PEOPLE * sizeof *v);
  size_t n = find_people(c, v, 1);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare_ages(c, v, n, &v[i], &v[k]);
  n = find_people(c, v, 0);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) {
      if (!align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) continue;
      compare_offices(c, v, n, &v[i], &v[k]);
      compare_first_names(c, v, n, &v[i], &v[k]);
    }
}
