/* quoted.c - one quotation that two records put into the mouths of two people; see conflict.h.
 *
 * Four words in a row are the same in both, which are most of the shorter one; each sentence names one person outside the quotation, or one
 * right beside it; and neither record knows the other person.
 *
 * Everything is in the memory of the call; nothing can fail.
 */
#include "conflict.h"

enum { MAX_QUOTATIONS = 200, OF_SENTENCE = 3, SAME = 4, SAME_GLYPHS = 10, CONTENT = 2, BESIDE = 3 };
static const double SAME_NAME = 0.8, OTHER_NAME = 0.5;

struct quotation {
  const struct reading *of;
  size_t first, end;           /* terms */
  const struct tdg_fact *name; /* who says it */
};

/* ---- who says it ---- */

static int is_inside(const struct quotation *q, const struct tdg_fact *f) {
  return f->last >= q->first && f->first < q->end;
}

static int is_beside(const struct quotation *q, const struct tdg_fact *f) {
  return (f->first >= q->end && f->first <= q->end + BESIDE) ||
         (f->last < q->first && f->last + BESIDE >= q->first);
}

/* The only person outside the quotation, or the only one beside it. */
static const struct tdg_fact *speaker_of(const struct quotation *q) {
  const struct tdg_fact *only = NULL, *beside = NULL;
  int outside = 0, near = 0;
  for (size_t i = 0; i < q->of->n_facts; i++) {
    const struct tdg_fact *f = &q->of->fact[i];
    if (f->kind != TDG_FACT_NAME || is_inside(q, f) || f->n_what < 2) continue;
    only = f, outside++;
    if (is_beside(q, f)) beside = f, near++;
  }
  return outside == 1 ? only : near == 1 ? beside : NULL;
}

/* Most sentences name nobody. */
static int names_somebody(const struct reading *x) {
  for (size_t i = 0; i < x->n_facts; i++)
    if (x->fact[i].kind == TDG_FACT_NAME && x->fact[i].n_what > 1) return 1;
  return 0;
}

static size_t find_quotations(struct comparison *c, struct quotation *v) {
  struct tdg_range range[OF_SENTENCE];
  size_t n = 0;
  for (size_t i = 0; i < align_text_count(c->b); i++) {
    const struct sentence *s = align_sentence(c->b, i);
    if (!names_somebody(comparison_read(c, i))) continue;
    size_t found = shape_quotations(s->text, range, OF_SENTENCE);
    for (size_t k = 0; k < found && n < MAX_QUOTATIONS; k++) {
      struct quotation q = {.of = comparison_read(c, i)};
      while (q.first < s->n_terms && s->terms[q.first].start < range[k].start) q.first++;
      for (q.end = q.first; q.end < s->n_terms && s->terms[q.end].end <= range[k].end;) q.end++;
      if (q.end < q.first + SAME || (q.name = speaker_of(&q)) == NULL) continue;
      v[n++] = q;
    }
  }
  return n;
}

/* ---- the same words ---- */

static size_t count_content(const struct reading *x, size_t first, size_t end) {
  size_t n = 0;
  for (size_t i = 0; i < x->words->n; i++) n += x->words->v[i].term >= first && x->words->v[i].term < end;
  return n;
}

static int share_words(const struct words *x, const struct words *y) {
  int n = 0;
  for (uint32_t s = 0, t = 0; s < x->n_sorted && t < y->n_sorted && n < CONTENT;) {
    uint32_t u = x->sorted[s], v = y->sorted[t];
    n += u == v, s += u <= v, t += v <= u;
  }
  return n == CONTENT;
}

/* Words in a row that are the same from two terms on. */
static size_t run_from(const struct quotation *a, size_t i, const struct quotation *b, size_t k) {
  size_t n = 0;
  while (i + n < a->end && k + n < b->end && a->of->s->terms[i + n].hash == b->of->s->terms[k + n].hash) n++;
  return n;
}

static int is_same(const struct quotation *a, const struct quotation *b) {
  if (!share_words(a->of->words, b->of->words)) return 0;
  size_t shorter = a->end - a->first < b->end - b->first ? a->end - a->first : b->end - b->first;
  for (size_t i = a->first; i < a->end; i++)
    for (size_t k = b->first; k < b->end; k++) {
      size_t n = run_from(a, i, b, k), least = a->of->s->terms[i].flags & TDG_TERM_GLYPH ? SAME_GLYPHS : SAME;
      if (n >= least && n * 3 >= shorter * 2 && count_content(a->of, i, i + n) >= CONTENT) return 1;
    }
  return 0;
}

/* ---- all ---- */

static struct tdg_str name_of(const struct quotation *q) {
  const struct tdg_range r = q->name->range;
  return (struct tdg_str){q->of->s->text.p + r.start, r.end - r.start};
}

static void compare(struct comparison *c, const struct quotation *a, const struct quotation *b) {
  if (!is_same(a, b)) return;
  double like = tdg_name_likeness(c->b->call, name_of(a), name_of(b));
  int differ = like < OTHER_NAME && !comparison_names(c, a->of->s->member, b->name) &&
               !comparison_names(c, b->of->s->member, a->name);
  if (differ || like >= SAME_NAME)
    add_edge(c, "name", say_range(a->of, a->name), say_range(b->of, b->name), differ);
}

void quotations_compare(struct comparison *c) {
  struct quotation *v = tdg_scratch(c->b->call, MAX_QUOTATIONS * sizeof *v);
  size_t n = find_quotations(c, v);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++)
      if (align_are_of_two(c->b, v[i].of->s->member, v[k].of->s->member)) compare(c, &v[i], &v[k]);
}
