/* test_sqlite.c - what is particular to the SQLite store: schemas, foreign files, flipped bits, packed texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sq.h"
#include "store/store_open.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const dirs[] = {TIDINGS_BUILD_DIR "/plugins", NULL};

struct place {
  char dir[64], path[80], message[STORE_MESSAGE];
  int status;
};

static int setup(void **state) {
  static struct place place;
  memset(&place, 0, sizeof place);
  strcpy(place.dir, "/tmp/tidings-sqlite-XXXXXX");
  if (mkdtemp(place.dir) == NULL) return -1;
  snprintf(place.path, sizeof place.path, "%s/news.db", place.dir);
  *state = &place;
  return 0;
}

static int teardown(void **state) {
  struct place *p = *state;
  static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
  for (size_t i = 0; i < 4; i++) {
    char path[100];
    snprintf(path, sizeof path, "%s%s", p->path, ends[i]);
    unlink(path);
  }
  return rmdir(p->dir);
}

static struct store *open_store(struct place *p, unsigned flags) {
  return store_open("sqlite", p->path, flags, dirs, p->message, sizeof p->message, &p->status);
}

static void sql(struct place *p, const char *text) {
  sqlite3 *db;
  char *why = NULL;
  assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
  if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s: %s", text, why);
  sqlite3_close(db);
}

static int64_t number(struct place *p, const char *query) {
  sqlite3 *db;
  sqlite3_stmt *st;
  assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_prepare_v2(db, query, -1, &st, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(st), SQLITE_ROW);
  const int64_t n = sqlite3_column_int64(st, 0);
  sqlite3_finalize(st);
  sqlite3_close(db);
  return n;
}

static struct tdg_str text_str(const char *s) { return (struct tdg_str){s, strlen(s)}; }

/* One record whose bytes hold the words "needle of the row". */
static void put_one(struct store *s) {
  struct tdg_row r = {.size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {1, 1}};
  r.wire = text_str("some bytes, then needle of the row, then more");
  r.text = text_str("needle of the row");
  r.title = text_str("needle of the title");
  assert_int_equal(s->ops->begin(s->handle), 0);
  r.id = s->ops->new_id(s->handle, 1000);
  assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
}

static void a_newer_schema_is_refused_with_both_numbers(void **state) {
  struct place *p = *state;
  store_close(open_store(p, TDG_STORE_CREATE));
  sql(p, "PRAGMA user_version = 77");
  assert_null(open_store(p, 0));
  assert_int_equal(p->status, TDG_DENIED);
  assert_non_null(strstr(p->message, "schema 77"));
  assert_non_null(strstr(p->message, "knows 22"));
}

static void an_older_schema_is_brought_up_to_date(void **state) {
  struct place *p = *state;
  struct tdg_counts counts = {.size = sizeof counts};
  sql(p, "PRAGMA application_id = 1415867239; PRAGMA user_version = 0"); /* schema 0: nothing in it yet */
  struct store *s = open_store(p, 0);
  assert_non_null(s);
  put_one(s);
  assert_int_equal(s->ops->counts(s->handle, &counts), 0);
  assert_int_equal(counts.schema, 22);
  store_close(s);
}

/* Schemas as they were: what the next one added is taken away again. */
static const char back_to_8[] =
    "DROP TABLE forgotten; DROP TABLE gone; DROP TABLE secret; DROP INDEX brief_story; "
    "DROP INDEX lane_run; DROP TABLE subscription; ALTER TABLE source DROP COLUMN due_by; ALTER TABLE source "
    "DROP COLUMN status;"
    "ALTER TABLE source DROP COLUMN due_wait; ALTER TABLE source DROP COLUMN words;"
    "DROP TABLE consumer; DROP TABLE moved; ALTER TABLE source DROP COLUMN adopted; DROP TABLE robots; DROP "
    "TABLE checkpoint; "
    "DROP TABLE checkpoint_part; DROP TABLE host; ALTER TABLE "
    "source DROP COLUMN "
    "absent; ALTER TABLE source DROP COLUMN outcome;"
    "ALTER TABLE source DROP COLUMN feed_wait; ALTER TABLE source DROP COLUMN skip_hours;"
    "ALTER TABLE source DROP COLUMN skip_days; PRAGMA user_version = 8";
static const char back_to_7[] =
    "DROP INDEX refused_record; DELETE FROM counter WHERE name LIKE 'refused %'; PRAGMA user_version = 7";
static const char back_to_3[] = "DROP TABLE kept; DROP TABLE refused; ALTER TABLE record DROP COLUMN "
                                "dropped; ALTER TABLE record DROP COLUMN overlaid;"
                                "DROP INDEX story_stale; DROP INDEX record_copies; DROP INDEX record_tail; "
                                "DROP INDEX story_tail; DROP INDEX brief_tail;"
                                "ALTER TABLE story DROP COLUMN undated; PRAGMA user_version = 3";
static const char back_to_2[] =
    "DROP INDEX quarantine_key; DROP INDEX quarantine_at; DELETE FROM counter WHERE name = 'quarantine'; "
    "DROP TABLE listing;"
    "ALTER TABLE quarantine DROP COLUMN first; ALTER TABLE quarantine DROP COLUMN count; ALTER TABLE "
    "quarantine DROP COLUMN key;"
    "ALTER TABLE source DROP COLUMN trouble; ALTER TABLE source DROP COLUMN trouble_since;"
    "ALTER TABLE source DROP COLUMN listed; ALTER TABLE source DROP COLUMN pages; PRAGMA user_version = 2";

