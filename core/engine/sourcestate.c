/* engine/sourcestate.c - the state of a source, and of the lists it names; see settle_priv.h.
 *
 * Owns nothing; texts belong to the task.  Only the store can fail here.
 */
#include "engine/settle_priv.h"

#include "engine/outcome.h"
#include "engine/retention.h"
#include "engine/schedule.h"
#include "engine/subscription.h"
#include "util/log.h"
#include "util/span.h"

#include <string.h>
#include <xxhash.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

static const struct tdg_str none = {"", 0};

enum { WORDS_OVER = 10 }; /* the length of a source's records is the average of so many */

/* ---- state ---- */

static struct tdg_source_state new_source(int64_t now) {
  return (struct tdg_source_state){.size = sizeof(struct tdg_source_state),
                                   .added = now,
                                   .moved_url = none,
                                   .etag = none,
                                   .last_modified = none,
                                   .last_error = none,
                                   .title = none,
                                   .adopted = none};
}

static int remember_list(void *arg, const struct tdg_listing *list) {
  struct settle *t = arg;
  struct tdg_listing *l = &t->list;
  struct tdg_str *texts[] = {&l->source, &l->url, &l->etag, &l->last_modified, &l->last_error};
  *l = *list;
  store_copy_texts(t->arena, texts, sizeof texts / sizeof texts[0]);
  return 1;
}

void sourcestate_load(struct settle *t) {
  const struct engine_source *s = t->s->source;
  struct tdg_source_state *state = &t->state;
  *state = new_source(t->s->now_ms);
  if (s == NULL) return;
  if (t->s->attempted.size != 0 && t->s->source_puts == t->store->source_puts) *state = t->s->attempted;
  else settle_check(t, store_source_load(t->store, s->who.id, t->arena, state));
  state->id = tdg_str_of(s->who.id);
  state->url = tdg_str_of(s->url);
  t->poll = state->polls + (t->s->task.kind == TDG_TASK_POLL);
  if (t->s->task.kind == TDG_TASK_LISTING && t->s->request != NULL)
    settle_check(t, store_listing_get(t->store, s->who.id, page_name_of_list(t->arena, t->s->request),
                                      remember_list, t));
}

static void save_source(struct settle *t) {
  const int own = t->s->task.kind == TDG_TASK_POLL;
  settle_check(t,
               own ? t->ops->source_put(t->store->handle, &t->state) : store_source_put(t->store, &t->state));
}

/* ---- trouble ---- */

/* With the address that answered so, when it is not the one that was asked. */
static const char *led_words(struct settle *t, const tdg_rec *doc, const char *words) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  if (!rec_has(doc, TDG_REDIRECT) || final.n == 0 || tdg_str_same(final, rec_get(doc, TDG_URL, 0)))
    return words;
  return arena_printf(t->arena, "it leads to %.200s: %s", final.p, words);
}

const char *sourcestate_fetch_words(struct settle *t, const tdg_rec *doc) {
  const struct tdg_str message = rec_get(doc, TDG_MESSAGE, 0), class = rec_get(doc, TDG_ERROR, 0);
  const struct job *job = t->s->fetch;
  char label[PLUGIN_LABEL] = "its fetcher";
  if (message.n > 0) return led_words(t, doc, message.p);
  if (class.n > 0 && job != NULL && job->pool != NULL) plugin_label(pool_spec(job->pool)->component, label);
  if (class.n > 0) return arena_printf(t->arena, "%s says \"%s\", and gives no TDG_MESSAGE", label, class.p);
  return led_words(t, doc, outcome_answered(t->arena, rec_get_int(doc, TDG_STATUS, 0)));
}

const char *sourcestate_nothing_words(struct settle *t, const struct settle_doc *d) {
  char room[JOB_WORDS];
  const char *words = job_nothing_words(d->parser, room);
  return arena_copy(t->arena, words, strlen(words));
}

/* An answer that was not read. */
static const char *unread_words(struct settle *t, const tdg_rec *doc) {
  const tdg_rec *asked = t->s->request;
  int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  if (t->s->same) return NULL;
  if (status != 304) return outcome_unread(t->arena, status);
  if (asked != NULL && (rec_has(asked, TDG_ETAG) || rec_has(asked, TDG_LAST_MODIFIED))) return NULL;
  if (t->s->values != NULL || (t->s->fetch != NULL && t->s->fetch->kept != NULL))
    return NULL; /* its fetcher knows what it has read */
  return "the server says that nothing changed, and was not asked to compare (304)";
}

static struct tdg_str stub_genre(const struct job *job) {
  for (size_t i = 0; job != NULL && i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_STUB && rec_has(job->recs[i], TDG_GENRE))
      return rec_get(job->recs[i], TDG_GENRE, 0);
  return none;
}

static const char *stub_words(struct settle *t, const struct job *job) {
  const struct tdg_str genre = stub_genre(job);
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) != TDG_STUB) return NULL;
  return arena_printf(t->arena, "a page with nothing to read: %s", genre.n > 0 ? genre.p : "no article");
}

