/* engine/schedule.c - the time of a source's next poll; see schedule.h.  Pure functions. */
#include "engine/schedule.h"

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

#include <string.h>
#include <strings.h>

#define MINUTE 60000LL
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)
#define LONGEST (100 * 365 * DAY) /* of what a server may ask for; more means no more */

/* ---- headers ---- */

/* The n-th header of a name; NULL: there are fewer. */
static const tdg_rec *header_at(const tdg_rec *doc, const char *name, int n) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(doc, &pos, &it))
    if (it.field == TDG_HEADER && strcasecmp(rec_get(it.rec, TDG_NAME, 0).p, name) == 0 && n-- == 0)
      return it.rec;
  return NULL;
}

static struct tdg_str header(const tdg_rec *doc, const char *name) {
  const tdg_rec *h = header_at(doc, name, 0);
  return h != NULL ? tdg_str_trim(rec_get(h, TDG_VALUE, 0)) : (struct tdg_str){"", 0};
}

static int64_t header_date(const tdg_rec *doc, const char *name) {
  struct tdg_str text = header(doc, name);
  struct tdg_date d;
  return text.n > 0 && tdg_date_parse(text.p, text.n, NULL, &d) == 0 ? d.ms : -1;
}

/* A number of seconds and nothing else, as ms; -1: it is none. */
static int64_t seconds(struct tdg_str s) {
  int64_t v = 0;
  s = tdg_str_trim(s);
  if (s.n == 0) return -1;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return -1;
    if (v < LONGEST / 1000) v = v * 10 + (s.p[i] - '0');
  }
  return v < LONGEST / 1000 ? v * 1000 : LONGEST;
}

/* ---- Cache-Control and Expires ---- */

struct control {
  int64_t max_age; /* ms, -1: not given */
  int never;       /* no-store, no-cache */
};

static void read_directive(struct control *c, struct tdg_str d) {
  const char *equals = memchr(d.p, '=', d.n);
  size_t at = equals != NULL ? (size_t)(equals - d.p) : d.n;
  struct tdg_str name = tdg_str_trim((struct tdg_str){d.p, at}), value = {"", 0};
  if (equals != NULL) value = tdg_str_trim((struct tdg_str){equals + 1, d.n - at - 1});
  if (value.n >= 2 && value.p[0] == '"') value = (struct tdg_str){value.p + 1, value.n - 2};
  if (tdg_nocase_is(name, "max-age") && c->max_age < 0) {
    c->max_age = seconds(value);
    if (c->max_age < 0) c->max_age = 0; /* invalid: stale (RFC 9111, 4.2.1) */
  }
  /* with a value, no-cache speaks of single headers */
  if (tdg_nocase_is(name, "no-store") || (tdg_nocase_is(name, "no-cache") && equals == NULL)) c->never = 1;
}

static struct control read_control(const tdg_rec *doc) {
  struct control c = {.max_age = -1};
  const tdg_rec *h;
  for (int i = 0; (h = header_at(doc, "cache-control", i)) != NULL; i++) {
    struct tdg_str rest = rec_get(h, TDG_VALUE, 0), d;
    while (tdg_str_next(&rest, ',', &d)) read_directive(&c, tdg_str_trim(d));
  }
  return c;
}

/* The time for which an answer stays fresh, from its sending on; -1: it says nothing of that. */
static int64_t lifetime(const tdg_rec *doc, int64_t now_ms) {
  const struct control c = read_control(doc);
  if (c.never) return 0;
  if (c.max_age >= 0) return c.max_age;
  if (header_at(doc, "expires", 0) == NULL) return -1;
  int64_t expires = header_date(doc, "expires"), sent = header_date(doc, "date");
  if (sent < 0) sent = now_ms;
  return expires > sent ? expires - sent : 0; /* "0" and the like: expired */
}

