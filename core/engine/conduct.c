/* engine/conduct.c - what we did that publishers complain of; see conduct.h.  Owns what it remembers of hosts; only the
 * store can fail.
 */
#include "engine/conduct.h"

#include "engine/schedule.h"
#include "util/check.h"
#include "util/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { NAME = 160, SLACK_MS = 50, SLOTS = 8192, SECONDS = 34 };

const char *const conduct_words[CONDUCT_KINDS] = {"unconditional", "early", "bursts", "busy"};

struct conduct {
  /* when hosts were asked last, as far as there is room; ms, monotonic */
  struct {
    uint64_t host;
    int64_t at;
  } last[SLOTS];
  /* as stored: the seconds until a host may be asked again, above them a part of its hash; -1: not read yet */
  int64_t holds[CONDUCT_HOLDS];
  /* as stored: marks of pages whose last answer gave validators; -1: not read yet */
  int64_t pages[CONDUCT_PAGES];
};

struct conduct *conduct_new(void) {
  struct conduct *c = check_alloc(sizeof *c);
  memset(c, 0, sizeof *c);
  for (size_t i = 0; i < CONDUCT_HOLDS; i++) c->holds[i] = -1;
  for (size_t i = 0; i < CONDUCT_PAGES; i++) c->pages[i] = -1;
  return c;
}

void conduct_free(struct conduct *c) { free(c); }

/* ---- cursors ---- */

static uint64_t hash_of(struct tdg_str s) { return XXH3_64bits(s.p, s.n); }

static int get(const struct store *s, const char *what, const char *whose, int64_t *v) {
  char name[NAME];
  *v = 0;
  snprintf(name, sizeof name, "conduct %s %s", what, whose);
  return s->ops->cursor_get(s->handle, name, v);
}

/* In the place of the value `before`. */
static int replace(const struct store *s, const char *what, const char *whose, int64_t before, int64_t v) {
  char name[NAME];
  if (before == v) return 0;
  snprintf(name, sizeof name, "conduct %s %s", what, whose);
  return s->ops->cursor_put(s->handle, name, v);
}

static int put(const struct store *s, const char *what, const char *whose, int64_t v) {
  int64_t before;
  int status = get(s, what, whose, &before);
  return status < 0 ? status : replace(s, what, whose, before, v);
}

static int count(const struct store *s, int kind, const char *source) {
  int64_t n;
  int status = get(s, conduct_words[kind], source, &n);
  return status < 0 ? status : replace(s, conduct_words[kind], source, n, n + 1);
}

/* ---- hosts that are not to be asked ---- */

/* The host that is asked: of the task, unless the answer before led elsewhere, or the operator named its group. */
static uint64_t host_of(const struct settlement *t) {
  const struct tdg_str at = redirect_address(t);
  const char *named = t->source != NULL ? t->source->group : NULL;
  struct arena a = {0};
  if (at.p == t->task.url.p && (named == NULL || named[0] == '\0')) return hash_of(t->task.group);
  const uint64_t host = hash_of(engine_group(&a, at));
  arena_free(&a);
  return host;
}

static const char *slot_name(size_t slot, char out[24]) {
  snprintf(out, 24, "%zu", slot);
  return out;
}

static int64_t mark_of(uint64_t host) { return (int64_t)(host >> (SECONDS + 1)) << SECONDS; }

static int read_hold(struct conduct *c, const struct store *s, size_t slot) {
  char name[24];
  return c->holds[slot] >= 0 ? 0 : get(s, "hold", slot_name(slot, name), &c->holds[slot]);
}

/* until: ms; 0: it may be asked. */
static int held_until(struct conduct *c, const struct store *s, uint64_t host, int64_t *until) {
  const size_t slot = host % CONDUCT_HOLDS;
  const int status = read_hold(c, s, slot);
  const int64_t seconds = c->holds[slot] & ((INT64_C(1) << SECONDS) - 1);
  *until = status >= 0 && c->holds[slot] - seconds == mark_of(host) ? seconds * 1000 : 0;
  return status;
}

static int hold(struct conduct *c, const struct store *s, uint64_t host, int64_t until) {
  const size_t slot = host % CONDUCT_HOLDS;
  const int64_t seconds = until > 0 && until / 1000 >> SECONDS == 0 ? until / 1000 : 0;
  char name[24];
  int status = read_hold(c, s, slot);
  if (status >= 0)
    status = replace(s, "hold", slot_name(slot, name), c->holds[slot], mark_of(host) | seconds);
  if (status >= 0) c->holds[slot] = mark_of(host) | seconds;
  return status;
}

/* ---- what is sent ---- */

static int64_t address_mark(const struct settlement *t) { return (int64_t)(hash_of(t->task.url) >> 1 | 1); }

/* ---- pages of sources ---- */

