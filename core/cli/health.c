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

static const char *word_of(uint32_t trouble) {
  return trouble == TDG_TROUBLE_UNREADABLE ? "unreadable" : "failing";
}

/* What an operator wants to know of a source that answers and can be read. */
static const char *word_of_well(uint32_t outcome) {
  int told = outcome == TDG_OUTCOME_QUIET || outcome == TDG_OUTCOME_EMPTY || outcome == TDG_OUTCOME_MOVED;
  return told ? outcome_word(outcome) : "ok";
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
  else if (r->retired) h->word = "retired";
  else if (r->failures > 0) h->word = word_of(r->trouble);
  else if (h->lists > 0 && h->unwell == h->lists) h->word = word_of(k.trouble);
  else if (h->unwell > 0 || r->trouble == TDG_TROUBLE_PARTLY) h->word = "partly";
  else h->word = r->last_ok == 0 ? "new" : word_of_well(r->outcome);
  if (r->failures > 0 || (h->unwell == 0 && r->trouble == TDG_TROUBLE_PARTLY)) take_own_trouble(h, r);
  h->well = r->retired || r->absent != TDG_CONFIGURED ||
            (r->failures == 0 && h->unwell == 0 && r->trouble != TDG_TROUBLE_PARTLY);
  if (h->well) h->times = 0;
  return rc < 0 ? rc : 0;
}

void health_say(struct page *p, const struct health *h, int64_t now) {
  page_say(p, "%u time%s in a row", h->times, h->times == 1 ? "" : "s");
  if (h->since == 0) return;
  page_say(p, ", first ");
  page_distance(p, now, h->since);
}

void health_json(struct buf *out, const struct health *h) {
  buf_printf(out, ",\"times\":%u,\"since\":", h->times);
  if (h->since == 0 || h->times == 0) buf_str(out, "null");
  else json_quote_time(out, h->since);
  json_put_said(out, "why", tdg_str_of(h->times > 0 ? h->why : ""));
  if (h->lists == 0) return;
  buf_printf(out, ",\"lists\":%lld,\"lists_unwell\":%lld", (long long)h->lists, (long long)h->unwell);
  if (h->unwell > 0 && h->list[0] != '\0') json_put_said(out, "list", tdg_str_of(h->list));
}
