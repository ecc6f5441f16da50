/* test_contract_stories.c - notes folded in: stories, copies, redirects, briefs; and search. */
#include "store/test_contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OPS c->s->ops
#define H c->s->handle

static int64_t put(struct contract *c, uint64_t work, const char *title, const char *publisher,
                   int64_t published) {
  struct tdg_row r = article(work, title);
  r.publisher = str(publisher);
  r.published = published;
  return append(c, &r);
}

static int64_t put_brief(struct contract *c, int64_t story) {
  struct tdg_row r = {
      .size = sizeof r, .kind = TDG_BRIEF, .story = story, .about = story, .wire = str("brief")};
  r.first_seen = 2000;
  return append(c, &r);
}

struct stories {
  int n;
  struct tdg_story_row row[32];
  char headline[32][64];
};
static int see_story(void *arg, const struct tdg_story_row *row) {
  struct stories *s = arg;
  s->row[s->n] = *row;
  snprintf(s->headline[s->n], sizeof s->headline[0], "%s", row->headline.p);
  return ++s->n == 32;
}
static int list(struct contract *c, struct tdg_story_query q, struct stories *s) {
  *s = (struct stories){0};
  q.size = sizeof q;
  return OPS->story_list(H, &q, see_story, s);
}
static struct tdg_story_row one(struct contract *c, int64_t id) {
  struct stories s;
  assert_int_equal(list(c, (struct tdg_story_query){.id = id}, &s), 1);
  return s.row[0];
}

static void notes_make_a_story_and_its_counts(void **state) {
  struct contract *c = *state;
  struct stories s;
  struct seen members = {0};
  begin(c);
  int64_t a = put(c, 1, "Dam at Orlo fails", "Gazette", 100), b = put(c, 2, "Dam fails", "Herald", 300),
          d = put(c, 3, "Dam at Orlo fails (copy)", "Herald", 200);
  note_story(c, a, a, "Dam at Orlo fails");
  note_story(c, b, a, "");
  note_copy(c, d, a);
  note_story(c, d, a, "Dam fails, hundreds leave");
  assert_int_equal(list(c, (struct tdg_story_query){0}, &s), 1); /* also inside the transaction */
  commit(c);
  assert_int_equal(list(c, (struct tdg_story_query){0}, &s), 1);
  assert_int_equal(s.row[0].id, a);
  assert_int_equal(s.row[0].records, 3);
  assert_int_equal(s.row[0].publishers, 2);
  assert_int_equal(s.row[0].copies, 1);
  assert_int_equal(s.row[0].first, 100);
  assert_int_equal(s.row[0].last, 300);
  assert_int_equal(s.row[0].brief, 0);
  assert_string_equal(s.headline[0], "Dam fails, hundreds leave");
  assert_int_equal(OPS->story_members(H, a, 0, see, &members), 3);
  assert_int_equal(members.id[0], a);
  assert_int_equal(members.id[1], d);
  assert_int_equal(members.id[2], b);
  assert_int_equal(members.duplicate_of[1], a);
  assert_int_equal(members.story[1], a);
}

static void a_record_moves_from_story_to_story(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  struct stories s;
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2);
  note_story(c, a, a, "");
  note_story(c, b, b, "");
  commit(c);
  begin(c);
  note_story(c, b, a, "");
  commit(c);
  assert_int_equal(one(c, a).records, 2);
  assert_int_equal(one(c, b).records, 0);
  assert_int_equal(list(c, (struct tdg_story_query){0}, &s), 1); /* an empty story is no story */
  assert_int_equal(OPS->record_get(H, b, see, &seen), 1);
  assert_int_equal(seen.story[0], a);
}

static void a_story_that_became_another_is_a_redirect(void **state) {
  struct contract *c = *state;
  struct stories s;
  struct seen members = {0};
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2), d = put(c, 3, "d", "R", 3),
          e = put(c, 4, "e", "S", 4);
  note_story(c, a, a, "");
  note_story(c, b, b, "");
  note_story(c, d, d, "");
  note_moved(c, a, b);
  note_moved(c, b, d);
  note_story(c, e, a, ""); /* still called by its old name */
  note_moved(c, d, a);     /* which has become this one: nothing to do */
  commit(c);
  assert_int_equal(list(c, (struct tdg_story_query){0}, &s), 1);
  assert_int_equal(s.row[0].id, d);
  assert_int_equal(s.row[0].records, 4);
  assert_int_equal(one(c, a).moved_to, d);
  assert_int_equal(one(c, b).moved_to, d);
  assert_int_equal(OPS->story_members(H, a, 0, see, &members), 4);
  assert_int_equal(list(c, (struct tdg_story_query){.with_moved = 1}, &s), 3);
}

