/* cli/trial_kinds.c - what each kind of component is given when it is tried, and what came out; see plugin_try.h.
 *
 * Inputs are read one by one; each is told with its file and line when it is none.  A worker that ends takes the
 * rest with it: what follows would not be called with the state that the engine gives.
 */
#include "cli/plugin_try.h"

#include "engine/parse.h"
#include "engine/stage_note.h"
#include "news/news.h"
#include "plugin/plugin_info.h"
#include "record/record_json.h"
#include "util/check.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

static void put_record(struct trial *t, const tdg_rec *r) {
  rec_json(&t->out, r, 0);
  trial_line(t);
}

/* ---- parsers ---- */

static const char *many(size_t n) { return n == 1 ? "" : "s"; }

static void say_answer(const struct trial *t, const struct job *job) {
  size_t requests = 0;
  for (size_t i = 0; i < job->n_recs; i++) requests += rec_kind(job->recs[i]) == TDG_REQUEST;
  const size_t rest = job->n_recs - requests;
  trial_say(t, "%zu %s%s, %zu request%s", rest,
            t->component->kind == TDG_KIND_FETCHER ? rec_kind_name(TDG_DOC) : "record", many(rest), requests,
            many(requests));
}

/* Fetchers and parsers may keep values for their source. */
static void put_kept(struct trial *t, const struct job *job) {
  const tdg_rec *v;
  for (uint32_t i = 0; job->kept != NULL && (v = rec_get_rec(job->kept, TDG_KEPT, i)) != NULL; i++) {
    const struct tdg_str name = rec_get(v, TDG_NAME, 0);
    buf_str(&t->out, "{\"keeps\":");
    json_quote(&t->out, name.p, name.n);
    json_put_text(&t->out, "value", rec_get(v, TDG_BODY, 0));
    buf_char(&t->out, '}');
    trial_line(t);
  }
}

/* What a run would not ask for, by the rules for every request (news/lead.c).  in: what the component was given. */
static void say_not_followed(const struct trial *t, const tdg_rec *in, const tdg_rec *request) {
  const struct tdg_str from = rec_get(in, TDG_URL, 0), to = rec_get(request, TDG_URL, 0);
  const char *why = NULL;
  if (rec_kind(request) != TDG_REQUEST || t->golden) return;
  if (t->component->kind == TDG_KIND_FETCHER) why = lead_fetcher_refusal(from, to);
  else if ((why = lead_refusal(from, rec_get(in, TDG_FINAL_URL, 0), to)) == NULL)
    why = lead_way_refusal(in, request);
  const struct tdg_str as = rec_get(request, TDG_AS, 0);
  if (as.n > 0 && plugin_component(t->file->plugins, TDG_KIND_PARSER, as.p) == NULL)
    trial_say(t,
              "the request for \"%.200s\" names the parser %.100s, which is not among the plugins here (%s)",
              to.p, as.p, from.p);
  if (why != NULL)
    trial_say(t, "a run does not follow the request for \"%.200s\": %s (%s)", to.p, why, from.p);
}

static void put_answer(struct trial *t, const tdg_rec *in, const struct job *job, const char *what) {
  if (job_failed(job)) {
    trial_failed(t, job, what);
    return;
  }
  for (size_t i = 0; i < job->n_recs; i++) put_record(t, job->recs[i]), say_not_followed(t, in, job->recs[i]);
  put_kept(t, job);
  if (!t->golden) say_answer(t, job);
  if (!job_found_nothing(job)) return;
  trial_mistake(t, "no-record", "it emitted nothing for %s, which a run puts into the quarantine (bad-input)",
                what);
}

/* As when several parsers claim the media type.  0 when that has ended the worker. */
static int try_probe(struct trial *t, struct arena *a, const tdg_rec *doc, const char *path) {
  if ((t->component->calls & PLUGIN_CALL_PROBE) == 0 || t->no_probe) return 1;
  struct job *job = trial_call(t, FRAME_PROBE, route_head(a, doc), rec_get_int(doc, TDG_FETCHED, 0));
  char what[400];
  snprintf(what, sizeof what, "probe of %.300s", path);
  t->calls--;
  if (job->status < 0) t->mistakes++, trial_tell(t, job, what);
  else if (!t->golden) trial_say(t, "probe of %s: %d of 100", path, job->status);
  job_free(job);
  return !t->died;
}

