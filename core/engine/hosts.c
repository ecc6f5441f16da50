/* engine/hosts.c - the earliest time of the next request to each host; see hosts.h.
 *
 * Owns one struct per host, used by the store thread alone, and a list of what the loop noted meanwhile, which a
 * mutex protects.  When there are too many hosts, those without a pending wait are dropped from memory.  Only
 * the store can fail; its error is kept until hosts_save returns it.
 */
#include "engine/hosts.h"

#include "engine/schedule.h"
#include "util/check.h"
#include "util/log.h"
#include "util/map.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include <tidings/kit/str.h>

enum {
  MAX_HOSTS = 1000000,
  SILENT_MS = 2000,
  SILENT_MAX_MS = 600000,
  BRIEF_MS = 500,       /* shorter waits are over before another program has started */
  SET_BACK_MS = 2000,   /* more than the wall clock is corrected by while it runs */
  LEARN_MS = 10 * 60000 /* two refusals within this time are of one limit */
};
#define LEARNED_MS (INT64_C(30) * 86400000) /* what was learned is forgotten when nobody refuses any more */

struct host {
  struct tdg_limit row;
  struct host *domain; /* that it belongs to; NULL: none, or it is one itself */
  char *refused_by;    /* of the row, NULL: nobody */
  int under_way, is_domain, is_needed;
  struct host *changed; /* the next one that is to be written */
  int is_changed;
  char group[]; /* of the row */
};

/* What the loop noted. */
struct event {
  struct event *next;
  enum { ENDED, TOLD } what;
  enum hosts_outcome outcome;
  int64_t at, asked;
  size_t n;
  char group[];
};

struct hosts {
  struct store *store;
  struct map by_group;
  struct host *changed; /* to be written */
  int64_t delay;
  int at_once, status; /* status: the first error of the store */
  uv_mutex_t mutex;    /* of the events */
  struct event *events, **events_end;
};

struct hosts *hosts_new(struct store *store, int64_t delay_ms, int at_once) {
  struct hosts *h = check_alloc(sizeof *h);
  *h = (struct hosts){.store = store, .delay = delay_ms, .at_once = at_once > 0 ? at_once : 1};
  h->events_end = &h->events;
  uv_mutex_init(&h->mutex);
  return h;
}

void hosts_limit(struct hosts *h, int64_t delay_ms, int at_once) {
  h->delay = delay_ms;
  h->at_once = at_once > 0 ? at_once : 1;
}

static void host_free(struct host *one) {
  free(one->refused_by);
  free(one);
}

static struct event *take_events(struct hosts *h) {
  uv_mutex_lock(&h->mutex);
  struct event *all = h->events;
  h->events = NULL;
  h->events_end = &h->events;
  uv_mutex_unlock(&h->mutex);
  return all;
}

void hosts_free(struct hosts *h) {
  if (h == NULL) return;
  for (struct event *e = take_events(h), *next; e != NULL; e = next) {
    next = e->next;
    free(e);
  }
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&h->by_group, &i)) != NULL;) host_free(s->value);
  map_free(&h->by_group);
  uv_mutex_destroy(&h->mutex);
  free(h);
}

/* ---- one host ---- */

static struct host *host_new(struct tdg_str group) {
  struct host *one = check_alloc(sizeof *one + group.n + 1);
  memset(one, 0, sizeof *one);
  memcpy(one->group, group.p, group.n);
  one->group[group.n] = '\0';
  one->row =
      (struct tdg_limit){.size = sizeof one->row, .group = {one->group, group.n}, .refused_by = {"", 0}};
  return one;
}

/* Between two requests: the operator's, or the longer one that its robots.txt asks for. */
static int64_t delay_of(const struct hosts *h, const struct host *one) {
  return one->row.delay > h->delay ? one->row.delay : h->delay;
}

static int is_busy(const struct host *one, int64_t now) {
  return one->under_way > 0 || one->is_changed || one->row.not_before > now;
}

/* First hosts, then the domains that none of those left belongs to. */
static void forget_idle(struct hosts *h, int64_t now) {
  for (int domains = 0; domains < 2; domains++) {
    struct map kept = {0};
    const struct map_slot *s;
    for (size_t i = 0; (s = map_next(&h->by_group, &i)) != NULL;) {
      struct host *one = s->value;
      if (one->is_domain == domains && !is_busy(one, now) && !one->is_needed) {
        host_free(one);
        continue;
      }
      if (one->domain != NULL) one->domain->is_needed = 1;
      map_put(&kept, one->group, one->row.group.n, one);
    }
    map_free(&h->by_group);
    h->by_group = kept;
  }
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&h->by_group, &i)) != NULL;) ((struct host *)s->value)->is_needed = 0;
}

static void set_refused_by(struct host *one, struct tdg_str group) {
  free(one->refused_by);
  one->refused_by = group.n > 0 ? check_strdup(group.p) : NULL;
  one->row.refused_by = tdg_str_of(one->refused_by != NULL ? one->refused_by : "");
}

