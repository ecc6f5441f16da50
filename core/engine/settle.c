/* engine/settle.c - settle one task; see settle.h.
 *
 * Runs on the store thread inside a transaction; owns nothing except memory in the settlement's arena.  A
 * negative return is an error of the store and rolls back the whole group; all other errors are bad input and
 * are reported.
 */
#include "engine/settle_priv.h"

#include "conf/usual.h"
#include "engine/conduct.h"
#include "engine/import.h"
#include "engine/quarantined.h"
#include "engine/schedule.h"
#include "engine/settle.h"
#include "engine/subscription.h"
#include "news/news.h"
#include "util/log.h"
#include "util/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/captured.h>
#include <tidings/kit/str.h>

enum {
  MAX_ATTEMPTS = 3,
  RETRY_MS = 2000,
  PAGE_RETRY_MS = 3600000,
  ASIDE_MS = 10 * 60000,
  READ_STEP = 4 << 20
};

/* ---- quarantine ---- */

/* Log the refusal of a document. */
static const char *kept_words(struct settle *t, const struct tdg_quarantine *q) {
  if (q->count <= 1) return "kept in quarantine";
  return arena_printf(t->arena, "in quarantine already, met %lld times", (long long)q->count);
}

/* A source, or a list, that could not be read the last time either: its state tells, and the first document is kept.  A
 * worker's death always counts. */
static int is_still_unread(const struct settle *t, const struct settle_doc *d) {
  if (t->s->retried != 0 || d->job == NULL || d->job->cause != CAUSE_NONE || t->s->source == NULL) return 0;
  if (t->s->task.kind == TDG_TASK_POLL)
    return t->state.failures > 0 && t->state.trouble == TDG_TROUBLE_UNREADABLE;
  return t->list.size > 0 && t->list.failures > 0 && t->list.trouble == TDG_TROUBLE_UNREADABLE;
}

/* A poll that could not be read the last time either: that it cannot now is told once, with its source. */
static int failed_before(const struct settle *t) {
  return t->s->task.kind == TDG_TASK_POLL && t->s->source != NULL && t->state.failures > 0;
}

static void quarantine(struct settle *t, const struct settle_doc *d, const char *cause, const char *message) {
  struct tdg_str bytes = settle_kept_text(t, rec_bytes(d->doc)), url = rec_get(d->doc, TDG_URL, 0),
                 body = rec_get(d->doc, TDG_BODY, 0);
  struct tdg_quarantine q = {
      .size = sizeof q, .at = t->s->now_ms, .task = t->s->task.id, .url = url, .document = bytes};
  XXH128_hash_t hash = XXH3_128bits(body.p != NULL ? body.p : "", body.n);
  q.plugin = tdg_str_of(d->parser);
  q.cause = tdg_str_of(cause);
  q.message = settle_kept_text(t, tdg_str_of(message));
  q.version = (struct tdg_str){"", 0};
  q.source = t->s->task.source;
  q.signal = d->job != NULL ? (uint32_t)d->job->signal : 0;
  q.body[0] = hash.high64;
  q.body[1] = hash.low64;
  if (settle_check(t, t->ops->quarantine_put(t->store->handle, &q)) < 0) return;
  quarantined_add(t, url);
  /* already reported */
  size_t n = strncmp(message, url.p, url.n) == 0 && strncmp(message + url.n, ": ", 2) == 0 ? url.n + 2 : 0;
  import_report_failed(t, d->doc, cause, message + n);
  if (q.count <= 1 && is_still_unread(t, d)) { /* other bytes with each poll */
    log_info("%s: %s: %s; as before, of which a document is in quarantine", url.p, cause, message);
    settle_check(t, store_quarantine_drop(t->store, q.id));
    return;
  }
  t->s->counts.quarantined++;
  log_write(q.count > 1 && failed_before(t) ? LOG_INFO : LOG_WARNING, "%s: %s: %s; %s", url.p, cause,
            message + n, kept_words(t, &q));
  if (q.dropped > 0)
    log_warning("the quarantine is full: %lld of its documents, those met last the longest ago, were dropped",
                (long long)q.dropped);
}