static const char *login_words(struct settle *t, const tdg_rec *doc) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  if (final.n == 0 || tdg_str_same(final, t->s->task.url)) return "a page that asks for a password";
  return arena_printf(t->arena, "a page that asks for a password, at %s", final.p);
}

/* The reason why a document is unusable; NULL: it is usable. */
static const char *fault_of(struct settle *t, const struct settle_doc *d) {
  const struct job *job = d->job;
  if (job == NULL && answer_has_failed(d->doc))
    return arena_printf(t->arena, "%s: %s", rec_get(d->doc, TDG_URL, 0).p,
                        sourcestate_fetch_words(t, d->doc));
  if (job == NULL) return unread_words(t, d->doc);
  if (job->cause != CAUSE_NONE) return job->message[0] != '\0' ? job->message : worker_cause_name(job->cause);
  if (job_failed(job)) return job->message[0] != '\0' ? job->message : "no parser wanted it";
  if (job->n_recs == 0) return sourcestate_nothing_words(t, d);
  return stub_words(t, job);
}

struct faults {
  const char *first; /* NULL: nothing is wrong */
  int all;           /* with all of them */
};

static struct faults faults_of(struct settle *t) {
  struct faults f = {NULL, t->s->docs != NULL};
  for (const struct settle_doc *d = t->s->docs; d != NULL; d = d->next) {
    const char *fault = d->job != NULL && sniff_is_message(rec_get(d->doc, TDG_MEDIA_TYPE, 0).p)
                            ? NULL /* one of many, which says nothing of its folder */
                            : fault_of(t, d);
    if (fault == NULL) f.all = 0;
    else if (f.first == NULL) f.first = fault;
  }
  return f;
}

/* ---- validators ---- */

/* May there be more than was received (news/news.h)?  A feed's parser knows its end.  A page that leaves out
 * its last tags is whole when a second fetch brings nothing else. */
static int is_half(const struct settle *t, const tdg_rec *doc, uint64_t news) {
  if (t->incomplete) return 1;
  if (t->feed != NULL) return 0;
  enum whole end = whole_end(doc);
  return end == WHOLE_UNKNOWN || (end == WHOLE_CUT && news > 0);
}

/* body: the hash by which the document is known again; a 304 and the same bytes keep it. */
static void keep_validators(struct settle *t, struct tdg_str *etag, struct tdg_str *modified,
                            uint64_t body[2], uint64_t news) {
  const tdg_rec *doc = t->s->docs != NULL ? t->s->docs->doc : NULL;
  if (doc != NULL && rec_get_int(doc, TDG_STATUS, 0) == 304) {
    if (rec_has(doc, TDG_ETAG)) *etag = rec_get(doc, TDG_ETAG, 0);
    if (rec_has(doc, TDG_LAST_MODIFIED)) *modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
  } else if (doc == NULL || (!t->s->same && (t->named + t->left > 0 || is_half(t, doc, news)))) {
    *etag = *modified = none;
    body[0] = body[1] = 0;
  } else {
    *etag = rec_get(doc, TDG_ETAG, 0);
    *modified = rec_get(doc, TDG_LAST_MODIFIED, 0);
    memcpy(body, t->s->body, sizeof t->s->body);
  }
}

void sourcestate_drop_validators(struct tdg_source_state *s) {
  s->etag = s->last_modified = none;
  s->body[0] = s->body[1] = 0;
}

/* What its records would be kept for now is what it was read with. */
static void note_kept(struct settle *t, const char *list) {
  const struct engine_spec *spec = &t->s->engine->spec;
  if (t->s->kept_longer || retention_of(spec, t->s->source) > 0)
    settle_check(t, retention_note_read(t->store, spec, t->s->source, list));
}

/* What is wrong with an answer of which something was used; NULL: nothing. */
static const char *partly_words(const struct settle *t, const char *first_fault) {
  if (first_fault != NULL || !t->incomplete) return first_fault;
  return "the document ends before its end; its complete part was read, and it is fetched in full the next "
         "time";
}

/* The first time, and when it is another thing; trouble, error: of the answer before.  `tidings sources` tells it
 * until it ends. */
static void warn_incomplete(struct settle *t, const char *what, const char *name, uint32_t trouble,
                            struct tdg_str error) {
  if (!t->incomplete) return;
  const char *words = partly_words(t, NULL);
  if (trouble == TDG_TROUBLE_PARTLY && tdg_str_same(error, tdg_str_of(words)))
    log_info("%s %s: %s", what, name, words);
  else log_warning("%s %s: %s", what, name, words);
}

/* What was stored.  The last records count more for their length: it is known whether they become shorter. */
static void credit(struct settle *t) {
  const int64_t n = (int64_t)t->keeper.new_records, now = (int64_t)t->keeper.words;
  struct tdg_source_state *s = &t->state;
  if (n == 0) return;
  s->records += n;
  s->last_new = t->s->now_ms;
  s->words = s->words == 0 || n >= WORDS_OVER ? now / n : (s->words * (WORDS_OVER - n) + now) / WORDS_OVER;
}

/* ---- a poll ---- */

struct poll {
  struct schedule_state plan;
  struct schedule_limits limits;
  int64_t every;
  double random;
};

