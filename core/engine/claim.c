/* engine/claim.c - which sources may add versions to the work at an address; see keep.h. */
#include "engine/keep.h"

#include "news/identity.h"

#include <string.h>

#include <tidings/kit/str.h>

/* ---- standing ---- */

static const struct news_source *source_of(const struct keeper *k) {
  return k->s->source != NULL ? &k->s->source->who : NULL;
}

int claim_standing(const struct keeper *k, const struct address *x) {
  return authority_standing(&k->by, source_of(k), x);
}

static int is_ours(const struct keeper *k, const struct subject *s, const struct tdg_key *claim) {
  return tdg_str_same(claim->owner, s->owner) || tdg_str_same(claim->owner, k->owner) ||
         (k->s->source == NULL && claim->owner.n == 0);
}

static int same_outlet(const struct keeper *k, const struct tdg_row *row) {
  return row->source.n > 0 && authority_same_outlet(source_of(k), row->publisher.p);
}

/* Only a page of the work itself can confirm that another page is its other form. */
static int names_as_its_own(struct keeper *k, const struct tdg_row *row, const struct subject *s) {
  const tdg_rec *r = ask_version(k, row->id);
  return r != NULL && authority_names(k->arena, r, &s->l.url);
}

int claim_shared(struct keeper *k, const struct subject *s, const struct address *x, const uint64_t key[2],
                 uint64_t work[2]) {
  struct ask_claims all;
  struct tdg_row row;
  int own = claim_standing(k, x) == STANDING_OWN,
      is_page = k->feed == NULL && k->by.final.host.n > 0 && address_same(x, &s->l.canonical);
  ask_claims(k, key, NULL, &all);
  for (size_t i = 0; i < all.n; i++) {
    const struct tdg_key *c = &all.v[i];
    if (is_ours(k, s, c) || !ask_is_work(c->work) || !ask_work(k, c->work, &row)) continue;
    if ((own && c->standing == STANDING_OWN) || same_outlet(k, &row) ||
        (is_page && c->standing >= STANDING_EARLIER && names_as_its_own(k, &row, s))) {
      memcpy(work, c->work, sizeof c->work);
      return 1;
    }
  }
  return 0;
}

int claim_same(struct keeper *k, const struct subject *s, const uint64_t key[2], uint64_t work[2]) {
  struct ask_claims all;
  struct tdg_row row;
  ask_claims(k, key, NULL, &all);
  for (size_t i = 0; i < all.n; i++) {
    const struct tdg_key *c = &all.v[i];
    if (!ask_is_work(c->work) || !ask_work(k, c->work, &row)) continue;
    if (k->s->source != NULL && row.source.n > 0 && !tdg_str_same(row.source, k->s->task.source) &&
        !same_outlet(k, &row))
      continue;
    int says_it = memcmp(row.content, s->l.content, sizeof row.content) == 0 ||
                  ask_said(k, c->work, s->l.content) != ASK_NEVER_SAID;
    if (!says_it) continue;
    memcpy(work, c->work, sizeof c->work);
    return 1;
  }
  return 0;
}

/* ---- ties ---- */

static void note_tie(struct keeper *k, int64_t about, int64_t of, int64_t instead_of, const char *why) {
  const struct tdg_str none = {"", 0};
  tdg_rec *note = rec_new(k->arena, TDG_NOTE);
  rec_put_int(note, TDG_ABOUT, about);
  rec_put_str(note, TDG_BY, CLAIM_NOTES);
  rec_put_int(note, TDG_FIRST_SEEN, k->s->now_ms);
  rec_put_int(note, TDG_DUPLICATE_OF, of);
  if (instead_of != 0) rec_put_int(note, TDG_INSTEAD_OF, instead_of);
  rec_put_str(note, TDG_REASON, why);
  struct tdg_row row = {.size = sizeof row,
                        .kind = TDG_NOTE,
                        .about = about,
                        .duplicate_of = of,
                        .first_seen = k->s->now_ms,
                        .by = {CLAIM_NOTES, strlen(CLAIM_NOTES)},
                        .source = none,
                        .publisher = none,
                        .url = none,
                        .native_id = none,
                        .title = none,
                        .language = none,
                        .text = none,
                        .headline = none,
                        .wire = rec_bytes(note)};
  ask_check(k, k->store->ops->record_append(k->store->handle, &row));
}

