/* test_contract_removal.c - works that are taken out of a store, because they are old or to be forgotten. */
#include "store/test_contract.h"

#include <string.h>

#define OPS c->s->ops
#define H c->s->handle

static int64_t put(struct contract *c, uint64_t work, const char *title, int64_t now) {
  struct tdg_row r = article(work, title);
  r.first_seen = now;
  r.url = str(title);
  r.text = str(title);
  return append(c, &r);
}

static struct tdg_removed take_out(struct contract *c, uint64_t work, enum tdg_gone why) {
  struct tdg_removed removed = {.size = sizeof removed};
  assert_int_equal(store_work_remove(c->s, (const uint64_t[2]){work, 7}, why, 9000, &removed), 1);
  return removed;
}

/* Or as a whole. */
static void purge_in_steps(struct contract *c) {
  struct tdg_purge p = {.size = sizeof p};
  if (!store_purges_in_steps(c->s)) assert_int_equal(store_purge(c->s), 0);
  while (store_purges_in_steps(c->s) && store_purge_step(c->s, &p) > 0) continue;
}

static int see_hit(void *arg, const struct tdg_hit *hit) {
  (void)hit;
  ++*(int *)arg;
  return 0;
}

static int found(struct contract *c, const char *words) {
  int n = 0;
  assert_true(OPS->search(H, words, 10, see_hit, &n) >= 0);
  return n;
}

static void a_work_goes_with_all_that_was_made_of_it(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  begin(c);
  const int64_t a = put(c, 1, "otters return", 1000);
  struct tdg_row next = article(1, "otters return again");
  next.text = str("otters return again");
  const int64_t b = append_version(c, &next, a, 2);
  put(c, 2, "weather", 1000);
  note_story(c, b, a, "otters");
  assert_true(OPS->search_index(H, 100) >= 0);
  commit(c);
  assert_int_equal(found(c, "otters"), 1);
  begin(c);
  const struct tdg_removed x = take_out(c, 1, TDG_GONE_OLD);
  commit(c);
  assert_int_equal(x.works, 1);
  assert_int_equal(x.records, 2);
  assert_int_equal(x.notes, 1);
  assert_int_equal(x.stories, 1);
  contract_reopen(c);
  assert_int_equal(found(c, "otters"), 0);
  assert_int_equal(found(c, "weather"), 1);
  assert_int_equal(OPS->record_versions(H, (const uint64_t[2]){1, 7}, see, &seen), 0);
  assert_int_equal(OPS->record_get(H, a, see, &seen), 0);
  assert_int_equal(OPS->notes_of(H, b, see, &seen), 0);
  assert_int_equal(OPS->record_find(H, "otters return", see, &seen), 0);
  assert_int_equal(OPS->log_read(H, 0, ~0u, NULL, 0, see, &seen), 1);
  assert_int_equal(OPS->verify(H, NULL, NULL), 0);
}

/* What was never read by search is not taken out of it. */
static void words_that_were_not_indexed_are_no_hindrance(void **state) {
  struct contract *c = *state;
  begin(c);
  const int64_t a = put(c, 1, "herons nest", 1000);
  assert_true(OPS->search_index(H, 100) >= 0);
  struct tdg_row next = article(1, "herons leave");
  next.text = str("herons leave");
  append_version(c, &next, a, 2);
  put(c, 2, "storks nest", 1000);
  take_out(c, 1, TDG_GONE_OLD);
  assert_true(OPS->search_index(H, 100) >= 0);
  commit(c);
  assert_int_equal(found(c, "herons"), 0);
  assert_int_equal(found(c, "nest"), 1);
  if (STORE_HAS(c->s, check)) assert_int_equal(OPS->check(H, NULL, NULL), 0);
}

static void positions_are_never_used_again(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  begin(c);
  put(c, 1, "first", 1000);
  put(c, 2, "last", 1000);
  commit(c);
  begin(c);
  take_out(c, 2, TDG_GONE_OLD);
  commit(c);
  contract_reopen(c);
  begin(c);
  struct tdg_row r = article(3, "new");
  append(c, &r);
  commit(c);
  assert_int_equal(r.seq, 3);
  assert_int_equal(OPS->log_read(H, 2, ~0u, NULL, 0, see, &seen), 1);
}

static void the_first_copy_that_is_left_is_the_original(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  begin(c);
  const int64_t a = put(c, 1, "original", 1000), b = put(c, 2, "copy", 1000), d = put(c, 3, "copy too", 1000);
  note_story(c, a, a, "");
  note_copy(c, b, a);
  note_copy(c, d, a);
  commit(c);
  begin(c);
  take_out(c, 1, TDG_GONE_OLD);
  commit(c);
  assert_int_equal(OPS->story_members(H, a, 0, see, &seen), 2);
  assert_int_equal(seen.id[0], b);
  assert_int_equal(seen.duplicate_of[0], 0);
  assert_int_equal(seen.duplicate_of[1], b);
}

static int see_story(void *arg, const struct tdg_story_row *row) {
  memcpy(arg, row, sizeof *row);
  return 0;
}

