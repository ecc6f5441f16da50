/* engine/keep.c - what is kept of a record; see keep.h.
 *
 * Runs on the store thread inside a transaction; owns nothing but what it puts into the settlement's arena.  Only the
 * store can fail here.
 */
#include "engine/keep.h"

#include "engine/identity.h"
#include "engine/record_finish.h"
#include "engine/record_private.h"
#include "record/text.h"
#include "util/log.h"

#include <string.h>

enum { MAX_SEARCH_TEXT = 1 << 20 };

static int check(struct keeper *k, int status) {
  if (status < 0 && k->status == 0) k->status = status;
  return status;
}

static const char *source_id(const struct keeper *k) { return k->s->source != NULL ? k->s->source->id : ""; }

static int old_version(void *arg, const struct tdg_row *row) {
  struct keeper *k = ((void **)arg)[0];
  char why[200];
  struct tdg_str wire = {arena_copy(k->arena, row->wire.p, row->wire.n), row->wire.n};
  if (rec_check(wire.p, wire.n, REC_MAX_DOCUMENT, why, sizeof why) == 0) ((void **)arg)[1] = rec_view(k->arena, wire.p, wire.n);
  return 1;
}

static const tdg_rec *version_of(struct keeper *k, int64_t id) {
  void *arg[2] = {k, NULL};
  int status = k->store->ops->record_get(k->store->handle, id, old_version, arg);
  if (status != TDG_BAD_INPUT) check(k, status); /* a damaged version is none; the store thread tells of it */
  return arg[1];
}

/* When a version says it was written; 0 when it does not say. */
static int64_t written(const tdg_rec *r) {
  int64_t published = rec_get_int(r, TDG_PUBLISHED, 0), updated = rec_get_int(r, TDG_UPDATED, 0);
  return updated > published ? updated : published;
}

/* A version that says it is older than the one we have came late, by another way: it is no news. */
static int came_late(const tdg_rec *have, const tdg_rec *r) {
  return have != NULL && written(r) > 0 && written(have) > written(r);
}

static void fill_row(struct keeper *k, struct tdg_row *row, const tdg_rec *r, const struct identity *who) {
  struct buf text = buf_make(MAX_SEARCH_TEXT);
  rec_text(&text, r);
  if (text.n == 0) {
    struct tdg_str summary = rec_get(r, TDG_SUMMARY, 0);
    buf_add(&text, summary.p, summary.n);
  }
  row->size = sizeof *row;
  row->kind = rec_kind(r);
  row->published = rec_get_int(r, TDG_PUBLISHED, 0);
  row->first_seen = k->s->now_ms;
  memcpy(row->work, who->work, sizeof row->work);
  memcpy(row->content, who->content, sizeof row->content);
  row->by = row->headline = (struct tdg_str){"", 0};
  row->source = k->s->task.source;
  row->publisher = publisher_of(k->arena, r);
  row->url = rec_get(r, TDG_URL, 0);
  row->native_id = rec_get(r, TDG_NATIVE_ID, 0);
  row->title = rec_get(r, TDG_TITLE, 0);
  row->language = rec_get(r, TDG_LANGUAGE, 0);
  row->text = (struct tdg_str){arena_copy(k->arena, text.p, text.n), text.n};
  buf_free(&text);
}

/* What goes into the log goes out some day. */
const tdg_rec *keep_private(struct settlement *s, const tdg_rec *doc, const tdg_rec *r) {
  const int found = s->task.kind == TDG_TASK_FOLLOW;
  const char *source = s->source != NULL ? s->source->url : "";
  const struct private_address v[] = {{{source, strlen(source)}, 0},
                                      {s->task.url, found},
                                      {rec_get(doc, TDG_URL, 0), found},
                                      {rec_get(doc, TDG_FINAL_URL, 0), found}};
  return record_private(&s->arena, r, v, sizeof v / sizeof v[0]);
}

static void append_version(struct keeper *k, const struct settle_doc *d, const tdg_rec *r, const struct identity *who,
                           const struct tdg_row *before, const tdg_rec *old) {
  struct record_facts facts = {.parser = d->parser, .work = who->work_text, .now_ms = k->s->now_ms, .version = 1, .change = "new"};
  struct tdg_row row = {0};
  r = keep_private(k->s, d->doc, r);
  if (before != NULL) {
    facts.version = before->version + 1;
    facts.supersedes = before->id;
    facts.change = old != NULL ? change_between(k->arena, old, r) : "major";
  }
  facts.id = k->store->ops->new_id(k->store->handle, k->s->now_ms);
  tdg_rec *whole = record_finish(k->arena, r, &facts);
  fill_row(k, &row, whole, who);
  row.id = facts.id;
  row.version = facts.version;
  row.supersedes = facts.supersedes;
  row.wire = rec_bytes(whole);
  if (check(k, k->store->ops->record_append(k->store->handle, &row)) < 0) return;
  k->new_records++;
  if (before != NULL) k->s->counts.versions++;
  else k->s->counts.records++;
}

enum { GUIDS_COMPARED = 3, GUIDS_UNSTABLE = 2 };

/* Some feeds give their items new guids with each poll.  Addresses come before guids in an identity, so nothing is
 * read twice; but the operator should know what the feed is like.  A few items tell. */
static void compare_guid(struct keeper *k, const tdg_rec *r, int64_t have) {
  struct tdg_str guid = rec_get(r, TDG_GUID, 0);
  if (k->feed == NULL || guid.n == 0 || k->looked >= GUIDS_COMPARED) return;
  const tdg_rec *old = version_of(k, have);
  k->looked++;
  if (old == NULL || strcmp(rec_get(old, TDG_GUID, 0).p, guid.p) == 0) return;
  if (++k->renamed == GUIDS_UNSTABLE)
    log_warning("source %s gives its items new guids with each poll; their addresses tell what is new", source_id(k));
}

int keep_record(struct keeper *k, const struct settle_doc *d, const tdg_rec *parsed) {
  struct identity who;
  struct tdg_row before = {.size = sizeof before};
  const tdg_rec *r = record_from_source(k->arena, parsed, k->s->source, k->s->request);
  const tdg_rec *source = rec_get_rec(r, TDG_SOURCE, 0);
  const char *from = source_id(k);
  if (from[0] == '\0' && source != NULL) from = rec_get(source, TDG_NAME, 0).p;
  identity_of(k->arena, r, from, &who);
  int found = check(k, k->store->ops->work_find(k->store->handle, who.work, &before));
  if (found < 0) return k->status;
  if (found == 0) {
    append_version(k, d, r, &who, NULL, NULL);
    return k->status;
  }
  const struct tdg_row current = before; /* its texts are gone with the next question; its numbers are not */
  int same = memcmp(before.content, who.content, sizeof who.content) == 0;
  const tdg_rec *old = same ? NULL : version_of(k, current.id);
  if (same) compare_guid(k, r, current.id);
  if (same || came_late(old, r)) {
    check(k, k->store->ops->record_seen(k->store->handle, current.id, k->s->now_ms));
    k->s->counts.unchanged++;
  } else {
    append_version(k, d, r, &who, &current, old);
  }
  return k->status;
}
