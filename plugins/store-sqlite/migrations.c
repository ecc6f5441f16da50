/* migrations.c - the tables, and migrations from any older schema to this one.
 *
 * A migration is one entry of `steps`: the schema it leads to and its SQL.  A new store has schema 0 and runs
 * all of them, so that every test also tests the migrations.  All steps run in one transaction, in open().
 *
 *   log       immutable rows as appended: the record's bytes and the columns of queries; checksum covers all
 *             of them; text is what search indexes, as references into wire (excerpt.c)
 *   record    the current state of each version of a work: story, original, last seen, the version that
 *             replaced it; a narrow table, because a row is rewritten as a whole; at is the time of
 *             publication, 0 when unknown; dropped: a stage passes it to nobody; overlaid: notes change fields of it
 *   alias     the keys by which works are found again, each with its owner
 *   name      hashes of URLs and native ids of records, for record_find
 *   story, brief, dirty   the result of notes and briefs; dirty (temporary) lists the stories to recount
 *   task, lane            a lane has the due time of the first ready task of an import run and limit group,
 *                         so that leasing never visits the tasks of a group that has reached its limit
 *   source, listing       the state of sources, and of the lists their documents name
 *   moved                 the former addresses of sources
 *   subscription          of sources, at their hubs
 *   host, robots          when a limit group may be asked again; what robots.txt of a server says
 *   quarantine            refused documents, each once; a row of counter has their total size
 *   refused   records that a sink did not take; a row of counter has their number for each sink
 *   kept      values of fetchers and parsers, by source
 *   checkpoint, checkpoint_part   what stages remember, in parts
 *   gone, secret   works that were removed (removal.c)
 *   forgotten      what is still to be looked for (forget.c)
 *   search    FTS5 over the view `words`: the index stores no text of its own
 */
#include "sq.h"

#include <stdio.h>