static void an_edit_stays_in_the_story_until_a_note_says_otherwise(void **state) {
  struct contract *c = *state;
  struct seen members = {0}, after = {0};
  struct tdg_row edit = article(1, "a, edited");
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2);
  note_story(c, a, a, "");
  note_story(c, b, b, "");
  int64_t a2 = append_version(c, &edit, a, 2);
  commit(c);
  assert_int_equal(OPS->story_members(H, a, 0, see, &members), 1);
  assert_int_equal(members.id[0], a2);
  begin(c);
  note_story(c, a2, b, "");
  commit(c);
  assert_int_equal(OPS->story_members(H, b, 0, see, &after), 2);
  assert_int_equal(one(c, a).records, 0);
}

static void whether_an_edit_is_a_copy_is_asked_anew(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  struct tdg_row edit = article(1, "a, edited");
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2);
  note_copy(c, a, b);
  note_story(c, b, b, "");
  note_story(c, a, b, "");
  int64_t a2 = append_version(c, &edit, a, 2);
  commit(c);
  assert_int_equal(OPS->record_get(H, a2, see, &seen), 1);
  assert_int_equal(seen.duplicate_of[0], 0);
  assert_int_equal(seen.story[0], b);
}

static int64_t story_of(struct contract *c, int64_t id) {
  struct seen seen = {0};
  assert_int_equal(OPS->record_get(H, id, see, &seen), 1);
  return seen.story[0];
}

/* Whoever speaks first, of whichever of the two. */
static void a_copy_stands_where_its_original_stands_in_any_order(void **state) {
  struct contract *c = *state;
  static const char *const orders[] = {"CAB", "CBA", "ACB", "ABC", "BCA", "BAC"};
  for (uint64_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    begin(c);
    int64_t a = put(c, 10 * i + 1, "a", "P", 1), b = put(c, 10 * i + 2, "b", "Q", 2);
    for (const char *said = orders[i]; *said != '\0'; said++) {
      if (*said == 'A') note_story(c, a, a, "");
      if (*said == 'B') note_story(c, b, b, "");
      if (*said == 'C') note_copy(c, b, a);
    }
    commit(c);
    assert_int_equal(story_of(c, b), a);
    assert_int_equal(one(c, a).records, 2);
    assert_int_equal(one(c, a).copies, 1);
    assert_int_equal(one(c, b).records, 0);
  }
}

static void copies_follow_an_original_that_moves_changes_or_becomes_one(void **state) {
  struct contract *c = *state;
  struct tdg_row edit = article(1, "a, edited");
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2), d = put(c, 3, "d", "R", 3),
          e = put(c, 4, "e", "S", 4);
  note_copy(c, b, a);
  for (int64_t i = 0; i < 3; i++) note_story(c, (int64_t[]){a, b, d}[i], (int64_t[]){a, b, d}[i], "");
  note_story(c, a, d, ""); /* the original moves */
  assert_int_equal(story_of(c, b), d);
  int64_t a2 = append_version(c, &edit, a, 2);
  note_story(c, a2, a, ""); /* its next version moves */
  assert_int_equal(story_of(c, b), a);
  note_story(c, e, e, "");
  note_copy(c, a2, e); /* a better copy comes */
  commit(c);
  assert_int_equal(story_of(c, a2), e);
  assert_int_equal(story_of(c, b), e);
  assert_int_equal(one(c, e).records, 3);
  assert_int_equal(one(c, a).records, 0);
  begin(c);
  note_story(c, e, d, "");
  note_copy(c, e, b); /* in a circle: nobody is the original, and nothing hangs */
  note_story(c, e, d, "");
  commit(c);
  assert_int_equal(story_of(c, b), d);
}