static void note_copy(struct keeper *k, int64_t about, int64_t of, const char *why) {
  note_tie(k, about, of, 0, why);
}

/* The current versions of other sources' works at one address, and the best claim among them. */
struct others {
  struct tdg_row row[ASK_MAX_CLAIMS];
  size_t n;
  int best, standing; /* best: index, -1 none */
  int64_t first;      /* when the best claim was first made */
};

static void add_other(struct keeper *k, struct others *o, int standing) {
  const struct tdg_row *row = &o->row[o->n];
  int64_t first = ask_first(k, row->work);
  for (size_t i = 0; i < o->n; i++)
    if (o->row[i].id == row->id) return;
  if (o->best < 0 || standing > o->standing || (standing == o->standing && first < o->first)) {
    o->best = (int)o->n;
    o->standing = standing;
    o->first = first;
  }
  o->n++;
}

/* NULL: there are none. */
static struct others *find_others(struct keeper *k, const struct subject *s, const uint64_t key[2],
                                  const uint64_t work[2]) {
  struct ask_claims all;
  struct others *o = NULL;
  ask_claims(k, key, NULL, &all);
  for (size_t i = 0; i < all.n; i++) {
    const struct tdg_key *c = &all.v[i];
    if (is_ours(k, s, c) || !ask_is_work(c->work) || memcmp(c->work, work, sizeof c->work) == 0) continue;
    if (o == NULL) {
      o = arena_alloc(k->arena, sizeof *o);
      o->n = 0;
      o->best = -1;
    }
    if (ask_work(k, c->work, &o->row[o->n]) && !same_outlet(k, &o->row[o->n])) add_other(k, o, c->standing);
  }
  return o != NULL && o->best >= 0 ? o : NULL;
}

static const char *why_copy(struct keeper *k, const char *why) {
  return arena_printf(k->arena, "it gives the address of that record, which is the original: %s", why);
}

/* 1 when there was a work to relate it to. */
static int tie_at(struct keeper *k, const struct subject *s, const struct address *x, enum survey_word by,
                  const struct tdg_row *row) {
  uint64_t key[2];
  int standing = claim_standing(k, x);
  key_address(x, by == SURVEY_WITH_FRAGMENT, key);
  const struct others *o = find_others(k, s, key, row->work);
  if (o == NULL) return 0;
  if (standing < o->standing || (standing == o->standing && o->first < ask_first(k, row->work))) {
    note_copy(k, row->id, o->row[o->best].id, why_copy(k, authority_why(o->standing, standing)));
    return 1;
  }
  const char *why = authority_why(standing, o->standing);
  /* the stages get this note with the new record */
  int64_t was = o->row[o->best].duplicate_of == 0 ? o->row[o->best].id : 0;
  note_tie(k, row->id, row->id, was, arena_printf(k->arena, "others give its address as well, but %s", why));
  for (size_t i = 0; i < o->n; i++)
    if (o->row[i].duplicate_of == 0) note_copy(k, o->row[i].id, row->id, why_copy(k, why));
  return 1;
}

void claim_tie(struct keeper *k, const struct subject *s, const struct tdg_row *row) {
  const struct {
    const struct address *x;
    enum survey_word by;
  } at[] = {{&s->l.canonical, s->l.by_canonical}, {&s->l.url, s->l.by_url}};
  for (size_t i = 0; i < 2; i++)
    if (at[i].by != SURVEY_NO && at[i].x->host.n > 0 && !at[i].x->is_home &&
        tie_at(k, s, at[i].x, at[i].by, row))
      return;
}