static const char *status_word(int status) {
  switch (status) {
  case TDG_BAD_INPUT: return "bad-input";
  case TDG_DENIED: return "limit";
  case TDG_RETRY: return "retry";
  case TDG_BAD_CONFIG: return "configuration";
  case TDG_NOT_MINE: return "unknown-kind";
  default: return "plugin";
  }
}

/* ---- documents ---- */

/* The page of an item cannot be fetched, or is not an article: store the item instead.  flag: what the page
 * is. */
static void keep_item_instead(struct settle *t, const tdg_rec *doc, const char *flag) {
  const tdg_rec *item = t->s->request != NULL ? rec_get_rec(t->s->request, TDG_MEMBER, 0) : NULL;
  const struct settle_doc d = {.doc = doc, .parser = ""};
  if (item == NULL || t->s->task.kind == TDG_TASK_LISTING || t->s->revisit.is) return;
  tdg_rec *kept = rec_copy(t->arena, item, TDG_ARTICLE), *quality = rec_new(t->arena, TDG_GROUP);
  rec_put_str(quality, TDG_FLAG, flag);
  if (flag[0] != '\0' && !rec_has(kept, TDG_QUALITY)) rec_put_rec(kept, TDG_QUALITY, quality);
  settle_check(t, keep_record(&t->keeper, &d, kept));
}

static void take_stub(struct settle *t, const tdg_rec *doc, const tdg_rec *stub) {
  struct tdg_str genre = rec_get(stub, TDG_GENRE, 0);
  t->s->counts.stubs++;
  const struct tdg_str said = rec_get(stub, TDG_SUMMARY, 0); /* of data its parser says what it is */
  log_info("%s: nothing to read here: %s", rec_get(doc, TDG_URL, 0).p,
           strcmp(genre.p, "data") == 0 && said.n > 0 ? said.p
           : genre.n > 0                              ? genre.p
                                                      : "no article");
  keep_item_instead(t, doc, genre.p);
}

/* A feed's head may be emitted again at the end, with the flag that the feed is incomplete. */
static void take_head(struct settle *t, const tdg_rec *head) {
  if (rec_has_text(rec_get_rec(head, TDG_QUALITY, 0), TDG_FLAG, "incomplete")) t->incomplete = 1;
  if (t->feed == NULL) t->feed = head;
}

/* next: the parser's next record.  1: that one was used too. */
static int take_record(struct settle *t, const struct settle_doc *d, const tdg_rec *r, const tdg_rec *next) {
  int taken = 0;
  switch (rec_kind(r)) {
  case TDG_FEED: take_head(t, r); break;
  case TDG_ARTICLE:
  case TDG_STATEMENT:
    if (!follow_item(t, d, r, next, &taken)) settle_check(t, keep_record(&t->keeper, d, r));
    break;
  case TDG_STUB: take_stub(t, d->doc, r); break;
  case TDG_REQUEST: follow_request(t, d, r); break;
  default: break;
  }
  return taken;
}

/* What stands in the place of an article that is known may be anything; only a worker's death is of interest then. */
static void refuse(struct settle *t, const struct settle_doc *d, const char *cause, const char *message) {
  if (t->s->revisit.is && d->job->cause == CAUSE_NONE)
    log_info("%s: looked at again: %s: %s; what is known of it stays", t->s->task.url.p, cause, message);
  else quarantine(t, d, cause, message);
  keep_item_instead(t, d->doc, "");
}

/* A page that gave one record is looked at again, and has to give one. */
static int has_others(const struct settle *t, const struct job *job) {
  size_t n = 0;
  for (size_t i = 0; i < job->n_recs; i++)
    n += rec_kind(job->recs[i]) == TDG_ARTICLE || rec_kind(job->recs[i]) == TDG_STATEMENT;
  return t->s->revisit.is && n > 1;
}