/* clang-format off */
static const char schema_1[] =
    "CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE cursor(consumer TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE log(seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id INTEGER NOT NULL, "
    "  about INTEGER NOT NULL, duplicate_of INTEGER NOT NULL, story INTEGER NOT NULL, "
    "  moved_to INTEGER NOT NULL, supersedes INTEGER NOT NULL, published INTEGER NOT NULL, "
    "  first_seen INTEGER NOT NULL, version INTEGER NOT NULL, work BLOB NOT NULL, content BLOB NOT NULL, "
    "  stage TEXT NOT NULL, source TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT NULL, "
    "  native_id TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL, headline TEXT NOT NULL, "
    "  text BLOB NOT NULL, checksum BLOB NOT NULL, wire BLOB NOT NULL);"
    "CREATE INDEX log_about ON log(about) WHERE kind = 6;"
    "CREATE INDEX log_stage ON log(stage) WHERE kind = 6;"
    "CREATE TABLE record(id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, work BLOB NOT NULL, "
    "  version INTEGER NOT NULL, at INTEGER NOT NULL, last_seen INTEGER NOT NULL, "
    "  superseded_by INTEGER NOT NULL, story INTEGER NOT NULL, story_noted INTEGER NOT NULL, "
    "  duplicate_of INTEGER NOT NULL, publisher TEXT NOT NULL);"
    "CREATE UNIQUE INDEX record_work ON record(work, version);"
    "CREATE INDEX record_story ON record(story, at) WHERE story > 0;"
    "CREATE TABLE name(hash INTEGER NOT NULL, id INTEGER NOT NULL, "
    "  PRIMARY KEY(hash, id)) WITHOUT ROWID;"
    "CREATE TABLE story(id INTEGER PRIMARY KEY, records INTEGER NOT NULL DEFAULT 0, "
    "  publishers INTEGER NOT NULL DEFAULT 0, copies INTEGER NOT NULL DEFAULT 0, "
    "  first_at INTEGER NOT NULL DEFAULT 0, last_at INTEGER NOT NULL DEFAULT 0, "
    "  moved_to INTEGER NOT NULL DEFAULT 0, touched INTEGER NOT NULL DEFAULT 0, "
    "  changed INTEGER NOT NULL DEFAULT 0, brief INTEGER NOT NULL DEFAULT 0, "
    "  brief_seq INTEGER NOT NULL DEFAULT 0, headline TEXT NOT NULL DEFAULT '');"
    "CREATE INDEX story_last ON story(last_at);"
    "CREATE INDEX story_moved ON story(moved_to) WHERE moved_to > 0;"
    "CREATE TABLE brief(id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, story INTEGER NOT NULL);"
    "CREATE TABLE task(id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, "
    "  state INTEGER NOT NULL, due INTEGER NOT NULL, lease_until INTEGER NOT NULL, "
    "  attempts INTEGER NOT NULL, lane INTEGER NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, "
    "  url TEXT NOT NULL, request BLOB NOT NULL);"
    "CREATE UNIQUE INDEX task_key ON task(key) WHERE key <> '';"
    "CREATE INDEX task_ready ON task(lane, due, id) WHERE state = 0;"
    "CREATE INDEX task_leased ON task(lease_until) WHERE state = 1;"
    "CREATE TABLE lane(id INTEGER PRIMARY KEY, run TEXT NOT NULL, grp TEXT NOT NULL, head INTEGER, "
    "  UNIQUE(run, grp));"
    "CREATE INDEX lane_head ON lane(head) WHERE head IS NOT NULL;"
    "CREATE TABLE source(id TEXT PRIMARY KEY, url TEXT NOT NULL, moved_url TEXT NOT NULL, "
    "  etag TEXT NOT NULL, last_modified TEXT NOT NULL, last_error TEXT NOT NULL, title TEXT NOT NULL, "
    "  failures INTEGER NOT NULL, added INTEGER NOT NULL, last_attempt INTEGER NOT NULL, "
    "  last_ok INTEGER NOT NULL, last_new INTEGER NOT NULL, next_due INTEGER NOT NULL, "
    "  interval INTEGER NOT NULL, server_wait INTEGER NOT NULL, body BLOB NOT NULL, "
    "  polls INTEGER NOT NULL, documents INTEGER NOT NULL, records INTEGER NOT NULL, "
    "  unchanged INTEGER NOT NULL, retired INTEGER NOT NULL, moved_seen INTEGER NOT NULL, "
    "  moved_since INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE quarantine(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, "
    "  task INTEGER NOT NULL, signal INTEGER NOT NULL, plugin TEXT NOT NULL, version TEXT NOT NULL, "
    "  cause TEXT NOT NULL, message TEXT NOT NULL, url TEXT NOT NULL, source TEXT NOT NULL, "
    "  checksum BLOB NOT NULL, document BLOB NOT NULL);"
    "CREATE VIEW words(seq, title, text) AS SELECT seq, title, tidings_text(text, wire) FROM log;"
    "CREATE VIRTUAL TABLE search USING fts5(title, text, content='words', content_rowid='seq', "
    "  tokenize='tidings');"
    "INSERT INTO search(search, rank) VALUES('rank', 'bm25(4.0, 1.0)');"; /* title words: weight 4 */

/* Older stores found works by their number alone, which was made from the address, if any.  Such a work
 * belongs to the source of its first version; one that began as an import, to every source that has sent a
 * version of it. */
static const char schema_2[] =
    "CREATE TABLE alias(key BLOB NOT NULL, owner TEXT NOT NULL, work BLOB NOT NULL, standing INTEGER NOT NULL, "
    "  PRIMARY KEY(key, owner, work)) WITHOUT ROWID;"
    "INSERT INTO alias SELECT DISTINCT r.work, l.source, r.work, 50 FROM record r JOIN log l ON l.seq = r.seq "
    "  WHERE r.version = 1 OR EXISTS (SELECT 1 FROM record f JOIN log m ON m.seq = f.seq "
    "    WHERE f.work = r.work AND f.version = 1 AND m.source = '');";

/* Each quarantined document is stored once, with a counter of their bytes.  Add the trouble of sources and
 * the lists they name.  Validators are cleared once, because lists named by a page or an OPML list would not
 * be found behind a 304. */
