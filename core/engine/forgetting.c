/* engine/forgetting.c - see forgetting.h.
 *
 * A forgetting owns its list of works and the words by which captures are known.  What can fail is the store, the file of
 * what is to be forgotten, and the captures; nothing is lost then, since the file stays.
 *
 * While others write, a record may get a version between the search of the captures and its removal; then its captures are
 * searched again first.  The file may get more ids until the end; they are read then.
 */
#include "engine/forgetting.h"

#include "capture/captures.h"
#include "engine/forget_words.h"
#include "record/rec.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/map.h"
#include "util/os.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum {
  STEP_US = 20000,
  MAX_NAME = 4200,
  MAX_IDS = 256 << 20, /* bytes of the file */
  ID_LINE = 21,        /* an id, and the end of its line */
  MAX_ROUNDS = 5,      /* over works that get versions all the time */
  PATIENCE_MS = 15 * 60000
};

enum phase { READ, WORDS, BLANK, DOCUMENTS, REMOVE, STAGES, PURGE, PURGED, DONE };

struct target {
  int64_t id, story; /* of its current version */
  uint64_t work[2];
  int64_t versions; /* that were seen */
  int late;         /* it has got another since */
};

struct version_ids {
  struct forgetting *f;
  int64_t *v;
  size_t n, cap;
};

struct forgetting {
  struct forgetting_spec spec;
  enum phase phase;
  int64_t *ids; /* of the file, so far as it was read */
  size_t n_ids, at_id;
  off_t read;
  struct target *v;
  size_t n, cap, at;
  struct map works; /* each once, by its number */
  int rounds;
  struct forget_words words;
  struct version_ids documents; /* in quarantine */
  int speaks;                   /* the one that was looked at */
  struct tdg_removed removed;
  struct tdg_purge purge;
  int64_t later_since; /* monotonic ms */
  struct forgetting_result result;
  struct capture_blanked blanked;
  atomic_int stop;
  int blank_failed;
  char why[CAPTURE_WHY];
};

/* ---- the file of what is to be forgotten ---- */

/* Beside the file itself, by whatever name the store is opened. */
static const char *pending_name(const char *store_path, char name[MAX_NAME]) {
  char real[PATH_MAX];
  snprintf(name, MAX_NAME, "%s-forget", realpath(store_path, real) != NULL ? real : store_path);
  return name;
}

static int fail(char *why, size_t size, const char *name, const char *what) {
  snprintf(why, size, "%.400s %s: %s", name, what, strerror(errno));
  return -1;
}

/* Open and locked: it may be deleted between the two.  errno EWOULDBLOCK: somebody has locked it, and is not waited for. */
static int open_pending(const char *name, int flags, int wait) {
  struct stat st;
  for (;;) {
    const int fd = open(name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return -1;
    const int locked = flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB), saved = errno;
    if (locked == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0) return fd;
    close(fd);
    errno = saved;
    if (locked != 0 && errno != EINTR) return -1;
  }
}

/* Root may ask for another user, who is to read it. */
static int give_to_owner(int fd, const char *store_path) {
  struct stat st;
  return geteuid() != 0 || (stat(store_path, &st) == 0 && fchown(fd, st.st_uid, st.st_gid) == 0);
}

int forgetting_ask(const char *store_path, const int64_t *ids, size_t n, char *why, size_t size) {
  char name[MAX_NAME];
  const int fd = open_pending(pending_name(store_path, name), O_WRONLY | O_CREAT | O_APPEND, 1);
  if (fd < 0) return fail(why, size, name, "cannot be made");
  struct buf text = buf_make(n * ID_LINE + 2);
  buf_str(&text, "\n"); /* behind a line that somebody has left unfinished */
  for (size_t i = 0; i < n; i++) buf_printf(&text, "%" PRId64 "\n", ids[i]);
  const int bad = !give_to_owner(fd, store_path) || os_write_all(fd, text.p, text.n) < 0 || fsync(fd) != 0;
  const int rc = bad ? fail(why, size, name, "cannot be written") : 0;
  buf_free(&text);
  close(fd);
  return rc;
}