static void give_document(struct trial *t, const char *path, const char *url, const char *type) {
  struct arena a = {0};
  char message[500] = "";
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  if (t->golden) rec_put_int(doc, TDG_FETCHED, trial_now(t));
  cli_put_address(doc, path, url);
  if (type != NULL) cli_put_type(doc, type, "");
  if (cli_read_body(doc, path, message, sizeof message) < 0) {
    say_error("tidings plugin %s: %s\n", t->file->command, message);
    t->mistakes++;
  } else if (try_probe(t, &a, doc, path)) {
    const tdg_rec *in = trial_with_kept(t, &a, doc);
    struct job *job = in != NULL ? trial_call(t, FRAME_RUN, in, rec_get_int(doc, TDG_FETCHED, 0)) : NULL;
    if (job != NULL) put_answer(t, doc, job, path), job_free(job);
    else t->mistakes++;
  }
  arena_free(&a);
}

/* ---- fetchers ---- */

enum { SHOWN_BODY = 600 };

static int is_text(struct tdg_str s) { return tdg_utf8_valid(s.p, s.n); }

static void put_document(struct trial *t, const tdg_rec *doc) {
  struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  size_t n = tdg_utf8_cut(body, SHOWN_BODY);
  rec_json(&t->out, doc, JSON_NO_BYTES);
  t->out.n--; /* the } */
  buf_printf(&t->out, ",\"body_bytes\":%zu,\"body_begins\":", body.n);
  json_quote(&t->out, body.p,
             is_text((struct tdg_str){body.p, n}) ? n
             : tdg_str_trim(body).n < 16          ? body.n
                                                  : 16);
  buf_char(&t->out, '}');
  trial_line(t);
}