static void a_late_note_about_an_old_version_counts_for_the_new_one(void **state) {
  struct contract *c = *state;
  struct seen members = {0}, again = {0};
  struct tdg_row edit = article(1, "a, edited");
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), a2 = append_version(c, &edit, a, 2);
  note_story(c, a, a, "");
  commit(c);
  assert_int_equal(OPS->story_members(H, a, 0, see, &members), 1);
  assert_int_equal(members.id[0], a2);
  begin(c);
  int64_t b = put(c, 2, "b", "Q", 2);
  note_story(c, a2, b, "");
  note_story(c, a, a, ""); /* what was said of the new one itself is not undone */
  commit(c);
  assert_int_equal(OPS->story_members(H, b, 0, see, &again), 1);
  assert_int_equal(again.id[0], a2);
}

static int64_t copy_of(struct contract *c, int64_t id) {
  struct seen seen = {0};
  assert_int_equal(OPS->record_get(H, id, see, &seen), 1);
  return seen.duplicate_of[0];
}

static void no_two_records_are_copies_of_each_other(void **state) {
  struct contract *c = *state;
  begin(c);
  int64_t a = put(c, 1, "Dam at Orlo holds", "Gazette", 100),
          b = put(c, 2, "Dam at Orlo holds (copy)", "Herald", 200);
  note_copy(c, b, a);
  note_copy(c, a, b);
  struct tdg_row again = article(1, "Dam at Orlo holds, the council says");
  int64_t a2 = append_version(c, &again, a, 2);
  note_copy(c, a2, b);
  note_copy(c, a2, a);
  commit(c);
  assert_int_equal(copy_of(c, b), a);
  assert_int_equal(copy_of(c, a), 0);
  assert_int_equal(copy_of(c, a2), 0);
}

static void a_record_said_to_copy_itself_is_no_copy(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  struct tdg_counts counts = {.size = sizeof counts};
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2);
  note_copy(c, b, a);
  assert_int_equal(OPS->counts(H, &counts), 0);
  assert_int_equal(counts.duplicates, 1);
  note_copy(c, b, b);
  commit(c);
  assert_int_equal(OPS->record_get(H, b, see, &seen), 1);
  assert_int_equal(seen.duplicate_of[0], 0);
}

static void the_newest_brief_is_the_storys_and_grows_stale(void **state) {
  struct contract *c = *state;
  struct seen brief = {0}, by_id = {0};
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1);
  note_story(c, a, a, "");
  int64_t first = put_brief(c, a), second = put_brief(c, a);
  commit(c);
  assert_int_equal(one(c, a).brief, second);
  assert_int_equal(one(c, a).brief_stale, 0);
  assert_int_equal(OPS->story_brief(H, a, see, &brief), 1);
  assert_int_equal(brief.id[0], second);
  assert_int_equal(brief.kind[0], TDG_BRIEF);
  assert_int_equal(OPS->record_get(H, first, see, &by_id), 1);
  begin(c);
  struct tdg_row edit = article(1, "a, corrected");
  append_version(c, &edit, a, 2);
  commit(c);
  assert_int_equal(one(c, a).brief_stale, 1);
  assert_int_equal(OPS->story_brief(H, a + 5, see, &brief), 0);
}

static void stories_are_listed_by_time_size_and_number(void **state) {
  struct contract *c = *state;
  struct stories s;
  int64_t id[4];
  begin(c);
  for (int i = 0; i < 4; i++) {
    id[i] = put(c, (uint64_t)i + 1, "x", "P", 100 * (i + 1));
    note_story(c, id[i], id[i], "");
  }
  int64_t more = put(c, 9, "y", "P", 150);
  note_story(c, more, id[0], "");
  commit(c);
  assert_int_equal(list(c, (struct tdg_story_query){.limit = 2}, &s), 2);
  assert_int_equal(s.row[0].id, id[3]);
  assert_int_equal(list(c, (struct tdg_story_query){.oldest_first = 1}, &s), 4);
  assert_int_equal(s.row[0].id, id[0]);
  assert_int_equal(list(c, (struct tdg_story_query){.min_records = 2}, &s), 1);
  assert_int_equal(list(c, (struct tdg_story_query){.since = 300}, &s), 2);
  assert_int_equal(list(c, (struct tdg_story_query){.id = 12345}, &s), 0);
}