static void take_parsed(struct settle *t, const struct settle_doc *d) {
  const struct job *job = d->job;
  if (job->cause != CAUSE_NONE) {
    refuse(t, d, worker_cause_name(job->cause), job->message);
  } else if (job_failed(job)) {
    refuse(t, d, status_word(job->status), job->message[0] != '\0' ? job->message : "no parser wanted it");
  } else if (job->n_recs == 0) { /* not read: also on a retry, which must not lose the document */
    refuse(t, d, "bad-input", sourcestate_nothing_words(t, d));
  } else if (has_others(t, job)) {
    refuse(t, d, "bad-input", "it is several articles now");
  } else {
    settle_check(t, keep_document(&t->keeper, d, (const tdg_rec *const *)job->recs, job->n_recs));
    settle_check(t, values_store(t->store, t->arena, settle_source_id(t), job));
    for (size_t i = 0; i < job->n_recs; i++)
      i += (size_t)take_record(t, d, job->recs[i], i + 1 < job->n_recs ? job->recs[i + 1] : NULL);
  }
}

/* Its fetcher knows that it is no news.  Of a poll's own address that is a failure. */
static int is_left_out(const struct settle *t, const tdg_rec *doc) {
  const char *class = rec_get(doc, TDG_ERROR, 0).p;
  return (strcmp(class, "left-out") == 0 || strcmp(class, "empty") == 0) &&
         (t->s->task.kind != TDG_TASK_POLL || !tdg_str_same(rec_get(doc, TDG_URL, 0), t->s->task.url));
}

static void leave_out(struct settle *t, const tdg_rec *doc, const char *why) {
  t->s->counts.left_out++;
  log_info("%s: left out: %s", rec_get(doc, TDG_URL, 0).p, why);
  import_report_left_out(t, doc, t->s->task.url, why);
}

/* An answer in a web archive or a recording that nobody reads: data of an interface.  Nobody has named it. */
static const char *foreign_answer(const struct settle *t, const struct settle_doc *d) {
  const struct job *job = d->job;
  if (t->s->task.kind != TDG_TASK_IMPORT || t->s->retried != 0 || job == NULL || rec_has(d->doc, TDG_AS) ||
      job->cause != CAUSE_NONE || job->status != TDG_NOT_MINE || !tdg_str_starts(t->s->task.url, "file:"))
    return NULL;
  const int is_entry = tdg_nocase_is(rec_get(d->doc, TDG_MEDIA_TYPE, 0), TDG_HAR_ENTRY);
  if (!is_entry && tdg_str_starts(rec_get(d->doc, TDG_URL, 0), "file:")) return NULL;
  return job->message[0] != '\0' ? job->message : "no article is in it, and no parser knows it";
}

/* An import reads what a list of feeds names, and does not poll it. */
static void tell_list(const struct settle *t, const struct settle_doc *d, uint64_t named) {
  const char *url = t->s->task.url.p;
  if (t->s->task.kind == TDG_TASK_IMPORT && named > 0 && strcmp(d->parser, USUAL_LIST) == 0)
    log_warning(
        "%s is a list of feeds: each is read now, once; `tidings import --sources` writes them as sources",
        url);
}

/* Of what stands in it a part was read. */
static void count_beyond(struct settle *t, const struct settle_doc *d) {
  if (d->job == NULL || d->job->beyond == 0) return;
  t->s->counts.beyond += d->job->beyond;
  import_report_failed(t, d->doc, "limit", d->job->beyond_words);
}

static void take_document(struct settle *t, const struct settle_doc *d) {
  const struct engine_counts before = t->s->counts;
  if (is_left_out(t, d->doc)) {
    leave_out(t, d->doc, rec_get(d->doc, TDG_MESSAGE, 0).p);
    return;
  }
  const char *foreign = foreign_answer(t, d);
  if (foreign != NULL) {
    leave_out(t, d->doc, foreign);
    return;
  }
  t->s->n_told = 0;
  t->s->counts.documents++;
  t->s->counts.bytes +=
      t->s->fetch != NULL && t->s->fetch->same ? t->s->fetch->same_bytes : rec_get(d->doc, TDG_BODY, 0).n;
  if (d->job != NULL) {
    take_parsed(t, d);
    tell_list(t, d, t->s->counts.follow_ups - before.follow_ups);
    if (t->s->counts.quarantined == before.quarantined && !job_is_unread(d->job))
      quarantined_release(t, d->doc);
  } else if (revisit_is_unchanged(t->s)) keep_unchanged(&t->keeper, t->s->revisit.work);
  else if (answer_has_failed(d->doc)) return;
  else keep_item_instead(t, d->doc, ""); /* an answer without a document */
  import_report_document(t, d, &before);
  count_beyond(t, d);
}

