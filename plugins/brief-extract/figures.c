/* figures.c - what the numbers of a sentence count; see conflict.h.
 *
 * A number is a count when words follow that name a thing ("27 heads of state") or when people are said to be
 * in some state: "14 people were injured", "14 injured" and "injured 14 people" count the same, people
 * injured.  Numbers of other kinds are passed over: dates, prices, shares, ages, scores, names ("COVID-19",
 * "Route 66"), and parts of a count ("six others", "five of them seriously").
 */
#include "conflict.h"

struct state_words {
  const char *name, *words, *doing; /* doing: forms that may stand before the number ("injured 14 people") */
};
static const struct state_words states[STATES] = {
    [STATE_NONE] = {"", "", ""},
    [STATE_INJURED] = {"people injured", "injured hurt wounded", "injured injuring wounded wounding hurting"},
    [STATE_KILLED] = {"people killed", "killed dead died perished deaths fatalities", "killed killing"},
    [STATE_ARRESTED] = {"people arrested", "arrested detained arrests",
                        "arrested arresting detained detaining"},
    [STATE_EVACUATED] = {"people evacuated", "evacuated", "evacuated evacuating"},
    [STATE_MISSING] = {"people missing", "missing unaccounted", ""},
    [STATE_RESCUED] = {"people rescued", "rescued", "rescued rescuing"},
};

static const char months[] = "january february march april may june july august september october november "
                             "december jan feb mar apr jun jul aug sep sept oct nov dec";
static const char bounds[] = "least most than over about around nearly almost some roughly approximately up "
                             "under estimated many few between only";
static const char scales[] = "million billion trillion thousand hundred percent per cent point points";
static const char verbs[] = "were was are is be been being have has had who that which still reported";
static const char parts[] =
    "others other more another additional further seriously severely critically badly "
    "gravely slightly lightly fatally mildly of";
static const char recalled[] =
    "ago previous previously earlier similar since decade decades century daily hours combined anniversary";
