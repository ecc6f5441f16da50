/* engine/conduct.c - what we did that publishers complain of; see conduct.h.  Owns nothing; only the store can fail. */
#include "engine/conduct.h"

#include "engine/schedule.h"
#include "util/clock.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

enum { NAME = 160, SLACK_MS = 50 };

const char *const conduct_words[CONDUCT_KINDS] = {"unconditional", "early", "bursts", "busy"};

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

static const char *host_name(uint64_t host, char out[24]) {
  snprintf(out, 24, "%016llx", (unsigned long long)host);
  return out;
}

static int64_t address_mark(const struct settlement *t) { return (int64_t)(hash_of(t->task.url) >> 1 | 1); }

static int is_burst(struct conduct *c, uint64_t host, int64_t delay) {
  const int64_t now = clock_mono_ms();
  const size_t i = host % CONDUCT_SLOTS;
  const int soon = c->last[i].host == host && now - c->last[i].at < delay - SLACK_MS;
  c->last[i].host = host;
  c->last[i].at = now;
  return soon;
}

int conduct_sent(struct conduct *c, const struct store *s, const struct settlement *t, int64_t due,
                 int64_t now) {
  struct arena a = {0};
  char name[24];
  const char *source = t->task.source.p;
  const uint64_t host = hash_of(engine_group(&a, redirect_address(t)));
  const int poll = t->task.kind == TDG_TASK_POLL;
  const int bare = poll && !rec_has(t->request, TDG_ETAG) && !rec_has(t->request, TDG_LAST_MODIFIED);
  int64_t given = 0, held = 0;
  arena_free(&a);
  int status = bare ? get(s, "validators", source, &given) : 0;
  if (status >= 0) status = get(s, "held", host_name(host, name), &held);
  if (status >= 0 && bare && given == address_mark(t)) status = count(s, CONDUCT_UNCONDITIONAL, source);
  if (status >= 0 && poll && due > now) status = count(s, CONDUCT_EARLY, source);
  if (status >= 0 && held > now) status = count(s, CONDUCT_BUSY, source);
  if (is_burst(c, host, t->engine->spec.host_delay) && status >= 0) status = count(s, CONDUCT_BURSTS, source);
  return status < 0 ? status : 0;
}

static int note_hold(const struct store *s, const struct settlement *t, const tdg_rec *doc) {
  const int64_t code = rec_get_int(doc, TDG_STATUS, 0), asked = schedule_retry_after(doc, t->now_ms);
  struct arena a = {0};
  char name[24];
  if (code != 429 && (code != 503 || asked < 0)) return 0;
  const uint64_t host = hash_of(engine_group(&a, redirect_address(t)));
  arena_free(&a);
  return put(s, "held", host_name(host, name), t->now_ms + (asked >= 0 ? asked : schedule_refusal(1)) - 1000);
}

int conduct_answered(const struct store *s, const struct settlement *t) {
  const tdg_rec *doc = t->docs != NULL ? t->docs->doc : NULL;
  if (doc == NULL || t->task.group.n == 0 || t->task.source.n == 0 || rec_has(doc, TDG_ERROR)) return 0;
  const int gave = rec_has(doc, TDG_ETAG) || rec_has(doc, TDG_LAST_MODIFIED);
  if (t->task.kind == TDG_TASK_POLL && rec_get_int(doc, TDG_STATUS, 0) == 200) {
    int status = put(s, "validators", t->task.source.p, gave ? address_mark(t) : 0);
    if (status < 0) return status;
  }
  return note_hold(s, t, doc);
}

int conduct_of(const struct store *s, const char *source, int64_t counts[CONDUCT_KINDS]) {
  int status = 0;
  for (int i = 0; i < CONDUCT_KINDS && status >= 0; i++)
    status = get(s, conduct_words[i], source, &counts[i]);
  return status < 0 ? status : 0;
}