/* Their time of reading is nobody's time. */
/* Processor time of n records that are all copies of one, each noted as the stages do. */
static double crowd_time(struct contract *c, uint64_t first, int n) {
  begin(c);
  int64_t original = put(c, first, "the first of a crowd", "P", 1);
  note_story(c, original, original, "");
  const clock_t began = clock();
  for (int i = 1; i <= n; i++) {
    int64_t copy = put(c, first + (uint64_t)i, "one of a crowd", "Q", 1);
    note_copy(c, copy, original);
    note_story(c, copy, original, "");
  }
  const double took = (double)(clock() - began) / CLOCKS_PER_SEC;
  commit(c);
  assert_int_equal(one(c, original).copies, n);
  return took;
}

static void a_crowd_of_copies_costs_no_square(void **state) {
  struct contract *c = *state;
  enum { FEW = 500, MANY = 4000 };
  const double few = crowd_time(c, 1, FEW), many = crowd_time(c, 1000000, MANY);
  assert_true(many < 4 * MANY / FEW * few + 0.5); /* its square would be 64 times as much */
}

static void undated_records_are_undated_and_come_last(void **state) {
  struct contract *c = *state;
  struct stories s;
  struct seen members = {0};
  begin(c);
  int64_t none = put(c, 1, "x", "P", 0), old = put(c, 2, "x", "P", -500), young = put(c, 3, "x", "P", 900),
          with = put(c, 4, "y", "Q", 0), later = put(c, 5, "z", "R", 950);
  note_story(c, none, none, "");
  note_story(c, old, old, "");
  note_story(c, young, young, "");
  note_story(c, with, young, "");
  note_story(c, later, young, "");
  commit(c);
  assert_int_equal(list(c, (struct tdg_story_query){0}, &s), 3);
  assert_int_equal(s.row[0].id, young);
  assert_int_equal(s.row[0].first, 900);
  assert_int_equal(s.row[0].last, 950);
  assert_int_equal(s.row[0].undated, 1);
  assert_int_equal(s.row[1].id, old); /* before 1970 */
  assert_int_equal(s.row[1].last, -500);
  assert_int_equal(s.row[2].id, none);
  assert_int_equal(s.row[2].first, 0);
  assert_int_equal(s.row[2].last, 0);
  assert_int_equal(list(c, (struct tdg_story_query){.oldest_first = 1}, &s), 3);
  assert_int_equal(s.row[0].id, old);
  assert_int_equal(s.row[2].id, none);
  assert_int_equal(list(c, (struct tdg_story_query){.since = 10}, &s), 1);
  assert_int_equal(list(c, (struct tdg_story_query){.limit = 2}, &s), 2);
  assert_int_equal(OPS->story_members(H, young, 0, see, &members), 3);
  assert_int_equal(members.id[0], young);
  assert_int_equal(members.id[1], later);
  assert_int_equal(members.id[2], with);
}

/* ---- dropped records ---- */

static void a_dropped_version_leaves_its_story_and_the_next_one_returns(void **state) {
  struct contract *c = *state;
  struct seen members = {0}, dropped = {0}, after = {0};
  struct tdg_row edit = article(1, "a, edited");
  struct tdg_counts counts = {.size = sizeof counts};
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2);
  note_story(c, a, a, "");
  note_story(c, b, a, "");
  commit(c);
  begin(c);
  note_drop(c, a);
  commit(c);
  contract_reopen(c);
  assert_int_equal(one(c, a).records, 1);
  assert_int_equal(one(c, a).publishers, 1);
  assert_int_equal(OPS->story_members(H, a, 0, see, &members), 1);
  assert_int_equal(members.id[0], b);
  assert_int_equal(OPS->record_get(H, a, see, &dropped), 1);
  assert_int_equal(dropped.dropped[0], 1);
  assert_int_equal(OPS->counts(H, &counts), 0);
  assert_int_equal(counts.dropped, 1);
  begin(c);
  append_version(c, &edit, a, 2);
  commit(c);
  assert_int_equal(one(c, a).records, 2);
  assert_int_equal(OPS->story_members(H, a, 0, see, &after), 2);
  assert_int_equal(after.dropped[0] + after.dropped[1], 0);
}