static void give_address(struct trial *t, const char *url) {
  struct arena a = {0};
  tdg_rec *request = rec_new(&a, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  const tdg_rec *in = trial_with_kept(t, &a, request);
  if (in == NULL) {
    t->mistakes++;
    arena_free(&a);
    return;
  }
  struct job *job = trial_call(t, FRAME_RUN, in, trial_now(t));
  if (job_failed(job)) trial_failed(t, job, url);
  for (size_t i = 0; !job_failed(job) && i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_DOC) put_document(t, job->recs[i]);
    else put_record(t, job->recs[i]), say_not_followed(t, request, job->recs[i]);
  if (!job_failed(job)) put_kept(t, job), say_answer(t, job);
  job_free(job);
  arena_free(&a);
}

/* ---- stages ---- */

enum { MAX_JUDGED = 100000 };

struct judged {
  const tdg_rec *rec;
  const tdg_rec **notes;
  size_t n;
  int dropped;
};

struct judging {
  struct trial *t;
  struct arena arena; /* records and notes */
  struct map mistakes;
  struct note_maker maker;
  struct judged *v;
  size_t n;
};

/* The next record of a file that this kind of component gets; NULL at the end. */
static tdg_rec *next_record(struct trial *t, struct trial_input *in, struct arena *a, uint32_t wanted) {
  char message[700];
  tdg_rec *rec;
  int got;
  while ((got = trial_input_next(in, a, &rec, message, sizeof message)) != 0) {
    if (got < 0) {
      say_error("tidings plugin %s: %s\n", t->file->command, message);
      t->mistakes++;
    } else if (wanted & 1u << rec_kind(rec)) {
      return rec;
    } else {
      trial_say(t, "a record of kind %s is passed over: it gets none", rec_kind_name(rec_kind(rec)));
    }
  }
  return NULL;
}

static void read_records(struct judging *g, const char *path) {
  struct trial_input in;
  tdg_rec *rec;
  g->v = check_alloc(MAX_JUDGED * sizeof *g->v);
  if (trial_input_open(&in, g->t->file->command, path, TDG_ARTICLE) < 0) g->t->mistakes++;
  while (g->n < MAX_JUDGED &&
         (rec = next_record(g->t, &in, &g->arena, 1u << TDG_ARTICLE | 1u << TDG_STATEMENT)) != NULL)
    g->v[g->n++] = (struct judged){.rec = rec};
  trial_input_close(&in);
}

static void keep_notes(struct judging *g, struct judged *j, const struct job *job) {
  const int64_t about = rec_get_int(j->rec, TDG_ID, 0), now = rec_get_int(j->rec, TDG_FIRST_SEEN, 0);
  note_tell_excess(&g->maker, job);
  j->notes = arena_zalloc(&g->arena, (job->n_recs + 1) * sizeof *j->notes);
  j->n = 0;
  for (size_t i = 0; i < job->n_recs; i++) {
    const tdg_rec *note = note_accept(&g->maker, job->recs[i], about, now);
    if (note != NULL) j->notes[j->n++] = note;
  }
  j->dropped = note_is_drop(job);
  if (j->dropped) j->notes[j->n++] = note_of_drop(&g->maker, job, about, now);
}

/* 0 when the worker has ended, and with it the stage's state. */
static int judge_one(struct judging *g, struct judged *j) {
  char what[400];
  struct tdg_str title = rec_get(j->rec, TDG_TITLE, 0);
  struct job *job = trial_call(g->t, FRAME_JUDGE, j->rec, rec_get_int(j->rec, TDG_FIRST_SEEN, 0));
  snprintf(what, sizeof what, "judge of \"%.*s\"", (int)tdg_utf8_cut(title, 200), title.p);
  if (job->status < 0) trial_failed(g->t, job, what);
  keep_notes(g, j, job);
  job_free(job);
  return !g->t->died;
}

static void put_overlaid(struct judging *g, const struct judged *j) {
  const char *const stages[] = {g->maker.stage};
  const struct fold_order order = {stages, 1};
  struct fold_list *list = arena_zalloc(&g->arena, sizeof *list);
  for (size_t i = 0; i < j->n; i++)
    if (fold_is_overlay(j->notes[i])) fold_add(list, &order, j->notes[i], tdg_str_of(g->maker.stage));
  put_record(g->t, fold_lay(&g->arena, j->rec, list));
}

static void judge_all(struct judging *g) {
  size_t notes = 0, dropped = 0, n = 0;
  int alive = 1;
  for (; n < g->n && alive; n++) {
    struct judged *j = &g->v[n];
    alive = judge_one(g, j);
    for (size_t i = 0; i < j->n; i++) put_record(g->t, j->notes[i]);
    if (g->t->opt->overlaid) put_overlaid(g, j);
    notes += j->n;
    dropped += (size_t)j->dropped;
  }
  if (!g->t->golden && g->n > 0)
    trial_say(g->t, "%zu of %zu record%s judged, %zu note%s, %zu dropped", n, g->n, many(g->n),
              notes - dropped, many(notes - dropped), dropped);
}

/* All notes of the first n records, as the engine recalls them: those that say what it dropped are its own. */
static void recall(struct judging *g, size_t n) {
  tdg_rec *bundle = rec_new(&g->arena, TDG_STORY);
  size_t in = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < g->v[i].n; k++)
      if (!rec_has(g->v[i].notes[k], TDG_DROPPED)) rec_put_rec(bundle, TDG_MEMBER, g->v[i].notes[k]), in++;
  if (in == 0) return;
  struct job *job = trial_call(g->t, FRAME_RECALL, bundle, 0);
  if (job->status < 0) trial_failed(g->t, job, "recall");
  job_free(job);
}

static char *notes_text(struct arena *a, const struct judged *j) {
  struct buf text = buf_make(64 << 20);
  for (size_t i = 0; i < j->n; i++) rec_json(&text, j->notes[i], 0), buf_char(&text, '\n');
  char *kept = arena_copy(a, text.n > 0 ? text.p : "", text.n);
  buf_free(&text);
  return kept;
}

