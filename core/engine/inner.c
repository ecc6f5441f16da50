/* engine/inner.c - read a document and the documents inside it; see parse.h.
 *
 * A walk is one call of route_document.  It has a layer for each document that is being read: the outermost one, one
 * inside it, one inside that.  A layer owns its document's answer until it has passed it on, and the inner documents
 * that it makes.  Records of inner documents are copied into the answer of the document around them.
 */
#include "engine/parse.h"

#include "engine/pool_priv.h"
#include "news/news.h"
#include "util/check.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct walk {
  struct engine *engine;
  const char *as; /* the parser that the caller names; "": none */
  const struct engine_choice *own;
  const tdg_rec *values;
  size_t documents, bytes; /* inner ones, over all levels */
  uint64_t beyond;         /* those that were not read, because a limit was met: */
  const char *beyond_of;   /*   the first such limit */
  uint64_t began;
  route_done_fn done;
  void *arg;
};

/* Why an inner document was not read. */
struct fault {
  int status, signal;
  enum worker_cause_code cause;
  const char *message;
};

struct recs {
  const tdg_rec **v;
  size_t n, cap;
};

enum rank { RANK_NOTHING, RANK_STUB, RANK_RECORD, RANK_STATEMENT };

struct layer {
  struct walk *walk;
  struct layer *outer; /* NULL: the outermost document */
  int depth;
  const tdg_rec *doc;
  const tdg_rec *from; /* the TDG_DOC that doc was made of */
  struct job *job;
  const char *parser;
  struct arena arena;
  size_t at; /* the next record of the answer */
  int waits, turning;
  const char *second; /* the parser to try when nobody reads it; NULL: none */
  int is_data;        /* JSON, for which a parser of texts was named */
  struct recs out;    /* the new records of the answer */
  struct recs form;   /* of the forms of one thing, those of the best so far */
  enum rank form_rank;
  struct fault fault;
};

static void read_layer(struct layer *l);

static void add(struct recs *to, const tdg_rec *r) {
  if (to->n == to->cap) {
    to->cap = to->cap > 0 ? 2 * to->cap : 8;
    to->v = check_realloc(to->v, to->cap * sizeof *to->v);
  }
  to->v[to->n++] = r;
}

static struct layer *layer_new(struct walk *w, struct layer *outer, const tdg_rec *doc) {
  struct layer *l = check_alloc(sizeof *l);
  *l = (struct layer){.walk = w, .outer = outer, .doc = doc, .depth = outer != NULL ? outer->depth + 1 : 0};
  return l;
}

static void layer_free(struct layer *l) {
  free((void *)l->out.v);
  free((void *)l->form.v);
  arena_free(&l->arena);
  free(l);
}

/* ---- what comes of an inner document ---- */

static int is_inner(const tdg_rec *r) { return rec_kind(r) == TDG_DOC; }
static int is_form(const tdg_rec *r) { return strcmp(rec_get(r, TDG_REL, 0).p, "alternate") == 0; }

/* How good it is as the form that is used. */
static enum rank rank_of(const tdg_rec *r) {
  switch (rec_kind(r)) {
  case TDG_STATEMENT: return RANK_STATEMENT;
  case TDG_ARTICLE:
  case TDG_FEED: return RANK_RECORD;
  case TDG_STUB: return RANK_STUB;
  default: return RANK_NOTHING;
  }
}

static const char *type_of(const tdg_rec *doc) {
  return sniff_type(rec_get(doc, TDG_MEDIA_TYPE, 0).p, rec_get(doc, TDG_BODY, 0));
}

/* The first one is kept, in case nothing is left, in the answer of l: the inner answer, which f is of, is freed before.
 * What a part of a part says is said once, however deep it lies. */
static void note_fault(struct layer *l, const tdg_rec *from, struct fault f) {
  static const char part[] = "a part of it (";
  const char *address = rec_get(l->doc, TDG_URL, 0).p, *type = type_of(from);
  const int is_told = strncmp(f.message, part, sizeof part - 1) == 0;
  const char *reason = f.message[0] != '\0'  ? f.message
                       : sniff_is_data(type) ? "no article by itself; save a list as a file, and import that"
                                             : "no parser wanted it";
  f.message = is_told ? arena_copy(&l->job->arena, reason, strlen(reason))
                      : arena_printf(&l->job->arena, "%s%s): %s", part, type, reason);
  if (f.status == TDG_NOT_MINE || is_form(from)) log_info("%s: %s", address, f.message);
  else log_warning("%s: %s", address, f.message);
  if (l->fault.status == 0 || (l->fault.status == TDG_NOT_MINE && f.status < 0)) l->fault = f;
}

static struct fault fault_of(const struct job *job, const char *parser, char room[JOB_WORDS]) {
  const int nothing = !job_failed(job);
  return (struct fault){nothing ? TDG_BAD_INPUT : job->status, job->signal, job->cause,
                        job_unread_words(job, parser, room)};
}