/* The answers without a document to parse: failed fetches, or an HTTP status. */
struct failed {
  const tdg_rec *first; /* NULL: none */
  int all, passing;     /* all of several; at least one of them for now */
  int several;          /* documents */
};

static struct failed failed_of(const struct settle *t) {
  struct failed f = {.all = 1};
  for (const struct settle_doc *d = t->s->docs; d != NULL; d = d->next) {
    f.several |= d != t->s->docs;
    if (!answer_has_failed(d->doc) || is_left_out(t, d->doc)) {
      f.all = 0;
      continue;
    }
    if (f.first == NULL) f.first = d->doc;
    f.passing |= passing_failure(d->doc);
  }
  return f;
}

/* ---- the task ---- */

static const char *class_of(const tdg_rec *failed) {
  const struct tdg_str class = rec_get(failed, TDG_ERROR, 0);
  return class.n > 0 ? class.p : "http";
}

static void quarantine_failed(struct settle *t, const tdg_rec *failed) {
  const struct settle_doc d = {.doc = failed, .parser = ""};
  quarantine(t, &d, class_of(failed), sourcestate_fetch_words(t, failed));
}

/* A container's answer may report several unreadable places. */
static void quarantine_further(struct settle *t, const tdg_rec *first) {
  for (const struct settle_doc *d = t->s->docs; d != NULL; d = d->next) {
    if (d->doc == first || !answer_has_failed(d->doc) || is_left_out(t, d->doc)) continue;
    quarantine_failed(t, d->doc);
    t->s->counts.failed++;
  }
}

/* Of the documents of a poll or a list some have failed: for good, so that they stand in the quarantine, or for
 * now, so that the next poll brings them. */
static void take_failed_parts(struct settle *t) {
  for (const struct settle_doc *d = t->s->docs; d != NULL; d = d->next) {
    if (!answer_has_failed(d->doc) || is_left_out(t, d->doc)) continue;
    if (!passing_failure(d->doc)) {
      quarantine_failed(t, d->doc);
      continue;
    }
    t->s->counts.failed++;
    log_warning("%s: %s: %s; the next poll asks for it again", rec_get(d->doc, TDG_URL, 0).p,
                class_of(d->doc), sourcestate_fetch_words(t, d->doc));
  }
}

/* asked: how long the server wants to be left alone, ms.  Returns the wait. */
static int64_t put_off(struct settle *t, int64_t asked) {
  struct settlement *s = t->s;
  const int64_t usual = RETRY_MS << s->task.attempts, wait = asked > usual ? asked : usual;
  s->again = 1;
  settle_check(t, t->ops->task_settle(t->store->handle, s->task.id, TDG_TASK_READY, s->now_ms + wait));
  return wait;
}

/* A plugin said TDG_RETRY.  The first one of a source or an import is told as a warning. */
static void tell_again(const struct settle *t, const struct job *job, int64_t wait) {
  const struct settlement *s = t->s;
  char label[PLUGIN_LABEL];
  plugin_label(pool_spec(job->pool)->component, label);
  const char *url = s->task.url.p, *nth = s->task.attempts > 1 ? "third" : "second";
  const long long seconds = wait / 1000;
  if (!engine_tell_first(s->engine, label, settle_source_id(t)))
    log_info("%s: %s: %s; it is tried again in %lld s, the %s time of three", url, label, job->message,
             seconds, nth);
  else
    log_warning(
        "%s: %s: %s; it is tried again in %lld s, the %s time of three (further ones are told with -v "
        "only)",
        url, label, job->message, seconds, nth);
}

/* The first one of a source and server is told as a warning. */
static void tell_closed(const struct settle *t, const char *words) {
  const char *server = t->s->gate.key != NULL ? t->s->gate.key : "", *url = t->s->task.url.p;
  if (!engine_tell_first(t->s->engine, server, settle_source_id(t))) log_info("%s: %s", url, words);
  else
    log_warning(
        "%s is not asked for: %s; further ones of this kind are told with -v only (`robots:` decides)", url,
        words);
}