static struct schedule_limits limits_of(const struct engine *e) {
  const struct engine_spec *s = &e->spec;
  return (struct schedule_limits){s->interval_min, s->interval_max, s->interval_fixed, s->jitter};
}

static struct schedule_state plan_of(const struct tdg_source_state *s) {
  return (struct schedule_state){
      s->interval, {s->server_wait, s->feed_wait, s->skip_hours, s->skip_days}, s->failures, {0}};
}

static struct poll begin_poll(const struct settle *t) {
  const struct settlement *s = t->s;
  const uint64_t drawn = XXH3_64bits_withSeed(s->task.source.p, s->task.source.n, (uint64_t)s->now_ms);
  return (struct poll){.plan = plan_of(&t->state),
                       .limits = limits_of(s->engine),
                       .every = s->source->every,
                       .random = (double)drawn / 18446744073709551616.0};
}

static void warn_clamped(const struct settle *t, const struct poll *p, const struct schedule_hints *before) {
  const struct schedule_hints *h = &p->plan.hints;
  char asked[SPAN_WORDS], held[SPAN_WORDS];
  if (!schedule_is_clamped(h, &p->limits, p->every) || schedule_is_clamped(before, &p->limits, p->every))
    return;
  span_words(asked, h->http > h->feed ? h->http : h->feed);
  span_words(held, p->every > p->limits.max ? p->every : p->limits.max);
  log_warning("source %s: its server asks to be polled every %s only; it is polled every %s "
              "(fetch.interval.max)",
              t->s->source->who.id, asked, held);
}

/* What the answer says about the next poll.  A 304 says nothing of what is in the feed. */
static void hear(const struct settle *t, struct poll *p) {
  const struct schedule_hints before = p->plan.hints;
  if (t->s->docs == NULL) return;
  const tdg_rec *doc = t->s->docs->doc;
  schedule_hear(&p->plan.hints, doc, t->s->now_ms);
  if (rec_get_int(doc, TDG_STATUS, 0) != 304 && !t->s->same) schedule_hear_feed(&p->plan.hints, t->feed);
  warn_clamped(t, p, &before);
}

/* The lists it names are read later, so the results of the last poll count now. */
static uint64_t news_of(const struct settle *t) {
  return t->keeper.new_records + t->followed +
         (t->named > 0 && t->state.last_new > t->state.last_ok && t->state.last_ok > 0);
}

/* Nothing new for two weeks, and for ten times as long as there was between two records so far. */
static int is_quiet(const struct tdg_source_state *s, int64_t now) {
  const int64_t fortnight = INT64_C(14) * 86400000, since = s->last_new > 0 ? s->last_new : s->added;
  const int64_t usual = s->records > 0 ? (since - s->added) / s->records : 0;
  return now - since > (10 * usual > fortnight ? 10 * usual : fortnight);
}

/* All redirects of the answer are permanent. */
static int has_moved(const tdg_rec *doc) {
  const tdg_rec *hop;
  uint32_t i = 0;
  for (; (hop = rec_get_rec(doc, TDG_REDIRECT, i)) != NULL; i++) {
    int64_t status = rec_get_int(hop, TDG_STATUS, 0);
    if (status != 301 && status != 308) return 0;
  }
  return i > 0;
}

/* ---- where it has moved ----
 *
 * An address is adopted when MOVES answers that were read, over at least MOVE_MS, came from it by permanent redirects
 * alone, and were what the source is.  moved_url, moved_seen, moved_since: the present one, how often, since when;
 * seen 0: what was there was something else.
 */

enum { MOVES = 3 };
#define MOVE_MS (INT64_C(7) * 86400000)

static int is_unchanged(const struct settle *t) {
  return t->s->same || rec_get_int(t->s->docs->doc, TDG_STATUS, 0) == 304;
}

static int is_page(const tdg_rec *doc) {
  const struct tdg_str type = rec_get(doc, TDG_MEDIA_TYPE, 0);
  return tdg_nocase_starts(type, "text/html") || tdg_nocase_starts(type, "application/xhtml");
}

/* A page may say anything ("we are back soon"): it never is what a source was. */
static int is_same_kind(const struct settle *t) {
  const struct settle_doc *d = t->s->docs;
  const char *parse = t->s->source->parse;
  if (t->incomplete || d->next != NULL || d->job == NULL) return 0;
  if (t->feed != NULL) return 1;
  return !is_page(d->doc) && parse[0] != '\0' && strcmp(parse, d->parser) == 0;
}

/* "": nowhere. */
static struct tdg_str moved_to(const struct settle *t) {
  const struct engine_request *r = t->s->source->request;
  const int is_plain = r == NULL || ((r->method == NULL || r->method[0] == '\0') && r->body.n == 0);
  const tdg_rec *doc = t->s->docs != NULL ? t->s->docs->doc : NULL;
  if (doc == NULL || !is_plain || !has_moved(doc) || !store_keeps_moves(t->store)) return none;
  const struct tdg_str to = rec_get(doc, TDG_FINAL_URL, 0);
  return tdg_url_is_web(to) ? to : none;
}

struct undone {
  struct tdg_str to;
  int found;
};