static void a_copy_of_what_was_dropped_is_no_copy(void **state) {
  struct contract *c = *state;
  struct seen copy = {0}, again = {0};
  struct tdg_row edit = article(1, "a, edited");
  begin(c);
  int64_t a = put(c, 1, "a", "P", 1), b = put(c, 2, "b", "Q", 2);
  note_story(c, a, a, "");
  note_copy(c, b, a);
  note_drop(c, a);
  commit(c);
  assert_int_equal(OPS->record_get(H, b, see, &copy), 1);
  assert_int_equal(copy.duplicate_of[0], 0);
  assert_int_equal(one(c, a).copies, 0);
  begin(c);
  append_version(c, &edit, a, 2);
  commit(c);
  assert_int_equal(OPS->record_get(H, b, see, &again), 1);
  assert_int_equal(again.duplicate_of[0], a);
  assert_int_equal(one(c, a).copies, 1);
}

/* ---- search ---- */

struct hits {
  int n;
  int64_t id[64], story[64];
  char title[64][64], snippet[64][256];
};
static int see_hit(void *arg, const struct tdg_hit *hit) {
  struct hits *h = arg;
  h->id[h->n] = hit->id;
  h->story[h->n] = hit->story;
  snprintf(h->title[h->n], sizeof h->title[0], "%s", hit->title.p);
  snprintf(h->snippet[h->n], sizeof h->snippet[0], "%s", hit->snippet.p);
  return ++h->n == 64;
}
static int ask(struct contract *c, const char *query, struct hits *h) {
  *h = (struct hits){0};
  return OPS->search(H, query, 20, see_hit, h);
}

/* Text that lies in the record, as it does in life: paragraphs with bytes between them. */
static int64_t put_text(struct contract *c, uint64_t work, const char *title, const char *text) {
  char wire[2048];
  struct tdg_row r = article(work, title);
  size_t n = 0;
  for (const char *p = text; *p != '\0'; p++)
    n += (size_t)snprintf(wire + n, sizeof wire - n, "%s%c", *p == '\n' ? "\x05\x07" : "", *p);
  r.wire = (struct tdg_str){wire, n};
  r.text = str(text);
  return append(c, &r);
}

static int index_all(struct contract *c) {
  begin(c);
  int n = OPS->search_index(H, 1000);
  commit(c);
  return n;
}

static void words_and_phrases_are_found_once_indexed(void **state) {
  struct contract *c = *state;
  struct hits h;
  begin(c);
  int64_t a = put_text(c, 1, "Harbour reopens",
                       "The ferry to Orlo sails again from Monday.\n\nTickets are sold at the quay.");
  int64_t b = put_text(c, 2, "Ferry fares rise", "A ticket to the \001island\002 \002now costs nine crowns.");
  note_story(c, a, a, "");
  commit(c);
  assert_int_equal(ask(c, "ferry", &h), 0);
  assert_int_equal(index_all(c), 2);
  assert_int_equal(index_all(c), 0);
  assert_int_equal(ask(c, "ferry", &h), 2);
  assert_int_equal(h.id[0], b); /* it is in its title */
  assert_int_equal(ask(c, "FERRY orlo", &h), 1);
  assert_int_equal(h.id[0], a);
  assert_int_equal(h.story[0], a);
  assert_string_equal(h.title[0], "Harbour reopens");
  assert_non_null(strstr(h.snippet[0], "The \001ferry\002 to \001Orlo\002 sails"));
  assert_int_equal(ask(c, "\"sails again\"", &h), 1);
  assert_int_equal(ask(c, "\"again sails\"", &h), 0);
  assert_int_equal(ask(c, "quay", &h), 1);
  assert_int_equal(ask(c, "crowns", &h), 1);
  assert_non_null(
      strstr(h.snippet[0], "the  island   now costs nine \001crowns\002")); /* marks are ours alone */
}

static void accents_and_scripts_without_spaces_are_searched(void **state) {
  struct contract *c = *state;
  struct hits h;
  begin(c);
  int64_t a = put_text(c, 1,
                       "Caf\xc3\xa9 \xc3\x9c"
                       "ber",
                       "na\xc3\xafve");
  int64_t b = put_text(
      c, 2, "\xe6\xb8\xaf\xe5\x8f\xa3\xe9\x87\x8d\xe6\x96\xb0\xe5\xbc\x80\xe6\x94\xbe", /* harbour reopens */
      "\xe6\xb8\xa1\xe8\xbd\xae\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe6\x81\xa2\xe5\xa4\x8d");
  commit(c);
  index_all(c);
  assert_int_equal(ask(c, "cafe uber naive", &h), 1);
  assert_int_equal(h.id[0], a);
  assert_int_equal(ask(c, "\xe9\x87\x8d\xe6\x96\xb0", &h), 1); /* a word from the middle */
  assert_int_equal(h.id[0], b);
  assert_int_equal(ask(c, "\xe6\x96\xb0\xe9\x87\x8d", &h), 0);
}