/* robots.txt: for good, or until it can be asked for. */
static void settle_closed(struct settle *t, const tdg_rec *doc) {
  struct settlement *s = t->s;
  if (s->gate.again_at > s->now_ms && s->task.attempts < MAX_ATTEMPTS) {
    put_off(t, s->gate.again_at - s->now_ms);
    return;
  }
  tell_closed(t, sourcestate_fetch_words(t, doc));
  import_report_left_out(t, doc, s->task.url, sourcestate_fetch_words(t, doc));
  keep_item_instead(t, doc, "");
  s->counts.refused++;
  settle_check(t, t->ops->task_settle(t->store->handle, s->task.id, TDG_TASK_FAILED, 0));
}

static int is_closed(const tdg_rec *doc) { return strcmp(rec_get(doc, TDG_ERROR, 0).p, "robots") == 0; }

/* A server that fails twice within seconds is given time to recover, before a page of a source is given up; ms, -1: none. */
static int64_t before_last_try(const struct settlement *s) {
  const int is_page = s->source != NULL && s->task.group.n > 0;
  return is_page && s->task.attempts == MAX_ATTEMPTS - 1 ? PAGE_RETRY_MS : -1;
}

static void tell_put_off(struct settle *t, const tdg_rec *doc, int64_t wait) {
  char span[SPAN_WORDS];
  span_words(span, wait);
  log_info("%s: %s; it is asked for again in %s", t->s->task.url.p, sourcestate_fetch_words(t, doc), span);
}

static void settle_failed(struct settle *t, const tdg_rec *doc, int passing) {
  struct settlement *s = t->s;
  if (is_closed(doc)) {
    settle_closed(t, doc);
    return;
  }
  if (passing && s->task.attempts < MAX_ATTEMPTS) {
    const int asked = s->fetch != NULL && s->fetch->cause == CAUSE_NONE && s->fetch->status == TDG_RETRY;
    const int64_t named = schedule_retry_after(doc, s->now_ms), last = asked ? -1 : before_last_try(s);
    const int64_t wait = put_off(t, named > last ? named : last);
    if (asked) tell_again(t, s->fetch, wait);
    else tell_put_off(t, doc, wait);
    return;
  }
  quarantine_failed(t, doc);
  keep_item_instead(t, doc, "");
  if (s->source == NULL) s->counts.failed++; /* for a source's pages the quarantine was already counted */
  quarantine_further(t, doc);
  settle_check(t, t->ops->task_settle(t->store->handle, s->task.id, TDG_TASK_FAILED, 0));
}

/* Meanwhile the source got another address, or was taken out: what was read is kept, and says nothing of it. */
static int is_outdated(const struct settle *t) {
  const struct settlement *s = t->s;
  const struct engine_source *now;
  if (s->source == NULL || (s->task.kind != TDG_TASK_POLL && s->task.kind != TDG_TASK_LISTING)) return 0;
  now = engine_source(s->engine, s->source->who.id);
  if (now == NULL || !engine_same_address(tdg_str_of(now->url), tdg_str_of(s->source->url))) return 1;
  const struct tdg_str at = t->state.adopted.n > 0 ? t->state.adopted : tdg_str_of(now->url);
  return s->task.kind == TDG_TASK_POLL && !engine_same_address(s->task.url, at); /* its move was taken back */
}

/* Polls and lists have their own retry rule; other failed tasks are retried if that may help, then fail for
 * good. */
static void settle_task(struct settle *t, const tdg_rec *failed, int passing) {
  const struct settlement *s = t->s;
  if (s->network >= NETWORK_LOST && failed != NULL) {
    sourcestate_network_away(t);
  } else if (is_outdated(t)) {
    settle_check(t, store_task_drop(t->store, s->task.id));
  } else if (s->task.kind == TDG_TASK_POLL && s->source != NULL) {
    sourcestate_after_poll(t, failed);
  } else if (t->list.size > 0) {
    sourcestate_after_list(t, failed);
  } else if (s->revisit.is) {
    revisit_settle(t, failed);
  } else {
    if (failed != NULL) settle_failed(t, failed, passing);
    else if (follow_is_aged(t)) follow_settle_aged(t);
    else settle_check(t, t->ops->task_settle(t->store->handle, s->task.id, TDG_TASK_DONE, 0));
    if (failed == NULL && t->incomplete) /* of a poll and a list it is told once, until it is whole */
      log_warning("%s: the document ends before its end; its complete part was read", s->task.url.p);
    revisit_begin(t, failed);
    if (failed == NULL) sourcestate_keep_listed(t);
    if (failed == NULL) quarantined_release_task(t);
    sourcestate_credit(t); /* the stored item of a missing page counts too */
  }
}