static void tell_difference(struct judging *g, const struct judged *j, const char *before,
                            const char *after) {
  struct tdg_str title = rec_get(j->rec, TDG_TITLE, 0);
  trial_mistake(
      g->t, "restart",
      "after a restart it says something else of \"%.*s\": recall must rebuild from the notes what judge "
      "looks at",
      (int)tdg_utf8_cut(title, 200), title.p);
  if (g->t->watch != NULL) return;
  struct buf told = buf_make(1 << 20);
  for (const char *line = before; *line != '\0'; line = strchr(line, '\n') + 1)
    buf_printf(&told, "-%.*s\n", (int)strcspn(line, "\n"), line);
  for (const char *line = after; *line != '\0'; line = strchr(line, '\n') + 1)
    buf_printf(&told, "+%.*s\n", (int)strcspn(line, "\n"), line);
  say_ready(stderr, told.p, told.n);
  buf_free(&told);
}

/* The second half again in a new worker, which has only the notes of the first half. */
static void judge_after_restart(struct judging *g) {
  const size_t half = g->n / 2, before = g->t->failures + g->t->mistakes;
  trial_stop(g->t);
  if (trial_start(g->t) < 0) return;
  recall(g, half);
  for (size_t i = half; i < g->n && !g->t->died; i++) {
    struct judged again = {.rec = g->v[i].rec};
    judge_one(g, &again);
    const char *was = notes_text(&g->arena, &g->v[i]), *is = notes_text(&g->arena, &again);
    if (!g->t->died && strcmp(was, is) != 0) tell_difference(g, &again, was, is);
  }
  if (g->t->failures + g->t->mistakes == before && !g->t->golden)
    trial_say(g->t, "the same notes after a restart behind record %zu", half);
}

static void give_records(struct trial *t, const char *path) {
  struct judging g = {.t = t};
  g.maker = (struct note_maker){.stage = t->component->name,
                                .plugin = t->component->plugin->id,
                                .arena = &g.arena,
                                .mistakes = &g.mistakes,
                                .told = t->how.told,
                                .told_arg = t->how.told_arg};
  read_records(&g, path);
  judge_all(&g);
  if ((t->opt->restart || t->golden) && !t->no_restart && !t->died) judge_after_restart(&g);
  map_free(&g.mistakes);
  arena_free(&g.arena);
  free(g.v);
}

/* ---- briefs ---- */

static void tell_refused(void *arg, const char *why, struct tdg_str text) {
  struct trial *t = arg;
  if (!t->golden || t->watch != NULL)
    trial_mistake(t, "sentence",
                  "a sentence is left out because no record of the story says it: \"%.*s\": %s",
                  (int)tdg_utf8_cut(text, 200), text.p, why);
  if (!t->golden) return;
  buf_str(&t->out, "{\"refused\":");
  json_quote(&t->out, text.p, text.n);
  json_put_text(&t->out, "reason", tdg_str_of(why));
  buf_char(&t->out, '}');
  trial_line(t);
}

/* Of golden tests the brief shows it: it gets TDG_FROM. */
static void tell_own(void *arg, struct tdg_str text) {
  struct trial *t = arg;
  if (!t->golden)
    trial_say(t,
              "\"%.*s\" is no title and no sentence of the story's records; it is shown as words of the "
              "plugin: quote "
              "a title, or put TDG_FROM beside it",
              (int)tdg_utf8_cut(text, 200), text.p);
}

static void put_brief(struct trial *t, struct arena *a, const struct job *job, const tdg_rec *story) {
  if (job->n_recs == 0) {
    trial_say(t, "no brief for this story");
    return;
  }
  if (job->n_recs > 1 || rec_kind(job->recs[0]) != TDG_BRIEF) {
    trial_mistake(
        t, "not-emitted-kind",
        "it emitted %zu records, the first of kind %s; only the first counts, and it must be a brief",
        job->n_recs, rec_kind_name(rec_kind(job->recs[0])));
  }
  if (rec_kind(job->recs[0]) != TDG_BRIEF) return;
  const struct brief_told told = {tell_refused, tell_own, t};
  const tdg_rec *brief = brief_check(a, job->recs[0], story, t->component->name, &told);
  if (brief != NULL) put_record(t, brief);
  else trial_say(t, "no brief for this story: none of its sentences is one of its sources");
}