static const char schema_3[] =
    "ALTER TABLE quarantine ADD COLUMN first INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE quarantine ADD COLUMN count INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE quarantine ADD COLUMN key BLOB NOT NULL DEFAULT x'';"
    "UPDATE quarantine SET first = at;"
    "CREATE UNIQUE INDEX quarantine_key ON quarantine(key) WHERE key <> x'';"
    "CREATE INDEX quarantine_at ON quarantine(at, id);"
    "INSERT INTO counter SELECT 'quarantine', coalesce(sum(length(document)), 0) FROM quarantine;"
    "ALTER TABLE source ADD COLUMN trouble INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN trouble_since INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;"
    "UPDATE source SET etag = '', last_modified = '', trouble = failures > 0, trouble_since = iif(failures > 0, last_attempt, 0);"
    "CREATE TABLE listing(source TEXT NOT NULL, url TEXT NOT NULL, etag TEXT NOT NULL, "
    "  last_modified TEXT NOT NULL, last_error TEXT NOT NULL, failures INTEGER NOT NULL, trouble INTEGER NOT NULL, "
    "  depth INTEGER NOT NULL, named INTEGER NOT NULL, last_ok INTEGER NOT NULL, trouble_since INTEGER NOT NULL, "
    "  not_before INTEGER NOT NULL, PRIMARY KEY(source, url)) WITHOUT ROWID;";

/* Undated records get no time (at was the time of fetching).  Add indexes for frequent queries: copies by
 * their original, ids by their last seven letters, briefs to renew. */
static const char schema_4[] =
    "UPDATE record SET at = (SELECT published FROM log WHERE log.seq = record.seq);"
    "CREATE INDEX record_copies ON record(duplicate_of) WHERE duplicate_of > 0;"
    "CREATE INDEX record_tail ON record(id & 34359738367);"
    "CREATE INDEX story_tail ON story(id & 34359738367);"
    "CREATE INDEX story_stale ON story(id) WHERE brief > 0 AND changed > brief_seq;"
    "CREATE INDEX brief_tail ON brief(id & 34359738367);"
    "ALTER TABLE story ADD COLUMN undated INTEGER NOT NULL DEFAULT 0;"
    "UPDATE story SET (first_at, last_at, undated) = (SELECT coalesce(min(nullif(at, 0)), 0), "
    "  coalesce(max(nullif(at, 0)), 0), count(*) - count(nullif(at, 0)) FROM record r "
    "  WHERE r.story = story.id AND r.story > 0 AND r.superseded_by = 0);";

/* Records that a sink did not take. */
static const char schema_5[] =
    "CREATE TABLE refused(sink TEXT NOT NULL, seq INTEGER NOT NULL, record INTEGER NOT NULL, "
    "  status INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, "
    "  retry_at INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(sink, seq)) WITHOUT ROWID;";

/* Records that a stage dropped, and records with fields from notes. */
static const char schema_6[] =
    "ALTER TABLE record ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE record ADD COLUMN overlaid INTEGER NOT NULL DEFAULT 0;";

/* What fetchers and parsers keep for a source. */
static const char schema_7[] =
    "CREATE TABLE kept(source TEXT NOT NULL, component TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, "
    "  PRIMARY KEY(source, component, key)) WITHOUT ROWID;";
/* The number of refused records of a sink is not counted anew for each of them, and one of them is found by its id. */
static const char schema_8[] =
    "CREATE INDEX refused_record ON refused(record, sink);"
    "INSERT INTO counter SELECT 'refused ' || sink, count(*) FROM refused GROUP BY sink;";

/* What feeds ask for, apart from the headers of their servers; both were in server_wait. */
static const char schema_9[] =
    "ALTER TABLE source ADD COLUMN feed_wait INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;"
    "UPDATE source SET feed_wait = server_wait;";

/* When a host may be asked again, and why not sooner. */
static const char schema_10[] =
    "CREATE TABLE host(grp TEXT PRIMARY KEY, refused_by TEXT NOT NULL, failures INTEGER NOT NULL, "
    "  refusals INTEGER NOT NULL, told INTEGER NOT NULL, not_before INTEGER NOT NULL, refused_at INTEGER NOT NULL, "
    "  learned INTEGER NOT NULL) WITHOUT ROWID;";

/* A source has one task, whatever its address; the next run adds them again. */
static const char schema_11[] =
    "ALTER TABLE source ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN outcome INTEGER NOT NULL DEFAULT 0;"
    "DELETE FROM task WHERE kind = 1;"
    "UPDATE lane SET head = (SELECT min(due) FROM task WHERE lane = lane.id AND state = 0);";

