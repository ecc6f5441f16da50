/* test_contract_log.c - the log: order, transactions, ids, versions, cursors, questions about records,
 * search. */
#include "store/test_contract.h"
#include "util/id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPS c->s->ops
#define H c->s->handle
enum { RECORDS = 1u << TDG_ARTICLE, NOTES = 1u << TDG_NOTE };

static void what_was_committed_is_there_after_a_restart(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "Harbour of Velmora reopens");
  struct seen seen = {0};
  begin(c);
  int64_t id = append(c, &r);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->record_get(H, id, see, &seen), 1);
  assert_string_equal(seen.title[0], "Harbour of Velmora reopens");
  assert_string_equal(seen.wire[0], "Harbour of Velmora reopens");
}

static void what_was_rolled_back_is_gone_as_a_whole(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "x");
  struct tdg_task t = {.size = sizeof t, .kind = TDG_TASK_POLL, .key = str("k"), .request = str("r")};
  struct tdg_counts counts = {.size = sizeof counts};
  int64_t seq = 9;
  begin(c);
  int64_t id = append(c, &r);
  note_story(c, id, id, "x");
  assert_int_equal(OPS->task_add(H, &t), 1);
  assert_int_equal(OPS->cursor_put(H, "story", 5), 0);
  assert_int_equal(OPS->rollback(H), 0);
  assert_int_equal(OPS->record_get(H, id, see, &(struct seen){0}), 0);
  assert_int_equal(OPS->cursor_get(H, "story", &seq), 0);
  assert_int_equal(seq, 0);
  assert_int_equal(OPS->counts(H, &counts), 0);
  assert_int_equal(counts.records + counts.notes + counts.tasks_ready + counts.stories, 0);
}

static void closing_without_commit_keeps_nothing(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "x");
  begin(c);
  int64_t id = append(c, &r);
  contract_reopen(c);
  assert_int_equal(OPS->record_get(H, id, see, &(struct seen){0}), 0);
}

static void positions_grow_and_the_log_is_read_in_order(void **state) {
  struct contract *c = *state;
  struct seen seen = {0}, rest = {0}, two = {0}, notes = {0}, by_stage = {0};
  int64_t ids[6];
  begin(c);
  for (uint64_t i = 0; i < 6; i++) {
    struct tdg_row r = article(i + 1, "x");
    ids[i] = append(c, &r);
    if (i % 2) note_copy(c, ids[i], ids[i - 1]);
  }
  note_story(c, ids[0], ids[0], "h");
  commit(c);
  assert_int_equal(OPS->log_read(H, 0, RECORDS | NOTES, "", 0, see, &seen), 10);
  for (int i = 1; i < seen.n; i++) assert_true(seen.seq[i] > seen.seq[i - 1]);
  assert_int_equal(OPS->log_read(H, seen.seq[3], RECORDS | NOTES, NULL, 0, see, &rest), 6);
  assert_int_equal(rest.seq[0], seen.seq[4]);
  assert_int_equal(OPS->log_read(H, 0, RECORDS, NULL, 2, see, &two), 2);
  assert_int_equal(two.id[1], ids[1]);
  assert_int_equal(OPS->log_read(H, 0, NOTES, NULL, 0, see, &notes), 4);
  assert_int_equal(OPS->log_read(H, 0, NOTES, "dedupe", 0, see, &by_stage), 3);
  assert_int_equal(by_stage.about[2], ids[5]);
}

struct nested {
  struct contract *c;
  int outer, inner;
};
static int ask_again(void *arg, const struct tdg_row *row) {
  struct nested *n = arg;
  struct contract *c = n->c;
  struct seen seen = {0}, log = {.stop_after = 1};
  n->inner += OPS->record_get(H, row->id, see, &seen);
  n->inner += OPS->log_read(H, row->seq, RECORDS, NULL, 1, see, &log);
  return ++n->outer == 2;
}
static void a_callback_can_stop_and_can_ask_further_questions(void **state) {
  struct contract *c = *state;
  struct nested n = {c, 0, 0};
  begin(c);
  for (uint64_t i = 1; i < 5; i++) {
    struct tdg_row r = article(i, "x");
    append(c, &r);
  }
  commit(c);
  assert_int_equal(OPS->log_read(H, 0, RECORDS, NULL, 0, ask_again, &n), 2);
  assert_int_equal(n.outer, 2);
  assert_int_equal(n.inner, 4);
}

