/* news/change.c - what changed between two versions; see news.h.  Pure functions over records; nothing here
 * can fail. */
#include "news/news.h"

#include "record/plain_text.h"
#include "record/scratch.h"
#include "util/map.h"

#include <tidings/kit/terms.h>
#include <tidings/kit/word_classes.h>

#include <ctype.h>
#include <string.h>

struct difference {
  struct map counts; /* word -> occurrences after minus before, with an offset so that no value is NULL */
  size_t words;
};

enum { ZERO = 1 << 20 };

static void count_words(struct difference *d, struct tdg_str text, intptr_t step) {
  const char *p = text.p, *end = text.p + text.n;
  while (p < end) {
    while (p < end && !isalnum((unsigned char)*p) && (unsigned char)*p < 0x80) p++;
    const char *from = p;
    while (p < end && (isalnum((unsigned char)*p) || (unsigned char)*p >= 0x80)) p++;
    if (p == from) continue;
    intptr_t now = (intptr_t)map_get(&d->counts, from, (size_t)(p - from));
    map_put(&d->counts, from, (size_t)(p - from), (void *)((now == 0 ? ZERO : now) + step));
    d->words += step > 0;
  }
}

static void count_record(struct difference *d, const tdg_rec *r, intptr_t step) {
  struct buf text = buf_make(REC_MAX_SIZE);
  struct tdg_str title = rec_get(r, TDG_TITLE, 0);
  rec_text(&text, r);
  count_words(d, title, step);
  count_words(d, (struct tdg_str){text.p, text.n}, step);
  buf_free(&text);
}

/* Words that negate a sentence. */
static int is_negation(const char *word) {
  const struct tdg_word_class *c = &tdg_words_news_negations;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (strcasecmp(word, tdg_word_text(c, w).p) == 0) return 1;
  return 0;
}

static int is_heavy(const char *word) {
  for (const char *p = word; *p != '\0'; p++)
    if (isdigit((unsigned char)*p)) return 1;
  return is_negation(word);
}

/* Does the publisher announce a correction at the start or end of the text? */
static int says_correction(const tdg_rec *r) {
  const struct tdg_word_class *heads = &tdg_words_news_corrections;
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(r, &pos, &it)) {
    if (it.field != TDG_BLOCK) continue;
    struct tdg_str text = rec_get(it.rec, TDG_TEXT, 0);
    if (tdg_words_at_start(heads, TDG_EVERY_LANGUAGE, text) != NULL) return 1;
  }
  return 0;
}

const char *change_between(const tdg_rec *before, const tdg_rec *after) {
  struct difference d = {0};
  size_t changed = 0, heavy = 0;
  if (record_is_withdrawn(after)) return "withdrawn";
  if (record_is_withdrawn(before)) return "restored";
  if (says_correction(after) && !says_correction(before)) return "correction";
  count_record(&d, after, 1);
  count_record(&d, before, -1);
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&d.counts, &i)) != NULL;) {
    intptr_t n = (intptr_t)s->value - ZERO;
    if (n == 0) continue;
    changed += (size_t)(n > 0 ? n : -n);
    heavy += (size_t)is_heavy(s->key);
  }
  size_t words = d.words;
  map_free(&d.counts);
  /* a changed word counts twice: removed and added */
  return heavy == 0 && changed * 50 <= words * 2 ? "minor" : "major";
}

/* Count the significant words of a record, with_title: also of its title, and pairs of characters of scripts without spaces, by hash. */
static size_t count_terms(tdg_call *call, const struct tdg_small_words *small, const tdg_rec *r,
                          int with_title, struct map *counts) {
  struct buf text = buf_make(REC_MAX_SIZE);
  struct tdg_str title = rec_get(r, TDG_TITLE, 0);
  struct tdg_term *terms;
  size_t kept = 0;
  if (with_title) buf_add(&text, title.p, title.n);
  buf_str(&text, "\n\n");
  rec_text(&text, r);
  size_t n = tdg_terms(call, (struct tdg_str){text.p, text.n}, &terms);
  for (size_t i = 0; i < n; i++) {
    uint64_t hash = terms[i].hash;
    if (terms[i].flags & TDG_TERM_GLYPH)
      hash = hash * 31 + (i + 1 < n && terms[i + 1].start == terms[i].end ? terms[i + 1].hash : 0);
    else if (tdg_small_words_has(small, hash)) continue;
    map_put_int(counts, (int64_t)hash, (void *)((intptr_t)map_get_int(counts, (int64_t)hash) + 1));
    kept++;
  }
  buf_free(&text);
  return kept;
}

struct overlap {
  size_t before, after, common; /* words */
};

static struct overlap overlap_of(const tdg_rec *before, const tdg_rec *after, int with_title) {
  struct scratch scratch;
  struct tdg_small_words small;
  struct map a = {0}, b = {0};
  struct overlap o = {0};
  tdg_call *call = scratch_begin(&scratch);
  tdg_small_words_fill(&small);
  o.before = count_terms(call, &small, before, with_title, &a);
  o.after = count_terms(call, &small, after, with_title, &b);
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&a, &i)) != NULL;) {
    size_t here = (size_t)s->value, there = (size_t)map_get(&b, s->key, s->n);
    o.common += here < there ? here : there;
  }
  map_free(&a);
  map_free(&b);
  scratch_end(&scratch);
  return o;
}

static int is_apart(const struct overlap *o) {
  return o->common * 2 < (o->before < o->after ? o->before : o->after);
}

int change_is_whole(const tdg_rec *before, const tdg_rec *after) {
  const struct overlap o = overlap_of(before, after, 1);
  return is_apart(&o);
}

int change_is_loss(const tdg_rec *before, const tdg_rec *after, int may_be_cut) {
  if (record_is_withdrawn(after)) return 0;
  const struct overlap o = overlap_of(before, after, 0);
  if (o.after < o.before && (o.after == 0 || may_be_cut)) return 1;
  if (is_apart(&o)) return 1;
  return o.after * 2 < o.before && !(says_correction(after) && !says_correction(before));
}

int change_is_poorer(const tdg_rec *before, const tdg_rec *after) {
  if (record_is_withdrawn(after)) return 0;
  const struct overlap o = overlap_of(before, after, 0);
  return o.after < o.before && !(says_correction(after) && !says_correction(before));
}

int change_is_beginning(const tdg_rec *before, const tdg_rec *after) {
  if (record_is_withdrawn(after)) return 0;
  struct buf whole = buf_make(REC_MAX_SIZE), part = buf_make(REC_MAX_SIZE);
  rec_text(&whole, before);
  rec_text(&part, after);
  while (part.n > 0 && isspace((unsigned char)part.p[part.n - 1])) part.n--;
  int yes = part.n < whole.n && (part.n == 0 || memcmp(whole.p, part.p, part.n) == 0);
  buf_free(&whole);
  buf_free(&part);
  return yes;
}

/* ---- which is older ---- */

/* The date that a version states; 0 for none, or for a date after it was seen, which must not win a
 * comparison. */
static int64_t written(const tdg_rec *r, int64_t seen) {
  int64_t published = rec_get_int(r, TDG_PUBLISHED, 0), updated = rec_get_int(r, TDG_UPDATED, 0);
  int64_t at = updated > published ? updated : published;
  return at < seen ? at : 0;
}

int change_came_late(const tdg_rec *have, const tdg_rec *r, int64_t now_ms) {
  int64_t before = written(have, rec_get_int(have, TDG_FIRST_SEEN, 0)), now = written(r, now_ms);
  return now > 0 && before > now;
}
