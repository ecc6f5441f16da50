/* verify_particles.c - who did what to whom, where a particle behind a thing or the ending of a word shows its part; see verify.h.
 *
 * Japanese and Korean: a thing is a run of other signs before a particle (県は), or a word that ends with one.  Turkish, Finnish,
 * Hungarian: the bare form acts, one with an ending of llm-cases does not.  Two things that have exchanged
 * their particles, or their bare and longer forms, have exchanged their parts.  Nothing is owned.
 */
#include "verify.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { MAX_MARKED = 40, LEAST_BARE = 3, LEAST_RUN = 2, MOST_TITLE = 1 };

struct marked {
  struct tdg_str thing;
  struct tdg_str behind; /* the text that follows the particle */
  int part;              /* TDG_LLM_PARTICLES_... */
};
struct marked_things {
  struct marked v[MAX_MARKED];
  int n;
  int passive;
};

/* The longest particle that stands at the start of t; *n: its bytes. */
static int particle_at(int language, struct tdg_str t, size_t *n) {
  const struct tdg_word_class *c = &tdg_words_llm_particles;
  const struct tdg_word *w;
  int found = 0;
  *n = 0;
  for (size_t at = 0; (w = tdg_words_next(c, language, &at)) != NULL;) {
    struct tdg_str p = tdg_word_text(c, w);
    if (w->value != TDG_LLM_PARTICLES_PASSIVE && p.n > *n && p.n <= t.n && memcmp(p.p, t.p, p.n) == 0)
      *n = p.n, found = w->value;
  }
  return found;
}

static int is_hiragana(UChar32 c) { return c >= 0x3041 && c <= 0x309F; }

static void add(struct marked_things *out, struct tdg_str thing, struct tdg_str behind, int part) {
  if (out->n < MAX_MARKED && part != TDG_LLM_PARTICLES_TITLE)
    out->v[out->n++] = (struct marked){thing, behind, part};
}

/* Runs of other signs than hiragana, and the particle behind each. */
static void read_signs(int language, struct tdg_str t, struct marked_things *out) {
  size_t start = 0, end = 0; /* of the run */
  for (size_t i = 0, n; i < t.n; i += n) {
    const char *next = t.p + i;
    UChar32 c = (UChar32)tdg_utf8_next(&next, t.p + t.n);
    n = (size_t)(next - (t.p + i));
    if (!is_hiragana(c)) {
      if (!u_isalnum(c) && c != 0x30FC) start = end = i + n;
      else if (end != i) start = i, end = i + n;
      else end = i + n;
      continue;
    }
    if (end != i || end == start) continue;
    size_t size;
    int part = particle_at(language, (struct tdg_str){t.p + i, t.n - i}, &size);
    if (part == TDG_LLM_PARTICLES_TITLE) { /* "さん" belongs to the name */
      end = i + size, n = size;
      continue;
    }
    if (part != 0)
      add(out, (struct tdg_str){t.p + start, end - start}, (struct tdg_str){t.p + i + size, t.n - i - size},
          part);
  }
}

/* Korean: words of its syllables between spaces, which end with a particle. */
static void read_words(int language, const struct passage *p, struct marked_things *out) {
  for (size_t i = 0, next; i < p->n; i = next) {
    next = i + 1;
    while (next < p->n && p->t[next].start == p->t[next - 1].end) next++;
    const struct tdg_str w = {p->text.p + p->t[i].start, p->t[next - 1].end - p->t[i].start};
    for (size_t k = i + 1; k < next; k++) {
      size_t n, at = p->t[k].start - p->t[i].start;
      int part = particle_at(language, (struct tdg_str){w.p + at, w.n - at}, &n);
      if (part == 0 || at + n != w.n) continue;
      add(out, (struct tdg_str){w.p, at},
          (struct tdg_str){w.p + w.n, (size_t)(p->text.p + p->text.n - (w.p + w.n))}, part);
      break;
    }
  }
}

static int is_korean(const struct passage *p) {
  const char *at = p->n > 0 ? p->text.p + p->t[0].start : "";
  return p->n > 0 && u_getIntPropertyValue((UChar32)tdg_utf8_next(&at, p->text.p + p->t[0].end),
                                           UCHAR_SCRIPT) == USCRIPT_HANGUL;
}

static void read_marked(const struct passage *p, struct marked_things *out) {
  int language = p->language;
  out->n = 0;
  out->passive = text_has_listed(p->text, &tdg_words_llm_particles, language, TDG_LLM_PARTICLES_PASSIVE, 0);
  if (is_korean(p)) read_words(language, p, out);
  else read_signs(language, p->text, out);
}

/* The whole of the shorter one ends the longer one. */
static int is_same_thing(struct tdg_str a, struct tdg_str b) {
  struct tdg_str s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;
  return memcmp(l.p + l.n - s.n, s.p, s.n) == 0;
}

