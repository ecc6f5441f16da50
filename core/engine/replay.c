/* engine/replay.c - parse captures with the present parsers; see replay.h.
 *
 * A slot owns one answer on its way: its settlement, its documents and its parser's job, from the look at the record that names it
 * to the commit of what came of it.  A few are under way at a time, in the order of the files, so that each file is read from its
 * beginning to its end.  What cannot be read is told and counted, and changes nothing.
 */
#include "engine/replay.h"

#include "capture/warc_block.h"
#include "engine/ingest.h"
#include "engine/keep.h"
#include "engine/parse.h"
#include "engine/settle.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>

enum { SLOTS = 16 };

struct replay;
struct slot {
  struct settlement s; /* first, because settle_run gets it */
  struct replayed replayed;
  struct settle_doc doc;
  struct replay *all;
  const tdg_rec *record;  /* that names it; NULL: it is not there any more, or not current */
  const tdg_rec *capture; /* of the record: the one that is read, the at-th */
  uint32_t at;
  struct settle_page **pages_end;
  int busy;
};

struct replay {
  struct engine *engine;
  struct engine_replay *what;
  struct slot slots[SLOTS];
  size_t next; /* group */
  int running, turning;
  void (*done)(void *arg);
  void *arg;
};

static void turn(struct replay *p);

/* ---- on the store thread ---- */

static uint32_t kind_of(const tdg_rec *asked) {
  const char *type = rec_get(asked, TDG_TYPE, 0).p;
  if (strcmp(type, CAPTURE_ARTICLE) == 0 || strcmp(type, CAPTURE_PAGE) == 0) return TDG_TASK_FOLLOW;
  return strcmp(type, CAPTURE_LIST) == 0 ? TDG_TASK_LISTING : TDG_TASK_POLL;
}

/* The source may name another parser for its articles now. */
static void take_parser(struct settlement *s) {
  static const uint32_t as[] = {TDG_AS, 0};
  const int is_article = strcmp(rec_get(s->request, TDG_TYPE, 0).p, CAPTURE_ARTICLE) == 0;
  if (!is_article || s->source == NULL || s->source->full_text_parser[0] == '\0') return;
  tdg_rec *request = rec_without(&s->arena, s->request, as);
  rec_put_str(request, TDG_AS, s->source->full_text_parser);
  s->request = request;
}

/* As the task was by which it was fetched. */
static int see_record(void *arg, const struct tdg_row *row) {
  struct slot *slot = arg;
  struct settlement *s = &slot->s;
  const tdg_rec *r = row->superseded_by == 0 ? rec_read(&s->arena, row->wire, NULL, 0) : NULL;
  if (r == NULL) return 1;
  r = rec_copy(&s->arena, r, rec_kind(r)); /* the row ends with this call */
  const tdg_rec *capture = rec_get_rec(r, TDG_CAPTURE, 0);
  const tdg_rec *asked = capture != NULL ? rec_get_rec(capture, TDG_ASKED, 0) : NULL;
  if (capture == NULL) return 1;
  if (asked == NULL) asked = rec_new(&s->arena, TDG_REQUEST);
  asked = rec_copy(&s->arena, asked, TDG_REQUEST);
  const struct tdg_task task = {.size = sizeof task,
                                .kind = kind_of(asked),
                                .source = row->source,
                                .url = rec_get(asked, TDG_URL, 0),
                                .request = rec_bytes(asked)};
  settlement_take_task(s, &task);
  take_parser(s);
  s->now_ms = rec_get_int(r, TDG_FIRST_SEEN, 0);
  memcpy(slot->replayed.work, row->work, sizeof row->work);
  slot->record = r;
  slot->capture = capture;
  return 1;
}

static int load(struct store *store, void *arg) {
  struct slot *slot = arg;
  return store->ops->record_get(store->handle, slot->replayed.group->ids[0], see_record, slot);
}

/* ---- on the loop ---- */

static void end(struct slot *slot) {
  struct replay *p = slot->all;
  if (slot->doc.job != NULL) job_free(slot->doc.job);
  arena_free(&slot->s.arena);
  slot->busy = 0;
  p->running--;
  turn(p);
}

static const char *file_of(const struct slot *slot) { return rec_get(slot->capture, TDG_FILE, 0).p; }

/* Of several answers of one file, or of one source, the first is told. */
static void pass_over(struct slot *slot, uint64_t *counter, const char *once, const char *why) {
  struct engine *e = slot->all->engine;
  (*counter)++;
  e->counts.failed++;
  const enum log_level level = once == NULL || engine_tell_first(e, "replay", once) ? LOG_WARNING : LOG_INFO;
  log_write(level, "%s, byte %lld: %s", file_of(slot), (long long)rec_get_int(slot->capture, TDG_OFFSET, 0),
            why);
  end(slot);
}

/* An answer that spoke of what was to be forgotten is no failure. */
static void pass_over_forgotten(struct slot *slot) {
  slot->all->what->counts.forgotten++;
  log_info("%s, byte %lld: it spoke of what was forgotten, too; the record stays as it is", file_of(slot),
           (long long)rec_get_int(slot->capture, TDG_OFFSET, 0));
  end(slot);
}