static int see_undone(void *arg, const struct tdg_move *m) {
  struct undone *u = arg;
  u->found |= m->how == TDG_MOVE_UNDONE && tdg_str_same(m->was, u->to);
  return u->found;
}

static int is_undone(struct settle *t, struct tdg_str to) {
  struct undone u = {to, 0};
  settle_check(t, store_move_list(t->store, t->state.id.p, see_undone, &u));
  return u.found;
}

static void adopt(struct settle *t, struct tdg_str to) {
  struct tdg_source_state *s = &t->state;
  const struct tdg_move m = {.size = sizeof m,
                             .how = TDG_MOVE_ADOPTED,
                             .at = t->s->now_ms,
                             .source = s->id,
                             .was = t->s->task.url,
                             .is = to};
  settle_check(t, store_move_put(t->store, &m));
  log_warning(
      "source %s has moved from %s to %s, as its server has said for %lld days: it is asked there from now "
      "on; write the new address into the configuration, or take it back (`tidings sources undo %s`)",
      s->id.p, m.was.p, to.p, (long long)((t->s->now_ms - s->moved_since) / 86400000), s->id.p);
  s->adopted = tdg_str_same(to, s->url) ? none : to;
  s->moved_url = none;
  s->moved_seen = 0;
  s->moved_since = 0;
  t->moved = 1;
}

static void see_move(struct settle *t) {
  struct tdg_source_state *s = &t->state;
  const struct tdg_str to = moved_to(t);
  const int known = to.n > 0 && tdg_str_same(s->moved_url, to), is_other = known && s->moved_seen == 0;
  int good = 0;
  /* a 304 says that it is what was read before: here, or there */
  if (to.n > 0) good = (is_unchanged(t) ? !is_other : is_same_kind(t)) && !is_undone(t, to);
  if (!good || !known || is_other) {
    s->moved_seen = 0;
    s->moved_since = good ? t->s->now_ms : 0;
  }
  s->moved_url = to;
  s->moved_seen += (uint32_t)good;
  if (s->moved_seen >= MOVES && t->s->now_ms - s->moved_since >= MOVE_MS) adopt(t, to);
}

/* A feed without an item, or a fetcher that said that there is no document. */
static int is_empty(const struct settle *t) {
  const struct job *job = t->s->docs != NULL ? t->s->docs->job : NULL;
  if (t->s->docs == NULL) return !t->s->same && t->named == 0;
  if (t->feed == NULL || job == NULL || t->named > 0) return 0;
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) != TDG_FEED && rec_kind(job->recs[i]) != TDG_VALUES) return 0;
  return 1;
}

static enum tdg_outcome good_outcome(const struct settle *t, uint64_t news) {
  const tdg_rec *doc = t->s->docs != NULL ? t->s->docs->doc : NULL;
  if (t->incomplete) return TDG_OUTCOME_INCOMPLETE;
  if (doc != NULL && has_moved(doc)) return TDG_OUTCOME_MOVED;
  if (is_empty(t)) return TDG_OUTCOME_EMPTY;
  if (news == 0 && is_quiet(&t->state, t->s->now_ms)) return TDG_OUTCOME_QUIET;
  if (t->s->same || (doc != NULL && rec_get_int(doc, TDG_STATUS, 0) == 304)) return TDG_OUTCOME_UNCHANGED;
  return TDG_OUTCOME_OK;
}

static void tell_recovery(const struct settle *t) {
  const struct tdg_source_state *state = &t->state;
  char span[SPAN_WORDS];
  if (state->failures == 0) return;
  span_words(span, t->s->now_ms - state->trouble_since);
  log_event("source %s works again after %u failure%s, %s", t->s->source->who.id, state->failures,
            state->failures == 1 ? "" : "s", span);
}

static void tell_poll(const struct settle *t, uint64_t news) {
  const struct tdg_source_state *state = &t->state;
  char next[SPAN_WORDS];
  span_words(next, state->next_due - t->s->now_ms);
  log_poll(engine_polls_told(&t->s->engine->spec), news > 0, "source %s: %s, %llu new, next in %s",
           t->s->source->who.id, outcome_word(state->outcome), (unsigned long long)news, next);
}

/* What a hub pushes decides when the next poll is; due: when it is otherwise. */
static int64_t follow_hub(struct settle *t, struct poll *p, uint64_t news, int64_t due) {
  struct subscription_word word;
  settle_check(t, subscription_polled(t, news, &word));
  if (word.again) {
    p->plan.why = (struct schedule_why){TDG_DUE_PUSHED, 0};
    return t->state.last_attempt + SUBSCRIPTION_GAP_MS;
  }
  if (word.until == 0) return due;
  return schedule_pushed(&p->plan, &p->limits, t->s->now_ms, p->every, due, word.until, p->random);
}