/* Bit for each part that the thing has in q. */
static unsigned parts_in(const struct marked_things *q, struct tdg_str thing, struct tdg_str *behind) {
  unsigned bits = 0;
  for (int i = 0; i < q->n; i++)
    if (is_same_thing(q->v[i].thing, thing)) {
      bits |= 1u << q->v[i].part;
      if (q->v[i].part == TDG_LLM_PARTICLES_OF) *behind = q->v[i].behind;
    }
  return bits;
}

/* What belongs to it begins with the same sign. */
static int begins_alike(struct tdg_str a, struct tdg_str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  return n >= 3 && memcmp(a.p, b.p, 3) == 0;
}

static int are_exchanged(const struct marked_things *said, const struct marked_things *q,
                         const struct marked *x, const struct marked *y) {
  struct tdg_str of_x = {"", 0}, of_y = {"", 0};
  unsigned px = parts_in(q, x->thing, &of_x), py = parts_in(q, y->thing, &of_y), own_x = 1u << x->part,
           own_y = 1u << y->part;
  const unsigned of = 1u << TDG_LLM_PARTICLES_OF, acts = 1u << TDG_LLM_PARTICLES_SUBJECT;
  if (x->part == y->part || (px & own_x) || (py & own_y) || !(px & own_y) || !(py & own_x)) return 0;
  if (own_x == of && !begins_alike(x->behind, of_y)) return 0;
  if (own_y == of && !begins_alike(y->behind, of_x)) return 0;
  return said->passive == q->passive || ((own_x | own_y) & acts) == 0;
}

/* "会社は組合に訴えられた", where "会社は組合を訴えた" is cited: x stays the subject of another voice, y is no subject in either. */
static int change_with_voice(const struct marked_things *said, const struct marked_things *q,
                             const struct marked *x, const struct marked *y) {
  struct tdg_str unused = {"", 0};
  const unsigned acts = 1u << TDG_LLM_PARTICLES_SUBJECT, object = 1u << TDG_LLM_PARTICLES_OBJECT,
                 other = 1u << TDG_LLM_PARTICLES_TO | 1u << TDG_LLM_PARTICLES_FROM;
  unsigned px = parts_in(q, x->thing, &unused), py = parts_in(q, y->thing, &unused), own = 1u << y->part;
  if (said->passive == q->passive || x->part != TDG_LLM_PARTICLES_SUBJECT || !(px & acts) || (py & acts))
    return 0;
  return said->passive ? (own & other) != 0 && (py & object) != 0 : (own & object) != 0 && (py & other) != 0;
}

static int exchanges_particles(struct check *c, const struct passage *q) {
  struct marked_things said, cited;
  read_marked(c->said, &said);
  read_marked(q, &cited);
  for (int i = 0; i < said.n; i++)
    for (int k = i + 1; k < said.n; k++) {
      c->piece = said.v[i].thing;
      if (!is_same_thing(said.v[i].thing, said.v[k].thing) &&
          (are_exchanged(&said, &cited, &said.v[i], &said.v[k]) ||
           change_with_voice(&said, &cited, &said.v[i], &said.v[k]) ||
           change_with_voice(&said, &cited, &said.v[k], &said.v[i])))
        return 1;
    }
  return 0;
}

/* ---- nothing but the order shows it ---- */

struct run {
  size_t said, cited, n; /* terms */
};

/* The longest run of signs from i on that both have. */
static struct run run_at(const struct passage *p, size_t i, const struct passage *q) {
  struct run best = {i, 0, 0};
  for (size_t k = 0; k < q->n; k++) {
    size_t n = 0;
    while (i + n < p->n && k + n < q->n && p->t[i + n].hash == q->t[k + n].hash) n++;
    if (n > best.n) best = (struct run){i, k, n};
  }
  return best;
}

/* A, what it does and B stand behind each other here, and B, that and A there: 医院批评工会. */
static int turns_three(struct check *c, const struct passage *q) {
  const struct passage *p = c->said;
  for (size_t i = 0; i < p->n; i++) {
    struct run a = run_at(p, i, q), v, b;
    if (a.n < LEAST_RUN || i + a.n >= p->n) continue;
    v = run_at(p, i + a.n, q);
    if (v.n < LEAST_RUN || v.said + v.n >= p->n || v.cited + v.n != a.cited) continue;
    b = run_at(p, v.said + v.n, q);
    c->piece = passage_word(p, i);
    if (b.n >= LEAST_RUN && b.cited + b.n == v.cited) return 1;
  }
  return 0;
}

/* The sign that stands before who acts in the passive: 被. */
static size_t passive_sign(const struct passage *p) {
  const struct tdg_word *w;
  for (size_t i = 1; i + 1 < p->n; i++)
    if ((w = tdg_words_find(&tdg_words_llm_roles, p->language, p->small[i])) != NULL &&
        w->value == TDG_LLM_ROLES_PASSIVE)
      return i;
  return p->n;
}

