/* engine/schedule.c - the time of a source's next poll; see schedule.h.  Pure functions. */
#include "engine/schedule.h"

#include <tidings/kit/date.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MINUTE 60000LL
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static struct tdg_str header(const tdg_rec *doc, const char *name) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(doc, &pos, &it))
    if (it.field == TDG_HEADER && strcasecmp(rec_get(it.rec, TDG_NAME, 0).p, name) == 0)
      return rec_get(it.rec, TDG_VALUE, 0);
  return (struct tdg_str){"", 0};
}

static int64_t header_date(const tdg_rec *doc, const char *name) {
  struct tdg_str text = header(doc, name);
  struct tdg_date d;
  return text.n > 0 && tdg_date_parse(text.p, text.n, NULL, &d) == 0 ? d.ms : -1;
}

/* Parse a number of seconds; -1 when invalid. */
static int64_t seconds(const char *p) {
  char *end;
  long long v = strtoll(p, &end, 10);
  return end == p || v < 0 || v > 100LL * 365 * 86400 ? -1 : (int64_t)v * 1000;
}

static int64_t max_age(const tdg_rec *doc) {
  struct tdg_str control = header(doc, "cache-control"), age = header(doc, "age");
  const char *at = strcasestr(control.p, "max-age=");
  int64_t wait = at != NULL ? seconds(at + strlen("max-age=")) : -1;
  int64_t spent = age.n > 0 ? seconds(age.p) : 0;
  if (wait < 0 || strcasestr(control.p, "no-store") != NULL || strcasestr(control.p, "no-cache") != NULL)
    return -1;
  return spent > 0 ? (wait > spent ? wait - spent : 0) : wait;
}

int64_t schedule_server_wait(const tdg_rec *doc, int64_t now_ms) {
  int64_t wait = max_age(doc), expires = header_date(doc, "expires"), date = header_date(doc, "date");
  int64_t until = expires > 0 ? expires - (date > 0 ? date : now_ms) : -1;
  if (until > wait && header(doc, "cache-control").n == 0) wait = until;
  return wait;
}

int64_t schedule_retry_after(const tdg_rec *doc, int64_t now_ms) {
  struct tdg_str text = header(doc, "retry-after");
  if (text.n == 0) return -1;
  int64_t wait = seconds(text.p), until = wait < 0 ? header_date(doc, "retry-after") : -1;
  if (until > 0) wait = until > now_ms ? until - now_ms : 0;
  if (wait < 0) wait = HOUR; /* an unreadable Retry-After */
  return wait > 7 * DAY ? 7 * DAY : wait;
}

static int64_t clamp(int64_t v, int64_t low, int64_t high) { return v < low ? low : v > high ? high : v; }

static int64_t later(const struct schedule_limits *l, int64_t wait, double random) {
  return wait + (int64_t)((double)wait * l->jitter / 10000 * random);
}

int64_t schedule_success(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, int64_t server_wait, uint64_t new_items, double random) {
  s->failures = 0;
  if (server_wait >= 0) s->server_wait = server_wait;
  if (s->interval <= 0) s->interval = HOUR;
  else if (new_items == 0) s->interval = s->interval * 3 / 2;
  for (uint64_t i = 0; i < new_items && i < 4; i++) s->interval = s->interval * 7 / 10;
  s->interval = clamp(s->interval, l->min, l->max);
  int64_t want = every > 0 ? every : l->fixed ? l->min : s->interval;
  if (s->server_wait > want) want = s->server_wait;
  return now_ms + later(l, clamp(want, l->min, l->max), random);
}

int64_t schedule_failure(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, int64_t retry_after, double random) {
  int64_t base = every > 0 ? every : s->interval > 0 && !l->fixed ? s->interval : l->min;
  s->failures++;
  if (base < l->min) base = l->min;
  int64_t most = s->failures > 20 ? 7 * DAY : DAY, first = base;
  for (unsigned i = 1; i < s->failures && base < most; i++) base *= 2;
  if (base > most) base = most > first ? most : first; /* never sooner than if all were well */
  if (retry_after >= 0) return now_ms + later(l, retry_after > l->min ? retry_after : l->min, random);
  return now_ms + later(l, base, random);
}