static void note_success(struct settle *t, struct poll *p, const char *partly) {
  struct tdg_source_state *state = &t->state;
  int64_t now = t->s->now_ms;
  uint64_t news = news_of(t);
  const uint32_t trouble = state->trouble;
  const struct tdg_str error = state->last_error;
  tell_recovery(t);
  state->outcome = good_outcome(t, news);
  state->last_ok = now;
  state->last_error = partly != NULL ? settle_kept_text(t, tdg_str_of(partly)) : none;
  state->trouble_since = partly == NULL                         ? 0
                         : state->trouble == TDG_TROUBLE_PARTLY ? state->trouble_since
                                                                : now;
  state->trouble = partly != NULL ? TDG_TROUBLE_PARTLY : TDG_TROUBLE_NONE;
  credit(t);
  state->unchanged += news == 0;
  keep_validators(t, &state->etag, &state->last_modified, state->body, news);
  if (partly != NULL) sourcestate_drop_validators(state); /* so that a fixed parser gets it again */
  note_kept(t, "");
  see_move(t);
  if (t->feed != NULL && rec_has(t->feed, TDG_TITLE))
    state->title = rec_get(keep_private(t->s, t->s->docs->doc, t->feed), TDG_TITLE, 0);
  hear(t, p);
  state->next_due = schedule_success(&p->plan, &p->limits, now, p->every, news, p->random);
  state->next_due = follow_hub(t, p, news, state->next_due);
  if (!t->incomplete) settle_check(t, store_listing_forget(t->store, state->id.p, state->listed));
  state->listed = t->poll;
  warn_incomplete(t, "source", state->id.p, trouble, error);
  t->s->counts.polls++;
  tell_poll(t, news);
}

static void note_trouble(struct settle *t, struct poll *p, enum tdg_outcome outcome, const char *words,
                         const struct schedule_trouble *how) {
  const enum tdg_trouble trouble = (outcome == TDG_OUTCOME_UNUSABLE || outcome == TDG_OUTCOME_LOGIN) &&
                                           t->s->docs != NULL && !rec_has(t->s->docs->doc, TDG_ERROR)
                                       ? TDG_TROUBLE_UNREADABLE
                                       : TDG_TROUBLE_NO_ANSWER;
  struct tdg_source_state *state = &t->state;
  int64_t now = t->s->now_ms;
  if (state->failures == 0 || state->trouble != trouble) state->trouble_since = now;
  state->trouble = trouble;
  state->outcome = outcome;
  state->last_error = settle_kept_text(t, tdg_str_of(words));
  state->next_due = schedule_failure(&p->plan, &p->limits, now, p->every, how, p->random);
  if (trouble == TDG_TROUBLE_UNREADABLE) sourcestate_drop_validators(state);
}

/* When a failed answer says that the next request may come. */
static struct schedule_trouble trouble_of(const struct settle *t, const tdg_rec *doc,
                                          enum tdg_outcome outcome) {
  struct schedule_trouble how = {.retry_after = -1};
  if (doc == NULL) return how;
  const int busy = rec_get_int(doc, TDG_STATUS, 0) == 429;
  how.retry_after = schedule_retry_after(doc, t->s->now_ms);
  how.busy = how.retry_after < 0 && busy;
  if (how.busy) how.retry_after = schedule_refusal(t->state.failures + 1);
  how.refused = outcome == TDG_OUTCOME_REFUSED && !busy && !rec_has(doc, TDG_ERROR);
  return how;
}

static void note_failure(struct settle *t, struct poll *p, const tdg_rec *doc, enum tdg_outcome outcome,
                         const char *words) {
  const char *id = t->s->source->who.id;
  const struct schedule_trouble how = trouble_of(t, doc, outcome);
  char next[SPAN_WORDS];
  t->s->counts.failed_polls++;
  note_trouble(t, p, outcome, words, &how);
  span_words(next, t->state.next_due - t->s->now_ms);
  if (outcome == TDG_OUTCOME_GONE) {
    t->state.retired = 1;
    log_warning(
        "source %s is gone for good (410); it will not be asked again: take it out of the configuration%s",
        id,
        t->state.adopted.n == 0
            ? ""
            : arena_printf(t->arena, ", or ask at the address that stands there (`tidings sources undo %s`)",
                           id));
  } else if (t->state.trouble == TDG_TROUBLE_UNREADABLE) {
    log_warning("source %s cannot be read, %u time%s in a row: %s (next poll in %s)", id, p->plan.failures,
                p->plan.failures == 1 ? "" : "s", words, next);
  } else if (t->s->network == NETWORK_DOUBTFUL) {
    log_info("source %s: %s: %s; perhaps it is the network", id, outcome_word(outcome), words);
  } else {
    log_warning("source %s: %s: %s (failure %u in a row, next poll in %s)", id, outcome_word(outcome), words,
                p->plan.failures, next);
  }
  if (t->s->counts.quarantined == 0) t->s->counts.failed++; /* else already counted */
}

/* The task as it was configured, or adopted: a new one, since the address may be on another host. */
static void add_anew(struct settle *t, uint32_t task_state, int64_t due) {
  const struct settlement *s = t->s;
  const struct tdg_str url = t->state.adopted.n > 0 ? t->state.adopted : t->state.url;
  tdg_rec *request = rec_new(t->arena, TDG_REQUEST);
  rec_put(request, TDG_URL, url.p, url.n);
  rec_put_str(request, TDG_AS, s->source->parse);
  struct tdg_task next = s->task;
  next.size = sizeof next;
  next.attempts = 0;
  next.due = due;
  next.url = url;
  next.group = engine_group_of(t->arena, s->source, url);
  next.request = rec_bytes(request);
  settle_check(t, store_task_drop(t->store, s->task.id));
  settle_check(t, t->ops->task_add(t->store->handle, &next));
  if (task_state == TDG_TASK_FAILED)
    settle_check(t, t->ops->task_settle(t->store->handle, next.id, task_state, due));
}