static void ids_grow_when_the_clock_steps_back_and_after_a_restart(void **state) {
  struct contract *c = *state;
  begin(c);
  int64_t a = OPS->new_id(H, 1700000000000), b = OPS->new_id(H, 1600000000000),
          d = OPS->new_id(H, 1700000000000);
  assert_true(a > 0 && b > a && d > b);
  assert_int_equal(a >> 20, 1700000000000);
  commit(c);
  contract_reopen(c);
  begin(c);
  assert_true(OPS->new_id(H, 1500000000000) > d);
  OPS->rollback(H);
}

static void an_edit_takes_the_place_of_what_it_supersedes(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "first"), found = {.size = sizeof found};
  struct seen versions = {0}, each = {0}, old = {0};
  begin(c);
  int64_t a = append(c, &r);
  r = article(1, "second");
  r.url = str("https://gazette.example/1");
  int64_t b = append_version(c, &r, a, 2);
  commit(c);
  assert_int_equal(OPS->work_find(H, r.work, &found), 1);
  assert_int_equal(found.id, b);
  assert_int_equal(found.version, 2);
  assert_string_equal(found.title.p, "second");
  assert_string_equal(found.url.p, "https://gazette.example/1");
  assert_int_equal(found.wire.n, 0);
  assert_int_equal(OPS->record_versions(H, r.work, see, &versions), 2);
  assert_int_equal(versions.id[0], a);
  assert_int_equal(versions.superseded_by[0], b);
  assert_int_equal(OPS->record_each(H, 0, 0, see, &each), 1);
  assert_int_equal(each.id[0], b);
  assert_int_equal(OPS->record_get(H, a, see, &old), 1);
}

static void a_version_that_does_not_follow_is_refused_and_nothing_is_lost(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "first"), bad = article(1, "again");
  begin(c);
  int64_t a = append(c, &r);
  bad.id = OPS->new_id(H, 1);
  assert_int_equal(OPS->record_append(H, &bad), TDG_BAD_INPUT); /* a second first version */
  bad.supersedes = a;
  assert_int_equal(OPS->record_append(H, &bad), TDG_BAD_INPUT); /* not a higher version */
  bad.supersedes = a + 1;
  bad.version = 2;
  assert_int_equal(OPS->record_append(H, &bad), TDG_BAD_INPUT); /* of something else */
  commit(c);
  assert_int_equal(OPS->record_get(H, a, see, &(struct seen){0}), 1);
}

static void seen_again_moves_last_seen_and_nothing_else(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "x");
  struct seen seen = {0}, log = {0};
  begin(c);
  int64_t id = append(c, &r);
  assert_int_equal(OPS->record_seen(H, id, 5000), 0);
  assert_int_equal(OPS->record_seen(H, id, 4000), 0); /* a clock that stepped back */
  assert_int_equal(OPS->record_seen(H, id + 1, 4000), TDG_BAD_INPUT);
  commit(c);
  assert_int_equal(OPS->record_get(H, id, see, &seen), 1);
  assert_int_equal(seen.last_seen[0], 5000);
  assert_int_equal(seen.version[0], 1);
  assert_int_equal(OPS->log_read(H, 0, RECORDS, NULL, 0, see, &log), 1);
}