static int take_row(void *arg, const struct tdg_limit *row) {
  struct host *one = arg;
  const struct tdg_str group = one->row.group;
  store_copy(&one->row, sizeof one->row, row);
  one->row.group = group;
  set_refused_by(one, row->refused_by);
  return 0;
}

static void change(struct hosts *h, struct host *one, int64_t now) {
  one->row.told = now;
  if (one->is_changed) return;
  one->is_changed = 1;
  one->changed = h->changed;
  h->changed = one;
}

int64_t hosts_not_before(const struct tdg_limit *row, int64_t now_ms) {
  const int64_t ahead = row->told - now_ms;
  return ahead < SET_BACK_MS ? row->not_before : row->not_before - ahead;
}

static void set_back(struct hosts *h, struct host *one, int64_t now) {
  const int64_t at = hosts_not_before(&one->row, now);
  if (at == one->row.not_before) return;
  one->row.not_before = at;
  change(h, one, now);
}

static struct host *load(struct hosts *h, struct tdg_str group, int64_t now) {
  struct host *one = map_get(&h->by_group, group.p, group.n);
  if (one == NULL) {
    if (h->by_group.used >= MAX_HOSTS) forget_idle(h, now);
    one = host_new(group);
    map_put(&h->by_group, one->group, group.n, one);
    int rc = h->store != NULL ? store_limit_get(h->store, one->group, take_row, one) : 0;
    if (rc < 0 && h->status == 0) h->status = rc;
  }
  set_back(h, one, now);
  return one;
}

static struct host *host_of(struct hosts *h, struct tdg_str group, int64_t now) {
  char name[HOSTS_MAX_DOMAIN];
  struct host *one = map_get(&h->by_group, group.p, group.n);
  struct host *domain = one != NULL ? one->domain : NULL;
  if (one == NULL) {
    size_t n = hosts_domain(group, name); /* first: it could make room by dropping the other */
    if (n > 0) domain = load(h, (struct tdg_str){name, n}, now);
    if (domain != NULL) domain->is_domain = domain->is_needed = 1;
  }
  one = load(h, group, now);
  if (domain != NULL) {
    one->domain = domain;
    domain->is_needed = 0;
    set_back(h, domain, now);
  }
  return one;
}

void hosts_set_back(struct hosts *h, struct tdg_str group, int64_t now_ms) {
  if (group.n > 0) host_of(h, group, now_ms);
}

int hosts_binds_together(const struct tdg_limit *domain, int64_t now_ms) {
  return domain->learned > 0 && now_ms - domain->refused_at < LEARNED_MS;
}

/* The domain, if its hosts are limited together. */
static struct host *together(const struct host *one, int64_t now) {
  return one->domain != NULL && hosts_binds_together(&one->domain->row, now) ? one->domain : NULL;
}

static void not_before(struct hosts *h, struct host *one, int64_t now, int64_t at) {
  if (one->row.not_before >= at) return;
  one->row.not_before = at;
  if (at - now >= BRIEF_MS) change(h, one, now);
  else one->row.told = now;
}

/* ---- what happened ---- */

static int64_t silence(unsigned failures) {
  int64_t ms = SILENT_MS;
  while (failures-- > 0 && ms < SILENT_MAX_MS) ms *= 4;
  return ms < SILENT_MAX_MS ? ms : SILENT_MAX_MS;
}

static void answered(struct hosts *h, struct host *one, int64_t now) {
  if (one->row.failures + one->row.refusals > 0) change(h, one, now);
  one->row.failures = 0;
  /* later: this answers a request from before the refusal */
  if (one->row.not_before <= now + delay_of(h, one)) one->row.refusals = 0;
}

/* Of several requests that were under way, only the first one to be refused counts.  A host that named a time and refuses
 * again after it is waited for as one that names none. */
static void refused(struct hosts *h, struct host *one, int64_t now, int64_t asked) {
  const int was_held = one->row.refusals > 0 && one->row.not_before > now + delay_of(h, one);
  if (was_held && asked < 0) return;
  if (!was_held) one->row.refusals++;
  const int64_t usual = schedule_refusal(one->row.refusals - (asked >= 0));
  if (asked < 0 || (one->row.refusals > 1 && asked < usual)) asked = usual;
  not_before(h, one, now, now + asked);
}

/* Its domain refused as well: is that one limit for all its hosts? */
static void learn(struct hosts *h, struct host *one, int64_t now) {
  struct host *d = one->domain;
  if (d == NULL) return;
  int other = d->row.refused_by.n > 0 && strcmp(d->refused_by, one->group) != 0;
  if (together(one, now) == NULL) d->row.learned = 0;
  if (d->row.learned == 0 && other && now - d->row.refused_at <= LEARN_MS) {
    d->row.learned = now;
    log_warning(
        "%s and %s both said that they are asked too often: the hosts of %s are asked together from now on",
        d->refused_by, one->group, d->group + 2);
  }
  d->row.refused_at = now;
  set_refused_by(d, one->row.group);
  change(h, d, now);
  if (d->row.learned > 0) not_before(h, d, now, one->row.not_before);
}

