/* news/brief_since.c - what a brief says that the one before it did not, and as of when it speaks; see news.h.
 *
 * Pure functions over records.  Both briefs came from a plugin: any number in them may be wrong.
 */
#include "news/news.h"

#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_COMPARED = 2000 }; /* sentences or conflicts of a brief; what is beyond is not told as new */

struct comparison {
  struct arena *a;
  const tdg_rec *brief, *earlier,
      *carried; /* carried: the earlier one's own TDG_SINCE, when it still says what is new */
  tdg_rec *out;
  size_t found;
};

/* ---- sentences ---- */

/* The sentences through all sections. */
struct sentences {
  struct tdg_str v[MAX_COMPARED];
  size_t n;
};

static void add_sentences(struct sentences *s, const tdg_rec *section) {
  size_t pos = 0;
  struct tdg_item it;
  while (s->n < MAX_COMPARED && rec_next(section, &pos, &it))
    if (it.field == TDG_SENTENCE && it.type == TDG_T_REC) s->v[s->n++] = rec_get(it.rec, TDG_TEXT, 0);
}

static const struct sentences *sentences_of(struct arena *a, const tdg_rec *brief) {
  struct sentences *s = arena_alloc(a, sizeof *s);
  size_t pos = 0;
  struct tdg_item it;
  s->n = 0;
  while (rec_next(brief, &pos, &it))
    if (it.field == TDG_SECTION && it.type == TDG_T_REC) add_sentences(s, it.rec);
  return s;
}

/* The number of a sentence, or of the sentences when it is not there. */
static size_t number_of(const struct sentences *s, struct tdg_str text) {
  size_t i = 0;
  while (i < s->n && !tdg_str_same(s->v[i], text)) i++;
  return i;
}

/* Is the number one of those that a field of the earlier brief's TDG_SINCE has? */
static int was_new(const struct comparison *c, uint32_t field, size_t number) {
  size_t pos = 0;
  struct tdg_item it;
  while (c->carried != NULL && rec_next(c->carried, &pos, &it))
    if (it.field == field && it.num == (int64_t)number) return 1;
  return 0;
}

static void compare_sentences(struct comparison *c) {
  const struct sentences *now = sentences_of(c->a, c->brief), *before = sentences_of(c->a, c->earlier);
  for (size_t i = 0; i < now->n; i++) {
    size_t at = number_of(before, now->v[i]);
    if (at < before->n && !was_new(c, TDG_SENTENCE_NO, at)) continue;
    rec_put_int(c->out, TDG_SENTENCE_NO, (int64_t)i);
    c->found++;
  }
}

/* ---- conflicts ---- */

/* The next group of a field; NULL: no more. */
static const tdg_rec *next_group(const tdg_rec *r, size_t *pos, uint32_t field) {
  struct tdg_item it;
  while (rec_next(r, pos, &it))
    if (it.field == field && it.type == TDG_T_REC) return it.rec;
  return NULL;
}

/* The value in one form, else in the words of the report. */
static struct tdg_str value_of(const tdg_rec *claim) {
  struct tdg_str norm = rec_get(claim, TDG_NORM, 0);
  return norm.n > 0 ? norm : rec_get(claim, TDG_VALUE, 0);
}

static int has_value(const tdg_rec *conflict, struct tdg_str value) {
  size_t pos = 0;
  const tdg_rec *claim;
  while ((claim = next_group(conflict, &pos, TDG_CLAIM)) != NULL)
    if (tdg_str_same(value_of(claim), value)) return 1;
  return 0;
}

/* Two values at least are in both: the reports still differ in the same. */
static int shares_values(const tdg_rec *x, const tdg_rec *y) {
  struct tdg_str first = {"", 0};
  size_t pos = 0;
  const tdg_rec *claim;
  while ((claim = next_group(x, &pos, TDG_CLAIM)) != NULL) {
    struct tdg_str value = value_of(claim);
    if (value.n == 0 || tdg_str_same(value, first) || !has_value(y, value)) continue;
    if (first.n > 0) return 1;
    first = value;
  }
  return 0;
}

static int same_text(const tdg_rec *x, const tdg_rec *y, uint32_t field) {
  return tdg_str_same(rec_get(x, field, 0), rec_get(y, field, 0));
}

static int same_matter(const tdg_rec *x, const tdg_rec *y) {
  if (!same_text(x, y, TDG_CONFLICT_KIND)) return 0;
  return (rec_has(x, TDG_WHAT) && same_text(x, y, TDG_WHAT)) || shares_values(x, y);
}