void schedule_hear(struct schedule_hints *h, const tdg_rec *doc, int64_t now_ms) {
  int64_t fresh = lifetime(doc, now_ms), age = seconds(header(doc, "age"));
  if (fresh < 0 && rec_get_int(doc, TDG_STATUS, 0) == 304) return;
  h->http = fresh > 0 && age > 0 ? fresh - age : fresh;
  if (h->http < 0) h->http = 0;
  if (h->http > LONGEST) h->http = LONGEST;
}

/* ---- the feed ---- */

static uint32_t bits_of(const tdg_rec *head, uint32_t field, int64_t period) {
  uint32_t bits = 0;
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(head, &pos, &it)) /* hour 24 is midnight, day 7 is Sunday */
    if (it.field == field && it.num >= 0 && it.num <= period) bits |= 1u << (it.num % period);
  return bits;
}

void schedule_hear_feed(struct schedule_hints *h, const tdg_rec *head) {
  h->feed = head != NULL ? rec_get_int(head, TDG_INTERVAL, 0) : 0;
  if (h->feed < 0 || h->feed > LONGEST) h->feed = h->feed < 0 ? 0 : LONGEST;
  h->skip_hours = head != NULL ? bits_of(head, TDG_SKIP_HOUR, 24) : 0;
  h->skip_days = head != NULL ? bits_of(head, TDG_SKIP_DAY, 7) : 0;
}

static int is_skipped(const struct schedule_hints *h, int64_t at) {
  int64_t hour = at / HOUR % 24, day = (at / DAY + 4) % 7; /* 1 January 1970 was a Thursday */
  return (h->skip_hours >> hour & 1) != 0 || (h->skip_days >> day & 1) != 0;
}

/* The first time from `at` on that is not skipped, at a random moment of its hour; hints that leave no time in
 * a whole week are not followed. */
static int64_t spare(struct schedule_state *s, int64_t at, double random) {
  const struct schedule_hints *h = &s->hints;
  if (!is_skipped(h, at)) return at;
  const int hours = (h->skip_hours >> (at / HOUR % 24) & 1) != 0;
  for (int64_t hour = at / HOUR + 1; hour <= at / HOUR + 7 * 24; hour++) {
    if (is_skipped(h, hour * HOUR)) continue;
    s->why.by = hours ? TDG_DUE_SKIP_HOURS : TDG_DUE_SKIP_DAYS;
    return hour * HOUR + (int64_t)((double)(HOUR / 2) * random);
  }
  return at;
}

/* ---- Retry-After ---- */

/* ms until a date, by the clock of the server if it says what that is. */
static int64_t until(const tdg_rec *doc, int64_t date, int64_t now_ms) {
  int64_t sent = header_date(doc, "date");
  if (sent < 0) sent = now_ms;
  return date > sent ? date - sent : 0;
}

int64_t schedule_retry_after(const tdg_rec *doc, int64_t now_ms) {
  if (header_at(doc, "retry-after", 0) == NULL) return -1;
  const struct tdg_str text = header(doc, "retry-after");
  int64_t wait = seconds(text), date = wait < 0 ? header_date(doc, "retry-after") : -1;
  if (date >= 0) wait = until(doc, date, now_ms);
  if (wait < 0 || (date >= 0 && wait > 366 * DAY)) wait = HOUR;
  return wait > WEEK ? WEEK : wait;
}

/* base doubled n times, at most max. */
static int64_t doubled(int64_t base, unsigned n, int64_t max) {
  while (n-- > 0 && base < max) base *= 2;
  return base < max ? base : max;
}

int64_t schedule_refusal(unsigned refusals) { return doubled(HOUR, refusals > 0 ? refusals - 1 : 0, DAY); }

/* ---- the next poll ---- */

static int64_t clamp(int64_t v, int64_t low, int64_t high) { return v < low ? low : v > high ? high : v; }

static int64_t longer(int64_t a, int64_t b) { return a > b ? a : b; }

static int64_t later(const struct schedule_limits *l, int64_t wait, double random) {
  return wait + (int64_t)((double)wait * l->jitter / 10000 * random);
}

static int64_t asked(const struct schedule_hints *h) { return longer(h->http, h->feed); }

