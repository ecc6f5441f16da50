/* extract.c - the brief plugin "extract": a story's records become a short brief in their own sentences.
 *
 * Nothing is written anew: each sentence stands in a record word for word, and the brief says where.  Below
 * the minimum of records and publishers there is none.  Pure: the same story gives the same brief.
 */
#include "brief.h"

#include <stdlib.h>

struct conf {
  int64_t min_records, min_publishers, max_words, share;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, min_records, TDG_O_INT, 0, "2", 1, 1000,
            "Fewest records, copies not counted, that make a brief."),
    TDG_OPT(struct conf, min_publishers, TDG_O_INT, 0, "2", 1, 1000,
            "Fewest publishers.  A record whose publisher is not known counts as one of its own."),
    TDG_OPT(struct conf, max_words, TDG_O_INT, 0, "600", 40, 2000, "Most words of a brief."),
    TDG_OPT(struct conf, share, TDG_O_INT, 0, "25", 1, 100,
            "Words of a brief for a hundred words of its records, beyond the first few dozen."),
};

static const char *const role_names[ROLES] = {"happening", "matters", "next", "beyond"};
static const char *const role_titles[ROLES] = {"What's happening", "Why it matters", "What's next",
                                               "Beyond the headlines"};

struct self {
  struct conf conf;
  const struct cues *cues;
};

static int open_brief(tdg_call *call, const void *conf, void **self) {
  struct self *s = calloc(1, sizeof *s);
  if (s == NULL || (s->cues = cues_make()) == NULL)
    return tdg_fail(call, TDG_INTERNAL, "no memory for the word lists");
  s->conf = *(const struct conf *)conf;
  *self = s;
  return TDG_OK;
}

static void close_brief(void *self) {
  struct self *s = self;
  free((void *)(uintptr_t)s->cues);
  free(s);
}

/* ---- the record ---- */

static void put_span(tdg_call *call, tdg_rec *r, const struct brief *b, const struct sentence *s) {
  tdg_put_text(call, r, TDG_TEXT, s->text.p, s->text.n);
  tdg_put_int(call, r, TDG_RECORD_ID, b->member[s->member].id);
  tdg_put_int(call, r, TDG_BLOCK_NO, s->block);
  tdg_put_int(call, r, TDG_START, (int64_t)s->start);
  tdg_put_int(call, r, TDG_END, (int64_t)s->end);
}

/* Leads first, then by place in their record, so that a section starts with what the others rest on. */
static int by_place(const void *a, const void *b) {
  const struct sentence *x = *(const struct sentence *const *)a, *y = *(const struct sentence *const *)b;
  if (x->index != y->index) return x->index < y->index ? -1 : 1;
  return (x->member > y->member) - (x->member < y->member);
}

static void put_section(const struct brief *b, tdg_rec *out, enum role role) {
  const struct sentence **v = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *v);
  size_t n = 0;
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].chosen && b->sentence[i].role == role) v[n++] = &b->sentence[i];
  if (n == 0) return;
  qsort(v, n, sizeof *v, by_place);
  tdg_rec *section = tdg_group(b->call);
  tdg_put_str(b->call, section, TDG_ROLE, role_names[role]);
  tdg_put_str(b->call, section, TDG_TITLE, role_titles[role]);
  for (size_t i = 0; i < n; i++) {
    tdg_rec *s = tdg_group(b->call);
    put_span(b->call, s, b, v[i]);
    tdg_put_rec(b->call, section, TDG_SENTENCE, s);
  }
  tdg_put_rec(b->call, out, TDG_SECTION, section);
}

static void put_conflict(const struct brief *b, tdg_rec *out, const struct conflict *c) {
  tdg_rec *g = tdg_group(b->call);
  tdg_put_str(b->call, g, TDG_CONFLICT_KIND, c->kind);
  tdg_put_text(b->call, g, TDG_WHAT, c->what.p, c->what.n);
  tdg_put_str(b->call, g, TDG_MESSAGE, c->message);
  for (int i = 0; i < c->n; i++) {
    tdg_rec *claim = tdg_group(b->call);
    put_span(b->call, claim, b, c->claim[i].sentence);
    tdg_put_text(b->call, claim, TDG_VALUE, c->claim[i].value.p, c->claim[i].value.n);
    tdg_put_rec(b->call, g, TDG_CLAIM, claim);
  }
  tdg_put_rec(b->call, out, TDG_CONFLICT, g);
}

static void put_headline(const struct brief *b, tdg_rec *out, const tdg_rec *story) {
  struct tdg_str h = tdg_get(b->call, story, TDG_HEADLINE);
  for (int i = b->n_members - 1; h.n == 0 && i >= 0; i--) h = tdg_get(b->call, b->member[i].rec, TDG_TITLE);
  tdg_put_text(b->call, out, TDG_HEADLINE, h.p, h.n);
}

static int run(tdg_call *call, void *self, const tdg_rec *story) {
  const struct self *s = self;
  struct brief *b = tdg_scratch(call, sizeof *b);
  struct conflict *conflict = tdg_scratch(call, MAX_CONFLICTS * sizeof *conflict);
  b->call = call;
  b->cues = s->cues;
  brief_read(b, story);
  if (b->n_members < s->conf.min_records || b->publishers < s->conf.min_publishers) return TDG_OK;
  cues_judge(s->cues, b);
  int conflicts = brief_conflicts(b, conflict);
  brief_choose(b, &(struct choosing){(int)s->conf.max_words, (int)s->conf.share});
  tdg_rec *out = tdg_rec_new(call, TDG_BRIEF);
  tdg_put_int(call, out, TDG_STORY_ID, tdg_get_int(call, story, TDG_STORY_ID, 0));
  put_headline(b, out, story);
  tdg_put_int(call, out, TDG_RECORDS, b->n_members);
  tdg_put_int(call, out, TDG_COPIES, b->copies);
  tdg_put_int(call, out, TDG_PUBLISHERS, b->publishers);
  for (int r = 0; r < ROLES; r++) put_section(b, out, (enum role)r);
  for (int i = 0; i < conflicts; i++) put_conflict(b, out, &conflict[i]);
  return tdg_emit(call, out);
}

TDG_PLUGIN("tidings.extract", "0.1.0", "Briefs in the records' own sentences",
           TDG_BRIEFER(.name = "extract", .summary = "Chooses cited sentences and shows where reports differ",
                       .TDG_OPTIONS(struct conf, options), .open = open_brief, .run = run,
                       .close = close_brief));