/* The conflict of a brief about the same; NULL: none.  *number: which. */
static const tdg_rec *matching(const tdg_rec *brief, const tdg_rec *conflict, size_t *number) {
  const tdg_rec *other;
  size_t pos = 0;
  for (*number = 0; (other = next_group(brief, &pos, TDG_CONFLICT)) != NULL && *number < MAX_COMPARED;
       ++*number)
    if (same_matter(conflict, other)) return other;
  return NULL;
}

/* Another value, or the same ones in another light. */
static int says_more(const tdg_rec *conflict, const tdg_rec *before) {
  size_t pos = 0;
  const tdg_rec *claim;
  if (!same_text(conflict, before, TDG_HOW)) return 1;
  while ((claim = next_group(conflict, &pos, TDG_CLAIM)) != NULL)
    if (!has_value(before, value_of(claim))) return 1;
  return 0;
}

static void compare_conflicts(struct comparison *c) {
  const tdg_rec *conflict;
  size_t pos = 0, at;
  for (size_t i = 0; i < MAX_COMPARED && (conflict = next_group(c->brief, &pos, TDG_CONFLICT)) != NULL; i++) {
    const tdg_rec *before = matching(c->earlier, conflict, &at);
    if (before != NULL && !says_more(conflict, before) && !was_new(c, TDG_CONFLICT_NO, at)) continue;
    rec_put_int(c->out, TDG_CONFLICT_NO, (int64_t)i);
    c->found++;
  }
}

static tdg_rec *settled_of(struct arena *a, const tdg_rec *conflict) {
  tdg_rec *out = rec_new(a, TDG_GROUP);
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(conflict, &pos, &it))
    if (it.field == TDG_CONFLICT_KIND || it.field == TDG_HOW || it.field == TDG_WHAT ||
        it.field == TDG_MESSAGE)
      rec_put_item(out, &it);
  return out;
}

static void find_settled(struct comparison *c) {
  const tdg_rec *conflict;
  size_t pos = 0, at;
  for (size_t i = 0; i < MAX_COMPARED && (conflict = next_group(c->earlier, &pos, TDG_CONFLICT)) != NULL;
       i++) {
    if (matching(c->brief, conflict, &at) != NULL) continue;
    rec_put_rec(c->out, TDG_SETTLED, settled_of(c->a, conflict));
    c->found++;
  }
}

/* ---- all of it ---- */

static void copy_fields(tdg_rec *out, const tdg_rec *from, const uint32_t *fields) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(from, &pos, &it))
    for (const uint32_t *f = fields; *f != 0; f++)
      if (it.field == *f) rec_put_item(out, &it);
}

static void compare(struct comparison *c) {
  c->out = rec_new(c->a, TDG_GROUP);
  c->found = 0;
  if (c->carried != NULL) {
    static const uint32_t all[] = {TDG_FIRST_SEEN, TDG_RECORDS, TDG_COPIES, TDG_PUBLISHERS,
                                   TDG_HEADLINE,   TDG_SETTLED, 0};
    copy_fields(c->out, c->carried, all);
  } else {
    static const uint32_t counted[] = {TDG_FIRST_SEEN, TDG_RECORDS, TDG_COPIES, TDG_PUBLISHERS, 0};
    static const uint32_t headline[] = {TDG_HEADLINE, 0};
    copy_fields(c->out, c->earlier, counted);
    if (!same_text(c->brief, c->earlier, TDG_HEADLINE)) copy_fields(c->out, c->earlier, headline), c->found++;
  }
  compare_sentences(c);
  compare_conflicts(c);
  if (c->carried == NULL) find_settled(c);
}

const tdg_rec *brief_since(struct arena *a, const tdg_rec *brief, const tdg_rec *earlier) {
  struct comparison c = {.a = a, .brief = brief, .earlier = earlier};
  compare(&c);
  if (c.found > 0) return c.out;
  c.carried = rec_get_rec(earlier, TDG_SINCE, 0);
  if (c.carried == NULL) return NULL;
  compare(&c);
  return c.out;
}

int64_t brief_as_of(const tdg_rec *story, int64_t now) {
  int64_t published = 0, seen = 0;
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(story, &pos, &it)) {
    if (it.field != TDG_MEMBER || it.type != TDG_T_REC) continue;
    int64_t p = rec_get_int(it.rec, TDG_PUBLISHED, 0), s = rec_get_int(it.rec, TDG_FIRST_SEEN, 0);
    if (p > published && p <= now) published = p;
    if (s > seen && s <= now) seen = s;
  }
  return published != 0 ? published : seen;
}