/* The ids behind `from`, appended; *end: how far it was read. */
static int read_ids(int fd, off_t from, int64_t **ids, size_t *n, off_t *end) {
  struct buf text = buf_make(MAX_IDS);
  ssize_t got = 1;
  for (off_t at = from; got > 0; at += got) {
    char *to = buf_space(&text, 1 << 16);
    got = to != NULL ? pread(fd, to, 1 << 16, at) : -1;
    if (got > 0) text.n += (size_t)got;
  }
  buf_char(&text, '\0');
  const int rc = got < 0 || text.full ? -1 : 0;
  size_t cap = *n;
  for (char *p = text.p, *next; rc == 0; p = next) {
    const int64_t id = strtoll(p, &next, 10);
    if (next == p || *next != '\n') break; /* nothing, or a line that was not finished */
    if (*n == cap) *ids = check_realloc(*ids, (cap = 2 * cap + 64) * sizeof **ids);
    (*ids)[(*n)++] = id;
  }
  if (rc == 0) *end = from + (off_t)text.n - 1;
  buf_free(&text);
  return rc;
}

int64_t forgetting_pending(const char *store_path) {
  char name[MAX_NAME];
  int64_t *ids = NULL;
  size_t n = 0;
  off_t end;
  const int fd = open(pending_name(store_path, name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return 0;
  if (read_ids(fd, 0, &ids, &n, &end) < 0) n = 0;
  close(fd);
  free(ids);
  return n > 0 ? (int64_t)n : 1; /* an empty one: somebody was killed when he made it */
}

/* ---- which works ---- */

static int add_target(void *arg, const struct tdg_row *row) {
  struct forgetting *f = arg;
  if (map_get(&f->works, row->work, sizeof row->work) != NULL) return 0;
  if (f->n == f->cap) {
    f->cap = f->cap > 0 ? 2 * f->cap : 16;
    f->v = check_realloc(f->v, f->cap * sizeof *f->v);
  }
  f->v[f->n++] = (struct target){.id = row->id, .story = row->story, .work = {row->work[0], row->work[1]}};
  map_put(&f->works, row->work, sizeof row->work, f);
  f->result.records++;
  return 0;
}

/* With what was appended since.  1: somebody appends just now. */
static int read_file(struct forgetting *f) {
  char name[MAX_NAME];
  const int fd = open_pending(pending_name(f->spec.store_path, name), O_RDONLY, f->spec.alone);
  if (fd < 0 && errno == ENOENT) return 0;
  if (fd < 0 && errno == EWOULDBLOCK) return 1;
  if (fd < 0) return fail(f->why, sizeof f->why, name, "cannot be opened");
  const int rc = read_ids(fd, f->read, &f->ids, &f->n_ids, &f->read);
  close(fd);
  return rc < 0 ? fail(f->why, sizeof f->why, name, "cannot be read") : 0;
}

/* A record that is not there any more was deleted by somebody who was killed then. */
static int find_works(struct store *s, struct forgetting *f, int64_t until) {
  for (; f->at_id < f->n_ids && clock_mono_us() < until; f->at_id++) {
    const int rc = s->ops->record_get(s->handle, f->ids[f->at_id], add_target, f);
    if (rc < 0) return rc;
    f->result.records += rc == 0;
    f->result.before += rc == 0;
  }
  return f->at_id < f->n_ids;
}

/* ---- what is known of them ---- */

static void add_id(struct version_ids *ids, int64_t id) {
  if (ids->n == ids->cap) {
    ids->cap = ids->cap > 0 ? 2 * ids->cap : 16;
    ids->v = check_realloc(ids->v, ids->cap * sizeof *ids->v);
  }
  ids->v[ids->n++] = id;
}

static int take_version(void *arg, const struct tdg_row *row) {
  struct version_ids *ids = arg;
  struct arena a = {0};
  char why[200];
  ids->n++;
  if (rec_check(row->wire.p, row->wire.n, REC_MAX_DOCUMENT, why, sizeof why) == 0)
    forget_words_add(&ids->f->words, rec_view(&a, row->wire.p, row->wire.n));
  arena_free(&a);
  return 0;
}

/* Of those that are late, in another round. */
static int load_words(struct store *s, struct forgetting *f, int64_t until) {
  for (; f->at < f->n && clock_mono_us() < until; f->at++) {
    struct target *t = &f->v[f->at];
    struct version_ids ids = {.f = f};
    if (f->rounds > 0 && !t->late) continue;
    const int rc = s->ops->record_versions(s->handle, t->work, take_version, &ids);
    if (rc < 0) return rc;
    f->result.versions += (int64_t)ids.n - t->versions;
    t->versions = (int64_t)ids.n;
  }
  return f->at < f->n;
}

/* ---- captures ---- */

static int match(void *arg, const char *file, int64_t offset, struct tdg_str record) {
  struct forgetting *f = arg;
  return f->stop ? -1 : forget_words_match(&f->words, file, offset, record);
}

void forgetting_blank(struct forgetting *f) {
  struct capture_blanked *b = &f->blanked;
  f->blank_failed = capture_blank(f->spec.captures, 0, match, f, b, f->why, sizeof f->why);
  f->result.captures += b->members;
  f->result.unread = b->unread;
  f->result.packed += f->words.packed;
}

void forgetting_stop(struct forgetting *f) { f->stop = 1; }

/* ---- quarantined documents ---- */

static int take_document(void *arg, const struct tdg_quarantine *q) {
  struct version_ids *ids = arg;
  add_id(ids, q->id);
  return 0;
}

static int see_document(void *arg, const struct tdg_quarantine *q) {
  struct forgetting *f = arg;
  f->speaks = forget_words_match_document(&f->words, q);
  return 1;
}

static int drop_document(struct store *s, int64_t id) {
  int rc = s->ops->begin(s->handle);
  if (rc < 0) return rc;
  const int dropped = store_quarantine_drop(s, id);
  rc = dropped < 0 ? dropped : s->ops->commit(s->handle);
  if (rc < 0) s->ops->rollback(s->handle);
  return rc < 0 ? rc : dropped;
}

/* One by one, since one may be large.  Those that come meanwhile and name an address go with the purge. */
static int drop_documents(struct store *s, struct forgetting *f, int64_t until) {
  int rc = 0;
  if (f->at == 0) {
    f->documents.n = 0;
    rc = s->ops->quarantine_list(s->handle, 0, take_document, &f->documents);
  }
  for (; rc >= 0 && f->at < f->documents.n && clock_mono_us() < until; f->at++) {
    const int64_t id = f->documents.v[f->at];
    f->speaks = 0;
    rc = s->ops->quarantine_list(s->handle, id, see_document, f);
    if (rc >= 0 && f->speaks) rc = drop_document(s, id);
    if (rc > 0 && f->speaks) f->result.quarantined++;
  }
  return rc < 0 ? rc : f->at < f->documents.n;
}

/* ---- the deed ---- */

/* Sinks got each version, and get this in the order of the log. */
static int tell_sinks(struct store *s, const struct target *t, int64_t id) {
  struct arena a = {0};
  const struct tdg_str none = {"", 0};
  tdg_rec *r = rec_new(&a, TDG_ARTICLE);
  const int64_t now = clock_wall_ms();
  rec_put_int(r, TDG_ID, id);
  rec_put_str(
      r, TDG_WORK,
      arena_printf(&a, "%016llx%016llx", (unsigned long long)t->work[0], (unsigned long long)t->work[1]));
  rec_put_str(r, TDG_CHANGE, "forgotten");
  rec_put_int(r, TDG_FIRST_SEEN, now);
  if (t->story != 0) rec_put_int(r, TDG_STORY_ID, t->story);
  struct tdg_row row = {.size = sizeof row, .kind = TDG_REMOVAL, .id = id, .about = id, .first_seen = now};
  row.by = row.source = row.publisher = row.url = row.native_id = row.title = row.language = row.headline =
      row.text = none;
  row.wire = rec_bytes(r);
  const int status = s->ops->record_append(s->handle, &row);
  arena_free(&a);
  return status;
}

static int take_id(void *arg, const struct tdg_row *row) {
  add_id(arg, row->id);
  return 0;
}

static int remove_one(struct store *s, struct forgetting *f, struct target *t) {
  struct version_ids ids = {.f = f};
  int status = s->ops->record_versions(s->handle, t->work, take_id, &ids);
  t->late = (int64_t)ids.n > t->versions && f->rounds < MAX_ROUNDS;
  if (status >= 0 && !t->late)
    status = store_work_remove(s, t->work, TDG_GONE_FORGOTTEN, clock_wall_ms(), &f->removed);
  for (size_t i = 0; i < ids.n && status > 0 && !t->late; i++)
    status = tell_sinks(s, t, ids.v[i]) < 0 ? -1 : 1;
  free(ids.v);
  return status;
}

/* In one transaction. */
static int remove_some(struct store *s, struct forgetting *f, int64_t until) {
  const size_t from = f->at;
  int status = s->ops->begin(s->handle);
  if (status < 0) return status;
  for (; f->at < f->n && status >= 0; f->at++) {
    if (f->at > from && clock_mono_us() >= until) break;
    if (f->rounds > 0 && !f->v[f->at].late) continue;
    status = remove_one(s, f, &f->v[f->at]);
  }
  if (status >= 0) status = s->ops->commit(s->handle);
  else s->ops->rollback(s->handle);
  if (status < 0) f->at = from;
  return status < 0 ? status : f->at < f->n;
}

static int some_are_late(const struct forgetting *f) {
  for (size_t i = 0; i < f->n; i++)
    if (f->v[i].late) return 1;
  return 0;
}

/* 1: there is more of it, 2: it is held up. */
static int purge_some(struct store *s, struct forgetting *f) {
  if (!f->spec.alone && store_purges_in_steps(s)) return store_purge_step(s, &f->purge);
  int rc = 1;
  f->purge.alone = 1;
  while (rc == 1) rc = store_purge_step(s, &f->purge);
  if (rc >= 0) rc = store_purge(s);
  f->result.in_use |= rc == 1;
  return rc < 0 ? rc : 0;
}

/* Deleted, if nothing was appended meanwhile: 1; 0: something was; 2: somebody appends just now. */
static int end_file(struct forgetting *f) {
  char name[MAX_NAME];
  struct stat st;
  const int fd = open_pending(pending_name(f->spec.store_path, name), O_RDWR, f->spec.alone);
  if (fd < 0 && errno == ENOENT) return 1;
  if (fd < 0 && errno == EWOULDBLOCK) return 2;
  if (fd < 0 || fstat(fd, &st) != 0) return fail(f->why, sizeof f->why, name, "cannot be opened");
  const int done = st.st_size <= f->read;
  const int rc = done && unlink(name) != 0 ? fail(f->why, sizeof f->why, name, "cannot be deleted") : done;
  close(fd);
  return rc;
}

/* ---- steps ---- */

static int go(struct forgetting *f, enum phase phase) {
  f->phase = phase;
  f->at = 0;
  return FORGETTING_ON;
}

/* Answers that were read before belong to a file that is complete. */
static int begin_blank(struct forgetting *f) {
  if (f->n == 0 && f->rounds == 0) return go(f, REMOVE);
  if (f->spec.captures == NULL) return go(f, DOCUMENTS);
  go(f, BLANK);
  f->blank_failed = 1; /* until it was done */
  if (f->spec.capture == NULL || capture_turn(f->spec.capture) == 0) return FORGETTING_BLANK;
  snprintf(f->why, sizeof f->why, "%s", capture_error(f->spec.capture));
  return -1;
}

static int end_removal(struct forgetting *f) {
  forget_words_free(&f->words);
  if (some_are_late(f)) {
    f->rounds++;
    return go(f, WORDS);
  }
  f->n = 0;
  f->rounds = 0;
  go(f, PURGE);
  f->purge = (struct tdg_purge){.size = sizeof f->purge};
  return FORGETTING_STAGES;
}

/* Whoever holds it up may do so for long: what is left is done by the next program that writes. */
static int wait_longer(struct forgetting *f) {
  const int64_t now = clock_mono_ms();
  if (f->later_since == 0) f->later_since = now;
  if (now - f->later_since < PATIENCE_MS) return FORGETTING_LATER;
  f->result.in_use = 1;
  return go(f, DONE);
}

static int end_purge(struct forgetting *f) {
  const int done = end_file(f);
  if (done < 0 || done == 2) return done < 0 ? done : FORGETTING_LATER;
  f->result.quarantined += f->purge.quarantined;
  return go(f, done ? DONE : READ);
}

static int step(struct store *s, struct forgetting *f) {
  const int64_t until = clock_mono_us() + STEP_US;
  int rc;
  switch (f->phase) {
  case READ:
    rc = f->at_id == f->n_ids ? read_file(f) : 0;
    if (rc != 0) return rc < 0 ? rc : FORGETTING_LATER;
    rc = find_works(s, f, until);
    return rc == 0 ? go(f, WORDS) : rc < 0 ? rc : FORGETTING_ON;
  case WORDS: rc = load_words(s, f, until); return rc == 0 ? begin_blank(f) : rc < 0 ? rc : FORGETTING_ON;
  case BLANK:
    if (f->blank_failed == 0) return go(f, DOCUMENTS);
    if (f->why[0] == '\0') snprintf(f->why, sizeof f->why, "the captures were not looked through");
    return -1;
  case DOCUMENTS:
    rc = drop_documents(s, f, until);
    return rc == 0 ? go(f, REMOVE) : rc < 0 ? rc : FORGETTING_ON;
  case REMOVE:
    rc = f->n > 0 ? remove_some(s, f, until) : 0;
    return rc == 0 ? end_removal(f) : rc < 0 ? rc : FORGETTING_ON;
  case PURGE:
    rc = purge_some(s, f);
    if (rc == 2) return wait_longer(f);
    f->later_since = 0;
    return rc == 0 ? end_purge(f) : rc < 0 ? rc : FORGETTING_ON;
  default: return FORGETTING_DONE;
  }
}

int forgetting_step(struct store *store, void *forgetting) {
  struct forgetting *f = forgetting;
  const int rc = step(store, f);
  if (rc < 0 && f->why[0] == '\0') snprintf(f->why, sizeof f->why, "%s", store_error(store));
  return rc;
}

/* ---- */

struct forgetting *forgetting_new(const struct forgetting_spec *spec) {
  struct forgetting *f = check_alloc(sizeof *f);
  memset(f, 0, sizeof *f);
  f->spec = *spec; /* a reload may free what it points to */
  f->spec.store_path = check_strdup(spec->store_path);
  if (spec->captures != NULL) f->spec.captures = check_strdup(spec->captures);
  f->removed.size = sizeof f->removed;
  return f;
}

const char *forgetting_error(const struct forgetting *f) { return f->why; }

const struct forgetting_result *forgetting_result(const struct forgetting *f) { return &f->result; }

static const char *many(int64_t n) { return n == 1 ? "" : "s"; }

void forgetting_say(const struct forgetting_result *r, int dry, char *out, size_t size) {
  char before[100] = "";
  if (r->before > 0)
    snprintf(before, sizeof before, " (%lld of them before it was interrupted)", (long long)r->before);
  snprintf(out, size,
           "%lld record%s%s in %lld version%s, %lld captured answer%s and %lld quarantined document%s %s",
           (long long)r->records, many(r->records), before, (long long)r->versions, many(r->versions),
           (long long)r->captures, many(r->captures), (long long)r->quarantined, many(r->quarantined),
           dry ? "would be deleted" : "deleted");
}

void forgetting_json(const struct forgetting_result *r, int dry, char *out, size_t size) {
  snprintf(out, size,
           "{\"records\":%lld,\"before\":%lld,\"versions\":%lld,\"captures\":%lld,\"quarantined\":%lld,\"dry_"
           "run\":%s}",
           (long long)r->records, (long long)r->before, (long long)r->versions, (long long)r->captures,
           (long long)r->quarantined, dry ? "true" : "false");
}

void forgetting_words(const struct forgetting *f, char *out, size_t size) {
  const long long n = (long long)f->n, at = (long long)f->at;
  const int percent = f->purge.end > 0 ? (int)(100 * f->purge.at / f->purge.end) : 0;
  switch (f->phase) {
  case READ:
  case WORDS: snprintf(out, size, "%lld of %lld records are read", at, n); return;
  case BLANK: snprintf(out, size, "the captures are looked through"); return;
  case DOCUMENTS: snprintf(out, size, "the quarantine is looked through"); return;
  case REMOVE: snprintf(out, size, "%lld of %lld records are deleted", at, n); return;
  case PURGE:
    if (percent > 0) snprintf(out, size, "remains in the file are overwritten: %d %%", percent);
    else snprintf(out, size, "what else names them is looked for");
    return;
  default: snprintf(out, size, "done");
  }
}

void forgetting_free(struct forgetting *f) {
  if (f == NULL) return;
  forget_words_free(&f->words);
  map_free(&f->works);
  free(f->ids);
  free(f->documents.v);
  free(f->v);
  free((void *)(uintptr_t)f->spec.store_path);
  free((void *)(uintptr_t)f->spec.captures);
  free(f);
}