/* task_state: DONE, it is polled again at `due`; FAILED, it is not. */
static void end_poll(struct settle *t, uint32_t task_state, int64_t due) {
  if (t->moved || redirect_is_followed(t->s)) add_anew(t, task_state, due);
  else settle_check(t, t->ops->task_settle(t->store->handle, t->s->task.id, task_state, due));
}

static uint32_t answered_with(const struct settle *t, const tdg_rec *failed) {
  const tdg_rec *doc = failed == NULL && t->s->docs != NULL ? t->s->docs->doc : failed;
  const int64_t status = doc != NULL ? rec_get_int(doc, TDG_STATUS, 0) : 0;
  return status > 0 && status < 1000 ? (uint32_t)status : 0;
}

void sourcestate_after_poll(struct settle *t, const tdg_rec *failed) {
  struct tdg_source_state *state = &t->state;
  struct poll p = begin_poll(t);
  struct faults faults = faults_of(t);
  for (const struct settle_doc *d = t->s->docs; d != NULL; d = d->next) state->documents++;
  state->polls = t->poll;
  if (failed != NULL) {
    note_failure(t, &p, failed, outcome_of_failure(failed), sourcestate_fetch_words(t, failed));
  } else if (faults.all) {
    hear(t, &p);
    const struct settle_doc *d = t->s->docs;
    const enum tdg_outcome outcome = outcome_of_unusable(d->doc, stub_genre(d->job));
    note_failure(t, &p, d->doc, outcome,
                 outcome == TDG_OUTCOME_LOGIN ? login_words(t, d->doc) : faults.first);
  } else note_success(t, &p, partly_words(t, faults.first));
  if (t->s->task.group.n == 0) state->last_attempt = t->s->now_ms; /* else written before it was sent */
  state->interval = p.plan.interval;
  state->server_wait = p.plan.hints.http;
  state->feed_wait = p.plan.hints.feed;
  state->skip_hours = p.plan.hints.skip_hours;
  state->skip_days = p.plan.hints.skip_days;
  state->failures = p.plan.failures;
  state->due_by = p.plan.why.by;
  state->due_wait = p.plan.why.wait;
  state->status = answered_with(t, failed);
  save_source(t);
  end_poll(t, state->retired ? TDG_TASK_FAILED : TDG_TASK_DONE, state->next_due);
}

void sourcestate_network_away(struct settle *t) {
  const struct tdg_task *task = &t->s->task;
  const int64_t due = t->s->now_ms + NETWORK_AGAIN_MS;
  t->s->counts.failed++;
  if (task->kind == TDG_TASK_POLL && t->s->source != NULL) {
    t->state.next_due = due;
    save_source(t);
    end_poll(t, TDG_TASK_DONE, due);
  } else settle_check(t, t->ops->task_settle(t->store->handle, task->id, TDG_TASK_READY, due));
}

/* ---- before a poll ---- */

int sourcestate_attempt(const struct store *store, const struct engine *e, const struct engine_source *s,
                        struct arena *a, int64_t now, struct tdg_source_state *before,
                        struct tdg_source_state *after) {
  *before = new_source(now);
  int status = store_source_load(store, s->who.id, a, before);
  if (status < 0) return status;
  const struct schedule_limits limits = limits_of(e);
  const struct schedule_state plan = plan_of(before);
  *after = *before;
  after->id = tdg_str_of(s->who.id);
  after->url = tdg_str_of(s->url);
  after->last_attempt = now;
  after->next_due = now + schedule_usual(&plan, &limits, s->every);
  after->due_by = TDG_DUE_ASKED;
  return store->ops->source_put(store->handle, after);
}

int sourcestate_take_back(const struct store *store, const char *id, const struct tdg_source_state *before) {
  struct arena a = {0};
  struct tdg_source_state state;
  int status = store_source_load(store, id, &a, &state);
  state.last_attempt = before->last_attempt;
  state.next_due = before->next_due;
  state.due_by = before->due_by;
  if (status == 1) status = store_source_put(store, &state);
  arena_free(&a);
  return status;
}

/* The operator has written the address to which it moved. */
static int confirm_move(const struct store *store, const struct engine_source *s,
                        struct tdg_source_state *state) {
  log_info("source %s: the address to which it has moved is the configured one now", s->who.id);
  state->url = tdg_str_of(s->url);
  state->adopted = none;
  return store_source_put(store, state);
}