static void bad_rows_are_refused_and_the_transaction_goes_on(void **state) {
  struct contract *c = *state;
  begin(c);
  struct tdg_row good = article(1, "x"), r = good;
  append(c, &good);
  r = article(2, "x");
  assert_int_equal(OPS->record_append(H, &r), TDG_BAD_INPUT); /* id 0 */
  r.id = OPS->new_id(H, 1);
  r.wire = str("");
  assert_int_equal(OPS->record_append(H, &r), TDG_BAD_INPUT);
  r.wire = str("w");
  r.title = (struct tdg_str){"a\0b", 3};
  assert_int_equal(OPS->record_append(H, &r), TDG_BAD_INPUT);
  assert_non_null(strstr(store_error(c->s), "title"));
  r.title = str("t");
  r.text = (struct tdg_str){"a\0b", 3};
  assert_int_equal(OPS->record_append(H, &r), TDG_BAD_INPUT);
  r.text = str("");
  r.kind = TDG_DOC;
  assert_int_equal(OPS->record_append(H, &r), TDG_BAD_INPUT);
  r.kind = TDG_ARTICLE;
  r.size = 8;
  assert_int_equal(OPS->record_append(H, &r), TDG_BAD_INPUT);
  struct tdg_row note = {.size = sizeof note, .kind = TDG_NOTE, .wire = str("n")};
  assert_int_equal(OPS->record_append(H, &note), TDG_BAD_INPUT); /* about nothing */
  r.size = sizeof r;
  assert_int_equal(OPS->record_append(H, &r), 0);
  commit(c);
}

static void writing_outside_a_transaction_is_refused(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "x");
  r.id = 5;
  assert_int_equal(OPS->record_append(H, &r), TDG_DENIED);
  assert_int_equal(OPS->cursor_put(H, "a", 1), TDG_DENIED);
  assert_int_equal(OPS->commit(H), TDG_DENIED);
  assert_int_equal(OPS->search_index(H, 5), TDG_DENIED);
  begin(c);
  assert_int_equal(OPS->begin(H), TDG_DENIED);
  commit(c);
}

static void a_write_that_broke_takes_its_transaction_with_it(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "x");
  struct tdg_row same = article(2, "y");
  begin(c);
  int64_t id = append(c, &r);
  same.id = id; /* taken: found out after the row was written */
  assert_true(OPS->record_append(H, &same) < 0);
  assert_true(OPS->commit(H) < 0);
  assert_int_equal(OPS->record_get(H, id, see, &(struct seen){0}), 0);
  begin(c);
  append(c, &r);
  commit(c);
}

static void a_note_about_nothing_is_refused_and_the_rest_is_kept(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "x");
  struct tdg_row note = {.size = sizeof note, .kind = TDG_NOTE, .wire = str("n"), .story = 3};
  begin(c);
  int64_t id = append(c, &r);
  note.about = id + 77;
  assert_int_equal(OPS->record_append(H, &note), TDG_BAD_INPUT);
  assert_non_null(strstr(store_error(c->s), "not there"));
  note.story = 0;
  note.about = id;
  note.duplicate_of = id + 77;
  assert_int_equal(OPS->record_append(H, &note), TDG_BAD_INPUT);
  note.duplicate_of = 0;
  note.about = id + 77;
  note.dropped = 1;
  assert_int_equal(OPS->record_append(H, &note), TDG_BAD_INPUT);
  commit(c);
  assert_int_equal(OPS->record_get(H, id, see, &(struct seen){0}), 1);
}

static void cursors_are_kept_per_consumer(void **state) {
  struct contract *c = *state;
  int64_t seq = 1;
  assert_int_equal(OPS->cursor_get(H, "dedupe", &seq), 0);
  assert_int_equal(seq, 0);
  begin(c);
  assert_int_equal(OPS->cursor_put(H, "dedupe", 17), 0);
  assert_int_equal(OPS->cursor_put(H, "sink one", 3), 0);
  assert_int_equal(OPS->cursor_put(H, "dedupe", 18), 0);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->cursor_get(H, "dedupe", &seq), 0);
  assert_int_equal(seq, 18);
  assert_int_equal(OPS->cursor_get(H, "sink one", &seq), 0);
  assert_int_equal(seq, 3);
  begin(c);
  assert_int_equal(OPS->cursor_put(H, "sink one", 0), 0);
  assert_int_equal(OPS->cursor_put(H, "sink two", 0), 0);
  commit(c);
  assert_int_equal(OPS->cursor_get(H, "sink one", &seq), 0);
  assert_int_equal(seq, 0);
}

