/* engine/ingest_answer.c - what an answer says of its host, the network and its documents; see ingest_priv.h.
 *
 * Owns nothing: what is made is in the arena of the task.  Nothing fails.
 */
#include "engine/ingest_priv.h"

#include "engine/import.h"
#include "engine/outcome.h"
#include "engine/schedule.h"
#include "engine/settle_priv.h"
#include "util/clock.h"
#include "worker/known.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/version.h>

/* ---- its host, and the network ---- */

/* What an answer means for its host.  asked: the Retry-After, -1: none. */
static enum hosts_outcome host_outcome(const tdg_rec *doc, int64_t asked) {
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  const enum tdg_outcome outcome = rec_has(doc, TDG_ERROR) ? outcome_of_failure(doc) : TDG_OUTCOME_NONE;
  if (outcome == TDG_OUTCOME_NETWORK || outcome == TDG_OUTCOME_TLS) return HOSTS_SILENT;
  if (status == 429) return HOSTS_REFUSED;
  return asked >= 0 && (status == 503 || (status >= 300 && status < 400)) ? HOSTS_HELD : HOSTS_ANSWERED;
}

enum hosts_outcome answer_tell_host(struct intake *i, const tdg_rec *doc) {
  struct hosts *hosts = i->ingest->engine->hosts;
  const int64_t now = clock_wall_ms(), retry = schedule_retry_after(doc, now);
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0), asked = i->s.task.group;
  const int was_there = final.n > 0 && !redirect_leads_away(&i->s, doc);
  const struct tdg_str group = was_there ? engine_group_of(&i->s.arena, i->s.source, final) : asked;
  if (strcmp(group.p, asked.p) != 0) hosts_tell(hosts, asked, now, HOSTS_ANSWERED, -1);
  const enum hosts_outcome outcome = host_outcome(doc, retry);
  hosts_tell(hosts, group, now, outcome, retry);
  return outcome;
}

void answer_hear_network(struct intake *i) {
  const struct network_asked what = {i->s.task.group, i->s.task.source, {"", 0}};
  if ((i->at_host || i->leader != NULL) && i->s.docs != NULL)
    i->s.network = forgive_network(i->s.engine, &what, i->s.docs->doc);
}

/* ---- its documents ---- */

/* A page that leads to another one of its server, which robots.txt closes, is as closed as that. */
static const tdg_rec *open_or_closed(struct intake *i, const tdg_rec *doc) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  const struct gate *g = &i->s.gate;
  if (g->rules == NULL || final.n == 0 || !tdg_url_same_origin(redirect_address(&i->s), final) ||
      robots_may_ask(g->rules, final))
    return doc;
  tdg_rec *closed = rec_new(&i->s.arena, TDG_DOC);
  rec_put(closed, TDG_URL, i->s.task.url.p, i->s.task.url.n);
  rec_put_str(closed, TDG_ERROR, "robots");
  rec_put_str(closed, TDG_MESSAGE,
              arena_printf(&i->s.arena, "it leads to %s, and robots.txt of %s does not allow that", final.p,
                           g->server));
  return closed;
}

const tdg_rec *answer_document(struct intake *i, const tdg_rec *doc) {
  struct arena *a = &i->s.arena;
  if (i->s.task.kind == TDG_TASK_HUB) return doc;
  const tdg_rec *arrived = redirect_or_failed(a, &i->s, redirect_answer(a, &i->s, doc));
  return open_or_closed(i, i->s.fetch->same ? arrived : whole_or_failed(a, arrived));
}

/* The source's own settings for its parser, or for the parser of its articles. */
const struct engine_choice *ingest_settings(const struct settlement *t) {
  const struct engine_source *s = t->source;
  if (s == NULL) return NULL;
  return t->task.kind == TDG_TASK_FOLLOW && s->full_text_own != NULL ? s->full_text_own : s->parse_own;
}

/* as: what its document says. */
static const char *parser_for(const struct settlement *t, struct tdg_str as) {
  if (as.n == 0 && t->request != NULL) as = rec_get(t->request, TDG_AS, 0);
  if (as.n == 0 && t->task.kind == TDG_TASK_POLL && t->source != NULL) return t->source->parse;
  return as.p;
}

const char *ingest_parser(const struct settlement *t, const tdg_rec *doc) {
  return parser_for(t, rec_get(doc, TDG_AS, 0));
}

/* Of dates without one: as the import says, else the source. */
static const char *zone_of(const struct settlement *s) {
  const struct engine_import *import = s->task.kind == TDG_TASK_IMPORT ? s->engine->import : NULL;
  if (import != NULL && import->zone[0] != '\0') return import->zone;
  return s->source != NULL ? s->source->default_zone : "";
}