int sourcestate_begin_anew(const struct store *store, const struct engine_source *s, int64_t now) {
  struct arena a = {0};
  struct tdg_source_state was = new_source(now), state = was;
  int status = store_source_load(store, s->who.id, &a, &was);
  if (status == 1 && tdg_str_same(was.adopted, tdg_str_of(s->url))) {
    status = confirm_move(store, s, &was);
    arena_free(&a);
    return status < 0 ? status : 1;
  }
  const struct tdg_move m = {.size = sizeof m,
                             .how = TDG_MOVE_CONFIGURED,
                             .at = now,
                             .source = tdg_str_of(s->who.id),
                             .was = was.adopted.n > 0 ? was.adopted : was.url,
                             .is = tdg_str_of(s->url)};
  if (status == 1) status = store_move_put(store, &m);
  log_info("source %s has another address; it begins anew", s->who.id);
  state.id = tdg_str_of(s->who.id);
  state.url = tdg_str_of(s->url);
  state.added = was.added;
  state.polls = was.polls;
  state.documents = was.documents;
  state.records = was.records;
  state.unchanged = was.unchanged;
  if (status >= 0) status = store_source_put(store, &state);
  if (status >= 0) status = store_listing_forget((struct store *)(uintptr_t)store, s->who.id, INT64_MAX);
  if (status >= 0) status = store_value_forget(store, s->who.id);
  if (status >= 0) status = store_subscription_drop(store, s->who.id);
  arena_free(&a);
  return status < 0 ? status : 0;
}

struct taken {
  int64_t id;
};

static int see_taken(void *arg, const struct tdg_task *t) {
  struct taken *taken = arg;
  taken->id = t->id;
  return 0;
}

/* Its server does not want to be asked before. */
static int is_held(const struct tdg_source_state *s) {
  return s->due_by == TDG_DUE_RETRY || s->due_by == TDG_DUE_BUSY || s->due_by == TDG_DUE_REFUSED;
}

int sourcestate_bring_forward(const struct store *store, const struct engine *e,
                              const struct engine_source *s, enum tdg_due why, int64_t now) {
  struct arena a = {0};
  struct tdg_source_state state;
  struct taken taken = {0};
  int status = store_source_load(store, s->who.id, &a, &state);
  if (status == 1 && !state.retired && !is_held(&state) &&
      (why != TDG_DUE_HUB || state.due_by == TDG_DUE_HUB)) {
    const struct schedule_limits limits = limits_of(e);
    const struct schedule_state plan = plan_of(&state);
    const int64_t wait = why == TDG_DUE_HUB ? schedule_usual(&plan, &limits, s->every) : SUBSCRIPTION_GAP_MS;
    const int64_t due = state.last_attempt + wait > now ? state.last_attempt + wait : now;
    const char *key = arena_printf(&a, "poll %s", s->who.id);
    if (due < state.next_due) status = store_task_take(store, key, now + 1, see_taken, &taken);
    if (status >= 0 && taken.id != 0) {
      status = store->ops->task_settle(store->handle, taken.id, TDG_TASK_READY, due);
      state.next_due = due;
      state.due_by = why == TDG_DUE_HUB ? TDG_DUE_LEARNED : TDG_DUE_PUSHED;
      state.due_wait = why == TDG_DUE_HUB ? wait : 0;
      if (status >= 0) status = store_source_put(store, &state);
    }
  }
  arena_free(&a);
  return status < 0 ? status : 0;
}

int sourcestate_take_over(const struct store *store, const char *from, const struct engine_source *s,
                          int64_t now) {
  struct arena a = {0};
  struct tdg_source_state was, known, state = new_source(now);
  int status = store_source_load(store, s->who.id, &a, &known);
  int found = status == 0 ? store_source_load(store, from, &a, &was) : status;
  if (status == 0 && found == 1 && !was.retired) {
    state.id = tdg_str_of(s->who.id);
    state.url = tdg_str_of(s->url);
    state.last_attempt = was.last_attempt;
    state.next_due = was.next_due;
    state.interval = was.interval;
    state.server_wait = was.server_wait;
    state.feed_wait = was.feed_wait;
    state.skip_hours = was.skip_hours;
    state.skip_days = was.skip_days;
    found = store_source_put(store, &state);
  }
  arena_free(&a);
  return found < 0 ? found : 0;
}

int sourcestate_forgive(const struct store *store, const char *id) {
  struct arena a = {0};
  struct tdg_source_state state;
  int status = store_source_load(store, id, &a, &state);
  if (status == 1 && state.failures > 0) {
    state.failures--;
    if (state.failures == 0) {
      state.trouble = TDG_TROUBLE_NONE;
      state.trouble_since = 0;
      state.last_error = none;
      state.outcome = state.last_ok > 0 ? TDG_OUTCOME_OK : TDG_OUTCOME_NONE;
    }
    status = store_source_put(store, &state);
  }
  arena_free(&a);
  return status < 0 ? status : 0;
}

int sourcestate_set_absent(const struct store *store, const char *id, uint32_t absence) {
  struct arena a = {0};
  struct tdg_source_state state;
  int status = store_source_load(store, id, &a, &state);
  state.absent = absence;
  if (status == 1) status = store_source_put(store, &state);
  arena_free(&a);
  return status;
}