/* Its records, copied, with what the outer document knows.  That is of the one thing it is about, if it is one. */
static void take_records(struct layer *l, const struct job *job, const tdg_rec *from, struct recs *to) {
  const tdg_rec *known = rec_get_rec(from, TDG_MEMBER, 0);
  size_t n = 0;
  for (size_t i = 0; i < job->n_recs; i++) n += rank_of(job->recs[i]) >= RANK_RECORD;
  for (size_t i = 0; i < job->n_recs; i++) {
    const tdg_rec *r = job->recs[i];
    if (rec_kind(r) == TDG_REQUEST) continue;
    if (l->out.n + to->n >= POOL_MAX_RECORDS) return;
    const int is_record = rec_kind(r) == TDG_ARTICLE || rec_kind(r) == TDG_STATEMENT;
    add(to, is_record && n == 1 && known != NULL ? record_with_defaults(&l->job->arena, r, known)
                                                 : rec_copy(&l->job->arena, r, rec_kind(r)));
  }
}

static void use_form(struct layer *l) {
  for (size_t i = 0; i < l->form.n; i++) add(&l->out, l->form.v[i]);
  l->form.n = 0;
  l->form_rank = RANK_NOTHING;
}

static void take_answer(struct layer *l, const struct job *job, const char *parser, const tdg_rec *from) {
  char room[JOB_WORDS];
  enum rank rank = RANK_NOTHING;
  l->job->cpu_us += job->cpu_us;
  if (job->cause == CAUSE_STOPPED) {
    l->fault = (struct fault){job->status, job->signal, job->cause, ""};
  } else if (job_is_unread(job)) {
    note_fault(l, from, fault_of(job, parser, room));
  } else if (!is_form(from)) {
    take_records(l, job, from, &l->out);
  } else {
    for (size_t i = 0; i < job->n_recs; i++)
      if (rank_of(job->recs[i]) > rank) rank = rank_of(job->recs[i]);
    if (rank <= l->form_rank) return;
    l->form.n = 0;
    l->form_rank = rank;
    take_records(l, job, from, &l->form);
  }
}

/* ---- the inner documents, one after the other ---- */

/* The inner document as its parser gets it. */
static const tdg_rec *make_document(struct layer *l, const tdg_rec *from) {
  static const uint32_t inherited[] = {TDG_URL, TDG_FINAL_URL, TDG_FETCHED, TDG_DEFAULT_ZONE, TDG_EXPLAIN, 0};
  static const uint32_t own[] = {TDG_REL, TDG_KEPT, TDG_HEADER, 0};
  tdg_rec *doc = rec_without(&l->arena, from, own);
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(l->doc, &pos, &it))
    for (const uint32_t *f = inherited; *f != 0; f++)
      if (it.field == *f && !rec_has(from, *f) && !rec_has(doc, *f)) rec_put_item(doc, &it);
  return doc;
}

/* NULL: it may be read. */
static const char *limit_met(const struct layer *l, const tdg_rec *from) {
  const struct walk *w = l->walk;
  if (l->depth + 1 > INNER_MAX_DEPTH)
    return "documents are nested too deep in it (at most five levels are read)";
  if (w->documents >= INNER_MAX_DOCUMENTS)
    return "there are too many documents in it (at most 1,000 are read)";
  if (w->bytes + rec_get(from, TDG_BODY, 0).n > INNER_MAX_BYTES)
    return "the documents in it are too large (at most 64 MiB are read)";
  if (w->documents > 0 && uv_now(&w->engine->loop) - w->began > INNER_MAX_MS)
    return "reading the documents in it takes too long";
  return NULL;
}

/* They are counted: how many there are is told at the end. */
static void leave_beyond(struct layer *l, const char *why) {
  struct walk *w = l->walk;
  if (w->beyond++ == 0) w->beyond_of = why;
  if (l->fault.status == 0) l->fault = (struct fault){TDG_DENIED, 0, CAUSE_NONE, why};
}

static void begin_inner(struct layer *l, const tdg_rec *from) {
  struct walk *w = l->walk;
  const char *why = limit_met(l, from);
  if (why != NULL) {
    leave_beyond(l, why);
    return;
  }
  if (w->documents++ == 0) w->began = uv_now(&w->engine->loop);
  w->bytes += rec_get(from, TDG_BODY, 0).n;
  struct layer *in = layer_new(w, l, make_document(l, from));
  in->from = from;
  l->waits = 1;
  read_layer(in);
}

/* Is anything in the answer that was asked for? */
static int has_records(const struct layer *l) {
  for (size_t i = 0; i < l->out.n; i++)
    if (rank_of(l->out.v[i]) != RANK_NOTHING || rec_kind(l->out.v[i]) == TDG_REQUEST) return 1;
  return 0;
}

static void replace_records(struct layer *l) {
  struct job *job = l->job;
  free((void *)job->recs);
  job->recs = l->out.v;
  job->n_recs = l->out.n;
  job->cap = l->out.cap;
  l->out = (struct recs){0};
}