/* What stages remember.  A generation is complete when `checkpoint` names it. */
static const char schema_12[] =
    "CREATE TABLE checkpoint(stage TEXT PRIMARY KEY, generation INTEGER NOT NULL, parts INTEGER NOT NULL, "
    "  mark TEXT NOT NULL, position INTEGER NOT NULL, notes INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE checkpoint_part(stage TEXT NOT NULL, generation INTEGER NOT NULL, nth INTEGER NOT NULL, "
    "  checksum BLOB NOT NULL, part BLOB NOT NULL, UNIQUE(stage, generation, nth));";

/* What robots.txt says: the rules for one robot, and the delay that it asks for. */
static const char schema_13[] =
    "ALTER TABLE host ADD COLUMN delay INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE robots(key TEXT PRIMARY KEY, etag TEXT NOT NULL, last_modified TEXT NOT NULL, text TEXT NOT NULL, "
    "  failures INTEGER NOT NULL, known INTEGER NOT NULL, status INTEGER NOT NULL, asked INTEGER NOT NULL, "
    "  fresh_until INTEGER NOT NULL) WITHOUT ROWID;";

/* The address to which a source has moved, and what it was before. */
static const char schema_14[] =
    "ALTER TABLE source ADD COLUMN adopted TEXT NOT NULL DEFAULT '';"
    "CREATE TABLE moved(id INTEGER PRIMARY KEY, source TEXT NOT NULL, how INTEGER NOT NULL, at INTEGER NOT NULL, "
    "  was TEXT NOT NULL, now_is TEXT NOT NULL);"
    "CREATE INDEX moved_source ON moved(source);";

/* Why a source is polled next when it is, and how long its records are. */
static const char schema_15[] =
    "ALTER TABLE source ADD COLUMN due_by INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN status INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN due_wait INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN words INTEGER NOT NULL DEFAULT 0;";

/* How stages, briefs and sinks fare. */
static const char schema_16[] =
    "CREATE TABLE consumer(name TEXT PRIMARY KEY, cause TEXT NOT NULL, reason TEXT NOT NULL, took INTEGER NOT NULL, "
    "  took_at INTEGER NOT NULL, failures INTEGER NOT NULL, in_row INTEGER NOT NULL, failed INTEGER NOT NULL, "
    "  failed_at INTEGER NOT NULL) WITHOUT ROWID;";

/* Hubs that push what is new. */
static const char schema_17[] =
    "CREATE TABLE subscription(source TEXT PRIMARY KEY, hub TEXT NOT NULL, topic TEXT NOT NULL, callback TEXT NOT NULL, "
    "  key TEXT NOT NULL UNIQUE, secret TEXT NOT NULL, reason TEXT NOT NULL, state INTEGER NOT NULL, asked INTEGER NOT NULL, "
    "  expires INTEGER NOT NULL, next INTEGER NOT NULL, pushed INTEGER NOT NULL, pushes INTEGER NOT NULL, "
    "  wrong INTEGER NOT NULL, failures INTEGER NOT NULL, waiting INTEGER NOT NULL, trusted INTEGER NOT NULL) WITHOUT ROWID;";

/* The lanes of one run are found without those of others. */
static const char schema_18[] = "CREATE INDEX lane_run ON lane(run, head) WHERE head IS NOT NULL;";

/* All hubs that a feed names; cursors of nothing: what the report of our conduct had of hosts, and has of sources that
 * were taken out, and those that are 0. */
static const char schema_19[] =
    "ALTER TABLE subscription ADD COLUMN hubs TEXT NOT NULL DEFAULT '';"
    "DELETE FROM cursor WHERE seq = 0 OR consumer GLOB 'conduct held *' OR (consumer GLOB 'conduct validators *' AND "
    "  substr(consumer, 20) NOT IN (SELECT id FROM source WHERE absent = 0));";

/* Twice as many parts of the search index wait to be merged, so that each word is written less often again. */
static const char schema_20[] = "INSERT INTO search(search, rank) VALUES('automerge', 8);";

/* Works that were removed: a hash of their numbers or keys under a secret, and why.  Briefs are found by their story. */
static const char schema_21[] =
    "CREATE TABLE gone(mark INTEGER PRIMARY KEY, why INTEGER NOT NULL, at INTEGER NOT NULL);"
    "CREATE TABLE secret(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "INSERT INTO secret VALUES('gone', randomblob(192));"
    "CREATE INDEX brief_story ON brief(story);";