static int is_blank(const struct slot *slot) {
  return capture_is_blank(slot->all->what->folder, rec_get(slot->capture, TDG_FILE, 0),
                          rec_get_int(slot->capture, TDG_OFFSET, -1));
}

static void on_settled(void *arg, int status) {
  struct slot *slot = arg;
  struct replay *p = slot->all;
  struct engine *e = p->engine;
  const uint64_t n = slot->replayed.group->n, found = slot->replayed.found;
  if (status < 0) {
    engine_fail(e, "the store could not keep what was read: %s", storethread_error(e->writer));
  } else {
    ingest_count(&e->counts, &slot->s.counts);
    for (const struct replay_change *c = slot->replayed.changes; c != NULL; c = c->next)
      p->what->differs(p->what->arg, c->before, c->after);
    p->what->counts.lost += n - found;
    if (found < n)
      log_warning("%s, byte %lld: %llu of %llu records are not found in it any more: they stay as they are",
                  file_of(slot), (long long)rec_get_int(slot->capture, TDG_OFFSET, 0),
                  (unsigned long long)(n - found), (unsigned long long)n);
  }
  end(slot);
}

static void settle(void *arg) {
  struct slot *slot = arg;
  struct replay *p = slot->all;
  const struct job *job = slot->doc.job;
  if (job->cause == CAUSE_STOPPED) {
    end(slot);
  } else if (job_is_unread(job)) {
    char room[JOB_WORDS];
    pass_over(slot, &p->what->counts.unread, NULL,
              arena_printf(&slot->s.arena, "%s; the record stays as it is",
                           job_unread_words(job, slot->doc.parser, room)));
  } else {
    storethread_write(p->engine->writer, settle_run, on_settled, slot);
  }
}

static void on_parsed(struct job *job, const char *parser, void *arg) {
  struct slot *slot = arg;
  struct settlement *s = &slot->s;
  slot->doc.job = job;
  slot->doc.parser = arena_copy(&s->arena, parser, strlen(parser));
  slot->replayed.version = capture_parser_version(slot->all->engine, parser);
  if (!pages_follow(s, NULL, slot->doc.doc, job, slot->doc.parser, ingest_settings(s), settle, slot))
    settle(slot);
}

static void parse(struct slot *slot) {
  struct settlement *s = &slot->s;
  if (s->task.url.n == 0) s->task.url = rec_get(slot->doc.doc, TDG_URL, 0);
  slot->doc.doc = ingest_with_hints(s, slot->doc.doc);
  s->docs = &slot->doc;
  route_document(slot->all->engine, slot->doc.doc, ingest_parser(s, slot->doc.doc), ingest_settings(s),
                 s->values, on_parsed, slot);
}

/* ---- reading ---- */

static void read_next(struct slot *slot);

/* With what the answer does not tell. */
static const tdg_rec *document_of(struct slot *slot, const tdg_rec *read) {
  static const uint32_t of_fetcher[] = {TDG_URL, TDG_OFFSET, TDG_REQUEST_NO, TDG_MORE, 0};
  struct arena *a = &slot->s.arena;
  const tdg_rec *asked = rec_get_rec(slot->capture, TDG_ASKED, 0);
  const struct tdg_str final = rec_get(read, TDG_URL, 0),
                       said = asked != NULL ? rec_get(asked, TDG_URL, 0) : (struct tdg_str){"", 0},
                       url = said.n > 0 ? said : final;
  tdg_rec *doc = rec_without(a, read, of_fetcher);
  rec_put(doc, TDG_URL, url.p, url.n);
  rec_put(doc, TDG_FINAL_URL, final.p, final.n);
  struct tdg_str flag;
  for (uint32_t i = 0; asked != NULL && (flag = rec_get(asked, TDG_FLAG, i)).n > 0; i++)
    rec_put(doc, TDG_FLAG, flag.p, flag.n);
  return doc;
}

static void take(struct slot *slot, const tdg_rec *read) {
  const tdg_rec *doc = document_of(slot, read);
  if (slot->at == 0) {
    slot->doc.doc = doc;
  } else {
    struct settle_page *page = arena_alloc(&slot->s.arena, sizeof *page);
    *page = (struct settle_page){NULL, doc};
    *slot->pages_end = page;
    slot->pages_end = &page->next;
  }
  slot->at++;
  read_next(slot);
}

static int is_as_it_was(const struct slot *slot, const tdg_rec *doc) {
  char digest[CAPTURE_DIGEST];
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  warc_digest(body.p, body.n, digest);
  return strcmp(rec_get(slot->capture, TDG_DIGEST, 0).p, digest) == 0;
}