static int found(struct contract *c, const char *what, int64_t *id) {
  struct seen seen = {0};
  int n = OPS->record_find(H, what, see, &seen);
  *id = seen.id[0];
  return n;
}

static void records_are_found_by_name_url_and_either_end_of_their_id(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "a");
  char letters[ID_LETTERS + 1];
  int64_t got;
  begin(c);
  r.url = str("https://gazette.example/harbour");
  r.native_id = str("item 12");
  r.first_seen = 1700000000000;
  int64_t a = append(c, &r);
  r = article(2, "b");
  r.first_seen = 1800000000000;
  r.native_id = str("item 12");
  int64_t b = append(c, &r);
  r = article(2, "b, edited");
  int64_t b2 = append_version(c, &r, b, 2);
  commit(c);
  assert_int_equal(found(c, "https://gazette.example/harbour", &got), 1);
  assert_int_equal(got, a);
  assert_int_equal(found(c, "item 12", &got), 1); /* the other one was superseded by a version without it */
  assert_int_equal(got, a);
  id_text(a, letters);
  assert_int_equal(found(c, letters, &got), 1);
  assert_int_equal(got, a);
  assert_int_equal(found(c, letters + 9, &got), 1);
  assert_int_equal(got, a);
  letters[8] = '\0';
  assert_int_equal(found(c, letters, &got), 1);
  assert_int_equal(got, a);
  id_text(b, letters);
  assert_int_equal(found(c, letters, &got), 1); /* the whole id of an old version is meant as it stands */
  assert_int_equal(got, b);
  assert_int_equal(found(c, letters + 6, &got), 1); /* so is a part that fits nothing else */
  assert_int_equal(got, b);
  letters[1] = '\0';
  assert_int_equal(found(c, letters, &got), 2); /* both begin so */
  assert_int_equal(found(c, "no such thing", &got), 0);
  assert_int_equal(found(c, "", &got), TDG_BAD_INPUT);
  (void)b2;
}

struct told {
  int n;
  struct tdg_meaning m[32];
};
static int tell(void *arg, const struct tdg_meaning *m) {
  struct told *t = arg;
  t->m[t->n] = *m;
  return ++t->n == 32;
}
static int meant(struct contract *c, const char *what, struct told *t) {
  *t = (struct told){0};
  return store_meanings(c->s, what, 0, tell, t);
}

/* Stories that a record names a second time have its letters but for the first; old versions and briefs have ids too. */
static void all_that_a_word_can_mean_is_told(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "a"), brief = {.size = sizeof brief, .kind = TDG_BRIEF, .wire = str("brief")};
  char letters[ID_LETTERS + 1], whole[ID_LETTERS + 1];
  struct told t;
  begin(c);
  r.first_seen = brief.first_seen = 1700000000000;
  int64_t a = append(c, &r), twin = a | (int64_t)1 << 62;
  r = article(1, "a, edited");
  append_version(c, &r, a, 2);
  note_story(c, a, a, "");
  note_story(c, a, twin, "");
  brief.story = a;
  int64_t b = append(c, &brief);
  r = article(2, "named as if it were an id");
  id_text(a, letters);
  r.native_id = str(letters + 6);
  append(c, &r);
  commit(c);
  assert_int_equal(meant(c, letters, &t), 1); /* record and story in one */
  assert_int_equal(t.m[0].id, a);
  assert_int_equal(t.m[0].how, TDG_MEANS_ID);
  assert_int_equal(meant(c, letters + 5, &t), 2);
  assert_int_equal(t.m[0].id, a);
  assert_int_equal(t.m[1].id, twin);
  assert_int_equal(t.m[1].how, TDG_MEANS_PART);
  assert_int_equal(meant(c, letters + 6, &t), 3);
  assert_int_equal(t.m[0].how, TDG_MEANS_NAME);
  id_text(twin, whole);
  assert_int_equal(meant(c, whole, &t), 1);
  assert_int_equal(t.m[0].id, twin);
  id_text(b, whole);
  assert_int_equal(meant(c, whole + 6, &t), 1);
  assert_int_equal(t.m[0].id, b);
  assert_int_equal(meant(c, whole + 10, &t), 1); /* fewer letters than have an index */
  whole[4] = '\0';
  assert_true(meant(c, whole, &t) >= 4); /* all begin so */
  assert_int_equal(meant(c, "no such thing", &t), 0);
  assert_int_equal(meant(c, "", &t), TDG_BAD_INPUT);
}