/* The fetcher itself died or refused. */
static void settle_lost_fetch(struct settle *t) {
  tdg_rec *doc = rec_new(t->arena, TDG_DOC);
  const struct job *job = t->s->fetch;
  rec_put(doc, TDG_URL, t->s->task.url.p, t->s->task.url.n);
  rec_put_str(doc, TDG_ERROR,
              job->cause == CAUSE_STOPPED   ? "io"
              : job->cause != CAUSE_NONE    ? worker_cause_name(job->cause)
              : job->status == TDG_INTERNAL ? status_word(job->status)
                                            : "fetch");
  rec_put_str(doc, TDG_MESSAGE, job->message[0] != '\0' ? job->message : "the fetcher brought nothing");
  settle_task(t, doc, job_may_work_later(job));
}

/* Tasks of a source that is no longer configured are not run, since its settings and rights are gone; what it
 * named stays, because the source may be added again. */
static void put_aside(struct settle *t) {
  const struct settlement *s = t->s;
  /* a list is named again */
  uint32_t state = s->task.kind == TDG_TASK_FOLLOW ? TDG_TASK_READY : TDG_TASK_FAILED;
  if (s->revisit.is && s->source != NULL) { /* it is not looked at any more; what is known of it stays */
    settle_check(t, t->ops->task_settle(t->store->handle, s->task.id, TDG_TASK_DONE, 0));
    return;
  }
  if (s->task.kind == TDG_TASK_POLL || s->revisit.is) { /* a poll is added with its source */
    settle_check(t, store_task_drop(t->store, s->task.id));
    return;
  }
  log_info("source %s is not configured; what it named waits: %s", s->task.source.p, s->task.url.p);
  settle_check(t, t->ops->task_settle(t->store->handle, s->task.id, state, s->now_ms + ASIDE_MS));
}

/* A parser said TDG_RETRY.  Polls and lists are repeated by themselves, and pages, items and imported files are
 * fetched again, as after a fetch that failed for now. */
static const struct job *parser_wants_retry(const struct settlement *s) {
  if (s->task.kind == TDG_TASK_POLL || s->task.kind == TDG_TASK_LISTING) return NULL;
  for (const struct settle_doc *d = s->docs; d != NULL && s->task.attempts < MAX_ATTEMPTS; d = d->next)
    if (d->job != NULL && d->job->cause == CAUSE_NONE && d->job->status == TDG_RETRY) return d->job;
  return NULL;
}

static void settle_unparsed(struct settle *t, const struct job *job) { tell_again(t, job, put_off(t, 0)); }

static void settle_fetched(struct settle *t) {
  struct settlement *s = t->s;
  const struct failed failed = failed_of(t);
  const int polled = (s->task.kind == TDG_TASK_POLL && s->source != NULL) || t->list.size > 0;
  const int partly = polled && failed.first != NULL && failed.several;
  for (const struct settle_doc *d = s->docs; d != NULL; d = d->next) take_document(t, d);
  for (size_t i = 0; s->fetch != NULL && i < s->fetch->n_recs; i++)
    if (rec_kind(s->fetch->recs[i]) == TDG_REQUEST) follow_fetchers_request(t, s->fetch->recs[i]);
  if (failed.first == NULL || (partly && !failed.passing)) /* what comes again is asked for as before */
    settle_check(t, values_store(t->store, t->arena, settle_source_id(t), s->fetch));
  settle_check(t, values_store_pages(t->store, s, settle_source_id(t)));
  follow_end(t);
  if (partly && s->network < NETWORK_LOST) take_failed_parts(t);
  settle_task(t, partly && !failed.all ? NULL : failed.first,
              failed.first != NULL && passing_failure(failed.first));
}