static void on_read(struct job *job) {
  struct slot *slot = job->arg;
  struct replay_counts *counts = &slot->all->what->counts;
  struct arena *a = &slot->s.arena;
  const tdg_rec *doc = job_first_document(job);
  if (doc != NULL) doc = rec_copy(a, doc, TDG_DOC);
  const char *failed =
      job->cause != CAUSE_NONE || job->status < 0 ? arena_copy(a, job->message, strlen(job->message)) : NULL;
  const int stopped = job->cause == CAUSE_STOPPED;
  job_free(job);
  const int is_good = failed == NULL && doc != NULL && !rec_has(doc, TDG_ERROR) && is_as_it_was(slot, doc);
  if (stopped) {
    end(slot);
  } else if (is_good) {
    take(slot, doc);
  } else if (is_blank(slot)) { /* a reader goes on to the next answer, or finds none */
    pass_over_forgotten(slot);
  } else if (failed != NULL || doc == NULL) {
    pass_over(slot, &counts->damaged, NULL, failed != NULL ? failed : "nothing came of it");
  } else if (strcmp(rec_get(doc, TDG_ERROR, 0).p, "not-found") == 0) {
    pass_over(slot, &counts->gone, file_of(slot),
              "the file is gone: deleted by keep: captures, or moved (further ones are told with -v only)");
  } else if (rec_has(doc, TDG_ERROR)) {
    pass_over(slot, &counts->damaged, NULL, rec_get(doc, TDG_MESSAGE, 0).p);
  } else {
    pass_over(slot, &counts->damaged, NULL, "what stands there is not the answer that the record names");
  }
}

/* A name of ours has no way in it.  The file may still be written. */
static const char *address_of_file(struct slot *slot) {
  char path[TDG_MAX_PATH], url[3 * TDG_MAX_PATH + 8];
  const char *name = file_of(slot);
  if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL) return NULL;
  const char *folder = slot->all->what->folder;
  const int n =
      snprintf(path, sizeof path, "%s/%s%s", folder, name, capture_is_open(folder, name) ? ".open" : "");
  if (n < 0 || (size_t)n >= sizeof path || tdg_file_url(path, url, sizeof url) == 0) return NULL;
  return arena_copy(&slot->s.arena, url, strlen(url));
}

/* All pages of an article, then its parser. */
static void read_next(struct slot *slot) {
  struct replay *p = slot->all;
  slot->capture = rec_get_rec(slot->record, TDG_CAPTURE, slot->at);
  if (slot->capture == NULL) {
    slot->capture = rec_get_rec(slot->record, TDG_CAPTURE, 0);
    parse(slot);
    return;
  }
  const char *url = address_of_file(slot);
  struct pool *fetcher = url != NULL ? ingest_fetcher(p->engine, url) : NULL;
  if (fetcher == NULL) {
    pass_over(slot, &p->what->counts.damaged, NULL,
              url == NULL ? "that is no name of a capture"
                          : "no plugin fetches files; see `tidings plugin list`");
    return;
  }
  tdg_rec *request = rec_new(&slot->s.arena, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  rec_put_int(request, TDG_OFFSET, rec_get_int(slot->capture, TDG_OFFSET, 0));
  rec_put_str(request, TDG_FLAG, "packed");
  pool_submit(fetcher, job_new(FRAME_RUN, request, clock_wall_ms(), on_read, slot));
}

static void on_loaded(void *arg, int status) {
  struct slot *slot = arg;
  struct replay *p = slot->all;
  if (status < 0)
    engine_fail(p->engine, "a record could not be read: %s", storethread_error(p->engine->writer));
  if (status < 0 || slot->record == NULL || p->engine->stopping)
    end(slot); /* it was deleted, or read again */
  else if (slot->s.source == NULL)
    pass_over(slot, &p->what->counts.unread, slot->s.task.source.p,
              arena_printf(&slot->s.arena,
                           "its source %s is not in the configuration; the records of it stay as they are",
                           slot->s.task.source.p));
  else read_next(slot);
}

static void begin(struct slot *slot, const struct replay_group *group) {
  struct replay *p = slot->all;
  *slot = (struct slot){.all = p, .busy = 1};
  slot->s = (struct settlement){.engine = p->engine, .replay = &slot->replayed};
  slot->replayed = (struct replayed){.group = group, .dry = p->what->dry, .version = ""};
  slot->doc = (struct settle_doc){.parser = ""};
  slot->pages_end = &slot->replayed.pages;
  p->running++;
  storethread_read(p->engine->writer, load, on_loaded, slot);
}

static void turn(struct replay *p) {
  if (p->turning) return; /* a slot ended while the next one was begun */
  p->turning = 1;
  for (size_t i = 0; i < SLOTS && p->next < p->what->n && !p->engine->stopping; i++)
    if (!p->slots[i].busy) begin(&p->slots[i], &p->what->groups[p->next++]);
  p->turning = 0;
  if (p->running > 0) return;
  void (*done)(void *) = p->done;
  void *arg = p->arg;
  free(p);
  done(arg);
}

void replay_start(struct engine *e, struct engine_replay *what, void (*done)(void *arg), void *arg) {
  struct replay *p = check_alloc(sizeof *p);
  *p = (struct replay){.engine = e, .what = what, .done = done, .arg = arg};
  for (size_t i = 0; i < SLOTS; i++) p->slots[i].all = p;
  turn(p);
}