static const char back_to_19[] =
    "DROP TABLE forgotten; DROP TABLE gone; DROP TABLE secret; DROP INDEX brief_story; DELETE FROM "
    "search_config WHERE k = 'automerge'; PRAGMA user_version = 19";
static const char back_to_18[] = "ALTER TABLE subscription DROP COLUMN hubs; PRAGMA user_version = 18";

/* As far as they are there. */
static void put_cursors(struct store *s, const char *const names[], size_t n) {
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (size_t i = 0; i < n; i++) assert_int_equal(s->ops->cursor_put(s->handle, names[i], 7), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
}

static void
what_the_report_of_our_conduct_had_of_hosts_and_of_sources_that_are_gone_is_deleted(void **state) {
  static const char *const names[] = {"conduct held 0011223344556677",
                                      "conduct validators gone",
                                      "conduct validators off",
                                      "conduct validators there",
                                      "conduct early gone",
                                      "conduct hold 12",
                                      "stage dedupe",
                                      "conduct heldX"};
  static const int64_t kept[] = {0, 0, 0, 7, 7, 7, 7, 7};
  enum { N = sizeof names / sizeof names[0] };
  struct place *p = *state;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  struct tdg_source_state there = {.size = sizeof there}, off = {.size = sizeof off, .absent = TDG_TAKEN_OUT};
  struct tdg_str *const texts[] = {&there.url,        &there.etag,  &there.last_modified,
                                   &there.last_error, &there.title, &there.adopted};
  put_cursors(s, names, N);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) *texts[i] = text_str("");
  off = there;
  off.absent = TDG_TAKEN_OUT;
  there.id = text_str("there");
  off.id = text_str("off");
  assert_int_equal(s->ops->begin(s->handle), 0);
  assert_int_equal(s->ops->source_put(s->handle, &there), 0);
  assert_int_equal(s->ops->source_put(s->handle, &off), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  store_close(s);
  sql(p, back_to_19);
  sql(p, back_to_18);
  s = open_store(p, 0);
  assert_non_null(s);
  for (size_t i = 0; i < N; i++) {
    int64_t seq = -1;
    assert_int_equal(s->ops->cursor_get(s->handle, names[i], &seq), 0);
    assert_int_equal(seq, kept[i]);
  }
  store_close(s);
  assert_int_equal(number(p, "SELECT v FROM search_config WHERE k = 'automerge'"), 8); /* of schema 20 */
}

static int keep_owners(void *arg, const struct tdg_key *key) {
  strcat(arg, key->owner.n > 0 ? key->owner.p : "-");
  strcat(arg, key->work[1] == key->key[1] ? " " : "! ");
  return 0;
}

static int64_t put_version(struct store *s, uint64_t work, const char *source, uint32_t version,
                           int64_t supersedes) {
  struct tdg_row r = {
      .size = sizeof r, .kind = TDG_ARTICLE, .version = version, .supersedes = supersedes, .work = {1, work}};
  r.wire = text_str("bytes");
  r.source = text_str(source);
  assert_int_equal(s->ops->begin(s->handle), 0);
  r.id = s->ops->new_id(s->handle, 1000);
  assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  return r.id;
}

static void works_of_the_first_schema_belong_to_whoever_told_of_them_first(void **state) {
  struct place *p = *state;
  char owners[100] = "";
  struct store *s = open_store(p, TDG_STORE_CREATE);
  put_version(s, 2, "late", 2, put_version(s, 2, "herald", 1, 0));
  put_version(s, 3, "herald", 2, put_version(s, 3, "", 1, 0));
  store_close(s);
  sql(p, back_to_8);
  sql(p, back_to_3);
  sql(p, back_to_2);
  sql(p, "DROP TABLE alias; PRAGMA user_version = 1");
  s = open_store(p, 0);
  assert_non_null(s);
  assert_int_equal(s->ops->key_find(s->handle, (uint64_t[2]){1, 2}, NULL, keep_owners, owners), 1);
  assert_int_equal(s->ops->key_find(s->handle, (uint64_t[2]){1, 3}, NULL, keep_owners, owners), 2);
  assert_string_equal(owners, "herald - herald ");
  store_close(s);
}

struct met {
  int n;
  int64_t count, first, at, bytes;
};
static int meet(void *arg, const struct tdg_quarantine *q) {
  struct met *m = arg;
  m->n++;
  m->count += q->count;
  m->first = q->first;
  m->at = q->at;
  m->bytes += (int64_t)q->document.n;
  return 0;
}
static int see_validators(void *arg, const struct tdg_source_state *r) {
  struct tdg_source_state *seen = arg;
  *seen = *r;
  assert_string_equal(r->etag.p, "");
  assert_string_equal(r->title.p, "Gazette");
  return 1;
}

static void quarantine_and_sources_of_schema_2_are_kept(void **state) {
  struct place *p = *state;
  struct met met = {0};
  struct tdg_source_state source;
  struct tdg_quarantine q = {.size = sizeof q, .at = 11, .document = {"\1\2", 2}, .body = {1, 2}};
  q.plugin = text_str("feed");
  q.url = text_str("http://a/");
  q.version = q.cause = q.message = q.source = text_str("");
  store_close(open_store(p, TDG_STORE_CREATE));
  sql(p, back_to_8);
  sql(p, back_to_3);
  sql(p, back_to_2);
  sql(p, "INSERT INTO quarantine(at,task,signal,plugin,version,cause,message,url,source,checksum,document) "
         "VALUES"
         " (5,1,0,'feed','','bad-input','m','http://a/','s',x'',x'0102'), "
         "(9,1,0,'feed','','bad-input','m','http://a/','s',x'',x'0102');"
         "INSERT INTO source "
         "VALUES('s','http://a/"
         "','','tag','','404','Gazette',3,1,8,3,4,5,6,7,x'00000000000000000000000000000000',"
         "1,1,1,1,0,0,0)");
  struct store *s = open_store(p, 0);
  assert_non_null(s);
  assert_int_equal(s->ops->quarantine_list(s->handle, 0, meet, &met), 2);
  assert_int_equal(met.count, 2);
  assert_int_equal(met.first, 9);
  assert_int_equal(met.at, 9);
  assert_int_equal(s->ops->source_get(s->handle, "s", see_validators, &source), 1);
  assert_int_equal(source.trouble, TDG_TROUBLE_NO_ANSWER);
  assert_int_equal(source.trouble_since, 8);
  assert_int_equal(source.failures, 3);
  assert_int_equal(source.server_wait, 7); /* of the headers, of the feed: it was not known of which */
  assert_int_equal(source.feed_wait, 7);
  assert_int_equal(s->ops->begin(s->handle), 0);
  assert_int_equal(s->ops->quarantine_put(s->handle, &q), 0);
  assert_int_equal(q.count, 1);
  assert_int_equal(s->ops->quarantine_put(s->handle, &q), 0);
  assert_int_equal(s->ops->quarantine_drop(s->handle, 0), 3);
  assert_int_equal(s->ops->commit(s->handle), 0);
  store_close(s);
}

/* So many that the oldest have to make room; those that come again are no longer old. */
static void the_quarantine_has_a_size(void **state) {
  enum { EACH = 20 << 20, PUT = 10, ROOM = 6 };
  struct place *p = *state;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  char *bytes = calloc(1, EACH);
  struct tdg_quarantine q = {.size = sizeof q, .document = {bytes, EACH}};
  struct met met = {0};
  int64_t dropped = 0;
  q.plugin = q.url = q.version = q.cause = q.message = q.source = text_str("");
  for (int i = 0; i < PUT; i++) {
    assert_int_equal(s->ops->begin(s->handle), 0);
    q.at = i + 1;
    q.body[0] = (uint64_t)i;
    assert_int_equal(s->ops->quarantine_put(s->handle, &q), 0);
    assert_int_equal(q.count, 1);
    dropped += q.dropped;
    q.body[0] = 0; /* the first one is met again and again */
    assert_int_equal(s->ops->quarantine_put(s->handle, &q), 0);
    assert_int_equal(q.id, 1);
    assert_int_equal(q.first, 1);
    assert_int_equal(q.count, i + 2);
    assert_int_equal(s->ops->commit(s->handle), 0);
  }
  assert_int_equal(dropped, PUT - ROOM);
  assert_int_equal(s->ops->quarantine_list(s->handle, 0, meet, &met), ROOM);
  met = (struct met){0};
  assert_int_equal(s->ops->quarantine_list(s->handle, 1, meet, &met), 1);
  assert_int_equal(met.bytes, EACH);
  free(bytes);
  store_close(s);
}

/* The processor time of dropping the first `drops` of so many documents, one after another, in clock ticks. */
static clock_t drop_cost(struct store *s, int documents, int drops) {
  struct tdg_quarantine q = {.size = sizeof q, .document = {"\1\2", 2}};
  q.plugin = q.url = q.version = q.cause = q.message = q.source = text_str("");
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (int i = 0; i < documents; i++) {
    q.body[0] = (uint64_t)i;
    assert_int_equal(s->ops->quarantine_put(s->handle, &q), 0);
  }
  const int64_t last = q.id;
  const clock_t began = clock();
  for (int i = 0; i < drops; i++) assert_int_equal(s->ops->quarantine_drop(s->handle, last - i), 1);
  const clock_t took = clock() - began;
  assert_int_equal(s->ops->quarantine_drop(s->handle, last), 0);
  assert_int_equal(s->ops->quarantine_drop(s->handle, 0), documents - drops);
  assert_int_equal(s->ops->commit(s->handle), 0);
  return took;
}

/* A retry of all drops them one by one. */
static void to_drop_a_document_costs_the_same_however_many_there_are(void **state) {
  enum { FEW = 200, MANY = 5000, DROPS = 200, TRIES = 3, MOST = 8 };
  struct place *p = *state;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  clock_t few = 0, many = 0;
  for (int i = 0; i < TRIES; i++) {
    clock_t one = drop_cost(s, FEW, DROPS), other = drop_cost(s, MANY, DROPS);
    if (i == 0 || one < few) few = one;
    if (i == 0 || other < many) many = other;
  }
  if (many > MOST * few) fail_msg("%d drops of %d: %ld; of %d: %ld", DROPS, FEW, (long)few, MANY, (long)many);
  store_close(s);
}

static void the_size_of_the_quarantine_is_known_after_a_drop(void **state) {
  struct place *p = *state;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  struct tdg_quarantine q = {.size = sizeof q};
  q.plugin = q.url = q.version = q.cause = q.message = q.source = text_str("");
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (int i = 1; i <= 4; i++) {
    q.document = (struct tdg_str){"document", (size_t)i};
    q.body[0] = (uint64_t)i;
    assert_int_equal(s->ops->quarantine_put(s->handle, &q), 0);
  }
  assert_int_equal(s->ops->quarantine_drop(s->handle, q.id), 1);
  assert_int_equal(s->ops->quarantine_drop(s->handle, q.id), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(number(p, "SELECT value FROM counter WHERE name = 'quarantine'"), 1 + 2 + 3);
  assert_int_equal(s->ops->begin(s->handle), 0);
  assert_int_equal(s->ops->quarantine_drop(s->handle, 0), 3);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(number(p, "SELECT value FROM counter WHERE name = 'quarantine'"), 0);
  store_close(s);
}

static void an_older_schema_is_not_changed_by_a_reader(void **state) {
  struct place *p = *state;
  sql(p, "PRAGMA journal_mode = WAL; PRAGMA application_id = 1415867239");
  assert_null(open_store(p, TDG_STORE_READ));
  assert_int_equal(p->status, TDG_DENIED);
  assert_non_null(strstr(p->message, "older Tidings"));
}

static void another_programs_file_is_left_alone(void **state) {
  struct place *p = *state;
  sql(p, "CREATE TABLE recipes(name)");
  assert_null(open_store(p, TDG_STORE_CREATE));
  assert_int_equal(p->status, TDG_BAD_CONFIG);
  assert_non_null(strstr(p->message, "another program"));
  sql(p, "INSERT INTO recipes VALUES('soup')");
}

static void a_file_that_is_no_database_is_named(void **state) {
  struct place *p = *state;
  FILE *f = fopen(p->path, "w");
  for (int i = 0; i < 500; i++) fputs("no database at all. ", f);
  fclose(f);
  assert_null(open_store(p, TDG_STORE_CREATE));
  assert_int_equal(p->status, TDG_BAD_CONFIG);
  assert_non_null(strstr(p->message, p->path));
}

static int ignore_row(void *arg, const struct tdg_row *row) {
  if (arg != NULL) *(int64_t *)arg = row->id;
  return 0;
}

/* Changes one letter inside the file, where neither SQLite nor anybody else looks. */
static void flip(struct place *p, const char *needle) {
  static char bytes[1 << 20];
  FILE *f = fopen(p->path, "r+");
  size_t n = fread(bytes, 1, sizeof bytes, f);
  char *at = memmem(bytes, n, needle, strlen(needle));
  assert_non_null(at);
  fseek(f, at - bytes, SEEK_SET);
  fputc(*at ^ 1, f);
  fclose(f);
}

static void flipped_bits_are_found_and_never_handed_out(void **state) {
  struct place *p = *state;
  static const char *const needles[] = {"needle of the row", "needle of the title"};
  for (size_t i = 0; i < 2; i++) {
    int64_t bad = 0;
    struct store *s = open_store(p, TDG_STORE_CREATE);
    if (i == 0) put_one(s);
    store_close(s); /* the last one to leave empties the journal into the file */
    flip(p, needles[i]);
    s = open_store(p, 0);
    assert_int_equal(s->ops->verify(s->handle, ignore_row, &bad), 1);
    assert_true(bad > 0);
    assert_int_equal(s->ops->record_get(s->handle, bad, ignore_row, NULL), TDG_BAD_INPUT);
    assert_non_null(strstr(store_error(s), "damaged"));
    store_close(s);
    flip(p, i == 0 ? "oeedle of the row" : "oeedle of the title"); /* and back */
    s = open_store(p, 0);
    assert_int_equal(s->ops->verify(s->handle, NULL, NULL), 0);
    store_close(s);
  }
}

static void put_numbered(struct store *s, uint64_t n) {
  char wire[40];
  struct tdg_row r = {.size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {n, 7}, .content = {n, n}};
  snprintf(wire, sizeof wire, "numbered row %llu", (unsigned long long)n);
  r.wire = r.text = text_str(wire);
  assert_int_equal(s->ops->begin(s->handle), 0);
  r.id = s->ops->new_id(s->handle, 2000);
  assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
}

static void a_damaged_row_is_passed_over_and_told(void **state) {
  struct place *p = *state;
  const char *message;
  struct tdg_row found = {.size = sizeof found};
  struct store *s = open_store(p, TDG_STORE_CREATE);
  for (uint64_t n = 1; n <= 5; n++) put_numbered(s, n);
  store_close(s);
  flip(p, "numbered row 2");
  s = open_store(p, 0);
  assert_int_equal(store_damaged(s, &message), 0);
  assert_int_equal(s->ops->record_each(s->handle, 0, 0, ignore_row, NULL), 4);
  /* two whole ones */
  assert_int_equal(s->ops->log_read(s->handle, 1, 1u << TDG_ARTICLE, NULL, 2, ignore_row, NULL), 2);
  assert_int_equal(store_damaged(s, &message), 1); /* met twice, counted once */
  assert_non_null(strstr(message, "row 2 of the log"));
  assert_int_equal(s->ops->work_find(s->handle, (uint64_t[]){2, 7}, &found), 1);
  assert_true(found.version == 1 && found.id > 0 && found.content[0] == 0);
  struct tdg_row again = {
      .size = sizeof again, .kind = TDG_ARTICLE, .version = 2, .work = {2, 7}, .supersedes = found.id};
  again.wire = again.text = text_str("numbered row 2 as it was read again");
  assert_int_equal(s->ops->begin(s->handle), 0);
  again.id = s->ops->new_id(s->handle, 3000);
  assert_int_equal(s->ops->record_append(s->handle, &again), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(s->ops->record_each(s->handle, 0, 0, ignore_row, NULL), 5); /* whole again */
  store_close(s);
}

/* SQLite's own allocator, of which the `failing`th call and all after it fail; 0: none. */
static sqlite3_mem_methods real_memory;
static long failing, asked;

static int memory_is_out(void) { return failing > 0 && ++asked >= failing; }
static void *short_malloc(int n) { return memory_is_out() ? NULL : real_memory.xMalloc(n); }
static void *short_realloc(void *p, int n) { return memory_is_out() ? NULL : real_memory.xRealloc(p, n); }

static void watch_memory(void) {
  sqlite3_mem_methods mine;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
  mine = real_memory;
  mine.xMalloc = short_malloc;
  mine.xRealloc = short_realloc;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &mine);
}

static void short_memory_is_not_taken_for_damage(void **state) {
  struct place *p = *state;
  const char *message;
  int short_of = 0, rc = -1;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  static char large[70000]; /* on pages of its own: reading it takes memory */
  memset(large, 'w', sizeof large - 1);
  struct tdg_row r = {.size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {1, 1}};
  r.wire = text_str(large);
  r.text = text_str("short");
  assert_int_equal(s->ops->begin(s->handle), 0);
  r.id = s->ops->new_id(s->handle, 1000);
  assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(s->ops->record_each(s->handle, 0, 0, ignore_row, NULL), 1);
  for (long n = 1; rc != 1 && n < 10000; n++) {
    asked = 0;
    failing = n;
    rc = s->ops->record_each(s->handle, 0, 0, ignore_row, NULL);
    failing = 0;
    assert_int_equal(store_damaged(s, &message), 0);
    short_of += rc == TDG_RETRY;
  }
  assert_int_equal(rc, 1);
  assert_true(short_of > 0);
  store_close(s);
}

static void a_lock_that_sqlite_holds_is_reported(void **state) {
  struct place *p = *state;
  sqlite3 *db;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(s->ops->begin(s->handle), TDG_STORE_BUSY); /* after waiting SQ_BUSY_MS */
  assert_non_null(strstr(store_error(s), "another program"));
  sqlite3_close(db);
  assert_int_equal(s->ops->begin(s->handle), 0);
  store_close(s);
}

/* In a child: does SQLite's lock of the parent, which says that the file is open, still hold? */
static int is_open_elsewhere(const struct place *p) {
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000002, .l_len = 510};
    int fd = open(p->path, O_RDWR);
    _exit(fcntl(fd, F_GETLK, &l) == 0 && l.l_type == F_RDLCK ? 1 : 0);
  }
  waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status);
}

