/* cli/health.c - the state of a source; see cli.h.  Texts from outside are copied and cut. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "engine/outcome.h"
#include "record/record_json.h"

#include <tidings/kit/str.h>

#include <string.h>

#include <tidings/kit/utf8.h>

struct look {
  const struct tdg_source_state *source;
  struct health *h;
  uint32_t trouble;
};

/* Copy as much as there is room for, cut between characters. */
static void copy(char *to, size_t size, struct tdg_str s) {
  size_t n = tdg_utf8_cut(s, size - 1);
  memcpy(to, s.p, n);
  to[n] = '\0';
}

static int see_list(void *arg, const struct tdg_listing *l) {
  struct look *k = arg;
  if (l->named != k->source->listed) return 0; /* no longer named */
  k->h->lists++;
  if (l->trouble == TDG_TROUBLE_NONE) return 0;
  if (k->h->unwell++ > 0) return 0;
  k->trouble = l->trouble;
  k->h->times = l->failures > 0 ? l->failures : 1;
  k->h->since = l->trouble_since;
  copy(k->h->list, sizeof k->h->list, l->url);
  copy(k->h->why, sizeof k->h->why, l->last_error);
  return 0;
}

/* Of a list; and of a source that an earlier Tidings polled, which kept no outcome. */
static const char *word_of(uint32_t trouble) {
  return trouble == TDG_TROUBLE_UNREADABLE ? "unreadable" : "failing";
}

static const char *word_of_failing(const struct tdg_source_state *r) {
  return outcome_is_failure(r->outcome) ? outcome_health(r->outcome) : word_of(r->trouble);
}

/* Of a source that answers and can be read. */
static const char *word_of_well(uint32_t outcome) {
  return outcome_is_failure(outcome) || outcome == TDG_OUTCOME_NONE ? "ok" : outcome_health(outcome);
}

static void take_own_trouble(struct health *h, const struct tdg_source_state *r) {
  h->times = r->failures > 0 ? r->failures : 1;
  h->since = r->trouble_since;
  h->list[0] = '\0';
  copy(h->why, sizeof h->why, r->last_error);
}

int health_of(struct store *s, const struct tdg_source_state *r, struct health *h) {
  struct look k = {.source = r, .h = h};
  memset(h, 0, sizeof *h);
  int rc = store_listing_list(s, r->id.p, see_list, &k);
  if (r->absent != TDG_CONFIGURED) h->word = "off";
  else if (r->retired) h->word = outcome_health(TDG_OUTCOME_GONE);
  else if (r->failures > 0) h->word = word_of_failing(r);
  else if (h->lists > 0 && h->unwell == h->lists) h->word = word_of(k.trouble);
  else if (h->unwell > 0 || r->trouble == TDG_TROUBLE_PARTLY) h->word = "partly";
  else h->word = r->last_ok == 0 ? "new" : word_of_well(r->outcome);
  if (r->failures > 0 || (h->unwell == 0 && r->trouble == TDG_TROUBLE_PARTLY)) take_own_trouble(h, r);
  h->well = r->absent != TDG_CONFIGURED ||
            (!r->retired && r->failures == 0 && h->unwell == 0 && r->trouble != TDG_TROUBLE_PARTLY);
  if (h->well) h->times = 0;
  return rc < 0 ? rc : 0;
}

/* ---- what the configuration expects ---- */

static int is_stale(const struct tdg_source_state *r, int64_t within, int64_t now) {
  const int64_t since = r->last_new > 0 ? r->last_new : r->added;
  return within > 0 && since > 0 && now - since > within;
}

void health_expect(const struct conf_expect *e, const struct tdg_source_state *r, int64_t now,
                   struct health *h) {
  char within[PAGE_DISTANCE], ago[PAGE_DISTANCE];
  const int stale = is_stale(r, e->new_within, now), brief = r->words > 0 && r->words < e->min_words;
  size_t n = 0;
  if (r->absent != TDG_CONFIGURED || r->polls == 0 || !(stale || brief)) return;
  if (stale)
    n = (size_t)snprintf(h->unmet, sizeof h->unmet, "something new is expected within %s, %s%s",
                         page_duration_text(e->new_within, within),
                         r->last_new > 0 ? "the last was " : "there was none since it was added, ",
                         page_distance_text(now, r->last_new > 0 ? r->last_new : r->added, ago));
  if (brief && n < sizeof h->unmet)
    snprintf(h->unmet + n, sizeof h->unmet - n,
             "%sat least %lld words are expected, its records have %lld on the average", n > 0 ? "; " : "",
             (long long)e->min_words, (long long)r->words);
  if (h->well) h->word = "unmet";
  h->well = 0;
}

void health_say(struct page *p, const struct health *h, int64_t now) {
  page_say(p, "%u time%s in a row", h->times, h->times == 1 ? "" : "s");
  if (h->since == 0) return;
  page_say(p, ", first ");
  page_distance(p, now, h->since);
}

void health_json(struct buf *out, const struct health *h) {
  buf_printf(out, ",\"times\":%u", h->times);
  json_put_time(out, "since", h->times > 0 ? h->since : 0);
  json_put_said(out, "why", tdg_str_of(h->times > 0 ? h->why : ""));
  json_put_text(out, "unmet", tdg_str_of(h->unmet));
  if (h->lists == 0) return;
  buf_printf(out, ",\"lists\":%lld,\"lists_unwell\":%lld", (long long)h->lists, (long long)h->unwell);
  if (h->unwell > 0 && h->list[0] != '\0') json_put_said(out, "list", tdg_str_of(h->list));
}