/* Of rows, whose dates may need it (05/03/2026): as the import says, else the source; "": as their words look.  Who reads a page knows
 * better. */
static const char *language_of(const struct settlement *s, const tdg_rec *doc) {
  const struct engine_import *import = s->task.kind == TDG_TASK_IMPORT ? s->engine->import : NULL;
  if (strcmp(rec_get(doc, TDG_MEDIA_TYPE, 0).p, "application/x-tidings-record+json") != 0) return "";
  if (import != NULL && import->language[0] != '\0') return import->language;
  return s->source != NULL && s->source->who.language != NULL ? s->source->who.language : "";
}

const tdg_rec *ingest_with_hints(struct settlement *s, const tdg_rec *doc) {
  const char *zone = zone_of(s), *language = language_of(s, doc);
  struct tdg_str led = {"", 0};
  doc = outgoing_given_back(&s->arena, doc, s->request);
  if (s->task.kind == TDG_TASK_LISTING) led = rec_get(s->request, TDG_DISCOVERED, 0);
  if (zone[0] == '\0' && language[0] == '\0' && led.n == 0) return doc;
  tdg_rec *copy = rec_copy(&s->arena, doc, TDG_DOC);
  rec_put_str(copy, TDG_DEFAULT_ZONE, zone);
  if (!rec_has(doc, TDG_LANGUAGE)) rec_put_str(copy, TDG_LANGUAGE, language);
  if (led.n > 0 && !rec_has(doc, TDG_DISCOVERED)) rec_put(copy, TDG_DISCOVERED, led.p, led.n);
  return copy;
}

int answer_is_empty_poll(const struct intake *i, const tdg_rec *doc) {
  return i->s.task.kind == TDG_TASK_POLL && strcmp(rec_get(doc, TDG_ERROR, 0).p, "empty") == 0;
}

int answer_has_body(const tdg_rec *doc) {
  int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  return !rec_has(doc, TDG_ERROR) &&
         (status == 0 || (status >= 200 && status < 300 && rec_get(doc, TDG_BODY, 0).n > 0));
}

/* Of all that decides how a document of the task is read, apart from the answer.  as: its parser. */
static uint64_t seed_of(const struct intake *i, const char *as) {
  const struct engine_source *s = i->s.source;
  const struct engine_choice *own = ingest_settings(&i->s);
  const char *how[] = {TDG_VERSION, as, s->default_zone, s->full_text_parser};
  uint64_t seed = 0;
  for (size_t k = 0; k < sizeof how / sizeof how[0]; k++) seed = known_seed(seed, how[k]);
  for (size_t k = 0; own != NULL && k < own->n_values; k++)
    seed = known_seed(known_seed(seed, own->values[k].name), own->values[k].value);
  return seed;
}

/* The hash of the last answer; NULL: none is compared.  A parser that keeps values for the source may read the same bytes
 * otherwise than before, so it gets them. */
static const uint64_t *hash_before(const struct intake *i) {
  if (i->before.size == 0 && (i->s.task.kind != TDG_TASK_FOLLOW || i->s.task.group.n == 0)) return NULL;
  if (i->s.values != NULL || i->s.source == NULL) return NULL;
  return i->s.task.kind == TDG_TASK_FOLLOW ? i->s.revisit.body : i->before.body;
}

static int is_known(const uint64_t hash[2]) { return hash != NULL && (hash[0] | hash[1]) != 0; }

void answer_expect(const struct intake *i, struct job *job) {
  const uint64_t *before = hash_before(i);
  if (!is_known(before) || i->followers != NULL) return;
  job->knows = 1;
  job->known.seed = seed_of(i, parser_for(&i->s, (struct tdg_str){"", 0}));
  memcpy(job->known.hash, before, sizeof job->known.hash);
}

int answer_is_same(struct intake *i) {
  const struct settle_doc *d = i->s.docs;
  const uint64_t *before = hash_before(i);
  if (before == NULL || d == NULL || d->next != NULL) return 0;
  if (i->s.fetch->same) {
    memcpy(i->s.body, before, sizeof i->s.body);
    return 1;
  }
  if (!answer_has_body(d->doc) || rec_get_int(d->doc, TDG_STATUS, 0) != 200) return 0;
  known_hash(seed_of(i, ingest_parser(&i->s, d->doc)), d->doc, i->s.body);
  return is_known(before) && memcmp(before, i->s.body, sizeof i->s.body) == 0;
}
