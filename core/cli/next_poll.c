/* cli/next_poll.c - when a source is polled next, and why then; see cli.h.  Only the store can fail. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "engine/engine.h"
#include "util/arena.h"
#include "util/span.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

// clang-format off
static const char *const words[] = {
    [TDG_DUE_UNKNOWN] = "",          [TDG_DUE_ASKED] = "asked",      [TDG_DUE_EVERY] = "every",
    [TDG_DUE_LEARNED] = "learned",   [TDG_DUE_MIN] = "min",          [TDG_DUE_MAX] = "max",
    [TDG_DUE_HTTP] = "max-age",      [TDG_DUE_FEED] = "ttl",         [TDG_DUE_RETRY] = "retry-after",
    [TDG_DUE_BUSY] = "busy",         [TDG_DUE_FAILURES] = "failures", [TDG_DUE_REFUSED] = "refused",
    [TDG_DUE_WEEKLY] = "weekly",     [TDG_DUE_SKIP_HOURS] = "skip-hours", [TDG_DUE_SKIP_DAYS] = "skip-days",
    [TDG_DUE_HUB] = "hub",           [TDG_DUE_PUSHED] = "pushed",
};
// clang-format on

/* Local time; with the day when it is not within a day. */
static const char *time_text(int64_t at, int64_t now, char text[PAGE_DISTANCE]) {
  const time_t seconds = (time_t)(at / 1000);
  struct tm tm;
  size_t n = 0;
  if (localtime_r(&seconds, &tm) == NULL) return "?";
  if (at - now >= 86400000) n = strftime(text, PAGE_DISTANCE, "%Y-%m-%d ", &tm);
  return strftime(text + n, PAGE_DISTANCE - n, "%H:%M", &tm) > 0 ? text : "?";
}

static void say_why(const struct tdg_source_state *r, int64_t now, char why[NEXT_POLL_WHY]) {
  char wait_text[PAGE_DISTANCE], at_text[PAGE_DISTANCE], status[40] = "";
  const char *wait = page_duration_text(r->due_wait, wait_text);
  const unsigned times = r->failures;
  char about[SPAN_WORDS];
  span_words(about, r->due_wait); /* it was computed, so that it is no round time */
  if (r->status > 0) snprintf(status, sizeof status, "%u: ", r->status);
#define SAY(...) snprintf(why, NEXT_POLL_WHY, __VA_ARGS__)
  switch (r->due_by) {
  case TDG_DUE_ASKED: SAY("it was asked, and no answer is known"); break;
  case TDG_DUE_EVERY: SAY("every %s (every)", wait); break;
  case TDG_DUE_LEARNED: SAY("every %s, by how often it has something new", about); break;
  case TDG_DUE_MIN: SAY("every %s (fetch.interval.min)", wait); break;
  case TDG_DUE_MAX: SAY("the server asks for %s, which is longer than fetch.interval.max", wait); break;
  case TDG_DUE_HTTP: SAY("the server asks for %s (max-age or Expires)", wait); break;
  case TDG_DUE_FEED: SAY("the feed asks for %s (ttl or sy:updatePeriod)", wait); break;
  case TDG_DUE_RETRY: SAY("%sRetry-After until %s", status, time_text(r->next_due, now, at_text)); break;
  case TDG_DUE_BUSY: SAY("%sit is asked too often, and names no time; %s", status, wait); break;
  case TDG_DUE_FAILURES:
    SAY("%u failure%s in a row; %s or longer, by chance, and more with each", times, PLURAL(times), about);
    break;
  case TDG_DUE_REFUSED: SAY("%sit does not want us; once a day", status); break;
  case TDG_DUE_WEEKLY: SAY("%u failures in a row; once a week", times); break;
  case TDG_DUE_SKIP_HOURS: SAY("the feed does not want to be asked in the hours before (skipHours)"); break;
  case TDG_DUE_SKIP_DAYS: SAY("the feed does not want to be asked on the days before (skipDays)"); break;
  case TDG_DUE_HUB: SAY("its hub pushes what is new; every %s all the same", wait); break;
  case TDG_DUE_PUSHED: SAY("its hub says that there is something new"); break;
  default: break;
  }
#undef SAY
}

struct hold {
  int64_t now, until;
  char group[HOSTS_MAX_DOMAIN];
};

static int see_limit(void *arg, const struct tdg_limit *l) {
  struct hold *h = arg;
  const int64_t at = hosts_not_before(l, h->now);
  if (at <= h->until) return 0;
  if (strncmp(l->group.p, "*.", 2) == 0 && !hosts_binds_together(l, h->now)) return 0;
  h->until = at;
  snprintf(h->group, sizeof h->group, "%s", l->group.p);
  return 0;
}

/* Its host may have to wait for longer. */
static int look_at_host(const struct store *s, const struct tdg_source_state *r,
                        const struct conf_source *conf, int64_t now, struct next_poll *next) {
  struct arena a = {0};
  struct hold hold = {.now = now, .until = next->at > now ? next->at : now};
  const int64_t due = hold.until;
  const struct tdg_str url = r->adopted.n > 0 ? r->adopted : r->url;
  const struct engine_source named = {.url = url.p, .group = conf != NULL ? conf->group.p : ""};
  const struct tdg_str group = engine_group_of(&a, &named, url);
  char domain[HOSTS_MAX_DOMAIN], at_text[PAGE_DISTANCE];
  int rc = group.n > 0 ? store_limit_get(s, group.p, see_limit, &hold) : 0;
  if (rc >= 0 && hosts_domain(group, domain) > 0) rc = store_limit_get(s, domain, see_limit, &hold);
  arena_free(&a);
  if (rc < 0 || hold.until <= due) return rc < 0 ? rc : 0;
  next->at = hold.until;
  next->by = "host";
  snprintf(next->why, NEXT_POLL_WHY, "host limit: %.100s is not asked before %s", hold.group,
           time_text(hold.until, now, at_text));
  return 0;
}

int next_poll_of(const struct store *s, const struct tdg_source_state *r, const struct conf_source *conf,
                 int64_t now, struct next_poll *next) {
  *next = (struct next_poll){.by = ""};
  if (r->absent != TDG_CONFIGURED || r->retired) return 0;
  next->at = r->next_due;
  if (r->due_by < sizeof words / sizeof words[0]) next->by = words[r->due_by];
  say_why(r, now, next->why);
  return look_at_host(s, r, conf, now, next);
}