/* is_part: of a file, whose other parts were or will be counted. */
static void tally(struct settle *t, int is_part) {
  struct engine *e = t->s->engine;
  struct engine_counts c = t->s->counts;
  if (e->read_some) c.documents = 0;
  if (e->dated_some) c.dated = 0;
  e->read_some |= c.documents > 0;
  e->dated_some |= c.dated > 0;
  e->read_untold += c.read;
  c.read = is_part || e->read_untold >= READ_STEP ? e->read_untold
                                                  : 0; /* only shown: not worth a row for each file */
  e->read_untold -= c.read;
  settle_check(t, tally_add(t->store, t->s->task.run.p, &c));
}

/* A document that could not be read before: its task was settled then, and its source knows. */
static void settle_retried(struct settle *t) {
  struct settlement *s = t->s;
  for (const struct settle_doc *d = s->docs; d != NULL; d = d->next) take_document(t, d);
  settle_check(t, values_store_pages(t->store, s, settle_source_id(t)));
  follow_end(t);
  if (s->counts.quarantined == 0) settle_check(t, store_quarantine_drop(t->store, s->retried));
}

static struct tdg_str own(struct arena *a, struct tdg_str s) {
  return (struct tdg_str){arena_copy(a, s.p != NULL ? s.p : "", s.n), s.n};
}

void settlement_take_task(struct settlement *s, const struct tdg_task *task) {
  struct arena *a = &s->arena;
  s->task = *task;
  s->task.source = own(a, task->source);
  s->task.url = own(a, task->url);
  s->task.key = own(a, task->key);
  s->task.group = own(a, task->group);
  s->task.run = own(a, task->run);
  s->request = rec_read(a, task->request, NULL, 0);
  if (s->request == NULL) s->request = rec_new(a, TDG_REQUEST);
  s->task.request = rec_bytes(s->request);
  revisit_read(s);
  s->source = task->source.n > 0 ? engine_source(s->engine, s->task.source.p) : NULL;
  s->values = s->source != NULL ? values_load(s->engine->store, a, s->source->who.id) : NULL;
}

void settle_prepare(struct settlement *s, int behind) {
  for (struct settle_doc *d = s->docs; d != NULL; d = d->next) keep_prepare(s, d, behind);
}

/* Of a part the validators are those of something else. */
static int is_cut(const struct settle *t) {
  const tdg_rec *doc = t->s->docs != NULL ? t->s->docs->doc : NULL;
  return t->incomplete || (doc != NULL && t->feed == NULL && !t->s->same && whole_end(doc) == WHOLE_CUT);
}

int settle_run(struct store *store, void *settlement) {
  struct settlement *s = settlement;
  const struct job *unparsed;
  struct settle t = {.store = store, .ops = store->ops, .s = s, .arena = &s->arena};
  t.keeper = (struct keeper){.store = store, .s = s, .arena = &s->arena};
  s->counts = (struct engine_counts){.tasks = 1};
  if (s->replay != NULL) { /* its task is settled, and its source is asked nothing */
    replay_settle(&t);
    return t.status;
  }
  sourcestate_load(&t);
  if (s->retried != 0) settle_retried(&t);
  else if (s->task.kind == TDG_TASK_HUB) push_answered(&t);
  else if ((s->task.source.n > 0 && s->source == NULL) || revisit_is_over(s)) put_aside(&t);
  else if (s->fetch != NULL && (s->fetch->status < 0 || s->fetch->cause != CAUSE_NONE)) settle_lost_fetch(&t);
  else if ((unparsed = parser_wants_retry(s)) != NULL) settle_unparsed(&t, unparsed);
  else if (s->docs != NULL && redirect_leads_away(s, s->docs->doc)) redirect_settle(&t, s->docs->doc);
  else settle_fetched(&t);
  if (t.status >= 0) import_report_write(&t);
  if (t.status >= 0 && s->task.kind == TDG_TASK_IMPORT && s->retried == 0) tally(&t, import_count_read(s));
  if (t.status >= 0 && s->retried == 0)
    settle_check(&t, conduct_answered(s->engine->conduct, store, s, is_cut(&t)));
  if (t.status >= 0) settle_check(&t, hosts_save(s->engine->hosts));
  buf_free(&t.lines);
  return t.status;
}