static int is_page(const struct settlement *t) {
  return t->task.kind == TDG_TASK_FOLLOW && t->task.group.n > 0;
}

/* Of the page and its source; odd. */
static int64_t page_mark(const struct settlement *t, size_t *slot) {
  const uint64_t hash = XXH3_64bits_withSeed(t->task.url.p, t->task.url.n, hash_of(t->task.source));
  *slot = hash % CONDUCT_PAGES;
  return (int64_t)(hash >> 1 | 1);
}

static int read_page(struct conduct *c, const struct store *s, size_t slot) {
  char name[24];
  return c->pages[slot] >= 0 ? 0 : get(s, "page", slot_name(slot, name), &c->pages[slot]);
}

/* Its answer gave validators, or none. */
static int keep_page(struct conduct *c, const struct store *s, const struct settlement *t, int gave) {
  size_t slot;
  char name[24];
  const int64_t mark = page_mark(t, &slot);
  int status = read_page(c, s, slot);
  if (status < 0 || (!gave && c->pages[slot] != mark)) return status;
  status = replace(s, "page", slot_name(slot, name), c->pages[slot], gave ? mark : 0);
  if (status >= 0) c->pages[slot] = gave ? mark : 0;
  return status;
}

/* 1: the last answer from its address gave validators. */
static int were_given(struct conduct *c, const struct store *s, const struct settlement *t) {
  size_t slot;
  int64_t given = 0;
  int status;
  if (!is_page(t)) {
    status = get(s, "validators", t->task.source.p, &given);
    return status < 0 ? status : given == address_mark(t);
  }
  const int64_t mark = page_mark(t, &slot);
  status = read_page(c, s, slot);
  return status < 0 ? status : c->pages[slot] == mark;
}

static int is_burst(struct conduct *c, uint64_t host, int64_t delay) {
  const int64_t now = clock_mono_ms();
  const size_t i = host % SLOTS;
  const int soon = c->last[i].host == host && now - c->last[i].at < delay - SLACK_MS;
  c->last[i].host = host;
  c->last[i].at = now;
  return soon;
}

int conduct_sent(struct conduct *c, const struct store *s, const struct settlement *t, int64_t due,
                 int64_t now) {
  const char *source = t->task.source.p;
  const uint64_t host = host_of(t);
  const int poll = t->task.kind == TDG_TASK_POLL;
  const int bare =
      (poll || is_page(t)) && !rec_has(t->request, TDG_ETAG) && !rec_has(t->request, TDG_LAST_MODIFIED);
  int64_t held = 0;
  int status = bare ? were_given(c, s, t) : 0;
  if (status > 0) status = count(s, CONDUCT_UNCONDITIONAL, source);
  if (status >= 0) status = held_until(c, s, host, &held);
  if (status >= 0 && poll && due > now) status = count(s, CONDUCT_EARLY, source);
  if (status >= 0 && held > now) status = count(s, CONDUCT_BUSY, source);
  if (is_burst(c, host, t->engine->spec.host_delay) && status >= 0) status = count(s, CONDUCT_BURSTS, source);
  return status < 0 ? status : 0;
}

/* ---- what is answered ---- */

static int note_hold(struct conduct *c, const struct store *s, const struct settlement *t,
                     const tdg_rec *doc) {
  const int64_t code = rec_get_int(doc, TDG_STATUS, 0), asked = schedule_retry_after(doc, t->now_ms);
  if (code != 429 && (code != 503 || asked < 0)) return 0;
  return hold(c, s, host_of(t), t->now_ms + (asked >= 0 ? asked : schedule_refusal(1)) - 1000);
}

int conduct_answered(struct conduct *c, const struct store *s, const struct settlement *t, int is_cut) {
  const tdg_rec *doc = t->docs != NULL ? t->docs->doc : NULL;
  if (doc == NULL || t->task.group.n == 0 || t->task.source.n == 0 || rec_has(doc, TDG_ERROR)) return 0;
  const int gave = !is_cut && (rec_has(doc, TDG_ETAG) || rec_has(doc, TDG_LAST_MODIFIED));
  if (rec_get_int(doc, TDG_STATUS, 0) == 200) {
    int status = 0;
    if (t->task.kind == TDG_TASK_POLL)
      status = put(s, "validators", t->task.source.p, gave ? address_mark(t) : 0);
    else if (is_page(t)) status = keep_page(c, s, t, gave);
    if (status < 0) return status;
  }
  return note_hold(c, s, t, doc);
}

int conduct_forget(const struct store *s, const char *source) { return put(s, "validators", source, 0); }

int conduct_of(const struct store *s, const char *source, int64_t counts[CONDUCT_KINDS]) {
  int status = 0;
  for (int i = 0; i < CONDUCT_KINDS && status >= 0; i++)
    status = get(s, conduct_words[i], source, &counts[i]);
  return status < 0 ? status : 0;
}