static void closing_one_store_leaves_the_locks_of_another(void **state) {
  struct place *p = *state;
  struct store *s = open_store(p, TDG_STORE_CREATE), *second = open_store(p, 0),
               *reader = open_store(p, TDG_STORE_READ);
  put_one(s);
  assert_true(is_open_elsewhere(p));
  store_close(s);
  store_close(reader);
  assert_true(is_open_elsewhere(p));
  assert_int_equal(second->ops->begin(second->handle), 0); /* the first one's lock went with it */
  store_close(second);
  assert_false(is_open_elsewhere(p));
}

struct hits {
  int n;
  int64_t id[16];
};
static int see_hit(void *arg, const struct tdg_hit *hit) {
  struct hits *h = arg;
  h->id[h->n] = hit->id;
  return ++h->n == 16;
}

static void when_ranking_takes_too_long_the_newest_come(void **state) {
  static const char *const hasty[] = {TIDINGS_BUILD_DIR "/tests/hasty", NULL};
  struct place *p = *state;
  struct hits hits = {0};
  int64_t last = 0;
  struct store *s =
      store_open("sqlite", p->path, TDG_STORE_CREATE, hasty, p->message, sizeof p->message, NULL);
  assert_non_null(s);
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (uint64_t i = 1; i <= 3000; i++) {
    struct tdg_row r = {.size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {i, 1}};
    r.wire = r.text = text_str(i % 2 ? "ferry ferry ferry" : "the ferry to Orlo sails");
    last = r.id = s->ops->new_id(s->handle, 1000);
    assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  }
  assert_int_equal(s->ops->search_index(s->handle, 3000), 3000);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(s->ops->search(s->handle, "ferry", 10, see_hit, &hits), 10);
  for (int i = 0; i < 10; i++) assert_int_equal(hits.id[i], last - i);
  store_close(s);
}