/* What was forgotten and is still to be looked for elsewhere (forget.c). */
static const char schema_22[] =
    "CREATE TABLE forgotten(what INTEGER NOT NULL, value NOT NULL, PRIMARY KEY(what, value)) WITHOUT ROWID;";
/* clang-format on */

static const struct {
  int to;
  const char *sql;
} steps[] = {{1, schema_1},   {2, schema_2},   {3, schema_3},   {4, schema_4},   {5, schema_5},
             {6, schema_6},   {7, schema_7},   {8, schema_8},   {9, schema_9},   {10, schema_10},
             {11, schema_11}, {12, schema_12}, {13, schema_13}, {14, schema_14}, {15, schema_15},
             {16, schema_16}, {17, schema_17}, {18, schema_18}, {19, schema_19}, {20, schema_20},
             {21, schema_21}, {22, schema_22}};

static int pragma_int(struct sq *s, const char *sql, int64_t *out) {
  sqlite3_stmt *st = sq_prepare(s, sql);
  return st == NULL ? s->status : sq_int(s, st, out);
}

static int migrate(struct sq *s, int64_t from) {
  char mark[96];
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < sizeof steps / sizeof steps[0]; i++)
    if (steps[i].to > from) rc = sq_exec(s, steps[i].sql, "bringing the tables up to date");
  if (rc != 0) return rc;
  snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = %d", SQ_SCHEMA,
           SQ_APPLICATION);
  return sq_exec(s, mark, "marking the schema");
}

/* Check that the file is a Tidings store and set *from to its schema. */
static int check(struct sq *s, int64_t *from) {
  int64_t application = 0, tables = 0;
  int rc = pragma_int(s, "PRAGMA application_id", &application);
  if (rc >= 0) rc = pragma_int(s, "PRAGMA user_version", from);
  if (rc >= 0) rc = pragma_int(s, "SELECT count(*) FROM sqlite_schema", &tables);
  if (rc < 0) return rc;
  if (tables > 0 && application != SQ_APPLICATION)
    return sq_fail(s, TDG_BAD_CONFIG, "store %s: this is another program's database: name another file",
                   s->path);
  if (*from > SQ_SCHEMA || *from < 0)
    return sq_fail(
        s, TDG_DENIED,
        "store %s has schema %lld, this program knows %d: a newer Tidings wrote it; use that version, or "
        "name another file",
        s->path, (long long)*from, SQ_SCHEMA);
  return 0;
}

/* Take the lock, then check again: another process may have migrated in the meantime. */
static int bring_up_to_date(struct sq *s) {
  int64_t from = 0;
  if (s->flags & TDG_STORE_READ)
    return sq_fail(
        s, TDG_DENIED,
        "store %s was written by an older Tidings and has to be brought up to date: run a command that "
        "writes, such as tidings run --once, first",
        s->path);
  int had = s->locked, rc = sq_lock(s);
  if (rc == 0) rc = sq_exec(s, "BEGIN IMMEDIATE", "starting the migration");
  if (rc != 0) return rc;
  rc = check(s, &from);
  if (rc == 0 && from < SQ_SCHEMA) rc = migrate(s, from);
  if (rc == 0) rc = sq_exec(s, "COMMIT", "keeping the migration");
  if (rc != 0) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
  if (!had) sq_unlock(s);
  return rc;
}

int sq_schema_open(struct sq *s) {
  int64_t from = 0;
  int rc = check(s, &from);
  if (rc != 0) return rc;
  if (!(s->flags & TDG_STORE_READ) && from == 0) /* before the first page is written (purge.c) */
    rc = sq_exec(s, "PRAGMA auto_vacuum = INCREMENTAL", "choosing how it shrinks");
  if (rc == 0 && !(s->flags & TDG_STORE_READ))
    rc = sq_exec(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", "choosing the journal");
  if (rc == 0 && from < SQ_SCHEMA) rc = bring_up_to_date(s);
  if (rc == 0 && !(s->flags & TDG_STORE_READ))
    rc = sq_exec(s, "CREATE TEMP TABLE dirty(id INTEGER PRIMARY KEY)", "preparing");
  return rc;
}