/* A, the sign, B and the deed in the passive one, and A, the deed and B in the other one. */
static int turns_voice(struct check *c, const struct passage *passive, const struct passage *active) {
  const size_t sign = passive_sign(passive);
  if (sign == passive->n || passive_sign(active) != active->n) return 0;
  for (size_t i = 0; i < sign; i++) {
    struct run a = run_at(passive, i, active), b = run_at(passive, sign + 1, active), v;
    if (a.n < LEAST_RUN || b.n < LEAST_RUN || a.said + a.n > sign || b.said + b.n >= passive->n) continue;
    v = run_at(passive, b.said + b.n, active);
    c->piece = passage_word(c->said, 0);
    if (v.n >= LEAST_RUN && a.cited < v.cited && v.cited < b.cited) return 1;
  }
  return 0;
}

/* ---- endings ---- */

/* Turkish: its last letter before a vowel: kulüp, kulübü. */
static char softened(char last) { return last == 'p' ? 'b' : last == 't' ? 'd' : last == 'k' ? 'g' : last; }

/* "sendika", sendikayı: the ending of a case that does not act. */
static int is_case_of(int language, struct tdg_str bare, struct tdg_str w) {
  if (bare.n >= w.n || passage_letters(bare) < LEAST_BARE || memcmp(bare.p, w.p, bare.n - 1) != 0) return 0;
  if (bare.p[bare.n - 1] != w.p[bare.n - 1] && softened(bare.p[bare.n - 1]) != w.p[bare.n - 1]) return 0;
  return tdg_words_find(&tdg_words_llm_cases, language, (struct tdg_str){w.p + bare.n, w.n - bare.n}) != NULL;
}

static int is_noun(const struct passage *p, size_t i) {
  return p->content[i] && !(p->t[i].flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH)) && p->marks[i].weekday == 0 &&
         p->marks[i].month == 0;
}

/* A word of said is bare here and has a case there, or (turned) the other way round; p->n: none from i on. */
static size_t next_changed(const struct passage *p, const struct passage *q, size_t i, int turned) {
  const int language = p->language;
  for (; i < p->n; i++) {
    int same = 0, changed = 0;
    for (size_t k = 0; k < q->n && is_noun(p, i); k++) {
      struct tdg_str a = p->small[i], b = q->small[k];
      same |= a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
      changed |= is_noun(q, k) && (turned ? is_case_of(language, b, a) : is_case_of(language, a, b));
    }
    if (changed && !same) return i;
  }
  return p->n;
}

/* The term before the word that follows who acts in the passive: "sendika tarafından".  p->n: none. */
static size_t agent_of(const struct passage *p) {
  for (size_t i = 1; i < p->n; i++) {
    const struct tdg_word *w = tdg_words_find(&tdg_words_llm_roles, p->language, p->small[i]);
    if (w != NULL && w->value == TDG_LLM_ROLES_BEHIND) return i - 1;
  }
  return p->n;
}

/* It has a case there, and does not stand without one. */
static int suffers_in(const struct passage *p, struct tdg_str agent) {
  int suffers = 0;
  for (size_t k = 0; k < p->n; k++) {
    if (tdg_str_same(p->small[k], agent)) return 0;
    suffers |= is_noun(p, k) && is_case_of(p->language, agent, p->small[k]);
  }
  return suffers;
}

/* Who acts by that word in one suffers in the other; or acts by it in both, and is another one. */
static int exchanges_agent(struct check *c, const struct passage *q) {
  const struct passage *p = c->said;
  const size_t here = agent_of(p), there = agent_of(q);
  c->piece = p->text;
  if (here != p->n && there != q->n) {
    int x = 0, y = 0;
    for (size_t k = 0; k + MOST_TITLE < there; k++) x |= tdg_str_same(q->small[k], p->small[here]);
    for (size_t i = 0; i + MOST_TITLE < here || (i < here && i == 0); i++)
      y |= tdg_str_same(p->small[i], q->small[there]);
    return x && y;
  }
  if (here != p->n) return suffers_in(q, p->small[here]);
  return there != q->n && suffers_in(p, q->small[there]);
}

/* One is bare here and not there, another there and not here. */
static int exchanges_cases(struct check *c, const struct passage *q) {
  if (exchanges_agent(c, q)) return 1;
  const struct passage *p = c->said;
  size_t bare = next_changed(p, q, 0, 0), longer = next_changed(p, q, 0, 1);
  if (bare == p->n || longer == p->n) return 0;
  c->piece = passage_word(p, bare);
  return 1;
}

int check_exchanges_marks(struct check *c, const struct passage *q) {
  switch (check_marks(q)) {
  case PARTICLES: return exchanges_particles(c, q);
  case CASES: return exchanges_cases(c, q);
  default:
    return passage_is_of_signs(q) &&
           (turns_three(c, q) || turns_voice(c, c->said, q) || turns_voice(c, q, c->said));
  }
}