static void notes_of_a_record_come_in_order(void **state) {
  struct contract *c = *state;
  struct tdg_row r = article(1, "a"), q = article(2, "b");
  struct seen seen = {0};
  begin(c);
  int64_t a = append(c, &r), b = append(c, &q);
  note_copy(c, b, a);
  note_story(c, b, a, "");
  note_story(c, a, a, "");
  commit(c);
  assert_int_equal(OPS->notes_of(H, b, see, &seen), 2);
  assert_int_equal(seen.duplicate_of[0], a);
  assert_int_equal(seen.story[1], a);
}

static void a_reader_sees_what_is_committed_beside_the_writer(void **state) {
  struct contract *c = *state;
  char message[STORE_MESSAGE];
  struct tdg_row r = article(1, "a"), q = article(2, "b");
  struct tdg_counts counts = {.size = sizeof counts};
  begin(c);
  append(c, &r);
  commit(c);
  struct store *reader = contract_open(c, TDG_STORE_READ, message);
  assert_non_null(reader);
  begin(c);
  append(c, &q);
  assert_int_equal(reader->ops->log_read(reader->handle, 0, RECORDS, NULL, 0, see, &(struct seen){0}), 1);
  commit(c);
  assert_int_equal(reader->ops->log_read(reader->handle, 0, RECORDS, NULL, 0, see, &(struct seen){0}), 2);
  assert_int_equal(reader->ops->begin(reader->handle), TDG_DENIED);
  assert_int_equal(reader->ops->counts(reader->handle, &counts), 0);
  assert_non_null(strstr(counts.owner, "pid "));
  store_close(reader);
}

static void verify_passes_over_a_sound_store(void **state) {
  struct contract *c = *state;
  begin(c);
  for (uint64_t i = 1; i < 20; i++) {
    struct tdg_row r = article(i, "title of it");
    r.text = str("The ferry to Orlo sails again.\n\nTickets are sold at the quay.");
    append(c, &r);
  }
  commit(c);
  assert_int_equal(OPS->verify(H, NULL, NULL), 0);
}

struct claims {
  int n, standing[8];
  uint64_t work[8];
  char owner[8][16];
};

static int see_key(void *arg, const struct tdg_key *key) {
  struct claims *s = arg;
  s->standing[s->n] = key->standing;
  s->work[s->n] = key->work[1];
  snprintf(s->owner[s->n++], sizeof s->owner[0], "%s", key->owner.p);
  return s->n == 8;
}

static void put_key(struct contract *c, uint64_t key, const char *owner, uint64_t work, int standing) {
  struct tdg_key k = {
      .size = sizeof k, .standing = standing, .key = {9, key}, .work = {0, work}, .owner = str(owner)};
  assert_int_equal(OPS->key_put(H, &k), 0);
}

static void a_key_has_the_claims_of_each_owner(void **state) {
  struct contract *c = *state;
  const uint64_t key[2] = {9, 1}, none[2] = {9, 3};
  struct claims all = {0}, one = {0};
  begin(c);
  put_key(c, 1, "post", 7, 1);
  put_key(c, 1, "herald", 8, 2);
  put_key(c, 1, "herald", 8, 5); /* another standing, not another claim */
  put_key(c, 1, "herald", 0, 0); /* no work is a claim as well */
  put_key(c, 2, "herald", 7, 1);
  commit(c);
  contract_reopen(c);
  assert_int_equal(OPS->key_find(H, key, NULL, see_key, &all), 3);
  assert_string_equal(all.owner[0], "herald");
  assert_int_equal(all.work[0], 0);
  assert_int_equal(all.standing[1], 5);
  assert_string_equal(all.owner[2], "post");
  assert_int_equal(OPS->key_find(H, key, "post", see_key, &one), 1);
  assert_int_equal(one.work[0], 7);
  assert_int_equal(OPS->key_find(H, key, "pos", see_key, &one), 0);
  assert_int_equal(OPS->key_find(H, none, NULL, see_key, &one), 0);
}