static const char clock[] = "pm am gmt utc cet est pst edt pdt bst uhr";
/* Labels that do not mean the same: one line each. */
static const char *const kinds[] = {
    "head heads leader leaders president presidents premier premiers king kings",
    "official officials representative representatives delegate delegates diplomat diplomats envoy envoys",
    "country countries nation nations state states government governments",
    "company companies firm firms business businesses",
    "sailor sailors crew crewmember crewmembers seaman seamen mariner mariners",
    "passenger passengers traveller travellers traveler travelers tourist tourists commuter commuters",
    "soldier soldiers troops serviceman servicemen marine marines",
    "officer officers policeman policemen police",
    "civilian civilians villager villagers",
    "house houses home homes building buildings flat flats",
    "ship ships boat boats vessel vessels",
    "town towns village villages city cities",
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Anybody; and those whom almost any other word for people may mean. */
static const char anybody[] = "people person persons individuals victims casualties";
static const char loose[] =
    "people person persons individuals victims casualties residents inhabitants citizens "
    "participants attendees others cases patients";

static int is_word(const struct tdg_term *t, const char *words) {
  for (const char *p = words; *p != '\0';) {
    size_t n = strcspn(p, " ");
    if (t->hash == tdg_term_hash(p, n)) return 1;
    p += n + (p[n] == ' ');
  }
  return 0;
}

static double value_of(struct tdg_str text, const struct tdg_term *t) {
  double v = 0, place = 0;
  for (size_t i = t->start; i < t->end; i++) {
    char c = text.p[i];
    if (c == ',') continue;
    if (c == '.' && place == 0)
      place = 1;
    else if (c < '0' || c > '9')
      return -1;
    else if (place != 0)
      place /= 10, v += place * (c - '0');
    else
      v = v * 10 + (c - '0');
  }
  return v;
}

static enum state state_of(const struct tdg_term *t, int doing) {
  for (int i = STATE_NONE + 1; i < STATES; i++)
    if (is_word(t, doing ? states[i].doing : states[i].words)) return (enum state)i;
  return STATE_NONE;
}

/* "27 heads of state": the words after the number, up to a stop or a small word other than "of". */
static size_t read_what(const struct brief *b, struct figure *f, size_t at) {
  const struct sentence *s = f->s;
  size_t i = at + 1;
  f->end = s->terms[at].end;
  for (; i < s->n_terms && i < at + 6 && f->n_what < MAX_WHAT; i++) {
    const struct tdg_term *t = &s->terms[i];
    int of = is_word(t, "of");
    if (!(t->flags & TDG_TERM_ADJACENT) || (t->flags & TDG_TERM_NUMBER)) break;
    if ((!of && cues_small(b->cues, t->hash)) || state_of(t, 0) != STATE_NONE) break;
    if (of) continue;
    f->what[f->n_what++] = t->stem, f->end = t->end;
    f->loose |= is_word(t, loose);
    for (int k = 0; k < KINDS && f->kind == 0; k++) f->kind = is_word(t, kinds[k]) ? k + 1 : 0;
  }
  return i;
}

/* The state that the words from `at` on put the counted in; words such as "were" may stand between. */
static void read_state_after(struct figure *f, size_t at) {
  const struct sentence *s = f->s;
  for (size_t i = at; i < s->n_terms && i < at + 4 && (s->terms[i].flags & TDG_TERM_ADJACENT); i++) {
    const struct tdg_term *t = &s->terms[i];
    enum state state = state_of(t, 0);
    if (state != STATE_NONE) f->state = state, f->end = t->end;
    if (state == STATE_NONE && is_word(t, verbs)) continue;
    if (state == STATE_NONE || i + 1 == s->n_terms) return;
    if (is_word(&t[1], parts) || (is_word(&t[1], "and or") && i + 2 < s->n_terms && state_of(&t[2], 0)))
      f->state = STATE_NONE, f->part = 1;
    return;
  }
}

static void read_state(struct figure *f, size_t at, size_t after) {
  const struct sentence *s = f->s;
  for (size_t i = at + 1; i < s->n_terms && i <= after && (s->terms[i].flags & TDG_TERM_ADJACENT); i++)
    f->part |= is_word(&s->terms[i], parts) && (i == at + 1 || !is_word(&s->terms[i], "of"));
  read_state_after(f, after);
  if (f->state == STATE_NONE && at > 0 && (s->terms[at].flags & TDG_TERM_ADJACENT))
    f->state = state_of(&s->terms[at - 1], 1);
  for (size_t i = at + 1; i < after && i < s->n_terms; i++) f->anybody &= is_word(&s->terms[i], anybody);
}

static int is_date_part(const struct sentence *s, size_t i, double v) {
  if (i > 0 && is_word(&s->terms[i - 1], months)) return 1;
  if (i + 1 < s->n_terms && is_word(&s->terms[i + 1], months)) return 1;
  return v >= 1900 && v <= 2100 && s->terms[i].end - s->terms[i].start == 4;
}

/* "COVID-19", "9/11", "$5", "51-50", "S&P 500", "18-month", "5 million". */
static int is_no_count(const struct brief *b, const struct sentence *s, size_t i) {
  const struct tdg_term *t = &s->terms[i];
  char before = t->start > 0 ? s->text.p[t->start - 1] : ' ',
       after = t->end < s->text.n ? s->text.p[t->end] : ' ';
  if (before != ' ' && before != '(' && before != '"') return 1;
  if (after == '-' || after == '/' || after == '%' || after == ':') return 1;
  if (i + 1 < s->n_terms && (is_word(&t[1], scales) || is_word(&t[1], clock))) return 1;
  return i > 0 && (t->flags & TDG_TERM_ADJACENT) && (t[-1].flags & TDG_TERM_CAPITAL) &&
         !cues_small(b->cues, t[-1].hash) && !state_of(&t[-1], 1);
}

/* A sentence that looks back ("the worst since 2011, when 9 people died") counts something else. */
static int looks_back(const struct brief *b, const struct sentence *s) {
  int64_t time = b->member[s->member].time;
  if (cues_hangs(b->cues, s)) return 1; /* "It killed 612 people": what did? */
  for (size_t i = 0; i < s->n_terms; i++) {
    double v = s->terms[i].flags & TDG_TERM_NUMBER ? value_of(s->text, &s->terms[i]) : 0;
    if (is_word(&s->terms[i], recalled)) return 1;
    if (v >= 1900 && v <= 2100 && s->terms[i].end - s->terms[i].start == 4 &&
        (time == 0 || (int64_t)v != 1970 + time / 31556952000)) /* years of 365.2425 days */
      return 1;
  }
  return 0;
}

static void read_figure(struct figures *f, struct sentence *s, size_t i, double v, int back) {
  struct figure *g = &f->v[f->n++];
  *g =
      (struct figure){.s = s, .value = v, .start = s->terms[i].start, .exact = 1, .anybody = 1, .back = back};
  g->number_end = s->terms[i].end;
  for (size_t k = i > 3 ? i - 3 : 0; k < i; k++) g->exact &= !is_word(&s->terms[k], bounds);
  if (i > 1 && is_word(&s->terms[i - 1], "to or") && (s->terms[i - 2].flags & TDG_TERM_NUMBER)) g->exact = 0;
  g->after = read_what(f->b, g, i);
  read_state(g, i, g->after);
}

void figures_read(struct figures *f, struct sentence *s) {
  int back = -1;
  for (size_t i = 0; i < s->n_terms && f->n < MAX_FIGURES; i++) {
    if (!(s->terms[i].flags & TDG_TERM_NUMBER)) continue;
    double v = value_of(s->text, &s->terms[i]);
    if (v < 0 || is_date_part(s, i, v) || is_no_count(f->b, s, i)) continue;
    if (back < 0) back = looks_back(f->b, s);
    read_figure(f, s, i, v, back);
  }
}

const char *figures_state_name(enum state state) { return states[state].name; }