int sourcestate_set_back(const struct store *store, const char *id, int64_t by) {
  struct arena a = {0};
  struct tdg_source_state state;
  int64_t *const times[] = {&state.last_attempt, &state.last_ok,       &state.last_new,
                            &state.next_due,     &state.trouble_since, &state.moved_since};
  int status = store_source_load(store, id, &a, &state);
  for (size_t i = 0; status == 1 && i < sizeof times / sizeof times[0]; i++)
    if (*times[i] > by) *times[i] -= by;
  if (status == 1) status = store_source_put(store, &state);
  arena_free(&a);
  return status;
}

/* ---- a list ---- */

enum { GONE_MS = 24 * 3600000 }; /* a list that is gone is fetched once a day while it is named */

static void note_list_trouble(struct settle *t, enum tdg_trouble trouble, const char *words,
                              const tdg_rec *failed) {
  char next[SPAN_WORDS];
  struct tdg_listing *l = &t->list;
  int64_t now = t->s->now_ms, wait = failed != NULL ? schedule_retry_after(failed, now) : -1;
  if (failed != NULL && rec_get_int(failed, TDG_STATUS, 0) == 410) wait = GONE_MS;
  if (l->failures++ == 0 || l->trouble != trouble) l->trouble_since = now;
  l->trouble = trouble;
  l->last_error = settle_kept_text(t, tdg_str_of(words));
  l->etag = l->last_modified = none;
  l->not_before = wait > 0 ? now + wait : 0;
  if (follow_alternate(t)) {
    l->named = 0; /* another list replaces it */
    log_info("source %s: %s is of no use (%s); the next one is tried", t->s->source->who.id, l->url.p, words);
    return;
  }
  if (follow_is_guess(t->s->request)) {
    l->last_error =
        tdg_str_of(arena_printf(t->arena,
                                "the page names no feed, and none is in the usual places (the last one: %s); "
                                "write the address of its "
                                "feed into the configuration, or name a parser for the page itself (parse:)",
                                l->last_error.p));
    if (l->not_before < now + GONE_MS) l->not_before = now + GONE_MS; /* all of them rest */
    span_words(next, l->not_before - now);
    log_warning("source %s: %s (they are asked again in %s)", t->s->source->who.id, l->last_error.p, next);
  } else {
    log_warning("source %s: %s, which it names: %s", t->s->source->who.id, l->url.p, words);
  }
  if (t->s->counts.quarantined == 0) t->s->counts.failed++;
}

static void note_list_success(struct settle *t, const char *partly) {
  struct tdg_listing *l = &t->list;
  const uint32_t trouble = l->trouble;
  const struct tdg_str error = l->last_error;
  l->failures = 0;
  l->trouble_since = partly == NULL ? 0 : l->trouble == TDG_TROUBLE_PARTLY ? l->trouble_since : t->s->now_ms;
  l->trouble = partly != NULL ? TDG_TROUBLE_PARTLY : TDG_TROUBLE_NONE;
  l->last_error = partly != NULL ? settle_kept_text(t, tdg_str_of(partly)) : none;
  l->last_ok = t->s->now_ms;
  l->not_before = 0;
  uint64_t body[2]; /* of lists none is kept */
  keep_validators(t, &l->etag, &l->last_modified, body, t->keeper.new_records + t->followed);
  if (partly != NULL) l->etag = l->last_modified = none;
  note_kept(t, l->url.p);
  warn_incomplete(t, "list", l->url.p, trouble, error);
}

void sourcestate_after_list(struct settle *t, const tdg_rec *failed) {
  struct faults faults = faults_of(t);
  if (failed != NULL) note_list_trouble(t, TDG_TROUBLE_NO_ANSWER, sourcestate_fetch_words(t, failed), failed);
  else if (faults.all) note_list_trouble(t, TDG_TROUBLE_UNREADABLE, faults.first, NULL);
  else note_list_success(t, partly_words(t, faults.first));
  settle_check(t, store_listing_put(t->store, &t->list));
  sourcestate_credit(t);
  settle_check(t, t->ops->task_settle(t->store->handle, t->s->task.id, TDG_TASK_DONE, 0));
}

void sourcestate_keep_listed(struct settle *t) {
  const struct settlement *s = t->s;
  const tdg_rec *doc = s->docs != NULL && s->docs->next == NULL ? s->docs->doc : NULL;
  if (s->task.kind != TDG_TASK_LISTING || s->source == NULL || doc == NULL) return;
  if (!rec_has(doc, TDG_ETAG) && !rec_has(doc, TDG_LAST_MODIFIED)) return;
  const struct faults faults = faults_of(t);
  if (faults.first != NULL) return;
  const char *name = page_name_of_list(t->arena, s->request);
  t->list = (struct tdg_listing){.size = sizeof t->list,
                                 .named = t->poll,
                                 .depth = 1,
                                 .source = s->task.source,
                                 .url = tdg_str_of(name),
                                 .etag = none,
                                 .last_modified = none,
                                 .last_error = none};
  note_list_success(t, partly_words(t, NULL));
  settle_check(t, store_listing_put(t->store, &t->list));
}

void sourcestate_credit(struct settle *t) {
  if (t->s->source == NULL || t->keeper.new_records + t->followed == 0) return;
  if (t->s->task.kind == TDG_TASK_IMPORT) return; /* says nothing of the source */
  credit(t);
  save_source(t);
}