int64_t schedule_usual(const struct schedule_state *s, const struct schedule_limits *l, int64_t every) {
  int64_t want = every > 0 ? every : l->fixed ? l->min : s->interval;
  return clamp(longer(want, asked(&s->hints)), l->min, longer(l->max, every));
}

int schedule_is_clamped(const struct schedule_hints *h, const struct schedule_limits *l, int64_t every) {
  return asked(h) > longer(l->max, every);
}

/* Which of the intervals it is. */
static struct schedule_why why_usual(const struct schedule_state *s, const struct schedule_limits *l,
                                     int64_t every) {
  const int64_t usual = schedule_usual(s, l, every), ask = asked(&s->hints);
  if (schedule_is_clamped(&s->hints, l, every)) return (struct schedule_why){TDG_DUE_MAX, ask};
  if (ask == usual && ask > every)
    return (struct schedule_why){s->hints.http >= s->hints.feed ? TDG_DUE_HTTP : TDG_DUE_FEED, ask};
  if (every == usual) return (struct schedule_why){TDG_DUE_EVERY, usual};
  return (struct schedule_why){usual == l->min ? TDG_DUE_MIN : TDG_DUE_LEARNED, usual};
}

int64_t schedule_success(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, uint64_t new_items, double random) {
  s->failures = 0;
  if (s->interval <= 0) s->interval = HOUR;
  else if (new_items == 0) s->interval = s->interval * 3 / 2;
  for (uint64_t i = 0; i < new_items && i < 4; i++) s->interval = s->interval * 7 / 10;
  s->interval = clamp(s->interval, l->min, l->max);
  s->why = why_usual(s, l, every);
  return spare(s, now_ms + later(l, schedule_usual(s, l, every), random), random);
}

int64_t schedule_pushed(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                        int64_t every, int64_t due, int64_t until, double random) {
  const int64_t wait = l->max < DAY ? l->max : DAY;
  int64_t at = now_ms + later(l, wait, random);
  if (at > until) at = until;
  if (every > 0 || at <= due) return due;
  s->why = (struct schedule_why){TDG_DUE_HUB, wait};
  return at;
}

int64_t schedule_failure(struct schedule_state *s, const struct schedule_limits *l, int64_t now_ms,
                         int64_t every, const struct schedule_trouble *t, double random) {
  int64_t base = schedule_usual(s, l, every), wait;
  s->failures++;
  s->why = (struct schedule_why){t->busy ? TDG_DUE_BUSY : TDG_DUE_RETRY, t->retry_after};
  /* "Retry-After: 0" with each refusal is no invitation to poll for ever as often as is allowed */
  if (t->retry_after >= base || (t->retry_after >= 0 && s->failures == 1))
    return now_ms + later(l, longer(t->retry_after, l->min), random);
  s->why = (struct schedule_why){s->failures > SCHEDULE_WEEKLY ? TDG_DUE_WEEKLY
                                 : t->refused                  ? TDG_DUE_REFUSED
                                                               : TDG_DUE_FAILURES,
                                 base};
  if (s->failures > SCHEDULE_WEEKLY) wait = later(l, longer(base, WEEK), random);
  else if (t->refused) wait = later(l, longer(base, DAY), random);
  else wait = base + (int64_t)((double)(doubled(base, s->failures, longer(base, DAY)) - base) * random);
  return spare(s, now_ms + wait, random);
}

int64_t schedule_revisit(const int64_t *after, size_t n, int64_t first, int64_t now_ms) {
  for (size_t i = 0; i < n; i++)
    if (first + after[i] > now_ms) return first + after[i];
  return 0;
}

int64_t schedule_again(int64_t since, int64_t asked) {
  static const int64_t after[] = {HOUR, 6 * HOUR, DAY, 3 * DAY};
  const size_t n = sizeof after / sizeof after[0];
  const int64_t next = schedule_revisit(after, n, since, asked);
  return next != 0 ? next : asked + after[n - 1];
}
