/* engine/poll_summary.c - see poll_summary.h.  Owns nothing; nothing fails. */
#include "engine/poll_summary.h"

#include "util/log.h"
#include "util/span.h"

#include <stdio.h>
#include <string.h>

#define HOUR INT64_C(3600000)
enum { NUMBER = 32 };

/* "8,312" */
static const char *in_groups(char out[NUMBER], uint64_t n) {
  char digits[NUMBER];
  const int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
  size_t at = 0;
  for (int i = 0; i < len; i++) {
    if (i > 0 && (len - i) % 3 == 0) out[at++] = ',';
    out[at++] = digits[i];
  }
  out[at] = '\0';
  return out;
}

static void begin(struct poll_summary *p, const struct engine *e, int64_t now) {
  p->since = now;
  p->before = e->counts;
}

/* Longer than an hour when the machine slept. */
static void tell(const struct poll_summary *p, const struct engine_counts *c, int64_t took) {
  char good[NUMBER], failed[NUMBER], news[NUMBER], span[SPAN_WORDS];
  const uint64_t records = c->records - p->before.records;
  span_words(span, took);
  log_event("polls: %s ok, %s failed, %s new record%s in the last %s",
            in_groups(good, c->polls - p->before.polls),
            in_groups(failed, c->failed_polls - p->before.failed_polls), in_groups(news, records),
            records == 1 ? "" : "s", took < 2 * HOUR ? "hour" : span);
}

void poll_summary_tick(struct poll_summary *p, const struct engine *e, int64_t now) {
  if (engine_polls_told(&e->spec) != LOG_POLLS_NONE) {
    p->since = 0;
    return;
  }
  if (p->since == 0 || now < p->since) begin(p, e, now);
  if (now - p->since < HOUR) return;
  tell(p, &e->counts, now - p->since);
  begin(p, e, now);
}