static int64_t append_words(struct store *s, uint64_t work, const char *title, const char *text,
                            int64_t old) {
  struct tdg_row r = {
      .size = sizeof r, .kind = TDG_ARTICLE, .version = old ? 2 : 1, .supersedes = old, .work = {work, 1}};
  r.title = text_str(title);
  r.wire = r.text = text_str(text);
  r.id = s->ops->new_id(s->handle, 1000);
  assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  return r.id;
}

static int found(struct store *s, const char *word) {
  struct hits hits = {0};
  return s->ops->search(s->handle, word, 10, see_hit, &hits);
}

/* Of the rows of its transaction the index has the words from memory, of others, and of those beyond a few megabytes,
 * from the log. */
static void the_index_is_the_same_wherever_its_words_come_from(void **state) {
  struct place *p = *state;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  char *text = malloc((64 << 10) + 1);
  for (unsigned i = 0; i < 64 << 10; i++) text[i] = " abcdefgh"[(i * i + i / 9) % 9];
  text[64 << 10] = '\0';
  assert_int_equal(s->ops->begin(s->handle), 0);
  append_words(s, 1, "Earlier", "of another transaction", 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(s->ops->begin(s->handle), 0);
  append_words(s, 2, "Lost", "of one that is rolled back", 0);
  s->ops->rollback(s->handle);
  assert_int_equal(s->ops->begin(s->handle), 0);
  append_words(s, 3, "Second", "waits for the first", 0);
  assert_int_equal(s->ops->search_index(s->handle, 1), 1);
  assert_int_equal(s->ops->search_index(s->handle, 10), 1);
  assert_int_equal(s->ops->search_index(s->handle, 10), 0);
  for (uint64_t i = 4; i < 104; i++) append_words(s, i, "Long \001 and \002", text, 0); /* 6 MB */
  append_words(s, 104, "Last", "behind them", 0);
  assert_int_equal(s->ops->search_index(s->handle, 2), 2);
  assert_int_equal(s->ops->search_index(s->handle, 1000), 99);
  assert_int_equal(s->ops->search_index(s->handle, 1000), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(found(s, "transaction") + found(s, "waits") + found(s, "behind"), 3);
  assert_int_equal(found(s, "lost"), 0);
  sqlite3 *db = ((struct sq *)s->handle)->db; /* are the words those of the log? */
  assert_int_equal(sqlite3_exec(db, "INSERT INTO search(search) VALUES('integrity-check')", NULL, NULL, NULL),
                   SQLITE_OK);
  assert_int_equal(s->ops->begin(s->handle), 0);
  int64_t old = append_words(s, 200, "Colour", "vermilion", 0);
  append_words(s, 200, "Colour", "crimson", old);
  assert_int_equal(s->ops->search_index(s->handle, 10), 2);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(found(s, "vermilion"), 0);
  assert_int_equal(found(s, "crimson"), 1);
  free(text);
  store_close(s);
}

/* In a child that is nobody: the folder is not its own. */
static void child_reads(struct place *p) {
  struct tdg_counts counts = {.size = sizeof counts};
  if (geteuid() == 0 && setuid(65534) != 0) _exit(10);
  if (access(dirs[0], R_OK | X_OK) != 0) _exit(77); /* a build folder nobody else may read */
  struct store *s = open_store(p, TDG_STORE_READ);
  if (s == NULL) fprintf(stderr, "%s\n", p->message), _exit(11);
  if (s->ops->counts(s->handle, &counts) != 0 || counts.records != 1) _exit(12);
  store_close(s);
  _exit(0);
}

static void a_store_in_a_folder_of_others_can_be_read(void **state) {
  struct place *p = *state;
  int status;
  struct store *s = open_store(p, TDG_STORE_CREATE);
  put_one(s);
  store_close(s);
  chmod(p->path, 0644);
  chmod(p->dir, 0555);
  pid_t pid = fork();
  if (pid == 0) child_reads(p);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  chmod(p->dir, 0755);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) skip();
  assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- packed texts ---- */

static size_t pack_and_back(const char *text, size_t text_n, const char *wire, size_t wire_n) {
  struct tdg_str t = {text, text_n}, w = {wire, wire_n};
  size_t room = sq_excerpt_room(t);
  unsigned char *packed = malloc(room);
  struct tdg_str k = {(char *)packed, sq_excerpt_pack(t, w, packed, room)};
  assert_true(k.n <= room);
  assert_int_equal(sq_excerpt_unpack(k, w, NULL), text_n);
  char *back = malloc(text_n + 1);
  assert_int_equal(sq_excerpt_unpack(k, w, back), text_n);
  assert_memory_equal(back, text, text_n);
  free(back);
  free(packed);
  return k.n;
}

static void a_text_out_of_its_record_packs_to_almost_nothing(void **state) {
  static const char wire[] =
      "\4\0\1\0head\0\0The ferry to Orlo sails again.\0\7\0Tickets are sold at the quay.\0tail";
  static const char text[] = "The ferry to Orlo sails again.\n\nTickets are sold at the quay.";
  (void)state;
  assert_true(pack_and_back(text, sizeof text - 1, wire, sizeof wire - 1) <= 9);
}

static void any_text_comes_back_as_it_was(void **state) {
  static const char *const pieces[] = {
      "The ferry to Orlo sails again.", "a",       "", "\n", "\n\n\n", "Tickets are sold at the quay.",
      "something that is nowhere else", "\x01\xff"};
  static char text[40000], wire[40000];
  unsigned seed = 3;
  (void)state;
  for (int round = 0; round < 300; round++) {
    size_t n[2] = {0, 0};
    char *const into[] = {text, wire};
    for (int side = 0; side < 2; side++)
      for (int i = 0; i < round; i++) {
        seed = seed * 1103515245u + 12345u;
        const char *piece = pieces[(seed >> 16) % 8];
        memcpy(into[side] + n[side], piece, strlen(piece));
        n[side] += strlen(piece);
      }
    pack_and_back(text, n[0], wire, n[1]);
  }
}

static void packing_hostile_text_stays_linear(void **state) {
  enum { N = 4 << 20 };
  char *text = malloc(N), *wire = malloc(N);
  (void)state;
  memset(text, 'a', N);
  memset(wire, 'a', N);
  for (size_t i = 20; i < N; i += 21) text[i] = '\n'; /* lines that nearly fit everywhere */
  for (size_t i = 15; i < N; i += 16) wire[i] = 'b';
  pack_and_back(text, N, wire, N); /* the test's own time limit is the proof */
  free(text);
  free(wire);
}

static void references_that_make_no_sense_are_refused(void **state) {
  struct tdg_str wire = {"0123456789abcdef0123456789", 26};
  unsigned seed = 9;
  char out[1 << 16];
  (void)state;
  assert_int_equal(sq_excerpt_unpack((struct tdg_str){"\x20", 1}, wire, NULL), SIZE_MAX);
  assert_int_equal(sq_excerpt_unpack((struct tdg_str){"\x20\x7f", 2}, wire, NULL), SIZE_MAX);
  assert_int_equal(
      sq_excerpt_unpack((struct tdg_str){"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11}, wire, NULL),
      SIZE_MAX);
  for (int round = 0; round < 20000; round++) {
    unsigned char packed[12];
    for (size_t i = 0; i < sizeof packed; i++)
      packed[i] = (unsigned char)((seed = seed * 1103515245u + 12345u) >> 16);
    struct tdg_str k = {(char *)packed, sizeof packed};
    size_t n = sq_excerpt_unpack(k, wire, NULL);
    if (n != SIZE_MAX && n < sizeof out) assert_int_equal(sq_excerpt_unpack(k, wire, out), n);
  }
}

static int count_step(void *arg) {
  ++*(int64_t *)arg;
  return 0;
}

/* The steps of SQLite's machine that one more refusal and its end take, when `queued` records are refused. */
static int64_t steps_of_a_refusal(struct place *p, int64_t queued) {
  struct store *s = open_store(p, TDG_STORE_CREATE);
  struct sq *sq = s->handle;
  struct tdg_refused r = {.size = sizeof r, .sink = text_str("a"), .reason = text_str("full")};
  int64_t steps = 0;
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (r.seq = r.record = 1; r.seq <= queued; r.record = ++r.seq)
    assert_int_equal(s->ops->refused_put(s->handle, &r), 0);
  sqlite3_progress_handler(sq->db, 1, count_step, &steps);
  assert_int_equal(s->ops->refused_put(s->handle, &r), 0);
  assert_int_equal(s->ops->refused_drop(s->handle, "a", r.record), 1);
  sqlite3_progress_handler(sq->db, 0, NULL, NULL);
  assert_int_equal(s->ops->refused_drop(s->handle, NULL, 0), queued);
  assert_int_equal(s->ops->commit(s->handle), 0);
  store_close(s);
  return steps;
}

static void a_refusal_costs_the_same_in_a_long_queue(void **state) {
  struct place *p = *state;
  int64_t few = steps_of_a_refusal(p, 10), many = steps_of_a_refusal(p, 3000);
  assert_in_range(many, 1, 2 * few);
}

static void refused_records_of_schema_7_are_counted(void **state) {
  struct place *p = *state;
  struct tdg_refused r = {.size = sizeof r, .record = 5, .sink = text_str("a"), .reason = text_str("")};
  store_close(open_store(p, TDG_STORE_CREATE));
  sql(p, back_to_8);
  sql(p, back_to_7);
  sql(p, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)"
         " INSERT INTO refused SELECT 'a',i,i,-2,1,1,1,0,'' FROM n");
  struct store *s = open_store(p, 0);
  assert_non_null(s);
  assert_int_equal(s->ops->begin(s->handle), 0);
  r.seq = 10000;
  assert_int_equal(s->ops->refused_put(s->handle, &r), 0);
  assert_int_equal(s->ops->refused_put(s->handle, &r), 0);
  r.seq = 10001;
  assert_int_equal(s->ops->refused_put(s->handle, &r), 1);
  assert_int_equal(s->ops->refused_drop(s->handle, "a", 7), 1);
  assert_int_equal(s->ops->refused_put(s->handle, &r), 0);
  assert_int_equal(s->ops->refused_drop(s->handle, NULL, 0), 10000);
  assert_int_equal(s->ops->refused_put(s->handle, &r), 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
  store_close(s);
}

/* ---- purged in steps ---- */

static size_t two(const unsigned char *p) { return (size_t)p[0] << 8 | p[1]; }

/* Pages of trees with something between their pointers and their content. */
static int pages_with_remains(const struct place *p) {
  unsigned char page[4096];
  int n = 0;
  FILE *f = fopen(p->path, "rb");
  assert_non_null(f);
  for (size_t i = 0; fread(page, sizeof page, 1, f) == 1; i++) {
    const unsigned char *h = page + (i == 0 ? 100 : 0);
    if (h[0] != 2 && h[0] != 5 && h[0] != 10 && h[0] != 13) continue;
    size_t at = (size_t)(h - page) + (h[0] < 10 ? 12 : 8) + 2 * two(h + 3);
    const size_t end = two(h + 5) != 0 ? two(h + 5) : 65536;
    while (at < end && end <= sizeof page && page[at] == 0) at++;
    n += at < end && end <= sizeof page;
  }
  fclose(f);
  return n;
}

static void put_many(struct store *s, int from, int n) {
  char text[900];
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (int i = from; i < from + n; i++) {
    memset(text, 'a' + i % 26, sizeof text);
    snprintf(text, sizeof text, "needle%d of the row", i);
    struct tdg_row r = {.size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {(uint64_t)i, 1}};
    r.wire = (struct tdg_str){text, 100 + (size_t)(i * 37 % 800)};
    r.text = r.url = r.title = text_str(text);
    r.id = s->ops->new_id(s->handle, 1000);
    assert_int_equal(s->ops->record_append(s->handle, &r), 0);
  }
  assert_true(s->ops->search_index(s->handle, n) >= 0);
  assert_int_equal(s->ops->commit(s->handle), 0);
}

/* While a reader uses the log it goes no further. */
static void steps_leave_nothing_in_unused_bytes(void **state) {
  struct place *p = *state;
  enum { N = 2000 };
  struct tdg_purge purge = {.size = sizeof purge};
  struct tdg_removed removed = {.size = sizeof removed};
  struct store *s = open_store(p, TDG_STORE_CREATE);
  put_many(s, 1, N);
  assert_int_equal(s->ops->begin(s->handle), 0);
  for (uint64_t i = 1; i < N; i++)
    if (i % 5 != 0) store_work_remove(s, (uint64_t[2]){i, 1}, TDG_GONE_FORGOTTEN, 5000, &removed);
  assert_int_equal(s->ops->commit(s->handle), 0);
  assert_int_equal(store_empty_log(s), 0);
  assert_true(pages_with_remains(p) > 0);
  sqlite3 *reader;
  assert_int_equal(sqlite3_open(p->path, &reader), SQLITE_OK);
  put_many(s, N + 1, 1); /* the log has something */
  assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM counter", NULL, NULL, NULL), SQLITE_OK);
  int rc, steps = 0, held = 0;
  while ((rc = store_purge_step(s, &purge)) > 0) {
    if (rc == 2 && ++held == 3) assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    assert_true(++steps < 10000);
  }
  assert_int_equal(rc, 0);
  assert_int_equal(held, 3);
  assert_int_equal(pages_with_remains(p), 0);
  assert_int_equal(found(s, "needle7"), 0);
  assert_int_equal(found(s, "needle10"), 1);
  put_many(s, N + 2, 1);
  assert_int_equal(store_check(s, NULL, NULL), 0);
  assert_int_equal(s->ops->verify(s->handle, NULL, NULL), 0);
  struct tdg_counts counts = {.size = sizeof counts};
  assert_int_equal(s->ops->counts(s->handle, &counts), 0);
  assert_true(counts.log_emptied > 0);
  store_close(s);
}

int main(void) {
  watch_memory();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_newer_schema_is_refused_with_both_numbers, setup, teardown),
      cmocka_unit_test_setup_teardown(a_refusal_costs_the_same_in_a_long_queue, setup, teardown),
      cmocka_unit_test_setup_teardown(refused_records_of_schema_7_are_counted, setup, teardown),
      cmocka_unit_test_setup_teardown(an_older_schema_is_brought_up_to_date, setup, teardown),
      cmocka_unit_test_setup_teardown(
          what_the_report_of_our_conduct_had_of_hosts_and_of_sources_that_are_gone_is_deleted, setup,
          teardown),
      cmocka_unit_test_setup_teardown(works_of_the_first_schema_belong_to_whoever_told_of_them_first, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(quarantine_and_sources_of_schema_2_are_kept, setup, teardown),
      cmocka_unit_test_setup_teardown(the_quarantine_has_a_size, setup, teardown),
      cmocka_unit_test_setup_teardown(to_drop_a_document_costs_the_same_however_many_there_are, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(the_size_of_the_quarantine_is_known_after_a_drop, setup, teardown),
      cmocka_unit_test_setup_teardown(an_older_schema_is_not_changed_by_a_reader, setup, teardown),
      cmocka_unit_test_setup_teardown(another_programs_file_is_left_alone, setup, teardown),
      cmocka_unit_test_setup_teardown(a_file_that_is_no_database_is_named, setup, teardown),
      cmocka_unit_test_setup_teardown(flipped_bits_are_found_and_never_handed_out, setup, teardown),
      cmocka_unit_test_setup_teardown(a_damaged_row_is_passed_over_and_told, setup, teardown),
      cmocka_unit_test_setup_teardown(short_memory_is_not_taken_for_damage, setup, teardown),
      cmocka_unit_test_setup_teardown(a_lock_that_sqlite_holds_is_reported, setup, teardown),
      cmocka_unit_test_setup_teardown(closing_one_store_leaves_the_locks_of_another, setup, teardown),
      cmocka_unit_test_setup_teardown(when_ranking_takes_too_long_the_newest_come, setup, teardown),
      cmocka_unit_test_setup_teardown(the_index_is_the_same_wherever_its_words_come_from, setup, teardown),
      cmocka_unit_test_setup_teardown(a_store_in_a_folder_of_others_can_be_read, setup, teardown),
      cmocka_unit_test_setup_teardown(steps_leave_nothing_in_unused_bytes, setup, teardown),
      cmocka_unit_test(a_text_out_of_its_record_packs_to_almost_nothing),
      cmocka_unit_test(any_text_comes_back_as_it_was),
      cmocka_unit_test(packing_hostile_text_stays_linear),
      cmocka_unit_test(references_that_make_no_sense_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