static void a_story_that_loses_a_record_wants_a_new_brief(void **state) {
  struct contract *c = *state;
  struct tdg_story_row row = {0};
  struct seen seen = {0};
  begin(c);
  const int64_t a = put(c, 1, "one", 1000), b = put(c, 2, "two", 2000);
  note_story(c, a, a, "");
  note_story(c, b, a, "");
  struct tdg_row brief = {
      .size = sizeof brief, .kind = TDG_BRIEF, .story = a, .about = a, .wire = str("brief")};
  brief.first_seen = 2000;
  append(c, &brief);
  commit(c);
  begin(c);
  assert_int_equal(take_out(c, 1, TDG_GONE_OLD).briefs, 1);
  commit(c);
  struct tdg_story_query stale = {.size = sizeof stale, .stale = 1, .limit = 10};
  assert_int_equal(OPS->story_list(H, &stale, see_story, &row), 1);
  assert_int_equal(row.records, 1);
  assert_int_equal(OPS->story_brief(H, a, see, &seen), 0);
  begin(c);
  assert_int_equal(take_out(c, 2, TDG_GONE_OLD).stories, 1);
  commit(c);
  assert_int_equal(OPS->story_list(H, &stale, see_story, &row), 0);
}

static void what_is_gone_is_known_to_be(void **state) {
  struct contract *c = *state;
  const uint64_t one[2] = {1, 7}, two[2] = {2, 7}, key[2] = {55, 5}, other[2] = {66, 6};
  struct tdg_key k = {.size = sizeof k, .key = {55, 5}, .work = {2, 7}, .owner = str("mill")};
  begin(c);
  put(c, 1, "old", 1000);
  put(c, 2, "to forget", 1000);
  assert_int_equal(OPS->key_put(H, &k), 0);
  assert_int_equal(store_gone_find(c->s, one), 0);
  commit(c);
  begin(c);
  take_out(c, 1, TDG_GONE_OLD);
  take_out(c, 2, TDG_GONE_FORGOTTEN);
  commit(c);
  contract_reopen(c);
  assert_int_equal(store_gone_find(c->s, two), TDG_GONE_FORGOTTEN); /* at once; its keys with the purge */
  purge_in_steps(c);
  contract_reopen(c);
  assert_int_equal(store_gone_find(c->s, one), TDG_GONE_OLD);
  assert_int_equal(store_gone_find(c->s, two), TDG_GONE_FORGOTTEN);
  assert_int_equal(store_gone_find(c->s, key), TDG_GONE_FORGOTTEN);
  assert_int_equal(store_gone_find(c->s, other), 0);
  struct tdg_removed removed = {.size = sizeof removed};
  begin(c);
  assert_int_equal(store_work_remove(c->s, one, TDG_GONE_OLD, 1, &removed), 0);
  commit(c);
}

static void what_is_old_is_listed_by_age(void **state) {
  struct contract *c = *state;
  struct seen seen = {0};
  begin(c);
  const int64_t a = put(c, 1, "a", 1000), b = put(c, 2, "b", 2000), d = put(c, 3, "d", 3000);
  struct tdg_row next = article(1, "a again");
  next.first_seen = 3000;
  append_version(c, &next, a, 2);
  commit(c);
  assert_int_equal(store_old_list(c->s, 0, 3000, 10, see, &seen), 1);
  assert_int_equal(seen.id[0], b); /* of a work the last version counts */
  assert_int_equal(store_old_list(c->s, 0, 4000, 2, see, &seen), 2);
  assert_int_equal(store_old_list(c->s, d, 4000, 10, see, &seen), 1);
}

static void what_is_forgotten_leaves_no_headline(void **state) {
  struct contract *c = *state;
  struct tdg_story_query q = {.size = sizeof q};
  struct tdg_story_row row;
  struct seen seen = {0};
  begin(c);
  const int64_t a = put(c, 1, "secret title", 1000), b = put(c, 2, "other title", 2000);
  note_story(c, a, a, "secret title");
  note_story(c, b, a, "secret title and more");
  commit(c);
  begin(c);
  take_out(c, 1, TDG_GONE_FORGOTTEN);
  commit(c);
  purge_in_steps(c);
  q.id = a;
  assert_int_equal(OPS->story_list(H, &q, see_story, &row), 1);
  assert_int_equal(OPS->log_read(H, 0, 1u << TDG_NOTE, NULL, 0, see, &seen), 0);
  assert_int_equal(OPS->story_members(H, a, 0, see, &seen), 1);
  assert_int_equal(store_purge(c->s), 0);
  begin(c);
  put(c, 3, "after", 3000);
  commit(c);
  assert_int_equal(OPS->verify(H, NULL, NULL), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, contract_setup, contract_teardown)
const struct CMUnitTest contract_removal[] = {
    TEST(a_work_goes_with_all_that_was_made_of_it),
    TEST(words_that_were_not_indexed_are_no_hindrance),
    TEST(positions_are_never_used_again),
    TEST(the_first_copy_that_is_left_is_the_original),
    TEST(a_story_that_loses_a_record_wants_a_new_brief),
    TEST(what_is_gone_is_known_to_be),
    TEST(what_is_old_is_listed_by_age),
    TEST(what_is_forgotten_leaves_no_headline),
};
const size_t n_contract_removal = sizeof contract_removal / sizeof contract_removal[0];
