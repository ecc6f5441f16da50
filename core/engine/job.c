/* engine/job.c - one call and its answer; see pool.h.  A job owns the memory of its answer. */
#include "engine/pool_priv.h"

#include "util/check.h"
#include "util/redact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job *job_new(enum frame_type verb, const tdg_rec *in, int64_t now_ms, job_done_fn done, void *arg) {
  struct job *j = check_alloc(sizeof *j);
  *j = (struct job){.verb = verb, .in = in, .now_ms = now_ms, .done = done, .arg = arg, .message = ""};
  return j;
}

struct tdg_str job_subject(const struct job *j) {
  return j->in != NULL ? rec_get(j->in, TDG_URL, 0) : (struct tdg_str){"", 0};
}

int job_may_work_later(const struct job *j) {
  return j->cause == CAUSE_NONE ? j->status == TDG_RETRY : j->cause != CAUSE_REFUSED;
}

const char *job_error_word(const struct job *j) {
  if (j->cause != CAUSE_NONE) return worker_cause_name(j->cause);
  if (job_found_nothing(j)) return "bad-input";
  switch (j->status) {
  case TDG_BAD_INPUT: return "bad-input";
  case TDG_NOT_MINE: return "not-mine";
  case TDG_DENIED: return "limit";
  case TDG_BAD_CONFIG: return "configuration";
  case TDG_RETRY: return "retry";
  default: return "internal";
  }
}

int job_failed(const struct job *j) { return j->status < 0 || j->status == TDG_NOT_MINE; }

int job_found_nothing(const struct job *j) {
  size_t i = 0;
  while (i < j->n_recs && rec_kind(j->recs[i]) == TDG_EXPLANATION) i++;
  return j->cause == CAUSE_NONE && j->status == TDG_OK && i == j->n_recs;
}

int job_is_unread(const struct job *j) { return job_failed(j) || job_found_nothing(j); }

const char *job_nothing_words(const char *parser, char room[JOB_WORDS]) {
  snprintf(room, JOB_WORDS, "%s found nothing in it", parser);
  return room;
}

const char *job_unread_words(const struct job *j, const char *parser, char room[JOB_WORDS]) {
  return job_failed(j) ? j->message : job_nothing_words(parser, room);
}

void job_free(struct job *j) {
  if (j->shared-- > 0) return;
  arena_free(&j->arena);
  free(j->recs);
  free(j);
}

/* The worker itself limits the number of records; its log lines and final frames are added. */
static void job_meter(struct frame_meter *m) {
  *m = (struct frame_meter){.max_bytes = POOL_MAX_REPLY + POOL_MAX_WORDS,
                            .max_frames = POOL_MAX_RECORDS + FRAME_MAX_LOGS + FRAME_MAX_TOLD + 2,
                            .max_logs = FRAME_MAX_LOGS + FRAME_MAX_TOLD};
}

void job_clear(struct job *j) {
  arena_reset(&j->arena);
  j->n_recs = 0;
  j->kept = NULL;
  j->same = 0;
  j->message = "";
  j->status = TDG_OK;
  job_meter(&j->meter);
}

void job_say(struct job *j, const char *p, size_t n) {
  char *words = arena_copy(&j->arena, p, n);
  redact_remembered(words, n);
  j->message = words;
}

static const char *status_symbol(int status) {
  static const char *const names[] = {"",           "TDG_RETRY",      "TDG_BAD_INPUT",
                                      "TDG_DENIED", "TDG_BAD_CONFIG", "TDG_INTERNAL"};
  return status < 0 && status >= TDG_INTERNAL ? names[-status] : "an unknown status";
}

void job_explain(struct job *j) {
  char label[PLUGIN_LABEL];
  const struct component_info *c = j->pool->spec.component;
  const int named = c->kind != TDG_KIND_PARSER && c->kind != TDG_KIND_FETCHER; /* by who tells it */
  if (j->status >= 0 || ((named || j->status != TDG_INTERNAL) && j->message[0] != '\0')) return;
  plugin_label(c, label);
  if (strncmp(j->message, label, strlen(label)) == 0) return; /* the worker has said it */
  j->message = j->message[0] != '\0'
                   ? arena_printf(&j->arena, "%s: %s", label, j->message)
                   : arena_printf(&j->arena, "%s%sit gave no reason (%s): say it with %s", named ? "" : label,
                                  named ? "" : ": ", status_symbol(j->status),
                                  c->plugin->program != NULL ? "an \"error\"" : "tdg_fail()");
}

/* Not one of the records: those are for everyone. */
static void keep_values(struct job *j, const tdg_rec *values) {
  const tdg_rec *v;
  if (j->kept == NULL) j->kept = rec_new(&j->arena, TDG_VALUES);
  for (uint32_t i = 0; (v = rec_get_rec(values, TDG_KEPT, i)) != NULL; i++) rec_put_rec(j->kept, TDG_KEPT, v);
}

/* Values that a component keeps come in a record of their own: nobody writes those of others into a document or a
 * request, which other components get.  Its worker has told it. */
static const tdg_rec *without_values(struct job *j, const tdg_rec *r) {
  static const uint32_t kept[] = {TDG_KEPT, 0};
  const uint32_t kind = rec_kind(r);
  return (kind == TDG_DOC || kind == TDG_REQUEST) && rec_has(r, TDG_KEPT) ? rec_without(&j->arena, r, kept)
                                                                          : r;
}

int job_keep(struct job *j, const void *bytes, size_t n, char *why, size_t size) {
  const tdg_rec *r = rec_read(&j->arena, (struct tdg_str){bytes, n}, why, size);
  if (r == NULL) return -1;
  if (rec_kind(r) == TDG_VALUES) {
    keep_values(j, r);
    return 0;
  }
  if (j->n_recs == j->cap) {
    j->cap = j->cap > 0 ? j->cap * 2 : 4;
    j->recs = check_realloc(j->recs, j->cap * sizeof *j->recs);
  }
  j->recs[j->n_recs++] = without_values(j, r);
  return 0;
}

int pool_max_documents(const struct pool *p) {
  return p->spec.max_documents != 0 ? p->spec.max_documents : POOL_MAX_DOCUMENTS;
}

const tdg_rec *job_first_document(const struct job *job) {
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_DOC) return job->recs[i];
  return NULL;
}
