/* test_contract.c - a store for each test, and rows to put into it. */
#include "store/test_contract.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tdg_str str(const char *s) {
  return (struct tdg_str){s, strlen(s)};
}

struct store *contract_open(struct contract *c, unsigned flags, char message[STORE_MESSAGE]) {
  message[0] = '\0';
  return store_open(c->driver, c->path, flags, c->dirs, message, STORE_MESSAGE, NULL);
}

int contract_setup(void **state) {
  struct contract *c = *state;
  char message[STORE_MESSAGE];
  snprintf(c->dir, sizeof c->dir, "/tmp/tidings-store-XXXXXX");
  if (mkdtemp(c->dir) == NULL) return -1;
  snprintf(c->path, sizeof c->path, "%s/news.db", c->dir);
  c->s = contract_open(c, TDG_STORE_CREATE, message);
  if (c->s == NULL) fprintf(stderr, "%s\n", message);
  return c->s == NULL ? -1 : 0;
}

/* A store may have any files beside the one that is named. */
static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where) {
  (void)st, (void)type, (void)where;
  return remove(path);
}

int contract_teardown(void **state) {
  struct contract *c = *state;
  store_close(c->s);
  c->s = NULL;
  return nftw(c->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void contract_reopen(struct contract *c) {
  char message[STORE_MESSAGE];
  store_close(c->s);
  c->s = contract_open(c, 0, message);
  if (c->s == NULL) fail_msg("%s", message);
}

void begin(struct contract *c) {
  if (c->s->ops->begin(c->s->handle) != 0) fail_msg("begin: %s", store_error(c->s));
}

void commit(struct contract *c) {
  if (c->s->ops->commit(c->s->handle) != 0) fail_msg("commit: %s", store_error(c->s));
}

struct tdg_row article(uint64_t work, const char *title) {
  struct tdg_row r = {
      .size = sizeof r, .kind = TDG_ARTICLE, .version = 1, .work = {work, 7}, .content = {work, 1}};
  r.title = str(title);
  r.text = str("");
  r.url = r.native_id = r.source = r.publisher = r.language = r.by = r.headline = str("");
  r.wire = str(title);
  r.first_seen = 1000;
  return r;
}

int64_t append(struct contract *c, struct tdg_row *row) {
  row->id = c->s->ops->new_id(c->s->handle, row->first_seen);
  if (row->id <= 0) fail_msg("new_id: %s", store_error(c->s));
  if (c->s->ops->record_append(c->s->handle, row) != 0) fail_msg("append: %s", store_error(c->s));
  return row->id;
}

int64_t append_version(struct contract *c, struct tdg_row *row, int64_t supersedes, uint32_t version) {
  row->supersedes = supersedes;
  row->version = version;
  return append(c, row);
}

static void append_note(struct contract *c, struct tdg_row *r) {
  r->size = sizeof *r;
  r->kind = TDG_NOTE;
  r->wire = str("note");
  if (c->s->ops->record_append(c->s->handle, r) != 0) fail_msg("note: %s", store_error(c->s));
}

void note_story(struct contract *c, int64_t about, int64_t story, const char *headline) {
  struct tdg_row r = {.about = about, .story = story, .by = str("story"), .headline = str(headline)};
  append_note(c, &r);
}

void note_copy(struct contract *c, int64_t about, int64_t of) {
  struct tdg_row r = {.about = about, .duplicate_of = of, .by = str("dedupe")};
  append_note(c, &r);
}

void note_drop(struct contract *c, int64_t about) {
  struct tdg_row r = {.about = about, .dropped = 1, .by = str("filter")};
  append_note(c, &r);
}

void note_moved(struct contract *c, int64_t from, int64_t to) {
  struct tdg_row r = {.about = from, .story = from, .moved_to = to, .by = str("story")};
  append_note(c, &r);
}

int see(void *arg, const struct tdg_row *row) {
  struct seen *s = arg;
  if (s->n >= MAX_SEEN) return 1;
  s->id[s->n] = row->id;
  s->seq[s->n] = row->seq;
  s->story[s->n] = row->story;
  s->duplicate_of[s->n] = row->duplicate_of;
  s->about[s->n] = row->about;
  s->dropped[s->n] = row->dropped;
  s->overlaid[s->n] = row->overlaid;
  s->last_seen[s->n] = row->last_seen;
  s->superseded_by[s->n] = row->superseded_by;
  s->kind[s->n] = row->kind;
  s->version[s->n] = row->version;
  snprintf(s->title[s->n], sizeof s->title[0], "%s", row->title.p);
  snprintf(s->wire[s->n], sizeof s->wire[0], "%s", row->wire.p);
  s->n++;
  return s->n == s->stop_after;
}