static void give_stories(struct trial *t, const char *path) {
  struct arena a = {0};
  struct trial_input in;
  tdg_rec *story;
  if (trial_input_open(&in, t->file->command, path, TDG_STORY) < 0) t->mistakes++;
  while (!t->died && (story = next_record(t, &in, &a, 1u << TDG_STORY)) != NULL) {
    struct job *job = trial_call(t, FRAME_RUN, story, trial_now(t));
    if (job->status < 0) trial_failed(t, job, "a story");
    else put_brief(t, &a, job, story);
    job_free(job);
    arena_reset(&a);
  }
  trial_input_close(&in);
  arena_free(&a);
}

/* ---- sinks ---- */

static void put_taken(struct trial *t, const tdg_rec *rec, const struct job *job) {
  buf_str(&t->out, "{\"id\":");
  json_quote_id(&t->out, rec_get_int(rec, TDG_ID, 0));
  buf_printf(&t->out, ",\"taken\":%s", job->status >= 0 ? "true" : "false");
  if (job->status < 0 && job->cause == CAUSE_NONE) {
    buf_printf(&t->out, ",\"code\":\"%s\"", job_error_word(job));
    json_put_text(&t->out, "message", tdg_str_of(job->message));
  }
  buf_char(&t->out, '}');
  trial_line(t);
}

static void flush(struct trial *t, size_t taken) {
  struct job *job = trial_call(t, FRAME_FLUSH, NULL, trial_now(t));
  if (job->status < 0) trial_failed(t, job, "flush");
  else if (!t->golden) trial_say(t, "%zu record%s taken and flushed", taken, many(taken));
  job_free(job);
}

/* Its title, else its id. */
static const char *name_of(const tdg_rec *rec, char out[300]) {
  const struct tdg_str title = rec_get(rec, rec_has(rec, TDG_TITLE) ? TDG_TITLE : TDG_HEADLINE, 0);
  char id[ID_LETTERS + 1];
  id_text(rec_get_int(rec, TDG_ID, 0), id);
  if (title.n > 0) snprintf(out, 300, "\"%.*s\"", (int)tdg_utf8_cut(title, 200), title.p);
  else snprintf(out, 300, "record %s", id);
  return out;
}

static void give_to_sink(struct trial *t, const char *path) {
  char what[300];
  struct arena a = {0};
  struct trial_input in;
  tdg_rec *rec;
  size_t taken = 0;
  if (trial_input_open(&in, t->file->command, path, TDG_ARTICLE) < 0) t->mistakes++;
  while (!t->died &&
         (rec = next_record(t, &in, &a, 1u << TDG_ARTICLE | 1u << TDG_STATEMENT | 1u << TDG_BRIEF)) != NULL) {
    struct job *job = trial_call(t, FRAME_RUN, rec, trial_now(t));
    put_taken(t, rec, job);
    taken += job->status >= 0;
    if (job->status < 0 && t->golden && job->cause == CAUSE_NONE) t->failures++;
    else if (job->status < 0) trial_failed(t, job, name_of(rec, what));
    job_free(job);
    arena_reset(&a);
  }
  if (!t->died) flush(t, taken);
  trial_input_close(&in);
  arena_free(&a);
}

void trial_give(struct trial *t, const char *input, const char *url, const char *type) {
  switch (t->component->kind) {
  case TDG_KIND_FETCHER: give_address(t, input); break;
  case TDG_KIND_PARSER: give_document(t, input, url, type); break;
  case TDG_KIND_STAGE: give_records(t, input); break;
  case TDG_KIND_BRIEF: give_stories(t, input); break;
  default: give_to_sink(t, input); break;
  }
}