static void keys_go_with_their_transaction_and_bad_ones_are_refused(void **state) {
  struct contract *c = *state;
  const uint64_t key[2] = {9, 1};
  struct claims all = {0};
  struct tdg_key nobody = {.size = sizeof nobody, .key = {9, 1}, .owner = str("")},
                 zero = {.size = sizeof zero, .owner = str("a")};
  assert_true(OPS->key_put(H, &nobody) < 0); /* outside a transaction */
  begin(c);
  assert_int_equal(OPS->key_put(H, &nobody), TDG_BAD_INPUT);
  assert_int_equal(OPS->key_put(H, &zero), TDG_BAD_INPUT);
  put_key(c, 1, "herald", 8, 2);
  assert_int_equal(OPS->key_find(H, key, NULL, see_key, &all), 1);
  assert_int_equal(OPS->rollback(H), 0);
  assert_int_equal(OPS->key_find(H, key, NULL, see_key, &all), 0);
}

/* Of what is committed, while a writer is at work; never over what is there. */
static void a_copy_has_what_was_committed(void **state) {
  struct contract *c = *state;
  struct contract there = *c;
  char message[STORE_MESSAGE];
  int64_t one = 0;
  begin(c);
  struct tdg_row row = article(1, "first");
  const int64_t id = append(c, &row);
  assert_int_equal(c->s->ops->cursor_put(c->s->handle, "x", 7), 0);
  commit(c);
  begin(c);
  struct tdg_row other = article(2, "second");
  append(c, &other);
  struct store *reader = contract_open(c, TDG_STORE_READ, message);
  assert_non_null(reader);
  snprintf(there.path, sizeof there.path, "%s/copy.db", c->dir);
  assert_int_equal(store_copy_to(reader, there.path), 0);
  assert_true(store_copy_to(reader, there.path) < 0);
  store_close(reader);
  commit(c);
  there.s = contract_open(&there, 0, message);
  if (there.s == NULL) fail_msg("%s", message);
  struct seen seen = {0};
  assert_int_equal(there.s->ops->record_each(there.s->handle, 0, 0, see, &seen), 1);
  assert_int_equal(seen.id[0], id);
  assert_int_equal(there.s->ops->cursor_get(there.s->handle, "x", &one), 0);
  assert_int_equal(one, 7);
  store_close(there.s);
}

const struct CMUnitTest contract_log[] = {
    cmocka_unit_test_setup_teardown(what_was_committed_is_there_after_a_restart, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(what_was_rolled_back_is_gone_as_a_whole, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(closing_without_commit_keeps_nothing, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(positions_grow_and_the_log_is_read_in_order, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_callback_can_stop_and_can_ask_further_questions, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(ids_grow_when_the_clock_steps_back_and_after_a_restart, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(an_edit_takes_the_place_of_what_it_supersedes, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_version_that_does_not_follow_is_refused_and_nothing_is_lost,
                                    contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(seen_again_moves_last_seen_and_nothing_else, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(bad_rows_are_refused_and_the_transaction_goes_on, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(writing_outside_a_transaction_is_refused, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_write_that_broke_takes_its_transaction_with_it, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_note_about_nothing_is_refused_and_the_rest_is_kept, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(cursors_are_kept_per_consumer, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(all_that_a_word_can_mean_is_told, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(records_are_found_by_name_url_and_either_end_of_their_id, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(notes_of_a_record_come_in_order, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(a_reader_sees_what_is_committed_beside_the_writer, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_key_has_the_claims_of_each_owner, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(keys_go_with_their_transaction_and_bad_ones_are_refused, contract_setup,
                                    contract_teardown),
    cmocka_unit_test_setup_teardown(a_copy_has_what_was_committed, contract_setup, contract_teardown),
    cmocka_unit_test_setup_teardown(verify_passes_over_a_sound_store, contract_setup, contract_teardown),
};
const size_t n_contract_log = sizeof contract_log / sizeof contract_log[0];