static void search_finds_the_current_version_only(void **state) {
  struct contract *c = *state;
  struct hits h;
  begin(c);
  int64_t a = put_text(c, 1, "Twelve hurt", "Twelve people were hurt when the crane fell.");
  commit(c);
  index_all(c);
  begin(c);
  struct tdg_row r = article(1, "Nine hurt");
  r.text = r.wire = str("Nine people were hurt when the crane fell.");
  int64_t b = append_version(c, &r, a, 2);
  commit(c);
  index_all(c);
  assert_int_equal(ask(c, "twelve", &h), 0);
  assert_int_equal(ask(c, "crane", &h), 1);
  assert_int_equal(h.id[0], b);
  begin(c);
  struct tdg_row q = article(2, "One"),
                 q2 = article(2, "Two"); /* both versions before the index gets there */
  q.text = q.wire = str("mudslide");
  q2.text = q2.wire = str("landslide");
  append_version(c, &q2, append(c, &q), 2);
  commit(c);
  assert_int_equal(index_all(c), 2);
  assert_int_equal(ask(c, "mudslide", &h), 0);
  assert_int_equal(ask(c, "landslide", &h), 1);
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void no_query_is_an_error_or_takes_long(void **state) {
  struct contract *c = *state;
  struct hits h;
  static char large[200000];
  static const char *const odd[] = {"",        "\"",      "\"\"",  "a\"b",     "AND",  "OR NOT",   "NEAR(",
                                    "(((",     "*",       "h*",    "title:x",  "^x",   "a AND",    "-x",
                                    "'; DROP", "{a b}:c", "+ + +", "\\",       "%s%n", "\xff\xfe", "\xf0\x9f",
                                    "a\tb\nc", "x\x01y",  ":",     "col : \"a"};
  begin(c);
  for (uint64_t i = 1; i < 300; i++)
    put_text(c, i, "title h", "h hh hhh AND OR NOT drop x a b c y and some more words for it");
  commit(c);
  index_all(c);
  for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
    if (ask(c, odd[i], &h) < 0) fail_msg("%s: %s", odd[i], store_error(c->s));
  static const char *const patterns[] = {"h ", "\"h\"* ", "(h ", "h AND ", "a b c x ", "\"h h h h "};
  for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
    size_t n = strlen(patterns[i]);
    for (size_t at = 0; at + n < sizeof large; at += n) memcpy(large + at, patterns[i], n + 1);
    int64_t t = now_ms();
    int rc = ask(c, large, &h);
    assert_true(rc >= 0 || rc == TDG_DENIED);
    assert_true(now_ms() - t < 1000); /* 200 ms, and a machine that is doing something else */
  }
  assert_int_equal(ask(c, "drop", &h), 20);
}

const struct CMUnitTest contract_stories[] = {
    cmocka_unit_test_setup_teardown(notes_make_a_story_and_its_counts, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_record_moves_from_story_to_story, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_story_that_became_another_is_a_redirect, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(whether_an_edit_is_a_copy_is_asked_anew, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_copy_stands_where_its_original_stands_in_any_order, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(copies_follow_an_original_that_moves_changes_or_becomes_one,
                                    contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_crowd_of_copies_costs_no_square, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(undated_records_are_undated_and_come_last, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(an_edit_stays_in_the_story_until_a_note_says_otherwise, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_late_note_about_an_old_version_counts_for_the_new_one, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(no_two_records_are_copies_of_each_other, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_record_said_to_copy_itself_is_no_copy, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(the_newest_brief_is_the_storys_and_grows_stale, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(stories_are_listed_by_time_size_and_number, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_dropped_version_leaves_its_story_and_the_next_one_returns,
                                    contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_copy_of_what_was_dropped_is_no_copy, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(words_and_phrases_are_found_once_indexed, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(accents_and_scripts_without_spaces_are_searched, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(search_finds_the_current_version_only, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(no_query_is_an_error_or_takes_long, contract_setup, contract_teardown),
};
const size_t n_contract_stories = sizeof contract_stories / sizeof contract_stories[0];