static void end_layer(struct layer *l);

/* Continue with the records of the answer until an inner document is being read. */
static void turn(struct layer *l) {
  if (l->turning) return;
  l->turning = 1;
  while (!l->waits && l->at < l->job->n_recs && l->fault.cause != CAUSE_STOPPED) {
    const tdg_rec *r = l->job->recs[l->at++];
    if (!is_inner(r) || !is_form(r)) use_form(l);
    if (!is_inner(r)) add(&l->out, r);
    else if (!is_form(r) || l->form_rank < RANK_STATEMENT) begin_inner(l, r);
  }
  l->turning = 0;
  if (l->waits) return;
  use_form(l);
  if (l->fault.status != 0 && (!has_records(l) || l->fault.cause == CAUSE_STOPPED)) {
    l->job->status = l->fault.status;
    l->job->cause = l->fault.cause;
    l->job->signal = l->fault.signal;
    l->job->message = l->fault.message;
  }
  replace_records(l);
  end_layer(l);
}

/* Of what stands in it a part was read.  When nothing was, it has failed by that. */
static void tell_beyond(struct layer *l) {
  struct job *job = l->job;
  const unsigned long long n = l->walk->beyond;
  if (n == 0 || job_is_unread(job)) return;
  job->beyond = n;
  job->beyond_words = arena_printf(&job->arena, "%llu document%s in it %s not read: %s", n, n == 1 ? "" : "s",
                                   n == 1 ? "was" : "were", l->walk->beyond_of);
  log_warning("%s: %s", rec_get(l->doc, TDG_URL, 0).p, job->beyond_words);
}

static void end_layer(struct layer *l) {
  struct layer *outer = l->outer;
  struct walk *w = l->walk;
  if (outer == NULL) {
    tell_beyond(l);
    w->done(l->job, l->parser, w->arg);
    layer_free(l);
    free(w);
    return;
  }
  take_answer(outer, l->job, l->parser, l->from);
  job_free(l->job);
  layer_free(l);
  outer->waits = 0;
  turn(outer);
}

/* Nobody knows it: all that came is that it is data, and no article. */
static int is_only_data(const struct job *job) {
  return job->n_recs == 1 && rec_kind(job->recs[0]) == TDG_STUB &&
         strcmp(rec_get(job->recs[0], TDG_GENRE, 0).p, "data") == 0;
}

static void on_read(struct job *job, const char *parser, void *arg) {
  struct layer *l = arg;
  struct walk *w = l->walk;
  const char *second = l->second;
  int inner = 0;
  l->second = NULL;
  if (second != NULL && (job->status == TDG_NOT_MINE || is_only_data(job)) && job->cause != CAUSE_STOPPED) {
    job_free(job);
    route_choose(w->engine, l->doc, second, w->own, w->values, on_read, l);
    return;
  }
  l->job = job;
  l->parser = arena_copy(&l->arena, parser, strlen(parser));
  for (size_t i = 0; i < job->n_recs && !inner; i++) inner = is_inner(job->recs[i]);
  if (job_failed(job) || !inner) end_layer(l);
  else turn(l);
}

/* It reads pages or texts. */
static int reads_texts(const struct component_info *c) {
  return plugin_claims(c, "text/html") || plugin_claims(c, "text/plain");
}

/* The parser that is named for this document: by the caller, when it reads such documents, or by the document.  Who names a
 * parser of texts for JSON means the texts in it, which a parser that knows this JSON hands on, with what they are; nobody may know it. */
static const char *named_for(struct layer *l) {
  const struct walk *w = l->walk;
  const char *type = type_of(l->doc);
  const struct component_info *c =
      w->as[0] != '\0' ? plugin_component(w->engine->plugins, TDG_KIND_PARSER, w->as) : NULL;
  if (l->outer != NULL && l->outer->is_data && rec_has(l->doc, TDG_AS)) return rec_get(l->doc, TDG_AS, 0).p;
  if (c != NULL && plugin_claims(c, type)) return w->as;
  if (c != NULL && sniff_is_wrapping(type)) return "";
  if (c != NULL && l->outer == NULL && sniff_is_data(type) && reads_texts(c)) {
    l->second = w->as;
    l->is_data = 1;
    return "";
  }
  return l->outer == NULL ? w->as : rec_get(l->doc, TDG_AS, 0).p;
}

static void read_layer(struct layer *l) {
  struct walk *w = l->walk;
  route_choose(w->engine, l->doc, named_for(l), w->own, w->values, on_read, l);
}

void route_document(struct engine *e, const tdg_rec *doc, const char *as, const struct engine_choice *own,
                    const tdg_rec *values, route_done_fn done, void *arg) {
  struct walk *w = check_alloc(sizeof *w);
  *w = (struct walk){.engine = e, .as = as, .own = own, .values = values, .done = done, .arg = arg};
  read_layer(layer_new(w, NULL, doc));
}