static void ended(struct hosts *h, const struct event *e) {
  struct host *one = map_get(&h->by_group, e->group, e->n);
  if (one == NULL) return;
  if (one->under_way > 0) one->under_way--;
  if (one->domain != NULL && one->domain->under_way > 0) one->domain->under_way--;
}

static void told(struct hosts *h, const struct event *e) {
  struct host *one = host_of(h, (struct tdg_str){e->group, e->n}, e->at);
  struct host *d;
  if (e->outcome == HOSTS_ANSWERED) answered(h, one, e->at);
  else if (e->outcome == HOSTS_HELD) not_before(h, one, e->at, e->at + e->asked);
  else if (e->outcome == HOSTS_REFUSED) refused(h, one, e->at, e->asked), learn(h, one, e->at);
  else not_before(h, one, e->at, e->at + silence(one->row.failures++));
  /* counts from the answer, because the request may have waited for a worker */
  not_before(h, one, e->at, e->at + delay_of(h, one));
  if ((d = together(one, e->at)) != NULL) not_before(h, d, e->at, e->at + delay_of(h, one));
}

static void catch_up(struct hosts *h) {
  for (struct event *e = take_events(h), *next; e != NULL; e = next) {
    next = e->next;
    if (e->what == ENDED) ended(h, e);
    else told(h, e);
    free(e);
  }
}

static void note(struct hosts *h, const struct event *what, struct tdg_str group) {
  if (group.n == 0) return;
  struct event *e = check_alloc(sizeof *e + group.n + 1);
  *e = *what;
  e->n = group.n;
  memcpy(e->group, group.p, group.n);
  e->group[group.n] = '\0';
  uv_mutex_lock(&h->mutex);
  *h->events_end = e;
  h->events_end = &e->next;
  uv_mutex_unlock(&h->mutex);
}

void hosts_end(struct hosts *h, struct tdg_str group) { note(h, &(struct event){.what = ENDED}, group); }

void hosts_tell(struct hosts *h, struct tdg_str group, int64_t now_ms, enum hosts_outcome outcome,
                int64_t asked_ms) {
  note(h, &(struct event){.what = TOLD, .outcome = outcome, .at = now_ms, .asked = asked_ms}, group);
}

/* ---- on the store thread ---- */

static int64_t wait_of(const struct hosts *h, const struct host *one, int64_t now) {
  if (one->under_way >= h->at_once) return -1;
  return one->row.not_before > now ? one->row.not_before - now : 0;
}

int64_t hosts_wait(struct hosts *h, struct tdg_str group, int64_t now_ms) {
  if (group.n == 0) return 0;
  catch_up(h);
  const struct host *one = host_of(h, group, now_ms), *d = together(one, now_ms);
  int64_t wait = wait_of(h, one, now_ms), all = d != NULL ? wait_of(h, d, now_ms) : 0;
  return wait < 0 || all < 0 ? -1 : wait > all ? wait : all;
}

int hosts_may_follow(struct hosts *h, struct tdg_str group, int64_t now_ms) {
  if (group.n == 0) return 0;
  catch_up(h);
  const struct host *one = host_of(h, group, now_ms);
  const int well = one->row.failures + one->row.refusals == 0 && one->row.not_before <= now_ms;
  return well && delay_of(h, one) == 0 && together(one, now_ms) == NULL &&
         one->under_way < h->at_once * (1 + HOSTS_FOLLOW);
}

void hosts_begin(struct hosts *h, struct tdg_str group, int64_t now_ms) {
  if (group.n == 0) return;
  catch_up(h);
  struct host *one = host_of(h, group, now_ms), *d = together(one, now_ms);
  one->under_way++;
  not_before(h, one, now_ms, now_ms + delay_of(h, one));
  if (one->domain != NULL) one->domain->under_way++;
  if (d != NULL) not_before(h, d, now_ms, now_ms + delay_of(h, one));
}

void hosts_set_delay(struct hosts *h, struct tdg_str group, int64_t delay_ms, int64_t now_ms) {
  if (group.n == 0) return;
  catch_up(h);
  struct host *one = host_of(h, group, now_ms);
  if (one->row.delay == 0 && delay_ms == 0) return;
  /* the answer that says so counts as well */
  if (delay_ms > one->row.delay) not_before(h, one, now_ms, now_ms + delay_ms);
  one->row.delay = delay_ms;
  change(h, one, now_ms);
}

int hosts_save(struct hosts *h) {
  struct host *one;
  catch_up(h);
  while (h->status >= 0 && (one = h->changed) != NULL) {
    int rc = h->store != NULL ? store_limit_put(h->store, &one->row) : 0;
    if (rc < 0) h->status = rc;
    h->changed = one->changed;
    one->is_changed = 0;
  }
  return h->status;
}
