/* engine/hosts.c - the earliest time of the next request to each host; see hosts.h.
 *
 * Owns one small struct per host, protected by a mutex.  When there are too many, hosts without a pending
 * wait are dropped; nothing here fails.
 */
#include "engine/hosts.h"

#include "util/check.h"
#include "util/map.h"

#include <stdlib.h>
#include <uv.h>

enum {
  MAX_HOSTS = 1000000,
  REFUSED_MS = 60000,
  REFUSED_MAX_MS = 3600000,
  SILENT_MS = 2000,
  SILENT_MAX_MS = 600000
};

struct host {
  int64_t free_at;         /* no request begins before */
  int under_way, troubles; /* troubles: consecutive refusals and timeouts */
};

struct hosts {
  uv_mutex_t mutex;
  struct map by_group;
  int64_t delay;
  int at_once;
};

struct hosts *hosts_new(int64_t delay_ms, int at_once) {
  struct hosts *h = check_alloc(sizeof *h);
  *h = (struct hosts){.delay = delay_ms, .at_once = at_once > 0 ? at_once : 1};
  uv_mutex_init(&h->mutex);
  return h;
}

static void free_all(struct map *m) {
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(m, &i)) != NULL;) free(s->value);
  map_free(m);
}

void hosts_free(struct hosts *h) {
  if (h == NULL) return;
  free_all(&h->by_group);
  uv_mutex_destroy(&h->mutex);
  free(h);
}

static void forget_idle(struct hosts *h, int64_t now) {
  struct map kept = {0};
  const struct map_slot *s;
  for (size_t i = 0; (s = map_next(&h->by_group, &i)) != NULL;) {
    const struct host *old = s->value;
    if (old->under_way == 0 && old->free_at <= now) continue;
    struct host *copy = check_alloc(sizeof *copy);
    *copy = *old;
    map_put(&kept, s->key, s->n, copy);
  }
  free_all(&h->by_group);
  h->by_group = kept;
}

static struct host *host_of(struct hosts *h, struct tdg_str group, int64_t now) {
  struct host *one = map_get(&h->by_group, group.p, group.n);
  if (one != NULL) return one;
  if (h->by_group.used >= MAX_HOSTS) forget_idle(h, now);
  one = check_alloc(sizeof *one);
  *one = (struct host){0};
  map_put(&h->by_group, group.p, group.n, one);
  return one;
}

int64_t hosts_wait(struct hosts *h, struct tdg_str group, int64_t now_ms) {
  int64_t wait = 0;
  if (group.n == 0) return 0;
  uv_mutex_lock(&h->mutex);
  const struct host *one = map_get(&h->by_group, group.p, group.n);
  if (one != NULL && one->under_way >= h->at_once) wait = -1;
  else if (one != NULL && one->free_at > now_ms) wait = one->free_at - now_ms;
  uv_mutex_unlock(&h->mutex);
  return wait;
}

static void not_before(struct host *one, int64_t at) {
  if (one->free_at < at) one->free_at = at;
}

void hosts_begin(struct hosts *h, struct tdg_str group, int64_t now_ms) {
  if (group.n == 0) return;
  uv_mutex_lock(&h->mutex);
  struct host *one = host_of(h, group, now_ms);
  one->under_way++;
  not_before(one, now_ms + h->delay);
  uv_mutex_unlock(&h->mutex);
}

void hosts_end(struct hosts *h, struct tdg_str group) {
  if (group.n == 0) return;
  uv_mutex_lock(&h->mutex);
  struct host *one = map_get(&h->by_group, group.p, group.n);
  if (one != NULL && one->under_way > 0) one->under_way--;
  uv_mutex_unlock(&h->mutex);
}

static int64_t longer(int64_t ms, int factor, int times, int64_t max) {
  while (times-- > 0 && ms < max) ms *= factor;
  return ms < max ? ms : max;
}

void hosts_tell(struct hosts *h, struct tdg_str group, int64_t now_ms, enum hosts_outcome outcome,
                int64_t asked_ms) {
  if (group.n == 0) return;
  uv_mutex_lock(&h->mutex);
  struct host *one = host_of(h, group, now_ms);
  /* counts from the answer, because the request may have waited for a worker */
  not_before(one, now_ms + h->delay);
  if (outcome == HOSTS_ANSWERED) one->troubles = 0;
  else if (outcome == HOSTS_SILENT)
    not_before(one, now_ms + longer(SILENT_MS, 4, one->troubles++, SILENT_MAX_MS));
  else
    not_before(one,
               now_ms + (asked_ms >= 0 ? asked_ms : longer(REFUSED_MS, 2, one->troubles++, REFUSED_MAX_MS)));
  uv_mutex_unlock(&h->mutex);
}
